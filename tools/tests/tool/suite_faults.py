# SPDX-License-Identifier: GPL-2.0
"""What is said of faults, now and later, and when nothing can be said."""
import os
import re

import harness
import values

CORE = os.path.join(harness.HERE, "..", "..", "..", "module", "core")
HEADER = "# iommu_audit faults format=1\n"
SECOND = 10**9
BOOT = "proc/sys/kernel/random/boot_id"


def put(root, path, text):
    """Replace a file at once, as the kernel shows a new state."""
    path = os.path.join(root, path)
    with open(path + ".new", "w", encoding="utf8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def line(count, last, source="0000:04:00.0", reason=0x05, first=SECOND,
         name="A reason"):
    return ('unit=dmar0 source=%s reason=0x%02x name="%s" access=write count=%d '
            "first_ns=%d last_ns=%d last_addr=0x1000 pasid=-\n" %
            (source, reason, name, count, first, last))


def unit(records, unattributed=0, overflows=0, name="dmar0"):
    return ("unit=%s interrupts=1 records=%d attributed=%d unattributed=%d "
            "overflows=%d\n" % (name, records, records - unattributed,
                                unattributed, overflows))


class Machine:
    """A machine whose faults and clock the test sets."""

    def __init__(self, folder, name="machine", fixture="intel-switch-igb"):
        self.root = os.path.join(folder, name)
        harness.copy(harness.fixture(fixture), self.root)
        self.version = self.get(harness.DEBUGFS + "/version")

    def get(self, path):
        with open(os.path.join(self.root, path), encoding="utf8") as file:
            return file.read()

    def set(self, seconds, *lines):
        put(self.root, harness.DEBUGFS + "/faults", HEADER + "".join(lines))
        put(self.root, "proc/uptime", "%.2f 0.00\n" % seconds)

    def monitor(self, **changes):
        """Change the monitor that this machine has."""
        text = self.version
        for key, value in changes.items():
            text = re.sub(r"(monitor=vtd .*?)%s=\S+" % key, r"\g<1>%s=%s" %
                          (key, value), text)
        put(self.root, harness.DEBUGFS + "/version", text)

    def boot(self, text):
        put(self.root, BOOT, text + "\n")


def says(run, name, result, *words, without=()):
    text = result.out.decode()
    run.ok(name, result.code == 0 and all(word in text for word in words) and
           not any(word in text for word in without), result.err, text)


def names():
    """(unit, code) of every reason that the module has a name for."""
    with open(os.path.join(CORE, "vtd_fault.c"), encoding="utf8") as file:
        text = file.read()
    for table, base in (("legacy", 0), ("interrupt", 0x20), ("scalable", 0x30)):
        body = text.split("const %s[] = {" % table)[1].split("};")[0]
        for code in re.findall(r"\[(0x\w+)\] = \"", body):
            yield "dmar0", base + int(code, 16)
    with open(os.path.join(CORE, "amd_event.c"), encoding="utf8") as file:
        text = file.read()
    codes = dict(re.findall(r"^\t([A-Z_]+) = (0x\w+),$", text, flags=re.M))
    body = text.split("const names[] = {")[1].split("};")[0]
    for name in re.findall(r"\[([A-Z_]+)\] = \"", body):
        yield "ivhd0", int(codes[name], 16)


def told(run, machine, name):
    """{code: what is said of it} of all codes that a fault could have."""
    machine.set(10, unit(1), *(line(1, SECOND, reason=code).replace("dmar0", name)
                               for code in range(256)))
    answer = run.ask("faults", "--root", machine.root)
    return {(item["unit"], values.number(item["reason"])): item["meaning"]
            for item in answer["faults"]["faults"]}


def helps(run, machine):
    """Every reason of the module is explained, and no other code is."""
    known = set(names())
    run.ok("the module's reasons were found", len(known) > 70 and
           ("dmar0", 0x05) in known and ("ivhd0", 2) in known, len(known))
    codes = [(name, code) for name in ("dmar0", "ivhd0") for code in range(256)]
    amd = Machine(os.path.dirname(machine.root), "amd", "amd-passthrough")
    said = {**told(run, machine, "dmar0"), **told(run, amd, "ivhd0")}
    run.ok("all codes were answered", set(said) == set(codes))
    run.ok("a unit that is not there has no reasons",
           not any(told(run, machine, "ivhd0").values()))
    silent = sorted(key for key in known if not said[key])
    run.ok("every reason has its sentence", not silent, silent)
    extra = sorted(key for key in codes if said[key] and key not in known)
    run.ok("no sentence is of no reason", not extra, extra)
    bad = [text for text in said.values() if text and not
           re.fullmatch(r"[A-Z][^\n]{40,}\.", text)]
    run.ok("they are sentences", not bad, *bad)
    machine.set(10, unit(1), line(1, SECOND, reason=0x26))
    says(run, "an interrupt has a number, no address",
         run.call("faults", "--root", machine.root), " interrupt 0x1000 ")
    machine.set(10, unit(3), line(1, SECOND, reason=5), line(2, SECOND, reason=2))
    text = run.call("faults", "--root", machine.root).out.decode()
    for code in (2, 5):
        run.ok("what 0x%02x means is said once" % code,
               text.count(said["dmar0", code]) == 1, text)


def losses(run, machine):
    """0 lost is only said when it is true."""
    def check(name, *words, without=("0 lost",)):
        for command in ("faults", "report"):
            says(run, "%s: %s" % (command, name),
                 run.call(command, "--root", machine.root), *words,
                 without=without)

    machine.set(100, unit(5), line(5, SECOND))
    check("nothing lost", "5 logged in 1 min 39 s since load, the first 1 min 39 s ago, 0 lost",
          without=("lower bound",))
    machine.set(100, unit(5, overflows=3), line(5, SECOND))
    check("overflows", "lower bound", "dropped faults 3 times")
    says(run, "the unit is named",
         run.call("faults", "--root", machine.root),
         "dmar0 dropped faults 3 times: its counts are a lower bound")
    machine.set(100, unit(5, unattributed=2), line(3, SECOND))
    check("unattributed", "lower bound", "2 unattributed")
    machine.set(100, unit(5), line(5, SECOND))
    machine.monitor(missed=7)
    check("missed probes", "lower bound", "7 probe hits missed")
    machine.monitor(accuracy="snapshot")
    check("an inexact monitor", "lower bound", "may miss faults")
    machine.monitor(accuracy="unheard-of")
    check("an accuracy of later", "lower bound", "may miss faults")
    machine.monitor(accuracy="exact", method="unheard_of")
    says(run, "a hook of later: not none", run.call("faults", "--root", machine.root),
         "fault monitor vtd: unknown, exact")
    machine.monitor(accuracy="exact", method="unheard_of,ratelimit_calls")
    says(run, "a hook of later beside one of today", run.call("faults", "--root", machine.root),
         "fault monitor vtd: ratelimit_calls, exact")
    machine.monitor(accuracy="none", method="none", reason='"no hook"')
    machine.set(100, unit(0))
    check("no monitor", "nknown: no hook", without=("0 logged", "0 lost"))
    machine.set(100, unit(5), line(5, SECOND))
    check("no monitor any more", "5 logged", "no fault monitor is active")
    put(machine.root, harness.DEBUGFS + "/version", machine.version)
    units = machine.get(harness.DEBUGFS + "/units")
    put(machine.root, harness.DEBUGFS + "/units",
        units.replace("fault_regs=1", "fault_regs=unknown"))
    check("a unit that nobody reads", "lower bound", "1 unit is not monitored")
    put(machine.root, harness.DEBUGFS + "/units", units)
    put(machine.root, harness.DEBUGFS + "/version", "\n".join(
        text for text in machine.version.split("\n") if "monitor=" not in text))
    machine.set(100)
    check("no word of monitors", "nknown: the module does not say",
          without=("0 logged", "0 lost"))
    put(machine.root, harness.DEBUGFS + "/version", machine.version)


def ages(run, machine):
    """A device faults now when its last fault is less than 10 seconds old."""
    def check(name, seconds, *words, without=()):
        machine.set(seconds, unit(5), line(5, 50 * SECOND))
        says(run, name, run.call("report", "--root", machine.root), *words,
             without=without)

    check("9.99 s ago is now", 59.99, "✗ 04:00.0 faults now", "last 9 s ago")
    check("10 s ago is past", 60, "last 10 s ago", without=("faults now",))
    check("the clock of /proc/uptime is coarse", 49.99, "last <1 s ago",
          "✗ 04:00.0 faults now")
    check("a last time to come is none", 40, "last unknown",
          without=("faults now",))
    check("days", 50 + 3 * 86400 + 2 * 3600, "last 3 d 2 h ago")
    os.remove(os.path.join(machine.root, "proc/uptime"))
    says(run, "without a clock", run.call("report", "--root", machine.root),
         "5 logged since load, 0 lost", "last unknown", without=("faults now",))
    machine.set(60, unit(5), line(5, 59 * SECOND),
                line(9, 59 * SECOND, source="0000:05:00.0"),
                line(1, 2 * SECOND, source="0000:06:00.0"))
    says(run, "two that fault now", run.call("report", "--root", machine.root),
         "✗ 05:00.0 faults now", "05:00.0 igb ×9", "✗ 04:00.0 faults now", "04:00.0 nvme ×5",
         without=("06:00.0 nvme ×1",))


def older(run, machine):
    """A module without faults: other commands do not mind."""
    harness.make_older(machine.root)
    for command in harness.COMMANDS:
        for form in ([], ["--json"]):
            result = run.call(command, *form, "--root", machine.root)
            run.ok(" ".join([command, *form, "of an older module"]),
                   harness.answered(command, result.code) and result.out, result.err)
    answer = run.ask("faults", "--root", machine.root)
    run.ok("what nobody counted is unknown in JSON",
           not answer["faults"]["seen"] and "predates" in
           answer["faults"]["not_seen_because"] and
           values.texts(answer["faults"]["total"])["records"] == "unknown", answer)
    for args in (["faults"], ["faults", "--log"], ["report"]):
        says(run, " ".join(args) + " says that it is older",
             run.call(*args, "--root", machine.root), "nknown: the module "
             "predates", without=("0 lost", "0 logged", "No fault"))


def snap(run, machine, path):
    run.call("snapshot", "-o", path, "--root", machine.root)
    return path


def since(run, folder):
    """Differences, or the reason why there are none."""
    machine = Machine(folder, "since")
    path = os.path.join(folder, "then.json")
    other = "0000:05:00.0"

    def cannot(name, *words, past=None):
        result = run.call("faults", "--since", past or path, "--root",
                          machine.root)
        run.ok(name, result.code == 4 and not result.out and
               all(word in result.err for word in [os.path.basename(past or path),
                                                   *words]),
               result.code, result.err, result.out.decode())

    machine.set(100, unit(5, overflows=1), line(5, 90 * SECOND),
                line(3, 80 * SECOND, source=other))
    snap(run, machine, path)
    machine.set(160, unit(38, overflows=1), line(35, 130 * SECOND),
                line(3, 80 * SECOND, source=other),
                line(3, 155 * SECOND, source="0000:06:00.0", first=150 * SECOND))
    result = run.call("faults", "--since", path, "--root", machine.root)
    says(run, "what is new", result, "33 new since " + path, "33.0/min in 1 min 0 s",
         "0 lost", "38 logged in 2 min 39 s since load", "lower bound", without=(" 05:00.0 ",))
    text = result.out.decode()
    run.ok("their differences and rates",
           re.search(r"04:00\.0 .* 35 +30 +30\.0/min ", text) and
           re.search(r"06:00\.0 .* 3 +3 +3\.0/min ", text), text)
    answer = run.ask("faults", "--since", path, "--root", machine.root)["faults"]
    run.ok("the same in JSON", answer["seconds"] == 60 and
           answer["new"]["records"] == 33 and answer["new"]["complete"] and
           not answer["total"]["complete"] and
           [(i["source"], i["new"], i["new_per_second"]) for i in answer["faults"]]
           == [("0000:04:00.0", 30, 0.5), ("0000:06:00.0", 3, 0.05)], answer)
    later = snap(run, machine, os.path.join(folder, "later.json"))
    run.ok("from two snapshots the same", text == run.call(
        "faults", "--since", path, "--from", later).out.decode())
    same = run.call("faults", "--since", later, "--from", later)
    says(run, "nothing new", same, "0 new since", without=("REASON",))

    good = machine.get(harness.DEBUGFS + "/faults")
    for name, text in [
            ("a counter went down", good.replace("count=35", "count=4")),
            ("a first time changed", good.replace("first_ns=%d" % SECOND,
                                                  "first_ns=%d" % (SECOND + 1), 1)),
            ("a source is gone", "".join(t for t in good.splitlines(True)
                                         if other not in t)),
            ("records went down", good.replace("records=38", "records=4"))]:
        put(machine.root, harness.DEBUGFS + "/faults", text)
        cannot("reloaded: " + name, "reloaded")
    put(machine.root, harness.DEBUGFS + "/faults", good)
    id_now = machine.get(BOOT).strip()
    machine.boot("00000000-0000-4000-8000-00000000000f")
    cannot("another boot", "another boot")
    machine.boot(id_now)
    put(machine.root, "proc/uptime", "99.00 0.00\n")
    cannot("the later one", "newer of the two")
    put(machine.root, "proc/uptime", "160.00 0.00\n")
    os.remove(os.path.join(machine.root, BOOT))
    says(run, "without a boot id the same first time will do",
         run.call("faults", "--since", path, "--root", machine.root), "33 new")
    machine.set(100, unit(0))
    empty = snap(run, machine, os.path.join(folder, "empty.json"))
    put(machine.root, harness.DEBUGFS + "/faults", good)
    cannot("without a boot id and without faults", "which boot", past=empty)
    machine.boot(id_now)
    old = Machine(folder, "old")
    harness.make_older(old.root)
    past = snap(run, old, os.path.join(folder, "old.json"))
    cannot("a snapshot of an older module", "predates fault counting", past=past)
    machine.set(160)
    harness.make_older(machine.root)
    cannot("an older module now", "predates fault counting")
    cannot("no such snapshot", "No such file", past=path + ".none")
    cannot("no snapshot", "neither JSON", past=__file__)


def without_module(run):
    """Where only the module would know, the command that brings it stands below; else not."""
    load = b"Next: sudo iommu-audit load"
    for command, log in (("faults", True), ("events", False)):
        path = os.path.join(harness.HERE, "real", "romed8-2t-pve.json")
        text = run.call(command, "--from", path).out
        run.ok("%s of a dump" % command, load in text and
               (b"dmesg | iommu-audit explain" in text) == log, text)
        text = run.call(command, "--root", harness.fixture("amd-passthrough")).out
        run.ok("%s of the module" % command, load not in text, text)


def run(run):
    run.part(without_module)
    for part in (helps, losses, ages, older):
        with harness.Folder() as folder:
            run.part(part, Machine(folder))
    with harness.Folder() as folder:
        run.part(since, folder)
