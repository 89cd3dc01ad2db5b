# SPDX-License-Identifier: GPL-2.0
"""Differences of recorded machines: what the tool says against what a person says."""
import json
import os
import re

import answers
import harness
import values
from machine import ISOLATION, Machine, PORT_CAP, switched
from suite_faults import SECOND, line, unit

PROFILES = ["baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference"]


def sections():
    """[(old, new, profiles that are worse off, [(trend, rule, who, words)])]."""
    found = []
    for line in answers.lines("differences"):
        head = re.fullmatch(r"\[(\S+) (\S+)\](.*)", line)
        if head:
            found.append((head[1], head[2], head[3].split(), []))
            continue
        trend, _, rest = line.partition(":")
        rule, who, words = [part.strip() for part in rest.split("|")]
        found[-1][3].append((trend, rule, who.split(), words.split()))
    return found


def value(change, key):
    """A value of a difference as text, lists with blanks; None where it does not apply."""
    if key in change.get("unknown", []):
        return "unknown"
    if change[key] is None:
        return None
    text = values.text(change[key])
    return text if isinstance(text, str) else " ".join(text) or "none"


class Pair:
    """Two machines and their difference."""

    def __init__(self, run, old, new):
        self.old, self.new = answers.Machine(run, old), answers.Machine(run, new)
        self.said = self.old.ask("diff", self.old.path, self.new.path)

    def found(self, trend, rule, who, words):
        """Whether the tool says it."""
        wanted = {self.new.address(one) for one in who if one.partition(".")[0] in self.new.ids}
        others = [one for one in who if one.partition(".")[0] not in self.new.ids]
        for change in self.said["changes"]:
            ends = [*change["devices"], *filter(None, [change["peer"]])]
            where = {device["new"] for device in ends}
            became = "%s %s" % (value(change, "old"), value(change, "new"))
            if (change["trend"], change["rule"]) == (trend, rule) and wanted <= where and \
                    all(one in (change["subject"] or "") for one in others) and \
                    all(word in became.split() for word in words):
                return True
        return False


def check(run, old, new, profiles, said):
    title = "%s → %s: " % (old, new)
    pair = Pair(run, old, new)
    for answer in said:
        run.ok(title + "%s %s %s" % (answer[0], answer[1], " ".join(answer[2])),
               pair.found(*answer), *pair.said["changes"])
    worse = {change["rule"] for change in pair.said["changes"] if change["trend"] == "worse"}
    known = {rule for trend, rule, _, _ in said if trend == "worse"}
    run.ok(title + "nothing else got worse", worse == known, worse, known)
    if not said:
        run.ok(title + "no differences", not pair.said["changes"], pair.said["changes"])
    run.ok(title + "what got worse comes first", in_order(pair.said["changes"]),
           *pair.said["changes"])
    for profile in PROFILES:
        result = run.call("diff", pair.old.path, pair.new.path, "--profile", profile)
        run.ok(title + profile, result.code == (profile in profiles), result.code,
               result.out.decode())
        against = run.call("check", "--against", pair.old.path, "--from", pair.new.path,
                           "--profile", profile)
        run.ok(title + "check --against says so for " + profile,
               (against.code, against.out) == (result.code, result.out), against.err)


TRENDS = ["worse", "inconclusive", "changed", "better"]


def in_order(changes):
    """Whether what got worse comes first: category by category, and in each of them."""
    worst = []
    for change in changes:
        trend = TRENDS.index(change["trend"])
        if not worst or worst[-1][0] != change["category"]:
            worst.append([change["category"], trend, trend])
        elif trend < worst[-1][2]:
            return False
        worst[-1][2] = trend
    categories = [one for one, _, _ in worst]
    first = [trend for _, trend, _ in worst]
    return len(categories) == len(set(categories)) and first == sorted(first)


def changed(snapshot, edit):
    """A copy of a snapshot after edit(files, copy)."""
    copy = json.loads(json.dumps(snapshot))
    edit(copy["files"], copy)
    return copy


def of(files, name, **keys):
    """Records of a file that have these values."""
    return [record for record in files[name]
            if all(record.get(key) == value for key, value in keys.items())]


def put(name, key, value, **keys):
    """An edit: a value of some records; None takes the key away."""
    def edit(files, _):
        for record in of(files, name, **keys):
            if value is None:
                record.pop(key, None)
            else:
                record[key] = value
    return edit


def rename(*pairs):
    """An edit: other addresses, wherever they stand."""
    def edit(files, copy):
        text = json.dumps([files, copy["host"]])
        for number, (old, _) in enumerate(pairs):
            text = text.replace(old, "<%d>" % number)
        for number, (_, new) in enumerate(pairs):
            text = text.replace("<%d>" % number, new)
        files.clear()
        new, copy["host"] = json.loads(text)
        files.update(new)
    return edit


def host(key, value, **keys):
    """An edit: a fact of the host."""
    def edit(_, copy):
        for record in of(copy, "host", **keys):
            record[key] = value
    return edit


def both(*edits):
    """Several edits, one after the other."""
    def edit(files, copy):
        for one in edits:
            one(files, copy)
    return edit


def without(*names):
    """An edit: a module that is older than these files."""
    def edit(files, _):
        for name in names:
            del files[name]
    return edit


def another_boot(_, copy):
    """An edit: the same machine after a restart."""
    copy["boot_id"] = "00000000-0000-4000-8000-000000000000"


LEFT, RIGHT = "0000:01:00.0", "0000:02:00.0"
GPU0, NIC, GPU1 = "0000:03:00.0", "0000:04:00.0", "0000:05:00.0"
SWITCH_MOVED = both(
    rename(("0000:01:", "0000:07:"), ("0000:02:", "0000:08:"), ("0000:03:", "0000:09:"),
           ("0000:04:", "0000:0a:")),
    put("devices", "path", "0000:00:05.0", dev="0000:07:00.0"),
    put("devices", "path", "0000:00:05.0/0000:07:00.0", dev="0000:08:00.0"),
    put("devices", "path", "0000:00:05.0/0000:07:00.0", dev="0000:08:01.0"),
    put("devices", "path", "0000:00:05.0/0000:07:00.0/0000:08:00.0", dev="0000:09:00.0"),
    put("devices", "path", "0000:00:05.0/0000:07:00.0/0000:08:01.0", dev="0000:0a:00.0"))
# (what, machine or (machine, edit of the old one), edit, what it says: {(rule, trend)}, of how many devices, exit code)
EDITS = [
    ("nothing", "gpu", lambda *_: None, set(), 0, 0),
    ("a default that is not known", "gpu",
     put("devices", "default", "unknown", dev=NIC), {("default_domain", "inconclusive")}, 1, 0),
    ("a key that the other module did not have", "gpu", put("devices", "flr", None),
     {("flr", "inconclusive")}, 15, 0),
    ("registers that could not be read", "gpu", put("units", "translation", "unknown"),
     {("translation", "inconclusive")}, 0, 0),
    ("a module that does not count faults", "storm", without("faults", "fault_log"),
     {("faults", "inconclusive")}, 0, 0),
    ("another boot with as many faults", "storm", another_boot, {("faults", "changed")}, 0, 0),
    ("another boot without faults", "quiet", another_boot, set(), 0, 0),
    ("ACS of a port that is not known", "gpu", put("acs", "ctl", "unknown", port="0000:00:03.0"),
     {("acs", "inconclusive")}, 1, 0),
    # Two of a kind, both in other slots: nothing tells them apart.
    ("two alike in new slots", "gpu", both(
        rename((GPU0, "0000:07:00.0"), (GPU1, "0000:06:01.0")),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.0"),
        put("devices", "path", "0000:00:04.0", dev="0000:06:01.0")),
     {("which", "inconclusive"), ("groups_merged", None)}, 4, None),
    # One of two: the other one is where it was, so it is this one.
    ("one of two alike in a new slot", "gpu", both(
        rename((GPU1, "0000:07:00.0")),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.0")),
     {("moved", "changed")}, 1, 0),
    ("all buses of a switch with other numbers", "gpu",
     rename(("0000:01:", "0000:11:"), ("0000:02:", "0000:12:"), ("0000:03:", "0000:13:"),
            ("0000:04:", "0000:14:")), {("renumbered", "changed")}, 5, 0),
    # Its two downstream ports are alike, and come along by their place below it.
    ("a switch with all below it in another slot", "gpu", SWITCH_MOVED,
     {("moved", "changed")}, 5, 0),
    ("a switch in another slot, with another card below it", ("gpu", host("serial", "00-00-00-00-00-00-00-01", dev=NIC)),
     both(SWITCH_MOVED, host("serial", "00-00-00-00-00-00-00-02", dev="0000:0a:00.0")),
     {("moved", "changed"), ("removed", "worse"), ("added", "changed")}, 6, 1),
    ("a device that is gone", "gpu", lambda files, _: files["devices"].remove(
        of(files, "devices", dev=NIC)[0]), {("removed", "worse")}, 1, 1),
    # Its port is part of the board: none moved here.
    ("a root port in another place", "gpu", both(
        rename(("0000:00:05.0", "0000:00:07.0"))),
     {("removed", "worse"), ("added", "changed"), ("scope", None)}, 2, 1),
    ("another device in its place", "gpu", put("devices", "device", "0x1521", dev=NIC),
     {("removed", "worse"), ("added", "changed")}, 2, 1),
    ("an address that another device has now", "gpu",
     rename((GPU1, "0000:06:00.0"), ("0000:06:00.0", GPU1)), {("renumbered", "worse")}, 2, 0),
    ("a device without reset", "gpu", put("devices", "flr", "0", dev=NIC),
     {("flr", "worse")}, 1, 0),
    ("a reset method less", "gpu", host("reset", "bus", dev=NIC),
     {("reset_methods", "changed")}, 1, 0),
    ("a smaller BAR", "gpu", host("bar_max_mib", "8", dev=GPU1), {("largest_bar", "worse")}, 1, 0),
    ("hugepages", "gpu", host("total", "64", size_kb="2048"), {("hugepages", "better")}, 0, 0),
    ("a tool that did not look at the host", "gpu", lambda _, copy: copy.pop("host"),
     {("host", "inconclusive")}, 0, 0),
    ("another NUMA node", "gpu", put("devices", "numa", "1", dev=NIC),
     {("numa_node", "changed")}, 1, 0),
    ("serial numbers that nobody gave", "twins", both(
        host("serial", "00-00-00-00-00-00-00-00", dev=LEFT),
        host("serial", "ff-ff-ff-ff-ff-ff-ff-ff", dev=RIGHT)), set(), 0, 0),
    ("serial numbers that could not be read", "twins", both(
        host("serial", "unknown", dev=LEFT), host("serial", "unknown", dev=RIGHT)), set(), 0, 0),
    ("a serial number that two have", "twins",
     host("serial", "52-54-00-ff-ff-12-00-01", dev=RIGHT), {("replaced", "changed")}, 1, 0),
    # By its slot it might be either of the two that were there.
    ("one of two alike in a new slot, by its serial number", "twins", both(
        rename((LEFT, "0000:07:00.0")),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.0"),
        lambda files, _: files["devices"].remove(of(files, "devices", dev=RIGHT)[0])),
     {("moved", "changed"), ("removed", "worse")}, 2, 1),
    ("another one in a new slot, by its serial number", "twins", both(
        rename((LEFT, "0000:07:00.0")),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.0"),
        host("serial", "52-54-00-ff-ff-12-00-09", dev="0000:07:00.0")),
     {("removed", "worse"), ("added", "changed")}, 2, 1),
    # All functions of a device have one number.
    ("a device of two functions in another slot, by its serial number", "twins", both(
        rename((LEFT, "0000:07:00.1"), (RIGHT, "0000:07:00.0")),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.0"),
        put("devices", "path", "0000:00:05.0", dev="0000:07:00.1"),
        host("serial", "52-54-00-ff-ff-12-00-02", dev="0000:07:00.1")),
     {("moved", "changed"), ("removed", "worse"), ("added", "changed")}, 3, 1),
    ("another order of the command line", "gpu", lambda _, copy: copy.update(
        cmdline=" ".join(reversed(copy["cmdline"].split()))), {("cmdline", "changed")}, 0, 0),
]


def edits(run, folder):
    """Differences that were made on purpose."""
    for what, name, edit, wanted, count, code in EDITS:
        if not run.may_want("made on purpose: " + what):
            continue
        name, before = (name, lambda *_: None) if isinstance(name, str) else name
        with open(answers.Machine(run, name).path, encoding="utf8") as file:
            old = changed(values.load_snapshot(file.read()), before)
        paths = [os.path.join(folder, "old.json"), os.path.join(folder, "new.json")]
        for path, snapshot in zip(paths, (old, changed(old, edit))):
            with open(path, "w", encoding="utf8") as file:
                file.write(values.dump_snapshot(snapshot))
        result = run.call("diff", *paths, "--json")
        said = values.parse(result.out)["changes"]
        seen = {(change["rule"], change["trend"]) for change in said}
        named = {(one["old"], one["new"]) for change in said
                 if (change["rule"], change["trend"]) in wanted for one in change["devices"]}
        if any(trend is None for _, trend in wanted):
            seen &= wanted
            wanted = {pair for pair in wanted if pair[1]}
        run.ok("made on purpose: " + what, seen == wanted and len(named) == count,
               seen, wanted, sorted(named, key=str), count)
        if code is not None:
            run.ok("made on purpose: %s: exit code" % what, result.code == code, result.code)


BOOT = "proc/sys/kernel/random/boot_id"


def counted(boot, records, *sources, make=switched):
    """A machine that logged that many faults in a boot; the sources are those of the last ones."""
    made = make()
    made.host[BOOT] = "00000000-0000-4000-8000-00000000000%d\n" % boot
    made.faults = [unit(records).rstrip(), *(
        line(count, 500 * SECOND, source=source).rstrip() for source, count in sources)]
    return made


def with_root(ctl):
    """A root port with these bits on."""
    made = switched()
    made.ports["00:01.0"] = ("root_port", PORT_CAP, ctl, ctl, 1)
    return made


def slot(cmdline, alone=False, bits=None):
    """Two functions of one slot, on a kernel that carries the override of ACS."""
    made = Machine(kernel="6.8.12-4-pve", cmdline=cmdline)
    made.port("00:01.0", "root_port")
    for fn in ("01:00.0", "01:00.1"):
        made.add(fn, "nic", ("00:01.0",))
        if bits:
            made.ports[fn] = ("endpoint", *[bits] * 3, 1)
    if not alone:
        made.regroup("01:00.1", "01:00.0")
    return made


def crowded():
    """A switch with a second function beside its first NIC."""
    made = switched()
    made.add("05:00.1", "other", ("00:01.0", "01:00.0", "02:02.0"),
             group=made.devices["05:00.0"]["group"])
    return made


OVERRIDE = "pcie_acs_override=downstream,multifunction"
GPU, OTHER_GPU, PORT = "0000:03:00.0", "0000:04:00.0", "0000:02:00.0"
# What the rules of these machines are about.
CATEGORIES = {"p2p_route": "peer_to_peer", "p2p": "peer_to_peer", "acs": "isolation",
            "acs_capability": "isolation", "group_grew": "isolation", "added": "devices",
            "faults": "faults", "group_split": "isolation", "groups_merged": "isolation",
            "cmdline": "software"}
SET, CAP = (bits.replace(",", " ") for bits in (ISOLATION, PORT_CAP))
# What, old machine, new one, rule: (trend, device, old value, new value, words of its meaning or
# of the fault).
SMALL = [
    ("redirect switched off", switched, lambda: switched("SrcValid,UpstreamFwd"), {
        "p2p_route": ("changed", PORT, SET, "SrcValid UpstreamFwd", "they go across the switch instead"),
        "p2p": ("better", GPU, "redirected", "direct", "")}),
    ("redirect switched on", lambda: switched("SrcValid,UpstreamFwd"), switched, {
        "p2p_route": ("changed", PORT, "SrcValid UpstreamFwd", SET,
                      "they are sent up to the root complex instead"),
        "p2p": ("worse", GPU, "direct", "redirected", "")}),
    ("Direct Translated switched on", switched, lambda: switched(ISOLATION + ",DirectTrans"), {
        "p2p_route": ("changed", PORT, SET, SET + " DirectTrans",
                      "the path of translated requests and completions changed")}),
    ("redirect of a root port switched off", switched, lambda: with_root("SrcValid,UpstreamFwd"), {
        "p2p_route": ("changed", "0000:00:01.0", SET, "SrcValid UpstreamFwd",
                      "what the root complex does with requests between root ports")}),
    ("ports that can no more than isolate", switched, lambda: switched(cap=PORT_CAP), {
        "acs_capability": ("changed", PORT, CAP + " EgressCtrl DirectTrans",
                           CAP, "")}),
    ("ports that can no longer isolate", switched,
     lambda: switched("SrcValid", cap="SrcValid,TransBlk"), {
         "acs_capability": ("worse", PORT, CAP + " EgressCtrl DirectTrans",
                            "SrcValid TransBlk", "")}),
    ("Egress Control switched on", switched, lambda: switched(ISOLATION + ",EgressCtrl"), {
        "p2p": ("inconclusive", GPU, "redirected", "unknown", "Egress Control")}),
    ("a function came into a group", switched, crowded, {
        "group_grew": ("worse", "0000:05:00.0", "1", "2", "assigned together"),
        "added": ("changed", "0000:05:00.1", None, None, "")}),
    ("groups that a parameter makes", lambda: slot("quiet"), lambda: slot(OVERRIDE, True), {
        "group_split": ("changed", "0000:01:00.0", "1", "2", "not what the hardware does")}),
    ("groups that a parameter made", lambda: slot(OVERRIDE, True), lambda: slot("quiet"), {
        "groups_merged": ("changed", "0000:01:00.0", "2", "1", "the hardware did not")}),
    ("groups that bits make, beside a parameter", lambda: slot(OVERRIDE),
     lambda: slot(OVERRIDE, True, ISOLATION), {
         "group_split": ("better", "0000:01:00.0", "1", "2", "assigned separately")}),
    ("groups that bits made", lambda: slot("quiet", True, ISOLATION), lambda: slot("quiet"), {
        "groups_merged": ("worse", "0000:01:00.0", "2", "1", "assigned together")}),
    ("the first faults, in another boot", lambda: counted(1, 0),
     lambda: counted(2, 5, (GPU, 5)), {
         "faults": ("worse", None, "0", "5", "none before")}),
    ("no faults any more, in another boot", lambda: counted(1, 5, (GPU, 5)),
     lambda: counted(2, 0), {
         "faults": ("better", None, "5", "0", "nothing was blocked since")}),
    ("faults in both boots", lambda: counted(1, 5, (GPU, 5)),
     lambda: counted(2, 3, (GPU, 3)), {
         "faults": ("changed", None, "5", "3", "separately for each boot")}),
    ("more faults in the same boot", lambda: counted(1, 5, (GPU, 5)),
     lambda: counted(1, 9, (GPU, 5), (OTHER_GPU, 4)), {
         "faults": ("worse", OTHER_GPU, None, "4", "A reason")}),
    ("faults of a function that is not there", lambda: counted(1, 0),
     lambda: counted(1, 4, ("0000:0f:00.0", 4)), {
         "faults": ("worse", None, None, "4", "A reason")}),
]


def small(run, folder):
    """Differences of machines of a few lines: how each is judged, and what it means."""
    for number, (what, old, new, wanted) in enumerate(SMALL):
        if not run.may_want(what + ": "):
            continue
        paths = [os.path.join(folder, name + ".json") for name in ("then", "now")]
        for path, make in zip(paths, (old, new)):
            root = make().write("%s/small%d" % (folder, number) + os.path.basename(path))
            run.call("snapshot", "-o", path, "--root", root)
        said = run.ask("diff", *paths)["changes"]
        for rule, (trend, device, before, after, words) in wanted.items():
            found = [one for one in said if one["rule"] == rule and
                     (one["devices"] or [{"new": None}])[0]["new"] == device]
            run.ok("%s: %s" % (what, rule), found and all(
                (one["trend"], value(one, "old"), value(one, "new")) == (trend, before, after) and
                words in "%s %s" % (one["meaning"], one["fault"]) for one in found), *said)
        run.ok("%s: what each is about" % what, said and all(
            one["category"] == CATEGORIES[one["rule"]] for one in said), *said)
        run.ok("%s: nothing else is worse or inconclusive" % what,
               {one["rule"] for one in said if one["trend"] in ("worse", "inconclusive")} <=
               set(wanted) | {"acs"}, *said)


# Everything below the switch with everything else there.
PAIRS = [(GPU, OTHER_GPU), (GPU, "0000:05:00.0"), (OTHER_GPU, "0000:05:00.0")]


def peers(run, folder):
    """Of all peers each two whose path is another one are named, once."""
    paths = [os.path.join(folder, name + ".json") for name in ("then", "now")]
    for path, made in zip(paths, (switched(), switched("SrcValid,UpstreamFwd"))):
        run.call("snapshot", "-o", path, "--root", made.write(path + ".root"))
    for what, asked in (("off", paths), ("on", paths[::-1])):
        said = [(one["new"], change["peer"]["new"]) for change in run.ask("diff", *asked)["changes"]
                if change["rule"] == "p2p" for one in change["devices"]]
        run.ok("redirect switched %s: each two peers once" % what, sorted(said) == PAIRS, said)


# (arguments, part of the message)
WRONG = [
    ([], "needs a snapshot"),
    (["{gpu}", "{nic}", "{nic}"], "given twice"),
    (["{gpu}", "{nic}", "--from", "{nic}"], "excludes --from"),
    (["{gpu}", "{nic}", "--profile", "fast"], "profiles are: baseline"),
]


def wrong(run):
    """What is not a question."""
    paths = {name: answers.Machine(run, name).path for name in ("gpu", "nic")}
    for args, text in WRONG:
        result = run.call("diff", *[arg.format(**paths) for arg in args])
        run.ok("refused: diff " + " ".join(args), result.code == 2 and text in result.err and
               not result.out, result.code, result.err)
    result = run.call("check", "--against", paths["gpu"], "--dev", "00:02.0", "--from",
                      paths["gpu"])
    run.ok("refused: check --against for some devices", result.code == 2 and
           "whole machine" in result.err, result.code, result.err)
    result = run.call("check", "--against", "/no/such/file", "--from", paths["gpu"])
    run.ok("refused: against a file that is not there", result.code == 4, result.code,
           result.err)
    result = run.call("diff", "/dev/null", paths["gpu"])
    run.ok("refused: an empty file", result.code == 4, result.code, result.err)


def recorded(run):
    """Recorded machines against each other."""
    for section in sections():
        if run.may_want("%s → %s: " % section[:2]):
            check(run, *section)


def same(run):
    """A machine against itself."""
    for name in answers.names():
        if not run.may_want(name):
            continue
        path = answers.Machine(run, name).path
        result = run.call("diff", path, path)
        run.ok("%s does not differ from itself" % name,
               result.code == 0 and b"no differences" in result.out, result.out.decode())
        reverse = run.call("diff", path, "--from", path)
        run.ok("%s: --from is the new one" % name, reverse.out == result.out)


def run(run):
    run.part(recorded)
    run.part(same)
    with harness.Folder() as folder:
        run.part(edits, folder)
        run.part(small, folder)
        run.part(peers, folder)
    run.part(wrong)
