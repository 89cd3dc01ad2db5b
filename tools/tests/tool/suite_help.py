# SPDX-License-Identifier: GPL-2.0
"""The help is short, by task, and says what the man pages say."""
import glob
import os
import re
import shlex
import shutil
import subprocess

import harness
from suite_consistency import MAN, helped, man_sections

STATUS = os.path.join(harness.HERE, "..", "..", "base", "status.h")
GLOSSARY = os.path.join(harness.HERE, "..", "..", "..", "Documentation", "glossary.md")
WIDTH = 80
LINES = 46


def text(run, *args):
    """What a help prints."""
    return run.call(*args).out.decode()


def narrow(lines):
    """Lines that are too wide."""
    return [line for line in lines if len(line) > WIDTH]


def overview(run):
    """The first help of all."""
    page = text(run, "--help")
    lines = page.splitlines()
    run.ok("--help is short", len(lines) <= LINES and not narrow(lines), len(lines), *narrow(lines))
    first = page.index(":\n  report")
    run.ok("three examples come first", page[:first].count("\n  $ iommu-audit") == 3, page[:first])
    run.ok("commands are grouped by task", len(re.findall(r"^[A-Z].*:$", page, re.M)) >= 5, page)
    codes = dict(re.findall(r"(\d) ([a-z].*?)(?=, \d|\.$)", " ".join(
        page[page.index("Exit codes:"):].split())))
    with open(STATUS, encoding="utf8") as file:
        there = set(re.findall(r"^\tIA_\w+ = (\d)", file.read(), re.M))
    run.ok("all exit codes are there", set(codes) == there and len(there) == 8, codes)
    run.ok("assign has codes of check", all("assign" in codes[one] for one in "17"), codes)
    run.ok("help is --help", text(run, "help") == page and text(run, "-h") == page)


def unroffed(page):
    """The text of a man page in one line."""
    page = re.sub(r"\\f[BIR]", "", page.replace("\\(aq", "'").replace("\\(dq", '"')
                  .replace("\\-", "-").replace("\\e", "\\").replace("\\&", ""))
    return " ".join(page.split())


def examples(page):
    """Command lines of a help's examples."""
    return re.findall(r"^  \$ (.*)", page, re.M)


def one(run, command, pages):
    """The help of a command, and its page."""
    page = text(run, "help", command)
    run.ok(command + ": --help is help", text(run, command, "--help") == page)
    run.ok(command + ": 80 columns", not narrow(page.splitlines()), *narrow(page.splitlines()))
    about = page.split("\n\n")[1]
    run.ok(command + ": says what it answers", about.strip().endswith("."), about)
    found = examples(page)
    run.ok(command + ": has examples", found and (len(found) > 2 or len(about) < 160), found)
    options = set(helped(run, command)[1])
    for line in found:
        words = shlex.split(line.split("|")[-1])
        words = words[words[0] == "sudo":]
        used = {word for word in words if word.startswith("--")}
        known = words[0] == "man" or (words[0] == "iommu-audit" and
                                      used <= options | {"--version"})
        run.ok(command + ": example: " + line, known or command == "snapshot", used - options)
    man = unroffed(pages[command])
    for what, words in (("what it answers", about), *(("example " + line, line) for line in found)):
        run.ok("%s: page has %s" % (command, what), " ".join(words.split()) in man, words)
    for line in page.split("\n\n")[0].splitlines():
        form = line.split(None, 1)[1] if line.startswith("Usage:") else line.strip()
        run.ok("%s: page has %s" % (command, form), form in man, form)


def every(run):
    """All of them."""
    folder = os.path.dirname(MAN)
    commands = helped(run)[0]
    pages = {}
    for command in commands:
        with open(MAN.replace(".8", "-%s.8" % command), encoding="utf8") as file:
            pages[command] = file.read()
    run.ok("a page for each command, and no other",
           sorted(os.listdir(folder)) == sorted(["iommu-audit.8", *(
               "iommu-audit-%s.8" % command for command in commands)]), os.listdir(folder))
    for command in commands:
        one(run, command, pages)
        run.ok(command + ": page begins with its name", man_sections(command)["NAME"].strip()
               .startswith("iommu-audit-%s - " % command))


def glossary(run):
    """The terms of the page, on a terminal too."""
    page = text(run, "help", "glossary")
    with open(GLOSSARY, encoding="utf8") as file:
        rows = [re.split(r" *\| *", line)[1:3] for line in file if line.startswith("| ")]
    rows = [row for row in rows if row[0] != "term"]
    run.ok("the glossary has terms", len(rows) > 30 and len(page.splitlines()) > 60, len(rows))
    run.ok("the glossary: 80 columns", not narrow(page.splitlines()), *narrow(page.splitlines()))
    flat = " ".join(page.split())
    missing = [name for name, means in rows
               if "%s %s" % (name, means.replace("`", "")) not in flat]
    run.ok("each term, with its meaning", not missing and "`" not in page, missing)
    small = run.terminal(60, "help", "glossary").out.decode()
    run.ok("the glossary at 60 columns", small.split() == page.split() and
           max(map(len, small.splitlines())) <= 60, small)
    done = run.call("help", "glossary", "x")
    run.ok("one word", done.code == 2 and not done.out, done.err)


def pages(run):
    """What programs that print them say."""
    files = sorted(glob.glob(os.path.join(os.path.dirname(MAN), "*.8")))
    for name, args in (("mandoc", ["-T", "lint", "-W", "warning"]),
                       ("man", ["--warnings", "-l", "-Tutf8"])):
        if not shutil.which(name):
            run.skip("pages: " + name, "%s is not installed" % name)
            continue
        for path in files:
            done = subprocess.run([name, *args, path], capture_output=True, text=True, check=False,
                                  env={**os.environ, "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "1"})
            said = done.stdout if name == "mandoc" else done.stderr
            run.ok("%s: %s" % (name, os.path.basename(path)), not said.strip(), said)


def run(run):
    run.part(overview)
    run.part(every)
    run.part(glossary)
    run.part(pages)
