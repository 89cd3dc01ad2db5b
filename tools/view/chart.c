// SPDX-License-Identifier: GPL-2.0
#include "render.h"

/**
 * ia_bar() - a bar
 * @out: where it is going to be shown
 * @share: 0 to 1
 * @width: columns of a share of 1
 *
 * Return: blocks, the last one in eighths; without UTF-8 number signs. What is
 * more than nothing shows.
 */
const char *ia_bar(const struct ia_out *out, double share, size_t width)
{
	static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	struct ia_buf buf = { .arena = out->arena };
	size_t eighths;

	if (!(share > 0))
		return "";
	eighths = (size_t)((share < 1 ? share : 1) * (double)width * 8 + 0.5);
	if (!eighths)
		eighths = 1;
	if (!out->utf8)
		eighths = (eighths + 7) / 8 * 8;
	for (; eighths >= 8; eighths -= 8)
		ia_buf_add(&buf, "%s", out->utf8 ? "█" : "#");
	ia_buf_add(&buf, "%s", parts[eighths]);
	return buf.text;
}
