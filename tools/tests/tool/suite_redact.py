# SPDX-License-Identifier: GPL-2.0
"""snapshot --redact leaves out all that identifies, and answers stay as they were."""
import glob
import json
import os
import re
import subprocess

import harness
from suite_consistency import REAL

# Of each alphabet a value that gives something away, and what of it may not be left.
SECRET = ["acme", "nodeacme", "alice", "deadbeef", "de4dbeef99", "de:4d:be", "0123456789ab",
          "10.11.12.13", "fd00::1", "de-ad-be", "vgacme", "5000c500de", "de4d.beef", "de_4d",
          "de4d:beef"]
LINE = ("BOOT_IMAGE=/boot/vmlinuz-6.1 root=UUID=deadbeef-cafe-4a99-8123-0123456789ab "
        "ip=10.11.12.13::10.11.12.1:255.255.255.0:nodeacme:eth0:off intel_iommu=on "
        "rd.luks.uuid=luks-deadbeef-cafe-4a99-8123-0123456789ab rd.lvm.lv=vgacme/root "
        "netconsole=@/eth0,@10.11.12.13/00:de:4d:be:ef:99 \"dyndbg=file acme +p\" "
        "systemd.hostname=nodeacme resume=/dev/mapper/vgacme-swap BOOTIF=01-00-de-4d-be-ef-99 "
        "nfsroot=[fd00::1]:/srv/acme initrd=\\\\deadbeefcafe4a9981230123456789ab\\\\linux "
        "init=/home/alice/init quiet -- password=acme")
MARKS = {
    "SERIAL": "de-ad-be-ef-ca-fe-4a-99", "UUID": "deadbeef-cafe-4a99-8123-0123456789ab",
    "OWN": "acme-pool", "CMDLINE": LINE, "WORDS": LINE,
    "FREE": "at 00:de:4d:be:ef:99 of /home/alice, naa.5000c500deadbeef, 10.11.12.13, fd00::1, "
            "tcp:10.11.12.13, 10.11.12.13. Ask alice@acme.org, de4d.beef.9900, "
            "de_4d_be_ef_99_00, GUID de4d:beef:9900:0001, ::ffff:10.11.12.13",
    "NAME": "enx00de4dbeef99", "SYSFS": "wwn-0x5000c500deadbeef", "IFNAME": "acme-dmz",
    "BOOT_FILE": "/efi/acme/deadbeefcafe4a9981230123456789ab/6.1/initrd",
}
# Texts that the module, the kernel or a specification made.
KEPT = {"SCOPE", "RELEASE", "REGISTER", "SIGNATURE", "TIME"}
# What this tool says of a machine.
PAGES = (["report"], ["groups"], ["p2p", "--matrix"], ["devices"], ["acs"], ["lint"], ["units"],
         ["check"], ["check", "--profile", "vfio"], ["check", "--profile", "sriov"],
         ["suggest", "--profile", "vfio"], ["groups", "--predict"])


def redacted(run, path, *args):
    """The text of the redacted snapshot."""
    return run.call("snapshot", "--redact", *(["--from", path] if path else []), *args).out.decode()


def mark(key, value):
    """A value that gives something away, in the shape of this one."""
    if key["kind"] == "text":
        return MARKS[key["alphabet"]["name"]]
    return [MARKS[key["alphabet"]["name"]]] if key["kind"] in ("texts", "members") else value


def filled(described, record):
    """A record with something to give away in every text."""
    keys = described["records"][record]["keys"]
    out = {key["name"]: mark(key, None) for key in keys
           if "alphabet" in key and key["alphabet"]["name"] in MARKS}
    for key in keys:
        if key["kind"] == "address":
            out[key["name"]] = "0000:00:1f.0"
    return out


def marked(described, machine):
    """A snapshot of that machine with something to give away in each record."""
    machine.update(filled(described, "origin"))
    lists = {one["name"]: one["record"] for one in described["lists"]}
    host = {"nodes": "numa_node", "modules": "module", "devices": "host_device",
            "names": "host_names", "firmware": "device_firmware", "uses": "use",
            "limits": "limits", "platform": "platform", "boot": "next_boot"}
    for to, names in ((machine, lists), (machine["host"], host)):
        for name, record in names.items():
            there = to.get(name)
            for one in there if isinstance(there, list) else [there] if there else []:
                new = {key: value for key, value in filled(described, record).items()
                       if not re.match(r"[0-9a-f]{4}:", str(one.get(key))) and
                       not (key == "devices" and record == "group") and
                       not (key in ("unit", "module", "register", "functions"))}
                one["unknown"] = [key for key in one.get("unknown", []) if key not in new]
                if not one["unknown"]:
                    del one["unknown"]
                one.update(new)
    return machine


def described(run):
    """The descriptions of all records."""
    return json.loads(subprocess.run([os.path.join(
        os.path.dirname(run.tool), os.path.basename(run.tool).replace("iommu-audit",
                                                                      "iommu-audit-describe"))],
        capture_output=True, check=True).stdout)


def alphabets(run, what):
    """A new alphabet has to say what it gives away."""
    names = {key["alphabet"]["name"] for record in what["records"].values()
             for key in record["keys"] if "alphabet" in key}
    run.ok("every alphabet is known here", names <= set(MARKS) | KEPT, names)


def nothing(run, what, folder):
    """Each text of each record is filled, and nothing of that is left."""
    for path in sorted(glob.glob(os.path.join(harness.HERE, "machines", "*.json"))):
        with open(path, encoding="utf8") as file:
            machine = json.load(file)
        if "host" not in machine:
            continue
        name = os.path.basename(path)
        to = os.path.join(folder, name)
        with open(to, "w", encoding="utf8") as file:
            json.dump(marked(what, machine), file)
        plain = run.call("snapshot", "--from", to).out.decode()
        text = redacted(run, to)
        left = [word for word in SECRET if word in text]
        run.ok(name + ": nothing is left", text and not left, *left)
        run.ok(name + ": there was something", sum(word in plain for word in SECRET) > 8,
               run.call("snapshot", "--from", to).err)
        run.ok(name + ": it says so", '"redacted": true' in text and
               '"redacted": false' in plain)
        again = os.path.join(folder, "again.json")
        with open(again, "w", encoding="utf8") as file:
            file.write(text)
        run.ok(name + ": again it is the same", redacted(run, again) == text)
        run.ok(name + ": it stays so", run.call("snapshot", "--from", again).out.decode() == text)


@harness.plain("the answers again, of what was redacted")
def answers(run, folder):
    """Pages are the same before and after."""
    for path in sorted(glob.glob(os.path.join(harness.HERE, "machines", "*.json")) +
                       glob.glob(os.path.join(REAL, "*.json"))):
        name = os.path.basename(path)
        to, whole = os.path.join(folder, name), os.path.join(folder, "whole-" + name)
        for file, args in ((to, ["--redact"]), (whole, [])):
            run.call("snapshot", "--from", path, *args, "-o", file)
        for page in PAGES:
            before, after = (run.call(*page, "--from", file) for file in (whole, to))
            said, got = (re.sub(r"\S*=\S*|X+|\(?[\w-]*root\S*", "", one.out.decode())
                         if page[0] in ("report", "lint") else one.out.decode()
                         for one in (before, after))
            run.ok("%s: %s" % (name, " ".join(page)), before.code == after.code and said == got,
                   *[line for line in got.splitlines() if line not in said.splitlines()][:4])


def live(run, folder):
    """The name of the host is left out of what is read here."""
    root = os.path.join(folder, "root")
    harness.copy(harness.fixture("intel-sriov-events"), root)
    for path, text in (("proc/sys/kernel/hostname", "nodeacme"),
                       ("proc/cmdline", "intel_iommu=on console=nodeacme,1 initrd=/x-nodeacme.img")):
        path = os.path.join(root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf8") as file:
            file.write(text + "\n")
    text = redacted(run, None, "--root", root)
    line = json.loads(text)["cmdline"]
    run.ok("name of the host", line == "intel_iommu=on console=XXXXXXXX,1 initrd=/x-XXXXXXXX.img",
           line)
    for host, wanted in (("nodeacme.lan.acme.org", "intel_iommu=on console=XXXXXXXX,1 "
                          "initrd=/x-XXXXXXXX.img"),
                         # A word of the kernel's is no name, wherever it stands.
                         ("vfio", "intel_iommu=on vfio-pci.ids=10de:1b80 console=vfio"),
                         ("intel", "intel_iommu=on modprobe.blacklist=intel"),
                         ("off", "intel_iommu=off x=off XXX=1 XXX")):
        with open(os.path.join(root, "proc/sys/kernel/hostname"), "w", encoding="utf8") as file:
            file.write(host + "\n")
        if host != "nodeacme.lan.acme.org":
            with open(path, "w", encoding="utf8") as file:
                file.write(wanted.replace("XXX", host) + "\n")
        line = json.loads(redacted(run, None, "--root", root))["cmdline"]
        run.ok("a host called " + host, line == wanted, line)
    run.ok("no other command has it", run.call("report", "--redact", "--root", root).code == 2)


# A command line, and what is left of it.
LINES = [
    ("pci=config_acs=xx111xx@0000:00:1c.0 vfio-pci.ids=10de:1b80,10de:10f0 iommu.strict=1",
     "pci=config_acs=xx111xx@0000:00:1c.0 vfio-pci.ids=10de:1b80,10de:10f0 iommu.strict=1"),
    ("modprobe.blacklist=nouveau,mlx5_core console=ttyS0,115200n8 hugepagesz=1G hugepages=16",
     "modprobe.blacklist=nouveau,mlx5_core console=ttyS0,115200n8 hugepagesz=1G hugepages=16"),
    ("root=/dev/sda1 ro quiet", "root=/XXX/XXXX ro quiet"),
    ("foo=12345 foo=1234 foo=on foo=-1", "foo=XXXXX foo=1234 foo=on foo=-1"),
    ('"a.b=c d" e="f g"', '"a.b=X X" e="X X"'),
    ("a=b -- c d=e", "X=X -- X X=X".replace("X=X --", "a=X --")),
    ("BOOT_IMAGE=/boot/vmlinuz-5.10.0-17-amd64 initrd=/boot/initrd.img-4.18.0-553.22.1.el8",
     "BOOT_IMAGE=/boot/vmlinuz-5.10.0-17-amd64 initrd=/boot/initrd.img-4.18.0-553.22.1.el8"),
    ("amd_iommu=on ivrs_ioapic[33]=0000:00:14.0", "amd_iommu=on ivrs_ioapic[33]=0000:00:14.0"),
    # Ids with subsystem and class, as vfio_pci_fill_ids() of the kernel takes them, are no address.
    ("vfio-pci.ids=10de:1b80:1043:8466:030000:ff0000,8086:1533:ffff:ffff:0:0,10de:1b80:1043:8466",
     "vfio-pci.ids=10de:1b80:1043:8466:030000:ff0000,8086:1533:ffff:ffff:0:0,10de:1b80:1043:8466"),
    ("pci=resource_alignment=20@pci:8086:9c22:0:0;12@0000:01:00.0,disable_acs_redir=pci:8086:a110",
     "pci=resource_alignment=20@pci:8086:9c22:0:0;12@0000:01:00.0,disable_acs_redir=pci:8086:a110"),
    # A version of the kernel is no address, and an address in a name is one.
    ("BOOT_IMAGE=/vmlinuz-5.4.0.1 initrd=/initrd-4.12.14.122.img initrd=/x-10.0.0.1.img",
     "BOOT_IMAGE=/vmlinuz-5.4.0.1 initrd=/initrd-4.12.14.122.img initrd=/x-XX.X.X.X.img"),
    # Where a kernel is says whose it is.
    ("BOOT_IMAGE=tftp://pxe.acme.com/vmlinuz initrd=/vm/acme/initrd BOOT_IMAGE=(hd0,gpt2)/vmlinuz",
     "BOOT_IMAGE=XXXX://XXX.XXXX.XXX/vmlinuz initrd=/XX/XXXX/initrd BOOT_IMAGE=(hd0,gpt2)/vmlinuz"),
    ("initrd=\\EFI\\acme\\6.1.0\\linux", "initrd=\\EFI\\XXXX\\6.1.0\\linux"),
    ("alice@acme.org console=00_11_22_33_44_aa,1 console=[::ffff:10.0.0.1] console=0:1:2:aa:bb:cc",
     "XXXXX@XXXX.XXX console=XX_XX_XX_XX_XX_XX,1 console=[::ffff:XX.X.X.X] console=X:X:X:XX:XX:XX"),
    ("memx=secret memory=secret bootx=secret pcix=secret", "memx=XXXXXX memory=XXXXXX bootx=XXXXXX "
     "pcix=XXXXXX"),
    # Several passes leave out no more than one.
    ("nvidia.x/mnt/modeset=/9abc-def012345678", "nvidia.x/mnt/XXXXXXX=/9abc-XXXXXXXXXXXX"),
    ("x=a console=a@b.com@c.org,1 BOOT_IMAGE=/0.0.1.0:ot/x",
     "x=X console=a@X.XXX@X.XXX,1 BOOT_IMAGE=/X.X.X.X:XX/x"),
    ("", ""), ("=", "="), ("a=", "a="), ("--", "--"), ('"', '"'), ("x=\u00e9t\u00e9", None),
]


def lines(run, folder):
    """What becomes of words of a command line."""
    path = os.path.join(folder, "line.json")
    with open(os.path.join(harness.HERE, "machines", "gpu.json"), encoding="utf8") as file:
        machine = json.load(file)
    for line, left in LINES:
        machine["cmdline"] = line
        with open(path, "w", encoding="utf8") as file:
            json.dump(machine, file)
        got = json.loads(redacted(run, path) or "{}").get("cmdline")
        with open(path, "w", encoding="utf8") as file:
            json.dump(dict(machine, cmdline=got), file)
        again = json.loads(redacted(run, path) or "{}").get("cmdline")
        run.ok("line, twice: " + line, again == got, again)
        run.ok("line: " + line, got == left if left is not None else
               got and "t" not in got.split("=")[1], got)


# Names of interfaces: by the kernel and by udev's net_id stay, those that somebody chose go.
INTERFACES = [("eth0", True), ("enp1s0f0np0", True), ("eno1", True), ("ens1f1", True),
              ("enP2p1s0v3", True), ("wlp3s0", True), ("wlan0", True), ("ib0", True),
              ("ibp5s0", True), ("acme-dmz", False), ("eth0-acme", False), ("eno-acme", False),
              ("ensemble1", False), ("wan", False), ("brick", False), ("bond0.acme", False)]


def interfaces(run, folder):
    """Names that somebody chose go, also where they are part of another text."""
    path = os.path.join(folder, "named.json")
    with open(os.path.join(harness.HERE, "machines", "gpu.json"), encoding="utf8") as file:
        machine = json.load(file)
    dev = machine["devices"][3]["dev"]
    blank = {"rdma": [], "block": [], "nvme": [], "drm": [], "slot": [], "sriov_vf_device": None,
             "slots_below": []}
    for name, stays in INTERFACES:
        machine["host"]["names"] = [{"dev": dev, "netdev": [name], **blank}]
        machine["cmdline"] = "console=of-%s,1" % name
        with open(path, "w", encoding="utf8") as file:
            json.dump(machine, file)
        text = redacted(run, path)
        run.ok("interface " + name, text.count(name) == (2 if stays else 0), text.count(name))
    machine["host"]["names"] = [{"dev": dev, "netdev": ["acme-dmz"], **blank}]
    with open(path, "w", encoding="utf8") as file:
        json.dump(machine, file)
    run.ok("it has that name", run.call("why", "acme-dmz", "--from", path).code == 0)
    with open(path + ".post", "w", encoding="utf8") as file:
        file.write(redacted(run, path))
    got = run.call("why", "acme-dmz", "--from", path + ".post")
    run.ok("a name that was left out", got.code == 2 and "redacted in this file" in got.err and
           "addresses" in got.err, got.err)


def swapped(run, folder):
    """Without serial numbers twins cannot be told apart, and diff says so."""
    paths = []
    for name in ("twins", "twins-swapped"):
        path = os.path.join(harness.HERE, "machines", name + ".json")
        paths.append(os.path.join(folder, name + ".post"))
        with open(paths[-1], "w", encoding="utf8") as file:
            file.write(redacted(run, path))
    got = run.call("diff", *paths)
    run.ok("diff of twins that changed places", "cannot be told apart" in got.err, got.err, got.out)


@harness.plain("time of long lines")
def long(run, folder):
    """A line as long as it may be takes no longer for what it is made of."""
    path = os.path.join(folder, "long.json")
    with open(os.path.join(harness.HERE, "machines", "gpu.json"), encoding="utf8") as file:
        machine = json.load(file)
    for part in ("a.", "1-", "a@b.", "/mnt/", "::", "dead:"):
        machine["cmdline"] = "console=" + part * ((4 << 20) // len(part) - 8)
        with open(path, "w", encoding="utf8") as file:
            json.dump(machine, file)
        limit = harness.Limit(run, 10)
        text = redacted(run, path)
        run.ok("long: " + part, text and not limit.over())


def run(run):
    what = described(run)
    run.part(alphabets, what)
    with harness.Folder() as folder:
        run.part(nothing, what, folder)
        run.part(answers, folder)
        run.part(live, folder)
        run.part(lines, folder)
        run.part(interfaces, folder)
        run.part(swapped, folder)
        run.part(long, folder)
