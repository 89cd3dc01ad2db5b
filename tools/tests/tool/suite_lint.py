# SPDX-License-Identifier: GPL-2.0
"""lint and why: verdicts, what was asked against what is there, and reasons."""
import os
import random
import re

import harness
import values
from lint_rows import CLAIMS, NEW, ROWS
from machine import Machine


def lint(run, *args, **options):
    """The answer in JSON, and the exit code."""
    result = run.call("lint", "--json", *args, **options)
    return (values.parse(result.out) if result.out else None), result.code


def rows(run):
    """Every row of the table: each word's verdict, and the exit code; what is proposed is good."""
    proposed = set()
    for name, table in ROWS.items():
        for kernel, line, wanted in table:
            if not run.wants("%s: %s on %s" % (name, line, kernel)) and \
                    not run.may_want("instead of "):
                continue
            answer, code = lint(run, line, "--kernel", kernel)
            said = " ".join(word["verdict"] for word in answer["parameters"])
            good = said == wanted and code == (set(wanted.split()) - {"ok"} != set())
            run.ok("%s: %s on %s" % (name, line, kernel), good,
                   "wanted %r, the tool says %r, exit code %d" % (wanted, said, code))
            # DEVICE and the like are for the reader to fill in.
            proposed |= {(kernel, one, word["parameter"]) for word in answer["parameters"]
                         for one in re.split(" or |; ", word["meant"] or "")
                         if re.fullmatch(r"[a-z][\w.-]*=[^A-Z\[ ]+", one)}
    run.ok("words are proposed", len(proposed) > 40, proposed)
    for kernel, one, word in sorted(proposed):
        if not run.wants("instead of %s on %s: %s" % (word, kernel, one)):
            continue
        verdicts = [w["verdict"] for w in lint(run, one, "--kernel", kernel)[0]["parameters"]]
        run.ok("instead of %s on %s: %s" % (word, kernel, one), verdicts == ["ok"], verdicts)


def words(run):
    """What every word is given: an effect and a source; counts that add up."""
    line = " ".join(row[1] for table in ROWS.values() for row in table if '"' not in row[1] and
                    "--" not in row[1])
    answer, code = lint(run, line, "--kernel", NEW)
    run.ok("all rows in one line", code == 1 and len(answer["parameters"]) > 150)
    bare = [word for word in answer["parameters"] if not word["effect"] or not word["source"]]
    run.ok("every word has an effect and a source", not bare, bare)
    run.ok("the counts are those of the words",
           sum(answer["counts"].values()) == len(answer["parameters"]))
    run.ok("a line longer than a kernel keeps is a finding", answer["cut"] and
           answer["length"] > 2047)
    short, code = lint(run, "iommu=pt " + "x" * 2038)
    run.ok("2047 bytes are kept", code == 0 and not short["cut"])
    long, code = lint(run, "iommu=pt " + "x" * 2039)
    run.ok("of 2048 one is lost, and that is a finding", code == 1 and long["cut"])
    text = run.call("lint", line, "--kernel", NEW).out.decode()
    run.ok("text says of a long line what is kept", "x86 keeps the first 2047" in text)


def claims(run):
    """What circulates and is wrong."""
    for name, line, wanted in CLAIMS:
        text = run.call("lint", line, "--kernel", NEW).out.decode()
        missing = [part for part in wanted if part not in text]
        run.ok("claim: " + name, not missing, missing, text)


def meant(run):
    """The word that was meant."""
    for line, wanted in (("iommu=strict", "iommu.strict=1"),
                         ("amd_iommu=fullflush", "iommu.strict=1"),
                         ("intel_iomm=on", "intel_iommu="),
                         # two slips are few enough, three are not
                         ("qqtel_iommu=on", "intel_iommu="), ("qqqel_iommu=on", None),
                         ("iommu.strct=1", "iommu.strict"),
                         ("ivrs_ioapic[9]=00:14.0", "ivrs_ioapic=ID@[seg:]bus:dev.fn"),
                         ("iommu=passthrough", "iommu=pt")):
        answer, _ = lint(run, line, "--kernel", NEW)
        said = answer["parameters"][0]["meant"]
        run.ok("meant: " + line, said == wanted, said)


def slips(run):
    """One letter changed, left out or added, anywhere in a name: that name is meant."""
    for name in ("intel_iommu", "amd_iommu", "intremap", "swiotlb", "iommu.passthrough",
                 "iommu.forcedac", "vfio_iommu_type1.allow_unsafe_interrupts"):
        places = range(len(name))
        wrong = [name[:i] + "q" + name[i + 1:] for i in places] + \
            [name[:i] + name[i + 1:] for i in places if name[i] != "."] + \
            [name[:i] + "q" + name[i:] for i in places]
        # What is no longer a module's parameter may be one of a module that is not known.
        wrong = [one for one in wrong if "." not in name or
                 one.split(".")[0] == name.split(".")[0]]
        answer, _ = lint(run, " ".join(one + "=1" for one in wrong), "--kernel", NEW)
        said = {word["parameter"]: word["meant"] for word in answer["parameters"]}
        run.ok("slips of %s: nothing is said of room for them" % name, not any(
            "room for" in word["effect"] for word in answer["parameters"]), answer["parameters"])
        others = {one: said[one + "=1"] for one in wrong
                  if (said[one + "=1"] or "").rstrip("=") != name}
        run.ok("%d slips of %s" % (len(wrong), name), len(wrong) > 10 and not others, others)


def since(run):
    """From Linux 6.11 on, each of the two begins with what firmware left: __pci_config_acs()."""
    for kernel, firmware in (("6.1.0", False), ("6.10.0", False), ("6.15.0", True), (NEW, True)):
        answer, _ = lint(run, "pci=disable_acs_redir=00:02.0", "--kernel", kernel)
        effect = answer["parameters"][0]["effect"]
        run.ok("disable_acs_redir= on %s" % kernel, ("firmware" in effect) == firmware and
               "clears ReqRedir, CmpltRedir and EgressCtrl" in effect, effect)


def logged(run):
    """The log line is the kernel's: it prints the rest of the value, pci= one word."""
    for line, wanted in (("intel_iommu=on,pt,sm_on", "DMAR: Unknown option - 'pt,sm_on'"),
                         ("amd_iommu=on,off", "AMD-Vi: Unknown option - 'on,off'"),
                         ("pci=noacs,noats", "PCI: Unknown option `noacs'"),
                         ("hugepagesz=3G", "HugeTLB: unsupported hugepagesz=3G"),
                         ("hugepages=lots", "HugeTLB: Invalid hugepages parameter lots"),
                         ("ivrs_hpet=x", "AMD-Vi: Invalid command line: ivrs_hpet=x")):
        answer, _ = lint(run, line, "--kernel", NEW)
        text = " ".join(word["effect"] for word in answer["parameters"])
        run.ok("log line of " + line, wanted in text, text)


class Snapshot:
    """A recorded machine, to be changed and asked."""

    def __init__(self, run, folder, machine):
        self.run, self.path = run, os.path.join(folder, "changed.json")
        self.whole = values.load_snapshot(run.call("snapshot", "--root", harness.fixture(machine)).out)

    def records(self, file):
        """The records of a file."""
        return self.whole["files"][file]

    def record(self, file, key, value):
        """One record of a file."""
        return next(r for r in self.records(file) if r[key] == value)

    def domain(self, group, default, flush, **keys):
        """Give a group, or with None every one, another default domain."""
        for record in self.records("groups") + self.records("devices"):
            if group in (None, record["group"]) and record["group"] != "none":
                record.update(domain=default, default=default, flush=flush, **keys)
        return self

    def ask(self, *args):
        """An answer in JSON, and the exit code."""
        with open(self.path, "w", encoding="utf8") as file:
            file.write(values.dump_snapshot(self.whole))
        result = self.run.call(*args, "--json", "--from", self.path)
        return (values.parse(result.out) if result.out else None), result.code

    def causes(self, topic):
        """What lint says of one topic: [(asked, got, met, cause)]."""
        answer, code = self.ask("lint")
        return [(o["requested"], o["got"], o["met"], o["why"]["cause"])
                for o in answer["effective"]["outcomes"] if o["topic"] == topic], code


def effective(run, folder):
    """What is asked against what is there, one change of a machine at a time."""
    def machine(cmdline, name="intel-switch-igb"):
        snapshot = Snapshot(run, folder, name)
        snapshot.whole["cmdline"] = cmdline
        return snapshot

    def check(name, snapshot, topic, wanted, code):
        said, exit_code = snapshot.causes(topic)
        short = [(met, cause) for _, _, met, cause in said]
        run.ok("effective: " + name, short == wanted and exit_code == code, said, exit_code)

    plain = machine("intel_iommu=on")
    check("on is on", plain, "translation", [("yes", "requested")], 0)
    check("nothing asks for lazy", plain, "invalidation", [("unrequested", "default")], 0)

    gone = machine("intel_iommu=on", "no-iommu")
    check("no hardware", gone, "translation", [("no", "no_table")], 1)

    strict = machine("intel_iommu=on iommu.strict=0").domain(None, "DMA", "strict")
    strict.records("units")[0]["caching_mode"] = "1"
    check("caching mode forces strict", strict, "invalidation", [("no", "virtual_iommu")], 1)
    strict.whole["cmdline"] = "intel_iommu=on"
    check("forced strict is no finding when nothing asks", strict, "invalidation",
          [("unrequested", "virtual_iommu")], 0)
    strict.whole["cmdline"] = "intel_iommu=on,strict"
    check("strict as asked, by a deprecated word", strict, "invalidation",
          [("yes", "requested")], 1)
    strict.records("units")[0]["caching_mode"] = "0"
    strict.whole["cmdline"] = "intel_iommu=on iommu=strict"
    check("iommu=strict does not make it strict", strict, "invalidation",
          [("unrequested", "sysfs_or_quirk")], 1)

    passed = machine("intel_iommu=on iommu=pt").domain(None, "identity", "-")
    check("iommu=pt", passed, "default_domain", [("yes", "requested")], 0)
    passed.whole["cmdline"] = "intel_iommu=on iommu=pt iommu.strict=1"
    check("strict has nobody to be for, and that is no finding", passed, "invalidation",
          [("unknown", "no_groups")], 0)
    passed.whole["cmdline"] = "intel_iommu=on iommu=pt"
    device = passed.records("devices")[-1]
    passed.domain(device["group"], "DMA", "strict")
    check("a group that sysfs changed", passed, "default_domain",
          [("yes", "requested"), ("no", "sysfs_or_quirk")], 1)
    device["untrusted"] = "1"
    check("an untrusted device", passed, "default_domain",
          [("yes", "requested"), ("no", "untrusted")], 1)
    check("and it is strict", passed, "invalidation", [("unrequested", "untrusted")], 1)

    cannot = machine("intel_iommu=on iommu=pt")
    cannot.records("units")[0]["features"] = "QI,IR"
    check("a unit that cannot pass through", cannot, "default_domain",
          [("no", "no_passthrough")], 1)
    cannot.records("units")[0]["features"] = "unknown"
    check("unless that is not known", cannot, "default_domain", [("no", "sysfs_or_quirk")], 1)

    amd = machine("quiet", "amd-passthrough").domain(None, "DMA-FQ", "lazy")
    one = amd.record("devices", "group", "3")
    amd.domain("3", "identity", "-")
    one["pasid"] = "off"
    check("AMD passes devices with PASID", amd, "default_domain",
          [("unrequested", "default"), ("unrequested", "pasid")], 0)
    check("AMD-Vi is on by default", amd, "translation", [("unrequested", "default")], 0)

    off = machine("intel_iommu=on", "intel-off")
    check("off although on is asked", off, "translation", [("no", "failed")], 1)
    off.whole["cmdline"] = "intel_iommu=on iommu=off"
    check("iommu=off", off, "translation", [("yes", "requested")], 1)
    check("interrupt remapping is on by default", off, "interrupt_remapping",
          [("unrequested", "unknown")], 1)
    off.whole["cmdline"] = "intel_iommu=off intremap=on"
    check("interrupt remapping off although on is asked", off, "interrupt_remapping",
          [("no", "unknown")], 1)
    off.records("units")[0]["features"] = off.records("units")[1]["features"] = "QI,PT"
    check("units that cannot remap interrupts", off, "interrupt_remapping",
          [("no", "no_hardware")], 1)

    owned = machine("intel_iommu=on")
    device, twin = (owned.record("devices", "dev", "0000:0%d:00.0" % bus) for bus in (1, 5))
    device.update(driver="vfio-pci", domain="unmanaged")
    check("VFIO", owned, "attached_domain", [("unrequested", "user_space")], 0)
    owned.whole["cmdline"] = "intel_iommu=on vfio_pci.ids=%s:%s" % (
        device["vendor"][2:], device["device"][2:])
    check("vfio_pci.ids, one of two", owned, "vfio_ids", [("no", "other_driver")], 1)
    twin["driver"] = "vfio-pci"
    check("vfio_pci.ids, bound", owned, "vfio_ids", [("yes", "requested")], 0)
    device["driver"] = twin["driver"] = "igb"
    check("vfio_pci.ids, another driver was first", owned, "vfio_ids",
          [("no", "other_driver")], 1)
    owned.whole["cmdline"] = "vfio_pci.ids=1234:5678"
    check("vfio_pci.ids, no such device", owned, "vfio_ids", [("no", "no_device")], 1)


def acs(run, folder):
    """Tokens about ACS against the bits of the ports."""
    snapshot = Snapshot(run, folder, "intel-switch-igb")
    port = "0000:00:02.0"

    def check(name, token, bits, wanted, code):
        for record in snapshot.records("acs"):
            if record["port"] == port:
                record.update(ctl=bits, ctl_at_load=bits)
        snapshot.whole["cmdline"] = "intel_iommu=on " + token
        said, exit_code = snapshot.causes("acs")
        run.ok("acs: " + name, [(met, cause) for _, _, met, cause in said] == wanted and
               exit_code == code, said, exit_code)

    full = "SrcValid,ReqRedir,CmpltRedir,UpstreamFwd"
    check("redirection is off as asked", "pci=disable_acs_redir=" + port,
          "SrcValid,UpstreamFwd", [("yes", "requested")], 0)
    check("redirection is on again", "pci=disable_acs_redir=" + port, full,
          [("no", "changed")], 1)
    check("config_acs, one bit not as asked", "pci=config_acs=00111x1@" + port,
          "SrcValid,ReqRedir,UpstreamFwd", [("no", "changed")], 1)
    check("config_acs, right to left", "pci=config_acs=xx101x1@" + port,
          "SrcValid,ReqRedir,UpstreamFwd", [("yes", "requested")], 0)
    check("config_acs asks what a port cannot do", "pci=config_acs=1x111x1@" + port, full,
          [("yes", "no_capability")], 0)
    # __pci_config_acs() stops at the first match, and begins with what firmware left.
    check("the first request that names a port counts",
          "pci=config_acs=xx101x1@%s;xx111x1@pci:0:0" % port,
          "SrcValid,ReqRedir,UpstreamFwd", [("yes", "requested"), ("yes", "requested")], 0)
    check("a request behind one for the same port is not read",
          "pci=config_acs=xx101x1@%s;xx111x1@%s" % (port, port),
          "SrcValid,ReqRedir,UpstreamFwd", [("yes", "requested"), ("no", "conflict")], 1)
    check("config_acs wins over disable_acs_redir",
          "pci=disable_acs_redir=%s,config_acs=xx111x1@%s" % (port, port), full,
          [("no", "conflict"), ("yes", "requested")], 1)
    check("a path of devices", "pci=disable_acs_redir=00:02.0/00.0", full,
          [("no", "no_device")], 1)
    check("no such device", "pci=disable_acs_redir=0000:7f:00.0", full,
          [("no", "no_device")], 1)
    said = snapshot.ask("lint")[0]["effective"]["outcomes"]
    run.ok("acs: names the device", any("7f:00.0" in o["got"] for o in said))
    # __pci_config_acs() before commit 9cf8a952d57b clears nothing that firmware set.
    for kernel, cause in (("6.10.3", "changed"), ("6.12.22", "kernel"), ("6.12.23", "changed"),
                          ("6.14.1", "kernel"), ("6.15.0", "changed")):
        snapshot.whole["kernel"] = kernel
        check("redirection is on still, on " + kernel, "pci=disable_acs_redir=" + port, full,
              [("no", cause)], 1)


def states(run, folder):
    """What cannot be read is no answer; what differs from unit to unit is both."""
    def ask(topic, cmdline, units=(), devices=()):
        made = Machine(cmdline=cmdline)
        for i, keys in enumerate(units):
            made.units[i:i + 1] = [dict(made.units[0], unit="dmar%d" % i, **keys)]
        made.port("00:01.0", "root_port")
        for i, ats in enumerate(devices):
            made.add("01:00.%d" % i, "nic", ("00:01.0",), ats=ats)
        states.count += 1
        root = made.write("%s/states%d" % (folder, states.count))
        result = run.call("lint", "--json", "--root", root)
        one = next(one for one in values.parse(result.out)["effective"]["outcomes"] if one["topic"] == topic)
        states.sure = one["why"]["sure"]
        return one["got"], one["met"], one["why"]["cause"]

    states.count = 0
    on, off, unknown = ({"translation": state} for state in (1, 0, "unknown"))
    for cmdline, units, wanted in (
            ("intel_iommu=on", [on, on], ("on: dmar0, dmar1", "yes", "requested")),
            ("intel_iommu=on", [on, off], ("on: dmar0; off: dmar1", "no", "requested")),
            ("intel_iommu=off", [on, off], ("on: dmar0; off: dmar1", "no", "forced")),
            ("intel_iommu=off", [off, off], ("off: dmar0, dmar1", "yes", "requested")),
            ("intel_iommu=on", [on, unknown], ("on: dmar0; unknown: dmar1", "unknown", "requested")),
            ("intel_iommu=off", [on, unknown], ("on: dmar0; unknown: dmar1", "no", "forced")),
            ("intel_iommu=on", [unknown, off], ("unknown", "unknown", "unknown")),
            ("quiet", [unknown], ("unknown", "unrequested", "unknown")),
            ("intel_iommu=on", [on] * 6,
             ("on: dmar0, dmar1, dmar2, dmar3 and 2 more", "yes", "requested"))):
        said = ask("translation", cmdline, units)
        run.ok("translation: %s: %s" % (cmdline, wanted[0]), said == wanted, said, wanted)
    on, off, unknown = ({"intremap": state} for state in (1, 0, "unknown"))
    for cmdline, units, wanted in (
            ("intremap=on", [on, on], ("remapping on", "yes", "requested")),
            ("intremap=off", [off, off], ("remapping off", "yes", "requested")),
            ("intremap=off", [on, on], ("remapping on", "no", "default")),
            ("intremap=on", [on, off], ("on in some units, off in others", "no", "unknown")),
            ("intremap=off", [on, off], ("on in some units, off in others", "no", "default")),
            ("intremap=on", [on, unknown],
             ("on in some units, unknown in others", "unknown", "requested")),
            ("intremap=off", [off, unknown],
             ("off in some units, unknown in others", "unknown", "requested")),
            ("intremap=on", [off, unknown],
             ("off in some units, unknown in others", "no", "unknown")),
            ("intremap=off", [unknown], ("unknown", "unknown", "unknown")),
            ("quiet", [unknown], ("unknown", "unrequested", "unknown")),
            ("quiet", [on], ("remapping on", "unrequested", "default"))):
        said = ask("interrupt_remapping", cmdline, units)
        run.ok("interrupt remapping: %s: %s" % (cmdline, wanted[0]), said == wanted, said, wanted)
    for devices, wanted in (
            (["off", "off", "-"], ("on in 0 of 2 functions that support it", "yes", "requested")),
            (["on", "off", "-"], ("on in 1 of 2 functions that support it", "no", "unknown")),
            (["off", "unknown"],
             ("on in 0 of 1 functions that support it, unknown in 1", "unknown", "unknown")),
            (["on", "unknown"],
             ("on in 1 of 1 functions that support it, unknown in 1", "no", "unknown"))):
        said = ask("ats", "pci=noats", devices=devices)
        run.ok("pci=noats: %s" % wanted[0], said == wanted and
               states.sure == (wanted[2] == "requested"), said, wanted, states.sure)


def alike(run, folder):
    """Outcomes are one where they say the same of each device, and only there."""
    def ask(name, made, *args):
        root = made.write("%s/alike-%s" % (folder, name))
        return run.ask(*args, "--root", root)

    def said(answer, topic):
        return [(one["met"], one["why"]["cause"], one["devices"])
                for one in answer["effective"]["outcomes"] if one["topic"] == topic]

    made = Machine(cmdline="pci=config_acs=xx111x1@pci:0:0")
    for where, bits in (("00:01.0", "SrcValid"), ("00:02.0", "SrcValid,ReqRedir"),
                        ("00:03.0", "SrcValid")):
        made.port(where, "root_port", ctl=bits)
    answer = said(ask("bits", made, "lint"), "acs")
    run.ok("ports by what is on there", answer == [
        ("no", "changed", ["0000:00:01.0", "0000:00:03.0"]),
        ("no", "changed", ["0000:00:02.0"])], answer)
    made = Machine()
    for where, driver in (("01:00.0", "idxd"), ("02:00.0", "iaa"), ("03:00.0", "idxd")):
        made.add(where, "nic", driver=driver, domain="SVA")
    answer = said(ask("drivers", made, "lint"), "attached_domain")
    run.ok("devices by their driver", answer == [
        ("unrequested", "driver", ["0000:01:00.0", "0000:03:00.0"]),
        ("unrequested", "driver", ["0000:02:00.0"])], answer)
    top = ("00:01.0", "01:00.0")
    made = Machine(cmdline="pci=config_acs=xx111x1@00:01.0/00.0/01.0")
    made.port("00:01.0", "root_port")
    made.port("01:00.0", "upstream", top[:1])
    made.port("02:00.0", "downstream", top)
    made.port("02:01.0", "downstream", top)
    answer = said(ask("path", made, "lint"), "acs")
    run.ok("a path of devices is the last of them",
           answer == [("yes", "requested", ["0000:02:01.0"])], answer)

    made = Machine(cmdline="iommu=nopt iommu.strict=0")
    made.add("01:00.0", "nic")
    text = run.call("why", "01:00.0", "--root", made.write(folder + "/alike-both")).out.decode()
    run.ok("two fixes are two", "Remove iommu=nopt; remove iommu.strict=0." in text,
           text)
    made.cmdline, made.units[0]["features"] = "iommu=pt iommu.strict=1", "QI,IR,PT"
    text = run.call("why", "01:00.0", "--root", made.write(folder + "/alike-one")).out.decode()
    run.ok("one fix for both is said once", text.count("/sys/kernel/iommu_groups/") == 1,
           text)

    # the group holds a port that isolates: nothing is won below that one
    made = Machine()
    made.port("00:01.0", "root_port", group=9)
    made.port("01:00.0", "upstream", top[:1], group=9)
    made.port("02:00.0", "downstream", top, cap=None, group=9)
    made.add("03:00.0", "nic", top + ("02:00.0",), group=9)
    made.port("00:02.0", "root_port")
    answer = ask("good", made, "why", "03:00.0")
    run.ok("another slot is one outside of the group",
           "a port with ACS: 00:02.0 is empty, but may have no slot." in answer["split_text"],
           answer)


def ports(run, folder):
    """A port without ACS, and one whose configuration space could not be read."""
    made = Machine(cmdline="pci=config_acs=xx1x1x1@00:01.0;xx1x1x1@00:02.0;xx1x1x1@pci:0:0")
    for where, state in (("00:01.0", "none"), ("00:02.0", "unknown"), ("00:03.0", "none"),
                         ("00:04.0", "unknown")):
        made.port(where, "root_port", cap=None)
        made.ports[where] = ("root_port", state, state, state, {"none": 0}.get(state, state))
        made.add(where.replace("00:", "").replace(".0", ":00.0"), "nic", (where,))
    root = made.write(folder + "/ports")
    said = run.ask("lint", "--root", root)["effective"]["outcomes"]
    said = [(one["met"], one["why"]["cause"], sorted(re.findall("00:0.[.]0", one["got"])))
            for one in said if one["topic"] == "acs"]
    # A wildcard is for those that have it: of the last one that is not known.
    run.ok("ports: none and unknown differ", said == [
        ("no", "no_capability", ["00:01.0"]), ("unknown", "unknown", ["00:02.0"]),
        ("unknown", "unknown", ["00:04.0"])], said)
    tree = run.call("report", "--root", root).out.decode().split("\n\n")[-1]
    shown = {line.split("00:0")[1][0]: "no ACS" if "no ACS" in line else "ACS unknown"
             if "ACS unknown" in line else None
             for line in tree.splitlines() if " 00:0" in line.replace("─", " ") and "port" in line}
    run.ok("ports: so they do in the report's tree", shown == {
        "1": "no ACS", "2": "ACS unknown", "3": "no ACS", "4": "ACS unknown"}, shown, tree)


def passed(run, folder):
    """Who is passed through without being asked, and who has a domain of its driver's."""
    def ask(name, cmdline, kernel="6.12.107", amd=False, mate="-",
            slot="00:02", **gpu):
        made = Machine(cmdline=cmdline, kernel=kernel)
        if amd:
            made.units[0].update(unit="ivhd0", vendor="amd")
        made.port("00:01.0", "root_port")
        path = ("00:01.0",) if slot == "01:00" else ()
        made.add(slot + ".0", "gpu", path, **{"domain": "identity", "default": "identity", **gpu})
        made.add(slot + ".1", "other", path, domain="identity", default="identity",
                 group=made.devices[slot + ".0"]["group"], pasid=mate)
        root = made.write("%s/%s" % (folder, name.replace(" ", "-")))
        answer = run.ask("why", slot + ".0", "--root", root)
        text = run.call("why", slot + ".0", "--root", root).out.decode()
        return answer, " ".join(text.split())

    debian = "6.12.107+deb13-amd64"
    for name, keys, cause, words in (
            ("Intel's own GPU", dict(cmdline="quiet"), "integrated_gpu",
             "kernels leave it untranslated"),
            ("Intel's own GPU, Debian's kernel", dict(cmdline="quiet", kernel=debian),
             "integrated_gpu", "Debian kernels leave"),
            ("Intel's own GPU, left out", dict(cmdline="intel_iommu=igfx_off"), "integrated_gpu",
             "intel_iommu=igfx_off excludes the integrated GPU"),
            ("Intel's own GPU, on is asked", dict(cmdline="intel_iommu=on"), "sysfs_or_quirk",
             "not requested on the command line"),
            ("another vendor's GPU", dict(cmdline="quiet", vendor="0x10de"), "sysfs_or_quirk",
             "CONFIG_IOMMU_DEFAULT_PASSTHROUGH"),
            ("a card of Intel's", dict(cmdline="quiet", slot="01:00"), "sysfs_or_quirk",
             "was written in sysfs"),
            ("a mate that can do PASID", dict(cmdline="quiet", amd=True, mate="off"), "group",
             "00:02.1 in its group supports PASID"),
            ("a mate that cannot", dict(cmdline="quiet", amd=True), "sysfs_or_quirk",
             "was written in sysfs"),
            ("a mate that can, on Intel", dict(cmdline="quiet", slot="01:00", mate="off"),
             "sysfs_or_quirk", "was written in sysfs"),
            ("it supports PASID itself", dict(cmdline="quiet", amd=True, pasid="off"), "pasid",
             "it supports PASID"),
            ("asked for", dict(cmdline="iommu=pt", amd=True), "requested",
             "iommu=pt requests identity")):
        answer, text = ask(name, **keys)
        run.ok("identity of %s" % name, answer["type"]["cause"] == cause and
               words.lower() in text.lower(), answer["type"], text)
    for name, keys, cause, words in (
            ("a driver's own domain", dict(domain="unmanaged", default="unmanaged"), None, ""),
            ("SVA", dict(driver="idxd", domain="SVA", default="DMA-FQ"), "driver",
             "its driver idxd attached it to a domain of its own"),
            ("VFIO", dict(driver="vfio-pci", domain="unmanaged", default="DMA-FQ"), "user_space",
             "vfio-pci holds it"),
            ("VFIO has a mate", dict(driver="-", domain="unmanaged", default="DMA-FQ"),
             "user_space", "a driver of its group holds it")):
        answer, text = ask("attached " + name, "quiet", **keys)
        run.ok("attached: " + name, (answer["attached"] or {}).get("cause") == cause and
               words.lower() in text.lower() and ("Why attached" in text) == bool(cause), answer["attached"], text)


# Machine: device: the member that it joined, by which rule, below or behind which port. Who is
# alone, or the first of a group, is not named.
TIES = {
    "amd-passthrough": {"0001:01:00.0": ("0001:00:01.0", "acs_path", "0001:00:01.0")},
    "intel-switch-igb": {"0000:00:1f.2": ("0000:00:1f.0", "multifunction", None),
                         "0000:00:1f.3": ("0000:00:1f.0", "multifunction", None),
                         "0000:04:00.0": ("0000:03:00.0", "acs_path", "0000:03:00.0"),
                         "0000:05:00.0": ("0000:03:01.0", "acs_path", "0000:03:01.0")},
    "virtio-iommu": {"0000:02:01.0": ("0000:01:00.0", "dma_alias_of_bridge", "0000:01:00.0"),
                     "0000:02:02.0": ("0000:01:00.0", "dma_alias_of_bridge", "0000:01:00.0")},
}


def ties(run):
    """Who joined whom, by which rule, of every function of the recorded machines."""
    for machine in harness.machines():
        root, said = harness.fixture(machine), {}
        for device in run.ask("devices", "--root", root)["devices"]:
            answer = run.ask("why", device["dev"], "--root", root)
            said.update({tie["dev"]: (tie["joined"], tie["rule"], tie["port"])
                         for tie in answer["group_causes"]})
        run.ok("who joined whom on " + machine, said == TIES.get(machine, {}), said)


def reasons(run, folder):
    """why: the rule of the kernel, and what would undo it."""
    snapshot = Snapshot(run, folder, "intel-switch-igb")
    shared = [g for g in snapshot.records("groups") if "," in g["devices"]]
    run.ok("the recorded machine has shared groups", len(shared) > 2)
    for group in shared:
        for name in group["devices"].split(","):
            answer, code = snapshot.ask("why", name)
            ties = {t["dev"]: t for t in answer["group_causes"]}
            good = code == 0 and values.text(answer["group"]) == group["group"] and \
                sorted(answer["members"]) == sorted(group["devices"].split(",")) and \
                len(ties) + answer["unexplained"] == len(answer["members"]) and \
                all(t["joined"] in answer["members"] for t in answer["group_causes"])
            run.ok("why %s: its group, and each member accounted for" % name, good, answer)
            run.ok("why %s: no quirk stands in for its ACS" % name, answer["quirks"] is None,
                   answer["quirks"])
    alone = snapshot.record("devices", "dev", "0000:01:00.0")
    answer, _ = snapshot.ask("why", "01:00.0")
    run.ok("why of a device that is alone", "alone" in answer["group_text"] and
           not answer["group_causes"] and answer["split_text"] is None, alone, answer)
    run.ok("claim: echo passthrough > type; the word of sysfs is identity",
           "write identity to /sys/kernel/iommu_groups/" in answer["type"]["fix"], answer)
    # The file is read only in 5.10, takes groups of one device alone up to 6.3, and strict to
    # lazy needs no driver to go: iommu_group_store_type().
    kernel = snapshot.whole["kernel"]
    for release, name, writes in (("5.10.0", "01:00.0", False), ("6.1.0", "01:00.0", True),
                                  ("6.1.0", "04:00.0", False), ("6.12.0", "04:00.0", True)):
        snapshot.whole["kernel"] = release
        answer, _ = snapshot.ask("why", name)
        run.ok("why %s on %s: sysfs, where it would take it" % (name, release),
               ("write identity to" in answer["type"]["fix"]) == writes, answer["type"])
    snapshot.whole["kernel"] = kernel
    for machine, release, word in (("intel-switch-igb", "6.12.0", "iommu.strict=1"),
                                   ("intel-switch-igb", "5.10.0", "intel_iommu=strict"),
                                   ("amd-passthrough", "5.10.0", "amd_iommu=fullflush")):
        lazy = Snapshot(run, folder, machine).domain(None, "DMA-FQ", "lazy")
        lazy.whole.update(kernel=release, cmdline="quiet")
        answer, _ = lazy.ask("why", lazy.records("devices")[0]["dev"])
        run.ok("why of a lazy group on %s, %s: a word that makes it strict there" %
               (machine, release), answer["flush"]["fix"] == word, answer["flush"])
    strict = Snapshot(run, folder, "intel-switch-igb")
    strict.whole["cmdline"] = "intel_iommu=on iommu.strict=1"
    answer, _ = strict.domain(None, "DMA", "strict").ask("why", "01:00.0")
    run.ok("why of a strict group: lazy is to be had with its driver in place",
           "write DMA-FQ to /sys/kernel/iommu_groups/" in answer["flush"]["fix"] and
           "drivers in place" in answer["flush"]["fix"], answer)
    unknown = strict.whole.get("unknown", [])
    for release, lazy in (("5.14.0", False), ("5.15.0", True), (None, True)):
        strict.whole.update(kernel=release, unknown=unknown + ([] if release else ["kernel"]))
        answer, _ = strict.ask("why", "01:00.0")
        run.ok("why of a strict group on %s: lazy by sysfs, where it can be" % release,
               ("write DMA-FQ to" in answer["flush"]["fix"]) == lazy, answer["flush"])
    # The port above it loses its redirection: the kernel would not have parted them then.
    for record in snapshot.records("acs"):
        if record["port"] == "0000:00:02.0":
            record.update(ctl="SrcValid", ctl_at_load="SrcValid")
    answer, _ = snapshot.ask("why", "01:00.0")
    run.ok("why of a device that is alone for no reason that shows",
           "00:02.0" in answer["group_text"] and "were changed" in answer["group_text"], answer)
    # And in one group with it: the missing bits, and the token that sets them.
    group = snapshot.record("devices", "dev", "0000:00:02.0")["group"]
    old = alone["group"]
    snapshot.record("devices", "dev", "0000:01:00.0")["group"] = group
    snapshot.record("groups", "group", group)["devices"] = "0000:00:02.0,0000:01:00.0"
    snapshot.record("groups", "group", old)["devices"] = "none"
    answer, _ = snapshot.ask("why", "01:00.0")
    run.ok("why of a device below a port without redirection",
           answer["group_causes"] == [{"dev": "0000:01:00.0", "joined": "0000:00:02.0",
                               "rule": "acs_path", "port": "0000:00:02.0",
                               "missing": ["ReqRedir", "CmpltRedir", "UpstreamFwd"]}] and
           "pci=config_acs=xx111x1@0000:00:02.0" in answer["split_text"], answer)
    snapshot.whole["kernel"] = "6.1.0-56-amd64"
    answer, _ = snapshot.ask("why", "01:00.0")
    run.ok("why names no token that this kernel lacks",
           "config_acs" not in answer["split_text"], answer["split_text"])


def garbage(run):
    """Command lines of parts and of bytes: always an answer, and as many words as counted."""
    chance = random.Random(1)
    parts = [row[1] for table in ROWS.values() for row in table] + [
        '"', "=", ",", " ", "--", "@", ";", "[", "]", ":", "/", "x" * 70, "1", "\t", "\u00a0", "-"]
    for round_ in range(150):
        line = "quiet " + "".join(chance.choice(parts)[:chance.randrange(1, 60)]
                                  for _ in range(chance.randrange(1, 12)))
        answer, code = lint(run, line, "--kernel", chance.choice(("5.10", "6.1", "6.12", "7.2")))
        if code not in (0, 1) or sum(answer["counts"].values()) != len(answer["parameters"]) or \
                code != (answer["counts"].get("ok", 0) != len(answer["parameters"]) or answer["cut"]):
            run.ok("garbage %d" % round_, False, line, code, answer)
            return
    run.ok("garbage is judged like anything else", True)
    shown = run.call("lint", "iommu=\x1b[31m\u00e9 iommu=\"a\tb\"", "--kernel", NEW).out
    run.ok("nothing of a line reaches a terminal but ASCII",
           b"iommu=?[31m??" in shown and b"iommu=a?b" in shown and b"\x1b" not in shown, shown)


def usage(run):
    """Wrong command lines."""
    root = harness.fixture("intel-switch-igb")
    for name, args, words_ in (
            ("lint of two lines", ["lint", "a", "b"], ["unexpected argument 'b'"]),
            ("no kernel", ["lint", "iommu=pt", "--kernel", "newest"],
             ["'newest' is not a kernel release"]),
            ("why of nothing", ["why", "--root", root], ["needs the address"]),
            ("why of no address", ["why", "gpu", "--root", root], ["not a PCI address"]),
            ("why of two", ["why", "01:00.0", "02:00.0", "--root", root],
             ["unexpected argument '02:00.0'"]),
            ("why of nobody", ["why", "7f:00.0", "--root", root],
             ["no PCI function 7f:00.0"])):
        result = run.call(*args)
        run.ok("usage: " + name, result.code == 2 and not result.out and
               all(word in result.err for word in words_), result.code, result.err)


def widths(run):
    """No line of a terminal is wider than it."""
    for machine in harness.machines():
        root = harness.fixture(machine)
        with open(os.path.join(root, harness.DEBUGFS, "devices"), encoding="utf8") as file:
            last = file.read().splitlines()[-1].split()[0][len("dev="):]
        for args in (["lint"], ["why", last]):
            for width in (80, 100, 140):
                shown = run.terminal(width, *args, "--no-color", "--root", root)
                long = [line for line in shown.out.decode().splitlines() if len(line) > width]
                run.ok("%s of %s fits %d columns" % (args[0], machine, width),
                       shown.out and not long, *long)


def backports(run):
    """What a kernel of Red Hat's has cannot be told from its number."""
    for kernel, noted in (("5.14.0-427.13.1.el9_4.x86_64", True), ("4.18.0-553.el8.x86_64", True),
                          ("5.14.0-elan", False), ("5.14.0", False)):
        answer, _ = lint(run, "iommu.strict=1 pci=config_acs=1@00:02.0 iommu=pt", "--kernel",
                         kernel)
        notes = ["may have it" in (word["note"] or "") for word in answer["parameters"]]
        run.ok("backports of " + kernel, notes == [noted, noted, False], answer["parameters"])


def other_line(run):
    """A line that is given is not compared with a machine that has another."""
    root = harness.fixture("amd-passthrough")
    answer, code = lint(run, "intel_iommu=on", "--root", root)
    run.ok("a given line has no effects to show", answer["effective"] is None and code == 0)
    run.ok("the other vendor's word is harmless, and no finding",
           answer["parameters"][0]["verdict"] == "ok" and
           "harmless on this AMD machine" in answer["parameters"][0]["note"], answer)
    run.ok("the machine's kernel is the one that counts",
           answer["kernel"] == "6.1.0-44-amd64", answer["kernel"])
    answer, _ = lint(run, "--kernel", "7.2.0", "--root", root)
    run.ok("--kernel judges the machine's line for another kernel",
           answer["kernel"] == "7.2.0" and answer["effective"] is None and
           [w["parameter"] for w in answer["parameters"]] == ["iommu=pt", "amd_iommu=pgtbl_v2"], answer)


def colors(run):
    """The first item is what is wrong, and parameters that are ok alarm nobody."""
    red, green = "\x1b[31m", "\x1b[32m"

    def first(*args):
        return run.call("lint", *args, "--color=always").out.decode().split("\n")[0]

    line = first("--root", harness.fixture("amd-passthrough"))
    run.ok("not as requested is red", line.startswith(red + "1 not as requested\x1b[0m"), line)
    run.ok("parameters that are ok are not", "· 2 of 2 parameters ok ·" in line, line)
    line = first("GRUB_CMDLINE_LINUX=\"iommu=pt", "--kernel", "6.12")
    run.ok("nor where a quote is missing", line.startswith(green + "1 of 1 parameter ok"), line)
    line = first("iommu=on", "--kernel", "6.12")
    run.ok("parameters that are not ok are", line.startswith(red + "0 of 1 parameter ok"), line)


def run(run):
    for part in (rows, words, claims, meant, slips, since, logged, garbage, usage, widths, other_line,
                 backports, ties, colors):
        run.part(part)
    with harness.Folder() as folder:
        for part in (effective, acs, states, alike, ports, passed, reasons):
            run.part(part, folder)
