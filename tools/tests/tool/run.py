#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Tests of iommu-audit.

    run.py [--accept] TOOL [CASES...] [--only TEXT]
    run.py --list TOOL

CASES is a suite, or how the line of a case begins, with * for anything: "check",
"check: works", "check: works: VFs*". TEXT is the same, or else any part of the
lines of those suites. What was not chosen is not run. --accept takes what differs
from the expected files as what is expected, and says which files changed. --list
shows the suites and their parts. What some suites need besides TOOL, `make -C tools
tests` builds beside it.

One line per test, "ok - suite: name" or "not ok - suite: name" with "# detail"
lines. Exit code 0 only when none failed.
"""
import argparse
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SUITES = ["golden", "machines", "predict", "chosen", "report", "attention", "guests", "diff", "baseline", "class", "snapshot",
          "messages", "input", "help", "redact", "names", "output", "columns", "hostile", "strangers", "files", "faults", "watch", "events", "resets",
          "follow", "lint", "explain", "questions", "pasted", "p2p", "topology", "check", "verdict", "oneline", "sources", "assign", "assigned",
          "boot", "images",
          "suggest", "lines", "sriov", "judged", "read",
          "sysfs", "called", "stats", "bench", "compare",
          "schema", "dumps", "boots", "docs", "consistency", "widths", "privilege", "completion", "dkms", "install", "release",
          "uses", "platform", "export", "nfd", "html", "plots", "browser", "scale", "bounds"]

# Those that compare with expected files.
PAGES = ["golden", "judged", "compare"]


def run_suites(run):
    """Every suite of which something was chosen."""
    for suite in SUITES:
        run.suite, run.inside = suite, ""
        if not run.listing and not run.may_want():
            continue
        try:
            importlib.import_module("suite_" + suite).run(run)
        except Exception:
            run.broke()


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("tool")
    parser.add_argument("cases", nargs="*")
    return parser.parse_args()


def choices(cases, only):
    """What was chosen, as texts that begin with a suite."""
    only = only.removeprefix("not ok - ").removeprefix("ok - ")
    if only.partition(":")[0] in SUITES:
        cases, only = [only], ""
    for text in cases or ([only] if only else []):
        if text.partition(":")[0] not in SUITES:
            sys.exit("run.py: %r begins with no suite; these are: %s" % (text, " ".join(SUITES)))
    return ["%s:*%s" % (text, only) if only else text for text in cases]


def main():
    sys.path.insert(0, HERE)
    import harness
    args = arguments()
    cases = choices(args.cases, args.only) or (PAGES if args.accept else [])
    chosen = [harness.Choice(text) for text in cases]
    run = harness.Run(os.path.abspath(args.tool), args.accept, chosen, args.list)
    run_suites(run)
    if args.list:
        return
    nothing = [one.text for one in chosen if not one.found]
    for text in nothing:
        print("run.py: there is no case %r" % text, file=sys.stderr)
    if args.accept:
        for path in run.accepted:
            print("# accepted: " + path)
        print("# %d expected files changed" % len(run.accepted))
    print("# %d passed, %d failed, %d skipped" %
          (run.passed, run.failed, run.skipped))
    sys.exit(1 if run.failed or nothing or not run.passed + run.skipped else 0)


if __name__ == "__main__":
    main()
