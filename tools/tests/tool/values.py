# SPDX-License-Identifier: GPL-2.0
"""How values are written in JSON, known here and in Documentation/json-schema alone.

Tests compare what the module writes, as text: what does not apply is "-", what
could not be read "unknown", a flag 0 or 1. What an answer, a snapshot or a
saved result has instead is turned into that when it is read, and back when a
test writes one.
"""
import json

# What the parts of a list are written with, where it is no comma.
PARTED = {"path": "/"}


def parse(text):
    """What an answer in JSON says; its values are for text() to read."""
    return json.loads(text)


def text(value):
    """A value of JSON as the module writes it; lists stay lists."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return [text(one) for one in value]
    return value if isinstance(value, (str, dict)) else str(value)


def texts(record):
    """A record with all of its values as text."""
    return {key: text(value) for key, value in record.items()}


def number(value):
    """A number, whichever way it is written."""
    return int(text(value), 0)


def same(key, value, written):
    """Whether a value of JSON is what the module wrote."""
    value = text(value)
    if isinstance(value, list):
        return value == ([] if written in ("-", "none") else
                         written.split(PARTED.get(key, ",")))
    return value == written


def lost(answer, written):
    """{key: (JSON, module)} of what a record in JSON does not have from the module's record."""
    return {key: (answer.get(key, "nothing"), value) for key, value in written.items()
            if key not in answer or not same(key, answer[key], value)}


def load_snapshot(document):
    """A snapshot, out of a file's content; its records as the module wrote them."""
    return parse(document)


def dump_snapshot(whole):
    """The content of a file for a snapshot whose records are as the module wrote them."""
    return json.dumps(whole)


def load_result(document):
    """A saved result of bench, with the module's records as it wrote them."""
    return parse(document)


def dump_result(whole):
    """The content of a file for a result whose records are as the module wrote them."""
    return json.dumps(whole)
