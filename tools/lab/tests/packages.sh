#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Steps of packages.py, each a function that is called by name. They run in plain Debian trees,
# with the project in /src, and with $work, a folder of the cache that the steps share.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive GIT_CONFIG_NOSYSTEM=1 HOME=${work:?}
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' /src/dkms.conf)
name=iommu_audit-$version
archives=/cache/debian/archives

apt() {
	mkdir -p "$archives/partial"
	apt-get -q -y -o Dir::Cache::archives="$archives" -o APT::Keep-Downloaded-Packages=true \
		-o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@"
}

# A release is made of a commit: of this tree, whatever is committed of it.
commit() {
	mkdir -p "$work/tree"
	tar -C /src --exclude=./build --exclude=./.git --exclude=__pycache__ -c . | tar -C "$work/tree" -x
	git -C "$work/tree" init -q -b main
	git -C "$work/tree" add -A
	GIT_COMMITTER_DATE='2026-11-23 12:00:00 +0000' git -C "$work/tree" \
		-c user.name=test -c user.email=test@example.org commit -q -m release \
		--date='2026-11-23 12:00:00 +0000'
}

# Two clones that differ in all that must not matter: umask, place, time zone, configuration.
dist() {
	commit
	git clone -q "$work/tree" "$work/one"
	make -s -C "$work/one" dist
	(
		umask 077
		git clone -q "$work/tree" "$work/two/of two"
		cd "$work/two/of two"
		git config tar.umask 0077
		git config core.autocrlf true
		find . -name .git -prune -o -type f -exec touch -d '2001-01-01' {} +
		TZ=Asia/Kathmandu XZ_DEFAULTS=-T0 make -s dist
	)
	cmp "$work/one/build/$name.tar.xz" "$work/two/of two/build/$name.tar.xz"
	cp "$work/one/build/$name.tar.xz" "$work/"
	mkdir "$work/unpacked"
	tar -C "$work/unpacked" -xf "$work/$name.tar.xz"
	test "$(ls "$work/unpacked")" = "$name"
	diff -r --exclude=.git --exclude=build "$work/one" "$work/unpacked/$name"
}

# The tarball itself says that it cannot make one.
no_clone() {
	local status=0
	make -s -C "$work/unpacked/$name" dist >"$work/said" 2>&1 || status=$?
	cat "$work/said"
	test "$status" = 2
	grep -q 'no clone' "$work/said"
	test ! -e "$work/unpacked/$name/build"
}

# $1 folder: the packages of the tarball, without a network.
build() {
	mkdir -p "$work/$1"
	cp "$work/$name.tar.xz" "$work/$1/iommu-audit_$version.orig.tar.xz"
	tar -C "$work/$1" -xf "$work/$name.tar.xz"
	cd "$work/$1/$name"
	unshare --net -- dpkg-buildpackage -us -uc >"$work/$1/log" 2>&1 || {
		grep -A 12 '^not ok' "$work/$1/log" | head -n 40
		tail -n 20 "$work/$1/log"
		exit 1
	}
	grep -E '^# [0-9]+ passed, 0 failed' "$work/$1/log"
	mkdir -p "$work/$1/debs"
	cp "$work/$1"/iommu-audit_*.deb "$work/$1"/iommu-audit-dkms_*.deb "$work/$1/debs/"
}

# $1 folder: no test is run for nocheck, and the rest is the same.
nocheck() {
	cd "$work/$1/$name"
	DEB_BUILD_OPTIONS=nocheck unshare --net -- dpkg-buildpackage -us -uc -b >"$work/$1/log.nocheck" 2>&1
	if grep -E 'passed, [0-9]+ failed' "$work/$1/log.nocheck"; then
		exit 1
	fi
	for deb in "$work/$1"/debs/*.deb; do
		cmp "$deb" "$work/$1/${deb##*/}"
	done
}

# $1 folder
check() {
	lintian --allow-root --fail-on error,warning --tag-display-limit 0 --show-overrides \
		"$work/$1"/iommu-audit_*.changes
}

# $1 folder, $2 version: packages of a later release in $1/later. The tool's are the same files
# under another version; those of DKMS are built.
later() {
	mkdir -p "$work/$1/later" "$work/$1/tree"
	tar -C "$work/$1/tree" -xf "$work/$name.tar.xz"
	cd "$work/$1/tree/$name"
	sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$2\"/" dkms.conf
	sed -i "1s/(.*)/($2-1)/" debian/changelog
	unshare --net -- dpkg-buildpackage -us -uc -A >"$work/$1/log.later" 2>&1
	mv "$work/$1/tree"/*.deb "$work/$1/later/"
	dpkg-deb -R "$work/$1/debs"/iommu-audit_*.deb "$work/$1/tool"
	sed -i "s/^Version: .*/Version: $2-1/" "$work/$1/tool/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$work/$1/tool" "$work/$1/later/" >/dev/null
}

# All files of the tree, with what they are; the lab mounts the others.
list() {
	local others=(-path /cache -o -path /src -o -path /proc -o -path /sys -o -path /dev)
	find / \( "${others[@]}" \) -prune -o -printf '%p %y %m %U:%G %l\n' | sort >"$work/list.names"
	find / \( "${others[@]}" \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum |
		sed 's/^\(\S*\)  \(.*\)/\2 \1/' >"$work/list.sums"
	cat "$work/list.names" "$work/list.sums" >"$work/list.$1"
}

# $1, $2 lists: what differs but for dpkg's and apt's own records.
same() {
	diff "$work/list.$1" "$work/list.$2" | grep '^[<>]' | grep -v -E -f "$work/records" \
		>"$work/differences" || true
	cat "$work/differences"
	test ! -s "$work/differences"
}

# $1 folder: one command on a host that had nothing of it.
fresh() {
	apt update >"$work/log.update"
	list before
	apt install "$work/$1"/debs/iommu-audit_*.deb >"$work/log.fresh" 2>&1
	/usr/sbin/iommu-audit --version
	local status=0
	/usr/sbin/iommu-audit >"$work/answer" 2>"$work/answer.err" || status=$?
	head -n 3 "$work/answer" "$work/answer.err"
	test "$status" -le 1
	test -s "$work/answer"
}

# And nothing again.
fresh_purge() {
	apt autoremove --purge iommu-audit >"$work/log.purge" 2>&1
	list after
	same before after
}

# $@ packages of a kernel: what the packages need is there, and what they did not bring.
host() {
	depends=$(for deb in "$work"/*/debs/*.deb; do dpkg-deb -f "$deb" Depends; done | paste -s -d,)
	apt update >"$work/log.update"
	apt --no-install-recommends satisfy "$depends" >"$work/log.host" 2>&1
	apt --no-install-recommends install openssl "$@" >>"$work/log.host" 2>&1
	dkms generate_mok >>"$work/log.host" 2>&1
	mkdir -p /var/lib/prometheus/node-exporter /etc/kubernetes/node-feature-discovery/features.d
	for build in /lib/modules/*/build; do
		depmod "$(basename "${build%/build}")"
	done
	list host
}

# $1 release, $2 version: that and no other is there, and signed.
installed() {
	dkms status iommu_audit
	test "$(dkms status iommu_audit | wc -l)" = "$(find /lib/modules/*/build -maxdepth 0 | wc -l)"
	dkms status iommu_audit | grep -q "^iommu_audit/$2, $1, x86_64: installed"
	test "$(modinfo -k "$1" -F version iommu_audit)" = "$2"
	test -n "$(modinfo -k "$1" -F signer iommu_audit)"
	test "$(find /usr/src -maxdepth 1 -name 'iommu_audit-*')" = "/usr/src/iommu_audit-$2"
	test "$(dpkg-query -f '${Version}' -W iommu-audit)" = "$2-1"
}

# $1 folder, $2 release: as a person types it.
first() {
	cd "$work/$1/debs"
	apt install ./iommu-audit*.deb >"$work/log.first" 2>&1 || { tail -n 30 "$work/log.first"; exit 1; }
	installed "$2" "$version"
	file=$(modinfo -k "$2" -F filename iommu_audit)
	case $file in
	*.xz) xz -dc "$file" >"$work/iommu_audit.ko" ;;
	*) cp "$file" "$work/iommu_audit.ko" ;;
	esac
	cp /var/lib/dkms/mok.pub "$work/"
	list installed
}

# Units are there for whoever wants them.
units() {
	for unit in /usr/lib/systemd/system/iommu-audit* /lib/systemd/system/iommu-audit*; do
		[ -e "$unit" ] || continue
		state=$(systemctl is-enabled "${unit##*/}" 2>&1) || true
		echo "${unit##*/} $state"
		case $state in
		disabled | static) ;;
		*) exit 1 ;;
		esac
		systemd-analyze verify --man=no "$unit" || exit 1
	done
}

# $1 folder, $2 release, $3 version of the later packages
upgrade() {
	apt install "$work/$1"/later/*.deb >"$work/log.upgrade" 2>&1 ||
		{ tail -n 30 "$work/log.upgrade"; exit 1; }
	installed "$2" "$3"
}

# $1 folder, $2 release: the first version again, as if there had been no other.
downgrade() {
	apt install --allow-downgrades "$work/$1"/debs/*.deb >"$work/log.downgrade" 2>&1
	installed "$2" "$version"
	list downgraded
	same installed downgraded
}

# What was used leaves files: of the units, of people, of systemctl.
remove() {
	echo iommu_audit_build_info 1 >/var/lib/prometheus/node-exporter/iommu_audit.prom
	echo iommu=on >/etc/kubernetes/node-feature-discovery/features.d/iommu-audit
	echo '{}' >/var/lib/iommu-audit/baseline.json
	for unit in /usr/lib/systemd/system/iommu-audit*.timer; do
		[ ! -e "$unit" ] || systemctl enable "${unit##*/}"
	done
	apt remove iommu-audit iommu-audit-dkms >"$work/log.remove" 2>&1
	test ! -e /usr/sbin/iommu-audit
	test ! -e /var/lib/prometheus/node-exporter/iommu_audit.prom
	test ! -e /etc/kubernetes/node-feature-discovery/features.d/iommu-audit
	test -z "$(find /lib/modules/ /var/lib/dkms /usr/src -name '*iommu_audit*')"
	test -e /var/lib/iommu-audit/baseline.json
}

purge() {
	apt purge iommu-audit iommu-audit-dkms >"$work/log.purge" 2>&1
	list purged
	same host purged
}

# $1 folder: the RPMs of the tarball, with the tool's tests. Their dependencies are Debian's here.
rpms() {
	mkdir -p "$work/$1/rpms"
	unshare --net -- rpmbuild -tb --nodeps --define "_topdir $work/rpm" "$work/$name.tar.xz" \
		>"$work/log.rpm" 2>&1 || { tail -n 40 "$work/log.rpm"; exit 1; }
	grep -E '^# [0-9]+ passed, 0 failed' "$work/log.rpm"
	find "$work/rpm/RPMS" -name "iommu-audit-$version*.rpm" -exec cp {} "$work/$1/rpms/" \;
	find "$work/rpm/RPMS" -name "iommu-audit-dkms-$version*.rpm" -exec cp {} "$work/$1/rpms/" \;
	test "$(find "$work/$1/rpms" -name '*.rpm' | wc -l)" = 2
	for rpm in "$work/$1"/rpms/*.rpm; do
		for script in PREIN POSTIN PREUN POSTUN; do
			rpm -qp --qf "%{$script}" "$rpm" >"$work/scriptlet"
			sh -n "$work/scriptlet"
		done
	done
	test "$(rpm -qp --qf '%{VERSION} %{ARCH}' "$work/$1"/rpms/iommu-audit-dkms*.rpm)" = \
		"$version noarch"
}

# $1, $2 folders: what the Debian packages have, but for places where both differ by custom.
rpm_contents() {
	for deb in "$work/$1"/debs/*.deb; do
		dpkg-deb -c "$deb" | awk '$1 !~ /^d/ { print substr($6, 2) }'
	done | sed -E 's/\.gz$//; s,/zsh/vendor-completions/,/zsh/site-functions/,' |
		grep -v -E '^/usr/share/(doc|lintian)/' | sort >"$work/contents.deb"
	for rpm in "$work/$2"/rpms/*.rpm; do
		rpm -qpl --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$rpm"
	done | awk '/^[-l][rwxst-]* / { print $2 }' | sed 's/\.gz$//' |
		grep -v -E '^/usr/share/(doc|licenses)/|/\.build-id/' | sort >"$work/contents.rpm"
	diff "$work/contents.deb" "$work/contents.rpm"
	test "$(wc -l <"$work/contents.rpm")" -gt 100
}

# $1 folder, $2 release: installed by rpm and built by DKMS, then removed.
rpm_host() {
	apt install rpm >"$work/log.rpm_host" 2>&1
	rpm --initdb
	list rpm_before
	rpm -i --nodeps "$work/$1"/rpms/*.rpm >>"$work/log.rpm_host" 2>&1
	dkms status iommu_audit | grep -q "^iommu_audit/$version, $2, x86_64: installed"
	test "$(modinfo -k "$2" -F version iommu_audit)" = "$version"
	iommu-audit --version
	echo iommu_audit_build_info 1 >/var/lib/prometheus/node-exporter/iommu_audit.prom
	echo '{}' >/var/lib/iommu-audit/baseline.json
	# The same once more, as an update of the packaging is.
	rpm -U --nodeps --replacepkgs "$work/$1"/rpms/*.rpm >>"$work/log.rpm_host" 2>&1
	dkms status iommu_audit | grep -q "^iommu_audit/$version, $2, x86_64: installed"
	rpm -e iommu-audit iommu-audit-dkms >>"$work/log.rpm_host" 2>&1
	list rpm_after
	same rpm_before rpm_after
}

# $1 folder: what a distribution runs, in this tree itself.
autopkgtest_all() {
	apt install autopkgtest >"$work/log.autopkgtest" 2>&1
	autopkgtest "$work/$1"/debs/*.deb "$work/$1"/iommu-audit_*.dsc -- null >>"$work/log.autopkgtest" 2>&1 ||
		{ tail -n 60 "$work/log.autopkgtest"; exit 1; }
	grep -E ' PASS' "$work/log.autopkgtest"
}

"$@"
