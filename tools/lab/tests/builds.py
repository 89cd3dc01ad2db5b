# SPDX-License-Identifier: GPL-2.0
"""The module against the headers of every kernel line: W=1, then sparse; for larger pages."""

from lablib import build, kernels
from lablib.paths import LabError, Unavailable

from .report import Suite

# What arm64 and ppc64 may have; the headers of this line can be told so.
PAGES = "6.12-trixie", "pages of 64 KiB", 16
# Where sparse is run besides: what it finds hardly depends on the kernel.
SPARSE = ("5.10", "6.12-rt", "7.3")


def _pages(suite):
    """Build as for a machine whose pages are larger than this one's."""
    line, name, shift = PAGES
    try:
        build.paged(kernels.get(line), shift)
        problems = []
    except Unavailable as error:
        suite.skip(name, str(error).replace("\n", " "))
        return
    except LabError as error:
        problems = [error]
    suite.check(f"{line}: {name}", problems)


def run(only="", long=False):
    """Build for every line; returns the exit status."""
    suite = Suite("builds")
    if only in " ".join(PAGES[:2]):
        _pages(suite)
    for line in kernels.lines():
        if only not in line.line:
            continue
        try:
            kernel = kernels.get(line.line)
        except Unavailable as error:
            suite.skip(line.line, str(error).replace("\n", " "))
            continue
        for name, sparse in (("W=1 without a warning", False), ("sparse without a warning", True)):
            if sparse and line.line not in SPARSE and not long:
                continue
            try:
                build.module(kernel, sparse=sparse)
                problems = []
            except LabError as error:
                problems = [error]
            suite.check(f"{kernel.release} ({line.line}, {kernel.cc}): {name}", problems)
    return suite.status()
