# SPDX-License-Identifier: GPL-2.0
"""Peer-to-peer paths, against answers that a person worked out beforehand.

The ACS rules are those of the PCI Express Base Specification, chapter Access
Control Services; what Linux makes of the tokens is __pci_config_acs() and
pci_disable_acs_redir() of drivers/pci/pci.c.
"""

import os

import harness
import machine
import values
from machine import ISOLATION, SWITCH_CAP, Machine, switched

DIRECT = "SrcValid,UpstreamFwd"


def ask(run, folder, name, made, *args):
    """The answer of a small machine, as JSON."""
    root = made.write("%s/%s" % (folder, name.replace(" ", "-")))
    result = run.call("p2p", "--json", *args, "--root", root)
    if result.code:
        return {"error": result.err, "code": result.code}
    return values.parse(result.out)


def nested():
    """A switch below a switch: GPUs at the inner and at the outer one."""
    m = Machine()
    m.port("00:01.0", "root_port")
    m.port("01:00.0", "upstream", ("00:01.0",), cap=None)
    outer = ("00:01.0", "01:00.0")
    m.port("02:00.0", "downstream", outer, cap=SWITCH_CAP, ctl=DIRECT)
    m.port("02:01.0", "downstream", outer, cap=SWITCH_CAP, ctl=DIRECT)
    m.port("03:00.0", "upstream", outer + ("02:00.0",), cap=None)
    inner = outer + ("02:00.0", "03:00.0")
    m.port("04:00.0", "downstream", inner, cap=SWITCH_CAP, ctl=ISOLATION)
    m.add("05:00.0", "gpu", inner + ("04:00.0",))
    m.add("06:00.0", "gpu", outer + ("02:01.0",))
    return m


def conventional():
    """Two devices on a conventional PCI bus."""
    m = Machine()
    m.port("00:01.0", "root_port")
    m.port("01:00.0", "pcie_to_pci", ("00:01.0",), cap=None)
    m.add("02:01.0", "nic", ("00:01.0", "01:00.0"), type="pci")
    m.add("02:02.0", "nic", ("00:01.0", "01:00.0"), type="pci")
    return m


def one_device(own=None):
    """Two functions of one device, with or without ACS of their own."""
    m = Machine()
    m.port("00:01.0", "root_port")
    for fn in ("01:00.0", "01:00.1"):
        m.add(fn, "nic", ("00:01.0",))
        if own is not None:
            m.ports[fn] = ("endpoint", ISOLATION, own, own, 1)
    return m


def hidden():
    """A switch whose ACS could not be read."""
    m = switched()
    m.ports["02:00.0"] = ("downstream", "unknown", "unknown", "unknown", "unknown")
    return m


# What, machine, from, to: route, hops ("port does"), token or None.
ROUTES = [
    ("switch without ACS", lambda: switched(cap=None), "03:00.0", "04:00.0", "direct",
     ["02:00.0 up", "01:00.0 turns", "02:01.0 down"], None),
    ("switch with redirect off", lambda: switched(DIRECT), "03:00.0", "04:00.0", "direct",
     ["02:00.0 up", "01:00.0 turns", "02:01.0 down"], None),
    ("switch with redirect on", switched, "03:00.0", "04:00.0", "redirected",
     ["02:00.0 redirects", "01:00.0 up", "00:01.0 forwards",
      "02:01.0 redirects_completions"],
     "pci=config_acs=0010001@0000:00:01.0/00.0/00.0;0010001@0000:00:01.0/00.0/01.0"),
    ("requests redirected, completions not", lambda: switched(other=DIRECT),
     "03:00.0", "04:00.0", "redirected",
     ["02:00.0 redirects", "01:00.0 up", "00:01.0 forwards", "02:01.0 down"],
     "pci=config_acs=0010001@0000:00:01.0/00.0/00.0"),
    ("completions redirected, requests not",
     lambda: switched(DIRECT, other="SrcValid,CmpltRedir"), "03:00.0", "04:00.0",
     "redirected",
     ["02:00.0 up", "01:00.0 turns", "00:01.0 forwards", "02:01.0 redirects_completions"],
     "pci=config_acs=0000001@0000:00:01.0/00.0/01.0"),
    ("only requests redirected", lambda: switched("SrcValid,ReqRedir", other=DIRECT),
     "03:00.0", "04:00.0", "redirected",
     ["02:00.0 redirects", "01:00.0 up", "00:01.0 forwards", "02:01.0 down"],
     "pci=config_acs=0000001@0000:00:01.0/00.0/00.0"),
    ("only completions of the other way redirected",
     lambda: switched("SrcValid,CmpltRedir", other=DIRECT), "03:00.0", "04:00.0", "direct",
     ["02:00.0 up", "01:00.0 turns", "02:01.0 down"], None),
    ("Direct Translated stays on", lambda: switched(ISOLATION + ",DirectTrans"),
     "03:00.0", "04:00.0", "redirected", None,
     "pci=config_acs=1010001@0000:00:01.0/00.0/00.0;1010001@0000:00:01.0/00.0/01.0"),
    ("a port with five bits", lambda: switched(cap=machine.PORT_CAP), "03:00.0",
     "04:00.0", "redirected", None,
     "pci=config_acs=xx10001@0000:00:01.0/00.0/00.0;xx10001@0000:00:01.0/00.0/01.0"),
    ("kernel 6.1", lambda: switched(kernel="6.1.192"), "03:00.0", "04:00.0", "redirected",
     None, "pci=disable_acs_redir=0000:00:01.0/00.0/00.0;0000:00:01.0/00.0/01.0"),
    ("kernel 6.10", lambda: switched(kernel="6.10.1"), "03:00.0", "04:00.0", "redirected",
     None, "pci=disable_acs_redir=0000:00:01.0/00.0/00.0;0000:00:01.0/00.0/01.0"),
    ("kernel 6.11", lambda: switched(kernel="6.11.0-rc1"), "03:00.0", "04:00.0",
     "redirected", None, None),
    ("kernel 6.12, whose number hides the fix", lambda: switched(kernel="6.12.0-5-generic"),
     "03:00.0", "04:00.0", "redirected", None, None),
    ("kernel 6.12.22, one port", lambda: switched(other=DIRECT, kernel="6.12.22"), "03:00.0",
     "04:00.0", "redirected", None, None),
    # __pci_config_acs() before 9cf8a952d57b: of a list the first only, and others go on
    ("kernel 6.14.1", lambda: switched(kernel="6.14.1"), "03:00.0", "04:00.0", "redirected",
     None, None),
    ("kernel 6.14.2", lambda: switched(kernel="6.14.2"), "03:00.0", "04:00.0", "redirected", None,
     "pci=config_acs=0010001@0000:00:01.0/00.0/00.0;0010001@0000:00:01.0/00.0/01.0"),
    ("kernel 6.15", lambda: switched(kernel="6.15.0"), "03:00.0", "04:00.0", "redirected", None,
     "pci=config_acs=0010001@0000:00:01.0/00.0/00.0;0010001@0000:00:01.0/00.0/01.0"),
    ("kernel 4.18", lambda: switched(kernel="4.18.0-553.el8"), "03:00.0", "04:00.0",
     "redirected", None, None),
    ("kernel unknown", lambda: switched(kernel="unknown"), "03:00.0", "04:00.0",
     "redirected", None, None),
    ("a token is there already",
     lambda: switched(cmdline="pci=noaer,config_acs=x1x@0000:00:02.0"), "03:00.0",
     "04:00.0", "redirected", None,
     "pci=config_acs=0010001@0000:00:01.0/00.0/00.0;0010001@0000:00:01.0/00.0/01.0;"
     "xxxxx1x@0000:00:02.0"),
    ("Egress Control on", lambda: switched(ISOLATION + ",EgressCtrl"), "03:00.0",
     "04:00.0", "unknown", ["02:00.0 unknown", "01:00.0 unknown", "02:01.0 down"], None),
    ("bits not readable", hidden, "03:00.0", "04:00.0", "unknown",
     ["02:00.0 unknown", "01:00.0 unknown", "02:01.0 down"], None),
    ("two root ports", switched, "03:00.0", "06:00.0", "root_complex",
     ["02:00.0 up", "01:00.0 up", "00:01.0 up", "00:02.0 down"], None),
    ("inner redirect does not matter to hardware", nested, "05:00.0", "06:00.0", "direct",
     ["04:00.0 up", "03:00.0 up", "02:00.0 up", "01:00.0 turns", "02:01.0 down"], None),
    ("conventional bus", conventional, "02:01.0", "02:02.0", "conventional_pci",
     ["01:00.0 turns"], None),
    ("functions of one device", one_device, "01:00.0", "01:00.1", "same_device",
     ["00:01.0 unknown"], None),
]

# What, machine, words that must and words that must not be in the text.
SAYS = [
    ("identity", {"domain": "identity"}, ["addresses pass untranslated and unchecked"], ["mapped"]),
    ("DMA-FQ", {}, ["DMA-FQ: translated", "driver maps the peer's BAR"], []),
    ("VFIO", {"domain": "unmanaged", "driver": "vfio-pci"},
     ["translated by its owner's page table (vfio-pci)"], []),
    ("blocked", {"domain": "blocked"}, ["blocked by the IOMMU"], ["works"]),
    ("no IOMMU", {"domain": "none"}, ["none covers the sender", "unchecked"], []),
    ("unknown domain", {"domain": "unknown"},
     ["effect on the request unknown: the sender's domain was not read"], ["works"]),
]


def routes(run, folder):
    for name, make, source, target, route, hops, token in ROUTES:
        got = ask(run, folder, name, make(), source, target)
        path = got.get("path", {})
        run.ok(name + ": route", path.get("route") == route, got.get("error"), path)
        if hops is not None:
            seen = ["%s %s" % (h["port"][5:], h["does"]) for h in path.get("hops", [])]
            run.ok(name + ": hops", seen == hops, seen, hops)
        change = path.get("fix") or {}
        run.ok(name + ": token", change.get("token") == token, change, token)
        if route != "redirected":
            run.ok(name + ": no change is offered", not change, change)
        elif token is None:
            run.ok(name + ": says why there is none",
                   "6.11" in change.get("reason", "") and
                   ("4.19" in change["reason"] or "9cf8a952d57b" in change["reason"]), change)
            run.ok(name + ": promises nothing", not change.get("isolation_impact") and
                   not change.get("notes"), change)


def texts(run, folder):
    for name, keys, there, absent in SAYS:
        made = switched()
        made.devices["03:00.0"].update(keys)
        answer = ask(run, folder, "says " + name, made, "03:00.0", "04:00.0")["path"]["iommu"]
        run.ok(name + ": what the IOMMU does", all(w in answer for w in there) and
               not any(w in answer for w in absent), answer)
    answer = ask(run, folder, "direct iommu", switched(DIRECT), "03:00.0", "04:00.0")["path"]
    run.ok("a direct request is not seen by the IOMMU", "bypassed" in answer["iommu"],
           answer["iommu"])


def translated(run, folder):
    """ATS, by the bits Direct Translated and Translation Blocking."""
    for name, ctl, ats, words in (
            ("off", ISOLATION, "off", "but disabled"),
            ("on, no Direct Translated", ISOLATION, "on", "translated requests go upstream too"),
            ("on, Direct Translated", ISOLATION + ",DirectTrans", "on",
             "requests in the switch: direct"),
            ("on, Translation Blocking", "TransBlk," + ISOLATION, "on", "blocks"),
            ("unknown", ISOLATION, "unknown", "is unknown")):
        made = switched(ctl)
        made.devices["03:00.0"]["ats"] = ats
        answer = ask(run, folder, "ats " + name, made, "03:00.0", "04:00.0")["path"]["ats"]
        run.ok("ATS " + name, words in (answer or ""), answer)
    run.ok("no ATS, no line about it", ask(run, folder, "ats none", switched(), "03:00.0",
                                           "04:00.0")["path"]["ats"] is None)


def impacts(run, folder):
    """What Linux' pci_device_group() makes of the changed ports."""
    made = switched()
    made.add("03:00.1", "other", ("00:01.0", "01:00.0", "02:00.0"))
    impact = ask(run, folder, "impact", made, "03:00.0", "04:00.0")["path"]["fix"]["isolation_impact"]
    run.ok("isolation impact: what is below joins the port's group",
           "03:00.0, 03:00.1 join the group of 02:00.0: they can only be assigned together"
           in impact and "04:00.0 joins the group of 02:01.0" in impact, impact)
    made.add("03:00.2", "nic", ("00:01.0", "01:00.0", "02:00.0"), vf_of="0000:03:00.1",
             vf_index=0)
    impact = ask(run, folder, "impact-vf", made, "03:00.0", "04:00.0")["path"]["fix"]["isolation_impact"]
    run.ok("isolation impact: one VF is one", any(p.startswith("03:00.0, 03:00.1, 1 VF join the group")
                                       for p in impact), impact)
    run.ok("isolation impact: a group is no proof of isolation",
           any("reach each other's memory past the IOMMU" in p for p in impact), impact)
    made = switched()
    made.ports["03:00.0"] = ("endpoint", ISOLATION, ISOLATION, ISOLATION, 1)
    change = ask(run, folder, "own acs", made, "03:00.0", "04:00.0")["path"]["fix"]
    run.ok("isolation impact: a device's own ACS is no port", len(change["isolation_impact"]) == 3 and
           change["token"].count("@") == 2, change)
    run.ok("a device's own ACS counts for Linux", any("P2PDMA still uses the root complex" in n
                                                      for n in change["notes"]), change)
    made = switched(ISOLATION.replace("SrcValid,", ""))
    impact = ask(run, folder, "no impact", made, "03:00.0", "04:00.0")["path"]["fix"]["isolation_impact"]
    run.ok("isolation impact: nothing to lose where SV is off", any("does not isolate now either" in p
                                                         for p in impact), impact)


# What a note is about, by its words.
NOTES = {"quote": "quote it in GRUB configuration and in shells",
         "bits": "every bit is spelled out", "later": "from Linux 6.11 on"}


def notes(run, folder):
    """What has to be known of a token depends on the kernel, and on how many ports it names."""
    for name, make, wanted in (
            ("6.1", lambda: switched(kernel="6.1.192"), {"quote", "later"}),
            ("6.12", switched, {"quote", "bits"}),
            ("6.15", lambda: switched(kernel="6.15.0"), {"quote", "bits"}),
            ("one port", lambda: switched(other=DIRECT), {"bits"}),
            ("one port, a token there", lambda: switched(
                other=DIRECT, cmdline="pci=config_acs=x1x@0000:00:02.0"), {"quote", "bits"}),
            ("one port, 6.1, a token of later there", lambda: switched(
                other=DIRECT, kernel="6.1.192", cmdline="pci=config_acs=x1x@0000:00:02.0"),
             {"later"})):
        said = ask(run, folder, "notes " + name, make(), "03:00.0", "04:00.0")["path"]["fix"]
        text = "\n".join(said["notes"])
        run.ok("notes: " + name, {key for key, words in NOTES.items() if words in text} == wanted,
               wanted, text)


def pages(run, folder):
    """The page says what JSON says: the path back, ATS, the fix, and what Linux makes of it."""
    config = "boot/config-6.12.107"
    same = "Back from 04:00.0 to 03:00.0: the same"
    for name, make, there, absent in (
            ("both ways redirected", switched, [same, "Isolation"], ["ATS"]),
            ("one way redirected", lambda: switched(other=DIRECT),
             ["Back from 04:00.0 to 03:00.0: requests direct in the switch 01:00.0, completions"],
             [same]),
            ("completions redirected one way",
             lambda: switched(DIRECT, other="SrcValid,CmpltRedir"),
             ["Back from 04:00.0 to 03:00.0: direct"], [same]),
            ("direct", lambda: switched(DIRECT), [same, "direct"], ["Fix", "Isolation"]),
            ("a kernel without a parameter", lambda: switched(kernel="4.18.0"),
             ["Fix this kernel has no parameter for it: disable_acs_redir= came with"],
             ["pci="]),
            ("ATS on", lambda: with_ats("on"), ["ATS ATS is on; without Direct Translated"], []),
            ("ATS on, direct", lambda: with_ats("on", DIRECT),
             ["ATS ATS is on: translated requests take the same path"], []),
            ("Egress Control", lambda: switched(ISOLATION + ",EgressCtrl"),
             ["EC on: egress control vector unknown"], []),
            ("ports that cannot be read", hidden,
             ["02:00.0 switch downstream unknown not known"], ["EC on"]),
            ("P2PDMA is built in", lambda: built(config, "CONFIG_PCI_P2PDMA=y"),
             ["not in this kernel's list of host bridges"], ["without P2PDMA"]),
            ("P2PDMA is not", lambda: built(config, "# CONFIG_PCI_P2PDMA is not set"),
             ["built without P2PDMA"], ["list of host bridges"])):
        root = make().write("%s/page-%s" % (folder, name.replace(" ", "-")))
        text = " ".join(run.call("p2p", "03:00.0", "04:00.0", "--root", root).out.decode().split())
        run.ok("page: " + name, all(words in text for words in there) and
               not any(words in text for words in absent), text)


def with_ats(state, *args):
    """A GPU whose ATS is in that state."""
    made = switched(*args)
    made.devices["03:00.0"]["ats"] = state
    return made


def built(path, line):
    """A kernel whose configuration has that line."""
    made = switched()
    made.host[path] = "CONFIG_PCI=y\n%s\nCONFIG_SMP=y\n" % line
    return made


# drivers/pci/p2pdma.c: pci_p2pdma_whitelist of Linux 5.10, 6.1, 6.12, 7.2 and 7.3, and
# cpu_supports_p2pdma(), which knows AMD by the family. Vendor and device of 00:00.0, kernel,
# two host bridges, whether it takes the way (None where that was not read).
ROOTS = [
    ("0x8086", "0x3c00", "6.12.107", False, True), ("0x8086", "0x3c01", "5.10.0", False, True),
    ("0x8086", "0x3c00", "6.12.107", True, False), ("0x8086", "0x2f00", "6.1.0", True, False),
    ("0x8086", "0x2f01", "6.1.0", False, True), ("0x8086", "0x2033", "5.10.0", True, True),
    ("0x8086", "0x2020", "7.3.0", True, True), ("0x8086", "0x2034", "7.2.0", False, False),
    ("0x8086", "0x09a2", "5.10.262", False, False), ("0x8086", "0x09a2", "5.15.0", False, None),
    ("0x8086", "0x09a2", "6.1.0", False, True), ("0x8086", "0x0b25", "6.12.0", False, False),
    ("0x8086", "0x0b25", "6.18.0", False, None), ("0x8086", "0x0b25", "7.2.0", False, True),
    ("0x8086", "0x4948", "7.2.0", False, True), ("0x8086", "0x4941", "7.2.0", False, False),
    ("0x10de", "0x2f96", "7.3.0", False, True), ("0x10de", "0x2f96", "7.2.0", False, None),
    ("0x8086", "0x29c0", "4.18.0", False, None), ("0x8086", "0x29c0", "6.12.0", False, False),
    ("0x8086", "0x09a2", "5.14.0-427.el9.x86_64", False, None),
    ("0x1022", "0x1480", "5.10.0", False, True), ("0x1022", "0x1450", "6.12.0", True, True),
    # amd_root_ids of 6.12: beside MI200 and MI300
    ("0x1022", "0x14bb", "6.12.0", True, True), ("0x1022", "0x14f8", "7.3.0", False, True),
    # a family before Zen, or one that is not known here
    ("0x1022", "0x9600", "6.12.0", False, None),
]


def two_bridges(made):
    """The NIC of another host bridge instead of another root port."""
    made.add("80:00.0", "host", type="pci")
    made.port("80:02.0", "root_port")
    made.add("81:00.0", "nic", ("80:02.0",), driver="mlx5_core")
    return "81:00.0"


def roots(run, folder):
    """What P2PDMA says of a root complex."""
    for vendor, device, kernel, two, takes in ROOTS:
        made = switched(kernel=kernel)
        to = two_bridges(made) if two else "06:00.0"
        for where in ("00:00.0", "80:00.0"):
            if where in made.devices:
                made.devices[where].update(vendor=vendor, device=device)
        name = "%s:%s of %s%s" % (vendor, device, kernel, ", two bridges" if two else "")
        said = ask(run, folder, name.replace(":", "-"), made, "03:00.0", to)["path"]["linux"]
        run.ok("P2PDMA, %s: %s" % (name, takes), takes is (
            True if "allows this root complex:" in said else
            False if "refuses" in said else None) and "%s:%s" % (vendor[2:], device[2:]) in said,
               said)


def late_ports(run, folder):
    """pci_host_bridge_dev() of 5.10 wants 00.0; that of 6.1 takes a root port anywhere."""
    for kernel, takes in (("5.10.262", False), ("5.15.0", None), ("6.1.0", True), ("7.3.0", True)):
        made = switched(kernel=kernel)
        made.devices["00:00.0"].update(vendor="0x8086", device="0x2020")
        made.port("80:02.0", "root_port", device="0x2032")
        made.add("81:00.0", "nic", ("80:02.0",), driver="mlx5_core")
        said = ask(run, folder, "late " + kernel, made, "03:00.0", "81:00.0")["path"]["linux"]
        run.ok("P2PDMA of %s, the first port of a root bus is not 00.0" % kernel, takes is (
            True if "allows this root complex:" in said else
            False if "allows root ports such as" in said else None), said)


def root_complex(run, folder):
    path = ask(run, folder, "whitelist", switched(), "03:00.0", "06:00.0")["path"]
    run.ok("between root ports: unknown, and why", "unknown" in path["answer"] and
           "no register says" in path["answer"], path["answer"])
    run.ok("between root ports: the kernel's list is named", "list of host bridges" in
           path["linux"] and "[8086:1234]" in path["linux"], path["linux"])
    path = ask(run, folder, "nested linux", nested(), "05:00.0", "06:00.0")["path"]
    run.ok("Linux counts a redirect that the hardware does not meet",
           "list of host bridges" in path["linux"], path["linux"])
    made = switched()
    made.ports["00:01.0"] = ("root_port", machine.PORT_CAP, "SrcValid", "SrcValid", 1)
    hop = ask(run, folder, "no forwarding", made, "03:00.0", "04:00.0")["path"]["hops"][2]
    run.ok("Upstream Forwarding off above: not known", "UF off" in hop["text"] and
           "behavior unknown" in hop["text"], hop)
    path = ask(run, folder, "own off", one_device("SrcValid"), "01:00.0", "01:00.1")["path"]
    run.ok("one device, its redirect off: unknown", "may route" in path["answer"], path)
    path = ask(run, folder, "own on", one_device(ISOLATION), "01:00.0", "01:00.1")["path"]
    run.ok("one device, its redirect on: sent up", "redirected upstream" in path["answer"] and
           not path["reason"], path)


def matrix(run, folder):
    root = switched().write(folder + "/matrix")
    got = run.ask("p2p", "--matrix", "--root", root)["paths"]
    pairs = {(p["from"][5:], p["to"][5:]): p["route"] for p in got}
    want = {(a, b): "root_complex" if "06:00.0" in (a, b) else "redirected"
            for a in ("03:00.0", "04:00.0", "05:00.0", "06:00.0")
            for b in ("03:00.0", "04:00.0", "05:00.0", "06:00.0") if a != b}
    run.ok("matrix: GPUs and NICs, every direction", pairs == want, pairs, want)
    made = switched()
    made.port("00:03.0", "root_port")
    made.add("07:00.0", "gpu", ("00:03.0",), vendor="0x1a03", **{"class": "0x030000"})
    made.add("07:02.0", "gpu", ("00:03.0",), vendor="0x10de", **{"class": "0x030000"})
    made.add("07:01.0", "gpu", ("00:03.0",), vendor="0x10de", **{"class": "0x120000"})
    got = ask(run, folder, "console", made, "--matrix")["paths"]
    ends = {p["from"][5:] for p in got}
    run.ok("matrix: an accelerator, and no console of a management controller",
           {"07:01.0", "07:02.0"} <= ends and "07:00.0" not in ends, ends)
    got = run.ask("p2p", "--matrix", "--dev", "03:00.0,04:00.0", "--root", root)["paths"]
    run.ok("matrix: chosen devices", len(got) == 2, got)
    for width in (40, 80, 140):
        text = run.terminal(width, "p2p", "--matrix", "--no-color", "--root", root)
        long = [l for l in text.out.decode().splitlines() if len(l) > width]
        run.ok("matrix fits %d columns" % width, text.code == 0 and not long, *long)
        heads = [line.split()[2:] for line in text.out.decode().splitlines() if "FROM, TO" in line]
        run.ok("matrix in %d columns: each target once" % width, all(heads) and
               sum(heads, []) == ["1", "2", "3", "4"], heads)
        if width < 80:
            continue
        text = run.terminal(width, "p2p", "03:00.0", "04:00.0", "--no-color", "--root", root)
        # A token stays in one piece, to be copied.
        long = [l for l in text.out.decode().splitlines()
                if len(l) > width and "pci=" not in l]
        run.ok("a path fits %d columns" % width, text.code == 0 and not long, *long)
    root = harness.fixture("no-iommu")
    text = run.call("p2p", "--matrix", "--root", root).out.decode()
    run.ok("matrix on a machine without peers", "choose devices with --dev" in text or
           "TO" in text, text)


def other_sender(run, folder):
    """A function that is translated for somebody else is no other one of those of the host."""
    made = switched()
    made.port("00:03.0", "root_port")
    for number in range(8):
        domain, driver = ("unmanaged", "vfio-pci") if number == 5 else ("DMA-FQ", "igb")
        made.add("07:00.%d" % number, "nic", ("00:03.0",), domain=domain, driver=driver)
    root = made.write(folder + "/sender")
    text = run.terminal(140, "p2p", "--matrix", "--no-color", "--root", root).out.decode()
    names = [line.split()[1:4] for line in text.splitlines() if line[:1].isdigit()]
    run.ok("folded: functions whose domain is the same", [one[0] for one in names] ==
           ["03:00.0", "04:00.0", "05:00.0", "06:00.0", "07:00.0", "07:00.5", "07:00.6", "07:00.7"] and
           names[4] == ["07:00.0", "…", "07:00.4"], text)


def folded(run, _):
    """16 VFs in which nothing differs are one row, whose cells are those of each of them."""
    where = ["--from", os.path.join(harness.HERE, "real", "supermicro-x10slh-16-vfs.json")]
    paths = {(p["from"][5:], p["to"][5:]): p["topology"]
             for p in run.ask("p2p", "--matrix", *where)["paths"]}
    ends = sorted({one for one, _ in paths})
    for width in (60, 80, 200):
        text = run.terminal(width, "p2p", "--matrix", "--no-color", *where).out.decode()
        blocks = text.split("FROM, TO")[1:]
        cells, spans = {}, {}
        for block in blocks:
            lines = block.splitlines()
            columns = lines[0].split()
            for line in lines[1:7]:
                number, first, *rest = line.split()
                last = rest[1] if rest[0] == "…" else first
                spans[number] = ends[ends.index(first):ends.index(last) + 1]
                words = [one for one in rest if one in ("-", "PIX", "PXB", "PHB", "NODE", "SYS")]
                cells.update(((number, to), word) for to, word in
                             zip(columns, words[-len(columns):]))
        wrong = [pair for pair, want in paths.items()
                 if cells[next(n for n, span in spans.items() if pair[0] in span),
                          next(n for n, span in spans.items() if pair[1] in span)] != want]
        run.ok("folded in %d columns: each of 420 paths has the word of its cell" % width,
               len(paths) == 420 and not wrong and len(text.splitlines()) < 40 and
               sorted(map(len, spans.values())) == [1] * 5 + [16] and "share a row" in text,
               *wrong[:3], text)


def usage(run, folder):
    root = switched().write(folder + "/usage")
    for name, args, words in (
            ("one address", ["03:00.0"], ["takes two PCI functions"]),
            ("three addresses", ["03:00.0", "04:00.0", "05:00.0"],
             ["unexpected argument '05:00.0'"]),
            ("the same twice", ["03:00.0", "03:00.0"], ["both are 03:00.0"]),
            ("a port", ["03:00.0", "02:01.0"], ["02:01.0 is a port"]),
            ("no such function", ["03:00.0", "0f:00.0"], ["no PCI function 0f:00.0"]),
            ("--dev without --matrix", ["03:00.0", "04:00.0", "--dev", "05:00.0"],
             ["--matrix"]),
            ("a bad address in --dev", ["--matrix", "--dev", "03:00.0,nic"],
             ["'nic' is not a PCI address"])):
        result = run.call("p2p", *args, "--root", root)
        run.ok("usage: " + name, result.code == 2 and not result.out and
               all(w in result.err for w in words), result.code, result.err)


def run(run):
    with harness.Folder() as folder:
        for part in (routes, texts, translated, impacts, notes, pages, root_complex, roots,
                     late_ports, matrix, folded, other_sender, usage):
            run.part(part, folder)
