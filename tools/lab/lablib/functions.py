# SPDX-License-Identifier: GPL-2.0
"""PCI functions drawn for a machine: root ports, switches, bridges, slots, root buses.

What QEMU and the firmware make of the devices is written down here beside them: type, ACS,
parent and address of every function. A booted machine is held against that.
"""

import collections
import dataclasses

ROOT = "pcie.0"
# What every q35 has; an AMD IOMMU is a function of its own.
CHIPSET = ("0000:00:00.0", "0000:00:1f.0", "0000:00:1f.2", "0000:00:1f.3")
AMD_IOMMU = "0000:00:01.0"
# The slots of the root bus that neither of them nor the IOMMU takes.
ROOT_SLOTS = range(2, 0x1e)
# How far down there are bridges, for how many windows firmware has I/O space, and how many
# root buses and virtual functions there are at most.
DEPTH, IO_WINDOWS, FAR, VFS = 6, 7, 3, 4

# A device that is no bridge. link, root: its type below a port and on a root bus, None where it
# cannot be, and beside the ports of a switch neither; bus: whether it can be on a conventional
# bus; io: whether it has I/O space.
Kind = collections.namedtuple("Kind", "weight link root bus io options")
# Without their ROMs, which firmware would run.
ENDPOINTS = {
    "nvme": Kind(4, "endpoint", "rc_endpoint", False, False, "serial={name}"),
    "igb": Kind(4, "endpoint", None, False, True, "romfile="),
    "e1000e": Kind(2, "endpoint", "rc_endpoint", False, True, "romfile="),
    "qemu-xhci": Kind(1, "endpoint", "rc_endpoint", True, False, ""),
    "bochs-display": Kind(1, "endpoint", "rc_endpoint", True, False, "romfile="),
    "virtio-rng-pci": Kind(1, "endpoint", "pci", False, False, ""),
    "edu": Kind(3, "pci", "pci", True, False, ""),
    "e1000": Kind(2, "pci", "pci", True, True, "romfile="),
    "ich9-usb-ehci1": Kind(1, "pci", "pci", True, False, ""),
    "ich9-intel-hda": Kind(1, "pci", "pci", True, False, ""),
    "sdhci-pci": Kind(1, "pci", "pci", True, False, ""),
}
# Functions of one slot that real chipsets have.
ICH9_USB = ("ich9-usb-uhci1", "ich9-usb-uhci2", "ich9-usb-uhci3", "ich9-usb-ehci1")

# A bridge: its type, what kind of bus is behind it, whether it has ACS.
Bridge = collections.namedtuple("Bridge", "type behind acs options")
BRIDGES = {
    "pcie-root-port": Bridge("root_port", "link", "yes", "chassis={number},slot={number}"),
    "ioh3420": Bridge("root_port", "link", "no", "chassis={number},slot={number}"),
    "x3130-upstream": Bridge("upstream", "inside", "no", ""),
    "xio3130-downstream": Bridge("downstream", "link", "no", "chassis={number},slot={number}"),
    "pcie-pci-bridge": Bridge("pcie_to_pci", "bus", "no", ""),
    "pci-bridge": Bridge("pci_bridge", "bus", "no", "chassis_nr={number}"),
    "i82801b11-bridge": Bridge("pci_bridge", "bus", "no", ""),
    "pxb-pcie": Bridge("pci", "far", "no", "bus_nr={bus:#x}"),
}
# Bridges whose bus firmware gives I/O space even when nobody asks.
IO_ALWAYS = ("pci-bridge", "i82801b11-bridge")

# What is on a bus of each kind: [(device or class of devices, weight)].
CONTENT = {
    "root": [("pcie-root-port", 46), ("ioh3420", 6), ("express", 18), ("conventional", 14),
             ("pcie-pci-bridge", 4), ("pci-bridge", 4), ("i82801b11-bridge", 4), ("pxb-pcie", 6)],
    # QEMU lets nothing but bridges on a root bus of its own
    "far": [("pcie-root-port", 12), ("ioh3420", 3), ("pcie-pci-bridge", 2), ("pci-bridge", 1),
            ("i82801b11-bridge", 1)],
    "link": [("express", 44), ("conventional", 12), ("x3130-upstream", 26),
             ("pcie-pci-bridge", 9), ("pci-bridge", 4), ("i82801b11-bridge", 7)],
    "bus": [("conventional", 76), ("pci-bridge", 18), ("i82801b11-bridge", 6)],
}
# The downstream ports of a switch: QEMU's own have no ACS, root ports in their place do.
SWITCHES = [([("xio3130-downstream", 1)], 40), ([("pcie-root-port", 1)], 35),
            ([("xio3130-downstream", 3), ("pcie-root-port", 3), ("express", 1)], 25)]
ROOTS = ("root", "far")
SLOTS = {"root": (2, 6), "far": (1, 3), "link": (1, 1), "inside": (1, 4), "bus": (0, 3)}
IN_SLOT = [(1, 74), (2, 14), (3, 8), (4, 4)]


@dataclasses.dataclass
class Function:
    """One PCI function of a machine to be, and what it is to look like."""

    name: str
    device: str
    bus: "Bus"
    slot: int
    number: int
    type: str
    acs: str  # yes, no, or None where it is not known
    multifunction: bool
    options: str
    behind: "Bus" = None
    vfs: int = 0
    address: str = ""

    @property
    def devfn(self):
        """Where it is on its bus."""
        return self.slot * 8 + self.number

    @property
    def parent(self):
        """The bridge that it is behind, None on a root bus."""
        return None if self.bus.kind in ROOTS else self.bus.bridge


@dataclasses.dataclass
class Bus:
    """A bus; behind a function, which for a far root bus is QEMU's and no bridge."""

    kind: str
    bridge: Function
    depth: int
    number: int = 0

    @property
    def name(self):
        """As QEMU calls it."""
        return self.bridge.name if self.bridge else ROOT


class Builder:
    """Draws functions until there are enough, on one bus after another."""

    def __init__(self, draw):
        self._draw = draw
        self._left = draw.between(8, 32)
        self._io = IO_WINDOWS
        self.functions = []
        self.root = Bus("root", None, 0)
        self._far = 0
        todo = []
        while self._left > 0:
            # what ends too early goes on at the root
            bus = todo.pop(draw.below(len(todo))) if todo else self.root
            todo += self._fill(bus)

    def _fill(self, bus):
        """Put functions on a bus; the buses behind them."""
        low, high = SLOTS[bus.kind]
        first = len(self.functions)
        content = self._draw.weighted(SWITCHES) if bus.kind == "inside" else CONTENT[bus.kind]
        if bus.kind == "link":
            slots = [] if self._draw.chance(10) else [0]
        else:
            taken = [one.slot for one in self.functions if one.bus is bus]
            free = ROOT_SLOTS if bus is self.root else range(1, 0x1e)
            slots = self._draw.some([slot for slot in free if slot not in taken],
                                    self._draw.between(low, high))
        for slot in slots:
            if self._left > 0:
                self._fill_slot(bus, slot, content)
        return [one.behind for one in self.functions[first:] if one.behind]

    def _fill_slot(self, bus, slot, content):
        """Put one function in a slot, or several."""
        if bus.kind in ("root", "bus") and self._io > 0 and self._draw.chance(5):
            devices = list(ICH9_USB[:self._draw.between(2, len(ICH9_USB))])
        else:
            devices = [self._device(bus, content) for _ in range(self._draw.weighted(IN_SLOT))]
        # a root bus is alone in its slot; a function with ARI that is the first hides the others
        if "pxb-pcie" in devices:
            devices = ["pxb-pcie"]
        elif len(devices) > 1 and devices[0] == "igb":
            devices[0] = "nvme"
        numbers = [0, *self._draw.some(range(1, 8), len(devices) - 1)]
        for device, number in zip(devices, numbers):
            # of the others the bit does not matter, and one function may set it as well
            bit = number == 0 and len(devices) > 1 or \
                self._draw.chance(50 if number else 1)
            self._add(device, bus, slot, number, bit)

    def _fits(self, bridge, bus):
        """Whether a bridge can still be on a bus."""
        if bridge == "pxb-pcie":
            return self._far < FAR
        return (bus.kind == "inside" or bus.depth < DEPTH) and \
            (bridge not in IO_ALWAYS or self._io > 0)

    def _device(self, bus, content):
        """Draw a device that can be there."""
        while True:
            what = self._draw.weighted(content)
            if what in BRIDGES:
                if self._fits(what, bus):
                    return what
                continue
            device = self._draw.weighted([(name, kind.weight) for name, kind in ENDPOINTS.items()])
            kind = ENDPOINTS[device]
            there = {"root": kind.root, "bus": "pci" if kind.bus else None,
                     "inside": kind.root and kind.link}.get(bus.kind, kind.link)
            if not there or kind.io and self._io <= 0 or \
                    (what == "conventional") != (there == "pci"):
                continue
            return device

    def _add(self, device, bus, slot, number, multifunction):
        """Note a function, and what it will be."""
        count = len(self.functions)
        values = {"name": f"f{count}", "number": count + 1}
        self._left -= 1
        if device in BRIDGES:
            bridge = BRIDGES[device]
            one = Function(values["name"], device, bus, slot, number, bridge.type, bridge.acs,
                           multifunction, "")
            one.behind = Bus(bridge.behind, one, bus.depth + 1)
            if device == "pxb-pcie":
                self._far += 1
                one.behind.number = self._far * 0x40
            self._io -= device in IO_ALWAYS
            one.options = bridge.options.format(bus=one.behind.number, **values)
        else:
            kind = ENDPOINTS.get(device) or Kind(0, "pci", "pci", True, True, "")
            there = {"root": kind.root, "bus": "pci"}.get(bus.kind, kind.link)
            one = Function(values["name"], device, bus, slot, number, there, None, multifunction,
                           kind.options.format(**values))
            self._io -= kind.io
        self.functions.append(one)

    def virtual(self):
        """Have functions that can have virtual ones show them, or be able to."""
        for one in self.functions:
            if one.device not in ("igb", "nvme") or one.bus.kind != "link" or \
                    [o for o in self.functions if o.bus is one.bus] != [one]:
                continue
            if one.device == "nvme":
                if self._draw.chance(65):
                    continue
                one.options += (f",subsys=s-{one.name},sriov_max_vfs={VFS},max_ioqpairs=18,"
                                f"sriov_vq_flexible={2 * VFS + 2},sriov_vi_flexible={VFS + 1},"
                                "msix_qsize=18")
            if self._draw.chance(60):
                one.vfs = self._draw.between(1, VFS)

    def address(self):
        """Number the buses as the firmware does: depth first."""
        def go(bus, number):
            bus.number, last = number, number
            for one in sorted((o for o in self.functions if o.bus is bus), key=lambda o: o.devfn):
                one.address = f"0000:{number:02x}:{one.slot:02x}.{one.number}"
                if one.behind and one.behind.kind != "far":
                    last = go(one.behind, last + 1)
            return last

        go(self.root, 0)
        for one in self.functions:
            if one.behind and one.behind.kind == "far":
                go(one.behind, one.behind.number)


def draw(stream):
    """The functions of a machine, each behind those that it needs."""
    builder = Builder(stream)
    builder.virtual()
    builder.address()
    return builder.functions
