# SPDX-License-Identifier: GPL-2.0
"""The real dkms on a copy of the tree, for two kernels, inside the lab root.

It gets make, sh and a compiler: interpreters are not to be found.
"""

from lablib import kernels, root
from lablib.paths import LabError, Unavailable

from .report import Suite

LINES = ("6.12-trixie", "7.2")

# $1 release, $2 compiler. A tree, a source folder and an install folder of
# their own, so that the root keeps nothing.
SCRIPT = """
work=$(mktemp -d /var/tmp/dkms.XXXXXX)
trap 'rm -rf "$work"' EXIT
release=$1
version=$(sed -n 's/^PACKAGE_VERSION="\\(.*\\)"$/\\1/p' dkms.conf)
mkdir -p "$work/dkms" "$work/lib/$release"
make -s dkms-source DESTDIR="$work"
mkdir "$work/without"
for name in python python3 perl git; do
	printf '#!/bin/sh\\necho "$0 $*" >>%s/called\\nexit 127\\n' "$work" >"$work/without/$name"
done
chmod +x "$work"/without/*
PATH=$work/without:$PATH
run() {
	CC=$2 dkms "$1" -m iommu_audit -v "$version" -k "$release" --sourcetree "$work/usr/src" \\
		--dkmstree "$work/dkms" --installtree "$work/lib" \\
		--kernelsourcedir "/usr/src/linux-headers-$release" ||
		{ cat "$work"/dkms/iommu_audit/*/build/make.log 2>/dev/null; exit 1; }
}
run add "$2"
run build "$2"
run install "$2"
found=$(find "$work/lib/$release" -name 'iommu_audit.ko*')
test -n "$found"
echo "installed: ${found#"$work"}"
vermagic=$(modinfo -F vermagic "$found")
case $vermagic in
"$release "*) ;;
*) echo "vermagic $vermagic"; exit 1 ;;
esac
run remove "$2"
if [ -e "$work/called" ]; then
	cat "$work/called"
	exit 1
fi
test -z "$(find "$work/lib/$release" -name 'iommu_audit.ko*')"
"""


def run(only="", _long=False):
    """Add, build, install and remove; returns the exit status."""
    suite = Suite("dkms")
    for line in LINES:
        if only not in line:
            continue
        try:
            kernel = kernels.get(line)
        except Unavailable as error:
            suite.skip(line, str(error).replace("\n", " "))
            continue
        try:
            done = root.run(["bash", "-ec", SCRIPT, "dkms", kernel.release, kernel.cc],
                            check=False, capture=True)
            problems = [done.stdout[-1500:]] if done.returncode else []
        except LabError as error:
            problems = [error]
        suite.check(f"{kernel.release}: add, build with make, sh and a compiler, install, remove",
                    problems)
    return suite.status()
