# SPDX-License-Identifier: GPL-2.0
"""--from - is the file on standard input, for every command that has --from."""
import os

import harness
from suite_consistency import REAL, helped

# What a command needs besides.
MORE = {"why": ["00:00.0"], "assign": ["00:00.0"], "sriov": ["plan", "--pods", "1", "--vfs-per-pod", "1"],
        "explain": ["DMAR: DRHD: handling fault status reg 2"]}
# Files of each kind that --from takes.
FILES = {"snapshot": os.path.join(harness.HERE, "machines", "gpu.json"),
         "probe": os.path.join(REAL, "romed8-2t-pve.json"),
         "lspci": os.path.join(harness.HERE, "dumps", "made-3.13-vvvnn.txt")}
RESULT = os.path.join(harness.HERE, "results", "domains.json")


def same(run, name, *args, path):
    """The answer, its messages and the exit code are those of the file."""
    file = run.call(*args, "--from", path)
    with open(path, "rb") as stdin:
        got = run.call(*args, "--from", "-", stdin=stdin)
    err = got.err.replace("standard input", path)
    run.ok("%s --from -: %s" % (args[0], name), file.code == got.code and file.out == got.out and
           file.err == err and (got.out or got.code), file.code, got.code, file.err, got.err)


def commands(run):
    """Every command that has --from."""
    takes = [name for name in helped(run)[0] if "--from" in helped(run, name)[1]]
    run.ok("commands that take --from", len(takes) > 14, takes)
    for name in takes:
        if name == "bench":
            same(run, "result", name, path=RESULT)
            continue
        more = ([FILES["snapshot"]] if name == "diff" else MORE.get(name, []))
        for kind, path in FILES.items():
            same(run, kind, name, *more, path=path)


def others(run):
    """Other files that a command reads."""
    gpu = FILES["snapshot"]
    for args in (["diff", "-", gpu], ["diff", gpu, "-"], ["check", "--from", gpu, "--against", "-"],
                 ["compare", "-"]):
        path = RESULT if args[0] == "compare" else gpu
        file = run.call(*[path if arg == "-" else arg for arg in args])
        with open(path, "rb") as stdin:
            got = run.call(*args, stdin=stdin)
        run.ok(" ".join(os.path.basename(arg) for arg in args), file.code == got.code and
               file.out == got.out and got.out, file.code, got.code, got.err)


def typed(run):
    """On a terminal it says that it waits, and only there."""
    for args in (["report", "--from", "-"], ["diff", "-"], ["compare", "-"]):
        master, slave = os.openpty()
        os.write(master, b"x\n\x04")
        got = run.call(*args, stdin=slave)
        os.close(slave)
        os.close(master)
        *_, told, wrong = got.err.splitlines()
        run.ok("a terminal: " + " ".join(args), "reading from standard input" in told and
               "Ctrl-D" in told and got.code == 4 and wrong and not got.out, got.code, got.err)


def run(run):
    run.part(commands)
    run.part(others)
    run.part(typed)
