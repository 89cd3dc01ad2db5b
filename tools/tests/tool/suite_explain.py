# SPDX-License-Identifier: GPL-2.0
"""explain: lines of kernel logs, against what kernel and specifications say of them."""
import json
import os

import harness
import values
from explain_rows import ROWS
from sysfs_tree import Tree, config

UNKNOWN = "AMD-Vi: A sentence that no kernel prints"


def call(run, *args, stdin=None, **options):
    """Run it, with a text or bytes on standard input."""
    if stdin is None:
        return run.call("explain", *args, **options)
    with os.fdopen(os.memfd_create("log"), "w+b") as file:
        file.write(stdin if isinstance(stdin, bytes) else stdin.encode())
        file.seek(0)
        return run.call("explain", *args, stdin=file, **options)


def explain(run, *args, **options):
    """The answer in JSON, and the exit code."""
    result = call(run, "--json", *args, **options)
    return (values.parse(result.out) if result.out else None), result.code


def differs(message, wanted):
    """What a message has that is not wanted."""
    found = []
    said = " ".join(message.get(key) or "" for key in ("means", "decoded", "causes", "next"))
    for key, value in wanted.items():
        if key == "not":
            found += ["said: %r in %r" % (text, said) for text in value if text in said]
            continue
        got = message.get(key)
        same = value in (got or "") if isinstance(value, str) and key not in ("dev", "message") \
            else got == value
        if not same:
            found.append("%s: wanted %r, got %r" % (key, value, got))
    return found


def rows(run):
    """Every line, and that its page can be printed."""
    for number, (url, lines, wanted) in enumerate(ROWS):
        name = "%d: %s: %s" % (number, url.replace("https://github.com/", ""),
                               wanted["message"])
        if not run.wants(name):
            continue
        answer, code = explain(run, *lines.split("\n"))
        messages = answer["messages"]
        wrong = differs(messages[0], wanted) if messages else ["nothing was explained"]
        run.ok(name, not wrong and code == 0 and not answer["unknown_lines"], lines, *wrong)


def first(run, *args, **options):
    """The first message of an answer."""
    return explain(run, *args, **options)[0]["messages"][0]


FAULT = "DMAR: [DMA Read] Request device [00:02.0] PASID ffffffff fault addr 9c000000 " \
    "[fault reason 06] PTE Read access is not set"
# What stands in front of a message, by who prints or quotes it.
FRONTS = ["", "[  144.480641] ", "[    T123] ", "[  144.480641][  T123] ", "<3>[  144.480641] ",
          "kern  :err   : [  144.480641] ", "kern  :err   : [Tue Aug 26 16:02:52 2025] ",
          "[Tue Aug 26 16:02:52 2025] ", "[Aug26 16:02] ", "[  +0.000005] ",
          "Aug 26 16:02:52 host kernel: ", "Aug 26 16:02:52 host kernel: [  144.480641] ",
          "2025-08-26T16:02:52+0200 host kernel: ", "2025-08-26T16:02:52.123456+02:00 host kernel: ",
          "[  144.480641] host kernel: ", "kernel: ", "host kernel: ", "> ", "> > [  144.480641] ",
          "    ", "| ", "* ", "`", "\t", "\033[32m[  144.480641] \033[0m\033[33m",
          "<3>1 2024-05-01T10:11:12Z host kernel - - - ", "host login: [   12.345678] ",
          "   1263.468579:   ", "0x000000000277BBFA |   1263.468579:   ", "MESSAGE=",
          # Of other languages, and of other forms of journalctl: what is in front is not read.
          "8月 26 16:02:52 host kernel: ", "26 août 16:02:52 host kernel[0]: ",
          "[火  8月 26 16:02:52 2025] ", "Tue 2025-08-26 16:02:52 CEST host kernel: ",
          "1714550000.123456 host kernel: ", "[  144.480641 <    0.000005>] host kernel: ",
          "[2025-08-26T16:02:52,123456+02:00] ", "2025-08-26 16:02:52 host kernel: "]


def fronts(run):
    """A message is the same one whatever stands in front of it."""
    wanted = first(run, FAULT)
    for front in FRONTS:
        got = first(run, front + FAULT)
        run.ok("in front: %r" % front, got == wanted, got, wanted)
    run.ok("a carriage return behind it", first(run, FAULT + "\r") == wanted)


    quoted = 'level=info msg="[   67.492525] %s\\n" source=agent' % FAULT
    run.ok("in a program's message", first(run, quoted)["text"] == FAULT, quoted)
    run.ok("what only quotes a front is no message",
           not explain(run, "use dmesg | grep DMAR: IOMMU enabled, please")[0]["messages"])


RECORD = "DMAR-IR: This system BIOS has enabled interrupt remapping\n" \
    "on a chipset that contains an erratum making that\n" \
    "feature unstable.  To maintain system stability\n" \
    "interrupt remapping is being disabled.  Please\n" \
    "contact your BIOS vendor for an update"


def documents(run):
    """JSON of journalctl and dmesg: the same messages as the lines."""
    plain = explain(run, stdin="[    0.941083] %s\n[   12.345678] %s\n" % (FAULT, RECORD))[0]
    entries = [{"_TRANSPORT": "kernel", "_SOURCE_MONOTONIC_TIMESTAMP": time, "MESSAGE": text}
               for time, text in (("941083", FAULT), ("12345678", RECORD))]
    lines = [json.dumps(entry) for entry in entries]
    dmesg = {"dmesg": [{"pri": 3, "time": time, "msg": text}
                       for time, text in ((0.941083, FAULT), (12.345678, RECORD))]}
    for name, text in (
            ("json", "\n".join(lines)), ("json-sse", "\n\n".join("data: " + x for x in lines)),
            ("json-seq", "".join("\x1e%s\n" % x for x in lines)),
            ("json-pretty", "\n".join(json.dumps(x, indent=1) for x in entries)),
            ("bytes", "\n".join(json.dumps(dict(x, MESSAGE=list(x["MESSAGE"].encode())))
                                for x in entries)),
            ("dmesg --json", json.dumps(dmesg, indent=3))):
        answer = explain(run, stdin=text)[0]
        # Empty lines between events count, too.
        same = [dict(one, line=0) for one in answer["messages"]] == \
            [dict(one, line=0) for one in plain["messages"]]
        run.ok("JSON: " + name, same and
               answer["known"] == 6 and not answer["unknown_lines"], text, answer)
    early = explain(run, stdin=lines[0])[0]["messages"][0]
    run.ok("JSON has the time", "this early" in early["causes"], early)
    for name, text in (("cut", lines[0][:-20]), ("none", "{}"), ("a list", '{"dmesg": [1, [], {}]}'),
                       ("no text", '{"MESSAGE": 5}\n{"MESSAGE": [300, -1, "x"]}'),
                       ("deep", '{"a":' * 5000)):
        answer, code = explain(run, stdin=text)
        run.ok("JSON that has no message: " + name, code == 0 and not answer["messages"], answer)


def wrapped(run):
    """A line that a mail program or a terminal broke, where times say what is a line."""
    whole = explain(run, "--input", "-", stdin="[    1.000000] " + FAULT + "\n")[0]["messages"]
    for at in range(30, len(FAULT) - 1, 7):
        if not run.wants("wrapped at %d" % at):
            continue
        text = "[    1.000000] %s\n%s\n[    2.000000] usb 1-1: new\n" % (FAULT[:at], FAULT[at:])
        answer, _ = explain(run, stdin=text)
        good = [[m[key] for m in answer["messages"]] == [m[key] for m in whole]
                for key in ("message", "reason", "dev")]
        run.ok("wrapped at %d" % at, all(good) and answer["lines"] == 3, answer["messages"])
    text = "[    1.000000] %s\n[    2.000000] %s\n" % (FAULT[:80], FAULT[80:])
    answer, _ = explain(run, stdin=text)
    run.ok("what has a time is a line of its own",
           "vtd-fault" not in [m["message"] for m in answer["messages"]] and
           answer["unknown_lines"] == 1, answer)
    # run_init_process() of init/main.c: what no part of the kernel took goes to init.
    answer, _ = explain(run, stdin="[    3.7] Run /init as init process\n[    3.7]   with "
                        "environment:\n[    3.7]     HOME=/\n[    3.7]     intel_iommu=on\n")
    run.ok("a word that init gets is no message", not answer["unknown_lines"] and
           not answer["strange"] and answer["lines"] == 4, answer["strange"])


def folded(run):
    """Lines that say the same are one, with their number and their addresses."""
    lines = "".join(FAULT.replace("9c000000", "%x" % (0x9c000000 + 4096 * i)) + "\n"
                    for i in range(20)) + FAULT.replace("00:02.0", "00:03.0") + "\n" + UNKNOWN
    answer, _ = explain(run, stdin=lines)
    one, other = answer["messages"]
    run.ok("twenty lines are one message", one["count"] == 20 and len(one["addresses"]) == 8 and
           one["more_addresses"] and other["count"] == 1 and not other["more_addresses"], one)
    run.ok("the lines are counted", answer["lines"] == 22 and answer["known"] == 21 and
           answer["unknown_lines"] == 1 and answer["strange"] == [{"line": 22, "text": UNKNOWN}],
           answer)
    page = call(run, stdin=lines).out.decode()
    run.ok("the page says so", "(and 19 lines like it)" in page and "… and others" in page and
           "not known  22: " + UNKNOWN in page, page)


MAP = """[    0.000000] Linux version 6.8.0-48-generic (x@y)
[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
[    0.000000] BIOS-e820: [mem 0x0000000000100000-0x000000007b1fffff] usable
[    0.000000] BIOS-e820: [mem 0x000000007b200000-0x000000007bffffff] ACPI NVS
[    0.000000] BIOS-e820: [mem 0x000000007c000000-0x000000007fffffff] reserved
[    0.100000] DMAR: RMRR base: 0x0000007d000000 end: 0x0000007f7fffff
[    0.350769] pci 0000:00:02.0: [8086:46d4] type 00 class 0x030000 PCIe Root Complex Integrated
[    0.350775] pci 0000:00:02.0: BAR 0 [mem 0x6000000000-0x6000ffffff 64bit]
[    0.350776] pci 0000:03:00.0: reg 0x10: [mem 0x90000000-0x900fffff]
[    0.350777] pci 0000:00:1c.0:   bridge window [mem 0x90000000-0x91ffffff]
[    0.400000] pci 0000:00:02.0: Adding to iommu group 0
"""
PLACES = [("200000", "ram"), ("7b300000", "acpi-nvs"), ("7c000000", "reserved"),
          ("7d000000", "rmrr"), ("7f7fffff", "rmrr"), ("7f800000", "reserved"),
          ("6000000010", "bar"), ("90000000", "bar"), ("91000000", "bridge-window"),
          ("fee00000", "msi"), ("feeff000", "msi"), ("fef00000", "nothing"),
          ("a0000", "nothing"), ("fffff000", "nothing")]


def places(run):
    """What is at an address, by e820, RMRRs and BARs of the same log."""
    for address, wanted in PLACES:
        if not run.wants("at %s is: %s" % (address, wanted)):
            continue
        answer, _ = explain(run, stdin=MAP + FAULT.replace("9c000000", address))
        fault = answer["messages"][-1]
        run.ok("at %s is: %s" % (address, wanted),
               [at["place"] for at in fault["addresses"]] == [wanted], fault)
    answer, _ = explain(run, stdin=MAP + FAULT)
    fault = answer["messages"][-1]
    run.ok("ids and the group are the log's", "[8086:46d4]" in fault["device"] and
           fault["group"] == 0, fault)
    run.ok("without a map nothing is said of an address",
           [at["place"] for at in first(run, FAULT)["addresses"]] == ["unknown"])
    iomem = "00001000-0009ffff : System RAM\n00100000-ce2e3fff : System RAM\n" \
        "ce2e4000-ce2e5fff : ACPI Tables\n"
    ram = explain(run, stdin=iomem + FAULT)[0]["messages"][-1]
    run.ok("a pasted /proc/iomem is a map", ram["addresses"][0]["place"] == "ram" and
           ram["addresses"][0]["range"] == "0x100000-0xce2e3fff", ram)


def owners(run):
    """Whose log it is: of another host nothing is said of this one's devices."""
    root = harness.fixture("intel-switch-igb")
    devices = values.parse(run.call("devices", "--json", "--root", root).out)["devices"]
    device = next(d for d in devices if d["driver"])["dev"]
    line = FAULT.replace("00:02.0", device[5:])
    named = explain(run, line, "--root", root)[0]
    run.ok("a machine that is named is believed", named["log_of"] == "named" and
           "driver" in named["messages"][0]["device"], named)
    gone = explain(run, FAULT.replace("00:02.0", "ee:1f.7"), "--root", root)[0]["messages"][0]
    run.ok("a function that it lacks is missing", gone["missing"] and
           "does not have" in gone["device"], gone)
    if harness.no_namespaces():
        run.skip("this host", harness.no_namespaces())
        return
    with harness.Folder() as folder:
        release = os.uname().release
        tree = Tree(folder, kernel=release, cmdline="ro quiet ")
        tree.function("0000:00:02.0", config(), group=1, driver="i915",
                      resource="0x00000000a0000000 0x00000000a0ffffff 0x0000000000040200\n")
        tree.group(1, "DMA", "0x00000000fee00000 0x00000000feefffff msi\n"
                             "0x000000009c000000 0x000000009cffffff direct\n")
        tree.put("proc/iomem", "00100000-7fffffff : System RAM\n")
        within = harness.within(folder)
        boot = "Linux version %s (x)\nCommand line: ro quiet\n" % release
        for name, lines, wanted in (
                ("without a word of whose", FAULT, "perhaps-this-host"),
                ("another kernel", "Linux version 3.9.1 (x)\n" + FAULT, "another-host"),
                ("another command line", boot + "x\nCommand line: ro\n" + FAULT, "this-host"),
                ("another command line first", "Command line: ro\n" + boot + FAULT,
                 "another-host"),
                # print_kernel_cmdline() of init/main.c: 7.2 has it, 6.12 does not
                ("a wrapped command line", boot.replace("ro quiet", "ro qu") + "Kernel command "
                 "line: ro \\\nKernel command line: quiet\n" + FAULT, "this-host"),
                ("one that stands alone", boot.replace("Command line: ro quiet", "Kernel command "
                 "line: ro \\\n[    0.1] Kernel command line: quiet") + FAULT, "this-host"),
                ("another one, wrapped", boot.replace("Command line: ro quiet", "Kernel command "
                 "line: ro \\\nKernel command line: quiet \\\nKernel command line: x") + FAULT,
                 "another-host"),
                ("a function that is not here", FAULT.replace("00:02.0", "ee:1f.7"),
                 "another-host"),
                ("other ids", "pci 0000:00:02.0: [10de:1234] type 00 class 0x030000\n" + FAULT,
                 "another-host"),
                ("kernel and command line", boot + FAULT, "this-host")):
            answer = values.parse(call(run, "--json", stdin=lines, before=within).out)
            message = answer["messages"][-1]
            place = message["addresses"][0]["place"]
            good = answer["log_of"] == wanted and \
                ("i915 now" in message["device"]) == (wanted != "another-host") and \
                ("on this host" in message["device"]) == (wanted == "perhaps-this-host") and \
                place == ("reserved-region" if wanted == "this-host" else "unknown")
            run.ok("this host: " + name, good, answer)
        for address, wanted in (("a0000010", "bar"), ("fee00000", "msi"), ("200000", "ram"),
                                ("90000000", "nothing"), ("9c000000", "reserved-region")):
            line = FAULT.replace("9c000000", address)
            got = first(run, line, "--root", folder)["addresses"][0]["place"]
            run.ok("of a tree, at %s is: %s" % (address, wanted), got == wanted, got)


def refused(run):
    """What it does not take."""
    for name, args, part in (("lines and a file", [FAULT, "--input", "x"], "not both"),
                             ("standard input twice", ["--from", "-"], "standard input"),
                             ("no such file", ["--input", "/nonexistent/log"], "No such file")):
        result = call(run, *args, stdin="")
        run.ok("refused: " + name, result.code in (2, 4) and part in result.err,
               result.code, result.err)
    # ___ratelimit() prints the name of whoever calls it.
    for name in ("kauditd_printk_skb", "net_ratelimit", "nvme_log_error", "x86_split_lock_warn",
                 "tegra_mc_irq", "dmar"):
        answer, _ = explain(run, name + ": 19 callbacks suppressed")
        run.ok("not of an IOMMU: " + name, not answer["messages"] and not answer["known"], answer)
    answer, _ = explain(run, stdin='{"level":"info","text":"vfio: x"}\n{"msg":"hello"}\n')
    run.ok("objects of any kind are lines", answer["lines"] == 2 and
           answer["unknown_lines"] == 1, answer)
    empty = explain(run, stdin="")
    run.ok("an empty log is none", empty[1] == 0 and empty[0]["lines"] == 0)
    page = call(run, stdin="usb 1-1: new device\n")
    run.ok("what is about other things is not explained",
           page.code == 0 and b"No line here" in page.out, page.out)


# Printed by Linux 6.12 in QEMU, as it boots: all of it known, but what is about other things.
BOOT = """DMAR: Host address width 39
DMAR: DRHD base: 0x000000fed90000 flags: 0x1
DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap d2008c222f0686 ecap f00f42
DMAR: No RMRR found
DMAR: No ATSR found
DMAR: No SATC found
DMAR: dmar0: Using Queued invalidation
DMAR-IR: dmar0 does not support EIM
DMAR-IR: Enabled IRQ remapping in xapic mode
DMAR: Intel(R) Virtualization Technology for Directed I/O
iommu: Default domain type: Translated
iommu: DMA domain TLB invalidation policy: lazy mode
pci 0000:00:02.0: Adding to iommu group 1
iommu_audit: loading out-of-tree module taints kernel.
"""


def boot(run):
    """What a kernel says at boot is no problem, and known."""
    answer, _ = explain(run, stdin=BOOT)
    run.ok("boot: all is known", answer["known"] == 13 and not answer["unknown_lines"] and
           not answer["broken"], answer)


def hostile(run):
    """Bytes of any kind, and lines that would take long."""
    bad = (b"\xff\xfe\x00" + FAULT.encode() + b"\n\x1b]0;x\x07" + FAULT.encode() + b"\n" +
           "\u202eDMAR: \u2066x\n".encode() + b"vfio " * 20000 + b"\n" + b"group " * 20000 + b"\n" +
           b"[" * 5000 + b"\n" + b"DMAR: [DMA Read" * 300 + b"\n")
    result = call(run, stdin=bad)
    run.ok("hostile bytes", result.code == 0 and b"\x1b" not in result.out and
           b"\x00" not in result.out and b"\xff" not in result.out, result.out[:500])
    # Lines about IOMMUs that are not known: 100,000 took 6 s, since each was joined with others.
    before = os.times().children_user
    answer, _ = explain(run, stdin="".join("AMD-Vi: Sentence %d of no kernel\nx2apic on\n" % i
                                           for i in range(50000)))
    spent = os.times().children_user - before
    run.ok("100,000 unknown lines take little time", answer["unknown_lines"] == 100000 and
           spent < 4, spent)
    many = "".join("pci 0000:%02x:%02x.%d: not enough MMIO resources for SR-IOV\n" %
                   (i >> 8 & 0xff, i >> 3 & 0x1f, i & 7) for i in range(4000))
    answer, _ = explain(run, stdin=many)
    run.ok("more messages than are kept are counted", len(answer["messages"]) == 2048 and
           answer["left_out"] == 4000 - 2048 and answer["known"] == 4000,
           len(answer["messages"]), answer["left_out"])


def run(run):
    """All of it."""
    rows(run)
    fronts(run)
    documents(run)
    wrapped(run)
    folded(run)
    places(run)
    owners(run)
    refused(run)
    boot(run)
    hostile(run)
