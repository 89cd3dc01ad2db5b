#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write what follows from the descriptions of records and answers.

    tools/describe/describe.py DESCRIBE [--check]

DESCRIBE is the program beside this file, built. Written are the tables of keys
in Documentation/ABI, each behind a line ".. record: NAME", with "without KEY ..."
for keys that the file never has, or ".. words: RECORD.KEY", and all of
Documentation/json-schema/format-1, Documentation/man and tools/completion. With --check nothing is written: what is
stale is named, and the exit code is 1 then.
"""

import json
import pathlib
import subprocess
import sys
import textwrap

import completion
import man

DOCUMENTATION = pathlib.Path(__file__).resolve().parents[2] / "Documentation"
MAN = DOCUMENTATION / "man"
COMPLETION = DOCUMENTATION.parent / "tools" / "completion"
SCHEMAS = DOCUMENTATION / "json-schema" / "format-1"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
URN = "urn:iommu_audit:format-1:"
INDENT = "\t\t"
WIDTH = 78 - 16


def sentence(key):
    """What a table of an ABI page says of a key."""
    text = key["about"]
    if key["kind"] == "enum" and any(key["words_about"]):
        text += " (" + ", ".join(key["words"][2:]) + ")"
    if key["kind"] == "flag":
        text += " (0, 1)"
    if key.get("alphabet", {}).get("chars"):
        text += " (%s)" % key["alphabet"]["about"]
    if key["unit"]:
        text += ", in " + key["unit"] if key["unit"] in ("ns", "s", "bytes", "bits", "KiB",
                                                         "MiB") else ""
    form = {"-": "- where", "none": "none where", "omitted": "left out where",
            "either": "- or left out where"}.get(key["absent"])
    if form:
        text += "; %s %s" % (form, key["absent_when"])
    if key["unknown_when"]:
        text += "; unknown where %s" % key["unknown_when"]
    if key["varies"]:
        text += "; a baseline lacks it"
    return text


def table(record, without):
    """The keys of a record as a table of reStructuredText."""
    known = {key["name"] for key in record["keys"]}
    if not known.issuperset(without):
        sys.exit("%s has no %s" % (record["name"], ", ".join(sorted(set(without) - known))))
    keys = [key for key in record["keys"] if key["name"] not in without]
    size = max(len(key["name"]) for key in keys)
    room = WIDTH - size - 1
    rule = "=" * size + " " + "=" * room
    lines = [rule]
    for key in keys:
        for number, part in enumerate(textwrap.wrap(sentence(key), room,
                                                    break_long_words=False)):
            lines.append("%-*s %s" % (size, "" if number else key["name"], part))
    return "".join(INDENT + line + "\n" for line in lines + [rule])


def words_table(record, name):
    """The words of a key as a table of reStructuredText."""
    key = next(key for key in record["keys"] if key["name"] == name)
    pairs = [pair for pair in zip(key["words"], key["words_about"]) if pair[1]]
    size = max(len(word) for word, _ in pairs)
    room = WIDTH - size - 1
    rule = "=" * size + " " + "=" * room
    lines = [rule]
    for word, about in pairs:
        for number, part in enumerate(textwrap.wrap(about, room)):
            lines.append("%-*s %s" % (size, "" if number else word, part))
    return "".join(INDENT + line + "\n" for line in lines + [rule])


def made(mark, records):
    """The table that belongs behind a mark, or None where the line is none."""
    if mark.startswith(".. record: "):
        name, *without = mark.removeprefix(".. record: ").replace(" without", "").split()
        return table(records[name], without)
    if mark.startswith(".. words: "):
        record, name = mark.removeprefix(".. words: ").split(".")
        return words_table(records[record], name)
    return None


def abi_page(text, records):
    """An ABI page with its tables written anew."""
    lines, out, at = text.split("\n"), [], 0
    while at < len(lines):
        out.append(lines[at])
        new = made(lines[at].strip(), records)
        at += 1
        if new is None:
            continue
        out.append("")
        while not lines[at].strip():
            at += 1
        # the old table: from its first rule to its last
        if lines[at].strip().startswith("=="):
            at += 1
            while not lines[at].strip().startswith("=="):
                at += 1
            at += 1
        out.append(new.rstrip("\n"))
        if lines[at].strip():
            out.append("")
    return "\n".join(out)


def nullable(schema, null):
    """The same schema, or null."""
    if not null or isinstance(schema.get("type"), list):
        return schema
    if "enum" in schema:
        return {**schema, "enum": schema["enum"] + [None]}
    if "$ref" in schema or "anyOf" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if isinstance(schema["type"], list):
        return schema
    return {**schema, "type": [schema["type"], "null"]}


ADDRESS = {"type": "string", "pattern": "^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]$"}
NUMBER = {"type": "integer", "minimum": 0}
REGION = {
    "type": "object",
    "properties": {
        "start": {"type": "string", "pattern": "^0x[0-9a-f]{16}$"},
        "end": {"type": "string", "pattern": "^0x[0-9a-f]{16}$"},
        "type": {"type": ["string", "null"]},
        "unknown": {"type": "array", "items": {"const": "type"}},
    },
    "required": ["start", "end", "type"],
    "additionalProperties": False,
}


def text_type(key):
    """A text of the key's alphabet; JSON counts characters, the alphabet bytes."""
    alphabet = key["alphabet"]
    if not alphabet["chars"]:
        return {"type": "string"}
    return {"type": "string", "pattern": "^[%s]{%d,%s}$" % (
        alphabet["chars"], alphabet["least"], alphabet["most"] or "")}


def key_type(key):
    """What a known value of a key is."""
    return {
        "address": lambda: ADDRESS, "int": lambda: NUMBER, "count": lambda: NUMBER,
        "hex": lambda: {"type": "string", "pattern": "^0x[0-9a-f]{%s}$" % (
            key["digits"] if key["exact"] else "%d,16" % key["digits"])},
        "segment": lambda: {"type": "string", "pattern": "^[0-9a-f]{4,8}$"},
        "revision": lambda: {"type": "string", "pattern": "^[0-9]+\\.[0-9]+$"},
        "milli": lambda: {"type": "number", "minimum": 0},
        "flag": lambda: {"type": "boolean"},
        "enum": lambda: {"enum": key["words"][2:]},
        "bits": lambda: {"type": "array", "items": {"enum": key["words"]}},
        "text": lambda: text_type(key),
        "path": lambda: {"type": "array", "items": ADDRESS},
        "ints": lambda: {"type": "array", "items": NUMBER},
        "texts": lambda: {"type": "array", "items": text_type(key)},
        "members": lambda: {"type": "array", "items": text_type(key)},
        "regions": lambda: {"type": "array", "items": REGION},
    }[key["kind"]]()


def record_schema(record):
    """A record as an object; an older module may not have told a value.

    A baseline lacks what varies, and records whose first key does altogether.
    """
    whole = record["keys"][0]["varies"]
    properties = {key["name"]: {"description": sentence(key), **nullable(key_type(key), True)}
                  for key in record["keys"]}
    return close({"description": record["about"], "type": "object", "properties": properties,
                  "required": [key["name"] for key in record["keys"]
                               if whole or not key["varies"]]},
                 list(properties))


def close(schema, may_be_unknown):
    """Nothing but what is named; a list of what is unknown where something can be."""
    if may_be_unknown:
        schema["properties"]["unknown"] = {
            "description": "keys whose value is unknown; a null that is not named here does "
                           "not apply",
            "type": "array", "items": {"enum": may_be_unknown}, "minItems": 1,
            "uniqueItems": True}
    schema["additionalProperties"] = False
    return schema


def common(name):
    """A record's schema, which all share."""
    return {"$ref": URN + "common#/$defs/" + name}


def words_type(field):
    """The words of an enumeration of the judge: null where it has none for a state."""
    words = list(dict.fromkeys(word for word in field["words"] if word is not None))
    return nullable({"enum": words}, None in field["words"])


def field_type(field):
    """What one value of a field is."""
    kind = field["kind"]
    if kind == "record":
        return common(field["record"])
    if kind == "object":
        return object_schema(field["answer"])
    return {
        "text": lambda: {"type": ["string", "null"]},
        "sentence": lambda: {"type": ["string", "null"]},
        "string": lambda: {"type": ["string", "null"]},
        "value": lambda: {},
        "count": lambda: NUMBER,
        "number": lambda: {"type": ["integer", "null"], "minimum": 0},
        "seconds": lambda: {"type": ["number", "null"], "minimum": 0},
        "double": lambda: {"type": ["number", "null"]},
        "bool": lambda: {"type": "boolean"},
        "flag": lambda: {"type": ["boolean", "null"]},
        "word": lambda: words_type(field),
        "enum": lambda: {"enum": field["words"][2:] + [None]},
        "bits": lambda: {"type": ["array", "null"], "items": {"enum": field["words"]}},
        "address": lambda: nullable(ADDRESS, True),
        "counts": lambda: {"type": "object", "properties": {
            word: {"type": "integer", "minimum": 1} for word in field["words"] if word},
            "additionalProperties": False},
    }[kind]()


# Kinds of values whose state can be unknown.
STATES = {"value", "enum", "flag", "number", "seconds", "string", "bits", "address"}


def members(answer, records):
    """(properties, keys that may be unknown, keys that may be left out) of an object's fields."""
    properties, unknown, optional = {}, [], []
    for field in answer["fields"]:
        if field["key"] is None and field["kind"] == "record":
            inner = record_schema(records[field["record"]])
            keys = [name for name in inner["properties"] if name != "unknown"]
            properties.update({name: inner["properties"][name] for name in keys})
            unknown += keys
            optional += [name for name in keys if name not in inner["required"]]
            continue
        if field["key"] is None:
            more, others, left_out = members(field["answer"], records)
            properties.update(more)
            unknown += others
            optional += list(more) if field["optional"] else left_out
            continue
        schema = field_type(field)
        if field["list"]:
            schema = {"type": "array", "items": schema}
        elif field["pointer"]:
            schema = nullable(schema, True)
        if field["about"]:
            schema = {"description": field["about"], **schema}
        properties[field["key"]] = schema
        if not field["list"] and field["kind"] in STATES:
            unknown.append(field["key"])
    return properties, unknown, optional


RECORDS = {}


def object_schema(answer):
    """An object that an answer describes, or the bare value of one without a key."""
    fields = answer["fields"]
    if len(fields) == 1 and fields[0]["key"] is None and \
            fields[0]["kind"] not in ("record", "object"):
        return field_type(fields[0])
    properties, unknown, optional = members(answer, RECORDS)
    schema = {"type": "object", "properties": properties,
              "required": [name for name in properties if name not in optional]}
    if answer["about"]:
        schema = {"description": answer["about"], **schema}
    return close(schema, unknown)


def document(name, title, schema):
    """A file of its own."""
    return {"$schema": DRAFT, "$id": URN + name, "title": title, **schema}


def answer_schema(answer):
    """The schema of one answer, or of one of its forms."""
    schema = object_schema(answer)
    if answer["kind"]:
        schema["properties"] = {"format": {"const": 1}, "kind": {"const": answer["kind"]},
                                **schema["properties"]}
        schema["required"] = ["format", "kind"] + schema["required"]
        schema["properties"].update({"source": {
            "description": "where the machine was read, where that was not the module",
            "enum": next(key for key in RECORDS["origin"]["keys"]
                         if key["name"] == "source")["words"][3:]},
            "lacks": {"description": "what that does not show, and what would add it",
                      "type": "array", "items": {"type": "string"}}})
    return schema


def snapshot_schema(lists):
    """What snapshot writes and --from reads."""
    origin = record_schema(RECORDS["origin"])
    properties = {"format": {"const": 1}, "kind": {"const": "iommu_audit snapshot"},
                  **{key["name"]: origin["properties"][key["name"]]
                     for key in RECORDS["origin"]["keys"]}}
    required = ["format", "kind"] + origin["required"]
    for one in lists:
        properties[one["name"]] = {"type": "array", "items": common(one["record"])}
        if not one["optional"]:
            required.append(one["name"])
    properties["names"] = {"type": "object", "propertyNames": {
        "pattern": "^0x([0-9a-f]{4}:0x[0-9a-f]{4}|[0-9a-f]{6})$"},
        "additionalProperties": {"type": "string"}}
    host = {"numa": common("numa"), "config": common("config"),
            "nodes": {"type": "array", "items": common("numa_node")},
            "node_pages": {"type": "array", "items": common("node_pages")},
            "limits": common("limits"),
            "vfio": nullable(common("vfio"), True),
            "hugepages": {"type": "array", "items": common("hugepages")},
            "boot": nullable(common("next_boot"), True),
            "modules": {"type": "array", "items": common("module")},
            "devices": {"type": "array", "items": common("host_device")},
            "platform": common("platform"),
            "firmware": {"type": "array", "items": common("device_firmware")},
            "usage": common("usage"),
            "uses": {"type": "array", "items": common("use")}}
    always = [name for name in host if name not in ("usage", "uses")]
    host["names"] = {"type": "array", "items": common("host_names")}
    properties["host"] = {"type": "object", "properties": host, "required": always,
                          "additionalProperties": False}
    required.append("names")
    schema = close({"type": "object", "properties": properties, "required": required},
                   [key["name"] for key in RECORDS["origin"]["keys"]])
    return document("snapshot", "iommu-audit snapshot", schema)


def glossary_page(text, glossary):
    """The glossary: what the page says first, and a table of each field."""
    out = text[:text.index("\n## ") + 1]
    for field in glossary:
        out += "## %s\n\n| term | meaning | source |\n|---|---|---|\n" % field["title"]
        for one in field["terms"]:
            out += "| %s | %s |%s |\n" % (one["name"], one["meaning"],
                                         " " + one["source"] if one["source"] else "")
        out += "\n"
    return out[:-1]


METRICS = "<!-- metrics, by make docs -->\n", "<!-- end of metrics -->\n"


def monitoring_page(text, metrics):
    """The page on monitoring, with the table of all metrics between its marks."""
    before, _, rest = text.partition(METRICS[0])
    out = "| metric | type | labels | what it is | no series when | most series |\n|---|---|---|---|---|---|\n"
    for one in metrics:
        labels = " ".join("`%s`" % label for label in (one["labels"] or "").split(",") if label)
        out += "| `%s` | %s | %s | %s | %s | %s |\n" % (
            one["name"], one["type"], labels, one["help"].rstrip("."), one["missing"] or "never",
            one["most"])
    return before + METRICS[0] + out + METRICS[1] + rest.partition(METRICS[1])[2]


def written(described):
    """{path: content} of all that follows."""
    RECORDS.update(described["records"])
    files = {}
    for path in sorted((DOCUMENTATION / "ABI").iterdir()):
        files[path] = abi_page(path.read_text(encoding="utf-8"), RECORDS)
    path = DOCUMENTATION / "glossary.md"
    files[path] = glossary_page(path.read_text(encoding="utf-8"), described["glossary"])
    path = DOCUMENTATION / "monitoring.md"
    files[path] = monitoring_page(path.read_text(encoding="utf-8"), described["metrics"])
    schemas = {"common": document("common", "what the answers share", {"$defs": {
        name: record_schema(record) for name, record in RECORDS.items() if name != "origin"}}),
        "snapshot": snapshot_schema(described["lists"])}
    forms = {}
    for one in described["answers"]:
        forms.setdefault(one["name"], []).append(answer_schema(one["answer"]))
    for name, schema in forms.items():
        schemas[name] = document(name, "iommu-audit %s --json" % name,
                                 schema[0] if len(schema) == 1 else {"anyOf": schema})
    template = pathlib.Path(__file__).with_name("iommu-audit.8.in").read_text(encoding="utf-8")
    for name, page in man.pages(described, template).items():
        files[MAN / name] = page
    for name, script in completion.scripts(described).items():
        files[COMPLETION / name] = script
    for name, schema in schemas.items():
        files[SCHEMAS / (name + ".json")] = json.dumps(schema, indent=1,
                                                       ensure_ascii=False) + "\n"
    return files


def main():
    """Command line."""
    described = json.loads(subprocess.run([sys.argv[1]], capture_output=True, check=True).stdout)
    files = written(described)
    stale = [path for path, content in files.items()
             if not path.exists() or path.read_text(encoding="utf-8") != content]
    stale += [path for folder in (SCHEMAS, MAN, COMPLETION) for path in folder.iterdir() if path not in files]
    if "--check" in sys.argv[2:]:
        for path in stale:
            print("%s is stale: make docs" % path.relative_to(DOCUMENTATION.parent))
        return 1 if stale else 0
    for path in stale:
        if path in files:
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
