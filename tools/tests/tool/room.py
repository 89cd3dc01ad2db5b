# SPDX-License-Identifier: GPL-2.0
"""Machines with the room that they leave for VFs, and with links: what config and resource show."""
from machine import Machine
from sysfs_tree import config, sriov

FOLDER = "sys/bus/pci/devices/0000:%s/"
# Flags of the kernel's ioport.h: memory, 64 bits wide; and what has no address.
MEM, MEM_64, UNSET = 0x200, 0x140204, 0x20000000
MIB = 1 << 20
# What a 64-bit BAR reads as that nobody gave an address.
EMPTY = 0x4


def resource(*lines):
    """The file of that name: (start, size, flags) of each line."""
    return "".join("0x%016x 0x%016x 0x%016x\n" % (start, start + size - 1 if size else 0, flags)
                   for start, size, flags in lines)


def windows(memory, prefetchable, iov=True):
    """That of a bridge with windows of so many MiB."""
    return resource(*[(0, 0, 0)] * (14 if iov else 8), (0x90000000, memory * MIB, MEM),
                    (0x380000000000, prefetchable * MIB, MEM_64), (0, 0, 0))


def pf(placed=2, bars=2, total=8, size=MIB, offset=8, stride=1, last=1, numvfs=0, given_up=0,
       readable=True, iov=True):
    """A NIC below a root port whose last bus is this; so many of its VF BARs have addresses.

    given_up: so many of the others were reset, as reset_resource() does.
    """
    made = Machine()
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",), driver="ice", numvfs=numvfs, totalvfs=total)
    for vf in range(numvfs):
        made.add("01:%02x.%x" % (offset + vf >> 3, offset + vf & 7), "nic", ("00:01.0",),
                 driver="iavf", vf_of="0000:01:00.0", vf_index=vf)
    lines = []
    for i in range(bars):
        lines += [(0x380000000000 + i * total * size, total * size, MEM_64) if i < placed else
                  (0, 0, 0) if i < placed + given_up else
                  (0, total * size, MEM_64 | UNSET), (0, 0, 0)]
    lines += [(0, 0, 0)] * (6 - len(lines))
    space = config(kind="endpoint", extended=[sriov(total, offset, stride, [EMPTY, 0] * bars)])
    ends = {"01:00.0": (space if readable else space[:64], resource(
                *[(0x380000000000, MIB, MEM_64)] + [(0, 0, 0)] * 6, *lines if iov else ())),
            "00:01.0": (config(kind="root_port", buses=(1, last)), windows(1, 2))}
    for where, (space, text) in ends.items():
        made.host.update({FOLDER % where + "config": space, FOLDER % where + "resource": text,
                          FOLDER % where + "power_state": "D0\n"})
    return made


def linked(now, card=(4, 16), port=(4, 16), kind="gpu"):
    """A card and the root port above it: numbers of the speed and the width of now and at most."""
    made = Machine()
    made.port("00:01.0", "root_port")
    made.add("01:00.0", kind, ("00:01.0",), driver="nvidia" if kind == "gpu" else "nvme")
    for where, of, most in (("00:01.0", "root_port", port), ("01:00.0", "endpoint", card)):
        space = config(kind=of, buses=(1, 1), link=(*most, *now) if now else None)
        made.host[FOLDER % where + "config"] = space if now else space[:64]
        made.host[FOLDER % where + "power_state"] = "D0\n"
    return made


def booted(conf, softdep="", image=True):
    """A GPU that vfio-pci has now, with modprobe.d; its own driver is a module."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), driver="vfio-pci", domain="unmanaged")
    folder = "lib/modules/%s/" % made.kernel
    made.host.update({
        FOLDER % "01:00.0" + "config": config(code=0x030000),
        FOLDER % "01:00.0" + "power_state": "D0\n",
        FOLDER % "01:00.0" + "modalias": "pci:v00008086d00001234sv00001AF4sd00001100bc03sc00i00\n",
        FOLDER % "01:00.0" + "driver_override": "(null)\n",
        folder + "modules.alias": "alias pci:v00008086d00001234sv*sd*bc*sc*i* nouveau\n",
        folder + "modules.dep": "kernel/nouveau.ko:\nkernel/vfio-pci.ko:\n",
        folder + "modules.builtin": "", folder + "modules.builtin.modinfo": "",
        "etc/modprobe.d/vfio.conf": conf + softdep})
    if image:
        # ramdisk_size of struct boot_params: the kernel was given none
        made.host["sys/kernel/boot_params/data"] = "\0" * 4096
    return made


PAGES = "sys/kernel/mm/hugepages/hugepages-%dkB/"
ONE = "sys/devices/system/node/node%d/"


def paged(cmdline, small, large, nodes=()):
    """A host with so many hugepages of 2 MiB and of 1 GiB; those of nodes are large ones."""
    made = Machine(cmdline=cmdline)
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), driver="vfio-pci", domain="unmanaged")
    for size, count in ((2048, small), (1048576, large)):
        if count is not None:
            made.host[PAGES % size + "nr_hugepages"] = "%d\n" % count
            made.host[PAGES % size + "free_hugepages"] = "%d\n" % count
    if nodes:
        made.host["sys/devices/system/node/online"] = "0-%d\n" % (len(nodes) - 1)
    for node, count in enumerate(nodes):
        made.host[ONE % node + "cpulist"] = "%d-%d\n" % (node * 8, node * 8 + 7)
        for name in ("nr_hugepages", "free_hugepages"):
            made.host[ONE % node + "hugepages/hugepages-1048576kB/" + name] = "%d\n" % count
    return made


def wide(bits, mgaw=39, sagaw="39", apic=3, cpus="0-3", **unit):
    """A host whose CPUs have so many address bits, and its unit so many."""
    made = paged("intel_iommu=on", 8, 0)
    made.units[0].update(mgaw=mgaw, sagaw=sagaw, **unit)
    made.host["sys/devices/system/cpu/possible"] = cpus + "\n"
    if bits:
        made.host["proc/cpuinfo"] = "".join(
            "processor\t: %d\napicid\t\t: %d\ninitial apicid\t: 7000\n"
            "address sizes\t: %d bits physical, 48 bits virtual\n\n" % (i, n, bits)
            for i, n in enumerate((0, apic)))
    return made


def locked(text, more=None, name="10-lock.conf", folder="etc", **others):
    """A host with this configuration of systemd: assignments are in a section."""
    made = paged("intel_iommu=on", 8, 0)
    if text is not None:
        made.host["etc/systemd/system.conf"] = "[Manager]\n" + text
    if more is not None:
        made.host["%s/systemd/system.conf.d/%s" % (folder, name)] = "[Manager]\n" + more
    for where, content in others.items():
        made.host[where.replace("__", "/") + "/systemd/system.conf.d/10-lock.conf"] = content
    return made


IDS, SOFTDEP = "options vfio-pci ids=8086:1234\n", "softdep nouveau pre: vfio-pci\n"

# Rule, profile, machine, verdict, words of its title or its evidence: rows as in check_rows.
CASES = [
    # sriov_enable() of drivers/pci/iov.c: all VF BARs have a parent, or not even one VF
    ("vf-space", "sriov", pf, "pass", ["vf_bars=2 vf_bars_placed=2 vf_bar_kb=2048",
                                       "8 of 8 VFs have a bus number"]),
    ("vf-space", "sriov", lambda: pf(placed=1), "fail",
     ["01:00.0 cannot have a VF", "vf_bars=2 vf_bars_placed=1 vf_bar_kb=2048",
      "00:01.0 above it: window_kb=1024 pref_window_kb=2048"]),
    # what reset_resource() left is known from configuration space; its size is not
    ("vf-space", "sriov", lambda: pf(placed=1, given_up=1), "fail",
     ["vf_bars=2 vf_bars_placed=1 vf_bar_kb=unknown"]),
    ("vf-space", "sriov", lambda: pf(placed=0, given_up=2), "fail", ["cannot have a VF"]),
    # pci_iov_virtfn_bus(): 8 + 128 * 7 is on bus 4
    ("vf-space", "sriov", lambda: pf(stride=128, last=2), "fail",
     ["01:00.0 can have 4 VFs and no more", "4 of 8 VFs have a bus number"]),
    ("vf-space", "sriov", lambda: pf(stride=128, last=4), "pass", []),
    ("vf-space", "sriov", lambda: pf(offset=256, last=1), "fail", ["can have 0 VFs"]),
    ("vf-space", "sriov", lambda: pf(iov=False), "unknown", ["vf_bars_placed=unknown"]),
    ("vf-space", "sriov", lambda: pf(readable=False), "unknown", ["cannot be seen"]),
    ("vf-space", "sriov", lambda: pf(numvfs=8, placed=1), "pass", []),
    ("hugepages", "vfio", lambda: paged("hugepagesz=1G hugepages=64", 256, 0), "warn",
     ["asks for 64 hugepages of 1048576 KiB, and 0 are there", "2048 kB: total=256"]),
    ("hugepages", "vfio", lambda: paged("hugepagesz=1G hugepages=64", 0, 64), "pass", []),
    ("hugepages", "vfio", lambda: paged("hugepagesz=1G hugepages=64", 0, 48, (48, 0)), "warn",
     ["and 48 are there", "node 0, hugepages of 1048576 kB: total=48",
      "node 1, hugepages of 1048576 kB: total=0"]),
    ("hugepages", "vfio", lambda: paged("hugepagesz=1G hugepages=0:32,1:32", 0, 48), "warn",
     ["asks for 64 hugepages"]),
    # a size that the CPU lacks is none of sysfs's
    ("hugepages", "vfio", lambda: paged("hugepagesz=1G hugepages=2", 256, None), "warn",
     ["and 0 are there"]),
    # hugepagesz_setup(): a size that x86 lacks, and hugepages_setup() ignores the count then
    ("hugepages", "vfio", lambda: paged("hugepagesz=512M hugepages=4", 16, 0), "warn",
     ["asks for 4 hugepages of 524288 KiB, and 0 are there"]),
    # 16 of the default size, whatever is said behind
    ("hugepages", "vfio", lambda: paged("hugepages=16 hugepagesz=1G", 16, 0), "pass", []),
    ("hugepages", "vfio", lambda: paged("default_hugepagesz=1G hugepages=16", 0, 12), "warn",
     ["asks for 16 hugepages of 1048576 KiB, and 12"]),
    ("numa-node", "vfio", lambda: paged("quiet", 8, 0, (0, 0)), "pass", ["node 1: CPUs 8-15"]),
    ("address-width", "vfio", lambda: wide(46), "warn",
     ["translates 39 address bits, the CPUs have 46", "mgaw=39"]),
    ("address-width", "vfio", lambda: wide(39), "pass", ["39 bits physical"]),
    ("address-width", "vfio", lambda: wide(46, 48, "39"), "warn", ["translates 39 address bits"]),
    ("address-width", "vfio", lambda: wide(46, 57, "48,57"), "pass", []),
    ("address-width", "vfio", lambda: wide(0), "unknown", ["cannot be seen"]),
    ("cpu-interrupts", "baseline", lambda: wide(46, apic=300), "pass", ["highest APIC id 300"]),
    ("cpu-interrupts", "baseline", lambda: wide(46, apic=300, intremap=0), "fail",
     ["CPUs that interrupts do not reach"]),
    ("cpu-interrupts", "baseline", lambda: wide(46, cpus="0-511", intremap=0), "fail",
     ["512 CPUs are possible"]),
    ("cpu-interrupts", "baseline", lambda: wide(46, apic=300, intremap="unknown"), "unknown", []),
    ("memlock", "vfio", lambda: locked("#DefaultLimitMEMLOCK=1\nDefaultLimitMEMLOCK=infinity\n"),
     "pass", ["memlock_default=infinity"]),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=infinity\n", "DefaultLimitMEMLOCK=64K\n"),
     "warn", ["systemd lets a service lock 64K"]),
    ("memlock", "vfio", lambda: locked(None), "unknown", ["cannot be seen"]),
    # config_parse_rlimit(), rlimit_parse(): soft:hard; config_parse(): blanks do not count
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=infinity:infinity\n"), "pass", []),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK = infinity \n"), "pass", []),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=8M:infinity\n"), "warn",
     ["systemd lets a service lock 8M:infinity"]),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=8M\nDefaultLimitMEMLOCK=\n"
                                       "DefaultLimitMEMLOCK=much\n"), "warn", ["lock 8M"]),
    ("memlock", "vfio", lambda: locked("[Other]\nDefaultLimitMEMLOCK=infinity\n"), "unknown", []),
    # conf_files_list_strv(): the ending; systemd-system.conf(5): folders, and what masks a name
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=64K\n", "DefaultLimitMEMLOCK=infinity\n",
                                       "a.conf.bak"), "warn", ["lock 64K"]),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=64K\n", "DefaultLimitMEMLOCK=infinity\n",
                                       folder="usr/lib"), "pass", []),
    ("memlock", "vfio", lambda: locked("DefaultLimitMEMLOCK=64K\n", "DefaultLimitMEMLOCK=infinity\n",
                                       folder="usr/lib", etc=""), "warn", ["lock 64K"]),
    ("memlock", "vfio", lambda: locked(None, "DefaultLimitMEMLOCK=infinity\n", folder="run"),
     "pass", []),
    ("vfio-at-boot", "vfio", lambda: booted(IDS, SOFTDEP), "pass", ["pre=vfio_pci"]),
    ("vfio-at-boot", "vfio", lambda: booted(IDS), "warn",
     ["nouveau takes 01:00.0 at the next boot: nothing loads vfio-pci before it"]),
    ("vfio-at-boot", "vfio", lambda: booted(""), "warn", ["nothing gives it to vfio-pci then"]),
    ("vfio-at-boot", "vfio", lambda: booted(IDS, "blacklist nouveau\n"), "warn",
     ["no driver takes 01:00.0", "blacklist=1"]),
    ("vfio-at-boot", "vfio", lambda: booted(IDS, SOFTDEP, False), "unknown", ["cannot be seen"]),
    ("survives-reboot", "vfio", lambda: booted(IDS, SOFTDEP), "pass", ["takes all of 1 function"]),
    ("survives-reboot", "vfio", lambda: booted(IDS), "unknown",
     ["not known to take 1 of 1 functions"]),
    ("link", "gpu-single", lambda: linked((4, 16)), "pass", []),
    ("link", "gpu-single", lambda: linked((4, 8)), "warn",
     ["01:00.0 has 8 of 16 lanes", "link_width=8"]),
    # drivers of GPUs lower the speed of an idle link, and not its width
    ("link", "gpu-single", lambda: linked((1, 16)), "unknown",
     ["runs at 2500 of 16000 MT/s, as that of an idle GPU does"]),
    ("link", "vfio", lambda: linked((1, 16), kind="nvme"), "warn", ["runs at 2500 of 16000 MT/s"]),
    ("link", "gpu-single", lambda: linked((1, 8)), "warn", ["01:00.0 has 8 of 16 lanes"]),
    # a card in a slot that cannot do more
    ("link", "gpu-single", lambda: linked((3, 8), port=(3, 8)), "pass", []),
    ("link", "gpu-single", lambda: linked((3, 4), port=(3, 8)), "warn", ["4 of 8 lanes"]),
    ("link", "gpu-single", lambda: linked(None), "unknown", ["cannot be seen"]),
]
