#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compare how module/core reads ACPI DMAR and IVRS tables with iasl.

Disassembles every table of a folder with `iasl -d`, turns the result into the
lines that table_dump prints, and compares them one by one. The lines about
units (numbering, scope as text) are worked out here from the disassembly.
"""

import argparse
import os
import re
import subprocess
import sys

FIELD = re.compile(r"^\[([0-9A-F]+)h \d+ +(?:[0-9A-F]+h|\d+)\]\s+(.*?) : (.*)$")
UNKNOWN = re.compile(r"^\*{4} Unknown (?:IVRS|DMAR) subtable type 0x([0-9A-Fa-f]+)")
# The oldest version that this was tried with. Much older ones know neither
# SATC, SIDP nor the ACPI devices of an IVRS.
OLDEST_IASL = 20250404
STARTS = ("Signature", "Subtable Type", "Device Scope Type")
IVHD_TYPES = (0x10, 0x11, 0x40)
IVMD_TYPES = (0x20, 0x21, 0x22)
RANGE_STARTS = (3, 67, 71)


class Record:
    """One structure of the disassembly: its offset, its fields, and the bytes of its table."""

    def __init__(self, offset, table):
        self.offset = offset
        self.fields = []
        self.places = {}
        self.table = table

    def text(self, name, default=None):
        for key, value in self.fields:
            if key == name:
                return value
        if default is None:
            raise KeyError(f"field '{name}' at offset {self.offset:#x}")
        return default

    def number(self, name, default=None):
        text = self.text(name, None if default is None else "")
        return int(text.split("[")[0], 16) if text else default

    def string(self, name):
        """A quoted string, or the characters of a number that iasl printed."""
        text = self.text(name)
        if text.startswith('"'):
            return text[1:text.rindex('"')].split("\0")[0]
        return int(text, 16).to_bytes(8, "little").split(b"\0")[0].decode("latin-1")

    def all(self, name):
        return [value for key, value in self.fields if key == name]


def parse(path, table):
    """Split a disassembly into records; an int is the type of an unknown one."""
    records = []
    with open(path, encoding="latin-1") as lines:
        for line in lines:
            if line.startswith("Raw Table Data"):
                break
            unknown = UNKNOWN.match(line)
            if unknown:
                records.append(int(unknown[1], 16))
                continue
            field = FIELD.match(line)
            if not field:
                continue
            if field[2] in STARTS:
                records.append(Record(int(field[1], 16), table))
            records[-1].fields.append((field[2], field[3].strip()))
            records[-1].places[field[2]] = int(field[1], 16)
    return records


def scope_path(record):
    return [tuple(int(x, 16) for x in p.split(",")) for p in record.all("PCI Path")]


def dmar_lines(records):
    head = records[0]
    yield (f"@000 dmar length={head.number('Table Length')}"
           f" revision={head.number('Revision')}"
           f" width={head.number('Host Address Width') + 1}"
           f" flags={head.number('Flags'):02x}")
    for r in records[1:]:
        if isinstance(r, int):
            yield f"unknown type={r:x}"
            continue
        at = f"@{r.offset:03x}"
        if r.fields[0][0] == "Device Scope Type":
            path = "/".join(f"{dev:02x}.{fn:02x}" for dev, fn in scope_path(r))
            yield (f"{at} scope type={r.number('Device Scope Type'):02x}"
                   f" length={r.number('Entry Length')} flags={r.number('Flags'):02x}"
                   f" id={r.number('Enumeration ID')}"
                   f" bus={r.number('PCI Bus Number'):02x} path={path}")
            continue
        kind = r.number("Subtable Type")
        length = f"length={r.number('Length')}"
        segment = f"segment={r.number('PCI Segment Number', 0):04x}"
        if kind == 0:
            yield (f"{at} drhd {length} flags={r.number('Flags'):02x}"
                   f" size={r.number('Size (decoded below)') & 15} {segment}"
                   f" base={r.number('Register Base Address'):016x}")
        elif kind == 1:
            yield (f"{at} rmrr {length} {segment} base={r.number('Base Address'):016x}"
                   f" limit={r.number('End Address (limit)'):016x}")
        elif kind in (2, 5):
            yield (f"{at} {'atsr' if kind == 2 else 'satc'} {length}"
                   f" flags={r.number('Flags'):02x} {segment}")
        elif kind == 3:
            yield (f"{at} rhsa {length} base={r.number('Base Address'):016x}"
                   f" proximity={r.number('Proximity Domain')}")
        elif kind == 4:
            yield (f"{at} andd {length} device={r.number('Device Number')}"
                   f" name={r.string('Device Name')}")
        else:
            yield f"{at} sidp {length} {segment}"


def dmar_units(records):
    names = {}
    units = []
    for r in records[1:]:
        if isinstance(r, int):
            current = None
        elif r.fields[0][0] == "Device Scope Type":
            if current is not None:
                current[2].append(r)
        else:
            current = None
            if r.number("Subtable Type") == 4:
                names.setdefault(r.number("Device Number"), r.string("Device Name"))
            if r.number("Subtable Type") == 0:
                key = (r.number("PCI Segment Number"), r.number("Register Base Address"))
                current = [key, r.number("Flags") & 1, []]
                if all(u[0] != key for u in units):
                    units.append(current)
    for index, ((segment, base), everything, scopes) in enumerate(units):
        items = ["all"] if everything else []
        for s in scopes:
            kind, ident = s.number("Device Scope Type"), s.number("Enumeration ID")
            lead = {1: "", 2: "", 3: f"ioapic{ident}@", 4: f"hpet{ident}@",
                    5: f"acpi:{names.get(ident, 'unknown')}@"}.get(kind, f"type{kind}@")
            path = "/".join(f"{dev:02x}.{fn:x}" for dev, fn in scope_path(s))
            items.append(f"{lead}{segment:04x}:{s.number('PCI Bus Number'):02x}:{path}")
        yield (f"unit dmar{index} segment={segment:04x} base={base:016x}"
               f" scope={','.join(items) or 'none'}")


def uid_bytes(r):
    """A UID by its length: iasl ends strings at a zero, and takes any integer for eight bytes.

    What it does print has to be there.
    """
    start = r.places["UID Length"] + 1
    length = r.number("UID Length")
    whole = r.table[start:start + length]
    text = r.text("UID", "")
    if text.startswith('"'):
        printed = text[1:text.rindex('"')].encode("latin-1")
        same = printed == whole.split(b"\0")[0]
    elif text:
        # the low bytes, by the order of the table
        same = int(text, 16).to_bytes(8, "little")[:length] == whole[:8]
    else:
        same = start + 8 > len(r.table)
    if not same or len(whole) != length:
        raise ValueError(f"UID {text or 'not printed'} at offset {start:#x}, there is {whole}")
    return whole


def ivrs_entry(r):
    kind = r.number("Subtable Type")
    line = (f"@{r.offset:03x} entry type={kind:02x} device={r.number('Device ID'):04x}"
            f" setting={r.number('Data Setting (decoded below)'):02x}")
    if kind in (66, 67):
        line += f" alias={r.number('Source Used Device ID'):04x}"
    elif kind in (70, 71):
        line += f" extended={r.number('Extended Data'):08x}"
    elif kind == 72:
        line += (f" handle={r.number('Handle'):02x}"
                 f" alias={r.number('Source Used Device ID'):04x}"
                 f" variety={r.number('Variety'):02x}")
    elif kind == 0xf0:
        line += f" hid={r.string('ACPI HID')} cid={r.string('ACPI CID')}"
        if r.number("UID Format", 0):
            line += f" uid_format={r.number('UID Format')} uid={uid_bytes(r).hex()}"
    return line


def is_block(r):
    """Blocks have a length; device entries have none that iasl would print."""
    return any(key == "Length" for key, _ in r.fields)


def ivrs_lines(records):
    head = records[0]
    yield (f"@000 ivrs length={head.number('Table Length')}"
           f" revision={head.number('Revision')} info={head.number('Virtualization Info'):08x}")
    for r in records[1:]:
        if isinstance(r, int):
            yield f"unknown type={r:x}"
            continue
        if not is_block(r):
            yield ivrs_entry(r)
            continue
        kind = r.number("Subtable Type")
        line = (f"@{r.offset:03x} {'ivhd' if kind in IVHD_TYPES else 'ivmd'} type={kind:02x}"
                f" flags={r.number('Flags (decoded below)'):02x} length={r.number('Length')}"
                f" device={r.number('DeviceId'):04x}")
        if kind in IVMD_TYPES:
            # iasl calls the segment and what follows it one reserved number.
            yield (f"{line} last={r.number('Auxiliary Data'):04x}"
                   f" segment={r.number('Reserved') & 0xffff:04x}"
                   f" start={r.number('Start Address'):016x}"
                   f" size={r.number('Memory Length'):016x}")
            continue
        features = "Feature Reporting" if kind == 0x10 else "Attributes"
        yield (f"{line} capability={r.number('Capability Offset'):04x}"
               f" base={r.number('Base Address'):016x}"
               f" segment={r.number('PCI Segment Group'):04x}"
               f" info={r.number('Virtualization Info'):04x}"
               f" features={r.number(features):08x}"
               f" efr={r.number('EFR Image', 0):016x}"
               f" efr2={r.number('Reserved', 0) if kind != 0x10 else 0:016x}")


def address(segment, device):
    return f"{segment:04x}:{device >> 8:02x}:{device >> 3 & 31:02x}.{device & 7:x}"


def ivhd_scope(kind, segment, entries):
    start = 0
    for e in entries:
        what, device = e.number("Subtable Type"), e.number("Device ID")
        if what in RANGE_STARTS:
            start = device
        elif what == 1:
            yield "all"
        elif what in (2, 66, 70):
            yield address(segment, device)
        elif what == 4:
            yield f"{address(segment, start)}-{address(segment, device)}"
        elif what == 72:
            lead = {1: "ioapic", 2: "hpet"}.get(e.number("Variety"), "special")
            source = e.number("Source Used Device ID")
            yield f"{lead}{e.number('Handle')}@{address(segment, source)}"
        elif what == 0xf0 and kind == 0x40:
            uid = ""
            if e.number("UID Format", 0) == 2:
                uid = uid_bytes(e).split(b"\0")[0].decode("latin-1")
            elif e.number("UID Format", 0) == 1 and e.number("UID Length") == 8:
                uid = str(int.from_bytes(uid_bytes(e), "little"))
            yield f"acpi:{e.string('ACPI HID')}:{uid}@{address(segment, device)}"


def ivrs_units(records):
    blocks = []
    for r in records[1:]:
        if isinstance(r, int):
            blocks.append((r, None, []))
        elif is_block(r):
            blocks.append((r.number("Subtable Type"), r, []))
        else:
            blocks[-1][2].append(r)
    wanted = device = None
    for kind, r, _ in blocks:
        if kind > 0x40:
            break
        if kind in IVHD_TYPES:
            device = r.number("DeviceId") if device is None else device
            if r.number("DeviceId") == device:
                wanted = kind
    index = 0
    for kind, r, entries in blocks:
        if kind != wanted or r is None:
            continue
        segment = r.number("PCI Segment Group")
        scope = ",".join(ivhd_scope(kind, segment, entries)) or "none"
        yield (f"unit ivhd{index} segment={segment:04x}"
               f" base={r.number('Base Address'):016x} scope={scope}")
        index += 1


def expected(records):
    if records[0].text("Signature").startswith('"IVRS"'):
        return list(ivrs_lines(records)) + list(ivrs_units(records))
    return list(dmar_lines(records)) + list(dmar_units(records))


def disassemble(args, table):
    """Records of one table; the disassembly stays in the work folder to look at."""
    result = os.path.join(args.work, os.path.splitext(os.path.basename(table))[0])
    if os.path.exists(result + ".dsl"):
        os.remove(result + ".dsl")
    run = subprocess.run([args.iasl, "-p", result, "-d", table], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode or not os.path.exists(result + ".dsl"):
        message = run.stderr.decode("latin-1").strip().splitlines()
        raise ValueError(f"iasl cannot read it: {message[-1] if message else 'no output'}")
    with open(table, "rb") as data:
        return parse(result + ".dsl", data.read())


def why_not(iasl):
    """Why this disassembler cannot be the judge, or nothing when it can."""
    try:
        run = subprocess.run([iasl, "-v"], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return "iasl (package acpica-tools) is not installed"
    version = re.search(rb"version (\d{8})", run.stdout)
    if not version or int(version[1]) < OLDEST_IASL:
        return f"iasl is older than {OLDEST_IASL}, and does not know all structures"
    return None


def compare(args, table):
    """Return what differs, as lines of text; nothing when all is equal."""
    run = subprocess.run([args.dump, table], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    ours = run.stdout.decode("latin-1").splitlines()
    if run.returncode:
        return ours + run.stderr.decode("latin-1").splitlines()[:20]
    try:
        theirs = expected(disassemble(args, table))
    except (KeyError, ValueError, IndexError) as error:
        return [f"disassembly: {error}"]
    differences = []
    for number in range(max(len(ours), len(theirs))):
        a = ours[number] if number < len(ours) else "(no line)"
        b = theirs[number] if number < len(theirs) else "(no line)"
        if a != b:
            differences += [f"line {number + 1}: ours: {a}", f"line {number + 1}: iasl: {b}"]
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dump", required=True, help="path of table_dump")
    parser.add_argument("--iasl", default="iasl", help="the disassembler (acpica-tools)")
    parser.add_argument("--work", required=True, help="folder for disassemblies")
    parser.add_argument("folders", nargs="+", help="folders of *.bin tables")
    args = parser.parse_args()
    reason = why_not(args.iasl)
    if reason:
        print(f"ok - core_iasl: comparison with iasl # SKIP {reason}")
        return 0
    tables = [os.path.join(folder, name) for folder in args.folders
              for name in sorted(os.listdir(folder)) if name.endswith((".bin", ".dat", ".aml"))]
    if not tables:
        print(f"not ok - core_iasl: there are tables in {' '.join(args.folders)}")
        return 1
    failed = 0
    for table in tables:
        differences = compare(args, table)
        print(f"{'not ok' if differences else 'ok'} - core_iasl: {os.path.basename(table)}")
        for line in differences[:20]:
            print(f"# {line}")
        failed += bool(differences)
    print(f"# {len(tables)} tables compared with iasl, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
