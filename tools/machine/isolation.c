// SPDX-License-Identifier: GPL-2.0
/* pci_acs_enabled() for the four bits that the IOMMU core asks for: REQ_ACS_FLAGS */
#include "predict.h"

#define INTEL		0x8086
#define MELLANOX	0x15b3
#define IDT		0x111d
#define IDT_80B5	0x80b5
#define IDT_8090	0x8090
#define REDIRECT	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)
#define ALL_BITS	((1u << IA_ACS_BITS) - 1)

/* Bits of ACS Control that are known to be on, and to be off. */
struct control {
	unsigned int on;
	unsigned int off;
};

/* One function that is asked. */
struct asked {
	const struct ia_boot *boot;
	const struct ia_device *device;
	const struct ia_acs *acs;
	enum ia_flag has_acs;
};

/* What a quirk says: it does not apply, or what it knows. */
enum verdict { NOTHING, NO, YES, MAYBE };

/*
 * The ACS of each device, by its place: its own line, or that of a device below it; NULL
 * where no line tells of it.
 */
const struct ia_acs **ia_acs_by_device(const struct ia_machine *machine)
{
	const struct ia_acs **acs = ia_alloc(machine->arena, machine->ndevices + 1, sizeof(*acs));
	size_t i;

	for (i = 0; i < machine->nacs; i++) {
		const struct ia_acs *one = &machine->acs[i];
		const struct ia_device *port = ia_machine_device(machine, one->port);

		if (port && (!acs[port - machine->devices] || ia_acs_is_own(one)))
			acs[port - machine->devices] = one;
	}
	return acs;
}

/*
 * Lines are there for whatever has the capability, and for each port above something;
 * but for the module, also for a function of which that is not known.
 */
static bool acs_was_read(const struct ia_machine *m)
{
	size_t i;

	if (ia_is_value(m->source) && m->source != IA_FROM_MODULE)
		return true;
	for (i = 0; i < m->nsources; i++) {
		if (m->sources[i].name == IA_SOURCE_ACS)
			return m->sources[i].accuracy != IA_ACCURACY_NONE;
	}
	return m->nacs;
}

static enum ia_flag has_acs(const struct ia_machine *m, const struct ia_acs *acs)
{
	if (!acs)
		return acs_was_read(m) ? IA_NO : IA_FLAG_UNKNOWN;
	if (ia_is_value(acs->present))
		return acs->present;
	/* Older modules do not tell a capability without a bit from none. */
	return acs->cap.known ? IA_NO : IA_FLAG_UNKNOWN;
}

static bool is_express(enum ia_port_type type)
{
	return type != IA_PORT_PCI && type != IA_PORT_PCI_BRIDGE;
}

/* The number of the bus right below a bridge is its secondary one; VFs may be on the next ones. */
static bool is_on_bus_of_vfs(const struct ia_device *device)
{
	const struct ia_device *bridge = device->above;

	return bridge && bridge->host && bridge->host->secondary.known &&
	       bridge->host->secondary.n != ia_bus(device->address);
}

/* A VF has the vendor, the class and the Express type of its PF, and no SR-IOV of its own. */
static bool may_be_vf_of(const struct ia_device *device, const struct ia_device *pf)
{
	return pf->totalvfs.known && pf->totalvfs.n && pf->vendor.known && pf->class_code.known &&
	       pf->vendor.n == device->vendor.n && pf->type == device->type &&
	       pf->class_code.n >> 16 == device->class_code.n >> 16;
}

/* Mellanox's VFs are in the slot of their PFs: of mlx4_pci_table[] and mlx5_core_pci_table[]. */
static bool has_id_of_vfs(const struct ia_device *device)
{
	static const uint16_t ids[] = {
		0x1002, 0x1004, 0x1012, 0x1014, 0x1016, 0x1018, 0x101a, 0x101c, 0x101e, 0xa2d3,
	};
	size_t i;

	for (i = 0; device->vendor.n == MELLANOX && i < sizeof(ids) / sizeof(*ids); i++) {
		if (ids[i] == device->device.n)
			return true;
	}
	return false;
}

/* Below a port, the kernel looks for functions in the first slot only: only_one_child(). */
static bool is_found_as_vf(const struct ia_device *device)
{
	const struct ia_device *port = device->above;

	return has_id_of_vfs(device) ||
	       (port && device->address & 0xf8 &&
		(port->type == IA_PORT_ROOT_PORT || port->type == IA_PORT_DOWNSTREAM));
}

static bool is_on_bus_of(const struct ia_device *a, const struct ia_device *b)
{
	return a->address >> 8 == b->address >> 8;
}

/* Whether a function is a virtual one; where the source does not say, what else tells it. */
enum ia_flag ia_taken_for_vf(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_device *other = device;

	if (device->vf_of != IA_UNKNOWN_ADDRESS)
		return ia_is_address(device->vf_of) ? IA_YES : IA_NO;
	if ((device->type != IA_PORT_ENDPOINT && device->type != IA_PORT_RC_ENDPOINT) ||
	    device->totalvfs.n || !device->vendor.known || !device->class_code.known)
		return IA_NO;
	if (is_on_bus_of_vfs(device))
		return IA_YES;
	for (; other > machine->devices && is_on_bus_of(other - 1, device); other--) {
		if (may_be_vf_of(device, other - 1))
			return is_found_as_vf(device) ? IA_YES : IA_FLAG_UNKNOWN;
	}
	return IA_NO;
}

/*
 * Whether the kernel takes a function for one of several. Whatever is found behind
 * function 0 is, but VFs; of function 0 its Header Type says it. Where that was not read,
 * others in the slot do: a function 0 that says so and is alone is not worth a doubt.
 */
enum ia_flag ia_multifunction(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_device *next = device + 1, *end = machine->devices + machine->ndevices;
	enum ia_flag vf = ia_taken_for_vf(machine, device), other, several = IA_NO;

	if (vf == IA_YES)
		return IA_NO;
	if (device->address & 7)
		return vf == IA_NO ? IA_YES : IA_FLAG_UNKNOWN;
	if (device->host && ia_is_value(device->host->multifunction))
		return device->host->multifunction;
	for (; next < end && ia_slot(next->address) == ia_slot(device->address); next++) {
		other = ia_taken_for_vf(machine, next);
		if (other == IA_NO && vf == IA_NO)
			return IA_YES;
		if (other != IA_YES)
			several = IA_FLAG_UNKNOWN;
	}
	return several;
}

/* Subsystem ids are not in the records of devices, and so not in ia_pci_matches(). */
static enum ia_flag matches(const struct ia_pci_match *match, const struct ia_device *device)
{
	const struct ia_host_device *host = device->host;

	if (!ia_pci_matches(match, device))
		return IA_NO;
	if (!match->by_ids || (!match->subvendor && !match->subdevice))
		return IA_YES;
	if (!host || (!host->subvendor.known && !host->subvendor.absent))
		return IA_FLAG_UNKNOWN;
	return (!match->subvendor || match->subvendor == host->subvendor.n) &&
	       (!match->subdevice || match->subdevice == host->subdevice.n) ? IA_YES : IA_NO;
}

/*
 * The first request of a list that names a function. What the kernel does not
 * understand ends the list, and before the fix of config_acs= the second request
 * does, as its flags are not read. Return: whether one does.
 */
static enum ia_flag request_for(const struct ia_acs_requests *requests, enum ia_flag all,
				const struct ia_device *device,
				const struct ia_acs_request **request)
{
	bool ended = false;
	size_t i;

	for (i = 0; i < requests->count && !requests->items[i].wrong; i++) {
		enum ia_flag fits = matches(&requests->items[i].match, device);

		*request = &requests->items[i];
		if (fits != IA_NO)
			return ended ? IA_FLAG_UNKNOWN : fits;
		if (all == IA_NO && requests->items[i].mask)
			break;
		ended |= all == IA_FLAG_UNKNOWN && requests->items[i].mask;
	}
	return IA_NO;
}

static void force(struct control *control, unsigned int on, unsigned int off)
{
	control->on = (control->on & ~off) | on;
	control->off = (control->off & ~on) | off;
}

/* What nobody read of what firmware leaves on. */
static void forget(struct control *control, unsigned int bits, const struct control *firmware)
{
	control->on = (control->on & ~bits) | (firmware->on & bits);
	control->off = (control->off & ~bits) | (firmware->off & bits);
}

/* config_acs= came with 6.11, and disable_acs_redir= became a case of it. */
static enum ia_flag has_config_acs(struct ia_release release)
{
	if (!release.known)
		return IA_FLAG_UNKNOWN;
	if (ia_release_from(release, 6, 11))
		return IA_YES;
	return release.backported ? IA_FLAG_UNKNOWN : IA_NO;
}

/* Bits that a parameter gave the function when the machine was read, and not firmware. */
static unsigned int meddled(const struct asked *a)
{
	const struct ia_machine *m = a->boot->machine;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);
	enum ia_flag extended = has_config_acs(release);
	enum ia_flag fixed = ia_has_change(release, IA_CHANGE_CONFIG_ACS_FIX);
	const struct ia_acs_request *request;
	unsigned int bits = 0;

	if (request_for(&a->boot->read_redir, IA_YES, a->device, &request) != IA_NO)
		bits |= extended == IA_NO || fixed == IA_YES ? REDIRECT : ALL_BITS;
	if (extended != IA_NO &&
	    request_for(&a->boot->read_config, IA_YES, a->device, &request) != IA_NO)
		bits |= fixed == IA_YES ? request->mask : ALL_BITS;
	return bits;
}

/*
 * What firmware left, where no parameter meddled: with no IOMMU in use the kernel adds
 * nothing, and otherwise a bit that is off was off before.
 */
static struct control firmware_control(const struct asked *a)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	struct control control = { 0 };
	unsigned int left;

	if (!read->known || !a->boot->read_known)
		return control;
	left = ALL_BITS & ~meddled(a);
	control.off = left & ~read->bits;
	if (a->boot->was_off)
		control.on = left & read->bits;
	return control;
}

/* pci_disable_acs_redir() of the kernels that have no config_acs= */
static enum ia_flag configure_before(const struct asked *a, const struct ia_acs_requests *requests,
				     bool redirect, struct control *control)
{
	const struct ia_acs_request *request;
	enum ia_flag named = redirect ? request_for(requests, IA_YES, a->device, &request) : IA_NO;

	if (named == IA_YES)
		force(control, 0, REDIRECT);
	return named;
}

/* What two kernels may make of it, one of which it is. */
static void keep_both(struct control *control, const struct control *one,
		      const struct control *other)
{
	control->on = one->on & other->on;
	control->off = one->off & other->off;
}

/* __pci_config_acs() */
static enum ia_flag configure_since(const struct asked *a, const struct ia_acs_requests *requests,
				    bool redirect, const struct control *firmware,
				    struct control *control)
{
	enum ia_flag fixed = ia_has_change(a->boot->release, IA_CHANGE_CONFIG_ACS_FIX);
	const struct ia_acs_request *request;
	struct control now = *control, before = *control;
	enum ia_flag named = request_for(requests, redirect ? IA_YES : fixed, a->device, &request);

	if (named != IA_YES)
		return named;
	/* What is not named is what firmware left, and what is named is as it is named. */
	forget(&now, ALL_BITS & ~request->mask, firmware);
	force(&now, request->flags & request->mask, request->mask & ~request->flags);
	/* Before the fix the other way round: and disable_acs_redir= sets all that it spares. */
	forget(&before, request->mask, firmware);
	force(&before, redirect ? ALL_BITS & ~REDIRECT : request->flags & request->mask, 0);
	if (fixed == IA_FLAG_UNKNOWN)
		keep_both(control, &now, &before);
	else
		*control = fixed == IA_YES ? now : before;
	return IA_YES;
}

static enum ia_flag configure(const struct asked *a, const struct ia_acs_requests *requests,
			      bool redirect, const struct control *firmware,
			      struct control *control)
{
	enum ia_flag has = has_config_acs(a->boot->release);
	struct control since = *control, before = *control;
	enum ia_flag named;

	if (has == IA_NO)
		return configure_before(a, requests, redirect, control);
	named = configure_since(a, requests, redirect, firmware, &since);
	if (has == IA_YES) {
		*control = since;
		return named;
	}
	configure_before(a, requests, redirect, &before);
	keep_both(control, &since, &before);
	return named;
}

/* Whether a parameter names the function: all that it takes for Sunrise Point's ports. */
static enum ia_flag is_named(const struct asked *a)
{
	struct control any = { 0 };
	enum ia_flag redir = configure(a, &a->boot->redir, true, &any, &any);
	enum ia_flag config = configure(a, &a->boot->config, false, &any, &any);

	if (config == IA_YES && has_config_acs(a->boot->release) != IA_YES)
		config = IA_FLAG_UNKNOWN;
	if (redir == IA_YES || config == IA_YES)
		return IA_YES;
	return redir == IA_NO && config == IA_NO ? IA_NO : IA_FLAG_UNKNOWN;
}

/*
 * A bit that the kernel set when it booted and that is off: either the port does not
 * take it, or somebody cleared it.
 */
static void doubt_held(const struct asked *a, struct control *control,
		       struct ia_isolation *isolation)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	unsigned int stuck = a->acs->cap.bits & IA_ACS_ISOLATION & ~read->bits;

	if (!read->known || !ia_has_groups(a->boot->machine) || !(stuck & control->on))
		return;
	if (a->boot->held)
		control->off |= stuck;
	else
		isolation->fact = IA_FACT_HELD;
	control->on &= ~stuck;
}

/* The control bits when groups are made. */
static struct control control_of(const struct asked *a, struct ia_isolation *isolation)
{
	const struct ia_bits *read = a->acs->ctl_at_load.known ? &a->acs->ctl_at_load :
								 &a->acs->ctl;
	struct control control = { 0 }, firmware;
	enum ia_flag redir, config;

	isolation->fact = IA_FACT_CONTROL;
	if (a->boot->as_read && read->known)
		return (struct control){ read->bits, ALL_BITS & ~read->bits };
	firmware = firmware_control(a);
	control = firmware;
	isolation->fact = IA_FACT_FIRMWARE;
	if (a->boot->late) {
		control.off = 0;
		isolation->fact = IA_FACT_LATE;
	} else {
		force(&control, a->acs->cap.bits & IA_ACS_ISOLATION, 0);
	}
	doubt_held(a, &control, isolation);
	redir = configure(a, &a->boot->redir, true, &firmware, &control);
	config = configure(a, &a->boot->config, false, &firmware, &control);
	if (redir == IA_FLAG_UNKNOWN || config == IA_FLAG_UNKNOWN) {
		isolation->fact = IA_FACT_SUBSYSTEM;
		control = (struct control){ 0 };
	}
	return control;
}

/* pci_disable_broken_acs_cap(): whether Source Validation of the port counts for nothing. */
static enum ia_flag is_broken(const struct asked *a)
{
	if (a->device->vendor.n != IDT ||
	    (a->device->device.n != IDT_80B5 && a->device->device.n != IDT_8090))
		return IA_NO;
	return ia_has_change(a->boot->release, IA_CHANGE_IDT_SV);
}

static void decide(struct ia_isolation *isolation, unsigned int needed,
		   const struct control *control)
{
	isolation->missing = needed & ~control->on;
	isolation->isolates = !isolation->missing ? IA_YES :
			      needed & control->off ? IA_NO : IA_FLAG_UNKNOWN;
	if (isolation->isolates == IA_NO)
		isolation->missing = needed & control->off;
}

/* pci_acs_flags_enabled() */
static void by_bits(const struct asked *a, struct ia_isolation *isolation)
{
	struct ia_isolation less = { 0 };
	struct control control;
	unsigned int needed;
	enum ia_flag broken;

	isolation->by = IA_ISOLATED_BY_BITS;
	if (a->has_acs == IA_NO) {
		isolation->by = IA_ISOLATED_BY_NO_ACS;
		isolation->isolates = IA_NO;
		isolation->missing = IA_ACS_ISOLATION;
		return;
	}
	isolation->fact = IA_FACT_ACS;
	if (a->has_acs != IA_YES || !a->acs || !a->acs->cap.known)
		return;
	control = control_of(a, isolation);
	broken = is_broken(a);
	needed = a->acs->cap.bits & IA_ACS_ISOLATION;
	decide(isolation, broken == IA_YES ? needed & ~IA_ACS_SRC_VALID : needed, &control);
	decide(&less, needed & ~IA_ACS_SRC_VALID, &control);
	if (broken == IA_FLAG_UNKNOWN && less.isolates != isolation->isolates) {
		isolation->isolates = IA_FLAG_UNKNOWN;
		isolation->fact = IA_FACT_VERSION;
	}
}

/**
 * ia_acs_after() - the control bits of a port when a kernel has booted
 * @boot: the kernel
 * @device: the port
 * @acs: its ACS, with a capability that is known
 * @on: bits that are known to be on then
 * @off: bits that are known to be off
 */
void ia_acs_after(const struct ia_boot *boot, const struct ia_device *device,
		  const struct ia_acs *acs, unsigned int *on, unsigned int *off)
{
	struct asked a = { boot, device, acs, IA_YES };
	struct ia_isolation isolation = { 0 };
	struct control control = control_of(&a, &isolation);

	/* A parameter that names one of these takes redirection away, and does nothing else. */
	if (!boot->as_read && ia_acs_is_spt(device)) {
		control.on = acs->cap.bits & IA_ACS_ISOLATION;
		control.off = ALL_BITS & ~control.on;
		if (is_named(&a) == IA_YES)
			force(&control, 0, REDIRECT);
	}
	*on = control.on;
	*off = control.off;
}

/* pci_quirk_intel_spt_pch_acs(): bits that are standard in registers that are not. */
static enum verdict by_spt(const struct asked *a, struct ia_isolation *isolation)
{
	const struct ia_host_device *host = a->device->host;
	struct control control = { 0 };
	unsigned int cap;
	enum ia_flag named;

	if (a->has_acs == IA_NO)
		return NOTHING;
	isolation->fact = IA_FACT_ACS;
	if (a->has_acs != IA_YES)
		return MAYBE;
	cap = host && host->spt_acs_cap.known ? host->spt_acs_cap.n : a->acs->cap.bits;
	if (!(host && host->spt_acs_cap.known) && !a->acs->cap.known)
		return MAYBE;
	if (a->boot->as_read && host && host->spt_acs_ctl.known) {
		control.on = host->spt_acs_ctl.n;
		control.off = ~control.on;
	} else {
		/* What pci_quirk_enable_intel_spt_pch_acs() sets, and what takes it back. */
		control.on = cap;
		named = is_named(a);
		if (named == IA_YES)
			force(&control, 0, REDIRECT);
		isolation->fact = IA_FACT_SUBSYSTEM;
		if (named == IA_FLAG_UNKNOWN)
			control.on = 0;
	}
	decide(isolation, cap & IA_ACS_ISOLATION, &control);
	return isolation->isolates == IA_YES ? YES : isolation->isolates == IA_NO ? NO : MAYBE;
}

static enum verdict listed(enum ia_flag lists, enum verdict otherwise)
{
	return lists == IA_YES ? YES : lists == IA_NO ? otherwise : MAYBE;
}

/* pci_quirk_amd_sb_acs(): of what is on a root bus, and only with an IVRS table. */
static enum verdict on_southbridge(const struct asked *a, struct ia_isolation *isolation)
{
	const struct ia_boot *boot = a->boot;

	if (ia_multifunction(boot->machine, a->device) == IA_NO || a->device->path.known)
		return NOTHING;
	isolation->fact = IA_FACT_PLACE;
	if (!a->device->path.absent)
		return MAYBE;
	isolation->fact = IA_FACT_IVRS;
	return boot->ivrs == IA_YES ? YES : boot->ivrs == IA_NO ? NOTHING : MAYBE;
}

/* Whether the type is one of these; MAYBE when it is not known. */
static enum verdict is_type(const struct asked *a, enum ia_port_type type, enum ia_port_type other,
			    struct ia_isolation *isolation)
{
	isolation->fact = IA_FACT_TYPE;
	if (!ia_is_value(a->device->type))
		return MAYBE;
	return a->device->type == type || a->device->type == other ? YES : NOTHING;
}

/* What a function of pci_dev_acs_enabled[] says; NO is final, as YES is. */
static enum verdict ask_quirk(const struct asked *a, enum ia_acs_quirk_id id,
			      struct ia_isolation *isolation)
{
	enum ia_flag lists = ia_acs_quirk_lists(id, a->device->device.n, a->boot->release);
	enum verdict type;

	switch (id) {
	case IA_ACS_QUIRK_AMD_SB:
		return on_southbridge(a, isolation);
	case IA_ACS_QUIRK_RCIEP:
		return is_type(a, IA_PORT_RC_ENDPOINT, IA_PORT_RC_ENDPOINT, isolation);
	case IA_ACS_QUIRK_AL:
		return is_type(a, IA_PORT_ROOT_PORT, IA_PORT_ROOT_PORT, isolation);
	case IA_ACS_QUIRK_INTEL_PCH:
	case IA_ACS_QUIRK_INTEL_SPT_PCH:
	case IA_ACS_QUIRK_CAVIUM:
		if (lists == IA_NO)
			return NOTHING;
		type = is_type(a, IA_PORT_ROOT_PORT, IA_PORT_ROOT_PORT, isolation);
		if (type != YES || id != IA_ACS_QUIRK_INTEL_SPT_PCH)
			return type;
		return by_spt(a, isolation);
	case IA_ACS_QUIRK_ZHAOXIN_PORTS:
		type = is_type(a, IA_PORT_ROOT_PORT, IA_PORT_DOWNSTREAM, isolation);
		if (type != YES)
			return type;
		isolation->fact = IA_FACT_VERSION;
		return listed(lists, NO);
	case IA_ACS_QUIRK_WANGXUN_NIC:
		isolation->fact = IA_FACT_VERSION;
		return listed(lists, NO);
	default:
		return YES;
	}
}

static bool fits(const struct ia_acs_quirk *quirk, const struct ia_device *device)
{
	return quirk->vendor == device->vendor.n && device->device.n >= quirk->first &&
	       device->device.n <= quirk->last;
}

static void settle(struct ia_isolation *isolation, enum verdict verdict,
		   enum ia_acs_quirk_id id)
{
	isolation->by = IA_ISOLATED_BY_QUIRK;
	isolation->quirk = id;
	isolation->isolates = verdict == YES ? IA_YES : verdict == NO ? IA_NO : IA_FLAG_UNKNOWN;
	if (verdict == NO && !isolation->missing)
		isolation->missing = IA_ACS_ISOLATION;
	if (verdict != MAYBE)
		isolation->fact = IA_FACT_NOTHING;
}

/* pci_dev_specific_acs_enabled(): @doubt is what a quirk says that the kernel may not have. */
static bool by_table(const struct asked *a, struct ia_isolation *isolation,
		     struct ia_isolation *doubt)
{
	size_t i;

	for (i = 0; i < ia_nacs_quirks; i++) {
		const struct ia_acs_quirk *quirk = &ia_acs_quirks[i];
		struct ia_isolation one = { 0 };
		enum verdict verdict;
		enum ia_flag has;

		if (!fits(quirk, a->device))
			continue;
		has = ia_has_change(a->boot->release, quirk->since);
		verdict = has == IA_NO ? NOTHING : ask_quirk(a, quirk->id, &one);
		if (verdict == NOTHING)
			continue;
		settle(&one, verdict, quirk->id);
		if (has == IA_YES) {
			*isolation = one;
			return true;
		}
		one.fact = IA_FACT_VERSION;
		*doubt = one;
	}
	return false;
}

static bool override_names(const struct ia_acs_override *override, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < override->count; i++) {
		if (override->vendors[i] == device->vendor.n &&
		    override->devices[i] == device->device.n)
			return true;
	}
	return false;
}

/* pcie_acs_overrides() of the patch, which is behind the table. */
static enum verdict by_override(const struct asked *a, struct ia_isolation *isolation)
{
	const struct ia_acs_override *override = &a->boot->override;
	enum ia_port_type type = a->device->type;
	enum ia_flag several;

	if (!override->given || a->boot->patched == IA_NO)
		return NOTHING;
	isolation->fact = IA_FACT_TYPE;
	if (!ia_is_value(type))
		return MAYBE;
	if (!is_express(type) || a->has_acs == IA_YES)
		return NOTHING;
	switch (type) {
	case IA_PORT_ROOT_PORT:
	case IA_PORT_DOWNSTREAM:
		if (!override->downstream && !override_names(override, a->device))
			return NOTHING;
		break;
	case IA_PORT_ENDPOINT:
	case IA_PORT_LEGACY_ENDPOINT:
	case IA_PORT_RC_ENDPOINT:
	case IA_PORT_UPSTREAM:
		if (override_names(override, a->device))
			break;
		several = override->multifunction ? ia_multifunction(a->boot->machine, a->device) :
						    IA_NO;
		if (several == IA_NO)
			return NOTHING;
		if (several == IA_YES)
			break;
		isolation->fact = IA_FACT_VF;
		return MAYBE;
	default:
		if (!override_names(override, a->device))
			return NOTHING;
	}
	isolation->fact = a->has_acs == IA_NO ? IA_FACT_PATCH : IA_FACT_ACS;
	return a->has_acs == IA_NO && a->boot->patched == IA_YES ? YES : MAYBE;
}

/* pci_acs_enabled() behind its quirks. */
static void by_type(const struct asked *a, struct ia_isolation *isolation)
{
	enum ia_flag several = IA_YES;

	isolation->by = IA_ISOLATED_BY_BRIDGE;
	isolation->isolates = IA_NO;
	isolation->missing = IA_ACS_ISOLATION;
	switch (a->device->type) {
	case IA_PORT_PCI:
	case IA_PORT_PCI_BRIDGE:
		isolation->by = IA_ISOLATED_BY_CONVENTIONAL;
		return;
	case IA_PORT_PCIE_TO_PCI:
	case IA_PORT_PCI_TO_PCIE:
	case IA_PORT_RC_EVENT_COLLECTOR:
		return;
	case IA_PORT_ROOT_PORT:
	case IA_PORT_DOWNSTREAM:
		break;
	case IA_PORT_ENDPOINT:
	case IA_PORT_LEGACY_ENDPOINT:
	case IA_PORT_RC_ENDPOINT:
	case IA_PORT_UPSTREAM:
		several = ia_multifunction(a->boot->machine, a->device);
		if (several != IA_NO)
			break;
		isolation->by = IA_ISOLATED_BY_SINGLE;
		isolation->isolates = IA_YES;
		isolation->missing = 0;
		return;
	default:
		isolation->by = IA_ISOLATED_BY_NONE;
		isolation->fact = IA_FACT_TYPE;
		isolation->isolates = IA_FLAG_UNKNOWN;
		return;
	}
	isolation->isolates = IA_FLAG_UNKNOWN;
	isolation->missing = 0;
	by_bits(a, isolation);
	if (several == IA_FLAG_UNKNOWN && isolation->isolates != IA_YES) {
		isolation->isolates = IA_FLAG_UNKNOWN;
		isolation->missing = 0;
		isolation->fact = IA_FACT_VF;
	}
	if (isolation->isolates != IA_FLAG_UNKNOWN)
		isolation->fact = IA_FACT_NOTHING;
}

/**
 * ia_isolation_find() - tell whether the kernel takes a function for kept apart
 * @boot: the kernel
 * @device: the function
 * @acs: its ACS of ia_acs_by_device(), or NULL
 * @isolation: filled
 */
void ia_isolation_find(const struct ia_boot *boot, const struct ia_device *device,
		       const struct ia_acs *acs, struct ia_isolation *isolation)
{
	struct asked a = { boot, device, acs, has_acs(boot->machine, acs) };
	struct ia_isolation doubt = { 0 }, one = { 0 };
	enum verdict verdict;

	*isolation = (struct ia_isolation){ 0 };
	if (!device->vendor.known || !device->device.known) {
		isolation->fact = IA_FACT_IDS;
		return;
	}
	if (by_table(&a, isolation, &doubt))
		return;
	verdict = by_override(&a, &one);
	if (verdict != NOTHING) {
		settle(&one, verdict, IA_ACS_QUIRK_OVERRIDE);
		*isolation = one;
	}
	if (verdict == MAYBE || verdict == NOTHING)
		by_type(&a, isolation);
	/* What may be, changes nothing where all else says the same. */
	if (verdict == MAYBE && isolation->isolates == IA_NO)
		*isolation = one;
	if (doubt.fact && doubt.isolates != isolation->isolates)
		*isolation = (struct ia_isolation){
			.by = IA_ISOLATED_BY_QUIRK, .quirk = doubt.quirk, .fact = IA_FACT_VERSION,
		};
}
