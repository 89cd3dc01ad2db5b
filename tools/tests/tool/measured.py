# SPDX-License-Identifier: GPL-2.0
"""What bench and compare read and answer, for the schemas of both.

Recorded results lack some of what a figure can be; edited ones have the rest.
"""
import copy
import json
import os

import harness
import values
from suite_bench import DEV, Machine
from suite_compare import JUDGED, RESULTS, Files, made, recorded, result

COMMANDS = ["bench", "compare"]
# A saved result has no summary, and only a plan that is not done has what is due.
OPTIONAL = {"bench": ["summary", "due"]}
# What figures can be. All of it has to be among the answers.
KINDS = {"no_difference", "faster", "slower", "inconclusive", "not judged", "no values",
         "no noise floor", "a ratio without an interval", "values without a ratio", "a run",
         "a boot", "due", "booted", "forced", "left out", "histogram", "plan", "several configurations", "one configuration"}
# Of a comparison with the first configuration; the last can be known without the others.
NUMBERS = ["ratio", "ratio_of_medians", "low", "high", "confidence", "noise_floor"]
# What the module could not tell is a word.
UNKNOWN = {"cmdline": "unknown", "virtualised": "unknown", "clock": "unknown",
           "boot_id": "unknown", "governor": "unknown"}


def names():
    """Names of the recorded results."""
    return sorted(name[:-5] for name in os.listdir(RESULTS) if name.endswith(".json"))


def with_figures(content, figures):
    """A result whose operations have other figures."""
    content = copy.deepcopy(content)
    for one in content["runs"]:
        for record in one["records"]:
            if "op" in record:
                record.update(figures)
    return content


def edited(files):
    """(title, arguments) of answers over results that nobody recorded."""
    base = result(made(5))
    other = result(made(5, start=50, flush="strict", unmap_ns=260))
    for title, one, two in (
            ("slower", base, other), ("faster", other, base),
            ("too few for an interval", result(made(2)),
             result(made(2, start=50, flush="strict"))),
            ("unknown", with_figures(base, {"p50_ns": "unknown", "ops_per_s": "unknown"}),
             with_figures(result(made(5, start=50, flush="strict", **UNKNOWN)),
                          {"p99_ns": "unknown"})),
            ("nothing", with_figures(base, {"ops_per_s": "0"}), other)):
        pair = [files(one, title + " 1"), files(two, title + " 2")]
        yield title, ["compare", *pair, "--force"]
        for path in pair:
            yield os.path.basename(path), ["bench", "--from", path]
    domains, threads, plan = (recorded(name) for name in ("domains", "threads", "plan"))
    configs = [files({**domains, "runs": [{"records": one["records"]} for one in domains["runs"]
                                       if one["configuration"] == config]}, config)
            for config in ("identity", "DMA-FQ", "DMA")]
    yield "a pair", ["compare", *configs[:2]]
    yield "three files", ["compare", *configs]
    threads["runs"] = [one for one in threads["runs"]
                       if one["configuration"] != "DMA" or one["records"][0]["threads"] == "1"]
    yield "points left out", ["compare", files(threads)]
    plan["runs"] = plan["runs"][:plan["plan"]["repeat"]]
    yield "a plan's first boot", ["bench", "--from", files(plan)]


def calls(files):
    """(title, arguments) of every answer."""
    paths = {name: os.path.join(RESULTS, name + ".json") for name in names()}
    for name, path in paths.items():
        yield name, ["bench", "--from", path]
        if name not in ("single", "sizes"):
            yield name, ["compare", path]
    yield "single and domains", ["compare", paths["single"], paths["domains"], "--force"]
    yield from edited(files)


def saved(run, folder):
    """(title, result) of every recorded result, and of those that bench saves."""
    for name in names():
        with open(os.path.join(RESULTS, name + ".json"), encoding="utf8") as file:
            yield name, values.parse(file.read())
    with Machine(folder) as machine:
        for name, args in (("runs", [DEV, "--repeat", "2"]),
                           ("sweep", [DEV, "--repeat", "1", "--sweep", "size"]),
                           ("domains", [DEV, "--repeat", "2", "--domains", "DMA,DMA-FQ"]),
                           ("plan", ["plan", "iommu=pt", "iommu.strict=1", DEV])):
            done = machine.call(run, *args, "--save", name)
            if done.code != 0:
                raise ValueError("%s: %s" % (" ".join(args), done.err))
            with open(os.path.join(machine.state, name + ".json"), encoding="utf8") as file:
                yield name + ", saved now", json.load(file)


def planned(run, folder):
    """(title, answer) of a plan and each of its boots."""
    configs = ["iommu=pt", "iommu.strict=1"]
    with Machine(folder) as machine:
        for number, cmdline, args in ((1, "quiet", ["plan", *configs, DEV, "--repeat", "1"]),
                                      (2, configs[0], ["plan", *configs, DEV, "--repeat", "1", "--force"]),
                                      (2, configs[0], ["--next"]), (3, configs[1], ["--next"])):
            machine.boot(cmdline, number)
            done = machine.call(run, *args, "--json")
            if done.code != 0:
                raise ValueError("%s: %s" % (" ".join(args), done.err))
            yield "%s, boot %d" % (args[0], number), values.parse(done.out)


def kinds_of_figures(figures):
    """Which of KINDS a metric of one configuration is."""
    effect = figures.get("against_first")
    if figures["median"] is None:
        yield "no values"
    if figures["noise_floor"] is None:
        yield "no noise floor"
    if effect:
        yield effect["verdict"] or "not judged"
        if effect["ratio"] is not None and effect["low"] is None:
            yield "a ratio without an interval"
        if effect["ratio"] is None and figures["values"]:
            yield "values without a ratio"


def kinds(answer):
    """Which of KINDS an answer has."""
    for point in answer.get("points", answer.get("summary", [])):
        yield "several configurations" if len(point["configurations"]) > 1 else "one configuration"
        for config in point["configurations"]:
            for figures in config.values():
                if isinstance(figures, dict):
                    yield from kinds_of_figures(figures)
    if "value" in answer:
        yield "a run" if answer["value"] == "run" else "a boot"
    if answer.get("due", {}).get("booted"):
        yield "booted"
    for key, kind in (("due", "due"), ("refused_but_forced", "forced"), ("points_left_out", "left out"),
                      ("plan", "plan")):
        if answer.get(key):
            yield kind
    if any(one["histogram"] for one in answer.get("runs", [])):
        yield "histogram"


def wrong_effect(effect, judged):
    """What is wrong with a comparison of a metric, beyond the types of its members."""
    numbers = [effect[key] for key in NUMBERS[:-1]]
    ratios, interval = numbers[:2], numbers[2:]
    if any(value is not None and value <= 0 for value in numbers):
        yield "a ratio of 0 or less"
    if None in ratios and numbers != [None] * len(numbers):
        yield "figures without a ratio"
    if None in interval and interval != [None] * len(interval):
        yield "half an interval"
    if effect["confidence"] is not None and not 0.95 <= effect["confidence"] <= 1:
        yield "confidence"
    if effect["noise_floor"] is None and None not in interval or \
            effect["noise_floor"] is not None and effect["noise_floor"] < 0:
        yield "noise floor"
    told = ("inconclusive",) if None in interval else ("no_difference", "faster", "slower")
    if effect["verdict"] not in (told if judged else (None,)):
        yield "verdict"


def wrong_figures(figures, first, judged):
    """What is wrong with a metric of a configuration, beyond the types of its members."""
    median, noise, effect = (figures[key] for key in ("median", "noise_floor", "against_first"))
    if any(value is None or value < 0 for value in figures["values"]):
        yield "values"
    if (median is None) != (not figures["values"]) or (median or 0) < 0:
        yield "median"
    if (noise or 0) < 0 or (noise is not None and median is None):
        yield "noise floor"
    if first != (effect is None):
        yield "compared or not"
    elif effect:
        yield from wrong_effect(effect, judged)


def wrong_run(one, planned):
    """What is wrong with a run, beyond the types of its members."""
    if [op["op"] for op in one["ops"]] != ["map", "unmap"]:
        yield "operations"
    if one["configuration"] == "" or (planned and one["configuration"] is None):
        yield "configuration"
    if one["context"]["kernel"] is None or one["params"]["dev"] is None:
        yield "records of nothing"
    if any(None in record.values() for record in one["histogram"]):
        yield "histogram"


def wrong_plan(answer):
    """What is wrong with a plan and with what is due, beyond the types of their members."""
    plan, due = answer["plan"], answer.get("due")
    if plan and (len(plan["configurations"]) != 2 or not all(plan["configurations"]) or
                 not 1 <= plan["rounds"] <= 50 or not 1 <= plan["repeat"] <= 100 or
                 plan["dev"] is None):
        yield "plan"
    if due and (not plan or not 1 <= due["boot"] <= due["boots"] <= 100 or due["boots"] < 2 or
                not due["configuration"] or None in due.values()):
        yield "due"


def inconsistent(answer):
    """What is wrong with an answer that is as its schema says."""
    points = answer.get("points", answer.get("summary"))
    compared = "points" in answer
    for point in points or []:
        if len(point["configurations"]) < 1 + compared:
            yield "configurations"
        for number, config in enumerate(point["configurations"]):
            for key, figures in config.items():
                if isinstance(figures, dict):
                    yield from wrong_figures(figures, not number, key in JUDGED)
    if compared:
        if not points or answer["interval"] != "exact rank sum":
            yield "points"
        return
    yield from wrong_plan(answer)
    runs = answer["runs"]
    if len(runs) > 4096 or (not runs and (not answer["plan"] or points is not None)):
        yield "runs"
    for one in runs:
        yield from wrong_run(one, answer["plan"])


def hold(run, validator):
    """Hold answers and saved results against their schemas.

    Returns {(command, title): answer}.
    """
    samples = {}
    with harness.Folder() as folder:
        for title, args in calls(Files(folder)):
            done = run.call(*args, "--json")
            name = "%s: %s" % (title, args[0])
            if done.code != 0:
                run.ok(name, False, done.code, done.err)
                continue
            answer = samples[args[0], title] = values.parse(done.out)
            wrong = validator.wrong(answer) or [*inconsistent(answer)]
            run.ok(name, not wrong and answer["kind"] == "iommu_audit " + args[0], *wrong[:20])
        for title, content in saved(run, folder):
            wrong = validator.wrong(content) or [*inconsistent(content)]
            run.ok("%s: saved result" % title, not wrong and "summary" not in content,
                   *wrong[:20])
        for title, answer in planned(run, folder):
            wrong = validator.wrong(answer) or [*inconsistent(answer)]
            run.ok("%s: as it goes on" % title, not wrong, *wrong[:20])
            samples[answer["kind"].split()[-1], title] = answer
    seen = {kind for answer in samples.values() for kind in kinds(answer)}
    run.ok("figures of every kind were among them", seen == KINDS, seen ^ KINDS)
    return samples


def without(answer, *steps):
    """An answer that lacks what is there."""
    bad = place = copy.deepcopy(answer)
    for step in steps[:-1]:
        place = place[step]
    del place[steps[-1]]
    return bad


def put(answer, value, *steps):
    """An answer that has something else there."""
    bad = place = copy.deepcopy(answer)
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = value
    return bad


def spoil_members(answer, key):
    """(what, answer) whose first point lacks a member somewhere, or has one too many."""
    first, second = (answer[key][0]["configurations"][i] for i in (0, 1))
    places = [((), answer[key][0]), (("configurations", 0), first), (("configurations", 1), second),
              (("configurations", 0, "map_p50_ns"), first["map_p50_ns"])]
    for metric in ("map_p50_ns", "map_mean_ns"):
        places += [(("configurations", 1, metric), second[metric]),
                   (("configurations", 1, metric, "against_first"), second[metric]["against_first"])]
    for steps, place in places:
        for inner in place:
            where = key, 0, *steps, inner
            yield "without " + ".".join(map(str, where)), without(answer, *where)
        yield from spoil_keys(answer, (key, 0, *steps), {"surprise": [1]})


def spoil_points(answer, key):
    """(what, answer) that is wrong in one figure; its second configuration has intervals."""
    yield from spoil_members(answer, key)
    first, second = (answer[key][0]["configurations"][i] for i in (0, 1))
    config, judged = (key, 0, "configurations", 0), (key, 0, "configurations", 1, "map_p50_ns")
    unjudged, effect = (key, 0, "configurations", 1, "map_mean_ns"), (*judged, "against_first")
    for where, name in (((key, 0), "requested"), (config, "configuration"), (judged[:-1], "configuration")):
        yield from spoil_keys(answer, where, {name: [{}]})
    for where in ((*config, "map_p50_ns"), judged, unjudged):
        yield from spoil_keys(answer, where, {"median": [{}, None, -1], "noise_floor": [{}, -1],
                                              "values": [{}, [], ["1"], [None], [-1]]})
    for where in (effect, (*unjudged, "against_first")):
        yield from spoil_keys(answer, where, {end: [{}, None, 0, -1] for end in NUMBERS[:-1]})
        yield from spoil_keys(answer, where, {"noise_floor": [{}, None, -1],
                                              "confidence": [0.9, 1.1],
                                              "verdict": ["better", "inconclusive"]})
    for what, value, *where in (
            ("no verdict of what is judged", None, *effect, "verdict"),
            ("a verdict of what is not judged", "slower", *unjudged, "against_first", "verdict"),
            ("a first configuration that is compared", second["map_p50_ns"], *config, "map_p50_ns"),
            ("another configuration that is not", first["map_p50_ns"], *judged),
            ("no configurations", [], key, 0, "configurations")):
        yield what, put(answer, value, *where)


def spoil_keys(answer, where, wrong):
    """(what, answer) with each of the wrong values {key: values} of an object."""
    for key, values in wrong.items():
        for value in values:
            yield ("%s is %s" % (".".join(map(str, (*where, key))), json.dumps(value)),
                   put(answer, value, *where, key))


def spoil_nothing(few, unknown):
    """(what, answer) that has a figure where there can be none.

    The one has too few values for an interval, the other no medians.
    """
    where = "points", 0, "configurations", 1, "map_p50_ns"
    effect = (*where, "against_first")
    yield from spoil_keys(few, effect, {key: [1] for key in ("low", "high", "confidence")})
    yield from spoil_keys(few, effect, {"ratio": [None], "ratio_of_medians": [None],
                                        "verdict": ["slower", None]})
    first = "points", 0, "configurations", 0, "map_p50_ns"
    yield from spoil_keys(unknown, first, {"median": [1], "noise_floor": [0], "values": [[1]]})
    yield from spoil_keys(unknown, effect, {key: [1] for key in NUMBERS[:-1]})
    yield from spoil_keys(unknown, effect, {"verdict": ["no_difference", None]})


def spoil_record(record, where):
    """(what, record) that is wrong in one value, or lacks it."""
    for key, value in {**record, "surprise": "x"}.items():
        wrong = [{}]
        if isinstance(value, str) and value[:2] == "0x":
            wrong += ["words", 17]
        elif isinstance(value, bool):
            wrong += ["1", 1]
        elif isinstance(value, (int, float)):
            wrong += ["words", str(value), -1]
        elif isinstance(value, list):
            wrong += ["0", ["0"]]
        for bad in wrong:
            yield "%s.%s is %r" % (where, key, bad), {**record, key: bad}
        # which keys are unknown is said where any is
        if key in record and key != "unknown":
            yield ("%s without %s" % (where, key),
                   {inner: one for inner, one in record.items() if inner != key})


def spoil_records(answer):
    """(what, answer) that is wrong in one value of its first run."""
    one = answer["runs"][0]
    for member in ("params", "context"):
        for what, bad in spoil_record(one[member], member):
            yield what, put(answer, bad, "runs", 0, member)
    for number in (0, 1):
        for what, bad in spoil_record(one["ops"][number], "op %d" % number):
            yield what, put(answer, bad, "runs", 0, "ops", number)
    hist = {"hist": "map", "from_ns": 1, "to_ns": 2, "count": 3}
    for what, bad in [*spoil_record(hist, "hist"),
                      *(("%s is unknown in a histogram" % key, {**hist, key: None})
                        for key in hist), ("another operation", {**hist, "hist": "sync"})]:
        yield what, put(answer, [bad], "runs", 0, "histogram")
    for what, ops in (("one operation", one["ops"][:1]), ("the operations the other way round", one["ops"][::-1]),
                      ("a third operation", [*one["ops"], {**one["ops"][0], "op": "sync"}]),
                      ("an operation of nothing", [{}, one["ops"][1]]),
                      ("a text for an operation", ["op=map", one["ops"][1]])):
        yield what, put(answer, ops, "runs", 0, "ops")


def spoil_runs(answer):
    """(what, answer) of a plan that is wrong in one run, or in its plan."""
    yield from spoil_records(answer)
    for key in answer["runs"][0]:
        yield "a run without " + key, without(answer, "runs", 0, key)
    for what, value, *where in (
            ("a time below 0", -1, "ops", 1, "p99_ns"), ("seconds in words", "one", "params", "seconds"),
            ("a warm-up in words", "some", "params", "warmup"), ("a short address", "04.0", "params", "dev"),
            ("no kernel", None, "context", "kernel"), ("what is unknown is no key", ["x"], "context", "unknown")):
        yield what, put(answer, value, "runs", 0, *where)
    yield "a run that is a text", put(answer, "none", "runs", 0)
    yield "more runs than can be read", put(answer, answer["runs"] * 171, "runs")
    yield "a configuration that is a number", put(answer, 1, "runs", 0, "configuration")
    yield "a run of a plan without a configuration", put(answer, None, "runs", 0, "configuration")
    yield "a configuration without a name", put(answer, "", "runs", 0, "configuration")
    yield "no runs and no plan", put(without(put(answer, None, "plan"), "summary"), [], "runs")
    yield "a summary of no runs", put(answer, [], "runs")
    for key in answer["plan"]:
        yield "a plan without " + key, without(answer, "plan", key)
        yield "a plan with null for " + key, put(answer, None, "plan", key)
    for key in answer["plan"]["requested"]:
        yield "a request without " + key, without(answer, "plan", "requested", key)
        yield "a request with %s of nothing known" % key, put(answer, {}, "plan", "requested", key)
    for key, wrong in (("configurations", (["one"], ["1", "2", "3"], ["", "2"], [1, 2])),
                       ("rounds", (0, 51, "4")),
                       ("repeat", (0, 101, "3")), ("dev", ("04.0",))):
        for value in wrong:
            yield "a plan of %s %s" % (key, value), put(answer, value, "plan", key)


def spoil_due(answer):
    """(what, answer) of a plan that says something wrong of what is due."""
    for key in answer["due"]:
        yield "due without " + key, without(answer, "due", key)
    for key, values in (("boot", (0, 101, "1")), ("boots", (1, 101)), ("configuration", ("", 1)),
                        ("add", (None,)), ("remove", (["x"],)), ("booted", ("yes", 1)),
                        ("surprise", (1,))):
        for value in values:
            yield "due: %s is %r" % (key, value), put(answer, value, "due", key)
    yield "due without a plan", put(answer, None, "plan")


def refuse(run, validator, samples):
    """One wrong figure, run or protocol is refused."""
    cases = [("bench", "due", spoil_due(samples["bench", "--next, boot 2"])),
             ("bench", "domains", spoil_points(samples["bench", "domains"], "summary")),
             ("bench", "plan", spoil_runs(samples["bench", "plan"])),
             ("compare", "domains", spoil_points(samples["compare", "domains"], "points")),
             ("compare", "little", spoil_nothing(samples["compare", "too few for an interval"],
                                                 samples["compare", "unknown"]))]
    for command, title, wrong in cases:
        for what, bad in wrong:
            run.ok("%s %s: %s is refused" % (command, title, what), validator.refuses(bad) or any(inconsistent(bad)))
    answer = samples["compare", "domains"]
    for what, value, *where in (("no points", [], "points"),
                                ("one configuration", answer["points"][0]["configurations"][:1], "points", 0, "configurations"),
                                ("a value of something else", "thread", "value"),
                                ("another test", "bootstrap", "interval"),
                                ("a reason that is null", [None], "refused_but_forced"),
                                ("part of a point left out", 0.5, "points_left_out"),
                                ("-1 points left out", -1, "points_left_out")):
        run.ok("compare domains: %s is refused" % what, validator.refuses(put(answer, value, *where)) or
               any(inconsistent(put(answer, value, *where))))
