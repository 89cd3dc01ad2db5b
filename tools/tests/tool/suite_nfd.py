# SPDX-License-Identifier: GPL-2.0
"""export nfd: what Node Feature Discovery takes, by its own rules (source/local/local.go there), and
facts of recorded machines."""
import datetime
import os
import re

import harness

MACHINES = os.path.join(harness.HERE, "machines")
REAL = os.path.join(harness.HERE, "real")
DOC = os.path.join(harness.HERE, "..", "..", "..", "Documentation", "integrations.md")
RULE = os.path.join(harness.HERE, "..", "..", "..", "contrib", "nfd", "node-feature-rule.yaml")
# A name and a value of a label of Kubernetes, and the largest file that is read.
LABEL = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
MOST = 65536
PREFIX = "iommu-audit."
# Machine, features with what they have to be; None: left out.
FACTS = [
    ("intel-strict", {"enabled": "true", "default-domain": "strict", "module": "true"}),
    ("intel-lazy", {"enabled": "true", "default-domain": "lazy"}),
    ("intel-pt", {"enabled": "true", "default-domain": "identity"}),
    ("intel-disabled", {"enabled": "false", "profile.baseline": "fail", "default-domain": None}),
    ("absent", {"enabled": "false"}),
    ("intel-intremap", {"interrupt-remapping": "false"}),
    ("quiet", {"interrupt-remapping": "true"}),
    ("nic-vfs", {"sriov.capable": "true"}),
    ("gpu", {"profile.inference": "pass"}),
]
WRONG = [(["--expiry", "soon"], "soon"), (["--expiry", "0m"], "0m"), (["--expiry", "5"], "5"),
         (["--expiry", "-1h"], "-1h"), (["--expiry", "9999999999d"], "9999999999d"),
         (["--expiry", "1.5h"], "1.5h"), (["--expiry", ""], "''"), (["--expiry", "367d"], "367d")]


def parse(text):
    """The features of a file as the local source reads them, and when they expire."""
    expires, features = None, {}
    for number, line in enumerate(text.splitlines()):
        line = line.strip()
        if line.startswith("# +"):
            key, _, value = line[3:].partition("=")
            if key != "expiry-time" or number:
                raise ValueError("no directive for all: " + line)
            expires = datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(
                tzinfo=datetime.timezone.utc)
        elif line and not line.startswith("#"):
            name, equal, value = line.partition("=")
            if not equal or name in features:
                raise ValueError("no feature: " + line)
            features[name] = value
    return expires, features


def wrong(text, features):
    """What a label may not be."""
    found = [(name, value) for name, value in features.items()
             if not LABEL.fullmatch(name) or not LABEL.fullmatch(value) or
             not name.startswith(PREFIX)]
    return found + (["%d bytes" % len(text)] if len(text.encode()) > MOST else [])


def export(run, *words):
    """A run, and the features it wrote."""
    result = run.call("export", "nfd", *words)
    return result, *parse(result.out.decode())


def against_json(run, where, features):
    """What is said against the same machine's answer in JSON; unknown is left out."""
    rows = run.ask("check", "--profile", "all", *where)["profiles"]
    words = {"yes": "pass", "partly": "partly", "no": "fail"}
    wanted = {PREFIX + "profile." + row["profile"]: words[row["answer"]]
              for row in rows if row["answer"] in words}
    told = {name: value for name, value in features.items() if ".profile." in name}
    problems = [] if told == wanted else [told, wanted]
    works = {one["id"].replace("_", "-"): one for one in run.ask("check", *where)["works"]}
    words = {"yes": "pass", "partly": "partly", "no": "fail"}
    for name, one in works.items():
        value = features.get(PREFIX + name)
        absent = one["reason"].startswith(("no GPU with", "no GPU, NIC", "no VF is enabled",
                                           "no function here"))
        if value != (None if absent else words.get(one["answer"])):
            problems.append((name, value, one))
    return problems


@harness.plain("the same answers as JSON, in other words")
def machines(run):
    """Every recorded machine."""
    seen = set()
    for folder in (MACHINES, REAL):
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".json") or not run.may_want(name[:-5]):
                continue
            where = ["--from", os.path.join(folder, name)]
            result, _, features = export(run, *where)
            seen |= set(features)
            problems = wrong(result.out.decode(), features) + against_json(run, where, features)
            run.ok(name[:-5], result.code == 0 and not problems, *problems)
    with open(DOC, encoding="utf8") as file:
        listed = set(re.findall(r"^\| `(iommu-audit\.[a-zA-Z0-9.-]+)` ", file.read(), re.M))
    listed = {name for name in listed if not name.endswith(".PROFILE")} | {
        name for name in seen if ".profile." in name}
    run.ok("all of them are documented", seen and seen <= listed, seen - listed)
    with open(RULE, encoding="utf8") as file:
        used = set(re.findall(r"^ +(iommu-audit\.[a-z0-9.-]+): \{op: ", file.read(), re.M))
    run.ok("the NodeFeatureRule uses what there is", used and used <= seen, used - seen)


def facts(run):
    """What is known of recorded machines."""
    for name, wanted in FACTS:
        _, _, features = export(run, "--from", os.path.join(MACHINES, name + ".json"))
        told = {key: features.get(PREFIX + key) for key in wanted}
        run.ok(name, told == wanted, told, features)


def expiry(run):
    """The file is not believed for longer than somebody allows, from when the machine was read."""
    where = ["--root", harness.fixture("intel-sriov-events")]
    read = datetime.datetime.fromtimestamp(1700000000, datetime.timezone.utc)
    for words, seconds in (([], 1800), (["--expiry", "90s"], 90), (["--expiry", "10m"], 600),
                           (["--expiry", "2h"], 7200), (["--expiry", "366d"], 366 * 86400)):
        result, expires, features = export(run, *words, *where)
        run.ok("expires %r" % words, expires == read + datetime.timedelta(seconds=seconds) and
               features and result.out.startswith(b"# +expiry-time="), expires, result.err)
    for words, said in WRONG:
        result = run.call("export", "nfd", *words, *where)
        run.ok("%r" % words, result.code == 2 and not result.out and said in result.err, result.err)
    result = run.call("export", "prometheus", "--expiry", "1h", *where)
    run.ok("not of metrics", result.code == 2 and "nfd" in result.err, result.err)


def unknown(run):
    """What is not known of one is not told of all."""
    with harness.Folder() as folder:
        root = os.path.join(folder, "root")
        harness.copy(harness.fixture("intel-sriov-events"), root)
        path = os.path.join(root, harness.DEBUGFS, "units")
        with open(path, encoding="utf8") as file:
            text = file.read()
        _, _, before = export(run, "--root", root)
        for key, name in (("intremap", "interrupt-remapping"), ("translation", "enabled")):
            # one of two units, which is known of the other
            line = re.search(r"^unit=dmar0 .*\n", text, re.M).group(0)
            second = re.sub(r"\b%s=\S+" % key, key + "=unknown",
                            line.replace("unit=dmar0", "unit=dmar1"))
            with open(path, "w", encoding="utf8") as file:
                file.write(text.replace(line, line + second))
            _, _, after = export(run, "--root", root)
            run.ok(name + ": left out", PREFIX + name in before and PREFIX + name not in after,
                   before, after)
            with open(path, "w", encoding="utf8") as file:
                file.write(text)
        path = os.path.join(root, harness.DEBUGFS, "devices")
        with open(path, encoding="utf8") as file:
            text = file.read()
        with open(path, "w", encoding="utf8") as file:
            file.write(re.sub(r"\btotalvfs=\S+", "totalvfs=unknown", text, count=1))
        _, _, after = export(run, "--root", root)
        run.ok("sriov: left out", PREFIX + "sriov.capable" in before and
               not any(name.startswith(PREFIX + "sriov.") for name in after), before, after)


def run(run):
    for part in (machines, facts, expiry, unknown):
        run.part(part)
