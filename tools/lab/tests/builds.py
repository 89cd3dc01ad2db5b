# SPDX-License-Identifier: GPL-2.0
"""The module against the headers of every kernel line: W=1, then sparse."""

from lablib import build, kernels
from lablib.paths import LabError, Unavailable

from .report import Suite


def run(only=""):
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
            try:
                build.module(kernel, sparse=sparse)
                problems = []
            except LabError as error:
                problems = [error]
            suite.check(f"{kernel.release} ({line.line}, {kernel.cc}): {name}", problems)
    return suite.status()
