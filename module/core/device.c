// SPDX-License-Identifier: GPL-2.0
#include "device.h"
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const port_type_names[] = {
	[IA_PORT_UNKNOWN] = IOMMU_AUDIT_UNKNOWN,
	[IA_PORT_ENDPOINT] = "endpoint",
	[IA_PORT_LEGACY_ENDPOINT] = "legacy_endpoint",
	[IA_PORT_ROOT_PORT] = "root_port",
	[IA_PORT_UPSTREAM] = "upstream",
	[IA_PORT_DOWNSTREAM] = "downstream",
	[IA_PORT_PCIE_TO_PCI] = "pcie_to_pci",
	[IA_PORT_PCI_TO_PCIE] = "pci_to_pcie",
	[IA_PORT_RC_ENDPOINT] = "rc_endpoint",
	[IA_PORT_RC_EVENT_COLLECTOR] = "rc_event_collector",
	[IA_PORT_PCI] = "pci",
	[IA_PORT_PCI_BRIDGE] = "pci_bridge",
};

static const char * const cap_state_names[] = {
	[IA_CAP_ABSENT] = IOMMU_AUDIT_NOT_APPLICABLE,
	[IA_CAP_UNKNOWN] = IOMMU_AUDIT_UNKNOWN,
	[IA_CAP_OFF] = "off",
	[IA_CAP_ON] = "on",
};

/**
 * ia_port_type_name() - the word for a port type
 * @type: the type
 *
 * Return: a string that lives as long as the code
 */
const char *ia_port_type_name(enum ia_port_type type)
{
	return port_type_names[type];
}

static void format_word(struct ia_text *t, const char *key, const char *word)
{
	ia_text_puts(t, key);
	ia_text_puts(t, word);
}

static void format_hex(struct ia_text *t, const char *key, u64 value,
		       unsigned int digits)
{
	ia_text_puts(t, key);
	ia_text_hex(t, value, digits);
}

/**
 * ia_device_put_number() - append a number that may be absent or unknown
 * @t: the text
 * @key: what stands before it
 * @value: the number, %IA_NO_NUMBER or %IA_UNKNOWN_NUMBER
 * @absent: the word for %IA_NO_NUMBER
 */
void ia_device_put_number(struct ia_text *t, const char *key, int value,
			  const char *absent)
{
	ia_text_puts(t, key);
	if (value == IA_NO_NUMBER)
		ia_text_puts(t, absent);
	else if (value == IA_UNKNOWN_NUMBER)
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
	else
		ia_text_int(t, value);
}

/**
 * ia_device_put_name() - append a name that may be absent
 * @t: the text
 * @key: what stands before it
 * @name: the name; empty when there is none
 * @absent: the word for that
 */
void ia_device_put_name(struct ia_text *t, const char *key, const char *name,
			const char *absent)
{
	ia_text_puts(t, key);
	ia_text_value(t, *name ? name : absent);
}

static void format_pf(struct ia_text *t, u64 vf_of)
{
	ia_text_puts(t, " vf_of=");
	if (vf_of == IA_NO_ADDRESS)
		ia_text_puts(t, IOMMU_AUDIT_NOT_APPLICABLE);
	else if (vf_of == IA_UNKNOWN_ADDRESS)
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
	else
		ia_text_bdf(t, vf_of);
}

static void format_path(struct ia_text *t, const struct ia_device *dev)
{
	unsigned int i;

	ia_text_puts(t, " path=");
	if (!dev->path_len)
		ia_text_puts(t, IOMMU_AUDIT_NOT_APPLICABLE);
	if (dev->path_len > IA_MAX_PATH) {
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
		return;
	}
	for (i = dev->path_len; i-- > 0;) {
		ia_text_bdf(t, (dev->address & ~0xffffULL) | dev->path[i]);
		if (i)
			ia_text_puts(t, "/");
	}
}

/**
 * ia_device_format() - write the line of one PCI function
 * @dev: the function
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_device_format(const struct ia_device *dev, char *buf, size_t size)
{
	const struct ia_attachment *at = &dev->at;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_puts(&t, "dev=");
	ia_text_bdf(&t, dev->address);
	format_hex(&t, " vendor=0x", dev->vendor, 4);
	format_hex(&t, " device=0x", dev->device, 4);
	format_hex(&t, " class=0x", dev->class, 6);
	ia_device_put_name(&t, " driver=", dev->driver, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_device_put_number(&t, " group=", at->group, IOMMU_AUDIT_NONE);
	format_word(&t, " domain=", ia_domain_name(at->domain));
	format_word(&t, " default=", ia_domain_name(at->default_domain));
	ia_device_put_name(&t, " unit=", at->unit, IOMMU_AUDIT_NONE);
	ia_device_put_number(&t, " numa=", dev->numa, IOMMU_AUDIT_NOT_APPLICABLE);
	format_hex(&t, " dma_mask=0x", dev->dma_mask, 16);
	ia_text_flag(&t, "untrusted", dev->untrusted);
	format_word(&t, " ats=", cap_state_names[dev->ats]);
	format_word(&t, " pri=", cap_state_names[dev->pri]);
	format_word(&t, " pasid=", cap_state_names[dev->pasid]);
	ia_text_flag(&t, "flr", dev->flr);
	format_pf(&t, dev->vf_of);
	ia_device_put_number(&t, " numvfs=", dev->numvfs, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_device_put_number(&t, " totalvfs=", dev->totalvfs, IOMMU_AUDIT_NOT_APPLICABLE);
	format_path(&t, dev);
	format_word(&t, " type=", ia_port_type_name(dev->type));
	ia_device_put_number(&t, " vf_index=", dev->vf_index, IOMMU_AUDIT_NOT_APPLICABLE);
	format_word(&t, " flush=", ia_flush_name(at->flush));
	return t.len;
}
