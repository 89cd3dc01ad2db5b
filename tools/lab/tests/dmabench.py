# SPDX-License-Identifier: GPL-2.0
"""The DMA-map benchmark on booted kernels: its figures, its refusals, and what disturbs it."""

import concurrent.futures
import errno
import functools
import re

from lablib import answers, boot, build, kernels, qemu, topology
from lablib.paths import LAB

from . import abi, machine, read
from .benchresult import Result, whole
from .report import Suite

# kernel line, IOMMU, command line, domain and flush policy of the edu.
BOOTS = [
    ("6.1", "intel", "intel_iommu=on iommu.strict=1", "DMA", "strict"),
    ("6.12", "intel", "intel_iommu=on", "DMA-FQ", "lazy"),
    ("7.3", "intel", "intel_iommu=on iommu=pt", "identity", "-"),
    # "AMD-Vi: Using strict mode due to virtualization"
    ("6.12", "amd", "", "DMA", "strict"),
    ("6.12", "none", "", "none", "-"),
]
# What is written, the errno, and how the reason begins. LOOSE is the edu.
REFUSALS = [
    ("", errno.EINVAL, "dev is missing"),
    ("dev=0000:00:1e.7", errno.ENODEV, "dev: there is no such PCI function"),
    ("dev=0001:00:04.0", errno.ENODEV, "dev: there is no such PCI function"),
    ("dev=loose", errno.EINVAL, "dev=loose is not accepted: a PCI address"),
    ("dev=LOOSE mode=double", errno.EINVAL, "mode=double is not accepted: single, sg"),
    ("dev=LOOSE size=63", errno.EINVAL, "size=63 is not accepted: 64 to 4194304"),
    ("dev=LOOSE size=4194305", errno.EINVAL, "size=4194305 is not accepted: 64 to 4194304"),
    ("dev=LOOSE segments=2", errno.EINVAL, "segments=2 is not accepted: 1 unless mode=sg"),
    ("dev=LOOSE mode=sg segments=257", errno.EINVAL, "segments=257 is not accepted: 1 to 256"),
    ("dev=LOOSE threads=0", errno.EINVAL, "threads=0 is not accepted: 1 to 256"),
    ("dev=LOOSE threads=257", errno.EINVAL, "threads=257 is not accepted: 1 to 256"),
    ("dev=LOOSE cpus=7", errno.EINVAL, "cpus: CPU 7 is not online"),
    ("dev=LOOSE cpus=60000", errno.EINVAL, "cpus: CPU 60000 is not online"),
    ("dev=LOOSE cpus=0-", errno.EINVAL, "cpus=0- is not accepted: a list"),
    ("dev=LOOSE node=5", errno.EINVAL, "node=5 is not accepted: no such node"),
    ("dev=LOOSE node=65535", errno.EINVAL, "node=65535 is not accepted: no such node"),
    ("dev=LOOSE node=x", errno.EINVAL, "node=x is not accepted: the number"),
    ("dev=LOOSE dir=up", errno.EINVAL, "dir=up is not accepted: to, from or both"),
    ("dev=LOOSE ring=0", errno.EINVAL, "ring=0 is not accepted: 1 to 16384"),
    ("dev=LOOSE ring=16385", errno.EINVAL, "ring=16385 is not accepted: 1 to 16384"),
    ("dev=LOOSE seconds=0.009", errno.EINVAL, "seconds=0.009 is not accepted: 0.010 to"),
    ("dev=LOOSE seconds=60.001", errno.EINVAL, "seconds=60.001 is not accepted: 0.010 to"),
    ("dev=LOOSE warmup=10.001", errno.EINVAL, "warmup=10.001 is not accepted: 0 to 10"),
    ("dev=LOOSE size=4194304 ring=65", errno.EINVAL, "threads=1 ring=65 size=4194304 is not"),
    ("dev=LOOSE ring=1 ring=1", errno.EINVAL, "ring is given twice"),
    ("dev=LOOSE colour=red", errno.EINVAL, "colour=red is no parameter"),
    ("dev=LOOSE mode=sg size=4194304 segments=32", errno.EOPNOTSUPP,
     "size / segments is 131072: it takes pieces of 65536"),
]
# Runs of dmabench.sh: the parameters that their results have to repeat.
RUNS = {
    "first": {"mode": "single", "size": "4096", "segments": "1", "threads": "1", "cpus": "0",
              "node": "-", "dir": "both", "ring": "1", "seconds": "0.300", "warmup": "0.200"},
    "second": {"threads": "2", "cpus": "1,0"},
    "one": {"threads": "1", "cpus": "1", "warmup": "0.000"},
    "ring": {"ring": "64", "dir": "to"},
    "sg": {"mode": "sg", "size": "65536", "segments": "16", "dir": "from"},
    "coherent": {"mode": "coherent", "size": "8192", "ring": "4", "dir": "both"},
    "large": {"size": "524288"},
    "small": {"size": "64", "threads": "3", "cpus": "0,1"},
    "traced": {"seconds": "0.300", "warmup": "0.000"},
    "after_busy": {"warmup": "0.000"},
    "last": {"seconds": "0.100"},
}
# Where a real-time process can keep a CPU to itself: from Linux 6.12 on the
# scheduler's fair server gives others a share.
STARVING = ("6.1",)
# Disturbances of dmastress.sh by boot, and how often each comes.
STRESS = {
    "removal": ("remove", "hot-unplug", "rmmod", "signal"),
    "owners": ("unbind", "vfio-bind", "vfio-open", "two-writers", "domain-type"),
}
ROUNDS, SHORT_ROUNDS = 50, 8
# How long things take is tested, by a clock that counts instructions, 8 ns each:
# about as fast as emulation is.
SHIFT = 3
AT_ONCE = 2


def _read(path):
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _events(text):
    """Events of a trace buffer, also those that it had no room for."""
    found = [int(count) for count in re.findall(r"^(?:entries|overrun): (\d+)", text, re.M)]
    if not found:
        raise ValueError("the trace buffer says nothing of itself")
    return sum(found)


def _seconds(out, name):
    """How long a step of the guest's script took, by /proc/uptime."""
    begin, end = map(float, _read(out / f"time.{name}").split())
    return end - begin


def _figures(out, domain, flush):
    problems = []
    for name, asked in RUNS.items():
        result = Result(out / f"result.{name}")
        problems += [f"{name}: {problem}" for problem in whole(result)]
        problems += [f"{name}: {key}={result.params.get(key)}, asked for {value}"
                     for key, value in asked.items() if result.params.get(key) != value]
        seen = result.context.get("domain"), result.context.get("flush")
        if seen != (domain, flush):
            problems.append(f"{name}: domain and flush are {seen}, booted for {domain}, {flush}")
    disk = Result(out / "result.disk")
    problems += [f"disk: {problem}" for problem in whole(disk)]
    if disk.context.get("driver") != "nvme":
        problems.append(f"disk: its driver reads {disk.context.get('driver')}")
    if _read(out / "state.disk").strip() != "live":
        problems.append("the NVMe does not answer after a run: " + _read(out / "state.disk"))
    for name in ("first", "second"):
        if not 0.49 <= _seconds(out, name) <= 1.5:
            problems.append(f"{name}: 0.5 s took {_seconds(out, name):.2f} s")
    # Nothing but warm-up and a few calls of the scheduler comes on top.
    for name in ("first", "second", "small"):
        params = Result(out / f"result.{name}").params
        counted, asked = int(params.get("elapsed_ns", 0)) / 1e9, float(params.get("seconds", 0))
        if not asked / 2 < counted < _seconds(out, name) - float(params.get("warmup", 0)) + 0.02:
            problems.append(f"{name}: counted for {counted:.3f} of {asked} s, "
                            f"the write took {_seconds(out, name):.2f}")
    return problems


def _context(out, kernel):
    """The context against what the guest's script saw in /proc and sysfs."""
    context = Result(out / "result.first").context
    loose = read.sysfs_devices(out)[read.qemu_devices(out / "qemu.devices")["loose"]]
    group = loose["iommu_group"]
    wanted = {
        "group": "none" if group == "-" else group,
        "default": "none" if group == "-" else read.sysfs_groups(out)[group]["type"],
        "unit": "none" if loose["iommu"] == "-" else loose["iommu"],
        "numa": "-" if loose["numa_node"] == "-1" else loose["numa_node"],
        "module": _read(out / "module").strip(),
        "kernel": kernel.release, "driver": "-", "vendor": "0x1234", "device": "0x11e8",
        "dma_mask": "0x00000000ffffffff", "virtualised": "1",
        # the module opens no file
        "governor": "unknown", "cmdline": "unknown", "boot_id": "unknown", "clock": "unknown"}
    problems = [f"{key}={context.get(key)}, expected {value}" for key, value in wanted.items()
                if context.get(key) != value or not value]
    if not 0 < int(context.get("clock_ns", 0)) < 100000:
        problems.append(f"clock_ns={context.get('clock_ns')}")
    # /proc/uptime is the same clock, cut to hundredths of a second
    begin, end = map(float, _read(out / "time.first").split())
    if not begin <= int(context["time_ns"]) / 1e9 < end + 0.01:
        problems.append(f"time_ns={context['time_ns']}, the run was from {begin} to {end} s")
    return problems


def _added(out):
    """What the tool adds to the context of the module."""
    context = answers.load(out / "tool.json")["runs"][0]["context"]
    wanted = {name: _read(out / name).strip() for name in ("cmdline", "boot_id", "clock")}
    problems = [f"{key}={context.get(key)}, expected {value}" for key, value in wanted.items()
                if context.get(key) != value or not value]
    if context.get("governor", "") is not None or "governor" in context.get("unknown", []):
        problems.append(f"governor={context.get('governor')}, there is none")
    return problems


def _refusals(out):
    """Each with its errno and reason, and the result of before still there."""
    first, none = (Result(out / f"result.{name}") for name in ("first", "none"))
    problems = []
    if none.state != {"state": "none", "error": "0", "reason": "-", "attempt": "0"} or none.lines:
        problems.append(f"before the first write: {none.state}, {none.lines}")
    if not first.params:
        return ["there was no good result to lose"]
    for number, (line, error, reason) in enumerate(REFUSALS, 1):
        result = Result(out / f"result.refused.{number}")
        state = result.state
        if (state["state"], state["error"]) != ("refused", str(error)) or \
                not state["reason"].startswith(reason):
            problems.append(f"{line!r}: {state}")
        if state["attempt"] != str(number + 1):
            problems.append(f"{line!r}: attempt {state['attempt']}, written {number + 1} times")
        if result.lines != first.lines:
            problems.append(f"{line!r}: the good result is not what it was")
        if _read(out / f"exit.refused.{number}").strip() == "0":
            problems.append(f"{line!r}: write() succeeded")
    if _read(out / "exit.long").strip() == "0" or "too long" not in _read(out / "stderr.long"):
        problems.append("2049 bytes: " + _read(out / "stderr.long"))
    if _read(out / "exit.zero").strip() == "0" or "Invalid" not in _read(out / "stderr.zero"):
        problems.append("a zero byte: " + _read(out / "stderr.zero"))
    before = _read(out / f"result.refused.{len(REFUSALS)}")
    return problems + [f"what is no line changed the result: {name}" for name in ("long", "zero")
                       if not before or _read(out / f"result.{name}") != before]


def _disturbed(out):
    """A second writer, a signal, and a CPU that goes offline."""
    problems = []
    busy = Result(out / "result.busy")
    if "busy" not in _read(out / "stderr.busy") or busy.state["state"] != "running":
        problems.append(f"second writer: {_read(out / 'stderr.busy')} {busy.state}")
    after = Result(out / "result.after_busy").state
    if after["attempt"] != busy.state["attempt"]:
        problems.append("the second writer was counted")
    first = Result(out / "result.after_busy").params
    if first.get("seconds") != _read(out / "seconds.after_busy").strip():
        problems.append(f"the first writer's result: {first}")
    killed = Result(out / "result.signal")
    if (killed.state["state"], killed.state["error"]) != ("interrupted", str(errno.EINTR)):
        problems.append(f"signal: {killed.state}")
    if killed.params != Result(out / "result.after_busy").params:
        problems.append("a signal: the good result is not what it was")
    for name in ("offline", "back.1", "back.2", "back.3"):
        gone = Result(out / f"result.{name}").state
        if (gone["state"], gone["error"], gone["reason"]) != \
                ("failed", str(errno.ENXIO), "CPU 1 went offline"):
            problems.append(f"{name}: {gone}")
    for name, most in (("signal", 1), ("offline", 5)):
        if _seconds(out, name) > most:
            problems.append(f"{name}: a run of 20 s went on for {_seconds(out, name):.2f} s")
    return problems


def _stuck(out):
    """A thread without a CPU: the run ends, and nothing is taken away from under it."""
    problems = []
    for name, after in (("stuck", "after_stuck"), ("stuck_offline", "after_offline")):
        state = Result(out / f"result.{name}").state
        if (state["state"], state["error"]) != ("failed", str(errno.ETIMEDOUT)):
            problems.append(f"{name}: {state}")
        if not 2 < _seconds(out, name) < 10:
            problems.append(f"{name}: it ended after {_seconds(out, name):.1f} s")
        state = Result(out / f"result.{after}").state
        if state["state"] != "done":
            problems.append(f"the run after {name}: {state}")
    if "busy" not in _read(out / "stderr.during_stuck"):
        problems.append("a second run: " + _read(out / "stderr.during_stuck"))
    if "a thread of an earlier run has not come back" not in _read(out / "stderr.tool_stuck"):
        problems.append("the tool: " + _read(out / "stderr.tool_stuck"))
    if "unavailable" not in _read(out / "stderr.rmmod"):
        problems.append("unloading: " + _read(out / "stderr.rmmod"))
    return problems


def _counted(out, domain):
    """Mappings that the kernel's own tracepoints saw during one run."""
    ops = Result(out / "result.traced").ops["map"]["ops"]
    # One more is made beforehand, to see that it works.
    expected = 0 if domain in ("identity", "none") else ops + 1
    return [f"{event}: {_events(_read(out / f'traced.{event}'))} traced, {expected} expected"
            for event in ("map", "unmap")
            if _events(_read(out / f"traced.{event}")) != expected]


def _invalidations(result, flush):
    """What QEMU's trace says of the IOTLB: strict invalidates for every unmapping."""
    seen = len(re.findall(r"^vtd_inv_desc_iotlb_pages ",
                          _read(result.folder / "qemu.log"), re.M))
    ops = sum(Result(path).ops["unmap"]["ops"] for path in
              [result.out / f"result.{name}" for name in ("first", "second", "one", "traced")])
    if flush == "strict" and seen < ops:
        return [f"{seen} invalidations for more than {ops} unmappings"]
    if flush != "strict" and seen > ops / 10:
        return [f"{seen} invalidations for {ops} unmappings, and flush={flush}"]
    return []


def _boot(suite, line, iommu, cmdline, domain, flush, seen):
    label = f"{line} {iommu} {domain}"
    refusals = "\n".join(line for line, _, _ in REFUSALS) + "\n"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("bench"), iommu, cmdline,
            (LAB / "tests" / "dmabench.sh").read_bytes(),
            {"refusals": (refusals.encode(), 0o644), "usr/bin/hog": build.helper("hog")},
            {"STUCK": 1 if line in STARVING else ""}, build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool()}, (),
            [*qemu.counted(SHIFT),
             *(("-trace", "vtd_inv_desc_iotlb_pages") if iommu == "intel" else ())])

    result = machine.run(suite, label, request)
    if result is None:
        return
    out = result.out
    tests = {
        "figures hold together and repeat what was asked": lambda: _figures(out, domain, flush),
        "the context is that of /proc and sysfs": lambda: _context(out, kernels.get(line)),
        "the tool adds what files tell": lambda: _added(out),
        f"{len(REFUSALS)} refusals name what is wrong, and change nothing":
            lambda: _refusals(out),
        "a second writer is sent away; a signal ends a run, and so does a lost CPU":
            lambda: _disturbed(out),
        "as many mappings as the kernel traced": lambda: _counted(out, domain),
        "keys are those of Documentation/ABI":
            lambda: abi.compare(out, seen, ("bench/result",))}
    if line in STARVING:
        tests["a thread that does not get its CPU ends the run, and comes back"] = \
            lambda: _stuck(out)
    if iommu == "intel":
        tests[f"flush={flush} by QEMU's trace of invalidations"] = \
            lambda: _invalidations(result, flush)
    machine.check(suite, label, tests)


def _phase(out, phase, rounds):
    """What one of the disturbances left behind."""
    done = _read(out / f"rounds.{phase}").strip()
    problems = [line for line in _read(out / "problems").splitlines() if line.startswith(phase)]
    return problems + ([f"{done or 0} rounds of {rounds}"] if done != str(rounds) else [])


def _silent(out):
    """DMA_API_DEBUG is on and says nothing of anybody."""
    text = _read(out / "dmesg")
    if "DMA-API: preallocated" not in text:
        return ["it is off"]
    return [line for line in text.splitlines()
            if "DMA-API:" in line and not re.search(r"preallocated|debugging enabled", line)]


def _freed(out):
    """Its book has as many free entries as before."""
    entries = _read(out / "entries").split()
    return [] if len(entries) == 2 and entries[0] == entries[1] else [f"free: {entries}"]


def _stress(suite, name, phases, rounds):
    label = f"debug {name}"

    def request():
        kernel = kernels.get("debug")
        return boot.Request(
            kernel, topology.load("bench"), "intel", "",
            (LAB / "tests" / "dmastress.sh").read_bytes(),
            {"usr/bin/vfio_hold": build.helper("vfio_hold")},
            {"ROUNDS": rounds, "PHASES": " ".join(phases)},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()},
            ("vfio_pci", "vfio_iommu_type1"), (), 1536)

    result = machine.run(suite, label, request)
    if result is None:
        return
    out = result.out
    tests = {f"{phase} in the middle of a run, {rounds} times":
             functools.partial(_phase, out, phase, rounds) for phase in phases}
    tests["DMA_API_DEBUG is silent"] = lambda: _silent(out)
    tests["no mapping is left, by dma-api/num_free_entries"] = lambda: _freed(out)
    tests["kmemleak finds nothing of ours"] = \
        lambda: read.leaks((out / "kmemleak").read_text(encoding="utf-8", errors="replace"))
    machine.check(suite, label, tests)


def run(only="", long=False):
    """Run what holds the text; returns the exit status."""
    suite = Suite("dmabench")
    seen = set()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        # the longest first
        jobs = [pool.submit(_stress, suite, name, phases, ROUNDS if long else SHORT_ROUNDS)
                for name, phases in STRESS.items() if only in f"debug {name}"]
        jobs += [pool.submit(_boot, suite, *entry, seen) for entry in BOOTS
                 if only in " ".join(entry)]
        for job in jobs:
            job.result()
    if not only:
        suite.check("every key that Documentation/ABI describes was seen",
                    abi.unseen(seen, ("bench/result",)))
    return suite.status()
