# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the host tests: what our tool says of functions while the host uses none of them,
# while it uses them, and after it has let them go; and what the kernel says meanwhile.

disks()
{
	for disk in /sys/block/*; do
		serial=$(cat "$disk/serial" 2>/dev/null || cat "$disk/device/serial" || :)
		# NVMe fills it up with blanks
		echo "${disk##*/} $(cat "$disk/dev") ${serial%% *}"
	done 2>/dev/null
}

dev_of()
{
	disks | sed -n "s|^\([^ ]*\) .* $1\$|/dev/\1|p"
}

net_of()
{
	net=$(echo "$(sysdev "$1")"/net/*)
	echo "${net##*/}"
}

look()
{
	phase "looks: $1"
	mkdir "$1"
	cat /proc/mounts >"$1/mounts"
	cat /proc/swaps >"$1/swaps"
	ip route >"$1/routes"
	dmsetup deps >"$1/deps"
	cat /proc/mdstat >"$1/mdstat"
	disks >"$1/disks"
	grep -H "" /sys/class/net/*/address >"$1/nets"
	ls /sys/bus/pci/drivers/igbvf >"$1/igbvf"
	grep -H "" /sys/kernel/mm/hugepages/*/nr_hugepages >"$1/hugepages"
	iommu-audit check --profile vfio --source sysfs --json >"$1/check.json" || :
	iommu-audit suggest --profile vfio --source sysfs --json >"$1/suggest.json"
	for name in $PAIRS; do
		devs=
		for dev in $(echo "$name" | tr + ' '); do
			devs="$devs${devs:+,}$(host dev "$dev")"
			iommu-audit check --profile vfio --source sysfs --json --dev "$(host dev "$dev")" \
				>"$1/check.$dev.json" || :
		done
		iommu-audit suggest --profile vfio --source sysfs --json --dev "$devs" \
			>"$1/suggest.$name.json"
	done
}

host devs >qemu.devices
grep -H "" /sys/bus/pci/devices/*/vendor /sys/bus/pci/devices/*/device >ids
look before

mkdir -p /mnt/lab
mke2fs "$(dev_of mounted)" >mke2fs.log
mount -t ext4 "$(dev_of mounted)" /mnt/lab
swap=$(dev_of swapped)
printf 'n\np\n1\n\n\nw\n' | fdisk "$swap" || :
wait_for test -b "${swap}1"
mkswap "${swap}1"
swapon "${swap}1"
dmsetup create lab --noudevsync --table "0 65536 linear $(dev_of held) 0"
# a volume on what is encrypted on half a mirror on a partition
stacked=$(dev_of stacked)
printf 'n\np\n1\n\n\nw\n' | fdisk "$stacked" || :
wait_for test -b "${stacked}1"
echo md_lab >/sys/module/md_mod/parameters/new_array
md=/sys/block/md_lab/md
echo none >$md/metadata_version
echo raid1 >$md/level
echo 2 >$md/raid_disks
echo 57344 >$md/component_size
cat "/sys/class/block/${stacked#/dev/}1/dev" >$md/new_dev
echo 0 >"$md/dev-${stacked#/dev/}1/slot"
echo active >$md/array_state
wait_for test -b /dev/md_lab
dmsetup create secret --noudevsync --table "0 98304 crypt cipher_null-ecb - 0 /dev/md_lab 0"
dmsetup mknodes
dmsetup create volume --noudevsync --table "0 65536 linear /dev/mapper/secret 0"
dmsetup mknodes
mkdir -p /mnt/volume
mke2fs /dev/mapper/volume >>mke2fs.log
mount -t ext4 /dev/mapper/volume /mnt/volume
net=$(net_of routed)
ip link set "$net" up
ip address add 192.0.2.2/24 dev "$net"
ip route add default via 192.0.2.1
vfs pf 2
wait_for test -e "$(sysdev pf)/virtfn1/driver"
look during

umount /mnt/lab /mnt/volume
dmsetup remove volume --noudevsync
dmsetup remove secret --noudevsync
echo clear >$md/array_state
swapoff "${swap}1"
dmsetup remove lab --noudevsync
ip route del default
ip address del 192.0.2.2/24 dev "$net"
vfs pf 0
# of what the command line asked for, the half goes
echo 8 >/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages
look after
