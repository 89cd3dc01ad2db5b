# SPDX-License-Identifier: GPL-2.0
"""Kernels to boot: Debian's, by line (kernels.list), or the user's own."""

import collections
import json
import os
import pathlib
import re
import shlex
import time

from . import arch as arches
from . import root
from .paths import LAB, LabError, Unavailable, cache, inside, lock, read_table, say

# line: how it was asked for; release: uname -r; vmlinuz, modules: host paths
# (modules is the folder lib/modules/RELEASE, or None); headers: a build folder
# for M=, as named inside the root; cc: compiler inside the root; binds: host
# folders that must be visible inside the root to build against headers; arch: one of arch.py.
Kernel = collections.namedtuple("Kernel", "line release vmlinuz modules headers cc binds arch")
Kernel.__new__.__defaults__ = (arches.NATIVE,)
Package = collections.namedtuple("Package", "name version suite arch depends size")
Line = collections.namedtuple("Line", "line arch suites headers cc")

# Where a suite may live: each address is tried in order.
ARCHIVED = "http://archive.debian.org/debian"
# What index() also knows, as an entry begins.
OTHERS = ("Package: dkms\n", "Package: ovmf\n", "Package: kubectl\n",
          "Package: python3-kubernetes\n", "Package: golang-github-containers-common\n")
HEADER_DEPENDS = re.compile(r"linux-(headers|kbuild|config)-[\w.+~-]*\d[\w.+~-]*")


def lines():
    """The entries of kernels.list, in order."""
    found = []
    for text in read_table(LAB / "kernels.list"):
        name, arch, suites, headers, compiler = text.split()
        found.append(Line(name, arch, suites.split(","), headers, compiler))
    return found


def _order(text):
    """Sort key of one part of a Debian version (deb-version(7))."""
    key = []
    for letters, digits in re.findall(r"([^\d]*)(\d*)", text):
        key.append([-1 if c == "~" else ord(c) + (0 if c.isalpha() else 256) for c in letters]
                   + [0])
        key.append([int(digits or 0)])
    return key


def version_key(version):
    """Sort key of a Debian version."""
    epoch, _, rest = version.rpartition(":")
    upstream, _, revision = rest.rpartition("-")
    return int(epoch or 0), _order(upstream or rest), _order(revision if upstream else "")


def _apt(suite, arch, archived=False):
    """Options that make apt inside the root see one suite of one architecture only."""
    folder = cache() / "apt" / (suite if arch == arches.NATIVE else f"{suite}-{arch}")
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    archive, security = root.mirrors()
    if archived:
        archive, security = ARCHIVED, ARCHIVED + "-security"
    uri = security if suite.endswith("-security") else archive
    (folder / "sources.list").write_text(
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
        f"{uri} {suite} main\n", encoding="ascii")
    here = inside(folder)
    return ["-q", "-o", f"Dir::Etc::sourcelist={here}/sources.list", "-o",
            "Dir::Etc::sourceparts=/dev/null", "-o", f"Dir::State::lists={here}/lists",
            "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=",
            "-o", "APT::Default-Release=", "-o", "Acquire::Languages=none",
            "-o", "APT::Sandbox::User=root", "-o", f"APT::Architecture={arch}",
            "-o", f"APT::Architectures={arch}"]


_indexes = {}


def index(suite, arch=arches.NATIVE):
    """All kernel packages of a suite, and OTHERS: {name: Package of the highest version}."""
    if (suite, arch) in _indexes:
        return _indexes[suite, arch]
    with lock(f"apt-{suite}-{arch}"):
        for archived in (False, True):
            options = _apt(suite, arch, archived)
            done = root.run(["apt-get", *options, "-o", "APT::Update::Error-Mode=any", "update"],
                            check=False, capture=True)
            if done.returncode == 0:
                break
        else:
            raise Unavailable(f"suite {suite} cannot be read: "
                              + "; ".join(done.stdout.strip().splitlines()[-3:]))
        dump = root.run("apt-get " + " ".join(options) + " indextargets "
                        "--format '$(FILENAME)' 'Created-By: Packages' | "
                        "xargs -r /usr/lib/apt/apt-helper cat-file", capture=True).stdout
    found = {}
    for stanza in dump.split("\n\n"):
        if not stanza.startswith(("Package: linux-", *OTHERS)):
            continue
        fields = dict(line.split(": ", 1) for line in stanza.splitlines()
                      if ": " in line and not line.startswith(" "))
        package = Package(fields["Package"], fields["Version"], suite, arch,
                          fields.get("Depends", ""), int(fields["Size"]))
        known = found.get(package.name)
        if not known or version_key(package.version) > version_key(known.version):
            found[package.name] = package
    _indexes[suite, arch] = found
    return found


def newest(suites, pattern):
    """The newest Package whose name matches pattern, over one or several suites."""
    best = None
    for suite in [suites] if isinstance(suites, str) else suites:
        for package in index(suite).values():
            if re.match(pattern, package.name) and \
                    (not best or version_key(package.version) > version_key(best.version)):
                best = package
    if not best:
        raise Unavailable(f"no package matches {pattern} in {suites}")
    return best


def download(packages):
    """Fetch packages with apt (which checks the hashes); returns their host paths."""
    folder = cache() / "packages"
    folder.mkdir(exist_ok=True)
    paths = []
    for package in packages:
        with lock(f"download-{package.name}"):
            stem = f"{package.name}_{package.version.replace(':', '%3a')}_"
            have = [p for p in folder.glob(stem + "*.deb") if p.stat().st_size == package.size]
            if not have:
                say(f"  downloading {package.name} {package.version} ({package.size >> 20} MB)")
                options = shlex.join(_apt(package.suite, package.arch))
                root.run(f"cd {inside(folder)}; apt-get {options} "
                         f"download {package.name}={package.version}", capture=True)
                have = [p for p in folder.glob(stem + "*.deb") if p.stat().st_size == package.size]
        paths.append(have[0])
    return paths


def resolve(line):
    """What the newest release of a Line consists of: (release, [Package, ...])."""
    best = None
    for suite in line.suites:
        known = index(suite, line.arch)
        for package in known.values():
            match = re.fullmatch(line.headers, package.name)
            if not match:
                continue
            release, parts = match.group(1), [package]
            same = [p for p in known.values() if p.version == package.version]
            names = {p.name: p for p in same}
            image = [names[n] for n in (f"linux-image-{release}-unsigned",
                                        f"linux-binary-unsigned-{release}") if n in names]
            if not image:
                continue
            parts += image[:1]
            parts += [names[n] for n in (f"linux-base-{release}", f"linux-modules-{release}")
                      if n in names]
            parts += _header_parts(package, {**known, **_build_tools(known, index(suite))})
            if not best or version_key(package.version) > version_key(best[2]):
                best = release, parts, package.version
    if not best:
        raise Unavailable(f"kernel {line.line}: no headers with an image are published in "
                          + ", ".join(line.suites))
    return best[0], best[1]


def _build_tools(known, own):
    """Packages with programs that a build runs: those of the lab root's architecture."""
    return {name: own[name] for name, package in known.items()
            if name.startswith("linux-kbuild-") and name in own
            and own[name].version == package.version}


def _header_parts(package, known):
    """The header packages that a header package depends on, at any depth."""
    parts, todo = [], [package]
    while todo:
        for name in re.split(r"[,|]", todo.pop().depends):
            name = name.split("(")[0].strip()
            if HEADER_DEPENDS.fullmatch(name) and name in known and known[name] not in parts:
                parts.append(known[name])
                todo.append(known[name])
    return parts


# Unpacks $@ (packages) for release $R. Never straight into the root: some
# packages carry a real lib/, which would replace the root's lib -> usr/lib.
UNPACK = """
R=$1; shift
T=$(mktemp -d /var/tmp/kernel.XXXXXX)
trap 'rm -rf "$T"' EXIT
for deb; do dpkg -x "$deb" "$T"; done
rm -rf "/usr/lib/modules/$R"
mkdir -p "/usr/lib/modules/$R"
for d in "$T/lib/modules/$R" "$T/usr/lib/modules/$R"; do
	[ ! -d "$d" ] || cp -al "$d/." "/usr/lib/modules/$R/"
done
for d in "$T/boot/vmlinuz-$R" "/usr/lib/modules/$R/vmlinuz" "/usr/lib/modules/$R/vmlinuz.unsigned"; do
	[ ! -f "$d" ] || cp "$d" "/boot/vmlinuz-$R"
done
cp -a "$T/usr/src/." /usr/src/
for d in "$T"/usr/lib/linux-kbuild-*; do
	[ ! -d "$d" ] || cp -a --remove-destination "$d" /usr/lib/
done
test -f "/boot/vmlinuz-$R"
chmod 0644 "/boot/vmlinuz-$R"
test -d "/usr/src/linux-headers-$R"
rm -f "/usr/lib/modules/$R/build" "/usr/lib/modules/$R/source"
depmod "$R"
"""


def _published(name):
    """Fetch and unpack the newest release of a line."""
    for line in lines():
        if line.line == name:
            break
    else:
        from . import debugkernel  # it uses this module
        raise LabError(f"no kernel line {name!r}; known: "
                       + " ".join([*debugkernel.FRAGMENTS, *(l.line for l in lines())]), 2)
    record = root.path() / "var" / "lib" / "iommu-audit-lab" / f"{name}.json"
    with lock(f"kernel-{name}"):
        kernel = _recorded(record, line)
        if kernel:
            return kernel
        try:
            release, parts = resolve(line)
        except LabError as error:
            kernel = _recorded(record, line, any_age=True)
            if not kernel:
                raise
            say(f"kernel {name}: {error}; keeping {kernel.release}")
            return kernel
        size = sum(p.size for p in parts) >> 20
        say(f"kernel {name}: {release}, {parts[0].version}, {len(parts)} packages, {size} MB")
        debs = [inside(path) for path in download(parts)]
        say(f"  unpacking {release}")
        with lock("unpack"):
            root.run(["bash", "-ec", UNPACK, "unpack", release, *debs], capture=True)
        entry = json.dumps({"release": release, "version": parts[0].version})
        root.run(["sh", "-ec", 'mkdir -p /var/lib/iommu-audit-lab; '
                  'echo "$2" > "/var/lib/iommu-audit-lab/$1.json"', "sh", name, entry])
    return _recorded(record, line, any_age=True)


# A resolved release is kept this long before the mirror is asked again.
FRESH_SECONDS = 7 * 24 * 3600


def _recorded(record, line, any_age=False):
    """The Kernel that an earlier run unpacked, or None."""
    if not record.exists():
        return None
    if not any_age and time.time() - record.stat().st_mtime > FRESH_SECONDS:
        return None
    entry = json.loads(record.read_text(encoding="ascii"))
    release = entry["release"]
    base = root.path()
    return Kernel(line.line, release, base / "boot" / f"vmlinuz-{release}",
                  base / "usr" / "lib" / "modules" / release,
                  f"/usr/src/linux-headers-{release}", arches.get(line.arch).cross + line.cc, (),
                  line.arch)


def _own(vmlinuz):
    """The kernel that KERNEL=, HEADERS= and MODULES= point to."""
    vmlinuz = pathlib.Path(vmlinuz).resolve()
    headers = os.environ.get("HEADERS")
    if not vmlinuz.is_file():
        raise LabError(f"{vmlinuz}: no such kernel image", 2)
    if not headers or not (pathlib.Path(headers) / "Makefile").exists():
        raise LabError("KERNEL is a file, so HEADERS must be its headers or build folder", 2)
    headers = pathlib.Path(headers).resolve()
    release = (headers / "include" / "config" / "kernel.release").read_text().strip()
    modules = pathlib.Path(os.environ.get("MODULES", f"/lib/modules/{release}"))
    if not (modules / "modules.dep").exists():
        say(f"  no modules in {modules}: only what is built into the kernel will drive devices")
        modules = None
    say(f"kernel {vmlinuz}: {release}, headers {headers}")
    return Kernel("own", release, vmlinuz, modules, str(headers),
                  os.environ.get("CC", "gcc-14"), tuple(_reach(headers)))


def _reach(headers):
    """Host folders that a headers folder refers to, itself first."""
    found = [str(headers)]
    targets = [entry.resolve() for entry in headers.iterdir() if entry.is_symlink()]
    included = re.search(r"^include (/\S+)/Makefile", (headers / "Makefile").read_text(), re.M)
    if included:
        targets.append(pathlib.Path(included.group(1)).resolve())
    for target in targets:
        # /usr/src/NAME or /usr/lib/NAME as a whole, not one folder of it
        top = "/".join(str(target).split("/")[:4]) if str(target).startswith("/usr/") \
            else str(target)
        if top not in found and os.path.isdir(top):
            found.append(top)
    return found


def get(name):
    """The Kernel called name: a line of kernels.list, a debug kernel, or a path."""
    from . import debugkernel  # it uses this module
    root.ensure()
    if name in debugkernel.FRAGMENTS:
        return debugkernel.ensure(name)
    if "/" in name:
        return _own(name)
    kernel = _published(name)
    say(f"kernel {name}: {kernel.release}")
    return kernel
