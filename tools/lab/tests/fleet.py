# SPDX-License-Identifier: GPL-2.0
"""The queries of Documentation/fleet.md on made fleets: what was planted is found, and no more.

In DuckDB over the snapshots, and in a Prometheus that scrapes what the tool exports of them.
"""

import gzip
import hashlib
import json
import shutil

from lablib import build, duckdb, monitors, page, root
from lablib.paths import PROJECT, LabError, Unavailable, inside, say

from .report import Suite

PAGE = "fleet.md"
SHORT, LONG = (600,), (600, 1000, 3000, 10000)
BEYOND = 100000
# Which snapshots are looked at for what fleets of each size weigh.
SAMPLE = 60
# Figures that are of one node, however many there are.
EACH = ("bytes", "bytes, gzip", "bytes, columns")
EACH_METRIC = ("series", "memory")


def _make(tool, nodes, seed=1, name=None):
    """The folder of a new fleet."""
    folder = PROJECT / "build" / "fleet" / (name or str(nodes))
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    root.run(["tools/fleet/fleet", "--tool", tool, "--nodes", nodes, "--seed", seed,
              inside(folder.parent) + "/" + folder.name], capture=True)
    return folder


def _digest(folder):
    """One number of all files."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def _kinds(folder, planted):
    """A snapshot of each plant, one without, and a few of all classes."""
    first = {}
    for path in sorted((folder / "snapshots").iterdir()):
        first.setdefault(planted["planted"].get(path.stem, ""), path)
    every = sorted((folder / "snapshots").iterdir())
    return sorted({*first.values(), *every[::len(every) // 25]})


def _valid(tool, files):
    """The tool reads each, and the schema has nothing against it."""
    names = [inside(path) for path in files]
    done = root.run(["tools/fleet/valid.py", *names], capture=True, check=False)
    problems = done.stdout.splitlines() or ([f"ended with {done.returncode}"] if done.returncode
                                            else [])
    # its errors alone; a report that was made says nothing
    said = root.run(["sh", "-c", 'for file; do "$0" report --from "$file" 2>&1 >/dev/null || '
                     'echo "$file: ended with $?"; done', tool, *names], capture=True).stdout
    return problems + said.splitlines()


def ask(library, folder, statements):
    """[{seconds, rows, error}] of statements."""
    done = root.run(["tools/fleet/duckdb.py", inside(library), inside(folder)], capture=True,
                    check=False, stdin=None, input=json.dumps(statements))
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or len(answers) != len(statements):
        raise LabError(f"DuckDB ended with {done.returncode}: {done.stdout[-600:]}")
    return answers


def compared(rows, wanted, planted):
    """What differs between the nodes of an answer and those that were to be found."""
    found = {row["node"]: row["verdict"] for row in rows}
    problems = [f"{len(rows)} rows for {len(found)} nodes"] if len(rows) != len(found) else []
    return problems + [
        f"{node}, {planted.get(node, 'nothing planted')}: {found.get(node)}, not {wanted.get(node)}"
        for node in sorted({*found, *wanted}) if found.get(node) != wanted.get(node)]


def _sizes(folder):
    """Bytes a node: as they are, compressed, and in the columns."""
    every = sorted((folder / "snapshots").iterdir())
    whole = sum(path.stat().st_size for path in every)
    sample = every[::max(1, len(every) // SAMPLE)]
    packed = sum(len(gzip.compress(path.read_bytes(), 6)) for path in sample)
    share = packed / sum(path.stat().st_size for path in sample)
    return {"bytes": whole / len(every), "bytes, gzip": share * whole / len(every),
            "bytes, columns": (folder / "fleet.parquet").stat().st_size / len(every)}


def _queries(suite, library, folder, nodes):
    """Ask the page's questions of a fleet; what they cost."""
    truth = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    queries = page.blocks(PAGE, "--")
    answers = dict(zip(queries, ask(library, folder, list(queries.values()))))
    suite.check(f"{nodes} nodes: the columns are made", [answers["columns"]["error"]]
                if answers["columns"]["error"] else [])
    for name, wanted in truth["truth"].items():
        answer = answers.get(name, {"error": f"{PAGE} has no query {name}", "rows": []})
        few = [] if {"yes", "unknown"} == set(wanted.values()) else ["nothing planted"]
        suite.check(f"{nodes} nodes: {name} finds what was planted, and no other node",
                    [answer["error"]] if answer["error"] else
                    few + compared(answer["rows"], wanted, truth["planted"]))
    suite.check(f"{nodes} nodes: each query of the page is tried",
                sorted(set(queries) ^ {"columns", *truth["truth"]}))
    return {name: answer["seconds"] for name, answer in answers.items()} | _sizes(folder)


def _named(truth, query):
    """The nodes that a query to Prometheus has to name."""
    if query == "other-groups":
        return set(truth["regrouped"])
    verdict = "unknown" if query.endswith("-unknown") else "yes"
    said = truth["truth"].get(query.removesuffix("-unknown"), {})
    return {node for node in said if said[node] == verdict}


def _metrics(suite, program, tool, folder, nodes):
    """Ask Prometheus the page's questions; what they cost."""
    truth = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    queries = page.blocks(PAGE, "#")
    done = root.run(["tools/fleet/prometheus.py", inside(program), tool, inside(folder)],
                    capture=True, check=False, stdin=None, input=json.dumps(queries))
    said = done.stdout.strip().splitlines()
    if done.returncode or not said:
        raise LabError(f"tools/fleet/prometheus.py ended with {done.returncode}: {said[-5:]}")
    answers = json.loads(said[-1])
    about = answers.pop("")
    suite.check(f"{nodes} nodes: Prometheus scrapes each", filter(None, [about["error"]]))
    for name in queries:
        answer, wanted = answers.get(name), _named(truth, name)
        problems = [] if wanted else ["nothing planted"]
        if not answer or answer["error"]:
            problems.append(answer["error"] if answer else "not asked")
        else:
            found = set(answer["instances"])
            problems += [f"{node}, {truth['planted'].get(node, 'nothing planted')}: "
                         + ("named" if node in found else "not named")
                         for node in sorted(found ^ wanted)]
        suite.check(f"{nodes} nodes: Prometheus answers {name} with what was planted, and no more",
                    problems)
    costs = {f"prometheus {name}": answer["seconds"] for name, answer in answers.items()}
    return costs | {key: about[key] for key in ("export", *EACH_METRIC) if key in about}


def _grown(costs):
    """How figures grew with the fleet: measured, and computed beyond from the last two."""
    sizes = sorted(costs)
    say(f"{'nodes':<34} " + " ".join(f"{size:>9}" for size in sizes) + f" {BEYOND:>9} (computed)")
    for name in costs[sizes[-1]]:
        measured = [costs[size][name] for size in sizes]
        if name in (*EACH, *EACH_METRIC, "export"):
            beyond = measured[-1]
        else:
            less, more = sizes[-2:]
            beyond = measured[-1] + (BEYOND - more) * (measured[-1] - measured[-2]) / (more - less)
        say(f"{name:<34} " + " ".join(f"{value:>9.2f}" for value in measured) + f" {beyond:>9.1f}")


def _prometheus(suite):
    """Debian's Prometheus (host path), or None after saying why there is none."""
    try:
        return monitors.ensure() / "usr/bin/prometheus"
    except Unavailable as error:
        suite.skip("queries in Prometheus", str(error).replace("\n", " "))
        return None


def run(only="", long=False):
    """Run the suite, or the sizes whose label holds the text; returns the exit status."""
    suite = Suite("fleet")
    sizes = [size for size in (LONG if long else SHORT) if only in f"{size} nodes"]
    if not sizes:
        return suite.status()
    tool = build.tool()
    try:
        library = duckdb.library()
    except Unavailable as error:
        suite.skip("queries in DuckDB", str(error).replace("\n", " "))
        library = None
    program = _prometheus(suite)
    costs = {}
    for nodes in sizes:
        folder = _make(tool, nodes)
        if nodes == sizes[0]:
            truth = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
            again = _make(tool, nodes, name="again")
            suite.check("a seed makes the same fleet again",
                        [] if _digest(folder) == _digest(again) else ["another"])
            shutil.rmtree(again)
            suite.check("the tool reads each kind of snapshot, and they are as the schema has it",
                        _valid(tool, _kinds(folder, truth)))
        costs[nodes] = {}
        if library:
            costs[nodes] |= _queries(suite, library, folder, nodes)
        if program:
            costs[nodes] |= _metrics(suite, program, tool, folder, nodes)
        shutil.rmtree(folder)
    if len(costs) > 1:
        _grown(costs)
    return suite.status()
