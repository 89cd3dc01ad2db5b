# SPDX-License-Identifier: GPL-2.0
"""Columns that are chosen, listed or left out, and colors."""
import os
import re

import answers
import harness

MACHINE = ["--from", os.path.join(answers.FOLDER, "gpu.json")]
STORM = ["--from", os.path.join(answers.FOLDER, "storm.json")]
EVENTS = ["--root", harness.fixture("intel-sriov-events")]
# Each command that prints a table with headings, what more it takes, a column, its heading.
TABLES = [
    (["report", *MACHINE], "driver", "DRIVER"),
    (["devices", *MACHINE], "group", "GROUP"),
    (["groups", *MACHINE], "group", "GROUP"),
    (["groups", "--predict", *MACHINE], "because", "BECAUSE"),
    (["units", *MACHINE], "unit", "UNIT"),
    (["acs", *MACHINE], "off", "CAN, BUT OFF"),
    (["p2p", "03:00.0", "05:00.0", *MACHINE], "acs", "ACS ON"),
    (["check", "--profile", "all", *MACHINE], "verdict", "VERDICT"),
    (["lint", *MACHINE], "got", "GOT"),
    (["faults", *STORM], "last_address", "LAST_ADDRESS"),
    (["faults", "--log", *STORM], "ago", "AGO"),
    (["events", *EVENTS], "kind", "KIND"),
    (["version", *MACHINE], "accuracy", "ACCURACY"),
]
# Those that need more than a machine to print theirs.
LISTED = ["sriov", "bench", "compare"]
WIDTHS = (60, 80, 120, 200)
TOLD = re.compile(r"^not shown at (\d+) columns: (.*?);\s-o\sCOLUMNS\schooses$",
                  re.MULTILINE | re.DOTALL)
CODE = re.compile(rb"\033\[[0-9;]*m")


def names(run, command):
    """The columns of a command's tables."""
    listed = run.call(command, "--columns", "list")
    return [line.split()[0] for line in listed.out.decode().splitlines() if line]


def lists(run):
    """Every table lists its columns, with what they show, and each can be chosen."""
    for command in sorted({args[0] for args, *_ in TABLES}) + LISTED:
        shown = run.terminal(80, command, "--columns", "list").out.decode()
        run.ok(command + ": within 80 columns", shown and
               all(len(line) <= 80 for line in shown.splitlines()), shown)
        told = [line for line in run.call(command, "--columns", "list").out.decode().splitlines()
                if line]
        run.ok(command + ": a name and what it shows", told and
               all(re.fullmatch(r"[a-z0-9_]+ +\S.*", line) for line in told), told)
        run.ok(command + ": -o is the same", run.call(command, "-o", "list").out ==
               run.call(command, "--columns", "list").out)
    for args, *_ in TABLES:
        for name in names(run, args[0]) if args[1] != "--predict" else []:
            done = run.call(*args, "--columns", name)
            run.ok("%s: %s" % (" ".join(args[:2]), name), done.code in (0, 1) and not done.err,
                   done.err)


def chosen(run):
    """A column that was chosen is there, and no other."""
    for args, name, heading in TABLES:
        text = run.call(*args, "--columns", name).out.decode()
        lines = [line.strip() for line in text.splitlines()]
        run.ok("%s: %s" % (" ".join(args[:2]), name), heading in lines, text[:2000])
    text = run.call("acs", *MACHINE, "-o", "off,port").out.decode()
    run.ok("in the order of the list", re.match("CAN, BUT OFF +DEVICE, THEN", text), text[:200])
    text = run.call("version", *MACHINE, "--columns", "missed").out.decode()
    run.ok("a table without any of them is left out", "MISSED" in text and "SOURCE" not in text,
           text)


def words(run):
    """On 80 columns a word that does not fit is broken behind a comma or a semicolon alone."""
    line = "pci=config_acs=111@0000:00:1c.0;111@0000:00:1d.0;111@0000:00:1e.0 " \
           "pci=disable_acs_redir=pci:12D8:2308 vfio-pci.ids=10de:1b80,10de:10f0,8086:1521"
    page = run.terminal(80, "lint", line, "--kernel", "6.12", "--no-color").out.decode()
    first = [row.split()[0] for row in page.splitlines() if re.match(r"\S", row)][1:]
    ends = re.split(r"[ ,;]", line)
    run.ok("words of the first column are whole", len(first) > 3 and
           "".join(first) == line.replace(" ", "") and
           all(re.split("[,;]", one.rstrip(",;"))[-1] in ends for one in first), first)
    widest = max(len(row) for row in page.splitlines())
    run.ok("the second one has the rest", 70 < widest <= 80, page)


def refused(run):
    """A list that cannot be."""
    for name, args, words in (
            ("a slip", ["acs", "-o", "prt"], ["did you mean port?"]),
            ("no column", ["acs", "--columns", "x"], ["columns are: port hop type"]),
            ("an empty one", ["acs", "-o", "port,,hop"], ["'' is not a column"]),
            ("of another table", ["report", "--columns", "hop"], ["'hop' is not a column"]),
            ("with --json", ["acs", "-o", "port", "--json"], ["excludes --json"]),
            ("with --html", ["report", "-o", "driver", "--html", "/dev/null"], ["excludes --html"]),
            ("of a matrix", ["p2p", "--matrix", "-o", "port"], ["about the path of A B"]),
            ("of one profile", ["check", "-o", "verdict"], ["--profile all"]),
            ("twice", ["acs", "-o", "port", "--columns", "port"], ["are one option"])):
        done = run.call(*args, *MACHINE)
        run.ok(name, done.code == 2 and not done.out and
               all(word in done.err for word in words), done.err)


def dropped(run):
    """What a terminal leaves out of a table is named below it: all of what a pipe has."""
    for args, *_ in TABLES:
        whole = run.call(*args).out.decode()
        run.ok("%s: nothing in a pipe" % " ".join(args[:2]), "not shown at" not in whole)
        for width in WIDTHS:
            text = run.terminal(width, *args, "--color=never").out.decode()
            told = TOLD.findall(text)
            shown = whole_words(TOLD.sub("", text))
            missing = [one for one in known(run, args) if one in whole_words(whole) and
                       one not in shown]
            said = " ".join(" ".join(names for _, names in told).split())
            run.ok("%s: at %d columns" % (" ".join(args[:2]), width),
                   all(one in said for one in missing) and
                   all(int(at) == width for at, _ in told) and bool(told) >= bool(missing),
                   "missing: %s" % missing, text[-600:])


def whole_words(text):
    """The lines that could be headings."""
    return [word for line in text.splitlines() if re.match(r" *[A-Z]{2}", line) and
            line == line.upper() for word in re.split(r" +", line)]


def known(run, args):
    """Headings of one word of a command's tables, which are upper-case names."""
    return [name.upper() for name in names(run, args[0]) if "_" not in name or name == "last_address"]


def colors(run):
    """--color, NO_COLOR and a terminal."""
    def has(done):
        return b"\033[3" in done.out

    terminal, pipe = run.terminal, run.call
    for name, done, wanted in (
            ("a terminal", terminal(100, "report", *STORM), True),
            ("a pipe", pipe("report", *STORM), False),
            ("NO_COLOR", terminal(100, "report", *STORM, NO_COLOR="1"), False),
            ("an empty NO_COLOR", terminal(100, "report", *STORM, NO_COLOR=""), True),
            ("auto", terminal(100, "report", *STORM, "--color=auto"), True),
            ("auto with NO_COLOR", terminal(100, "report", *STORM, "--color=auto", NO_COLOR="1"),
             False),
            ("auto in a pipe", pipe("report", *STORM, "--color", "auto"), False),
            ("always in a pipe", pipe("report", *STORM, "--color=always"), True),
            ("always with NO_COLOR", pipe("report", *STORM, "--color=always",
                                          env=run.environment(NO_COLOR="1")), True),
            ("never", terminal(100, "report", *STORM, "--color=never"), False),
            ("--no-color", terminal(100, "report", *STORM, "--no-color"), False)):
        run.ok(name, done.code == 0 and has(done) == wanted, done.out[:300])
    for args, *_ in TABLES:
        plain, shown = run.call(*args), run.call(*args, "--color=always")
        run.ok("%s: nothing but color" % " ".join(args[:2]),
               CODE.sub(b"", shown.out) == plain.out, shown.out[:300])
    wrong = run.call("report", *STORM, "--color=yes")
    run.ok("another word", wrong.code == 2 and "auto, always or never" in wrong.err, wrong.err)


PROBE = ["--from", os.path.join(harness.HERE, "real", "romed8-2t-pve.json")]


def written(run):
    """Names in capitals, as titles are; and columns of which nothing is known are no blank page."""
    small = run.call("devices", *MACHINE, "-o", "dev,group").out
    run.ok("capitals", small and run.call("devices", *MACHINE, "-o", "DEV,Group").out == small and
           run.call("devices", "-o", "LIST").out == run.call("devices", "-o", "list").out, small)
    for name, where in (("a probe", PROBE), ("a module", MACHINE)):
        for column in ("domain", "default"):
            tree = run.call("report", *where, "-o", "device," + column).out.decode()
            rows = tree.split("\n\n")[-1].splitlines()
            values = [row.split()[-1] for row in rows if re.match(r"[ │├└─]+[0-9a-f]", row)]
            devices = run.ask("devices", *where)["devices"]
            run.ok("%s: %s of each function" % (name, column), len(values) == len(devices) and
                   set(values) == {"unknown" if one[column] is None else one[column]
                                   for one in devices}, rows[:9], values[:9])
    err = run.call("faults", *STORM, "-o", "nosuch").err.split("columns are:")[1].split()
    run.ok("columns of several tables are named once", len(err) == len(set(err)) and
           "unit" in err, err)


def run(run):
    for part in (lists, chosen, words, refused, written, dropped, colors):
        run.part(part)
