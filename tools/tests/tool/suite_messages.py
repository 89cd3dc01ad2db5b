# SPDX-License-Identifier: GPL-2.0
"""What is wrong, what is accepted, and what to do: each its own message."""
import os
import stat
import subprocess

import harness

USAGE = [
    (["frobnicate"], ["'frobnicate' is not a command", "report", "unload"]),
    (["--frobnicate"], ["'--frobnicate' is not an option", "--json"]),
    (["report", "-x"], ["'-x' is not an option", "--json"]),
    (["check", "-qj"], ["'-j' is not an option", "--json"]),
    (["check", "-jq", "--json"], ["'-j' is not an option"]),
    (["check", "-q\u00e9q"], ["'-q\u00e9q' is not an option"]),
    (["report", "--from="], ["--from needs a value", "empty"]),
    (["report", "--root", ""], ["--root needs a value", "empty"]),
    (["snapshot", "-o", ""], ["--output needs a value", "empty"]),
    (["report", "--no-colour"], ["did you mean --no-color?\n", "'iommu-audit help report'"]),
    (["check", "--prfile", "vfio"], ["did you mean --profile?\n", "'iommu-audit help check'"]),
    (["report", "--matrx"], ["did you mean --matrix?"]),
    (["check", "--fail_on", "x"], ["'--fail_on' is not an option"]),
    (["check", "--p", "vfio"], ["'--p' is ambiguous: did you mean --profile?\n"]),
    (["check", "--r=reset"], ["'--r=reset' is ambiguous: did you mean --root or --rule?\n"]),
    (["acs", "--p"], ["did you mean --profile or --pods or --predict?\n"]),
    (["chekc"], ["'chekc' is not a command: did you mean check?"]),
    (["help", "sugest"], ["'sugest' is not a command: did you mean suggest?"]),
    (["GROUPS"], ["did you mean groups?"]),
    (["snap"], ["did you mean snapshot?"]),
    (["check", "--profile", "vifo"], ["'vifo' is not a profile: did you mean vfio?"]),
    (["devices", "-o", "dev,drivre", "--root", "R"], ["'drivre' is not a column: did you mean driver"]),
    (["events", "--kind", "vf_ad"], ["did you mean vf_add?"]),
    (["suggest", "--format", "grubb"], ["did you mean grub?"]),
    (["report", "--json=1"], ["--json takes no value"]),
    (["report", "--root", "/nonexistent"], ["/nonexistent: no such directory"]),
    (["check", "--root", harness.HERE], ["--root: " + harness.HERE + " holds no /sys"]),
    (["diff", "-", "-"], ["'-' is given twice"]),
    (["check", "--from", "-", "--against", "-"], ["'-' is given twice"]),
    (["faults", "--from", "-", "--since", "-"], ["'-' is given twice"]),
    (["compare", "-", "-"], ["'-' is given twice"]),
    (["explain", "--from", "-", "--input", "-"], ["cannot both be standard input"]),
    (["report", "extra"], ["unexpected argument 'extra'"]),
    (["check", "vfio"], ["unexpected argument 'vfio': write check --profile vfio"]),
    (["suggest", "sriov"], ["unexpected argument 'sriov': write suggest --profile sriov"]),
    (["lint", "amd_iommu=on", "iommu=pt"], ["so quote it: lint \"amd_iommu=on iommu=pt"]),
    (["groups", "03:00.0", "--root", "R"], ["'iommu-audit why DEV' names it"]),
    (["load", "a", "b"], ["unexpected argument 'b'", "[PATH]"]),
    (["load", "--json"], ["'load' does not take --json"]),
    (["load", "--root", "/"], ["'load' does not take --root"]),
    (["why", "-o", "x"], ["'why' does not take --output"]),
    (["snapshot", "--json"], ["'snapshot' does not take --json"]),
    (["report", "--from"], ["--from needs a value"]),
    (["report", "--from", "a", "--root", "b"], ["exclude each other"]),
    (["report", "--source", "lspci"], ["'lspci' is not a source", "auto, module or sysfs"]),
    (["report", "--from", "a", "--source", "module"], ["exclude each other"]),
    (["faults", "--source", "sysfs"], ["only the module sees"]),
    (["devices", "3:0", "--root", "R"], ["'3:0' is not a PCI address",
                                         "0000:03:00.0"]),
    (["devices", "03:00.8", "--root", "R"], ["'03:00.8' is not a PCI address"]),
    (["devices", "03:20.0", "--root", "R"], ["'03:20.0' is not a PCI address"]),
    (["acs", "7f:00.0", "--root", "R"], ["no PCI function 7f:00.0"]),
    (["groups", "x", "--root", "R"], ["'x' is not the number of a group"]),
    (["faults", "--log", "--watch"], ["--log excludes"]),
    (["faults", "--log", "--since", "x"], ["--log excludes"]),
    (["faults", "--watch", "--since", "x"], ["--watch excludes"]),
    (["faults", "--watch", "--from", "x"], ["--watch excludes"]),
    (["faults", "--interval", "1"], ["--interval needs --watch"]),
    (["faults", "--watch", "--interval", "0"], ["'0' is not an interval", "0.1"]),
    (["faults", "--watch", "--interval", "-1"], ["'-1' is not an interval"]),
    (["faults", "--watch", "--interval", "nan"], ["'nan' is not an interval"]),
    (["faults", "--watch", "--interval", "1s"], ["'1s' is not an interval"]),
    (["faults", "--watch", "--interval", "1e9"], ["'1e9' is not an interval"]),
    (["faults", "--since"], ["--since needs a value"]),
    (["report", "--watch"], ["'report' does not take --watch"]),
    (["groups", "999", "--root", "R"], ["no IOMMU group 999"]),
    (["check", "--profile", "vfio", "--profile", "sriov"], ["--profile is given twice"]),
    (["devices", "-o", "dev", "-o", "driver"], ["--output is given twice"]),
    (["p2p", "--from", "a", "--from", "b"], ["--from is given twice"]),
    (["check", "--dev", "", "--dev", "03:00.0", "--root", "R"], ["'' is not a PCI address"]),
]


# Words that are near no other: whoever offers one of these guesses.
FAR = [["xyz"], ["up"], ["ladd"], ["--colours-of-the-rainbow"], ["check", "--profile", "fast"],
       ["check", "--profile", "x"], ["devices", "-o", "zz", "--root", "R"], ["-q-x"],
       ["c" * 5000], ["--" + "c" * 5000]]


def far(run, root):
    """What is not near is not offered, and options that do not go with a word are not listed."""
    for args in FAR:
        result = run.call(*[root if arg == "R" else arg for arg in args])
        run.ok("nothing is near: " + " ".join(args)[:40], result.code == 2 and not result.out and
               "did you mean" not in result.err and "--segments" not in result.err, result.err)
    result = run.call("report", "--no-colour")
    run.ok("a hint has two lines of 80 columns", result.err.count("\n") == 2 and
           max(map(len, result.err.splitlines())) <= 80, result.err)


def usage(run, root):
    for args, words in USAGE:
        if not run.wants(" ".join(args)):
            continue
        result = run.call(*[root if arg == "R" else arg for arg in args])
        run.ok(" ".join(args), result.code == 2 and not result.out and
               all(word in result.err for word in words),
               "exit code %d, stderr: %s" % (result.code, result.err))


def tree(folder, **files):
    """A root directory with nothing but the given files."""
    root = os.path.join(folder, "root%d" % len(os.listdir(folder)))
    for path, content in {"proc/filesystems": "nodev\tdebugfs\n",
                          "proc/mounts": "debugfs /sys/kernel/debug debugfs rw 0 0\n",
                          **files}.items():
        path = os.path.join(root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if content is None:
            os.makedirs(path, exist_ok=True)
            continue
        with open(path, "w", encoding="utf8") as file:
            file.write(content)
    return root


def missing(run, name, root, *words, **options):
    result = run.call("report", "--source", "module", "--root", root, **options)
    run.ok(name, result.code == 3 and not result.out and
           all(word in result.err for word in words),
           "exit code %d, stderr: %s" % (result.code, result.err))


def not_there(run, folder):
    module = {"sys/module/iommu_audit": None}
    missing(run, "module not loaded", tree(folder), "not loaded",
            "sudo iommu-audit load")
    missing(run, "debugfs not mounted",
            tree(folder, **module, **{"proc/mounts": "proc /proc proc rw 0 0\n"}),
            "not mounted", "mount -t debugfs")
    missing(run, "no debugfs in this kernel",
            tree(folder, **module, **{"proc/filesystems": "nodev\tproc\n"}),
            "lacks debugfs", "CONFIG_DEBUG_FS")
    root = tree(folder)
    for name in ("filesystems", "mounts"):
        os.remove(os.path.join(root, "proc", name))
    missing(run, "no /proc", root, "not loaded", "sudo iommu-audit load")
    missing(run, "module without files", tree(folder, **module),
            "is loaded, but has no files", "dmesg")
    root = os.path.join(folder, "newer")
    harness.copy(harness.fixture("no-iommu"), root)
    path = os.path.join(root, harness.DEBUGFS, "version")
    with open(path, encoding="utf8") as file:
        text = file.read()
    with open(path, "w", encoding="utf8") as file:
        file.write(text.replace("format=1", "format=2"))
    missing(run, "a module of a newer format", root, "format 2", "format 1",
            "update iommu-audit")


def not_root(run, folder):
    """As somebody else, where the files belong to root alone."""
    name = "not root"
    tool = os.path.join(folder, "iommu-audit")
    harness.copy(run.tool, tool)
    os.chmod(tool, 0o755)
    os.chmod(folder, 0o755)
    root = tree(folder, **{harness.DEBUGFS + "/version": ""})
    os.chmod(root, 0o755)
    locked = os.path.join(root, "sys/kernel/debug")
    os.chmod(locked, 0 if os.geteuid() else stat.S_IRWXU)

    def nobody():
        if not os.geteuid():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)

    try:
        missing(run, name, root, "needs root",
                "sudo iommu-audit report --source module --root " + root, tool=tool,
                preexec_fn=nobody)
    finally:
        os.chmod(locked, stat.S_IRWXU)


def module(run):
    result = run.call("load", "/no/such/module.ko", preexec_fn=None)
    if os.geteuid():
        run.ok("load without root", result.code == 3 and
               "sudo iommu-audit load /no/such/module.ko" in result.err,
               result.err)
        return
    run.ok("load of a file that is not there", result.code == 3 and
           "there is no such file" in result.err, result.err)
    if os.path.exists("/sys/module/iommu_audit"):
        run.skip("unload twice", "the module of this machine is loaded")
        return
    result = run.call("unload")
    run.ok("unload of what is not loaded", result.code == 0 and
           b"was not loaded" in result.out, result.err)


def texts(run):
    """Messages for what cannot be brought about here, from the functions."""
    done = subprocess.run([run.beside("tools{}-test-messages")], capture_output=True, text=True,
                          check=False)
    lines = done.stdout.splitlines()
    for line in lines:
        word, _, name = line.partition(" - ")
        if word in ("ok", "not ok"):
            run.ok(name, word == "ok", *[l for l in lines if l.startswith("#")])
    run.ok("all messages were tried", done.returncode in (0, 1) and len(lines) > 8,
           done.stderr)


def run(run):
    run.part(usage, harness.fixture("no-iommu"))
    run.part(far, harness.fixture("no-iommu"))
    with harness.Folder() as folder:
        run.part(not_there, folder)
        run.part(not_root, folder)
    run.part(module)
    run.part(texts)
