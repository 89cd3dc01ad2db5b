/* SPDX-License-Identifier: GPL-2.0 */
/* device.c: the record of one PCI function, and its line in the file "devices" */
#ifndef IA_CORE_DEVICE_H
#define IA_CORE_DEVICE_H

#include "domain.h"
#include "types.h"

struct ia_text;

/* No address, no group, no number: prints as "-" or "none". */
#define IA_NO_ADDRESS	(~0ULL)
#define IA_NO_NUMBER	(-1)
/* What should be there and could not be read: prints as "unknown". */
#define IA_UNKNOWN_ADDRESS	(~0ULL - 1)
#define IA_UNKNOWN_NUMBER	(-2)

/*
 * Bridges above one function. A hierarchy has 256 buses at most; real ones
 * are some ten levels deep at worst, and a longer path prints as "unknown".
 */
#define IA_MAX_PATH	32
#define IA_NAME_SIZE	32

/**
 * enum ia_port_type - Device/Port Type of the PCI Express Capabilities Register
 *
 * PCI Express Base Specification, 7.5.3.2.
 *
 * @IA_PORT_UNKNOWN: a type that the specification did not have
 * @IA_PORT_ENDPOINT: PCI Express endpoint
 * @IA_PORT_LEGACY_ENDPOINT: legacy PCI Express endpoint
 * @IA_PORT_ROOT_PORT: root port of a root complex
 * @IA_PORT_UPSTREAM: upstream port of a switch
 * @IA_PORT_DOWNSTREAM: downstream port of a switch
 * @IA_PORT_PCIE_TO_PCI: bridge from PCI Express to conventional PCI
 * @IA_PORT_PCI_TO_PCIE: bridge from conventional PCI to PCI Express
 * @IA_PORT_RC_ENDPOINT: endpoint that is integrated into the root complex
 * @IA_PORT_RC_EVENT_COLLECTOR: root complex event collector
 * @IA_PORT_PCI: conventional function, without a PCI Express Capability
 * @IA_PORT_PCI_BRIDGE: conventional bridge, likewise
 */
enum ia_port_type {
	IA_PORT_UNKNOWN,
	IA_PORT_ENDPOINT,
	IA_PORT_LEGACY_ENDPOINT,
	IA_PORT_ROOT_PORT,
	IA_PORT_UPSTREAM,
	IA_PORT_DOWNSTREAM,
	IA_PORT_PCIE_TO_PCI,
	IA_PORT_PCI_TO_PCIE,
	IA_PORT_RC_ENDPOINT,
	IA_PORT_RC_EVENT_COLLECTOR,
	IA_PORT_PCI,
	IA_PORT_PCI_BRIDGE,
};

/**
 * enum ia_cap_state - an optional capability and its Enable bit
 * @IA_CAP_ABSENT: the function does not have it
 * @IA_CAP_UNKNOWN: configuration space could not be read
 * @IA_CAP_OFF: present, not enabled
 * @IA_CAP_ON: present and enabled
 */
enum ia_cap_state {
	IA_CAP_ABSENT,
	IA_CAP_UNKNOWN,
	IA_CAP_OFF,
	IA_CAP_ON,
};

/**
 * struct ia_attachment - where an IOMMU puts one device
 * @group: number of the IOMMU group, or %IA_NO_NUMBER
 * @domain: what the device is attached to now
 * @default_domain: what it returns to when its owner lets go
 * @flush: when unmapped addresses leave the IOTLB, for a DMA @domain
 * @unit: name of the IOMMU in /sys/class/iommu; empty when there is none
 */
struct ia_attachment {
	int group;
	enum ia_domain domain;
	enum ia_domain default_domain;
	enum ia_flush flush;
	char unit[IA_NAME_SIZE];
};

/**
 * struct ia_device - one PCI function, as plain data
 * @address: where it is, as ia_bdf() makes it
 * @vendor: vendor id
 * @device: device id
 * @class: class code, 24 bits
 * @type: port type
 * @driver: name of the bound driver; empty when there is none
 * @at: its group, domains and unit
 * @numa: NUMA node, or %IA_NO_NUMBER when firmware gave none
 * @dma_mask: highest address the driver said the device can reach
 * @untrusted: the kernel distrusts it (below an external-facing port)
 * @ats: Address Translation Services
 * @pri: Page Request Interface
 * @pasid: Process Address Space ID
 * @flr: Function Level Reset advertised: 1, 0, negative when unknown
 * @vf_of: address of the PF, %IA_NO_ADDRESS when this is no VF
 * @vf_index: VF number from 0, or %IA_NO_NUMBER
 * @numvfs: VFs enabled now, or %IA_NO_NUMBER without SR-IOV
 * @totalvfs: VFs that can be enabled, or %IA_NO_NUMBER without SR-IOV
 * @path_len: bridges in @path; above %IA_MAX_PATH when they did not fit or
 *            could not be read
 * @path: requester ids of the bridges above it, the nearest first; they are in
 *        the device's own segment
 */
struct ia_device {
	u64 address;
	u16 vendor;
	u16 device;
	u32 class;
	enum ia_port_type type;
	char driver[IA_NAME_SIZE];
	struct ia_attachment at;
	int numa;
	u64 dma_mask;
	bool untrusted;
	enum ia_cap_state ats;
	enum ia_cap_state pri;
	enum ia_cap_state pasid;
	int flr;
	u64 vf_of;
	int vf_index;
	int numvfs;
	int totalvfs;
	unsigned int path_len;
	u16 path[IA_MAX_PATH];
};

void ia_device_put_number(struct ia_text *t, const char *key, int value,
			  const char *absent);
void ia_device_put_name(struct ia_text *t, const char *key, const char *name,
			const char *absent);
const char *ia_port_type_name(enum ia_port_type type);
size_t ia_device_format(const struct ia_device *dev, char *buf, size_t size);

#endif /* IA_CORE_DEVICE_H */
