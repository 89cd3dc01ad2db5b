# SPDX-License-Identifier: GPL-2.0
"""Checks, against the verdicts that a person gives the same small machines."""
import difflib
import json
import os
import re
import textwrap

import answers
import harness
import machine
import room
import suite_p2p
import suite_widths
import values
from machine import ISOLATION, MSI, Machine, many, switched

TOP = os.path.join(harness.HERE, "..", "..", "..")
DIRECT = "SrcValid,UpstreamFwd"
OFF = {"translation": 0}
RMRR = "0x000000007b800000-0x000000007bffffff:direct," + MSI
RELAXABLE = "0x000000007b800000-0x000000007bffffff:direct-relaxable," + MSI
BLOCKED = "0x0000000000000000-0x000000007fe00000:protected"
HUGE = "sys/kernel/mm/hugepages/hugepages-2048kB/"
DEVICE = "sys/bus/pci/devices/0000:%s/"
UNSAFE = "sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"
NO_IOMMU = "sys/module/vfio/parameters/enable_unsafe_noiommu_mode"
NODES = "sys/devices/system/node/online"
# What is between these lines of Documentation/checks.md follows from the tool.
BEGIN = "<!-- made of the rules: make accept SUITE=check -->\n"
END = "<!-- up to here -->\n"
# A BAR of 256 MiB and one of 64 GiB, as sysfs writes them.
SMALL_BAR = "0x0000000090000000 0x000000009fffffff 0x000000000014220c\n"
LARGE_BAR = "0x0000380000000000 0x0000380fffffffff 0x000000000014220c\n"
READ = "PTE Read access is not set"


def changed(make=Machine, units=None, faults=None, host=None, sources=None, cmdline_=None,
            kernel=None, **devices):
    """A machine with some of its values changed; devices as d_03_00_0={...}."""
    made = make()
    for key, value in (units or {}).items():
        made.units[0][key] = value
    made.cmdline = cmdline_ or made.cmdline
    made.kernel = kernel or made.kernel
    made.faults += faults or []
    made.sources.update(sources or {})
    made.host.update(host or {})
    for name, values in devices.items():
        where = name[2:].replace("_", ":", 1).replace("_", ".")
        made.devices[where].update(values)
        group = values.get("group")
        if group == "none":
            for members in made.groups.values():
                if where in members:
                    members.remove(where)
    made.groups = {g: m for g, m in made.groups.items() if m}
    return made


def protecting(state, **keys):
    """A unit that can protect memory from all DMA."""
    return {"features": "PLMR,PHMR,QI,IR", "protected": state, **keys}


def bare(make=switched):
    """A host without any IOMMU."""
    made = make()
    made.units, made.groups, made.faults = [], {}, []
    made.sources["units"] = ("none", "none", "no DMAR and no IVRS table")
    for dev in made.devices.values():
        dev.update(group="none", domain="none", default="none", unit="none")
    return made


def fault(seconds_ago):
    """One line of the file faults; the machine is up for 1000 s."""
    at = (1000 - seconds_ago) * 10 ** 9
    return machine.record(unit="dmar0", source="0000:03:00.0", reason="0x06", name=READ,
                          access="read", count=7, first_ns=at, last_ns=at,
                          last_addr="0x1000", pasid="-")


def timing_out(count, requester="0000:03:00.0", ats="on"):
    """A machine whose unit says how often functions did not answer, and which."""
    made = changed(switched, d_03_00_0={"ats": ats})
    made.faults[0] = machine.record(unit="dmar0", interrupts=0, records=0, attributed=0,
                                    unattributed=0, overflows=0, inv_timeouts=count)
    if count not in (0, "unknown"):
        made.faults.append(machine.record(unit="dmar0", inv_error="timeout",
                                          requester=requester, count=count, first_ns=1,
                                          last_ns=2))
    return made


def vfio(**keys):
    """A GPU held by VFIO, alone in its group, below a root port."""
    made = Machine(cmdline=keys.pop("cmdline", "intel_iommu=on"))
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), **{"driver": "vfio-pci", "domain": "unmanaged",
                                                "default": "DMA-FQ", **keys})
    return made


def beside(driver, **keys):
    """The same with a second function in its group."""
    made = vfio()
    made.add("01:00.1", "other", ("00:01.0",), group=made.devices["01:00.0"]["group"],
             driver=driver, **keys)
    return made


def sriov(count=2, total=8, listed=None, driver="mlx5_core", alone=True, host=None, **keys):
    """A NIC with VFs below a root port."""
    made = Machine(cmdline=keys.pop("cmdline", "intel_iommu=on"))
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",), driver="mlx5_core", numvfs=count,
             totalvfs=total, **keys)
    for i in range(count if listed is None else listed):
        made.add("01:00.%d" % (i + 1), "nic", ("00:01.0",), driver=driver,
                 vf_of="0000:01:00.0", vf_index=i,
                 group=None if alone else made.devices["01:00.0"]["group"])
    made.host.update(host or {})
    return made


def pf_at(driver):
    """A NIC without VFs, by its driver."""
    made = sriov(0)
    made.devices["01:00.0"]["driver"] = driver
    return made


def asked(errno, failed_in="-", result=None):
    """A request for two VFs of the NIC, which had none."""
    result = 0 if errno else 2 if result is None else result
    return dict(kind="vf_request", dev="0000:01:00.0", group=2, domain="-", via="sysfs",
                requested=2, old_numvfs=0, result=result, errno=errno, failed_in=failed_in,
                started_ns=1, task="sh", pid=1)


def asking(*requests, first=0):
    """The NIC, and the requests in the ring, whose first event has this number."""
    made = sriov()
    other = dict(kind="group_add", dev="0000:01:00.1", group=3, domain="-", task="sh", pid=1)
    made.events = [machine.record(seq=first + i, time_ns=1000 + i, **event)
                   for i, event in enumerate([other, *requests])]
    return made


def two_asked():
    """Two NICs, both of which were refused."""
    made = asking(asked(28, "driver"), dict(asked(34, "sysfs"), dev="0000:02:00.0"))
    made.port("00:02.0", "root_port")
    made.add("02:00.0", "nic", ("00:02.0",), driver="ice", numvfs=0, totalvfs=8)
    return made


def rdma(ctl, ats):
    """A GPU and a NIC with one VF, below one switch."""
    made = switched(ctl)
    made.devices["05:00.0"].update(numvfs=1, totalvfs=4)
    made.add("05:00.1", "nic", ("00:01.0", "01:00.0", "02:02.0"), driver="mlx5_core",
             vf_of="0000:05:00.0", vf_index=0, ats=ats)
    return made


def nodes(gpu, nic):
    """GPUs and NICs on two nodes."""
    made = switched()
    made.devices["03:00.0"]["numa"] = made.devices["04:00.0"]["numa"] = gpu
    made.devices["05:00.0"]["numa"] = made.devices["06:00.0"]["numa"] = nic
    made.host[NODES] = "0-1\n"
    return made


def with_bars(*texts):
    """The two GPUs of a switch with these BARs."""
    made = switched()
    for where, text in zip(("03:00.0", "04:00.0"), texts):
        made.host[DEVICE % where + "resource"] = text
    return made


def shared():
    """Two functions of one slot in one group."""
    made = Machine()
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",))
    made.add("01:00.1", "nic", ("00:01.0",), group=made.devices["01:00.0"]["group"])
    return made


def together():
    """Two cards on a bus of conventional PCI, in one group with their bridge."""
    made = Machine()
    made.port("00:03.0", "pcie_to_pci", cap=None)
    for slot in (1, 2):
        made.add("01:0%d.0" % slot, "nic", ("00:03.0",))
        made.regroup("01:0%d.0" % slot, "00:03.0")
    return made


def given_away():
    """The same, and one of the two is with VFIO."""
    made = together()
    made.devices["01:01.0"].update(driver="vfio-pci", domain="unmanaged")
    return made


def passed(make):
    """A machine whose devices the IOMMU lets through as they are."""
    made = make()
    for dev in made.devices.values():
        dev.update(domain="identity", default="identity")
    return made


def chipset():
    """Parts of the board in one group, a card below a lone port in the group of that."""
    made = Machine()
    for fn, klass in ((0, "0x060100"), (2, "0x010601"), (3, "0x0c0500")):
        made.add("00:1f.%d" % fn, "other", type="pci", **{"class": klass})
        if fn:
            made.regroup("00:1f.%d" % fn, "00:1f.0")
    made.port("00:01.0", "root_port", cap=None)
    made.add("01:00.0", "nvme", ("00:01.0",))
    made.regroup("01:00.0", "00:01.0")
    return made


def overridden():
    """The same slot, kept apart by the kernel alone."""
    made = Machine(kernel="6.8.12-4-pve", cmdline="pcie_acs_override=downstream,multifunction")
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",))
    made.add("01:00.1", "nic", ("00:01.0",))
    return made


def lone():
    """A card alone below a port that only the parameter lets isolate."""
    made = Machine(kernel="6.8.12-4-pve", cmdline="pcie_acs_override=downstream,multifunction")
    made.port("00:02.0", "root_port", cap=None)
    made.add("02:00.0", "nvme", ("00:02.0",), driver="vfio-pci", domain="unmanaged",
             default="DMA-FQ")
    return made


def cleared():
    """A port whose bits were cleared after the groups were made, before the module came."""
    made = Machine()
    made.port("00:01.0", "root_port", ctl="SrcValid")
    made.add("01:00.0", "nic", ("00:01.0",))
    return made


def untold():
    """A card whose aliases are in its memory."""
    made = Machine()
    made.port("00:01.0", "root_port")
    for fn in ("01:00.0", "01:00.1"):
        made.add(fn, "other", ("00:01.0",), vendor="0x11f8", device="0x8536",
                 **{"class": "0x068000"})
        made.ports[fn] = ("endpoint", ISOLATION, ISOLATION, ISOLATION, 1)
    return made


def strict():
    """A machine that invalidates at every unmap."""
    made = switched()
    made.flush = "strict"
    for dev in made.devices.values():
        dev.update(domain="DMA", **{"default": "DMA"})
    return made


def drifted():
    """ACS that somebody switched off with setpci."""
    made = switched()
    kind, cap, _, load, present = made.ports["02:00.0"]
    made.ports["02:00.0"] = (kind, cap, "none", load, present)
    return made


def no_flr(method, beside=None):
    """A VFIO device without FLR, what sysfs says of its other resets, and what is on its bus."""
    made = vfio(flr=0)
    if beside:
        made.add("01:00.1", "other", ("00:01.0",), driver="vfio-pci", domain="unmanaged",
                 default="DMA-FQ", flr=0,
                 group=made.devices["01:00.0"]["group"] if beside == "own" else None)
    made.host[DEVICE % "01:00.0" + "vendor"] = "0x8086\n"
    if method is not None:
        made.host[DEVICE % "01:00.0" + "reset_method"] = method + "\n"
    return made


def of_id(vendor, device, reset=None, **keys):
    """A VFIO device of an id, which claims FLR, and what sysfs says of its resets."""
    made = vfio(vendor=vendor, device=device, **keys)
    if reset is not None:
        made.host[DEVICE % "01:00.0" + "vendor"] = vendor + "\n"
    if reset:
        made.host[DEVICE % "01:00.0" + "reset_method"] = reset + "\n"
    return made


def of_amd(make, kernel):
    """A machine with AMD-Vi, under another kernel."""
    made = make()
    made.units[0].update(unit="ivhd0", vendor="amd")
    made.kernel = kernel
    return made


def two_units(translation):
    """A second unit, of which this is known."""
    made = Machine()
    made.units.append(dict(made.units[0], unit="dmar1", translation=translation))
    return made


def igfx_off():
    """A unit for the graphics of the processor alone, which igfx_off leaves out."""
    made = two_units(0)
    made.cmdline = "intel_iommu=on,igfx_off"
    made.units[-1]["scope"] = "0000:00:02.0"
    made.add("00:02.0", "gpu", type="rc_endpoint", unit="dmar1", group="none", domain="none",
             default="none", driver="i915")
    del made.groups["none"]
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nvme", ("00:01.0",), driver="vfio-pci", domain="unmanaged",
             default="DMA-FQ")
    return made


def units_of(vendor, kernel, *features, **keys):
    """A machine whose units have these features; keys are of the last one."""
    made = Machine()
    made.kernel = kernel
    name = "dmar" if vendor == "vtd" else "ivhd"
    made.units = [dict(made.units[0], unit="%s%d" % (name, i), vendor=vendor, features=one,
                       mgaw=48)
                  for i, one in enumerate(features)]
    made.units[-1].update(keys)
    return made


def unknown_flush():
    """Groups of type DMA, as old kernels show them: lazy or strict is not known."""
    made = strict()
    made.flush = "unknown"
    return made


def hidden():
    """A switch whose ACS bits could not be read."""
    made = switched()
    for where in ("02:00.0", "02:01.0", "02:02.0"):
        made.ports[where] = ("downstream",) + ("unknown",) * 4
    return made


def unlisted():
    """An IOMMU that is in no table of Intel's or AMD's."""
    made = changed(sriov, sources={"units": ("none", "none", "no DMAR and no IVRS table")})
    made.units = []
    return made


def reserving(regions):
    made = vfio()
    made.devices["01:00.0"]["reserved"] = regions
    return made


# What the hardware may do with a function whose domain is of a type.
AGREES = {"identity": ("passthrough", "off"), "DMA": ("translated",), "DMA-FQ": ("translated",),
          "unmanaged": ("translated",), "blocked": ("blocked",), "nested": ("nested",),
          # of these nobody knows
          "SVA": ("off", "passthrough", "translated", "nested", "blocked"),
          "platform": ("off", "passthrough", "translated", "nested", "blocked")}


def followed(mode, domain, make=Machine, features="QI,IR,PT", **keys):
    """A machine whose first function is of a domain, and treated so by the hardware."""
    made = make(**keys)
    made.units[0]["features"] = features
    made.translations = [machine.record(
        dev="0000:00:00.0", requester="0000:00:00.0", unit="dmar0", domain=domain, mode=mode,
        stage="-", tables="legacy", domain_id=1, width="-", pasids=0, ats=0, reason="-")]
    return made


# Rule, profile, machine: verdict, words of its title or its evidence.
CASES = [
    ("devices", "gpu-single", switched, "pass", ["GPUs: 2"]),
    ("devices", "gpu-single", sriov, "fail", ["no GPU"]),
    ("devices", "gpu-host-nic", vfio, "fail", ["no NIC"]),
    ("devices", "gpu-sriov-rdma", switched, "fail", ["no VF of a NIC"]),
    ("firmware", "sriov", sriov, "pass", ["method=dmar"]),
    ("firmware", "sriov", bare, "fail", ["no DMAR and no IVRS table"]),
    ("firmware", "sriov", lambda: unlisted(), "pass", ["an IOMMU of another kind is in use"]),
    ("firmware", "sriov", lambda: changed(bare, sources={
        "units": ("dmar", "none", "table unreadable")}), "unknown", ["could not be read"]),
    ("command-line", "baseline", Machine, "pass", ["none switches it off"]),
    ("command-line", "baseline", lambda: Machine(cmdline="intel_iommu=on,sm_on iommu=off"),
     "fail", ["iommu=off"]),
    ("command-line", "baseline", lambda: Machine(cmdline="intel_iommu=igfx_off,off"),
     "fail", ["intel_iommu=igfx_off,off"]),
    ("command-line", "baseline", lambda: Machine(cmdline="amd_iommu=off"), "pass", []),
    ("command-line", "vfio", lambda: vfio(cmdline="intremap=off"), "fail", ["intremap=off"]),
    ("command-line", "vfio", lambda: vfio(cmdline="nointremap"), "fail", ["nointremap"]),
    ("command-line", "baseline", lambda: Machine(cmdline="quiet -- iommu=off"), "pass", []),
    ("command-line", "baseline", lambda: Machine(cmdline="iommu=pt"), "pass", []),
    ("command-line", "baseline", lambda: Machine(cmdline="intel_iommu=off intel_iommu=on"),
     "pass", []),
    ("parameters", "baseline", Machine, "pass", ["all ok"]),
    ("parameters", "baseline", lambda: Machine(cmdline="intel_iommu=on iommu=strict pci=noacs"),
     "warn", ["2 of 3 parameters", "iommu=strict is silent", "pci=noacs is logged"]),
    ("parameters", "baseline", lambda: Machine(cmdline=None), "unknown", ["not known"]),
    ("iommu-on", "baseline", Machine, "pass", ["unit=dmar0 translation=1"]),
    ("iommu-on", "baseline", lambda: changed(units=OFF), "fail", ["translation=0"]),
    ("iommu-on", "baseline", lambda: two_units("unknown"), "unknown", ["1 of 2 IOMMUs"]),
    # init_no_remapping_devices(): a unit is left out where none of its devices is there
    ("iommu-on", "baseline", lambda: two_units(0), "warn", ["1 of 2 IOMMUs is off; no function"]),
    ("iommu-on", "baseline", lambda: igfx_off(), "fail",
     ["1 of 2 functions in question is behind no IOMMU that is on", "dev=0000:00:02.0 unit=dmar1",
      "unit=dmar1 translation=0"]),
    ("iommu-on", "vfio", lambda: igfx_off(), "warn",
     ["none of the functions in question, but 1 other of the host is behind it"]),
    # drivers/iommu/intel/irq_remapping.c, intel_prepare_irq_remapping(): all of them or none
    ("units-agree", "baseline", lambda: units_of("vtd", "6.12.107", "QI,IR,EIM", "QI,IR,EIM"),
     "pass", []),
    ("units-agree", "baseline", lambda: units_of("vtd", "5.10.262", "QI,IR,EIM", "QI"),
     "warn", ["dmar1 lacks interrupt remapping (IR)", "1 other has it"]),
    ("units-agree", "vfio", lambda: units_of("vtd", "7.3.4", "IR", "IR,EIM", "IR,EIM"),
     "warn", ["dmar0 lacks x2APIC mode", "2 others have it"]),
    # sm_supported(), pasid_supported(): a matter of each unit, as on every client of Intel's
    ("units-agree", "baseline", lambda: units_of("vtd", "6.12.107", "IR,EIM,SC", "IR,EIM,SMTS,DT"),
     "pass", ["lacks scalable mode (SMTS), which others have", "lacks snoop control (SC)"]),
    ("units-agree", "baseline", lambda: units_of("vtd", "6.12.107", "IR,EIM", "IR,EIM", mgaw=39),
     "pass", ["others have 48 bits"]),
    # drivers/iommu/amd/init.c, iommu_init_pci(): amd_iommu_iotlb_sup
    ("units-agree", "baseline", lambda: units_of("amd", "5.10.262", "IotlbSup,GTSup", "GTSup"),
     "warn", ["ivhd1 lacks ATS (IotlbSup)"]),
    # the same: get_global_efr(), iommu_feature() of one unit before
    ("units-agree", "baseline", lambda: units_of("amd", "6.12.107", "IASup,GTSup", "IASup"),
     "warn", ["ivhd1 lacks PASIDs (GTSup)"]),
    ("units-agree", "baseline", lambda: units_of("amd", "6.1.192", "IASup,GTSup", "IASup"),
     "pass", ["lacks PASIDs (GTSup), which others have"]),
    ("units-agree", "baseline", lambda: units_of("vtd", "6.12.107", "QI,IR", "unknown"),
     "unknown", ["cannot be seen"]),
    ("iommu-on", "vfio", bare, "fail", ["no DMAR and no IVRS table"]),
    ("iommu-on", "gpu-sriov-rdma", bare, "warn", ["no IOMMU is in use"]),
    ("iommu-on", "baseline", lambda: changed(units={"translation": "unknown"}), "unknown",
     ["cannot be seen"]),
    ("covered", "baseline", Machine, "pass", ["none without an IOMMU"]),
    ("covered", "baseline", lambda: changed(switched, d_06_00_0={
        "group": "none", "domain": "none", "class": "0x080600"}), "pass", []),
    ("covered", "baseline", lambda: changed(switched, d_06_00_0={"group": "none",
                                                                 "domain": "none"}),
     "warn", ["dev=0000:06:00.0 group=none"]),
    *[("hardware", "baseline", lambda mode=mode, domain=domain: followed(mode, domain),
       "pass" if mode in modes else "fail",
       ["1 requester id,"] if mode in modes else ["1 of 1", f"domain={domain} mode={mode}"])
      for domain, modes in AGREES.items()
      for mode in ("off", "passthrough", "translated", "nested", "blocked")],
    ("hardware", "baseline", lambda: followed("translated", "identity", features="QI"), "pass", []),
    ("hardware", "baseline", lambda: followed("blocked", "identity", features="QI"), "fail", []),
    ("hardware", "gpu-single", lambda: followed("blocked", "DMA", switched), "warn", []),
    ("hardware", "baseline", lambda: followed("unknown", "DMA"), "unknown", ["1 of 1"]),
    ("hardware", "baseline", lambda: followed("translated", "unknown"), "unknown", ["1 of 1"]),
    ("hardware", "baseline", lambda: followed("passthrough", "DMA", cmdline="elfcorehdr=1G"),
     "unknown", ["started by a crash"]),
    ("hardware", "baseline", Machine, "unknown", ["older than translations"]),
    ("interrupt-remapping", "baseline", Machine, "pass", ["intremap=1"]),
    ("interrupt-remapping", "vfio", lambda: changed(vfio, units={"intremap": 0}), "fail",
     ["unit=dmar0 intremap=0"]),
    ("interrupt-remapping", "vfio", lambda: changed(vfio, units={"intremap": "unknown"}),
     "unknown", ["cannot be seen"]),
    ("protected-memory", "baseline", lambda: changed(units=protecting("off")), "pass",
     ["protected=off"]),
    ("protected-memory", "baseline", lambda: changed(units=protecting("on", regions=BLOCKED)),
     "fail", ["1 of 1 IOMMUs block DMA", "protected=on", BLOCKED]),
    ("protected-memory", "vfio", lambda: changed(vfio, units=protecting("on", regions=BLOCKED)),
     "fail", []),
    ("protected-memory", "baseline", lambda: changed(units=protecting("unknown")), "unknown",
     ["cannot be seen"]),
    # a module that did not know of it
    ("protected-memory", "baseline", lambda: changed(units={"features": "PHMR"}), "unknown", []),
    ("protected-memory", "baseline", lambda: changed(units={"features": "unknown"}), "unknown",
     []),
    ("translated", "baseline", switched, "pass", ["none with domain=identity"]),
    ("translated", "baseline", lambda: changed(switched, d_06_00_0={"domain": "identity"}),
     "warn", ["1 of 11 groups", "domain=identity"]),
    ("translated", "baseline", lambda: changed(switched, d_06_00_0={"domain": "unknown"}),
     "unknown", ["cannot be seen"]),
    ("not-strict", "inference", switched, "pass", ["none with flush=strict"]),
    ("not-strict", "inference", lambda: unknown_flush(), "unknown", ["cannot be seen"]),
    ("not-strict", "inference", strict, "warn", ["11 of 11 groups are strict"]),
    ("no-faults", "baseline", Machine, "pass", ["records=0"]),
    ("no-faults", "baseline", lambda: changed(switched, faults=[fault(3)]), "fail",
     ["fault now", "source=0000:03:00.0", READ]),
    ("no-faults", "baseline", lambda: changed(switched, faults=[fault(500)]), "warn",
     ["count=7"]),
    ("no-faults", "gpu-single", lambda: changed(switched, faults=[fault(3)]), "warn", []),
    ("no-faults", "baseline", lambda: changed(switched, faults=[fault(3), fault(
        500).replace("03:00.0", "04:00.0").replace("=7", "=900")]), "fail",
     ["fault now: 03:00.0 ×7, last 3 s ago"]),
    ("no-faults", "baseline", lambda: changed(switched, faults=[fault(3), fault(
        4).replace("03:00.0", "04:00.0").replace("=7", "=20"), fault(
            5).replace("03:00.0", "05:00.0").replace("=7", "=9")]), "fail",
     ["fault now: 04:00.0 ×20, last 4 s ago"]),
    ("no-inv-timeouts", "gpu-single", lambda: timing_out(0), "pass", ["inv_timeouts=0"]),
    ("no-inv-timeouts", "gpu-single", lambda: timing_out(2), "fail",
     ["03:00.0, 2 times on all units", "inv_error=timeout requester=0000:03:00.0 count=2"]),
    ("no-inv-timeouts", "inference", lambda: timing_out(2, "-"), "fail", ["dmar0, 2 times"]),
    ("no-inv-timeouts", "gpu-single", lambda: timing_out(2, ats="off"), "fail", ["03:00.0"]),
    ("no-inv-timeouts", "gpu-single", lambda: timing_out("unknown"), "unknown",
     ["cannot be seen"]),
    ("no-inv-timeouts", "gpu-single", lambda: changed(switched, d_03_00_0={"ats": "on"}),
     "unknown", ["cannot be seen"]),
    ("command-line", "vfio", lambda: vfio(cmdline="intel_iommu=off intremap=off"), "fail",
     ["command line: intel_iommu=off, intremap=off"]),
    ("peers-apart", "vm-mixed", lambda: hidden(), "unknown", ["cannot be seen"]),
    ("covered", "baseline", lambda: changed(switched, d_06_00_0={"group": "unknown"}),
     "unknown", ["whether 1 of 11 PCI functions has an IOMMU is not known",
                 "dev=0000:06:00.0 group=unknown"]),
    ("groups", "baseline", switched, "pass", ["one device each at most"]),
    ("groups", "baseline", shared, "pass", ["3 groups with one device each at most"]),
    ("groups", "baseline", chipset, "pass", []),
    ("groups", "baseline", together, "pass", ["1 of 2 groups", "01:01.0,0000:01:02.0"]),
    ("groups", "baseline", given_away, "warn", ["1 of 2 groups", "01:01.0,0000:01:02.0"]),
    ("groups", "baseline", lambda: sriov(alone=False), "warn", ["1 of 3 groups"]),
    ("groups-predicted", "baseline", switched, "pass", ["11 as predicted"]),
    ("groups-predicted", "baseline", shared, "pass", []),
    ("groups-predicted", "baseline", lambda: overridden(), "warn",
     ["2 functions are kept apart by pcie_acs_override= alone", "01:00.0 and 01:00.1"]),
    # a bridge is nobody's to own, and keeps its driver: vfio_dev_driver_allowed()
    ("groups-predicted", "vfio", lambda: lone(), "pass", []),
    ("groups-predicted", "vfio", lambda: overridden(), "fail", []),
    ("peers-apart", "vfio", lambda: overridden(), "unknown",
     ["2 functions have groups of their own through pcie_acs_override= alone",
      "01:00.0 and 01:00.1 would share a group"]),
    ("groups-predicted", "vfio", lambda: cleared(), "warn",
     ["1 group differs from what was read, in bridges alone", "01:00.0 and 00:01.0 are in different groups"]),
    ("groups-predicted", "baseline", lambda: untold(), "unknown",
     ["of 2 functions", "which requester ids 01:00.0 uses"]),
    ("hugepages", "vfio", lambda: changed(vfio, host={HUGE + "nr_hugepages": "512\n",
                                                      HUGE + "free_hugepages": "500\n"}),
     "pass", ["2048 kB: total=512 free=500"]),
    ("hugepages", "vfio", lambda: changed(vfio, host={HUGE + "nr_hugepages": "0\n"}), "warn",
     ["no hugepages"]),
    ("hugepages", "vfio", vfio, "unknown", ["cannot be seen"]),
    ("sriov-capable", "sriov", sriov, "pass", ["totalvfs=8"]),
    ("sriov-capable", "sriov", switched, "fail", ["no function here can have VFs"]),
    ("numvfs", "sriov", sriov, "pass", ["numvfs=2 totalvfs=8, 2 VFs listed"]),
    ("numvfs", "sriov", lambda: sriov(0), "fail", ["no VF is enabled"]),
    ("numvfs", "sriov", lambda: sriov(4, listed=3), "fail", ["does not have"]),
    # A dump has no sriov_numvfs: its VFs may be there.
    ("numvfs", "sriov", lambda: sriov("unknown", listed=0), "unknown", ["numvfs=unknown"]),
    # sriov_numvfs_store(), vfio_pci_sriov_configure(): -ENOENT
    ("numvfs", "sriov", lambda: pf_at("vfio-pci"), "fail", ["user space owns the PF"]),
    ("numvfs", "sriov", lambda: pf_at("-"), "fail", ["no driver is bound"]),
    ("numvfs", "sriov", lambda: pf_at("unknown"), "fail", ["no VF is enabled"]),
    ("vf-requests", "sriov", lambda: asking(), "pass", ["0 of 1 PFs"]),
    ("vf-requests", "sriov", lambda: asking(asked(0)), "pass", ["1 of 1 PFs"]),
    ("vf-requests", "sriov", lambda: asking(asked(28, "driver"), asked(0)), "pass", []),
    ("vf-requests", "sriov", lambda: asking(asked(0), asked(28, "driver")), "warn",
     ["01:00.0: requested 2 VFs, 0 → 0: ENOSPC from the driver",
      "events: dev=0000:01:00.0 via=sysfs requested=2 result=0 errno=28 failed_in=driver"]),
    ("vf-requests", "sriov", two_asked, "warn",
     ["wrong on 2 of 2 PFs, first 01:00.0", "dev=0000:02:00.0", "errno=34"]),
    ("vf-requests", "sriov", lambda: asking(asked(0, result=1)), "warn",
     ["no error, but not the number requested"]),
    ("vf-requests", "sriov", lambda: asking(asked("unknown")), "unknown", ["cannot be seen"]),
    ("vf-requests", "sriov", lambda: asking(first=7), "unknown", ["dropped some"]),
    ("vf-requests", "sriov", lambda: asking(asked(0), first=7), "pass", []),
    ("vf-requests", "sriov", sriov, "unknown", ["predates event tracking"]),
    ("vf-driver", "sriov", sriov, "pass", ["2 VFs"]),
    ("vf-driver", "sriov", lambda: sriov(driver="-", host={
        DEVICE % "01:00.0" + "sriov_drivers_autoprobe": "0\n"}), "warn",
     ["2 of 2 VFs have no driver", "autoprobe=0"]),
    ("vf-groups", "sriov", sriov, "pass", ["2, 2 of them alone"]),
    ("vf-groups", "sriov", lambda: sriov(alone=False), "fail",
     ["2, 0 of them alone", "VFs share groups"]),
    ("vf-groups", "sriov", lambda: bare(sriov), "fail",
     ["2, 0 of them alone", "no VF has a group: no IOMMU is in use"]),
    ("in-use", "vfio", vfio, "pass", ["dev=0000:01:00.0"]),
    ("in-use", "vfio", sriov, "warn", ["01:00.0 mlx5_core has VFs that are in use: 01:00.1",
                                       "vf_of=0000:01:00.0"]),
    ("in-use", "vfio", switched, "unknown", ["was not read"]),
    ("group-viable", "vfio", vfio, "pass", ["dev=0000:01:00.0"]),
    ("group-viable", "vfio", lambda: beside("snd_hda_intel"), "fail",
     ["01:00.1 of its group is bound to snd_hda_intel"]),
    ("group-viable", "vfio", lambda: bare(vfio), "fail",
     ["functions without a group cannot be assigned", "have no group"]),
    ("group-viable", "vfio", lambda: beside("vfio-pci"), "pass", []),
    ("group-viable", "vfio", lambda: beside("-"), "pass", []),
    ("group-viable", "vfio", lambda: beside("pcieport"), "pass", []),
    ("group-viable", "vm-mixed", lambda: beside("snd_hda_intel"), "warn", []),
    ("reset", "vfio", lambda: vfio().idle(), "pass", ["flr=1; sysfs: reset_method=flr"]),
    # reset_method_store(): root can take all methods away
    ("reset", "vfio", vfio, "unknown", ["01:00.0 claims FLR; whether the kernel uses that"]),
    ("reset", "vfio", lambda: no_flr("pm bus"), "pass", ["reset_method=pm,bus"]),
    # vfio_pci_core_enable() takes it all the same, vfio_pci_dev_set_try_reset() resets its bus
    ("reset", "vfio", lambda: no_flr(None), "warn", ["no reset of its own; VFIO can reset its bus"]),
    ("reset", "vfio", lambda: no_flr(None, "own"), "warn", ["nothing on it but its group"]),
    ("reset", "vfio", lambda: no_flr(None, "other"), "fail", ["no reset at all"]),
    ("reset", "vfio", lambda: vfio(flr=0), "unknown", ["cannot be seen"]),
    # drivers/pci/quirks.c: DECLARE_PCI_FIXUP_EARLY(PCI_VENDOR_ID_AMD, 0x149c, quirk_no_flr)
    ("reset", "vfio", lambda: of_id("0x1022", "0x149c", ""), "warn", ["no reset of its own"]),
    # quirk_no_bus_reset()
    ("reset", "vfio", lambda: of_id("0x168c", "0x003c", ""), "fail", ["no reset at all"]),
    ("reset", "vfio", lambda: of_id("0x1022", "0x149c", "bus"), "pass", ["reset_method=bus"]),
    ("reset", "vfio", lambda: of_id("0x1022", "0x149c"), "unknown",
     ["01:00.0 claims FLR, which Linux does not use"]),
    ("reset", "vfio", lambda: of_id("0x1022", "0x149d"), "unknown", ["claims FLR; whether"]),
    # of 5.4 no tables were read
    ("reset", "vfio", lambda: changed(lambda: of_id("0x1022", "0x149c"), kernel="5.4.0"),
     "unknown", ["cannot be seen"]),
    # drivers/iommu: require_direct is from 6.6 on; intel_iommu_attach_device() always refused
    ("reserved", "vfio", lambda: of_amd(lambda: reserving(RMRR), "6.1.0"), "warn",
     ["lets VFIO take it away"]),
    ("reserved", "vfio", lambda: of_amd(lambda: reserving(RMRR), "6.6.0"), "fail", ["refuses"]),
    ("reserved", "vfio", lambda: changed(lambda: reserving(RMRR), kernel="6.1.0"), "fail",
     ["refuses"]),
    ("reserved", "vfio", vfio, "pass", ["1, no region of type direct"]),
    ("reserved", "vfio", lambda: reserving(RMRR), "fail", ["firmware keeps memory mapped"]),
    ("reserved", "vfio", lambda: reserving(RELAXABLE), "pass", []),
    ("reserved", "vfio", lambda: reserving(RELAXABLE + "," + RMRR), "fail", []),
    ("bound", "vfio", vfio, "pass", ["driver=vfio-pci"]),
    ("bound", "vfio", switched, "warn", ["4 of 4 functions are not bound"]),
    ("vfio-safe", "vfio", vfio, "pass", []),
    ("vfio-safe", "vfio", lambda: changed(vfio, host={UNSAFE: "Y\n", "sys/module/vfio/x": ""}),
     "pass", ["allow_unsafe_interrupts=Y",
              "interrupts are remapped, so there is nothing unsafe to allow"]),
    ("vfio-safe", "vfio", lambda: changed(vfio, host={UNSAFE: "N\n", "sys/module/vfio/x": ""}),
     "pass", ["VFIO was not told to look away"]),
    ("vfio-safe", "vfio", lambda: changed(vfio, host={NO_IOMMU: "Y\n", UNSAFE: "N\n",
                                                      "sys/module/vfio/x": ""}),
     "fail", ["enable_unsafe_noiommu_mode=Y", "VFIO was told to allow what is not safe"]),
    ("vfio-safe", "vfio", lambda: changed(vfio, host={NO_IOMMU: "N\n", UNSAFE: "N\n",
                                                      "sys/module/vfio/x": ""}),
     "pass", ["enable_unsafe_noiommu_mode=N"]),
    ("vfio-safe", "vfio", lambda: vfio(domain="none"), "fail",
     ["no IOMMU translates", "dev=0000:01:00.0 driver=vfio-pci domain=none"]),
    ("vfio-safe", "vfio", lambda: changed(vfio, units={"intremap": 0},
                                          host={UNSAFE: "Y\n", "sys/module/vfio/x": ""}),
     "fail", ["allow_unsafe_interrupts=Y"]),
    ("vfio-safe", "baseline", lambda: changed(vfio, units={"intremap": 0}), "unknown",
     ["cannot be seen"]),
    ("peers-apart", "vm-mixed", switched, "pass", ["all sent to the IOMMU"]),
    ("peers-apart", "vm-mixed", lambda: switched(DIRECT), "fail",
     ["3 pairs in different groups reach", "direct, within the switch 01:00.0"]),
    ("peers-apart", "vfio", lambda: switched(DIRECT), "warn", []),
    ("peers-apart", "vm-mixed", lambda: rdma(ISOLATION + ",DirectTrans", "on"), "fail",
     ["2 pairs"]),
    ("peers-apart", "vm-mixed", lambda: rdma(ISOLATION + ",DirectTrans", "off"), "pass", []),
    ("numa-node", "vfio", lambda: changed(vfio, host={NODES: "0-1\n"}), "pass",
     ["NUMA nodes online: 2"]),
    ("numa-node", "vfio", lambda: changed(lambda: vfio(numa="-"), host={NODES: "0-1\n"}),
     "warn", ["numa=-"]),
    ("numa-node", "vfio", lambda: vfio(numa="-"), "unknown", []),
    ("survives-reboot", "sriov", sriov, "unknown", ["2 VFs, made by a write to sysfs"]),
    ("gpu-p2p", "gpu-single", lambda: passed(lambda: switched(DIRECT)), "pass",
     ["within the switch"]),
    ("gpu-p2p", "gpu-single", lambda: switched(DIRECT), "warn", ["2 of 2 GPUs are translated"]),
    ("gpu-p2p", "gpu-single", switched, "fail", ["2 of 2 paths", "Request Redirect at 02:00.0"]),
    ("gpu-p2p", "gpu-host-nic", switched, "warn", []),
    ("large-bar", "gpu-single", switched, "unknown", ["largest memory BAR: not known"]),
    ("gpu-nic", "gpu-host-nic", lambda: passed(lambda: switched(DIRECT)), "pass",
     ["05:00.0 → 03:00.0"]),
    ("gpu-nic", "gpu-host-nic", lambda: switched(DIRECT), "warn",
     ["the NICs of 2 of 2 GPUs are translated"]),
    ("gpu-nic", "gpu-host-nic", switched, "fail", ["0 of 2 GPUs"]),
    ("gpu-vf", "gpu-sriov-rdma", lambda: rdma(ISOLATION + ",DirectTrans", "on"), "pass", []),
    ("gpu-vf", "gpu-sriov-rdma", lambda: rdma(ISOLATION + ",DirectTrans", "off"), "fail",
     ["0 of 2 GPUs"]),
    ("gpu-vf", "gpu-sriov-rdma", lambda: rdma(ISOLATION, "on"), "fail", []),
    ("gpu-vf", "gpu-sriov-rdma", lambda: rdma(DIRECT, "off"), "fail",
     ["the VFs of 2 of 2 GPUs are translated, without ATS"]),
    ("gpu-vf", "gpu-sriov-rdma", lambda: rdma(DIRECT, "on"), "pass", []),
    ("gpu-vf", "gpu-sriov-rdma", lambda: passed(lambda: rdma(DIRECT, "off")), "pass", []),
    ("nic-near", "gpu-host-nic", lambda: nodes(1, 1), "pass", ["numa=1"]),
    ("nic-near", "gpu-host-nic", lambda: nodes(1, 0), "warn", ["2 of 2 GPUs have no NIC"]),
    ("nic-near", "gpu-host-nic", lambda: nodes("-", 0), "unknown", []),
    ("large-bar", "inference", lambda: with_bars(LARGE_BAR, LARGE_BAR), "pass", ["65536 MiB"]),
    ("large-bar", "inference", lambda: with_bars(LARGE_BAR, SMALL_BAR), "warn",
     ["1 of 2 GPUs", "256 MiB"]),
    ("large-bar", "inference", switched, "unknown", ["cannot be seen"]),
    ("acs-drift", "baseline", switched, "pass", []),
    ("acs-drift", "inference", drifted, "warn", ["port=0000:02:00.0 ctl=none"]),
    ("seen", "baseline", Machine, "pass", []),
    ("seen", "baseline", lambda: changed(sources={
        "acs": ("none", "none", "no config space")}), "unknown", ["no config space"]),
]

def mixed():
    """Four NICs, two of which sysfs has no reset for."""
    made = Machine()
    for i in range(1, 5):
        made.port("00:0%d.0" % i, "root_port")
        made.add("0%d:00.0" % i, "nic", ("00:0%d.0" % i,), driver="igb", flr=int(i > 2))
        made.host[DEVICE % ("0%d:00.0" % i) + "vendor"] = "0x8086\n"
        if i > 2:
            made.host[DEVICE % ("0%d:00.0" % i) + "reset_method"] = "flr\n"
        else:
            # quirk_no_bus_reset() is for this one, so there is no hot reset either
            made.devices["0%d:00.0" % i].update(vendor="0x168c", device="0x003c")
    return made.idle()


def offload():
    """A QAT with a VF, and an HBA."""
    made = Machine()
    made.port("00:01.0", "root_port")
    made.port("00:02.0", "root_port")
    made.add("01:00.0", "other", ("00:01.0",), driver="c6xx", numvfs=1, totalvfs=16,
             device="0x37c8", **{"class": "0x0b4000"})
    made.add("01:01.0", "other", ("00:01.0",), driver="vfio-pci", vf_of="0000:01:00.0",
             vf_index=0, device="0x37c9", **{"class": "0x0b4000"})
    made.add("02:00.0", "other", ("00:02.0",), driver="mpt3sas", **{"class": "0x010700"})
    return made.idle()


# Machine: what works there, in the words of the answer.
WORKS = [
    ("no IOMMU", bare, {"sriov_assignment": ("no", "no IOMMU"),
                        "vfio_passthrough": ("no", "no IOMMU"),
                        "device_isolation": ("no", "no IOMMU"),
                        "gpudirect_p2p": ("unknown", "ACS")}),
    ("a switch with redirect", lambda: switched().idle(), {"gpudirect_p2p": ("unknown", "root complex"),
                                          "vfio_passthrough": ("yes", "4 of 4"),
                                          "device_isolation": ("yes", "one device"),
                                          "sriov_assignment": ("no", "can have VFs")}),
    ("a switch without redirect", lambda: switched(DIRECT), {
        "gpudirect_p2p": ("unknown", "4 of 6"),
        "device_isolation": ("no", "past the IOMMU")}),
    ("a switch without redirect, under identity", lambda: passed(lambda: switched(DIRECT)), {
        "gpudirect_p2p": ("partly", "4 of 6"),
        "device_isolation": ("no", "identity")}),
    ("two cards that can be assigned and two that cannot", mixed, {
        "vfio_passthrough": ("partly", "2 of 4 devices can be assigned; first obstacle: "
                             "01:00.0 has no reset")}),
    ("a QAT, its VF and an HBA", offload, {
        "vfio_passthrough": ("partly", "1 of 2 devices can be assigned; first obstacle: "
                             "01:00.0 c6xx has VFs that are in use"),
        "sriov_assignment": ("yes", "1 of 1 VFs")}),
    ("groups of several cards beside others", lambda: changed(together, d_01_01_0={}), {
        "device_isolation": ("partly", "1 of 2 groups")}),
    ("a host whose uses were not read", switched, {
        "vfio_passthrough": ("unknown", "0 of 4 devices can be assigned, 4 more perhaps")}),
    ("identity", lambda: changed(switched, d_06_00_0={"domain": "identity"}).idle(), {
        "device_isolation": ("no", "identity"), "vfio_passthrough": ("yes", "4 of 4")}),
    ("no interrupt remapping", lambda: changed(sriov, units={"intremap": 0}), {
        "vfio_passthrough": ("no", "interrupt remapping is off"),
        "sriov_assignment": ("no", "interrupt remapping is off")}),
    ("VFs", lambda: sriov().idle(), {"sriov_assignment": ("yes", "2 of 2 VFs"),
                    "gpudirect_p2p": ("no", "no GPU")}),
    ("VFs not enabled", lambda: sriov(0), {"sriov_assignment": ("no", "no VF is enabled")}),
    ("a group with a host driver", lambda: beside("snd_hda_intel").idle(), {
        "vfio_passthrough": ("partly", "0 of 1 devices can be assigned as they are, 1 more when "
                             "the host's drivers let go of the rest of its group; first obstacle: "
                             "01:00.0 cannot be assigned: 01:00.1 of its group is bound to snd_hda_intel"),
        "device_isolation": ("yes", "one device")}),
    ("no FLR, nothing known of resets", lambda: vfio(flr=0), {
        "vfio_passthrough": ("unknown", "cannot be seen")}),
    ("ports that cannot be read", lambda: switched("unknown"), {
        "device_isolation": ("unknown", "past the IOMMU cannot be seen")}),
    ("units that cannot be read", lambda: changed(switched, units={"translation": "unknown"}),
     {"device_isolation": ("unknown", "cannot be seen")}),
    ("a shared group, and units that cannot be read",
     lambda: changed(together, units={"translation": "unknown"}),
     {"device_isolation": ("unknown", "cannot be seen")}),
]

# Claims that circulate and are wrong: machine, profile, what the check must say.
CLAIMS = [
    ("iommu=pt keeps host devices isolated", lambda: changed(
        switched, d_06_00_0={"domain": "identity"}), "baseline",
     "Identity (iommu=pt) is no isolation"),
    ("translated means strict", strict, "inference", '"Translated" does not mean strict'),
    ("iommu=strict means strict", strict, "inference", "iommu.strict=1 does"),
    ("pcie_acs_override fixes P2P", switched, "gpu-single",
     "pcie_acs_override does not either"),
    ("IOMMU off means no ACS", switched, "gpu-single", "IOMMU off leaves what firmware set"),
    ("iommu=on gives a generic IOMMU", lambda: changed(
        bare, cmdline_="intel_iommu=off amd_iommu=off iommu=on"), "baseline",
     "iommu=on is silent"),
    ("amd_iommu=on is a value", lambda: Machine(cmdline="amd_iommu=on"), "baseline",
     "amd_iommu=on is logged"),
    ("VFs need the IOMMU", bare, "sriov", "VFs can be made without it"),
    ("no space left is the VF limit", lambda: sriov(0), "sriov",
     "ERANGE means beyond the limit"),
    ("containers need hugepages", vfio, "vfio", "Containers and DMA itself need none"),
    ("a group's number means something", given_away, "baseline", "A group's number means nothing"),
    ("a group is proof of isolation", lambda: switched(DIRECT), "vm-mixed",
     "A group is no proof of isolation"),
    ("DMAR: IOMMU enabled proves that it is on", lambda: changed(units=OFF), "baseline",
     "only echoes the parameter"),
    ("a log has DMAR: Interrupt remapping enabled", lambda: changed(units={"intremap": 0}),
     "baseline", '"DMAR-IR: Enabled IRQ remapping in x2apic mode"'),
    ("ACS off in the BIOS joins the VFs", lambda: sriov(alone=False), "sriov",
     "Linux switches on what the hardware has"),
]


def check(run, folder, made, profile, *args):
    """Exit code and answer; None for an answer that is no JSON."""
    check.count += 1
    root = made.write("%s/%d" % (folder, check.count))
    result = run.call("check", "--json", "--profile", profile, *args, "--root", root)
    return result.code, values.parse(result.out) if result.out else None, root


check.count = 0


def rules(run, folder):
    titles = {}
    for rule, profile, make, verdict, words in CASES + room.CASES:
        name = "%s: %s" % (rule, verdict)
        if not run.may_want(rule + ": "):
            continue
        code, answer, _ = check(run, folder, make(), profile)
        found = [f for f in answer["findings"] if f["id"] == rule]
        if not found:
            run.ok(name, False, "not among the findings", answer["not_applicable"])
            continue
        text = " ".join([found[0]["title"]] + found[0]["evidence"])
        run.ok(name, found[0]["verdict"] == verdict, found[0])
        run.ok(name + ": its words", all(w in text for w in words), words, text)
        run.ok(name + ": evidence", found[0]["evidence"], found[0])
        run.ok(name + ": a fix is for what is broken alone",
               verdict in ("warn", "fail") or not found[0]["fix"], found[0])
        titles.setdefault(rule, {}).setdefault(verdict == "pass", set()).add(found[0]["title"])
        run.ok(name + ": exit code", code == int(answer["verdicts"]["fail"] > 0), code)
        counts = {v: sum(f["verdict"] == v for f in answer["findings"])
                  for v in ("pass", "warn", "fail", "unknown")}
        run.ok(name + ": the sums are right", counts == answer["verdicts"], counts)

    for rule, said in titles.items():
        run.ok("%s: what passes and what does not read differently" % rule,
               not said.get(True, set()) & said.get(False, set()), said)


def table(run, folder):
    """Every rule has a machine where it passes and one where it does not."""
    _, _, root = check(run, folder, switched(), "baseline")
    listed = run.call("check", "--profile", "list", "--root", root).out.decode()
    profiles = [line.split()[0] for line in listed.splitlines()]
    run.ok("eight profiles", len(profiles) == 8, profiles)
    rules, of = [], {}
    for profile in profiles:
        answer = run.ask("check", "--profile", profile, "--root", root)
        of[profile] = {f["id"] for f in answer["findings"]} | set(answer["not_applicable"])
        rules += [r for r in of[profile] if r not in rules]
    for rule in rules:
        verdicts = {v for r, _, _, v, _ in CASES + room.CASES if r == rule}
        run.ok("a machine where %s passes" % rule, "pass" in verdicts, verdicts)
        run.ok("a machine where %s does not" % rule, verdicts - {"pass"}, verdicts)


# Of the function behind a bridge: (mode, reason) with its own requester id and with the bridge's,
# domain, what else the machine has; what is made of it, and how each id ends.
SAID = {
    "both agree": (("translated", "-"), ("translated", "-"), "DMA-FQ", {}, "agrees",
                   ["are translated, as its domain type implies", "are translated, as its domain type "
                    "implies"]),
    "the bridge's is blocked":
        (("translated", "-"), ("blocked", "context_entry"), "DMA", {}, "differs",
         ["are translated, as its domain type implies",
          "are blocked (VT-d: the context entry is not present), but its domain is DMA"]),
    "one cannot be seen": (("translated", "-"), ("unknown", "torn"), "DMA", {}, "unknown",
                           ["are translated, as its domain type implies",
                            "What happens to requests with requester ID %s is unknown (the tables "
                            "changed each time that they were read)"]),
    "identity passes": (("passthrough", "-"), ("off", "-"), "identity", {}, "agrees",
                        ["pass untranslated, as its domain type implies",
                         "pass: the IOMMU is off, as its domain type implies"]),
    "SVA says nothing": (("nested", "-"), ("blocked", "pasid_entry"), "SVA", {}, "open",
                         ["are translated by a guest page table and a host page table, which "
                          "domain type SVA allows",
                          "are blocked (the PASID table has no entry for requests without a "
                          "PASID), which domain type SVA allows"]),
    "an unknown domain": (("translated", "-"), ("translated", "-"), "unknown", {}, "unknown",
                          ["are translated", "are translated"]),
    "no domain": (("passthrough", "-"), ("off", "-"), "none", {}, None,
                  ["pass untranslated", "pass: the IOMMU is off"]),
    "no unit": (("-", "-"), ("-", "-"), "none", {}, None, []),
    "behind a crash": (("passthrough", "-"), ("translated", "-"), "DMA",
                       {"cmdline": "elfcorehdr=1G"}, "crashed",
                       ["pass untranslated, but its domain is DMA",
                        "are translated, as its domain type implies",
                        "This is a crash (kdump) kernel: devices that no driver has claimed keep "
                        "their old translation"]),
}


def hardware(run, folder):
    """why: what the hardware does with each requester id, against the domain."""
    for name, (own, bridge, domain, keys, word, ends) in SAID.items():
        made = followed(*own[:1], domain, **keys)
        made.port("00:03.0", "pcie_to_pci", cap=None)
        made.add("01:01.0", "nic", ("00:03.0",), group=made.devices["00:03.0"]["group"],
                 domain=domain)
        rows = [machine.record(
            dev="0000:01:01.0", requester="0000:" + requester, unit="dmar0", domain=domain,
            mode=mode, stage="-", tables="-", domain_id="-", width="-", pasids="-", ats="-",
            reason=reason) for requester, (mode, reason) in (("01:01.0", own), ("01:00.0", bridge))]
        made.translations += rows
        root = made.write(os.path.join(folder, "hardware-" + name.replace(" ", "-")))
        answer = run.ask("why", "01:01.0", "--root", root)
        said = [end.replace("%s", who) if "%s" in end else
                "Requests with requester ID %s %s" % (who, end)
                for who, end in zip(("01:01.0", "01:00.0"), ends)]
        wanted = " ".join(one + "." for one in said + ends[2:])
        page = run.call("why", "01:01.0", "--root", root).out.decode()
        run.ok("why: %s" % name, (answer["hardware"], answer["hardware_text"]) ==
               (word, wanted or None) and
               [(one["dev"], one["requester"]) for one in answer["translations"]] ==
               [("0000:01:01.0", "0000:01:01.0"), ("0000:01:01.0", "0000:01:00.0")] and
               ("In hardware       %s\n" % wanted in page if wanted else "In hardware" not in page),
               answer["hardware"], answer["hardware_text"], wanted, page)
    made = Machine()
    made.add("02:00.0", "nic", group="none")
    root = made.write(os.path.join(folder, "hardware-old"))
    said = {dev: run.ask("why", dev, "--root", root) for dev in ("00:00.0", "02:00.0")}
    run.ok("why: a module without translations knows nothing of the hardware",
           [(one["hardware"], one["hardware_text"], one["translations"]) for one in said.values()]
           == [("unknown", None, []), (None, None, [])], said)


def page_of(listed, explained):
    """The part of Documentation/checks.md that follows from the rules and profiles."""
    everybody = [p["name"] for p in listed["profiles"]]

    def names(some):
        return "every" if some == everybody else ", ".join(some) or "-"
    yield "| rule | holds when | fails in | warns in |"
    yield "|---|---|---|---|"
    for rule in listed["rules"]:
        yield "| `%s` | %s | %s | %s |" % (rule["id"], rule["title"], names(rule["fail"]),
                                           names(rule["warn"]))
    yield "\n## What is behind each rule\n\n`iommu-audit check --explain RULE` prints this."
    for rule in explained["rules"]:
        yield "\n### `%s`\n" % rule["id"]
        yield from textwrap.wrap(rule["meaning"], 79, break_on_hyphens=False)
        yield ""
        yield from textwrap.wrap(rule["background"], 79, break_on_hyphens=False)
        yield ""
        yield from ("* <%s>" % source if source.startswith("http") else "* `%s`" % source
                    if "/" in source.split(" ")[0] else "* " + source
                    for source in rule["sources"])
    yield "\n## Profiles"
    for profile in listed["profiles"]:
        yield "\n### `%s`: %s\n" % (profile["name"], profile["summary"])
        yield from textwrap.wrap(profile["settings"], 79, break_on_hyphens=False)


def page(run, folder):
    """The page has the rules and profiles that the tool has; make accept writes it anew."""
    result = run.call("check", "--profile", "list", "--json", "--root",
                      switched().write(folder + "/page"))
    explained = run.ask("check", "--explain", "all")
    made = "\n".join(page_of(json.loads(result.out), explained)) + "\n"
    path = os.path.join(TOP, "Documentation", "checks.md")
    with open(path, encoding="utf8") as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    old, _, behind = rest.partition(END)
    if run.accept and old != made:
        with open(path, "w", encoding="utf8") as file:
            file.write(before + BEGIN + made + END + behind)
        run.accepted.append(os.path.relpath(path))
        old = made
    run.ok("Documentation/checks.md has the rules and profiles of the tool", old == made,
           *difflib.unified_diff(old.splitlines(), made.splitlines(), lineterm="", n=0),
           "make accept SUITE=check writes it anew")


# Where something can be read: a file of the kernel and mostly a function, with its name in older
# ones, a section of a revision of a specification, an address, or a page of this project.
SOURCE = re.compile(r"(before [\d.]+ )?(arch|drivers|fs|include|mm)/[\w/.-]+\.[ch]"
                    r"(, in [\w. -]+\.c)*(: \w+(\(\))?)?(, in [\d.]+ \w+\(\))?$|"
                    r"https://\S+$|Documentation/[\w/.-]+$|"
                    r"(PCI Express Base Specification|Intel VT-d specification|"
                    r"PCI Code and ID Assignment Specification) \d+\.\d+, \d[\d.]* \S")


def explained(run, _folder):
    """--explain has the background of each rule, and no machine is read for it."""
    ids = [rule["id"] for rule in json.loads(
        run.call("check", "--profile", "list", "--json").out)["rules"]]
    whole = {rule["id"]: rule for rule in run.ask("check", "--explain", "all")["rules"]}
    run.ok("all rules are explained, in their order", list(whole) == ids, list(whole), ids)
    for name in ids:
        rule = whole.get(name, {})
        run.ok("explained: " + name, all(len(rule.get(key) or "") > 10 for key in (
            "title", "meaning", "background")) and len(rule["sources"]) > 1 and
            all(SOURCE.match(source) for source in rule["sources"]) and
            rule["fails_in"] + rule["warns_in"], rule)
        result = run.terminal(80, "check", "--explain", name)
        text = re.sub(r"\s+", " ", result.out.decode())
        run.ok("explained for people: " + name, result.code == 0 and
               text.startswith(name + ": ") and all(
                   re.sub(r"\s+", " ", part) in text
                   for part in (rule["background"], *rule["sources"])), result.out.decode())


def routes_of(run, root, made):
    """{(a, b): the route from one to the other} of all functions that are no ports, by p2p."""
    devices = [w for w, d in made.devices.items() if d["driver"] != "pcieport"]
    answer = json.loads(run.call("p2p", "--matrix", "--json", "--dev", ",".join(devices),
                                 "--root", root).out)
    return devices, {(path["from"][5:], path["to"][5:]): path["route"]
                     for path in answer["paths"]}


def apart_by_bits(made, sender, other, route):
    """True where ACS sends every request to the IOMMU, False where not, None: no bit shows it."""
    dev = made.devices[sender]
    ways = [d["path"].replace("0000:", "").split("/") for d in (dev, made.devices[other])]

    def has(port, *bits):
        ctl = made.ports[port][2].split(",") if port in made.ports else []
        return all(bit in ctl for bit in bits)

    if route in ("direct", "conventional_pci"):
        return False
    if route == "redirected":
        port = next(a for a, b in zip(*ways) if a != b)
        if not has(port, "ReqRedir"):
            return False
        if has(port, "DirectTrans") and dev["ats"] == "on":
            return False
        return True if has(ways[0][0], *ISOLATION.split(",")) else None
    if route == "same_device":
        return True if has(sender, *ISOLATION.split(",")) else None
    if route == "root_complex":
        return True if dev["path"] == "-" or made.ports[ways[0][0]][0] == "pcie_to_pci" or \
            has(ways[0][0], *ISOLATION.split(",")) else None
    return None


def pairs_of(made, routes, asked):
    """All, direct and unknown pairs of different groups and devices, one of them asked for."""
    family = {w: d["vf_of"][5:] if d["vf_of"] != "-" else w for w, d in made.devices.items()}
    counts = [0, 0, 0]
    for a, b in (pair for pair in routes if pair[0] < pair[1]):
        if not {a, b} & asked or family[a] == family[b] or \
                made.devices[a]["group"] == made.devices[b]["group"]:
            continue
        ways = {apart_by_bits(made, x, y, routes[x, y]) for x, y in ((a, b), (b, a))}
        for i, counted in enumerate((True, False in ways, False not in ways and None in ways)):
            counts[i] += counted
    return counts


def below_bare_root():
    """A switch that redirects, and a root port that may send it all back."""
    made = switched()
    made.ports["00:01.0"] = ("root_port", "none", "none", "none", 0)
    return made


def of_two_cards(multifunction, ctl=ISOLATION, **keys):
    """Two cards below one root port each, with two functions, each of them in a group."""
    made = Machine(**keys)
    for i in (1, 2):
        made.port("00:0%d.0" % i, "root_port", cap=machine.PORT_CAP if ctl else None, ctl=ctl)
        for fn in range(2):
            made.add("0%d:00.%d" % (i, fn), "nic", ("00:0%d.0" % i,), driver="vfio-pci")
            if multifunction:
                made.ports["0%d:00.%d" % (i, fn)] = ("endpoint", *[multifunction] * 3, 1)
    return made


def apart(run, folder):
    """peers-apart counts, port by port, the pairs that p2p finds one by one."""
    def grouped():
        made = many(12, DIRECT)
        for where in ("04:00.0", "05:00.0", "06:00.0"):
            made.regroup(where, "03:00.0")
        return made

    for name, make in (("redirect on", lambda: many(9)), ("redirect off", lambda: many(9, DIRECT)),
                       ("groups of several ports", grouped),
                       ("redirect on one way", lambda: switched(DIRECT, other=ISOLATION)),
                       ("a switch below a switch", suite_p2p.nested),
                       ("conventional PCI", suite_p2p.conventional),
                       ("translated requests", lambda: rdma(ISOLATION + ",DirectTrans", "on")),
                       ("no translated requests", lambda: rdma(ISOLATION + ",DirectTrans", "-")),
                       ("cards with ACS", lambda: of_two_cards(ISOLATION)),
                       ("cards without ACS", lambda: of_two_cards(None)),
                       ("root ports without ACS", lambda: of_two_cards(ISOLATION, None)),
                       ("a switch below a root port without ACS", below_bare_root),
                       ("ports that cannot be read", hidden)):
        made = make()
        devices, routes = routes_of(run, made.write("%s/apart-%s" % (folder, name)), made)
        for asked in (devices, devices[::2]):
            _, answer, _ = check(run, folder, made, "vm-mixed", "--dev", ",".join(asked))
            found = next((f for f in answer["findings"] if f["id"] == "peers-apart"), None)
            pairs, direct, unknown = pairs_of(made, routes, set(asked))
            said = "%d pair%s in different" % (direct, "s" if direct > 1 else "") if direct else \
                   "whether %d of %d pair" % (unknown, pairs) if unknown else \
                   "%d pair%s, all sent to the IOMMU" % (pairs, "s" if pairs > 1 else "")
            full = "peers-apart of %s: %d of %d functions" % (name, len(asked), len(devices))
            run.ok(full, found is None if not pairs else
                   said in " ".join([found["title"]] + found["evidence"]), said, found)
            run.ok(full + ": evidence", not direct or
                   len(found["evidence"]) + found["evidence_left_out"] == direct, found)
            run.ok(full + ": verdict", not pairs or found["verdict"] ==
                   ("fail" if direct else "unknown" if unknown else "pass"), found)


def crowded():
    """The four NICs of mixed(), a NIC with VFs, two cards in one group; one port drifted."""
    made = mixed()
    made.port("00:0a.0", "root_port", ctl=ISOLATION, load="SrcValid")
    made.add("0a:00.0", "nic", ("00:0a.0",), driver="igb", numvfs=2, totalvfs=8)
    for i in range(2):
        made.add("0a:10.%d" % i, "nic", ("00:0a.0",), driver="-" if i else "igbvf",
                 vf_of="0000:0a:00.0", vf_index=i)
    made.port("00:0b.0", "pcie_to_pci", cap=None)
    made.devices["00:0b.0"].update(domain="identity", default="identity")
    for slot in (1, 2):
        made.add("0b:0%d.0" % slot, "nic", ("00:0b.0",), domain="identity", default="identity")
        made.regroup("0b:0%d.0" % slot, "00:0b.0")
    return made.idle()


# Functions that are named: profile, rule: (verdict, words) of what is said of these alone.
NAMED = [
    ("03:00.0", "baseline", {
        "covered": ("pass", "devices: 1 functions"), "groups": ("pass", "1 group with"),
        "groups-predicted": ("pass", "groups: 1 as predicted"), "acs-drift": ("pass", ""),
        "translated": ("pass", "groups: 1 groups")}),
    ("0a:00.0", "baseline", {"acs-drift": ("warn", "on 1 port"), "groups": ("pass", "1 group")}),
    ("0b:01.0", "baseline", {"groups": ("warn", "1 of 1 groups"),
                             "translated": ("warn", "1 of 1 groups")}),
    ("01:00.0", "sriov", {"sriov-capable": ("fail", "no function here")}),
    ("0a:10.0", "sriov", {"vf-driver": ("pass", "1 VF,"), "vf-groups": ("pass", "2, 2 of them"),
                          "numvfs": ("pass", "dev=0000:0a:00.0")}),
    ("0a:10.1", "sriov", {"vf-driver": ("warn", "1 of 1 VFs")}),
    # no port is ever bound to vfio-pci: vfio_pci_core_register_device() takes header type 0 only
    ("00:0a.0", "vfio", {"bound": (None, "")}),
    ("00:0a.0", "vfio", {"group-viable": ("fail", "00:0a.0 is a port or a bridge")}),
    ("01:00.0,03:00.0", "vfio", {"reset": ("fail", "01:00.0 has no reset"),
                                 "bound": ("warn", "2 of 2 functions")}),
]
# Functions that are named, and what of them works.
NAMED_WORKS = [
    ("03:00.0", {"vfio_passthrough": ("yes", "1 of 1"), "sriov_assignment": ("no", "")}),
    ("01:00.0,03:00.0", {"vfio_passthrough": ("partly", "1 of 2")}),
    ("0a:10.1", {"sriov_assignment": ("yes", "1 of 1 VFs"),
                 "vfio_passthrough": ("yes", "1 of 1")}),
    ("0a:00.0", {"sriov_assignment": ("yes", "2 of 2 VFs")}),
    ("03:00.0", {"device_isolation": ("yes", "")}),
    ("00:0a.0", {"vfio_passthrough": ("no", "00:0a.0 is a port or a bridge, which VFIO")}),
    ("0b:01.0", {"device_isolation": ("no", "1 of 1 groups are identity")}),
]


def named(run, folder):
    """--dev narrows what is judged, and the totals."""
    for devs, profile, said in NAMED:
        code, answer, _ = check(run, folder, crowded(), profile, "--dev", devs)
        found = {f["id"]: f for f in answer["findings"]}
        for rule, (verdict, words) in said.items():
            one = found.get(rule, {"verdict": None, "title": "", "evidence": []})
            run.ok("%s %s: %s" % (profile, devs, rule), one["verdict"] == verdict and
                   words in " ".join([one["title"]] + one["evidence"]), one)
        run.ok("%s %s: exit code" % (profile, devs), code == int(answer["verdicts"]["fail"] > 0))
    for devs, said in NAMED_WORKS:
        _, answer, _ = check(run, folder, crowded(), "baseline", "--dev", devs)
        got = {w["id"]: w for w in answer["works"]}
        for what, (word, why) in said.items():
            run.ok("%s: %s" % (devs, what), got[what]["answer"] == word and
                   why in got[what]["reason"], got[what])
    if run.may_want("--dev twice"):
        answers = [check(run, folder, crowded(), "vfio", *words)[:2] for words in (
            ["--dev", "01:00.0,03:00.0"], ["--dev", "01:00.0", "--dev", "03:00.0"])]
        run.ok("--dev twice is one list", answers[0] == answers[1], answers)
    # What is said of functions that were named says so: the others may be otherwise.
    if run.may_want("titles of functions that were named"):
        made = changed(crowded, faults=[fault(3)])
        for devs, seen in (("01:00.0", "pass"), ("03:00.0", "fail")):
            _, answer, _ = check(run, folder, made, "baseline", "--dev", devs)
            found = {f["id"]: f for f in answer["findings"]}
            run.ok("titles of functions that were named: faults, " + devs,
                   found["no-faults"]["verdict"] == seen, found["no-faults"])
            wrong = [f["title"] for f in found.values() if f["verdict"] == "pass" and
                     f["title"] in ("no DMA was blocked", "devices of the host are translated",
                                    "every group holds one device",
                                    "every PCI function is behind an IOMMU")]
            run.ok("titles of functions that were named: " + devs, not wrong, wrong)


def begins(line, profile, work):
    """Whether the first line of a page says what works: as many as the reason counts, or why."""
    counted = re.match(r"(\d+ of \d+ (VFs?|devices?)) can be assigned", work["reason"])
    said = (re.escape(counted.group()) if counted else
            "(unknown|.* fails?|.* rules fail, .* first); " if work["answer"] == "unknown" else
            "nothing can be assigned; ")
    return re.match("%s: (%s; )?%s" % (profile, ".* fails?(, .* first)?", said), line.replace(
        " device can", " devices can").replace(" VF can", " VFs can"))


def works(run, folder):
    for name, make, expected in WORKS:
        if not run.may_want("works on %s: " % name):
            continue
        _, answer, root = check(run, folder, make(), "baseline")
        got = {w["id"]: w for w in answer["works"]}
        for what, (word, why) in expected.items():
            run.ok("works on %s: %s" % (name, what), got[what]["answer"] == word and
                   why in got[what]["reason"], got[what], word, why)
        for profile, what in (("vfio", "vfio_passthrough"), ("sriov", "sriov_assignment")):
            page = run.call("check", "--profile", profile, "--root", root).out.decode()
            run.ok("works on %s: %s first" % (name, profile),
                   begins(page.splitlines()[0], profile, got[what]), page.splitlines()[:4])
        text = run.call("check", "-v", "--root", root).out.decode()
        lines = text.split("works here:\n")[1].splitlines()
        run.ok("works on %s: four lines" % name, len(lines) == 4 and all(
            re.match(r"  \S.*  +(yes|partly|no|unknown) · \S", line) for line in lines), lines)


# Machine, profile: (answer, functions that are fit and how many there are, first rule).
OVERVIEW = [
    (mixed, {"vfio": ("partly", (2, 4), "reset"), "gpu-single": ("nothing", None, "devices"),
             "sriov": ("nothing", None, "sriov-capable"), "baseline": ("yes", None, None)}),
    (switched, {"gpu-single": ("no", None, "gpu-p2p"), "gpu-host-nic": ("no", None, "gpu-nic"),
                "gpu-sriov-rdma": ("nothing", None, "devices"), "vm-mixed": ("yes", None, None),
                "inference": ("yes", None, None), "vfio": ("unknown", (0, 4), "in-use")}),
    (lambda: changed(switched, units=OFF), {"vfio": ("no", (0, 4), "iommu-on"),
                                            "baseline": ("no", None, "iommu-on")}),
    (lambda: changed(switched, units={"translation": "unknown"}), {
        "vfio": ("unknown", None, "iommu-on"), "inference": ("yes", None, None)}),
    # What cannot be seen of the host is known of none of its functions.
    (lambda: changed(mixed, units={"translation": "unknown"}), {
        "vfio": ("partly", (0, 4), "reset"), "baseline": ("unknown", None, "iommu-on")}),
    # the BARs of its VFs are not known
    (sriov, {"sriov": ("unknown", None, "vf-space")}),
    (lambda: sriov(0), {"sriov": ("no", None, "numvfs")}),
]


def overview(run, folder):
    """check --profile all: a row for each profile, as each of them says."""
    for number, (make, said) in enumerate(OVERVIEW):
        made = make()
        made.translations = []
        root = made.write("%s/overview%d" % (folder, number))
        result = run.call("check", "--profile", "all", "--json", "--root", root)
        rows = {row["profile"]: row for row in values.parse(result.out)["profiles"]}
        for profile, row in rows.items():
            one = run.ask("check", "--profile", profile, "--root", root)
            rule = next((f for f in one["findings"] if f["id"] == row["rule"]), None)
            run.ok("%d %s: as the profile itself" % (number, profile),
                   row["verdicts"] == one["verdicts"] and
                   (row["answer"] in ("no", "partly", "nothing")) ==
                   (one["verdicts"]["fail"] > 0) and
                   (not rule or rule["title"] == row["reason"]), row, one["verdicts"])
            run.ok("%d %s: fit is what is known" % (number, profile),
                   row["fit"] + row["unseen"] <= row["of"] and
                   (row["answer"] == "yes") <= (row["fit"] == row["of"]) and
                   (row["answer"] == "unknown") <= (row["unseen"] > 0 or not row["of"]), row)
        for profile, (answer, fit, rule) in said.items():
            row = rows[profile]
            run.ok("%d %s: %s" % (number, profile, answer), row["answer"] == answer and
                   (not fit or (row["fit"], row["of"]) == fit) and row["rule"] == rule, row)
        run.ok("%d: exit code" % number, result.code == int(any(
            row["answer"] in ("no", "partly") for row in rows.values())), result.code)
        page = run.call("check", "--profile", "all", "--root", root).out.decode().splitlines()
        run.ok("%d: virtualisation first, then a row for each" % number,
               page[0].startswith("virtualisation: ") and
               [line.split()[0] for line in page[3:11]] == list(rows), page)
    root = switched().write(folder + "/overview-dev")
    rows = {row["profile"]: row for row in run.ask(
        "check", "--profile", "all", "--dev", "06:00.0", "--root", root)["profiles"]}
    run.ok("--dev narrows each row", all(row["of"] == 1 for row in rows.values()), rows)
    for command in (["suggest"], ["diff", os.devnull], ["check", "--against", os.devnull]):
        result = run.call(*command, "--profile", "all", "--root", root)
        run.ok("refused: %s --profile all" % command[0], result.code == 2 and
               "all" in result.err, result.code, result.err)


def agreed(run, _folder):
    """check --profile all and the page of each profile give one answer, of every machine."""
    for name, where in suite_widths.sources():
        rows = run.ask("check", "--profile", "all", *where)["profiles"]
        page = run.terminal(200, "check", "--profile", "all", "--no-color", *where)
        shown = {line.split()[0]: line for line in page.out.decode().splitlines() if line}
        for row in rows:
            if row["profile"] not in ("vfio", "vm-mixed", "sriov"):
                continue
            one = run.terminal(200, "check", "--profile", row["profile"], "--no-color", *where)
            first = one.out.decode().splitlines()[0]
            unknown = first.startswith(row["profile"] + ": unknown")
            word = shown[row["profile"]].split()[1]
            run.ok("%s: %s: unknown on both pages or on none" % (name, row["profile"]),
                   not unknown or word in ("unknown", "-"), first, shown[row["profile"]])


def tied(run, folder):
    """why: a card in another slot takes the ties of its own functions along."""
    def below(port, own):
        made = Machine()
        made.port("00:01.0", "root_port", cap=port, ctl=port or "none")
        for fn in range(2):
            made.add("01:00.%d" % fn, "nic", ("00:01.0",))
            made.regroup("01:00.%d" % fn, "00:01.0")
            if own:
                made.ports["01:00.%d" % fn] = ("endpoint", own, own, own, 1)
        return made

    # get_pci_function_alias_group() asks pci_acs_enabled() of both functions
    for name, own, said in (("no ACS of its own", None, True), ("ACS of its own", ISOLATION, False)):
        root = below(None, own).write("%s/tied-%s" % (folder, name.replace(" ", "-")))
        for fn, other in (("01:00.0", "01:00.1"), ("01:00.1", "01:00.0")):
            text = run.ask("why", fn, "--root", root)["split_text"]
            run.ok("why %s: %s" % (fn, name), "Another slot" in text and
                   ("shares a group with %s" % other in text) == said, text)


def claims(run, folder):
    for name, make, profile, words in CLAIMS:
        if not run.wants("wrong claim: " + name):
            continue
        _, _, root = check(run, folder, make(), profile)
        text = run.call("check", "-v", "--profile", profile, "--root", root).out.decode()
        run.ok("wrong claim: " + name, words in text, text)


def chain(run, folder):
    """The first broken link of the SR-IOV chain is named."""
    for name, make, first in (
            ("no IOMMU in the firmware", bare, "firmware"),
            ("switched off", lambda: changed(lambda: sriov(cmdline="intel_iommu=off"),
                                             units=OFF), "command-line"),
            ("VFs not enabled", lambda: sriov(0), "numvfs"),
            ("no VFs and no hugepages: what fails comes first", lambda: changed(
                lambda: sriov(0), host={HUGE + "nr_hugepages": "0\n"}), "numvfs"),
            ("VFs in one group", lambda: sriov(alone=False), "vf-groups"),
            ("VFs without a driver", lambda: changed(lambda: sriov(driver="-"), host={
                HUGE + "nr_hugepages": "8\n"}), "vf-driver"),
            ("all links whole", lambda: changed(sriov, host={HUGE + "nr_hugepages": "8\n"}),
             None)):
        if not run.may_want("chain: " + name):
            continue
        _, answer, root = check(run, folder, make(), "sriov")
        run.ok("chain: " + name, answer["first_broken"] == first, answer["first_broken"])
        text = run.call("check", "-v", "--profile", "sriov", "--root", root).out.decode()
        run.ok("chain: %s, said" % name, re.findall("First broken link: ([^:]*):", text) ==
               ([first] if first else []), text)


def chosen(run, folder):
    made = switched()
    made.add("07:00.0", "gpu", ("00:02.0",), group=made.devices["06:00.0"]["group"])
    code, answer, root = check(run, folder, made, "vfio", "--dev", "07:00.0")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("--dev: only that device is looked at", code == 1 and
           "06:00.0" in found["group-viable"]["title"] and
           len(found["bound"]["evidence"]) == 1, found["group-viable"], found["bound"])
    code, answer, _ = check(run, folder, made, "vfio", "--dev", "03:00.0,04:00.0")
    run.ok("--dev: two devices", {f["id"]: f for f in answer["findings"]}
           ["group-viable"]["verdict"] == "pass", answer)
    made = vfio()
    made.port("00:02.0", "root_port")
    made.add("02:00.0", "nic", ("00:02.0",), driver="mlx5_core")
    _, answer, _ = check(run, folder, made, "vfio")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("what user space owns is looked at, where it owns anything",
           found["bound"]["verdict"] == "pass" and len(found["bound"]["evidence"]) == 1,
           found["bound"])
    made.devices["01:00.0"].update(driver="nvidia", domain="DMA-FQ")
    _, answer, _ = check(run, folder, made, "vfio")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("else what one would give away", len(found["bound"]["evidence"]) == 2,
           found["bound"])
    for args, words in ((["--profile", "fast"], ["'fast' is not a profile", "gpu-single"]),
                        (["--dev", "0f:00.0"], ["no PCI function 0f:00.0"]),
                        (["--profile"], ["--profile needs a value", "'--root'"]),
                        (["--against"], ["--against needs a value", "'--root'"])):
        result = run.call("check", *args, "--root", root)
        run.ok("usage: " + " ".join(args), result.code == 2 and not result.out and
               all(w in result.err for w in words), result.err)


def tokens(run, folder):
    """A token to be copied ends where it ends."""
    _, answer, _ = check(run, folder, switched(), "gpu-single")
    change = next(f["fix"] for f in answer["findings"] if f["id"] == "gpu-p2p")
    run.ok("a token is followed by a blank", re.search(r" pci=config_acs=\S*[0-9] ", change),
           change)


def numbers(run, _folder):
    """One of a thing is not several."""
    wrong = re.compile(r"(?<![\d.])(?<!of )1 (pairs|groups|parameters|records|VFs|functions|ports)\b|"
                       r"\b1 of \d+ (groups hold|parameters about this do)\b")
    for name in answers.names():
        for profile in ("baseline", "vfio", "vm-mixed"):
            if not run.wants("%s: singular and plural under %s" % (name, profile)):
                continue
            text = "".join(run.call("check", *words, "--profile", profile, "--from",
                                    os.path.join(answers.FOLDER, name + ".json")).out.decode()
                           for words in ([], ["-v"]))
            found = wrong.search(text)
            run.ok("%s: singular and plural under %s" % (name, profile), text and not found,
                   found)


def shown(run, folder):
    """Widths, colour, snapshots: what every command promises."""
    made = changed(lambda: switched(DIRECT), faults=[fault(3)], host={
        HUGE + "nr_hugepages": "8\n", NODES: "0-1\n"})
    root = made.write(folder + "/shown")
    snapshot = folder + "/snapshot.json"
    run.call("snapshot", "-o", snapshot, "--root", root)
    for profile in ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic",
                    "gpu-sriov-rdma", "vm-mixed", "inference", "vfio -v", "baseline -v",
                    "gpu-single -v", "vfio -q"):
        if not run.may_want(profile):
            continue
        args = ["check", "--profile", *profile.split()]
        live = run.call(*args, "--root", root)
        later = run.call(*args, "--from", snapshot)
        run.ok("%s is the same from a snapshot" % profile,
               (live.code, live.out) == (later.code, later.out) and live.out, later.err)
        for width in (80, 140):
            plain = run.terminal(width, *args, "--no-color", "--root", root)
            long = [l for l in plain.out.decode().splitlines()
                    if len(l) > width and "pci=" not in l]
            run.ok("%s fits %d columns" % (profile, width), not long, *long)
            color = run.terminal(width, *args, "--root", root).out
            for code in (b"\033[32m", b"\033[33m", b"\033[31m", b"\033[0m"):
                color = color.replace(code, b"")
            run.ok("%s says the same in colour, %d columns" % (profile, width),
                   color == plain.out)
        text = run.call(*args, "--root", root, env=run.environment(LC_ALL="C")).out
        run.ok("%s is ASCII without UTF-8" % profile, max(text) < 128)
    with open(snapshot, encoding="utf8") as file:
        old = values.load_snapshot(file.read())
    del old["host"]
    with open(snapshot, "w", encoding="utf8") as file:
        file.write(values.dump_snapshot(old))
    result = run.call("check", "--profile", "vfio", "--json", "--from", snapshot)
    found = {f["id"]: f["verdict"] for f in values.parse(result.out)["findings"]}
    run.ok("a snapshot without host facts: unknown", found["hugepages"] == "unknown", found)


# The words that begin a line, and the verdicts they stand for.
LABELS = {"FAIL": "fail", "WARN": "warn", "UNKNOWN": "unknown", "PASS": "pass"}
MOST_LINES = 24
PROFILES = ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference")


def of_page(lines):
    """{verdict: rules} of a page of check; what does not apply has the label -."""
    found, label = {}, None
    for line in lines:
        word = line.split(" ", 1)[0]
        label = word if word in LABELS or word == "-" else label if line[:1] == " " else None
        if not label:
            continue
        names = line.strip()[len(word) if word else 0:].strip()
        # one rule with its reason, or several with commas between them
        if re.match(r"[a-z0-9-]+,|[a-z0-9-]+$", names):
            rules = [name for name in names.split(", ") if name.strip(",")]
        else:
            rules = names.split()[:1] if word else []
        found.setdefault(LABELS.get(label, label), []).extend(r.strip(",") for r in rules)
    return {verdict: sorted(rules) for verdict, rules in found.items() if rules}


def of_json(answer, *verdicts):
    """The same of its JSON."""
    found = {}
    for one in answer["findings"]:
        found.setdefault(one["verdict"], []).append(one["id"])
    if answer["not_applicable"]:
        found["-"] = answer["not_applicable"]
    return {verdict: sorted(rules) for verdict, rules in found.items()
            if not verdicts or verdict in verdicts}


def one_look(run, _folder):
    """On 80 columns a profile is one screen, and says of each rule what JSON says."""
    machines = [os.path.join(harness.HERE, "real", name)
                for name in sorted(os.listdir(os.path.join(harness.HERE, "real")))
                if name.endswith(".json")] + [
                    os.path.join(answers.FOLDER, name + ".json") for name in answers.names()]
    for path in machines:
        name = os.path.basename(path).rpartition(".")[0]
        for profile in PROFILES:
            label = "%s: %s in one look" % (name, profile)
            if not run.wants(label):
                continue
            args = ["check", "--profile", profile, "--from", path]
            lines = run.terminal(80, *args, "--no-color").out.decode().rstrip("\n").split("\n")
            answer = run.ask(*args)
            run.ok(label, len(lines) <= MOST_LINES and
                   lines[0].startswith(profile + ": ") and
                   " ".join(lines).startswith(answer["verdict"][:60]) and
                   of_page(lines) == of_json(answer), len(lines), of_json(answer),
                   of_page(lines), *lines)
            # what fails and what warns has a line of its own
            own = [line.split()[1] for line in lines if re.match("(FAIL|WARN) ", line)]
            run.ok("%s: %s, a line each" % (name, profile), sorted(own) == sorted(
                one["id"] for one in answer["findings"] if one["verdict"] in ("fail", "warn")),
                own)
            quiet = run.call(*args, "-q").out.decode().rstrip("\n").split("\n")
            run.ok("%s: %s, -q" % (name, profile), quiet[0] == answer["verdict"] and
                   of_page(quiet) == of_json(answer, "fail", "warn", "unknown"), *quiet)


# What the rules of a machine say under vfio, and the exit codes: without the option, with
# --fail-on fail, unknown and warn. What is unknown may be a failure: it counts before a warning.
CODES = [
    ({"fail", "unknown", "warn"}, (1, 1, 1, 1)),
    ({"fail", "unknown"}, (1, 1, 1, 1)),
    ({"fail", "warn"}, (1, 1, 1, 1)),
    ({"fail"}, (1, 1, 1, 1)),
    ({"unknown", "warn"}, (0, 0, 7, 7)),
    ({"unknown"}, (0, 0, 7, 7)),
    ({"warn"}, (0, 0, 0, 6)),
    (set(), (0, 0, 0, 0)),
]


def fail_on(run, folder):
    """Each set of verdicts, made of rules of one machine, and its exit codes."""
    made = changed(lambda: vfio(flr=0), faults=[fault(3)], host={
        HUGE + "nr_hugepages": "0\n", DEVICE % "01:00.0" + "reset_method": "\n"})
    _, answer, root = check(run, folder, made, "vfio")
    of = of_json(answer)
    run.ok("fail-on: a machine with all verdicts", set(LABELS.values()) <= set(of), of)
    for verdicts, codes in CODES:
        rules = ",".join(of[verdict][0] for verdict in sorted(verdicts | {"pass"}))
        args = ["check", "--profile", "vfio", "--rule", rules, "--root", root]
        got = tuple(run.call(*args, *words).code for words in (
            [], ["--fail-on", "fail"], ["--fail-on", "unknown"], ["--fail-on", "warn"]))
        name = " ".join(sorted(verdicts)) or "none"
        run.ok("fail-on: %s" % name, got == codes, got, codes, rules)
        got = run.call(*args, "--fail-on", "warn", "--dev", "01:00.0").code
        run.ok("fail-on: %s, with --dev" % name, got == codes[3], got)
    # A profile of which the host has nothing counts for nothing: this one has no VF.
    rule = ["check", "--profile", "all", "--root", root, "--fail-on", "warn", "--rule"]
    for name, code in (("no-faults", 1), ("memlock", 7), ("reset", 6), ("vf-driver", 0)):
        got = run.call(*rule, name).code
        run.ok("fail-on: all profiles, %s" % name, got == code, got)
    snapshot = folder + "/fail-on.json"
    run.call("snapshot", "-o", snapshot, "--root", root)
    for words in ([], ["--fail-on", "warn"]):
        got = run.call("check", "--against", snapshot, "--root", root, *words)
        run.ok("fail-on: nothing got worse %s" % words, got.code == 0, got.code, got.out.decode())
    result = run.call("check", "--fail-on", "pass", "--root", root)
    run.ok("fail-on: a word of its own", result.code == 2 and "fail, unknown or warn" in
           result.err, result.err)


def some(run, folder):
    """--rule asks those rules and no others, and refuses what would look as if it passed."""
    _, _, root = check(run, folder, vfio(), "vfio")
    args = ["check", "--profile", "vfio", "--root", root]
    answer = run.ask(*args, "--rule", "reset,bound", "--rule", "iommu-on")
    run.ok("--rule: those and no others", [one["id"] for one in answer["findings"]] ==
           ["iommu-on", "reset", "bound"] and sum(answer["verdicts"].values()) == 3, answer)
    whole = {one["id"]: one for one in run.ask(*args)["findings"]}
    run.ok("--rule: what they say with all others", all(
        one == whole[one["id"]] for one in answer["findings"]))
    first = run.call(*args, "--rule", "bound").out.decode().split("\n")[0]
    run.ok("--rule: the first line is about them", first == "vfio: 1 pass (1 rule)", first)
    for words, said in ((["--rule", "resett"], "did you mean reset?"),
                        (["--rule", "numvfs"], "does not have the rule numvfs; --profile: sriov"),
                        (["--rule", ""], "is not a rule"),
                        (["--rule", "reset", "--against", os.devnull], "excludes --rule"),
                        (["--explain", "resett"], "did you mean reset?"),
                        (["--profile", "all", "-v"], "excludes --profile all")):
        result = run.call("check", *([] if "--profile" in words else ["--profile", "vfio"]),
                          *words, "--root", root)
        run.ok("refused: " + " ".join(words), result.code == 2 and not result.out and
               said in result.err, result.err)


def meant(run, folder):
    """A change is for the devices meant, and obeys --dev."""
    made = switched()
    _, answer, root = check(run, folder, made, "vfio")
    fix = {one["id"]: one for one in answer["findings"]}["bound"]["fix"]
    run.ok("nothing is bound that nobody named", "driverctl" not in fix and
           "0000:" not in fix and "iommu-audit assign DEV" in fix, fix)
    pair = run.ask("check", "--profile", "vfio", "--dev", "04:00.0", "--dev", "05:00.0",
                   "--root", root)
    fix = {one["id"]: one for one in pair["findings"]}["bound"]["fix"]
    run.ok("a change names each device of --dev", fix == "for dev in 0000:04:00.0 0000:05:00.0; "
           "do driverctl set-override $dev vfio-pci; done", fix)
    named = run.ask("check", "--profile", "vfio", "--dev", "04:00.0", "--root", root)
    fix = {one["id"]: one for one in named["findings"]}["bound"]["fix"]
    run.ok("a change names the device of --dev",
           fix == "driverctl set-override 0000:04:00.0 vfio-pci", fix)
    run.ok("the first line obeys --dev", named["verdict"].startswith(
        "vfio of the devices named: ") and " of 1 device " in named["verdict"],
        named["verdict"])
    first = run.ask("check", "--profile", "vfio", "--root", root)["verdict"]
    run.ok("and counts all without", re.match(r"vfio: \d+ of 4 devices can", first), first)


def run(run):
    with harness.Folder() as folder:
        for part in (rules, table, hardware, page, apart, works, named, overview, agreed,
                     tied, claims, chain, chosen, tokens, numbers, shown, explained,
                     one_look, fail_on, some, meant):
            run.part(part, folder)
