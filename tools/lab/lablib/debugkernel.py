# SPDX-License-Identifier: GPL-2.0
"""The debug kernels: linux-source of one Debian line with configurations of our own.

Each is built once, kept as a packed tree that modules can be built against, and
keyed by everything it depends on: fragments, source version, compiler.
"""

import hashlib
import re
import shutil
import time

from . import kernels, root
from .paths import LAB, LabError, Unavailable, cache, inside, lock, say

SOURCE = "linux-source-6.12"
SUITE = "trixie"
COMPILER = "gcc-14"
# Fragments of each, a later one has the last word.
_LEAN = ["debug-kernel.config", "debug-kernel-lean.config"]
FRAGMENTS = {"debug": ["debug-kernel.config"],
             "debug-rt": [*_LEAN, "debug-kernel-rt.config"],
             "debug-kcsan": [*_LEAN, "debug-kernel-kcsan.config"]}
# Lines that a whole build prints, for the progress figure only.
BUILD_LINES = 2350


def settings(text):
    """Configuration symbols of a fragment or .config: {name: value}, n for unset."""
    found = {}
    for line in text.splitlines():
        unset = re.match(r"# (CONFIG_\w+) is not set", line)
        if unset:
            found[unset.group(1)] = "n"
        elif line.startswith("CONFIG_"):
            name, _, value = line.partition("=")
            found[name] = value
    return found


def dishonoured(fragment, result):
    """Fragment lines that Kconfig dropped or changed, as readable texts."""
    got = settings(result)
    return [f"{name}: wanted {value}, got {got.get(name, 'n')}" for name, value in fragment.items()
            if got.get(name, "n") != value]


def source_version():
    """Version of the source package to use; the mirror is asked once a week."""
    known = cache() / "debug-kernel" / "version"
    if known.exists() and time.time() - known.stat().st_mtime < kernels.FRESH_SECONDS:
        return known.read_text(encoding="ascii").strip()
    try:
        version = kernels.newest(SUITE, f"^{re.escape(SOURCE)}$").version
    except Unavailable:
        if not known.exists():
            raise
        return known.read_text(encoding="ascii").strip()
    known.parent.mkdir(exist_ok=True)
    known.write_text(version + "\n", encoding="ascii")
    return version


def _fragment(name):
    """The fragments of a debug kernel as one: {symbol: value}."""
    found = {}
    for part in FRAGMENTS[name]:
        found.update(settings((LAB / part).read_text(encoding="ascii")))
    return found


def ensure(name="debug"):
    """Build or unpack a debug kernel; returns its kernels.Kernel."""
    root.ensure()
    with lock(f"{name}-kernel"):
        version = source_version()
        compiler = root.run([COMPILER, "-dumpfullversion"], capture=True).stdout.strip()
        fragment = _fragment(name)
        key = hashlib.sha256(repr((sorted(fragment.items()), version, COMPILER,
                                   compiler, BUILD)).encode()).hexdigest()[:12]
        tree = cache() / "debug-kernel" / key
        pack = cache() / "debug-kernel" / f"{key}.tar.zst"
        if not (tree / "release").exists():
            if not pack.exists():
                _build(name, fragment, key, pack)
            say(f"unpacking the {name} kernel")
            root.run(f"rm -rf {inside(tree)}.new; mkdir -p {inside(tree)}.new; "
                     f"tar -C {inside(tree)}.new -xf {inside(pack)}; "
                     f"rm -rf {inside(tree)}; mv {inside(tree)}.new {inside(tree)}")
        release = (tree / "release").read_text(encoding="ascii").strip()
        say(f"kernel {name}: {release} ({SOURCE} {version}, {COMPILER} {compiler})")
        return kernels.Kernel(name, release, tree / "vmlinuz",
                              tree / "lib" / "modules" / release,
                              f"{inside(tree)}/build", COMPILER, ())


# What turns a source tree ($S), a build folder ($B) into the packed tree ($T).
BUILD = """
make -C $S O=$B ARCH=x86_64 CC=$CC HOSTCC=$CC KCONFIG_ALLCONFIG=$F allnoconfig
"""
COMPILE = """
make -C $S O=$B ARCH=x86_64 CC=$CC HOSTCC=$CC -j$(nproc) bzImage modules
make -C $S O=$B ARCH=x86_64 CC=$CC INSTALL_MOD_PATH=$T INSTALL_MOD_STRIP=1 modules_install
R=$(cat $B/include/config/kernel.release)
rm -f $T/lib/modules/$R/build $T/lib/modules/$R/source
cp $B/arch/x86/boot/bzImage $T/vmlinuz
cp $B/.config $T/config
cd $B
export srctree=$S SRCARCH=x86 CC=$CC HOSTCC=$CC
ARCH=x86_64 MAKE=make KCONFIG_CONFIG=.config sh $S/scripts/package/install-extmod-build $T/build
cp $B/Module.symvers $T/build/
echo $R > $T/release
"""


def _build(name, fragment, key, pack):
    """Compile; leaves pack behind and removes the sources."""
    package = kernels.newest(SUITE, f"^{re.escape(SOURCE)}$")
    work = cache() / "debug-kernel" / f"work-{key}"
    if work.exists():
        root.run(["rm", "-rf", inside(work)])
    for folder in ("source", "obj", "tree"):
        (work / folder).mkdir(parents=True)
    (work / "fragment").write_text("".join(f"{symbol}={value}\n" for symbol, value
                                           in fragment.items()), encoding="ascii")
    here = inside(work)
    variables = (f"S={here}/source B={here}/obj T={here}/tree F={here}/fragment "
                 f"CC={COMPILER};")
    say(f"{name} kernel: downloading {SOURCE} {package.version} (150 MB)")
    archive = kernels.download([package])[0]
    root.run(f"{variables} dpkg-deb --fsys-tarfile {inside(archive)} | "
             f"tar -xO ./usr/src/{SOURCE}.tar.xz | tar -xJ -C $S --strip-components=1")
    root.run(f"{variables} {BUILD}", capture=True)
    lost = dishonoured(fragment, (work / "obj" / ".config").read_text(encoding="utf-8"))
    if lost:
        raise LabError(f"Kconfig did not honour tools/lab/{FRAGMENTS[name][-1]}:\n  "
                       + "\n  ".join(lost))
    say(f"{name} kernel: building, about 10 minutes on 2 processors, once")
    log = cache() / "debug-kernel" / f"{key}.log"
    status = root.logged(f"{variables} {COMPILE}", log, f"building the {name} kernel",
                         total=BUILD_LINES, nice=10)
    if status:
        tail = log.read_text(errors="replace").splitlines()[-30:]
        raise LabError(f"the {name} kernel did not build, see {log}:\n" + "\n".join(tail))
    part = inside(pack) + ".part"
    root.run(f"tar -C {here}/tree -c . | zstd -q -T0 -f -o {part}; mv {part} {inside(pack)}; "
             f"rm -rf {here}")
    shutil.rmtree(work, ignore_errors=True)
