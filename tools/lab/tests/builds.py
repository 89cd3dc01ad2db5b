# SPDX-License-Identifier: GPL-2.0
"""The module against the headers of every kernel line: W=1, then sparse."""

from lablib import build, kernels
from lablib.paths import LabError, Unavailable

from .report import Suite

# Where sparse is run besides: what it finds hardly depends on the kernel.
SPARSE = ("5.10", "6.12-rt", "7.3")


def run(only="", long=False):
    """Build for every line; returns the exit status."""
    suite = Suite("builds")
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
