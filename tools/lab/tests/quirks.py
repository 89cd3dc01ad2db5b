# SPDX-License-Identifier: GPL-2.0
"""The tool's tables of quirks against the kernel's sources.

Each line of kernels.list whose sources Debian has: pci_dev_acs_enabled[], the ids that its
functions ask themselves, the fixups of DMA aliases, those that take a reset method, and the ids
of VMD, taken out of the C by patterns. And quirks.list: of each function that the prediction follows the hash of its body, as
it was when somebody read it. A function that is not as it was wants to be read again, and the
tool to follow; then its line is what the test prints.
"""

import hashlib
import json
import re

from lablib import build, kernels, root
from lablib.paths import LAB, LabError, Unavailable, cache, inside, lock, read_table, say

from .report import Suite

# One line of each version; other builds have the same sources. They come with 700 MB of these.
LINES = ("5.10", "6.1", "6.12", "7.2", "7.3")
FILES = ("drivers/pci/quirks.c", "drivers/pci/pci.c", "drivers/pci/search.c",
         "drivers/iommu/iommu.c", "drivers/pci/controller/vmd.c", "include/linux/pci_ids.h")
ANY = 0xffff
# Quirks for all of a vendor, and where the ids are that they know.
LISTS = {"pci_quirk_intel_pch_acs": "pci_quirk_intel_pch_acs_ids[]",
         "pci_quirk_intel_spt_pch_acs": "pci_quirk_intel_spt_pch_acs_match",
         "pci_quirk_cavium_acs": "pci_quirk_cavium_acs_match",
         "pci_quirk_zhaoxin_pcie_ports_acs": "pci_quirk_zhaoxin_pcie_ports_acs",
         "pci_quirk_wangxun_nic_acs": "pci_quirk_wangxun_nic_acs"}
# What has an alias in its name and adds none that a group depends on.
NO_ALIAS = ("quirk_use_pcie_bridge_dma_alias",)


def _sources(line):
    """The files of a line, by name, and the version that they are of."""
    root.ensure()
    number = line.line
    package = kernels.newest(line.suites, rf"^linux-source-{re.escape(number)}$")
    folder = cache() / "quirks" / package.version
    with lock("quirks"):
        if not folder.exists():
            say(f"unpacking sources of {package.name} {package.version}")
            archive = kernels.download([package])[0]
            patterns = " ".join(f"--wildcards '*/{name}'" for name in FILES)
            here = inside(folder)
            root.run(f"rm -rf {here}.new; mkdir -p {here}.new; "
                     f"dpkg-deb --fsys-tarfile {inside(archive)} | "
                     f"tar -xO ./usr/src/linux-source-{number}.tar.xz | "
                     f"tar -xJ -C {here}.new --strip-components=1 {patterns}; "
                     f"rm -rf {here}; mv {here}.new {here}")
    texts = {name: (folder / name).read_text(errors="replace") for name in FILES}
    return texts, re.match(r"[\d.]+", package.version).group(0)


def _body(text, name):
    """A function or an array, from its name to its last brace; "" where there is none."""
    pattern = (re.escape(name) + r"\s*=\s*\{" if name.endswith("[]") else
               r"\b" + re.escape(name) + r"\([^;{}]*\)\s*\{")
    match = re.search(pattern, text)
    if not match:
        return ""
    depth = 0
    for at in range(match.end() - 1, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return text[match.start():at + 1]
    return ""


def _plain(text):
    """C without comments and with single blanks."""
    return " ".join(re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S).split())


def _number(text, ids):
    return ids[text] if text in ids else int(text, 16)


def _kernel_acs(texts, ids):
    """pci_dev_acs_enabled[]: (vendor, device, function) in its order."""
    rows = re.findall(r"\{\s*(\w+),\s*(\w+),\s*(\w+)\s*\}",
                      _plain(_body(texts["drivers/pci/quirks.c"], "pci_dev_acs_enabled[]")))
    return [(_number(vendor, ids), ANY if device == "PCI_ANY_ID" else _number(device, ids), name)
            for vendor, device, name in rows]


def _kernel_list(texts, name):
    """The ids of an array, or of the cases of a function."""
    text = _plain(_body(texts["drivers/pci/quirks.c"], name))
    if name.endswith("[]"):
        return {int(one, 16) for one in re.findall(r"0x[0-9a-fA-F]+", text)}
    found = set()
    for first, last in re.findall(r"case (0x[0-9a-fA-F]+)(?: \.\.\. (0x[0-9a-fA-F]+))?:", text):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _kernel_aliases(texts, ids):
    """Fixups that add aliases, or flag a bridge for them: (vendor, device, function)."""
    text = _plain(texts["drivers/pci/quirks.c"])
    macros = dict(re.findall(r"#define (SWITCHTEC\w*QUIRK)\(vid\) \\ DECLARE_PCI_FIXUP_CLASS_FINAL"
                             r"\((\w+), vid,", text))
    found = {(ids[macros[macro]], int(device, 16), "quirk_switchtec_ntb_dma_alias")
             for macro, device in re.findall(r"(SWITCHTEC\w*QUIRK)\((0x\w+)\);", text)}
    for vendor, device, name in re.findall(
            r"DECLARE_PCI_FIXUP_HEADER\((\w+), (\w+), (quirk_\w+)\)", text):
        if ("alias" in name or "thrx2" in name) and name not in NO_ALIAS:
            found.add((_number(vendor, ids), _number(device, ids), name))
    return found


def _kernel_resets(texts, ids):
    """Fixups that take a reset method: (vendor, device, function, class)."""
    text = _plain(texts["drivers/pci/quirks.c"])
    # DECLARE_PCI_FIXUP_EARLY(vendor, device, hook), or _CLASS_ with a class and a shift.
    rows = re.findall(r"DECLARE_PCI_FIXUP_(?:CLASS_)?(?:EARLY|HEADER)\((\w+), (\w+), "
                      r"(?:(\w+), 8, )?(quirk_\w*no_(?:flr|bus_reset|pm_reset)\w*)\)", text)
    found = set()
    for vendor, device, code, name in rows:
        devices = [ANY if device == "PCI_ANY_ID" else _number(device, ids)]
        if name == "quirk_nvidia_no_bus_reset":
            mask, value = re.search(r"\(dev->device & (0x\w+)\) == (0x\w+)",
                                    _body(texts["drivers/pci/quirks.c"], name)).groups()
            devices = [one for one in range(ANY) if one & int(mask, 16) == int(value, 16)]
        found |= {(_number(vendor, ids), one, name, int(ids[code]) if code else 0)
                  for one in devices}
    return found


def _kernel_vmd(texts, ids):
    table = _plain(_body(texts["drivers/pci/controller/vmd.c"], "vmd_ids[]"))
    return {_number(one, ids) for one in
            re.findall(r"PCI_V?DEVICE\((?:PCI_VENDOR_ID_)?INTEL, ?(\w+)\)", table)}


def _expand(rows, has):
    """Our entries that a release has, or may have, a range as single ids."""
    for row in rows:
        if row["has"] in has:
            first = ANY if row["last"] == ANY else row["first"]
            for device in range(first, row["last"] + 1):
                yield row["vendor"], device, row["function"]


def _by_vendor(rows):
    found = {}
    for vendor, device, name in rows:
        found.setdefault(vendor, []).append((device, name))
    return found


def _difference(ours, maybe, theirs):
    """What one has and the other has not, as texts: what the tool does not know is not wrong."""
    def show(one):
        return " ".join("%04x" % part if isinstance(part, int) else str(part)
                        for part in (one if isinstance(one, tuple) else (one,)))
    return [f"the kernel has {show(one)}, the tool has not"
            for one in sorted(theirs - ours - maybe)] + \
        [f"the tool has {show(one)}, the kernel has not" for one in sorted(ours - theirs)]


def _order(ours, theirs):
    """Where an entry for all of a vendor is before some, that decides."""
    problems = []
    for vendor, rows in _by_vendor(theirs).items():
        for kind in {name for device, name in rows if device == ANY}:
            before = {device for device, name in rows[:rows.index((ANY, kind))] if device != ANY}
            mine = _by_vendor(ours).get(vendor, [])
            place = mine.index((ANY, kind)) if (ANY, kind) in mine else 0
            if before != {device for device, name in mine[:place] if device != ANY}:
                problems.append(f"{vendor:04x}: other entries are before {kind}")
    return problems


def _tables(suite, texts, version):
    ids = {name: int(value, 16) for name, value in
           re.findall(r"#define\s+(PCI_(?:\w+_ID|CLASS)_\w+)\s+(0x[0-9a-fA-F]+)",
                      texts["include/linux/pci_ids.h"])}
    ours = json.loads(root.run([build.tool("iommu-audit-describe"), "quirks", version],
                               capture=True).stdout)
    rows, kernel = list(_expand(ours["acs"], (True,))), _kernel_acs(texts, ids)
    maybe = list(_expand(ours["acs"], (None,)))
    suite.check(f"{version}: pci_dev_acs_enabled[] has {len(kernel)} entries",
                _difference(set(rows), set(maybe), set(kernel)) + _order(rows, kernel)
                + ([] if len(kernel) > 100 else ["they were not found"]))
    for name, place in LISTS.items():
        known, maybe = ({one["device"] for one in ours["lists"][name] if one["has"] is has}
                        for has in (True, None))
        found = _kernel_list(texts, place)
        suite.check(f"{version}: {len(found)} ids of {name}()", _difference(known, maybe, found)
                    + ([] if found else ["they were not found"]))
    rows, maybe = ({(one["vendor"], one["device"], one["function"]) for one in ours["aliases"]
                    if one["has"] is has} for has in (True, None))
    found = _kernel_aliases(texts, ids)
    suite.check(f"{version}: {len(found)} fixups of DMA aliases", _difference(rows, maybe, found)
                + ([] if len(found) > 50 else ["they were not found"]))
    rows, maybe = ({(vendor, device, name, code) for code in {one["class"] for one in ours["resets"]}
                    for vendor, device, name in
                    _expand([one for one in ours["resets"] if one["class"] == code], has)}
                   for has in ((True,), (None,)))
    found = _kernel_resets(texts, ids)
    suite.check(f"{version}: {len(found)} fixups that take a reset method",
                _difference(rows, maybe, found)
                + ([] if len(found) > 80 else ["they were not found"]))
    # A newer driver knows more: an id that is not its own is none of another device's.
    missing = _kernel_vmd(texts, ids) - {one["device"] for one in ours["vmd"]}
    suite.check(f"{version}: ids of VMD", [f"{one:04x} is missing" for one in sorted(missing)]
                + ([] if _kernel_vmd(texts, ids) else ["they were not found"]))


def _functions(suite, texts, version):
    """Bodies that were read, by their hashes."""
    known = {}
    for text in read_table(LAB / "tests" / "quirks.list"):
        file, name, digest = text.split()
        known.setdefault((file, name), []).append(digest)
    problems = []
    for (file, name), digests in known.items():
        body = _plain(_body(texts[file], name))
        digest = hashlib.sha256(body.encode()).hexdigest()[:16] if body else "none"
        if digest not in digests:
            problems.append(f"to be read again: {file} {name} {digest}")
    suite.check(f"{version}: {len(known)} functions are as they were read", problems)


def run(only="", long=False):
    """Each line whose sources there are."""
    suite = Suite("quirks")
    for line in kernels.lines():
        if line.line not in LINES or only not in line.line:
            continue
        if not (only or long):
            suite.skip(f"{line.line}: tables of quirks", "its sources are fetched with --long")
            continue
        try:
            texts, version = _sources(line)
        except (Unavailable, LabError) as error:
            suite.skip(f"{line.line}: tables of quirks", str(error).replace("\n", " "))
            continue
        _tables(suite, texts, version)
        _functions(suite, texts, version)
    return suite.status()
