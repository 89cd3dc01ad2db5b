# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What consumers make of the tool, in a tree that has them: integrations.sh CONSUMER. $out gets the
# files that are judged; $tool is iommu-audit, $project the sources. Nothing of the tree is written
# to: what has to be is a tmpfs of this mount namespace.

# of the environment
: "${out:?}" "${tool:?}" "${project:?}"

set -eu

machines=$project/tools/tests/tool/machines

mount -t proc none /proc
mount -t tmpfs none /tmp
mount -t tmpfs none /run
mount -t tmpfs none /usr/local/sbin
mount -t tmpfs none /var/tmp
chmod 1777 /tmp /var/tmp
mkdir /tmp/m
cp "$machines"/*.json /tmp/m
cp "$tool" /tmp/iommu-audit
# an old module knew less: that is unknown
printf '{' >/tmp/m/broken.json
chmod -R a+rX /tmp/m

# The program that consumers find: the real one on a recorded machine.
install_tool()
{
	cat >/usr/local/sbin/iommu-audit <<-SCRIPT
		#!/bin/sh
		exec /tmp/iommu-audit "\$@" --from /tmp/m/$1.json
	SCRIPT
	chmod 755 /usr/local/sbin/iommu-audit
}

nagios()
{
	home=/tmp/nagios
	mkdir -p $home/var/spool/checkresults $home/rw
	sed 's|/usr/sbin/iommu-audit|/tmp/iommu-audit|' "$project/contrib/nagios/iommu-audit.cfg" \
		>$home/iommu-audit.cfg
	cat >$home/nagios.cfg <<-END
		cfg_file=$home/iommu-audit.cfg
		cfg_file=$home/services.cfg
		log_file=$home/var/nagios.log
		object_cache_file=$home/var/objects.cache
		status_file=$home/var/status.dat
		status_update_interval=1
		temp_file=$home/var/tmp
		temp_path=$home/var
		check_result_path=$home/var/spool/checkresults
		state_retention_file=$home/var/retention.dat
		command_file=$home/rw/nagios.cmd
		query_socket=$home/rw/nagios.qh
		lock_file=$home/var/nagios.pid
		nagios_user=nagios
		nagios_group=nagios
		execute_host_checks=0
		interval_length=1
		illegal_macro_output_chars=\`~\$&|'"<>
	END
	cat >$home/services.cfg <<-END
		define timeperiod {
			timeperiod_name always
			alias always
			sunday 00:00-24:00
			monday 00:00-24:00
			tuesday 00:00-24:00
			wednesday 00:00-24:00
			thursday 00:00-24:00
			friday 00:00-24:00
			saturday 00:00-24:00
		}
		define contact {
			contact_name nobody
			host_notifications_enabled 0
			service_notifications_enabled 0
			host_notification_period always
			service_notification_period always
			host_notification_commands check_iommu
			service_notification_commands check_iommu
		}
		define host {
			host_name node
			address 127.0.0.1
			max_check_attempts 1
			check_period always
			notification_period always
			contacts nobody
		}
	END
	service()
	{
		cat >>$home/services.cfg <<-END
			define service {
				host_name node
				service_description $1
				check_command $2
				check_period always
				notification_period always
				check_interval 1
				retry_interval 1
				max_check_attempts 1
				contacts nobody
			}
		END
	}
	service fails "check_iommu!baseline --from /tmp/m/intel-disabled.json"
	service unknown "check_iommu!baseline --from /tmp/m/intel-strict.json"
	service warns "check_iommu_rules!baseline!translated --from /tmp/m/intel-pt.json"
	service good "check_iommu_rules!baseline!iommu-on --from /tmp/m/intel-strict.json"
	service changed "check_iommu_against!baseline!/tmp/m/intel-strict.json --from /tmp/m/intel-lazy.json"
	service unreadable "check_iommu!baseline --from /tmp/m/broken.json"
	service options "check_iommu!nonsense"
	service hostile "check_iommu!baseline --from '/x{|}y'"
	chown -R nagios:nagios $home
	nagios4 -v $home/nagios.cfg >"$out/verify" 2>&1 || :
	nagios4 $home/nagios.cfg >"$out/log" 2>&1 &
	pid=$!
	i=0
	while [ $i -lt 240 ]; do
		i=$((i + 1))
		sleep 0.5
		if [ -e $home/var/status.dat ] &&
			[ "$(grep -c 'has_been_checked=1' $home/var/status.dat)" -ge 8 ]; then
			break
		fi
	done
	cp $home/var/status.dat "$out/status.dat"
	kill $pid
	wait $pid || :
}

ansible_facts()
{
	mkdir -p /etc/ansible
	mount -t tmpfs none /etc/ansible
	mkdir /etc/ansible/facts.d
	cp "$project"/contrib/ansible/* /tmp
	cp /tmp/iommu_audit.fact /etc/ansible/facts.d
	export ANSIBLE_HOME=/tmp/ansible ANSIBLE_LOCAL_TEMP=/tmp/ansible-l ANSIBLE_REMOTE_TEMP=/tmp/ansible-r
	read_facts()
	{
		ansible localhost -i localhost, -c local -m setup -a filter=ansible_local \
			>"$out/$1" 2>"$out/$1.err" || :
	}
	install_tool intel-strict
	read_facts good
	install_tool broken
	read_facts broken
	printf '#!/bin/sh\nprintf "a \\"quote\\", \\\\\\\\ and \\033\\377\\n|" >&2; exit 3\n' \
		>/usr/local/sbin/iommu-audit
	read_facts hostile
	rm /usr/local/sbin/iommu-audit
	read_facts missing
	# no, unknown, yes
	for play in intel-disabled.baseline intel-strict.baseline gpu.inference; do
		name=${play%.*}
		install_tool "$name"
		code=0
		ansible-playbook -i localhost, -c local -e ansible_become=false -e "profile=${play#*.}" \
			/tmp/playbook.yml >"$out/play.$play" 2>&1 || code=$?
		echo "$code" >"$out/play.$play.code"
		/tmp/iommu-audit check --profile all --json --from "/tmp/m/$name.json" \
			>"$out/answer.$name" || :
	done
}

sos_report()
{
	install_tool intel-strict
	mkdir /tmp/py
	cp -r /usr/lib/python3/dist-packages/sos /tmp/py
	cp "$project/contrib/sos/iommu_audit.py" /tmp/py/sos/report/plugins
	PYTHONPATH=/tmp/py sos report --batch --only-plugins iommu_audit --tmp-dir /tmp \
		--skip-files /proc >"$out/log" 2>&1 || :
	mkdir /tmp/unpacked
	tar -xf /tmp/sosreport-*.tar.xz -C /tmp/unpacked --strip-components=1 --exclude='*/dev/*'
	cp -r /tmp/unpacked/sos_commands "$out"
	/tmp/iommu-audit snapshot --from /tmp/m/intel-strict.json >"$out/snapshot.json" || :
}

events()
{
	mount -t tmpfs none /var/log
	mkdir -p /tmp/s /run/systemd/journal
	cp -r "$project/tools/tests/tool/fixtures/intel-sriov-events/sys" /tmp/s
	rm -f /tmp/s/sys/kernel/debug/iommu_audit/events_pipe
	mkfifo /tmp/s/sys/kernel/debug/iommu_audit/events_pipe
	unit=$project/contrib/systemd/iommu-audit-events.service
	mkdir /tmp/units
	sed 's|/usr/sbin/iommu-audit|/tmp/iommu-audit|' "$unit" >/tmp/units/iommu-audit-events.service
	code=0
	systemd-analyze verify --man=no /tmp/units/iommu-audit-events.service >"$out/verify" 2>&1 || code=$?
	echo $code >"$out/verify.code"
	code=0
	systemd-analyze security --offline=true --threshold=30 --no-pager \
		/tmp/units/iommu-audit-events.service >"$out/security" 2>&1 || code=$?
	echo $code >"$out/security.code"
	printf '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\nForwardToWall=no\n' >/run/journald.conf
	mkdir -p /run/systemd/journald.conf.d
	cp /run/journald.conf /run/systemd/journald.conf.d/lab.conf
	/usr/lib/systemd/systemd-journald >"$out/journald" 2>&1 &
	journald=$!
	i=0
	while [ ! -S /run/systemd/journal/stdout ] && [ $i -lt 120 ]; do
		i=$((i + 1))
		sleep 0.5
	done
	# the command of the unit, on a recorded module
	start=$(sed -n 's/^ExecStart=//p' /tmp/units/iommu-audit-events.service)
	mount --rbind /tmp/s/sys /sys
	# shellcheck disable=SC2086 # words
	systemd-cat -t iommu-audit-events $start &
	follow=$!
	exec 9<>/sys/kernel/debug/iommu_audit/events_pipe
	echo "# iommu_audit events_pipe format=1" >&9
	grep -v '^#' /sys/kernel/debug/iommu_audit/events >&9
	grep -vc '^#' /sys/kernel/debug/iommu_audit/events >"$out/count"
	i=0
	while [ $i -lt 60 ]; do
		i=$((i + 1))
		sleep 0.5
		journalctl --directory=/run/log/journal -o json -t iommu-audit-events >"$out/journal" 2>"$out/journal.err" || :
		[ "$(wc -l <"$out/journal")" -lt "$(cat "$out/count")" ] || break
	done
	kill $follow $journald || :
	wait || :
}

slurm()
{
	node=$(hostname -s)
	conf=/etc/slurm
	mkdir -p $conf /tmp/slurm/state /tmp/slurm/spool
	mount -t tmpfs none $conf
	cp "$project/contrib/slurm/iommu-audit-health" /usr/local/sbin
	cat >$conf/slurm.conf <<-END
		ClusterName=lab
		SlurmctldHost=$node(127.0.0.1)
		SlurmUser=root
		SlurmdUser=root
		AuthType=auth/munge
		CredType=cred/munge
		AuthInfo=socket=/run/munge.socket
		MpiDefault=none
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		ReturnToService=1
		SwitchType=switch/none
		StateSaveLocation=/tmp/slurm/state
		SlurmdSpoolDir=/tmp/slurm/spool
		SlurmctldPidFile=/tmp/slurm/ctld.pid
		SlurmdPidFile=/tmp/slurm/d.pid
		SlurmdDebug=debug
		SlurmctldPort=26817
		SlurmdPort=26818
		SelectType=select/linear
		HealthCheckProgram=/usr/local/sbin/iommu-audit-health
		HealthCheckInterval=2
		HealthCheckNodeState=ANY
		NodeName=$node NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
		PartitionName=lab Nodes=$node Default=YES State=UP
	END
	echo "CgroupPlugin=disabled" >$conf/cgroup.conf
	# no syslog runs here: what it would get
	printf '#!/bin/sh\necho "$*" >>/tmp/log\n' >/usr/local/sbin/logger
	chmod 755 /usr/local/sbin/logger
	dd if=/dev/urandom of=/run/munge.key bs=1k count=1 2>/dev/null
	chmod 600 /run/munge.key
	munged --foreground --force --key-file=/run/munge.key --socket=/run/munge.socket \
		--pid-file=/run/munge.pid --log-file=/run/munge.log --seed-file=/run/munge.seed >"$out/munge" 2>&1 &
	munge=$!
	until [ -S /run/munge.socket ] || ! kill -0 $munge; do sleep 0.2; done
	# scontrol cannot be reached: the node fails and is told not to be drained
	install_tool intel-disabled
	code=0
	SECONDS_DRAIN=5 sh "$project/contrib/slurm/iommu-audit-health" 2>"$out/alone.err" || code=$?
	echo $code >"$out/alone.code"
	for name in intel-strict broken; do
		install_tool $name
		code=0
		sh "$project/contrib/slurm/iommu-audit-health" 2>"$out/alone.$name.err" || code=$?
		echo $code >"$out/alone.$name.code"
	done
	slurmctld -D >"$out/slurmctld" 2>&1 &
	ctld=$!
	# unknown, then broken: registered and idle; then it fails: drained, and still registered
	install_tool intel-strict
	slurmd -D >"$out/slurmd" 2>&1 &
	slurmd=$!
	state()
	{
		sinfo -h -N -o %T
	}
	until_state()
	{
		i=0
		while [ $i -lt 120 ]; do
			i=$((i + 1))
			sleep 0.5
			if state 2>/dev/null | grep -q "^$1"; then
				break
			fi
		done
		scontrol show node "$node" >"$out/$2" 2>&1 || :
		state >"$out/$2.state" 2>&1 || :
	}
	until_state idle registered
	sleep 5
	state >"$out/unknown.state"
	cp /tmp/log "$out/unknown.log"
	install_tool intel-disabled
	until_state drain failing
	kill $slurmd
	wait $slurmd || :
	# a node that fails before it registers: drained, and it registers all the same
	scontrol update "NodeName=$node" State=RESUME || :
	slurmd -D >"$out/slurmd.again" 2>&1 &
	slurmd=$!
	until_state drain before
	cp /tmp/log "$out/log"
	kill $slurmd $ctld $munge || :
	wait || :
}

"$1"
