# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the event tests: does what the lines of /steps say, one after
# the other. Behind each it leaves when it was done, by the clock of the events,
# and what sysfs says now. The kernel's own trace of its IOMMU tracepoints runs
# all the time. A function is named by its QEMU id, a VF as PF.NUMBER.

dir=/sys/kernel/debug/iommu_audit
trace=/sys/kernel/tracing
session=0

address()
{
	case $1 in
	*.*) basename "$(readlink "$(sysdev "${1%.*}")/virtfn${1#*.}")" ;;
	*) host dev "$1" ;;
	esac
}

folder()
{
	printf '/sys/bus/pci/devices/%s\n' "$(address "$1")"
}

gone()
{
	[ ! -e "$1" ]
}

do_load()
{
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko" "$@"
	follow 65536 0 $dir/events_pipe >"pipe.$session" 2>/dev/null &
	reader=$!
}

do_unload()
{
	cat $dir/events >"events.$session"
	cat $dir/vf_requests >"vf_requests.$session"
	cat $dir/version >"version.$session"
	kill "$reader"
	wait "$reader" || :
	rmmod iommu_audit
	session=$((session + 1))
}

do_write()
{
	echo "$2" >"$(folder "$1")/sriov_numvfs"
}

do_unbind()
{
	where=$(folder "$1")
	echo "${where##*/}" >"$where/driver/unbind"
}

# Bind to the driver $2, or to the one that the kernel chooses.
do_bind()
{
	where=$(folder "$1")
	echo "$2" >"$where/driver_override"
	echo "${where##*/}" >/sys/bus/pci/drivers_probe
}

do_hold()
{
	group=$(readlink "$(folder "$1")/iommu_group")
	vfio_hold "/dev/vfio/${group##*/}" >held &
	holder=$!
	echo "$holder" >holder
	wait_for test -s held
}

do_drop()
{
	kill "$holder"
	wait "$holder" || :
}

do_remove()
{
	echo 1 >"$(folder "$1")/remove"
}

do_rescan()
{
	echo 1 >/sys/bus/pci/rescan
}

do_unplug()
{
	# not the link, which goes before the IOMMU core hears of it
	where=$(readlink -f "$(folder "$1")")
	host qmp device_del "{\"id\":\"$1\"}"
	wait_for gone "$where"
}

# An NVMe controller into the port $2.
do_plug()
{
	host qmp device_add "{\"driver\":\"nvme\",\"id\":\"$1\",\"bus\":\"$2\",\"serial\":\"$1\"}"
	where=$(folder "$1")
	wait_for test -e "$where/driver"
	# this waits for the lock that the driver's probe holds to its end, and is refused
	if echo 1 >"$where/enable"; then
		return 1
	fi
}

[ -d $trace/options ] || mount -t tracefs tracefs $trace
for event in add_device_to_group remove_device_from_group attach_device_to_domain; do
	echo 1 >$trace/events/iommu/$event/enable
done
modprobe vfio_iommu_type1 allow_unsafe_interrupts=1
modprobe vfio-pci
modprobe pci-stub

host devs >qemu.devices
sysfs ".start"
# what does things here, as the events name it
sh -c 'echo $PPID' >pid
cat "/proc/$(cat pid)/comm" >task

step=0
while read -r line <&4; do
	# shellcheck disable=SC2086
	set -- $line
	verb=$1
	shift
	phase "$verb $*"
	begin=$(stamp)
	code=0
	# a subshell would be another task
	"do_$verb" "$@" >>doings 2>"stderr.$step" || code=$?
	echo "$begin $(stamp) $code" >>journal
	sysfs ".$step"
	step=$((step + 1))
done 4</steps
cat $trace/trace >iommu.trace
