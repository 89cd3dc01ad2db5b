# SPDX-License-Identifier: GPL-2.0
"""What the host uses itself, and the huge pages that it got: what the tool says, against /proc, the
routes, dmsetup, and QEMU's serial numbers and addresses of what is in use."""

import re

from lablib import answers, arch, boot, build, topology
from lablib.paths import LAB

from . import machine, read
from .report import Suite

# A kernel line, and the huge pages that its command line asks for: their size in KiB, and how many.
# 4 GiB are all that the guest has.
BOOTS = (("6.12", ((2048, 16), (1048576, 4))), ("5.10", ((2048, 16),)))
MEMORY = 4096
PHASES = ("before", "during", "after")
# Functions of one id each, which vfio-pci.ids= takes together, and those that the script uses.
PAIRS = (("mounted", "unused"), ("swapped", "held", "stacked"), ("routed", "idle"), ("pf",))
USED = {"mounted": "/mnt/lab", "swapped": "swap", "held": "lab", "stacked": "/mnt/volume",
        "routed": "default route", "pf": "VFs"}


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def _disks(out):
    """{disk or its number: its serial number}."""
    found = {}
    for line in _lines(out / "disks"):
        name, number, *serial = line.split()
        found[name] = found[number] = serial[0] if serial else None
    return found


def _in_use(out, phase, addresses):
    """QEMU ids of functions that the host uses, as the kernel tells without the tool."""
    folder, used = out / phase, set()
    disks = _disks(folder)
    files = [line.split()[0] for name in ("mounts", "swaps") for line in _lines(folder / name)]
    # what a volume is made of, the next lines tell
    files = [file[len("/dev/"):] for file in files
             if file.startswith("/dev/") and not file.startswith("/dev/mapper/")]
    files += re.findall(r"\b(\w+)\[\d+\]", (folder / "mdstat").read_text())
    used.update(disks.get(file, disks.get(re.sub(r"p?\d+$", "", file))) for file in files)
    below = [disks[f"{major}:{minor}"] for major, minor in
             re.findall(r"\((\d+), (\d+)\)", (folder / "deps").read_text())]
    used.update(serial for serial in below if serial)
    nets = dict(re.findall(r"/net/([^/]+)/address:52:54:00:00:00:0(\d)",
                           (folder / "nets").read_text()))
    used.update(("routed", "idle", "pf")[int(nets[name]) - 1] for name in
                re.findall(r"^default .*\bdev (\S+)", (folder / "routes").read_text(), re.M))
    bus = addresses["pf"].rsplit(":", 1)[0]
    if any(name.startswith(bus) for name in _lines(folder / "igbvf")):
        used.add("pf")
    return used


def _happened(out, addresses):
    """The script did what it is there for, by what the kernel tells."""
    seen = [_in_use(out, phase, addresses) for phase in PHASES]
    return [] if seen == [set(), set(USED), set()] else [f"in use one after the other: {seen}"]


def _finding(path, rule):
    return next(one for one in answers.load(path)["findings"] if one["id"] == rule)


def _each(out, phase, addresses):
    """A function that is asked about by its name fails if it is in use, and passes if not."""
    used, problems = _in_use(out, phase, addresses), []
    for dev in (dev for pair in PAIRS for dev in pair):
        finding = _finding(out / phase / f"check.{dev}.json", "in-use")
        wanted = "fail" if dev in used else "pass"
        if finding["verdict"] != wanted:
            problems.append(f"{dev}: {wanted} was expected: {finding}")
        elif dev in used and not (USED[dev] in finding["title"] and
                                  addresses[dev][5:] in finding["title"]):
            problems.append(f"{dev}: names neither it nor its use: {finding['title']}")
    return problems


def _whole(out, phase, addresses):
    """Of all of them, what is in use is told and no failure of the host."""
    used = _in_use(out, phase, addresses)
    finding = _finding(out / phase / "check.json", "in-use")
    told = " ".join(finding["evidence"])
    problems = [f"{dev} is not told: {finding}" for dev in used if addresses[dev] not in told]
    wanted = "warn" if used else "pass"
    return problems + ([] if finding["verdict"] == wanted else [f"no {wanted}: {finding}"])


def _ids(path):
    """The ids that vfio-pci is to take, by the arguments to add."""
    return {one for entry in answers.load(path)["add"]
            for values in re.findall(r"vfio-pci\.ids=(\S+)", entry["argument"])
            for one in values.split(",")}


def _suggested(out, phase, addresses):
    """No id of what is in use is proposed, and each that is not is."""
    of = {}
    for address, value in re.findall(r"/devices/([^/]+)/(?:vendor|device):0x(\w+)",
                                     (out / "ids").read_text()):
        of.setdefault(address, []).append(value)
    of = {address: ":".join(values) for address, values in of.items()}
    used = _in_use(out, phase, addresses)
    kept = {of[addresses[dev]] for dev in used}
    problems = [f"without --dev: {one}" for one in _ids(out / phase / "suggest.json") & kept]
    for pair in PAIRS:
        ids = _ids(out / phase / f"suggest.{'+'.join(pair)}.json")
        wanted = set() if used & set(pair) else {of[addresses[pair[0]]]}
        if ids != wanted:
            problems.append(f"{' and '.join(pair)}: {ids} proposed, expected {wanted}")
    return problems


def _pages(out, phase, asked):
    """The first size that came short is told, with what was asked for and what is there."""
    got = {int(size): int(count) for size, count in
           re.findall(r"hugepages-(\d+)kB/nr_hugepages:(\d+)",
                      (out / phase / "hugepages").read_text())}
    short = next(((count, size, got[size]) for size, count in asked if got[size] < count), None)
    finding = _finding(out / phase / "check.json", "hugepages")
    wanted = short and "asks for {} hugepages of {} KiB, and {} are there".format(*short)
    problems = []
    if bool(short) != (phase == "after" or len(asked) > 1):
        problems.append(f"the kernel has {got} of {asked}")
    if finding["verdict"] != ("warn" if short else "pass") or \
            (short and wanted not in finding["title"]):
        problems.append(f"expected {wanted or 'a pass'}: {finding}")
    return problems


def _boot(suite, line, kernel, asked):
    def request():
        tool = build.tool(arch=kernel.arch)
        return boot.Request(
            kernel, topology.load("host"), "intel",
            " ".join(f"hugepagesz={size}K hugepages={count}" for size, count in asked),
            (LAB / "tests" / "host.sh").read_bytes(), {},
            {"PAIRS": " ".join("+".join(pair) for pair in PAIRS)}, None,
            {"/usr/sbin/iommu-audit": tool,
             "/usr/sbin/dmsetup": arch.sysroot(kernel.arch) + "/usr/sbin/dmsetup"}, (), (), MEMORY)

    result = machine.run(suite, line, request)
    if not result:
        return
    out, addresses = result.out, read.qemu_devices(result.out / "qemu.devices")
    tests = {"the host came to use them, and let them go": lambda: _happened(out, addresses)}
    for phase in PHASES:
        tests.update({
            f"{phase}, each function": lambda phase=phase: _each(out, phase, addresses),
            f"{phase}, all functions": lambda phase=phase: _whole(out, phase, addresses),
            f"{phase}, what is proposed": lambda phase=phase: _suggested(out, phase, addresses),
            f"{phase}, huge pages": lambda phase=phase: _pages(out, phase, asked),
        })
    machine.check(suite, line, tests)


def run(only="", long=False):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("host")
    todo = [(line, asked) for line, asked in BOOTS
            if (long or only or line == BOOTS[0][0]) and only in line]
    ready = machine.modules(suite, [line for line, _ in todo])
    for line, asked in todo:
        if line in ready:
            _boot(suite, line, ready[line][0], asked)
    return suite.status()
