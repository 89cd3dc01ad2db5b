#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Layout of C as .clang-format has it, where a program can tell.

    tools/tests/source/format.py [--base REV | --all] [--fix]

Looks at the lines that differ from REV (default: HEAD), or with --all at every
line, and writes what clang-format would change; --fix changes it. Exit status:
0 nothing, 1 something to change, 2 clang-format or git is missing.

Where lines break is the author's choice, up to checkpatch's 100 columns. Left
alone is what clang-format does not lay out as the kernel does: initialisers,
enums, macros, ?: over several lines, and comments behind code.
"""

import argparse
import collections
import difflib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[3]
COLUMNS = 100
# The suite looks at every line, not only at those that are not committed yet.
WHOLE_TREE = False

# first, last: lines of the file as it is, half open; new: what is to stand there.
Hunk = collections.namedtuple("Hunk", "first last old new")

TEXT = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'')
COMMENT = re.compile(r"/\*.*?(?:\*/|$)|//.*")
TABLE = re.compile(r"=\s*(?:\([^()]*\)\s*)?\{|\(struct \w+\)\s*\{|^\s*(?:static\s+)?enum\b[^;(]*\{")

# A comment behind code, and "* const", which checkpatch wants to be two words.
BY_HAND = re.compile(r"\S\s+/\*.*\*/$|\* const\b")


class Unavailable(Exception):
    """A program that is needed is not there."""


def git(root, *argv):
    """Output of git in a checkout."""
    done = subprocess.run(["git", "-c", "safe.directory=*", *argv], cwd=root,
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable((done.stderr.strip().splitlines() or ["git failed"])[0])
    return done.stdout


def code(line):
    """A line without comments, its texts empty."""
    return COMMENT.sub("", TEXT.sub('""', line)).rstrip()


def asks(statement):
    """Whether a statement has a ?: that clang-format would spread out."""
    text = " ".join(statement)
    return len(statement) > 1 and "?" in text or text.count("?") > 1


def by_hand(lines):
    """Numbers of the lines that nobody but a person lays out."""
    found, depth, macro, statement = set(), 0, False, {}
    for number, line in enumerate(lines):
        text = code(line)
        here = macro or bool(re.match(r"\s*#\s*define\b", text))
        macro = here and line.endswith("\\")
        table = TABLE.search(text)
        if depth or table:
            found.add(number)
            inside = text if depth else text[table.start():]
            depth = max(0, depth + inside.count("{") - inside.count("}"))
        if here or BY_HAND.search(line):
            found.add(number)
        statement[number] = text
        if not text or text[-1] in ";{}" or here:
            if asks(statement.values()):
                found.update(statement)
            statement = {}
    return found


def formatted(root, names):
    """{name: lines that clang-format makes of the file}."""
    if not shutil.which("clang-format"):
        raise Unavailable("clang-format is not installed")
    with tempfile.TemporaryDirectory() as folder:
        copies = pathlib.Path(folder)
        for name in (".clang-format", *names):
            (copies / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, copies / name)
        done = subprocess.run(["clang-format", "--style=file", "-i", *names], cwd=copies,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable("clang-format: " + done.stderr.strip())
        return {name: (copies / name).read_text(encoding="utf-8").splitlines()
                for name in names}


def hunks(old, new, wanted):
    """The changes from old to new that touch a wanted line, and that count."""
    kept = by_hand(old)
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in match.get_opcodes():
        if tag == "equal":
            continue
        touched = range(first, max(last, first + 1))
        if wanted is not None and not wanted.intersection(touched):
            continue
        if kept.intersection(touched):
            continue
        if any(len(line.expandtabs()) > COLUMNS for line in new[start:end]):
            continue
        yield Hunk(first, last, old[first:last], new[start:end])


def changed(root, *since):
    """{C file: numbers of its lines that git diff SINCE shows; None for all of them}."""
    found, name = {}, None
    for line in git(root, "diff", "--unified=0", "--no-color", "--no-prefix",
                    "--diff-filter=d", *since, "--", "*.[ch]").splitlines():
        hunk = re.match(r"@@ \S+ \+(\d+)(?:,(\d+))? @@", line)
        if line.startswith("+++ "):
            name = line[4:].rstrip("\t")
            found[name] = set()
        elif hunk:
            start, count = int(hunk.group(1)) - 1, int(hunk.group(2) or 1)
            found[name].update(range(start, start + count))
    return found


def everything(root):
    """Likewise, all C files and all lines of them."""
    return {str(path.relative_to(root)): None
            for folder in ("include", "kunit", "module", "tools")
            for path in sorted((root / folder).rglob("*.[ch]"))}


def problems(root, files, fix=False):
    """Texts on what is laid out otherwise; with fix the files are changed as well.

    files is what changed() or everything() returns.
    """
    texts = []
    made = formatted(root, list(files)) if files else {}
    for name, wanted in files.items():
        old = (root / name).read_text(encoding="utf-8").splitlines()
        found = list(hunks(old, made[name], wanted))
        for hunk in found:
            texts.append("\n".join([f"{name}:{hunk.first + 1}: clang-format would write"]
                                   + [f"-{line}" for line in hunk.old]
                                   + [f"+{line}" for line in hunk.new]))
        for hunk in reversed(found if fix else []):
            old[hunk.first:hunk.last] = hunk.new
        if fix and found:
            (root / name).write_text("\n".join(old) + "\n", encoding="utf-8")
    return texts


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", default="HEAD", help="look at lines that differ from it (HEAD)")
    parser.add_argument("--all", action="store_true", help="look at every line")
    parser.add_argument("--fix", action="store_true", help="change the files")
    args = parser.parse_args()
    try:
        if args.all:
            files = everything(PROJECT)
        else:
            files = changed(PROJECT, args.base)
            new = git(PROJECT, "ls-files", "--others", "--exclude-standard", "--", "*.[ch]")
            files.update(dict.fromkeys(new.splitlines()))
        texts = problems(PROJECT, files, args.fix)
    except Unavailable as error:
        print(f"format: {error}", file=sys.stderr)
        return 2
    for text in texts:
        print(text)
    lines = sum(text.count("\n-") for text in texts)
    print(f"{len(texts)} places, {lines} lines" + (", changed" if args.fix and texts else ""),
          file=sys.stderr)
    return 1 if texts and not args.fix else 0


if __name__ == "__main__":
    sys.exit(main())
