// SPDX-License-Identifier: GPL-2.0
#include "../module/core/proof.c"

#include "check.h"

static void test_first_doubt_stays(struct kunit *test)
{
	struct ia_proof proof = {};
	u64 since_ns = 1;

	KUNIT_EXPECT_NULL(test, ia_proof_reason(&proof, &since_ns));
	ia_proof_good(&proof, 100);
	ia_proof_good(&proof, 200);
	KUNIT_EXPECT_NULL(test, ia_proof_reason(&proof, &since_ns));
	KUNIT_EXPECT_FALSE(test, ia_proof_is_doubted(&proof));
	ia_proof_doubt(&proof, IA_DOUBT_UNSEEN);
	ia_proof_good(&proof, 300);
	ia_proof_doubt(&proof, IA_DOUBT_MISSED);
	ia_proof_good(&proof, 400);
	KUNIT_EXPECT_TRUE(test, ia_proof_is_doubted(&proof));
	KUNIT_EXPECT_STREQ(test, ia_proof_reason(&proof, &since_ns), reasons[IA_DOUBT_UNSEEN]);
	KUNIT_EXPECT_EQ(test, since_ns, 200ull);
}

static void test_every_doubt_has_a_reason(struct kunit *test)
{
	enum ia_doubt doubt, other;

	for (doubt = IA_DOUBT_NONE + 1; doubt < IA_DOUBTS; doubt++) {
		struct ia_proof proof = {};
		u64 since_ns;

		ia_proof_doubt(&proof, doubt);
		KUNIT_ASSERT_NOT_NULL(test, ia_proof_reason(&proof, &since_ns));
		for (other = IA_DOUBT_NONE + 1; other < doubt; other++)
			KUNIT_EXPECT_STRNEQ(test, reasons[doubt], reasons[other]);
	}
}

/* The kernel counts up to its own end, and goes on from 0. */
static const u32 starts[] = { 0, 1, 1000, 0xfffffffe };

static void describe_start(const u32 *start, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "from %u", *start);
}

KUNIT_ARRAY_PARAM(starts, starts, describe_start);

static void test_handled(struct kunit *test)
{
	const u32 c = *(const u32 *)test->param_value;
	struct ia_handled handled = {};

	/* What was before the first one is not known. */
	KUNIT_EXPECT_EQ(test, ia_handled_behind(&handled, c), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_give_up(&handled, c), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c), 0u);
	/* One for each, one more for one that is not counted, one without any. */
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 1), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 1), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 2), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_behind(&handled, c + 2), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_behind(&handled, c + 3), 1u);
	/* An old count is no news. */
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 1), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_behind(&handled, c + 1), 0u);
	/* Three are skipped. */
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 6), 3u);
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 7), 0u);
	/* Three that nobody waits for any longer, and the next one. */
	KUNIT_EXPECT_EQ(test, ia_handled_give_up(&handled, c + 10), 3u);
	KUNIT_EXPECT_EQ(test, ia_handled_give_up(&handled, c + 10), 0u);
	KUNIT_EXPECT_EQ(test, ia_handled_entered(&handled, c + 11), 0u);
}

static struct kunit_case proof_cases[] = {
	KUNIT_CASE(test_first_doubt_stays),
	KUNIT_CASE(test_every_doubt_has_a_reason),
	KUNIT_CASE_PARAM(test_handled, starts_gen_params),
	{}
};

static struct kunit_suite proof_suite = {
	.name = "iommu_audit_proof",
	.test_cases = proof_cases,
};

kunit_test_suite(proof_suite);
