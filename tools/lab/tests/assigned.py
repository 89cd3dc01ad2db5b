# SPDX-License-Identifier: GPL-2.0
"""assign against VFIO: what goes along is what keeps a group from being held without it, the
printed commands are enough, a hot reset reaches what the page says, and VFIO refuses what gets a no."""

from lablib import answers, boot, build, kernels, topology
from lablib.paths import LAB

from . import machine, read
from .report import Suite

BOOTS = [("6.12", "intel"), ("7.3", "amd"), ("6.1", "intel")]
# QEMU's AMD-Vi has no IOAPIC in its table that the kernel takes for the southbridge's, so that it
# switches interrupt remapping off: check_ioapic_information(); iommu_group_has_isolated_msi().
REFUSED = ("7.3 amd",)
EPERM = "vfio_hold: VFIO_SET_IOMMU: Operation not permitted"
HELPERS = ("vfio_hold", "vfio_reset")
VFIO = ("vfio_pci", "vfio_iommu_type1")
# By QEMU id of the topology: what goes along, and whether the host's nvme holds a part of it.
# One slot of two functions without ACS, and a conventional bus: get_pci_function_alias_group()
# and pci_device_group() of drivers/iommu/iommu.c.
ALONG = {"disk0": ((), False), "disk1": ((), False), "disk3": (("disk4",), True),
         "card0": (("card1",), False)}


def _one(out, name, after=""):
    return answers.load(out / f"{name}{after}.json")["devices"][0]


def _said(out, name, refused):
    """The page: a yes or a no, and who goes along."""
    addresses = read.qemu_devices(out / "qemu.devices")
    one = _one(out, name)
    along, held = ALONG[name]
    problems = []
    if refused and "no: interrupt remapping is off" not in one["verdict_text"]:
        problems.append(one["verdict_text"])
    if refused and one["commands"]:
        problems.append(f"a no, and {one['commands']}")
    if not refused and one["verdict"] not in ("yes", "caveats"):
        problems.append(one["verdict_text"])
    if one["goes_along"] != sorted(addresses[other] for other in along):
        problems.append(f"along: {one['goes_along']}")
    if held != any(caveat["id"] == "group-viable" for caveat in one["caveats"]):
        problems.append(f"caveats: {one['caveats']}")
    return problems


def _alone(out, name, refused):
    """Without what goes along VFIO refuses the group, where a driver of the host holds that."""
    said = (out / f"{name}.alone").read_text().strip()
    wanted = "vfio_hold: group is not viable" if ALONG[name][1] else \
        EPERM if refused else "held"
    return [] if said == wanted else [f"{said}, expected {wanted}"]


def _all(out, name, refused):
    """After the commands it is held, and the page says that it is bound."""
    said = (out / f"{name}.all").read_text().strip()
    errors = (out / f"{name}.stderr").read_text()
    problems = [] if said == (EPERM if refused else "held") else [f"{said}: {errors}"]
    return problems + ([] if _one(out, name, ".after")["bound"] else ["not said to be bound"])


def _reset(out, name, refused):
    """What VFIO lists for a hot reset."""
    if refused:
        return []
    addresses = read.qemu_devices(out / "qemu.devices")
    *lines, _ = (out / f"{name}.hot").read_text().splitlines() or [""]
    listed = {line.split()[0] for line in lines}
    said = {addresses[name], *_one(out, name)["resets"]["others"]}
    return [] if listed == said else [f"VFIO lists {sorted(listed)}, said {sorted(said)}"]


CHECKS = {"the answer, and what goes along": _said, "alone": _alone, "with all of it": _all,
          "hot reset": _reset}


def _boot(suite, line, iommu):
    label = f"{line} {iommu}"

    def request():
        kernel = kernels.get(line)
        return boot.Request(
            kernel, topology.load("glued"), iommu, "intel_iommu=on",
            (LAB / "tests" / "assigned.sh").read_bytes(),
            {f"usr/bin/{name}": build.helper(name, kernel.arch) for name in HELPERS},
            {"NAMES": " ".join(ALONG), "REFUSED": "yes" if label in REFUSED else ""},
            build.module(kernel)["iommu_audit"],
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)},
            VFIO, ())

    result = machine.run(suite, label, request)
    if result:
        machine.check(suite, label, {
            f"{name}: {what}":
                lambda test=test, name=name: test(result.out, name, label in REFUSED)
            for name in ALONG for what, test in CHECKS.items()})


def run(only="", long=False):
    """Run on every kernel and IOMMU whose label holds the text only; returns the exit status."""
    suite = Suite("assigned")
    for entry in machine.chosen(BOOTS, " ".join, (), only, long):
        _boot(suite, *entry)
    return suite.status()
