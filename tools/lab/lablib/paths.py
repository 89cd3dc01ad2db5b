# SPDX-License-Identifier: GPL-2.0
"""Where things live on the host and, by the same names, inside the lab root."""

import contextlib
import fcntl
import os
import pathlib
import sys
import time

LAB = pathlib.Path(__file__).resolve().parent.parent
PROJECT = LAB.parent.parent

# Mount points inside the root.
IN_PROJECT = "/src"
IN_CACHE = "/cache"


class LabError(Exception):
    """Something failed that the user can read about; code is the exit status."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


class Unavailable(LabError):
    """What was asked for is not published, or cannot run here: a test skips."""


def cache():
    """The cache folder, made when missing. Everything in it can be deleted."""
    where = os.environ.get("IOMMU_AUDIT_CACHE")
    if not where:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        where = os.path.join(base, "iommu_audit")
    path = pathlib.Path(where).absolute()
    path.mkdir(parents=True, exist_ok=True)
    return path


def inside(path):
    """The name that a file of the cache or the project has inside the root."""
    path = pathlib.Path(os.path.realpath(path))
    for host, guest in ((cache().resolve(), IN_CACHE), (PROJECT.resolve(), IN_PROJECT)):
        if path == host or host in path.parents:
            return os.path.join(guest, str(path.relative_to(host)))
    raise LabError(f"{path}: neither in the project nor in the cache")


_start = time.monotonic()


def say(text):
    """One progress line on stderr, with the seconds since the start."""
    print(f"lab [{time.monotonic() - _start:6.1f} s] {text}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def lock(name):
    """Hold an exclusive lock of the cache; says so when it has to wait."""
    folder = cache() / "locks"
    folder.mkdir(exist_ok=True)
    with open(folder / name, "w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another run that holds '{name}'")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def read_table(path):
    """Lines of a data file without comments and blank lines."""
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line:
            yield line
