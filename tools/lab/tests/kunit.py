# SPDX-License-Identifier: GPL-2.0
"""The KUnit suites on the debug kernel. The verdict is the KTAP text, not insmod's status."""

import re

from lablib import boot, build, kernels, topology
from lablib.paths import PROJECT, LabError

from . import read
from .report import Suite, boot_problems

SCRIPT = b"""
modprobe kunit
insmod /kunit.ko
dmesg | sed 's/^\\[ *[0-9.]*\\] //' >ktap
rmmod iommu_audit_kunit
echo scan >/sys/kernel/debug/kmemleak
sleep 6
echo scan >/sys/kernel/debug/kmemleak
cat /sys/kernel/debug/kmemleak >kmemleak
"""


def parse(text):
    """KTAP of the kernel log: ({suite: {test: (outcome, details)}}, problems).

    outcome is "ok", "not ok" or "skip". A suite counts only when it kept its
    plan, printed its Totals line and its own result.
    """
    suites, problems, detail = {}, [], []
    current = plan = totals = announced = None
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        name = re.fullmatch(r" {4}# Subtest: (\S+)\s*", line)
        result = re.match(r" *(not ok|ok) \d+ (?:- )?(\S+)(.*)", line)
        numbered = re.fullmatch(r" *1\.\.(\d+)\s*", line)
        if name:
            if current:
                problems.append(f"{current}: no result of its own")
            current, plan, totals, detail = name.group(1), None, None, []
            suites[current] = {}
        elif numbered and depth == 0 and not current:
            announced = int(numbered.group(1))
        elif not current:
            continue
        elif numbered and depth == 4:
            plan = int(numbered.group(1))
        elif line.startswith("# Totals:"):
            totals = line
        elif result and depth == 4:
            outcome = "skip" if "# SKIP" in result.group(3) else result.group(1)
            suites[current][result.group(2)] = outcome, detail
            detail = []
        elif result and depth == 0 and result.group(2) == current:
            if not totals:
                problems.append(f"{current}: no '# Totals:' line")
            if plan != len(suites[current]):
                problems.append(f"{current}: {len(suites[current])} results, the plan says {plan}")
            if result.group(1) != "ok" and all(o != "not ok" for o, _ in suites[current].values()):
                problems.append(f"{current}: failed as a whole")
            current = None
        else:
            detail.append(line.strip())
    if current:
        problems.append(f"{current}: no result of its own")
    if announced != len(suites):
        problems.append(f"{len(suites)} suites ran, the plan says {announced}")
    return suites, problems


def written():
    """{suite: [test]} of the sources."""
    found = {}
    for path in sorted((PROJECT / "kunit").glob("*_test.c")):
        text = path.read_text(encoding="utf-8")
        name = re.search(r'\.name = "(iommu_audit_\w+)"', text)
        found[name.group(1) if name else path.name] = re.findall(r"\bKUNIT_CASE\w*\((\w+)", text)
    return found


def left_out(found):
    """What the sources have and the kernel did not run."""
    return [f"{name}: {test} did not run" for name, tests in written().items()
            for test in tests or ["no test"] if test not in found.get(name, ())]


def run(only=""):
    """Boot the debug kernel once with the test module; returns the exit status."""
    suite = Suite("kunit")
    try:
        kernel = kernels.get("debug")
        built = build.module(kernel, kunit=True)
        request = boot.Request(
            kernel, topology.load("plain"), "none", "kunit.stats_enabled=2", SCRIPT,
            {"kunit.ko": (built["iommu_audit_kunit"].read_bytes(), 0o644)}, modules=("kunit",),
            memory=1536)
        result = boot.boot(request, PROJECT / "build" / "kunit", "kunit")
    except LabError as error:
        suite.check("the debug kernel and the suites build and boot", [error])
        return suite.status()
    problems = boot_problems(result)
    leaks = result.out / "kmemleak"
    if not leaks.exists():
        problems.append("no kmemleak scan")
    else:
        problems += read.leaks(leaks.read_text(errors="replace"))
    suite.check("boots, runs, unloads cleanly, no splat, no leak", problems)
    ktap = result.out / "ktap"
    found, problems = parse(ktap.read_text(errors="replace") if ktap.exists() else "")
    ours = {name: tests for name, tests in found.items() if name.startswith("iommu_audit_")}
    if not ours:
        problems.append("no suite named iommu_audit_* in the kernel log")
    suite.check("KTAP is complete", problems)
    suite.check("every test of the sources ran", left_out(ours))
    for name, tests in ours.items():
        for test, (outcome, detail) in tests.items():
            if only not in f"{name}: {test}":
                continue
            if outcome == "skip":
                suite.skip(f"{name}: {test}", "the suite says so")
            else:
                suite.check(f"{name}: {test}", [] if outcome == "ok" else ["failed", *detail])
    return suite.status()
