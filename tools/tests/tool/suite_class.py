# SPDX-License-Identifier: GPL-2.0
"""diff of three nodes or more: what is odd about one of them, against what was planted."""
import json
import os
import random
import subprocess
import time

import harness
import nodes
import suite_baseline
from nodes import GPU0, NIC, PORT
from suite_baseline import ODD, cmdline, lost, more_functions, platform, put

# Nodes of the class in most tests, and in the large one.
FEW, MANY = 7, 1000
# Seconds and KiB that the large one may take, on a machine that does other things as well.
SECONDS, KIB = 60, 100 << 10


def fleet(folder, edits=None, count=FEW):
    """Paths of so many nodes, some of them with an edit."""
    paths, folder = [], os.path.join(folder, str(len(os.listdir(folder))))
    os.mkdir(folder)
    for number in range(count):
        made = nodes.node(number)
        made["faults"], made["fault_units"][0]["records"] = [], 0
        (edits or {}).get(number, lambda node: None)(made)
        paths.append(nodes.write(folder, "n%d.json" % number, made))
    return paths


def ask(run, paths):
    """The answer, its exit code and its page."""
    plain = run.call("diff", *paths)
    result = run.call("diff", *paths, "--json")
    if plain.code not in (0, 1, 7) or result.code != plain.code:
        raise ValueError(plain.err)
    return json.loads(result.out), plain.code, plain.out.decode()


def odd(answer):
    """{(rule, subject): ({value: names of nodes}, how many know it)} of an answer."""
    return {(one["rule"], one["subject"]): (
        {value["value"]: [os.path.basename(name).removesuffix(".json") for name in value["names"]]
         for value in one["values"] if not value["majority"]}, one["known"])
            for one in answer["facts"]}


# What was planted in one node: {(rule, subject): the value that is odd}.
PLANTED = {
    "a parameter missing": {("parameter", "iommu"): "missing"},
    "a parameter more": {("parameter", "debug"): "debug"},
    "another driver": {("driver", NIC): "vfio-pci"},
    "another domain type": {("default_domain", NIC): "identity"},
    "an ACS bit": {("acs", PORT): "SrcValid"},
    "groups that merged": {("group", "0000:02:00.0"): "0000:02:00.0 0000:02:01.0 0000:03:00.0 0000:04:00.0"},
    "another BIOS": {("bios", None): "2.2"},
    "hugepages set aside": {("hugepages", "2048 KiB"): "8"},
    "another kernel": {("kernel", None): "6.12.118"},
    "translation off": {("translation", "dmar0"): "0"},
    "another firmware": {("firmware", nodes.NVME): "3B2R"},
    "a function gone": {("present", GPU0): "missing", ("group", "0000:02:00.0"): "0000:02:00.0"},
}


def planted(run, folder):
    """What is odd about one node, and nothing else."""
    for what, wanted in PLANTED.items():
        if not run.may_want(what):
            continue
        answer, code, text = ask(run, fleet(folder, {3: ODD[what]}))
        found = odd(answer)
        run.ok(what, found == {key: ({value: ["n3"]}, FEW) for key, value in wanted.items()},
               found)
        run.ok(what + ": exit code and verdict", code == 1 and answer["differ"] == 1 and
               "1 of %d nodes differ from the others" % FEW in text and
               "on %d of %d" % (FEW - 1, FEW) in text and "n3.json" in text, code, text)


def unknown_hardware(node):
    """An edit: nobody could read what it is."""
    for key in ("product", "board", "cpu_model"):
        nodes.unknown(node["host"]["platform"], key)


def not_listed(node):
    """An edit: read from sysfs by somebody who may not read firmware's tables."""
    node["source"], node["units"] = "sysfs", []
    for source in node["sources"]:
        if source["source"] == "units":
            source["method"] = "sysfs"


def alike(run, folder):
    """Nodes of a class are alike, and only where all of it is known."""
    paths = fleet(folder)
    answer, code, text = ask(run, paths)
    run.ok("all known", answer["alike"] and code == 0 and not answer["facts"] and
           "all %d nodes are alike" % FEW in text and not answer["not_compared"], text, answer)
    run.ok("values that are a node's own are named", answer["hidden"] == ["ip", "root"] and
           "ip= root=" in text, answer["hidden"])
    answer, code, text = ask(run, fleet(folder, {2: lost("devices", NIC, "default")}))
    run.ok("one value unknown on one node", not answer["alike"] and code == 0 and
           not answer["facts"] and "is known to differ" in text and
           "Not compared on every node (value unknown)" in text and "alike" not in text and
           answer["not_compared"] == [{"rule": "default_domain", "category": "host_dma",
                                       "facts": 1, "nodes": 1}], text, answer["not_compared"])
    for what, edit, rules in (
            ("a command line unknown", lambda node: nodes.unknown(node, "cmdline"), ["cmdline"]),
            ("facts of the host of nobody", lambda node: node.pop("host"), ["hugepages"]),
            ("units that could not be listed", not_listed, ["unit"])):
        answer, code, text = ask(run, fleet(folder, {
            **dict.fromkeys(range(FEW), unknown_hardware),
            2: lambda node, edit=edit: (unknown_hardware(node), edit(node))}))
        found = {one["rule"] for one in answer["not_compared"]
                 if one["nodes"] == 1 and one["rule"] != "numa_nodes"}
        run.ok(what, not answer["alike"] and "alike" not in text and set(rules) <= found and
               answer["compared"] == FEW, found, answer["apart"])
    answer, code, _ = ask(run, fleet(folder, {
        2: lost("devices", NIC, "default"), 4: put("devices", NIC, "default", "identity")}))
    run.ok("majority counts those that know", odd(answer) == {
        ("default_domain", NIC): ({"identity": ["n4"]}, FEW - 1)} and
           answer["facts"][0]["unknown"] == 1, odd(answer))
    base = os.path.join(folder, "base.json")
    suite_baseline.baseline(run, paths[0], "-o", base)
    answer, code, text = ask(run, fleet(folder)[1:] + [base])
    run.ok("a baseline among them", code == 0 and not answer["facts"] and not answer["alike"] and
           [one["rule"] for one in answer["not_compared"]] == ["faults"], answer)


def ties(run, folder):
    """Where no value is that of more than half, that is said."""
    answer, code, text = ask(run, fleet(folder, {
        number: put("devices", NIC, "driver", "vfio-pci") for number in (0, 1, 2)}, 6))
    run.ok("half and half", code == 1 and answer["differ"] == 0 and odd(answer) == {
        ("driver", NIC): ({"igb": ["n3", "n4", "n5"], "vfio-pci": ["n0", "n1", "n2"]}, 6)} and
           "no majority among 6 nodes" in text, odd(answer), text)
    answer, code, text = ask(run, fleet(folder, {
        number: put("devices", NIC, "driver", "d%d" % number) for number in range(5)}, 5))
    run.ok("each another one", "no majority among 5 nodes" in text and
           not any(value["majority"] for value in answer["facts"][0]["values"]), text)


def classes(run, folder):
    """The class is the most frequent hardware; all else is listed, and not compared."""
    other = platform("board", "H12SSL")
    answer, code, text = ask(run, fleet(folder, {0: other, 1: other, 5: ODD["another driver"]}))
    run.ok("two of another board", answer["compared"] == FEW - 2 and
           [(os.path.basename(one["name"]), one["why"], one["board"]) for one in answer["apart"]]
           == [("n0.json", "other_hardware", "H12SSL"), ("n1.json", "other_hardware", "H12SSL")]
           and odd(answer) == {("driver", NIC): ({"vfio-pci": ["n5"]}, FEW - 2)} and
           "Of other hardware, not compared" in text and "board H12SSL" in text, answer, text)
    answer, code, text = ask(run, fleet(folder, {4: more_functions}))
    run.ok("most functions are others", answer["compared"] == FEW - 1 and code == 0 and
           [one["why"] for one in answer["apart"]] == ["other_functions"] and
           not answer["facts"], answer)
    answer, code, _ = ask(run, fleet(folder, {4: unknown_hardware}))
    run.ok("hardware that is not known", [one["why"] for one in answer["apart"]] ==
           ["unknown_hardware"] and not answer["facts"], answer["apart"])
    answer, code, _ = ask(run, fleet(folder, {4: lost_board}))
    run.ok("a board that is not known", not answer["apart"] and not answer["facts"] and
           not answer["alike"], answer["apart"], answer["facts"])
    answer, code, text = ask(run, fleet(folder, {0: other, 1: other}, 4))
    run.ok("two and two: no class", answer["no_class"] and code == 7 and not answer["facts"] and
           "equally frequent" in text and len(answer["apart"]) == 4, code, text)
    answer, code, text = ask(run, fleet(folder, {
        number: platform("board", "B%d" % number) for number in range(3)}, 3))
    run.ok("three kinds: no class", code == 7 and "alike" not in text, code, text)
    answer, code, _ = ask(run, fleet(folder, dict.fromkeys(range(FEW), unknown_hardware)))
    run.ok("no hardware known at all: one class", answer["compared"] == FEW and
           not answer["apart"] and not answer["alike"], answer["apart"])


def lost_board(node):
    """An edit: the board could not be read."""
    nodes.unknown(node["host"]["platform"], "board")


MIXED = {
    1: ODD["another driver"], 2: ODD["a function gone"], 3: lost("devices", NIC, "default"),
    4: platform("board", "H12SSL"), 5: ODD["a parameter missing"], 8: ODD["an ACS bit"],
    9: ODD["groups that merged"]}


def order(run, folder):
    """The answer does not depend on the order of the files."""
    edits = {number: put("devices", NIC, "driver", "d%d" % (number // 2 % 3))
             for number in range(6)}
    for what, paths in (("one odd node each", fleet(folder, MIXED, 11)),
                        ("no majority", fleet(folder, edits, 6)),
                        ("two odd nodes", fleet(folder, {1: edits[0], 4: edits[0]}))):
        permute(run, what, paths)


def permute(run, what, paths):
    """The answer about these files, some times."""
    first = ask(run, paths)
    chance = random.Random(16)
    for number in range(6):
        chance.shuffle(paths)
        run.ok("%s: permutation %d" % (what, number), ask(run, paths) == first, first[2])


def hostile(run, folder):
    """Names and values of strangers are shown as text."""
    evil = "x\u202e<b>"
    paths = fleet(folder)
    strange = nodes.write(folder, "a\x1b[31m.json",
                          nodes.changed(nodes.node(8), put("devices", NIC, "driver", "<b>$(id)")))
    answer, code, text = ask(run, paths + [strange])
    run.ok("a file's name", "\x1b" not in text and "[31m.json" in text, text)
    run.ok("a driver's name", "<b>$(id)" in text and code == 1, text)
    bad = nodes.write(folder, "bad.json", nodes.changed(
        nodes.node(8), put("devices", NIC, "driver", evil)))
    result = run.call("diff", *paths, bad)
    run.ok("a name that misleads is refused", result.code == 4 and "bad.json" in result.err and
           not result.out, result.err)
    with open(os.path.join(folder, "cut.json"), "w", encoding="utf8") as file:
        file.write('{"format": 1')
    result = run.call("diff", *paths, file.name)
    run.ok("a file that is cut", result.code == 4 and not result.out, result.err)
    line = " ".join("a%d=b c%d" % (one % 5000, one) for one in range(20000))
    paths.append(nodes.write(folder, "long.json", {**nodes.node(9), "cmdline": line}))
    before = time.monotonic()
    answer, code, _ = ask(run, paths)
    run.ok("a command line of 40000 parameters", code == 1 and time.monotonic() - before < 60 and
           answer["compared"] == FEW + 1, time.monotonic() - before)


def wrong(run, folder):
    """What is no question."""
    paths = fleet(folder, count=3)
    for what, args, words in (
            ("a file twice", [*paths, paths[0]], "given twice"),
            ("--from", [*paths, "--from", paths[0]], "excludes --from"),
            ("--html", [*paths, "--html", "-"], "is for two snapshots"),
            ("--profile", [*paths, "--profile", "vfio"], "is for two snapshots")):
        result = run.call("diff", *args)
        run.ok(what, result.code == 2 and words in result.err and not result.out, result.err)


@harness.plain("seconds and memory")
def large(run, folder):
    """A thousand nodes take bounded time and memory, and the planted ones are found."""
    chosen = {number: ODD["a parameter missing"] for number in range(0, MANY, 33)}
    chosen[500] = ODD["another domain type"]
    paths = fleet(folder, chosen, MANY)
    before = time.monotonic()
    with subprocess.Popen([run.tool, "diff", *paths, "--json"], stdout=subprocess.PIPE,
                          env=run.environment()) as process:
        answer = json.loads(process.stdout.read())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - before
    found = {key: sorted(next(iter(values.values()))) for key, (values, _) in odd(answer).items()}
    run.ok("the planted ones and no other", found == {
        ("parameter", "iommu"): sorted("n%d" % number for number in chosen if number != 500),
        ("default_domain", NIC): ["n500"]} and answer["compared"] == MANY, str(found)[:2000])
    run.ok("within %d s and %d MiB" % (SECONDS, KIB >> 10), seconds < SECONDS and
           used.ru_maxrss < KIB, seconds, used)


def run(run):
    with harness.Folder() as folder:
        for part in (planted, alike, ties, classes, order, hostile, wrong, large):
            run.part(part, folder)
