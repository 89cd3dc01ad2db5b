// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#include <stdio.h>
#include <string.h>

static bool matches_path(const struct ia_machine *m, const struct ia_device *device, char *path)
{
	unsigned int seg = 0, bus, slot, fn;
	char *step;

	while (device && (step = strrchr(path, '/'))) {
		if (sscanf(step, "/%x.%x", &slot, &fn) != 2 ||
		    (device->address & 0xff) != (slot << 3 | fn))
			return false;
		device = ia_machine_above(m, device);
		*step = '\0';
	}
	if (sscanf(path, "%x:%x:%x.%x", &seg, &bus, &slot, &fn) != 4 &&
	    sscanf(path, "%x:%x.%x", &bus, &slot, &fn) != 3)
		return false;
	return device && ia_segment(device->address) == seg && ia_bus(device->address) == bus &&
	       (device->address & 0xff) == (slot << 3 | fn);
}

/* pci_dev_str_match(): whether a function is one that pci= names. */
static bool matches(const struct ia_machine *m, const struct ia_device *device, const char *name)
{
	unsigned int vendor, id;

	if (strncmp(name, "pci:", 4))
		return matches_path(m, device, ia_strndup(m->arena, name, strlen(name)));
	/* Subsystem ids are not in the records: they are taken to fit. */
	return sscanf(name + 4, "%x:%x", &vendor, &id) == 2 &&
	       (!vendor || vendor == ia_function_id(device, "vendor")) &&
	       (!id || id == ia_function_id(device, "device"));
}

/* The ACS of a port: its own line, or that of a device below it. */
static const struct ia_acs *acs_of(const struct ia_machine *m, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < m->nacs; i++) {
		if (m->acs[i].port == device->address)
			return &m->acs[i];
	}
	return NULL;
}

static const char *bits_text(struct ia_arena *arena, unsigned int bits)
{
	struct ia_buf buf = { .arena = arena };
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (bits & 1u << bit)
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", ia_acs_words[bit]);
	}
	return buf.text ? buf.text : "none";
}

/* A port whose capabilities could not be read may have it. */
static bool lacks_acs(const struct ia_acs *acs)
{
	return !acs->present_text && acs->cap_text.known;
}

/* Fills everything of an outcome but the names of the ports that it is about. */
static void judge_port(struct ia_arena *arena, const struct ia_acs *acs,
		       const struct ia_acs_request *request, struct ia_outcome *outcome)
{
	unsigned int can = acs->present_text ? acs->cap_text.bits : 0;
	unsigned int differs = (acs->ctl_text.bits ^ request->flags) & request->mask & can;
	unsigned int cannot = request->mask & request->flags & ~can;
	struct ia_because *because = &outcome->because;

	*because = (struct ia_because){ .cause = "asked", .text = "as asked", .sure = true };
	outcome->met = IA_MET;
	outcome->got = ia_format(arena, "%s on", bits_text(arena, acs->ctl_text.bits));
	if (lacks_acs(acs)) {
		outcome->got = "no ACS";
		*because = (struct ia_because){
			.cause = "no_capability", .text = "no ACS capability", .sure = true,
		};
		outcome->met = IA_MET_NOT;
	} else if (!acs->ctl_text.known) {
		outcome->got = "unknown";
		*because = (struct ia_because){
			.cause = "unknown", .text = "the configuration space could not be read",
		};
		outcome->met = IA_MET_UNKNOWN;
	} else if (differs) {
		because->cause = "changed";
		because->text = ia_format(arena, ia_acs_drifted(acs) ?
					  "%s not as asked: changed since the module was loaded; a reset "
					  "restores the kernel's own choice" :
					  "%s not as asked: something wrote it after boot",
					  bits_text(arena, differs));
		outcome->met = IA_MET_NOT;
	} else if (cannot) {
		because->cause = "no_capability";
		because->text = ia_format(arena, "as asked, but for %s, which it cannot do",
					  bits_text(arena, cannot));
	}
}

/**
 * struct wish - what one option of pci= asks
 * @word: the option, or NULL when none asks
 * @requests: its requests
 * @over: the option whose requests win over these, or NULL
 */
struct wish {
	const struct ia_lint_word *word;
	struct ia_acs_requests requests;
	const struct wish *over;
};

static void read_wish(const struct ia_view *view, enum ia_setting setting, struct wish *wish)
{
	*wish = (struct wish){ .word = ia_lint_setting(view->lint, setting) };
	if (wish->word)
		ia_acs_requests_parse(view->machine->arena, wish->word->state,
				      setting == IA_SETTING_ACS_REDIR, &wish->requests);
}

/* Whether one of the first requests names a function. */
static bool is_named(const struct ia_machine *m, const struct ia_device *device,
		     const struct wish *wish, size_t first)
{
	size_t i;

	for (i = 0; wish && i < first; i++) {
		if (matches(m, device, wish->requests.items[i].device))
			return true;
	}
	return false;
}

/* Of one list the first request that names a function counts: the others are none. */
static bool is_asked(const struct ia_machine *m, const struct ia_device *device,
		     const struct wish *wish, size_t request)
{
	return matches(m, device, wish->requests.items[request].device) &&
	       !is_named(m, device, wish, request);
}

/* config_acs= begins with what firmware left: nothing of the other one is kept. */
static void blame_other(const struct ia_machine *m, const struct ia_device *device,
			const struct wish *wish, struct ia_outcome *outcome)
{
	if (outcome->met != IA_MET_NOT || !wish->over || !wish->over->word ||
	    !is_named(m, device, wish->over, wish->over->requests.count))
		return;
	outcome->because = (struct ia_because){
		.cause = "conflict", .sure = true,
		.text = ia_format(m->arena, "%s names it too, and wins", wish->over->word->text),
	};
}

/* Nobody is left whom a request could be about. */
static void add_absent(const struct ia_view *view, struct ia_effective *effective,
		       const struct wish *wish, size_t request)
{
	const struct ia_machine *m = view->machine;
	const char *name = wish->requests.items[request].device;
	struct ia_outcome *outcome = ia_outcome_add(effective, "acs", "ACS");
	size_t i;

	outcome->asked = wish->word->text;
	outcome->met = IA_MET_NOT;
	for (i = 0; i < m->ndevices; i++) {
		if (!matches(m, &m->devices[i], name) || !acs_of(m, &m->devices[i]))
			continue;
		outcome->got = ia_format(m->arena, "%s: not read", name);
		outcome->because = (struct ia_because){
			.cause = "conflict", .sure = true,
			.text = "the first request of a list that names a function counts, and one "
				"in front of this one does",
		};
		return;
	}
	outcome->got = ia_format(m->arena, "%s: no such function with ACS", name);
	outcome->because = (struct ia_because){
		.cause = "no_device", .sure = true,
		.text = "bus numbers change with the hardware; a path from the root port does not",
	};
}

static void request_outcomes(const struct ia_view *view, struct ia_effective *effective,
			     const struct wish *wish, size_t request)
{
	const struct ia_machine *m = view->machine;
	const struct ia_acs_request *asks = &wish->requests.items[request];
	struct ia_outcome_names *names = ia_alloc(m->arena, m->ndevices + 1, sizeof(*names));
	size_t start = effective->count, i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];
		const struct ia_acs *acs = acs_of(m, device);
		struct ia_outcome one;

		/* A wildcard is meant for those that have it. */
		if (!acs || (lacks_acs(acs) && !strncmp(asks->device, "pci:", 4)) ||
		    !is_asked(m, device, wish, request))
			continue;
		judge_port(m->arena, acs, asks, &one);
		blame_other(m, device, wish, &one);
		one.topic = "acs";
		one.about = "ACS";
		one.asked = wish->word->text;
		ia_outcome_name(m, &names[ia_outcome_alike(effective, start, &one)], acs->port);
	}
	ia_outcome_put_names(effective, start, names);
	if (effective->count == start)
		add_absent(view, effective, wish, request);
}

static void wish_outcomes(const struct ia_view *view, struct ia_effective *effective,
			  const struct wish *wish)
{
	size_t i;

	for (i = 0; i < wish->requests.count; i++)
		request_outcomes(view, effective, wish, i);
}

/**
 * ia_effective_acs() - pci=config_acs= and disable_acs_redir= against the ports
 * @view: a machine and its command line
 * @effective: the list to add to
 */
void ia_effective_acs(const struct ia_view *view, struct ia_effective *effective)
{
	struct wish config, redir;

	read_wish(view, IA_SETTING_ACS_REDIR, &redir);
	read_wish(view, IA_SETTING_ACS_CONFIG, &config);
	redir.over = &config;
	wish_outcomes(view, effective, &redir);
	wish_outcomes(view, effective, &config);
}
