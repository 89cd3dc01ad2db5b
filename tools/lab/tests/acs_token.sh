# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the suite acs_token: the ACS Control registers as setpci reads
# them, the groups as sysfs has them, and what our tool makes of the way between
# two disks.

for place in /sys/bus/pci/devices/*; do
	dev=${place##*/}
	bits=$(setpci -s "$dev" ECAP_ACS+6.w 2>/dev/null) || continue
	echo "$dev $bits"
done >bits
for place in /sys/kernel/iommu_groups/*/devices/*; do
	group=${place#/sys/kernel/iommu_groups/}
	echo "${place##*/} ${group%%/*}"
done >groups
host devs >qemu.devices
cat /proc/cmdline >cmdline
iommu-audit load
iommu-audit p2p --json "$(host dev disk0)" "$(host dev disk1)" >p2p.json
pages=/sys/kernel/mm/hugepages
echo 3 >$pages/hugepages-2048kB/nr_hugepages
iommu-audit snapshot -o snapshot.json
grep -H "" $pages/*/nr_hugepages $pages/*/free_hugepages >hugepages
cat "$(sysdev disk0)/reset_method" >reset 2>/dev/null || :
cat "$(sysdev disk0)/resource" >resource
cat /sys/devices/system/node/online >nodes 2>/dev/null || :
