# SPDX-License-Identifier: GPL-2.0
"""How time and memory of each command grow from 280 functions to 4,200.

Run by itself, this prints the table that `make bench-scale` shows:

    suite_scale.py TOOL
"""
import json
import os
import resource
import subprocess
import sys
import time

import harness
import large

# As asked for: 500 ms where 280 functions take 40; a second for --matrix, which
# is quadratic by nature and says what it leaves out.
MOST = 12.5
# libsmartcols of util-linux 2.41 clears a buffer that grows with the lines of a tree again and
# again, 67 KB of the 16,691 lines of acs: on some processors for as long as all the rest takes.
# Of a page in HTML little is the start of the process: 15 times the functions take 15 times.
MOST_OF = {"acs": 20, "report --html -": 20, "diff SELF --html -": 20}
# A command on the small machine is mostly the start of the process, which takes
# about 5 ms: what is measured is no less than this.
LEAST = 0.040
# CPU time in which Python reads the large machine where that was set. A host that is
# slow, or slowed down by what else runs, takes longer for both.
PARSE = 0.065
# CPU time of a prediction for the large machine, its page included.
PREDICTION = 0.100
TIMES = 3
# And more where it takes too long: what else runs comes and goes.
TRIES = 8
COMMANDS = [
    ["report"], ["devices"], ["groups"], ["groups", "--predict"], ["acs"], ["units"], ["version"], ["faults"],
    ["events"], ["lint"], ["why", "00:01.0"], ["why", "03:01.1"], ["assign", "03:00.0"], ["p2p", "03:00.0", "04:00.0"],
    ["check"], ["check", "--profile", "vfio"], ["check", "--profile", "sriov"],
    ["check", "--profile", "vm-mixed"], ["suggest", "--profile", "vfio"], ["snapshot"],
    ["diff", "SELF"], ["check", "--against", "SELF"], ["p2p", "--matrix"],
    ["report", "--json"], ["check", "--json"], ["diff", "SELF", "--json"],
    ["report", "--html", "-"], ["diff", "SELF", "--html", "-"],
]


def cpu(run, args):
    """Seconds of CPU of one call, the least of some: what else runs does not count."""
    best = None
    for _ in range(TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([run.tool, *args], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.returncode not in (0, 1, 7):
            raise ValueError("%s: exit code %d, %s" % (args, done.returncode, done.stderr))
        best = took if best is None else min(best, took)
    return best


def pace(path):
    """How much slower this host is now than where LEAST was set, at least 1."""
    with open(path, encoding="utf8") as file:
        text = file.read()
    best = None
    for _ in range(TIMES):
        before = time.process_time()
        json.loads(text)
        took = time.process_time() - before
        best = took if best is None else min(best, took)
    return max(1, best / PARSE)


def files(folder):
    """The two machines."""
    paths = []
    for name, text in (("small", large.one_unit()), ("large", large.sixteen_units())):
        paths.append(os.path.join(folder, name + ".json"))
        with open(paths[-1], "w", encoding="utf8") as file:
            file.write(text)
    return paths


def measure(run, paths, command):
    """(seconds at 280 functions, seconds at 4,200)."""
    found = []
    for path in paths:
        args = [path if word == "SELF" else word for word in command]
        if command[0] != "diff":
            args += ["--from", path]
        else:
            args = [args[0], path, path, *args[2:]]
        found.append(cpu(run, args))
    return found


def run(run):
    if run.sanitized():
        run.skip("CPU time", "AddressSanitizer's")
        return
    with harness.Folder() as folder:
        paths = files(folder)
        check_prediction(run, paths[1])
        for command in COMMANDS:
            name = "%s: 15 times the functions" % " ".join(command)
            if not run.wants(name):
                continue
            most = MOST_OF.get(" ".join(command), MOST)
            for _ in range(TRIES):
                before = pace(paths[1])
                small, big = measure(run, paths, command)
                slow = max(before, pace(paths[1]))
                ratio = big / max(small, LEAST * slow)
                if ratio <= most:
                    break
            run.ok(name, ratio <= most,
                   "%.0f ms at 280, %.0f ms at 4,200: 1 to %.1f on a host slower by %.1f" %
                   (small * 1e3, big * 1e3, ratio, slow))


def check_prediction(run, path):
    """The groups of 4,200 functions within 100 ms: what reading them takes is taken off."""
    name = "prediction of 4,200 functions: 100 ms"
    if not run.wants(name):
        return
    for _ in range(TRIES):
        before = pace(path)
        took = cpu(run, ["groups", "--predict", "--from", path]) - cpu(run, ["version", "--from",
                                                                             path])
        slow = max(before, pace(path))
        if took <= PREDICTION * slow:
            break
    run.ok(name, took <= PREDICTION * slow,
           "%.0f ms on a host slower by %.1f" % (took * 1e3, slow))


def main():
    """The table."""
    runner = harness.Run(os.path.abspath(sys.argv[1]), False)
    print("CPU time of a command, 280 functions, 4,200, and their ratio")
    with harness.Folder() as folder:
        paths = files(folder)
        for command in COMMANDS:
            small, big = measure(runner, paths, command)
            print("%-34s %5.0f ms %5.0f ms   1 : %.1f" %
                  (" ".join(command), small * 1e3, big * 1e3, big / small))


if __name__ == "__main__":
    main()
