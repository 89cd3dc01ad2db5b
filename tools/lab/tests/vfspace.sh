# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the vfspace tests: what our tool says of room for VFs, and what becomes of a write
# to sriov_numvfs. Drivers are not loaded: the kernel's own sriov_configure is vfio-pci's.

host devs >qemu.devices
iommu-audit check --profile sriov --source sysfs --json >check.json || :
iommu-audit snapshot --source sysfs >snapshot.json
modprobe vfio-pci
echo 1 >/sys/module/vfio_pci/parameters/enable_sriov
for dev in nic disk; do
	path=$(sysdev $dev)
	cat "$path/resource" >$dev.resource
	dmesg -c >/dev/null
	echo vfio-pci >"$path/driver_override"
	echo "${path##*/}" >/sys/bus/pci/drivers_probe
	cat "$path/sriov_totalvfs" >$dev.total
	echo 0 >"$path/sriov_drivers_autoprobe"
	code=0
	cat $dev.total >"$path/sriov_numvfs" 2>$dev.error || code=$?
	echo $code >$dev.code
	cat "$path/sriov_numvfs" >$dev.num
	dmesg >$dev.log
	[ ! -e "$path/virtfn0" ] || cat "$path/virtfn0/resource" >$dev.vf
	echo 0 >"$path/sriov_numvfs" || :
done
