# SPDX-License-Identifier: GPL-2.0
"""Devices that fault: what the module counts against what QEMU's trace says was logged."""

import collections
import concurrent.futures
import functools
import re

from lablib import answers, boot, build, kernels, topology
from lablib.paths import LAB, say

from . import abi, explained, machine, read
from .report import Suite

# The longest first.
BOOTS = [(line, "amd") for line in ("debug", "6.12-rt", "7.3", "6.12")]
BOOTS += [(line, "intel") for line in ("debug", "6.12-rt", "7.3-rt", "7.3", "7.2", "6.12",
                                       "6.1", "5.10")]
BOOTS += [(line, iommu) for line in ("debug-rt", "debug-kcsan") for iommu in ("intel", "amd")]
# Machines that are suspended to memory and woken up.
ASLEEP = [("6.12", "intel"), ("7.3", "intel"), ("6.12", "amd")]
# Machines whose probes are silenced while they run.
SILENCED = [("6.12", "intel"), ("7.3", "intel"), ("7.2", "intel"), ("6.1", "intel"),
            ("6.12", "amd"), ("6.12-rt", "intel")]
# The addresses of a phase of silenced.sh, as a shift: edu has 28 bits for all of them.
SILENT_PHASE = 23
# What silenced.sh leaves: {name: phases of faults since the module was loaded, by reading}.
SILENCES = {
    "ftrace": {"before": (1,), "during": (1, 2), "after": (1, 2, 3)},
    "kprobes": {"before": (4,), "during": (4, 5), "after": (4, 5, 6)},
    "graph": {"before": (7,), "during": (7, 8), "after": (7, 8, 9)},
    "unread": {"before": (10,), "after": (10, 11, 12)},
    "early": {"before": (13,), "after": (13, 14)},
    "disarmed": {"before": (15,), "after": (15, 16)},
}
# Of these need ftrace to be off, which 7.3 refuses.
WITHOUT_FTRACE = ("ftrace", "early")
# The phase of silenced.sh in which VT-d's handler has not the name that we know.
NAMELESS = 17
# The same where the command line silences them before anything else can run.
BOOTED = [("6.12", "intel"), ("7.2", "intel"), ("6.12", "amd")]
BOOTED_SILENCE = {"before": (1,), "after": (1, 2)}
BEGUN_SILENT = ("early", "disarmed", "booted")
RARE = ("6.1 intel", "7.2 intel", "7.3-rt intel", "debug intel", "6.12 amd", "debug-rt intel",
        "debug-rt amd", "debug-kcsan intel", "debug-kcsan amd")
RARE_ASLEEP = ("7.3 intel suspend",)
RARE_SILENCED = ("7.2 intel silenced", "6.1 intel silenced", "6.12-rt intel silenced")
RARE_BOOTED = ("7.2 intel booted silent", "6.12 amd booted silent")
TRACES = {"intel": ("vtd_dmar_fault", "vtd_frr_new", "vtd_reg_read", "vtd_reg_write"),
          "amd": ("amdvi_page_fault", "amdvi_mmio_write")}
# What each monitor has to say of itself: parameter: (method, accuracy).
MONITORS = {
    "intel": {"": ("ratelimit_calls", "exact"),
              "vtd_monitor=fault_entry": ("fault_entry", "snapshot"),
              "vtd_monitor=irq_entry": ("irq_entry", "snapshot"),
              "vtd_monitor=none": ("none", "none")},
    "amd": {"": ("event_log", "exact"),
            "amd_monitor=event_log_timer": ("event_log_timer", "poll"),
            "amd_monitor=none": ("none", "none")},
}
# Addresses of a phase, as a shift.
PHASE = 24
# Phases of faults.sh: the first session, the passing loads, the first fallback.
FIRST, TRICKLE, STORMING, FLOODING, PASSING, FALLBACK = range(1, 7), 1, 5, 6, 7, 8
# Rings of the doorbell where two devices are busy at once.
RINGS = 2000
# Rings of the doorbell in the storm: one fault each on Intel, one for every
# four bytes of a command on AMD. At least so many faults have to come of it.
STORM = {"intel": 14000, "amd": 1500}
STORMY = 10000
# Floods, one after the other, that the event log may be too small for; the
# addresses of each, as a shift.
FLOODS = {"intel": 0, "amd": 12}
FLOOD = 18
# Times that the module comes and goes in a storm.
LOADS = 6
# Entries of fault_log; of Linux' event log on AMD, and bytes of one.
LOGGED = 1024
RING, EVENT = 512, 16
# VT-d specification, 11.4.7.1: Fault Status Register, Primary Fault Overflow
FSTS, PFO = 0x34, 0x1
# AMD publication 48882, 3.4: registers of the event log
HEAD, TAIL, STATUS, OVERFLOW = 0x2010, 0x2018, 0x2020, 0x1
PRINTED = {"intel": r"DMAR: \[.*fault addr", "amd": r"AMD-Vi: Event logged \[IO_PAGE_FAULT"}
AT_ONCE = 2

Event = collections.namedtuple("Event", "source reason access addr")
# A fault that VT-d dropped: its phase, and how often its status was read before PFO was cleared.
Loss = collections.namedtuple("Loss", "phase reads")
# What became of faults on AMD, each {phase: count}: met, logged, times that the
# log overflowed after something was logged, and times that it became full.
Log = collections.namedtuple("Log", "met logged overflowed filled")


def _phase(addr):
    return addr >> PHASE


def _function(sid):
    return f"0000:{sid >> 8:02x}:{sid >> 3 & 31:02x}.{sid & 7}"


@functools.lru_cache(AT_ONCE)
def trace_intel(log):
    """([Event logged], [Loss]) of QEMU's log.

    A fault of the source that is pending is merged with it, as the
    specification allows; one of another source is lost, and sets PFO.
    """
    logged, lost, waiting = [], [], None
    unread = 0
    for line in log.splitlines():
        fault = re.match(r"vtd_dmar_fault sid (\w+) fault (\d+) addr (\w+) write (\d)", line)
        new = re.match(r"vtd_frr_new index \d+ high (\w+) low (\w+)", line)
        if new:
            high, low = int(new.group(1), 16), int(new.group(2), 16)
            logged.append(Event(_function(high & 0xffff), high >> 32 & 0xff,
                                "read" if high >> 62 & 1 else "write", low & ~0xfff))
        elif waiting and logged and waiting[0] != logged[-1].source:
            lost.append(Loss(_phase(waiting[1]), 0))
        waiting = (_function(int(fault.group(1), 16)), int(fault.group(3), 16)) if fault else None
        status = re.match(r"vtd_reg_(read|write) addr (\w+) size \w+(?: value (\w+))?", line)
        if not status or int(status.group(2), 16) != FSTS:
            continue
        if status.group(1) == "read":
            lost[unread:] = [loss._replace(reads=loss.reads + 1) for loss in lost[unread:]]
        elif int(status.group(3), 16) & PFO:
            unread = len(lost)
    if waiting and logged and waiting[0] != logged[-1].source:
        lost.append(Loss(_phase(waiting[1]), 0))
    return logged, lost


def trace_amd(log, shift=PHASE):
    """The Log that follows from QEMU's log: faults, and what the driver wrote to registers.

    Phases are told apart by their addresses, whatever is left of them behind shift.

    The event log takes one event less than it has entries. One more sets the
    overflow bit, and nothing is logged until the driver clears it.
    """
    found = Log(*(collections.Counter() for _ in Log._fields))
    head = tail = phase = 0
    overflowed = full = False
    for line in log.splitlines():
        fault = re.match(r"amdvi_page_fault .*guest physical address (\w+)", line)
        write = re.match(r"amdvi_mmio_write \S+ write addr (0x20[12][08]), .* val (\w+),", line)
        if fault:
            phase = int(fault.group(1), 16) >> shift
            found.met[phase] += 1
            if overflowed:
                continue
            overflowed = (tail - head) % RING == RING - 1
            if overflowed:
                found.overflowed[phase] += full
                full = False
                continue
            tail = (tail + 1) % RING
            full = (tail - head) % RING == RING - 1
            found.logged[phase] += 1
            found.filled[phase] += full
        elif write:
            register, value = (int(text, 16) for text in write.groups())
            if register == HEAD:
                head = value // EVENT
            elif register == TAIL:
                tail = value // EVENT
            elif register == STATUS and value & OVERFLOW:
                overflowed = False
    return found


def totals(path):
    """(records, unattributed, overflows, {(source, reason, access): count}) of a faults file."""
    sums, counts = collections.Counter(), collections.Counter()
    for line in read.records(path):
        if "records" in line:
            sums.update({key: int(line[key]) for key in ("records", "attributed", "unattributed",
                                                         "overflows")})
        elif "other" in line:
            counts[None, None, "-"] += int(line["count"])
        else:
            access = line.get("access", "-")
            counts[line["source"], line.get("reason"), access] += int(line["count"])
    if sums["records"] != sums["attributed"] + sums["unattributed"]:
        raise ValueError(f"{path.name}: records are not attributed + unattributed: {dict(sums)}")
    if sums["attributed"] != sum(counts.values()):
        raise ValueError(f"{path.name}: attributed={sums['attributed']}, its lines hold "
                         f"{sum(counts.values())}")
    return sums["records"], sums["unattributed"], sums["overflows"], counts


def _flagged(overflows, lost):
    """An overflow is flagged where one was, unless it came and went between two reads of the status.

    The driver reads it once for every time that it clears it: the other reads are the module's.
    """
    seen = any(loss.reads > 1 for loss in lost)
    if seen <= bool(overflows) <= bool(lost):
        return []
    return [f"overflows={overflows}, the hardware dropped {len(lost)}: times that its status was "
            f"read after each: {[loss.reads for loss in lost][:20]}"]


def _count_intel(out, log, known):
    """The first session: counts, overflows, and every record of the log in its order."""
    logged, lost = trace_intel(log)
    logged = [event for event in logged if _phase(event.addr) in FIRST]
    records, unseen, overflows, counts = totals(out / "faults.storm")
    problems = _flagged(overflows, [loss for loss in lost if loss.phase in FIRST])
    if records != len(logged):
        problems.append(f"{records} records counted, {len(logged)} logged by the hardware")
    if not unseen:
        want = collections.Counter((event.source, f"0x{event.reason:02x}", event.access)
                                   for event in logged)
        if counts != want:
            problems.append(f"counts {dict(counts)}, expected {dict(want)}")
        problems += _log_differs(out / "fault_log.storm", _lines(logged)[-LOGGED:])
    return problems + _trickled(out, logged, known)


def _lines(events):
    return [(event.source, f"0x{event.reason:02x}", event.access, event.addr) for event in events]


def _trickled(out, logged, known):
    """Known addresses, in their order. The hardware merges two of one source with each other when
    the processor that is to handle the first of them waits for the host.
    """
    made = [(known["card0"], "0x06", "read", 0x1000000 + i * 0x1000) for i in range(10)]
    made += [(known["card1"], "0x05", "write", 0x1800000 + i * 0x1000) for i in range(5)]
    want = _lines([event for event in logged if _phase(event.addr) == TRICKLE])
    problems = [f"{event} was logged, and is none that was made" for event in want
                if event not in made]
    for who in ("card0", "card1"):
        if not any(event[0] == known[who] for event in want):
            problems.append(f"{who}: no fault was logged")
    if totals(out / "faults.trickle")[1]:
        return problems
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
    _, logged, overflowed, filled = (sum(counts[phase] for phase in FIRST)
                                     for counts in trace_amd(log))
    records, _, overflows, _ = totals(out / "faults.storm")
    problems = []
    if records != logged:
        problems.append(f"{records} records counted, {logged} logged by the hardware")
    if not overflowed:
        problems.append("the log did not overflow")
    if overflows > filled:
        problems.append(f"overflows={overflows}, the log was full {filled} times")
    problems += _flooded(out, trace_amd(log, FLOOD))
    _, _, _, counts = totals(out / "faults.trickle")
    for who, want in (("card0", 10), ("card1", 5)):
        got = sum(count for key, count in counts.items() if key[0] == known[who])
        if got != want:
            problems.append(f"{who}: {got} faults counted, it made {want}")
    return problems


def _flooded(out, found):
    """What the log overflowed in is flagged: all before the floods, and every flood.

    Several overflows of one may count as one.
    """
    first = FLOODING << PHASE - FLOOD
    steps = {"start": range(first), **{number: [first + number] for number in range(FLOODS["amd"])}}
    problems, before = [], 0
    for name, keys in steps.items():
        _, _, after, _ = totals(out / f"faults.flood.{name}")
        overflowed = sum(found.overflowed[key] for key in keys)
        filled = sum(found.filled[key] for key in keys)
        if not min(overflowed, 1) <= after - before <= filled:
            problems.append(f"flood {name}: {after - before} overflows counted, the log overflowed "
                            f"{overflowed} times, and was full {filled} times")
        before = after
    return problems


def _phases(iommu, log, shift=PHASE):
    """Faults that the hardware logged, by phase."""
    if iommu == "amd":
        return trace_amd(log, shift).logged
    return collections.Counter(event.addr >> shift for event in trace_intel(log)[0])


def _faults(iommu, log):
    """Faults that the hardware met, logged or not, by phase."""
    if iommu == "amd":
        return trace_amd(log).met
    return collections.Counter(_phase(int(addr, 16)) for addr in
                               re.findall(r"^vtd_dmar_fault .* addr (\w+)", log, re.M))


def _attempted(iommu, log):
    """The storm was one, and both devices faulted where two were to."""
    problems = []
    phases = _phases(iommu, log)
    storm = _faults(iommu, log)[STORMING]
    if storm < STORMY:
        problems.append(f"{storm} faults in the storm, {STORMY} wanted")
    for phase in (*FIRST, PASSING):
        if not phases[phase] and (phase != FLOODING or FLOODS[iommu]):
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
    monitor = "vtd" if iommu == "intel" else "amd"
    return next(line for line in read.records(out / f"version.{name}") if line.get("monitor") == monitor)


def _interrupts(path):
    """Interrupts of the fault handler, by the kernel's own count."""
    lines = [line.split() for line in path.read_text().splitlines()]
    return sum(int(number) for line in lines if re.match(r"dmar\d+$|AMD-Vi", line[-1])
               for number in line[1:] if number.isdigit())


def _handled(iommu, out):
    """Handlers that ran: on Intel one for each interrupt, on AMD one thread for one or more."""
    problems = []
    before = _interrupts(out / "interrupts.start")
    for name in ("trickle", "storm"):
        came = _interrupts(out / f"interrupts.{name}") - before
        ran = [line["interrupts"] for line in read.records(out / f"faults.{name}")
               if "interrupts" in line]
        if len(ran) != 1 or not 0 < int(ran[0]) <= came or iommu == "intel" and int(ran[0]) != came:
            problems.append(f"{name}: interrupts={ran}, the kernel counted {came}")
    if iommu == "amd":
        problems += [f"event_log_timer: {line}"
                     for line in read.records(out / "faults.event_log_timer")
                     if line.get("interrupts", "unknown") != "unknown"]
    return problems


def _unknown(path):
    """Without a monitor every figure of every unit is unknown, and nothing else is said."""
    lines = read.records(path)
    figures = ("interrupts", "records", "attributed", "unattributed", "overflows")
    return [f"{path.name}: {line}" for line in lines
            if any(line.get(key) != "unknown" for key in figures)] or \
        ([] if lines else [f"{path.name}: no unit"])


def _monitors(iommu, out, log):
    """Each way to count names itself, and keeps what it claims."""
    problems, phase = [], FALLBACK
    for parameter, (method, accuracy) in MONITORS[iommu].items():
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


def _nameless(module):
    """The module for a kernel whose handler is not found by its name."""
    return module.read_bytes().replace(b"\0dmar_fault\0", b"\0dmar_fauls\0"), 0o644


def _explained(iommu, out, log, known):
    """The kernel's log of the first faults: each line is known, each fault is one of the trace.

    QEMU's event of AMD has no address, see _count_amd(), and its flags are not those of the request.
    """
    if iommu == "amd":
        logged = [(known[name], None, 2, 0) for name in ("card0", "card1")]
    else:
        logged = [(event.source, event.access, event.reason, event.addr)
                  for event in trace_intel(log)[0] if _phase(event.addr) == TRICKLE]
    return explained.compare(answers.load(out / "explain.trickle.json"),
                             (out / "dmesg.trickle").read_text(errors="replace"), iommu, logged)


def _run(suite, label, line, iommu, script, env, cmdline=""):
    """Boot a script of this folder; the boot.Result, or None after saying why there is none."""
    def request():
        kernel = kernels.get(line)
        module = build.module(kernel)["iommu_audit"]
        return boot.Request(
            kernel, topology.load("faults"), iommu, f"intel_iommu=on {cmdline}",
            (LAB / "tests" / script).read_bytes(),
            {**{f"usr/bin/{name}": build.helper(name) for name in ("dma", "hog")},
             "nameless.ko": _nameless(module)}, env,
            module, {"/usr/sbin/iommu-audit": build.tool(), "/usr/bin/chrt": "/usr/bin/chrt"}, (),
            [word for event in TRACES[iommu] for word in ("-trace", event)],
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
        logged = _phases(iommu, log)
        if int((result.out / "resumed").read_text(encoding="ascii")) != 1:
            problems.append("the machine did not sleep")
        for name, phases in (("before", [1]), ("after", [1, 2])):
            want = sum(logged[phase] for phase in phases)
            if not logged[phases[-1]]:
                problems.append(f"{name}: no fault")
            records, unseen, _, _ = totals(result.out / f"faults.{name}")
            if (records, unseen) != (want, 0):
                problems.append(f"{name}: {records} counted, {unseen} without details, "
                                f"{want} logged")
        say(f"  {label}: {logged[1]} logged before, {logged[2]} after")
    except (OSError, ValueError, KeyError) as error:
        problems.append(f"cannot compare: {type(error).__name__}: {error}")
    suite.check(f"{label}: records counted are those logged", problems)


def _admitted(out, name, iommu, phases, logged):
    """What one reading says is right, or not called exact. Returns (problems, whether exact)."""
    records, _, _, _ = totals(out / f"faults.{name}")
    want = sum(logged[phase] for phase in phases)
    said = _source(out, name, iommu)
    exact = said["accuracy"] == "exact"
    figures = f"{name}: {records} counted, {want} logged, accuracy={said['accuracy']}"
    say(f"  {figures} reason={said['reason']} since_ns={said.get('since_ns', '-')}")
    if exact and records != want or records > want:
        return [figures], exact
    if not exact and "-" in (said["reason"], said.get("since_ns", "-")):
        return [f"{figures} reason={said['reason']}: does not say why, or since when"], exact
    return [], exact


def _silence(out, name, iommu, readings, logged):
    """Each reading of one way to silence probes; exact is never said again once it was not."""
    problems, exact = [], True
    for when, phases in readings.items():
        if not logged[phases[-1]]:
            problems.append(f"{name}.{when}: no fault")
        wrong, now = _admitted(out, f"{name}.{when}", iommu, phases, logged)
        problems += wrong
        if now and not exact:
            problems.append(f"{name}.{when}: exact again")
        exact = now
        if when == "before" and name not in BEGUN_SILENT and not exact:
            problems.append(f"{name}.{when}: not exact before it began")
    return problems


def _callbacks(path):
    """How many are called at every interrupt, as the host read it."""
    return int(re.search(r": 0x([0-9a-f]{8})\b", path.read_text(encoding="ascii")).group(1), 16)


def _handler_not_found(out, logged):
    """Without a handler to probe nobody is called at every interrupt, unless asked for by name."""
    said = _source(out, "nameless", "intel")
    problems = [] if logged[NAMELESS] else ["no fault"]
    if (said["method"], said["accuracy"]) != ("none", "none") or said["reason"] == "-":
        problems.append(f"method={said['method']} accuracy={said['accuracy']} "
                        f"reason={said['reason']}")
    problems += _unknown(out / "faults.nameless")
    without, auto, asked = (_callbacks(out / f"callbacks.{name}")
                            for name in ("without", "auto", "asked"))
    if (auto, asked) != (without, without + 1):
        problems.append(f"called at every interrupt: {without} before, {auto} with auto, {asked} "
                        f"with irq_entry")
    return problems


def _silenced(suite, line, iommu):
    """Whatever silences the probes: no figure is wrong and called exact."""
    label = f"{line} {iommu} silenced"
    result = _run(suite, label, line, iommu, "silenced.sh", {"BOOTED": ""})
    if not result:
        return
    logged = _phases(iommu, (result.folder / "qemu.log").read_text(errors="replace"), SILENT_PHASE)
    refused = result.out / "ftrace.refused"
    tests = {}
    for name in SILENCES:
        if refused.exists() and name in WITHOUT_FTRACE:
            suite.skip(f"{label}: {name}", "the kernel does not let ftrace be switched off: "
                       + refused.read_text(encoding="ascii").strip())
        else:
            tests[f"{name}: nothing wrong is called exact"] = \
                lambda name=name: _silence(result.out, name, iommu, SILENCES[name], logged)
    if iommu == "intel":
        tests["nameless: nobody is called at every interrupt"] = \
            lambda: _handler_not_found(result.out, logged)
    machine.check(suite, label, tests)


def _booted(suite, line, iommu):
    """The same with a kernel that was never anything but silent."""
    label = f"{line} {iommu} booted silent"
    result = _run(suite, label, line, iommu, "silenced.sh", {"BOOTED": "yes"},
                  "sysctl.kernel.ftrace_enabled=0")
    if not result:
        return
    logged = _phases(iommu, (result.folder / "qemu.log").read_text(errors="replace"), SILENT_PHASE)
    said = (result.out / "ftrace_enabled").read_text(encoding="ascii").strip()
    suite.check(f"{label}: the kernel is", [] if said == "0" else [f"ftrace_enabled is {said}"])
    machine.check(suite, label, {
        "nothing wrong is called exact":
            lambda: _silence(result.out, "booted", iommu, BOOTED_SILENCE, logged)})


def _boot(suite, line, iommu):
    label = f"{line} {iommu}"
    result = _run(suite, label, line, iommu, "faults.sh",
                  {"RINGS": RINGS, "STORM": STORM[iommu], "FLOODS": FLOODS[iommu], "LOADS": LOADS,
                   "MONITORS": " ".join(p for p in MONITORS[iommu] if p)})
    if not result:
        return
    out = result.out
    log = (result.folder / "qemu.log").read_text(errors="replace")
    first = _count_intel if iommu == "intel" else _count_amd
    tests = {
        "every phase made faults": lambda: _attempted(iommu, log),
        "records counted are those logged, overflow is flagged":
            lambda: first(out, log, read.qemu_devices(out / "qemu.devices")),
        "the kernel's log of them is explained":
            lambda: _explained(iommu, out, log, read.qemu_devices(out / "qemu.devices")),
        "interrupts are those of the kernel": lambda: _handled(iommu, out),
        "loads and unloads while faults do not stop": lambda: _passing(iommu, out, log),
        "every monitor keeps what it claims": lambda: _monitors(iommu, out, log),
        "every key as in Documentation/ABI, in its order":
            lambda: abi.compare(out, set(), ("version", "faults", "fault_log"), ".storm"),
    }
    if line == "debug-kcsan":
        # KCSAN waits in the hooks too. The log of a unit may lap them; the monitor says so.
        del tests["every monitor keeps what it claims"]
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


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("faults")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(_boot, suite, *entry)
                for entry in machine.chosen(BOOTS, " ".join, RARE, only, long)]
        jobs += [pool.submit(_asleep, suite, *entry) for entry in
                 machine.chosen(ASLEEP, lambda e: " ".join(e) + " suspend", RARE_ASLEEP, only,
                                long)]
        jobs += [pool.submit(_silenced, suite, *entry) for entry in
                 machine.chosen(SILENCED, lambda e: " ".join(e) + " silenced", RARE_SILENCED,
                                only, long)]
        jobs += [pool.submit(_booted, suite, *entry) for entry in
                 machine.chosen(BOOTED, lambda e: " ".join(e) + " booted silent", RARE_BOOTED,
                                only, long)]
        for job in jobs:
            job.result()
    return suite.status()
