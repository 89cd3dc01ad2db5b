# SPDX-License-Identifier: GPL-2.0
"""What the benchmark must not do to the machine that it runs on."""

import collections
import errno
import re

from lablib import boot, build, kernels, qemu, topology
from lablib.paths import LAB, PROJECT, inside, say

from . import machine
from .benchresult import Result, whole
from .odd import external_port
from .report import Suite

# One boot: parts of dmaharm.sh, and more arguments of QEMU.
Boot = collections.namedtuple("Boot", "label kernel cmdline parts memory qemu")
# By a clock that counts instructions, 8 ns each.
SHIFT = 3
NUMA = ["-object", "memory-backend-ram,id=near,size=2048M",
        "-object", "memory-backend-ram,id=far,size=1024M",
        "-numa", "node,nodeid=0,cpus=0,memdev=near", "-numa", "node,nodeid=1,cpus=1,memdev=far"]
BOOTS = [
    # before Linux 6.12 a real-time process can keep a CPU to itself
    Boot("starved", "6.1", "intel_iommu=on iommu.strict=1 preempt=full",
         ("starved_switch", "starved_removal", "starved_unplug"), 1024, []),
    Boot("taken away", "6.12", "intel_iommu=on", ("removal", "unbinding"), 1024, []),
    Boot("greedy", "6.12", "intel_iommu=on isolcpus=1", ("isolated", "limit"), 1024, []),
    Boot("crowded", "6.12", "intel_iommu=on", ("crowded",), 1024,
         ["-smp", "4,sockets=4", "-netdev", "user,id=net,restrict=on",
          "-device", "e1000,id=nic,netdev=net,bus=pcie.0,addr=0x5"]),
    Boot("untrusted", "6.12", "intel_iommu=on init_on_alloc=0 init_on_free=0", ("exposed",), 512,
         ["external"]),
    Boot("slow and full", "6.12", "intel_iommu=on iommu.strict=1", ("slow", "exhausted"), 1536,
         []),
    Boot("two nodes", "6.12", "intel_iommu=on", ("nodes",), 3072, NUMA),
]
# A minute and a half each time: to undo slow mappings, and to use up all addresses.
RARE = ("slow and full",)
# A removal waits for a slice; the clock of a guest on a busy host may jump.
SOON = 2
# A starved one for the filling of rings, 2 s, and what a thread may be late by, 2 s.
STARVED = 5


def _text(out, name):
    path = out / name
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.exists() else ""


def _seconds(out, name):
    begin, end = map(float, _text(out, f"time.{name}").split())
    return end - begin


def _state(out, name, state, error, reason=""):
    found = Result(out / f"result.{name}").state
    if (found["state"], found["error"]) == (state, str(error)) and \
            found["reason"].startswith(reason):
        return []
    return [f"{name}: {found}"]


def _done(out, *names):
    return [f"{name}: {problem}" for name in names
            for problem in whole(Result(out / f"result.{name}"))]


def _within(out, name, limit):
    took = _seconds(out, name)
    say(f"  {name} took {took:.2f} s")
    return [] if took < limit else [f"{name} took {took:.1f} s"]


def _starved_switch(out):
    """Each time the domain is another one, the thread comes back to nothing, and all goes on."""
    problems = []
    for kind in ("DMA-FQ", "identity", "DMA"):
        problems += _state(out, f"switch.{kind}", "failed", errno.ETIMEDOUT)
        problems += _done(out, f"after.{kind}")
        if _text(out, f"type.{kind}") != kind:
            problems.append(f"{kind}: the group was {_text(out, f'type.{kind}')}")
    if _text(out, "tool.type") != "DMA" or "is DMA again" not in _text(out, "tool.err"):
        problems.append(f"tool: {_text(out, 'tool.type')} after: {_text(out, 'tool.err')}")
    if "state=failed error=110" not in _text(out, "tool.result"):
        problems.append("tool: no starved run: " + _text(out, "tool.result")[:200])
    return problems


def _starved_unplug(out):
    problems = _within(out, "unplug", STARVED)
    if _text(out, "unplugged") != "gone":
        problems.append("it stayed while the CPU was taken")
    return problems + [f"unplug: {state}" for state in [Result(out / "result.unplug").state]
                       if state["state"] != "failed"]


def _starved_removal(out):
    names = ("starved", "starved_coherent", "starved_writer")
    problems = [problem for name in names for problem in _within(out, name, STARVED)]
    return problems + [f"{name}: {state}" for name in names
                       for state in [Result(out / f"result.{name}").state]
                       if state["state"] != "failed"]


def _removal(out):
    return _within(out, "removal", SOON) + _state(out, "removal", "failed", errno.ENODEV,
                                                  "it is being removed")


def _unbinding(out):
    return _within(out, "unbinding", SOON) + _state(out, "unbinding", "failed", errno.ESTALE,
                                                    "its driver changed")


def _isolated(out):
    problems = _done(out, "isolated", "named")
    for name, cpus in (("isolated", "0"), ("named", "0,1")):
        if Result(out / f"result.{name}").params.get("cpus") != cpus:
            problems.append(f"{name}: cpus={Result(out / f'result.{name}').params.get('cpus')}")
    return problems + _state(out, "caller", "refused", errno.EINVAL, "cpus: the caller may run")


def _exposed(out):
    """Every word is zero; the trace has addresses, and QEMU their contents."""
    words = re.findall(r"0x([0-9a-f]{16})", _text(out, "seen"))
    bad = [word for word in words if int(word, 16)]
    if bad:
        return [f"{len(bad)} of {len(words)} words of others, as {bad[0]}"]
    state = Result(out / "result.exposed").state["state"]
    return [] if len(words) >= 4 * 64 else \
        [f"{len(words)} words seen of {_text(out, 'mapped')[:100]!r}, the run is {state}"]


def _limit(out):
    """The kernel has not run out of addresses below 4 GiB for the disk."""
    problems = _done(out, "limit")
    if "-bit DMA addresses" in _text(out, "dmesg"):
        problems.append("it ran out: " + next(
            line for line in _text(out, "dmesg").splitlines() if "-bit DMA addresses" in line))
    if _text(out, "state.disk") != "live":
        problems.append("the disk does not answer: " + _text(out, "state.disk"))
    refused = out / "result.limit.4194304"
    if not refused.exists() or "bytes below 4 GiB" not in Result(refused).state["reason"]:
        problems.append("4 MiB on two CPUs: " + _text(out, "result.limit.4194304")[:300])
    return problems


def _crowded(out):
    """Each packet comes back, and the driver finds an address for each."""
    problems = _done(out, "crowded.mask", "crowded")
    mask = Result(out / "result.crowded.mask").context.get("dma_mask")
    if mask != "0x00000000ffffffff":
        problems.append(f"the driver has addresses of {mask}")
    if Result(out / "result.crowded.meanwhile").state["state"] != "running":
        problems.append("the run had ended: " + _text(out, "result.crowded.meanwhile")[:300])
    if "50 packets transmitted, 50 packets received" not in _text(out, "pings"):
        problems.append(_text(out, "pings")[-200:])
    problems += [line for line in _text(out, "errors").splitlines() if not line.endswith(":0")]
    problems += [line for line in _text(out, "dmesg").splitlines() if "DMA map failed" in line]
    if "bytes below 4 GiB" not in _text(out, "result.crowded.size"):
        problems.append("no larger size was refused")
    params = Result(out / "result.crowded").params
    say(f"  crowded: size={params.get('size')} ring={params.get('ring')} cpus={params.get('cpus')}")
    return problems


def _slow(out):
    return _state(out, "slow", "interrupted", errno.EINTR) + _done(out, "after_slow")


def _exhausted(out):
    problems = _state(out, "coherent", "refused", errno.ENOMEM, "the buffers take")
    problems += _state(out, "single", "refused", errno.ENOMEM, "the buffers take")
    return problems + [line for line in _text(out, "dmesg").splitlines()
                       if "oom-kill" in line or "Out of memory" in line]


def _nodes(out):
    problems = _done(out, "node0", "node1", "both", "far", "coherent")
    for name, nodes in (("node0", "0"), ("node1", "1"), ("both", "0,1"), ("far", "1"),
                        ("coherent", "unknown")):
        found = Result(out / f"result.{name}").params.get("nodes")
        if found != nodes:
            problems.append(f"{name}: nodes={found}, not {nodes}")
    return problems + _state(out, "below", "refused", errno.EINVAL,
                             "node=1 is not accepted: it has no memory below 4 GiB")


TESTS = {
    "starved_switch": ("another domain under a thread without a CPU", _starved_switch),
    "starved_unplug": ("a function goes although a thread has no CPU", _starved_unplug),
    "starved_removal": ("so it does when the thread or the writer was about to let it go",
                        _starved_removal),
    "removal": ("a function goes in the middle of a run, within a slice", _removal),
    "unbinding": ("so does its driver", _unbinding),
    "isolated": ("isolated CPUs and those that are not the caller's are left alone", _isolated),
    "exposed": ("an untrusted function sees nothing of others", _exposed),
    "limit": ("addresses below 4 GiB do not run out, with a driver bound", _limit),
    "crowded": ("nor do they on four CPUs, for a driver that has no others", _crowded),
    "slow": ("a signal, and 65,536 slow mappings to undo", _slow),
    "exhausted": ("nobody is killed for memory", _exhausted),
    "nodes": ("the nodes of the memory are told", _nodes),
}


def _more(arguments):
    if arguments != ["external"]:
        return arguments
    folder = PROJECT / "build" / "dmaharm"
    folder.mkdir(parents=True, exist_ok=True)
    # QEMU's name of what is in slot 3, a port with the card behind it
    (folder / "external.table").write_bytes(external_port(b"S18_"))
    return ["-acpitable", f"file={inside(folder / 'external.table')}"]


def _boot(suite, entry):
    def request():
        kernel = kernels.get(entry.kernel)
        return boot.Request(
            kernel, topology.load("bench"), "intel", entry.cmdline,
            (LAB / "tests" / "dmaharm.sh").read_bytes(),
            {"usr/bin/hog": build.helper("hog")}, {"PARTS": " ".join(entry.parts)},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()},
            ("e1000",), [*qemu.counted(SHIFT), *_more(entry.qemu)], entry.memory)

    result = machine.run(suite, entry.label, request)
    if result is not None:
        machine.check(suite, entry.label,
                      {TESTS[part][0]: lambda part=part: TESTS[part][1](result.out)
                       for part in entry.parts})


def run(only="", long=False):
    """Run the boots whose label holds the text only; returns the exit status."""
    suite = Suite("dmaharm")
    for entry in machine.chosen(BOOTS, lambda entry: entry.label, RARE, only, long):
        _boot(suite, entry)
    return suite.status()
