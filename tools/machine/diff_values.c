// SPDX-License-Identifier: GPL-2.0
/* What single values have become, by tables of the keys that matter. */
#include "diff.h"

#include <stdlib.h>

#include "kind.h"

/* Which values are better than others. */
enum order {
	ORDER_NONE,
	ORDER_RISING,	/* more is better, on is better than off */
	ORDER_DOMAINS,	/* those that restrict DMA more are better */
	ORDER_LIST,	/* none; only what differs of the list is told */
};

/**
 * struct value - a value whose change is told
 * @rule: as what
 * @offset: where the record has it
 * @order: which values are better
 */
struct value {
	enum ia_diff_rule rule;
	size_t offset;
	enum order order;
};

#define V(type, member)	offsetof(struct type, member)
#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static const struct value device_values[] = {
	{ IA_DIFF_DEFAULT_DOMAIN, V(ia_device, default_domain), ORDER_DOMAINS },
	{ IA_DIFF_ATTACHED_DOMAIN, V(ia_device, domain), ORDER_NONE },
	{ IA_DIFF_DRIVER, V(ia_device, driver), ORDER_NONE },
	{ IA_DIFF_FLR, V(ia_device, flr), ORDER_RISING },
	{ IA_DIFF_UNTRUSTED, V(ia_device, untrusted), ORDER_NONE },
	{ IA_DIFF_NUMA_NODE, V(ia_device, numa), ORDER_NONE },
	{ IA_DIFF_ATS, V(ia_device, ats), ORDER_RISING },
	{ IA_DIFF_PRI, V(ia_device, pri), ORDER_NONE },
	{ IA_DIFF_PASID, V(ia_device, pasid), ORDER_NONE },
	{ IA_DIFF_TOTALVFS, V(ia_device, totalvfs), ORDER_RISING },
	{ IA_DIFF_NUMVFS, V(ia_device, numvfs), ORDER_RISING },
};

static const struct value unit_values[] = {
	{ IA_DIFF_TRANSLATION, V(ia_unit, translation), ORDER_RISING },
	{ IA_DIFF_INTERRUPT_REMAPPING, V(ia_unit, intremap), ORDER_RISING },
	{ IA_DIFF_POSTED_INTERRUPTS, V(ia_unit, posted), ORDER_RISING },
	{ IA_DIFF_CACHING_MODE, V(ia_unit, caching_mode), ORDER_NONE },
	{ IA_DIFF_UNIT_VERSION, V(ia_unit, version), ORDER_NONE },
	{ IA_DIFF_SCOPE, V(ia_unit, scope), ORDER_LIST },
};

static const struct value host_device_values[] = {
	{ IA_DIFF_RESET_METHODS, V(ia_host_device, reset), ORDER_LIST },
	{ IA_DIFF_AUTOPROBE, V(ia_host_device, autoprobe), ORDER_NONE },
	{ IA_DIFF_LARGEST_BAR, V(ia_host_device, bar_max_mib), ORDER_RISING },
};

static const struct value hugepages_value = {
	IA_DIFF_HUGEPAGES, V(ia_hugepages, total), ORDER_RISING
};

static const struct value numa_value = {
	IA_DIFF_NUMA_NODES, V(ia_numa, nodes), ORDER_NONE
};

static const struct value config_value = {
	IA_DIFF_P2PDMA, V(ia_config, p2pdma), ORDER_RISING
};

/* What a function has whose facts nobody read. */
static const struct ia_host_device unread_device;

static const struct ia_key *key_of(enum ia_record_id id, const struct value *value)
{
	const struct ia_record_info *info = &ia_records[id];
	size_t i;

	for (i = 0; i < info->count; i++) {
		if (info->keys[i].offset == value->offset)
			return &info->keys[i];
	}
	return NULL;
}

/* Domains of the DMA API and what is in their place; the others have no rank. */
static unsigned int domain_rank(enum ia_domain domain)
{
	switch (domain) {
	case IA_DOMAIN_NONE:
		return 1;
	case IA_DOMAIN_IDENTITY:
		return 2;
	case IA_DOMAIN_DMA_FQ:
		return 3;
	case IA_DOMAIN_DMA:
		return 4;
	default:
		return 0;
	}
}

static enum ia_trend judge(const struct value *value, const struct ia_key *key,
			   const void *old, const void *now)
{
	uint64_t was, is;

	if (ia_key_unknown(key, old) || ia_key_unknown(key, now))
		return IA_TREND_INCONCLUSIVE;
	if (value->order == ORDER_NONE || value->order == ORDER_LIST ||
	    ia_key_absent(key, old) || ia_key_absent(key, now))
		return IA_TREND_CHANGED;
	was = ia_key_digest(key, old);
	is = ia_key_digest(key, now);
	if (value->order == ORDER_DOMAINS) {
		was = domain_rank(was);
		is = domain_rank(is);
		if (!was || !is)
			return IA_TREND_CHANGED;
	}
	return is < was ? IA_TREND_WORSE : IA_TREND_BETTER;
}

static void compare(struct ia_diff *diff, const struct value *value, enum ia_record_id id,
		    const void *old, const void *now, const struct ia_pair_of *device,
		    struct ia_subject subject)
{
	const struct ia_key *key = key_of(id, value);
	struct ia_change change = {
		.rule = value->rule, .subject = subject, .old = { key, old }, .now = { key, now },
	};

	if (ia_diff_tells_nothing(diff, value->rule, key, old, now, device) ||
	    ia_key_equal(key, old, now))
		return;
	change.trend = judge(value, key, old, now);
	if (value->order == ORDER_LIST && change.trend == IA_TREND_CHANGED)
		ia_diff_texts(diff, &change,
			      (const struct ia_texts *)((const char *)old + value->offset),
			      (const struct ia_texts *)((const char *)now + value->offset));
	ia_diff_add(diff, &change, device);
}

static void compare_all(struct ia_diff *diff, const struct value *values, size_t count,
			enum ia_record_id id, const void *old, const void *now,
			const struct ia_pair_of *device, struct ia_subject subject)
{
	size_t i;

	for (i = 0; i < count; i++)
		compare(diff, &values[i], id, old, now, device, subject);
}

static void tell_all(const struct value *values, size_t count, enum ia_record_id id,
		     const void *record, ia_diff_take take, void *to)
{
	size_t i;

	for (i = 0; i < count; i++)
		take(to, values[i].rule, key_of(id, &values[i]), record);
}

/* The facts of a function. */
void ia_diff_tell_device(const struct ia_device *device, ia_diff_take take, void *to)
{
	tell_all(device_values, COUNT(device_values), IA_RECORD_DEVICE, device, take, to);
	if (!ia_is_vf(device))
		tell_all(host_device_values, COUNT(host_device_values), IA_RECORD_HOST_DEVICE,
			 device->host ? device->host : &unread_device, take, to);
}

/* The facts of an IOMMU. */
void ia_diff_tell_unit(const struct ia_unit *unit, ia_diff_take take, void *to)
{
	tell_all(unit_values, COUNT(unit_values), IA_RECORD_UNIT, unit, take, to);
}

/* The facts of one size of hugepages. */
void ia_diff_tell_hugepages(const struct ia_hugepages *pages, ia_diff_take take, void *to)
{
	tell_all(&hugepages_value, 1, IA_RECORD_HOST_HUGEPAGES, pages, take, to);
}

/* The facts of the host that the kernel itself tells. */
void ia_diff_tell_host(const struct ia_machine *machine, ia_diff_take take, void *to)
{
	tell_all(&numa_value, 1, IA_RECORD_HOST_NUMA, &machine->host.numa, take, to);
	tell_all(&config_value, 1, IA_RECORD_HOST_CONFIG, &machine->host.config, take, to);
}

/**
 * ia_diff_device() - tell what became of the values of a function
 * @diff: what is found is added
 * @pair: the function, in both readings
 */
void ia_diff_device(struct ia_diff *diff, const struct ia_pair_of *pair)
{
	const struct ia_device *old = pair->old, *now = pair->now;
	const struct ia_subject none = { 0 };
	size_t i;

	for (i = 0; i < COUNT(device_values); i++) {
		/* What is attached follows the default, but where user space steps in. */
		if (device_values[i].rule == IA_DIFF_ATTACHED_DOMAIN &&
		    old->domain == old->default_domain && now->domain == now->default_domain)
			continue;
		compare(diff, &device_values[i], IA_RECORD_DEVICE, old, now, pair, none);
	}
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* A unit is where its registers are. */
static int by_registers(const void *a, const void *b)
{
	const struct ia_unit *x = *(const struct ia_unit *const *)a;
	const struct ia_unit *y = *(const struct ia_unit *const *)b;
	int less = order(x->vendor, y->vendor);

	if (!less)
		less = order(x->segment.n, y->segment.n);
	return less ? less : order(x->base.n, y->base.n);
}

static int by_size(const void *a, const void *b)
{
	const struct ia_hugepages *x = *(const struct ia_hugepages *const *)a;
	const struct ia_hugepages *y = *(const struct ia_hugepages *const *)b;

	return order(x->size_kb.n, y->size_kb.n);
}

/* Records of a reading, sorted so that each is found by what it is. */
struct index {
	const void **items;
	size_t count;
	int (*compare)(const void *a, const void *b);
};

static struct index index_of(struct ia_arena *arena, const void *records, size_t count,
			     size_t size, int (*compare)(const void *a, const void *b))
{
	struct index index = { ia_alloc(arena, count, sizeof(*index.items)), count, compare };
	size_t i;

	for (i = 0; i < count; i++)
		index.items[i] = (const char *)records + i * size;
	if (count)
		qsort(index.items, count, sizeof(*index.items), compare);
	return index;
}

static const void *find(const struct index *index, const void *like)
{
	const void **found = index->count ?
			     bsearch(&like, index->items, index->count, sizeof(*index->items),
				     index->compare) : NULL;

	return found ? *found : NULL;
}

static struct index units_of(struct ia_arena *arena, const struct ia_machine *m)
{
	return index_of(arena, m->units, m->nunits, sizeof(*m->units), by_registers);
}

/**
 * ia_diff_units() - tell what became of the IOMMUs
 * @diff: what is found is added
 */
void ia_diff_units(struct ia_diff *diff)
{
	const struct ia_machine *old = diff->old, *now = diff->now;
	struct index olds = units_of(diff->arena, old), nows = units_of(diff->arena, now);
	struct ia_change removed = { .rule = IA_DIFF_UNIT_REMOVED, .trend = IA_TREND_WORSE };
	struct ia_change added = { .rule = IA_DIFF_UNIT_ADDED, .trend = IA_TREND_BETTER };
	size_t i;

	if (diff->two_hosts) {
		removed = (struct ia_change){ .rule = IA_DIFF_UNIT_ONLY_OLD,
					      .trend = IA_TREND_CHANGED };
		added = (struct ia_change){ .rule = IA_DIFF_UNIT_ONLY_NEW,
					    .trend = IA_TREND_CHANGED };
	}

	/* Those that nobody could look for did not come or go. */
	if (!ia_lists_units(old) || !ia_lists_units(now)) {
		ia_diff_untold(diff, IA_DIFF_TRANSLATION,
			       ia_lists_units(old) ? IA_UNTOLD_NEW :
			       ia_lists_units(now) ? IA_UNTOLD_OLD : IA_UNTOLD_BOTH, NULL);
		return;
	}
	for (i = 0; i < old->nunits; i++) {
		const struct ia_unit *unit = find(&nows, &old->units[i]);

		removed.subject = (struct ia_subject){ IA_SUBJECT_UNIT, 0, &old->units[i] };
		if (unit)
			compare_all(diff, unit_values, COUNT(unit_values), IA_RECORD_UNIT,
				    &old->units[i], unit, NULL, removed.subject);
		else
			ia_diff_add(diff, &removed, NULL);
	}
	for (i = 0; i < now->nunits; i++) {
		added.subject = (struct ia_subject){ IA_SUBJECT_UNIT, 0, &now->units[i] };
		if (!find(&olds, &now->units[i]))
			ia_diff_add(diff, &added, NULL);
	}
}

static struct index sizes_of(struct ia_arena *arena, const struct ia_host *host)
{
	return index_of(arena, host->hugepages, host->nhugepages, sizeof(*host->hugepages),
			by_size);
}

static void tell_hugepages(struct ia_diff *diff)
{
	static const struct ia_hugepages none = { .total = { .known = true } };
	const struct ia_host *old = &diff->old->host, *now = &diff->now->host;
	struct index olds = sizes_of(diff->arena, old), nows = sizes_of(diff->arena, now);
	size_t i;

	for (i = 0; i < old->nhugepages + now->nhugepages; i++) {
		bool was = i < old->nhugepages;
		const struct ia_hugepages *like = was ? &old->hugepages[i] :
						  &now->hugepages[i - old->nhugepages];
		const struct ia_hugepages *then = find(&olds, like), *since = find(&nows, like);
		struct ia_subject subject = { IA_SUBJECT_PAGES, like->size_kb.n, NULL };

		/* Sizes that both have were told of the old one. */
		if (was || !then)
			compare(diff, &hugepages_value, IA_RECORD_HOST_HUGEPAGES,
				then ? then : &none, since ? since : &none, NULL, subject);
	}
}

static void tell_host_device(struct ia_diff *diff, const struct ia_pair_of *p)
{
	const struct ia_subject none = { 0 };

	/* VFs come in hundreds, and all of a PF are alike. */
	if (!p->old || !p->now || ia_is_vf(p->now))
		return;
	compare_all(diff, host_device_values, COUNT(host_device_values), IA_RECORD_HOST_DEVICE,
		    p->old->host ? p->old->host : &unread_device,
		    p->now->host ? p->now->host : &unread_device, p, none);
}

/**
 * ia_diff_host() - tell what became of the facts that the kernel itself tells
 * @diff: with pairs; what is found is added
 *
 * A snapshot of an older tool has none of them; then only that is told.
 */
void ia_diff_host(struct ia_diff *diff)
{
	static const struct ia_key read = {
		.name = "host_read", .kind = IA_KEY_FLAG, .words = &ia_words_flags,
	};
	static const enum ia_flag flags[] = { [false] = IA_NO, [true] = IA_YES };
	const struct ia_host *old = &diff->old->host, *now = &diff->now->host;
	const struct ia_subject host = { IA_SUBJECT_HOST, 0, NULL };
	struct ia_change unread = {
		.rule = IA_DIFF_HOST, .trend = IA_TREND_INCONCLUSIVE,
		.old = { &read, &flags[old->read] }, .now = { &read, &flags[now->read] },
	};
	size_t i;

	if (old->read != now->read) {
		ia_diff_add(diff, &unread, NULL);
		return;
	}
	if (!old->read) {
		ia_diff_untold(diff, IA_DIFF_HOST, IA_UNTOLD_BOTH, NULL);
		return;
	}
	for (i = 0; i < diff->npairs; i++)
		tell_host_device(diff, &diff->pairs[i]);
	tell_hugepages(diff);
	compare(diff, &numa_value, IA_RECORD_HOST_NUMA, &old->numa, &now->numa, NULL, host);
	compare(diff, &config_value, IA_RECORD_HOST_CONFIG, &old->config, &now->config, NULL,
		host);
}
