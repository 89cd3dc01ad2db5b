/* SPDX-License-Identifier: GPL-2.0 */
/* compat.c: one answer to each question that kernels answer differently */
#ifndef IA_COMPAT_H
#define IA_COMPAT_H

#include <linux/kconfig.h>

#include "../core/words.h"

struct device;
struct iommu_domain;
struct iommu_group;
struct pci_dev;
struct pt_regs;

struct iommu_domain *ia_compat_attached_domain(struct device *dev);
enum ia_domain ia_compat_domain_type(unsigned int type);
enum ia_flush ia_compat_flush(struct iommu_domain *domain, unsigned int type);
enum ia_domain ia_compat_default_domain(struct iommu_group *group, char *page);

int ia_compat_reach(struct pci_dev *pdev);
void ia_compat_unreach(struct pci_dev *pdev, int reached);
struct pci_dev *ia_compat_real_dma_dev(struct pci_dev *pdev);
u32 ia_compat_devcap(struct pci_dev *pdev);
int ia_compat_ats_cap(struct pci_dev *pdev);
int ia_compat_pri_cap(struct pci_dev *pdev);
int ia_compat_pasid_cap(struct pci_dev *pdev);
int ia_compat_vf_index(struct pci_dev *vf);

/* PREEMPT_RT: spinlocks sleep, and what cannot be preempted has to be short. */
static inline bool ia_compat_is_realtime(void)
{
	return IS_ENABLED(CONFIG_PREEMPT_RT);
}

/* processor_x86.c, processor_arm64.c */
int ia_compat_virtualised(void);
enum ia_hypervisor ia_compat_hypervisor(void);
int ia_compat_privileged(void);
bool ia_compat_signature(char *signature);
bool ia_compat_has_address(u64 address);
unsigned long ia_compat_return_address(struct pt_regs *regs);

unsigned int ia_compat_irqs(void);
bool ia_compat_cpu_isolated(unsigned int cpu);

#endif /* IA_COMPAT_H */
