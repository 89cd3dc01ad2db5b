# SPDX-License-Identifier: GPL-2.0
"""One QEMU: its command line, its sockets, its end."""

import collections
import json
import os
import re
import socket
import subprocess
import threading
import time

from . import pace, root
from .arch import NATIVE
from .paths import LabError, inside

# A machine for kernels of one architecture. machine: its arguments; ports: the serial ports of
# the console and of the verdict; cpu: the processor that is emulated; parameters: of the kernel;
# iommus: what stands for each IOMMU, an argument and its value (None: none), where text after a
# colon in the request is appended to the value (intel:caching-mode=on).
Machine = collections.namedtuple("Machine", "program machine ports cpu parameters iommus")
MACHINES = {
    # The kernel counts timer ticks in a busy loop to see that the timer's interrupt
    # comes through, and panics when it does not. Processors that share a busy host
    # miss ticks, more so under emulation.
    "amd64": Machine("qemu-system-x86_64", "q35,kernel-irqchip=split", ("ttyS0", "ttyS1"),
                     "max,la57=off", "no_timer_check", {
                         "intel": ("-device", "intel-iommu,intremap=on"),
                         "amd": ("-device", "amd-iommu,intremap=on,dma-remap=on"),
                         "virtio": ("-device", "virtio-iommu-pci,addr=0x1e"),
                         "none": None}),
    # Signing pointers as the specification has it takes an emulator most of its time.
    "arm64": Machine("qemu-system-aarch64", "virt,gic-version=3", ("ttyAMA0", "ttyAMA1"),
                     "max,pauth-impdef=on", "", {
                         "smmuv3": ("-machine", "iommu=smmuv3"),
                         "none": None}),
}


def accelerator(arch=NATIVE):
    """KVM where it works and the processor can do it, else emulation."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as handle:
            flags = re.search(r"^flags\s*:.*\b(vmx|svm)\b", handle.read(), re.M)
        os.close(os.open("/dev/kvm", os.O_RDWR))
    except OSError:
        flags = None
    if flags and arch == NATIVE and not os.environ.get("IOMMU_AUDIT_TCG"):
        return ["-accel", "kvm", "-cpu", "host"]
    # Processors in turns, in one thread: emulated in parallel they do not stand
    # the kernel patching its text, as kprobes do. Switching a kprobe event on
    # dmar_fault on and off while faults storm, without any module of ours,
    # crashed 6.1, 6.12 and 7.2 within 50 rounds; in turns 300 rounds were fine.
    return ["-accel", "tcg,thread=single", "-cpu", MACHINES[arch].cpu]


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


def arguments(work, arch, kernel_line, topology, iommu, extra, memory):
    """The QEMU command line; work is the run's folder in the cache."""
    here = inside(work)
    machine = MACHINES[arch]
    word, _, options = iommu.partition(":")
    if word not in machine.iommus:
        raise LabError(f"no IOMMU {word!r} on {arch}; there are: " + " ".join(machine.iommus), 2)
    argv = [machine.program, "-nodefaults", "-no-reboot", "-display", "none", "-m", str(memory),
            "-smp", "2,sockets=2", "-machine", machine.machine, *accelerator(arch),
            "-kernel", f"{here}/vmlinuz", "-initrd", f"{here}/initramfs", "-append", kernel_line,
            "-serial", f"file:{here}/console",
            "-chardev", f"socket,id=result,path={here}/result.sock,server=on,wait=on",
            "-serial", "chardev:result",
            "-qmp", f"unix:{here}/qmp.sock,server=on,wait=off"]
    if machine.iommus[word]:
        option, value = machine.iommus[word]
        argv += [option, value + ("," + options if options else "")]
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
