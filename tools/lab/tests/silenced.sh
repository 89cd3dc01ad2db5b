# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: what a fault monitor sees while its probes are silenced from outside.
# Every way is tried in three phases of faults: before, during and after it. A phase
# has 8 MiB of addresses of its own.

dir=/sys/kernel/debug/iommu_audit
tracing=/sys/kernel/debug/tracing

ftrace_off()
{
	echo 0 >/proc/sys/kernel/ftrace_enabled
}

ftrace_on()
{
	echo 1 >/proc/sys/kernel/ftrace_enabled
}

kprobes_off()
{
	echo 0 >/sys/kernel/debug/kprobes/enabled
}

kprobes_on()
{
	echo 1 >/sys/kernel/debug/kprobes/enabled
}

# The tracer rewrites the address that a function returns to, before our probe looks at
# it. Not every kernel can trace the second function.
graph_on()
{
	for function in dmar_fault ___ratelimit amd_iommu_int_thread; do
		if grep -qx "$function" "$tracing/available_filter_functions"; then
			echo "$function" >>"$tracing/set_ftrace_filter"
		fi
	done
	echo function_graph >"$tracing/current_tracer"
}

graph_off()
{
	echo nop >"$tracing/current_tracer"
	: >"$tracing/set_ftrace_filter"
}

faults()
{
	dma edu "$card" read "$(printf '0x%x' $((phase << 23)))" 0x1000 5 0
	dma nvme "$disk" "$(printf '0x%x' $(((phase << 23) + 0x400000)))" 50 1000
	rest
	phase=$((phase + 1))
}

audit()
{
	for file in version faults; do
		cat "$dir/$file" >"$file.$1"
	done
}

# Where something is in the kernel, in 32 bits.
symbol()
{
	sed -n "s/^f*\([0-9a-f]\{8\}\) . $1\$/0x\1/p" /proc/kallsyms
}

# What the host finds in memory where the kernel counts who is called at every interrupt:
# behind the name of the tracepoint.
callbacks()
{
	set -- "$(symbol __tracepoint_irq_handler_entry)" "$(symbol _text)" \
		"$(sed -n 's/^ *\([0-9a-f]*\)-.* : Kernel code$/0x\1/p' /proc/iomem)"
	host qmp human-monitor-command \
		"{\"command-line\":\"xp /1wx $(printf '0x%x' $(($3 + $1 - $2 + 8)))\"}"
}

card=$(awake card0)
disk=$(awake disk0)
phase=1

# silence NAME BEGIN END: the module is there before and after
silence()
{
	phase "$1"
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
	faults
	audit "$1.before"
	"$2"
	faults
	audit "$1.during"
	"$3"
	faults
	audit "$1.after"
	rmmod iommu_audit
}

# silent NAME BEGIN END: it began before the module was there
silent()
{
	phase "$1"
	"$2"
	insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
	faults
	audit "$1.before"
	"$3"
	faults
	audit "$1.after"
	rmmod iommu_audit
}

cat /proc/sys/kernel/ftrace_enabled >ftrace_enabled
if [ -n "$BOOTED" ]; then
	silent booted true ftrace_on
	exit 0
fi

# Linux 7.3 wants it on.
if ! (ftrace_off) 2>ftrace.refused; then
	ftrace_off() { :; }
	phase=4
else
	ftrace_on
	rm ftrace.refused
	silence ftrace ftrace_off ftrace_on
fi
silence kprobes kprobes_off kprobes_on
silence graph graph_on graph_off

# nobody reads while it lasts
phase "unread"
insmod "/lib/modules/$(uname -r)/updates/iommu_audit.ko"
faults
audit unread.before
ftrace_off
kprobes_off
faults
kprobes_on
ftrace_on
faults
audit unread.after
rmmod iommu_audit

if [ -e ftrace.refused ]; then
	phase=15
else
	silent early ftrace_off ftrace_on
fi
silent disarmed kprobes_off kprobes_on

# a driver of VT-d that calls its handler by another name
if [ -e /sys/class/iommu/dmar0 ]; then
	phase "nameless"
	callbacks >callbacks.without
	insmod /nameless.ko
	faults
	audit nameless
	callbacks >callbacks.auto
	rmmod iommu_audit
	insmod /nameless.ko vtd_monitor=irq_entry
	callbacks >callbacks.asked
	rmmod iommu_audit
fi
