#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Tests of iommu-audit: run.py TOOL [SUITE...] or run.py --accept TOOL.

One line per test, "ok - suite: name" or "not ok - suite: name" with "# detail"
lines. Exit code 0 only when none failed.
"""
import importlib
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
SUITES = ["golden", "machines", "chosen", "report", "diff", "snapshot", "messages", "names", "output", "hostile",
          "faults", "watch", "events", "follow", "lint", "p2p", "check", "suggest", "judged",
          "stats", "bench", "compare", "schema", "consistency", "widths"]


def main():
    sys.path.insert(0, HERE)
    import harness
    args = sys.argv[1:]
    accept = "--accept" in args
    args = [a for a in args if a != "--accept"]
    if not args:
        sys.exit("usage: run.py [--accept] TOOL [SUITE...]")
    unknown = set(args[1:]) - set(SUITES)
    if unknown:
        sys.exit("run.py: no suite %s; suites are %s" %
                 (", ".join(sorted(unknown)), " ".join(SUITES)))
    run = harness.Run(os.path.abspath(args[0]), accept)
    for suite in args[1:] or SUITES:
        run.suite = suite
        try:
            importlib.import_module("suite_" + suite).run(run)
        except Exception:
            run.ok("ran to its end", False, traceback.format_exc())
    print("# %d passed, %d failed, %d skipped" %
          (run.passed, run.failed, run.skipped))
    sys.exit(1 if run.failed or not run.passed else 0)


if __name__ == "__main__":
    main()
