# SPDX-License-Identifier: GPL-2.0
"""What a suite says: one line per test, in the protocol of tools/tests/run."""

import threading

_printing = threading.Lock()


def boot_problems(result):
    """Why a boot.Result cannot be trusted, or how its script failed; texts."""
    problems = list(result.reasons)
    if result.code:
        log = result.out / "script.log"
        problems.append(f"the script ended with {result.code}: "
                        + (log.read_text(errors="replace")[-600:] if log.exists() else "no log"))
    return problems


class Suite:
    """Collects the results of one suite and prints them as they come."""

    shown = 0  # tests of all suites

    def __init__(self, name):
        self.name = name
        self.failed = 0

    def check(self, test, problems):
        """Report a test that passed unless there are problems (texts)."""
        problems = [str(problem) for problem in problems]
        with _printing:
            print(f"{'not ok' if problems else 'ok'} - {self.name}: {test}")
            for problem in problems[:12]:
                for line in problem.splitlines() or [""]:
                    print(f"# {line}")
            if len(problems) > 12:
                print(f"# and {len(problems) - 12} more")
            print(end="", flush=True)
            Suite.shown += 1
        self.failed += bool(problems)

    def skip(self, test, why):
        """Report a test that could not run, with the reason."""
        with _printing:
            print(f"ok - {self.name}: {test} # SKIP {why}", flush=True)
            Suite.shown += 1

    def status(self):
        """Exit status of the suite."""
        return 1 if self.failed else 0
