# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the translations suite: the file, and beside it what QEMU's monitor
# shows of the tables at the same time, and what the tool makes of it.

dir=/sys/kernel/debug/iommu_audit

# Both, with $1 behind their names.
take()
{
	phase "$1"
	cat "$dir/translations" >"translations.$1"
	host tables >"tables.$1"
	sysfs ".$1"
	iommu-audit check --json >"check.$1" || :
	for id in spare card; do
		iommu-audit why "$(host dev $id)" --json >"why.$id.$1"
	done
}

insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
host devs >qemu.devices
cat "$dir/version" >version
cat "$dir/units" >units
take as-is
spare=$(host dev spare)
entry=$(host entry "$spare")
for change in $CHANGES; do
	insmod /poke.ko "address=$entry" "clear=${change%:*}" "set=${change#*:}"
	take "$change"
	rmmod poke
done
if [ -n "$VFIO" ]; then
	hold "$VFIO"
	holder=$!
	take held
	kill "$holder"
	wait "$holder" || :
	take released
fi
if [ -n "$REQUEST" ]; then
	phase "a request from behind the bridge"
	dma edu "$(awake card)" read 0x12345000 4 1 0
	wait_for grep -q "source=" "$dir/faults" || :
	cat "$dir/faults" >faults
fi
rmmod iommu_audit
