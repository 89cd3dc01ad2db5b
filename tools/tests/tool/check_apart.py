# SPDX-License-Identifier: GPL-2.0
"""Pairs of functions that reach each other, port by port and one by one."""
import json

import suite_p2p
from check_machines import DIRECT, below_bare_root, check, hidden, of_two_cards, rdma
from machine import ISOLATION, many, switched


def routes_of(run, root, made):
    """{(a, b): the route from one to the other} of all functions that are no ports, by p2p."""
    devices = [w for w, d in made.devices.items() if d["driver"] != "pcieport"]
    answer = json.loads(run.call("p2p", "--matrix", "--json", "--dev", ",".join(devices),
                                 "--root", root).out)
    return devices, {(path["from"][5:], path["to"][5:]): path["route"]
                     for path in answer["paths"]}


def apart_by_bits(made, sender, other, route):
    """True where ACS sends every request to the IOMMU, False where not, None: no bit shows it."""
    dev = made.devices[sender]
    ways = [d["path"].replace("0000:", "").split("/") for d in (dev, made.devices[other])]

    def has(port, *bits):
        ctl = made.ports[port][2].split(",") if port in made.ports else []
        return all(bit in ctl for bit in bits)

    if route in ("direct", "conventional_pci"):
        return False
    if route == "redirected":
        port = next(a for a, b in zip(*ways) if a != b)
        if not has(port, "ReqRedir"):
            return False
        if has(port, "DirectTrans") and dev["ats"] == "on":
            return False
        return True if has(ways[0][0], *ISOLATION.split(",")) else None
    if route == "same_device":
        return True if has(sender, *ISOLATION.split(",")) else None
    if route == "root_complex":
        return True if dev["path"] == "-" or made.ports[ways[0][0]][0] == "pcie_to_pci" or \
            has(ways[0][0], *ISOLATION.split(",")) else None
    return None


def pairs_of(made, routes, asked):
    """All, direct and unknown pairs of different groups and devices, one of them asked for."""
    family = {w: d["vf_of"][5:] if d["vf_of"] != "-" else w for w, d in made.devices.items()}
    counts = [0, 0, 0]
    for a, b in (pair for pair in routes if pair[0] < pair[1]):
        if not {a, b} & asked or family[a] == family[b] or \
                made.devices[a]["group"] == made.devices[b]["group"]:
            continue
        ways = {apart_by_bits(made, x, y, routes[x, y]) for x, y in ((a, b), (b, a))}
        for i, counted in enumerate((True, False in ways, False not in ways and None in ways)):
            counts[i] += counted
    return counts


def apart(run, folder):
    """peers-apart counts, port by port, the pairs that p2p finds one by one."""
    def grouped():
        made = many(12, DIRECT)
        for where in ("04:00.0", "05:00.0", "06:00.0"):
            made.regroup(where, "03:00.0")
        return made

    for name, make in (("redirect on", lambda: many(9)), ("redirect off", lambda: many(9, DIRECT)),
                       ("groups of several ports", grouped),
                       ("redirect on one way", lambda: switched(DIRECT, other=ISOLATION)),
                       ("a switch below a switch", suite_p2p.nested),
                       ("conventional PCI", suite_p2p.conventional),
                       ("translated requests", lambda: rdma(ISOLATION + ",DirectTrans", "on")),
                       ("no translated requests", lambda: rdma(ISOLATION + ",DirectTrans", "-")),
                       ("cards with ACS", lambda: of_two_cards(ISOLATION)),
                       ("cards without ACS", lambda: of_two_cards(None)),
                       ("root ports without ACS", lambda: of_two_cards(ISOLATION, None)),
                       ("a switch below a root port without ACS", below_bare_root),
                       ("ports that cannot be read", hidden)):
        made = make()
        devices, routes = routes_of(run, made.write("%s/apart-%s" % (folder, name)), made)
        for asked in (devices, devices[::2]):
            _, answer, _ = check(run, folder, made, "vm-mixed", "--dev", ",".join(asked))
            found = next((f for f in answer["findings"] if f["id"] == "peers-apart"), None)
            pairs, direct, unknown = pairs_of(made, routes, set(asked))
            said = "%d pair%s in different" % (direct, "s" if direct > 1 else "") if direct else \
                   "whether %d of %d pair" % (unknown, pairs) if unknown else \
                   "%d pair%s, all sent to the IOMMU" % (pairs, "s" if pairs > 1 else "")
            full = "peers-apart of %s: %d of %d functions" % (name, len(asked), len(devices))
            run.ok(full, found is None if not pairs else
                   said in " ".join([found["title"]] + found["evidence"]), said, found)
            run.ok(full + ": evidence", not direct or
                   len(found["evidence"]) + found["evidence_left_out"] == direct, found)
            run.ok(full + ": verdict", not pairs or found["verdict"] ==
                   ("fail" if direct else "unknown" if unknown else "pass"), found)
