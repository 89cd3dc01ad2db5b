# SPDX-License-Identifier: GPL-2.0
"""Which driver takes a function at the next boot: trees with modules, modprobe.d and an initramfs."""
import glob
import gzip
import json
import os
import subprocess

import harness
from sysfs_tree import Tree, config

KERNEL = "6.12.107"
MODULES = "lib/modules/%s/" % KERNEL
WAY = "pci0000:00/0000:00:04.0"
DEV = "00:04.0"
IDS = "options vfio-pci ids=8086:1234\n"
SOFTDEP = "softdep mydrv pre: vfio-pci\n"
OVERRIDE = "etc/driverctl.d/pci-0000:00:04.0"
BOTH = IDS + SOFTDEP
# Where modules of a distribution's kernel are.
FILES = {"vfio-pci": "kernel/drivers/vfio/pci/vfio-pci.ko.xz", "mydrv": "kernel/drivers/net/mydrv.ko.xz",
         "my_drv": "kernel/drivers/net/my-drv.ko", "nouveau": "kernel/drivers/gpu/drm/nouveau/nouveau.ko.xz",
         "second": "kernel/drivers/misc/second.ko", "other": "kernel/drivers/misc/other.ko"}


# What the makers of an initramfs put into each: mkinitramfs(8), dracut(8), with systemd.
TOOLS = {"conf/initramfs.conf": "MODULES=most\n", "scripts/functions": ""}
DRACUT = {"usr/lib/dracut/modules.txt": "base\n", "usr/lib/dracut-lib.sh": ""}
SYSTEMD = {"usr/lib/systemd/systemd-modules-load": b"\x7fELF"}


BOOT_PARAMS = "sys/kernel/boot_params/data"


def boot_params(size):
    """struct boot_params of x86, with the bytes of the initramfs that the kernel was given."""
    return bytes(0x21c) + size.to_bytes(4, "little") + bytes(0x1000 - 0x220)


def newc(files):
    """An archive of cpio, with its padding; files are {name: content}."""
    out = b""
    for i, (name, content) in enumerate([*files.items(), ("TRAILER!!!", b"")]):
        content = content.encode() if isinstance(content, str) else content
        name = name.encode() + b"\0"
        out += b"070701" + b"".join(b"%08X" % n for n in (
            i + 1, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name), 0)) + name
        out += bytes(-len(out) % 4) + content
        out += bytes(-len(out) % 4)
    return out + bytes(-len(out) % 512)


def initramfs(modules=(), conf="", more=None, pack=gzip.compress, early=True):
    """An initramfs as distributions make it: microcode first, then what is packed."""
    files = {"init": "#!/bin/sh\n", **{"usr/lib/modules/%s/%s" % (KERNEL, FILES[m]): b"\x7fELF"
                                       for m in modules}}
    if conf:
        files["etc/modprobe.d/vfio.conf"] = conf
    files.update(more or {})
    first = newc({"kernel/x86/microcode/GenuineIntel.bin": b"\1" * 100}) if early else b""
    return first + pack(newc(files))


def zstd(data):
    """The same data, packed as Debian and Fedora do."""
    return subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout


def tree(folder, conf="", image=None, cmdline="quiet", driver="vfio-pci", built_in=(), more=None,
         second=False, kernel_there=False, neighbour=False, dashed=False, drm=False):
    """A host with one function, which mydrv can drive; image is its initramfs, or None."""
    made = Tree(folder, KERNEL, cmdline)
    made.function(WAY, config(kind="endpoint", code=0x020000), 1, driver,
                  modalias="pci:v00008086d00001234sv00001AF4sd00001100bc02sc00i00\n",
                  driver_override="(null)\n")
    made.group(1, "DMA-FQ")
    if neighbour:
        made.function("pci0000:00/0000:00:05.0", config(kind="endpoint", device=0x9999), 2, "other",
                      modalias="pci:v00008086d00009999sv00001AF4sd00001100bcFFsc00i00\n")
        made.group(2, "DMA-FQ")
    aliases = "# Aliases extracted from modules themselves.\nalias pci:v00008086d00009999sv*sd*bc*sc*i* " \
              "other\nalias vfio_pci:v*d*sv*sd*bc*sc*i* vfio_pci\n"
    if "mydrv" not in built_in:
        aliases += "alias pci:v00008086d00001234sv*sd*bc*sc*i* mydrv\n"
    if dashed:
        aliases = aliases.replace("* mydrv", "* my_drv")
    if drm:
        aliases = aliases.replace("* mydrv", "* nouveau")
    if second:
        aliases += "alias pci:v00008086d*sv*sd*bc02sc00i* second\n"
    made.put(MODULES + "modules.alias", aliases)
    made.put(MODULES + "modules.dep", "".join(
        "%s: kernel/lib/x.ko\n" % path for name, path in FILES.items() if name not in built_in))
    made.put(MODULES + "modules.builtin", "kernel/fs/ext4/ext4.ko\n" + "".join(
        FILES[name].replace(".xz", "") + "\n" for name in built_in))
    made.put(MODULES + "modules.builtin.modinfo", b"ext4.license=GPL\0" + b"".join(
        b"%s.alias=pci:v00008086d00001234sv*sd*bc*sc*i*\0" % name.encode()
        for name in built_in if name != "vfio-pci"))
    if conf:
        made.put("etc/modprobe.d/vfio.conf", conf)
    if image is not None:
        made.put("boot/initrd.img-" + KERNEL, image)
    if kernel_there:
        made.put(BOOT_PARAMS, boot_params(0))
    for path, text in (more or {}).items():
        made.put(path, text)
    return folder


# What is there, who takes it, words of why.
CASES = {
    # nobody loads vfio-pci by itself: it has no alias of type pci
    "ids and nothing else": (
        {"conf": IDS, "image": initramfs()}, "other", "nothing loads it first. In modprobe.d: "
        "softdep mydrv pre: vfio-pci"),
    "ids and a softdep": ({"conf": BOTH, "image": initramfs()}, "vfio", "a softdep loads it before mydrv"),
    "the driver alone is in the initramfs": (
        {"conf": BOTH, "image": initramfs(["mydrv"], BOTH)}, "other", "vfio-pci is not available"),
    "both are, with their softdep": (
        {"conf": BOTH, "image": initramfs(["mydrv", "vfio-pci"], BOTH)}, "vfio",
        "That is in the initramfs"),
    "the initramfs is older": (
        {"conf": BOTH, "image": initramfs(["mydrv", "vfio-pci"])}, "other",
        "made before modprobe.d changed"),
    "the softdep is younger than the initramfs": (
        {"conf": BOTH, "image": initramfs(["mydrv", "vfio-pci"], IDS)}, "other",
        "made before modprobe.d changed"),
    "ids on the command line, the module in the initramfs, no order": (
        {"cmdline": "vfio-pci.ids=8086:1234", "image": initramfs(["mydrv", "vfio-pci"])}, "other",
        "nothing loads it first"),
    "and a list of modules there": (
        {"cmdline": "vfio-pci.ids=8086:1234", "image": initramfs(
            ["mydrv", "vfio-pci"], more={"conf/modules": "# first\nvfio-pci\n"})}, "other",
        "after udev has loaded the modules of devices"),
    "dracut's parameter means nothing to initramfs-tools": (
        {"cmdline": "rd.driver.pre=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=TOOLS)}, "other", "nothing loads it first"),
    "nor one that keeps a driver away there": (
        {"cmdline": "rd.driver.blacklist=mydrv vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=TOOLS)}, "other", "nothing loads it first"),
    "nor do lists of systemd": (
        {"cmdline": "modules_load=vfio-pci rd.modules_load=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more={
             "etc/modules-load.d/a.conf": "vfio-pci\n", **TOOLS})}, "other", "nothing loads it first"),
    "which say nothing of what comes first when they are in both": (
        {"cmdline": "modules_load=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["vfio-pci"], more=TOOLS)}, "not_determined", "nothing orders them"),
    "nobody knows what takes it": (
        {"cmdline": "rd.driver.pre=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"])}, "unknown", "which tool built it"),
    "nor whether it matters, without ids": (
        {"cmdline": "rd.driver.pre=vfio-pci", "image": initramfs(["mydrv", "vfio-pci"])}, "other",
        "nothing gives"),
    "two of them in one": (
        {"cmdline": "rd.driver.pre=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more={**TOOLS, **DRACUT})}, "unknown",
        "which tool built it"),
    "dracut keeps the driver away": (
        {"cmdline": "rd.driver.blacklist=mydrv rd.driver.post=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=DRACUT)}, "vfio", "no other driver"),
    "dracut loads it last": (
        {"cmdline": "rd.driver.post=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=DRACUT)}, "other",
        "after udev has loaded the modules of devices"),
    "dracut's script knows no lists of systemd": (
        {"cmdline": "modules_load=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=DRACUT)}, "other", "nothing loads it first"),
    "systemd there does, also without rd.": (
        {"cmdline": "modules_load=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more={**DRACUT, **SYSTEMD})}, "not_determined",
        "nothing orders them"),
    "systemd without dracut": (
        {"cmdline": "rd.driver.pre=vfio-pci rd.modules_load=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=SYSTEMD)}, "not_determined",
        "nothing orders them"),
    "and a blacklist": (
        {"cmdline": "rd.modules_load=vfio-pci vfio-pci.ids=8086:1234 modprobe.blacklist=vfio_pci",
         "image": initramfs(["mydrv", "vfio-pci"], more=SYSTEMD)}, "other", "nothing loads it first"),
    "the driver comes later than the list": (
        {"cmdline": "vfio_pci.ids=8086:1234", "image": initramfs(
            ["vfio-pci"], more={"conf/modules": "vfio_pci"})}, "vfio", "no other driver"),
    "dracut loads it first": (
        {"cmdline": "rd.driver.pre=vfio-pci vfio-pci.ids=8086:1234",
         "image": initramfs(["mydrv", "vfio-pci"], more=DRACUT)}, "vfio",
        "before devices are enumerated"),
    "dracut was told so when it made it": (
        {"image": initramfs(["mydrv", "vfio-pci"], IDS, {
            "etc/cmdline.d/20-force_driver.conf": "rd.driver.pre=vfio-pci\n"})}, "vfio",
        "before devices are enumerated"),
    # it is loaded once, with what it was told then
    "loaded first without ids": (
        {"conf": IDS, "image": initramfs(["vfio-pci"], "", {
            "etc/cmdline.d/20-force_driver.conf": "rd.driver.pre=vfio-pci\n"})}, "other", "mydrv"),
    "blacklist, and nobody loads vfio-pci": (
        {"conf": IDS + "blacklist mydrv\n", "image": initramfs()}, "none", "nothing loads vfio-pci"),
    "blacklist and a list": (
        {"conf": IDS + "blacklist mydrv\n", "image": initramfs(),
         "more": {"etc/modules-load.d/vfio.conf": "vfio-pci\n"}}, "vfio", "no other driver"),
    "a list without a blacklist": (
        {"conf": IDS, "image": initramfs(), "more": {"etc/modules": "vfio-pci\n"}},
        "not_determined", "nothing orders them"),
    "install stops it": ({"conf": "install mydrv /bin/false\n" + IDS, "image": initramfs()}, "none",
                         "nothing loads vfio-pci"),
    # kmod_module_get_install_commands(), kmod_module_get_softdeps(): the first line, by pattern
    "the first install counts": (
        {"conf": "install mydrv /bin/true\ninstall mydrv /sbin/modprobe -i mydrv\n" + IDS,
         "image": initramfs()}, "none", "nothing loads vfio-pci"),
    "install of a pattern": ({"conf": "install my* /bin/false\n" + IDS, "image": initramfs()}, "none",
                             "nothing loads vfio-pci"),
    "install with a command": (
        {"conf": "install mydrv /sbin/modprobe vfio-pci; /sbin/modprobe -i mydrv\n" + IDS,
         "image": initramfs()}, "unknown", "instead of loading mydrv"),
    "install of vfio-pci with a command": (
        {"conf": "install vfio-pci /usr/local/bin/bind\n" + BOTH, "image": initramfs()}, "unknown",
        "instead of loading vfio_pci"),
    # __kmod_module_fill_softdep(): ignorecmd
    "a softdep has install ignored": (
        {"conf": "install mydrv /bin/false\n" + BOTH, "image": initramfs()}, "vfio", "softdep"),
    "a softdep after it has so too": (
        {"conf": "install mydrv /bin/false\nsoftdep mydrv post: other\n" + IDS, "image": initramfs()},
        "other", "mydrv"),
    "not one of what is not there": (
        {"conf": "install mydrv /bin/false\nsoftdep mydrv pre: nothing\n" + IDS,
         "image": initramfs()}, "none", "nothing loads vfio-pci"),
    "the first softdep counts": (
        {"conf": IDS + "softdep mydrv pre: other\n" + SOFTDEP, "image": initramfs()}, "other",
        "nothing loads it first"),
    "also one of what comes after": (
        {"conf": IDS + "softdep mydrv post: other\n" + SOFTDEP, "image": initramfs()}, "other",
        "nothing loads it first"),
    "and vfio-pci among several": (
        {"conf": IDS + "softdep mydrv pre: other vfio-pci post: second\n", "image": initramfs()},
        "vfio", "softdep"),
    "a softdep of a pattern": (
        {"conf": IDS + "softdep my* pre: vfio-pci\n", "image": initramfs()}, "vfio", "softdep"),
    "a pattern that is too much work": (
        {"conf": BOTH + "softdep m*y*d*r*v pre: other\n", "image": initramfs()}, "unknown", ""),
    "a softdep of too many": (
        {"conf": IDS + "softdep mydrv pre: %s vfio-pci\n" % " ".join("m%d" % i for i in range(100)),
         "image": initramfs()}, "unknown", ""),
    # kmod_module_get_probe_list(): modules that one needs come first, with their softdeps
    "a softdep of a module that the driver needs": (
        {"conf": IDS + "softdep x pre: vfio-pci\n", "image": initramfs()}, "vfio",
        "softdep loads it before mydrv"),
    "a softdep of a module that it does not need": (
        {"conf": IDS + "softdep y pre: vfio-pci\n", "image": initramfs()}, "other", "mydrv"),
    "and of what is loaded after that": (
        {"conf": IDS + "softdep x post: vfio-pci\n", "image": initramfs()}, "other", "mydrv"),
    "such a softdep in the initramfs": (
        {"conf": IDS + "softdep x pre: vfio-pci\n", "image": initramfs(
            ["mydrv", "vfio-pci"], IDS + "softdep x pre: vfio-pci\n")}, "vfio", "That is in the initramfs"),
    "blacklist is no pattern": (
        {"conf": BOTH + "blacklist my*\n", "image": initramfs()}, "vfio", "softdep"),
    # systemd's module_load_and_warn(): KMOD_PROBE_APPLY_BLACKLIST
    "a list does not load what is blacklisted": (
        {"conf": IDS + "blacklist mydrv\nblacklist vfio-pci\n", "image": initramfs(),
         "more": {"etc/modules-load.d/vfio.conf": "vfio-pci\n"}}, "none", "nothing loads vfio-pci"),
    # kcmdline_parse_result() of libkmod, blacklisted() of the kernel: no dash is an underscore there
    "modprobe.blacklist with a dash": (
        {"conf": IDS, "cmdline": "modprobe.blacklist=my-drv", "image": initramfs(), "dashed": True},
        "other", "my_drv"),
    "modprobe.blacklist with an underscore": (
        {"conf": IDS, "cmdline": "modprobe.blacklist=x,my_drv", "image": initramfs(), "dashed": True},
        "none", ""),
    "module_blacklist with a dash": (
        {"conf": IDS, "cmdline": "module_blacklist=my-drv", "image": initramfs(), "dashed": True},
        "other", "my_drv"),
    "blacklist with a dash": (
        {"conf": IDS + "blacklist my-drv\n", "image": initramfs(), "dashed": True}, "none", ""),
    "the last module_blacklist counts": (
        {"conf": IDS, "cmdline": "module_blacklist=mydrv module_blacklist=x", "image": initramfs()},
        "other", "mydrv"),
    "all of modprobe.blacklist do": (
        {"conf": IDS, "cmdline": "modprobe.blacklist=mydrv modprobe.blacklist=x",
         "image": initramfs()}, "none", ""),
    "module_blacklist": ({"conf": IDS, "cmdline": "module_blacklist=x,mydrv modules_load=vfio-pci",
                          "image": initramfs()}, "vfio", "no other driver"),
    "modprobe.blacklist of vfio-pci stops no softdep": (
        {"conf": BOTH, "cmdline": "modprobe.blacklist=vfio_pci", "image": initramfs()}, "vfio", ""),
    "module_blacklist of vfio_pci does": (
        {"conf": BOTH, "cmdline": "module_blacklist=vfio_pci", "image": initramfs()}, "other", "mydrv"),
    "but not with a dash": (
        {"conf": BOTH, "cmdline": "module_blacklist=vfio-pci", "image": initramfs()}, "vfio", "softdep"),
    "a driver of the kernel itself": (
        {"conf": BOTH, "image": initramfs(["vfio-pci"], BOTH), "built_in": ["mydrv"]}, "other",
        "it is built in"),
    "driverctl takes it away": (
        {"image": initramfs(), "built_in": ["mydrv"],
         "more": {OVERRIDE: "vfio-pci\n"}}, "vfio", "driverctl"),
    # set_override() of driverctl(8): it unbinds, and probes no other
    "driverctl gives it to none": (
        {"conf": BOTH, "image": initramfs(),
         "more": {OVERRIDE: "none\n"}}, "none", "unbinds it"),
    "an empty file of driverctl": (
        {"conf": BOTH, "image": initramfs(), "more": {OVERRIDE: ""}},
        "vfio", "softdep"),
    "no driver has the name of a module": (
        {"image": initramfs(), "more": {OVERRIDE: "vfio_pci\n"}}, "none", "no other driver binds"),
    "driverctl minds no blacklist": (
        {"conf": "blacklist vfio-pci\n", "image": initramfs(), "more": {OVERRIDE: "vfio-pci\n"}},
        "vfio", "driverctl"),
    "driverctl cannot load vfio-pci": (
        {"conf": "install vfio-pci /bin/false\n", "image": initramfs(),
         "more": {OVERRIDE: "vfio-pci\n"}}, "other", "mydrv: driverctl"),
    "nor against module_blacklist": (
        {"conf": "blacklist mydrv\n", "cmdline": "module_blacklist=vfio_pci", "image": initramfs(),
         "more": {OVERRIDE: "vfio-pci\n"}}, "none", "cannot be loaded"),
    "driverctl believes that it has": (
        {"conf": "install vfio-pci /bin/true\n", "image": initramfs(),
         "more": {OVERRIDE: "vfio-pci\n"}}, "none", "no other driver binds"),
    "driverctl runs a command": (
        {"conf": "install vfio-pci /bin/ask\n", "image": initramfs(),
         "more": {OVERRIDE: "vfio-pci\n"}}, "unknown", "install"),
    "vfio-pci of the kernel itself": (
        {"cmdline": "vfio-pci.ids=8086:1234", "image": initramfs(["mydrv"]), "built_in": ["vfio-pci"]},
        "vfio", "it is built in"),
    "to which modprobe.d says nothing": (
        {"conf": BOTH, "image": initramfs(["mydrv"], BOTH), "built_in": ["vfio-pci"]}, "other", ""),
    "both of the kernel itself": (
        {"cmdline": "vfio-pci.ids=8086:1234", "image": initramfs(), "built_in": ["vfio-pci", "mydrv"]},
        "not_determined", "link order"),
    "driver_override of now is not there then": (
        {"image": initramfs(), "more": {"sys/devices/%s/driver_override" % WAY: "vfio-pci\n"}},
        "other", "nothing gives this function to vfio-pci"),
    "two drivers, a softdep of one": (
        {"conf": BOTH, "image": initramfs(), "second": True}, "not_determined", "second"),
    "two drivers, softdeps of both": (
        {"conf": BOTH + "softdep second pre: vfio-pci\n", "image": initramfs(), "second": True},
        "vfio", "softdep"),
    # which of the two udev looks at first nobody knows
    "a softdep of another function's driver": (
        {"conf": IDS + "softdep other pre: vfio-pci\n", "image": initramfs(), "neighbour": True},
        "not_determined", "nothing orders them"),
    "which is not here": (
        {"conf": IDS + "softdep other pre: vfio-pci\n", "image": initramfs()}, "other", "mydrv"),
    "such a softdep in the initramfs, where its own driver is not": (
        {"conf": IDS, "neighbour": True, "image": initramfs(
            ["vfio-pci", "other"], IDS + "softdep other pre: vfio-pci\n")}, "vfio",
        "no other driver is loaded for it. That is in the initramfs"),
    "an alias of modprobe.d hides the others": (
        {"conf": IDS + "alias pci:v00008086d00001234sv*sd*bc*sc*i* vfio-pci\n"
         "softdep second pre: vfio-pci\n", "image": initramfs(
             conf="alias pci:v00008086d00001234sv*sd*bc*sc*i* vfio-pci\n"), "second": True},
        "vfio", "no other driver"),
    # kmod_module_new_from_lookup() of libkmod-module.c: what an alias of modprobe.d names is loaded
    "an alias to vfio-pci, which is blacklisted": (
        {"conf": IDS + "alias pci:v00008086d00001234sv*sd*bc*sc*i* vfio-pci\nblacklist vfio-pci\n",
         "kernel_there": True}, "none", "nothing loads vfio-pci"),
    "without ids": (
        {"conf": "alias pci:v00008086d00001234sv*sd*bc*sc*i* vfio-pci\n", "kernel_there": True},
        "none", ""),
    "an alias of another function": (
        {"conf": IDS + "alias pci:v00008086d00009999sv*sd*bc*sc*i* vfio-pci\n",
         "kernel_there": True, "neighbour": True}, "not_determined", "nothing orders them"),
    "the initramfs has no such alias": (
        {"conf": IDS + "alias pci:v00008086d00001234sv*sd*bc*sc*i* vfio-pci\n",
         "image": initramfs(["mydrv", "vfio-pci"], IDS)}, "unknown", ""),
    "ids of another": ({"conf": BOTH.replace("1234", "1235"), "image": initramfs()}, "other",
                       "nothing gives"),
    "ids with a subsystem": ({"conf": BOTH.replace("1234", "1234:1af4:1100"), "image": initramfs()},
                             "vfio", ""),
    "ids with another subsystem": (
        {"conf": BOTH.replace("1234", "1234:1af4:1101"), "image": initramfs()}, "other", ""),
    "ids with a class": ({"conf": BOTH.replace("1234", "ffffffff:ffffffff:ffffffff:020000:ff0000"),
                          "image": initramfs()}, "vfio", ""),
    "the last ids count": ({"conf": BOTH + "options vfio_pci ids=1:2\n", "image": initramfs()},
                           "other", ""),
    "those of the command line are last": (
        {"conf": BOTH, "cmdline": "vfio-pci.ids=1:2", "image": initramfs()}, "other", ""),
    "a file of /etc hides one of /usr/lib": (
        {"conf": "", "image": initramfs(), "more": {
            "etc/modprobe.d/a.conf": "# nothing\n", "usr/lib/modprobe.d/a.conf": BOTH}}, "other", ""),
    "a file of /usr/lib": ({"image": initramfs(), "more": {"usr/lib/modprobe.d/a.conf": BOTH}},
                           "vfio", ""),
    # drm_firmware_drivers_only(): nouveau_drm_init() and others register no driver then
    "nomodeset keeps DRM away": (
        {"conf": IDS, "cmdline": "nomodeset", "kernel_there": True, "drm": True,
         "more": {"etc/modules-load.d/vfio.conf": "vfio-pci\n"}}, "vfio", "no other driver"),
    "its softdep loads vfio-pci all the same": (
        {"conf": IDS + "softdep nouveau pre: vfio-pci\n", "cmdline": "nomodeset",
         "kernel_there": True, "drm": True}, "vfio", "no other driver"),
    "and where nothing does": (
        {"conf": IDS, "cmdline": "nomodeset", "kernel_there": True, "drm": True}, "none",
        "nothing loads vfio-pci"),
    "not where the driver has its own parameter": (
        {"conf": IDS, "cmdline": "nomodeset nouveau.modeset=1", "kernel_there": True, "drm": True},
        "other", "nouveau"),
    "nor where modprobe.d has it": (
        {"conf": IDS + "options nouveau modeset=1\n", "cmdline": "nomodeset", "kernel_there": True,
         "drm": True}, "other", "nouveau"),
    "nor a driver of another kind": (
        {"conf": IDS, "cmdline": "nomodeset", "kernel_there": True}, "other", "mydrv"),
    "no initramfs": ({"conf": BOTH, "kernel_there": True}, "vfio", "softdep"),
    # names in /boot say nothing: struct boot_params of the kernel, and initrd= for its loader, do
    "an initramfs of another name": (
        {"conf": BOTH, "kernel_there": True, "more": {BOOT_PARAMS: boot_params(0x12345678)}},
        "unknown", "no initramfs of this kernel was found"),
    "nobody knows whether there is one": (
        {"conf": BOTH, "more": {"boot/vmlinuz-" + KERNEL: ""}}, "unknown", "was found"),
    "the loader was told of one": (
        {"conf": BOTH, "kernel_there": True, "cmdline": "quiet initrd=\\abc\\initrd"}, "unknown",
        "was found"),
    "a word that ends like that": (
        {"conf": BOTH, "kernel_there": True, "cmdline": "my.initrd=1"}, "vfio", "softdep"),
    "where it is is not known": ({"conf": BOTH}, "unknown", "could not be read"),
    "no packing": ({"conf": BOTH, "image": initramfs(["mydrv"], pack=lambda data: data)}, "other",
                   "That is in the initramfs"),
    "no microcode": ({"conf": BOTH, "image": initramfs(["mydrv"], early=False)}, "other",
                     "That is in the initramfs"),
    "packed as nothing that is read here": (
        {"conf": BOTH, "image": initramfs(pack=lambda data: b"\xfd7zXZ\0" + data)}, "unknown",
        "could not be read"),
    "cut off": ({"conf": BOTH, "image": initramfs(["mydrv"])[:-60]}, "unknown", "could not be read"),
    "text": ({"conf": BOTH, "image": b"hello\n"}, "unknown", "could not be read"),
    "a name without an end": ({"conf": BOTH, "image": b"070701" + b"F" * 104}, "unknown", ""),
    "a file of 4 GiB": ({"conf": BOTH, "image": newc({"etc/modprobe.d/a.conf": "x"}).replace(
        b"00000001", b"FFFFFFFF")}, "unknown", ""),
}


def judged(run, root):
    """What why says of the next boot."""
    return json.loads(run.call("why", DEV, "--json", "--root", root).out)["next_boot"]


def predicted(run, folder):
    """What why says, and the rule of check."""
    for number, (name, (what, answer, words)) in enumerate(CASES.items()):
        root = tree(os.path.join(folder, str(number)), **what)
        told = judged(run, root)
        run.ok(name, told["answer"] == answer and words in (told["text"] or ""), told)
        checked = json.loads(run.call("check", "--profile", "vfio", "--json", "--root", root).out)
        found = [f["verdict"] for f in checked["findings"] if f["id"] == "vfio-at-boot"]
        wanted = {"vfio": "pass", "unknown": "unknown"}.get(answer, "warn")
        run.ok(name + ": the verdict", found == [wanted], found)


def packed(run, folder):
    """zstd, where its library is."""
    image = initramfs(["mydrv", "vfio-pci"], BOTH, pack=zstd)
    root = tree(os.path.join(folder, "zstd"), conf=BOTH, image=image)
    told = judged(run, root)
    there = any(glob.glob(folder + "/libzstd.so.1") for folder in ("/lib*", "/usr/lib*",
                                                                   "/lib/*", "/usr/lib/*"))
    run.ok("an initramfs that zstd packed", (told["answer"], told["in_initramfs"]) ==
           (("vfio", True) if there else ("unknown", False)), told)


def kept(run, folder):
    """A snapshot holds all of it."""
    root = tree(os.path.join(folder, "kept"), conf=BOTH, image=initramfs(["mydrv", "vfio-pci"]))
    path = os.path.join(folder, "kept.json")
    with open(path, "wb") as file:
        file.write(run.call("snapshot", "--root", root).out)
    with open(path, encoding="utf8") as file:
        host = json.load(file)["host"]
    run.ok("a snapshot has the stages", sorted({m["stage"] for m in host["modules"]}) ==
           ["initramfs", "root"] and host["boot"]["initramfs"] == "read", host["modules"])
    said = [run.call("why", DEV, "--json", *where).out for where in (
        ("--root", root), ("--from", path))]
    run.ok("and the same answer follows", *[json.loads(one)["next_boot"]["answer"] == "other"
                                           for one in said[:1]])
    run.ok("of both", json.loads(said[0])["next_boot"] == json.loads(said[1])["next_boot"], *said)
    # the command line of this host is none of the tree's
    root = tree(os.path.join(folder, "own"), image=initramfs())
    host = json.loads(run.call("snapshot", "--root", root).out)["host"]
    run.ok("nothing of this host's command line is in it",
           all(m["options"] is None and m["blacklist"] is False for m in host["modules"]), host["modules"])


def masked(run, folder):
    """A link to /dev/null hides a file of its name and says nothing; a list may be hidden too."""
    for name, where, what, answer in (
            ("modprobe.d", "modprobe.d/a.conf", {"usr/lib/modprobe.d/a.conf": BOTH}, "other"),
            ("no other file of modprobe.d", "modprobe.d/b.conf", {"usr/lib/modprobe.d/a.conf": BOTH},
             "vfio"),
            ("modules-load.d", "modules-load.d/a.conf", {
                "usr/lib/modules-load.d/a.conf": "vfio-pci\n",
                "etc/modprobe.d/v.conf": IDS + "blacklist mydrv\n"}, "none")):
        root = tree(os.path.join(folder, name), image=initramfs(), more=what)
        os.makedirs(os.path.dirname(os.path.join(root, "etc", where)), exist_ok=True)
        os.symlink("/dev/null", os.path.join(root, "etc", where))
        told = judged(run, root)
        run.ok("a link to /dev/null in %s" % name, told["answer"] == answer, told)
    for name, files, answer in (
            ("a list of /etc hides one of /usr/lib", {
                "usr/lib/modules-load.d/a.conf": "vfio-pci\n", "etc/modules-load.d/a.conf": "#\n"},
             "none"),
            ("a list of /usr/local/lib", {"usr/local/lib/modules-load.d/a.conf": "vfio-pci\n"}, "vfio"),
            ("a file that is no list", {"etc/modules-load.d/a.conf.bak": "vfio-pci\n"}, "none")):
        root = tree(os.path.join(folder, name.replace("/", "-")), IDS + "blacklist mydrv\n",
                    initramfs(), more=files)
        told = judged(run, root)
        run.ok(name, told["answer"] == answer, told)


def silent(run, folder):
    """kmod_new() logs what it cannot parse, with text of the files: no word of it is ours."""
    root = tree(os.path.join(folder, "silent"), conf=BOTH + "weakdepp a b\n", image=initramfs())
    for level in (None, "7"):
        env = {**run.environment(), **({"KMOD_LOG": level} if level else {})}
        told = run.call("check", "--profile", "vfio", "--root", root, env=env)
        run.ok("libkmod says nothing, KMOD_LOG=%s" % level, "libkmod" not in told.err, told.err)


def hostile(run, folder):
    """Links that lead out of a tree are not followed."""
    outside = os.path.join(folder, "outside.conf")
    with open(outside, "w", encoding="utf8") as file:
        file.write(BOTH)
    root = tree(os.path.join(folder, "links"), image=initramfs())
    os.makedirs(os.path.join(root, "etc/modprobe.d"))
    os.symlink(outside, os.path.join(root, "etc/modprobe.d/out.conf"))
    told = run.call("why", DEV, "--json", "--root", root)
    run.ok("a link out of a tree gives nothing", b"softdep loads" not in told.out, told.out, told.err)


def run(run):
    for part in (predicted, packed, kept, masked, silent, hostile):
        with harness.Folder() as folder:
            run.part(part, folder)
