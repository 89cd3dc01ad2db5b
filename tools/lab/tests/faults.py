# SPDX-License-Identifier: GPL-2.0
"""Devices that fault: what the module counts against what QEMU's trace says was logged."""

import collections
import concurrent.futures
import re

from lablib import boot, build, kernels, topology
from lablib.paths import LAB, say

from . import abi, machine, read
from .report import Suite

BOOTS = [(line, "intel") for line in ("5.10", "6.1", "6.12", "7.2", "debug")]
BOOTS += [(line, "amd") for line in ("6.12", "7.2", "debug")]
# Machines that are suspended to memory and woken up.
ASLEEP = [("6.12", "intel"), ("7.2", "intel"), ("6.12", "amd")]
TRACES = {"intel": ("vtd_dmar_fault", "vtd_frr_new"),
          "amd": ("amdvi_page_fault", "amdvi_mmio_write")}
# What each tap has to say of itself: parameter: (method, accuracy).
TAPS = {
    "intel": {"": ("ratelimit_calls", "exact"),
              "vtd_tap=fault_entry": ("fault_entry", "snapshot"),
              "vtd_tap=irq_entry": ("irq_entry", "snapshot"),
              "vtd_tap=none": ("none", "none")},
    "amd": {"": ("event_log", "exact"),
            "amd_tap=event_log_timer": ("event_log_timer", "poll"),
            "amd_tap=none": ("none", "none")},
}
# Phases of faults.sh: the first session, the passing loads, the first fallback.
FIRST, PASSING, FALLBACK = range(1, 6), 6, 7
# Rings of the doorbell where two devices are busy at once.
RINGS = 2000
# Rings of the doorbell in the storm: one fault each on Intel, one for every
# four bytes of a command on AMD. At least so many faults have to come of it.
STORM = {"intel": 14000, "amd": 1500}
STORMY = 10000
# Times that the module comes and goes in a storm.
LOADS = 6
# Entries of fault_log; of Linux' event log, and bytes of one.
LOGGED = 1024
RING, EVENT = 512, 16
PRINTED = {"intel": r"DMAR: \[.*fault addr", "amd": r"AMD-Vi: Event logged \[IO_PAGE_FAULT"}
AT_ONCE = 2
SECONDS = 420

Event = collections.namedtuple("Event", "source reason access addr")


def _phase(addr):
    return addr >> 24


def _function(sid):
    return f"0000:{sid >> 8:02x}:{sid >> 3 & 31:02x}.{sid & 7}"


def trace_intel(log):
    """([Event logged], [phase of each fault dropped for want of a register]) of QEMU's log.

    A fault of the source that is pending is merged with it, as the
    specification allows; one of another source is lost, and sets PFO.
    """
    logged, lost, waiting = [], [], None
    for line in log.splitlines():
        fault = re.match(r"vtd_dmar_fault sid (\w+) fault (\d+) addr (\w+) write (\d)", line)
        new = re.match(r"vtd_frr_new index \d+ high (\w+) low (\w+)", line)
        if not fault and not new:
            continue
        if new:
            high, low = int(new.group(1), 16), int(new.group(2), 16)
            logged.append(Event(_function(high & 0xffff), high >> 32 & 0xff,
                                "read" if high >> 62 & 1 else "write", low & ~0xfff))
            waiting = None
            continue
        if waiting and logged and waiting[0] != logged[-1].source:
            lost.append(_phase(waiting[1]))
        waiting = _function(int(fault.group(1), 16)), int(fault.group(3), 16)
    if waiting and logged and waiting[0] != logged[-1].source:
        lost.append(_phase(waiting[1]))
    return logged, lost


def trace_amd(log):
    """(faults, events logged), each {phase: count}, of QEMU's log.

    Logged is by how much the driver moved the head of the event log. What has
    been logged is consumed, and counted for the phase of the last fault, by
    the time that a phase is quiet; the log is never full, so a step is
    shorter than it.
    """
    faults, logged = collections.Counter(), collections.Counter()
    phase, head = 0, 0
    for line in log.splitlines():
        fault = re.match(r"amdvi_page_fault .*guest physical address (\w+)", line)
        write = re.match(r"amdvi_mmio_write \S+ write addr 0x2010, .* val (\w+),", line)
        if fault:
            phase = _phase(int(fault.group(1), 16))
            faults[phase] += 1
        elif write:
            now = int(write.group(1), 16)
            logged[phase] += (now - head) % (RING * EVENT) // EVENT
            head = now
    return faults, logged


def totals(path):
    """(records, unattributed, overflows, {(source, reason, access): count}) of a faults file."""
    sums, counts = collections.Counter(), collections.Counter()
    for line in read.records(path):
        if "records" in line:
            sums.update({key: int(line[key]) for key in ("records", "attributed", "unattributed",
                                                         "overflows")})
        else:
            access = line.get("access", "-")
            counts[line["source"], line.get("reason"), access] += int(line["count"])
    if sums["records"] != sums["attributed"] + sums["unattributed"]:
        raise ValueError(f"{path.name}: records are not attributed + unattributed: {dict(sums)}")
    if sums["attributed"] != sum(counts.values()):
        raise ValueError(f"{path.name}: attributed={sums['attributed']}, its lines hold "
                         f"{sum(counts.values())}")
    return sums["records"], sums["unattributed"], sums["overflows"], counts


def _count_intel(out, log, known):
    """The first session: counts, overflows, and every record of the log in its order."""
    logged, lost = trace_intel(log)
    logged = [event for event in logged if _phase(event.addr) in FIRST]
    lost = [phase for phase in lost if phase in FIRST]
    records, unseen, overflows, counts = totals(out / "faults.storm")
    problems = []
    if records != len(logged):
        problems.append(f"{records} records counted, {len(logged)} logged by the hardware")
    if bool(overflows) != bool(lost):
        problems.append(f"overflows={overflows}, the hardware dropped {len(lost)}")
    if not unseen:
        want = collections.Counter((event.source, f"0x{event.reason:02x}", event.access)
                                   for event in logged)
        if counts != want:
            problems.append(f"counts {dict(counts)}, expected {dict(want)}")
        want = [(event.source, f"0x{event.reason:02x}", event.access, event.addr)
                for event in logged][-LOGGED:]
        problems += _log_differs(out / "fault_log.storm", want)
    want = [(known["card0"], "0x06", "read", 0x1000000 + i * 0x1000) for i in range(10)]
    want += [(known["card1"], "0x05", "write", 0x1800000 + i * 0x1000) for i in range(5)]
    return problems + _log_differs(out / "fault_log.trickle", want)


def _log_differs(path, want):
    got = [(line["source"], line["reason"], line["access"], int(line["addr"], 16))
           for line in read.records(path)]
    if got == want:
        return []
    at = next((i for i, pair in enumerate(zip(got, want)) if pair[0] != pair[1]),
              min(len(got), len(want)))
    return [f"{path.name}: {len(got)} records, expected {len(want)}; the first that differs, "
            f"{at}: {got[at:at + 1]}, expected {want[at:at + 1]}"]


def _count_amd(out, log, known):
    """The first session. QEMU 11.1 writes address 0 and, below bridges, a wrong
    bus into the event (MAKE_64BIT_MASK() of more bits than a word has), so only
    counts and the sources of the root bus can be compared.
    """
    faults, logged = (sum(found[phase] for phase in FIRST) for found in trace_amd(log))
    records, _, overflows, counts = totals(out / "faults.storm")
    problems = []
    if records != logged:
        problems.append(f"{records} records counted, {logged} logged by the hardware")
    if bool(overflows) != (logged < faults):
        problems.append(f"overflows={overflows}, {logged} of {faults} faults were logged")
    _, _, _, counts = totals(out / "faults.trickle")
    for who, want in (("card0", 10), ("card1", 5)):
        got = sum(count for key, count in counts.items() if key[0] == known[who])
        if got != want:
            problems.append(f"{who}: {got} faults counted, it made {want}")
    return problems


def _phases(iommu, log):
    """Faults that the hardware logged, by phase."""
    if iommu == "amd":
        return trace_amd(log)[1]
    return collections.Counter(_phase(event.addr) for event in trace_intel(log)[0])


def _faults(iommu, log):
    """Faults that the hardware met, logged or not, by phase."""
    if iommu == "amd":
        return trace_amd(log)[0]
    return collections.Counter(_phase(int(addr, 16)) for addr in
                               re.findall(r"^vtd_dmar_fault .* addr (\w+)", log, re.M))


def _attempted(iommu, log):
    """The storm was one, and both devices faulted where two were to."""
    problems = []
    phases = _phases(iommu, log)
    storm = _faults(iommu, log)[FIRST[-1]]
    if storm < STORMY:
        problems.append(f"{storm} faults in the storm, {STORMY} wanted")
    for phase in (*FIRST, PASSING):
        if not phases[phase]:
            problems.append(f"no fault in phase {phase}")
    return problems


def _passing(iommu, out, log):
    """Sessions in a storm never count more than was logged; some of them count something."""
    problems = []
    count = int((out / "loads").read_text())
    if count != LOADS:
        problems.append(f"loaded {count} times only")
    seen = sum(totals(out / f"faults.passing.{n}")[0] for n in range(count))
    limit = _phases(iommu, log)[PASSING]
    if not 0 < seen <= limit:
        problems.append(f"{seen} records counted, {limit} logged")
    return problems


def _source(out, name, iommu):
    tap = "vtd" if iommu == "intel" else "amd"
    return next(line for line in read.records(out / f"version.{name}") if line.get("tap") == tap)


def _unknown(path):
    """Without a tap every figure of every unit is unknown, and nothing else is said."""
    lines = read.records(path)
    figures = ("interrupts", "records", "attributed", "unattributed", "overflows")
    return [f"{path.name}: {line}" for line in lines
            if any(line.get(key) != "unknown" for key in figures)] or \
        ([] if lines else [f"{path.name}: no unit"])


def _taps(iommu, out, log):
    """Each way to count names itself, and keeps what it claims."""
    problems, phase = [], FALLBACK
    for parameter, (method, accuracy) in TAPS[iommu].items():
        name = parameter.partition("=")[2] or "storm"
        line = _source(out, name, iommu)
        if (line["method"], line["accuracy"]) != (method, accuracy):
            problems.append(f"{parameter or 'auto'}: method={line['method']} "
                            f"accuracy={line['accuracy']} reason={line['reason']}")
        if int(line["missed"]):
            problems.append(f"{parameter or 'auto'}: missed={line['missed']}")
        if accuracy != "exact" and line["reason"] == line["limit"] == "-":
            problems.append(f"{parameter}: does not say why accuracy={accuracy}")
        if not parameter:
            continue
        if method == "none":
            problems += _unknown(out / f"faults.{name}")
            phase += 1
            continue
        records, _, _, _ = totals(out / f"faults.{name}")
        logged = _phases(iommu, log)[phase]
        if records > logged:
            problems.append(f"{parameter}: {records} counted, {logged} logged")
        if records < 3:
            problems.append(f"{parameter}: {records} counted of 3 slow faults and more")
        # between two polls it may have wrapped, and nothing less can be lost
        if accuracy == "poll" and (logged - records) % RING:
            problems.append(f"{parameter}: {records} counted, {logged} logged")
        phase += 1
    return problems


def _run(suite, label, line, iommu, script, env):
    """Boot a script of this folder; the boot.Result, or None after saying why there is none."""
    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("faults"), iommu, "intel_iommu=on",
            (LAB / "tests" / script).read_bytes(), {"usr/bin/dma": build.helper("dma")}, env,
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()}, (),
            [word for event in TRACES[iommu] for word in ("-trace", event)], SECONDS,
            2048 if line == "debug" else 1024)

    return machine.run(suite, label, request)


def _asleep(suite, line, iommu):
    """Suspended to memory and woken up: counters go on, and nothing is counted twice."""
    label = f"{line} {iommu} suspend"
    result = _run(suite, label, line, iommu, "suspend.sh", {})
    if not result:
        return
    problems = []
    try:
        log = (result.folder / "qemu.log").read_text(errors="replace")
        # on AMD resume moves the head back to 0, which is no event consumed
        logged = trace_amd(log)[0] if iommu == "amd" else _phases(iommu, log)
        if int((result.out / "resumed").read_text(encoding="ascii")) != 1:
            problems.append("the machine did not sleep")
        for name, phases in (("before", [1]), ("after", [1, 2])):
            want = sum(logged[phase] for phase in phases)
            records, unseen, _, _ = totals(result.out / f"faults.{name}")
            if (records, unseen) != (want, 0) or not want:
                problems.append(f"{name}: {records} counted, {unseen} without details, "
                                f"{want} logged")
        say(f"  {label}: {logged[1]} logged before, {logged[2]} after")
    except (OSError, ValueError, KeyError) as error:
        problems.append(f"cannot compare: {type(error).__name__}: {error}")
    suite.check(f"{label}: records counted are those logged", problems)


def _boot(suite, line, iommu):
    label = f"{line} {iommu}"
    result = _run(suite, label, line, iommu, "faults.sh",
                  {"RINGS": RINGS, "STORM": STORM[iommu], "LOADS": LOADS,
                   "TAPS": " ".join(p for p in TAPS[iommu] if p)})
    if not result:
        return
    out = result.out
    log = (result.folder / "qemu.log").read_text(errors="replace")
    first = _count_intel if iommu == "intel" else _count_amd
    tests = {
        "every phase made faults": lambda: _attempted(iommu, log),
        "records counted are those logged, overflow is flagged":
            lambda: first(out, log, read.qemu_devices(out / "qemu.devices")),
        "loads and unloads while faults do not stop": lambda: _passing(iommu, out, log),
        "every tap keeps what it claims": lambda: _taps(iommu, out, log),
        "every key as in Documentation/ABI, in its order":
            lambda: abi.compare(out, set(), ("version", "faults", "fault_log"), ".storm"),
    }
    machine.check(suite, label, tests)
    _figures(label, iommu, out, log)


def _figures(label, iommu, out, log):
    """Counted, logged and printed, side by side, on stderr."""
    if not (out / "dmesg.storm").exists():
        return
    printed = len(re.findall(PRINTED[iommu], (out / "dmesg.storm").read_text(errors="replace")))
    phases = _phases(iommu, log)
    met = _faults(iommu, log)
    faults = sum(met[phase] for phase in FIRST)
    records, unseen, overflows, _ = totals(out / "faults.storm")
    say(f"  {label}: {faults} faults, {sum(phases[p] for p in FIRST)} logged, {records} counted "
        f"({unseen} without details, {overflows} overflows), {printed} in the kernel's log")


def run(only=""):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("faults")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(_boot, suite, line, iommu) for line, iommu in BOOTS
                if only in f"{line} {iommu}"]
        jobs += [pool.submit(_asleep, suite, line, iommu) for line, iommu in ASLEEP
                 if only in f"{line} {iommu} suspend"]
        for job in jobs:
            job.result()
    return suite.status()
