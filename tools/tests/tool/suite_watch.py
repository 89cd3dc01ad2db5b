# SPDX-License-Identifier: GPL-2.0
"""faults --watch: look after look, and how it ends."""
import json
import os
import re
import select
import signal
import subprocess

import harness
from suite_faults import SECOND, Machine, line, put, unit


# What a page on a terminal begins with.
PAGE = b"\033[H\033[2J"


class Watch:
    """A running --watch."""

    def __init__(self, run, root, *args):
        self.run = run
        self.start([run.tool, "faults", "--watch", "--interval", "0.3", "--root",
                    root, *args], run.environment())

    def start(self, command, env):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=env)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.text = ""

    def until(self, word, seconds=20, since=0):
        """Read until a word appears behind a place of the text; return whether it did."""
        limit = harness.Limit(self.run, seconds)
        while word not in self.text[since:] and not limit.over():
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                piece = self.process.stdout.read()
                if not piece:
                    break
                self.text += piece.decode()
        return word in self.text[since:]

    def end(self, number=None):
        if number:
            self.process.send_signal(number)
        os.set_blocking(self.process.stdout.fileno(), True)
        out, err = self.run.finish(self.process)
        self.text += out.decode()
        return self.process.returncode, err.decode()


def rated(machine, look):
    """Let 20 faults come in 2 s; return the time then, and whether the rate is right.

    Faults and clock are two files. A look that falls between their changes has
    another rate: then there are 20 more, 2 s later.
    """
    for number in range(1, 11):
        seconds, count = 100 + 2 * number, 5 + 20 * number
        since = len(look.text)
        machine.set(seconds, unit(count), line(count, (seconds - 1) * SECOND))
        if not look.until("20 new since the last look", since=since):
            break
        since = look.text.index("20 new since", since)
        look.until("0 new since", since=since + 2)
        block = look.text[since:]
        if "· 10.0/s in 2 s · 0 lost" in block:
            return seconds, re.search(r"✗ 04:00\.0 .* %d +20 10\.0/s " % count, block)
    return seconds, False


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
    good = look.until("0 new since the last look")
    first = "\n\n".join(look.text.split("\n\n")[:2])
    run.ok("the first look has no rate", "LAST" in first and
           "new since" not in first and "✗" not in first, look.text)
    run.ok("nothing new is said", good, look.text)
    seconds, good = rated(machine, look)
    run.ok("a rate, and a mark", good, look.text)
    machine.set(seconds + 1, unit(1), line(1, (seconds + 1) * SECOND,
                                       first=(seconds + 1) * SECOND))
    run.ok("a module that was loaded anew", look.until("The module was reloaded"), look.text)
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
    look.until('"new": {')
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
    pid, fd = os.forkpty()
    if pid == 0:
        os.execve(run.tool, [run.tool, "faults", "--watch", "--no-color", "--interval", "0.3",
                             "--root", machine.root],
                  run.environment(COLUMNS="80", LINES="24"))
    out, asked, limit = b"", False, harness.Limit(run)
    while True:
        try:
            if select.select([fd], [], [], 0.1)[0]:
                piece = os.read(fd, 65536)
                out += piece
                if not piece:
                    break
        except OSError:
            break
        # The third page begins when the second one is whole.
        if not asked and (out.count(PAGE) > 2 or limit.over()):
            asked = True
            os.kill(pid, signal.SIGINT)
    os.close(fd)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    pages = out.decode().replace("\r\n", "\n").split(PAGE.decode())[1:]
    run.ok("a page after the other", code == 0 and len(pages) > 1, code, out)
    tall = [page for page in pages if page.count("\n") > 24]
    run.ok("each fits the terminal", not tall, *tall)
    wide = [row for page in pages for row in page.splitlines() if len(row) > 80]
    run.ok("and its width", not wide, *wide)
    run.ok("and says what is left out", len(pages) > 1 and "more" in pages[1], *pages)


def run(run):
    with harness.Folder() as folder:
        for part in (watch, order, redraw):
            run.part(part, folder)
