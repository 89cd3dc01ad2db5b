# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: faults before and after the machine was suspended to memory.

dir=/sys/kernel/debug/iommu_audit
card=$(sysdev card0)

audit()
{
	rest
	for file in version faults fault_log; do
		cat "$dir/$file" >"$file.$1"
	done
}

awake card0 >/dev/null
iommu-audit load
dma edu "$card/resource0" read 0x1000000 0x1000 3 0
audit before

# the host wakes it, once it sleeps
host wake
echo mem >/sys/power/state
dmesg | grep -c "PM: suspend exit" >resumed

[ "$(cat "$card/enable")" = 0 ] || echo 0 >"$card/enable"
awake card0 >/dev/null
# QEMU 11.1 resets its AMD IOMMU to no translation, and only notices that the
# driver wants it again when a device's own setting changes
was=$(cat "$card/iommu_group/type")
echo identity >"$card/iommu_group/type"
echo "$was" >"$card/iommu_group/type"
dma edu "$card/resource0" read 0x2000000 0x1000 4 0
audit after
rmmod iommu_audit

# QEMU cannot switch off a machine that has slept
touch /tmp/restart
