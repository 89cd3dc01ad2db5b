# SPDX-License-Identifier: GPL-2.0
"""Machines made of seeds, booted: the groups predicted against those of the kernel."""

import collections
import concurrent.futures
import hashlib

from lablib import boot, build, functions, generate
from lablib.paths import LAB, PROJECT, say

from . import machine, predicted, read
from .predicted import Question
from .report import Suite

# What make check boots, and make check-long.
SEEDS, LONG = range(1, 17), range(1, 101)
AT_ONCE = 2
# ACS Control: Source Validation, Request and Completion Redirect, Upstream Forwarding.
ISOLATION = 0x1d
LONE_BIT = "no text has the bit that one function of a slot sets, though it is alone"
# Of all that the generator makes of the seeds 1 to 500: what somebody reports by its seed has to
# be the same machine tomorrow.
SAME = "756800fab8833aeceb21c34ef8e699200480d423b31da421af5cebfb366ddbc9"


class Left:
    """What a boot left."""

    def __init__(self, out):
        self.out = out
        self.sysfs = read.sysfs_devices(out)
        self.names = read.qemu_devices(out / "qemu.devices")
        self.configs = read.config_spaces(out / "lspci.raw")
        self.groups = {frozenset(group["devices"])
                       for group in read.sysfs_groups(out).values() if group["devices"]}

    def has_acs(self):
        """Whether any of the bits that keep functions apart is on."""
        for config in self.configs.values():
            where = read.extended(config, 0x0d)
            if where and config[where + 6] & ISOLATION:
                return True
        return False


class Machine:
    """One machine of the suite, booted once or twice."""

    def __init__(self, suite, seed, tool):
        self.suite, self.tool = suite, tool
        self.drawn = generate.machine(seed)
        self.left_open = {}

    def label(self, second=False):
        """How a boot is called."""
        return f"seed {self.drawn.seed} {self.drawn.line} {self.drawn.iommu}" \
            + (f" {self.drawn.second}" if second else "")

    def folder(self, second=False):
        """Where a boot leaves what it has to leave."""
        return PROJECT / "build" / self.suite.name / self.label(second).replace(" ", "-")

    def check(self, second, name, problems):
        """A test; a failure says how to do it again."""
        problems = list(problems)
        if problems:
            problems.insert(0, f"again: tools/lab/lab test random --seeds {self.drawn.seed}; its "
                            f"parameters: {self.parameters(second) or 'none'}; its dumps: "
                            f"{self.folder(second).relative_to(PROJECT)}")
        self.suite.check(f"{self.label(second)}: {name}", problems)

    def parameters(self, second):
        """The kernel's parameters of a boot."""
        words = self.drawn.parameters
        if second and self.drawn.second == "disabled":
            words = f"{self.drawn.iommu.partition(':')[0]}_iommu=off " + " ".join(
                word for word in words.split() if not word.startswith("intel_iommu="))
        if not (second and self.drawn.second == "plain"):
            words += " " + self.drawn.acs
        return words.strip()

    def _request(self, second, kernel, module):
        iommu = self.drawn.iommu
        if second and self.drawn.second == "absent":
            iommu = "none"
        return boot.Request(
            kernel, self.drawn.shape, iommu, f"{self.parameters(second)} loglevel=5",
            (LAB / "tests" / "random.sh").read_bytes(), {},
            dict(zip(("TEXT", "HEX"), self.drawn.lspci)), module,
            {"/usr/sbin/iommu-audit": self.tool}, (), ("-smp", "1,sockets=1"))

    def boot(self, second, kernel, module):
        """Boot it; what it left, or None."""
        result = machine.run(self.suite, self.label(second),
                             lambda: self._request(second, kernel, module))
        if not result:
            return None
        (result.folder / "machine.conf").write_text(self.drawn.text, encoding="ascii")
        try:
            left = Left(result.out)
        except (OSError, ValueError, LookupError) as error:
            self.check(second, "left what is to be compared", [f"{type(error).__name__}: {error}"])
            return None
        self.check(second, "the machine that was drawn", as_drawn(self.drawn, left))
        off = second and self.drawn.second != "plain"
        self.check(second, "has no groups" if off else "has groups",
                   [] if bool(left.groups) != off else [f"{len(left.groups)} groups"])
        return left

    def questions(self, second, left):
        """What is asked of the tool after a boot."""
        kernel = ["--kernel", (left.out / "release").read_text(encoding="ascii").strip()]
        # neither the kernel nor its parameters are in a dump
        told = [*kernel, "--with", self.drawn.acs or " "]
        if second and self.drawn.second == "plain":
            return [Question(name, f"{name}.json", ["--with", self.drawn.acs], False)
                    for name in ("module", "sysfs")]
        snapshots = [Question("module", "module.json", [], True),
                     Question("sysfs", "sysfs.json", [], True)]
        whole = not has_orphans(self.drawn)
        ids = whole and "nn" in self.drawn.lspci[0]
        if second:
            # nor is what the parameters left of what firmware had left
            known = not self.drawn.acs
            return [*snapshots, Question("hex", "lspci.hex", told, whole and known),
                    Question("text", "lspci.text", told, ids and known, True),
                    Question("nobody", "lspci.nobody", told, False, True)]
        # without a bit of ACS, a hex dump looks as one with the IOMMU off
        hexes = [Question("hex", "lspci.hex", kernel, whole)] if left.has_acs() else []
        return [*snapshots, *hexes, Question("again", "lspci.hex", told, False),
                Question("text", "lspci.text", kernel, ids, True),
                Question("nobody", "lspci.nobody", kernel, False, True)]

    def note(self, second, left, groups, questions):
        """Leave beside the dumps what they are to be held against, for `lab keep`."""
        lines = ["# SPDX-License-Identifier: GPL-2.0",
                 f"# tools/lab/lab test random --seeds {self.drawn.seed}: {self.label(second)}",
                 f"# {self.parameters(second) or 'no parameters'}",
                 "kernel=" + (left.out / "release").read_text(encoding="ascii").strip(),
                 f"acs={self.drawn.acs}", f"iommu={'on' if left.groups else 'off'}",
                 "whole=" + " ".join(one.name for one in questions if one.whole)]
        lines += sorted("group=" + " ".join(sorted(group)) for group in left.groups or groups)
        (self.folder(second) / "machine").write_text("\n".join(lines) + "\n", encoding="ascii")

    def compare(self, second, left, groups):
        """Ask the tool after a boot, and compare with the groups of the kernel."""
        questions = self.questions(second, left)
        self.note(second, left, groups, questions)
        predicted.ask(self.tool, left.out, questions)
        for question in questions:
            try:
                found = predicted.read(left.out, question)
                problems = predicted.compare(found, groups, question.whole)
                self.left_open.setdefault(question.name, []).append(
                    (len(predicted.unknown(found)), sum(len(members) for _, members in found)))
            except (OSError, ValueError, LookupError) as error:
                problems = [f"{type(error).__name__}: {error}"]
            test = f"groups predicted from {question.file}" + \
                ("" if question.name != "again" else ", and what it was booted with")
            if question.text and lone_bits(self.drawn):
                self.suite.skip(f"{self.label(second)}: {test}", LONE_BIT)
            else:
                self.check(second, test, problems)

    def run(self, kernel, module):
        """Boot it and compare, and perhaps once more."""
        left = self.boot(False, kernel, module)
        if not left:
            return
        self.compare(False, left, left.groups)
        again = self.boot(True, kernel, module) if self.drawn.second else None
        if again:
            self.compare(True, again, left.groups)


def _seen(function, left):
    """What the booted machine has of a function."""
    found, config = left.sysfs[function.address], left.configs[function.address]
    above = found["where"].split("/")[-2]
    return {"parent": "-" if above.startswith("pci") else above, "type": read.port_type(config),
            "acs": "yes" if read.extended(config, 0x0d) else "no",
            "multifunction": bool(config[0x0e] & 0x80),
            "vfs": sum(entry["physfn"] == function.address for entry in left.sysfs.values())}


def as_drawn(one, left):
    """The machine that was booted is the one that was drawn, in sysfs and in config space."""
    problems = []
    for function in one.functions:
        who = f"{function.name} ({function.device}, {function.address})"
        if left.names.get(function.name) != function.address:
            problems.append(f"{who}: QEMU has it at {left.names.get(function.name)}")
        if function.address not in left.sysfs or function.address not in left.configs:
            problems.append(f"{who} is not there")
            continue
        wanted = {"parent": function.parent.address if function.parent else "-",
                  **{key: getattr(function, key) for key in
                     ("type", "acs", "multifunction", "vfs")}}
        seen = _seen(function, left)
        problems += [f"{who}: {key} {seen[key]}, drawn was {wanted[key]}" for key in wanted
                     if seen[key] != wanted[key] and wanted[key] is not None]
    drawn = {function.address for function in one.functions}
    others = {address for address, entry in left.sysfs.items() if entry["physfn"] not in drawn} \
        - drawn - set(functions.CHIPSET) - {functions.AMD_IOMMU}
    return problems + [f"{address} was not drawn" for address in sorted(others)]


def has_orphans(one):
    """Whether a dump leaves open if a bus is a root bus: it looks as if its port was left out."""
    far = [function.behind for function in one.functions if function.device == "pxb-pcie"]
    types = [{function.type for function in one.functions if function.bus is bus} for bus in far]
    return any("pcie_to_pci" in found and "root_port" not in found for found in types)


def lone_bits(one):
    """Whether a function that is alone in its slot says that it is not: to the kernel it is not."""
    slots = collections.Counter((function.bus.name, function.slot) for function in one.functions)
    return any(function.multifunction and slots[function.bus.name, function.slot] == 1
               for function in one.functions)


def always():
    """The generator makes of each seed what it always made."""
    digest = hashlib.sha256()
    for seed in range(1, 501):
        one = generate.machine(seed)
        digest.update(repr((one.text, one.line, one.iommu, one.second, one.lspci)).encode())
    return [] if digest.hexdigest() == SAME else [f"their digest is {digest.hexdigest()}"]


def run(only="", long=False, seeds=None):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("random")
    suite.check("each seed makes the machine that it always made", always())
    tool = build.tool()
    machines = [Machine(suite, seed, tool) for seed in seeds or (LONG if long else SEEDS)]
    machines = [one for one in machines if only in one.label()]
    ready = machine.modules(suite, [one.drawn.line for one in machines])
    say(f"random: {len(machines)} machines, {AT_ONCE} at a time")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(one.run, *ready[one.drawn.line])
                for one in machines if one.drawn.line in ready]
        for job in jobs:
            job.result()
    for name in dict.fromkeys(name for one in machines for name in one.left_open):
        counts = [count for one in machines for count in one.left_open.get(name, [])]
        print(f"# random: {name}: {len(counts)} predictions, {sum(count for count, _ in counts)} "
              f"of {sum(of for _, of in counts)} functions left open", flush=True)
    return suite.status()
