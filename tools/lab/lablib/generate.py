# SPDX-License-Identifier: GPL-2.0
"""Machines made of a seed: PCI functions, a kernel line, an IOMMU and kernel parameters."""

import collections

from . import functions, topology
from .draw import Draw
from .paths import LabError

# A machine to boot. acs: what pci= says of ACS, parameters: the others; second: how it is booted
# once more, with its IOMMU "disabled" by a parameter or "absent" in QEMU, "plain" without acs, or
# None; lspci: the options it is dumped with, as text and in hex; shape: its Topology; text: the
# same as a file of topologies/; functions: what is to be in it.
Machine = collections.namedtuple(
    "Machine", "seed line iommu parameters acs second lspci shape text functions")
LINES = ("5.10", "6.1", "6.12", "7.2", "7.3")

# What pci= can name by its ids.
IDS = {"pcie-root-port": "1b36:000c", "ioh3420": "8086:3420", "xio3130-downstream": "104c:8233",
       "x3130-upstream": "104c:8232", "igb": "8086:10c9"}
# How people call lspci.
TEXT = ("-vvv", "-Dvvv", "-nnvvv", "-Dnnvvv", "-vv", "-nnkvv", "-Dnnkvvv")
HEX = ("-xxxx", "-Dxxxx", "-nnxxxx", "-Dnnkxxxx")


def _who(draw, one):
    """One of the ways to name a function in pci=, as a text."""
    way = draw.weighted([("address", 4), ("short", 3), ("path", 3), ("id", 2)])
    if way == "address":
        return one.address
    if way == "short":
        return one.address[5:]
    if way == "id":
        return "pci:" + IDS[one.device]
    path, bridge = [], one
    while bridge:
        path.append(f"{bridge.slot:02x}.{bridge.number}")
        last, bridge = bridge, bridge.parent
    return last.address[5:8] + "/".join(reversed(path))


def _acs(draw, drawn):
    """What pci= says about ACS: a list of its options."""
    ports = [one for one in drawn if one.device in IDS]
    # some of those that have none
    ports = [one for one in ports if one.acs == "yes" or draw.chance(15)]
    if not ports or draw.chance(30):
        return []
    options = []
    which = draw.weighted([("config", 5), ("redir", 4), ("both", 1)])
    if which != "config":
        names = [_who(draw, draw.one_of(ports)) for _ in range(draw.between(1, 2))]
        options.append("disable_acs_redir=" + ";".join(names))
    if which != "redir":
        parts = []
        for _ in range(draw.between(1, 2)):
            bits = "".join(draw.one_of("01xx1") for _ in range(draw.between(1, 7)))
            parts.append(f"{bits}@{_who(draw, draw.one_of(ports))}")
        options.append("config_acs=" + ";".join(parts))
    return options


def _pci(draw, options):
    """Options of pci=, together or each by itself."""
    if draw.chance(50):
        return "pci=" + ",".join(options) if options else ""
    return " ".join(f"pci={option}" for option in options)


def _parameters(draw, iommu):
    """The other parameters of the kernel."""
    words = []
    if iommu.startswith("intel"):
        words.append(draw.weighted([("intel_iommu=on", 3), ("intel_iommu=on,sm_off", 1)]))
    words.append(draw.weighted([("", 5), ("iommu=pt", 3), ("iommu.passthrough=1", 2),
                                ("iommu.strict=1", 2), ("iommu.strict=0", 1)]))
    if draw.chance(10):
        words.append("pci=" + draw.one_of(["noats", "noari", "pcie_bus_safe"]))
    if draw.chance(6):
        words.append("pcie_acs_override=" + draw.one_of(
            ["downstream", "multifunction", "downstream,multifunction"]))
    return " ".join(word for word in words if word)


def _text(machine):
    """The machine as a file of topologies/."""
    head = [f"# Machine {machine.seed}: kernel {machine.line}",
            f"# parameters: {machine.parameters} {machine.acs}".rstrip(),
            f"about = made of the seed {machine.seed}",
            f"iommu = {machine.iommu.partition(':')[0]}"]
    qemu, setup, facts, modules = [], [], [], set()
    for one in machine.functions:
        if "subsys=" in one.options:
            qemu.append(f"-device nvme-subsys,id=s-{one.name}")
        qemu.append(f"-device {one.device},id={one.name},bus={one.bus.name},"
                    f"addr={one.slot:#x}.{one.number}"
                    + (",multifunction=on" if one.multifunction else "")
                    + (f",{one.options}" if one.options else ""))
        parent = one.parent.name if one.parent else "-"
        facts.append(f"{one.name} at={one.address} parent={parent} type={one.type} "
                     f"acs={one.acs or '?'} vfs={one.vfs}")
        if one.vfs:
            modules.add(one.device)
            setup.append(f'echo 0 >"$(sysdev {one.name})/sriov_drivers_autoprobe"')
            setup.append(f"vfs {one.name} {one.vfs}")
    if modules:
        head.append("modules = " + " ".join(sorted(modules)))
    return "\n".join([*head, "", "[qemu]", *qemu, "", "[setup]", *setup, "", "[facts]", *facts, ""])


def seeds(text):
    """The numbers of "1..20,33"."""
    found = []
    for part in text.split(","):
        first, dots, last = part.partition("..")
        try:
            found += range(int(first), int(last if dots else first) + 1)
        except ValueError:
            raise LabError(f"{text}: seeds are numbers and ranges of them: 1..20,33", 2) from None
    return found


def machine(seed):
    """The Machine of a seed."""
    drawn = functions.draw(Draw(seed, "functions"))
    draw = Draw(seed, "system")
    # each line as often as the others, whatever range of seeds is booted
    line = LINES[seed % len(LINES)]
    iommu = draw.weighted([("intel", 5), ("intel:caching-mode=on", 1),
                           ("intel:device-iotlb=on", 1), ("amd", 4)])
    second = draw.weighted([(None, 10), ("disabled", 4), ("absent", 2), ("plain", 4)])
    lspci = draw.one_of(TEXT), draw.one_of(HEX)
    stream = Draw(seed, "parameters")
    acs = _pci(stream, _acs(stream, drawn))
    if second == "plain" and not acs:
        second = None
    made = Machine(seed, line, iommu, _parameters(stream, iommu), acs, second, lspci, None, None,
                   drawn)
    text = _text(made)
    return made._replace(text=text, shape=topology.parse(f"random-{seed}", text, f"seed {seed}"))
