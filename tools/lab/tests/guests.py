# SPDX-License-Identifier: GPL-2.0
"""The commands of Documentation/first-run.md, on a machine like those that it is for."""

import json
import re
import shlex
import struct
import tarfile

from lablib import boot, build, topology
from lablib.paths import PROJECT

from . import machine
from .report import Suite

LINE = "6.12"
FIRST_RUN = "first run"


def commands():
    """The commands of the page, as root types them; those that install are tried by dkms."""
    page = (PROJECT / "Documentation" / "first-run.md").read_text(encoding="utf-8")
    found = [line[4:].replace("sudo ", "") for line in page.splitlines()
             if line.startswith("    ")]
    return [line for line in found if not line.startswith(("apt ", "make"))]


def _first_run_script():
    """Each command in a shell of its own: its number, its exit status, what it wrote."""
    lines = [f"sh -c {shlex.quote(command)} >out.{number} 2>&1; echo {number} $? >>exits"
             for number, command in enumerate(commands())]
    return "\n".join(["set +e", *lines, "cp /tmp/iommu-first-run.tar.gz .",
                      "tar -xzf iommu-first-run.tar.gz",
                      "iommu-audit --from iommu-first-run/snapshot.json >from 2>&1; "
                      "echo from $? >>exits",
                      "test ! -e /sys/module/iommu_audit; echo unloaded $? >>exits"]).encode()


def _ended(out):
    exits = dict(line.split() for line in (out / "exits").read_text(encoding="ascii").splitlines())
    wanted = [str(number) for number in range(len(commands()))] + ["from", "unloaded"]
    return [f"{name} ({commands()[int(name)] if name.isdigit() else name}): {exits.get(name)}"
            for name in wanted if exits.get(name) != "0"] or \
        ([] if len(wanted) > 20 else ["the page has hardly a command"])


def _to_send(out):
    """What the page asks for is in the archive, whole, and nothing is empty."""
    with tarfile.open(out / "iommu-first-run.tar.gz") as tar:
        files = {entry.name.split("/")[-1]: tar.extractfile(entry).read()
                 for entry in tar.getmembers() if entry.isfile()}
    page = (PROJECT / "Documentation" / "first-run.md").read_text(encoding="utf-8")
    named = set(re.findall(r"> /tmp/iommu-first-run/([a-z.]+)(?: |$)", page, re.M))
    problems = [f"{name} is missing" for name in named | {"snapshot.json", "DMAR.bin"}
                if name not in files]
    problems += [f"debugfs.{name} is missing" for name in
                 ("version", "units", "groups", "devices", "acs", "faults", "events")
                 if f"debugfs.{name}" not in files]
    problems += [f"{name} is empty" for name, data in files.items() if not data]
    table = files.get("DMAR.bin", b"")
    if table[:4] != b"DMAR" or struct.unpack_from("<I", table, 4)[0] != len(table):
        problems.append(f"DMAR.bin is no DMAR table of its {len(table)} bytes")
    if "IVRS.bin" in files:
        problems.append("a table that the machine does not have")
    json.loads(files["snapshot.json"])
    return problems


def _first_run(suite, ready):
    result = machine.run(suite, FIRST_RUN, lambda: boot.Request(
        ready[LINE][0], topology.load("demo"), "intel", "intel_iommu=on", _first_run_script(), {},
        {"COLUMNS": 100}, ready[LINE][1], {"/usr/sbin/iommu-audit": build.tool()}))
    if result:
        machine.check(suite, FIRST_RUN, {
            "each command of the page ends well": lambda: _ended(result.out),
            "what is to be sent is there": lambda: _to_send(result.out)})


def run(only="", long=False):
    """Boot a kernel for the first run; returns the exit status."""
    suite = Suite("guests")
    boots = machine.chosen([FIRST_RUN], str, (), only, long)
    ready = machine.modules(suite, [LINE]) if boots else {}
    if ready:
        _first_run(suite, ready)
    return suite.status()
