# SPDX-License-Identifier: GPL-2.0
"""bench --domains: three default domains rank as they must, and the group gets its own back."""

import statistics

from lablib import answers, boot, build, kernels, qemu, topology
from lablib.paths import LAB, say

from . import machine
from .report import Suite

# Kernel lines, a device, and what is said when the kernel does not switch its group.
BOOTS = [("6.12", "loose", None), ("7.2", "loose", None),
         ("5.10", "loose", "Linux can since 5.11"),
         # three functions of the chipset share a group, and none has a driver here
         ("6.1", "0000:00:1f.2", "or the group has several devices")]
# What unmapping costs, the cheapest first: nothing to do, the IOTLB later, the IOTLB at once.
RANK = ["identity", "DMA-FQ", "DMA"]
ROUNDS, REPEAT = 3, 5
# By a clock that counts instructions, 8 ns each.
SHIFT = 3
# Exit statuses of a shell for what a signal ended.
SIGNALS = {"HUP": 129, "INT": 130, "TERM": 143}


def _text(out, name):
    return (out / name).read_text(encoding="utf-8").strip()


def _medians(path):
    """{configuration: [median of unmap of each of its runs]}, out of the module's own records."""
    found = {}
    for run in answers.load(path)["runs"]:
        label, domain = run["configuration"], run["context"]["domain"]
        if domain != label:
            raise ValueError(f"{path.name}: a run of {label} was in {domain}")
        found.setdefault(label, []).append(
            next(op["p50_ns"] for op in run["ops"] if op["op"] == "unmap"))
    return found


def _rank(out):
    """Unmapping is dearer from one type to the next, in every round and in the verdict."""
    problems, told = [], []
    for number in range(ROUNDS):
        name = f"round.{number}"
        if _text(out, name + ".status") != "0":
            problems.append(f"{name}: {_text(out, name + '.err')}")
            continue
        found = _medians(out / (name + ".json"))
        if {label: len(values) for label, values in found.items()} != dict.fromkeys(RANK, REPEAT):
            problems.append(f"{name}: runs {found}")
            continue
        for turn in range(REPEAT):
            costs = [found[label][turn] for label in RANK]
            if costs != sorted(set(costs)):
                problems.append(f"{name}, turn {turn}: {dict(zip(RANK, costs))}")
        told.append([statistics.median(found[label]) for label in RANK])
    if told:
        say("  unmap p50, ns, by round: " + "; ".join(
            ", ".join(f"{label} {cost:.0f}" for label, cost in zip(RANK, costs))
            for costs in told))
    text = _text(out, "round.0.out")
    for label in RANK[1:]:
        line = next((line for line in text.splitlines() if line.startswith(f"{label} against")), "")
        if "unmap p50" not in line.partition("slower in")[2].partition(";")[0]:
            problems.append(f"verdict: {line!r}")
    return problems


def _restored(out):
    """The type was each of the three while it was measured, and then what it had been."""
    before = _text(out, "before")
    problems = [f"{name} is not a type that was seen" for name in RANK
                if name not in _text(out, "seen").split()]
    return problems + [f"round {n}: {_text(out, f'round.{n}.after')} after, {before} before"
                       for n in range(ROUNDS) if _text(out, f"round.{n}.after") != before]


def _interrupted(out):
    """A signal in the middle of a run: restored, nothing saved, ended by that signal."""
    problems, before = [], _text(out, "before")
    for signal, status in SIGNALS.items():
        name = f"cut.{signal}"
        said = _text(out, name + ".err")
        if _text(out, name + ".during") == before:
            problems.append(f"{signal}: it came when nothing was switched")
        if _text(out, name + ".after") != before:
            problems.append(f"{signal}: {_text(out, name + '.after')} after, {before} before")
        if int(_text(out, name + ".status")) != status:
            problems.append(f"{signal}: exit status {_text(out, name + '.status')}")
        if f"is {before} again" not in said or "interrupted" not in said:
            problems.append(f"{signal}: it said {said!r}")
        if (out / (name + ".json")).exists() or (out / (name + ".out")).stat().st_size:
            problems.append(f"{signal}: it left a result")
        if "state=interrupted" not in _text(out, name + ".result"):
            problems.append(f"{signal}: the module says {_text(out, name + '.result')!r}")
    return problems


def _refused(out):
    """Another run, and a driver: said why, restored, and what is advised works."""
    problems, before = [], _text(out, "before")
    for name, words in (("busy", ["another run is on", "wait for the other run"]),
                        ("between", ["another run is on", f"is {before} again"]),
                        ("bound", ["has a driver", "unbind", "bench plan"])):
        said = _text(out, name + ".err")
        if _text(out, name + ".status") != "3" or not all(word in said for word in words):
            problems.append(f"{name}: status {_text(out, name + '.status')}, {said!r}")
        if _text(out, name + ".after") != before:
            problems.append(f"{name}: {_text(out, name + '.after')} after, {before} before")
    if "state=running" not in _text(out, "busy.result") or "again" in _text(out, "busy.err"):
        problems.append("switched while the other run was on: " + _text(out, "busy.result"))
    if "state=done" not in _text(out, "between.result"):
        problems.append(f"restored while the other run was on, {_text(out, 'between.attempts')} "
                        "times: " + _text(out, "between.result"))
    if _text(out, "unbound.status") != "0" or _text(out, "unbound.type") != before:
        problems.append(f"without the driver: {_text(out, 'unbound.err')!r}, type "
                        f"{_text(out, 'unbound.type')}")
    return problems


def _cannot(out, words):
    """The kernel does not switch: its errno is explained, nothing changed."""
    said = _text(out, "refused.err")
    if _text(out, "refused.status") == "3" and words in said and "given back" not in said and \
            _text(out, "refused.after") == _text(out, "before"):
        return []
    return [f"status {_text(out, 'refused.status')}, {said!r}"]


def _boot(suite, line, device, words):
    label = f"{line} intel"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("plain"), "intel", "intel_iommu=on",
            (LAB / "tests" / "domains.sh").read_bytes(), {},
            {"SWITCHES": "no" if words else "yes", "DEVICE": device},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (),
            qemu.counted(SHIFT))

    result = machine.run(suite, label, request)
    if result is None:
        return
    out = result.out
    machine.check(suite, label, {
        "does not switch, and says why": lambda: _cannot(out, words)} if words else {
            "identity below DMA-FQ below DMA for unmap": lambda: _rank(out),
            "the group gets its type back": lambda: _restored(out),
            "also when interrupted": lambda: _interrupted(out),
            "also when refused, and what is advised works": lambda: _refused(out)})


def run(only="", long=False):
    """Run on every kernel whose label holds the text only; returns the exit status."""
    suite = Suite("domains")
    for line, device, words in machine.chosen(BOOTS, lambda b: f"{b[0]} intel", (), only, long):
        _boot(suite, line, device, words)
    return suite.status()
