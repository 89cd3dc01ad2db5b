# SPDX-License-Identifier: GPL-2.0
"""The KUnit suites on the debug kernel. The verdict is the KTAP text, not insmod's status."""

import re

from lablib import boot, build, kernels, topology
from lablib.paths import PROJECT, LabError

from . import read
from .report import Suite, boot_problems

SCRIPT = b"""
modprobe kunit
# Each row is a line, and a line on the serial console takes its time: warnings only.
dmesg -n 5
insmod /kunit.ko
dmesg | sed 's/^\\[ *[0-9.]*\\] //' >ktap
rmmod iommu_audit_kunit
echo scan >/sys/kernel/debug/kmemleak
sleep 6
echo scan >/sys/kernel/debug/kmemleak
cat /sys/kernel/debug/kmemleak >kmemleak
"""


RESULT = re.compile(r"( *)(not ok|ok) \d+ (?:- )?(.*?)\s*(# SKIP\b.*)?")


class _Ktap:
    """The state of parse(): where in the nested output we are."""

    def __init__(self):
        self.suites, self.problems, self.detail = {}, [], []
        self.suite = self.plan = self.totals = self.announced = None
        self.rows = None  # results of the parameterised test that runs, by row

    def start(self, name):
        """A suite begins."""
        if self.suite:
            self.problems.append(f"{self.suite}: no result of its own")
        self.suite, self.plan, self.totals, self.rows = name, None, None, None
        self.detail = []
        self.suites[name] = {}

    def result(self, depth, outcome, name):
        """One result line, of a row, a test or the suite."""
        if depth == 8 and self.rows is not None:
            if name in self.rows:
                self.problems.append(f"{self.suite}: two rows named {name!r}")
            self.rows[name] = outcome, self.detail
            self.detail = []
        elif depth == 4:
            self.suites[self.suite][name] = outcome, self.detail, self.rows
            if self.rows is not None and not self.rows:
                self.problems.append(f"{self.suite}: {name} has no row")
            self.rows, self.detail = None, []
        elif depth == 0 and name == self.suite:
            self.end(outcome)

    def end(self, outcome):
        """The suite's own result."""
        tests = self.suites[self.suite]
        rows = sum(len(rows) if rows is not None else 1 for _, _, rows in tests.values())
        if self.totals is None:
            self.problems.append(f"{self.suite}: no '# Totals:' line")
        elif self.totals != rows:
            self.problems.append(f"{self.suite}: {rows} results, the kernel counts {self.totals}")
        if self.plan != len(tests):
            self.problems.append(f"{self.suite}: {len(tests)} tests, the plan says {self.plan}")
        if outcome != "ok" and all(test[0] != "not ok" for test in tests.values()):
            self.problems.append(f"{self.suite}: failed as a whole")
        self.suite = None

    def line(self, line):
        """Any line of the log."""
        depth = len(line) - len(line.lstrip(" "))
        name = re.fullmatch(r" +# Subtest: (\S+)\s*", line)
        result = RESULT.fullmatch(line)
        numbered = re.fullmatch(r" *1\.\.(\d+)\s*", line)
        if name and depth == 4:
            self.start(name.group(1))
        elif numbered and depth == 0 and not self.suite:
            self.announced = int(numbered.group(1))
        elif not self.suite:
            return
        elif name and depth == 8:
            self.rows, self.detail = {}, []
        elif numbered and depth == 4:
            self.plan = int(numbered.group(1))
        elif line.startswith("# Totals:"):
            self.totals = int(line.rpartition("total:")[2])
        elif result:
            self.result(depth, "skip" if result.group(4) else result.group(2), result.group(3))
        else:
            self.detail.append(line.strip())


def parse(text):
    """KTAP of the kernel log: ({suite: {test: (outcome, details, rows)}}, problems).

    outcome is "ok", "not ok" or "skip"; rows is None, or {row: (outcome, details)}
    of a parameterised test. A suite counts only when it kept its plan, printed a
    Totals line that agrees and its own result.
    """
    ktap = _Ktap()
    for line in text.splitlines():
        ktap.line(line)
    if ktap.suite:
        ktap.problems.append(f"{ktap.suite}: no result of its own")
    if ktap.announced != len(ktap.suites):
        ktap.problems.append(f"{len(ktap.suites)} suites ran, the plan says {ktap.announced}")
    return ktap.suites, ktap.problems


def results(suites):
    """(name, outcome, details) of each test, of a parameterised one each row instead."""
    for suite, tests in suites.items():
        for test, (outcome, detail, rows) in tests.items():
            if rows is None:
                yield f"{suite}: {test}", outcome, detail
                continue
            for row, found in rows.items():
                yield f"{suite}: {test}: {row}", *found
            if outcome == "not ok" and all(found[0] != "not ok" for found in rows.values()):
                yield f"{suite}: {test}", outcome, detail


def written():
    """{suite: {test: whether it has rows}} of the sources."""
    found = {}
    for path in sorted((PROJECT / "kunit").glob("*_test.c")):
        text = path.read_text(encoding="utf-8")
        name = re.search(r'\.name = "(iommu_audit_\w+)"', text)
        found[name.group(1) if name else path.name] = {
            test: bool(param)
            for param, test in re.findall(r"\bKUNIT_CASE(_PARAM)?\w*\((\w+)", text)}
    return found


def left_out(found):
    """What the sources have and the kernel did not run."""
    missing = []
    for suite, tests in written().items():
        for test, param in tests.items() or [("no test", False)]:
            ran = found.get(suite, {}).get(test)
            if not ran:
                missing.append(f"{suite}: {test} did not run")
            elif param and ran[2] is None:
                missing.append(f"{suite}: the rows of {test} did not run")
    return missing


def run(only="", _long=False):
    """Boot the debug kernel once with the test module; returns the exit status."""
    suite = Suite("kunit")
    if not any(only in f"{name}: {test}" for name, tests in written().items() for test in tests):
        return suite.status()
    try:
        kernel = kernels.get("debug")
        built = build.module(kernel, kunit=True)
        request = boot.Request(
            kernel, topology.load("plain"), "none", "kunit.stats_enabled=2 log_buf_len=1M", SCRIPT,
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
    for name, outcome, detail in results(ours):
        if only not in name:
            continue
        if outcome == "skip":
            suite.skip(name, "the suite says so")
        else:
            suite.check(name, [] if outcome == "ok" else ["failed", *detail])
    return suite.status()
