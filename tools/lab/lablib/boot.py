# SPDX-License-Identifier: GPL-2.0
"""Boots a kernel, talks to the guest, and says whether the run can be trusted."""

import collections
import io
import json
import os
import re
import shutil
import signal
import tarfile
import threading
import time
import uuid

from . import initramfs, pace, qemu, root
from .paths import LAB, LabError, Unavailable, cache, read_table, say

# Boot request. iommu None: the topology's; module: our .ko or None; programs:
# {guest path: path inside the root}; files: {guest path: (bytes, mode)};
# modules: more modules to have in the guest, not loaded; boots: how many times its own boot
# the guest may be silent, see pace.py; answers: {word: function(monitor, words) -> line} for what
# else the guest may ask the host.
Request = collections.namedtuple(
    "Request", "kernel topology iommu cmdline script files env module programs modules qemu "
    "memory boots answers")
Request.__new__.__defaults__ = ("intel", "", b"", {}, {}, None, {}, (), (), 1024, pace.BOOTS, {})
# reasons: why the run cannot be trusted, empty when it can; code: the script's
# exit status or None; out: folder with what the guest left in /out; seconds: by the clock;
# own: without what the guest had to wait for a processor of the host.
Result = collections.namedtuple("Result", "reasons code folder out seconds own")

SPLATS = re.compile(
    r"BUG:|WARNING:|Oops|general protection fault|Kernel panic|KASAN|UBSAN|Call Trace:"
    r"|possible (?:circular|recursive|irq lock inversion)|inconsistent lock state"
    r"|suspicious RCU usage|INFO: task .* blocked|detected stalls|bad: scheduling"
    r"|sleeping function called|DMA-API: .*(?:error|not freed)|refcount_t:"
    r"|unreferenced object|list_(?:add|del) corruption|Bad page|unchecked MSR")
# What the guest's init says when the machine is not the one that was asked for.
UNPREPARED = re.compile(r"^lab: (?:modprobe \S+|setup) failed.*", re.M)
# A report of KCSAN, from its heading to the ruler at its end.
DATA_RACE = re.compile(r"^.*BUG: KCSAN: .*\n(?:(?!.*={40}).*\n)*", re.M)
# A restart ends the machine too: QEMU runs with -no-reboot.
POWERED_DOWN = re.compile("reboot: (?:Power down|Restarting system)")


def allowed():
    """Patterns of console.allow: splats of stock kernels under QEMU, without us."""
    return [re.compile(line) for line in read_table(LAB / "console.allow")]


def splats(console):
    """Console lines that tell of a kernel bug, each with the two lines after it.

    Of data races those that our module is part of: the kernel has many of its own.
    """
    lines = DATA_RACE.sub(lambda race: race[0] if "[iommu_audit]" in race[0].split("\n", 1)[0]
                          else "", console).splitlines()
    accept = allowed()
    return ["\n".join(lines[number:number + 3]) for number, line in enumerate(lines)
            if SPLATS.search(line) and not any(p.search(line) for p in accept)]


class _Channel(threading.Thread):
    """Serves the guest's requests on the second serial port."""

    def __init__(self, link, work, process, answers):
        super().__init__(daemon=True)
        self._link, self._work, self._process, self._answers = link, work, process, answers
        self._monitor = None
        self.code, self.archive, self.problem = None, None, None

    def monitor(self):
        """The QMP connection, made at the first use."""
        if not self._monitor:
            link = qemu.connect(self._work, "qmp.sock", self._process)
            if not link:
                raise LabError("QMP socket cannot be reached")
            self._monitor = qemu.Monitor(link)
        return self._monitor

    def _answer(self, words):
        if words[0] == "dev":
            known = self.monitor().functions()
            if words[1] not in known:
                return f"unknown:{words[1]}"
            return known[words[1]]
        if words[0] == "devs":
            return json.dumps(self.monitor().functions())
        if words[0] == "qmp":
            return json.dumps(self.monitor().command(
                words[1], json.loads(words[2]) if len(words) > 2 else None))
        if words[0] == "wake":
            threading.Thread(target=self._wake, daemon=True).start()
            return "later"
        if words[0] in self._answers:
            return self._answers[words[0]](self.monitor(), words)
        if words[0] == "exit":
            self.code = int(words[1])
            return "bye"
        return "?"

    def _wake(self):
        """Wake a guest that is about to suspend itself to memory; it asks nothing meanwhile."""
        try:
            while self.monitor().command("query-status")["status"] != "suspended":
                time.sleep(0.1)
            self.monitor().command("system_wakeup")
        except (LabError, OSError, ValueError) as error:
            self.problem = f"wake: {error}"

    def _terminal(self, reader):
        """Keep what the guest's on_terminal writes."""
        with open(self._work / "terminal", "ab") as out:
            for line in reader:
                if line.strip() == b"@end":
                    return
                out.write(line)

    def run(self):
        try:
            with self._link.makefile("rb") as reader:
                for line in reader:
                    words = line.decode("utf-8", "replace").strip().split(" ", 2)
                    if words[0] == "@terminal":
                        self._terminal(reader)
                    elif words[0] == "@tar":
                        self.archive = reader.read(int(words[1]))
                    elif words[0].startswith("@"):
                        words[0] = words[0][1:]
                        try:
                            answer = self._answer(words)
                        except LabError as error:
                            answer = f"error: {error}"
                        self._link.sendall(answer.encode() + b"\n")
        except (OSError, ValueError) as error:
            self.problem = str(error)


def _unpack(archive, out):
    """The guest's /out; names that would leave the folder are refused."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar.getmembers():
            if not (member.isfile() or member.isdir()) or \
                    ".." in member.name.split("/") or member.name.startswith("/"):
                continue
            tar.extract(member, out)


def _quoted(env):
    """Shell assignments of an environment."""
    return "".join("export {}='{}'\n".format(k, str(v).replace("'", "'\\''"))
                   for k, v in env.items()).encode()


def _prepare(request, work):
    """Write the initramfs and vmlinuz of a run."""
    modules = initramfs.Modules(request.kernel)
    wanted = [*request.topology.modules]
    if request.iommu.startswith("virtio"):
        if not modules.has("virtio_iommu"):
            raise Unavailable(f"{request.kernel.release} has no driver for virtio-iommu")
        wanted = ["virtio_pci", "virtio_iommu", *wanted]
    wanted += [m for m in request.topology.optional if modules.has(m)]
    files = dict(request.files)
    files["script"] = (request.script, 0o644)
    files["setup"] = ("\n".join(request.topology.setup).encode() + b"\n", 0o644)
    files["env"] = (_quoted(request.env), 0o644)
    initramfs.build(work, request.kernel, wanted,
                    [m for m in request.modules if modules.has(m)], files,
                    qemu.MACHINES[request.kernel.arch].ports[1], request.module, request.programs)
    shutil.copyfile(request.kernel.vmlinuz, work / "vmlinuz")


def _sweep():
    """Delete what runs that were killed left behind more than a day ago."""
    for old in (cache() / "run").glob("*"):
        if time.time() - old.stat().st_mtime > 24 * 3600:
            root.remove(old)


def boot(request, folder, label=None, quiet=False):
    """Boot once and return the Result; folder receives console, qemu.log and out/."""
    label = label or f"{request.kernel.line}, {request.topology.name}, {request.iommu}"
    _sweep()
    work = cache() / "run" / uuid.uuid4().hex[:12]
    work.mkdir(parents=True)
    begin = time.monotonic()
    try:
        _prepare(request, work)
        arch = request.kernel.arch
        machine = qemu.MACHINES[arch]
        # Console first, so that a kernel that dies early still says why.
        line = " ".join(filter(None, [
            f"console={machine.ports[0]},115200 panic=-1 printk.time=1",
            machine.parameters, request.cmdline]))
        argv = qemu.arguments(work, arch, line, request.topology, request.iommu,
                              list(request.qemu), request.memory)
        watch, reasons, channel = _supervise(argv, work, request, label, quiet)
        seconds = time.monotonic() - begin
        say(f"  {label}: {watch.own():.0f} s of its own, {seconds:.0f} by the clock")
        return _collect(work, folder, argv, reasons, channel,
                        (seconds, watch.boot or 0, watch.own()))
    finally:
        root.remove(work)


def _supervise(argv, work, request, label, quiet):
    """Run QEMU to its end, or until it is given up: (its Pace, reasons, its _Channel or None)."""
    process = qemu.start(argv, work / "qemu.log")
    watch = pace.Pace(process.pid, work / "console", request.boots)
    reasons = []
    looked = last = time.monotonic()
    channel = None
    try:
        link = qemu.connect(work, "result.sock", process)
        if link:
            channel = _Channel(link, work, process, request.answers)
            channel.start()
        while process.poll() is None:
            time.sleep(0.05)
            now = time.monotonic()
            if now - looked < 0.5:
                continue
            looked = now
            reasons += filter(None, [watch.given_up()])
            if reasons:
                break
            if not quiet and now - last >= 5:
                last = now
                say(f"  {label}: {watch.own():.0f} s, {_last_line(work / 'console')}")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
    if channel:
        channel.join(pace.ANSWER)
    if status and not reasons:
        text = (work / "qemu.log").read_text(errors="replace").strip().splitlines()
        reasons.append(f"QEMU ended with {status}: " + (text[-1] if text else "no message"))
    if channel and channel.problem:
        reasons.append(f"result channel: {channel.problem}")
    return watch, reasons, channel


def _last_line(path):
    try:
        lines = path.read_text(errors="replace").split("\n")
    except OSError:
        return "starting"
    lines = [line.strip() for line in lines if line.strip()]
    return lines[-1][:90] if lines else "starting"


def _collect(work, folder, argv, reasons, channel, times):
    """Move what is left of a run to folder and complete the verdict.

    times: what it took by the clock, and its boot and all of it by its own time.
    """
    code, archive = (channel.code, channel.archive) if channel else (None, None)
    if folder.exists():
        shutil.rmtree(folder)
    out = folder / "out"
    out.mkdir(parents=True)
    for name in ("console", "qemu.log", "terminal"):
        if (work / name).exists():
            (folder / name).write_bytes((work / name).read_bytes())
    (folder / "qemu.command").write_text(" ".join(argv) + "\n", encoding="utf-8")
    if archive:
        _unpack(archive, out)
    console = folder / "console"
    text = console.read_text(errors="replace") if console.exists() else ""
    if code is None:
        reasons.append("no verdict from the guest")
    elif archive is None:
        reasons.append("no files from the guest")
    reasons += [line.strip() for line in UNPREPARED.findall(text)]
    if not POWERED_DOWN.search(text):
        reasons.append("the machine did not power down")
    reasons += [f"kernel: {splat}" for splat in splats(text)]
    (folder / "verdict").write_text(
        "seconds={:.1f}\nboot={:.1f}\nown={:.1f}\n".format(*times)
        + f"script={code}\n" + "".join(f"reason={r}\n" for r in reasons), encoding="utf-8")
    return Result(reasons, code, folder, out, times[0], times[2])
