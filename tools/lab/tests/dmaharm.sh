# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the dmaharm suite: what the benchmark must not do to the machine, each of PARTS
# a function below.

bench=/sys/kernel/debug/iommu_audit/bench
trace=/sys/kernel/tracing
pci=/sys/bus/pci
[ -d $trace/events ] || mount -t tracefs tracefs $trace
loose=$(host dev loose)
disk=$(host dev disk)
card=$(host dev card)
# what puts the writer of a run on a CPU
writer=

now()
{
	cut -d' ' -f1 /proc/uptime
}

# One write, $1 the name of what it leaves behind, the rest parameters.
run()
{
	name=$1
	shift
	# shellcheck disable=SC2320 # the status of echo is that of its write()
	{ echo "$*" >$bench/run; } 2>"stderr.$name" || :
	cat $bench/result >"result.$name"
}

attempt()
{
	sed -n 's/^state=.* attempt=//p' $bench/result
}
begun()
{
	[ "$(attempt)" != "$before" ]
}
# Start a run in the background, and return when it maps.
begin()
{
	before=$(attempt)
	$writer sh -c "echo $* >$bench/run" 2>/dev/null &
	runner=$!
	wait_for begun
	rest
}
works()
{
	echo "dev=$loose seconds=0.1 cpus=0" >$bench/run 2>/dev/null
}
type_of()
{
	echo "/sys/kernel/iommu_groups/$(basename "$(readlink "$pci/devices/$1/iommu_group")")/type"
}
gone()
{
	[ ! -e "$pci/devices/$card" ]
}

# A run that has mappings, and whose CPU somebody takes and keeps.
starve()
{
	begin "$* seconds=60 warmup=0 ring=512 cpus=1"
	hog 1 >/tmp/hog &
	hog=$!
	wait_for test -s /tmp/hog
}
give_back()
{
	kill -KILL "$hog" 2>/dev/null || :
	wait "$hog" || :
	rm /tmp/hog
	wait_for works || :
}

# The group of a starved run gets another default domain: by a write that is allowed with a driver
# bound, and by one that frees the old domain.
starved_switch()
{
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	for type in DMA-FQ identity DMA; do
		starve "dev=$loose"
		wait $runner || :
		cat $bench/result >"result.switch.$type"
		echo $type >"$(type_of "$loose")" 2>"stderr.switch.$type" || :
		cat "$(type_of "$loose")" >"type.$type"
		give_back
		cat $bench/result >"result.after.$type"
	done
	# the tool does the same: what it switched it gives back
	iommu-audit bench "$loose" --domains DMA-FQ,identity --seconds 3 --repeat 4 --cpus 1 \
		>tool.out 2>tool.err &
	tool=$!
	wait_for grep -q DMA-FQ "$(type_of "$loose")"
	rest
	hog 1 >/tmp/hog &
	hog=$!
	wait $tool || :
	cat "$(type_of "$loose")" >tool.type
	cat $bench/result >tool.result
	wait_for test -s /tmp/hog
	give_back
}

# A starved function is pulled: it goes while its CPU is still taken.
starved_unplug()
{
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	starve "dev=$card"
	now >time.unplug
	host qmp device_del '{"id":"card"}' >/dev/null
	wait_for gone || :
	now >>time.unplug
	gone && echo gone >unplugged
	wait $runner || :
	cat $bench/result >result.unplug
	give_back
}

# $1 names the removal of a starved function, the rest is the run's; the writer may be starved too.
removed()
{
	name=$1
	shift
	starve "dev=$card $*"
	now >"time.$name"
	echo 1 >"$pci/devices/$card/remove" &
	remover=$!
	wait_for gone || :
	now >>"time.$name"
	kill -KILL "$hog"
	wait $remover
	wait $runner || :
	cat $bench/result >"result.$name"
	give_back
	echo 1 >"$pci/rescan"
	wait_for test -e "$pci/devices/$card"
}

# What sleeps in the DMA API may lose its CPU there; and who writes may be on that CPU.
starved_removal()
{
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	removed starved
	removed starved_coherent mode=coherent
	writer="taskset 2"
	removed starved_writer
	writer=
}

# The same when nothing is wrong but that the run is long.
removal()
{
	begin "dev=$card seconds=60 warmup=0 ring=512 cpus=0,1"
	now >time.removal
	echo 1 >"$pci/devices/$card/remove"
	now >>time.removal
	wait $runner || :
	cat $bench/result >result.removal
	echo 1 >"$pci/rescan"
	wait_for test -e "$pci/devices/$card"
}

# The driver is taken away in the middle.
unbinding()
{
	begin "dev=$disk seconds=60 warmup=0"
	now >time.unbinding
	echo "$disk" >"$pci/devices/$disk/driver/unbind"
	now >>time.unbinding
	wait $runner || :
	cat $bench/result >result.unbinding
	echo "$disk" >$pci/drivers/nvme/bind
}

# CPU 1 is isolated: it is taken when it is named; and the caller's CPUs are.
isolated()
{
	run isolated "dev=$loose seconds=0.1 threads=2"
	run named "dev=$loose seconds=0.1 threads=2 cpus=0-1"
	taskset 2 sh -c "echo dev=$loose seconds=0.1 threads=2 >$bench/run" 2>stderr.caller || :
	cat $bench/result >result.caller
}

# What a device sees of memory that it is to write: by QEMU, at the address that is mapped. The
# memory was somebody's before.
exposed()
{
	size=$(awk '/^MemAvailable/ { print int($2 / 1024) - 48 }' /proc/meminfo)
	mkdir -p /tmp/secret
	mount -t tmpfs -o "size=${size}m" none /tmp/secret
	yes SECRET!! | dd of=/tmp/chunk bs=64K count=16 iflag=fullblock 2>/dev/null
	while cat /tmp/chunk; do :; done >/tmp/secret/full 2>/dev/null || :
	umount /tmp/secret
	echo >$trace/trace
	echo 1 >$trace/events/iommu/map/enable
	begin "dev=$card seconds=60 warmup=0 ring=1024 size=65536 dir=from cpus=0"
	echo 0 >$trace/events/iommu/map/enable
	sed -n 's/.*paddr=0x\([0-9a-f]*\).*/\1/p' $trace/trace | sort -u >mapped
	awk "NR % $(($(wc -l <mapped) / 12)) == 0" mapped | while read -r address; do
		host qmp human-monitor-command "{\"command-line\":\"xp /64xg 0x$address\"}" >words
		cat $bench/result >result.exposed
		# On a busy host the run may end first, and the memory is somebody else's.
		grep -q '^state=running' result.exposed || break
		cat words
	done >seen
	kill -TERM $runner || :
	wait $runner || :
}

# As much as is accepted, with a driver bound that goes on working.
limit()
{
	size=4194304
	while ! echo "dev=$disk seconds=1 size=$size ring=8 threads=2 cpus=0,1 dir=from" >$bench/run 2>/dev/null; do
		cat $bench/result >"result.limit.$size"
		size=$((size / 2))
	done
	cat $bench/result >result.limit
	echo 1 >/sys/class/nvme/nvme0/reset_controller
	cat /sys/class/nvme/nvme0/state >state.disk
}

# The same on four CPUs, for a driver that has addresses below 4 GiB only, and sends and receives
# meanwhile.
crowded()
{
	modprobe e1000
	nic=$(host dev nic)
	link=$(ls "$pci/devices/$nic/net")
	ip addr add 10.0.2.15/24 dev "$link"
	ip link set "$link" up
	wait_for ping -c 1 -W 1 10.0.2.2
	run crowded.mask "dev=$nic seconds=0.1 cpus=0"
	try="dev=$nic warmup=0 threads=4 cpus=0-3 dir=from"
	size=4194304
	while ! echo "$try seconds=0.1 size=$size ring=8" >$bench/run 2>/dev/null; do
		cat $bench/result >result.crowded.size
		size=$((size / 2))
	done
	ring=384
	while ! echo "$try seconds=0.1 size=$size ring=$ring" >$bench/run 2>/dev/null; do
		ring=$((ring / 2))
	done
	begin "$try seconds=60 size=$size ring=$ring"
	ping -c 50 -i 0.1 -s 1400 10.0.2.2 >pings || :
	cat $bench/result >result.crowded.meanwhile
	kill -TERM $runner || :
	wait $runner || :
	run crowded "$try seconds=1 size=$size ring=$ring"
	grep -H "" "/sys/class/net/$link/statistics/"*_errors >errors
}

undoing()
{
	! grep -q '^entries: 0$' $trace/instances/slow1/per_cpu/cpu0/stats
}
# 65,536 mappings whose undoing takes longer than anybody would wait for, and a signal.
slow()
{
	for n in 1 2 3; do
		mkdir $trace/instances/slow$n
		echo stacktrace >$trace/instances/slow$n/events/iommu/unmap/trigger
		echo 1 >$trace/instances/slow$n/events/iommu/unmap/enable
	done
	begin "dev=$loose seconds=60 warmup=0 ring=16384 threads=4 cpus=0,1"
	wait_for undoing
	now >time.slow
	kill -TERM $runner
	wait $runner || :
	now >>time.slow
	cat $bench/result >result.slow
	for n in 1 2 3; do
		echo 0 >$trace/instances/slow$n/events/iommu/unmap/enable
		echo '!stacktrace' >$trace/instances/slow$n/events/iommu/unmap/trigger
	done
	run after_slow "dev=$loose seconds=0.1 cpus=0"
}

# Memory that is nearly used up: nobody is killed.
exhausted()
{
	size=$(awk '/^MemAvailable/ { print int($2 / 1024) - 120 }' /proc/meminfo)
	mkdir -p /tmp/full
	mount -t tmpfs -o "size=${size}m" none /tmp/full
	dd if=/dev/zero of=/tmp/full/full bs=1M count="$size" 2>/dev/null || :
	cat /proc/meminfo >meminfo
	run coherent "dev=$loose seconds=0.1 mode=coherent ring=64 size=4194304 cpus=0"
	run single "dev=$loose seconds=0.1 ring=64 size=4194304 cpus=0"
	umount /tmp/full
}

# Two nodes, the second one above 4 GiB.
nodes()
{
	run node0 "dev=$loose seconds=0.1 cpus=0"
	run node1 "dev=$loose seconds=0.1 cpus=1 mode=sg segments=4 size=16384"
	run both "dev=$loose seconds=0.1 cpus=0,1"
	run far "dev=$loose seconds=0.1 cpus=0 node=1"
	run coherent "dev=$loose seconds=0.1 mode=coherent"
	echo identity >"$(type_of "$loose")"
	run below "dev=$loose seconds=0.1 cpus=0 node=1"
}

iommu-audit load
for part in $PARTS; do
	phase "$part"
	$part
done
rmmod iommu_audit
