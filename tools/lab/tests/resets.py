# SPDX-License-Identifier: GPL-2.0
"""Resets against what the script did, what sysfs names, and what the kernel says itself."""

import concurrent.futures
import errno
import json
import os
import re

from lablib import answers, boot, build, kernels, topology
from lablib.paths import LAB

from . import abi, machine, read
from .report import Suite

BOOTS = [("7.3", "intel"), ("5.10", "intel"), ("6.1", "intel"), ("6.12", "amd"),
         ("6.12-rt", "intel"), ("debug", "intel"), ("7.3-arm64", "smmuv3")]
RARE = ("6.1 intel", "debug intel", "7.3-arm64 smmuv3")
AT_ONCE = 2
HELPERS = ("stamp", "vfio_reset")
VFIO = ("vfio_pci", "vfio_iommu_type1")
RESETS = {"debug": 15}
# Linux before 5.15 has no reset_method; the script's functions by their QEMU ids. edu has no
# capability, QEMU's nvme, igb and its VFs have FLR, e1000e has not; pci_pm_reset() is inlined
# there, so that what resets e1000e is not seen.
BEFORE_METHODS = {"nic": "flr", "nic.0": "flr", "disk": "flr", "card": "bus", "slotted": "bus",
                  "old": "unknown"}
# Linux 6.12 and 7.3 hang when a VF of igb is reset through sysfs, also without the module.
VFS = ("5.10", "6.1")
# Where VFIO is asked for hot resets, and which port does each, with which errno: all that a bus
# or slot reset reaches has to be vfio-pci's, which no bridge is: vfio_pci_dev_set_resettable().
HOT = ("6.12 amd",)
HOT_RESETS = {"pair0": ("rp4", 0), "mixed0": ("rp6", errno.EINVAL)}
# Hooks of every kernel, and from when on others are there.
HOOKS = {"__pci_reset_function_locked", "pci_dev_specific_reset", "pcie_flr", "pci_af_flr",
         "pci_bridge_secondary_bus_reset", "pcibios_reset_secondary_bus"}
LATER = {"pci_pm_reset", "pci_dev_acpi_reset"}


class Notes:
    """What one boot left."""

    def __init__(self, out, line):
        self.out = out
        self.line = line
        self.task = tuple((out / name).read_text().strip() for name in ("task", "pid"))
        self.methods = dict(text.split(" ", 1) for text in
                            (out / "methods").read_text().splitlines())
        self.journal = [text.split(" ") for text in (out / "journal").read_text().splitlines()]
        self.events = read.records(out / "events")
        self.resets = [event for event in self.events if event["kind"] == "reset"]

    def method(self, name, dev, forced):
        """The method that is to be expected."""
        if forced != "-":
            return forced
        named = self.methods[dev]
        return BEFORE_METHODS.get(name, "-") if named == "unknown" else named.split()[0]


def _number(said):
    """The errno that the shell told as a text."""
    return next(number for number in errno.errorcode
                if said == os.strerror(number).replace(" ", "_"))


def _wanted(notes):
    """(function, method, errno) of each reset that came to the PCI core."""
    wanted = []
    for name, dev, forced, *_, code, said in notes.journal:
        # Of what is not alone on its bus no method is left; only a bus below a port is.
        method = "-" if name.startswith("pair") else notes.method(name, dev, forced)
        wanted.append((dev, method, str(_number(said)) if code != "0" else "0"))
    return wanted


def _each(notes):
    """Each reset is one event, with its method and its result; questions are none."""
    wanted = _wanted(notes)
    # A function that returns nothing is what is left of a bus reset where the other is inlined.
    seen = [(event["dev"], event["method"],
             want[2] if (event["method"], event["errno"]) == ("secondary_bus", "unknown") else
             event["errno"]) for event, want in zip(notes.resets, wanted)]
    return [f"seen {one}, expected {want}" for one, want in zip(seen, wanted) if one != want] + \
        ([] if len(notes.resets) == len(wanted) else
         [f"{len(notes.resets)} events of {len(wanted)} resets"]) + \
        ([] if len(wanted) > 7 else [f"only {len(wanted)} resets were done"])


def _when(notes):
    """Each is within the write that caused it, by the task that wrote."""
    problems = []
    for event, (name, _, _, begin, end, *_) in zip(notes.resets, notes.journal):
        if not int(begin) <= int(event["started_ns"]) <= int(event["time_ns"]) <= int(end):
            problems.append(f"{name}: from {event['started_ns']} to {event['time_ns']}, "
                            f"the script from {begin} to {end}")
        if (event["task"], event["pid"]) != notes.task:
            problems.append(f"{name}: by {event['task']} {event['pid']}, not {notes.task}")
        # pcie_flr() sleeps for 100 ms, by ticks that a guest gets in bursts
        took = int(event["time_ns"]) - int(event["started_ns"])
        if event["method"] == "flr" and took < 5 * 10**7:
            problems.append(f"{name}: FLR took {took} ns: {event}")
    return problems


def _places(notes):
    """A VF names its PF, and nothing else names one."""
    names = {dev: name for name, dev, *_ in notes.journal}
    nic = next(dev for dev, name in names.items() if name == "nic")
    return [f"{event}" for event in notes.resets if
            (event.get("pf"), event.get("vf_index")) !=
            ((nic, "0") if names[event["dev"]] == "nic.0" else (None, None))]


def _said(notes):
    """What the kernel says of itself, from 7.0 on; also of a method that declines."""
    pairs = {event["dev"] for event in notes.resets if event["method"] == "-"}
    said = re.findall(r"([0-9a-f:.]{12}): reset via (\w+)", (notes.out / "said").read_text())
    seen = [(event["dev"], event["method"]) for event in notes.resets
            if event["method"] != "secondary_bus" and event["dev"] not in pairs]
    said = [one for one in said if one[0] not in pairs]
    if notes.line.startswith(("5.", "6.", "debug")):
        return [f"unexpected: {said}"] if said else []
    return [] if said == seen else [f"the kernel says {said}, the events {seen}"]


def _monitor(notes):
    """version names the hooks, and what is not seen."""
    line = next(line for line in read.records(notes.out / "version")
                if line.get("monitor") == "events")
    active = set(line["method"].split(","))
    want = HOOKS | (set() if notes.line == "5.10" else LATER)
    problems = [f"not hooked: {', '.join(sorted(want - active))}"] if want - active else []
    if notes.line == "5.10" and "PM resets" not in line["reason"]:
        problems.append(f"PM resets are not seen: {line['reason']}")
    return problems + ([] if line["missed"] == "0" else [f"missed={line['missed']}"])


def _page(notes):
    """The tool tells the same."""
    page = (notes.out / "page").read_text()
    told = [json.loads(text) for text in (notes.out / "page.json").read_text().splitlines()]
    told = [one["event"] if "event" in one else one for one in told]
    found = [(one["dev"], one["method"] or "-") for one in told if one.get("kind") == "reset"]
    want = [(event["dev"], event["method"].replace("unknown", "-")) for event in notes.resets]
    return ([] if found == want else [f"JSON: {found}, not {want}"]) + \
        ([] if page.count(" reset ") >= len(want) else [page])


def _storm(notes):
    """Loads and unloads while functions are reset: nothing is missed, no reset fails."""
    loads = int((notes.out / "loads").read_text())
    failed = notes.out / "storm.failed"
    problems = [failed.read_text()] if failed.exists() else []
    resets = notes.out / "storm.resets"
    if loads < 2 or not resets.exists():
        problems.append(f"{loads} loads, and no reset was seen")
    elif any("errno=0" not in line for line in resets.read_text().splitlines()):
        problems.append("a reset failed")
    return problems + [f"missed: {line}" for line in
                       (notes.out / "storm.monitors").read_text().splitlines()
                       if "missed=0" not in line]


def _hot(out, name):
    """What VFIO lists is what the tool says; it is reset by one reset of the port, or by none."""
    port, wanted = HOT_RESETS[name]
    addresses = read.qemu_devices(out / "qemu.devices")
    *lines, last = (out / f"hot.{name}").read_text().splitlines() or \
        [(out / f"hot.{name}.stderr").read_text()]
    listed = {line.split()[0] for line in lines}
    answer = answers.load(out / f"hot.{name}.json")["resets"]
    said = {addresses[name], *answer["others"]}
    resets = [event for event in read.records(out / f"hot.{name}.events")
              if event["kind"] == "reset" and event["method"] == "secondary_bus"]
    problems = [] if listed == said else [f"VFIO lists {sorted(listed)}, said {sorted(said)}"]
    if len(listed) < 2:
        problems.append(f"VFIO lists only {sorted(listed)}")
    if last != f"reset {wanted}":
        problems.append(f"VFIO: {last}, expected reset {wanted}")
    if bool(wanted) != ("VFIO refuses it" in answer["text"]):
        problems.append(f"VFIO: {last}, said {answer['text']}")
    if wanted and resets:
        problems.append(f"nothing was to be reset: {resets}")
    elif not wanted and (not resets or any(
            (event["dev"], event["errno"], event["task"]) != (addresses[port], "0", "vfio_reset")
            for event in resets)):
        problems.append(f"not by {addresses[port]}: {resets}")
    return problems


CHECKS = {
    "each reset is one event with its method, questions are none": _each,
    "each is within the write that caused it, and names its task": _when,
    "a VF names its PF": _places,
    "the kernel says the same": _said,
    "version names the hooks and what is missing": _monitor,
    "the tool tells the same": _page,
    "loads and unloads in a storm of resets": _storm,
    "every key as in Documentation/ABI, in its order":
        lambda notes: abi.compare(notes.out, set(), ("events",), ""),
}


def _boot(suite, line, iommu):
    label = f"{line} {iommu}"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("resets"), iommu, "intel_iommu=on",
            (LAB / "tests" / "resets.sh").read_bytes(),
            {f"usr/bin/{name}": build.helper(name, kernel.arch) for name in HELPERS},
            {"RESETS": RESETS.get(line, 60), "VFS": "yes" if line in VFS else "",
             "HOT": "yes" if label in HOT else ""},
            build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)},
            VFIO if label in HOT else (), ())

    result = machine.run(suite, label, request)
    if not result:
        return
    try:
        notes = Notes(result.out, line)
    except (OSError, ValueError, KeyError) as error:
        suite.check(f"{label}: left its notes", [f"{type(error).__name__}: {error}"])
        return
    machine.check(suite, label, {name: lambda test=test: test(notes)
                                 for name, test in CHECKS.items()})
    if label in HOT:
        machine.check(suite, label, {
            f"hot reset of {name}": lambda name=name: _hot(result.out, name)
            for name in HOT_RESETS})


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("resets")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for job in [pool.submit(_boot, suite, *entry) for entry in
                    machine.chosen(BOOTS, " ".join, RARE, only, long)]:
            job.result()
    return suite.status()
