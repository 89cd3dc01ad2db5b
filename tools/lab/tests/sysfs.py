# SPDX-License-Identifier: GPL-2.0
"""What the tool says of a machine without the module, against the module on the same boot.

Each value equals the module's, or is unknown. What has to be known is named, so that a tool
that knows nothing does not pass.
"""

from lablib import answers

USERS = ("root", "nobody")
# What is run before the module is loaded, with the exit codes that it may have.
COMMANDS = {
    "": {0}, "--json": {0}, "devices": {0}, "groups": {0}, "acs": {0}, "units": {0},
    "version --json": {0}, "p2p --matrix": {0}, "check": {0, 1}, "check --profile vfio --json": {0, 1},
    "suggest": {0}, "lint": {0, 1}, "why 00:00.0": {0}, "events": {0}, "faults": {3},
    "events --follow": {3}, "bench 00:00.0": {3}, "report --source module": {3},
}
# Keys that every function has known: of anybody, and of root besides.
ANYBODY = ("vendor", "device", "class", "driver", "group", "unit", "numa", "dma_mask", "vf_of",
           "numvfs", "totalvfs", "path", "vf_index", "default")
ROOT = ("type", "ats", "pri", "pasid", "flr")
# Only the module sees these; the first where the group does not settle it.
MODULES = {"devices": ("domain",), "groups": ("domain",), "acs": ("ctl_at_load",),
           "units": ("status", "regions")}
# What names the records of a list.
NAMES = {"units": ("unit",), "groups": ("group",), "devices": ("dev",), "acs": ("dev", "port")}
HOST_NAMES = {"hugepages": ("size_kb",), "devices": ("dev",)}


def _unknown(record, key):
    return answers.unknown(record, key)


def _by(records, names):
    found = {}
    for record in records:
        found.setdefault(tuple(record[name] for name in names), record)
    return found


def _same(key, ours, modules):
    """The members of a group are a set: the kernel's list is in the order of its making."""
    if key == "devices" and isinstance(ours, list):
        return sorted(ours) == sorted(modules)
    return ours == modules


def _compare(what, ours, modules, skip=()):
    """Values of one record that are neither the module's nor unknown."""
    return [f"{what}: {key} is {ours[key]!r}, the module says {value!r}"
            + (" (unknown)" if _unknown(modules, key) else "")
            for key, value in modules.items() if key != "unknown" and key not in skip
            and not _unknown(ours, key) and (not _same(key, ours.get(key), value) or
                                             _unknown(modules, key))]


def _is_blank(record):
    """An ACS record of a function that may have the capability: nobody could look."""
    return record["dev"] == record["port"] and _unknown(record, "present")


def _lists(ours, modules, names, label, complete):
    problems = []
    for name, keys in names.items():
        mine, theirs = _by(ours[name], keys), _by(modules[name], keys)
        more = [key for key in set(mine) - set(theirs)
                if not (name == "acs" and _is_blank(mine[key]))]
        problems += [f"{label}{name}: {key} is made up" for key in more]
        if complete(name):
            problems += [f"{label}{name}: {key} is missing" for key in set(theirs) - set(mine)]
        for key in set(mine) & set(theirs):
            problems += _compare(f"{label}{name} {' '.join(map(str, key))}", mine[key], theirs[key])
    return problems


def _has_group(device):
    return device["group"] is not None


def _left_open(ours):
    """What only the module sees is unknown, where there is something to see."""
    problems = []
    for name, keys in MODULES.items():
        for record in ours[name]:
            if name == "devices" and not _has_group(record):
                continue
            problems += [f"{name} {record}: {key} is known without the module" for key in keys
                         if not _unknown(record, key)]
    for name in ("faults", "fault_units", "fault_log", "events", "vf_requests", "translations",
                 "registers"):
        if name in ours:
            problems.append(f"{name}: a list, which says that nothing happened")
    return problems


def _known(ours, who):
    """What everybody sees is known of all."""
    keys = ANYBODY + (ROOT if who == "root" else ())
    problems = [f"{device['dev']}: {key} is unknown" for device in ours["devices"] for key in keys
                if _unknown(device, key) and not (
                    # conventional or below a bridge that nobody may look into
                    who == "nobody" and key == "vf_index")]
    if who == "root":
        problems += [f"ACS of {port['port']}: {key} is unknown" for port in ours["acs"]
                     for key in ("cap", "ctl", "present", "type") if _unknown(port, key)]
    return problems


def _used(modules):
    return any(_has_group(device) for device in modules["devices"])


def snapshot(out, who, vendor):
    """The snapshot of a user, against that of the module."""
    ours, modules = answers.load(out / f"sysfs.{who}.json"), answers.load(out / "snapshot.json")
    problems = [] if ours["source"] == "sysfs" and modules["source"] == "module" else \
        [f"the sources are {ours['source']} and {modules['source']}"]
    # without root the units are those that the kernel uses
    problems += _lists(ours, modules, NAMES, "",
                       lambda name: name != "units" or who == "root")
    problems += _lists(ours["host"], modules["host"], HOST_NAMES, "host ", lambda name: True)
    for name in ("numa", "config", "vfio"):
        if ours["host"][name] and modules["host"][name]:
            problems += _compare(f"host {name}", ours["host"][name], modules["host"][name])
    problems += _compare("identity", ours["identities"][0], modules["identities"][0])
    problems += _left_open(ours) + _known(ours, who)
    if vendor and _used(modules):
        problems += [f"unit {unit['unit']}: {key} is unknown" for unit in ours["units"]
                     for key in ("translation", "cap", "ecap", "features", "version")
                     if _unknown(unit, key)]
        if not ours["units"]:
            problems.append("no unit is seen")
    reasons = [source for source in ours["sources"] if source["reason"]]
    if {"domains", "translations"} - {source["source"] for source in reasons}:
        problems.append(f"reasons are lacking: {ours['sources']}")
    return problems


def commands(out):
    """Each command ended as it should, and the report begins with what it rests on."""
    problems, seen = [], set()
    for line in (out / "sysfs.exits").read_text(encoding="ascii").splitlines():
        who, code, command = (line + " ").split(" ", 2)
        command = command.strip()
        seen.add((who, command))
        if int(code) not in COMMANDS.get(command, {0}):
            problems.append(f"{who}: iommu-audit {command}: exit code {code}")
    problems += [f"{who}: iommu-audit {command} was not run" for who in USERS for command in COMMANDS
                 if (who, command) not in seen]
    for who, words in (("root", "without the module"), ("nobody", "and without root")):
        first = (out / f"sysfs.{who}.out").read_text(encoding="utf-8").splitlines()[0]
        if "from sysfs, " not in first or words not in first or "read now" not in first:
            problems.append(f"{who}: the report begins with {first!r}")
    if "sudo iommu-audit load" not in (out / "sysfs.nobody.out").read_text(encoding="utf-8"):
        problems.append("nobody is not told how to load the module")
    return problems
