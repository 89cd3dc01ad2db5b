# SPDX-License-Identifier: GPL-2.0
"""The demo: boots a stock kernel and shows the report as a terminal would."""

import locale
import os
import shutil
import sys

from . import boot, build, kernels, topology
from .paths import PROJECT, LabError, say

# Parameters with which each IOMMU really translates on every kernel line.
DEFAULT_CMDLINE = {"intel": "intel_iommu=on"}

SCRIPT = b"""
iommu-audit load
code=0
if [ "$LAB_TERMINAL" = 1 ]; then
	on_terminal iommu-audit report || code=$?
else
	iommu-audit report >report || code=$?
fi
# findings are no failure of the demo
[ "$code" -le 1 ]
"""


def _environment():
    """What of the caller's terminal the guest's tool should know."""
    terminal = sys.stdout.isatty()
    utf8 = locale.getpreferredencoding(False).upper().replace("-", "") == "UTF8"
    env = {"LAB_TERMINAL": int(terminal), "LC_ALL": "C.UTF-8" if utf8 else "C",
           "TERM": os.environ.get("TERM", "dumb")}
    if terminal or "COLUMNS" in os.environ:
        env["COLUMNS"] = shutil.get_terminal_size().columns
    if "NO_COLOR" in os.environ:
        env["NO_COLOR"] = os.environ["NO_COLOR"]
    return env


def run(kernel_name, iommu, cmdline, shape_name="demo"):
    """Boot, load through the tool, print the report; returns the exit status."""
    say(f"demo: kernel {kernel_name}, IOMMU {iommu}, parameters "
        f"{cmdline if cmdline is not None else 'of the demo'}")
    kernel = kernels.get(kernel_name)
    module = build.module(kernel)["iommu_audit"]
    tool = build.tool(arch=kernel.arch)
    say("tool built")
    shape = topology.load(shape_name)
    if cmdline is None:
        cmdline = DEFAULT_CMDLINE.get(iommu.partition(":")[0], "")
    folder = PROJECT / "build" / "demo"
    say(f"booting {kernel.release} with: {cmdline or '(no parameters)'}")
    request = boot.Request(kernel, shape, iommu, cmdline, SCRIPT, env=_environment(),
                           module=module, programs={"/usr/sbin/iommu-audit": tool})
    result = boot.boot(request, folder)
    reasons = list(result.reasons)
    if result.code not in (0, None):
        reasons.append(f"the guest's script ended with {result.code}")
    if reasons:
        log = folder / "out" / "script.log"
        text = log.read_text(errors="replace") if log.exists() else ""
        raise LabError("the demo failed, see " + str(folder) + ":\n"
                       + "\n".join([*reasons, text]).rstrip())
    say(f"machine powered down after {result.seconds:.1f} s; its files are in {folder}")
    for name in ("terminal", "out/report"):
        if (folder / name).exists():
            sys.stdout.flush()
            sys.stdout.buffer.write((folder / name).read_bytes())
            sys.stdout.flush()
    return 0
