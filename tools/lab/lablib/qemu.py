# SPDX-License-Identifier: GPL-2.0
"""One QEMU: its command line, its sockets, its end."""

import json
import os
import re
import socket
import subprocess
import threading
import time

from . import pace, root
from .paths import LabError, inside

PROGRAM = "qemu-system-x86_64"
# What stands for each IOMMU; text after a colon in the request is appended to
# the device (intel:caching-mode=on).
IOMMUS = {
    "intel": "intel-iommu,intremap=on",
    "amd": "amd-iommu,intremap=on,dma-remap=on",
    "virtio": "virtio-iommu-pci,addr=0x1e",
    "none": None,
}
# The kernel counts timer ticks in a busy loop to see that the timer's interrupt
# comes through, and panics when it does not. Processors that share a busy host
# miss ticks, more so under emulation.
PARAMETERS = "no_timer_check"


def accelerator():
    """KVM where it works and the processor can do it, else emulation."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as handle:
            flags = re.search(r"^flags\s*:.*\b(vmx|svm)\b", handle.read(), re.M)
        os.close(os.open("/dev/kvm", os.O_RDWR))
    except OSError:
        flags = None
    if flags and not os.environ.get("IOMMU_AUDIT_TCG"):
        return ["-accel", "kvm", "-cpu", "host"]
    # Processors in turns, in one thread: emulated in parallel they do not stand
    # the kernel patching its text, as kprobes do. Switching a kprobe event on
    # dmar_fault on and off while faults storm, without any module of ours,
    # crashed 6.1, 6.12 and 7.2 within 50 rounds; in turns 300 rounds were fine.
    return ["-accel", "tcg,thread=single", "-cpu", "max,la57=off"]


def hidden():
    """More arguments: a processor that does not say that a hypervisor is there."""
    return ["-cpu", accelerator()[-1] + ",-hypervisor"]


def signature():
    """What QEMU has the processor say of the hypervisor: in its target/i386/cpu.c and kvm.c."""
    return "KVMKVMKVM" if "kvm" in accelerator() else "TCGTCGTCGTCG"


def counted(shift=1):
    """More arguments: the guest's clock counts instructions, of 2^shift ns each, and sleeps take
    no time.

    Figures are then the same on a busy host, for half as much work of the host again.
    Without emulation there is no such clock.
    """
    return ["-icount", f"shift={shift},sleep=off"] if "kvm" not in accelerator() else []


def arguments(work, kernel_line, topology, iommu, extra, memory):
    """The QEMU command line; work is the run's folder in the cache."""
    here = inside(work)
    word, _, options = iommu.partition(":")
    if word not in IOMMUS:
        raise LabError(f"no IOMMU {word!r}; there are: " + " ".join(IOMMUS), 2)
    argv = [PROGRAM, "-nodefaults", "-no-reboot", "-display", "none", "-m", str(memory),
            "-smp", "2,sockets=2", "-machine", "q35,kernel-irqchip=split", *accelerator(),
            "-kernel", f"{here}/vmlinuz", "-initrd", f"{here}/initramfs", "-append", kernel_line,
            "-serial", f"file:{here}/console",
            "-chardev", f"socket,id=result,path={here}/result.sock,server=on,wait=on",
            "-serial", "chardev:result",
            "-qmp", f"unix:{here}/qmp.sock,server=on,wait=off"]
    if IOMMUS[word]:
        argv += ["-device", IOMMUS[word] + ("," + options if options else "")]
    return [*argv, *topology.qemu, *extra]


def connect(work, name, process):
    """Connect to a socket of the run, by a name short enough for sun_path."""
    folder = os.open(work, os.O_PATH | os.O_DIRECTORY)
    limit = time.monotonic() + pace.ANSWER
    try:
        while True:
            link = socket.socket(socket.AF_UNIX)
            try:
                link.connect(f"/proc/self/fd/{folder}/{name}")
                return link
            except OSError:
                link.close()
                if process.poll() is not None or time.monotonic() > limit:
                    return None
                time.sleep(0.02)
    finally:
        os.close(folder)


def start(argv, log):
    """Start QEMU inside the root; its messages and traces go to log.

    It dies with the thread that started it, however that ends.
    """
    argv = ["setpriv", "--pdeathsig", "KILL", *argv]
    with open(log, "wb") as out:
        return subprocess.Popen(root.command(argv), stdin=subprocess.DEVNULL, stdout=out,
                                stderr=subprocess.STDOUT, start_new_session=True)


class Monitor:
    """A QMP connection."""

    def __init__(self, link):
        self._link, self._lock = link, threading.Lock()
        self._link.settimeout(pace.ANSWER)
        self._reader = link.makefile("r", encoding="utf-8")
        self._reader.readline()
        self.command("qmp_capabilities")

    def command(self, name, arguments=None):
        """Run one command; returns its value or raises LabError."""
        request = {"execute": name}
        if arguments:
            request["arguments"] = arguments
        with self._lock:
            self._link.sendall(json.dumps(request).encode() + b"\n")
            for line in self._reader:
                answer = json.loads(line)
                if "return" in answer:
                    return answer["return"]
                if "error" in answer:
                    raise LabError(f"QMP {name}: {answer['error'].get('desc')}")
        raise LabError(f"QMP {name}: the connection ended")

    def functions(self):
        """{QEMU id: PCI address} of all functions that have an id."""
        found = {}

        def walk(devices):
            for device in devices:
                if device.get("qdev_id"):
                    found[device["qdev_id"]] = (f"0000:{device['bus']:02x}:{device['slot']:02x}"
                                                f".{device['function']:x}")
                walk(device.get("pci_bridge", {}).get("devices", []))

        for bus in self.command("query-pci"):
            walk(bus["devices"])
        return found
