// SPDX-License-Identifier: GPL-2.0
/*
 * Eight units, of which QEMU has one. Registers and event logs are memory of ours, the
 * driver's structures hold the address of a unit and nothing else, and probes are called.
 * Each read of a register is counted, and each entry that is read under a lock.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>

static u32 read_fake(const void __iomem *at);

#undef readl
#define readl(at)	read_fake(at)

#include "../module/source/amd_log.c"
#include "../module/source/fault_amd.c"

#include "check.h"

#include <linux/mm.h>

#define UNITS	8
#define ENTRIES	32768
/* Where the driver's structure has the address of its registers. */
#define MMIO_PHYS	9

struct fake {
	struct ia_mapped_unit mapped;
	u64 iommu[AMD_IOMMU_SEARCHED / sizeof(u64)];
	u32 regs[IA_AMD_REGS_END / sizeof(u32)];
	u32 (*log)[4];
	u64 head;
	u64 tail;
	unsigned int reads;
	u64 counted;
	u64 unseen;
};

static struct fake *fakes;

/* While a probe runs: it is the driver's handler that calls. */
static bool from_handler;

/* What the kernel says of the interrupt, and where the driver's handler is. */
static struct ia_irq_state irq_state;
static irq_handler_t driver_handler;

/* Entries that were read under a lock, no more than once. */
static u64 longest_hold;

static u32 read_fake(const void __iomem *at)
{
	const void *address = (__force const void *)at;
	unsigned int i;

	for (i = 0; i < UNITS; i++) {
		if (address < (void *)fakes[i].regs || address >= (void *)(&fakes[i].regs + 1))
			continue;
		fakes[i].reads++;
		return *(const u32 *)address;
	}
	return ~0;
}

unsigned int ia_units_count(void)
{
	return UNITS;
}

const struct ia_mapped_unit *ia_units_at(unsigned int index)
{
	return &fakes[index].mapped;
}

int ia_units_find(enum ia_vendor vendor, u64 base)
{
	unsigned int i;

	for (i = 0; i < UNITS; i++) {
		if (fakes[i].mapped.unit.base == base)
			return i;
	}
	return -1;
}

void ia_faults_add(unsigned int unit, const struct ia_fault *fault, u64 seen_ns)
{
	fakes[unit].counted++;
}

void ia_faults_add_unseen(unsigned int unit, u64 count)
{
	fakes[unit].unseen += count;
}

void ia_faults_watch(unsigned int unit)
{
}

void ia_faults_interrupts_unknown(unsigned int unit)
{
}

void ia_faults_interrupt(unsigned int unit)
{
}

void ia_faults_overflow(unsigned int unit)
{
}

void ia_faults_page_requests(unsigned int unit)
{
}

void ia_faults_see_page_requests(unsigned int unit, bool takes, bool seen)
{
}

void ia_unit_read(const struct ia_mapped_unit *mapped, struct ia_unit_regs *unit)
{
	*unit = mapped->unit;
}

void ia_faults_degrade(struct ia_monitor *monitor, struct ia_proof *proof_of)
{
}

void ia_irqs_of(bool (*is_it)(const struct irqaction *action),
		void (*found)(unsigned int irq, const void *dev_id))
{
}

bool ia_irq_read(unsigned int irq, struct ia_irq_state *state)
{
	*state = irq_state;
	return true;
}

bool ia_range_of(const void *address, struct ia_range *range)
{
	return false;
}

bool ia_range_holds(const struct ia_range *range, unsigned long address)
{
	return address && address == (unsigned long)driver_handler;
}

bool ia_called_from(struct pt_regs *regs, const struct ia_range *range)
{
	return from_handler;
}

bool ia_probe_locked(raw_spinlock_t *lock, void (*act)(void *data), void *data)
{
	struct ia_amd_log *log = data;
	u64 before = log->follow.next;
	unsigned long flags;

	raw_spin_lock_irqsave(lock, flags);
	act(data);
	raw_spin_unlock_irqrestore(lock, flags);
	if (act == look_at_chunk || act == look_at_chunk_in_hook)
		longest_hold = max(longest_hold, log->follow.next - before);
	return true;
}

static void set_pointers(struct fake *fake)
{
	fake->regs[IA_AMD_EVENT_HEAD / sizeof(u32)] = fake->head % ENTRIES * IA_AMD_EVENT_SIZE;
	fake->regs[IA_AMD_EVENT_TAIL / sizeof(u32)] = fake->tail % ENTRIES * IA_AMD_EVENT_SIZE;
}

/* Hardware logs page faults. */
static void log_some(struct fake *fake, u32 count)
{
	for (; count; count--, fake->tail++) {
		fake->log[fake->tail % ENTRIES][0] = 0x0008;
		fake->log[fake->tail % ENTRIES][1] = 2U << 28;
	}
	set_pointers(fake);
}

/* The driver has handled what there is. */
static void handle_all(struct fake *fake)
{
	fake->head = fake->tail;
	set_pointers(fake);
}

static void do_nothing(struct irq_work *work)
{
}

static int start_fakes(struct kunit *test)
{
	unsigned int i;

	fakes = kunit_kcalloc(test, UNITS, sizeof(*fakes), GFP_KERNEL);
	rings = kunit_kcalloc(test, UNITS, sizeof(*rings), GFP_KERNEL);
	if (!fakes || !rings)
		return -ENOMEM;
	proof = (struct ia_proof){};
	from_handler = false;
	irq_state = (struct ia_irq_state){};
	driver_handler = NULL;
	longest_hold = 0;
	init_irq_work(&go_on, do_nothing);
	for (i = 0; i < UNITS; i++) {
		struct fake *fake = &fakes[i];

		fake->log = kvcalloc(ENTRIES, sizeof(*fake->log), GFP_KERNEL);
		if (!fake->log)
			return -ENOMEM;
		fake->mapped.unit.vendor = IA_VENDOR_AMD;
		fake->mapped.unit.base = 0xfd000000ULL + i * 0x80000;
		fake->mapped.regs = (__force void __iomem *)fake->regs;
		fake->iommu[MMIO_PHYS] = fake->mapped.unit.base;
		raw_spin_lock_init(&rings[i].log.lock);
		rings[i].log.unit = i;
		rings[i].log.proof = &proof;
		rings[i].log.events = (const u32 *)fake->log;
		begin_at_tail(&rings[i].log, ENTRIES);
	}
	ring_count = UNITS;
	return 0;
}

static void stop_fakes(struct kunit *test)
{
	unsigned int i;

	irq_work_sync(&go_on);
	ring_count = 0;
	rings = NULL;
	for (i = 0; fakes && i < UNITS; i++)
		kvfree(fakes[i].log);
	fakes = NULL;
}

/* Each function of the driver that is probed, and which argument the unit is. */
static const struct probed {
	const char *name;
	int (*probe)(struct kprobe *p, struct pt_regs *regs);
	unsigned int argument;
	bool from_handler;
} probed[] = {
	{ "interrupt", interrupt_handled, 1 },
	{ "interrupt, called by the other one", interrupt_handled, 1, true },
	{ "events", event_handled, 0 },
	{ "restart", log_restarted, 0 },
	{ "device, in the handler", device_looked_up, 0, true },
};

KUNIT_ARRAY_PARAM_DESC(probed, probed, name);

static void call_probe(const struct probed *row, struct fake *fake)
{
	struct pt_regs regs = {};

	from_handler = row->from_handler;
	if (row->argument)
		regs.si = (unsigned long)fake->iommu;
	else
		regs.di = (unsigned long)fake->iommu;
	row->probe(NULL, &regs);
}

/* Tail, status, head, tail. */
#define READS	4u

/* A probe reads registers of the unit that it is about, and of no other one. */
static void test_own_unit(struct kunit *test)
{
	const struct probed *row = test->param_value;
	unsigned int unit, i;

	for (unit = 0; unit < UNITS; unit++) {
		for (i = 0; i < UNITS; i++) {
			fakes[i].reads = 0;
			fakes[i].counted = 0;
			log_some(&fakes[i], 2);
			WRITE_ONCE(rings[i].handler, i == unit ? current : NULL);
		}
		call_probe(row, &fakes[unit]);
		for (i = 0; i < UNITS; i++) {
			KUNIT_EXPECT_EQ_MSG(test, fakes[i].reads, i == unit ? READS : 0u,
					    "unit %u, called for %u", i, unit);
			/* two from each round: those of others wait */
			KUNIT_EXPECT_EQ_MSG(test, fakes[i].counted,
					    i == unit ? 2ULL * (unit + 1) : 0ULL,
					    "unit %u, called for %u", i, unit);
		}
	}
	KUNIT_EXPECT_FALSE(test, ia_proof_is_doubted(&proof));
}

/* A unit that firmware did not name: no register is read, and it is said. */
static void test_stranger(struct kunit *test)
{
	const struct probed *row = &probed[0];
	static struct fake stranger = { .iommu = { [MMIO_PHYS] = 0xfe000000 } };
	unsigned int i;

	for (i = 0; i < UNITS; i++)
		fakes[i].reads = 0;
	call_probe(row, &stranger);
	for (i = 0; i < UNITS; i++)
		KUNIT_EXPECT_EQ(test, fakes[i].reads, 0u);
	KUNIT_EXPECT_EQ(test, proof.first, IA_DOUBT_STRANGER);
}

/*
 * A log of 512 KiB that is full: a probe reads a part of it and leaves the rest, a few
 * entries each time that it has the lock, and the work behind the timer reads all.
 */
static void test_full_log(struct kunit *test)
{
	log_some(&fakes[5], ENTRIES - 1);
	call_probe(&probed[2], &fakes[5]);
	KUNIT_EXPECT_EQ(test, fakes[5].counted, (u64)LOOK_MAX);
	ia_fault_amd_sample();
	KUNIT_EXPECT_EQ(test, fakes[5].counted, ENTRIES - 1ULL);
	KUNIT_EXPECT_EQ(test, fakes[5].unseen, 0ull);
	KUNIT_EXPECT_EQ(test, longest_hold, (u64)CHUNK);
	KUNIT_EXPECT_FALSE(test, ia_proof_is_doubted(&proof));
}

/* The driver was quicker, and hardware has written most of the log a second time. */
static void test_lapped(struct kunit *test)
{
	log_some(&fakes[2], ENTRIES - 1);
	call_probe(&probed[2], &fakes[2]);
	handle_all(&fakes[2]);
	log_some(&fakes[2], ENTRIES - 100);
	ia_fault_amd_sample();
	KUNIT_EXPECT_EQ(test, fakes[2].counted + fakes[2].unseen, 2ULL * ENTRIES - 101);
	KUNIT_EXPECT_EQ(test, fakes[2].counted, LOOK_MAX + ENTRIES - 1ULL);
	KUNIT_EXPECT_EQ(test, proof.first, IA_DOUBT_LAPPED);
	KUNIT_EXPECT_EQ(test, longest_hold, (u64)CHUNK);
}

/* Another run of the handler of a unit begins; the kernel has seen so many end. */
static void begin_run(struct fake *fake, u32 ended)
{
	struct pt_regs regs = { .di = 24, .si = (unsigned long)fake->iommu };

	from_handler = false;
	irq_state.ended = ended;
	log_some(fake, 2);
	interrupt_handled(NULL, &regs);
	/* what is logged meanwhile is handled in the same run */
	log_some(fake, 2);
	handle_all(fake);
}

/* A thread that waits for locks in its run sleeps as often as one that ran unseen. */
static void test_sleeps(struct kunit *test)
{
	u32 ended = U32_MAX - 3;
	unsigned int i;

	for (i = 0; i < 10; i++) {
		begin_run(&fakes[1], ended++);
		begin_run(&fakes[2], 100 + i);
		current->nvcsw += 3;
	}
	/* nobody ended between these two: the one calls the other */
	begin_run(&fakes[1], ended);
	begin_run(&fakes[1], ended);
	KUNIT_EXPECT_EQ(test, proof.first, IA_DOUBT_NONE);
}

/* One run ended between two that were seen, beside the first of them. */
static void test_unseen_run(struct kunit *test)
{
	begin_run(&fakes[1], 7);
	begin_run(&fakes[2], 8);
	begin_run(&fakes[1], 8);
	KUNIT_EXPECT_EQ(test, proof.first, IA_DOUBT_NONE);
	begin_run(&fakes[1], 10);
	KUNIT_EXPECT_EQ(test, proof.first, IA_DOUBT_UNHOOKED);
}

static irqreturn_t handle(int irq, void *data)
{
	return IRQ_HANDLED;
}

static irqreturn_t wake(int irq, void *data)
{
	return IRQ_WAKE_THREAD;
}

/* Where the first handler is a thread too, the one that matters is behind it. */
static void test_handler(struct kunit *test)
{
	struct irqaction secondary = { .thread_fn = handle };
	const struct irqaction plain = { .handler = wake, .thread_fn = handle };
	const struct irqaction forced = { .thread_fn = wake, .secondary = &secondary };
	const struct irqaction other = { .handler = wake, .thread_fn = wake };

	driver_handler = handle;
	KUNIT_EXPECT_TRUE(test, is_event_handler(&plain));
	KUNIT_EXPECT_TRUE(test, is_event_handler(&forced));
	KUNIT_EXPECT_FALSE(test, is_event_handler(&other));
}

static struct kunit_case fault_amd_cases[] = {
	KUNIT_CASE_PARAM(test_own_unit, probed_gen_params),
	KUNIT_CASE(test_stranger),
	KUNIT_CASE(test_full_log),
	KUNIT_CASE(test_lapped),
	KUNIT_CASE(test_sleeps),
	KUNIT_CASE(test_unseen_run),
	KUNIT_CASE(test_handler),
	{}
};

static struct kunit_suite fault_amd_suite = {
	.name = "iommu_audit_fault_amd",
	.init = start_fakes,
	.exit = stop_fakes,
	.test_cases = fault_amd_cases,
};

kunit_test_suite(fault_amd_suite);
