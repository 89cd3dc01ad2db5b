# SPDX-License-Identifier: GPL-2.0
"""Readers of what a guest left behind. They share no code with the project's tool."""

import json
import re
import shlex

ACS_BITS = ("SrcValid", "TransBlk", "ReqRedir", "CmpltRedir", "UpstreamFwd", "EgressCtrl",
            "DirectTrans")


def records(path):
    """[{key: value}] of a file of key=value lines; comment lines are left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        # shlex takes value="a b" apart as the format asks
        found.append(dict(pair.split("=", 1) for pair in shlex.split(line)))
    return found


def by(key, path):
    """The records of a file as {value of key: record}; twice the same is an error."""
    found = {}
    for record in records(path):
        if record[key] in found:
            raise ValueError(f"{path.name}: {key}={record[key]} twice")
        found[record[key]] = record
    return found


def sysfs_devices(out, suffix=""):
    """{address: {where, vendor, …, group, driver, vf_of}} of sysfs; "-" for what is not there."""
    found = {}
    for line in (out / f"sysfs.where{suffix}").read_text(encoding="ascii").splitlines():
        link = re.search(r"(\S+) -> (\S+)$", line)
        if link:
            names = "driver iommu_group iommu physfn sriov_numvfs sriov_totalvfs".split()
            found[link.group(1)] = {**dict.fromkeys(names, "-"), "where": link.group(2)}
    for line in (out / f"sysfs.links{suffix}").read_text(encoding="ascii").splitlines():
        link = re.search(r"/devices/(\S+)/(\w+) -> (\S+)$", line)
        if link:
            found[link.group(1)][link.group(2)] = link.group(3).rsplit("/", 1)[-1]
    for line in (out / f"sysfs.attributes{suffix}").read_text(encoding="ascii").splitlines():
        address, name, value = re.fullmatch(r"/sys/bus/pci/devices/([^/]+)/(\w+):(.*)",
                                            line).groups()
        found[address][name] = value
    return found


def sysfs_groups(out, suffix=""):
    """{group: {type, devices: [name, …], reserved: [(start, end, kind), …]}} of sysfs."""
    found = {}
    for line in (out / f"sysfs.members{suffix}").read_text(encoding="ascii").splitlines():
        group, member = re.search(r"/iommu_groups/(\d+)/devices/(\S+)$", line).groups()
        found.setdefault(group, {"devices": [], "reserved": []})["devices"].append(member)
    for line in (out / f"sysfs.groups{suffix}").read_text(encoding="ascii").splitlines():
        group, name, value = re.search(r"/iommu_groups/(\d+)/(\w+):(.*)$", line).groups()
        entry = found.setdefault(group, {"devices": [], "reserved": []})
        if name == "type":
            entry["type"] = value
        else:
            start, end, kind = value.split()
            entry["reserved"].append((int(start, 16), int(end, 16), kind))
    return found


def flags(text):
    """{"A", "B"} of lspci's "A+ B- …"."""
    return {word[:-1] for word in text.split() if word.endswith("+")}


def _state(block, register):
    """on, off or - from "<register>: Enable+"."""
    found = re.search(register + r":.*?Enable([+-])", block)
    if not found:
        return "-"
    return "on" if found.group(1) == "+" else "off"


def lspci(path):
    """{address: what lspci -D -vvv says} with acs_cap, acs_ctl, ats, pri, pasid, numvfs, serial."""
    found = {}
    text = path.read_text(encoding="utf-8", errors="replace")
    for block in re.split(r"\n(?=[0-9a-f]{4}:[0-9a-f]{2}:)", text.strip()):
        address = block.split(" ", 1)[0]
        if not re.fullmatch(r"[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]", address):
            continue
        cap = re.search(r"ACSCap:\s*(.*)", block)
        ctl = re.search(r"ACSCtl:\s*(.*)", block)
        vfs = re.search(r"Number of VFs: (\d+)", block)
        serial = re.search(r"Device Serial Number (\S+)", block)
        found[address] = {
            "acs_cap": flags(cap.group(1)) if cap else None,
            "acs_ctl": flags(ctl.group(1)) if ctl else None,
            "ats": _state(block, "ATSCtl"),
            "pri": _state(block, "PRICtl"),
            "pasid": _state(block, "PASIDCtl"),
            "numvfs": vfs.group(1) if vfs else "-",
            "serial": serial.group(1) if serial else "-",
        }
    return found


def config_spaces(path):
    """{address: bytes of its config space} of lspci -D -xxxx."""
    found, address = {}, None
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if re.match(r"[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7] ", line):
            address = line.split(" ", 1)[0]
            found[address] = b""
        elif re.match(r"[0-9a-f]{2,3}: ", line):
            found[address] += bytes.fromhex(line.split(": ", 1)[1])
    return found


def _capability(config, wanted):
    """Where a capability is in a config space, 0 without it."""
    where = config[0x34] & ~3 if config[6] & 0x10 else 0
    for _ in range(48):
        if not where or config[where] == wanted:
            return where
        where = config[where + 1] & ~3
    return 0


def extended(config, wanted):
    """Where an extended capability is in a config space, 0 without it."""
    where = 0x100
    for _ in range(960):
        header = int.from_bytes(config[where:where + 4], "little")
        if not where or not header or header & 0xffff == wanted:
            return where if header else 0
        where = header >> 20 & ~3
    return 0


def flr(config):
    """Whether a config space offers FLR: Device Capabilities bit 28 or AF bit 1.

    lspci prints the first for endpoints only; a port may set it as well.
    """
    express, features = _capability(config, 0x10), _capability(config, 0x13)
    return bool(express and config[express + 7] & 0x10 or features and config[features + 3] & 0x02)


# PCI Express Base Specification, 7.5.3.2: Device/Port Type
PORT_TYPES = {0: "endpoint", 1: "legacy_endpoint", 4: "root_port", 5: "upstream",
              6: "downstream", 7: "pcie_to_pci", 8: "pci_to_pcie", 9: "rc_endpoint",
              10: "rc_event_collector"}


def port_type(config):
    """Our word for what a config space says that the function is."""
    where = _capability(config, 0x10)
    if where:
        return PORT_TYPES[config[where + 2] >> 4]
    return "pci_bridge" if config[0x0e] & 0x7f == 1 else "pci"


def amd_header(configs):
    """The capability header of the one AMD IOMMU among config spaces, None without one."""
    found = [int.from_bytes(config[where:where + 4], "little") for config in configs.values()
             for where in [_capability(config, 0x0f)] if where]
    if len(found) > 1:
        raise ValueError(f"{len(found)} functions have an IOMMU's capability")
    return found[0] if found else None


def quadwords(path):
    """[64-bit words] that QEMU's monitor printed of memory, [] when there is nothing."""
    text = json.loads(path.read_text(encoding="ascii"))
    return [int(word, 16) for line in text.splitlines()
            for word in re.findall(r"0x[0-9a-f]{16}", line.partition(": ")[2])]


def acs_set(value):
    """Set of flags of our cap= and ctl= values."""
    return set() if value in ("none", "-") else set(value.split(","))


def leaks(text):
    """Objects of kmemleak's file that are ours.

    A module that has been unloaded has no symbols left: its frames are bare
    addresses, and nobody else's are, since all other modules stay.
    """
    return [part.strip() for part in re.split(r"\n(?=unreferenced object)", text)
            if "iommu_audit" in part
            or re.search(r"^\s+(?:\[<\w+>\] )?0x[0-9a-f]+$", part, re.M)]


def qemu_devices(path):
    """{QEMU id: address}."""
    return json.loads(path.read_text(encoding="utf-8"))
