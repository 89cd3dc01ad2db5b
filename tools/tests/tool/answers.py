# SPDX-License-Identifier: GPL-2.0
"""Recorded machines, and what a person says of them.

machines/NAME.json is a snapshot that `lab record` took, NAME.ids where QEMU
says that its devices are, NAME.answers what a person answers who knows the
topology and the command line, one "question: answer" a line. A device is named
by its QEMU id (nic), as a VF of one (nic.vf0), or by its address (00:1f.0).
"""
import os

import harness
import values

FOLDER = os.path.join(harness.HERE, "machines")


def names():
    """Names of the machines."""
    return sorted(name[:-5] for name in os.listdir(FOLDER) if name.endswith(".json"))


def lines(name):
    """Lines of a file of the folder, without comments and blank ones."""
    with open(os.path.join(FOLDER, name), encoding="utf8") as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith("#"):
                yield line


class Machine:
    """A recorded machine, and what the tool says of it."""

    def __init__(self, run, name):
        self.run, self.name = run, name
        self.path = os.path.join(FOLDER, name + ".json")
        self.ids = dict(line.split() for line in lines(name + ".ids"))
        self._said = {}

    def ask(self, *args):
        """The tool's answer in JSON."""
        if args not in self._said:
            where = () if args[0] == "diff" else ("--from", self.path)
            result = self.run.call(*args, "--json", *where)
            if result.code not in (0, 1):
                raise ValueError("%s: exit code %d, %s" % (" ".join(args), result.code,
                                                           result.err))
            self._said[args] = values.parse(result.out)
        return self._said[args]

    def records(self, command):
        """The records that a command lists, their values as text."""
        return [values.texts(one) for one in self.ask(command)[command]]

    def address(self, who):
        """The address of a device."""
        if ":" in who:
            return who if who.count(":") == 2 else "0000:" + who
        device, dot, index = who.partition(".vf")
        if not dot:
            return self.ids[device]
        for vf in self.records("devices"):
            if vf["vf_of"] == self.ids[device] and vf["vf_index"] == index:
                return vf["dev"]
        raise ValueError("there is no " + who)

    def addresses(self, who):
        """Addresses of several, in their order."""
        return [self.address(one) for one in who.split()]

    def who(self, address):
        """What an answer would call the function at an address."""
        for name, where in self.ids.items():
            if where == address:
                return name
        return address

    def answers(self):
        """[(question, answer)] in the order of the file."""
        return [tuple(part.strip() for part in line.split(":", 1))
                for line in lines(self.name + ".answers")]
