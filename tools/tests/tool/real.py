#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Groups that are predicted of real machines, against those that their kernels made.

    real.py TOOL FOLDER

A line for each *.json of the folder, with the groups that differ behind it; the last
line is "N of M groups as predicted", the exit code 0 when that is all of them. The truth
is read from the files here, and groups are compared as sets of functions: their numbers
mean nothing.
"""
import json
import os
import subprocess
import sys

# What differs of a machine is shown so far.
SHOWN = 20


class Broken(Exception):
    """A machine of which nothing can be said, and why."""


def truth(path):
    """The sets of functions that the kernel put into a group each, by their number."""
    try:
        with open(path, encoding="utf8") as file:
            functions = json.load(file)["functions"]
        groups = {}
        for function in functions:
            if function["group"] is not None:
                groups.setdefault(function["group"], set()).add(function["dev"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Broken("cannot be read: %s: %s" % (type(error).__name__, error)) from error
    return {number: frozenset(group) for number, group in groups.items()}


def predicted(tool, path):
    """The sets that the tool predicts, as far as it knows them, and what it does not."""
    done = subprocess.run([tool, "groups", "--predict", "--json", "--from", path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    try:
        groups = json.loads(done.stdout)["groups"]
        sets = [frozenset(member["dev"] for member in group["members"])
                for group in groups if group["known"]]
        unknown = {member["dev"]: member["unknown_text"] or "unknown"
                   for group in groups if not group["known"] for member in group["members"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Broken("%s: exit code %d: %s" % (type(error).__name__, done.returncode,
                                               done.stderr.strip())) from error
    return sets, unknown


def words(functions):
    """Functions, in order."""
    return " ".join(sorted(functions))


def compare(tool, path):
    """Return: how many groups came out, how many there are, and a line for each other one."""
    groups = truth(path)
    sets, unknown = predicted(tool, path)
    # Functions of which the kernel's log says nothing are left out of both.
    told = frozenset().union(*groups.values()) if groups else frozenset()
    found = {one & told for one in sets}
    wrong = []
    for number, group in sorted(groups.items()):
        if group in found:
            continue
        why = sorted({unknown[one] for one in group if one in unknown})
        others = [one for one in found if one & group]
        wrong.append("group %s: %s; predicted: %s" % (
            number, words(group), "; ".join(why) if why else
            " | ".join(sorted(words(one) for one in others)) or "nowhere"))
    return len(groups) - len(wrong), len(groups), wrong


def main(tool, folder):
    """Every machine of the folder."""
    good = total = broken = 0
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    except OSError as error:
        sys.exit("%s: %s" % (folder, error.strerror))
    for name in names:
        try:
            right, groups, wrong = compare(tool, os.path.join(folder, name))
        except Broken as error:
            broken += 1
            print("not ok - real: %s" % name)
            print("# %s" % error)
            continue
        good += right
        total += groups
        print("%s - real: %s: %d of %d groups" % ("not ok" if wrong else "ok", name, right, groups))
        for line in wrong[:SHOWN]:
            print("# %s" % line)
        if len(wrong) > SHOWN:
            print("# and %d more" % (len(wrong) - SHOWN))
    if not names:
        print("not ok - real: no machine in %s" % folder)
        broken = 1
    print("%d of %d groups as predicted" % (good, total))
    return 1 if broken or good < total else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
