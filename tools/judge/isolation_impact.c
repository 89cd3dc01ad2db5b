// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/kind.h"
#include "../machine/predict.h"

/* disable_acs_redir= came with Linux 4.19, config_acs= with 6.11. */
static bool has_disable_redir(struct ia_release release)
{
	return ia_release_from(release, 4, 19);
}

static bool has_config_acs(struct ia_release release)
{
	return ia_release_from(release, 6, 11);
}

/*
 * Without its fix, "0" only clears what firmware did not set, disable_acs_redir= sets other
 * bits, and of a list the first request alone is read.
 */
static bool clears_surely(struct ia_release release)
{
	return !has_config_acs(release) ||
	       ia_has_change(release, IA_CHANGE_CONFIG_ACS_FIX) == IA_YES;
}

static struct ia_release release_of(const struct ia_machine *m)
{
	if (!m->kernel.known)
		return (struct ia_release){ 0 };
	return ia_release_parse(m->kernel.text);
}

static const char *option_of(enum ia_acs_parameter parameter)
{
	return parameter == IA_ACS_CONFIG ? "config_acs=" : "disable_acs_redir=";
}

/*
 * A port by the path to it, so that it is found again when buses are numbered
 * anew: the root port's address, then device and function of each port below.
 */
static void add_by_path(const struct ia_machine *m, struct ia_buf *buf, ia_address port)
{
	const struct ia_device *device = ia_machine_device(m, port);
	bool nested = device && device->path.count;
	char text[IA_ADDRESS_SIZE];
	size_t i;

	ia_address_text(text, nested ? device->path.items[0] : port, true);
	ia_buf_add(buf, "%s", text);
	for (i = 1; nested && i <= device->path.count; i++) {
		ia_address step = i < device->path.count ? device->path.items[i] : port;

		ia_buf_add(buf, "/%02x.%x", (unsigned int)(step >> 3 & 0x1f),
			   (unsigned int)(step & 7));
	}
}

/*
 * Adds what the command line asks for already: a second token would take its
 * place. It is written anew from what the kernel understands of it, which reads
 * nothing behind what it does not.
 */
static void add_already(const struct ia_machine *m, struct ia_buf *buf,
			enum ia_acs_parameter parameter)
{
	struct ia_acs_requests requests = { 0 };
	struct ia_cmdline line;
	const char *value;
	size_t i;

	ia_cmdline_parse(m->arena, m->cmdline.known ? m->cmdline.text : "", &line);
	value = ia_pci_option(m->arena, &line, option_of(parameter));
	if (value)
		ia_acs_requests_parse(m->arena, value, parameter == IA_ACS_DISABLE_REDIR,
				      &requests);
	for (i = 0; i < requests.count && !requests.items[i].wrong; i++) {
		const struct ia_acs_request *r = &requests.items[i];
		const char *device = ia_pci_match_text(m->arena, &r->match);

		if (device && parameter == IA_ACS_CONFIG)
			ia_buf_add(buf, ";%s@%s", ia_acs_flags_text(m->arena, r->mask, r->flags),
				   device);
		else if (device)
			ia_buf_add(buf, ";%s", device);
	}
}

/* disable_acs_redir= only switches redirect off. */
static bool needs_config(const struct ia_acs_bits *bits)
{
	return bits->set || bits->clear & ~IA_ACS_REDIRECTS;
}

/* What keeps a request at its switch. */
const struct ia_acs_bits ia_acs_no_redirect = { .clear = IA_ACS_REDIRECTS };

static enum ia_no_token why_none(struct ia_release release, const struct ia_acs_bits *bits)
{
	if (!release.known)
		return IA_TOKEN_NO_RELEASE;
	if (!has_config_acs(release) && needs_config(bits))
		return IA_TOKEN_NO_SET;
	return has_disable_redir(release) ? IA_TOKEN_IS_THERE : IA_TOKEN_TOO_OLD;
}

/* Whether a boot with a token may leave each port as it is wanted: what is not known may. */
static bool comes_true(const struct ia_machine *m, const struct ia_acs **ports, size_t count,
		       const struct ia_acs_bits *bits, const char *text)
{
	unsigned int on, off;
	struct ia_boot boot;
	size_t i;

	ia_boot_with(m, text, NULL, &boot);
	for (i = 0; i < count; i++) {
		const struct ia_device *port = ia_machine_device(m, ports[i]->port);

		if (!port)
			continue;
		ia_acs_after(&boot, port, ports[i], &on, &off);
		if (ports[i]->cap.bits & ((bits->clear & on) | (bits->set & off)))
			return false;
	}
	return true;
}

static bool is_below(const struct ia_device *device, ia_address port)
{
	size_t i;

	for (i = 0; i < device->path.count; i++) {
		if (device->path.items[i] == port)
			return true;
	}
	return false;
}

/**
 * ia_owned_near() - find a function that a port would open to others, and that is a guest's
 * @machine: a joined machine
 * @port: the port whose redirect would be switched off, or that would get Direct Translated
 *
 * A downstream port of a switch decides what becomes of requests that come in at it, so it
 * opens whatever is below the switch: ACS of the port above the target holds none of them up
 * (PCI Express Base, 6.12.3). What a guest, or another user of VFIO, has is not to be opened.
 *
 * Return: the first one, or NULL.
 */
const struct ia_device *ia_owned_near(const struct ia_machine *machine, ia_address port)
{
	const struct ia_device *device = ia_machine_device(machine, port);
	size_t i;

	if (device && device->path.count)
		port = device->path.items[device->path.count - 1];
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *d = &machine->devices[i];

		if (ia_user_owned(d) && (d->address == port || is_below(d, port)))
			return d;
	}
	return NULL;
}

/**
 * ia_ports_of_host() - leave of some ports those that open nothing of user space's
 * @machine: a joined machine
 * @ports: the ports; their order stays
 * @count: number of @ports
 *
 * Return: how many are left.
 */
size_t ia_ports_of_host(const struct ia_machine *machine, const struct ia_acs **ports,
			size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++) {
		if (!ia_owned_near(machine, ports[i]->port))
			ports[n++] = ports[i];
	}
	return n;
}

static bool any_owned(const struct ia_machine *m, const struct ia_acs **ports, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (ia_owned_near(m, ports[i]->port))
			return true;
	}
	return !count;
}

/*
 * Bridges of ConnectX-8 and root ports of Grace: NVIDIA wants Request Redirect at one end
 * of the way and Completion Redirect at the other (config_acs=xx110x1 and xx101x1).
 */
static bool is_asymmetric(const struct ia_machine *m, ia_address port)
{
	static const uint32_t ids[] = {
		0x15b31023, 0x15b32100, 0x15b3197c, 0x10de22b1, 0x10de22b2, 0x10de22b8,
	};
	const struct ia_device *device = ia_machine_device(m, port);
	size_t i;

	for (i = 0; device && i < sizeof(ids) / sizeof(*ids); i++) {
		if (ia_pci_id(device) == ids[i])
			return true;
	}
	return false;
}

/* Whether a port or what is right below it wants another setting than redirect off. */
static bool any_asymmetric(const struct ia_machine *m, const struct ia_acs **ports, size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		if (is_asymmetric(m, ports[i]->port))
			return true;
		for (j = 0; j < m->ndevices; j++) {
			const struct ia_device *d = &m->devices[j];

			if (d->path.count && d->path.items[d->path.count - 1] == ports[i]->port &&
			    is_asymmetric(m, d->address))
				return true;
		}
	}
	return false;
}

/**
 * ia_acs_token() - the kernel parameter that changes the ACS bits of ports
 * @machine: a joined machine
 * @ports: the ports; their capability and control bits are known
 * @count: number of @ports
 * @bits: what is to become of the bits
 *
 * config_acs= sets every bit that it does not name to what firmware left, not
 * to what the kernel chose; so each bit that a port has is named.
 *
 * Return: the token, which surely does that on the machine's kernel; or why there is none.
 */
struct ia_acs_token ia_acs_token(const struct ia_machine *machine, const struct ia_acs **ports,
				 size_t count, const struct ia_acs_bits *bits)
{
	struct ia_release release = release_of(machine);
	struct ia_buf buf = { .arena = machine->arena };
	bool opens = bits->clear & IA_ACS_REDIRECTS;
	struct ia_acs_token token = {
		.parameter = has_config_acs(release) ? IA_ACS_CONFIG : IA_ACS_DISABLE_REDIR,
		.none = why_none(release, bits),
	};
	size_t i;

	if (opens && any_owned(machine, ports, count))
		token.none = IA_TOKEN_OWNED;
	else if (opens && any_asymmetric(machine, ports, count))
		token.none = IA_TOKEN_ASYMMETRIC;
	else if (!token.none && !clears_surely(release))
		token.none = IA_TOKEN_UNFIXED;
	if (token.none)
		return token;
	ia_buf_add(&buf, "pci=%s", option_of(token.parameter));
	for (i = 0; i < count; i++) {
		unsigned int has = ports[i]->cap.bits;
		unsigned int ctl = (ports[i]->ctl.bits & ~bits->clear) | (bits->set & has);

		ia_buf_add(&buf, "%s", i ? ";" : "");
		if (token.parameter == IA_ACS_CONFIG)
			ia_buf_add(&buf, "%s@", ia_acs_flags_text(machine->arena, has, ctl));
		add_by_path(machine, &buf, ports[i]->port);
	}
	add_already(machine, &buf, token.parameter);
	if (comes_true(machine, ports, count, bits, buf.text))
		token.text = buf.text;
	else
		token.none = IA_TOKEN_NO_EFFECT;
	return token;
}

static void add_note(struct ia_path_fix *fix, enum ia_token_note note, bool applies)
{
	if (applies)
		fix->notes[fix->nnotes++] = note;
}

static void add_notes(const struct ia_machine *m, struct ia_path_fix *fix, bool own)
{
	struct ia_release release = release_of(m);
	bool config = fix->token.parameter == IA_ACS_CONFIG;

	add_note(fix, IA_NOTE_QUOTE, strchr(fix->token.text, ';'));
	add_note(fix, IA_NOTE_EVERY_BIT, config);
	add_note(fix, IA_NOTE_ONE_BY_ONE, !has_config_acs(release));
	add_note(fix, IA_NOTE_OWN_ACS, own);
}

/* What shares the group of a port after the boot, and is below it. */
static void add_below(const struct ia_prediction *after, const struct ia_predicted *port,
		      struct ia_impact *impact)
{
	const struct ia_predicted_group *group = &after->groups[port->group];
	size_t i;

	impact->below = ia_alloc(after->boot.machine->arena, group->count, sizeof(*impact->below));
	for (i = 0; i < group->count; i++) {
		const struct ia_device *d = group->members[i]->device;

		if (!is_below(d, port->device->address))
			continue;
		if (ia_is_vf(d))
			impact->nvfs++;
		else
			impact->below[impact->nbelow++] = d;
	}
}

/* A port that isolates now and will not, takes what is below it into its group. */
static struct ia_impact impact_of(const struct ia_prediction *after, const struct ia_acs *port)
{
	const struct ia_machine *m = after->boot.machine;
	const struct ia_device *device = ia_machine_device(m, port->port);
	struct ia_impact impact = { IA_IMPACT_NONE, .port = port->port };

	if (!device || !ia_port_isolates(m, port))
		return impact;
	impact.kind = IA_IMPACT_JOIN;
	if (ia_predicted_of(after, device)->group != IA_NO_GROUP)
		add_below(after, ia_predicted_of(after, device), &impact);
	return impact;
}

static bool one_group(const struct ia_prediction *after, const struct ia_acs **ports, size_t count)
{
	size_t first = IA_NO_GROUP, i;

	for (i = 0; i < count; i++) {
		const struct ia_device *device = ia_machine_device(after->boot.machine,
								   ports[i]->port);
		size_t group = device ? ia_predicted_of(after, device)->group : IA_NO_GROUP;

		if (group == IA_NO_GROUP || (i && group != first))
			return false;
		first = group;
	}
	return count > 1;
}

/* What a boot with the token would make of the groups. */
static void add_impact(const struct ia_machine *m, const struct ia_acs **ports, size_t nports,
		       struct ia_path_fix *fix)
{
	const struct ia_prediction *after;
	struct ia_boot boot;
	size_t i;

	ia_boot_with(m, fix->token.text, NULL, &boot);
	after = ia_predict(&boot);
	fix->impact = ia_alloc(m->arena, nports + 2, sizeof(*fix->impact));
	for (i = 0; i < nports; i++)
		fix->impact[fix->nimpact++] = impact_of(after, ports[i]);
	if (one_group(after, ports, nports))
		fix->impact[fix->nimpact++].kind = IA_IMPACT_ONE_GROUP;
	fix->impact[fix->nimpact++].kind = IA_IMPACT_REACH;
	for (i = 0; i < fix->nimpact; i++)
		fix->impact[i].path = fix->path;
}

static bool is_port(const struct ia_path *path, const struct ia_acs *acs)
{
	return acs->port != path->from->address && acs->port != path->to->address;
}

/**
 * ia_path_fix() - find what would keep a redirected request at its switch
 * @machine: a joined machine
 * @path: the path
 * @fix: filled
 *
 * The ports are those that Linux looks at, for it refuses P2PDMA as long as
 * one of them redirects, also where the hardware would not.
 */
void ia_path_fix(const struct ia_machine *machine, const struct ia_path *path,
		 struct ia_path_fix *fix)
{
	const struct ia_acs **ports = ia_alloc(machine->arena, path->nredirects,
					       sizeof(*ports));
	size_t i, count = 0;

	*fix = (struct ia_path_fix){ .path = path };
	fix->offered = path->route == IA_ROUTE_REDIRECTED;
	if (!fix->offered)
		return;
	for (i = 0; i < path->nredirects; i++) {
		if (is_port(path, path->redirects[i]))
			ports[count++] = path->redirects[i];
	}
	fix->token = ia_acs_token(machine, ports, count, &ia_acs_no_redirect);
	if (fix->token.none)
		return;
	add_notes(machine, fix, count < path->nredirects);
	add_impact(machine, ports, count, fix);
}
