# SPDX-License-Identifier: GPL-2.0
"""What the events cost: VFs made and destroyed with the module and without it; and their delay."""

import collections
import statistics

from lablib import answers, boot, build, kernels, qemu
from lablib.paths import LAB, PROJECT, LabError

from . import event_storm, read

VFS = 120
# How much longer 120 VFs may take.
TARGET = 0.02
PAIRS = 6
EVENTS = 100
# The loss run: one ring of the default size.
LOSS = event_storm.Storm("6.12", "intel", (event_storm.DEFAULT_RING,), 100, VFS, 1)
# It says nothing while it lasts.
BOOTS = 200


def _boot(request, name):
    result = boot.boot(request, PROJECT / "build" / name, name)
    if result.reasons or result.code:
        raise LabError("the benchmark's boot failed, see " + str(result.folder) + ":\n"
                       + "\n".join(result.reasons))
    return result


def _cost(out):
    """Print wall clock and processor time of the cycles; whether the target is missed."""
    wall, spent = collections.defaultdict(list), collections.defaultdict(list)
    for line in (out / "cycles").read_text(encoding="ascii").splitlines():
        setting, nanoseconds, own = line.split()
        wall[setting].append(int(nanoseconds) / 1e9)
        spent[setting].append(int(own) / 1e9)
    for pair in range(PAIRS):
        seen = len(read.records(out / f"events.{pair}"))
        want = VFS * len(event_storm.PER_VF) + 2
        if seen != want:
            raise LabError(f"pair {pair}: {seen} events, {want} were caused")
    shares = {}
    for name, times in (("wall clock", wall), ("processor time of the writer", spent)):
        ratios = sorted(a / b - 1 for a, b in zip(times["with"], times["without"]))
        shares[name] = statistics.median(ratios)
        print(f"{name:28} without {statistics.median(times['without']):7.3f} s, with "
              f"{statistics.median(times['with']):7.3f} s: {shares[name]:+.1%} "
              f"({ratios[0]:+.1%} to {ratios[-1]:+.1%} in {PAIRS} pairs)")
    missed = shares["wall clock"] > TARGET
    print(f"{VFS} VFs created and destroyed: {shares['wall clock']:+.1%}, target "
          f"{TARGET:+.0%}{' MISSED' if missed else ''}")
    return missed


def _delay(out):
    """Print how long an event is under way; whether any is missing."""
    causes = [int(line) for line in (out / "causes").read_text(encoding="ascii").split()]
    from_event, from_cause = [], []
    for line in (out / "follow").read_text(encoding="utf-8").splitlines():
        arrived, _, text = line.partition(" ")
        event = answers.loads(text)
        if event.get("kind") in ("dev_bind", "dev_unbind"):
            from_event.append((int(arrived) - answers.number(event, "time_ns")) / 1e6)
            from_cause.append((int(arrived) - causes[len(from_cause)]) / 1e6)
    for name, times in (("the event", from_event), ("its cause", from_cause)):
        print(f"a line of --follow arrives after {name}: median {statistics.median(times):.2f} ms, "
              f"at most {max(times):.2f} ms, {len(times)} events")
    return len(from_event) != EVENTS or min(from_event) < 0


def _loss(out):
    """Print and judge the run of many cycles."""
    problems = event_storm.loss(out, event_storm.DEFAULT_RING, LOSS)
    print(f"{LOSS.cycles} cycles of {VFS * event_storm.CONTROLLERS} VFs: "
          f"{event_storm.caused(LOSS)} events, seen + lost of each reader "
          f"{'differ' if problems else 'agree'}")
    print("\n".join(problems), end="\n" if problems else "")
    return bool(problems)


def run():
    """Measure and print; returns 1 when a target is missed."""
    kernel = kernels.get("6.12")
    result = _boot(boot.Request(
        kernel, event_storm.machine_without_vfs(), "intel", "intel_iommu=on",
        (LAB / "tests" / "event_cost.sh").read_bytes(), {"usr/bin/stamp": build.helper("stamp")},
        {"VFS": VFS, "PAIRS": PAIRS, "EVENTS": EVENTS}, build.module(kernel)["iommu_audit"],
        {"/usr/sbin/iommu-audit": build.tool()}, ("pci-stub",), qemu.counted()), "event-cost")
    print(f"{kernel.release}, {result.seconds:.0f} s")
    missed = _cost(result.out) + _delay(result.out)
    result = _boot(event_storm.request(LOSS, "")._replace(qemu=qemu.counted(), boots=BOOTS),
                   "event-loss")
    print(f"{kernel.release}, {result.seconds:.0f} s")
    return 1 if missed + _loss(result.out) else 0
