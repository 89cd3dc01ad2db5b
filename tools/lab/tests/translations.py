# SPDX-License-Identifier: GPL-2.0
"""What the hardware translates: the file against QEMU's memory, by a reader of its own."""

import collections
import json

from lablib import boot, build, topology
from lablib.paths import LAB

from . import abi, machine, read, tables
from .report import Suite

# spare: mode and stage of a function that the kernel has set up, from what the command line
# asks for; changes: bits of the first word of its entry to clear and to set, and the mode then.
Boot = collections.namedtuple("Boot", "line name iommu cmdline tables spare changes")

VTD_CHANGES = {"0x1:0x0": "blocked", "0xc:0x8": "passthrough", "0xc:0xc": "blocked"}
SCALABLE_CHANGES = {"0x1:0x0": "blocked"}
AMD_CHANGES = {"0x1:0x0": "passthrough", "0x2:0x0": "blocked", "0xe00:0x0": "passthrough",
               "0x6000000000000000:0x0": "blocked"}
BOOTS = [
    Boot("6.12", "intel-legacy", "intel", "intel_iommu=on", "legacy", ("translated", "second"),
         VTD_CHANGES),
    Boot("6.12", "intel-pt", "intel:device-iotlb=on", "intel_iommu=on iommu=pt", "legacy",
         ("passthrough", "-"), {}),
    Boot("6.12", "intel-scalable", "intel:scalable-mode=on", "intel_iommu=on,sm_on", "scalable",
         ("translated", "second"), SCALABLE_CHANGES),
    Boot("7.2", "intel-first", "intel:scalable-mode=on,fsts=on", "intel_iommu=on,sm_on", "scalable",
         ("translated", "first"), SCALABLE_CHANGES),
    Boot("6.12", "amd", "amd", "", "-", ("translated", "second"), AMD_CHANGES),
    Boot("7.2", "amd-pt", "amd", "iommu=pt", "-", ("passthrough", "-"), {}),
    Boot("6.12", "intel-off", "intel", "intel_iommu=off", "-", ("off", "-"), {}),
]
RARE = ("6.12 intel-off",)
HELD = "held"
# Of a VT-d entry that is changed: what the unit had been told, it may go on with. QEMU is asked
# for the tables, not for what it has cached.
KEYS = ("mode", "stage", "domain_id", "width", "pasids", "ats")


def _requester(address):
    segment, bus, rest = address.split(":")
    slot, function = rest.split(".")
    return int(segment, 16) << 16 | int(bus, 16) << 8 | int(slot, 16) << 3 | int(function)


def _answers(vendor):
    """What the host answers to the guest: all tables, or the address of an entry."""
    look = tables.vtd if vendor == "intel" else tables.amd

    def all_tables(monitor, _words):
        memory = tables.Memory(monitor)
        found = set(monitor.functions().values())
        # those of the board have no id, and bridges put in their own
        for bus in monitor.command("query-pci"):
            found |= {f"0000:00:{dev['slot']:02x}.{dev['function']:x}" for dev in bus["devices"]}
        found |= {f"{address.rpartition(':')[0]}:00.0" for address in found}
        return json.dumps({address: look(memory, _requester(address))[0]
                           for address in sorted(found)})

    def entry(monitor, words):
        return f"{look(tables.Memory(monitor), _requester(words[1]))[1]:#x}"
    return {"tables": all_tables, "entry": entry}


def _behind(known):
    """The id that a bridge to conventional PCI puts in the place of the card's."""
    return f"{known['card'].rpartition(':')[0]}:00.0"


def _lines(out, phase):
    return read.records(out / f"translations.{phase}")


def _as_in_memory(out, phase):
    truth = json.loads((out / f"tables.{phase}").read_text(encoding="ascii"))
    problems, seen = [], 0
    for line in _lines(out, phase):
        who = f"{line['dev']} as {line['requester']}"
        if line["requester"] not in truth:
            problems.append(f"{who}: no function of QEMU's")
            continue
        seen += 1
        problems += [f"{who}: {key}={line[key]}, memory has {truth[line['requester']][key]}"
                     for key in KEYS if line[key] != truth[line["requester"]][key]]
    return problems or ([] if seen else ["no line"])


def _requesters(out, known):
    """Each function has its own id; what is behind the bridge the bridge's as well."""
    found = collections.defaultdict(set)
    for line in _lines(out, "as-is"):
        found[line["dev"]].add(line["requester"])
    card = known["card"]
    wanted = {dev: {dev} for dev in read.sysfs_devices(out, ".as-is")}
    behind = _behind(known)
    wanted[card] = {card, behind}
    return [f"{dev}: requester ids {sorted(found[dev])}, not {sorted(ids)}"
            for dev, ids in wanted.items() if found[dev] != ids] + \
        [f"{dev}: is no function" for dev in found if dev not in wanted]


def _spare(out, known, phase, wanted):
    line = next(line for line in _lines(out, phase) if line["dev"] == known["spare"])
    return [f"{phase}: {key} is {line[key]}, not {value} ({line})"
            for key, value in wanted.items() if line[key] != value]


def _domains(out, phase):
    """The domain as sysfs has it for the group, where nobody else owns it."""
    groups = {member: group["type"] for group in read.sysfs_groups(out, f".{phase}").values()
              for member in group["devices"]}
    return [f"{line['dev']}: domain={line['domain']}, sysfs has {groups.get(line['dev'])}"
            for line in _lines(out, phase) if line["domain"] != groups.get(line["dev"], "none")]


def _finding(out, phase, wanted):
    """What the check says: nothing where nothing is changed, else the function that is."""
    found = json.loads((out / f"check.{phase}").read_text(encoding="utf-8"))["findings"]
    said = next((finding for finding in found if finding["id"] == "hardware"), None)
    verdict = said and said["verdict"]
    if not wanted:
        return [] if verdict == "pass" else [f"{phase}: {said}"]
    return [] if verdict == "fail" and wanted in json.dumps(said) else [f"{phase}: {said}"]


def _why(out, phase, wanted):
    """What is said of one function, {id of QEMU's: against its domain}."""
    said = {who: json.loads((out / f"why.{who}.{phase}").read_text(encoding="utf-8"))
            for who in wanted}
    return [f"{phase}: {who} {said[who]['hardware']}, not {against}: {said[who]['hardware_text']}"
            for who, against in wanted.items() if said[who]["hardware"] != against]


# Where the unit gave up a request to an address that is not mapped, by what became of its id:
# at the context entry, or in the page tables.
REFUSED = {("blocked", "context_entry"): "0x02", ("translated", "-"): "0x06"}


def _refused(out, known):
    """The card's request carries the bridge's id."""
    line = next(line for line in _lines(out, "released")
                if (line["dev"], line["requester"]) == (known["card"], _behind(known)))
    faults = [(fault["source"], fault["reason"]) for fault in read.records(out / "faults")
              if "source" in fault]
    wanted = [(_behind(known), REFUSED[line["mode"], line["reason"]])]
    return [] if faults == wanted else [f"{faults}, not {wanted}: {line}"]


def _tables(out, entry):
    on = {line["tables"] for line in _lines(out, "as-is")}
    return [] if on == {entry.tables} else [f"tables are {on}, not {entry.tables}"]


def _boot(suite, entry, kernel, module, tool):
    label = f"{entry.line} {entry.name}"
    vendor = entry.iommu.partition(":")[0]
    mode, stage = entry.spare
    # QEMU's AMD-Vi logs another id than the bridge's
    requests = vendor == "intel" and mode == "translated"

    def request():
        files = {"usr/bin/vfio_hold": build.helper("vfio_hold"), "usr/bin/dma": build.helper("dma"),
                 "poke.ko": (build.guest_module(kernel, "poke").read_bytes(), 0o644)}
        return boot.Request(
            kernel, topology.load("translations"), entry.iommu, entry.cmdline,
            (LAB / "tests" / "translations.sh").read_bytes(), files,
            {"CHANGES": " ".join(entry.changes),
             "VFIO": "" if entry.spare[0] == "off" else "spare",
             "REQUEST": 1 if requests else ""}, module,
            {"/usr/sbin/iommu-audit": tool}, ("vfio_pci", "vfio_iommu_type1"),
            answers=_answers(vendor))

    result = machine.run(suite, label, request)
    if not result:
        return
    out = result.out
    known = read.qemu_devices(out / "qemu.devices")
    phases = ["as-is", *entry.changes] + ([] if mode == "off" else [HELD, "released"])
    checks = {
        "every requester id of every function": lambda: _requesters(out, known),
        "keys as in Documentation/ABI": lambda: abi.compare(out, set(), ("translations",), ".as-is"),
        "the table mode of the command line": lambda: _tables(out, entry),
        "domains as in sysfs": lambda: _domains(out, "as-is"),
        "mode and stage of the command line": lambda: _spare(
            out, known, "as-is", {"mode": mode, "stage": stage}),
    }
    for phase in phases:
        checks[f"{phase}: as in QEMU's memory"] = lambda phase=phase: _as_in_memory(out, phase)
        # in scalable mode the kernel sets up no entry for the id that the bridge puts in
        odd = f"dev={known['spare']}" if phase in entry.changes else \
            f"requester={_behind(known)}" if entry.tables == "scalable" else ""
        if mode != "off":
            checks[f"{phase}: the check finds {odd or 'nothing'}"] = \
                lambda phase=phase, odd=odd: _finding(out, phase, odd)
        checks[f"{phase}: why says of a function whether that is as its domain"] = \
            lambda phase=phase, off=mode == "off": _why(out, phase, {
                "spare": None if off else "differs" if phase in entry.changes else "agrees",
                "card": None if off else "differs" if entry.tables == "scalable" else "agrees"})
    for change, now in entry.changes.items():
        checks[f"{change}: another mode than the kernel believes"] = \
            lambda change=change, now=now: _spare(out, known, change, {"mode": now})
    if mode != "off":
        checks["held by VFIO: unmanaged, and translated"] = lambda: _spare(
            out, known, HELD, {"mode": "translated", "domain": "unmanaged"})
        checks["given back: as before"] = lambda: _spare(
            out, known, "released", {"mode": mode, "stage": stage})
    if requests:
        checks["a request from behind the bridge ends as its id's tables say"] = \
            lambda: _refused(out, known)
    machine.check(suite, label, checks)


def run(only="", long=False):
    """Boot each way to translate once; returns the exit status."""
    suite = Suite("translations")
    boots = machine.chosen(BOOTS, lambda entry: f"{entry.line} {entry.name}", RARE, only, long)
    ready = machine.modules(suite, [entry.line for entry in boots])
    tool = build.tool()
    for entry in boots:
        if entry.line in ready:
            _boot(suite, entry, *ready[entry.line], tool)
    return suite.status()
