# SPDX-License-Identifier: GPL-2.0
"""Pages in HTML: well formed, of our own elements alone, whatever strings a snapshot has."""
import copy
import json
import os
import stat

import answers
import harness
import pages
import values

REAL = os.path.join(harness.HERE, "real")
LIMIT = 2 << 20


def real(name):
    """The snapshot of a real machine."""
    return os.path.join(REAL, name + ".json")


def page_of(run, *args):
    """The page that a command writes to standard output."""
    done = run.call(*args, "--html", "-")
    return done, pages.Page(done.out.decode(errors="surrogateescape"))


def sources():
    """(name, arguments that name the machine)."""
    for name in sorted(os.listdir(REAL)):
        if name.endswith(".json"):
            yield name, ["--from", os.path.join(REAL, name)]
    for name in answers.names():
        yield name, ["--from", os.path.join(answers.FOLDER, name + ".json")]
    for name in harness.machines():
        yield name, ["--root", harness.fixture(name)]
    dumps = os.path.join(harness.HERE, "dumps")
    for name in sorted(os.listdir(dumps)):
        if name.endswith((".txt", ".lspci", ".json")):
            yield "dump " + name, ["--from", os.path.join(dumps, name)]


def every_machine(run):
    """Each real, recorded and dumped machine has a page."""
    for name, where in sources():
        if not run.wants(name):
            continue
        if run.call("report", *where).code:
            continue
        done, page = page_of(run, "report", *where)
        good = done.code == 0 and not page.wrong and not done.err and page.has("main") == 1 and \
            page.has("h1") == 1 and len(done.out) < LIMIT
        run.ok(name, good, done.code, done.err, len(done.out), *page.wrong[:9])


def snapshot_of(path):
    """A snapshot."""
    with open(path, encoding="utf8") as file:
        return json.load(file)


def markup(run):
    """Markup in every string of a snapshot: what is not refused is shown as text."""
    for name in ("romed8-2t-pve", "asrock-z77-extreme4-acs-override"):
        old = snapshot_of(real(name))
        kinds = {}
        for path in pages.strings(old):
            kinds.setdefault(pages.kind(path), path)
        with harness.Folder() as folder:
            shown = tried_out(run, folder, old, kinds)
        run.ok("%s: markup is shown as text" % name, shown, sorted(kinds))


def tried_out(run, folder, old, kinds):
    """How often markup was shown; each kind of string by itself has every text."""
    path, count = os.path.join(folder, "s.json"), 0
    for name, where in kinds.items():
        for text in [*pages.MARKUP, *pages.HIDDEN, "x" * 4096]:
            new = copy.deepcopy(old)
            pages.put(new, where, text)
            with open(path, "w", encoding="utf8") as file:
                json.dump(new, file)
            done, page = page_of(run, "report", "--from", path)
            if done.code:
                if done.code != 4 or not done.err or done.out:
                    run.ok("%s: %r" % (name, text[:40]), False, done.code, done.err)
                continue
            if page.wrong:
                run.ok("%s: %r" % (name, text[:40]), False, *page.wrong[:9])
            count += text in pages.MARKUP and text in page.text()
    return count


def written(run):
    """Where the page goes."""
    where = ["report", "--from", real("romed8-2t-pve")]
    first, again = (run.call(*where, "--html", "-").out for _ in range(2))
    run.ok("twice the same", first == again and first)
    with harness.Folder() as folder:
        path = os.path.join(folder, "page.html")
        done = run.call(*where, "--html", path)
        with open(path, "rb") as file:
            run.ok("a file, and nothing else is said",
                   not done.code and not done.out and not done.err and file.read() == first,
                   done.err)
        run.ok("for its owner alone", stat.S_IMODE(os.stat(path).st_mode) == 0o600)
        run.ok("no other file", os.listdir(folder) == ["page.html"])
        done = run.call(*where, "--html", os.path.join(folder, "no", "page.html"))
        run.ok("a folder that is not there", done.code == 5 and "No such file" in done.err,
               done.code, done.err)
    done = run.call(*where, "--html", "-", "--json")
    run.ok("not together with --json", done.code == 2 and not done.out, done.err)
    text = first.decode()
    run.ok("no script, and a policy that allows none", "<script" not in text and
           "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:" in text)
    run.ok("nothing of the network", "http://" not in text and "https://" not in text and
           "url(" not in text and "@import" not in text)


def run(run):
    run.part(every_machine)
    run.part(markup)
    run.part(written)
