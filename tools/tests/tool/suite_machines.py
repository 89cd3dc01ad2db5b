# SPDX-License-Identifier: GPL-2.0
"""Machines from the lab: what the tool says against what a person says.

A question has a function of its own below, named in QUESTIONS: it gets the
machine and the answer, and returns what the tool says instead, or None.
"""
import answers
import values

# The letters that answers use for the bits of ACS.
BITS = {"SV": "SrcValid", "TB": "TransBlk", "RR": "ReqRedir", "CR": "CmpltRedir",
        "UF": "UpstreamFwd", "EC": "EgressCtrl", "DT": "DirectTrans"}


def differs(said, wanted):
    """None when they are the same, else both."""
    return None if said == wanted else "the tool says %r, a person %r" % (said, wanted)


def device(machine, who):
    """The tool's record of a function."""
    address = machine.address(who)
    for record in machine.records("devices"):
        if record["dev"] == address:
            return record
    raise ValueError("%s is not among the devices" % who)


def vendor(machine, answer):
    """Whose IOMMU it is."""
    names = {"vtd": "Intel VT-d", "amd": "AMD-Vi", None: "-"}
    return differs(names[machine.ask("report")["vendor"]], answer)


def translation(machine, answer):
    """Whether DMA is translated."""
    return differs(machine.ask("report")["translation"], answer)


def intremap(machine, answer):
    """Interrupt remapping of all units together."""
    said = machine.ask("report")["interrupt_remapping"]
    return differs(sorted(said), [] if answer == "none" else [answer])


def mode(machine, answer):
    """The default of all groups."""
    said = machine.ask("report")["default_modes"]
    return differs(sorted(said), [] if answer == "none" else [answer])


def together(machine, answer):
    """A group with several devices: all of them, why, and the ports that are the reason."""
    who, reason, ports = [part.strip() for part in answer.split("|")]
    wanted = sorted(machine.addresses(who))
    for group in machine.ask("groups")["groups"]:
        if sorted(group["devices"]) == wanted:
            shared = group["shared"]
            return differs((shared["reason"], sorted(shared["ports"])),
                           (reason, sorted(machine.addresses(ports))))
    return "there is no such group"


def groups_of(machine):
    """{address: addresses of its group}."""
    return {member: group["devices"] for group in machine.ask("groups")["groups"]
            for member in group["devices"]}


def alone(machine, answer):
    """Devices that have a group for themselves."""
    found = groups_of(machine)
    return differs([who for who in answer.split()
                    if found.get(machine.address(who)) != [machine.address(who)]], [])


def nogroup(machine, answer):
    """Devices without a group."""
    return differs([device(machine, who)["group"] for who in answer.split()],
                   ["none"] * len(answer.split()))


def acs(machine, answer):
    """What is switched on at a port; off, or none without the capability."""
    who, *bits = answer.split()
    address = machine.address(who)
    for record in machine.records("acs"):
        if record["port"] == address:
            if record["present"] == "0":
                return differs("none", " ".join(bits))
            return differs(sorted(record["ctl"]),
                           sorted(BITS[bit] for bit in bits if bit != "off"))
    return differs("none", " ".join(bits))


def above(machine, answer):
    """The bridges above a device, from the root."""
    who, *bridges = answer.split()
    return differs(device(machine, who)["path"],
                   [machine.address(bridge) for bridge in bridges] or "-")


def vfs(machine, answer):
    """Virtual functions that are there, and that can be."""
    who, now, _, most = answer.split()
    record = device(machine, who)
    return differs((record["numvfs"], record["totalvfs"]), (now, most))


def key(name):
    """A question that a key of the file devices answers."""
    def check(machine, answer):
        who, value = answer.split()
        return differs(device(machine, who)[name], value)
    return check


def owned(machine, answer):
    """All devices that user space owns."""
    return differs(sorted(one["dev"] for one in machine.ask("report")["user_owned"]),
                   sorted(machine.addresses(answer)))


def drifted(machine, answer):
    """All ports whose ACS changed since the module was loaded."""
    return differs(sorted(one["port"] for one in machine.ask("report")["acs_drift"]),
                   sorted(machine.addresses(answer)))


def faults(machine, answer):
    """Faults that were logged."""
    said = machine.ask("faults")["faults"]["total"]
    return differs((said["records"], said["complete"]), (int(answer), True))


def faults_of(machine, answer):
    """Faults of one source and reason."""
    who, reason, count = answer.split()
    said = [tuple(values.texts(one)[name] for name in ("source", "reason", "count"))
            for one in machine.ask("faults")["faults"]["faults"]]
    wanted = (machine.address(who), reason, count)
    return None if wanted in said else differs(said, wanted)


def p2p(machine, answer):
    """Where a request from one device to another goes, and the port that both are below."""
    source, target, route, *common = answer.split()
    path = machine.ask("p2p", machine.address(source), machine.address(target))["path"]
    return differs((path["route"], path["common"]),
                   (route, machine.address(common[0]) if common else None))


# What stands in the way of passthrough, by the rule that says so.
OBSTACLES = {"no IOMMU": "iommu-on", "interrupt remapping is off": "interrupt-remapping",
             "shares": "group-viable"}


def vfio(machine, answer):
    """Whether VFIO can give a device away, or what stands in the way."""
    who, _, said = answer.partition(" ")
    found = {one["id"]: one for one in machine.ask(
        "check", "--profile", "vfio", "--dev", machine.address(who))["findings"]}
    failed = sorted(rule for rule in OBSTACLES.values()
                    if rule in found and found[rule]["verdict"] == "fail")
    if said == "yes":
        return differs(failed, [])
    reason, _, others = said.partition(", ")[2].partition(" with ")
    wrong = differs(OBSTACLES[reason] in failed, True)
    if not wrong and others:
        evidence = " ".join(found[OBSTACLES[reason]]["evidence"])
        wrong = differs([one for one in machine.addresses(others) if one not in evidence], [])
    return wrong


def group_cause(machine, answer):
    """Which function of its group a device joined, and the rule of the kernel; - for none."""
    who, *wanted = answer.split()
    address = machine.address(who)
    said = [[one["joined"], one["rule"]] for one in machine.ask("why", address)["group_causes"]
            if one["dev"] == address]
    if wanted == ["-"]:
        return differs(said, [])
    return differs(said, [[machine.address(wanted[0]), wanted[1]]])


def met(machine, answer):
    """Whether the command line got what it requested, and why it is as it is."""
    topic, wanted, cause = answer.split()
    said = [(one["met"], one["why"]["cause"]) for one in machine.ask("lint")["effective"]["outcomes"]
            if one["topic"] == topic]
    return differs(said, [(wanted, cause)])


QUESTIONS = {
    "vendor": vendor,
    "translation": translation,
    "intremap": intremap,
    "mode": mode,
    "together": together,
    "alone": alone,
    "nogroup": nogroup,
    "acs": acs,
    "above": above,
    "vfs": vfs,
    "driver": key("driver"),
    "attached": key("domain"),
    "default": key("default"),
    "numa": key("numa"),
    "ats": key("ats"),
    "owned": owned,
    "drifted": drifted,
    "faults": faults,
    "faults of": faults_of,
    "p2p": p2p,
    "vfio": vfio,
    "group cause": group_cause,
    "met": met,
}


def run(run):
    for name in answers.names():
        if not run.may_want(name + ": "):
            continue
        machine = answers.Machine(run, name)
        asked = machine.answers()
        run.ok("%s: a person was asked" % name, len(asked) > 5)
        for question, answer in asked:
            title = "%s: %s: %s" % (name, question, answer)
            if not run.wants(title):
                continue
            try:
                wrong = QUESTIONS[question](machine, answer)
            except (KeyError, ValueError) as error:
                wrong = "%s: %s" % (type(error).__name__, error)
            run.ok(title, not wrong, wrong)
