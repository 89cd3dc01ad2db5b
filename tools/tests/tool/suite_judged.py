# SPDX-License-Identifier: GPL-2.0
"""Judgements of recorded machines: each verdict, and one page for each of the texts.

The file judgements has every verdict on every machine. What a rule says is in
the few pages of PAGES, and in suite_check.py and suite_suggest.py.
"""
import os

import harness
import suite_golden
import values

PROFILES = ["vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma", "vm-mixed",
            "inference"]
VERDICTS = ["fail", "warn", "unknown", "pass"]
# Machine: pages to compare, as "COMMAND PROFILE FORM...". A form is txt, json, grub,
# machineconfig, or how many columns a terminal has. Together they have every profile,
# and every sentence that any rule has for any of the machines.
PAGES = {
    "amd-passthrough": ["check baseline txt json", "suggest baseline txt json",
                        "suggest gpu-host-nic txt", "suggest vm-mixed grub machineconfig"],
    "intel-off": ["check baseline txt", "suggest sriov txt",
                  "suggest vm-mixed grub machineconfig"],
    "intel-sriov-events": ["check gpu-host-nic txt", "check vm-mixed txt", "check sriov txt",
                           "suggest vfio txt"],
    "intel-switch-igb": ["check all txt json 80", "check sriov txt json", "check vfio 80 140", "suggest vm-mixed txt",
                         "suggest baseline 80"],
    "no-iommu": ["check sriov txt", "check gpu-single txt", "check gpu-sriov-rdma txt",
                 "suggest vfio json"],
    "virtio-iommu": ["check vfio txt", "check inference txt", "check baseline txt",
                     "suggest baseline txt"],
}


def peers(root):
    """Two functions below one root port that are no bridges, or the last two."""
    with open("%s/%s/devices" % (root, harness.DEBUGFS), encoding="utf8") as file:
        lines = [dict(p.split("=", 1) for p in line.split() if "=" in p) for line in file
                 if line.startswith("dev=")]
    ends = [d for d in lines if not d["class"].startswith("0x06") and d["vf_of"] == "-"]
    for a in ends:
        for b in ends:
            if a is not b and a["path"] != "-" and \
                    a["path"].split("/")[0] == b["path"].split("/")[0]:
                return [a["dev"], b["dev"]]
    return [d["dev"] for d in ends[-2:]]


def show(run, machine, form, *args):
    """A page in one of its forms."""
    where = ["--root", harness.fixture(machine)]
    if form.isdigit():
        return run.terminal(int(form), *args, "--no-color", *where)
    more = {"txt": [], "json": ["--json"]}.get(form, ["--format", form])
    return run.call(*args, *more, *where)


def name_of(command, profile, form):
    """The file that a page is kept in."""
    end = form if form in ("txt", "json") else form + ".txt"
    return ".".join([command, profile, end])


def listed():
    """(machine, name of the expected file, form, arguments) of every page."""
    for machine, pages in PAGES.items():
        for page in pages:
            command, profile, *forms = page.split()
            for form in forms:
                yield (machine, name_of(command, profile, form), form,
                       [command, "--profile", profile])
    for machine in harness.machines():
        yield machine, "p2p.matrix.txt", "txt", ["p2p", "--matrix"]
        two = peers(harness.fixture(machine))
        if len(two) == 2:
            yield machine, "p2p.pair.txt", "txt", ["p2p", *two]
    two = peers(harness.fixture("intel-switch-igb"))
    for form in ("json", "80", "140"):
        yield "intel-switch-igb", name_of("p2p", "pair", form), form, ["p2p", *two]
    yield "intel-switch-igb", "p2p.matrix.json", "json", ["p2p", "--matrix"]


def pages(run):
    """Every page, and each profile among them."""
    for machine, name, form, args in listed():
        suite_golden.compare(run, machine, name,
                             lambda m=machine, f=form, a=args: show(run, m, f, *a))
    seen = {name.split(".")[1] for _, name, _, _ in listed() if name.startswith("check.")}
    run.ok("a page of every profile", seen == {"baseline", "all", *PROFILES}, seen)


def judgements():
    """{machine: {profile or "works": {key: words}}} of the file."""
    found, of = {}, None
    with open(os.path.join(harness.HERE, "judgements"), encoding="utf8") as file:
        for line in file.read().splitlines():
            key, _, words = line.partition(":")
            if line.startswith("["):
                machine = found[line.strip("[]")] = {}
            elif line.startswith("\t"):
                of[key.strip()] = words.split()
            elif line and not line.startswith("#"):
                of = machine[key] = {"all": words.split()} if words else {}
    return found


def said(checked, suggested):
    """What an answer of check and one of suggest say, as the file has it."""
    found = {}
    for one in checked["findings"]:
        found.setdefault(one["verdict"], []).append(one["id"])
    found["not applicable"] = checked["not_applicable"]
    found["broken"] = [checked["first_broken"]] if checked["first_broken"] else []
    for key, of in (("add", "add"), ("drop", "drop"), ("there", "have")):
        found[key] = [one["argument"] for one in suggested[of]]
    return {key: words for key, words in found.items() if words}


def verdicts(run, machine, wanted):
    """Every verdict on one machine."""
    root = harness.fixture(machine)
    for profile in ["baseline", *PROFILES]:
        if not run.may_want("%s %s: " % (machine, profile)):
            continue
        args = ["--profile", profile, "--root", root]
        result = run.call("check", "--json", *args)
        checked = values.parse(result.out)
        got, want = said(checked, run.ask("suggest", *args)), wanted.get(profile, {})
        for key in [*VERDICTS, "not applicable", "broken", "add", "drop", "there"]:
            run.ok("%s %s: %s" % (machine, profile, key), got.get(key) == want.get(key),
                   "the tool says %s" % got.get(key), "judgements has %s" % want.get(key))
        run.ok("%s %s: exit code" % (machine, profile), result.code == ("fail" in want),
               result.code)
        works = ["%s %s" % (one["id"], one["answer"]) for one in checked["works"]]
        run.ok("%s %s: what works" % (machine, profile),
               works == " ".join(wanted["works"]["all"]).split("; "), works)


def judged(run):
    """Verdicts against what the file has of them."""
    wanted = judgements()
    run.ok("all machines were judged", set(wanted) == set(harness.machines()), sorted(wanted))
    for machine, profiles in wanted.items():
        if run.may_want(machine):
            verdicts(run, machine, profiles)


def run(run):
    run.part(judged)
    run.part(pages)
