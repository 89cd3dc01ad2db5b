// SPDX-License-Identifier: GPL-2.0
/* IOMMU groups and devices, as tables. */
#include "report.h"

#include "../view/columns.h"

/**
 * ia_html_groups() - the section of groups: those of several devices, and how many others
 * @html: the page
 * @page: the machine that it is about
 */
void ia_html_groups(struct ia_html *html, const struct ia_page *page)
{
	const struct ia_machine *m = page->machine;
	const void **several = ia_alloc(html->arena, m->ngroups, sizeof(*several));
	size_t i, n = 0, left;

	for (i = 0; i < m->ngroups; i++) {
		if (m->groups[i].devices.count != 1)
			several[n++] = &m->groups[i];
	}
	left = m->ngroups - n;
	ia_html_section(html, "groups", "IOMMU groups");
	if (!m->ngroups)
		ia_html_say(html, "p", ia_machine_hides_groups(m) ?
			    "The groups are unknown: iommu-audit groups --predict works them out." :
			    "There are none: no IOMMU of this machine is in use.");
	else if (left)
		ia_html_say(html, "p", ia_format(html->arena, "%s one device, %s several.",
						 ia_some(html->arena, left, "group holds",
							 "groups hold"),
						 ia_number_text(html->arena, (struct ia_number){
							.known = true, .n = n })));
	if (n)
		ia_html_records(html, "Groups of several devices",
				ia_columns_table(page, &ia_group_table, NULL, several, n));
}

/**
 * ia_html_devices() - the section of all functions
 * @html: the page
 * @page: the machine that it is about
 */
void ia_html_devices(struct ia_html *html, const struct ia_page *page)
{
	const struct ia_machine *m = page->machine;
	const void **records = ia_alloc(html->arena, m->ndevices, sizeof(*records));
	size_t i;

	for (i = 0; i < m->ndevices; i++)
		records[i] = &m->devices[i];
	ia_html_section(html, "devices", "Devices");
	if (!m->host.nnames)
		ia_html_unseen(html, "names of network interfaces, disks and slots");
	if (!m->ndevices)
		ia_html_say(html, "p", "No PCI functions.");
	else
		ia_html_records(html, "PCI functions by address",
				ia_columns_table(page, &ia_device_table, NULL, records,
						 m->ndevices));
}
