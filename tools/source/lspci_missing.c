// SPDX-License-Identifier: GPL-2.0
/*
 * What the text of lspci tells by what it leaves out. What is not printed is absent where
 * lspci prints it for whoever has it, and unknown elsewhere: capabilities that were denied,
 * what -v leaves out, what only the kernel of that machine tells.
 */
#include "lspci.h"

#include <pci/pci.h>

/* What the texts of all functions show, though not of each. */
struct shown {
	bool extended;
	bool driver;
	bool group;
	bool numa;
};

/* How much is known of a list of capabilities. */
enum seen {
	UNSEEN,
	SOME,		/* those that are there, but not which are not */
	ALL,
};

static enum seen capabilities_of(const struct ia_lspci_text *text)
{
	if (!text->verbose || text->silent || text->denied)
		return UNSEEN;
	if (text->list == IA_NO)
		return ALL;
	if (text->any)
		return text->ended ? ALL : SOME;
	/* -v does not say whether there is a list, and shows all of one. */
	return text->list == IA_FLAG_UNKNOWN && text->ended ? ALL : UNSEEN;
}

/*
 * Who sees capabilities sees the extended ones too. But a text may be made of a dump of 256
 * bytes, and a host may have no way there: then nobody has an extended one.
 */
static enum seen extended_of(const struct ia_lspci_text *text, const struct shown *shown)
{
	enum seen seen = capabilities_of(text);

	if (seen == ALL && text->caps & 1u << IA_LSPCI_CAP_EXPRESS && !text->extended &&
	    !shown->extended)
		return UNSEEN;
	return seen;
}

static bool is_bridge(const struct ia_lspci_function *f)
{
	uint64_t class = f->text.class.n;

	return f->function.host.secondary.known ||
	       (f->text.class.known &&
		(class == PCI_CLASS_BRIDGE_PCI || class == PCI_CLASS_BRIDGE_CARDBUS));
}

/* Its class has 24 bits: the lowest ones are not printed where they are 0, or without -v. */
static void end_class(struct ia_lspci_function *f)
{
	struct ia_device *d = &f->function.device;
	const struct ia_lspci_text *text = &f->text;

	if (text->class.known && (text->interface.known || text->verbose))
		d->class_code = ia_number_of(text->class.n << 8 | text->interface.n);
	else
		f->function.host.subclass = text->class;
}

static void end_type(struct ia_lspci_function *f)
{
	struct ia_function *to = &f->function;

	if (f->text.caps & 1u << IA_LSPCI_CAP_EXPRESS) {
		/* A port has no Function Level Reset, and its line no word of it. */
		if (to->device.type != IA_PORT_UNKNOWN && !to->device.flr &&
		    to->device.type != IA_PORT_ENDPOINT &&
		    to->device.type != IA_PORT_LEGACY_ENDPOINT &&
		    to->device.type != IA_PORT_RC_ENDPOINT)
			to->device.flr = IA_NO;
	} else if (capabilities_of(&f->text) == ALL) {
		to->device.type = is_bridge(f) ? IA_PORT_PCI_BRIDGE : IA_PORT_PCI;
		to->device.flr = IA_NO;
	}
	if (capabilities_of(&f->text) == ALL && !(f->text.caps & 1u << IA_LSPCI_CAP_AF))
		to->af_flr = IA_NO;
}

/* What it would have been seen to have. */
static void end_extended(struct ia_lspci_function *f, const struct shown *shown)
{
	const struct ia_number none = { .absent = true };
	const struct ia_bits no_bits = { .known = true };
	unsigned int missing = extended_of(&f->text, shown) == ALL ? ~f->text.caps : 0;
	struct ia_device *d = &f->function.device;
	struct ia_host_device *h = &f->function.host;
	struct ia_acs *own = &f->function.own;

	if (f->text.caps & 1u << IA_LSPCI_CAP_ACS)
		own->present = IA_YES;
	if (missing & 1u << IA_LSPCI_CAP_ACS) {
		own->present = IA_NO;
		own->cap = no_bits;
		own->ctl = no_bits;
		h->spt_acs_cap = none;
		h->spt_acs_ctl = none;
	}
	if (missing & 1u << IA_LSPCI_CAP_ATS)
		d->ats = IA_CAP_ABSENT;
	if (missing & 1u << IA_LSPCI_CAP_PRI)
		d->pri = IA_CAP_ABSENT;
	if (missing & 1u << IA_LSPCI_CAP_PASID)
		d->pasid = IA_CAP_ABSENT;
	if (missing & 1u << IA_LSPCI_CAP_SERIAL)
		h->serial.absent = true;
	if (missing & 1u << IA_LSPCI_CAP_SRIOV) {
		d->totalvfs = none;
		d->numvfs = none;
	} else if (f->text.vfs_on == IA_NO) {
		d->numvfs = ia_number_of(0);
	} else if (f->text.vfs_on == IA_YES) {
		d->numvfs = f->text.vfs;
	}
}

/* The lines above its capabilities. */
static void end_header(struct ia_lspci_function *f, const struct shown *shown)
{
	const struct ia_number none = { .absent = true };
	struct ia_device *d = &f->function.device;
	struct ia_host_device *h = &f->function.host;
	bool all = f->text.verbose && (f->text.ended || f->text.any || f->text.denied);

	if (all && !f->text.silent && !is_bridge(f) && f->text.class.known) {
		h->secondary = none;
		h->subordinate = none;
	} else if (is_bridge(f)) {
		h->subvendor = none;
		h->subdevice = none;
	}
	if (all && shown->group && !d->group.known)
		d->group = none;
	if (all && shown->numa && !d->numa.known)
		d->numa = none;
	if (f->text.ended && shown->driver && !d->driver.known)
		d->driver.absent = true;
}

/**
 * ia_lspci_missing() - fill in what the text shows by what it leaves out
 * @dump: all functions, read to their ends
 */
void ia_lspci_missing(struct ia_lspci *dump)
{
	struct shown shown = { 0 };
	size_t i;

	for (i = 0; i < dump->count; i++) {
		const struct ia_lspci_function *f = &dump->items[i];

		shown.extended |= f->text.extended;
		shown.driver |= f->function.device.driver.known;
		shown.group |= f->function.device.group.known;
		shown.numa |= f->function.device.numa.known;
	}
	for (i = 0; i < dump->count; i++) {
		struct ia_lspci_function *f = &dump->items[i];

		end_class(f);
		end_type(f);
		end_extended(f, &shown);
		end_header(f, &shown);
	}
}
