# SPDX-License-Identifier: GPL-2.0
"""Invalidations that go wrong, and interrupts that a unit refuses.

What is to be seen say QEMU's trace, the driver, and the function whose interrupt it is.
"""

import concurrent.futures
import re

from lablib import boot, build, kernels, topology
from lablib.paths import LAB

from . import abi, machine, read
from .report import Suite

BOOTS = [("7.2", "amd"), ("7.2", "intel"), ("6.12", "intel"), ("5.10", "intel")]
RARE = ("5.10 intel",)
ILLEGAL, TIMEOUTS = 3, 2
TRACES = {"intel": ("vtd_reg_write", "vtd_frr_new"), "amd": ("amdvi_unhandled_command",)}
# VT-d specification 11.4.7.1: Fault Status Register, Invalidation Queue Error
FSTS, IQE = 0x34, 0x10
AT_ONCE = 2


def _unit(path):
    return next(line for line in read.records(path) if "interrupts" in line)


def _errors(path):
    return {(line["inv_error"], line["requester"]): int(line["count"])
            for line in read.records(path) if "inv_error" in line}


def _differs(what, got, want):
    return [] if got == want else [f"{what}: {got}, not {want}"]


def _cleared(log):
    """How often the driver cleared Invalidation Queue Error, as QEMU has it."""
    return sum(bool(int(match.group(2), 16) & IQE) for match in
               re.finditer(r"^vtd_reg_write addr (\w+) size \w+ value (\w+)", log, re.M)
               if int(match.group(1), 16) == FSTS)


def _figures(unit, *keys):
    return tuple(unit.get(f"inv_{key}") for key in keys)


def _intel(line, out, log):
    keys = ("queue_errors", "completion_errors", "timeouts")
    start, unit = _unit(out / "faults.start"), _unit(out / "faults.illegal")
    refused = int((out / "refused").read_text(encoding="ascii"))
    problems = _differs("the driver refused", refused, ILLEGAL)
    problems += _differs("QEMU saw the bit cleared", _cleared(log), ILLEGAL)
    if line == "5.10":
        return problems + _differs("figures", _figures(unit, *keys), ("unknown",) * 3) \
            + _differs("errors", _errors(out / "faults.illegal"), {})
    return problems + _differs("at first", _figures(start, *keys), ("0", "0", "0")) \
        + _differs("figures", _figures(unit, *keys), (str(refused), "0", "0")) \
        + _differs("errors", _errors(out / "faults.illegal"), {("queue", "-"): refused})


def _amd(_line, out, log):
    start, unit = _unit(out / "faults.start"), _unit(out / "faults.illegal")
    card = (out / "card").read_text(encoding="ascii").strip()
    commands = len(re.findall(r"^amdvi_unhandled_command", log, re.M))
    keys = ("queue_errors", "timeouts")
    return _differs("QEMU saw commands", commands, ILLEGAL) \
        + _differs("at first", _figures(start, *keys), ("0", "0")) \
        + _differs("figures", _figures(unit, *keys), (str(commands), str(TIMEOUTS))) \
        + _differs("completion errors", unit.get("inv_completion_errors"), "-") \
        + _differs("errors", _errors(out / "faults.illegal"),
                   {("queue", "-"): commands, ("timeout", card): TIMEOUTS})


def _interrupts(out, log):
    """The interrupt that has the index, by the function that it belongs to."""
    name, irq, index, card = ((out / file).read_text(encoding="ascii").strip() for file in
                              ("victim.name", "victim.irq", "victim.index", "card"))
    logged = [(int(high, 16) >> 32 & 0xff, int(low, 16) >> 48) for high, low in
              re.findall(r"^vtd_frr_new index \d+ high (\w+) low (\w+)", log, re.M)]
    problems = _differs("QEMU logged", logged, [(0x26, int(index)), (0x22, 0x7000)])
    found = {line["reason"]: line for line in read.records(out / "faults.absent")
             if "source" in line}
    for reason, want in (("0x26", (irq, name)), ("0x22", ("unknown", "unknown"))):
        line = found.get(reason, {})
        problems += _differs(reason, (line.get("source"), line.get("irq"), line.get("irq_name")),
                             (card, *want))
    return problems


def _said(line, iommu, out):
    """The monitor says what it sees, and that it may miss something."""
    monitor = next(line for line in read.records(out / "version.start")
                   if line.get("monitor") == "invalidation")
    want = ("none", "none") if iommu == "amd" else \
        ("prq_ratelimit_calls", "poll") if line == "5.10" else ("printk,prq_ratelimit_calls", "poll")
    return _differs("monitor", (monitor["method"], monitor["accuracy"]), want) \
        + ([] if monitor["reason"] + monitor["limit"] != "--" else [f"says nothing: {monitor}"])


def _boot(suite, line, iommu):
    label = f"{line} {iommu}"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("faults"), iommu, "intel_iommu=on",
            (LAB / "tests" / "inval.sh").read_bytes(),
            {"inval.ko": (build.guest_module(kernel, "inval").read_bytes(), 0o644)},
            {"IOMMU": iommu, "ILLEGAL": ILLEGAL, "TIMEOUTS": TIMEOUTS},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (),
            [word for event in TRACES[iommu] for word in ("-trace", event)])

    result = machine.run(suite, label, request)
    if not result:
        return
    out = result.out
    log = (result.folder / "qemu.log").read_text(errors="replace")
    errors = _intel if iommu == "intel" else _amd
    tests = {"errors of invalidation are those of the hardware": lambda: errors(line, out, log),
             "the monitor says what it sees": lambda: _said(line, iommu, out),
             "every key as in Documentation/ABI, in its order":
                 lambda: abi.compare(out, set(), ("version", "faults"), ".illegal")}
    if iommu == "intel":
        tests["the interrupt is that of the index"] = lambda: _interrupts(out, log)
    machine.check(suite, label, tests)


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("inval")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for job in [pool.submit(_boot, suite, *entry) for entry in
                    machine.chosen(BOOTS, " ".join, RARE, only, long)]:
            job.result()
    return suite.status()
