#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Circles: files that need each other, directly or by way of others.

    tools/tests/source/circles.py FOLDER      what the sources below it say
    tools/tests/source/circles.py FILE.o ...  what the linker sees, through nm

A file needs another one that defines a function or an object it uses; a header
needs what it includes. Who wants to understand one file of a circle has to read
all of them. Prints one line per circle; the exit code is 1 when there is one.

The text of the sources will do, so that nothing has to be built: what a .c file
defines for others, and another .c file names outside of comments, or a macro or
inline function of a header that it includes.
"""

import collections
import pathlib
import posixpath
import re
import subprocess
import sys

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
# What begins in the first column and is not static: a function, or an object.
DEFINED = re.compile(r"^(?!static\b|extern\b|typedef\b|return\b|goto\b|else\b)[A-Za-z_][\w \t*]*?"
                     r"[ *](\w+)(?:\([^;{}]*\)\n\{|(?:\[\w*\])*(?: =|;))", re.M)
# What a header does itself, where its prototypes only name.
BODY = re.compile(r"^#[ \t]*define (?:[^\n]*\\\n)*[^\n]*|^static [^;]*?\n\{\n.*?^\}", re.M | re.S)
WORD = re.compile(r"[A-Za-z_]\w*")
# Names that are no symbol's: tags, and members.
OTHER_NAME = re.compile(r"\b(?:struct|enum|union)\s+\w+|(?:->|\.)\s*\w+")
# Every kernel module has its own.
NOT_SHARED = {"main", "init_module", "cleanup_module"}


def reach(needs, start):
    """Files that one file needs, directly or by way of others."""
    seen, queue = set(), [start]
    while queue:
        new = set(needs.get(queue.pop(), ())) - seen
        seen |= new
        queue += new
    return seen


def circles(needs):
    """Sorted lists of files that all need each other, in {file: {other: names}}."""
    reached = {file: reach(needs, file) for file in needs}
    return sorted(sorted(set(circle)) for circle in
                  {tuple(sorted(other for other in reached[file] if file in reached.get(other, ())))
                   for file in needs if file in reached[file]})


def describe(needs):
    """One line per circle: what each of its files takes from the others."""
    return [", ".join(f"{file} needs {other} ({sorted(needs[file][other])[0]})"
                      for file in circle for other in circle if other in needs[file])
            for circle in circles(needs)]


def included(name, text, files):
    """The files among these that one includes, as the compiler finds them."""
    found = set()
    for target in INCLUDE.findall(text):
        for folder in (posixpath.dirname(name), "tools"):
            path = posixpath.normpath(posixpath.join(folder, target))
            if path in files:
                found.add(path)
                break
    return found


def used(text):
    """What may be a symbol's name in the text of a C file."""
    return set(WORD.findall(OTHER_NAME.sub(" ", text)))


def by_text(files):
    """Who needs whom in {name: text}, the .c and .h files of one program."""
    includes = {name: included(name, text, files) for name, text in files.items()}
    code = {name: COMMENT.sub(" ", text) for name, text in files.items()}
    owner = {symbol: name for name, text in code.items() if name.endswith(".c")
             for symbol in DEFINED.findall(text) if symbol not in NOT_SHARED}
    words = {name: used(text if name.endswith(".c") else " ".join(BODY.findall(text)))
             for name, text in code.items()}
    needs = collections.defaultdict(lambda: collections.defaultdict(set))
    for name in files:
        if name.endswith(".h"):
            for other in includes[name]:
                needs[name][other].add("#include")
            continue
        for part in {name} | reach(includes, name):
            for symbol in words[part] & owner.keys():
                if owner[symbol] != name:
                    needs[name][owner[symbol]].add(symbol)
    return needs


def by_nm(objects):
    """Who needs whom among object files."""
    owner, wanted = {}, {}
    for path in objects:
        listed = subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout
        symbols = [line.split()[-2:] for line in listed.splitlines() if line.strip()]
        owner.update({name: path for kind, name in symbols
                      if kind in "TDBRCWV" and name not in NOT_SHARED})
        wanted[path] = {name for kind, name in symbols if kind == "U"}
    needs = collections.defaultdict(lambda: collections.defaultdict(set))
    for path, names in wanted.items():
        for name in names & owner.keys():
            needs[path][owner[name]].add(name)
    return needs


def main(arguments):
    """Command line."""
    if not arguments:
        sys.exit(__doc__)
    if arguments[0].endswith(".o"):
        found = describe(by_nm(arguments))
    else:
        found = describe(by_text({str(path): path.read_text(encoding="utf-8")
                                  for path in sorted(pathlib.Path(arguments[0]).rglob("*.[ch]"))}))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
