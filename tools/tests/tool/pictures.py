#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Terminal pictures for the eye: pictures.py TOOL FOLDER [MACHINE...].

Writes what every command shows of the recorded machines on terminals of 80 and
140 columns, as FOLDER/MACHINE.WIDTH.txt. A line that is wider than the terminal
is told on stderr; everything else is for somebody to look at.
"""
import os
import sys

import answers
import harness
import suite_schema

WIDTHS = (80, 140)


def pages(run, machine, width):
    """(command line, what it shows) of every command."""
    path = os.path.join(answers.FOLDER, machine + ".json")
    where = ["--from", path]
    addresses = suite_schema.devices(run, where)
    for command, calls in suite_schema.CALLS.items():
        for call in calls:
            args = suite_schema.arguments(call, addresses, path)
            if args is None:
                continue
            shown = run.terminal(width, command, *args, "--no-color", *where)
            yield " ".join(["iommu-audit", command, *call]), shown.out.decode()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    run = harness.Run(os.path.abspath(sys.argv[1]))
    folder = sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    for machine in sys.argv[3:] or answers.names():
        for width in WIDTHS:
            name = os.path.join(folder, "%s.%d.txt" % (machine, width))
            with open(name, "w", encoding="utf8") as file:
                for title, text in pages(run, machine, width):
                    file.write("$ %s\n%s\n" % (title, text))
                    for line in text.splitlines():
                        if len(line) > width:
                            print("%s: %s: wider than the terminal: %s" %
                                  (name, title, line), file=sys.stderr)
    print("the pictures are in " + folder)


if __name__ == "__main__":
    main()
