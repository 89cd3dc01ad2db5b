# SPDX-License-Identifier: GPL-2.0
"""Comparisons of the module's files with the outside; each returns problem texts."""

import collections
import re

from lablib import answers

from . import read

# Where sysfs has what is on the first root bus.
ROOT_BUS = "../../../devices/pci0000:00/"
ADDRESS = re.compile(r"[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]")


def _differences(who, pairs):
    return [f"{who}: {name}={ours}, expected {theirs} from outside"
            for name, ours, theirs in pairs if ours != theirs]


def _bridges(where):
    """Path of bridges above a function, from its sysfs folder."""
    chain = [part for part in where.split("/") if ADDRESS.fullmatch(part)]
    return "/".join(chain[:-1]) or "-"


def devices(out, suffix=""):
    """Every PCI function of sysfs, and nothing else, with what sysfs says of it."""
    ours = read.by("dev", out / f"devices{suffix}")
    theirs = read.sysfs_devices(out, suffix)
    if not theirs:
        return ["sysfs shows no PCI function at all"]
    problems = [f"{dev}: missing" for dev in theirs.keys() - ours.keys()]
    problems += [f"{dev}: not in sysfs" for dev in ours.keys() - theirs.keys()]
    numbers = {address: key[len("virtfn"):] for want in theirs.values()
               for key, address in want.items() if key.startswith("virtfn")}
    for dev in sorted(ours.keys() & theirs.keys()):
        got, want = ours[dev], theirs[dev]
        mask = (1 << int(want["dma_mask_bits"])) - 1
        problems += _differences(dev, [
            ("vendor", got["vendor"], want["vendor"]),
            ("device", got["device"], want["device"]),
            ("class", got["class"], want["class"]),
            ("driver", got["driver"], want["driver"]),
            ("group", got["group"],
             "none" if want["iommu_group"] == "-" else want["iommu_group"]),
            ("numa", got["numa"], "-" if want["numa_node"] == "-1" else want["numa_node"]),
            ("dma_mask", got["dma_mask"], f"0x{mask:016x}"),
            ("path", got["path"], _bridges(want["where"])),
            ("numvfs", got["numvfs"], want["sriov_numvfs"]),
            ("totalvfs", got["totalvfs"], want["sriov_totalvfs"]),
            ("vf_of", got["vf_of"], want["physfn"]),
            ("vf_index", got["vf_index"], numbers.get(dev, "-")),
            ("unit", got["unit"], "none" if want["iommu"] == "-" else want["iommu"]),
        ])
    return problems


def groups(out, suffix=""):
    """Every group of sysfs with its members, its default type and reserved regions."""
    ours = read.by("group", out / f"groups{suffix}")
    theirs = read.sysfs_groups(out, suffix)
    problems = [f"group {g}: missing" for g in theirs.keys() - ours.keys()]
    problems += [f"group {g}: not in sysfs" for g in ours.keys() - theirs.keys()]
    for group in sorted(ours.keys() & theirs.keys(), key=int):
        got, want = ours[group], theirs[group]
        problems += _differences(f"group {group}", [
            ("devices", sorted(got["devices"].split(",")), sorted(want["devices"])),
            ("reserved", _regions(got["reserved"]), sorted(want["reserved"])),
        ])
        if got["default"] not in (want["type"], "unknown"):
            problems.append(f"group {group}: default={got['default']}, sysfs says {want['type']}")
    return problems


def _regions(text):
    """Our reserved regions as a sorted list of (start, end, type)."""
    found = []
    for region in text.split(","):
        if region != "none":
            start, end, kind = re.fullmatch(r"(\w+)-(\w+):(\S+)", region).groups()
            found.append((int(start, 16), int(end, 16), kind))
    return sorted(found)


# When an unmapped address leaves the IOTLB, by the type of a domain.
FLUSH = {"DMA": "strict", "DMA-FQ": "lazy"}


def flush(out, can_tell=True):
    """The flush policy is the one that the type of the attached domain stands for.

    Kernels that cannot tell have one type for both.
    """
    words = FLUSH if can_tell else {"DMA": "unknown"}
    problems = []
    for name, key in (("groups", "group"), ("devices", "dev")):
        for record in read.records(out / name):
            problems += _differences(f"{key} {record[key]}, domain={record['domain']}", [
                ("flush", record["flush"], words.get(record["domain"], "-"))])
    return problems


def domains(out, expected):
    """Attached and default type of every group are the expected one, or of the exceptions."""
    problems = []
    found = read.by("group", out / "groups")
    if expected == "none":
        problems += [f"group {g} exists" for g in found]
        problems += [f"{d['dev']}: domain={d['domain']}" for d in read.records(out / "devices")
                     if (d["domain"], d["default"]) != ("none", "none")]
        return problems
    if not found:
        return ["no group at all"]
    for group, record in found.items():
        for key in ("domain", "default"):
            if record[key] not in expected.split("|"):
                problems.append(f"group {group}: {key}={record[key]}, expected {expected}")
    for record in read.records(out / "devices"):
        group = found.get(record["group"])
        if record["group"] == "none":
            # an IOMMU's own function, which the kernel puts into no group
            problems += _differences(record["dev"], [("domain", record["domain"], "none"),
                                                     ("default", record["default"], "none")])
            continue
        if not group or (record["domain"], record["default"]) != \
                (group["domain"], group["default"]):
            problems.append(f"{record['dev']}: domain={record['domain']}, its group says "
                            f"{group and group['domain']}")
    return problems


def acs(out, suffix=""):
    """Capability and control bits of every port, and which ports are listed, against lspci."""
    known = read.lspci(out / f"lspci{suffix}")
    where = {d["dev"]: d["path"] for d in read.records(out / f"devices{suffix}")}
    raw = read.config_spaces(out / "lspci.raw")
    problems, listed = [], {}
    for line in read.records(out / f"acs{suffix}"):
        listed.setdefault(line["dev"], []).append((line["hop"], line["port"]))
        port = known.get(line["port"])
        if not port:
            problems.append(f"{line['port']}: lspci does not know it")
            continue
        for key, theirs in (("cap", port["acs_cap"]), ("ctl", port["acs_ctl"])):
            if read.acs_set(line[key]) != (theirs or set()):
                problems.append(f"{line['dev']} hop {line['hop']}: {key}={line[key]}, lspci says "
                                f"{sorted(theirs or [])}")
        problems += _differences(f"{line['dev']} hop {line['hop']}", [
            ("type", line["type"], read.port_type(raw[line["port"]])),
            ("present", line["present"], "0" if port["acs_cap"] is None else "1")])
        # nothing came, and nobody changed a port, since the module was loaded
        if read.acs_set(line["ctl_at_load"]) != (port["acs_ctl"] or set()):
            problems.append(f"{line['dev']} hop {line['hop']}: ctl_at_load={line['ctl_at_load']}, "
                            f"lspci says {sorted(port['acs_ctl'] or [])}")
    for dev, path in where.items():
        want = [(str(hop), port) for hop, port in
                enumerate(reversed(path.split("/") if path != "-" else []))]
        if known.get(dev, {}).get("acs_cap") is not None:
            want.append(("-", dev))
        if sorted(listed.get(dev, [])) != sorted(want):
            problems.append(f"{dev}: lines {listed.get(dev, [])}, expected {want}")
    return problems


def capabilities(out):
    """Port type, ATS, PRI, PASID, FLR and the number of VFs against lspci."""
    known, raw = read.lspci(out / "lspci"), read.config_spaces(out / "lspci.raw")
    problems = []
    for line in read.records(out / "devices"):
        theirs = known[line["dev"]]
        theirs["flr"] = "1" if read.flr(raw[line["dev"]]) else "0"
        theirs["type"] = read.port_type(raw[line["dev"]])
        problems += _differences(line["dev"], [(key, line[key], theirs[key])
                                               for key in ("type", "ats", "pri", "pasid", "flr")])
        if line["numvfs"] not in (theirs["numvfs"], "-"):
            problems.append(f"{line['dev']}: numvfs={line['numvfs']}, lspci {theirs['numvfs']}")
    return problems


def serials(out):
    """The serial number of every function in a snapshot against lspci."""
    known = read.lspci(out / "lspci")
    ours = {record["dev"]: record
            for record in answers.load(out / "snapshot.json")["host"]["devices"]}
    return [f"{dev}: {ours.get(dev)}, lspci says serial={theirs['serial']}"
            for dev, theirs in known.items()
            if not answers.same(ours.get(dev, {}), "serial", theirs["serial"])]


def topology(out, facts):
    """What the topology file says, by QEMU's ids."""
    address = read.qemu_devices(out / "qemu.devices")
    ours = read.by("dev", out / "devices")
    present = {line["port"]: line["present"] for line in read.records(out / "acs")}
    problems = []
    for who, expected in facts.items():
        record = ours.get(address.get(who))
        if not record:
            problems.append(f"{who} ({address.get(who)}): not among the devices")
            continue
        for key, value in expected.items():
            if key == "parent":
                got = record["path"].rpartition("/")[2]
                value = address[value] if value != "-" else "-"
            elif key == "acs":
                got = "yes" if present.get(record["dev"], "0") == "1" else "no"
            elif key == "vfs":
                vfs = [d for d in ours.values() if d["vf_of"] == record["dev"]]
                got = str(len({d["vf_index"] for d in vfs}))
            else:
                got = record[key]
            if got != value:
                problems.append(f"{who} ({record['dev']}): {key}={got}, the topology says {value}")
    return problems


# What a bit is called, by the specifications: VT-d 11.4.4.2 (GSTS), the bits of CAP and ECAP
# that QEMU can set; AMD publication 48882, 3.4.2 (Control Register, low half), those of the
# Capability Header and of the Extended Feature Register that QEMU can set.
GSTS = {31: "TES", 30: "RTPS", 29: "FLS", 28: "AFLS", 27: "WBFS", 26: "QIES", 25: "IRES",
        24: "IRTPS", 23: "CFIS"}
CAP = {7: "CM", 34: "SLLPS_2M", 35: "SLLPS_1G", 39: "PSI", 54: "DWD", 55: "DRD", 63: "ESRTPS"}
ECAP = {1: "QI", 2: "DT", 3: "IR", 4: "EIM", 6: "PT"}
CONTROL = {0: "IommuEn", 1: "HtTunEn", 2: "EventLogEn", 3: "EventIntEn", 4: "ComWaitIntEn",
           8: "PassPW", 9: "ResPassPW", 10: "Coherent", 11: "Isoc", 12: "CmdBufEn",
           13: "PPRLogEn", 14: "PprIntEn", 15: "PPREn", 16: "GTEn", 17: "GAEn"}
HEADER = {24: "IotlbSup", 25: "HtTunnel", 26: "NpCache", 27: "EFRSup", 28: "CapExt"}
EFR = {0: "PreFSup", 1: "PPRSup", 2: "XTSup", 4: "GTSup", 6: "IASup", 7: "GASup", 8: "HESup"}


def _named(value, *names):
    """[name] of the bits of a value that is written as names, in any order."""
    return sorted(name for table, word in zip(names, value) for bit, name in table.items()
                  if word >> bit & 1)


def _list(text):
    return [] if text == "none" else sorted(text.split(","))


# Registers of a unit by name: offset, bytes, and when the unit has it: (register, bits), of which
# one has to be set.
VTD = {
    **{name: (offset, size, None) for name, offset, size in (
        ("VER_REG", 0x00, 4), ("CAP_REG", 0x08, 8), ("ECAP_REG", 0x10, 8), ("GSTS_REG", 0x1c, 4),
        ("RTADDR_REG", 0x20, 8), ("FSTS_REG", 0x34, 4), ("FECTL_REG", 0x38, 4),
        ("FEDATA_REG", 0x3c, 4), ("FEADDR_REG", 0x40, 4))},
    "FEUADDR_REG": (0x44, 4, (0x10, 1 << 4)), "AFLOG_REG": (0x58, 8, (0x08, 1 << 3)),
    "PMEN_REG": (0x64, 4, (0x08, 3 << 5)),
    "PLMBASE_REG": (0x68, 4, (0x08, 1 << 5)), "PLMLIMIT_REG": (0x6c, 4, (0x08, 1 << 5)),
    "PHMBASE_REG": (0x70, 8, (0x08, 1 << 6)), "PHMLIMIT_REG": (0x78, 8, (0x08, 1 << 6)),
    **{name: (offset, size, (0x10, 1 << 1)) for name, offset, size in (
        ("IQH_REG", 0x80, 8), ("IQT_REG", 0x88, 8), ("IQA_REG", 0x90, 8), ("ICS_REG", 0x9c, 4),
        ("IECTL_REG", 0xa0, 4), ("IEDATA_REG", 0xa4, 4), ("IEADDR_REG", 0xa8, 4),
        ("IQERCD_REG", 0xb0, 8))},
    "IEUADDR_REG": (0xac, 4, (0x10, 1 << 4)), "IRTA_REG": (0xb8, 8, (0x10, 1 << 3)),
}
AMD = {name + " Register": (offset, 8, when) for name, offset, when in (
    ("Device Table Base Address", 0x00, None), ("Command Buffer Base Address", 0x08, None),
    ("Event Log Base Address", 0x10, None), ("IOMMU Control", 0x18, None),
    ("IOMMU Exclusion Base", 0x20, None), ("IOMMU Exclusion Range Limit", 0x28, None),
    ("IOMMU Extended Feature", 0x30, None), ("PPR Log Base Address", 0x38, (0x30, 1 << 1)),
    ("Guest Virtual APIC Log Base Address", 0xe0, (0x30, 1 << 7)),
    ("Guest Virtual APIC Log Tail Address", 0xe8, (0x30, 1 << 7)),
    ("IOMMU Extended Feature 2", 0x1a0, None),
    ("Command Buffer Head Pointer", 0x2000, None), ("Command Buffer Tail Pointer", 0x2008, None),
    ("Event Log Head Pointer", 0x2010, None), ("Event Log Tail Pointer", 0x2018, None),
    ("IOMMU Status", 0x2020, None), ("PPR Log Head Pointer", 0x2030, (0x30, 1 << 1)),
    ("PPR Log Tail Pointer", 0x2038, (0x30, 1 << 1)),
    ("Guest Virtual APIC Log Head Pointer", 0x2040, (0x30, 1 << 7)),
    ("Guest Virtual APIC Log Tail Pointer", 0x2048, (0x30, 1 << 7)))}
# What a driver at work moves: where QEMU has other values before and after, nothing is compared.
MOVES = ("IQH_REG", "IQT_REG", "Command Buffer Head Pointer Register",
         "Command Buffer Tail Pointer Register", "IOMMU Status Register")


def _memory(out, vendor, suffix):
    """A function that reads what QEMU's monitor showed of a unit's registers, (offset, bytes)."""
    words = {0: read.quadwords(out / f"registers.{vendor}{suffix}")}
    if vendor == "amd":
        words[0x2000] = read.quadwords(out / f"registers.amd2{suffix}")

    def value(offset, size):
        base = offset & 0x2000
        return words[base][(offset - base) // 8] >> offset % 8 * 8 & (1 << size * 8) - 1
    return value


def registers(out, vendor, suffix=""):
    """The raw registers against those that QEMU shows: each that the unit has, and no other."""
    lines = {line["register"]: line for line in read.records(out / f"registers{suffix}")}
    if not vendor:
        return [f"{name} of no unit" for name in lines]
    before, after = (_memory(out, vendor, end) for end in (suffix, suffix + ".after"))
    wanted = {name: (offset, size) for name, (offset, size, when) in
              (VTD if vendor == "vtd" else AMD).items()
              if not when or before(when[0], 8) & when[1]}
    problems = [f"{name}: QEMU's unit has it, we do not, or the other way round"
                for name in set(lines) ^ set(wanted)]
    for name, (offset, size) in wanted.items():
        if name not in lines:
            continue
        values = [memory(offset, size) for memory in (before, after)]
        line = lines[name]
        if values[0] != values[1] and name not in MOVES:
            problems.append(f"{name} changed meanwhile: {values}")
        elif values[0] == values[1] and int(line["value"], 16) != values[0]:
            problems.append(f"{name}: {line['value']}, QEMU has {values[0]:#x}")
        problems += _differences(name, [
            ("unit", line["unit"], UNITS[vendor].name),
            ("offset", int(line["offset"], 16), offset), ("bits", line["bits"], str(size * 8))])
    return problems


def _intremap(out, unit, entries, x2apic, on):
    """What is said of interrupt remapping, which is nothing where it is off."""
    log = (out / "dmesg").read_text(encoding="utf-8", errors="replace")
    return [("ir_entries", unit["ir_entries"], str(entries) if on else "-"),
            ("x2apic", unit["x2apic"], str(int(x2apic)) if on else "-"),
            ("x2apic, by the log", unit["x2apic"], str(int(any(
                text in log for text in ("Enabled IRQ remapping in x2apic mode",
                                         "AMD-Vi: X2APIC enabled")))) if on else "-")]


def _registers_vtd(out, unit):
    """Every value that comes from registers, against those that QEMU shows."""
    words = read.quadwords(out / "registers.vtd")
    version, cap, ecap, status = words[:4]
    irta = words[0xb8 // 8]
    status >>= 32
    return [
        ("version", unit["version"], f"{version >> 4 & 15}.{version & 15}"),
        ("cap", int(unit["cap"], 16), cap),
        ("ecap", int(unit["ecap"], 16), ecap),
        ("fault_regs", unit["fault_regs"], str((cap >> 40 & 0xff) + 1)),
        ("translation", unit["translation"], str(status >> 31 & 1)),
        ("intremap", unit["intremap"], str(status >> 25 & 1)),
        ("qi", unit["qi"], str(status >> 26 & 1)),
        ("caching_mode", unit["caching_mode"], str(cap >> 7 & 1)),
        ("mgaw", unit["mgaw"], str((cap >> 16 & 0x3f) + 1)),
        ("sagaw", _list(unit["sagaw"]), _named([cap], {9: "39", 10: "48", 11: "57"})),
        ("domains", unit["domains"], str(1 << 4 + 2 * (cap & 7))),
        ("posted", unit["posted"], str(cap >> 59 & 1)),
        # Linux makes a table of 65536 entries, the most that there can be; QEMU's unit posts none
        *_intremap(out, unit, 65536, irta >> 11 & 1, status >> 25 & 1),
        ("entries by IRTA_REG", unit["ir_entries"], str(2 << (irta & 15))
         if status >> 25 & 1 else "-"),
        ("posted_irtes", unit["posted_irtes"], "0" if status >> 25 & 1 else "-"),
        ("protected", unit["protected"], "off" if cap & 3 << 5 else "-"),
        ("regions", unit["regions"], "none"),
        ("features", _list(unit["features"]), _named([cap, ecap], CAP, ECAP)),
        ("status", _list(unit["status"]), _named([status], GSTS))]


def _registers_amd(out, unit):
    """Likewise; the Capability Header is in configuration space."""
    words = read.quadwords(out / "registers.amd")
    event_log, control, efr = words[2], words[3], words[6]
    header = read.amd_header(read.config_spaces(out / "lspci.raw"))
    # entries of the device table, as QEMU has them in memory, that remap interrupts
    table = read.quadwords(out / "device_table.amd") if control & 1 else []
    entries = [dte for dte in (table[at:at + 4] for at in range(0, len(table), 4))
               if dte[2] & 1 and dte[2] >> 60 & 3 == 2]
    return [
        ("version", unit["version"], f"{header >> 23 & 1}.{header >> 19 & 15}"),
        ("cap", int(unit["cap"], 16), header),
        ("ecap", int(unit["ecap"], 16), efr),
        ("event_entries", unit["event_entries"], str(1 << (event_log >> 56 & 15))),
        *_intremap(out, unit, max(1 << (dte[2] >> 1 & 15) for dte in entries) if entries else 0,
                   control >> 50 & 1, entries),
        ("guest_apic", unit["guest_apic"], "-" if not efr >> 7 & 1 or efr >> 21 & 7 != 1 else
         "on" if control >> 17 & 1 and control >> 25 & 7 == 1 else "off"),
        ("regions", unit["regions"], "none"),
        ("translation", unit["translation"], str(control & 1)),
        ("features", _list(unit["features"]), _named([header, efr], HEADER, EFR)),
        ("status", _list(unit["status"]), _named([control], CONTROL))]


# By vendor: what the kernel prints when it remaps interrupts, where QEMU has the registers,
# the name of a unit, and the table it comes from.
Unit = collections.namedtuple("Unit", "remaps base name method registers")
UNITS = {"vtd": Unit("DMAR-IR: Enabled IRQ remapping", 0xfed90000, "dmar0", "dmar",
                     _registers_vtd),
         "amd": Unit("AMD-Vi: Interrupt remapping enabled", 0xfed80000, "ivhd0", "ivrs",
                     _registers_amd)}


def units(out, vendor, translating):
    """The unit against the command line, the registers as QEMU shows them, sysfs and the log."""
    lines = read.records(out / "units")
    log = (out / "dmesg").read_text(encoding="utf-8", errors="replace")
    if vendor is None:
        return [f"{line['unit']} found, but no table was given" for line in lines]
    if len(lines) != 1:
        return [f"{len(lines)} units, QEMU has one"]
    unit, known = lines[0], UNITS[vendor]
    problems = _differences(unit["unit"], [
        ("unit", unit["unit"], known.name),
        ("vendor", unit["vendor"], vendor),
        ("translation", unit["translation"], "1" if translating else "0"),
        ("intremap", unit["intremap"], "1" if known.remaps in log else "0"),
        ("segment", unit["segment"], "0000"),
        ("base", int(unit["base"], 16), known.base),
        *known.registers(out, unit)])
    names = (out / "sysfs.iommu").read_text(encoding="ascii").split()
    if translating and unit["unit"] not in names:
        problems.append(f"{unit['unit']}: /sys/class/iommu has {names}")
    # QEMU lists each function of the root bus by itself
    scope = unit["scope"].split(",")
    return problems + [f"{unit['unit']}: {dev} is not in its scope"
                       for dev, facts in read.sysfs_devices(out).items()
                       if _bridges(facts["where"]) == "-" and facts["where"].startswith(ROOT_BUS)
                       and dev not in scope]


def _has_fault_interrupt(out):
    """Whether the kernel has the interrupt that a VT-d unit reports faults with."""
    return re.search(r" dmar\d+$", (out / "interrupts").read_text(encoding="ascii"), re.M)


# Fault monitors of x86: each is active on units of its vendor alone.
MONITORS = {"vtd": "vtd", "amd": "amd", "invalidation": "vtd"}


def version(out, vendor, monitors=None):
    """Who speaks, since when, and that each source and monitor says whether there is what it sees.

    monitors: those of the architecture, and the vendor of the units that each sees.
    """
    lines = read.records(out / "version")
    identity = lines[0]
    problems = _differences("version", [
        ("format", identity["format"], "1"),
        ("module", identity["module"], (out / "module").read_text(encoding="ascii").strip()),
        ("kernel", identity["kernel"], (out / "release").read_text(encoding="ascii").strip())])
    # /proc/uptime is the same clock, cut to hundredths of a second
    begin, end = (float((out / f"load.{name}").read_text(encoding="ascii"))
                  for name in ("begin", "end"))
    if not begin <= int(identity["loaded_ns"]) / 1e9 < end + 0.01:
        problems.append(f"loaded_ns={identity['loaded_ns']}, insmod was from {begin} to {end} s")
    found = {line.get("source") or line["monitor"]: line for line in lines[1:]}
    wanted = {"units": vendor and UNITS[vendor].method, "domains": True, "devices": True,
              "acs": True, "translations": bool(vendor), "events": True,
              **{name: vendor == sees for name, sees in (monitors or MONITORS).items()}}
    if sorted(found) != sorted(wanted) or len(lines) != 1 + len(wanted):
        return problems + [f"version speaks of {sorted(found)}"]
    for name, method in wanted.items():
        line = found[name]
        if name == "events" and identity["kernel"].startswith(("5.10.", "6.1.")):
            # kernels that tell nobody of PASIDs
            if "PASIDs" not in line["reason"] or line["accuracy"] != "snapshot":
                problems.append(f"{name}: {line}")
            continue
        if name == "invalidation" and method and identity["kernel"].startswith("5.10."):
            # a driver that says nothing when it clears an error
            if line["accuracy"] == "exact" or "driver of this kernel" not in line["reason"]:
                problems.append(f"{name}: {line}")
            continue
        if name == "vtd" and method and not _has_fault_interrupt(out):
            if line["accuracy"] == "exact" or "no interrupt" not in line["reason"]:
                problems.append(f"{name}: {line}, and there is no interrupt of a unit's")
            continue
        if (line["method"] != "none") != bool(method) or (line["accuracy"] != "none") != \
                bool(method) or (line["reason"] == "-") != bool(method):
            problems.append(f"{name}: {line}")
    if vendor and found["units"]["method"] != UNITS[vendor].method:
        problems.append(f"units: {found['units']}")
    return problems


# What the kernel logs of a hypervisor that it knows, and our word.
HYPERVISORS = {"KVM": "kvm", "Xen PV": "xen_pv", "Microsoft Hyper-V": "hyperv"}


def hypervisor(out, signature, hidden):
    """What QEMU lets the processor say, and the kernel's log, stand in version and the report."""
    identity = read.records(out / "version")[0]
    log = (out / "dmesg").read_text(encoding="utf-8", errors="replace")
    logged = re.search(r"Hypervisor detected: (.*)", log)
    word = HYPERVISORS[logged.group(1)] if logged else "none" if hidden else "other"
    problems = _differences("version", [
        ("virtualised", identity["virtualised"], "0" if hidden else "1"),
        ("hypervisor", identity["hypervisor"], word),
        ("signature", identity["signature"], "-" if hidden else signature),
        ("limit", identity["limit"] == "-", hidden)])
    if word != "other":
        problems += _differences("version", [
            ("privileged", identity["privileged"], "-" if hidden else "0")])
    report = (out / "tool.report").read_text(encoding="utf-8")
    if ("Machine   virtual, " in report) == hidden:
        problems.append("the report says it wrongly: " + report.splitlines()[0])
    return problems


def drift(out, port):
    """A control register that setpci changed differs from the state at load time."""
    changed = [line for line in read.records(out / "acs.drift") if line["port"] == port]
    if not changed:
        return [f"no line for {port}"]
    problems, before = [], read.lspci(out / "lspci")[port]["acs_ctl"]
    for line in changed:
        if read.acs_set(line["ctl"]) != {"SrcValid"}:
            problems.append(f"{line['dev']}: ctl={line['ctl']} after setpci 0001")
        if read.acs_set(line["ctl_at_load"]) != before:
            problems.append(f"{line['dev']}: ctl_at_load={line['ctl_at_load']}, lspci had "
                            f"{sorted(before)} before")
    if (out / "acs.restored").read_text() != (out / "acs").read_text():
        problems.append("the file differs after the bits were restored")
    return problems


# What Linux asks of a port before it splits the devices below into groups.
ISOLATION = {"SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"}


def since(out, port):
    """The difference since a snapshot of the same boot: the port's bits as lspci saw them."""
    before, after = (read.lspci(out / name)[port]["acs_ctl"] & ISOLATION
                     for name in ("lspci", "lspci.drift"))
    trend = "worse" if before - after else "better" if after - before else None
    said = answers.load(out / "diff.drift.json")
    found = [(change["trend"], [one["new"] for one in change["devices"]])
             for change in said["changes"] if change["rule"] == "acs"]
    problems = []
    if found != ([(trend, [port])] if trend else []):
        problems.append(f"{found} after lspci saw {sorted(before)} become {sorted(after)}")
    if not said["same_boot"]:
        problems.append("it is not seen that both are of one boot")
    code = (out / "diff.drift.exit").read_text(encoding="ascii").strip()
    if code != str(int(trend == "worse")):
        problems.append(f"exit code {code}")
    left = answers.load(out / "diff.restored.json")["changes"]
    if left:
        problems.append(f"differences after the bits were restored: {left}")
    return problems


def vfio(out, dev, default):
    """What user space holds is attached to an unmanaged domain beside its default."""
    problems = []
    held = read.by("dev", out / "devices.vfio")[dev]
    group = read.by("group", out / "groups.vfio")[held["group"]]
    for who, record in ((dev, held), (f"group {held['group']}", group)):
        if record["domain"] != "unmanaged":
            problems.append(f"{who}: domain={record['domain']} while VFIO holds it")
        if record["default"] not in default.split("|"):
            problems.append(f"{who}: default={record['default']}, expected {default}")
    if held["driver"] != "vfio-pci":
        problems.append(f"{dev}: driver={held['driver']}")
    released = read.by("dev", out / "devices.released")[dev]
    if released["domain"] != held["default"]:
        problems.append(f"{dev}: domain={released['domain']} after VFIO let it go, its default "
                        f"was {held['default']}")
    return problems + devices(out, ".vfio") + groups(out, ".vfio")


def _json(out, file, name):
    """A list of the tool's JSON has each of the module's records, with the same values."""
    keys = {"devices": ["dev"], "acs": ["dev", "port"]}.get(name, [name.rstrip("s")])

    def by_name(items):
        return sorted(items, key=lambda item: [str(item.get(key)) for key in keys])

    said = answers.load(out / file)[name]
    return _values(f"{file}: {name}", by_name(said), by_name(read.records(out / name)))


def _values(what, said, records):
    """Records of JSON, in the order of the module's, have the same values."""
    if len(said) != len(records):
        return [f"{what}: {len(said)} in JSON, the module has {len(records)}"]
    return [f"{what}: {key}={one.get(key)!r} in JSON, the module has {text}"
            for one, record in zip(said, records)
            for key, text in record.items() if not answers.same(one, key, text)]


def _version(out, file, identity):
    """Likewise the module and what it sees with; identity: of an answer or a snapshot."""
    said = answers.load(out / file)
    return _values(f"{file}: version", [identity(said), *said["sources"], *said["monitors"]],
                   read.records(out / "version"))


def tool(out):
    """Each command ends with 0 or 1, says nothing on stderr and writes the facts as JSON."""
    problems = []
    for command in ("report", "devices", "groups", "acs", "units", "version"):
        code = (out / f"tool.{command}.exit").read_text().strip()
        if code not in ("0", "1"):
            problems.append(f"{command}: exit status {code}")
        noise = (out / f"tool.{command}.stderr").read_text(errors="replace").strip()
        if noise:
            problems.append(f"{command}: stderr says {noise[:200]}")
        for name in (f"tool.{command}.json", "snapshot.json"):
            try:
                answers.load(out / name)
            except ValueError as error:
                problems.append(f"{name}: {error}")
        if not (out / f"tool.{command}").read_text(encoding="utf-8").strip():
            problems.append(f"{command}: printed nothing")
    for name in ("devices", "groups", "acs", "units"):
        problems += _json(out, f"tool.{name}.json", name) + _json(out, "snapshot.json", name)
    return problems + _version(out, "tool.version.json", lambda said: said["module"]) + \
        _version(out, "snapshot.json", lambda said: said["identities"][0])
