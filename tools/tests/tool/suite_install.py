# SPDX-License-Identifier: GPL-2.0
"""make install and make uninstall: nothing is left, and nothing of others is touched.

The module and DKMS itself are tried in the lab: tools/lab/tests/dkms.py.
"""
import os
import shutil
import subprocess

import harness

TOP = os.path.join(harness.HERE, "..", "..", "..")
RELEASES = ["6.1.0-1-amd64", "6.12.1"]
# Where the kernel's modules_install puts a module, with the packings that it knows.
MODULES = ["updates/iommu_audit.ko", "updates/iommu_audit.ko.zst", "extra/iommu_audit.ko.xz",
           "extra/iommu_audit.ko.gz"]
# What is none of ours, or DKMS's to remove.
OTHERS = ["updates/dkms/iommu_audit.ko", "updates/iommu_auditor.ko", "extra/other.ko.xz",
          "kernel/drivers/iommu_audit.ko"]


def make(run, target, folder, *arguments, top=TOP):
    """(exit code, what it said) of make with DESTDIR, and with the tool that is tested."""
    done = subprocess.run(["make", "-s", "-C", top, target, "DESTDIR=" + folder,
                           "OUT=" + os.path.dirname(os.path.abspath(run.tool)),
                           *(["ASAN=1"] if run.sanitized() else []), *arguments],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def files(folder):
    """Paths below a folder."""
    return sorted(os.path.relpath(os.path.join(above, name), folder)
                  for above, _, names in os.walk(folder) for name in names)


def place(folder, *names):
    for name in names:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf8") as file:
            file.write("somebody's\n")


def tool(run, folder):
    """The tool with its pages, next to files of other programs."""
    others = ["usr/share/man/man8/iommu.8", "usr/sbin/iommu-audit-exporter",
              "usr/share/bash-completion/completions/lspci"]
    place(folder, *others)
    code, said = make(run, "install", folder, "PREFIX=/usr", top=os.path.join(TOP, "tools"))
    installed = files(folder)
    pages = [name for name in os.listdir(os.path.join(TOP, "Documentation", "man"))
             if name.endswith(".8")]
    wanted = ["usr/sbin/iommu-audit", *("usr/share/man/man8/" + page for page in pages)]
    run.ok("install: tool, every man page, completion",
           code == 0 and set(wanted) < set(installed) and
           any("completion" in name and name not in others for name in installed), said, *installed)
    code, said = make(run, "uninstall", folder, "PREFIX=/usr", top=os.path.join(TOP, "tools"))
    run.ok("uninstall leaves nothing but what others installed",
           code == 0 and files(folder) == sorted(others), said, *files(folder))
    code, said = make(run, "uninstall", folder, "PREFIX=/usr", top=os.path.join(TOP, "tools"))
    run.ok("uninstall once more", code == 0 and files(folder) == sorted(others), said)


def module(run, folder):
    """Files of the module for several kernels, of which DKMS has one."""
    ours = ["lib/modules/%s/%s" % (release, name) for release in RELEASES for name in MODULES]
    others = ["lib/modules/%s/%s" % (release, name) for release in RELEASES for name in OTHERS]
    dkms = ["lib/modules/6.9.0-dkms/extra/iommu_audit.ko.xz",
            "var/lib/dkms/iommu_audit/kernel-6.9.0-dkms-x86_64"]
    place(folder, *ours, *others, *dkms)
    code, said = make(run, "uninstall", folder)
    run.ok("the module of every kernel is removed, and DKMS's is kept",
           code == 0 and files(folder) == sorted(others + dkms) and
           "6.9.0-dkms" in said and "make dkms-uninstall" in said, said, *files(folder))


FAKE_DKMS = """#!/bin/sh
echo "$@" >> "%(folder)s/called"
case $1 in
status) [ "$5" = 9.9.9 ] || echo "iommu_audit/$5: installed" ;;
remove) exit %(code)d ;;
esac
"""


def dkms(run, folder, code):
    """Trees of two versions that DKMS knows, and of one that it does not."""
    target, fake = os.path.join(folder, "target"), os.path.join(folder, "dkms")
    with open(fake, "w", encoding="utf8") as file:
        file.write(FAKE_DKMS % {"folder": folder, "code": code})
    os.chmod(fake, 0o755)
    other = "usr/src/other-1.0/dkms.conf"
    place(target, other, *("usr/src/iommu_audit-%s/dkms.conf" % version
                           for version in ("0.0.9", "0.1.0", "9.9.9")))
    ended, said = make(run, "dkms-uninstall", target, "DKMS=" + fake)
    with open(os.path.join(folder, "called"), encoding="utf8") as file:
        removed = [line.split()[4] for line in file if line.startswith("remove")]
    return ended, said, removed, files(target) == [other]


@harness.plain("what make puts where")
def run(run):
    if not shutil.which("make"):
        run.skip("install", "make is not installed")
        return
    with harness.Folder() as folder:
        run.part(tool, os.path.join(folder, "tool"))
        run.part(module, os.path.join(folder, "module"))
    with harness.Folder() as folder:
        ended, said, removed, clean = dkms(run, folder, 0)
        run.ok("dkms-uninstall removes every version and its sources",
               ended == 0 and removed == ["0.0.9", "0.1.0"] and clean, ended, said, *removed)
    with harness.Folder() as folder:
        ended, said, removed, clean = dkms(run, folder, 4)
        run.ok("dkms-uninstall stops where DKMS fails",
               ended and removed == ["0.0.9"] and not clean, ended, said, *removed)
