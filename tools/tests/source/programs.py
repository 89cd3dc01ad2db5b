# SPDX-License-Identifier: GPL-2.0
"""Checks by somebody else's programs: what they said, or Unavailable."""

import os
import pathlib
import shutil
import subprocess

from format import Unavailable

HERE = pathlib.Path(__file__).resolve().parent


def run(command, files=(), text=None):
    """The lines that a program complains with about files, or about its input."""
    if text is None and not files:
        return []
    if not shutil.which(command[0]):
        raise Unavailable(f"{command[0]} is not installed")
    # checkpatch leaves a cache in the folder that it runs in.
    done = subprocess.run(command + [str(path) for path in files], capture_output=True, cwd="/tmp",
                          input=text, text=True, errors="replace", check=False)
    said = (done.stdout + done.stderr).splitlines()
    return said or ["failed without a word"] if done.returncode else []


def kernel_script(name):
    """One of the kernel's own checkers, out of the newest sources in the lab's cache."""
    places = [os.environ.get("IOMMU_AUDIT_CACHE"), "/cache",
              os.path.join(os.environ.get("XDG_CACHE_HOME")
                           or os.path.expanduser("~/.cache"), "iommu_audit")]
    for place in filter(None, places):
        found = sorted(pathlib.Path(place, "kernel-scripts").glob(f"*/{name}"))
        if found:
            return str(found[-1])
    raise Unavailable(f"{name} is not in the lab: run tools/lab/lab kernel-scripts")


def _checkpatch(*more):
    """checkpatch's command line."""
    ignored = [line.split("#")[0].strip()
               for line in (HERE / "checkpatch.ignore").read_text().splitlines()]
    # Exit code 1 stands for warnings too: every one that is not ignored counts.
    return ["perl", kernel_script("checkpatch.pl"), "--no-tree", "--strict", "--terse", "--quiet",
            "--no-summary", "--ignore", ",".join([*filter(None, ignored), *more])]


def checkpatch(files):
    """Linux's style checker on whole files."""
    return run(_checkpatch() + ["-f"], files)


def checkpatch_patch(patch):
    """Linux's style checker on a patch without a message."""
    return run(_checkpatch("COMMIT_MESSAGE") + ["--no-signoff", "--showfile", "-"], text=patch)


def kernel_doc(files):
    """kernel-doc's own parser on every comment."""
    return run(["perl", kernel_script("kernel-doc"), "-none", "-Werror"], files)


def shellcheck(files):
    """What shellcheck has against scripts."""
    return run(["shellcheck", "-S", "style"], files)


def mandoc(files):
    """What mandoc has against man pages."""
    return run(["mandoc", "-T", "lint", "-W", "warning"], files)
