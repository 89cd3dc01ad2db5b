# SPDX-License-Identifier: GPL-2.0
"""The tables of QEMU's IOMMU, read through its monitor and taken apart by themselves.

Intel VT-d specification, chapters 3 and 9; AMD publication 48882, 2.2.2. Fields are named by
the bit numbers of the specifications. Nothing here knows the module.
"""

import re

VTD, AMD = 0xfed90000, 0xfed80000


class Memory:
    """Physical memory and registers of the machine, as its monitor shows them."""

    def __init__(self, monitor):
        self._monitor = monitor

    def words(self, address, count=1):
        """[64-bit words] at an address."""
        text = self._monitor.command("human-monitor-command",
                                     {"command-line": f"xp /{count}gx {address:#x}"})
        found = [int(word, 16) for line in text.splitlines()
                 for word in re.findall(r"0x[0-9a-f]{16}", line.partition(": ")[2])]
        if len(found) != count:
            raise ValueError(f"{count} words at {address:#x}: {text!r}")
        return found

    def entry(self, address, count):
        """An entry of so many words as one number, so that its bits have their numbers."""
        return sum(word << 64 * n for n, word in enumerate(self.words(address, count)))


def bits(value, high, low):
    """A field by its bit numbers."""
    return value >> low & (1 << high - low + 1) - 1


def _page(entry):
    return bits(entry, 51, 12) << 12


def _is(mode, stage="-", domain_id="-", width="-", pasids="0", ats="0"):
    return {"mode": mode, "stage": stage, "domain_id": str(domain_id), "width": str(width),
            "pasids": str(pasids), "ats": str(ats)}


OFF = _is("off", pasids="-", ats="-")


def _legacy(memory, root, requester):
    bus, function = requester >> 8, requester & 255
    entry = memory.entry(root + 16 * bus, 2)
    if not bits(entry, 0, 0):
        return _is("blocked"), 0
    where = _page(entry) + 16 * function
    context = memory.entry(where, 2)
    if not bits(context, 0, 0):
        return _is("blocked"), where
    kind, ident = bits(context, 3, 2), bits(context, 87, 72)
    if kind == 2:
        return _is("passthrough", domain_id=ident), where
    if kind == 3:
        return _is("blocked"), where
    return _is("translated", "second", ident, {1: 39, 2: 48, 3: 57}[bits(context, 66, 64)],
               ats=kind), where


def _scalable(memory, root, requester):
    bus, function = requester >> 8, requester & 255
    entry = memory.entry(root + 16 * bus, 2)
    entry = bits(entry, 127, 64) if function > 127 else bits(entry, 63, 0)
    if not bits(entry, 0, 0):
        return _is("blocked"), 0
    where = _page(entry) + 32 * (function & 127)
    context = memory.entry(where, 4)
    if not bits(context, 0, 0):
        return _is("blocked"), where
    directory, size = _page(context), 1 << bits(context, 11, 9) + 7
    # QEMU does not report RPS unless it has PASIDs; then the field is 0 anyway
    rid = bits(context, 83, 64)
    tables = {}
    for start in range(0, size, 512):
        for number, table in enumerate(memory.words(directory + 8 * start, min(512, size - start))):
            if bits(table, 0, 0):
                tables[start + number] = memory.words(_page(table), 512)
    present = {number * 64 + n for number, table in tables.items()
               for n in range(64) if table[n * 8] & 1}
    others = len(present - {rid}) if bits(context, 3, 3) else 0
    ats = bits(context, 2, 2)
    if rid not in present:
        return _is("blocked", pasids=others, ats=ats), where
    words = tables[rid // 64][rid % 64 * 8:][:8]
    pasid = sum(word << 64 * n for n, word in enumerate(words))
    kind, ident = bits(pasid, 8, 6), bits(pasid, 79, 64)
    second = {1: 39, 2: 48, 3: 57}.get(bits(pasid, 4, 2))
    first = {0: 48, 1: 57}.get(bits(pasid, 131, 130))
    found = {1: ("translated", "first", ident, first), 2: ("translated", "second", ident, second),
             3: ("nested", "-", ident, first), 4: ("passthrough", "-", ident)}.get(kind, ("blocked",))
    return _is(*found, pasids=others, ats=ats), where


def vtd(memory, requester):
    """(what becomes of requests, address of the entry that says it) of VT-d."""
    if not bits(memory.words(VTD + 0x18)[0], 63, 63):
        return OFF, 0
    register = memory.words(VTD + 0x20)[0]
    return {0: _legacy, 1: _scalable}[bits(register, 11, 10)](memory, _page(register), requester)


def amd(memory, requester):
    """Likewise of AMD-Vi; QEMU's has one segment and no guest translation."""
    if not memory.words(AMD + 0x18)[0] & 1:
        return OFF, 0
    register = memory.words(AMD)[0]
    if requester * 32 >= (bits(register, 8, 0) + 1) * 4096:
        return _is("blocked"), 0
    where = _page(register) + 32 * requester
    entry = memory.entry(where, 4)
    levels, ident = bits(entry, 11, 9), bits(entry, 79, 64)
    if not bits(entry, 0, 0):
        return _is("passthrough"), where
    if not bits(entry, 1, 1):
        return _is("blocked"), where
    ats = bits(entry, 96, 96)
    if levels == 7 or not bits(entry, 62, 61):
        return _is("blocked", ats=ats), where
    if not levels:
        return _is("passthrough", domain_id=ident, ats=ats), where
    return _is("translated", "second", ident, {n: 12 + 9 * n for n in range(1, 6)}.get(levels, 64),
               ats=ats), where
