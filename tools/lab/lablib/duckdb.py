# SPDX-License-Identifier: GPL-2.0
"""DuckDB's own library, out of the npm package that its binding for Node.js is made of."""

import base64
import hashlib
import platform
import shutil
import subprocess
import tarfile

from .paths import LabError, Unavailable, cache, lock, say

PACKAGE, VERSION = "@duckdb/node-bindings-linux-x64", "1.5.6-r.1"
# what `npm view PACKAGE@VERSION dist.integrity` says
INTEGRITY = ("sha512-IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4e"
             "BeCQxW5mN1Q==")
LIBRARY = "libduckdb.so"


def _download(folder):
    """The package as npm has it; Unavailable where npm cannot be asked."""
    if platform.machine() != "x86_64":
        raise Unavailable(f"{PACKAGE} is for x86-64")
    if not shutil.which("npm"):
        raise Unavailable("npm is not installed, from which DuckDB comes")
    say(f"fetching {PACKAGE} {VERSION}: 24 MB")
    try:
        done = subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(folder),
                               f"{PACKAGE}@{VERSION}"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable("npm's registry does not answer") from None
    found = sorted(folder.glob("*.tgz"))
    if done.returncode or not found:
        raise Unavailable(f"npm has no {PACKAGE} {VERSION}: "
                          + " ".join(done.stderr.split())[-200:])
    return found[0]


def library():
    """The library in the cache (host path)."""
    folder = cache() / "duckdb" / VERSION
    with lock("duckdb"):
        if not (folder / LIBRARY).exists():
            fresh = folder.with_name(folder.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            archive = _download(fresh)
            found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
            if INTEGRITY != f"sha512-{found}":
                raise LabError(f"{PACKAGE} {VERSION} is not what it was: sha512-{found}")
            with tarfile.open(archive) as tar:
                member = tar.extractfile(f"package/{LIBRARY}")
                (fresh / LIBRARY).write_bytes(member.read())
            archive.unlink()
            fresh.rename(folder)
    return folder / LIBRARY
