# SPDX-License-Identifier: GPL-2.0
"""Packages as a distribution has them: made, looked at, installed, used and removed.

In plain trees of Debian, from the tarball of `make dist`, without a network while they are built.
The steps are functions of packages.sh.
"""

import os
import uuid

from lablib import boot, build, debian, firmware, kernels, root, topology
from lablib.paths import PROJECT, LabError, Unavailable, cache, inside, lock

from . import machine, read
from .report import Suite

# Suite of Debian, and the line of kernels.list that is its own kernel.
RELEASES = {"trixie": "6.12-trixie", "bookworm": "6.1"}
RARE = ("bookworm",)
# Where the RPMs are built and tried: with Debian's rpm.
RPM = "trixie"
# What the first version is upgraded to.
LATER = "1.0.1"
# What dpkg, apt, ldconfig and systemd write down about any package.
RECORDS = r"""
^. /var/lib/dkms/mok\.
^. /var/(lib|cache)/(dpkg|apt|debconf)(/|\s)
^. /var/log/(dpkg|alternatives|bootstrap)\.log
^. /var/log/apt(/|\s)
^. /var/cache/ldconfig/aux-cache
^. /var/lib/systemd/deb-systemd-helper-[a-z]+(/\S*)? d
^. /(run|tmp)(/|\s)
"""


class Steps:
    """Runs functions of packages.sh in one tree and reports each as a test."""

    def __init__(self, suite, label, tree, work):
        self._suite, self._label, self._tree, self._work = suite, label, tree, work

    def run(self, test, *argv):
        """Whether a step went well; what it says is shown where it did not."""
        done = root.run(["env", f"work={inside(self._work)}", "bash",
                         "/src/tools/lab/tests/packages.sh", *argv],
                        check=False, capture=True, root=self._tree)
        problems = [done.stdout[-3000:] or f"{argv[0]} ended with {done.returncode}"]
        self._suite.check(f"{self._label}: {test}", problems if done.returncode else [])
        return not done.returncode


def _kernel_packages(name):
    """Release and packages of a line's kernel: image, modules and headers; host paths."""
    line, = [line for line in kernels.lines() if line.line == name]
    release, parts = kernels.resolve(line)
    return release, kernels.download(parts)


def _version():
    """What the tree is the source of."""
    for line in (PROJECT / "dkms.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("PACKAGE_VERSION="):
            return line.split('"')[1]
    raise LabError("dkms.conf names no version")


def _loaded(out):
    """The module that DKMS built is what answers."""
    said = read.records(out / "version.out")[0]
    problems = [] if said.get("module") == _version() else [f"the module says {said}"]
    if not (out / "report.out").read_text(encoding="utf-8").strip():
        problems.append("the report says nothing")
    return problems


# What a booted kernel has to do.
SCRIPT = b"""
iommu-audit load
cat /sys/kernel/debug/iommu_audit/version >version.out
iommu-audit >report.out || test $? = 1
iommu-audit unload
"""


def _boot(suite, label, line, release, host, work, lockdown=False):
    """Boot the kernel of a tree with the module that its DKMS built.

    lockdown: by a firmware that vouches for the key with which DKMS signed it, as for an enrolled one.
    """
    cmdline, qemu = "intel_iommu=on", []
    if lockdown:
        label, cmdline = f"{label} lockdown", f"{cmdline} lockdown=integrity"
        qemu = firmware.arguments(PROJECT / "build" / "packages" / f"{label.split()[0]}.flash",
                                  (work / "mok.pub").read_bytes())
    packed = kernels.Kernel(line, release, host / "boot" / f"vmlinuz-{release}",
                            host / "lib" / "modules" / release, None, None, ())
    result = machine.run(suite, label, lambda: boot.Request(
        packed, topology.load("demo"), "intel", cmdline, SCRIPT, {}, {},
        work / "iommu_audit.ko", {"/usr/sbin/iommu-audit": build.tool()}, (), qemu))
    if result:
        machine.check(suite, label, {"the packaged module answers": lambda: _loaded(result.out)})


def _install(suite, name, work, long):
    """Everything that happens to packages on a host."""
    line = RELEASES[name]
    with debian.copy(name, "host") as host:
        steps = Steps(suite, name, host, work)
        if steps.run("apt install of the tool on a fresh Debian: one command answers", "fresh", name):
            steps.run("apt autoremove --purge: zero differences", "fresh_purge")
        release, parts = _kernel_packages(line)
        debs = [inside(path) for path in parts]
        if not steps.run(f"a host with {release} and its headers", "host", *debs) or \
                not steps.run("apt install ./iommu-audit*.deb: DKMS builds and signs the module",
                              "first", name, release):
            return
        steps.run("units are installed and not enabled", "units")
        _boot(suite, name, line, release, host, work)
        if long:
            _boot(suite, name, line, release, host, work, True)
        steps.run(f"upgrade to {LATER}", "upgrade", name, release, LATER)
        if long:
            steps.run("downgrade: as before", "downgrade", name, release)
        if steps.run("apt remove: nothing of it runs on, what was saved stays", "remove"):
            steps.run("apt purge: zero differences", "purge")
        if long and name == RPM:
            steps.run("RPMs: DKMS builds the module, and once removed zero differences", "rpm_host",
                      name, release)
        if long:
            steps.run("autopkgtest passes", "autopkgtest_all", name)


def _release(suite, name, work, long):
    """Build the packages of one suite of Debian, and install them."""
    steps = Steps(suite, name, debian.get(name, "build"), work)
    if not steps.run("packages, without a network, with the tool's tests", "build", name):
        return
    steps.run("lintian: no error, no warning", "check", name)
    if long:
        steps.run("built with nocheck: no test is run, and every byte is the same", "nocheck", name)
    if long and name == RPM and \
            steps.run("RPMs, without a network, with the tool's tests", "rpms", name):
        steps.run("RPMs have what the Debian packages have", "rpm_contents", name, name)
    if steps.run(f"packages of {LATER}", "later", name, LATER):
        _install(suite, name, work, long)


def run(only="", long=False):
    """Build, install and boot; returns the exit status."""
    suite = Suite("packages")
    work = cache() / "debian" / f"work.{os.getpid()}-{uuid.uuid4().hex[:8]}"
    chosen = machine.chosen(list(RELEASES), str, RARE, only, long)
    if not chosen:
        return suite.status()
    with lock("packages"):
        try:
            steps = Steps(suite, "make dist", debian.get("trixie", "build"), work)
            work.mkdir()
            (work / "records").write_text(RECORDS.lstrip(), encoding="ascii")
            if steps.run("two clones make the same tarball, which has every file", "dist"):
                steps.run("in the tarball itself it says that it needs a clone", "no_clone")
                for name in chosen:
                    _release(suite, name, work, long)
        except Unavailable as error:
            suite.skip("packages", str(error).replace("\n", " "))
        finally:
            root.remove(work)
    return suite.status()
