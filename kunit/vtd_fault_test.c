// SPDX-License-Identifier: GPL-2.0
#include "../module/core/vtd_fault.c"

#include "check.h"

static struct ia_random random;

static u64 any_u64(void)
{
	u64 value = ia_random_next(&random);

	value = value << 24 ^ ia_random_next(&random);
	return value << 24 ^ ia_random_next(&random);
}

/* Bit numbers of the whole record, as the specification counts them. */
static void put(u64 *record, int high, int low, u64 value)
{
	int bit;

	for (bit = low; bit <= high; bit++, value >>= 1) {
		record[bit / 64] &= ~(1ULL << bit % 64);
		record[bit / 64] |= (value & 1) << bit % 64;
	}
}

/* What T1 and T2 say: write, page request, read, AtomicOp. */
static const enum ia_access_type access_of[2][2] = {
	{ IA_ACCESS_WRITE, IA_ACCESS_ABSENT },
	{ IA_ACCESS_READ, IA_ACCESS_ATOMIC },
};

static void test_decode(struct kunit *test)
{
	unsigned int i;

	random = (struct ia_random){ 1 };
	for (i = 0; i < 256 * 8 * 8; i++) {
		u64 record[2] = { any_u64(), any_u64() };
		unsigned int reason = i & 0xff;
		bool t1 = i >> 8 & 1, t2 = i >> 9 & 1, present = i >> 10 & 1;
		u64 page = any_u64() >> 12, index = ia_random_next(&random) & 0xffff;
		u32 source = ia_random_next(&random) & 0xffff;
		u32 pasid = ia_random_next(&random) & 0xfffff;
		bool interrupt = reason >> 4 == 2;
		struct ia_fault fault;

		put(record, 63, 12, page);
		if (interrupt)
			put(record, 63, 48, index);
		put(record, 79, 64, source);
		put(record, 92, 92, t2);
		put(record, 95, 95, present);
		put(record, 103, 96, reason);
		put(record, 123, 104, pasid);
		put(record, 126, 126, t1);
		memset(&fault, 0x5a, sizeof(fault));
		ia_vtd_fault_decode(record[0], record[1], &fault);
		KUNIT_ASSERT_EQ(test, fault.source, source);
		KUNIT_ASSERT_EQ(test, fault.reason, reason);
		KUNIT_ASSERT_EQ(test, fault.pasid, present ? pasid : IA_NO_PASID);
		KUNIT_ASSERT_EQ(test, fault.addr, interrupt ? index : page * 4096);
		KUNIT_ASSERT_EQ(test, fault.access,
				interrupt ? IA_ACCESS_ABSENT : access_of[t1][t2]);
	}
}

/* The F bit, and the only bit of Fault Status that is counted by. */
static void test_bits(struct kunit *test)
{
	u64 record[2] = {};

	put(record, 127, 127, 1);
	KUNIT_EXPECT_EQ(test, record[1], IA_VTD_FRCD_F);
	KUNIT_EXPECT_EQ(test, IA_VTD_FSTS_PFO, 1);
	KUNIT_EXPECT_EQ(test, IA_VTD_FSTS_PPF, 2);
	KUNIT_EXPECT_EQ(test, IA_VTD_FRCD_SIZE, 128 / 8);
}

/* By code and complete: what is not here has no name. A word of each. */
static const struct reason_case {
	u16 code;
	const char *word;
} reasons[] = {
	{ 0x01, "Root entry not present" }, { 0x02, "Context entry not present" },
	{ 0x03, "Context entry invalid" }, { 0x04, "MGAW" },
	{ 0x05, "PTE Write" }, { 0x06, "PTE Read" },
	{ 0x07, "next-level" }, { 0x08, "accessing root table" },
	{ 0x09, "accessing context table" }, { 0x0a, "Reserved field set in root" },
	{ 0x0b, "Reserved field set in context" }, { 0x0c, "Reserved field set in PTE" },
	{ 0x0d, "blocked" }, { 0x0e, "interrupt range" },
	{ 0x20, "Reserved field set in remapped" }, { 0x21, "beyond the remapping table" },
	{ 0x22, "IRTE not present" }, { 0x23, "accessing interrupt remapping" },
	{ 0x24, "Reserved field set in IRTE" }, { 0x25, "Compatibility" },
	{ 0x26, "verification" }, { 0x27, "PASID" }, { 0x28, "posted" },
	{ 0x30, "Root table address" }, { 0x31, "Request with PASID" },
	{ 0x32, "Page group" }, { 0x38, "accessing root" },
	{ 0x39, "Root entry not present" }, { 0x3a, "Reserved field set in root" },
	{ 0x40, "accessing context" }, { 0x41, "Context entry not present" },
	{ 0x42, "Reserved field set in context" }, { 0x43, "Context entry invalid" },
	{ 0x44, "Device TLB" }, { 0x45, "PASID not enabled" },
	{ 0x46, "beyond the PASID directory" }, { 0x47, "Page requests" },
	{ 0x48, "RID_PASID" }, { 0x50, "accessing PASID directory" },
	{ 0x51, "directory entry not present" },
	{ 0x52, "Reserved field set in PASID directory" },
	{ 0x58, "accessing PASID table" }, { 0x59, "table entry not present" },
	{ 0x5a, "Reserved field set in PASID table" },
	{ 0x5b, "table entry invalid" }, { 0x5c, "Execute requests" },
	{ 0x5d, "Supervisor requests" }, { 0x70, "accessing first-stage PTE" },
	{ 0x71, "First-stage PTE not present" },
	{ 0x72, "Reserved field set in first-stage" }, { 0x73, "top-level" },
	{ 0x74, "beyond the second stage" }, { 0x75, "read of first-stage top-level" },
	{ 0x76, "read of first-stage PTE" }, { 0x77, "write of first-stage PTE" },
	{ 0x78, "accessing second-stage PTE" }, { 0x79, "Read or Write not set" },
	{ 0x7a, "Reserved field set in second-stage" },
	{ 0x7b, "Second-stage table address" }, { 0x7c, "Second-stage A/D" },
	{ 0x80, "canonical" }, { 0x81, "User" }, { 0x82, "Execute" },
	{ 0x83, "First-stage address beyond" }, { 0x84, "Second-stage address beyond" },
	{ 0x85, "Write or AtomicOp" }, { 0x86, "Read or AtomicOp" },
	{ 0x87, "interrupt range" }, { 0x90, "First-stage A/D update with" },
	{ 0x91, "A/D update failed" },
};

static void describe_reason(const struct reason_case *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "0x%02x %s", row->code, row->word);
}

KUNIT_ARRAY_PARAM(reasons, reasons, describe_reason);

static void test_name(struct kunit *test)
{
	const struct reason_case *row = test->param_value, *other;
	const char *name = ia_vtd_fault_name(row->code);

	KUNIT_ASSERT_NOT_NULL(test, name);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(name, row->word), "%s", name);
	KUNIT_EXPECT_EQ_MSG(test, !strncmp(name, "SM: ", 4), row->code >= 0x30, "%s", name);
	for (other = reasons; other < row; other++)
		KUNIT_EXPECT_STRNEQ(test, name, ia_vtd_fault_name(other->code));
}

static void test_codes_without_a_name(struct kunit *test)
{
	unsigned int code;
	size_t at = 0;

	for (code = 0; code <= 0x1ff; code++) {
		if (at < ARRAY_SIZE(reasons) && reasons[at].code == code)
			at++;
		else
			KUNIT_EXPECT_NULL_MSG(test, ia_vtd_fault_name(code), "0x%02x", code);
	}
	/* They are in order, and none is listed twice. */
	KUNIT_EXPECT_EQ(test, at, ARRAY_SIZE(reasons));
}

#define MAX_REGS	256

/* A unit, the driver's handler, and a watcher, step by step. */
struct machine {
	unsigned int regs;
	/* Number of the fault in each register, 0 for none: the F bits. */
	u32 record[MAX_REGS];
	unsigned int write;
	unsigned int fri;
	bool pfo;
	/* Faults come in one of this many steps. */
	unsigned int rarity;
	u32 logged;
	u32 dropped;

	struct ia_vtd_walk walk;
	/* What was seen and not yet proven; what was counted. */
	u32 seen;
	u32 counted;
	u32 consumed;
};

static bool ppf(const struct machine *m)
{
	unsigned int i;

	for (i = 0; i < m->regs; i++) {
		if (m->record[i])
			return true;
	}
	return false;
}

/* Time passes: hardware logs some faults, or none. */
static void pass(struct machine *m)
{
	while (m->rarity && ia_random_next(&random) % m->rarity == 0) {
		if (m->record[m->write]) {
			m->pfo = true;
			m->dropped++;
			return;
		}
		if (!ppf(m))
			m->fri = m->write;
		m->record[m->write] = ++m->logged;
		m->write = (m->write + 1) % m->regs;
	}
}

/* Bits that are no business of ours come and go: ITE, ICE, IQE, APF, AFO. */
static u32 fsts(const struct machine *m, u32 others)
{
	return m->pfo | ppf(m) << 1 | (ppf(m) ? m->fri << 8 : 0) | others;
}

static void look(struct machine *m, enum ia_vtd_next next, u32 others)
{
	if (next == IA_VTD_STATUS) {
		next = ia_vtd_walk_status(&m->walk, fsts(m, others));
		pass(m);
	}
	m->seen = 0;
	if (next != IA_VTD_RECORD)
		return;
	m->seen = m->record[m->walk.index];
	m->counted += !!m->seen;
	ia_vtd_walk_record(&m->walk, m->seen);
}

static void ratelimit(struct kunit *test, struct machine *m, u32 others)
{
	enum ia_vtd_next next;
	bool missed;

	next = ia_vtd_walk_call(&m->walk, &missed);
	m->counted += missed;
	pass(m);
	KUNIT_ASSERT_LT(test, m->walk.index, m->regs);
	look(m, next, others);
	KUNIT_ASSERT_LE(test, m->counted, m->logged);
}

static void handle(struct kunit *test, struct machine *m)
{
	u32 others = ia_random_next(&random) % 4 ? 0 : ia_random_next(&random) & 0x7c;
	unsigned int index;
	u32 status;

	ia_vtd_walk_start(&m->walk, m->regs, fsts(m, others));
	pass(m);
	status = fsts(m, others);
	pass(m);
	if (status)
		ratelimit(test, m, others);
	if (!(status & IA_VTD_FSTS_PPF))
		return;
	index = status >> 8 & 0xff;
	for (;;) {
		pass(m);
		ratelimit(test, m, others);
		pass(m);
		if (!m->record[index])
			break;
		/* What the watcher saw is what the driver consumes. */
		if (m->seen)
			KUNIT_ASSERT_EQ(test, m->seen, m->record[index]);
		m->consumed++;
		m->record[index] = 0;
		pass(m);
		index = index + 1 >= m->regs ? 0 : index + 1;
		/* A storm ends some time, and so does the loop. */
		if (m->consumed % 512 == 0)
			m->rarity = 0;
	}
	pass(m);
	m->pfo = false;
}

static const unsigned int reg_counts[] = { 1, 2, 3, 8, 16, 255, 256 };

static void describe_regs(const unsigned int *regs, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u registers", *regs);
}

KUNIT_ARRAY_PARAM(reg_counts, reg_counts, describe_regs);

static void test_walk(struct kunit *test)
{
	struct machine *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned int round;
	u32 most = 0;

	KUNIT_ASSERT_NOT_NULL(test, m);
	random = (struct ia_random){ 2 };
	m->regs = *(const unsigned int *)test->param_value;
	for (round = 0; round < 600; round++) {
		u32 before = m->consumed;

		m->rarity = 2 + round % 12;
		pass(m);
		handle(test, m);
		KUNIT_ASSERT_EQ_MSG(test, m->counted, m->consumed, "round %u", round);
		most = max(most, m->consumed - before);
	}
	/* Nothing new: the rest is drained, and all that was logged counted. */
	m->rarity = 0;
	handle(test, m);
	handle(test, m);
	KUNIT_EXPECT_FALSE(test, ppf(m));
	KUNIT_EXPECT_EQ(test, m->counted, m->logged);
	/* The sequences were worth looking at. */
	KUNIT_EXPECT_GT(test, most, 2u);
	if (m->regs <= 3)
		KUNIT_EXPECT_GT(test, m->dropped, 0u);
}

/* Hardware writes between the two looks: counted, and not twice. */
static void test_walk_missed(struct kunit *test)
{
	struct ia_vtd_walk walk;
	bool missed;

	ia_vtd_walk_start(&walk, 4, 0x302);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_NOTHING);
	KUNIT_EXPECT_FALSE(test, missed);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_RECORD);
	KUNIT_EXPECT_FALSE(test, missed);
	KUNIT_EXPECT_EQ(test, walk.index, 3u);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_record(&walk, false), IA_VTD_NOTHING);
	KUNIT_EXPECT_TRUE(test, walk.ended);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_STATUS);
	KUNIT_EXPECT_TRUE(test, missed);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_status(&walk, 0x2), IA_VTD_RECORD);
	KUNIT_EXPECT_EQ(test, walk.index, 0u);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_record(&walk, true), IA_VTD_NOTHING);
	KUNIT_EXPECT_FALSE(test, walk.ended);
	/* Nothing pends, so nothing need be looked at, but one may come. */
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_STATUS);
	KUNIT_EXPECT_FALSE(test, missed);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_status(&walk, 0x1), IA_VTD_NOTHING);
	KUNIT_EXPECT_TRUE(test, walk.ended);
	KUNIT_EXPECT_EQ(test, walk.index, 1u);
	ia_vtd_walk_call(&walk, &missed);
	KUNIT_EXPECT_TRUE(test, missed);
}

/* Nothing pends at the entry: the status is read again when the driver reads it. */
static void test_walk_begins_late(struct kunit *test)
{
	struct ia_vtd_walk walk;
	bool missed;

	ia_vtd_walk_start(&walk, 4, 0x200);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_STATUS);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_status(&walk, 0x102), IA_VTD_NOTHING);
	KUNIT_EXPECT_FALSE(test, walk.ended);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_RECORD);
	KUNIT_EXPECT_EQ(test, walk.index, 1u);
	/* Still nothing: the driver leaves. */
	ia_vtd_walk_start(&walk, 4, 0);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_STATUS);
	KUNIT_EXPECT_EQ(test, ia_vtd_walk_status(&walk, 0x11), IA_VTD_NOTHING);
	KUNIT_EXPECT_TRUE(test, walk.ended);
}

/* An index that the unit does not have: nothing outside is looked at. */
static void test_walk_wild_index(struct kunit *test)
{
	struct ia_vtd_walk walk;
	unsigned int regs, fri;
	bool missed;

	for (regs = 1; regs <= 256; regs++) {
		for (fri = 0; fri < 256; fri++) {
			ia_vtd_walk_start(&walk, regs, 0xffff0002 | fri << 8);
			ia_vtd_walk_call(&walk, &missed);
			KUNIT_ASSERT_EQ(test, ia_vtd_walk_call(&walk, &missed), IA_VTD_RECORD);
			KUNIT_ASSERT_LT(test, walk.index, regs);
			if (fri < regs)
				KUNIT_ASSERT_EQ(test, walk.index, fri);
		}
	}
}

static struct kunit_case vtd_fault_cases[] = {
	KUNIT_CASE(test_decode),
	KUNIT_CASE(test_bits),
	KUNIT_CASE_PARAM(test_name, reasons_gen_params),
	KUNIT_CASE(test_codes_without_a_name),
	KUNIT_CASE_PARAM(test_walk, reg_counts_gen_params),
	KUNIT_CASE(test_walk_missed),
	KUNIT_CASE(test_walk_begins_late),
	KUNIT_CASE(test_walk_wild_index),
	{}
};

static struct kunit_suite vtd_fault_suite = {
	.name = "iommu_audit_vtd_fault",
	.test_cases = vtd_fault_cases,
};

kunit_test_suite(vtd_fault_suite);
