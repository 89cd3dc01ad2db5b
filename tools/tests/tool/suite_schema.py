# SPDX-License-Identifier: GPL-2.0
"""Every answer in JSON, of every recorded machine and result, against its schema."""
import copy
import json
import os

import answers
import harness
import measured
import suite_class
import values
from suite_consistency import TOP, helped

FOLDER = os.path.join(TOP, "Documentation", "json-schema", "format-1")
# Arguments with which a command is asked; DEV is a function of the machine, the
# next DEV another one, SELF and OTHER are snapshots.
CALLS = {
    "report": [[]],
    "devices": [[]],
    "groups": [[], ["--predict"], ["--predict", "--with", "pci=disable_acs_redir=pci:0:0"]],
    "acs": [[]],
    "p2p": [["--matrix"], ["DEV", "DEV"]],
    "check": [[], ["--profile", "vfio"], ["--profile", "sriov"], ["--profile", "gpu-sriov-rdma"],
              ["--profile", "list"], ["--profile", "all"], ["--against", "OTHER"],
              ["--explain", "all"]],
    "assign": [["DEV"], ["DEV", "DEV"]],
    "suggest": [[], ["--profile", "sriov"], ["--profile", "gpu-host-nic"],
                ["--profile", "gpu-sriov-rdma"]],
    "sriov": [["plan", "--pods", "2", "--vfs-per-pod", "2"]],
    "why": [["DEV"]],
    "lint": [[], ["intel_iommu=on iommu=strict amd_iommu=pt pci=noats,config_acs=1x@0000:00:02.0"]],
    # A fault with all there is to one, at an address that the log knows, and one that nobody does.
    "explain": [["BIOS-e820: [mem 0x0000000000100000-0x000000007fffffff] usable",
                 "Linux version 6.12.107 (x)", "AMD-Vi: a sentence of no kernel",
                 "nvme DEV: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x0001 address=0x200000 "
                 "flags=0x0001]",
                 "DMAR: [DMA Read PASID 0x5] Request device [00:02.0] fault addr 0x200000 "
                 "[fault reason 0x71] SM: x"]],
    "faults": [[], ["--log"], ["--since", "SELF"]],
    "units": [[]],
    "diff": [["OTHER"]],
    "version": [[]],
}
# What an older module, or an older tool, has no list of.
OPTIONAL = {"snapshot": ("fault_units", "faults", "fault_other", "fault_log", "events",
                         "vf_requests", "registers", "translations", "host", "invalidations",
                         # What a baseline leaves out.
                         "time", "boot_id", "boottime_ns")}
# Commands with --json that nobody has written a schema for yet.
TO_DO = []
# Answers in JSON of commands without --json.
ALWAYS = {"snapshot": [[]]}
# Answers of one object a line, each of which is held against the schema.
LINES = {"events": [[], ["--kind", "vf_request"], ["--dev", "DEV"]]}
OTHER = "intel-lazy"
# So many of a list stand for all, where none of the others has what these lack.
FEW = 4


def load():
    """{name: schema}."""
    schemas = {}
    for name in sorted(os.listdir(FOLDER)):
        with open(os.path.join(FOLDER, name), encoding="utf8") as file:
            schemas[name.rpartition(".")[0]] = json.load(file)
    return schemas


class Validator:
    """The schemas, and which of them were needed."""

    def __init__(self, schemas):
        import jsonschema
        import referencing
        registry = referencing.Registry().with_resources(
            (schema["$id"], referencing.Resource.from_contents(schema))
            for schema in schemas.values())
        self.checks = {name: jsonschema.Draft202012Validator(schema, registry=registry)
                       for name, schema in schemas.items()}
        self.used = set()

    def wrong(self, answer, kind=None):
        """What is wrong with an answer, or with a line of that kind of answer, as texts."""
        kind = kind or str(answer.get("kind")).partition("iommu_audit ")[2]
        if kind not in self.checks:
            return ["kind %r has no schema in %s" % (answer.get("kind"), FOLDER)]
        self.used.add(kind)
        return ["%s: %s" % (error.json_path, error.message[:300])
                for error in self.checks[kind].iter_errors(answer)]

    def refuses(self, answer, kind=None):
        """Whether anything is wrong: the first error will do."""
        kind = kind or str(answer.get("kind")).partition("iommu_audit ")[2]
        return kind not in self.checks or not self.checks[kind].is_valid(answer)


def devices(run, where):
    """Two functions of a machine that are no ports, or what there is."""
    listed = run.ask("devices", *where)["devices"]
    return [one["dev"] for one in listed if one["class"][:6] != "0x0604"][:2]


def arguments(call, addresses, source):
    """The arguments of a call with names filled in; None where there is nothing to name."""
    left = list(addresses)
    places = {"OTHER": os.path.join(answers.FOLDER, OTHER + ".json"), "SELF": source}
    if call.count("DEV") > len(left) or (source is None and "SELF" in call):
        return None
    return [left.pop(0) if word == "DEV" else places.get(word, word) for word in call]


def spoil(answer, optional=()):
    """Answers that are wrong in one place each: (what, answer)."""
    # which keys are unknown is said where any is
    for key in (key for key in answer if key not in (*optional, "unknown")):
        bad = copy.deepcopy(answer)
        del bad[key]
        yield "without " + key, bad
    for key, value in (("surprise", 1), ("format", 2), ("kind", "iommu_audit surprise")):
        yield "%s %r" % (key, value), {**answer, key: value}
    for key, value in answer.items():
        # what is unknown could be a number
        if isinstance(value, (list, dict, str)) and value != "unknown":
            yield "%s is a number" % key, {**answer, key: 7}
    for where, steps in objects(answer).items():
        bad = place = copy.deepcopy(answer)
        for step in steps:
            place = place[step]
        # neither a key of the tool's nor a value that a record could have
        place["surprise"] = {}
        yield "%s with a surprise" % where, bad


def sorts(lines):
    """{sort: its lines} of the lines of an answer."""
    found = {}
    for line in lines:
        one = next((key for key in ("lost", "not_seen") if key in line), "event")
        found.setdefault("vf_request" if line.get("kind") == "vf_request" else one,
                         []).append(line)
    return found


def spoil_lines(lines):
    """Lines of one sort that are wrong in one place each: (what, line)."""
    for key in sorted(set.intersection(*(set(line) for line in lines))):
        yield "without " + key, {k: v for k, v in lines[0].items() if k != key}
    for key in sorted(set.union(*(set(line) for line in lines))):
        line = next(line for line in lines if key in line)
        yield "%s is an object" % key, {**line, key: {}}
        # a group is a name, everything else of digits is a number
        if isinstance(line[key], int):
            yield "%s is a text" % key, {**line, key: str(line[key])}
        elif isinstance(line[key], str) and line[key] != "unknown":
            yield "%s is a number" % key, {**line, key: 7}
    yield "with a surprise", {**lines[0], "surprise": {}}


def objects(value, where="", steps=()):
    """{name: steps to it} of one object of each kind inside an answer."""
    found = {}
    if isinstance(value, dict):
        found = {where or "the answer": steps}
        for key, inner in value.items():
            found = {**objects(inner, where + "." + key, (*steps, key)), **found}
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found = {**objects(inner, where + "[]", (*steps, number)), **found}
    return found


def lean(value, where="", seen=None):
    """An answer with few objects of each kind, as objects() names them: quicker to look at."""
    seen = set() if seen is None else seen
    if isinstance(value, dict):
        return {key: lean(inner, where + "." + key, seen) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    kept = []
    for inner in value:
        kinds = set(objects(inner, where + "[]"))
        if not kinds or len(kept) < FEW or not kinds <= seen:
            kept.append(lean(inner, where + "[]", seen))
        seen |= kinds
    return kept


def sources():
    """(name, arguments that name the machine, its snapshot or None)."""
    for name in answers.names():
        path = os.path.join(answers.FOLDER, name + ".json")
        yield name, ["--from", path], path
    for name in harness.machines():
        yield name, ["--root", harness.fixture(name)], None


def answer_of(command, out):
    """The JSON that a command wrote, or the list of its lines."""
    if command in LINES:
        return [values.parse(line) for line in out.splitlines()]
    return values.parse(out)


def all_wrong(validator, command, answer):
    """What is wrong with an answer of either form, as texts."""
    if command not in LINES:
        return validator.wrong(answer)
    return ["line %d: %s" % (number, text) for number, line in enumerate(answer, 1)
            for text in validator.wrong(line, command)]


def hold(run, validator):
    """Hold every answer against its schema.

    Returns {(command, call): the largest answer}, or all lines.
    """
    samples = {}
    for name, where, path in sources():
        addresses = devices(run, where)
        for command, calls in {**CALLS, **ALWAYS, **LINES}.items():
            for call in calls:
                args = arguments(call, addresses, path)
                if args is None:
                    continue
                flag = [] if command in ALWAYS else ["--json"]
                # --explain reads no machine, and refuses one.
                result = run.call(command, *args, *flag, *([] if "--explain" in call else where))
                title = "%s: %s" % (name, " ".join([command, *call]))
                if result.code not in (0, 1, 7):
                    run.ok(title, False, result.code, result.err)
                    continue
                answer = answer_of(command, result.out)
                kind = command, " ".join(call)
                if command in LINES:
                    samples.setdefault(kind, []).extend(answer)
                elif len(result.out) > len(json.dumps(samples.get(kind, ""))):
                    samples[kind] = answer
                wrong = all_wrong(validator, command, answer)
                run.ok(title, not wrong, *wrong[:20])
    return samples


def classes(run, validator):
    """Nodes of a class, with something of everything that can be said of them, are held as well."""
    with harness.Folder() as folder:
        paths = suite_class.fleet(folder, suite_class.MIXED)
        answer = values.parse(run.call("diff", *paths, "--json").out)
        base = suite_class.nodes.write(folder, "base.json", values.parse(
            run.call("snapshot", "--baseline", "--from", paths[0]).out))
        for what, one in (("a class", answer), ("a baseline", run.ask("diff", base, paths[1])),
                          ("no baseline's hardware", run.ask("diff", base, paths[4]))):
            wrong = all_wrong(validator, "diff", one)
            run.ok("nodes: " + what, not wrong, *wrong[:20])
    return {("diff", "nodes"): answer}


def refuse(run, validator, samples):
    """What is wrong in one place is refused."""
    for (command, call), answer in samples.items():
        if command in LINES:
            continue
        answer = lean(answer)
        run.ok("%s %s: what is spoilt is good" % (command, call),
               not validator.refuses(answer))
        for what, bad in spoil(answer, {**measured.OPTIONAL, **OPTIONAL}.get(command, ())):
            run.ok("%s %s: %s is refused" % (command, call, what), validator.refuses(bad))
    for command in LINES:
        found = sorts(line for (name, _), answer in samples.items() if name == command
                      for line in answer)
        for sort, lines in found.items():
            for what, bad in spoil_lines(lines):
                run.ok("%s, a line %s: %s is refused" % (command, sort, what),
                       validator.refuses(bad, command))
        run.ok("%s: a line of each sort was refused" % command,
               set(found) == {"event", "vf_request", "lost", "not_seen"}, sorted(found))


def repeated(value, where=""):
    """Enumerations of a schema that name a word twice."""
    parts = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    found = [text for key, part in parts for text in repeated(part, f"{where}/{key}")]
    words = value.get("enum") if isinstance(value, dict) else None
    if isinstance(words, list) and len(words) != len(set(words)):
        found.append(f"{where}: {words}")
    return found


def schemas(run):
    """All answers are held, and wrong ones are refused."""
    schemas = load()
    try:
        validator = Validator(schemas)
    except ImportError as error:
        run.skip("answers against their schemas", error)
        return
    for name, check in validator.checks.items():
        check.check_schema(schemas[name])
        found = repeated(schemas[name])
        run.ok(f"{name}: each word of an enumeration stands there once", not found, *found)
    commands = [command for command in helped(run)[0] if "--json" in helped(run, command)[1]]
    asked = {*CALLS, *LINES, *measured.COMMANDS}
    run.ok("every command with --json has a schema, and none is to be done",
           set(commands) == asked and not TO_DO, set(commands) ^ asked, TO_DO)
    samples = {**hold(run, validator), **classes(run, validator), **measured.hold(run, validator)}
    run.ok("every schema was needed", validator.used == set(schemas) - {"common"},
           validator.used ^ set(schemas))
    # What the schemas refuse is no matter of how the tool was built: once is enough.
    if not run.sanitized():
        refuse(run, validator, samples)
        measured.refuse(run, validator, samples)


def run(run):
    run.part(schemas)
