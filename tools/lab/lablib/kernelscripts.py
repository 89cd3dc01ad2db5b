# SPDX-License-Identifier: GPL-2.0
"""The kernel's own checkers, out of the sources that the debug kernel is built from."""

import re

from . import debugkernel, kernels, root
from .paths import cache, inside, lock, say

# What the checks need of linux-source's scripts/.
NAMES = ("checkpatch.pl", "spelling.txt", "const_structs.checkpatch", "kernel-doc")


def ensure():
    """Unpack them where they are missing; returns their folder in the cache."""
    root.ensure()
    with lock("kernel-scripts"):
        folder = cache() / "kernel-scripts" / debugkernel.source_version()
        if folder.exists():
            return folder
        # the mirror may have a newer one by now than the version that is kept
        package = kernels.newest(debugkernel.SUITE, f"^{re.escape(debugkernel.SOURCE)}$")
        folder = cache() / "kernel-scripts" / package.version
        if folder.exists():
            return folder
        say(f"unpacking checkpatch and kernel-doc of {package.name} {package.version}")
        archive = kernels.download(debugkernel.SUITE, [package])[0]
        wanted = " ".join(f"--wildcards '*/scripts/{name}'" for name in NAMES)
        here = inside(folder)
        root.run(f"rm -rf {here}.new; mkdir -p {here}.new; "
                 f"dpkg-deb --fsys-tarfile {inside(archive)} | "
                 f"tar -xO ./usr/src/{debugkernel.SOURCE}.tar.xz | "
                 f"tar -xJ -C {here}.new --strip-components=2 {wanted}; "
                 f"rm -rf {here}; mv {here}.new {here}")
    return folder
