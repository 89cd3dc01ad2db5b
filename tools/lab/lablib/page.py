# SPDX-License-Identifier: GPL-2.0
"""Blocks of a page of Documentation that a test runs."""

import re
import textwrap

from .paths import PROJECT


def blocks(name, mark):
    """{name: text} of what is indented and begins with a line of a mark and its name."""
    text = (PROJECT / "Documentation" / name).read_text(encoding="utf-8")
    found = {}
    for block in re.findall(r"^(?:    .*\n|\n(?=    ))+", text, re.M):
        parts = re.split(rf"^{re.escape(mark)} ([a-z-]+)\n", textwrap.dedent(block), flags=re.M)
        found.update((part, text.strip()) for part, text in zip(parts[1::2], parts[2::2]))
    return found
