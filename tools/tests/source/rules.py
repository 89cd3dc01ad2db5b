# SPDX-License-Identifier: GPL-2.0
"""The rules: each takes a Tree and returns a list of what breaks it."""

import collections
import pathlib
import re
import subprocess

import circles

# Not text of ours, or a format without comments.
NO_SPDX = re.compile(r"(^|/)COPYING$|^debian/(changelog|copyright|source/format)$|\.(bin|json|png|golden|txt|8)$|/fixtures/|/golden/|/expected/|/tables/|/corpus/")


class Tree:
    """Files of one checkout: tracked by git or new and not ignored."""

    def __init__(self, root):
        self.root = root
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others",
             "--exclude-standard"], cwd=root, capture_output=True, text=True, check=False)
        if listed.returncode == 0 and (root / ".git").exists():
            names = listed.stdout.splitlines()
        else:
            names = [str(path.relative_to(root)) for path in root.rglob("*")
                     if path.is_file() and "build" not in path.parts and ".git" not in path.parts]
        self.names = sorted(name for name in names if (root / name).is_file())

    def match(self, pattern):
        """Paths of the files whose name matches."""
        return [self.root / name for name in self.names if re.search(pattern, name)]

    def named(self, pattern):
        """(name, text) of the files whose name matches."""
        for name in self.names:
            if re.search(pattern, name):
                yield name, (self.root / name).read_text(encoding="utf-8", errors="replace")

    def scripts(self, interpreter):
        """Files that a shebang or a suffix gives to an interpreter."""
        found = []
        for name in self.names:
            with open(self.root / name, "rb") as handle:
                first = handle.readline(80)
            if re.match(rb"#!.*\b" + interpreter.encode() + rb"\b", first) or \
                    name.endswith("." + interpreter):
                found.append(self.root / name)
        return found


def spdx(tree):
    """An SPDX line among the first two of every file that can hold one."""
    return [f"{name}: no SPDX-License-Identifier in its first two lines"
            for name, text in tree.named("") if not NO_SPDX.search(name)
            and not any("SPDX-License-Identifier:" in line for line in text.splitlines()[:2])]


# Folder: what its files may include from the project's other rooms.
ROOMS = {
    "module/core": {"core", "uapi"},
    "module/compat": {"compat", "core"},
    "module/source": {"source", "core", "compat", "uapi"},
    "module/bench": {"bench", "core", "compat", "uapi"},
    "module/debugfs": {"debugfs", "core", "source", "bench", "uapi"},
    "tools/base": {"base"},
    "tools/machine": {"machine", "base", "uapi"},
    "tools/json": {"json", "machine", "base", "uapi"},
    "tools/source": {"source", "json", "machine", "base", "core", "uapi"},
    "tools/judge": {"judge", "machine", "base", "uapi"},
    "tools/view": {"view", "json", "judge", "machine", "base", "uapi"},
    "tools/html": {"html", "bench", "view", "judge", "machine", "base", "uapi"},
    "tools/bench": {"bench", "view", "source", "json", "judge", "machine", "base", "uapi"},
}
# Folder: system headers that stay out of it.
FOREIGN = {
    "module/debugfs": r"<linux/(pci|iommu)\.h>",
    "module/source": r"<linux/(seq_file|debugfs)\.h>",
    "module/bench": r"<linux/(seq_file|debugfs)\.h>",
    "tools/judge": r"<(fcntl|unistd|sys/.*|libkmod|libsmartcols/.*|json-c/.*|json)\.h>",
    "tools/machine": r"<(fcntl|unistd|sys/.*|libkmod|libsmartcols/.*|json-c/.*|json)\.h>",
    "tools/view": r"<(libkmod|fcntl|pci/.*)\.h>",
    "tools/cmd": r"<(libkmod|libsmartcols/.*)\.h>",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(<[^>]+>|"[^"]+")', re.M)


def room_of(path):
    """The room that a project path lies in: its folder, uapi for the contract."""
    parts = path.parts
    if parts[0] == "include":
        return "uapi"
    return parts[1] if len(parts) > 2 else parts[0]


def resolve(tree, name, target):
    """The project path that a quoted include names, as the compiler finds it."""
    beside = (tree.root / name).parent / target
    for path in (beside, tree.root / "tools" / target, tree.root / target,
                 tree.root / "include" / target):
        if path.is_file():
            return pathlib.Path(path.resolve()).relative_to(tree.root.resolve())
    return None


def includes(tree):
    """A line of code knows its room: see Documentation/architecture.md."""
    problems = []
    for folder, allowed in ROOMS.items():
        for name, text in tree.named(rf"^{folder}/.*\.[ch]$"):
            for found in INCLUDE.findall(text):
                if found[0] == "<":
                    if re.fullmatch(FOREIGN.get(folder, "-"), found):
                        problems.append(f"{name}: {found} does not belong into {folder}")
                    continue
                target = resolve(tree, name, found.strip('"'))
                if target is None:
                    # Made at build time, beside the file that includes it.
                    if found.strip('"') != "generated.h":
                        problems.append(f"{name}: {found} is not a file of the project")
                elif room_of(target) not in allowed:
                    problems.append(f"{name}: {folder} may not include {target}")
    problems += [f"{name}: {found}() is input or output, and this room has none"
                 for name, text in tree.named(r"^tools/(base|machine|judge)/.*\.c$")
                 for found in re.findall(r"\b(f?printf|puts|fputs|putchar|fopen|perror)\(", text)]
    problems += [f"{name}: libkmod belongs into tools/source"
                 for name, text in tree.named(r"^tools/(?!source/).*\.[ch]$")
                 if "<libkmod.h>" in text]
    return problems


NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
# Calls that find a file by its name, and the only files that have them.
BY_NAME = re.compile(r"\b(open|openat|openat2|creat|fopen|freopen|opendir|scandir|glob|ftw|nftw|"
                     r"stat|lstat|fstatat|statx|access|faccessat|euidaccess|readlink|readlinkat|"
                     r"realpath|truncate|chmod|chown|lchown|fchownat|fchmodat|unlink|unlinkat|"
                     r"rename|renameat|link|linkat|symlink|mkdir|mkdirat|rmdir|mkfifo|"
                     r"mknod|mkstemp|mkostemp|tmpfile)\(|\bSYS_open\w*")
OPENERS = ("tools/source/root.c", "tools/source/save.c")
# Opens nothing to read it: Landlock wants to have what it allows.
NAMERS = ("tools/base/confine.c",)


def openers(tree):
    """Files are read through source/root.h and written by source/save.c."""
    return [f"{name}: {found.group()} is for {' and '.join(OPENERS)} alone"
            for name, text in tree.named(r"^tools/(?!tests/|lab/).*\.[ch]$")
            if name not in OPENERS + NAMERS
            for found in BY_NAME.finditer(NO_CODE.sub("", text))]


# What writes to a stream of the process, or is that stream.
WRITES = re.compile(r"\b(v?printf|puts|putchar|perror|psignal|v?warnx?|v?errx?|error)\(|"
                    r"\b(stdout|stderr|STD(?:OUT|ERR)_FILENO)\b|\b(v?dprintf|write)\([12],|"
                    r"(?:->|\.)(stream)\b")
# Who may: each of them escapes what it writes, or it is none of the words below.
WRITERS = {
    "tools/view/output.c": {"stdout", "STDOUT_FILENO", "stream"},
    # the numbers: a text of the tool's own, when there is no memory for another
    "tools/view/message.c": {"stderr", "STDOUT_FILENO", "STDERR_FILENO"},
    # asks whether it is a terminal
    "tools/bench/measure.c": {"STDERR_FILENO"},
    # sees that no other file gets the numbers of the standard ones
    "tools/source/root.c": {"STDERR_FILENO"},
    # waits until stdout has no reader
    "tools/source/stream.c": {"STDOUT_FILENO"},
}
# Who hands on what was escaped piece by piece: JSON, and the cells of a table.
RAW = {"tools/view/output.c", "tools/view/table.c", "tools/view/answer.c", "tools/cmd/common.c"}
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def output(tree):
    """Nothing is written but through the functions that escape: see base/escape.h."""
    problems = []
    for name, text in tree.named(r"^tools/(?!tests/|lab/|describe/).*\.c$"):
        text = COMMENT.sub("", text)
        problems += [f"{name}: {word}: output goes through view/output.c or view/message.c"
                     for found in WRITES.finditer(text)
                     for word in found.groups() if word
                     and word not in WRITERS.get(name, ())]
        if "ia_out_raw(" in text and name not in RAW:
            problems.append(f"{name}: ia_out_raw() is for text that is escaped")
    return problems


def versions(tree):
    """Kernel versions and what depends on them stay in module/compat."""
    pattern = re.compile(r"\b(LINUX_VERSION_CODE|KERNEL_VERSION|RHEL_\w+|HAVE_[A-Z]\w+|"
                         r"IS_ENABLED|CONFIG_[A-Z]\w+)\b")
    return [f"{name}:{number}: {found.group(1)} belongs into module/compat"
            for name, text in tree.named(r"^module/(?!compat/).*\.[ch]$")
            for number, line in enumerate(text.splitlines(), 1)
            for found in [pattern.search(line)] if found]


def files(tree):
    """The module opens no file: user space reads those, in its own namespace and by its rights."""
    return [f"{name}: {found}() opens or reads a file"
            for name, text in tree.named(r"^module/.*\.[ch]$")
            for found in re.findall(r"\b(filp_open\w*|file_open_root|kernel_read\w*)\(", text)]


# Programs whose files need each other one way only.
ONE_WAY = ["module", "tools"]


def one_way(tree):
    """Calls and includes go one way: see circles.py."""
    return [problem for program in ONE_WAY
            for problem in circles.describe(circles.by_text(
                dict(tree.named(rf"^{program}/(?!tests/|lab/).*\.[ch]$"))))]


FUNCTION = re.compile(r"^(?!static|struct ia_\w+ \{|enum|typedef|#|return|else|extern)"
                      r"[a-z][\w \t*]*?\b\*?(\w+)\([^;{]*\)\n\{", re.M)


def documented(tree):
    """Every function that others can call says what it does."""
    problems = []
    for name, text in tree.named(r"^(module|tools)/(?!tests/|lab/).*\.c$"):
        for found in FUNCTION.finditer(text):
            function = found.group(1)
            if function in ("main", "probe"):
                continue
            before = text[:found.start()].rstrip("\n")
            comment = before[before.rfind("/*"):]
            if not before.endswith("*/"):
                problems.append(f"{name}: nothing says what {function}() does")
            elif comment.startswith("/**") and f"{function}()" not in comment:
                problems.append(f"{name}: the kernel-doc of {function}() is another one's")
    return problems


KERNEL_DOC = re.compile(r"/\*\*\n \* \w+\(\) - .*?\*/\n([^{;]*)", re.S)
PARAMETER = re.compile(r"^ \* @(\w+): (.*(?:\n \*  +\S.*)*)", re.M)
# Words that tell nothing about a parameter beside its own name and type.
EMPTY = set("a an the this its it of to be is struct const char ia".split())
# A text that stands at a name this often is a convention, and belongs to the type.
OFTEN = 8


def words(text):
    """The words of a name or a text, for comparison: lower case, without a plural."""
    return {word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower().replace("_", " "))}


def says_nothing(tree):
    """kernel-doc none of whose parameters tells more than name and type do: a plain comment will do."""
    comments, often = [], collections.Counter()
    empty = {word.rstrip("s") for word in EMPTY}
    for name, text in tree.named(r"^(module|tools)/(?!tests/|lab/).*\.[ch]$"):
        for comment in KERNEL_DOC.finditer(text):
            said = []
            for parameter, about in PARAMETER.findall(comment.group(0)):
                about = " ".join(about.replace("*", "").split())
                declared = re.search(rf"([\w \t*]+\b){parameter}\b", comment.group(1))
                known = words(parameter) | empty | words(declared.group(1) if declared else "")
                said.append(((parameter, about), bool(words(about) - known)))
                often[parameter, about] += 1
            number = text.count("\n", 0, comment.start()) + 1
            comments.append((f"{name}:{number}", said))
    return [f"{place}: its parameters say what their names and types do"
            for place, said in comments
            if said and not any(tells and often[what] < OFTEN for what, tells in said)]


def python(tree):
    """Every Python file compiles."""
    problems = []
    for path in sorted(set(tree.scripts("python3") + tree.match(r"\.py$"))):
        try:
            compile(path.read_text(encoding="utf-8"), str(path), "exec")
        except SyntaxError as error:
            problems.append(str(error))
    return problems


def one_version(tree):
    """The version stands in dkms.conf alone."""
    text = (tree.root / "dkms.conf").read_text(encoding="utf-8")
    found = re.search(r'^PACKAGE_VERSION="(\d+\.\d+\.\d+)"$', text, re.M)
    if not found:
        return ["dkms.conf: no PACKAGE_VERSION of the form 1.2.3"]
    return [f"{name}: repeats the version {found.group(1)}"
            for name, text in tree.named(r"^(module|include|tools)/.*\.[ch]$|Makefile$|^Kbuild$")
            if f'"{found.group(1)}"' in text]


RULES = [
    ("every file has an SPDX line", spdx),
    ("include rules", includes),
    ("files are opened in two places", openers),
    ("output is escaped", output),
    ("calls and includes go one way", one_way),
    ("kernel versions stay in module/compat", versions),
    ("the module opens no file", files),
    ("every function that others call says what it does", documented),
    ("kernel-doc says something", says_nothing),
    ("Python compiles", python),
    ("the version stands in one place", one_version),
]
