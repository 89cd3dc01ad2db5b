# SPDX-License-Identifier: GPL-2.0
"""Which driver takes a function at the next boot: what the tool says, against kmod and the kernel."""

import gzip

from lablib import answers, arch, boot, build, cpio, root, topology
from lablib.paths import LAB

from . import machine
from .report import Suite

LINES = ("6.12", "5.10", "6.1", "7.3")
IDS = "options vfio-pci ids=8086:10c9,1b36:0010\n"
SOFTDEP = "softdep igb pre: vfio-pci\nsoftdep nvme pre: vfio-pci\n"
EVERYTHING = ("igb", "nvme", "vfio-pci")
# Where modules are does not matter here, but below the folder of the kernel they have to be.
PATHS = {name: f"kernel/drivers/{name}.ko" for name in EVERYTHING}


def case(conf="", modules=(), early="", first=(), late="", overrides=(), when="last"):
    """A host: modprobe.d and /etc/modules, the initramfs' modules and modprobe.d, what that loads
    before it looks for devices; driverctl's overrides of the disk and the NIC, and whether its
    units run before or after the other modules of the root file system."""
    return {"conf": conf, "modules": modules, "early": early, "first": first, "late": late,
            "overrides": overrides, "when": when}


# By the kernel's command line: hosts by name.
BOOTS = {
    "": {
        "nothing": case(),
        "options": case(IDS),
        "softdep": case(IDS + SOFTDEP),
        "one-softdep": case(IDS + "softdep igb pre: vfio-pci\n"),
        "blacklist": case(IDS + "blacklist igb\nblacklist nvme\n"),
        "blacklist-list": case(IDS + "blacklist igb\nblacklist nvme\n", late="vfio-pci"),
        "install": case(IDS + "install nvme /bin/false\n"),
        "install-first": case(IDS + "install nvme /bin/false\ninstall nvme /usr/bin/no\n"),
        "install-ignored": case(IDS + "install igb /bin/false\n" + SOFTDEP),
        "softdep-first": case(IDS + "softdep igb post: nvme\nsoftdep igb pre: vfio-pci\n"),
        "softdep-pattern": case(IDS + "softdep [in]* pre: vfio-pci\n"),
        "softdep-needed": case(IDS + "softdep nvme-core pre: vfio-pci\nsoftdep igb pre: vfio-pci\n"),
        "initramfs": case(IDS + SOFTDEP, EVERYTHING, IDS + SOFTDEP),
        "initramfs-stale": case(IDS + SOFTDEP, EVERYTHING),
        "initramfs-disk": case(IDS + SOFTDEP, ("nvme",), IDS + SOFTDEP),
        "initramfs-first": case(IDS, EVERYTHING, IDS, ("vfio-pci",)),
        "first-without-ids": case(IDS, ("vfio-pci",), "", ("vfio-pci",)),
        "driverctl": case(overrides=("disk vfio-pci", "nic vfio-pci")),
        "driverctl-one": case(overrides=("nic vfio-pci",), when="first"),
        "driverctl-late": case(modules=EVERYTHING, overrides=("disk vfio-pci",)),
        "driverctl-none": case(IDS + SOFTDEP, overrides=("disk none", "nic none"), when="first"),
        "driverctl-other": case(IDS + SOFTDEP, overrides=("nic igb",)),
        "driverctl-blacklist": case("blacklist vfio-pci\n", overrides=("disk vfio-pci",)),
        "driverctl-refused": case("install vfio-pci /bin/false\nblacklist nvme\n",
                                  overrides=("disk vfio-pci", "nic vfio-pci")),
        "driverctl-ignored": case("install vfio-pci /bin/true\n", ("nvme", "igb"),
                                  overrides=("disk vfio-pci", "nic vfio-pci")),
    },
    "vfio-pci.ids=8086:10c9,1b36:0010": {
        "ids": case(modules=EVERYTHING),
        "ids-softdep": case(SOFTDEP, EVERYTHING, SOFTDEP),
        "ids-first": case("", EVERYTHING, "", ("vfio-pci",)),
    },
    "module_blacklist=igb modprobe.blacklist=nvme": {
        "kept-away": case(IDS, late="vfio-pci"),
        "driverctl-kept-away": case(overrides=("disk vfio-pci", "nic vfio-pci")),
    },
    "module_blacklist=vfio_pci": {
        "driverctl-forbidden": case(IDS + SOFTDEP, overrides=("disk vfio-pci",)),
    },
}
VFIO = "vfio-pci"
# Where which function udev looks at first decides.
OPEN = ("one-softdep",)


def _image(release, one):
    """The initramfs of a host, as the tool finds it."""
    early, archive = cpio.Archive(), cpio.Archive()
    early.file("kernel/x86/microcode/GenuineIntel.bin", bytes(100))
    for name in one["modules"]:
        archive.file(f"usr/lib/modules/{release}/{PATHS[name]}", b"\x7fELF")
    archive.file("etc/modprobe.d/lab.conf", one["early"].encode())
    if one["first"]:
        archive.file("etc/cmdline.d/20-force_driver.conf",
                     f"rd.driver.pre={','.join(one['first'])}\n".encode())
    return early.data() + gzip.compress(archive.data())


def _files(release, cases):
    files = {"boot/empty": (b"", 0o644)}
    for name, one in cases.items():
        folder = f"cases/{name}/"
        texts = {"modprobe.d/lab.conf": one["conf"], "modules": one["late"],
                 "early/lab.conf": one["early"],
                 "first": "".join(f"{module}\n" for module in one["first"]),
                 "overrides": "".join(f"{entry}\n" for entry in one["overrides"]),
                 "when": one["when"],
                 "in": "".join(module.replace("-", "_") + "\n" for module in one["modules"])}
        files.update({folder + path: (text.encode(), 0o644) for path, text in texts.items()})
        files[folder + "image"] = (_image(release, one), 0o644)
    return files


def _compare(out, name, cases):
    """What was said of the two functions, and what became of them."""
    problems, verdicts = [], answers.load(out / f"{name}.check.json")["findings"]
    for dev in ("nic", "disk"):
        said = answers.load(out / f"{name}.{dev}.json")["next_boot"]
        driver = (out / f"{name}.{dev}.driver").read_text().strip()
        wanted = "vfio" if driver == VFIO else "other" if driver else "none"
        if said["answer"] == "not_determined":
            problems += [] if name in OPEN else [f"{dev}: nothing is said: {said}"]
        elif said["answer"] != wanted:
            problems.append(f"{dev}: {driver or 'no driver'}, said {said}")
        elif driver and driver != VFIO and not said["text"].startswith(driver + ":"):
            problems.append(f"{dev}: {driver}, said {said['text']}")
    if not any(finding["id"] == "vfio-at-boot" for finding in verdicts) and name != "nothing":
        problems.append("check does not judge it")
    if (out / f"{name}.driverctl").read_text(errors="replace").count("/etc/driverctl.d/") != \
            len(cases[name]["overrides"]):
        problems.append("driverctl did not keep its overrides")
    return problems


def _all(out, cases):
    """Each of the drivers, and none, or the comparison is worth little."""
    drivers = {(out / f"{name}.disk.driver").read_text().strip() for name in cases}
    return [] if drivers == {VFIO, "nvme", ""} else [f"only {sorted(drivers)}"]


def _boot(suite, line, kernel, number, cmdline):
    cases = BOOTS[cmdline]

    def request():
        return boot.Request(
            kernel, topology.load("igb-nvme"), "intel", cmdline,
            (LAB / "tests" / "nextboot.sh").read_bytes(), {**_files(kernel.release, cases),
             "usr/sbin/driverctl": ((root.path() / "usr/sbin/driverctl").read_bytes(), 0o755)}, {},
            None,
            {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch), "/usr/bin/bash": "/usr/bin/bash",
             "/usr/lib/kmod/modprobe": arch.sysroot(kernel.arch) + "/usr/bin/kmod"},
            ("vfio_pci", "nvme", "igb"), ())

    label = f"{line} {number}"
    result = machine.run(suite, label, request)
    if result:
        machine.check(suite, label, {
            f"{name} {cmdline}".strip(): lambda name=name: _compare(result.out, name, cases)
            for name in cases})
        if number == 0:
            machine.check(suite, label, {"all of them came about": lambda: _all(result.out, cases)})


def run(only="", long=False):
    """Run the suite, or the boots whose label holds the text only; returns the exit status."""
    suite = Suite("nextboot")
    todo = [(line, number, cmdline) for line in LINES if long or only or line == LINES[0]
            for number, cmdline in enumerate(BOOTS) if only in f"{line} {number}"]
    ready = machine.modules(suite, [line for line, _, _ in todo])
    for line, number, cmdline in todo:
        if line in ready:
            _boot(suite, line, ready[line][0], number, cmdline)
    return suite.status()
