# SPDX-License-Identifier: GPL-2.0
"""Help, man page and completion name the same commands and options."""
import os
import re
import subprocess

import harness

TOP = os.path.join(harness.HERE, "..", "..", "..")
MAN = os.path.join(TOP, "Documentation", "man", "iommu-audit.8")
COMPLETION = os.path.join(TOP, "tools", "completion", "iommu-audit.bash")


def section(text, title):
    """The lines of the help below a title, up to the next blank line."""
    return text.split("\n" + title + ":\n")[1].split("\n\n")[0].splitlines()


def helped(run, *args):
    """Commands and options of a help text."""
    text = run.call(*args, "--help").out.decode()
    commands = []
    if "\nCommands:\n" in text:
        commands = [line.split()[0] for line in section(text, "Commands")]
    return commands, sorted(line.split()[0] for line in section(text, "Options"))


def man_sections():
    """Sections of the man page, as text without roff's escapes."""
    with open(MAN, encoding="utf8") as file:
        text = file.read().replace("\\-", "-")
    parts = re.split(r"^\.SH (.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def completed(run, *words):
    """What bash offers for the last word, of the tool that is found in PATH."""
    script = ('. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
              'COMPREPLY=(); _iommu_audit; printf "%s\\n" "${COMPREPLY[@]}"')
    with harness.Folder() as folder:
        os.symlink(run.tool, os.path.join(folder, "iommu-audit"))
        done = subprocess.run(["bash", "-c", script, COMPLETION, "iommu-audit", *words],
                              env=run.environment(PATH=folder + ":/usr/bin:/bin", HOME=folder),
                              capture_output=True, text=True, check=True)
    return sorted(done.stdout.split())


def named(run):
    """Commands, options and exit codes."""
    commands, options = helped(run)
    run.ok("the help names commands", len(commands) > 8, commands)
    man = man_sections()
    there = re.findall(r"^\.SS (\S+)", man["COMMANDS"], flags=re.M)
    run.ok("man page: commands", there == commands, there, commands)
    there = sorted(set(re.findall(r'^\.BR? (?:-\w ", " )?(--[\w-]+)',
                                  man["OPTIONS"], flags=re.M)))
    run.ok("man page: options", there == options, there, options)
    codes = sorted(re.findall(r"^\.B (\d)$", man["EXIT STATUS"], flags=re.M))
    run.ok("man page: exit codes", codes == list("012345"), codes)
    offered = completed(run, "")
    run.ok("completion: commands", offered == sorted(commands), offered)
    offered = completed(run, "--")
    run.ok("completion: options", offered == options, offered, options)


def each(run):
    """The options of each command."""
    man = man_sections()
    for command in helped(run)[0]:
        own = helped(run, command)[1]
        offered = completed(run, command, "--")
        run.ok("completion: options of " + command, offered == own, offered, own)
        text = man["COMMANDS"].split(".SS " + command)[1].split("\n.SS ")[0]
        taken = sorted(set(re.findall(r"--[\w-]+", "".join(
            line for line in text.splitlines() if "Options:" in line))) |
            {"--help", "--version"})
        run.ok("man page: options of " + command, taken == own, taken, own)


def run(run):
    run.part(named)
    run.part(each)
