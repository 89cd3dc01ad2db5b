#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Machines with thousands of functions, and how long the tool takes for them.

    large.py TOOL [COMMAND...]    times on about 280 and 4,200 functions

A switch below each of 16 root ports has a GPU at two of its ports and a NIC
with VFs at the two others. One machine has ACS as Linux sets it, one has it off.
Each time is the best of three. Exit code 1 when a command takes longer than
500 ms on the larger machine.
"""
import os
import subprocess
import sys
import tempfile
import time

from machine import ISOLATION, Machine

SIZES = {280: 4, 4200: 127}
LIMIT_MS = 500
COMMANDS = [["check"], ["check", "--profile", "vfio"], ["check", "--profile", "sriov"],
            ["check", "--profile", "vm-mixed"], ["check", "--profile", "gpu-sriov-rdma"],
            ["suggest", "--profile", "vfio"], ["suggest", "--profile", "gpu-host-nic"],
            ["p2p", "03:00.0", "05:00.0"]]


def large(vfs, ctl=ISOLATION, driver="mlx5_core"):
    """A machine with so many VFs of each of its NICs."""
    made = Machine(cmdline="intel_iommu=on")
    made.units = [dict(made.units[0], unit="dmar%d" % i, base="0x%016x" % (0xfed90000 + 0x1000 * i))
                  for i in range(16)]
    for i in range(16):
        bus = 1 + 10 * i
        root, up = "00:%02x.0" % (i + 1), "%02x:00.0" % bus
        made.port(root, "root_port")
        made.port(up, "upstream", (root,), cap=None)
        for j in range(4):
            down, below = "%02x:%02x.0" % (bus + 1, j), bus + 2 + j
            path = (root, up, down)
            made.port(down, "downstream", path[:2], ctl=ctl)
            if j % 2 == 0:
                made.add("%02x:00.0" % below, "gpu", path, driver="nvidia")
                continue
            made.add("%02x:00.0" % below, "nic", path, driver="mlx5_core", numvfs=vfs,
                     totalvfs=vfs)
            for k in range(1, vfs + 1):
                made.add("%02x:%02x.%x" % (below, k >> 3, k & 7), "nic", path, driver=driver,
                         vf_of="0000:%02x:00.0" % below, vf_index=k - 1)
    return made


def best(tool, command, root):
    """Milliseconds of the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([tool, *command, "--root", root], check=False,
                       stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def main():
    """Print a line for each command and machine."""
    tool, commands = sys.argv[1], [sys.argv[2:]] if sys.argv[2:] else COMMANDS
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, keys in (("ACS on", {}), ("ACS off", {"ctl": "SrcValid,UpstreamFwd"}),
                           ("VFIO", {"driver": "vfio-pci"})):
            roots = {size: large(vfs, **keys).write(os.path.join(folder, name, str(size)))
                     for size, vfs in SIZES.items()}
            for command in commands:
                small, many = (best(tool, command, roots[size]) for size in SIZES)
                slow += many > LIMIT_MS
                print("%-8s %-36s %6.0f ms %6.0f ms  ×%.1f" % (
                    name, " ".join(command), small, many, many / small))
    return slow > 0


if __name__ == "__main__":
    sys.exit(main())
