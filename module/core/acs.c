// SPDX-License-Identifier: GPL-2.0
#include "acs.h"
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

/* PCI Express Base Specification, 7.7.8.2 and 7.7.8.3: the same bits in both. */
static const struct ia_bit_name acs_bits[] = {
	{ 1 << 0, IOMMU_AUDIT_ACS_SRC_VALID },
	{ 1 << 1, IOMMU_AUDIT_ACS_TRANS_BLK },
	{ 1 << 2, IOMMU_AUDIT_ACS_REQ_REDIR },
	{ 1 << 3, IOMMU_AUDIT_ACS_CMPLT_REDIR },
	{ 1 << 4, IOMMU_AUDIT_ACS_UPSTREAM_FWD },
	{ 1 << 5, IOMMU_AUDIT_ACS_EGRESS_CTRL },
	{ 1 << 6, IOMMU_AUDIT_ACS_DIRECT_TRANS },
};

static void format_bits(struct ia_text *t, const char *key,
			enum ia_cap_state state, u16 value)
{
	bool first = true;

	ia_text_puts(t, key);
	if (state == IA_CAP_UNKNOWN) {
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
		return;
	}
	if (state != IA_CAP_ABSENT)
		ia_text_bits(t, value, acs_bits, ARRAY_SIZE(acs_bits), &first);
	if (first)
		ia_text_puts(t, IOMMU_AUDIT_NONE);
}

/**
 * ia_acs_format() - write the line of one device and port
 * @acs: the device and the port
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_acs_format(const struct ia_acs *acs, char *buf, size_t size)
{
	const struct ia_acs_port *port = &acs->port;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_puts(&t, "dev=");
	ia_text_bdf(&t, acs->dev);
	ia_text_puts(&t, " hop=");
	if (acs->hop == IA_NO_NUMBER)
		ia_text_puts(&t, IOMMU_AUDIT_NOT_APPLICABLE);
	else
		ia_text_int(&t, acs->hop);
	ia_text_puts(&t, " port=");
	ia_text_bdf(&t, port->address);
	ia_text_puts(&t, " type=");
	ia_text_puts(&t, ia_port_type_name(port->type));
	format_bits(&t, " cap=", port->state, port->cap);
	format_bits(&t, " ctl=", port->state, port->ctl);
	if (port->seen_at_load)
		format_bits(&t, " ctl_at_load=", port->state_at_load,
			    port->ctl_at_load);
	else
		ia_text_puts(&t, " ctl_at_load=" IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_flag(&t, "present", port->state == IA_CAP_UNKNOWN ? -1 :
				    port->state != IA_CAP_ABSENT);
	return t.len;
}
