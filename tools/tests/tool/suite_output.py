# SPDX-License-Identifier: GPL-2.0
"""An answer that could not be written is not an answer."""
import os
import subprocess

import harness
import values


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


def numbers(run, root):
    """Closed standard files: no other file gets their numbers, and what is meant for the user."""
    for closed in ("<&- 2>&-", "2>&-", "<&-"):
        process = subprocess.Popen(["sh", "-c", 'exec "$0" faults --watch --interval 600 --root "$1" ' + closed,
                                    run.tool, root], stdout=subprocess.PIPE, env=run.environment())
        process.stdout.readline()
        folder = "/proc/%d/fd/" % process.pid
        open_ones = {number: os.readlink(folder + number) for number in os.listdir(folder)}
        process.kill()
        process.communicate()
        run.ok(closed, all(open_ones.get("0" if one[0] == "<" else one[0]) == "/"
                               for one in closed.split()), open_ones)
    with harness.Folder() as folder:
        path = os.path.join(folder, "x.json")
        for closed in (">&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"):
            for args, code in ((["report"], 5), (["snapshot", "-o", path], 0)):
                done = subprocess.run(["sh", "-c", 'tool=$0; exec "$tool" "$@" ' + closed, run.tool, *args,
                                       "--root", root], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      env=run.environment(), check=False)
                run.ok("%s %s" % (args[0], closed), done.returncode == code and not done.stdout, done)
            with open(path, "rb") as file:
                run.ok("what is saved " + closed, isinstance(values.parse(file.read()), dict))


def sizes(run, root):
    """A terminal's size is what a terminal can have, whatever the environment says."""
    usual = run.terminal(80, "report", "--root", root, LINES="24").out
    for wide in ("0", "-5", "4097", "99999", "2000000000", "4294967376", "99999999999999999999999", "80x", " 80",
                 "0x50", "x", ""):
        # those of the terminal itself, which has none
        shown = run.terminal(wide, "report", "--root", root, LINES=wide).out
        run.ok("COLUMNS and LINES of %r" % wide, shown == usual, shown[:200])
    for wide in ("1", "4096"):
        shown = run.terminal(wide, "report", "--root", root, LINES=wide).out
        run.ok("COLUMNS and LINES of " + wide, shown and shown != usual, shown[:200])


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
    run.part(numbers, harness.fixture("intel-switch-igb"))
    run.part(sizes, harness.fixture("intel-switch-igb"))
    run.part(helps)
