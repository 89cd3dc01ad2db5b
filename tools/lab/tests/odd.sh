# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script for machines on which there is little or nonsense to audit.

dir=/sys/kernel/debug/iommu_audit

iommu-audit load
for file in version units groups devices acs; do
	cat "$dir/$file" >"$file"
done
# The registers at $UNIT, which are memory, in each of the states of $STATES: what is
# written is offset:bits:value in the variable of that name.
words=
for state in $STATES; do
	eval "words=\$$state"
	for word in $words; do
		value=${word#*:}
		devmem $((UNIT + ${word%%:*})) "${value%:*}" "${value#*:}"
	done
	for when in "" .after; do
		host qmp human-monitor-command "{\"command-line\":\"xp /32gx $UNIT\"}" \
			>"registers.vtd.$state$when"
	done
	for file in units registers; do
		cat "$dir/$file" >"$file.$state"
	done
	iommu-audit check --json >"check.$state" || [ $? -eq 1 ]
	iommu-audit snapshot >"snapshot.$state"
done
host devs >qemu.devices
sysfs ""
grep -H "" /sys/bus/pci/devices/*/removable >removable 2>/dev/null || :
ls /sys/bus/pci/devices >functions 2>/dev/null || :
# 1 when there is something to be found
iommu-audit report >/out/report || [ $? -eq 1 ]
iommu-audit unload
