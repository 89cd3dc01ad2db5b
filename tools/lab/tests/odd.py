# SPDX-License-Identifier: GPL-2.0
"""Machines with odd firmware tables, or without PCI: it loads, says so, harms nothing."""

import collections
import json
import re
import struct
import uuid

from lablib import boot, topology
from lablib.paths import LAB, PROJECT, LabError, inside

from . import compare, read
from .report import boot_problems


def table(signature, body):
    """An ACPI table with a right length and checksum around body."""
    header = struct.pack("<4sIBB6s8sI4sI", signature, 36 + len(body), 1, 0, b"LAB   ",
                         b"LABTABLE", 1, b"LAB ", 1)
    whole = bytearray(header + body)
    whole[9] = -sum(whole) & 0xff
    return bytes(whole)


def _dmar(structures):
    return table(b"DMAR", struct.pack("<BB10x", 47, 1) + structures)


def _ivrs(blocks):
    return table(b"IVRS", struct.pack("<I8x", 0x00203041) + blocks)


# Where a unit of such a table has its registers.
DRHD, IVHD = 0xfed90000, 0xfed80000
# A DRHD (type 0) or IVHD (type 0x10) that says more, or less, than is there; the byte of the
# table that this shows at: the structure, which begins behind 36 bytes of header and 12 more,
# the scope behind its 16 bytes, or the table's own length; and the units that Linux would find
# all the same (dmar_walk_remapping_entries(), init_iommu_all()), None for a table that it refuses.
# Behind a unit, a structure of length 0 is not tried: dmar_acpi_dev_scope_init() never comes to the
# end of such a table, and Linux does not boot.
TABLES = {
    "DMAR, structure longer than the table":
        (_dmar(struct.pack("<HHBBHQ", 0, 64, 1, 0, 0, DRHD)), 48, []),
    "DMAR, structure of length 0":
        (_dmar(struct.pack("<HHBBHQ", 0, 0, 1, 0, 0, DRHD)), 48, []),
    "DMAR, scope longer than its structure":
        (_dmar(struct.pack("<HHBBHQ", 0, 24, 0, 0, 0, DRHD)
               + struct.pack("<BBHBBBB", 1, 40, 0, 0, 0, 2, 0)), 64, [DRHD]),
    "DMAR, cut in the header": (table(b"DMAR", b"\x2f\x01"), 4, None),
    "IVRS, block longer than the table":
        (_ivrs(struct.pack("<BBHHHQHHI", 0x10, 0, 200, 8, 0x40, IVHD, 0, 0, 0)), 48, [IVHD]),
    "IVRS, block of length 0":
        (_ivrs(struct.pack("<BBHHHQHHI", 0x10, 0, 0, 8, 0x40, IVHD, 0, 0, 0)), 48, []),
}
# No processor has 52 bits of it here.
FAR = 1 << 51
# Memory that the kernel leaves alone, for the registers of a unit; what is written there in each
# state, offset:bits:value. There is no such unit in QEMU: one that can protect memory (PLMR, PHMR).
UNIT = 0x30000000
STATES = {
    "on": "0x0:32:0x10 0x8:64:0x00d2008c222f0666 0x10:64:0xf00f5a 0x1c:32:0x03000000 "
          "0x64:32:0x80000001 0x68:32:0x00100000 0x6c:32:0x7fe00000 0x70:64:0x100000000 "
          f"0x78:64:0x47fe00000 0xb8:64:{UNIT + 0x8000 | 0x80b:#x}",
    "off": "0x64:32:0 0x1c:32:0",
    "high": "0x64:32:0x80000001 0x6c:32:0",
    "gone": " ".join(f"{offset:#x}:64:{(1 << 64) - 1:#x}" for offset in range(0, 0x100, 8)),
}
# What the unit is then, and what the check of it says.
LOW, HIGH = ("0x0000000000100000-0x000000007fe00000:protected",
             "0x0000000100000000-0x000000047fe00000:protected")
SEEN = {
    "on": ({"protected": "on", "regions": f"{LOW},{HIGH}", "ir_entries": "4096", "x2apic": "1",
            "posted_irtes": "unknown"}, "fail"),
    "off": ({"protected": "off", "regions": "none", "ir_entries": "-", "x2apic": "-",
             "posted_irtes": "-"}, "pass"),
    "high": ({"protected": "on", "regions": HIGH}, "fail"),
    "gone": ({"protected": "unknown", "regions": "unknown", "ir_entries": "unknown",
              "x2apic": "unknown", "posted_irtes": "unknown", "version": "unknown"}, "unknown"),
}
# One boot: its table or None, and the function that returns problems of its result.
Case = collections.namedtuple("Case", "name iommu shape cmdline table judge env")
Case.__new__.__defaults__ = ({},)


def _package(op, content):
    """AML of a package, a buffer or a scope around content; of less than 4 KiB."""
    size = len(content) + 1
    return bytes([op]) + (bytes([size]) if size < 64 else
                          bytes([0x40 | size + 1 & 15, size + 1 >> 4])) + content


def external_port(device):
    """An SSDT that says of a port: strangers may plug something in behind it.

    "Externally exposed PCIe root ports", a device property by its UUID.
    """
    property_ = _package(0x12, b"\x02" + b"\x0dExternalFacingPort\x00" + b"\x01")
    kind = uuid.UUID("efcc06cc-73ac-4bc3-bff0-76143807c389").bytes_le
    properties = _package(0x12, b"\x02" + _package(0x11, b"\x0a\x10" + kind)
                          + _package(0x12, b"\x01" + property_))
    return table(b"SSDT", _package(0x10, b"\\\x2f\x03_SB_PCI0" + device + b"\x08_DSD" + properties))


# No word of the kernel's own about these tables is a failure of ours.
QUIET = "intel_iommu=off amd_iommu=off"


def _told(out, pattern, method="none", bases=()):
    """The units are these; why not more, says a text in the file, the kernel's log, the report."""
    source = next(r for r in read.records(out / "version") if r.get("source") == "units")
    accuracy = "snapshot" if bases else "none"
    if (source["method"], source["accuracy"]) != (method, accuracy) or \
            not re.fullmatch(pattern, source["reason"]):
        return [f"version: {source}, {method}, {accuracy}, a reason like {pattern!r} expected"]
    problems = [] if f"iommu_audit: units: {source['reason']}" in \
        (out / "dmesg").read_text(errors="replace") else ["the module did not log its reason"]
    if source["reason"] not in (out / "report").read_text(encoding="utf-8"):
        problems.append("the report does not name the reason")
    units = read.records(out / "units")
    if [int(unit["base"], 16) for unit in units] != list(bases):
        problems.append(f"units are {units}, expected at {[hex(base) for base in bases]}")
    return problems


def _table_case(result, name):
    problems = boot_problems(result)
    if problems:
        return problems
    out = result.out
    _, byte, bases = TABLES[name]
    if bases is None:
        problems = _told(out, rf"{name[:4]} table refused: .*, at byte {byte}")
    else:
        problems = _told(out, rf"{name[:4]} table is broken, .*: .*, at byte {byte}",
                         name[:4].lower(), bases)
    functions = (out / "functions").read_text().split()
    if not functions:
        problems.append("sysfs shows no function")
    if sorted(functions) != sorted(r["dev"] for r in read.records(out / "devices")):
        problems.append("devices are not those of sysfs")
    return problems


def _no_pci_case(result, _name):
    problems = boot_problems(result)
    if problems:
        return problems
    out = result.out
    problems = _told(out, "no DMAR and no IVRS table")
    if (out / "functions").read_text().split():
        problems.append("sysfs shows functions: it is no machine without PCI")
    for name in ("units", "groups", "devices", "acs"):
        if read.records(out / name):
            problems.append(f"{name} has records without PCI")
    return problems


def _far_case(result, _name):
    """A unit where no processor has an address is there, and its registers are not."""
    problems = boot_problems(result)
    if problems:
        return problems
    units = read.records(result.out / "units")
    if [(int(unit["base"], 16), unit["version"]) for unit in units] != [(FAR, "unknown")]:
        problems.append(f"units are {units}")
    return problems


def _state(out, state):
    """The unit in one of its states."""
    units = read.records(out / f"units.{state}")
    wanted, verdict = SEEN[state]
    if len(units) != 1:
        return [f"{state}: units are {units}"]
    problems = [f"{state}: {key}={units[0].get(key)}, not {value}"
                for key, value in wanted.items() if units[0].get(key) != value]
    rules = {finding["id"]: finding["verdict"]
             for finding in json.loads((out / f"check.{state}").read_text())["findings"]}
    if rules.get("protected-memory") != verdict:
        problems.append(f"{state}: the check says {rules.get('protected-memory')}")
    lines = read.records(out / f"registers.{state}")
    kept = json.loads((out / f"snapshot.{state}").read_text())["registers"]
    if [(line["register"], line["value"]) for line in lines] != \
            [(line["register"], line["value"] or "unknown") for line in kept]:
        problems.append(f"{state}: the snapshot has other registers")
    if state != "gone":
        return problems + compare.registers(out, "vtd", f".{state}")
    # what every unit has is there, and unknown
    if {line["value"] for line in lines} != {"unknown"} or {line["register"] for line in lines} \
            != {name for name, (_, _, when) in compare.VTD.items() if not when}:
        problems.append(f"{state}: registers are {lines}")
    return problems


def _memory_case(result, _name):
    """A unit whose registers are memory that the test writes."""
    problems = boot_problems(result)
    return problems or [problem for state in STATES for problem in _state(result.out, state)]


def _external_case(result, _name):
    """What sysfs calls removable is what the kernel distrusts: the card behind that port."""
    problems = boot_problems(result)
    if problems:
        return problems
    out = result.out
    card = read.qemu_devices(out / "qemu.devices")["card"]
    removable = re.findall(r"/([^/]+)/removable:removable$",
                           (out / "removable").read_text(encoding="ascii"), re.M)
    found = read.by("dev", out / "devices")
    untrusted = [dev for dev, record in found.items() if record["untrusted"] != "0"]
    if removable != [card] or untrusted != [card] or found[card]["untrusted"] != "1":
        problems.append(f"untrusted are {untrusted}, sysfs has {removable}, QEMU {card}")
    # it gets no lazy flush, whatever the others get
    group = read.sysfs_groups(out)[found[card]["group"]]
    if (group["type"], found[card]["domain"], found[card]["flush"]) != ("DMA", "DMA", "strict"):
        problems.append(f"{found[card]}, sysfs has {group}")
    return problems + compare.devices(out) + compare.groups(out) + compare.flush(out)


def run(suite, only, kernel, module, tool):
    """Boot the odd machines one after the other and report to suite."""
    folder = PROJECT / "build" / "system"
    folder.mkdir(parents=True, exist_ok=True)
    cases = [Case(name, "none", "plain", QUIET, data, _table_case)
             for name, (data, _, _) in TABLES.items()]
    cases += [Case("IVRS, registers beyond the processor's addresses", "none", "plain", QUIET,
                   _ivrs(struct.pack("<BBHHHQHHI", 0x10, 0, 24, 8, 0x40, FAR, 0, 0, 0)),
                   _far_case),
              Case("DMAR, protected memory left on", "none", "plain",
                   f"{QUIET} intremap=off memmap=64K${UNIT:#x} iomem=relaxed",
                   _dmar(struct.pack("<HHBBHQ", 0, 16, 1, 0, 0, UNIT)), _memory_case,
                   {"UNIT": f"{UNIT:#x}", "STATES": " ".join(STATES), **STATES}),
              Case("pci=off", "none", "plain", "pci=off", None, _no_pci_case),
              # QEMU's name of what is in slot 3, a port with the card behind it
              Case("external port", "intel", "bench", "intel_iommu=on", external_port(b"S18_"),
                   _external_case)]
    for number, case in enumerate(cases):
        label = f"{kernel.line} odd: {case.name}"
        if only not in label:
            continue
        qemu = []
        if case.table:
            path = folder / f"odd-{number}.table"
            path.write_bytes(case.table)
            qemu = ["-acpitable", f"file={inside(path)}"]
        request = boot.Request(kernel, topology.load(case.shape), case.iommu, case.cmdline,
                               (LAB / "tests" / "odd.sh").read_bytes(), {}, case.env, module,
                               {"/usr/sbin/iommu-audit": tool}, (), qemu)
        try:
            result = boot.boot(request, folder / f"odd-{number}", label, True)
            problems = case.judge(result, case.name)
        except (LabError, OSError, ValueError, KeyError, StopIteration) as error:
            problems = [f"{type(error).__name__}: {error}"]
        suite.check(f"{label}: loads, says so, harms nothing", problems)
