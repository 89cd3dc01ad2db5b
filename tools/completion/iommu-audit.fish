# SPDX-License-Identifier: GPL-2.0
# fish completion of iommu-audit, made by tools/describe of tools/cmd
#
# The one program that is run is the installed iommu-audit, and what it says is offered
# only where nothing in it would have to be quoted.

# The command that was typed, if any.
function __iommu_audit_command
	for word in (commandline -opc)[2..]
		if contains -- $word report devices groups why acs p2p units check assign suggest lint sriov faults events explain snapshot diff export bench compare load unload version help
			echo $word
			return
		end
	end
	return 1
end

function __iommu_audit_first
	not __iommu_audit_command >/dev/null
end

function __iommu_audit_in
	test "$argv[1]" = (__iommu_audit_command; or echo report)
end

# The file or folder that the machine is read from: --from FILE, or --root DIR.
function __iommu_audit_where
	set -l last
	for word in (commandline -opc)
		if contains -- "$last" --from --root
			echo $last
			string replace -r '^~/' "$HOME/" -- $word
			return
		end
		if string match -qr '^--(from|root)=' -- $word
			string split -m 1 = -- $word
			return
		end
		set last $word
	end
end

function __iommu_audit_ask
	set -l tool (command -s iommu-audit)
	string match -q '/*' -- $tool; or return
	$tool $argv </dev/null 2>/dev/null
end

# Devices by address, short in segment 0000, and by what the kernel calls them.
function __iommu_audit_devices
	set -l where (__iommu_audit_where)
	if set -q where[2]; and test "$where[2]" = -
		return
	end
	set -l found (__iommu_audit_ask devices $where \
		--output dev,netdev,rdma,block,nvme,drm,slot |
		string replace -a ',' ' ' | string split -n ' ' |
		string match -r '^[a-z0-9][A-Za-z0-9_.:@+-]*$' | string match -v unknown)
	if string match -qr '(^|,)000[^,]*$' -- (commandline -ct)
		set found (string replace -r '^([0-9a-f]{2}:)' '0000:$1' -- $found)
	end
	string join \n -- $found
end

# Of a list the last part is completed, and what is in front of it stays.
function __iommu_audit_list
	set -l before (string match -r '^.*,' -- (commandline -ct)); or set before ""
	for word in $argv
		echo $before$word
	end
end

function __iommu_audit_groups
	for group in /sys/kernel/iommu_groups/*
		string match -r '[0-9]+$' -- $group
	end
end

function __iommu_audit_columns
	__iommu_audit_ask $argv[1] --output list | string match -r '^[A-Za-z0-9_-]+'
end

complete -c iommu-audit -e
complete -c iommu-audit -n __iommu_audit_first -f -a report -d 'the whole machine at a glance (the default)'
complete -c iommu-audit -n '__iommu_audit_in report' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in report' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in report' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in report' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in report' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns report))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in report' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns report))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in report' -l html -r -d 'write the answer as one HTML page; - is standard output'
complete -c iommu-audit -n '__iommu_audit_in report' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in report' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in report' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in report' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in report' -f
complete -c iommu-audit -n __iommu_audit_first -f -a devices -d 'PCI functions and the domains they are attached to'
complete -c iommu-audit -n '__iommu_audit_in devices' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in devices' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in devices' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in devices' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in devices' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns devices))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in devices' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns devices))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in devices' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in devices' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in devices' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in devices' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in devices' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a groups -d 'IOMMU groups, and why devices share one'
complete -c iommu-audit -n '__iommu_audit_in groups' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in groups' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in groups' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in groups' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in groups' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns groups))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in groups' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns groups))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in groups' -l kernel -r -f -d 'judge for this kernel: 6.12, or the output of uname -r'
complete -c iommu-audit -n '__iommu_audit_in groups' -l predict -d 'the groups that the kernel would create, and where the actual ones differ'
complete -c iommu-audit -n '__iommu_audit_in groups' -l with -r -f -a 'acpi amd_iommu amd_iommu_dump amd_iommu_intr arm-smmu-v3.disable_bypass arm-smmu-v3.disable_msipolling arm-smmu.disable_bypass arm-smmu.force_stage cma coherent_pool default_hugepagesz dma_debug dma_debug_driver dma_debug_entries efi hugepages hugepagesz igb.max_vfs intel_iommu intremap iommu iommu.debug_pagealloc iommu.forcedac iommu.passthrough iommu.strict iommufd.allow_unsafe_interrupts ivrs_acpihid ivrs_hpet ivrs_ioapic ixgbe.max_vfs mlx4_core.num_vfs noapic nofb nointremap nox2apic pci pci_stub.ids pcie_acs_override pcie_no_flr pcie_ports swiotlb vfio.enable_unsafe_noiommu_mode vfio_iommu_type1.allow_unsafe_interrupts vfio_iommu_type1.disable_hugepages vfio_iommu_type1.dma_entry_limit vfio_pci.disable_denylist vfio_pci.disable_idle_d3 vfio_pci.disable_vga vfio_pci.enable_sriov vfio_pci.ids vfio_pci.nointxmask video x2apic_phys xe.max_vfs' -d '--predict: with these parameters added to the command line'
complete -c iommu-audit -n '__iommu_audit_in groups' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in groups' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in groups' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in groups' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in groups' -f -a '(__iommu_audit_groups)'
complete -c iommu-audit -n __iommu_audit_first -f -a why -d 'why a device has its domain and its group'
complete -c iommu-audit -n '__iommu_audit_in why' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in why' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in why' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in why' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in why' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in why' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in why' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in why' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in why' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a acs -d 'ACS of every port from a device to the root'
complete -c iommu-audit -n '__iommu_audit_in acs' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in acs' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in acs' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in acs' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in acs' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns acs))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in acs' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns acs))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in acs' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in acs' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in acs' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in acs' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in acs' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a p2p -d 'the path of peer-to-peer DMA, and what would change it'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns p2p))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns p2p))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l dev -r -f -a '(__iommu_audit_list (__iommu_audit_devices))' -d 'only these devices, by address or name'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l matrix -d 'all paths between GPUs, NICs and NVMe drives, or between those of --dev'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in p2p' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in p2p' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a units -d 'IOMMUs of the firmware tables and their state'
complete -c iommu-audit -n '__iommu_audit_in units' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in units' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in units' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in units' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in units' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns units))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in units' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns units))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in units' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in units' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in units' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in units' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in units' -f
complete -c iommu-audit -n __iommu_audit_first -f -a check -d 'is this host configured for its role?'
complete -c iommu-audit -n '__iommu_audit_in check' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in check' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in check' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in check' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in check' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns check))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in check' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns check))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in check' -l dev -r -f -a '(__iommu_audit_list (__iommu_audit_devices))' -d 'only these devices, by address or name'
complete -c iommu-audit -n '__iommu_audit_in check' -l profile -r -f -a 'baseline vfio sriov gpu-single gpu-host-nic gpu-sriov-rdma vm-mixed inference all list' -d 'the role of the host (baseline); list lists them, all asks each'
complete -c iommu-audit -n '__iommu_audit_in check' -l against -r -d 'only whether anything got worse for the profile since a snapshot'
complete -c iommu-audit -n '__iommu_audit_in check' -l rule -r -f -a '(__iommu_audit_list devices firmware command-line parameters iommu-on covered hardware interrupt-remapping protected-memory units-agree groups groups-predicted hugepages memlock address-width cpu-interrupts sriov-capable vf-space numvfs vf-requests vf-driver vf-groups in-use group-viable reset reserved bound translated not-strict vfio-safe peers-apart numa-node vfio-at-boot survives-reboot gpu-p2p gpu-nic gpu-vf nic-near large-bar link no-faults no-inv-timeouts acs-drift seen)' -d 'only these rules of the profile'
complete -c iommu-audit -n '__iommu_audit_in check' -l explain -r -f -a 'devices firmware command-line parameters iommu-on covered hardware interrupt-remapping protected-memory units-agree groups groups-predicted hugepages memlock address-width cpu-interrupts sriov-capable vf-space numvfs vf-requests vf-driver vf-groups in-use group-viable reset reserved bound translated not-strict vfio-safe peers-apart numa-node vfio-at-boot survives-reboot gpu-p2p gpu-nic gpu-vf nic-near large-bar link no-faults no-inv-timeouts acs-drift seen' -d 'the background of a rule, with its sources; list lists them'
complete -c iommu-audit -n '__iommu_audit_in check' -l fail-on -r -f -a 'fail unknown warn' -d 'least severe verdict that makes the exit code nonzero: fail, unknown, warn (fail)'
complete -c iommu-audit -n '__iommu_audit_in check' -l oneline -d 'the worst verdict, its rules and the counts, in at most 80 bytes'
complete -c iommu-audit -n '__iommu_audit_in check' -l nagios -d 'as a Nagios plugin: state, performance data, exit codes 0 to 3'
complete -c iommu-audit -n '__iommu_audit_in check' -l quiet -s q -d 'the verdict, and only rules that do not pass'
complete -c iommu-audit -n '__iommu_audit_in check' -l verbose -s v -d 'with the evidence, meaning and fix of each rule'
complete -c iommu-audit -n '__iommu_audit_in check' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in check' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in check' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in check' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in check' -f
complete -c iommu-audit -n __iommu_audit_first -f -a assign -d 'can a device go to a VM, what goes with it, and how'
complete -c iommu-audit -n '__iommu_audit_in assign' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in assign' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in assign' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in assign' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in assign' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in assign' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in assign' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in assign' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in assign' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a suggest -d 'kernel arguments for a profile; it only prints'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l dev -r -f -a '(__iommu_audit_list (__iommu_audit_devices))' -d 'only these devices, by address or name'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l profile -r -f -a 'baseline vfio sriov gpu-single gpu-host-nic gpu-sriov-rdma vm-mixed inference list' -d 'the role of the host (baseline); list lists them'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l format -r -f -a 'text grub grubby proxmox systemd-boot machineconfig list' -d 'output format (text); list lists them'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l steps -d 'the whole procedure: save, drain, change, reboot, check, and the way back'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l role -r -f -d '--format machineconfig: the pool of nodes it is for (worker)'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in suggest' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in suggest' -f
complete -c iommu-audit -n __iommu_audit_first -f -a lint -d 'what the kernel does with each parameter of its command line'
complete -c iommu-audit -n '__iommu_audit_in lint' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in lint' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in lint' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in lint' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in lint' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns lint))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in lint' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns lint))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in lint' -l kernel -r -f -d 'judge for this kernel: 6.12, or the output of uname -r'
complete -c iommu-audit -n '__iommu_audit_in lint' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in lint' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in lint' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in lint' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in lint' -f -a 'acpi amd_iommu amd_iommu_dump amd_iommu_intr arm-smmu-v3.disable_bypass arm-smmu-v3.disable_msipolling arm-smmu.disable_bypass arm-smmu.force_stage cma coherent_pool default_hugepagesz dma_debug dma_debug_driver dma_debug_entries efi hugepages hugepagesz igb.max_vfs intel_iommu intremap iommu iommu.debug_pagealloc iommu.forcedac iommu.passthrough iommu.strict iommufd.allow_unsafe_interrupts ivrs_acpihid ivrs_hpet ivrs_ioapic ixgbe.max_vfs mlx4_core.num_vfs noapic nofb nointremap nox2apic pci pci_stub.ids pcie_acs_override pcie_no_flr pcie_ports swiotlb vfio.enable_unsafe_noiommu_mode vfio_iommu_type1.allow_unsafe_interrupts vfio_iommu_type1.disable_hugepages vfio_iommu_type1.dma_entry_limit vfio_pci.disable_denylist vfio_pci.disable_idle_d3 vfio_pci.disable_vga vfio_pci.enable_sriov vfio_pci.ids vfio_pci.nointxmask video x2apic_phys xe.max_vfs'
complete -c iommu-audit -n __iommu_audit_first -f -a sriov -d 'whether the machine can provide the VFs that pods need'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns sriov))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns sriov))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l dev -r -f -a '(__iommu_audit_list (__iommu_audit_devices))' -d 'only these devices, by address or name'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l format -r -f -a 'text device-plugin node-policy list' -d 'output format (text); list lists them'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l pods -r -f -d 'pods that need VFs'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l vfs-per-pod -r -f -d 'VFs per pod'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l headroom -r -f -d 'spare VFs, as in 20% (0)'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in sriov' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in sriov' -f -a 'plan'
complete -c iommu-audit -n __iommu_audit_first -f -a faults -d 'DMA requests that the IOMMUs blocked: by whom, how often, why'
complete -c iommu-audit -n '__iommu_audit_in faults' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in faults' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in faults' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in faults' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in faults' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns faults))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in faults' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns faults))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in faults' -l watch -d 'refresh faults, with rates, until interrupted'
complete -c iommu-audit -n '__iommu_audit_in faults' -l interval -r -f -d 'seconds between updates of --watch (2)'
complete -c iommu-audit -n '__iommu_audit_in faults' -l since -r -d 'only faults since a snapshot of this boot'
complete -c iommu-audit -n '__iommu_audit_in faults' -l log -d 'the recent faults one by one, the oldest first'
complete -c iommu-audit -n '__iommu_audit_in faults' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in faults' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in faults' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in faults' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in faults' -f
complete -c iommu-audit -n __iommu_audit_first -f -a events -d 'what happened to VFs, drivers, groups and domains'
complete -c iommu-audit -n '__iommu_audit_in events' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in events' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in events' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in events' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in events' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns events))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in events' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns events))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in events' -l follow -d 'events as they happen, after those recorded, until interrupted'
complete -c iommu-audit -n '__iommu_audit_in events' -l dev -r -f -a '(__iommu_audit_list (__iommu_audit_devices))' -d 'only this device and its VFs; it may be gone. Without a segment it is that function in any segment. With --follow the first events of a new VF, which do not name its PF, are shown when it is added'
complete -c iommu-audit -n '__iommu_audit_in events' -l kind -r -f -a '(__iommu_audit_list baseline vf_request vf_add dev_add vf_del dev_del vf_bind dev_bind vf_unbind dev_unbind vf_bind_failed dev_bind_failed group_add group_del domain_attach pasid_attach pasid_detach reset)' -d 'only events of these kinds'
complete -c iommu-audit -n '__iommu_audit_in events' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in events' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in events' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in events' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in events' -f
complete -c iommu-audit -n __iommu_audit_first -f -a explain -d 'what lines of the kernel log mean, and what to look at next'
complete -c iommu-audit -n '__iommu_audit_in explain' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in explain' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in explain' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in explain' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in explain' -l input -r -d 'the log to explain, - for standard input'
complete -c iommu-audit -n '__iommu_audit_in explain' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in explain' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in explain' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in explain' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in explain' -f
complete -c iommu-audit -n __iommu_audit_first -f -a snapshot -d 'everything known about the machine, as one file for --from'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l output -s o -r -d 'write to this file instead of standard output, completely or not at all; a new file has mode 0600'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l redact -d 'omit serial numbers, MAC addresses and names, for posting in public'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l baseline -d 'omit what differs between nodes of the same hardware'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in snapshot' -f
complete -c iommu-audit -n __iommu_audit_first -f -a diff -d 'what changed since a snapshot, and what got worse'
complete -c iommu-audit -n '__iommu_audit_in diff' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in diff' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in diff' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in diff' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in diff' -l html -r -d 'write the answer as one HTML page; - is standard output'
complete -c iommu-audit -n '__iommu_audit_in diff' -l profile -r -f -a 'baseline vfio sriov gpu-single gpu-host-nic gpu-sriov-rdma vm-mixed inference list' -d 'the role of the host (baseline); list lists them'
complete -c iommu-audit -n '__iommu_audit_in diff' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in diff' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in diff' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in diff' -l help -s h -d 'this help'
complete -c iommu-audit -n __iommu_audit_first -f -a export -d 'this machine for a monitoring system, in its format'
complete -c iommu-audit -n '__iommu_audit_in export' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in export' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in export' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in export' -l output -s o -r -d 'write to this file instead of standard output, completely or not at all; a new file has mode 0644'
complete -c iommu-audit -n '__iommu_audit_in export' -l expiry -r -f -d 'nfd: how long the features may be believed (30m)'
complete -c iommu-audit -n '__iommu_audit_in export' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in export' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in export' -f -a 'prometheus nfd'
complete -c iommu-audit -n __iommu_audit_first -f -a bench -d 'what mapping DMA memory costs, here or across boots'
complete -c iommu-audit -n '__iommu_audit_in bench' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in bench' -l from -r -d 'show a saved result, - for standard input'
complete -c iommu-audit -n '__iommu_audit_in bench' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns bench))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in bench' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns bench))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in bench' -l html -r -d 'with --from: write plots as one page for a browser, - for output'
complete -c iommu-audit -n '__iommu_audit_in bench' -l mode -r -f -a 'single sg coherent' -d 'single, sg or coherent (single)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l size -r -f -d 'bytes of one mapping, as 4K or 1M, 64 to 4M (4K)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l segments -r -f -d 'pieces of one mapping, with --mode sg, 1 to 256 (1)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l threads -r -f -d 'threads that map, 1 to 256 (1)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l cpus -r -f -d 'CPUs to run them on, as 0,2,4-6'
complete -c iommu-audit -n '__iommu_audit_in bench' -l node -r -f -d 'NUMA node of the memory'
complete -c iommu-audit -n '__iommu_audit_in bench' -l dir -r -f -a 'to from both' -d 'to the device, from it or both (both)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l ring -r -f -d 'mappings that each thread keeps, 1 to 16384 (1)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l seconds -r -f -d 'length of a run, 0.01 to 60 (1)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l warmup -r -f -d 'seconds before it that do not count, 0 to 10 (0.2)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l sweep -r -f -a 'size threads ring' -d 'measure a ladder of size, threads or ring'
complete -c iommu-audit -n '__iommu_audit_in bench' -l repeat -r -f -d 'runs, or rounds of --domains (5), or boots of each configuration of a plan (4)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l save -r -f -d 'keep the result, or the plan, under that name'
complete -c iommu-audit -n '__iommu_audit_in bench' -l domains -r -f -a '(__iommu_audit_list identity,DMA,DMA-FQ DMA,DMA-FQ)' -d 'switch the group between default domains, as identity,DMA,DMA-FQ'
complete -c iommu-audit -n '__iommu_audit_in bench' -l next -d 'measure the boot that is due in a plan'
complete -c iommu-audit -n '__iommu_audit_in bench' -l fail-if-slower -d 'exit code 1 when something got slower, beyond the noise floor'
complete -c iommu-audit -n '__iommu_audit_in bench' -l force -d 'continue where the tool would refuse; it says why'
complete -c iommu-audit -n '__iommu_audit_in bench' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in bench' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in bench' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in bench' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in bench' -f -a '(__iommu_audit_devices)'
complete -c iommu-audit -n __iommu_audit_first -f -a compare -d 'saved results of bench: do they really differ?'
complete -c iommu-audit -n '__iommu_audit_in compare' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in compare' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in compare' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns compare))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in compare' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns compare))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in compare' -l html -r -d 'write the answer as one HTML page; - is standard output'
complete -c iommu-audit -n '__iommu_audit_in compare' -l vary -r -f -d 'what configurations may differ in besides domain and command line, as kernel,dev'
complete -c iommu-audit -n '__iommu_audit_in compare' -l fail-if-slower -d 'exit code 1 when something got slower, beyond the noise floor'
complete -c iommu-audit -n '__iommu_audit_in compare' -l force -d 'continue where the tool would refuse; it says why'
complete -c iommu-audit -n '__iommu_audit_in compare' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in compare' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in compare' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in compare' -l help -s h -d 'this help'
complete -c iommu-audit -n __iommu_audit_first -f -a load -d 'load the installed module, or a file'
complete -c iommu-audit -n '__iommu_audit_in load' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in load' -l help -s h -d 'this help'
complete -c iommu-audit -n __iommu_audit_first -f -a unload -d 'unload the module'
complete -c iommu-audit -n '__iommu_audit_in unload' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in unload' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in unload' -f
complete -c iommu-audit -n __iommu_audit_first -f -a version -d 'versions of tool and module, and where each fact comes from'
complete -c iommu-audit -n '__iommu_audit_in version' -l json -d 'answer in JSON'
complete -c iommu-audit -n '__iommu_audit_in version' -l from -r -d 'answer from a snapshot or from what lspci prints; - is standard input'
complete -c iommu-audit -n '__iommu_audit_in version' -l root -r -a '(__fish_complete_directories)' -d 'read below DIR/sys and DIR/proc instead of /sys and /proc'
complete -c iommu-audit -n '__iommu_audit_in version' -l source -r -f -a 'auto module sysfs' -d 'module, sysfs, or auto: sysfs without the module (auto)'
complete -c iommu-audit -n '__iommu_audit_in version' -l output -s o -r -f -a '(__iommu_audit_list (__iommu_audit_columns version))' -d 'the same as --columns'
complete -c iommu-audit -n '__iommu_audit_in version' -l columns -r -f -a '(__iommu_audit_list (__iommu_audit_columns version))' -d 'only these columns, separated by commas; list lists them'
complete -c iommu-audit -n '__iommu_audit_in version' -l color -r -f -a 'auto always never' -d 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)'
complete -c iommu-audit -n '__iommu_audit_in version' -l no-color -d 'the same as --color=never'
complete -c iommu-audit -n '__iommu_audit_in version' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in version' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in version' -f
complete -c iommu-audit -n __iommu_audit_first -f -a help -d 'this list, the help of one command, or the glossary'
complete -c iommu-audit -n '__iommu_audit_in help' -l version -d 'the version of this tool only'
complete -c iommu-audit -n '__iommu_audit_in help' -l help -s h -d 'this help'
complete -c iommu-audit -n '__iommu_audit_in help' -f -a 'report devices groups why acs p2p units check assign suggest lint sriov faults events explain snapshot diff export bench compare load unload version help glossary'
