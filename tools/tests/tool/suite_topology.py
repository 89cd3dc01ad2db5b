# SPDX-License-Identifier: GPL-2.0
"""What lies between two functions, and what the IOMMU does with requests between them.

The words are those of "nvidia-smi topo -m", by its legend: PIX at most a single PCIe bridge,
PXB several without a host bridge, PHB a host bridge, NODE several host bridges of a NUMA node,
SYS several NUMA nodes. Where nodes are not known the word is NODE?, and never one of these.
"""
import os

import harness
import values
from machine import ISOLATION, SWITCH_CAP, Machine
from topology_rows import REAL, UNKNOWN

HERE = os.path.dirname(os.path.abspath(__file__))
DIRECT = "SrcValid,UpstreamFwd"


def server(numa=("0", "0", "1", "1"), **keys):
    """Four host bridges on two NUMA nodes; below each a switch with two GPUs and a NIC, and
    below that a second switch with an NVMe."""
    m = Machine()
    for root, node in zip((0x00, 0x40, 0x80, 0xc0), numa):
        def at(bus, slot=0, root=root):
            return "%02x:%02x.0" % (root + bus, slot)
        if root:
            m.add(at(0), "host", type="pci", numa=node)
        m.port(at(0, 1), "root_port", numa=node)
        m.port(at(1), "upstream", (at(0, 1),), cap=None, numa=node)
        above = (at(0, 1), at(1))
        for slot, kind in enumerate(("gpu", "gpu", "nic")):
            m.port(at(2, slot), "downstream", above, cap=SWITCH_CAP, ctl=DIRECT, numa=node)
            m.add(at(3 + slot), kind, above + (at(2, slot),), numa=node, **keys)
        m.port(at(2, 3), "downstream", above, cap=SWITCH_CAP, ctl=DIRECT, numa=node)
        m.port(at(6), "upstream", above + (at(2, 3),), cap=None, numa=node)
        inner = above + (at(2, 3), at(6))
        m.port(at(7), "downstream", inner, cap=SWITCH_CAP, ctl=DIRECT, numa=node)
        m.add(at(8), "nvme", inner + (at(7),), numa=node, **keys)
        m.port(at(0, 2), "root_port", numa=node)
        m.add(at(9), "nic", (at(0, 2),), numa=node, **keys)
    return m


# One function, another one, the word.
SERVER = [
    ("03:00.0", "04:00.0", "PIX"), ("03:00.0", "05:00.0", "PIX"), ("03:00.0", "08:00.0", "PXB"),
    ("05:00.0", "08:00.0", "PXB"), ("03:00.0", "09:00.0", "PHB"), ("08:00.0", "09:00.0", "PHB"),
    ("03:00.0", "43:00.0", "NODE"), ("09:00.0", "48:00.0", "NODE"),
    ("83:00.0", "c4:00.0", "NODE"), ("83:00.0", "84:00.0", "PIX"),
    ("03:00.0", "83:00.0", "SYS"), ("44:00.0", "c5:00.0", "SYS"), ("09:00.0", "89:00.0", "SYS"),
    ("c8:00.0", "c3:00.0", "PXB"),
]


def word(run, *args):
    """The word of a pair."""
    done = run.call("p2p", "--json", *args)
    return values.parse(done.out)["path"]["topology"] if done.code == 0 else done.err


def real(run):
    for name, one, other, want in REAL:
        source = os.path.join(HERE, "real", name + ".json")
        got = [word(run, a, b, "--from", source) for a, b in ((one, other), (other, one))]
        run.ok("real: %s, %s and %s: %s" % (name, one, other, want), got == [want, want], got)


def made(run, folder):
    root = server().write(folder + "/server")
    got = {(p["from"][5:], p["to"][5:]): p["topology"]
           for p in run.ask("p2p", "--matrix", "--root", root)["paths"]}
    for one, other, want in SERVER:
        seen = [got.get(pair) for pair in ((one, other), (other, one))]
        run.ok("server: %s and %s: %s" % (one, other, want), seen == [want, want], seen)
    for name, numa in (("none", ("unknown",) * 4), ("one", ("0", "unknown", "1", "1"))):
        root = server(numa).write(folder + "/numa-" + name)
        got = word(run, "03:00.0", "43:00.0", "--root", root)
        run.ok("a NUMA node that is not known is none: " + name, got == UNKNOWN, got)
    page = run.call("p2p", "03:00.0", "83:00.0", "--root", folder + "/server").out.decode()
    run.ok("the page has the word", "\nSYS: " in page, page)


# What, machine's keys, ACS of the sender's port, target, what the IOMMU does.
HANDLED = [
    ("below a switch without redirect", {}, DIRECT, "04:00.0", "bypassed"),
    ("redirected, DMA-FQ", {}, ISOLATION, "04:00.0", "translated"),
    ("redirected, identity", {"domain": "identity"}, ISOLATION, "04:00.0", "untranslated"),
    ("redirected, no IOMMU", {"domain": "none"}, ISOLATION, "04:00.0", "untranslated"),
    ("redirected, VFIO", {"domain": "unmanaged", "driver": "vfio-pci"}, ISOLATION, "04:00.0",
     "translated"),
    ("redirected, blocked", {"domain": "blocked"}, ISOLATION, "04:00.0", "blocked"),
    ("redirected, the module cannot read the domain", {"domain": "unknown"}, ISOLATION,
     "04:00.0", "unknown"),
    ("only completions redirected", {}, "SrcValid,CmpltRedir", "04:00.0", "bypassed"),
    ("Egress Control", {}, ISOLATION + ",EgressCtrl", "04:00.0", "unknown"),
    ("another root port, with ACS", {}, DIRECT, "09:00.0", "translated"),
]


def handled(run, folder):
    for name, keys, ctl, target, want in HANDLED:
        m = server()
        m.devices["03:00.0"].update(keys)
        # Both ends, so that completions of either are as said.
        for port in ("02:00.0", "02:01.0"):
            m.ports[port] = ("downstream", SWITCH_CAP, ctl, ctl, 1)
        root = m.write("%s/%s" % (folder, name.replace(" ", "-")))
        got = run.ask("p2p", "03:00.0", target, "--root", root)["path"]["iommu_does"]
        run.ok("the IOMMU: %s: %s" % (name, want), got == want, got)
    m = server()
    for port in ("00:01.0", "00:02.0"):
        m.ports[port] = ("root_port", "none", "none", "none", 0)
    root = m.write(folder + "/no-root-acs")
    for target in ("09:00.0",):
        got = run.ask("p2p", "03:00.0", target, "--root", root)["path"]["iommu_does"]
        run.ok("the IOMMU: a root port without ACS shows nothing", got == "unknown", got)


def run(run):
    run.part(real)
    with harness.Folder() as folder:
        for part in (made, handled):
            run.part(part, folder)
