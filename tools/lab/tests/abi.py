# SPDX-License-Identifier: GPL-2.0
"""Documentation/ABI against the files of booted kernels: the same keys, in the same order."""

import collections
import re
import shlex

from lablib.paths import PROJECT

FOLDER = PROJECT / "Documentation" / "ABI"
FILES = ("version", "units", "registers", "groups", "devices", "acs")
# tables: described keys in their order, by table; words: those of tables of words;
# head: first line of the example; examples: [key list, ...] of its records, by kind.
Entry = collections.namedtuple("Entry", "tables words head examples")


def _pairs(line):
    return [pair.split("=", 1) for pair in shlex.split(line)]


def _kind(pairs):
    """What decides on the keys of a record: its first two, the vendor of a unit, the kind of an
    event."""
    known = dict(pairs)
    return (*(key for key, _ in pairs[:2]), known.get("vendor") if pairs[0][0] == "unit" else None,
            known.get("kind"))


def entry(name, folder=FOLDER):
    """The Entry of one file; an unknown layout is an error.

    The files of a folder, bench/result, share one text.
    """
    text = (folder / f"debugfs-iommu_audit-{name.partition('/')[0]}").read_text(encoding="utf-8")
    _, found, text = text.partition(f"\nWhat:\t\t/sys/kernel/debug/iommu_audit/{name}\n")
    if not found:
        raise ValueError(f"{name}: no What line of this file")
    text = text.partition("\nWhat:")[0]
    description, _, example = text.partition("\nExample:\n")
    tables, words, inside, mark = [], [], False, ""
    for line in description.splitlines():
        border = re.fullmatch(r"\t\t=+ =+", line)
        found = re.match(r"\t\t(\w+) ", line)
        if line.startswith("\t\t.. "):
            mark = line.split()[1]
        elif border:
            inside = not inside
            if inside and mark != "words:":
                tables.append([])
        elif inside and found:
            (words if mark == "words:" else tables[-1]).append(found.group(1))
    lines = [line.strip() for line in example.splitlines() if line.strip()]
    examples = {}
    for line in lines[1:]:
        pairs = _pairs(line)
        examples.setdefault(_kind(pairs), []).append([key for key, _ in pairs])
    if not all(tables) or not tables or not examples:
        raise ValueError(f"{name}: describes no key or has no example")
    return Entry(tables, words, lines[0], examples)


def _in_order(keys, tables):
    return any(keys == [key for key in table if key in keys] for table in tables)


def compare(out, seen, names=FILES, suffix="", folder=FOLDER):
    """One boot; adds what it saw, as (file, key), to the set seen."""
    problems = []
    for name in names:
        known = entry(name, folder)
        described = {key for table in known.tables for key in table}
        lines = (out / (name + suffix)).read_text(encoding="utf-8").splitlines()
        if lines[0] != known.head:
            problems.append(f"{name} starts with {lines[0]!r}, its example with {known.head!r}")
        for line in lines[1:]:
            pairs = _pairs(line)
            keys = [key for key, _ in pairs]
            seen.update((name, key) for key in keys)
            strange = [key for key in keys if key not in described]
            examples = known.examples.get(_kind(pairs), [])
            if strange:
                problems.append(f"{name}: not described: {' '.join(strange)}")
            elif not _in_order(keys, known.tables):
                problems.append(f"{name}: keys {' '.join(keys)}, described in another order")
            if examples and keys not in examples:
                problems.append(f"{name}: keys {' '.join(keys)}, the example has "
                                f"{' or '.join(' '.join(example) for example in examples)}")
            if not examples and pairs[0][0] not in {kind[0] for kind in known.examples}:
                problems.append(f"{name}: no example of a record with {pairs[0][0]}=")
    return sorted(set(problems))


# (file, key or word) that no stock device shows: suites "sources", "inval" and "resets" make them.
ELSEWHERE = {("events", "reset"), ("events", "method"), ("vf_requests", "method"),
             ("events", "pasid"), ("vf_requests", "pasid"), ("events", "pasid_attach"),
             ("events", "pasid_detach"), ("faults", "functions"), ("faults", "irq"), ("faults", "irq_name"),
             ("faults", "inv_error"), ("faults", "requester")}


def unseen(seen, names=FILES, words=()):
    """Described keys that no boot has shown, and words of the files in words."""
    described = [(name, key) for name in names for table in entry(name).tables for key in table]
    described += [(name, word) for name in words for word in entry(name).words]
    return [f"{name}: {key} is described, no kernel showed it"
            for name, key in described if (name, key) not in seen | ELSEWHERE]
