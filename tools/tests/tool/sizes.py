# SPDX-License-Identifier: GPL-2.0
"""Input with n of one thing: snapshots, trees, results and command lines of any size.

Each function of DIMENSIONS makes what a file of 64 MB can hold much of. The machine
around it is the smallest one of large.py.
"""
import copy
import json

import large
import values

# Room for 31 bits of addresses: segments of 32 bits are more than anybody has.
BASE = json.loads(large.Large(1, 2, 2).snapshot())
CLASSES = {"nic": "0x020000", "gpu": "0x030200", "nvme": "0x010802", "port": "0x060400"}
FAR = 16


def address(number, segment=FAR):
    """The nth address of those that the small machine has none of."""
    return "%04x:%02x:%02x.%x" % (segment + (number >> 16), number >> 8 & 255,
                                  number >> 3 & 31, number & 7)


class Snapshot:
    """The small machine, to which records are added."""

    def __init__(self, **whole):
        self.whole = {**copy.deepcopy(BASE), **whole}
        self.device_like = next(d for d in BASE["devices"] if d["vf_of"] and d["driver"])
        self.acs_like = next(a for a in BASE["acs"] if a["present"] and a["hop"] == 0)
        self.groups = 1000

    def add(self, member, like, **keys):
        """A record like another one."""
        self.whole[member].append({**like, **keys})

    def group(self, members, **keys):
        """A group of these. Return: its number."""
        self.groups += 1
        self.add("groups", BASE["groups"][0], group=self.groups, devices=members, **keys)
        return self.groups

    def device(self, dev, path=(), kind="nic", group=None, **keys):
        """A function; in a group of its own, unless it is given one."""
        is_port = kind in ("root_port", "upstream", "downstream", "pcie_to_pci")
        self.add("devices", self.device_like, **{
            "dev": dev, "vendor": "0x8086", "device": "0x1234", "vf_of": None,
            "vf_index": None, "driver": "pcieport" if is_port else "mlx5_core",
            "class": CLASSES["port" if is_port else kind], "path": list(path) or None,
            "group": group or self.group([dev]), "type": kind if is_port else "endpoint",
            **keys})

    def acs(self, dev, ports):
        """The ports above a function: (port, type), the nearest first."""
        for hop, (port, kind) in enumerate(ports):
            self.add("acs", self.acs_like, dev=dev, port=port, hop=hop, type=kind)

    def host(self, dev, **keys):
        """What the kernel tells of a function."""
        self.whole["host"]["devices"].append({**BASE["host"]["devices"][0], "dev": dev, **keys})

    def text(self):
        """The content of a file for --from."""
        return json.dumps(self.whole, separators=(",", ":"))


def flat(n, kind="nic", **keys):
    """Functions on root buses, each in a group of its own."""
    snapshot = Snapshot()
    for i in range(n):
        snapshot.device(address(i), kind=kind, **keys)
    return snapshot.text()


def parts(n):
    """Parts of the chipset on root buses, all in one group."""
    snapshot = Snapshot()
    devices = [address(i) for i in range(n)]
    group = snapshot.group(devices)
    for dev in devices:
        snapshot.device(dev, group=group, driver=None, **{"class": "0x088000"})
    return snapshot.text()


def different(n):
    """Functions on root buses, of which no two are of one model."""
    snapshot = Snapshot()
    for i in range(n):
        snapshot.device(address(i), vendor="0x%04x" % (i >> 16), device="0x%04x" % (i & 65535))
    return snapshot.text()


def fan(n, kind="nic", **keys):
    """Functions below one root port and one switch, each below a port of its own."""
    snapshot = Snapshot()
    root, up = address(0, 8), address(256, 8)
    snapshot.device(root, kind="root_port")
    snapshot.device(up, [root], kind="upstream")
    for i in range(n):
        port, dev = address(i), address(i, 4096)
        snapshot.device(dev, [root, up, port], kind=kind, **keys)
        snapshot.acs(dev, [(port, "downstream"), (up, "upstream"), (root, "root_port")])
    return snapshot.text()


def fan_direct(n, kind="nic"):
    """The same, and nothing redirects."""
    whole = json.loads(fan(n, kind))
    for one in whole["acs"]:
        one["ctl"] = one["ctl_at_load"] = []
    return json.dumps(whole, separators=(",", ":"))


def fan_ports(n):
    """The same, and the ports are listed as well."""
    whole = json.loads(fan(n // 2))
    for i in range(n // 2):
        whole["devices"].append({**whole["devices"][0], "dev": address(i),
                                 "path": [address(0, 8), address(256, 8)],
                                 "type": "downstream", "group": None})
    return json.dumps(whole, separators=(",", ":"))


def vfs(n, **keys):
    """VFs of one PF below one port."""
    snapshot = Snapshot()
    root, up, port, pf = address(0, 8), address(256, 8), address(512, 8), address(768, 8)
    ports = [(port, "downstream"), (up, "upstream"), (root, "root_port")]
    for dev, path, kind in ((root, [], "root_port"), (up, [root], "upstream"),
                            (port, [root, up], "downstream")):
        snapshot.device(dev, path, kind)
    snapshot.device(pf, [root, up, port], numvfs=min(n, 65535), totalvfs=65535)
    for i in range(n):
        snapshot.device(address(i), [root, up, port], vf_of=pf, vf_index=i,
                        driver=None if i & 1 else "vfio-pci", **keys)
        if i < 4096:
            snapshot.acs(address(i), ports)
    return snapshot.text()


def pfs(n):
    """PFs, each with a VF."""
    snapshot = Snapshot()
    for i in range(n // 2):
        snapshot.device(address(2 * i), numvfs=1, totalvfs=1)
        snapshot.device(address(2 * i + 1), vf_of=address(2 * i), vf_index=0)
    return snapshot.text()


def one_group(n):
    """One group with n members."""
    snapshot = Snapshot()
    number = snapshot.group([address(i) for i in range(n)])
    for i in range(n):
        snapshot.device(address(i), group=number)
    return snapshot.text()


def members(n):
    """One group with n members that are no PCI functions."""
    snapshot = Snapshot()
    snapshot.group(["platform%d" % i for i in range(n)])
    return snapshot.text()


def groups(n):
    """Groups without a function that is listed."""
    snapshot = Snapshot()
    for i in range(n):
        snapshot.group([address(i), address(i, 4096)])
    return snapshot.text()


def regions(n):
    """One group with n reserved regions, and functions of which each asks about them."""
    snapshot = Snapshot()
    dev = [address(i) for i in range(n // 8)]
    number = snapshot.group(dev, reserved=[
        {"start": "0x%x" % (i * 8192), "end": "0x%x" % (i * 8192 + 4095), "type": "reserved"}
        for i in range(n)])
    for one in dev:
        snapshot.device(one, group=number, driver="vfio-pci", domain="unmanaged")
    return snapshot.text()


def deep(n):
    """Functions below chains of 255 ports."""
    snapshot = Snapshot()
    chain = [address(i * 8, 8) for i in range(255)]
    kinds = ["root_port"] + ["upstream", "downstream"] * 127
    for i in range(n // 255):
        dev = address(i)
        snapshot.device(dev, chain, kind="gpu" if i & 1 else "nic")
        snapshot.acs(dev, list(zip(chain, kinds))[::-1])
    return snapshot.text()


def acs_wide(n):
    """One function with n ACS records."""
    snapshot = Snapshot()
    snapshot.device(address(0, 8))
    snapshot.acs(address(0, 8), [(address(i), "downstream") for i in range(n)])
    return snapshot.text()


def records(member, n, like, **makers):
    """n records of a list; makers have a function of the number for some keys."""
    snapshot = Snapshot()
    for i in range(n):
        snapshot.add(member, like, **{key: maker(i) for key, maker in makers.items()})
    return snapshot.text()


def units(n):
    """Units."""
    return records("units", n, BASE["units"][0], unit=lambda i: "dmar%d" % (i + 9),
                   base=lambda i: "0x%016x" % (i << 12))


def unit_devices(n):
    """Units, and a function below each."""
    snapshot = Snapshot()
    for i in range(n // 2):
        snapshot.add("units", BASE["units"][0], unit="dmar%d" % (i + 9))
        snapshot.device(address(i), unit="dmar%d" % (i + 9))
        snapshot.add("fault_units", BASE["fault_units"][0], unit="dmar%d" % (i + 9))
    return snapshot.text()


def faults(n):
    """Faults of n sources."""
    return records("faults", n, BASE["faults"][0], source=address)


def fault_reasons(n):
    """Faults of one source."""
    return records("faults", n, BASE["faults"][0], reason=lambda i: "0x%04x" % (i & 65535),
                   last_addr=lambda i: "0x%x" % (i << 12))


FAULT = {"seq": 0, "time_ns": 1, "unit": "dmar0", "source": "0000:03:00.0", "reason": "0x06",
         "name": "PTE Read access is not set", "access": "read", "addr": "0x1000",
         "pasid": None}


def fault_log(n):
    """Faults one by one."""
    return records("fault_log", n, FAULT, seq=lambda i: i, time_ns=lambda i: i, source=address)


def events(n):
    """Events of n functions."""
    return records("events", n, BASE["events"][0], seq=lambda i: i, time_ns=lambda i: i,
                   dev=address, pf=lambda i: address(i // 2))


REQUEST = {**BASE["events"][0], "kind": "vf_request", "vf_index": None, "dev": "0000:03:00.0",
           "pf": None, "requested": 2, "old_numvfs": 0, "result": 2}


def requests(n):
    """Requests for VFs, among the events and in a list of their own."""
    whole = json.loads(records("vf_requests", n // 2, REQUEST, seq=lambda i: i,
                               time_ns=lambda i: i))
    whole["events"] = [{**REQUEST, "seq": i, "time_ns": i} for i in range(n // 2)]
    return json.dumps(whole)


def hugepages(n):
    """Sizes of hugepages."""
    snapshot = Snapshot()
    snapshot.whole["host"]["hugepages"] = [
        {"size_kb": 2048 + i, "total": 0, "free": 0} for i in range(n)]
    return snapshot.text()


def host_devices(n):
    """What the kernel tells of functions that are not listed."""
    snapshot = Snapshot()
    for i in range(n):
        snapshot.host(address(i))
    return snapshot.text()


def serials(n):
    """Functions with a serial number each, all of one model."""
    snapshot = Snapshot()
    for i in range(n // 2):
        snapshot.device(address(i))
        snapshot.host(address(i), serial="00-00-00-00-%02x-%02x-%02x-%02x" % (
            i >> 24, i >> 16 & 255, i >> 8 & 255, i & 255))
    return snapshot.text()


def resets(n):
    """One function with n ways to reset it."""
    snapshot = Snapshot()
    snapshot.device(address(0), driver="vfio-pci")
    snapshot.host(address(0), reset=["way%d" % i for i in range(n)])
    return snapshot.text()


def scope(n):
    """A unit with a scope of n entries."""
    snapshot = Snapshot()
    snapshot.add("units", BASE["units"][0], unit="dmar9", scope=[address(i) for i in range(n)])
    return snapshot.text()


def sources(n):
    """Sources that do not see everything."""
    return records("sources", n, BASE["sources"][0], accuracy=lambda i: "none",
                   reason=lambda i: "not_readable")


def monitors(n):
    """Monitors."""
    return records("monitors", n, BASE["monitors"][0])


def identities(n):
    """Who speaks, n times."""
    return records("identities", n, BASE["identities"][0])


def names(n):
    """Names of models."""
    return Snapshot(names={"0x%04x:0x%04x" % (i >> 16, i & 65535): "a model"
                           for i in range(n)}).text()


def unknown(n):
    """A record that names n keys as unknown."""
    snapshot = Snapshot()
    snapshot.whole["devices"][0]["unknown"] = ["key%d" % i for i in range(n)] + ["numa"]
    snapshot.whole["devices"][0]["numa"] = None
    return snapshot.text()


def strange(n):
    """Members that this version does not know."""
    return Snapshot(**{"strange%d" % i: [] for i in range(n)}).text()


def line(text):
    """The small machine with another command line."""
    return Snapshot(cmdline=text).text()


def words(n):
    """Words that no kernel knows, some of them nearly right."""
    return line(" ".join("intel_iomm%d=on" % i for i in range(n)))


def same_words(n):
    """One parameter over and over."""
    return line(" ".join("intel_iommu=%s" % ("on", "off")[i & 1] for i in range(n)))


def surplus(n):
    """A parameter that a kernel takes so many times only."""
    return line(" ".join("ivrs_ioapic[%d]=00:14.%d" % (i, i & 7) for i in range(n)))


def comma_items(n):
    """Items of one list."""
    return line("intel_iommu=" + ",".join("item%d" % i for i in range(n)))


def two_lists(n):
    """Items of two lists."""
    return line("intel_iommu=%s iommu=%s" % (
        ",".join("item%d" % i for i in range(n // 2)),
        ",".join(("pt", "nopt", "item%d" % i)[i % 3] for i in range(n // 2))))


def pci_items(n):
    """Items of pci=, each of which asks for something of a port."""
    return line("pci=" + ",".join("config_acs=1xxxxxx@%s" % address(i) for i in range(n)))


def vfio_ids(n):
    """Ids of vfio-pci.ids=, and as many functions."""
    whole = json.loads(different(n // 2))
    whole["cmdline"] = "vfio-pci.ids=" + ",".join(
        "%04x:%04x" % (i >> 16, i & 65535) for i in range(n // 2))
    for one in whole["devices"]:
        one["driver"] = "vfio-pci"
    return json.dumps(whole, separators=(",", ":"))


def acs_items(n):
    """Requests of config_acs=, and as many ports."""
    whole = json.loads(fan(n // 4))
    root, up = address(0, 8), address(256, 8)
    for i in range(n // 4):
        whole["devices"].append({**whole["devices"][0], "dev": address(i),
                                 "path": [root, up], "type": "downstream", "group": None})
    whole["cmdline"] = "pci=config_acs=" + ";".join(
        "1xxxxxx@%s" % address(i) for i in range(n // 4))
    return json.dumps(whole, separators=(",", ":"))


def acs_ids(n):
    """Requests of config_acs= by ids, and as many ports."""
    whole = json.loads(acs_items(n))
    whole["cmdline"] = "pci=config_acs=" + ";".join(
        "1xxxxxx@pci:%x:%x" % (i >> 16, i & 65535) for i in range(n // 4))
    return json.dumps(whole, separators=(",", ":"))


def result(runs):
    """A file of results: (configuration, size, time, command line) of each run."""
    return json.dumps({
        "format": 1, "kind": "iommu_audit bench", "name": "made", "tool": "0.1.0",
        "time": "2026-11-20T12:00:00Z", "runs": [{
            **({"configuration": label} if label else {}),
            "params": {"dev": "0000:01:00.0", "size": size},
            "context": {"kernel": "6.1", "time_ns": time, "cmdline": cmdline},
            "ops": [{"op": "map", "p50_ns": 300 + time % 7},
                    {"op": "unmap", "p50_ns": 200 + time % 5, "ops_per_s": 1000 + time % 11}],
            "histogram": []} for label, size, time, cmdline in runs]}, separators=(",", ":"))


def results(n):
    """Runs of as many configurations as have a hundred each, which take turns."""
    labels = ["a%d" % i for i in range(max(n // 100, 2))]
    return result((labels[i % len(labels)], 4096, i, labels[i % len(labels)])
                  for i in range(n))


def results_own(n):
    """Runs of a configuration each."""
    return result(("a%d" % i, 4096, i, "a%d" % i) for i in range(n))


def results_sizes(n):
    """Runs of two configurations, each with a size of its own."""
    return result(("ab"[i & 1], 4096 + i // 2, i, "ab"[i & 1]) for i in range(n))


def results_differ(n):
    """Runs of two configurations, each with a command line of its own."""
    return result(("ab"[i & 1], 4096, i, "a b c%d" % i) for i in range(n))


def results_one(n):
    """Runs of one configuration."""
    return result((None, 4096, i, "quiet") for i in range(n))


# Results, as DIMENSIONS.
RESULTS = {"results": (results, 100000), "results_own": (results_own, 100000),
           "results_sizes": (results_sizes, 100000), "results_differ": (results_differ, 100000),
           "results_one": (results_one, 100000)}
RESULT_COMMANDS = [["compare", "SELF"], ["compare", "SELF", "--json"],
                   ["compare", "SELF", "--force"], ["bench", "--from", "SELF"]]


def long_word(n):
    """One word of n letters."""
    return line("intel_iommu" + "x" * 8 * n)


# Name: how it is made, its table, and the commands that it is about beside those of all.
DIMENSIONS = {
    "flat": (flat, 100000), "different": (different, 100000), "fan": (fan, 45000), "fan_direct": (fan_direct, 45000),
    "fan_ports": (fan_ports, 50000), "vfs": (vfs, 100000), "pfs": (pfs, 100000),
    "gpus": (lambda n: flat(n, "gpu"), 20000), "gpu_fan": (lambda n: fan(n, "gpu"), 20000),
    "gpu_direct": (lambda n: fan_direct(n, "gpu"), 20000),
    "one_group": (one_group, 100000), "members": (members, 100000), "groups": (groups, 100000),
    "regions": (regions, 100000), "deep": (deep, 100000), "acs_wide": (acs_wide, 100000),
    "units": (units, 100000), "unit_devices": (unit_devices, 100000), "faults": (faults, 100000),
    "fault_reasons": (fault_reasons, 100000), "fault_log": (fault_log, 100000),
    "events": (events, 100000), "requests": (requests, 100000),
    "hugepages": (hugepages, 100000), "host_devices": (host_devices, 100000),
    "serials": (serials, 100000), "resets": (resets, 100000), "scope": (scope, 100000),
    "sources": (sources, 100000), "monitors": (monitors, 100000),
    "identities": (identities, 100000), "names": (names, 100000), "unknown": (unknown, 100000),
    "strange": (strange, 100000), "words": (words, 100000), "same_words": (same_words, 100000),
    "surplus": (surplus, 100000), "comma_items": (comma_items, 100000),
    "two_lists": (two_lists, 100000), "pci_items": (pci_items, 100000),
    "vfio_ids": (vfio_ids, 100000), "acs_items": (acs_items, 100000),
    "acs_ids": (acs_ids, 100000), "long_word": (long_word, 100000),
}

PROFILES = ["baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma", "vm-mixed", "inference"]
COMMANDS = [["report"], ["devices"], ["groups"], ["acs"], ["units"], ["version"], ["faults"],
            ["faults", "--log"], ["faults", "--since", "SELF"], ["events"], ["lint"], ["why", "DEV"], ["p2p", "A", "B"],
            ["p2p", "--matrix"], *[["check", "--profile", p] for p in PROFILES],
            *[["suggest", "--profile", p] for p in PROFILES], ["snapshot"],
            ["check", "--against", "SELF"], ["diff", "SELF", "SELF"], ["diff", "SELF", "BASE"],
            ["diff", "BASE", "SELF"]]
