# SPDX-License-Identifier: GPL-2.0
"""Files: what is read, out of where, and how much of it; what is written, and what is left.

What a path below a folder means, the kernel says: a process whose root is that folder
opens the same path.
"""
import errno
import hashlib
import os
import random
import signal
import socket
import stat
import struct
import subprocess
import time

import harness
import large
import suite_bench
import values

MACHINE = "intel-switch-igb"
# A function that is no VF and has a driver; one that can be measured, and its group.
FUNCTION, DEV, GROUP = "0000:06:00.0", suite_bench.DEV, suite_bench.GROUP
# What is outside of the tree, and what may be read of it.
SECRET, OWN = "secret-of-the-host", "quiet iommu=pt"
NOBODY = 65534
# Seconds in which a file that is refused is refused, on an idle machine.
SOON = 30
MIB = 1 << 20
# How often each signal is sent.
TIMES = 6
SERIAL = "11-22-33-44-55-66-77-88"
HOST = {
    "sys/devices/system/node/online": "0-1\n",
    "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages": "8\n",
    "sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages": "4\n",
    "sys/module/vfio/parameters/enable_unsafe_noiommu_mode": "N\n",
    "sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts": "N\n",
    "sys/bus/pci/devices/%s/reset_method" % FUNCTION: "flr bus\n",
    "sys/bus/pci/devices/%s/resource" % FUNCTION: "0x0 0x0 0x0\n",
    "sys/bus/pci/devices/%s/power_state" % FUNCTION: "D0\n",
    "sys/bus/pci/devices/%s/reset" % FUNCTION: "",
}
# Without these the tool says why there is no module.
DIAGNOSED = ["proc/filesystems", "proc/mounts", "sys/kernel/security/lockdown"]


def config_space():
    """A PCI Express function with a Device Serial Number, as its registers are laid out."""
    space = bytearray(4096)
    space[0:4] = b"\x86\x80\xc9\x10"
    space[0x06] = 0x10
    space[0x34] = 0x40
    space[0x40:0x44] = b"\x10\x00\x02\x00"
    space[0x100:0x104] = b"\x03\x00\x01\x00"
    space[0x104:0x10c] = bytes(int(byte, 16) for byte in reversed(SERIAL.split("-")))
    return bytes(space)


def write(path, content):
    """Write a file, and its folders."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tree(folder, name="root"):
    """A machine with every file that the tool reads of one."""
    root = os.path.join(folder, name)
    harness.copy(harness.fixture(MACHINE), root)
    release = read(os.path.join(root, "proc/sys/kernel/osrelease")).decode().strip()
    write(os.path.join(root, harness.DEBUGFS, "vf_requests"),
          "# iommu_audit vf_requests format=1\n")
    write(os.path.join(root, harness.DEBUGFS, "events"), "# iommu_audit events format=1\n")
    write(os.path.join(root, "boot/config-" + release), "\nCONFIG_PCI_P2PDMA=y\n")
    for path, text in HOST.items():
        write(os.path.join(root, path), text)
    write(os.path.join(root, "sys/bus/pci/devices", FUNCTION, "config"), config_space())
    return root


def below(root):
    """Files of a tree, relative to it."""
    return sorted(os.path.relpath(os.path.join(at, name), root)
                  for at, _, names in os.walk(root) for name in names)


def state(root):
    """What a tree is: kind, mode, time and content of everything in it."""
    found = {}
    for at, folders, names in os.walk(root):
        for name in [".", *folders, *names]:
            path = os.path.join(at, name)
            info = os.lstat(path)
            content = hashlib.sha256(read(path)).hexdigest() if stat.S_ISREG(info.st_mode) else \
                os.readlink(path) if stat.S_ISLNK(info.st_mode) else ""
            found[path] = (info.st_mode, info.st_mtime_ns, info.st_ino, content)
    return found


def kernels(run):
    """(title, command before the tool): this kernel, and what others lack."""
    without = run.beside("tools{}-without")
    return [("openat2", []),
            ("before Linux 5.6", [without, "openat2", str(errno.ENOSYS)]),
            ("a filter", [without, "openat2", str(errno.EPERM)]),
            ("somebody renames folders", [without, "openat2", str(errno.EAGAIN)])]


def in_chroot(root, path):
    """What the kernel opens at a path when a folder is the root; None for nothing."""
    ends = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.chroot(root)
            os.chdir("/")
            os.write(ends[1], b"+" + read(path))
        except OSError:
            pass
        os._exit(0)
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as file:
        text = file.read()
    os.waitpid(pid, 0)
    return text[1:].decode().strip() if text else None


def cases(root, outside):
    """(title, links to make, what /proc/cmdline is then; None for nothing)."""
    line = os.path.join(root, "proc/cmdline")
    chain = [(line, "/etc/link0")] + [(os.path.join(root, "etc/link%d" % i), "link%d" % (i + 1))
                                      for i in range(30)]
    secret = os.path.join(outside, "cmdline")
    up = "../" * 30
    return [
        ("no link", [], OWN),
        ("an absolute link out", [(line, secret)], None),
        ("a relative link out", [(line, up + secret[1:])], None),
        ("a chain that leads out", chain + [(os.path.join(root, "etc/link30"), secret)], None),
        ("a folder in the middle", [(os.path.join(root, "proc"), outside)], None),
        ("a folder in the middle, upwards",
         [(os.path.join(root, "proc"), up + outside[1:] + "/")], None),
        ("an absolute link inside", [(line, "/etc/cmdline")], "inside"),
        ("more .. than folders", [(line, up + "etc/cmdline")], "inside"),
        ("a chain inside", chain + [(os.path.join(root, "etc/link30"), "/etc/./cmdline")],
         "inside"),
        ("through a folder and back", [(line, "../etc/../etc//cmdline")], "inside"),
        ("a folder that is a link", [(os.path.join(root, "proc"), "/etc")], "inside"),
        ("a link to the root", [(line, "/")], "is a directory"),
        ("a link to nothing", [(line, "nothing")], None),
        ("a loop", [(line, "/etc/a"), (os.path.join(root, "etc/a"), "../proc/cmdline")],
         "symbolic links"),
        ("41 links", chain + [(os.path.join(root, "etc/link%d" % i), "link%d" % (i + 1))
                              for i in range(30, 39)] +
         [(os.path.join(root, "etc/link39"), "cmdline")], "symbolic links"),
    ]


def links(run, folder):
    """No link and no .. leads out of --root, whatever the kernel."""
    outside = os.path.join(folder, "outside")
    write(os.path.join(outside, "cmdline"), SECRET + "\n")
    for number, (title, made, want) in enumerate(cases("", outside)):
        root = tree(folder, "links%d" % number)
        made = cases(root, outside)[number][1]
        write(os.path.join(root, "proc/cmdline"), OWN + "\n")
        write(os.path.join(root, "etc/cmdline"), "inside\n")
        for link, target in made:
            subprocess.run(["rm", "-rf", "--", link], check=True)
            os.symlink(target, link)
        if os.geteuid() == 0:
            kernel = in_chroot(root, "/proc/cmdline")
            run.ok("%s: the kernel says so" % title,
                   kernel == (want if want in (OWN, "inside") else None), kernel)
        for kernel, before in kernels(run):
            done = run.call("snapshot", "--root", root, before=before)
            if want in (OWN, "inside", None):
                good = done.code == 0 and values.parse(done.out)["cmdline"] == want
            else:
                good = done.code == 4 and not done.out and want in done.err and \
                    "proc/cmdline" in done.err
            run.ok("%s, %s" % (title, kernel), good and SECRET.encode() not in done.out,
                   done.code, done.err, done.out[:300])


def serials(run, folder):
    """The configuration space of a tree is read there, and by libpci."""
    outside = os.path.join(folder, "config")
    write(outside, config_space())
    root = tree(folder)
    path = os.path.join(root, "sys/bus/pci/devices", FUNCTION, "config")

    def serial():
        host = values.parse(run.call("snapshot", "--root", root).out)["host"]
        found = next(one for one in host["devices"] if one["dev"] == FUNCTION)
        return found.get("serial"), found.get("unknown", [])
    run.ok("a serial number", serial()[0] == SERIAL, serial())
    write(path, config_space()[:64])
    run.ok("no more than a header", serial()[0] is None and "serial" in serial()[1], serial())
    write(path, config_space()[:0x100] + bytes(0xf00))
    run.ok("none", serial()[0] is None and "serial" not in serial()[1], serial())
    os.remove(path)
    os.symlink(outside, path)
    run.ok("not by a link out of the tree", serial()[0] is None, serial())


def become(path, kind):
    """Put something in the place of a file."""
    if os.path.lexists(path):
        os.remove(path)
    if kind == "FIFO":
        os.mkfifo(path)
    elif kind == "directory":
        os.mkdir(path)
    elif kind == "device":
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    elif kind == "socket":
        # A path in an address is no longer than 107 bytes.
        here = os.open(os.path.dirname(path), os.O_PATH)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("/proc/self/fd/%d/%s" % (here, os.path.basename(path)))
        os.close(here)
    else:
        with open(path, "wb") as file:
            file.truncate(65 * MIB)


def kinds():
    """What a file may be instead of one, and what is said of that."""
    # Only root makes devices, outside of user namespaces.
    return {"FIFO": "is a FIFO", "directory": "is a directory", "socket": "is a socket",
            **({"device": "is a device"} if can_mknod() else {}),
            "large file": "is larger than 64 MiB"}


def can_mknod():
    """Whether devices can be made here."""
    with harness.Folder() as folder:
        try:
            os.mknod(os.path.join(folder, "zero"), 0o600 | stat.S_IFCHR, os.makedev(1, 5))
        except PermissionError:
            return False
    return True


def refused(run, name, words, *args, **options):
    """A command says soon what is wrong with a file, and answers nothing."""
    limit = harness.Limit(run, SOON)
    done = run.call(*args, **options)
    run.ok(name, done.code == 4 and not done.out and all(word in done.err for word in words) and
           not limit.over(), done.code, done.err)


def nonfiles(run, folder):
    """Each file of a tree that is none: refused at once, and named."""
    root = tree(folder)
    kept = os.path.join(folder, "kept")
    optional = "sys/bus/pci/devices/%s/reset" % FUNCTION
    for path in below(root):
        if path == optional:
            continue
        place = os.path.join(root, path)
        os.rename(place, kept)
        for kind, words in kinds().items():
            become(place, kind)
            refused(run, "%s: %s" % (path, kind), [path, words], "snapshot", "--root", root)
            subprocess.run(["rm", "-rf", "--", place], check=True)
        os.rename(kept, place)
    place = os.path.join(root, harness.DEBUGFS, "events_pipe")
    for kind, words in kinds().items():
        become(place, kind)
        refused(run, "events_pipe: " + kind, ["events_pipe", words], "events", "--follow",
                "--root", root)
        subprocess.run(["rm", "-rf", "--", place], check=True)
    subprocess.run(["rm", "-rf", os.path.join(root, harness.DEBUGFS)], check=True)
    for path in DIAGNOSED:
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        for kind in kinds():
            become(place, kind)
            done = run.call("report", "--source", "module", "--root", root)
            run.ok("%s: %s" % (path, kind), done.code == 3 and not done.out, done.code, done.err)
            subprocess.run(["rm", "-rf", "--", place], check=True)
    done = run.call("report", "--root", os.path.join(folder, "no-such"))
    run.ok("--root of nothing", done.code == 2 and
           os.path.join(folder, "no-such") + ": no such directory" in done.err, done.err)
    done = run.call("report", "--root", os.path.join(harness.HERE, "run.py"))
    run.ok("--root of a file", done.code == 2 and "Not a directory" in done.err, done.err)


def named(run, folder):
    """Files that somebody names: the same, for each option that names one."""
    root = tree(folder)
    path = os.path.join(folder, "x.json")
    good = os.path.join(harness.HERE, "results", "domains.json")
    calls = [["report", "--from", path], ["diff", path, "--root", root],
             ["diff", good, path], ["check", "--against", path, "--root", root],
             ["faults", "--since", path, "--root", root], ["bench", "--from", path],
             ["compare", path, good]]
    for args in calls:
        name = " ".join("FILE" if arg == path else os.path.basename(arg) for arg in args)
        if args[:2] == ["diff", good]:
            continue
        for kind, words in kinds().items():
            become(path, kind)
            refused(run, "%s: %s" % (name, kind), [path, words], *args)
            subprocess.run(["rm", "-rf", "--", path], check=True)
        for target, words in (("/dev/zero", "is a device"), ("/dev/tty", "is a device"),
                              ("/", "is a directory")):
            os.symlink(target, path)
            refused(run, "%s: a link to %s" % (name, target), [path, words], *args)
            os.remove(path)
    state_of = os.path.join(folder, "state/iommu-audit")
    os.makedirs(state_of)
    os.mkfifo(os.path.join(state_of, "pipe.json"))
    refused(run, "a name of --save that is a FIFO", ["is a FIFO"], "compare", "pipe", good,
            env=run.environment(XDG_STATE_HOME=os.path.join(folder, "state")))
    os.makedirs(os.path.join(root, "var/lib/iommu-audit"))
    os.symlink(good, os.path.join(root, "var/lib/iommu-audit/out.json"))
    refused(run, "a result that is a link out of --root", ["No such file"], "compare", "out",
            "--root", root)


def read_only(run, folder):
    """Nothing below --root is written, whatever its links say."""
    root = tree(folder)
    victim = os.path.join(folder, "victim")
    write(victim, "what must stay\n")
    for path in (harness.DEBUGFS + "/bench/run", harness.DEBUGFS + "/bench/result",
                 "sys/kernel/iommu_groups/%s/type" % GROUP):
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        os.symlink(victim, os.path.join(root, path))
    snapshot = os.path.join(folder, "old.json")
    write(snapshot, run.call("snapshot", "--root", root).out)
    home = os.path.join(folder, "home")
    env = run.environment(XDG_STATE_HOME=home)
    before, kept = state(root), read(victim)

    def untouched(name, done, good):
        run.ok(name, good and state(root) == before and read(victim) == kept,
               done.code, done.err)
    for args in [[command] for command in harness.COMMANDS] + [
            ["snapshot"], ["p2p", "--matrix"], ["why", DEV], ["diff", snapshot],
            ["check", "--against", snapshot], ["faults", "--since", snapshot],
            ["faults", "--log"], ["lint", "iommu=pt"]]:
        done = run.call(*args, "--root", root, env=env)
        untouched("as it was after " + " ".join(args[:2] if "--" in args[-1] else args[:1]), done,
                  done.code in (0, 1))
    for args in ([DEV], [DEV, "--domains", "identity,DMA"], [DEV, "--save", "x"], ["--next"],
                 ["plan", "iommu=pt", "iommu.strict=1", DEV]):
        done = run.call("bench", *args, "--root", root, env=env)
        untouched("bench %s is refused" % " ".join(args[:2]), done, done.code == 2 and
                  not done.out and "does not take --root, below which nothing is written"
                  in done.err and not os.path.exists(home))
    for path in (root + "/new.json", root + "/proc/new.json", root + "/proc/cmdline"):
        done = run.call("snapshot", "-o", path, "--root", root)
        untouched("-o %s is refused" % path.removeprefix(folder), done, done.code == 5 and
                  "where nothing is written" in done.err)
    os.symlink(root, os.path.join(folder, "alias"))
    done = run.call("snapshot", "-o", folder + "/alias/proc/new.json", "--root", root)
    untouched("-o by another name is refused", done, done.code == 5 and
              "where nothing is written" in done.err)
    write(os.path.join(root, harness.DEBUGFS, "groups"),
          "# iommu_audit groups format=1\ngroup=../../../../trav domain=DMA default=DMA\n")
    done = run.call("groups", "--root", root)
    run.ok("a group that is no number", done.code == 4 and "../../../../trav" in done.err and
           read(victim) == kept, done.code, done.err)


def places(folder):
    """(title, path, what is there or None, what is said)."""
    own = os.path.join(folder, "own")
    os.makedirs(os.path.join(folder, "dir"))
    write(own, "own\n")
    os.symlink(own, os.path.join(folder, "link"))
    os.symlink(os.path.join(folder, "nothing"), os.path.join(folder, "dangling"))
    os.mkfifo(os.path.join(folder, "fifo"))
    become(os.path.join(folder, "sock"), "socket")
    found = [("a symbolic link", "link", "is a symbolic link"),
             ("a link to nothing", "dangling", "is a symbolic link"),
             ("a FIFO", "fifo", "is a FIFO"), ("a socket", "sock", "is a socket"),
             ("a directory", "dir", "is a directory"), ("no folder", "none/x.json", "No such file"),
             ("a folder that is none", "own/x.json", "Not a directory")]
    if can_mknod():
        os.mknod(os.path.join(folder, "null"), 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        found.append(("a device", "null", "is a device"))
    if os.geteuid() == 0:
        write(os.path.join(folder, "theirs"), "theirs\n")
        os.chown(os.path.join(folder, "theirs"), NOBODY, NOBODY)
        os.makedirs(os.path.join(folder, "sticky"))
        os.chmod(os.path.join(folder, "sticky"), 0o1777)
        write(os.path.join(folder, "sticky/planted"), "")
        os.chown(os.path.join(folder, "sticky/planted"), NOBODY, NOBODY)
        os.chmod(os.path.join(folder, "sticky/planted"), 0o666)
        found += [("somebody else's file", "theirs", "belongs to user 65534"),
                  ("a file that was planted", "sticky/planted", "belongs to user 65534")]
    return [(title, os.path.join(folder, name), words) for title, name, words in found]


def outputs(run, folder):
    """-o and --save: where nothing good can come of it, that is said before the work."""
    root, empty = tree(folder), os.path.join(folder, "empty")
    os.makedirs(empty)
    at = os.path.join(folder, "places")
    os.makedirs(at)
    namespaces = not harness.no_namespaces()
    for title, path, words in places(at):
        before = state(at)
        done = run.call("snapshot", "-o", path, "--root", root)
        run.ok("-o: " + title, done.code == 5 and not done.out and words in done.err and
               path in done.err and state(at) == before, done.code, done.err)
        done = run.call("snapshot", "-o", path, "--root", empty)
        run.ok("-o: %s, said before anything is read" % title, done.code == 5 and
               words in done.err, done.code, done.err)
        if namespaces:
            name = path if "/" in path else "./" + path
            done = run.call("bench", DEV, "--save", name, "--force",
                            before=harness.within(root))
            run.ok("--save: " + title, done.code == 5 and words in done.err and
                   state(at) == before, done.code, done.err)
    text = run.call("snapshot", "--root", root).out
    done = run.call("snapshot", "-o", "-", "--root", root, cwd=at)
    run.ok("-o - is standard output", done.code == 0 and done.out == text and
           not os.path.exists(os.path.join(at, "-")), done.err)
    done = run.call("snapshot", "-o", "./-", "--root", root, cwd=at)
    run.ok("-o ./- is a file", done.code == 0 and read(os.path.join(at, "-")) == text, done.err)
    locked = os.path.join(at, "locked")
    os.mkdir(locked)
    os.chmod(locked, 0o555)
    tool = os.path.join(folder, "tool")
    harness.copy(run.tool, tool)
    done = run.call("snapshot", "-o", locked + "/x", "--root", root, tool=tool,
                    preexec_fn=suite_bench.nobody_in(folder))
    run.ok("-o: a folder that is another's", done.code == 5 and "Permission denied" in done.err and
           not os.listdir(locked), done.code, done.err)
    os.chmod(locked, 0o755)


def modes(run, folder):
    """New files are their owner's alone; a file that is replaced gets no wider."""
    root = tree(folder)
    path = os.path.join(folder, "x.json")

    def mode_after(umask):
        done = subprocess.run(["sh", "-c", 'umask %o; exec "$@"' % umask, "sh", run.tool,
                               "snapshot", "-o", path, "--root", root],
                              env=run.environment(), check=False, capture_output=True)
        info = os.stat(path)
        return done.returncode, oct(stat.S_IMODE(info.st_mode)), info.st_size > 1000, \
            (info.st_uid, info.st_gid)
    for umask in (0, 0o022, 0o077, 0o777):
        found = mode_after(umask)
        run.ok("a new file, umask %03o" % umask, found[:3] == (0, "0o600", True), found)
        os.remove(path)
    for mode in (0o600, 0o640, 0o644, 0o666, 0o400, 0o200, 0):
        for umask in (0, 0o077):
            write(path, "old")
            os.chmod(path, mode)
            found = mode_after(umask)
            run.ok("one of mode %03o, umask %03o" % (mode, umask),
                   found[:3] == (0, oct(mode), True), found)
    os.chmod(path, 0o4755)
    found = mode_after(0)
    run.ok("no set-user-ID", found[1] == "0o755", found)
    if os.geteuid() == 0:
        os.chown(path, 0, NOBODY)
        os.chmod(path, 0o640)
        found = mode_after(0)
        run.ok("its group stays", found[1] == "0o640" and found[3] == (0, NOBODY), found)
    access_list(run, path, mode_after)
    os.link(path, path + ".other")
    before = read(path)
    write(os.path.join(root, "proc/cmdline"), "changed\n")
    mode_after(0)
    run.ok("another name of it keeps the old content", read(path + ".other") == before and
           read(path) != before)


def default_list(run, folder):
    """A list that a folder gives to new files gives nobody a file that is replaced."""
    root = tree(folder)
    path = os.path.join(folder, "given/x.json")
    write(path, "old")
    os.chmod(path, 0o640)
    # acl(5): the owner, a user, the group, the mask, others
    entries = [(1, 7, -1), (2, 4, NOBODY), (4, 5, -1), (16, 7, -1), (32, 0, -1)]
    name = "a list of the folder is not taken"
    try:
        os.setxattr(os.path.dirname(path), "system.posix_acl_default", struct.pack("<I", 2) + b"".join(
            struct.pack("<HHi", *entry) for entry in entries))
    except OSError as error:
        run.skip(name, error)
        return
    done = run.call("snapshot", "-o", path, "--root", root)
    run.ok(name, done.code == 0 and len(read(path)) > 1000 and
           stat.S_IMODE(os.stat(path).st_mode) == 0o640 and
           "system.posix_acl_access" not in os.listxattr(path), done.err, os.listxattr(path))


def unread(run, folder):
    """What is there and cannot be read is no file that is not there."""
    root = tree(folder)
    done = run.call("report", "--root", root, before=["prlimit", "--nofile=4"])
    run.ok("no more files can be open", done.code == 4 and not done.out and
           "Too many open files" in done.err, done.code, done.err)


def access_list(run, path, mode_after):
    """The mode of a file with a list shows what anybody on it may, and not its group."""
    write(path, "old")
    os.chmod(path, 0o600)
    # acl(5): the owner and a user may write, the group nothing
    entries = [(1, 6, -1), (2, 6, NOBODY), (4, 0, -1), (16, 6, -1), (32, 0, -1)]
    name = "its group gets nothing that an access control list gave to others"
    try:
        os.setxattr(path, "system.posix_acl_access", struct.pack("<I", 2) + b"".join(
            struct.pack("<HHi", *entry) for entry in entries))
    except OSError as error:
        run.skip(name, error)
        return
    shown = stat.S_IMODE(os.stat(path).st_mode)
    found = mode_after(0)
    run.ok(name, shown == 0o660 and found[1] == "0o600", oct(shown), found)


def limited(run, folder):
    """A limit, a full disk: an error, nothing left behind, the old file whole."""
    root = tree(folder)
    for title, before in (("", []), (", without O_TMPFILE", [
            run.beside("tools{}-without"), "tmpfile", str(errno.EOPNOTSUPP)])):
        at = os.path.join(folder, "limit" + str(len(before)))
        os.makedirs(at)
        for old in (None, "old\n"):
            if old:
                write(at + "/x.json", old)
            done = run.call("-c", 'ulimit -f 1; exec "$@"', "sh", *before, run.tool, "snapshot",
                            "-o", at + "/x.json", "--root", root, tool="/bin/sh")
            run.ok("a limit of %s%s" % ("an old file" if old else "a new file", title),
                   done.code == 5 and "File too large" in done.err and
                   os.listdir(at) == (["x.json"] if old else []) and
                   (not old or read(at + "/x.json") == old.encode()), done.code, done.err)
        why = harness.no_namespaces()
        if why:
            run.skip("a full disk" + title, why)
            continue
        script = ('mount -t tmpfs -o size=64k,mode=755 none /sys; cd /sys; echo old >old; '
                  'head -c 50000 /dev/zero >filler; '
                  '"$@" -o old; echo "$?"; "$@" -o new; echo "$?"; ls -A; cat old')
        done = run.call("-c", script, "sh", *before, run.tool, "snapshot", "--root", root,
                        tool="sh", before=harness.namespace())
        run.ok("a full disk" + title, done.out.decode().split() ==
               ["5", "5", "filler", "old", "old"] and
               done.err.count("No space left on device") == 2, done.out, done.err)


def listen():
    """What runs in the background ignores SIGINT, behind nohup SIGHUP, and so do its children."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@harness.plain("signals at any time")
def killed(run, folder):
    """Signals at any time: the old file or the new one, whole, and nothing beside it."""
    source = os.path.join(folder, "large.json")
    write(source, large.sixteen_units())
    at = os.path.join(folder, "killed")
    os.makedirs(at)
    path = os.path.join(at, "x.json")
    began = time.monotonic()
    run.call("snapshot", "--from", source, "-o", path)
    whole, took = read(path), time.monotonic() - began
    rng, old = random.Random(1), b"old\n"
    for name, before in (
            ("SIGTERM", []), ("SIGINT", []), ("SIGHUP", []), ("SIGKILL", []),
            ("SIGTERM", [run.beside("tools{}-without"), "tmpfile", str(errno.EOPNOTSUPP)])):
        wrong, ended = [], 0
        # on a busy host it may be a while until one comes in the middle
        for number in range(20 * TIMES):
            if number >= TIMES and ended:
                break
            write(path, old)
            process = subprocess.Popen([*before, run.tool, "snapshot", "--from", source, "-o",
                                        path], stdin=subprocess.DEVNULL, env=run.environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       preexec_fn=listen)
            time.sleep(took * rng.uniform(0.2, 1.05))
            process.send_signal(getattr(signal, name))
            run.finish(process)
            hit = process.returncode == -getattr(signal, name)
            ended += hit
            # the host may be faster or slower by now
            took *= 1.05 if hit else 0.95
            if os.listdir(at) != ["x.json"] or read(path) not in (old, whole):
                wrong.append((os.listdir(at), len(read(path))))
                subprocess.run("rm -f %s/.[!.]*" % at, shell=True, check=True)
        run.ok("%s at any time%s" % (name, ", without O_TMPFILE" if before else ""),
               not wrong and ended, ended, *wrong)
    values.parse(whole)


def run(run):
    for part in (links, serials, nonfiles, named, read_only, outputs, modes, default_list,
                 unread, limited, killed):
        with harness.Folder() as folder:
            run.part(part, folder)
