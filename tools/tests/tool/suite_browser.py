# SPDX-License-Identifier: GPL-2.0
"""Pages in HTML as a real Chromium has them: nothing asked for, nothing cut off, readable by all."""
import json
import os
import time

import answers
import browser
import harness
import large
import suite_plots
from pages import MARKUP
from suite_html import REAL

WIDTHS = (480, 1024, 1920)
MACHINES = ["romed8-2t-pve", "supermicro-x10slh-16-vfs", "dell-t630-2x-broadwell-ep"]
TAB = ("Tab", 9)
# Milliseconds that a page of a thousand functions may take until it is there, on an idle machine.
OPENS = 2000
# Seconds until a page follows a key or the mouse, on an idle machine.
SOON = 10

# Everything whose text does not stand out from its ground: WCAG 2.2, 1.4.3.
CONTRAST = """(() => {
  const light = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const rgb = t => t.match(/[\\d.]+/g).map(
    (v, i) => t.startsWith('color(') && i < 3 ? v * 255 : Number(v));
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const style = getComputedStyle(e);
    const color = rgb(e.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const [a, b] = [lum(color), lum(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5))
      bad.add(e.tagName + '.' + e.getAttribute('class') + ' ' + ratio.toFixed(2));
  }
  return [...bad];
})()"""
# What sticks out on the right, where the page does not scroll.
WIDE = """(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')].filter(e =>
    e.getBoundingClientRect().right > width && !e.closest('.wide')).slice(0, 9).map(e =>
    e.tagName + '.' + e.getAttribute('class') + ' ' + e.getBoundingClientRect().right);
})()"""
# What is wider than its own cell, and so stands on the next one.
OVER = """[...document.querySelectorAll('td, th, .row[tabindex] > span')].filter(e =>
  e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth).slice(0, 9).map(e =>
  e.tagName + ' ' + e.textContent.slice(0, 60) + ' ' + e.scrollWidth + ' in ' + e.clientWidth)"""
# Whether a matrix that does not fit has a hint that it scrolls, and only then.
HINT = """[...document.querySelectorAll('.hint')].every(e =>
  !(e.nextElementSibling.scrollWidth > e.nextElementSibling.clientWidth) || e.clientHeight > 9)"""
BOX = ("document.querySelector('%s').nextElementSibling.checkVisibility("
       "{visibilityProperty: true, opacityProperty: true})")


def strange():
    """A machine whose models are called what would be markup."""
    with open(os.path.join(REAL, MACHINES[0] + ".json"), encoding="utf8") as file:
        machine = json.load(file)
    for number, function in enumerate(machine["functions"]):
        function["name"] = MARKUP[number % len(MARKUP)]
    return machine


def pages(run, folder):
    """(name, file) of each page that is looked at."""
    sources = [(name, os.path.join(REAL, name + ".json")) for name in MACHINES]
    sources += [(name, os.path.join(answers.FOLDER, name + ".json")) for name in ("gpu", "storm")]
    thousand = os.path.join(folder, "thousand.json")
    with open(thousand, "w", encoding="utf8") as file:
        file.write(large.Large(4, 4, 60).snapshot())
    stranger = os.path.join(folder, "stranger.json")
    with open(stranger, "w", encoding="utf8") as file:
        json.dump(strange(), file)
    for name, source in [*sources, ("a thousand functions", thousand), ("a stranger", stranger)]:
        path = os.path.join(folder, name.replace(" ", "-") + ".html")
        done = run.call("report", "--from", source, "--html", path)
        if done.code:
            raise ValueError("%s: %s" % (name, done.err))
        yield name, path
    yield from suite_plots.drawn(run, folder)


def opened(shown, path, width):
    """Milliseconds until a page is there."""
    began = time.monotonic()
    shown.open(path, width)
    return (time.monotonic() - began) * 1000


def each(run, shown, name, path):
    """One page at each width."""
    for width in WIDTHS:
        took = opened(shown, path, width)
        if took > OPENS:
            took = min(took, opened(shown, path, width), opened(shown, path, width))
        at = "%s at %d: " % (name, width)
        asked = [url for url in shown.requests() if url != "file://" + path]
        complaints = list(shown.complaints())
        run.ok(at + "no complaint and no request", not asked and not complaints,
               *complaints, *asked)
        wide = shown.run(WIDE)
        run.ok(at + "nothing sticks out", not wide, *wide)
        over = shown.run(OVER)
        run.ok(at + "nothing leaves its cell", not over, *over)
        run.ok(at + "a matrix that scrolls says so", shown.run(HINT))
        run.ok(at + "is there at once", took < OPENS or took < OPENS * run.slowness(), took)
    for scheme in ("light", "dark"):
        shown.scheme(scheme)
        faint = shown.run(CONTRAST)
        run.ok("%s: contrast, %s" % (name, scheme), not faint, *faint)


def colors(run, shown):
    """The page follows what the user prefers."""
    grounds = []
    for scheme in ("light", "dark"):
        shown.scheme(scheme)
        grounds.append(shown.run("getComputedStyle(document.body).backgroundColor"))
    run.ok("dark is dark", grounds[0] != grounds[1] and
           all(int(one) < 64 for one in grounds[1][4:-1].split(",")), grounds)


def until(run, shown, script, wanted):
    """Wait until an expression comes to that."""
    return harness.Limit(run, SOON).until(lambda: shown.run(script) == wanted)


def keyboard(run, shown):
    """From key to key: the link that skips, then a line of the tree with its box."""
    shown.press(*TAB)
    run.ok("the first key finds the link that skips",
           shown.run("document.activeElement.className") == "skip")
    for _ in range(60):
        shown.press(*TAB)
        if shown.run("document.activeElement.classList.contains('row')"):
            break
    run.ok("focus shows why", until(run, shown, BOX % ".row:focus", True))
    run.ok("and why is a description of the line", shown.run(
        "document.activeElement.getAttribute('aria-describedby') === "
        "document.activeElement.nextElementSibling.id"))
    shown.press(*TAB)
    run.ok("only of that line", shown.run(
        "[...document.querySelectorAll('.why')].filter(e => "
        "e.checkVisibility({visibilityProperty: true})).length") == 1)


def mouse(run, shown):
    """What is below the mouse."""
    shown.run("document.activeElement.blur()")
    shown.run("document.querySelector('.row[tabindex]').scrollIntoView()")
    where = shown.run("(r => [r.x + 20, r.y + r.height / 2])(document.querySelector("
                      "'.row[tabindex]').getBoundingClientRect())")
    run.ok("without a mouse there is no box",
           until(run, shown, BOX % ".row[tabindex]", False))
    shown.point(*where)
    run.ok("a mouse shows why", until(run, shown, BOX % ".row[tabindex]", True))


def cells(run, shown):
    """A cell of the matrix tells its path where the focus is, and leads to it in words."""
    tip = ("document.activeElement.querySelector('.tip').checkVisibility()")
    run.ok("no cell tells before", shown.run(
        "[...document.querySelectorAll('.tip')].filter(e => e.checkVisibility()).length") == 0)
    shown.run("document.querySelector('.heat td a').focus()")
    run.ok("a cell tells its path", until(run, shown, tip, True))
    shown.open(shown.path, 1920)
    run.ok("one that fits does not say that it scrolls",
           shown.run("document.querySelector('.hint').clientHeight") == 0)
    shown.open(shown.path, 1024)
    shown.run("document.querySelector('.heat td a').focus()")
    until(run, shown, tip, True)
    run.ok("and nothing covers it", shown.run(
        "(r => document.elementFromPoint(r.x + 20, r.y + 10).closest('.tip') !== null)"
        "(document.activeElement.querySelector('.tip').getBoundingClientRect())"))
    run.ok("its link leads to an entry", shown.run(
        "document.querySelector(document.activeElement.getAttribute('href')) !== null"))


def readers(run, shown):
    """What a screen reader finds."""
    roles = shown.roles()
    found = {role for role, _ in roles}
    wanted = {"banner", "navigation", "main", "contentinfo", "heading", "region", "table",
              "columnheader", "rowheader", "list", "listitem", "link"}
    run.ok("landmarks, headings, tables", wanted <= found, wanted - found)
    named = [role for role, name in roles if role in ("heading", "link", "region") and not name]
    run.ok("each of them has a name", not named, named)
    pictures = [role for role, name in roles if role in ("image", "img") and not name]
    run.ok("each picture too", not pictures, pictures)


def run(run):
    why = "no Chromium is installed: apt-get install chromium-headless-shell" \
        if not browser.program() else \
        "the page is the same without sanitizers" if run.sanitized() else ""
    if why:
        run.skip("pages in Chromium", why)
        return
    if run.listing or not run.may_want():
        return
    with harness.Folder() as folder, browser.Browser(os.path.join(folder, "profile")) as shown:
        for name, path in pages(run, folder):
            each(run, shown, name, path)
            if name == "eight GPUs":
                shown.open(path, 1024)
                cells(run, shown)
            if name == "gpu":
                shown.open(path, 1024)
                colors(run, shown)
                keyboard(run, shown)
                mouse(run, shown)
                readers(run, shown)
                run.ok("prints", shown.pdf().startswith(b"%PDF-"))
