# SPDX-License-Identifier: GPL-2.0
"""Every page of every recorded and every real machine on a terminal of 80 columns: no line is wider."""
import os
import re

import answers
import harness
import suite_diff
from suite_judged import PROFILES

WIDTH = 80
REPORT = (60, 80, 120, 200)
CODE = re.compile(rb"\033\[[0-9;]*m")
REAL = os.path.join(harness.HERE, "real")
# A token of a command line stays whole, so that it can be copied.
WHOLE = "pci="


def pages():
    """Arguments of each page that all machines have."""
    for command in harness.COMMANDS:
        yield [command]
    for profile in PROFILES:
        yield ["check", "--profile", profile]
        yield ["suggest", "--profile", profile]
    yield ["p2p", "--matrix"]
    yield ["groups", "--predict"]
    yield ["sriov", "plan", "--pods", "4", "--vfs-per-pod", "1"]


def sources():
    """(name, arguments that name the machine)."""
    for name in answers.names():
        yield name, ["--from", os.path.join(answers.FOLDER, name + ".json")]
    for name in harness.machines():
        yield name, ["--root", harness.fixture(name)]
    for name in sorted(os.listdir(REAL)):
        if name.endswith(".json"):
            yield name, ["--from", os.path.join(REAL, name)]


def fits(run, title, args):
    """One page."""
    if not run.wants("%s fits %d columns" % (title, WIDTH)):
        return
    shown = run.terminal(WIDTH, *args, "--no-color").out.decode().splitlines()
    wide = [line for line in shown if len(line) > WIDTH and WHOLE not in line]
    run.ok("%s fits %d columns" % (title, WIDTH), shown and not wide, *wide)
    if "--predict" in args:
        broken = [line for line in shown if line.split() in (["("], [")"], ["()"], ["s()"])]
        run.ok("%s breaks no name of a function" % title, not broken, *broken)


@harness.plain("the report again at other widths")
def looks(run, name, where):
    """The report at several widths: no wider, the same without colors, and in ASCII alone."""
    for width in REPORT:
        title = "%s: report at %d columns" % (name, width)
        if not run.wants(title):
            continue
        plain = run.terminal(width, "report", "--color=never", *where).out
        colored = run.terminal(width, "report", "--color=always", *where).out
        ascii_only = run.terminal(width, "report", "--color=never", *where, LC_ALL="C").out
        wide = [line for line in plain.decode().splitlines() + ascii_only.decode("ascii").splitlines()
                if len(line) > width and WHOLE not in line]
        run.ok(title, plain and not wide and CODE.sub(b"", colored) == plain and
               len(ascii_only.splitlines()) >= len(plain.splitlines()) - 1, *wide)


def run(run):
    for name, where in sources():
        looks(run, name, where)
        for args in pages():
            fits(run, "%s: %s" % (name, " ".join(args)), [*args, *where])
    for old, new, *_ in suite_diff.sections():
        paths = [os.path.join(answers.FOLDER, one + ".json") for one in (old, new)]
        fits(run, "diff %s %s" % (old, new), ["diff", *paths])
