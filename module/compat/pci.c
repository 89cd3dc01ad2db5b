// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>
#include <linux/pm_runtime.h>

#include "compat.h"
#include "generated.h"

/* A bridge that sleeps passes no request on. Of some the state is not known. */
static bool is_asleep(const struct pci_dev *bridge)
{
	int state = (__force int)bridge->current_state;

	return state >= (__force int)PCI_D1 && state <= (__force int)PCI_D3cold;
}

static int keep_active(struct device *dev)
{
#ifdef HAVE_PM_GET_IF_ACTIVE
	return pm_runtime_get_if_active(dev);
#else
	return pm_runtime_get_if_active(dev, true);
#endif
}

/**
 * ia_compat_reach() - see whether configuration space can be read, and keep it so
 * @pdev: the function
 *
 * Nothing is woken up for us: not the function out of D3cold, and no bridge above
 * it, as pci_config_pm_runtime_get() does for others. Below a bridge that sleeps a
 * request ends as unsupported, which AER may report. What is awake stays so until
 * ia_compat_unreach(): a parent does not sleep while it is in use.
 *
 * Context: process context; the function is held, see ia_presence_hold().
 * Return: negative when it cannot be read; else to be handed to ia_compat_unreach()
 */
int ia_compat_reach(struct pci_dev *pdev)
{
	struct device *parent = pdev->dev.parent;
	struct pci_dev *bridge;
	/* Negative where runtime power management is off: then nobody suspends it. */
	int kept = parent ? keep_active(parent) : -EINVAL;

	if (!kept)
		return -EIO;
	for (bridge = pci_upstream_bridge(pdev); bridge; bridge = pci_upstream_bridge(bridge)) {
		if (is_asleep(bridge))
			break;
	}
	if (!bridge && pdev->current_state != PCI_D3cold)
		return kept > 0;
	ia_compat_unreach(pdev, kept > 0);
	return -EIO;
}

/**
 * ia_compat_unreach() - undo ia_compat_reach()
 * @pdev: the function
 * @reached: what that returned
 */
void ia_compat_unreach(struct pci_dev *pdev, int reached)
{
	if (reached > 0)
		pm_runtime_put(pdev->dev.parent);
}

/**
 * ia_compat_real_dma_dev() - the function whose requester id another one uses
 * @pdev: the function; it is held, see ia_presence_hold()
 *
 * What pci_real_dma_dev() of arch/x86 answers, which is not exported.
 *
 * Return: VMD for a function below it, else @pdev
 */
struct pci_dev *ia_compat_real_dma_dev(struct pci_dev *pdev)
{
#if defined(CONFIG_X86) && IS_ENABLED(CONFIG_VMD)
	if (is_vmd(pdev->bus))
		return to_pci_sysdata(pdev->bus)->vmd_dev;
#endif
	return pdev;
}

/**
 * ia_compat_devcap() - Device Capabilities Register of a PCI Express function
 * @pdev: the function; it has a PCI Express Capability
 *
 * Linux 5.15 keeps it in struct pci_dev ("PCI: Cache PCIe Device Capabilities
 * register"), and so does the later 5.10.y; before, it is read.
 *
 * Return: the register, all ones when configuration space did not answer
 */
u32 ia_compat_devcap(struct pci_dev *pdev)
{
#ifdef HAVE_PCI_DEVCAP
	return pdev->devcap;
#else
	int reached = ia_compat_reach(pdev);
	u32 devcap = ~0U;

	if (reached < 0)
		return devcap;
	pci_read_config_dword(pdev, pdev->pcie_cap + PCI_EXP_DEVCAP, &devcap);
	ia_compat_unreach(pdev, reached);
	return devcap;
#endif
}

/*
 * struct pci_dev caches where three extended capabilities are, as far as the
 * kernel was built to use them. The walk that finds them otherwise costs some
 * ten configuration reads each, and a function that sleeps does not answer it.
 */
static int find_cap(struct pci_dev *pdev, int id)
{
	int reached = ia_compat_reach(pdev);
	int pos;

	if (reached < 0)
		return reached;
	pos = pci_find_ext_capability(pdev, id);
	ia_compat_unreach(pdev, reached);
	return pos;
}

/*
 * Offset of the ATS Extended Capability.
 *
 * With pci=noats the kernel looks for none: its cache is empty, which says
 * nothing of the function.
 *
 * Return: the offset, 0 without the capability, negative when nobody can tell
 */
int ia_compat_ats_cap(struct pci_dev *pdev)
{
#ifdef CONFIG_PCI_ATS
	if (!pci_ats_disabled())
		return pdev->ats_cap;
#endif
	return find_cap(pdev, PCI_EXT_CAP_ID_ATS);
}

/*
 * Offset of the PRI Extended Capability.
 *
 * Return: as ia_compat_ats_cap()
 */
int ia_compat_pri_cap(struct pci_dev *pdev)
{
#ifdef CONFIG_PCI_PRI
	return pdev->pri_cap;
#else
	return find_cap(pdev, PCI_EXT_CAP_ID_PRI);
#endif
}

/*
 * Offset of the PASID Extended Capability.
 *
 * Return: as ia_compat_ats_cap()
 */
int ia_compat_pasid_cap(struct pci_dev *pdev)
{
#ifdef CONFIG_PCI_PASID
	return pdev->pasid_cap;
#else
	return find_cap(pdev, PCI_EXT_CAP_ID_PASID);
#endif
}

/**
 * ia_compat_vf_index() - number of a VF among those of its PF
 * @vf: a virtual function
 *
 * pci_iov_vf_id() exists from Linux 5.18 on ("PCI/IOV: Add pci_iov_vf_id() to
 * get VF index"). Before, the number follows from the PF's First VF Offset and
 * VF Stride (PCI Express Base Specification, 9.2.1.2).
 *
 * Return: the number, from 0; negative when it cannot be told
 */
int ia_compat_vf_index(struct pci_dev *vf)
{
#ifdef HAVE_PCI_IOV_VF_ID
	return pci_iov_vf_id(vf);
#else
	struct pci_dev *pf = pci_physfn(vf);
	int pos = pci_find_ext_capability(pf, PCI_EXT_CAP_ID_SRIOV);
	u16 offset = 0, stride = 0;
	int distance;

	if (!pos)
		return -ENODEV;
	pci_read_config_word(pf, pos + PCI_SRIOV_VF_OFFSET, &offset);
	pci_read_config_word(pf, pos + PCI_SRIOV_VF_STRIDE, &stride);
	distance = (vf->bus->number << 8 | vf->devfn) -
		   (pf->bus->number << 8 | pf->devfn) - offset;
	if (distance < 0)
		return -EINVAL;
	/* With one VF the stride may be 0: it is the first one. */
	return stride ? distance / stride : 0;
#endif
}
