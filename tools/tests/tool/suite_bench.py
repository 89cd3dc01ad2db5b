# SPDX-License-Identifier: GPL-2.0
"""Measuring: what is asked of the module, what of its answers is believed, and
what is left behind, however it ends. The module is two pipes: see fake_bench."""
import json
import os
import re
import signal
import subprocess
import threading

import fake_bench
import harness
import values

MACHINE = "intel-switch-igb"
# A function of it without a driver, and its group.
DEV, GROUP = "0000:06:01.4", "23"
TIMES = {"identity": (60, 40), "DMA-FQ": (310, 190), "DMA": (305, 2400)}
FLUSH = {"DMA-FQ": "lazy", "DMA": "strict"}

ASKED = [
    ([], {}),
    (["--size", "64K"], {"size": "65536"}),
    (["--size", "1M", "--ring", "16"], {"size": "1048576", "ring": "16"}),
    (["--mode", "sg", "--segments", "4"], {"mode": "sg", "segments": "4"}),
    (["--mode", "coherent", "--node", "0"], {"mode": "coherent", "node": "0"}),
    (["--threads", "2", "--cpus", "0,2-3"], {"threads": "2", "cpus": "0,2,3"}),
    (["--dir", "from", "--seconds", "0.05", "--warmup", "0"],
     {"dir": "from", "seconds": "0.050", "warmup": "0.000"}),
]
WRONG = [
    (["--mode", "vector"], ["--mode vector", "single, sg or coherent"]),
    (["--mode", "or"], ["--mode or"]),
    (["--mode", "single, sg"], ["--mode single, sg"]),
    (["--size", "63"], ["--size 63", "64 to 4M"]), (["--size", "5M"], ["--size 5M"]),
    (["--size", "4KB"], ["--size 4KB"]), (["--size", "-1"], ["--size -1"]),
    (["--threads", "0"], ["1 to 256"]), (["--threads", "257"], ["1 to 256"]),
    (["--ring", "16385"], ["1 to 16384"]), (["--segments", "x"], ["1 to 256"]),
    (["--dir", "up"], ["to, from or both"]), (["--cpus", "all"], ["0,2,4-6"]),
    (["--cpus", "3-1"], ["0,2,4-6"]), (["--cpus", "1,"], ["0,2,4-6"]),
    (["--cpus", "0-256"], ["256 CPUs at most"]), (["--node", "-"], ["number of a node"]),
    (["--mode", "unknown"], ["single, sg or coherent"]), (["--ring", ""], ["1 to 16384"]),
    (["--seconds", "61"], ["0.01 to 60"]), (["--seconds", "0.0001"], ["three decimals"]),
    (["--seconds", "1e3"], ["0.01 to 60"]), (["--warmup", "11"], ["0 to 10"]),
    (["--repeat", "0"], ["1 to 100"]), (["--repeat", "101"], ["1 to 100"]),
    (["--sweep", "dir"], ["size, threads or ring"]),
    (["--sweep", "size", "--size", "4K"], ["exclude each other"]),
    (["--domains", "DMA"], ["two or three"]), (["--domains", "DMA,DMA"], ["there twice"]),
    (["--domains", "DMA,lazy"], ["'lazy' is none of identity"]),
    (["--domains", ""], ["is none of"]), (["--save", ""], ["write a name"]),
    (["--fail-if-slower"], ["needs configurations to compare"]),
    (["more"], ["unexpected argument 'more'"]), (["--next"], ["unexpected argument"]),
    (["--from", "x"], ["unexpected argument"]),
]


class Machine:
    """A recorded machine with a benchmark, as a context."""

    def __init__(self, folder):
        self.root = os.path.join(folder, "root")
        subprocess.run(["rm", "-rf", "--", self.root], check=True)
        harness.copy(harness.fixture(MACHINE), self.root)
        self.type = os.path.join(self.root, "sys/kernel/iommu_groups", GROUP, "type")
        os.makedirs(os.path.dirname(self.type))
        self.write(self.type, "DMA-FQ\n")
        self.home = os.path.join(folder, "state")
        subprocess.run(["rm", "-rf", "--", self.home], check=True)
        self.state = os.path.join(self.home, "iommu-audit")
        self.within = harness.within(self.root)
        self.seen, self.context, self.at = [], {}, {}
        self.fake = fake_bench.Module(self.root, self.answer)

    @staticmethod
    def write(path, text):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf8") as file:
            file.write(text)

    def now(self):
        """The default domain of the group."""
        with open(self.type, encoding="utf8") as file:
            return file.read().strip()

    def answer(self, asked, attempt):
        """Like a module, but for what self.at says of this attempt."""
        now = self.now()
        self.seen.append(now)
        special = self.at.get(attempt)
        if callable(special):
            special = special()
        if special:
            return special
        wobble = 1 + attempt % 7 / 500
        times = [by * wobble for by in TIMES[now]]
        run = fake_bench.records(asked, {"domain": now, "default": now,
                                         "flush": FLUSH.get(now, "-"), "group": GROUP,
                                         "time_ns": str(attempt), **self.context}, *times)
        return fake_bench.done(run, attempt)

    def __enter__(self):
        self.fake.__enter__()
        return self

    def __exit__(self, *error):
        self.fake.__exit__(*error)

    def environment(self, run):
        """What the tool sees of the environment: where results go."""
        return run.environment(XDG_STATE_HOME=self.home)

    def call(self, run, *args, **options):
        return run.call("bench", *args, before=self.within, env=self.environment(run), **options)

    def measured(self, run, process, count):
        """Wait until so many runs were answered, and the tool waits for the next."""
        limit = harness.Limit(run)
        return limit.until(lambda: self.fake.answered >= count) and \
            limit.until_waiting(process.pid)

    def boot(self, cmdline, number):
        """Boot another command line; the domain follows from it."""
        self.write(os.path.join(self.root, "proc/cmdline"), cmdline + "\n")
        boot = "00000000-0000-4000-8000-%012d" % number
        self.write(os.path.join(self.root, "proc/sys/kernel/random/boot_id"), boot + "\n")
        domain = ("identity" if "iommu=pt" in cmdline else
                  "DMA" if "iommu.strict=1" in cmdline else "DMA-FQ")
        path = os.path.join(self.root, harness.DEBUGFS, "devices")
        with open(path, encoding="utf8") as file:
            lines = file.read().splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith("dev=" + DEV))
        words = [w for w in lines[at].split() if not w.startswith("domain=")]
        lines[at] = " ".join([*words, "domain=" + domain])
        self.write(path, "\n".join(lines) + "\n")
        self.write(self.type, domain + "\n")
        self.context = {"cmdline": cmdline, "boot_id": boot}


def sizes_of(least):
    """Steps of --sweep size from one on."""
    steps = [str(1 << shift) for shift in (12, 14, 16, 17, 18, 20, 22)]
    return steps[steps.index(least):]


def ladder(run, folder):
    """A step that the module refuses is left out, and the others are measured."""
    for error, why in ((12, "no memory for the buffers"), (95, "pieces of 65536 bytes at most"),
                       (5, "the DMA API refused a mapping"), (110, "could not fill it in time")):
        with Machine(folder) as m:
            m.at[7] = fake_bench.refused("refused", error, why, 7)
            done = m.call(run, DEV, "--sweep", "size", "--repeat", "2", "--json")
            points = values.parse(done.out or "{}").get("summary", [])
        run.ok("a step is left out: " + why, done.code == 0 and len(m.fake.lines) == 13 and
               [len(p["configurations"][0]["map_p50_ns"]["values"]) for p in points] == [2] * 6 and
               "size=4194304 left out: " + why in done.err, m.fake.lines, points, done.err)
    with Machine(folder) as m:
        m.at = {n: fake_bench.refused("refused", 12, "no memory", n) for n in range(1, 9)}
        done = m.call(run, DEV, "--sweep", "size")
        run.ok("every step is left out", done.code == 3 and not done.out and
               len(m.fake.lines) == 7 and "measured nothing: no memory" in done.err, done.err)
    with Machine(folder) as m:
        m.at[3] = fake_bench.refused("refused", 16, "user space owns it", 3)
        done = m.call(run, DEV, "--sweep", "size")
        run.ok("what no other step would mend ends a sweep", done.code == 3 and
               len(m.fake.lines) == 3 and "user space owns" in done.err, done.err)
    with Machine(folder) as m:
        m.at[1] = fake_bench.refused("refused", 12, "no memory", 1)
        done = m.call(run, DEV)
        run.ok("without a sweep nothing is left out", done.code == 3 and
               len(m.fake.lines) == 1, done.err)


def asked(run, folder):
    """Options become a line for bench/run; what is wrong writes none."""
    for options, want in ASKED:
        with Machine(folder) as m:
            done = m.call(run, DEV, *options, "--repeat", "1")
            lines = [dict(pair.split("=", 1) for pair in line.split()) for line in m.fake.lines]
        run.ok("asks for %s" % (" ".join(options) or "the default"), done.code == 0 and
               lines == [{"dev": DEV, **want}], lines, done.err)
    with Machine(folder) as m:
        for options, words in WRONG:
            done = m.call(run, DEV, *options)
            run.ok("refuses %s" % " ".join(options), done.code == 2 and not done.out and
                   all(word in done.err for word in words), done.code, done.err)
        run.ok("and nothing was asked of the module", not m.fake.lines, m.fake.lines)
        done = m.call(run, "--repeat", "1")
        run.ok("without a device: NVMe without a driver", done.code == 0 and
               m.fake.lines == ["dev=0000:06:00.1"] and "06:00.1" in done.err and
               "DMA-FQ, no driver" in done.err, m.fake.lines, done.err)
    with Machine(folder) as m:
        done = m.call(run, DEV, "--sweep", "size", "--repeat", "2", "--ring", "128")
        sizes = [int(line.split("size=")[1].split()[0]) for line in m.fake.lines]
    want = [4096, 16384, 65536, 131072, 262144, 1 << 20]
    run.ok("a sweep goes round, both sides of 128 KiB", sizes == want * 2, sizes)
    run.ok("steps that take too much memory are left out, and said to be",
           "size 4194304 left out" in done.err, done.err)
    for options, left, words in (
            (["ring", "--size", "64K", "--segments", "256"], ["1", "16", "256"], "more than 256 MiB"),
            (["size", "--segments", "128"], sizes_of("16384"), "into 128 segments of 64 bytes")):
        with Machine(folder) as m:
            done = m.call(run, DEV, "--repeat", "1", "--mode", "sg", "--sweep", *options)
            asked_for = [line.split(options[0] + "=")[1].split()[0] for line in m.fake.lines]
        run.ok("a sweep of %s divided into segments" % options[0], done.code == 0 and
               asked_for == left and words in done.err, asked_for, done.err)
    ladder(run, folder)
    cpus(run, folder)


def cpus(run, folder):
    """A sweep of threads goes up to the CPUs that the module takes by itself."""
    own = os.sched_getaffinity(0)
    for name, lists, left in (
            ("there are", {"online": "0-2,4,6-7"}, {0, 1, 2, 4, 6, 7}),
            ("are not isolated", {"online": "0-7", "isolated": "0,2-6"}, {1, 7}),
            ("have a tick", {"online": "0-7", "nohz_full": "1-7", "isolated": ""}, {0}),
            ("nobody isolated", {"online": "0-3", "nohz_full": "(null)"}, {0, 1, 2, 3})):
        most = max(1, len(left & own))
        wanted = [str(2 ** n) for n in range(8) if 2 ** n < most] + [str(most)]
        with Machine(folder) as m:
            for file, text in lists.items():
                m.write(os.path.join(m.root, "sys/devices/system/cpu", file), text + "\n")
            m.call(run, DEV, "--sweep", "threads", "--repeat", "1")
            threads = [line.split("threads=")[1].split()[0] for line in m.fake.lines]
        run.ok("threads go up to the CPUs that " + name, threads == wanted, threads, wanted)


def answers(run, folder):
    """What the module says instead of a result."""
    for name, state, error, reason, words in (
            ("a mask too narrow", "refused", 95, "DMA mask 0xffff", ["0xffff", "another device"]),
            ("gone", "refused", 19, "no such function", ["no such", "iommu-audit devices"]),
            ("owned by user space", "refused", 16, "user space owns it", ["user space owns"]),
            ("no memory", "refused", 12, "buffers", ["smaller --ring"]),
            ("a mapping failed", "failed", 5, "map failed", ["addresses may have run out"]),
            ("the domain changed", "failed", 116, "was DMA, is identity", ["meanwhile"]),
            ("a wedged thread", "failed", 110, "thread 1", ["keeps a CPU", "nothing is mapped"]),
            ("a bad value", "refused", 22, "ring=0: 1 to 16384", ["ring=0: 1 to 16384"])):
        with Machine(folder) as m:
            m.at[1] = fake_bench.refused(state, error, reason, 1)
            done = m.call(run, DEV)
        run.ok("module: " + name, done.code == 3 and not done.out and
               all(word in done.err for word in words), done.code, done.err)
    with Machine(folder) as m:
        m.at[1] = fake_bench.done(fake_bench.records({"dev": DEV}, {}, 300, 200), 7).replace(
            "attempt=7\n", "attempt=8\n", 1)
        done = m.call(run, DEV)
        run.ok("figures of an earlier run are not taken", done.code == 4 and
               "another run" in done.err, done.err)
    with Machine(folder) as m:
        m.at[1] = fake_bench.done(fake_bench.records({"dev": "0000:00:04.0"}, {}, 300, 200), 1)
        done = m.call(run, DEV)
        run.ok("nor those of another device", done.code == 4 and "another run" in done.err,
               done.err)
    with Machine(folder) as m:
        m.at[1] = "# iommu_audit bench/result format=2\nstate=done\n"
        done = m.call(run, DEV)
        run.ok("a newer module", done.code == 3 and "update iommu-audit" in done.err, done.err)
    m = Machine(folder)
    done = m.call(run, DEV)
    run.ok("a module that cannot measure", done.code == 3 and "cannot measure" in done.err,
           done.err)
    with Machine(folder) as m:
        os.unlink(os.path.join(m.fake.folder, "run"))
        os.symlink("/dev/full", os.path.join(m.fake.folder, "run"))
        os.unlink(os.path.join(m.fake.folder, "result"))
        with open(os.path.join(m.fake.folder, "result"), "w", encoding="utf8") as file:
            file.write(fake_bench.refused("none", 0, "-", 0))
        done = m.call(run, DEV)
        run.ok("an errno that no result explains", done.code == 3 and
               "No space left" in done.err and "gives no reason" in done.err, done.err)


def saved(run, folder):
    """--save keeps everything, whole or not at all, and replaces nothing."""
    with Machine(folder) as m:
        path = os.path.join(m.state, "first.json")
        done = m.call(run, DEV, "--repeat", "2", "--save", "first", "--json")
        with open(path, encoding="utf8") as file:
            kept = json.load(file)
        told = values.parse(done.out)
        summary = told.pop("summary")
        run.ok("--json and --save say the same", told == kept and kept["name"] == "first" and
               len(kept["runs"]) == 2, done.err)
        run.ok("the summary has every percentile", len(summary[0]["configurations"][0]) == 12, summary)
        shown = run.call("bench", "--from", path)
        again = m.call(run, DEV, "--repeat", "2", "--save", "second")
        run.ok("and can be shown again", shown.code == 0 and
               len(shown.out.splitlines()) == len(again.out.splitlines()), shown.err)
        before = len(m.fake.lines)
        done = m.call(run, DEV, "--save", "first")
        run.ok("what is there stays there", done.code == 2 and "--force" in done.err and
               len(m.fake.lines) == before, done.err)
        places(run, m, folder)
        with open(path, "rb") as file:
            old = file.read()
        done = subprocess.run([*m.within, "sh", "-c", 'ulimit -f 1; exec "$@"', "sh",
                               run.tool, "bench", DEV, "--repeat", "1", "--save", "first",
                               "--force"], env=m.environment(run), check=False,
                              capture_output=True)
        with open(path, "rb") as file:
            same = file.read() == old
        run.ok("a failed write leaves the old file", same and done.returncode == 5 and
               sorted(os.listdir(m.state)) == ["first.json", "second.json"],
               done.returncode, done.stderr.decode(), os.listdir(m.state))


def places(run, machine, folder):
    """Where results can go, and where not: that is found out before anything is measured."""
    before = len(machine.fake.lines)
    for name in ("", ".", "..", ".hidden", folder + "/"):
        for command in ([DEV], ["plan", "iommu=pt", "iommu.strict=1", DEV], ["--next"]):
            done = machine.call(run, *command, "--save", name)
            shown = name.replace(folder, "FOLDER")
            run.ok("%s --save %r is no name" % (command[0], shown), done.code == 2 and not done.out
                   and "--save '%s': write a name" % name in done.err, done.code, done.err)
    # Not a device of this machine: a tool that is broken here would put a file in its place.
    os.mkfifo(folder + "/special")
    for name, why in ((folder + "/none/x.json", "No such file"),
                      (folder + "/special", "is a FIFO"), (machine.root, "is a directory")):
        done = machine.call(run, DEV, "--save", name, "--force")
        run.ok("--save %s: cannot be" % os.path.basename(name), done.code == 5 and
               name in done.err and why in done.err, done.code, done.err)
    run.ok("and nothing was measured", len(machine.fake.lines) == before, machine.fake.lines)
    done = machine.call(run, DEV, "--repeat", "1", "--save", "./here.json", cwd=folder)
    run.ok("--save ./here.json is a file here", done.code == 0 and
           os.path.exists(os.path.join(folder, "here.json")), done.err)


def domains(run, folder):
    """Domains take turns; the group gets back what it had, always."""
    words = ["identity", "DMA", "DMA-FQ"]
    for before in words:
        with Machine(folder) as m:
            m.write(m.type, before + "\n")
            done = m.call(run, DEV, "--domains", ",".join(words), "--repeat", "4")
            run.ok("A B C A B C, then %s again" % before, done.code == 0 and
                   m.seen == words * 4 and m.now() == before and
                   "group 23 is %s again" % before in done.err, m.seen, m.now(), done.err)
            text = done.out.decode()
            run.ok("they are compared", "DMA against identity: slower in" in text and
                   "unmap p50" in text, text)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
        with Machine(folder) as m:
            m.at[2] = m.fake.block
            process = subprocess.Popen(
                [*m.within, "sh", "-c", 'ulimit -c 0; exec "$@"', "sh", run.tool, "bench", DEV,
                 "--domains", ",".join(words), "--save", "cut"], env=m.environment(run),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            m.measured(run, process, 2)
            during = m.now()
            process.send_signal(getattr(signal, name))
            out, err = run.finish(process, 30)
            run.ok("%s in the middle: DMA-FQ again, nothing saved" % name,
                   during == "DMA-FQ" and len(m.seen) == 2 and m.now() == "DMA-FQ" and not out and
                   process.returncode == -getattr(signal, name) and
                   b"interrupted after 2 of 15" in err and b"is DMA-FQ again" in err and
                   not os.listdir(m.state), during, process.returncode, err.decode())
    with Machine(folder) as m:
        m.at[3] = fake_bench.refused("failed", 5, "map failed", 3)
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("an error in the middle: DMA-FQ again", done.code == 3 and m.now() == "DMA-FQ" and
               m.seen == ["identity", "DMA", "identity"] and "map failed" in done.err, done.err)
    with Machine(folder) as m:
        m.context = {"domain": "DMA"}
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("a switch that did not take effect", done.code == 4 and m.now() == "DMA-FQ" and
               "attached to DMA, although" in done.err, done.err)
    with Machine(folder) as m:
        m.context = {"flush": "-"}
        m.at[2] = lambda: m.context.update(governor="powersave")
        done = m.call(run, DEV, "--domains", "identity,DMA", "--repeat", "1")
        run.ok("what cannot be compared, in words of bench", done.code == 4 and
               "governor is - in identity and powersave in DMA" in done.err and
               "--vary" not in done.err and "--force" in done.err, done.err)
    with Machine(folder) as m:
        done = m.call(run, "06:00.0", "--domains", "identity,DMA")
        run.ok("a driver is in the way: what to do", done.code == 3 and not m.fake.lines and
               "drivers/nvme/unbind" in done.err and "bench plan" in done.err, done.err)
    with Machine(folder) as m:
        m.write(m.type, "unmanaged\n")
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("what cannot be restored is not touched", done.code == 3 and not m.fake.lines and
               m.now() == "unmanaged" and "cannot be restored" in done.err, done.err)
        os.unlink(m.type)
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("no type to switch", done.code == 3 and "no default domain to switch" in done.err,
               done.err)
        os.mkdir(m.type)
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("a type that cannot be read", done.code == 3 and not m.fake.lines, done.err)
    busy(run, folder)
    stuck(run, folder)


def busy(run, folder):
    """Nothing is switched, nor restored, while somebody else's run is on."""
    with Machine(folder) as m:
        m.fake.before = fake_bench.refused("running", 0, "-", 7)
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("another run: nothing is switched", done.code == 3 and not m.fake.lines and
               m.now() == "DMA-FQ" and "another run is on" in done.err and
               "again, as before" not in done.err, done.code, m.now(), done.err)
    with Machine(folder) as m:
        told = []

        def other():
            m.fake.before = fake_bench.refused("running", 0, "-", 7)
            threading.Timer(1, ends).start()

        def ends():
            told.append(m.now())
            m.fake.before = fake_bench.refused("done", 0, "-", 7)

        m.at[2] = other
        done = m.call(run, DEV, "--domains", "identity,DMA")
        run.ok("another run in the middle: restored when it has ended", done.code == 3 and
               len(m.fake.lines) == 2 and told == ["DMA"] and m.now() == "DMA-FQ" and
               "another run is on" in done.err and "is DMA-FQ again" in done.err,
               done.code, told, m.now(), done.err)


def stuck(run, folder):
    """A kernel that stops switching in the middle: that, and what to run, is said."""
    def becomes(path, target):
        os.unlink(path)
        os.symlink(target, path)

    # The last of these takes numbers alone.
    for target, error, meaning in (
            ("/dev/full", "No space left", "see 'sudo dmesg'"),
            ("/dev/null", "No data available", "see 'sudo dmesg'"),
            ("/proc/self/oom_score_adj", "Invalid argument", "this kernel does not know it")):
        with Machine(folder) as m:
            m.at[2] = lambda to=target, made=m: becomes(made.type, to)
            done = m.call(run, DEV, "--domains", "identity,DMA", "--save", "stuck")
            run.ok("a switch that fails with " + error, done.code == 3 and not done.out and
                   len(m.fake.lines) == 2 and
                   "cannot be switched to identity: " + error in done.err and
                   meaning in done.err and not os.listdir(m.state), done.code, done.err)
            run.ok("and what was there before cannot be had again: " + error,
                   "group %s could NOT be given back its default domain DMA-FQ: %s" %
                   (GROUP, error) in done.err and
                   "echo DMA-FQ | sudo tee /sys/kernel/iommu_groups/%s/type" % GROUP in done.err and
                   "again, as before" not in done.err, done.err)


def plan(run, folder):
    """A B A B over boots: what is due, what is refused, and the comparison."""
    configs = ["iommu=pt", "iommu.strict=1"]
    lines = ["quiet " + config for config in configs]
    with Machine(folder) as m:
        path = os.path.join(m.state, "plan.json")
        m.boot("quiet", 0)
        done = m.call(run, "--next")
        run.ok("no plan yet", done.code == 2 and "bench plan" in done.err, done.err)
        done = m.call(run, "plan", *configs, DEV, "--seconds", "0.5")
        text = done.out.decode()
        run.ok("the plan says order, change, reboot and what to run", done.code == 0 and all(
            word in text for word in ("A B A B A B A B", "with iommu=pt, without iommu.strict=1",
                                      "update-grub", "reboot", "--args=iommu=pt "
                                      "--remove-args=iommu.strict=1", "bench --next",
                                      "seconds=0.5")), text, done.err)
        m.boot("quiet iommu=pt", 0)
        done = m.call(run, "plan", *configs, DEV, "--save", "now")
        run.ok("a plan whose first configuration is booted already", "no reboot needed" in
               done.out.decode(), done.out.decode(), done.err)
        m.boot("quiet", 0)
        done = m.call(run, "plan", *configs, DEV)
        run.ok("a plan is not replaced", done.code == 2 and "already" in done.err, done.err)
        for words, why in ((["a", "a"], "both configurations are the same"), (["a", " "], "a configuration is"),
                           (["a"], "takes two"), (["a", "b\033[2J"], "'b\\x1b[2J' is not words of a kernel command line"),
                           (["a\tb", "c"], "'a\\x09b' is not words of a kernel command line")):
            done = m.call(run, "plan", *words, "--save", "x")
            run.ok("no plan: " + why, done.code == 2 and why in done.err, done.err)
        done = m.call(run, "--next")
        run.ok("configuration A is due, not booted", done.code == 3 and "lacks iommu=pt" in done.err and
               not m.fake.lines, done.err)
        m.boot("quiet iommu=pt iommu.strict=1", 1)
        done = m.call(run, "--next")
        run.ok("configuration A is due, with too much", done.code == 3 and
               "too much: iommu.strict=1" in done.err and not m.fake.lines, done.err)
        json_of_plan(run, m, configs)
        drifted(run, m)
        for boot in range(8):
            m.boot(lines[boot % 2], 10 + boot)
            if boot == 2:
                wrong = m.call(run, "--next", "--save", "other")
                run.ok("another plan is another plan", wrong.code == 2, wrong.err)
                m.boot(lines[1], 99)
                wrong = m.call(run, "--next")
                run.ok("boot 3: configuration B is not due", wrong.code == 3 and "configuration A is due" in wrong.err,
                       wrong.err)
                m.boot(lines[0], 12)
                cut(run, m, path)
            if boot == 3:
                m.boot(lines[1], 98)
                exception(run, m)
                m.boot(lines[1], 13)
            if boot == 4:
                updated(run, m, path)
            done = m.call(run, "--next")
            text = done.out.decode()
            run.ok("boot %d is measured" % (boot + 1), done.code == 0 and
                   (("boot %d of 8" % (boot + 2) in text) if boot < 7 else
                    "iommu.strict=1 against iommu=pt: slower in" in text), text, done.err)
            again = m.call(run, "--next")
            run.ok("boot %d is not measured twice" % (boot + 1),
                   again.code == (3 if boot < 7 else 0) and
                   (boot == 7 or "measured already" in again.err), again.err)
        with open(path, encoding="utf8") as file:
            kept = json.load(file)
        run.ok("8 boots of 3 runs were kept", [entry["configuration"] for entry in kept["runs"]] ==
               ([configs[0]] * 3 + [configs[1]] * 3) * 4, len(kept["runs"]))
        done = run.call("compare", "plan", env=m.environment(run))
        run.ok("compare finds the plan by its name", done.code == 0 and
               b"boots of one configuration" in done.out, done.out.decode(), done.err)
        with open(path, "r+", encoding="utf8") as file:
            file.truncate(5000)
        done = m.call(run, "--next")
        run.ok("a plan that was cut by something else", done.code == 4 and
               "cut in the middle" in done.err, done.err)


def json_of_plan(run, machine, configs):
    """With --json a plan of two boots answers in JSON at each step."""
    dues = [{"boot": 1, "boots": 2, "configuration": configs[0], "add": configs[0], "remove": configs[1],
             "booted": False},
            {"boot": 2, "boots": 2, "configuration": configs[1], "add": configs[1], "remove": configs[0],
             "booted": False}]
    machine.boot("quiet", 60)
    plan = ["plan", *configs, DEV, "--repeat", "1", "--json", "--save", "json"]
    answer = values.parse(machine.call(run, *plan).out)
    run.ok("JSON: a plan, and what is due", (answer["due"], answer["runs"]) == (dues[0], []) and
           answer["plan"]["configurations"] == configs and "summary" not in answer, answer)
    machine.boot("quiet iommu=pt", 61)
    answer = values.parse(machine.call(run, *plan, "--force").out)
    run.ok("JSON: no reboot is needed", answer["due"] == {**dues[0], "booted": True}, answer)
    for boot, due in ((1, dues[1]), (2, None)):
        done = machine.call(run, "--next", "--json", "--save", "json")
        answer = values.parse(done.out)
        run.ok("JSON: after boot %d" % boot, done.code == 0 and answer.get("due") == due and
               answer["kind"] == "iommu_audit " + ("bench" if due else "compare") and
               len(answer["summary" if due else "points"][0]["configurations"]) == boot, answer)
        machine.boot("quiet iommu.strict=1", 62)
    with open(os.path.join(machine.state, "json.json"), encoding="utf8") as file:
        run.ok("JSON: what is due is not kept", "due" not in json.load(file))


def drifted(run, machine):
    """Words that settle no domain: it has to be that of the earlier boots."""
    machine.call(run, "plan", "x=1", "y=1", DEV, "--save", "drift")
    codes = []
    for number, cmdline in ((70, "x=1"), (71, "y=1"), (72, "x=1 iommu=pt")):
        machine.boot(cmdline, number)
        done = machine.call(run, "--next", "--save", "drift")
        codes.append(done.code)
    run.ok("a domain that is not that of the boots before", codes == [0, 0, 3] and
           "attached to identity; in an earlier boot of configuration A it was DMA-FQ" in done.err,
           codes, done.err)


def misused(run, folder):
    """Plans where results are wanted, results where plans are, and too many words."""
    with Machine(folder) as m:
        m.boot("quiet", 0)
        m.call(run, "plan", "iommu=pt", "iommu.strict=1", DEV, "--save", "plan")
        m.call(run, DEV, "--repeat", "1", "--save", "result")
        plan_file, result_file = (os.path.join(m.state, name + ".json")
                                  for name in ("plan", "result"))
        before = len(m.fake.lines)
        for args, words in (
                (["--next", "--save", "result"], "result.json is a result, not a plan"),
                (["--next", "03:00.0"], "unexpected argument '03:00.0': --next measures"),
                (["--next", "--ring", "2"], "--ring"), (["--next", "--repeat", "2"], "--repeat"),
                (["plan", "a", "b", DEV, "more"], "unexpected argument 'more'"),
                (["plan", "a", "b", DEV, "--sweep", "size"], "--sweep")):
            done = m.call(run, *args)
            run.ok("misused: bench " + " ".join(args), done.code == 2 and not done.out and
                   words in done.err, done.code, done.err)
        for command in (["bench", "--from", plan_file], ["compare", plan_file, result_file]):
            done = run.call(*command)
            run.ok("misused: %s of a plan" % command[0], done.code == 2 and not done.out and
                   "plan.json is a plan with no boot measured yet" in done.err, done.err)
        for args, words in ((["extra"], "unexpected argument 'extra': --from shows"),
                            (["--save", "x"], "--save"), (["--repeat", "2"], "--repeat")):
            done = run.call("bench", "--from", result_file, *args)
            run.ok("misused: bench --from with " + args[0], done.code == 2 and not done.out and
                   words in done.err, done.code, done.err)
        run.ok("misused: nothing was measured", len(m.fake.lines) == before, m.fake.lines)
        path = os.path.join(m.root, harness.DEBUGFS, "devices")
        m.write(path, "# iommu_audit devices format=1\n")
        done = m.call(run, "--repeat", "1")
        run.ok("a machine of which nothing can be measured", done.code == 3 and not done.out and
               "no function here can be measured" in done.err, done.code, done.err)


def homes(run, folder):
    """Names are looked for where the environment says that this user's state is."""
    result = os.path.join(harness.HERE, "results", "domains.json")
    place = os.path.join(folder, "homes")
    for below, env, found in (
            ("xdg/iommu-audit", {"XDG_STATE_HOME": place + "/xdg"}, True),
            ("iommu-audit", {"XDG_STATE_HOME": "homes"}, False),
            ("user/.local/state/iommu-audit", {"HOME": place + "/user"}, True),
            ("user/.local/state/iommu-audit", {"HOME": place + "/user",
                                               "XDG_STATE_HOME": place + "/other"}, False)):
        os.makedirs(os.path.join(place, below), exist_ok=True)
        harness.copy(result, os.path.join(place, below, "there.json"))
        tool = os.path.join(folder, "tool")
        harness.copy(run.tool, tool)
        done = run.call("compare", "there", tool=tool, env=run.environment(**env),
                        cwd=folder, preexec_fn=nobody_in(folder))
        run.ok("a name below %s: %s" % (below, " ".join(env)), done.code == (0 if found else 4) and
               bool(done.out) == found, done.code, done.err)


def nobody_in(folder):
    """Somebody who is not root, but may read what is there."""
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)

    def nobody():
        if not os.geteuid():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
    return nobody


def cut(run, machine, path):
    """A signal in the middle of a boot's runs: the plan stays where it was."""
    with open(path, "rb") as file:
        before = file.read()
    machine.at[len(machine.fake.lines) + 1] = machine.fake.block
    process = subprocess.Popen([*machine.within, run.tool, "bench", "--next"],
                               env=machine.environment(run), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    machine.measured(run, process, len(machine.fake.lines) + 1)
    process.send_signal(signal.SIGTERM)
    run.finish(process, 30)
    with open(path, "rb") as file:
        run.ok("a boot that was cut leaves the plan as it was", file.read() == before and
               process.returncode == -signal.SIGTERM, process.returncode)
    machine.fake.unblock()


def updated(run, machine, path):
    """The kernel was updated between two boots: said at once, and not after the last one."""
    with open(path, "rb") as file:
        before = file.read()
    context = machine.context
    machine.context = {**context, "kernel": "6.12.108"}
    done = machine.call(run, "--next")
    with open(path, "rb") as file:
        run.ok("a boot of another kernel is not kept", file.read() == before and done.code == 3 and
               "kernel is 6.12.107 and 6.12.108" in done.err and not done.out, done.err)
    machine.context = context


def exception(run, machine):
    """The command line is the configuration's, but the kernel did something else."""
    path = os.path.join(machine.root, harness.DEBUGFS, "devices")
    with open(path, encoding="utf8") as file:
        text = file.read()
    machine.write(path, re.sub("^(dev=%s .* domain=DMA)$" % DEV, r"\1-FQ", text, flags=re.M))
    done = machine.call(run, "--next")
    run.ok("a configuration that did not take effect", done.code == 3 and
           "attached to DMA-FQ, not to DMA" in done.err, done.err)


def shown(run, folder):
    """A bar on a terminal, none elsewhere; and whoever starts the tool."""
    with Machine(folder) as m:
        try:
            process = subprocess.Popen(
                [*m.within, run.tool, "bench", DEV, "--repeat", "2"],
                env=m.environment(run), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
            out, err = run.finish(process, 30)
            run.ok("started by what ignores its children", process.returncode == 0 and out,
                   err.decode())
        except subprocess.TimeoutExpired as error:
            run.ok("started by what ignores its children", False, error)
    with Machine(folder) as m:
        done = run.terminal(100, "bench", DEV, "--repeat", "2", before=m.within)
        text = done.out.decode()
        run.ok("progress on a terminal", "run 1 of 2" in text and "run 2 of 2" in text and
               "s left" in text, text)
        done = m.call(run, DEV, "--repeat", "2")
        run.ok("none in a pipe", "left" not in done.err, done.err)


def run(run):
    why = harness.no_namespaces()
    if why:
        run.skip("all of it", why)
        return
    for part in (asked, answers, saved, domains, plan, misused, homes, shown):
        with harness.Folder() as folder:
            run.part(part, folder)
