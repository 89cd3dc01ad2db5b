# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: our benchmark and the kernel's own, on the same function bound to
# the same driver, alternating; then our monitors on and off.

bench=/sys/kernel/debug/iommu_audit/bench
loose=$(host dev loose)
module=/lib/modules/$(uname -r)/updates/iommu_audit.ko

insmod /map_benchmark.ko
echo dma_map_benchmark >"/sys/bus/pci/devices/$loose/driver_override"
echo "$loose" >/sys/bus/pci/drivers_probe

# $1 what for, $2 round, $3 threads
ours()
{
	echo "dev=$loose threads=$3 seconds=$LENGTH warmup=0.1" >$bench/run
	cat $bench/result >"$1.$3.$2"
}

insmod "$module"
round=0
while [ "$round" -lt "$ROUNDS" ]; do
	for threads in 1 2; do
		mapbench $threads "$LENGTH"
		cat /sys/module/map_benchmark/parameters/peer_read >"peer.$threads.$round"
		ours ours "$round" $threads
	done
	round=$((round + 1))
done
rmmod iommu_audit

# The bench is part of the module: without it there is nothing to measure with.
round=0
while [ "$round" -lt "$MONITOR_ROUNDS" ]; do
	insmod "$module" vtd_monitor=none amd_monitor=none event_probes=0
	ours off "$round" 1
	rmmod iommu_audit
	insmod "$module"
	ours on "$round" 1
	cat /sys/kernel/debug/kprobes/list >probes
	rmmod iommu_audit
	round=$((round + 1))
done
