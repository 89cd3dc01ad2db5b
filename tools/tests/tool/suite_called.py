# SPDX-License-Identifier: GPL-2.0
"""Names that the kernel has for functions: read from sysfs, shown, and taken wherever DEV is.

Links are as drivers/base makes them: a disk below its host, a namespace of NVMe below its
subsystem where multipath has one (nvme_init_subsystem()), a slot with the address of its card
(drivers/pci/slot.c).
"""
import json
import os

import harness
from sysfs_tree import Tree, config

PORT = "pci0000:00/0000:00:01.0"
NIC = PORT + "/0000:01:00.0"
VF = PORT + "/0000:01:10.0"
GPU = "pci0000:00/0000:00:02.0"
AUDIO = "pci0000:00/0000:00:02.1"
NVME = ["pci0000:00/0000:00:0%d.0" % n for n in (3, 4)]
SATA = "pci0000:00/0000:00:05.0"
USB = "pci0000:00/0000:00:06.0"
VIRTIO = "pci0000:00/0000:00:07.0"


def host(folder):
    """A host with a name of each kind."""
    tree = Tree(os.path.join(folder, "host"))
    tree.function(PORT, config(kind="root_port", buses=(1, 1), code=0x060400), 0, "pcieport")
    pf = tree.function(NIC, config(code=0x020000), 1, "mlx5_core", sriov_totalvfs="8\n",
                       sriov_numvfs="1\n", sriov_vf_device="101e\n")
    vf = tree.function(VF, config(vendor=0xffff, device=0xffff), 2, "mlx5_core")
    os.symlink("../0000:01:00.0", os.path.join(tree.root, vf, "physfn"))
    os.symlink("../0000:01:10.0", os.path.join(tree.root, pf, "virtfn0"))
    tree.put(vf + "/uevent", "PCI_CLASS=20000\nPCI_ID=15B3:101E\n")
    for number, way in enumerate([GPU, AUDIO, *NVME, SATA, USB, VIRTIO]):
        tree.function(way, config(kind=None, multifunction=way in (GPU, AUDIO),
                                  code=0x010802 if way in NVME else 0x030000), 3 + number)
    for number in range(10):
        tree.group(number, "DMA-FQ")
    tree.called("net", NIC + "/net/ens1f0np0")
    tree.called("net", VF + "/net/ens1f0v0")
    tree.called("net", "virtual/net/lo")
    tree.called("net", VIRTIO + "/virtio3/net/eth0")
    tree.called("infiniband", NIC + "/infiniband/mlx5_0")
    tree.called("infiniband", VF + "/infiniband/mlx5_2")
    for name in ("card1", "renderD128", "card1-HDMI-A-1"):
        tree.called("drm", GPU + "/drm/" + name)
    tree.put("sys/class/drm/version", "drm 1.1.0 20060810\n")
    system = "virtual/nvme-subsystem/nvme-subsys0"
    for number, way in enumerate(NVME):
        tree.called("nvme", way + "/nvme/nvme%d" % number)
        tree.called("block", way + "/nvme/nvme%d/nvme0c%dn1" % (number, number), hidden="1")
        os.makedirs(os.path.join(tree.root, "sys/devices", system), exist_ok=True)
        os.symlink("../../../" + way + "/nvme/nvme%d" % number,
                   os.path.join(tree.root, "sys/devices", system, "nvme%d" % number))
    tree.called("block", system + "/nvme0n1")
    tree.called("block", system + "/nvme0n1/nvme0n1p1", partition="1")
    disk = SATA + "/ata1/host0/target0:0:0/0:0:0:0/block/sda"
    tree.called("block", disk)
    tree.called("block", disk + "/sda1", partition="1")
    tree.called("block", USB + "/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb")
    tree.called("block", "virtual/block/dm-0")
    for name, address in (("3", "0000:01:00"), ("4-1", "0000:00:02"), ("9", "0000:05:00")):
        tree.put("sys/bus/pci/slots/%s/address" % name, address + "\n")
    return tree


# What each name is; an ambiguous one is several.
WANTED = {
    "ens1f0np0": "01:00.0", "mlx5_0": "01:00.0", "3": "01:00.0", "ens1f0v0": "01:10.0",
    "mlx5_2": "01:10.0", "eth0": "00:07.0", "card1": "00:02.0", "renderD128": "00:02.0",
    "/dev/dri/card1": "00:02.0", "nvme0": "00:03.0", "nvme1": "00:04.0", "sda": "00:05.0",
    "/dev/sdb": "00:06.0", "0000:00:07.0": "00:07.0", "00:07.0": "00:07.0",
    "nvme0n1": ["00:03.0", "00:04.0"], "4-1": ["00:02.0", "00:02.1"],
    # A partition is of its disk (disk_name() in block/partitions/core.c).
    "sda1": "00:05.0", "/dev/sda12": "00:05.0", "/dev/nvme0n1p1": ["00:03.0", "00:04.0"],
    # As pasted from a shell.
    "/sys/class/net/eth0": "00:07.0", "/sys/class/net/eth0/": "00:07.0",
    "/sys/bus/pci/devices/0000:01:10.0": "01:10.0",
    "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0/": "01:00.0",
}
NOBODY = ["lo", "dm-0", "sda0", "sda1p1", "sdap1", "sda1x", "nvme0n11", "nvme0n1p", "nvme0n1p0",
          "nvme01", "nvme0c0n1", "card1-HDMI-A-1", "card11", "version", "9", "", "eth", "ETH0",
          "/dev/", "/sys/", "/dev//", "eth0 ", "../eth0", "dev/sda"]
# Each command that takes DEV: what it says shows which function it took.
COMMANDS = [["devices", "DEV"], ["acs", "DEV"], ["why", "DEV"], ["assign", "DEV"],
            ["check", "--dev", "DEV"],
            ["suggest", "--profile", "vfio", "--dev", "DEV"], ["p2p", "DEV", "00:03.0"],
            ["p2p", "--matrix", "--dev", "DEV,00:03.0"]]


def resolved(run, source):
    """Names as DEV."""
    for name, wanted in WANTED.items():
        done = run.call("devices", name, "--json", *source)
        if isinstance(wanted, list):
            run.ok("%r is ambiguous" % name, done.code == 2 and not done.out and
                   all(one in done.err for one in [name, *wanted]), done.err)
            continue
        found = [one["dev"] for one in json.loads(done.out)["devices"]] if done.out else None
        run.ok("%r" % name, found == ["0000:" + wanted], found, done.err)
    for name in NOBODY:
        done = run.call("devices", name, *source)
        run.ok("%r is nobody's" % name, done.code == 2 and not done.out and
               "is not a PCI address" in done.err, done.code, done.err)
    done = run.call("why", "eth9", *source)
    run.ok("what is most like it comes first", "such as eth0," in done.err, done.err)
    done = run.call("why", "ETH0", *source)
    run.ok("nor does the case hide it", "such as eth0," in done.err, done.err)
    done = run.call("why", "x" * 5000, *source)
    run.ok("a long name is cut", done.code == 2 and len(done.err) < 1000, len(done.err))
    found = json.loads(run.call("devices", "01:00.0", "mlx5_0", "01:00.0", "--json",
                                *source).out)["devices"]
    run.ok("a function is listed once, by whichever names", len(found) == 1,
           [one["dev"] for one in found])
    done = run.call("p2p", "eth0", *source)
    run.ok("p2p says that it takes names", "by address or by name" in done.err, done.err)


def everywhere(run, source):
    """Each command says of the name what it says of the address."""
    for words in COMMANDS:
        by = [run.call(*[word.replace("DEV", name) for word in words], *source)
              for name in ("mlx5_0", "01:00.0")]
        run.ok(" ".join(words), by[0].out == by[1].out and by[0].code == by[1].code and
               by[0].out, by[0].err, by[0].out[:300])
    for name, said in (("mlx5_0", by[0]), ("mlx5_9", None)):
        done = run.call("events", "--dev", name, *source)
        run.ok("events --dev " + name, (done.code == 2 and "mlx5_9" in done.err) if said is None
               else done.code != 2, done.code, done.err)


def shown(run, source):
    """Columns, JSON, and the device id of VFs."""
    found = {one["dev"][5:]: one["names"]
             for one in json.loads(run.call("devices", "--json", *source).out)["devices"]}
    for where, key, wanted in (
            ("01:00.0", "netdev", ["ens1f0np0"]), ("01:00.0", "rdma", ["mlx5_0"]),
            ("01:00.0", "slot", ["3"]), ("01:00.0", "sriov_vf_device", "0x101e"),
            ("01:10.0", "netdev", ["ens1f0v0"]), ("01:10.0", "rdma", ["mlx5_2"]),
            ("01:10.0", "slot", []), ("01:10.0", "sriov_vf_device", "0x101e"),
            ("00:02.0", "drm", ["card1", "renderD128"]), ("00:02.1", "slot", ["4-1"]),
            ("00:03.0", "block", ["nvme0n1"]), ("00:04.0", "block", ["nvme0n1"]),
            ("00:04.0", "nvme", ["nvme1"]), ("00:05.0", "block", ["sda"]),
            ("00:06.0", "block", ["sdb"]), ("00:07.0", "netdev", ["eth0"]),
            ("00:07.0", "sriov_vf_device", None), ("00:01.0", "netdev", [])):
        run.ok("%s: %s" % (where, key), found[where][key] == wanted, found[where])
    run.ok("it does not apply, and is not unknown", "sriov_vf_device" not in
           found["00:07.0"].get("unknown", []))
    columns = "dev,netdev,rdma,block,nvme,drm,slot,sriov_vf_device"
    done = run.call("devices", "01:10.0", "00:04.0", "-o", columns, *source)
    run.ok("columns", [line.split() for line in done.out.decode().splitlines()[1:]] == [
        ["01:10.0", "ens1f0v0", "mlx5_2", "-", "-", "-", "-", "0x101e"],
        ["00:04.0", "-", "-", "nvme0n1", "nvme1", "-", "-", "-"]], done.out, done.err)
    done = run.call("devices", *source)
    run.ok("the usual table", b"KNOWN AS" in done.out and
           b"ens1f0np0 mlx5_0" in done.out, done.out)


def unread(run, folder):
    """Without /sys/class nothing is known, and nothing is said to have no name."""
    tree = Tree(os.path.join(folder, "bare"))
    tree.function(GPU, config(kind=None, code=0x030000), 0)
    tree.group(0, "DMA-FQ")
    source = ["--source", "sysfs", "--root", tree.root]
    found = json.loads(run.call("devices", "--json", *source).out)["devices"]
    run.ok("nothing was read", found[0]["names"] is None, found)
    done = run.call("devices", "-o", "netdev", *source)
    run.ok("a column of it", b"unknown" in done.out, done.out)
    done = run.call("why", "eth0", *source)
    run.ok("a name", done.code == 2 and "are not known here" in done.err, done.err)


def strange(run, folder):
    """A name with other characters makes its kind unknown, and is not printed."""
    tree = host(folder)
    tree.called("net", NIC + "/net/a,b\x1b[31m")
    source = ["--source", "sysfs", "--root", tree.root]
    done = run.call("devices", "01:00.0", "--json", *source)
    names = json.loads(done.out)["devices"][0]["names"]
    run.ok("a strange name", names["netdev"] is None and "netdev" in names["unknown"] and
           names["rdma"] == ["mlx5_0"] and b"31m" not in done.out, names)


def slots(run, folder):
    """A slot that is called like an address, and one whose name cannot be written."""
    tree = host(folder)
    source = ["--source", "sysfs", "--root", tree.root]
    for name, address in (("00:1e.0", "0000:00:05"), ("01:00.0", "0000:00:06")):
        tree.put("sys/bus/pci/slots/%s/address" % name, address + "\n")
    done = run.call("devices", "00:1e.0", "--json", *source)
    run.ok("a slot, where no function has that address", done.out and
           json.loads(done.out)["devices"][0]["dev"] == "0000:00:05.0", done.err)
    done = run.call("devices", "01:00.0", *source)
    run.ok("a slot and an address", done.code == 2 and not done.out and
           "name of a slot with 00:06.0" in done.err, done.err)
    done = run.call("devices", "0000:01:00.0", "--json", *source)
    run.ok("with its segment it is an address", done.out and
           json.loads(done.out)["devices"][0]["dev"] == "0000:01:00.0", done.err)
    tree.put("sys/bus/pci/slots/a b/address", "0000:00:07\n")
    done = run.call("why", "a b", *source)
    run.ok("a name with a blank", done.code == 2 and "by address" in done.err, done.err)


def dumped(run, folder):
    """What lspci prints has none of these names, and the message says so."""
    path = os.path.join(folder, "lspci.txt")
    with open(path, "w", encoding="utf8") as file:
        file.write("01:00.0 Ethernet controller [0200]: Intel [8086:10c9]\n")
    done = run.call("why", "eth0", "--from", path)
    run.ok("a dump", done.code == 2 and "lspci prints no names" in done.err, done.err)


def run(run):
    with harness.Folder() as folder:
        tree = host(folder)
        live = ["--source", "sysfs", "--root", tree.root]
        snapshot = os.path.join(folder, "snapshot.json")
        run.call("snapshot", "-o", snapshot, *live)
        for where, source in (("live", live), ("snapshot", ["--from", snapshot])):
            run.inside = where
            for part in (resolved, everywhere, shown):
                run.part(part, source)
    for part in (unread, strange, slots, dumped):
        with harness.Folder() as folder:
            run.part(part, folder)
