# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of random machines: leaves in /out the groups of the kernel, what sysfs and
# lspci say, and the snapshots of the tool. The options of lspci are drawn with the machine.

host devs >qemu.devices
cat /proc/cmdline >cmdline
uname -r >release
sysfs ""
# shellcheck disable=SC2086 # options are words
lspci $TEXT >lspci.text
# shellcheck disable=SC2086
lspci $HEX >lspci.hex
lspci -Dxxxx >lspci.raw
su -s /bin/sh nobody -c "lspci $TEXT" >lspci.nobody
iommu-audit snapshot --source sysfs --output sysfs.json
iommu-audit load
iommu-audit snapshot --output module.json
