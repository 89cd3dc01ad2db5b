# SPDX-License-Identifier: GPL-2.0
"""VFs in a storm: what each reader has seen and lost is what the script caused."""

import collections

from lablib import boot, build, kernels, topology
from lablib.paths import LAB, say

from . import machine, read

# rings: their sizes in events; cycles: with each of them; vfs: of each controller;
# races: loads with a reader that is killed while the module goes.
Storm = collections.namedtuple("Storm", "line iommu rings cycles vfs races")
# With all the readers a VF takes the debug kernel seconds.
BOOTS = (Storm("6.12", "intel", (8192, 64), 6, 120, 20),
         Storm("debug", "intel", (64,), 2, 3, 5),
         Storm("6.12-rt", "intel", (8192, 64), 3, 120, 5),
         Storm("debug-rt", "intel", (64,), 2, 3, 5))
SHORT = (BOOTS[0]._replace(cycles=3, races=5), BOOTS[1]._replace(cycles=1, races=2))
CONTROLLERS = 2
# Group, domain, function, and the driver that the kernel tries although
# sriov_drivers_autoprobe is off: pci_device_probe() then refuses with ENODEV.
PER_VF = ("group_add", "domain_attach", "vf_add", "vf_bind_failed", "vf_del", "group_del")
# Readers that must not lose anything in a ring of the default size.
KEEP_UP = ("fast", "polled")
READERS = (*KEEP_UP, "slow", "crawling")
DEFAULT_RING = 8192


def chosen(only, long):
    """The storms that are to run; those that SHORT leaves out when something is asked for."""
    storms = BOOTS if long else [*SHORT, *BOOTS[len(SHORT):]] if only else SHORT
    return [storm for storm in storms if only in title(storm)]


def caused(storm):
    """Events with one ring: each VF comes and goes, each controller is asked twice."""
    return storm.cycles * CONTROLLERS * (storm.vfs * len(PER_VF) + 2)


def machine_without_vfs():
    """Two NVMe controllers with 120 VFs each that are not there yet."""
    shape = topology.load("sriov-249")
    return shape._replace(setup=[line for line in shape.setup if not line.startswith("vfs ")])


def request(storm, victims="yes"):
    """The boot.Request of a storm."""
    kernel = kernels.get(storm.line)
    return boot.Request(
        kernel, machine_without_vfs(), storm.iommu, "intel_iommu=on",
        (LAB / "tests" / "event_storm.sh").read_bytes(),
        {f"usr/bin/{name}": build.helper(name) for name in ("follow", "pipe_rules")},
        {"RINGS": " ".join(map(str, storm.rings)), "CYCLES": storm.cycles, "VFS": storm.vfs,
         "RACES": storm.races, "VICTIMS": victims},
        build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (), (), 2048)


def _counted(path):
    """{key: number} of what follow -c said."""
    return {key: int(value) for key, value in
            (pair.split("=") for pair in path.read_text(encoding="ascii").split())}


def loss(out, ring, storm):
    """Problems of one ring: seen + lost of each reader is what the script caused."""
    problems = []
    want = caused(storm)
    events = read.records(out / f"events.{ring}")
    if int(events[-1]["seq"]) + 1 != want:
        problems.append(f"ring {ring}: the last event is seq={events[-1]['seq']}, the script "
                        f"caused {want}")
    if len(events) != min(ring, want):
        problems.append(f"ring {ring}: the file events holds {len(events)}")
    for name in READERS:
        got = _counted(out / f"reader.{ring}.{name}")
        say(f"  ring {ring}, {name}: " + " ".join(f"{k}={v}" for k, v in got.items()))
        if got["events"] + got["lost"] != want or got["wrong"] or got["next"] != want:
            problems.append(f"ring {ring}, {name}: {got}, the script caused {want}")
        if got["lost"] and ring == DEFAULT_RING and name in KEEP_UP:
            problems.append(f"ring {ring}, {name} lost {got['lost']}")
        if not got["lost"] and name == "crawling" and ring < want:
            problems.append(f"ring {ring}, {name} lost nothing of {want}")
    return problems


def _lines(path):
    return path.read_text(errors="replace").splitlines()


def _rmmod(out, rings):
    """rmmod was refused while readers were there."""
    return [f"ring {ring}: rmmod said {text!r}" for ring in rings
            for text in [(out / f"rmmod.{ring}").read_text(errors="replace")]
            if "in use" not in text and "busy" not in text and "temporarily" not in text]


def _rules(out):
    said = _lines(out / "rules")
    return [] if said == ["done"] else said or ["pipe_rules said nothing"]


def _missed(out, rings):
    """No probe was skipped."""
    lines = [line for ring in rings for line in read.records(out / f"version.{ring}")
             if line.get("monitor") == "events"]
    return [str(line) for line in lines if int(line["missed"])] or \
        ([] if len(lines) == len(rings) else ["version has no line monitor=events"])


def title(storm):
    """What a storm is called in the suite."""
    return f"{storm.line} {storm.iommu} storm"


def check(suite, storm):
    """One boot of a storm, and its tests."""
    label, rings = title(storm), storm.rings
    result = machine.run(suite, label, lambda: request(storm))
    if not result:
        return
    out = result.out
    tests = {
        "events seen and lost are those caused, by each reader":
            lambda: [text for ring in rings for text in loss(out, ring, storm)],
        "readers were killed, loads raced, nothing failed":
            lambda: _lines(out / "problems")
            + ([] if len(_lines(out / "victims")) > 3 else ["few readers were killed"])
            + ([] if _lines(out / "races") == [str(storm.races)] else ["the races did not end"]),
        "rmmod is refused while readers block": lambda: _rmmod(out, rings),
        "reads block, wake, and are cut as promised": lambda: _rules(out),
        "no probe was missed": lambda: _missed(out, rings),
    }
    if storm.line == "debug":
        tests["kmemleak finds nothing of ours"] = \
            lambda: read.leaks((out / "kmemleak").read_text(errors="replace"))
    machine.check(suite, label, tests)
