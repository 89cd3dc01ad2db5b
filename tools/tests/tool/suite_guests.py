# SPDX-License-Identifier: GPL-2.0
"""What is said under a hypervisor, and what is not judged there."""
import harness
from suite_faults import Machine, put

VERSION = harness.DEBUGFS + "/version"
LIMIT = "only what is shown is seen"
KEYS = 'virtualised=%s hypervisor=%s signature=%s privileged=%s limit=%s'
# machine: keys of version, what the report's line begins with or None
MACHINES = {
    "KVM": (KEYS % (1, "kvm", "KVMKVMKVM", 0, '"%s"' % LIMIT), "virtual, KVM: " + LIMIT),
    "an unknown one": (KEYS % (1, "other", '"bhyve bhyve "', "unknown", '"%s"' % LIMIT),
                       'virtual, hypervisor "bhyve bhyve ": ' + LIMIT),
    "one without a signature": (KEYS % (1, "unknown", "unknown", "unknown", '"%s"' % LIMIT),
                                "virtual: " + LIMIT),
    "Xen's initial domain": (KEYS % (1, "xen_pv", "XenVMMXenVMM", 1, '"%s"' % LIMIT),
                             "initial domain of Xen: " + LIMIT),
    "Hyper-V's root": (KEYS % (1, "hyperv", '"Microsoft Hv"', 1, '"%s"' % LIMIT),
                       "root partition of Hyper-V: " + LIMIT),
    "bare hardware": (KEYS % (0, "none", "-", "-", "-"), None),
    "an older module": ("", None),
}
# Commands that say what the machine does, and how the line about it begins.
CLAIMS = [(("report",), "Machine   "), (("check",), "Machine: "), (("lint",), "Machine: "),
          (("why", "01:00.0"), "Machine   "), (("p2p", "--matrix"), "Machine: "),
          (("p2p", "01:00.0", "04:00.0"), "Machine   ")]
REFUSED = {"a quote": '"K\\"M"', "13 characters": "KVMKVMKVMKVMK"}


def identify(machine, keys):
    """Give the first record of version these keys."""
    head, first, rest = machine.version.split("\n", 2)
    put(machine.root, VERSION, "\n".join((head, (first + " " + keys).rstrip(), rest)))


def verdicts(answer):
    return {finding["id"]: finding["verdict"] for finding in answer["findings"]}


def said(run, folder):
    """What claims something of the machine names the hypervisor, and what is not seen for it."""
    machine = Machine(folder, "said")
    for name, (keys, text) in MACHINES.items():
        identify(machine, keys)
        for command, label in CLAIMS:
            answer = run.ask(*command, "--root", machine.root)
            page = " ".join(run.call(*command, "--root", machine.root).out.decode().split())
            run.ok("%s: %s says where it is" % (name, " ".join(command)),
                   answer["machine"] == text and
                   (label.strip() + " " + text in page if text else label.strip() not in page),
                   answer["machine"], page)
        page = run.call("lint", "iommu=pt", "--root", machine.root).out.decode()
        run.ok("%s: a line that is not the machine's is the same anywhere" % name,
               "Machine" not in page, page)


def judged(run, folder):
    """Without a unit, nothing is claimed where the hypervisor drives them."""
    machine = Machine(folder, "judged", "no-iommu")
    for name, (keys, _) in MACHINES.items():
        identify(machine, keys)
        elsewhere = "privileged=1" in keys
        report = run.ask("report", "--root", machine.root)["translation"]
        found = verdicts(run.ask("check", "--root", machine.root))
        why = run.call("why", "01:00.0", "--root", machine.root).out.decode()
        wanted = "unknown" if elsewhere else "fail"
        run.ok("%s without a unit: %s" % (name, wanted),
               report == ("unknown" if elsewhere else "no_iommu") and
               found["iommu-on"] == found["interrupt-remapping"] == wanted and
               ("the machine has no IOMMU" in why) != elsewhere, report, found, why)


def strangers(run, folder):
    """A signature of other characters is no module's text."""
    machine = Machine(folder, "strangers")
    for name, text in REFUSED.items():
        identify(machine, KEYS % (1, "other", text, 0, "-"))
        done = run.call("report", "--root", machine.root)
        run.ok("a signature with %s is refused" % name, done.code not in (0, 1) and
               "signature" in done.err, done.code, done.err)


def run(run):
    with harness.Folder() as folder:
        for part in (said, judged, strangers):
            run.part(part, folder)
