# SPDX-License-Identifier: GPL-2.0
"""What of root's power the tool still has when it reads, and when it judges and prints.

The kernel tells: /proc/PID/status of a tool that waits to print, and strace of
what it had at each file that it opened. The running system is a fake tree that
lies over /sys in a mount namespace of the tool's own.
"""
import fcntl
import os
import re
import shutil
import signal
import subprocess

import fake_bench
import harness
import suite_bench

MACHINE = suite_bench.MACHINE
# Of a function whose serial number is looked for; a VF has its PF's.
CONFIG = "sys/bus/pci/devices/0000:06:00.0/config"
# Where the capabilities of a process are told.
SETS = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]
NOBODY = 65534
READ = {"DAC_READ_SEARCH"}
SAVE = READ | {"DAC_OVERRIDE", "CHOWN"}
LSM = "landlock_restrict_self"
# Binds one path over another, as often as there are two before --, then runs the rest.
BIND = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 125; shift 2; done; shift; exec "$@"'
LEAKS = {"ASAN_OPTIONS": "detect_leaks=0"}


def inside(*binds):
    """The start of a command line that sees other files: pairs of what lies over what."""
    return [*harness.namespace(), "sh", "-c", BIND, "inside",
            *[path for pair in binds for path in pair], "--"]


def cannot():
    """Why none of this can be tried here, or None."""
    if os.geteuid():
        return "needs root"
    done = subprocess.run([*inside(("/tmp", "/mnt")), "true"], capture_output=True, text=True,
                          check=False)
    return done.stderr.strip().replace("\n", " ") if done.returncode else None


class Host:
    """A running system with the module, as a context: it lies over /sys."""

    def __init__(self, folder):
        self.root = os.path.join(folder, "host")
        harness.copy(harness.fixture(MACHINE), self.root)
        self.put("sys/module/iommu_audit/initstate", "live\n")
        self.put("sys/kernel/debug/iommu_audit/events", "# iommu_audit events format=1\n")
        self.put("sys/kernel/debug/iommu_audit/vf_requests",
                 "# iommu_audit vf_requests format=1\n")
        self.put(CONFIG, "\0" * 256)
        self.type = self.put("sys/kernel/iommu_groups/%s/type" % suite_bench.GROUP, "DMA-FQ\n")
        self.over = inside((os.path.join(self.root, "sys"), "/sys"))

    def path(self, name):
        return os.path.join(self.root, name)

    def put(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf8") as file:
            file.write(text)
        return path


def status(pid):
    """What /proc says of a process."""
    with open("/proc/%d/status" % pid, encoding="utf8") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file)


class Stopped:
    """A tool that waits to print, since nobody reads what it does; as a context."""

    def __init__(self, run, argv):
        read, write = os.pipe()
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(write, False)
        try:
            while os.write(write, b"x"):
                pass
        except BlockingIOError:
            os.set_blocking(write, True)
        self.run, self.read = run, read
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=write,
                                        stderr=subprocess.PIPE, env=run.environment())
        os.close(write)

    def __enter__(self):
        waits = harness.Limit(self.run).until_waiting(self.process.pid)
        self.found = status(self.process.pid) if waits else {}
        try:
            with open("/proc/%d/comm" % self.process.pid, encoding="utf8") as file:
                self.found["comm"] = file.read().strip()
        except FileNotFoundError:
            pass
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.communicate()
        os.close(self.read)


def has_nothing(found, name):
    """What a process has that is too much, or is not known to have not."""
    wrong = [key for key in SETS if int(found.get(key, "1"), 16)]
    if found.get("NoNewPrivs") != "1":
        wrong.append("NoNewPrivs")
    # The tool itself, and not what starts it.
    if not found.get("comm", "").startswith(name[:15]):
        wrong.append("comm: %s" % found.get("comm"))
    return wrong


def classes(host, folder):
    """(name, whether it sees the fake system, arguments) of each kind of command."""
    snapshot = os.path.join(folder, "old.json")
    result = os.path.join(harness.HERE, "results", sorted(
        os.listdir(os.path.join(harness.HERE, "results")))[0])
    live = [["report"], ["devices"], ["groups"], ["acs"], ["units"], ["version"], ["events"],
            ["faults"], ["faults", "--log"], ["lint"], ["why", suite_bench.DEV],
            ["p2p", "--matrix"], ["check"], ["check", "--profile", "vfio"],
            ["suggest"], ["suggest", "--format", "grub"], ["snapshot"],
            ["diff", snapshot], ["check", "--against", snapshot],
            ["report", "--json"]]
    pure = [["report", "--from", snapshot], ["check", "--from", snapshot],
            ["report", "--root", host.root], ["snapshot", "--from", snapshot],
            ["diff", snapshot, snapshot],
            ["diff", snapshot, *(os.path.join(harness.HERE, "machines", name + ".json")
                                 for name in ("gpu", "nic"))], ["lint", "iommu=pt quiet"],
            ["compare", result], ["bench", "--from", result],
            ["--help"], ["check", "--help"], ["--version"], ["check", "--profile", "list"],
            ["suggest", "--format", "list"], ["devices", "--output", "list"]]
    return [("live", args) for args in live] + [("of files", args) for args in pure]


def printing(run, host, folder):
    """Nothing is left when there is only to print."""
    name = os.path.basename(run.tool)
    for kind, args in classes(host, folder):
        start = host.over if kind == "live" else []
        with Stopped(run, [*start, run.tool, *args]) as stopped:
            wrong = has_nothing(stopped.found, name)
        run.ok("%s: %s" % (kind, " ".join(os.path.basename(arg) for arg in args)), not wrong,
               *wrong, stopped.found)


class Trace:
    """What strace saw of a tool: each file it opened, with what it had then."""

    def __init__(self, run, start, args, env=None):
        log = os.path.join(os.environ.get("TMPDIR", "/tmp"), "privilege.%d" % os.getpid())
        argv = [*start, "strace", "-f", "-y", "-s", "512", "-o", log, "-e",
                "trace=execve,openat,openat2,capset,landlock_create_ruleset,landlock_restrict_self,"
                "linkat,rename,renameat,renameat2", run.tool, *args]
        self.result = run.call(*argv[1:], tool=argv[0],
                               env=run.environment(**LEAKS, **(env or {})))
        with open(log, encoding="utf8", errors="replace") as file:
            self.lines = file.read().splitlines()
        os.unlink(log)
        self.has_landlock = not any("landlock_create_ruleset" in line and " = -1" in line
                                    for line in self.lines)

    def opened(self):
        """(path, capabilities, layers of Landlock, pid) of each file, O_PATH apart."""
        permitted, layers, found = {}, {}, []
        for line in self.lines:
            pid, call = line.split(None, 1)
            # A child begins with what its parent has.
            first = next(iter(permitted), None)
            permitted.setdefault(pid, permitted.get(first, {"all"}))
            layers.setdefault(pid, layers.get(first, 0))
            if call.startswith("capset(") and call.endswith("= 0"):
                text = call.split("permitted=")[1].split("inheritable")[0]
                permitted[pid] = set(re.findall(r"CAP_(\w+)", text))
            elif call.startswith(LSM) and call.endswith("= 0"):
                layers[pid] += 1
            else:
                path = re.match(r'openat2?\((?:\d+<([^>]*)>|[^"]*), "([^"]*)", ([^ )]*)', call)
                if path and "O_PATH" not in path.group(3):
                    name = path.group(1) if "O_TMPFILE" in path.group(3) else path.group(2)
                    found.append((name, permitted[pid], layers[pid], pid))
        return found

    def at(self, end):
        """The same of the first file whose path ends so."""
        for one in self.opened():
            if one[0].endswith(end):
                return one
        return None

    def programs(self):
        """How many programs it ran besides itself."""
        return sum(" execve(" in line or line.split(None, 1)[1].startswith("execve(")
                   for line in self.lines) - 1


def reads(run, host, folder):
    """What it has at a file that it reads: no more than that file needs."""
    snapshot = os.path.join(folder, "old.json")
    saved = os.path.join(folder, "saved.json")
    result = os.path.join(harness.HERE, "results", sorted(
        os.listdir(os.path.join(harness.HERE, "results")))[0])
    config = os.path.basename(os.path.dirname(CONFIG)) + "/config"
    cases = [
        (["report"], "iommu_audit/devices", READ), (["events"], "iommu_audit/events", READ),
        (["check"], "iommu_audit/devices", READ | {"SYS_ADMIN"}),
        (["check"], config, READ | {"SYS_ADMIN"}),
        (["snapshot"], config, READ | {"SYS_ADMIN"}),
        (["snapshot", "-o", saved], config, SAVE | {"SYS_ADMIN"}),
        (["report", "--html", saved], config, SAVE | {"SYS_ADMIN"}),
        (["diff", snapshot], "old.json", READ), (["diff", snapshot], config, READ | {"SYS_ADMIN"}),
        (["check", "--against", snapshot], "old.json", READ),
        (["faults", "--since", snapshot], "old.json", READ),
        (["report", "--from", snapshot], "old.json", READ),
        (["check", "--root", host.root], config, READ),
        (["compare", result], os.path.basename(result), READ),
        (["compare", result, "--html", saved], os.path.basename(result), SAVE),
        (["lint", "quiet"], "/proc/cmdline", set()),
    ]
    for args, end, wanted in cases:
        trace = Trace(run, host.over, args)
        found = trace.at(end)
        name = "%s: %s" % (" ".join(os.path.basename(arg) for arg in args), os.path.basename(end))
        run.ok(name, found and found[1] == wanted, found, trace.result.err)
        run.ok(name + ": no program is run", trace.programs() == 0)
    trace = Trace(run, inside((host.path("sys"), "/sys"), (folder, "/sys/module")),
                  ["report"])
    found = trace.at("iommu_audit/devices")
    run.ok("without /sys/module nothing more is kept", found and found[1] == READ, found)
    trace = Trace(run, inside((host.path("sys"), "/sys"), (folder, "/sys/kernel/debug")),
                  ["report"])
    found = trace.at(config)
    run.ok("without the module configuration space is read, and nothing loaded",
           found and found[1] == READ | {"SYS_ADMIN"} and not trace.result.code, found,
           trace.result.err)


def writes(run, host, folder):
    """Files are written with what that takes, and in their folder alone."""
    target = os.path.join(folder, "target")
    os.mkdir(target, 0o700)
    saved = os.path.join(target, "saved.json")
    os.chown(target, NOBODY, NOBODY)
    trace = Trace(run, host.over, ["snapshot", "-o", saved])
    run.ok("a snapshot into a folder of somebody else's",
           trace.result.code == 0 and os.path.exists(saved), trace.result.err)
    found = [one for one in trace.opened() if target in one[0]]
    run.ok("with that folder's power alone", found and found[-1][1] == SAVE, trace.lines[-12:])
    if trace.has_landlock:
        run.ok("and in that folder alone", found and found[-1][2] > 0, found)
    else:
        run.skip("and in that folder alone", "this kernel has no Landlock")
    before = os.stat(saved).st_mtime_ns
    again = run.call(*host.over[1:], run.tool, "snapshot", "-o", saved, tool=host.over[0])
    run.ok("and again", again.code == 0 and os.stat(saved).st_mtime_ns > before, again.err)
    here = subprocess.run([*host.over, run.tool, "snapshot", "-o", "here.json"], cwd=target,
                          capture_output=True, text=True, env=run.environment(), check=False)
    run.ok("into the current folder", here.returncode == 0 and
           os.path.exists(os.path.join(target, "here.json")), here.stderr)


def files_of_others(run, folder):
    """root reads files of anybody, as it always did."""
    home = os.path.join(folder, "home")
    os.mkdir(home, 0o700)
    snapshot = os.path.join(home, "old.json")
    harness.copy(os.path.join(folder, "old.json"), snapshot)
    os.chmod(snapshot, 0o600)
    for path in (home, snapshot):
        os.chown(path, NOBODY, NOBODY)
    for args in (["report", "--from", snapshot], ["diff", snapshot, snapshot],
                 ["faults", "--from", snapshot, "--since", snapshot],
                 ["check", "--from", snapshot, "--against", snapshot]):
        result = run.call(*args)
        run.ok(" ".join(os.path.basename(arg) for arg in args), result.code == 0 and result.out,
               result.err)


def nobody():
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def users(run, host, folder):
    """Who has nothing loses nothing, and is told nothing; who has a part of root's keeps no more."""
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    for args in (["report", "--from", os.path.join(folder, "old.json")],
                 ["report", "--root", host.root], ["lint", "quiet"]):
        as_root, as_user = run.call(*args), run.call(*args, preexec_fn=nobody)
        run.ok("nobody: %s" % args[0], (as_user.code, as_user.out, as_user.err) ==
               (as_root.code, as_root.out, as_root.err), as_user.err)
    if not shutil.which("setpriv"):
        run.skip("a user with capabilities", "setpriv is not installed")
        return
    debugfs = host.path("sys/kernel/debug")
    os.chmod(debugfs, 0o700)
    given = "+dac_read_search,+sys_admin"
    start = [*host.over, "setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY),
             "--clear-groups", "--inh-caps", given, "--ambient-caps", given]
    result = run.call(*start[1:], run.tool, "check", tool=start[0])
    run.ok("a user with two capabilities reads what root's are", result.code in (0, 1) and
           result.out, result.err)
    with Stopped(run, [*start, run.tool, "check"]) as stopped:
        wrong = [key for key in SETS if key != "CapBnd" and
                 int(stopped.found.get(key, "1"), 16)]
    run.ok("and gives them up", not wrong and stopped.found["NoNewPrivs"] == "1", stopped.found)
    os.chmod(debugfs, 0o755)


def going_on(run, host):
    """What goes on keeps what it uses: --watch its files, --follow nothing."""
    pipe = host.path("sys/kernel/debug/iommu_audit/events_pipe")
    os.mkfifo(pipe)
    keep = os.open(pipe, os.O_RDWR)
    os.write(keep, b"# iommu_audit events_pipe format=1\n")
    for args, wanted in ((["events", "--follow"], 0),
                         (["faults", "--watch", "--interval", "5"], 1 << 2)):
        process = subprocess.Popen([*host.over, run.tool, *args], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env=run.environment())
        harness.Limit(run).until_waiting(process.pid)
        found = status(process.pid)
        process.send_signal(signal.SIGINT)
        _, err = run.finish(process)
        run.ok(" ".join(args), {int(found[key], 16) for key in ("CapPrm", "CapEff")} == {wanted}
               and process.returncode == 0, found, err)
    os.close(keep)
    os.unlink(pipe)


class Bench(fake_bench.Module):
    """A module that measures as the type of the group says."""

    def __init__(self, host):
        self.host = host
        super().__init__(host.root, self.answer_one)

    def answer_one(self, asked, attempt):
        with open(self.host.type, encoding="utf8") as file:
            now = file.read().strip()
        return fake_bench.done(fake_bench.records(
            asked, {"domain": now, "default": now, "flush": suite_bench.FLUSH.get(now, "-"),
                    "group": suite_bench.GROUP, "time_ns": str(attempt)},
            *suite_bench.TIMES[now]), attempt)


def measuring(run, host, folder):
    """bench has what its next step needs; who writes bench/run has nothing."""
    state = os.path.join(folder, "state")
    for args, at_type in (([], None), (["--domains", "DMA,DMA-FQ"],
                                       READ | {"SYS_ADMIN", "SYS_RAWIO"})):
        with Bench(host):
            trace = Trace(run, host.over, ["bench", suite_bench.DEV, "--seconds", "0.01",
                                           "--repeat", "2", *args],
                          {"XDG_STATE_HOME": state})
        name = " ".join(["bench", *args])
        run.ok(name + ": measured", trace.result.code == 0, trace.result.err)
        written = trace.at("bench/run")
        wanted = at_type or READ
        run.ok(name + ": bench/run", written and written[1] == wanted, written)
        behind = [line.split(None, 1)[1] for line in trace.lines
                  if written and line.startswith(written[3] + " ")]
        dropped = [line for line in behind if line.startswith("capset(") and
                   "permitted=0," in line]
        run.ok(name + ": nothing while it runs", dropped, behind)
        if at_type:
            switched = trace.at(suite_bench.GROUP + "/type")
            run.ok(name + ": the group", switched and switched[1] == at_type, switched)
    with Bench(host):
        trace = Trace(run, host.over, ["bench", suite_bench.DEV, "--seconds", "0.01", "--save",
                                       os.path.join(folder, "kept.json")])
    run.ok("bench --save", trace.result.code == 0 and
           os.path.exists(os.path.join(folder, "kept.json")), trace.result.err)
    with Bench(host), Stopped(run, [*host.over, run.tool, "bench", suite_bench.DEV, "--seconds",
                                    "0.01"]) as stopped:
        wrong = has_nothing(stopped.found, os.path.basename(run.tool))
    run.ok("bench: nothing when it prints", not wrong, wrong, stopped.found)


def confined(run, host, folder):
    """What is made of files from elsewhere opens no other file."""
    snapshot = os.path.join(folder, "old.json")
    trace = Trace(run, [], ["report", "--from", snapshot])
    if not trace.has_landlock:
        run.skip("files from elsewhere", "this kernel has no Landlock")
        return
    result = os.path.join(harness.HERE, "results", sorted(
        os.listdir(os.path.join(harness.HERE, "results")))[0])
    for args, end in ((["report", "--from", snapshot], "old.json"),
                      (["report", "--root", host.root], "iommu_audit/version"),
                      (["compare", result], os.path.basename(result)),
                      (["bench", "--from", result], os.path.basename(result))):
        trace = Trace(run, [], args)
        found = trace.at(end)
        layers = sum(LSM in line and line.endswith("= 0") for line in trace.lines)
        name = "%s %s" % tuple(args[:2]) if args[1].startswith("--") else args[0]
        run.ok(name + ": before it is opened", found and found[2] == 1, found)
        run.ok(name + ": and once more behind it", layers == 2, trace.lines[-8:])
    secret = os.path.join(folder, "secret")
    with open(secret, "w", encoding="utf8") as file:
        file.write("hush=1\n")
    linked = os.path.join(folder, "linked")
    harness.copy(host.root, linked)
    line = os.path.join(linked, "proc", "cmdline")
    os.unlink(line)
    os.symlink(secret, line)
    shown = run.call("snapshot", "--root", linked)
    run.ok("a link out of --root leads nowhere", b"hush" not in (shown.out or b""), shown.out)
    shown = run.call("snapshot", "--root", linked, preexec_fn=nobody)
    run.ok("nor does it for anybody else", b"hush" not in (shown.out or b""), shown.out)


def modprobe(run, folder):
    """A command of modprobe.d that would load something is not run."""
    release = os.uname().release
    modules = os.path.join(folder, "lib", "modules", release)
    made = os.path.join(folder, "made")
    os.makedirs(modules)
    lacks = [program for program in ("depmod", "cc") if not shutil.which(program)] + \
        [path for path in ("/etc/modprobe.d", "/lib/modules") if not os.path.isdir(path)]
    if lacks:
        run.skip("install commands", "there is no " + ", ".join(lacks))
        return
    subprocess.run(["cc", "-c", "-x", "c", "/dev/null", "-o",
                    os.path.join(modules, "iommu_audit.ko")], check=True)
    subprocess.run(["depmod", "-b", folder, release], check=True, stderr=subprocess.DEVNULL)
    etc = os.path.join(folder, "modprobe.d")
    os.mkdir(etc)
    with open(os.path.join(etc, "x.conf"), "w", encoding="utf8") as file:
        file.write("install iommu_audit touch %s\n" % made)
    start = inside((os.path.join(folder, "lib", "modules"), "/lib/modules"),
                   (etc, "/etc/modprobe.d"))
    result = run.call(*start[1:], run.tool, "load", tool=start[0])
    run.ok("install commands are not run", result.code == 3 and not os.path.exists(made) and
           "install command" in result.err, result.code, result.err)


def run(run):
    why = cannot()
    if why is None and not shutil.which("strace"):
        why = "strace is not installed"
    if why:
        run.skip("privileges", why)
        return
    with harness.Folder() as folder:
        os.chmod(folder, 0o755)
        host = Host(folder)
        with open(os.path.join(folder, "old.json"), "wb") as file:
            file.write(run.call("snapshot", "--root", host.root).out)
        run.part(printing, host, folder)
        run.part(reads, host, folder)
        run.part(writes, host, folder)
        run.part(files_of_others, folder)
        run.part(users, host, folder)
        run.part(going_on, host)
        run.part(measuring, host, folder)
        run.part(confined, host, folder)
        run.part(modprobe, folder)
