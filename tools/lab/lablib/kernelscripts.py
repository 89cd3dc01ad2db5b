# SPDX-License-Identifier: GPL-2.0
"""The kernel's own checkers and benchmark, out of the sources of the debug kernel."""

import re

from . import debugkernel, kernels, root
from .paths import cache, inside, lock, say

# What the checks need of linux-source's scripts/.
NAMES = ("checkpatch.pl", "spelling.txt", "const_structs.checkpatch", "kernel-doc")


def unpack(label, wanted, strip):
    """Unpack wanted files (patterns) of the sources into a folder of the cache; returns it.

    strip is the number of leading folders that their names lose.
    """
    root.ensure()
    with lock(label):
        folder = cache() / label / debugkernel.source_version()
        if folder.exists():
            return folder
        # the mirror may have a newer one by now than the version that is kept
        package = kernels.newest(debugkernel.SUITE, f"^{re.escape(debugkernel.SOURCE)}$")
        folder = cache() / label / package.version
        if folder.exists():
            return folder
        say(f"unpacking {label} of {package.name} {package.version}")
        archive = kernels.download([package])[0]
        patterns = " ".join(f"--wildcards '*/{name}'" for name in wanted)
        here = inside(folder)
        root.run(f"rm -rf {here}.new; mkdir -p {here}.new; "
                 f"dpkg-deb --fsys-tarfile {inside(archive)} | "
                 f"tar -xO ./usr/src/{debugkernel.SOURCE}.tar.xz | "
                 f"tar -xJ -C {here}.new --strip-components={strip} {patterns}; "
                 f"rm -rf {here}; mv {here}.new {here}")
    return folder


def ensure():
    """The checkers; returns their folder in the cache."""
    return unpack("kernel-scripts", [f"scripts/{name}" for name in NAMES], 2)


def map_benchmark():
    """The kernel's own benchmark of the DMA API; returns the source in the cache."""
    return unpack("map-benchmark", ["kernel/dma/map_benchmark.c"], 3) / "map_benchmark.c"
