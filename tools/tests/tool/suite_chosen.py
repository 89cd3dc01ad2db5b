# SPDX-License-Identifier: GPL-2.0
"""Arguments that choose: what is answered is what was named, and nothing else."""
import os

import answers
import harness
import machine
import values
from suite_snapshot import records

# File of the module, and the command that shows its records.
LISTS = {"groups": "group", "devices": "dev", "acs": "dev"}
# Machines without groups, or with hardly a port.
FEW = ["intel-off", "no-iommu"]


def chosen(run, name, command, *words):
    """The records that a command names, by their key; its text has the same ones."""
    root, key = harness.fixture(name), LISTS[command]
    answer = run.ask(command, *words, "--root", root)[command]
    said = [values.text(one[key]) for one in answer]
    text = run.call(command, *words, "--root", root).out.decode()
    # Rows of ports begin with a branch of the tree.
    rows = [line.split()[0] for line in text.split("\n\n")[0].splitlines()[1:]
            if not line.startswith(("├", "└", "│", " ├", " └", " │")) or command == "groups"]
    named = list(dict.fromkeys(said))
    if {one["dev"][:4] for one in records(root, "devices")} == {"0000"}:
        named = [one.removeprefix("0000:") for one in named]
    run.ok("%s: %s %s: the text has the same rows" % (name, command, " ".join(words)),
           rows == named, rows, named)
    return said


def lists(run):
    """One, two, and the last of each recorded machine's groups and functions."""
    for name in harness.machines():
        if not run.may_want(name + ": "):
            continue
        root = harness.fixture(name)
        for command, key in LISTS.items():
            there = [one[key] for one in records(root, command)]
            names = list(dict.fromkeys(there))
            if len(names) < 3:
                run.ok("%s: no %s to choose from" % (name, command), name in FEW, names)
                continue
            for words in ([names[0]], [names[-1]], [names[-1], names[len(names) // 2]]):
                said = chosen(run, name, command, *words)
                run.ok("%s: %s %s" % (name, command, " ".join(words)),
                       sorted(said) == sorted(one for one in there if one in words), said)


# Every command that lists the records of a file.
RECORDS = ["groups", "devices", "acs", "units"]


def sources():
    """(name, arguments that name the machine, {file: records of its module})."""
    for name in answers.names():
        path = os.path.join(answers.FOLDER, name + ".json")
        with open(path, encoding="utf8") as file:
            yield name, ["--from", path], values.load_snapshot(file.read())["files"]
    for name in harness.machines():
        root = harness.fixture(name)
        yield name, ["--root", root], {file: records(root, file) for file in RECORDS}


def complete(run):
    """A list in JSON has every record of the module's, and all that it says."""
    for name, where, files in sources():
        for command in RECORDS:
            title = "%s: %s: all records, all values" % (name, command)
            if not run.wants(title):
                continue
            # The tool sorts them: here both are, by what tells them apart.
            said, written = (sorted(found, key=lambda one: [values.texts(one).get(key) for key in (
                "group", "unit", "dev", "port")]) for found in (
                    run.ask(command, *where)[command], files[command]))
            wrong = [values.lost(*pair) for pair in zip(said, written)]
            run.ok(title, len(said) == len(written) and not any(wrong), len(said), len(written),
                   *[one for one in wrong if one][:5])


def short(run, folder):
    """An address without a segment: 0000, or the only one; never a guess."""
    made = machine.Machine()
    made.add("03:00.0", "nic")
    made.add("04:00.0", "nic")
    root = made.write(folder + "/segments")
    path = os.path.join(root, harness.DEBUGFS, "devices")
    with open(path, encoding="utf8") as file:
        text = file.read()
    lines = text.splitlines(True)
    nic = next(line for line in lines if line.startswith("dev=0000:03:00.0 "))
    other = next(line for line in lines if line.startswith("dev=0000:04:00.0 "))

    def ask(word, *of):
        with open(path, "w", encoding="utf8") as file:
            file.write("".join(line for line in lines if line not in (nic, other)) + "".join(
                nic.replace("0000:03", segment + ":03", 1) for segment in of))
        result = run.call("devices", word, "--json", "--root", root)
        found = [one["dev"] for one in values.parse(result.out)["devices"]] if result.out else None
        return found, result.code, result.err

    for word, of, wanted in (("03:00.0", ["0000", "0001"], "0000:03:00.0"),
                             ("0001:03:00.0", ["0000", "0001"], "0001:03:00.0"),
                             ("03:00.0", ["0001"], "0001:03:00.0"),
                             ("03:00.0", ["10000"], "10000:03:00.0"),
                             ("0000:03:00.0", ["0001"], None),
                             ("04:00.0", ["0001"], None)):
        found, code, err = ask(word, *of)
        run.ok("%s of segments %s" % (word, " ".join(of)), found == (wanted and [wanted]) and
               (code, "no PCI function " + word in err) == ((0, False) if wanted else (2, True)),
               found, code, err)
    found, code, err = ask("03:00.0", "0001", "0002")
    run.ok("one that is in two segments", found is None and code == 2 and
           "03:00.0 is in 2 segments" in err and "0001:03:00.0" in err, found, code, err)


def formats(run, folder):
    """What can be chosen of suggest: its formats, and the functions it is about."""
    root = machine.switched().write(folder + "/formats")
    shown = run.call("suggest", "--format", "list", "--root", root)
    run.ok("suggest --format list", shown.code == 0 and
           shown.out.decode().split() == [
               "text", "grub", "grubby", "proxmox", "systemd-boot", "machineconfig"], shown.out)
    for word in shown.out.decode().split():
        run.ok("suggest takes the format " + word,
               run.call("suggest", "--format", word, "--root", root).code == 0)
    # Both GPUs of a switch need a change of their port; one alone has no peer.
    for words, ports in (([], 2), (["03:00.0,04:00.0"], 2), (["03:00.0,05:00.0"], 0)):
        result = run.call("suggest", "--profile", "gpu-single", "--json", *(
            ["--dev", *words] if words else []), "--root", root)
        said = " ".join(one["argument"] for one in values.parse(result.out)["add"])
        run.ok("suggest --dev %s: %d ports" % (" ".join(words), ports),
               said.count("@") == ports, said)
    result = run.call("suggest", "--dev", "0f:00.0", "--root", root)
    run.ok("suggest --dev of nobody", result.code == 2 and not result.out and
           "no PCI function 0f:00.0" in result.err, result.err)


def run(run):
    run.part(lists)
    run.part(complete)
    with harness.Folder() as folder:
        run.part(short, folder)
        run.part(formats, folder)
