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

# $1 release, $2 compiler. The targets that people call: what they leave, once removed.
TARGETS_SCRIPT = """
work=$(mktemp -d /var/tmp/dkms.XXXXXX)
trap 'rm -rf "$work"' EXIT
release=$1
export CC=$2
mkdir -p "$work/dkms" "$work/lib/$release" "$work/usr/src"
run() {
	make -s "$1" DESTDIR="$work" KERNELRELEASE="$release" DKMS="dkms --sourcetree $work/usr/src \
		--dkmstree $work/dkms --installtree $work/lib \
		--kernelsourcedir /usr/src/linux-headers-$release" ||
		{ cat "$work"/dkms/iommu_audit/*/build/make.log 2>/dev/null; exit 1; }
}
run dkms-install
test -x "$work/usr/local/sbin/iommu-audit"
test -n "$(find "$work/lib/$release" -name 'iommu_audit.ko*')"
run dkms-uninstall
find "$work" -name '*iommu*audit*' | tee "$work/left"
test ! -s "$work/left"
"""

# The oldest dkms that people have, and the root's own: kernels that they have to build for or to
# pass over, by architecture.
OLD_DKMS = "bookworm"
PASSED_OVER = {"x86_64": ("4.19.0-27-amd64", "5.4.0-1-amd64", "5.9.16-2-amd64"),
               "aarch64": ("5.10.0-46-arm64", "6.1.0-56-arm64", "6.11.10-arm64"),
               "riscv64": ("6.12.117+deb13-riscv64",)}
BUILT_FOR = {"x86_64": ("5.10.0-46-amd64", "5.19.17-2-amd64", "6.1.0-56-amd64", "10.0.1-amd64"),
             "aarch64": ("6.12.117+deb13-arm64", "6.20.1-arm64", "7.3.4+deb13-arm64",
                         "10.0.1-arm64"),
             "riscv64": ()}
# $1 package of dkms, or nothing for the root's, $2 architecture, then releases. Without headers a
# build fails, but not as one that is not to be.
CHOICE_SCRIPT = """
work=$(mktemp -d /var/tmp/dkms.XXXXXX)
trap 'rm -rf "$work"' EXIT
dkms=/usr/sbin/dkms
if [ -n "$1" ]; then
	dpkg -x "$1" "$work/old"
	dkms=$work/old/usr/sbin/dkms
fi
arch=$2
shift 2
version=$(sed -n 's/^PACKAGE_VERSION="\\(.*\\)"$/\\1/p' dkms.conf)
mkdir -p "$work/dkms" "$work/lib" "$work/headers"
printf '%s=y\\n' CONFIG_IOMMU_API CONFIG_PCI CONFIG_ACPI CONFIG_DEBUG_FS >"$work/headers/.config"
make -s dkms-source DESTDIR="$work"
run() {
	bash "$dkms" "$1" -m iommu_audit -v "$version" --sourcetree "$work/usr/src" \\
		--dkmstree "$work/dkms" --installtree "$work/lib" -a "$arch" -k "$2" \\
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


def _choice(suite, name, arch, package=""):
    """Which kernels a dkms, of whose package the script alone is taken, builds for."""
    wanted = [f"{release} passed over" for release in PASSED_OVER[arch]] + \
             [f"{release} built for" for release in BUILT_FOR[arch]]
    try:
        done = root.run(["bash", "-ec", CHOICE_SCRIPT, "dkms", package, arch, *PASSED_OVER[arch],
                         *BUILT_FOR[arch]], check=False, capture=True)
        said = done.stdout.splitlines()
        problems = [] if said == wanted else said or ["it said nothing"]
    except LabError as error:
        problems = [error]
    suite.check(f"{name}, {arch}: kernels that were not tried are passed over", problems)


def _choices(suite):
    for arch in BUILT_FOR:
        _choice(suite, "dkms", arch)
    try:
        path, = kernels.download([kernels.newest(OLD_DKMS, "^dkms$")])
    except Unavailable as error:
        suite.skip("dkms of Debian 12", str(error).replace("\n", " "))
        return
    for arch in BUILT_FOR:
        _choice(suite, "dkms of Debian 12", arch, inside(path))


def _targets(suite, kernel):
    """make dkms-install, then make dkms-uninstall."""
    try:
        done = root.run(["bash", "-ec", TARGETS_SCRIPT, "dkms", kernel.release, kernel.cc],
                        check=False, capture=True)
        problems = [done.stdout[-1500:] or "it said nothing"] if done.returncode else []
    except LabError as error:
        problems = [error]
    suite.check(f"{kernel.release}: make dkms-install, dkms-uninstall: nothing is left", problems)


def run(only="", _long=False):
    """Add, build, install and remove; returns the exit status."""
    suite = Suite("dkms")
    if only in OLD_DKMS:
        _choices(suite)
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
        _targets(suite, kernel)
    return suite.status()
