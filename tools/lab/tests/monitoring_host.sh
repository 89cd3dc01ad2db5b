# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the tree of lablib/monitors.py: promtool on files and rules; node_exporter and Prometheus on
# what booted kernels exported, one moment after the other. $files has NAME.prom of each moment of
# $moments, $out takes what is found.
# shellcheck disable=SC2154 # project, files, moments, tool and out are given
set -e
mount -t tmpfs none /tmp
mkdir /tmp/m /tmp/rules
rules=$project/contrib/prometheus
node=127.0.0.1:29190 prometheus=127.0.0.1:29191

# What a command says and returns goes to files NAME.out and NAME.code.
note()
{
	name=$1
	shift
	code=0
	"$@" >"$out/$name.out" 2>&1 || code=$?
	echo "$code" >"$out/$name.code"
}

note rules promtool check rules "$rules/iommu_audit.rules.yml"
note tests promtool test rules "$rules/iommu_audit.test.yml"
for moment in $moments; do
	note "metrics.$moment" promtool check metrics <"$files/$moment.prom"
done

units=$project/contrib/systemd
mkdir -p /tmp/units
sed "s|/usr/sbin/iommu-audit|$tool|" "$units/iommu-audit-export.service" \
	>/tmp/units/iommu-audit-export.service
cp "$units/iommu-audit-export.timer" /tmp/units
note verify systemd-analyze verify --man=no /tmp/units/iommu-audit-export.service \
	/tmp/units/iommu-audit-export.timer
note security systemd-analyze security --offline=true --no-pager \
	/tmp/units/iommu-audit-export.service

# Nobody waits ten minutes here: an alert fires as soon as its expression holds.
sed 's/for: [0-9]*m/for: 0s/' "$rules/iommu_audit.rules.yml" >/tmp/rules/rules.yml
cat >/tmp/prometheus.yml <<-END
	global: {scrape_interval: 1s, evaluation_interval: 1s}
	rule_files: [/tmp/rules/rules.yml]
	scrape_configs:
	  - job_name: node
	    static_configs: [{targets: ['$node']}]
END
note config promtool check config /tmp/prometheus.yml
prometheus-node-exporter --collector.disable-defaults --collector.textfile \
	--collector.textfile.directory=/tmp/m --web.listen-address=$node >"$out/node.log" 2>&1 &
prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/tmp/tsdb \
	--web.listen-address=$prometheus >"$out/prometheus.log" 2>&1 &

query()
{
	curl -s -G "http://$prometheus/api/v1/query" --data-urlencode "query=$1"
}

# Wait until Prometheus has seen the moment, and its rules have been evaluated after that.
settled()
{
	left=300
	until [ "$(query "min_over_time(lab_moment[4s]) == $1 and count_over_time(lab_moment[4s]) >= 3" |
		jq '.data.result | length')" = 1 ]; do
		left=$((left - 1))
		[ $left -gt 0 ] || { echo "waited in vain for $moment"; exit 1; }
		sleep 0.2
	done
}

n=0
# Of the last two, one is as old as an hour, and one is no file at all.
for moment in $moments stale missing; do
	n=$((n + 1))
	rm -f /tmp/m/iommu_audit.prom
	case $moment in
	stale)
		sed "s/^\(iommu_audit_collected_timestamp_seconds\) .*/\1 $(($(date +%s) - 3600))/" \
			"$files/restored.prom" >/tmp/m/.new
		mv /tmp/m/.new /tmp/m/iommu_audit.prom
		;;
	missing) ;;
	*)
		sed "s/^\(iommu_audit_collected_timestamp_seconds\) .*/\1 $(date +%s)/" \
			"$files/$moment.prom" >/tmp/m/.new
		mv /tmp/m/.new /tmp/m/iommu_audit.prom
		;;
	esac
	printf '# HELP lab_moment n\n# TYPE lab_moment gauge\nlab_moment %d\n' $n >/tmp/m/.moment
	mv /tmp/m/.moment /tmp/m/moment.prom
	settled $n
	curl -s "http://$prometheus/api/v1/alerts" >"$out/alerts.$moment"
	query '{__name__=~"iommu_audit_.*"}' >"$out/series.$moment"
	curl -s "http://$node/metrics" >"$out/node.$moment"
done

# What the panels of the dashboard ask for.
jq -r '.. | .expr? // empty' "$project/contrib/grafana/iommu_audit.json" >"$out/panels"
# shellcheck disable=SC2016 # variables of Grafana
while read -r expr; do
	query "$(echo "$expr" | sed 's/\$instance/.*/g; s/\$profile/.*/g; s/\$__rate_interval/1m/g')" |
		jq -c .status
done <"$out/panels" >"$out/panels.status"
