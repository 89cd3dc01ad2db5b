# SPDX-License-Identifier: GPL-2.0
"""What comes from strangers: nothing of it runs, hides, or speaks to a terminal.

Texts for programs are given to those programs: to shells, a YAML parser, GRUB's own
checker of scripts, HTML's parser and systemd. Which characters may be shown is
held against Unicode's properties as Perl has them.
"""
import json
import os
import re
import subprocess
import unicodedata

import answers
import harness
import suite_bench
import values
from machine import switched
from suite_consistency import helped

SHELLS = [["sh", "-eu"], ["dash", "-eu"], ["bash", "-eu"]]
# The kernel's own alphabet, as far as a suggestion needs it.
TOKEN = re.compile(r"[A-Za-z0-9_.,:;=@/-]+")
# Each would leave a file behind where it runs.
RUNS = ["$(touch${IFS}ran)", "$(touch ran)", "`touch ran`", "';touch ran;'", "\";touch ran;\"",
        "x;touch ran", "x&touch ran&", "x|touch ran", "x\\\";touch ran;\\\"", "${x:=$(touch ran)}",
        "!touch ran", ">ran", "x}touch ran", "root,touch/ran;root,e;s,", "x,y,w/ran", "x\n touch ran"]
# Each means something to a parser.
MEANS = ["'", "\"", "\\", "\\'", "''", "$", "$x", "%", "%n", "%%", "#", " # x", "{{ x }}", "&a", "*a",
         "!!python/object/apply:os.system [\"touch ran\"]", ": x", "- x", "? x", "[x", "{x", "|", ">",
         "@x", "~", "null", "true", "0x10", "---", "...", "<b>", "</script>", "&amp;", "é→😀", "x" * 5000]
# Each speaks to a terminal, or hides something from who reads it.
SPEAKS = [b"\x1b]0;x\x07", b"\x1b[2J", b"\x7f", b"\xc2\x9b31m", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80",
          "\u202e".encode(), "\u200b".encode(), "\u2028".encode(), "\ufeff".encode(),
          "\U000e0041".encode(), "\ufe0f".encode(), b"\r", b"\t", b"\x00"[1:] + b"\x01"]


def shown(output):
    """What of an output speaks to a terminal or hides, or None."""
    try:
        text = output.decode("utf8")
    except UnicodeDecodeError as error:
        return repr(error)
    for char in text:
        # what stderr has of other bytes than UTF-8
        if char == "\ufffd" or char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return repr(text[max(0, text.index(char) - 30):][:60])
    return None


def escaped(run, kind, texts):
    """Texts as an output of some kind has them."""
    done = subprocess.run([run.beside("tools{}-test-escape"), kind], stdout=subprocess.PIPE,
                          input=b"".join(text + b"\0" for text in texts), check=True)
    return done.stdout.split(b"\0")[:-1]


def plain(text):
    """What every output has of a text: bytes that are no clean text as \\xNN."""
    return "".join("".join("\\x%02x" % byte for byte in char.encode("utf8", "surrogateescape"))
                   if "\udc80" <= char <= "\udcff" or
                   unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") or char == "\ufe0f"
                   else char for char in text.decode("utf8", "surrogateescape"))


def shell(argv, script, folder):
    """What a shell prints, in an empty folder, with nothing in its environment."""
    done = subprocess.run(["env", "-i", "PATH=/usr/bin:/bin", *argv, "-c", script], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.stdout if not done.returncode else done.stderr


def grub_words(line):
    """GRUB's words of a command, by the manual's section on quoting.

    Raises ValueError where there is more than one command in it.
    """
    words, word, at = [], None, 0
    while at < len(line):
        char = line[at]
        at += 1
        if char == " ":
            words += [word] if word is not None else []
            word = None
        elif char in "{}|&$;<>":
            raise ValueError("%s in %s" % (char, line))
        elif char == "\\":
            word, at = (word or "") + line[at], at + 1
        elif char == "'":
            end = line.index("'", at)
            word, at = (word or "") + line[at:end], end + 1
        elif char == '"':
            word = word or ""
            while line[at] != '"':
                if line[at] == "$":
                    raise ValueError("a variable in " + line)
                at += line[at] == "\\" and line[at + 1] in '"$\\'
                word += line[at]
                at += 1
            at += 1
        else:
            word = (word or "") + char
    return words + ([word] if word is not None else [])


def has(program):
    """Whether a program is here."""
    return subprocess.run(["sh", "-c", "command -v " + program], stdout=subprocess.DEVNULL,
                          check=False).returncode == 0


def corpus():
    """All of the texts, and them within others."""
    texts = [text.encode() for text in RUNS + MEANS] + SPEAKS
    return [text for text in texts + [b"a" + text + b" b" for text in texts]]


def escapes(run, folder):
    """Each function, by what the program that it is for reads."""
    texts = corpus()
    wanted = [plain(text) for text in texts]
    run.ok("line", [text.decode() for text in escaped(run, "line", texts)] == wanted)
    os.mkdir(folder + "/empty")
    words = [text.decode() for text in escaped(run, "shell", texts)]
    for argv in SHELLS:
        out = shell(argv, "printf '%s\\0' " + " ".join(words), folder + "/empty")
        got = out.decode(errors="replace").split("\0")[:-1]
        run.ok("shell: " + argv[0], got == wanted,
               *[pair for pair in zip(got, wanted) if pair[0] != pair[1]], out[:300])
    drop_in(run, folder, texts, wanted)
    run.ok("nothing ran", not os.listdir(folder + "/empty"), os.listdir(folder + "/empty"))
    import yaml
    scalars = [text.decode() for text in escaped(run, "yaml", texts)]
    got = yaml.safe_load("\n".join("- " + scalar for scalar in scalars))
    run.ok("yaml: PyYAML", got == wanted, *[pair for pair in zip(got, wanted) if pair[0] != pair[1]])
    html(run, texts, wanted)
    units(run, folder, texts, wanted)


def drop_in(run, folder, texts, wanted):
    """Two readers: the shell sources it, and GRUB parses what came out."""
    words = [text.decode() for text in escaped(run, "grub", texts)]
    for argv in SHELLS:
        out = shell(argv, "".join('x="%s"; printf "%%s\\0" "$x"\n' % word for word in words),
                    folder + "/empty")
        lines = out.decode(errors="replace").split("\0")[:-1]
        try:
            got = [grub_words(line) for line in lines]
        except (ValueError, IndexError) as error:
            got = [str(error)]
        run.ok("grub: sourced by " + argv[0], got == [[text] for text in wanted],
               *[pair for pair in zip(got, wanted) if pair[0] != [pair[1]]], out[:300])
    if not has("grub-script-check"):
        run.skip("grub: its own parser", "grub-script-check is not installed")
        return
    wrong = [line for line in lines if subprocess.run(
        ["grub-script-check"], input="linux /vmlinuz %s ro\n" % line, text=True,
        stderr=subprocess.PIPE, check=False).returncode]
    run.ok("grub: its own parser", len(lines) == len(texts) and not wrong, *wrong)


def html(run, texts, wanted):
    """Between tags, and as the value of an attribute."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.tags, self.data = [], [""]

        def handle_starttag(self, tag, attrs):
            self.tags.append((tag, attrs))
            self.data.append("")

        def handle_data(self, data):
            self.data[-1] += data

    wrong = []
    for text, want in zip(escaped(run, "html", texts), wanted):
        for form in ('<b title="%s">%s</b>', "<b title='%s'>%s</b>"):
            reader = Reader()
            reader.feed(form % (text.decode(), text.decode()))
            reader.close()
            if reader.tags != [("b", [("title", want)])] or reader.data[1:] != [want]:
                wrong.append((text, reader.tags, reader.data))
    run.ok("html: html.parser", not wrong, *wrong)


def units(run, folder, texts, wanted):
    """The program that a unit names, as systemd says it."""
    if not has("systemd-analyze"):
        run.skip("systemd: systemd-analyze", "it is not installed")
        return
    path, wrong = folder + "/strange.service", []
    chosen = [(text, want) for text, want in zip(texts, wanted) if "/" not in want and len(want) < 200]
    for word, (_, want) in zip(escaped(run, "systemd", [b"/none/" + text for text, _ in chosen]), chosen):
        with open(path, "wb") as file:
            file.write(b"[Service]\nType=oneshot\nExecStart=" + word + b"\n")
        done = subprocess.run(["systemd-analyze", "verify", path], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False, env=run.environment())
        # variables are those of arguments alone
        if "/none/" + want.replace("$", "$$") not in done.stderr.decode(errors="replace"):
            wrong.append((word, done.stderr))
    run.ok("systemd: systemd-analyze", chosen and not wrong, *wrong)


# What Perl prints of the characters that no clean text has, by their properties.
PERL = r"""for my $c (0 .. 0x10ffff) {
    no warnings;
    my $s = chr $c;
    print "$c\n" if $s =~ /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/
        || $s =~ /\p{Noncharacter_Code_Point}/ || ($c >= 0xfff9 && $c <= 0xfffb);
}"""


def characters(run, _folder):
    """All of Unicode, one by one."""
    done = subprocess.run(["perl", "-e", PERL], stdout=subprocess.PIPE, text=True, check=True)
    unseen = {int(line) for line in done.stdout.split()}
    codes = range(1, 0x110000)
    texts = [chr(code).encode("utf8", "surrogatepass") for code in codes]
    got = {code for code, text, out in zip(codes, texts, escaped(run, "line", texts)) if text != out}
    wrong = sorted(got ^ (unseen - {0}))
    run.ok("those that may be shown", not wrong and len(unseen) > 4000, *map(hex, wrong[:20]))


# Command lines; the third has what the kernel reads of it.
LINES = list(dict.fromkeys("pci=config_acs=0@1" + text.replace(" ", "${IFS}") for text in RUNS)) + [
    "pci=config_acs=1@pci:8086:1234" + text for text in ("$(touch${IFS}ran)", ":`touch", "\";x", "'")] + [
    "pci=config_acs=x1@0000:00:01.0;0@$(touch${IFS}ran);1@0000:00:02.0", "pci=disable_acs_redir=`touch${IFS}ran`",
    "intel_iommu=off;$(touch${IFS}ran)", "iommu=off,`touch", "iommu=off' touch ran '", "intremap=off\\",
    "intel_iommu=off,b,w/ran", "iommu=off}touch", "intel_iommu=off\"$(touch ran)\"", "iommu=\"off $(touch ran)\"",
    "intremap=off#x", "iommu=off%n", "intel_iommu=off\u00e9", "iommu=off " * 500]
PROFILES = ["vfio", "gpu-host-nic", "vm-mixed"]


def formats(run, folder, *args):
    """Return what is wrong with a suggestion in any format, or None."""
    answer = run.call("suggest", *args, "--json")
    if answer.code:
        return None if answer.code == 4 and not answer.out and not shown(answer.err.encode()) else \
            "exit code %d: %s" % (answer.code, answer.err)
    answer = values.parse(answer.out)
    tokens = [one["argument"] for one in answer["add"]]
    odd = [token for token in tokens if not TOKEN.fullmatch(token)]
    if odd:
        return "%r is no token" % odd
    texts = {kind: run.call("suggest", *args, "--format", kind).out
             for kind in ("text", "grub", "grubby", "machineconfig")}
    for kind, text in texts.items():
        if shown(text):
            return "%s: %s" % (kind, shown(text))
    if run.elsewhere("what shells, grubby and YAML make of it"):
        return None
    empty = folder + "/empty"
    return sourced(texts["grub"], tokens, empty) or loaded(texts["machineconfig"], tokens) or \
        called(texts["grubby"], tokens, answer["drop"], empty, folder)


def sourced(text, tokens, empty):
    """The drop-in, as update-grub reads it."""
    with open(empty + "/../drop-in.cfg", "wb") as file:
        file.write(text)
    for argv in SHELLS:
        out = shell(argv, "GRUB_CMDLINE_LINUX=quiet; . ../drop-in.cfg; printf %s \"$GRUB_CMDLINE_LINUX\"", empty)
        try:
            words = grub_words(out.decode())
        except (ValueError, IndexError, UnicodeDecodeError) as error:
            words = [str(error)]
        if words != ["quiet", *tokens] or os.listdir(empty):
            return "grub: %s: %r instead of %r, %s" % (argv[0], words, tokens, os.listdir(empty))
    return None


def loaded(text, tokens):
    """The MachineConfig, as PyYAML reads it."""
    import yaml
    got = yaml.safe_load(text)["spec"]["kernelArguments"]
    return None if got == tokens else "machineconfig: %r instead of %r" % (got, tokens)


# Writes its arguments where the caller looks.
GRUBBY = "#!/bin/sh\nprintf '%s\\0' \"$@\" >../argv\n"


def are_added(words, tokens):
    """The tokens, and before them words of the line that grubby would take out for their names."""
    kept = words[:len(words) - len(tokens)]
    names = {token.rpartition("=")[0] for token in tokens}
    return words[len(kept):] == tokens and len(set(words)) == len(words) and all(
        word.rpartition("=")[0] in names and re.fullmatch("[A-Za-z0-9_.:=@,-]+", word)
        for word in kept)


def called(text, tokens, drop, empty, folder):
    """The call of grubby, as it gets it; and what its commands of sed become."""
    os.makedirs(folder + "/bin", exist_ok=True)
    with open(folder + "/bin/grubby", "w", encoding="utf8") as file:
        file.write(GRUBBY)
    os.chmod(folder + "/bin/grubby", 0o755)
    for argv in SHELLS:
        with open(folder + "/argv", "w", encoding="utf8"):
            pass
        done = subprocess.run(["env", "-i", "PATH=%s/bin:/usr/bin:/bin" % folder, *argv], cwd=empty, input=text,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        with open(folder + "/argv", encoding="utf8") as file:
            given = dict(word.split("=", 1) for word in file.read().split("\0")[:-1])
        gone = given.get("--remove-args", "").split()
        if done.returncode or done.stdout or os.listdir(empty) or \
                not are_added(given.get("--args", "").split(), tokens) or \
                given.get("--update-kernel", "ALL") != "ALL" or \
                not set(gone) <= {one["argument"] for one in drop} or \
                any(not re.fullmatch("[A-Za-z0-9_.:=@-]+", word) for word in gone):
            return "grubby: %s: %r, %s" % (argv[0], given, done.stderr)
    for word in gone:
        # both forms that versions of grubby have
        for script in ("s,%s[^ ]*,,", "s/(^|[[:space:]])%s([[:space:]]|$)/ /g"):
            done = subprocess.run(["sed", "-E", "-e", script % word], cwd=empty, input="root=x %s quiet\n" % word,
                                  stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode or word in done.stdout or "root=x" not in done.stdout or os.listdir(empty):
                return "grubby: sed of %r" % word
    return None


def lines(run, folder):
    """Command lines of a stranger: suggestions have only what the kernel would read."""
    os.makedirs(folder + "/empty", exist_ok=True)
    for number, line in enumerate(LINES):
        name = "command line %s" % line[:50].encode("unicode_escape").decode()
        if not run.may_want(name):
            continue
        made = switched(cmdline="quiet")
        root = made.write("%s/line%d" % (folder, number))
        with open(root + "/proc/cmdline", "w", encoding="utf8") as file:
            file.write("quiet " + line.replace("\n", "\\n") + "\n")
        wrong = [formats(run, folder, "--profile", profile, "--root", root) for profile in PROFILES]
        run.ok(name, not any(wrong), *wrong)
    root = switched(cmdline="pci=config_acs=x1@0000:00:01.0;1@pci:8086:1:2:3;0@$(x);1@0000:00:02.0").write(
        folder + "/kept")
    answer = values.parse(run.call("suggest", "--profile", "gpu-single", "--root", root, "--json").out)
    token = next(one["argument"] for one in answer["add"] if one["argument"].startswith("pci="))
    run.ok("a token keeps what the kernel would have read of the old one",
           token.split(";")[2:] == ["xxxxxx1@0000:00:01.0", "xxxxxx1@pci:8086:0001:0002:0003"], token)


def strings(value, path=()):
    """(path, text) of every string of a document; of a list its first item that has one stands for all."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, path + (key,))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, path + (number,))


def members(whole):
    """A path to each kind of string, and to each key of an object of names."""
    seen = {}
    for path, _ in strings(whole):
        seen.setdefault(tuple(key for key in path if not isinstance(key, int)), path)
    return sorted(seen.values(), key=str)


def put(whole, path, text):
    """The same document with another string at a path."""
    copied = json.loads(json.dumps(whole))
    at = copied
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = text
    return copied


def snapshots(run, folder):
    """Each string of a snapshot, replaced: refused by its name, or harmless in every format."""
    os.makedirs(folder + "/empty", exist_ok=True)
    root = switched(cmdline="intel_iommu=off quiet").write(folder + "/whole")
    whole = json.loads(run.call("snapshot", "--root", root).out)
    # what a machine that was made has no files for
    with open(os.path.join(answers.FOLDER, "twins.json"), encoding="utf8") as file:
        whole["host"] = json.load(file)["host"]
    path = folder + "/stranger.json"
    for member in members(whole):
        name = "snapshot: " + ".".join(map(str, member))
        if not run.may_want(name):
            continue
        wrong = []
        for text in [*RUNS[:6], "\"'\\`$(touch ran)", "0x1234$(touch${IFS}ran)", "\u202ex", "x\ny", "%n{{x}}",
                     "&a !!x", "x" * 5000, "é", "\x1b[2J"]:
            with open(path, "w", encoding="utf8") as file:
                json.dump(put(whole, member, text), file)
            for command in (["report"], ["devices", "--json"]):
                result = run.call(*command, "--from", path)
                if result.code not in (0, 4) or shown(result.out) or shown(result.err.encode()):
                    wrong.append((text, command, result.code, result.err[:300]))
            if result.code:
                continue
            said = formats(run, folder, "--profile", "vfio", "--from", path) or \
                formats(run, folder, "--profile", "vfio", "--dev", "06:00.0,03:00.0", "--from", path)
            wrong += [(text, said)] if said else []
        run.ok(name, not wrong, *wrong[:4])
    for member, text in ((("devices", 0, "device"), "0x1234$(touch${IFS}PWNED)"), (("kernel",), "6.12/../x"),
                         (("boot_id",), "x"), (("time",), "now"), (("units", 0, "unit"), "a b"),
                         (("devices", 0, "driver"), "a/b"), (("host", "devices", 0, "serial"), "x")):
        with open(path, "w", encoding="utf8") as file:
            json.dump(put(whole, member, text), file)
        result = run.call("report", "--from", path)
        run.ok("refused by its name: " + str(member[-1]), result.code == 4 and not result.out and
               '"%s"' % member[-1] in result.err and path in result.err, result.code, result.err)


def arguments(run, folder):
    """Each command and option, with bytes that speak."""
    commands, options = helped(run)
    snapshot = os.path.join(folder, "whole.json")
    with open(snapshot, "wb") as file:
        file.write(run.call("snapshot", "--root", harness.fixture(harness.machines()[0])).out)
    for command in commands:
        if command in ("load", "unload"):
            continue
        wrong = []
        texts = SPEAKS + [b"a\nb"]
        words = [b"x" + text + b".json" for text in texts]
        calls = [call for word, text in zip(words, texts) for call in (
            [command, word], [command, word, "--json"], [b"x" + word, word], [command, "--from", word],
            [command, "--root", word], [command, b"--x" + text])]
        # the texts take turns
        calls += [[command, *where, option, words[(number + turn) % len(words)]]
                  for number, option in enumerate(options) for turn in (0, 7)
                  for where in ([], ["--from", snapshot])]
        for call in calls:
            result = run.call(*call, cwd=folder)
            said = shown(result.out) or shown(result.err.encode())
            if said or result.code not in (0, 1, 2, 3, 4, 5):
                wrong.append((call, result.code, said))
        run.ok("arguments of " + command, not wrong, *wrong[:5])


def files(run, folder):
    """Files that are there, under names that speak."""
    with open(os.path.join(harness.HERE, "results", sorted(os.listdir(os.path.join(
            harness.HERE, "results")))[0]), "rb") as file:
        result = file.read()
    root = harness.fixture(harness.machines()[0])
    snapshot = run.call("snapshot", "--root", root).out
    wrong = []
    for text in SPEAKS:
        name = os.fsencode(folder) + b"/a" + text + b".json"
        saved = os.fsencode(folder) + b"/b" + text + b".json"
        for path, content in ((name, snapshot), (saved, result)):
            with open(path, "wb") as file:
                file.write(content)
        for call in (["report", "--from", name], ["diff", name, name], ["check", "--from", name, "--against", name],
                     ["compare", saved, saved], ["compare", saved, saved, "--force"], ["bench", "--from", saved],
                     ["bench", "--from", name], ["report", "--from", saved], ["compare", name],
                     ["snapshot", "--root", root, "-o", name]):
            for form in ([], ["--json"]):
                done = run.call(*call, *form)
                said = shown(done.out) or shown(done.err.encode())
                if said or done.code not in (0, 1, 2, 4):
                    wrong.append((call, done.code, said))
                if form and done.out and not wrong:
                    json.loads(done.out.decode("utf8"))
    run.ok("names of files", not wrong, *wrong[:6])


def plan(run, folder):
    """A plan writes to bench/run what its parsed values say, and nothing else."""
    with suite_bench.Machine(folder) as m:
        m.boot("quiet iommu=pt", 0)
        done = m.call(run, "plan", "iommu=pt", "iommu.strict=1", suite_bench.DEV, "--size", "64K", "--cpus", "0,2")
        path = os.path.join(m.state, "plan.json")
        with open(path, encoding="utf8") as file:
            whole = json.load(file)
        for key, text in (("mode", "single cpus=1"), ("mode", "single\nsize=1"), ("size", "4096 seconds=60"),
                          ("size", -1), ("cpus", "0 node=1"), ("cpus", ["0 node=1"]), ("cpus", [0, "1\n"]),
                          ("dir", "both ring=9"), ("seconds", "1 dev=0000:00:00.0"), ("ring", 1e30)):
            with open(path, "w", encoding="utf8") as file:
                json.dump({**whole, "plan": {**whole["plan"], "requested": {
                    **whole["plan"]["requested"], key: text}}}, file)
            done = m.call(run, "--next")
            run.ok("plan: %s %r is refused" % (key, text), done.code == 4 and not m.fake.lines and
                   '"%s"' % key in done.err, done.code, done.err, m.fake.lines)
        for text in ("0000:00:04.0 seconds=60", "0000:00:04.0\n", "$(x)"):
            with open(path, "w", encoding="utf8") as file:
                json.dump({**whole, "plan": {**whole["plan"], "dev": text}}, file)
            done = m.call(run, "--next")
            run.ok("plan: dev %r is refused" % text, done.code == 4 and not m.fake.lines, done.err, m.fake.lines)
        more = {**whole["plan"]["requested"], "mode": "later", "x": "y seconds=60", "seconds": 0.0100001}
        with open(path, "w", encoding="utf8") as file:
            json.dump({**whole, "plan": {**whole["plan"], "requested": more, "asked": "seconds=60"}}, file)
        done = m.call(run, "--next", "--force")
        run.ok("plan: what is written is made of values", m.fake.lines and set(m.fake.lines) == {
            "dev=0000:%s size=65536 cpus=0,2 seconds=0.010" % suite_bench.DEV.removeprefix("0000:")},
               m.fake.lines, done.err)
        for words in ("iommu=$(touch${IFS}ran)", "iommu=pt;reboot", "x,e;s,", "iommu='pt'"):
            done = m.call(run, "plan", words, "iommu.strict=1", suite_bench.DEV, "--save", "other", "--force")
            text = done.out.decode()
            run.ok("plan: grubby is not given %s" % words, done.code == 0 and words in text and
                   not re.search("grubby --.*" + re.escape(words), text), text, done.err)


def run(run):
    for part in (escapes, characters, lines, snapshots, arguments, files, plan):
        with harness.Folder() as folder:
            run.part(part, folder)
