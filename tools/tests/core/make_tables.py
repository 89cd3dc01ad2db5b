#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write small valid tables with what the tables of real machines lack.

Several segments, long device scope paths, every device entry type, memory
blocks for all and for a range, integer and missing unique ids, unique ids of
lengths that no specification has, repeated units.
"""

import os
import struct
import sys


def table(signature, revision, body):
    head = struct.pack("<4sIBB6s8sI4sI", signature, 36 + len(body), revision, 0,
                       b"IAUDIT", b"MADETABL", 1, b"TEST", 1)
    data = bytearray(head + body)
    data[9] = -sum(data) & 255
    return bytes(data)


def scope(kind, ident, bus, *path, flags=0):
    hops = b"".join(struct.pack("BB", dev, fn) for dev, fn in path)
    return struct.pack("BBBBBB", kind, 6 + len(hops), flags, 0, ident, bus) + hops


def structure(kind, fixed, *scopes):
    body = fixed + b"".join(scopes)
    return struct.pack("<HH", kind, 4 + len(body)) + body


def drhd(flags, segment, base, *scopes, size=0):
    return structure(0, struct.pack("<BBHQ", flags, size, segment, base), *scopes)


def dmar(*structures, width=45, flags=1):
    return table(b"DMAR", 1, struct.pack("<BB10x", width, flags) + b"".join(structures))


def andd(device, name):
    return structure(4, struct.pack("<3xB", device) + name + b"\0")


DMAR = {
    "segments": dmar(
        drhd(0, 0, 0xfed90000, scope(1, 0, 0, (2, 0))),
        drhd(0, 1, 0xfed90000, scope(2, 0, 0x40, (1, 0), (0, 0), (31, 7)),
             scope(1, 0, 0x80, (28, 4), (0, 1)), size=3),
        drhd(0, 0, 0xfed90000, scope(1, 0, 0, (3, 0))),
        drhd(1, 0xffff, 0xfffffffffffff000, scope(3, 255, 0xff, (31, 7)),
             scope(4, 9, 0xf0, (31, 0)))),
    "namespace": dmar(
        drhd(0, 0, 0x1000, scope(5, 3, 0, (21, 0)), scope(5, 4, 0, (21, 1))),
        andd(3, b"\\_SB.PCI0.I2C0"), andd(4, b"\\_SB.PC00.UA00.LONG.NAME")),
    "all-structures": dmar(
        drhd(1, 0, 0x12345678000),
        structure(1, struct.pack("<HHQQ", 0, 7, 0x100000, 0x1fffff), scope(1, 0, 0, (20, 0))),
        structure(2, struct.pack("<BBH", 1, 0, 0)),
        structure(2, struct.pack("<BBH", 0, 0, 2), scope(2, 0, 5, (1, 0))),
        structure(3, struct.pack("<IQI", 0, 0x12345678000, 0xfffffffe)),
        structure(5, struct.pack("<BBH", 1, 0, 3), scope(1, 0, 0, (2, 0))),
        structure(6, struct.pack("<HH", 0, 4), scope(1, 0, 0, (2, 0), flags=0x1f)), flags=7),
    "empty": dmar(),
}


def entry4(kind, device=0, setting=0):
    return struct.pack("<BHB", kind, device, setting)


def entry8(kind, device, setting, last):
    return struct.pack("<BHB", kind, device, setting) + last


def alias(kind, device, source):
    return entry8(kind, device, 0, struct.pack("<xHx", source))


def extended(kind, device, value):
    return entry8(kind, device, 0x5a, struct.pack("<I", value))


def special(handle, source, variety):
    return entry8(72, 0, 0xd7, struct.pack("<BHB", handle, source, variety))


def hid(device, name, uid_format, uid):
    return (struct.pack("<BHB8s8sBB", 240, device, 0x40, name, bytes(8), uid_format, len(uid)) +
            uid)


def ivhd(kind, device, segment, base, *entries):
    body = b"".join(entries)
    fixed = 24 if kind == 0x10 else 40
    head = struct.pack("<BBHHHQHHI", kind, 0xb0, fixed + len(body), device, 0x40, base,
                       segment, 0x1300, 0x80048f6e)
    if kind != 0x10:
        head += struct.pack("<QQ", 0x206d73ef22254ade, 0x10)
    return head + body


def ivmd(kind, device, last, segment, start, size):
    return struct.pack("<BBHHHH6xQQ", kind, 8, 32, device, last, segment, start, size)


def ivrs(*blocks):
    return table(b"IVRS", 2, struct.pack("<I8x", 0x00203043) + b"".join(blocks))


IVRS = {
    "all-entries": ivrs(
        ivhd(0x10, 2, 0, 0xfd000000, entry4(1, 0, 0x11), entry4(0)),
        ivhd(0x11, 2, 0, 0xfd000000, entry4(2, 0x100, 1), entry4(3, 0x108), entry4(4, 0x1ff),
             alias(66, 0x200, 0x300), alias(67, 0x208, 0x301), entry4(4, 0x2ff),
             extended(70, 0x400, 0x80000001), extended(71, 0x500, 0x12345678),
             entry4(4, 0x5ff), special(5, 0xa0, 1), special(1, 0xa1, 2))),
    "segments": ivrs(
        ivhd(0x10, 2, 0, 0xfd000000, entry4(3, 8), entry4(4, 0xffff)),
        ivhd(0x11, 2, 0, 0xfd000000, entry4(3, 8), entry4(4, 0xffff)),
        ivhd(0x40, 2, 0, 0xfd000000, entry4(3, 8), entry4(4, 0xffff)),
        ivhd(0x10, 2, 1, 0xfe000000, entry4(2, 0x10)),
        ivhd(0x40, 2, 1, 0xfe000000, entry4(2, 0x10)),
        ivhd(0x40, 0x4002, 0xffff, 0xfffffffffff80000)),
    "last-type-wins": ivrs(
        ivhd(0x11, 2, 0, 0xfd000000, entry4(1)), ivhd(0x10, 2, 0, 0xfd000000, entry4(2, 8)),
        ivhd(0x11, 0x4002, 0, 0xfe000000, entry4(2, 0x4008))),
    "acpi-devices": ivrs(
        ivhd(0x40, 2, 0, 0xfd000000, hid(0xa5, b"AMDI0020", 2, b"\\_SB.FUR0"),
             hid(0xa6, b"AMDI0095", 1, struct.pack("<Q", 258)), hid(0x98, b"PNPD0040", 0, b""))),
    # As on a Surface: UARTs, and an integer of two bytes at the end of the table.
    "acpi-short-uid": ivrs(
        ivhd(0x40, 2, 0, 0xfd000000, hid(0xa5, b"AMDI0020", 2, b"\\_SB.FUR2"),
             hid(0xa5, b"AMDI0020", 2, b"\\_SB.FUR3"), hid(0x60, b"MSFT0201", 1, b"\1\0"))),
    "acpi-odd-uids": ivrs(
        ivhd(0x40, 2, 0, 0xfd000000, hid(0x60, b"MSFT0201", 1, b"\1\0"),
             hid(0xa5, b"AMDI0020", 2, b"\\_SB.FUR3\0"),
             hid(0xa5, b"AMDI0020", 2, b"\\_SB.FUR3\0behind"),
             hid(0xa6, b"AMDI0020", 1, b"\\_SB.FUR3"), entry4(2, 0x100, 1))),
    "memory": ivrs(
        ivhd(0x10, 2, 0, 0xfd000000, entry4(1)),
        ivmd(0x20, 0, 0, 0, 0x1000, 0x2000), ivmd(0x21, 0x200, 0, 1, 0x712000, 0x26000),
        ivmd(0x22, 0x300, 0x3ff, 0xffff, 0xfffffffff000, 0x1000)),
    "no-units": ivrs(ivmd(0x20, 0, 0, 0, 0x1000, 0x2000)),
}


def main():
    for kind, tables in (("dmar", DMAR), ("ivrs", IVRS)):
        for name, data in tables.items():
            with open(os.path.join(sys.argv[1], f"{kind}-{name}.bin"), "wb") as out:
                out.write(data)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    sys.exit(main())
