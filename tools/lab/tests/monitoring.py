# SPDX-License-Identifier: GPL-2.0
"""What booted kernels export, in the hands of promtool, node_exporter and Prometheus, and the units
in those of systemd: alerts fire after faults, after a setpci on ACS and with the IOMMU off, and are
silent before."""

import json
import re
import shutil

from lablib import boot, build, kernels, monitors, root, topology
from lablib.paths import IN_PROJECT, LAB, LabError, cache, inside

from . import faults, machine, read
from .report import Suite

SUITE = "monitoring"
# line, IOMMU, whether it is switched off
BOOTS = [("6.12", "intel", False), ("6.12", "intel", True), ("7.3", "amd", False)]
RARE = ("7.3 amd",)
OFF = {"intel": "intel_iommu=off", "amd": "amd_iommu=off"}
# Of one boot: what is exported, one after the other, and which alerts fire then.
MOMENTS = {"loaded": set(), "faults": {"IommuFaults"}, "acs": {"IommuFaults", "IommuAcsChanged"},
           "restored": {"IommuFaults"}, "gone": {"IommuModuleGone"}, "off": {"IommuOff"},
           "stale": {"IommuExportStale"}, "missing": {"IommuExportGone"}}
# Faults stay an alert for a quarter of an hour, and rules one for a day; a module that went is one too.
LASTING = {"IommuFaults", "IommuCheckWorse", "IommuModuleGone", "IommuUnitOff"}
# systemd.exec's own measure, of 10: what the unit had when it was written, rounded up.
EXPOSURE = 1.8
# CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_SYS_ADMIN
CAPABILITIES = 1 << 1 | 1 << 2 | 1 << 21


def title(case):
    """What a boot is called in the suite."""
    line, iommu, off = case
    return f"{line} {iommu}" + (" off" if off else "")


def _request(case):
    line, iommu, off = case
    kernel = kernels.get(line)
    edu = build.guest_module(kernel, "edu")
    qemu = [word for event in faults.TRACES[iommu] for word in ("-trace", event)]
    return boot.Request(
        kernel, topology.load("faults"), iommu, OFF[iommu] if off else
        f"{iommu}_iommu=on" if iommu == "intel" else "",
        (LAB / "tests" / "monitoring.sh").read_bytes(), {"edu.ko": (edu.read_bytes(), 0o644)},
        {"OFF": "1" if off else ""}, build.module(kernel)["iommu_audit"],
        {"/usr/sbin/iommu-audit": build.tool()}, (), qemu)


def _series(path):
    """{metric with its labels: value} of a file."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            found[name] = int(value)
    return found


def _counted(result, iommu):
    """The faults are those of QEMU's trace, of the device that made them."""
    found = _series(result.out / "faults.prom")
    log = (result.folder / "qemu.log").read_text(errors="replace")
    if iommu == "intel":
        logged = len(faults.trace_intel(log)[0])
    else:
        logged = sum(faults.trace_amd(log).logged.values())
    card = read.qemu_devices(result.out / "qemu.devices")["card0"]
    segment, bus, device, function = re.fullmatch(r"(\w+):(\w+):(\w+)\.(\w)", card).groups()
    place = f'segment="{segment}",bus="{bus}",device="{device}",function="{function}"'
    of_card = sum(value for name, value in found.items()
                  if name.startswith("iommu_audit_faults_total{") and place in name)
    records = sum(value for name, value in found.items()
                  if name.startswith("iommu_audit_fault_records_total"))
    return [] if 0 < logged == records == of_card else [
        f"{logged} logged, {records} of units, {of_card} of {card}", found]


def _moments(result):
    """What each export has, and has not."""
    out, problems = result.out, []
    wanted = {
        "sysfs": {"iommu_audit_from_module": 0, "iommu_audit_iommu_enabled": 1,
                  "iommu_audit_faults_exact": None, "iommu_audit_acs_changed_ports": None},
        "loaded": {"iommu_audit_from_module": 1, "iommu_audit_iommu_enabled": 1,
                   "iommu_audit_faults_exact": 1, "iommu_audit_acs_changed_ports": 0},
        "acs": {"iommu_audit_acs_changed_ports": 1}, "restored": {"iommu_audit_acs_changed_ports": 0},
        "gone": {"iommu_audit_from_module": 0, "iommu_audit_acs_changed_ports": None}}
    for moment, values in wanted.items():
        found = _series(out / f"{moment}.prom")
        problems += [f"{moment}: {name} is {found.get(name)}, not {value}"
                     for name, value in values.items() if found.get(name) != value]
        said = (out / f"{moment}.err").read_text(errors="replace")
        problems += [f"{moment}: {said}"] if said else []
    return problems


def _boot(suite, case):
    """The Result of a boot that can be trusted, or None."""
    label = title(case)
    result = machine.run(suite, label, lambda: _request(case))
    if not result or result.code:
        return None
    if case[2]:
        machine.check(suite, label, {"the IOMMU is off": lambda: [] if _series(
            result.out / "loaded.prom").get("iommu_audit_iommu_enabled") == 0 else ["it is not"]})
    else:
        machine.check(suite, label, {
            "faults are those of QEMU's trace": lambda: _counted(result, case[1]),
            "what each moment has and has not": lambda: _moments(result)})
    return result


def _host(on, off):
    """What the consumers made of the files of two boots, in a folder."""
    out, files = cache() / "run" / SUITE / "out", cache() / "run" / SUITE / "files"
    for folder in (out, files):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    moments = [moment for moment in MOMENTS if moment not in ("stale", "missing")]
    for moment in moments:
        source = off.out / "loaded.prom" if moment == "off" else on.out / f"{moment}.prom"
        shutil.copy(source, files / f"{moment}.prom")
    # with processes of its own: none of them outlives the script
    done = root.run(["unshare", "--pid", "--fork", "--kill-child", "env",
                     f"out={inside(out)}", f"files={inside(files)}", f"tool={build.tool()}",
                     f"project={IN_PROJECT}", "moments=" + " ".join(moments),
                     "sh", f"{IN_PROJECT}/tools/lab/tests/monitoring_host.sh"],
                    check=False, capture=True, root=monitors.ensure(), timeout=600)
    (out / "script.log").write_text(done.stdout, errors="replace")
    if done.returncode:
        raise LabError(f"the script ended with {done.returncode}: {done.stdout[-1500:]}")
    return out


def _boot_systemd(suite):
    """The units under a real systemd, in a guest: they run, and see and write no more than they should."""
    label = "systemd"

    def request():
        kernel = kernels.get("6.12")
        tree = monitors.ensure()
        units = LAB.parents[1] / "contrib" / "systemd"
        files = {name: ((units / name).read_bytes(), 0o644)
                 for name in ("iommu-audit-export.service", "iommu-audit-export.timer")}
        return boot.Request(
            kernel, topology.load("faults"), "intel", "intel_iommu=on",
            (LAB / "tests" / "monitoring_systemd.sh").read_bytes(), files, {},
            build.module(kernel)["iommu_audit"], {"/usr/sbin/iommu-audit": build.tool()},
            ("9p", "9pnet_virtio", "overlay"),
            ["-virtfs", f"local,path={inside(tree)},mount_tag=tree,security_model=none,readonly=on"])

    result = machine.run(suite, label, request)
    if not result or result.code:
        return
    out = result.out

    def ran():
        state = _text(out, "state")
        return [] if "Result=success" in state and "ExecMainStatus=0" in state and \
            "iommu-audit-export.timer" in _text(out, "timers") else [state, _text(out, "timers")]

    def same():
        """What the confinement hides from it would be another result."""
        left, right = ({line for line in (out / name).read_text().splitlines()
                        if not re.match(r"iommu_audit_\w+_timestamp", line)}
                       for name in ("iommu_audit.prom", "hand.prom"))
        return [] if left and left == right else [left ^ right]

    def confined():
        said = _text(out, "probe")
        wanted = ("links: 1", "NoNewPrivs:\t1", "Seccomp:\t2", f"CapBnd:\t{CAPABILITIES:016x}")
        return [word for word in wanted if word not in said] + re.findall("written.*", said) + (
            [] if "Result=success" in _text(out, "probe.state") else [_text(out, "probe.state")])

    machine.check(suite, label, {
        "the timer starts the service, which exports": ran,
        "it exports what the command exports": same,
        "it has no network, three capabilities, and writes to its folder alone": confined,
        "the journal has not a word of it": lambda:
            [_text(out, "journal")] if _text(out, "journal").strip() not in ("", "-- No entries --") else [],
        "and the reason of one that fails": lambda:
            [] if "'nonsense' is not a format" in _text(out, "journal.fails") else
            [_text(out, "journal.fails")]})


def _text(out, name):
    return (out / name).read_text(encoding="utf-8", errors="replace")


def _clean(out, name, *words):
    said, code = _text(out, name + ".out"), _text(out, name + ".code").strip()
    good = code == "0" and all(word in said for word in words)
    return [] if good else [f"it ended with {code}: {said}"]


def _alerts(out, moment):
    return {alert["labels"]["alertname"] for alert in json.loads(
        _text(out, f"alerts.{moment}"))["data"]["alerts"] if alert["state"] == "firing"}


def _prometheus(suite, out):
    suite.check("promtool check rules", _clean(out, "rules", "SUCCESS"))
    suite.check("promtool test rules", _clean(out, "tests", "SUCCESS"))
    for moment in MOMENTS:
        if (out / f"metrics.{moment}.code").exists():
            suite.check(f"promtool check metrics: {moment}",
                        _clean(out, f"metrics.{moment}") +
                        ([_text(out, f"metrics.{moment}.out")]
                         if _text(out, f"metrics.{moment}.out").strip() else []))
    for moment, wanted in MOMENTS.items():
        fired = _alerts(out, moment)
        # Rules compare with what was before: of several, those that last are allowed.
        wrong = wanted - fired or fired - wanted - (LASTING if moment != "loaded" else set())
        suite.check(f"alerts, {moment}: {' '.join(sorted(wanted)) or 'none'}",
                    [f"{sorted(fired)} fire"] if wrong else [])
        errors = re.search(r"^node_textfile_scrape_error (\S+)", _text(out, f"node.{moment}"), re.M)
        suite.check(f"node_exporter takes the file, {moment}",
                    [] if errors and errors.group(1) == "0" else [errors])
    suite.check("a profile is worse with the IOMMU off",
                [] if "IommuCheckWorse" in _alerts(out, "off") else [sorted(_alerts(out, "off"))])
    written = {line.split("{")[0].split(" ")[0] for line in _text(out, "node.faults").splitlines()
               if line.startswith("iommu_audit_")}
    seen = {one["metric"]["__name__"]
            for one in json.loads(_text(out, "series.faults"))["data"]["result"]}
    suite.check("Prometheus has every metric", [] if written and written == seen - {
        name for name in seen if ":" in name} else [written ^ seen])
    asked = _text(out, "panels").splitlines()
    states = _text(out, "panels.status").split()
    suite.check("Prometheus takes the queries of the dashboard",
                [] if asked and states == ['"success"'] * len(asked) else list(zip(asked, states)))


def _systemd(suite, out):
    suite.check("systemd-analyze verify", _clean(out, "verify") + (
        [_text(out, "verify.out")] if _text(out, "verify.out").strip() else []))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", _text(out, "security.out"))
    suite.check(f"systemd-analyze security: at most {EXPOSURE}",
                [] if found and float(found.group(1)) <= EXPOSURE else
                [_text(out, "security.out")])


def run(only="", long=False):
    """Run on every machine whose label holds the text only; returns the exit status."""
    suite = Suite(SUITE)
    done = {case: _boot(suite, case) for case in machine.chosen(BOOTS, title, RARE, only, long)}
    on, off = done.get(BOOTS[0]), done.get(BOOTS[1])
    if on and off:
        try:
            out = _host(on, off)
            _prometheus(suite, out)
            _systemd(suite, out)
        except (LabError, OSError, ValueError, LookupError) as error:
            suite.check("Prometheus and node_exporter run", [f"{type(error).__name__}: {error}"])
    if only in "systemd":
        _boot_systemd(suite)
    return suite.status()
