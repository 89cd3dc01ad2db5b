# SPDX-License-Identifier: GPL-2.0
"""suggest, run on the files that keep a kernel command line, as they are on hosts."""
import os
import re

import harness
import values
from machine import switched
from suite_suggest import ask, shell


def command_lines(run, folder):
    """Files as they are on hosts: none, empty, with comments, lines and tabs; a kernel in /boot."""
    root = switched(cmdline="q intel_iommu=off").write(folder + "/lines")
    answer = values.parse(ask(run, root, "--profile", "vfio", "--json").out)
    gone, new = ([a["argument"] for a in answer[k]] for k in ("drop", "add"))
    run.ok("something to do", gone == ["intel_iommu=off"] and
           new == ["intel_iommu=on"], answer)
    usr, proc = "root=/usr q", "BOOT_IMAGE=/vmlinuz root=/proc\tq initrd=\\x intel_iommu=off"
    cases = (  # the file, or None; that of the vendor; what Linux is to get of it
        ("none, the vendor's", None, True, "root=/usr q intel_iommu=on"),
        ("none at all", None, False, "root=/proc q intel_iommu=on"),
        ("an empty one", "", True, "intel_iommu=on"),
        ("a blank one", "\n", True, "intel_iommu=on"),
        ("no newline", "root=/a", True, "root=/a intel_iommu=on"),
        ("a blank line before", "\nroot=/a\n", True, "root=/a intel_iommu=on"),
        ("a comment", "# mine\nroot=/a intel_iommu=off q\n", True, "root=/a q intel_iommu=on"),
        ("a comment alone", "# mine\n", True, "intel_iommu=on"),
        ("a comment behind", "root=/a\n# mine\n", True, "root=/a intel_iommu=on"),
        ("two lines", "root=/a\nintel_iommu=off q\n", True, "root=/a intel_iommu=on q"),
        ("tabs", "root=/a\tintel_iommu=off\tq\n", True, "root=/a q intel_iommu=on"))
    for steps in ([], ["--steps"]):
        text = ask(run, root, "--profile", "vfio", "--format", "systemd-boot", *steps).out.decode()
        for number, (name, file, vendor, wanted) in enumerate(cases):
            host = "%s/host-%d-%d" % (folder, number, len(steps))
            for path in ("/etc/kernel", "/usr/lib/kernel", "/proc", "/boot", "/bin"):
                os.makedirs(host + path)
            for path, content in (("/etc/kernel/cmdline", file), ("/proc/cmdline", proc),
                                  ("/usr/lib/kernel/cmdline", usr if vendor else None),
                                  ("/boot/vmlinuz-" + os.uname().release, "")):
                if content is not None:
                    with open(host + path, "w", encoding="utf8") as out:
                        out.write(content)
            with open(host + "/bin/kernel-install", "w", encoding="utf8") as out:
                out.write("#!/bin/sh\nprintf '%s ' \"$@\"\n")
            os.chmod(host + "/bin/kernel-install", 0o755)
            script = text if not steps else \
                text.partition("Change the line")[2].partition("\n")[2].partition("\n# 4. ")[0]
            for path in ("/etc/kernel", "/usr/lib/kernel", "/proc/cmdline", "/boot/",
                         "/lib/modules"):
                # Only where a path begins.
                script = re.sub(r"(?<![\w/-])" + path, host + path, script)
            out, _, err = shell("PATH=%s/bin:$PATH\n%s" % (host, script))
            with open(host + "/etc/kernel/cmdline", encoding="utf8") as now:
                lines = [l for l in now.read().splitlines() if not l.startswith("#")]
            run.ok("%s %s" % (name, " ".join(steps)),
                   " ".join(lines).split() == wanted.split() and
                   out.rstrip().endswith("add %s %s/boot/vmlinuz-%s" % (
                       os.uname().release, host, os.uname().release)) and not err,
                   lines, wanted, out, err, script)
        run.ok("a way back where there was none " + " ".join(steps),
               not steps or "Where there was none before: rm /etc/kernel/cmdline" in text, text)
    text = ask(run, root, "--profile", "vfio", "--format", "grub").out.decode()
    out, _, err = shell(text + '\nprintf %s "$GRUB_CMDLINE_LINUX"',
                        GRUB_CMDLINE_LINUX="\tintel_iommu=off\tq")
    run.ok("GRUB, tabs", out.split() == ["q", "intel_iommu=on"] and not err, out)
    run.ok("GRUB, whose", "Debian, Ubuntu" in text and "/etc/default/grub\n" in text,
           text)


def run(run):
    with harness.Folder() as folder:
        run.part(command_lines, folder)
