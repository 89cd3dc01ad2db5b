# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the benchmark: the same machine with few functions, then many.
# What is compared takes turns, with what the others left in caches.

dir=/sys/kernel/debug/iommu_audit

measure()
{
	set -- "$1" /sys/bus/pci/devices/*
	{
		echo "functions=$(($# - 1))"
		for _ in 1 2 3; do
			echo "files=$(stopwatch 9 read $dir/version $dir/units $dir/groups \
				$dir/devices $dir/acs)"
			for file in version units groups devices acs; do
				echo "file_$file=$(stopwatch 9 read $dir/$file)"
			done
			echo "lspci=$(stopwatch 3 run lspci -vvv)"
			echo "report=$(stopwatch 9 run iommu-audit report)"
			echo "sysfs=$(stopwatch 3 run iommu-audit report --source sysfs)"
		done
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
