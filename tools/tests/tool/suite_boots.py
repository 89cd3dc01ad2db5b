# SPDX-License-Identifier: GPL-2.0
"""What lspci said on booted random machines, against the groups of their kernels.

`tools/lab/lab keep` puts the machines into boots/, which the suite random of the lab booted:
each with its dumps, as zlib compresses them, and with the file "machine": what it was booted with,
whether its IOMMU was on, and the groups of the boot where it was.
"""
import json
import os
import zlib

import harness

BOOTS = os.path.join(harness.HERE, "boots")
DUMPS = ("hex", "text", "nobody")


def read_machine(name):
    """(facts, groups) of a boot."""
    facts, groups = {}, set()
    with open(os.path.join(BOOTS, name, "machine"), encoding="ascii") as file:
        for line in file:
            key, _, value = line.rstrip("\n").partition("=")
            if key == "group":
                groups.add(frozenset(value.split()))
            elif not key.startswith("#"):
                facts[key] = value
    return facts, groups


def contradicted(answer, groups):
    """What of a prediction is not so: a group that is not known holds whole groups."""
    known = {frozenset(one["dev"] for one in group["members"])
             for group in answer["groups"] if group["known"]}
    left_open = [{one["dev"] for one in group["members"]}
                 for group in answer["groups"] if not group["known"]]
    return ["%s: no group" % " ".join(sorted(one)) for one in known - groups] + \
        ["%s: not predicted" % " ".join(sorted(one)) for one in groups - known
         if not any(one <= members for members in left_open)]


def check_dump(run, folder, name, dump):
    """One dump of a boot."""
    facts, groups = read_machine(name)
    path = os.path.join(folder, dump)
    with open(os.path.join(BOOTS, name, dump + ".bin"), "rb") as packed, open(path, "wb") as file:
        file.write(zlib.decompress(packed.read()))
    told = ["--with", facts["acs"] or " "] if facts["iommu"] == "off" else []
    result = run.call("groups", "--predict", "--json", "--from", path,
                      "--kernel", facts["kernel"], *told)
    if result.code:
        run.ok("%s: %s" % (name, dump), False, result.err)
        return
    answer = json.loads(result.out)
    problems = contradicted(answer, groups)
    if dump in facts["whole"].split() and answer["functions_unknown"]:
        problems.append("%d functions are left open" % answer["functions_unknown"])
    run.ok("%s: %s" % (name, dump), not problems, *problems)


def run(run):
    """All of it."""
    with harness.Folder() as folder:
        for name in sorted(os.listdir(BOOTS)):
            for dump in DUMPS:
                if run.may_want("%s: %s" % (name, dump)):
                    check_dump(run, folder, name, dump)
