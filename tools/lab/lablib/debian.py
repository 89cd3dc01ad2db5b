# SPDX-License-Identifier: GPL-2.0
"""Plain Debian trees, to build packages in and to install them into; none is the lab root."""

import contextlib
import os
import uuid

from . import root
from .paths import cache, lock, say

# What a tree holds besides Debian's essential packages and apt: to build packages in, and as a new
# host has it. Build dependencies are those of debian/control, with what looks at packages.
HOLDS = {"build": ("build-essential debhelper dh-dkms lintian fakeroot pkgconf libkmod-dev libpci-dev "
                   "libsmartcols-dev libjson-c-dev zlib1g-dev python3 python3-jsonschema git "
                   "xz-utils rpm").split(),
         "host": "systemd kmod udev".split()}


def get(suite, kind):
    """The folder of a tree, which is made at the first use. Change nothing in it."""
    final = cache() / "debian" / f"{suite}-{kind}"
    wanted = [suite, *HOLDS[kind]]
    root.ensure()
    with lock(f"debian-{suite}-{kind}"):
        if not root.holds(final, wanted):
            say(f"making a tree of {suite} to {kind == 'build' and 'build in' or 'install into'}: "
                "a minute or two")
            root.debootstrap(final, HOLDS[kind], ("--variant=apt",),
                             lambda tree: root.finish(tree, wanted), suite, root.sources(suite))
    return final


@contextlib.contextmanager
def copy(suite, kind):
    """A copy of a tree, for one test: its folder."""
    tree = get(suite, kind)
    mine = tree.with_name(f"{tree.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}")
    try:
        root.run_outside(["cp", "-a", "--reflink=auto", str(tree), str(mine)])
        yield mine
    finally:
        root.remove(mine)
