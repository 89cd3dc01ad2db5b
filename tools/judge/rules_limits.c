// SPDX-License-Identifier: GPL-2.0
/* Rules about what guests and their devices come up against */
#include "rules.h"

#include <string.h>

#include "lint.h"

enum { HUGEPAGES_SHORT = 1, HUGEPAGES_NONE, HUGEPAGES_NO_SIZE, HUGEPAGES_UNSEEN };
enum { PAGES_OF_SIZE = 1, PAGES_OF_NODE };

/* The size that x86 has without default_hugepagesz=; of others nobody asks here. */
#define DEFAULT_SIZE_KB	2048

static const struct ia_hugepages *of_size(const struct ia_host *host, uint64_t size_kb)
{
	size_t i;

	for (i = 0; i < host->nhugepages; i++) {
		if (host->hugepages[i].size_kb.known && host->hugepages[i].size_kb.n == size_kb)
			return &host->hugepages[i];
	}
	return NULL;
}

/* Which size of those that the command line asks for came short, if any did. */
static bool find_short(const struct ia_check *check, struct ia_huge_request *asked,
		       struct ia_number *got)
{
	const struct ia_machine *m = check->machine;
	const struct ia_lint *lint = ia_lint_machine(m);
	size_t i;

	for (i = 0; m->cmdline.known && i < lint->nhuge; i++) {
		const struct ia_hugepages *there;

		*asked = lint->huge[i];
		if (!asked->size && ia_machine_arch(m) != IA_ARCH_X86)
			continue;
		if (!asked->size)
			asked->size = DEFAULT_SIZE_KB << 10;
		there = of_size(&m->host, asked->size >> 10);
		/* A size that the CPU does not have is none that the kernel shows. */
		*got = there ? there->total : ia_number_of(0);
		if (got->known && got->n < asked->pages)
			return true;
	}
	return false;
}

static void add_nodes(const struct ia_check *check, struct ia_finding *finding, uint64_t size_kb)
{
	const struct ia_host *host = &check->machine->host;
	size_t i;

	for (i = 0; host->nnodes > 1 && i < host->nnode_pages; i++) {
		const struct ia_node_pages *pages = &host->node_pages[i];

		if (!size_kb || pages->size_kb.n == size_kb)
			ia_evidence_note(finding, PAGES_OF_NODE, ia_arg_number(pages->node),
					 ia_arg_number(pages->size_kb),
					 ia_arg_number(pages->total), ia_arg_number(pages->free));
	}
}

static bool judge_hugepages(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_host *host = &check->machine->host;
	bool known = false, some = false, missing;
	struct ia_huge_request asked;
	struct ia_number got;
	size_t i;

	for (i = 0; i < host->nhugepages; i++) {
		const struct ia_hugepages *size = &host->hugepages[i];

		ia_evidence_note(finding, PAGES_OF_SIZE, ia_arg_number(size->size_kb),
				 ia_arg_number(size->total), ia_arg_number(size->free));
		known |= size->total.known;
		some |= size->total.known && size->total.n;
	}
	if (!known)
		return ia_find(finding, host->read ? HUGEPAGES_NO_SIZE : HUGEPAGES_UNSEEN);
	missing = find_short(check, &asked, &got);
	add_nodes(check, finding, missing ? asked.size >> 10 : 0);
	if (missing)
		return ia_find(finding, HUGEPAGES_SHORT, ia_arg_n(asked.pages),
			       ia_arg_n(asked.size >> 10), ia_arg_number(got));
	return ia_find(finding, some ? PASSES : HUGEPAGES_NONE);
}

const struct ia_rule ia_rule_hugepages = {
	.id = "hugepages",
	.title = "hugepages are set aside",
	.meaning = "Users of VFIO and DPDK map and pin large memory faster with them. Containers and DMA itself need none.",
	.background = "VFIO pins what a guest may use for DMA page by page. Hugepages make pins and IOMMU entries fewer; they are best set aside at boot, while memory is not fragmented.",
	.sources = {
		"drivers/vfio/vfio_iommu_type1.c: vfio_pin_pages_remote()",
		"mm/hugetlb.c: hugepages_setup()",
		"https://docs.kernel.org/admin-guide/mm/hugetlbpage.html",
	},
	.fix = "default_hugepagesz=1G hugepagesz=1G hugepages=N on the kernel command line",
	.warn = P(VFIO),
	.outcomes = {
		[HUGEPAGES_SHORT] = {
			IA_FAIL, "the command line asks for {0} hugepages of {1} KiB, and {2} are there",
			.fix = "ask for no more than each node's memory has room for, and read 'dmesg | grep -i huge'; a size that the CPU does not have gives none",
			.brief = "{2} of {0} requested, of {1} KiB",
		},
		[HUGEPAGES_NONE] = { IA_FAIL, "no hugepages are set aside" },
		[HUGEPAGES_NO_SIZE] = {
			IA_UNKNOWN, "whether hugepages are set aside cannot be seen",
			.evidence = "sysfs: hugepages=unknown",
		},
		[HUGEPAGES_UNSEEN] = {
			IA_UNKNOWN, "whether hugepages are set aside cannot be seen",
			.evidence = "no facts about the host were recorded",
		},
	},
	.notes = {
		[PAGES_OF_SIZE] = "sysfs: hugepages of {0} kB: total={1} free={2}",
		[PAGES_OF_NODE] = "sysfs: node {0}, hugepages of {1} kB: total={2} free={3}",
	},
	.judge_host = judge_hugepages,
};

enum { WIDTH_NARROW = 1, WIDTH_UNSEEN };

/* What a unit of VT-d translates at most: MGAW, or less where none of its tables is so wide. */
struct ia_number ia_unit_width(const struct ia_unit *unit)
{
	uint64_t most = 0;
	size_t i;

	if (!unit->mgaw.known || !unit->sagaw.known)
		return (struct ia_number){ .absent = unit->mgaw.absent };
	for (i = 0; i < unit->sagaw.count; i++) {
		if (unit->sagaw.items[i] > most)
			most = unit->sagaw.items[i];
	}
	return ia_number_of(unit->mgaw.n < most ? unit->mgaw.n : most);
}

/* Without root, units that are off are not listed: they may be there, and be VT-d's. */
static bool width_hidden(const struct ia_check *check)
{
	enum ia_translation translation = check->facts.translation;

	return !check->machine->nunits && ia_machine_arch(check->machine) != IA_ARCH_ARM64 &&
	       (translation == IA_TRANSLATION_UNKNOWN || translation == IA_TRANSLATION_UNUSED);
}

/* A guest that has more address bits than a unit translates puts BARs where no DMA gets. */
static bool judge_width(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	const struct ia_number bits = m->host.limits.cpu_bits;
	struct ia_number least = { 0 };
	bool unseen = false;
	size_t i;

	if (width_hidden(check)) {
		ia_evidence_units(check, finding);
		return ia_find(finding, WIDTH_UNSEEN);
	}
	if (m->vendor != IA_VENDOR_VTD || !m->nunits)
		return false;
	for (i = 0; i < m->nunits; i++) {
		struct ia_number width = ia_unit_width(&m->units[i]);

		ia_evidence_record(finding, IA_RECORD_UNIT, &m->units[i],
				   ia_keys("unit", "mgaw", "sagaw"));
		unseen |= ia_is_unknown(width);
		if (width.known && (!least.known || width.n < least.n))
			least = width;
	}
	if (!bits.known || (unseen && !(least.known && least.n < bits.n)))
		return ia_find(finding, WIDTH_UNSEEN);
	ia_evidence_note(finding, 1, ia_arg_number(bits));
	return ia_find(finding, least.n < bits.n ? WIDTH_NARROW : PASSES, ia_arg_number(least),
		       ia_arg_number(bits));
}

const struct ia_rule ia_rule_address_width = {
	.id = "address-width",
	.title = "units translate as many address bits as the CPUs have",
	.brief = "as many address bits as the CPUs have",
	.meaning = "A guest with the host's physical address bits may put memory and BARs where a narrower unit cannot map them. Symptom: VFIO_MAP_DMA fails with EINVAL or EFAULT when the guest starts.",
	.background = "MGAW and SAGAW of VT-d's capability register, and the levels of AMD's page tables, limit the addresses that a device can be given. A mapping above is refused.",
	.sources = {
		"drivers/iommu/intel/iommu.c: iommu_calculate_agaw()",
		"drivers/vfio/vfio_iommu_type1.c: vfio_iommu_iova_dma_valid()",
		"Intel VT-d specification 5.10, 11.4.2 Capability Register",
	},
	.fix = "give the guest fewer: QEMU -cpu host,host-phys-bits=on,host-phys-bits-limit=BITS, in libvirt <maxphysaddr mode='passthrough' limit='BITS'/>",
	.warn = P(VFIO) | P(VM_MIXED),
	.outcomes = {
		[WIDTH_NARROW] = {
			IA_FAIL, "a unit translates {0} address bits, the CPUs have {1}",
			.brief = "a unit translates {0} bits, the CPUs have {1}",
		},
		[WIDTH_UNSEEN] = {
			IA_UNKNOWN, "whether units translate all address bits of the CPUs cannot be seen",
			.brief = "units and CPUs cannot be compared",
		},
	},
	.notes = { [1] = "cpuinfo: {0} bits physical" },
	.judge_host = judge_width,
};

enum { X2APIC_OFF = 1, X2APIC_UNSEEN };

/* APIC ids that 8 bits hold; the last one is that of all CPUs. */
#define XAPIC_MOST	254

/*
 * Without interrupt remapping no interrupt reaches an APIC id above 254, and the kernel
 * leaves the CPUs that have one out: try_to_enable_x2apic() of arch/x86/kernel/apic/apic.c.
 */
static bool judge_x2apic(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	const struct ia_limits *limits = &m->host.limits;
	bool unseen = !m->nunits, off = false;
	size_t i;

	if (!(limits->apic_max.known && limits->apic_max.n > XAPIC_MOST) &&
	    !(limits->cpus.known && limits->cpus.n > XAPIC_MOST + 1))
		return false;
	ia_evidence_note(finding, 1, ia_arg_number(limits->cpus), ia_arg_number(limits->apic_max));
	for (i = 0; i < m->nunits; i++) {
		ia_evidence_record(finding, IA_RECORD_UNIT, &m->units[i],
				   ia_keys("unit", "intremap", "x2apic"));
		unseen |= m->units[i].intremap == IA_FLAG_UNKNOWN;
		off |= m->units[i].intremap == IA_NO || m->units[i].x2apic == IA_NO;
	}
	return ia_find(finding, off ? X2APIC_OFF : unseen ? X2APIC_UNSEEN : PASSES);
}

const struct ia_rule ia_rule_cpu_interrupts = {
	.id = "cpu-interrupts",
	.title = "interrupts reach all CPUs",
	.meaning = "APIC ids above 254 are reached through interrupt remapping alone: intremap=off, intel_iommu=off, amd_iommu=off or an IOMMU switched off in the firmware takes those CPUs away.",
	.background = "An MSI without remapping has eight bits for the destination. CPUs with greater APIC ids need x2APIC mode with interrupt remapping, or a hypervisor's extended destination ids.",
	.sources = {
		"arch/x86/kernel/apic/apic.c: try_to_enable_x2apic()",
		"Intel VT-d specification 5.10, 5.1.2 Interrupt Request Formats On Intel 64 Platforms",
	},
	.fix = "keep interrupt remapping on: no intremap=off, no amd_iommu=off, VT-d or AMD-Vi on in the firmware",
	.fail = P(BASELINE) | ASSIGNS,
	.outcomes = {
		[X2APIC_OFF] = {
			IA_FAIL, "there are CPUs that interrupts do not reach without interrupt remapping",
			.brief = "some CPUs are reached by remapping only",
		},
		[X2APIC_UNSEEN] = {
			IA_UNKNOWN, "whether interrupts reach all CPUs cannot be seen",
		},
	},
	.notes = { [1] = "sysfs: {0} CPUs are possible, cpuinfo: highest APIC id {1}" },
	.judge_host = judge_x2apic,
};

enum { MEMLOCK_LOW = 1, MEMLOCK_DEFAULT, MEMLOCK_UNSEEN };

static bool judge_memlock(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_limits *limits = &check->machine->host.limits;

	if (!check->machine->host.read)
		return false;
	ia_evidence_record(finding, IA_RECORD_HOST_LIMITS, limits,
			   ia_keys("memlock_kb", "memlock_default"));
	if (limits->memlock_kb.absent ||
	    (limits->memlock_default.known && !strcmp(limits->memlock_default.text, "infinity")))
		return ia_find(finding, PASSES);
	if (limits->memlock_kb.known)
		return ia_find(finding, MEMLOCK_LOW, ia_arg_number(limits->memlock_kb));
	if (limits->memlock_default.known)
		return ia_find(finding, MEMLOCK_DEFAULT, ia_arg_text(limits->memlock_default.text));
	return ia_find(finding, MEMLOCK_UNSEEN);
}

const struct ia_rule ia_rule_memlock = {
	.id = "memlock",
	.title = "memory may be locked without a limit",
	.meaning = "VFIO pins a guest's whole memory and counts it against RLIMIT_MEMLOCK of a process without CAP_IPC_LOCK. libvirt raises it by itself; DPDK, containers and a QEMU of your own do not. Symptom: VFIO_MAP_DMA fails with ENOMEM, the log has \"RLIMIT_MEMLOCK exceeded\". This limit is that of who ran the check.",
	.background = "VFIO counts pinned pages against RLIMIT_MEMLOCK of the process that maps them, for each container; CAP_IPC_LOCK lifts the limit.",
	.sources = {
		"drivers/vfio/vfio_iommu_type1.c: vfio_lock_acct()",
		"https://man7.org/linux/man-pages/man2/getrlimit.2.html",
	},
	.fix = "LimitMEMLOCK=infinity in the unit, DefaultLimitMEMLOCK=infinity in /etc/systemd/system.conf, or memlock in /etc/security/limits.d",
	.warn = P(VFIO),
	.outcomes = {
		[MEMLOCK_LOW] = {
			IA_FAIL, "a process of this user may lock {0} KiB, guests and DPDK take more",
			.brief = "this user may lock {0} KiB, guests take more",
		},
		[MEMLOCK_DEFAULT] = {
			IA_FAIL, "systemd lets a service lock {0}, guests and DPDK take more",
			.brief = "systemd lets a service lock {0}",
		},
		[MEMLOCK_UNSEEN] = { IA_UNKNOWN, "how much memory may be locked cannot be seen" },
	},
	.judge_host = judge_memlock,
};

enum { NODE_NONE = 1, NODE_UNSEEN, NODE_UNKNOWN };

static bool judge_node(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_number nodes = check->machine->host.numa.nodes;
	size_t i, without = 0, unseen = 0;

	if (!check->ndevices || (nodes.known && nodes.n == 1))
		return false;
	for (i = 0; i < check->ndevices; i++) {
		if (check->devices[i]->numa.known)
			continue;
		without++;
		unseen += ia_is_unknown(check->devices[i]->numa);
		ia_evidence_record(finding, IA_RECORD_DEVICE, check->devices[i],
				   ia_keys("dev", "numa"));
	}
	for (i = 0; i < check->machine->host.nnodes; i++)
		ia_evidence_note(finding, 1, ia_arg_number(check->machine->host.nodes[i].node),
				 ia_arg_text(ia_shown(&check->machine->host.nodes[i].cpus)));
	return ia_find(finding,
		       !without ? PASSES : unseen ? NODE_UNKNOWN :
		       nodes.known ? NODE_NONE : NODE_UNSEEN,
		       ia_arg_n(without), ia_arg_n(check->ndevices), ia_arg_number(nodes));
}

const struct ia_rule ia_rule_numa_node = {
	.id = "numa-node",
	.title = "each function has a NUMA node",
	.meaning = "A VM whose memory and CPUs are on another node than its device pays for every access.",
	.background = "The node of a function comes from _PXM of its host bridge in ACPI; where firmware says nothing it is -1, and the kernel takes any node for its memory.",
	.sources = {
		"drivers/acpi/numa/srat.c: acpi_get_node()",
		"drivers/pci/probe.c: pci_device_add()",
		"https://docs.kernel.org/driver-api/vfio.html",
	},
	.fix = "a firmware that names the node (_PXM); until then numactl by the board's manual",
	.warn = P(VFIO),
	.outcomes = {
		[PASSES] = { IA_PASS, .evidence = "sysfs: NUMA nodes online: {2}" },
		[NODE_NONE] = {
			IA_FAIL, "{0} of {1} {1:function|functions} {0:has|have} no NUMA node",
			.evidence = "sysfs: NUMA nodes online: {2}",
		},
		[NODE_UNSEEN] = {
			IA_UNKNOWN, "{0} of {1} {1:function|functions} {0:has|have} no NUMA node",
			.evidence = "sysfs: NUMA nodes online: {2}",
		},
		[NODE_UNKNOWN] = {
			IA_UNKNOWN, "the NUMA {1:node|nodes} of {0} of {1} {1:function|functions} {1:is|are} unknown",
		},
	},
	.notes = { [1] = "sysfs: node {0}: CPUs {1}" },
	.judge_host = judge_node,
};
