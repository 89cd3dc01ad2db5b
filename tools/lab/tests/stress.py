# SPDX-License-Identifier: GPL-2.0
"""Readers, VFs, hot-unplug, load and unload on the debug kernel: no splat, no leak."""

from lablib import boot, build, kernels, topology
from lablib.paths import LAB, PROJECT, LabError

from .report import Suite

LOADS = 200
VF_ROUNDS = 5
SECONDS = 600
FILES = ("version", "units", "groups", "devices", "acs")
# Growth that 180 loads may leave, in KiB; what was seen is below 100.
MEMORY_KIB = 4 * 1024


def _text(path):
    return path.read_text(errors="replace").strip() if path.exists() else ""


def run(only=""):
    """Run on each vendor's IOMMU; returns the exit status."""
    suite = Suite("stress")
    for iommu in ("intel", "amd"):
        if only in iommu:
            _stress(suite, iommu)
    return suite.status()


def _stress(suite, iommu):
    try:
        kernel = kernels.get("debug")
        request = boot.Request(
            kernel, topology.load("hotplug"), iommu, "intel_iommu=on",
            (LAB / "tests" / "stress.sh").read_bytes(), {},
            {"LOADS": LOADS, "ROUNDS": VF_ROUNDS}, build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool()}, (), (), SECONDS, 2048)
        result = boot.boot(request, PROJECT / "build" / "stress" / iommu, f"stress {iommu}")
    except LabError as error:
        suite.check(f"{iommu}: boots", [error])
        return
    out = result.out
    problems = list(result.reasons)
    if result.code:
        problems.append(f"the script ended with {result.code}: {_text(out / 'script.log')[-600:]}")
    suite.check(f"{iommu}: no splat in the kernel log, clean power down", problems)

    reads = {}
    for line in _text(out / "reads").splitlines():
        name, count = line.split()
        reads[name] = reads.get(name, 0) + int(count)
    problems = [f"{name} was read {reads.get(name, 0)} times only" for name in FILES
                if reads.get(name, 0) < 5]
    if _text(out / "vf.rounds") != str(VF_ROUNDS):
        problems.append(f"VF rounds: {_text(out / 'vf.rounds') or 'none'} of {VF_ROUNDS}")
    suite.check(f"{iommu}: readers ran while functions came and went", problems)
    noted = out / "problems"
    suite.check(f"{iommu}: hot-unplug and hot-plug are followed, every read is whole",
                _text(noted).splitlines() if noted.exists() else ["the script did not start"])
    done = _text(out / "loads")
    suite.check(f"{iommu}: loaded and unloaded {LOADS} times",
                [] if done == str(LOADS) else [f"only {done or 'none'}"])

    leaks = out / "kmemleak"
    problems = [] if leaks.exists() else ["no scan"]
    if "iommu_audit" in _text(leaks):
        problems.append(_text(leaks)[:3000])
    suite.check(f"{iommu}: kmemleak finds nothing of ours", problems)
    early, after = _text(out / "memory.early"), _text(out / "memory.after")
    problems = [] if early and after else ["not measured"]
    if not problems and int(after) - int(early) > MEMORY_KIB:
        problems.append(f"used memory grew from {early} to {after} KiB over {LOADS - 20} loads")
    suite.check(f"{iommu}: used memory does not grow with the loads", problems)
