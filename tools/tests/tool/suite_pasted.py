# SPDX-License-Identifier: GPL-2.0
"""lint of what people paste: lines of threads and manuals with the truth about a word of each,
and the files, commands and logs that such lines come from."""
import os
import random

import harness
import values

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lint_cases.tsv")
KERNEL = "6.8.0"


def cases():
    """Rows of the table, whose verdicts were read in the kernel's source: see its column truth."""
    with open(CASES, encoding="utf8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def truth(run):
    """Of every row the verdict, and what must be said of the word."""
    table = cases()
    run.ok("the table has its rows", len(table) > 80 and
           all(len(row) == 7 for row in table), len(table))
    for row in table:
        name = "%s on %s: %s" % (row["token"], row["kernel"], row["cmdline"])
        if not run.wants(name):
            continue
        result = run.call("lint", "--kernel", row["kernel"], row["cmdline"])
        if row["verdict"] == "refused":
            run.ok(name, result.code == 2 and not result.out and row["says"] in result.err,
                   row["truth"], result.code, result.err)
            continue
        answer = values.parse(run.call("lint", "--json", "--kernel", row["kernel"],
                                       row["cmdline"]).out)
        word = next((w for w in answer["parameters"]
                     if row["token"] in (w["token"], w["parameter"])), None)
        if row["verdict"] == "-":
            run.ok(name, word is None, row["truth"], word)
            continue
        said = " · ".join([word["effect"] or "", word["note"] or "",
                           "meant: " + (word["meant"] or "")]) if word else ""
        run.ok(name, word and word["verdict"] == row["verdict"] and row["says"] in said,
               row["truth"], "wanted %s: %s" % (row["verdict"], row["says"]), word)


# What was pasted, the words of the command line in it, and what is wrong with it.
PASTES = [
    ("a line of /etc/default/grub", 'GRUB_CMDLINE_LINUX_DEFAULT="quiet intel_iommu=on iommu=pt"',
     "intel_iommu=on iommu=pt", []),
    ("single quotes", "GRUB_CMDLINE_LINUX='intel_iommu=on iommu=pt'", "intel_iommu=on iommu=pt",
     []),
    ("quotes that the shell took", "GRUB_CMDLINE_LINUX=intel_iommu=on iommu=pt",
     "intel_iommu=on iommu=pt", []),
    ("curly quotes", "GRUB_CMDLINE_LINUX=“intel_iommu=on iommu=pt”", "intel_iommu=on iommu=pt",
     ["curly-quote"]),
    ("single curly quotes", "GRUB_CMDLINE_LINUX=‘intel_iommu=on’", "intel_iommu=on",
     ["curly-quote"]),
    ("a quote that nothing closes", 'GRUB_CMDLINE_LINUX="intel_iommu=on iommu=pt',
     "intel_iommu=on iommu=pt", ["unclosed-quote"]),
    ("a curly quote that closes nothing", 'GRUB_CMDLINE_LINUX="intel_iommu=on iommu=pt”',
     "intel_iommu=on iommu=pt", ["unclosed-quote"]),
    ("a curly quote on both sides of a line", "“intel_iommu=on iommu=pt”",
     "intel_iommu=on iommu=pt", ["curly-quote"]),
    # 10_linux puts GRUB_CMDLINE_LINUX in front of GRUB_CMDLINE_LINUX_DEFAULT.
    ("both variables", 'GRUB_CMDLINE_LINUX_DEFAULT="iommu=nopt"\nGRUB_CMDLINE_LINUX="iommu=pt"',
     "iommu=pt iommu=nopt", []),
    ("a file", '# comment "\nGRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX="iommu=pt" # why\n'
     '#GRUB_CMDLINE_LINUX="iommu=off"\nGRUB_TERMINAL="console"\n', "iommu=pt", []),
    ("an assignment that repeats what was there", 'GRUB_CMDLINE_LINUX="iommu=pt"\n'
     'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX intel_iommu=on"', "iommu=pt intel_iommu=on", []),
    ("an assignment that does not", 'GRUB_CMDLINE_LINUX="iommu=pt"\n'
     'GRUB_CMDLINE_LINUX="intel_iommu=on"', "intel_iommu=on", []),
    ("+=", 'GRUB_CMDLINE_LINUX="iommu=pt"\nGRUB_CMDLINE_LINUX+=" intel_iommu=on"',
     "iommu=pt intel_iommu=on", []),
    ("escapes of the shell", 'GRUB_CMDLINE_LINUX="dyndbg=\\"file a +p\\" iommu=pt"', "iommu=pt",
     []),
    ("';' within quotes", 'GRUB_CMDLINE_LINUX="pci=disable_acs_redir=00:01.0;00:02.0"',
     "pci=disable_acs_redir=00:01.0;00:02.0", []),
    ("Xen's own line", 'GRUB_CMDLINE_XEN_DEFAULT="iommu=off"\nGRUB_CMDLINE_LINUX="iommu=pt"',
     "iommu=pt", ["hypervisor"]),
    ("kernelopts", "kernelopts=root=/dev/mapper/a ro intel_iommu=on", "intel_iommu=on", []),
    ("kernelopts of grub.cfg", 'set kernelopts="root=/dev/mapper/a ro intel_iommu=on"',
     "intel_iommu=on", []),
    ("a loader entry", "title Arch\nlinux /vmlinuz-linux\ninitrd /a.img\n"
     "options root=PARTUUID=1 rw intel_iommu=on\noptions iommu=pt\n", "intel_iommu=on iommu=pt",
     []),
    ("a loader entry with variables", "options $kernelopts $tuned_params intel_iommu=on",
     "intel_iommu=on", []),
    ("a menu entry", "\tlinux\t/boot/vmlinuz-6.8 root=UUID=1 ro intel_iommu=on", "intel_iommu=on",
     []),
    ("a MachineConfig", "spec:\n  config:\n    ignition:\n      version: 3.2.0\n"
     "  kernelArguments:\n    - intel_iommu=on # VT-d\n    - 'iommu=pt'\n  fips: false\n",
     "intel_iommu=on iommu=pt", []),
    ("a MachineConfig in one line", "kernelArguments: - intel_iommu=on - iommu=pt",
     "intel_iommu=on iommu=pt", []),
    ("a list of YAML between brackets", 'kernelArguments: ["intel_iommu=on", iommu=pt]',
     "intel_iommu=on iommu=pt", []),
    ("a PerformanceProfile", "additionalKernelArgs:\n- intel_iommu=on\n- iommu=pt\ncpu: {}",
     "intel_iommu=on iommu=pt", []),
    ("grubby", 'grubby --update-kernel=ALL --args="intel_iommu=on iommu=pt"',
     "intel_iommu=on iommu=pt", []),
    ("grubby that removes as well", "sudo grubby --args='iommu=pt' --remove-args=iommu=off",
     "iommu=pt", []),
    ("grubby with curly quotes", "grubby --update-kernel=ALL --args=“intel_iommu=on iommu=pt”",
     "intel_iommu=on iommu=pt", ["curly-quote"]),
    ("rpm-ostree", "rpm-ostree kargs --append=intel_iommu=on --append-if-missing=iommu=pt "
     "--delete=iommu=off", "intel_iommu=on iommu=pt", []),
    ("the kernel's log", "[    0.000000] Command line: BOOT_IMAGE=/vmlinuz intel_iommu=on",
     "intel_iommu=on", []),
    ("the kernel's log, twice", "[    0.000000] Command line: ro iommu=pt\n[    0.064] Kernel "
     "command line: ro iommu=pt\n[    0.065] Unknown kernel command line parameters", "iommu=pt",
     []),
    ("syslog", "Nov 23 01:02:03 host kernel: Command line: ro iommu=pt", "iommu=pt", []),
    ("the journal", "Nov 23 01:02:03 host kernel: Kernel command line: ro iommu=pt", "iommu=pt",
     []),
    ("a line that is echoed", "echo 'GRUB_CMDLINE_LINUX=\"iommu=pt\"' >> /etc/default/grub",
     "iommu=pt", []),
    ("a line that is quoted", '> GRUB_CMDLINE_LINUX_DEFAULT="quiet iommu=pt"', "iommu=pt", []),
    ("NixOS", 'boot.kernelParams = [ "rcu_nocbs=0-15 intel_iommu=on" "iommu=pt" ];',
     "intel_iommu=on iommu=pt", []),
    ("NixOS, over several lines", '  kernelParams = [\n    "intel_iommu=on"\n    # "iommu=off"\n'
     '    "iommu=pt" # why\n  ];\n  initrd.kernelModules = [ "vfio_pci" ];',
     "intel_iommu=on iommu=pt", []),
    ("kickstart", 'bootloader --append="intel_iommu=on iommu=pt mem_sleep=s2idle"',
     "intel_iommu=on iommu=pt", []),
    # What is none of these stays what it is.
    ("a command line with a path", "BOOT_IMAGE=/vmlinuz-6.8 root=/dev/sda1 iommu=pt", "iommu=pt",
     []),
    ("a quoted value", 'dyndbg="file a.c +p" iommu=pt', "iommu=pt", []),
    ("lines", "quiet intel_iommu=on\niommu=pt\n", "intel_iommu=on iommu=pt", []),
    ("a line of modprobe.d", "options vfio-pci ids=10de:1b80", None, []),
]


def pastes(run):
    """The words that count, and what is wrong with the way they stand there."""
    for name, text, words, troubles in PASTES:
        result = run.call("lint", "--json", "--kernel", KERNEL, text)
        answer = values.parse(result.out)
        found = [word["parameter"] for word in answer["parameters"]]
        said = [one["trouble"] for one in answer["pasted"] if one["trouble"] != "none"]
        if words is None:
            run.ok("pasted: " + name, answer["pasted"][0]["kind"] == "line", answer["pasted"])
            continue
        wanted = values.parse(run.call("lint", "--json", "--kernel", KERNEL, words).out)
        run.ok("pasted: " + name, found == words.split() and said == troubles and
               [w["verdict"] for w in answer["parameters"]] ==
               [w["verdict"] for w in wanted["parameters"]], found, said, answer["pasted"])
        clean = all(word["verdict"] == "ok" for word in answer["parameters"]) and not troubles
        run.ok("pasted: exit code: " + name, result.code == (0 if clean else 1), result.code)


def text(run):
    """The page says where the words stood, and what is wrong there."""
    shown = run.call("lint", "--kernel", KERNEL, 'a\nGRUB_CMDLINE_LINUX="iommu=pt').out.decode()
    run.ok("where it stood", "GRUB_CMDLINE_LINUX, line 2" in shown and
           "no straight quote closes the value" in shown, shown)
    for args in (["why", "a\nb"], ["lint", "a", "b\nc"], ["lint", "--kernel", "6\n", "a"],
                 ["lint", "--from", "a\nb"], ["lint", "--no\nsuch", "a"], ["li\nnt", "a"]):
        result = run.call(*args)
        run.ok("a line end elsewhere is refused: %r" % args, result.code == 2 and
               "line end" in result.err and result.err.count("\n") == 1, result.err)


def noise(run):
    """Texts of pieces of all these: no line of one kind hides another, nothing breaks."""
    pieces = [text_ for _, text_, _, _ in PASTES] + ['"', "'", "“", "\\", "$", "${", "- ", "\n",
                                                   "--args", "=", "GRUB_CMDLINE_", "options "]
    chance = random.Random(20)
    for number in range(60):
        pasted = "".join(chance.choice(pieces)[chance.randrange(3):] for _ in range(8))
        result = run.call("lint", "--json", "--kernel", KERNEL, "x" + pasted)
        run.ok("noise %d" % number, result.code in (0, 1) and values.parse(result.out),
               result.code, repr(pasted))


def weakens(run):
    """What takes protection away is counted, whichever way it is written: param_set_bool()."""
    for line in ("vfio_iommu_type1.allow_unsafe_interrupts",
                 "vfio_iommu_type1.allow_unsafe_interrupts=1", "noapic",
                 "vfio_iommu_type1.allow_unsafe_interrupts=on"):
        answer = values.parse(run.call("lint", "--json", "--kernel", KERNEL, line).out)
        run.ok("weakens: " + line, answer["parameters"][0]["weakens"], answer)


def own(run):
    """A machine's own line is the kernel's, and is taken as it is."""
    root = harness.fixture("intel-switch-igb")
    answer = values.parse(run.call("lint", "--json", "--root", root).out)
    run.ok("nothing was pasted", answer["pasted"] == [], answer["pasted"])


def old(run):
    """Kernels below 5.10, and Red Hat's below those of its release 8, were not read."""
    for kernel, judged in (("5.9.16", False), ("3.10.0-1160.el7.x86_64", False),
                           ("5.4.0-150-generic", False), ("5.10.0", True),
                           ("4.18.0-553.el8.x86_64", True)):
        result = run.call("lint", "--kernel", kernel, "iommu=pt")
        run.ok("kernel " + kernel, (result.code == 0) == judged and
               (judged or "below 5.10 were not read" in result.err), result.code, result.err)


def run(run):
    for part in (truth, pastes, text, noise, weakens, own, old):
        run.part(part)
