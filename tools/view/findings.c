// SPDX-License-Identifier: GPL-2.0
#include "findings.h"

#include <string.h>

#include "causes.h"
#include "lint.h"
#include "path_text.h"
#include "predict.h"
#include "sentence.h"
#include "text.h"

static const struct ia_rule_outcome *outcome_of(const struct ia_finding *finding)
{
	return &finding->rule->outcomes[finding->outcome.code];
}

static const char *fill(const struct ia_machine *m, const char *template,
			const struct ia_reason *reason)
{
	return ia_sentence(m, template, reason->args, IA_REASON_ARGS);
}

/**
 * ia_finding_title() - the answer of a rule, in a line
 * @machine: the machine that it is about
 * @finding: the finding
 */
const char *ia_finding_title(const struct ia_machine *machine, const struct ia_finding *finding)
{
	const struct ia_rule_outcome *outcome = outcome_of(finding);
	const char *title = finding->several ? outcome->several : outcome->title;

	if (!title)
		title = finding->named && finding->rule->named ? finding->rule->named :
								 finding->rule->title;
	title = fill(machine, title, &finding->outcome);
	if (!finding->request)
		return title;
	return ia_format(machine->arena, "%s: %s", title,
			 ia_request_text(machine->arena, finding->request));
}

/**
 * ia_finding_brief() - the answer of a rule behind its name, in half a line
 * @machine: the machine that it is about
 * @finding: the finding
 */
const char *ia_finding_brief(const struct ia_machine *machine, const struct ia_finding *finding)
{
	const struct ia_rule_outcome *outcome = outcome_of(finding);
	const char *brief = finding->several ? outcome->briefs : outcome->brief;

	if (!brief && !(finding->several ? outcome->several : outcome->title))
		brief = finding->rule->brief;
	return brief ? fill(machine, brief, &finding->outcome) : ia_finding_title(machine, finding);
}

/* What events say of a request stands for what the rule says of all. */
static bool has_cause(const struct ia_finding *finding)
{
	return finding->request && finding->request->cause;
}

/**
 * ia_finding_meaning() - what the answer of a rule means
 * @machine: the machine that it is about
 * @finding: the finding
 */
const char *ia_finding_meaning(const struct ia_machine *machine,
			       const struct ia_finding *finding)
{
	if (!has_cause(finding))
		return finding->rule->meaning;
	return ia_format(machine->arena, "%s: %s. %s",
			 ia_machine_address(machine, finding->request->event->device),
			 ia_request_cause(machine->arena, finding->request),
			 finding->rule->meaning);
}

/* Functions for which a change has a command of its own. */
#define MOST_COMMANDS	16

/* A command for each function meant; sysfs and driverctl want the whole address. */
static void add_commands(struct ia_buf *buf, const struct ia_finding *finding,
			 const char *command, size_t len)
{
	const char *dev = memmem(command, len, "DEV", strlen("DEV"));
	int before = dev - command, after = len - before - strlen("DEV");
	size_t i, n = finding->ndevices;
	char address[IA_ADDRESS_SIZE];

	if (n == 1) {
		ia_buf_add(buf, "%.*s%s%.*s", before, command,
			   ia_address_text(address, finding->devices[0]->address, true), after,
			   dev + strlen("DEV"));
		return;
	}
	if (n && n <= MOST_COMMANDS) {
		ia_buf_add(buf, "for dev in");
		for (i = 0; i < n; i++)
			ia_buf_add(buf, " %s", ia_address_text(address,
							       finding->devices[i]->address,
							       true));
		ia_buf_add(buf, "; do %.*s$dev%.*s; done", before, command, after,
			   dev + strlen("DEV"));
		return;
	}
	ia_buf_add(buf, "%.*s", (int)len, command);
	if (n)
		ia_buf_add(buf, " (DEV: each of the %zu functions)", n);
	else
		ia_buf_add(buf, " (DEV: the address of the function)");
}

/* What stands in brackets is a command for each function meant. */
static const char *with_commands(const struct ia_machine *m, const char *fix,
				 const struct ia_finding *finding)
{
	struct ia_buf buf = { .arena = m->arena };
	const char *open, *close;

	while ((open = strchr(fix, '[')) && (close = strchr(open, ']'))) {
		ia_buf_add(&buf, "%.*s", (int)(open - fix), fix);
		add_commands(&buf, finding, open + 1, close - open - 1);
		fix = close + 1;
	}
	ia_buf_add(&buf, "%s", fix);
	return buf.text;
}

/**
 * ia_finding_fix() - the smallest change that mends what a rule found
 * @machine: the machine that it is about
 * @finding: the finding
 *
 * Return: NULL unless it warns or fails.
 */
const char *ia_finding_fix(const struct ia_machine *machine, const struct ia_finding *finding)
{
	const char *fix = outcome_of(finding)->fix;

	if (finding->verdict != IA_WARN && finding->verdict != IA_FAIL)
		return NULL;
	if (finding->no_token)
		return ia_no_token_text(finding->no_token);
	if (has_cause(finding) && !fix)
		return ia_format(machine->arena, "%s: %s",
				 ia_machine_address(machine, finding->request->event->device),
				 ia_request_next(finding->request));
	if (finding->fix)
		fix = finding->rule->fixes[finding->fix];
	if (!fix)
		fix = finding->rule->fix;
	return fix ? fill(machine, with_commands(machine, fix, finding), &finding->outcome) : NULL;
}

static const char *file_of(const struct ia_machine *m, const struct ia_evidence *line)
{
	const struct ia_event *event = line->record;

	/* Both files have events, and which one this is of decides where it is found. */
	if (line->id == IA_RECORD_EVENT && event >= m->vf_requests &&
	    event < m->vf_requests + m->nvf_requests)
		return ia_file_names[IA_FILE_VF_REQUESTS];
	/* Those of the host are of no file of the module. */
	return ia_records[line->id].file ?: line->id == IA_RECORD_HOST_MODULE ? "modprobe.d" :
									       "sysfs";
}

/* Keys as the module writes them, so that the line can be found in its file. */
static const char *record_text(const struct ia_machine *m, const struct ia_evidence *line)
{
	const struct ia_record_info *info = &ia_records[line->id];
	struct ia_buf buf = { .arena = m->arena };
	const char *const *name;

	ia_buf_add(&buf, "%s:", file_of(m, line));
	for (name = line->keys; *name; name++) {
		const struct ia_key *key = ia_key_find(info, *name, strlen(*name));
		const char *value = key ? ia_key_text(m->arena, key, line->record) : "?";
		const char *quote = strchr(value, ' ') ? "\"" : "";

		ia_buf_add(&buf, " %s=%s%s%s", *name, quote, value, quote);
	}
	if (line->note.code)
		ia_buf_add(&buf, "%s", fill(m, line->rule->notes[line->note.code], &line->note));
	return buf.text;
}

static const char *path_headline(const struct ia_machine *m, const struct ia_evidence *line)
{
	struct ia_path path;

	ia_path_find(m, line->path[0], line->path[1], &path);
	return ia_path_headline(m, &path);
}

static const char *path_text(const struct ia_machine *m, const struct ia_evidence *line)
{
	return ia_format(m->arena, "acs: %s → %s: %s",
			 ia_machine_address(m, line->path[0]->address),
			 ia_machine_address(m, line->path[1]->address), path_headline(m, line));
}

static const char *pair_text(const struct ia_machine *m, const struct ia_evidence *line)
{
	const struct ia_device *a = line->path[0], *b = line->path[1];
	struct ia_path path;
	const char *where = NULL;

	ia_path_find(m, a, b, &path);
	/* Where untranslated requests go up, it is translated ones that get past the IOMMU. */
	if (path.translated_direct && !path.translated_blocked &&
	    (a->ats == IA_CAP_ON || a->ats == IA_CAP_UNKNOWN))
		where = ia_path_translated(m, &path);
	return ia_format(m->arena, "acs: %s (group %s) and %s (group %s): %s",
			 ia_machine_address(m, a->address), ia_group_text(m->arena, a),
			 ia_machine_address(m, b->address), ia_group_text(m->arena, b),
			 where ?: ia_path_headline(m, &path));
}

static const char *share_text(const struct ia_machine *m, const struct ia_evidence *line)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_GROUP];
	const struct ia_group *group = line->share->group;
	const struct ia_key *devices = ia_key_find(info, "devices", strlen("devices"));

	return ia_format(m->arena, "%s: group=%llu devices=%s (%s)", info->file,
			 (unsigned long long)group->group.n,
			 ia_key_text(m->arena, devices, group), ia_share_text(m, line->share));
}

/**
 * ia_evidence_text() - what a finding rests on, in a line
 * @machine: the machine that it is about
 * @evidence: some of its evidence
 */
const char *ia_evidence_text(const struct ia_machine *machine,
			     const struct ia_evidence *evidence)
{
	const struct ia_lint_parameter *parameter = evidence->parameter;
	const struct ia_missing *missing = evidence->missing;

	switch (evidence->kind) {
	case IA_EVIDENCE_RECORD:
		return record_text(machine, evidence);
	case IA_EVIDENCE_NOTE:
		return fill(machine, evidence->rule->notes[evidence->note.code],
			    &evidence->note);
	case IA_EVIDENCE_OUTCOME:
		return fill(machine, evidence->rule->outcomes[evidence->note.code].evidence,
			    &evidence->note);
	case IA_EVIDENCE_PATH:
		return path_text(machine, evidence);
	case IA_EVIDENCE_PAIR:
		return pair_text(machine, evidence);
	case IA_EVIDENCE_SHARE:
		return share_text(machine, evidence);
	case IA_EVIDENCE_FAULTS:
		return ia_format(machine->arena, "version: %s",
				 ia_faults_unseen(machine->arena, evidence->faults));
	case IA_EVIDENCE_REQUESTS:
		return ia_format(machine->arena, "events: %s",
				 ia_events_unseen_text(machine, evidence->requests));
	case IA_EVIDENCE_FACT:
		return ia_format(machine->arena, "not known: %s",
				 ia_fact_text(machine, evidence->predicted->fact,
					      evidence->predicted->about));
	case IA_EVIDENCE_PARAMETER:
		return ia_format(machine->arena, "command line: %s is %s: %s", parameter->text,
				 ia_lint_verdict_word(parameter->verdict),
				 ia_lint_effect_text(machine, parameter));
	case IA_EVIDENCE_MISSING:
		break;
	}
	return ia_format(machine->arena, "%s %s: unknown in %s", ia_records[missing->record].name,
			 missing->key->name,
			 ia_some(machine->arena, missing->count, "record", "records"));
}
