# SPDX-License-Identifier: GPL-2.0
"""An answer that could not be written is not an answer."""
import os
import subprocess

import harness


def commands(run, root):
    """Every command that answers."""
    for command in [*harness.COMMANDS, "snapshot"]:
        if not run.may_want(command + " "):
            continue
        with open("/dev/full", "wb") as full:
            result = run.call(command, "--root", root, stdout=full)
        run.ok(command + " on a full disk", result.code == 5 and
               "No space left" in result.err, result.code, result.err)
        read, write = os.pipe()
        os.close(read)
        result = run.call(command, "--root", root, stdout=write)
        os.close(write)
        run.ok(command + " into a closed pipe", result.code != 0, result.code)
    closed = subprocess.run(["sh", "-c", '"$0" report --root "$1" >&-',
                             run.tool, root], stderr=subprocess.PIPE,
                            env=run.environment(), check=False)
    run.ok("stdout is closed", closed.returncode == 5, closed.returncode,
           closed.stderr.decode())


def helps(run):
    """What needs no machine."""
    for args in (["--help"], ["--version"], ["acs", "--help"]):
        with open("/dev/full", "wb") as full:
            result = run.call(*args, stdout=full)
        run.ok(" ".join(args) + " on a full disk", result.code == 5, result.code)
        result = run.call(*args)
        run.ok(" ".join(args) + " goes to stdout", result.code == 0 and
               result.out and not result.err, result.err)


def run(run):
    run.part(commands, harness.fixture("intel-switch-igb"))
    run.part(helps)
