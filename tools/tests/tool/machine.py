# SPDX-License-Identifier: GPL-2.0
"""Small machines, made of a few lines each, as trees that --root can read."""
import os

import harness

ISOLATION = "SrcValid,ReqRedir,CmpltRedir,UpstreamFwd"
PORT_CAP = "SrcValid,TransBlk,ReqRedir,CmpltRedir,UpstreamFwd"
SWITCH_CAP = PORT_CAP + ",EgressCtrl,DirectTrans"
MSI = "0x00000000fee00000-0x00000000feefffff:msi"
CLASSES = {"gpu": "0x030200", "nic": "0x020000", "nvme": "0x010802", "host": "0x060000",
           "port": "0x060400", "other": "0xff0000"}


def record(*pairs, **keys):
    """One line of a file."""
    items = list(pairs) + list(keys.items())
    return " ".join('%s="%s"' % (k, v) if " " in str(v) else "%s=%s" % (k, v)
                    for k, v in items)


class Machine:
    """One machine: an Intel host with a unit that translates, until it is changed."""

    def __init__(self, kernel="6.12.107", cmdline="ro quiet intel_iommu=on"):
        self.kernel, self.cmdline = kernel, cmdline
        self.devices, self.ports, self.groups = {}, {}, {}
        self.units = [dict(unit="dmar0", vendor="vtd", segment="0000",
                           base="0x00000000fed90000", version="1.0", translation=1,
                           intremap=1, cap="0x00d2008c222f0686", ecap="0x0000000000f00f4a",
                           fault_regs=1, scope="all", features="QI,IR", caching_mode=0)]
        self.faults = [record(unit="dmar0", interrupts=0, records=0, attributed=0,
                              unattributed=0, overflows=0)]
        self.sources = {"units": ("dmar", "exact", "-"),
                        "domains": ("group_mutex", "exact", "-"),
                        "acs": ("config_space", "exact", "-")}
        self.host, self.links = {}, {}
        # None is a module without the file; the monitor says which hooks it has
        self.events, self.hooks = None, "sriov_numvfs_store"
        # None is a module without the file
        self.translations = None
        self.domain, self.flush = "DMA-FQ", "lazy"
        self.add("00:00.0", "host", type="pci")

    def add(self, where, kind, path=(), group=None, **keys):
        """One function; ports by name of their type."""
        is_port = kind in ("root_port", "upstream", "downstream", "pcie_to_pci")
        group = len(self.groups) if group is None else group
        dev = dict(dev="0000:" + where, vendor="0x8086", device="0x1234",
                   **{"class": CLASSES["port" if is_port else kind]},
                   driver="pcieport" if is_port else "-", group=group,
                   domain=self.domain, default=self.domain, unit="dmar0", numa="0",
                   dma_mask="0xffffffffffffffff", untrusted=0, ats="-", pri="-",
                   pasid="-", flr=0 if is_port else 1, vf_of="-", numvfs="-", totalvfs="-",
                   path="/".join("0000:" + p for p in path) or "-",
                   type=kind if is_port else "endpoint", vf_index="-")
        dev.update(keys)
        self.devices[where] = dev
        self.groups.setdefault(group, []).append(where)
        return self

    def port(self, where, kind, path=(), cap=PORT_CAP, ctl=ISOLATION, load=None, **keys):
        """A port and its ACS; cap=None for none."""
        self.ports[where] = (kind, cap or "none", ctl if cap else "none",
                             (load or ctl) if cap else "none", 1 if cap else 0)
        return self.add(where, kind, path, **keys)

    def regroup(self, where, other):
        """Put a function into the group of another one."""
        self.groups[self.devices[where]["group"]].remove(where)
        self.devices[where]["group"] = self.devices[other]["group"]
        self.groups[self.devices[other]["group"]].append(where)
        self.groups = {g: m for g, m in self.groups.items() if m}

    def acs(self):
        """The lines of the file acs."""
        for where, dev in sorted(self.devices.items()):
            above = [] if dev["path"] == "-" else dev["path"].replace("0000:", "").split("/")
            own = [where] if where in self.ports and self.ports[where][4] else []
            for port in own + above[::-1]:
                kind, cap, ctl, load, present = self.ports[port]
                hop = "-" if port == where else above[::-1].index(port)
                yield record(dev="0000:" + where, hop=hop, port="0000:" + port, type=kind,
                             cap=cap, ctl=ctl, ctl_at_load=load, present=present)

    def group_lines(self):
        """The lines of the file groups."""
        for group, members in self.groups.items():
            dev = self.devices[members[0]]
            if dev["group"] == "none":
                continue
            yield record(group=group, domain=dev["domain"], default=dev["default"],
                         devices=",".join("0000:" + m for m in members),
                         reserved=dev.get("reserved", MSI), flush=self.flush)

    def version(self):
        """The lines of the file version."""
        yield record(format=1, module="0.1.0", kernel=self.kernel,
                     debugfs="/sys/kernel/debug/iommu_audit", loaded_ns=1000000000)
        for name, (method, accuracy, reason) in self.sources.items():
            yield record(source=name, method=method, accuracy=accuracy, reason=reason,
                         limit="-")
        yield record(monitor="vtd", method="ratelimit_calls", accuracy="exact", reason="-",
                     limit="-", missed=0)
        if self.events is not None:
            yield record(monitor="events", method=self.hooks, accuracy="exact", reason="-",
                         limit="-", missed=0)

    def write(self, root):
        """Write it below a folder, and return that."""
        keys = ("reserved",)
        files = {
            "version": self.version(), "groups": self.group_lines(), "acs": self.acs(),
            "units": [record(**u) for u in self.units],
            "devices": [record(**{k: v for k, v in d.items() if k not in keys},
                               flush=self.flush if "DMA" in d["default"] else "-")
                        for _, d in sorted(self.devices.items())],
            "faults": self.faults, "fault_log": []}
        if self.events is not None:
            files["events"] = self.events
        if self.translations is not None:
            files["translations"] = self.translations
        tree = {"%s/%s" % (harness.DEBUGFS, name): "\n".join(
            ["# iommu_audit %s format=1" % name, *lines]) + "\n"
            for name, lines in files.items()}
        if self.cmdline is not None:
            tree["proc/cmdline"] = self.cmdline + "\n"
        tree["proc/sys/kernel/osrelease"] = self.kernel + "\n"
        tree["proc/uptime"] = "1000.00 1000.00\n"
        tree["usr/share/misc/pci.ids"] = ""
        tree.update(self.host)
        for name, text in tree.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())
        for name, target in self.links.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if not os.path.lexists(path):
                os.symlink(target, path)
        return root

    def idle(self):
        """What a kernel shows whose host was booted into memory and uses none of the functions.

        Each that has FLR has the method flr; each NIC with a driver an interface without a
        route: pci_init_reset_methods(), show_mountinfo(), swap_show(), fib_route_seq_show(),
        show_console_dev(). The number of the first PID namespace is PROC_PID_INIT_INO.
        """
        head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        for who in ("1", "self"):
            self.host["proc/%s/mountinfo" % who] = "1 0 0:2 / / rw - rootfs rootfs rw\n"
            self.host["proc/%s/net/route" % who] = head
        self.host.update({
            "proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
            "proc/consoles": "ttyS0                -W- (EC p a)    4:64\n",
            "sys/class/tty/console/active": "ttyS0\n", "sys/class/block/.none": "",
            "sys/class/net/bonding_masters": "\n"})
        self.links["proc/self/ns/pid"] = "pid:[4026531836]"
        for where, dev in self.devices.items():
            folder = "sys/bus/pci/devices/0000:%s/" % where
            if dev["flr"] in (1, "1"):
                self.host.setdefault(folder + "vendor", dev["vendor"] + "\n")
                self.host.setdefault(folder + "reset_method", "flr\n")
            if dev["class"].startswith("0x02") and dev["driver"] not in ("-", "vfio-pci"):
                name = "eth" + where.replace(":", "").replace(".", "")
                self.links["sys/class/net/" + name] = "../../devices/pci0000:00/0000:%s/net/%s" % (
                    where, name)
        return self


def switched(ctl=ISOLATION, cap=SWITCH_CAP, other=None, **keys):
    """Two GPUs and a NIC below one switch, a second NIC below another root port."""
    m = Machine(**keys)
    top = ("00:01.0", "01:00.0")
    m.port("00:01.0", "root_port")
    m.port("01:00.0", "upstream", top[:1], cap=None)
    m.port("02:00.0", "downstream", top, cap=cap, ctl=ctl)
    m.port("02:01.0", "downstream", top, cap=cap, ctl=ctl if other is None else other)
    m.port("02:02.0", "downstream", top, cap=cap, ctl=ctl)
    m.add("03:00.0", "gpu", top + ("02:00.0",), driver="nvidia")
    m.add("04:00.0", "gpu", top + ("02:01.0",), driver="nvidia")
    m.add("05:00.0", "nic", top + ("02:02.0",), driver="mlx5_core")
    m.port("00:02.0", "root_port")
    m.add("06:00.0", "nic", ("00:02.0",), driver="mlx5_core")
    return m


def many(vfs, ctl=ISOLATION):
    """Two switches, each with two GPUs and with two NICs of so many VFs."""
    m = Machine(cmdline="intel_iommu=on")
    for i in range(2):
        bus = 1 + 10 * i
        root, up = "00:%02x.0" % (i + 1), "%02x:00.0" % bus
        m.port(root, "root_port")
        m.port(up, "upstream", (root,), cap=None)
        for j in range(4):
            down, end = "%02x:%02x.0" % (bus + 1, j), "%02x:00.0" % (bus + 2 + j)
            path = (root, up, down)
            m.port(down, "downstream", path[:2], ctl=ctl)
            if j % 2 == 0:
                m.add(end, "gpu", path, driver="nvidia")
                continue
            m.add(end, "nic", path, driver="mlx5_core", numvfs=vfs, totalvfs=vfs)
            for k in range(1, vfs + 1):
                m.add("%s:%02x.%x" % (end[:2], k >> 3, k & 7), "nic", path, driver="mlx5_core",
                      vf_of="0000:" + end, vf_index=k - 1)
    return m
