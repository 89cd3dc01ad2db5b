# SPDX-License-Identifier: GPL-2.0
"""Completion runs nothing but the installed tool, and no name of a file becomes a command.

An interactive bash on a terminal completes, and a program of ours gets the words
that came of it: bash itself says what they are.
"""
import json
import os
import re
import select
import shutil
import subprocess
import time

import harness
import suite_privilege
from suite_consistency import COMPLETION, MAN

# What a hostile name would leave behind, in the folder where completion runs.
CANARY = "canary"
NAMES = ["$(touch canary).json", "`touch canary`.json", "a b.json", "a;touch canary;.json",
         "a|touch canary.json", "a&touch canary&.json", "it's.json", 'quo"te.json', "*.json",
         "[x].json", "{a,b}.json", "$HOME.json", "~.json", "back\\slash.json", "a>canary.json",
         "new\nline.json", "new\ntouch canary\n.json", "tab\tbed.json", "-rf.json", "#.json",
         "!!.json", "x=$(touch canary).json", "a:b.json", "<(touch canary).json", "ü.json"]
# What is run in place of the tool: it keeps its arguments, and leaves help to the tool.
RECORDER = """#!/bin/sh
case " $* " in
*" --help "* | *" list "* | *" --output dev,netdev,"*) exec %s "$@" ;;
esac
printf '%%s\\0' "$@" >%s
"""
# Programs that a completion may call; those of the current folder are hostile.
PROGRAMS = ["iommu-audit", "sed", "tr", "ls", "cut", "basename", "cat", "grep", "awk", "compgen"]


class Place:
    """A folder with the tool, a home and a current folder, as a context."""

    def __init__(self, run):
        self.run = run

    def __enter__(self):
        self.temp = harness.Folder()
        self.top = self.temp.__enter__()
        self.bin, self.home, self.here = (self.make(name) for name in ("bin", "home", "here"))
        self.said = os.path.join(self.top, "said")
        self.put(self.bin, "iommu-audit", RECORDER % (self.run.tool, self.said))
        return self

    def __exit__(self, *error):
        self.temp.__exit__(*error)

    def make(self, *names):
        path = os.path.join(self.top, *names)
        os.makedirs(path)
        return path

    @staticmethod
    def put(folder, name, text=""):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf8") as file:
            file.write(text)
        os.chmod(path, 0o755)
        return path

    def environment(self, **more):
        return self.run.environment(**{"PATH": self.bin + ":/usr/bin:/bin", "HOME": self.home,
                                       "INPUTRC": "/dev/null", "HISTFILE": "/dev/null", **more})

    def bitten(self):
        """Whether a name became a command."""
        return [os.path.join(top, CANARY) for top, _, files in os.walk(self.top)
                if CANARY in files]

    def typed(self, text, shell=("bash", "--norc", "--noprofile", "-i"), start=None, **more):
        """The arguments of the tool after that was typed, with its keys; None when it did not run."""
        master, slave = os.openpty()
        if os.path.exists(self.said):
            os.unlink(self.said)
        process = subprocess.Popen(
            shell, stdin=slave, stdout=slave, stderr=slave,
            cwd=self.here, env=self.environment(PS1="", **more), start_new_session=True)
        os.close(slave)
        lines = [*start, text, "exit"] if start else [
                 "bind 'set bell-style none'", "bind 'set enable-bracketed-paste off'",
                 "bind 'set completion-query-items 0'", "bind 'set page-completions off'",
                 "set +H", ". " + COMPLETION, text, "exit"]
        seen, limit = b"", harness.Limit(self.run, 5)
        for line in lines:
            os.write(master, line.encode() + b"\r")
        while process.poll() is None and not limit.over():
            if select.select([master], [], [], 0.02)[0]:
                try:
                    seen += os.read(master, 65536)
                except OSError:
                    break
        process.kill()
        process.wait()
        os.close(master)
        self.screen = seen.decode(errors="replace")
        if not os.path.exists(self.said):
            return None
        with open(self.said, encoding="utf8", errors="surrogateescape") as file:
            return file.read().split("\0")[:-1]

    def offered(self, *words, start=(), **more):
        """What the function offers for the last of these words."""
        script = ('. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
                  'COMPREPLY=(); _iommu_audit; printf "%s\\0" "${COMPREPLY[@]}"')
        done = subprocess.run([*start, "bash", "--norc", "-c", script, COMPLETION, *words],
                              cwd=self.here, env=self.environment(**more), capture_output=True,
                              check=False)
        return sorted(one for one in done.stdout.decode(errors="replace").split("\0") if one)


def files(run):
    """A file of any name arrives as that name, and nothing else happens."""
    for name in NAMES:
        for command in (["--from"], ["diff"]):
            with Place(run) as place:
                place.put(place.here, name)
                got = place.typed("iommu-audit %s \t" % command[0])
                run.ok("%s %r" % (command[0], name),
                       got == [*command, name] and not place.bitten(), got, place.bitten(),
                       place.screen[-600:])


def folders(run):
    """So does a file in a folder of any name, and a folder for --root."""
    for name in NAMES:
        with Place(run) as place:
            place.put(place.make("here", name), "x")
            got = place.typed("iommu-audit --from \t\t")
            run.ok("file in %r" % name, got == ["--from", name + "/x"] and not place.bitten(),
                   got, place.bitten(), place.screen[-600:])
            got = place.typed("iommu-audit --root \t")
            run.ok("--root %r" % name, got == ["--root", name + "/"] and not place.bitten(), got,
                   place.bitten())


def results(run):
    """Results: names that need no quotes, wherever their folder is."""
    for where in ("HOME", "XDG_STATE_HOME"):
        for folder in ("plain", "$(touch canary)", "a b", "*", "`touch canary`"):
            with Place(run) as place:
                top = place.make(folder)
                state = os.path.join(top, *([".local", "state"] if where == "HOME" else []),
                                     "iommu-audit")
                os.makedirs(state)
                for name in [*NAMES, "good.json", "good-2.json"]:
                    place.put(state, name)
                for name in NAMES:
                    place.put(place.here, name)
                place.put(place.here, "here.json")
                got = place.offered("iommu-audit", "compare", "", **{where: top})
                run.ok("compare: %s=%s" % (where, folder),
                       {"good", "good-2", "here.json"} <= set(got) and not place.bitten() and
                       all(re.fullmatch(r"[\w.+-]+", one) and one[0] != "-" for one in got),
                       got, place.bitten())
    with Place(run) as place:
        state = os.path.join(place.home, ".local", "state", "iommu-audit")
        os.makedirs(state)
        place.put(state, "before.json")
        run.ok("compare: one is completed",
               place.typed("iommu-audit compare b\t") == ["compare", "before"], place.screen)


def hosts(run):
    """Devices and groups of a hostile /sys."""
    why = suite_privilege.cannot()
    if why:
        run.skip("a hostile /sys", why)
        return
    with Place(run) as place:
        for folder in ("bus/pci/devices", "kernel/iommu_groups"):
            path = place.make("sys", *folder.split("/"))
            for name in [*NAMES, "0000:03:00.0", "7"]:
                os.mkdir(os.path.join(path, name))
        start = suite_privilege.inside((os.path.join(place.top, "sys"), "/sys"))
        for words, wanted in ((["why", ""], "03:00.0"), (["why", "0000:"], "0000:03:00.0"),
                              (["check", "--dev", ""], "03:00.0"), (["groups", ""], "7")):
            got = place.offered("iommu-audit", *words, start=start)
            run.ok("a hostile /sys: " + words[0], got == [wanted] and not place.bitten(), got,
                   place.bitten())


def names(run):
    """Names that the kernel has for functions, and nothing that is none of a function."""
    why = suite_privilege.cannot()
    if why:
        run.skip("names of functions", why)
        return
    with Place(run) as place:
        for path in ("bus/pci/devices/0000:03:00.0", "bus/pci/slots/3-1", "class/net/eth0/device",
                     "class/net/lo", "class/infiniband/mlx5_2/device", "class/block/sda/device",
                     "class/block/sda1/device", "class/block/sda1/partition", "class/block/dm-0",
                     "class/block/nvme0c1n1/device", "class/nvme/nvme0/device",
                     "class/drm/card1/device", "class/drm/card1-HDMI-A-1/device",
                     "class/drm/renderD128/device", "class/drm/version"):
            os.makedirs(os.path.join(place.top, "sys", path))
        start = suite_privilege.inside((os.path.join(place.top, "sys"), "/sys"))
        wanted = ["03:00.0", "3-1", "card1", "eth0", "mlx5_2", "nvme0", "renderD128", "sda"]
        for words in (["why", ""], ["check", "--dev", ""]):
            got = place.offered("iommu-audit", *words, start=start)
            run.ok("names of functions: " + words[0], got == wanted, got)
        for typed, found in (("ETH", ["eth0"]), ("Mlx5_", ["mlx5_2"]), ("renderd", ["renderD128"]),
                             ("e", ["eth0"]), ("zz", [])):
            got = place.offered("iommu-audit", "why", typed, start=start)
            run.ok("case of names: " + typed, got == found, got)


def programs(run):
    """Of the current folder no program is run, however it is reached."""
    for typed in ("iommu-audit", "./iommu-audit", "../here/iommu-audit", "ABSOLUTE"):
        for path in ("%s:/usr/bin:/bin", ".:%s:/usr/bin:/bin", ":%s:/usr/bin:/bin",
                     "../here:%s:/usr/bin:/bin", "%s:.:/usr/bin:/bin"):
            with Place(run) as place:
                for name in PROGRAMS:
                    place.put(place.here, name, "#!/bin/sh\ntouch canary\n")
                first = os.path.join(place.here, "iommu-audit") if typed == "ABSOLUTE" else typed
                for words in ([""], ["--"], ["check", "--profile", ""], ["compare", ""],
                              ["devices", "-o", ""], ["groups", ""]):
                    place.offered(first, *words, PATH=path % place.bin)
                run.ok("%s with PATH=%s" % (typed, path % "BIN"), not place.bitten(),
                       place.bitten())
    with Place(run) as place:
        run.ok("the installed one is asked", "check" in place.offered("iommu-audit", "") and
               "--json" in place.offered("iommu-audit", "--"))
        run.ok("and its lists", "vfio" in place.offered("iommu-audit", "check", "--profile", "v"))


def words(run):
    """What was typed so far is compared and not expanded."""
    with Place(run) as place:
        for word in ["$(touch canary)", "`touch canary`", "*", "${x[$(touch canary)]}", "a b",
                     "'", '"', "\\", "[", "-$(touch canary)"]:
            for before in (["check"], ["compare"], ["why"], ["groups"], ["--from"], ["--mode"],
                           ["check", "--profile"], ["devices", "-o"], [word]):
                place.offered("iommu-audit", *before, word)
        run.ok("words", not place.bitten(), place.bitten())


# What is typed, and some of what has to be offered: the same in every shell.
SNAPSHOT = os.path.join(harness.HERE, "machines", "gpu.json")
ZSH = os.path.join(os.path.dirname(COMPLETION), "_iommu-audit")
FISH = os.path.join(os.path.dirname(COMPLETION), "iommu-audit.fish")
OFFERS = [
    (["che"], ["check"]), (["check", "--prof"], ["--profile"]), (["help", "sug"], ["suggest"]),
    (["help", "glo"], ["glossary"]),
    (["check", "--profile", "vf"], ["vfio"]), (["check", "--profile", "al"], ["all"]),
    (["events", "--kind", "vf_bind_"], ["vf_bind_failed"]),
    (["events", "--kind", "vf_add,dev_ad"], ["vf_add,dev_add"]),
    (["devices", "-o", "drive"], ["driver"]), (["devices", "--output", "dev,drive"], ["dev,driver"]),
    (["suggest", "--format", "proxm"], ["proxmox"]), (["sriov", "pl"], ["plan"]),
    (["sriov", "plan", "--format", "device-p"], ["device-plugin"]),
    (["groups", "--with", "pcie_acs_o"], ["pcie_acs_override"]), (["lint", "amd_iom"], ["amd_iommu"]),
    (["why", "--from", "SNAPSHOT", "06:00."], ["06:00.0"]),
    (["why", "--from", "SNAPSHOT", "0000:06"], ["0000:06:00.0"]),
    (["why", "--from", "SNAPSHOT", "nvm"], ["nvme7"]),
    (["why", "--from", "SNAPSHOT", "ibs"], ["ibs9"]),
    (["check", "--from", "SNAPSHOT", "--dev", "nvm"], ["nvme7"]),
    (["check", "--from", "SNAPSHOT", "--dev", "ibs9,nvm"], ["ibs9,nvme7"]),
    (["why", "--from", "-", "06:00."], []), (["why", "--from", "/no/such", "06:00."], []),
    (["why", "--from", "~/named.json", "nvm"], ["nvme7"]),
    (["bench", "--mode", "coh"], ["coherent"]), (["report", "--segm"], []),
]
# What is typed on a terminal, and what then is there: bash takes addresses and "=" to pieces.
TYPED = [
    ("why --from SNAPSHOT 06:", "06:00.0"), ("why --from SNAPSHOT 06:0", "06:00.0"),
    ("why --from SNAPSHOT 0000:06:0", "0000:06:00.0"), ("why --from=SNAPSHOT 06:00.", "06:00.0"),
    ("check --from=SNAPSHOT --dev=nvm", "--dev=nvme7"), ("why --from=SNAPSHOT nvm", "nvme7"),
    ("check --from SNAPSHOT --dev ibs9,06:0", "ibs9,06:00.0"),
    ("why --from ~/named.json 06:0", "06:00.0"), ("devices --columns=drive", "--columns=driver"),
    ("why --from ~/a:b.json nvm", "nvme7"),
]


def named_snapshot(place):
    """A snapshot whose functions have names that this host lacks."""
    with open(SNAPSHOT, encoding="utf8") as file:
        machine = json.load(file)
    blank = {"netdev": [], "rdma": [], "block": [], "nvme": [], "drm": [], "slot": [],
             "sriov_vf_device": None, "slots_below": []}
    first = [one["dev"] for one in machine["devices"]]
    machine["host"]["names"] = [
        {"dev": dev, **blank, **({"nvme": ["nvme7"], "netdev": ["ibs9"]} if not at else {})}
        for at, dev in enumerate(first)]
    path = os.path.join(place.top, "named.json")
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    return path


def fished(place, words):
    """What fish offers."""
    line = " ".join(["iommu-audit", *words])
    done = subprocess.run(["fish", "--no-config", "-c", "source %s; complete -C '%s'" % (FISH, line)],
                          cwd=place.here, env=place.environment(), capture_output=True, text=True,
                          check=False)
    return [one.split("\t")[0] for one in done.stdout.splitlines()], done.stderr


def zshed(place, words):
    """What zsh makes of the line, with its keys; the last word alone."""
    start = ["autoload -Uz compinit; fpath=(%s $fpath); compinit -u -D" % os.path.dirname(ZSH),
             "unsetopt beep list_beep always_last_prompt automenu", "PS1="]
    got = place.typed(" ".join(["iommu-audit", *words]) + "\t", shell=["zsh", "-f", "-i"], start=start)
    return ([got[-1]] if got else []), place.screen


def other_shells(run):
    """bash, zsh and fish offer the same."""
    for shell in ("bash", "zsh", "fish"):
        if not shutil.which(shell):
            run.skip(shell, shell + " is not installed")
            continue
        with Place(run) as place:
            path = named_snapshot(place)
            shutil.copy(path, os.path.join(place.home, "named.json"))
            for typed, wanted in OFFERS:
                words = [path if word == "SNAPSHOT" else word for word in typed]
                said = ""
                if shell == "bash":
                    got = place.offered("iommu-audit", *words)
                elif shell == "fish":
                    got, said = fished(place, words)
                else:
                    got, said = zshed(place, words)
                    # What is not completed stays as it was typed.
                    got = [one for one in got if one != words[-1] or one in wanted]
                # fish has the text of a list as it is, and so do the others.
                run.ok("%s: %s" % (shell, " ".join(typed)),
                       set(wanted) <= set(got) and (wanted or not got), got, said[-400:])


def on_a_terminal(run):
    """Each shell makes of the line what it would offer, and tears nothing apart."""
    for shell in ("bash", "zsh"):
        if not shutil.which(shell):
            run.skip(shell + " on a terminal", shell + " is not installed")
            continue
        for typed, wanted in TYPED:
            with Place(run) as place:
                path = named_snapshot(place)
                shutil.copy(path, os.path.join(place.home, "named.json"))
                shutil.copy(path, os.path.join(place.home, "a:b.json"))
                line = typed.replace("SNAPSHOT", path)
                if shell == "bash":
                    got = place.typed("iommu-audit %s\t" % line)
                else:
                    got = zshed(place, line.split())[0]
                run.ok("%s, typed: %s" % (shell, typed), got and got[-1] == wanted, got,
                       place.screen[-400:])


def hostile_places(run):
    """A snapshot's name that has to be quoted runs nothing, in any shell."""
    for name in NAMES:
        if "\n" in name or "'" in name:
            continue
        for shell in ("zsh", "fish"):
            if not shutil.which(shell):
                continue
            with Place(run) as place:
                place.put(place.here, name)
                words = ["why", "--from", "\\'%s\\'" % name if shell == "fish" else "'%s'" % name, "0"]
                (fished if shell == "fish" else zshed)(place, words)
                run.ok("%s: why --from %r" % (shell, name), not place.bitten(), place.bitten())


def man_page(run):
    """The page includes nothing, and runs nothing."""
    with open(MAN, encoding="utf8") as file:
        found = re.findall(r"^[.'][ \t]*(so|sy|pso|pi|open|opena|cf|mso|msoquiet|soquiet|trf|nx|"
                           r"rd|psbb)\b.*", file.read(), re.M)
    run.ok("the man page asks for no other file", not found, found)


@harness.plain("what shells make of what is typed")
def run(run):
    run.part(files)
    run.part(folders)
    run.part(results)
    run.part(hosts)
    run.part(names)
    run.part(programs)
    run.part(words)
    run.part(man_page)
    run.part(other_shells)
    run.part(on_a_terminal)
    run.part(hostile_places)
