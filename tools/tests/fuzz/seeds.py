#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make the seeds of the fuzz targets, and their dictionary.

    seeds.py DESCRIBE OUT [FOLDER]

The seeds are the recorded machines, texts and results of the tool's own tests, and
real machines of FOLDER, if there is one. DESCRIBE prints the descriptions of all
records and answers: their keys and words are the dictionary.
"""
import json
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1] / "tool"
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


def real(out, folder):
    """Real machines, which are told in another form."""
    template = json.loads((TESTS / "machines" / "switches.json").read_text())
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text())
        write(out / "snapshot", "real-" + path.name,
              json.dumps(slim(snapshot_of(template, told)), separators=(",", ":")))


def bridges(functions, dev):
    """The bridges above a function, the one at the root first."""
    bus = int(dev.split(":")[1], 16)
    above = [f for f in functions if f.get("secondary") and f["dev"][:4] == dev[:4] and
             int(f["secondary"], 16) <= bus <= int(f["subordinate"], 16)]
    return [f["dev"] for f in sorted(above, key=lambda f: int(f["secondary"], 16))]


def snapshot_of(template, told):
    """A snapshot with the functions of a real machine; what it does not say is another's."""
    known, acs, groups = template["devices"][0], [], {}
    functions = told["functions"]
    devices = []
    for function in functions:
        dev = function["dev"]
        own = {key: function[key] for key in ("class", "vendor", "device", "driver", "group")}
        own["type"] = {"conventional": "pci", "unknown": known["type"]}.get(function["type"],
                                                                          function["type"])
        devices.append({**known, **own, "dev": dev, "path": bridges(functions, dev) or None})
        groups.setdefault(function["group"], []).append(dev)
        if function["acs_cap"] is not None:
            acs.append({**template["acs"][0], "dev": dev, "port": dev, "hop": None,
                        "cap": function["acs_cap"], "ctl": function["acs_ctl"],
                        "ctl_at_load": function["acs_ctl"]})
    return {**template, "kernel": told["kernel"], "cmdline": told["cmdline"],
            "devices": devices, "acs": acs, "events": [],
            "groups": [{**template["groups"][0], "group": number, "devices": members}
                       for number, members in groups.items() if number is not None]}


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
    found = LINES + [json.loads(path.read_text()).get("cmdline") or ""
                     for path in sorted((TESTS / "machines").glob("*.json"))]
    for number, line in enumerate(dict.fromkeys(found)):
        write(out / "cmdline", str(number), line)


def others(out):
    """What is short enough to be written here."""
    for number, argv in enumerate(ARGUMENTS):
        write(out / "options", str(number), "\n".join(argv))
    for number, text in enumerate(IDS):
        write(out / "idlist", str(number), text)
    write(out / "host", "0", b"\0".join(HOST + [CONFIG]))
    write(out / "host", "1", b"\0".join([b"0"] + [b""] * 11 + [CONFIG[:64]]))
    for record in range(18):
        write(out / "format", str(record), bytes([record]) + bytes(range(64)))


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
    entries += ['"null"', '"true"', '"18446744073709551615"', '"0000:00:00.0"', '"ffff:ff:1f.7"',
                '"\\\\u202e"', '"\\\\u001b"', '"\\xe2\\x80\\xae"', '"{"', '"}"', '"[],"']
    write(out, "dictionary", "\n".join(entries) + "\n")


def main():
    """Command line."""
    describe, out = sys.argv[1], pathlib.Path(sys.argv[2])
    seeds = out / "seeds"
    machines(seeds)
    if len(sys.argv) > 3:
        real(seeds, pathlib.Path(sys.argv[3]))
    texts(seeds)
    results(seeds)
    lines(seeds)
    others(seeds)
    dictionary(out, describe)


if __name__ == "__main__":
    main()
