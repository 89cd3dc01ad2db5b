# SPDX-License-Identifier: GPL-2.0
"""The sources that rules name, against where a person looked each of them up."""
import os
import re

import harness

TABLE = os.path.join(harness.HERE, "rule_sources.tsv")
TOP = os.path.join(harness.HERE, "..", "..", "..")
# Kernels that the table is about.
KERNELS = ["5.10", "6.1", "6.12", "7.3"]
# Where only some of them have it, and a source beside it the rest.
SOME = {"drivers/iommu/iommu.c: iommu_group_claim_dma_owner()": KERNELS[1:],
        "drivers/vfio/container.c: vfio_container_attach_group()": KERNELS[1:],
        "before 5.19 drivers/vfio/vfio.c: vfio_group_viable()": KERNELS[:1]}


def read():
    """The table: what is named, and where it was found."""
    with open(TABLE, encoding="utf8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return dict(rows)


def run(run):
    """Whatever a rule names was looked up, and nothing else is in the table."""
    table, named = read(), {}
    for rule in run.ask("check", "--explain", "all")["rules"]:
        for source in rule["sources"]:
            named.setdefault(source, []).append(rule["id"])
    for source, rules in named.items():
        found = table.get(source)
        run.ok("looked up: %s (%s)" % (source, ", ".join(rules)), found, found, "a row")
        if not found or not re.match(r"[\d. ]+$", found):
            continue
        run.ok("in each of these kernels: " + source,
               found.split() == SOME.get(source, KERNELS), found)
    unnamed = sorted(set(table) - set(named))
    run.ok("each row is named by a rule", not unnamed, *unnamed)
    gone = [source for source, found in table.items()
            if found == "this tree" and not os.path.exists(os.path.join(TOP, source))]
    run.ok("files of this tree are there", not gone, *gone)
