# SPDX-License-Identifier: GPL-2.0
"""Baselines: the same for all nodes of their hardware, and what check --against says by them."""
import glob
import json
import os

import answers
import harness
import nodes
from nodes import GPU0, NIC, NVME, PORT


def baseline(run, path, *args):
    """The text of the baseline of a snapshot."""
    result = run.call("snapshot", "--baseline", "--from", path, *args)
    if result.code:
        raise ValueError(result.err)
    return result.out


def made(run, folder):
    """Nodes that differ in nothing but what is their own have one baseline."""
    texts = {}
    for number in (0, 1, 2, 3, 77, 4711):
        path = nodes.write(folder, "node%d.json" % number, nodes.node(number))
        texts[number] = baseline(run, path)
        again = nodes.write(folder, "again.json", json.loads(texts[number]))
        run.ok("node %d: read and written again it is the same" % number,
               run.call("snapshot", "--from", again).out == texts[number] ==
               baseline(run, again))
    first = texts[0]
    run.ok("all nodes have one", len(set(texts.values())) == 1 and len(first) > 10000,
           *[line for line in texts[0].splitlines() if line not in texts[4711].splitlines()])
    kept = json.loads(first)
    run.ok("it says what it is", kept["baseline"] is True and kept["redacted"] is False, kept)
    run.ok("the command line keeps names, and values of the kernel's parameters",
           kept["cmdline"] == "BOOT_IMAGE=/boot/vmlinuz-6.12 root= ro intel_iommu=on iommu=pt ip="
           and kept["hidden"] == ["root", "ip"], kept["cmdline"], kept["hidden"])
    run.ok("keys are missing, not null", not {"time", "boot_id", "boottime_ns"} & set(kept) and
           "serial" not in kept["host"]["devices"][12], kept["host"]["devices"][12])
    run.ok("lists of what happened are missing", not {
        "faults", "fault_units", "events", "registers", "fault_log"} & set(kept) and
           not {"uses", "usage"} & set(kept["host"]), sorted(kept))
    run.ok("groups are those of their members", {tuple(sorted(group["devices"]))
                                                 for group in kept["groups"]} ==
           {tuple(sorted(group["devices"])) for group in nodes.node(3)["groups"]})


def kept(run, folder):
    """A node that differs in anything else has another baseline."""
    one = baseline(run, nodes.write(folder, "one.json", nodes.node(1)))
    for what, edit in ODD.items():
        path = nodes.write(folder, "odd.json", nodes.changed(nodes.node(2), edit))
        run.ok(what, baseline(run, path) != one)


def recorded(run, folder):
    """Every recorded machine has a baseline that reads, and against which it is no worse."""
    real = sorted(glob.glob(os.path.join(harness.HERE, "real", "*.json")))
    for path in [answers.Machine(run, name).path for name in answers.names()] + real:
        name = os.path.basename(path)
        snapshot = os.path.join(folder, "whole.json")
        run.call("snapshot", "--from", path, "-o", snapshot)
        with open(snapshot, encoding="utf8") as file:
            whole = json.load(file)
        text = baseline(run, path)
        if not run.may_want(name):
            continue
        to = os.path.join(folder, "base.json")
        with open(to, "wb") as file:
            file.write(text)
        run.ok(name + ": no serial number, boot id or time", all(
            secret not in text.decode() for secret in
            [whole.get("boot_id"), whole.get("time")] +
            [one.get("serial") for one in whole.get("host", {}).get("devices", [])] if secret))
        said = run.ask("diff", to, path)
        run.ok(name + ": no difference from itself", not said["changes"] and
               not said["other_hardware"], *said["changes"])
        for command in ("report", "devices", "faults", "units", "check", "version"):
            result = run.call(command, "--from", to)
            run.ok("%s: %s" % (name, command), result.code in (0, 1) and result.out, result.err)


def shown(run, folder):
    """What a baseline leaves out does not read as unknown."""
    path = nodes.write(folder, "node.json", nodes.node(5))
    to = os.path.join(folder, "base.json")
    baseline(run, path, "-o", to)
    head = run.call("report", "--from", to).out.decode()
    run.ok("the report says that it is one", "baseline, from the module" in head, head)
    for args, words in ((["version"], "left out"), (["faults"], "a baseline leaves faults out"),
                        (["events"], "a baseline leaves events out"),
                        (["units", "--columns", "posted_irtes"], "left out")):
        said = run.call(*args, "--from", to)
        run.ok(" ".join(args), words in said.out.decode() + said.err, said.out, said.err)
    result = run.call("faults", "--since", to, "--from", path)
    run.ok("faults since a baseline are none", result.code == 4 and "baseline" in result.err,
           result.code, result.err)
    run.ok("no other command makes one", run.call("report", "--baseline", "--from", path).code == 2)


def cmdline(old, new):
    """An edit of the command line."""
    def edit(node):
        node["cmdline"] = node["cmdline"].replace(old, new)
    return edit


def put(what, dev, key, value, where="dev"):
    """An edit of the records about a function."""
    def edit(node):
        for one in nodes.of(node, what, dev, where):
            one[key] = value
    return edit


def lost(what, dev, key, where="dev"):
    """An edit: a value could not be read."""
    def edit(node):
        for one in nodes.of(node, what, dev, where):
            nodes.unknown(one, key)
    return edit


def platform(key, value):
    """An edit of board, firmware or processor."""
    return lambda node: node["host"]["platform"].update({key: value})


def regroup(node):
    """The functions of the switch's two ports are in one group."""
    by = {tuple(sorted(group["devices"])): group for group in node["groups"]}
    one = by[("0000:02:00.0", GPU0)]
    other = by[("0000:02:01.0", NIC)]
    one["devices"] = sorted(one["devices"] + other["devices"])
    node["groups"].remove(other)
    for device in node["devices"]:
        if device["group"] == other["group"]:
            device["group"] = one["group"]


def other_card(node):
    """Another model in the NIC's slot."""
    for one in nodes.of(node, "devices", NIC):
        one["device"] = "0x1521"


# What is no node's own.
ODD = {
    "a parameter missing": cmdline(" iommu=pt", ""),
    "a parameter more": cmdline(" ro ", " ro debug "),
    "another driver": put("devices", NIC, "driver", "vfio-pci"),
    "another domain type": put("devices", NIC, "default", "identity"),
    "an ACS bit": put("acs", PORT, "ctl", ["SrcValid"], "port"),
    "groups that merged": regroup,
    "a function gone": lambda node: nodes.without(node, GPU0),
    "another BIOS": platform("bios_version", "2.2"),
    "hugepages set aside": lambda node: node["host"]["hugepages"][0].update(total=8),
    "a narrower link": put("host.devices", GPU0, "link_width", 8),
    "another kernel": lambda node: node.update(kernel="6.12.118"),
    "translation off": lambda node: node["units"][0].update(translation=False),
    "another firmware": lambda node: node["host"]["firmware"][0].update(version="3B2R"),
}


def more_functions(node):
    """Most of its functions are those of other hardware."""
    for one in node["devices"]:
        if one["dev"] > "0000:00:03.0":
            one["device"] = "0x9999"


# (what, edit of the node, edit of the baseline, {(rule, trend)}, {(rule, why)} that matter,
#  exit code, exit code with --fail-on unknown)
LEFT = ("faults", "left_out")
AGAINST = [
    ("nothing", None, None, set(), set(), 0, 0),
    ("faults and serial numbers", lambda node: node["faults"].clear(), None, set(), set(), 0, 0),
    ("another domain type", ODD["another domain type"], None, {("default_domain", "worse")},
     set(), 1, 1),
    ("an ACS bit", ODD["an ACS bit"], None,
     {("acs", "worse"), ("p2p_route", "changed")}, set(), 1, 1),
    ("groups that merged", regroup, None, {("groups_merged", "worse")}, set(), 1, 1),
    ("a function gone", ODD["a function gone"], None, {("removed", "worse")}, set(), 1, 1),
    ("a function added", None, ODD["a function gone"],
     {("added", "changed"), ("group_grew", "worse")}, set(), 1, 1),
    ("another model in a slot", other_card, None,
     {("removed", "worse"), ("added", "changed")}, set(), 1, 1),
    ("translation off", ODD["translation off"], None, {("translation", "worse")}, set(), 1, 1),
    ("another BIOS", ODD["another BIOS"], None, {("bios", "changed")}, set(), 0, 0),
    ("a parameter missing", ODD["a parameter missing"], None, {("cmdline", "changed")}, set(), 0,
     0),
    ("a parameter whose value was left out, missing", cmdline(" ro", ""), None,
     {("cmdline", "changed")}, set(), 0, 0),
    ("a parameter with X for a value", cmdline("iommu=pt", "iommu=XX"), None,
     {("cmdline", "changed")}, set(), 0, 0),
    ("a value that the node could not read", lost("devices", NIC, "default"), None,
     {("default_domain", "inconclusive")}, set(), 0, 7),
    ("a value that the baseline does not know", None, lost("devices", NIC, "default"),
     {("default_domain", "inconclusive")}, set(), 0, 7),
    ("a value that neither knows", lost("devices", NIC, "default"),
     lost("devices", NIC, "default"), set(), {("default_domain", "unknown_both")}, 0, 7),
    ("ACS that neither knows", lost("acs", PORT, "ctl", "port"), lost("acs", PORT, "ctl", "port"),
     set(), {("acs", "unknown_both")}, 0, 7),
    ("groups that the node does not know", lost("devices", NIC, "group"), None, set(),
     {("groups_merged", "unknown_new")}, 0, 7),
    ("a BIOS that the node could not read",
     lambda node: nodes.unknown(node["host"]["platform"], "bios_version"), None, set(), set(), 0,
     0),
    ("units that could not be read",
     lambda node: nodes.unknown(node["units"][0], "translation"),
     lambda node: nodes.unknown(node["units"][0], "translation"), set(),
     {("translation", "unknown_both")}, 0, 7),
]


def against(run, folder):
    """What check --against a baseline says of planted changes."""
    for what, edit, edited, wanted, untold, code, strict in AGAINST:
        if not run.may_want(what):
            continue
        base = nodes.write(folder, "reference.json",
                           nodes.changed(nodes.node(1), edited or (lambda node: None)))
        to = os.path.join(folder, "class.json")
        baseline(run, base, "-o", to)
        path = nodes.write(folder, "node.json",
                           nodes.changed(nodes.node(2), edit or (lambda node: None)))
        said = run.ask("check", "--against", to, "--from", path)
        seen = {(one["rule"], one["trend"]) for one in said["changes"]}
        run.ok(what, seen == wanted, seen, *said["changes"])
        matters = {(one["rule"], one["why"]) for one in said["not_compared"] if one["category"] in
                   ("iommu", "host_dma", "isolation", "devices", "faults")}
        run.ok(what + ": what was not compared", matters ==
               untold | {LEFT, ("replaced", "left_out")}, matters, untold)
        plain = run.call("check", "--against", to, "--from", path)
        failing = run.call("check", "--against", to, "--from", path, "--fail-on", "unknown")
        run.ok(what + ": exit codes", (plain.code, failing.code) == (code, strict), plain.code,
               failing.code, plain.out.decode())
        text = plain.out.decode()
        run.ok(what + ": it claims no more than is known", code == 1 or
               "is known to have got worse" in text and "Not compared" in text and
               "left out of the baseline:" in text, text)
        run.ok(what + ": values of root= and ip= were not compared", any(
            one["parameters"] == ["root", "ip"] for one in said["not_compared"]) and
               "values of root= ip=" in " ".join(text.split()), text)


OTHER = [
    ("board", platform("board", "H12SSL\x3cb\x3e"), "board ROMED8-2T → H12SSL<b>"),
    ("system", platform("product", "R3"), "system R2 → R3"),
    ("processor", platform("cpu_model", "Xeon 8592"), "processor Xeon 6430 → Xeon 8592"),
    ("functions", more_functions, "fewer than half of the PCI functions"),
]


def other_hardware(run, folder):
    """A baseline of other hardware says nothing, and says so."""
    base = nodes.write(folder, "reference.json", nodes.node(1))
    to = os.path.join(folder, "class.json")
    baseline(run, base, "-o", to)
    for what, edit, words in OTHER:
        path = nodes.write(folder, "node.json", nodes.changed(nodes.node(2), edit))
        plain = run.call("check", "--against", to, "--from", path)
        text = " ".join(plain.out.decode().split())
        said = run.ask("check", "--against", to, "--from", path)
        run.ok(what, "the baseline is of other hardware" in text and words in text, text)
        run.ok(what + ": no stream of differences", not said["changes"] and
               not said["not_compared"] and said["other_hardware"], said)
        failing = run.call("check", "--against", to, "--from", path, "--fail-on", "unknown")
        run.ok(what + ": exit codes", (plain.code, failing.code) == (0, 7), plain.code,
               failing.code)
        page = run.call("diff", to, path, "--html", "-").out.decode()
        run.ok(what + ": as a page", "Nothing was compared." in page and "<b>" not in page and
               "What was not compared" not in page, page[-3000:])
    snapshot = nodes.write(folder, "node.json", nodes.changed(nodes.node(2), OTHER[0][1]))
    run.ok("of a snapshot, a board is a difference", [
        one["rule"] for one in run.ask("diff", base, snapshot)["changes"]
        if one["category"] == "platform"] == ["board"])


# What a baseline's node is like: the line of --oneline, states of the two, performance data.
LINES = [
    ("nothing", lambda node: None, "OK baseline: no change is known", 0, 0,
     "changed=0;;;0 matter=0;;0;0 worse=0;0;;0 inconclusive=0;;;0 unknown=0;;;0"),
    ("worse", ODD["another domain type"],
     "FAIL baseline: 1 matter; 1 worse, 0 inconclusive, 0 changed, 0 better", 1, 2,
     "changed=1;;;0 matter=1;;0;0 worse=1;0;;0 inconclusive=0;;;0 unknown=0;;;0"),
    ("unknown on the node", lost("devices", NIC, "default"),
     "UNKNOWN baseline: 0 matter; 0 worse, 1 inconclusive, 0 changed, 0 better", 7, 3,
     "changed=1;;;0 matter=0;;0;0 worse=0;0;;0 inconclusive=1;;;0 unknown=1;;;0"),
    ("unknown in the baseline, too", "both",
     "UNKNOWN baseline: no change is known; 1 unknown", 7, 3,
     "changed=0;;;0 matter=0;;0;0 worse=0;0;;0 inconclusive=0;;;0 unknown=1;;;0"),
    ("other hardware", platform("board", "X|Y"),
     "UNKNOWN baseline: the baseline is of other hardware", 7, 3,
     "changed=0;;;0 matter=0;;0;0 worse=0;0;;0 inconclusive=0;;;0 unknown=1;;;0"),
]


def lines(run, folder):
    """--oneline and --nagios never take what is unknown for good."""
    for what, edit, line, code, state, data in LINES:
        both = edit == "both"
        edit = lost("devices", NIC, "default") if both else edit
        base = nodes.write(folder, "reference.json",
                           nodes.changed(nodes.node(1), edit if both else lambda node: None))
        to = os.path.join(folder, "class.json")
        baseline(run, base, "-o", to)
        path = nodes.write(folder, "node.json", nodes.changed(nodes.node(2), edit))
        one = run.call("check", "--against", to, "--from", path, "--oneline")
        run.ok(what + ": --oneline", one.out.decode() == line + "\n" and one.code == code,
               one.out, one.code, one.err)
        nagios = run.call("check", "--against", to, "--from", path, "--nagios")
        first, _, more = nagios.out.decode().partition("\n")
        run.ok(what + ": --nagios", nagios.code == state and first.partition("| ")[2] == data and
               ("left out of the baseline" in more or what == "other hardware"),
               nagios.out, nagios.code, nagios.err)


def page(run, folder):
    """The page of a comparison with a baseline lists what was not compared."""
    base = nodes.write(folder, "reference.json", nodes.node(1))
    to = os.path.join(folder, "class.json")
    baseline(run, base, "-o", to)
    text = run.call("diff", to, base, "--html", "-").out.decode()
    run.ok("what was not compared", "left out of the baseline: " in text and
           "No difference is known." in text and "baseline, kernel" in text, text[-3000:])


def redacted(run, folder):
    """Values that snapshot --redact left out are marked as such, and not compared."""
    paths = []
    for number in (1, 2):
        whole = nodes.write(folder, "whole.json", nodes.node(number))
        paths.append(os.path.join(folder, "redacted%d.json" % number))
        run.call("snapshot", "--redact", "--from", whole, "-o", paths[-1])
    with open(paths[0], encoding="utf8") as file:
        run.ok("it names them", json.load(file)["hidden"] == ["root", "ip"])
    for what, args in (("two redacted ones", paths), ("one", [whole, paths[0]]),
                       ("a baseline of one", None)):
        if not args:
            to = os.path.join(folder, "class.json")
            baseline(run, paths[0], "-o", to)
            args = [to, whole]
        said = run.ask("diff", *args)
        run.ok(what, not any(one["rule"] == "cmdline" for one in said["changes"]) and any(
            one["parameters"] == ["root", "ip"] for one in said["not_compared"]),
               *said["changes"], *said["not_compared"])


def hostile(run, folder):
    """Names of hidden parameters come from strangers."""
    base = nodes.write(folder, "reference.json", nodes.node(1))
    many = ["p%d" % number for number in range(257)]
    for what, hidden, code in (("256 of them", many[:256], 0), ("257 of them", many, 4),
                               ("one that is no name", ["a<b>"], 4)):
        path = nodes.write(folder, "node.json", {**nodes.node(2), "hidden": hidden})
        result = run.call("diff", path, base)
        run.ok(what, result.code == code and (code == 0 or "hidden" in result.err), result.code,
               result.err)
    line = " ".join("p%d=secret%d" % (one, one) for one in range(400))
    path = nodes.write(folder, "node.json", {**nodes.node(2), "cmdline": line})
    kept = json.loads(baseline(run, path))
    run.ok("what is beyond is not kept", len(kept["hidden"]) == 256 and
           "secret" not in kept["cmdline"] and len(kept["cmdline"].split()) == 256,
           kept["cmdline"])


def run(run):
    with harness.Folder() as folder:
        run.part(made, folder)
        run.part(kept, folder)
        run.part(recorded, folder)
        run.part(shown, folder)
        run.part(against, folder)
        run.part(other_hardware, folder)
        run.part(lines, folder)
        run.part(page, folder)
        run.part(redacted, folder)
        run.part(hostile, folder)
