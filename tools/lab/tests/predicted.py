# SPDX-License-Identifier: GPL-2.0
"""Groups that the tool predicts, against groups that a kernel made: both as partitions."""

import collections
import json
import shlex

from lablib import root
from lablib.paths import inside

# One question to the tool. file: what it reads, in the folder of a boot; options: of groups
# --predict; whole: every group has to be known; text: the file is lspci's text.
Question = collections.namedtuple("Question", "name file options whole text")
Question.__new__.__defaults__ = (False,)


def ask(tool, folder, questions):
    """Have the tool answer questions; the answers are files of the folder."""
    lines = [f"{shlex.quote(tool)} groups --predict --json --from {shlex.quote(one.file)} "
             f"{shlex.join(one.options)} >predicted.{one.name} 2>predicted.{one.name}.stderr || :"
             for one in questions]
    root.run("\n".join([f"cd {shlex.quote(inside(folder))}", *lines]))


def read(folder, question):
    """[(known, set of functions), ...] of an answer."""
    errors = (folder / f"predicted.{question.name}.stderr").read_text(encoding="utf-8")
    text = (folder / f"predicted.{question.name}").read_text(encoding="utf-8")
    if not text:
        raise ValueError(f"no answer: {errors.strip()}")
    return [(group["known"], frozenset(member["dev"] for member in group["members"]))
            for group in json.loads(text)["groups"]]


def _texts(groups):
    return [" ".join(sorted(group)) for group in sorted(groups, key=min)]


def unknown(predicted):
    """Functions whose group the answer leaves open."""
    return set().union(*(members for known, members in predicted if not known), frozenset())


def compare(predicted, groups, whole):
    """What of a prediction the kernel's groups contradict, and with whole what it leaves open.

    A group that is not known may be one group or several: the kernel's lie within it.
    """
    known = {members for sure, members in predicted if sure}
    problems = [f"predicted, and no group: {text}" for text in _texts(known - groups)]
    open_to = [members for sure, members in predicted if not sure]
    problems += [f"a group, and not predicted: {text}" for text in _texts(
        group for group in groups - known if not any(group <= members for members in open_to))]
    if whole:
        problems += [f"left open: {text}" for text in _texts(open_to)]
    if not predicted:
        problems.append("nothing predicted")
    return problems
