# SPDX-License-Identifier: GPL-2.0
"""How a function can be reset, and what goes with it.

What is expected follows from drivers/pci/pci.c (pci_bus_resettable(), pci_parent_bus_reset(),
pci_reset_bus()), drivers/pci/quirks.c (quirk_no_flr(), quirk_no_bus_reset(), quirk_no_pm_reset())
and vfio_pci_dev_set_hot_reset() of drivers/vfio/pci/vfio_pci_core.c.
"""
import json
import os

import harness

DISK, SWITCHED, ROOT, VF, PF = "04:00.0", "05:00.0", "00:1f.2", "01:10.0", "01:00.0"
KERNEL = "6.12.117"


class Machine:
    """A snapshot whose functions the test changes."""

    def __init__(self, run, folder):
        self.path = os.path.join(folder, "machine.json")
        run.call("snapshot", "--root", harness.fixture("intel-switch-igb"), "-o", self.path)
        with open(self.path, encoding="utf8") as file:
            self.text = file.read()
        self.reset()

    def reset(self, kernel=KERNEL):
        self.data = json.loads(self.text)
        self.data["kernel"] = kernel

    def device(self, dev, **keys):
        found = next(one for one in self.data["devices"] if one["dev"] == "0000:" + dev)
        found.update(keys)

    def host(self, dev, **keys):
        self.data["host"]["devices"].append({"dev": "0000:" + dev, **keys})

    def ask(self, run, dev):
        with open(self.path, "w", encoding="utf8") as file:
            json.dump(self.data, file)
        return run.ask("why", dev, "--from", self.path)["resets"]


def others(answer):
    return [one[5:] for one in answer["others"]]


def reach(run, machine):
    """What is below the same port is reset with it."""
    answer = machine.ask(run, DISK)
    run.ok("alone below its port", answer["bus"] == "alone" and not answer["others"] and
           "alone below 03:00.0" in answer["text"], answer)
    # the port of the switch below it is reset with all that is behind
    answer = machine.ask(run, "02:00.0")
    run.ok("of a switch: all behind it", answer["bus"] == "others" and
           others(answer) == ["03:00.0", "03:01.0", DISK, SWITCHED], answer)
    # vfio_pci_dev_set_resettable(); the suite resets of the lab has it from a booted kernel
    run.ok("of what a bridge is among VFIO resets nothing",
           "VFIO refuses it with EINVAL, since 03:00.0 is a bridge" in answer["text"], answer)
    answer = machine.ask(run, PF)
    run.ok("of a PF: its VFs, and who holds one", others(answer) == [VF, "01:10.2"] and
           "01:10.0 is bound to igbvf" in answer["text"], answer)
    answer = machine.ask(run, ROOT)
    run.ok("on a root bus: none", answer["bus"] == "root_bus" and
           "no port that could" in answer["text"], answer)
    run.ok("of a VF nothing is said of the bus: FLR is its own",
           "hot reset" not in machine.ask(run, VF)["text"])
    machine.device(DISK, path=None, unknown=["path"])
    answer = machine.ask(run, DISK)
    run.ok("ports that were not read: unknown", answer["bus"] == "unknown" and
           "would take along is unknown" in answer["text"], answer)


def methods(run, machine):
    """Those of sysfs, in its order; older kernels do not name them."""
    run.ok("nothing was read: unknown", "is unknown; it advertises FLR" in
           machine.ask(run, DISK)["text"], machine.ask(run, DISK))
    machine.host(DISK, resettable=True, reset=["flr", "bus"])
    run.ok("as sysfs has them", "in this order: flr, bus." in machine.ask(run, DISK)["text"])
    machine.reset("5.10.262")
    machine.host(DISK, resettable=True, reset=None, unknown=["reset"])
    run.ok("before 5.15: how is unknown", "before 5.15 does not say" in
           machine.ask(run, DISK)["text"], machine.ask(run, DISK))
    machine.reset()
    machine.host(DISK, resettable=False, reset=None, unknown=["reset"])
    run.ok("no method", "no way to reset it alone" in machine.ask(run, DISK)["text"])
    # The kernel asked before the second function was there: the suite resets of the lab
    machine.reset()
    machine.host(PF, resettable=True, reset=["bus"])
    run.ok("a method bus that cannot work: others are on the bus",
           "bus fails with ENOTTY, since 01:10.0" in machine.ask(run, PF)["text"],
           machine.ask(run, PF))


# kernel, function, what it is, what the kernel avoids: [(method, certain)]
AVOIDED = [
    (KERNEL, DISK, {"vendor": "0x8086", "device": "0x1502"}, [("flr", True)]),
    (KERNEL, DISK, {"vendor": "0x8086", "device": "0x1502", "flr": False}, []),
    (KERNEL, DISK, {"vendor": "0x8086", "device": "0x1504"}, []),
    # quirk_no_flr() got it with 6.12.16; no kernel of 6.1 has it
    (KERNEL, DISK, {"vendor": "0x14c3", "device": "0x0616"}, [("flr", True)]),
    ("6.12.15", DISK, {"vendor": "0x14c3", "device": "0x0616"}, []),
    ("6.1.192", DISK, {"vendor": "0x14c3", "device": "0x0616"}, []),
    ("6.13.0-53-generic", DISK, {"vendor": "0x14c3", "device": "0x0616"}, [("flr", False)]),
    # the revision decides, and was not read
    (KERNEL, DISK, {"vendor": "0xd063", "device": "0x1000"}, [("flr", False)]),
    # quirk_no_pm_reset(): VGA of ATI, but not on a root bus
    (KERNEL, DISK, {"vendor": "0x1002", "device": "0x6613", "class": "0x030000"}, [("pm", True)]),
    (KERNEL, DISK, {"vendor": "0x1002", "device": "0x6613", "class": "0x040300"}, []),
    (KERNEL, ROOT, {"vendor": "0x1002", "device": "0x6613", "class": "0x030000"}, []),
    # quirk_nvidia_no_bus_reset(): (device & 0xffc0) == 0x2340
    (KERNEL, DISK, {"vendor": "0x10de", "device": "0x237f"}, [("bus", True)]),
    (KERNEL, DISK, {"vendor": "0x10de", "device": "0x2380"}, []),
    # an older kernel than those that were read
    ("5.4.0", DISK, {"vendor": "0x168c", "device": "0x003c"}, [("bus", False)]),
]


def avoided(run, machine):
    """Known-dead methods, by id and kernel."""
    for kernel, dev, keys, want in AVOIDED:
        machine.reset(kernel)
        machine.device(dev, **keys)
        answer = machine.ask(run, dev)
        found = [(one["method"], one["certain"]) for one in answer["avoided"]]
        run.ok("%s: %s of %s:%s" % (kernel, dev, keys["vendor"][2:], keys["device"][2:]),
               found == want and ("quirk_no_flr" in answer["text"]) ==
               any(method == "flr" for method, _ in want), answer)


def culprits(run, machine):
    """One function that a bus reset kills keeps it from all of the bus."""
    for dev, keys, who in ((SWITCHED, {"vendor": "0x168c", "device": "0x003c"}, SWITCHED),
                           ("02:00.0", {"vendor": "0x1b21", "device": "0x1164"}, "02:00.0"),
                           # the port itself: quirk_no_bus_reset() of a root port
                           ("03:01.0", {"vendor": "0x177d", "device": "0xa100"}, "03:01.0")):
        machine.reset()
        machine.device(dev, **keys)
        answer = machine.ask(run, SWITCHED if dev == "03:01.0" else "02:00.0")
        run.ok("no bus reset for %s" % who, answer["bus"] == "avoided" and
               "for %s, by quirk_no_bus_reset()" % who in answer["text"], answer)


def run(run):
    with harness.Folder() as folder:
        machine = Machine(run, folder)
        for part in (reach, methods, avoided, culprits):
            machine.reset()
            run.part(part, machine)
