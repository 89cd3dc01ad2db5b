# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the lint tests: leaves in /out what the kernel did with its
# command line, as sysfs, its log, lspci and setpci tell, and what our tool says.

iommu-audit load
host devs >qemu.devices
cat /proc/cmdline >cmdline
uname -r >release
# kmod's: it hands a module the parameters of the command line, busybox's does not.
if [ -n "$VFIO" ]; then
	/usr/lib/kmod/modprobe vfio-pci
fi
grep -H "" /sys/kernel/iommu_groups/*/type >types 2>/dev/null || :
ls -d /sys/kernel/iommu_groups/*/devices/* >members 2>/dev/null || :
ls -l /sys/bus/pci/devices/*/driver >drivers 2>/dev/null || :
lspci -D -vvv >/out/lspci
dmesg >kernel.log
code=0
iommu-audit lint --json >lint.json 2>lint.stderr || code=$?
echo "$code" >lint.exit
iommu-audit lint >lint.txt || :
for dev in /sys/bus/pci/devices/*; do
	iommu-audit why "${dev##*/}" --json >"why.${dev##*/}"
done
iommu-audit unload
