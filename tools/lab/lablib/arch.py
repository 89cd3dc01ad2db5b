# SPDX-License-Identifier: GPL-2.0
"""Architectures of the guests: what is built for them with what, and where their libraries are."""

import collections
import hashlib

from . import root
from .paths import IN_CACHE, LabError, cache, lock, say

# name: Debian's; triplet: of its multiarch folders; cross: what stands before the names of its
# compiler and binutils; make: variables of the kernel's build.
Arch = collections.namedtuple("Arch", "name triplet cross make")
# The lab root's own.
NATIVE = "amd64"
ARCHES = {arch.name: arch for arch in (
    Arch("amd64", "x86_64-linux-gnu", "", ()),
    Arch("arm64", "aarch64-linux-gnu", "aarch64-linux-gnu-",
         ("ARCH=arm64", "CROSS_COMPILE=aarch64-linux-gnu-")),
)}
LIST = "sysroot.list"


def get(name):
    """The Arch of that name."""
    if name not in ARCHES:
        raise LabError(f"no architecture {name!r}; there are: " + " ".join(ARCHES), 2)
    return ARCHES[name]


def sysroot(name):
    """The tree with an architecture's programs and libraries, as named inside the root: the root
    itself, "", or packages of another architecture that are unpacked and no more."""
    if get(name).name == NATIVE:
        return ""
    wanted = root.packages(LIST)
    key = hashlib.sha256("\n".join([root.SUITE, *wanted]).encode()).hexdigest()[:8]
    folder = f"sysroot-{name}-{key}"
    with lock(f"sysroot-{name}"):
        if not (cache() / folder).exists():
            say(f"unpacking {len(wanted)} packages of {name} and what they need: 15 MB to download")
            root.debootstrap(cache() / folder, wanted,
                             ("--variant=extract", f"--architectures={name}"))
    return f"{IN_CACHE}/{folder}"


def compiler(name, program):
    """The command line of a compiler of the lab root (gcc-14) for an architecture's user space."""
    tree = sysroot(name)
    return [get(name).cross + program, *([f"--sysroot={tree}"] if tree else [])]


def packages(name):
    """Environment in which pkg-config finds the libraries of an architecture."""
    tree = sysroot(name)
    if not tree:
        return []
    return [f"PKG_CONFIG_SYSROOT_DIR={tree}",
            f"PKG_CONFIG_LIBDIR={tree}/usr/lib/{get(name).triplet}/pkgconfig:"
            f"{tree}/usr/share/pkgconfig"]
