#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make the seeds of the fuzz targets, and their dictionary.

    seeds.py DESCRIBE OUT

The seeds are the recorded machines, dumps, texts and results of the tool's own tests.
DESCRIBE prints the descriptions of all records and answers: their keys and words are
the dictionary, with those of lspci.
"""
import json
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1] / "tool"
sys.path.append(str(TESTS))
import explain_rows  # noqa: E402  pylint: disable=wrong-import-position
import spaces  # noqa: E402  pylint: disable=wrong-import-position
import suite_images  # noqa: E402  pylint: disable=wrong-import-position
import suite_pasted  # noqa: E402  pylint: disable=wrong-import-position

LSPCI = ["Capabilities: [100 v1] ", "Access Control Services", "ACSCap: ", "ACSCtl: ", "SrcValid+ ",
         "Express (v2) Root Port (Slot+), MSI 00", "<access denied>", "Kernel driver in use: ",
         "Bus: primary=00, secondary=01, subordinate=03", "IOMMU group: ", "Flags: ", "Status: Cap+ ",
         "Single Root I/O Virtualization (SR-IOV)", "Total VFs: 8, Number of VFs: 2, ",
         "VF offset: 128, stride: 2", "00: 86 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00\\x0a",
         "\\x0a10000:e0:06.0 PCI bridge [0604]: Intel [8086:9a0b] (rev 01)", "```", "> ",
         "[CODE]", "</pre>", "<br>", "&lt;", "lspci -vv", "pcilib: ", "#1b", "<chain broken>"]
# In the order of enum ia_file.
FILES = ["version", "units", "groups", "devices", "acs", "faults", "fault_log", "events",
         "vf_requests", "registers", "translations", "events_pipe", "bench/result"]
# Small inputs are mutated more often, and end where something is seen of it.
DEVICES = 6

LINES = [
    "quiet intel_iommu=on iommu=pt",
    'BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro "dyndbg=file a.c +p" -- single',
    "iommu.passthrough=0 iommu.strict=1 amd_iommu=fullflush,pgtbl_v2 vfio-pci.ids=10de:2204",
    "pci=disable_acs_redir=pci:8086:1521;0000:00:1c.0/00.0,noats,config_acs=111xx01@03:00.0",
    "intel_iommu=on,sm_on,igfx_off intremap=nosid vfio_iommu_type1.allow_unsafe_interrupts=Y",
    "iommu=off amd_iommu=off nox2apic pcie_acs_override=downstream,multifunction",
    "hugepagesz=1G hugepages=16 default_hugepagesz=1G kvm.mmio=1 iommu='x y' \" a\"b=\"c d\"",
]

ARGUMENTS = [
    ["devices", "-o", "dev,driver,group,domain", "00:02.0"],
    ["devices", "--output", "list"],
    ["groups", "1", "2", "--output=group,devices"],
    ["acs", "0000:01:00.0"],
    ["p2p", "01:00.0", "0000:03:00.0"],
    ["p2p", "--matrix", "--dev", "01:00.0,03:00.0"],
    ["check", "--profile", "gpu-single", "--dev=01:00.0"],
    ["check", "--against", "./fixed"],
    ["suggest", "--profile=vfio", "--format", "grub"],
    ["suggest", "--format", "list"],
    ["why", "03:00.0"],
    ["lint", "iommu=pt intel_iommu=on", "--kernel", "6.12"],
    ["faults", "--since", "./given"],
    ["faults", "--log", "--interval", "2"],
    ["events", "--kind", "vf_add,vf_del", "--dev", "03:00.0"],
    ["diff", "./given", "./fixed", "--profile", "sriov"],
    ["bench", "--mode", "sg", "--size", "64K", "--segments=16", "--cpus", "0,2-5",
     "--node", "1", "--dir", "to", "--ring", "16", "--seconds", "0.25", "--warmup", "0"],
    ["bench", "--size=4M", "--threads=256", "--mode=coherent", "--ring=16384"],
    ["report", "--no-color", "--help"],
]

HOST = [b"0-1,4\n", b"16\n", b"4\n", b"\nCONFIG_PCI_P2PDMA=y\n", b"Y\n", b"N\n",
        b"flr bus\n", b"", b"0x000000fe000000 0x000000feffffff 0x0000000000040200\n" * 3,
        b"D0\n", b"1\n", b"8086  Intel\n\t10c9  82576\nC 02  Network\n\t00  Ethernet\n"]
# A header with an Express capability at 40h, and at 100h a serial number.
CONFIG = (bytes.fromhex("8680c91007001000010000020000000000000000") + bytes(0x20) + b"\x40" +
          bytes(0x0b) + b"\x10\x00\x02\x00" + bytes(0xbc) + b"\x03\x00\x01\x00" +
          bytes(range(8)) + bytes(0xef4))

# What fuzz_sysfs.c names, in its order: of Intel, and of AMD with an old kernel.
PORT = (bytes.fromhex("86802934070010000000040600000100") + bytes(9) + b"\x01\x01" + bytes(0x19) +
        b"\x40" + bytes(0x0b) + b"\x10\x00\x42\x00" + bytes(0xbc) +
        bytes.fromhex("0d0001001d001d00") + bytes(0xef8))
UEVENT = b"DRIVER=pcieport\nPCI_CLASS=60400\nPCI_ID=8086:3429\n"
NIC = b"DRIVER=vfio-pci\nPCI_CLASS=20000\nPCI_ID=8086:10C9\n"
DMAR = (b"DMAR" + b"\x40\0\0\0" + b"\x01\0IAUDITMADETABL" + b"\1\0\0\0TEST\1\0\0\0" + b"\x26\1" +
        bytes(10) + bytes.fromhex("00001000010000000000d9fe00000000"))
IVRS = (b"IVRS" + b"\x50\0\0\0" + b"\x02\0IAUDITMADETABL" + b"\1\0\0\0TEST\1\0\0\0" + bytes(12) +
        bytes.fromhex("10b0200002004000000030fd00000000000000136f8f0480") +
        bytes.fromhex("4201000000080000"))
SYSFS = [
    [PORT, UEVENT, b"D0\n", b"active\n", CONFIG, NIC, b"D3hot\n", b"0\n", b"64\n", b"removable\n",
     b"4\n", b"1\n", b"0x02\n", b"8.0 GT/s PCIe\n", CONFIG, NIC, b"DMA-FQ\n",
     b"0x00000000fee00000 0x00000000feefffff msi\n", b"6.12\n", b"ro quiet intel_iommu=on\n",
     b"flags\t\t: fpu\nflags\t\t: fpu hypervisor\n", b"", b"", b"", b"", b"", b"IR-IO-APIC\n",
     b"d2008c222f0686\n", b"f00f4a\n", b"1:0\n", b"fed90000\n", b"", b"", DMAR, b""],
    [PORT[:64], UEVENT, b"", b"suspended\n", CONFIG[:64], NIC, b"", b"-1\n", b"32\n", b"", b"", b"",
     b"", b"", b"", NIC, b"DMA\n", b"", b"5.10\n", b"pcie_acs_override=downstream\n",
     b"flags\t\t: fpu hypervisor\n", b"", b"0 t pcie_acs_overrides\n", b"xen\n", b"PV\n",
     b"control_d\n", b"IO-APIC\n", b"", b"", b"", b"", b"190b640f\n", b"0:206d73ef22254ade\n", b"",
     IVRS],
]

IDS = ["8086:10c9\n10de:2204\n02\n\n8086  Intel\n\t10c9  82576\n\t\t8086 a03c  Adapter\n"
       "10de  NVIDIA\n\t2204  GA102\nC 02  Network\n\t00  Ethernet\n",
       "8086:10c9\n10aa:5000\n03\n\n# list\n0001  First\n*\n*\n8086  Intel\n\t10c9  82576\n"
       "C 03  Display\n\t00  VGA\n",
       "1234:0001\n0c\n\n*\n*\nC 0c  Serial\n\t03  USB\n\t\t30  XHCI\n0010  Late\n"]


def write(folder, name, content):
    """Write one seed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def slim(machine):
    """A machine of a few functions: bridges first, then what is below them."""
    chosen = sorted(machine["devices"], key=lambda d: str(d.get("type")) == "endpoint")
    chosen = {d["dev"] for d in chosen[:DEVICES // 2] + chosen[-DEVICES // 2:]}
    lists = {"devices": "dev", "acs": "dev", "events": "dev", "faults": "source"}
    result = dict(machine)
    for name, key in lists.items():
        if name in result:
            result[name] = [r for r in result[name] if r.get(key) in chosen][:8]
    result["groups"] = [g for g in result["groups"]
                        if chosen & {str(d) for d in g.get("devices") or []}]
    if result.get("host"):
        result["host"] = dict(result["host"])
        result["host"]["devices"] = [d for d in result["host"]["devices"]
                                     if d.get("dev") in chosen]
    return result


def machines(out):
    """Recorded machines, whole and slim."""
    for path in sorted((TESTS / "machines").glob("*.json")):
        machine = json.loads(path.read_text())
        write(out / "snapshot", path.name, json.dumps(machine, separators=(",", ":")))
        write(out / "snapshot", "slim-" + path.name,
              json.dumps(slim(machine), separators=(",", ":")))


def short(text, blocks):
    """The first functions of a dump, each with its first lines."""
    return "\n\n".join("\n".join(block.split("\n")[:40])
                       for block in text.split("\n\n")[:blocks]) + "\n\n"


def dumps(out):
    """Texts and hex dumps of lspci, and probes: a few functions of each, and a machine."""
    for path in sorted((TESTS / "dumps").glob("*.txt")):
        text = path.read_text()
        write(out / "lspci", path.name, short(text, 3))
        write(out / "lspci", "quoted-" + path.name, "> " + short(text, 9).replace("\n", "\n> "))
    write(out / "lspci", "list", "00:00.0 Host bridge: x\n01:00.0 0300: 10de:2204 (rev a1)\n")
    for size in (64, 256, 4096):
        chosen = {key: spaces.MACHINE[key] for key in list(spaces.MACHINE)[1:size // 512 + 3]}
        write(out / "dump", f"hex-{size}", spaces.dump(size, chosen))
    for path in sorted((TESTS / "real").glob("*.json")):
        told = json.loads(path.read_text())
        told["functions"] = told["functions"][:DEVICES] + told["functions"][-DEVICES:]
        write(out / "dump", path.name, json.dumps(told, separators=(",", ":")))


def texts(out):
    """Files of the module: a byte that says which, and the text."""
    for machine in sorted((TESTS / "fixtures").iterdir()):
        folder = machine / "sys/kernel/debug/iommu_audit"
        for number, name in enumerate(FILES):
            if (folder / name).is_file():
                text = (folder / name).read_bytes()
                short = b"".join(text.splitlines(True)[:6])
                label = f"{machine.name}-{name.replace('/', '-')}"
                write(out / "debugfs", label, bytes([ord("0") + number]) + text)
                write(out / "debugfs", "short-" + label, bytes([ord("0") + number]) + short)
        events = folder / "events"
        if events.is_file():
            text = events.read_bytes().replace(b"iommu_audit events ",
                                               b"iommu_audit events_pipe ", 1)
            write(out / "debugfs", f"{machine.name}-pipe", bytes([ord("0") + 9]) + text)


def results(out):
    """Results and a plan, and each with its first runs only."""
    for path in sorted((TESTS / "results").glob("*.json")):
        result = json.loads(path.read_text())
        for count in (0, 1, 3, 4, 6):
            few = {**result, "runs": [{**run, "histogram": run["histogram"][:4]}
                                      for run in result["runs"][:count]]}
            write(out / "results", f"{count}-{path.name}",
                  json.dumps(few, separators=(",", ":")))


def lines(out):
    """Command lines: well-known ones, and those of the recorded machines."""
    found = LINES + [text for _, text, _, _ in suite_pasted.PASTES] + [json.loads(path.read_text()).get("cmdline") or ""
                     for path in sorted((TESTS / "machines").glob("*.json"))]
    for number, line in enumerate(dict.fromkeys(found)):
        write(out / "cmdline", str(number), line)


def logs(out):
    """Lines of public threads, and a log that says what is at their addresses."""
    for number, (_, text, _) in enumerate(explain_rows.ROWS):
        write(out / "log", str(number), text)
    write(out / "log", "map", "Linux version 6.12.1 (x)\nCommand line: ro\n"
          "BIOS-e820: [mem 0x0000000000100000-0x000000007b1fffff] usable\n"
          "DMAR: RMRR base: 0x0000007d000000 end: 0x0000007f7fffff\n"
          "pci 0000:00:02.0: [8086:46d4] type 00 class 0x030000\n"
          "pci 0000:00:02.0: BAR 0 [mem 0x6000000000-0x6000ffffff 64bit]\n"
          "> [ 1.0] DMAR: [DMA Read] Request device [00:02.0] fault addr 7d000000 [fault reason 06] "
          "PTE=\nx\n")


def others(out):
    """What is short enough to be written here."""
    for number, argv in enumerate(ARGUMENTS):
        write(out / "options", str(number), "\n".join(argv))
    for number, text in enumerate(IDS):
        write(out / "idlist", str(number), text)
    write(out / "host", "0", b"\0".join(HOST + [CONFIG]))
    write(out / "host", "1", b"\0".join([b"0"] + [b""] * 11 + [CONFIG[:64]]))
    for number, files in enumerate(SYSFS):
        write(out / "sysfs", str(number), b"".join(
            len(data).to_bytes(2, "little") + data for data in files))
    for record in range(18):
        write(out / "format", str(record), bytes([record]) + bytes(range(64)))


def images(out):
    """An initramfs of each maker, packed in each way, and unified kernel images."""
    archive = suite_images.newc({
        "init": "", "init_functions": "", "config": 'MODULES="vfio_pci a"\n', "conf/modules": "b c\n",
        "etc/modprobe.d/a.conf": "options vfio-pci ids=8086:1234\n", "usr/lib/dracut-lib.sh": "",
        "etc/cmdline.d/20-a.conf": "rd.driver.pre=d,e\n", "etc/modules-load.d/f.conf": "f\n",
        "usr/lib/modules/6.12/kernel/g.ko.xz": "x", "lib/systemd/systemd-modules-load": "x"})
    small = suite_images.newc({"config": 'MODULES="a"\n', "init_functions": ""})
    write(out / "initramfs", "plain", b"\0" + archive + small)
    for name, pack in suite_images.PACKINGS.items():
        if pack != suite_images.lz4:
            write(out / "initramfs", name.split()[0], b"\0" + small + pack(archive + small))
    for number, sections in enumerate((
            [(".linux", b"x"), (".uname", "6.12"), (".cmdline", "quiet a\n"), (".initrd", small)],
            [(".linux", b"x"), (".initrd", suite_images.xz(small)), (".profile", "ID=a"), (".cmdline", "b")])):
        write(out / "initramfs", f"image{number}", b"\1" + suite_images.uki(sections, 0x40))


def words(value):
    """All keys and words of descriptions."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("name", "key", "kind", "mark") and isinstance(item, str):
                yield item
            yield from words(item)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item
            else:
                yield from words(item)


def dictionary(out, describe):
    """Keys as text and JSON have them, and the words of values."""
    described = json.loads(subprocess.run([describe], stdout=subprocess.PIPE, check=True).stdout)
    found = sorted({word for word in words(described) if len(word) <= 24 and word.isascii()})
    entries = []
    for word in found:
        text = word.replace("\\", "\\\\").replace('"', '\\"')
        entries.append(f'"{text}"')
        if word.isidentifier():
            entries += [f'"{word}="', f'"\\"{word}\\":"']
    entries += [f'"{word}"' for word in LSPCI]
    entries += ['"null"', '"true"', '"18446744073709551615"', '"0000:00:00.0"', '"ffff:ff:1f.7"',
                '"\\\\u202e"', '"\\\\u001b"', '"\\xe2\\x80\\xae"', '"{"', '"}"', '"[],"']
    write(out, "dictionary", "\n".join(entries) + "\n")


def main():
    """Command line."""
    describe, out = sys.argv[1], pathlib.Path(sys.argv[2])
    seeds = out / "seeds"
    machines(seeds)
    texts(seeds)
    dumps(seeds)
    results(seeds)
    lines(seeds)
    others(seeds)
    images(seeds)
    logs(seeds)
    dictionary(out, describe)


if __name__ == "__main__":
    main()
