# SPDX-License-Identifier: GPL-2.0
"""Events against what the script did, what sysfs shows, and the kernel's own trace."""

import concurrent.futures
import functools
import os
import re

from lablib import boot, build, kernels, topology
from lablib.paths import LAB

from . import abi, event_storm, machine, read
from .event_model import Facts, Machine, Step, without_probes
from .report import Suite

BOOTS = [(line, "intel") for line in ("6.12-rt", "7.3-rt", "5.10", "6.1", "6.12", "7.3")]
BOOTS += [("6.12-rt", "amd"), ("6.12", "amd"), ("7.2", "amd"), ("7.3", "amd"), ("6.12", "none")]
RARE = ("6.1 intel", "7.3-rt intel", "6.12-rt amd", "6.12 amd", "7.2 amd")
# And once with many VFs. 7.2 and later try NVMe's driver in threads of its own, so that
# the order is another one each time.
MANY = ("6.12", "intel")
MODULES = ("vfio-pci", "vfio_iommu_type1", "pci-stub")
HELPERS = ("stamp", "follow", "vfio_hold")
# So that the VFs of "disk" have no room, see topologies/events.conf.
CMDLINE = "intel_iommu=on pci=realloc=off"
ENOENT, ENOMEM, EBUSY, EINVAL, ERANGE = 2, 12, 16, 22, 34
# Keys that tell when and by whom; they are compared with the script's own notes.
OWN = ("seq", "time_ns", "started_ns", "task", "pid")
# Steps whose events are made by the script's own shell.
SHELL = ("write", "unbind", "bind", "remove", "rescan")
FILES = ("events", "vf_requests")
# Hooks that feed the ring; those that event_probes=N leaves out.
PROBES = ("sriov_numvfs_store", "sriov_enable", "sriov_disable", "__iommu_attach_device")
# Linux 6.2 and later: before, nobody is to be asked for PASIDs.
PASIDS = ("iommu_attach_device_pasid", "iommu_detach_device_pasid")
WITHOUT_PASIDS = ("5.10", "6.1")
HOOKS = ("pci_bus", "iommu_tracepoints", *PROBES)
AT_ONCE = 2


def scenario(iommu):
    """The Steps, in three sessions of the module."""
    steps = [
        Step("load"),
        Step("write nic 2"),
        Step("write nic 99", ERANGE, "sysfs"),
        Step("write nic 3", EBUSY, "sysfs"),
        Step("write nic many", EINVAL, "sysfs"),
        Step("write nic 2"),
        Step("unbind nic.0"),
    ]
    if iommu == "none":
        # VFIO wants a group
        steps += [Step("bind nic.0 vfio-pci", refused="vfio-pci")]
    else:
        steps += [Step("bind nic.0 vfio-pci"), Step("hold nic.0"), Step("drop"),
                  Step("unbind nic.0")]
    steps += [
        Step("bind nic.0"),
        Step("unload"),
        # VFs are there already
        Step("load"),
        Step("write nic 0"),
        Step("write nic 1"),
        # its remove() disables the VF; then there is no driver
        Step("unbind nic"),
        Step("write nic 1", ENOENT, "sysfs"),
        # a driver that knows nothing of SR-IOV
        Step("bind nic pci-stub"),
        Step("write nic 1", ENOENT, "sysfs"),
        Step("unbind nic"),
    ]
    if iommu != "none":
        # its sriov_configure() refuses without the parameter enable_sriov
        steps += [Step("bind nic vfio-pci"), Step("write nic 1", ENOENT, "driver"),
                  Step("unbind nic")]
    else:
        steps += [Step("bind nic vfio-pci", refused="vfio-pci")]
    steps += [
        Step("bind nic"),
        # no room for the VFs' registers
        Step("write disk 120", ENOMEM, "core"),
        Step("write vnet 2"),
        Step("unbind vnet"),
        Step("bind vnet"),
        Step("remove card1"),
        Step("rescan"),
        Step("write nic 3"),
        Step("unplug nic"),
        Step("plug late rp3"),
        Step("unload"),
        Step("load event_probes=N"),
        Step("write vnet 1"),
        Step("write vnet 9", ERANGE, "sysfs"),
        Step("write vnet 0"),
        Step("unload"),
    ]
    return steps


def many():
    """The Steps with VFs of two NVMe controllers, which keep them without a driver.

    sriov_drivers_autoprobe is off: the kernel tries the driver, and
    pci_device_probe() refuses.
    """
    return [
        Step("load"),
        Step("write disk0 120", refused="nvme"),
        Step("write disk1 3", refused="nvme"),
        Step("write disk0 121", ERANGE, "sysfs"),
        Step("unbind disk1"),
        Step("write disk1 0", ENOENT, "sysfs"),
        Step("bind disk1"),
        Step("unload"),
        Step("load"),
        Step("write disk1 0"),
        Step("write disk0 0"),
        Step("unload"),
        Step("load event_probes=N"),
        Step("write disk1 2", refused="nvme"),
        Step("write disk1 0"),
        Step("unload"),
    ]


class Notes:
    """What one boot left behind, and what it should be; keys gets each (file, key) it shows."""

    def __init__(self, out, line, iommu, steps, keys):
        self.out = out
        self.line = line
        self.steps = steps
        self.keys = keys
        self.journal = [tuple(map(int, text.split())) for text in
                        (out / "journal").read_text(encoding="ascii").splitlines()]
        if len(self.journal) != len(steps):
            raise ValueError(f"{len(self.journal)} steps of {len(steps)} were done")
        machine = Machine(line, iommu, read.qemu_devices(out / "qemu.devices"))
        self.sessions = []
        before = Facts(out, ".start")
        for number, step in enumerate(steps):
            after = Facts(out, f".{number}")
            if step.line.startswith("load"):
                self.sessions.append([])
                probes = "event_probes=N" not in step.line
            for event in machine.events(step, before, after):
                event = event if probes else without_probes(event)
                if event:
                    self.sessions[-1].append((number, event))
            before = after

    def seen(self, session):
        """The events of one session, as the file has them."""
        return read.records(self.out / f"events.{session}")


def _plain(event):
    return {key: value for key, value in event.items() if key not in OWN}


def _text(event):
    return " ".join(f"{key}={value}" for key, value in event.items())


def _doings(notes):
    """The script did what it meant to: each write ended as the scenario says."""
    problems = []
    for number, (step, (_, _, code)) in enumerate(zip(notes.steps, notes.journal)):
        said = (notes.out / f"stderr.{number}").read_text(errors="replace")
        if step.errno and os.strerror(step.errno) not in said:
            problems.append(f"{step.line}: {os.strerror(step.errno)} expected, got {said!r}")
        elif code and not step.errno and not step.refused:
            problems.append(f"{step.line}: {said!r}")
    return problems


def _sequence(notes):
    """Every session's file is the whole expected sequence, and nothing else."""
    problems = []
    for session, expected in enumerate(notes.sessions):
        seen = [_plain(event) for event in notes.seen(session)]
        want = [event for _, event in expected]
        at = next((i for i, pair in enumerate(zip(seen, want)) if pair[0] != pair[1]), None)
        if at is None and len(seen) == len(want):
            continue
        at = min(len(seen), len(want)) if at is None else at
        step = notes.steps[expected[min(at, len(expected) - 1)][0]].line
        problems.append(f"session {session}: {len(seen)} events, {len(want)} expected; "
                        f"the first that differs is {at}, at '{step}'")
        problems += [f"  seen     {_text(event)}" for event in seen[at:at + 2]]
        problems += [f"  expected {_text(event)}" for event in want[at:at + 2]]
    return problems


def _last(notes):
    """vf_requests has the last request of each PF that is still there, as events has it."""
    problems = []
    for session, expected in enumerate(notes.sessions):
        want = {}
        for _, event in expected:
            if event["kind"] == "vf_request":
                want[event["dev"]] = event
            elif event["kind"] == "dev_del":
                want.pop(event["dev"], None)
        lines = read.records(notes.out / f"vf_requests.{session}")
        seen = {line["dev"]: _plain(line) for line in lines}
        if seen != want or len(lines) != len(want):
            problems.append(f"session {session}: {seen}, expected {want}")
        events = notes.seen(session)
        problems += [f"session {session}: not so in events: {line}" for line in lines
                     if line not in events]
    return problems


def _clock(notes):
    """seq has no gap, time never goes back, and each event is within its step.

    What was written to sriov_numvfs was asked for before any event of its step.
    """
    problems = []
    for session, expected in enumerate(notes.sessions):
        last, firsts = 0, {}
        for index, (event, (number, _)) in enumerate(zip(notes.seen(session), expected)):
            begin, end, _ = notes.journal[number]
            now = int(event["time_ns"])
            first = firsts.setdefault(number, now)
            if int(event["seq"]) != index:
                problems.append(f"session {session}: event {index} has seq={event['seq']}")
            if now < last:
                problems.append(f"session {session}: seq={index} is before the one before it")
            if not begin <= int(event.get("started_ns", begin)) <= now <= end:
                problems.append(f"session {session}: seq={index} at {now}, '"
                                f"{notes.steps[number].line}' was from {begin} to {end}")
            if event.get("via") == "sysfs" and int(event["started_ns"]) > first:
                problems.append(f"session {session}: seq={index} was asked for at "
                                f"{event['started_ns']}, its first event is of {first}")
            last = now
    return problems


def _who(notes):
    """Who did it is the task that did it."""
    problems = []
    shell = ((notes.out / "task").read_text().strip(), (notes.out / "pid").read_text().strip())
    holder = notes.out / "holder"
    who = {verb: shell for verb in SHELL}
    if holder.exists():
        who.update(dict.fromkeys(("hold", "drop"), ("vfio_hold", holder.read_text().strip())))
    for session, expected in enumerate(notes.sessions):
        for event, (number, _) in zip(notes.seen(session), expected):
            verb = notes.steps[number].line.split()[0]
            got = event.get("task"), event.get("pid")
            if event["kind"] != "baseline" and got != who.get(verb, got):
                problems.append(f"session {session}: seq={event['seq']} {event['kind']}: task "
                                f"{got[0]} {got[1]}, '{verb}' is done by {who[verb]}")
    return problems


def _trace(notes):
    """Group and domain events are those of the kernel's own trace, in its order."""
    want = []
    kinds = {"add_device_to_group": "group_add", "remove_device_from_group": "group_del",
             "attach_device_to_domain": "domain_attach"}
    for name, group, dev in re.findall(r": (\w+): IOMMU: (?:groupID=(\d+) )?device=(\S+)",
                                       (notes.out / "iommu.trace").read_text(errors="replace")):
        want.append((kinds[name], dev, group))
    seen = []
    for session in range(len(notes.sessions)):
        seen += [(event["kind"], event["dev"],
                  "" if event["kind"] == "domain_attach" else event["group"])
                 for event in notes.seen(session) if event["kind"] in kinds.values()]
    if seen == want:
        return []
    at = next((i for i, pair in enumerate(zip(seen, want)) if pair[0] != pair[1]),
              min(len(seen), len(want)))
    return [f"{len(seen)} events, {len(want)} in the trace; the first that differs, {at}: "
            f"{seen[at:at + 1]}, the trace has {want[at:at + 1]}"]


def _pipe(notes):
    """A reader of events_pipe has seen what the snapshot holds."""
    problems = []
    for session in range(len(notes.sessions)):
        snapshot, stream = ((notes.out / f"{name}.{session}").read_text().splitlines()
                            for name in ("events", "pipe"))
        if stream[:1] != ["# iommu_audit events_pipe format=1"]:
            problems.append(f"events_pipe starts with {stream[:1]}")
        if snapshot[1:] != stream[1:]:
            problems.append(f"session {session}: events has {len(snapshot) - 1} lines, "
                            f"events_pipe {len(stream) - 1}, or they differ")
    return problems


def _monitor(notes):
    """version names the probes of requests and domains, or says that these are not seen."""
    problems = []
    for session in range(len(notes.sessions)):
        line = next(line for line in read.records(notes.out / f"version.{session}")
                    if line.get("monitor") == "events")
        active = set(line["method"].split(","))
        want = set(HOOKS)
        if notes.line not in WITHOUT_PASIDS:
            want |= set(PASIDS)
        if session == len(notes.sessions) - 1:
            want -= {*PROBES, *PASIDS}
            if not all(word in line["reason"] for word in ("requests", "domains")):
                problems.append(f"what is missing is not said: {line}")
        elif notes.line in WITHOUT_PASIDS:
            if "PASIDs" not in line["reason"] or line["accuracy"] != "snapshot":
                problems.append(f"PASIDs are not seen: {line}")
        elif line["reason"] != "-" or line["accuracy"] != "exact":
            problems.append(f"something is missing: {line}")
        if not want <= active or (active & {*PROBES, *PASIDS}) - want:
            problems.append(f"session {session}: active are {line['method']}")
        if int(line["missed"]):
            problems.append(f"missed={line['missed']}")
    return problems


def _described(notes):
    """Each session's files are as Documentation/ABI describes them: keys, and kinds of events."""
    notes.keys.update(("events", event["kind"]) for session in range(len(notes.sessions))
                      for event in notes.seen(session))
    return [problem for session in range(len(notes.sessions))
            for problem in abi.compare(notes.out, notes.keys, FILES, f".{session}")]


CHECKS = {
    "the script did what it meant to": _doings,
    "the whole sequence is what the script caused": _sequence,
    "seq has no gap, each event is in the time of its cause": _clock,
    "the task is the one that did it": _who,
    "group and domain events are those of the kernel's trace": _trace,
    "events_pipe tells the same": _pipe,
    "version names the sources and what is missing": _monitor,
    "vf_requests has the last request of each PF": _last,
    "every key as in Documentation/ABI, in its order": _described,
}


def _boot(suite, keys, line, iommu, shape=None, label="", steps=None):
    label = label or f"{line} {iommu}"
    steps = steps or scenario(iommu)

    def request():
        kernel = kernels.get(line)
        files = {f"usr/bin/{name}": build.helper(name, kernel.arch) for name in HELPERS}
        files["steps"] = ("".join(step.line + "\n" for step in steps).encode(), 0o644)
        return boot.Request(
            kernel, shape or topology.load("events"), iommu, CMDLINE,
            (LAB / "tests" / "events.sh").read_bytes(), files, {},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)},
            MODULES, ())

    result = machine.run(suite, label, request)
    if not result:
        return
    try:
        notes = Notes(result.out, line, iommu, steps, keys)
    except (OSError, ValueError, KeyError, StopIteration) as error:
        suite.check(f"{label}: left its notes", [f"{type(error).__name__}: {error}"])
        return
    machine.check(suite, label, {name: functools.partial(test, notes)
                                 for name, test in CHECKS.items()})


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite, keys = Suite("events"), set()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        # the longest first
        jobs = [pool.submit(event_storm.check, suite, storm)
                for storm in reversed(event_storm.chosen(only, long))]
        jobs += [pool.submit(_boot, suite, keys, *entry)
                 for entry in machine.chosen(BOOTS, " ".join, RARE, only, long)]
        if only in f"{' '.join(MANY)} many":
            jobs.append(pool.submit(_boot, suite, keys, *MANY, event_storm.machine_without_vfs(),
                                    f"{' '.join(MANY)} many", many()))
        for job in jobs:
            job.result()
    if not only:
        suite.check("every key that Documentation/ABI describes was seen",
                    abi.unseen(keys, FILES, ("events",)))
    return suite.status()
