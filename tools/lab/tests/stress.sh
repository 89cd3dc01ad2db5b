# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the stress suite: readers in loops while functions come and go,
# hot-unplug, load and unload, then a leak scan where the kernel has one.

dir=/sys/kernel/debug/iommu_audit
leaks=/sys/kernel/debug/kmemleak
mkdir -p /tmp/stop

# Read one file over and over, and count what was read, until told to stop.
reader()
{
	count=0
	while [ ! -e /tmp/stop/readers ]; do
		cat "$dir/$1" >"/tmp/read.$1" || echo "reading $1 failed" >>/out/problems
		read -r head <"/tmp/read.$1"
		[ "$head" = "# iommu_audit $1 format=1" ] ||
			echo "$1 starts with: $head" >>/out/problems
		count=$((count + 1))
		# two emulated processors also have functions to make
		usleep 20000
	done
	echo "$1 $count" >>/out/reads
}

listed()
{
	grep -q "^dev=${1##*/} " "$dir/devices"
}

gone()
{
	[ ! -e "$1" ]
}

# KiB that are in use and that the kernel cannot reclaim. MemFree leaves out the free pages on
# the per-CPU lists, which hold many megabytes from 6.7 on.
used()
{
	awk '/^MemTotal:/ { sum += $2 }
	     /^(MemFree|Buffers|Cached|SReclaimable):/ { sum -= $2 }
	     $1 == "count:" { sum -= 4 * $2 }
	     END { print sum }' /proc/meminfo /proc/zoneinfo
}

: >/out/problems
: >/out/reads
phase "functions come and go"
iommu-audit load
readers=
for file in version units groups devices acs translations; do
	reader "$file" &
	readers="$readers $!"
done

nic=$(sysdev nic)
round=0
while [ "$round" -lt "$ROUNDS" ]; do
	echo "$VFS" >"$nic/sriov_numvfs"
	echo 0 >"$nic/sriov_numvfs"
	round=$((round + 1))
done
echo "$round" >vf.rounds

phase "hot-unplug and hot-plug"
# Hot-unplug: the NVMe while it is read about, then the NIC with functions on.
echo "$VFS" >"$nic/sriov_numvfs"
disk=$(sysdev disk)
for there in "$disk" "$nic"; do
	listed "$there" || echo "$there is not listed" >>/out/problems
done
host qmp device_del '{"id":"disk"}' >unplug.disk
wait_for gone "$disk" || echo "the NVMe did not go" >>/out/problems
echo 0 >"$nic/sriov_numvfs"
host qmp device_del '{"id":"nic"}' >unplug.nic
wait_for gone "$nic" || echo "the NIC did not go" >>/out/problems
for dead in "$disk" "$nic"; do
	! listed "$dead" || echo "$dead is still listed" >>/out/problems
done

# and a new one in the empty slot
host qmp device_add '{"driver":"nvme","id":"late","bus":"rp2","serial":"late"}' >plug
late=$(sysdev late)
wait_for test -e "$late" || echo "the late NVMe did not come" >>/out/problems
wait_for listed "$late" || echo "the late NVMe is not listed" >>/out/problems

: >/tmp/stop/readers
# shellcheck disable=SC2086
wait $readers
iommu-audit unload

phase "load and unload"
# Load and unload, with readers that race the unload.
count=0
while [ "$count" -lt "$LOADS" ]; do
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
	# all but the stream of events, which does not end
	cat "$dir"/[!e]* "$dir/events" >/dev/null 2>&1 &
	cat "$dir/acs" >/dev/null 2>&1 || :
	while ! rmmod iommu_audit 2>/tmp/rmmod; do
		usleep 1000
	done
	wait $! || :
	count=$((count + 1))
	if [ $((count % STEP)) -eq 0 ]; then
		used >>memory
		phase "loaded and unloaded $count times"
	fi
done
echo "$count" >loads

# An object has to be older than 5 s before kmemleak reports it.
if [ -e "$leaks" ]; then
	phase "leak scan"
	echo scan >"$leaks"
	sleep 6
	echo scan >"$leaks"
	cat "$leaks" >kmemleak
fi
phase "done"
