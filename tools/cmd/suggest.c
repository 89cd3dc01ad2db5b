// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

#include "../judge/suggest.h"

/* The arguments as one line; those that GRUB would split at ";" in quotes. */
static const char *line_of(struct ia_run *run, const struct ia_suggestion *s,
			   const char *quote)
{
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	for (i = 0; i < s->nadd; i++) {
		const char *mark = strchr(s->add[i].text, ';') ? quote : "";

		ia_buf_add(&buf, "%s%s%s%s", i ? " " : "", mark, s->add[i].text, mark);
	}
	return buf.text ? buf.text : "";
}

static void paragraph(struct ia_run *run, const char *label, const char *text)
{
	ia_out_list(&run->out, label, &text, 1, IA_PLAIN);
}

static void print_arguments(struct ia_run *run, const char *label,
			    const struct ia_argument *arguments, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		paragraph(run, label, arguments[i].text);
		paragraph(run, "          ", arguments[i].reason);
	}
}

static void as_text(struct ia_run *run, const struct ia_check *check,
		    const struct ia_suggestion *s)
{
	const char *items[3];
	size_t i;

	items[0] = ia_profiles[check->profile].name;
	items[1] = check->facts.translation == IA_TRANSLATION_NO_IOMMU ? "no IOMMU" :
		   check->facts.vendor;
	items[2] = ia_format(run->arena, "kernel %s", run->machine.kernel_text);
	ia_out_list(&run->out, "", items, 3, IA_PLAIN);
	ia_out_text(&run->out, IA_PLAIN, "\n");
	print_arguments(run, "add       ", s->add, s->nadd);
	print_arguments(run, "drop      ", s->drop, s->ndrop);
	if (!s->nadd && !s->ndrop)
		paragraph(run, "", "Nothing to add and nothing to drop.");
	for (i = 0; i < s->nnotes; i++)
		paragraph(run, "note      ", s->notes[i]);
	if (s->nadd)
		ia_out_text(&run->out, IA_PLAIN,
			    ia_format(run->arena, "\n%s\n", line_of(run, s, "")));
}

/* Comments: what both files begin with. */
static void add_comments(struct ia_run *run, struct ia_buf *buf,
			 const struct ia_check *check, const struct ia_suggestion *s)
{
	size_t i;

	ia_buf_add(buf, "# Profile %s, kernel %s: iommu-audit suggest\n",
		   ia_profiles[check->profile].name, run->machine.kernel_text);
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(buf, "# %s: %s\n", s->add[i].text, s->add[i].reason);
	for (i = 0; i < s->ndrop; i++)
		ia_buf_add(buf, "# Take out %s: %s\n", s->drop[i].text, s->drop[i].reason);
	for (i = 0; i < s->nnotes; i++)
		ia_buf_add(buf, "# Note: %s\n", s->notes[i]);
}

/* The shell takes off one pair of quotes; GRUB's own parser takes the inner one. */
static void as_grub(struct ia_run *run, const struct ia_check *check,
		    const struct ia_suggestion *s)
{
	struct ia_buf buf = { .arena = run->arena };

	ia_buf_add(&buf, "# /etc/default/grub.d/50-iommu-audit.cfg; then update-grub\n");
	add_comments(run, &buf, check, s);
	if (s->nadd)
		ia_buf_add(&buf, "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX %s\"\n",
			   line_of(run, s, "\\\""));
	ia_out_text(&run->out, IA_PLAIN, buf.text);
}

static void as_machineconfig(struct ia_run *run, const struct ia_check *check,
			     const struct ia_suggestion *s)
{
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	add_comments(run, &buf, check, s);
	if (s->ndrop)
		ia_buf_add(&buf, "# A MachineConfig only adds: what to take out is in another "
				 "one.\n");
	if (strchr(line_of(run, s, ""), ';'))
		ia_buf_add(&buf, "# GRUB splits a line at \";\": see on one node whether all of it "
			   "is in /proc/cmdline.\n");
	ia_buf_add(&buf, "apiVersion: machineconfiguration.openshift.io/v1\n"
		   "kind: MachineConfig\n"
		   "metadata:\n"
		   "  name: 99-worker-iommu-audit-%s\n"
		   "  labels:\n"
		   "    machineconfiguration.openshift.io/role: worker\n"
		   "spec:\n"
		   "  kernelArguments:%s\n", ia_profiles[check->profile].name,
		   s->nadd ? "" : " []");
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, "    - '%s'\n", s->add[i].text);
	ia_out_text(&run->out, IA_PLAIN, buf.text);
}

static struct json_object *list(const struct ia_argument *arguments, size_t count)
{
	struct json_object *items = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++) {
		struct json_object *item = json_object_new_object();

		json_object_object_add(item, "argument",
				       json_object_new_string(arguments[i].text));
		json_object_object_add(item, "reason",
				       json_object_new_string(arguments[i].reason));
		json_object_array_add(items, item);
	}
	return items;
}

static void as_json(struct ia_run *run, const struct ia_check *check,
		    const struct ia_suggestion *s)
{
	struct json_object *answer = ia_json_answer("iommu_audit suggest");

	json_object_object_add(answer, "profile",
			       json_object_new_string(ia_profiles[check->profile].name));
	json_object_object_add(answer, "vendor",
			       json_object_new_string(check->facts.vendor));
	json_object_object_add(answer, "kernel", json_object_new_string(run->machine.kernel_text));
	json_object_object_add(answer, "add", list(s->add, s->nadd));
	json_object_object_add(answer, "drop", list(s->drop, s->ndrop));
	json_object_object_add(answer, "notes", ia_json_texts(s->notes, s->nnotes));
	json_object_object_add(answer, "line", json_object_new_string(line_of(run, s, "")));
	ia_json_print(&run->out, answer);
}

static const struct {
	const char *name;
	void (*print)(struct ia_run *run, const struct ia_check *check,
		      const struct ia_suggestion *s);
} formats[] = {
	{ "text", as_text },
	{ "grub", as_grub },
	{ "machineconfig", as_machineconfig },
};

#define FORMATS	(sizeof(formats) / sizeof(*formats))

static void list_formats(struct ia_run *run)
{
	size_t i;

	for (i = 0; i < FORMATS; i++)
		ia_out_text(&run->out, IA_PLAIN,
			    ia_format(run->arena, "%s\n", formats[i].name));
}

static enum ia_status print(struct ia_run *run, size_t format)
{
	struct ia_suggestion suggestion;
	enum ia_profile_id profile;
	enum ia_status status;
	struct ia_check check;
	bool listed;

	status = ia_cmd_profile(run, &profile, &listed);
	if (!status && !listed)
		status = ia_cmd_examine(run, profile, &check);
	if (status || listed)
		return status;
	ia_suggest(&check, &suggestion);
	if (ia_opt(run, JSON))
		as_json(run, &check, &suggestion);
	else
		formats[format].print(run, &check, &suggestion);
	return IA_OK;
}

/**
 * ia_cmd_suggest() - iommu-audit suggest
 * @run: the invocation
 */
enum ia_status ia_cmd_suggest(struct ia_run *run)
{
	const char *name = ia_opt(run, FORMAT);
	size_t i;

	if (name && ia_opt(run, JSON))
		return ia_cmd_usage("--format and --json exclude each other");
	if (name && !strcmp(name, "list")) {
		list_formats(run);
		return IA_OK;
	}
	for (i = 0; i < FORMATS; i++) {
		if (!strcmp(name ? name : "text", formats[i].name))
			return print(run, i);
	}
	return ia_cmd_usage("'%s' is not a format; formats are: text grub machineconfig", name);
}
