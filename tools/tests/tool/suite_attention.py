# SPDX-License-Identifier: GPL-2.0
"""What deserves attention on the real machines, as a person judged it.

attention.tsv was written from the probes alone (functions, ACS bits, groups, drivers, command
line), before the tool had such a list, and without its output: machine, code, functions ("-" for
the machine itself), reason. A machine that it does not name has nothing that deserves attention,
which is most of them.

The rule for groups with several devices: such a group is a finding only when
(a) a device in it is owned by vfio-pci, or meant to be (vfio-pci.ids=), or
(b) the host is plainly set up for assignment (explicit intel_iommu=on on a hypervisor's kernel,
    VFs enabled, pcie_acs_override=, another device at vfio-pci), and the group holds two or more
    add-in cards or otherwise independent endpoints: not the functions of one card, and not the
    chipset's own.
Otherwise the same group is a fact. An unknown command line never supports a finding, and a kernel
of Proxmox VE alone says "VMs", not "assignment".

Facts and never findings: functions of the chipset, a port with its only endpoint, functions that
nobody assigns, devices that VFIO owns on purpose, what is behind a VMD.
"""
import csv
import json
import os
import re

import harness
import machine
from machine import Machine
from suite_faults import SECOND, line, unit

REAL = os.path.join(harness.HERE, "real")
TRUTH = os.path.join(harness.HERE, "attention.tsv")


def truth():
    """{machine: sorted [(code, functions)]} of the file."""
    found = {name[:-5]: [] for name in os.listdir(REAL) if name.endswith(".json")}
    with open(TRUTH, encoding="utf8") as file:
        rows = [one for one in file if not one.startswith("#")]
        for row in csv.DictReader(rows, delimiter="\t"):
            functions = "" if row["functions"] == "-" else row["functions"]
            found[row["machine"]].append((row["code"], functions))
    return {name: sorted(rows) for name, rows in found.items()}


def listed(findings):
    """The same of an answer."""
    return sorted((one["code"], " ".join(one["functions"])) for one in findings)


def judged(run):
    """The list of each machine, by kinds and functions."""
    wanted = truth()
    run.ok("7 findings on 3 of 20 machines", (sum(map(len, wanted.values())), len(wanted)) == (7, 20) and
           sum(map(bool, wanted.values())) == 3, wanted)
    for name, rows in sorted(wanted.items()):
        findings = run.ask("report", "--from", os.path.join(REAL, name + ".json"))["findings"]
        run.ok(name, listed(findings) == rows, "the tool says %s" % listed(findings),
               "attention.tsv has %s" % rows)
        run.ok(name + ": nothing is broken",
               not [one for one in findings if one["severity"] != "attention"], findings)


# How a line of the page begins that names a finding, and the colours of attention and of what is
# broken.
MARK = re.compile(r"^  [!✗] ", re.MULTILINE)
ALARMING = (b"\033[33m", b"\033[31m")


def pages(run):
    """The page has the same: a mark for each finding, behind it the functions, and no more."""
    for name in sorted(truth()):
        where = ["--from", os.path.join(REAL, name + ".json")]
        findings = run.ask("report", *where)["findings"]
        text = run.call("report", *where).out.decode()
        titles = [line[4:] for line in text.splitlines() if MARK.match(line)]
        run.ok(name, titles == [one["title"] for one in findings] and
               ("Nothing needs attention" in text) == (not findings), titles)
        for title, one in zip(titles, findings):
            named = [two for two in one["functions"] if two.removeprefix("0000:") in title]
            run.ok("%s: %s: functions" % (name, one["code"]),
                   named == one["functions"] or one["entry"] in title, title)
        shown = run.terminal(120, "report", *where).out
        run.ok(name + ": colors", any(color in shown for color in ALARMING) == bool(findings), shown)


def pair(driver="igb", **keys):
    """Two cards below two ports of one slot without ACS, as on x10slh: one group."""
    made = Machine(**keys)
    for i in range(2):
        made.port("00:01.%d" % i, "root_port", cap=None)
        made.add("%02x:00.0" % (i + 1), "nic", ("00:01.%d" % i,), driver=driver if i else "igb")
    for one in ("00:01.1", "01:00.0", "02:00.0"):
        made.regroup(one, "00:01.0")
    return made


def vf(made):
    """A VF enabled somewhere else."""
    made.port("00:05.0", "root_port")
    made.add("05:00.0", "nic", ("00:05.0",), driver="igb", numvfs=1, totalvfs=8)
    made.add("05:10.0", "nic", ("00:05.0",), driver="igbvf", vf_of="0000:05:00.0", vf_index=0)
    return made


def other(made):
    """A device of another group at vfio-pci."""
    made.port("00:06.0", "root_port")
    made.add("06:00.0", "nic", ("00:06.0",), driver="vfio-pci")
    return made


class Unrecorded(Machine):
    """A group of two devices that are no PCI functions."""

    def group_lines(self):
        """The lines of the file groups."""
        return [*super().group_lines(), machine.record(
            group=90, domain="DMA", default="DMA", devices="arm-smmu.0.auto,arm-smmu.1.auto",
            reserved=machine.MSI, flush="strict")]


BOTH = [("shared-group", "0000:01:00.0 0000:02:00.0")]
PVE = "6.8.12-4-pve"


def shared(run, folder):
    """The rule for groups with several devices, its sides one by one."""
    for number, (name, make, wanted) in enumerate((
            ("nobody assigns", pair, []),
            ("a member at vfio-pci", lambda: pair("vfio-pci"), BOTH),
            ("VFs elsewhere", lambda: vf(pair()), BOTH),
            ("vfio-pci elsewhere", lambda: other(pair()), BOTH),
            ("VT-d asked for", lambda: pair(cmdline="quiet intel_iommu=on"), []),
            ("VT-d asked for, on a hypervisor", lambda: pair(cmdline="quiet intel_iommu=on",
                                                             kernel=PVE), BOTH),
            ("a hypervisor's kernel", lambda: pair(cmdline="quiet", kernel=PVE), []),
            ("a hypervisor's kernel, command line unknown", lambda: pair(cmdline=None, kernel=PVE),
             []),
            ("no PCI functions", lambda: vf(Unrecorded()), []))):
        root = make().write("%s/shared%d" % (folder, number))
        found = [one for one in listed(run.ask("report", "--root", root)["findings"])
                 if one[0] == "shared-group"]
        run.ok(name, found == wanted, found)


def changed():
    made = Machine()
    made.port("00:02.0", "root_port", ctl="SrcValid", load=machine.ISOLATION)
    made.add("02:00.0", "nic", ("00:02.0",))
    return made


def faulting():
    made = Machine()
    made.faults = [unit(1).rstrip(), line(1, 999 * SECOND, source="0000:00:02.0").rstrip()]
    made.add("00:02.0", "nic", type="pci")
    return made


def faulting_units():
    """Faults of no function: those of two units themselves."""
    made = faulting()
    made.units.append(dict(made.units[0], unit="dmar1"))
    made.faults = [unit(1).rstrip(), unit(1, name="dmar1").rstrip()] + [
        line(1, 999 * SECOND, source="-").rstrip().replace("dmar0", name)
        for name in ("dmar0", "dmar1")]
    return made


def off():
    made = Machine()
    made.units[0].update(translation=0)
    return made


def unread():
    made = Machine()
    made.units[0].update(translation="unknown")
    return made


def alarms(run, folder):
    """What is wrong now is said, whoever assigns what."""
    for number, (name, make, code, severity) in enumerate((
            ("faults", faulting, "faults-now", "broken"),
            ("an IOMMU that is off", off, "iommu-off", "broken"),
            ("registers that cannot be read", unread, "units-unread", "attention"),
            ("ACS that changed", changed, "acs-drift", "attention"))):
        root = make().write("%s/alarm%d" % (folder, number))
        found = [(one["code"], one["severity"])
                 for one in run.ask("report", "--root", root)["findings"]]
        run.ok(name, found == [(code, severity)], found)
    root = faulting_units().write(folder + "/units")
    found = [one["title"] for one in run.ask("report", "--root", root)["findings"]]
    run.ok("faults of units", found == ["dmar0 faults now", "dmar1 faults now"], found)
    root = Machine().write(folder + "/healthy")
    found = run.ask("report", "--root", root)["findings"]
    run.ok("none of a healthy machine", found == [], found)


def altered(name, cmdline=None, groups=True, **drivers):
    """A real machine where functions have other drivers: "04:00.0" is written f04_00_0."""
    with open(os.path.join(REAL, name + ".json"), encoding="utf8") as file:
        probe = json.load(file)
    if cmdline is not None:
        probe["cmdline"] = cmdline
    for key, driver in drivers.items():
        where = "0000:%s:%s.%s" % tuple(key[1:].split("_"))
        next(one for one in probe["functions"] if one["dev"] == where)["driver"] = driver
    for one in probe["functions"]:
        one["group"] = one["group"] if groups else None
    return probe


X370, B650, C9Z390 = "asrock-x370-taichi-asm1184", "asrockrack-b650-raphael", "supermicro-c9z390-plx-glued"
X299, ROMED8 = "asus-x299-sage-plx-2gpu", "romed8-2t-pve"
# What a kind of finding is said to be about, of a machine where one thing is as it should not be.
ALTERED = [
    ("a NIC at VFIO below a switch without ACS", lambda: altered(B650, f04_00_0="vfio-pci"),
     "untranslated-peers", "0000:04:00.0", "0000:05:00.0"),
    ("two of them", lambda: altered(B650, f04_00_0="vfio-pci", f05_00_0="vfio-pci"),
     "untranslated-peers", "0000:04:00.0 0000:05:00.0", "0000:09:00.0"),
    ("all of it the host's", lambda: altered(B650), None, "", ""),
    ("a GPU at VFIO, its audio function the host's",
     lambda: altered(ROMED8, "quiet", f81_00_1="snd_hda_intel"), "group-held", "0000:81:00.0",
     "0000:81:00.1"),
    ("the same without a driver", lambda: altered(ROMED8, "quiet", f81_00_1="-"), None, "", ""),
    ("a function of the PCH at VFIO", lambda: altered(C9Z390, f00_1f_3="vfio-pci"), "group-held",
     "0000:00:1f.3", "0000:00:1f.6"),
    ("VT-d switched off", lambda: altered(X299, "quiet intel_iommu=off", False), "iommu-off", "", ""),
    ("IOMMUs switched off", lambda: altered(X299, "quiet iommu=off", False), "iommu-off", "", ""),
    ("AMD-Vi switched off, on an Intel host", lambda: altered(X299, "quiet amd_iommu=off", False),
     None, "", ""),
    ("AMD-Vi switched off", lambda: altered(ROMED8, "quiet amd_iommu=off", False), "iommu-off", "", ""),
    ("groups that are there all the same", lambda: altered(X299, "quiet intel_iommu=off"), None, "", ""),
    ("no interrupt remapping where VFIO has a GPU",
     lambda: altered(X299, "quiet intel_iommu=on intremap=off"), "interrupt-remapping", "", ""),
    ("no interrupt remapping where nobody assigns", lambda: altered(C9Z390, "quiet intremap=off"),
     None, "", "")]


def turned(run, folder):
    """Real machines with one thing turned for the worse, and the same without it."""
    for number, (name, make, code, functions, against) in enumerate(ALTERED):
        path = "%s/altered%d.json" % (folder, number)
        with open(path, "w", encoding="utf8") as file:
            json.dump(make(), file)
        found = run.ask("report", "--from", path)["findings"]
        run.ok(name, listed(found) == ([(code, functions)] if code else []) and
               (not against or against in found[0]["against"]), found)
    with open(folder + "/group.json", "w", encoding="utf8") as file:
        json.dump(altered(X370, f2a_00_0="vfio-pci"), file)
    found = run.ask("report", "--from", folder + "/group.json")["findings"]
    run.ok("what VFIO has of a group is named first, and who keeps the rest of it",
           [one["code"] for one in found] == ["shared-group"] and
           found[0]["title"].startswith("2a:00.0, ") and found[0]["next"].endswith(" 2a:00.0") and
           "ahci has 20:00.0" in found[0]["why"], found)


def reserved(run, folder):
    """Memory that firmware keeps mapped, of a device that is VFIO's or meant to be."""
    region = "0x00000000b0000000-0x00000000b000ffff:direct," + machine.MSI
    for number, (name, driver, cmdline, codes) in enumerate((
            ("at VFIO", "vfio-pci", "quiet", ["reserved-memory"]),
            ("meant to be", "megaraid_sas", "quiet vfio-pci.ids=8086:7777",
             ["reserved-memory", "vfio-ids-not-bound"]),
            ("the host's", "megaraid_sas", "quiet", []))):
        made = Machine(cmdline=cmdline)
        made.add("00:04.0", "other", type="pci", driver=driver, reserved=region, device="0x7777")
        root = made.write("%s/reserved%d" % (folder, number))
        found = run.ask("report", "--root", root)["findings"]
        run.ok(name, [one["code"] for one in found] == codes, found)


TABLES = (["report"], ["devices"], ["groups"], ["acs"], ["units"])


def calm(run, folder):
    """Nothing on the tables of a healthy machine is in a colour of alarm."""
    made = other(vf(machine.switched(cmdline="quiet iommu=pt")))
    made.devices["06:00.0"].update(domain="unmanaged", default="DMA-FQ")
    made.units[0]["intremap"] = 1
    where = [["--root", made.write(folder + "/calm")]]
    where += [["--from", os.path.join(REAL, name + ".json")]
              for name, rows in sorted(truth().items()) if not rows]
    for one in where:
        for command in TABLES:
            shown = run.terminal(120, *command, *one).out
            run.ok("%s: %s" % (os.path.basename(one[1]), command[0]),
                   not any(color in shown for color in ALARMING), shown)


def leads(run):
    """The command that a finding names runs, and its page is about what was found."""
    for name in sorted(truth()):
        where = ["--from", os.path.join(REAL, name + ".json")]
        for one in run.ask("report", *where)["findings"]:
            title = "%s: %s: %s" % (name, one["code"], one["next"])
            if not one["next"].startswith("iommu-audit "):
                continue
            shown = run.call(*one["next"].split()[1:], *where)
            named = [dev[5:] for dev in one["functions"]] or one["parameters"]
            run.ok(title, shown.code in (0, 1, 7) and
                   any(word in shown.out.decode() for word in named), shown.out, named)


def run(run):
    run.part(judged)
    run.part(leads)
    run.part(pages)
    with harness.Folder() as folder:
        for part in (shared, alarms, turned, reserved, calm):
            run.part(part, folder)
