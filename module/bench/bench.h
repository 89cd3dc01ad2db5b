/* SPDX-License-Identifier: GPL-2.0 */
/* bench.c: the benchmark: what is asked of it, and what it asks of others */
#ifndef IA_BENCH_BENCH_H
#define IA_BENCH_BENCH_H

#include <linux/types.h>

struct device;
struct ia_attachment;
struct ia_bench_report;
struct ia_device;
struct pci_dev;

/**
 * struct ia_bench_ask - what the benchmark has to know of a PCI function
 * @pin: keep the function from being taken apart until @unpin(); false when it
 *       is on its way out. One function at a time
 * @unpin: undo a @pin that succeeded
 * @device: everything about the function, as in the file "devices"; 0 or a
 *          negative errno
 * @attached: attached domain and flush policy, inside
 *            iommu_group_for_each_dev()
 *
 * module/source answers; main.c brings both together.
 */
struct ia_bench_ask {
	bool (*pin)(struct pci_dev *pdev);
	void (*unpin)(void);
	int (*device)(struct pci_dev *pdev, struct ia_device *dev);
	void (*attached)(struct device *dev, struct ia_attachment *at);
};

int ia_bench_init(const struct ia_bench_ask *ask);
void ia_bench_exit(void);
int ia_bench_run(const char *line);
struct ia_bench_report *ia_bench_report(void);

#endif /* IA_BENCH_BENCH_H */
