# SPDX-License-Identifier: GPL-2.0
"""Differences of recorded machines: what the tool says against what a person says."""
import re

import answers

PROFILES = ["baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference"]


def sections():
    """[(old, new, profiles that are worse off, [(trend, rule, who, words)])]."""
    found = []
    for line in answers.lines("differences"):
        head = re.fullmatch(r"\[(\S+) (\S+)\](.*)", line)
        if head:
            found.append((head[1], head[2], head[3].split(), []))
            continue
        trend, _, rest = line.partition(":")
        rule, who, words = [part.strip() for part in rest.split("|")]
        found[-1][3].append((trend, rule, who.split(), words.split()))
    return found


class Pair:
    """Two machines and their difference."""

    def __init__(self, run, old, new):
        self.old, self.new = answers.Machine(run, old), answers.Machine(run, new)
        self.said = self.old.ask("diff", self.old.path, self.new.path)

    def found(self, trend, rule, who, words):
        """Whether the tool says it."""
        wanted = {self.new.address(one) for one in who if one.partition(".")[0] in self.new.ids}
        others = [one for one in who if one.partition(".")[0] not in self.new.ids]
        for change in self.said["changes"]:
            where = {device["new"] for device in [*change["devices"], change["peer"] or {"new": ""}]}
            values = "%s %s" % (change["old"], change["new"])
            if (change["trend"], change["rule"]) == (trend, rule) and wanted <= where and \
                    all(one in (change["subject"] or "") for one in others) and \
                    all(word in values.split() for word in words):
                return True
        return False


def check(run, old, new, profiles, said):
    title = "%s → %s: " % (old, new)
    pair = Pair(run, old, new)
    for answer in said:
        run.ok(title + "%s %s %s" % (answer[0], answer[1], " ".join(answer[2])),
               pair.found(*answer), *pair.said["changes"])
    worse = {change["rule"] for change in pair.said["changes"] if change["trend"] == "worse"}
    known = {rule for trend, rule, _, _ in said if trend == "worse"}
    run.ok(title + "nothing else got worse", worse == known, worse, known)
    if not said:
        run.ok(title + "no difference", not pair.said["changes"], pair.said["changes"])
    for profile in PROFILES:
        result = run.call("diff", pair.old.path, pair.new.path, "--profile", profile)
        run.ok(title + profile, result.code == (profile in profiles), result.code,
               result.out.decode())


def run(run):
    for section in sections():
        check(run, *section)
