# SPDX-License-Identifier: GPL-2.0
"""What no stock device does: modules of the lab's own on the debug kernel.

Each case is a function of sources.sh with the lab's modules that it needs.
"""

import re

from lablib import boot, build, kernels, topology
from lablib.paths import LAB, LabError

from . import abi, machine, read
from .report import Suite

# The probed functions, and which of guest/modules/odd.c is called in their place.
ODD = {"sriov_numvfs_store": "odd_numvfs_store", "sriov_enable": "odd_enable",
       "sriov_disable": "odd_disable", "__iommu_attach_device": "odd_attach",
       "iommu_attach_device_pasid": "odd_pasid"}
# What the kernel says of the oops in guest/modules/hostbridge.c, and of who holds what then.
OOPS = ("null-ptr-deref", "NULL pointer dereference", "Oops", "Call Trace", "locks held",
        "BUG: ")
# How often the host bridge comes and goes.
ROUNDS, MANY_ROUNDS = 20, 1000


def _text(out, name):
    path = out / name
    return path.read_text(errors="replace").strip() if path.exists() else None


def _noted(out):
    noted = _text(out, "problems")
    return ["the script did not come to its end"] if noted is None else noted.splitlines()


def _bridge(out):
    reads = dict(line.split() for line in (_text(out, "reads") or "").splitlines())
    return {"every file is read meanwhile": lambda: [
        f"{name} was read {count} times only" for name, count in reads.items() if int(count) < 5]
        or ([] if reads else ["no reader"]),
        "somebody looked whenever it went": lambda: [] if set((_text(out, "met") or "").split())
        == {"10"} else [f"of each ten times: {_text(out, 'met')}"],
        "the bridge came and went": lambda: _noted(out)}


def _monitor(out, name="monitor"):
    return read.by("monitor", out / name)["events"]


def _oops(out):
    def request():
        seen = [event for event in read.records(out / "events") if event["kind"] == "vf_request"]
        problems = [] if len(seen) == 202 else [f"{len(seen)} requests, not 202"]
        last = [(one["requested"], one["result"], one["via"]) for one in seen[-2:]]
        if last != [("1", "1", "sysfs"), ("0", "0", "driver")]:
            problems.append(f"the last ones are {last}")
        return problems
    return {"the task died, requests come to their end": lambda: _noted(out),
            "every other request is an event": request}


def _odd(out):
    def monitor():
        before, after = _monitor(out, "monitor.before"), _monitor(out)
        problems = [] if "sriov_enable" in before["method"] else [f"before: {before}"]
        if after["accuracy"] != "snapshot" or "called in another way" not in after["reason"]:
            problems.append(f"after: {after}")
        return problems
    return {"the script came to its end": lambda: _noted(out),
            "accuracy falls, the reason says why": monitor,
            "no event is made of them": lambda: [] if _text(out, "events") == "0" else ["events"]}


def _shared(out):
    def keys(name, wanted):
        """What is not as wanted, {function: {key: value}}, in a file of devices or of own ACS."""
        seen = {record["dev"]: record for record in read.records(out / name)
                if record.get("hop", "-") == "-"}
        return [f"{name}: {dev} {key}={seen.get(dev, {}).get(key)}, not {value}"
                for dev, values in wanted.items() for key, value in values.items()
                if seen.get(dev, {}).get(key) != value]
    pf, vf = "10000:01:00.0", "10000:01:00.1"
    shared, asleep = {"pri": "on", "pasid": "on"}, {"pri": "unknown", "pasid": "unknown"}
    return {"the script came to its end": lambda: _noted(out),
            "a VF has its PF's PASID and PRI":
                lambda: keys("devices.awake", {pf: shared, vf: shared}),
            "nothing is read below a port that sleeps": lambda: [] if _text(out, "reads") == "0"
            else [f"{_text(out, 'reads')} reads"],
            "what sleeps is unknown": lambda: keys("devices.asleep", {pf: asleep, vf: asleep})
            + keys("acs.asleep", {pf: {"ctl": "unknown", "ctl_at_load": "unknown"}}),
            "what wakes up is known, also as the value at load": lambda: keys(
                "acs.awake", {pf: {"ctl": "ReqRedir,DirectTrans",
                       "ctl_at_load": "ReqRedir,DirectTrans"}})}


def _pasid(out):
    def events():
        wanted = []
        for word in (_text(out, "results") or "").split():
            wanted.append(("pasid_attach", "0x00007", str(-int(word))))
            if word == "0":
                wanted.append(("pasid_detach", "0x00007", "0"))
        seen = [(event["kind"], event["pasid"], event["errno"])
                for event in read.records(out / "events") if event["dev"] == _text(out, "disk")]
        return [] if seen == wanted and wanted else [f"{seen}, not {wanted}"]
    return {"the script came to its end": lambda: _noted(out),
            "each attempt is an event with its outcome": events,
            "the monitor names its hooks": lambda: [] if "iommu_attach_device_pasid" in
            _monitor(out)["method"] else [_monitor(out)]}


def _short(out):
    loads = [tuple(map(int, line.split())) for line in (_text(out, "loads") or "").splitlines()]
    files = [name for name in re.findall(r"^What:\t\t/sys/kernel/debug/iommu_audit/(\S+)$",
                                         "\n".join(path.read_text(encoding="utf-8") for path in
                                                   abi.FOLDER.iterdir()), re.M)]

    def refused():
        return [f"entry {at}: insmod says {code}, {there} files are left"
                for at, seen, code, there in loads if at <= seen and (not code or there)]

    def whole():
        # each file, and the two directories that they are in
        wanted = (len(files) + 3, len(files) + 2, 0, len(files))
        return [] if loads and loads[-1] == wanted else [f"{loads[-1:]}, not {wanted}"]
    return {"the script came to its end": lambda: _noted(out),
            "the module does not load without one of its files": refused,
            "with memory it has every file of Documentation/ABI": whole}


def _bridged(out):
    def functions():
        cards = (_text(out, "cards") or "").split()
        bus = cards[0][:cards[0].rindex(":")]
        found = [fault for fault in read.records(out / "faults") if "source" in fault]
        return [str(fault) for fault in found if fault["source"] != f"{bus}:00.0"
                or sorted(fault.get("functions", "").split(",")) != sorted(cards)] \
            or ([] if found else ["no fault"])
    return {"the script came to its end": lambda: _noted(out),
            "the functions behind the bridge stand with its requester id": functions,
            "their line is as in Documentation/ABI":
                lambda: abi.compare(out, set(), ("faults",))}


# case: (module of guest/modules, tests of what it left)
CASES = {
    "bridge": ("hostbridge", _bridge),
    "oops": ("hostbridge", _oops),
    "odd": ("odd", _odd),
    "shared": ("hostbridge", _shared),
    "pasid": ("pasid", _pasid),
    "short": ("short", _short),
    "bridged": (None, _bridged),
}
# (topology, those that share a boot); an oops leaves no machine for others.
BOOTS = (("hotplug", ("bridge",)), ("hotplug", ("odd", "shared", "pasid", "short")),
         ("hotplug", ("oops",)), ("pcie-pci-bridge", ("bridged",)))


def run(only="", long=False):
    """Boot the debug kernel a few times; returns the exit status."""
    suite = Suite("sources")
    boots = [entry for entry in BOOTS if only in " ".join(entry[1])]
    if not boots:
        return suite.status()
    try:
        kernel = kernels.get("debug")
        module = build.module(kernel)["iommu_audit"]
    except LabError as error:
        suite.check("the debug kernel and module build", [error])
        return suite.status()
    for machines, cases in boots:

        def request(machines=machines, cases=cases):
            files = {f"{name}.ko": (build.guest_module(kernel, name).read_bytes(), 0o644)
                     for name in {CASES[case][0] for case in cases} - {None}}
            files["usr/bin/dma"] = build.helper("dma")
            if "odd" in cases:
                files["oddly.ko"] = build.odd_module(kernel, ODD).read_bytes(), 0o644
            return boot.Request(
                kernel, topology.load(machines), "intel", "intel_iommu=on",
                (LAB / "tests" / "sources.sh").read_bytes(), files,
                {"CASES": " ".join(cases), "ROUNDS": MANY_ROUNDS if long else ROUNDS}, module,
                memory=1536)

        result = machine.run(suite, " ".join(cases), request, OOPS if "oops" in cases else ())
        for case in cases if result else ():
            machine.check(suite, case, CASES[case][1](result.out / case))
    return suite.status()
