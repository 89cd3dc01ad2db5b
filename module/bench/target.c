// SPDX-License-Identifier: GPL-2.0
/*
 * The PCI function that memory is mapped for. Three things hold it:
 *
 * - a pin, for which its removal waits before anything is taken apart. The
 *   device lock alone does not do: removal lets go of it on its way;
 * - the device lock, for the whole run: no driver is bound or unbound;
 * - its group's mutex, for a slice of the run at a time. From Linux 6.4 on the
 *   default domain of a group without a driver can be replaced, and the old one
 *   freed, without the device lock. No mapping lives longer than a slice, so
 *   who waits for the mutex waits that long at most.
 */
#include <linux/crash_dump.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/iommu.h>
#include <linux/pci.h>

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

	if (ret)
		return ia_bench_fail(run, ret, "no memory to look at it");
	if (facts->group == IA_UNKNOWN ||
	    pdev->error_state == pci_channel_io_perm_failure)
		return ia_bench_fail(run, -ENODEV, "it is being removed");
	ret = check_domain(run) ?: check_masks(run) ?: check_copies(run);
	if (ret)
		return ret;
	/* There the first mapping attaches the domain, under the group's mutex. */
	if (is_kdump_kernel())
		return ia_bench_fail(run, -EOPNOTSUPP, "a crash kernel attaches domains late");
	return 0;
}

/**
 * ia_bench_target_hold() - find the function, hold it and look at it
 * @run: the run; its context's device is filled in
 *
 * Context: process context, may sleep, also for as long as a driver takes to
 *          be bound.
 * Return: 0, or a negative errno with the run's reason; in each case
 *         ia_bench_target_unlock() and ia_bench_target_release() have to follow
 */
int ia_bench_target_hold(struct ia_bench_run *run)
{
	struct ia_bench_target *target = &run->target;
	u64 address = run->result.params.dev;
	struct pci_dev *pdev = pci_get_domain_bus_and_slot(address >> 16, address >> 8 & 0xff,
							   address & 0xff);

	if (!pdev)
		return ia_bench_fail(run, -ENODEV, "dev: there is no such PCI function");
	if (!run->ask->pin(pdev)) {
		pci_dev_put(pdev);
		return ia_bench_fail(run, -ENODEV, "it is being removed");
	}
	target->pdev = pdev;
	if (device_lock_interruptible(&pdev->dev))
		return ia_bench_fail(run, -EINTR, "interrupted by a signal");
	target->locked = true;
	target->group = iommu_group_get(&pdev->dev);
	return check(run);
}

/*
 * Let go of the device lock.
 *
 * Context: the task that called ia_bench_target_hold()
 */
void ia_bench_target_unlock(struct ia_bench_run *run)
{
	if (run->target.locked)
		device_unlock(&run->target.pdev->dev);
	run->target.locked = false;
}

/**
 * ia_bench_target_release() - let go of the function
 * @run: the run; nothing is mapped any more
 */
void ia_bench_target_release(struct ia_bench_run *run)
{
	struct ia_bench_target *target = &run->target;

	if (!target->pdev)
		return;
	iommu_group_put(target->group);
	run->ask->unpin();
	pci_dev_put(target->pdev);
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

/**
 * ia_bench_target_inside() - work while the attached domain stays as it is
 * @run: the run; the function is held
 * @work: what to do: it may map, and has undone that when it returns
 *
 * Context: process context, may sleep; holds the mutex of the function's group
 *          over @work.
 * Return: what @work returned; %-ESTALE when the domain is another one than
 *         ia_bench_target_hold() found
 */
int ia_bench_target_inside(struct ia_bench_run *run, int (*work)(struct ia_bench_run *run))
{
	struct inside inside = { run, work };

	if (!run->target.group)
		return work(run);
	if (!iommu_group_for_each_dev(run->target.group, &inside, work_if_found))
		return ia_bench_fail(run, -ESTALE, "it left its IOMMU group");
	return inside.ret;
}
