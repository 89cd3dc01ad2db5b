// SPDX-License-Identifier: GPL-2.0
/* A plan as text: what takes turns, and what is to be done before the next boot. */
#include "../view/grubby.h"
#include "answer.h"

/* Boots of each configuration: fewer do not allow an interval. */
#define ENOUGH_BOOTS	4

static void say(const struct ia_page *page, const char *text)
{
	ia_out_text(page->out, IA_PLAIN, text);
}

/* What a configuration's words change in a command line. */
static void say_change(const struct ia_page *page, const struct ia_bench_set *set, size_t boot)
{
	const char *due = ia_plan_due(set, boot), *other = ia_plan_due(set, boot + 1);
	const char *add = ia_bench_words(page->arena, due, other);
	const char *remove = ia_bench_words(page->arena, other, due);

	say(page, ia_format(page->arena, "  %s  with %s%s%s\n", ia_plan_letter(set->plan, due),
			    *add ? add : "nothing more", *remove ? ", without " : "", remove));
	say(page, ia_format(page->arena, "     %s\n",
			    ia_grubby_adds(add) && ia_grubby_removes(remove) ?
			    ia_grubby_call(page->arena, "DEFAULT", add, remove) :
			    "grubby cannot be given these words: edit the line"));
}

static void say_plan(const struct ia_page *page, const struct ia_bench_set *set)
{
	const struct ia_bench_plan *p = set->plan;
	const char *line = ia_bench_line(page->arena, &p->request);
	struct ia_buf order = { .arena = page->arena };
	char address[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; i < ia_plan_boots(p); i++)
		ia_buf_add(&order, " %s", ia_plan_letter(p, ia_plan_due(set, i)));
	say(page, ia_format(page->arena, "Device           %s\nConfiguration A  %s\nConfiguration B  %s\nOrder           %s\n",
			    ia_address_text(address, p->device, true), p->configurations[0],
			    p->configurations[1], order.text));
	say(page, ia_format(page->arena, "Each             %zu runs of%s, %lu s\n", p->repeat,
			    *line ? line : " the default mode",
			    (p->repeat * ia_bench_ms(&p->request) + 999) / 1000));
	say(page, p->rounds < ENOUGH_BOOTS ?
	    "Result           medians only: a 95 % interval takes at least 4 boots of each\n" :
	    "Result           ratios with a 95 % interval, between boots\n");
	say(page, "\nWhere the two command lines differ:\n");
	say_change(page, set, 0);
	say_change(page, set, 1);
	say(page, "\nTo boot another command line, as root:\n"
	    "  Debian, Ubuntu   edit GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, then: update-grub\n"
	    "  Fedora, RHEL     the line with grubby\n"
	    "  once, anywhere   press 'e' in GRUB's menu, change the line that begins with linux\n"
	    "then:  reboot\n");
}

/**
 * ia_bench_plan_page() - what was done of a plan, and what comes next, for people
 * @page: where to
 * @object: a struct ia_bench_answer
 */
void ia_bench_plan_page(const struct ia_page *page, const void *object)
{
	const struct ia_bench_answer *answer = object;
	const struct ia_bench_set *set = answer->set;
	const struct ia_bench_due *due = answer->due;

	if (answer->fresh)
		say_plan(page, set);
	else
		say(page, ia_format(page->arena, "Boot %zu of %zu is measured.\n",
				    due->boot - 1, due->boots));
	say(page, ia_format(page->arena, "\nNext, boot %zu of %zu:\n", due->boot, due->boots));
	if (due->booted)
		say(page, ia_format(page->arena,
				    "  %s  is already booted: no reboot needed\n",
				    ia_plan_letter(set->plan, due->configuration)));
	else
		say_change(page, set, due->boot - 1);
	say(page, ia_format(page->arena, "then:  %s\n", answer->command));
}
