# SPDX-License-Identifier: GPL-2.0
"""What `iommu-audit ... --json` says: the only place of the lab that knows how values look there.

A value has a type: a number, a flag, a list, or a text, which registers, ids and words of a
list of words are. null is what does not apply, or what is unknown, when the member "unknown"
of the same record names its key.
"""

import json
import re


def load(path):
    """The answer, or the snapshot, of a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def loads(text):
    """The answer of one line of --follow."""
    return json.loads(text)


def unknown(record, key):
    """Whether a value of a record is there, and nobody knows it."""
    return key in record and record[key] is None and key in record.get("unknown", ())


def number(record, key):
    """A count, a size or a time of a record; None when it does not apply or is unknown."""
    value = record.get(key)
    if value is not None and type(value) is not int:
        raise ValueError(f"{key} is {value!r}, no number")
    return value


def _element(value):
    """One element of a list as the module writes it; a region of addresses is an object."""
    return "{start}-{end}:{type}".format(**value) if isinstance(value, dict) else str(value)


def same(record, key, text):
    """Whether a value of a record says what a text of the module, or of sysfs, says.

    A number that comes as a text is not the same; registers and ids are texts, and have 0x or
    leading zeros.
    """
    value = record.get(key)
    if text == "unknown" or unknown(record, key):
        return text == "unknown" and unknown(record, key)
    if value is None or value == []:
        return key in record and text in ("-", "none")
    if isinstance(value, bool):
        return text == str(int(value))
    if isinstance(value, int):
        return text == str(value)
    if isinstance(value, list):
        return ("/" if "/" in text and "," not in text else ",").join(map(_element, value)) == text
    return value == text and not re.fullmatch(r"-|-?(0|[1-9]\d*)", text)
