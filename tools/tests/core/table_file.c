// SPDX-License-Identifier: GPL-2.0
#include "table_file.h"

#include <stdlib.h>

/**
 * table_file_read() - read a file whole
 * @file: filled in; to be freed with table_file_free()
 * @path: which file
 *
 * Return: 0, or -1 after a message on stderr.
 */
int table_file_read(struct table_file *file, const char *path)
{
	FILE *in = fopen(path, "rb");
	long size = -1;

	file->data = NULL;
	file->size = 0;
	if (in && !fseek(in, 0, SEEK_END))
		size = ftell(in);
	if (size > 0) {
		file->data = malloc(size);
		file->size = size;
		rewind(in);
	}
	if (!file->data || fread(file->data, 1, file->size, in) != file->size) {
		fprintf(stderr, "%s: cannot be read, or empty\n", path);
		size = -1;
	}
	if (in)
		fclose(in);
	if (size > 0)
		return 0;
	table_file_free(file);
	return -1;
}

/**
 * table_file_free() - give the buffer back
 * @file: from table_file_read()
 */
void table_file_free(struct table_file *file)
{
	free(file->data);
	file->data = NULL;
}

/**
 * table_file_is_ivrs() - tell by the signature which parser should try it
 * @file: from table_file_read()
 */
bool table_file_is_ivrs(const struct table_file *file)
{
	return file->size >= 4 && !memcmp(file->data, "IVRS", 4);
}
