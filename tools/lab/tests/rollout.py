# SPDX-License-Identifier: GPL-2.0
"""Documentation/rollout.md: its commands on three booted nodes, and what it quotes of them."""

import re
import shlex

from lablib import boot, build, page, topology

from . import machine
from .report import Suite

LINE, PAGE = "6.12", "rollout.md"
STATE = "var/lib/iommu-audit"
OFF, ON = "intel_iommu=off", "intel_iommu=on"
# Which node boots, and with what; in this order, for files of one are needed on the next.
BOOTS = {
    "first-before": (1, OFF),
    "first-after": (1, ON),
    "second-before": (2, OFF),
    "second-after": (2, ON),
    "third-after": (3, ON + " iommu=pt"),
    "third-back": (3, OFF),
}
# Figures of a measurement, which are others each time.
FIGURE = re.compile(r"\d+(?:\.\d+)?")
LEFT_OUT = "[...]"


def commands(text):
    """[(command, lines that are quoted of it)] of a block."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            found[-1][1].append(line.strip())
    return found


def _script(block):
    """Each command in a shell of its own, with its exit status, and the state for the next boot."""
    lines = ["set +e", f"mkdir -p /{STATE}"]
    for number, (command, _) in enumerate(commands(block)):
        lines.append(f"sh -c {shlex.quote(command)} >out.{number} 2>&1; "
                     f"echo {number} $? >>exits")
    return "\n".join([*lines, f"cp -r /{STATE} state"]).encode()


def _node(number):
    """A node of the class: the same but for what no two cards share."""
    shape = topology.load("demo")
    qemu = [re.sub(r"^igb,id=nic", f"igb,id=nic,mac=52:54:00:12:0{number}:00", word)
            .replace("serial=lab", f"serial=lab{number}") for word in shape.qemu]
    return shape._replace(qemu=qemu)


def _seen(quoted, said, exact):
    """What of a quotation was not said, in its order."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if not exact:
        quoted, lines = [[FIGURE.sub("N", line) for line in text] for text in (quoted, lines)]
    problems, place, free = [], 0, False
    for line in quoted:
        if line == LEFT_OUT:
            free = True
        elif line in lines[place:] and (free or lines[place] == line):
            place, free = lines.index(line, place) + 1, False
        else:
            return [f"not said: {line}", "but:", *lines[place:place + 8]]
    if quoted and quoted[-1] != LEFT_OUT and place < len(lines):
        problems = ["not quoted:", *lines[place:place + 8]]
    return problems


def _ended(out, block):
    """Each command ended well; those whose status is asked for show it."""
    exits = dict(line.split() for line in (out / "exits").read_text(encoding="ascii").splitlines())
    return [f"{command}: {exits.get(str(number))}: "
            + (out / f"out.{number}").read_text(errors="replace")[-600:]
            for number, (command, _) in enumerate(commands(block)) if exits.get(str(number)) != "0"]


def _boot(suite, ready, label, block, state):
    """Boot a node; its state for later boots, or None."""
    node, parameters = BOOTS[label]
    kernel, module = ready[LINE]
    result = machine.run(suite, label, lambda: boot.Request(
        kernel, _node(node), "intel", parameters, _script(block),
        {f"{STATE}/{name}": (data, 0o600) for name, data in state.items()},
        {"COLUMNS": 100}, module, {"/usr/sbin/iommu-audit": build.tool()},
        qemu=("-smbios", f"type=1,manufacturer=Contoso,product=Node,serial={node}")))
    if not result:
        return None
    tests = {"each command ends as the page says": lambda: _ended(result.out, block)}
    for number, (command, quoted) in enumerate(commands(block)):
        if quoted:
            measures = command.startswith(("iommu-audit bench", "iommu-audit compare"))
            tests[f"{command} says what the page quotes"] = \
                lambda number=number, quoted=quoted, measures=measures: _seen(
                    quoted, (result.out / f"out.{number}").read_text(errors="replace"),
                    not measures)
    machine.check(suite, label, tests)
    return {path.name: path.read_bytes() for path in (result.out / "state").iterdir()
            if path.is_file()}


def run(only="", _long=False):
    """Go through the page, whole: a boot needs what the one before left; the exit status."""
    suite = Suite("rollout")
    if only and not any(only in label for label in BOOTS):
        return suite.status()
    blocks = page.blocks(PAGE, "#")
    suite.check("each block of the page has a boot",
                sorted(set(blocks) ^ set(BOOTS)))
    ready = machine.modules(suite, [LINE])
    state = {}
    for label in BOOTS if ready else ():
        new = _boot(suite, ready, label, blocks.get(label, ""), state)
        if new is None:
            break
        state = new
    return suite.status()
