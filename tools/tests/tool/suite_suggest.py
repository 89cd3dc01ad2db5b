# SPDX-License-Identifier: GPL-2.0
"""Kernel arguments for a profile: only what vendor and kernel know, and nothing lost."""
import json
import os
import shlex
import subprocess

import harness
import values
from check_machines import HUGE, OFF, RMRR, bare, changed, strict, vfio
from machine import CLASSES, ISOLATION, Machine, switched

VMD = os.path.join(harness.HERE, "real", "dell-latitude-5420-vmd.json")
ALL = ["0010001@0000:00:01.0/00.0/0%d.0" % i for i in range(3)]
DT = ["1011101@0000:00:01.0/00.0/0%d.0" % i for i in range(3)]
PATHS = ["0000:00:01.0/00.0/0%d.0" % i for i in range(3)]
IDENTITY = {"domain": "identity", "default": "identity"}


def amd(make=switched, **keys):
    """The same machine with AMD-Vi."""
    made = make(**keys)
    made.units[0].update(unit="ivhd0", vendor="amd")
    return made


def with_vf(**keys):
    made = switched(**keys)
    made.devices["05:00.0"].update(numvfs=1, totalvfs=4)
    made.add("05:00.1", "nic", ("00:01.0", "01:00.0", "02:02.0"), driver="mlx5_core",
             vf_of="0000:05:00.0", vf_index=0, ats="on")
    return made


def no_gpu(**keys):
    """A NIC and a disk below a root port."""
    made = Machine(**keys)
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "nic", ("00:01.0",), driver="igb")
    made.add("01:00.1", "nvme", ("00:01.0",), driver="nvme")
    return made


def nic_first():
    """A switch with a NIC at the lowest address, and two GPUs behind it."""
    made = switched()
    made.devices["03:00.0"].update({"class": CLASSES["nic"], "driver": "mlx5_core"})
    made.devices["05:00.0"].update({"class": CLASSES["gpu"], "driver": "nvidia"})
    return made


def beside_vfio():
    """A GPU held by VFIO, and a NIC of the host's at a lower address."""
    made = vfio(device="0x20b0")
    made.add("00:03.0", "nic", type="pci", driver="igb")
    return made


def two_alike():
    """Two GPUs of one id, one of them held by VFIO."""
    made = vfio()
    made.port("00:02.0", "root_port")
    made.add("02:00.0", "gpu", ("00:02.0",), driver="nvidia")
    return made


OWNED = {"driver": "vfio-pci", "domain": "unmanaged"}


def guests_nic(**keys):
    """GPUs and a NIC below one switch; the NIC is a guest's."""
    return changed(lambda: switched(**keys), d_05_00_0=OWNED)


def guests_vf():
    """The same, and a VF of the NIC is a guest's."""
    return changed(with_vf, d_05_00_1=OWNED)


def connectx8():
    """Ports of a ConnectX-8."""
    return changed(switched, **{"d_02_0%d_0" % i: {"vendor": "0x15b3", "device": "0x197c"}
                                for i in range(3)})


# What, profile, machine, what to add, what to drop.
CASES = [
    # Redirect of the requester's port decides (PCIe 6.12.3): the port of a guest's device
    # that keeps its ACS keeps no request of the GPUs beside it out.
    ("a NIC of a guest's", "gpu-host-nic", guests_nic, ["iommu=pt"], []),
    ("a NIC of a guest's, GPUs alone", "gpu-single", guests_nic, ["iommu=pt"], []),
    ("a VF of a guest's", "gpu-host-nic", guests_vf, ["iommu=pt"], []),
    ("a VF of a guest's, Direct Translated", "gpu-sriov-rdma", guests_vf,
     ["intel_iommu=on"], []),
    ("GPUs of a guest's", "gpu-single",
     lambda: changed(switched, d_03_00_0=OWNED, d_04_00_0=OWNED), ["iommu=pt"], []),
    ("ConnectX-8", "gpu-host-nic", connectx8, ["iommu=pt"], []),
    ("Intel", "baseline", switched, ["intel_iommu=on"], []),
    ("AMD", "baseline", amd, [], []),
    ("no unit, an Intel host bridge", "vfio", bare, ["intel_iommu=on"], []),
    ("neither VT-d nor AMD-Vi", "vm-mixed", lambda: virtio(), [], []),
    ("switched off, Intel", "vfio",
     lambda: switched(cmdline="intel_iommu=off amd_iommu=off iommu=off intremap=off"),
     ["intel_iommu=on"], ["intel_iommu=off", "iommu=off", "intremap=off"]),
    ("switched off, AMD", "vm-mixed", lambda: amd(cmdline="intel_iommu=off amd_iommu=off"),
     [], ["amd_iommu=off"]),
    ("identity", "vm-mixed", lambda: changed(lambda: switched(cmdline="iommu=pt"),
                                             d_06_00_0=IDENTITY),
     ["intel_iommu=on", "iommu.passthrough=0"], ["iommu=pt"]),
    ("identity, kernel 5.2", "vm-mixed",
     lambda: changed(lambda: switched(kernel="5.2.0", cmdline="iommu.passthrough=1"),
                     d_06_00_0=IDENTITY),
     ["intel_iommu=on", "iommu=nopt"], ["iommu.passthrough=1"]),
    ("ACS switched off for peers", "vm-mixed",
     lambda: switched(cmdline="pci=noaer,disable_acs_redir=0000:00:01.0"),
     ["intel_iommu=on"], ["pci=disable_acs_redir=0000:00:01.0"]),
    ("GPUs below a switch", "gpu-single", switched,
     ["iommu=pt", "pci=config_acs=" + ";".join(ALL[:2])], []),
    ("GPUs and a NIC below a switch", "gpu-host-nic", switched,
     ["iommu=pt", "pci=config_acs=" + ";".join(ALL)], []),
    ("GPUs, no IOMMU", "gpu-single", bare,
     ["pci=config_acs=" + ";".join(ALL[:2])], []),
    ("a NIC before the GPUs", "gpu-single", lambda: nic_first(),
     ["iommu=pt", "pci=config_acs=" + ";".join(ALL[1:])], []),
    ("no GPU", "gpu-single", lambda: no_gpu(), [], []),
    ("no GPU, a NIC", "gpu-host-nic", lambda: no_gpu(), [], []),
    ("no GPU, strict", "inference", lambda: no_gpu(cmdline="iommu.strict=1"), [], []),
    ("GPUs, VFs that are to come", "gpu-sriov-rdma", switched,
     ["intel_iommu=on", "pci=config_acs=" + ";".join(DT[:2])], []),
    ("the same on 6.1", "gpu-host-nic", lambda: switched(kernel="6.1.0"),
     ["iommu=pt", "pci=disable_acs_redir=" + ";".join(PATHS)], []),
    # __pci_config_acs() before commit 9cf8a952d57b: its mask is the wrong way round
    ("the same on 6.12.10", "gpu-host-nic", lambda: switched(kernel="6.12.10"), ["iommu=pt"], []),
    ("the same on 6.14.1", "gpu-host-nic", lambda: switched(kernel="6.14.1"), ["iommu=pt"], []),
    ("the same on 4.18", "gpu-host-nic", lambda: switched(kernel="4.18.0"), ["iommu=pt"], []),
    ("an older token", "gpu-single",
     lambda: switched(cmdline="pci=config_acs=x@0000:00:02.0"),
     ["iommu=pt", "pci=config_acs=" + ";".join(ALL[:2] + ["xxxxxxx@0000:00:02.0"])],
     ["pci=config_acs=x@0000:00:02.0"]),
    ("strict", "inference", strict, ["iommu.strict=0"], []),
    ("strict, spelt otherwise", "inference", lambda: spelt("iommu-strict=1 iommu.strict=yes"),
     ["iommu.strict=0"], ["iommu.strict=yes"]),
    ("switched off, spelt otherwise", "vfio",
     lambda: switched(cmdline="intel-iommu=off,sm_on intremap=offline -- nointremap"),
     ["intel_iommu=on"], ["intel-iommu=off", "intremap=offline"]),
    ("strict on 5.10", "inference", lambda: old_strict(), [], ["intel_iommu=strict"]),
    ("VFs beside GPUs", "gpu-sriov-rdma", with_vf,
     ["intel_iommu=on", "pci=config_acs=" + ";".join(DT)], []),
    ("VFs beside GPUs, 6.1", "gpu-sriov-rdma", lambda: with_vf(kernel="6.1.0"),
     ["intel_iommu=on"], []),
    ("VFIO's only card of an id", "vfio", lambda: vfio(device="0x20b0"),
     ["intel_iommu=on", "vfio-pci.ids=8086:20b0"], []),
    # Of two tokens vfio-pci reads the last: what the first names must be in it.
    ("VFIO's card, and its id is there", "vfio",
     lambda: vfio(device="0x20b0", cmdline="vfio-pci.ids=8086:20b0,1002:67df"),
     ["intel_iommu=on", "vfio-pci.ids=8086:20b0,1002:67df"], []),
    ("VFIO's card, and the id of another is there", "vfio",
     lambda: vfio(device="0x20b0", cmdline="vfio-pci.ids=1002:67df"),
     ["intel_iommu=on", "vfio-pci.ids=1002:67df,8086:20b0"], ["vfio-pci.ids=1002:67df"]),
    ("VFIO's card, and more than an id is there", "vfio",
     lambda: vfio(device="0x20b0", cmdline="vfio-pci.ids=1002:67df:1:2"),
     ["intel_iommu=on", "vfio-pci.ids=1002:67df:1:2,8086:20b0"], ["vfio-pci.ids=1002:67df:1:2"]),
    # pci_match_one_device() compares the subvendor too, and nobody knows that of the card here.
    ("VFIO's card, and its id with a subvendor", "vfio",
     lambda: vfio(device="0x20b0", cmdline="vfio-pci.ids=8086:20b0:1458:403b"),
     ["intel_iommu=on", "vfio-pci.ids=8086:20b0:1458:403b,8086:20b0"],
     ["vfio-pci.ids=8086:20b0:1458:403b"]),
    # iommu_set_def_domain_type() and iommu_setup(): the last of them wins.
    ("identity, and undone by what comes later", "vm-mixed",
     lambda: switched(cmdline="intel_iommu=on iommu=pt iommu=nopt"),
     ["intel_iommu=on"], []),
    ("VFIO's card behind one of the host's", "vfio", lambda: beside_vfio(),
     ["intel_iommu=on", "vfio-pci.ids=8086:20b0"], []),
]


def virtio():
    """An IOMMU that no table of Intel's or AMD's lists."""
    made = switched()
    made.units = []
    made.sources["units"] = ("none", "none", "no DMAR and no IVRS table")
    return made


def spelt(cmdline):
    made = strict()
    made.cmdline = cmdline
    return made


def old_strict():
    made = strict()
    made.kernel, made.cmdline = "5.10.0", "intel_iommu=on,strict"
    return made


def ask(run, root, *args):
    return run.call("suggest", *args, "--root", root)


def yaml(text):
    """What we write of YAML, read with an eye on the indent; no other YAML."""
    lines = [l for l in text.splitlines() if l.strip() and not l.startswith("#")]

    def block(depth):
        found = None
        while lines:
            indent = len(lines[0]) - len(lines[0].lstrip())
            if indent < depth:
                return found
            line = lines.pop(0).strip()
            if line.startswith("- "):
                found = found or []
                found.append(line[2:].strip("'"))
                continue
            key, value = line.split(":", 1)
            found = found or {}
            if value.strip() == "[]":
                found[key] = []
            elif value.strip():
                found[key] = value.strip()
            else:
                found[key] = block(indent + 1)
        return found

    return block(0)


def grub(text):
    """What arrives in the kernel: the shell reads the file, GRUB splits its line."""
    done = subprocess.run(["sh", "-c", 'GRUB_CMDLINE_LINUX=quiet; eval "$0"; '
                           'printf %s "$GRUB_CMDLINE_LINUX"', text],
                          capture_output=True, text=True, check=True)
    words = list(shlex.shlex(done.stdout, posix=True, punctuation_chars=";"))
    return shlex.split(done.stdout), ";" in words


def one(run, root, made, name, profile, add, gone):
    answer = values.parse(ask(run, root, "--profile", profile, "--json").out)
    have = [a["argument"] for a in answer["have"]]
    got = [a["argument"] for a in answer["add"]]
    run.ok(name + ": add", sorted(got + have) == sorted(add), got, have, add)
    cmdline = made.cmdline.split()
    run.ok(name + ": nothing that is there is added", not set(got) & set(cmdline), got, cmdline)
    add = got
    dropped = [a["argument"] for a in answer["drop"]]
    run.ok(name + ": drop", dropped == gone, dropped, gone)
    run.ok(name + ": each has a reason", all(a["reason"] for a in
                                             answer["add"] + answer["drop"]), answer)
    text = ask(run, root, "--profile", profile, "--format", "grub").out.decode()
    words, split = grub(text)
    run.ok(name + ": GRUB drop-in", words == ["quiet"] + add and not split, words, text)
    text = ask(run, root, "--profile", profile, "--format", "machineconfig").out.decode()
    run.ok(name + ": MachineConfig", yaml(text) == {
        "apiVersion": "machineconfiguration.openshift.io/v1", "kind": "MachineConfig",
        "metadata": {"name": "99-worker-iommu-audit-" + profile, "labels": {
            "machineconfiguration.openshift.io/role": "worker"}},
        "spec": {"kernelArguments": add}}, text)
    text = ask(run, root, "--profile", profile).out.decode()
    run.ok(name + ": text", all(a in text for a in add + gone) and
           (not add or text.endswith("\n" + " ".join(add) + "\n")), text)


def profiles(run, folder):
    """What is added and dropped for a profile, in every format."""
    for number, (name, profile, make, add, gone) in enumerate(CASES):
        if run.may_want(name + ": "):
            made = make()
            root = made.write("%s/%d" % (folder, number))
            one(run, root, made, name, profile, add, gone)


def after(cmdline, answer):
    """What a command line is to be once a suggestion was followed: words in their order."""
    gone = [a["argument"] for a in answer["drop"]]
    left = []
    for token in cmdline.split():
        name, equals, value = token.partition("=")
        words = [w for w in value.split(",") if name + "=" + w not in gone]
        if token in gone or (equals and not words):
            continue
        left.append(token if len(words) == len(value.split(",")) else name + "=" + ",".join(words))
    return left + [a["argument"] for a in answer["add"]]


def shell(script, **variables):
    """What a script of a shell prints, and its exit code."""
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False,
                          env={"PATH": os.environ["PATH"], **variables})
    return done.stdout, done.returncode, done.stderr


DROPS = ("an older token", "strict, spelt otherwise", "switched off, spelt otherwise",
         "strict on 5.10", "VFIO's card, and the id of another is there", "no GPU, a NIC")


def applied(run, folder):
    """Each format does what the answer says: the files and calls are run on a line of the kernel."""
    made = [(name, profile, make) for name, profile, make, _, _ in CASES if name in DROPS]
    made += [("a word of a list", "vfio", lambda: switched(cmdline="a=b intel_iommu=off,igfx_off x")),
             ("twice", "vm-mixed", lambda: switched(cmdline="iommu=pt iommu=pt q intel_iommu=on")),
             ("nothing", "baseline", lambda: switched(cmdline="intel_iommu=on"))]
    for number, (name, profile, make) in enumerate(made):
        machine = make()
        root = machine.write("%s/applied-%d" % (folder, number))
        answer = values.parse(ask(run, root, "--profile", profile, "--json").out)
        line = machine.cmdline.split(" -- ")[0]
        wanted = after(line, answer)
        # GRUB puts the variable with _DEFAULT behind the other one.
        text = ask(run, root, "--profile", profile, "--format", "grub").out.decode()
        out, _, err = shell(text + '\nprintf %s "$GRUB_CMDLINE_LINUX"', GRUB_CMDLINE_LINUX=line)
        run.ok("applied: grub: " + name, shlex.split(out) == wanted and not err, out, wanted, text)
        out, _, err = shell(text + '\nprintf %s "$GRUB_CMDLINE_LINUX_DEFAULT"',
                            GRUB_CMDLINE_LINUX_DEFAULT=line)
        kept = [w for w in wanted if w not in [a["argument"] for a in answer["add"]]]
        run.ok("applied: grub, the other variable: " + name, shlex.split(out) == kept, out, kept)
        for kind in ("proxmox", "systemd-boot"):
            text = ask(run, root, "--profile", profile, "--format", kind).out.decode()
            path = "%s/cmdline-%d" % (folder, number)
            with open(path, "w", encoding="utf8") as file:
                file.write(line + "\n")
            calls = [l for l in text.splitlines() if l.startswith("sed ")]
            for call in calls:
                shell(call.replace("/etc/kernel/cmdline", path))
            with open(path, encoding="utf8") as file:
                now = file.read()
            run.ok("applied: %s: %s" % (kind, name), now == " ".join(wanted) + "\n" and
                   len(calls) == bool(answer["add"] or answer["drop"]), repr(now), wanted, text)
        for kind in ("grub", "grubby", "proxmox", "systemd-boot", "machineconfig"):
            text = ask(run, root, "--profile", profile, "--format", kind, "--steps").out.decode()
            _, code, err = shell("set -n\n" + text)
            none = not (answer["add"] or answer["drop"] or answer["bind"])
            run.ok("steps: %s: %s" % (kind, name), code == 0 and not err and
                   ("no step is needed" in text) == (none and not answer["notes"]) and
                   all("Note: " + n in text for n in answer["notes"]) and
                   all("%s: %s" % (a["argument"], a["reason"]) in text.partition("# 1. ")[0]
                       for a in answer["add"] + answer["drop"]) and
                   (none or all(w in text for w in ("snapshot", "--against", "way back"))),
                   code, err, text)


def there_and_back(run, folder):
    """grubby's two calls undo each other; a pool is named where there is one."""
    root = switched(cmdline="q intel_iommu=off iommu=pt").write(folder + "/back")
    text = ask(run, root, "--profile", "vm-mixed", "--format", "grubby", "--steps").out.decode()
    calls = [shlex.split(l.strip("# ")) for l in text.splitlines() if "--update-kernel" in l]
    there, back = [{w.split("=", 1)[0]: w.split("=", 1)[1].split() for w in call
                    if w.startswith(("--args", "--remove-args"))} for call in calls]
    run.ok("there and back again", there["--args"] == back["--remove-args"] and
           there["--remove-args"] == back["--args"] == ["intel_iommu=off", "iommu=pt"] and
           there["--args"] == ["intel_iommu=on"], there, back)
    text = ask(run, root, "--profile", "vfio", "--format", "machineconfig", "--role",
               "gpu-workers").out.decode()
    run.ok("a pool", yaml(text)["metadata"] == {
        "name": "99-gpu-workers-iommu-audit-vfio",
        "labels": {"machineconfiguration.openshift.io/role": "gpu-workers"}}, text)
    text = ask(run, root, "--profile", "vfio", "--format", "machineconfig", "--role", "w",
               "--dev", "03:00.0", "--steps").out.decode()
    run.ok("steps of a pool", "oc wait machineconfigpool/w " in text and
           "oc delete machineconfig 99-w-iommu-audit-vfio " in text and
           "snapshot --output /var/lib/iommu-audit-before.json" in text and
           "--dev 03:00.0 --against /var/lib/iommu-audit-before.json" in text, text)


def usage(run, folder):
    """Wrong command lines, and widths."""
    root = switched().write(folder + "/usage")
    for args, words in (
            (["--format", "json"], ["'json' is not a format", "machineconfig"]),
            (["--format", "grub", "--json"], ["exclude each other"]),
            (["--steps"], ["--steps needs a --format"]),
            (["--steps", "--format", "text"], ["--steps needs a --format"]),
            (["--role", "x"], ["--format machineconfig"]),
            (["--role", "x", "--format", "grub"], ["--format machineconfig"]),
            (["--role", "X y", "--format", "machineconfig"], ["'X y' is not a valid name of a pool"]),
            (["--role", "-x", "--format", "machineconfig"], ["'-x' is not a valid name of a pool"]),
            (["--profile", "none"], ["'none' is not a profile"])):
        result = ask(run, root, *args)
        run.ok("usage: " + " ".join(args), result.code == 2 and not result.out and
               all(w in result.err for w in words), result.err)
    for width in (80, 140):
        for profile in ("vfio", "gpu-host-nic", "gpu-sriov-rdma"):
            text = run.terminal(width, "suggest", "--profile", profile, "--root", root)
            long = [l for l in text.out.decode().splitlines()
                    if len(l) > width and "pci=" not in l]
            run.ok("%s fits %d columns" % (profile, width), not long, *long)


def card(**keys):
    """A GPU with audio and USB-C in one group, and another GPU of the same id."""
    made = Machine(**keys)
    made.port("00:01.0", "root_port")
    made.add("01:00.0", "gpu", ("00:01.0",), driver="nouveau", device="0x1e07")
    for fn, klass, driver, device in ((1, "0x040300", "snd_hda_intel", "0x10f7"),
                                      (2, "0x0c0330", "xhci_hcd", "0x1ad6")):
        made.add("01:00.%d" % fn, "other", ("00:01.0",), driver=driver, device=device,
                 group=made.devices["01:00.0"]["group"], **{"class": klass})
    return made


def unused(run, root, path, usage=True, uses=()):
    """A snapshot of a machine of which it was read what the host uses."""
    run.call("snapshot", "-o", path, "--root", root)
    with open(path, encoding="utf8") as file:
        whole = json.load(file)
    whole["host"].update(usage=dict.fromkeys(("storage", "network", "console"), usage),
                         uses=list(uses))
    with open(path, "w", encoding="utf8") as file:
        json.dump(whole, file)
    return path


def two_disks():
    """Two disks of one id, each below a root port, and a third function of another id."""
    made = Machine(cmdline="intel_iommu=on")
    for slot, device in ((1, "0xa808"), (2, "0xa808"), (3, "0x1111")):
        made.port("00:0%d.0" % slot, "root_port")
        made.add("0%d:00.0" % slot, "nvme", ("00:0%d.0" % slot,), driver="nvme", device=device)
    return made


FORMATS = ("grub", "grubby", "proxmox", "systemd-boot", "machineconfig")


def by_address(run, folder):
    """What no kernel argument does has its steps, with their way back, in each format."""
    path = unused(run, two_disks().write(folder + "/disks"), folder + "/disks.json",
                  uses=[{"dev": "0000:01:00.0", "what": "mount", "name": "nvme0n1p2", "path": "/"}])

    def said(kind, *devs):
        words = ["suggest", "--profile", "vfio", "--from", path]
        for dev in devs:
            words += ["--dev", dev]
        return run.call(*words, *(["--json"] if kind == "json" else
                                  ["--format", kind, "--steps"])).out.decode()

    answer = values.parse(said("json", "02:00.0").encode())
    run.ok("bound by address", not answer["add"] and answer["bind"] == [{
        "dev": "0000:02:00.0", "command": "driverctl set-override 0000:02:00.0 vfio-pci",
        "back": "driverctl unset-override 0000:02:00.0"}], answer)
    for kind in FORMATS:
        node = "oc debug node/NODE -- chroot /host " if kind == "machineconfig" else ""
        text = said(kind, "02:00.0")
        _, code, err = shell("set -n\n" + text)
        lines = text.splitlines()
        there = node + "driverctl set-override 0000:02:00.0 vfio-pci"
        back = "# " + node + "driverctl unset-override 0000:02:00.0"
        run.ok("by address: %s: there, then back" % kind, there in lines and back in lines and
               lines.index(there) < lines.index(back) and not code and not err, text)
        run.ok("by address: %s: no boot for it" % kind, "systemctl reboot" not in text and
               "no step is needed" not in text and "oc apply" not in text, text)
        text = said(kind, "01:00.0")
        run.ok("by address: %s: what is refused is said" % kind, "set-override" not in text and
               "01:00.0 is not proposed: the host uses it" in text and
               "no step is needed" not in text, text)
        text = said(kind, "02:00.0", "03:00.0")
        lines = text.splitlines()
        run.ok("by address: %s: after the boot with the argument" % kind,
               "vfio-pci.ids=8086:1111" in text and there in lines and
               text.index("vfio-pci.ids=8086:1111") < text.index("\n" + there) and
               ("systemctl reboot" in text) == (kind != "machineconfig"), text)
    with open(path, encoding="utf8") as file:
        whole = json.load(file)
    for before, back in (("vfio-pci", None), ("uio_pci_generic", "driverctl set-override "
                                              "0000:02:00.0 uio_pci_generic")):
        whole["host"]["devices"] = [{"dev": "0000:02:00.0", "driverctl": before}]
        with open(path, "w", encoding="utf8") as file:
            json.dump(whole, file)
        answer = values.parse(said("json", "02:00.0").encode())
        run.ok("driverctl gives it to %s so far" % before,
               [b["back"] for b in answer["bind"]] == ([back] if back else []), answer)


def unread(run, folder):
    """What was not read is no reason to give a disk away."""
    root = two_disks().write(folder + "/unread")
    for dev in ("02:00.0", "03:00.0"):
        answer = values.parse(ask(run, root, "--profile", "vfio", "--dev", dev, "--json").out)
        run.ok("unread: %s is not proposed" % dev, not answer["add"] and not answer["bind"] and
               any(dev + " is not proposed: whether the host uses" in n for n in answer["notes"]),
               answer)
    path = unused(run, root, folder + "/half.json", usage=False)
    answer = values.parse(run.call("suggest", "--profile", "vfio", "--dev", "03:00.0", "--json",
                                   "--from", path).out)
    run.ok("unread: nor where the reading failed", not answer["add"] and not answer["bind"], answer)
    # vmd_remove() takes the root bus with all behind it away: pci_remove_root_bus()
    for dev in ("10000:e1:00.0", "0000:00:0e.0"):
        answer = values.parse(run.call("suggest", "--profile", "vfio", "--dev", dev, "--json",
                                       "--from", VMD).out)
        text = json.dumps(answer["add"]) + json.dumps(answer["bind"])
        run.ok("unread: VMD, %s" % dev, "vfio-pci" not in text and
               any("disabling VMD in firmware" in n or "the host uses" in n
                   for n in answer["notes"]),
               answer)


def direct_translated(run, folder):
    """check and suggest say the same of Direct Translated beside a guest's device."""
    made = switched(cmdline="intel_iommu=on", ctl=ISOLATION + ",DirectTrans")
    made.devices["03:00.0"].update(ats="on", **OWNED)
    root = made.write(folder + "/dt")
    answer = values.parse(ask(run, root, "--profile", "vm-mixed", "--json").out)
    found = {f["id"]: f for f in run.ask("check", "--profile", "vm-mixed", "--root",
                                         root)["findings"]}
    run.ok("Direct Translated off", found["peers-apart"]["verdict"] == "fail" and
           [a["argument"] for a in answer["add"]] == [
               "pci=config_acs=0011101@0000:00:01.0/00.0/00.0"], answer, found["peers-apart"])
    for kernel, words in (("6.12.10", "9cf8a952d57b"), ("6.13.0", "9cf8a952d57b"),
                          ("6.8.0", "came with Linux 6.11")):
        made.kernel = kernel
        answer = values.parse(ask(run, made.write(folder + "/dt-" + kernel), "--profile",
                                  "vm-mixed", "--json").out)
        run.ok("Direct Translated off: none on " + kernel, not answer["add"] and
               words in " ".join(answer["notes"]), answer)
        vf = with_vf(kernel=kernel).write(folder + "/vf-" + kernel)
        answer = values.parse(ask(run, vf, "--profile", "gpu-sriov-rdma", "--json").out)
        run.ok("Direct Translated on: none on " + kernel, not any(
            "config_acs" in a["argument"] for a in answer["add"]) and
            words in " ".join(answer["notes"]), answer)


def namesakes(run, folder):
    """grubby takes out all words of a name that it adds: update_args() of grubby-bls."""
    root = switched(cmdline="intel_iommu=sm_on pci=noaer iommu=pt iommu=pt quiet").write(
        folder + "/namesakes")
    text = ask(run, root, "--profile", "vm-mixed", "--format", "grubby", "--steps").out.decode()
    calls = [shlex.split(l.strip("# ")) for l in text.splitlines() if "--update-kernel" in l]
    there, back = [{w.split("=", 1)[0]: w.split("=", 1)[1].split() for w in call
                    if w.startswith(("--args", "--remove-args"))} for call in calls]
    run.ok("namesakes stay", there["--args"] == ["intel_iommu=sm_on", "intel_iommu=on"] and
           there["--remove-args"] == ["iommu=pt", "iommu=pt"] and
           back["--remove-args"] == ["intel_iommu=on"], there, back)


def going_along(run, folder):
    """A function that is named takes all of its group along."""
    def notes(name, made, *args):
        path = unused(run, made.write(folder + "/" + name), folder + "/" + name + ".json")
        answer = values.parse(run.call("suggest", "--profile", "vfio", "--json", *args,
                                       "--from", path).out)
        return answer, " ".join(answer["notes"])

    answer, said = notes("card", card(), "--dev", "01:00.0")
    run.ok("all ids of the group", {"argument": "vfio-pci.ids=8086:1e07,8086:10f7,8086:1ad6"}.items()
           <= answer["add"][-1].items(), answer)
    run.ok("who would be there before vfio-pci",
           "another driver is there first (nouveau, snd_hda_intel, xhci_hcd)" in said, said)
    run.ok("what goes along is named",
           "the rest of the group of 01:00.0 must be bound to vfio-pci too" in said and
           "01:00.1, 01:00.2" in said, said)
    answer, said = notes("all", card(), "--dev", "01:00.0,01:00.1,01:00.2")
    run.ok("nothing else goes along", "must be bound" not in said, said)
    made = card()
    made.devices["01:00.0"]["reserved"] = RMRR
    _, said = notes("rmrr", made, "--dev", "01:00.2")
    # device_is_rmrr_locked() and iommu_group_claim_dma_owner(): VFIO gets no such group
    run.ok("an RMRR is named", "01:00.2 is not proposed: firmware keeps memory mapped" in said, said)


def costs(run, folder):
    """What is not opened, and what it costs, before what it gains."""
    root = guests_nic().write(folder + "/owned")
    answer = values.parse(ask(run, root, "--profile", "gpu-host-nic", "--json").out)
    run.ok("the guest's port is named", any("02:02.0 keeps its ACS: 05:00.0" in n
                                            for n in answer["notes"]), answer)
    root = switched().write(folder + "/nobody's")
    answer = values.parse(ask(run, root, "--profile", "gpu-host-nic", "--json").out)
    reason = next(a["reason"] for a in answer["add"] if "config_acs" in a["argument"])
    run.ok("what it costs stands first", reason.index("costs") < reason.index("gains"), reason)
    for profile, rule in (("gpu-single", "gpu-p2p"), ("gpu-host-nic", "gpu-nic")):
        found = run.ask("check", "--profile", profile, "--root", root)["findings"]
        fix = next(f["fix"] for f in found if f["id"] == rule)
        run.ok("check %s: what it costs stands first" % profile,
               "at the cost of isolation" in fix.partition("pci=")[0], fix)
        found = run.ask("check", "--profile", profile, "--root", folder + "/owned")["findings"]
        fix = next(f["fix"] for f in found if f["id"] == rule)
        run.ok("check %s: the switch of a guest's NIC is left alone" % profile,
               "pci=" not in fix and "owns a device" in fix, fix)
    for devs in (("03:00.0", "04:00.0"), ("03:00.0", "05:00.0")):
        answer = run.ask("p2p", *devs, "--root", folder + "/owned")
        run.ok("p2p %s %s: no parameter beside a guest's NIC" % devs,
               "pci=" not in json.dumps(answer["fix"] if "fix" in answer else answer), answer)
    answer = values.parse(ask(run, guests_vf().write(folder + "/vf"), "--profile",
                              "gpu-sriov-rdma", "--json").out)
    run.ok("Direct Translated: the guest's VF is named",
           any("02:02.0 keeps its ACS: 05:00.1" in n for n in answer["notes"]), answer)
    made = changed(switched, d_03_00_0=OWNED, d_04_00_0=OWNED)
    found = run.ask("check", "--profile", "gpu-single", "--root",
                    made.write(folder + "/gpus"))["findings"]
    fix = next(f["fix"] for f in found if f["id"] == "gpu-p2p")
    run.ok("check: no parameter for GPUs of a guest's", "pci=" not in fix and "owns a device" in
           fix, fix)
    root = connectx8().write(folder + "/connectx8")
    answer = values.parse(ask(run, root, "--profile", "gpu-host-nic", "--json").out)
    run.ok("ConnectX-8 wants it asymmetric", any("xx110x1" in n for n in answer["notes"]), answer)
    answer = run.ask("p2p", "03:00.0", "04:00.0", "--root", root)
    run.ok("p2p says so too", "xx110x1" in json.dumps(answer) and "disable_acs_redir" not in
           json.dumps(answer), answer)


def doubts(run, folder):
    """What cannot be given away, and what is perhaps not to be."""
    root = no_gpu().write(folder + "/doubts")
    answer = values.parse(ask(run, root, "--profile", "vfio", "--dev", "00:01.0", "--json").out)
    run.ok("no port is proposed for vfio-pci", any("00:01.0 is a port" in n for n in
                                                   answer["notes"]) and not any(
        "set-override" in n for n in answer["notes"]) and not any(
        "vfio-pci.ids" in a["argument"] for a in answer["add"]), answer)
    found = run.ask("check", "--profile", "vfio", "--dev", "00:01.0", "--root", root)["findings"]
    run.ok("in-use and bound say nothing of a port",
           not {"in-use", "bound"} & {f["id"] for f in found}, found)
    answer = values.parse(ask(run, root, "--profile", "vfio", "--dev", "01:00.1", "--json").out)
    run.ok("what the host may use is named", any("whether the host uses 01:00.1" in n for n in
                                                 answer["notes"]), answer)
    root = switched(kernel="6.12.10").write(folder + "/unfixed")
    found = run.ask("check", "--profile", "gpu-single", "--root", root)["findings"]
    fix = next(f["fix"] for f in found if f["id"] == "gpu-p2p")
    run.ok("check: no ACS parameter without the kernel's fix", "pci=" not in fix and
           "9cf8a952d57b" in fix, fix)


def around(run, folder):
    """Advice for machines whose IOMMUs are somebody else's, or stay dead."""
    def fixes(name, made, keys):
        root = made.write(folder + "/" + name)
        path = "%s/%s/version" % (root, harness.DEBUGFS)
        with open(path, encoding="utf8") as file:
            text = file.read()
        with open(path, "w", encoding="utf8") as file:
            file.write(text.replace("loaded_ns=", keys + " loaded_ns=", 1))
        said = [f["fix"] for f in run.ask("check", "--profile", "vfio", "--root", root)["findings"]
                if f["id"] == "iommu-on"]
        answer = values.parse(ask(run, root, "--profile", "vfio", "--json").out)
        return said[0], " ".join(answer["notes"]), [a["argument"] for a in answer["add"]]

    kvm = "virtualised=1 hypervisor=kvm signature=KVMKVMKVM privileged=- limit=-"
    xen = "virtualised=1 hypervisor=xen_pv signature=XenVMMXenVMM privileged=1 limit=-"
    none = "virtualised=0 hypervisor=none signature=- privileged=- limit=-"
    fix, said, add = fixes("kvm", changed(bare, cmdline_="quiet"), kvm)
    run.ok("a guest: a virtual IOMMU", "virtual IOMMU" in fix and "virtual IOMMU" in said and
           "in the firmware" not in fix and not add, fix, said, add)
    fix, said, add = fixes("xen", changed(bare, cmdline_="quiet"), xen)
    run.ok("Xen's initial domain", not fix and "Xen owns the IOMMUs" in said and not add,
           fix, said, add)
    fix, said, add = fixes("bare", changed(bare, cmdline_="quiet"), none)
    run.ok("bare metal: the firmware", "in the firmware" in fix and add == ["intel_iommu=on"],
           fix, said, add)
    fix, said, add = fixes("dead", changed(units=OFF, cmdline_="intel_iommu=on"), none)
    run.ok("what is set already is not proposed", "is there already" in fix and
           "on the command line already" in said, fix, said)
    fix, said, add = fixes("off", changed(units=OFF, cmdline_="quiet"), none)
    for line, wanted in (("quiet", "nothing on the kernel command line"),
                         ("amd_iommu=off", "take amd_iommu=off"),
                         ("iommu=off", "take amd_iommu=off")):
        made = amd(lambda line=line: changed(units=OFF, cmdline_=line))
        dark, said, _ = fixes("dark", made, none)
        run.ok("AMD-Vi is off, with " + line, dark.startswith(wanted), dark, said)
    run.ok("what is not set is", fix == "intel_iommu=on on the kernel command line", fix)


def reasons(run, folder):
    """What is said beside the arguments."""
    for pages, noted in (("512", False), ("0", True)):
        root = changed(vfio, host={HUGE + "nr_hugepages": pages + "\n",
                                   HUGE + "free_hugepages": pages + "\n"}).write(
                                       folder + "/huge" + pages)
        answer = values.parse(ask(run, root, "--profile", "vfio", "--json").out)
        run.ok("hugepages: %s are there" % pages,
               any("hugepages for the guests" in n for n in answer["notes"]) == noted, answer)
    root = switched(cmdline="quiet intel_iommu=on").write(folder + "/there")
    answer = values.parse(ask(run, root, "--profile", "vm-mixed", "--json").out)
    run.ok("what is there already is not added", not answer["add"] and
           [a["argument"] for a in answer["have"]] == ["intel_iommu=on"], answer)
    for line, there in (("intel_iommu=on,sm_on", True), ("intel-iommu=on", True),
                        ("intel_iommu=on intel_iommu=off", True), ("intel_iommu=off", False),
                        ("intel_iommu=sm_on", False)):
        root = switched(cmdline=line).write(folder + "/not-there")
        answer = values.parse(ask(run, root, "--profile", "vm-mixed", "--json").out)
        run.ok("said in other words: " + line, bool(answer["have"]) == there, answer)
    root = two_alike().write(folder + "/alike")
    answer = values.parse(ask(run, root, "--profile", "vfio", "--json").out)
    run.ok("an id that the host needs as well: by address", not any(
        "vfio-pci.ids" in a["argument"] for a in answer["add"]) and any(
        "driverctl set-override 0000:01:00.0" in n for n in answer["notes"]), answer)
    root = with_vf(kernel="6.1.0").write(folder + "/old")
    answer = values.parse(ask(run, root, "--profile", "gpu-sriov-rdma", "--json").out)
    run.ok("Direct Translated on 6.1: no parameter, and it says so",
           any("6.11" in n for n in answer["notes"]), answer)
    # A NIC of a machine that has GPUs.
    narrowed = run.call("suggest", "--profile", "gpu-single", "--dev", "04:00.0", "--json", "--from",
                        os.path.join(harness.HERE, "machines", "gpu.json"))
    answer = values.parse(narrowed.out)
    run.ok("GPUs beside the devices that were named are not denied",
           answer["notes"] == ["none of the devices considered is a GPU"], answer)


def run(run):
    with harness.Folder() as folder:
        for part in (profiles, applied, there_and_back, usage, reasons, going_along, costs,
                     doubts, around, by_address, unread, direct_translated, namesakes):
            run.part(part, folder)
