# SPDX-License-Identifier: GPL-2.0
"""How values are written in JSON, known here and in Documentation/json-schema alone.

Tests compare what the module writes, as text: what does not apply is "-", what
could not be read "unknown", a flag 0 or 1. What an answer, a snapshot or a
saved result has instead is turned into that when it is read, and back when a
test writes one. The kind of each value is that of the contract,
include/uapi/iommu_audit/records.h, read here by itself.
"""
import json
import os
import re

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LISTS = {"BITS", "PATH", "INTS", "TEXTS", "MEMBERS", "REGIONS"}


class Key:
    """One line of a list of the contract."""

    def __init__(self, name, kind, arg, applies):
        self.name, self.kind = name, kind
        self.digits = int(arg) if kind in ("HEX", "ID") else 0
        self.left_out = applies in ("OMIT", "EITHER")
        self.absent = "none" if applies == "NONE" else "-"
        self.may_be_absent = applies != "ALWAYS"
        self.mark = "/" if kind == "PATH" else ","


def described(path, prefix):
    """{record: [Key]} of a header with lists of keys."""
    with open(os.path.join(TOOLS, path), encoding="utf8") as file:
        text = file.read().replace("\\\n", " ")
    records = {}
    for found in re.finditer(r"^#define %s(\w+)\(F\)(.*)$" % prefix, text, re.M):
        records[found.group(1)] = [Key(*key) for key in re.findall(
            r'\bF\(\w+,\s*"(\w+)",\s*(\w+),\s*(\w+),\s*"[^"]*",\s*(\w+)', found.group(2))]
    return records


RECORDS = described("../include/uapi/iommu_audit/records.h", "IOMMU_AUDIT_")
HOST = described("machine/host_records.h", "IA_HOST_")
# Keys for which the module has a word of its own where they do not apply.
ABSENT = {key.name: key.absent for keys in RECORDS.values() for key in keys
          if key.may_be_absent and key.absent != "-"}
# Keys that the module may leave out where they do not apply.
LEFT_OUT = {key.name for keys in RECORDS.values() for key in keys if key.left_out}
KNOWN = {key.name for keys in RECORDS.values() for key in keys}

def words(name):
    """The words of an enumeration of the contract."""
    with open(os.path.join(TOOLS, "../include/uapi/iommu_audit/enums.h"), encoding="utf8") as file:
        text_ = file.read().replace("\\\n", " ")
    body = re.search(r"^#define IOMMU_AUDIT_%s\(X\)(.*)$" % name, text_, re.M).group(1)
    return re.findall(r'X\(\w+, "([^"]+)"', body)


# File: its lists in a snapshot, each with the record and a key that only it has.
FILES = {
    "version": [("identities", "IDENTITY", "format"), ("sources", "SOURCE", "source"),
                ("monitors", "MONITOR", "monitor")],
    "units": [("units", "UNIT", None)],
    "groups": [("groups", "GROUP", None)],
    "devices": [("devices", "DEVICE", None)],
    "acs": [("acs", "ACS", None)],
    "faults": [("fault_units", "FAULT_UNIT", "interrupts"), ("faults", "FAULT", "source"),
               ("invalidations", "INVALIDATION", "inv_error"),
               ("fault_other", "FAULT_OTHER", "other")],
    "fault_log": [("fault_log", "FAULT_RECORD", None)],
    "events": [("events", "EVENT", None)],
    "vf_requests": [("vf_requests", "EVENT", None)],
    "registers": [("registers", "REGISTER", None)],
    "translations": [("translations", "REQUESTER", None)],
}

def region(value):
    """A reserved region as the module writes it."""
    return "%s-%s:%s" % (value["start"], value["end"], value["type"] or "unknown")


def known_text(key, value):
    """A value that is there as the module writes it."""
    if key.kind in LISTS:
        items = [region(one) if isinstance(one, dict) else str(one) for one in value]
        return key.mark.join(items) if items else "none"
    if key.kind == "MILLI":
        return "%.3f" % value
    return str(int(value)) if isinstance(value, (bool, int)) else value


def as_text(keys, record):
    """A record of JSON with the module's texts; keys that it leaves out are not there."""
    unknown, texts_ = record.get("unknown", []), {}
    for key in keys:
        if key.name not in record:
            continue
        value = record[key.name]
        if value is not None:
            texts_[key.name] = known_text(key, value)
        elif key.name in unknown:
            texts_[key.name] = "unknown"
        elif not key.left_out:
            texts_[key.name] = key.absent
    texts_.update({name: value for name, value in record.items()
                   if name not in texts_ and name != "unknown" and
                   name not in [key.name for key in keys]})
    return texts_


def entry(key, text_):
    """An entry of a list, in JSON."""
    if key.kind == "INTS":
        return int(text_)
    if key.kind != "REGIONS":
        return text_
    start, end, kind = re.match(r"(0x\w+)-(0x\w+):(.*)", text_).groups()
    found = {"start": start, "end": end, "type": None if kind == "unknown" else kind}
    return {**found, "unknown": ["type"]} if kind == "unknown" else found


def known_json(key, text_):
    """What JSON has for a text of the module that is a value."""
    if not isinstance(text_, str):
        return text_
    if key.kind in LISTS:
        return [] if text_ == "none" else [entry(key, one) for one in text_.split(key.mark)]
    if key.kind in ("INT", "COUNT") and text_.isdigit():
        return int(text_)
    if key.kind == "MILLI":
        return float(text_)
    if key.kind == "FLAG" and text_ in ("0", "1"):
        return text_ == "1"
    return text_


def as_json(keys, record):
    """A record as JSON has it, of the module's texts."""
    found, unknown = {}, []
    for key in keys:
        text_ = record.get(key.name, "-" if key.left_out else "unknown")
        absent = key.may_be_absent and text_ in ("-", key.absent)
        if text_ == "unknown":
            unknown.append(key.name)
        found[key.name] = None if absent or text_ == "unknown" else known_json(key, text_)
    found.update({name: value for name, value in record.items() if name not in found})
    return {**found, "unknown": unknown} if unknown else found


def parse(text_):
    """What an answer in JSON says; its values are for text() to read."""
    return json.loads(text_)


def text(value):
    """A value of JSON as the module writes it; lists stay lists."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return [region(one) if isinstance(one, dict) and "start" in one else text(one)
                for one in value]
    return value if isinstance(value, (str, dict)) else str(value)


def texts(record):
    """A record with all of its values as text."""
    unknown = record.get("unknown", [])
    return {key: "unknown" if value is None and key in unknown else
            ABSENT.get(key, "-") if value is None else text(value)
            for key, value in record.items() if key != "unknown"}


def number(value):
    """A number, whichever way it is written."""
    return int(text(value), 0)


def same(value, written):
    """Whether a value that texts() made is what the module wrote."""
    if isinstance(value, list):
        return value == ([] if written == "none" else re.split("[,/]", written))
    return value == written


def lost(answer, written):
    """{key: (JSON, module)} of what a record in JSON does not have from the module's record.

    A key of a later module, which the contract does not have, is left out on purpose.
    """
    have = texts(answer)
    return {key: (have.get(key, "nothing"), value) for key, value in written.items()
            if key in KNOWN and (key not in have or not same(have[key], value))}


def load_host(host):
    """The records of the host as texts: one for each fact and each function."""
    records = [{"fact": "numa", **as_text(HOST["NUMA"], host["numa"])},
               {"fact": "config", **as_text(HOST["CONFIG"], host["config"])}]
    if host["vfio"]:
        records.append({"fact": "vfio", **as_text(HOST["VFIO"], host["vfio"])})
    records += [{"fact": "hugepages", **as_text(HOST["HUGEPAGES"], one)}
                for one in host["hugepages"]]
    return records + [as_text(HOST["DEVICE"], one) for one in host["devices"]]


def dump_host(records):
    """And back."""
    def fact(name, keys):
        return [as_json(keys, {k: v for k, v in record.items() if k != "fact"})
                for record in records if record.get("fact") == name]
    return {"numa": (fact("numa", HOST["NUMA"]) or [as_json(HOST["NUMA"], {})])[0],
            "config": (fact("config", HOST["CONFIG"]) or [as_json(HOST["CONFIG"], {})])[0],
            "vfio": (fact("vfio", HOST["VFIO"]) or [None])[0],
            "hugepages": fact("hugepages", HOST["HUGEPAGES"]),
            "devices": [as_json(HOST["DEVICE"], record) for record in records
                        if "dev" in record]}


def load_snapshot(document):
    """A snapshot, out of a file's content; its records as the module wrote them."""
    whole = parse(document)
    files, rest = {}, dict(whole)
    for name, lists in FILES.items():
        if lists[0][0] in whole:
            files[name] = [as_text(RECORDS[record], one) for member, record, _ in lists
                           for one in rest.pop(member, [])]
    if "host" in rest:
        rest["host"] = load_host(rest["host"])
    return {**rest, "files": files}


def list_of(lists, record):
    """Which list of a file a record of the module belongs into."""
    for member, kind, mark in lists:
        if mark is None or mark in record:
            return member, kind
    return lists[0][:2]


def dump_snapshot(whole):
    """The content of a file for a snapshot whose records are as the module wrote them."""
    found = {key: value for key, value in whole.items() if key not in ("files", "host")}
    for name, records in whole["files"].items():
        for member, _, _ in FILES[name]:
            found[member] = []
        for record in records:
            member, kind = list_of(FILES[name], record)
            found[member].append(as_json(RECORDS[kind], record))
    if "host" in whole:
        found["host"] = dump_host(whole["host"]) if isinstance(whole["host"], list) else \
            whole["host"]
    return json.dumps(found)


def bench_kind(record):
    """Which record of bench/result this is."""
    return next(kind for kind, mark in BENCH if mark in record)


def keys_of(name):
    """The keys of all records of a file."""
    return {key.name for _, record, _ in FILES[name] for key in RECORDS[record]}


# The records of a run in a saved result: member, record, a key that is theirs alone,
# and whether there are several.
RUN = [("params", "BENCH_PARAMS", "mode", False), ("context", "BENCH_CONTEXT", "kernel", False),
       ("ops", "BENCH_OP", "op", True), ("histogram", "BENCH_BIN", "hist", True)]


def load_result(document):
    """A saved result of bench, with the module's records as it wrote them."""
    whole = parse(document)
    for run in whole["runs"]:
        run["records"] = []
        for member, kind, _, several in RUN:
            found = run.pop(member)
            run["records"] += [as_text(RECORDS[kind], one)
                               for one in (found if several else [found])]
    return whole


def dump_run(run):
    """A run whose records are as the module wrote them, as a saved result has it."""
    if not isinstance(run, dict) or not isinstance(run.get("records"), list):
        return run
    out = {key: value for key, value in run.items() if key != "records"}
    for member, kind, mark, several in RUN:
        found = [as_json(RECORDS[kind], one) for one in run["records"] if mark in one]
        if several:
            out[member] = found
        elif found:
            out[member] = found[0]
    return out


def dump_result(whole):
    """The content of a file for a result whose records are as the module wrote them."""
    runs = whole.get("runs")
    if isinstance(runs, list):
        whole = {**whole, "runs": [dump_run(run) for run in runs]}
    return json.dumps(whole)
