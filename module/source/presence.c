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
 * Nor does that reference keep the host bridge: its driver frees what the
 * domain number and configuration space are read through (bus->sysdata, and
 * what bus->ops needs) as soon as the last function below it has left. So the
 * address of a function and its registers are read while it is held, and a
 * function is looked up by its pointer. A hold of one function is one of all
 * that it is below.
 *
 * The same entry remembers what the ACS Control Register held when the module
 * was loaded, and is gone with the function, so that another one at the same
 * address inherits nothing.
 *
 * Locking: presence_lock nests inside device locks and the PCI rescan lock. It
 * is held for one function at a time, never over the mutex of a group.
 */
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "pci.h"
#include "presence.h"

/**
 * struct presence - one function that is whole
 * @pdev: the function; not referenced, it leaves before it is gone
 * @at_load: whether it was there when the module was loaded
 * @acs_state: what was seen of ACS then, or as soon as the function could be asked
 * @acs_ctl: the ACS Control Register
 */
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
/* The function that may not be taken apart before ia_presence_unpin(). */
static struct pci_dev *pinned;
static DECLARE_WAIT_QUEUE_HEAD(unpinned);

/* Structures larger than the divisor do not begin in the same piece of memory. */
static unsigned long index_of(const struct pci_dev *pdev)
{
	BUILD_BUG_ON(sizeof(*pdev) < L1_CACHE_BYTES);
	return (unsigned long)pdev / L1_CACHE_BYTES;
}

static struct presence *find(struct pci_dev *pdev)
{
	return xa_load(&present, index_of(pdev));
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

/**
 * ia_presence_enter() - a function arrived, or is there at load time
 * @pdev: the function
 * @at_load: which of both
 *
 * Without memory the function stays out, and is counted.
 *
 * Context: process context, may sleep.
 * Return: false for a function that arrived before the walk at load time came to it
 */
bool ia_presence_enter(struct pci_dev *pdev, bool at_load)
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
		old = xa_store(&present, index_of(pdev), entry, GFP_KERNEL);
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

/**
 * ia_presence_leave() - a function is about to be taken apart
 * @pdev: the function; it may have left already
 *
 * Context: process context, may sleep, until nobody pins or holds the function.
 */
void ia_presence_leave(struct pci_dev *pdev)
{
	struct presence *entry;

	mutex_lock(&presence_lock);
	entry = find(pdev);
	if (entry) {
		xa_erase(&present, index_of(pdev));
		WRITE_ONCE(count, count - 1);
	}
	mutex_unlock(&presence_lock);
	kfree(entry);
	wait_event(unpinned, READ_ONCE(pinned) != pdev);
}

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
	return find(pdev);
}

/**
 * ia_presence_pin() - keep a function from being taken apart for a while
 * @pdev: the function; the caller holds a reference
 *
 * Removal waits in its notifier until ia_presence_unpin(), with neither its
 * group nor its parts gone. Unlike ia_presence_hold() this stops nobody else.
 * One function at a time can be pinned.
 *
 * Context: process context, may sleep.
 * Return: true when the function is pinned; false, and nothing to undo, when
 *         another one is, or when it is on its way out or was never entered
 */
bool ia_presence_pin(struct pci_dev *pdev)
{
	bool whole;

	mutex_lock(&presence_lock);
	whole = !pinned && find(pdev);
	if (whole)
		WRITE_ONCE(pinned, pdev);
	mutex_unlock(&presence_lock);
	return whole;
}

/**
 * ia_presence_unpin() - undo a successful ia_presence_pin()
 */
void ia_presence_unpin(void)
{
	WRITE_ONCE(pinned, NULL);
	wake_up_all(&unpinned);
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
	struct presence *entry = find(pdev);

	lockdep_assert_held(&presence_lock);
	/* It slept then: what it wakes up with is the first that can be seen. */
	if (entry && entry->acs_state == IA_CAP_UNKNOWN) {
		entry->acs_state = port->state;
		entry->acs_ctl = port->ctl;
	}
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
 * ia_presence_exit() - forget every function; nobody enters or reads any more
 */
void ia_presence_exit(void)
{
	struct presence *entry;
	unsigned long index;

	xa_for_each(&present, index, entry)
		kfree(entry);
	xa_destroy(&present);
}
