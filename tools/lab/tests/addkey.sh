# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the addkey test: leaves in /out what sysfs says of the keys that were
# added to devices, and what module and tool say.

# one flag that differs from the others
echo 1 >"$(sysdev nic)/broken_parity_status"
iommu-audit load
cat /sys/kernel/debug/iommu_audit/devices >devices
# shellcheck disable=SC2086 # a list of names
for name in $ATTRIBUTES; do
	grep -H "" /sys/bus/pci/devices/*/$name
done >attributes
iommu-audit devices --output "dev,$KEYS" >columns
iommu-audit devices --json >devices.json
iommu-audit snapshot --output snapshot.json
iommu-audit unload
iommu-audit devices --json --from snapshot.json >again.json
