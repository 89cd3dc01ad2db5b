# SPDX-License-Identifier: GPL-2.0
"""The real dkms on a copy of the tree, for two kernels, inside the lab root.

It gets make, sh and a compiler: interpreters are not to be found.
"""

from lablib import kernels, root
from lablib.paths import LabError, Unavailable, inside

from .report import Suite

LINES = ("6.12-trixie", "7.3")

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

# The oldest dkms that people have, and kernels that it has to build for or to pass over.
OLD_DKMS = "bookworm"
PASSED_OVER = ("4.19.0-27-amd64", "5.4.0-1-amd64", "5.9.16-2-amd64")
BUILT_FOR = ("5.10.0-46-amd64", "5.19.17-2-amd64", "6.1.0-56-amd64", "10.0.1-amd64")
# $1 package of dkms, then releases. Without headers a build fails, but not as one that is not to be.
OLD_SCRIPT = """
work=$(mktemp -d /var/tmp/dkms.XXXXXX)
trap 'rm -rf "$work"' EXIT
dpkg -x "$1" "$work/old"
shift
version=$(sed -n 's/^PACKAGE_VERSION="\\(.*\\)"$/\\1/p' dkms.conf)
mkdir -p "$work/dkms" "$work/lib" "$work/headers"
printf '%s=y\\n' CONFIG_IOMMU_API CONFIG_PCI CONFIG_ACPI CONFIG_DEBUG_FS >"$work/headers/.config"
make -s dkms-source DESTDIR="$work"
run() {
	bash "$work/old/usr/sbin/dkms" "$1" -m iommu_audit -v "$version" --sourcetree "$work/usr/src" \\
		--dkmstree "$work/dkms" --installtree "$work/lib" -a x86_64 -k "$2" \\
		--kernelsourcedir "$work/headers" </dev/null 2>&1
}
run add "$1" >/dev/null
for release; do
	case $(run build "$release") in
	*BUILD_EXCLUSIVE*) echo "$release passed over" ;;
	*) echo "$release built for" ;;
	esac
done
"""


def _old_dkms(suite):
    """Debian 12's dkms, of which the script alone is taken."""
    name = "dkms of Debian 12: kernels before 5.10 are passed over"
    try:
        package = kernels.newest(OLD_DKMS, "^dkms$")
        path, = kernels.download(OLD_DKMS, [package])
        done = root.run(["bash", "-ec", OLD_SCRIPT, "dkms", inside(path), *PASSED_OVER, *BUILT_FOR],
                        check=False, capture=True)
        wanted = [f"{release} passed over" for release in PASSED_OVER] + \
                 [f"{release} built for" for release in BUILT_FOR]
        said = done.stdout.splitlines()
        problems = [] if said == wanted else said or ["it said nothing"]
    except Unavailable as error:
        suite.skip(name, str(error).replace("\n", " "))
        return
    except LabError as error:
        problems = [error]
    suite.check(name, problems)


def run(only="", _long=False):
    """Add, build, install and remove; returns the exit status."""
    suite = Suite("dkms")
    if only in OLD_DKMS:
        _old_dkms(suite)
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
