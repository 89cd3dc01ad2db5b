// SPDX-License-Identifier: GPL-2.0
/* Commands that judge the machine, and say what to change */
#include "commands.h"

const struct ia_command ia_commands_judge[] = {
	{
		.name = "check",
		.summary = "is this host configured for its role?",
		.about = "Whether this host is configured for a role: the answer on the first line, what works here on the second, then a line for each rule: PASS, WARN, FAIL or UNKNOWN, its name and the reason.",
		.details = {
			"Rules that do not apply share the line that begins with \"-\". On 80 columns a profile takes at most 24 lines: where it would be more, rules that pass share a line, then those that are unknown; what fails and what warns keeps a line of its own. The last line has the counts.",
			"With -v each rule has its evidence, what it means and the smallest change that mends it, and the last lines say what works on this host as it is. In a change the commands are for the devices meant; DEV stands in them where there are none, or more than 16. -q shows the first line and what does not pass. JSON has all of it in any case.",
			"The exit code is 1 when a rule fails. With --fail-on unknown it is 7 when none fails and one is unknown; with --fail-on warn it is 7 then too, and 6 when none fails or is unknown and one warns: what cannot be seen may be a failure, so it counts before a warning, and it is never a pass. For sriov the rules are links of a chain, and the first broken one is named.",
			"With --rule only those rules of the profile are asked, and the first line is about them alone. --explain tells the background of a rule with its sources, and reads no machine.",
			"With --against no rule is asked, but only whether anything that matters to the profile got worse than in a snapshot, as diff tells it: a preflight for a host that was good once. With --fail-on what is inconclusive counts as unknown, and what got worse and does not matter to the profile as a warning.",
			"--profile all shows one row a profile: whether the host is fit for it, or for how many of its functions, and the first reason. Its exit code is 1 when it is not fit for a profile that is about something that it has; with --fail-on unknowns and warnings of such profiles count. -q leaves out those that it is fit for.",
			"Documentation/checks.md lists rules and profiles.",
		},
		.examples = {
			{
				"iommu-audit check --profile vfio --dev 03:00.0",
				"may this device go to a guest?",
			},
			{ "iommu-audit check --profile all", "what the host is fit for" },
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
			   IA_OPT(VERBOSE),
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
		.summary = "may a device go to a VM, what goes along, and how",
		.about = "May a device be given to a virtual machine: yes, yes with caveats, no, or unknown with what could not be seen; what goes along, what it can still reach, who uses it, and the commands. Nothing is changed.",
		.details = {
			"For each DEV one screen. The answer is the verdict of 'check --profile vfio --dev DEV', but that what the commands at the end mend is no obstacle: the driver that the device has, and drivers that hold the rest of its group, which are a caveat.",
			"Behind it: what goes along (the rest of the group, which VFIO takes whole, and a PF's VFs), how it is reset and what a reset of its bus takes along, which functions of other groups it reaches past the IOMMU, what the host does with it, its driver now and at the next boot, what a guest comes up against (address width, reserved memory, hugepages, NUMA node), and where another slot would part it from others, empty slots below ports that isolate, by the names of /sys/bus/pci/slots. The last lines are the commands for all that has to be bound: by driverctl, which lasts, and for one function by sysfs, until the next boot. Nothing is run.",
		},
		.examples = {
			{ "iommu-audit assign nvme1", "one disk, by its name" },
			{ "iommu-audit assign 01:00.0 01:00.1", "a GPU and its audio" },
			{ "iommu-audit assign 01:00.0 --from host.json", "on a machine elsewhere" },
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
		.about = "Kernel arguments that a profile needs on this machine, and those to drop, in the form that a boot loader or an orchestrator takes. It only prints.",
		.details = {
			"Kernel arguments for a profile on this machine: what to add, what to drop, and why, as text, as a drop-in for GRUB, as a call of grubby, for the line of Proxmox VE or of systemd-boot, or as a MachineConfig of OpenShift, for the pool that --role names. What the command line says already, in these words or in others, is not added again. Only arguments that this vendor's driver and this kernel know. It only prints. With --steps it prints all that is done on a host, as commands of a shell: keep what is there, drain, change, boot, check against what was there; and, as a comment, the exact way back. The drop-in is for Debian, Ubuntu and what is made of them: only their grub-mkconfig reads /etc/default/grub.d. For systemd-boot, /etc/kernel/cmdline is made where there is none, as kernel-install(8) would take it.",
		},
		.examples = {
			{ "iommu-audit suggest --profile vfio", "what to add, and why" },
			{
				"iommu-audit suggest --profile vfio --format grub",
				"as a drop-in for GRUB",
			},
			{
				"iommu-audit suggest --profile sriov --format grubby --steps",
				"all steps of the change, and the way back",
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
		.summary = "what becomes of each word of the kernel command line",
		.about = "What becomes of each word of a kernel command line that is about IOMMUs, ACS, SR-IOV, VFIO or interrupt remapping. A line that is given needs neither root nor the module.",
		.details = {
			"What becomes of each word of the kernel command line that is about IOMMUs, ACS, SR-IOV, VFIO, swiotlb or interrupt remapping, parsed as the kernel parses: ok; silent when nobody reads it and nobody says so; logged when it is ignored with a line in the log; deprecated; misleading when it does something else than it seems to say; conflict when another parameter undoes it; needs-patch when only patched kernels have it; version when this kernel does not have it. Then what the kernel does with it, and the one that was probably meant. What is ok and takes protection away is counted as weakens protection. In JSON each has the place in the kernel, or the document, where that was read.",
			"CMDLINE may be what people paste, with all its lines: variables of /etc/default/grub (GRUB_CMDLINE_LINUX and the one with _DEFAULT), linux lines of grub.cfg, kernelopts, options of a loader entry, kernelArguments of a MachineConfig, --args of grubby and --append of rpm-ostree, kargs of bootc, should_exist of Butane, boot.kernelParams of NixOS, NAME=\"WORDS\" where NAME has cmdline, commandline or bootargs in it, and the kernel's log of its command line. Several boot entries (grub.cfg, loader entries, bootctl list, grubby --info=ALL, refind_linux.conf, syslinux, Limine) are judged each for itself, by title, and so are /proc/cmdline and the configuration beside it, with what only one of them has. Xen's own line (multiboot2) is left to Xen. A quote that nothing closes, curly quotes, words behind the closing quote, and a value of GRUB without quotes are said, and are findings. Words that are to be removed are not judged. Refused, with exit code 2, are lines of modprobe.d, an expression that Nix has to compute, a command that edits a file, and a comment. Kernels below 5.10 (Red Hat's: below those of its release 8) were not read: for those it refuses to judge.",
			"The command line is that of the machine. After it comes what it requests against what units, groups, ports and drivers show, each with its reason. A CMDLINE that is given is judged alone: for the kernel of --kernel, which may name its architecture (6.12-arm64), else of --from, else for the running one. It needs neither root nor the module.",
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
		.summary = "VFs that pods need against those that this machine can have",
		.about = "Whether this machine can have the virtual functions that pods need: limits of device and driver, room for BARs, bus numbers; and the configuration for Kubernetes.",
		.details = {
			"VFs that pods need (--pods times --vfs-per-pod, and --headroom beside them) against those that this machine can have: what the device and its driver allow, whether the kernel has room for the BARs of all of them, and bus numbers for the last one. Where that could not be seen, it says so, and that is no yes. All PFs of one kind get the same number, as a policy of Kubernetes gives it. A PF is left out where others have enough and another number would take VFs away that a driver holds, as a guest's, or it carries routes of the host; where it is needed, all of that is named. --format device-plugin writes a ConfigMap for the SR-IOV network device plugin, which selects VFs by vendor, sriov_vf_device of sysfs and PFs; --format node-policy a SriovNetworkNodePolicy for the operator, which selects PFs. Both are for network controllers, of InfiniBand with what it needs, and the plugin for processing accelerators (class 12) too; other functions of --dev are refused. Of the vendor 15b3 the operator takes at most 128 VFs of a PF. Nothing is written to the machine. Exit code 1 where there are not enough, or it is not known.",
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
