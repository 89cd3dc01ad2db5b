# SPDX-License-Identifier: GPL-2.0
"""Break each rule in a copy of the tree, and see that it is noticed."""

import pathlib
import shutil
import sys
import tempfile

import rules

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
         ("tools/model/machine.c", None, "#include <unistd.h>\n"),
         ("tools/model/machine.c", None, "void f(void) { puts(0); }\n"),
         ("tools/check/check.c", None, '#include "../render/render.h"\n'),
         ("tools/check/check.c", None, "void f(void) { puts(0); }\n"),
         ("tools/iommu-audit.c", None, "#include <libkmod.h>\n")],
    "calls and includes go one way":
        [("module/core/text.h", None, '#include "device.h"\n'),
         ("module/bench/fail.c", None, "void f(void) { ia_bench_target_unlock(0); }\n"),
         ("module/bench/mode.h", None, "#define F() ia_bench_run_free(0)\n"),
         ("module/source/probe.h", None,
          "static inline void f(void)\n{\n\tia_faults_exit();\n}\n")],
    "kernel versions stay in module/compat":
        [("module/source/acs.c", None, "#if LINUX_VERSION_CODE > 0\n#endif\n")],
    "every function that others call has kernel-doc":
        [("module/core/text.c", None, "\nint ia_new(int x)\n{\n\treturn x;\n}\n"),
         ("module/core/text.c", " * ia_text_bdf()", " * ia_text_other()")],
    "Python compiles":
        [("tools/tests/run", None, "def (\n")],
    "the version stands in one place":
        [("dkms.conf", "PACKAGE_VERSION=", "PACKAGE_VERSIONS=")],
}


def main():
    """One copy per change; a rule that stays silent is a line of output."""
    silent = []
    whole = rules.Tree(PROJECT)
    for name, check in rules.RULES:
        for file, old, new in BREAKS[name]:
            with tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder)
                for path in whole.names:
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(whole.root / path, root / path)
                path = root / file
                text = path.read_text(encoding="utf-8") if path.exists() else ""
                path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
                if not check(rules.Tree(root)):
                    silent.append(f"{name}: did not notice {new.strip()!r} in {file}")
    print("\n".join(silent))
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
