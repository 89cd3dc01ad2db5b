// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>

#include "pci.h"
#include "presence.h"
#include "records.h"
#include "source.h"

/*
 * Many devices share the ports above them, so each port is read once per
 * snapshot. Neighbours in the walk share most: the search starts at the end.
 */
static const struct ia_acs_port *read_port(struct ia_records *ports,
					   struct pci_dev *pdev)
{
	u64 address = ia_pci_address(pdev);
	struct ia_acs_port *port;
	size_t i;

	for (i = ports->count; i-- > 0;) {
		port = ia_records_at(ports, i);
		if (port->address == address)
			return port;
	}
	port = ia_records_add(ports);
	if (!port)
		return NULL;
	ia_pci_read_acs(pdev, port);
	ia_presence_at_load(pdev, port);
	return port;
}

static int add_line(struct ia_records *records, struct ia_records *ports,
		    struct pci_dev *pdev, int hop, struct pci_dev *port_dev)
{
	const struct ia_acs_port *port = read_port(ports, port_dev);
	struct ia_acs *acs = port ? ia_records_add(records) : NULL;

	if (!acs)
		return -ENOMEM;
	ia_acs_fill(acs, ia_pci_address(pdev), hop, port);
	return 0;
}

/* A function that is on its way out has no way to the root any more. */
static int add_device(struct ia_records *records, struct ia_records *ports,
		      struct pci_dev *pdev)
{
	struct pci_dev *bridge;
	int hop = 0;
	int ret = 0;

	if (!ia_presence_hold(pdev))
		return 0;
	if (pdev->acs_cap)
		ret = add_line(records, ports, pdev, IA_ABSENT, pdev);
	for (bridge = pci_upstream_bridge(pdev); bridge && !ret;
	     bridge = pci_upstream_bridge(bridge))
		ret = add_line(records, ports, pdev, hop++, bridge);
	ia_presence_release();
	return ret;
}

/**
 * ia_acs_snapshot() - the ACS registers on the way from every device to the root
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_acs, or an ERR_PTR()
 */
struct ia_records *ia_acs_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_acs),
						    ia_presence_count(), NULL);
	struct ia_records *ports = ia_records_new(sizeof(struct ia_acs_port), 16, NULL);
	int ret = records && ports ? 0 : -ENOMEM;
	struct pci_dev *pdev = NULL;

	while (!ret) {
		pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev);
		if (!pdev)
			break;
		ret = add_device(records, ports, pdev);
		cond_resched();
	}
	pci_dev_put(pdev);
	ia_records_free(ports);
	return ia_records_finish(records, ret);
}

/**
 * ia_acs_describe() - how well ACS can be seen
 * @source: filled in
 */
void ia_acs_describe(struct ia_source *source)
{
	source->name = IA_SOURCE_ACS;
	source->method = IA_METHOD_CONFIG_SPACE;
	source->accuracy = IA_ACCURACY_SNAPSHOT;
	source->limit = "the kernel's quirks that stand in for ACS cannot be queried";
	if (ia_presence_missed())
		source->reason = "functions came while memory was short, and are not listed";
}
