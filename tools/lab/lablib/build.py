# SPDX-License-Identifier: GPL-2.0
"""Builds module, tool and guest helpers inside the lab root, outside the checkout.

Sources are mirrored into the cache, one copy per kernel: kbuild puts objects
beside sources, and the checkout stays clean on every kernel that way.
"""

import contextlib
import hashlib
import re
import shutil

from . import arch as arches
from . import kernelscripts, root
from .paths import IN_PROJECT, LAB, PROJECT, LabError, cache, inside, lock, say

# Parts of the project that a module build reads.
MODULE_SOURCES = ("Kbuild", "dkms.conf", "module", "include", "kunit")
# Products, which the mirror neither copies nor deletes.
PRODUCTS = ("*.o", "*.ko", "*.cmd", ".*.cmd", "*.mod", "*.mod.c", "*.symvers", "modules.order",
            "generated.h*", "*.a", "*.d", "*.gcno", "*.gcda", "*.su")
# How the kernel's build names our own files in a warning.
OURS = re.compile(r"(?:^|[\s/])(?:module|kunit|include/uapi)/\S+\.[ch]:\d+:.*\b(?:warning|error):"
                  r"|(?:WARNING|warning): modpost:.*iommu_audit|iommu_audit\S*\.o: warning:", re.M)


# Headers of 7.2 and later lack the script that finds out whether sparse is new enough, without
# which the kernel's build goes on without it. Ours does not know one operator.
SPARSE = ("C=2", "KBUILD_CHECKSRC=2", "CF=-D__typeof_unqual__=__typeof__")
# Of parameters, from 7.2 on: what is no constant expression to the compiler fails the build.
BEYOND_SPARSE = re.compile(r"error: bad constant expression$")


def _products():
    """Where this checkout's products go; another one, with other sources, has its own."""
    return cache() / "build" / hashlib.sha256(str(PROJECT).encode()).hexdigest()[:8]


@contextlib.contextmanager
def _product(name):
    """A folder of the products, which nobody else builds in meanwhile."""
    folder = _products() / name
    with lock(f"build-{_products().name}-{name}"):
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def _mirror(target):
    """Bring a copy of the module's sources up to date in target."""
    exclude = [f"--exclude={pattern}" for pattern in (*PRODUCTS, ".git", "__pycache__")]
    names = [f"{IN_PROJECT}/./{name}" for name in MODULE_SOURCES if (PROJECT / name).exists()]
    root.run(["rsync", "-aR", "--delete", *exclude, *names, inside(target) + "/"], capture=True)


def _make(kernel, folder, *more):
    """Run the kernel's build system in folder; returns what it printed."""
    done = root.run(["make", "-C", kernel.headers, f"M={inside(folder)}", f"CC={kernel.cc}", "W=1",
                     *arches.get(kernel.arch).make, *more, "-j2", "modules"],
                    check=False, capture=True, binds=kernel.binds)
    if done.returncode:
        raise LabError(f"{folder.name} does not build for {kernel.release}:\n"
                       + "\n".join(done.stdout.splitlines()[-25:]))
    return done.stdout


def module(kernel, kunit=False, sparse=False):
    """Build the module with W=1; returns {name: .ko host path}.

    A warning about one of our files fails the build. With kunit the test
    modules are built too; the kernel must have KUnit. With sparse its warnings
    count as well.
    """
    label = kernel.line if kernel.line != "own" else kernel.release
    log = _products() / f"{kernel.release}.log"
    with _product(kernel.release) as folder:
        _mirror(folder)
        text = _make(kernel, folder, *(SPARSE if sparse else ()))
        if kunit:
            text += _make(kernel, folder / "kunit")
        log.write_text(text, encoding="utf-8")
        if sparse and not re.search(r"^\s*CHECK\s", text, re.M):
            raise LabError(f"sparse did not run for {kernel.release}, see {log}")
        warnings = [line for line in text.splitlines()
                    if OURS.search(line) and not (sparse and BEYOND_SPARSE.search(line))]
        if warnings:
            # or the next build, with the objects there, would be silent
            root.run(["rm", "-rf", inside(folder)])
            raise LabError(f"warnings of ours for {kernel.release}, see {log}:\n"
                           + "\n".join(warnings[:20]))
    found = {path.stem: path for path in (*folder.glob("*.ko"), *folder.glob("kunit/*.ko"))}
    if "iommu_audit" not in found:
        raise LabError(f"the build for {kernel.release} left no iommu_audit.ko, see {log}")
    say(f"module built for {label}: {kernel.release}, {kernel.cc}, W=1 without a warning of ours")
    return found


def peer(kernel):
    """Build the kernel's own map_benchmark.c as a module of its own; returns its .ko."""
    source = kernelscripts.map_benchmark()
    with _product(f"peer-{kernel.release}") as folder:
        shutil.copyfile(source, folder / source.name)
        shutil.copyfile(LAB / "guest" / "map_benchmark_shim.h", folder / "shim.h")
        (folder / "Kbuild").write_text("obj-m := map_benchmark.o\n"
                                       "ccflags-y := -include $(src)/shim.h\n", encoding="ascii")
        _make(kernel, folder)
    return folder / "map_benchmark.ko"


def odd_module(kernel, symbols):
    """Build the module with other functions to probe, {name: name instead}; returns its .ko."""
    with _product(f"odd-{kernel.release}") as folder:
        _mirror(folder)
        for path in (folder / "module" / "source").glob("event_*.c"):
            text = path.read_text(encoding="utf-8")
            for name, instead in symbols.items():
                text = text.replace(f'symbol_name = "{name}"', f'symbol_name = "{instead}"')
            path.write_text(text, encoding="utf-8")
        _make(kernel, folder)
    return folder / "iommu_audit.ko"


def paged(kernel, shift):
    """Build the module as if pages had 1 << shift bytes; it is of no use but to compile.

    The size is the kernel's configuration, which a header of ours changes behind it; from 6.9 on.
    """
    with _product(f"paged-{kernel.release}") as folder:
        _mirror(folder)
        header = folder / f"pages-{shift}.h"
        header.write_text(f"#undef CONFIG_PAGE_SHIFT\n#define CONFIG_PAGE_SHIFT {shift}\n",
                          encoding="ascii")
        _make(kernel, folder, f"KCFLAGS=-include {inside(header)}")


def guest_module(kernel, name):
    """Build guest/modules/NAME.c as a module of its own; returns its .ko."""
    with _product(f"{name}-{kernel.release}") as folder:
        shutil.copyfile(LAB / "guest" / "modules" / f"{name}.c", folder / f"{name}.c")
        (folder / "Kbuild").write_text(f"obj-m := {name}.o\n", encoding="ascii")
        _make(kernel, folder)
    return folder / f"{name}.ko"


def tool(name="iommu-audit", arch=arches.NATIVE):
    """Build iommu-audit, or a program beside it, inside the root; returns its name there."""
    cross = []
    if arch != arches.NATIVE:
        cross = ["CC=" + " ".join(arches.compiler(arch, "gcc-14")), "DEV=1"]
    with _product(_for("tool", arch)) as folder:
        done = root.run(["env", *arches.packages(arch), "make", "-C", f"{IN_PROJECT}/tools",
                         f"OUT={inside(folder)}", *cross, "-j2", inside(folder / name)],
                        check=False, capture=True)
        if done.returncode:
            raise LabError(f"the tool does not build in the lab root for {arch}:\n"
                           + "\n".join(done.stdout.splitlines()[-25:]))
    return inside(folder / name)


def _for(name, arch):
    """The folder of a product for an architecture."""
    return name if arch == arches.NATIVE else f"{name}-{arch}"


def helper(name, arch=arches.NATIVE):
    """Compile guest/NAME.c statically; returns (bytes, mode) for the guest."""
    source = LAB / "guest" / f"{name}.c"
    # A helper may include the pure code of the module.
    read = source, *(PROJECT / "module" / "core").glob("*.[ch]")
    with _product(_for("guest", arch)) as folder:
        target = folder / name
        if not target.exists() or target.stat().st_mtime < max(
                path.stat().st_mtime for path in read):
            compiler = arches.compiler(arch, "gcc-14" if arch != arches.NATIVE else "gcc")
            root.run([*compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-static",
                      "-o", inside(target), inside(source)], capture=True)
    return target.read_bytes(), 0o755
