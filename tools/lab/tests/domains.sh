# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script of the domain tests: one device in three default domains by
# turns, the same interrupted, and what the kernel or a driver refuses.

run=/sys/kernel/debug/iommu_audit/bench/run
insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"

# a device by its QEMU id, or by its address
folder=$(sysdev "$DEVICE")
dev=${folder##*/}
disk=$(host dev disk)
group=$(basename "$(readlink "$folder/iommu_group")")
type=/sys/kernel/iommu_groups/$group/type
cat "$type" >before

# Run the tool, leave what it says in $1.out, $1.err and $1.status, and the
# type of the group in $1.after.
tool()
{
	name=$1
	shift
	status=0
	iommu-audit bench "$@" >"$name.out" 2>"$name.err" || status=$?
	echo "$status" >"$name.status"
	cat "$type" >"$name.after"
}

if [ "$SWITCHES" = no ]; then
	tool refused "$dev" --domains identity,DMA --seconds 0.1
	return 0
fi

# What the group's type was, seen from outside while it is measured.
while :; do
	cat "$type"
	usleep 20000
done >seen &
watcher=$!
count=0
for order in identity,DMA-FQ,DMA DMA,identity,DMA-FQ DMA-FQ,DMA,identity; do
	tool "round.$count" "$dev" --domains "$order" --seconds 0.2 --warmup 0.05 \
		--repeat 5 --save "$PWD/round.$count.json"
	count=$((count + 1))
done
kill "$watcher"

running()
{
	grep -q '^state=running ' "${run%run}result"
}
# A run is on, and in a domain that is not the group's own.
in_the_middle()
{
	! cmp -s "$type" before && running
}

for signal in INT TERM HUP; do
	name=cut.$signal
	iommu-audit bench "$dev" --domains identity,DMA --seconds 20 --repeat 10 \
		--save "$PWD/$name.json" >"$name.out" 2>"$name.err" &
	tool=$!
	wait_for in_the_middle
	cat "$type" >"$name.during"
	kill "-$signal" "$tool"
	status=0
	wait "$tool" || status=$?
	echo "$status" >"$name.status"
	cat "$type" >"$name.after"
	head -n 2 "${run%run}result" >"$name.result"
done

# somebody else's run is on: nothing is switched
echo "dev=$disk seconds=10 warmup=0" >"$run" &
other=$!
wait_for running
tool busy "$dev" --domains identity,DMA --seconds 0.2
head -n 2 "${run%run}result" >busy.result
wait "$other"

# it begins as soon as a run of ours has ended, on the same function: nothing is switched or
# restored before it has ended, or it would end with ESTALE. The tool can only look and then
# switch: on a busy host the other run may begin between the two, and then the module ends it.
# A tool that does not look at all ends it every time.
for attempt in 1 2 3 4 5; do
	iommu-audit bench "$dev" --domains identity,DMA --seconds 1 --repeat 10 \
		>between.out 2>between.err &
	tool=$!
	wait_for in_the_middle
	until echo "dev=$dev seconds=2 warmup=0" >"$run" ||
			grep -q "error=116" "${run%run}result"; do
		:
	done 2>/dev/null
	head -n 2 "${run%run}result" >between.result
	status=0
	wait $tool || status=$?
	echo "$status" >between.status
	cat "$type" >between.after
	echo "$attempt" >between.attempts
	grep -q "error=116" between.result || break
done

# a driver in the way, and what the tool says to do about it
tool bound "$disk" --domains identity,DMA --seconds 0.2
sed -n 's/^  echo/echo/p' bound.err >unbind
# shellcheck disable=SC1091
. ./unbind
tool unbound "$disk" --domains identity,DMA --seconds 0.2 --repeat 4
cat "/sys/bus/pci/devices/$disk/iommu_group/type" >unbound.type
