# SPDX-License-Identifier: GPL-2.0
"""What `iommu-audit ... --json` says: the only place of the lab that knows how values look there.

A value is a text as the module writes it, or has a type: a number, a flag, a
list. null is what does not apply, or what is unknown, when the member "unknown"
of the same record names its key.
"""

import json


def load(path):
    """The answer, or the snapshot, of a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def loads(text):
    """The answer of one line of --follow."""
    return json.loads(text)


def unknown(record, key):
    """Whether a value of a record is there, and nobody knows it."""
    return record.get(key) == "unknown" or \
        record.get(key) is None and key in record.get("unknown", ())


def number(record, key):
    """A count, a size or a time of a record; None when it does not apply or is unknown."""
    value = record.get(key)
    if value is None or unknown(record, key) or value == "-":
        return None
    return int(value, 0) if isinstance(value, str) else value


def put_number(record, key, value):
    """Replace a number; it stays what it was, a text or a number."""
    record[key] = str(value) if isinstance(record.get(key), str) else value


def same(record, key, text):
    """Whether a value of a record says what a text of the module, or of sysfs, says."""
    value = record.get(key)
    if text == "unknown" or unknown(record, key):
        return text == "unknown" and unknown(record, key)
    if value is None or value == []:
        return key in record and text in ("-", "none")
    if isinstance(value, bool):
        return text == str(int(value))
    if isinstance(value, int):
        try:
            return int(text, 0) == value
        except ValueError:
            return False
    if isinstance(value, list):
        return ("/" if "/" in text and "," not in text else ",").join(map(str, value)) == text
    return value == text
