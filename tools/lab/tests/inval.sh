# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the inval suite: invalidations that go wrong, and interrupts that a unit
# refuses.

dir=/sys/kernel/debug/iommu_audit

audit()
{
	for file in version faults fault_log; do
		cat "$dir/$file" >"$file.$1"
	done
}

# Have card0 send an MSI with the index $1 of an interrupt remapping table.
interrupt()
{
	address=$(printf '%x' $((0xfee00010 | ($1 << 5))))
	setpci -s "$card" COMMAND=0006:0006 "CAP_MSI+4.L=$address" CAP_MSI+8.L=0 CAP_MSI+c.W=0 \
		CAP_MSI+2.W=0001:0001
	devmem "$(printf '0x%x' $((registers + 0x60)))" 32 1
	devmem "$(printf '0x%x' $((registers + 0x64)))" 32 1
}

# The interrupt of rp0, and its index as the function itself has it: in its MSI-X table,
# at the begin of its first memory region.
victim()
{
	folder=$(sysdev rp0)
	ls "$folder/msi_irqs" >victim.irq
	read -r table _ <"$folder/resource"
	host qmp human-monitor-command "{\"command-line\": \"xp /1wx $table\"}" >victim.msix
	sed -n "s/^ *$(cat victim.irq): .*-edge *//p" /proc/interrupts >victim.name
	word=$(sed 's/.*: *\(0x[0-9a-f]*\).*/\1/' victim.msix)
	index=$(((word >> 5 & 0x7fff) | (word >> 2 & 1) << 15))
	echo "$index" >victim.index
}

insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
card=$(host dev card0)
echo "$card" >card
audit start
case $IOMMU in
intel)
	insmod /inval.ko "illegal=$ILLEGAL"
	cat /sys/module/inval/parameters/refused >refused
	audit illegal
	victim
	echo 1 >"$(sysdev card0)/enable"
	read -r registers _ <"$(sysdev card0)/resource"
	interrupt "$index"
	wait_for grep -q "reason=0x26" "$dir/faults"
	audit present
	# of which no interrupt is
	interrupt 0x7000
	wait_for grep -q "reason=0x22" "$dir/faults"
	audit absent
	;;
amd)
	base=$(sed -n 's/^unit=ivhd0 .* base=\([^ ]*\) .*/\1/p' "$dir/units")
	slot=${card#*:}
	number=$((0x${slot%%:*} << 8))
	slot=${slot#*:}
	number=$((number | 0x${slot%.*} << 3 | ${slot#*.}))
	insmod /inval.ko "base=$base" "illegal=$ILLEGAL" "timeouts=$TIMEOUTS" "source=$number"
	audit illegal
	;;
esac
iommu-audit faults >page
iommu-audit faults --json >page.json
rmmod iommu_audit
