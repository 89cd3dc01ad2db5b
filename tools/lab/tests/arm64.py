# SPDX-License-Identifier: GPL-2.0
"""Booted arm64 kernels, with an SMMUv3 and without: as system.py, and what is not seen yet."""

import collections
import re

from lablib import answers, boot, build, topology
from lablib.paths import LAB

from . import abi, compare, machine, read
from .report import Suite

# iommu: as qemu.py names it; expected: domain words of all groups; early: whether functions get
# their groups when they are found, as since Linux 6.15, and not when a driver is bound; None: the
# SMMU's driver refuses some, those that share a requester id behind a bridge.
Boot = collections.namedtuple("Boot", "line iommu cmdline shape expected early")
BOOTS = [
    # arm64 is strict unless it is told otherwise
    Boot("6.12-arm64", "smmuv3", "", "demo", "DMA", False),
    Boot("7.3-arm64", "smmuv3", "iommu.strict=0", "demo", "DMA-FQ", True),
    Boot("7.3-arm64", "none", "", "demo", "none", None),
    Boot("6.12-arm64", "smmuv3", "iommu.passthrough=1", "pcie-pci-bridge", "identity", None),
    Boot("6.12-arm64", "none", "", "pcie-pci-bridge", "none", None),
    Boot("7.3-arm64", "smmuv3", "", "pcie-pci-bridge", "DMA", None),
]
RARE = ("6.12-arm64 smmuv3 pcie-pci-bridge", "6.12-arm64 none pcie-pci-bridge",
        "7.3-arm64 smmuv3 pcie-pci-bridge")
MONITORS = {"smmuv3": "smmuv3"}
# First what sysfs alone tells, then what system.py collects, then VFs that come and go, and a
# benchmark of a function with a driver.
COMMANDS = "report", "devices", "groups", "acs", "check", "version"
SYSFS = f"""
test ! -e /sys/kernel/debug/iommu_audit
for command in {' '.join(COMMANDS)}; do
	iommu-audit $command --json >sysfs.$command.json 2>sysfs.$command.stderr || :
done
iommu-audit groups --predict --json >predicted.json 2>predicted.stderr || :
"""
SCRIPT = """
iommu-audit load
target=$(host dev "$TARGET")
[ -z "$NIC" ] || { vfs nic 0; vfs nic 3; }
cat "$dir/events" >events
sysfs .events
cat "$dir/faults" >faults
cat "$dir/translations" >translations
iommu-audit faults >tool.faults 2>&1 || echo $? >>tool.faults
iommu-audit check --json >check.json || :
iommu-audit bench "$target" --seconds 0.2 --repeat 1 --save "$PWD/bench.json" >tool.bench 2>&1
echo "$target" >target
iommu-audit unload
"""


def _label(entry):
    return f"{entry.line} {entry.iommu} {entry.shape}"


def _request(entry, kernel, module, tool):
    shape = topology.load(entry.shape)
    nic = "nic" if "nic" in shape.facts else ""
    env = {"DRIFT": "rp0", "VFIO": "", "COLUMNS": 100, "NIC": nic, "TARGET": nic or "rp0"}
    script = SYSFS.encode() + (LAB / "tests" / "collect.sh").read_bytes() + SCRIPT.encode()
    return boot.Request(kernel, shape, entry.iommu, entry.cmdline, script, {}, env, module,
                        {"/usr/sbin/iommu-audit": tool})


def _unseen(out, iommu):
    """No SMMU is read or watched, and every place that could be taken for a zero says so."""
    lines = {line.get("source") or line.get("monitor"): line
             for line in read.records(out / "version")}
    problems = [f"{name}: {lines[name]}" for name, word in
                (("units", "SMMU"), ("smmuv3", "event queue"), ("translations", "unit"))
                if lines[name]["accuracy"] != "none" or word not in lines[name]["reason"]]
    for name in ("units", "registers", "faults"):
        problems += [f"{name}: {line}" for line in read.records(out / name)]
    problems += [f"{line['dev']}: mode={line['mode']}, {line['reason']}"
                 for line in read.records(out / "translations")
                 if (line["mode"], line["reason"]) !=
                 (("-", "-") if line["unit"] == "none" else ("unknown", "no_unit"))]
    said = (out / "tool.faults").read_text(encoding="utf-8")
    if "unknown" not in said or re.search(r"\b0 ", said):
        problems.append(f"faults prints {said!r}")
    present = bool((out / "sysfs.iommu").read_text(encoding="ascii").strip())
    if present != (iommu != "none"):
        problems.append(f"/sys/class/iommu: {present}, the machine has {iommu}")
    return problems


def _grouped(out, early):
    """Functions without a driver have a group when the kernel looks at them as they are found."""
    found = read.sysfs_devices(out)
    lone = [dev for dev, facts in found.items() if facts["driver"] == "-"
            and facts["iommu_group"] == "-" and facts["class"] != "0x060000"]
    if early:
        return [f"{dev} has no group" for dev in lone]
    return [] if lone else ["each function has a group"]


def _events(out):
    """Three VFs came after two had gone: their events name the groups that sysfs shows."""
    lines = read.records(out / "events")
    theirs = read.sysfs_devices(out, ".events")
    vfs = {dev for dev, facts in theirs.items() if facts["physfn"] != "-"}
    added = {line["dev"]: line for line in lines if line["kind"] == "vf_add"}
    gone = [line["dev"] for line in lines if line["kind"] == "vf_del"]
    requests = [(line["requested"], line["result"], line["errno"])
                for line in lines if line["kind"] == "vf_request"]
    problems = [] if len(vfs) == 3 and set(added) == vfs else \
        [f"VFs of sysfs {sorted(vfs)}, events have {sorted(added)}"]
    if requests != [("0", "0", "0"), ("3", "3", "0")]:
        problems.append(f"requests {requests}")
    if len(gone) != 2:
        problems.append(f"gone are {gone}")
    for dev in vfs & set(added):
        group = next((line["group"] for line in lines if line["dev"] == dev
                      and line["kind"] == "group_add"), "-")
        if group != theirs[dev]["iommu_group"]:
            problems.append(f"{dev}: group {group}, sysfs has {theirs[dev]['iommu_group']}")
        bound = next(((line["driver"], line["group"]) for line in lines if line["dev"] == dev
                      and line["kind"] == "vf_bind"), None)
        if bound != (theirs[dev]["driver"], theirs[dev]["iommu_group"].replace("-", "none")):
            problems.append(f"{dev}: bound {bound}, sysfs has {theirs[dev]['driver']} in "
                            f"{theirs[dev]['iommu_group']}")
    return problems


def _bench(out):
    """The benchmark mapped on a function with its driver, in the domain that sysfs shows."""
    target = (out / "target").read_text(encoding="ascii").strip()
    group = read.sysfs_devices(out)[target]["iommu_group"]
    domain = read.sysfs_groups(out)[group]["type"] if group != "-" else "none"
    runs = answers.load(out / "bench.json")["runs"]
    problems = [] if runs else ["no run"]
    for run in runs:
        context = run["context"]
        if (context["dev"] if "dev" in context else run["params"]["dev"]) != target or \
                context["domain"] != domain or \
                not answers.same(context, "virtualised", "unknown"):
            problems.append(f"{context}: {target} is in {domain}")
        problems += [f"{op['op']}: {op['ops']} operations" for op in run["ops"] if op["ops"] < 100]
    return problems


def _sysfs(out):
    """Without the module each fact is the module's of the same boot, or unknown."""
    problems = []
    for name, key in (("devices", "dev"), ("groups", "group")):
        said = {str(one[key]): one for one in answers.load(out / f"sysfs.{name}.json")[name]}
        records = read.by(key, out / name)
        if set(said) != set(records):
            problems.append(f"{name}: {sorted(said)}, the module has {sorted(records)}")
        problems += [f"{name} {who}: {what}={said[who].get(what)!r}, the module has {text}"
                     for who in said.keys() & records.keys()
                     for what, text in records[who].items()
                     if not answers.unknown(said[who], what)
                     and not answers.same(said[who], what, text)]
        told = {what for one in said.values() for what in one if not answers.unknown(one, what)}
        lacking = {"vendor", "device", "type", "path", "group", "default", "unit"} \
            if name == "devices" else {"devices", "default", "reserved"}
        problems += [f"{name}: {what} is unknown everywhere" for what in lacking - told
                     if said]
    stderr = {name: (out / f"sysfs.{name}.stderr").read_text(errors="replace").strip()
              for name in COMMANDS}
    return problems + [f"{name}: {text[:200]}" for name, text in stderr.items() if text]


def _predicted(out):
    """The groups that the prediction makes of this machine are the kernel's."""
    said = answers.load(out / "predicted.json")
    theirs = {frozenset(group["devices"]) for group in read.sysfs_groups(out).values()}
    ours = {frozenset(member["dev"] for member in group["members"]) for group in said["groups"]}
    return [f"predicted {sorted(ours - theirs, key=sorted)}, sysfs has "
            f"{sorted(theirs - ours, key=sorted)}"] if ours != theirs else []


def _check(suite, entry, result):
    out, shape = result.out, topology.load(entry.shape)
    tests = {
        "functions and their fields as in sysfs": lambda: compare.devices(out),
        "groups, members, default types, reserved regions as in sysfs":
            lambda: compare.groups(out),
        f"every group is {entry.expected}": lambda: compare.domains(out, entry.expected),
        "ACS of every port as in lspci": lambda: compare.acs(out),
        "each domain has its flush policy": lambda: compare.flush(out),
        "port types, ATS, PRI, PASID, FLR, VFs as in lspci": lambda: compare.capabilities(out),
        "serial numbers as in lspci": lambda: compare.serials(out),
        "ports, bridges and VFs as in the topology": lambda: compare.topology(out, shape.facts),
        "no SMMU is watched, and that is said": lambda: _unseen(out, entry.iommu),
        "version names kernel, module, time, and what there is to see":
            lambda: compare.version(out, None, MONITORS),
        "every key as in Documentation/ABI, in its order": lambda: abi.compare(out, set()),
        "the tool answers with the module's facts, a silent stderr": lambda: compare.tool(out),
        "ACS changed by setpci shows as drift":
            lambda: compare.drift(out, read.qemu_devices(out / "qemu.devices")["rp0"]),
        "the benchmark maps": lambda: _bench(out),
        "without the module sysfs says the same": lambda: _sysfs(out),
    }
    if entry.early is not None:
        tests["the groups are predicted"] = lambda: _predicted(out)
        tests["functions without a driver have a group, or get it with one"] = \
            lambda: _grouped(out, entry.early)
    if "nic" in shape.facts:
        tests["VFs that come and go as in sysfs"] = lambda: _events(out)
    machine.check(suite, _label(entry), tests)


def run(only="", long=False):
    """Boot each machine whose label holds the text only; returns the exit status."""
    suite = Suite("arm64")
    boots = machine.chosen(BOOTS, _label, RARE, only, long)
    ready = machine.modules(suite, [entry.line for entry in boots])
    tool = build.tool(arch="arm64") if ready else None
    for entry in boots:
        if entry.line not in ready:
            continue
        result = machine.run(suite, _label(entry), lambda entry=entry: _request(
            entry, *ready[entry.line], tool))
        if result:
            _check(suite, entry, result)
    return suite.status()
