# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the dmabench suite, on the debug kernel: what disturbs a run
# while it is on, each of PHASES ROUNDS times.

bench=/sys/kernel/debug/iommu_audit/bench
devices=/sys/kernel/debug/iommu_audit/devices
pci=/sys/bus/pci
free=/sys/kernel/debug/dma-api/num_free_entries
leaks=/sys/kernel/debug/kmemleak
loose=$(host dev loose)
card=$(host dev card)
port=$(host dev rp1)
# So that mappings are there when it happens. One thread: dma_unmap_page() tells
# DMA_API_DEBUG after the address has been given back, and when another thread
# gets that address in between, the kernel's own book is wrong for a moment
# ("cacheline tracking EEXIST", once in some thousand runs of two threads).
busy="threads=1 ring=32 warmup=0"

problem()
{
	echo "$*" >>problems
}

# What bench/result says, with the shell alone: a process takes longer to start
# than a run.
look()
{
	{ read -r _ && read -r state; } <$bench/result || :
}

# Whether the run has begun to measure: by the kernel's own book, more is mapped
# than the one mapping with which it is tried. Before that a disturbance is a
# reason to refuse the run, not to end it.
measuring()
{
	read -r now <$free
	[ $((idle - now)) -gt 8 ]
}

# Start a run of device $1 in the background and return in its middle. It is the
# longest that there is: none comes to its end by itself.
begin()
{
	started "dev=$1 seconds=60 $busy" || problem "$name $round: no run to disturb"
}

started()
{
	look
	before=${state##*attempt=}
	echo "$*" >$bench/run 2>/dev/null &
	runner=$!
	until measuring; do
		look
		running || [ "${state##*attempt=}" = "$before" ] || break
	done
	look
	running || { wait "$runner"; return 1; }
}

running()
{
	[ "${state#state=running }" != "$state" ]
}

# The last write has to have ended in state $1 with errno $2.
expect()
{
	look
	[ "${state#"state=$1 error=$2 "}" != "$state" ] ||
		problem "$name $round: $state, not $1 $2"
}

end()
{
	wait "$runner" || :
	expect "$1" "$2"
}

bound()
{
	[ -e "$pci/devices/$1/driver" ]
}

gone()
{
	[ ! -e "$pci/devices/$1" ]
}

# $1 of the functions below, ROUNDS times.
rounds()
{
	name=$1
	round=0
	while [ "$round" -lt "$ROUNDS" ]; do
		[ $((round % 10)) -ne 0 ] || phase "$name $round"
		"$2"
		round=$((round + 1))
	done
	echo "$round" >"rounds.$name"
}

unbind()
{
	echo "$loose" >$pci/drivers/pci-stub/bind
	begin "$loose"
	echo "$loose" >$pci/drivers/pci-stub/unbind
	end failed 116
	! bound "$loose" || problem "unbind $round: still bound"
}

remove()
{
	begin "$card"
	echo 1 >"$pci/devices/$card/remove"
	end failed 19
	gone "$card" || problem "remove $round: still there"
	echo 1 >"$pci/devices/$port/rescan"
	! gone "$card" || problem "remove $round: did not come back"
}

unplug()
{
	begin "$card"
	host qmp device_del '{"id":"card"}' >/dev/null
	end failed 19
	wait_for gone "$card" || problem "hot-unplug $round: still there"
	# the slot is free when the guest has said so, a moment later
	wait_for plugged || problem "hot-unplug $round: QEMU did not let it go"
	wait_for whole || problem "hot-unplug $round: did not come back"
}

# sysfs shows a function a moment before it has its group.
whole()
{
	grep -q "^dev=$card .* group=[0-9]" $devices
}

plugged()
{
	host qmp device_add '{"driver":"edu","id":"card","bus":"rp1"}' >/tmp/plugged
	read -r answer </tmp/plugged
	[ "$answer" = "{}" ]
}

vfio_bind()
{
	begin "$loose"
	echo "$loose" >$pci/drivers/vfio-pci/bind
	end failed 116
	bound "$loose" || problem "vfio-bind $round: not bound"
	echo "$loose" >$pci/drivers/vfio-pci/unbind
}

vfio_open()
{
	begin "$loose"
	vfio_hold "/dev/vfio/$group" >held &
	holder=$!
	end failed 116
	wait_for test -s held || problem "vfio-open $round: the group was not given away"
	! echo "dev=$loose" >$bench/run 2>/dev/null || problem "vfio-open $round: accepted"
	expect refused 16
	rm held
	kill $holder
	wait $holder 2>/dev/null || :
}

unload()
{
	begin "$loose"
	! rmmod iommu_audit 2>/dev/null || problem "rmmod $round: unloaded"
	kill -TERM "$runner"
	end interrupted 4
}

signalled()
{
	begin "$loose"
	kill -TERM "$runner"
	end interrupted 4
}

two_writers()
{
	begin "$loose"
	! echo "dev=$card seconds=0.1" >$bench/run 2>/dev/null ||
		problem "two-writers $round: both were accepted"
	expect running 0
	kill -TERM "$runner"
	end interrupted 4
}

domain_type()
{
	begin "$loose"
	echo identity >"/sys/kernel/iommu_groups/$group/type"
	end failed 116
	echo DMA-FQ >"/sys/kernel/iommu_groups/$group/type"
}

: >problems
modprobe vfio-pci
modprobe vfio_iommu_type1
iommu-audit load
group=$(basename "$(readlink "$pci/devices/$loose/iommu_group")")
read -r idle <$free
echo "$idle" >entries
for disturbance in $PHASES; do
	case $disturbance in
	unbind)
		echo pci-stub >"$pci/devices/$loose/driver_override"
		rounds unbind unbind ;;
	remove) rounds remove remove ;;
	hot-unplug) rounds hot-unplug unplug ;;
	rmmod) rounds rmmod unload ;;
	signal) rounds signal signalled ;;
	two-writers) rounds two-writers two_writers ;;
	domain-type) rounds domain-type domain_type ;;
	vfio-bind)
		echo vfio-pci >"$pci/devices/$loose/driver_override"
		rounds vfio-bind vfio_bind ;;
	vfio-open)
		echo vfio-pci >"$pci/devices/$loose/driver_override"
		echo "$loose" >$pci/drivers/vfio-pci/bind
		rounds vfio-open vfio_open
		echo "$loose" >$pci/drivers/vfio-pci/unbind ;;
	esac
done

cat $free >>entries
iommu-audit unload
echo scan >$leaks
sleep 6
echo scan >$leaks
cat $leaks >kmemleak
