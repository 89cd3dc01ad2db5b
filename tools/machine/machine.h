/* SPDX-License-Identifier: GPL-2.0 */
/* machine.c: one machine as plain data, its records joined */
#ifndef IA_MACHINE_MACHINE_H
#define IA_MACHINE_MACHINE_H

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
	IOMMU_AUDIT_GROUP(IA_MEMBER)
	const struct ia_device **functions;
	size_t nfunctions;
	const struct ia_record *record;
	const char *name_text;
	const char *domain_text;
	const char *def_text;
	const char **members_text;
	size_t count_text;
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
	IOMMU_AUDIT_DEVICE(IA_MEMBER)
	const struct ia_group *in_group;
	const struct ia_device *above;
	const struct ia_device *pf;
	const struct ia_acs *ports;
	size_t nports;
	const struct ia_host_device *host;
	const struct ia_record *record;
	const char *name;
	const char *vendor_text;
	const char *device_text;
	const char *class_text;
	const char *driver_text;
	const char *group_text;
	const char *domain_text;
	const char *def_text;
	const char *type_text;
	ia_address pf_text;
	long numvfs_text;
	long totalvfs_text;
	ia_address *path_text;
	size_t hops_text;
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
/**
 * struct ia_host - what the kernel tells of the host beside the module's files
 * @read: somebody looked; without, all of it is unknown
 * @numa: its NUMA nodes
 * @config: the kernel's configuration
 * @has_vfio: VFIO is loaded, and @vfio holds
 * @vfio: its parameters
 * @hugepages: sizes of hugepages, in the order of size
 * @nhugepages: number of @hugepages
 * @devices: sorted by address
 * @ndevices: number of @devices
 */
struct ia_host {
	bool read;
	struct ia_numa numa;
	struct ia_config config;
	bool has_vfio;
	struct ia_vfio vfio;
	struct ia_hugepages *hugepages;
	size_t nhugepages;
	struct ia_host_device *devices;
	size_t ndevices;
};

struct ia_machine {
	struct ia_arena *arena;
	struct ia_identity identity;
	struct ia_source *sources;
	size_t nsources;
	struct ia_monitor *monitors;
	size_t nmonitors;
	struct ia_unit *units;
	size_t nunits;
	struct ia_fault_unit *fault_units;
	size_t nfault_units;
	struct ia_fault *faults;
	size_t nfaults;
	struct ia_fault_other *fault_other;
	size_t nfault_other;
	struct ia_fault_record *fault_log;
	size_t nfault_log;
	struct ia_event *events;
	size_t nevents;
	struct ia_event *vf_requests;
	size_t nvf_requests;
	struct ia_host host;
	struct ia_records files[IA_FILES];
	bool absent[IA_FILES];
	struct ia_text kernel;
	struct ia_text cmdline;
	struct ia_text time;
	struct ia_text boot_id;
	struct ia_number boottime_ns;
	struct ia_text tool;
	const char *kernel_text;
	const char *cmdline_text;
	const char *time_text;
	const char *boot_text;
	const char *boottime_ns_text;
	const char *tool_text;
	struct ia_records names;
	struct ia_records host_text;
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
const struct ia_unit *ia_machine_unit(const struct ia_machine *machine,
				      const struct ia_text *name);
const char *ia_machine_address(const struct ia_machine *machine,
			       ia_address address);
const char *ia_machine_member(const struct ia_machine *machine,
			      const char *name);
const struct ia_acs *ia_machine_acs(const struct ia_machine *machine,
				    ia_address device, size_t *count);
const char *ia_machine_identity(const struct ia_machine *machine,
				const char *key);
long ia_number(const char *value);

#endif /* IA_MACHINE_MACHINE_H */
