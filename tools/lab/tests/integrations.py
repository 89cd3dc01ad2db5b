# SPDX-License-Identifier: GPL-2.0
"""What watches and schedules hosts, as Debian ships it, with the files of contrib and the real tool on
recorded machines: Nagios, Slurm, Ansible, sos, systemd and its journal. node-problem-detector and
Node Feature Discovery have no package there: their files are held against what they document."""

import json
import re
import shutil
import subprocess

from lablib import build, consumers, root
from lablib.paths import IN_PROJECT, PROJECT, LabError, cache, inside

from .report import Suite

SUITE = "integrations"
# Services of the script, the state and the beginning of the line that Nagios has to have of them.
SERVICES = {
    "fails": (2, "IOMMU CRITICAL - baseline: command-line, iommu-on - 2 fail, 5 pass"),
    "unknown": (3, "IOMMU UNKNOWN - baseline: hardware - 1 unknown, 11 pass"),
    "warns": (1, "IOMMU WARNING - baseline: translated - 1 warn"),
    "good": (0, "IOMMU OK - baseline: 1 pass"),
    "changed": (2, "IOMMU CRITICAL - baseline: 1 matter - 1 worse, "),
    "unreadable": (3, "IOMMU UNKNOWN - /tmp/m/broken.json"),
    "options": (3, "IOMMU UNKNOWN - 'nonsense' is not a profile"),
    "hostile": (3, "IOMMU UNKNOWN - /x{\\x7c}y: No such file or directory"),
}
UNITS_OF_TIME = {"s": 1, "m": 60, "h": 3600}


def _ran(consumer):
    """What the script left of a consumer, in a folder."""
    out = cache() / "run" / SUITE / consumer
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    # with processes of its own: none of them outlives the script
    done = root.run(["unshare", "--pid", "--fork", "--kill-child",
                     "env", f"out={inside(out)}", f"tool={build.tool()}", f"project={IN_PROJECT}",
                     "sh", f"{IN_PROJECT}/tools/lab/tests/integrations.sh", consumer],
                    check=False, capture=True, root=consumers.ensure(), timeout=600)
    (out / "script.log").write_text(done.stdout, errors="replace")
    if done.returncode:
        raise LabError(f"the script ended with {done.returncode}: {done.stdout[-1500:]}")
    return out


def _read(out, name):
    return (out / name).read_text(errors="replace")


def _nagios(suite):
    out = _ran("nagios")
    verified = _read(out, "verify")
    suite.check("Nagios takes the commands",
                [] if "Total Errors:   0" in verified and "Total Warnings: 0" in verified
                else [verified])
    found = {}
    for block in re.findall(r"^servicestatus \{\n(.*?)^\t\}", _read(out, "status.dat"), re.M | re.S):
        one = dict(line.strip().partition("=")[::2] for line in block.splitlines())
        found[one["service_description"]] = one
    for name, (state, text) in SERVICES.items():
        one = found.get(name, {})
        good = one.get("current_state") == str(state) and one["plugin_output"].startswith(text) and \
            one["has_been_checked"] == "1"
        suite.check(f"Nagios: {name}", [] if good else [one])
    data = found.get("fails", {}).get("performance_data", "")
    suite.check("Nagios keeps performance data",
                [] if data == "pass=5;;;0 warn=0;0;;0 fail=2;;0;0 unknown=0;;;0" else [data])
    more = found.get("fails", {}).get("long_plugin_output", "")
    suite.check("Nagios has the reasons", [] if "FAIL iommu-on: " in more else [more])


def _facts(out, name):
    """The fact iommu_audit, as Ansible has it."""
    text = _read(out, name)
    return json.loads(text[text.index("{"):])["ansible_facts"]["ansible_local"]["iommu_audit"]


def _ansible(suite):
    out = _ran("ansible_facts")
    good = _facts(out, "good")
    suite.check("Ansible: the fact is the answer",
                [] if good["error"] is None and good["check"] == json.loads(
                    _read(out, "answer.intel-strict")) else [good])
    for name, text in (("broken", "broken.json"), ("hostile", 'a "quote", \\'),
                       ("missing", "iommu-audit is not installed")):
        fact = _facts(out, name)
        told = isinstance(fact, dict) and text in (fact["error"] or "") and fact["check"] is None
        suite.check(f"Ansible: JSON when the tool is {name}", [] if told else [fact])
    for path in sorted(out.glob("play.*.code")):
        _, name, profile, _ = path.name.split(".")
        row = next(row for row in json.loads(_read(out, "answer." + name))["profiles"]
                   if row["profile"] == profile)
        code = int(path.read_text())
        said = _read(out, path.stem)
        fine = (code == 0) == (row["answer"] == "yes") and (
            code == 0 or f"{profile}: {row['answer']}" in said)
        suite.check(f"Ansible: playbook, {name}, {profile}: {row['answer']}",
                    [] if fine else [code, said[-2000:]])


def _sos(suite):
    out = _ran("sos_report")
    folder = out / "sos_commands" / "iommu_audit"
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    suite.check("sos runs the plugin", [] if "snapshot.json" in there and len(there) == 5 else
                [there, _read(out, "log")[-1500:]])
    if "snapshot.json" in there:
        same = json.loads(_read(folder, "snapshot.json")) == json.loads(_read(out, "snapshot.json"))
        suite.check("sos has a snapshot that is one", [] if same else ["it is another one"])


def _events(suite):
    out = _ran("events")
    suite.check("systemd takes the unit of events",
                [] if _read(out, "verify.code") == "0\n" and not _read(out, "verify")
                else [_read(out, "verify")])
    suite.check("systemd finds it confined", [] if _read(out, "security.code") == "0\n" else
                [_read(out, "security")[-1500:]])
    told = [json.loads(json.loads(line)["MESSAGE"]) for line in
            _read(out, "journal").splitlines()]
    there = [event for event in told if "kind" in event and "seq" in event]
    problems = [event for event in told if event not in there and set(event) != {"lost"}]
    if not there or len(there) != int(_read(out, "count")):
        problems.append(f"{len(there)} of {_read(out, 'count').strip()} events")
    suite.check("the journal has each event as a line of JSON",
                problems + ([_read(out, "journald")] if problems else []))


def _slurm(suite):
    out = _ran("slurm")
    told = _read(out, "alone.err")
    suite.check("Slurm: a node that could not be drained is no success",
                [] if _read(out, "alone.code") == "1\n" and "could not be drained" in told else [told])
    for name in ("intel-strict", "broken"):
        told = _read(out, f"alone.{name}.err")
        suite.check(f"Slurm: unknown is logged, {name}",
                    [] if _read(out, f"alone.{name}.code") == "0\n" and "UNKNOWN" in told and
                    "left as it is" in told else [told])
    logs = [_read(out, "slurmd")[-1500:], _read(out, "slurmctld")[-1500:]]
    suite.check("Slurm: a node registers though something is unknown, and is not drained",
                [] if _read(out, "registered.state").strip() == "idle" ==
                _read(out, "unknown.state").strip() else [_read(out, "registered"), *logs])
    for name, why in (("failing", "a node that fails is drained, with the reason"),
                      ("before", "so is one that fails before it registers")):
        node = _read(out, name)
        good = "DRAIN" in node and "Reason=iommu-audit: FAIL baseline: command-line, iommu-on; " \
            in node and "NOT_RESPONDING" not in node
        suite.check("Slurm: " + why, [] if good else [node, _read(out, name + ".state"), *logs])


def _duration(text):
    return int(text[:-1]) * UNITS_OF_TIME[text[-1]]


def _detector(suite):
    """Its rules: pkg/custompluginmonitor/types/config.go of node-problem-detector."""
    config = json.loads((PROJECT / "contrib/node-problem-detector/iommu-audit.json").read_text())
    plugin, problems = config["pluginConfig"], []
    known = {"invoke_interval", "timeout", "max_output_length", "concurrency",
             "enable_message_change_based_condition_update", "skip_initial_status"}
    if config["plugin"] != "custom" or set(plugin) - known or plugin["max_output_length"] < 80:
        problems.append(f"not of a custom plugin: {config}")
    conditions = {one["type"] for one in config["conditions"]}
    for rule in config["rules"]:
        if _duration(rule["timeout"]) > _duration(plugin["timeout"]):
            problems.append(f"longer than all: {rule}")
        if rule["type"] == "permanent" and rule["condition"] not in conditions:
            problems.append(f"no condition: {rule}")
        for name, codes in (("intel-disabled", {1}), ("intel-strict", {7})):
            done = root.run([build.tool(), *rule["args"], "--from",
                             f"{IN_PROJECT}/tools/tests/tool/machines/{name}.json"],
                            check=False, capture=True)
            shown = done.stdout.strip()
            if done.returncode not in codes or len(shown.encode()) > plugin["max_output_length"]:
                problems.append(f"{name}: {done.returncode} {shown}")
    suite.check("node-problem-detector: its rules for a custom plugin", problems)


CASES = (("nagios", _nagios), ("node-problem-detector", _detector), ("slurm", _slurm),
         ("ansible", _ansible), ("sos", _sos), ("events", _events))


def run(only=None, long=False):
    """Each consumer, or those whose name holds a text."""
    del long
    suite = Suite(SUITE)
    for name, case in CASES:
        if only and only not in name:
            continue
        try:
            case(suite)
        except (LabError, OSError, ValueError, LookupError, subprocess.TimeoutExpired) as error:
            suite.check(f"{name} ran to its end", [repr(error)])
    return suite.status()
