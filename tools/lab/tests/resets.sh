# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: each function is reset by each of its methods, then many at once while the
# module comes and goes. A line of the journal is one reset: what, which function, by what
# (- for the first method), from when to when, how it ended.

dir=/sys/kernel/debug/iommu_audit
control=/sys/kernel/debug/dynamic_debug/control
: >journal
: >methods

load()
{
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
}

begin_reset()
{
	echo 1 >"$1"
}

# Write 1 to the file $3 of the function $2, called $1; $4 is the method.
attempt()
{
	begin=$(stamp)
	code=0
	begin_reset "$2/$3" 2>stderr || code=$?
	where=$(readlink -f "$2")
	echo "$1 ${where##*/} $4 $begin $(stamp) $code $(sed 's/.*: //; s/ /_/g' stderr)" >>journal
}

resets()
{
	phase "$1"
	where=$(readlink -f "$2")
	if [ ! -e "$2/reset" ]; then
		echo "${where##*/} none" >>methods
		return
	fi
	echo "${where##*/} $(cat "$2/reset_method" 2>/dev/null || echo unknown)" >>methods
	attempt "$1" "$2" reset -
	[ -e "$2/reset_method" ] || return 0
	methods=$(cat "$2/reset_method")
	for method in $methods; do
		# it asks the method again, and igb with VFs is no longer alone on its bus
		if echo "$method" >"$2/reset_method" 2>/dev/null; then
			attempt "$1" "$2" reset "$method"
		fi
	done
	# asks for all of them again, which is no reset
	echo default >"$2/reset_method"
}

if [ -e $control ]; then
	echo 'func __pci_reset_function_locked +p' >$control 2>/dev/null || :
fi
load
vfs nic 2
for name in nic disk card slotted pair0 pair1 old; do
	resets $name "$(sysdev $name)"
done
[ -z "$VFS" ] || resets nic.0 "$(sysdev nic)/virtfn0"
# the bus below a port, with what is there
for port in rp1 rp4; do
	[ -e "$(sysdev $port)/reset_subordinate" ] || continue
	phase "bus below $port"
	attempt $port "$(sysdev $port)" reset_subordinate secondary_bus
done
# functions that go and come are asked for their methods: no event of ours
echo 1 >"$(sysdev pair1)/remove"
echo 1 >/sys/bus/pci/rescan
sh -c 'echo $PPID' >pid
cat "/proc/$(cat pid)/comm" >task
cat $dir/events >events
cat $dir/version >version
iommu-audit events --no-color >page
iommu-audit events --json >page.json
rmmod iommu_audit
dmesg | grep -o 'pci.*reset via .*\|[^ ]* [0-9a-f:.]*: reset via .*' >said || :

# The first of functions that vfio-pci has is reset with all that goes along.
hot()
{
	phase "hot reset of $1"
	groups=
	for name in "$@"; do
		to_vfio "$name"
		group=$(readlink "$held/iommu_group")
		group=${group##*/}
		case " $groups " in
		*" $group "*) ;;
		*) groups="$groups $group" ;;
		esac
	done
	iommu-audit why "$(host dev "$1")" --json >"hot.$1.json"
	load
	# shellcheck disable=SC2086 # one word each
	vfio_reset "$(host dev "$1")" $groups >"hot.$1" 2>"hot.$1.stderr" || :
	cat $dir/events >"hot.$1.events"
	rmmod iommu_audit
	for name in "$@"; do
		held=$(sysdev "$name")
		echo "${held##*/}" >/sys/bus/pci/drivers/vfio-pci/unbind
		echo >"$held/driver_override"
	done
}

if [ -n "$HOT" ]; then
	host devs >qemu.devices
	hot pair0 pair1
	hot mixed0 mixed1 deep
fi

phase "storm"
storm()
{
	done=0
	while [ "$done" -lt "$RESETS" ]; do
		echo 1 >"$1/reset" || echo "$1" >>storm.failed
		done=$((done + 1))
	done
}

# the host answers one question at a time
folders=
for name in card slotted old disk; do
	folders="$folders $(sysdev $name)"
done
nic=$(sysdev nic)
[ -z "$VFS" ] || folders="$folders $nic/virtfn0 $nic/virtfn1"
(
	for folder in $folders; do
		storm "$folder" &
	done
	wait
	: >/tmp/over
) &
loads=0
while [ ! -e /tmp/over ]; do
	load
	cat $dir/events >storm.events
	cat $dir/version >storm.version
	grep -h "kind=reset" storm.events >>storm.resets || :
	grep -h "monitor=events" storm.version >>storm.monitors
	rmmod iommu_audit
	loads=$((loads + 1))
done
wait
echo "$loads" >loads
phase "done"
