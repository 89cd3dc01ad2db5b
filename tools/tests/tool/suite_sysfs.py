# SPDX-License-Identifier: GPL-2.0
"""Without the module: what is not seen is unknown, and nothing holds for that reason."""
import gzip
import json
import os
import shutil
import struct

import harness
import sysfs_tree
import without_module
from sysfs_tree import Tree, acs, ats, config, serial

PROFILES = ["baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference"]
MACHINES = os.path.join(harness.HERE, "machines")


def recorded():
    """(name, snapshot) of each machine that the module saw."""
    for name in sorted(os.listdir(MACHINES)):
        if name.endswith(".json"):
            with open(os.path.join(MACHINES, name), encoding="utf8") as file:
                yield name[:-5], json.load(file)


def put(folder, name, snapshot):
    """Write a snapshot, and return its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf8") as file:
        json.dump(snapshot, file)
    return path


def verdicts(run, profile, path):
    """{rule: verdict} of a check, and the answer."""
    done = run.call("check", "--profile", profile, "--json", "--from", path)
    answer = json.loads(done.out)
    return {one["id"]: one["verdict"] for one in answer["findings"]}, answer


# What rests on what only the module sees can never hold.
NEVER = {"acs-drift", "hardware", "no-faults", "no-inv-timeouts", "seen", "translated", "vf-requests"}


def worse(rule, all_seen, ours):
    """What is wrong with a verdict, beside those of the module; "" where nothing is."""
    seen = all_seen.get(rule, "not judged")
    if ours == "unknown" or (ours == seen and not (ours == "pass" and rule in NEVER)):
        return ""
    # The bits at boot only the module knows: groups that differ from those of now were changed
    # behind the kernel's back, or are no isolation.
    if rule == "groups-predicted" and all_seen["acs-drift"] != "pass":
        return ""
    return "%s: %s, with the module %s" % (rule, ours, seen)


def judged(run, folder):
    """Each verdict is the one that the module leads to, or unknown; and none that passes is new."""
    for name, snapshot in recorded():
        if not run.may_want(name):
            continue
        whole = put(folder, "module.json", snapshot)
        for who in ("root", "nobody"):
            path = put(folder, "sysfs.json", without_module.of_sysfs(snapshot, who == "root"))
            for profile in PROFILES:
                seen, _ = verdicts(run, profile, whole)
                ours, _ = verdicts(run, profile, path)
                wrong = [worse(rule, seen, verdict)
                         for rule, verdict in ours.items()]
                wrong += ["%s: not judged, with the module %s" % (rule, seen[rule])
                          for rule in set(seen) - set(ours)]
                run.ok("%s, %s: %s" % (name, who, profile), not any(wrong),
                       *[text for text in wrong if text])


def read(run, root, *more):
    """The snapshot that is taken of a tree without the module, as the tool writes it."""
    done = run.call("snapshot", "--source", "sysfs", "--root", root, *more)
    return json.loads(done.out) if done.code == 0 else {"error": done.err, "devices": [], "acs": []}


def device(snapshot, address):
    """The record of a function."""
    return next((one for one in snapshot["devices"] if one["dev"] == "0000:" + address), {})


def unknown(record, *keys):
    """Whether all these keys of a record are unknown."""
    return record and set(keys) <= set(record.get("unknown", []))


ALL_ACS = ["SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"]
BRIDGE = {"code": 0x060400}
ROOT = "pci0000:00/"
PORT = ROOT + "0000:00:01.0"
CARD = PORT + "/0000:01:00.0"


def whole(run, folder):
    """A host with an Intel unit, a port with ACS and a card with ATS below it."""
    tree = Tree(os.path.join(folder, "intel"))
    tree.function(PORT, config(kind="root_port", buses=(1, 1), extended=[acs(0x1d, 0x1d)],
                               **BRIDGE), 0, "pcieport")
    tree.function(CARD, config(flr=True, revision=3, extended=[
        serial(0x1122334455667788), ats(True)]), 1, "vfio-pci", numa_node="1\n",
                  dma_mask_bits="64\n")
    tree.function(ROOT + "0000:00:02.0", config(kind=None, code=0x020000), 2)
    for number, kind in enumerate(("DMA-FQ", "DMA-FQ", "identity")):
        tree.group(number, kind, "0x00000000fee00000 0x00000000feefffff msi\n")
    tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar([0xfed90000, 0xfed91000]))
    tree.unit("dmar0", ["0000:00:01.0", "0000:01:00.0", "0000:00:02.0"], address="fed90000",
              version="1:0", cap="d2008c222f0686", ecap="f00f4a")
    tree.put("sys/kernel/irq/1/chip_name", "IR-IO-APIC\n")
    found = read(run, tree.root)
    card, port, plain = (device(found, at) for at in ("01:00.0", "00:01.0", "00:02.0"))
    run.ok("it says where it is from", found.get("source") == "sysfs", found.get("error"))
    run.ok("ids, driver, group and unit", [card.get(key) for key in (
        "vendor", "device", "class", "driver", "group", "default", "unit", "numa", "dma_mask")] == [
            "0x8086", "0x1234", "0xff0000", "vfio-pci", 1, "DMA-FQ", "dmar0", 1,
            "0xffffffffffffffff"], card)
    run.ok("capabilities", (card.get("type"), card.get("ats"), card.get("flr"), card.get("pri"))
           == ("endpoint", "on", True, None) and not unknown(card, "pri"), card)
    run.ok("the way to the root", (card.get("path"), port.get("path")) == (["0000:00:01.0"], None),
           card, port)
    run.ok("conventional PCI has no extended capability", plain.get("type") == "pci" and
           plain.get("ats") is None and not unknown(plain, "ats"), plain)
    run.ok("ACS of the port, for both", [(one["dev"], one["hop"], one["cap"], one["ctl"])
                                         for one in found["acs"]] == [
        ("0000:00:01.0", None, ALL_ACS, ALL_ACS), ("0000:01:00.0", 0, ALL_ACS, ALL_ACS)],
           found["acs"])
    run.ok("only the module sees the attached domain", unknown(card, "domain"), card)
    run.ok("what VFIO holds need not flush", unknown(card, "flush") and port.get("flush") == "lazy"
           and plain.get("flush") is None and not unknown(plain, "flush"), card, port, plain)
    units = {one["unit"]: one for one in found.get("units", [])}
    run.ok("a unit that is used translates", units.get("dmar0", {}).get("translation") is True and
           units["dmar0"]["mgaw"] == 48 and units["dmar0"]["intremap"] is True, units)
    run.ok("of one that is not it is unknown", unknown(units.get("dmar1", {}), "translation", "cap"),
           units)
    run.ok("status registers are unknown", unknown(units.get("dmar0", {}), "status", "qi",
                                                   "ir_entries", "regions"), units)
    host = {one["dev"]: one for one in found["host"]["devices"]}["0000:01:00.0"]
    run.ok("the serial number, the revision", (host["serial"], host["revision"]) ==
           ("11-22-33-44-55-66-77-88", "0x03"), host)
    bare = run.call("report", "--root", tree.root)
    run.ok("the report names its source first", " · from sysfs, without the module, below --root · ".encode() in
           bare.out.split(b"\n")[0], bare.out[:200])
    run.ok("the module is not used behind one's back",
           run.call("report", "--source", "module", "--root", tree.root).code == 3)
    lines = run.call("devices", "--root", tree.root)
    run.ok("other pages say it beside them", "read from sysfs" in lines.err and
           "sudo iommu-audit load" in lines.err and b"sysfs" not in lines.out, lines.err)
    answer = json.loads(run.call("devices", "--json", "--root", tree.root).out)
    run.ok("JSON has it in itself", answer.get("source") == "sysfs" and
           "load" in answer["lacks"][0], answer.get("lacks"))


def header(run, folder):
    """Who is not root sees the header: what is behind it is unknown, not absent."""
    space = config(flr=True, extended=[acs(0x1d, 0x1d)])
    for name, seen in (("64 bytes", space[:64]), ("zeros behind them", space[:64] + bytes(4032))):
        tree = Tree(os.path.join(folder, name.split()[0]))
        tree.function(PORT, config(kind="root_port", buses=(1, 1), **BRIDGE)[:64], **{
            "current_link_speed": "x"})
        tree.function(CARD, seen)
        tree.put("%s/0000:01:00.0/current_link_speed" % sysfs_tree.DEVICES, "5.0 GT/s PCIe\n")
        found = read(run, tree.root)
        card = device(found, "01:00.0")
        run.ok("%s: capabilities are unknown" % name, unknown(card, "type", "ats", "flr", "pri"),
               card, found.get("error"))
        run.ok("%s: so is ACS" % name, len(found["acs"]) == 3 and all(
            unknown(one, "cap", "present") for one in found["acs"]), found["acs"])
        run.ok("%s: the header is read" % name,
               found["host"]["devices"][1]["multifunction"] is False, found["host"]["devices"])
        root = run.call("report", "--root", tree.root).out
        run.ok("%s: the report says what root would add" % name, b"without root" in root and
               b"root (sudo) adds" in root, root[:400])


def asleep(run, folder):
    """A function that sleeps, and one below a bridge that does, are not read: that wakes them."""
    for name, port, card in (("D3cold", {}, {"power_state": "D3cold\n"}),
                             ("below a bridge that sleeps", {"power__runtime_status": "suspended\n"}, {}),
                             ("below one in D3hot", {"power_state": "D3hot\n"}, {}),
                             ("suspended, before Linux 5.11",
                              {}, {"power_state": None, "power__runtime_status": "suspended\n"})):
        tree = Tree(os.path.join(folder, name.split(",")[0].replace(" ", "-")))
        tree.function(PORT, config(kind="root_port", buses=(1, 1), **BRIDGE), **port)
        place = tree.function(CARD, config(extended=[ats(True)]), **card)
        path = os.path.join(tree.root, place, "config")
        # whoever opens it is refused, and the answer with it
        os.remove(path)
        os.mkfifo(path)
        found = read(run, tree.root)
        run.ok(name, unknown(device(found, "01:00.0"), "type", "ats", "flr") and
               device(found, "01:00.0").get("vendor") == "0x8086", found.get("error"),
               device(found, "01:00.0"))


def vmd(run, folder):
    """Behind a VMD there is a segment of its own; its requests carry the VMD's id."""
    tree = Tree(os.path.join(folder, "vmd"))
    way = ROOT + "0000:00:0e.0"
    tree.function(way, config(kind=None, code=0x010400), 0, "vmd")
    tree.function(way + "/pci10000:e0/10000:e0:06.0", config(
        kind="root_port", buses=(0xe1, 0xe1), **BRIDGE), 0)
    tree.function(way + "/pci10000:e0/10000:e0:06.0/10000:e1:00.0", config(), 0)
    tree.group(0, "DMA-FQ")
    found = read(run, tree.root)
    disk = next(one for one in found["devices"] if one["dev"] == "10000:e1:00.0")
    run.ok("the way ends at the segment's root", disk["path"] == ["10000:e0:06.0"], disk)
    run.ok("the VMD stands for it", [one["dma_device"] for one in found["host"]["devices"]] ==
           [None, "0000:00:0e.0", "0000:00:0e.0"], found["host"]["devices"])


def sriov(run, folder):
    """VFs are told by links, and share what their PF has."""
    tree = Tree(os.path.join(folder, "vfs"))
    pri = (0x13, struct.pack("<HH", 1, 0))
    place = tree.function(ROOT + "0000:00:03.0", config(extended=[pri]), sriov_totalvfs="4\n",
                          sriov_numvfs="2\n")
    for number in range(2):
        at = "0000:00:10.%d" % number
        vf = tree.function(ROOT + at, config())
        os.symlink("../0000:00:03.0", os.path.join(tree.root, vf, "physfn"))
        os.symlink("../" + at, os.path.join(tree.root, place, "virtfn%d" % number))
    found = read(run, tree.root)
    pf, vf = device(found, "00:03.0"), device(found, "00:10.1")
    run.ok("the PF", (pf.get("numvfs"), pf.get("totalvfs"), pf.get("vf_of")) == (2, 4, None), pf)
    run.ok("a VF", (vf.get("vf_of"), vf.get("vf_index"), vf.get("pri")) ==
           ("0000:00:03.0", 1, "on"), vf)


def endless(run, folder):
    """A tree may hold any number."""
    for name, count in (("many", "2147483647"), ("more than there can be", "99999999999999999999")):
        tree = Tree(os.path.join(folder, name.split()[0]))
        tree.function(ROOT + "0000:00:03.0", config(), sriov_totalvfs=count + "\n",
                      sriov_numvfs=count + "\n", numa_node=count + "\n")
        found = read(run, tree.root)
        run.ok("%s: %s VFs" % (name, count), len(found["devices"]) == 1, found.get("error"))
    tree = Tree(os.path.join(folder, "table"))
    tree.function(ROOT + "0000:00:03.0", config())
    tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar(range(1 << 12, 8192 << 12, 1 << 12)))
    found = read(run, tree.root)
    run.ok("a table of thousands of units is as good as none", found.get("units") == [],
           found.get("error"), len(found.get("units", [])))


def amd(run, folder):
    """AMD's units, and the aliases of their table."""
    tree = Tree(os.path.join(folder, "amd"))
    tree.function(ROOT + "0000:00:02.0", config(), 0)
    tree.function(ROOT + "0000:00:05.1", config(), 0)
    tree.group(0, "DMA")
    # alias select: 00:05.1 uses 00:02.0's id
    tree.put("sys/firmware/acpi/tables/IVRS", sysfs_tree.ivrs(0xfd300000, bytes(
        [66, 0x29, 0, 0, 0, 0x10, 0, 0])))
    tree.unit("ivhd0", ["0000:00:02.0", "0000:00:05.1"], cap="190b640f",
              features="0:206d73ef22254ade")
    found = read(run, tree.root)
    unit = (found.get("units") or [{}])[0]
    run.ok("the unit", (unit.get("vendor"), unit.get("translation"), unit.get("ecap"),
                        unit.get("base")) == ("amd", True, "0x206d73ef22254ade",
                                              "0x00000000fd300000"), unit)
    for kernel, text, ecap in (("6.12.107", "206d73ef22254ade:10", "0x206d73ef22254ade"),
                               ("7.3.4", "29d3:0", "0x00000000000029d3"),
                               ("6.1.100", "10:206d73ef22254ade", "0x206d73ef22254ade"),
                               ("6.1.100", "206d73ef22254ade:10", None),
                               ("5.10.226", "29d3", "0x00000000000029d3")):
        tree.put("proc/sys/kernel/osrelease", kernel + "\n")
        tree.unit("ivhd0", features=text)
        one = (read(run, tree.root).get("units") or [{}])[0]
        run.ok("features %s of %s" % (text, kernel), one.get("ecap") == ecap and
               unknown(one, "ecap") == (ecap is None), one)
    tree.put("proc/sys/kernel/osrelease", "6.12.107\n")
    tree.unit("ivhd0", features="29d3:0")
    tree.unit("ivhd1", cap="190b640f", features="29d3:0")
    one = (read(run, tree.root).get("units") or [{}])[0]
    run.ok("what all units have in common is not known of each", unknown(one, "ecap", "features") and
           one.get("cap"), one)
    run.ok("the alias", [one["ivrs_alias"] for one in found["host"]["devices"]] ==
           [None, "0000:00:02.0"], found["host"]["devices"])


def kernels(run, folder):
    """The configuration, wherever a distribution has it; words of kernels that have them."""
    text = "#\nCONFIG_PCI_P2PDMA=y\n"
    for path, content in (("boot/config-6.12.107", text), ("lib/modules/6.12.107/config", text),
                          ("usr/lib/modules/6.12.107/config", text),
                          ("proc/config.gz", gzip.compress(text.encode()))):
        tree = Tree(os.path.join(folder, path.replace("/", "-")))
        tree.function(ROOT + "0000:00:02.0", config(), 0)
        tree.group(0, "DMA")
        run.ok("without it the configuration is unknown",
               unknown(read(run, tree.root)["host"]["config"], "p2pdma"))
        tree.put(path, content)
        found = read(run, tree.root)
        run.ok(path, found["host"]["config"]["p2pdma"] is True, found["host"]["config"])
    for kernel, flush in (("6.12.107", "strict"), ("5.10.226", None)):
        tree = Tree(os.path.join(folder, kernel), kernel)
        tree.function(ROOT + "0000:00:02.0", config(), 0)
        tree.group(0, "DMA")
        found = device(read(run, tree.root), "00:02.0")
        run.ok("DMA of %s is %s" % (kernel, flush or "one of two"), found.get("flush") == flush and
               unknown(found, "flush") == (flush is None), found)
        untrusted = unknown(found, "untrusted")
        run.ok("%s tells whom it distrusts: %s" % (kernel, not untrusted),
               untrusted == (flush is None), found)


# What Debian's configurations have of IOMMUs, then others: lines, and what follows by Kconfig.
SUPPORT = "CONFIG_IOMMU_SUPPORT=y\n"
VTD = "CONFIG_INTEL_IOMMU=y\n"
OLD = "# CONFIG_IOMMU_DEFAULT_PASSTHROUGH is not set\n"
LAZY = "# CONFIG_IOMMU_DEFAULT_DMA_STRICT is not set\nCONFIG_IOMMU_DEFAULT_DMA_LAZY=y\n" + OLD
STRICT = "CONFIG_IOMMU_DEFAULT_DMA_STRICT=y\n# CONFIG_IOMMU_DEFAULT_DMA_LAZY is not set\n" + OLD
ON = VTD + "CONFIG_INTEL_IOMMU_DEFAULT_ON=y\n"
OFF = VTD + "# CONFIG_INTEL_IOMMU_DEFAULT_ON is not set\n"
DEBIAN = OFF + "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF=y\n"
AMD = "CONFIG_AMD_IOMMU=y\n"
CONFIGURATIONS = (
    ("5.10 of Debian", SUPPORT + OLD + AMD + DEBIAN, ("intgpu_off", True, "translated")),
    ("6.1 to 7.3 of Debian", SUPPORT + LAZY + AMD + DEBIAN, ("intgpu_off", True, "lazy")),
    ("arm64 of Debian", SUPPORT + STRICT, ("not_built", False, "strict")),
    ("on", SUPPORT + LAZY + ON, ("on", False, "lazy")),
    ("off", SUPPORT + LAZY + AMD + OFF, ("off", True, "lazy")),
    ("passthrough", SUPPORT + AMD + ON + "CONFIG_IOMMU_DEFAULT_PASSTHROUGH=y\n",
     ("on", True, "passthrough")),
    ("no IOMMU at all", "# CONFIG_IOMMU_SUPPORT is not set\n", ("not_built", False, "translated")),
    ("cut", AMD, (None, None, None)),
)
# Outcomes of lint: (configuration, type of the group or None, topic, part of the reason, sure).
REASONS = (
    (LAZY + ON, "DMA-FQ", "translation", "built to turn VT-d on", True),
    (LAZY + OFF, "DMA-FQ", "translation", "(tboot) did", False),
    (None, "DMA-FQ", "translation", "its configuration is unknown", False),
    (LAZY + ON, None, "translation", "although on is the default", False),
    (LAZY + OFF, None, "translation", "built without CONFIG_INTEL_IOMMU_DEFAULT_ON", True),
    (LAZY, None, "translation", "built without CONFIG_INTEL_IOMMU", True),
    (None, None, "translation", "seems off by default", False),
    (LAZY + ON, "DMA-FQ", "default_domain", "built without CONFIG_IOMMU_DEFAULT_PASSTHROUGH", True),
    (LAZY + ON, "identity", "default_domain", "not requested on the command line", False),
    (ON + "CONFIG_IOMMU_DEFAULT_PASSTHROUGH=y\n", "identity", "default_domain",
     "built with CONFIG_IOMMU_DEFAULT_PASSTHROUGH", True),
    (ON + "CONFIG_IOMMU_DEFAULT_PASSTHROUGH=y\n", "DMA-FQ", "default_domain",
     "although the kernel was built with CONFIG_IOMMU_DEFAULT_PASSTHROUGH", False),
    (None, "identity", "default_domain", "or the kernel was built with", False),
    (LAZY + ON, "DMA-FQ", "invalidation", "built without CONFIG_IOMMU_DEFAULT_DMA_STRICT", True),
    (STRICT + ON, "DMA-FQ", "invalidation", "not requested on the command line", False),
    (STRICT + ON, "DMA", "invalidation", "built with CONFIG_IOMMU_DEFAULT_DMA_STRICT", True),
    (LAZY + ON, "DMA", "invalidation", "not requested on the command line", False),
    (None, "DMA", "invalidation", "or the kernel was built with", False),
)


def built(run, folder):
    """What the kernel was built with, and what it is the reason of."""
    for number, (name, lines, expected) in enumerate(CONFIGURATIONS):
        tree = Tree(os.path.join(folder, "built-%d" % number))
        tree.function(ROOT + "0000:00:02.0", config())
        tree.put("boot/config-6.12.107", "#\n" + lines)
        found = read(run, tree.root)["host"]["config"]
        run.ok("built: " + name, tuple(found[key] for key in ("vtd", "amd_vi", "default_domain")) ==
               expected and unknown(found, "vtd") == (expected[0] is None), found)
    for number, (lines, kind, topic, text, sure) in enumerate(REASONS):
        tree = Tree(os.path.join(folder, "reason-%d" % number))
        tree.function(ROOT + "0000:00:02.0", config(), None if kind is None else 0)
        tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar([0xfed90000]))
        if kind:
            tree.group(0, kind)
            tree.unit("dmar0", ["0000:00:02.0"], address="fed90000", cap="d2008c222f0606",
                      ecap="f00f4a", version="1:0")
        if lines:
            tree.put("boot/config-6.12.107", "#\n" + SUPPORT + lines)
        found = json.loads(run.call("lint", "--json", "--root", tree.root).out)["effective"]["outcomes"]
        why = [one["why"] for one in found if one["topic"] == topic]
        run.ok("%s of %s: %s" % (topic, kind, text), [text in one["text"] and one["sure"] == sure
                                                      for one in why] == [True], found)
        got = [one["got"] for one in found if one["topic"] == "translation"]
        run.ok("%s of %s: got of units" % (topic, kind),
               got == (["on: dmar0"] if kind else ["off"]), got)
    tree = Tree(os.path.join(folder, "ivrs"))
    tree.function(ROOT + "0000:00:02.0", config())
    tree.put("sys/firmware/acpi/tables/IVRS", sysfs_tree.ivrs(0xfd300000, bytes(4)))
    tree.put("boot/config-6.12.107", "#\n" + SUPPORT + LAZY + ON)
    found = json.loads(run.call("lint", "--json", "--root", tree.root).out)["effective"]["outcomes"]
    run.ok("AMD-Vi was not built", [one["why"]["text"] for one in found
                                    if one["topic"] == "translation"] ==
           ["this kernel was built without CONFIG_AMD_IOMMU"], found)
    space = config(device=0x3e92, code=0x030000)
    for lines, cause in ((DEBIAN, "integrated_gpu"), (ON, "sysfs_or_quirk")):
        tree = Tree(os.path.join(folder, "igpu-" + cause))
        tree.function(ROOT + "0000:00:02.0", space, 0)
        tree.group(0, "identity")
        tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar([0xfed90000]))
        tree.put("boot/config-6.12.107", "#\n" + SUPPORT + LAZY + lines)
        why = json.loads(run.call("why", "00:02.0", "--json", "--root", tree.root).out)["type"]
        run.ok("an integrated GPU: " + cause, why["cause"] == cause and
               why["sure"] == (cause == "integrated_gpu"), why)


def off(run, folder):
    """Units in the table, and no group: the kernel uses none of them."""
    tree = Tree(os.path.join(folder, "off"))
    tree.function(ROOT + "0000:00:02.0", config())
    tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar([0xfed90000]))
    answer = json.loads(run.call("report", "--json", "--root", tree.root).out)
    run.ok("unused", answer["translation"] == "unused", answer["translation"])
    found, _ = verdicts(run, "baseline", put(folder, "off.json", read(run, tree.root)))
    run.ok("the check fails for it", found["iommu-on"] == "fail", found)
    os.remove(os.path.join(tree.root, "sys/firmware/acpi/tables/DMAR"))
    answer = json.loads(run.call("report", "--json", "--root", tree.root).out)
    run.ok("no table, no IOMMU", answer["translation"] == "no_iommu", answer["translation"])


def hidden(run, folder):
    """A container may hide the groups: each function has a link to its own, and no more is known."""
    for name, linked in (("groups hidden", True), ("no groups", False)):
        tree = Tree(os.path.join(folder, name.replace(" ", "-")))
        for number, (way, space) in enumerate(((PORT, config(kind="root_port", buses=(1, 1), **BRIDGE)),
                                               (CARD, config()))):
            place = tree.function(way, space)
            if linked:
                os.symlink("../" * (place.count("/") + 1) + "sys/kernel/iommu_groups/7%d" % number,
                           os.path.join(tree.root, place, "iommu_group"))
        os.rmdir(os.path.join(tree.root, "sys/kernel/iommu_groups"))
        tree.put("sys/firmware/acpi/tables/DMAR", sysfs_tree.dmar([0xfed90000]))
        tree.unit("dmar0", ["0000:01:00.0"], address="fed90000", cap="d2008c222f0606", ecap="f00f4a",
                  version="1:0")
        found = read(run, tree.root)
        card = device(found, "01:00.0")
        run.ok(name + ": its group", card.get("group") == (71 if linked else None) and
               not unknown(card, "group"), card, found.get("error"))
        run.ok(name + ": its default", unknown(card, "default", "domain") if linked else
               card.get("default") == "none", card)
        run.ok(name + ": the groups", [(one["group"], one["devices"], unknown(one, "default", "reserved"))
                                       for one in found["groups"]] ==
               ([(70, ["0000:00:01.0"], True), (71, ["0000:01:00.0"], True)] if linked else []),
               found["groups"])
        why = [one["reason"] for one in found["sources"] if one["source"] == "domains"]
        run.ok(name + ": the reason", ["iommu_groups cannot be read" in one for one in why] == [linked],
               why)
        answer = json.loads(run.call("report", "--json", "--root", tree.root).out)
        run.ok(name + ": translation", answer["translation"] == ("on" if linked else "unused"),
               answer["translation"])


def running(run, folder):
    """The running system is read another way than a tree, with the same result."""
    why = harness.no_namespaces()
    if why:
        run.skip("as the running system", why)
        return
    tree = Tree(os.path.join(folder, "running"))
    port = tree.function(PORT, config(kind="root_port", buses=(1, 1), extended=[acs(0x1d, 0x1d)],
                                      **BRIDGE), 0)
    card = tree.function(CARD, config(extended=[ats(True), serial(7)]), 1, sriov_totalvfs="64\n",
                         sriov_numvfs="64\n")
    for number in range(64):
        at = "0000:01:%02x.%d" % ((number + 8) >> 3, number & 7)
        vf = tree.function(PORT + "/" + at, config(vendor=0xffff, device=0xffff), 2 + number)
        tree.put(vf + "/uevent", "PCI_CLASS=20000\nPCI_ID=8086:1515\n")
        tree.group(2 + number, "DMA-FQ", "0x00000000fee00000 0x00000000feefffff msi\n")
        os.symlink("../0000:01:00.0", os.path.join(tree.root, vf, "physfn"))
        os.symlink("../" + at, os.path.join(tree.root, card, "virtfn%d" % number))
    vmd = ROOT + "0000:00:0e.0"
    tree.function(vmd, config(kind=None, code=0x010400), 70, "vmd")
    for at in ("10000:e0:06.0", "10000:e0:06.0/10000:e1:00.0"):
        tree.function(vmd + "/pci10000:e0/" + at, config(
            kind="root_port" if at.endswith("06.0") else "endpoint", buses=(0xe1, 0xe1)), 70)
    tree.function("pci0000:80/0000:80:01.0", config(kind=None), 71)
    for number in (0, 1, 70, 71):
        tree.group(number, "DMA-FQ")
    ours = read(run, tree.root)
    done = run.call("snapshot", "--source", "sysfs", before=harness.within(tree.root))
    system = json.loads(done.out) if done.code == 0 else {}
    # what the release of this host's kernel decides
    for one in ours["devices"] + ours["groups"] + system.get("devices", []) + system.get("groups", []):
        for key in ("untrusted", "flush", "unknown"):
            one.pop(key, None)
    run.ok("all functions", len(ours["devices"]) == 70, len(ours["devices"]))
    for key in ("devices", "groups", "acs"):
        run.ok("the same %s" % key, ours[key] and system.get(key) == ours[key], done.err, *[
            pair for pair in zip(ours[key], system.get(key, [])) if pair[0] != pair[1]][:1])
    run.ok("the same ways to them", [(one["dev"], one["dma_device"], one["serial"])
                                     for one in ours["host"]["devices"]] ==
           [(one["dev"], one["dma_device"], one["serial"]) for one in system["host"]["devices"]])
    # as if it were pulled while the others are read
    for place, left in ((card, 69), (port, 4)):
        shutil.rmtree(os.path.join(tree.root, place))
        done = run.call("snapshot", "--source", "sysfs", before=harness.within(tree.root))
        found = json.loads(done.out)["devices"] if done.code == 0 else []
        run.ok("gone meanwhile, %d left" % left, len(found) == left and
               not any(one.get("vendor") is None for one in found), done.err, len(found))


def nothing(run, folder):
    """Without a PCI bus there is nothing to read."""
    root = os.path.join(folder, "nothing")
    os.makedirs(os.path.join(root, "sys"))
    done = run.call("report", "--root", root)
    run.ok("no PCI bus", done.code == 3 and "/sys/bus/pci" in done.err and not done.out, done.err)


def run(run):
    for part in (whole, header, asleep, vmd, sriov, endless, amd, kernels, built, off, hidden,
                 running, nothing, judged):
        with harness.Folder() as folder:
            run.part(part, folder)
