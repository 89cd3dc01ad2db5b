/* SPDX-License-Identifier: GPL-2.0 */
/*
 * records.c, facts.c, faults.c, events.c, bench.c, findings.c: model and
 * judgement as JSON
 */
#ifndef IA_VIEW_RECORDS_H
#define IA_VIEW_RECORDS_H

#include "../judge/check.h"
#include "../bench/compare.h"
#include "../machine/events.h"
#include "../machine/facts.h"

struct json_object;

/* records.c */
struct json_object *ia_json_answer(const char *kind);
struct json_object *ia_json_as_read(const struct ia_records *records);
void ia_json_add(struct json_object *to, const char *key, const char *text);
void ia_json_add_count(struct json_object *to, const char *key, size_t count);
void ia_json_add_address(struct json_object *to, const char *key, ia_address address);
struct json_object *ia_json_texts(const char *const *items, size_t count);
struct json_object *ia_json_record(const struct ia_record *record,
				   enum ia_file file);
struct json_object *ia_json_snapshot(const struct ia_machine *machine,
				     const char *tool);

/* facts.c */
struct json_object *ia_json_report(const struct ia_machine *machine,
				   const struct ia_facts *facts);
struct json_object *ia_json_share(const struct ia_share *share);

/* faults.c */
struct json_object *ia_json_fault(const struct ia_faults *faults,
				  const struct ia_fault_item *item, bool since);
struct json_object *ia_json_faults(struct ia_arena *arena,
				   const struct ia_faults *faults, bool since);

/* events.c */
struct json_object *ia_json_event(const struct ia_machine *machine,
				  const struct ia_event_line *event);
struct json_object *ia_json_request(const struct ia_machine *machine,
				    const struct ia_record *record);
struct json_object *ia_json_not_seen(const char *reason);

/* findings.c */
struct json_object *ia_json_finding(const struct ia_finding *finding);
struct json_object *ia_json_check(const struct ia_check *check);

/* bench.c */
struct json_object *ia_json_bench(const struct ia_bench_set *set);
struct json_object *ia_json_bench_answer(const struct ia_bench_set *set,
					 const struct ia_comparison *c);
void ia_json_due(struct json_object *root, const struct ia_bench_set *set, bool booted);
struct json_object *ia_json_compare(const struct ia_comparison *c);

#endif /* IA_VIEW_RECORDS_H */
