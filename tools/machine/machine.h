/* SPDX-License-Identifier: GPL-2.0 */
/* machine.c: one machine as plain data, its records joined */
#ifndef IA_MODEL_MACHINE_H
#define IA_MODEL_MACHINE_H

#include "acs.h"
#include "address.h"
#include "record.h"

enum ia_file {
	IA_FILE_VERSION,
	IA_FILE_UNITS,
	IA_FILE_GROUPS,
	IA_FILE_DEVICES,
	IA_FILE_ACS,
	/* From here on: what the first modules lacked. */
	IA_FILE_FAULTS,
	IA_FILE_FAULT_LOG,
	IA_FILE_EVENTS,
	IA_FILE_VF_REQUESTS,
	IA_FILES
};

/* The kind of event that a request for VFs is. */
#define IA_EVENT_REQUEST	"vf_request"

extern const char *const ia_file_names[IA_FILES];

/* One PCI hierarchy has 256 buses: no path of bridges is longer. */
#define IA_MAX_HOPS	256

/**
 * struct ia_group - one IOMMU group
 * @record: all its keys
 * @name: its number, as text
 * @domain: what it is attached to
 * @def: its default domain
 * @members: the names of its devices; PCI addresses where they are PCI
 * @count: number of @members
 */
struct ia_group {
	const struct ia_record *record;
	const char *name;
	const char *domain;
	const char *def;
	const char **members;
	size_t count;
};

/**
 * struct ia_device - one PCI function
 * @record: all its keys
 * @address: where it is
 * @name: the name of its model, or of its class, or NULL
 * @vendor: its vendor id, as text
 * @device: its device id, likewise
 * @class: its class code, likewise
 * @driver: "-" when unbound
 * @group: the number of its group, or "none"
 * @domain: what it is attached to
 * @def: the default domain of its group
 * @type: kind of PCIe function, as in the file acs
 * @pf: address of its physical function, or IA_NO_ADDRESS
 * @numvfs: VFs enabled, negative when this does not apply or is not known
 * @totalvfs: VFs it can have, likewise
 * @path: bridges above it, the root port first
 * @hops: number of bridges in @path
 */
struct ia_device {
	const struct ia_record *record;
	ia_address address;
	const char *name;
	const char *vendor;
	const char *device;
	const char *class;
	const char *driver;
	const char *group;
	const char *domain;
	const char *def;
	const char *type;
	ia_address pf;
	long numvfs;
	long totalvfs;
	ia_address *path;
	size_t hops;
};

/**
 * struct ia_machine - everything that is known of one machine
 * @arena: owner of all of it
 * @files: the module's records, as read
 * @absent: files that its module, being older than they are, does not have
 * @kernel: its release, or "unknown"
 * @cmdline: its command line, or "unknown"
 * @time: when this was read, ISO 8601 in UTC
 * @boot: id of its boot, or "unknown"
 * @boottime_ns: its CLOCK_BOOTTIME when this was read, or "unknown"
 * @tool: version of the tool that read it
 * @names: one record for each PCI id and class: "id" and "name"
 * @host: what the kernel tells beside the module, see host.h; may be empty
 * @devices: sorted by address
 * @ndevices: number of @devices
 * @groups: in the order of the file
 * @ngroups: number of @groups
 * @by_name: the same groups, sorted by the length of their name, then by name
 * @acs: sorted by device, then from the device to the root
 * @nacs: number of @acs
 * @segments: whether addresses have to be written with their segment
 */
struct ia_machine {
	struct ia_arena *arena;
	struct ia_records files[IA_FILES];
	bool absent[IA_FILES];
	const char *kernel;
	const char *cmdline;
	const char *time;
	const char *boot;
	const char *boottime_ns;
	const char *tool;
	struct ia_records names;
	struct ia_records host;
	struct ia_device *devices;
	size_t ndevices;
	struct ia_group *groups;
	size_t ngroups;
	const struct ia_group **by_name;
	struct ia_acs *acs;
	size_t nacs;
	bool segments;
};

/* machine.c */
bool ia_file_optional(enum ia_file file);
const char *ia_machine_join(struct ia_machine *machine);
void ia_machine_name(struct ia_machine *machine);
struct ia_device *ia_machine_device(const struct ia_machine *machine,
				    ia_address address);
struct ia_device *ia_machine_above(const struct ia_machine *machine,
				   const struct ia_device *device);
const struct ia_group *ia_machine_group(const struct ia_machine *machine,
					const char *name);
const char *ia_machine_address(const struct ia_machine *machine,
			       ia_address address);
const char *ia_machine_member(const struct ia_machine *machine,
			      const char *name);
const struct ia_acs *ia_machine_acs(const struct ia_machine *machine,
				    ia_address device, size_t *count);
const char *ia_machine_identity(const struct ia_machine *machine,
				const char *key);
long ia_number(const char *value);

#endif /* IA_MODEL_MACHINE_H */
