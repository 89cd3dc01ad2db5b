# SPDX-License-Identifier: GPL-2.0
"""sriov plan: VFs that pods need against those that can be had, and what selects them."""
import json
import os

import harness
import values

MACHINE = "intel-sriov-events"
FIRST, SECOND = "0000:01:00.0", "0000:05:00.0"
# What sriov_enable() asks for: room for all BARs, and a bus number for the last VF.
ROOM = {"vf_bars": 2, "vf_bars_placed": 2, "vf_offset": 1, "vf_stride": 1}


class Plan:
    """A recorded machine with two PFs of one model, to be changed and planned for."""

    def __init__(self, run, folder):
        self.run, self.path = run, os.path.join(folder, "plan.json")
        self.whole = json.loads(run.call("snapshot", "--root", harness.fixture(MACHINE)).out)
        for address in (FIRST, SECOND):
            self.pf(address, totalvfs=7, numvfs=0)
            self.whole["host"]["devices"].append({"dev": address, "resettable": True})
            self.host(address, **ROOM)
        self.whole["devices"] = [d for d in self.whole["devices"]
                                 if not str(d.get("vf_of") or "").startswith("0000")]

    def record(self, records, address):
        """The record of a function."""
        return next(r for r in records if address in (r.get("dev"), r.get("address")))

    def pf(self, address, **keys):
        """Change what the file devices says of a function."""
        self.record(self.whole["devices"], address).update(keys)
        return self

    def host(self, address, **keys):
        """Change what sysfs says of a function; None is unknown."""
        record = self.record(self.whole["host"]["devices"], address)
        for key, value in keys.items():
            record[key] = value
            unknown = set(record.get("unknown", [])) - {key} | ({key} if value is None else set())
            record["unknown"] = sorted(unknown)
        return self

    def ask(self, pods, per_pod, *args):
        """The answer, and the exit code."""
        with open(self.path, "w", encoding="utf8") as file:
            json.dump(self.whole, file)
        result = self.run.call("sriov", "plan", "--pods", str(pods), "--vfs-per-pod", str(per_pod),
                               "--from", self.path, *args)
        return result

    def json(self, pods, per_pod, *args):
        """The same in JSON."""
        result = self.ask(pods, per_pod, "--json", *args)
        return values.parse(result.out), result.code


# Need, what each PF can have, VFs for each and PFs, worked out by hand.
SPREADS = [
    ("one is enough", 1, (7, 7), 1, 1), ("both share", 2, (7, 7), 1, 2),
    ("an odd number", 5, (7, 7), 3, 2), ("all of them", 14, (7, 7), 7, 2),
    ("one more", 15, (7, 7), 0, 0), ("one of them is small", 6, (2, 7), 6, 1),
    ("a small one helps", 4, (2, 7), 2, 2), ("a small one does not help", 8, (2, 7), 0, 0),
    ("one has none", 7, (0, 7), 7, 1),
]


def spreads(run, folder):
    """A policy gives each PF the same number: the least that is enough."""
    for name, need, totals, each, used in SPREADS:
        plan = Plan(run, folder)
        for address, total in zip((FIRST, SECOND), totals):
            plan.pf(address, totalvfs=total)
        answer, code = plan.json(need, 1)
        chosen = answer["chosen"]
        run.ok("spread: " + name, answer["need"] == need and chosen["numvfs"] == each and
               [p["use"] for p in chosen["pfs"]].count(each if each else -1) == used and
               answer["fits"] == bool(each) and code == (0 if each else 1), answer)


def need(run, folder):
    """Pods, VFs of each, and headroom, which is rounded up."""
    plan = Plan(run, folder)
    for pods, per_pod, headroom, wanted in ((8, 1, None, 8), (3, 2, "20%", 8), (3, 2, "20", 8),
                                            (5, 1, "1%", 6), (5, 2, "0", 10), (1, 1, "100%", 2)):
        args = ["--headroom", headroom] if headroom else []
        answer, _ = plan.json(pods, per_pod, *args)
        run.ok("need: %d x %d, %s" % (pods, per_pod, headroom), answer["need"] == wanted, answer)


def bounds(run, folder):
    """What is no room is none; what was not seen is not taken for room."""
    answer, code = Plan(run, folder).host(FIRST, vf_bars_placed=1).json(7, 1)
    pfs = answer["chosen"]["pfs"]
    run.ok("no room for BARs: no VF of this one", pfs[0]["bound"] == "no-bar-space" and
           pfs[0]["can"] == 0 and pfs[1]["use"] == 7 and code == 0, answer)
    answer, code = Plan(run, folder).host(FIRST, vf_bars_placed=1).json(8, 1)
    run.ok("and of both not enough", answer["fits"] is False and code == 1 and
           "does not fit" in answer["verdict"], answer)
    for key in ("vf_bars", "vf_bars_placed", "vf_offset"):
        answer, code = Plan(run, folder).host(SECOND, **{key: None}).json(8, 1)
        run.ok("%s is not known: so is whether it fits" % key, answer["fits"] is None and
               code == 1 and answer["chosen"]["pfs"][1]["bound"] == "unknown", answer)
        answer, code = Plan(run, folder).host(SECOND, **{key: None}).json(7, 1)
        run.ok("%s is not known, and is not needed" % key, answer["fits"] is True and code == 0 and
               answer["chosen"]["pfs"][1]["use"] == 0, answer)
    # A stride of a whole bus: the second VF is behind the last bus of the port.
    answer, _ = Plan(run, folder).host(FIRST, vf_offset=0x80, vf_stride=0x100).json(1, 1)
    run.ok("bus numbers bound it", answer["chosen"]["pfs"][0]["bound"] in
           ("no-bus-numbers", "unknown"), answer)
    answer, _ = Plan(run, folder).pf(FIRST, totalvfs=0).pf(SECOND, totalvfs=0).json(1, 1)
    run.ok("nothing can have VFs", answer["chosen"] is None and answer["fits"] is False, answer)
    plan = Plan(run, folder).pf(FIRST, totalvfs=None, unknown=["totalvfs"])
    answer, code = plan.pf(SECOND, totalvfs=0).json(1, 1)
    run.ok("whether one can have VFs is not known: so is whether they fit", code == 1 and
           answer["fits"] is None and answer["chosen"] is None and
           "1 NIC here" in answer["verdict"], answer)


def files(run, folder):
    """Both fragments: fields of the upstream types, ids of PFs here and of VFs there."""
    try:
        import yaml  # pylint: disable=import-outside-toplevel
    except ImportError:
        run.skip("fragments", "python has no yaml")
        return
    plan = Plan(run, folder)
    plan.whole["devices"] = json.loads(
        run.call("snapshot", "--root", harness.fixture(MACHINE)).out)["devices"]
    plan.pf(FIRST, totalvfs=7, numvfs=0).pf(SECOND, totalvfs=7, numvfs=0)
    text = plan.ask(10, 1, "--format", "node-policy").out.decode()
    policy = yaml.safe_load(text)
    # SriovNetworkNodePolicySpec of k8snetworkplumbingwg/sriov-network-operator, api/v1.
    run.ok("node policy", policy == {
        "apiVersion": "sriovnetwork.openshift.io/v1", "kind": "SriovNetworkNodePolicy",
        "metadata": {"name": "vf-8086-10c9", "namespace": "sriov-network-operator"},
        "spec": {"resourceName": "vf_8086_10c9", "numVfs": 5, "deviceType": "netdevice",
                 "isRdma": False,
                 "nodeSelector": {"feature.node.kubernetes.io/network-sriov.capable": "true"},
                 "nicSelector": {"vendor": "8086", "deviceID": "10c9",
                                 "rootDevices": [FIRST, SECOND]}}}, text)
    text = plan.ask(10, 1, "--format", "device-plugin").out.decode()
    config = yaml.safe_load(text)
    # ResourceConfList of sriov-network-device-plugin, pkg/types/types.go.
    run.ok("device plugin", config["kind"] == "ConfigMap" and
           json.loads(config["data"]["config.json"]) == {"resourceList": [
               {"resourceName": "vf_8086_10c9", "selectors": [
                   {"vendors": ["8086"], "devices": ["10ca"],
                    "rootDevices": [FIRST, SECOND]}]}]}, text)
    text = plan.ask(15, 1, "--format", "node-policy")
    run.ok("what does not fit is no policy", text.code == 1 and
           yaml.safe_load(text.out) is None and b"does not fit" in text.out, text.out)


def kinds(run, folder):
    """What plugin and operator are for, and what they take of it."""
    def made(pf_class, vendor="15b3", total=7, **host):
        plan = Plan(run, folder)
        for address in (FIRST, SECOND):
            plan.pf(address, **{"class": pf_class}, vendor="0x" + vendor, totalvfs=total)
            plan.host(address, **host)
        return plan

    def text(plan, pods, form, *args):
        result = plan.ask(pods, 1, "--format", form, *args)
        return result, result.out.decode()

    # SupportedDevices of sriov-network-device-plugin, pkg/types/types.go: 0x02 and 0x12.
    for name, pf_class in (("GPU", "0x038000"), ("QAT", "0x0b4000"), ("NVMe", "0x010802")):
        for form in ("device-plugin", "node-policy"):
            result, _ = text(made(pf_class, "8086"), 2, form, "--dev", FIRST)
            run.ok("%s: %s is refused" % (form, name), result.code == 2 and not result.out and
                   "--format " + form in result.err and "01:00.0" in result.err and
                   "class 02" in result.err, result.out, result.err)
    # AccelDeviceSelectors: vendors, devices, drivers, pciAddresses.
    plan = made("0x120000", "8086")
    for address in (FIRST, SECOND):
        plan.record(plan.whole["host"]["devices"], address).pop("sriov_vf_device", None)
    result, page_ = text(plan, 2, "device-plugin", "--dev", FIRST)
    run.ok("an accelerator without VFs to tell the id: no selector", result.code == 0 and
           "No selector" in page_ and "vendors" not in page_, page_)
    result, _ = text(plan, 2, "node-policy", "--dev", FIRST)
    run.ok("node-policy: an accelerator is refused", result.code == 2, result.err)
    # MlxMaxVFs of sriov-network-operator, pkg/webhook/validate.go.
    for pods, each in ((100, 100), (128, 128), (180, 90), (256, 128), (257, None)):
        result, page_ = text(made("0x020000", total=200), pods, "node-policy", "--dev",
                             FIRST if pods < 150 else FIRST + "," + SECOND)
        run.ok("node-policy: %d VFs of Mellanox" % pods, "at most 128 VFs" in page_ and
               (result.code == 0 and "  numVfs: %d\n" % each in page_ if each else
                result.code == 1 and "does not fit" in page_ and "numVfs" not in page_), page_)
    result, page_ = text(made("0x020000", total=200), 180, "node-policy", "--dev", FIRST)
    run.ok("node-policy: one PF of Mellanox is not enough for 180", result.code == 1 and
           "does not fit" in page_, page_)
    result, page_ = text(made("0x020000", total=200), 180, "device-plugin", "--dev", FIRST)
    run.ok("the plugin has no such bound", result.code == 0 and "rootDevices" in page_, page_)
    result, page_ = text(made("0x020000", "8086", 200), 180, "node-policy", "--dev", FIRST)
    run.ok("nor has the operator for Intel", "  numVfs: 180\n" in page_ and
           "at most" not in page_, page_)
    # OpenShift, SR-IOV node network policy: linkType ib makes isRdma true, vfio-pci is not for it.
    _, page_ = text(made("0x020700"), 4, "node-policy")
    run.ok("node-policy: InfiniBand", "  linkType: ib\n  isRdma: true\n" in page_ and
           "  deviceType: netdevice\n" in page_, page_)
    _, page_ = text(made("0x020700"), 4, "device-plugin")
    run.ok("device-plugin: InfiniBand", '"isRdma": true' in page_.split("config.json")[1], page_)
    _, page_ = text(made("0x020000"), 4, "node-policy")
    run.ok("node-policy: Ethernet of Mellanox", "linkType" not in page_ and
           "  isRdma: false\n" in page_ and "DPDK's mlx5 driver: isRdma true" in page_, page_)
    # A ConnectX VPI: one id, and a port of each kind.
    plan = made("0x020000")
    plan.pf(SECOND, **{"class": "0x020700"})
    result, page_ = text(plan, 8, "node-policy")
    run.ok("ports of two kinds are not in one policy", result.code == 1 and
           "does not fit" in page_, page_)


def page(run, folder):
    """For people: who gets how many, and what is written."""
    text = Plan(run, folder).ask(2, 2, "--headroom", "20%").out.decode()
    run.ok("the page", "fits: 5 VFs needed, 2 x 3 of 8086:10c9" in text and
           "echo 3 > /sys/bus/pci/devices/%s/sriov_numvfs" % FIRST in text and
           "goes away" not in text and "go away" not in text, text)
    text = Plan(run, folder).pf(FIRST, numvfs=2).ask(2, 2, "--headroom", "20%").out.decode()
    run.ok("VFs that are there go away first", "go away" in text, text)
    text = Plan(run, folder).pf(FIRST, numvfs=4).pf(SECOND, numvfs=3).ask(5, 1).out.decode()
    run.ok("there are enough already: nothing is written", "echo" not in text, text)


def not_free(run, folder):
    """Who has the PF, and which of its VFs, as sriov_numvfs_store() and a guest see it."""
    for name, keys, bound in (("a guest has it", {"driver": "vfio-pci", "domain": "unmanaged"},
                               "owned-by-user-space"),
                              ("no driver", {"driver": None}, "no-driver")):
        answer, code = Plan(run, folder).pf(FIRST, **keys).json(8, 1)
        pfs = {p["dev"]: p for p in answer["chosen"]["pfs"]}
        run.ok("PF: %s: not enough" % name, code == 1 and answer["fits"] is False and
               (pfs[FIRST]["bound"], pfs[FIRST]["can"]) == (bound, 0), answer)
        for args in ([], ["--format", "node-policy"], ["--format", "device-plugin"]):
            result = Plan(run, folder).pf(FIRST, **keys).ask(7, 1, *args)
            text = result.out.decode()
            run.ok("PF: %s: left out of %s" % (name, args), result.code == 0 and
                   FIRST + "/sriov" not in text and '"%s"' % FIRST not in text and
                   "'%s'" % FIRST not in text, text)
    # The number that is there is no write: sriov_numvfs_store() ends before it asks for a driver.
    for pods, wanted in ((3, 0), (2, 0), (4, 1)):
        result = Plan(run, folder).pf(FIRST, driver=None, numvfs=3).ask(pods, 1, "--dev", FIRST)
        run.ok("PF: no driver, 3 VFs, %d wanted" % pods, result.code == wanted and
               b"echo" not in result.out, result.out)

    def shared():
        plan = Plan(run, folder)
        vfs = [d for d in json.loads(run.call("snapshot", "--root", harness.fixture(MACHINE)).out)
               ["devices"] if d.get("vf_of") == FIRST]
        for vf in vfs:
            vf.update(driver="vfio-pci" if vf is vfs[0] else None)
        plan.whole["devices"] += vfs
        plan.pf(FIRST, numvfs=len(vfs), totalvfs=len(vfs))
        return plan, vfs
    plan, vfs = shared()
    answer, code = plan.json(len(vfs), 1, "--dev", FIRST)
    run.ok("VFs: a guest's is not free", code == 1 and answer["fits"] is False and
           "user space owns 1" in answer["verdict"], answer)
    answer, code = plan.json(len(vfs) - 1, 1, "--dev", FIRST)
    pf = answer["chosen"]["pfs"][0]
    run.ok("VFs: the others are", answer["fits"] is not False and
           (pf["use"] != len(vfs) or vfs[0]["dev"].removeprefix("0000:") in pf["costs"]), answer)
    text = plan.ask(len(vfs) - 1, 1, "--dev", FIRST).out.decode()
    run.ok("VFs: and the page names it", vfs[0]["dev"].removeprefix("0000:") in text, text)


def in_use(run, folder):
    """Who has VFs, and what the host does with a PF: left alone where the numbers allow."""
    def made():
        plan = Plan(run, folder)
        whole = json.loads(run.call("snapshot", "--root", harness.fixture(MACHINE)).out)
        vfs = [d for d in whole["devices"] if d.get("vf_of") == FIRST]
        for vf in vfs:
            vf.update(driver="vfio-pci" if vf is vfs[0] else None)
        plan.whole["devices"] += vfs
        plan.pf(FIRST, numvfs=len(vfs))
        plan.whole["host"].update(usage=dict.fromkeys(("storage", "network", "console"), True),
                                  uses=[])
        return plan, [vf["dev"].removeprefix("0000:") for vf in vfs]

    plan, vfs = made()
    answer, code = plan.json(7, 1)
    pfs = {p["dev"]: p for p in answer["chosen"]["pfs"]}
    run.ok("in use: a guest's VF stays where another PF has room", code == 0 and vfs and
           (pfs[FIRST]["use"], pfs[SECOND]["use"]) == (0, 7) and pfs[FIRST]["costs"] is None, answer)
    answer, _ = plan.json(8, 1)
    pfs = {p["dev"]: p for p in answer["chosen"]["pfs"]}
    run.ok("in use: and is named where there is none", answer["fits"] and
           vfs[0] + " is bound to vfio-pci, as for a guest" in pfs[FIRST]["costs"] and
           "go away first" in pfs[FIRST]["costs"], answer)
    for args in ([], ["--format", "node-policy"]):
        text = plan.ask(8, 1, *args).out.decode()
        run.ok("in use: named in " + " ".join(args or ["the page"]), any(
            line.startswith("# " + FIRST) and vfs[0] in line for line in text.splitlines()), text)
    # sriov_numvfs_store(): -EBUSY while there are VFs
    text = plan.ask(8, 1).out.decode()
    path = "/sys/bus/pci/devices/%s/sriov_numvfs" % FIRST
    run.ok("in use: a 0 comes first", text.index("echo 0 > " + path) <
           text.index("echo 4 > " + path), text)
    plan, _ = made()
    plan.pf(FIRST, numvfs=0)
    plan.whole["devices"] = [d for d in plan.whole["devices"] if d.get("vf_of") != FIRST]
    plan.whole["host"]["uses"] = [{"dev": FIRST, "what": "default_route", "name": "eth7",
                                   "path": None}]
    answer, _ = plan.json(7, 1)
    run.ok("in use: so does the PF of the default route",
           [p["use"] for p in answer["chosen"]["pfs"] if p["dev"] == FIRST] == [0], answer)
    answer, _ = plan.json(8, 1)
    run.ok("in use: the default route is named", any(
        "default route (eth7)" in (p["costs"] or "") for p in answer["chosen"]["pfs"]), answer)


def usage(run, folder):
    """Wrong command lines."""
    root = harness.fixture(MACHINE)
    right = ["plan", "--pods", "2", "--vfs-per-pod", "2"]
    for args, words in (
            ([], "sriov takes the word plan"), (["make"], "sriov takes the word plan"),
            (["plan"], "--pods N and --vfs-per-pod M"), (right[:3], "--vfs-per-pod M"),
            (["plan", "--pods", "0", "--vfs-per-pod", "2"], "from 1 to"),
            (["plan", "--pods", "x", "--vfs-per-pod", "2"], "--pods 'x'"),
            (right + ["--headroom", "20%%"], "--headroom '20%'"),
            (right + ["--headroom", ""], "--headroom ''"),
            (right + ["--headroom", "2000"], "from 0 to 1000"),
            (right + ["--format", "yaml"], "'yaml' is not a format"),
            (right + ["--format", "node-policy", "--json"], "exclude each other"),
            (right + ["--dev", "00:00.0"], "cannot have VFs")):
        result = run.call("sriov", *args, "--root", root)
        run.ok("usage: " + " ".join(args), result.code == 2 and not result.out and
               words in result.err, result.code, result.err)
    result = run.call("sriov", *right, "--dev", "05:00.0", "--json", "--root", root)
    answer = values.parse(result.out)
    run.ok("--dev", [p["dev"] for m in answer["models"] for p in m["pfs"]] == [SECOND], answer)
    # More than one PF has: a PF that is named twice has its VFs once.
    few, many = (Plan(run, folder).json(need, 1, "--dev", "01:00.0,%s,01:00.0" % FIRST)
                 for need in (7, 8))
    alone = Plan(run, folder).json(7, 1, "--dev", "01:00.0")
    run.ok("a PF that is named twice is planned with once", few == alone and few[1] == 0 and
           [p["use"] for p in few[0]["chosen"]["pfs"]] == [7], few, alone)
    run.ok("and has its VFs once", many[1] == 1 and many[0]["fits"] is False, many)
    result = run.call("sriov", "--format", "list")
    run.ok("formats", result.out == b"text\ndevice-plugin\nnode-policy\n", result.out)


def run(run):
    with harness.Folder() as folder:
        for part in (spreads, need, bounds, files, kinds, page, in_use, not_free, usage):
            run.part(part, folder)
