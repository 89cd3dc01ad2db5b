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
     "intel_iommu=on iommu=pt", ["unquoted"]),
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
    # print_kernel_cmdline() of init/main.c: the example of its comment, with times in front
    ("the kernel's log, wrapped", "[    0.0] Command line: loglevel=7 intel_iommu=o\n"
     "[    0.1] Kernel command line: loglevel=7 \\\n[    0.1] smp: x\n[    0.1] Kernel command line: "
     "intel_iommu=on a=\"The \\\n[    0.1] Kernel command line: quick fox\" \\\n"
     "[    0.1] Kernel command line: iommu=pt\n[    0.2] Unknown kernel command line parameters",
     "intel_iommu=on iommu=pt", []),
    ("wrapped, of two boots", "Kernel command line: ro \\\nKernel command line: iommu=pt\n"
     "Kernel command line: ro \\\nKernel command line: iommu=nopt", "iommu=nopt", []),
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
    ("a line of modprobe.d beside a command line", 'GRUB_CMDLINE_LINUX="iommu=pt"\n'
     "options vfio-pci ids=10de:1b80", "iommu=pt", []),
    ("a loader entry that begins with a flag", "options quiet root=/dev/a iommu=pt", "iommu=pt",
     []),
    ("an entry twice with the same words", "linux /a iommu=pt\nlinux /b iommu=pt", "iommu=pt", []),
    ("Nix: a list behind ++", 'boot.kernelParams = [ "intel_iommu=on" ]\n  ++ [ "iommu=nopt" ];',
     "intel_iommu=on iommu=nopt", []),
    ("dracut", 'kernel_cmdline="amd_iommu=off"', "amd_iommu=off", []),
    ("GRUB_KERNEL_CMDLINE", 'GRUB_KERNEL_CMDLINE="intel_iommu=igfx_off iommu.strict=1"',
     "intel_iommu=igfx_off iommu.strict=1", []),
    # The BitBake manual, "Appending and Prepending (Override Style Syntax)": each one counts.
    ("Yocto", 'CMDLINE:append = " intel_iommu=off"\nCMDLINE:append = " hugepagesz=2M hugepages=9"',
     "intel_iommu=off hugepagesz=2M hugepages=9", []),
    ("Yocto, of one machine", 'CMDLINE:append:pc = " iommu=pt"\nCMDLINE:append:pc = " pci=noats"',
     "iommu=pt pci=noats", []),
    ("Yocto, the older form", 'APPEND_append = " intel_iommu=off"', "intel_iommu=off", []),
    ("Yocto, +=", 'APPEND += "iommu=pt"\nAPPEND += "pci=noats"', "iommu=pt pci=noats", []),
    ("Yocto, .=", 'CMDLINE .= " iommu=pt"\nCMDLINE .= " pci=noats"', "iommu=pt pci=noats", []),
    ("Yocto, two of =", 'APPEND = "iommu=off"\nAPPEND = "iommu=pt"', "iommu=pt", []),
    ("Limine", 'KERNEL_CMDLINE[default]+="quiet iommu=pt"', "iommu=pt", []),
    ("a quote that is not closed", '"intel_iommu=on', "intel_iommu=on", []),
    ("Limine, without the end of a name", 'KERNEL_CMDLINE[default iommu=pt', "iommu=pt", []),
    ("ZFSBootMenu", 'org.zfsbootmenu:commandline="iommu=pt ro"', "iommu=pt", []),
    ("U-Boot", 'setenv bootargs "iommu.passthrough=1 quiet"', "iommu.passthrough=1", []),
    ("Kairos", 'extra_cmdline: "intel_iommu=on iommu=pt"', "intel_iommu=on iommu=pt", []),
    ("TuneD", "cmdline_openshift_node_hugepages=hugepagesz=1G hugepages=5",
     "hugepagesz=1G hugepages=5", []),
    ("kernelstub", 'sudo kernelstub -a "intel_iommu=on iommu=pt video=efifb:off"',
     "intel_iommu=on iommu=pt", []),
    ("kernelstub that removes", 'kernelstub --delete-options "intel_iommu=off"', "", []),
    # A shell that sources this file runs "splash", and sets nothing: POSIX, 2.9.1. A shell on the
    # way here may have taken the quotes, so the words are judged all the same.
    ("no quotes", "GRUB_CMDLINE_LINUX_DEFAULT=quiet splash intel_iommu=on", "intel_iommu=on",
     ["unquoted"]),
    ("a blank in front of =", 'GRUB_CMDLINE_LINUX_DEFAULT = "quiet intel_iommu=on"', "", ["blank"]),
    # Ignition removes what is in should_not_exist.
    ("Butane", "kernel_arguments:\n  should_exist:\n    - intel_iommu=on\n"
     "  should_not_exist:\n    - iommu=off\n", "intel_iommu=on", []),
    ("Talos", "extraKernelArgs:\n  - -iommu=pt\n  - iommu=nopt", "iommu=nopt", []),
    ("a flow list in quotes", 'kernelArguments: ["hugepagesz=1G", "hugepages=16"]',
     "hugepagesz=1G hugepages=16", []),
    ("bootc", 'kargs = ["intel_iommu=on", "iommu=pt"]', "intel_iommu=on iommu=pt", []),
    # Lines of public files, as they stand there.
    ("a prompt of root's", '# grubby --args="intel_iommu=on,sm_on" --update-kernel=ALL',
     "intel_iommu=on intel_iommu=sm_on", []),
    ("echo into a file", 'echo "root=ZFS=rpool/ROOT/pve-1 iommu=pt" > /etc/kernel/cmdline',
     "iommu=pt",
     []),
    ("a member of JSON", '"cmdline": "BOOT_IMAGE=/vmlinuz root=/dev/x ro iommu=pt",', "iommu=pt",
     []),
    ("Markdown", '`GRUB_CMDLINE_LINUX="quiet iommu=pt"`', "iommu=pt", []),
    ("kexec", 'kexec -l /v --command-line="debug swiotlb=65536 log_buf_len=2M"', "swiotlb=65536",
     []),
    ("s390", 'export SE_PARMLINE="root=/dev/mapper/${N} swiotlb=262144 quiet"', "swiotlb=262144",
     []),
    ("a source of device trees", 'bootargs = "console=ttyS0 \\\npci=realloc pci=assign-busses";',
     "pci=realloc pci=assign-busses", []),
    ("a log that a mail program broke", ">> [    0.000000] Kernel command line: rdinit=/init\n"
     ">> console=ttyS0 no_console_suspend\n>> iommu.strict=0 acpi=force\n>> [    0.1] x=y",
     "iommu.strict=0", []),
    ("Nix: mkAfter", 'boot.kernelParams = lib.mkAfter [\n "intel_iommu=off"\n];', "intel_iommu=off",
     []),
    ("items of a list alone", "- intel_iommu=on\n- iommu=pt", "intel_iommu=on iommu=pt", []),
    ("items of a patch", "kernelArguments:\n-  - intel_iommu=on <3>", "intel_iommu=on", []),
    ("comments beside a line", "# why\nintel_iommu=on\n#iommu=off\n", "intel_iommu=on", []),
    # Xen's line is no line of Linux': docs/misc/xen-command-line.pandoc has its iommu=.
    ("xen.cfg", "[global]\ndefault=xen\n[xen]\noptions=console=vga iommu=no-igfx\n", "",
     ["hypervisor"]),
    ("a variable behind the closing quote", 'GRUB_CMDLINE_LINUX="intel_iommu=on" iommu=pt',
     "intel_iommu=on", ["behind-quote"]),
    ("a command behind the closing quote", 'GRUB_CMDLINE_LINUX="intel_iommu=on" quiet iommu=pt',
     "intel_iommu=on", ["command"]),
    ("a comment behind the closing quote", 'GRUB_CMDLINE_LINUX="iommu=pt" # IOMMU on', "iommu=pt",
     []),
    ("AutoYaST", 'xen_append="intel_iommu=on"', "intel_iommu=on", []),
    ("a service of systemd", 'Environment="KERNEL_ARGS=intel_iommu=on iommu=pt"',
     "intel_iommu=on iommu=pt", []),
    ("variables of any name", "# why\nTIMEOUT=5\nexport KARGS='iommu=pt pci=noats'\n",
     "iommu=pt pci=noats", []),
    ("a mark of Heads' in quotes", 'GRUB_CMDLINE_LINUX="iommu=pt pci=noats|xen|kernel x"',
     "iommu=pt pci=noats|xen|kernel", []),
    ("a value in quotes beside words", 'iommu=pt\ndyndbg="module=a"', "iommu=pt", []),
    ("JSON", '"extraKernelArgs": ["pci=nommconf",\n  "iommu=pt"]', "pci=nommconf iommu=pt", []),
]

# Lines of Xen's dom0. pci_iommu_alloc() of arch/x86/kernel/pci-dma.c looks for no IOMMU in a PV
# domain, and acpi_dmar_init() of Xen hides the DMAR table: "to prevent dom0 using vt-d HW".
DOM0 = [
    # Xen's line is no line of Linux': docs/misc/xen-command-line.pandoc has its iommu=.
    ("Xen's menu entry",
     "menuentry x {\n multiboot2 /boot/xen.gz dom0_mem=4G iommu=no-igfx,verbose\n"
     " module2 /boot/vmlinuz root=/dev/a iommu=pt\n module2 --nounzip /boot/initrd.img\n}",
     "iommu=pt", ["hypervisor"]),
    ("Xen's older menu entry", "title Xen\n root (hd0,0)\n kernel /xen.gz iommu=1\n "
     "module /vmlinuz ro iommu=pt\n module /initrd\n", "iommu=pt", ["hypervisor"]),
    ("Xen's log", "(XEN) Command line: placeholder iommu=verbose\n[    0.0] Command line: ro "
     "iommu=pt", "iommu=pt", ["hypervisor"]),
    ("Heads", "Qubes, with Xen 4.8.5|xen|kernel /xen-4.8.5.gz placeholder iommu=no-igfx smt=off |"
     "module /vmlinuz-6.1 placeholder root=/dev/a intel_iommu=on quiet|module /initramfs-6.1.img",
     "intel_iommu=on", ["hypervisor"]),
    ("vfio-pci", "multiboot2 /xen.gz\nmodule2 /vmlinuz ro vfio_pci.ids=10de:1b81",
     "vfio_pci.ids=10de:1b81", ["hypervisor"]),
    # 20_linux_xen of GRUB: GRUB_CMDLINE_LINUX="${GRUB_CMDLINE_LINUX_XEN_REPLACE}"
    ("GRUB's line for Xen alone", 'GRUB_CMDLINE_LINUX_XEN_REPLACE="iommu=pt"', "iommu=pt", []),
]

# Several command lines, of which a kernel boots with one: what boots with each, its title, and its
# words. Formats: GRUB's manual, bootctl(1), refind_linux.conf(5) by Rod Smith ("each line consists
# of two strings"), grubby(8), the syslinux wiki, Limine's CONFIG.md, Xen's docs/misc/efi.pandoc.
ENTRIES = [
    ("GRUB", "menuentry 'a b' --class x {\n linux /v root=/dev/a intel_iommu=on\n}\n"
     'menuentry "b" {\n linux /v root=/dev/a intel_iommu=off\n}',
     [("entry", "a b", "intel_iommu=on"), ("entry", "b", "intel_iommu=off")]),
    ("syslinux", "label Unraid OS\n kernel /bzimage\n append iommu=pt initrd=/bzroot\n"
     "label GUI\n menu label ^Unraid GUI\n kernel /bzimage\n append iommu=nopt initrd=/bzroot",
     [("entry", "Unraid OS", "iommu=pt"), ("entry", "Unraid GUI", "iommu=nopt")]),
    ("loader entries", "title A\nlinux /v\noptions root=a\noptions iommu=pt\ntitle B\nlinux /v\n"
     "options iommu=nopt", [("entry", "A", "iommu=pt"), ("entry", "B", "iommu=nopt")]),
    ("bootctl list", "        title: Arch Linux (default)\n           id: a.conf\n      options: "
     "root=a iommu=pt\n\n        title: fallback\n      options: root=a iommu=nopt\n",
     [("entry", "Arch Linux (default)", "iommu=pt"), ("entry", "fallback", "iommu=nopt")]),
    ("kernelopts for one of them", "kernelopts=root=a intel_iommu=on\ntitle A\n"
     "options $kernelopts\ntitle B\noptions root=a iommu=pt",
     [("entry", "A", "intel_iommu=on"), ("entry", "B", "iommu=pt")]),
    ("grubby --info=ALL", 'index=0\nkernel="/boot/vmlinuz-5.14"\nargs="ro intel_iommu=on '
     '$tuned_params"\nroot="/dev/a"\ntitle="RHEL (5.14)"\nid="x"\nindex=1\nargs="ro iommu=nopt"\n'
     'title="rescue"', [("entry", "RHEL (5.14)", "intel_iommu=on"),
                        ("entry", "rescue", "iommu=nopt")]),
    ("rEFInd", '# made by mkrlconf\n"Boot with standard options"  "ro root=/dev/a iommu=pt"\n'
     '"Boot to single-user mode"  "ro root=/dev/a iommu=nopt single"',
     [("entry", "Boot with standard options", "iommu=pt"),
      ("entry", "Boot to single-user mode", "iommu=nopt")]),
    ("refind.conf", 'menuentry "Arch" {\n loader /vmlinuz\n options "root=a iommu=pt"\n}\n'
     'menuentry "B" {\n options "root=a iommu=nopt"\n}',
     [("entry", "Arch", "iommu=pt"), ("entry", "B", "iommu=nopt")]),
    ("Limine", "timeout: 3\n\n/Arch Linux\n protocol: linux\n path: boot():/v\n cmdline: root=a "
     "iommu=pt\n\n/B\n cmdline: root=a iommu=nopt",
     [("entry", "Arch Linux", "iommu=pt"), ("entry", "B", "iommu=nopt")]),
    ("the same words twice", "menuentry a {\n linux /v1 ro iommu=pt\n}\nmenuentry b {\n linux /v2 "
     "ro iommu=pt\n}\nmenuentry c {\n linux /v2 ro iommu=nopt\n}",
     [("entry", "a; b", "iommu=pt"), ("entry", "c", "iommu=nopt")]),
    # 20_linux_xen of GRUB; what is empty replaces nothing there.
    ("GRUB with a line for Xen", 'GRUB_CMDLINE_LINUX_XEN_REPLACE="iommu=pt"\n'
     'GRUB_CMDLINE_LINUX="iommu=nopt"\nGRUB_CMDLINE_LINUX_DEFAULT="intel_iommu=on"',
     [("next", None, "iommu=nopt intel_iommu=on"), ("next", "Xen", "iommu=pt intel_iommu=on")]),
    ("GRUB with both lines for Xen", 'GRUB_CMDLINE_LINUX_XEN_REPLACE=""\n'
     'GRUB_CMDLINE_LINUX="iommu=nopt"\nGRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="pci=noats"\n'
     'GRUB_CMDLINE_LINUX_DEFAULT="intel_iommu=on"',
     [("next", None, "iommu=nopt intel_iommu=on"), ("next", "Xen", "iommu=nopt pci=noats")]),
    ("GRUB with Xen", 'GRUB_CMDLINE_XEN="iommu=verbose"\nGRUB_CMDLINE_LINUX="intel_iommu=on"',
     [("next", None, "intel_iommu=on"), ("next", "Xen", "intel_iommu=on")]),
    ("the same words with Xen and without", "menuentry a {\n linux /v1 ro iommu=pt\n}\n"
     "menuentry b {\n multiboot2 /xen.gz\n module2 /v1 ro iommu=pt\n}",
     [("entry", "a", "iommu=pt"), ("entry", "b", "iommu=pt")]),
    ("what runs and what is configured", "$ cat /proc/cmdline\nBOOT_IMAGE=/v ro intel_iommu=off\n"
     '$ cat /etc/default/grub\nGRUB_CMDLINE_LINUX="intel_iommu=on"',
     [("next", None, "intel_iommu=on"), ("running", None, "intel_iommu=off")]),
    ("a broken line that runs", 'BOOT_IMAGE=/v ro\nintel_iommu=off iommu=pt\n'
     'GRUB_CMDLINE_LINUX="intel_iommu=on"',
     [("next", None, "intel_iommu=on"), ("running", None, "intel_iommu=off iommu=pt")]),
    ("the log and the file", "[    0.000000] Command line: BOOT_IMAGE=/v iommu=pt\n"
     'GRUB_CMDLINE_LINUX="iommu=nopt"', [("next", None, "iommu=nopt"),
                                         ("running", None, "iommu=pt")]),
]

# What is no command line that could be judged, and what the refusal says.
REFUSED = [
    ("options amdgpu amd_iommu=off", "line 1 is of modprobe.d"),
    ("softdep nouveau pre: vfio-pci\noptions vfio-pci ids=10de:1eb8", "MODULE.NAME=VALUE"),
    ('kernelParams = [ "intel_iommu=on" ("vfio-pci.ids=" + lib.concatStringsSep "," ids) ];',
     "computed"),
    ('"vfio-pci.ids=${lib.concatStringsSep "," grpIDs}"', "computed"),
    ('kernelParams = lib.optional cfg.enable ("vfio-pci.ids=" + ids);', "computed"),
    ('boot.kernelParams = [ "iommu=pt" ]\n ++ optionals (gpu != null) [ "vfio-pci.ids=${gpu}" ];',
     "line 2"),
    # Of StarlingX' kickstart
    ('KERN_OPTS=" iommu=pt"\nKERN_OPTS="${KERN_OPTS} hugepages=${n_numa}"',
     "line 2 has a variable"),
    ("sed -i 's/quiet\"/quiet hugepagesz=2M hugepages=64\"/' /etc/default/grub", "edits a file"),
    ('# boot.kernelParams = [ "intel_iommu=on" "iommu=pt" ];', "comment"),
    ('#GRUB_CMDLINE_LINUX="iommu=pt"\n#lspci\n\nsudo update-grub', "line 1 is a comment"),
    ("-", "no standard input"),
]


def refused(run):
    """What would be judged wrongly is refused, with what is accepted."""
    for line, says in REFUSED:
        result = run.call("lint", "--kernel", KERNEL, line)
        run.ok("refused: %r" % line, result.code == 2 and not result.out and
               says in result.err and result.err.count("\n") == 1, result.code, result.err)


def pastes(run):
    """The words that count, and what is wrong with the way they stand there."""
    for name, text, words, troubles in PASTES:
        result = run.call("lint", "--json", "--kernel", KERNEL, text)
        answer = values.parse(result.out)
        found = [word["parameter"] for word in answer["parameters"]]
        said = [one["trouble"] for one in answer["pasted"] if one["trouble"] != "none"]
        wanted = values.parse(run.call("lint", "--json", "--kernel", KERNEL, words or "quiet").out)
        run.ok("pasted: " + name, found == words.split() and said == troubles and
               [w["verdict"] for w in answer["parameters"]] ==
               [w["verdict"] for w in wanted["parameters"]], found, said, answer["pasted"])
        clean = all(word["verdict"] == "ok" for word in answer["parameters"]) and not troubles
        run.ok("pasted: exit code: " + name, result.code == (0 if clean else 1), result.code)


def dom0(run):
    """What Linux reads of IOMMUs does nothing under Xen; what is not about IOMMUs stays."""
    for name, text_, words, troubles in DOM0:
        result = run.call("lint", "--json", "--kernel", KERNEL, text_)
        answer = values.parse(result.out)
        said = [one["trouble"] for one in answer["pasted"] if one["trouble"] != "none"]
        run.ok("dom0: " + name, [w["parameter"] for w in answer["parameters"]] == words.split() and
               said == troubles and result.code == 1 and
               all(w["verdict"] == "misleading" and "Xen's dom0" in w["effect"]
                   for w in answer["parameters"]), answer["parameters"], said)
    for text_, wanted in (("multiboot2 /xen.gz\nmodule2 /v pci=noats acpi=off", ["ok", "ok"]),
                          ("multiboot2 /xen.gz\nmodule2 /v ro\nlinux /v iommu=pt", ["ok"])):
        answer = values.parse(run.call("lint", "--json", "--kernel", KERNEL, text_).out)
        found = [w["verdict"] for e in answer["entries"] or [answer] for w in e["parameters"]]
        run.ok("dom0: not %r" % text_, found == wanted, found)
    both = values.parse(run.call("lint", "--json", "--kernel", KERNEL, 'GRUB_CMDLINE_XEN="x"\n'
                                 'GRUB_CMDLINE_LINUX="iommu=pt"').out)
    run.ok("dom0: of two entries one", [(e["dom0"], e["parameters"][0]["verdict"])
                                        for e in both["entries"]] ==
           [(False, "ok"), (True, "misleading")], both["entries"])


def entries(run):
    """Each of several lines is judged for itself, and has its title."""
    for name, text_, wanted in ENTRIES:
        result = run.call("lint", "--json", "--kernel", KERNEL, text_)
        answer = values.parse(result.out)
        found = [(e["boots"], e["title"], " ".join(w["parameter"] for w in e["parameters"]))
                 for e in answer["entries"]]
        run.ok("entries: " + name, found == wanted and
               answer["parameters"] == answer["entries"][0]["parameters"] and
               not any(w["verdict"] == "conflict" for e in answer["entries"]
                       for w in e["parameters"]), found, answer["pasted"])
        shown = run.call("lint", "--kernel", KERNEL, text_).out.decode()
        run.ok("entries: titles: " + name, all(title in shown for _, title, _ in wanted if title),
               shown)
    shown = run.call("lint", "--kernel", KERNEL, ENTRIES[-3][1]).out.decode()
    run.ok("the difference", "only running: intel_iommu=off" in shown and
           "only in the other: intel_iommu=on" in shown, shown)
    for text_, code in (("title a\noptions iommu=pt\ntitle b\noptions iommu=nopt", 0),
                        ("title a\noptions iommu=pt\ntitle b\noptions iommu=on", 1)):
        result = run.call("lint", "--kernel", KERNEL, text_)
        run.ok("entries: exit code %d" % code, result.code == code, result.code)
    # A line of the kernel's own alone stays what it is.
    answer = values.parse(run.call("lint", "--json", "--kernel", KERNEL,
                                   "BOOT_IMAGE=/v iommu=pt\nintel_iommu=on").out)
    run.ok("one line has no entries", answer["entries"] == [] and
           answer["pasted"][0]["kind"] == "line" and len(answer["parameters"]) == 2, answer)


def text(run):
    """The page says where the words stood, and what is wrong there."""
    shown = run.call("lint", "--kernel", KERNEL, 'a\nGRUB_CMDLINE_LINUX="iommu=pt').out.decode()
    run.ok("where it stood", "GRUB_CMDLINE_LINUX, line 2" in shown and
           "no straight quote closes the value" in shown, shown)
    shown = run.call("lint", "--kernel", KERNEL, 'GRUB_CMDLINE_LINUX="iommu=pt"\n'
                     'GRUB_CMDLINE_LINUX_RECOVERY="single iommu=off"').out.decode()
    run.ok("a line of recovery entries", "only recovery entries have it" in shown, shown)
    # vfio_pci.disable_denylist came with Linux 5.9, enable_sriov with 5.7: of a kernel that is
    # older by its number neither is ok, and where 5.10 is the oldest that was read is said.
    shown = run.call("lint", "--kernel", "4.18.0-193.el8.x86_64",
                     "vfio_pci.disable_denylist=1 vfio_pci.enable_sriov=1").out.decode()
    run.ok("Red Hat's 4.18", shown.count("this one may have it") == 2 and "2 version" in shown and
           "rules of Linux 5.10 for kernel 4.18.0-193.el8.x86_64" in shown, shown)
    shown = run.call("lint", "--kernel", "5.14.0-427.el9.x86_64",
                     "vfio_pci.disable_denylist=1").out.decode()
    run.ok("Red Hat's 5.14", "1 of 1 parameter ok · rules of kernel 5.14" in shown, shown)
    # enable_IR_x2apic(): without interrupt remapping there is none in xAPIC mode either.
    shown = run.call("lint", "--kernel", KERNEL, "intremap=off nox2apic").out.decode()
    run.ok("nox2apic beside intremap=off", "with intremap=off no interrupt is remapped" in shown,
           shown)
    shown = run.call("lint", "--kernel", "6.8.0-31-generic-64k", "arm-smmu.disable_bypass=0")
    run.ok("a kernel for arm64 by its pages", shown.code == 0, shown.out)
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
        taken = result.code in (0, 1) and values.parse(result.out)
        run.ok("noise %d" % number, taken or (result.code == 2 and "line" in result.err),
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
    for part in (truth, pastes, dom0, entries, refused, text, noise, weakens, own, old):
        run.part(part)
