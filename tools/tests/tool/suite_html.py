# SPDX-License-Identifier: GPL-2.0
"""Pages in HTML: well formed, of our own elements alone, whatever strings a snapshot has."""
import copy
import json
import os
import re
import stat

import answers
import harness
import large
import pages

REAL = os.path.join(harness.HERE, "real")
LIMIT = 2 << 20
GROUP = re.compile(r"group (\d+)")


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
        if "z77" in name and run.elsewhere("the same strings of a second machine"):
            continue
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


def lines(page):
    """The lines of the tree: {address: (attributes, text)}."""
    return {attributes["aria-label"].split()[0]: (attributes, text)
            for attributes, text in page.all("div", "row") if "tabindex" in attributes}


def groups(page):
    """{address: (text of its group, its colour)} of a page."""
    found = {}
    rows = [text for attributes, text in page.all("div", "row") if "tabindex" in attributes]
    marks = [(text, attributes["class"].split()[1:]) for attributes, text in page.all("span", "grp")]
    for row, (text, color) in zip(rows, marks):
        found[row.split()[0]] = (text, color[0] if color else None)
    return found


def tree(run):
    """Each function once, with its group; those that share one have one colour, and others none."""
    for name in ("romed8-2t-pve", "asrock-x370-taichi-asm1184", "hp-8560w-cougar-point-jmicron"):
        functions = snapshot_of(real(name))["functions"]
        _, page = page_of(run, "report", "--from", real(name))
        shown, marks = lines(page), groups(page)
        whole = len({one["dev"][:4] for one in functions}) > 1
        address = lambda one: one["dev"] if whole else one["dev"][5:]
        there = sorted(address(one) for one in functions)
        run.ok("%s: each function has a line" % name, sorted(shown) == there and
               len(page.all("div", "why")) == len(there), sorted(shown), there)
        wrong = [one["dev"] for one in functions if one["group"] is not None and
                 marks[address(one)][0] != "group %d" % one["group"]]
        run.ok("%s: groups" % name, not wrong, *wrong)
        members = {}
        for one in functions:
            members.setdefault(one["group"], []).append(marks[address(one)][1])
        members.pop(None, None)
        wrong = [group for group, colors in members.items()
                 if len(set(colors)) != 1 or (colors[0] is None) != (len(colors) == 1)]
        run.ok("%s: one colour for each group of several" % name, not wrong, wrong)
        wrong = [text for _, text in page.all("li", "frame") if framed(text) != 1]
        run.ok("%s: a frame holds one group" % name, not wrong and page.all("li", "frame"), *wrong)


def framed(text):
    """How many groups are in a frame, by what its lines say."""
    return len(set(GROUP.findall(text.replace("group", " group"))))


def ports(run):
    """A port says in words that it has no ACS."""
    name = "asrock-z77-extreme4-acs-override"
    _, page = page_of(run, "report", "--from", real(name))
    shown = lines(page)
    for address in ("00:01.0", "00:01.1"):
        run.ok("%s has none" % address, "no ACS" in shown[address][1], shown[address])
    run.ok("and others by a quirk", "ACS by quirk" in shown["00:1c.0"][1], shown["00:1c.0"])


def reasons(run):
    """The box of a line says what why says."""
    path = os.path.join(answers.FOLDER, "gpu.json")
    _, page = page_of(run, "report", "--from", path)
    boxes = {attributes["id"]: text for attributes, text in page.all("div", "why")}
    for address, (attributes, _) in lines(page).items():
        found = run.ask("why", address, "--from", path)
        box = boxes[attributes["aria-describedby"]]
        texts = [found[key] for key in ("group_text", "others_text", "split_text", "hardware_text",
                                        "quirks") if found[key]]
        run.ok(address, texts and all(text in box for text in texts), box, *texts)


def numa(run):
    """NUMA nodes of root buses."""
    with harness.Folder() as folder:
        path = os.path.join(folder, "two.json")
        with open(path, "w", encoding="utf8") as file:
            file.write(large.Large(2, 1, 1).snapshot())
        _, page = page_of(run, "report", "--from", path)
    shown = [text.split() for attributes, text in zip(
        (one[1] for one in page.elements if one[0] == "h3"),
        ("".join(text) for one, text in zip(page.elements, page.written) if one[0] == "h3"))
        if "root bus" in text]
    run.ok("each root bus has its node", [one[0] for one in shown] == ["0000:00", "0000:10"] and
           [one[-1] for one in shown] == ["0", "1"], shown)


def names(run):
    """What people call a function stands on its line."""
    old = snapshot_of(os.path.join(answers.FOLDER, "gpu.json"))
    old["host"]["names"] = [{
        "dev": "0000:06:00.0", "netdev": [], "rdma": [], "block": ["nvme0n1"], "nvme": ["nvme0"],
        "drm": [], "slot": ["7"], "sriov_vf_device": None}]
    with harness.Folder() as folder:
        path = os.path.join(folder, "named.json")
        with open(path, "w", encoding="utf8") as file:
            json.dump(old, file)
        done, page = page_of(run, "report", "--from", path)
        text = lines(page).get("06:00.0", ("", ""))[1]
        run.ok("disk and slot", "nvme0n1" in text and "slot 7" in text, text, done.err)


def thousand(run):
    """A thousand functions: below 2 MiB, and within two seconds of a CPU."""
    with harness.Folder() as folder:
        path = os.path.join(folder, "thousand.json")
        with open(path, "w", encoding="utf8") as file:
            file.write(large.Large(4, 4, 60).snapshot())
        before = os.times()
        run.call("report", "--from", path, "--html", os.path.join(folder, "page.html"))
        after = os.times()
        done, page = page_of(run, "report", "--from", path)
    run.ok("below 2 MiB", len(done.out) < LIMIT, len(done.out))
    run.ok("each function has a line", len(lines(page)) == 1000, len(lines(page)))
    frames = [framed(text) for _, text in page.all("li", "frame")]
    run.ok("a frame holds one group, also where half of the VFs are in it",
           frames and set(frames) == {1}, frames)
    took = after.children_user + after.children_system - before.children_user - before.children_system
    run.ok("within two seconds", took < 2, took)


def many(run):
    """Where the page would be too large, reasons are left out, and the page says where they are."""
    with harness.Folder() as folder:
        path = os.path.join(folder, "many.json")
        with open(path, "w", encoding="utf8") as file:
            file.write(large.sixteen_units())
        done, page = page_of(run, "report", "--from", path)
    boxes = [text for _, text in page.all("div", "why")]
    short = [text for text in boxes if "left out" in text]
    run.ok("some of 4,200 functions", 0 < len(short) < len(boxes) and not page.wrong and
           all("iommu-audit why " in text for text in boxes), len(short), len(boxes))
    run.ok("no more than 4 MiB", len(done.out) < 2 * LIMIT, len(done.out))


def findings(run):
    """The page has the findings of the report, and says so without any."""
    for name in ("asrock-z77-extreme4-acs-override", "romed8-2t-pve", "asus-z170-pro-gaming"):
        found = run.ask("report", "--from", real(name))["findings"]
        _, page = page_of(run, "report", "--from", real(name))
        shown = [text for _, text in page.all("li", "finding")]
        run.ok(name, len(shown) == len(found) and
               all(one["title"] in text for one, text in zip(found, shown)) and
               (found or "deserves attention" in page.text()), shown, found)


def head_of(text):
    """{label: what a report in text says behind it} of the lines above its findings."""
    found, label = {}, None
    for line in text.splitlines()[1:]:
        if not line:
            break
        label = line[:10].strip() or label
        found.setdefault(label, []).append(line[10:])
    return {label: words("".join(said)) for label, said in found.items()}


def words(text):
    """A text without the blanks that only set it."""
    return "".join(text.split())


def head(run):
    """The head of the page has each line that the report in text has, and no other."""
    seen = set()
    for name, where in sources():
        text = run.call("report", *where)
        if text.code or not run.wants(name):
            continue
        _, page = page_of(run, "report", *where)
        shown, label = {}, None
        for (tag, _), said in zip(page.elements, page.written):
            if tag == "main":
                break
            if tag == "dt":
                label = "".join(said)
            elif tag == "dd":
                shown[label] = shown.get(label, "") + words("".join(said))
        ours = {key: shown.pop(key, None) for key in ("IOMMU", "Kernel", "Command line")}
        seen.update(shown)
        run.ok(name, all(ours.values()) and shown == head_of(text.out.decode()), shown,
               head_of(text.out.decode()))
    run.ok("all labels", seen == {"Not read", "Devices", "Defaults", "Shared", "Assigned",
                                  "Faults", "VFs", "Unknown"}, sorted(seen))


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
        run.ok("no other file", os.listdir(folder) == ["page.html"])
        for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
            old = os.umask(mask)
            os.unlink(path)
            run.call(*where, "--html", path)
            os.umask(old)
            run.ok("umask %03o: mode %03o" % (mask, mode),
                   stat.S_IMODE(os.stat(path).st_mode) == mode, oct(os.stat(path).st_mode))
        os.chmod(path, 0o640)
        run.call(*where, "--html", path)
        run.ok("one that is replaced keeps its mode", stat.S_IMODE(os.stat(path).st_mode) == 0o640)
        done = run.call(*where, "--html", "")
        run.ok("a file without a name", done.code == 2 and "is empty" in done.err, done.err)
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
    run.part(tree)
    run.part(ports)
    run.part(reasons)
    run.part(numa)
    run.part(names)
    run.part(thousand)
    run.part(many)
    run.part(findings)
    run.part(head)
    run.part(written)
