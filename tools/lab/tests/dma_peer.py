# SPDX-License-Identifier: GPL-2.0
"""Our benchmark against the kernel's own, and with our monitors on and off: one boot, alternating."""

import statistics

from lablib import boot, build, kernels, qemu, topology
from lablib.paths import LAB, PROJECT, LabError

from .benchresult import Result, whole
from .fault_cost import HOT

# With two threads a sample holds turns of the other processor, and few of them: one
# round is up to 10 % off, the median of 5 of them up to 7 %.
ROUNDS = 20
MONITOR_ROUNDS = 5
LENGTH = 4
# Under emulation the guest's clock counts instructions, 16 ns each: what else the
# host does is then not measured, and an idle guest does not wait. Else the clock
# is the host's.
SHIFT = 4
# Each round says nothing.
BOOTS = 100
# How far our means may be from the peer's.
TOLERANCE = 0.05
# The peer cuts every sample down to a multiple of 100 ns: half of that is
# missing from its mean, which is put back here.
CUT_NS = 50


def _boot(only):
    kernel = kernels.get("6.12")
    request = boot.Request(
        kernel, topology.load("bench"), "intel", "intel_iommu=on",
        (LAB / "tests" / "dma_peer.sh").read_bytes(),
        {"usr/bin/mapbench": build.helper("mapbench"),
         "map_benchmark.ko": (build.peer(kernel).read_bytes(), 0o644)},
        {"ROUNDS": ROUNDS if only == "peer" else 0, "LENGTH": LENGTH,
         "MONITOR_ROUNDS": MONITOR_ROUNDS if only == "monitors" else 0},
        build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (), (),
        boots=BOOTS)
    emulated = bool(qemu.counted())
    request = request._replace(qemu=qemu.counted(SHIFT))
    result = boot.boot(request, PROJECT / "build" / f"bench-{only}", f"bench {only}")
    if result.reasons or result.code:
        raise LabError("the benchmark's boot failed, see " + str(result.folder) + ":\n"
                       + "\n".join(result.reasons))
    print(f"{kernel.release}, {result.seconds:.0f} s, an edu device in DMA-FQ, 4 KiB, single, "
          f"clock {'counts instructions' if emulated else 'is real time'}")
    return result.out


def _ours(out, setting, threads, rounds):
    """Of each round: mean of map, mean of unmap, pairs per second."""
    results = [Result(out / f"{setting}.{threads}.{number}") for number in range(rounds)]
    problems = [problem for result in results for problem in whole(result)]
    if problems:
        raise LabError("a result does not hold together: " + problems[0])
    return [(r.ops["map"]["mean_ns"], r.ops["unmap"]["mean_ns"], r.ops["map"]["ops_per_s"])
            for r in results]


def _peer(out, threads):
    """The same of the peer, for which a second is a sleep, and a tick longer."""
    found = []
    for number in range(ROUNDS):
        text = (out / f"peer.{threads}.{number}").read_text(encoding="ascii")
        loops, mapped, unmapped = [int(word) for word in text.split(",")][:3]
        found.append((mapped * 100 / loops + CUT_NS, unmapped * 100 / loops + CUT_NS,
                      loops / LENGTH))
    return found


def run():
    """Print our figures as ratios to the peer's; returns 1 when a target is missed."""
    out = _boot("peer")
    missed = 0
    for threads in (1, 2):
        ours = _ours(out, "ours", threads, ROUNDS)
        peer = _peer(out, threads)
        for index, name in enumerate(("mean map", "mean unmap", "pairs per second")):
            left, right = ([entry[index] for entry in entries] for entries in (ours, peer))
            ratio = statistics.median(left) / statistics.median(right)
            # neighbours in time: what the host did to one it did to the other
            pairs = sorted(a / b for a, b in zip(left, right))
            if index < 2:
                bad, target = abs(ratio - 1) > TOLERANCE, f"1 +- {TOLERANCE}"
            else:
                bad, target = threads == 2 and ratio < 1, "at least 1 at 2 threads"
            missed += bad
            print(f"{threads} threads, {name:16}: ours {statistics.median(left):9.0f}, "
                  f"the kernel's {statistics.median(right):9.0f}, ratio {ratio:.3f} "
                  f"(rounds {pairs[0]:.2f} to {pairs[-1]:.2f}), target {target}"
                  f"{' MISSED' if bad else ''}")
    return 1 if missed else 0


def monitors():
    """Monitors on against monitors off; returns 1 when they differ by more than the noise."""
    out = _boot("monitors")
    missed = 0
    settings = {setting: _ours(out, setting, 1, MONITOR_ROUNDS) for setting in ("off", "on")}
    for index, name in enumerate(("mean map", "mean unmap", "pairs per second")):
        figures = {setting: [entry[index] for entry in entries]
                   for setting, entries in settings.items()}
        medians = {setting: statistics.median(values) for setting, values in figures.items()}
        # how far a run of one setting is at most from what that setting usually gives
        floor = max(abs(value / medians[setting] - 1)
                    for setting, values in figures.items() for value in values)
        difference = medians["on"] / medians["off"] - 1
        bad = abs(difference) > floor
        missed += bad
        print(f"{name:16}: monitors off {medians['off']:9.0f}, on {medians['on']:9.0f}, "
              f"difference {difference:+.2%}, noise floor {floor:.2%}{' MISSED' if bad else ''}")
    probes = (out / "probes").read_text(encoding="ascii").split("\n")
    names = sorted({line.split()[2].split("+")[0] for line in probes if line.strip()})
    print("probes while on: " + " ".join(names))
    return 1 if missed or not names or any(HOT.search(name) for name in names) else 0
