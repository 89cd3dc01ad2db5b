# SPDX-License-Identifier: GPL-2.0
"""Which board, firmware and processors a host has, and that diff tells first what became of them."""
import json
import os

import harness
from sysfs_tree import Tree, acs, config

PORT = "pci0000:00/0000:00:01.0"
NIC = PORT + "/0000:01:00.0"
NVME = "pci0000:00/0000:00:02.0"
DMI = {"sys_vendor": "Contoso", "product_name": "R1\x1b[31m", "board_vendor": "ASRock",
       "board_name": "ROMED8-2T", "bios_vendor": "AMI", "bios_version": "2.1",
       "bios_date": "01/02/2023", "bios_release": "5.17"}
CPU = ("processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 7302\n"
       "microcode\t: 0x830107a\nflags\t\t: fpu %s nosvm_x\n\nprocessor\t: 1\n"
       "microcode\t: 0x1\n")


def host(folder, name, bios="2.1", redirect=0x1d, revision="3B2Q", flag="svm", arch="x86_64"):
    """A host with its identity in sysfs and /proc."""
    tree = Tree(os.path.join(folder, name))
    tree.function(PORT, config(kind="root_port", buses=(1, 1), code=0x060400,
                               extended=[acs(0x1d, redirect)]), 0, "pcieport")
    tree.function(NIC, config(code=0x020000), 1, "mlx5_core")
    tree.function(NVME, config(code=0x010802), 2, "nvme")
    for number in range(3):
        tree.group(number, "DMA-FQ")
    for key, text in {**DMI, "bios_version": bios}.items():
        tree.put("sys/class/dmi/id/" + key, text + "\n")
    tree.put("proc/sys/kernel/arch", arch + "\n")
    tree.put("proc/cpuinfo", CPU % flag if arch == "x86_64" else "processor\t: 0\nFeatures\t: fp\n")
    tree.put("dev/null-is-here", "")
    tree.called("infiniband", NIC + "/infiniband/mlx5_0", fw_ver="22.31.1014")
    tree.called("nvme", NVME + "/nvme/nvme0", firmware_rev=revision)
    return tree


def taken(run, folder, tree):
    """The path and the host of its snapshot."""
    path = os.path.join(folder, os.path.basename(tree.root) + ".json")
    run.call("snapshot", "-o", path, "--source", "sysfs", "--root", tree.root)
    with open(path, encoding="utf8") as file:
        return path, json.load(file)["host"]


def read(run, folder):
    """What is read, kept and read again."""
    path, found = taken(run, folder, host(folder, "read"))
    wanted = {"system_vendor": "Contoso", "product": "R1?[31m", "board_vendor": "ASRock",
              "board": "ROMED8-2T", "bios_vendor": "AMI", "bios_version": "2.1",
              "bios_date": "01/02/2023", "bios_release": "5.17", "cpu_vendor": "AuthenticAMD",
              "cpu_model": "AMD EPYC 7302", "microcode": "0x830107a", "vm_extension": "svm",
              "kvm": False}
    run.ok("platform", found["platform"] == wanted, found["platform"])
    run.ok("firmware", found["firmware"] == [
        {"dev": "0000:01:00.0", "name": "mlx5_0", "version": "22.31.1014"},
        {"dev": "0000:00:02.0", "name": "nvme0", "version": "3B2Q"}], found["firmware"])
    again = run.call("snapshot", "--from", path)
    with open(path, "rb") as file:
        run.ok("a snapshot of a snapshot", again.out == file.read())
    _, found = taken(run, folder, host(folder, "none", flag="vmx_off"))
    run.ok("neither VMX nor SVM", found["platform"]["vm_extension"] == "none", found["platform"])
    _, found = taken(run, folder, host(folder, "arm", arch="aarch64"))
    said = found["platform"]
    run.ok("arm64 has no microcode", said["microcode"] is None and said["vm_extension"] is None and
           not {"microcode", "vm_extension"} & set(said.get("unknown", [])), said)
    bare = Tree(os.path.join(folder, "bare"))
    bare.function(NVME, config(code=0x010802), 0)
    _, found = taken(run, folder, bare)
    run.ok("nothing is there", {"board", "bios_version", "microcode", "kvm"} <=
           set(found["platform"]["unknown"]), found["platform"])


def nodes(run, folder):
    """What is not a list of nodes leaves their count unknown; a host has one node at least."""
    for text, count in (("0", 1), ("0-1", 2), ("0-1,4", 3), ("4-1", None), ("1,", 1), ("0--1", None),
                        ("-1", None), ("x", None), ("", None), ("0-9999999999", None)):
        tree = Tree(os.path.join(folder, "nodes%s" % text))
        tree.function(NVME, config(code=0x010802), 0)
        tree.put("sys/devices/system/node/online", text + "\n")
        _, found = taken(run, folder, tree)
        run.ok("nodes %r" % text, found["numa"]["nodes"] == count and
               (count is not None) == ("nodes" not in found["numa"].get("unknown", [])),
               found["numa"])


def leads(run, folder):
    """The update comes before what it did."""
    old, _ = taken(run, folder, host(folder, "old"))
    now, _ = taken(run, folder, host(folder, "now", bios="2.4", redirect=0, revision="5B2Q"))
    done = run.call("diff", old, now, "--json")
    rules = [one["rule"] for one in json.loads(done.out)["changes"]]
    run.ok("in JSON", rules[:2] == ["bios", "firmware"] and "acs" in rules[2:], rules, done.err)
    page = run.call("diff", old, now).out.decode()
    run.ok("on the page", 0 < page.find("2.1 → 2.4") < page.find("ACS") and
           "3B2Q → 5B2Q" in page, page)
    same = json.loads(run.call("diff", old, old, "--json").out)["changes"]
    run.ok("nothing changed", not same, same)


def two_hosts(run, folder):
    """What is in one host alone was not removed from the other; a new board is no new host."""
    path, _ = taken(run, folder, host(folder, "host"))
    gone = os.path.basename(NVME)

    def asked(name, edit):
        with open(path, encoding="utf8") as file:
            whole = json.load(file)
        platform = whole["host"]["platform"]
        platform.update(edit)
        platform["unknown"] = [k for k in platform if platform[k] is None and k != "unknown"]
        whole["host"]["devices"] = [d for d in whole["host"]["devices"]
                                    if d["dev"] != gone]
        whole["devices"] = [d for d in whole["devices"] if d["dev"] != gone]
        now = os.path.join(folder, name + ".json")
        with open(now, "w", encoding="utf8") as file:
            json.dump(whole, file)
        answer = json.loads(run.call("diff", path, now, "--json").out)
        return answer, run.call("diff", path, now).out.decode()

    other = {"product": "Other", "board": "Other B", "cpu_model": "Other CPU"}
    answer, page = asked("other", other)
    rules = {c["rule"]: c["trend"] for c in answer["changes"]}
    run.ok("two hosts", answer["two_hosts"] and "removed" not in rules and
           rules.get("only_old") == "changed" and "These are two different hosts" in page and
           "removed" not in page and "no longer present" not in page, rules, page)
    for key in other:
        answer, page = asked("but-" + key, {k: v for k, v in other.items() if k != key})
        rules = {c["rule"]: c["trend"] for c in answer["changes"]}
        run.ok("one host, its %s is the same" % key, not answer["two_hosts"] and
               rules.get("removed") == "worse" and "different hosts" not in page, rules, page)
    answer, _ = asked("unknown", {"product": None, "board": None, "cpu_model": "Other CPU"})
    run.ok("one value alone does not tell", not answer["two_hosts"], answer["changes"])


def run(run):
    for part in (read, nodes, leads, two_hosts):
        with harness.Folder() as folder:
            run.part(part, folder)
