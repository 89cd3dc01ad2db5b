# SPDX-License-Identifier: GPL-2.0
"""Reads topologies/*.conf: QEMU devices, guest modules, set-up, expected facts."""

import collections
import pathlib
import shlex

from .paths import LAB, LabError

# qemu: QEMU arguments; modules: kernel modules to load in the guest; optional:
# those that may be missing; setup: shell lines run after that; facts: {QEMU id:
# {key: value}}; iommu: the IOMMU used when none is asked for.
Topology = collections.namedtuple("Topology", "name about iommu qemu modules optional setup facts")
SECTIONS = ("qemu", "setup", "facts")


def names():
    """The topologies there are."""
    return sorted(path.stem for path in (LAB / "topologies").glob("*.conf"))


def load(name):
    """The Topology of topologies/NAME.conf, or of a file whose name has a slash."""
    path = pathlib.Path(name) if "/" in name else LAB / "topologies" / f"{name}.conf"
    if not path.exists():
        raise LabError(f"no topology {name!r}; there are: " + " ".join(names()), 2)
    return parse(path.stem, path.read_text(encoding="ascii"), path)


def parse(name, text, where):
    """The Topology that a text describes; where it is from, for errors."""
    head = {"about": "", "iommu": "intel", "modules": "", "optional": ""}
    parts = {section: [] for section in SECTIONS}
    section = None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            if section not in parts:
                raise LabError(f"{where}:{number}: unknown section {line}")
        elif section:
            parts[section].append(line)
        else:
            key, equal, value = line.partition("=")
            if not equal or key.strip() not in head:
                raise LabError(f"{where}:{number}: expected one of {', '.join(head)} = VALUE")
            head[key.strip()] = value.strip()
    facts = {}
    for line in parts["facts"]:
        who, *pairs = shlex.split(line)
        facts[who] = dict(pair.split("=", 1) for pair in pairs)
    return Topology(name, head["about"], head["iommu"],
                    [word for line in parts["qemu"] for word in shlex.split(line)],
                    head["modules"].split(), head["optional"].split(), parts["setup"], facts)
