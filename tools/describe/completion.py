# SPDX-License-Identifier: GPL-2.0
"""Completion for bash, zsh and fish: what the table of commands says, put into templates."""

import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
FILES = {"iommu-audit.bash": "bash", "_iommu-audit": "zsh", "iommu-audit.fish": "fish"}
# No word of the tables has to be quoted, and none is a pattern.
PLAIN = re.compile(r"[\w.,:+=-]+")


def commands(described):
    """All commands, in their order."""
    return [command for task in described["tasks"] for command in task["commands"]]


def words(described, command, takes, own):
    """Words that are known beforehand; None where only a machine, or a folder, tells."""
    lists = described["words"]
    if takes == "words":
        return own.split()
    if takes == "commands":
        return [one["name"] for one in commands(described)] + (own or "").split()
    if takes == "profiles":
        return lists["profiles"] + (["all"] if command == "check" else []) + ["list"]
    if takes == "formats":
        return lists["formats " + command] + ["list"]
    if takes == "rules":
        return lists["rules"]
    if takes == "parameters":
        return sorted({re.split(r"[\[=]", one)[0] for one in lists["parameters"]})
    return lists.get(takes)


def quoted(text):
    """A text of the tables in single quotes, for each of the shells."""
    return "'%s'" % text.replace("'", "")


def case(names, body):
    """A branch of a case, of one pattern or several."""
    return "\t%s)\n\t\t%s\n\t\t;;\n" % (" | ".join('"%s"' % name for name in names), body)


def branches(table, form):
    """Branches of a case: keys that say the same are one."""
    there = {}
    for key, value in table.items():
        there.setdefault(value, []).append(key)
    return "".join(case(keys, form % value) for value, keys in there.items())


def dashed(one):
    """How an option is written."""
    return ["--" + one["name"]] + (["-" + one["letter"]] if one["letter"] else [])


def tables(described):
    """What the scripts of bash and zsh look up: options, and what an argument is."""
    options, values = {}, {}
    for command in commands(described):
        name = command["name"]
        options[name] = " ".join("--" + one["name"] for one in command["options"])
        arguments = [(key, one["takes"], one["words"]) for one in command["options"]
                     for key in dashed(one) if one["argument"]]
        for key, takes, own in [*arguments, ("", command["takes"], command["words"])]:
            known = words(described, name, takes, own)
            if takes and takes != "text":
                if not all(PLAIN.fullmatch(word) for word in known or []):
                    raise ValueError("a word of the tables has to be quoted: %s" % known)
                values[("%s %s" % (name, key)).strip()] = (
                    "words" if known is not None else takes, " ".join(
                        '"%s"' % word if "," in word else word for word in known or []))
    return options, values


def lists(described):
    """Options whose arguments are lists with commas."""
    return " ".join(sorted({key for command in commands(described)
                            for one in command["options"]
                            for key in dashed(one) if one["list"] == "," or one["takes"] == "columns"}))


def bash(described):
    """The tables for bash, and for zsh, which reads them as well."""
    options, values = tables(described)
    return {"COMMANDS": " ".join(options), "LISTS": lists(described),
            "OPTIONS": branches(options, "words=(%s)"),
            "VALUES": branches(values, "kind=%s words=(%s)")}


def zsh(described):
    """The same, with a line about each command and option."""
    filled = bash(described)
    filled["DESCRIBED"] = "".join("\t%s\n" % quoted("%s:%s" % (
        command["name"], command["summary"])) for command in commands(described))
    filled["OPTIONS"] = "".join(case([command["name"]], "answers=(\n%s\t\t)" % "".join(
        "\t\t\t%s\n" % quoted("--%s:%s" % (one["name"], one["summary"].replace(":", "\\:")))
        for one in command["options"])) for command in commands(described))
    filled["VALUES"] = filled["VALUES"].replace(" words=(", " answers=(")
    return filled


def fish(described):
    """A line of fish for each command, option and word."""
    out = []
    for command in commands(described):
        name = command["name"]
        out.append("complete -c iommu-audit -n __iommu_audit_first -f -a %s -d %s" % (
            name, quoted(command["summary"])))
        seen = "-n '__iommu_audit_in %s'" % name
        for one in command["options"]:
            line = "complete -c iommu-audit %s -l %s" % (seen, one["name"])
            line += " -s " + one["letter"] if one["letter"] else ""
            if one["argument"]:
                known = words(described, name, one["takes"], one["words"])
                line += " -r"
                line += "" if one["takes"] in ("files", "folders") else " -f"
                many = one["list"] == "," or one["takes"] == "columns"
                line += fish_values(name, one["takes"], known, many)
            out.append(line + " -d " + quoted(one["summary"]))
        known = words(described, name, command["takes"], command["words"])
        if command["takes"] not in (None, "text", "files", "results"):
            out.append("complete -c iommu-audit %s -f%s" % (seen, fish_values(
                name, command["takes"], known)))
        elif command["takes"] not in ("files", "results"):
            out.append("complete -c iommu-audit %s -f" % seen)
    return {"TABLE": "\n".join(out) + "\n"}


def fish_values(command, takes, known, many=False):
    """What fish offers for an argument, or for the last one of a list."""
    what = " ".join(known) if known is not None else {
        "devices": "(__iommu_audit_devices)", "groups": "(__iommu_audit_groups)",
        "columns": "(__iommu_audit_columns %s)" % command,
        "folders": "(__fish_complete_directories)"}.get(takes, "")
    return " -a '%s'" % ("(__iommu_audit_list %s)" % what if many else what) if what else ""


def scripts(described):
    """{name of a file: its content}."""
    out = {}
    for name, shell in FILES.items():
        filled = {**bash(described), **{"bash": bash, "zsh": zsh, "fish": fish}[shell](described)}
        template = (HERE / ("completion.%s.in" % shell)).read_text(encoding="utf-8")
        out[name] = re.sub(r"^@(\w+)@\n", lambda found, filled=filled: filled[found.group(1)],
                           re.sub(r"@(COMMANDS|LISTS)@", lambda found, filled=filled:
                                  filled[found.group(1)], template), flags=re.M)
    return out
