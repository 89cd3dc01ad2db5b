# SPDX-License-Identifier: GPL-2.0
"""What `explain` says of a boot's own log: each line about the IOMMU is known, and each fault is one
that QEMU's trace has."""

import re

# A fault in the kernel's log: dmar_fault_do_one(), amd_iommu_report_page_fault().
FAULTS = {
    "intel": ("vtd-fault", r"DMAR: \[DMA .*fault addr"),
    "amd": ("amd-io-page-fault", r"AMD-Vi: Event logged \[IO_PAGE_FAULT"),
}


def faults(said, iommu):
    """The answer's items about faults."""
    return [item for item in said["messages"] if item["message"] == FAULTS[iommu][0]]


def compare(said, log, iommu, logged):
    """Problems of an answer about a log.

    logged: (function, access, reason, address) of what the hardware logged; None stands for what
    the trace does not tell.
    """
    problems = [f"not known: {line['line']}: {line['text']}" for line in said["strange"]]
    if said["unknown_lines"] != len(problems) or said["left_out"]:
        problems.append(f"{said['unknown_lines']} lines are not known, {said['left_out']} left out")
    if said["log_of"] != "this-host":
        problems.append(f"it is taken for a log of {said['log_of']}")
    printed = len(re.findall(FAULTS[iommu][1], log))
    told = faults(said, iommu)
    if not printed or sum(item["count"] for item in told) != printed:
        problems.append(f"{printed} faults were printed, explained are {told}")
    for item in told:
        what = item["dev"], item["access"], item["reason"]
        places = [int(at["address"], 16) for at in item["addresses"]]
        fits = [one for one in logged if all(want in (None, got) for want, got in zip(one, what))]
        problems += [f"no fault of {what} at {place:#x} was made" for place in places
                     if not any(one[3] in (None, place) for one in fits)]
        if not places or item["missing"]:
            problems.append(f"no address, or no such function: {item}")
    return problems

