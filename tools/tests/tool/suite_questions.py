# SPDX-License-Identifier: GPL-2.0
"""Documentation/questions.md: each command prints what the page shows of it."""
import os
import re
import shlex

import harness

PAGE = os.path.join(harness.HERE, "..", "..", "..", "Documentation", "questions.md")
LEFT_OUT = "…"


def questions():
    """(title, lines of sources, arguments, what is shown) of each question."""
    with open(PAGE, encoding="utf8") as file:
        parts = re.split(r"^## ", file.read(), flags=re.M)[1:]
    for part in parts:
        title, _, rest = part.partition("\n")
        block = [line[4:] for line in rest.split("\n") if line.startswith("    ")]
        yield title, rest, block[0] if block else "", block[1:]


def missing(shown, printed):
    """Lines that are not printed in their order; those between two may differ only behind …"""
    lines = iter([line.rstrip() for line in printed.split("\n") if line.strip()])
    gap = False
    for wanted in shown:
        if wanted == LEFT_OUT:
            gap = True
            continue
        for line in lines:
            if line == wanted:
                break
            if not gap:
                # what stands before the first line, or a hint, is not shown
                if wanted is not shown[0]:
                    return "before %r: %r" % (wanted, line)
        else:
            return wanted
        gap = False
    return ""


def run(run):
    """Every question has a source, a command that prints what is shown, and what is unknown."""
    seen = 0
    for title, rest, command, shown in questions():
        seen += 1
        if not run.wants(title):
            continue
        words = shlex.split(command)
        if words[:2] != ["$", "iommu-audit"] or not shown or "\nUnknown: " not in rest or \
                not re.search(r"^<https://\S+>", rest, re.M):
            run.ok(title, False, "no command, nothing shown, no source or nothing unknown")
            continue
        result = run.call(*words[2:], cwd=harness.HERE)
        wrong = missing(shown, result.out.decode())
        run.ok(title, not wrong and harness.answered(words[2], result.code), wrong,
               result.code, result.err, result.out.decode())
    run.ok("there are more than fifty", seen > 50, seen)
