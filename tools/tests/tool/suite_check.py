# SPDX-License-Identifier: GPL-2.0
"""Checks, against the verdicts that a person gives the same small machines."""
import os
import re

import answers
import check_apart
import check_pages
import harness
import machine
import room
import suite_widths
import values
from check_machines import (
    HUGE, OFF, bare, changed, check, crowded, fault, followed, mixed, sriov, vfio)
from check_rows import CASES, CLAIMS, WORKS
from machine import ISOLATION, Machine, switched


def rules(run, folder):
    titles = {}
    for rule, profile, make, verdict, words in CASES + room.CASES:
        name = "%s: %s" % (rule, verdict)
        if not run.may_want(rule + ": "):
            continue
        code, answer, _ = check(run, folder, make(), profile)
        found = [f for f in answer["findings"] if f["id"] == rule]
        if not found:
            run.ok(name, False, "not among the findings", answer["not_applicable"])
            continue
        text = " ".join([found[0]["title"]] + found[0]["evidence"])
        run.ok(name, found[0]["verdict"] == verdict, found[0])
        run.ok(name + ": its words", all(w in text for w in words), words, text)
        run.ok(name + ": evidence", found[0]["evidence"], found[0])
        run.ok(name + ": a fix is for what is broken alone",
               verdict in ("warn", "fail") or not found[0]["fix"], found[0])
        titles.setdefault(rule, {}).setdefault(verdict == "pass", set()).add(found[0]["title"])
        run.ok(name + ": exit code", code == int(answer["verdicts"]["fail"] > 0), code)
        counts = {v: sum(f["verdict"] == v for f in answer["findings"])
                  for v in ("pass", "warn", "fail", "unknown")}
        run.ok(name + ": the sums are right", counts == answer["verdicts"], counts)

    for rule, said in titles.items():
        run.ok("%s: what passes and what does not read differently" % rule,
               not said.get(True, set()) & said.get(False, set()), said)


def table(run, folder):
    """Every rule has a machine where it passes and one where it does not."""
    _, _, root = check(run, folder, switched(), "baseline")
    listed = run.call("check", "--profile", "list", "--root", root).out.decode()
    profiles = [line.split()[0] for line in listed.splitlines()]
    run.ok("eight profiles", len(profiles) == 8, profiles)
    rules, of = [], {}
    for profile in profiles:
        answer = run.ask("check", "--profile", profile, "--root", root)
        of[profile] = {f["id"] for f in answer["findings"]} | set(answer["not_applicable"])
        rules += [r for r in of[profile] if r not in rules]
    for rule in rules:
        verdicts = {v for r, _, _, v, _ in CASES + room.CASES if r == rule}
        run.ok("a machine where %s passes" % rule, "pass" in verdicts, verdicts)
        run.ok("a machine where %s does not" % rule, verdicts - {"pass"}, verdicts)


# Of the function behind a bridge: (mode, reason) with its own requester id and with the bridge's,
# domain, what else the machine has; what is made of it, and how each id ends.
SAID = {
    "both agree": (("translated", "-"), ("translated", "-"), "DMA-FQ", {}, "agrees",
                   ["are translated, as its domain type implies", "are translated, as its domain type "
                    "implies"]),
    "the bridge's is blocked":
        (("translated", "-"), ("blocked", "context_entry"), "DMA", {}, "differs",
         ["are translated, as its domain type implies",
          "are blocked (VT-d: the context entry is not present), but its domain is DMA"]),
    "one cannot be seen": (("translated", "-"), ("unknown", "torn"), "DMA", {}, "unknown",
                           ["are translated, as its domain type implies",
                            "What happens to requests with requester ID %s is unknown (the tables "
                            "changed each time that they were read)"]),
    "identity passes": (("passthrough", "-"), ("off", "-"), "identity", {}, "agrees",
                        ["pass untranslated, as its domain type implies",
                         "pass: the IOMMU is off, as its domain type implies"]),
    "SVA says nothing": (("nested", "-"), ("blocked", "pasid_entry"), "SVA", {}, "open",
                         ["are translated by a guest page table and a host page table, which "
                          "domain type SVA allows",
                          "are blocked (the PASID table has no entry for requests without a "
                          "PASID), which domain type SVA allows"]),
    "an unknown domain": (("translated", "-"), ("translated", "-"), "unknown", {}, "unknown",
                          ["are translated", "are translated"]),
    "no domain": (("passthrough", "-"), ("off", "-"), "none", {}, None,
                  ["pass untranslated", "pass: the IOMMU is off"]),
    "no unit": (("-", "-"), ("-", "-"), "none", {}, None, []),
    "behind a crash": (("passthrough", "-"), ("translated", "-"), "DMA",
                       {"cmdline": "elfcorehdr=1G"}, "crashed",
                       ["pass untranslated, but its domain is DMA",
                        "are translated, as its domain type implies",
                        "This is a crash (kdump) kernel: devices that no driver has claimed keep "
                        "their old translation"]),
}


def hardware(run, folder):
    """why: what the hardware does with each requester id, against the domain."""
    for name, (own, bridge, domain, keys, word, ends) in SAID.items():
        made = followed(*own[:1], domain, **keys)
        made.port("00:03.0", "pcie_to_pci", cap=None)
        made.add("01:01.0", "nic", ("00:03.0",), group=made.devices["00:03.0"]["group"],
                 domain=domain)
        rows = [machine.record(
            dev="0000:01:01.0", requester="0000:" + requester, unit="dmar0", domain=domain,
            mode=mode, stage="-", tables="-", domain_id="-", width="-", pasids="-", ats="-",
            reason=reason) for requester, (mode, reason) in (("01:01.0", own), ("01:00.0", bridge))]
        made.translations += rows
        root = made.write(os.path.join(folder, "hardware-" + name.replace(" ", "-")))
        answer = run.ask("why", "01:01.0", "--root", root)
        said = [end.replace("%s", who) if "%s" in end else
                "Requests with requester ID %s %s" % (who, end)
                for who, end in zip(("01:01.0", "01:00.0"), ends)]
        wanted = " ".join(one + "." for one in said + ends[2:])
        page = run.call("why", "01:01.0", "--root", root).out.decode()
        run.ok("why: %s" % name, (answer["hardware"], answer["hardware_text"]) ==
               (word, wanted or None) and
               [(one["dev"], one["requester"]) for one in answer["translations"]] ==
               [("0000:01:01.0", "0000:01:01.0"), ("0000:01:01.0", "0000:01:00.0")] and
               ("In hardware       %s\n" % wanted in page if wanted else "In hardware" not in page),
               answer["hardware"], answer["hardware_text"], wanted, page)
    made = Machine()
    made.add("02:00.0", "nic", group="none")
    root = made.write(os.path.join(folder, "hardware-old"))
    said = {dev: run.ask("why", dev, "--root", root) for dev in ("00:00.0", "02:00.0")}
    run.ok("why: a module without translations knows nothing of the hardware",
           [(one["hardware"], one["hardware_text"], one["translations"]) for one in said.values()]
           == [("unknown", None, []), (None, None, [])], said)


# Functions that are named: profile, rule: (verdict, words) of what is said of these alone.
NAMED = [
    ("03:00.0", "baseline", {
        "covered": ("pass", "devices: 1 functions"), "groups": ("pass", "1 group with"),
        "groups-predicted": ("pass", "groups: 1 as predicted"), "acs-drift": ("pass", ""),
        "translated": ("pass", "groups: 1 groups")}),
    ("0a:00.0", "baseline", {"acs-drift": ("warn", "on 1 port"), "groups": ("pass", "1 group")}),
    ("0b:01.0", "baseline", {"groups": ("warn", "1 of 1 groups"),
                             "translated": ("warn", "1 of 1 groups")}),
    ("01:00.0", "sriov", {"sriov-capable": ("fail", "no function here")}),
    ("0a:10.0", "sriov", {"vf-driver": ("pass", "1 VF,"), "vf-groups": ("pass", "2, 2 of them"),
                          "numvfs": ("pass", "dev=0000:0a:00.0")}),
    ("0a:10.1", "sriov", {"vf-driver": ("warn", "1 of 1 VFs")}),
    # no port is ever bound to vfio-pci: vfio_pci_core_register_device() takes header type 0 only
    ("00:0a.0", "vfio", {"bound": (None, "")}),
    ("00:0a.0", "vfio", {"group-viable": ("fail", "00:0a.0 is a port or a bridge")}),
    ("01:00.0,03:00.0", "vfio", {"reset": ("fail", "01:00.0 has no reset"),
                                 "bound": ("warn", "2 of 2 functions")}),
]
# Functions that are named, and what of them works.
NAMED_WORKS = [
    ("03:00.0", {"vfio_passthrough": ("yes", "1 of 1"), "sriov_assignment": ("no", "")}),
    ("01:00.0,03:00.0", {"vfio_passthrough": ("partly", "1 of 2")}),
    ("0a:10.1", {"sriov_assignment": ("yes", "1 of 1 VFs"),
                 "vfio_passthrough": ("yes", "1 of 1")}),
    ("0a:00.0", {"sriov_assignment": ("yes", "2 of 2 VFs")}),
    ("03:00.0", {"device_isolation": ("yes", "")}),
    ("00:0a.0", {"vfio_passthrough": ("no", "00:0a.0 is a port or a bridge, which VFIO")}),
    ("0b:01.0", {"device_isolation": ("no", "1 of 1 groups are identity")}),
]


def named(run, folder):
    """--dev narrows what is judged, and the totals."""
    for devs, profile, said in NAMED:
        code, answer, _ = check(run, folder, crowded(), profile, "--dev", devs)
        found = {f["id"]: f for f in answer["findings"]}
        for rule, (verdict, words) in said.items():
            one = found.get(rule, {"verdict": None, "title": "", "evidence": []})
            run.ok("%s %s: %s" % (profile, devs, rule), one["verdict"] == verdict and
                   words in " ".join([one["title"]] + one["evidence"]), one)
        run.ok("%s %s: exit code" % (profile, devs), code == int(answer["verdicts"]["fail"] > 0))
    for devs, said in NAMED_WORKS:
        _, answer, _ = check(run, folder, crowded(), "baseline", "--dev", devs)
        got = {w["id"]: w for w in answer["works"]}
        for what, (word, why) in said.items():
            run.ok("%s: %s" % (devs, what), got[what]["answer"] == word and
                   why in got[what]["reason"], got[what])
    if run.may_want("--dev twice"):
        answers = [check(run, folder, crowded(), "vfio", *words)[:2] for words in (
            ["--dev", "01:00.0,03:00.0"], ["--dev", "01:00.0", "--dev", "03:00.0"])]
        run.ok("--dev twice is one list", answers[0] == answers[1], answers)
    # What is said of functions that were named says so: the others may be otherwise.
    if run.may_want("titles of functions that were named"):
        made = changed(crowded, faults=[fault(3)])
        for devs, seen in (("01:00.0", "pass"), ("03:00.0", "fail")):
            _, answer, _ = check(run, folder, made, "baseline", "--dev", devs)
            found = {f["id"]: f for f in answer["findings"]}
            run.ok("titles of functions that were named: faults, " + devs,
                   found["no-faults"]["verdict"] == seen, found["no-faults"])
            wrong = [f["title"] for f in found.values() if f["verdict"] == "pass" and
                     f["title"] in ("no DMA was blocked", "devices of the host are translated",
                                    "every group holds one device",
                                    "every PCI function is behind an IOMMU")]
            run.ok("titles of functions that were named: " + devs, not wrong, wrong)


def begins(line, profile, work):
    """Whether the first line of a page says what works: as many as the reason counts, or why."""
    counted = re.match(r"(\d+ of \d+ (VFs?|devices?)) can be assigned", work["reason"])
    said = (re.escape(counted.group()) if counted else
            "(unknown|.* fails?|.* rules fail, .* first); " if work["answer"] == "unknown" else
            "nothing can be assigned; ")
    return re.match("%s: (%s; )?%s" % (profile, ".* fails?(, .* first)?", said), line.replace(
        " device can", " devices can").replace(" VF can", " VFs can"))


def works(run, folder):
    for name, make, expected in WORKS:
        if not run.may_want("works on %s: " % name):
            continue
        _, answer, root = check(run, folder, make(), "baseline")
        got = {w["id"]: w for w in answer["works"]}
        for what, (word, why) in expected.items():
            run.ok("works on %s: %s" % (name, what), got[what]["answer"] == word and
                   why in got[what]["reason"], got[what], word, why)
        for profile, what in (("vfio", "vfio_passthrough"), ("sriov", "sriov_assignment")):
            page = run.call("check", "--profile", profile, "--root", root).out.decode()
            run.ok("works on %s: %s first" % (name, profile),
                   begins(page.splitlines()[0], profile, got[what]), page.splitlines()[:4])
        text = run.call("check", "-v", "--root", root).out.decode()
        lines = text.split("works here:\n")[1].splitlines()
        run.ok("works on %s: four lines" % name, len(lines) == 4 and all(
            re.match(r"  \S.*  +(yes|partly|no|unknown) · \S", line) for line in lines), lines)


# Machine, profile: (answer, functions that are fit and how many there are, first rule).
OVERVIEW = [
    (mixed, {"vfio": ("partly", (2, 4), "reset"), "gpu-single": ("nothing", None, "devices"),
             "sriov": ("nothing", None, "sriov-capable"), "baseline": ("yes", None, None)}),
    (switched, {"gpu-single": ("no", None, "gpu-p2p"), "gpu-host-nic": ("no", None, "gpu-nic"),
                "gpu-sriov-rdma": ("nothing", None, "devices"), "vm-mixed": ("yes", None, None),
                "inference": ("yes", None, None), "vfio": ("unknown", (0, 4), "in-use")}),
    (lambda: changed(switched, units=OFF), {"vfio": ("no", (0, 4), "iommu-on"),
                                            "baseline": ("no", None, "iommu-on")}),
    (lambda: changed(switched, units={"translation": "unknown"}), {
        "vfio": ("unknown", None, "iommu-on"), "inference": ("yes", None, None)}),
    # What cannot be seen of the host is known of none of its functions.
    (lambda: changed(mixed, units={"translation": "unknown"}), {
        "vfio": ("partly", (0, 4), "reset"), "baseline": ("unknown", None, "iommu-on")}),
    # the BARs of its VFs are not known
    (sriov, {"sriov": ("unknown", None, "vf-space")}),
    (lambda: sriov(0), {"sriov": ("no", None, "numvfs")}),
]


def overview(run, folder):
    """check --profile all: a row for each profile, as each of them says."""
    for number, (make, said) in enumerate(OVERVIEW):
        made = make()
        made.translations = []
        root = made.write("%s/overview%d" % (folder, number))
        result = run.call("check", "--profile", "all", "--json", "--root", root)
        rows = {row["profile"]: row for row in values.parse(result.out)["profiles"]}
        for profile, row in rows.items():
            one = run.ask("check", "--profile", profile, "--root", root)
            rule = next((f for f in one["findings"] if f["id"] == row["rule"]), None)
            run.ok("%d %s: as the profile itself" % (number, profile),
                   row["verdicts"] == one["verdicts"] and
                   (row["answer"] in ("no", "partly", "nothing")) ==
                   (one["verdicts"]["fail"] > 0) and
                   (not rule or rule["title"] == row["reason"]), row, one["verdicts"])
            run.ok("%d %s: fit is what is known" % (number, profile),
                   row["fit"] + row["unseen"] <= row["of"] and
                   (row["answer"] == "yes") <= (row["fit"] == row["of"]) and
                   (row["answer"] == "unknown") <= (row["unseen"] > 0 or not row["of"]), row)
        for profile, (answer, fit, rule) in said.items():
            row = rows[profile]
            run.ok("%d %s: %s" % (number, profile, answer), row["answer"] == answer and
                   (not fit or (row["fit"], row["of"]) == fit) and row["rule"] == rule, row)
        run.ok("%d: exit code" % number, result.code == int(any(
            row["answer"] in ("no", "partly") for row in rows.values())), result.code)
        page = run.call("check", "--profile", "all", "--root", root).out.decode().splitlines()
        run.ok("%d: virtualisation first, then a row for each" % number,
               page[0].startswith("virtualisation: ") and
               [line.split()[0] for line in page[3:11]] == list(rows), page)
    root = switched().write(folder + "/overview-dev")
    rows = {row["profile"]: row for row in run.ask(
        "check", "--profile", "all", "--dev", "06:00.0", "--root", root)["profiles"]}
    run.ok("--dev narrows each row", all(row["of"] == 1 for row in rows.values()), rows)
    for command in (["suggest"], ["diff", os.devnull], ["check", "--against", os.devnull]):
        result = run.call(*command, "--profile", "all", "--root", root)
        run.ok("refused: %s --profile all" % command[0], result.code == 2 and
               "all" in result.err, result.code, result.err)


@harness.plain("pages of check again, by their lines")
def agreed(run, _folder):
    """check --profile all and the page of each profile give one answer, of every machine."""
    for name, where in suite_widths.sources():
        rows = run.ask("check", "--profile", "all", *where)["profiles"]
        page = run.terminal(200, "check", "--profile", "all", "--no-color", *where)
        shown = {line.split()[0]: line for line in page.out.decode().splitlines() if line}
        for row in rows:
            if row["profile"] not in ("vfio", "vm-mixed", "sriov"):
                continue
            one = run.terminal(200, "check", "--profile", row["profile"], "--no-color", *where)
            first = one.out.decode().splitlines()[0]
            unknown = first.startswith(row["profile"] + ": unknown")
            word = shown[row["profile"]].split()[1]
            run.ok("%s: %s: unknown on both pages or on none" % (name, row["profile"]),
                   not unknown or word in ("unknown", "-"), first, shown[row["profile"]])


def tied(run, folder):
    """why: a card in another slot takes the ties of its own functions along."""
    def below(port, own):
        made = Machine()
        made.port("00:01.0", "root_port", cap=port, ctl=port or "none")
        for fn in range(2):
            made.add("01:00.%d" % fn, "nic", ("00:01.0",))
            made.regroup("01:00.%d" % fn, "00:01.0")
            if own:
                made.ports["01:00.%d" % fn] = ("endpoint", own, own, own, 1)
        return made

    # get_pci_function_alias_group() asks pci_acs_enabled() of both functions
    for name, own, said in (("no ACS of its own", None, True), ("ACS of its own", ISOLATION, False)):
        root = below(None, own).write("%s/tied-%s" % (folder, name.replace(" ", "-")))
        for fn, other in (("01:00.0", "01:00.1"), ("01:00.1", "01:00.0")):
            text = run.ask("why", fn, "--root", root)["split_text"]
            run.ok("why %s: %s" % (fn, name), "Another slot" in text and
                   ("shares a group with %s" % other in text) == said, text)


def claims(run, folder):
    for name, make, profile, words in CLAIMS:
        if not run.wants("wrong claim: " + name):
            continue
        _, _, root = check(run, folder, make(), profile)
        text = run.call("check", "-v", "--profile", profile, "--root", root).out.decode()
        run.ok("wrong claim: " + name, words in text, text)


def chain(run, folder):
    """The first broken link of the SR-IOV chain is named."""
    for name, make, first in (
            ("no IOMMU in the firmware", bare, "firmware"),
            ("switched off", lambda: changed(lambda: sriov(cmdline="intel_iommu=off"),
                                             units=OFF), "command-line"),
            ("VFs not enabled", lambda: sriov(0), "numvfs"),
            ("no VFs and no hugepages: what fails comes first", lambda: changed(
                lambda: sriov(0), host={HUGE + "nr_hugepages": "0\n"}), "numvfs"),
            ("VFs in one group", lambda: sriov(alone=False), "vf-groups"),
            ("VFs without a driver", lambda: changed(lambda: sriov(driver="-"), host={
                HUGE + "nr_hugepages": "8\n"}), "vf-driver"),
            ("all links whole", lambda: changed(sriov, host={HUGE + "nr_hugepages": "8\n"}),
             None)):
        if not run.may_want("chain: " + name):
            continue
        _, answer, root = check(run, folder, make(), "sriov")
        run.ok("chain: " + name, answer["first_broken"] == first, answer["first_broken"])
        text = run.call("check", "-v", "--profile", "sriov", "--root", root).out.decode()
        run.ok("chain: %s, said" % name, re.findall("First broken link: ([^:]*):", text) ==
               ([first] if first else []), text)


def chosen(run, folder):
    made = switched()
    made.add("07:00.0", "gpu", ("00:02.0",), group=made.devices["06:00.0"]["group"])
    code, answer, root = check(run, folder, made, "vfio", "--dev", "07:00.0")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("--dev: only that device is looked at", code == 1 and
           "06:00.0" in found["group-viable"]["title"] and
           len(found["bound"]["evidence"]) == 1, found["group-viable"], found["bound"])
    code, answer, _ = check(run, folder, made, "vfio", "--dev", "03:00.0,04:00.0")
    run.ok("--dev: two devices", {f["id"]: f for f in answer["findings"]}
           ["group-viable"]["verdict"] == "pass", answer)
    made = vfio()
    made.port("00:02.0", "root_port")
    made.add("02:00.0", "nic", ("00:02.0",), driver="mlx5_core")
    _, answer, _ = check(run, folder, made, "vfio")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("what user space owns is looked at, where it owns anything",
           found["bound"]["verdict"] == "pass" and len(found["bound"]["evidence"]) == 1,
           found["bound"])
    made.devices["01:00.0"].update(driver="nvidia", domain="DMA-FQ")
    _, answer, _ = check(run, folder, made, "vfio")
    found = {f["id"]: f for f in answer["findings"]}
    run.ok("else what one would give away", len(found["bound"]["evidence"]) == 2,
           found["bound"])
    for args, words in ((["--profile", "fast"], ["'fast' is not a profile", "gpu-single"]),
                        (["--dev", "0f:00.0"], ["no PCI function 0f:00.0"]),
                        (["--profile"], ["--profile needs a value", "'--root'"]),
                        (["--against"], ["--against needs a value", "'--root'"])):
        result = run.call("check", *args, "--root", root)
        run.ok("usage: " + " ".join(args), result.code == 2 and not result.out and
               all(w in result.err for w in words), result.err)


def tokens(run, folder):
    """A token to be copied ends where it ends."""
    _, answer, _ = check(run, folder, switched(), "gpu-single")
    change = next(f["fix"] for f in answer["findings"] if f["id"] == "gpu-p2p")
    run.ok("a token is followed by a blank", re.search(r" pci=config_acs=\S*[0-9] ", change),
           change)


@harness.plain("pages of check again, by their lines")
def numbers(run, _folder):
    """One of a thing is not several."""
    wrong = re.compile(r"(?<![\d.])(?<!of )1 (pairs|groups|parameters|records|VFs|functions|ports)\b|"
                       r"\b1 of \d+ (groups hold|parameters about this do)\b")
    for name in answers.names():
        for profile in ("baseline", "vfio", "vm-mixed"):
            if not run.wants("%s: singular and plural under %s" % (name, profile)):
                continue
            text = "".join(run.call("check", *words, "--profile", profile, "--from",
                                    os.path.join(answers.FOLDER, name + ".json")).out.decode()
                           for words in ([], ["-v"]))
            found = wrong.search(text)
            run.ok("%s: singular and plural under %s" % (name, profile), text and not found,
                   found)


def run(run):
    with harness.Folder() as folder:
        for part in (rules, table, hardware, check_pages.page, check_apart.apart, works, named,
                     overview, agreed, tied, claims, chain, chosen, tokens, numbers,
                     check_pages.shown, check_pages.explained, check_pages.one_look,
                     check_pages.fail_on, check_pages.some, check_pages.meant):
            run.part(part, folder)
