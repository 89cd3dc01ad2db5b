// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "records.h"

static int grow(struct ia_records *records, size_t capacity)
{
	void *data = kvzalloc(array_size(capacity, records->size), GFP_KERNEL);

	if (!data)
		return -ENOMEM;
	if (records->count)
		memcpy(data, records->data, records->count * records->size);
	kvfree(records->data);
	records->data = data;
	records->capacity = capacity;
	return 0;
}

/**
 * ia_records_new() - make an empty array
 * @size: bytes in one record
 * @expected: records that there will probably be; more cost a copy
 * @release: frees what one record owns, or NULL
 *
 * Context: process context, may sleep.
 * Return: the array, to be freed with ia_records_free(), or NULL without memory
 */
struct ia_records *ia_records_new(size_t size, size_t expected,
				  void (*release)(void *record))
{
	struct ia_records *records = kzalloc(sizeof(*records), GFP_KERNEL);

	if (!records)
		return NULL;
	records->size = size;
	records->release = release;
	if (grow(records, max_t(size_t, expected, 1))) {
		kfree(records);
		return NULL;
	}
	return records;
}

/**
 * ia_records_at() - one record
 * @records: the array
 * @index: below the array's count
 */
void *ia_records_at(const struct ia_records *records, size_t index)
{
	return (char *)records->data + index * records->size;
}

/**
 * ia_records_add() - append one record, all zero
 * @records: the array; pointers to its records do not survive the call
 *
 * Context: process context, may sleep.
 * Return: the record, or NULL without memory: the array is as it was
 */
void *ia_records_add(struct ia_records *records)
{
	if (records->count == records->capacity &&
	    grow(records, records->capacity * 2))
		return NULL;
	return ia_records_at(records, records->count++);
}

/**
 * ia_records_free() - free an array and what its records own
 * @records: the array, or NULL
 *
 * Context: process context, may sleep.
 */
void ia_records_free(struct ia_records *records)
{
	size_t i;

	if (!records)
		return;
	for (i = 0; records->release && i < records->count; i++)
		records->release(ia_records_at(records, i));
	kvfree(records->data);
	kfree(records);
}

/**
 * ia_records_finish() - what a snapshot returns
 * @records: the array, or NULL
 * @error: 0, or the negative errno that ended the snapshot early
 *
 * Context: process context, may sleep.
 * Return: @records; with an @error that as an ERR_PTR(), @records freed
 */
struct ia_records *ia_records_finish(struct ia_records *records, int error)
{
	if (!error)
		return records;
	ia_records_free(records);
	return ERR_PTR(error);
}
