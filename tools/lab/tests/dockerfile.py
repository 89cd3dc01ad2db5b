# SPDX-License-Identifier: GPL-2.0
"""Walks through a Dockerfile without a daemon: a base image is a tree of Debian, COPY copies into
it, RUN runs there. Knows what the Dockerfiles of contrib/ use, and refuses the rest."""

import contextlib
import os
import re
import shlex
import uuid

from lablib import debian, root
from lablib.paths import LabError, cache


def instructions(text):
    """[(word, rest)] of a Dockerfile."""
    lines = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines()
                                           if not line.startswith("#")))
    return [tuple(line.strip().split(None, 1)) for line in lines.splitlines() if line.strip()]


@contextlib.contextmanager
def scratch():
    """An empty tree."""
    tree = cache() / "debian" / f"scratch.{os.getpid()}-{uuid.uuid4().hex[:8]}"
    tree.mkdir(parents=True)
    try:
        yield tree
    finally:
        root.remove(tree)


class Walk:
    """The stages of a Dockerfile, each a tree of its own."""

    def __init__(self, context, arguments, images, stack):
        """context: the folder that COPY takes from; arguments: {name: value} of the build; images:
        {name: tree} of images other than Debian's; stack: an ExitStack, with which trees go."""
        self._context, self._given, self._images, self._stack = context, arguments, images, stack
        self._values, self._stages, self._tree = {}, {}, None

    def _expand(self, text):
        return re.sub(r"\$\{(\w+)\}", lambda name: self._values.get(name[1], name[0]), text)

    def _from(self, rest):
        name, *stage = self._expand(rest).split(" AS ")
        if name == "scratch":
            tree = self._stack.enter_context(scratch())
        elif name in self._images:
            tree = self._images[name]
        else:
            suite, = re.fullmatch(r"debian:(\w+)-slim", name).groups()
            tree = self._stack.enter_context(debian.copy(suite, "host"))
        self._tree = tree
        for each in stage:
            self._stages[each] = tree

    def _copy(self, rest):
        *sources, target = shlex.split(rest)
        base = self._context
        if sources[0].startswith("--from="):
            base = self._stages[sources.pop(0).split("=", 1)[1]]
        found = [path for source in sources for path in sorted(base.glob(source.lstrip("/")))]
        if not found or (len(found) > 1 and not target.endswith("/")):
            raise LabError(f"COPY {rest}: {len(found)} files")
        place = self._tree / target.lstrip("/")
        # A folder's content is copied, not the folder.
        names = [f"{path}/." if path.is_dir() else str(path) for path in found]
        folder = place if target.endswith("/") or found[0].is_dir() else place.parent
        root.run_outside(["mkdir", "-p", str(folder)])
        root.run_outside(["cp", "-a", *names, str(place)])

    def _run(self, rest):
        values = [f"{name}={value}" for name, value in self._values.items()]
        root.run(["env", "DEBIAN_FRONTEND=noninteractive", *values, "sh", "-c", rest],
                 root=self._tree, capture=True)

    def to_the_end(self, text, target=None):
        """The tree of the last stage, or of the one with a name."""
        for word, rest in instructions(text):
            if word == "FROM":
                if target and target in self._stages:
                    break
                self._from(rest)
            elif word == "ARG":
                name, _, value = rest.partition("=")
                self._values[name] = self._given.get(name, value or self._values.get(name, ""))
            elif word == "COPY":
                self._copy(rest)
            elif word == "RUN":
                self._run(rest)
            elif word != "ENTRYPOINT":
                raise LabError(f"a Dockerfile's {word} is not known here")
        return self._tree


@contextlib.contextmanager
def walk(context, arguments, images, target=None):
    """The tree that the Dockerfile of a folder makes, as Walk has it; it goes with the context."""
    with contextlib.ExitStack() as stack:
        text = (context / "Dockerfile").read_text(encoding="ascii")
        yield Walk(context, arguments, images, stack).to_the_end(text, target)
