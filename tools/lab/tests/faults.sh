# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the fault tests: devices without a driver DMA to addresses
# that nobody mapped. Every phase has 16 MiB of addresses of its own, phase n
# from n << 24 on, so that QEMU's trace can be told apart.

dir=/sys/kernel/debug/iommu_audit

load()
{
	# shellcheck disable=SC2086
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko" $1
}

records()
{
	grep -o ' records=[0-9]*' "$dir/faults" || :
}

# Devices are not done when their doorbell has been rung: until nothing is counted
# any more for a while.
quiet()
{
	before=
	while now=$(records); [ "$now" != "$before" ]; do
		before=$now
		rest
	done
}

# The counters in a file, once the driver's handler, if it is a thread, has nothing
# left to do: reading them is a look too.
settled()
{
	usleep 100000
	grep -ls '^irq/.*AMD-Vi' /proc/[0-9]*/comm | while read -r comm; do
		while ! grep -q '^State:.S' "${comm%comm}status"; do
			usleep 20000
		done
	done
	quiet
	cat "$dir/faults" >"$1"
}

# Something has been counted.
counted()
{
	records | grep -qv '=0$'
}

# Leave behind what the module says, with $1 behind the names.
audit()
{
	quiet
	for file in version faults fault_log; do
		cat "$dir/$file" >"$file.$1"
	done
	cat /proc/interrupts >"interrupts.$1"
}

card0=$(awake card0)
card1=$(awake card1)
disk0=$(awake disk0)
disk1=$(awake disk1)
host devs >qemu.devices

phase "trickle and storm"
load ""
audit start

# counters only grow: there is nothing to write
if echo clear >"$dir/faults" 2>/dev/null; then
	echo "a write to faults was accepted"
	exit 1
fi

# known addresses, one after the other
dma edu "$card0" read 0x1000000 0x1000 10 0
dma edu "$card1" write 0x1800000 0x1000 5 20000
audit trickle
dmesg >dmesg.trickle
iommu-audit explain --json <dmesg.trickle >explain.trickle.json

# 1 ms apart, then without a pause, then two devices at once
dma nvme "$disk0" 0x2000000 100 1000
quiet
dma nvme "$disk0" 0x3000000 500 0
quiet
dma nvme "$disk0" 0x4000000 "$RINGS" 0 &
one=$!
dma nvme "$disk1" 0x4800000 "$RINGS" 0 &
dma edu "$card0" write 0x4f00000 0x1000 3 0
wait "$one"
wait $!
audit both

dma nvme "$disk0" 0x5000000 "$STORM" 20

# a log that overflows: the driver's handler, a thread, is kept from its CPU, or
# has more to do than it can do in time, as it looks at the log again and again
phase "floods"
echo -1 >/proc/sys/kernel/sched_rt_runtime_us
# With PREEMPT_RT the hog would also keep timers and RCU from that CPU, and with them everybody.
grep -lsxE '(ktimers|rcuc|ksoftirqd)/0|rcu_preempt' /proc/[0-9]*/comm | while read -r comm; do
	task=${comm#/proc/}
	chrt -f -p 70 "${task%/comm}"
done
sed -n 's/^ *\([0-9]*\):.*AMD-Vi.*/\1/p' /proc/interrupts | while read -r irq; do
	echo 1 >"/proc/irq/$irq/smp_affinity"
done
settled faults.flood.start
count=0
while [ "$count" -lt "$FLOODS" ]; do
	hog=
	each=$RINGS
	spacing=0
	if [ $((count % 3)) -eq 0 ]; then
		rm -f /tmp/hog
		hog 0 >/tmp/hog &
		hog=$!
		# nobody makes room, and a ring is several events
		each=100
		spacing=200
		wait_for test -s /tmp/hog
	fi
	taskset 2 dma nvme "$disk0" $((0x6000000 + (count << 18))) "$each" "$spacing" &
	one=$!
	taskset 2 dma nvme "$disk1" $((0x6020000 + (count << 18))) "$each" "$spacing" &
	wait "$one"
	wait $!
	[ -z "$hog" ] || kill "$hog"
	settled "faults.flood.$count"
	count=$((count + 1))
done
audit storm
dmesg >dmesg.storm
rmmod iommu_audit

# the module comes and goes while faults do not stop
phase "loads in a storm"
dma nvme "$disk0" 0x7000000 100000000 100 &
one=$!
dma nvme "$disk1" 0x7800000 100000000 100 &
count=0
while [ "$count" -lt "$LOADS" ]; do
	load ""
	wait_for counted || :
	cat "$dir/faults" >"faults.passing.$count"
	rmmod iommu_audit
	count=$((count + 1))
done
kill "$one" $!
wait "$one" $! || :
rest
echo "$count" >loads

# every other way to count, in the order of $MONITORS
phase=8
for monitor in $MONITORS; do
	phase "$monitor"
	load "$monitor"
	dma edu "$card0" read "$(printf '0x%x' $((phase << 24)))" 0x1000 3 0
	dma nvme "$disk0" "$(printf '0x%x' $(((phase << 24) + 0x800000)))" 100 1000
	audit "${monitor#*=}"
	rmmod iommu_audit
	phase=$((phase + 1))
done
