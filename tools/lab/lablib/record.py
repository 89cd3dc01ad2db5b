# SPDX-License-Identifier: GPL-2.0
"""Records machines: boots them and keeps what iommu-audit says of them as snapshots."""

import collections
import json
import shlex
import uuid
import zlib

from . import answers, boot, build, kernels, topology
from .paths import LAB, PROJECT, LabError, read_table, say

FOLDER = PROJECT / "tools" / "tests" / "tool" / "machines"
BOOTS = PROJECT / "tools" / "tests" / "tool" / "boots"
# One boot. stages: [(name of a machine, set-up that makes it)].
HELPERS = ("vfio_hold", "dma")
Boot = collections.namedtuple("Boot", "kernel iommu topology cmdline qemu stages")
COLUMNS = 7
# Times of the guest depend on how busy the host is: a machine is recorded so
# long after its module was loaded, and later ones of the same boot one by one.
LOADED_NS = 30 * 10 ** 9
READ_NS = 60 * 10 ** 9
STAGE_NS = 30 * 10 ** 9
# The last fault is so old then, and the times between faults are multiples of this.
LAST_FAULT_NS = 10 ** 9
GRAIN_NS = 10 ** 8
# The moment that every record is dated with.
EPOCH = 1700000000

START = """\
iommu-audit load
host devs >devices
"""
STAGE = """\
{setup}
settle
SOURCE_DATE_EPOCH={epoch} iommu-audit snapshot --output {name}.json
"""


def boots():
    """The boots of machines.list."""
    found = []
    for line in read_table(LAB / "machines.list"):
        if line.startswith("+"):
            name, _, setup = line[1:].partition("|")
            found[-1].stages.append((name.strip(), setup.strip()))
            continue
        cells = [cell.strip() for cell in line.split("|", COLUMNS - 1)]
        if len(cells) != COLUMNS:
            raise LabError(f"machines.list: {COLUMNS} columns expected: {line}")
        name, kernel, iommu, shape, cmdline, qemu, setup = cells
        found.append(Boot(kernel, iommu, shape, cmdline, shlex.split(qemu), [(name, setup)]))
    return found


def _steady_time(snapshot, stage):
    """Move the times of a snapshot to where they are in every recording."""
    now = READ_NS + stage * STAGE_NS
    times = [(record, key) for name in ("faults", "fault_other", "fault_log", "invalidations")
             for record in snapshot[name]
             for key in ("first_ns", "last_ns", "time_ns")
             if answers.number(record, key) is not None]
    if times:
        last = max(answers.number(record, key) for record, key in times)
        for record, key in times:
            before = round((last - answers.number(record, key)) / GRAIN_NS) * GRAIN_NS
            record[key] = now - LAST_FAULT_NS - before
    snapshot["identities"][0]["loaded_ns"] = LOADED_NS
    snapshot["boottime_ns"] = now


def steady(snapshot, name, stage):
    """A snapshot without what differs from one recording to the next."""
    _steady_time(snapshot, stage)
    snapshot["boot_id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    for unit in snapshot["fault_units"]:
        if unit["interrupts"] is not None and unit["records"] is not None:
            unit["interrupts"] = unit["records"]
    return snapshot


def compact(value, lists=2):
    """JSON with a line for each record, so that a change of one shows as one."""
    if isinstance(value, dict) and lists:
        inner = [f"{json.dumps(key)}: {compact(part, lists - 1)}" for key, part in value.items()]
        return "{\n" + ",\n".join(inner) + "\n}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(compact(record, 0) for record in value) + "\n]"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _keep(out, entry):
    devices = json.loads((out / "devices").read_text(encoding="ascii"))
    FOLDER.mkdir(exist_ok=True)
    first = entry.stages[0][0]
    for stage, (name, _) in enumerate(entry.stages):
        snapshot = answers.load(out / f"{name}.json")
        (FOLDER / f"{name}.json").write_text(compact(steady(snapshot, first, stage)) + "\n",
                                             encoding="utf-8")
        (FOLDER / f"{name}.ids").write_text(
            "# SPDX-License-Identifier: GPL-2.0\n# QEMU's ids of the devices, and where it says "
            "they are\n" + "".join(f"{who} {where}\n" for who, where in sorted(devices.items())),
            encoding="ascii")
        say(f"recorded {name}")


def record(names):
    """Boot the machines of that names, or all; returns the exit status."""
    entries = boots()
    known = [name for entry in entries for name, _ in entry.stages]
    for name in names:
        if name not in known:
            raise LabError(f"no machine {name!r} in machines.list; there are: "
                           + " ".join(known), 2)
    status = 0
    for entry in entries:
        first = entry.stages[0][0]
        if names and not {name for name, _ in entry.stages} & set(names):
            continue
        kernel = kernels.get(entry.kernel)
        script = START + "".join(STAGE.format(name=name, setup=setup, epoch=EPOCH)
                                 for name, setup in entry.stages)
        request = boot.Request(
            kernel, topology.load(entry.topology), entry.iommu, entry.cmdline, script.encode(),
            {f"usr/bin/{name}": build.helper(name, kernel.arch) for name in HELPERS}, {},
            build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)},
            ("vfio_pci", "vfio_iommu_type1"), entry.qemu)
        result = boot.boot(request, PROJECT / "build" / "record" / first, first, True)
        if result.reasons or result.code:
            say(f"{first}: not recorded: the script ended with {result.code}; "
                + "; ".join(result.reasons) + f"; see {result.folder}")
            status = 1
            continue
        _keep(result.out, entry)
    return status


def keep(names):
    """Keep boots that the suite random left in build/random, with their dumps."""
    for name in names:
        left = PROJECT / "build" / "random" / name
        if not (left / "machine").exists():
            raise LabError(f"{left} is no boot of the suite random that ended well", 2)
        target = BOOTS / name.replace(":", "-")
        target.mkdir(parents=True, exist_ok=True)
        (target / "machine").write_bytes((left / "machine").read_bytes())
        for dump in ("hex", "text", "nobody"):
            data = (left / "out" / f"lspci.{dump}").read_bytes()
            (target / f"{dump}.bin").write_bytes(zlib.compress(data, 9))
        say(f"kept {name}")
    return 0
