// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/kind.h"

#define REDIRECTS	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)

/* disable_acs_redir= came with Linux 4.19, config_acs= with 6.11. */
static bool has_disable_redir(struct ia_release release)
{
	return ia_release_from(release, 4, 19);
}

static bool has_config_acs(struct ia_release release)
{
	return ia_release_from(release, 6, 11);
}

/* Before, "0" only clears what firmware did not set, when the fix is missing. */
static bool clears_surely(struct ia_release release)
{
	return ia_release_from(release, 6, 15);
}

/*
 * A port by the way to it, so that it is found again when buses are numbered
 * anew: the root port's address, then device and function of each port below.
 */
static const char *by_path(const struct ia_machine *m, ia_address port)
{
	const struct ia_device *device = ia_machine_device(m, port);
	struct ia_buf buf = { .arena = m->arena };
	char text[IA_ADDRESS_SIZE];
	size_t i;

	if (!device || !device->hops_text) {
		ia_address_text(text, port, true);
		return ia_strndup(m->arena, text, strlen(text));
	}
	ia_address_text(text, device->path_text[0], true);
	ia_buf_add(&buf, "%s", text);
	for (i = 1; i <= device->hops_text; i++) {
		ia_address step = i < device->hops_text ? device->path_text[i] : port;

		ia_buf_add(&buf, "/%02x.%x", (unsigned int)(step >> 3 & 0x1f),
			   (unsigned int)(step & 7));
	}
	return buf.text;
}

/* What the command line has already: a second token would take its place. */
static const char *already(const struct ia_machine *m, const char *name)
{
	struct ia_cmdline line;
	const char *value = NULL;
	size_t i, j;

	ia_cmdline_parse(m->arena, m->cmdline_text, &line);
	for (i = 0; i < line.count; i++) {
		struct ia_words words = { 0 };

		if (line.tokens[i].init || !line.tokens[i].value ||
		    strcmp(line.tokens[i].name, "pci"))
			continue;
		ia_words_split(m->arena, line.tokens[i].value, ',', &words);
		for (j = 0; j < words.count; j++) {
			if (!strncmp(words.items[j], name, strlen(name)))
				value = words.items[j] + strlen(name);
		}
	}
	return value;
}

/* What keeps a request at its switch. */
const struct ia_acs_bits ia_acs_no_redirect = { .clear = REDIRECTS };

/**
 * ia_acs_token() - the kernel parameter that changes the ACS bits of ports
 * @machine: a joined machine
 * @ports: the ports; their capability and control bits are known
 * @count: number of @ports
 * @bits: what is to become of the bits
 * @reason: why there is none, when there is none
 *
 * config_acs= sets every bit that it does not name to what firmware left, not
 * to what the kernel chose; so each bit that a port has is named.
 *
 * Return: the token, valid on the machine's kernel; or NULL.
 */
const char *ia_acs_token(const struct ia_machine *machine, const struct ia_acs **ports,
			 size_t count, const struct ia_acs_bits *bits,
			 const char **reason)
{
	struct ia_release release = ia_release_parse(machine->kernel_text);
	bool config = has_config_acs(release);
	const char *name = config ? "config_acs=" : "disable_acs_redir=";
	struct ia_buf buf = { .arena = machine->arena };
	const char *old;
	size_t i;

	*reason = NULL;
	if (!release.known) {
		*reason = "the kernel's version is not known: disable_acs_redir= came with Linux "
			  "4.19, config_acs= with 6.11";
		return NULL;
	}
	if (!config && bits->set) {
		*reason = "this kernel has no parameter that switches ACS bits on: config_acs= "
			  "came with Linux 6.11";
		return NULL;
	}
	if (!has_disable_redir(release)) {
		*reason = "this kernel has no parameter for it: disable_acs_redir= came with "
			  "Linux 4.19, config_acs= with 6.11";
		return NULL;
	}
	ia_buf_add(&buf, "pci=%s", name);
	for (i = 0; i < count; i++) {
		unsigned int has = ports[i]->cap_text.bits;
		unsigned int ctl = (ports[i]->ctl_text.bits & ~bits->clear) | (bits->set & has);

		ia_buf_add(&buf, "%s", i ? ";" : "");
		if (config)
			ia_buf_add(&buf, "%s@",
				   ia_acs_flags_text(machine->arena, has, ctl));
		ia_buf_add(&buf, "%s", by_path(machine, ports[i]->port));
	}
	old = already(machine, name);
	if (old)
		ia_buf_add(&buf, ";%s", old);
	return buf.text;
}

static void add_notes(const struct ia_machine *m, struct ia_path_change *change,
		      bool several)
{
	struct ia_release release = ia_release_parse(m->kernel_text);
	bool config = has_config_acs(release);

	if (several || already(m, config ? "config_acs=" : "disable_acs_redir="))
		change->notes[change->nnotes++] =
			"it holds a \";\": quote it in GRUB's configuration and in shells; of "
			"two such tokens the kernel reads the last one only";
	if (config)
		change->notes[change->nnotes++] =
			"every bit is written out: an x, and disable_acs_redir=, would set the "
			"other bits back to what firmware left";
	if (config && !clears_surely(release))
		change->notes[change->nnotes++] =
			"before 6.15, kernels without its fix to this parameter leave a bit on "
			"that firmware had switched on: look at iommu-audit acs after the boot";
	if (!config)
		change->notes[change->nnotes++] =
			"the bits can be chosen one by one from Linux 6.11 on, with "
			"pci=config_acs=";
}

static bool is_below(const struct ia_device *device, ia_address port)
{
	size_t i;

	for (i = 0; i < device->hops_text; i++) {
		if (device->path_text[i] == port)
			return true;
	}
	return false;
}

/* The functions below a port, as a list; VFs by their number. */
static const char *below(const struct ia_machine *m, ia_address port, size_t *count)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, vfs = 0;

	*count = 0;
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (!is_below(d, port))
			continue;
		(*count)++;
		if (ia_is_vf(d))
			vfs++;
		else
			ia_buf_add(&buf, "%s%s", buf.len ? ", " : "",
				   ia_machine_address(m, d->address));
	}
	if (vfs)
		ia_buf_add(&buf, "%s%zu %s", buf.len ? ", " : "", vfs, vfs == 1 ? "VF" : "VFs");
	return buf.text ? buf.text : "nothing";
}

static void add_price(struct ia_path_change *change, const char *text)
{
	change->price[change->nprice++] = text;
}

static bool same_slot(const struct ia_acs **ports, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++) {
		if (ia_slot(ports[i]->port) != ia_slot(ports[0]->port))
			return false;
	}
	return count > 1;
}

/*
 * What pci_device_group() makes of ports without isolation: each takes what is
 * below it into its own group, and functions of one slot share that.
 */
static void add_prices(const struct ia_machine *m, const struct ia_path *path,
		       const struct ia_acs **ports, size_t nports,
		       struct ia_path_change *change)
{
	static const char together[] = ": these can be given away only together";
	size_t i, count;

	change->price = ia_alloc(m->arena, nports + 2, sizeof(*change->price));
	for (i = 0; i < nports; i++) {
		const struct ia_acs *port = ports[i];
		const char *list = below(m, port->port, &count);

		if (!ia_acs_isolates(port, true))
			add_price(change, ia_format(m->arena,
						    "%s does not isolate even now: its group stays as it is",
						    ia_machine_address(m, port->port)));
		else
			add_price(change, ia_format(m->arena, "%s %s the group of %s%s", list,
						    count > 1 ? "join" : "joins",
						    ia_machine_address(m, port->port),
						    count > 1 ? together : ""));
	}
	if (same_slot(ports, nports))
		add_price(change, "the ports are functions of one slot: all of this becomes one "
				  "group");
	add_price(change, ia_format(m->arena,
				    "%s and %s can reach each other's memory past the IOMMU, whatever the groups say: give both to one owner or neither to anybody",
				    ia_machine_address(m, path->from->address),
				    ia_machine_address(m, path->to->address)));
}

static bool is_port(const struct ia_path *path, const struct ia_acs *acs)
{
	return acs->port != path->from->address && acs->port != path->to->address;
}

/**
 * ia_path_change() - find what would keep a redirected request at its switch
 * @machine: a joined machine
 * @path: the path
 * @change: filled
 *
 * The ports are those that Linux looks at, for it refuses P2PDMA as long as
 * one of them redirects, also where the hardware would not.
 */
void ia_path_change(const struct ia_machine *machine, const struct ia_path *path,
		    struct ia_path_change *change)
{
	const struct ia_acs **ports = ia_alloc(machine->arena, path->nredirects,
					       sizeof(*ports));
	size_t i, count = 0;

	*change = (struct ia_path_change){ 0 };
	if (path->route != IA_ROUTE_REDIRECTED)
		return;
	for (i = 0; i < path->nredirects; i++) {
		if (is_port(path, path->redirects[i]))
			ports[count++] = path->redirects[i];
	}
	change->token = ia_acs_token(machine, ports, count, &ia_acs_no_redirect,
				     &change->reason);
	if (!change->token)
		return;
	add_notes(machine, change, count > 1);
	if (count < path->nredirects)
		change->notes[change->nnotes++] =
			"the ACS of the functions themselves redirects too, and Linux counts "
			"it: its P2PDMA keeps to the root complex";
	add_prices(machine, path, ports, count, change);
}
