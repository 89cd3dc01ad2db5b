# SPDX-License-Identifier: GPL-2.0
"""Nodes of one hardware class, made of a recorded machine: what differs between them is planted here.

The lists below are this file's own: what the tool leaves out of a baseline it knows by itself.
"""
import copy
import json
import os
import random

import harness

RECORDED = os.path.join(harness.HERE, "machines", "gpu.json")
PLATFORM = {"system_vendor": "Contoso", "product": "R2", "board_vendor": "ASRock",
            "board": "ROMED8-2T", "bios_vendor": "AMI", "bios_version": "2.1",
            "bios_date": "01/02/2023", "bios_release": "5.17", "cpu_vendor": "GenuineIntel",
            "cpu_model": "Xeon 6430", "microcode": "0x2b000571", "vm_extension": "vmx",
            "kvm": True}
NIC, GPU0, GPU1, NVME = "0000:04:00.0", "0000:03:00.0", "0000:05:00.0", "0000:06:00.0"
PORT = "0000:00:02.0"
LINE = "BOOT_IMAGE=/boot/vmlinuz-6.12 root=UUID=%s ro intel_iommu=on iommu=pt ip=10.0.%d.%d::eth0:off"


def base():
    """The recorded machine with everything known that the profile baseline asks of it."""
    with open(RECORDED, encoding="utf8") as file:
        node = json.load(file)
    host = node["host"]
    host["platform"] = dict(PLATFORM)
    host["config"] = {"p2pdma": True, "acs_override": False, "vtd": "on", "amd_vi": True,
                      "default_domain": "lazy"}
    host["firmware"] = [{"dev": NVME, "name": "nvme0", "version": "3B2Q"}]
    host["usage"] = {"storage": True, "network": True, "console": True}
    host["names"] = [{"dev": one["dev"], "netdev": [], "rdma": [], "block": [], "nvme": [],
                      "drm": [], "slot": [], "sriov_vf_device": None, "slots_below": []}
                     for one in host["devices"]]
    host["limits"] = {"memlock_kb": None, "memlock_default": None, "cpu_bits": 46, "cpus": 64,
                      "apic_max": 127}
    for one in host["devices"]:
        one.pop("unknown", None)
        one["serial"] = None
    node["registers"] = [{"unit": "dmar0", "register": "RTADDR_REG", "offset": "0x0020",
                          "bits": 64, "value": "0x0000000100200000"}]
    node["translations"] = [{
        "dev": NIC, "requester": NIC, "unit": "dmar0", "domain": "DMA-FQ", "mode": "translated",
        "stage": "second", "tables": "legacy", "domain_id": 5, "width": 48, "pasids": 0,
        "ats": False, "reason": None}]
    node["events"] = [{"seq": 0, "time_ns": 5, "kind": "baseline", "dev": NIC}]
    node["vf_requests"] = []
    node["baseline"], node["redacted"], node["hidden"] = False, False, []
    return node


def renumber(node, chance):
    """Other numbers for the groups, and another order of their members."""
    numbers = [group["group"] for group in node["groups"]]
    others = list(numbers)
    chance.shuffle(others)
    became = dict(zip(numbers, others))
    for group in node["groups"]:
        group["group"] = became[group["group"]]
        chance.shuffle(group["devices"])
    for device in node["devices"]:
        if device["group"] is not None:
            device["group"] = became[device["group"]]


def node(number, names=True):
    """Node of that number: as every other one, but for what is its own."""
    made, chance = base(), random.Random(number)
    made["time"] = "2026-01-31T12:%02d:%02dZ" % divmod(number % 3600, 60)
    made["boot_id"] = "00000000-0000-4000-8000-%012d" % number
    made["boottime_ns"] = 10 ** 10 + number
    made["cmdline"] = LINE % (made["boot_id"], number // 250, number % 250 + 1)
    made["identities"][0]["loaded_ns"] = number
    for monitor in made["monitors"]:
        monitor["missed"] = number % 3
    for unit in made["fault_units"]:
        unit.update(interrupts=number, records=number, attributed=number)
    made["faults"] = [{"unit": "dmar0", "source": NIC, "reason": "0x06",
                       "name": "PTE Read access is not set", "access": "read",
                       "count": number, "first_ns": 1, "last_ns": 2 + number,
                       "last_addr": "0x%x" % (4096 * number), "pasid": None,
                       "index": None}][:number % 2]
    made["events"] = [{**made["events"][0], "seq": at} for at in range(number % 4)]
    made["registers"][0]["value"] = "0x%016x" % (4096 * number)
    made["translations"][0].update(domain_id=number, pasids=number % 5)
    host = made["host"]
    host["hugepages"][0]["free"] = number
    host["limits"]["memlock_kb"] = number
    for one in host["devices"]:
        if one["dev"] in (NIC, GPU0, GPU1, NVME):
            one["serial"] = "52-54-00-ff-ff-%02x-%02x-%02x" % (number >> 8 & 255, number & 255,
                                                              int(one["dev"][5:7], 16))
            one["link_speed"] = (2500, 16000)[number % 2]
    if names:
        host["names"][12].update(netdev=["lan%d" % number], rdma=["mlx5_%d" % (number % 4)])
        host["names"][14].update(block=["nvme%dn1" % (number % 3)], nvme=["nvme%d" % (number % 3)])
    host["firmware"][0]["name"] = "nvme%d" % (number % 3)
    host["uses"] = [{"dev": NVME, "what": "mount", "name": "/dev/nvme%dn1" % (number % 3),
                     "path": "/srv/%d" % number}][:number % 3]
    renumber(made, chance)
    return made


def of(node_, what, dev, key="dev"):
    """The records of a list that are about a function."""
    where = node_["host"] if what.startswith("host.") else node_
    return [one for one in where[what.removeprefix("host.")] if one[key] == dev]


def write(folder, name, made):
    """The path of a file with it."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf8") as file:
        json.dump(made, file)
    return path


def unknown(record, key):
    """Make a value one that could not be read."""
    record[key] = None
    record["unknown"] = sorted({*record.get("unknown", []), key})


def without(made, dev):
    """Take a function away, as if it had fallen off the bus."""
    for what in ("devices", "acs", "translations"):
        made[what] = [one for one in made[what] if one["dev"] != dev]
    for group in made["groups"]:
        group["devices"] = [one for one in group["devices"] if one != dev]
    made["groups"] = [group for group in made["groups"] if group["devices"]]
    for what in ("devices", "names", "firmware"):
        made["host"][what] = [one for one in made["host"][what] if one["dev"] != dev]


def changed(made, edit):
    """A copy of a node after edit(copy)."""
    new = copy.deepcopy(made)
    edit(new)
    return new
