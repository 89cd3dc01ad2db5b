# SPDX-License-Identifier: GPL-2.0
"""Builds the guest's initramfs: busybox, PCI tools, kernel modules, ours, a script."""

import functools
import lzma
import re
import subprocess

from . import arch as arches
from . import cpio, root
from .paths import LAB, LabError, inside

# lspci also brings libkmod, which iommu-audit opens by itself to load a module.
TOOLS = ("/usr/bin/lspci", "/usr/bin/setpci")
PCI_IDS = "/usr/share/misc/pci.ids"
# What makes LC_ALL=C.UTF-8 mean something: glibc reads it from here.
LOCALE = "/usr/lib/locale/C.utf8"
FOLDERS = ("proc", "sys", "dev", "tmp", "out", "root", "run", "var/lib", "etc")


def _host(path):
    """The host's name of an absolute path inside the root, links followed there."""
    base = root.path()
    for _ in range(20):
        host = base / path.lstrip("/")
        for parent in [*reversed(host.parents), host]:
            if parent.is_symlink() and base in parent.parents:
                target = parent.readlink()
                rest = host.relative_to(parent)
                resolved = target if target.is_absolute() else \
                    "/" / parent.relative_to(base).parent / target
                path = str(resolved / rest)
                break
        else:
            return host
    raise LabError(f"{path}: too many symbolic links in the lab root")


@functools.lru_cache(maxsize=None)
def libraries(program, arch=arches.NATIVE):
    """{name in the guest: bytes} of the loader and the shared libraries that a program inside the
    root needs.

    The loader is not asked: it may be one of another architecture.
    """
    tree = arches.sysroot(arch)
    folder = f"/usr/lib/{arches.get(arch).triplet}"
    found, todo = {}, [program]
    while todo:
        listed = root.run(["readelf", "-dlW", *todo], capture=True).stdout
        names = {"/usr" + path: tree + path for path in
                 re.findall(r"program interpreter: ([^]]+)\]", listed)}
        names.update({f"{folder}/{name}": f"{tree}{folder}/{name}" for name in
                      re.findall(r"\(NEEDED\).*\[(.+)\]", listed)})
        todo = [path for name, path in names.items() if name not in found]
        found.update({name: _inside_bytes(path) for name, path in names.items()})
    return found


@functools.lru_cache(maxsize=None)
def _applets():
    return root.run(["busybox", "--list"], capture=True).stdout.split()


def _plain(path):
    """A kernel module's bytes, decompressed: libkmod in the guest may lack the codec."""
    data = path.read_bytes()
    if path.suffix == ".xz":
        return lzma.decompress(data)
    if path.suffix == ".zst":
        return subprocess.run(root.command(["zstd", "-dcq"]), input=data, check=True,
                              stdout=subprocess.PIPE).stdout
    return data


def module_name(path):
    """igb for kernel/drivers/…/igb.ko.xz, with the kernel's spelling of dashes."""
    return path.rsplit("/", 1)[-1].split(".ko")[0].replace("-", "_")


class Modules:
    """The modules folder of a kernel, and which of them the guest gets."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.depends = {}
        self.files = {}
        self.builtin = set()
        if not kernel.modules:
            return
        for line in (kernel.modules / "modules.dep").read_text(encoding="ascii").splitlines():
            path, _, needs = line.partition(":")
            self.files[module_name(path)] = path
            self.depends[module_name(path)] = [module_name(p) for p in needs.split()]
        builtin = kernel.modules / "modules.builtin"
        if builtin.exists():
            self.builtin = {module_name(p) for p in builtin.read_text().split()}

    def needed(self, names):
        """{path below lib/modules/RELEASE: bytes} of the modules and what they depend on.

        A name that this kernel neither has as a module nor built in is an error.
        """
        chosen = {}
        for name in names:
            name = name.replace("-", "_")
            if name in self.builtin:
                continue
            if name not in self.files:
                raise LabError(f"kernel {self.kernel.release} has no module {name}")
            for one in [name, *self.depends[name]]:
                path = re.sub(r"\.ko\.\w+$", ".ko", self.files[one])
                chosen[path] = _plain(self.kernel.modules / self.files[one])
        return chosen

    def has(self, name):
        """Whether this kernel can drive what a module drives."""
        name = name.replace("-", "_")
        return name in self.builtin or name in self.files


def build(work, kernel, load, extra_modules, files, result, module=None, programs=()):
    """Write work/initramfs for a kernel.

    load: modules to load at start; extra_modules: also there, not loaded; result: the serial
    port of the verdict.
    files: {guest path: (bytes, mode)}. module: our built .ko (host path).
    programs: {guest path: path inside the root} of dynamically linked programs.
    """
    archive = cpio.Archive()
    for folder in FOLDERS:
        archive.folder(folder)
    archive.character("dev/console", 5, 1)
    archive.link("lib", "usr/lib")
    archive.folder("usr/lib")
    archive.link("lib64", "usr/lib64")
    archive.link("bin", "usr/bin")
    archive.link("sbin", "usr/sbin")
    tree = arches.sysroot(kernel.arch)
    archive.file("usr/bin/busybox", _inside_bytes(f"{tree}/usr/bin/busybox"), 0o755)
    for name, path in {**{tool: tree + tool for tool in TOOLS}, **dict(programs)}.items():
        archive.file(name, _inside_bytes(path), 0o755)
        for library, data in libraries(path, kernel.arch).items():
            archive.file(library, data, 0o755)
    for applet in _applets():
        archive.link(f"usr/bin/{applet}", "busybox")
    archive.file(PCI_IDS, _host(PCI_IDS).read_bytes())
    for path in sorted(_host(LOCALE).rglob("*")):
        if path.is_file():
            archive.file(f"{LOCALE}/{path.relative_to(_host(LOCALE))}", path.read_bytes())
    archive.file("etc/passwd", b"root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n")
    archive.file("init", (LAB / "guest" / "init").read_bytes(), 0o755)
    archive.file("usr/lib/lab.sh", (LAB / "guest" / "lab.sh").read_bytes())
    archive.file("modules", "\n".join(load).encode())
    archive.file("port", result.encode())
    for name, (data, mode) in files.items():
        archive.file(name, data, mode)
    _add_modules(archive, work, kernel, [*load, *extra_modules], module)
    (work / "initramfs").write_bytes(archive.data())


def _inside_bytes(path):
    """Bytes of a file named as inside the root, the project and the cache included."""
    for prefix, host in root.visible():
        if path.startswith(prefix + "/"):
            return (host / path[len(prefix) + 1:]).read_bytes()
    return _host(path).read_bytes()


def _add_modules(archive, work, kernel, names, module):
    """lib/modules/RELEASE with an index made by depmod for exactly these modules."""
    stage = work / "stage"
    tree = stage / "lib" / "modules" / kernel.release
    chosen = Modules(kernel).needed(names)
    if module:
        chosen["updates/" + module.name] = module.read_bytes()
    tree.mkdir(parents=True)
    for path, data in chosen.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(data)
    for name in ("modules.builtin", "modules.order", "modules.builtin.modinfo"):
        if kernel.modules and (kernel.modules / name).exists():
            (tree / name).write_bytes((kernel.modules / name).read_bytes())
    root.run(["depmod", "-b", inside(stage), kernel.release], capture=True)
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            archive.file(f"usr/lib/modules/{kernel.release}/{path.relative_to(tree)}",
                         path.read_bytes())
