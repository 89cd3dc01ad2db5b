# SPDX-License-Identifier: GPL-2.0
"""A kernel that is locked down: what it refuses is named, and what it allows is exact."""

import collections
import concurrent.futures
import re

from lablib import boot, build, firmware, kernels, topology
from lablib.paths import LAB, PROJECT

from . import faults, machine, read
from .report import Suite

# level: what lockdown= asks for; signed: whether the module is, with a key that the firmware
# vouches for.
Case = collections.namedtuple("Case", "line level signed")
BOOTS = [Case("6.12", "integrity", True), Case("6.12", "confidentiality", True),
         Case("7.3", "integrity", True), Case("6.12", "integrity", False)]
RARE = ("6.12 confidentiality signed", "7.3 integrity signed")
FILES = ("version", "units", "groups", "devices", "acs", "faults", "fault_log", "events",
         "vf_requests")
# Reads of edu.ko
READS = 10
AT_ONCE = 2


def title(case):
    """What a boot is called in the suite."""
    return f"{case.line} {case.level} {'signed' if case.signed else 'not signed'}"


def _text(out, name):
    return (out / name).read_text(encoding="utf-8", errors="replace").strip()


def _level(out, case):
    """The kernel is locked down: no test of something else."""
    said = _text(out, "lockdown")
    return [] if f"[{case.level}]" in said else [f"the kernel says {said}"]


def _refused(out):
    """The tool names lockdown and signature."""
    said = _text(out, "load.err")
    problems = [f"{word!r} is not in: {said}" for word in ("locked down", "signature", "mokutil")
                if word not in said]
    if _text(out, "load.status") == "0":
        problems.append("it was loaded")
    if "Lockdown:" not in _text(out, "dmesg"):
        problems.append("the kernel's log does not say that it was lockdown")
    return problems


def _readable(out):
    """Every file of the module, and the report made of them."""
    problems = [f"{name}: {_text(out, name + '.err')}" for name in ("load", "unload", *FILES)
                if _text(out, name + ".status") != "0"]
    # 1: something is to be found
    if _text(out, "report.status") not in "01":
        problems.append(f"report: {_text(out, 'report.err')}")
    return problems


def _counted(result):
    """The faults are those of the trace, and the monitor says that it is exact."""
    out = result.out
    log = (result.folder / "qemu.log").read_text(errors="replace")
    logged = len(faults.trace_intel(log)[0])
    records, unseen, _, counts = faults.totals(out / "faults.out")
    card = read.qemu_devices(out / "qemu.devices")["card0"]
    said = next(line for line in read.records(out / "version.out") if line.get("monitor") == "vtd")
    problems = []
    if logged < READS:
        problems.append(f"{logged} faults logged, {READS} made: {_text(out, 'edu.err')}")
    if (records, unseen) != (logged, 0):
        problems.append(f"{records} counted, {unseen} without details, {logged} logged")
    if {key[0] for key in counts} != {card}:
        problems.append(f"counted for {dict(counts)}, not for {card}")
    if said["accuracy"] != "exact":
        problems.append(f"the monitor says {said}")
    return problems


def _no_bench(out):
    """A file that can be written is refused, and the tool says why."""
    said = _text(out, "bench.err")
    problems = [] if "locked-down kernel" in said else [f"bench says: {said}"]
    if _text(out, "bench.status") == "0":
        problems.append("it ran")
    if not re.search(r"Lockdown: .*debugfs", _text(out, "dmesg")):
        problems.append("the kernel's log does not say that it was lockdown")
    return problems


def _boot(suite, case):
    label = title(case)

    def request():
        kernel = kernels.get(case.line)
        module, files, qemu = build.module(kernel)["iommu_audit"], {}, []
        if case.signed:
            module = firmware.signed(kernel, module)
            edu = firmware.signed(kernel, build.guest_module(kernel, "edu"))
            files["edu.ko"] = edu.read_bytes(), 0o644
            flash = f"{label.replace(' ', '-')}.flash"
            qemu = firmware.arguments(PROJECT / "build" / "lockdown" / flash)
        qemu += [word for event in faults.TRACES["intel"] for word in ("-trace", event)]
        return boot.Request(
            kernel, topology.load("faults"), "intel", f"intel_iommu=on lockdown={case.level}",
            (LAB / "tests" / "lockdown.sh").read_bytes(), files, {"FILES": " ".join(FILES)},
            module, {"/usr/sbin/iommu-audit": build.tool()}, (), qemu)

    result = machine.run(suite, label, request)
    if not result:
        return
    out = result.out
    tests = {"the kernel is locked down": lambda: _level(out, case)}
    if case.signed:
        tests |= {"every file can be read": lambda: _readable(out),
                  "faults are counted, and exact": lambda: _counted(result),
                  "the benchmark is refused, and lockdown named": lambda: _no_bench(out)}
    else:
        tests["the tool says that lockdown wants a signature"] = lambda: _refused(out)
    machine.check(suite, label, tests)


def run(only="", long=False):
    """Run on every machine whose label holds the text only; returns the exit status."""
    suite = Suite("lockdown")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for job in [pool.submit(_boot, suite, case)
                    for case in machine.chosen(BOOTS, title, RARE, only, long)]:
            job.result()
    return suite.status()
