# SPDX-License-Identifier: GPL-2.0
"""Groups that a kernel would make.

Against the groups that kernels made of recorded machines, as they were read and as
if they had been read with the IOMMU off; and, for what no recorded machine has,
against answers that a person worked out by the kernel's sources: pci_device_group()
of drivers/iommu/iommu.c, pci_acs_enabled() and __pci_config_acs() of
drivers/pci/pci.c, the tables of drivers/pci/quirks.c.
"""
import json
import os
import random

import grouping
import harness

MACHINES = os.path.join(harness.HERE, "machines")
ALL = ["SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"]
PORT = ALL[:1] + ["TransBlk"] + ALL[1:]


def predict(run, path, *args):
    """The prediction of a file."""
    result = run.call("groups", "--predict", "--json", "--from", path, *args)
    if result.code:
        raise ValueError("exit code %d: %s" % (result.code, result.err))
    return json.loads(result.out)


def partition(answer):
    """The groups of an answer; an unknown one begins with a question mark."""
    return sorted((["?"] if not group["known"] else []) + [one["dev"] for one in group["members"]]
                  for group in answer["groups"])


def equal(run, name, got, expected):
    """A test of two values."""
    run.ok(name, got == expected, "expected %s" % (expected,), "got      %s" % (got,))


def recorded():
    """Recorded machines in whose groups functions are, by name."""
    found = {}
    for name in sorted(os.listdir(MACHINES)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(MACHINES, name), encoding="utf8") as file:
            machine = json.load(file)
        if machine["groups"]:
            found[name[:-len(".json")]] = machine
    return found


def kernels_groups(machine):
    """The groups that the kernel made."""
    groups = {}
    for device in machine["devices"]:
        if device["group"] is not None:
            groups.setdefault(device["group"], []).append(device["dev"])
    return sorted(sorted(members) for members in groups.values())


def switched_off(machine):
    """The same machine, read with the IOMMU off: no groups, and no bit set by the kernel."""
    machine = json.loads(json.dumps(machine))
    machine["groups"] = []
    machine["translations"] = []
    for device in machine["devices"]:
        device.update(group=None, domain="none", default="none", unit=None)
    for acs in machine["acs"]:
        for key in ("ctl", "ctl_at_load"):
            if acs[key] is not None:
                acs[key] = []
    return machine


def check_recorded(run, folder):
    """Machines that kernels grouped."""
    for name, machine in recorded().items():
        made = kernels_groups(machine)
        path = os.path.join(MACHINES, name + ".json")
        equal(run, "recorded: %s" % name, partition(predict(run, path)), made)
        # Which functions an IOMMU leaves out, only its table says.
        if any(device["group"] is None and device["class"][:6] != "0x0806"
               for device in machine["devices"]):
            continue
        off = os.path.join(folder, name + ".json")
        with open(off, "w", encoding="utf8") as file:
            json.dump(switched_off(machine), file)
        equal(run, "read with the IOMMU off: %s" % name, partition(predict(run, off)), made)


class Probe:
    """A machine in a few lines."""

    def __init__(self, kernel="7.2.12", cmdline="ro", vendor="intel"):
        self.top = {"name": "made up", "source": "nobody", "license": "none", "kernel": kernel,
                    "cmdline": cmdline, "vendor": vendor, "default_domain": None,
                    "unit_lines": []}
        self.functions = []

    def add(self, dev, ids, kind, acs=None, on=None, buses=None, group=None, code="0x020000",
            vfs=None):
        """A function: acs are bits that it can, on those that are on, vfs how many it may have."""
        self.functions.append({
            "dev": dev if len(dev) > 7 else "0000:" + dev, "class": "0x060400" if buses else code,
            "vendor": ids and "0x" + ids[:4], "device": ids and "0x" + ids[5:], "name": None,
            "type": kind,
            "secondary": buses and buses[:2], "subordinate": buses and buses[3:],
            "acs_cap": acs,
            "acs_ctl": None if acs is None or on == "?" else on or [],
            "ats": False, "sriov_total": vfs, "driver": None, "group": group})
        return self

    def write(self, path):
        """Write it."""
        with open(path, "w", encoding="utf8") as file:
            json.dump(dict(self.top, functions=self.functions), file)
        return path


def short(groups):
    """Groups in a line: addresses without their segment, groups apart by a bar."""
    return " | ".join(" ".join(one[5:] if one.startswith("0000:") else one for one in group)
                      for group in groups)


def nics(ids, **keys):
    """Two functions of one card without ACS, below a port that isolates."""
    return Probe(**keys).add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01") \
        .add("01:00.0", ids, "endpoint").add("01:00.1", ids, "endpoint")


def rc(ids, **keys):
    """Two functions of one slot of the root complex without ACS."""
    return Probe(**keys).add("00:15.0", ids, "rc_endpoint").add("00:15.1", ids, "rc_endpoint")


def ports(first, second, acs=None, **keys):
    """Two root ports of one slot, with a function below each."""
    return Probe(**keys).add("00:1c.0", first, "root_port", acs, buses="01-01") \
        .add("00:1c.4", second, "root_port", acs, buses="02-02") \
        .add("01:00.0", "10ec:8168", "endpoint").add("02:00.0", "10ec:8168", "endpoint")


TOGETHER, APART = "00:01.0 | 01:00.0 01:00.1", "00:01.0 | 01:00.0 | 01:00.1"
GLUED, SPLIT = "00:1c.0 00:1c.4 01:00.0 02:00.0", "00:1c.0 | 00:1c.4 | 01:00.0 | 02:00.0"
NIC = "0x020000"
MAYBE = "00:01.0 | ? 01:00.0 01:00.1"


def switch(on=None, **keys):
    """A switch whose downstream ports have ACS, an endpoint below each."""
    return Probe(**keys).add("00:01.0", "8086:1901", "root_port", PORT, buses="01-04") \
        .add("01:00.0", "10b5:8747", "upstream", buses="02-04") \
        .add("02:08.0", "10b5:8747", "downstream", PORT, on, buses="03-03") \
        .add("02:10.0", "10b5:8747", "downstream", PORT, on, buses="04-04") \
        .add("03:00.0", "10de:1b80", "endpoint").add("04:00.0", "10de:1b80", "endpoint")


def stuck(group, ids="1022:1483", on=tuple(ALL[1:]), **keys):
    """Two ports of a slot, of which one has Source Validation off, and the kernel's groups."""
    return Probe(**keys).add("00:01.0", "1022:1482", "conventional", group=0) \
        .add("00:01.1", ids, "root_port", PORT, on, buses="01-01", group=group)


def with_vfs(*others, buses="01-01", vfs=8):
    """A card below a port, and functions that may be virtual ones of it."""
    m = Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses=buses) \
        .add("01:00.0", "14e4:1657", "endpoint", vfs=vfs)
    for dev, ids, code in others:
        m.add(dev, ids, "endpoint", code=code)
    return m


def southbridge(vendor=None, iommu="", **keys):
    """Two functions of AMD's southbridge; the IOMMU is one of these functions."""
    m = Probe(vendor=vendor, **keys)
    if iommu:
        m.add("00:00.2", iommu, "conventional", code="0x080600")
    return m.add("00:14.0", "1002:4385", "conventional", code="0x0c0500") \
        .add("00:14.3", "1002:439d", "conventional", code="0x060100")


def wrong_port(first, second):
    """Ports in a row without ACS, and a card with two functions that are kept apart."""
    return Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-03") \
        .add("01:00.0", "111d:8018", first, buses="02-03") \
        .add("02:00.0", "111d:8018", second, buses="03-03") \
        .add("03:00.0", "8086:1521", "endpoint").add("03:00.1", "8086:1521", "endpoint")


SWITCH = "00:01.0 | 01:00.0 | 02:08.0 | 02:10.0 | 03:00.0 | 04:00.0"


def conventional(kernel="7.2.12", bridge="8086:244e", kind="conventional", root=True):
    """Two cards behind a bridge to conventional PCI."""
    m = Probe(kernel=kernel)
    if not root:
        m.add("00:01.0", "8086:1901", "root_port", PORT, buses="01-02")
    m.add("00:1e.0" if root else "01:00.0", bridge, kind, buses="02-02")
    return m.add("02:00.0", "1102:0002", "conventional").add("02:01.0", "1102:0002",
                                                               "conventional")


def vmd(vmds=1, segments=None, driver=None):
    """Segments behind VMDs, each with a drive."""
    m = Probe()
    for i in range(vmds):
        m.add("00:0%d.0" % (i + 1), "8086:9a0b", "rc_endpoint", code="0x010400")
        m.functions[-1]["driver"] = driver
    for i in segments or range(vmds):
        m.add("1000%d:e0:1d.0" % i, "8086:a0b0", "root_port", PORT, buses="e1-e1")
        m.add("1000%d:e1:00.0" % i, "15b7:5007", "endpoint", code="0x010802")
    return m


# name, machine, arguments, what a kernel makes of it
ROWS = [
    ("functions of a slot without ACS", nics("8086:1234"), [], TOGETHER),
    ("functions of a slot that have it", nics("8086:1234"), ["--kernel", "6.1"], TOGETHER),
    ("a vendor that vouches for its functions", nics("8086:1521"), [], APART),
    ("BCM5750x before its quirk", nics("14e4:1750", kernel="5.10.137"), [], TOGETHER),
    ("BCM5750x with it in a stable kernel", nics("14e4:1750", kernel="5.10.138"), [], APART),
    ("BCM5750x in the release before", nics("14e4:1750", kernel="5.13.19"), [], TOGETHER),
    ("BCM5750x in its release", nics("14e4:1750", kernel="6.0.0"), [], APART),
    ("BCM5750x in a kernel whose number hides it", nics("14e4:1750", kernel="5.15.0-53-generic"),
     [], MAYBE),
    # by the changelog of Debian's linux: 17 is 5.10.136, 18 is 5.10.140
    ("BCM5750x in Debian before it", nics("14e4:1750", kernel="5.10.0-17-amd64"), [], TOGETHER),
    ("BCM5750x in Debian with it", nics("14e4:1750", kernel="5.10.0-18-amd64"), [], APART),
    ("BCM5750x in a newer one", nics("14e4:1750", kernel="5.10.0-46-rt-amd64"), [], APART),
    ("BCM5750x in what only looks like one", nics("14e4:1750", kernel="5.10.0-6parrot1-amd64"),
     [], MAYBE),
    ("BCM5750x in a kernel of Red Hat's", nics("14e4:1750", kernel="5.14.0-427.13.1.el9_4.x86_64"),
     [], MAYBE),
    # what a distribution took from newer kernels, its number does not say
    ("Wangxun FF5 in Ubuntu", nics("8088:5010", kernel="6.8.0-45-generic"), [], MAYBE),
    ("Wangxun FF5 in Proxmox", nics("8088:5010", kernel="6.8.12-4-pve"), [], MAYBE),
    ("Wangxun FF5 in SUSE", nics("8088:5010", kernel="6.4.0-150600.23.25-default"), [], MAYBE),
    ("BCM5750x in an older SUSE", nics("14e4:1750", kernel="5.14.21-150400.24.46-default"), [],
     MAYBE),
    ("Wangxun FF5 in Amazon's", nics("8088:5010", kernel="6.1.34-59.116.amzn2023.x86_64"), [], MAYBE),
    ("Wangxun FF5 in Fedora", nics("8088:5010", kernel="6.8.5-301.fc40.x86_64"), [], TOGETHER),
    # Debian's relatives and builds of one's own: 0 is where they begin to count.
    ("Wangxun in Kali", nics("8088:0101", kernel="6.1.0-kali9-amd64"), [], MAYBE),
    ("Wangxun in Raspberry Pi OS", nics("8088:0101", kernel="6.1.0-rpi7-rpi-v8"), [], MAYBE),
    ("Wangxun in Deepin", nics("8088:0101", kernel="6.1.0-amd64-desktop"), [], MAYBE),
    ("Wangxun in a build of one's own", nics("8088:0101", kernel="6.1.0+"), [], MAYBE),
    ("Wangxun in the release before", nics("8088:0101", kernel="6.1.0"), [], TOGETHER),
    ("Wangxun in its candidate", nics("8088:0101", kernel="6.1.0-rc3"), [], TOGETHER),
    ("Wangxun in a stable kernel", nics("8088:0101", kernel="6.1.27-1-lts"), [], APART),
    ("Wangxun in Debian", nics("8088:0101", kernel="6.1.0-9-amd64"), [], APART),
    ("Intel's integrated functions", rc("8086:a0e8"), [], "00:15.0 | 00:15.1"),
    ("Intel's integrated functions before 5.10", rc("8086:a0e8", kernel="4.15.0-213-generic"), [],
     "? 00:15.0 00:15.1"),
    ("Intel's integrated functions in a kernel of Red Hat's",
     rc("8086:a0e8", kernel="4.18.0-553.el8_10.x86_64"), [], "? 00:15.0 00:15.1"),
    ("Wangxun FF5 in Arch", nics("8088:5010", kernel="6.8.5-arch1-1"), [], TOGETHER),
    ("BCM57414 in Proxmox", nics("14e4:16d7", kernel="5.15.74-1-pve"), [], APART),
    ("Wangxun in a stable kernel that Proxmox began with",
     nics("8088:1001", kernel="6.1.18-1-pve"), [], APART),
    ("Wangxun in an older one", nics("8088:1001", kernel="6.1.17-1-pve"), [], MAYBE),
    ("BCM5750x for another kernel", nics("14e4:1750", kernel="5.10.137"), ["--kernel", "6.12"],
     APART),
    ("Wangxun: what its quirk does not know", nics("8088:5555"), [], TOGETHER),
    ("Wangxun: what it knows", nics("8088:1001"), [], APART),
    ("Wangxun: what it knew later", nics("8088:5010", kernel="6.3.0"), [], TOGETHER),
    ("ports of a slot without ACS", ports("8086:1234", "8086:1234"), [], GLUED),
    ("ports of a slot with ACS", ports("8086:1234", "8086:1234", PORT), [], SPLIT),
    ("PCH ports by id", ports("8086:1c10", "8086:1c18"), [], SPLIT),
    ("PCH ports, one of another id", ports("8086:1c10", "8086:1d11"), [],
     "00:1c.0 | 00:1c.4 02:00.0 | 01:00.0"),
    ("Sunrise Point's ports", ports("8086:a110", "8086:a114", PORT), [], SPLIT),
    ("Sunrise Point's ports without the capability", ports("8086:a110", "8086:a114"), [], GLUED),
    ("Sunrise Point's ports without redirection", ports("8086:a110", "8086:a114", PORT),
     ["--with", "pci=disable_acs_redir=pci:8086:a110;pci:8086:a114"], GLUED),
    # __pci_config_acs() asks the quirk first, which takes redirection away whatever is asked
    ("Sunrise Point's ports with config_acs=", ports("8086:a110", "8086:a114", PORT),
     ["--with", "pci=config_acs=0011101@pci:8086:a110;0011101@pci:8086:a114"], GLUED),
    ("Zhaoxin's ports", ports("1d17:0710", "1d17:0740"), [], SPLIT),
    ("Zhaoxin's ports that came later", ports("1d17:0710", "1d17:0740", kernel="6.1.73"), [],
     "00:1c.0 | 00:1c.4 02:00.0 | 01:00.0"),
    # the quirk's "false" is an answer: ACS itself is not asked any more
    ("Zhaoxin's ports that are not listed, with ACS", ports("1d17:0900", "1d17:0900", PORT), [],
     GLUED),
    ("an integrated endpoint of Intel's beside others",
     Probe().add("00:1f.0", "8086:a082", "conventional").add("00:1f.3", "8086:a0c8", "rc_endpoint")
     .add("00:1f.4", "8086:a0a3", "conventional"), [], "00:1f.0 00:1f.4 | 00:1f.3"),
    ("an integrated endpoint of another's",
     Probe().add("00:02.0", "1022:1480", "conventional").add("00:02.3", "1022:148a", "rc_endpoint"),
     [], "00:02.0 00:02.3"),
    ("a switch with ACS", switch(), [], SWITCH),
    ("a switch: nothing redirected, as every kernel to 6.10 does it", switch(kernel="6.1.50"),
     ["--with", "pci=disable_acs_redir=pci:10b5:8747"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 04:00.0"),
    ("a switch: one port not redirected, by its path", switch(),
     ["--with", "pci=disable_acs_redir=0000:00:01.0/00.0/08.0"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 | 04:00.0"),
    ("a switch: config_acs= that names all", switch(),
     ["--with", "pci=config_acs=0011101@pci:10b5:8747"], SWITCH),
    # what is not named is what firmware left: nothing, as no IOMMU was on
    ("a switch: config_acs= that names some", switch(),
     ["--with", "pci=config_acs=xx011xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 04:00.0"),
    # before the fix: what is not named is what the kernel chose
    ("a switch: config_acs= that names some, before its fix", switch(kernel="6.12.22"),
     ["--with", "pci=config_acs=xxxx1xx@pci:10b5:8747"], SWITCH),
    ("a switch: config_acs= with 0, before its fix, is what firmware left",
     switch(kernel="6.12.22"), ["--with", "pci=config_acs=xx000xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 04:00.0"),
    ("a switch: config_acs= with 0, before its fix, where nobody knows what that is",
     switch(on=PORT, kernel="6.12.22"), ["--with", "pci=config_acs=xx000xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | ? 02:08.0 03:00.0 | ? 02:10.0 04:00.0"),
    ("a switch: config_acs= with 0 since", switch(on=PORT, kernel="6.12.23"),
     ["--with", "pci=config_acs=xx000xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 04:00.0"),
    # before the fix the flags of the second request are not read, and the list ends
    ("a switch: a list of config_acs= before its fix", switch(kernel="6.12.22"),
     ["--with", "pci=config_acs=xx000xx@0000:02:08.0;xx000xx@0000:02:10.0"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 | 04:00.0"),
    ("a switch: a list of config_acs= since", switch(kernel="6.12.23"),
     ["--with", "pci=config_acs=xx000xx@0000:02:08.0;xx000xx@0000:02:10.0"],
     "00:01.0 | 01:00.0 | 02:08.0 03:00.0 | 02:10.0 04:00.0"),
    ("a switch: config_acs= on a kernel that has none", switch(kernel="6.10.3"),
     ["--with", "pci=config_acs=0000000@pci:10b5:8747"], SWITCH),
    ("a switch: config_acs= on a kernel of Red Hat's, which may have it",
     switch(kernel="5.14.0-427.13.1.el9_4.x86_64"),
     ["--with", "pci=config_acs=xx000xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | ? 02:08.0 03:00.0 | ? 02:10.0 04:00.0"),
    ("a switch: disable_acs_redir= on such a one",
     switch(on=PORT, kernel="5.14.0-427.13.1.el9_4.x86_64"),
     ["--with", "pci=disable_acs_redir=pci:10b5:8747"],
     "00:01.0 | 01:00.0 | ? 02:08.0 03:00.0 | ? 02:10.0 04:00.0"),
    ("the patch, on a kernel that has it", nics("8086:1234", kernel="6.8.12-4-pve"),
     ["--with", "pcie_acs_override=downstream,multifunction"], APART),
    ("the patch, on one that has not", nics("8086:1234", kernel="6.12.117+deb13-amd64"),
     ["--with", "pcie_acs_override=downstream,multifunction"], TOGETHER),
    ("the patch, on one of which nobody knows", nics("8086:1234", kernel="6.8.12"),
     ["--with", "pcie_acs_override=downstream,multifunction"], MAYBE),
    ("the patch, by ids", nics("8086:1234", kernel="6.8.12-4-pve"),
     ["--with", "pcie_acs_override=id:8086:1234"], APART),
    ("the patch, by other ids", nics("8086:1234", kernel="6.8.12-4-pve"),
     ["--with", "pcie_acs_override=id:8086:1235"], TOGETHER),
    ("the patch leaves those alone that have ACS",
     ports("8086:1234", "8086:1234", ["SrcValid"], kernel="6.8.12-4-pve"),
     ["--with", "pcie_acs_override=downstream pci=disable_acs_redir=pci:0:0"], SPLIT),
    ("a port that does not take a bit, as read", stuck(0), [], "00:01.0 00:01.1"),
    ("and as booted again: its groups say so", stuck(0), ["--with", "quiet"], "00:01.0 00:01.1"),
    ("a bit that was cleared since, as read", stuck(1), [], "00:01.0 00:01.1"),
    ("and as booted again: nobody knows whether it is taken", stuck(1), ["--with", "quiet"],
     "? 00:01.0 00:01.1"),
    ("a port whose bits nobody read, under a kernel that sets them", stuck(1, on="?"), [],
     "00:01.0 | 00:01.1"),
    # pci_disable_broken_acs_cap()
    ("Source Validation of IDT's, of which the kernel knows that it is broken",
     stuck(1, "111d:80b5", kernel="7.0.0"), [], "00:01.0 | 00:01.1"),
    ("Source Validation of IDT's, of which it does not",
     stuck(0, "111d:80b5", kernel="6.12.117+deb13-amd64"), [], "00:01.0 00:01.1"),
    ("Source Validation of IDT's, of which it may know",
     stuck(0, "111d:80b5", kernel="6.18.5"), [], "? 00:01.0 00:01.1"),
    # the bits are of a kernel with an IOMMU on, or not: firmware's share of them is not known
    ("a switch, read as it is on: what config_acs= does not name", switch(on=PORT),
     ["--with", "pci=config_acs=xxxx1xx@pci:10b5:8747"],
     "00:01.0 | 01:00.0 | ? 02:08.0 03:00.0 | ? 02:10.0 04:00.0"),
    ("arm64: before 7.0 ACS may come too late", switch(kernel="6.12.117+deb13-arm64"), [],
     "? 00:01.0 01:00.0 02:08.0 02:10.0 03:00.0 04:00.0"),
    ("arm64: since 7.0", switch(kernel="7.2.12+deb13-arm64"), [], SWITCH),
    ("conventional PCI behind a root bus", conventional(), [], "00:1e.0 02:00.0 02:01.0"),
    ("conventional PCI behind Express", conventional(bridge="1b21:1080", root=False), [],
     "00:01.0 | 01:00.0 02:00.0 02:01.0"),
    ("conventional PCI behind a bridge that passes ids on",
     conventional(bridge="1a03:1150", kind="pcie_to_pci", root=False), [],
     "00:01.0 | 01:00.0 02:00.0 02:01.0"),
    ("a Marvell controller that speaks as function 1",
     Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "1b4b:9123", "endpoint", ALL, ALL)
     .add("01:00.1", "1b4b:91a4", "endpoint", ALL, ALL), [], TOGETHER),
    ("a Marvell controller before its quirk",
     Probe("5.10.22").add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "1b4b:9215", "endpoint", ALL, ALL)
     .add("01:00.1", "1b4b:91a4", "endpoint", ALL, ALL), [], APART),
    ("a card reader that speaks as function 0",
     Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "1180:e230", "endpoint", ALL, ALL)
     .add("01:00.1", "1180:e832", "endpoint", ALL, ALL), [], TOGETHER),
    ("a Switchtec endpoint, whose aliases are in its memory",
     Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "11f8:8536", "endpoint", ALL, ALL, code="0x068000")
     .add("01:00.1", "11f8:8536", "endpoint", ALL, ALL, code="0x058000"), [], MAYBE),
    ("one VMD", vmd(), [], "00:01.0 10000:e0:1d.0 10000:e1:00.0"),
    ("two VMDs, by their order", vmd(2), [],
     "00:01.0 10000:e0:1d.0 10000:e1:00.0 | 00:02.0 10001:e0:1d.0 10001:e1:00.0"),
    # virtfn_add_bus(): a bus below a port that is no bridge's secondary one
    ("VFs on a bus of their own",
     with_vfs(("02:00.0", "14e4:16a9", NIC), ("02:00.1", "14e4:16a9", NIC), buses="01-02"), [],
     "00:01.0 | 01:00.0 | 02:00.0 | 02:00.1"),
    # only_one_child(): below a port no other slot is searched
    ("VFs in another slot", with_vfs(("01:01.0", "14e4:16a9", NIC), ("01:01.1", "14e4:16a9", NIC)),
     [], "00:01.0 | 01:00.0 | 01:01.0 | 01:01.1"),
    ("VFs by their id",
     Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "15b3:1017", "endpoint", vfs=8).add("01:00.1", "15b3:1018", "endpoint"), [],
     APART),
    ("what may be a VF", with_vfs(("01:00.1", "14e4:16a9", NIC)), [], MAYBE),
    ("what may be a VF, but for its class", with_vfs(("01:00.1", "14e4:16a9", "0x010000")), [],
     TOGETHER),
    ("what may be a VF, but for its vendor", with_vfs(("01:00.1", "14e5:16a9", NIC)), [],
     TOGETHER),
    ("what may be a VF, if there were a PF", with_vfs(("01:00.1", "14e4:16a9", NIC), vfs=None), [],
     TOGETHER),
    ("a southbridge of AMD's", southbridge("amd"), [], "00:14.0 | 00:14.3"),
    ("a southbridge of AMD's, beside an IOMMU", southbridge(iommu="1022:1451"), [],
     "00:14.0 | 00:14.3"),
    ("a southbridge of AMD's, beside an older IOMMU", southbridge(iommu="1002:5a23"), [],
     "00:14.0 | 00:14.3"),
    ("a southbridge of AMD's below its processor",
     southbridge().add("00:18.0", "1022:1600", "conventional", code="0x060000"), [],
     "00:14.0 | 00:14.3 | 00:18.0"),
    ("a southbridge of AMD's, of which nobody knows where it is", southbridge(), [],
     "? 00:14.0 00:14.3"),
    ("a southbridge of AMD's in a guest of Intel's", southbridge("intel"), [], "00:14.0 00:14.3"),
    # set_pcie_port_type()
    ("a switch that says it is no switch", wrong_port("downstream", "downstream"), [],
     "00:01.0 | 01:00.0 | 02:00.0 03:00.0 03:00.1"),
    ("a switch with two upstream ports", wrong_port("upstream", "upstream"), [],
     "00:01.0 | 01:00.0 | 02:00.0 03:00.0 03:00.1"),
    ("VMDs, one with nothing behind it", vmd(3, segments=(0, 2), driver="vmd"), [],
     "00:01.0 10000:e0:1d.0 10000:e1:00.0 | 00:02.0 | 00:03.0 10002:e0:1d.0 10002:e1:00.0"),
    ("VMDs, one with nothing behind it, and nobody knows whether the driver took it",
     vmd(3, segments=(0, 2)), [],
     "? 00:01.0 00:02.0 00:03.0 10000:e0:1d.0 10000:e1:00.0 10002:e0:1d.0 10002:e1:00.0"),
    ("buses to which no bridge leads that is listed",
     Probe().add("00:00.0", "8086:3e20", "conventional")
     .add("04:00.0", "10b5:8747", "downstream", buses="05-05")
     .add("05:00.0", "10ec:8168", "endpoint"), [], "00:00.0 | ? 04:00.0 05:00.0"),
    # what is below which of two bridges, nobody knows: one of them isolates
    ("bridges that do not say what is below them",
     Probe().add("00:00.0", "8086:3e20", "conventional")
     .add("00:01.0", "8086:1901", "root_port", PORT, code="0x060400")
     .add("00:1c.0", "8086:1234", "root_port", code="0x060400")
     .add("00:1d.0", "8086:1234", "root_port", code="0x060400")
     .add("01:00.0", "10ec:8168", "endpoint").add("02:00.0", "10ec:8168", "endpoint"), [],
     "00:00.0 | 00:01.0 | ? 00:1c.0 00:1d.0 01:00.0 02:00.0"),
    ("functions whose ids nobody read, one of which may speak for the other",
     Probe().add("00:01.0", "8086:1901", "root_port", PORT, buses="01-01")
     .add("01:00.0", "8086:1521", "endpoint").add("01:00.1", None, "endpoint", ALL, ALL), [],
     MAYBE),
    ("what may be a VMD, as nobody read its ids",
     Probe().add("00:0e.0", None, "rc_endpoint", code="0x010400")
     .add("00:17.0", None, "conventional", code="0x010601")
     .add("10000:e0:1d.0", "8086:a0b0", "root_port", PORT), [],
     "00:17.0 | ? 00:0e.0 10000:e0:1d.0"),
    ("a type that is not known",
     Probe().add("00:02.0", "1022:1480", "conventional").add("00:02.3", "1022:148a", "unknown"),
     [], "? 00:02.0 00:02.3"),
]


def check_rows(run, folder):
    """What a person worked out."""
    path = os.path.join(folder, "row.json")
    for name, machine, args, expected in ROWS:
        if not run.may_want("rule: " + name):
            continue
        machine.write(path)
        equal(run, "rule: " + name, short(partition(predict(run, path, *args))), expected)


# what "lspci -vvnn" prints of southbridge(), beside an IOMMU or below a processor
SOUTHBRIDGE = """\
%s
00:14.0 SMBus [0c05]: AMD/ATI SBx00 SMBus Controller [1002:4385] (rev 3d)
	Subsystem: Super Micro Computer Inc Device [15d9:a811]
	Control: I/O+ Mem+ BusMaster- SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B-
	Status: Cap- 66MHz+ UDF- FastB2B- ParErr- DEVSEL=medium >TAbort- <TAbort- <MAbort- >SERR- <PERR-

00:14.3 ISA bridge [0601]: AMD/ATI SB7x0/SB8x0/SB9x0 LPC host controller [1002:439d]
	Subsystem: Super Micro Computer Inc Device [15d9:a811]
	Control: I/O+ Mem+ BusMaster+ SpecCycle+ MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B-
	Status: Cap- 66MHz+ UDF- FastB2B- ParErr- DEVSEL=medium >TAbort- <TAbort- <MAbort- >SERR- <PERR-
"""
# what "lspci -nn" prints: neither types nor buses of bridges
LIST = """\
00:00.0 Host bridge [0600]: Advanced Micro Devices, Inc. [AMD] Starship Root Complex [1022:1480]
00:00.2 IOMMU [0806]: Advanced Micro Devices, Inc. [AMD] Starship IOMMU [1022:1481]
00:01.0 Host bridge [0600]: Advanced Micro Devices, Inc. [AMD] Starship Dummy [1022:1482]
00:03.1 PCI bridge [0604]: Advanced Micro Devices, Inc. [AMD] Starship GPP Bridge [1022:1483]
01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GP104 [10de:1b80] (rev a1)
01:00.1 Audio device [0403]: NVIDIA Corporation GP104 HD Audio [10de:10f0] (rev a1)
"""
BESIDE = """\
00:00.2 IOMMU [0806]: AMD/ATI RD890S/RD990 I/O Memory Management Unit (IOMMU) [1002:5a23]
	Control: I/O- Mem- BusMaster- SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B-
	Status: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- <MAbort- >SERR- <PERR-
	Capabilities: [40] Secure device <?>
"""


def check_texts(run, folder):
    """The same of what lspci prints."""
    path = os.path.join(folder, "text.lspci")
    for name, what, expected in (("a southbridge of AMD's", "", "? 00:14.0 00:14.3"),
                                 ("a southbridge of AMD's, beside an IOMMU", BESIDE,
                                  "00:14.0 | 00:14.3")):
        with open(path, "w", encoding="utf8") as file:
            file.write(SOUTHBRIDGE % what)
        equal(run, "as lspci prints it: " + name, short(partition(predict(run, path))), expected)
    with open(path, "w", encoding="utf8") as file:
        file.write(LIST)
    equal(run, "as lspci -nn prints it: nobody knows what is below the bridge",
          short(partition(predict(run, path))), "00:00.0 | 00:01.0 | ? 00:03.1 01:00.0 01:00.1")
    text = run.call("groups", "--predict", "--from", path).out.decode()
    equal(run, "as lspci -nn prints it: no cause is made up", "(null)" in text, False)
    # Two cards below bridges that were left out of the paste.
    with open(path, "w", encoding="utf8") as file:
        file.write("".join("0%d:00.0 3D controller [0302]: NVIDIA Corporation GA102GL [10de:2235]\n"
                           "\tCapabilities: [40] Express (v2) Endpoint, MSI 00\n\n" % bus
                           for bus in (3, 4)))
    done = run.call("p2p", "03:00.0", "04:00.0", "--from", path)
    equal(run, "cards without their bridges: no way between them is made up",
          b"unknown: the bridges above 03:00.0 are unknown" in done.out and
          b"root complex" not in done.out, True)
    pair = json.loads(run.call("p2p", "03:00.0", "04:00.0", "--from", path, "--json").out)
    found = [value for key, value in walk(pair) if key in ("route", "topology")]
    equal(run, "cards without their bridges: and in JSON", set(found), {"unknown"})
    equal(run, "cards without their bridges: they are on no root bus",
          b"root bus" in run.call("report", "--from", path).out, False)


def walk(value):
    """Keys and values of JSON, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def check_names(run, folder):
    """That why names the quirk, and groups what is not known."""
    path = os.path.join(folder, "names.json")
    ports("8086:a110", "8086:a114", PORT).write(path)
    text = run.call("why", "00:1c.4", "--from", path).out.decode()
    equal(run, "why names the quirk", "8086:a114" in text and
              "pci_quirk_intel_spt_pch_acs()" in text, True)
    rc("8086:a0e8", kernel="4.15.0-213-generic").write(path)
    equal(run, "kernels older than the tables are said to be",
          (predict(run, path)["beyond_tables"], b"older than 5.10, whose rules and quirks are taken" in
           run.call("groups", "--predict", "--from", path).out), (True, True))
    for kernel, newer in (("5.10", False), ("7.3.4", False), ("7.4-rc1", True), ("8.0", True)):
        head = run.call("groups", "--predict", "--from", path, "--kernel", kernel).out.decode()
        equal(run, "kernels newer than the tables are said to be: %s" % kernel,
              (predict(run, path, "--kernel", kernel)["beyond_tables"],
               "newer than 7.3, whose rules and quirks are taken" in head), (newer, newer))
    off = Probe(cmdline="intel_iommu=off").add("00:00.0", "8086:3e20", "conventional").write(path)
    for machine, by in (("asrock-x370-taichi-asm1184", "amd_iommu=off"),
                        ("asus-z170-pro-gaming", "intel_iommu=off")):
        host = os.path.join(harness.HERE, "real", machine + ".json")
        named = [predict(run, host, "--with", word)["iommu_off_by"]
                 for word in ("amd_iommu=off", "intel_iommu=off")]
        equal(run, "a parameter of the other vendor switches nothing off: %s" % machine,
              [one for one in named if one], [by])
    equal(run, "what switches the IOMMU off is named", predict(run, off)["iommu_off_by"],
          "intel_iommu=off")
    nics("14e4:1750", kernel="5.15.0-53-generic").write(path)
    answer = predict(run, path)
    facts = {one["unknown_fact"] for group in answer["groups"] for one in group["members"]}
    equal(run, "what is not known is named", facts, {None, "version"})
    equal(run, "and counted", answer["functions_unknown"], 2)


def check_arch(run, folder):
    """That arm64 is known by the machine where the kernel's name does not tell it."""
    machine = switched_off(recorded()["bridges"])
    machine.update(arch="aarch64", kernel="6.8.0-45-generic")
    path = os.path.join(folder, "arch.json")
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    answer = predict(run, path)
    facts = {one["unknown_fact"] for group in answer["groups"] for one in group["members"]}
    equal(run, "arm64: a kernel that does not say so", facts, {None, "acs_in_time"})


def check_requests(run, folder):
    """What --kernel and --with take: all that a kernel could do something with, and no more."""
    path = os.path.join(folder, "requests.json")
    ports("8086:a110", "8086:a114", PORT).write(path)
    arm = os.path.join(folder, "arm.json")
    with open(arm, "w", encoding="utf8") as file:
        json.dump(dict(switched_off(recorded()["bridges"]), arch="aarch64", kernel="6.12.41"), file)
    for machine, words, said in (
            (path, ["--kernel", "7.3"], None),
            (path, ["--kernel", "4.18.0-553.el8.x86_64"], None),
            (path, ["--kernel", "4.19"], "groups are predicted for Linux 5.10 and newer"),
            (path, ["--kernel", "newest"], "write 6.12 or what uname -r says"),
            (path, ["--kernel", "7.3-amd64"], None),
            (arm, ["--kernel", "7.3-arm64"], None),
            (arm, ["--kernel", "7.3-amd64"], "is a kernel for x86_64, and this machine's is for aarch64"),
            (os.path.join(MACHINES, "amd-pt.json"), ["--kernel", "7.3-arm64"], "is a kernel for aarch64, and this machine's is for x86_64"),
            (path, ["--with", " "], None),
            (path, ["--with", "amd_iommu=on iommu=pt quiet"], None),
            (path, ["--with", "quiet"], None),
            (path, ["--with", "pci_acs_override=downstream"], "has no effect in any kernel"),
            (path, ["--with", "pcie_acs_override=nonsense"], "has no effect in any kernel"),
            (path, ["--with", "pcie_acs_override=id:8086:a110"], None),
            (path, ["--with", "intel_iommu=on pci=noats,config_acs=zz@0"], "'pci=config_acs=zz@0' has no effect in any kernel"),
            (path, ["--with", "pci=config_acs=xx1@00:1c.0;zz@0"], None),
            (path, ["--with", "pci=disable_acs_redir=nosuch"], "has no effect in any kernel"),
            (path, ["--with", "pci=disable_acs_redir=00:1c.0"], None)):
        done = run.call("groups", "--predict", "--from", machine, *words)
        err = done.err.decode() if isinstance(done.err, bytes) else done.err
        good = said in err and done.code == 2 and err.count("\n") == 1 if said else done.code == 0
        if words == ["--with", "quiet"]:
            good &= b"which does not affect groups" in done.out
        run.ok("request: %s of %s" % (" ".join(words), os.path.basename(machine)), good, done.code, err)


def unfolded(text, order):
    """[(the kernel's group, functions)] of a page on a terminal, whatever shares a line there."""
    groups, rows = [], text.splitlines()
    head = next(number for number, row in enumerate(rows) if "BECAUSE" in row)
    start, end = rows[head].index("DEVICES"), rows[head].index("BECAUSE")
    for row in rows[head + 1:]:
        kernel, rest = row[:start].split(), row[start:end].split()
        if len(rest) > 2 and rest[1] == "…" and rest[2].endswith(":"):
            span = order[order.index(rest[0]):order.index(rest[2][:-1]) + 1]
            first = int(kernel[0])
            if len(span) != int(rest[3]) or int(kernel[-1]) - first + 1 != len(span):
                raise ValueError(row)
            groups += [(first + i, [one]) for i, one in enumerate(span)]
            continue
        members = []
        while rest and (rest[0] in order or rest[0] == "…"):
            if rest[0] == "…":
                members += order[order.index(members[-1]) + 1:order.index(rest[1])]
            else:
                members.append(rest[0])
            rest.pop(0)
        groups.append((int(kernel[0]), members))
    return groups


def check_folded(run, _):
    """On a terminal what is alike shares a line, and nothing is lost; in a pipe nothing does."""
    for name in ("supermicro-x10slh-16-vfs", "dell-t630-2x-broadwell-ep", "asus-x299-sage-plx-2gpu"):
        path = os.path.join(harness.HERE, "real", name + ".json")
        with open(path, encoding="utf8") as file:
            functions = json.load(file)["functions"]
        order = sorted(one["dev"][5:] for one in functions)
        want = {one["group"]: [] for one in functions}
        for one in sorted(functions, key=lambda one: one["dev"]):
            want[one["group"]].append(one["dev"][5:])
        text = run.terminal(2000, "groups", "--predict", "--no-color", "--from", path).out.decode()
        equal(run, "folded: groups of %s" % name, sorted(unfolded(text, order)),
              sorted(want.items()))
    text = run.terminal(80, "groups", "--predict", "--no-color", "--from", path).out.decode()
    run.ok("folded: 91 groups within 60 lines of 80 columns", len(text.splitlines()) < 60 and
           max(map(len, text.splitlines())) <= 80, text)
    text = run.call("groups", "--predict", "--from", path).out.decode()
    run.ok("folded: in a pipe each function by itself", all(one in text.split() for one in order) and
           "…" not in text, text)


# How many machines of each kind, and what is taken from every fifth function of the second.
RANDOM = 40
TAKEN = {"type": ("type",), "ids": ("vendor", "device"), "class": ("class",),
         "acs": ("acs_cap", "acs_ctl"), "buses": ("secondary", "subordinate")}


def take_away(functions, seed):
    """Leave out what a probe could not read. Return: what, for people."""
    chance, taken = random.Random(seed), []
    for one in functions:
        kind = chance.choice(sorted(TAKEN))
        # No card with a fixup of DMA aliases is on a root bus.
        on_root = kind == "ids" and one["dev"].startswith("0000:00:") and \
            "%s:%s" % (one["vendor"][2:], one["device"][2:]) in grouping.ALIASES
        if chance.random() < .2 and not on_root:
            taken.append("%s of %s" % (kind, one["dev"]))
            for key in TAKEN[kind]:
                one.pop(key)
    return ", ".join(taken)


def check_random(run, folder):
    """Random machines, as the kernel's functions group them: and none sure of what is else."""
    path = os.path.join(folder, "random.json")
    ran = known = total = 0
    for seed in range(RANDOM * 2):
        whole = seed < RANDOM
        name = "random machines: %d: %s" % (seed, "the kernel's groups" if whole else
                                          "what is known is so")
        if not run.may_want(name):
            continue
        functions = grouping.machine(seed)
        truth = set(grouping.groups(functions))
        machine = Probe()
        machine.functions = [one.as_probe() for one in functions]
        taken = "" if whole else take_away(machine.functions, seed)
        answer = predict(run, machine.write(path))
        found = {frozenset(one["dev"] for one in group["members"])
                 for group in answer["groups"] if group["known"]}
        wrong = found ^ truth if whole else found - truth
        run.ok(name, not wrong, *sorted(short([sorted(one)]) for one in wrong)[:5],
               "without %s" % (taken or "nothing"))
        ran += 1
        known += len(found)
        total += len(truth)
    if ran == RANDOM * 2:
        run.ok("random machines: most groups are known all the same", known > total / 2,
               "%d of %d" % (known, total))


def run(run):
    """All of it."""
    with harness.Folder() as folder:
        check_recorded(run, folder)
        check_rows(run, folder)
        check_texts(run, folder)
        check_folded(run, folder)
        check_arch(run, folder)
        check_requests(run, folder)
        check_random(run, folder)
        check_names(run, folder)
