#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""A machine made up for dumps: its configuration space, byte by byte, and what is true of it.

The truth is what the functions below are made of, never what a program read of them.
Run as a program it prints the machine as `lspci -xxxx` does:

    spaces.py [BYTES]        BYTES of each function: 4096, 256 or 64
"""
import sys

TYPES = {"endpoint": 0, "legacy_endpoint": 1, "root_port": 4, "upstream": 5, "downstream": 6,
         "pcie_to_pci": 7, "pci_to_pcie": 8, "rc_endpoint": 9, "rc_event_collector": 10}
ACS = ["SrcValid", "TransBlk", "ReqRedir", "CmpltRedir", "UpstreamFwd", "EgressCtrl", "DirectTrans"]
PORT_ACS = 0x1F

# address: class, vendor:device, and what else there is.
MACHINE = {
    "0000:00:00.0": dict(klass=0x060000, ids=(0x8086, 0x1237), rev=2),
    "0000:00:01.0": dict(klass=0x060400, ids=(0x8086, 0x1901), type="root_port", buses=(1, 4),
                         acs=(PORT_ACS, 0x1D), mf=True, rev=7),
    "0000:00:01.1": dict(klass=0x060400, ids=(0x8086, 0x1905), type="root_port", buses=(5, 5),
                         acs=(PORT_ACS, 0), mf=True),
    "0000:00:0e.0": dict(klass=0x010400, ids=(0x8086, 0x9A0B), type="rc_endpoint"),
    "0000:00:14.0": dict(klass=0x0B4000, ids=(0x8086, 0x0B25), type="rc_endpoint", ats=1, pri=0,
                         pasid=1, flr=True),
    "0000:00:1c.0": dict(klass=0x060400, ids=(0x8086, 0xA110), type="root_port", buses=(6, 7),
                         acs=(0x0F, 0x1234, 0x0D)),
    "0000:00:1d.0": dict(klass=0x0C0320, ids=(0x8086, 0x293A), af=True),
    "0000:00:1e.0": dict(klass=0x060401, ids=(0x8086, 0x244E), buses=(8, 9)),
    "0000:00:1f.0": dict(klass=0x060100, ids=(0x8086, 0xA145), mf=True, rev=0x31),
    "0000:01:00.0": dict(klass=0x060400, ids=(0x10B5, 0x8747), type="upstream", buses=(2, 4)),
    "0000:02:00.0": dict(klass=0x060400, ids=(0x10B5, 0x8747), type="downstream", buses=(3, 3),
                         acs=(0x7F, 0x1D)),
    "0000:02:01.0": dict(klass=0x060400, ids=(0x10B5, 0x8747), type="downstream", buses=(4, 4)),
    "0000:03:00.0": dict(klass=0x020000, ids=(0x8086, 0x1521), type="endpoint", mf=True, flr=True,
                         ats=1, pri=0, pasid=1, serial="00-1b-21-ff-ff-aa-bb-cc",
                         vfs=(2, 8, 128, 2, True)),
    "0000:03:00.1": dict(klass=0x020000, ids=(0x8086, 0x1521), type="endpoint", mf=True, flr=True,
                         acs=(0, 0), serial="00-1b-21-ff-ff-aa-bb-cc", vfs=(4, 4, 128, 2, False)),
    "0000:03:10.0": dict(klass=0x020000, ids=None, type="endpoint", flr=True, ats=0, acs=(0, 0)),
    "0000:03:10.2": dict(klass=0x020000, ids=None, type="endpoint", flr=True, ats=0, acs=(0, 0)),
    "0000:04:00.0": dict(klass=0x030000, ids=(0x10DE, 0x2204), type="legacy_endpoint", mf=True,
                         rev=0xA1),
    "0000:04:00.1": dict(klass=0x040300, ids=(0x10DE, 0x1AEF), type="endpoint", mf=True, rev=0xA1),
    "0000:05:00.0": dict(klass=0x010802, ids=(0x144D, 0xA808), type="endpoint", flr=True),
    "0000:06:00.0": dict(klass=0x060400, ids=(0x1B21, 0x1080), type="pcie_to_pci", buses=(7, 7)),
    "0000:07:01.0": dict(klass=0x040100, ids=(0x1102, 0x0004), bare=True),
    "0000:08:02.0": dict(klass=0x060400, ids=(0x1B21, 0x1181), type="pci_to_pcie", buses=(9, 9)),
    "0000:09:00.0": dict(klass=0x0C0330, ids=(0x1B73, 0x1100), type="endpoint"),
    "0000:80:05.0": dict(klass=0x088000, ids=(0x8086, 0x2034), bare=True),
    "0000:80:05.4": dict(klass=0x080700, ids=(0x8086, 0x0B23), type="rc_event_collector"),
    "10000:e0:06.0": dict(klass=0x060400, ids=(0x8086, 0xA0B0), type="root_port",
                          buses=(0xE1, 0xE1), acs=(PORT_ACS, 0x1D)),
    "10000:e1:00.0": dict(klass=0x010802, ids=(0x15B7, 0x5007), type="endpoint"),
}
VFS = {"0000:03:10.0": ("0000:03:00.0", 0), "0000:03:10.2": ("0000:03:00.0", 1)}
VMD = "0000:00:0e.0"


def put(space, where, size, value):
    """A number of some bytes, the lowest first."""
    space[where:where + size] = value.to_bytes(size, "little")


class Chain:
    """Capabilities, one after the other; each knows where the next one is."""

    def __init__(self, space):
        self.space, self.at, self.ext = space, 0x40, 0x100
        self.last = self.last_ext = None

    def add(self, cap, size):
        """A capability of the first 256 bytes. Return: where it is."""
        where, self.at = self.at, self.at + (size + 3) // 4 * 4
        put(self.space, 0x34 if self.last is None else self.last + 1, 1, where)
        put(self.space, 0x06, 2, 0x10)
        put(self.space, where, 1, cap)
        self.last = where
        return where

    def add_ext(self, cap, size):
        """A capability of the extended space."""
        where, self.ext = self.ext, self.ext + 0x40 + size // 4 * 4
        if self.last_ext is not None:
            header = int.from_bytes(self.space[self.last_ext:self.last_ext + 4], "little")
            put(self.space, self.last_ext, 4, header | where << 20)
        put(self.space, where, 4, cap | 1 << 16)
        self.last_ext = where
        return where


def put_vfs(chain, space, vfs):
    """SR-IOV."""
    number, total, offset, stride, on = vfs
    where = chain.add_ext(0x10, 0x40)
    put(space, where + 8, 2, int(on))
    put(space, where + 0x0C, 2, total)
    put(space, where + 0x0E, 2, total)
    put(space, where + 0x10, 2, number)
    put(space, where + 0x14, 2, offset)
    put(space, where + 0x16, 2, stride)
    put(space, where + 0x1A, 2, 0x1520)


def put_acs(chain, space, acs):
    """ACS; Sunrise Point's ports have control 8 bytes in, and something else where others have it."""
    where = chain.add_ext(0x0D, 0x10)
    put(space, where + 4, 2, acs[0])
    put(space, where + 6, 2, acs[1])
    if len(acs) == 3:
        put(space, where + 8, 4, acs[2])


def put_caps(space, what):
    """All capabilities of a function."""
    chain = Chain(space)
    if what.get("bare"):
        return
    put(space, chain.add(0x01, 8) + 2, 2, 3)
    if what.get("af"):
        where = chain.add(0x13, 8)
        put(space, where + 2, 2, 0x0306)
    if "type" not in what:
        return
    where = chain.add(0x10, 0x3C)
    put(space, where + 2, 2, TYPES[what["type"]] << 4 | 2)
    put(space, where + 4, 4, 0x8000 | (0x10000000 if what.get("flr") else 0))
    if "acs" in what:
        put_acs(chain, space, what["acs"])
    for name, cap, control in (("ats", 0x0F, 6), ("pri", 0x13, 4), ("pasid", 0x1B, 6)):
        if name in what:
            bit = 0x8000 if name == "ats" else 1
            put(space, chain.add_ext(cap, 0x10) + control, 2, bit if what[name] else 0)
    if "serial" in what:
        where = chain.add_ext(0x03, 0x0C)
        space[where + 4:where + 12] = bytes.fromhex(what["serial"].replace("-", ""))[::-1]
    if "vfs" in what:
        put_vfs(chain, space, what["vfs"])


def space_of(what):
    """The bytes of a function."""
    space = bytearray(4096)
    vendor, device = what["ids"] or (0xFFFF, 0xFFFF)
    put(space, 0, 2, vendor)
    put(space, 2, 2, device)
    put(space, 4, 2, 6)
    put(space, 8, 1, what.get("rev", 0))
    put(space, 9, 3, what["klass"])
    bridge = "buses" in what
    put(space, 0x0E, 1, int(bridge) | (0x80 if what.get("mf") else 0))
    if bridge:
        put(space, 0x19, 1, what["buses"][0])
        put(space, 0x1A, 1, what["buses"][1])
    else:
        put(space, 0x2C, 4, 0xBEEF1043)
    put_caps(space, what)
    return bytes(space)


def dump(size=4096, machine=None):
    """What lspci -xxxx prints, or with less of each function -xxx or -x."""
    text = []
    for address, what in (machine or MACHINE).items():
        space = space_of(what)[:size]
        text.append("%s Class %04x: Device" % (address, what["klass"] >> 8))
        for at in range(0, len(space), 16):
            text.append("%02x: %s" % (at, " ".join("%02x" % byte for byte in space[at:at + 16])))
        text.append("")
    return "\n".join(text) + "\n"


def bus_of(address):
    """Segment and bus of a function."""
    segment, bus, _ = address.split(":")
    return segment, int(bus, 16)


def path(address):
    """The bridges above a function, from the root."""
    above = [one for one, what in MACHINE.items() if "buses" in what and
             bus_of(one)[0] == bus_of(address)[0] and what["buses"][0] == bus_of(address)[1]]
    return path(above[0]) + above if above else []


def words(bits):
    """The bits of ACS as words."""
    return [word for bit, word in enumerate(ACS) if bits >> bit & 1]


def acs(address):
    """Capability and control of a function's own ACS, or None."""
    bits = MACHINE[address].get("acs")
    if bits is None:
        return None
    return words(bits[0] & 0x7F), words(bits[-1] & 0x7F)


def state(what, name):
    """An optional capability as the tool names its states; None where there is none."""
    return {None: None, 0: "off", 1: "on"}[what.get(name)]


def facts(address):
    """What is true of a function: keys of its records, None for what does not apply."""
    what, pf = MACHINE[address], VFS.get(address)
    of = MACHINE[pf[0]] if pf else what
    number, total, _, _, on = what.get("vfs", (None, None, None, None, False))
    bridge = "buses" in what
    return {
        "class": "0x%06x" % what["klass"],
        "vendor": "0x%04x" % of["ids"][0],
        "type": what.get("type", "pci_bridge" if bridge else "pci"),
        "path": path(address) or None,
        "ats": state(what, "ats"),
        "pri": state(of, "pri"),
        "pasid": state(of, "pasid"),
        "flr": bool(what.get("flr") or (what.get("af") and not path(address))),
        "totalvfs": total,
        "numvfs": number if on else 0 if total else None,
        "vf_of": pf[0] if pf else None,
        "vf_index": pf[1] if pf else None,
        "revision": "0x%02x" % what.get("rev", 0),
        "multifunction": bool(what.get("mf")),
        "secondary": "0x%02x" % what["buses"][0] if bridge else None,
        "subordinate": "0x%02x" % what["buses"][1] if bridge else None,
        "serial": None if pf else what.get("serial"),
        "dma_device": VMD if address.startswith("10000:") else None,
    }


if __name__ == "__main__":
    sys.stdout.write(dump(int(sys.argv[1]) if len(sys.argv) > 1 else 4096))
