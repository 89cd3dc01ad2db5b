/* SPDX-License-Identifier: GPL-2.0 */
/* machine.c: one machine as plain data, its records joined */
#ifndef IA_MACHINE_MACHINE_H
#define IA_MACHINE_MACHINE_H

#include "acs.h"
#include "records.h"

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
	IA_FILE_REGISTERS,
	IA_FILE_TRANSLATIONS,
	IA_FILES,
	/* Files that say nothing of a machine's state. */
	IA_FILE_EVENTS_PIPE = IA_FILES,
	IA_FILE_BENCH_RESULT,
	IA_ALL_FILES
};

extern const char *const ia_file_names[IA_ALL_FILES];

/**
 * struct ia_group - one IOMMU group: the values of the record, and
 * @functions: those of its devices that are PCI functions and listed
 * @nfunctions: number of @functions
 * @with_pasid: the first of @functions that can do PASID, or NULL
 * @has_direct: it has a reserved region of type direct
 */
struct ia_group {
	IOMMU_AUDIT_GROUP(IA_MEMBER)
	const struct ia_device **functions;
	size_t nfunctions;
	const struct ia_device *with_pasid;
	bool has_direct;
};

/**
 * struct ia_device - one PCI function: the values of the record, and
 * @name: the name of its model, or of its class, or NULL
 * @in_group: its group, or NULL
 * @above: the bridge above it; NULL on a root bus, and where that is not listed
 * @pf: its physical function; NULL for what is no VF, and where that is not listed
 * @ports: its ACS records: its own first, then from the nearest port to the root
 * @nports: number of @ports
 * @host: what the kernel tells of it beside the module, or NULL
 * @names: what the kernel calls it; NULL where nobody looked
 */
struct ia_device {
	IOMMU_AUDIT_DEVICE(IA_MEMBER)
	const char *name;
	const struct ia_group *in_group;
	const struct ia_device *above;
	const struct ia_device *pf;
	const struct ia_acs *ports;
	size_t nports;
	const struct ia_host_device *host;
	const struct ia_host_names *names;
};

/**
 * struct ia_name - a name from the list of PCI ids
 * @id: ia_model_id() or ia_class_id()
 * @name: the name
 */
struct ia_name {
	uint64_t id;
	const char *name;
};

/* Models and classes have ids of their own; a class code has 24 bits. */
static inline uint64_t ia_model_id(uint64_t vendor, uint64_t device)
{
	return 1ULL << 32 | vendor << 16 | device;
}

static inline uint64_t ia_class_id(uint64_t class_code)
{
	return class_code;
}

/**
 * struct ia_host - what the kernel tells of the host beside the module's files
 * @read: somebody looked; without, all of it is unknown
 * @numa: its NUMA nodes
 * @nodes: the NUMA nodes that are online
 * @nnodes: number of @nodes
 * @node_pages: hugepages by node, where there are any of the size
 * @nnode_pages: number of @node_pages
 * @limits: what guests and their devices come up against
 * @config: the kernel's configuration
 * @has_vfio: VFIO is loaded, and @vfio holds
 * @vfio: its parameters
 * @hugepages: sizes of hugepages, in the order of size
 * @nhugepages: number of @hugepages
 * @has_boot: somebody looked what the next boot begins with, and @boot holds
 * @boot: what that is
 * @modules: modules that could drive a function, in each stage of the boot that was read;
 *           sorted by name, then by stage
 * @nmodules: number of @modules
 * @devices: sorted by address
 * @ndevices: number of @devices
 * @names: what the kernel calls each function, sorted by address; may be read without the others
 * @nnames: number of @names
 * @platform: board, firmware and processors
 * @firmware: of functions, by their names
 * @nfirmware: number of @firmware
 * @usage: what was looked at to find @uses
 * @uses: what the host does with functions
 * @nuses: number of @uses
 */
struct ia_host {
	bool read;
	struct ia_numa numa;
	struct ia_numa_node *nodes;
	size_t nnodes;
	struct ia_node_pages *node_pages;
	size_t nnode_pages;
	struct ia_limits limits;
	struct ia_config config;
	bool has_vfio;
	struct ia_vfio vfio;
	struct ia_hugepages *hugepages;
	size_t nhugepages;
	bool has_boot;
	struct ia_next_boot boot;
	struct ia_module *modules;
	size_t nmodules;
	struct ia_host_device *devices;
	size_t ndevices;
	struct ia_host_names *names;
	size_t nnames;
	struct ia_platform platform;
	struct ia_device_firmware *firmware;
	size_t nfirmware;
	struct ia_usage usage;
	struct ia_use *uses;
	size_t nuses;
};

struct ia_prediction;
struct ia_uses_known;
struct ia_lint;
struct ia_next_line;

/* What is worked out once, when it is first asked for. */
struct ia_memo {
	const struct ia_prediction *own;
	const struct ia_prediction *unforced;
	const struct ia_uses_known *uses;
	const struct ia_next_line *next;
	const struct ia_lint *lint;
};

/*
 * struct ia_machine - everything that is known of one machine
 * @arena: owner of all of it
 * @source: where its facts are from: what that does not tell is unknown, also of keys that the
 *          module always knows
 * @arch: architecture of its kernel: see ia_machine_arch()
 * @redacted: a snapshot that identifying values were left out of
 * @baseline: a snapshot for all nodes of its hardware: see baseline.h
 * @hidden: parameters of @cmdline whose values were left out
 * @absent: files that its module, being older than they are, does not have; all that only
 *          the module has, where the source is another one
 * @kernel: its release
 * @cmdline: its command line
 * @time: when this was read, ISO 8601 in UTC
 * @boot_id: id of its boot
 * @boottime_ns: its CLOCK_BOOTTIME when this was read
 * @tool: version of the tool that read it
 * @identity: who speaks
 * @identities: the records of that, one, or none where the file was not read
 * @devices: sorted by address
 * @groups: sorted by number
 * @acs: sorted by device, then from the device to the root
 * @names: sorted by id
 * @units_by_name: @units, sorted by name
 * @vendor: of @units; absent without one, unknown when they differ
 * @processor: whose IOMMU there is, if there is any; unknown where nobody said
 * @host: what the kernel tells beside the module; may not have been read
 * @segments: whether addresses have to be written with their segment
 * @memo: what is worked out of it once
 *
 * The other lists are records in the order of their files. Each list has its
 * length beside it.
 */
struct ia_machine {
	struct ia_arena *arena;
	enum ia_machine_source source;
	enum ia_arch arch;
	enum ia_flag redacted;
	enum ia_flag baseline;
	struct ia_texts hidden;
	bool absent[IA_FILES];
	struct ia_string kernel;
	struct ia_string cmdline;
	struct ia_string time;
	struct ia_string boot_id;
	struct ia_number boottime_ns;
	struct ia_string tool;
	struct ia_identity identity;
	struct ia_identity *identities;
	size_t nidentities;
	struct ia_source *sources;
	size_t nsources;
	struct ia_monitor *monitors;
	size_t nmonitors;
	struct ia_unit *units;
	size_t nunits;
	struct ia_register *registers;
	size_t nregisters;
	struct ia_group *groups;
	size_t ngroups;
	struct ia_device *devices;
	size_t ndevices;
	struct ia_acs *acs;
	size_t nacs;
	struct ia_fault_unit *fault_units;
	size_t nfault_units;
	struct ia_fault *faults;
	size_t nfaults;
	struct ia_invalidation *invalidations;
	size_t ninvalidations;
	struct ia_fault_other *fault_other;
	size_t nfault_other;
	struct ia_fault_record *fault_log;
	size_t nfault_log;
	struct ia_event *events;
	size_t nevents;
	struct ia_event *vf_requests;
	size_t nvf_requests;
	struct ia_requester *translations;
	size_t ntranslations;
	struct ia_name *names;
	size_t nnames;
	const struct ia_unit **units_by_name;
	enum ia_vendor vendor;
	enum ia_vendor processor;
	struct ia_host host;
	bool segments;
	struct ia_memo *memo;
};

/* Whether a machine was read from the module, and shows what only that sees. */
static inline bool ia_from_module(const struct ia_machine *machine)
{
	return machine->source == IA_FROM_MODULE;
}

/**
 * struct ia_record_list - a list of records of a machine
 * @id: which record they are
 * @file: the file of debugfs that they are in
 * @name: of the list, as a member of a snapshot
 * @items: where struct ia_machine has the array; 0 when it has none
 * @count: where it has its length
 */
struct ia_record_list {
	enum ia_record_id id;
	enum ia_file file;
	const char *name;
	size_t items;
	size_t count;
};

/* machine.c */
extern const struct ia_record_list ia_record_lists[];
extern const size_t ia_nrecord_lists;

bool ia_file_optional(enum ia_file file);
void ia_machine_without_module(struct ia_machine *machine, enum ia_machine_source source);
bool ia_lists_units(const struct ia_machine *machine);
bool ia_machine_hides_groups(const struct ia_machine *machine);
void ia_machine_clear(struct ia_machine *machine, enum ia_file file);
void ia_machine_join(struct ia_machine *machine);
void ia_machine_correct_acs(struct ia_machine *machine);
void ia_machine_join_host(struct ia_machine *machine);
void ia_machine_sort_modules(struct ia_machine *machine);
const struct ia_module *ia_machine_module(const struct ia_machine *machine, const char *name,
					  enum ia_module_stage stage);
void ia_machine_name(struct ia_machine *machine);
enum ia_arch ia_machine_arch(const struct ia_machine *machine);
struct ia_device *ia_machine_device(const struct ia_machine *machine,
				    ia_address address);
const struct ia_group *ia_machine_group(const struct ia_machine *machine,
					uint64_t number);
const struct ia_unit *ia_machine_unit(const struct ia_machine *machine,
				      const struct ia_string *name);
const char *ia_machine_address(const struct ia_machine *machine,
			       ia_address address);
const char *ia_machine_member(const struct ia_machine *machine,
			      const struct ia_member *member);

#endif /* IA_MACHINE_MACHINE_H */
