# SPDX-License-Identifier: GPL-2.0
"""Readers, VFs, hot-unplug, load and unload: no splat, no leak where the kernel can tell."""

import collections
import concurrent.futures

from lablib import boot, build, kernels, topology
from lablib.paths import LAB

from . import machine, read
from .report import Suite

BOOTS = [(line, iommu) for line in ("debug", "6.12-rt", "7.3-rt", "debug-rt", "debug-kcsan")
         for iommu in ("intel", "amd")]
RARE = ("debug amd", "6.12-rt intel", "7.3-rt intel", "7.3-rt amd", "debug-rt intel", "debug-rt amd",
        "debug-kcsan intel", "debug-kcsan amd")
# loads: on each of them; used memory is noted after every step of them; rounds: how often
# VFs come and go, so many of them. A VF takes the debug kernel ten seconds.
Extent = collections.namedtuple("Extent", "loads step rounds vfs")
SHORT, LONG = Extent(25, 5, 1, 1), Extent(100, 20, 3, 3)
AT_ONCE = 2
FILES = ("version", "units", "groups", "devices", "acs", "translations")
# What every step of loads may leave, in KiB. Caches fill up in one step or two and
# shrink in another; what leaks grows in each.
MEMORY_KIB = 128


def _text(path):
    return path.read_text(errors="replace").strip() if path.exists() else ""


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("stress")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(_stress, suite, *entry, LONG if long else SHORT)
                for entry in machine.chosen(BOOTS, " ".join, RARE, only, long)]
        for job in jobs:
            job.result()
    return suite.status()


def _reads(out, extent):
    """Every file was read again and again while functions came and went."""
    reads = collections.Counter()
    for line in _text(out / "reads").splitlines():
        name, count = line.split()
        reads[name] += int(count)
    problems = [f"{name} was read {reads[name]} times only" for name in FILES if reads[name] < 5]
    if _text(out / "vf.rounds") != str(extent.rounds):
        problems.append(f"VF rounds: {_text(out / 'vf.rounds') or 'none'} of {extent.rounds}")
    return problems


def _noted(out):
    noted = out / "problems"
    return _text(noted).splitlines() if noted.exists() else ["the script did not start"]


def _loads(out, extent):
    done = _text(out / "loads")
    return [] if done == str(extent.loads) else [f"only {done or 'none'}"]


def _leaks(out):
    leaks = out / "kmemleak"
    return read.leaks(_text(leaks)) if leaks.exists() else ["no scan"]


def _memory(out, extent):
    used = [int(word) for word in _text(out / "memory").split()]
    growth = [after - before for before, after in zip(used, used[1:])]
    if len(used) != extent.loads // extent.step:
        return ["not measured"]
    return [f"every {extent.step} loads take more memory: {growth} KiB"] \
        if min(growth) > MEMORY_KIB else []


def _stress(suite, line, iommu, extent):
    label = f"{line} {iommu}"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("hotplug"), iommu, "intel_iommu=on",
            (LAB / "tests" / "stress.sh").read_bytes(), {},
            {"LOADS": extent.loads, "STEP": extent.step, "ROUNDS": extent.rounds,
             "VFS": extent.vfs}, build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool()}, (), (), 2048)

    result = machine.run(suite, label, request)
    if not result:
        return
    out = result.out
    tests = {
        "readers ran while functions came and went": lambda: _reads(out, extent),
        "hot-unplug and hot-plug are followed, every read is whole": lambda: _noted(out),
        f"loaded and unloaded {extent.loads} times": lambda: _loads(out, extent),
        "used memory does not grow with the loads": lambda: _memory(out, extent),
    }
    if line == "debug":
        tests["kmemleak finds nothing of ours"] = lambda: _leaks(out)
    machine.check(suite, label, tests)
