# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: how long dmar_fault() takes, by the function graph tracer, with
# the monitor and without, alternating.

trace=/sys/kernel/tracing
[ -d $trace/options ] || mount -t tracefs tracefs $trace
disk=$(sysdev disk0)
echo 1 >"$disk/enable"
setpci -s "${disk##*/}" COMMAND=0006:0006
echo dmar_fault >$trace/set_ftrace_filter
echo function_graph >$trace/current_tracer

# $1 name, $2 faults, $3 microseconds between them
measure()
{
	echo >$trace/trace
	dma nvme "$disk/resource0" 0x2000000 "$2" "$3"
	grep dmar_fault $trace/trace >"$1" || :
}

for round in 1 2 3; do
	# the kernel prints ten in five seconds: first all, then nearly none
	sleep 6
	measure "printed.off.$round" 8 600000
	measure "suppressed.off.$round" 300 500
	iommu-audit load
	sleep 6
	measure "printed.on.$round" 8 600000
	measure "suppressed.on.$round" 300 500
	cat /sys/kernel/debug/kprobes/list >probes
	cat /sys/kernel/debug/iommu_audit/faults >faults
	iommu-audit unload
done

# Which registers are accessed for a fault: the host's trace, not the clock.
watched()
{
	for event in vtd_dmar_fault vtd_frr_new vtd_reg_read vtd_reg_write; do
		host qmp trace-event-set-state "{\"name\":\"$event\",\"enable\":$1}" >/dev/null
	done
}

# $1 address of the faults
accesses()
{
	watched true
	dma nvme "$disk/resource0" "$1" 300 500
	rest
	watched false
}

accesses 0x3000000
iommu-audit load
accesses 0x4000000
iommu-audit unload

watchcost 1 8 16 >units.cost
