# SPDX-License-Identifier: GPL-2.0
"""events --follow: line after line, what was missed, and how it ends."""
import errno
import fcntl
import os
import signal
import struct
import subprocess
import termios
import time

import harness
import values
from suite_events import OF_PF, Machine, event, request, story
from suite_watch import Watch

HEADER = "# iommu_audit events_pipe format=1\n"
# From a line written to the same line shown, on an idle machine.
SOON = 1.0


class Follow(Watch):
    """A running --follow, and the pipe that it reads."""

    def __init__(self, run, machine, *args, pipe=True):
        self.run = run
        path = os.path.join(machine.root, harness.DEBUGFS, "events_pipe")
        if os.path.exists(path):
            os.remove(path)
        self.pipe = None
        if pipe:
            os.mkfifo(path)
            # Read and write: the tool must not meet the end at once.
            self.pipe = os.open(path, os.O_RDWR)
            self.write(HEADER)
        self.start([*harness.within(machine.root), run.tool, "events", "--follow", *args],
                   run.environment())

    def write(self, text):
        os.write(self.pipe, text.encode())

    def write_read(self, text):
        """Write, and wait until the tool has read it."""
        self.write(text)
        return harness.Limit(self.run).until(lambda: not struct.unpack(
            "i", fcntl.ioctl(self.pipe, termios.FIONREAD, bytes(4)))[0])

    def hang_up(self):
        """There is no more to come."""
        os.close(self.pipe)
        self.pipe = None

    def end(self, number=None):
        ended = super().end(number)
        if self.pipe is not None:
            self.hang_up()
        return ended


def one_by_one(run, machine):
    look = Follow(run, machine)
    look.write(event(0, "dev_add") + event(1, "dev_bind", driver="nvme"))
    run.ok("what is in the ring", look.until("nvme") and "dev_add" in look.text,
           look.text)
    times = []
    for number in range(2, 12):
        began = time.monotonic()
        look.write(event(number, "domain_attach", domain="DMA", old_domain="none",
                         group=100 + number))
        if not look.until("group %d\n" % (100 + number)):
            break
        times.append(time.monotonic() - began)
    # A host that is busy for a moment delays some of them; what waits in a buffer waits each time.
    run.ok("then each line, soon", len(times) == 10 and sorted(times)[5] < SOON, times, look.text)
    print("# slowest of 10 lines after %.1f ms" % (1000 * max(times, default=0)))
    rows = look.text.splitlines()
    run.ok("one heading, and columns below it",
           look.text.count("BOOTTIME") == 1 and len(rows) == 13 and
           len({row.index("0000:01:00.0" if "0000:01" in row else "01:00.0")
                for row in rows[1:]}) == 1, look.text)
    look.write_read(event(12, "dev_del")[:30])
    look.write(event(12, "dev_del")[30:])
    run.ok("a line in two pieces", look.until("dev_del") and "dev_del\n" not in look.text,
           look.text)
    look.write("lost=1200\n" + event(1213, "vf_reset", group=77))
    run.ok("what was missed is a row", look.until("group=77") and
           "1200 events overwritten" in look.text and
           look.text.count("overwritten") == 1, look.text)
    code, err = look.end(signal.SIGINT)
    run.ok("SIGINT ends it", code == 0 and not err and look.text.endswith("\n"),
           code, err)


def endings(run, machine):
    look = Follow(run, machine)
    look.write(event(0, "dev_add"))
    look.until("dev_add")
    code, err = look.end(signal.SIGTERM)
    run.ok("SIGTERM ends it", code == 0 and not err, code, err)

    look = Follow(run, machine, "--json")
    look.write(event(0, "dev_add") + "lost=5\n" + request(6, 4, 0, 0, errno.ENOSPC, "driver") +
               request(7, 9, 0, 0, errno.ERANGE, "sysfs"))
    look.until('"seq":7,')
    look.hang_up()
    code, err = look.end()
    items = [values.parse(line) for line in look.text.splitlines()]
    run.ok("nothing is said of a state that may have changed",
           items[3]["cause"].endswith("sriov_totalvfs"), items[3])
    run.ok("the end of the pipe ends it; JSON", code == 0 and len(items) == 4 and
           items[0]["seq"] == 0 and items[1] == {"lost": 5} and
           items[2]["error"] == "ENOSPC", code, err, look.text)

    look = Follow(run, machine)
    look.write(event(0, "dev_add") + event(1, "dev_bind")[:20])
    look.until("dev_add")
    look.hang_up()
    code, err = look.end()
    run.ok("a line without an end", code == 4 and "line 3: cut in the middle" in err and
           "dev_add" in look.text and "dev_bind" not in look.text, code, err)

    look = Follow(run, machine)
    look.write(event(0, "dev_add") + "no event\n" + event(1, "dev_del"))
    code, err = look.end()
    run.ok("a line that is none", code == 4 and "events_pipe: line 3: key=value" in err and
           "dev_add" in look.text and look.text.count("\n") == 2, code, err, look.text)

    look = Follow(run, machine, "--json")
    for _ in range(9):
        look.write("k" * 8000)
    code, err = look.end()
    run.ok("a line without bounds", code == 4 and "too long" in err, code, err)

    look = Follow(run, machine)
    look.process.stdout.close()
    look.process.stdout = open(os.devnull, "rb")
    code, _ = look.end()
    run.ok("it ends when nobody reads", code == 0, code)

    look = Follow(run, machine, pipe=False)
    code, err = look.end()
    run.ok("no pipe", code == 3 and not look.text, code, err)


def regular(run, machine):
    """A regular file ends; it is read whole, in pieces as they fit."""
    path = os.path.join(machine.root, harness.DEBUGFS, "events_pipe")
    if os.path.exists(path):
        os.remove(path)
    with open(path, "w", encoding="utf8") as file:
        file.write(HEADER + "".join(event(n, "dev_add") for n in range(5000)))
    result = run.call("events", "--follow", "--json", "--root", machine.root)
    seqs = [values.parse(line)["seq"] for line in result.out.splitlines()]
    run.ok("5000 events of a file", seqs == list(range(5000)), result.err, len(seqs))
    done = subprocess.run(
        ["bash", "-c", '"$0" events --follow --root "$1" | head -n 3', run.tool,
         machine.root], check=False, capture_output=True, env=run.environment())
    run.ok("head ends it quietly", len(done.stdout.splitlines()) == 3 and
           not done.stderr, done.stderr)
    with open("/dev/full", "wb") as full:
        result = run.call("events", "--follow", "--root", machine.root, stdout=full)
    run.ok("a full disk ends it", result.code == 5, result.code)
    for name, text, expected, word in (
            ("another file's header", HEADER.replace("_pipe", ""), 4, "line 1"),
            ("no header", event(0, "dev_add"), 4, "line 1"),
            ("a newer format", HEADER.replace("=1", "=9"), 3, "format 9")):
        with open(path, "w", encoding="utf8") as file:
            file.write(text)
        result = run.call("events", "--follow", "--root", machine.root)
        run.ok(name, result.code == expected and word in result.err and not result.out,
               result.code, result.err)
    os.remove(path)


def filters(run, machine):
    """A VF's first events come before anybody says whose VF it is."""
    look = Follow(run, machine, "--json", "--dev", "01:00.0")
    for line in story():
        look.write_read(line)
    look.write(event(20, "group_add", "0000:01:10.5") +
               event(21, "domain_attach", "0000:01:10.5"))
    run.ok("the PF's are shown", look.until('"seq":9,'), look.text)
    look.write(event(22, "dev_bind"))
    run.ok("nothing of a function that nobody knows", look.until('"seq":22,') and
           "01:10.5" not in look.text, look.text)
    look.write(event(23, "vf_add", "0000:01:10.5", pf="0000:01:00.0", vf_index=3))
    look.until('"seq":23,')
    look.end(signal.SIGINT)
    items = [values.parse(line) for line in look.text.splitlines()]
    seqs = [item["seq"] for item in items]
    run.ok("a VF's first events are shown with the one that names its PF",
           seqs == OF_PF + [22, 20, 21, 23], seqs)
    run.ok("as they were", {item["task"] for item in items} == {"sh"}, items)
    look = Follow(run, machine, "--json", "--kind", "vf_add,vf_del")
    look.write("".join(story()) + "lost=3\n")
    look.until('"lost"')
    look.end(signal.SIGINT)
    seqs = [values.parse(line).get("seq") for line in look.text.splitlines()]
    run.ok("kinds, and what was missed", seqs == [2, 7, 12, 17, None], seqs)
    look = Follow(run, machine, "--json", "--dev", "01:00.0")
    look.write("".join(event(n, "group_add", "0000:%02x:00.0" % n)
                       for n in range(0x10, 0xf0)) + "".join(
        event(0xf0 + n, "vf_add", "0000:%02x:00.0" % bus, pf="0000:01:00.0",
              vf_index=n) for n, bus in enumerate((0x10, 0xef))))
    look.until('"seq":241,')
    run.ok("what is held back has its bounds", '"seq":16,' not in look.text and
           '"seq":239,' in look.text, look.text)
    look.end(signal.SIGINT)


def run(run):
    why = harness.no_namespaces()
    if why:
        run.skip("all of it", why)
        return
    with harness.Folder() as folder:
        machine = Machine(folder, "follow")
        machine.set()
        for part in (one_by_one, endings, regular, filters):
            run.part(part, machine)
