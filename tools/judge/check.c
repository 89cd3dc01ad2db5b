// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "../machine/use.h"
#include "rules.h"

const enum ia_verdict ia_worst_first[IA_VERDICTS] = { IA_FAIL, IA_WARN, IA_UNKNOWN, IA_PASS };
const enum ia_verdict ia_gravest_first[IA_VERDICTS] = { IA_FAIL, IA_UNKNOWN, IA_WARN, IA_PASS };

/**
 * ia_check_first() - the first link that is broken
 * @check: an examination
 *
 * Return: the first finding that fails, without one the first that warns, or
 * NULL.
 */
const struct ia_finding *ia_check_first(const struct ia_check *check)
{
	static const enum ia_verdict broken[] = { IA_FAIL, IA_WARN };
	size_t i, j;

	for (i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		for (j = 0; j < check->nfindings; j++) {
			if (check->findings[j].verdict == broken[i])
				return &check->findings[j];
		}
	}
	return NULL;
}

static void run_rule(struct ia_check *check, const struct ia_rule *rule)
{
	unsigned int profile = 1u << check->profile;
	struct ia_finding *finding = &check->findings[check->nfindings];

	if (!((rule->fail | rule->warn) & profile))
		return;
	if (!ia_rule_run(check, rule, finding)) {
		check->skipped[check->nskipped++] = rule;
		return;
	}
	if (finding->verdict == IA_FAIL &&
	    (!(rule->fail & profile) || (rule->in_use_too && !check->chosen && check->ndevices)))
		finding->verdict = IA_WARN;
	check->counts[finding->verdict]++;
	check->nfindings++;
}

/* What the host uses is never offered: whoever wants it has to name it. */
static bool is_kept(const struct ia_check *check, const struct ia_device *device)
{
	struct ia_used used;

	if (check->chosen || check->profile != IA_PROFILE_VFIO)
		return false;
	ia_used_with(check->machine, device, &used);
	return ia_is_used(used.state);
}

/* Whatever somebody named twice is in question once. */
static void choose(struct ia_check *check, const struct ia_device *const *devices,
		   size_t count)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	check->chosen = count;
	if (!count)
		devices = ia_devices_for(m, &check->facts, check->profile, &count);
	check->asked = ia_alloc(m->arena, m->ndevices, sizeof(*check->asked));
	check->devices = ia_alloc(m->arena, count, sizeof(*check->devices));
	check->wanted = ia_alloc(m->arena, count, sizeof(*check->wanted));
	for (i = 0; i < count; i++) {
		if (check->asked[devices[i] - m->devices])
			continue;
		check->wanted[check->nwanted++] = devices[i];
		if (is_kept(check, devices[i]))
			continue;
		check->asked[devices[i] - m->devices] = true;
		check->devices[check->ndevices++] = devices[i];
	}
}

/* VFIO takes a group whole: what of each one do drivers of the host hold? */
static void find_held(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	check->held = ia_alloc(m->arena, m->ngroups, sizeof(*check->held));
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		struct ia_held *held;

		if (!d->in_group || ia_driver_kind(d) != IA_DRIVER_HOST)
			continue;
		held = &check->held[d->in_group - m->groups];
		if (!held->first)
			held->first = d;
		else if (!held->second)
			held->second = d;
	}
}

static void run_rules(struct ia_check *check, const struct ia_device *const *devices,
		      size_t ndevices)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	choose(check, devices, ndevices);
	ia_check_narrow(check);
	find_held(check);
	ia_check_find_nics(check);
	check->findings = ia_alloc(m->arena, ia_nrules, sizeof(*check->findings));
	check->skipped = ia_alloc(m->arena, ia_nrules, sizeof(*check->skipped));
	for (i = 0; i < ia_nrules; i++) {
		if (!check->only || check->only[i])
			run_rule(check, ia_rules[i]);
	}
	ia_works_judge(check);
}

/**
 * ia_check_run_rules() - run some rules of a profile over a machine
 * @machine: a joined machine
 * @profile: the profile
 * @devices: the functions in question; when @ndevices is 0, those that the
 *           profile is about
 * @ndevices: number of @devices
 * @only: by the place of a rule in ia_rules, whether it is asked; NULL for all
 * @check: filled; lives as long as the machine
 */
void ia_check_run_rules(const struct ia_machine *machine, enum ia_profile_id profile,
			const struct ia_device *const *devices, size_t ndevices,
			const bool *only, struct ia_check *check)
{
	*check = (struct ia_check){ .machine = machine, .profile = profile, .only = only };
	ia_facts_gather(machine, &check->facts);
	run_rules(check, devices, ndevices);
}

/**
 * ia_check_run_facts() - the same for what the profile is about, with facts that are gathered
 * @machine: a joined machine
 * @facts: its facts, of which several profiles may have a copy
 * @profile: the profile
 * @only: by the place of a rule in ia_rules, whether it is asked; NULL for all
 * @check: filled; lives as long as the machine
 */
void ia_check_run_facts(const struct ia_machine *machine, const struct ia_facts *facts,
			enum ia_profile_id profile, const bool *only, struct ia_check *check)
{
	*check = (struct ia_check){
		.machine = machine, .facts = *facts, .profile = profile, .only = only,
	};
	run_rules(check, NULL, 0);
}

/* The same with all rules of the profile. */
void ia_check_run(const struct ia_machine *machine, enum ia_profile_id profile,
		  const struct ia_device *const *devices, size_t ndevices,
		  struct ia_check *check)
{
	ia_check_run_rules(machine, profile, devices, ndevices, NULL, check);
}
