# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: how long creating and destroying VFs takes with the module and
# without it, alternating; then how long an event is on its way to a reader.

dir=/sys/kernel/debug/iommu_audit
disk=$(sysdev disk0)
edu=$(sysdev loose)

# One cycle: name, wall clock and processor time of the writer in ns.
cycle()
{
	begin=$(stamp)
	spent=$(sh -c "echo $VFS >$disk/sriov_numvfs; echo 0 >$disk/sriov_numvfs
		read -r spent rest </proc/\$\$/schedstat; echo \$spent")
	echo "$1 $(($(stamp) - begin)) $spent" >>cycles
}

# the first one is slower
cycle first

pair=0
while [ "$pair" -lt "$PAIRS" ]; do
	# each comes first in every other pair
	if [ $((pair % 2)) -eq 0 ]; then
		cycle without
		iommu-audit load
		cycle with
		cat $dir/events >events.$pair
		iommu-audit unload
	else
		iommu-audit load
		cycle with
		cat $dir/events >events.$pair
		iommu-audit unload
		cycle without
	fi
	pair=$((pair + 1))
done

# single events: a driver comes and goes
iommu-audit load
modprobe pci-stub
echo pci-stub >"$edu/driver_override"
stamp iommu-audit events --follow --json >follow &
follower=$!
usleep 500000
count=0
while [ "$count" -lt "$EVENTS" ]; do
	begin=$(stamp)
	if [ $((count % 2)) -eq 0 ]; then
		echo "${edu##*/}" >/sys/bus/pci/drivers/pci-stub/bind
	else
		echo "${edu##*/}" >/sys/bus/pci/drivers/pci-stub/unbind
	fi
	echo "$begin" >>causes
	usleep 50000
	count=$((count + 1))
done
usleep 500000
kill $follower
wait $follower || :
iommu-audit unload
