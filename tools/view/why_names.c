// SPDX-License-Identifier: GPL-2.0
/* How sentences name functions, and how many of them. */
#include "why_text.h"

/* A function as its machine names it. */
const char *ia_why_name(const struct ia_machine *m, const struct ia_device *device)
{
	return ia_machine_address(m, device->address);
}

/* Names as many as a sentence has room for. */
void ia_why_add_name(struct ia_buf *buf, size_t i, const char *text)
{
	if (i < IA_WHY_NAMED)
		ia_buf_add(buf, "%s%s", i ? ", " : "", text);
}

/* Behind the last name. */
void ia_why_add_rest(struct ia_buf *buf, size_t count)
{
	if (count > IA_WHY_NAMED)
		ia_buf_add(buf, " and %zu more", count - IA_WHY_NAMED);
}
