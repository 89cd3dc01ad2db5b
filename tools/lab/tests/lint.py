# SPDX-License-Identifier: GPL-2.0
"""Command lines tried on booted kernels: what lint and why say against what the kernel did."""

import collections
import concurrent.futures
import re

from lablib import answers, arch, boot, build, topology
from lablib.paths import LAB, say

from . import machine, read
from .report import Suite

# One boot. types: default domains that all groups have, as alternatives, or "none";
# verdicts: on the parameters, in their order; met: what was requested and whether it is there,
# by topic: [(met, cause)]; log: texts that the kernel has to have printed.
Case = collections.namedtuple("Case", "name line iommu shape cmdline types verdicts met log")

PORT = "0000:00:02.0"
EDU = "1234:11e8"
# Words that the kernel reads by what stands before them: hugepages_setup(), setup_irqremap().
TOGETHER = ("intel_iommu=on;iommu=pt hugepages=4 hugepages=8 hugepagesz=4M hugepages=2 "
            "default_hugepagesz=2M intremap=nopost,on disable_idle_d3=1")
TOGETHER_LOG = [
    "HugeTLB: hugepages= specified twice without interleaving hugepagesz=, ignoring hugepages=8",
    "HugeTLB: unsupported hugepagesz=4M",
    "HugeTLB: hugepages=2 does not follow a valid hugepagesz, ignoring",
]
CASES = [
    Case("together-6.12", "6.12", "intel", "plain", TOGETHER, "DMA-FQ",
         "misleading ok logged logged logged ok conflict ok logged",
         {"translation": [("yes", "requested")], "interrupt_remapping": [("yes", "requested")]},
         TOGETHER_LOG),
    Case("pt", "6.12", "intel", "plain", "intel_iommu=on iommu=pt iommu=strict pci=noacs",
         "identity", "ok ok silent logged",
         {"translation": [("yes", "requested")], "default_domain": [("yes", "requested")]},
         ["DMAR: IOMMU enabled", "PCI: Unknown option `noacs'"]),
    Case("strict-twice", "6.12", "intel", "plain",
         "intel_iommu=on,strict,pt iommu.strict=0 iommu=usedac,pt",
         "DMA", "ok deprecated logged conflict misleading silent",
         {"invalidation": [("yes", "requested")], "default_domain": [("unrequested", "default")]},
         ["intel_iommu=strict deprecated", "DMAR: Unknown option - 'pt'",
          "Malformed early option 'iommu'"]),
    Case("strict-acs", "7.2", "intel", "plain",
         f"intel_iommu=on iommu.strict=1 pci=config_acs=xx101x1@{PORT}",
         "DMA", "ok ok ok",
         {"invalidation": [("yes", "requested")], "acs": [("yes", "requested")]}, []),
    Case("old-acs", "6.1", "intel", "plain",
         f"intel_iommu=on iommu.passthrough=1 pci=config_acs=xx1@{PORT},"
         f"disable_acs_redir={PORT}",
         "identity", "ok ok version ok",
         {"default_domain": [("yes", "requested")], "acs": [("yes", "requested")]},
         [f"PCI: Unknown option `config_acs=xx1@{PORT}'"]),
    Case("amd-off", "6.12", "amd", "plain", "amd_iommu=off iommu=pt",
         "none", "ok ok",
         {"translation": [("yes", "requested")], "default_domain": [("no", "no_groups")]}, []),
    Case("amd-last-wins", "7.3", "amd", "plain",
         "amd_iommu=on,pt iommu.passthrough=1 iommu=nopt amd_iommu_dump=0",
         "DMA", "logged logged conflict ok misleading",
         {"translation": [("unrequested", "default")], "default_domain": [("yes", "requested")],
          "invalidation": [("unrequested", "virtual_iommu")]},
         ["AMD-Vi: Unknown option - 'on,pt'", "AMD-Vi: Unknown option - 'pt'",
          "Using strict mode due to virtualization", "AMD-Vi: device: "]),
    Case("caching-mode", "6.12", "intel:caching-mode=on", "plain",
         f"intel_iommu=on iommu.strict=0 intremap=off vfio-pci.ids={EDU}",
         "DMA", "ok ok ok ok",
         {"invalidation": [("no", "virtual_iommu")], "vfio_ids": [("yes", "requested")],
          "interrupt_remapping": [("yes", "requested")]},
         ["IOMMU batching disallowed due to virtualization"]),
    Case("no-hardware", "6.12", "none", "plain",
         "intel_iommu=on iommu=on iommu.strict=maybe amd_iommu pcie_acs_override=downstream "
         "iommu_strict=1",
         "none", "ok silent logged logged needs-patch logged", {"translation": [("no", "no_table")]},
         ["DMAR: IOMMU enabled", "Malformed early option 'iommu.strict'"]),
    Case("two-acs", "6.12", "intel", "plain",
         f"intel_iommu=on pci=disable_acs_redir={PORT},config_acs=xx111x1@{PORT} "
         "hugepagesz=3G vfio_pci.idz=1234:11e8 swiotlb=64M",
         "DMA-FQ", "ok ok ok logged logged misleading",
         {"acs": [("no", "conflict"), ("yes", "requested")]},
         ["HugeTLB: unsupported hugepagesz=3G",
          "vfio_pci: unknown parameter 'idz' ignored"]),
    Case("glued", "6.12", "intel", "glued", f"intel_iommu=on pci=config_acs=xx0xxxx@{PORT}",
         "DMA-FQ", "ok ok", {"acs": [("yes", "requested")]}, []),
    Case("parted", "6.12", "intel", "parted",
         'intel-iommu=on iommu.strict="0" "pci=noats" -- iommu=pt',
         "DMA-FQ", "ok ok ok silent",
         {"translation": [("yes", "requested")], "invalidation": [("yes", "requested")],
          "ats": [("yes", "requested")]}, ["PCIe: ATS is disabled"]),
    # what x86 alone knows goes to init, and SMMUv3 is lazy when it is told so
    Case("smmuv3", "6.12-arm64", "smmuv3", "plain",
         "intel_iommu=on iommu=pt iommu.strict=0 arm-smmu-v3.disable_bypass=0 pci=nommconf,noats",
         "DMA-FQ", "logged logged ok silent logged ok",
         {"invalidation": [("yes", "requested")], "ats": [("yes", "requested")]},
         ['Unknown kernel command line parameters "intel_iommu=on iommu=pt"',
          "PCI: Unknown option `nommconf'", "DMA domain TLB invalidation policy: lazy mode"]),
    # strict is what arm64 does by itself
    Case("arm64-strict", "7.3-arm64", "smmuv3", "plain", "iommu.passthrough=0",
         "DMA", "ok", {"invalidation": [("unrequested", "default")],
                       "default_domain": [("yes", "requested")]},
         ["DMA domain TLB invalidation policy: strict mode"]),
]
# By case: what the port's ACS control has to be, as lspci names the bits. The bits that
# config_acs= does not name get the firmware's value, which is 0 in QEMU; from 6.11 on so
# do those that disable_acs_redir= does not clear.
PORT_ACS = {
    "pt": {"SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"},
    # asked for while the table is looked for, before the parameter is looked at
    "amd-off": {"SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"},
    "no-hardware": set(),
    "strict-acs": {"SrcValid", "ReqRedir", "UpstreamFwd"},
    "old-acs": {"SrcValid", "UpstreamFwd"},
    # config_acs= begins with the firmware's value: the other option's is lost
    "two-acs": {"SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"},
    "glued": set(),
}
# Of the topology "glued": who shares whose group, by which rule, and who is in the other's
# place in "parted", where the cause is gone.
RULES = [
    ("disk0", "rp0", "acs_path", "rp0"),
    ("disk1", "sw0", "acs_path", "rp1"),
    ("disk2", "sw1", "acs_path", "rp4"),
    ("disk4", "disk3", "multifunction", "disk3"),
    ("card0", "card1", "dma_alias_of_bridge", "card1"),
]
# Topics whose answer says of how many groups it holds.
COUNTED = ("default_domain", "invalidation")
# Where the kernel looks at a token that none of its code takes.
NOBODY = "init/main.c, unknown_bootoption()"
# Who speaks of a parameter in the log.
DRIVERS = {"intel_iommu": "DMAR", "amd_iommu": "AMD-Vi", "pci": "PCI"}
AT_ONCE = 2


class Outcome:
    """What one boot left."""

    def __init__(self, out):
        self.lint = answers.load(out / "lint.json")
        self.code = int((out / "lint.exit").read_text())
        self.log = (out / "kernel.log").read_text(encoding="utf-8", errors="replace")
        self.types = [line.rsplit(":", 1)[1] for line in
                      (out / "types").read_text(encoding="utf-8").split()]
        self.lspci = read.lspci(out / "lspci")
        self.names = read.qemu_devices(out / "qemu.devices")
        self.groups = {}
        for line in (out / "members").read_text(encoding="utf-8").split():
            found = re.search(r"iommu_groups/(\d+)/devices/(\S+)", line)
            self.groups[found.group(2)] = found.group(1)
        self.drivers = (out / "drivers").read_text(encoding="utf-8")
        self.out = out

    def why(self, who):
        """The tool's reasons for a device, by its QEMU id."""
        return answers.load(self.out / f"why.{self.names[who]}")

    def parameters(self):
        """The parameters of this boot's own part of the command line, and their verdicts."""
        return [(parameter["parameter"], parameter["verdict"], parameter["effect"])
                for parameter in self.lint["parameters"]]


def did(case, found):
    """What the kernel did is what the documents say: the ground of all other tests."""
    problems = []
    expected = set() if case.types == "none" else {case.types}
    if set(found.types) != expected:
        problems.append(f"sysfs has types {sorted(set(found.types))}, expected {case.types}")
    problems += [f"not in the kernel's log: {text}" for text in case.log if text not in found.log]
    if case.name in PORT_ACS:
        bits = found.lspci[PORT]["acs_ctl"]
        if bits != PORT_ACS[case.name]:
            problems.append(f"lspci has ACS {sorted(bits)} at {PORT}, "
                            f"expected {sorted(PORT_ACS[case.name])}")
    if "vfio-pci.ids" in case.cmdline and not re.search(
            re.escape(found.names["loose"]) + r"/driver -> .*/vfio-pci$", found.drivers, re.M):
        problems.append("vfio-pci did not take the device of its ids")
    return problems


def strangers(found):
    """The kernel lists the tokens that none of its code took: the tool's must be the same."""
    line = re.search(r'Unknown kernel command line parameters "(.*)", will be passed', found.log)
    listed = [token for token in (line.group(1).split() if line else [])
              if re.search("iommu|acs|pci|vfio|idle_d3", token)]
    said = [parameter["token"] for parameter in found.lint["parameters"]
            if parameter["verdict"] == "needs-patch" or parameter["source"] == NOBODY]
    return [] if sorted(listed) == sorted(said) else \
        [f"the kernel took none of {listed}, the tool says so of {said}"]


def verdicts(case, found):
    """Each parameter's verdict, and the log lines that it speaks of."""
    said = " ".join(verdict for _, verdict, _ in found.parameters())
    problems = [] if said == case.verdicts else \
        [f"wanted {case.verdicts}, said {found.parameters()}"]
    for parameter, verdict, effect in found.parameters():
        quoted = re.search(r'logged as "(.*?)"', effect)
        if quoted and quoted.group(1) not in found.log:
            problems.append(f"{parameter}: the kernel did not print {quoted.group(1)}")
        name, _, value = parameter.partition("=")
        if verdict in ("ok", "silent") and name in DRIVERS and re.search(
                rf"{DRIVERS[name]}: Unknown option.*\b{re.escape(value)}[',]", found.log):
            problems.append(f"{parameter} is {verdict}, but the kernel printed that it is unknown")
    problems += strangers(found)
    findings = set(case.verdicts.split()) != {"ok"} or \
        any(met == "no" for answers in case.met.values() for met, _ in answers)
    if found.code != findings:
        problems.append(f"exit code {found.code}")
    return problems


def effective(case, found):
    """What was requested against what is there; counts are those of sysfs."""
    problems, count = [], collections.Counter(found.types)
    for topic, wanted in case.met.items():
        said = [(o["met"], o["why"]["cause"]) for o in found.lint["effective"]["outcomes"]
                if o["topic"] == topic]
        if said != wanted:
            problems.append(f"{topic}: wanted {wanted}, said {said}")
    states = {"identity": count["identity"], "translated": count["DMA"] + count["DMA-FQ"],
              "lazy": count["DMA-FQ"], "strict": count["DMA"]}
    for outcome in found.lint["effective"]["outcomes"]:
        of = count["DMA"] + count["DMA-FQ"] if outcome["topic"] == "invalidation" \
            else len(found.types)
        if outcome["topic"] not in COUNTED or not of:
            if outcome["groups"] or outcome["all_groups"]:
                problems.append(f"{outcome['topic']}: there are no groups to count: {outcome}")
        elif (outcome["groups"], outcome["all_groups"]) != (states.get(outcome["state"]), of):
            problems.append(f"said {outcome['state']}, {outcome['groups']} of "
                            f"{outcome['all_groups']} groups, sysfs has {dict(count)}")
    return problems


def glued(_case, found):
    """Who shares a group in the booted kernel, and by which rule the tool says."""
    problems = []
    for who, other, rule, _ in RULES:
        one, two = found.names[who], found.names[other]
        if found.groups[one] != found.groups[two]:
            problems.append(f"{who} and {other} do not share a group")
        causes = {cause["dev"]: cause["rule"] for cause in found.why(who)["group_causes"]}
        if causes.get(one) != rule:
            problems.append(f"{who}: wanted {rule}, said {causes}")
    wanted = ["SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"]
    cause = next(c for c in found.why("disk0")["group_causes"]
                 if c["dev"] == found.names["disk0"])
    if cause["missing"] != wanted or cause["port"] != PORT:
        problems.append(f"disk0: missing {cause}")
    return problems + members(found)


def members(found):
    """The group that the tool names has sysfs' members, all of them accounted for."""
    problems = []
    for who, address in found.names.items():
        why = found.why(who)
        wanted = sorted(a for a, group in found.groups.items() if group == found.groups[address])
        if sorted(why["members"]) != wanted:
            problems.append(f"{who}: members {why['members']}, sysfs has {wanted}")
        if len(wanted) > 1 and (why["unexplained"] != 1 or
                                len(why["group_causes"]) != len(wanted) - 1):
            problems.append(f"{who}: not every member is explained: {why['group_causes']}")
    return problems


def parted(_case, found):
    """The same devices without the causes: the kernel has split the groups."""
    problems = []
    for who, _, _, other in RULES:
        one, two = found.names[who], found.names[other]
        if found.groups[one] == found.groups[two]:
            problems.append(f"{who} and {other} still share a group")
        why = found.why(who)
        if why["group_causes"] or why["membership"] != "alone":
            problems.append(f"{who}: {why['membership']}: {why['group_text']}")
    return problems + members(found)


CHECKS = [("the kernel did what the documents say", did),
          ("verdicts and log lines", verdicts),
          ("requested against effective", effective)]
MORE = {"glued": [("each shared group has its rule", glued)],
        "parted": [("without the causes the groups are split", parted)]}


def _boot(suite, case, kernel, module):
    label = f"{case.line} {case.name}"

    def request():
        return boot.Request(
            kernel, topology.load(case.shape), case.iommu, case.cmdline,
            (LAB / "tests" / "lint.sh").read_bytes(), {},
            {"VFIO": "1" if "vfio" in case.cmdline else ""}, module,
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch),
             "/usr/lib/kmod/modprobe": arch.sysroot(kernel.arch) + "/usr/bin/kmod"},
            ("vfio_pci",), ())

    result = machine.run(suite, label, request)
    if result:
        machine.check(suite, label, {
            name: lambda check=check: check(case, Outcome(result.out))
            for name, check in CHECKS + MORE.get(case.name, [])})


def run(only="", _long=False):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("lint")
    todo = [case for case in CASES if only in f"{case.line} {case.name}"]
    ready = machine.modules(suite, [case.line for case in todo])
    say(f"lint: {len(todo)} boots, {AT_ONCE} at a time")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(_boot, suite, case, *ready[case.line])
                for case in todo if case.line in ready]
        for job in jobs:
            job.result()
    return suite.status()
