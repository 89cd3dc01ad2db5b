# SPDX-License-Identifier: GPL-2.0
"""One version: dkms.conf has it, and what cannot read it there says the same."""
import os
import re
import subprocess

import harness

TOP = os.path.join(harness.HERE, "..", "..", "..")
# File, and where it names the newest version.
NAMED = {"debian/changelog": r"\Aiommu-audit \(([^)]*)-\d+\) ",
         "contrib/rpm/iommu-audit.spec": r"^Version: +(.*)$",
         "CHANGELOG.md": r"^## \[(\d[^]]*)\] - \d{4}-\d\d-\d\d$"}
# What the module says comes from there too.
COMPILED = {"Kbuild": r"^ia-version := .*PACKAGE_VERSION.* \$\(src\)/dkms\.conf\)$",
            "module/main.c": r"^MODULE_VERSION\(IA_VERSION\);$"}


def read(name):
    with open(os.path.join(TOP, name), encoding="utf8") as file:
        return file.read()


def first(name, pattern):
    """What a file has where a pattern first matches, or nothing."""
    found = re.search(pattern, read(name), re.M)
    return found and found.group(found.lastindex or 0)


@harness.plain("what files and --version say")
def run(run):
    version = first("dkms.conf", r'^PACKAGE_VERSION="(\d+\.\d+\.\d+)"$')
    run.ok("dkms.conf has the version", version)
    for name, pattern in NAMED.items():
        found = first(name, pattern)
        run.ok(name + " has the same", found == version, version, found)
    for name, pattern in COMPILED.items():
        run.ok(name + " takes it from there", first(name, pattern))
    said = subprocess.run([run.tool, "--version"], capture_output=True, text=True,
                          check=False).stdout.strip()
    run.ok("iommu-audit --version says it", said == "iommu-audit %s" % version, version, said)
