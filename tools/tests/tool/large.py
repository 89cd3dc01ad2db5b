# SPDX-License-Identifier: GPL-2.0
"""Machines of any size, as snapshots: what a host with sixteen units would show.

Each unit has a root bus with a root port, a switch below it and four network
cards with virtual functions below that; the fourth card is below a port without
ACS, and shares a group with half of its virtual functions.
"""
import values

VFS = 63
SHARING = 32
FLAGS = "SrcValid,TransBlk,ReqRedir,CmpltRedir,UpstreamFwd"
ISOLATION = "SrcValid,ReqRedir,CmpltRedir,UpstreamFwd"
MSI = "0x00000000fee00000-0x00000000feefffff:msi"


class Large:
    """One machine."""

    def __init__(self, units, cards=4, vfs=VFS):
        self.devices, self.acs, self.groups, self.faults = [], [], {}, []
        self.host = [{"fact": "numa", "nodes": "2"}, {"fact": "config", "p2pdma": "1"}]
        for unit in range(units):
            self.root(unit, cards, vfs)

    def add(self, dev, unit, path, group=None, kind="endpoint", **keys):
        """One function, its host record, and its group."""
        group = len(self.groups) if group is None else group
        self.groups.setdefault(group, []).append(dev)
        is_port = kind in ("root_port", "upstream", "downstream")
        self.devices.append({
            "dev": dev, "vendor": "0x8086" if is_port else "0x15b3",
            "device": "0x1234" if is_port else "0x101b",
            "class": "0x060400" if is_port else "0x020000",
            "driver": "pcieport" if is_port else "mlx5_core", "group": str(group),
            "domain": "DMA-FQ", "default": "DMA-FQ", "unit": "dmar%d" % unit,
            "numa": str(unit % 2), "dma_mask": "0xffffffffffffffff", "untrusted": "0",
            "ats": "-", "pri": "-", "pasid": "-", "flr": "1", "vf_of": "-", "numvfs": "-",
            "totalvfs": "-", "path": "/".join(path) or "-", "type": kind, "vf_index": "-",
            "flush": "lazy", **keys})
        self.host.append({"dev": dev, "resettable": "1", "reset": "flr",
                          "autoprobe": "-", "bar_max_mib": "32", "serial": "-"})
        return group

    def ports(self, dev, ports):
        """The ACS lines of a function: its own where it is a port, then those above."""
        for hop, (port, kind, flags) in ports:
            self.acs.append({"dev": dev, "hop": hop, "port": port, "type": kind,
                             "cap": FLAGS if flags else "none",
                             "ctl": ISOLATION if flags else "none",
                             "ctl_at_load": ISOLATION if flags else "none",
                             "present": "1" if flags else "0"})

    def root(self, unit, cards, vfs):
        """Everything below one root bus."""
        bus = unit * 16
        name = lambda b, d, f=0: "0000:%02x:%02x.%d" % (bus + b, d, f)
        top, up = (name(0, 1), "root_port", True), (name(1, 0), "upstream", False)
        self.add(top[0], unit, [], kind="root_port")
        self.ports(top[0], [("-", top)])
        self.add(up[0], unit, [top[0]], kind="upstream")
        self.ports(up[0], [("0", top)])
        for card in range(cards):
            port = (name(2, card), "downstream", card != 3)
            group = self.add(port[0], unit, [top[0], up[0]], kind="downstream")
            self.ports(port[0], ([("-", port)] if port[2] else []) + [("0", up), ("1", top)])
            above, path = [("0", port), ("1", up), ("2", top)], [top[0], up[0], port[0]]
            pf = name(3 + card, 0)
            shared = self.add(pf, unit, path, group if card == 3 else None,
                              numvfs=str(vfs), totalvfs=str(vfs))
            self.host[-1]["autoprobe"] = "1"
            self.ports(pf, above)
            for number in range(vfs):
                at = number + 8
                vf = name(3 + card, at >> 3, at & 7)
                self.add(vf, unit, path, shared if card == 3 and number < SHARING else None,
                         driver="-" if number & 1 else "vfio-pci", vf_of=pf,
                         vf_index=str(number))
                self.ports(vf, above)
            self.faults.append({"unit": "dmar%d" % unit, "source": pf, "reason": "0x06",
                                "name": "PTE Read access is not set", "access": "read",
                                "count": "7", "first_ns": "5000000000",
                                "last_ns": "6000000000", "last_addr": "0x1000",
                                "pasid": "-"})

    def snapshot(self):
        """The content of a file for --from."""
        units = sorted({device["unit"] for device in self.devices}, key=lambda u: int(u[4:]))
        by_dev = lambda record: record["dev"]
        return values.dump_snapshot({
            "format": 1, "kind": "iommu_audit snapshot", "tool": "0.1.0",
            "kernel": "6.12.107", "cmdline": "ro intel_iommu=on", "time": "2026-01-01T00:00:00Z",
            "boot_id": "11111111-2222-3333-4444-555555555555", "boottime_ns": 60000000000,
            "names": {}, "host": self.host, "files": {
                "version": [
                    {"format": "1", "module": "0.1.0", "kernel": "6.12.107",
                     "loaded_ns": "1000000000"},
                    {"source": "units", "method": "dmar", "accuracy": "exact", "reason": "-",
                     "limit": "-"},
                    {"monitor": "vtd", "method": "ratelimit_calls", "accuracy": "exact",
                     "reason": "-", "limit": "-", "missed": "0"},
                    {"monitor": "events", "method": "pci_bus,sriov_numvfs_store",
                     "accuracy": "exact", "reason": "-", "limit": "-", "missed": "0"}],
                "units": [{"unit": unit, "vendor": "vtd", "segment": "0000",
                           "base": "0x00000000fed%05x" % (4096 * n), "version": "1.0",
                           "translation": "1", "intremap": "1", "cap": "0x00d2008c222f0686",
                           "ecap": "0x0000000000f00f4a", "fault_regs": "1", "scope": "all",
                           "features": "QI,IR,PT", "qi": "1", "caching_mode": "0",
                           "mgaw": "48", "sagaw": "39,48", "domains": "65536", "posted": "0",
                           "status": "TES,IRES"} for n, unit in enumerate(units)],
                "groups": [{"group": str(group), "domain": "DMA-FQ", "default": "DMA-FQ",
                            "devices": ",".join(members), "reserved": MSI, "flush": "lazy"}
                           for group, members in self.groups.items()],
                "devices": sorted(self.devices, key=by_dev),
                "acs": sorted(self.acs, key=by_dev),
                "faults": [{"unit": unit, "interrupts": "28", "records": "28",
                            "attributed": "28", "unattributed": "0", "overflows": "0"}
                           for unit in units] + self.faults,
                "fault_log": [], "vf_requests": [],
                "events": [{"seq": str(n), "time_ns": str(n), "kind": "vf_add",
                            "dev": device["dev"], "group": device["group"],
                            "domain": "DMA-FQ", "pf": device["vf_of"],
                            "vf_index": device["vf_index"], "task": "bash", "pid": "1"}
                           for n, device in enumerate(self.devices)
                           if device["vf_of"] != "-"]}})


def sixteen_units():
    """4,200 functions, 3,700 groups, 16 units."""
    return Large(16).snapshot()


def one_unit():
    """280 functions, as a host with one unit and some cards has them."""
    return Large(1, 5, 53).snapshot()
