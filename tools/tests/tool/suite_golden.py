# SPDX-License-Identifier: GPL-2.0
"""Answers for recorded machines, compared with what was accepted before."""
import os
import subprocess

import answers
import harness
import suite_diff

EXPECTED = os.path.join(harness.HERE, "expected")
# A folder whose files suite_compare.py reads.
ELSEWHERE = ["results"]
# Every machine has a page of these, as text; suite_judged.py has those that judge.
COMMANDS = [command for command in harness.COMMANDS if command not in ("check", "suggest")]
# The others have the same facts, which suite_machines.py, suite_chosen.py, suite_snapshot.py
# and suite_schema.py ask for: whole documents in JSON, and layouts of a terminal.
DOCUMENTS = ["amd-passthrough", "intel-switch-igb", "no-iommu", "virtio-iommu"]
LAYOUTS = ["intel-sriov-events", "intel-switch-igb"]
# Machines from the lab whose pages have a line that the others do not have;
# suite_machines.py asks all of them.
LAB_GROUPS = ["absent", "amd-pt", "amd-strict", "bridges", "functions", "intel-held",
              "intel-redir", "switches", "virtio"]
LAB_REPORTS = [*LAB_GROUPS, "gpu", "intel-acs-lost", "intel-ats", "intel-disabled",
               "intel-intremap", "intel-pt", "intel-strict", "nic-vfs", "storm", "twins",
               "two-roots"]
LAB_DOCUMENTS = ["intel-held", "storm"]
# Differences in JSON: each rule in one of them.
DIFFERENCES = ["gpu.gpu-shifted", "intel-disabled.intel-lazy", "intel-lazy.absent",
               "intel-lazy.intel-redir", "nic-vfs.nic", "quiet.storm", "twins.twins-replaced"]


def functions(root):
    """The first and the last function of a machine, and one of its largest group."""
    folder = os.path.join(root, harness.DEBUGFS)
    with open(os.path.join(folder, "devices"), encoding="utf8") as file:
        names = [line.split()[0][len("dev="):] for line in file if line.startswith("dev=")]
    with open(os.path.join(folder, "groups"), encoding="utf8") as file:
        groups = [line.split(" devices=")[1].split()[0].split(",")
                  for line in file if line.startswith("group=")]
    largest = max(groups, key=len, default=names)[-1]
    return sorted({names[0], names[-1], largest})


def has_events(root):
    """Whether a machine's module had events."""
    return os.path.exists(os.path.join(root, harness.DEBUGFS, "events"))


def texts(run, machine):
    """Name of the expected file of each page, and how to make its content."""
    root = harness.fixture(machine)
    where = ["--root", root]
    for command in COMMANDS:
        yield command + ".txt", lambda c=command: run.call(c, *where)
    yield "faults.log.txt", lambda: run.call("faults", "--log", *where)
    if has_events(root):
        yield "events.dev.txt", lambda: run.call("events", "--dev", "01:00.0", *where)
    for name in functions(root):
        yield "why.%s.txt" % name, lambda d=name: run.call("why", d, *where)


def documents(run, machine):
    """The same of whole answers in JSON."""
    root = harness.fixture(machine)
    where = ["--root", root]
    for command in COMMANDS:
        yield command + ".json", lambda c=command: run.call(c, "--json", *where)
    yield "faults.log.json", lambda: run.call("faults", "--log", "--json", *where)
    for name in functions(root):
        yield "why.%s.json" % name, lambda d=name: run.call("why", d, "--json", *where)


def layouts(run, machine):
    """The same of terminals, and of one that knows ASCII alone."""
    root = harness.fixture(machine)
    where = ["--root", root]
    commands = [one for one in COMMANDS if one != "events" or has_events(root)]
    for command in commands:
        yield (command + ".80.txt",
               lambda c=command: run.terminal(80, c, "--no-color", *where))
    for command, width in (("report", 100), ("acs", 120), ("faults", 100), ("lint", 100),
                           ("events", 100)):
        if command in commands:
            yield (command + ".color.txt",
                   lambda c=command, w=width: run.terminal(w, c, *where))
    for command, width in (("report", 60), ("lint", 140), ("events", 140)):
        if command in commands:
            yield ("%s.%d.txt" % (command, width),
                   lambda c=command, w=width: run.terminal(w, c, "--no-color", *where))
    yield "report.ascii.txt", lambda: run.call("report", *where,
                                               env=run.environment(LC_ALL="C"))
    for name in functions(root):
        yield ("why.%s.80.txt" % name,
               lambda d=name: run.terminal(80, "why", d, "--no-color", *where))


def lab_cases(run):
    """(folder, name of the expected file, how to make it) of machines from the lab."""
    for command, machines in (("report", LAB_REPORTS), ("groups", LAB_GROUPS)):
        for machine in machines:
            path = answers.Machine(run, machine).path
            yield (machine, command + ".80.txt",
                   lambda c=command, p=path: run.terminal(80, c, "--no-color", "--from", p))
    for machine in LAB_DOCUMENTS:
        path = answers.Machine(run, machine).path
        yield machine, "report.json", lambda p=path: run.call("report", "--json", "--from", p)
    for old, new, *_ in suite_diff.sections():
        paths = [answers.Machine(run, name).path for name in (old, new)]
        name = "%s.%s" % (old, new)
        yield ("diff", name + ".80.txt",
               lambda p=paths: run.terminal(80, "diff", "--no-color", *p))
        if name in DIFFERENCES:
            yield "diff", name + ".json", lambda p=paths: run.call("diff", "--json", *p)


def all_cases(run):
    """(folder, name of the expected file, how to make it) of all."""
    yield from lab_cases(run)
    for machine in harness.machines():
        for make, machines in ((texts, harness.machines()), (documents, DOCUMENTS),
                               (layouts, LAYOUTS)):
            for name, content in make(run, machine) if machine in machines else ():
                yield machine, name, content
    for name in ("events.json", "report.json", "devices.json", "snapshot.json"):
        command, _, form = name.partition(".")
        yield ("intel-sriov-events", name,
               lambda c=command: run.call(c, *[["--json"], []][c == "snapshot"], "--root",
                                          harness.fixture("intel-sriov-events")))


def title_of(machine, name):
    """The name of the case that compares an answer with its expected file."""
    return "%s %s" % (machine, name)


def compare(run, machine, name, make):
    """Compare one answer, if that was chosen; with --accept, take it."""
    path = os.path.join(EXPECTED, machine, name)
    title = title_of(machine, name)
    if not run.wants(title):
        return
    result = make()
    if not any(harness.answered(word, result.code) for word in (machine, name.split(".")[0])):
        run.ok(title, False, "exit code %d" % result.code, result.err)
        return
    try:
        with open(path, "rb") as file:
            expected = file.read()
    except FileNotFoundError:
        expected = None
    if run.accept and result.out != expected:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(result.out)
        expected = result.out
        run.accepted.append(os.path.relpath(path))
    if result.out and result.out == expected and not result.err:
        run.ok(title, True)
        return
    diff = subprocess.run(["diff", "-u", "--label", os.path.relpath(path),
                           "--label", "now",
                           path if os.path.exists(path) else "/dev/null", "-"],
                          input=result.out, stdout=subprocess.PIPE, check=False)
    run.ok(title, False, result.err, diff.stdout.decode(errors="replace"),
           'if this is what it should be: make accept ONLY="%s"' % run.full(title))


def widths(run, machine, root):
    """No line of a terminal is wider than it; colour changes no text."""
    for command, width in [(command, width) for command in ("report", "faults", "events")
                           for width in (60, 80, 100, 200)]:
        if not run.may_want("%s %s " % (machine, command)):
            continue
        plain = run.terminal(width, command, "--no-color", "--root", root)
        long = [line for line in plain.out.decode().splitlines()
                if len(line) > width]
        run.ok("%s %s fits %d columns" % (machine, command, width), plain.out and not long,
               *long)
        color = run.terminal(width, command, "--root", root).out
        for code in (b"\033[32m", b"\033[33m", b"\033[31m", b"\033[0m"):
            color = color.replace(code, b"")
        run.ok("%s %s says the same in colour, %d columns" %
               (machine, command, width), color == plain.out)


def defaults(run, machine, root):
    """What is shown when nothing, or little, is asked for."""
    if not run.may_want(machine + " "):
        return
    plain = run.call("report", "--root", root).out
    run.ok(machine + " report is the default",
           run.call("--root", root).out == plain and plain)
    no_color = run.terminal(100, "report", "--root", root, NO_COLOR="1")
    run.ok(machine + " NO_COLOR is obeyed", no_color.out and b"\033" not in no_color.out)
    ascii_only = run.call("report", "--root", root,
                          env=run.environment(LC_ALL="C")).out
    run.ok(machine + " report is ASCII without UTF-8",
           max(ascii_only) < 128)


def judged_cases():
    """Names of the expected files of suite_judged.py."""
    import suite_judged
    return {os.path.join(machine, name) for machine, name, *_ in suite_judged.listed()}


def all_read(run, seen):
    """No accepted answer is one that nobody asks for any more."""
    there = {os.path.join(folder, name) for folder in os.listdir(EXPECTED)
             for name in os.listdir(os.path.join(EXPECTED, folder)) if folder not in ELSEWHERE}
    run.ok("every accepted answer was asked for", there == seen, sorted(there ^ seen))


def answered(run):
    """Every expected file, and that there are no others."""
    seen = judged_cases()
    for folder, name, make in all_cases(run):
        compare(run, folder, name, make)
        seen.add(os.path.join(folder, name))
    all_read(run, seen)


def terminals(run):
    """What holds for the pages of any machine on a terminal."""
    for machine in harness.machines():
        widths(run, machine, harness.fixture(machine))
        defaults(run, machine, harness.fixture(machine))


def run(run):
    run.part(answered)
    run.part(terminals)
