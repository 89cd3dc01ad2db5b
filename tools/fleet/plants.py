# SPDX-License-Identifier: GPL-2.0
"""What is wrong with some nodes, what cannot be known of others, and what only looks wrong.

A plant says which questions of Documentation/fleet.md it answers, and how: "yes" or "unknown".
"""

from classes import INTEL, MSI, lose_acs, set_domain

DAY = 86400 * 10**9
NEWER = "-beta1"
CLASS_WIDE = ("acs-lost", "gpu-group", "not-passthrough", "other-kernel", "no-vfs",
              "other-firmware")


def _unknown(record, *keys):
    """Values of a record that could not be read."""
    record.update(dict.fromkeys(keys))
    record["unknown"] = sorted({*record.get("unknown", ()), *keys})


def _no_groups(node):
    node["groups"] = []
    for function in node["devices"]:
        function["group"] = None
    set_domain(node, "none")
    for entry in node["acs"]:
        # the kernel switches ACS on only when it has an IOMMU
        entry.update(ctl=[], ctl_at_load=[])


def off_in_firmware(node, _kind, _random):
    """No DMAR and no IVRS table."""
    node.update(units=[], fault_units=[])
    for source in node["sources"]:
        if source["source"] == "units":
            source.update(method="none", accuracy="none", reason="no DMAR and no IVRS table")
    for monitor in node["monitors"]:
        monitor.update(method=[], accuracy="none", reason="no unit whose registers can be read")
    _no_groups(node)


def off_by_parameter(node, kind, _random):
    """intel_iommu=off: the unit is there, and translates nothing."""
    for unit in node["units"]:
        unit["translation"] = False
    node["cmdline"] += " intel_iommu=off" if kind.cpu == INTEL else " amd_iommu=off"
    _no_groups(node)


def updated(node, _kind, _random):
    """Newer firmware, as also on nodes that are well."""
    node["host"]["platform"]["bios_version"] += NEWER


def nothing(_node, _kind, _random):
    """The template has it all."""


def _fault(node, kind, random, count):
    """DMA faults of one function."""
    function = random.choice([one for one in node["devices"] if one["group"] is not None])
    unit, now = node["fault_units"][0], node["boottime_ns"]
    since = node["identities"][0]["loaded_ns"]
    unit.update(interrupts=min(count, 1000), records=count, attributed=count)
    reason, name = ("0x06", "PTE Read access is not set") if kind.cpu == INTEL else \
        ("0x02", "IO_PAGE_FAULT")
    node["faults"] = [{
        "unit": unit["unit"], "source": function["dev"], "reason": reason, "name": name,
        "access": "read", "count": count, "first_ns": since + (now - since) // 8,
        "last_ns": now - (now - since) // 9, "last_addr": "0x7f001000", "pasid": None,
        "functions": None, "irq": None, "irq_name": None}]


def hot_spot(node, kind, random):
    """Thousands of faults an hour."""
    hours = (node["boottime_ns"] - node["identities"][0]["loaded_ns"]) / 3600e9
    _fault(node, kind, random, int(hours * random.randint(2000, 90000)) + 1000)


def few_faults(node, kind, random):
    """A fault now and then, which is no hot spot."""
    _fault(node, kind, random, random.randint(1, 40))


def translated(node, _kind, _random):
    """Without iommu=pt."""
    node["cmdline"] = " ".join(word for word in node["cmdline"].split() if word != "iommu=pt")
    set_domain(node, "DMA-FQ")


def other_word(node, _kind, _random):
    """The same by another parameter."""
    node["cmdline"] = node["cmdline"].replace("iommu=pt", "iommu.passthrough=1")


def other_kernel(node, _kind, random):
    """A kernel that the class does not run."""
    other = random.choice(("6.12.43+deb13-amd64", "6.1.0-40-amd64"))
    node["cmdline"] = node["cmdline"].replace(node["kernel"], other)
    node["kernel"] = node["identities"][0]["kernel"] = other


def no_intremap(node, _kind, _random):
    """Interrupts are not remapped."""
    for unit in node["units"]:
        unit["intremap"] = False


def _pfs(node):
    return [function for function in node["devices"] if function["totalvfs"]]


def no_vfs(node, _kind, random):
    """A NIC whose setup has SR-IOV switched off."""
    pf = random.choice(_pfs(node))
    gone = [one["dev"] for one in node["devices"] if one["vf_of"] == pf["dev"]]
    pf.update(totalvfs=None, numvfs=None)
    for key in ("devices", "acs"):
        node[key] = [one for one in node[key] if one["dev"] not in gone]
    node["host"]["devices"] = [one for one in node["host"]["devices"] if one["dev"] not in gone]
    for group in node["groups"]:
        group["devices"] = [dev for dev in group["devices"] if dev not in gone]
    node["groups"] = [group for group in node["groups"] if group["devices"]]


def asleep(node, _kind, random):
    """A NIC in D3cold: its capabilities cannot be read."""
    _unknown(random.choice(_pfs(node)), "totalvfs", "numvfs")


def unsafe_interrupts(node, _kind, _random):
    """VFIO is told to do without interrupt remapping."""
    node["host"]["vfio"]["unsafe_interrupts"] = True


def vfio_not_loaded(node, _kind, _random):
    """Nothing tells the parameters of VFIO."""
    _unknown(node["host"]["vfio"], "unsafe_interrupts", "noiommu")


def other_firmware(node, _kind, random):
    """A NIC or disk with firmware of its own."""
    random.choice(node["host"]["firmware"])["version"] = "0.9.1"


def firmware_not_read(node, _kind, random):
    """A device that does not tell its firmware."""
    _unknown(random.choice(node["host"]["firmware"]), "version")


def ordinary_user(node, _kind, _random):
    """Collected without root and without the module."""
    node.update(source="sysfs", monitors=[], fault_units=[], faults=[])
    for unit in node["units"]:
        _unknown(unit, "intremap")
    for group in node["groups"]:
        _unknown(group, "domain")
    for function in node["devices"]:
        _unknown(function, "domain")
    for entry in node["acs"]:
        _unknown(entry, "cap", "ctl", "ctl_at_load", "present")


def no_monitor(node, _kind, _random):
    """A kernel in which no fault monitor found a place."""
    for monitor in node["monitors"]:
        monitor.update(method=[], accuracy="none", reason="the kernel has no kprobes")
    for unit in node["fault_units"]:
        _unknown(unit, "interrupts", "records", "attributed", "unattributed", "overflows")


def no_dmi(node, _kind, _random):
    """Which class it is of is not known."""
    _unknown(node["host"]["platform"], "system_vendor", "product", "board_vendor", "board",
             "bios_vendor", "bios_version", "bios_date")


def registers_not_mapped(node, _kind, _random):
    """Units whose registers did not answer."""
    for unit in node["units"]:
        _unknown(unit, "translation", "intremap")


def renumbered(node, _kind, random):
    """Groups have other numbers, as with another order of probing."""
    numbers = [group["group"] for group in node["groups"]]
    other = dict(zip(numbers, random.sample(numbers, len(numbers))))
    for record in (*node["groups"], *node["devices"]):
        record["group"] = other.get(record["group"])


def another_bit(node, kind, _random):
    """ACS that differs, and still redirects."""
    for entry in node["acs"]:
        if entry["port"] == kind.port:
            entry["ctl"] = entry["ctl_at_load"] = [bit for bit in entry["ctl"] if bit != "SrcValid"]


def msi_region(node, _kind, _random):
    """One more reserved region, as other firmware reports it."""
    node["groups"][0]["reserved"].append({**MSI, "start": "0x00000000000a0000",
                                          "end": "0x00000000000bffff", "type": "direct"})


class Plant:
    """Something that some nodes have: function, share of them, whom it can befall, and truth.

    base: which template the node begins with: "", "port" or "gpu" without ACS at that port.
    """

    def __init__(self, function, share, truth, needs=None, base=""):
        self.function, self.share, self.base = function, share, base
        self.truth = truth
        self.needs = needs or (lambda kind, node: True)

    def name(self):
        """How the list of what was planted calls it."""
        return {"port": "acs_lost", "gpu": "gpu_moved"}.get(self.base, self.function.__name__)

    def answers(self, kind):
        """{question: answer} for a node of a class."""
        truth = self.truth(kind) if callable(self.truth) else self.truth
        return dict(truth)


def _of_ordinary(kind):
    """A class without ACS has none to lose."""
    unknown = ["fault-hotspot", "no-intremap", *(["acs-lost"] if kind.port else [])]
    return dict.fromkeys(unknown, "unknown")


PLANTS = (
    Plant(off_in_firmware, 0.0008, {"no-iommu": "yes"}),
    Plant(off_by_parameter, 0.0006, {"no-iommu": "yes"}),
    Plant(updated, 0.004, {"acs-lost": "yes"}, lambda kind, node: kind.port, "port"),
    Plant(nothing, 0.001, {"acs-lost": "yes", "gpu-group": "yes"}, lambda kind, node: kind.gpu,
          "gpu"),
    Plant(hot_spot, 0.0015, {"fault-hotspot": "yes"}),
    # of all nodes; of those that should have it, 3 %
    Plant(translated, 0.0162, {"not-passthrough": "yes"}, lambda kind, node: kind.passes()),
    Plant(other_kernel, 0.01, {"other-kernel": "yes"}),
    Plant(no_intremap, 0.002, {"no-intremap": "yes"}),
    Plant(no_vfs, 0.002, {"no-vfs": "yes"}, lambda kind, node: _pfs(node)),
    Plant(unsafe_interrupts, 0.0015, {"unsafe-interrupts": "yes"}),
    Plant(other_firmware, 0.005, {"other-firmware": "yes"}, lambda kind, node: kind.firmware),
    Plant(ordinary_user, 0.003, _of_ordinary),
    Plant(no_monitor, 0.002, {"fault-hotspot": "unknown"}),
    Plant(no_dmi, 0.001, dict.fromkeys(CLASS_WIDE, "unknown")),
    Plant(registers_not_mapped, 0.001, {"no-iommu": "unknown", "no-intremap": "unknown"}),
    Plant(asleep, 0.001, {"no-vfs": "unknown"}, lambda kind, node: _pfs(node)),
    Plant(vfio_not_loaded, 0.002, {"unsafe-interrupts": "unknown"}),
    Plant(firmware_not_read, 0.001, {"other-firmware": "unknown"},
          lambda kind, node: kind.firmware),
    # what no question is about
    Plant(updated, 0.2, {}),
    Plant(few_faults, 0.02, {}),
    Plant(other_word, 0.005, {}, lambda kind, node: kind.passes()),
    Plant(another_bit, 0.005, {}, lambda kind, node: kind.port),
    Plant(renumbered, 0.2, {}),
    Plant(msi_region, 0.02, {}),
)
QUESTIONS = ("no-iommu", "acs-lost", "gpu-group", "fault-hotspot", "not-passthrough",
             "other-kernel", "no-intremap", "no-vfs", "unsafe-interrupts", "other-firmware")


def without_acs(snapshot, tool_groups, regroup, port):
    """A template whose port lost its ACS, with the groups that the kernel then makes."""
    kind = snapshot["groups"][0]["default"]
    lose_acs(snapshot, port)
    regroup(snapshot, tool_groups(snapshot))
    set_domain(snapshot, kind)
    return snapshot
