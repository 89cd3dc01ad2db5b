# SPDX-License-Identifier: GPL-2.0
"""What all suites share: running the tool, and saying how it went.

Only modules of Debian's python3-minimal, since that is what the lab has.
"""
import functools
import os
import re
import select
import subprocess
import time
import traceback

import values

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "fixtures")
# What no answer holds.
MARK = b"\0"
FILES = ["version", "units", "groups", "devices", "acs", "faults", "fault_log",
         "events", "vf_requests", "registers", "translations"]
# What the first modules did not have, and machines recorded with them lack.
OPTIONAL = ["faults", "fault_log", "events", "vf_requests", "registers", "translations"]
DEBUGFS = "sys/kernel/debug/iommu_audit"
# Every command that answers, with arguments that all machines understand.
COMMANDS = ["report", "devices", "groups", "acs", "lint", "check", "suggest", "faults",
            "events", "units", "version"]
# Those that judge end with 1 when they found something.
JUDGES = ["lint", "check", "diff", "assign"]
# Suites that look for leaks in a build with sanitizers: between them they run every command on the
# recorded machines, and what runs for long. Elsewhere that search is left out, which is a third of
# what a process costs there; all else that sanitizers see, they see in every suite.
LEAKS = ["golden", "machines", "judged", "diff", "snapshot", "assign", "explain", "faults", "watch",
         "events", "follow", "bench", "compare", "html"]
# Seconds after which something hangs, on an idle machine.
TIMEOUT = 120
# What the shortest run of the tool takes there.
TRIVIAL = 0.005
# How often, and how many times on end, a process is looked at to find that it waits.
GLANCE, GLANCES = 0.01, 10


def machines():
    """Names of the recorded machines."""
    return sorted(os.listdir(FIXTURES))


def answered(command, code):
    """Whether a command that ended so has answered."""
    return code == 0 or (code == 1 and command in JUDGES) or (code == 7 and command == "assign")


def fixture(machine):
    """Root directory of a recorded machine."""
    return os.path.join(FIXTURES, machine)


def make_older(root):
    """Take away what the first modules did not have."""
    for name in OPTIONAL:
        path = os.path.join(root, DEBUGFS, name)
        if os.path.exists(path):
            os.remove(path)


class Folder:
    """A temporary folder, as a context."""

    def __enter__(self):
        done = subprocess.run(["mktemp", "-d"], stdout=subprocess.PIPE,
                              text=True, check=True)
        self.path = done.stdout.strip()
        return self.path

    def __exit__(self, *error):
        subprocess.run(["rm", "-rf", "--", self.path], check=True)


# Runs a command with mounts of its own, of which the host sees nothing. Below a chroot,
# as in the lab, / is no mount; there /sys and /proc are the only ones that others share.
NAMESPACE = """set -e
mount --make-rprivate / 2>/dev/null || { mount --make-rprivate /sys; mount --make-rprivate /proc; }
exec "$@"
"""
# Puts a tree's /sys, and what it has of /proc, over the host's, and runs a command there.
OVER_HOST = """set -e
root=$1; shift
[ ! -d "$root/sys" ] || mount --rbind "$root/sys" /sys
for file in $(cd "$root" && find proc -type f 2>/dev/null); do
	[ ! -e "/$file" ] || mount --bind "$root/$file" "/$file"
done
exec "$@"
"""


def namespace():
    """The beginning of a command that may mount what it likes."""
    return ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount",
            "--propagation", "unchanged", "sh", "-c", NAMESPACE, "sh"]


def within(root):
    """The beginning of a command for which a tree is the running system."""
    return [*namespace(), "sh", "-c", OVER_HOST, "sh", root]


def plain(why):
    """Mark a suite's run(), a part of it or what it calls as left out with sanitizers."""
    def mark(function):
        @functools.wraps(function)
        def called(run, *args):
            return None if run.elsewhere(why) else function(run, *args)
        return called
    return mark


def no_namespaces():
    """Why there are no mount namespaces here, or "" where there are."""
    with Folder() as folder:
        os.mkdir(os.path.join(folder, "sys"))
        done = subprocess.run([*within(folder), "true"], capture_output=True, text=True,
                              check=False)
    return "" if done.returncode == 0 else "no mount namespace of its own: " + done.stderr.strip()


def copy(source, target):
    """Copy a file or a tree."""
    subprocess.run(["cp", "-r", "--", source, target], check=True)


class Result:
    """How one run of the tool ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def waits(pid):
    """Whether a process and its children wait for something, and not for a CPU."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid), encoding="utf8") as file:
            children = [int(child) for child in file.read().split()]
        with open("/proc/%d/stat" % pid, encoding="utf8") as file:
            state = file.read().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state == "S" and all(waits(child) for child in children)


class Limit:
    """A time limit for something that hangs; it grows as the host is busy.

    What passes waits for a condition and never for a limit.
    """

    def __init__(self, run, seconds=TIMEOUT):
        self.run, self.seconds, self.began = run, seconds, time.monotonic()

    def over(self):
        """Whether it is over, by how long the tool takes for nothing just now."""
        passed = time.monotonic() - self.began
        return passed > self.seconds and passed > self.seconds * self.run.slowness()

    def until(self, condition):
        """Wait for a condition; return whether it came true."""
        while not condition():
            if self.over():
                return False
            time.sleep(GLANCE)
        return True

    def until_waiting(self, pid):
        """Wait until a process waits for something that this test does."""
        seen = 0

        def still():
            nonlocal seen
            seen = seen + 1 if waits(pid) else 0
            return seen >= GLANCES
        return self.until(still)


class Choice:
    """Cases to run, by how their printed names begin; * is anything.

    "check" is a suite, "check: works" a part of it, "check: works: VFs*" cases of
    that, "check: *VFs" what has that anywhere.
    """

    def __init__(self, text):
        self.text, self.found = text, False
        suite, _, rest = text.partition(":")
        pattern = "%s: %s" % (suite, rest.lstrip())
        self.start = pattern.partition("*")[0]
        self.whole = re.compile(".*".join(re.escape(one) for one in pattern.split("*")), re.S)

    def may_begin(self, name):
        """Whether something whose name begins so can be among them."""
        return name.startswith(self.start) or self.start.startswith(name)

    def has(self, name):
        """Whether this case is among them."""
        return self.whole.match(name) is not None


class Run:
    """One run of the tests.

    The name of a case is "SUITE: NAME", or "SUITE: PART: NAME" within a part.
    """

    def __init__(self, tool, accept=False, choices=(), listing=False):
        self.tool, self.accept = tool, accept
        self.choices, self.listing = choices, listing
        self.suite = self.inside = ""
        self.left_out = set()
        self.accepted = []
        self.slowest = 1
        self.passed = self.failed = self.skipped = 0

    def full(self, name):
        """What is printed of a name."""
        return "%s: %s%s" % (self.suite, self.inside, name)

    def may_want(self, beginning=""):
        """Whether a case whose name begins so may have been chosen.

        A loop over many rows asks before it does the work of one.
        """
        name = self.full(beginning)
        return not self.listing and (
            not self.choices or any(one.may_begin(name) for one in self.choices))

    def wants(self, name):
        """Whether the case of this name was chosen."""
        name = self.full(name)
        found = [one for one in self.choices if one.has(name)]
        for one in found:
            one.found = True
        return not self.listing and (not self.choices or bool(found))

    def part(self, function, *args):
        """A part of a suite: it needs nothing of the others, and is left out if none of it is wanted."""
        name = function.__name__.replace("_", " ")
        if self.listing:
            print("%s: %s" % (self.suite, name))
        elif self.may_want(name + ": "):
            self.inside = name + ": "
            try:
                function(self, *args)
            except Exception:
                self.broke()
            self.inside = ""

    def broke(self):
        """Report a suite or a part that did not come to its end, whatever was chosen."""
        self.report("ran to its end", False, traceback.format_exc())

    def ok(self, name, good, *detail):
        """Report a case, if it was chosen; details matter when it failed."""
        if self.wants(name):
            self.report(name, good, *detail)

    def report(self, name, good, *detail):
        """Report a case."""
        if good:
            self.passed += 1
            print("ok - " + self.full(name))
            return
        self.failed += 1
        print("not ok - " + self.full(name))
        for text in detail:
            for line in str(text).splitlines():
                print("# " + line)

    def skip(self, name, why):
        """Report a test that cannot run here."""
        if self.wants(name):
            self.skipped += 1
            print("ok - %s # SKIP %s" % (self.full(name), why))

    def beside(self, name):
        """A program that `make -C tools tests` builds beside the tool; {} is the kind of build."""
        kind = "-asan" if self.sanitized() else ""
        path = os.path.join(os.path.dirname(self.tool), name.format(kind))
        if not os.path.exists(path):
            raise ValueError("%s is not built: make -C tools tests" % path)
        return path

    def sanitized(self):
        """Whether the tool is built with sanitizers."""
        return self.tool.endswith("-asan")

    def elsewhere(self, why):
        """Whether what follows is left to the build without sanitizers; says so once, with a reason.

        Sanitizers are for what the tool does: each command, each kind of input and each page once.
        What is about its texts, or about other programs, they would only make slow. Who chose
        cases gets all of them.
        """
        if self.choices or self.listing or not self.sanitized():
            return False
        name = "without sanitizers: " + why
        if self.full(name) not in self.left_out:
            self.left_out.add(self.full(name))
            self.skip(name, "they see nothing new there")
        return True

    def environment(self, **more):
        """What the tool sees of the environment; nothing of the caller's."""
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
               "TERM": "xterm", "SOURCE_DATE_EPOCH": "1700000000"}
        for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if key in os.environ:
                env[key] = os.environ[key]
        if self.sanitized() and self.suite not in LEAKS:
            env["ASAN_OPTIONS"] = "detect_leaks=0:" + env.get("ASAN_OPTIONS", "")
        env.update(more)
        return env

    def slowness(self):
        """How many times slower than an idle machine this one has been, at least 1."""
        began = time.monotonic()
        subprocess.run([self.tool, "--version"], stdout=subprocess.DEVNULL, check=False,
                       env=self.environment())
        self.slowest = max(self.slowest, (time.monotonic() - began) / TRIVIAL)
        return self.slowest

    def call(self, *args, tool=None, env=None, before=(), **options):
        """Run the tool with pipes, behind a command before it; a signal is a negative code."""
        process = subprocess.Popen([*before, tool or self.tool, *args],
                                   stdin=options.pop("stdin", subprocess.DEVNULL),
                                   stdout=options.pop("stdout", subprocess.PIPE),
                                   stderr=subprocess.PIPE, env=env or self.environment(),
                                   **options)
        out, err = self.finish(process)
        return Result(process.returncode, out, err.decode(errors="replace"))

    def finish(self, process, seconds=TIMEOUT):
        """What a process still writes until its end; it is killed when that does not come."""
        limit = Limit(self, seconds)
        while True:
            try:
                return process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                if limit.over():
                    process.kill()
                    process.communicate()
                    raise

    def ask(self, *args, **options):
        """The answer in JSON of a command that has one."""
        result = self.call(*args, "--json", **options)
        if not answered(args[0], result.code):
            raise ValueError("%s: exit code %d, %s" % (" ".join(args), result.code, result.err))
        return values.parse(result.out)

    def terminal(self, width, *args, before=(), **env):
        """Run the tool on a terminal of that width, behind a command before it.

        The terminal's other end stays open here, until a mark behind the tool's
        last byte has come through: what is on its way when a terminal is closed
        may be lost.
        """
        master, slave = os.openpty()
        pid = os.fork()
        if pid == 0:
            os.close(master)
            os.login_tty(slave)
            command = [*before, self.tool, *args]
            os.execvpe(command[0], command, self.environment(COLUMNS=str(width), **env))
        out, process = b"", os.pidfd_open(pid)
        while process not in select.select([master, process], [], [])[0]:
            out += os.read(master, 65536)
        _, status = os.waitpid(pid, 0)
        os.close(process)
        os.write(slave, MARK)
        while not out.endswith(MARK):
            out += os.read(master, 65536)
        os.close(slave)
        os.close(master)
        out = out[:-len(MARK)]
        code = os.waitstatus_to_exitcode(status)
        return Result(code, out.replace(b"\r\n", b"\n"), "")
