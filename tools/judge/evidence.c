// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

/**
 * ia_arg_number() - a number as an argument
 * @number: the number; one that is not there is named as the module does
 */
struct ia_arg ia_arg_number(struct ia_number number)
{
	if (number.known)
		return ia_arg_n(number.n);
	return ia_arg_text(number.absent ? "-" : "unknown");
}

/**
 * ia_evidence_add() - add evidence to a finding
 * @finding: the finding
 * @kind: what it refers to
 *
 * Return: to be filled. Where there is too much already, nobody sees it.
 */
struct ia_evidence *ia_evidence_add(struct ia_finding *finding, enum ia_evidence_kind kind)
{
	static struct ia_evidence nowhere;
	struct ia_evidence *line = &nowhere;

	if (finding->nevidence < IA_EVIDENCE_LINES)
		line = &finding->evidence[finding->nevidence++];
	else
		finding->left_out++;
	*line = (struct ia_evidence){ .kind = kind, .rule = finding->rule };
	return line;
}

/**
 * ia_evidence_record() - add keys of a record
 * @finding: the finding
 * @id: the record's kind
 * @record: the record
 * @keys: the keys; ends with NULL
 */
void ia_evidence_record(struct ia_finding *finding, enum ia_record_id id, const void *record,
			const char *const *keys)
{
	ia_evidence_noted(finding, id, record, keys, 0);
}

/**
 * ia_evidence_records() - add keys of each of some records
 * @finding: the finding
 * @id: their kind
 * @records: the records, an array of their struct
 * @count: number of @records
 * @keys: the keys; ends with NULL
 */
void ia_evidence_records(struct ia_finding *finding, enum ia_record_id id, const void *records,
			 size_t count, const char *const *keys)
{
	size_t i;

	for (i = 0; i < count; i++)
		ia_evidence_record(finding, id,
				   (const char *)records + i * ia_records[id].size, keys);
}

/**
 * ia_evidence_path() - add the path between two functions
 * @finding: the finding
 * @kind: IA_EVIDENCE_PATH or IA_EVIDENCE_PAIR
 * @from: who sends
 * @to: whose memory it is for
 */
void ia_evidence_path(struct ia_finding *finding, enum ia_evidence_kind kind,
		      const struct ia_device *from, const struct ia_device *to)
{
	struct ia_evidence *line = ia_evidence_add(finding, kind);

	line->path[0] = from;
	line->path[1] = to;
}

/* Add how the units were found, or why there is none. */
void ia_evidence_units(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	for (i = 0; i < m->nsources; i++) {
		if (m->sources[i].name == IA_SOURCE_UNITS)
			ia_evidence_record(finding, IA_RECORD_SOURCE, &m->sources[i],
					   ia_keys("source", "method", "accuracy", "reason"));
	}
}
