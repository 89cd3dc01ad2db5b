# SPDX-License-Identifier: GPL-2.0
"""A snapshot that the module took, as one that was taken without it would be."""
import copy

# What the module alone has.
LISTS = ["registers", "fault_units", "faults", "invalidations", "fault_other", "fault_log",
         "events", "vf_requests", "translations", "monitors"]
# What takes status registers of a unit; event_entries of AMD's alone, the next of VT-d's.
STATUS = ["status", "regions", "event_entries", "qi", "protected", "ir_entries", "x2apic",
          "posted_irtes", "guest_apic"]
REASON = "only the module sees them"
ROOT = "only root reads configuration space behind its header"


def forget(record, *keys):
    """Make values unknown; what does not apply stays so where that is known without the module."""
    unknown = record.setdefault("unknown", [])
    for key in keys:
        record[key] = None
        if key not in unknown:
            unknown.append(key)


def source(name, method, accuracy, reason):
    """How one source of facts sees."""
    return {"source": name, "method": method, "accuracy": accuracy, "reason": reason,
            "limit": None}


def has(record, key):
    """Whether a key of a record has a value, known or not."""
    return record.get(key) is not None or key in record.get("unknown", [])


def of_sysfs(snapshot, root=True):
    """What is left of a snapshot without the module, and for somebody who is not root."""
    machine = copy.deepcopy(snapshot)
    for name in LISTS:
        machine.pop(name, None)
    machine["source"] = "sysfs"
    machine["monitors"] = []
    for identity in machine["identities"]:
        forget(identity, "module", "loaded_ns")
    machine["sources"] = [
        source("units", "none", "none", "no DMAR and no IVRS table") if not machine["units"] else
        source("units", "dmar" if root else "sysfs", "snapshot", None),
        source("domains", "sysfs", "snapshot", REASON),
        source("devices", "sysfs", "snapshot", None if root else ROOT),
        source("acs", "config_space", "snapshot", None if root else ROOT),
        source("translations", "none", "none", REASON)]
    for unit in machine["units"]:
        forget(unit, *[key for key in STATUS if has(unit, key)])
        # of a unit that is off only the module can tell
        if unit["translation"] is False:
            forget(unit, "translation", "cap", "ecap", "features", "version",
                   *[key for key in ("fault_regs", "caching_mode", "mgaw", "sagaw", "domains",
                                     "posted", "protected") if has(unit, key)])
        if not root:
            forget(unit, "scope", "segment")
    if not root:
        machine["units"] = [unit for unit in machine["units"] if unit["translation"]]
    for group in machine["groups"]:
        forget(group, "domain")
    for device in machine["devices"]:
        if has(device, "group"):
            forget(device, "domain")
        if not root and device["type"] not in ("pci", "pci_bridge"):
            forget(device, "type", "ats", "pri", "pasid", "flr")
    for port in machine["acs"]:
        forget(port, "ctl_at_load")
        if not root and port["type"] not in ("pci", "pci_bridge"):
            forget(port, "type", "cap", "ctl", "present")
    for device in machine.get("host", {}).get("devices", []):
        if not root and device["serial"]:
            forget(device, "serial")
    return machine
