#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Every function of the built tool can be found by its name.

    tools/tests/source/symbols.py [OBJECTS]

Compares the function symbols of the objects below OBJECTS (default: what
"make tool" leaves, build/tools) with what ctags finds in the sources. A macro
that makes functions hides them from ctags, cscope and grep. Exit status: 0 all
are found, 1 some are not, 2 objects, nm or ctags are missing.
"""

import pathlib
import re
import subprocess
import sys

from format import Unavailable

PROJECT = pathlib.Path(__file__).resolve().parents[3]
# The suite asks for it: set once no macro hides a function.
ENABLED = True
# What a compiler appends to the name of a part or a copy of a function.
PART = re.compile(r"\.(constprop|isra|part|cold|lto_priv)\b.*")


def output(root, *command):
    """What a program says, which has to be there and to succeed."""
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Unavailable(f"{command[0]} is not installed") from error
    if done.returncode:
        raise Unavailable(f"{command[0]}: {(done.stderr.splitlines() or ['failed'])[0]}")
    return done.stdout


def built(root, objects):
    """{function: source file} of the objects whose source is still there."""
    found = {}
    for path in sorted(objects.rglob("*.o")):
        source = pathlib.Path("tools", path.relative_to(objects)).with_suffix(".c")
        if not (root / source).exists():
            continue
        for line in output(root, "nm", "--defined-only", str(path)).splitlines():
            _, kind, name = line.split(None, 2)
            if kind in "tT":
                found[PART.sub("", name)] = str(source)
    if not found:
        raise Unavailable(f"no objects below {objects}: run make tool")
    return found


def tagged(root, sources):
    """The functions that ctags finds in the sources."""
    if "Universal Ctags" not in output(root, "ctags", "--version"):
        raise Unavailable("ctags is not Universal Ctags")
    listed = output(root, "ctags", "--options=NONE", "--languages=C", "--kinds-C=f",
                    "--_xformat=%N", "-x", *sources)
    return set(listed.split())


def problems(objects=PROJECT / "build" / "tools", root=PROJECT):
    """Texts on functions that ctags does not know."""
    functions = built(root, objects)
    known = tagged(root, sorted(set(functions.values())))
    return [f"{source}: ctags does not find {name}()"
            for name, source in sorted(functions.items(), key=lambda pair: pair[::-1])
            if name not in known]


def main():
    """Command line."""
    try:
        found = problems(*[pathlib.Path(path).resolve() for path in sys.argv[1:2]])
    except Unavailable as error:
        print(f"symbols: {error}", file=sys.stderr)
        return 2
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
