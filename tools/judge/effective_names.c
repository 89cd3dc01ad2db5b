// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdlib.h>
#include <string.h>

/**
 * ia_function_id() - an id of a function as a number
 * @device: the function
 * @key: vendor or device
 */
unsigned int ia_function_id(const struct ia_device *device, const char *key)
{
	return (unsigned int)strtoul(ia_record_get(device->record, key), NULL, 16);
}

static bool same(const struct ia_outcome *a, const struct ia_outcome *b)
{
	return a->met == b->met && !strcmp(a->got, b->got) &&
	       !strcmp(a->because.text, b->because.text);
}

/**
 * ia_outcome_alike() - add an outcome, unless there is one that says the same
 * @effective: the list
 * @start: where those begin that it is compared with
 * @one: the outcome
 *
 * Return: which behind @start it is, one of before or the new one.
 */
size_t ia_outcome_alike(struct ia_effective *effective, size_t start,
			const struct ia_outcome *one)
{
	size_t i;

	for (i = start; i < effective->count; i++) {
		if (same(&effective->items[i], one))
			return i - start;
	}
	*ia_outcome_add(effective, one->topic, one->about) = *one;
	return i - start;
}

/**
 * ia_outcome_name() - name one more function that an outcome is about
 * @m: the machine
 * @names: the names so far
 * @address: the function
 */
void ia_outcome_name(const struct ia_machine *m, struct ia_outcome_names *names,
		     ia_address address)
{
	if (!names->count)
		names->text = (struct ia_buf){ .arena = m->arena };
	if (names->count++ < IA_OUTCOME_NAMED)
		ia_buf_add(&names->text, "%s%s", names->count > 1 ? ", " : "",
			   ia_machine_address(m, address));
}

/**
 * ia_outcome_put_names() - write the names in front of what was got
 * @effective: the list
 * @start: the first outcome that has names
 * @names: the names of it and of all behind it
 */
void ia_outcome_put_names(struct ia_effective *effective, size_t start,
			  struct ia_outcome_names *names)
{
	size_t i;

	for (i = start; i < effective->count; i++) {
		struct ia_outcome_names *of = &names[i - start];

		if (of->count > IA_OUTCOME_NAMED)
			ia_buf_add(&of->text, " and %zu more", of->count - IA_OUTCOME_NAMED);
		effective->items[i].got = ia_format(effective->arena, "%s: %s", of->text.text,
						    effective->items[i].got);
	}
}
