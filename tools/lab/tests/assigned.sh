# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: what assign says of functions, and whether VFIO gives their groups away: with the
# function alone bound to vfio-pci, and then with all that the printed commands bind.

dir=/sys/bus/pci/devices
host devs >qemu.devices
insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
modprobe vfio_iommu_type1
modprobe vfio-pci

held_or_gone()
{
	[ -s "$1" ] || ! kill -0 "$2" 2>/dev/null
}

# Hold the group of function $1 for a moment, and leave what VFIO says of that in file $2.
try()
{
	group=$(readlink "$dir/$1/iommu_group")
	vfio_hold "/dev/vfio/${group##*/}" >"$2" 2>&1 &
	holder=$!
	wait_for held_or_gone "$2" $holder
	kill $holder 2>/dev/null || :
	wait $holder || :
}

# The lines of the list $2 of file $1, which is what a person pastes.
lines()
{
	sed -n "/\"$2\": \\[/,/\\]/s/^ *\"\\([^\"]*\\)\",\\{0,1\\}\$/\\1/p" "$1"
}

# What commands would bind, where a no has none.
all_of()
{
	for one in "$dir/$1/iommu_group/devices"/*; do
		where=$dir/${one##*/}
		case $(cat "$where/class") in
		0x0604*) ;;
		*)
			echo "echo vfio-pci >$where/driver_override"
			[ ! -e "$where/driver" ] || echo "echo ${one##*/} >$where/driver/unbind"
			echo "echo ${one##*/} >/sys/bus/pci/drivers_probe"
			;;
		esac
	done
}

# Everything that vfio-pci has is as before.
give_back()
{
	for dev in "$@"; do
		case $(readlink "$dir/$dev/driver") in
		*/vfio-pci)
			echo "$dev" >"$dir/$dev/driver/unbind"
			echo >"$dir/$dev/driver_override"
			echo "$dev" >/sys/bus/pci/drivers_probe || :
			;;
		esac
	done
}

for name in $NAMES; do
	phase "$name"
	dev=$(host dev "$name")
	iommu-audit assign "$dev" --json >"$name.json" || :
	iommu-audit assign "$dev" >"$name.page" || :
	lines "$name.json" commands_sysfs >"$name.sh"
	[ -z "$REFUSED" ] || all_of "$dev" >"$name.sh"
	grep "$dev" "$name.sh" >"$name.alone.sh" || :
	sh -e "./$name.alone.sh"
	try "$dev" "$name.alone"
	sh -e "./$name.sh" 2>"$name.stderr" || :
	try "$dev" "$name.all"
	group=$(readlink "$dir/$dev/iommu_group")
	vfio_reset "$dev" "${group##*/}" >"$name.hot" 2>&1 || :
	iommu-audit assign "$dev" --json >"$name.after.json" || :
	# shellcheck disable=SC2046 # one word each
	give_back $(ls "$dir/$dev/iommu_group/devices")
	settle
done
phase "done"
