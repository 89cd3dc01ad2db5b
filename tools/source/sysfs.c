// SPDX-License-Identifier: GPL-2.0
/*
 * A machine from sysfs, without the module: its functions, their configuration space
 * and their groups, put together. Any user may; root sees more of configuration space and
 * the tables of firmware. What neither shows is unknown, and the records of the sources
 * say why.
 */
#include "sysfs.h"

#include "../../include/uapi/iommu_audit.h"
#include "../machine/cmdline.h"
#include "functions.h"

/* A tree may come from anybody: what is made of it has to fit. */
static bool check_size(const struct ia_sysfs *r, struct ia_problem *problem)
{
	struct ia_arena *arena = r->machine->arena;
	size_t i, hops = 0;

	for (i = 0; i < r->count; i++)
		hops += 1 + r->functions[i].device.path.count;
	if (r->count <= IA_MAX_FUNCTIONS && hops <= IA_MAX_HOPS)
		return true;
	problem->status = IA_PARSE;
	problem->text = ia_format(arena,
				  "%s" IA_PCI_DEVICES ": has %zu functions and %zu ports above them; at most %d (IA_MAX_FUNCTIONS) and %d (IA_MAX_HOPS) are read",
				  r->root->name, r->count, hops, IA_MAX_FUNCTIONS, IA_MAX_HOPS);
	return false;
}

static void add_source(struct ia_machine *m, enum ia_source_name name,
		       enum ia_source_method method, const char *reason)
{
	struct ia_source *source = &m->sources[m->nsources++];

	*source = (struct ia_source){
		.name = name, .method = method,
		.accuracy = method == IA_METHOD_NONE ? IA_ACCURACY_NONE : IA_ACCURACY_SNAPSHOT,
		.reason = reason ? ia_text_of(reason) : (struct ia_string){ .absent = true },
		.limit = { .absent = true },
	};
}

/* Whether nobody could look behind the header of any function that has more. */
static bool lacks_root(const struct ia_sysfs *r)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct ia_function *f = &r->functions[i];

		if (f->device.flr == IA_FLAG_UNKNOWN && f->host.multifunction != IA_FLAG_UNKNOWN)
			return true;
	}
	return false;
}

/* Behind that of the units, which is there already. @hidden: groups were, but for their numbers. */
static void describe(const struct ia_sysfs *r, bool hidden)
{
	struct ia_machine *m = r->machine;
	const char *root = lacks_root(r) ?
			   "only root reads configuration space behind its header" : NULL;

	add_source(m, IA_SOURCE_DOMAINS, hidden ? IA_METHOD_NONE : IA_METHOD_SYSFS, hidden ?
		   IA_IOMMU_GROUPS " cannot be read: default domains are not seen" :
		   "defaults alone: what is attached now only the module sees");
	add_source(m, IA_SOURCE_DEVICES, IA_METHOD_SYSFS, root);
	add_source(m, IA_SOURCE_ACS, IA_METHOD_CONFIG_SPACE, root);
	m->sources[m->nsources - 1].limit =
		ia_text_of("the kernel's quirks that stand in for ACS cannot be queried");
	add_source(m, IA_SOURCE_TRANSLATIONS, IA_METHOD_NONE, "only the module sees them");
}

static void read_identity(struct ia_machine *m, const struct ia_root *root)
{
	struct ia_identity *identity = ia_alloc(m->arena, 1, sizeof(*identity));

	ia_record_clear(&ia_records[IA_RECORD_IDENTITY], identity);
	identity->format = ia_number_of(IOMMU_AUDIT_FORMAT);
	identity->kernel = m->kernel;
	ia_read_guest(m, root, identity);
	m->identities = identity;
	m->nidentities = 1;
}

/**
 * ia_read_sysfs() - read a machine from sysfs, without the module
 * @machine: an empty machine with an arena; filled and joined
 * @reads: IA_READ_*; whether the host is to be read afterwards, and the id of the boot
 * @root: the running system, or a tree
 * @problem: filled when this fails
 *
 * Return: whether it worked: not without a PCI bus, or when a tree holds what is no file.
 */
bool ia_read_sysfs(struct ia_machine *machine, unsigned int reads, const struct ia_root *root,
		   struct ia_problem *problem)
{
	struct ia_sysfs reading = { .machine = machine, .root = root };
	struct ia_release release;
	bool hidden;

	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(machine->arena, "%s" IA_PCI_DEVICES " is not there: sysfs is not mounted, or this kernel has no PCI",
				  root->name),
	};
	if (!ia_root_exists(root, IA_PCI_DEVICES))
		return false;
	ia_machine_without_module(machine, IA_FROM_SYSFS);
	ia_read_context(machine, reads, root);
	machine->boottime_ns = ia_uptime(machine->arena, root);
	release = ia_release_parse(machine->kernel.known ? machine->kernel.text : "");
	reading.has_removable = release.known && ia_release_from(release, 5, 14);
	ia_sysfs_functions(&reading);
	if (!check_size(&reading, problem))
		return false;
	ia_sysfs_groups(&reading);
	hidden = !machine->ngroups;
	if (hidden)
		ia_sysfs_links(&reading);
	ia_sysfs_served(&reading);
	machine->host.read = reads & IA_READ_HOST;
	ia_functions_take(machine, reading.functions, reading.count);
	if (hidden)
		ia_functions_group(machine);
	read_identity(machine, root);
	machine->sources = ia_alloc(machine->arena, 5, sizeof(*machine->sources));
	ia_sysfs_units(machine, root, machine->ngroups);
	describe(&reading, hidden && machine->ngroups);
	ia_machine_join(machine);
	ia_read_names(machine, root);
	ia_machine_name(machine);
	return ia_root_sound(root, problem);
}
