# SPDX-License-Identifier: GPL-2.0
"""The first lines of check: the worst comes first, and what works here is said beside it."""
import os
import re
import subprocess

import check_machines
import check_pages
import harness
import values
from machine import switched

REAL = os.path.join(harness.HERE, "real")
WORKS = {"gpudirect_p2p": "GPUDirect P2P", "sriov_assignment": "SR-IOV assignment",
         "vfio_passthrough": "VFIO passthrough", "device_isolation": "device isolation"}
# Whoever has none of it is told so, and not no.
NONE = ("no GPU with", "no GPU, NIC", "no VF is enabled", "no function here can have VFs")
# Machine, profile: its first line. What fails stands before what cannot be seen.
FIRST = [
    ("asrock-z77-extreme4-acs-override", "vfio",
     "vfio: groups-predicted fails; whether an IOMMU translates cannot be seen"),
    ("asrock-z77-extreme4-acs-override", "baseline",
     "baseline: whether it works here is unknown (iommu-on), 1 warning"),
    ("asus-x299-sage-plx-2gpu", "vfio",
     "vfio: unknown; whether an IOMMU translates cannot be seen"),
    ("dell-r720-patsburg", "gpu-single", "gpu-single: does not apply here; no GPU is here"),
]
# Made machines: what no count of devices tells is named before it, and else the count says enough.
COUNTED = [
    ("two of four have no reset", check_machines.mixed,
     "vfio: 2 of 4 devices can be assigned, 2 cannot"),
    ("its group is held, and more is unknown", lambda: check_machines.beside("nvme"),
     "vfio: group-viable fails; 0 of 1 device can be assigned, 1 is unknown"),
    ("interrupt remapping is off", lambda: check_machines.changed(
        check_machines.mixed, units={"intremap": 0}),
     "vfio: nothing can be assigned; interrupt remapping is off"),
]
RED = "\033[31m"


def short(work):
    """What the page says of it."""
    counted = re.match(r"(\d+ of \d+) ", work["reason"])
    if work["reason"].startswith(NONE):
        word = "n/a"
    elif counted and work["answer"] != "unknown" and work["id"] in (
            "sriov_assignment", "vfio_passthrough"):
        word = counted.group(1)
    else:
        word = work["answer"]
    return "%s %s" % (WORKS[work["id"]], word)


def works_of(text):
    """What stands behind "works here:" on a page."""
    found = re.search(r"^works here: (.*(?:\n {12}.*)*)", text, re.M)
    return re.split(r" · |\n +", found.group(1)) if found else []


def first(run):
    for name, profile, line in FIRST:
        args = ["check", "--profile", profile, "--from", os.path.join(REAL, name + ".json")]
        text = run.call(*args).out.decode()
        run.ok("%s, %s: the worst comes first" % (name, profile),
               text.split("\n")[0] == line, text.split("\n")[0], line)
    with harness.Folder() as folder:
        for number, (name, make, line) in enumerate(COUNTED):
            root = make().write("%s/counted%d" % (folder, number))
            text = run.call("check", "--profile", "vfio", "--root", root).out.decode()
            run.ok(name + ": the first line", text.split("\n")[0] == line, text.split("\n")[0])


@harness.plain("pages of check again, at other widths")
def works(run):
    """On every page of a profile, in the words of JSON; not beside rules that were chosen."""
    for name in sorted(os.listdir(REAL)):
        path = os.path.join(REAL, name)
        if not name.endswith(".json"):
            continue
        for profile in check_pages.PROFILES:
            args = ["check", "--profile", profile, "--from", path]
            if not run.wants("%s, %s: what works here" % (name, profile)):
                continue
            said = [short(work) for work in run.ask(*args)["works"]]
            for width in (60, 80, 200):
                page = run.terminal(width, *args, "--no-color").out.decode()
                run.ok("%s, %s: what works here, %d columns" % (name, profile, width),
                       works_of(page.replace("\r", "")) == said, works_of(page), said)
        chosen = run.call("check", "--rule", "iommu-on", "--from", path).out.decode()
        run.ok(name + ": not beside rules that were chosen", not works_of(chosen), chosen)


def calm(run):
    """What shares a group or a switch, and what there is none of, is not red."""
    with harness.Folder() as folder:
        for name, made, red in (("healthy", switched(check_machines.DIRECT), False),
                                ("no IOMMU", check_machines.bare(), True)):
            root = made.write("%s/%s" % (folder, name.replace(" ", "-")))
            page = run.terminal(80, "check", "-v", "--root", root).out.decode()
            lines = page.split("works here:")[1].split("\n")
            run.ok("%s: red in what works: %s" % (name, red),
                   any(RED in line for line in lines) == red, *lines)


def shared(run):
    """What shares a group warns where a person found that it deserves attention, and if named."""
    with open(os.path.join(harness.HERE, "attention.tsv"), encoding="utf8") as file:
        found = {line.split("\t")[0] for line in file if "\tshared-group\t" in line}
    run.ok("some deserve attention", found, found)
    for name in sorted(os.listdir(REAL)):
        if not name.endswith(".json"):
            continue
        answer = run.ask("check", "--from", os.path.join(REAL, name))
        said = {one["id"]: one for one in answer["findings"]}["groups"]
        run.ok("%s: groups" % name, (said["verdict"] == "warn") == (name[:-5] in found), said)
    path = os.path.join(REAL, "asrock-x370-taichi-asm1184.json")
    for words, verdict in (([], "pass"), (["--dev", "2a:00.0"], "warn")):
        said = run.ask("check", "--rule", "groups", "--from", path, *words)["findings"][0]
        run.ok("a shared group of the chipset %s" % words, said["verdict"] == verdict and
               len(said["evidence"]) == 1, said)


def sets(run):
    """A count of --profile all names the set that it is of."""
    with harness.Folder() as folder:
        made = check_machines.mixed()
        made.translations = []
        root = made.write(folder + "/sets")
        page = run.call("check", "--profile", "all", "--root", root).out.decode()
        counts = re.findall(r"^(\S+) +(\d+ (?:to \d+ )?of \d+)", page, re.M)
        run.ok("counts name their set", bool(counts) == ("\nN of M: " in page) and counts, page)
        rows = values.parse(run.call("check", "--profile", "all", "--json", "--root",
                                     root).out)["profiles"]
        run.ok("and are those of JSON", counts == [
            (row["profile"], "%d of %d" % (row["fit"], row["of"])) for row in rows
            if row["answer"] == "partly"], counts)


def meant(run):
    """A change that makes VFs names the PF, and is one that a shell takes."""
    with harness.Folder() as folder:
        root = check_machines.sriov(0).write(folder + "/pf")
        one = {f["id"]: f for f in run.ask("check", "--profile", "sriov", "--root",
                                           root)["findings"]}["numvfs"]
        run.ok("the PF is named", one["fix"] ==
               "echo N > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs", one)
        made = check_machines.sriov(0)
        made.port("00:02.0", "root_port")
        made.add("02:00.0", "nic", ("00:02.0",), driver="mlx5_core", numvfs=0, totalvfs=8)
        fix = {f["id"]: f for f in run.ask("check", "--profile", "sriov", "--root", made.write(
            folder + "/two"))["findings"]}["numvfs"]["fix"]
        shell = subprocess.run(["sh", "-n", "-c", fix], stderr=subprocess.PIPE, check=False)
        run.ok("several are a loop that a shell takes", not shell.returncode and
               fix.startswith("for dev in 0000:01:00.0 0000:02:00.0; do ") and "/$dev/sriov_numvfs; done" in fix, fix,
               shell.stderr)


def prose(run):
    """--explain is wrapped like help where no terminal is, and facts are a line each."""
    text = run.call("check", "--explain", "all").out.decode()
    run.ok("--explain has 80 columns in a pipe", max(map(len, text.split("\n"))) <= 80)
    page = run.call("check", "-v", "--from", os.path.join(REAL, FIRST[0][0] + ".json"))
    run.ok("facts are a line each in a pipe", any(len(line) > 80 for line in
                                                 page.out.decode().split("\n")))


def run(run):
    for part in (first, works, calm, shared, sets, meant, prose):
        run.part(part)
