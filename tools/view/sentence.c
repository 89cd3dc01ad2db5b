// SPDX-License-Identifier: GPL-2.0
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static void put(struct ia_buf *buf, const struct ia_machine *machine, const struct ia_arg *arg)
{
	switch (arg->kind) {
	case IA_ARG_NUMBER:
		ia_buf_add(buf, "%llu", (unsigned long long)arg->n);
		break;
	case IA_ARG_ADDRESS:
		ia_buf_add(buf, "%s", ia_machine_address(machine, arg->address));
		break;
	case IA_ARG_TEXT:
		ia_buf_add(buf, "%s", arg->text ? arg->text : "");
		break;
	case IA_ARG_NONE:
		break;
	}
}

/* "function|functions": the first for one, the second for any other number. */
static void choose(struct ia_buf *buf, const char *forms, size_t len, const struct ia_arg *arg)
{
	const char *bar = memchr(forms, '|', len);
	size_t first = bar ? (size_t)(bar - forms) : len;

	if (arg->n == 1)
		ia_buf_add(buf, "%.*s", (int)first, forms);
	else if (bar)
		ia_buf_add(buf, "%.*s", (int)(len - first - 1), bar + 1);
}

static void put_form(struct ia_buf *buf, const struct ia_machine *machine, const char *form,
		     size_t len, const struct ia_arg *arg)
{
	if (len != strlen("ago") || memcmp(form, "ago", len))
		choose(buf, form, len, arg);
	else if (arg->kind == IA_ARG_NUMBER)
		ia_buf_add(buf, "%s", ia_ago(machine->arena, ia_number_of(arg->n)));
	else
		put(buf, machine, arg);
}

/**
 * ia_sentence() - put arguments into a template
 * @machine: a joined machine, for its way to write addresses
 * @template: text with {N} for argument N, {N:one|many} for the first form
 *            when argument N is 1, else the second, and {N:ago} for so many
 *            nanoseconds in the past
 * @args: the arguments
 * @count: number of @args
 *
 * A brace that begins none of these stands for itself.
 */
const char *ia_sentence(const struct ia_machine *machine, const char *template,
			const struct ia_arg *args, size_t count)
{
	struct ia_buf buf = { .arena = machine->arena };

	while (*template) {
		size_t plain = strcspn(template, "{"), len;
		const char *end = strchr(template + plain, '}');
		unsigned int n;

		ia_buf_add(&buf, "%.*s", (int)plain, template);
		template += plain;
		if (!*template)
			break;
		n = template[1] - '0';
		if (!end || n >= count || (template[2] != '}' && template[2] != ':')) {
			ia_buf_add(&buf, "{");
			template++;
			continue;
		}
		len = end - template;
		if (template[2] == '}')
			put(&buf, machine, &args[n]);
		else
			put_form(&buf, machine, template + 3, len - 3, &args[n]);
		template = end + 1;
	}
	return buf.text ? buf.text : "";
}
