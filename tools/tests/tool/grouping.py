# SPDX-License-Identifier: GPL-2.0
"""Random machines, and the groups that a kernel makes of them.

groups() follows the kernel step by step: pci_device_group() and what it calls in
drivers/iommu/iommu.c, pci_for_each_dma_alias() of drivers/pci/search.c, pci_acs_enabled() of
drivers/pci/pci.c, with some entries of the tables of drivers/pci/quirks.c. The machines have
what no virtual machine has: DMA aliases, bridges to conventional PCI and back, quirks.
"""
import random

BITS = ("SrcValid", "TransBlk", "ReqRedir", "CmpltRedir", "UpstreamFwd", "EgressCtrl",
        "DirectTrans")
SOURCE, EGRESS = 1, 1 << 5
ISOLATION = SOURCE | 1 << 2 | 1 << 3 | 1 << 4

# Whom pci_dev_acs_enabled[] vouches for, whatever the type; and as a root port only.
VOUCHED = ("8086:1521", "14e4:1750", "1d17:3038", "10e8:e004", "17cb:0400")
VOUCHED_PORTS = ("8086:1c10", "177d:a001", "1c36:0031")
# The fixups of DMA aliases: the functions that they add, of a device and function.
ALIASES = {
    "1b4b:9230": lambda slot, fn: {slot << 3 | 1} - {slot << 3 | fn},
    "1180:e832": lambda slot, fn: {slot << 3} - {slot << 3 | fn},
    "8086:2260": lambda slot, fn: {0x10 << 3, 0x11 << 3, 0x12 << 3 | 3},
    "8086:2954": lambda slot, fn: {i << 3 | j for i in range(32) for j in range(5)},
    "10b5:87b0": lambda slot, fn: set(range(256)),
}
XLATE_ROOT, NO_ALIAS, BROKEN = "14e4:9000", "1a03:1150", "111d:80b5"
ENDPOINTS = ("10de:1b80", "8086:1533", "8088:1001", "8088:5555", "8086:1521", "14e4:1750",
             "1d17:3038", *ALIASES)
BRIDGES = ("8086:1901", "8086:1c10", "10b5:8747", "1d17:0710", "1d17:0900", "10e8:e004",
           "1c36:0031", "177d:a001", "17cb:0400", "8086:244e", XLATE_ROOT, NO_ALIAS, BROKEN)
# What is on a bus below a bridge of a type; a bridge without Express is "bridge".
BELOW = {
    None: ("root_port",) * 5 + ("rc_endpoint", "rc_endpoint", "conventional", "conventional",
                                "bridge", "rc_event_collector", "endpoint", "pcie_to_pci"),
    "upstream": ("downstream",) * 6 + ("endpoint",),
    "downstream": ("endpoint",) * 5 + ("legacy_endpoint", "upstream", "upstream", "upstream",
                                       "pcie_to_pci", "bridge", "conventional"),
    "bridge": ("conventional",) * 4 + ("bridge", "pci_to_pcie", "endpoint"),
}
BELOW["root_port"] = BELOW["pci_to_pcie"] = BELOW["downstream"]
BELOW["pcie_to_pci"] = BELOW["bridge"]
IS_BRIDGE = ("root_port", "upstream", "downstream", "pcie_to_pci", "pci_to_pcie", "bridge")
PORTS = ("root_port", "downstream")
DEEPEST, MOST_BUSES = 4, 60


class Function:
    """A PCI function; above is the bridge that leads to it, buses those behind it."""

    def __init__(self, chance, bus, devfn, above):
        self.bus, self.devfn, self.above = bus, devfn, above
        self.type = chance.choice(BELOW[above and above.type])
        self.ids = chance.choice(BRIDGES if self.type in IS_BRIDGE else ENDPOINTS)
        self.acs = self.on = None
        if self.type not in ("conventional", "bridge") and chance.random() < .6:
            self.acs = ISOLATION if chance.random() < .6 else chance.getrandbits(7)
            self.on = self.acs & (ISOLATION if chance.random() < .6 else chance.getrandbits(7))
        self.buses = self.group = None
        self.alone = True
        self.aliases = ALIASES.get(self.ids, lambda slot, fn: set())(devfn >> 3, devfn & 7)

    @property
    def name(self):
        """Its address."""
        return "0000:%02x:%02x.%d" % (self.bus, self.devfn >> 3, self.devfn & 7)

    def as_probe(self):
        """What a probe says of it."""
        def words(bits):
            return None if bits is None else [word for i, word in enumerate(BITS) if bits >> i & 1]
        return {
            "dev": self.name, "class": "0x060400" if self.type in IS_BRIDGE else "0x020000",
            "vendor": "0x" + self.ids[:4], "device": "0x" + self.ids[5:], "name": None,
            "type": "conventional" if self.type == "bridge" else self.type,
            "secondary": self.buses and "%02x" % self.buses[0],
            "subordinate": self.buses and "%02x" % self.buses[1], "acs_cap": words(self.acs),
            "acs_ctl": words(self.on), "ats": False, "sriov_total": None, "driver": None,
            "group": self.group}


def machine(seed):
    """Functions in the order in which a kernel finds them."""
    chance, found, last = random.Random(seed), [], [0]

    def fill(bus, above):
        slots = [0]
        if not above or above.type in ("upstream", "pcie_to_pci", "bridge"):
            slots = sorted(chance.sample(range(32), chance.randint(1, 4)))
        here = [Function(chance, bus, slot << 3 | fn, above) for slot in slots
                for fn in sorted({0, *chance.sample(range(8), chance.choice((0, 0, 1, 2, 3)))})]
        found.extend(here)
        for one in here:
            one.alone = sum(other.devfn >> 3 == one.devfn >> 3 for other in here) == 1
        for bridge in here:
            if bridge.type not in IS_BRIDGE:
                continue
            bridge.buses = (0, 0)
            if depth(bridge) < DEEPEST and last[0] < MOST_BUSES and chance.random() < .85:
                last[0] += 1
                bus = last[0]
                fill(bus, bridge)
                bridge.buses = (bus, last[0])

    fill(0, None)
    return sorted(found, key=lambda one: (one.bus, one.devfn))


def depth(function):
    """How many bridges are above a function."""
    return 1 + depth(function.above) if function.above else 0


def is_isolated(one):
    """pci_acs_enabled()"""
    if one.ids in VOUCHED or (one.ids in VOUCHED_PORTS and one.type == "root_port") or \
            (one.ids[:4] == "8086" and one.type == "rc_endpoint"):
        return True
    if one.ids[:4] == "1d17" and one.type in PORTS:
        return one.ids == "1d17:0710"
    if one.ids[:4] == "8088":
        return one.ids == "8088:1001"
    if one.type in ("conventional", "bridge", "pcie_to_pci", "pci_to_pcie", "rc_event_collector"):
        return False
    if one.type not in PORTS and one.alone:
        return True
    if one.acs is None:
        return False
    needed = ISOLATION & one.acs & ~(SOURCE if one.ids == BROKEN else 0)
    return one.on & needed == needed


def is_isolated_path(one):
    """pci_acs_path_enabled()"""
    return not one or (is_isolated(one) and is_isolated_path(one.above))


def alias_group(one, functions, seen):
    """get_pci_alias_group()"""
    if one.devfn in seen:
        return None
    seen.add(one.devfn)
    if one.group is not None:
        return one.group
    for other in functions:
        if other is not one and other.bus == one.bus and \
                (other.devfn in one.aliases or one.devfn in other.aliases):
            for find in (alias_group, slot_group):
                group = find(other, functions, seen)
                if group is not None:
                    return group
    return None


def slot_group(one, functions, seen):
    """get_pci_function_alias_group()"""
    if one.alone and not one.devfn & 7 or is_isolated(one):
        return None
    for other in functions:
        if other is not one and (other.bus, other.devfn >> 3) == (one.bus, one.devfn >> 3) and \
                not is_isolated(other):
            group = alias_group(other, functions, seen)
            if group is not None:
                return group
    return None


def device_group(one, functions):
    """pci_device_group()"""
    bridge = one.above
    while bridge and bridge.ids != XLATE_ROOT:
        if bridge.type in ("bridge", "pci_to_pcie") or \
                (bridge.type == "pcie_to_pci" and bridge.ids != NO_ALIAS):
            one = bridge
            if one.group is not None:
                return one.group
        bridge = bridge.above
    bridge = one.above
    while bridge and not is_isolated_path(bridge):
        one = bridge
        if one.group is not None:
            return one.group
        bridge = bridge.above
    seen = set()
    group = alias_group(one, functions, seen)
    return slot_group(one, functions, seen) if group is None else group


def groups(functions):
    """The sets of functions that share a group; each function is told its own."""
    made = []
    for one in functions:
        one.group = device_group(one, functions)
        if one.group is None:
            one.group = len(made)
            made.append(set())
        made[one.group].add(one.name)
    return [frozenset(group) for group in made]
