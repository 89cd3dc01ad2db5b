# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the dmabench suite: runs of every kind, what is refused, and
# how many mappings the kernel itself has seen.

bench=/sys/kernel/debug/iommu_audit/bench
trace=/sys/kernel/tracing
[ -d $trace/events ] || mount -t tracefs tracefs $trace
loose=$(host dev loose)
disk=$(host dev disk)

now()
{
	cut -d' ' -f1 /proc/uptime
}

# One write, $1 the name of what it leaves behind, the rest parameters.
run()
{
	name=$1
	shift
	now >"time.$name"
	error=0
	# shellcheck disable=SC2320 # the status of echo is that of its write()
	{ echo "$*" >$bench/run; } 2>"stderr.$name" || error=$?
	now >>"time.$name"
	echo "$error" >"exit.$name"
	cat $bench/result >"result.$name"
}

# Count what the kernel maps and unmaps, each apart, while a run is on.
traced()
{
	for event in map unmap; do
		mkdir -p $trace/instances/$event
		echo >$trace/instances/$event/trace
		echo 1 >$trace/instances/$event/events/iommu/$event/enable
	done
	run "$@"
	for event in map unmap; do
		echo 0 >$trace/instances/$event/events/iommu/$event/enable
		cat $trace/instances/$event/per_cpu/cpu*/stats >"traced.$event"
	done
}

iommu-audit load
cat /proc/cmdline >cmdline
cat /proc/sys/kernel/random/boot_id >boot_id
cat /sys/devices/system/clocksource/clocksource0/current_clocksource >clock
cat /sys/module/iommu_audit/version >module
host devs >qemu.devices
sysfs ""
cat $bench/result >result.none
mkdir -p bench
run first "dev=$loose seconds=0.3"
cp result.first bench/result
# What is refused; the good result stays.
number=0
while IFS= read -r line; do
	number=$((number + 1))
	run "refused.$number" "$(echo "$line" | sed "s/LOOSE/$loose/")"
done </refusals
error=0
dd if=/dev/zero bs=2049 count=1 2>/dev/null | tr '\0' ' ' | dd of=$bench/run bs=4096 2>stderr.long || error=$?
echo "$error" >exit.long
cat $bench/result >result.long
error=0
printf 'dev=%s\0seconds=0.1' "$loose" | dd of=$bench/run bs=4096 2>stderr.zero || error=$?
echo "$error" >exit.zero
cat $bench/result >result.zero

run second "dev=$loose seconds=0.3 threads=2 cpus=1,0"
run one "dev=$loose seconds=0.2 cpus=1 warmup=0"
run ring "dev=$loose seconds=0.2 ring=64 dir=to"
run sg "dev=$loose seconds=0.2 mode=sg size=65536 segments=16 dir=from"
run coherent "dev=$loose seconds=0.2 mode=coherent size=8192 ring=4"
run large "dev=$loose seconds=0.2 size=524288"
run small "dev=$loose seconds=0.2 size=64 threads=3"
iommu-audit bench "$loose" --seconds 0.1 --repeat 1 --save "$PWD/tool.json" >/dev/null
run disk "dev=$disk seconds=0.2"
# its driver still works: a reset ends with commands that the disk answers
echo 1 >/sys/class/nvme/nvme0/reset_controller
cat /sys/class/nvme/nvme0/state >state.disk
traced traced "dev=$loose seconds=0.3 warmup=0"

attempt()
{
	sed -n 's/^state=.* attempt=//p' $bench/result
}
begun()
{
	[ "$(attempt)" != "$before" ]
}
# Start a run in the background, and return when it has begun.
begin()
{
	before=$(attempt)
	echo "$*" >$bench/run 2>/dev/null &
	runner=$!
	wait_for begun
}

# Two writers: the second one is sent away, and changes nothing. It may come so
# late that the first one is done: then that one gets more time.
for length in 1 4 16 60; do
	begin "dev=$loose seconds=$length warmup=0"
	run busy "dev=$loose seconds=0.1"
	wait $runner
	! grep -q '^state=running ' result.busy || break
done
echo "$length.000" >seconds.after_busy
cat $bench/result >result.after_busy

# A signal ends a run at once.
begin "dev=$loose seconds=20"
now >time.signal
kill -TERM $runner
wait $runner || :
now >>time.signal
cat $bench/result >result.signal
# So does a CPU that goes.
begin "dev=$loose seconds=20 threads=2"
now >time.offline
echo 0 >/sys/devices/system/cpu/cpu1/online
wait $runner || :
now >>time.offline
cat $bench/result >result.offline
echo 1 >/sys/devices/system/cpu/cpu1/online
# Also when it is back before anybody looks, and the thread on it: the other one is busy.
taskset 1 sh -c 'while :; do :; done' &
busy=$!
for round in 1 2 3; do
	begin "dev=$loose seconds=4 cpus=1"
	usleep 300000
	echo 0 >/sys/devices/system/cpu/cpu1/online
	echo 1 >/sys/devices/system/cpu/cpu1/online
	wait $runner || :
	cat $bench/result >"result.back.$round"
done
kill $busy
wait $busy || :
run last "dev=$loose seconds=0.1"

# A thread that does not get its CPU: the run ends, the next one has to wait
# until the thread is back, and so has unloading.
back()
{
	echo "dev=$loose seconds=0.1" >$bench/run 2>/dev/null
}
# $1 the name of what a run on CPU 1 leaves behind, which a real-time process keeps to itself
starve()
{
	hog 1 >/tmp/hog &
	hog=$!
	wait_for test -s /tmp/hog
	run "$1" "dev=$loose seconds=0.1 cpus=1"
}
give_back()
{
	kill -KILL $hog
	wait $hog || :
	rm /tmp/hog
}
if [ -n "$STUCK" ]; then
	echo -1 >/proc/sys/kernel/sched_rt_runtime_us
	starve stuck
	run during_stuck "dev=$loose seconds=0.1 cpus=0"
	iommu-audit bench "$loose" --seconds 0.1 2>stderr.tool_stuck || :
	rmmod iommu_audit 2>stderr.rmmod || :
	give_back
	wait_for back
	cat $bench/result >result.after_stuck
	# the thread is back, but its CPU goes before anybody looks
	starve stuck_offline
	give_back
	echo 0 >/sys/devices/system/cpu/cpu1/online
	wait_for back || :
	cat $bench/result >result.after_offline
	echo 1 >/sys/devices/system/cpu/cpu1/online
fi
iommu-audit unload
