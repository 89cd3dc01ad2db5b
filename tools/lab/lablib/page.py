# SPDX-License-Identifier: GPL-2.0
"""Blocks of a page of Documentation that a test runs."""

import re
import textwrap

from .paths import PROJECT


def blocks(name, mark):
    """{name: text} of the indented blocks that begin with a mark and their name."""
    text = (PROJECT / "Documentation" / name).read_text(encoding="utf-8")
    found = {}
    for block in re.findall(r"^(?:    .*\n|\n(?=    ))+", text, re.M):
        block = textwrap.dedent(block).strip()
        first = re.match(rf"{re.escape(mark)} ([a-z-]+)\n", block)
        if first:
            found[first[1]] = block
    return found
