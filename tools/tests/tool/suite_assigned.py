# SPDX-License-Identifier: GPL-2.0
"""The command assign: may a device be given to a VM, what goes along, and how.

assigned.tsv has what a person said of devices of real and of booted machines by their records
alone. What goes along follows from the groups that the kernels made; what is bound, and in which
order, from Documentation/ABI/testing/sysfs-bus-pci (driver_override) and
vfio_pci_core_register_device().
"""
import json
import os
import re

import harness
from machine import ISOLATION, PORT_CAP, Machine, switched

ROWS = os.path.join(harness.HERE, "assigned.tsv")
FOLDERS = ("real", "machines")
LINES, WIDTH = 24, 80
# Settings of the host, which say nothing of a device.
SETTINGS = ("hugepages", "memlock")
# What the commands of the page mend.
MENDED = "bind the other functions of the group to vfio-pci"
# All of the host was looked at, and nothing is used.
IDLE = {"storage": True, "network": True, "console": True}


def rows():
    """(folder, machine, device, answer, what goes along) of each row."""
    with open(ROWS, encoding="utf8") as file:
        for line in file.read().splitlines():
            if not line.startswith("#"):
                folder, machine, dev, answer, along, _ = line.split("\t")
                yield folder, machine, dev, answer, [] if along == "-" else along.split(",")


def idle(path, folder):
    """A machine with the same records, of whose host all was looked at and nothing is in use."""
    with open(path, encoding="utf8") as file:
        machine = json.load(file)
    machine["host"].update(usage=IDLE, uses=[])
    made = os.path.join(folder, os.path.basename(path))
    with open(made, "w", encoding="utf8") as file:
        json.dump(machine, file)
    return made


def asked(run, devices, *source):
    """What is said of some devices, by address."""
    done = run.call("assign", *devices, "--json", *source)
    return {one["device"]["dev"]: one for one in json.loads(done.out)["devices"]}, done.code


def judged(run, folder):
    """What a person said."""
    for where, machine, dev, answer, along in rows():
        path = os.path.join(harness.HERE, where, machine + ".json")
        if where == "machines":
            path = idle(path, folder)
        found, code = asked(run, [dev], "--from", path)
        one = found[dev]
        said = "yes" if one["verdict"] == "caveats" else one["verdict"]
        run.ok("%s %s: %s" % (machine, dev, answer), said == answer, said, one["verdict_text"])
        run.ok("%s %s: what goes along" % (machine, dev), along == ["?"] or
               one["goes_along"] == along, one["goes_along"], along)
        run.ok("%s %s: exit code" % (machine, dev),
               code == {"yes": 0, "no": 1, "unknown": 7}[said], code)
        run.ok("%s %s: commands only for a yes" % (machine, dev),
               bool(one["commands"]) <= (said == "yes"), one["commands"])


def machines():
    """(name, path) of every real and every booted machine."""
    for folder in FOLDERS:
        place = os.path.join(harness.HERE, folder)
        for name in sorted(os.listdir(place)):
            if name.endswith(".json"):
                yield name[:-5], os.path.join(place, name)


def members(path):
    """{device: the others of its group} as the kernel made them, and which are bridges."""
    with open(path, encoding="utf8") as file:
        machine = json.load(file)
    functions = machine.get("functions", machine.get("devices"))
    groups = {}
    for one in functions:
        if isinstance(one["group"], int):
            groups.setdefault(one["group"], []).append(one["dev"])
    bridges = {one["dev"] for one in functions if one["class"].startswith(("0x0604", "0x0607"))}
    return {one["dev"]: [dev for dev in groups.get(one["group"], []) if dev != one["dev"]]
            for one in functions}, bridges


def of_all(run, dev, one, finding, path):
    """What is reached past the IOMMU, check tells of all that goes to the guest."""
    if finding["id"] != "peers-apart" or not one["goes_along"] or dev in members(path)[1]:
        return finding
    words = [word for other in [dev, *one["goes_along"]] for word in ("--dev", other)]
    return json.loads(run.call("check", "--profile", "vfio", "--rule", "peers-apart", *words,
                               "--json", "--from", path).out)["findings"][0]


def differs(run, dev, one, path):
    """What assign says of a device otherwise than check."""
    found = json.loads(run.call("check", "--profile", "vfio", "--dev", dev, "--json",
                                "--from", path).out)["findings"]
    fails = [f["id"] for f in found if f["verdict"] == "fail" and
             not (f["id"] == "group-viable" and (f["fix"] or "").startswith(MENDED))]
    found = [of_all(run, dev, one, f, path) for f in found]
    warns = [f["id"] for f in found if f["id"] not in ("bound", *SETTINGS) and
             f["id"] not in fails and f["verdict"] in ("fail", "warn")]
    settings = [f["id"] for f in found if f["id"] in SETTINGS and f["verdict"] == "warn"]
    unknown = [f["id"] for f in found if f["verdict"] == "unknown"]
    said = {key: [f["id"] for f in one[key]]
            for key in ("against", "caveats", "unsure", "not_seen")}
    wrong = []
    if said["against"] != fails or said["caveats"] != warns:
        wrong.append("%s: %s %s, check: %s %s" % (dev, said["against"], said["caveats"], fails,
                                                  warns))
    if [f["id"] for f in one["host_settings"]] != settings:
        wrong.append("%s: settings %s, check: %s" % (dev, one["host_settings"], settings))
    if sorted(said["unsure"] + said["not_seen"]) != sorted(unknown):
        wrong.append("%s: unknown %s, check: %s" % (dev, said, unknown))
    answer = "no" if fails else "unknown" if said["unsure"] else "caveats" if warns else "yes"
    if one["verdict"] != answer:
        wrong.append("%s: %s, and check would have %s" % (dev, one["verdict"], answer))
    return wrong + counts(dev, one, found)


def counts(dev, one, found):
    """Peers, as the title of peers-apart counts them: pairs, of which a peer may have several."""
    apart = next((f for f in found if f["id"] == "peers-apart"), {"verdict": "pass", "title": ""})
    number = re.search(r"^(\d+) pairs? in|whether (\d+) of", apart["title"])
    wanted = int(number[1] or number[2]) if number else 0
    said = {"warn": len(one["reaches"]), "unknown": one["reaches_unknown"]}.get(
        apart["verdict"], len(one["reaches"]) + one["reaches_unknown"])
    most = 1 + len(one["goes_along"])
    if (wanted <= said * most and said <= wanted) or (apart["verdict"] != "pass" and not number):
        return []
    return ["%s: reaches %d, unknown %d, check: %s" % (
        dev, len(one["reaches"]), one["reaches_unknown"], apart["title"])]


@harness.plain("whether check and assign agree")
def agrees(run):
    """Every function of every machine: the verdict is that of check, the group the kernel's."""
    for name, path in machines():
        if not run.may_want("agrees: " + name):
            continue
        others, bridges = members(path)
        found, _ = asked(run, list(others), "--from", path)
        run.ok("agrees: %s: all" % name, set(found) == set(others))
        wrong = [line for dev, one in found.items() for line in differs(run, dev, one, path)]
        run.ok("agrees: %s: verdicts" % name, not wrong, *wrong[:20])
        wrong = ["%s: %s, %s" % (dev, one["goes_along"], one["stays"])
                 for dev, one in found.items()
                 if set(one["goes_along"]) | set(one["stays"]) != set(others[dev]) or
                 set(one["stays"]) != set(others[dev]) & bridges]
        run.ok("agrees: %s: groups" % name, not wrong, *wrong[:20])


def screens(run):
    """One screen each, of functions with a driver."""
    for name, path in machines():
        if not run.may_want("screens: " + name):
            continue
        with open(path, encoding="utf8") as file:
            machine = json.load(file)
        wrong = []
        for one in machine.get("functions", machine.get("devices")):
            if not one["driver"]:
                continue
            page = run.terminal(WIDTH, "assign", one["dev"], "--no-color", "--from",
                                path).out.decode().splitlines()
            if not 3 <= len(page) <= LINES or max(map(len, page)) > WIDTH:
                wrong += ["%s: %d lines" % (one["dev"], len(page)), *page]
        run.ok("screens: %s" % name, not wrong, *wrong[:60])


def card(driver="nvidia", **keys):
    """A GPU and its audio below a port that isolates, and an empty port with a slot."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:01.0", "root_port")
    made.port("00:02.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), driver=driver, **keys)
    made.add("01:00.1", "other", ("00:01.0",), driver="snd_hda_intel",
             group=made.devices["01:00.0"]["group"])
    return made.idle()


def commands(run, folder):
    """What is to be done, in which order."""
    root = card().write(folder + "/card")
    found, code = asked(run, ["01:00.0"], "--root", root)
    one = found["0000:01:00.0"]
    run.ok("a GPU and its audio: yes", one["verdict"] == "caveats" and code == 0 and
           one["goes_along"] == ["0000:01:00.1"], one["verdict_text"], one["unsure"])
    run.ok("the held part is a caveat", [f["title"] for f in one["caveats"]][:1] ==
           ["01:00.1 of its group is bound to snd_hda_intel"], one["caveats"])
    run.ok("both are bound", one["commands"] ==
           ["driverctl set-override 0000:01:00.%d vfio-pci" % fn for fn in (0, 1)],
           one["commands"])
    run.ok("and given back, the last one first", one["commands_back"] ==
           ["driverctl unset-override 0000:01:00.%d" % fn for fn in (1, 0)], one["commands_back"])
    steps = one["commands_sysfs"]
    run.ok("sysfs: the module, then the override, unbind, probe",
           steps[0] == "modprobe vfio-pci" and
           [step.split("/")[-1] for step in steps[1:]] ==
           ["driver_override", "unbind", "drivers_probe"] * 2 and len(steps) == 7, steps)
    made = card(driver="vfio-pci", domain="unmanaged", default="DMA-FQ")
    made.devices["01:00.1"].update(driver="vfio-pci", domain="unmanaged")
    one = asked(run, ["01:00.0"], "--root", made.write(folder + "/bound"))[0]["0000:01:00.0"]
    run.ok("assigned already", one["bound"] and "bound to vfio-pci" in one["verdict_text"] and
           one["verdict"] in ("yes", "caveats"), one["verdict_text"], one["against"])
    # Of two devices, both are decided, and the worse one is the exit code.
    done = run.call("assign", "01:00.0", "00:01.0", "--root", root)
    text = done.out.decode()
    run.ok("a port", done.code == 1 and "no: it is a port or a bridge" in text and
           text.count(" → a VM?") == 2, text)
    page = run.call("suggest", "--profile", "vfio", "--dev", "00:00.0", "--root", root).out.decode()
    run.ok("suggest: nor a host bridge", "00:00.0 is not proposed: it is a part of the host" in
           page and "vfio-pci.ids" not in page, page)
    done = run.call("assign", "--root", root)
    run.ok("no device", done.code == 2 and "03:00.0" in done.err, done.err)
    done = run.call("assign", "05:00.0", "--root", root)
    run.ok("another device", done.code == 2 and "no PCI function 05:00.0" in done.err, done.err)


def uses(run, folder):
    """Mounts and swap: what frees the device is said, and quoted."""
    path = idle(os.path.join(harness.HERE, "machines", "quiet.json"), folder)
    with open(path, encoding="utf8") as file:
        machine = json.load(file)
    disk = "0000:01:00.0"
    machine["host"]["uses"] = [
        {"dev": disk, "what": "mount", "name": "nvme0n1p1", "path": "/srv/a b;reboot"},
        {"dev": disk, "what": "swap", "name": "nvme0n1p2", "path": None},
        {"dev": disk, "what": "mount", "name": "nvme0n1p3", "path": "/"}]
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    found, code = asked(run, [disk], "--from", path)
    one = found[disk]
    run.ok("in use: no", one["verdict"] == "no" and code == 1 and
           "takes the host down" in one["verdict_text"], one["verdict_text"])
    run.ok("who uses it", [use["what"] for use in one["users"]] == ["mount", "swap", "mount"],
           one["users"])
    run.ok("what ends that, but for /", one["commands_free"] ==
           ["swapoff /dev/nvme0n1p2", "umount '/srv/a b;reboot'"], one["commands_free"])
    run.ok("nothing is bound", not one["commands"] and not one["commands_sysfs"], one)
    page = run.call("assign", disk, "--from", path).out.decode()
    run.ok("nothing frees it while it holds /", "to free it" not in page and
           "no: it holds / (nvme0n1p3)" in page, page)
    # What is mounted below comes first; a swap file keeps its file system busy.
    machine["host"]["uses"] = [
        {"dev": disk, "what": "mount", "name": "nvme0n1p1", "path": "/srv"},
        {"dev": disk, "what": "mount", "name": "nvme0n1p2", "path": "/srv/data"},
        {"dev": disk, "what": "swap", "name": "nvme0n1p2", "path": None}]
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    page = run.call("assign", disk, "--from", path).out.decode().split("\n\n")[-1]
    run.ok("the page says what frees it, in order", page.splitlines() == [
        "# to free it: swapoff -a", "# to free it: umount /srv/data",
        "# to free it: umount /srv"], page)
    # An array stays when its mounts have ended.
    machine["host"]["uses"].append(
        {"dev": disk, "what": "member", "name": "nvme0n1p4", "path": "md0"})
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    page = run.call("assign", disk, "--from", path).out.decode()
    run.ok("nothing frees it while md has it", "to free it" not in page, page)


def conditions(run, folder):
    """Without any one condition that can be seen nobody can say yes."""
    disk, known = "0000:01:00.0", os.path.join(harness.HERE, "machines", "two-roots.json")

    def without(what, change):
        path = idle(known, folder)
        with open(path, encoding="utf8") as file:
            machine = json.load(file)
        change(machine, next(d for d in machine["devices"] if d["dev"] == disk))
        with open(path, "w", encoding="utf8") as file:
            json.dump(machine, file)
        one = asked(run, [disk], "--from", path)[0][disk]
        run.ok("%s unknown" % what, one["verdict"] == "unknown" and not one["commands"],
               one["verdict_text"])

    def forget(record, key):
        record[key] = None
        record.setdefault("unknown", []).append(key)

    def group(machine, device):
        return next(g for g in machine["groups"] if g["group"] == device["group"])

    without("translation", lambda m, d: forget(m["units"][0], "translation"))
    without("interrupt remapping", lambda m, d: forget(m["units"][0], "intremap"))
    without("use", lambda m, d: forget(m["host"]["usage"], "storage"))
    without("reset", lambda m, d: forget(next(
        h for h in m["host"]["devices"] if h["dev"] == disk), "resettable"))
    without("reserved memory", lambda m, d: forget(group(m, d), "reserved"))
    without("driver", lambda m, d: forget(d, "driver"))
    one = asked(run, [disk], "--from", idle(known, folder))[0][disk]
    run.ok("all of them known", one["verdict"] in ("yes", "caveats"), one["verdict_text"])


def board(run, folder):
    """SMBus and ISA bridge in its group: no guest has them, and vfio-pci neither."""
    made = Machine(cmdline="intel_iommu=on")
    made.add("00:1f.3", "other", driver="snd_hda_intel", **{"class": "0x040300"})
    for fn, code, driver in ((0, "0x060100", "lpc_ich"), (4, "0x0c0500", "i801_smbus"),
                             (5, "0x0c8000", "-")):
        made.add("00:1f.%d" % fn, "other", driver=driver, flr=0, **{"class": code},
                 group=made.devices["00:1f.3"]["group"])
    root = made.idle().write(folder + "/board")
    one = asked(run, ["00:1f.3"], "--root", root)[0]["0000:00:1f.3"]
    run.ok("board: what a driver holds is let go of, and no more", one["commands"] == [
        "driverctl set-override 0000:00:1f.3 vfio-pci",
        "driverctl set-override 0000:00:1f.0 none",
        "driverctl set-override 0000:00:1f.4 none"], one["commands"], one["verdict_text"])
    run.ok("board: in sysfs", one["commands_sysfs"][4:] == [
        "echo none > /sys/bus/pci/devices/0000:00:1f.0/driver_override",
        "echo 0000:00:1f.0 > /sys/bus/pci/devices/0000:00:1f.0/driver/unbind",
        "echo none > /sys/bus/pci/devices/0000:00:1f.4/driver_override",
        "echo 0000:00:1f.4 > /sys/bus/pci/devices/0000:00:1f.4/driver/unbind"],
        one["commands_sysfs"])
    run.ok("board: and taken back", one["commands_back"] == [
        "driverctl unset-override 0000:00:1f.%d" % fn for fn in (4, 0, 3)], one["commands_back"])
    page = run.call("assign", "00:1f.3", "--root", root).out.decode()
    run.ok("board: said", "the rest of group 1 is of the board, with no driver meanwhile: "
           "00:1f.0 (lpc_ich), 00:1f.4 (i801_smbus), 00:1f.5" in page, page)


def functions(run, folder):
    """VFs end with their PF: before it is unbound, and only where nothing uses them."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",), driver="igb", numvfs=2, totalvfs=8)
    for number in (0, 2):
        made.add("01:10.%d" % number, "nic", ("00:01.0",), vf_of="0000:01:00.0",
                 vf_index=number // 2)
    made.idle()
    one = asked(run, ["01:00.0"], "--root", made.write(folder + "/vfs"))[0]["0000:01:00.0"]
    first = "echo 0 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs"
    run.ok("functions: VFs end first", one["verdict"] == "yes" and one["commands"] == [
        first, "driverctl set-override 0000:01:00.0 vfio-pci"] and
        one["commands_sysfs"][0] == first, one["verdict_text"], one["commands"])
    run.ok("functions: they are named", one["vfs"] == ["0000:01:10.0", "0000:01:10.2"], one["vfs"])
    for driver in ("igbvf", "vfio-pci"):
        made.devices["01:10.2"].update(driver=driver)
        root = made.idle().write("%s/%s" % (folder, driver))
        one = asked(run, ["01:00.0"], "--root", root)[0]["0000:01:00.0"]
        run.ok("functions: a VF at %s" % driver, one["verdict"] == "no" and not one["commands"] and
               "01:10.2 is bound to " + driver in one["verdict_text"], one["verdict_text"])


def off(run):
    """Without an IOMMU: which change, once, and what it reaches."""
    path = os.path.join(harness.HERE, "machines", "absent.json")
    page = run.call("assign", "0000:04:00.0", "--from", path).out.decode()
    run.ok("off: each change once", page.count("switch VT-d or AMD-Vi on in the firmware") == 1 and
           page.count("  change  ") == 2, page)
    run.ok("off: in no group", "04:00.0 is in no IOMMU group" in page, page)
    run.ok("off: all memory", "can reach    all memory of the host: no IOMMU is between" in page,
           page)


def stub(run, folder):
    """pci-stub makes no interface: nothing of the host is on what it holds."""
    made = Machine(cmdline="intel_iommu=on")
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",), driver="pci-stub")
    made.idle()
    del made.links["sys/class/net/eth01000"]
    one = asked(run, ["01:00.0"], "--root", made.write(folder + "/stub"))[0]["0000:01:00.0"]
    run.ok("stub: yes", one["verdict"] == "yes", one["verdict_text"])
    run.ok("stub: let go of before vfio-pci has it", one["commands_sysfs"][1:] == [
        "echo vfio-pci > /sys/bus/pci/devices/0000:01:00.0/driver_override",
        "echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind",
        "echo 0000:01:00.0 > /sys/bus/pci/drivers_probe"], one["commands_sysfs"])


def together(run, folder):
    """What goes along with a device reaches others: the guest reaches them."""
    made = switched(cmdline="intel_iommu=on", other="SrcValid,UpstreamFwd")
    # Of the switch only the port above 04:00.0 lets requests of peers through.
    made.regroup("06:00.0", "04:00.0")
    root = made.idle().write(folder + "/together")
    one = asked(run, ["06:00.0"], "--root", root)[0]["0000:06:00.0"]
    run.ok("together: what goes along reaches", one["goes_along"] == ["0000:04:00.0"] and
           set(one["reaches"]) == {"0000:03:00.0", "0000:05:00.0"}, one["reaches"])
    run.ok("together: a caveat", "peers-apart" in [f["id"] for f in one["caveats"]],
           one["caveats"])


def host(run, folder):
    """Hugepages that lack are a setting, and no doubt about the device."""
    path = idle(os.path.join(harness.HERE, "machines", "quiet.json"), folder)
    one = asked(run, ["0000:01:00.0"], "--from", path)[0]["0000:01:00.0"]
    run.ok("host: yes all the same", one["verdict"] == "yes" and not one["caveats"] and
           [f["id"] for f in one["host_settings"]] == ["hugepages"], one["verdict_text"],
           one["caveats"])
    page = run.call("assign", "0000:01:00.0", "--from", path).out.decode()
    run.ok("host: said", "  host         no hugepages are set aside" in page, page)


def reaches(run, folder):
    """Below one switch with redirect off, peers are named; the rest is not."""
    off = "SrcValid,UpstreamFwd"
    root = switched(cmdline="intel_iommu=on", ctl=off).idle().write(folder + "/peers")
    one = asked(run, ["03:00.0"], "--root", root)[0]["0000:03:00.0"]
    run.ok("peers of a switch", one["reaches"] == ["0000:04:00.0", "0000:05:00.0"] and
           any(f["id"] == "peers-apart" for f in one["caveats"]), one["reaches"], one["caveats"])
    page = run.call("assign", "03:00.0", "--root", root).out.decode()
    run.ok("by their names", "05:00.0 eth05000 past the IOMMU" in page, page)
    root = switched(cmdline="intel_iommu=on").idle().write(folder + "/apart")
    one = asked(run, ["03:00.0"], "--root", root)[0]["0000:03:00.0"]
    run.ok("redirect on: none", not one["reaches"] and not one["wants_slot"], one["reaches"])


def slots(run, folder):
    """
    Empty slots below ports that isolate: pci_slot_init() gives each slot a folder whose address
    has the bus, secondary_bus_number is that of the port.
    """
    made = switched(cmdline="intel_iommu=on", ctl="SrcValid,UpstreamFwd")
    for number, cap in ((2, PORT_CAP), (3, None), (4, PORT_CAP), (5, PORT_CAP)):
        made.port("00:0%d.0" % (number + 2), "root_port", cap=cap, ctl=ISOLATION)
    made.add("14:00.0", "nvme", ("00:06.0",), driver="nvme")
    made.idle()
    sys = "sys/bus/pci/"
    for number in (2, 3, 4, 5):
        made.host["%sdevices/0000:00:0%d.0/secondary_bus_number" % (sys, number + 2)] = \
            "%d\n" % (0x10 + number)
    for name, bus in (("7", "0000:12:00"), ("8", "0000:13:00"), ("9", "0000:14:00"),
                      ("1-2", "0000:15")):
        made.host["%sslots/%s/address" % (sys, name)] = bus + "\n"
    root = made.write(folder + "/slots")
    one = asked(run, ["03:00.0"], "--root", root)[0]["0000:03:00.0"]
    run.ok("empty, below a port that isolates", one["wants_slot"] and one["free_slots"] ==
           [{"slot": "7", "port": "0000:00:04.0"}, {"slot": "1-2", "port": "0000:00:07.0"}],
           one["free_slots"])
    page = run.call("assign", "03:00.0", "--root", root).out.decode()
    run.ok("by its number", "slot 7 (below 00:04.0)" in page, page)
    # A slot is no name of the port above it.
    done = run.call("devices", "7", "--root", root)
    run.ok("an empty slot is no device", done.code == 2, done.out)
    path = folder + "/slots.json"
    run.call("snapshot", "--root", root, "-o", path)
    run.ok("a snapshot has them", asked(run, ["03:00.0"], "--from", path)[0]["0000:03:00.0"]
           ["free_slots"] == one["free_slots"])
    # The kernel makes one group of ports without redirect and of all below them.
    for dev in ("02:01.0", "02:02.0", "03:00.0", "04:00.0", "05:00.0"):
        made.regroup(dev, "02:00.0")
    text = run.ask("why", "03:00.0", "--root", made.write(folder + "/group"))["split_text"]
    run.ok("why names the same", "Another slot, below a port with ACS: slot 7 (below 00:04.0), "
           "slot 1-2 (below 00:07.0)." in text, text)
    for name in ("7", "1-2"):
        del made.host["%sslots/%s/address" % (sys, name)]
    text = run.ask("why", "03:00.0", "--root", made.write(folder + "/taken"))["split_text"]
    run.ok("no slot is empty", "none of those here is empty" in text, text)
    for name in ("8", "9"):
        del made.host["%sslots/%s/address" % (sys, name)]
    root = made.write(folder + "/unlisted")
    text = run.ask("why", "03:00.0", "--root", root)["split_text"]
    run.ok("no slot is listed", "00:04.0, 00:07.0 are empty, but may have no slot" in text, text)
    page = run.call("assign", "03:00.0", "--root", root).out.decode()
    run.ok("nor for assign", "unknown: slots were not read" in page, page)


def run(run):
    with harness.Folder() as folder:
        run.part(judged, folder)
        run.part(agrees)
        run.part(screens)
        run.part(commands, folder)
        run.part(uses, folder)
        run.part(conditions, folder)
        run.part(board, folder)
        run.part(functions, folder)
        run.part(stub, folder)
        run.part(off)
        run.part(together, folder)
        run.part(host, folder)
        run.part(reaches, folder)
        run.part(slots, folder)
