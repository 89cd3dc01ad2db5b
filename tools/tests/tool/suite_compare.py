# SPDX-License-Identifier: GPL-2.0
"""Saved results: how they are shown, compared and refused.

results/ holds what was recorded in the lab: Linux 6.12 in a virtual machine
with an emulated VT-d, an edu device without a driver. slim.py made it small.
"""
import copy
import os
import random
import re

import fake_bench
import harness
import suite_golden
import values
from suite_consistency import TOP

RESULTS = os.path.join(harness.HERE, "results")
SEED = 7
# Comparisons of a configuration with itself, and how many of 100 have to find nothing.
DRAWS, RIGHT = 150, 95
# Draws that are one question.
AT_ONCE = 30
JUDGED = ["pairs_per_s", "map_p50_ns", "map_p99_ns", "unmap_p50_ns", "unmap_p99_ns"]


def recorded(name):
    """A recorded result."""
    with open(os.path.join(RESULTS, name + ".json"), encoding="utf8") as file:
        return values.load_result(file.read())


def boot_id(name, number):
    """The id of a boot of its own; the name is a hexadecimal digit."""
    return "%s0000000-0000-4000-8000-%012d" % (name, number)


def result(runs, **more):
    """A result of (configuration, records) pairs."""
    return {"format": 1, "kind": "iommu_audit bench", "name": "made", "tool": "0.1.0",
            "time": "2026-11-20T12:00:00Z", **more,
            "runs": [{**({"configuration": config} if config else {}), "records": records}
                     for config, records in runs]}


def made(count, map_ns=300, unmap_ns=200, config=None, start=0, requested=None, **context):
    """Runs that differ a little, all of one boot."""
    return [(config, fake_bench.records(requested or {}, {**context, "time_ns": str(start + i)},
                                     map_ns * (1 + i % 5 / 200), unmap_ns * (1 + i % 5 / 200)))
            for i in range(count)]


class Files:
    """Writes results below a folder and names them."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def __call__(self, content, name=None):
        self.count += 1
        path = os.path.join(self.folder, (name or "r%d" % self.count) + ".json")
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else
                       values.dump_result(content).encode())
        return path


def golden(run):
    """Texts at two widths, in ASCII, in colour, and as JSON."""
    def file(name):
        return os.path.join(RESULTS, name + ".json")
    cases = {"bench.single": ["bench", "--from", file("single")],
             "bench.sizes": ["bench", "--from", file("sizes")],
             "compare.domains": ["compare", file("domains")],
             "compare.threads": ["compare", file("threads")],
             "compare.plan": ["compare", file("plan")]}
    for name, args in cases.items():
        for width in (80, 140):
            shown = run.terminal(width, *args, "--no-color")
            suite_golden.compare(run, "results", "%s.%d.txt" % (name, width), lambda s=shown: s)
            long = [line for line in shown.out.decode().splitlines() if len(line) > width]
            run.ok("%s fits %d columns" % (name, width), not long, *long)
        suite_golden.compare(run, "results", name + ".txt", lambda a=args: run.call(*a))
        suite_golden.compare(run, "results", name + ".ascii.txt",
                             lambda a=args: run.call(*a, env=run.environment(LC_ALL="C")))
    for name in ("bench.sizes", "compare.domains"):
        suite_golden.compare(run, "results", name + ".json",
                             lambda n=name: run.call(*cases[n], "--json"))
    suite_golden.compare(run, "results", "compare.domains.color.txt",
                         lambda: run.terminal(120, *cases["compare.domains"]))


def example(run):
    """What Documentation/benchmark.md shows is what is printed."""
    with open(os.path.join(TOP, "Documentation", "benchmark.md"), encoding="utf8") as file:
        text = file.read()
    shown = run.call("compare", os.path.join(RESULTS, "domains.json")).out.decode()
    indented = "".join("    " + line if line.strip() else line
                       for line in shown.splitlines(keepends=True))
    run.ok("the example of benchmark.md is what compare prints", indented in text, indented)


def verdicts(run, *args):
    """{(configuration, metric): verdict} of a comparison with one point, and the exit code."""
    done = run.call("compare", "--json", *args)
    if not done.out:
        return {}, done
    point = values.parse(done.out)["points"][0]
    return {(config["configuration"], key): config[key]["against_first"]["verdict"]
            for config in point["configurations"][1:] for key in JUDGED}, done


def judged(run, files):
    """What is slower is called slower, and only that."""
    before = files(result(made(5)), "before")
    cases = [("slower", dict(unmap_ns=260), "slower", "no_difference"),
             ("faster", dict(unmap_ns=150), "faster", "no_difference"),
             ("the same", dict(), "no_difference", "no_difference")]
    for name, change, unmap, mapped in cases:
        after = files(result(made(5, start=50, flush="strict", **change)), "after")
        got, done = verdicts(run, before, after)
        run.ok("%s: verdict" % name, got.get(("after", "unmap_p50_ns")) == unmap and
               got.get(("after", "map_p50_ns")) == mapped, got, done.err)
        failed = run.call("compare", before, after, "--fail-if-slower")
        run.ok("%s: --fail-if-slower" % name, failed.code == (unmap == "slower"), failed.code)
        run.ok("%s: without it the exit code is 0" % name, done.code == 0)
    # Within 1 %, where runs of one configuration are 2 % apart: an interval may exclude
    # 1 and still be below the floor.
    after = files(result(made(40, start=50, flush="strict", unmap_ns=201)), "after")
    got, _ = verdicts(run, files(result(made(40)), "before"), after)
    run.ok("below the noise floor is no difference",
           got.get(("after", "unmap_p50_ns")) == "no_difference", got)
    said = run.call("compare", files(result(made(40)), "before"), after).out.decode()
    row = re.search(r"(?m)^unmap p50 .*\n.*", said)
    run.ok("what an interval shows, and noise may be, is said to be below the noise floor",
           row and row[0].endswith("below the noise floor") and
           "; below the noise floor in unmap p50" in said.replace("against before: below",
                                                                  "against before: ; below"), said)


def neighbours(run, files):
    """Percentiles in two ranges of a histogram that are side by side: that is no difference."""
    def config(start, by, unmap_ns):
        return files(result([entry for i in range(12) for entry in made(
            1, start=start + 10 * i, flush=by, unmap_ns=unmap_ns)]), by)
    # 1280 and 1296, 1312: between 1024 and 2048 a range is 16 wide
    for unmap_ns, verdict in ((1296, "no_difference"), (1312, "slower")):
        got, _ = verdicts(run, config(0, "lazy", 1280), config(5, "strict", unmap_ns))
        run.ok("p50 of 1280 and %d: %s" % (unmap_ns, verdict),
               got.get(("strict", "unmap_p50_ns")) == verdict, got)
    # 2.5 times that, as fake_bench has it: between 2048 and 4096 a range is 32 wide
    for unmap_ns, verdict in ((1292.8, "no_difference"), (1305.6, "slower")):
        got, _ = verdicts(run, config(0, "lazy", 1280), config(5, "strict", unmap_ns))
        run.ok("p99 of 3200 and %d: %s" % (unmap_ns * 2.5, verdict),
               got.get(("strict", "unmap_p99_ns")) == verdict, got)


def several(run, files):
    """Three files, and names that occur twice."""
    configs = [files(result(made(5, start=50 * i, unmap_ns=100 * (1 + i), cmdline="x=%d" % i)),
                  "arm%d" % i) for i in range(3)]
    got, done = verdicts(run, *configs)
    run.ok("three configurations, each against the first", done.code == 0 and all(
        got[config, "unmap_p50_ns"] == "slower" and got[config, "map_p50_ns"] == "no_difference"
        for config in ("arm1", "arm2")), got, done.err)
    swapped, _ = verdicts(run, *configs[::-1])
    run.ok("the other way round they are faster", all(
        swapped[config, "unmap_p50_ns"] == "faster" for config in ("arm0", "arm1")), swapped)
    twice = [files(result(made(5, start=50 * i, config="iommu=pt", cmdline="iommu=pt", kernel=kernel)),
                   kernel) for i, kernel in enumerate(("6.1", "6.12"))]
    _, done = verdicts(run, *twice, "--vary", "kernel")
    run.ok("a file's name behind a label claims nothing", done.code == 0, done.err)
    domains = os.path.join(RESULTS, "domains.json")
    got, done = verdicts(run, domains, files(recorded("domains"), "later"), "--force")
    run.ok("configurations of one name are told apart", ("DMA (later)", "map_p50_ns") in got, list(got))
    code = run.call("bench", "--from", domains, "--json", "--fail-if-slower").code
    run.ok("--fail-if-slower with bench --json", code == 1, code)
    for more in ([], ["--json"]):
        done = run.call("bench", "--from", os.path.join(RESULTS, "single.json"), "--fail-if-slower",
                        *more)
        run.ok("--fail-if-slower of one configuration %s" % more, done.code == 2 and not done.out and
               "needs configurations to compare" in done.err, done.code, done.err)


def few(run, files):
    """Without enough runs, or boots, there is no interval, and no verdict."""
    for n, told in ((1, False), (2, False), (3, False), (4, True)):
        pair = [files(result(made(n)), "a"),
                files(result(made(n, start=50, unmap_ns=2000, flush="strict")), "b")]
        got, _ = verdicts(run, *pair)
        text = run.call("compare", *pair).out.decode()
        code = run.call("compare", *pair, "--fail-if-slower").code
        run.ok("%d runs of each: %s interval" % (n, "an" if told else "no"),
               (got.get(("b", "unmap_p50_ns")) == "slower") == told and
               (got.get(("b", "unmap_p50_ns")) == "inconclusive") != told and
               ("No interval" in text) != told and code == (1 if told else 4), got, code)
    pair = [files(result(made(3)), "a"),
            files(result(made(5, start=50, unmap_ns=2000, flush="strict")), "b")]
    got, _ = verdicts(run, *pair)
    run.ok("3 runs and 5 have an interval, of 96.4 %", got.get(("b", "unmap_p50_ns")) == "slower",
           got)
    boots = [files(result(made(5, boot_id=boot_id("a", 0))), "a"),
             files(result(made(5, start=50, unmap_ns=2000, cmdline="x", boot_id=boot_id("b", 0))), "b")]
    got, _ = verdicts(run, *boots)
    text = run.call("compare", *boots).out.decode()
    run.ok("5 runs in one boot of each configuration are one value each",
           set(got.values()) == {"inconclusive"} and "1 boot of a configuration" in text and "bench plan" in text, got, text)
    configs = [[entry for number in range(4)
             for entry in made(3, start=50 * (1 + number), boot_id=boot_id(name, number), **change)]
            for name, change in (("a", {}), ("b", dict(unmap_ns=2000, cmdline="x")))]
    got, _ = verdicts(run, *[files(result(config), "arm%d" % i) for i, config in enumerate(configs)])
    run.ok("4 boots of each configuration are enough", got.get(("arm1", "unmap_p50_ns")) == "slower", got)


def refusals(run, files):
    """Configurations that should not be compared, and how each is refused."""
    base = result(made(5))

    def case(name, second, *words, first=base, args=()):
        pair = [files(first, "one"), files(second, "two")]
        done = run.call("compare", *pair, *args)
        run.ok("refused: " + name, done.code == 4 and not done.out and
               all(word in done.err for word in words), done.code, done.err)
        forced = run.call("compare", *pair, *args, "--force")
        run.ok("forced: " + name, forced.code == 0 and forced.out and
               "compared although" in forced.err, forced.code, forced.err)

    def other(**context):
        return result(made(5, start=50, **context))

    case("the same thing twice", other(), "measured the same thing twice", "DMA-FQ")
    case("the same runs", base, "hold the same run")
    case("another kernel", other(flush="strict", kernel="6.1.0"), "kernel is 6.12.107 in one",
         "6.1.0 in two", "--vary")
    case("another device", result(made(5, start=50, flush="strict",
                                       requested={"dev": "0000:01:00.0"})), "dev is")
    case("another kind of device", other(flush="strict", device="0x0010"), "device is")
    case("virtualised or not", other(flush="strict", virtualised="0"), "virtualised is 1")
    case("another governor", other(flush="strict", governor="powersave"), "governor is")
    case("a label that is not true", result(made(5, config="identity", start=50)),
         "identity: a run measured domain DMA-FQ")
    case("a command line that was not booted",
         result(made(5, config="iommu=pt", start=50, domain="identity")),
         "iommu=pt: a run was booted without iommu=pt")
    case("more than the labels say",
         result(made(5, config="iommu=pt", start=50, domain="identity",
                     cmdline="quiet intel_iommu=on iommu=pt mitigations=off")),
         "differ in more than their labels say: mitigations=off",
         first=result(made(5, config="intel_iommu=on")))
    case("runs of two things under one name",
         result(made(3, start=50, flush="strict") + made(3, start=60)),
         "its runs are not of one thing: flush is strict and lazy")
    case("runs of two kernels under one name", other(flush="strict"),
         "one: its runs are not of one thing: kernel is 6.12.107 and 6.1.0",
         first=result(made(3) + made(2, start=90, kernel="6.1.0")), args=("--vary", "kernel"))
    case("many runs", result(made(101, start=500, flush="strict")), "has 101 runs")
    pair = [files(base, "one"),
            files(other(flush="strict", kernel="6.1.0", governor="powersave"), "two")]
    done = run.call("compare", *pair)
    run.ok("refused: all that is wrong is said, each once", done.code == 4 and
           [done.err.count(words) for words in ("kernel is", "governor is", "numa is")] ==
           [1, 1, 0], done.err)
    sweeps = [files(result([entry for ring in range(1, 4)
                            for entry in made(40, start=start + 50 * ring, flush=flush,
                                              unmap_ns=unmap_ns, requested={"ring": str(ring)})]),
                    flush)
              for flush, unmap_ns, start in (("lazy", 200, 0), ("strict", 2000, 500))]
    done = run.call("compare", *sweeps)
    run.ok("120 runs of a sweep are 40 of each step", done.code == 0 and
           done.out.count(b"strict against lazy: slower in pairs/s, unmap p50") == 3, done.err,
           done.out.decode())
    pair = [files(base, "one"), files(other(flush="strict", kernel="6.1.0"), "two")]
    done = run.call("compare", *pair, "--vary", "kernel")
    run.ok("--vary kernel allows another kernel", done.code == 0, done.err)
    pair = [files(base, "one"), files(other(kernel="6.1.0"), "two")]
    done = run.call("compare", *pair, "--vary", "kernel")
    run.ok("then another kernel is enough of a difference", done.code == 0, done.err)
    done = run.call("compare", *pair, "--vary", "weather")
    run.ok("--vary of nothing known", done.code == 2 and "accepted are" in done.err, done.err)
    boot = [files(result(made(5, start=i * 50, cmdline="BOOT_IMAGE=/vmlinuz-%d quiet" % i)), n)
            for i, n in ((1, "one"), (2, "two"))]
    done = run.call("compare", *boot)
    run.ok("the boot loader's words make no difference", done.code == 4 and
           "same thing twice" in done.err, done.err)
    size = [files(base, "one"),
            files(result(made(5, start=50, flush="strict", requested={"size": "65536"})), "two")]
    done = run.call("compare", *size)
    run.ok("refused: other parameters", done.code == 4 and "nothing in common" in
           done.err.replace("no measurement", "nothing") and "size=65536" in done.err, done.err)
    one = run.call("compare", files(base))
    run.ok("one configuration alone", one.code == 2 and "only one configuration" in one.err, one.err)
    none = run.call("compare")
    run.ok("nothing to compare", none.code == 2 and "saved results" in none.err, none.err)


def hostile(run, files):
    """Results that no tool would write: each has its own message."""
    good = values.dump_result(result(made(5))).encode()

    def case(name, content, *words):
        path = files(content, "bad")
        for command in (["bench", "--from", path], ["compare", path, path]):
            done = run.call(*command)
            run.ok("%s: %s" % (command[0], name), done.code == 4 and not done.out and
                   all(word in done.err for word in words), done.code, done.err[:300])

    def changed(**more):
        return {**result(made(5)), **more}

    def with_run(change):
        content = result(made(5))
        change(content["runs"][2])
        return content

    for part in (1, len(good) // 3, len(good) - 2):
        case("cut after %d bytes" % part, good[:part], "cut in the middle")
    case("empty", b"", "is empty")
    case("no JSON", b"\x7fELF", "is not JSON")
    case("null", b"null ", "holds nothing")
    case("a snapshot", changed(kind="iommu_audit snapshot"), "is not a benchmark result")
    case("newer", changed(format=2), "format 2", "update iommu-audit")
    case("no format", changed(format="1"), "without a \"format\"")
    case("no runs", changed(runs=None), "without \"runs\"")
    case("not one run", changed(runs=[]), "without any run")
    case("a run that is a number", changed(runs=[1]), "run 1 is wrong: is not an object")
    case("too many runs", changed(runs=[{}] * 100001), "more than 100000 runs")
    for name, value in (("that is a number", 1), ("with an escape", "\033[2J"), ("of no text", "")):
        case("a configuration " + name, with_run(lambda r, v=value: r.update(configuration=v)),
             "run 3", "\"configuration\"")
    case("no records", with_run(lambda r: r.pop("records")), "run 3", "\"params\"")
    for name, value in (("a text as number", "64K"), ("a number below 0", "-4096")):
        case(name, with_run(lambda r, v=value: r["records"][0].update(size=v)), "run 3", "\"size\"")
    case("a text that is no clean one", with_run(lambda r: r["records"][1].update(kernel="\033[2J")),
         "run 3", "\"kernel\"")
    case("no context", with_run(lambda r: r["records"].pop(1)), "run 3", "\"context\"")
    case("a context of nothing", with_run(lambda r: r["records"][1].update(kernel="unknown")),
         "run 3", "\"kernel\"")
    case("no device", with_run(lambda r: r["records"][0].update(dev="unknown")), "run 3", "\"dev\"")
    case("no unmap", with_run(lambda r: r["records"].pop(3)), "run 3", "\"ops\"")
    case("another operation", with_run(lambda r: r["records"][3].update(op="sync")), "\"op\"")
    case("an operation twice", with_run(lambda r: r["records"][3].update(op="map")), "op=")
    case("a histogram backwards", with_run(lambda r: r["records"][5].update(from_ns="9999999")),
         "run 3", "histogram")
    case("a histogram out of order",
         with_run(lambda r: r["records"].append(r["records"][4])), "ranges are not in order")
    plan = {"configurations": ["a", "b"], "dev": "0000:00:04.0", "requested": {}, "rounds": 4,
            "repeat": 1}
    for name, plan, word in (
            ("a text", "x", "\"plan\""),
            ("one configuration", {**plan, "configurations": ["a"]}, "\"configurations\""),
            ("an empty configuration", {**plan, "configurations": ["a", ""]}, "not words"),
            ("no device", {**plan, "dev": "x"}, "\"dev\""),
            ("nothing requested", {**plan, "requested": None}, "\"requested\""),
            ("a size in words", {**plan, "requested": {"size": "4K"}}, "\"size\""),
            ("a size that the module refuses", {**plan, "requested": {"size": 3}}, "64 to 4M"),
            ("a ring that the module refuses", {**plan, "requested": {"ring": 16385}}, "1 to 16384"),
            ("no rounds", {**plan, "rounds": 0}, "\"rounds\""),
            ("foreign runs", plan, "its plan has not"),
            ("half a boot", {**plan, "repeat": 3}, "no part of its plan")):
        case("plan: " + name, changed(plan=plan), word)
    missing = run.call("compare", "no-such-result")
    run.ok("no such result", missing.code == 4 and "no-such-result.json" in missing.err,
           missing.err)

    def unknown(entry):
        for record in entry["records"][2:4]:
            record.update(p50_ns="unknown", p99_ns="unknown", ops_per_s="0")
        entry["records"] = entry["records"][:4]
    content = result(made(5))
    for entry in content["runs"]:
        unknown(entry)
    done = run.call("bench", "--from", files(content))
    run.ok("figures that are unknown are said to be", done.code == 0 and
           b"unknown" in done.out and b"no histogram" in done.out, done.out.decode(), done.err)
    other = copy.deepcopy(content)
    for i, entry in enumerate(other["runs"]):
        entry["records"][1].update(flush="strict", time_ns=str(100 + i))
    got, done = verdicts(run, files(content, "one"), files(other, "two"))
    text = run.call("compare", files(content, "one"), files(other, "two")).out
    run.ok("and why there is none: not for too few runs", b"no ratio for values that are unknown or 0" in text
           and b"No interval" not in text, text.decode())
    run.ok("and give no verdict", done.code == 0 and set(got.values()) == {"inconclusive"},
           got, done.err)


def turns(run, files):
    """Configurations that took turns, and configurations of which one had ended when the other began."""
    def config(start, by, unmap_ns):
        return files(result([entry for i in range(5) for entry in made(
            1, start=start + 10 * i, flush=by, unmap_ns=unmap_ns + i)]), by)
    for name, starts, verdict in (("in turns", (0, 5), "slower"),
                                  ("one after the other", (0, 100), "no_difference"),
                                  ("the other one first", (100, 0), "no_difference")):
        pair = config(starts[0], "lazy", 200), config(starts[1], "strict", 206)
        done = run.call("compare", "--json", *pair)
        one = values.parse(done.out)["points"][0]["configurations"][1]["unmap_p50_ns"]["against_first"]
        text = run.call("compare", *pair).out
        run.ok(name, one["verdict"] == verdict and one["in_turns"] == (verdict == "slower") and
               (b"not alternating" in text) == (verdict != "slower"), one, text.decode())
    for name in ("domains", "threads", "plan"):
        points = run.ask("compare", os.path.join(RESULTS, name + ".json"))["points"]
        run.ok("%s were measured in turns" % name, points and all(
            one["pairs_per_s"]["against_first"]["in_turns"]
            for point in points for one in point["configurations"][1:]))


def draw(rng, entries, size, how):
    """Two configurations out of one: as two runs of bench, by chance, and as bench --domains measures."""
    at = rng.randrange(len(entries) - 2 * size + 1)
    taken = entries[at:at + 2 * size]
    if how == 0:
        return taken[:size], taken[size:]
    if how == 1:
        taken = rng.sample(entries, 2 * size)
    return taken[0::2], taken[1::2]


def step(entry, number):
    """A run as the step of a sweep, which is compared with runs of that step alone."""
    first, *rest = entry["records"]
    return {**entry, "records": [{**first, "ring": str(number)}, *rest]}


def told_of(run, files, samples, drawn):
    """What is told of each draw: {metric: verdict}. They are the steps of a sweep: one question."""
    paths = [files({**samples, "runs": [step(entry, 1 + number) for number, pair in
                                        enumerate(drawn) for entry in pair[i]]},
                   "draws%d" % i) for i in (0, 1)]
    points = run.ask("compare", *paths, "--force")["points"]
    rings = [point["requested"]["ring"] for point in points]
    if rings != list(range(1, 1 + len(drawn))):
        raise ValueError("points of %s" % rings)
    return [{key: point["configurations"][1][key]["against_first"]["verdict"] for key in JUDGED}
            for point in points]


@harness.plain("what chance makes of samples")
def same_configuration(run, files):
    """Two draws from one configuration: no difference, at least 95 times in 100."""
    rng = random.Random(SEED)
    samples = recorded("samples")
    configs = {}
    for entry in samples["runs"]:
        configs.setdefault(entry["configuration"], []).append(entry)
    for config, entries in configs.items():
        for size in (4, 5, 7, 8, 12):
            # Always drawn, so that those of one size are the same when it is asked for alone.
            drawn = [draw(rng, entries, size, number % 3) for number in range(DRAWS)]
            if not run.may_want("%s, %d runs " % (config, size)):
                continue
            told = [one for first in range(0, DRAWS, AT_ONCE) for one in told_of(
                run, files, samples, drawn[first:first + AT_ONCE])]
            right = {key: sum(one[key] == "no_difference" for one in told) for key in JUDGED}
            clean = [set(one.values()) == {"no_difference"} for one in told]
            after = sum(clean[::3])
            worst = min(right, key=right.get)
            run.ok("%s, %d runs of each: no difference in %s" % (config, size, worst),
                   right[worst] * 100 >= RIGHT * DRAWS, right)
            run.ok("%s, %d runs of each: no difference in anything" % (config, size),
                   sum(clean) * 100 >= RIGHT * DRAWS, sum(clean), right)
            run.ok("%s, %d runs after %d: no difference in anything" % (config, size, size),
                   after * 3 * 100 >= RIGHT * DRAWS, after)
            print("# %s, %d runs of each: %s, all %d of %d" %
                  (config, size, right, sum(clean), DRAWS))


def run(run):
    run.part(golden)
    run.part(example)
    with harness.Folder() as folder:
        for part in (judged, neighbours, several, few, refusals, hostile, turns, same_configuration):
            run.part(part, Files(folder))
