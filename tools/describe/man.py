# SPDX-License-Identifier: GPL-2.0
"""Manual pages, from the same table as the help: iommu-audit(8) and one for each command."""

import re

DATE = "2026-11-23"
HEAD = ".\\\" SPDX-License-Identifier: GPL-2.0\n.\\\" Made by tools/describe of tools/cmd.\n"
# What is bold in a text: options, the tool with its commands, and pages of the manual.
BOLD = re.compile(r"(?<![\w-])(--[a-z][a-z-]*[a-z]|iommu-audit(?![\w.-])|[a-z][\w-]*(?=\(\d\)))")


def plain(text):
    """A text as roff takes it."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def words(text):
    """The same, with what is bold."""
    return "".join("\\fB%s\\fR" % plain(part) if at % 2 else plain(part)
                   for at, part in enumerate(BOLD.split(text)))


def lines(text):
    """A paragraph, a sentence a line, none of which roff takes for a request."""
    out = re.sub(r"(?<=[a-z)\d]{2}[.:?]) (?=[A-Z])", "\n", words(text)).split("\n")
    return "".join(("\\&" if line[0] in ".'" else "") + line + "\n" for line in out)


def sentence(text):
    """What a table says in a line, as a sentence."""
    first = re.match(r"[a-z]+(?=[ ,;]|$)", text)
    end = "" if text[-1] in ".?" else "."
    return (text[0].upper() if first else text[0]) + text[1:] + end


def heading(name):
    """The first lines of a page."""
    return HEAD + '.TH %s 8 %s "iommu_audit" "System Administration"\n' % (
        plain(name.upper()), DATE)


def forms(command):
    """How a command is called."""
    return command["forms"] or [" ".join(filter(None, (command["name"], command["operands"])))]


def synopsis(form):
    """One form of it: words of the command line are bold, what stands for others is not."""
    name, *rest = form.split()
    out = "\\fBiommu\\-audit %s\\fR" % plain(name)
    for word in rest:
        bold = re.fullmatch(r"--[a-z-]+|[a-z]+", word)
        out += " \\f%s%s\\fR" % ("B" if bold else "I", plain(word))
    return out + " [\\fIOPTIONS\\fR]\n"


def option(one):
    """An option with what is said of it."""
    out = ".TP\n" + ("\\fB\\-%s\\fR, " % one["letter"] if one["letter"] else "")
    out += "\\fB\\-\\-%s\\fR" % plain(one["name"])
    if one["argument"]:
        out += " \\fI%s\\fR" % plain(one["argument"])
    return out + "\n" + lines(one["details"] or sentence(one["summary"]))


def exits(command, common):
    """Exit codes, those of the command's own in place of the common ones."""
    own = {one["code"]: one["when"] for one in command["exits"]}
    # Those from 6 on are of one command alone.
    common = [one for one in common if one["code"] in own or 1 < one["code"] < 6 or
              not one["code"]]
    codes = {**{one["code"]: one["when"] for one in common}, **own}
    return "".join(".TP\n.B %d\n%s" % (code, lines(sentence(codes[code])))
                   for code in sorted(codes))


def examples(command):
    """Each with what it answers."""
    out = ""
    for one in command["examples"]:
        out += ".TP\n.B %s\n" % plain(one["line"]).replace('"', '\\(dq')
        out += lines(sentence(one["says"])) if one["says"] else "\\&\n"
    return out


def page(command, common):
    """The page of a command."""
    name = "iommu-audit-" + command["name"]
    out = heading(name) + ".SH NAME\n%s \\- %s\n.SH SYNOPSIS\n" % (
        plain(name), plain(command["summary"]))
    out += ".br\n".join(synopsis(form) for form in forms(command))
    out += ".SH DESCRIPTION\n" + lines(command["about"])
    out += "".join(".PP\n" + lines(text) for text in command["details"])
    own = [one for one in command["options"] if not one["common"]]
    out += ".SH OPTIONS\n" + "".join(option(one) for one in own)
    if own:
        out += ".PP\nOptions that most commands take:\n"
    out += "".join(option(one) for one in command["options"] if one["common"])
    out += ".SH EXIT STATUS\n" + exits(command, common)
    out += ".SH EXAMPLES\n" + examples(command)
    return out + ".SH SEE ALSO\n.BR iommu\\-audit (8)\n"


def overview(tasks):
    """All commands with a line each."""
    out = ""
    for task in tasks:
        out += ".SS %s\n" % plain(task["title"])
        for command in task["commands"]:
            out += ".TP\n.BR iommu\\-audit\\-%s (8)\n%s" % (
                plain(command["name"]), lines(sentence(command["summary"])))
    return out


def common_options(tasks):
    """Options of most commands."""
    there = {}
    for command in (command for task in tasks for command in task["commands"]):
        for one in command["options"]:
            if one["common"] and (one["name"] not in there or one["details"]):
                there[one["name"]] = one
    return "".join(option(one) for one in there.values())


def pages(described, template):
    """{name of a file: its content}, and the overview from its template."""
    tasks, common = described["tasks"], described["exits"]
    commands = [command for task in tasks for command in task["commands"]]
    out = {"iommu-audit-%s.8" % command["name"]: page(command, common)
           for command in commands}
    filled = {"COMMANDS": overview(tasks), "OPTIONS": common_options(tasks),
              "EXITS": "".join(".TP\n.B %d\n%s" % (one["code"], lines(sentence(one["when"])))
                               for one in common)}
    body = re.sub(r"^@(\w+)@\n", lambda found: filled[found.group(1)], template, flags=re.M)
    out["iommu-audit.8"] = heading("iommu-audit") + body.split("\n", 1)[1]
    return out
