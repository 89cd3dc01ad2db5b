# SPDX-License-Identifier: GPL-2.0
"""Keys added to devices in a copy of the tree, by hand in as few files as the documents say.

The copy is built and booted. Each key has to be there in text, in a column, in
JSON with its type, in the ABI page and in the schema, and its values have to be
those of sysfs.
"""

import collections
import copy
import filecmp
import json
import os
import pathlib
import shutil
import subprocess

from lablib import boot, kernels, root, topology
from lablib.paths import LAB, PROJECT, LabError, Unavailable, inside, say

from . import abi, machine, read
from .report import Suite

LINE, IOMMU, TOPOLOGY = "7.2", "intel", "demo"
LABEL = f"{LINE} {IOMMU} {TOPOLOGY}"
FOLDER = PROJECT / "build" / "addkey"
TREE = FOLDER / "tree"
# Folders that are not copied.
LEFT_OUT = {".git", "build", "__pycache__"}
MOST_FILES = 3
# A machine that was recorded before the keys were there.
RECORDED = "tools/tests/tool/machines/intel-lazy.json"

# What is added by hand. described: the entry of records.h behind member and key; fill: lines of
# read_function(); attribute: of sysfs; text, json: from its text to ours; example: for the ABI page;
# about: the last text of the entry.
Key = collections.namedtuple("Key", "name described about fill attribute text json example")
KEYS = [
    Key("subsystem_vendor", 'HEX, 4, "", DASH("it has none"), KNOWN', "Subsystem Vendor ID",
        ["if (pdev->subsystem_vendor)", "\tdev->subsystem_vendor = pdev->subsystem_vendor;"],
        "subsystem_vendor", lambda text: "-" if text == "0x0000" else text,
        lambda text: None if text == "0x0000" else text, "0x8086"),
    Key("enables", 'INT, 0, "times", ALWAYS, KNOWN', "times that drivers enabled it",
        ["dev->enables = atomic_read(&pdev->enable_cnt);"], "enable", str, int, "1"),
    Key("broken_parity", 'FLAG, 0, "", ALWAYS, KNOWN', "its parity errors are to be ignored",
        ["dev->broken_parity = pdev->broken_parity_status;"], "broken_parity_status", str,
        lambda text: text == "1", "0"),
]

# Holds answers against the schemas of the tree $0 and prints what is wrong, a list each.
HOLD = """
import json, os, sys
os.chdir(sys.argv[1])
sys.path.insert(0, "tools/tests/tool")
import suite_schema
validator = suite_schema.Validator(suite_schema.load())
for answer in sys.argv[2:]:
    with open(answer, encoding="utf8") as file:
        print(json.dumps(validator.wrong(json.load(file))[:5]))
"""


def _describe(text):
    """records.h with a line for each key at the end of the devices' list."""
    head, found, rest = text.partition("#define IOMMU_AUDIT_DEVICE(F)")
    lines = rest.split("\n")
    last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    added = [f'\tF({key.name}, "{key.name}", {key.described}, "{key.about}")' for key in KEYS]
    lines[last:last + 1] = [line + "\t\\" for line in [lines[last], *added[:-1]]] + added[-1:]
    return head + found + "\n".join(lines)


def _fill(text):
    """devices.c with the members filled."""
    begin = text.index("static void read_function(")
    end = text.index("\n}\n", begin)
    return text[:end] + "".join(f"\n\t{line}" for key in KEYS for line in key.fill) + text[end:]


def _show(text):
    """The ABI page whose example has the keys."""
    head, found, example = text.partition("\nExample:\n")
    more = "".join(f" {key.name}={key.example}" for key in KEYS)
    return head + found + "\n".join(line + more if line.startswith("\t\tdev=") else line
                                    for line in example.split("\n"))


BY_HAND = {
    "include/uapi/iommu_audit/records.h": _describe,
    "module/source/devices.c": _fill,
    "Documentation/ABI/debugfs-iommu_audit-devices": _show,
}


def _names(folder):
    """Every file of a tree, from its top."""
    names = set()
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        names |= {os.path.relpath(os.path.join(here, name), folder) for name in files}
    return names


def _take_copy():
    """Bring the copy up to date; a file that stays the same keeps its time, for make."""
    wanted = _names(PROJECT)
    for name in wanted:
        source, target = PROJECT / name, TREE / name
        content = source.read_bytes()
        if name in BY_HAND:
            content = BY_HAND[name](content.decode()).encode()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            shutil.copymode(source, target)
    for name in _names(TREE) - wanted:
        (TREE / name).unlink()


def _differences():
    """Files of the copy that are not as in the project."""
    ours, theirs = _names(PROJECT), _names(TREE)
    return (ours ^ theirs) | {name for name in ours & theirs
                              if not filecmp.cmp(PROJECT / name, TREE / name, shallow=False)}


def _run(*argv):
    """Run a command in the copy; what it wrote."""
    done = subprocess.run(argv, cwd=TREE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode:
        raise LabError(f"{' '.join(argv)} ended with {done.returncode}:\n{done.stdout[-1500:]}")
    return done.stdout


def _make(suite):
    """Copy, change, generate, build; the module, or None after saying why there is none."""
    lab = "tools/lab/lab"
    try:
        _take_copy()
        touched = _differences()
        good = touched == set(BY_HAND) and len(touched) <= MOST_FILES
        suite.check(f"at most {MOST_FILES} files are touched by hand",
                    [] if good else [f"touched: {' '.join(sorted(touched))}"])
        _run("make", "-s", "docs")
        strange = [name for name in _differences() - touched
                   if not name.startswith("Documentation/json-schema/")]
        suite.check("make docs writes schemas and the page's table",
                    [f"changed as well: {name}" for name in strange] +
                    [f"{schema} was not written" for schema in
                     ("common.json", "devices.json")
                     if f"Documentation/json-schema/format-1/{schema}" not in _differences()])
        _run(lab, "run", "make", "-s", "-C", "tools", "-j2")
        printed = _run(lab, "build", "--kernel", LINE).splitlines()
        return pathlib.Path(next(line for line in printed if line.endswith("/iommu_audit.ko")))
    except (LabError, OSError, ValueError, StopIteration) as error:
        suite.check("the copy builds", [f"{type(error).__name__}: {error}"])
        return None


def _attributes(out):
    """{attribute: {address: text}} of sysfs."""
    found = collections.defaultdict(dict)
    for line in (out / "attributes").read_text(encoding="ascii").splitlines():
        path, _, value = line.rpartition(":")
        _, address, name = path.rsplit("/", 2)
        found[name][address] = value
    return found


def _text(out, key, truth):
    """The module's own lines."""
    said = {dev: record.get(key.name) for dev, record in read.by("dev", out / "devices").items()}
    wanted = {dev: key.text(value) for dev, value in truth.items()}
    return [f"{dev}: {said.get(dev)}, sysfs {truth.get(dev)}" for dev in said.keys() | wanted.keys()
            if said.get(dev) != wanted.get(dev)]


def _columns(out, key, truth):
    """The table of `devices --output`."""
    head, *rows = [line.split() for line in
                   (out / "columns").read_text(encoding="utf-8").splitlines()]
    place = head.index(key.name.upper())
    said = {row[0]: row[place] for row in rows}
    # the table leaves out the segment where there is one
    wanted = {dev.removeprefix("0000:"): key.text(value) for dev, value in truth.items()}
    return [f"{dev}: {said.get(dev)}, not {wanted.get(dev)}" for dev in said.keys() | wanted.keys()
            if said.get(dev) != wanted.get(dev)]


def _json(path, key, truth):
    """A value of the right type; null, and not named as unknown, where it does not apply."""
    records = {record["dev"]: record for record in json.loads(path.read_text())["devices"]}
    problems = [f"{dev}: only in one of JSON and sysfs" for dev in records.keys() ^ truth.keys()]
    for dev in records.keys() & truth.keys():
        got, want = records[dev][key.name], key.json(truth[dev])
        if type(got) is not type(want) or got != want or \
                key.name in records[dev].get("unknown", ()):
            problems.append(f"{dev}: {got!r}, sysfs {truth[dev]}, "
                            f"unknown: {records[dev].get('unknown')}")
    return problems


def _page(key):
    """The table of the ABI page."""
    folder = TREE / "Documentation" / "ABI"
    text = " ".join((folder / "debugfs-iommu_audit-devices").read_text(encoding="utf-8").split())
    (table,) = abi.entry("devices", folder).tables
    problems = [] if table[-len(KEYS):] == [k.name for k in KEYS] else [f"its keys: {table}"]
    if f" {key.name} {key.about}" not in text:
        problems.append(f"it lacks: {key.name} {key.about}")
    return problems


def _schema(key):
    """The entry of the generated schema."""
    schema = json.loads((TREE / "Documentation/json-schema/format-1/devices.json").read_text())
    device = schema["properties"]["devices"]["items"]
    entry = device["properties"].get(key.name)
    if not entry or key.name not in device["required"]:
        return [f"{key.name} is {entry}, required: {key.name in device['required']}"]
    return [] if entry["description"].startswith(key.about) else [str(entry)]


def _wrong(tree, answers):
    """For each answer, what is wrong with it by the schemas of a tree."""
    files = []
    for number, answer in enumerate(answers):
        files.append(FOLDER / f"answer-{number}.json")
        files[-1].write_text(json.dumps(answer), encoding="utf-8")
    done = root.run(["python3", "-c", HOLD, inside(tree), *map(inside, files)], capture=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _held(out):
    """The answer against the schema that was generated, and answers that it has to refuse."""
    good = json.loads((out / "devices.json").read_text())
    spoilt = {}
    for key in KEYS:
        another = {str: 7, int: "7", bool: 1}
        for what in ("another type", "missing"):
            bad = copy.deepcopy(good)
            device = next(one for one in bad["devices"] if one[key.name] is not None)
            if what == "missing":
                del device[key.name]
            else:
                device[key.name] = another[type(device[key.name])]
            spoilt[f"{key.name}: {what}"] = bad
    wrong, *refused = _wrong(TREE, [good, *spoilt.values()])
    problems = [f"refused: {text}" for text in wrong]
    problems += [f"accepted: {what}" for what, found in zip(spoilt, refused) if not found]
    if not _wrong(PROJECT, [good])[0]:
        problems.append("the schema of before accepts the keys")
    return problems


def _older():
    """A snapshot of a module that did not know the keys: they are unknown."""
    done = root.run([inside(TREE / "build" / "iommu-audit"), "devices", "--json", "--from",
                     inside(PROJECT / RECORDED)], capture=True)
    answer = json.loads(done.stdout)
    problems = [f"{device['dev']}: {key.name} is {device[key.name]!r}, "
                f"unknown: {device.get('unknown')}"
                for device in answer["devices"] for key in KEYS
                if device[key.name] is not None or key.name not in device.get("unknown", ())]
    return problems + _wrong(TREE, [answer])[0]


def _varied(truth):
    """That the values can tell something: more than one, and one that does not apply."""
    problems = [f"{key.attribute}: only {set(truth[key.attribute].values())}"
                for key in KEYS if len(set(truth[key.attribute].values())) < 2]
    if "0x0000" not in truth["subsystem_vendor"].values():
        problems.append("each function has a subsystem vendor")
    return problems


def _checks(out):
    """{name: function that returns problems}."""
    truth = _attributes(out)
    tests = {"sysfs has different values": lambda: _varied(truth)}
    for key in KEYS:
        said = truth[key.attribute]
        tests.update({
            f"{key.name}: in debugfs as in sysfs": lambda k=key, t=said: _text(out, k, t),
            f"{key.name}: as a column": lambda k=key, t=said: _columns(out, k, t),
            f"{key.name}: in JSON, with its type":
                lambda k=key, t=said: _json(out / "devices.json", k, t),
            f"{key.name}: kept by a snapshot":
                lambda k=key, t=said: _json(out / "again.json", k, t),
            f"{key.name}: in the ABI page": lambda k=key: _page(k),
            f"{key.name}: in the schema": lambda k=key: _schema(k),
        })
    tests["devices as the ABI page describes it, and as its example"] = \
        lambda: abi.compare(out, set(), ("devices",), folder=TREE / "Documentation" / "ABI")
    tests["the answer as its schema, which refuses others"] = lambda: _held(out)
    tests["unknown where an older module did not tell"] = _older
    return tests


def run(only="", _long=False):
    """Add the keys, build, boot and look for them; returns the exit status."""
    suite = Suite("addkey")
    if only not in LABEL:
        return suite.status()
    try:
        kernel = kernels.get(LINE)
    except Unavailable as error:
        suite.skip(LABEL, str(error).replace("\n", " "))
        return suite.status()
    say(f"addkey: a copy of the tree in {TREE}, with {len(KEYS)} more keys")
    module = _make(suite)
    if not module:
        return suite.status()
    env = {"KEYS": ",".join(key.name for key in KEYS), "COLUMNS": 200,
           "ATTRIBUTES": " ".join(key.attribute for key in KEYS)}
    result = machine.run(suite, LABEL, lambda: boot.Request(
        kernel, topology.load(TOPOLOGY), IOMMU, "intel_iommu=on",
        (LAB / "tests" / "addkey.sh").read_bytes(), {}, env, module,
        {"/usr/sbin/iommu-audit": inside(TREE / "build" / "iommu-audit")}))
    if result:
        machine.check(suite, LABEL, _checks(result.out))
    return suite.status()
