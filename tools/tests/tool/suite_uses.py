# SPDX-License-Identifier: GPL-2.0
"""What the host itself uses is found, through whatever is stacked on it, and never offered.

Files are as the kernel writes them: show_mountinfo(), swap_show(), fib_route_seq_show(),
rt6_info_route(), show_console_dev(); links as bd_link_disk_holder(), netdev_adjacent_sysfs_add()
and nvme_init_subsystem() make them.
"""
import json
import os
import shutil
import subprocess

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


def bcache_of_two(host):
    """bch_cached_dev_run() links the disk that is cached alone; the set has links to caches."""
    host.disk("virtual/block/bcache0", slaves=["sda2"])
    inside = os.path.join(host.root, "sys/devices", NVME, "nvme/nvme0/nvme0n1/nvme0n1p1/bcache")
    os.makedirs(inside)
    os.makedirs(os.path.join(host.root, "sys/fs/bcache/11-22"))
    os.symlink("../../../devices/%s/nvme/nvme0/nvme0n1/nvme0n1p1/bcache" % NVME,
               os.path.join(host.root, "sys/fs/bcache/11-22/cache0"))
    host.put("sys/fs/bcache/11-22/cache_available_percent", "100\n")
    os.makedirs(os.path.join(host.root, "sys/devices/virtual/block/bcache0/bcache"))
    os.symlink("../../../../../fs/bcache/11-22",
               os.path.join(host.root, "sys/devices/virtual/block/bcache0/bcache/cache"))
    host.mount("/", "bcache0")


def bcache_not_mounted(host):
    bcache_of_two(host)
    host.mounts = ""


def gfs2(host):
    host.mount("/shared", "sda1", kind="gfs2")


def ocfs2(host):
    host.mount("/shared", "nvme0n1p1", kind="ocfs2")


def lustre_server(host):
    """An anonymous device number: the disk is the source alone."""
    host.mount("/mnt/ost0", "", "/dev/sda1", "lustre")
    host.mount("/client", "", "10.0.0.1@tcp:/scratch", "lustre")


def bcachefs_of_three(host):
    """bch2_show_devname(), and bch2_dev_sysfs_online() for one that it does not show."""
    for number, way in enumerate(("ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1", "",
                                  "nvme/nvme2/nvme2n1")):
        if way:
            folder = os.path.join(host.root, "sys/fs/bcachefs/1b2c/dev-%d" % number)
            os.makedirs(folder)
            os.symlink("../../../../devices/%s/%s" % (SATA if number == 0 else FREE, way),
                       os.path.join(folder, "block"))
    host.mount("/", "", "/dev/sda1:/dev/nvme0n1p1", "bcachefs")


def xfs_log(host):
    """xfs_fs_show_options()"""
    host.mount("/data", "sda1", kind="xfs")
    host.mounts = host.mounts.replace(
        "xfs /dev/sda1 rw", "xfs /dev/sda1 rw,attr2,logdev=/dev/nvme0n1p1,rtdev=/dev/nvme2n1p1,noquota")


def ext4_journal(host):
    """jbd2_journal_init_dev() and, with an inode, jbd2_journal_init_inode()"""
    host.mount("/data", "sda1").mount("/", "sda2")
    host.put("proc/fs/jbd2/nvme0n1p2/info", "0 transactions\n")
    host.put("proc/fs/jbd2/sda2-8/info", "0 transactions\n")


def f2fs_of_two(host):
    """disk_map_seq_show()"""
    host.mount("/data", "sda1", kind="f2fs")
    host.put("proc/fs/f2fs/sda1/disk_map",
             "Address Layout   :  4096B Block address (# of Segments)\n\n"
             "Disk Map for multi devices:\n"
             "Disk: 0 (zoned=0): 0x0000000000 - 0x00000fffff on /dev/sda1\n"
             "Disk: 1 (zoned=0): 0x0000100000 - 0x00001fffff on /dev/nvme0n1p1\n")


def zram_on_disk(host):
    """backing_dev_show()"""
    host.disk("virtual/block/zram0")
    host.put("sys/devices/virtual/block/zram0/backing_dev", "/dev/nvme0n1p2\n")
    host.swaps += "/dev/zram0                              partition\t8388604\t\t0\t\t100\n"


def virtio(host, at, device, code, tag_of=""):
    """A function of virtio and the device that its driver makes."""
    way = BUS + "0000:00:%s.0" % at
    host.function(way, config(vendor=0x1af4, device=device, kind=None, code=code), 50, "virtio-pci")
    host.group(50, "DMA-FQ")
    os.makedirs(os.path.join(host.root, "sys/devices", way, "virtio3"))
    if tag_of == "virtiofs":
        host.put("sys/fs/virtiofs/3/tag", "myfs\n")
        os.symlink("../../../devices/%s/virtio3" % way,
                   os.path.join(host.root, "sys/fs/virtiofs/3/device"))
    elif tag_of:
        host.put("sys/devices/%s/virtio3/mount_tag" % way, "rootfs\0")
        os.makedirs(os.path.join(host.root, "sys/bus/virtio/devices"))
        os.symlink("../../../devices/%s/virtio3" % way,
                   os.path.join(host.root, "sys/bus/virtio/devices/virtio3"))


def virtiofs_root(host):
    virtio(host, "0c", 0x105a, 0x018000, "virtiofs")
    host.mount("/", "", "myfs", "virtiofs")


def plan9_root(host):
    virtio(host, "0c", 0x1009, 0x000200, "9p")
    host.mount("/", "", "rootfs", "9p")


def vmd_root(host, group=None):
    """vmd_remove() takes its domain away; without groups nothing else joins them."""
    way = BUS + "0000:00:0e.0"
    host.function(way, config(vendor=0x8086, device=0x467f, kind=None, code=0x010400), group, "vmd")
    port = way + "/pci10000:e0/10000:e0:06.0"
    host.function(port, config(kind="root_port", code=0x060400, buses=(0xe1, 0xe1)), group,
                  "pcieport")
    disk = port + "/10000:e1:00.0"
    host.function(disk, config(kind="endpoint", code=0x010802), group, "nvme")
    host.called("nvme", disk + "/nvme/nvme7")
    host.disk(disk + "/nvme/nvme7/nvme7n1", "p1", "p2")
    host.mount("/", "nvme7n1p2")


def open_vswitch(host):
    """An internal port has no lower interface; members of the datapath have a master."""
    host.called("net", "virtual/net/ovs-system")
    host.called("net", "virtual/net/br-ex")
    os.symlink("../../../../virtual/net/ovs-system",
               os.path.join(host.root, "sys/devices", NIC, "net/eth0/master"))


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
    bcache_of_two: {"02": "holds / (nvme0n1p1)", "03": "holds / (sda2)"},
    bcache_not_mounted: {"02": "holds a part of bcache (nvme0n1p1)",
                         "03": "holds a part of bcache0 (sda2)"},
    gfs2: {"03": "holds /shared (sda1)"},
    ocfs2: {"02": "holds /shared (nvme0n1p1)"},
    lustre_server: {"03": "holds /mnt/ost0 (sda1)"},
    bcachefs_of_three: {"02": "holds / (nvme0n1p1)", "03": "holds / (sda1)",
                        "0a": "holds / (nvme2n1)"},
    xfs_log: {"02": "holds /data (nvme0n1p1)", "03": "holds /data (sda1)",
              "0a": "holds /data (nvme2n1p1)"},
    ext4_journal: {"02": "holds a part of jbd2 (nvme0n1p2)", "03": "holds / (sda2)"},
    f2fs_of_two: {"02": "holds /data (nvme0n1p1)", "03": "holds /data (sda1)"},
    zram_on_disk: {"02": "holds swap (nvme0n1p2)"},
    virtiofs_root: {"0c": "virtio-pci holds / (myfs)"},
    plan9_root: {"0c": "virtio-pci holds / (rootfs)"},
    vmd_root: {"0e": "vmd holds / (nvme7n1p2)"},
    open_vswitch: {"04": "is a member of ovs-system (eth0)"},
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
            for at in sorted(set(ALL) | set(wanted)):
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
    for make, at, words in (
            (tunnel, "04", "carries routes of the host (eth0), and nothing shows what wg0, with "
             "the default route, goes through"),
            (nfs_root, "05", "carries routes of the host (eth1), and / is on another host"),
            (iscsi_root, "05", "carries routes of the host (eth1), and / is on another host")):
        host = make(Host(os.path.join(folder, make.__name__)))
        said, _ = finding(run, source_of(host), "--dev", "00:%s.0" % at)
        run.ok(make.__name__, words in said["title"], said)
        page = run.call("suggest", "--profile", "vfio", "--dev", "00:%s.0" % at,
                        *source_of(host)).out.decode()
        run.ok("suggest: " + make.__name__, "cannot be seen" in page or "not known" in page, page)


def ppp(host):
    """ppp_create_interface() makes no interface another one's lower."""
    host.called("net", "virtual/net/ppp0")
    host.routes4 += route4("ppp0")
    return host.write()


def tunnel(host):
    """The route to the peer is eth0's."""
    host.called("net", "virtual/net/wg0")
    host.routes4 += route4("wg0") + route4("eth0", "04030201", "FFFFFFFF", "0007")
    return host.write()


def bridge_of_guests(host, *lowers):
    host.lower("vmbr0", *lowers)
    host.called("net", "virtual/net/tap0")
    host.put("sys/devices/virtual/net/vmbr0/lower_tap0/ifindex", "9\n")
    host.routes4 += route4("vmbr0")
    return host.write()


def iscsi_root(host):
    host.disk("platform/host6/session1/target6:0:0/6:0:0:0/block/sdd", "1")
    host.mount("/", "sdd1")
    host.routes4 += route4("eth1", "0001A8C0", "00FFFFFF", "0001")
    return host.write()


def nfs_root(host):
    host.mount("/", "", "192.168.1.1:/root", "nfs4")
    host.routes4 += route4("eth1", "0001A8C0", "00FFFFFF", "0001")
    return host.write()


def over_fabrics(host, transport):
    host.disk("virtual/nvme-fabrics/ctl/nvme5/nvme5n1", "p1")
    host.called("nvme", "virtual/nvme-fabrics/ctl/nvme5", transport=transport)
    return host.mount("/", "nvme5n1p1").write()


def firmware_display(host):
    """sysfb_init() before 6.9 has no parent, and vgaarb looks at VGA alone (pci_is_vga())."""
    host.called("vtconsole", "virtual/vtconsole/vtcon1", bind="1", name="(M) frame buffer device")
    host.called("graphics", "platform/efi-framebuffer.0/graphics/fb0")
    return host.write()


def other_display(host):
    host.called("vtconsole", "virtual/vtconsole/vtcon1", bind="1", name="(M) frame buffer device")
    host.called("graphics", "platform/gpu/graphics/fb0")
    return host.write()


def user_io(host):
    for at, code, driver in (("0c", 0x010802, "uio_pci_generic"), ("0d", 0x020000, "igb_uio")):
        host.function(BUS + "0000:00:%s.0" % at,
                      config(vendor=0x8086, device=0x1583, kind=None, code=code), None, driver)
    return host.write()


def in_group_of_unknown(host):
    shutil.move(os.path.join(host.root, "sys/kernel/iommu_groups/4/devices/0000:00:06.0"),
                os.path.join(host.root, "sys/kernel/iommu_groups/0/devices/0000:00:06.0"))
    return host.mount("/tank", "", "tank", "zfs").write()


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
    "in a container": (container, ["02", "03", "04", "05", "08", "09", "0a", "0b"]),
    "mounts of the first process hidden": (lambda host: without(host, "proc/1/mountinfo"),
                                           ["02", "03", "08", "09", "0a"]),
    "no swaps": (lambda host: without(host, "proc/swaps"), ["02", "03", "08", "09", "0a"]),
    "another network namespace": (other_network, ["04", "05", "08", "0b"]),
    "no routes": (lambda host: without(host, "proc/1/net"), ["04", "05", "08", "0b"]),
    "no interface": (lambda host: without(host, "sys/class/net/eth1"), ["05"]),
    "no consoles": (lambda host: without(host, "proc/consoles"), ["06", "07", "08", "0b"]),
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
    "PPP": (ppp, ["04", "05", "08", "0b"]),
    "a tunnel": (tunnel, ["04", "05", "08", "0b"]),
    "a bridge of guests": (bridge_of_guests, ["04", "05", "08", "0b"]),
    "a bridge of the host and guests": (lambda host: bridge_of_guests(host, "eth0"), []),
    "a root by iSCSI": (iscsi_root, ["05"]),
    "a root by NFS": (nfs_root, ["05"]),
    "NVMe over TCP": (lambda host: over_fabrics(host, "tcp"), []),
    "NVMe over Fibre Channel": (lambda host: over_fabrics(host, "fc"),
                                ["02", "03", "08", "09", "0a"]),
    "virtiofs of a kernel that shows no tags": (lambda host: host.mount(
        "/", "", "myfs", "virtiofs").write(), ["02", "03", "08", "09", "0a"]),
    "a type that nobody knows": (lambda host: host.mount("/x", "", "x", "newfs").write(),
                                 ["02", "03", "08", "09", "0a"]),
    "a program's": (lambda host: host.mount("/x", "", "lxcfs", "fuse.lxcfs").write(), []),
    "a program's root": (lambda host: host.mount("/", "", "x", "fuse.x").write(),
                         ["02", "03", "08", "09", "0a"]),
    "a root over what is gone": (lambda host: host.mount("/", "", "overlay", "overlay").write(),
                                 ["02", "03", "08", "09", "0a"]),
    "f2fs without a map": (lambda host: host.mount("/x", "sda1", kind="f2fs").write(),
                           ["02", "08", "09", "0a"]),
    "a display of firmware's": (firmware_display, ["06", "07"]),
    "a display of the platform's": (other_display, []),
    "user space I/O": (user_io, ["0c", "0d"]),
    "in a group with what is unknown": (in_group_of_unknown, ["02", "03", "06", "08", "09", "0a"]),
}


def unseen(run, folder):
    """Unknown, and not a pass."""
    for name, (change, wanted) in UNSEEN.items():
        if not run.may_want(name):
            continue
        host = Host(os.path.join(folder, name.replace(" ", "-"))).write()
        change(host)
        got = [at for at in ALL + (["0c", "0d"] if change is user_io else [])
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


# fib_route_seq_show() shows tun0 alone: the first next hop, and table main.
HOPS = """for i in 0 1 2; do
        ip tuntap add tun$i mode tun && ip address add 10.0.$i.1/24 dev tun$i &&
        ip link set tun$i up || exit 9
done
ip route add default nexthop dev tun0 nexthop dev tun1 || exit 9
ip route add default dev tun2 table 100 || exit 9
exec "$0" snapshot -o "$1" --source sysfs
"""


def next_hops(run, folder):
    """The kernel that runs tells all next hops of all tables, in a network of its own."""
    path = os.path.join(folder, "hops.json")
    command = ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--mount-proc",
               "sh", "-c", HOPS, run.tool, path]
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError as error:
        run.skip("next hops", str(error))
        return
    err = run.finish(process)[1]
    if process.returncode:
        run.skip("next hops", err.decode(errors="replace")[-200:].replace("\n", " "))
        return
    with open(path, encoding="utf8") as file:
        uses = json.load(file)["host"]["uses"]
    got = sorted(use["name"] for use in uses if use["what"] == "default_route")
    run.ok("next hops", got == ["tun0", "tun1", "tun2"], got)


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
    for part in (stacks, never_offered, given, routes, unseen, next_hops, hostile):
        with harness.Folder() as folder:
            run.part(part, folder)
