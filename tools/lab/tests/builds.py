# SPDX-License-Identifier: GPL-2.0
"""The module against the headers of every kernel line: W=1, sparse, and larger pages."""

import functools

from lablib import build, kernels
from lablib.paths import LabError, Unavailable

from .report import Suite

# Where sparse is run besides: what it finds hardly depends on the kernel.
SPARSE = ("5.10", "6.12-rt", "7.3", "6.12-arm64")
# Where pages are as large as arm64 and ppc64 may have them; headers of 6.9 and later can be
# told so.
PAGES = ("6.12-trixie",)


def _builds(line, long):
    """What is built for a line: {name: build}."""
    found = {"W=1 without a warning": build.module}
    if long or line in SPARSE:
        found["sparse without a warning"] = functools.partial(build.module, sparse=True)
    if line in PAGES:
        found["pages of 64 KiB"] = functools.partial(build.paged, shift=16)
    return found


def run(only="", long=False):
    """Build for every line; returns the exit status."""
    suite = Suite("builds")
    for line in kernels.lines():
        wanted = {name: make for name, make in _builds(line.line, long).items()
                  if only in f"{line.line} {name}"}
        if not wanted:
            continue
        try:
            kernel = kernels.get(line.line)
        except Unavailable as error:
            suite.skip(line.line, str(error).replace("\n", " "))
            continue
        for name, make in wanted.items():
            try:
                make(kernel)
                problems = []
            except LabError as error:
                problems = [error]
            suite.check(f"{kernel.release} ({line.line}, {kernel.cc}): {name}", problems)
    return suite.status()
