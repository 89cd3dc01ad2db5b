# SPDX-License-Identifier: GPL-2.0
"""Pages of real hosts and of dumps as a person read them: what they say, and what they must not.

The truth of a row is in the file that it names, in the kernel's sources, or in both.
"""
import os

import harness

REAL = os.path.join(harness.HERE, "real")
DUMPS = os.path.join(harness.HERE, "dumps")

# Host, command, words of its page, words that must not be there.
PAGES = [
    # A parameter of the kernel keeps 01:00.0 and 01:00.1 apart, and no ACS does.
    ("asrock-z77-extreme4-acs-override.json", "why 01:00.0",
     ["because of pcie_acs_override=: nothing shows that the hardware isolates it",
      "Without that", "It would share a group with 00:01.0, 00:01.1, 01:00.1, 02:00.0",
      "01:00.0 (1002:67df), 00:01.0 (8086:0101) are taken to isolate by pcie_acs_overrides()"], []),
    ("asrock-z77-extreme4-acs-override.json", "why 00:1c.0", [], ["Without that"]),
    ("asrock-z77-extreme4-acs-override.json", "report",
     ["! 01:00.0, 01:00.1: separated from 02:00.0 only by pcie_acs_override=",
      "00:01.0, 00:01.1 have no ACS"], []),
    ("romed8-2t-pve.json", "report", [], ["pcie_acs_override"]),
    # Its line has vfio-pci.ids= of the GPU and of the USB controller: nothing is left to add.
    ("asrock-z77-extreme4-acs-override.json", "suggest --profile vfio",
     ["probably Intel VT-d", "vfio-pci.ids=1002:67df,1002:aaf0,8086:1e26", "add intel_iommu=on ",
      "already vfio-pci.ids=1002:67df,1002:aaf0,8086:1e26",
      "pcie_acs_override= makes groups"],
     ["unknown vendor", "ids=1002:67df,1002:aaf0 ", "add vfio-pci.ids", "on vfio-pci.ids"]),
    ("romed8-2t-pve.json", "suggest --profile vfio", ["probably AMD-Vi"],
     ["pcie_acs_override", " already "]),
    # pcie_acs_override= leaves conventional PCI alone, and ports that have ACS.
    ("asus-z170-pro-gaming.json", "why 00:1f.2",
     ["00:1f.2 is conventional PCI, which has no ACS", "see 'iommu-audit why 00:1f.4'"],
     ["pcie_acs_override", "ReqRedir"]),
    ("asus-z170-pro-gaming.json", "why 01:00.0",
     ["has no ACS capability", "pcie_acs_override would change only what the kernel assumes"],
     ["ReqRedir", "Off:"]),
    # Sunrise Point's control bits are where no dump looks: what reads there as off is not.
    ("asus-z170-pro-gaming.json", "report",
     ["00:1c.0 root port, ACS by quirk", "00:01.0 root port, no ACS"], ["ACS off"]),
    ("asus-z170-pro-gaming.json", "acs", ["SV TB RR CR unknown"], ["SV TB RR CR none"]),
    # A port is not put into another slot.
    ("asus-z170-pro-gaming.json", "why 00:01.0", ["Another slot for what is below it"], []),
    # SrcValid of the port is off, which the kernel switches on by itself.
    ("m12swa-tf-trpro.json", "why 40:01.1",
     ["40:01.1 has ACS, but not all required bits are enabled. Off: SrcValid.",
      "No parameter is known to"],
     ["does not isolate its functions", "config_acs", "pcie_acs_override"]),
    # All its ports that isolate hold something, or are the processor's own.
    ("m12swa-tf-trpro.json", "why 63:00.0", ["below a port with ACS; none here is known to be "
                                             "empty."], ["00:07.1"]),
    # 00:1c.4 is taken by 05:00.0.
    ("supermicro-c9z390-plx-glued.json", "why 01:00.0",
     ["below a port with ACS: 00:1c.0 is empty, but may have no slot."], ["00:1c.4"]),
    # 00:01.3 is the root port above it.
    ("asrock-x370-taichi-asm1184.json", "why 1d:00.0", ["none here is known to be empty."],
     ["00:01.3, "]),
    # 00:00.0 is the ESI port, 00:01.0 and 00:07.0 hold cards.
    ("hp-dl360-g7-5520-ich10.json", "why 02:00.0",
     ["below a port with ACS: 00:02.0, 00:03.0, 00:04.0, 00:05.0, 00:06.0"],
     ["00:00.0", "00:01.0", "00:07.0"]),
    # Of the groups of eight functions, AMD's host bridges and IOMMUs, the log says nothing.
    ("m12swa-tf-trpro.json", "check -v",
     ["whether 8 of 84 PCI functions have an IOMMU is not known", "dev=0000:00:00.0 group=unknown"],
     ["none without an IOMMU"]),
    # No text without groups says that rules about groups do not apply.
    ("denied-3.13-vvnn.txt", "check -v",
     ["unknown covered", "unknown groups · which functions share a group is not known",
      "unknown hardware"], []),
    # What is behind VMD gets requester ids of its own without it.
    ("dell-latitude-5420-vmd.json", "why 10000:e1:00.0", ["VMD disabled in firmware"], []),
]

# Groups of a text that was taken without root: of no port and of no card its type is told.
DENIED = """\
00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:1901] (prog-if 00 [Normal decode])
	Control: I/O- Mem+ BusMaster+
	Status: Cap+ 66MHz-
	IOMMU group: 1
	Bus: primary=00, secondary=01, subordinate=01, sec-latency=0
	Capabilities: <access denied>

00:1f.6 Ethernet controller [0200]: Intel Corporation Device [8086:15b8]
	Control: I/O- Mem+ BusMaster+
	Status: Cap+ 66MHz-
	IOMMU group: 2
	Capabilities: <access denied>

01:00.0 VGA compatible controller [0300]: NVIDIA Corporation Device [10de:1c81] (prog-if 00 [VGA controller])
	Control: I/O- Mem+ BusMaster+
	Status: Cap+ 66MHz-
	IOMMU group: 1
	Capabilities: <access denied>
"""
UNREAD = "the Express type of 00:01.0"
WITHOUT_ROOT = [
    ("why 01:00.0", ["What decides that is unknown: %s, which only root can read" % UNREAD],
     ["requester id", "conventional", "Not possible"]),
    ("why 00:01.0", [UNREAD], ["requester id", "conventional"]),
    ("groups", ["unknown: " + UNREAD], ["conventional"]),
    # a port and its only endpoint are no group of more than one device
    ("report", ["IOMMU state unknown"],
     ["conventional", "no ACS", "more than one device"]),
    ("check -v", ["not known: " + UNREAD], ["conventional"]),
    # Of neither the command line is in it, nor whose virtual function a NIC is.
    ("lint", ["The kernel command line is not known", "DMA remapping: unknown"], ["No parameter"]),
    ("check -v --profile gpu-sriov-rdma", ["whether a NIC here is a VF cannot be seen"],
     ["VFs of NICs: 0", "fail"]),
    ("check -v --profile vfio", ["hugepages=unknown"], ["no hugepages"]),
]


def without_root(run, folder):
    """What was not read explains nothing."""
    path = os.path.join(folder, "denied.txt")
    with open(path, "w", encoding="utf8") as file:
        file.write(DENIED)
    for command, words, others in WITHOUT_ROOT:
        hold(run, "without root: " + command, path, command, words, others)


def hold(run, name, path, command, words, others):
    """A page has the words that are true, and none that are not."""
    text = " ".join(run.call(*command.split(), "--from", path).out.decode().split())
    lacks = [one for one in words if one not in text]
    has = [one for one in others if one in text]
    run.ok(name, not lacks and not has, "not there: %s" % lacks, "there: %s" % has, text)


def pages(run):
    """Each page has the words that are true, and none that are not."""
    for name, command, words, others in PAGES:
        path = os.path.join(REAL if name.endswith(".json") else DUMPS, name)
        hold(run, "%s: %s" % (name.partition(".")[0], command), path, command, words, others)


def run(run):
    """All of it."""
    run.part(pages)
    with harness.Folder() as folder:
        run.part(without_root, folder)
