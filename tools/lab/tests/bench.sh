# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the benchmark: the same machine with few functions, then many.

dir=/sys/kernel/debug/iommu_audit

measure()
{
	set -- "$1" /sys/bus/pci/devices/*
	{
		echo "functions=$(($# - 1))"
		echo "files=$(stopwatch 21 read $dir/version $dir/units $dir/groups $dir/devices $dir/acs)"
		for file in version units groups devices acs; do
			echo "file_$file=$(stopwatch 21 read $dir/$file)"
		done
		echo "lspci=$(stopwatch 5 run lspci -vvv)"
		echo "report=$(stopwatch 21 run iommu-audit report)"
	} >"$1"
}

iommu-audit load
for disk in disk0 disk1; do
	echo 0 >"$(sysdev $disk)/sriov_numvfs"
done
settle
measure few
for disk in disk0 disk1; do
	echo 120 >"$(sysdev $disk)/sriov_numvfs"
done
settle
measure many
