// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

/** ia_text() - a text as the module writes it */
const char *ia_text(const struct ia_string *text)
{
	return text->known ? text->text :
	       text->left_out ? IA_LEFT_OUT :
	       text->absent ? IOMMU_AUDIT_NOT_APPLICABLE : IOMMU_AUDIT_UNKNOWN;
}

/** ia_number_text() - a decimal number as the module writes it */
const char *ia_number_text(struct ia_arena *arena, struct ia_number number)
{
	if (!number.known)
		return number.left_out ? IA_LEFT_OUT :
		       number.absent ? IOMMU_AUDIT_NOT_APPLICABLE : IOMMU_AUDIT_UNKNOWN;
	return ia_format(arena, "%llu", (unsigned long long)number.n);
}

/** ia_some() - a number of things: 1 unit, 2 units */
const char *ia_some(struct ia_arena *arena, size_t count, const char *one, const char *many)
{
	return ia_format(arena, "%zu %s", count, count == 1 ? one : many);
}

/** ia_duration() - a time span for people, in its two largest units */
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
		return IOMMU_AUDIT_UNKNOWN;
	for (i = 0; i < 3 && left < units[i].seconds; i++)
		;
	if (i == 3)
		return left ? ia_format(arena, "%llu s", left) : "<1 s";
	return ia_format(arena, "%llu %s %llu %s", left / units[i].seconds,
			 units[i].name,
			 left % units[i].seconds / units[i + 1].seconds,
			 units[i + 1].name);
}

/** ia_ago() - how long something is past */
const char *ia_ago(struct ia_arena *arena, struct ia_number ns)
{
	if (!ns.known)
		return IOMMU_AUDIT_UNKNOWN;
	return ia_format(arena, "%s ago", ia_duration(arena, ns));
}

/** ia_boottime() - a moment, in seconds since boot */
const char *ia_boottime(struct ia_arena *arena, struct ia_number ns)
{
	if (!ns.known)
		return IOMMU_AUDIT_UNKNOWN;
	return ia_format(arena, "%llu.%06llu",
			 (unsigned long long)(ns.n / IA_SECOND),
			 (unsigned long long)(ns.n % IA_SECOND / 1000));
}

/*
 * How often something happened, in a unit that gives a figure; "-" for nothing,
 * and for no time: a rate is none then.
 */
const char *ia_rate(struct ia_arena *arena, struct ia_number count, struct ia_number ns)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 } };
	double rate;
	size_t i;

	if (!count.known || !ns.known)
		return IOMMU_AUDIT_UNKNOWN;
	if (!count.n || !ns.n)
		return IOMMU_AUDIT_NOT_APPLICABLE;
	rate = (double)count.n / ((double)ns.n / IA_SECOND);
	for (i = 0; i < 3 && rate * units[i].seconds < 1; i++)
		;
	rate *= units[i].seconds;
	return ia_format(arena, rate < 99.95 ? "%.1f/%s" : "%.0f/%s", rate,
			 units[i].name);
}
