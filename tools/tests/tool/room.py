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


def linked(now, card=(4, 16), port=(4, 16)):
    """A GPU and the root port above it: numbers of the speed and the width of now and at most."""
    made = Machine()
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), driver="nvidia")
    for where, kind, most in (("00:01.0", "root_port", port), ("01:00.0", "endpoint", card)):
        space = config(kind=kind, buses=(1, 1), link=(*most, *now) if now else None)
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
        made.host["boot/vmlinuz-" + made.kernel] = ""
    return made


IDS, SOFTDEP = "options vfio-pci ids=8086:1234\n", "softdep nouveau pre: vfio-pci\n"

# Rule, profile, machine, verdict, words of its title or its evidence: rows of suite_check.
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
    ("link", "gpu-single", lambda: linked((1, 16)), "warn", ["runs at 2500 of 16000 MT/s"]),
    # a card in a slot that cannot do more
    ("link", "gpu-single", lambda: linked((3, 8), port=(3, 8)), "pass", []),
    ("link", "gpu-single", lambda: linked((3, 4), port=(3, 8)), "warn", ["4 of 8 lanes"]),
    ("link", "gpu-single", lambda: linked(None), "unknown", ["cannot be seen"]),
]
