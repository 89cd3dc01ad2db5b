# SPDX-License-Identifier: GPL-2.0
"""Sub-commands of tools/lab/lab."""

import argparse
import importlib
import os
import pathlib
import signal
import sys

from . import boot, build, debugkernel, demo, generate, kernels, kernelscripts, pace, record, root, topology
from .paths import LabError, Unavailable, say


def _root(args):
    print(root.ensure(fresh=args.fresh))


def _run(args):
    root.ensure()
    binds = [str(pathlib.Path(folder).resolve()) for folder in args.bind]
    for folder in binds:
        if not pathlib.Path(folder).is_dir():
            raise LabError(f"{folder}: no such folder", 2)
    return root.run(args.command, check=False, stdout=None, stdin=None, binds=binds).returncode


def _kernel(args):
    for line in args.line or [entry.line for entry in kernels.lines()]:
        try:
            kernel = kernels.get(line)
        except Unavailable as error:
            say(f"kernel {line}: skipped, {error}")
            if args.line:
                return 1
            continue
        print(f"{kernel.line} release={kernel.release} vmlinuz={kernel.vmlinuz} "
              f"modules={kernel.modules} headers={kernel.headers} cc={kernel.cc}")


def _debug_kernel(args):
    args.line = [args.name]
    return _kernel(args)


def _kernel_scripts(_args):
    print(kernelscripts.ensure())


def _build(args):
    status = 0
    for name in args.kernel or [entry.line for entry in kernels.lines()]:
        try:
            for path in build.module(kernels.get(name), args.kunit).values():
                print(path)
        except Unavailable as error:
            say(f"kernel {name}: skipped, {error}")
        except LabError as error:
            say(str(error))
            status = 1
    if args.tool:
        print(build.tool())
    return status


def _boot(args):
    kernel = kernels.get(args.kernel)
    shape = topology.load(args.topology)
    files = {}
    for pair in args.file:
        source, _, target = pair.partition(":")
        path = pathlib.Path(source)
        files[target or "/" + path.name] = (path.read_bytes(), path.stat().st_mode & 0o777)
    request = boot.Request(
        kernel, shape, args.iommu or shape.iommu, args.cmdline,
        pathlib.Path(args.script).read_bytes(), files,
        dict(pair.split("=", 1) for pair in args.env),
        None if args.bare else build.module(kernel)["iommu_audit"],
        {} if args.bare else {"/usr/sbin/iommu-audit": build.tool(arch=kernel.arch)}, args.modules.split(),
        args.qemu, args.memory, args.boots)
    result = boot.boot(request, pathlib.Path(args.out))
    for reason in result.reasons:
        say(f"not trusted: {reason}")
    say(f"script ended with {result.code} after {result.seconds:.1f} s, files in {result.folder}")
    return 1 if result.reasons else result.code


def _demo(_args):
    env = os.environ
    return demo.run(env.get("KERNEL") or "6.12", env.get("IOMMU") or "intel",
                    env.get("CMDLINE"), env.get("TOPOLOGY") or "demo")


def _record(args):
    return record.record(args.name)


def _keep(args):
    return record.keep(args.name)


def _test(args):
    from tests import SUITES, report  # they import this package
    for name in args.suite or SUITES:
        if name not in SUITES:
            raise LabError(f"no suite {name!r}; there are: " + " ".join(SUITES), 2)
    more = {}
    if args.seeds:
        if args.suite != ["random"]:
            raise LabError("--seeds: of the suite random alone", 2)
        more["seeds"] = generate.seeds(args.seeds)
    # a suite that fails must not hide the next one
    status = [importlib.import_module(f"tests.{name}").run(args.only, args.long, **more)
              for name in args.suite or SUITES]
    if not report.Suite.shown:
        raise LabError(f"no test holds {args.only!r}", 2)
    return max(status)


def _bench(args):
    module, function = BENCHES[args.what]
    return getattr(importlib.import_module(f"tests.{module}"), function)()


# What "bench" measures: module of tests/, and its function.
BENCHES = {"lspci": ("bench", "run"), "faults": ("fault_cost", "run"),
           "events": ("event_cost", "run"), "dma": ("dma_peer", "run"),
           "monitors": ("dma_peer", "monitors")}


def _parser():
    from tests import SUITES  # they import this package
    parser = argparse.ArgumentParser(prog="lab", description=__doc__)
    commands = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")

    def add(name, function, text):
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(function=function)
        return sub

    add("root", _root, "make or refresh the lab root").add_argument(
        "--fresh", action="store_true", help="make it anew")
    sub = add("run", _run, "run a command inside the lab root, in the project")
    sub.add_argument("--bind", action="append", default=[], metavar="DIR",
                     help="show a folder of the host inside, under its own name")
    sub.add_argument("command", nargs=argparse.REMAINDER)
    add("kernel", _kernel, "fetch kernels (default: every line of kernels.list)").add_argument(
        "line", nargs="*")
    add("debug-kernel", _debug_kernel, "build a debug kernel, or take it from the cache"
        ).add_argument("name", nargs="?", choices=debugkernel.FRAGMENTS, default="debug")
    add("kernel-scripts", _kernel_scripts, "fetch the kernel's own checkpatch and kernel-doc")
    sub = add("build", _build, "build the module (W=1) for kernels, without touching the checkout")
    sub.add_argument("--kernel", action="append", help="a line; default: all of kernels.list")
    sub.add_argument("--kunit", action="store_true", help="with its KUnit suites")
    sub.add_argument("--tool", action="store_true", help="and iommu-audit")
    sub = add("boot", _boot, "boot a kernel and run a script in it")
    sub.add_argument("--kernel", default="6.12", help="line, debug, or a path (with HEADERS=)")
    sub.add_argument("--topology", default="demo", help=" ".join(topology.names()))
    sub.add_argument("--iommu", help="intel, amd, virtio or none; intel:caching-mode=on also works")
    sub.add_argument("--cmdline", default="", help="kernel parameters")
    sub.add_argument("--script", required=True, help="shell script for the guest")
    sub.add_argument("--file", action="append", default=[], metavar="SOURCE:TARGET")
    sub.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    sub.add_argument("--bare", action="store_true", help="without our module and tool")
    sub.add_argument("--modules", default="", help="more kernel modules to have in the guest")
    sub.add_argument("--qemu", action="append", default=[], help="one more QEMU argument")
    sub.add_argument("--boots", type=int, default=pace.BOOTS,
                     help="how many times its own boot it may be silent")
    sub.add_argument("--memory", type=int, default=1024, help="MiB")
    sub.add_argument("--out", required=True, help="folder for console, qemu.log, out/")
    add("demo", _demo, "print the audit of a booted kernel; reads IOMMU, KERNEL, CMDLINE, "
        "TOPOLOGY from the environment")
    add("record", _record, "boot machines of machines.list and keep them as fixtures of the tool's "
        "tests (default: all)").add_argument("name", nargs="*")
    add("keep", _keep, "keep boots of the suite random as fixtures of the tool's tests, by the names "
        "of their folders").add_argument("name", nargs="+")
    sub = add("test", _test, f"run test suites: {' '.join(SUITES)} (default: all)")
    sub.add_argument("suite", nargs="*")
    sub.add_argument("--only", default="", help="only cases whose name holds this text")
    sub.add_argument("--long", action="store_true",
                     help="also what is slow and rarely breaks, and all rounds")
    sub.add_argument("--seeds", metavar="A..B[,C]",
                     help="the machines of the suite random, by the seeds that make them")
    add("bench", _bench, "speed: against lspci with 249 PCI functions (lspci), what the fault monitor or the "
        "events cost (faults, events), our DMA-map benchmark against the kernel's (dma), with monitors and "
        "without (monitors)"
        ).add_argument("what", nargs="?", default="lspci", choices=sorted(BENCHES))
    return parser


def main(argv):
    """Run one sub-command; returns the exit status."""
    args = _parser().parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return args.function(args) or 0
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        # without waiting for threads: their QEMU dies with them
        os._exit(130)
