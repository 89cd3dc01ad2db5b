# SPDX-License-Identifier: GPL-2.0
"""Pictures of the pages in HTML: what they show is what JSON says."""
import copy
import html.parser
import json
import math
import os
import re

import harness
import large
import pages
from machine import record
from suite_topology import server

REAL = os.path.join(harness.HERE, "real")
LIMIT = 2 << 20


class Tables(html.parser.HTMLParser):
    """The tables of a page: by caption a list of rows, each a list of texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tables, self.rows, self.inside, self.skip, self.caption = {}, [], None, 0, ""
        self.titles = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th", "caption", "title"):
            self.inside = [""]
        elif tag == "span" and self.inside is not None:
            self.inside.append("tip" if dict(attrs).get("class") == "tip" else " ")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self.inside[:1] + [
                one for one in self.inside[1:] if one != "tip"]).strip())
            self.inside = None
        elif tag == "caption":
            self.caption, self.inside = "".join(self.inside), None
        elif tag == "title":
            self.titles.append("".join(self.inside))
            self.inside = None
        elif tag == "table":
            self.tables[self.caption] = self.rows
        elif tag == "span" and self.inside is not None and "tip" in self.inside:
            del self.inside[self.inside.index("tip"):]

    def handle_data(self, data):
        if self.inside is not None:
            self.inside.append(data)


def page(run, *args):
    """The tables of a page, and the page."""
    done = run.call(*args, "--html", "-")
    text = done.out.decode()
    return Tables(text), pages.Page(text), done


def matrix_of(tables):
    """The words of the heat map: by sender and target."""
    rows = tables.tables.get("Rows send, columns receive", [[]])
    heads = [head.split()[0] for head in rows[0][1:]]
    return {(row[0].split()[0], head): cell.split() for row in rows[1:]
            for head, cell in zip(heads, row[1:]) if cell != "–"}


# By the word in JSON, what a small and a large cell show.
SIGNS = {"bypassed": "=", "translated": "T", "untranslated": "1:1", "blocked": "×",
         "unknown": "?"}


def short(address):
    """An address as a machine of one domain shows it."""
    return address[5:] if address.startswith("0000:") else address


def heat(run, folder):
    """Each cell has the words of p2p --matrix."""
    made = server()
    made.devices["83:00.0"]["domain"] = "identity"
    made.devices["84:00.0"]["domain"] = "blocked"
    made.devices["c3:00.0"]["domain"] = "unknown"
    sources = [("server", ["--root", made.write(folder + "/heat")])]
    for name in ("romed8-2t-pve", "asrockrack-b650-raphael", "asrock-x370-taichi-asm1184",
                 "dell-t630-2x-broadwell-ep"):
        sources.append((name, ["--from", os.path.join(REAL, name + ".json")]))
    for name, where in sources:
        got = matrix_of(page(run, "report", *where)[0])
        wanted = {(short(p["from"]), short(p["to"])): (p["topology"], p["iommu_does"])
                  for p in run.ask("p2p", "--matrix", *where)["paths"]}
        dense = len({pair[0] for pair in wanted}) > 12
        wrong = ["%s: %s, not %s" % (pair, got.get(pair), want) for pair, want in wanted.items()
                 if not got.get(pair) or got[pair][0] != want[0] or
                 got[pair][-1].lstrip("c↑") != (SIGNS[want[1]] if dense else want[1])]
        run.ok("heat map of %s: %d cells as in JSON" % (name, len(wanted)),
               wanted and not wrong and len(got) == len(wanted), *wrong[:5])


def folded(run):
    """16 VFs in which nothing differs are one row, and each cell of it holds for all of them."""
    where = ["--from", os.path.join(REAL, "supermicro-x10slh-16-vfs.json")]
    tables, text, _ = page(run, "report", *where)
    rows = tables.tables["Rows send, columns receive"]
    paths = run.ask("p2p", "--matrix", *where)["paths"]
    ends = sorted({short(path["from"]) for path in paths})
    heads = [head.replace(" …\xa0", " … ").split(" … ") for head in rows[0][1:]]
    spans = [ends[ends.index(head[0]):ends.index(head[-1]) + 1] for head in heads]
    run.ok("folded: 5 functions, and 16 VFs in a row", [len(span) for span in spans] == [1] * 5 +
           [16] and rows[-1][0].startswith("08:10.0 … 08:11.7 16 × 82599"), spans, rows[-1])
    cells = {(a, b): cell.split() for row, senders in zip(rows[1:], spans)
             for cell, targets in zip(row[1:], spans)
             for a in senders for b in targets if a != b}
    wrong = [path for path in paths if cells[short(path["from"]), short(path["to"])] != [
        path["topology"], path["iommu_does"]]]
    run.ok("folded: each of 420 paths is as in JSON", not wrong and len(cells) == len(paths) == 420,
           len(cells), *wrong[:3])
    run.ok("folded: the page says what such a row is", "share a row" in text.text())
    tables = page(run, "report", "--from", os.path.join(REAL, "lenovo-sr250-v2-tiger-lake-e810.json"))
    run.ok("folded: ports of a NIC are not", "share a row" not in tables[1].text())


def completions(run, folder):
    """What Completion Redirect alone does is not told as Request Redirect, in a small cell either."""
    with open(folder + "/redirect.json", "w", encoding="utf8") as file:
        file.write(large.Large(4, 4, 60).snapshot())
    where = ["--from", folder + "/redirect.json"]
    tables, text, _ = page(run, "report", *where)
    got, wrong, seen = matrix_of(tables), [], set()
    for path in run.ask("p2p", "--matrix", *where)["paths"]:
        up = "↑" if "P2P Request Redirect at" in path["answer"] else \
            "c↑" if path["route"] == "redirected" else ""
        seen.add(up)
        if got[short(path["from"]), short(path["to"])][-1] != up + SIGNS[path["iommu_does"]]:
            wrong.append(path)
    run.ok("redirects: each cell", not wrong and {"↑", "c↑", ""} == seen, seen, *wrong[:3])
    run.ok("redirects: the legend has both", "by ACS Request Redirect" in text.text() and
           "by ACS Completion Redirect" in text.text())


def sentences(run, folder):
    """What a cell says when it is looked at is what p2p says of the two."""
    root = server().write(folder + "/said")
    pair = run.ask("p2p", "03:00.0", "04:00.0", "--root", root)["path"]
    text = page(run, "report", "--root", root)[1].text()
    run.ok("the sentence of a pair", "03:00.0 → 04:00.0 PIX: %s. IOMMU: %s." % (
        pair["answer"], pair["iommu"]) in text, pair)


def many(run, folder):
    """More cards than a matrix shows: GPUs first, and how many are left out."""
    made = server()
    for i in range(80):
        made.add("%02x:%02x.0" % (0x60 + i // 32, i % 32), "nvme", ("00:02.0",),
                 device="0x%04x" % (0x1000 + i % 2))
    where = ["--root", made.write(folder + "/many")]
    tables, text, done = page(run, "report", *where)
    got = {pair[0] for pair in matrix_of(tables)}
    gpus = {d["dev"][5:] for d in run.ask("devices", *where)["devices"] if d["class"] == "0x030200"}
    run.ok("64 devices, all GPUs among them", len(got) == 64 and gpus and gpus <= got, len(got))
    run.ok("what is left out is said", "36 of 100 GPUs, NICs and NVMe are left out" in text.text(),
           [line for line in text.text().split(".") if "left out" in line])
    run.ok("the page stays small", len(done.out) < LIMIT and not text.wrong, len(done.out),
           *text.wrong[:5])


def faulty(log):
    """A machine with faults of two sources; the log has the last ones of the first."""
    made = server()
    made.faults = [
        record(unit="dmar0", interrupts=9, records=45, attributed=45, unattributed=0, overflows=1),
        record(unit="dmar0", source="0000:03:00.0", reason="0x05",
               name="PTE Write access is not set", access="write", count=40, first_ns=100 * 10**9,
               last_ns=900 * 10**9, last_addr="0x1000", pasid="-"),
        record(unit="dmar0", source="0000:c4:00.0", reason="0x06",
               name="PTE Read access is not set", access="read", count=5, first_ns=300 * 10**9,
               last_ns=500 * 10**9, last_addr="0x2000", pasid="-")]
    lines = [record(seq=i, time_ns=at * 10**9, unit="dmar0", source="0000:" + source,
                    reason="0x05", name="PTE Write access is not set", access="write",
                    addr="0x1000", pasid="-") for i, (at, source) in enumerate(log)]
    made.fault_log = ["# iommu_audit fault_log format=1", *lines]
    return made


def written(made, root):
    """The machine with its log."""
    made.write(root)
    with open("%s/%s/fault_log" % (root, harness.DEBUGFS), "w", encoding="utf8") as file:
        file.write("\n".join(made.fault_log) + "\n")
    return ["--root", root]


def timeline(run, folder):
    """Counts, times and bars of faults."""
    log = [(300, "c4:00.0"), (310, "c4:00.0"), (890, "03:00.0"), (899, "03:00.0"),
           (900, "03:00.0")]
    where = written(faulty(log), folder + "/faulty")
    tables, text, done = page(run, "report", *where)
    rows = tables.tables.get("Faults by source and reason, times since boot", [])[1:]
    said = [(row[0], row[2], int(row[3])) for row in rows]
    wanted = [(short(f["source"]), f["name"], f["count"])
              for f in run.ask("faults", *where)["faults"]["faults"]]
    run.ok("faults: the figures of JSON", said == wanted and wanted, said, wanted)
    rows = tables.tables.get("Faults in the log by source and time since boot", [])[1:]
    sums = {}
    for source, _, _, count in rows:
        sums[source] = sums.get(source, 0) + int(count)
    run.ok("faults: each of the log is in one bar", sums == {"03:00.0": 3, "c4:00.0": 2}, rows)
    # 100 s to 900 s in 48 pieces of 16.7 s: 890, 899 and 900 are in the last one
    run.ok("faults: bars by time", ["03:00.0", "883 s", "900 s", "3"] in rows, rows)
    bars = sum(int(title.rsplit(": ")[-1]) for title in tables.titles if ": " in title and
               title.rsplit(": ")[-1].isdigit())
    run.ok("faults: the picture has the same bars", bars == len(log), tables.titles)
    run.ok("faults: it says that some were lost", "hardware dropped faults 1 times" in text.text())
    run.ok("faults: well formed", not text.wrong and not done.err, *text.wrong[:5])
    for name, where, words in (
            ("none", ["--root", server().write(folder + "/quiet")], "0 logged"),
            ("no module", ["--from", os.path.join(REAL, "romed8-2t-pve.json")],
             "Not seen: " + run.ask("report", "--from", os.path.join(
                 REAL, "romed8-2t-pve.json"))["faults"]["not_seen_because"])):
        text = page(run, "report", *where)[1]
        run.ok("faults: " + name, words in text.text() and not text.has("rect"), text.text()[:400])


def sources(run, folder):
    """More sources than lanes: the last one has all others, and nothing is lost."""
    made = server()
    ends = sorted(d for d in made.devices)[:40]
    made.faults = made.faults[:1] + [record(
        unit="dmar0", source="0000:" + dev, reason="0x05", name="PTE Write access is not set",
        access="write", count=50 - i, first_ns=10**9, last_ns=2 * 10**9, last_addr="0x1",
        pasid="-") for i, dev in enumerate(ends)]
    made.fault_log = ["# iommu_audit fault_log format=1"] + [record(
        seq=i, time_ns=10**9 + i * 10**7, unit="dmar0", source="0000:" + dev, reason="0x05",
        name="PTE Write access is not set", access="write", addr="0x1000", pasid="-")
        for i, dev in enumerate(ends)]
    tables = page(run, "report", *written(made, folder + "/sources"))[0]
    rows = tables.tables.get("Faults in the log by source and time since boot", [])[1:]
    run.ok("40 sources in 12 lanes", len({row[0] for row in rows}) == 12 and
           sum(int(row[3]) for row in rows) == 40 and
           sum(int(row[3]) for row in rows if row[0] == "other sources") == 29, rows[-5:])


def counts(run, folder):
    """A sum that no number holds is not shown as the rest of it, and a long one is not cut off."""
    made = faulty([(300, "c4:00.0")])
    for name in ("0x05", "0x07"):
        made.faults.append(record(
            unit="dmar0", source="0000:04:00.0", reason=name, name="R", access="write",
            count=2 ** 63, first_ns=10 ** 11, last_ns=2 * 10 ** 11, last_addr="0x1", pasid="-"))
    text = page(run, "report", *written(made, folder + "/counts"))[2].out.decode()
    lane = text.split(">04:00.0</text>")[1].split(">03:00.0</text>")[0]
    run.ok("the sum of too many faults is unknown", ">unknown</text>" in lane, lane[:600])


def figure(value, rate):
    """A value as pages have it: three digits, and the unit that leaves the fewest before them."""
    if value is None:
        return "unknown"
    names = ["", " k", " M", " G"] if rate else [" ns", " µs", " ms", " s"]
    at = 0
    while at < 3 and value >= 999.5:
        value, at = value / 1000, at + 1
    return "%.*f%s" % (0 if not at or value >= 99.95 else 1 if value >= 9.995 else 2, value,
                       names[at])


def ratio(value):
    """A ratio as pages have it."""
    return "%.*f" % (0 if value >= 99.95 else 1 if value >= 9.995 else 2 if value >= .0995 else 3,
                     value)


METRICS = {"pairs/s": "pairs_per_s", "map p50": "map_p50_ns", "map p99": "map_p99_ns",
           "map p99.9": "map_p999_ns", "unmap p50": "unmap_p50_ns", "unmap p99": "unmap_p99_ns",
           "unmap p99.9": "unmap_p999_ns"}


def bench_rows(point, entries):
    """What a table has to say of a point, by JSON."""
    for name, key in METRICS.items():
        for entry in entries:
            one, rate = entry[key], name == "pairs/s"
            low, high = one["median_low"], one["median_high"]
            row = [name, entry["configuration"], figure(one["median"], rate),
                   "too few values" if low is None else
                   figure(low, rate) + " to " + figure(high, rate), str(len(one["values"]))]
            against = one["against_first"]
            if not against or not against["verdict"]:
                yield row + ["-"] * 4
                continue
            yield row + ["-" if against["ratio"] is None else ratio(against["ratio"]),
                         "-" if against["low"] is None else
                         ratio(against["low"]) + " to " + ratio(against["high"])]


def marks(tables, point):
    """Medians of JSON, which has six digits, that no mark of the picture has in full."""
    drawn = {}
    for title in tables.titles:
        name, _, value = title.rpartition(": ")
        if ", " in name and not value.startswith("ratio"):
            drawn.setdefault(name, []).append(float(value.replace(" ns", "")))
    for entry in point:
        for name, key in METRICS.items():
            values = drawn.get("%s, %s" % (entry["configuration"], name), [])
            if not any(abs(value - entry[key]["median"]) <= 1e-5 * value for value in values):
                yield entry["configuration"], name, entry[key]["median"], values


CIRCLE = re.compile(r'<circle class="(slower|faster|even)" cx="([\d.]+)"')
TICK = re.compile(r'<text class="tick" text-anchor="middle" x="([\d.]+)"[^>]*>([\d.]+)</text>')
# Where the axis of ratios begins: left of it are those of values.
RATIOS = 655


def ratios(run, folder):
    """Each ratio of JSON stands where the ticks of its axis say, in the colour of its verdict."""
    for name in ("domains", "samples"):
        path = os.path.join(harness.HERE, "results", name + ".json")
        text = run.call("compare", path, "--html", "-").out.decode()
        wanted = [entry[key]["against_first"] for point in run.ask("compare", path)["points"]
                  for key in METRICS.values() for entry in point["configurations"][1:]]
        wanted = [one for one in wanted if one["verdict"] and one["ratio"] is not None]
        ticks = sorted({(float(x), math.log(float(value))) for x, value in TICK.findall(text)
                        if float(x) > RATIOS})
        (left, first), (right, last) = ticks[0], ticks[-1]
        drawn = [(kind, first + (float(x) - left) / (right - left) * (last - first))
                 for kind, x in CIRCLE.findall(text)]
        wrong = [(got, want) for got, want in zip(drawn, wanted)
                 if abs(got[1] - math.log(want["ratio"])) > 0.01 or
                 got[0] != (want["verdict"] if want["verdict"] in ("slower", "faster") else "even")]
        run.ok("%s: %d ratios where they belong" % (name, len(wanted)), not wrong and wanted and
               len(drawn) == len(wanted), len(drawn), *wrong[:3])


def compared(run, folder):
    """Recorded comparisons: each figure of a table is that of JSON, and so is each mark."""
    for name in ("domains", "plan", "samples", "threads"):
        path = os.path.join(harness.HERE, "results", name + ".json")
        answer = run.ask("compare", path)
        tables, text, done = page(run, "compare", path)
        got = [row for caption, rows in tables.tables.items() if rows and rows[0][0] == "Median of"
               for row in rows[1:]]
        want = [row for point in answer["points"]
                for row in bench_rows(point, point["configurations"])]
        wrong = [(a, b) for a, b in zip(got, want) if a[:len(b)] != b]
        run.ok("%s: %d rows as in JSON" % (name, len(want)), not wrong and len(got) == len(want)
               and want, len(got), len(want), *wrong[:3])
        lacking = [one for point in answer["points"]
                   for one in marks(tables, point["configurations"])]
        run.ok(name + ": a mark for each median", not lacking, *lacking[:3])
        run.ok(name + ": well formed and small", not text.wrong and not done.err and
               len(done.out) < LIMIT, *text.wrong[:5])
        run.ok(name + ": exit code as without --html", done.code == run.call("compare", path).code)
    for name in ("single", "sizes"):
        path = os.path.join(harness.HERE, "results", name + ".json")
        tables, text, done = page(run, "bench", "--from", path)
        summary = run.ask("bench", "--from", path)["summary"]
        got = [row for caption, rows in tables.tables.items() if rows and rows[0][0] == "Median of"
               for row in rows[1:]]
        want = [figure(point["configurations"][0][key]["median"], key == "pairs_per_s")
                for key in METRICS.values() for point in summary]
        run.ok("%s: medians as in JSON" % name, [row[2] for row in got] == want and
               not text.wrong and not done.code, got[:3], want[:3], *text.wrong[:3])


TRENDS = {"worse": "! worse", "inconclusive": "? inconclusive", "changed": "~ changed",
          "better": "+ better"}


def regrouped(folder):
    """Two readings of a machine: three groups became one, and the command line changed."""
    for name in ("old", "new"):
        made = server()
        if name == "new":
            made.regroup("04:00.0", "03:00.0")
            made.regroup("05:00.0", "03:00.0")
            made.cmdline += " iommu=pt"
        made.write("%s/%s" % (folder, name))
        yield "%s/%s.json" % (folder, name), "%s/%s" % (folder, name)


def drawn(run, folder):
    """(name, file) of pages with pictures, for those who look at them in a browser."""
    made = faulty([(300, "c4:00.0"), (310, "c4:00.0"), (890, "03:00.0"), (900, "03:00.0")])
    made.devices["83:00.0"]["domain"] = "identity"
    made.devices["84:00.0"]["domain"] = "blocked"
    made.devices["c3:00.0"]["domain"] = "unknown"
    readings = []
    for path, root in regrouped(folder):
        run.call("snapshot", "--root", root, "-o", path)
        readings.append(path)

    def result(name):
        return os.path.join(harness.HERE, "results", name + ".json")
    for name, args in (("eight GPUs", ["report", *written(made, folder + "/eight")]),
                       ("x370", ["report", "--from", os.path.join(
                           REAL, "asrock-x370-taichi-asm1184.json")]),
                       ("compare", ["compare", result("samples")]),
                       ("compare threads", ["compare", result("threads")]),
                       ("bench", ["bench", "--from", result("sizes")]),
                       ("diff", ["diff", *readings]),
                       ("worse", ["diff", *(os.path.join(harness.HERE, "machines", one) for one in (
                           "intel-strict.json", "intel-acs-lost.json"))])):
        path = "%s/%s.html" % (folder, name.replace(" ", "-"))
        done = run.call(*args, "--html", path)
        if done.code not in (0, 1) or done.err:
            raise ValueError("%s: %s" % (name, done.err))
        yield name, path


def differences(run, folder):
    """A row for each difference of JSON, in its order, with its trend and what follows."""
    made = []
    for path, root in regrouped(folder):
        run.call("snapshot", "--root", root, "-o", path)
        made.append(path)
    pairs = [("made", *made)]
    for old, new in (("intel-strict", "intel-acs-lost"), ("switches", "intel-acs-lost"),
                     ("gpu", "gpu-moved"), ("twins", "twins-replaced"), ("quiet", "storm"),
                     ("intel-strict", "intel-pt"), ("quiet", "quiet")):
        pairs.append(("%s to %s" % (old, new), *(os.path.join(
            harness.HERE, "machines", one + ".json") for one in (old, new))))
    for name, old, new in pairs:
        done = run.call("diff", "--json", old, new)
        changes = json.loads(done.out)["changes"]
        tables, text, html_done = page(run, "diff", old, new)
        got = [row for rows in tables.tables.values() if rows and rows[0][0] == "Trend"
               for row in rows[1:]]
        want = [("✗ worse for the profile" if c["worse_for_profile"] else
                 TRENDS[c["trend"]], c["meaning"] or "") for c in changes]
        run.ok("diff of %s: %d rows as in JSON" % (name, len(want)),
               [(row[0], row[5]) for row in got] == want and html_done.code == done.code and
               not text.wrong, got[:3], want[:3], *text.wrong[:3])
    tables, text, done = page(run, "diff", *made)
    groups = text.text().rpartition("Groups, before and after")[2].partition("Before")[2]
    before, _, after = groups.partition("After")
    run.ok("diff: groups before and after", before.count("group ") == 3 and
           after.count("group ") == 1 and all(
               dev in side for dev in ("03:00.0", "04:00.0", "05:00.0")
               for side in (before, after)), before, after)
    row = [row for rows in tables.tables.values() for row in rows if row[1:2] == ["groups merged"]]
    run.ok("diff: before beside after", row and row[0][3:5] == ["3 groups", "one group"], row)
    diff_markup(run, folder, made)


def diff_markup(run, folder, made):
    """Markup in every string of both readings is refused, or shown as text."""
    shown, wrong = 0, []
    for which in (0, 1):
        if which and run.elsewhere("the same strings of the second reading"):
            continue
        with open(made[which], encoding="utf8") as file:
            old = json.load(file)
        kinds = {}
        for path in pages.strings(old):
            kinds.setdefault(pages.kind(path), path)
        for where in kinds.values():
            for text in pages.MARKUP[:4] + pages.HIDDEN:
                new = copy.deepcopy(old)
                pages.put(new, where, text)
                with open(folder + "/x.json", "w", encoding="utf8") as file:
                    json.dump(new, file)
                args = [made[0], folder + "/x.json"] if which else [folder + "/x.json", made[1]]
                got, done = page(run, "diff", *args)[1:]
                wrong += [(where, text, *got.wrong)] if got.wrong and done.out else []
                shown += text in pages.MARKUP and text in got.text()
    run.ok("diff: markup in readings is text", shown and not wrong, shown, *wrong[:5])


def bench_markup(run, folder):
    """Markup in every string of a result is refused, or shown as text."""
    with open(os.path.join(harness.HERE, "results", "domains.json"), encoding="utf8") as file:
        old = json.load(file)
    kinds = {}
    for path in pages.strings(old):
        kinds.setdefault(pages.kind(path), path)
    shown, wrong = 0, []
    for where in kinds.values():
        for text in [*pages.MARKUP, *pages.HIDDEN]:
            new = copy.deepcopy(old)
            pages.put(new, where, text)
            with open(folder + "/r.json", "w", encoding="utf8") as file:
                json.dump(new, file)
            got, done = page(run, "compare", "--force", folder + "/r.json")[1:]
            wrong += [(where, text, *got.wrong)] if got.wrong and done.out else []
            shown += text in pages.MARKUP and text in got.text()
    run.ok("markup in results is text", shown and not wrong, shown, *wrong[:5])
    for i, text in enumerate(pages.MARKUP):
        path = "%s/%d%s.json" % (folder, i, text.replace("/", "_"))
        with open(path, "w", encoding="utf8") as file:
            json.dump(old, file)
        got = page(run, "bench", "--from", path)[1]
        run.ok("markup in the name of a file: %r" % text, not got.wrong, *got.wrong[:3])


def bench_usage(run, folder):
    """Where the page goes, and what does not go together."""
    path = os.path.join(harness.HERE, "results", "domains.json")
    out = folder + "/compare.html"
    done = run.call("compare", path, "--html", out)
    first = run.call("compare", path, "--html", "-").out
    with open(out, "rb") as file:
        run.ok("compare: a file", not done.code and not done.out and file.read() == first, done.err)
    for name, args, code, words in (
            ("--json too", ["compare", path, "--html", "-", "--json"], 2, "choose one"),
            ("no folder", ["compare", path, "--html", folder + "/no/x"], 5, "No such file"),
            ("measuring", ["bench", "00:04.0", "--html", "-"], 2, "--html needs --from")):
        done = run.call(*args)
        run.ok("usage: " + name, done.code == code and words in done.err and not done.out,
               done.code, done.err)


def run(run):
    with harness.Folder() as folder:
        run.part(folded)
        for part in (heat, completions, sentences, many, timeline, sources, counts, differences,
                     compared, ratios, bench_markup, bench_usage):
            run.part(part, folder)
