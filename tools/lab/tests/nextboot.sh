# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the nextboot tests. Each folder of /cases is a host: modprobe.d, and the list of
# modules, modprobe.d and image of its initramfs. What our tool says of the next boot is kept,
# and then that boot's part of udev is done: kmod loads what matches each function, in the
# initramfs first. Which driver has the functions then, sysfs says.

modprobe=/usr/lib/kmod/modprobe
release=$(uname -r)
host devs >qemu.devices
cat /proc/cmdline >cmdline
touch "/boot/vmlinuz-$release"

# Modules that match a function, by their names; with the configuration $1.
matching()
{
	"$modprobe" -C "$1" -R "$2" 2>/dev/null || :
}

coldplug()
{
	for dev in /sys/bus/pci/devices/*; do
		alias=$(cat "$dev/modalias")
		for match in $(matching "$1" "$alias"); do
			if [ -z "$2" ] || grep -qx "$match" "$2"; then
				"$modprobe" -C "$1" -b "$match" 2>>/out/modprobe.log || :
			fi
		done
	done
	settle
}

# What a unit of driverctl does at each boot: driverctl@.service, of 05-driverctl.rules.
overrides()
{
	for file in /etc/driverctl.d/*; do
		[ ! -s "$file" ] || driverctl load-override "pci/${file##*/pci-}" \
			2>>"/out/$1.driverctl" || :
	done
	settle
}

# Nothing is left of a boot but files.
reset()
{
	for module in vfio_pci nvme igb; do
		if [ -d "/sys/module/$module" ]; then
			rmmod "$module" || :
		fi
	done
	for dev in nic disk; do
		echo >"$(sysdev $dev)/driver_override"
	done
	settle
}

# driverctl asks for it by its name
ln -sf "$modprobe" /sbin/modprobe
for case in /cases/*; do
	name=${case##*/}
	phase "case $name"
	rm -rf /etc/modprobe.d /etc/modules /etc/driverctl.d
	mkdir /etc/modprobe.d
	while read -r dev driver; do
		# where vfio-pci cannot be loaded, it was when this was done
		if ! driverctl --noprobe set-override "$(host dev "$dev")" "$driver"; then
			mkdir -p /etc/driverctl.d
			echo "$driver" >"/etc/driverctl.d/pci-$(host dev "$dev")"
		fi
	done <"$case/overrides"
	reset
	rmdir /etc/modprobe.d
	grep -H "" /etc/driverctl.d/* >"$name.driverctl" 2>/dev/null || :
	cp -r "$case/modprobe.d" /etc/modprobe.d
	cp "$case/modules" /etc/modules
	cp "$case/image" "/boot/initrd.img-$release"
	for dev in nic disk; do
		iommu-audit why "$(host dev $dev)" --source sysfs --json >"$name.$dev.json"
	done
	iommu-audit check --profile vfio --source sysfs --json >"$name.check.json" || :
	while read -r module; do
		"$modprobe" -C "$case/early" "$module"
	done <"$case/first"
	# what a softdep names and the initramfs does not have is not loaded
	file=$(find "/lib/modules/$release/" -name 'vfio-pci.ko*')
	grep -qx vfio_pci "$case/in" || mv "$file" /tmp/vfio-pci
	coldplug "$case/early" "$case/in"
	[ ! -e /tmp/vfio-pci ] || mv /tmp/vfio-pci "$file"
	if [ -s /etc/modules ]; then
		"$modprobe" -C /etc/modprobe.d "$(cat /etc/modules)"
	fi
	[ "$(cat "$case/when")" != first ] || overrides "$name"
	coldplug /etc/modprobe.d ""
	[ "$(cat "$case/when")" != last ] || overrides "$name"
	for dev in nic disk; do
		link=$(readlink "$(sysdev $dev)/driver") || link=
		echo "${link##*/}" >"$name.$dev.driver"
	done
	reset
done
dmesg >kernel.log
