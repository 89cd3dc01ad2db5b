# SPDX-License-Identifier: GPL-2.0
"""check --oneline and --nagios: what monitoring reads is one line and an exit code."""
import os
import re
import resource

import check_pages
import harness

MACHINES = os.path.join(harness.HERE, "machines")
REAL = os.path.join(harness.HERE, "real")
FORMS = ("oneline", "nagios")
# Bytes that node-problem-detector shows, and that Nagios and NRPE are sure to read.
BYTES, PLUGIN = 80, 4096
GRAVEST = ("fail", "unknown", "warn", "pass")
WORDS = {"fail": ("FAIL", "CRITICAL"), "unknown": ("UNKNOWN", "UNKNOWN"),
         "warn": ("WARN", "WARNING"), "pass": ("OK", "OK")}
CODES = {"fail": (1, 2), "unknown": (7, 3), "warn": (0, 1), "pass": (0, 0)}
# A value of performance data as the guidelines of monitoring plugins have it.
VALUE = re.compile(r"([a-z]+)=(\d+);(\d*);(\d*);(\d*)")
# Facts of recorded machines: machine, words, the line.
LINES = [
    ("machines/intel-disabled", ["--rule", "iommu-on"], "FAIL baseline: iommu-on; 1 fail"),
    ("machines/intel-strict", ["--rule", "iommu-on"], "OK baseline: 1 pass"),
    ("machines/intel-pt", ["--rule", "translated,iommu-on"],
     "WARN baseline: translated; 1 warn, 1 pass"),
    ("real/dell-r720-patsburg", ["--profile", "gpu-single", "--rule", "devices"],
     "FAIL gpu-single: devices; 1 fail"),
]
# What is no answer of the host: words, what the line says.
PROBLEMS = [
    (["--bogus"], "'--bogus' is not an option"),
    (["--profile", "nope"], "'nope' is not a profile"),
    (["--profile", "all"], "excludes --profile all"),
    (["--profile", "list"], "excludes --profile list"),
    (["--profile"], "--profile needs a value"),
    (["--rule", "list"], "check --explain list"),
    (["--rule", "iommu-onn"], "is not a rule"),
    (["--explain", "iommu-on"], "--explain prints the background of a rule"),
    (["--json"], "cannot be combined with --json"),
    (["-q"], "cannot be combined with --quiet"),
    (["-v"], "cannot be combined with --verbose"),
    (["-o", "list"], "cannot be combined with --output"),
    (["--columns", "verdict"], "cannot be combined with --columns"),
    (["--fail-on", "fail"], "--fail-on"),
    (["--fail-on", "never"], "--fail-on"),
    (["--color", "loud"], "'loud' is not a value of --color"),
    (["surplus"], "unexpected argument 'surplus'"),
    (["two\nlines"], "an argument holds a line end"),
    (["--from", "/nonexistent"], "/nonexistent: No such file"),
    (["--from", os.devnull], os.devnull),
    (["--from", "/"], "/"),
    (["--root", "/nonexistent"], "/nonexistent"),
    (["--source", "module", "--root", MACHINES], "iommu_audit is not loaded"),
    (["--from", "-"], ""),
]
HOSTILE = ["/x|rm -rf ~", "/" + "é" * 200, "/" + "\x1b[31m" * 60, "/`$(id)`';\"", "/\u202e|\x7f",
           b"/" + b"\xff|\xc3" * 60, "/" + "\\x" * 100]


def ids(answer, verdict):
    """Names of the rules that have it."""
    return [one["id"] for one in answer["findings"] if one["verdict"] == verdict]


def expected(counts):
    """The gravest verdict."""
    return next((verdict for verdict in GRAVEST if counts[verdict]), "pass")


def named(text, names):
    """What is wrong with a list of rules that may stop with how many more there are."""
    found = re.fullmatch(r"((?:[a-z0-9-]+, )*[a-z0-9-]+)(?: \+(\d+))?", text)
    if not found:
        return ["no list of rules: " + text]
    said = found.group(1).split(", ")
    more = int(found.group(2) or 0)
    return [] if said == names[:len(said)] and len(said) + more == len(names) else [text, names]


def line_of(line, word, answer):
    """What is wrong with a line."""
    counts, verdict = answer["verdicts"], expected(answer["verdicts"])
    told = ", ".join("%d %s" % (counts[one], one) for one in GRAVEST if counts[one])
    head = "%s %s: " % (word, answer["profile"])
    if not line.startswith(head):
        return [line, head]
    rest = line[len(head):]
    if verdict == "pass":
        return [] if rest == (told or "no rule applies") else [line, told]
    # Nagios would write a colon for each semicolon
    names, _, after = rest.partition(" - " if word.startswith("IOMMU") else "; ")
    short = told.replace(", %d pass" % counts["pass"], "")
    return named(names, ids(answer, verdict)) + ([] if after in (told, short) else [line, told])


def data_of(text):
    """Performance data by label; every word of it has to be some."""
    found = [VALUE.fullmatch(word) for word in text.split(" ")]
    return {one.group(1): int(one.group(2)) for one in found} if all(found) else None


def one(run, name, where, profile):
    """A machine and a profile, in both forms, against the answer in JSON."""
    answer = run.ask("check", "--profile", profile, *where)
    counts = answer["verdicts"]
    verdict = expected(counts)
    result = run.call("check", "--oneline", "--profile", profile, *where)
    line = result.out.decode()
    wrong = line_of(line[:-1], WORDS[verdict][0], answer)
    run.ok("%s, %s: --oneline" % (name, profile),
           not wrong and line.endswith("\n") and line.count("\n") == 1 and
           len(result.out) <= BYTES and not result.err and result.code == CODES[verdict][0],
           line, result.code, result.err, *wrong)
    plugin = run.call("check", "--nagios", "--profile", profile, *where)
    first, *more = plugin.out.decode().splitlines()
    text, _, data = first.partition(" | ")
    wrong = line_of(text, "IOMMU %s -" % WORDS[verdict][1], answer)
    reasons = [re.match(r"(FAIL|UNKNOWN|WARN) ([a-z0-9-]+): .", line) for line in more]
    told = [found.group(2) for found in reasons if found]
    wanted = [rule for key in GRAVEST[:3] for rule in ids(answer, key)]
    run.ok("%s, %s: --nagios" % (name, profile),
           not wrong and data_of(data) == counts and plugin.code == CODES[verdict][1] and
           not plugin.err and told == wanted[:len(told)] and
           (told == wanted or len(plugin.out) > PLUGIN // 2) and
           "|" not in text + data + "".join(more) and ";" not in text and len(plugin.out) <= PLUGIN,
           plugin.out.decode(), plugin.code, plugin.err, wanted, *wrong)


@harness.plain("the same answers as JSON, in other words")
def machines(run):
    """Every recorded machine and every profile."""
    for folder in (MACHINES, REAL):
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".json"):
                continue
            for profile in check_pages.PROFILES:
                if run.may_want("%s, %s: " % (name[:-5], profile)):
                    one(run, name[:-5], ["--from", os.path.join(folder, name)], profile)
    for name in harness.machines():
        one(run, name + " as it is read", ["--root", harness.fixture(name)], "baseline")


def facts(run):
    """Lines of which everything is known."""
    for name, words, line in LINES:
        where = ["--from", os.path.join(harness.HERE, name + ".json")]
        result = run.call("check", "--oneline", *words, *where)
        run.ok("%s %s" % (name, " ".join(words)), result.out.decode() == line + "\n", result.out)
        code = {"F": 2, "O": 0, "W": 1, "U": 3}[line[0]]
        result = run.call("check", "--nagios", *words, *where)
        run.ok("%s %s: for Nagios" % (name, " ".join(words)), result.code == code, result.code)
    where = ["--rule", "translated", "--from", os.path.join(MACHINES, "intel-pt.json")]
    for word, code in ((None, 0), ("unknown", 0), ("warn", 1)):
        words = ["--fail-on", word] if word else []
        result = run.call("check", "--oneline", *words, *where)
        run.ok("a warning, --fail-on %s" % word, result.code == code, result.code)


def against(run):
    """The same since a snapshot."""
    old = os.path.join(MACHINES, "intel-strict.json")
    for name in ("intel-strict", "intel-disabled", "intel-lazy", "intel-held"):
        where = ["--against", old, "--from", os.path.join(MACHINES, name + ".json")]
        plain = run.call("check", *where, "--fail-on", "warn").code
        verdict = {0: "pass", 1: "fail", 6: "warn", 7: "unknown"}[plain]
        result = run.call("check", "--oneline", *where)
        run.ok(name + ": --oneline", result.code == CODES[verdict][0] and
               result.out.decode().startswith(WORDS[verdict][0] + " baseline: ") and
               len(result.out) <= BYTES, result.out, result.code)
        result = run.call("check", "--nagios", *where)
        data = data_of(result.out.decode().splitlines()[0].partition(" | ")[2])
        changes = harness.values.parse(run.call("check", *where, "--json").out)
        count = len(changes["changes"])
        run.ok(name + ": --nagios", result.code == CODES[verdict][1] and data and
               data["changed"] == count, result.out, result.code, count)


def unknown(form, result):
    """What is wrong with an answer that has to be unknown."""
    head = b"UNKNOWN: " if form == "oneline" else b"IOMMU UNKNOWN - "
    good = result.code == 3 if form == "nagios" else result.code in (2, 3, 4, 5, 7)
    first = result.out.split(b"\n")[0]
    wrong = [] if good and not result.err else ["exit code %d, stderr %r" % (result.code, result.err)]
    try:
        text = first.decode()
    except UnicodeDecodeError:
        return wrong + ["a character is cut"]
    if not first.startswith(head) or ("|" in text and form == "nagios") or re.search(r"[\0-\x1f\x7f\u202e]", text):
        wrong.append(first)
    if re.search(r"\\(x[0-9a-f]?)?\.\.\.$", text) and "\\x\\x" not in text:
        wrong.append("an escape is cut: " + text)
    if form == "oneline" and (len(result.out) > BYTES or result.out.count(b"\n") != 1):
        wrong.append("%d bytes" % len(result.out))
    return wrong


def problems(run):
    """What is no answer of the host is unknown, told on the line, and nothing on stderr."""
    for form in FORMS:
        for words, said in PROBLEMS:
            result = run.call("check", "--" + form, *words)
            wrong = unknown(form, result)
            run.ok("%s %r" % (form, words), not wrong and (
                form == "oneline" or said in result.out.decode()), result.out, *wrong)
        for name in HOSTILE:
            wrong = unknown(form, run.call("check", "--" + form, "--from", name))
            run.ok("%s, a name %r" % (form, name[:12]), not wrong, *wrong)
        both = run.call("check", "--oneline", "--nagios")
        run.ok(form + " and the other", both.code == 3 and b"choose one" in both.out, both.out)
    bad = run.call("check", "--nagios", "--fail-on", "warn")
    run.ok("nagios has no --fail-on", bad.code == 3 and b"--fail-on" in bad.out, bad.out)
    for words, code in ((["check", "--nag", "--bogus"], 3), (["--na", "check", "--bogus"], 3),
                        (["check", "--nagi=3"], 3), (["lint", "--nagios"], 3),
                        (["nonsense", "--nagios"], 3), (["check", "--onel", "--bogus"], 2),
                        (["check", "--bogus", "--", "--nagios"], 2)):
        result = run.call(*words)
        run.ok("%r" % words, result.code == code, result.code, result.out)
    for words in (["--help"], ["--version"], ["-h"]):
        result = run.call("check", "--nagios", *words)
        run.ok("--nagios %s is no state of the host" % words[0], result.code == 3 and result.out
               and not result.err, result.code, result.err)
        result = run.call("check", "--oneline", *words)
        run.ok("--oneline %s neither" % words[0], result.code == 7 and result.out, result.code)


def nothing_left(run):
    """Neither without memory nor without a place for the line it is any good."""
    where = ["--from", os.path.join(MACHINES, "intel-strict.json"), "--rule", "iommu-on"]
    for form in FORMS:
        with open("/dev/full", "wb") as full:
            result = run.call("check", "--" + form, *where, stdout=full)
        run.ok(form + ": the line could not be written",
               result.code == (3 if form == "nagios" else 5), result.code)
    if run.sanitized():
        run.skip("no memory", "a sanitizer needs more than is left")
        return
    for form in FORMS:
        seen = set()
        for mib in range(2, 40, 2):
            def limit(size=mib << 20):
                resource.setrlimit(resource.RLIMIT_AS, (size, size))
            try:
                result = run.call("check", "--" + form, *where, preexec_fn=limit)
            except OSError:
                continue
            # below what the dynamic linker needs nothing of the tool has run yet
            if b"out of memory" in result.out or result.code in (0, 3, 5):
                seen.add((result.code, result.out.split(b"\n")[0].split(b" |")[0]))
        bad = (3, b"IOMMU UNKNOWN - out of memory") if form == "nagios" else \
            (5, b"UNKNOWN: out of memory")
        good = (0, b"IOMMU OK - baseline: 1 pass") if form == "nagios" else \
            (0, b"OK baseline: 1 pass")
        run.ok(form + ": no memory", seen == {bad, good}, seen)


def run(run):
    for part in (machines, facts, against, problems, nothing_left):
        run.part(part)
