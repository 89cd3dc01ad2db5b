# SPDX-License-Identifier: GPL-2.0
"""The pages of check: widths, one look, exit codes, and the page of the documentation."""
import difflib
import json
import os
import re
import textwrap

import answers
import harness
import values
from check_machines import DEVICE, DIRECT, HUGE, NODES, changed, check, fault, vfio
from machine import switched

TOP = os.path.join(harness.HERE, "..", "..", "..")
# What is between these lines of Documentation/checks.md follows from the tool.
BEGIN = "<!-- made of the rules: make accept SUITE=check -->\n"
END = "<!-- up to here -->\n"


def page_of(listed, explained):
    """The part of Documentation/checks.md that follows from the rules and profiles."""
    everybody = [p["name"] for p in listed["profiles"]]

    def names(some):
        return "every" if some == everybody else ", ".join(some) or "-"
    yield "| rule | holds when | fails in | warns in |"
    yield "|---|---|---|---|"
    for rule in listed["rules"]:
        yield "| `%s` | %s | %s | %s |" % (rule["id"], rule["title"], names(rule["fail"]),
                                           names(rule["warn"]))
    yield "\n## What is behind each rule\n\n`iommu-audit check --explain RULE` prints this."
    for rule in explained["rules"]:
        yield "\n### `%s`\n" % rule["id"]
        yield from textwrap.wrap(rule["meaning"], 79, break_on_hyphens=False)
        yield ""
        yield from textwrap.wrap(rule["background"], 79, break_on_hyphens=False)
        yield ""
        yield from ("* <%s>" % source if source.startswith("http") else "* `%s`" % source
                    if "/" in source.split(" ")[0] else "* " + source
                    for source in rule["sources"])
    yield "\n## Profiles"
    for profile in listed["profiles"]:
        yield "\n### `%s`: %s\n" % (profile["name"], profile["summary"])
        yield from textwrap.wrap(profile["settings"], 79, break_on_hyphens=False)


def page(run, folder):
    """The page has the rules and profiles that the tool has; make accept writes it anew."""
    result = run.call("check", "--profile", "list", "--json", "--root",
                      switched().write(folder + "/page"))
    explained = run.ask("check", "--explain", "all")
    made = "\n".join(page_of(json.loads(result.out), explained)) + "\n"
    path = os.path.join(TOP, "Documentation", "checks.md")
    with open(path, encoding="utf8") as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    old, _, behind = rest.partition(END)
    if run.accept and old != made:
        with open(path, "w", encoding="utf8") as file:
            file.write(before + BEGIN + made + END + behind)
        run.accepted.append(os.path.relpath(path))
        old = made
    run.ok("Documentation/checks.md has the rules and profiles of the tool", old == made,
           *difflib.unified_diff(old.splitlines(), made.splitlines(), lineterm="", n=0),
           "make accept SUITE=check writes it anew")


# Where something can be read: a file of the kernel and mostly a function, with its name in older
# ones, a section of a revision of a specification, an address, or a page of this project.
SOURCE = re.compile(r"(before [\d.]+ )?(arch|drivers|fs|include|mm)/[\w/.-]+\.[ch]"
                    r"(, in [\w. -]+\.c)*(: \w+(\(\))?)?(, in [\d.]+ \w+\(\))?$|"
                    r"https://\S+$|Documentation/[\w/.-]+$|"
                    r"(PCI Express Base Specification|Intel VT-d specification|"
                    r"PCI Code and ID Assignment Specification) \d+\.\d+, \d[\d.]* \S")


def explained(run, _folder):
    """--explain has the background of each rule, and no machine is read for it."""
    ids = [rule["id"] for rule in json.loads(
        run.call("check", "--profile", "list", "--json").out)["rules"]]
    whole = {rule["id"]: rule for rule in run.ask("check", "--explain", "all")["rules"]}
    run.ok("all rules are explained, in their order", list(whole) == ids, list(whole), ids)
    for name in ids:
        rule = whole.get(name, {})
        run.ok("explained: " + name, all(len(rule.get(key) or "") > 10 for key in (
            "title", "meaning", "background")) and len(rule["sources"]) > 1 and
            all(SOURCE.match(source) for source in rule["sources"]) and
            rule["fails_in"] + rule["warns_in"], rule)
        result = run.terminal(80, "check", "--explain", name)
        text = re.sub(r"\s+", " ", result.out.decode())
        run.ok("explained for people: " + name, result.code == 0 and
               text.startswith(name + ": ") and all(
                   re.sub(r"\s+", " ", part) in text
                   for part in (rule["background"], *rule["sources"])), result.out.decode())


def shown(run, folder):
    """Widths, colour, snapshots: what every command promises."""
    made = changed(lambda: switched(DIRECT), faults=[fault(3)], host={
        HUGE + "nr_hugepages": "8\n", NODES: "0-1\n"})
    root = made.write(folder + "/shown")
    snapshot = folder + "/snapshot.json"
    run.call("snapshot", "-o", snapshot, "--root", root)
    for profile in ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic",
                    "gpu-sriov-rdma", "vm-mixed", "inference", "vfio -v", "baseline -v",
                    "gpu-single -v", "vfio -q"):
        if not run.may_want(profile):
            continue
        args = ["check", "--profile", *profile.split()]
        live = run.call(*args, "--root", root)
        later = run.call(*args, "--from", snapshot)
        run.ok("%s is the same from a snapshot" % profile,
               (live.code, live.out) == (later.code, later.out) and live.out, later.err)
        for width in (80, 140):
            plain = run.terminal(width, *args, "--no-color", "--root", root)
            long = [l for l in plain.out.decode().splitlines()
                    if len(l) > width and "pci=" not in l]
            run.ok("%s fits %d columns" % (profile, width), not long, *long)
            color = run.terminal(width, *args, "--root", root).out
            for code in (b"\033[32m", b"\033[33m", b"\033[31m", b"\033[0m"):
                color = color.replace(code, b"")
            run.ok("%s says the same in colour, %d columns" % (profile, width),
                   color == plain.out)
        text = run.call(*args, "--root", root, env=run.environment(LC_ALL="C")).out
        run.ok("%s is ASCII without UTF-8" % profile, max(text) < 128)
    with open(snapshot, encoding="utf8") as file:
        old = values.load_snapshot(file.read())
    del old["host"]
    with open(snapshot, "w", encoding="utf8") as file:
        file.write(values.dump_snapshot(old))
    result = run.call("check", "--profile", "vfio", "--json", "--from", snapshot)
    found = {f["id"]: f["verdict"] for f in values.parse(result.out)["findings"]}
    run.ok("a snapshot without host facts: unknown", found["hugepages"] == "unknown", found)


# The words that begin a line, and the verdicts they stand for.
LABELS = {"FAIL": "fail", "WARN": "warn", "UNKNOWN": "unknown", "PASS": "pass"}
MOST_LINES = 24
PROFILES = ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference")


def of_page(lines):
    """{verdict: rules} of a page of check; what does not apply has the label -."""
    found, label = {}, None
    for line in lines:
        word = line.split(" ", 1)[0]
        label = word if word in LABELS or word == "-" else label if line[:1] == " " else None
        if not label:
            continue
        names = line.strip()[len(word) if word else 0:].strip()
        # one rule with its reason, or several with commas between them
        if re.match(r"[a-z0-9-]+,|[a-z0-9-]+$", names):
            rules = [name for name in names.split(", ") if name.strip(",")]
        else:
            rules = names.split()[:1] if word else []
        found.setdefault(LABELS.get(label, label), []).extend(r.strip(",") for r in rules)
    return {verdict: sorted(rules) for verdict, rules in found.items() if rules}


def of_json(answer, *verdicts):
    """The same of its JSON."""
    found = {}
    for one in answer["findings"]:
        found.setdefault(one["verdict"], []).append(one["id"])
    if answer["not_applicable"]:
        found["-"] = answer["not_applicable"]
    return {verdict: sorted(rules) for verdict, rules in found.items()
            if not verdicts or verdict in verdicts}


@harness.plain("pages of check again, by their lines")
def one_look(run, _folder):
    """On 80 columns a profile is one screen, and says of each rule what JSON says."""
    machines = [os.path.join(harness.HERE, "real", name)
                for name in sorted(os.listdir(os.path.join(harness.HERE, "real")))
                if name.endswith(".json")] + [
                    os.path.join(answers.FOLDER, name + ".json") for name in answers.names()]
    for path in machines:
        name = os.path.basename(path).rpartition(".")[0]
        for profile in PROFILES:
            label = "%s: %s in one look" % (name, profile)
            if not run.wants(label):
                continue
            args = ["check", "--profile", profile, "--from", path]
            lines = run.terminal(80, *args, "--no-color").out.decode().rstrip("\n").split("\n")
            answer = run.ask(*args)
            run.ok(label, len(lines) <= MOST_LINES and
                   lines[0].startswith(profile + ": ") and
                   " ".join(lines).startswith(answer["verdict"][:60]) and
                   of_page(lines) == of_json(answer), len(lines), of_json(answer),
                   of_page(lines), *lines)
            # what fails and what warns has a line of its own
            own = [line.split()[1] for line in lines if re.match("(FAIL|WARN) ", line)]
            run.ok("%s: %s, a line each" % (name, profile), sorted(own) == sorted(
                one["id"] for one in answer["findings"] if one["verdict"] in ("fail", "warn")),
                own)
            quiet = run.call(*args, "-q").out.decode().rstrip("\n").split("\n")
            run.ok("%s: %s, -q" % (name, profile), quiet[0] == answer["verdict"] and
                   of_page(quiet) == of_json(answer, "fail", "warn", "unknown"), *quiet)


# What the rules of a machine say under vfio, and the exit codes: without the option, with
# --fail-on fail, unknown and warn. What is unknown may be a failure: it counts before a warning.
CODES = [
    ({"fail", "unknown", "warn"}, (1, 1, 1, 1)),
    ({"fail", "unknown"}, (1, 1, 1, 1)),
    ({"fail", "warn"}, (1, 1, 1, 1)),
    ({"fail"}, (1, 1, 1, 1)),
    ({"unknown", "warn"}, (0, 0, 7, 7)),
    ({"unknown"}, (0, 0, 7, 7)),
    ({"warn"}, (0, 0, 0, 6)),
    (set(), (0, 0, 0, 0)),
]


def fail_on(run, folder):
    """Each set of verdicts, made of rules of one machine, and its exit codes."""
    made = changed(lambda: vfio(flr=0), faults=[fault(3)], host={
        HUGE + "nr_hugepages": "0\n", DEVICE % "01:00.0" + "reset_method": "\n"})
    _, answer, root = check(run, folder, made, "vfio")
    of = of_json(answer)
    run.ok("fail-on: a machine with all verdicts", set(LABELS.values()) <= set(of), of)
    for verdicts, codes in CODES:
        rules = ",".join(of[verdict][0] for verdict in sorted(verdicts | {"pass"}))
        args = ["check", "--profile", "vfio", "--rule", rules, "--root", root]
        got = tuple(run.call(*args, *words).code for words in (
            [], ["--fail-on", "fail"], ["--fail-on", "unknown"], ["--fail-on", "warn"]))
        name = " ".join(sorted(verdicts)) or "none"
        run.ok("fail-on: %s" % name, got == codes, got, codes, rules)
        got = run.call(*args, "--fail-on", "warn", "--dev", "01:00.0").code
        run.ok("fail-on: %s, with --dev" % name, got == codes[3], got)
    # A profile of which the host has nothing counts for nothing: this one has no VF.
    rule = ["check", "--profile", "all", "--root", root, "--fail-on", "warn", "--rule"]
    for name, code in (("no-faults", 1), ("memlock", 7), ("reset", 6), ("vf-driver", 0)):
        got = run.call(*rule, name).code
        run.ok("fail-on: all profiles, %s" % name, got == code, got)
    snapshot = folder + "/fail-on.json"
    run.call("snapshot", "-o", snapshot, "--root", root)
    for words in ([], ["--fail-on", "warn"]):
        got = run.call("check", "--against", snapshot, "--root", root, *words)
        run.ok("fail-on: nothing got worse %s" % words, got.code == 0, got.code, got.out.decode())
    result = run.call("check", "--fail-on", "pass", "--root", root)
    run.ok("fail-on: a word of its own", result.code == 2 and "fail, unknown or warn" in
           result.err, result.err)


def some(run, folder):
    """--rule asks those rules and no others, and refuses what would look as if it passed."""
    _, _, root = check(run, folder, vfio(), "vfio")
    args = ["check", "--profile", "vfio", "--root", root]
    answer = run.ask(*args, "--rule", "reset,bound", "--rule", "iommu-on")
    run.ok("--rule: those and no others", [one["id"] for one in answer["findings"]] ==
           ["iommu-on", "reset", "bound"] and sum(answer["verdicts"].values()) == 3, answer)
    whole = {one["id"]: one for one in run.ask(*args)["findings"]}
    run.ok("--rule: what they say with all others", all(
        one == whole[one["id"]] for one in answer["findings"]))
    first = run.call(*args, "--rule", "bound").out.decode().split("\n")[0]
    run.ok("--rule: the first line is about them", first == "vfio: 1 pass (1 rule)", first)
    for words, said in ((["--rule", "resett"], "did you mean reset?"),
                        (["--rule", "numvfs"], "does not have the rule numvfs; --profile: sriov"),
                        (["--rule", ""], "is not a rule"),
                        (["--rule", "reset", "--against", os.devnull], "excludes --rule"),
                        (["--profile", "all", "-v"], "excludes --profile all")):
        result = run.call("check", *([] if "--profile" in words else ["--profile", "vfio"]),
                          *words, "--root", root)
        run.ok("refused: " + " ".join(words), result.code == 2 and not result.out and
               said in result.err, result.err)
    # What would be ignored is refused.
    for words, said in ((["resett"], "did you mean reset?"),
                        (["reset", "--profile", "vfio"], "excludes --profile"),
                        (["reset", "-v"], "excludes --verbose"),
                        (["list", "--from", os.devnull], "excludes --from"),
                        (["all", "--rule", "reset"], "excludes --rule"),
                        (["reset", "--root", root, "--json"], "excludes --root")):
        result = run.call("check", "--explain", *words)
        run.ok("refused: --explain " + " ".join(words), result.code == 2 and not result.out and
               said in result.err, result.err)
    for color in ("--no-color", "--color=never"):
        result = run.call("check", "--explain", "reset", color)
        run.ok("not ignored by --explain: " + color, result.code == 0 and
               result.out.startswith(b"reset: "), result.err)


def meant(run, folder):
    """A change is for the devices meant, and obeys --dev."""
    made = switched()
    _, answer, root = check(run, folder, made, "vfio")
    fix = {one["id"]: one for one in answer["findings"]}["bound"]["fix"]
    run.ok("nothing is bound that nobody named", "driverctl" not in fix and
           "0000:" not in fix and "iommu-audit assign DEV" in fix, fix)
    pair = run.ask("check", "--profile", "vfio", "--dev", "04:00.0", "--dev", "05:00.0",
                   "--root", root)
    fix = {one["id"]: one for one in pair["findings"]}["bound"]["fix"]
    run.ok("a change names each device of --dev", fix == "for dev in 0000:04:00.0 0000:05:00.0; "
           "do driverctl set-override $dev vfio-pci; done", fix)
    named = run.ask("check", "--profile", "vfio", "--dev", "04:00.0", "--root", root)
    fix = {one["id"]: one for one in named["findings"]}["bound"]["fix"]
    run.ok("a change names the device of --dev",
           fix == "driverctl set-override 0000:04:00.0 vfio-pci", fix)
    run.ok("the first line obeys --dev", named["verdict"].startswith(
        "vfio of the devices named: ") and " of 1 device " in named["verdict"],
        named["verdict"])
    first = run.ask("check", "--profile", "vfio", "--root", root)["verdict"]
    run.ok("and counts all without", re.match(r"vfio: \d+ of 4 devices can", first), first)
