# SPDX-License-Identifier: GPL-2.0
"""Files that no module would write: refused or read, never worse."""
import json
import os
import random

import answers
import harness
import values

MUTATIONS = 60
SEED = 1


def put(root, name, content):
    with open(os.path.join(root, harness.DEBUGFS, name), "wb") as file:
        file.write(content)


def get(root, name):
    with open(os.path.join(root, harness.DEBUGFS, name), "rb") as file:
        return file.read()


def survives(run, root):
    """Return what went wrong, or None: an answer, or an error that says why."""
    calls = [[command] for command in harness.COMMANDS]
    calls.append(["diff", os.path.join(answers.FOLDER, "intel-lazy.json")])
    # the profile that reads events
    calls.append(["check", "--profile", "sriov"])
    for command in calls:
        for form in ([], ["--json"]):
            result = run.call(*command, *form, "--root", root)
            if harness.answered(command[0], result.code) and result.out and not result.err:
                continue
            if result.code in (3, 4) and result.err.startswith("iommu-audit: "):
                continue
            return "%s %s: exit code %d, %s" % (command, form, result.code,
                                                result.err)
    return None


def refused(run, root, name, file, content, *words):
    """This must be an error, and the message must say which."""
    if not run.wants(name):
        return
    good = get(root, file)
    put(root, file, content)
    command = "faults" if file == "fault_log" else "report"
    result = run.call(command, "--root", root)
    run.ok(name, result.code == 4 and not result.out and file in result.err and
           all(word in result.err for word in words),
           "exit code %d, stderr: %s" % (result.code, result.err[:400]))
    put(root, file, good)


def read(run, root, name, file, content, *words):
    """This is unusual, but nothing is wrong with it: the report names it."""
    if not run.wants(name):
        return
    good = get(root, file)
    put(root, file, content)
    wrong = survives(run, root)
    result = run.call("report", "--root", root)
    lost = [word for word in words if word not in result.out.decode()]
    run.ok(name, not wrong and result.code == 0 and not lost, wrong,
           result.err[:400], *["not in the report: " + word for word in lost])
    put(root, file, good)


BELOW_ITSELF = (b"\ndev=0000:01:00.0 path=0000:02:00.0\n"
                b"dev=0000:02:00.0 path=0000:01:00.0\n"
                b"dev=0000:03:00.0 vf_of=0000:03:00.0 path=0000:03:00.0\n"
                b"dev=0000:04:00.0 vf_of=0000:04:00.1\n"
                b"dev=0000:04:00.1 vf_of=0000:04:00.0\n"
                b"dev=0000:05:00.0 path=0000:01:00.0\n")


def asked(run, root, name, devices, *names):
    """Each of these devices is told of: what the file says of its place is not followed for ever."""
    if not run.wants(name):
        return
    good = get(root, "devices")
    put(root, "devices", devices)
    done = [(dev, run.call("why", dev, "--root", root)) for dev in names]
    run.ok(name, all(one.code == 0 and dev[5:] in one.out.decode() for dev, one in done),
           *["%s: exit code %d, %s" % (dev, one.code, one.err) for dev, one in done])
    put(root, "devices", good)


def known(run, root):
    devices, acs = get(root, "devices"), get(root, "acs")
    header, first, rest = devices.split(b"\n", 2)
    deep = b"/".join(b"0000:%02x:00.0" % (i & 255) for i in range(300))

    refused(run, root, "empty", "devices", b"", "empty")
    refused(run, root, "no header", "devices", first + b"\n", "line 1")
    refused(run, root, "another file's header", "devices", acs, "line 1")
    refused(run, root, "format 0", "devices",
            devices.replace(b"format=1", b"format=0", 1), "line 1")
    refused(run, root, "cut in the middle", "devices", devices[:-40],
            "cut in the middle")
    refused(run, root, "binary", "devices", header + b"\n\0\1\2\xff\n", "binary")
    refused(run, root, "an escape sequence", "devices",
            devices.replace(b"driver=-", b"driver=\033[2J", 1), "binary")
    refused(run, root, "a blank line", "devices", devices + b"\n", "key=value")
    refused(run, root, "no key", "devices", devices + b"=1\n", "key=value")
    refused(run, root, "a quote that stays open", "devices",
            devices + b'dev="0000\n', "quoted")
    refused(run, root, "more behind a quote", "devices",
            devices + b'dev="0000:aa:00.0"x a=1\n', "one space")
    refused(run, root, "an empty value", "devices", devices + b"dev= a=1\n",
            "quoted")
    refused(run, root, "two blanks", "devices",
            devices.replace(b" vendor", b"  vendor", 1), "key=value")
    refused(run, root, "a key twice", "devices",
            header + b"\n" + first + b" dev=0000:00:00.0\n", "twice")
    refused(run, root, "too many keys", "devices", header + b"\n" +
            b" ".join(b"k%d=1" % i for i in range(999)) + b"\n", "too many")
    refused(run, root, "no address", "devices", header + b"\nvendor=0x8086\n",
            "dev=")
    refused(run, root, "a path of no addresses", "devices", devices +
            b"dev=0000:aa:00.0 path=a/b\n", "path")
    refused(run, root, "a path without an end", "devices", devices +
            b"dev=0000:aa:00.0 path=" + deep + b"\n", "256")
    refused(run, root, "a group without a number", "groups",
            get(root, "groups") + b"domain=DMA\n", "group=")

    faults = get(root, "faults")
    refused(run, root, "a fault without a unit", "faults", faults +
            b"source=0000:04:00.0 reason=0x05 count=1\n", "unit=")
    refused(run, root, "a logged fault without a number", "fault_log",
            get(root, "fault_log") + b"unit=dmar0\n", "seq=")
    refused(run, root, "faults of another file", "faults", acs, "line 1")
    read(run, root, "a fault with nothing but its unit and source", "faults",
         faults + b"unit=x source=0000:04:00.0\n")
    refused(run, root, "a source that is no function", "faults",
            faults + b"unit=x source=y\n", "source=y")
    refused(run, root, "a long value is cut between characters", "faults",
            faults + b"unit=x source=" + b"y" * 38 + "€€\n".encode(), "source=" + "y" * 38 + " is not")
    read(run, root, "a unit with nothing but its name", "faults",
         faults + b"unit=dmar1 interrupts=unknown\n", "unknown logged")
    read(run, root, "counters at their end", "faults", faults +
         b"unit=dmar0 source=0000:04:00.0 reason=0x05 count=%d first_ns=0 "
         b"last_ns=%d\n" % (2**64 - 1, 2**64 - 1) +
         b"unit=dmar7 interrupts=1 records=%d unattributed=%d overflows=0\n" %
         (2**64 - 1, 2**64 - 1), "%d logged" % (2**64 - 1))
    for value in (b"%d" % 2**64, b"-1", b"0x1", b"1.0", b"1e3", b"none"):
        refused(run, root, "a counter of " + value.decode(), "faults", faults +
                b"unit=dmar7 interrupts=1 records=" + value + b"\n",
                "records=" + value.decode(), "a number")
    refused(run, root, "a reason of many digits", "faults", faults +
            b"unit=dmar0 source=0000:04:00.0 reason=0x" + b"5" * 99 + b"\n", "reason=0x55")
    read(run, root, "100,000 sources", "faults", faults + b"".join(
        b"unit=dmar0 source=%04x:%02x:%02x.%d reason=0x%02x name=n%d count=1\n" %
        (i >> 12, i >> 4 & 255, i & 15, i & 7, i & 255, i)
        for i in range(100000)))

    version = get(root, "version").splitlines(True)
    read(run, root, "monitors and sources with nothing but their name", "version",
         version[0] + version[1] + b"source=units\nsource=devices reason=x\n"
         b"monitor=events reason=x\nmonitor=vtd\n")

    events = get(root, "events")
    refused(run, root, "events of another file", "events", acs, "line 1")
    refused(run, root, "events cut in the middle", "events", events[:-9],
            "cut in the middle")
    at = b"dev=0000:01:00.0 "
    read(run, root, "events with nothing but a kind", "events", events + b"".join(
        b"seq=%d %skind=%s\n" % (90 + n, at, kind) for n, kind in enumerate(
            (b"vf_request", b"vf_add", b"domain_attach", b"group_del"))))
    read(run, root, "an event of a later kind", "events", events +
         b"seq=90 " + at + b"kind=later_kind\n")
    refused(run, root, "an event without a number", "events",
            events + at + b"kind=vf_add\n", "seq=")
    for value in (b"requested=%d" % (2**64 - 1), b"old_numvfs=-1", b"result=0x7",
                  b"dev=later", b"pf=-1", b"vf_index=x", b"kind=a/b"):
        refused(run, root, "a request with " + value.decode(), "events", events +
                b"seq=90 " + (at if not value.startswith(b"dev") else b"") +
                b"kind=vf_request "[:0 if value.startswith(b"kind") else None] + value + b"\n",
                value.decode())
    read(run, root, "a request whose end nobody knows", "events", events +
         b"seq=90 kind=vf_request " + at + b"requested=3\n", "result unknown")
    read(run, root, "a request with an errno that nobody has", "events", events +
         b"seq=90 kind=vf_request " + at + b"requested=1 old_numvfs=0 result=0 "
         b"errno=4000 failed_in=attic\n", "errno 4000 from an unknown place")
    read(run, root, "sequence numbers that go back", "events", events +
         b"seq=3 " + at + b"kind=vf_add\nseq=1 " + at + b"kind=vf_add\n")
    read(run, root, "100,000 events", "events", events + b"".join(
        b"seq=%d time_ns=%d kind=vf_request dev=%04x:%02x:%02x.%d requested=1 "
        b"old_numvfs=0 result=0 errno=%d failed_in=driver\n" %
        (i, i, i >> 12, i >> 4 & 255, i & 15, i & 7, i & 1023)
        for i in range(100000)))

    read(run, root, "a line of 1 MB", "devices", devices +
         b"dev=0000:aa:00.0 later=" + b"x" * (1 << 20) + b"\n")
    refused(run, root, "a driver of 1 MB", "devices", devices +
            b"dev=0000:aa:00.0 driver=" + b"x" * (1 << 20) + b"\n", "driver=x", "sysfs")
    read(run, root, "a driver of 255 bytes", "devices", devices +
         b"dev=0000:aa:00.0 driver=" + b"x" * 255 + b"\n")
    read(run, root, "nothing but the address", "devices", devices +
         b"dev=0000:aa:00.0\n", "aa:00.0 ", "1 unknown")
    read(run, root, "comments", "devices", devices + b"# the end\n")
    read(run, root, "no devices", "devices", header + b"\n")
    read(run, root, "an unknown key", "devices",
         devices.replace(b" driver=", b' later="a \\"b\\" \\\\" driver=', 1))
    read(run, root, "a device below itself", "devices", header + BELOW_ITSELF,
         "01:00.0 ", "02:00.0 ", "03:00.0 ", "04:00.0 ", "04:00.1 ")
    asked(run, root, "a device below itself, of which why is asked", header + BELOW_ITSELF,
          "0000:01:00.0", "0000:02:00.0", "0000:03:00.0", "0000:05:00.0")
    read(run, root, "the same device twice", "devices",
         header + b"\n" + first + b"\n" + first + b"\n")
    read(run, root, "a group of 20,000 devices", "groups",
         get(root, "groups") + b"group=99 devices=" +
         b",".join(b"0000:%02x:%02x.%d" % (i >> 8 & 255, i >> 3 & 31, i & 7)
                   for i in range(20000)) + b"\n")


UNSEEN = set(map(chr, (0xad, 0x61c, 0x200b, 0x200e, 0x2028, 0x202e, 0x2067, 0x3164, 0xfdd0, 0xfe0f,
                       0xfeff, 0xfffe, 0xe0041, 0xe0101, 0x10ffff)))
# Of each kind one: what may be shown, and what may not.
SEQUENCES = [
    b"\xc3\xa9", b"\xe2\x86\x92", b"\xf0\x9f\x98\x80", b"\xc2\xa0", b"\xf4\x8f\xbf\xbd",
    b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xe0\xa0\x80", b"\xf0\x90\x80\x80", b"\xdf\xbf",
    # what is not seen: bidi, zero width, separators, selectors, tags, noncharacters
    *(c.encode() for c in sorted(UNSEEN)),
    # overlong forms, surrogates, beyond Unicode, C1 and C0 controls, pieces
    b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xf0\x80\x80\xaf",
    b"\xf0\x8f\xbf\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80", b"\xc2\x80", b"\xc2\x9b", b"\x1b", b"\x7f", b"\x80", b"\xbf", b"\xc3",
    b"\xe2\x86", b"\xf0\x9f\x98", b"\xc3\x28", b"\xe2\x28\xa1", b"\xf0\x28\x8c\xbc", b"\xff",
]


def printable(sequence):
    """Whether it is UTF-8, of the sequences above one that is seen."""
    try:
        text = sequence.decode("utf8")
        return all("!" <= c <= "~" or c >= "\xa0" for c in text) and not UNSEEN & set(text)
    except UnicodeDecodeError:
        return False


def sequences(run, root):
    """UTF-8 is shown as it is, and nothing else reaches a terminal or a file."""
    devices = get(root, "devices")
    wrong, shown = [], 0
    for sequence in SEQUENCES:
        for text in (sequence, b"1234567" + sequence, sequence + b"12345678"):
            put(root, "devices", devices.replace(b"driver=-", b"driver=" + text, 1))
            result = run.call("devices", "--json", "--root", root)
            good = result.code == 0 and text in result.out if printable(text) else \
                result.code == 4 and not result.out and "binary" in result.err
            shown += printable(text)
            if not good:
                wrong.append("driver=%r: exit code %d, %s" % (text, result.code, result.err))
    put(root, "devices", devices)
    run.ok("%d texts of the module" % (3 * len(SEQUENCES)), not wrong and shown == 30, shown, *wrong)

    path, wrong = os.path.join(root, "proc/cmdline"), []
    with open(path, "rb") as file:
        cmdline = file.read()
    for sequence in SEQUENCES:
        with open(path, "wb") as file:
            file.write(b"iommu=x" + sequence + b"y\n")
        result = run.call("snapshot", "--root", root)
        # what is none is replaced byte by byte, but for text among it
        said = values.parse(result.out)["cmdline"] if result.code == 0 else result.err
        rest = "".join(c if "!" <= c <= "~" else "?" for c in sequence.decode("latin1"))
        wanted = "iommu=x%sy" % (sequence.decode() if printable(sequence) else rest)
        if said != wanted:
            wrong.append("%r: %r instead of %r" % (sequence, said, wanted))
    with open(path, "wb") as file:
        file.write(cmdline)
    run.ok("%d command lines" % len(SEQUENCES), not wrong, *wrong)


def saved(run, root, folder):
    """Parts of a snapshot that no tool would write."""
    whole = values.load_snapshot(run.call("snapshot", "--root", root).out)
    path = os.path.join(folder, "saved.json")
    many = {"key%d" % i: "x" for i in range(999)}
    for name, more, words in (
            ("names that are a list", {"names": []}, '"names" is not an object'),
            ("a name that is a number", {"names": {"0x8086:0x1": 1}}, "not a clean text"),
            ("a name with an escape", {"names": {"0x8086:0x1": "\033[2J"}}, "not a clean text"),
            ("an id with an escape", {"names": {"\033[2J": "x"}}, "no PCI id"),
            ("a host that is a text", {"host": "x"}, '"host" is not an object'),
            ("a host of nothing", {"host": {}}, '"host" holds something that is not a record'),
            ("a record of other keys", {"files": {**whole["files"], "units": [many]}},
             '"units" holds a record (unit) without "unit"'),
            ("a port without an address",
             {"files": {**whole["files"], "acs": [{"dev": "0000:01:00.0", "hop": "0"}]}},
             '"acs" holds a record (acs) without "port"'),
            ("a device without an address",
             {"files": {**whole["files"], "acs": [{"port": "0000:01:00.0", "hop": "0"}]}},
             '"acs" holds a record (acs) without "dev"')):
        with open(path, "w", encoding="utf8") as file:
            file.write(values.dump_snapshot({**whole, **more}))
        result = run.call("report", "--from", path)
        run.ok("snapshot: " + name, result.code == 4 and not result.out and
               words in result.err, result.code, result.err)
    numbers(run, path)
    with open(path, "w", encoding="utf8") as file:
        file.write(values.dump_snapshot({**whole, "names": {}, "host": []}))
    run.ok("snapshot: nothing known of names and host is no error",
           run.call("report", "--from", path).code == 0)


def numbers(run, path):
    """A number that is too large is no other number."""
    whole = json.loads(run.call("snapshot", "--root", harness.fixture("intel-switch-igb")).out)
    for number in (2 ** 64 - 2, 2 ** 64 - 1, 2 ** 64, 10 ** 30):
        whole["faults"][0]["count"] = number
        with open(path, "w", encoding="utf8") as file:
            json.dump(whole, file)
        result = run.call("faults", "--json", "--from", path)
        good = (result.code == 0 and str(number) in result.out.decode()) if number == 2 ** 64 - 2 else \
            (result.code == 4 and '"count"' in result.err and not result.out)
        run.ok("snapshot: a count of %d" % number, good, result.code, result.err)


def lines(run, root, path):
    """A command line that no kernel has: words and lists take far more than their text."""
    for size, good in ((4 << 20, True), ((4 << 20) + 1, False)):
        text = "quiet" + " " * (size - 5)
        with open(os.path.join(root, "proc", "cmdline"), "w", encoding="utf8") as file:
            file.write(text + "\n")
        whole = json.loads(run.call("snapshot", "--root", harness.fixture("intel-switch-igb")).out)
        whole["cmdline"] = text
        with open(path, "w", encoding="utf8") as file:
            json.dump(whole, file)
        for where in (["--root", root], ["--from", path]):
            result = run.call("lint", *where)
            run.ok("a command line of %d bytes, %s" % (size, where[0]),
                   result.code in (0, 1) and result.out and not result.err if good else
                   result.code == 4 and not result.out and "4 MiB" in result.err and
                   "cmdline" in result.err, result.code, result.err)


def mutated(run, root, rng):
    """Bits, bytes and lines changed at random, in any of the files."""
    # the machine was recorded with a module that had no others
    names = [name for name in harness.FILES
             if os.path.exists(os.path.join(root, harness.DEBUGFS, name))]
    good = {name: get(root, name) for name in names}
    wrong = []
    for number in range(MUTATIONS):
        name = rng.choice(names)
        text = bytearray(good[name])
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(text))
            kind = rng.randrange(5)
            if kind == 0:
                text[at] ^= 1 << rng.randrange(8)
            elif kind == 1:
                del text[at:at + rng.randrange(1, 60)]
            elif kind == 2:
                text[at:at] = rng.choice([b" ", b"\n", b'"', b"\\", b"=", b",",
                                          b"/", b"unknown", b"-", b"\0"])
            elif kind == 3:
                text = text[:at + 1]
            else:
                lines = bytes(text).split(b"\n")
                rng.shuffle(lines)
                text = bytearray(b"\n".join(lines))
            if not text:
                break
        put(root, name, bytes(text))
        result = survives(run, root)
        if result:
            wrong.append("mutation %d of %s: %s" % (number, name, result))
        put(root, name, good[name])
    run.ok("%d random mutations, seed %d" % (MUTATIONS, SEED), not wrong, *wrong)


def machine(folder):
    """A machine with every file."""
    root = os.path.join(folder, "root")
    harness.copy(harness.fixture("intel-switch-igb"), root)
    for name in ("events", "version"):
        put(root, name, get(harness.fixture("intel-sriov-events"), name))
    return root


def run(run):
    with harness.Folder() as folder:
        root = machine(folder)
        run.part(known, root)
        run.part(sequences, root)
        run.part(saved, root, folder)
        run.part(lines, root, os.path.join(folder, "line.json"))
        put(root, "vf_requests", b"# iommu_audit vf_requests format=1\n" + b"".join(
            line for line in get(root, "events").splitlines(True) if b" kind=vf_request " in line))
        run.part(mutated, root, random.Random(SEED))
