# SPDX-License-Identifier: GPL-2.0
"""Work is bounded: time and memory grow no faster than n log n, whatever a file holds.

What was reported once, every dimension of sizes.py at a moderate size, and the answers
that are counted without looking at each pair, against each pair. By itself this prints
the table that `make bench-limits` shows:

    suite_bounds.py TOOL [DIMENSION...]
"""
import json
import os
import random
import re
import subprocess
import sys

import harness
import sizes
from suite_scale import pace

# A table at this part of its size, and at a quarter of that, is measured by a test.
PART, STEP = 0.05, 4
# Time may grow by the step, by what a logarithm adds to that, and by what caches and
# what else runs add. The square of the step is 16.
MOST_TIME, MOST_MEMORY = 8, 6.5
# Less than this is the start of a process: CPU seconds, and MB.
LEAST_TIME, LEAST_MEMORY = 0.04, 24
TRIES = 4
# A command that takes longer is ended, and fails.
TIMEOUT = 60
# What a test asks of each dimension; more is in the benchmark's table.
TESTED = [["report"], ["lint"], ["p2p", "--matrix"], ["check", "--profile", "vfio"],
          ["check", "--profile", "gpu-host-nic"], ["suggest", "--profile", "gpu-host-nic"],
          ["diff", "SELF", "SELF"], ["diff", "BASE", "SELF"]]
MACHINES = 60
# Bytes of the largest file.
MOST = 64 << 20
FLAGS = ["SrcValid", "TransBlk", "ReqRedir", "CmpltRedir", "UpstreamFwd", "EgressCtrl",
         "DirectTrans"]
STAYS = ["direct", "conventional_pci"]


# Results have commands of their own. Of one configuration nothing can be compared, and
# runs of many command lines are refused.
ALL = {**sizes.DIMENSIONS, **sizes.RESULTS}
REFUSED = {"results_one": 2, "results_differ": 4}


class Spent:
    """How a call ended: exit code, CPU seconds and the most memory in MB."""

    def __init__(self, code, seconds, megabytes):
        self.code, self.seconds, self.megabytes = code, seconds, megabytes


# What a process took at most counts from its fork on, before it becomes the tool: so it is
# forked off by one that is small, which this one is not when other suites ran before.
MEASURE = """
import os, resource, sys
pid = os.fork()
if pid == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (%(limit)d, %(limit)d + 1))
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    os.execve(sys.argv[1], sys.argv[1:], {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
""" % {"limit": TIMEOUT}


def spend(tool, args):
    """Run the tool; what it prints is nobody's."""
    done = subprocess.run([sys.executable, "-S", "-E", "-c", MEASURE, tool, *args],
                          capture_output=True, check=True)
    code, seconds, megabytes = done.stdout.split()
    return Spent(int(code), float(seconds), float(megabytes))


def arguments(name, command, path, base, text):
    """The arguments of a command of sizes.py for a file."""
    if name in sizes.RESULTS:
        return [path if word == "SELF" else word for word in command]
    ends = re.findall(r'"dev": ?"([^"]+)", ?"vendor"[^{}]*"type": ?"endpoint"', text)[-2:]
    words = {"SELF": path, "BASE": base, "DEV": ends[-1], "A": ends[0], "B": ends[-1]}
    args = [words.get(word, word) for word in command]
    return args if command[0] == "diff" else [*args, "--from", path]


class Files:
    """Files of some sizes of a dimension; they are gone behind the context."""

    def __init__(self, folder, name, counts):
        self.folder, self.name, self.counts = folder, name, counts

    def __enter__(self):
        self.base = os.path.join(self.folder, "base.json")
        write(self.base, sizes.Snapshot().text())
        self.made = []
        for count in self.counts:
            path = os.path.join(self.folder, "%s-%d.json" % (self.name, count))
            text = ALL[self.name][0](count)
            write(path, text)
            self.made.append((path, text))
        return self

    def __exit__(self, *error):
        for path, _ in self.made:
            os.remove(path)

    def spend(self, tool, command):
        """What a command takes of each."""
        return [spend(tool, arguments(self.name, command, path, self.base, text))
                for path, text in self.made]


def write(path, text):
    """Put a text into a file."""
    with open(path, "w", encoding="utf8") as file:
        file.write(text)


def growth(few, many, slow):
    """By how much time and memory grew, and whether that is too much."""
    time = many.seconds / max(few.seconds, LEAST_TIME * slow)
    memory = many.megabytes / max(few.megabytes, LEAST_MEMORY)
    return time, memory, time <= MOST_TIME and memory <= MOST_MEMORY


def test_growth(run, folder):
    """Every dimension, at a part of its table."""
    for name, (_, table) in ALL.items():
        is_result = name in sizes.RESULTS
        title = "%d of %s: no command grows faster than they do" % (table * PART, name)
        if not run.wants(title):
            continue
        wrong = []
        with Files(folder, name, [int(table * PART / STEP), int(table * PART)]) as files:
            for command in sizes.RESULT_COMMANDS if is_result else TESTED:
                for _ in range(TRIES):
                    few, many = files.spend(run.tool, command)
                    time, memory, good = growth(few, many, 1)
                    if good and many.code in (0, 1, REFUSED.get(name)):
                        break
                else:
                    wrong.append("%s: exit code %d, time %.2f s to %.2f s, memory %.0f MB to %.0f MB"
                                 % (" ".join(command), many.code, few.seconds, many.seconds,
                                    few.megabytes, many.megabytes))
        run.ok(title, not wrong, "\n".join(wrong))


def test_pasted(run):
    """A command line that a terminal broke into lines, as many as an argument holds."""
    few, many = [spend(run.tool, ["lint", "BOOT_IMAGE=/v ro\n" + "a=b\n" * count])
                 for count in (8000, 32000)]
    time, memory, good = growth(few, many, 1)
    run.ok("a pasted line in 32,000 pieces takes no more than four of 8,000", good and
           many.code in (0, 1), many.code, "%.1f times the time" % time, "%.1f times the memory" % memory)


# What was reported: how it is made, the command, and seconds and MB that it may take.
REPORTED = [
    ("10,000 GPUs on root ports", lambda: sizes.flat(10000, "gpu"),
     ["check", "--profile", "gpu-single"], 0.5, 150),
    ("1,000 GPUs below a switch", lambda: sizes.fan(1000, "gpu"),
     ["check", "--profile", "gpu-single"], 0.5, 100),
    ("1,000 GPUs below a switch", lambda: sizes.fan(1000, "gpu"),
     ["suggest", "--profile", "gpu-host-nic"], 0.5, 100),
    ("20,000 parts of the chipset in one group", lambda: sizes.parts(20000), ["report"], 1, 250),
    ("20,000 devices below a switch", lambda: sizes.fan_direct(20000),
     ["check", "--profile", "vfio"], 2, 500),
    ("20,000 items in two lists", lambda: sizes.two_lists(20000), ["lint"], 1, 200),
    ("20,000 items of one list", lambda: sizes.comma_items(20000), ["lint"], 1, 200),
    ("20,000 ids of vfio-pci", lambda: sizes.vfio_ids(20000), ["check", "--profile", "vfio"],
     2, 250),
    ("20,000 ids of vfio-pci", lambda: sizes.vfio_ids(20000), ["lint"], 2, 250),
    ("20,000 requests of config_acs", lambda: sizes.acs_items(20000), ["lint"], 3, 400),
    ("3,000 GPUs", lambda: sizes.flat(3000, "gpu"), ["p2p", "--matrix"], 1, 150),
    ("3,000 GPUs", lambda: sizes.flat(3000, "gpu"), ["p2p", "--matrix", "--json"], 1, 150),
]


def test_reported(run, folder):
    """Cases that took minutes, or gigabytes."""
    path = os.path.join(folder, "reported.json")
    for title, make, command, seconds, megabytes in REPORTED:
        title = "%s: %s in %s s and %d MB" % (title, " ".join(command), seconds, megabytes)
        if not run.wants(title):
            continue
        write(path, make())
        for _ in range(TRIES):
            spent = spend(run.tool, [*command, "--from", path])
            if spent.seconds <= seconds * pace(path) or spent.seconds > 4 * seconds:
                break
        run.ok(title, spent.code in (0, 1) and spent.seconds <= seconds * pace(path) and
               spent.megabytes <= megabytes,
               "exit code %d, %.2f s, %.0f MB" % (spent.code, spent.seconds, spent.megabytes))


class Tree:
    """A random machine: switches below switches, GPUs, NICs, VFs and shared groups."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.made = sizes.Snapshot(kernel="6.12.1")
        self.buses, self.slots = 0, []
        self.groups = [self.made.group([]) for _ in range(4)]
        for _ in range(self.random.randrange(1, 4)):
            self.grow(self.port([], "root_port"), 0)
        self.slots.append([])
        for number, path in enumerate(self.slots):
            self.fill(number + 1, path)
        whole = self.made.whole
        for group in whole["groups"]:
            group["devices"] = [d["dev"] for d in whole["devices"]
                                if d["group"] == group["group"]]
        whole["groups"] = [group for group in whole["groups"] if group["devices"]]

    def port(self, path, kind):
        """A port: its address, those above, its type and its ACS."""
        chance = self.random.random
        self.buses += 1
        dev = "0008:%02x:%02x.%x" % (self.buses, self.random.randrange(32),
                                     self.random.randrange(8))
        cap = [flag for flag in FLAGS if chance() < .8]
        ctl = [flag for flag in cap if chance() < (.1 if flag == "EgressCtrl" else .5)]
        acs = {"cap": cap, "ctl": ctl, "ctl_at_load": ctl, "present": bool(cap)}
        if chance() < .1:
            acs = {**dict.fromkeys(acs), "unknown": list(acs)}
        self.made.device(dev, [port[0] for port in path], kind)
        return dev, path, kind, acs

    def grow(self, port, depth):
        """What is below a root port or a downstream port."""
        chance, path = self.random.random, port[1] + [port]
        if depth > 3 or chance() < .4:
            self.slots.append(path)
            return
        if chance() < .2:
            self.slots.append(path + [self.port(path, "pcie_to_pci")])
            return
        path = path + [self.port(path, "upstream")]
        for _ in range(self.random.randrange(1, 4)):
            self.grow(self.port(path, "downstream"), depth + 1)
        if chance() < .2:
            self.slots.append(path)

    def function(self, dev, path, kind, **keys):
        """A function, and the ports above it."""
        self.made.device(dev, [port[0] for port in path], kind, numa=0,
                         group=self.random.choice(self.groups + [None, None]), **keys)
        for hop, (port, _, kind_, acs) in enumerate(reversed(path)):
            self.made.add("acs", self.made.acs_like, dev=dev, port=port, hop=hop, type=kind_,
                          **acs)

    def fill(self, bus, path):
        """Functions below a port."""
        for slot in range(self.random.randrange(3)):
            kind, dev = self.random.choice(["gpu", "nic", "nvme"]), "0020:%02x:%02x.0" % (bus, slot)
            ats = self.random.choice([None, "on", "off"])
            domain = self.random.choice(["DMA-FQ", "identity"])
            self.function(dev, path, kind, ats=ats, driver="vfio-pci", domain=domain)
            for number in range(self.random.randrange(3) if kind == "nic" else 0):
                self.function("0021:%02x:%02x.%d" % (bus, slot, number), path, kind, ats=ats,
                              vf_of=dev, vf_index=number, driver="vfio-pci", domain=domain)


def figures(answer, finding):
    """The first numbers of a finding's title or, where that has none, of its evidence."""
    for one in answer["findings"]:
        if one["id"] == finding:
            found = re.search(r"\b(\d+|none)\b(?: of (\d+))?", one["title"])
            lines = [re.search(r"^acs: (\d+)()\b", text) for text in one["evidence"]]
            found = found or next(filter(None, lines), None)
            return tuple(group or "" for group in found.groups()) if found else None
    return None


class Pairs:
    """What p2p says of a machine, pair by pair."""

    def __init__(self, run, path):
        self.run, self.path = run, path
        with open(path, encoding="utf8") as file:
            whole = json.load(file)
        self.devices = {d["dev"]: d for d in whole["devices"] if d["type"] == "endpoint"}
        answer = run.ask("p2p", "--matrix", "--dev", ",".join(self.devices), "--from", path)
        self.routes = {(p["from"], p["to"]): p["route"] for p in answer["paths"]}

    def kind(self, name, vfs=False):
        """The names of what is of a class."""
        return [dev for dev, keys in self.devices.items()
                if keys["class"] == sizes.CLASSES[name] and bool(keys["vf_of"]) == vfs]

    def said(self, one, other):
        """What p2p says of a path by itself."""
        return self.run.ask("p2p", one, other, "--from", self.path)["path"]

    def past(self, one, other):
        """Whether requests get past the IOMMU: the switch turns them round, or those of ATS."""
        route = self.routes[one, other]
        if route in STAYS:
            return True
        if route != "redirected":
            return False
        said = self.said(one, other)
        return said["iommu"].startswith("bypassed by the request") or \
            (said["ats"] or "").endswith("requests in the switch: direct")

    def peers(self, one, other):
        """Whether they stay at the switch as they are sent: with addresses that it knows."""
        if self.routes[one, other] not in STAYS:
            return False
        said = self.said(one, other)
        return said["domain"] in ("identity", "none") or \
            said["ats"] == "ATS is on: translated requests take the same path" or \
            (self.routes[one, other] == "conventional_pci" and
             self.devices[one]["ats"] == "on")

    def apart(self):
        """Pairs of other groups and devices that reach each other past the IOMMU."""
        family = lambda d: d["vf_of"] or d["dev"]
        names, past = sorted(self.devices), 0
        for i, one in enumerate(names):
            for other in names[:i]:
                a, b = self.devices[one], self.devices[other]
                if a["group"] != b["group"] and family(a) != family(b):
                    past += self.past(one, other) or self.past(other, one)
        return past


def beside(pairs, gpus, nics):
    """The numbers of gpu-nic, or None where all GPUs have a NIC."""
    best = {"good": 0, "stays": 0, "redirected": 0, "": 0}
    for gpu in gpus:
        routes = [pairs.routes[nic, gpu] for nic in nics]
        best["good" if any(pairs.peers(nic, gpu) for nic in nics) else
             "stays" if set(routes) & set(STAYS) else
             "redirected" if "redirected" in routes else ""] += 1
    if best["good"] == len(gpus):
        return None
    translated = best["good"] + best["stays"] == len(gpus)
    return str(best["stays"] if translated else best["good"]), str(len(gpus))


def differences(run, path):
    """What check counts otherwise than one who looks at each path."""
    pairs = Pairs(run, path)
    routes, gpus, nics = pairs.routes, pairs.kind("gpu"), pairs.kind("nic")
    between = [routes[a, b] for a in gpus for b in gpus if a != b]
    single = run.ask("check", "--profile", "gpu-single", "--from", path)
    redirected = between.count("redirected")
    stay = sum(route in STAYS for route in between)
    if between and stay != len(between):
        yield "gpu-p2p", figures(single, "gpu-p2p"), (str(redirected or stay), str(len(between)))
    peers = [routes[a, b] for a in gpus + nics for b in gpus if a != b]
    reason = next(w["reason"] for w in single["works"] if w["id"] == "gpudirect_p2p")
    direct = peers.count("direct")
    if direct:
        yield "works", re.findall(r"\d+", reason)[:2], [str(direct), str(len(peers))]
    expected = beside(pairs, gpus, nics) if gpus and nics else None
    if expected:
        host = run.ask("check", "--profile", "gpu-host-nic", "--from", path)
        yield "gpu-nic", figures(host, "gpu-nic"), expected
    past = pairs.apart()
    if past:
        vfio = run.ask("check", "--profile", "vfio", "--from", path)
        yield "peers-apart", figures(vfio, "peers-apart")[0], str(past)


def test_counts(run, folder):
    """Random machines: what is counted where paths part is what pairs are."""
    title = "%d random machines: paths counted together are those counted one by one" % MACHINES
    if not run.wants(title):
        return
    path, wrong, compared = os.path.join(folder, "tree.json"), [], {}
    for seed in range(MACHINES):
        write(path, Tree(seed).made.text())
        for what, found, expected in differences(run, path):
            compared[what] = compared.get(what, 0) + 1
            if found != expected:
                wrong.append("machine %d, %s: %s, and by pairs %s" % (seed, what, found, expected))
    run.ok(title, not wrong, "\n".join(wrong[:10]))
    run.ok("all four answers were compared", len(compared) == 4, str(compared))


def test_root(run, folder):
    """ATS that matters at the root port alone: the order of functions changes no number."""
    isolation = ["SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"]
    root, switch, path = "0008:00:01.0", "0008:01:00.0", os.path.join(folder, "root.json")
    bits = {root: isolation + ["DirectTrans"], switch: []}
    for order in ("on off off", "off on off", "off off on"):
        made = sizes.Snapshot(kernel="6.12.1")
        made.whole["devices"], made.whole["acs"] = [], []
        made.device(root, [], "root_port")
        made.device(switch, [root], "upstream")
        for number, ats in enumerate(order.split()):
            dev, port = "0020:%02x:00.0" % (number + 1), "0008:02:%02x.0" % number
            above = [(port, "downstream"), (switch, "upstream"), (root, "root_port")]
            made.device(port, [root, switch], "downstream")
            made.device(dev, [root, switch, port], "nic", ats=ats, driver="vfio-pci")
            for hop, (name, kind) in enumerate(above):
                flags = bits.get(name, isolation)
                made.add("acs", made.acs_like, dev=dev, port=name, hop=hop, type=kind, cap=flags,
                         ctl=flags, ctl_at_load=flags, present=bool(flags))
        write(path, made.text())
        found = figures(run.ask("check", "--profile", "vfio", "--from", path), "peers-apart")
        run.ok("Direct Translated at a root port, ATS %s: 2 of 3 pairs are unknown" % order,
               found == ("2", "3"), found)


def test_limits(run, folder):
    """What is left out is said, and what is refused names its limit."""
    path = os.path.join(folder, "limits.json")
    write(path, sizes.flat(200, "gpu"))
    said = run.call("p2p", "--matrix", "--from", path)
    run.ok("p2p --matrix says which functions it leaves out",
           "The first 128 of 202 GPUs, NICs and NVMe" in said.out.decode(), said.out[-200:])
    answer = run.ask("p2p", "--matrix", "--from", path)
    run.ok("p2p --matrix --json says how many it leaves out",
           (answer.get("left_out"), len(answer["paths"])) == (74, 128 * 127),
           len(answer["paths"]))
    for what, item, limit in (("objects", "{},", "IA_MAX_OBJECTS"), ("lists", "[],", "IA_MAX_OBJECTS"),
                              ("items", "0,", "IA_MAX_MEMBERS"), ("empty texts", '"",', "IA_MAX_MEMBERS")):
        for form in ('{"kind":"iommu_audit snapshot","format":1,"x":[%s0]}', "{'\"':0,'x':[%s0],'\"':0}"):
            whole = os.path.join(folder, "whole.json")
            write(whole, form % (item * ((MOST - 100) // len(item))))
            spent = spend(run.tool, ["report", "--from", whole])
            said = run.call("report", "--from", whole)
            run.ok("64 MiB of %s are refused, %s" % (what, form[:3]), said.code == 4 and limit in said.err and
                   spent.megabytes < 16 * MOST >> 20, said.err, spent.megabytes)
    names = ",".join(sizes.address(i) for i in range(200))
    said = run.call("p2p", "--matrix", "--dev", names, "--from", path)
    run.ok("p2p --matrix --dev with more names the limit", said.code == 2 and
           "--dev names 200 functions: a matrix has at most 128" in said.err, said.err)


def test_results(run, folder):
    """What compare leaves out is said, and what it refuses names its limit."""
    path = os.path.join(folder, "results.json")
    write(path, sizes.results_own(150))
    said = run.call("compare", path)
    run.ok("a page of compare says how many configurations it leaves out", said.code == 0 and
           "50 more configurations are not shown here" in " ".join(said.out.decode().split()),
           said.out[-300:], said.err)
    answer = run.ask("compare", path)
    run.ok("compare --json has all of them",
           len(answer["points"][0]["configurations"]) == 150)
    write(path, sizes.results_own(10001))
    said = run.call("compare", path)
    run.ok("compare with more figures names the limit", said.code == 2 and
           "have 10001 figures" in said.err and "at most 10000" in said.err, said.err)
    write(path, sizes.result(("a%d" % i, 4096, i, "quiet") for i in range(150)))
    said = run.call("compare", path)
    run.ok("compare gives no more than 100 reasons", said.code == 4 and
           "no more than these 100 were looked for" in said.err and
           len(said.err.splitlines()) < 110, said.err[-300:])
    write(path, sizes.flat(80000))
    said = run.call("snapshot", "-o", os.path.join(folder, "large.json"), "--from", path)
    run.ok("a snapshot that could not be read again names the limit, and is not written",
           said.code == 2 and "at most 64 MiB" in said.err and
           not os.path.exists(os.path.join(folder, "large.json")), said.code, said.err)


@harness.plain("time and memory of large files")
def run(run):
    with harness.Folder() as folder:
        test_counts(run, folder)
        test_root(run, folder)
        test_limits(run, folder)
        test_results(run, folder)
        if run.sanitized():
            run.skip("CPU time and memory", "AddressSanitizer's")
            return
        test_pasted(run)
        test_reported(run, folder)
        test_growth(run, folder)


def main():
    """The table: each dimension up to its table, or to the largest file."""
    tool, only = os.path.abspath(sys.argv[1]), sys.argv[2:]
    print("CPU seconds and peak memory of the commands that grow most, at a quarter, a half and\n"
          "all of each table; growth is the exponent of time between the last two")
    with harness.Folder() as folder:
        for name, (_, table) in ALL.items():
            if not only or name in only:
                print_dimension(tool, folder, name, table)


def print_dimension(tool, folder, name, table):
    """The three slowest commands of a dimension."""
    import math
    with Files(folder, name, [table // 4, table // 2, table]) as files:
        found = [(command, files.spend(tool, command)) for command in
                 (sizes.RESULT_COMMANDS if name in sizes.RESULTS else sizes.COMMANDS)]
        size = len(files.made[-1][1]) / 1e6
    found.sort(key=lambda one: -one[1][-1].seconds)
    print("%s: %d, a file of %.1f MB" % (name, table, size))
    for command, spent in found[:3]:
        exponent = math.log2(max(spent[2].seconds, 0.01) / max(spent[1].seconds, 0.01))
        print("    %-34s %s s  %s MB  n^%.2f%s" % (
            " ".join(command), " ".join("%6.2f" % one.seconds for one in spent),
            " ".join("%5.0f" % one.megabytes for one in spent), exponent,
            "" if spent[-1].code in (0, 1) else "  exit code %d" % spent[-1].code), flush=True)


if __name__ == "__main__":
    main()
