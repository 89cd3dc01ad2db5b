#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Record a machine as a fixture: record.py NAME [ROOT [PCI_IDS]].

Copies the module's files, the kernel's release and command line from below
ROOT (default /), and those lines of PCI_IDS that name its devices and classes,
so that the expected answers do not change with the list of names.
"""
import os
import re
import sys

import harness

CONTEXT = ["proc/cmdline", "proc/sys/kernel/osrelease", "proc/uptime",
           "proc/sys/kernel/random/boot_id"]
PCI_IDS = "usr/share/misc/pci.ids"


def names(lines, text):
    """The part of pci.ids that the devices in text need."""
    devices = set(re.findall(r" vendor=0x(\w{4}) device=0x(\w{4}) ", text))
    classes = set(re.findall(r" class=0x(\w{2})(\w{2})", text))
    block = None
    for line in lines:
        if not line.strip() or line.startswith(("#", "\t\t")):
            continue
        if not line.startswith("\t"):
            is_class = line.startswith("C ")
            block = (is_class, line[2:4] if is_class else line[:4])
            wanted = classes if is_class else devices
            if any(first == block[1] for first, _ in wanted):
                yield line
        elif (block[1], line.split()[0]) in (classes if block[0] else devices):
            yield line


def main():
    if len(sys.argv) < 2 or "/" in sys.argv[1]:
        sys.exit(__doc__)
    root = sys.argv[2] if len(sys.argv) > 2 else "/"
    ids = sys.argv[3] if len(sys.argv) > 3 else "/" + PCI_IDS
    target = harness.fixture(sys.argv[1])
    devices = ""
    for path in CONTEXT + [harness.DEBUGFS + "/" + n for n in harness.FILES]:
        if os.path.basename(path) in harness.OPTIONAL and \
                not os.path.exists(os.path.join(root, path)):
            continue
        with open(os.path.join(root, path), encoding="utf8") as file:
            text = file.read()
        if path.endswith("/devices"):
            devices = text
        os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
        with open(os.path.join(target, path), "w", encoding="utf8") as file:
            file.write(text)
    path = os.path.join(target, PCI_IDS)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(ids, encoding="utf8", errors="replace") as source, \
            open(path, "w", encoding="utf8") as file:
        file.writelines(names(source, devices))
    print("recorded %s; now accept its answers: make accept" %
          target)


if __name__ == "__main__":
    main()
