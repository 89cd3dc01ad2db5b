# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Functions for the guest's scripts.

# Ask the host and print its one-line answer: "dev ID" gives the PCI address of
# a device by its QEMU id, "qmp COMMAND JSON" runs a QMP command, "wake" wakes the
# guest as soon as it has suspended itself to memory.
host()
{
	printf '@%s\n' "$*" >&3
	IFS= read -r answer <&3
	printf '%s\n' "$answer"
}

# The sysfs folder of a device by its QEMU id, or by its address.
sysdev()
{
	case $1 in
	*:*) printf '/sys/bus/pci/devices/%s\n' "$1" ;;
	*) printf '/sys/bus/pci/devices/%s\n' "$(host dev "$1")" ;;
	esac
}

# Say on the console where a script is: who says something is waited for.
phase()
{
	echo "lab: $*" >/dev/kmsg
}

# Wait until a condition holds. How often it is asked depends on how long this
# machine took to boot, and no machine is so slow that this is not enough.
read -r uptime _ </proc/uptime
patience=$((400 + 30 * ${uptime%.*}))
wait_for()
{
	left=$patience
	while ! "$@"; do
		left=$((left - 1))
		if [ "$left" -eq 0 ]; then
			phase "waited in vain: $*"
			return 1
		fi
		usleep 100000
	done
}

# Leave devices and threads the time to do what they were told to, where nothing
# tells that they have: a fiftieth of the boot, and 0.3 s.
rest()
{
	usleep $((${uptime%.*} * 20000 + 300000))
}

# Wait until the number of PCI functions has stopped changing.
settle()
{
	before=
	while set -- /sys/bus/pci/devices/*; [ "$#" != "$before" ]; do
		before=$#
		usleep 150000
	done
}

# Enable $2 virtual functions on device $1.
vfs()
{
	echo "$2" >"$(sysdev "$1")/sriov_numvfs"
}

# Switch the memory and the bus mastering of device $1 on, and print its registers' file.
awake()
{
	folder=$(sysdev "$1")
	echo 1 >"$folder/enable"
	setpci -s "${folder##*/}" COMMAND=0006:0006
	echo "$folder/resource0"
}

# Give device $1 to vfio-pci; its sysfs folder is $held then.
to_vfio()
{
	modprobe vfio_iommu_type1 allow_unsafe_interrupts=1
	modprobe vfio-pci
	held=$(sysdev "$1")
	echo vfio-pci >"$held/driver_override"
	echo "${held##*/}" >/sys/bus/pci/drivers_probe
}

# Have the group of device $1 held by a process in the background, as a virtual machine
# monitor does.
hold()
{
	to_vfio "$1"
	group=$(readlink "$held/iommu_group")
	vfio_hold "/dev/vfio/${group##*/}" >/tmp/held 2>/tmp/held.stderr &
	wait_for test -s /tmp/held
}

# Leave what sysfs says of functions and groups in files sysfs.*, with $1 behind
# their names; in few processes: with 249 functions each one more counts.
sysfs()
{
	pci=/sys/bus/pci/devices
	ls -l "$pci" >"sysfs.where$1"
	ls -ld $pci/*/driver $pci/*/iommu_group $pci/*/iommu $pci/*/physfn \
		$pci/*/virtfn* >"sysfs.links$1" 2>/dev/null || :
	grep -H "" $pci/*/vendor $pci/*/device $pci/*/class $pci/*/numa_node \
		$pci/*/dma_mask_bits $pci/*/sriov_numvfs $pci/*/sriov_totalvfs \
		>"sysfs.attributes$1" 2>/dev/null || :
	groups=/sys/kernel/iommu_groups
	ls -d $groups/*/devices/* >"sysfs.members$1" 2>/dev/null || :
	grep -H "" $groups/*/type $groups/*/reserved_regions \
		>"sysfs.groups$1" 2>/dev/null || :
}

# Run a command on a terminal of ${COLUMNS:-80} columns; the host keeps what it
# writes in the file "terminal". The serial port is init's.
# shellcheck disable=SC2154
on_terminal()
{
	stty -F "$port" cols "${COLUMNS:-80}" rows 50
	printf '@terminal\n' >&3
	"$@" >&3
	result=$?
	printf '\n@end\n' >&3
	return $result
}
