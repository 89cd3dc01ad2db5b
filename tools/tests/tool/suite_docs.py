# SPDX-License-Identifier: GPL-2.0
"""What is generated of the descriptions is fresh, and what is not is noticed."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap

import harness
from suite_consistency import TOP

WRITER = os.path.join("tools", "describe", "describe.py")
PAGES = os.path.join("Documentation", "ABI")
SCHEMAS = os.path.join("Documentation", "json-schema", "format-1")


def write(describe, top, *options):
    """(exit code, what it said) of the writer in a tree."""
    done = subprocess.run([sys.executable, "-B", os.path.join(top, WRITER), describe, *options],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def read(*path):
    with open(os.path.join(*path), encoding="utf8") as file:
        return file.read()


def replace(path, old, new):
    """Change one text of a file, which has to be there."""
    text = read(path)
    if old not in text:
        raise ValueError("%s has no %r" % (path, old))
    with open(path, "w", encoding="utf8") as file:
        file.write(text.replace(old, new, 1))


def fresh(run, describe):
    """What is checked in."""
    code, said = write(describe, TOP, "--check")
    run.ok("ABI pages and schemas follow from the descriptions", code == 0 and not said, said)


def complete(run, describe):
    """Each record is described where a reader looks for it."""
    described = json.loads(subprocess.run([describe], capture_output=True, check=True).stdout)
    pages = "".join(read(TOP, PAGES, name) for name in sorted(os.listdir(os.path.join(TOP, PAGES))))
    for name, record in described["records"].items():
        # what the tool reads of the host is in no file of the module
        if record["file"]:
            run.ok("an ABI page has the keys of %s" % name,
                   "\t\t.. record: %s\n" % name in pages, "no line '.. record: %s'" % name)


def copy(folder):
    """A tree with what is generated, and the writer."""
    shutil.copytree(os.path.join(TOP, "Documentation"), os.path.join(folder, "Documentation"))
    shutil.copytree(os.path.join(TOP, "tools", "completion"),
                    os.path.join(folder, "tools", "completion"))
    there = os.path.dirname(os.path.join(folder, WRITER))
    os.makedirs(there)
    for name in [one for one in os.listdir(os.path.join(TOP, "tools", "describe"))
                 if one.endswith((".py", ".in"))]:
        shutil.copy(os.path.join(TOP, os.path.dirname(WRITER), name), there)


def mistakes(folder):
    """{what is done to the copy: (name of the file, function that does it)}."""
    page = os.path.join(folder, PAGES, "debugfs-iommu_audit-devices")
    schema = os.path.join(folder, SCHEMAS, "devices.json")
    stray = os.path.join(folder, SCHEMAS, "stray.json")
    man = os.path.join(folder, "Documentation", "man", "iommu-audit-check.8")
    script = os.path.join(folder, "tools", "completion", "iommu-audit.bash")
    gone = man.replace("check", "gone")
    return {
        "an option of a man page": (man, lambda: replace(man, "profile", "role")),
        "a word of a completion": (script, lambda: replace(script, "--profile", "--role")),
        "a man page that is missing": (man, lambda: os.unlink(man)),
        "a man page of no command": (gone, lambda: shutil.copy(man, gone)),
        "a sentence of an ABI page": (page, lambda: replace(page, " bound driver", " its driver")),
        "a key that an ABI page lacks": (page, lambda: replace(
            page, "\t\tvendor    Vendor ID\n", "")),
        "a sentence of a schema": (schema, lambda: replace(schema, "bound driver", "its driver")),
        "a type of a schema": (schema, lambda: replace(schema, '"integer"', '"number"')),
        "a schema that is missing": (schema, lambda: os.unlink(schema)),
        "a schema of no answer": (stray, lambda: shutil.copy(schema, stray)),
    }


def noticed(run, describe, folder):
    """One mistake at a time is named, and written anew."""
    copy(folder)
    code, said = write(describe, folder)
    if code:
        run.ok("the copy can be written", False, said)
        return
    for what, (path, spoil) in mistakes(folder).items():
        good = read(path) if os.path.exists(path) else None
        spoil()
        name = os.path.relpath(path, folder)
        code, said = write(describe, folder, "--check")
        run.ok("%s is noticed" % what,
               code == 1 and said == "%s is stale: make docs\n" % name, code, said)
        code, said = write(describe, folder)
        now = read(path) if os.path.exists(path) else None
        run.ok("%s is put right" % what, code == 0 and now == good, code, said)


def by_hand(run, describe, folder):
    """What stands around the tables is a person's."""
    copy(folder)
    page = os.path.join(folder, PAGES, "debugfs-iommu_audit-devices")
    write(describe, folder)
    replace(page, "One record per PCI function.", "One record for each PCI function.")
    before = read(page)
    code, said = write(describe, folder)
    run.ok("other text is left alone", code == 0 and read(page) == before, said)


def examples(run):
    """What README.md shows of a command is what the tool prints."""
    page = read(TOP, "README.md")
    shown = re.findall(r"^    \$ build/iommu-audit (.*)\n((?:    .*\n|\n(?=    ))+)", page, re.M)
    run.ok("README.md has examples, of machines of the tree and of a line",
           {"lint", "why", "p2p", "groups"} <= {shlex.split(command)[0] for command, _ in shown})
    for command, said in shown:
        printed = run.call(*shlex.split(command), cwd=TOP).out.decode()
        run.ok("README.md shows what %s prints" % command.partition(" --from")[0],
               textwrap.dedent(said).rstrip() == printed.rstrip(), *printed.splitlines())


# What a row needs besides, where a machine is read: a file, an input, or a host to measure.
MACHINE = os.path.join("machines", "gpu.json")
LINE = "DMAR: DRHD: handling fault status reg 2"


def answers(run, folder):
    """Each command of README.md's table of questions answers, of a recorded machine."""
    rows = re.findall(r"^\| .*\? \| `(.*)` \|$", read(TOP, "README.md"), re.M)
    run.ok("README.md has a table of questions", len(rows) > 12, len(rows))
    for row in rows:
        words = shlex.split(row.rpartition("|")[2])[1:]
        if "bench" in words:
            # it measures the host: only its words are looked at
            words.append("--help")
        elif "nodes/*.json" in words:
            words[1:] = [os.path.join("machines", name + ".json")
                         for name in ("intel-lazy", "intel-strict", "intel-pt")]
        else:
            words = [MACHINE if word in ("OLD.json", "CLASS.json") else
                     os.path.join(folder, word) if word.endswith(".html") else word
                     for word in words] + ["--from", MACHINE]
        if "explain" in words:
            words.append(LINE)
        result = run.call(*words, cwd=harness.HERE)
        run.ok("README.md: %s" % row.replace("\\", ""), not result.err and result.code in (0, 1, 7) and
               (result.out or any(word.endswith(".html") for word in words)),
               result.code, result.err, *words)


@harness.plain("whether what is generated is fresh")
def run(run):
    run.part(examples)
    with harness.Folder() as folder:
        run.part(answers, folder)
    describe = run.beside("iommu-audit-describe{}")
    run.part(fresh, describe)
    run.part(complete, describe)
    with harness.Folder() as folder:
        run.part(noticed, describe, os.path.join(folder, "noticed"))
        run.part(by_hand, describe, os.path.join(folder, "by_hand"))
