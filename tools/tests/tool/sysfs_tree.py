# SPDX-License-Identifier: GPL-2.0
"""Trees with what sysfs shows of a machine, made of a few lines: for --root, without the module."""
import os
import struct

DEVICES = "sys/bus/pci/devices"
TABLES = "sys/firmware/acpi/tables"
# Device/Port Type of the PCI Express Capabilities Register
TYPES = {"endpoint": 0, "root_port": 4, "upstream": 5, "downstream": 6, "pcie_to_pci": 7}


def config(vendor=0x8086, device=0x1234, code=0xff0000, kind="endpoint", flr=False,
           extended=(), buses=(0, 0), multifunction=False, revision=0, link=None):
    """A configuration space; kind None has no PCI Express Capability, and 256 bytes.

    extended: (id, bytes behind the header) of extended capabilities, in their order.
    link: numbers of the greatest speed and width, and of those of now.
    """
    space = bytearray(256 if kind is None else 4096)
    struct.pack_into("<HH", space, 0, vendor, device)
    struct.pack_into("<I", space, 8, code << 8 | revision)
    bridge = kind not in (None, "endpoint")
    space[0x0e] = bridge | multifunction << 7
    if bridge:
        space[0x19:0x1b] = bytes(buses)
    else:
        struct.pack_into("<HH", space, 0x2c, 0x1af4, 0x1100)
    if kind is None:
        return bytes(space)
    struct.pack_into("<H", space, 6, 0x10)
    space[0x34] = 0x40
    struct.pack_into("<BBHI", space, 0x40, 0x10, 0, TYPES[kind] << 4 | 2, flr << 28)
    if link:
        struct.pack_into("<I", space, 0x4c, link[0] | link[1] << 4)
        struct.pack_into("<H", space, 0x52, link[2] | link[3] << 4)
    where = 0x100
    for number, (name, body) in enumerate(extended):
        last = number == len(extended) - 1
        follow = 0 if last else where + 0x40
        struct.pack_into("<I", space, where, name | 1 << 16 | follow << 20)
        space[where + 4:where + 4 + len(body)] = body
        where += 0x40
    return bytes(space)


def acs(cap, ctl):
    """The ACS capability."""
    return 0x0d, struct.pack("<HH", cap, ctl)


def ats(on):
    """The ATS capability."""
    return 0x0f, struct.pack("<HH", 0x20, on << 15)


def serial(number):
    """The Device Serial Number capability."""
    return 0x03, struct.pack("<Q", number)


def sriov(total, offset, stride, bars=(), num=0):
    """The SR-IOV capability; bars are the six registers, those behind the last one 0."""
    registers = list(bars) + [0] * (6 - len(bars))
    return 0x10, struct.pack("<IHHHHHBxHHHHII6I", 0, bool(num), 0, total, total, num, 0, offset,
                             stride, 0, 0x1520, 0x553, 1, *registers)


def _table(signature, body):
    """An ACPI table, with its checksum."""
    data = bytearray(signature + struct.pack("<I", 36 + len(body)) + b"\x01\0IAUDITMADETABL" +
                     struct.pack("<I", 1) + b"TEST" + struct.pack("<I", 1) + body)
    data[9] = -sum(data) & 0xff
    return bytes(data)


def dmar(bases):
    """A DMAR table of units that serve all of segment 0."""
    units = b"".join(struct.pack("<HHBBHQ", 0, 16, 1, 0, 0, base) for base in bases)
    return _table(b"DMAR", bytes([38, 1]) + bytes(10) + units)


def ivrs(base, entries):
    """An IVRS table of one unit, with some device entries of four or eight bytes."""
    block = struct.pack("<BBHHHQHHI", 0x10, 0, 24 + len(entries), 2, 0x40, base, 0, 0, 0)
    return _table(b"IVRS", bytes(12) + block + entries)


class Tree:
    """A tree in a folder; it is whole as soon as it is made, and grows."""

    def __init__(self, root, kernel="6.12.107", cmdline="ro quiet"):
        self.root = root
        self.put("proc/sys/kernel/osrelease", kernel + "\n")
        self.put("proc/cmdline", cmdline + "\n")
        self.put("proc/uptime", "100.00 100.00\n")
        self.put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme\n")
        for folder in (DEVICES, "sys/kernel/iommu_groups", TABLES, "sys/class/iommu"):
            os.makedirs(os.path.join(root, folder), exist_ok=True)

    def put(self, path, content):
        """One file."""
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def function(self, way, space, group=None, driver="", **files):
        """One function: way is its place below /sys/devices, its address last."""
        address = way.rsplit("/", 1)[-1]
        folder = os.path.join("sys/devices", way)
        vendor, device = struct.unpack_from("<HH", space, 0)
        code = struct.unpack_from("<I", space, 8)[0] >> 8
        self.put(folder + "/uevent", "%sPCI_CLASS=%X\nPCI_ID=%04X:%04X\nPCI_SLOT_NAME=%s\n" % (
            "DRIVER=%s\n" % driver if driver else "", code, vendor, device, address))
        for name, content in {"numa_node": "-1\n", "dma_mask_bits": "32\n", "config": space,
                              "power_state": "D0\n", **files}.items():
            if content is not None:
                self.put(os.path.join(folder, name.replace("__", "/")), content)
        if len(space) > 256:
            self.put(folder + "/current_link_speed", "5.0 GT/s PCIe\n")
        os.symlink("../../../devices/" + way, os.path.join(self.root, DEVICES, address))
        if group is not None:
            self.put("sys/kernel/iommu_groups/%d/devices/%s" % (group, address), "")
        return folder

    def group(self, number, kind, regions=""):
        """What a group says of itself."""
        self.put("sys/kernel/iommu_groups/%d/type" % number, kind + "\n")
        self.put("sys/kernel/iommu_groups/%d/reserved_regions" % number, regions)

    def unit(self, name, serves=(), **files):
        """An IOMMU that the kernel has registered."""
        vendor = "amd-iommu" if name.startswith("ivhd") else "intel-iommu"
        for key, text in files.items():
            self.put("sys/class/iommu/%s/%s/%s" % (name, vendor, key), text + "\n")
        for address in serves:
            self.put("sys/class/iommu/%s/devices/%s" % (name, address), "")

    def called(self, kind, way, **files):
        """What /sys/class/KIND has: way is its place below /sys/devices, its name last."""
        name = way.rsplit("/", 1)[-1]
        folder = os.path.join("sys/devices", way)
        os.makedirs(os.path.join(self.root, folder), exist_ok=True)
        for key, text in files.items():
            self.put(os.path.join(folder, key), text + "\n")
        os.makedirs(os.path.join(self.root, "sys/class", kind), exist_ok=True)
        os.symlink("../../devices/" + way, os.path.join(self.root, "sys/class", kind, name))
        return folder
