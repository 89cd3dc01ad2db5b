# SPDX-License-Identifier: GPL-2.0
"""What all suites share: running the tool, and saying how it went.

Only modules of Debian's python3-minimal, since that is what the lab has.
"""
import os
import select
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "fixtures")
# What no answer holds.
MARK = b"\0"
FILES = ["version", "units", "groups", "devices", "acs", "faults", "fault_log",
         "events", "vf_requests"]
# What the first modules did not have, and machines recorded with them lack.
OPTIONAL = ["faults", "fault_log", "events", "vf_requests"]
DEBUGFS = "sys/kernel/debug/iommu_audit"
# Every command that answers, with arguments that all machines understand.
COMMANDS = ["report", "devices", "groups", "acs", "lint", "check", "suggest", "faults",
            "events", "units", "version"]
# Those that judge end with 1 when they found something.
JUDGES = ["lint", "check", "diff"]
TIMEOUT = 120


def machines():
    """Names of the recorded machines."""
    return sorted(os.listdir(FIXTURES))


def answered(command, code):
    """Whether a command that ended so has answered."""
    return code == 0 or (code == 1 and command in JUDGES)


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


def copy(source, target):
    """Copy a file or a tree."""
    subprocess.run(["cp", "-r", "--", source, target], check=True)


class Result:
    """How one run of the tool ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


class Run:
    """One run of the tests."""

    def __init__(self, tool, accept):
        self.tool, self.accept = tool, accept
        self.suite = ""
        self.passed = self.failed = self.skipped = 0

    def ok(self, name, good, *detail):
        """Report a test; details matter when it failed."""
        if good:
            self.passed += 1
            print("ok - %s: %s" % (self.suite, name))
            return
        self.failed += 1
        print("not ok - %s: %s" % (self.suite, name))
        for text in detail:
            for line in str(text).splitlines():
                print("# " + line)

    def skip(self, name, why):
        """Report a test that cannot run here."""
        self.skipped += 1
        print("ok - %s: %s # SKIP %s" % (self.suite, name, why))

    def environment(self, **more):
        """What the tool sees of the environment; nothing of the caller's."""
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
               "TERM": "xterm", "SOURCE_DATE_EPOCH": "1700000000"}
        for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if key in os.environ:
                env[key] = os.environ[key]
        env.update(more)
        return env

    def call(self, *args, tool=None, env=None, **options):
        """Run the tool with pipes; a signal is a negative code."""
        done = subprocess.run([tool or self.tool, *args],
                              stdin=subprocess.DEVNULL,
                              stdout=options.pop("stdout", subprocess.PIPE),
                              stderr=subprocess.PIPE, timeout=TIMEOUT,
                              env=env or self.environment(), **options)
        return Result(done.returncode, done.stdout,
                      done.stderr.decode(errors="replace"))

    def terminal(self, width, *args, **env):
        """Run the tool on a terminal of that width.

        The terminal's other end stays open here, until a mark behind the tool's
        last byte has come through: what is on its way when a terminal is closed
        may be lost.
        """
        master, slave = os.openpty()
        pid = os.fork()
        if pid == 0:
            os.close(master)
            os.login_tty(slave)
            os.execve(self.tool, [self.tool, *args],
                      self.environment(COLUMNS=str(width), **env))
        out, ended = b"", 0
        while not out.endswith(MARK):
            if select.select([master], [], [], 0 if ended else 0.01)[0]:
                out += os.read(master, 65536)
            elif ended:
                os.write(slave, MARK)
                select.select([master], [], [])
            else:
                ended, status = os.waitpid(pid, os.WNOHANG)
        os.close(slave)
        os.close(master)
        out = out[:-len(MARK)]
        code = os.waitstatus_to_exitcode(status)
        return Result(code, out.replace(b"\r\n", b"\n"), "")
