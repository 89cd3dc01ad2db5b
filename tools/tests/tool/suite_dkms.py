# SPDX-License-Identifier: GPL-2.0
"""make dkms-source: what root compiles is root's, and nobody else may write it.

DKMS itself runs in the lab: tools/lab/tests/dkms.py.
"""
import os
import shutil
import stat
import subprocess

import harness

TOP = os.path.join(harness.HERE, "..", "..", "..")
PARTS = ["Kbuild", "Makefile", "dkms.conf", "COPYING", "include", "module"]
NOBODY = 65534


def source(folder):
    """A checkout of what is copied, with what a build leaves, by somebody careless."""
    path = os.path.join(folder, "checkout")
    os.mkdir(path)
    for part in PARTS:
        harness.copy(os.path.join(TOP, part), path)
    for name in ("module/main.o", "module/.main.o.cmd", "module/compat/generated.h", "x/y.ko"):
        os.makedirs(os.path.dirname(os.path.join(path, "module", name)), exist_ok=True)
        with open(os.path.join(path, "module", name), "w", encoding="utf8") as file:
            file.write("left over\n")
    subprocess.run(["chmod", "-R", "a+rwX", path], check=True)
    os.chmod(os.path.join(path, "module", "main.c"), 0o600)
    if not os.geteuid():
        subprocess.run(["chown", "-R", str(NOBODY), path], check=True)
    return path


def install(checkout, target, umask):
    """What make says when it fails, and the folder that it made."""
    done = subprocess.run(["make", "-s", "dkms-source", "DESTDIR=" + target], cwd=checkout,
                          capture_output=True, text=True, check=False,
                          preexec_fn=lambda: os.umask(umask))
    above = os.path.join(target, "usr", "src")
    return done.stderr if done.returncode else None, \
        [os.path.join(above, name) for name in os.listdir(above)][0]


def wrong(tree):
    """What is not as it has to be, by what stat says."""
    found = []
    for top, folders, files in os.walk(tree):
        for name in [".", *folders, *files]:
            path = os.path.join(top, name)
            info = os.lstat(path)
            mode = 0o755 if stat.S_ISDIR(info.st_mode) else 0o644
            if stat.S_IMODE(info.st_mode) != mode or \
                    (info.st_uid, info.st_gid) != (os.geteuid(), os.getegid()):
                found.append("%o %d:%d %s" % (info.st_mode, info.st_uid, info.st_gid, path))
            if name.endswith((".o", ".cmd", ".ko", "generated.h")) or name == "stale.c":
                found.append(path)
    return found


def run(run):
    if not shutil.which("make"):
        run.skip("dkms-source", "make is not installed")
        return
    for umask in (0o022, 0o002, 0o000, 0o077):
        with harness.Folder() as folder:
            checkout, target = source(folder), os.path.join(folder, "target")
            os.mkdir(target)
            error, tree = install(checkout, target, umask)
            run.ok("umask %03o" % umask, not error and not wrong(tree) and
                   os.path.exists(os.path.join(tree, "module", "main.c")), error, *wrong(tree))
            if os.geteuid():
                run.skip("an old tree of another owner, umask %03o" % umask, "needs root")
                continue
            with open(os.path.join(tree, "module", "stale.c"), "w", encoding="utf8") as file:
                file.write("#error of an older version\n")
            subprocess.run(["chmod", "-R", "a+rwX,g+s", tree], check=True)
            subprocess.run(["chown", "-R", "%d:%d" % (NOBODY, NOBODY), tree], check=True)
            error, tree = install(checkout, target, umask)
            run.ok("an old tree of another owner, umask %03o" % umask,
                   not error and not wrong(tree), error, *wrong(tree))
