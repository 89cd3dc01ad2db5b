# SPDX-License-Identifier: GPL-2.0
"""Machines for the tests of check, each with something of its own, and what check says of one."""
import machine
import values
from machine import ISOLATION, MSI, Machine, switched

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


def check(run, folder, made, profile, *args):
    """Exit code and answer; None for an answer that is no JSON."""
    check.count += 1
    root = made.write("%s/%d" % (folder, check.count))
    result = run.call("check", "--json", "--profile", profile, *args, "--root", root)
    return result.code, values.parse(result.out) if result.out else None, root


check.count = 0


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
