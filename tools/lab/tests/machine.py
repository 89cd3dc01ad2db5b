# SPDX-License-Identifier: GPL-2.0
"""One boot of a suite that asks for a trusted run and then looks at what it left."""

from lablib import boot, build, kernels
from lablib.paths import PROJECT, LabError, Unavailable

from .report import boot_problems


def modules(suite, lines):
    """{line: (kernel, module)} of the kernel lines that can be booted; the suite gets the others."""
    ready = {}
    for line in dict.fromkeys(lines):
        try:
            kernel = kernels.get(line)
            ready[line] = kernel, build.module(kernel)["iommu_audit"]
        except Unavailable as error:
            suite.skip(f"{line}: boots", str(error).replace("\n", " "))
        except LabError as error:
            suite.check(f"{line}: the module builds", [error])
    return ready


def chosen(entries, label, rare, only, long):
    """Those of a suite's entries that are to run.

    label makes the text that only has to be part of; rare are labels that run when something is
    asked for, or with long. Each of them has to be there.
    """
    gone = set(rare) - {label(entry) for entry in entries}
    if gone:
        raise LabError(f"no boot is called {', '.join(sorted(gone))}")
    return [entry for entry in entries
            if only in label(entry) and (only or long or label(entry) not in rare)]


def run(suite, label, make_request, wanted=()):
    """Boot what make_request() returns; the boot.Result, or None after saying why there is none.

    The suite gets the test whether the run can be trusted. wanted: words of splats that the
    script brings about.
    """
    folder = PROJECT / "build" / suite.name / label.replace(" ", "-")
    try:
        result = boot.boot(make_request(), folder, f"{suite.name} {label}", True)
    except Unavailable as error:
        suite.skip(f"{label}: boots", str(error).replace("\n", " "))
        return None
    except LabError as error:
        suite.check(f"{label}: boots", [error])
        return None
    suite.check(f"{label}: no splat in the kernel log, clean power down",
                [problem for problem in boot_problems(result)
                 if not (problem.startswith("kernel: ") and any(w in problem for w in wanted))])
    return result


def check(suite, label, tests):
    """Run {name: function that returns problems}; one that fails to is a problem as well."""
    for name, test in tests.items():
        try:
            problems = test()
        except (OSError, ValueError, TypeError, LookupError, AttributeError, StopIteration,
                LabError) as error:
            problems = [f"cannot compare: {type(error).__name__}: {error}"]
        suite.check(f"{label}: {name}", problems)
