# SPDX-License-Identifier: GPL-2.0
"""What is said of events: causes, filters, losses, and when nothing can be said."""
import errno
import os
import re

import harness
import values
from suite_faults import put, says

HEADER = "# iommu_audit events format=1\n"
MONITOR = ("monitor=events method=%s accuracy=%s reason=%s limit=\"PCI functions only\" "
       "missed=0\n")
HOOKS = "pci_bus,sriov_numvfs_store,sriov_enable,iommu_tracepoints"
PF, OTHER = "0000:01:00.0", "0000:05:00.0"
# Who refuses with which errno, and what the answer must speak of: sriov_numvfs_store(),
# sriov_enable(), pci_enable_sriov(), pci_sriov_configure_simple() of drivers/pci/iov.c
# in Linux 5.10 to 7.2, vfio_pci_sriov_configure(), ice_check_sriov_allowed(),
# i40e_pci_sriov_configure() and openshift/sriov-network-operator#1185.
CAUSES = [
    ("sysfs", "EINVAL", "not a number", "number"),
    ("sysfs", "ERANGE", "sriov_totalvfs: 7", "no more"),
    ("sysfs", "EBUSY", "already enabled", "write 0 first"),
    ("sysfs", "ENOENT", "now it has igb", "bind a driver"),
    ("driver", "EPERM", "assigned to guests", "guests"),
    ("driver", "ENOSPC", "MSI-X", "fewer"),
    ("driver", "EBUSY", "reset", "try again"),
    ("driver", "EAGAIN", "in progress", "try again"),
    ("driver", "EOPNOTSUPP", "mode", "limit"),
    ("driver", "EINVAL", "assigned to guests", "guests"),
    ("driver", "ENOENT", "enable_sriov", "vfio_pci/parameters/enable_sriov"),
    ("driver", "ENOMEM", "memory", "fewer"),
    ("driver", "ENODEV", "no SR-IOV capability", "PF"),
    ("core", "ENOSYS", "no SR-IOV capability", "PF"),
    ("core", "EINVAL", "already enabled", "disable VFs first"),
    ("core", "EIO", "contradict", "firmware"),
    ("core", "ENOMEM", "MMIO window or bus numbers", "pci=realloc"),
    ("core", "ENODEV", "Function Dependency Link", "firmware"),
]


def event(seq, kind, dev=PF, **more):
    keys = {"seq": seq, "time_ns": 10**9 * (seq + 1), "kind": kind, "dev": dev,
            "group": 5, "domain": "-", **more, "task": "sh", "pid": 7}
    return " ".join("%s=%s" % pair for pair in keys.items()) + "\n"


def request(seq, asked, old, new, error=0, failed_in="-", **more):
    return event(seq, "vf_request", **{
        "via": "sysfs", "requested": asked, "old_numvfs": old, "result": new,
        "errno": error, "failed_in": failed_in, "started_ns": 10**9 * seq, **more})


class Machine:
    """A machine whose events the test sets."""

    def __init__(self, folder, name="machine"):
        self.root = os.path.join(folder, name)
        harness.copy(harness.fixture("intel-switch-igb"), self.root)
        self.version = self.get("version")
        self.monitor("exact")

    def get(self, name):
        with open(os.path.join(self.root, harness.DEBUGFS, name),
                  encoding="utf8") as file:
            return file.read()

    def put(self, name, text):
        put(self.root, os.path.join(harness.DEBUGFS, name), text)

    def set(self, *lines):
        self.put("events", HEADER + "".join(lines))

    def monitor(self, accuracy, reason="-", hooks=HOOKS):
        self.put("version", self.version + (MONITOR % (hooks, accuracy, reason)
                                            if accuracy else ""))


def objects(run, machine, *args):
    result = run.call("events", "--json", "--root", machine.root, *args)
    return [values.parse(line) for line in result.out.decode().splitlines()]


# What became of a reset: keys of the event, and what is told of it.
RESETS = [
    ({"errno": 0, "method": "flr"}, "reset by FLR, took 250 ms, group 5"),
    ({"errno": 0, "method": "bus"}, "reset by a bus or slot reset, took 250 ms, group 5"),
    ({"errno": 0, "method": "secondary_bus"}, "reset of its secondary bus, took 250 ms, group 5"),
    ({"errno": "unknown", "method": "secondary_bus"},
     "reset of its secondary bus, result unknown, took 250 ms, group 5"),
    ({"errno": 0, "method": "unknown"}, "reset by an unknown method, took 250 ms, group 5"),
    ({"errno": errno.ETIMEDOUT, "method": "pm"},
     "reset by D3hot failed: ETIMEDOUT, took 250 ms, group 5"),
    # __pci_reset_function_locked(): every method declined
    ({"errno": errno.ENOTTY, "method": "-"},
     "reset failed: no usable method, ENOTTY, took 250 ms, group 5"),
    ({"errno": 0, "method": "flr", "pf": OTHER, "vf_index": 3},
     "reset by FLR, took 250 ms, VF 3 of 05:00.0, group 5"),
    # a module that is newer than the tool
    ({"errno": 0, "method": "wand"}, "reset by an unknown method, took 250 ms, group 5"),
]


def resets(run, machine):
    """A reset says how it was done, how long that took, and what came of it."""
    machine.set(*(event(i, "reset", started_ns=10**9 * (i + 1) - 250 * 10**6, **keys)
                  for i, (keys, _) in enumerate(RESETS)))
    text = run.call("events", "--root", machine.root, "--kind", "reset").out.decode()
    rows = [line.split("sh[7]", 1)[1].strip() for line in text.splitlines() if "sh[7]" in line]
    for (keys, want), row in zip(RESETS, rows):
        run.ok("reset: %s" % want, row == want, row)
    run.ok("as many resets as there are", len(rows) == len(RESETS), text)
    run.ok("of a PF with --dev: its VF's as well",
           len(objects(run, machine, "--dev", "05:00.0")) == 1)


def causes(run, machine):
    """Each errno has its cause and a next step, by who returned it."""
    machine.set(*(request(i, 4, 0, 0, getattr(errno, name), place)
                  for i, (place, name, _, _) in enumerate(CAUSES)))
    text = run.call("events", "--root", machine.root).out.decode()
    for (place, name, cause, step), item in zip(CAUSES, objects(run, machine)):
        run.ok("%s from %s" % (name, place), item["end"] == "failed" and
               item["error"] == name and cause in item["cause"] and
               step in item["next_step"] and item["cause"] in text and
               item["next_step"] in text, item)
    run.ok("as many answers as questions", len(objects(run, machine)) == len(CAUSES))

    def ends(name, end, error, *words, line=None):
        machine.set(line)
        item = objects(run, machine)[0]
        run.ok(name, item["end"] == end and item["error"] == error and
               all(word in item["cause"] for word in words) and
               bool(item["cause"]) == bool(words), item)

    ends("as many as asked for", "done", None, line=request(0, 4, 0, 4))
    ends("none, as asked for", "done", None, line=request(0, 0, 4, 0))
    ends("fewer, and no error", "other", None, "fewer", line=request(0, 4, 0, 3))
    ends("more, and no error", "other", None, "different number of VFs", line=request(0, 3, 0, 4))
    ends("VFs that stay, and no error", "other", None, "kept", "guests",
         line=request(0, 0, 4, 4))
    ends("an errno that nobody explains", "failed", "ETIMEDOUT", "timed out",
         line=request(0, 4, 0, 0, errno.ETIMEDOUT, "driver"))
    ends("a known errno of an unknown place", "failed", "ENOSPC", "No space left",
         line=request(0, 4, 0, 0, errno.ENOSPC, "attic"))
    ends("the kernel's own errno", "failed", "ENOTSUPP", "not supported",
         line=request(0, 4, 0, 0, 524, "driver"))
    ends("an errno that does not exist", "failed", "errno 4000", "4000",
         line=request(0, 4, 0, 0, 4000, "driver"))
    ends("a result that is not known", "unknown", None,
         line=request(0, 4, 0, "unknown"))
    ends("a PF that is gone", "failed", "ERANGE", "sriov_totalvfs",
         line=request(0, 4, 0, 0, errno.ERANGE, "sysfs", dev="0000:0a:00.0"))
    item = objects(run, machine)[0]
    run.ok("its total is not made up", not re.search(r"\d", item["cause"]), item)
    for driver, word in (("-", "no driver"), ("ahci", "ahci")):
        devices = machine.get("devices")
        machine.put("devices", re.sub(r"(dev=%s .*?)driver=\S+" % PF,
                                      r"\g<1>driver=" + driver, devices))
        ends("without the driver: " + word, "failed", "ENOENT", "now it has " + word,
             line=request(0, 4, 0, 0, errno.ENOENT, "sysfs"))
        machine.put("devices", devices)


def numbers(run, machine):
    """Numbers are numbers, what does not apply is null, unknown is unknown."""
    machine.set(request(0, "unknown", 0, 0, 22, "sysfs", later='"a b"'),
                event(1, "vf_add", "0000:01:10.0", pf=PF, vf_index=3))
    first, second = objects(run, machine)
    run.ok("JSON of a request", first["seq"] == 0 and first["time_ns"] == 10**9 and
           first["requested"] is None and first["unknown"] == ["requested"] and
           first["errno"] == 22 and first["domain"] is None and first["group"] == 5 and
           first["pid"] == 7, first)
    run.ok("JSON of a VF", second["vf_index"] == 3 and second["pf"] == PF and
           "end" not in second, second)


def groups(run, machine):
    """A function without a group is said to have none, one of which that is unknown is not."""
    for group, words in (("none", "no group"), ("unknown", ""), ("5", "")):
        machine.set(event(0, "dev_add", group=group))
        text = run.call("events", "--root", machine.root).out.decode()
        run.ok("an event of group " + group, ("no group" in text) == bool(words), text)


def story():
    """Two PFs, each with a VF; a third function beside them."""
    for start, pf, vf in ((0, PF, "0000:01:10.4"), (10, OTHER, "0000:05:10.4")):
        yield event(start, "group_add", vf)
        yield event(start + 1, "domain_attach", vf, domain="DMA", old_domain="none")
        yield event(start + 2, "vf_add", vf, pf=pf, vf_index=2)
        yield request(start + 3, 1, 0, 1, dev=pf)
        yield event(start + 4, "group_add", "0000:0b:00.0")
        yield event(start + 5, "dev_add", "0000:0b:00.0")
        yield event(start + 6, "domain_attach", vf, domain="blocked", old_domain="DMA")
        yield event(start + 7, "vf_del", vf, pf=pf, vf_index=2)
        yield event(start + 8, "group_del", vf)
        yield event(start + 9, "vf_reset", vf, pf=pf)


OF_PF = [0, 1, 2, 3, 6, 7, 8, 9]


def filters(run, machine):
    machine.set(*story())

    def gives(name, seqs, *args):
        found = [item.get("seq") for item in objects(run, machine, *args)]
        run.ok(name, found == seqs, found)

    gives("all of it", list(range(20)))
    gives("a PF and its VFs", OF_PF, "--dev", "01:00.0")
    gives("another one, in full", [10 + n for n in OF_PF], "--dev", OTHER)
    gives("one VF", [0, 1, 2, 6, 7, 8, 9], "--dev", "01:10.4")
    gives("a function that is no VF", [4, 5, 14, 15], "--dev", "0b:00.0")
    gives("a function of nowhere", [], "--dev", "0c:00.0")
    gives("another segment", [], "--dev", "0001:01:00.0")
    gives("a kind", [3, 13], "--kind", "vf_request")
    gives("two kinds of a PF", [0, 2], "--kind", "vf_add,group_add", "--dev", "01:00.0")
    machine.set(event(0, "domain_attach", "0000:01:10.2"))
    gives("a VF that only the devices know", [0], "--dev", "01:00.0")
    machine.set(event(0, "group_del", "0000:01:10.4"),
                event(1, "vf_add", "0000:01:10.4", pf=PF, vf_index=2))
    gives("a VF that only a later event names", [0, 1], "--dev", "01:00.0")
    # The card was replaced: what had the address before was no VF, as dev_* and reset say.
    machine.set(event(0, "dev_add", "0000:01:10.4"), event(1, "dev_del", "0000:01:10.4"),
                event(2, "reset", "0000:01:10.4", errno=0, method="flr"),
                event(3, "vf_add", "0000:01:10.4", pf=PF, vf_index=2),
                event(4, "reset", "0000:01:10.4", errno=0, method="flr", pf=PF, vf_index=2),
                event(5, "reset", "0000:01:10.4", errno=0, method="flr", pf="unknown",
                      vf_index="unknown"))
    gives("a VF that has the address of another function", [3, 4, 5], "--dev", "01:00.0")
    machine.set(event(0, "dev_add"), event(1, "dev_add", "0001:01:00.0"))
    gives("in any segment", [0, 1], "--dev", "01:00.0")
    gives("in one segment", [0], "--dev", PF)
    machine.set(*story())
    says(run, "none of them", run.call("events", "--dev", "0c:00.0", "--root",
                                       machine.root), "None of the 20 events")
    for args, words in ((["--kind", "vf_dance"], ["'vf_dance'", " vf_add ", "domain_attach"]),
                        (["--kind", "vf_add,"], ["''", "kinds are"]),
                        (["--dev", "nobody-0"], ["'nobody-0'", "03:00.0"]),
                        (["--follow", "--from", "x"], ["--from"])):
        result = run.call("events", *args)
        run.ok("refused: " + " ".join(args), result.code == 2 and not result.out and
               all(word in result.err for word in words), result.code, result.err)


def lost(run, machine):
    machine.set(event(7, "dev_add"), event(8, "dev_del"), event(11, "dev_add"))
    run.ok("what is missing is counted where it is missing",
           [item.get("lost") or item["seq"] for item in objects(run, machine)] ==
           [7, 7, 8, 2, 11], objects(run, machine))
    run.ok("whatever is looked for",
           objects(run, machine, "--kind", "vf_add", "--dev", "0c:00.0") ==
           [{"lost": 7}, {"lost": 2}])
    says(run, "in the table", run.call("events", "--root", machine.root),
         "lost", "7 events overwritten", "2 events")


def blind(run, machine):
    """No events are not the same as none seen."""
    def check(name, *words, without=(), report=None, not_seen=None):
        says(run, name, run.call("events", "--root", machine.root), *words,
             without=without)
        says(run, name + ", report", run.call("report", "--root", machine.root),
             report or words[0], without=without)
        notes = [item["not_seen"] for item in objects(run, machine)
                 if "not_seen" in item]
        run.ok(name + ", JSON", notes == ([not_seen] if not_seen else []), notes)
        answer = run.ask("report", "--root", machine.root)
        run.ok(name + ", report in JSON",
               bool(answer["vf_requests_not_seen_because"]) ==
               ("unknown" in (report or words[0])), answer)

    machine.set()
    check("nothing happened", "Nothing happened", report="no request since load",
          without=["unknown:"])
    machine.monitor("none", '"no hook"')
    check("no hook", "unknown: no hook", not_seen="no hook",
          without=["Nothing happened", "no request"])
    machine.monitor("snapshot", '"not seen: groups"')
    check("a hook of something else", "Incomplete, not seen: groups",
          report="no request since load", not_seen="not seen: groups")
    machine.monitor("snapshot", '"not seen: requests through sysfs"', "pci_bus,sriov_enable")
    check("the hook of requests", "Incomplete, not seen: requests",
          report="unknown: not seen: requests through sysfs",
          not_seen="not seen: requests through sysfs", without=["no request since"])
    machine.monitor(None)
    check("no word of events", "unknown: the module does not say",
          not_seen="the module does not say how it monitors events",
          without=["Nothing happened", "no request"])
    machine.monitor("exact")
    harness.make_older(machine.root)
    check("an older module",
          "unknown: the module predates event tracking",
          not_seen="the module predates event tracking; update it",
          without=["Nothing happened", "no request"])
    result = run.call("events", "--follow", "--root", machine.root)
    run.ok("an older module cannot be followed", result.code == 3 and
           "predates event tracking" in result.err and not result.out, result.err)


def monitors(run, machine):
    """The monitor of events says nothing about faults."""
    machine.put("version", machine.version.replace(
        "method=ratelimit_calls accuracy=exact reason=-",
        'method=none accuracy=none reason="no monitor"'))
    before = run.call("faults", "--json", "--root", machine.root).out
    machine.put("version", machine.get("version") + MONITOR % (HOOKS, "exact", "-"))
    run.ok("events do not make faults seen", before ==
           run.call("faults", "--json", "--root", machine.root).out)
    machine.monitor("exact")


def function(address, **changes):
    keys = {"vendor": "0x8086", "device": "0x10c9", "class": "0x020000",
            "driver": "igb", "group": "5", "domain": "DMA", "default": "DMA",
            "vf_of": "-", "numvfs": "0", "totalvfs": "7", "path": "-",
            "type": "endpoint", "vf_index": "-", **changes}
    return "dev=%s %s\n" % (address, " ".join("%s=%s" % pair for pair in keys.items()))


def report(run, machine):
    machine.set(request(0, 9, 0, 0, errno.ERANGE, "sysfs"), event(1, "vf_add"),
                request(2, 2, 0, 2))
    text = run.call("report", "--root", machine.root).out.decode()
    run.ok("the last request counts", "last requested 2 VFs, 0 → 2," in text and
           "ERANGE" not in text and text.count("no request since load") == 2, text)
    run.ok("the drivers of VFs", "01:00.0 igb: 1 igbvf, 1 vfio-pci, one group each\n"
           in text and "06:00.0 nvme: 12 without driver" in text, text)
    machine.set(event(5, "vf_add"), request(6, 9, 0, 0, errno.ENOSPC, "driver"))
    says(run, "a failure, its cause and where there is more",
         run.call("report", "--root", machine.root), "ENOSPC from the driver",
         "MSI-X", "iommu-audit events --dev 01:00.0",
         "no request in the ring, which dropped 5 events", without=["since load\n"])
    answer = run.ask("report", "--root", machine.root)
    last = [pf["last_request"] for pf in answer["virtual_functions"]]
    run.ok("the same in JSON", last[0]["error"] == "ENOSPC" and last[0]["seq"] == 6 and
           last[1:] == [None, None] and answer["events_dropped"] == 5 and
           answer["virtual_functions"][0]["vf_drivers"] ==
           [{"driver": "igbvf", "count": 1}, {"driver": "vfio-pci", "count": 1}],
           answer["virtual_functions"])

    devices = machine.get("devices")
    many = ["0000:%02x:00.%d" % (bus, fn) for bus in range(0x10, 0x42) for fn in (0, 1)]
    machine.put("devices", devices.split("\n")[0] + "\n" + "".join(
        function(address, totalvfs="64") for address in many) +
        function("0000:80:00.0") + function("0000:80:00.1"))
    text = run.call("report", "--root", machine.root).out.decode().split("\n\n")[0]
    run.ok("100 PFs that are alike are a line",
           "0 of 64 enabled on each of 100 PFs 10:00.0 … 41:00.1 igb" in text and
           "80:00.0" in text and "80:00.1" in text and text.count("enabled on") == 3,
           text)
    machine.set(request(0, 4, 0, 0, errno.EBUSY, "sysfs", dev=many[50]))
    text = run.call("report", "--root", machine.root).out.decode().split("\n\n")[0]
    run.ok("but for the one that was asked", text.count("enabled on") == 5 and
           "each of 50 PFs 10:00.0 … 28:00.1" in text and
           "on 29:00.0 igb\n" in text and "EBUSY" in text and
           "each of 49 PFs 29:00.1 … 41:00.1" in text, text)
    machine.put("devices", devices)


def parts(run, machine):
    """What a command does not need of a long ring, it does not even look at."""
    machine.set(event(0, "dev_add"), "broken\n", request(2, 2, 0, 2))
    result = run.call("events", "--root", machine.root)
    run.ok("events are read whole", result.code == 4 and "line 3" in result.err,
           result.code, result.err)
    result = run.call("devices", "--root", machine.root)
    run.ok("others none", result.code == 0 and result.out, result.err)
    result = run.call("report", "--root", machine.root)
    run.ok("of an older module, the report reads them", result.code == 4, result.code)


def last(run, machine):
    """Where the module keeps the last request of each PF, the report asks for nothing else."""
    machine.set("broken\n")
    machine.put("vf_requests", HEADER.replace("events", "vf_requests") +
                request(900, 2, 0, 0, errno.EBUSY, "driver"))
    says(run, "the last requests", run.call("report", "--root", machine.root),
         "last requested 2 VFs, 0 → 0:", "EBUSY", without=["dropped"])
    answer = run.ask("report", "--root", machine.root)
    run.ok("nothing was dropped of them", answer["events_dropped"] == 0, answer["events_dropped"])
    check = run.call("check", "-v", "--profile", "sriov", "--root", machine.root)
    run.ok("check rests on them", b"vf_requests: dev=" in check.out, check.out.decode())
    machine.set(event(800, "dev_add"))
    path = machine.root + ".json"
    run.call("snapshot", "--root", machine.root, "-o", path)
    saved = run.ask("report", "--from", path)
    run.ok("a snapshot has them", saved["virtual_functions"] == answer["virtual_functions"] and
           saved["events_dropped"] == 0, saved["virtual_functions"])
    os.unlink(os.path.join(machine.root, harness.DEBUGFS, "vf_requests"))


def run(run):
    for part in (causes, resets, numbers, groups, filters, lost, report, parts, last, monitors, blind):
        with harness.Folder() as folder:
            run.part(part, Machine(folder))
