# SPDX-License-Identifier: GPL-2.0
"""Names of models and classes, against the list of names itself."""
import collections
import json
import os
import random

import harness

SYSTEM_LIST = "/usr/share/misc/pci.ids"
SEED = 1
MODELS = 200
HEADER = "# iommu_audit devices format=1\n"

# Unsorted, with what looks like the entries that are asked for but is not,
# with faults where nobody looks, and without an end of the last line.
AWKWARD = """\
# 8086  A remark
1234  Some Vendor
\t1111  Same number as another vendor's
\t\t8086 1111  A subsystem of it
\t1111  Twice, in a vendor that is not asked for
8086  Intel Corporation
# A remark between

\t100e  82540EM Gigabit Ethernet Controller
\t\t8086 001e  PRO/1000 MT Desktop Adapter
\t1111  The right one
S 1234
\t1111  A generic subsystem
104C  Texas Instruments
\tAC8E  Upper case
C 0c  Serial bus controller
\t03  USB controller
\t\t30  XHCI
C 02  Network controller
\t00  Ethernet controller
144d  Samsung Electronics Co Ltd
\ta80a  The last line"""

AWKWARD_NAMES = {
    "0x8086:0x100e": "82540EM Gigabit Ethernet Controller",
    "0x8086:0x1111": "The right one",
    "0x104c:0xac8e": "Upper case",
    "0x144d:0xa80a": "The last line",
    "0x0c0330": "USB controller",
    "0x0c8000": "Serial bus controller [0c80]",
    "0x020000": "Ethernet controller",
}
# Neither a vendor nor a device of it nor a class that the list knows.
UNKNOWN = ["0x9999:0x0001", "0x8086:0x9999", "0x144d:0x1111", "0x130000"]


# (what, edit of the whole list, what is to be found then): models that no list has
OUT_OF_ORDER = [
    ("of a vendor behind the classes", lambda text: text + "9998  Mine\n\t0001  My card\n",
     {"0x9998:0x0001": "My card"}),
    ("of a model that its vendor's list begins with",
     lambda text: text.replace("\n8086  Intel Corporation\n",
                               "\n8086  Intel Corporation\n\tfffd  My card\n"),
     {"0x8086:0xfffd": "My card"}),
    ("of a class behind the others", lambda text: text + "C 7e  Mine\n\t01  My kind\n",
     {"0x7e0100": "My kind"}),
    ("of a vendor that is not listed", lambda text: text, {"0x9998:0x0001": None}),
]


def parse(path):
    """{id: name} of all models and subclasses of a list."""
    names, block = {}, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line.strip() or line.startswith(("#", "\t\t")):
                continue
            if not line.startswith("\t"):
                block = line[2:4] if line.startswith("C ") else line[:4]
            elif len(block) == 2:
                names["0x%s%s00" % (block, line[1:3])] = line[3:].strip()
            else:
                names["0x%s:0x%s" % (block, line[1:5])] = line[5:].strip()
    return names


def lines(ids):
    """The file devices of a machine with these models and classes."""
    text = HEADER
    for i, one in enumerate(ids):
        vendor, _, device = one.partition(":")
        model = (vendor, device, "unknown") if device else ("unknown", "unknown", one)
        text += ("dev=0000:%02x:%02x.%x vendor=%s device=%s class=%s path=-\n"
                 % ((i >> 8, i >> 3 & 31, i & 7) + model))
    return text


def names_of(run, folder, ids, names_list):
    """(names that the tool finds, its messages)."""
    root = os.path.join(folder, "root")
    harness.copy(harness.fixture("no-iommu"), root)
    with open(os.path.join(root, harness.DEBUGFS, "devices"), "w") as file:
        file.write(lines(ids))
    harness.copy(names_list, os.path.join(root, SYSTEM_LIST[1:]))
    saved = os.path.join(folder, "snapshot")
    result = run.call("snapshot", "--root", root, "-o", saved)
    if result.code:
        return None, result.err
    with open(saved, encoding="utf-8") as file:
        return json.load(file)["names"], result.err


def compare(run, name, ids, names_list, expected):
    with harness.Folder() as folder:
        found, messages = names_of(run, folder, ids, names_list)
    wrong = ["%s: %s instead of %s" % (one, (found or {}).get(one), expected.get(one))
             for one in ids if (found or {}).get(one) != expected.get(one)]
    run.ok(name, found is not None and not wrong and not messages,
           messages, *wrong[:10])


def made_up(run, folder):
    """Lists that nobody publishes."""
    path = os.path.join(folder, "pci.ids")
    with open(path, "w", encoding="utf-8") as file:
        file.write(AWKWARD)
    compare(run, "of an awkward list", [*AWKWARD_NAMES, *UNKNOWN], path,
            AWKWARD_NAMES)
    for name, content in (("of an empty list", ""),
                          ("of one endless line", "8086" * 300000),
                          ("of something else", "\0\xff\n" * 1000)):
        with open(path, "w", encoding="latin-1") as file:
            file.write(content)
        compare(run, name, list(AWKWARD_NAMES), path, {})


def installed(run, folder):
    """The list of this system, and what somebody added to it."""
    if not os.path.exists(SYSTEM_LIST):
        run.skip("of this system's list", "there is no " + SYSTEM_LIST)
        return
    known = parse(SYSTEM_LIST)
    ids = random.Random(SEED).sample(sorted(known), MODELS)
    compare(run, "of this system's list", ids, SYSTEM_LIST, known)
    last = {one.partition(":")[0]: one for one in known if ":" in one}
    compare(run, "of the last model of each vendor", list(last.values()), SYSTEM_LIST, known)
    # Vendors around the one with most models, each looked for without the others.
    sizes = collections.Counter(one.partition(":")[0] for one in known if ":" in one)
    vendors = list(last)
    largest = vendors.index(sizes.most_common(1)[0][0])
    for vendor in vendors[largest - 1:largest + 2]:
        compare(run, "of %s alone" % vendor, [last[vendor], "0x060000"], SYSTEM_LIST, known)
    path = os.path.join(folder, "pci.ids")
    for name, edit, added in OUT_OF_ORDER:
        with open(SYSTEM_LIST, encoding="utf-8") as file:
            text = edit(file.read())
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        compare(run, name, [*ids[:20], *added], path, {**known, **added})


def run(run):
    with harness.Folder() as folder:
        run.part(made_up, folder)
        run.part(installed, folder)
