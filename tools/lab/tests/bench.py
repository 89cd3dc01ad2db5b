# SPDX-License-Identifier: GPL-2.0
"""Cost against lspci -vvv, in one boot with 9 and then 249 PCI functions.

The guest's clock counts instructions: real time differs by a third from one run to the
next under emulation, and by what the host does meanwhile.
"""

import statistics

from lablib import boot, build, kernels, qemu, topology
from lablib.paths import LAB, PROJECT, LabError

# (text, key that is divided, by what, largest ratio)
TARGETS = (
    ("five files / lspci -vvv", "files", "lspci", 1 / 40),
    ("report / lspci -vvv", "report", "lspci", 1 / 10),
    ("report from sysfs / lspci -vvv", "sysfs", "lspci", 1 / 4),
)
# Cost per function with many functions, relative to that with few.
PER_FUNCTION = 1.2


def _figures(path):
    """The median over the turns, by key."""
    figures = {}
    for line in path.read_text(encoding="ascii").splitlines():
        key, value = line.split("=")
        figures.setdefault(key, []).append(int(value))
    return {key: statistics.median(values) for key, values in figures.items()}


def run():
    """Measure and print the ratios; returns 1 when a target is missed."""
    kernel = kernels.get("7.2")
    request = boot.Request(
        kernel, topology.load("sriov-249"), "intel", "intel_iommu=on",
        (LAB / "tests" / "bench.sh").read_bytes(),
        {"usr/bin/stopwatch": build.helper("stopwatch")}, {"COLUMNS": 100},
        build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (),
        qemu.counted(), boots=60)
    result = boot.boot(request, PROJECT / "build" / "bench", "bench")
    if result.reasons or result.code:
        raise LabError("the benchmark's boot failed, see " + str(result.folder) + ":\n"
                       + "\n".join(result.reasons))
    few, many = _figures(result.out / "few"), _figures(result.out / "many")
    missed = 0
    print(f"{kernel.release}, {result.seconds:.0f} s, medians in ms")
    print(f"{'':16} {few['functions']:>4.0f} functions {many['functions']:>4.0f} functions")
    for key in few:
        if key != "functions":
            print(f"{key:16} {few[key] / 1e6:14.3f} {many[key] / 1e6:14.3f}")
    for text, above, below, limit in TARGETS:
        ratio = many[above] / many[below]
        missed += ratio > limit
        print(f"{text}: 1/{1 / ratio:.1f}, target 1/{1 / limit:.0f}"
              f"{' MISSED' if ratio > limit else ''}")
    ratio = (many["files"] / many["functions"]) / (few["files"] / few["functions"])
    missed += ratio > PER_FUNCTION
    print(f"cost per function, {many['functions']:.0f} against {few['functions']:.0f}: {ratio:.2f}, "
          f"target {PER_FUNCTION}{' MISSED' if ratio > PER_FUNCTION else ''}")
    return 1 if missed else 0
