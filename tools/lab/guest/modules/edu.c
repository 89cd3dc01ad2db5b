// SPDX-License-Identifier: GPL-2.0
/*
 * Makes QEMU's edu read where nobody mapped anything, for a kernel that lets no program
 * touch a device's registers. It never stays loaded:
 *
 *	insmod edu.ko dev=0000:00:04.0 address=0x1000000 count=10
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/module.h>
#include <linux/pci.h>

/* QEMU, docs/specs/edu */
#define EDU_DMA_SOURCE	0x80
#define EDU_DMA_TARGET	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_COMMAND	0x98
#define EDU_DMA_RUN	0x1
#define EDU_BUFFER	0x40000

static char *dev;
module_param(dev, charp, 0);
static unsigned long address;
module_param(address, ulong, 0);
static unsigned int count;
module_param(count, uint, 0);

static void read_nothing(struct pci_dev *pdev)
{
	void __iomem *regs;
	unsigned int i;

	if (pci_enable_device_mem(pdev))
		return;
	pci_set_master(pdev);
	regs = pci_iomap(pdev, 0, 0);
	for (i = 0; regs && i < count; i++) {
		writeq(address + i * PAGE_SIZE, regs + EDU_DMA_SOURCE);
		writeq(EDU_BUFFER, regs + EDU_DMA_TARGET);
		writeq(4, regs + EDU_DMA_COUNT);
		writeq(EDU_DMA_RUN, regs + EDU_DMA_COMMAND);
		while (readl(regs + EDU_DMA_COMMAND) & EDU_DMA_RUN)
			usleep_range(1000, 2000);
		msleep(20);
	}
	if (regs)
		pci_iounmap(pdev, regs);
	pci_clear_master(pdev);
	pci_disable_device(pdev);
}

static int __init edu_init(void)
{
	unsigned int domain, bus, slot, function;
	struct pci_dev *pdev;

	if (!dev || sscanf(dev, "%x:%x:%x.%x", &domain, &bus, &slot, &function) != 4)
		return -EINVAL;
	pdev = pci_get_domain_bus_and_slot(domain, bus, PCI_DEVFN(slot, function));
	if (!pdev)
		return -ENODEV;
	read_nothing(pdev);
	pci_dev_put(pdev);
	return -EAGAIN;
}
module_init(edu_init);

MODULE_DESCRIPTION("Makes QEMU's edu fault");
MODULE_LICENSE("GPL");
