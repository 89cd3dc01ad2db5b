// SPDX-License-Identifier: GPL-2.0
#include "suggest.h"

#include <string.h>

#include "../base/escape.h"
#include "grubby.h"
#include "path_text.h"
#include "sentence.h"
#include "text.h"

#define SPLITS_AT	"GRUB splits a line at \";\": see "
#define SPLITS		SPLITS_AT "after a boot whether all of it is in /proc/cmdline."
#define SPLITS_NODE	SPLITS_AT "on one node whether all of it is in /proc/cmdline."

static const char *const reasons[] = {
	[IA_ARGUMENT_VTD_ON] = "VT-d on, whatever the kernel's default is",
	[IA_ARGUMENT_TRANSLATE] = "identity is no isolation",
	[IA_ARGUMENT_PASS] = "nothing to map where the host drives every device; the isolation goes",
	[IA_ARGUMENT_LAZY] = "unmaps do not wait for the IOMMU",
	[IA_ARGUMENT_DIRECT] = "requests between peers stay at their switch; the ports isolate no more",
	[IA_ARGUMENT_DIRECT_TRANSLATED] = "what ATS has translated stays at its switch, and ACS stays on",
	[IA_ARGUMENT_IDS] = "vfio-pci takes them at boot, if it comes before their driver",
	[IA_ARGUMENT_IOMMU_OFF] = "it switches the IOMMU off",
	[IA_ARGUMENT_INTREMAP_OFF] = "it switches interrupt remapping off",
	[IA_ARGUMENT_IDENTITY] = "identity is no isolation",
	[IA_ARGUMENT_STRICT] = "strict makes every unmap wait",
	[IA_ARGUMENT_ACS_OFF] = "Linux switches ACS on by itself where no parameter speaks against it",
	[IA_ARGUMENT_REPLACED] = "the new token holds what it asks for",
};

static const char *const notes[] = {
	[IA_SUGGESTION_NO_GPU] = "no GPU is here that this profile could be about",
	[IA_SUGGESTION_AMD_ON] = "AMD-Vi is on by default: amd_iommu=on is no value of it",
	[IA_SUGGESTION_OTHER_VENDOR] = "the IOMMU here is neither VT-d nor AMD-Vi: neither driver's arguments are for it",
	[IA_SUGGESTION_NO_IOMMU] = "no IOMMU is seen here: switch VT-d or AMD-Vi on in the firmware first",
	[IA_SUGGESTION_IMPACT] = "what the ACS token costs in isolation: iommu-audit p2p",
	[IA_SUGGESTION_ROOT_COMPLEX] = "paths through the root complex are not changed by any argument: iommu-audit p2p --matrix",
	[IA_SUGGESTION_NOT_EVERY] = "not every {0} here is for VFIO, so bind it by address: driverctl set-override {1} vfio-pci",
	[IA_SUGGESTION_HUGEPAGES] = "hugepages for the guests: default_hugepagesz=1G hugepagesz=1G hugepages=N, with N by their memory",
	[IA_SUGGESTION_VENDOR_UNKNOWN] = "whose IOMMU is here is not known: VT-d takes intel_iommu=on, AMD-Vi is on by default",
	[IA_SUGGESTION_OVERRIDE] = "pcie_acs_override= makes groups that nothing in the hardware vouches for: do not give those to different owners (iommu-audit check)",
	[IA_SUGGESTION_NUMVFS] = "no argument makes VFs: sriov_numvfs is written at every boot",
};

static const char *note_text(const struct ia_page *page, const void *object)
{
	const struct ia_reason *note = object;

	if (note->code == IA_SUGGESTION_NO_TOKEN)
		return ia_no_token_text(note->args[0].n);
	return ia_sentence(page->machine, notes[note->code], note->args, IA_REASON_ARGS);
}

static const char *reason_text(const struct ia_page *page, const void *object)
{
	const struct ia_argument *argument = object;
	bool added = argument->reason < IA_ARGUMENT_IOMMU_OFF;

	return added && argument->there ?
	       ia_format(page->arena, "%s (there already)", reasons[argument->reason]) :
	       reasons[argument->reason];
}

/* The arguments as one line. */
static const char *line_text(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "", s->add[i].text);
	return buf.text ? buf.text : "";
}

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

static void print_arguments(const struct ia_page *page, const char *label,
			    const struct ia_argument *arguments, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		paragraph(page, label, arguments[i].text);
		paragraph(page, "          ", reason_text(page, &arguments[i]));
	}
}

static const char *vendor_text(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;

	if (ia_is_value(s->guess))
		return ia_format(page->arena, "probably %s", ia_vendor_text(s->guess));
	return ia_vendor_text(s->vendor);
}

static void text_page(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	const char *const items[] = {
		s->profile->name, s->no_iommu ? "no IOMMU" : vendor_text(page, s),
		ia_format(page->arena, "kernel %s", ia_text(&s->kernel)),
	};
	size_t i;

	ia_out_list(page->out, "", items, 3, IA_PLAIN);
	ia_out_text(page->out, IA_PLAIN, "\n");
	print_arguments(page, "add       ", s->add, s->nadd);
	print_arguments(page, "drop      ", s->drop, s->ndrop);
	if (!s->nadd && !s->ndrop)
		paragraph(page, "", "Nothing to add and nothing to drop.");
	for (i = 0; i < s->nnotes; i++)
		paragraph(page, "note      ", note_text(page, &s->notes[i]));
	if (s->nadd)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "\n%s\n", line_text(page, s)));
}

/* A comment, which is one line, whatever it repeats. */
static void add_comment(const struct ia_page *page, struct ia_buf *buf, const char *text)
{
	ia_buf_add(buf, "# %s\n", ia_escape_line(page->arena, text));
}

/* Comments: what all files begin with. */
static void add_comments(const struct ia_page *page, struct ia_buf *buf,
			 const struct ia_suggestion *s)
{
	struct ia_arena *arena = page->arena;
	size_t i;

	add_comment(page, buf, ia_format(arena, "Profile %s, kernel %s: iommu-audit suggest",
					 s->profile->name, ia_text(&s->kernel)));
	for (i = 0; i < s->nadd; i++)
		add_comment(page, buf, ia_format(arena, "%s: %s", s->add[i].text,
						 reason_text(page, &s->add[i])));
	for (i = 0; i < s->ndrop; i++)
		add_comment(page, buf, ia_format(arena, "Take out %s: %s", s->drop[i].text,
						 reason_text(page, &s->drop[i])));
	for (i = 0; i < s->nnotes; i++)
		add_comment(page, buf, ia_format(arena, "Note: %s", note_text(page, &s->notes[i])));
}

static void grub_page(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	add_comment(page, &buf, "/etc/default/grub.d/50-iommu-audit.cfg; then update-grub");
	add_comments(page, &buf, s);
	if (s->nadd)
		ia_buf_add(&buf, "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX");
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, " %s", ia_escape_grub(page->arena, s->add[i].text));
	if (s->nadd)
		ia_buf_add(&buf, "\"\n");
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

static void machineconfig_page(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	add_comments(page, &buf, s);
	if (s->ndrop)
		add_comment(page, &buf, "A MachineConfig only adds: what to take out is in another one.");
	if (strchr(line_text(page, s), ';'))
		add_comment(page, &buf, SPLITS_NODE);
	ia_buf_add(&buf, "apiVersion: machineconfiguration.openshift.io/v1\n"
		   "kind: MachineConfig\n"
		   "metadata:\n"
		   "  name: 99-worker-iommu-audit-%s\n"
		   "  labels:\n"
		   "    machineconfiguration.openshift.io/role: worker\n"
		   "spec:\n"
		   "  kernelArguments:%s\n", s->profile->name, s->nadd ? "" : " []");
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, "    - %s\n", ia_escape_yaml(page->arena, s->add[i].text));
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

static void grubby_page(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_arena *arena = page->arena;
	struct ia_buf buf = { .arena = arena }, gone = { .arena = arena };
	size_t i;

	add_comments(page, &buf, s);
	for (i = 0; i < s->ndrop; i++) {
		if (!s->drop[i].part && ia_grubby_removes(s->drop[i].text))
			ia_buf_add(&gone, "%s%s", gone.len ? " " : "", s->drop[i].text);
		else
			add_comment(page, &buf,
				    ia_format(arena, "grubby cannot remove %s: edit the line.",
					      s->drop[i].text));
	}
	if (strchr(line_text(page, s), ';'))
		add_comment(page, &buf, SPLITS);
	if (s->nadd || gone.len)
		ia_buf_add(&buf, "%s\n",
			   ia_grubby_call(arena, "ALL", line_text(page, s),
					  gone.len ? gone.text : ""));
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

const struct ia_suggestion_format ia_suggestion_formats[] = {
	{ "text", text_page },
	{ "grub", grub_page },
	{ "grubby", grubby_page },
	{ "machineconfig", machineconfig_page },
};

const size_t ia_nsuggestion_formats =
	sizeof(ia_suggestion_formats) / sizeof(*ia_suggestion_formats);

static const struct ia_field profile_fields[] = {
	IA_F(struct ia_profile, name, NULL, TEXT, "its name"),
};

static const struct ia_answer profile_answer = {
	NULL, "a profile", IA_FIELDS(profile_fields), NULL,
};

static const struct ia_field argument_fields[] = {
	IA_F(struct ia_argument, text, "argument", TEXT, "for the kernel command line"),
	IA_F_SENTENCE("reason", reason_text, "why"),
};

static const struct ia_answer argument_answer = {
	NULL, "a kernel argument", IA_FIELDS(argument_fields), NULL,
};

static const struct ia_field note_fields[] = { IA_F_SENTENCE(NULL, note_text, "a note") };
static const struct ia_answer note_answer = { NULL, "a note", IA_FIELDS(note_fields), NULL };

static const struct ia_field suggestion_fields[] = {
	IA_F_POINTER(struct ia_suggestion, profile, "profile", &profile_answer, "the profile"),
	IA_F_SENTENCE("vendor", vendor_text, "whose IOMMU the machine has"),
	IA_F(struct ia_suggestion, kernel, "kernel", STRING, "release of the kernel"),
	IA_F_INLINE(struct ia_suggestion, add, nadd, "add", &argument_answer, "what to add"),
	IA_F_OBJECTS(struct ia_suggestion, drop, ndrop, "drop", &argument_answer,
		     "what of the present command line has to go"),
	IA_F_INLINE(struct ia_suggestion, notes, nnotes, "notes", &note_answer,
		    "what no argument does"),
	IA_F_SENTENCE("line", line_text, "all that is to be added, in a line"),
};

const struct ia_answer ia_answer_suggestion = {
	"iommu_audit suggest", "the kernel arguments that a profile wants on this machine",
	IA_FIELDS(suggestion_fields), text_page,
};
