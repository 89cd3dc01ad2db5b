# SPDX-License-Identifier: GPL-2.0
"""One read of bench/result, and whether it holds together."""

import shlex


class Result:
    """One read of bench/result."""

    def __init__(self, path):
        lines = path.read_text(encoding="utf-8").splitlines()
        self.head = lines[0]
        self.lines = lines[2:]
        records = [dict(pair.split("=", 1) for pair in shlex.split(line)) for line in lines[1:]]
        self.state = records[0]
        self.params = next((r for r in records if "dev" in r), {})
        self.context = next((r for r in records if "kernel" in r), {})
        self.ops = {r["op"]: {k: int(v) for k, v in r.items() if k != "op"}
                    for r in records if "op" in r}
        self.hist = {op: [tuple(int(r[k]) for k in ("from_ns", "to_ns", "count"))
                          for r in records if r.get("hist") == op] for op in ("map", "unmap")}


def _rank(buckets, permille):
    """The range that holds a quantile by nearest rank."""
    total = sum(count for _, _, count in buckets)
    seen = 0
    for first, last, count in buckets:
        seen += count
        if seen * 1000 >= total * permille:
            return first, last
    return None


def whole(result):
    """What is not right in a result that says that it is done, by its own figures."""
    problems = []
    if result.state.get("state") != "done" or result.state["error"] != "0":
        return [f"not done: {result.state}"]
    if result.params.get("attempt") != result.state["attempt"]:
        problems.append("the figures are those of another write")
    for op, figures in result.ops.items():
        buckets = result.hist[op]
        if sum(count for _, _, count in buckets) != figures["ops"]:
            problems.append(f"{op}: the histogram does not hold ops={figures['ops']}")
        order = [figures[k] for k in ("min_ns", "p50_ns", "p90_ns", "p99_ns", "p999_ns", "max_ns")]
        if order != sorted(order):
            problems.append(f"{op}: percentiles out of order: {order}")
        for key, permille in (("p50_ns", 500), ("p90_ns", 900), ("p99_ns", 990), ("p999_ns", 999)):
            first, last = _rank(buckets, permille)
            if not first <= figures[key] <= last:
                problems.append(f"{op}: {key}={figures[key]}, in the histogram {first} to {last}")
        if any(last - first > max(1, first / 64) for first, last, _ in buckets):
            problems.append(f"{op}: a range is wider than a 64th")
    spent = sum(f["ops"] * f["mean_ns"] for f in result.ops.values())
    limit = int(result.params["elapsed_ns"]) * int(result.params["threads"])
    if len(result.ops) != 2 or not 0 < spent <= limit * 1.01:
        problems.append(f"{spent} ns were spent in {limit} ns")
    rate = result.ops["map"]["ops"] * 10**9 // int(result.params["elapsed_ns"])
    if result.ops["map"]["ops_per_s"] != rate:
        problems.append(f"ops_per_s={result.ops['map']['ops_per_s']}, counted {rate}")
    if result.ops["map"]["ops"] != result.ops["unmap"]["ops"]:
        problems.append("more was mapped than unmapped")
    return problems
