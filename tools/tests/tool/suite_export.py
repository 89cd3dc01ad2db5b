# SPDX-License-Identifier: GPL-2.0
"""What export writes for Prometheus: against the snapshot, counted by hand, and line by line."""
import collections
import json
import os
import re
import stat
import subprocess
import tempfile
import time

import harness
import large
from machine import Machine, record
from suite_consistency import TOP

# https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"'
SAMPLE = re.compile(r"(%s)(?:\{((?:%s)(?:,(?:%s))*)\})? (\d+)\Z" % (
    NAME, LABEL.replace("(", "(?:", 2), LABEL.replace("(", "(?:", 2)))
CAP = 256
HERE = os.path.dirname(os.path.abspath(__file__))
# What node_exporter gives node_pcidevice_info: procfs, PciDeviceLocation.Strings()
PLACE = ("segment", "bus", "device", "function")
# What only the module sees.
BY_MODULE = ("module_loaded_timestamp_seconds", "unit_translation_enabled", "acs_changed_ports",
             "unit_interrupt_remapping_enabled", "fault_records_total", "faults_total",
             "faults_other_total", "fault_series_capped", "fault_overflows_total", "faults_exact")


def parse(text):
    """{metric without its prefix: {labels: value}}; ValueError for what is not the format."""
    found, types = collections.defaultdict(dict), {}
    helped = None
    if not text.endswith("\n"):
        raise ValueError("no line end at the end")
    for line in text[:-1].split("\n"):
        head = re.fullmatch(r"# (HELP|TYPE) iommu_audit_(%s) (.*)" % NAME, line)
        if head and head.group(1) == "HELP":
            if head.group(2) in types or "\\" in head.group(3):
                raise ValueError("help: " + line)
            helped = head.group(2)
            continue
        if head:
            if head.group(2) != helped or head.group(3) not in ("gauge", "counter"):
                raise ValueError("type: " + line)
            types[helped] = head.group(3)
            continue
        sample = SAMPLE.match(line)
        if not sample or sample.group(1) != "iommu_audit_%s" % helped or helped not in types:
            raise ValueError("sample: " + line)
        labels = tuple((name, re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value))
                       for name, value in re.findall(LABEL, sample.group(2) or ""))
        if labels in found[helped]:
            raise ValueError("twice: " + line)
        found[helped][labels] = int(sample.group(3))
    for name, kind in types.items():
        if not found[name] or (kind == "counter") != name.endswith("_total"):
            raise ValueError("%s: %s with %d series" % (name, kind, len(found[name])))
    return found


def series(run, *args):
    result = run.call("export", "prometheus", *args)
    return parse(result.out.decode()), result


def value(found, name):
    """Of a metric without labels; None without a series."""
    return found.get(name, {}).get(())


def records(snapshot, name):
    return snapshot.get(name) or []


def wanted(snapshot):
    """What follows from a snapshot of the module's, by counting."""
    unknown = lambda r, key: key in r.get("unknown", [])
    devices, units = records(snapshot, "devices"), records(snapshot, "units")
    word = lambda d, key: "unknown" if unknown(d, key) else d[key]
    made = {"devices": dict(collections.Counter(
        (("attached", word(d, "domain")), ("default", word(d, "default"))) for d in devices))}
    for metric, key in (("unit_translation_enabled", "translation"),
                        ("unit_interrupt_remapping_enabled", "intremap")):
        made[metric] = {(("unit", u["unit"]),): int(u[key]) for u in units if u[key] is not None}
    made["shared_groups"] = {(): sum(len(g["devices"]) > 1 for g in records(snapshot, "groups"))}
    made["groups"] = {(): len(records(snapshot, "groups"))}
    acs = records(snapshot, "acs")
    if not any(unknown(a, k) for a in acs for k in ("ctl", "ctl_at_load")):
        made["acs_changed_ports"] = {(): len({a["port"] for a in acs if a["ctl"] != a["ctl_at_load"]})}
    faults = collections.Counter()
    for fault in records(snapshot, "faults"):
        source = fault["source"] or ""
        place = re.fullmatch(r"(\w+):(\w\w):(\w\w)\.(\d)", source)
        labels = tuple(zip(PLACE, place.groups() if place else [""] * 4))
        reason = fault["reason"] if isinstance(fault["reason"], str) else "0x%02x" % fault["reason"]
        faults[(*labels, ("unit", fault["unit"]), ("reason", reason),
                ("access", fault["access"] or ""))] += int(fault["count"])
    made["faults_total"] = dict(faults)
    return {name: found for name, found in made.items() if found}


def recorded(run):
    """Every recorded machine: the format, and the figures that its snapshot gives."""
    for machine in harness.machines():
        root = harness.fixture(machine)
        try:
            found, result = series(run, "--root", root)
        except ValueError as error:
            run.ok("format: " + machine, False, error)
            continue
        run.ok("format: " + machine, result.code == 0 and not result.err, result.err)
        snapshot = json.loads(run.call("snapshot", "--root", root).out)
        right = wanted(snapshot)
        if snapshot.get("source", "module") != "module":
            continue
        wrong = {name: (found.get(name), made) for name, made in right.items()
                 if dict(found.get(name, {})) != made}
        run.ok("figures: " + machine, not wrong, wrong)
        rules = {(("profile", profile), ("rule", rule["id"]), ("result", rule["verdict"]))
                 for profile in PROFILES
                 for rule in json.loads(run.call("check", "--profile", profile, "--json", "--root",
                                                 root).out)["findings"]} \
            if machine in SOME else None
        if rules is not None:
            run.ok("rules: " + machine, set(found["check_result"]) == rules,
                   rules ^ set(found["check_result"]))


PROFILES = ("baseline", "vfio", "sriov", "gpu-single", "gpu-host-nic", "gpu-sriov-rdma", "vm-mixed",
            "inference")
SOME = ("intel-switch-igb", "amd-passthrough", "no-iommu")


def fault(n, count=1, pasid="-", unit="dmar0", **keys):
    """A line of the file faults, of the n-th function."""
    return record(unit=unit, source="0000:%02x:%02x.%d" % (1 + n // 256, n // 8 % 32, n % 8),
                  reason="0x06", name="PTE Read access is not set", access="read", count=count,
                  first_ns=5000000000 + n, last_ns=6000000000, last_addr="0x1000", pasid=pasid, **keys)


def total(records_, overflows=0):
    return record(unit="dmar0", interrupts=1, records=records_, attributed=records_, unattributed=0,
                  overflows=overflows, unseen=0)


def by_hand(run, folder):
    """Machines of a few lines: what their series are."""
    m = Machine()
    m.port("00:01.0", "root_port", load="SrcValid")
    m.add("01:00.0", "nic", ("00:01.0",), domain="unmanaged")
    m.faults = [total(7, 2), fault(3, 4), fault(3, 2, pasid="0x00001"), fault(0, 1)]
    found, _ = series(run, "--root", m.write(os.path.join(folder, "few")))
    labels = tuple(zip((*PLACE, "unit", "reason", "access"),
                       ("0000", "01", "00", "3", "dmar0", "0x06", "read")))
    run.ok("faults of all PASIDs are one series",
           found["faults_total"].get(labels) == 6 and sum(found["faults_total"].values()) == 7,
           found["faults_total"])
    run.ok("faults of a unit", found["fault_records_total"] == {(("unit", "dmar0"),): 7}, found)
    run.ok("overflows make the count inexact", value(found, "fault_overflows_total") == 2 and
           value(found, "faults_exact") == 0, found)
    run.ok("ACS that changed", value(found, "acs_changed_ports") == 1, found)
    run.ok("pairs of domains", found["devices"] == {
        (("attached", "DMA-FQ"), ("default", "DMA-FQ")): 2,
        (("attached", "unmanaged"), ("default", "DMA-FQ")): 1}, found["devices"])
    run.ok("the IOMMU is on", value(found, "iommu_enabled") == 1, found)
    run.ok("nothing is left out", value(found, "fault_series_capped") == 0 and
           value(found, "faults_other_total") == 0, found)
    run.ok("times", value(found, "collected_timestamp_seconds") == 1700000000 and
           value(found, "module_loaded_timestamp_seconds") == 1700000000 - 999, found)
    m.units[0]["translation"] = 0
    found, _ = series(run, "--root", m.write(os.path.join(folder, "off")))
    run.ok("the IOMMU is off", value(found, "iommu_enabled") == 0 and
           found["unit_translation_enabled"] == {(("unit", "dmar0"),): 0}, found)


def unknown(run, folder):
    """What is unknown has no series; what is known beside it has."""
    m = Machine()
    m.units[0].update(translation="unknown", intremap="unknown")
    m.add("00:02.0", "nic", domain="unknown")
    m.faults = [record(unit="dmar0", interrupts=0, records="unknown", attributed="unknown",
                       unattributed="unknown", overflows="unknown")]
    m.port("00:01.0", "root_port")
    root = m.write(os.path.join(folder, "unknown"))
    found, _ = series(run, "--root", root)
    for name in ("iommu_enabled", "unit_translation_enabled", "unit_interrupt_remapping_enabled",
                 "fault_records_total", "fault_overflows_total"):
        run.ok("unknown is no series: " + name, not found.get(name), found.get(name))
    run.ok("a domain that was not seen", found["devices"].get(
        (("attached", "unknown"), ("default", "DMA-FQ"))) == 1, found["devices"])
    path = os.path.join(root, harness.DEBUGFS, "acs")
    with open(path, encoding="utf8") as file:
        text = file.read()
    with open(path, "w", encoding="utf8") as file:
        file.write(re.sub(r"ctl_at_load=\S+", "ctl_at_load=unknown", text))
    found, _ = series(run, "--root", root)
    run.ok("ACS known in part is left out", "acs_changed_ports" not in found,
           found.get("acs_changed_ports"))


def without_module(run):
    """From a dump of lspci: what only the module sees has no series."""
    sources = [os.path.join(HERE, "dumps", name)
               for name in ("asus-esc8000-g4-8gpu.txt", "conventional-3.9-vvnn.txt")]
    for where in sources:
        found, _ = series(run, "--from", where)
        more = [name for name in BY_MODULE if name in found]
        run.ok("without the module: " + os.path.basename(where),
               not more and value(found, "from_module") == 0, more)


def bounded(run, folder):
    """A storm of kinds of faults, and a machine with a thousand functions."""
    m = Machine()
    most = CAP + 44
    m.faults = [total(most), *[fault(n) for n in range(most)]]
    found, _ = series(run, "--root", m.write(os.path.join(folder, "storm")))
    run.ok("no more series of faults than the limit", len(found["faults_total"]) == CAP,
           len(found["faults_total"]))
    run.ok("the others are counted", value(found, "faults_other_total") == 44 and
           value(found, "fault_series_capped") == 1, found["faults_other_total"])
    before = set(found["faults_total"])
    m.faults[-1] = fault(most - 1, 1000)
    found, _ = series(run, "--root", m.write(os.path.join(folder, "storm")))
    run.ok("what has a place keeps it", set(found["faults_total"]) == before and
           value(found, "faults_other_total") == 1043, value(found, "faults_other_total"))
    path = os.path.join(folder, "large.json")
    with open(path, "w", encoding="utf8") as file:
        file.write(large.Large(4).snapshot())
    begun = time.monotonic()
    found, result = series(run, "--from", path)
    took = time.monotonic() - begun
    count = sum(found["devices"].values())
    lines = sum(len(of) for of in found.values())
    run.ok("a thousand functions: at most 600 series and 64 KiB", count > 1000 and lines < 600 and
           len(result.out) < 64 << 10, count, lines, len(result.out))
    run.ok("a thousand functions: time", took < 30, took)


def escaped(run, folder):
    """Strings of a stranger stay within their label."""
    root = harness.fixture("intel-switch-igb")
    snapshot = json.loads(run.call("snapshot", "--root", root).out)
    for where in snapshot["identity"] if isinstance(snapshot.get("identity"), list) else []:
        where["module"] = 'x"} 1\\'
    path = os.path.join(folder, "stranger.json")
    with open(path, "w", encoding="utf8") as file:
        json.dump(snapshot, file)
    result = run.call("export", "prometheus", "--from", path)
    run.ok("a name with quotes is refused or escaped", result.code == 4 or
           parse(result.out.decode()) is not None, result.out[:300])


def saved(run, folder):
    """-o replaces the file in one step, or leaves it alone."""
    root, path = harness.fixture("intel-switch-igb"), os.path.join(folder, "x.prom")
    env = run.environment()
    before = ("sh", "-c", 'umask 077; exec "$@"', "sh")
    result = run.call("export", "prometheus", "-o", path, "--root", root, before=before, env=env)
    mode = stat.S_IMODE(os.stat(path).st_mode)
    run.ok("a new file can be read by the collector", result.code == 0 and mode == 0o644, oct(mode))
    out = run.call("export", "prometheus", "--root", root).out
    with open(path, "rb") as file:
        run.ok("-o and standard output are the same", file.read() == out)
        inode = os.fstat(file.fileno()).st_ino
        run.call("export", "prometheus", "-o", path, "--root", root)
        file.seek(0)
        run.ok("-o makes a new file and renames it",
               os.stat(path).st_ino != inode and file.read() == out)
    run.ok("nothing else is left", os.listdir(folder).count("x.prom") == 1 and
           not [n for n in os.listdir(folder) if n.startswith(".iommu")], os.listdir(folder))
    dash = run.call("export", "prometheus", "-o", "-", "--root", root)
    run.ok("-o - is standard output", dash.out == out)
    full = run.call("export", "prometheus", "-o", path, "--root", root,
                    before=("sh", "-c", 'ulimit -f 1; exec "$@"', "sh"))
    with open(path, "rb") as file:
        run.ok("a failure leaves the old file", full.code == 5 and file.read() == out and
               not [n for n in os.listdir(folder) if n.startswith(".iommu")],
               full.code, full.err)
    broken = run.call("export", "prometheus", "-o", path, "--from", "/dev/null")
    with open(path, "rb") as file:
        run.ok("so does input that cannot be read", broken.code == 4 and file.read() == out)
    link, target = os.path.join(folder, "link.prom"), os.path.join(folder, "target")
    with open(target, "w", encoding="utf8") as file:
        file.write("kept")
    os.symlink(target, link)
    run.call("export", "prometheus", "-o", link, "--root", root)
    with open(target, encoding="utf8") as file:
        run.ok("a link's target is not written", file.read() == "kept")


def usage(run):
    """What is wrong with the arguments."""
    root = harness.fixture("intel-switch-igb")
    for args, words in (((), ("format", "prometheus")), (("prometheu",), ("did you mean", "prometheus")),
                        (("xml",), ("prometheus",)), (("prometheus", "x"), ("unexpected",)),
                        (("prometheus", "--json"), ("--json",))):
        result = run.call("export", *args, "--root", root)
        run.ok("refused: export " + " ".join(args), result.code == 2 and not result.out and
               all(word in result.err for word in words), result.code, result.err)


def bound(text, snapshot):
    """The most series, by the formula of Documentation/monitoring.md."""
    fixed, units, rules = map(int, re.search(r"^    (\d+) \+ (\d+) U \+ D \+ F \+ (\d+)$", text, re.M).groups())
    right = wanted(snapshot)
    return fixed + units * len(snapshot["units"]) + len(right["devices"]) + \
        min(len(right.get("faults_total", {})), CAP) + rules, fixed, units, rules


def documented(run, folder):
    """Documentation, alerts and dashboard against the table of metrics."""
    described = json.loads(subprocess.run([run.beside("iommu-audit-describe{}")],
                                          capture_output=True, check=True).stdout)
    names = {one["name"] for one in described["metrics"]}
    with open(os.path.join(TOP, "Documentation", "monitoring.md"), encoding="utf8") as file:
        text = file.read()
    run.ok("each metric is in the table", set(re.findall(r"^\| `(iommu_audit_\w+)`", text, re.M)) == names)
    singles = sum(one["most"] == "1" for one in described["metrics"])
    per_unit = sum(one["most"] == "units" for one in described["metrics"])
    rules = json.loads(run.call("check", "--explain", "all", "--json").out)["rules"]
    pairs = sum(len(set(rule["fails_in"]) | set(rule["warns_in"])) for rule in rules)
    _, *formula = bound(text, {"devices": [], "units": []} | {"devices": [{"domain": "none", "default": "none"}]})
    run.ok("the formula of series is that of the table",
           formula == [singles + len(PROFILES), per_unit, pairs], formula, singles, per_unit, pairs)
    for machine in harness.machines():
        root = harness.fixture(machine)
        found, _ = series(run, "--root", root)
        most = bound(text, json.loads(run.call("snapshot", "--root", root).out))[0]
        run.ok("no more series than the formula says: " + machine,
               sum(len(of) for of in found.values()) <= most, most)
    path = os.path.join(folder, "large.json")
    found, result = series(run, "--from", path)
    said = re.search(r"has (\d+) series in\s+(\d+) kB", text)
    run.ok("the example of the page is one", said and int(said[1]) == sum(
        len(of) for of in found.values()) and int(said[2]) == round(len(result.out) / 1000),
        sum(len(of) for of in found.values()), len(result.out))
    for name in ("prometheus/iommu_audit.rules.yml", "prometheus/iommu_audit.test.yml",
                 "grafana/iommu_audit.json"):
        with open(os.path.join(TOP, "contrib", name), encoding="utf8") as file:
            content = file.read()
        used = set(re.findall(r"\biommu_audit_[a-z_]+", content)) - {"iommu_audit_"}
        run.ok("only metrics that there are: " + name, used and used <= names, used - names)
        if name.endswith("rules.yml"):
            alerts = set(re.findall(r"alert: (\w+)", content))
            run.ok("each alert is on the page",
                   alerts == set(re.findall(r"^\| `(Iommu\w+)`", text, re.M)), alerts)


def run(run_):
    with tempfile.TemporaryDirectory() as folder:
        usage(run_)
        recorded(run_)
        by_hand(run_, folder)
        unknown(run_, folder)
        without_module(run_)
        bounded(run_, folder)
        documented(run_, folder)
        escaped(run_, folder)
        os.mkdir(os.path.join(folder, "out"))
        saved(run_, os.path.join(folder, "out"))
