// SPDX-License-Identifier: GPL-2.0
/*
 * Facts out of configuration space, of a running system and of a dump. The sections
 * named are those of the PCI Express Base Specification, revision 6.0.
 *
 * What a source does not show is unknown. It is absent only where it is known that
 * the whole space was seen: without root the kernel shows the header alone, and
 * lspci -xxx leaves out the extended space.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <pci/pci.h>

/* Sizes of the configuration space: header, conventional PCI, PCI Express. */
#define HEADER		0x40
#define CONVENTIONAL	0x100
/* The type of a header is the byte without the bit for several functions. */
#define TYPE_MASK	0x7f
/* Older headers of libpci lack it; 7.5.3.3. */
#ifndef PCI_EXP_DEVCAP_FLRESET
#define PCI_EXP_DEVCAP_FLRESET	0x10000000
#endif
/* Only half of the ACS capability of Sunrise Point's ports is where it should be. */
#define PCI_SRIOV_NUM_BARS	6
#define SPT_ACS_CAP	4
#define SPT_ACS_CTL	8

/* How much is known of a capability, or of the part of the space that it is in. */
enum seen {
	UNSEEN,
	MISSING,
	THERE,
};

/**
 * struct space - the configuration space of a function
 * @pci: the function, for libpci
 * @size: bytes that it is known to have, or 0
 * @header: its header
 * @express: its PCI Express Capability
 * @capabilities: of the first 256 bytes
 * @extended: the space behind them
 */
struct space {
	struct pci_dev *pci;
	size_t size;
	uint8_t header[HEADER];
	struct pci_cap *express;
	enum seen capabilities;
	enum seen extended;
};

/* Whether a part of the space is shown: it has a capability, or else its first byte is. */
static bool shows(const struct space *s, int where, unsigned int type)
{
	const struct pci_cap *cap;
	uint8_t unused;

	pci_fill_info(s->pci, type == PCI_CAP_NORMAL ? PCI_FILL_CAPS : PCI_FILL_EXT_CAPS);
	for (cap = s->pci->first_cap; cap; cap = cap->next) {
		if (cap->type == type)
			return true;
	}
	return pci_read_block(s->pci, where, &unused, sizeof(unused));
}

static unsigned int header_word(const struct space *s, int where)
{
	return s->header[where] | s->header[where + 1] << 8;
}

static unsigned int header_type(const struct space *s)
{
	return s->header[PCI_HEADER_TYPE] & TYPE_MASK;
}

/* Return: false for a function that does not answer; a VF has no ids, but all else. */
static bool look_at(struct space *s, struct pci_dev *pci, size_t size)
{
	*s = (struct space){ .pci = pci, .size = size };
	if (!pci_read_block(pci, 0, s->header, sizeof(s->header)) ||
	    header_word(s, PCI_STATUS) == 0xffff)
		return false;
	/* libpci looks at it on its way to each capability. */
	pci_setup_cache(pci, s->header, sizeof(s->header));
	if (!(header_word(s, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		s->capabilities = MISSING;
	else if (shows(s, HEADER, PCI_CAP_NORMAL))
		s->capabilities = THERE;
	if (s->capabilities == THERE)
		s->express = pci_find_cap(pci, PCI_CAP_ID_EXP, PCI_CAP_NORMAL);
	if (size == CONVENTIONAL || (s->capabilities != UNSEEN && !s->express))
		s->extended = MISSING;
	else if (shows(s, CONVENTIONAL, PCI_CAP_EXTENDED))
		s->extended = THERE;
	return true;
}

/* Return: whether there is the capability; @at is where, when it is. */
static enum seen find_extended(const struct space *s, unsigned int id, int *at)
{
	struct pci_cap *cap;

	if (s->extended != THERE || !s->express)
		return s->extended == MISSING ? MISSING : UNSEEN;
	cap = pci_find_cap(s->pci, id, PCI_CAP_EXTENDED);
	if (!cap)
		return MISSING;
	*at = cap->addr;
	return THERE;
}

/* None of the registers that are read can hold all ones: that is no answer. */
static bool read_word(const struct space *s, int where, unsigned int *value)
{
	uint8_t b[2];

	if (!pci_read_block(s->pci, where, b, sizeof(b)))
		return false;
	*value = b[0] | b[1] << 8;
	return *value != 0xffff;
}

static struct ia_number dword_at(const struct space *s, int where)
{
	uint8_t b[4];

	if (!pci_read_block(s->pci, where, b, sizeof(b)))
		return (struct ia_number){ 0 };
	return ia_number_of(b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24);
}

/* Device/Port Type, 7.5.3.2, or what the header says of a function without it. */
static enum ia_port_type port_type(const struct space *s)
{
	static const enum ia_port_type types[] = {
		[PCI_EXP_TYPE_ENDPOINT] = IA_PORT_ENDPOINT,
		[PCI_EXP_TYPE_LEG_END] = IA_PORT_LEGACY_ENDPOINT,
		[PCI_EXP_TYPE_ROOT_PORT] = IA_PORT_ROOT_PORT,
		[PCI_EXP_TYPE_UPSTREAM] = IA_PORT_UPSTREAM,
		[PCI_EXP_TYPE_DOWNSTREAM] = IA_PORT_DOWNSTREAM,
		[PCI_EXP_TYPE_PCI_BRIDGE] = IA_PORT_PCIE_TO_PCI,
		[PCI_EXP_TYPE_PCIE_BRIDGE] = IA_PORT_PCI_TO_PCIE,
		[PCI_EXP_TYPE_ROOT_INT_EP] = IA_PORT_RC_ENDPOINT,
		[PCI_EXP_TYPE_ROOT_EC] = IA_PORT_RC_EVENT_COLLECTOR,
	};
	unsigned int flags;

	if (s->capabilities == UNSEEN)
		return IA_PORT_UNKNOWN;
	if (!s->express)
		return header_type(s) == PCI_HEADER_TYPE_NORMAL ? IA_PORT_PCI : IA_PORT_PCI_BRIDGE;
	if (!read_word(s, s->express->addr + PCI_EXP_FLAGS, &flags))
		return IA_PORT_UNKNOWN;
	flags = (flags & PCI_EXP_FLAGS_TYPE) >> 4;
	return flags < sizeof(types) / sizeof(*types) ? types[flags] : IA_PORT_UNKNOWN;
}

/* Device Capabilities, 7.5.3.3. */
static enum ia_flag express_flr(const struct space *s)
{
	struct ia_number devcap;

	if (s->capabilities == UNSEEN)
		return IA_FLAG_UNKNOWN;
	if (!s->express)
		return IA_NO;
	devcap = dword_at(s, s->express->addr + PCI_EXP_DEVCAP);
	if (!devcap.known || devcap.n == UINT32_MAX)
		return IA_FLAG_UNKNOWN;
	return devcap.n & PCI_EXP_DEVCAP_FLRESET ? IA_YES : IA_NO;
}

/* Advanced Features, 7.9.21. */
static enum ia_flag af_flr(const struct space *s)
{
	struct pci_cap *cap;
	uint8_t features;

	if (s->capabilities == UNSEEN)
		return IA_FLAG_UNKNOWN;
	cap = s->capabilities == THERE ? pci_find_cap(s->pci, PCI_CAP_ID_AF, PCI_CAP_NORMAL) : NULL;
	if (!cap)
		return IA_NO;
	if (!pci_read_block(s->pci, cap->addr + PCI_AF_CAP, &features, sizeof(features)) ||
	    features == 0xff)
		return IA_FLAG_UNKNOWN;
	return features & PCI_AF_CAP_FLR ? IA_YES : IA_NO;
}

/* An extended capability with a bit that enables it: ATS 10.5.1, PRI 10.5.2, PASID 7.8.9. */
static enum ia_cap_state cap_state(const struct space *s, unsigned int id, int control,
				   unsigned int enable)
{
	unsigned int value;
	int at;

	switch (find_extended(s, id, &at)) {
	case MISSING:
		return IA_CAP_ABSENT;
	case THERE:
		if (read_word(s, at + control, &value))
			return value & enable ? IA_CAP_ON : IA_CAP_OFF;
		break;
	case UNSEEN:
		break;
	}
	return IA_CAP_UNKNOWN;
}

/*
 * VF BARs, 9.3.3.14. One that is not there reads as 0, and so does one of 32 bits to which
 * nobody gave an address: no bit says that this cannot be the other.
 */
static struct ia_number vf_bars(const struct space *s, int at)
{
	unsigned int bars = 0, i;

	for (i = 0; i < PCI_SRIOV_NUM_BARS; i++) {
		struct ia_number bar = dword_at(s, at + PCI_IOV_BAR_BASE + 4 * i);

		if (!bar.known)
			return bar;
		bars += !!bar.n;
		if ((bar.n & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64)
			i++;
	}
	return ia_number_of(bars);
}

/* Speeds of a link by their numbers, 7.5.3.6: 2.5 GT/s is 1. */
static struct ia_number link_speed(unsigned int number)
{
	static const unsigned int speeds[] = { 0, 2500, 5000, 8000, 16000, 32000, 64000 };

	return number && number < sizeof(speeds) / sizeof(*speeds) ? ia_number_of(speeds[number]) :
								     (struct ia_number){ 0 };
}

/* Link Capabilities and Link Status, 7.5.3.6 and 7.5.3.8. What has no link has zeros there. */
static void read_link(const struct space *s, struct ia_host_device *h)
{
	struct ia_number none = { .absent = true }, cap;
	unsigned int status;

	if (s->capabilities == UNSEEN)
		return;
	cap = s->express ? dword_at(s, s->express->addr + PCI_EXP_LNKCAP) : none;
	if (cap.absent || (cap.known && !(cap.n & PCI_EXP_LNKCAP_WIDTH))) {
		h->link_speed = none;
		h->link_speed_max = none;
		h->link_width = none;
		h->link_width_max = none;
		return;
	}
	if (!cap.known || cap.n == UINT32_MAX ||
	    !read_word(s, s->express->addr + PCI_EXP_LNKSTA, &status))
		return;
	h->link_speed_max = link_speed(cap.n & PCI_EXP_LNKCAP_SPEED);
	h->link_width_max = ia_number_of((cap.n & PCI_EXP_LNKCAP_WIDTH) >> 4);
	h->link_speed = link_speed(status & PCI_EXP_LNKSTA_SPEED);
	h->link_width = ia_number_of((status & PCI_EXP_LNKSTA_WIDTH) >> 4);
}

/* SR-IOV, 9.3.3. A PF that the kernel or its driver limits may have fewer VFs than this. */
static void read_sriov(const struct space *s, struct ia_function *f)
{
	unsigned int control, total, num, offset, stride;
	struct ia_device *d = &f->device;
	int at;

	switch (find_extended(s, PCI_EXT_CAP_ID_SRIOV, &at)) {
	case MISSING:
		d->totalvfs = (struct ia_number){ .absent = true };
		d->numvfs = d->totalvfs;
		f->host.vf_offset = d->totalvfs;
		f->host.vf_stride = d->totalvfs;
		f->host.vf_hw_total = d->totalvfs;
		f->host.vf_bars = d->totalvfs;
		f->host.vf_bars_placed = d->totalvfs;
		f->host.vf_bar_kb = d->totalvfs;
		break;
	case THERE:
		f->host.vf_bars = vf_bars(s, at);
		if (!read_word(s, at + PCI_IOV_CTRL, &control) ||
		    !read_word(s, at + PCI_IOV_TOTALVF, &total) ||
		    !read_word(s, at + PCI_IOV_NUMVF, &num) ||
		    !read_word(s, at + PCI_IOV_OFFSET, &offset) ||
		    !read_word(s, at + PCI_IOV_STRIDE, &stride))
			break;
		d->totalvfs = ia_number_of(total);
		f->host.vf_hw_total = d->totalvfs;
		d->numvfs = ia_number_of(control & PCI_IOV_CTRL_VFE ? num : 0);
		f->host.vf_offset = ia_number_of(offset);
		f->host.vf_stride = ia_number_of(stride);
		break;
	case UNSEEN:
		break;
	}
}

static struct ia_bits acs_bits(unsigned int value)
{
	return (struct ia_bits){ .known = true, .bits = value & ((1u << IA_ACS_BITS) - 1) };
}

/* ACS, 7.7.11. Without the capability no bit is on, which is known. */
static void read_acs(const struct space *s, struct ia_function *f)
{
	struct ia_number none = { .absent = true };
	struct ia_acs *acs = &f->own;
	unsigned int cap, ctl;
	int at;

	switch (find_extended(s, PCI_EXT_CAP_ID_ACS, &at)) {
	case MISSING:
		acs->present = IA_NO;
		acs->cap = acs_bits(0);
		acs->ctl = acs_bits(0);
		f->host.spt_acs_cap = none;
		f->host.spt_acs_ctl = none;
		break;
	case THERE:
		if (!read_word(s, at + PCI_ACS_CAP, &cap) || !read_word(s, at + PCI_ACS_CTRL, &ctl))
			break;
		acs->present = IA_YES;
		acs->cap = acs_bits(cap);
		acs->ctl = acs_bits(ctl);
		f->host.spt_acs_cap = dword_at(s, at + SPT_ACS_CAP);
		f->host.spt_acs_ctl = dword_at(s, at + SPT_ACS_CTL);
		break;
	case UNSEEN:
		break;
	}
}

/* Device Serial Number, 7.9.3: the most significant byte first, as lspci writes it. */
static struct ia_string read_serial(struct ia_arena *arena, const struct space *s)
{
	uint8_t b[8];
	int at;

	switch (find_extended(s, PCI_EXT_CAP_ID_DSN, &at)) {
	case MISSING:
		return (struct ia_string){ .absent = true };
	case THERE:
		if (pci_read_block(s->pci, at + 4, b, sizeof(b)))
			return ia_text_of(ia_format(arena,
						    "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
						    b[7], b[6], b[5], b[4], b[3], b[2], b[1],
						    b[0]));
		break;
	case UNSEEN:
		break;
	}
	return (struct ia_string){ 0 };
}

/* What the header says, 7.5.1; every reader sees it. */
static void read_header(const struct space *s, struct ia_function *f)
{
	struct ia_number none = { .absent = true };
	struct ia_host_device *h = &f->host;
	unsigned int type = header_type(s);

	h->revision = ia_number_of(s->header[PCI_REVISION_ID]);
	h->multifunction = s->header[PCI_HEADER_TYPE] & ~TYPE_MASK ? IA_YES : IA_NO;
	h->subvendor = none;
	h->subdevice = none;
	h->secondary = none;
	h->subordinate = none;
	if (type == PCI_HEADER_TYPE_NORMAL) {
		h->subvendor = ia_number_of(header_word(s, PCI_SUBSYSTEM_VENDOR_ID));
		h->subdevice = ia_number_of(header_word(s, PCI_SUBSYSTEM_ID));
	} else if (type == PCI_HEADER_TYPE_BRIDGE || type == PCI_HEADER_TYPE_CARDBUS) {
		/* A CardBus bridge has them at the same place. */
		h->secondary = ia_number_of(s->header[PCI_SECONDARY_BUS]);
		h->subordinate = ia_number_of(s->header[PCI_SUBORDINATE_BUS]);
	}
	/* A VF answers with ones: its ids are its PF's to tell. */
	if (f->device.vendor.known || header_word(s, PCI_VENDOR_ID) == 0xffff)
		return;
	f->device.vendor = ia_number_of(header_word(s, PCI_VENDOR_ID));
	f->device.device = ia_number_of(header_word(s, PCI_DEVICE_ID));
	f->device.class_code = ia_number_of(header_word(s, PCI_CLASS_DEVICE) << 8 |
					    s->header[PCI_CLASS_PROG]);
}

/**
 * ia_function_init() - begin the records of a function: all of it is unknown
 * @function: filled
 * @address: where it is
 */
void ia_function_init(struct ia_function *function, ia_address address)
{
	memset(function, 0, sizeof(*function));
	ia_record_clear(&ia_records[IA_RECORD_DEVICE], &function->device);
	ia_record_clear(&ia_records[IA_RECORD_HOST_DEVICE], &function->host);
	ia_record_clear(&ia_records[IA_RECORD_ACS], &function->own);
	function->device.address = address;
	function->host.address = address;
	function->own.device = address;
	function->own.port = address;
	function->own.hop = (struct ia_number){ .absent = true };
}

/**
 * ia_function_config() - fill in what configuration space tells of a function
 * @arena: owner of texts
 * @pci: the function; libpci reads it from whatever method its access has. Of a dump that
 *       is PCI_ACCESS_DUMP, which shows as many bytes as the dump has
 * @size: bytes that its configuration space is known to have, as the file "config" of
 *        sysfs does; 0 where only what is shown is known, as of a dump
 * @function: from ia_function_init(); filled. Ids and class that are known already stay,
 *            and so do numvfs and totalvfs if the caller puts them in afterwards
 *
 * For each function call ia_function_init(), this, and fill in what the source knows
 * besides: its path, its group, its driver, its PF. Then ia_functions_take() makes the
 * machine's records of all of them. A function that does not answer stays unknown.
 */
void ia_function_config(struct ia_arena *arena, struct pci_dev *pci, size_t size,
			struct ia_function *function)
{
	struct ia_device *d = &function->device;
	struct space s;

	if (!look_at(&s, pci, size))
		return;
	read_header(&s, function);
	d->type = port_type(&s);
	d->flr = express_flr(&s);
	function->af_flr = af_flr(&s);
	d->ats = cap_state(&s, PCI_EXT_CAP_ID_ATS, PCI_ATS_CTRL, PCI_ATS_CTRL_ENABLE);
	d->pri = cap_state(&s, PCI_EXT_CAP_ID_PRI, PCI_PRI_CTRL, PCI_PRI_CTRL_ENABLE);
	d->pasid = cap_state(&s, PCI_EXT_CAP_ID_PASID, PCI_PASID_CTRL, PCI_PASID_CTRL_ENABLE);
	read_link(&s, &function->host);
	read_sriov(&s, function);
	read_acs(&s, function);
	function->host.serial = read_serial(arena, &s);
	pci_setup_cache(pci, NULL, 0);
}
