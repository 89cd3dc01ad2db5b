# SPDX-License-Identifier: GPL-2.0
"""The report: what it says first of the IOMMU, and which lines it leaves out."""

import os
import re

import harness
import machine
from machine import Machine
from check_machines import bare, two_units
from suite_faults import SECOND, line, unit

REAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "real")
# Findings of one kind before the rest is counted.
LINES = 8
# PFs that get a line together.
ALIKE = 4


def one_unit(**keys):
    made = Machine()
    made.units[0].update(keys)
    return made


def without_cmdline():
    return Machine(cmdline=None)


# What, machine, words of its first lines with "; " between them, translation in JSON.
HEADS = [
    ("one unit that translates", Machine, "Intel VT-d, 1 unit, translating", "on"),
    ("two units that translate", lambda: two_units(1), "Intel VT-d, 2 units, translating", "on"),
    ("one of two is off", lambda: two_units(0), "Intel VT-d, 1 of 2 units translating", "partly"),
    ("one of two cannot be read", lambda: two_units("unknown"),
     "Intel VT-d, 1 of 2 units translating; the others unknown", "on"),
    ("a unit that cannot be read", lambda: one_unit(translation="unknown"),
     "IOMMU state unknown; the registers of its units could not be read",
     "unknown"),
    ("a unit that is off", lambda: one_unit(translation=0),
     "No IOMMU is translating; Intel VT-d, 1 unit, translation is off", "off"),
    ("no unit", bare, "No IOMMU is translating; no DMAR and no IVRS table", "no_iommu"),
    ("interrupt remapping of one unit", lambda: one_unit(intremap="unknown"),
     "interrupt remapping unknown", "on"),
    ("an unknown command line", without_cmdline, ", command line unknown", "on"),
    ("a command line of which some words matter",
     lambda: Machine(cmdline="quiet iommu=pt vga=1 pci=noats -- x"), "iommu=pt pci=noats", "on"),
]


def heads(run, folder):
    """The state of the IOMMU, in the words of a person who knows it."""
    for number, (name, make, words, translation) in enumerate(HEADS):
        root = make().write("%s/head%d" % (folder, number))
        text = " ".join(run.call("report", "--root", root).out.decode().split("\n\n")[0].split())
        run.ok(name, all(part in text for part in words.split("; ")) and
               text.count("translating") + text.count("state unknown") == 1, text)
        answer = run.ask("report", "--root", root)
        run.ok(name + ", JSON", answer["translation"] == translation, answer["translation"])


# Where the facts are from, as the first line has it.
ORIGINS = ("from the module, below --root", "from a public probe, age unknown", "snapshot of ")


def origins(run, folder):
    """Source and age stand on the first line, at 80 columns as well."""
    for number, (name, make, _, _) in enumerate(HEADS):
        root = make().write("%s/origin%d" % (folder, number))
        first = run.terminal(80, "report", "--root", root).out.decode().splitlines()[0]
        run.ok(name, ORIGINS[0] in first, first)
    for place in ("real", "machines"):
        for name in sorted(os.listdir(os.path.join(harness.HERE, place))):
            if not name.endswith(".json"):
                continue
            first = run.terminal(80, "report", "--from", os.path.join(
                harness.HERE, place, name)).out.decode().splitlines()[0]
            run.ok(name, ORIGINS[1 if place == "real" else 2] in first, first)


def crowd(count):
    """Twice as many cards, two to a group, all on a conventional bus of their own."""
    made = Machine()
    for i in range(count):
        port, bus = "00:%02x.0" % (i + 1), "%02x" % (i + 1)
        made.port(port, "pcie_to_pci", cap=None)
        for slot in (":01.0", ":02.0"):
            made.add(bus + slot, "nic", (port,), group=made.devices[port]["group"])
    return made


def shared(count):
    """The same where VFIO has one of each two."""
    made = crowd(count)
    for where, one in made.devices.items():
        if where.endswith(":02.0") and not where.startswith("00:"):
            one["driver"] = "vfio-pci"
    return made


def owned(count):
    """Functions that user space owns, each in a group of its own."""
    made = Machine()
    for i in range(count):
        made.add("00:%02x.0" % (i + 1), "nic", type="pci", driver="vfio-pci", domain="unmanaged",
                 default="DMA-FQ")
    return made


def changed(count):
    """Ports whose ACS somebody switched off."""
    made = Machine()
    for i in range(count):
        made.port("00:%02x.0" % (i + 1), "root_port", ctl="SrcValid", load=machine.ISOLATION)
        made.add("%02x:00.0" % (i + 1), "nic", ("00:%02x.0" % (i + 1),))
    return made


def faulting(count):
    """Functions that fault now."""
    made = Machine()
    made.faults = [unit(count).rstrip()]
    for i in range(count):
        made.add("00:%02x.0" % (i + 1), "nic", type="pci")
        made.faults.append(line(1, 999 * SECOND, source="0000:00:%02x.0" % (i + 1)).rstrip())
    return made


def left_out(run, folder):
    """Up to eight of a kind; of more, how many there are."""
    for name, make, title, where in (
            ("groups", shared, ": one group (", "iommu-audit why "),
            ("ports", changed, ": ACS changed since the module was loaded", "iommu-audit acs"),
            ("faulting functions", faulting, " faults now", "iommu-audit faults")):
        for count in (LINES, LINES + 1, LINES + 7):
            root = make(count).write("%s/%s%d" % (folder, name.replace(" ", "-"), count))
            text = run.call("report", "--root", root).out.decode().split("Needs attention")[1]
            more = "… and %d more: %s" % (count - LINES, where)
            run.ok("%d %s: %s" % (count, name, more if count > LINES else "all are shown"),
                   text.count(title) == LINES and text.count(where) == LINES + (count > LINES) and
                   (text.count("… and ") == (count > LINES)) and
                   (count <= LINES or text.count(more) == 1), text)
            found = run.ask("report", "--root", root)["findings"]
            run.ok("%d %s: JSON has all" % (count, name), len(found) == count, len(found))


def facts(run, folder):
    """What is as somebody wants it is said, and is no finding."""
    for name, make, words in (
            ("groups", crowd, "Shared    %d groups hold more than one device: "),
            ("owned functions", owned, "Assigned  %d devices to user space: ")):
        for count in (LINES, LINES + 7):
            root = make(count).write("%s/fact-%s%d" % (folder, name.replace(" ", "-"), count))
            text = run.call("report", "--root", root).out.decode()
            run.ok("%d %s" % (count, name), words % count in text and
                   ("… 7 more" in text) == (count > LINES) and "!" not in text and
                   "Nothing needs attention in what was read" in text, text.split("\n\n")[0])


def functions(run, folder):
    """PFs are one line only where nothing but their addresses differs."""
    def pf(made, bus, driver="igbvf", second="igbvf", alone=True):
        made.port("00:%s.0" % bus, "root_port")
        made.add(bus + ":00.0", "nic", ("00:%s.0" % bus,), driver="igb", numvfs=2, totalvfs=8)
        for i, name in enumerate((driver, second)):
            made.add("%s:00.%d" % (bus, i + 1), "nic", ("00:%s.0" % bus,), driver=name,
                     vf_of="0000:%s:00.0" % bus, vf_index=i,
                     group=None if alone else made.devices[bus + ":00.0"]["group"])

    def asked(bus, errno, failed_in, count=2):
        return machine.record(seq=bus, time_ns=1000 + bus, kind="vf_request", group=2, domain="-",
                              dev="0000:%02x:00.0" % bus, via="sysfs", requested=count, old_numvfs=2,
                              result=2, errno=errno, failed_in=failed_in, started_ns=1, task="sh",
                              pid=1)

    def each(errno, failed_in):
        return [asked(bus, errno, failed_in) for bus in range(1, ALIKE + 1)]

    last = ALIKE + 1
    for name, other, events, lines in (
            ("all alike", {}, None, 1),
            ("another driver of a VF", {"second": "vfio-pci"}, None, 2),
            ("other drivers of as many VFs", {"driver": "vfio-pci", "second": "vfio-pci"}, None, 2),
            ("VFs that share a group", {"alone": False}, None, 2),
            ("the same request of all", {}, [*each(16, "sysfs"), asked(last, 16, "sysfs")], 1),
            ("another errno", {}, [*each(16, "sysfs"), asked(last, 28, "sysfs")], 2),
            ("the same errno of another place", {},
             [*each(16, "sysfs"), asked(last, 16, "driver")], 2),
            ("another errno that nobody explains", {},
             [*each(110, "driver"), asked(last, 71, "driver")], 2),
            ("another number", {}, [*each(16, "sysfs"), asked(last, 16, "sysfs", 3)], 2),
            ("one without a request", {}, each(16, "sysfs"), 2)):
        made = Machine()
        for bus in range(1, ALIKE + 1):
            pf(made, "%02x" % bus)
        pf(made, "%02x" % last, **other)
        made.events = events
        root = made.write("%s/%s" % (folder, name.replace(" ", "-")))
        text = run.call("report", "--root", root).out.decode().split("\n\n")[0]
        run.ok("PFs: %s: %d" % (name, lines), text.count(" enabled on ") == lines and
               "each of %d PFs" % (ALIKE + 2 - lines) in text, text)


def owners(run, folder):
    """User space has what its driver hands out, or what left its default for a domain of its own."""
    for name, keys, is_owned in (
            ("vfio-pci", {"driver": "vfio-pci"}, True),
            ("a variant of vfio-pci", {"driver": "mlx5_vfio_pci"}, True),
            ("uio_pci_generic", {"driver": "uio_pci_generic"}, True),
            ("a driver of the kernel", {"driver": "igb"}, False),
            ("unmanaged", {"domain": "unmanaged"}, True),
            ("blocked", {"domain": "blocked"}, True),
            ("identity", {"domain": "identity"}, False),
            ("blocked by default", {"domain": "blocked", "default": "blocked"}, False)):
        made = Machine()
        made.add("00:01.0", "nic", type="pci", **{"driver": "igb", **keys})
        root = made.write("%s/owner-%s" % (folder, name.replace(" ", "-")))
        said = run.ask("report", "--root", root)["user_owned"]
        run.ok("owned: %s: %s" % (name, is_owned), [one["dev"] for one in said] ==
               ["0000:00:01.0"] * is_owned, said)


# Classes of the board itself, of the PCI Code and ID Assignment Specification.
PARTS = ("05", "06", "07", "08", "11")
BRIDGES = ("0604", "0607")
BUSES = ("0c05", "0c80")


def is_part(one):
    """On a root bus, of a class that nobody assigns, and held by no user space."""
    kind = (one["class"] or "")[2:6]
    return not one["path"] and (kind[:2] in PARTS or kind in BUSES) and kind not in BRIDGES and \
        one["driver"] not in ("vfio-pci", "pci-stub")


def parts(run, folder):
    """Parts of the chipset in a row are one line; each function of a machine is on one line."""
    folded = 0
    for name in sorted(os.listdir(REAL)):
        if not name.endswith(".json"):
            continue
        where = ["--from", os.path.join(REAL, name)]
        devices = {d["dev"]: d for d in run.ask("devices", *where)["devices"]}
        page = run.call("report", *where).out.decode()
        seen, wrong = [], []
        for found in re.finditer(r"^[├└│─ ]+([0-9a-f:.]+)(?: … ([0-9a-f:.]+))? +(.*)$", page, re.M):
            first, last, rest = found.groups()
            names = ["0000:" + first if first.count(":") == 1 else first]
            if last and "chipset functions" in rest:
                last = "0000:" + last if last.count(":") == 1 else last
                names = [d for d in sorted(devices) if names[0] <= d <= last]
                groups = {devices[d]["group"] for d in names}
                wrong += [d for d in devices if not is_part(devices[d]) and
                          (d in names or devices[d]["group"] in groups - {None})]
                wrong += [rest] if not rest.startswith("%d chipset functions" % len(names)) else []
                wrong += [rest] if len(names) < 4 else []
                folded += 1
            elif last:
                names = [d for d in devices if names[0] <= d <= "0000:" + last]
            seen += names
        run.ok("each function is on one line: " + name, sorted(seen) == sorted(devices) and
               not wrong, wrong[:3], set(devices) ^ set(seen))
    run.ok("parts of the chipset were folded", folded > 20, folded)
    made = Machine()
    for slot in range(8):
        made.add("00:%02x.0" % (slot + 1), "nic", driver="-", type="pci",
                 **{"class": "0x088000"})
    made.devices["00:04.0"]["driver"] = "vfio-pci"
    page = run.call("report", "--root", made.write(folder + "/parts")).out.decode()
    run.ok("what VFIO holds has a line", "00:00.0 … 00:03.0 4 chipset functions" in page and
           "00:05.0 … 00:08.0 4 chipset functions" in page and "─00:04.0 " in page, page)


def run(run):
    with harness.Folder() as folder:
        for part in (heads, origins, left_out, facts, functions, owners, parts):
            run.part(part, folder)
