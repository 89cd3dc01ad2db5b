# SPDX-License-Identifier: GPL-2.0
"""A snapshot gives the answers of the machine it was taken on."""
import json
import os
import re
import subprocess

import harness
import values
from machine import Machine


def parse(line):
    """A reader of the text format of its own, to check the tool's with."""
    pairs = re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|[^ "]+)(?: |$)', line)
    return {key: re.sub(r"\\(.)", r"\1", value[1:-1])
            if value.startswith('"') else value for key, value in pairs}


def records(root, name):
    with open(os.path.join(root, harness.DEBUGFS, name), encoding="utf8") as file:
        return [parse(line.rstrip("\n")) for line in file
                if not line.startswith("#")]


# Of the moment at which harness.py holds the clock.
ORIGIN = b"snapshot of 2023-11-14, <1 s old"


def differences(name, kept, read):
    """Records that are in one list only.

    Keys of a later module are left out on purpose, and a kind of event that only
    that one knows is unknown.
    """
    kinds, known = values.words("EVENT_KINDS"), values.keys_of(name)
    kept, read = ([sorted((key, value) for key, value in one.items() if key in known and
                          value != "unknown" and (value != "-" or key not in values.LEFT_OUT) and
                          (key != "kind" or value in kinds))
                   for one in found] for found in (kept, read))
    return [one for one in kept if one not in read] + [one for one in read if one not in kept]


def same(run, machine, root, snapshot):
    """Every command, as text and as JSON, live and from the snapshot."""
    for command in [*harness.COMMANDS, "snapshot"]:
        for form in ([], ["--json"]) if command != "snapshot" else ([],):
            live = run.call(command, *form, "--root", root)
            later = run.call(command, *form, "--from", snapshot)
            # The report's first line says where its facts are from, and how old they are.
            kept = live.out.replace(b"from the module, below --root", ORIGIN) \
                if command == "report" and not form else live.out
            run.ok("%s %s is the same from a snapshot" %
                   (machine, " ".join([command, *form])),
                   (live.code, kept) == (later.code, later.out) and
                   harness.answered(command, live.code) and live.out, later.err)


def times(run, root):
    """SOURCE_DATE_EPOCH is a number of seconds, or says nothing."""
    for text, wanted in (("0", "1970-01-01T00:00:00Z"), ("1700000000", "2023-11-14T22:13:20Z"), ("", "20"),
                         ("x", "20"), ("17x", "20")):
        made = run.call("snapshot", "--root", root, env=run.environment(SOURCE_DATE_EPOCH=text))
        run.ok("SOURCE_DATE_EPOCH of %r" % text, values.parse(made.out)["time"].startswith(wanted), made.err)


def refused(run, name, path, content, *words):
    with open(path, "wb") as file:
        file.write(content)
    result = run.call("report", "--from", path)
    run.ok(name, result.code == 4 and not result.out and
           all(word in result.err for word in words),
           "exit code %d, stderr: %s" % (result.code, result.err))


def broken(run, root, folder):
    """Snapshots that are none: each has its own message."""
    text = run.call("snapshot", "--root", root).out
    path = os.path.join(folder, "broken.json")
    whole = values.load_snapshot(text)

    def changed(**more):
        return values.dump_snapshot({**whole, **more}).encode()

    for part in (1, len(text) // 3, len(text) // 2, len(text) - 3):
        refused(run, "cut after %d of %d bytes" % (part, len(text)), path,
                text[:part], "cut in the middle")
    refused(run, "empty", path, b"", "is empty")
    refused(run, "not JSON", path, b"vmlinuz", "neither JSON")
    refused(run, "a newer format", path, changed(format=2), "format 2",
            "format 1", "update")
    refused(run, "no format", path, changed(format="one"), "format")
    refused(run, "another kind", path, changed(kind="iommu_audit bench"),
            "is not a snapshot", "iommu_audit bench")
    refused(run, "JSON of something else", path, b'{"a": 1}', "not an iommu_audit")
    refused(run, "a list", path, b"[]", "not an iommu_audit")
    refused(run, "two documents", path, text + text, "more text")
    refused(run, "no lists", path, changed(files={}), "identities")
    refused(run, "a text that is a number", path,
            changed(files={**whole["files"], "units": [{"unit": 1}]}), "units", "unit")
    refused(run, "a flag that is a text", path, changed(files={
        **whole["files"], "units": [{"unit": "dmar0", "translation": "yes"}]}),
        "units", "translation")
    refused(run, "a terminal's control character", path,
            changed(files={**whole["files"], "units": [{"unit": "\033[2J"}]}),
            "units")
    refused(run, "a file too few", path,
            changed(files={k: v for k, v in whole["files"].items()
                           if k != "acs"}), "acs")
    missing = run.call("report", "--from", path + ".not-there")
    run.ok("no such file", missing.code == 4 and "No such file" in missing.err,
           missing.err)


def saved(run, root, folder):
    """-o writes the file whole or not at all."""
    text = run.call("snapshot", "--root", root).out
    path = os.path.join(folder, "out.json")
    done = run.call("snapshot", "-o", path, "--root", root)
    with open(path, "rb") as file:
        run.ok("-o writes what stdout would get", file.read() == text and
               not done.out and done.code == 0, done.err)
    done = subprocess.run(["sh", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"',
                           "sh", run.tool, "snapshot", "-o", path, "--root",
                           root], env=run.environment(), check=False,
                          stderr=subprocess.PIPE)
    with open(path, "rb") as file:
        run.ok("a failed write leaves the old file", file.read() == text and
               done.returncode == 5, done.returncode, done.stderr.decode())
    run.ok("and no temporary one",
           [n for n in os.listdir(folder) if n.startswith("out")] == ["out.json"],
           os.listdir(folder))
    done = run.call("snapshot", "-o", folder + "/no/such/x", "--root", root)
    run.ok("-o into nowhere is an error", done.code == 5 and done.err, done.err)


def whole(run, folder):
    """Snapshots of all machines hold what was read, and give its answers."""
    for machine in harness.machines():
        if not run.may_want(machine):
            continue
        root = harness.fixture(machine)
        snapshot = os.path.join(folder, machine + ".json")
        text = run.call("snapshot", "--root", root).out
        with open(snapshot, "wb") as file:
            file.write(text)
        same(run, machine, root, snapshot)
        content = values.load_snapshot(text)
        for name in harness.FILES:
            if not os.path.exists(os.path.join(root, harness.DEBUGFS, name)):
                run.ok("%s: %s, not there, is not in the snapshot" %
                       (machine, name), name in harness.OPTIONAL and
                       name not in content["files"])
                continue
            run.ok("%s: all of %s is in the snapshot" % (machine, name),
                   not differences(name, content["files"][name], records(root, name)),
                   *differences(name, content["files"][name], records(root, name))[:5])


REGISTERS = """# iommu_audit registers format=1
unit=dmar0 register=VER_REG offset=0x0000 bits=32 value=0x00000010
unit=dmar0 register=IRTA_REG offset=0x00b8 bits=64 value=0x10180f80f
unit=dmar1 register=VER_REG offset=0x0000 bits=32 value=unknown
unit=ivhd0 register="IOMMU Control Register" offset=0x0018 bits=64 value=0x4000000020005
"""
KEPT = [("dmar0", "VER_REG", "0x0000", 32, "0x00000010"),
        ("dmar0", "IRTA_REG", "0x00b8", 64, "0x10180f80f"), ("dmar1", "VER_REG", "0x0000", 32, None),
        ("ivhd0", "IOMMU Control Register", "0x0018", 64, "0x4000000020005")]


def raw(run, folder):
    """Registers as they were read; no list of them where the module has no such file."""
    root = Machine().write(os.path.join(folder, "registers"))
    run.ok("no registers of an older module",
           "registers" not in values.parse(run.call("snapshot", "--root", root).out))
    with open(os.path.join(root, harness.DEBUGFS, "registers"), "w", encoding="utf8") as file:
        file.write(REGISTERS)
    first = run.call("snapshot", "--root", root)
    kept = values.parse(first.out)["registers"]
    run.ok("registers as they were read", KEPT == [
        tuple(one[key] for key in ("unit", "register", "offset", "bits", "value"))
        for one in kept], kept, first.err)
    run.ok("one that could not be read is unknown",
           [one.get("unknown") for one in kept] == [None, None, ["value"], None], kept)
    path = os.path.join(folder, "registers.json")
    with open(path, "wb") as file:
        file.write(first.out)
    run.ok("a snapshot of the snapshot has them",
           run.call("snapshot", "--from", path).out == first.out)


def sources(run, root, folder):
    """Where facts are from; what no other source than the module tells may be unknown."""
    whole = json.loads(run.call("snapshot", "--root", root).out)
    path = os.path.join(folder, "source.json")

    def again(document):
        with open(path, "w", encoding="utf8") as file:
            json.dump(document, file)
        return values.parse(run.call("snapshot", "--from", path).out)

    run.ok("a machine that the module read", whole["source"] == "module", whole["source"])
    for word in ("module", "sysfs", "lspci", "lspci-text", "probe"):
        run.ok("source %s is kept" % word, again({**whole, "source": word})["source"] == word)
    older = {key: value for key, value in whole.items() if key != "source"}
    run.ok("without the key it is the module", again(older)["source"] == "module")
    for name, later in (("of a later tool", {**whole, "source": "crystal-ball"}),
                        ("that is unknown", {**whole, "source": None,
                                             "unknown": whole.get("unknown", []) + ["source"]})):
        found = again(later)
        run.ok("a source %s is unknown" % name,
               found["source"] is None and "source" in found["unknown"], found["source"])
    for word in ("x86_64", "aarch64", "other"):
        run.ok("architecture %s is kept" % word, again({**whole, "arch": word})["arch"] == word)
    older = {key: value for key, value in whole.items() if key != "arch"}
    run.ok("an architecture that nobody kept is unknown", "arch" in again(older)["unknown"])
    device = {**whole["devices"][0], "dma_mask": None, "driver": None,
              "unknown": ["dma_mask", "driver"]}
    found = again({**whole, "source": "sysfs", "devices": [device, *whole["devices"][1:]]})
    run.ok("what the module always knows may be unknown", {"dma_mask", "driver"} <=
           set(found["devices"][0]["unknown"]), found["devices"][0])


def run(run):
    root = harness.fixture("virtio-iommu")
    run.part(times, root)
    with harness.Folder() as folder:
        run.part(whole, folder)
        run.part(raw, folder)
        run.part(sources, root, folder)
        run.part(broken, root, folder)
        run.part(saved, root, folder)
