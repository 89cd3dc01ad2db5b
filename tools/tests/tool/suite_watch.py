# SPDX-License-Identifier: GPL-2.0
"""faults --watch: look after look, and how it ends."""
import json
import os
import re
import select
import signal
import subprocess
import time

import harness
from suite_faults import SECOND, Machine, line, put, unit


class Watch:
    """A running --watch."""

    def __init__(self, run, root, *args):
        self.start([run.tool, "faults", "--watch", "--interval", "0.3", "--root",
                    root, *args], run.environment())

    def start(self, command, env):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=env)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.text = ""

    def until(self, word, seconds=20):
        """Read until a word appears; return whether it did."""
        end = time.monotonic() + seconds
        while word not in self.text and time.monotonic() < end:
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                piece = self.process.stdout.read()
                if not piece:
                    break
                self.text += piece.decode()
        return word in self.text

    def end(self, number=None):
        if number:
            self.process.send_signal(number)
        os.set_blocking(self.process.stdout.fileno(), True)
        out, err = self.process.communicate(timeout=harness.TIMEOUT)
        self.text += out.decode()
        return self.process.returncode, err.decode()


def watch(run, folder):
    """Block after block, until a signal or until the module is gone."""
    machine = Machine(folder, "watch")
    machine.set(100, unit(5), line(5, 20 * SECOND))
    for number in (signal.SIGINT, signal.SIGTERM):
        look = Watch(run, machine.root)
        first = look.until(" since load")
        code, err = look.end(number)
        run.ok("watch ends cleanly on " + number.name, first and code == 0 and
               not err and look.text.endswith("\n") and "\033" not in look.text,
               code, err, look.text)
    look = Watch(run, machine.root)
    run.ok("the first look has no rate", look.until("LAST") and
           "new since" not in look.text and "✗" not in look.text, look.text)
    run.ok("nothing new is said", look.until("0 new since the last look"),
           look.text)
    machine.set(102, unit(25), line(25, 101 * SECOND))
    run.ok("a rate, and a mark", look.until("20 new since the last look · 10.0/s "
                                            "in 2 s · 0 lost") and
           re.search(r"✗ 04:00\.0 .* 25 +20 10\.0/s ", look.text), look.text)
    machine.set(103, unit(1), line(1, 103 * SECOND, first=103 * SECOND))
    run.ok("a module that was loaded anew", look.until("loaded anew"), look.text)
    blocks = look.text.split("\n\n")
    run.ok("blank lines part the blocks", len(blocks) > 3, look.text)
    put(machine.root, "proc/filesystems", "nodev\tdebugfs\n")
    os.rename(os.path.join(machine.root, harness.DEBUGFS),
              os.path.join(machine.root, "away"))
    code, err = look.end()
    run.ok("watch ends with the module", code == 3 and "not loaded" in err,
           code, err)
    os.rename(os.path.join(machine.root, "away"),
              os.path.join(machine.root, harness.DEBUGFS))

    look = Watch(run, machine.root, "--json")
    look.until('"new_per_second"')
    code, err = look.end(signal.SIGINT)
    decoder, text, answers = json.JSONDecoder(), look.text.strip(), []
    while text:
        answer, end = decoder.raw_decode(text)
        answers.append(answer)
        text = text[end:].strip()
    run.ok("watch in JSON", code == 0 and len(answers) > 1 and
           all(a["kind"] == "iommu_audit faults" for a in answers), code, err)
    with open("/dev/full", "wb") as full:
        result = run.call("faults", "--watch", "--root", machine.root, stdout=full)
    run.ok("watch on a full disk ends", result.code == 5, result.code)


def order(run, folder):
    """Who faults most since the last look comes first, of those that fault alike the latest."""
    machine = Machine(folder, "order")

    def state(seconds, *counts):
        machine.set(seconds, unit(sum(count for count, _ in counts)), *(
            line(count, last * SECOND, source="0000:%02x:00.0" % (i + 0x10))
            for i, (count, last) in enumerate(counts)))

    state(100, (500, 90), (10, 90), (10, 90), (10, 90))
    look = Watch(run, machine.root)
    look.until("LAST")
    state(102, (501, 95), (17, 96), (17, 98), (10, 90))
    good = look.until("15 new since the last look")
    look.until("0 new since the last look")
    look.end(signal.SIGINT)
    block = look.text.partition("15 new since")[2].partition(" new since")[0]
    rows = re.findall(r"(1[0-3]):00\.0 ", block)
    run.ok("the order of a look is that of what is new", good and rows == ["12", "11", "10", "13"], block)


def redraw(run, folder):
    """On a terminal a look takes the place of the one before, and fits."""
    machine = Machine(folder, "redraw")
    machine.set(100, unit(90), *(
        line(1, 99 * SECOND, source="0000:%02x:00.0" % bus)
        for bus in range(0x10, 0x40)))
    script = ('"$0" faults --watch --no-color --interval 0.3 --root "$1" & '
              'sleep 1.2; kill -INT $!; wait $!')
    pid, fd = os.forkpty()
    if pid == 0:
        os.execve("/bin/bash", ["bash", "-mc", script, run.tool, machine.root],
                  run.environment(COLUMNS="80", LINES="24"))
    out = b""
    while True:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(fd)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    pages = out.decode().replace("\r\n", "\n").split("\033[H\033[2J")[1:]
    run.ok("a page after the other", code == 0 and len(pages) > 1, code, out)
    tall = [page for page in pages if page.count("\n") > 24]
    run.ok("each fits the terminal", not tall, *tall)
    # bash may add a line of its own when its job ends
    wide = [row for page in pages for row in page.splitlines()
            if len(row) > 80 and not row.startswith("[1]")]
    run.ok("and its width", not wide, *wide)
    run.ok("and says what is left out", pages and "more" in pages[-1], *pages)


def run(run):
    with harness.Folder() as folder:
        for part in (watch, order, redraw):
            run.part(part, folder)
