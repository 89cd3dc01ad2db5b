# SPDX-License-Identifier: GPL-2.0
"""Statistics against answers worked out here in other ways, by brute force."""
import itertools
import math
import os
import random
import subprocess

SEED = 5
# Critical values of the two-sided rank-sum test at 5 %, as printed in tables
# since Mann and Whitney: U at most this is significant.
TABLE = {(4, 4): 0, (3, 5): 0, (5, 5): 2, (4, 6): 2, (6, 6): 5, (5, 8): 6, (7, 7): 8,
         (8, 8): 13, (10, 10): 23, (12, 12): 37, (15, 15): 64, (20, 20): 127}
# Too few for any interval.
NONE = [(1, 1), (2, 2), (3, 3), (1, 20), (2, 7), (3, 4)]


def quantile(values, p):
    """Definition 7: linear between the order statistics around (n - 1) p."""
    values = sorted(values)
    place = (len(values) - 1) * p
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] * (1 - (place - low)) + values[high] * (place - low)


def tail(n, m):
    """By U, the share of all orders with at most so many reversed pairs."""
    counts = [0] * (n * m + 1)
    for places in itertools.combinations(range(n + m), n):
        counts[sum(places) - n * (n - 1) // 2] += 1
    return [sum(counts[:u + 1]) / math.comb(n + m, n) for u in range(n * m + 1)]


def floor(values):
    """Eight of ten values, or half of many."""
    tail_end = .1 if len(values) < 8 else .25
    return quantile(values, 1 - tail_end) / quantile(values, tail_end) - 1


def near(got, want):
    return abs(got - want) <= 1e-9 * max(1, abs(want))


def ask(run, cases):
    """The program's answers, as lists of numbers."""
    text = "".join("%s | %s\n" % (" ".join(map(repr, a)), " ".join(map(repr, b)))
                   for a, b in cases)
    done = subprocess.run([run.beside("tools{}-test-stats")], input=text, capture_output=True,
                          text=True, check=False)
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def quantiles(run):
    """By hand, and against the formula."""
    known = [([1, 2, 3, 4], 2.5, 3.7, 1.03, 3.7 / 1.3 - 1), ([5], 5, 5, 5, math.nan),
             ([3, 1, 2], 2, 2.8, 1.02, 2.8 / 1.2 - 1), ([1, 1, 1, 9], 1, 6.6, 1, 5.6), ([1, 2, 3, 4, 5, 6, 7, 8, 9], 5, 8.2, 1.08, 7 / 3 - 1)]
    for (values, *want), got in zip(known, ask(run, [(k[0], [1]) for k in known])):
        run.ok("quantiles of %s" % values, all(
            near(g, w) or (math.isnan(g) and math.isnan(w)) for g, w in zip(got, want)), got)
    rng = random.Random(SEED)
    cases = [[rng.lognormvariate(5, 1) for _ in range(rng.randint(2, 100))] for _ in range(50)]
    wrong = [(values, got) for values, got in zip(cases, ask(run, [(c, [1]) for c in cases]))
             if not (near(got[0], quantile(values, .5)) and near(got[1], quantile(values, .9)) and
                     near(got[2], quantile(values, .01)) and
                     near(got[3], floor(values)))]
    run.ok("quantiles of 50 random sets", not wrong, *wrong[:2])


def medians(run):
    """The interval of a median: ranks of printed tables of the sign test at 95 %, and by counting."""
    for count, out in ((1, 0), (5, 0), (6, 1), (8, 1), (9, 2), (12, 3), (15, 4), (20, 6), (25, 8),
                       (50, 18), (100, 40)):
        values = list(range(1, count + 1))
        want = [out, count + 1 - out] if out else [math.nan, math.nan]
        got = ask(run, [(values, [1])])[0][14:]
        run.ok("interval of the median of %d values" % count, got == want or
               (not out and all(map(math.isnan, got))), got, want)
        # Of all ways in which values may be below or above the median, those outside
        outside = 2 * sum(math.comb(count, i) for i in range(out)) / 2 ** count
        more = 2 * sum(math.comb(count, i) for i in range(out + 1)) / 2 ** count
        run.ok("of %d values it holds 95 %%, and no narrower one does" % count,
               outside <= .05 < more, outside, more)


def ranks(run):
    """The test's limits, of tables and by counting every order."""
    sizes = [*TABLE, *NONE]
    answers = ask(run, [([1.0] * n, [1.0] * m) for n, m in sizes])
    for (n, m), got in zip(sizes, answers):
        run.ok("limit for %d and %d values" % (n, m), got[10] == TABLE.get((n, m), -1) and
               got[7] == ((n, m) in TABLE), got)
    small = [(n, m) for n in range(1, 8) for m in range(1, 8)]
    wrong = []
    for (n, m), got in zip(small, ask(run, [([1.0] * n, [1.0] * m) for n, m in small])):
        share = tail(n, m)
        limit = max([u for u in range(n * m + 1) if 2 * share[u] <= 0.05 + 1e-12], default=-1)
        held = 1 - 2 * share[limit] if limit >= 0 else 0
        if got[10] != limit or not near(got[11], held):
            wrong.append(((n, m), limit, held, got))
    run.ok("limits up to 7 and 7 values, every order counted", not wrong, *wrong[:3])


def drifts(run):
    """A steady drift through both of two configurations stays below the floor for it."""
    known = [([4, 5], 9 / 16), ([7], math.nan), ([3, 2, 2.5], 1.25), ([1, 0], math.nan)]
    for (values, want), got in zip(known, ask(run, [(k[0], [1]) for k in known])):
        run.ok("floor for drift of %s" % values,
               near(got[12], want) and near(got[13], (want + 1) * 2.25 - 1) or
               (math.isnan(got[12]) and math.isnan(want)), got)
    cases = [([100 + by * i for i in range(n)], [100 + by * i for i in range(n, 2 * n)])
             for n in range(4, 60) for by in (.01, .2, 1, -.2, -.5)]
    wrong = [(a, b) for (a, b), (x, y) in zip(cases, zip(ask(run, cases), ask(
        run, [(b, a) for a, b in cases]))) if max(x[5], 1 / x[5]) - 1 > max(x[12], y[12])]
    run.ok("a steady drift is below it", not wrong, *wrong[:2])


def effects(run):
    """Ratio and interval are order statistics of all ratios."""
    a, b = [100.0, 101.0, 102.0, 103.0], [200.0, 202.0, 204.0, 206.0]
    got = ask(run, [(a, b)])[0]
    # 4 and 4: nothing is left out, so the interval is from least to most.
    run.ok("a doubling is 2, with an interval from least to most",
           near(got[5], quantile([y / x for x in a for y in b], .5)) and
           near(got[6], 2) and near(got[8], 200 / 103) and near(got[9], 206 / 100), got)
    rng = random.Random(SEED)
    cases = [([rng.lognormvariate(3, .2) for _ in range(rng.randint(4, 20))],
              [rng.lognormvariate(3, .2) for _ in range(rng.randint(4, 20))])
             for _ in range(60)]
    wrong = []
    for (a, b), got in zip(cases, ask(run, cases)):
        ratios = sorted(y / x for x in a for y in b)
        limit = int(got[10])
        if not (near(got[5], quantile(ratios, .5)) and near(got[8], ratios[limit]) and
                near(got[9], ratios[-1 - limit]) and
                near(got[6], quantile(b, .5) / quantile(a, .5))):
            wrong.append((a, b, got))
    run.ok("60 random pairs of configurations", not wrong, *wrong[:2])
    back = ask(run, [(b, a) for a, b in cases])
    run.ok("the other way round it is the inverse", all(
        near(x[8] * y[9], 1) and near(x[9] * y[8], 1)
        for x, y in zip(ask(run, cases), back)))
    zero = ask(run, [([1.0, 2.0], [0.0, 1.0]), ([1.0], [])])
    run.ok("no ratio with a 0, and none with nothing", [z[4] for z in zero] == [0, 0] and
           zero[1][7] == 0 and zero[1][10] == -1, zero)


def coverage(run):
    """An interval of 95 % holds the true ratio in 95 of 100 cases, heavy tails or not."""
    rng = random.Random(SEED)
    for n, m in ((4, 4), (5, 5), (8, 6)):
        def draw(count, by):
            return [by * (rng.lognormvariate(3, .05) + (rng.random() < .1) * rng.expovariate(.05))
                    for _ in range(count)]
        cases = [(draw(n, 1), draw(m, 1.25)) for _ in range(2000)]
        held = sum(got[8] <= 1.25 <= got[9] for got in ask(run, cases)) / len(cases)
        # 2000 cases of 95 %: three standard errors are 1.5 %.
        run.ok("interval of %d and %d values holds what is true" % (n, m), held > 0.935, held)


def run(run):
    for part in (quantiles, medians, ranks, drifts, effects, coverage):
        run.part(part)
