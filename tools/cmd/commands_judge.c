// SPDX-License-Identifier: GPL-2.0
/* Commands that judge the machine, and say what to change */
#include "commands.h"

const struct ia_command ia_commands_judge[] = {
	{
		.name = "check",
		.summary = "is this host configured for its role?",
		.about = "Whether this host is configured for a role: the answer on the first line, what works here on the second, then a line for each rule: PASS, WARN, FAIL or UNKNOWN, its name and the reason.",
		.details = {
			"Rules that do not apply share the line that begins with \"-\". At 80 columns a profile takes at most 24 lines: if it would take more, rules that pass share a line, then those that are unknown; failures and warnings keep their own lines. The last line has the counts.",
			"-v adds the evidence of each rule, what it means and the smallest fix; the last lines say what works on this host as it is. Commands in a fix name the affected devices; with none, or more than 16, they say DEV. -q shows the first line and whatever does not pass. JSON always has everything.",
			"The exit code is 1 when a rule fails. With --fail-on unknown it is 7 when none fails and one is unknown; with --fail-on warn it is also 7 then, and 6 when none fails or is unknown and one warns. An unknown may hide a failure, so it ranks above a warning, and it is never a pass. For sriov the rules form a chain, and the first broken link is named.",
			"--rule evaluates only the named rules of the profile, and the first line covers only those. --explain prints the background of a rule with its sources, without reading a machine.",
			"--against evaluates no rules; it only reports whether anything that matters to the profile got worse since a snapshot, as diff does: a preflight for a host that was good once, or, with a baseline (snapshot --baseline), for every node of its hardware. With --fail-on, inconclusive differences, facts that matter to the profile and that nobody knows, and a baseline of other hardware count as unknown, and regressions that do not matter to the profile as warnings.",
			"--profile all shows one row per profile: whether the host meets it, or for how many of its functions, and the first reason. The exit code is 1 when the host does not meet a profile whose hardware it has; with --fail-on, unknowns and warnings of such profiles count. -q omits the profiles that it meets.",
			"--oneline and --nagios are for what watches many hosts. They rank an unknown above a warning, write nothing to standard error, and take whatever is no result of the rules, a mistake in the options included, as unknown. The exit code of --oneline is 0 when every rule passes or warns, 1 when one fails (with --fail-on warn also when one warns), 7 when none fails and one is unknown, else 2 to 5: node-problem-detector takes these as unknown. That of --nagios is 0 for OK, 1 for WARNING, 2 for CRITICAL and 3 for UNKNOWN, also with --help. Both take --against; Documentation/integrations.md has configurations.",
			"Documentation/checks.md lists rules and profiles.",
		},
		.examples = {
			{
				"iommu-audit check --profile vfio --dev 03:00.0",
				"can this device go to a guest?",
			},
			{ "iommu-audit check --profile all", "which roles the host is ready for" },
			{ "iommu-audit check --against good.json", "did anything get worse?" },
			{ "iommu-audit check --explain reset", "the background of a rule" },
		},
		.own = {
			{
				IA_OPT_PROFILE, "NAME",
				"the role of the host (baseline); list lists them, all asks each",
				0,
			},
		},
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(PROFILE) | IA_OPT(DEV) |
			   IA_OPT(AGAINST) |
			   IA_OPT(RULE) | IA_OPT(EXPLAIN) | IA_OPT(FAIL_ON) | IA_OPT(QUIET) |
			   IA_OPT(VERBOSE) | IA_OPT(ONELINE) | IA_OPT(NAGIOS),
		.exits = {
			{ IA_FINDINGS, "a rule fails" },
			{ IA_NOT_SEEN, "--fail-on unknown or warn: none fails, one is unknown" },
			{ IA_WARNED, "--fail-on warn: none fails or is unknown, one warns" },
		},
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
		.run = ia_cmd_check,
	},
	{
		.name = "assign",
		.operands = "DEV...",
		.summary = "can a device go to a VM, what goes with it, and how",
		.about = "Can a device be assigned to a virtual machine: yes, yes with caveats, no, or unknown and why; what must be assigned with it, what it can still reach, who uses it, and the commands. Nothing is changed.",
		.details = {
			"One screen per DEV. The answer is the verdict of 'check --profile vfio --dev DEV', except that what the commands at the end fix is no obstacle: the driver bound to the device, and drivers bound to the rest of its group, which are a caveat.",
			"Then: what goes with it (the rest of the group, which VFIO takes as a whole, and a PF's VFs), how it is reset and which devices a bus reset affects, which functions of other groups it reaches past the IOMMU, what the host uses it for, its driver now and at the next boot, limits for the guest (address width, reserved memory, hugepages, NUMA node), and, where another slot would separate it from others, empty slots below ports that isolate, by their names in /sys/bus/pci/slots. The last lines are the commands that bind everything needed: with driverctl, persistently, and for a single function through sysfs, until the next boot. Nothing is run.",
		},
		.examples = {
			{ "iommu-audit assign nvme1", "one disk, by its name" },
			{ "iommu-audit assign 01:00.0 01:00.1", "a GPU and its audio function" },
			{ "iommu-audit assign 01:00.0 --from host.json",
			  "on another machine, from its snapshot" },
		},
		.exits = {
			{ IA_FINDINGS, "the answer is no for one of them" },
			{ IA_NOT_SEEN, "it is no for none, and unknown for one of them" },
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ,
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
		.max = -1,
		.run = ia_cmd_assign,
	},
	{
		.name = "suggest",
		.summary = "kernel arguments for a profile; it only prints",
		.about = "Kernel arguments that a profile needs on this machine, and those to remove, in the format of a boot loader or an orchestrator. It only prints.",
		.details = {
			"Kernel arguments for a profile on this machine: what to add, what to remove, and why, as text, a GRUB drop-in, a grubby command, a command line for Proxmox VE or systemd-boot, or an OpenShift MachineConfig for the pool given by --role. What the command line already requests, in the same words or others, is not added again, and only arguments that this vendor's driver and this kernel support are proposed. It only prints. --steps prints the whole procedure as shell commands: save the state, drain, change, reboot, and check against the saved state; and, as a comment, the exact way back. The drop-in is for Debian, Ubuntu and their derivatives: only their grub-mkconfig reads /etc/default/grub.d. For systemd-boot, /etc/kernel/cmdline is created if it does not exist, with the contents that kernel-install(8) would use.",
		},
		.examples = {
			{ "iommu-audit suggest --profile vfio", "what to add, and why" },
			{
				"iommu-audit suggest --profile vfio --format grub",
				"as a drop-in for GRUB",
			},
			{
				"iommu-audit suggest --profile sriov --format grubby --steps",
				"the whole procedure, and the way back",
			},
		},
		.options = IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(DEV) | IA_OPT(FORMAT) |
			   IA_OPT(STEPS) | IA_OPT(ROLE),
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES,
		.run = ia_cmd_suggest,
	},
	{
		.name = "lint",
		.operands = "[CMDLINE]",
		.summary = "what the kernel does with each parameter of its command line",
		.about = "What the kernel does with each parameter of a command line that concerns IOMMUs, ACS, SR-IOV, VFIO or interrupt remapping. A line given as an argument needs neither root nor the module.",
		.details = {
			"What the kernel does with each parameter that concerns IOMMUs, ACS, SR-IOV, VFIO, swiotlb or interrupt remapping, parsed as the kernel parses it: ok; silent when it is ignored without a message; logged when it is ignored with a message in the log; deprecated; misleading when it does something other than it suggests; conflict when another parameter overrides it; needs-patch when only patched kernels have it; version when this kernel does not have it. Then its effect, and the parameter that was probably meant. A parameter that is ok but removes protection is counted as \"weakens protection\". JSON has the kernel source or document behind each verdict.",
			"CMDLINE may be pasted from a configuration, with several lines: variables of /etc/default/grub (GRUB_CMDLINE_LINUX and the one with _DEFAULT), linux lines of grub.cfg, kernelopts, options of a loader entry, kernelArguments of a MachineConfig, --args of grubby and --append of rpm-ostree, kargs of bootc, should_exist of Butane, boot.kernelParams of NixOS, NAME=\"WORDS\" where NAME has cmdline, commandline or bootargs in it, and the kernel's log of its command line. Several boot entries (grub.cfg, loader entries, bootctl list, grubby --info=ALL, refind_linux.conf, syslinux, Limine) are judged separately, by title, and so are /proc/cmdline and a configuration pasted with it, with the differences between the two. Xen's own line (multiboot2) is skipped. An unclosed quote, curly quotes, words after the closing quote, and an unquoted GRUB value are reported, and are findings. Arguments to be removed are not judged. Lines of modprobe.d, expressions that Nix would have to evaluate, commands that edit a file, and comments are refused with exit code 2. Kernels older than 5.10 (Red Hat: older than release 8) were not studied: for those it refuses to judge.",
			"Without CMDLINE it judges the machine's own command line, then compares what that requests with the actual state of units, groups, ports and drivers, each with its reason. A given CMDLINE is judged on its own: for the kernel of --kernel, which may name an architecture (6.12-arm64), else for that of --from, else for the running one. It needs neither root nor the module.",
			"The exit code is 1 when a parameter is not ok or something is not as requested.",
		},
		.examples = {
			{ "iommu-audit lint \"amd_iommu=on iommu=pt\"", "a line from a guide" },
			{
				"iommu-audit lint --kernel 6.12 \"$(cat /etc/default/grub)\"",
				"a configuration, for another kernel",
			},
			{ "iommu-audit lint", "this machine's own, and whether it took effect" },
		},
		.exits = {
			{ IA_FINDINGS, "a parameter is not ok, or something is not as requested" },
		},
		.takes = IA_OPERANDS_PARAMETER,
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(KERNEL),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_CONFIG,
		.max = 1,
		.run = ia_cmd_lint,
	},
	{
		.name = "sriov",
		.operands = "plan",
		.summary = "whether the machine can provide the VFs that pods need",
		.about = "Whether this machine can provide the virtual functions that pods need: limits of device and driver, space for BARs, bus numbers; and the configuration for Kubernetes.",
		.details = {
			"Compares the VFs that pods need (--pods times --vfs-per-pod, plus --headroom) with those that this machine can provide: what the device and its driver allow, whether there is address space for all VF BARs, and a bus number for the last VF. What could not be read is reported, and is never a yes. All PFs of one kind get the same number, as a Kubernetes policy sets it. A PF is left out where others suffice and changing its number would remove VFs that are in use, as by a guest, or where it carries routes of the host; if it is needed, all of that is named. --format device-plugin writes a ConfigMap for the SR-IOV network device plugin, which selects VFs by vendor, sriov_vf_device of sysfs and PFs; --format node-policy a SriovNetworkNodePolicy for the operator, which selects PFs. Both are for network controllers, of InfiniBand with what it needs, and the plugin for processing accelerators (class 12) too; other functions of --dev are refused. Of the vendor 15b3 the operator takes at most 128 VFs of a PF. Nothing is written to the machine. Exit code 1 where there are not enough, or it is not known.",
		},
		.examples = {
			{
				"iommu-audit sriov plan --pods 30 --vfs-per-pod 2",
				"are there enough?",
			},
			{
				"iommu-audit sriov plan --pods 30 --vfs-per-pod 1 --headroom 20%",
				"with some to spare",
			},
			{
				"iommu-audit sriov plan --pods 30 --vfs-per-pod 1 --format node-policy",
				"as a policy for the operator",
			},
		},
		.exits = { { IA_FINDINGS, "there are not enough, or it is not known" } },
		.takes = IA_OPERANDS_WORD,
		.words = "plan",
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(PODS) | IA_OPT(VFS_PER_POD) |
			   IA_OPT(HEADROOM) | IA_OPT(DEV) | IA_OPT(FORMAT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES,
		.max = 1,
		.run = ia_cmd_sriov,
	},
};

const size_t ia_ncommands_judge = sizeof(ia_commands_judge) / sizeof(*ia_commands_judge);
