// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include <string.h>

#include "text.h"
#include "why_text.h"

static void add_methods(struct ia_buf *buf, const struct ia_reach *reach)
{
	const struct ia_host_device *host = reach->device->host;
	enum ia_flag own = host ? host->resettable : IA_FLAG_UNKNOWN;
	size_t i;

	if (host && host->reset.count) {
		ia_buf_add(buf, "The kernel tries, in this order: ");
		for (i = 0; i < host->reset.count; i++)
			ia_buf_add(buf, "%s%s", i ? ", " : "", host->reset.items[i]);
		ia_buf_add(buf, ".");
	} else if (own == IA_NO) {
		ia_buf_add(buf, "The kernel has no way to reset it alone.");
	} else if (own == IA_YES) {
		ia_buf_add(buf, "The kernel can reset it alone; how is unknown, "
			   "Linux before 5.15 does not say.");
	} else {
		ia_buf_add(buf, "Whether the kernel can reset it alone is unknown%s.",
			   reach->device->flr == IA_YES ? "; it advertises FLR" : "");
	}
}

static void add_avoided(struct ia_buf *buf, const struct ia_reach *reach)
{
	static const char *const names[] = {
		[IA_RESET_FLR] = "FLR",
		[IA_RESET_PM] = "a reset by D3hot",
		[IA_RESET_BUS] = "a bus reset",
	};
	size_t i;

	for (i = 0; i < reach->navoided; i++) {
		const struct ia_avoided *one = &reach->avoided[i];

		ia_buf_add(buf, " The kernel %s %s, by %s(): %s.",
			   one->certain ? "avoids" : "may avoid", names[one->kind],
			   ia_reset_quirk_functions[one->quirk->id],
			   ia_reset_quirk_texts[one->quirk->id]);
	}
}

static bool lists_bus(const struct ia_device *device)
{
	size_t i;

	for (i = 0; device->host && i < device->host->reset.count; i++) {
		if (!strcmp(device->host->reset.items[i], "bus"))
			return true;
	}
	return false;
}

static void add_others(const struct ia_machine *m, struct ia_buf *buf, const struct ia_reach *reach)
{
	size_t i;

	ia_buf_add(buf, " A hot reset by VFIO, of all below %s, takes along ",
		   ia_why_name(m, reach->port));
	for (i = 0; i < reach->nothers && i < IA_WHY_NAMED; i++)
		ia_why_add_name(buf, i, ia_why_name(m, reach->others[i]));
	ia_why_add_rest(buf, reach->nothers);
	if (reach->bridge)
		ia_buf_add(buf, ": VFIO refuses it with EINVAL, since %s is a bridge.",
			   ia_why_name(m, reach->bridge));
	else
		ia_buf_add(buf, ": VFIO does it when one user owns them all%s%s%s%s.",
			   reach->held ? "; now " : "",
			   reach->held ? ia_why_name(m, reach->held) : "",
			   reach->held ? " is bound to " : "",
			   reach->held ? reach->held->driver.text : "");
	if (reach->sibling && lists_bus(reach->device))
		ia_buf_add(buf, " The method bus fails with ENOTTY, since %s is on its bus.",
			   ia_why_name(m, reach->sibling));
}

static void add_bus(const struct ia_machine *m, struct ia_buf *buf, const struct ia_reach *reach)
{
	switch (reach->bus) {
	case IA_BUS_RESET_ROOT_BUS:
		ia_buf_add(buf, " It is on a root bus, which has no port that could reset it.");
		break;
	case IA_BUS_RESET_AVOIDED:
	case IA_BUS_RESET_MAYBE_AVOIDED:
		ia_buf_add(buf, " The kernel %s the bus below %s for %s, by %s(): %s.",
			   reach->bus == IA_BUS_RESET_AVOIDED ? "does not reset" : "may not reset",
			   ia_why_name(m, reach->port), ia_why_name(m, reach->culprit),
			   ia_reset_quirk_functions[reach->fixup->id],
			   ia_reset_quirk_texts[reach->fixup->id]);
		break;
	case IA_BUS_RESET_ALONE:
		ia_buf_add(buf, " A hot reset by VFIO takes nothing else along: it is alone below %s.",
			   ia_why_name(m, reach->port));
		break;
	case IA_BUS_RESET_OTHERS:
		add_others(m, buf, reach);
		break;
	case IA_BUS_RESET_UNKNOWN:
	case IA_BUS_RESET_COUNT:
		ia_buf_add(buf, " What a reset of its bus would take along is unknown.");
		break;
	}
}

/** ia_reach_text() - how a function can be reset, and what a reset of its bus takes along */
const char *ia_reach_text(const struct ia_machine *m, const struct ia_reach *reach)
{
	struct ia_buf buf = { .arena = m->arena };

	add_methods(&buf, reach);
	add_avoided(&buf, reach);
	/* A VF goes with its PF; FLR is its own. */
	if (!ia_is_address(reach->device->vf_of))
		add_bus(m, &buf, reach);
	return buf.text;
}

static const char *text_of(const struct ia_page *page, const void *object)
{
	return ia_reach_text(page->machine, object);
}

static const char *avoided_by(const struct ia_page *page, const void *object)
{
	const struct ia_avoided *one = object;

	(void)page;
	return ia_reset_quirk_functions[one->quirk->id];
}

static const char *const kind_words[] = {
	[IA_RESET_FLR] = "flr", [IA_RESET_PM] = "pm", [IA_RESET_BUS] = "bus",
};

static const struct ia_wordlist kinds = { kind_words, 3, NULL };

static const struct ia_field avoided_fields[] = {
	IA_F_WORD(struct ia_avoided, kind, "method", &kinds, "the method, flr also for af_flr"),
	IA_F_SENTENCE("quirk", avoided_by, "the kernel's function that takes it"),
	IA_F(struct ia_avoided, certain, "certain", BOOL,
	     "whether this kernel is known to have it"),
};

static const struct ia_answer avoided = {
	.about = "a reset method that the kernel does not use", IA_FIELDS(avoided_fields),
};

static const struct ia_field other_fields[] = {
	IA_F(struct ia_device, address, NULL, ADDRESS, ""),
};

static const struct ia_answer other = { .about = "a function", IA_FIELDS(other_fields) };

static const struct ia_field reach_fields[] = {
	IA_F_INLINE(struct ia_reach, avoided, navoided, "avoided", &avoided,
		    "methods that the kernel takes from it by its tables"),
	IA_F_WORD(struct ia_reach, bus, "bus", &ia_words_bus_resets,
		  "what a reset of its bus or slot comes to: alone, others (they are reset with "
		  "it), root_bus (there is none), avoided (by a quirk), unknown"),
	IA_F_OBJECT_POINTERS(struct ia_reach, others, nothers, "others", &other,
			     "functions that it takes along"),
	IA_F_SENTENCE("text", text_of, "the same as sentences"),
};

const struct ia_answer ia_answer_reach = {
	.about = "how it can be reset", IA_FIELDS(reach_fields),
};
