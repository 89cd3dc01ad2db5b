# SPDX-License-Identifier: GPL-2.0
"""Readers, VFs, hot-unplug, load and unload on the debug kernel: no splat, no leak."""

import collections
import concurrent.futures

from lablib import boot, build, kernels, topology
from lablib.paths import LAB, PROJECT, LabError

from . import read
from .report import Suite, boot_problems

# loads: on each vendor's IOMMU; used memory is noted after every step of them; rounds: how often
# VFs come and go, so many of them. A VF takes this kernel ten seconds.
Extent = collections.namedtuple("Extent", "loads step rounds vfs")
SHORT, LONG = Extent(25, 5, 1, 1), Extent(100, 20, 3, 3)
FILES = ("version", "units", "groups", "devices", "acs", "translations")
# What every step of loads may leave, in KiB. Caches fill up in one step or two and
# shrink in another; what leaks grows in each.
MEMORY_KIB = 512


def _text(path):
    return path.read_text(errors="replace").strip() if path.exists() else ""


def run(only="", long=False):
    """Run on each vendor's IOMMU; returns the exit status."""
    suite = Suite("stress")
    vendors = [iommu for iommu in ("intel", "amd") if only in iommu]
    try:
        kernel = kernels.get("debug")
        module, tool = build.module(kernel)["iommu_audit"], build.tool()
    except LabError as error:
        suite.check("the debug kernel, module and tool build", [error])
        return suite.status()
    with concurrent.futures.ThreadPoolExecutor(len(vendors) or 1) as pool:
        list(pool.map(lambda iommu: _stress(suite, iommu, LONG if long else SHORT, kernel, module,
                                            tool), vendors))
    return suite.status()


def _stress(suite, iommu, extent, kernel, module, tool):
    try:
        request = boot.Request(
            kernel, topology.load("hotplug"), iommu, "intel_iommu=on",
            (LAB / "tests" / "stress.sh").read_bytes(), {},
            {"LOADS": extent.loads, "STEP": extent.step, "ROUNDS": extent.rounds,
             "VFS": extent.vfs}, module,
            {"/usr/sbin/iommu-audit": tool}, (), (), 2048)
        result = boot.boot(request, PROJECT / "build" / "stress" / iommu, f"stress {iommu}")
    except LabError as error:
        suite.check(f"{iommu}: boots", [error])
        return
    out = result.out
    suite.check(f"{iommu}: no splat in the kernel log, clean power down", boot_problems(result))

    reads = {}
    for line in _text(out / "reads").splitlines():
        name, count = line.split()
        reads[name] = reads.get(name, 0) + int(count)
    problems = [f"{name} was read {reads.get(name, 0)} times only" for name in FILES
                if reads.get(name, 0) < 5]
    if _text(out / "vf.rounds") != str(extent.rounds):
        problems.append(f"VF rounds: {_text(out / 'vf.rounds') or 'none'} of {extent.rounds}")
    suite.check(f"{iommu}: readers ran while functions came and went", problems)
    noted = out / "problems"
    suite.check(f"{iommu}: hot-unplug and hot-plug are followed, every read is whole",
                _text(noted).splitlines() if noted.exists() else ["the script did not start"])
    done = _text(out / "loads")
    suite.check(f"{iommu}: loaded and unloaded {extent.loads} times",
                [] if done == str(extent.loads) else [f"only {done or 'none'}"])

    leaks = out / "kmemleak"
    suite.check(f"{iommu}: kmemleak finds nothing of ours",
                read.leaks(_text(leaks)) if leaks.exists() else ["no scan"])
    used = [int(word) for word in _text(out / "memory").split()]
    growth = [after - before for before, after in zip(used, used[1:])]
    problems = [] if len(used) == extent.loads // extent.step else ["not measured"]
    if not problems and min(growth) > MEMORY_KIB:
        problems.append(f"every {extent.step} loads take more memory: {growth} KiB")
    suite.check(f"{iommu}: used memory does not grow with the loads", problems)
