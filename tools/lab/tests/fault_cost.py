# SPDX-License-Identifier: GPL-2.0
"""What the VT-d monitor costs: its share of the driver's own handling of a fault."""

import collections
import re
import statistics

from lablib import boot, build, kernels, qemu, topology
from lablib.paths import LAB, PROJECT, LabError

TARGET = 0.15
# Faults whose accesses are traced, by their addresses >> 24.
WITHOUT, WITH = 3, 4
# Functions on the way of a mapping, an unmapping or an IOTLB flush.
HOT = re.compile(r"dma_map|dma_unmap|iommu_map|iommu_unmap|iotlb|iova|qi_submit|flush")


def _durations(out, kind, setting):
    """Microseconds of every invocation of dmar_fault in the three rounds of one setting."""
    found = []
    for path in sorted(out.glob(f"{kind}.{setting}.*")):
        found += [float(value) for value in
                  re.findall(r"([\d.]+) us", path.read_text(encoding="ascii", errors="replace"))]
    if len(found) < 10:
        raise LabError(f"{kind}.{setting}: only {len(found)} invocations were traced")
    return found


def _accesses(log):
    """{phase: {register and access: how often for one fault}} of QEMU's trace, medians."""
    faults, phase = collections.defaultdict(list), None
    for line in log.splitlines():
        met = re.match(r"vtd_dmar_fault .* addr (\w+)", line)
        done = re.match(r"vtd_reg_(read|write) addr (\w+) size (\w+)", line)
        if met:
            phase = int(met.group(1), 16) >> 24
        elif line.startswith("vtd_frr_new"):
            faults[phase].append(collections.Counter())
        elif done and faults[phase]:
            faults[phase][-1][done.group(1), int(done.group(2), 16), int(done.group(3), 16)] += 1
    return {phase: {key: statistics.median(fault[key] for fault in found)
                    for key in set().union(*found)} for phase, found in faults.items()}


def _show_accesses(log):
    """Which registers a fault that is not printed takes."""
    found = _accesses(log)
    for phase, name in ((WITHOUT, "without the monitor"), (WITH, "with it")):
        if phase not in found:
            raise LabError(f"{name}: no fault was traced")
        ours = {key: count for key, count in sorted(found[phase].items()) if count}
        print(f"accesses for a suppressed fault {name}: {sum(ours.values()):g}, reads "
              f"{sum(count for key, count in ours.items() if key[0] == 'read'):g}: " +
              ", ".join(f"{kind} {at:#x} ({size} bytes) {count:g}"
                        for (kind, at, size), count in ours.items()))


def _boot(kernel, name, extra):
    """Boot the kernel and measure; extra: more arguments of QEMU."""
    request = boot.Request(
        kernel, topology.load("faults"), "intel", "intel_iommu=on",
        (LAB / "tests" / "fault_cost.sh").read_bytes(),
        {f"usr/bin/{helper}": build.helper(helper) for helper in ("dma", "watchcost")}, {},
        build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (), extra,
        boots=40)
    result = boot.boot(request, PROJECT / "build" / name, "cost of the monitor")
    if result.reasons or result.code:
        raise LabError("the benchmark's boot failed, see " + str(result.folder) + ":\n"
                       + "\n".join(result.reasons))
    return result


def _show_shares(result, what):
    """Medians of dmar_fault() in microseconds."""
    for kind in ("printed", "suppressed"):
        off, on = (statistics.median(_durations(result.out, kind, setting))
                   for setting in ("off", "on"))
        share = on / off - 1
        print(f"{what}: {kind:11} without the monitor {off:8.1f}, with it {on:8.1f}: share "
              f"{share:.0%}, target {TARGET:.0%}{' MISSED' if share > TARGET else ''}")


def run():
    """Measure and print the shares; returns 1 when a probe sits on a hot path."""
    kernel = kernels.get("6.12")
    result = _boot(kernel, "fault-cost", ())
    print(f"{kernel.release}, {result.seconds:.0f} s, medians of dmar_fault() in microseconds")
    _show_shares(result, "by the clock")
    # The same on any host, and the registers for nothing: these are counted by themselves.
    if qemu.counted():
        _show_shares(_boot(kernel, "fault-instructions", qemu.counted()),
                     "by instructions of 2 ns")
    _show_accesses((result.folder / "qemu.log").read_text(errors="replace"))
    for line in (result.out / "units.cost").read_text(encoding="ascii").splitlines():
        units, cost = line.split()
        print(f"{units:>3} simulated units: {int(cost) / 1000:.2f} for a fault beside probes, "
              f"registers and counters")
    probes = (result.out / "probes").read_text(encoding="ascii").split("\n")
    names = sorted({line.split()[2].split("+")[0] for line in probes if line.strip()})
    print("probes: " + " ".join(names))
    hot = [name for name in names if HOT.search(name)]
    if hot:
        print("on a hot path: " + " ".join(hot))
    return 1 if hot or not names else 0
