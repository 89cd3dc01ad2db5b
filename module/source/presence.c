// SPDX-License-Identifier: GPL-2.0
/*
 * A reader walks PCI functions while others remove them. The reference it
 * holds on a function keeps the structure alive, but not what it is tied to:
 * its IOMMU group, which the core lets go of between BUS_NOTIFY_DEL_DEVICE and
 * BUS_NOTIFY_REMOVED_DEVICE, and the PF of a VF. iommu_group_get() in the wrong
 * moment would touch a group that is being freed. So the functions that are
 * whole are kept here: entered when they arrive, taken out in DEL_DEVICE, under
 * a mutex that readers hold while they follow such ties.
 *
 * The same entry remembers what the ACS Control Register held when the module
 * was loaded, and is gone with the function, so that another one at the same
 * address inherits nothing.
 *
 * What comes, goes, and meets drivers is told to the ring of events as well.
 *
 * Locking: presence_lock nests inside device locks and the PCI rescan lock. It
 * is held for one function at a time, never over the mutex of a group.
 */
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "events.h"
#include "pci.h"
#include "presence.h"
#include "source.h"

struct presence {
	struct pci_dev *pdev;
	bool at_load;
	enum ia_cap_state acs_state;
	u16 acs_ctl;
};

static DEFINE_MUTEX(presence_lock);
static DEFINE_XARRAY(present);
static unsigned long count;
/* Functions that could not be entered for lack of memory. */
static unsigned long missed;

static struct presence *find(struct pci_dev *pdev)
{
	struct presence *entry = xa_load(&present, ia_pci_address(pdev));

	return entry && entry->pdev == pdev ? entry : NULL;
}

static struct presence *new_entry(struct pci_dev *pdev, bool at_load)
{
	struct presence *entry = kzalloc(sizeof(*entry), GFP_KERNEL);
	struct ia_acs_port port;

	if (!entry)
		return NULL;
	entry->pdev = pdev;
	entry->at_load = at_load;
	if (at_load) {
		ia_pci_read_acs(pdev, &port);
		entry->acs_state = port.state;
		entry->acs_ctl = port.ctl;
	}
	return entry;
}

/*
 * Without memory the function stays out, and is counted. Returns false for a
 * function that has arrived between the notifier and the walk at load time.
 */
static bool enter(struct pci_dev *pdev, bool at_load)
{
	struct presence *entry = new_entry(pdev, at_load);
	bool known = false;
	void *old = NULL;

	mutex_lock(&presence_lock);
	if (!entry) {
		WRITE_ONCE(missed, missed + 1);
	} else if (at_load && find(pdev)) {
		known = true;
		old = entry;
	} else {
		old = xa_store(&present, ia_pci_address(pdev), entry, GFP_KERNEL);
		if (xa_is_err(old)) {
			old = entry;
			WRITE_ONCE(missed, missed + 1);
		} else if (!old) {
			WRITE_ONCE(count, count + 1);
		}
	}
	mutex_unlock(&presence_lock);
	kfree(old);
	return !known;
}

static void leave(struct pci_dev *pdev)
{
	struct presence *entry;

	mutex_lock(&presence_lock);
	entry = find(pdev);
	if (entry) {
		xa_erase(&present, ia_pci_address(pdev));
		WRITE_ONCE(count, count - 1);
	}
	mutex_unlock(&presence_lock);
	kfree(entry);
}

static int presence_notify(struct notifier_block *nb, unsigned long action,
			   void *data)
{
	struct pci_dev *pdev = to_pci_dev(data);

	switch (action) {
	case BUS_NOTIFY_ADD_DEVICE:
		enter(pdev, false);
		ia_event_function(pdev, IA_EVENT_ADD);
		break;
	case BUS_NOTIFY_BOUND_DRIVER:
		ia_event_function(pdev, IA_EVENT_BIND);
		break;
	case BUS_NOTIFY_DRIVER_NOT_BOUND:
		ia_event_function(pdev, IA_EVENT_BIND_FAILED);
		break;
	case BUS_NOTIFY_UNBIND_DRIVER:
		ia_event_function(pdev, IA_EVENT_UNBIND);
		break;
	case BUS_NOTIFY_DEL_DEVICE:
		ia_event_function(pdev, IA_EVENT_DEL);
		leave(pdev);
		break;
	case BUS_NOTIFY_REMOVED_DEVICE:
		leave(pdev);
		break;
	}
	return NOTIFY_OK;
}

/* Behind the IOMMU core's own, so that a function that came has its group. */
static struct notifier_block presence_nb = {
	.notifier_call = presence_notify,
	.priority = -1,
};

/**
 * ia_presence_hold() - keep a function from being taken apart, if it is whole
 * @pdev: the function; the caller holds a reference
 *
 * Removal waits in its notifier until ia_presence_release(), so the caller
 * has to be quick.
 *
 * Context: process context, may sleep.
 * Return: true when the function is held; false, and nothing to release, when
 *         it is on its way out or was never entered
 */
bool ia_presence_hold(struct pci_dev *pdev)
{
	mutex_lock(&presence_lock);
	if (find(pdev))
		return true;
	mutex_unlock(&presence_lock);
	return false;
}

/**
 * ia_presence_release() - undo a successful ia_presence_hold()
 */
void ia_presence_release(void)
{
	mutex_unlock(&presence_lock);
}

/**
 * ia_presence_known() - whether a function was entered and has not left
 * @pdev: a function; somebody keeps its structure alive
 *
 * Context: any. Without the lock the answer may be out of date.
 */
bool ia_presence_known(struct pci_dev *pdev)
{
	return xa_load(&present, ia_pci_address(pdev));
}

/**
 * ia_presence_at_load() - add what was seen of a port at load time
 * @pdev: the port
 * @port: its record; the members about load time are filled in
 *
 * Context: between ia_presence_hold() and ia_presence_release(), of the port
 *          or of a function below it.
 */
void ia_presence_at_load(struct pci_dev *pdev, struct ia_acs_port *port)
{
	const struct presence *entry = find(pdev);

	lockdep_assert_held(&presence_lock);
	port->seen_at_load = entry && entry->at_load;
	if (port->seen_at_load) {
		port->state_at_load = entry->acs_state;
		port->ctl_at_load = entry->acs_ctl;
	}
}

/**
 * ia_presence_missed() - functions that could not be entered for lack of memory
 *
 * Readers can tell little of them. The figure never goes down.
 */
unsigned long ia_presence_missed(void)
{
	return READ_ONCE(missed);
}

/**
 * ia_presence_count() - functions that are there now
 */
unsigned long ia_presence_count(void)
{
	return READ_ONCE(count);
}

/**
 * ia_presence_init() - enter what is there, and follow what comes and goes;
 *			the ring of events is there already
 *
 * The lock against rescan and hotplug keeps the walk from entering a function
 * whose removal began before the notifier was in place.
 *
 * Return: 0 or a negative errno
 */
int ia_presence_init(void)
{
	struct pci_dev *pdev = NULL;
	int ret = bus_register_notifier(&pci_bus_type, &presence_nb);

	if (ret)
		return ret;
	pci_lock_rescan_remove();
	for_each_pci_dev(pdev) {
		if (enter(pdev, true) && pdev->is_virtfn)
			ia_event_function(pdev, IA_EVENT_BASELINE);
	}
	pci_unlock_rescan_remove();
	return 0;
}

/**
 * ia_presence_exit() - stop following; no reader is left
 */
void ia_presence_exit(void)
{
	struct presence *entry;
	unsigned long index;

	bus_unregister_notifier(&pci_bus_type, &presence_nb);
	xa_for_each(&present, index, entry)
		kfree(entry);
	xa_destroy(&present);
}
