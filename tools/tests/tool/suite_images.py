# SPDX-License-Identifier: GPL-2.0
"""Where the next boot has its initramfs from, and how that is packed.

Layouts are those of mkinitcpio (functions: write_image_config, init; install/systemd), of
kernel-install's Boot Loader Specification entries and of unified kernel images.
"""
import bz2
import gzip
import json
import lzma
import os
import shutil
import struct
import subprocess

import harness
from suite_boot import BOTH, DEV, FILES, IDS, KERNEL, MODULES, initramfs, judged, newc, tree, zstd

GUID = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
VARIABLES = "sys/firmware/efi/efivars/"
GIVEN = ["mydrv", "vfio-pci"]


def xz(data):
    """As mkinitcpio and dracut have xz do it, but sooner."""
    return lzma.compress(data, check=lzma.CHECK_CRC32, preset=0)


def alone(data):
    """The format of lzma before xz."""
    return lzma.compress(data, format=lzma.FORMAT_ALONE)


def lz4(data):
    """The legacy format, which the kernel reads, as initramfs-tools has lz4 do it."""
    return subprocess.run(["lz4", "-l", "-9", "-c", "-q"], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def literals(data):
    """The same format without the tool: blocks of up to 8 MiB that repeat nothing."""
    out = struct.pack("<I", 0x184c2102)
    for at in range(0, len(data), 8 << 20):
        part = data[at:at + (8 << 20)]
        rest = len(part) - 15
        block = b"\xf0" + b"\xff" * (rest // 255) + bytes([rest % 255]) + part
        out += struct.pack("<I", len(block)) + block
    return out


PACKINGS = {"gzip": gzip.compress, "zstd": zstd, "xz": xz, "lzma": alone, "bzip2": bz2.compress,
            "lz4": lz4, "lz4 of literals": literals}


def recorded(run, root):
    """What a snapshot has of the image."""
    return json.loads(run.call("snapshot", "--root", root).out)["host"]["boot"]


def packings(run, folder):
    """Each way to pack that the kernel knows, and what is wrong with some."""
    for name, pack in PACKINGS.items():
        if pack in (lz4, zstd) and not shutil.which(name):
            run.skip("packed by " + name, "there is no " + name)
            continue
        image = initramfs(GIVEN, BOTH, pack=pack)
        root = tree(os.path.join(folder, name), conf=BOTH, image=image)
        told, boot = judged(run, root), recorded(run, root)
        run.ok("packed by " + name, (told["answer"], told["in_initramfs"], boot["packing"]) ==
               ("vfio", True, name.split()[0]), told, boot)
        root = tree(os.path.join(folder, name + " cut"), conf=BOTH, image=image[:-40])
        told = judged(run, root)
        run.ok("packed by %s, and cut off" % name, told["answer"] == "unknown" and
               "damaged" in told["text"], told)
        damaged = bytearray(image)
        damaged[-(len(image) - 800) // 2] ^= 0x55
        root = tree(os.path.join(folder, name + " damaged"), conf=BOTH, image=bytes(damaged))
        run.ok("packed by %s, and damaged" % name, run.call("why", DEV, "--json", "--root",
                                                            root).code == 0)
    root = tree(os.path.join(folder, "lzo"), conf=BOTH, image=b"\x89LZO\0\r\n\x1a\n" + bytes(100))
    told = judged(run, root)
    run.ok("packed by lzop", told["answer"] == "unknown" and "(lzo)" in told["text"], told)
    run.ok("which a snapshot has", recorded(run, root)["packing"] == "lzo")


def several(run, folder):
    """Archives one behind the other, as Ubuntu and dracut make them: init/initramfs.c."""
    microcode = newc({"kernel/x86/microcode/AuthenticAMD.bin": b"\1" * 100})
    firmware = newc({"usr/lib/firmware/a.zst": b"\2" * 900})
    modules = newc({"usr/lib/modules/%s/%s" % (KERNEL, FILES[m]): b"\x7fELF" for m in GIVEN})
    rest = newc({"init": "", "etc/modprobe.d/vfio.conf": BOTH})
    images = {
        "four archives, the last one packed": microcode + firmware + modules + xz(rest),
        "two that are packed": microcode + gzip.compress(modules) + xz(rest),
        "two within one that is packed": microcode + xz(modules + bytes(512) + rest),
        "zeros between and behind them": microcode + bytes(4096) + xz(modules) + bytes(512) +
        gzip.compress(rest) + bytes(4096),
    }
    for name, image in images.items():
        told = judged(run, tree(os.path.join(folder, name), conf=BOTH, image=image))
        run.ok(name, (told["answer"], told["in_initramfs"]) == ("vfio", True), told)
    for name, image in {
            "something else behind one": modules + xz(rest) + b"hello",
            "something else within one": xz(modules + rest + b"hello"),
            "more streams than anybody has": modules + gzip.compress(newc({})) * 100,
            "nothing but zeros": bytes(4096)}.items():
        told = judged(run, tree(os.path.join(folder, name), conf=BOTH, image=image))
        run.ok(name, told["answer"] == "unknown", told)


def arch(run, folder):
    """mkinitcpio: the file has the name of the package, and MODULES go before udev."""
    def made(name, more, conf="", image=True, cmdline="quiet"):
        files = more if isinstance(more, dict) else {
            "config": more, "init": "#!/usr/bin/ash\n", "init_functions": ""}
        root = tree(os.path.join(folder, name), conf=conf, cmdline=cmdline, more={
            "usr/lib/modules/%s/pkgbase" % KERNEL: "linux-lts\n",
            "boot/initramfs-linux.img": b"another kernel's"})
        if image:
            with open(os.path.join(root, "boot/initramfs-linux-lts.img"), "wb") as file:
                file.write(initramfs(GIVEN, conf, files, pack=zstd))
        return root

    hooks = 'EARLYHOOKS="udev"\nHOOKS="udev"\n'
    early = {"etc/modules-load.d/MODULES.conf": "vfio_pci\n", "config": 'MODULES="vfio_pci"\n' + hooks,
             "init_functions": "", "usr/lib/systemd/systemd-modules-load": ""}
    for name, conf, more, answer, words in (
            ("MODULES of mkinitcpio", IDS, 'MODULES="vfio_pci vfio"\n' + hooks, "vfio",
             "before devices are enumerated"),
            ("no MODULES", IDS, hooks, "other", "nothing loads it first"),
            ("no MODULES, a softdep", BOTH, hooks, "vfio", "a softdep loads it"),
            ("its driver before it", IDS, 'MODULES="mydrv vfio_pci"\n', "other",
             "nothing loads it first"),
            ("and behind it", IDS, 'MODULES="vfio_pci mydrv"\n', "vfio", "before devices"),
            ("its driver before it, with a softdep", BOTH, 'MODULES="mydrv vfio_pci"\n', "vfio",
             "a softdep loads it"),
            # systemd loads them while udev looks at devices
            ("MODULES for systemd", IDS, early, "not_determined", "nothing orders them")):
        root = made(name, more, conf)
        told = judged(run, root)
        run.ok("Arch: " + name, told["answer"] == answer and words in told["text"] and
               told["in_initramfs"], told)
        run.ok("Arch: %s: the file" % name, recorded(run, root)["path"] ==
               "/boot/initramfs-linux-lts.img")
    told = judged(run, made("asked", hooks, IDS, cmdline="earlymodules=vfio_pci,vfio"))
    run.ok("Arch: earlymodules=", told["answer"] == "vfio" and "before devices" in told["text"], told)
    told = judged(run, made("dracut's", hooks, IDS, cmdline="rd.driver.pre=vfio-pci"))
    run.ok("Arch: a parameter of dracut", told["answer"] == "other", told)
    told = judged(run, made("kept away", 'MODULES="vfio_pci"\n', IDS + "blacklist vfio_pci\n"))
    run.ok("Arch: modprobe -b", told["answer"] == "other", told)
    told = judged(run, made("none", "", image=False))
    run.ok("Arch: no file", told["answer"] == "unknown" and "no initramfs" in told["text"], told)
    root = made("outside", "", image=False)
    with open(os.path.join(root, "usr/lib/modules/%s/pkgbase" % KERNEL), "w", encoding="utf8") as file:
        file.write("../../boot/initramfs-linux\n")
    run.ok("Arch: a name that is a path", judged(run, root)["answer"] == "unknown")


def entries(run, folder):
    """kernel-install: TOKEN/RELEASE/initrd where the ESP or the XBOOTLDR partition is."""
    token = "0123456789abcdef0123456789abcdef"
    for name, places in {
            "by the machine's id": {"etc/machine-id": token + "\n", "efi/%s/%s/initrd" % (token, KERNEL): 0},
            "by its own token": {"etc/kernel/entry-token": "fedora\n", "etc/machine-id": token + "\n",
                                 "boot/efi/fedora/%s/initrd" % KERNEL: 0},
            "as Debian's hook names it": {"etc/machine-id": token, "boot/%s/%s/initrd.img-%s" %
                                          (token, KERNEL, KERNEL): 0}}.items():
        image = initramfs(GIVEN, BOTH, pack=xz)
        root = tree(os.path.join(folder, name), conf=BOTH, more={
            path: text or image for path, text in places.items()})
        told = judged(run, root)
        run.ok("an entry " + name, (told["answer"], told["in_initramfs"]) == ("vfio", True), told)


def uki(sections, at=0x80):
    """A PE file with these sections: ukify's, as far as anybody looks here."""
    optional = bytes(240)
    table, content = b"", b""
    start = at + 24 + len(optional) + 40 * len(sections)
    start += -start % 512
    for name, data in sections:
        data = data.encode() if isinstance(data, str) else data
        raw = data + bytes(-len(data) % 512)
        table += struct.pack("<8sIIIIIIHHI", name.encode(), len(data), 0x1000, len(raw),
                             start + len(content), 0, 0, 0, 0, 0x40000040)
        content += raw
    head = b"MZ" + bytes(0x3a) + struct.pack("<I", at)
    head += bytes(at - len(head)) + b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, len(sections), 0, 0, 0,
                                                           len(optional), 0x22e)
    head += optional + table
    return head + bytes(-len(head) % 512) + content


def image_of(cmdline="quiet", uname=KERNEL, conf=BOTH, modules=GIVEN, more=()):
    """The sections of one."""
    sections = [(".text", bytes(64)), (".osrel", "ID=arch\n"), (".cmdline", cmdline + "\n\0"),
                (".uname", uname), (".initrd", initramfs(modules, conf, {"usr/lib/dracut-lib.sh": ""}, pack=zstd)),
                (".linux", b"MZ" + bytes(600)), *more]
    return uki([(name, data) for name, data in sections if data not in (None, "", "\n\0")])


def variable(text):
    """A variable of EFI: attributes and UTF-16."""
    return b"\6\0\0\0" + text.encode("utf-16le") + b"\0\0"


def unified(run, folder):
    """Unified kernel images, which systemd-boot or the firmware boots."""
    efi = "efi/EFI/Linux/"
    plain = {"boot/initrd.img-" + KERNEL: initramfs()}
    stub = {VARIABLES + "StubInfo" + GUID: variable("systemd-stub 257")}
    other = image_of(uname="6.1.2-arch1-1")
    empty = image_of(conf=None, modules=())
    cases = {
        "its initramfs": ({efi + "arch-linux.efi": image_of(), efi + "other.efi": other}, "vfio",
                          "a softdep"),
        "below /boot": ({"boot/EFI/Linux/a.efi": image_of()}, "vfio", ""),
        "below /boot/efi": ({"boot/efi/EFI/Linux/a.EFI": image_of()}, "vfio", ""),
        "its command line": ({efi + "a.efi": image_of("vfio-pci.ids=8086:1234 rd.driver.pre=vfio-pci",
                                                      conf=None)}, "vfio", "before devices"),
        "and not that of now": ({efi + "a.efi": image_of("quiet", conf=None), "proc/cmdline":
                                 "vfio-pci.ids=8086:1234 rd.driver.pre=vfio-pci\n"}, "other", ""),
        "without one, that of now": (
            {efi + "a.efi": image_of("", conf=None), "proc/cmdline":
             "vfio-pci.ids=8086:1234 rd.driver.pre=vfio-pci\n"}, "vfio", ""),
        "another kernel's": ({efi + "a.efi": other}, "unknown", "no initramfs of this kernel"),
        "without a name, by its file's": (
            {efi + "fedora-%s+3.efi" % KERNEL: image_of(uname="")}, "vfio", ""),
        # outfile= of dracut(8) --uefi, whose images have no section .uname
        "as dracut calls it": (
            {efi + "linux-%s-%s-7.efi" % (KERNEL, "0123456789abcdef" * 2): image_of(uname="")},
            "vfio", ""),
        "a release that goes on": (
            {efi + "fedora-%s-arch1.efi" % KERNEL: image_of(uname="")}, "unknown", ""),
        "and the fallback": ({efi + "arch-linux.efi": image_of(),
                              efi + "arch-linux-fallback.efi": empty}, "vfio", ""),
        "two": ({efi + "a.efi": image_of(), efi + "b.efi": empty}, "unknown", "one of several"),
        "two, and the boot loader's choice": (
            {efi + "a.efi": empty, efi + "b.efi": image_of(),
             VARIABLES + "LoaderEntrySelected" + GUID: variable("B.efi")}, "vfio", ""),
        "two, and what the firmware booted": (
            {efi + "a.efi": empty, efi + "b.efi": image_of(),
             VARIABLES + "StubImageIdentifier" + GUID: variable("\\EFI\\Linux\\b.efi"), **stub},
            "vfio", ""),
        "beside another file, which is older": ({efi + "a.efi": image_of(), **plain}, "vfio",
                                                "a softdep loads it before mydrv."),
        "and it was booted": ({efi + "a.efi": image_of(), **plain, **stub}, "vfio",
                              "That is in the initramfs"),
        "of several profiles": ({efi + "a.efi": image_of(more=[
            (".profile", "ID=main\n"), (".profile", "ID=x\n"), (".cmdline", "module_blacklist=vfio_pci")])},
                                "vfio", ""),
        "whose first profile has a line": ({efi + "a.efi": image_of(more=[
            (".profile", "ID=main\n"), (".cmdline", "module_blacklist=vfio_pci")])}, "other", ""),
        "no initramfs in it": ({efi + "a.efi": uki([(".linux", b"MZ" + bytes(600)), (".uname", KERNEL)])},
                               "vfio", "a softdep"),
    }
    for name, (more, answer, words) in cases.items():
        root = tree(os.path.join(folder, name), conf=BOTH if "line" not in name and "that of now" not in
                    name else "", more=more)
        told = judged(run, root)
        run.ok("unified image: " + name, told["answer"] == answer and words in told["text"], told)
    boot = recorded(run, os.path.join(folder, "its command line"))
    run.ok("a snapshot has the command line", boot["cmdline"] ==
           "vfio-pci.ids=8086:1234 rd.driver.pre=vfio-pci" and boot["path"] == "/efi/EFI/Linux/a.efi", boot)


def hostile(run, folder):
    """What a stranger's tree may hold: answers come, and soon."""
    good = image_of()
    header = good.index(b"PE\0\0")
    cases = {
        "an executable of something else": b"MZ" + bytes(200),
        "one that is cut off": good[:700],
        "a header behind the file": good[:0x3c] + b"\xff\xff\xff\x7f" + good[0x40:],
        "sections without end": good[:header + 6] + b"\xff\xff" + good[header + 8:],
        "a section behind the file": uki([(".linux", b"x"), (".uname", KERNEL), (".initrd", b"x")])[:-512],
        "an initramfs that is none": uki([(".linux", b"x"), (".uname", KERNEL), (".initrd", b"hello")]),
        "a command line that nobody can show": uki([(".linux", b"x"), (".uname", KERNEL), (".initrd", newc({})),
                                                    (".cmdline", "a\x1b[2J")]),
    }
    for name, data in cases.items():
        for where in ("efi/EFI/Linux/a-%s.efi" % KERNEL, "boot/initrd.img-" + KERNEL):
            root = tree(os.path.join(folder, name + where[:3]), conf=BOTH, more={where: data})
            told = judged(run, root)
            run.ok("hostile: %s, as %s" % (name, where[:4]), told["answer"] == "unknown", told)
    # 1 GiB of zeros, which xz has in 150 KiB: no archive of cpio is in there
    bomb = initramfs([], pack=lambda data: data)[:-512] + xz(newc({"a": bytes(600 << 20)})) * 2
    root = tree(os.path.join(folder, "bomb"), conf=BOTH, image=bomb)
    told = judged(run, root)
    run.ok("hostile: more than a GiB", told["answer"] == "unknown" and "too large" in told["text"], told)


def run(run):
    for part in (packings, several, arch, entries, unified, hostile):
        with harness.Folder() as folder:
            run.part(part, folder)
