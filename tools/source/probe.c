// SPDX-License-Identifier: GPL-2.0
/* Machines as probes of the public describe them: Documentation/dumps.md has the format. */
#include "functions.h"
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "../json/json.h"
#include "../machine/kind.h"

/* Classes of bridges to PCI, as the kernel takes their header for one. */
#define CLASS_PCI_BRIDGE	0x0604
#define CLASS_CARDBUS		0x0607

struct probe {
	struct ia_machine *machine;
	struct ia_functions functions;
	const char *mark;
	size_t line;
	size_t names;
};

static bool is_bridge_class(const struct ia_device *device)
{
	uint64_t class = device->class_code.n >> 8;

	return class == CLASS_PCI_BRIDGE || class == CLASS_CARDBUS;
}

/* A value that is a text as the module writes it; where it is null the probe does not say. */
static const char *take_text(struct ia_machine *m, struct json_object *from, const char *name,
			     const char *text, enum ia_record_id id, void *record)
{
	const struct ia_key *key = ia_key_find(&ia_records[id], name, strlen(name));
	const char *wrong;

	if (!ia_json_member(from, name))
		return NULL;
	if (!text)
		return ia_format(m->arena, "\"%s\" is not a clean text", name);
	wrong = ia_key_parse(m->arena, key, text, strlen(text), record);
	return wrong ? ia_format(m->arena, "\"%s\" is not %s", name, wrong) : NULL;
}

static const char *take(struct ia_machine *m, struct json_object *from, const char *name,
			enum ia_record_id id, void *record)
{
	return take_text(m, from, name, ia_json_read_text(m->arena, ia_json_member(from, name)),
			 id, record);
}

/* Bus numbers have two digits and no mark. */
static const char *take_bus(struct ia_machine *m, struct json_object *from, const char *name,
			    struct ia_host_device *host)
{
	const char *text = ia_json_read_text(m->arena, ia_json_member(from, name));

	return take_text(m, from, name, text ? ia_format(m->arena, "0x%s", text) : NULL,
			 IA_RECORD_HOST_DEVICE, host);
}

/* Of a function that is no bridge, both are null. */
static const char *take_buses(struct ia_machine *m, struct json_object *from,
			      const struct ia_device *device, struct ia_host_device *host)
{
	const char *wrong = take_bus(m, from, "secondary", host);

	if (!wrong)
		wrong = take_bus(m, from, "subordinate", host);
	if (device->class_code.known && !is_bridge_class(device)) {
		host->secondary.absent = !host->secondary.known;
		host->subordinate.absent = !host->subordinate.known;
	}
	return wrong;
}

static const char *take_count(struct ia_machine *m, struct json_object *from, const char *name,
			      struct ia_number *number)
{
	struct json_object *value = ia_json_member(from, name);

	if (!value)
		return NULL;
	number->known = ia_json_read_count(value, &number->n) && number->n <= INT32_MAX;
	return number->known ? NULL : ia_format(m->arena, "\"%s\" is not a number", name);
}

/* Return: the bits that a list of words names; unknown where one of them is none. */
static struct ia_bits bits_of(struct ia_machine *m, struct json_object *list)
{
	struct ia_bits bits = { .known = true };
	size_t i;

	for (i = 0; i < ia_json_length(list); i++) {
		const char *word = ia_json_read_text(m->arena, ia_json_item(list, i));
		unsigned int bit = word ? ia_acs_bit(word, strlen(word)) : IA_ACS_BITS;

		if (bit == IA_ACS_BITS)
			return (struct ia_bits){ 0 };
		bits.bits |= 1u << bit;
	}
	return bits;
}

/* A capability is null where the function has none, and left out where nobody looked. */
static const char *take_acs(struct ia_machine *m, struct json_object *from, struct ia_acs *acs)
{
	struct json_object *cap = ia_json_member(from, "acs_cap");
	struct json_object *ctl = ia_json_member(from, "acs_ctl");

	if ((cap && !ia_json_is_list(cap)) || (ctl && !ia_json_is_list(ctl)))
		return "the words of its ACS are not a list";
	if (!ia_json_has(from, "acs_cap"))
		return NULL;
	acs->present = cap ? IA_YES : IA_NO;
	acs->cap = cap ? bits_of(m, cap) : (struct ia_bits){ .known = true };
	if (ctl || !cap)
		acs->ctl = ctl ? bits_of(m, ctl) : (struct ia_bits){ .known = true };
	return NULL;
}

/* What has no Express Capability is a bridge or is none. */
static const char *take_type(struct ia_machine *m, struct json_object *from,
			     struct ia_function *f)
{
	const char *type = ia_json_read_text(m->arena, ia_json_member(from, "type"));

	if (!type || strcmp(type, "conventional"))
		return take(m, from, "type", IA_RECORD_DEVICE, &f->device);
	if (f->device.class_code.known)
		f->device.type = is_bridge_class(&f->device) ? IA_PORT_PCI_BRIDGE : IA_PORT_PCI;
	return NULL;
}

/* Translations are listed or not: whether they are switched on, the probe does not say. */
static void take_ats(struct json_object *from, struct ia_device *device)
{
	enum ia_flag ats = ia_json_read_flag(ia_json_member(from, "ats"));

	if (ats == IA_NO)
		device->ats = IA_CAP_ABSENT;
}

/* Return: NULL, or what is wrong. */
static const char *take_facts(struct ia_machine *m, struct json_object *from,
			      struct ia_function *f)
{
	static const char *const keys[] = { "vendor", "device", "class", "driver" };
	const char *wrong = NULL;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys) && !wrong; i++)
		wrong = take(m, from, keys[i], IA_RECORD_DEVICE, &f->device);
	if (!wrong)
		wrong = take_count(m, from, "group", &f->device.group);
	if (!wrong)
		wrong = take_count(m, from, "sriov_total", &f->device.totalvfs);
	if (!wrong)
		wrong = take_buses(m, from, &f->device, &f->host);
	if (!wrong)
		wrong = take_type(m, from, f);
	if (!wrong)
		wrong = take_acs(m, from, &f->own);
	take_ats(from, &f->device);
	return wrong;
}

static void take_name(struct probe *probe, struct json_object *from, const struct ia_device *device)
{
	struct ia_machine *m = probe->machine;
	const char *name = ia_json_read_text(m->arena, ia_json_member(from, "name"));

	if (!name || !*name || !device->vendor.known || !device->device.known)
		return;
	m->names = ia_grow(m->arena, m->names, m->nnames, &probe->names, sizeof(*m->names));
	m->names[m->nnames++] = (struct ia_name){
		ia_model_id(device->vendor.n, device->device.n), name };
}

/* JSON has no lines; those of its text are those of the functions' addresses. */
static void go_to_line(struct probe *probe)
{
	const char *next = probe->mark ? strstr(probe->mark, "\"dev\"") : NULL, *p;

	for (p = probe->mark; next && p < next; p++)
		probe->line += *p == '\n';
	probe->mark = next ? next + 1 : NULL;
}

/* Return: NULL, or what is wrong. */
static const char *take_function(struct probe *probe, struct json_object *from)
{
	struct ia_machine *m = probe->machine;
	const char *text = ia_json_read_text(m->arena, ia_json_member(from, "dev")), *wrong;
	ia_address address = text ? ia_address_parse(text, strlen(text), NULL) : IA_NO_ADDRESS;
	struct ia_function *f;

	if (address == IA_NO_ADDRESS)
		return "\"dev\" is not the address of a PCI function, as 0000:03:00.0";
	f = ia_functions_add(m->arena, &probe->functions, address, probe->line);
	if (!f)
		return ia_format(m->arena, "at most %d functions are read (IA_MAX_FUNCTIONS)",
				 IA_MAX_FUNCTIONS);
	wrong = take_facts(m, from, f);
	if (wrong)
		return ia_format(m->arena, "%s: %s", text, wrong);
	take_name(probe, from, &f->device);
	return NULL;
}

/* The line by which the kernel says which segment is behind which VMD. */
static void take_vmd_line(struct probe *probe, const char *line)
{
	static const char driver[] = "vmd ", bound[] = ": Bound to PCI domain ";
	const char *address = strstr(line, driver), *end = strstr(line, bound);
	unsigned long domain;
	ia_address vmd;
	size_t i;

	if (!address || !end || end < address + sizeof(driver) - 1)
		return;
	address += sizeof(driver) - 1;
	vmd = ia_address_parse(address, end - address, NULL);
	domain = strtoul(end + sizeof(bound) - 1, NULL, 16);
	if (vmd == IA_NO_ADDRESS || domain <= UINT16_MAX)
		return;
	for (i = 0; i < probe->functions.count; i++) {
		struct ia_function *f = &probe->functions.items[i];

		if (ia_segment(f->device.address) == domain)
			f->host.dma_device = vmd;
	}
}

static void take_lines(struct probe *probe, struct json_object *lines)
{
	size_t i;

	for (i = 0; ia_json_is_list(lines) && i < ia_json_length(lines); i++) {
		const char *line = ia_json_read_text(probe->machine->arena,
						     ia_json_item(lines, i));

		if (line)
			take_vmd_line(probe, line);
	}
}

static void take_processor(struct ia_machine *m, struct json_object *root)
{
	const char *vendor = ia_json_read_text(m->arena, ia_json_member(root, "vendor"));

	if (vendor && !strcmp(vendor, "amd"))
		m->processor = IA_VENDOR_AMD;
	else if (vendor && !strcmp(vendor, "intel"))
		m->processor = IA_VENDOR_VTD;
}

static const char *take_context(struct ia_machine *m, struct json_object *root)
{
	struct ia_origin origin = { 0 };
	const char *wrong = take(m, root, "kernel", IA_RECORD_HOST_ORIGIN, &origin);

	if (!wrong)
		wrong = take(m, root, "cmdline", IA_RECORD_HOST_ORIGIN, &origin);
	m->kernel = origin.kernel;
	m->cmdline = origin.cmdline;
	take_processor(m, root);
	return wrong;
}

/**
 * ia_probe_take() - read a machine from what a probe says of it
 * @machine: an empty machine with an arena; filled, not joined
 * @root: the document
 * @text: its text, where lines are counted for messages
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_probe_take(struct ia_machine *machine, struct json_object *root, const char *text)
{
	struct probe probe = { .machine = machine, .mark = text, .line = 1,
			       .functions.extent = IA_EXTENT_WHOLE };
	struct json_object *functions = ia_json_member(root, "functions");
	struct ia_arena *arena = machine->arena;
	const char *wrong;
	size_t i;

	ia_machine_without_module(machine, IA_FROM_PROBE);
	if (!ia_json_is_list(functions))
		return "is the probe of a machine whose \"functions\" are not a list";
	if (!ia_json_length(functions))
		return "is the probe of a machine without a PCI function";
	wrong = take_context(machine, root);
	if (wrong)
		return ia_format(arena, "is the probe of a machine whose %s", wrong);
	for (i = 0; i < ia_json_length(functions); i++) {
		go_to_line(&probe);
		wrong = take_function(&probe, ia_json_item(functions, i));
		if (wrong)
			return ia_format(arena, ": line %zu: function %zu: %s", probe.line, i + 1,
					 wrong);
	}
	take_lines(&probe, ia_json_member(root, "unit_lines"));
	return ia_functions_place(machine, &probe.functions);
}
