# SPDX-License-Identifier: GPL-2.0
"""Help, man page and completion name the same; check, suggest, p2p and lint say the same."""
import json
import os
import re
import subprocess

import harness
import suite_suggest
import values
from machine import ISOLATION, many, switched
from check_machines import changed

TOP = os.path.join(harness.HERE, "..", "..", "..")
MAN = os.path.join(TOP, "Documentation", "man", "iommu-audit.8")
COMPLETION = os.path.join(TOP, "tools", "completion", "iommu-audit.bash")


def helped(run, *args):
    """Commands and options of a help text."""
    text = run.call(*args, "--help").out.decode()
    commands = [] if args else re.findall(r"^  ([a-z][a-z0-9-]*)", text, flags=re.M)
    return commands, sorted(re.findall(r"^  (?:-\w,|   ) (--[\w-]+)", text, flags=re.M))


def man_sections(command=None):
    """Sections of a man page, as text without most of roff's escapes."""
    path = MAN if not command else MAN.replace(".8", "-%s.8" % command)
    with open(path, encoding="utf8") as file:
        text = file.read().replace("\\-", "-")
    parts = re.split(r"^\.SH (.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def completed(run, *words):
    """What bash offers for the last word, of the tool that is found in PATH."""
    script = ('. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
              'COMPREPLY=(); _iommu_audit; printf "%s\\n" "${COMPREPLY[@]}"')
    with harness.Folder() as folder:
        os.symlink(run.tool, os.path.join(folder, "iommu-audit"))
        done = subprocess.run(["bash", "-c", script, COMPLETION, "iommu-audit", *words],
                              env=run.environment(PATH=folder + ":/usr/bin:/bin", HOME=folder),
                              capture_output=True, text=True, check=True)
    return sorted(done.stdout.split())


def named(run):
    """Commands, options and exit codes."""
    commands = helped(run)[0]
    run.ok("the help names commands", len(commands) > 8, commands)
    man = man_sections()
    there = re.findall(r"^\.BR iommu-audit-(\S+) \(8\)", man["COMMANDS"], flags=re.M)
    run.ok("man page: commands", there == commands, there, commands)
    codes = sorted(re.findall(r"^\.B (\d)$", man["EXIT STATUS"], flags=re.M))
    run.ok("man page: exit codes", codes == list("01234567"), codes)
    offered = completed(run, "")
    run.ok("completion: commands", offered == sorted(commands), offered)
    offered = completed(run, "--")
    own = helped(run, "report")[1]
    run.ok("completion: options of the default", offered == own, offered, own)


def each(run):
    """The options of each command."""
    for command in helped(run)[0]:
        own = helped(run, command)[1]
        offered = completed(run, command, "--")
        run.ok("completion: options of " + command, offered == own, offered, own)
        there = sorted(re.findall(r"^(?:\\fB-\w\\fR, )?\\fB(--[\w-]+)\\fR(?: \\fI|$)",
                                  man_sections(command)["OPTIONS"], flags=re.M))
        run.ok("man page: options of " + command, there == own, there, own)


PROFILES = ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma",
            "vm-mixed", "inference")
REAL = os.path.join(harness.HERE, "real")
# Words of a kernel command line.
WORD = re.compile(r"(?<![\w.-])((?:intel_iommu|amd_iommu|iommu|iommu\.\w+|pci|intremap|"
                  r"vfio-pci\.ids|hugepages|hugepagesz|default_hugepagesz)=[^\s,()]*[^\s,:;()])")
# Without a GPU four profiles are about nothing: there is one thing to say.
NO_GPU = "none of the devices considered is a GPU"
# Functions of a machine that are named one by one.
NAMED = 10
# Rules that speak of what shares a group: none of it is given away either.
AGAINST = {"in-use": ("fail", "unknown"), "reserved": ("fail",)}


def made_machines(folder):
    """Machines whose advice is hard: guests below a switch, ATS, kernels without a fix."""
    owned = suite_suggest.OWNED
    direct = ISOLATION + ",DirectTrans"

    def translated(**keys):
        made = switched(cmdline="intel_iommu=on", ctl=direct, **keys)
        made.devices["03:00.0"].update(ats="on", **owned)
        return made

    def vf_of_guest():
        made = many(2)
        made.devices["04:00.1"].update(ats="on", **owned)
        return made

    makes = {
        "switch": switched, "guest's NIC": suite_suggest.guests_nic,
        "guest's VF": suite_suggest.guests_vf, "two switches, a guest's VF": vf_of_guest,
        "Direct Translated": translated, "connectx8": suite_suggest.connectx8,
        "Direct Translated, 6.12.10": lambda: translated(kernel="6.12.10"),
        "switch, 6.12.10": lambda: switched(kernel="6.12.10"),
        "switch, 6.13": lambda: switched(kernel="6.13.0"),
        "switch, 6.1": lambda: switched(kernel="6.1.0"),
        "identity": lambda: changed(lambda: switched(cmdline="iommu=pt"),
                                    d_06_00_0=suite_suggest.IDENTITY),
        "ACS off": lambda: switched(cmdline="pci=noaer,disable_acs_redir=0000:00:01.0"),
        "two alike": suite_suggest.two_alike, "disks": suite_suggest.two_disks,
        "card": suite_suggest.card, "RMRR": suite_suggest.beside_vfio,
    }
    for number, (name, make) in enumerate(makes.items()):
        yield name, ["--root", make().write("%s/made-%d" % (folder, number))]


def all_machines(folder):
    """(name, arguments): recorded, real and made ones."""
    for name in harness.machines():
        yield name, ["--root", harness.fixture(name)]
    for name in sorted(os.listdir(REAL)):
        if name.endswith(".json"):
            yield name, ["--from", os.path.join(REAL, name)]
    yield from made_machines(folder)


def words_of(found):
    """(rule, words of a command line that its fix names) of what is wrong."""
    for finding in found["findings"]:
        words = WORD.findall(finding["fix"] or "")
        if finding["verdict"] in ("warn", "fail") and words:
            yield finding["id"], words


def agrees(run, name, source, profile):
    """Return: what check and suggest say otherwise of a machine under a profile."""
    found = run.ask("check", "--profile", profile, *source)
    answer = run.ask("suggest", "--profile", profile, *source)
    said = json.dumps([answer[key] for key in ("add", "have", "drop", "notes")])
    if answer["notes"] == [NO_GPU]:
        run.ok("%s, %s: no GPU" % (name, profile), not answer["add"] and not answer["drop"] and
               any(f["id"] == "devices" and f["verdict"] == "fail" for f in found["findings"]),
               found["findings"][0])
        return []
    # A fix may name several words, one of which is to take the place of the others.
    wrong = ["%s: %s is in check alone, as the fix of %s" % (profile, words, rule)
             for rule, words in words_of(found)
             if not any(word in said for word in words) and "check, %s:" % rule not in said]
    tokens = [a["argument"] for a in answer["add"]]
    ports = {word for rule, words in words_of(found) if rule in ("gpu-p2p", "gpu-nic")
             for word in words if word.startswith("pci=")}
    asked = {t for t in tokens if t.startswith("pci=")}
    if profile in ("gpu-single", "gpu-host-nic") and ports and ports != asked:
        wrong.append("%s: ports of check %s, of suggest %s" % (profile, ports, asked))
    kernel = (answer["kernel"] or "").split("-")[0]
    if tokens and re.fullmatch(r"[\d.]+", kernel):
        result = run.call("lint", "--kernel", kernel, " ".join(tokens), "--json")
        if result.out:
            wrong += ["%s: lint of %s: %s" % (profile, p["token"], p["verdict"])
                      for p in values.parse(result.out)["parameters"] if p["verdict"] != "ok"]
    # What is to go is there, and what is to come is not.
    line = [a["argument"] for a in answer["have"]]
    wrong += ["%s: %s is there, and added" % (profile, t) for t in tokens if t in line]
    return wrong


def gives_away(run, source, device):
    """Return: what is wrong with what suggest says of one function, by what check says of it."""
    args = ["--profile", "vfio", "--dev", device["dev"], *source]
    answer = run.ask("suggest", *args)
    given = [a["argument"] for a in answer["add"] if a["argument"].startswith("vfio-pci.ids=")]
    given += [b["command"] for b in answer["bind"]]
    found = {f["id"]: f for f in run.ask("check", *args)["findings"]}
    against = [rule for rule, verdicts in AGAINST.items()
               if rule in found and found[rule]["verdict"] in verdicts]
    if given and against:
        return ["%s: %s, and check says %s" % (device["dev"], given, found[against[0]]["title"])]
    refused = any(" is not proposed: " in n or "is a port or bridge" in n
                  for n in answer["notes"])
    there = any(a["argument"].startswith("vfio-pci.ids=") for a in answer["have"])
    if not given and not refused and not there and device["driver"] != "vfio-pci" and \
            not any("check, " in n for n in answer["notes"]):
        return ["%s: neither given nor refused" % device["dev"]]
    if given and any(" is not proposed: " in n for n in answer["notes"]):
        return ["%s: given and refused" % device["dev"]]
    return []


@harness.plain("whether check and suggest agree")
def agree(run, folder):
    """Each fix on the command line is in suggest too; what check refuses nobody proposes."""
    for name, source in all_machines(folder):
        if not run.may_want("agree: " + name):
            continue
        wrong = [line for profile in PROFILES for line in agrees(run, name, source, profile)]
        run.ok("agree: " + name, not wrong, *wrong)
        devices = run.ask("devices", *source)["devices"]
        wrong = [line for device in devices[::max(1, len(devices) // NAMED)]
                 for line in gives_away(run, source, device)]
        run.ok("agree: %s: one by one" % name, not wrong, *wrong)


def run(run):
    run.part(named)
    run.part(each)
    with harness.Folder() as folder:
        run.part(agree, folder)
