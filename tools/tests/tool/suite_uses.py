# SPDX-License-Identifier: GPL-2.0
"""What the host itself uses is found, through whatever is stacked on it, and never offered.

Files are as the kernel writes them: show_mountinfo(), swap_show(), fib_route_seq_show(),
rt6_info_route(), show_console_dev(); links as bd_link_disk_holder(), netdev_adjacent_sysfs_add()
and nvme_init_subsystem() make them.
"""
import json
import os
import shutil

import harness
from sysfs_tree import Tree, config

BUS = "pci0000:00/"
NVME, SATA, NIC, OTHER, GPU, BMC, USB, HBA, FREE = (
    BUS + "0000:00:%02x.0" % n for n in range(2, 11))
SERIAL = BUS + "0000:00:0b.0"
VF = BUS + "0000:00:05.1"
FIRST = "pid:[4026531836]"
HEAD4 = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
SWAPS = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def route4(name, destination="00000000", mask="00000000", flags="0003"):
    return "%s\t%s\t0102000A\t%s\t0\t0\t0\t%s\t0\t0\t0\n" % (name, destination, flags, mask)


def route6(name, destination="0" * 32, length="00", flags="00000003"):
    return "%s %s %s 00 %s 00000400 00000001 00000000 %s %8s\n" % (
        destination, length, "0" * 32, "0" * 32, flags, name)


class Host(Tree):
    """A host without a use; disks and interfaces are there."""

    def __init__(self, root):
        super().__init__(root)
        kinds = {NVME: 0x010802, SATA: 0x010601, NIC: 0x020000, OTHER: 0x020000, GPU: 0x030000,
                 BMC: 0x030000, USB: 0x0c0330, HBA: 0x010802, FREE: 0x010802, SERIAL: 0x070002}
        drivers = {GPU: "amdgpu", BMC: "ast", NVME: "nvme", HBA: "nvme", FREE: "nvme",
                   SATA: "ahci", NIC: "e1000e", OTHER: "ixgbe", USB: "xhci_hcd",
                   SERIAL: "serial"}
        for number, (way, code) in enumerate(kinds.items()):
            self.function(way, config(kind=None, code=code), number, drivers[way])
            self.group(number, "DMA-FQ")
        self.majors, self.mounts, self.swaps = 0, "", SWAPS
        self.routes4, self.routes6 = HEAD4, ""
        os.makedirs(os.path.join(root, "proc/self/ns"))
        os.symlink(FIRST, os.path.join(root, "proc/self/ns/pid"))
        self.put("proc/consoles", "tty0                 -WU (EC p  )    4:7\n")
        self.called("tty", "virtual/tty/tty0")
        self.called("net", "virtual/net/lo")
        self.called("net", NIC + "/net/eth0")
        self.called("net", OTHER + "/net/eth1")
        for way, name in ((NVME, "nvme0"), (HBA, "nvme1"), (FREE, "nvme2")):
            self.called("nvme", way + "/nvme/" + name)
        for way, name in ((NVME, "nvme0"), (FREE, "nvme2")):
            self.disk(way + "/nvme/%s/%sn1" % (name, name), "p1", "p2")
        self.disk(SATA + "/ata1/host0/target0:0:0/0:0:0:0/block/sda", "1", "2")

    def disk(self, way, *parts, slaves=(), dm="", **files):
        """A disk, its partitions, what it is made of."""
        for name, more in [("", files)] + [("/" + way.rsplit("/", 1)[1] + part,
                                           {"partition": "1"}) for part in parts]:
            folder = self.called("block", way + name, **more)
            self.majors += 1
            for inside in ("holders", "slaves"):
                os.makedirs(os.path.join(self.root, folder, inside), exist_ok=True)
            os.makedirs(os.path.join(self.root, "sys/dev/block"), exist_ok=True)
            os.symlink("../../devices/" + way + name,
                       os.path.join(self.root, "sys/dev/block/259:%d" % self.majors))
        for slave in slaves:
            self.put("sys/class/block/%s/holders/%s" % (slave, way.rsplit("/", 1)[1]), "")
            self.put("sys/devices/%s/slaves/%s" % (way, slave), "")
        if dm:
            self.put("sys/devices/%s/dm/name" % way, dm + "\n")

    def number(self, name):
        """major:minor of a disk or a partition."""
        for one in os.listdir(os.path.join(self.root, "sys/dev/block")):
            if os.readlink(os.path.join(self.root, "sys/dev/block", one)).endswith("/" + name):
                return one
        raise ValueError(name)

    def mount(self, path, disk="", source="", kind="ext4", number=None):
        """A line of mountinfo."""
        self.mounts += "%d 1 %s / %s rw,relatime shared:1 master:2 - %s %s rw\n" % (
            30 + self.mounts.count("\n"), number or (self.number(disk) if disk else "0:37"), path,
            kind, source or "/dev/" + disk)
        return self

    def write(self):
        """The files of /proc."""
        for who in ("1", "self"):
            self.put("proc/%s/mountinfo" % who, self.mounts)
            self.put("proc/%s/net/route" % who, self.routes4)
            self.put("proc/%s/net/ipv6_route" % who, self.routes6)
            self.put("proc/%s/net/if_inet6" % who, "")
        self.put("proc/swaps", self.swaps)
        return self

    def lower(self, name, *lowers):
        """An interface on top of others."""
        self.called("net", "virtual/net/" + name)
        for lower in lowers:
            self.put("sys/devices/virtual/net/%s/lower_%s/ifindex" % (name, lower), "1\n")
            os.symlink("../" + name, os.path.join(self.root, "sys/class/net", lower, "master"))


def plain_disk(host):
    host.mount("/", "nvme0n1p2")


def lvm_on_crypt(host):
    host.disk("virtual/block/dm-0", slaves=["nvme0n1p2"], dm="crypt")
    host.disk("virtual/block/dm-1", slaves=["dm-0"], dm="vg-root")
    host.mount("/", "dm-1", "/dev/mapper/vg-root")


def md_with_parts(host):
    host.disk("virtual/block/md0", "p1", slaves=["nvme0n1p1", "sda2"])
    host.mount("/srv", "md0p1")


def held_only(host):
    host.disk("virtual/block/dm-0", slaves=["sda2"], dm="vg-spare")


def btrfs_of_two(host):
    for name in ("nvme0n1p1", "sda1"):
        host.put("sys/fs/btrfs/1b2c/devices/" + name, "")
    host.mount("/data", "", "/dev/nvme0n1p1", "btrfs")


def loop_on_disk(host):
    host.mount("/var", "sda1")
    host.disk("virtual/block/loop3", loop__backing_file="/var/lib/images/a.img")
    host.put("sys/devices/virtual/block/loop3/loop/backing_file", "/var/lib/images/a.img\n")
    host.mount("/mnt", "loop3")


def multipath(host):
    system = "virtual/nvme-subsystem/nvme-subsys0"
    host.disk(system + "/nvme9n1", "p1")
    for way, name in ((HBA, "nvme1"), (FREE, "nvme2")):
        os.symlink("../../../%s/nvme/%s" % (way, name),
                   os.path.join(host.root, "sys/devices", system, name))
    host.mount("/", "nvme9n1p1")


def virtio_and_usb(host):
    host.disk(USB + "/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb", "1")
    host.mount("/media/a\\040b", "sdb1")


def swap_part(host):
    host.swaps += "/dev/sda2                               partition\t8388604\t\t0\t\t-2\n"


def swap_file(host):
    host.mount("/", "nvme0n1p2")
    host.mount("/big", "sda1")
    host.swaps += "/big/swap\\040file                       file\t\t8388604\t\t0\t\t-2\n"


def direct_route(host):
    host.routes4 += route4("eth0") + route4("eth0", "0002000A", "00FFFFFF", "0001")


def route_on_bridge(host):
    host.lower("bond0", "eth0", "eth1")
    host.lower("vmbr0", "bond0")
    host.routes4 += route4("vmbr0")


def route_v6(host):
    host.routes6 += route6("eth1") + route6("lo", flags="00200200")
    host.routes6 += route6("eth0", "fe80" + "0" * 28, "40", "00000001")


def other_route(host):
    host.routes4 += route4("eth1", "0000A8C0", "0000FFFF", "0001")


def bridge_member(host):
    host.lower("br7", "eth1")


def boot_vga(host):
    host.put("sys/devices/" + BMC + "/boot_vga", "1\n")
    host.put("sys/devices/" + GPU + "/boot_vga", "0\n")


def framebuffer(host):
    host.called("vtconsole", "virtual/vtconsole/vtcon0", bind="0", name="(S) dummy device")
    host.called("vtconsole", "virtual/vtconsole/vtcon1", bind="1", name="(M) frame buffer device")
    host.called("graphics", GPU + "/graphics/fb0")


def serial_port(host):
    host.put("proc/consoles", "ttyS4                -W- (EC p a)    4:68\n")
    host.called("tty", SERIAL + "/serial8250/tty/ttyS4")


def vf_in_use(host):
    host.function(VF, config(vendor=0xffff, device=0xffff), 40, "ixgbevf")
    host.group(40, "DMA-FQ")
    other = os.path.join(host.root, "sys/devices", OTHER)
    host.put("sys/devices/" + VF + "/uevent", "DRIVER=ixgbevf\nPCI_CLASS=20000\nPCI_ID=8086:1515\n")
    os.symlink("../0000:00:05.0", os.path.join(host.root, "sys/devices", VF, "physfn"))
    os.symlink("../0000:00:05.1", os.path.join(other, "virtfn0"))
    host.put("sys/devices/" + OTHER + "/sriov_totalvfs", "8\n")
    host.put("sys/devices/" + OTHER + "/sriov_numvfs", "1\n")


# What is stacked: functions in use and a part of what is said of each; the others are not in use.
STACKS = {
    plain_disk: {"02": "nvme holds / (nvme0n1p2): giving it away takes the host down"},
    lvm_on_crypt: {"02": "holds / (nvme0n1p2)"},
    md_with_parts: {"02": "holds /srv (nvme0n1p1)", "03": "holds /srv (sda2)"},
    held_only: {"03": "holds a part of vg-spare (sda2)"},
    btrfs_of_two: {"02": "holds /data (nvme0n1p1)", "03": "holds /data (sda1)"},
    loop_on_disk: {"03": "ahci holds /"},
    multipath: {"09": "holds / (nvme9n1", "0a": "holds / (nvme9n1"},
    virtio_and_usb: {"08": "xhci_hcd holds /media/a b (sdb1)"},
    swap_part: {"03": "holds swap (sda2)"},
    swap_file: {"02": "holds / ", "03": "holds /big (sda1)"},
    direct_route: {"04": "e1000e carries the default route (eth0): giving it away cuts the host off"},
    route_on_bridge: {"04": "default route (eth0)", "05": "default route (eth1)"},
    route_v6: {"05": "default route (eth1)"},
    bridge_member: {"05": "is a member of br7 (eth1)"},
    boot_vga: {"07": "the display that the host booted with"},
    framebuffer: {"06": "the host's console (fb0)"},
    serial_port: {"0b": "the host's console (ttyS4)"},
    vf_in_use: {"05": "has VFs that are in use: 00:05.1 is bound to ixgbevf"},
}
ALL = ["%02x" % n for n in range(2, 12)]


def finding(run, source, *words):
    """What in-use says."""
    done = run.call("check", "--profile", "vfio", "--json", *words, *source)
    answer = json.loads(done.out)
    return next((one for one in answer["findings"] if one["id"] == "in-use"), None), answer


def source_of(host):
    return ["--source", "sysfs", "--root", host.root]


def stacks(run, folder):
    """Each function alone, live and of a snapshot."""
    for make, wanted in STACKS.items():
        if not run.may_want(make.__name__):
            continue
        host = Host(os.path.join(folder, make.__name__))
        make(host)
        live = source_of(host.write())
        snapshot = os.path.join(folder, make.__name__ + ".json")
        run.call("snapshot", "-o", snapshot, *live)
        for where, source in (("live", live), ("snapshot", ["--from", snapshot])):
            for at in ALL:
                said, answer = finding(run, source, "--dev", "00:%s.0" % at)
                good = said["verdict"] == "fail" and wanted[at] in said["title"] \
                    if at in wanted else said["verdict"] == "pass"
                run.ok("%s: %s: %s" % (make.__name__, at, where), good, said["verdict"], said["title"],
                       said["evidence"])
                advice = json.dumps([one for one in answer["findings"] if one["id"] == "bound"])
                run.ok("%s: %s: %s: advice" % (make.__name__, at, where),
                       at not in wanted or "driverctl" not in advice, advice)


def never_offered(run, folder):
    """Not of the whole host, not by its id, and not with another one of the group."""
    host = Host(os.path.join(folder, "offered"))
    plain_disk(host)
    direct_route(host)
    shutil.move(os.path.join(host.root, "sys/kernel/iommu_groups/7/devices/0000:00:09.0"),
                os.path.join(host.root, "sys/kernel/iommu_groups/0/devices/0000:00:09.0"))
    source = source_of(host.write())
    said, answer = finding(run, source)
    run.ok("the whole host", said["verdict"] == "warn" and "holds / (nvme0n1p2)" in said["title"],
           said)
    text = json.dumps(answer["findings"])
    bound = [one for one in answer["findings"] if one["id"] == "bound"]
    run.ok("is not to be bound", bound and not any(
        "00:%s.0" % at in json.dumps(bound) for at in ("02", "04", "09")), bound, text[:300])
    said, answer = finding(run, source, "--dev", "00:09.0")
    run.ok("another one of its group", said["verdict"] == "fail" and
           "00:09.0 shares its group with 00:02.0, which the host uses" in said["title"], said)
    viable = next(one for one in answer["findings"] if one["id"] == "group-viable")
    run.ok("its group is not to be bound either", viable["verdict"] == "fail" and
           "vfio-pci" not in viable["fix"] and "the host uses" in viable["fix"], viable)
    for at in ("02", "04", "09"):
        page = run.call("suggest", "--profile", "vfio", "--dev", "00:%s.0" % at, *source).out.decode()
        run.ok("suggest: " + at, "ids=" not in page and "driverctl" not in page and
               "00:%s.0 is not proposed" % at in page, page)
    page = run.call("suggest", "--profile", "vfio", "--dev", "00:02.0,00:0a.0", *source).out.decode()
    run.ok("suggest: one of the same id", "ids=" not in page and "00:02.0 vfio-pci" not in page and
           "driverctl set-override 0000:00:0a.0" in page, page)


def given(run, folder):
    """What VFIO holds already is not the host's, whatever it was at boot."""
    host = Host(os.path.join(folder, "given"))
    boot_vga(host)
    path = os.path.join("sys/devices", BMC, "uevent")
    host.put(path, "DRIVER=vfio-pci\nPCI_CLASS=30000\nPCI_ID=8086:1234\n"
             "PCI_SLOT_NAME=0000:00:07.0\n")
    said, _ = finding(run, source_of(host.write()), "--dev", "00:07.0")
    run.ok("a display of VFIO's", said["verdict"] == "pass", said)


def routes(run, folder):
    """Another route is told, and no more."""
    host = Host(os.path.join(folder, "routes"))
    other_route(host)
    said, _ = finding(run, source_of(host.write()), "--dev", "00:05.0")
    run.ok("another route", said["verdict"] == "warn" and "carries routes of the host (eth1)"
           in said["title"], said)


def without(host, *paths):
    for path in paths:
        path = os.path.join(host.root, path)
        (shutil.rmtree if os.path.isdir(path) and not os.path.islink(path) else os.unlink)(path)


def container(host):
    without(host, "proc/self/ns/pid")
    os.symlink("pid:[4026532281]", os.path.join(host.root, "proc/self/ns/pid"))


def other_network(host):
    host.put("proc/1/net/route", HEAD4 + route4("ens9"))


# What was not seen, and the functions of which it is unknown then; all others pass.
UNSEEN = {
    "in a container": (container, ["02", "03", "04", "05", "08", "09", "0a"]),
    "mounts of the first process hidden": (lambda host: without(host, "proc/1/mountinfo"),
                                           ["02", "03", "08", "09", "0a"]),
    "no swaps": (lambda host: without(host, "proc/swaps"), ["02", "03", "08", "09", "0a"]),
    "another network namespace": (other_network, ["04", "05", "08"]),
    "no routes": (lambda host: without(host, "proc/1/net"), ["04", "05", "08"]),
    "no interface": (lambda host: without(host, "sys/class/net/eth1"), ["05"]),
    "no consoles": (lambda host: without(host, "proc/consoles"), ["06", "07"]),
    "ZFS is mounted": (lambda host: host.mount("/tank", "", "tank", "zfs").write(),
                       ["02", "03", "08", "09", "0a"]),
    "a pool": (lambda host: host.put("proc/spl/kstat/zfs/tank/state", "ONLINE\n"),
               ["02", "03", "08", "09", "0a"]),
    "a disk that is not there": (lambda host: host.mount("/x", "", "/dev/sdz1", "xfs",
                                                         "8:161").write(),
                                 ["02", "03", "08", "09", "0a"]),
    "NFS": (lambda host: host.mount("/home", "", "nas:/home", "nfs4").write(), []),
    "tmpfs and overlays": (lambda host: host.mount("/run", "", "tmpfs", "tmpfs").mount(
        "/pod", "", "overlay", "overlay").write(), []),
}


def unseen(run, folder):
    """Unknown, and not a pass."""
    for name, (change, wanted) in UNSEEN.items():
        if not run.may_want(name):
            continue
        host = Host(os.path.join(folder, name.replace(" ", "-"))).write()
        change(host)
        got = [at for at in ALL
               if finding(run, source_of(host), "--dev", "00:%s.0" % at)[0]["verdict"] == "unknown"]
        run.ok(name, got == wanted, got, wanted)
    host = Host(os.path.join(folder, "container-with-mount"))
    plain_disk(host)
    container(host.write())
    said, _ = finding(run, source_of(host), "--dev", "00:02.0")
    run.ok("what a container does see holds", said["verdict"] == "fail", said)
    host = Host(os.path.join(folder, "older")).write()
    path = os.path.join(folder, "older.json")
    run.call("snapshot", "-o", path, *source_of(host))
    with open(path, encoding="utf8") as file:
        snapshot = json.load(file)
    for key in ("names", "usage", "uses"):
        del snapshot["host"][key]
    with open(path, "w", encoding="utf8") as file:
        json.dump(snapshot, file)
    got = [finding(run, ["--from", path], "--dev", "00:%s.0" % at)[0]["verdict"] for at in ALL[:9]]
    run.ok("a snapshot of an older tool", set(got) == {"unknown"}, got)


def hostile(run, folder):
    """Loops end, many end, and nothing of it is shown as it is."""
    host = Host(os.path.join(folder, "loops"))
    host.disk("virtual/block/dm-0")
    host.disk("virtual/block/dm-1", slaves=["dm-0"])
    host.put("sys/devices/virtual/block/dm-0/slaves/dm-1", "")
    host.called("net", "virtual/net/br1")
    host.lower("br0", "br1")
    host.put("sys/devices/virtual/net/br1/lower_br0/ifindex", "1\n")
    host.mount("/a\x1b[31m\\033[31m", "dm-0").mount("/b", "sda1").mount("/b\\302\\205", "sda2")
    host.routes4 += route4("br0") + "short\n" + route4("../eth0")
    host.mounts += "1 2\n\n3 4 x:y / / rw - ext4\n3 4 9:9 / /q rw\n"
    host.swaps += "\\000 partition\n\n/x\n"
    done = run.call("check", "--profile", "vfio", "--dev", "00:03.0", *source_of(host.write()))
    run.ok("loops", done.code == 1 and b"\x1b" not in done.out and b"\xc2\x85" not in done.out and
           b"holds /b" in done.out, done.code, done.err, done.out[-400:])
    host = Host(os.path.join(folder, "many"))
    for number in range(5000):
        host.mount("/m%d" % number, "", "/dev/x%d" % number)
    path = os.path.join(folder, "many.json")
    run.call("snapshot", "-o", path, *source_of(host.write()))
    with open(path, encoding="utf8") as file:
        taken = json.load(file)["host"]
    run.ok("more than are kept", len(taken["uses"]) == 4096 and taken["usage"]["storage"] is None,
           len(taken["uses"]), taken["usage"])


def run(run):
    for part in (stacks, never_offered, given, routes, unseen, hostile):
        with harness.Folder() as folder:
            run.part(part, folder)
