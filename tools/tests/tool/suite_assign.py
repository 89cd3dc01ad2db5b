# SPDX-License-Identifier: GPL-2.0
"""What stands against assigning a function, and what would help.

What is expected follows from get_pci_function_alias_group() of drivers/iommu/iommu.c,
pci_real_dma_dev() and vmd_remove() of drivers/pci/controller/vmd.c, vfio_dev_driver_allowed(),
vfio_pci_core_register_device(), init_no_remapping_devices() of drivers/iommu/intel/iommu.c, and
xen_pcibk_pci_driver of drivers/xen/xen-pciback/pci_stub.c.
"""
import json
import os

import harness
from machine import ISOLATION, Machine, switched
from check_machines import igfx_off, vfio

LAPTOP = os.path.join(harness.HERE, "real", "dell-latitude-5420-vmd.json")
BEHIND, VMD, PORT = "10000:e1:00.0", "0000:00:0e.0", "10000:e0:1d.0"
SWITCH_DT = ISOLATION + ",DirectTrans"


def asked(run, source, dev, profile="vfio", *words):
    """The findings by rule, what works by its name, and the page."""
    args = ["check", "--profile", profile, *(["--dev", dev] if dev else []), *words, *source]
    done = run.call(*args, "--json")
    answer = json.loads(done.out)
    return ({one["id"]: one for one in answer["findings"]},
            {one["id"]: one for one in answer["works"]},
            run.call(*args, "-v").out.decode(), done.code)


def fixes(found):
    """All that is advised."""
    return " ".join(one["fix"] for one in found.values() if one["fix"])


def vmd(run):
    """Behind a VMD: no slot, and no binding, helps; why and check say the same."""
    source = ["--from", LAPTOP]
    found, _, _, _ = asked(run, source, BEHIND)
    run.ok("vmd: not viable", found["group-viable"]["verdict"] == "fail" and
           "bound to vmd" in found["group-viable"]["title"], found["group-viable"])
    run.ok("vmd: neither a slot nor a binding", "VMD off" in fixes(found) and
           "slot below" not in fixes(found) and "set-override" not in fixes(found), fixes(found))
    found, _, _, _ = asked(run, source, VMD)
    run.ok("vmd: nor is the VMD itself bound", "bound" not in found and
           "set-override" not in fixes(found), fixes(found))
    text = run.ask("why", BEHIND, *source)["split_text"]
    run.ok("vmd: why says so", "VMD disabled in firmware" in text and "slot" not in text, text)
    run.ok("vmd: a port of it is none to assign", "is a port or a bridge" in
           asked(run, source, PORT)[0]["group-viable"]["title"])


def card(functions=2, slots=1, acs=ISOLATION):
    """Cards of several functions without ACS, each below a port of its own, in one group each."""
    made = Machine(cmdline="intel_iommu=on")
    for slot in range(1, slots + 1):
        made.port("00:0%d.0" % slot, "root_port", ctl=acs)
        for fn in range(functions):
            made.add("0%d:00.%d" % (slot, fn), "gpu" if not fn else "other",
                     ("00:0%d.0" % slot,), driver="snd_hda_intel" if fn else "nvidia",
                     group=made.devices["0%d:00.0" % slot]["group"] if fn else None)
    return made.idle()


def cards(run, folder):
    """Functions of one card stay together in any slot."""
    source = ["--root", card().write(folder + "/card")]
    found, works, _, _ = asked(run, source, "01:00.0")
    fix = found["group-viable"]["fix"]
    run.ok("card: no slot parts it", "no slot parts functions of one card" in fix and
           "use a slot" not in fix, fix)
    run.ok("card: why says so", "does not isolate its functions" in
           run.ask("why", "01:00.0", *source)["split_text"])
    run.ok("card: partly, not yes", works["vfio_passthrough"]["answer"] == "partly" and
           "first obstacle: 01:00.0 cannot" in works["vfio_passthrough"]["reason"],
           works["vfio_passthrough"])
    # The port above lacks ACS as well, and is found first: another slot would not end the rest.
    made = card()
    made.ports["00:01.0"] = ("root_port", "none", "none", "none", 0)
    for dev in ("01:00.0", "01:00.1"):
        made.regroup(dev, "00:01.0")
    found, _, _, _ = asked(run, ["--root", made.write(folder + "/both-causes")], "01:00.0")
    run.ok("card: nor below a port without ACS", "no slot parts functions of one card" in
           found["group-viable"]["fix"], found["group-viable"])
    # Two cards below ports without ACS, in one group: another slot does help.
    made = card(1, 2)
    for slot in (1, 2):
        kind, cap, _, _, present = made.ports["00:0%d.0" % slot]
        made.ports["00:0%d.0" % slot] = (kind, "none", "none", "none", 0)
    made.add("00:01.1", "root_port", group=made.devices["00:01.0"]["group"])
    made.ports["00:01.1"] = ("root_port", "none", "none", "none", 0)
    made.add("03:00.0", "nvme", ("00:01.1",), driver="nvme")
    for dev in ("01:00.0", "03:00.0"):
        made.regroup(dev, "00:01.0")
    found, _, _, _ = asked(run, ["--root", made.write(folder + "/slots")], "01:00.0")
    run.ok("slots: another one helps", "use a slot below ports with ACS" in
           found["group-viable"]["fix"], found["group-viable"])


def bus(run, folder):
    """Behind a bridge to conventional PCI."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:03.0", "pcie_to_pci", cap=None)
    for slot in (1, 2):
        made.add("01:0%d.0" % slot, "nic", ("00:03.0",), driver="e1000")
        made.regroup("01:0%d.0" % slot, "00:03.0")
    found, _, _, _ = asked(run, ["--root", made.idle().write(folder + "/bus")], "01:01.0")
    run.ok("conventional PCI: the requester id", "requester id" in found["group-viable"]["fix"] and
           "PCIe card in another slot" in found["group-viable"]["fix"], found["group-viable"])


def units(run, folder):
    """One unit off is a matter of what is behind it."""
    source = ["--root", igfx_off().idle().write(folder + "/igfx")]
    found, works, _, code = asked(run, source, "01:00.0")
    run.ok("igfx_off: another unit's device", found["iommu-on"]["verdict"] == "pass" and
           works["vfio_passthrough"]["answer"] == "yes" and not code, found["iommu-on"], works)
    found, works, _, code = asked(run, source, "00:02.0")
    run.ok("igfx_off: its own", found["iommu-on"]["verdict"] == "fail" and code == 1 and
           "igfx_off" in found["iommu-on"]["fix"] and
           works["vfio_passthrough"]["answer"] == "no", found["iommu-on"], works)
    _, works, _, _ = asked(run, source, None)
    run.ok("igfx_off: the host counts", works["vfio_passthrough"]["answer"] == "partly" and
           "1 of 2" in works["vfio_passthrough"]["reason"], works["vfio_passthrough"])
    for name, key, rule in (("translation", "translation", "iommu-on"),
                            ("interrupts", "intremap", "interrupt-remapping")):
        # What the first unit does is known to be done, of the second this is said.
        for value, verdict in ((0, "fail"), ("unknown", "unknown"), (1, "pass")):
            made = igfx_off()
            made.cmdline = "intel_iommu=on"
            made.units[-1].update({"translation": 1, key: value})
            made.devices["00:02.0"].update(group=7, domain="DMA", default="DMA")
            made.groups[7] = ["00:02.0"]
            root = ["--root", made.idle().write("%s/%s-%s" % (folder, key, value))]
            found, _, _, _ = asked(run, root, "01:00.0")
            run.ok("%s of another unit: %s" % (name, value), found[rule]["verdict"] == "pass",
                   found[rule])
            found, _, _, code = asked(run, root, "00:02.0")
            run.ok("%s of its own: %s" % (name, value), found[rule]["verdict"] == verdict and
                   code == (verdict == "fail"), found[rule], code)
            found, _, _, _ = asked(run, root, None)
            run.ok("%s of the host: %s" % (name, value), found[rule]["verdict"] == (
                "warn" if verdict == "fail" else verdict), found[rule])
    made = igfx_off()
    made.cmdline = "intel_iommu=on"
    found, _, _, _ = asked(run, ["--root", made.write(folder + "/quirk")], "00:02.0")
    run.ok("off, and nothing on the line says so", "DMAR" in found["iommu-on"]["fix"] and
           "igfx_off" not in found["iommu-on"]["fix"], found["iommu-on"])


def off(run, folder):
    """A unit that is off translates nothing, whatever the kernel's record of domains says."""
    made = Machine(cmdline="intel_iommu=on")
    made.units.append(dict(made.units[0], unit="dmar1", translation=0, scope="0000:00:02.0"))
    for bus, unit in (("01", "dmar0"), ("02", "dmar1")):
        made.port("00:%s.0" % bus, "root_port")
        made.add(bus + ":00.0", "nvme", ("00:%s.0" % bus,), driver="nvme", unit=unit)
    source = ["--root", made.idle().write(folder + "/off")]
    found, works, _, _ = asked(run, source, None, "vm-mixed")
    run.ok("off: not translated", found["translated"]["verdict"] == "warn" and
           "1 of 5 groups" in found["translated"]["title"], found["translated"])
    run.ok("off: no isolation", works["device_isolation"]["answer"] == "no", works)
    run.ok("off: the host has functions behind it", "1 other of the host is behind it" in
           found["iommu-on"]["title"], found["iommu-on"])
    found, works, _, code = asked(run, source, "02:00.0")
    run.ok("off: none to assign", code == 1 and works["vfio_passthrough"]["answer"] == "no" and
           "02:00.0 is behind no IOMMU" in works["vfio_passthrough"]["reason"], works)
    run.ok("off: none to bind", "bound" not in found, found.get("bound"))
    _, works, _, _ = asked(run, source, None)
    run.ok("off: the other one", "1 of 2 devices" in works["vfio_passthrough"]["reason"], works)
    page = run.call("suggest", "--profile", "vfio", "--dev", "02:00.0", *source).out.decode()
    run.ok("off: not proposed", "02:00.0 is not proposed: it is behind no IOMMU" in page and
           "vfio-pci.ids" not in page, page)
    page = run.call("p2p", "02:00.0", "01:00.0", *source).out.decode()
    run.ok("off: p2p", "dmar1, the sender's unit, is off: addresses pass untranslated" in page and
           "translated" not in page.replace("untranslated", ""), page)
    page = run.call("why", "02:00.0", *source).out.decode()
    run.ok("off: why", "Its IOMMU dmar1 is off" in page, page)
    # iommu_group_has_isolated_msi() asks the group of the function, not the host.
    made.units[-1].update(translation=1, intremap=0)
    source = ["--root", made.write(folder + "/unremapped")]
    for dev, answer in (("01:00.0", "yes"), ("02:00.0", "no")):
        _, works, _, _ = asked(run, source, dev)
        run.ok("interrupts of one unit: " + dev, works["vfio_passthrough"]["answer"] == answer,
               works["vfio_passthrough"])


def reserved(run, folder):
    """VFIO refuses a region of type direct whatever is bound: check and suggest say the same."""
    for kind, bound in (("direct", False), ("direct-relaxable", True)):
        made = Machine(cmdline="intel_iommu=on")
        made.port("00:01.0", "root_port")
        made.add("01:00.0", "nvme", ("00:01.0",), driver="nvme",
                 reserved="0x000000007b800000-0x000000007fffffff:" + kind)
        source = ["--root", made.idle().write(folder + "/" + kind)]
        found, _, _, _ = asked(run, source, "01:00.0")
        run.ok(kind + ": a binding", ("bound" in found) == bound and
               ("set-override" in fixes(found)) == bound, found.get("reserved"), fixes(found))
        page = run.call("suggest", "--profile", "vfio", "--dev", "01:00.0", *source).out.decode()
        run.ok(kind + ": as suggest says", ("is not proposed" not in page) == bound, page)


def blacklisted(run, folder):
    """
    blacklisted() of kernel/module/main.c refuses a module to everybody, by its exact name. The
    parameter is a charp, of which a later one takes the place of the one before.
    """
    for names, refused in (("vfio_pci", True), ("nouveau,vfio_pci", True), ("vfio-pci", False),
                           ("vfio_pci_core", False),
                           ("vfio_pci module_blacklist=nouveau", False),
                           ("nouveau module_blacklist=vfio_pci", True)):
        made = Machine(cmdline="intel_iommu=on module_blacklist=" + names)
        made.port("00:01.0", "root_port")
        made.add("01:00.0", "gpu", ("00:01.0",), driver="nvidia", device="0x2204")
        source = ["--root", made.idle().write(folder + "/" + names)]
        found, _, _, _ = asked(run, source, "01:00.0")
        run.ok("module_blacklist=%s: check" % names, ("module_blacklist" in
               found["bound"]["fix"]) == refused, found["bound"])
        page = run.call("suggest", "--profile", "vfio", "--dev", "01:00.0", *source).out.decode()
        run.ok("module_blacklist=%s: suggest" % names, ("has vfio_pci: the kernel refuses" in
               page) == refused and ("vfio-pci.ids=8086:2204" in page) != refused, page)


def unread(run, folder):
    """What the host uses was not read: no yes, and no no."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nvme", ("00:01.0",), driver="nvme")
    made.idle()
    _, works, page, _ = asked(run, ["--root", made.write(folder + "/read")], "01:00.0")
    run.ok("uses were read", page.startswith(
        "vfio of the devices named: 1 of 1 device can be assigned\n"), page[:300])
    del made.host["proc/swaps"]
    _, works, page, _ = asked(run, ["--root", made.write(folder + "/unread")], "01:00.0")
    run.ok("uses were not read", works["vfio_passthrough"]["answer"] == "unknown" and
           "whether the host uses" in works["vfio_passthrough"]["reason"] and
           page.startswith("vfio of the devices named: 0 of 1 device can be assigned, "
                           "1 is unknown\n"), page[:300])
    run.ok("one function is named, not counted", "whether the host uses 01:00.0 was not read" in
           page and "1 of 1 function was" not in page, page)
    # A disk that may hold / goes along with what is in its group.
    made.add("01:00.1", "gpu", ("00:01.0",), driver="vfio-pci", domain="unmanaged",
             default="DMA-FQ", group=made.devices["01:00.0"]["group"])
    found, works, _, _ = asked(run, ["--root", made.write(folder + "/mate")], "01:00.1")
    run.ok("uses of its group were not read", found["in-use"]["verdict"] == "unknown" and
           "01:00.1 shares its group with 01:00.0" in found["in-use"]["title"] and
           works["vfio_passthrough"]["answer"] == "unknown", found["in-use"], works)


def ats(run, folder):
    """Translated requests are named where it is they that get past the IOMMU."""
    made = switched(SWITCH_DT)
    made.devices["03:00.0"].update(ats="on", driver="vfio-pci", domain="unmanaged")
    found, _, _, _ = asked(run, ["--root", made.write(folder + "/ats")], "03:00.0", "vm-mixed")
    text = " ".join(found["peers-apart"]["evidence"])
    run.ok("ats: the evidence names it", found["peers-apart"]["verdict"] == "fail" and
           "ATS is on, and Direct Translated at 02:00.0" in text and
           "redirected to the root complex by ACS" not in text, text)


def owners(run, folder):
    """What pciback and drivers of UIO hold is somebody else's."""
    for driver, wanted in (("pciback", True), ("uio_pci_generic", True), ("igb_uio", True),
                           ("pci-stub", False), ("mlx5_core", False)):
        made = switched(cmdline="intel_iommu=on")
        made.devices["05:00.0"].update(driver=driver)
        page = run.call("suggest", "--profile", "gpu-host-nic", "--root",
                        made.write(folder + "/" + driver)).out.decode()
        run.ok("%s holds for somebody else" % driver, ("05:00.0 below it is owned" in page) ==
               wanted and ("config_acs" in page) != wanted, page)


def ports(run, folder):
    """A port that is named is told to be one."""
    found, works, page, code = asked(run, ["--root", vfio().write(folder + "/port")], "00:01.0")
    run.ok("a port is none to assign", code == 1 and found["group-viable"]["verdict"] == "fail" and
           "0 of 1 device can be assigned, 1 cannot\n" in page and
           "00:01.0 is a port or a bridge" in page and
           "name the device below" in found["group-viable"]["fix"], page[:600])
    found, works, _, _ = asked(run, ["--root", vfio().idle().write(folder + "/both")],
                               "00:01.0,01:00.0")
    run.ok("nor beside a device", works["vfio_passthrough"]["answer"] == "partly" and
           "1 of 2" in works["vfio_passthrough"]["reason"], works["vfio_passthrough"])


def run(run):
    run.part(vmd)
    with harness.Folder() as folder:
        for part in (cards, bus, units, off, reserved, blacklisted, unread, ats, owners, ports):
            run.part(part, folder)
