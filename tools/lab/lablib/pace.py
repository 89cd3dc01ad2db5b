# SPDX-License-Identifier: GPL-2.0
"""How fast this machine is, and when a guest is given up.

No limit is a number of seconds alone, which a busy or slow host would exceed. A
guest is asked for signs of life, its time leaves out what its processor spent
waiting for one of the host's, and it is counted in boots: the time that the
same kernel has just needed to come up.
"""

import pathlib
import re
import time

# What the guest's init says when the kernel has done its part.
UP = "lab: guest is up"
# Seconds of silence, without waiting, in which even a slow kernel says something.
STARTING = 300
# A guest that is up may be silent for so long: what does not scale, as the
# time-outs of drivers do not, and so many times its boot.
FIXED, BOOTS = 60, 20
# And it may take so many such silences in all, whatever it says.
SILENCES = 10
# Seconds for an answer of QEMU itself. Only one that hangs takes so long.
ANSWER = 300


def waited(pid):
    """Seconds that the thread of a process that waited most stood in a run queue.

    0 where the kernel does not count it.
    """
    most = 0
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            most = max(most, int(path.read_text(encoding="ascii").split()[1]))
        except (OSError, ValueError, IndexError):
            continue  # the thread has ended
    return most / 1e9


class Pace:
    """The time of one QEMU, and what its console says."""

    def __init__(self, pid, console, boots=BOOTS):
        self._pid, self._console, self._boots = pid, console, boots
        self._begin = time.monotonic()
        self._waited = self._said = self._size = 0
        self.boot = None

    def own(self):
        """Seconds since the start in which the guest ran, or was idle."""
        self._waited = max(self._waited, waited(self._pid))
        return time.monotonic() - self._begin - self._waited

    def _look(self):
        """Note when the console said something, and when the guest came up."""
        try:
            size = self._console.stat().st_size
        except OSError:
            size = 0
        now = self.own()
        if size == self._size:
            return now
        self._size, self._said = size, now
        if self.boot is None and re.search(
                f"^{UP}", self._console.read_text(errors="replace"), re.M):
            self.boot = now
        return now

    def given_up(self):
        """Why the guest is not waited for any longer, or None."""
        now = self._look()
        limit = STARTING if self.boot is None else FIXED + self._boots * self.boot
        if now - self._said <= limit and now <= limit * SILENCES:
            return None
        taken = "has not come up" if self.boot is None else f"its boot took {self.boot:.0f} s"
        return (f"given up after {now:.0f} s of its own, silent for {now - self._said:.0f} s "
                f"({limit:.0f} allowed): {taken}")
