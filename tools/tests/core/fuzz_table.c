// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for one parser; FUZZ_WALK names its walk of walk.c.
 *
 * The checksum is put right first: else nearly every input would end at it,
 * and the fuzzer would learn nothing about what comes after.
 */
#include <stdlib.h>

#include "walk.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct ia_table_error err;
	u8 *copy = malloc(size ? size : 1);
	size_t i;
	u32 length;
	u8 sum = 0;

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	if (size >= IA_ACPI_HEADER_SIZE) {
		length = ia_le32(copy + IA_ACPI_OFF_LENGTH);
		copy[9] = 0;
		for (i = 0; i < length && i < size; i++)
			sum += copy[i];
		copy[9] = -sum;
	}
	FUZZ_WALK(copy, size, &err);
	free(copy);
	return 0;
}
