# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the system tests: leaves in /out what our module and tool
# say, and what sysfs, lspci and the kernel say about the same machine.

dir=/sys/kernel/debug/iommu_audit

# The five files, with $1 behind their names.
audit()
{
	for file in version units groups devices acs; do
		cat "$dir/$file" >"$file$1"
	done
}

# sysfs, in few processes: with 249 functions each one more counts.
sysfs()
{
	pci=/sys/bus/pci/devices
	ls -l "$pci" >"sysfs.where$1"
	ls -ld $pci/*/driver $pci/*/iommu_group $pci/*/iommu $pci/*/physfn \
		>"sysfs.links$1" 2>/dev/null || :
	grep -H "" $pci/*/vendor $pci/*/device $pci/*/class $pci/*/numa_node \
		$pci/*/dma_mask_bits $pci/*/sriov_numvfs $pci/*/sriov_totalvfs \
		>"sysfs.attributes$1" 2>/dev/null || :
	groups=/sys/kernel/iommu_groups
	ls -d $groups/*/devices/* >"sysfs.members$1" 2>/dev/null || :
	grep -H "" $groups/*/type $groups/*/reserved_regions \
		>"sysfs.groups$1" 2>/dev/null || :
}

iommu-audit load
host devs >qemu.devices
ls /sys/class/iommu >sysfs.iommu 2>/dev/null || :
cat /proc/cmdline >cmdline
uname -r >release
audit ""
sysfs ""
lspci -D -vvv >/out/lspci
lspci -D -xxxx >lspci.raw
for command in report devices groups acs units version; do
	code=0
	iommu-audit "$command" >"tool.$command" 2>"tool.$command.stderr" || code=$?
	echo "$code" >"tool.$command.exit"
	iommu-audit "$command" --json >"tool.$command.json" 2>>"tool.$command.stderr" || :
done
iommu-audit snapshot --output snapshot.json

# What changed since the snapshot of the start, with $1 behind the names.
since()
{
	code=0
	iommu-audit diff snapshot.json --json >"diff$1.json" || code=$?
	echo "$code" >"diff$1.exit"
}

# ACS changed behind the kernel's back shows against the state at load time.
if [ -n "$DRIFT" ]; then
	port=$(host dev "$DRIFT")
	before=$(setpci -s "$port" ECAP_ACS+6.w)
	setpci -s "$port" ECAP_ACS+6.w=0001
	audit .drift
	lspci -D -vvv >lspci.drift
	since .drift
	setpci -s "$port" ECAP_ACS+6.w="$before"
	audit .restored
	since .restored
fi

# A device that user space owns.
if [ -n "$VFIO" ] && [ -L "$(sysdev "$VFIO")/iommu_group" ]; then
	hold "$VFIO"
	holder=$!
	audit .vfio
	sysfs .vfio
	kill "$holder"
	wait "$holder" || :
	audit .released
fi

iommu-audit unload
test ! -e "$dir"
