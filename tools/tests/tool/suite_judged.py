# SPDX-License-Identifier: GPL-2.0
"""Judgements of recorded machines, compared with what was accepted before."""
import harness
import suite_golden

# All but baseline, which the suite golden has.
PROFILES = ["vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma", "vm-mixed",
            "inference"]


def cases():
    """Name of the expected file, and the arguments."""
    for profile in PROFILES:
        yield "check." + profile, ["check", "--profile", profile]
        yield "suggest." + profile, ["suggest", "--profile", profile]
    yield "p2p.matrix", ["p2p", "--matrix"]


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


def answer(result):
    """A run whose findings are no failure."""
    if result.code == 1:
        result.code = 0
    return result


def judged(run, machine):
    """Every judgement of one machine."""
    root = harness.fixture(machine)
    where = ["--root", root]
    two = peers(root)
    pair = [("p2p.pair", ["p2p", *two])] if len(two) == 2 else []
    for name, args in [*cases(), *pair]:
        for suffix, more in ((".txt", []), (".json", ["--json"])):
            suite_golden.compare(run, machine, name + suffix, lambda a=args, m=more: answer(
                run.call(*a, *m, *where)))
        for width in (80, 140):
            if name in ("check.vfio", "p2p.pair"):
                suite_golden.compare(run, machine, "%s.%d.txt" % (name, width),
                                     lambda a=args, w=width: answer(
                                         run.terminal(w, *a, "--no-color", *where)))
    for form in ("grub", "machineconfig"):
        suite_golden.compare(run, machine, "suggest.vm-mixed." + form + ".txt",
                             lambda f=form: answer(run.call(
                                 "suggest", "--profile", "vm-mixed", "--format", f, *where)))


def run(run):
    for machine in harness.machines():
        judged(run, machine)
