// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include <math.h>
#include <string.h>

#define SIDE(op)	(IA_BENCH_OP_##op - IA_BENCH_OP_MAP)

const struct ia_metric_info ia_metrics[IA_METRICS] = {
#define X(NAME, text, key, op, member, ...)	\
	[IA_METRIC_##NAME] = { text, SIDE(op), offsetof(struct ia_bench_op, member), __VA_ARGS__ },
	IA_BENCH_METRICS(X)
#undef X
};

/* Bins of each operation have to be in order. Return: NULL, or what is wrong. */
static const char *check_bins(const struct ia_bench_result *run)
{
	uint64_t end[IA_BENCH_SIDES] = { 0 };
	size_t i;

	if (run->nbins > IA_MAX_BINS)
		return "a histogram with too many ranges";
	for (i = 0; i < run->nbins; i++) {
		const struct ia_bench_bin *bin = &run->bins[i];

		if (!ia_is_value(bin->op))
			return "hist= is neither map nor unmap";
		if (!bin->from_ns.known || !bin->to_ns.known || !bin->count.known ||
		    bin->from_ns.n >= bin->to_ns.n)
			return "a range of the histogram without from_ns= below to_ns=, and count=";
		if (bin->from_ns.n < end[bin->op - IA_BENCH_OP_MAP])
			return "a histogram whose ranges are not in order";
		end[bin->op - IA_BENCH_OP_MAP] = bin->to_ns.n;
	}
	return NULL;
}

/**
 * ia_bench_join() - see whether the records of a run go together
 * @run: its records are filled; its request will be
 *
 * Return: NULL, or what is wrong with the records.
 */
const char *ia_bench_join(struct ia_bench_result *run)
{
	if (!ia_is_address(run->params.device))
		return "no record of what was requested (dev=)";
	if (!run->context.kernel.known)
		return "no record of what it was measured on (kernel=)";
	if (run->ops[0].op != IA_BENCH_OP_MAP || run->ops[1].op != IA_BENCH_OP_UNMAP)
		return "no records op=map and op=unmap";
#define TAKE(member, ...)	run->request.member = run->params.member;
	IA_HOST_BENCH_REQUEST(TAKE)
#undef TAKE
	return check_bins(run);
}

/**
 * ia_bench_figure() - a metric of a run
 * @run: a joined run
 * @metric: which
 *
 * Return: the figure, or NAN when it is not known.
 */
double ia_bench_figure(const struct ia_bench_result *run, enum ia_bench_metric metric)
{
	const struct ia_metric_info *info = &ia_metrics[metric];
	const char *op = (const char *)&run->ops[info->side];
	const struct ia_number *figure = (const struct ia_number *)(op + info->offset);

	return figure->known ? (double)figure->n : NAN;
}

/**
 * ia_bench_add() - append an empty run
 * @set: where to
 *
 * Return: the run, valid until the next one is added.
 */
struct ia_bench_result *ia_bench_add(struct ia_bench_set *set)
{
	set->runs = ia_grow(set->arena, set->runs, set->count, &set->room,
			    sizeof(*set->runs));
	return &set->runs[set->count++];
}

/** ia_bench_request_order() - the order of two requests; 0 for one and the same */
int ia_bench_request_order(const struct ia_bench_request *a, const struct ia_bench_request *b)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_BENCH_REQUEST];
	int order = 0;
	size_t i;

	for (i = 0; !order && i < info->count; i++)
		order = ia_key_order(&info->keys[i], a, b);
	return order;
}

/**
 * ia_bench_key() - the key of a member
 * @id: a record
 * @offset: where its struct has the member
 */
const struct ia_key *ia_bench_key(enum ia_record_id id, size_t offset)
{
	const struct ia_key *key = ia_records[id].keys;

	while (key->offset != offset)
		key++;
	return key;
}
