# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the system tests: leaves in /out what our module and tool
# say, and what sysfs, lspci and the kernel say about the same machine.

dir=/sys/kernel/debug/iommu_audit

# The files of a machine's state, with $1 behind their names.
audit()
{
	for file in version units registers groups devices acs; do
		cat "$dir/$file" >"$file$1"
	done
}

# Registers of QEMU's IOMMU as QEMU itself reads them: address $1, $2 words of 64 bits.
registers()
{
	host qmp human-monitor-command "{\"command-line\":\"xp /$2gx $1\"}"
}

# What the tool says before there is a module, to root and to somebody else.
for who in root nobody; do
	code=0
	su -s /bin/sh "$who" -c "iommu-audit snapshot" >"sysfs.$who.json" 2>"sysfs.$who.stderr" || code=$?
	echo "$who $code snapshot" >>sysfs.exits
	[ -n "$COMMANDS" ] || continue
	while read -r command; do
		code=0
		su -s /bin/sh "$who" -c "iommu-audit $command" >>"sysfs.$who.out" \
			2>>"sysfs.$who.stderr" </dev/null || code=$?
		echo "$who $code $command" >>sysfs.exits
	done <<-END
		$COMMANDS
	END
done
test ! -e /sys/module/iommu_audit

cut -d' ' -f1 /proc/uptime >load.begin
iommu-audit load
cut -d' ' -f1 /proc/uptime >load.end
host devs >qemu.devices
ls /sys/class/iommu >sysfs.iommu 2>/dev/null || :
cat /proc/cmdline >cmdline
cat /proc/interrupts >interrupts
uname -r >release
cat /sys/module/iommu_audit/version >module
# All of them, with $1 behind the names.
all_registers()
{
	registers 0xfed90000 32 >"registers.vtd$1"
	registers 0xfed80000 64 >"registers.amd$1"
	registers 0xfed82000 10 >"registers.amd2$1"
}

all_registers ""
# What AMD-Vi's device table says of the functions of bus 0.
table=$(registers 0xfed80000 1 | grep -o '0x[0-9a-f]*') || table=0x0000
registers "${table%???}000" 1024 >device_table.amd
audit ""
all_registers .after
sysfs ""
lspci -D -vvv >/out/lspci
lspci -D -xxxx >lspci.raw
for command in report devices groups acs units version; do
	code=0
	iommu-audit "$command" >"tool.$command" 2>"tool.$command.stderr" || code=$?
	echo "$code" >"tool.$command.exit"
	iommu-audit "$command" --json >"tool.$command.json" 2>>"tool.$command.stderr" || :
done
iommu-audit snapshot --output snapshot.json

# What changed since the snapshot of the start, with $1 behind the names.
since()
{
	code=0
	iommu-audit diff snapshot.json --json >"diff$1.json" || code=$?
	echo "$code" >"diff$1.exit"
}

# ACS changed behind the kernel's back shows against the state at load time.
if [ -n "$DRIFT" ]; then
	port=$(host dev "$DRIFT")
	before=$(setpci -s "$port" ECAP_ACS+6.w)
	setpci -s "$port" ECAP_ACS+6.w=0001
	audit .drift
	lspci -D -vvv >lspci.drift
	since .drift
	setpci -s "$port" ECAP_ACS+6.w="$before"
	audit .restored
	since .restored
fi

# A device that user space owns.
if [ -n "$VFIO" ] && [ -L "$(sysdev "$VFIO")/iommu_group" ]; then
	hold "$VFIO"
	holder=$!
	audit .vfio
	sysfs .vfio
	kill "$holder"
	wait "$holder" || :
	audit .released
fi

iommu-audit unload
test ! -e "$dir"
