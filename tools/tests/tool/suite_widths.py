# SPDX-License-Identifier: GPL-2.0
"""Every page of every recorded and every real machine on a terminal of 80 columns: no line is wider."""
import os

import answers
import harness
import suite_diff
from suite_judged import PROFILES

WIDTH = 80
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


def run(run):
    for name, where in sources():
        for args in pages():
            fits(run, "%s: %s" % (name, " ".join(args)), [*args, *where])
    for old, new, *_ in suite_diff.sections():
        paths = [os.path.join(answers.FOLDER, one + ".json") for one in (old, new)]
        fits(run, "diff %s %s" % (old, new), ["diff", *paths])
