# SPDX-License-Identifier: GPL-2.0
"""Booted kernels: the module's files against sysfs, lspci, topology and kernel log."""

import collections
import concurrent.futures

from lablib import boot, build, qemu, topology
from lablib.paths import LAB, PROJECT, LabError, Unavailable, say

from . import abi, compare, machine, odd, read, sysfs
from .report import Suite, boot_problems

# One IOMMU configuration. expected: domain words that all groups may have, as
# alternatives, or "none"; vendor: of the unit in the firmware table or None; changes: facts
# of a topology that are others with this command line; hidden: the processor hides QEMU.
Config = collections.namedtuple("Config", "name iommu cmdline expected vendor translating changes "
                                "hidden")
Config.__new__.__defaults__ = ({}, False)

CONFIGS = [
    Config("intel", "intel", "intel_iommu=on", "DMA-FQ", "vtd", True),
    Config("intel-pt", "intel", "intel_iommu=on iommu=pt", "identity", "vtd", True),
    Config("intel-strict", "intel", "intel_iommu=on iommu.strict=1", "DMA", "vtd", True),
    # the kernel switches ATS on only where the unit can send invalidations to devices
    Config("intel-ats", "intel:device-iotlb=on", "intel_iommu=on", "DMA-FQ", "vtd", True),
    Config("intel-noats", "intel:device-iotlb=on", "intel_iommu=on pci=noats", "DMA-FQ", "vtd",
           True, {"rng": {"ats": "off"}}),
    # VT-d that caches what is not present makes the kernel strict
    Config("intel-cm", "intel:caching-mode=on", "intel_iommu=on intremap=off", "DMA", "vtd", True),
    Config("intel-off", "intel", "intel_iommu=off", "none", "vtd", False),
    # AMD-Vi sets NpCache in QEMU, which makes the kernel strict.
    Config("amd", "amd", "", "DMA", "amd", True),
    Config("amd-pt", "amd", "iommu=pt", "identity", "amd", True),
    Config("amd-noir", "amd", "intremap=off", "DMA", "amd", True),
    Config("virtio", "virtio", "", "DMA|DMA-FQ", None, True),
    Config("none", "none", "", "none", None, False),
    Config("hidden", "none", "", "none", None, False, {}, True),
]
# Configurations that only EXTRA names.
ALONE = ("intel-ats", "intel-noats", "intel-cm", "amd-noir", "hidden")
LINES = ["6.1", "6.12", "7.3"]
# (kernel line, configuration, topology)
EXTRA = [
    ("5.10", "intel", "demo"),
    ("6.12", "intel-ats", "ats"),
    ("6.12", "intel-noats", "ats"),
    ("6.12", "intel-cm", "plain"),
    ("6.12", "amd-noir", "plain"),
    ("6.12", "hidden", "plain"),
    ("6.12", "intel", "no-acs"),
    ("6.12", "intel", "multifunction"),
    ("6.12", "intel", "pcie-pci-bridge"),
    ("6.12", "intel", "pxb"),
    ("6.12", "intel", "sriov-249"),
    ("6.12", "intel", "twins"),
    ("7.2", "intel", "demo"),
    ("7.2", "amd", "pcie-pci-bridge"),
]
# The line on which the machines of odd.py are booted.
ODD_LINE = "6.12"
# What depends on the kernel is in the other boots of the line.
RARE = tuple(f"{line} {name} demo" for line, names in
             {"6.1": ("intel-pt", "intel-strict", "intel-off", "amd-pt"),
              "7.3": ("intel-strict", "intel-off", "amd-pt")}.items() for name in names)
# (kernel line, configuration) whose demo runs each command before there is a module.
COMMANDED = [("6.12", "intel"), ("6.12", "none")]
AT_ONCE = 2


def matrix():
    """All boots of the suite: [(kernel line, Config, topology name)]."""
    named = {config.name: config for config in CONFIGS}
    boots = [(line, config, "demo") for line in LINES for config in CONFIGS
             if config.name not in ALONE]
    return boots + [(line, named[config], shape) for line, config, shape in EXTRA]


def _request(kernel, config, shape, module, tool):
    first_port = next((who for who, facts in shape.facts.items() if facts.get("acs") == "yes"), "")
    commands = "\n".join(sysfs.COMMANDS) if (kernel.line, config.name) in COMMANDED else ""
    env = {"DRIFT": first_port, "COMMANDS": commands, "VFIO": "loose" if "loose" in shape.facts else "", "COLUMNS": 100}
    return boot.Request(
        kernel, shape, config.iommu, config.cmdline, (LAB / "tests" / "collect.sh").read_bytes(),
        {"usr/bin/vfio_hold": build.helper("vfio_hold")}, env, module,
        {"/usr/sbin/iommu-audit": tool}, ("vfio_pci", "vfio_iommu_type1"),
        qemu.hidden() if config.hidden else ())


def _expected(config, kernel):
    """5.10's VT-d cannot say whether it flushes lazily: sysfs and we say DMA there."""
    if kernel.line == "5.10" and config.expected == "DMA-FQ":
        return "DMA|unknown"
    return config.expected


def _facts(shape, config):
    """What a topology says, on a command line that changes some of it."""
    return {who: {**facts, **config.changes.get(who, {})} for who, facts in shape.facts.items()}


def _grouped(out, dev):
    """Whether sysfs has a group for a function; True when nothing is known."""
    try:
        return read.sysfs_devices(out)[dev]["iommu_group"] != "-"
    except (OSError, KeyError, ValueError):
        return True


def _check(suite, label, result, config, kernel, shape, seen):
    out = result.out
    expected = _expected(config, kernel)
    vendor = config.vendor

    tests = {
        "functions and their fields as in sysfs": lambda: compare.devices(out),
        "groups, members, default types, reserved regions as in sysfs":
            lambda: compare.groups(out),
        f"every group is {expected}": lambda: compare.domains(out, expected),
        "ACS of every port as in lspci": lambda: compare.acs(out),
        "each domain has its flush policy": lambda: compare.flush(out, kernel.line != "5.10"),
        "port types, ATS, PRI, PASID, FLR, VFs as in lspci": lambda: compare.capabilities(out),
        "serial numbers as in lspci": lambda: compare.serials(out),
        "ports, bridges and VFs as in the topology":
            lambda: compare.topology(out, _facts(shape, config)),
        "units as in QEMU's registers, the kernel's log and sysfs":
            lambda: compare.units(out, vendor, config.translating),
        "raw registers as QEMU has them": lambda: compare.registers(out, vendor),
        "version names kernel, module, time, and what there is to see":
            lambda: compare.version(out, vendor),
        "version says what it is in":
            lambda: compare.hypervisor(out, qemu.signature(), config.hidden),
        "every key as in Documentation/ABI, in its order":
            lambda: abi.compare(out, seen),
        "the tool answers with the module's facts, a silent stderr": lambda: compare.tool(out),
    }
    for who in sysfs.USERS:
        tests[f"without the module, {who} is told what the module says, or unknown"] = \
            lambda who=who: sysfs.snapshot(out, who, vendor)
    if (kernel.line, config.name) in COMMANDED and shape.name == "demo":
        tests["without the module each command answers, or says what to run"] = \
            lambda: sysfs.commands(out)
    known = read.qemu_devices(out / "qemu.devices") if (out / "qemu.devices").exists() else {}
    if (out / "acs.drift").exists():
        port = next(known[who] for who, facts in shape.facts.items() if facts.get("acs") == "yes")
        tests["ACS changed by setpci shows as drift"] = lambda: compare.drift(out, port)
        tests["the difference since a snapshot is that change"] = \
            lambda: compare.since(out, port)
    if (out / "devices.vfio").exists():
        tests["a device held by VFIO is unmanaged beside its default"] = \
            lambda: compare.vfio(out, known["loose"], expected)
    elif "loose" in shape.facts and _grouped(out, known.get("loose")):
        suite.check(f"{label}: a device held by VFIO", ["the guest did not come so far"])
    machine.check(suite, label, tests)


def _boot(suite, line, config, shape_name, kernel, module, tool, seen):
    label = f"{line} {config.name} {shape_name}"
    shape = topology.load(shape_name)
    folder = PROJECT / "build" / "system" / label.replace(" ", "-")
    try:
        result = boot.boot(_request(kernel, config, shape, module, tool), folder, label, True)
    except Unavailable as error:
        suite.skip(f"{label}: boots", str(error))
        return
    except LabError as error:
        suite.check(f"{label}: boots", [error])
        return
    suite.check(f"{label}: boots, loads, unloads, powers down cleanly", boot_problems(result))
    _check(suite, label, result, config, kernel, shape, seen)


def run(only="", long=False):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("system")
    boots = machine.chosen(matrix(), lambda b: f"{b[0]} {b[1].name} {b[2]}", RARE, only, long)
    tool = build.tool()
    ready = machine.modules(suite, [*(b[0] for b in boots), ODD_LINE])
    build.helper("vfio_hold")
    todo = [b for b in boots if b[0] in ready]
    say(f"system: {len(todo)} boots, {AT_ONCE} at a time")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        # by line, every (file, key) that a boot of it has shown
        seen = {line: set() for line in LINES}
        jobs = [pool.submit(_boot, suite, line, config, shape, *ready[line], tool,
                            seen.get(line, set()))
                for line, config, shape in todo]
        if ODD_LINE in ready:
            jobs.append(pool.submit(odd.run, suite, only, *ready[ODD_LINE], tool))
        try:
            for job in jobs:
                job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for line in LINES:
        if line in ready and not only:
            suite.check(f"{line}: every key that Documentation/ABI describes was shown",
                        abi.unseen(seen[line]))
    return suite.status()
