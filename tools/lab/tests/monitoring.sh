# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: what is exported before and after faults, a setpci on ACS, and without the module.

# SECONDS_OF NAME: how long a run took, in hundredths, from /proc/uptime
moment()
{
	phase "export: $1"
	read -r before _ </proc/uptime
	iommu-audit export prometheus -o "$1.prom" 2>"$1.err"
	read -r after _ </proc/uptime
	echo "$before $after" >"$1.took"
}

# ACS Control of a port: 6 bytes into the capability.
acs()
{
	setpci -s "$port" ECAP_ACS+6.w"${1+=$1}"
}

host devs >qemu.devices
moment sysfs
iommu-audit load
moment loaded
[ -z "$OFF" ] || exit 0

card=$(host dev card0)
insmod /edu.ko dev="$card" address=0x1000000 count=10 2>edu.err || :
rest
moment faults

port=$(host dev rp0)
was=$(acs)
acs 0
moment acs
acs "$was"
moment restored

iommu-audit unload
moment gone
