# SPDX-License-Identifier: GPL-2.0
"""Room for VFs: what the tool says before anybody asks, against what the kernel answers.

Where there is room, the size of a VF's BARs is compared as well.
"""

from lablib import answers, arch, boot, build, topology
from lablib.paths import LAB

from . import machine, read
from .report import Suite

LINES = ("6.12", "5.10", "7.2")
# A topology and the kernel's parameters: what windows firmware left, and what Linux makes of them.
# And the functions that cannot have a VF then.
BOOTS = {
    "igb-nvme pci=realloc=off": (),
    "igb-nvme pci=realloc=on": (),
    "no-room pci=realloc=off": ("disk",),
    "no-room pci=realloc=on": (),
}
RARE = [f"{line} {words}" for line in LINES for words in BOOTS
        if line != LINES[0] or words == "no-room pci=realloc=on"]
DEVS = ("nic", "disk")
NO_ROOM = "not enough MMIO resources for SR-IOV"


def _size(text):
    """KiB of the BARs in the first six lines of a file "resource"."""
    lines = [[int(word, 16) for word in line.split()] for line in text.splitlines()[:6]]
    return sum(end - start + 1 for start, end, flags in lines if flags & 0x200) >> 10


def _judged(out, dev):
    """The finding about one function, and what the snapshot has of it."""
    address = read.qemu_devices(out / "qemu.devices")[dev]
    finding = next(f for f in answers.load(out / "check.json")["findings"] if f["id"] == "vf-space")
    record = next(d for d in answers.load(out / "snapshot.json")["host"]["devices"]
                  if d["dev"] == address)
    return finding, record


def _compare(out, dev):
    """Whether the kernel made all VFs, and the tool said that it would."""
    _, record = _judged(out, dev)
    log = (out / f"{dev}.log").read_text(errors="replace")
    total, num = (int((out / f"{dev}.{name}").read_text()) for name in ("total", "num"))
    error = (out / f"{dev}.error").read_text()
    refused = NO_ROOM in log
    problems = []
    if refused != (num == 0) or refused != ("Cannot allocate memory" in error):
        problems.append(f"{num} of {total} VFs, {error!r}: {log[-300:]}")
    if record["vf_bars"] is None or record["vf_bars_placed"] is None:
        problems.append(f"not known: {record}")
    elif (record["vf_bars_placed"] < record["vf_bars"]) != refused:
        problems.append(f"refused is {refused}, said {record}")
    if not refused and record["vf_bar_kb"] != _size((out / f"{dev}.vf").read_text()):
        problems.append(f"size of a VF's BARs: {(out / f'{dev}.vf').read_text()}, said {record}")
    return problems


def _verdict(out, refused):
    """The finding is that of both functions, and names who is refused."""
    seen = tuple(dev for dev in DEVS
                 if NO_ROOM in (out / f"{dev}.log").read_text(errors="replace"))
    finding, _ = _judged(out, "nic")
    wanted = "fail" if seen else "pass"
    names = [read.qemu_devices(out / "qemu.devices")[dev] for dev in seen]
    return ([] if seen == refused else [f"{seen} refused, and {refused} were to be"]) + \
        ([] if finding["verdict"] == wanted else [f"{seen} refused, said {finding}"]) + \
        [f"{name} is not named: {finding}" for name in names if name[5:] not in finding["title"]]


def _boot(suite, line, kernel, words):
    name, cmdline = words.split(" ", 1)

    def request():
        return boot.Request(
            kernel, topology.load(name), "intel", cmdline,
            (LAB / "tests" / "vfspace.sh").read_bytes(), {}, {}, None,
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)}, ("vfio_pci",), ())

    label = f"{line} {words}"
    result = machine.run(suite, label, request)
    if result:
        machine.check(suite, label, {
            **{dev: lambda dev=dev: _compare(result.out, dev) for dev in DEVS},
            "the verdict": lambda: _verdict(result.out, BOOTS[words])})


def run(only="", long=False):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("vfspace")
    todo = machine.chosen([(line, words) for line in LINES for words in BOOTS], " ".join, RARE,
                          only, long)
    ready = machine.modules(suite, [line for line, _ in todo])
    for line, words in todo:
        if line in ready:
            _boot(suite, line, ready[line][0], words)
    return suite.status()
