// SPDX-License-Identifier: GPL-2.0
/*
 * The PCI function that memory is mapped for. Three things hold it, for a slice of the run at
 * a time:
 *
 * - its device lock: no driver is bound or unbound, and the kernel's error recovery waits;
 * - a pin, for which its removal waits before anything is taken apart. The device lock alone
 *   does not do: removal lets go of it on its way;
 * - its group's mutex. From Linux 6.4 on the default domain of a group without a driver can be
 *   replaced, and the old one freed, without the device lock.
 *
 * No mapping lives longer than a slice, so who waits for one of them waits that long at most.
 * Each slice begins with a look at what may have changed meanwhile.
 */
#include <linux/crash_dump.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/iommu.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>

#include "../core/attachment.h"
#include "bench.h"
#include "run.h"

/* What every function without a driver has, and what memory below 4 GiB needs. */
#define LEAST_MASK	DMA_BIT_MASK(32)

static int check_domain(struct ia_bench_run *run)
{
	enum ia_domain domain = run->result.context.dev.domain;

	switch (domain) {
	case IA_DOMAIN_NONE:
	case IA_DOMAIN_IDENTITY:
		run->target.direct = true;
		return 0;
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
		return 0;
	case IA_DOMAIN_UNKNOWN:
		return ia_bench_fail(run, -EOPNOTSUPP, "the domain that it is attached to cannot be told");
	default:
		return ia_bench_fail(run, -EBUSY, "attached to a domain of type %s, which is not the DMA API's: user space or another owner has it",
				     ia_word_of(ia_words_DOMAINS, domain));
	}
}

static int check_masks(struct ia_bench_run *run)
{
	struct device *dev = &run->target.pdev->dev;
	u64 mask = dev->dma_mask ? *dev->dma_mask : 0;

	if (run->result.params.mode == IA_BENCH_COHERENT)
		mask = dev->coherent_dma_mask;
	if (mask >= LEAST_MASK)
		return 0;
	return ia_bench_fail(run, -EOPNOTSUPP, "its DMA mask is 0x%016llx: at least 32 bits are accepted",
			     mask);
}

/* Where the kernel copies, a figure would be that of memcpy(). */
static int check_copies(struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;
	struct device *dev = &run->target.pdev->dev;
	u32 piece = params->size / params->segments;

	if (params->mode != IA_BENCH_COHERENT && run->target.pdev->untrusted &&
	    piece % PAGE_SIZE)
		return ia_bench_fail(run, -EOPNOTSUPP, "it is untrusted, and the kernel copies what is no multiple of %lu bytes",
				     PAGE_SIZE);
	if (params->mode == IA_BENCH_SG && piece > dma_get_max_seg_size(dev))
		return ia_bench_fail(run, -EOPNOTSUPP, "size / segments is %u: it takes pieces of %u bytes at most",
				     piece, dma_get_max_seg_size(dev));
	return 0;
}

static int check(struct ia_bench_run *run)
{
	struct pci_dev *pdev = run->target.pdev;
	struct ia_device *facts = &run->result.context.dev;
	int ret = run->ask->device(pdev, facts);

	if (ret == -ENOMEM)
		return ia_bench_fail(run, ret, "no memory to look at it");
	if (ret || facts->group == IA_UNKNOWN ||
	    pdev->error_state == pci_channel_io_perm_failure)
		return ia_bench_fail(run, -ENODEV, "it is being removed, or has just arrived");
	ret = check_domain(run) ?: check_masks(run) ?: check_copies(run);
	if (ret)
		return ret;
	/* There the first mapping attaches the domain, under the group's mutex. */
	if (is_kdump_kernel())
		return ia_bench_fail(run, -EOPNOTSUPP, "a crash kernel attaches domains late");
	return 0;
}

static int check_and_note(struct ia_bench_run *run)
{
	struct ia_bench_target *target = &run->target;

	target->group = iommu_group_get(&target->pdev->dev);
	target->driver = target->pdev->dev.driver;
	return check(run);
}

/* A driver may take long to be bound; no signal reaches a worker, so it asks again. */
static bool lock_device(struct ia_bench_run *run)
{
	while (!device_trylock(&run->target.pdev->dev)) {
		if (READ_ONCE(run->stop) || signal_pending(current))
			return false;
		schedule_timeout_uninterruptible(1);
	}
	return true;
}

/* Keep the function as it is, but for its attached domain. */
static int take(struct ia_bench_run *run)
{
	struct pci_dev *pdev = run->target.pdev;

	if (!lock_device(run))
		return ia_bench_fail(run, -EINTR, "interrupted by a signal");
	if (run->ask->pin(pdev))
		return 0;
	device_unlock(&pdev->dev);
	return ia_bench_fail(run, -ENODEV, "it is being removed, or has just arrived");
}

static void let_go(struct ia_bench_run *run)
{
	run->ask->unpin();
	device_unlock(&run->target.pdev->dev);
}

/**
 * ia_bench_target_find() - find the function and look at it
 * @run: the run; its context's device is filled in
 *
 * Context: process context, may sleep, also for as long as a driver takes to
 *          be bound.
 * Return: 0, or a negative errno with the run's reason; in each case
 *         ia_bench_target_release() has to follow
 */
int ia_bench_target_find(struct ia_bench_run *run)
{
	u64 address = run->result.params.dev;
	int ret;

	run->target.pdev = pci_get_domain_bus_and_slot(address >> 16, address >> 8 & 0xff,
						       address & 0xff);
	if (!run->target.pdev)
		return ia_bench_fail(run, -ENODEV, "dev: there is no such PCI function");
	ret = take(run);
	if (ret)
		return ret;
	ret = check_and_note(run);
	let_go(run);
	return ret;
}

/**
 * ia_bench_target_release() - forget the function
 * @run: the run; nothing is mapped any more
 */
void ia_bench_target_release(struct ia_bench_run *run)
{
	iommu_group_put(run->target.group);
	pci_dev_put(run->target.pdev);
}

struct inside {
	struct ia_bench_run *run;
	int (*work)(struct ia_bench_run *run);
	int ret;
};

static int check_same(struct ia_bench_run *run)
{
	const struct ia_device *before = &run->result.context.dev;
	struct ia_attachment now;

	run->ask->attached(&run->target.pdev->dev, &now);
	if (now.domain == before->domain && now.flush == before->flush)
		return 0;
	return ia_bench_fail(run, -ESTALE, "the attached domain was %s (%s) and is %s (%s) now",
			     ia_word_of(ia_words_DOMAINS, before->domain),
			     ia_word_of(ia_words_FLUSHES, before->flush),
			     ia_word_of(ia_words_DOMAINS, now.domain),
			     ia_word_of(ia_words_FLUSHES, now.flush));
}

static int work_if_found(struct device *dev, void *data)
{
	struct inside *inside = data;

	if (dev != &inside->run->target.pdev->dev)
		return 0;
	inside->ret = check_same(inside->run) ?: inside->work(inside->run);
	return 1;
}

static int inside(struct ia_bench_run *run, int (*work)(struct ia_bench_run *run))
{
	struct inside inside = { run, work };
	const struct pci_dev *pdev = run->target.pdev;

	if (pdev->error_state != pci_channel_io_normal)
		return ia_bench_fail(run, -ENODEV, "it does not answer: it was pulled, or recovers from an error");
	if (pdev->dev.driver != run->target.driver)
		return ia_bench_fail(run, -ESTALE, "its driver changed");
	if (!run->target.group)
		return work(run);
	if (!iommu_group_for_each_dev(run->target.group, &inside, work_if_found))
		return ia_bench_fail(run, -ESTALE, "it left its IOMMU group");
	return inside.ret;
}

/**
 * ia_bench_target_inside() - work while the function and its attached domain stay as they are
 * @run: the run; the function was found
 * @work: what to do: it may map, and has undone that when it returns
 *
 * Context: process context, may sleep; holds the function, and the mutex of its group, over
 *          @work.
 * Return: what @work returned; %-ESTALE when the domain or the driver is another one than
 *         ia_bench_target_find() found, %-ENODEV when the function is on its way out
 */
int ia_bench_target_inside(struct ia_bench_run *run, int (*work)(struct ia_bench_run *run))
{
	int ret = take(run);

	if (ret)
		return ret;
	ret = inside(run, work);
	let_go(run);
	return ret;
}
