# SPDX-License-Identifier: GPL-2.0
"""Comparisons of the module's files with the outside; each returns problem texts."""

import json
import re

from . import read

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
            ("present", line["present"], "0" if port["acs_cap"] is None else "1")])
    for dev, path in where.items():
        want = [(str(hop), port) for hop, port in
                enumerate(reversed(path.split("/") if path != "-" else []))]
        if known.get(dev, {}).get("acs_cap") is not None:
            want.append(("-", dev))
        if sorted(listed.get(dev, [])) != sorted(want):
            problems.append(f"{dev}: lines {listed.get(dev, [])}, expected {want}")
    return problems


def capabilities(out):
    """ATS, PRI, PASID, FLR and the number of VFs against lspci."""
    known, raw = read.lspci(out / "lspci"), read.config_spaces(out / "lspci.raw")
    problems = []
    for line in read.records(out / "devices"):
        theirs = known[line["dev"]]
        theirs["flr"] = "1" if read.flr(raw[line["dev"]]) else "0"
        problems += _differences(line["dev"], [(key, line[key], theirs[key])
                                               for key in ("ats", "pri", "pasid", "flr")])
        if line["numvfs"] not in (theirs["numvfs"], "-"):
            problems.append(f"{line['dev']}: numvfs={line['numvfs']}, lspci {theirs['numvfs']}")
    return problems


def serials(out):
    """The serial number of every function in a snapshot against lspci."""
    known = read.lspci(out / "lspci")
    snapshot = json.loads((out / "snapshot.json").read_text(encoding="utf-8"))
    ours = {record["dev"]: record["serial"] for record in snapshot["host"] if "dev" in record}
    return [f"{dev}: serial={ours.get(dev)}, lspci says {theirs['serial']}"
            for dev, theirs in known.items() if ours.get(dev) != theirs["serial"]]


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


def units(out, vendor, translating):
    """IOMMUs against what was put on the command line, sysfs and the kernel's log."""
    lines = read.records(out / "units")
    log = (out / "dmesg").read_text(encoding="utf-8", errors="replace")
    names = (out / "sysfs.iommu").read_text(encoding="ascii").split()
    if vendor is None:
        return [f"{line['unit']} found, but no table was given" for line in lines]
    problems = []
    if len(lines) != 1:
        return [f"{len(lines)} units, QEMU has one"]
    unit = lines[0]
    problems += _differences(unit["unit"], [
        ("vendor", unit["vendor"], vendor),
        ("translation", unit["translation"], "1" if translating else "0"),
        ("segment", unit["segment"], "0000")])
    if vendor == "vtd":
        found = re.search(r"DMAR: dmar\d+: reg_base_addr (\w+) ver (\d+:\d+) cap (\w+) ecap (\w+)",
                          log)
        if not found:
            problems.append("the kernel's log names no DMAR unit")
        else:
            base, version, cap, ecap = found.groups()
            problems += _differences(unit["unit"], [
                ("base", int(unit["base"], 16), int(base, 16)),
                ("version", unit["version"], version.replace(":", ".")),
                ("cap", int(unit["cap"], 16), int(cap, 16)),
                ("ecap", int(unit["ecap"], 16), int(ecap, 16))])
        remapping = "1" if "DMAR-IR: Enabled IRQ remapping" in log else "0"
        problems += _differences(unit["unit"], [("intremap", unit["intremap"], remapping)])
    wanted = [n for n in names if n.startswith("dmar" if vendor == "vtd" else "ivhd")]
    if translating and unit["unit"] not in wanted:
        problems.append(f"{unit['unit']}: /sys/class/iommu has {wanted}")
    return problems


def drift(out, port):
    """A control register that setpci changed differs from the state at load time."""
    changed = [line for line in read.records(out / "acs.drift") if line["port"] == port]
    if not changed:
        return [f"no line for {port}"]
    problems = []
    for line in changed:
        if read.acs_set(line["ctl"]) != {"SrcValid"}:
            problems.append(f"{line['dev']}: ctl={line['ctl']} after setpci 0001")
        if line["ctl"] == line["ctl_at_load"]:
            problems.append(f"{line['dev']}: ctl_at_load={line['ctl_at_load']} changed with it")
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
    said = json.loads((out / "diff.drift.json").read_text(encoding="utf-8"))
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
    left = json.loads((out / "diff.restored.json").read_text(encoding="utf-8"))["changes"]
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
    if released["domain"] == "unmanaged":
        problems.append(f"{dev}: still unmanaged after VFIO let it go")
    return problems + devices(out, ".vfio") + groups(out, ".vfio")


def tool(out):
    """Each command ends with 0 or 1, says nothing on stderr and writes valid JSON."""
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
                json.loads((out / name).read_text(encoding="utf-8"))
            except ValueError as error:
                problems.append(f"{name}: {error}")
        if not (out / f"tool.{command}").read_text(encoding="utf-8").strip():
            problems.append(f"{command}: printed nothing")
    return problems
