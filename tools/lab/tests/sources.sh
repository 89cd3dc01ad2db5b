# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the sources suite: one function a case.

dir=/sys/kernel/debug/iommu_audit

# Kept where the host finds them only when the case came to its end.
problem()
{
	echo "$*" >>/tmp/problems
}

# Read one file over and over until told to stop.
reader()
{
	count=0
	while [ ! -e /tmp/stop ]; do
		cat "$dir/$1" >"/tmp/read.$1" || problem "reading $1 failed"
		count=$((count + 1))
		# two emulated processors also have a bridge to make
		usleep 10000
	done
	echo "$1 $count" >>reads
}

# A host bridge whose driver frees what the functions below it are read through.
case_bridge()
{
	insmod "$audit" || problem "the module does not load"
	readers=
	for file in devices acs groups; do
		reader "$file" &
		readers="$readers $!"
	done
	left=$((ROUNDS / 10))
	while [ "$left" -gt 0 ]; do
		insmod /hostbridge.ko times=10 delay=10 || problem "the bridge did not come"
		cat /sys/module/hostbridge/parameters/met >>met
		rmmod hostbridge
		left=$((left - 1))
		phase "$left times 10 bridges are left"
	done
	: >/tmp/stop
	# shellcheck disable=SC2086
	wait $readers
	rmmod iommu_audit
}

# What a monitor of events says of itself.
events_monitor()
{
	grep "^monitor=events" "$dir/version"
}

# A task that dies inside of a function that is probed leaves an instance of the
# return probe behind, and as many calls later that one is used again.
case_oops()
{
	insmod "$audit" || problem "the module does not load"
	insmod /hostbridge.ko keep=1 oops=1 || problem "the bridge did not come"
	(echo 1 >/sys/bus/pci/devices/10000:01:00.0/sriov_numvfs) || :
	nic=$(sysdev nic)
	left=200
	while [ "$left" -gt 0 ]; do
		# another task each
		(echo many >"$nic/sriov_numvfs") 2>/dev/null || :
		left=$((left - 1))
	done
	phase "a request that comes to its end"
	echo 1 >"$nic/sriov_numvfs" || problem "no VF"
	# Who writes to the attribute finds its own call first. A driver that asks by
	# itself looks through all that are there.
	phase "a request of the driver's own"
	echo "${nic##*/}" >"$nic/driver/unbind" || problem "the driver does not let go"
	cat "$dir/events" >events
	events_monitor >monitor
	rmmod iommu_audit || problem "the module does not unload"
}

# Probed functions that take other arguments than ours expect.
case_odd()
{
	insmod /odd.ko || problem "the functions did not come"
	insmod /oddly.ko || problem "the module does not load"
	events_monitor >monitor.before
	echo 1 >/sys/module/odd/parameters/go || problem "the functions were not called"
	events_monitor >monitor
	grep -c "^seq=" "$dir/events" >events || :
	rmmod iommu_audit || problem "the module does not unload"
}

# A VF that shares what its PF has, below a port that sleeps while the module is
# loaded, and wakes up.
case_shared()
{
	asleep=/sys/module/hostbridge/parameters/asleep
	insmod /hostbridge.ko keep=1 || problem "the bridge did not come"
	echo 1 >"$asleep"
	reads=$(cat /sys/module/hostbridge/parameters/reads_asleep)
	insmod "$audit" || problem "the module does not load"
	for file in devices acs groups; do
		cat "$dir/$file" >"$file.asleep"
	done
	echo $(($(cat /sys/module/hostbridge/parameters/reads_asleep) - reads)) >reads
	echo 0 >"$asleep"
	for file in devices acs; do
		cat "$dir/$file" >"$file.awake"
	done
	rmmod iommu_audit
	rmmod hostbridge
}

# A PASID that is attached and detached, and one that cannot be.
case_pasid()
{
	disk=$(host dev disk)
	insmod "$audit" || problem "the module does not load"
	for max in 0 64; do
		insmod /pasid.ko "dev=$disk" max=$max || problem "no attempt"
		cat /sys/module/pasid/parameters/result >>results
		rmmod pasid
	done
	grep "kind=pasid_" "$dir/events" >events || problem "no event"
	events_monitor >monitor
	echo "$disk" >disk
	rmmod iommu_audit
}

# A request that carries the id of a bridge, and one that carries its sender's.
case_bridged()
{
	insmod "$audit" || problem "the module does not load"
	for id in card1 card0; do
		dma edu "$(awake "$id")" read 0x12345000 4 1 0 || problem "$id made no request"
		wait_for grep -q "source=" "$dir/faults" || problem "no fault"
	done
	cat "$dir/faults" >faults
	for id in card0 card1 br1 card2; do
		host dev "$id"
	done >cards
	rmmod iommu_audit
}

# Memory is short while one file after the other is made, until one load needs no more of them.
case_short()
{
	insmod /short.ko || problem "the probes did not come"
	for file in ignore-gfp-wait verbose; do
		echo 0 >"/sys/kernel/debug/failslab/$file"
	done
	at=1
	while [ "$at" -le 40 ]; do
		echo "$at" >/sys/module/short/parameters/at
		code=0
		insmod "$audit" 2>/dev/null || code=$?
		seen=$(cat /sys/module/short/parameters/seen)
		echo "$at $seen $code $(find "$dir" ! -type d 2>/dev/null | wc -l)" >>loads
		[ "$code" -ne 0 ] || rmmod iommu_audit
		[ "$seen" -ge "$at" ] || break
		at=$((at + 1))
	done
	rmmod short
}

audit="/lib/modules/$(uname -r)/updates/iommu_audit.ko"
# what the PCI core says of each function takes the serial line its time
dmesg -n 5
for case in $CASES; do
	mkdir "/out/$case"
	cd "/out/$case" || exit 1
	phase "$case"
	: >/tmp/problems
	"case_$case"
	cp /tmp/problems .
done
