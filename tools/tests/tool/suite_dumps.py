# SPDX-License-Identifier: GPL-2.0
"""Dumps: hex dumps and texts of lspci, and probes of real machines.

The truth of the made machine is what it is made of (spaces.py), of the real ones the
files themselves and their kernels' groups. What a dump does not carry has to be unknown.
"""
import json
import os
import re
import subprocess

import harness
import real
import spaces

HERE = os.path.dirname(os.path.abspath(__file__))
REAL = os.path.join(HERE, "real")
TEXTS = os.path.join(HERE, "dumps")
# Keys of config space that a text has no word for.
NOT_PRINTED = {"multifunction"}
# The port of the made machine whose ACS Control is not where the specification has it, and the
# device ids of all such: pci_quirk_intel_spt_pch_acs_match() of drivers/pci/quirks.c.
SUNRISE_POINT = "0000:00:1c.0"
SUNRISE_POINTS = {"0x%04x" % number for first, last in (
    (0xA110, 0xA11F), (0xA167, 0xA16A), (0xA290, 0xA29F), (0xA2E7, 0xA2EE), (0x9D10, 0x9D1B))
    for number in range(first, last + 1)}
# What only capabilities behind the first 256 bytes tell.
EXTENDED = {"ats", "pri", "pasid", "totalvfs", "numvfs", "vf_of", "vf_index", "serial", "acs"}


def taken(run, path, **options):
    """The machine that the tool makes of a file; None where it is refused."""
    done = run.call("snapshot", "--from", path, **options)
    return json.loads(done.out) if done.code == 0 else None


def said(machine):
    """By function: {key: value} of what is known, None where it does not apply."""
    functions = {}
    for records in (machine["devices"], machine["host"]["devices"]):
        for record in records:
            known = functions.setdefault(record["dev"], {})
            known.update((key, value) for key, value in record.items()
                         if key not in record.get("unknown", []))
    for address, known in functions.items():
        own = [one for one in machine["acs"] if one["port"] == one["dev"] == address]
        if not own:
            known["acs"] = None
        elif not {"present", "cap", "ctl"} & set(own[0].get("unknown", [])):
            known["acs"] = (own[0]["cap"], own[0]["ctl"])
    return functions


def wrong(machine, unknown=(), left_out=()):
    """What is said of the made machine and is not so, and what should be known and is not."""
    found, problems = said(machine), []
    for address in spaces.MACHINE:
        if address in left_out:
            continue
        if address not in found:
            problems.append("%s is missing" % address)
            continue
        facts = dict(spaces.facts(address), acs=spaces.acs(address))
        for key, value in facts.items():
            if key in found[address]:
                if found[address][key] != value:
                    problems.append("%s %s: %r, it is %r" % (address, key, found[address][key], value))
            elif not {key, (address, key)} & set(unknown) and not (key == "vendor" and spaces.MACHINE[address]["ids"] is None):
                problems.append("%s %s is not known" % (address, key))
    problems += ["%s is none of it" % address for address in set(found) - set(spaces.MACHINE)]
    return problems


def ports(machine):
    """The ACS records of ports above functions that are not those of the path, from the root."""
    problems = []
    for address in spaces.MACHINE:
        above = [one["port"] for one in sorted(
            (one for one in machine["acs"] if one["dev"] == address != one["port"]),
            key=lambda one: -one["hop"])]
        if above != spaces.path(address):
            problems.append("%s: %s, above it are %s" % (address, above, spaces.path(address)))
    return problems


def hex_dumps(run, folder):
    """The machine as a hex dump, whole, in part, and as other programs leave it."""
    path = os.path.join(folder, "hex")
    for name, size, unknown in (("4096 bytes", 4096, ()), ("256 bytes", 256, EXTENDED),
                                ("64 bytes", 64, EXTENDED | {"type", "flr"})):
        write(path, spaces.dump(size))
        machine = taken(run, path)
        problems = wrong(machine, unknown) if machine else ["refused"]
        run.ok("hex: %s" % name, not problems, *problems[:9])
        if size < 4096 and machine:
            # A function without an Express Capability has no extended space.
            known = [(address, key) for address, keys in said(machine).items() for key in EXTENDED & set(keys)
                     if "type" in spaces.MACHINE[address] and key not in ("acs", "vf_of", "vf_index", "serial")
                     and not spaces.VFS.get(address)]
            run.ok("hex: %s: what is not in it is unknown" % name, not known, *known[:9])
    write(path, spaces.dump())
    machine = taken(run, path)
    run.ok("hex: ports above", machine and not ports(machine), *ports(machine or {"acs": []})[:9])
    run.ok("hex: the source is named", machine and machine["source"] == "lspci")
    write(path, spaces.dump().replace("\n", "\r\n"))
    run.ok("hex: CRLF", without_time(taken(run, path)) == without_time(machine))


def without_time(machine):
    """A machine as it would be at any time."""
    return machine and {key: value for key, value in machine.items() if key != "time"}


def write(path, text):
    """A file of some text."""
    with open(path, "w", encoding="utf8", newline="") as file:
        file.write(text)


def read(name):
    """One of the texts."""
    with open(os.path.join(TEXTS, name), encoding="utf8") as file:
        return file.read()


def texts(run):
    """The machine as texts of several lspci."""
    vmd = {one for one in spaces.MACHINE if one.startswith("10000:")}
    # Where Sunrise Point's port has its control lspci does not look.
    printed = NOT_PRINTED | {(SUNRISE_POINT, "acs")}
    rows = [
        ("made-3.7-vvvnn.txt", printed, vmd),
        ("made-3.9-vvvnn.txt", printed, ()),
        ("made-3.13-vvvnn.txt", printed, ()),
        # Ids of some names alone: whose VMD it is cannot be told then.
        ("made-3.9-vv.txt", printed | {"vendor", "dma_device"}, ()),
        # No registers: that there is a capability, and of which type a port is.
        ("made-3.13-vnn.txt", printed | EXTENDED | {"flr"}, ()),
        ("conventional-3.9-vvnn.txt", printed | EXTENDED, ()),
        ("denied-3.13-vvnn.txt", printed | EXTENDED | {"type", "flr"}, ()),
    ]
    for name, unknown, left_out in rows:
        machine = taken(run, os.path.join(TEXTS, name))
        problems = wrong(machine, unknown, left_out) if machine else ["refused"]
        run.ok("text: %s" % name, not problems, *problems[:9])
        run.ok("text: %s: the source is named" % name, machine and
               machine["source"] == ("lspci-text" if "nn" in name else "lspci-names"), machine and machine["source"])
    denied = said(taken(run, os.path.join(TEXTS, "denied-3.13-vvnn.txt")))
    known = [(address, sorted((EXTENDED - {"vf_of", "vf_index"}) & set(keys)))
             for address, keys in denied.items()
             if "type" in spaces.MACHINE[address] and EXTENDED - {"vf_of", "vf_index"} & set(keys)
             and (EXTENDED - {"vf_of", "vf_index"}) & set(keys)]
    run.ok("text: denied capabilities are unknown", not known, *known[:9])


def folded(text, width):
    """Lines that a mail program has broken."""
    lines = []
    for line in text.split("\n"):
        while len(line.expandtabs()) > width:
            fits = [at for at, char in enumerate(line) if char == " " and line[:at].strip() and
                    len(line[:at].expandtabs()) <= width]
            if not fits:
                break
            lines.append(line[:fits[-1]])
            line = line[fits[-1] + 1:]
        lines.append(line)
    return "\n".join(lines)


PASTES = {
    "quoted": lambda text: re.sub("^", "> ", text, flags=re.M),
    "quoted without a blank": lambda text: re.sub("^", ">", text, flags=re.M),
    "quoted twice": lambda text: re.sub("^", ">> ", text, flags=re.M),
    "indented": lambda text: re.sub("^", "    ", text, flags=re.M),
    "with blanks for tabs": lambda text: text.expandtabs(),
    "without indentation": lambda text: re.sub("^[ \t]+", "", text, flags=re.M),
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "in a fence": lambda text: "```text\n" + text + "```\n",
    "in details": lambda text: "<details>\n<summary>lspci</summary>\n\n```\n" + text + "```\n</details>\n",
    "behind a prompt": lambda text: "root@pve:~# lspci -vvvnn\n" + text + "root@pve:~#\n",
    "with spaces that do not break": lambda text: text.expandtabs(4).replace(" ", "\u00a0"),
    "behind a byte order mark": lambda text: "\ufeff" + text,
    "behind a command": lambda text: "lspci -vvv -nn\n" + text,
    "behind an announcement": lambda text: "**Output of `sudo lspci -vvvnn`:**\n\n" + text,
    "behind another shell's prompt": lambda text: "\u279c  ~ sudo lspci -s 00: -vvv 2>&1 | less\n" + text,
    "behind a password": lambda text: "$ sudo lspci -vv\n[sudo] password for joe:\n" + text,
    "with what lspci complains of": lambda text: "lspci: Unable to load libkmod resources: error -2\n" +
    text.replace("\tCapabilities: [100", "pcilib: sysfs_read_vpd: read failed: No such device\n"
                 "\tCapabilities: [100"),
    "in tags on lines of their own": lambda text: "[CODE=bash]\n" + text + "[/CODE]\n",
    "in tags on its own lines": lambda text: "[CODE]" + text.rstrip("\n") + "\n\tKernel modules: ahci[/CODE]\n",
    "in tags of a page": lambda text: "<pre class=\"x\"><code>" + text.rstrip("\n") +
    "\n\tKernel modules: ahci</code></pre>\n",
    "behind a fence on its first line": lambda text: "```" + text.rstrip("\n") + "\n\n```\n",
    "in braces": lambda text: "{code:bash}\n" + text + "{code}\n",
    "with a break behind each line": lambda text: text.replace("\n", "<br />\n"),
    "as a page has it": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "quoted as a page has it": lambda text: re.sub("^", "&gt; ", text, flags=re.M),
    "in colours": lambda text: re.sub("^([0-9a-f]\\S+)", "\033[1;36m\\1\033[0m", text, flags=re.M),
    "with what is not seen": lambda text: text.replace("\n", "\u200b\n"),
    "with CR": lambda text: text.replace("\n", "\r"),
    "with CR and CRLF": lambda text: text.replace("\n", "\r\r\n"),
    "with empty lines": lambda text: text.replace("\n", "\n\n"),
    "broken at 72 columns": lambda text: folded(text, 72),
    "without its last line end": lambda text: text.rstrip("\n") + "\n\tKernel modules: ahci",
}


def pastes(run, folder):
    """The same text, as it gets about."""
    path = os.path.join(folder, "paste")
    for name in ("made-3.13-vvvnn.txt", "made-3.9-vv.txt"):
        wanted = without_time(taken(run, os.path.join(TEXTS, name)))
        for way, paste in PASTES.items():
            write(path, paste(read(name)))
            found = without_time(taken(run, path))
            run.ok("paste: %s %s" % (name, way), found == wanted,
                   "refused" if not found else "another machine")


def lists(run, folder):
    """What lspci -nn prints, as a mail program breaks it: one line a function, nothing indented."""
    path = os.path.join(folder, "list")
    text = "".join(line.split(" (prog-if ")[0] + "\n" for line in read("made-3.13-vvvnn.txt").split("\n")
                   if line and not line[0].isspace())
    write(path, text)
    wanted = taken(run, path)
    classes = {one["dev"]: one["subclass"] for one in wanted["host"]["devices"]}
    equal = {one: "0x%04x" % (what["klass"] >> 8) for one, what in spaces.MACHINE.items()}
    run.ok("list: the class, without its interface", classes == equal and
           {one["class"] for one in wanted["devices"]} == {None}, classes)
    broken = folded(text, 72)
    for name, paste in (("", broken), (", quoted", re.sub("^", "> ", broken, flags=re.M))):
        write(path, paste)
        machine = taken(run, path)
        run.ok("list: broken at 72 columns%s" % name,
               machine and without_time(machine) == without_time(wanted),
               run.call("snapshot", "--from", path).err[:200])


# lspci -nnk as forums have it: show_terse() of pciutils prints the interface with -v alone.
TERSE = """\
03:00.0 Ethernet controller [0200]: Mellanox Technologies MT27800 Family [ConnectX-5] [15b3:1017]
\tKernel driver in use: mlx5_core
04:00.0 %s: Samsung Electronics Co Ltd NVMe SSD Controller [144d:a80a]
\tKernel driver in use: nvme
0b:00.0 VGA compatible controller [0300]: NVIDIA Corporation GA102 [GeForce RTX 3090] [10de:2204] (rev a1)
\tKernel driver in use: nvidia
"""


def kinds(run, folder):
    """Base Class and Sub-Class tell what a function is, without its programming interface."""
    path = os.path.join(folder, "terse")

    def asked(profile, text):
        write(path, text)
        answer = json.loads(run.call("check", "--json", "--profile", profile, "--from", path).out)
        return next(one for one in answer["findings"] if one["id"] == "devices")

    text = TERSE % "Non-Volatile memory controller [0108]"
    found = asked("gpu-host-nic", text)
    run.ok("kinds: a GPU and a NIC of lspci -nnk", found["verdict"] == "pass", found)
    pairs = run.call("p2p", "--matrix", "--from", path).out
    run.ok("kinds: and NVMe with them", all(one in pairs for one in (b"03:00.0", b"04:00.0", b"0b:00.0")), pairs)
    for row, name in ((0, "NIC"), (2, "GPU")):
        lines = (TERSE % "Something new").split("\n")
        del lines[2 * row:2 * row + 2]
        found = asked("gpu-host-nic", "\n".join(lines))
        run.ok("kinds: no %s, but a class that nobody knows" % name, found["verdict"] == "unknown", found)
        found = asked("gpu-host-nic", "\n".join(lines).replace("Something new", "Audio device [0403]"))
        run.ok("kinds: no %s, and all classes are known" % name, found["verdict"] == "fail", found)


def kernels_lines(run, folder):
    """What only lspci on that machine prints: drivers, groups, NUMA nodes."""
    text = read("made-3.13-vvvnn.txt").split("\n\n")
    text[1] = text[1].replace("\tBus: ", "\tNUMA node: 1\n\tIOMMU group: 7\n\tBus: ") + \
        "\n\tKernel driver in use: pcieport"
    path = os.path.join(folder, "lines")
    write(path, "\n\n".join(text))
    machine = taken(run, path)
    port, other = (said(machine)[one] for one in ("0000:00:01.0", "0000:00:01.1"))
    run.ok("lines: where they are", (port["numa"], port["group"], port["driver"]) == (1, 7, "pcieport"), port)
    run.ok("lines: where others have them", [other[key] for key in ("numa", "group", "driver")] == [None] * 3,
           other)
    run.ok("lines: the group", [(one["group"], one["devices"]) for one in machine["groups"]] ==
           [(7, ["0000:00:01.0"])], machine["groups"])
    nothing = said(taken(run, os.path.join(TEXTS, "made-3.13-vvvnn.txt")))["0000:00:01.0"]
    run.ok("lines: where nobody has them", not {"numa", "group", "driver"} & set(nothing), nothing)
    # lspci -vvvxxxx has both, for each function.
    rows = dict(block.split(" ", 1) for block in spaces.dump().split("\n\n") if block.strip())
    both = [block + "\n" + rows[block.split()[0]].split("\n", 1)[1] for block in text if block.strip()]
    write(path, "\n\n".join(both) + "\n\n")
    machine = taken(run, path)
    port = said(machine)["0000:00:01.0"] if machine else {}
    run.ok("lines: of text and hex dump", machine and not wrong(machine) and
           (port["numa"], port["group"], port["driver"]) == (1, 7, "pcieport"), port)


def doubts(run, folder):
    """What is printed in part is not known, and not absent either."""
    path = os.path.join(folder, "doubts")
    plain = re.sub("\tControl: .*\n\tStatus: .*\n", "\tFlags: fast devsel\n", read("denied-3.13-vvnn.txt"))
    write(path, plain)
    known = [(address, keys) for address, keys in said(taken(run, path)).items()
             if spaces.MACHINE[address].get("bare") is None and {"type", "acs", "ats"} & set(keys)]
    run.ok("doubts: lspci -v without root", not known, *known[:3])
    text = read("made-3.13-vvvnn.txt")
    write(path, text.replace(" CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-\n\t\tACSCtl", "\n\t\tACSCtl", 1))
    port = said(taken(run, path))["0000:00:01.0"]
    run.ok("doubts: half a register", "acs" not in port, port.get("acs"))
    blocks = text.split("\n\n")
    write(path, "\n\n".join(blocks[:3]).rsplit("\tCapabilities: [100", 1)[0])
    port = said(taken(run, path))["0000:00:01.1"]
    run.ok("doubts: the last function of a part", "acs" not in port and port["type"] == "root_port", port)
    numbers = {"Express .*": "#10 [0142]", "Access Control .*": "#0d", "Address Translation .*": "#0f",
               "Page Request .*": "#13", "Process Address .*": "Unknown (27)",
               "Single Root .*": "Extended Capability ID 0x10"}
    for name, number in numbers.items():
        text = re.sub(r"(Capabilities: \[\w+ ?\w*\] )" + name + r"\n(\t\t.*\n)*", r"\1%s\n" % number, text)
    write(path, text)
    before, after = said(taken(run, os.path.join(TEXTS, "made-3.13-vvvnn.txt"))), said(taken(run, path))
    rows = [("0000:00:01.0", "acs"), ("0000:00:01.0", "type"), ("0000:03:00.0", "totalvfs"),
            ("0000:03:00.0", "ats")] + [(address, key) for address in before for key in ("pri", "pasid")
                                        if before[address].get(key) in ("on", "off") and
                                        not before[address].get("vf_of")]
    known = [row for row in rows if before[row[0]].get(row[1]) is None or row[1] in after[row[0]]]
    run.ok("doubts: capabilities by number", len(rows) > 5 and not known, *known)
    for name, cut in (("a name that is cut", "Access Cont"), ("a chain that breaks off", "<chain broken>")):
        write(path, read("made-3.13-vvvnn.txt").replace("Access Control Services", cut, 1))
        port = said(taken(run, path))["0000:00:01.0"]
        run.ok("doubts: %s" % name, "acs" not in port, port.get("acs"))
    write(path, blocks[16] + "\n\n")
    run.ok("doubts: one function: its place", "path" not in said(taken(run, path)).popitem()[1])


def listed():
    """{vendor and device as lspci prints them: [(vendor, device)]} of pci.ids."""
    found, vendor = {}, None
    with open("/usr/share/misc/pci.ids", encoding="utf8") as file:
        for line in file:
            row = re.match(r"(\t?)([0-9a-f]{4})  (.+)$", line)
            if line.startswith("C "):
                break
            if row and not row[1]:
                vendor = row[2], row[3]
            elif row:
                found.setdefault("%s %s" % (vendor[1], row[3]), []).append((vendor[0], row[2]))
    return found


def names(run, folder):
    """Ids of names that one device has; a text without ids asks for them, and one that has them does not."""
    ids, path = listed(), os.path.join(folder, "names")
    shared = next(one for one in sorted(ids) if len(ids[one]) > 1 and one.startswith("Intel Corporation 825"))
    alone = {one: ids[one][0] for one in ("Intel Corporation 82801IB (ICH9) LPC Interface Controller",
                                          "Red Hat, Inc. QEMU PCIe Root port")}
    rows = [*alone.items(), ("Intel Corporation Device a110", ("8086", "a110")),
            ("Device 1b36:000c", ("1b36", "000c")), (shared, None), ("Nobody's Best Card", None),
            ("Intel Corporation", None), ("Illegal Vendor ID Device ffff", None)]
    write(path, "".join("00:01.%d Ethernet controller: %s (rev 01)\n"
                        "\tSubsystem: Device 1af4:1100\n\n" % (i, name) for i, (name, _) in enumerate(rows)))
    found = said(taken(run, path))
    for i, (name, expected) in enumerate(rows):
        got = found["0000:00:01.%d" % i]
        got = tuple(got[key][2:] for key in ("vendor", "device") if key in got) or None
        run.ok("names: %s" % (name if name != shared else "one that several devices share"),
               got == expected, got, expected)
    write(path, read("made-3.9-vv.txt").replace(": Intel Corporation", ": Intel's"))
    for name, dump, asks in (("names alone", path, True),
                             ("-nn", os.path.join(TEXTS, "made-3.9-vvvnn.txt"), False)):
        report = run.call("report", "--from", dump)
        groups = run.call("groups", "--predict", "--kernel", "6.12", "--from", dump)
        run.ok("names: %s: lspci -nn is asked for, or not" % name, report.code == groups.code == 0 and
               (b"lspci -nn tells ids" in report.out, b", which lspci -nn prints" in groups.out) == (asks, asks),
               report.out[:400], groups.out[:400])


def refusals(run, folder):
    """Files that are none, are cut or foreign: one line, exit code 4, and no answer."""
    path = os.path.join(folder, "refused")
    text, dump = read("made-3.13-vvvnn.txt"), spaces.dump()
    lines, rows = text.split("\n"), dump.split("\n")
    probe = json.dumps({"functions": [{"dev": "0000:00:00.0", "class": "0x060000"},
                                      {"dev": "0000:00:00.0", "class": "0x060000"}]}, indent=1)
    cases = [
        ("a text cut in a line", text[:20000], "line %d: cut" % (text[:20000].count("\n") + 1)),
        ("a hex dump cut in a row", dump[:30010], "line %d: a row of 16 bytes" % (dump[:30010].count("\n") + 1)),
        ("a hex dump cut behind a row", "\n".join(rows[:13]) + "\n", "line 13: cut"),
        ("a row that is missing", "\n".join(rows[:5] + rows[6:]), "line 6: the row 50 stands where 40"),
        ("a row that is too long", dump.replace(" 00\n", " 00 00\n", 1), "behind the 16 bytes"),
        ("a foreign row", "\n".join(rows[:9] + ["zz: what is this"] + rows[9:]), "line 10: no row"),
        ("prose before", "Dear all,\n" + text, "line 1: nothing that lspci prints"),
        ("prose behind", text + "any ideas?\n", "line %d: nothing that lspci prints" % len(lines)),
        ("prose between", "\n".join(lines[:40] + ["What is this?"] + lines[40:]), "line 41: nothing"),
        ("a text without its beginning", "\n".join(lines[3:]), "line 1: nothing"),
        ("a function twice", text + text, "line %d: 0000:00:00.0 is there twice" % len(lines)),
        ("a text without line ends", text.replace("\n", " ") + "\n", "line 1: several lines of lspci in one"),
        ("a list without line ends", " ".join(line for line in lines if re.match("[0-9a-f]", line)) + "\n",
         "line 1: several lines of lspci in one"),
        ("a tag before what is no function", "<pre>Hello</pre>\n" + text, "line 1: nothing that"),
        ("what was left out", text.replace("\tControl", "[rest of lspci -vvv]\n\tControl", 1), "line 3: nothing"),
        ("lspci -m", '00:00.0 "Host bridge" "Intel"\n', "line 1: no class and name"),
        ("a zero byte", text[:600] + "\0" + text[601:], "line %d: a zero byte" % (text[:600].count("\n") + 1)),
        ("something else", "hello\n", "line 1: neither JSON, as snapshots are, nor what lspci -x or -v prints"),
        ("lspci -vmm", "Slot:\t00:00.0\nClass:\tHost bridge\n\n", "line 1: neither JSON"),
        ("lspci -t", "-[0000:00]-+-00.0\n           \\-1f.0\n", "line 1: "),
        ("nothing", "", "is empty"),
        ("JSON of something else", '{"functions": 3}', "are not a list"),
        ("JSON without functions", '{"functions": []}', "without a PCI function"),
        ("a probe's function twice", probe, "line 8: 0000:00:00.0 is there twice, first in line 4"),
        ("a probe's wrong class", probe.replace("0x060000", "060000"), "line 4: function 1"),
        ("a probe's wrong address", probe.replace("0000:00:00.0", "00:00.0"), "line 4: function 1: \"dev\""),
        ("a probe that is cut", probe[:60], "cut in the middle"),
    ]
    for name, content, words in cases:
        write(path, content)
        done = run.call("report", "--from", path)
        run.ok("refused: %s" % name, done.code == 4 and not done.out and words in done.err and
               path in done.err and done.err.count("\n") == 1, done.code, done.err)


@harness.plain("the largest texts")
def bounds(run, folder):
    """Large and deep dumps: read within seconds, or refused by the limit's name."""
    function = "%04x:%02x:%02x.%d Ethernet controller [0200]: x [8086:1237]\n\tFlags: fast\n\n"
    every = [(number >> 16, number >> 8 & 255, number >> 3 & 31, number & 7) for number in range(65537)]
    bridge = "%04x:%02x:00.0 PCI bridge [0604]: x [8086:1237]\n\tFlags: fast\n\tBus: primary=%02x, " \
             "secondary=%02x, subordinate=ff, sec-latency=0\n\n"

    def deep(segment):
        return "".join([bridge % (segment, bus, bus, bus + 1) for bus in range(255)] +
                       [function % (segment, 255, slot >> 3, slot & 7) for slot in range(256)])
    pf = "%04x:%02x:%02x.%d Ethernet controller [0200]: x [8086:1237]\n\tControl: x\n" \
         "\tCapabilities: [40] Express (v2) Endpoint, MSI 00\n\tCapabilities: [100 v1] Single Root I/O " \
         "Virtualization (SR-IOV)\n\t\tIOVCtl:\tEnable+\n\t\tInitial VFs: 9, Total VFs: 60000, Number of " \
         "VFs: 60000\n\t\tVF offset: 1, stride: 1\n\n"
    rows = [
        ("100,000 lines of a function", "00:00.0 Host bridge: x\n" + "\tRegion 0: Memory at 0 (64-bit)\n" * 100000,
         0, ""),
        ("60,000 functions", "".join(function % one for one in every[:60000]), 0, ""),
        ("65,537 functions", "".join(function % one for one in every), 4, "IA_MAX_FUNCTIONS"),
        ("255 bridges, one below the other", deep(0), 0, ""),
        ("60,000 PFs that claim each other", "".join(pf % one for one in every[:60000]), 0, ""),
        ("ports that are too many", "".join(deep(segment) for segment in range(12)), 4, "IA_MAX_HOPS"),
        ("a line of 16 MiB", "00:00.0 Host bridge: " + "x" * (16 << 20) + "\n", 0, ""),
    ]
    path = os.path.join(folder, "bounds")
    for name, text, code, words in rows:
        write(path, text)
        done = run.call("version", "--from", path)
        run.ok("bounds: %s" % name, done.code == code and words in done.err, done.code, done.err[:200])


def standard_input(run, folder):
    """A dash is standard input, bounded as files are."""
    path = os.path.join(TEXTS, "made-3.13-vvvnn.txt")
    with open(path, "rb") as file:
        found = subprocess.run([run.tool, "devices", "--json", "--from", "-"], stdin=file,
                               stdout=subprocess.PIPE, check=False, env=run.environment())
    wanted = run.call("devices", "--json", "--from", path)
    run.ok("input: a dash", found.stdout == wanted.out and found.returncode == 0)
    with open("/dev/zero", "rb") as file:
        found = subprocess.run([run.tool, "devices", "--from", "-"], stdin=file, check=False,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=run.environment())
    run.ok("input: without an end", found.returncode == 4 and b"standard input: is larger than" in found.stderr,
           found.stderr)
    other = os.path.join(folder, "other")
    write(other, read("made-3.13-vvvnn.txt").replace("ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-\n"
                                                     "\tCapabilities", "ReqRedir- CmpltRedir+ UpstreamFwd+ "
                                                     "EgressCtrl- DirectTrans-\n\tCapabilities"))
    same = run.call("diff", path, path)
    run.ok("diff of a dump with itself", same.code == 0, same.err)
    against = run.call("check", "--from", path, "--against", path)
    run.ok("check --against a dump", against.code == 0, against.err)


def machines(run):
    """Real machines: what the files say, and the groups that their kernels made."""
    for name in sorted(one for one in os.listdir(REAL) if one.endswith(".json")):
        path = os.path.join(REAL, name)
        with open(path, encoding="utf8") as file:
            probe = json.load(file)
        machine = taken(run, path)
        problems = differences(probe, machine) if machine else ["refused"]
        run.ok("real: %s: as the file says" % name, not problems, *problems[:9])
        try:
            good, groups, others = real.compare(run.tool, path)
        except real.Broken as error:
            good, groups, others = 0, 1, [error]
        run.ok("real: %s: groups" % name, good == groups > 0, *others[:9])


def differences(probe, machine):
    """Where what is known of a real machine is not what its file says."""
    found, problems = said(machine), []
    for function in probe["functions"]:
        known = found.get(function["dev"], {})
        cap = function["acs_cap"]
        control = "unknown" if function["device"] in SUNRISE_POINTS else (cap, function["acs_ctl"])
        rows = [("class", function["class"]), ("vendor", function["vendor"]), ("device", function["device"]),
                ("driver", function["driver"]), ("group", function["group"]),
                ("totalvfs", function["sriov_total"]),
                ("acs", None if cap is None else control)]
        if function["type"] not in ("conventional", "unknown"):
            rows.append(("type", function["type"]))
        problems += ["%s %s: %r" % (function["dev"], key, known.get(key, "unknown")) for key, value in rows
                     if known.get(key, "unknown") != ("unknown" if value is None and key != "acs" else value)]
    return problems


# What no dump can tell, and an answer made of one must not say.
NOT_TOLD = ["No IOMMU", "no IOMMU is in use", "in no group", "in 0 groups", "no driver", "without driver",
            "[0000:0000]", "ctl equals ctl_at_load", "neither VT-d nor AMD-Vi", "the module does not say",
            "no DMAR and no IVRS"]


def answers(run):
    """Every command on every dump: it answers, in text and JSON, and says nothing that it cannot know."""
    for path in [os.path.join(TEXTS, one) for one in ("made-3.9-vv.txt", "denied-3.13-vvnn.txt")] + \
            [os.path.join(REAL, one) for one in ("dell-xps-13-9310.json", "m12swa-tf-trpro.json")]:
        bad = []
        devices = [one["dev"] for one in json.loads(run.call("devices", "--json", "--from", path).out)["devices"]]
        cards = [one for one in devices if one.endswith(":00.0") and one.split(":")[1] in ("03", "05", "01", "72", "69")]
        calls = [[one] for one in harness.COMMANDS] + [["groups", "--predict"], ["p2p", "--matrix"]] + \
            [["check", "--profile", one] for one in ("vfio", "sriov", "gpu-sriov-rdma", "vm-mixed")] + \
            [["why", one] for one in devices[::5]] + [["p2p", cards[-2], cards[-1]]]
        for call in calls:
            text, data = run.call(*call, "--from", path), run.call(*call, "--json", "--from", path)
            bad += ["%s: exit code %d %d" % (" ".join(call), text.code, data.code)
                    for _ in [0] if not {text.code, data.code} <= {0, 1}]
            bad += ["%s: %s" % (" ".join(call), line.strip()) for line in text.out.decode().splitlines()
                    for words in NOT_TOLD if words in line]
            if data.code in (0, 1):
                json.loads(data.out)
        run.ok("answers: %s" % os.path.basename(path), not bad, *bad[:9])


def run(run):
    """The suite."""
    answers(run)
    with harness.Folder() as folder:
        hex_dumps(run, folder)
        texts(run)
        pastes(run, folder)
        lists(run, folder)
        kinds(run, folder)
        kernels_lines(run, folder)
        doubts(run, folder)
        names(run, folder)
        refusals(run, folder)
        bounds(run, folder)
        standard_input(run, folder)
        machines(run)
