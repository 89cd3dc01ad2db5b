# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Guest script: the units of the export under the systemd of lablib/monitors.py, which is process 1
# of a PID namespace of its own.

iommu-audit load
mkdir -p /tree /rw /root
modprobe overlay
modprobe 9pnet_virtio
modprobe 9p
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=262144,cache=loose tree /tree
mount -t tmpfs tmpfs /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/tree,upperdir=/rw/upper,workdir=/rw/work overlay /root
cp /usr/sbin/iommu-audit /root/usr/sbin/
mkdir -p "/root/usr/lib/modules" /root/lab
cp -r "/usr/lib/modules/$(uname -r)" /root/usr/lib/modules/
for folder in dev sys; do
	mount --rbind /$folder /root/$folder
done
mount -t proc proc /root/proc
mount -t cgroup2 cgroup2 /root/sys/fs/cgroup
cp /iommu-audit-export.service /iommu-audit-export.timer /root/etc/systemd/system/
cd /root/etc/systemd/system || exit
# At once, not between a minute and a minute and a half after boot.
mkdir iommu-audit-export.timer.d
printf '[Timer]\nOnBootSec=\nOnBootSec=1s\nRandomizedDelaySec=0\n' >iommu-audit-export.timer.d/lab.conf

# The same service with a look around in place of the export.
sed 's|^ExecStart=.*|ExecStart=/bin/sh /lab/probe.sh|' iommu-audit-export.service >lab-probe.service
# And one that fails.
sed 's|^ExecStart=.*|ExecStart=/usr/sbin/iommu-audit export nonsense|' iommu-audit-export.service \
	>lab-fails.service
cat >/root/lab/probe.sh <<'PROBE'
cd /var/lib/prometheus/node-exporter
{
	grep '^Cap\|^NoNewPrivs\|^Seccomp:' /proc/self/status
	echo "links: $(grep -c : /proc/net/dev)"
	for place in /etc /usr /var/lib /root /sys/kernel /lab; do
		touch $place/x 2>/dev/null && echo "written: $place"
	done
} >probe
true
PROBE
cat >/root/lab/done.sh <<'DONE'
cd /lab || exit
left=600
until [ "$(systemctl show -P ExecMainExitTimestampMonotonic iommu-audit-export.service)" != 0 ]; do
	left=$((left - 1))
	[ $left -gt 0 ] || break
	sleep 0.5
done
systemctl show -p Result -p ExecMainStatus -p CPUUsageNSec iommu-audit-export.service >state
systemctl show -p Result -p ExecMainStatus lab-probe.service >probe.state
systemctl list-timers --no-pager >timers
journalctl --no-pager -o cat -u iommu-audit-export.service >journal
journalctl --no-pager -o cat -u lab-fails.service >journal.fails
cp /var/lib/prometheus/node-exporter/* .
ls -la /var/lib/prometheus/node-exporter >folder
touch done
DONE
cat >lab-done.service <<'UNIT'
[Unit]
After=lab-probe.service lab-fails.service
[Service]
Type=oneshot
ExecStart=/bin/sh /lab/done.sh
UNIT
cat >lab.target <<'UNIT'
[Unit]
Wants=iommu-audit-export.timer lab-probe.service lab-fails.service lab-done.service
UNIT
cd /out || exit

phase "systemd"
env -i PATH="$PATH" container=lab chroot /root /usr/bin/unshare --pid --fork --kill-child --mount \
	--mount-proc /lib/systemd/systemd --unit=lab.target --log-target=console \
	>systemd.log 2>&1 &
wait_for test -e /root/lab/done || :
cp -r /root/lab/. .
phase "by hand"
iommu-audit export prometheus -o hand.prom
test -e "done"
