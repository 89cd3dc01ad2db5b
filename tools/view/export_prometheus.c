// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics in the text format of Prometheus, version 0.0.4, for the textfile collector of
 * node_exporter. What is unknown has no series: a 0 is a 0 that was seen.
 */
#include "export.h"

#include "../base/escape.h"
#include "check.h"
#include "check_text.h"

/**
 * struct ia_series - the text, and the metric that is being written
 * @buf: the text
 * @metric: the metric
 * @begun: it has a series already
 */
struct ia_series {
	struct ia_buf buf;
	const struct ia_metric *metric;
	bool begun;
};

/* The next value of a metric: its labels with their quotes, in their order; NULL for none. */
static void add(struct ia_series *to, const char *labels, uint64_t value)
{
	if (!to->begun)
		ia_buf_add(&to->buf, "# HELP %s %s\n# TYPE %s %s\n", to->metric->name,
			   to->metric->help, to->metric->name, to->metric->type);
	to->begun = true;
	ia_buf_add(&to->buf, "%s%s%s%s %llu\n", to->metric->name, labels ? "{" : "",
		   labels ? labels : "", labels ? "}" : "", (unsigned long long)value);
}

static void add_number(struct ia_series *to, const char *labels, struct ia_number number)
{
	if (number.known)
		add(to, labels, number.n);
}

static void add_flag(struct ia_series *to, const char *labels, enum ia_flag flag)
{
	if (ia_is_value(flag))
		add(to, labels, flag == IA_YES);
}

static const char *label(struct ia_series *to, const char *name, const char *value)
{
	return ia_format(to->buf.arena, "%s=%s", name, ia_escape_label(to->buf.arena, value));
}

/* Prometheus takes an empty label for one that is not there. */
static const char *text_label(struct ia_series *to, const char *name,
			      const struct ia_string *value)
{
	return label(to, name, value->known ? value->text : "");
}

static void write_build(struct ia_series *to, const struct ia_export *e)
{
	add(to, ia_format(to->buf.arena, "%s,%s,%s", label(to, "version", e->tool),
			  text_label(to, "module", &e->machine->identity.module),
			  label(to, "source", ia_word(&ia_words_machine_sources,
						      e->machine->source))), 1);
}

static void write_from_module(struct ia_series *to, const struct ia_export *e)
{
	add(to, NULL, ia_from_module(e->machine));
}

static void write_collected(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->collected);
}

static void write_loaded(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->loaded);
}

static void write_enabled(struct ia_series *to, const struct ia_export *e)
{
	add_flag(to, NULL, e->enabled);
}

static void write_translation(struct ia_series *to, const struct ia_export *e)
{
	const struct ia_machine *m = e->machine;
	size_t i;

	for (i = 0; i < m->nunits; i++)
		add_flag(to, text_label(to, "unit", &m->units[i].unit), m->units[i].translation);
}

static void write_intremap(struct ia_series *to, const struct ia_export *e)
{
	const struct ia_machine *m = e->machine;
	size_t i;

	for (i = 0; i < m->nunits; i++)
		add_flag(to, text_label(to, "unit", &m->units[i].unit), m->units[i].intremap);
}

static void write_devices(struct ia_series *to, const struct ia_export *e)
{
	const struct ia_wordlist *words = &ia_words_domains;
	size_t i, j;

	for (i = 0; i < IA_DOMAIN_TYPES; i++) {
		for (j = 0; j < IA_DOMAIN_TYPES; j++) {
			if (!e->devices[i][j])
				continue;
			add(to, ia_format(to->buf.arena, "%s,%s",
					  label(to, "attached", ia_word(words, i)),
					  label(to, "default", ia_word(words, j))),
			    e->devices[i][j]);
		}
	}
}

static void write_groups(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->groups);
}

static void write_shared(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->shared_groups);
}

static void write_acs(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->acs_changed);
}

/* The labels of node_pcidevice_info of node_exporter; empty where there is no requester id. */
static const char *place(struct ia_series *to, ia_address address)
{
	struct ia_arena *arena = to->buf.arena;

	if (!ia_is_address(address))
		return "segment=\"\",bus=\"\",device=\"\",function=\"\"";
	return ia_format(arena, "segment=\"%04x\",bus=\"%02x\",device=\"%02x\",function=\"%x\"",
			 ia_segment(address), ia_bus(address),
			 (unsigned int)(ia_slot(address) & 0x1f), (unsigned int)(address & 7));
}

static void write_faults(struct ia_series *to, const struct ia_export *e)
{
	size_t i;

	for (i = 0; i < e->nfaults; i++) {
		const struct ia_fault *fault = e->faults[i].fault;
		const char *access = ia_is_value(fault->access) ?
				     ia_word(&ia_words_accesses, fault->access) : "";

		add(to, ia_format(to->buf.arena, "%s,%s,reason=\"0x%02llx\",%s",
				  place(to, fault->source), text_label(to, "unit", &fault->unit),
				  (unsigned long long)fault->reason.n,
				  label(to, "access", access)),
		    e->faults[i].count);
	}
}

static void write_other(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->faults_other);
}

static void write_capped(struct ia_series *to, const struct ia_export *e)
{
	add_flag(to, NULL, e->faults_capped);
}

static void write_records(struct ia_series *to, const struct ia_export *e)
{
	const struct ia_faults *f = &e->facts->faults;
	size_t i;

	for (i = 0; i < f->nunits; i++)
		add_number(to, text_label(to, "unit", &f->units[i].unit), f->units[i].records);
}

static void write_overflows(struct ia_series *to, const struct ia_export *e)
{
	add_number(to, NULL, e->facts->faults.sums.overflows);
}

static void write_exact(struct ia_series *to, const struct ia_export *e)
{
	if (e->facts->faults.seen)
		add(to, NULL, e->facts->faults.sums.complete);
}

static void write_profiles(struct ia_series *to, const struct ia_export *e)
{
	size_t i;

	for (i = 0; i < IA_PROFILES; i++) {
		const struct ia_overview_row *row = &e->overview.rows[i];

		add(to, ia_format(to->buf.arena, "%s,%s",
				  label(to, "profile", row->profile->name),
				  label(to, "answer",
					ia_word(&ia_words_overview, row->answer))), 1);
	}
}

static void write_checks(struct ia_series *to, const struct ia_export *e)
{
	size_t i, j;

	for (i = 0; i < IA_PROFILES; i++) {
		const struct ia_overview_row *row = &e->overview.rows[i];

		for (j = 0; j < row->check.nfindings; j++) {
			const struct ia_finding *finding = &row->check.findings[j];
			const char *result = ia_verdict_words[finding->verdict];

			add(to, ia_format(to->buf.arena, "%s,%s,%s",
					  label(to, "profile", row->profile->name),
					  label(to, "rule", finding->rule->id),
					  label(to, "result", result)), 1);
		}
	}
}

#define GAUGE	"gauge"
#define COUNTER	"counter"

const struct ia_metric ia_export_metrics[] = {
	{
		"iommu_audit_build_info", GAUGE, "version,module,source",
		"Always 1; versions of tool and module, and what the facts were read from.",
		NULL, "1", write_build,
	},
	{
		"iommu_audit_from_module", GAUGE, NULL,
		"1 when the facts are from the module, 0 when they are from elsewhere, as sysfs alone.",
		NULL, "1", write_from_module,
	},
	{
		"iommu_audit_collected_timestamp_seconds", GAUGE, NULL,
		"When the facts were read, in seconds since 1970.",
		"the time is not known, as of a dump of lspci", "1", write_collected,
	},
	{
		"iommu_audit_module_loaded_timestamp_seconds", GAUGE, NULL,
		"When the module was loaded, to 2 s: counters begin at 0 there, and ACS is compared with its state then.",
		"without the module", "1", write_loaded,
	},
	{
		"iommu_audit_iommu_enabled", GAUGE, NULL,
		"1 when an IOMMU translates DMA, 0 when none does.",
		"nothing tells", "1", write_enabled,
	},
	{
		"iommu_audit_unit_translation_enabled", GAUGE, "unit",
		"1 when the IOMMU translates DMA, 0 when it does not.",
		"its registers were not read, as without the module", "units", write_translation,
	},
	{
		"iommu_audit_unit_interrupt_remapping_enabled", GAUGE, "unit",
		"1 when the IOMMU remaps interrupts, 0 when it does not.",
		"its registers were not read, as without the module", "units", write_intremap,
	},
	{
		"iommu_audit_devices", GAUGE, "attached,default",
		"PCI functions by the domain that they are attached to and the default domain of their group; the domain unknown is one that was not seen.",
		"there is no function with both", "pairs of domains in use", write_devices,
	},
	{
		"iommu_audit_groups", GAUGE, NULL,
		"IOMMU groups with a PCI function.",
		"it is not known of some function whether it is in a group", "1", write_groups,
	},
	{
		"iommu_audit_shared_groups", GAUGE, NULL,
		"IOMMU groups with more than one device.",
		"it is not known of some function whether it is in a group", "1", write_shared,
	},
	{
		"iommu_audit_acs_changed_ports", GAUGE, NULL,
		"Ports whose ACS control bits are not those of when the module was loaded.",
		"without the module, or when the bits of some port are not known", "1", write_acs,
	},
	{
		"iommu_audit_fault_records_total", COUNTER, "unit",
		"Faults that the IOMMU logged since the module was loaded.",
		"no fault monitor watches the unit, as without the module", "units", write_records,
	},
	{
		"iommu_audit_faults_total", COUNTER,
		"segment,bus,device,function,unit,reason,access",
		"The same by requester id, reason and access.",
		"there was no such fault, or without the module", "256", write_faults,
	},
	{
		"iommu_audit_faults_other_total", COUNTER, NULL,
		"Faults of sources, reasons and accesses that have no series of their own.",
		"no fault monitor is active, as without the module", "1", write_other,
	},
	{
		"iommu_audit_fault_series_capped", GAUGE, NULL,
		"1 when iommu_audit_faults_total has as many series as it may have and there were other faults, 0 when not.",
		"no fault monitor is active, as without the module", "1", write_capped,
	},
	{
		"iommu_audit_fault_overflows_total", COUNTER, NULL,
		"Times that an IOMMU said that it had dropped faults since the module was loaded.",
		"a unit is not watched, as without the module", "1", write_overflows,
	},
	{
		"iommu_audit_faults_exact", GAUGE, NULL,
		"1 when every fault since the module was loaded is counted, 0 when some may not be.",
		"no fault monitor is active, as without the module", "1", write_exact,
	},
	{
		"iommu_audit_profile_answer", GAUGE, "profile,answer",
		"Always 1; whether the host meets a profile: yes, partly, no, unknown, or nothing when it lacks what the profile is about.",
		NULL, "profiles", write_profiles,
	},
	{
		"iommu_audit_check_result", GAUGE, "profile,rule,result",
		"Always 1; what a rule of a profile comes to: pass, warn, fail or unknown.",
		"the rule does not apply", "rules of all profiles", write_checks,
	},
};

const size_t ia_nexport_metrics = sizeof(ia_export_metrics) / sizeof(*ia_export_metrics);

/**
 * ia_export_prometheus() - write what is exported for Prometheus
 * @arena: the owner of the text
 * @export: what is exported
 */
const char *ia_export_prometheus(struct ia_arena *arena, const struct ia_export *export)
{
	struct ia_series series = { .buf = { .arena = arena } };
	size_t i;

	for (i = 0; i < ia_nexport_metrics; i++) {
		series.metric = &ia_export_metrics[i];
		series.begun = false;
		series.metric->write(&series, export);
	}
	return series.buf.text;
}
