# SPDX-License-Identifier: GPL-2.0
"""Break each rule in a copy of the tree, and see that it is noticed.

Likewise what tools/pre-commit has to notice, in a repository of its own.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import format as layout
import programs
import rules
import symbols

PROJECT = pathlib.Path(__file__).resolve().parents[3]

# Rule: file to change, text to put in, where: the end, or instead of a text.
BREAKS = {
    "every file has an SPDX line":
        [("module/new.c", None, "int x;\n")],
    "include rules":
        [("module/core/text.c", None, '#include "../source/records.h"\n'),
         ("module/debugfs/table.c", None, "#include <linux/pci.h>\n"),
         ("module/source/acs.c", None, "#include <linux/seq_file.h>\n"),
         ("module/source/acs.c", None, '#include "../bench/bench.h"\n'),
         ("module/bench/run.c", None, '#include "../source/presence.h"\n'),
         ("module/bench/run.c", None, '#include "../debugfs/debugfs.h"\n'),
         ("module/bench/bench.c", None, "#include <linux/debugfs.h>\n"),
         ("module/debugfs/files.c", None, '#include "../compat/compat.h"\n'),
         ("tools/machine/machine.c", None, "#include <unistd.h>\n"),
         ("tools/machine/machine.c", None, "void f(void) { puts(0); }\n"),
         ("tools/judge/check.c", None, '#include "../view/render.h"\n'),
         ("tools/judge/check.c", None, "void f(void) { puts(0); }\n"),
         ("tools/iommu-audit.c", None, "#include <libkmod.h>\n")],
    "files are opened in two places":
        [("tools/source/host.c", None, "void f(void) { open(0, 0); }\n"),
         ("tools/bench/results.c", None, "void f(void)\n{\n\tif (access(0, 0))\n\t\treturn;\n}\n"),
         ("tools/source/slurp.c", None, "void f(void) { fopen(0, 0); }\n"),
         ("tools/source/slurp.c", None, "void f(void) { syscall(SYS_openat2, 0); }\n"),
         ("tools/cmd/common.c", None, "void f(void) { unlink(0); }\n")],
    "output is escaped":
        [("tools/view/why.c", None, "void f(const char *s) { printf(s); }\n"),
         ("tools/view/why.c", None, "void f(struct ia_out *o) { fputs(0, o->stream); }\n"),
         ("tools/view/why.c", None, "void f(struct ia_out *o) { ia_out_raw(o, 0); }\n"),
         ("tools/bench/plan.c", None, 'void f(void) { fprintf(stderr, "x"); }\n'),
         ("tools/cmd/why.c", None, "void f(void) { fputs(0, stdout); }\n"),
         ("tools/cmd/why.c", None, "void f(void) { perror(0); }\n"),
         ("tools/cmd/why.c", None, "void f(void) { write(2, 0, 0); }\n"),
         ("tools/source/slurp.c", None, "void f(void) { write(STDERR_FILENO, 0, 0); }\n")],
    "calls and includes go one way":
        [("module/core/text.h", None, '#include "records.h"\n'),
         ("module/bench/fail.c", None, "void f(void) { ia_bench_target_release(0); }\n"),
         ("module/bench/mode.h", None, "#define F() ia_bench_run_free(0)\n"),
         ("module/source/probe.h", None,
          "static inline void f(void)\n{\n\tia_faults_exit();\n}\n")],
    "kernel versions stay in module/compat":
        [("module/source/acs.c", None, "#if LINUX_VERSION_CODE > 0\n#endif\n")],
    "the module opens no file":
        [("module/bench/context.c", None,
          "\nstatic void *f(void)\n{\n\treturn filp_open(\"/proc/cmdline\", 0, 0);\n}\n")],
    "every function that others call says what it does":
        [("module/core/text.c", None, "\nint ia_new(int x)\n{\n\treturn x;\n}\n"),
         ("module/core/unit.c", " * ia_unit_fill()", " * ia_unit_other()")],
    "Python compiles":
        [("tools/tests/run", None, "def (\n")],
    "kernel-doc says something":
        [("module/core/text.c", None, "\n/**\n * ia_new() - what it does\n * @text: the text\n */\n"
          "int ia_new(struct ia_text *text)\n{\n\treturn 0;\n}\n"),
         ("module/core/text.c", None, "".join(
             f"\n/**\n * ia_new{n}() - what it does\n * @t: where to\n */\n"
             f"int ia_new{n}(struct ia_text *t)\n{{\n\treturn 0;\n}}\n" for n in range(8)))],
    "the version stands in one place":
        [("dkms.conf", "PACKAGE_VERSION=", "PACKAGE_VERSIONS=")],
}


# What tools/pre-commit is to name: file, text to replace (None: the end), new text,
# and what has to be installed for it.
STAGED = [
    ("every file has an SPDX line", "module/new.c", None, "int x;\n", None),
    ("include rules", "module/core/text.c", None, '#include "../source/records.h"\n', None),
    ("Python compiles", "tools/tests/run", None, "def (\n", None),
    ("checkpatch", "module/core/text.c", "{\n\tt->buf = buf;", "{\n\tif( !buf ) return;\n\tt->buf = buf;",
     lambda: programs.kernel_script("checkpatch.pl")),
    ("shellcheck", "tools/lab/tests/events.sh", None, "rm -r $undefined/*\n",
     lambda: programs.run(["shellcheck", "--version"], text="")),
    ("clang-format", "module/core/text.c", "\n\tt->buf = buf;", "\n    t->buf  =  buf;",
     lambda: programs.run(["clang-format", "--version"], text="")),
]

# A commit message, and whether it is a good one.
MESSAGES = [
    ("stress: measure time limits in guest seconds\n", True),
    ("README, tools/lab: say where the cache is\n\nThe reason.\n", True),
    ("Merge branch 'x'\n", True),
    ("# a comment\narea: what changes\n# another\n", True),
    ("Measure time limits in guest seconds\n", False),
    ("stress:measure\n", False),
    ("stress: measure time limits.\n", False),
    ("stress: measure\nThe reason.\n", False),
    ("stress: " + "measure " * 10 + "time\n", False),
]


def copy(tree, folder):
    """The files of a tree, below another folder."""
    for name in tree.names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree.root / name, folder / name)


def plant(path, old, new):
    """Put a fault into a file; false where the text to replace is missing."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    return not old or old in text


def missing(needed):
    """Whether the program of a check is not here."""
    try:
        return bool(needed and needed() is None)
    except layout.Unavailable:
        return True


def git(root, *argv):
    """Run git in the repository of the copy; its exit status and what it said."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "x",
           "GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_NAME": "x",
           "GIT_COMMITTER_EMAIL": "x@example.org"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        env.pop(name, None)
    done = subprocess.run(["git", *argv], cwd=root, env=env, capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def staged(root):
    """What the hooks let through, as they are installed: problems."""
    silent = []
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x: what changes")
    subprocess.run(["tools/pre-commit", "--install"], cwd=root, capture_output=True, check=True)
    for name, file, old, new, needed in STAGED:
        if missing(needed):
            continue
        if not plant(root / file, old, new):
            silent.append(f"pre-commit: {old!r} is not in {file} any more")
        # what lies beside the index does not count
        status, said = git(root, "commit", "-q", "--allow-empty", "-m", "x: what changes")
        if status:
            silent.append(f"pre-commit: {name}: looked at {file}, which is not staged: {said}")
        git(root, "add", "-A")
        status, said = git(root, "commit", "-qm", "x: what changes")
        if not status or f"pre-commit: {name}" not in said:
            silent.append(f"pre-commit: {name}: did not notice {new.strip()!r} in {file}: {said}")
        git(root, "reset", "-q", "--hard")
        git(root, "clean", "-qfd")
    for text, good in MESSAGES:
        (root / "message").write_text(text, encoding="utf-8")
        status, said = git(root, "commit", "-q", "--allow-empty", "--no-edit", "-F", "message")
        if (not status) != good:
            silent.append(f"commit-msg: {text!r} was {'refused' if good else 'taken'}: {said}")
    return silent


HIDES = """#define LOOK(name) int ia_look_##name(void)
LOOK(hidden) { return 0; }
int ia_seen(void) { return 0; }
"""


def hidden(root):
    """Whether a function that a macro hides is seen: problems."""
    (root / "tools" / "hides.c").write_text(HIDES, encoding="utf-8")
    objects = root / "objects"
    objects.mkdir()
    subprocess.run(["gcc", "-c", "-o", "objects/hides.o", "tools/hides.c"], cwd=root, check=True)
    try:
        found = symbols.problems(objects, root)
    except layout.Unavailable:
        return []
    wanted = ["tools/hides.c: ctags does not find ia_look_hidden()"]
    return [] if found == wanted else [f"symbols: found {found} instead of {wanted}"]


def main():
    """One copy per change; a rule that stays silent is a line of output."""
    silent = []
    whole = rules.Tree(PROJECT)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        copy(whole, root)
        for name, check in rules.RULES:
            good = len(check(rules.Tree(root)))
            for file, old, new in BREAKS[name]:
                before = (root / file).read_bytes() if (root / file).exists() else None
                plant(root / file, old, new)
                if len(check(rules.Tree(root))) <= good:
                    silent.append(f"{name}: did not notice {new.strip()!r} in {file}")
                if before is None:
                    (root / file).unlink()
                else:
                    (root / file).write_bytes(before)
        silent += staged(root)
        silent += hidden(root)
    print("\n".join(silent))
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
