# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: VFs of both controllers come and go while readers of every kind
# follow, are killed and stand in the way of rmmod. Once for each of $RINGS.

dir=/sys/kernel/debug/iommu_audit
leaks=/sys/kernel/debug/kmemleak
: >problems

problem()
{
	echo "ring $ring: $*" >>problems
}

load()
{
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko" "$@"
}

# A reader $1 that counts, with follow's options.
reader()
{
	name=$1
	shift
	# shellcheck disable=SC2086
	follow -c "$@" $dir/events_pipe >"reader.$ring.$name" &
	readers="$readers $!"
}

# Readers that are killed wherever they happen to be.
victims()
{
	while [ ! -e /tmp/stop ]; do
		follow 100 20000 $dir/events_pipe >/dev/null &
		one=$!
		follow -p 65536 0 $dir/events_pipe >/dev/null &
		usleep 1000000
		kill -9 $one $!
		wait $one $! || :
		echo killed >>victims
	done
}

cycles()
{
	done=0
	while [ "$done" -lt "$CYCLES" ]; do
		if ! echo "$VFS" >"$1/sriov_numvfs" || ! echo 0 >"$1/sriov_numvfs"; then
			problem "VFs of $1"
		fi
		done=$((done + 1))
	done
}

disk0=$(sysdev disk0)
disk1=$(sysdev disk1)

for ring in $RINGS; do
	phase "ring $ring"
	rm -f /tmp/stop
	load "events=$ring"
	readers=
	reader fast 65536 0
	reader polled -p 65536 0
	reader slow 250 20000
	reader crawling 7 2000000
	[ -z "$VICTIMS" ] || { victims & victim=$!; }
	cycles "$disk0" &
	one=$!
	cycles "$disk1"
	wait $one
	: >/tmp/stop
	[ -z "$VICTIMS" ] || wait "$victim" || :
	cat $dir/events >"events.$ring"
	cat $dir/version >"version.$ring"

	# readers block now
	if rmmod iommu_audit 2>"rmmod.$ring"; then
		problem "rmmod succeeded with readers"
	fi
	cat $dir/version >/dev/null || problem "nothing to read after rmmod was refused"
	# shellcheck disable=SC2086
	kill $readers
	for pid in $readers; do
		wait "$pid" || problem "a reader ended with $?"
	done
	rmmod iommu_audit || problem "rmmod failed without readers"
done

phase "what the pipe promises"
for ring in 63 1048577 many; do
	if load "events=$ring" 2>refused; then
		problem "a ring of this size was accepted"
		rmmod iommu_audit
	fi
done
ring=rules
load
pipe_rules $dir/events_pipe "echo 1 >$disk0/sriov_numvfs" >rules
rmmod iommu_audit
# one that blocks, is killed, and the module goes at once
count=0
while [ "$count" -lt "$RACES" ]; do
	load
	cat $dir/events_pipe >/dev/null &
	usleep 10000
	kill -9 $!
	while ! rmmod iommu_audit 2>/dev/null; do
		usleep 1000
	done
	wait $! || :
	count=$((count + 1))
done
echo "$count" >races

if [ -e $leaks ]; then
	phase "leak scan"
	echo scan >$leaks
	sleep 6
	echo scan >$leaks
	cat $leaks >kmemleak
fi
phase "done"
