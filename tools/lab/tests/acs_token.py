# SPDX-License-Identifier: GPL-2.0
"""The tokens that `p2p` suggests, given to kernels: setpci and sysfs say what they did."""

import re

from lablib import answers, boot, build, kernels, topology
from lablib.paths import LAB

from . import machine, read
from .report import Suite

# Kernel, and what it is given: nothing, the token that the tool suggested on the
# last boot without one, or the older form of that on a kernel that has both.
BOOTS = [("6.12", "plain"), ("6.12", "token"), ("7.2", "token"), ("6.12", "redir"),
         ("6.1", "plain"), ("6.1", "token")]
RARE = ("6.1",)
# ACS Control: what keeps a request at a switch is off, PCIe 7.7.8.3.
REDIRECT = 0x04 | 0x08 | 0x20
PORTS = ("sw0", "sw1")


def _table(path):
    """{first word: second word} of the lines of a file."""
    return dict(line.split() for line in path.read_text(encoding="utf-8").splitlines())


def _bits(out):
    return {dev: int(value, 16) for dev, value in _table(out / "bits").items()}


def _path(out):
    """What the tool says of the way between the two disks."""
    return answers.load(out / "p2p.json")["path"]


def _ports(out):
    devices = read.qemu_devices(out / "qemu.devices")
    return [devices[name] for name in PORTS]


def _plain(out, line):
    """Before: the ports redirect, and the token names both of them."""
    bits, answer = _bits(out), _path(out)
    problems = [f"{port} does not redirect: {bits[port]:#x}" for port in _ports(out)
                if bits[port] & REDIRECT == 0]
    if answer["route"] != "redirected":
        problems.append(f"route is {answer['route']}")
    word = "disable_acs_redir" if line == "6.1" else "config_acs"
    token = (answer["fix"] or {}).get("token") or ""
    if not re.fullmatch(rf"pci={word}=\S+", token):
        problems.append(f"token is {token!r}")
    return problems


def _hugepages(out, said):
    """Sizes and numbers of huge pages, of which the guest has some of 2 MiB."""
    pages = {}
    for line in (out / "hugepages").read_text(encoding="ascii").splitlines():
        size, key, value = re.search(r"-(\d+)kB/(nr|free)_hugepages:(\d+)$", line).groups()
        pages.setdefault(size, {})[{"nr": "total", "free": "free"}[key]] = value
    if pages.get("2048", {}).get("total", "0") == "0":
        return [f"the guest has no hugepages of 2 MiB: {pages}"]
    found = {str(answers.number(record, "size_kb")): record for record in said}
    if found.keys() == pages.keys() and len(said) == len(pages) and all(
            answers.same(found[size], key, value)
            for size, counts in pages.items() for key, value in counts.items()):
        return []
    return [f"hugepages {said}, sysfs says {pages}"]


def _host(out):
    """What the snapshot says of the host is what sysfs says."""
    host = answers.load(out / "snapshot.json")["host"]
    disk = read.qemu_devices(out / "qemu.devices")["disk0"]
    mine = next(r for r in host["devices"] if r["dev"] == disk)
    sizes = [end - start + 1 for start, end, flags in
             ([int(n, 16) for n in line.split()]
              for line in (out / "resource").read_text().splitlines()[:6]) if flags & 0x200]
    nodes = (out / "nodes").read_text().strip()
    wanted = {"reset": ",".join((out / "reset").read_text().split()) or "none",
              "bar_max_mib": str(max(sizes) >> 20), "autoprobe": "-"}
    problems = [f"{disk}: {key}={mine.get(key)}, sysfs says {value}"
                for key, value in wanted.items() if not answers.same(mine, key, value)]
    if nodes != "0" or answers.number(host["numa"], "nodes") != 1:
        problems.append(f"NUMA nodes {nodes!r} in sysfs, and {host['numa']}")
    return problems + _hugepages(out, host["hugepages"])


def _changed(out, before):
    """After: exactly the redirect bits of exactly the two ports are gone."""
    bits, ports, problems = _bits(out), _ports(out), []
    for dev, old in before.items():
        want = old & ~REDIRECT if dev in ports else old
        if bits.get(dev) != want:
            problems.append(f"{dev}: {bits.get(dev):#06x}, expected {want:#06x}, was {old:#06x}")
    answer = _path(out)
    if answer["route"] != "direct" or answer["fix"]:
        problems.append(f"the tool says {answer['route']}, fix {answer['fix']}")
    return problems


def _impact(out, groups):
    """The isolation impact is what the tool says: each disk joins its port, and was alone."""
    now, devices = _table(out / "groups"), read.qemu_devices(out / "qemu.devices")
    problems = []
    for disk, port in zip(("disk0", "disk1"), PORTS):
        disk, port = devices[disk], devices[port]
        if groups[disk] == groups[port]:
            problems.append(f"{disk} shared a group with {port} before")
        if now[disk] != now[port]:
            problems.append(f"{disk} is in group {now[disk]}, {port} in {now[port]}")
    if now[devices["disk0"]] == now[devices["disk1"]]:
        problems.append("both disks are in one group")
    return problems


def _redir(out, before):
    """The older token on this kernel: what the tool says against it is so."""
    bits = _bits(out)
    return [f"{port}: {bits[port]:#06x}, was {before[port]:#06x}: only the redirect bits went"
            for port in _ports(out) if bits[port] == before[port] & ~REDIRECT]


def _boot(suite, line, kind, cmdline):
    """Boot; returns the folder of what the guest left, or None after a report."""
    def request():
        kernel = kernels.get(line)
        return boot.Request(kernel, topology.load("acs-switch"), "intel",
                            f"intel_iommu=on {cmdline}",
                            (LAB / "tests" / "acs_token.sh").read_bytes(), {}, {},
                            build.module(kernel)["iommu_audit"],
                            {"/usr/sbin/iommu-audit": build.tool()},
                            (), ())

    result = machine.run(suite, f"{line} {kind}", request)
    return result.out if result and not result.reasons and not result.code else None


def _tokens(out):
    """Both forms of the token, from the answers of one boot."""
    token = _path(out)["fix"]["token"]
    paths = [entry.split("@")[-1] for entry in token.split("=", 2)[2].split(";")]
    return {"token": token, "redir": "pci=disable_acs_redir=" + ";".join(paths)}


def run(only="", long=False):
    """Run the boots whose label holds the text only; returns the exit status."""
    suite, before, groups, tokens = Suite("acs_token"), {}, {}, {}
    for line, kind in machine.chosen(BOOTS, lambda b: b[0], RARE, only, long):
        if kind != "plain" and not tokens:
            continue
        if kind == "plain":
            before, groups, tokens = {}, {}, {}
        out = _boot(suite, line, kind, tokens.get(kind, ""))
        if out is None:
            continue
        label = f"{line} {kind}"
        try:
            if kind == "plain":
                before, groups, tokens = _bits(out), _table(out / "groups"), _tokens(out)
                suite.check(f"{label}: redirected, and a token", _plain(out, line))
                suite.check(f"{label}: facts of the host are those of sysfs", _host(out))
            elif kind == "token":
                suite.check(f"{label}: the token changes exactly the bits",
                            _changed(out, before))
                suite.check(f"{label}: the isolation impact is that of the groups",
                            _impact(out, groups))
            else:
                suite.check(f"{label}: the older token switches more off",
                            _redir(out, before))
        except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
            suite.check(f"{label}: can be compared", [f"{type(error).__name__}: {error}"])
    return suite.status()
