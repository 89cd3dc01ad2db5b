# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: what the tool and the module do on a kernel that is locked down.

dir=/sys/kernel/debug/iommu_audit

# What a command says and returns goes to files NAME.out, .err, .status.
note()
{
	name=$1
	shift
	status=0
	"$@" >"$name.out" 2>"$name.err" || status=$?
	echo "$status" >"$name.status"
}

mount -t securityfs securityfs /sys/kernel/security
cat /sys/kernel/security/lockdown >lockdown
host devs >qemu.devices
phase "load"
note load iommu-audit load
if [ -d "$dir" ]; then
	phase "faults"
	card=$(host dev card0)
	insmod /edu.ko dev="$card" address=0x1000000 count=10 2>edu.err || :
	rest
	phase "reads"
	for file in $FILES; do
		note "$file" cat "$dir/$file"
	done
	note report iommu-audit report
	phase "bench"
	note bench iommu-audit bench "$card" --threads 1 --seconds 1
	note unload iommu-audit unload
fi
