// SPDX-License-Identifier: GPL-2.0
#include "../machine/faults.h"

#include <string.h>

/**
 * ia_figure_text() - a number in words
 * @arena: the owner of the text
 * @figure: the number
 */
const char *ia_figure_text(struct ia_arena *arena, struct ia_number figure)
{
	if (!figure.known)
		return "unknown";
	return ia_format(arena, "%llu", (unsigned long long)figure.n);
}

/**
 * ia_duration() - a time span for people, in its two largest units
 * @arena: the owner of the text
 * @ns: the span in nanoseconds
 */
const char *ia_duration(struct ia_arena *arena, struct ia_number ns)
{
	static const struct {
		const char *name;
		unsigned int seconds;
	} units[] = {
		{ "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 },
	};
	unsigned long long left = ns.n / IA_SECOND;
	size_t i;

	if (!ns.known)
		return "unknown";
	for (i = 0; i < 3 && left < units[i].seconds; i++)
		;
	if (i == 3)
		return left ? ia_format(arena, "%llu s", left) : "<1 s";
	return ia_format(arena, "%llu %s %llu %s", left / units[i].seconds,
			 units[i].name,
			 left % units[i].seconds / units[i + 1].seconds,
			 units[i + 1].name);
}

/**
 * ia_faults_span() - the time that the sums are about
 * @arena: the owner of the text
 * @faults: a machine's faults
 */
const char *ia_faults_span(struct ia_arena *arena, const struct ia_faults *faults)
{
	struct ia_number span = ia_figure_minus(faults->now, faults->loaded);

	if (!span.known)
		return "since load";
	return ia_format(arena, "in %s since load", ia_duration(arena, span));
}

/**
 * ia_ago() - how long something is past
 * @arena: the owner of the text
 * @ns: nanoseconds since then
 */
const char *ia_ago(struct ia_arena *arena, struct ia_number ns)
{
	if (!ns.known)
		return "unknown";
	return ia_format(arena, "%s ago", ia_duration(arena, ns));
}

/**
 * ia_boottime() - a moment, in seconds since boot
 * @arena: the owner of the text
 * @ns: the moment in nanoseconds
 */
const char *ia_boottime(struct ia_arena *arena, struct ia_number ns)
{
	if (!ns.known)
		return "unknown";
	return ia_format(arena, "%llu.%06llu",
			 (unsigned long long)(ns.n / IA_SECOND),
			 (unsigned long long)(ns.n % IA_SECOND / 1000));
}

/**
 * ia_rate() - how often something happened, in a unit that gives a figure
 * @arena: the owner of the text
 * @count: how often
 * @ns: in how many nanoseconds
 *
 * Return: "-" for nothing, and for no time: a rate is none then.
 */
const char *ia_rate(struct ia_arena *arena, struct ia_number count,
		    struct ia_number ns)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 } };
	double rate;
	size_t i;

	if (!count.known || !ns.known)
		return "unknown";
	if (!count.n || !ns.n)
		return "-";
	rate = (double)count.n / ((double)ns.n / IA_SECOND);
	for (i = 0; i < 3 && rate * units[i].seconds < 1; i++)
		;
	rate *= units[i].seconds;
	return ia_format(arena, rate < 99.95 ? "%.1f/%s" : "%.0f/%s", rate,
			 units[i].name);
}

/**
 * ia_fault_source() - who sent the request
 * @machine: a joined machine
 * @record: a line about a source, or of the log
 *
 * Return: an address, or the unit where the fault is the unit's own.
 */
const char *ia_fault_source(const struct ia_machine *machine,
			    const struct ia_record *record)
{
	const char *source = ia_record_get(record, "source");

	if (!strcmp(source, "-"))
		return ia_record_get(record, "unit");
	return strcmp(source, "other") ? ia_machine_member(machine, source) :
					 "others";
}

/**
 * ia_fault_reason() - a reason by name, by its number where it has none
 * @arena: the owner of the text
 * @record: a line about a source, or of the log
 */
const char *ia_fault_reason(struct ia_arena *arena,
			    const struct ia_record *record)
{
	const char *reason = ia_record_get(record, "reason");
	const char *name = ia_record_find(record, "name");

	if (!strcmp(reason, "other"))
		return "sources and reasons that the module has no room for";
	if (!name || ia_is_word(name))
		return ia_format(arena, "reason %s", reason);
	return name;
}

/**
 * ia_fault_address() - where a request went
 * @arena: the owner of the text
 * @record: a line about a source, or of the log
 * @key: the key of the address
 *
 * Return: an address; for VT-d interrupt remapping (7.1.4) the number of the
 * interrupt, which is what the unit reports in its place.
 */
const char *ia_fault_address(struct ia_arena *arena,
			     const struct ia_record *record, const char *key)
{
	const char *value = ia_record_get(record, key);
	long code = ia_fault_code(record);

	if (ia_fault_vendor(record) != IA_FAULT_OF_VTD || code < 0x20 ||
	    code > 0x2f || ia_is_word(value))
		return value;
	return ia_format(arena, "interrupt %s", value);
}

/**
 * ia_faults_blind() - why nothing can be said of the faults
 * @arena: the owner of the text
 * @faults: the faults
 *
 * Return: the reason, or NULL when something is seen of them.
 */
const char *ia_faults_blind(struct ia_arena *arena,
			    const struct ia_faults *faults)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	if (faults->absent)
		return "the module that this was read from is older than fault counting; update it";
	if (!faults->blind)
		return NULL;
	for (i = 0; i < faults->ntaps; i++)
		ia_buf_add(&buf, "%s%s", i ? "; " : "",
			   ia_record_get(faults->taps[i], "reason"));
	return buf.text ? buf.text : "the module does not say how it sees faults";
}

static bool is_zero(struct ia_number figure)
{
	return figure.known && !figure.n;
}

/**
 * ia_faults_complete() - tell whether not a single fault was lost
 * @faults: the faults
 * @sums: their figures, @faults->sums or @faults->fresh
 */
bool ia_faults_complete(const struct ia_faults *faults,
			const struct ia_fault_sums *sums)
{
	return !faults->blind && faults->exact && !faults->unwatched &&
	       sums->records.known &&
	       is_zero(sums->unattributed) && is_zero(sums->overflows) &&
	       is_zero(sums->missed);
}

/**
 * ia_faults_lost() - what was not seen, in a few words
 * @arena: the owner of the text
 * @faults: the faults
 * @sums: their figures, @faults->sums or @faults->fresh
 */
const char *ia_faults_lost(struct ia_arena *arena,
			   const struct ia_faults *faults,
			   const struct ia_fault_sums *sums)
{
	struct ia_buf buf = { .arena = arena };

	if (ia_faults_complete(faults, sums))
		return "0 lost";
	ia_buf_add(&buf, "figures are a floor:");
	if (!is_zero(sums->overflows))
		ia_buf_add(&buf, " hardware dropped faults %s times,",
			   ia_figure_text(arena, sums->overflows));
	if (!is_zero(sums->unattributed))
		ia_buf_add(&buf, " %s unattributed,",
			   ia_figure_text(arena, sums->unattributed));
	if (!is_zero(sums->missed))
		ia_buf_add(&buf, " %s probes missed,",
			   ia_figure_text(arena, sums->missed));
	if (!sums->records.known)
		ia_buf_add(&buf, " records unknown,");
	if (faults->unwatched)
		ia_buf_add(&buf, " %zu %s,", faults->unwatched,
			   faults->unwatched == 1 ? "unit is not watched" :
						    "units are not watched");
	if (faults->blind)
		ia_buf_add(&buf, " no tap is active,");
	else if (!faults->exact)
		ia_buf_add(&buf, " the tap does not see every fault,");
	buf.text[buf.len - 1] = '\0';
	return buf.text;
}
