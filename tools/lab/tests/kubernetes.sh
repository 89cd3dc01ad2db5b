# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: containers of the manifests, started by a real OCI runtime on a machine with an IOMMU.

textfile=/var/lib/prometheus/node-exporter
features=/etc/kubernetes/node-feature-discovery/features.d

oci()
{
	crun --cgroup-manager=cgroupfs "$@"
}

# What a command in container $1 says and returns goes to files $2.out, .err, .status.
inside()
{
	name=$1 out=$2
	shift 2
	status=0
	oci exec "$name" "$@" >"$out.out" 2>"$out.err" || status=$?
	echo "$status" >"$out.status"
}

# The liveness probe of container $1.
probe()
{
	eval "inside $1 $2 $(cat "/bundles/$1/probe")"
}

# Whether the export of container $1 is newer than the file old.
renewed()
{
	[ "$textfile/iommu_audit.prom" -nt old ]
}

written()
{
	files=$(cat "/bundles/$1/files")
	for path in $files; do
		[ -s "$path" ] || return 1
	done
}

# Signal $1 for all of container $2; its first process starts no more of them then.
signal()
{
	for _ in 1 2; do
		# shellcheck disable=SC2046 # these are numbers
		kill -"$1" $(cat "/sys/fs/cgroup/$2/cgroup.procs")
	done
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

# One container, from its start to its end.
run()
{
	phase "$1"
	mkdir -p "$1" "$textfile" "$features"
	oci run --no-pivot -d -b "/bundles/$1" --pid-file "$PWD/$1/pid" "$1" >"$1/log" 2>&1
	pid=$(cat "$1/pid")
	wait_for written "$1"
	cat "/proc/$pid/status" >"$1/process"
	cat "/proc/$pid/mountinfo" >"$1/mounts"
	cp "$textfile/iommu_audit.prom" "$1/"
	cp "$features"/* "$1/" 2>/dev/null || :
	probe "$1" "$1/fresh"
	inside "$1" "$1/report" iommu-audit --json
	# shellcheck disable=SC2016 # the container's shell expands it
	inside "$1" "$1/writes" sh -c 'for path in /etc /usr /sys/kernel /sys/kernel/debug/iommu_audit
	do touch "$path/written" 2>/dev/null && echo "$path"; done; :'
	# It hangs: the file gets old. It goes on: the file is new again.
	signal STOP "$1"
	touch -d "2020-01-01 00:00" "$textfile/iommu_audit.prom" old
	probe "$1" "$1/stale"
	signal CONT "$1"
	wait_for renewed
	probe "$1" "$1/again"
	cat "/sys/fs/cgroup/$1/memory.peak" >"$1/peak"
	kill -TERM "$pid"
	wait_for gone "$pid"
	oci delete -f "$1"
	find "$textfile" "$features" -type f >"$1/left"
}

mount -t cgroup2 cgroup2 /sys/fs/cgroup
# The image has the files of the guest.
mkdir -p /image/tmp /image/etc /image/usr/local/bin
cp -a /usr /bin /sbin /lib /lib64 /image/
cp /iommu-audit-loop /image/usr/local/bin/
chmod 755 /image/usr/local/bin/iommu-audit-loop

mkdir host
iommu-audit --json >host/report.out
iommu-audit export prometheus -o host/iommu_audit.prom
iommu-audit export nfd -o host/iommu-audit
for name in $SYSFS; do
	run "$name"
done
iommu-audit load
mkdir module-host
iommu-audit --json >module-host/report.out
iommu-audit export prometheus -o module-host/iommu_audit.prom
run module
iommu-audit unload
