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

# Name a link of $1 points to.
target()
{
	basename "$(readlink "$1")"
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

# ACS changed behind the kernel's back shows against the state at load time.
if [ -n "$DRIFT" ]; then
	port=$(host dev "$DRIFT")
	before=$(setpci -s "$port" ECAP_ACS+6.w)
	setpci -s "$port" ECAP_ACS+6.w=0001
	audit .drift
	lspci -D -vvv >lspci.drift
	setpci -s "$port" ECAP_ACS+6.w="$before"
	audit .restored
fi

# A device that user space owns.
if [ -n "$VFIO" ] && [ -L "$(sysdev "$VFIO")/iommu_group" ]; then
	modprobe vfio_iommu_type1 allow_unsafe_interrupts=1
	modprobe vfio-pci
	address=$(host dev "$VFIO")
	echo vfio-pci >"$(sysdev "$address")/driver_override"
	echo "$address" >/sys/bus/pci/drivers_probe
	group=$(target "$(sysdev "$address")/iommu_group")
	vfio_hold "/dev/vfio/$group" >held 2>held.stderr &
	holder=$!
	wait_for 50 test -s held
	audit .vfio
	sysfs .vfio
	kill "$holder"
	wait "$holder" || :
	audit .released
fi

iommu-audit unload
test ! -e "$dir"
