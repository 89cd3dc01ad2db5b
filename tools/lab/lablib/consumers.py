# SPDX-License-Identifier: GPL-2.0
"""A Debian tree with the programs that take what the tool says: Nagios, Slurm, Ansible, sos."""

import hashlib

from . import root
from .paths import IN_CACHE, IN_PROJECT, cache, lock, say

# With what the tool itself needs, as a host has it.
PACKAGES = ("nagios4-core slurmctld slurmd slurm-client munge ansible-core sosreport systemd procps "
            "pciutils kmod libkmod2 libpci3 libsmartcols1 libjson-c5 zlib1g").split()


def _finish(tree):
    root.run_outside(["sh", "-ec", f'mkdir -p "$1"{IN_PROJECT} "$1"{IN_CACHE}', "sh", str(tree)])


def ensure():
    """The tree's folder; it is made once. A test changes nothing in it that another one sees."""
    key = hashlib.sha256("\n".join([root.SUITE, *PACKAGES]).encode()).hexdigest()[:8]
    final = cache() / f"consumers-{key}"
    root.ensure()
    with lock("consumers"):
        if not final.exists():
            say("making a tree with Nagios, Slurm, Ansible and sos: 90 MB to download, 1 to 3 minutes")
            root.debootstrap(final, PACKAGES, ("--variant=apt",), _finish)
    return final
