# SPDX-License-Identifier: GPL-2.0
"""The lab root: a Debian tree that holds compilers, QEMU and all libraries.

Nothing of it is installed on the host. Commands run in it through a private
mount namespace, so that no mount outlives them.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import threading

from .paths import IN_CACHE, IN_PROJECT, LAB, PROJECT, LabError, cache, lock, say

SUITE = "trixie"
HOST_PACKAGES = {"mmdebstrap": "mmdebstrap",
                 "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring"}
APT_OPTIONS = ('APT::Default-Release "trixie-backports"',
               'APT::Install-Recommends "false"',
               'Acquire::Check-Valid-Until "false"',
               'Acquire::Retries "3"')

# What marks a complete root: what was wanted of it, a line each.
HOLDS = "etc/iommu-audit-lab.holds"

# $1 root, $2 project, $3 cache, then the command. rbind works in user
# namespaces too, where a fresh proc needs a PID namespace.
ENTER = f"""
set -e
root=$1 project=$2 cache=$3
shift 3
mount --bind "$project" "$root{IN_PROJECT}"
mount --bind "$cache" "$root{IN_CACHE}"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
for extra in $LAB_BINDS; do
	mkdir -p "$root$extra"
	mount --bind "$extra" "$root$extra"
done
[ ! -e /etc/resolv.conf ] || cat /etc/resolv.conf > "$root/etc/resolv.conf"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8
cd "$root"
exec chroot "$root" /bin/sh -c 'cd {IN_PROJECT}; exec "$@"' sh "$@"
"""


def path():
    """The root's folder on the host."""
    return cache() / "root"


def packages(name="packages.list"):
    """The package names of a list."""
    names = []
    for line in (LAB / name).read_text(encoding="ascii").splitlines():
        names += line.split("#", 1)[0].split()
    return sorted(names)


def _wanted():
    return [SUITE, *APT_OPTIONS, *packages()]


def holds(tree, wanted):
    """Whether a tree is complete and has all that is wanted; another checkout may want more."""
    try:
        has = (tree / HOLDS).read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    return set(wanted) <= set(has)


def _suffices(tree):
    return holds(tree, _wanted())


def _namespace():
    """The unshare options with which this user may enter a root."""
    if os.geteuid() == 0:
        return ["unshare", "--mount", "--propagation", "private"]
    return ["unshare", "--map-auto", "--map-root-user", "--mount", "--propagation", "private"]


def visible():
    """[(name inside the root, host folder)] of what is mounted into it."""
    return [(IN_PROJECT, PROJECT), (IN_CACHE, cache())]


def command(argv, root=None):
    """The host command line that runs argv inside the root, in the project's folder."""
    return [*_namespace(), "sh", "-c", ENTER, "enter", str(root or path()), str(PROJECT),
            str(cache()), *[str(arg) for arg in argv]]


def run(argv, check=True, capture=False, root=None, nice=0, binds=(), **options):
    """Run argv inside the root.

    Returns the CompletedProcess (text). Output goes to our stderr unless
    captured: stdout belongs to the answer. binds are host folders to show
    inside under their own names. With check, a failure raises
    LabError with the last lines of what was captured.
    """
    if isinstance(argv, str):
        argv = ["bash", "-o", "pipefail", "-ec", argv]
    if nice:
        argv = ["nice", "-n", str(nice), *argv]
    options.setdefault("stdin", subprocess.DEVNULL)
    if binds:
        options["env"] = dict(os.environ, LAB_BINDS=" ".join(binds))
    if capture:
        options.update(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    else:
        options.setdefault("stdout", sys.stderr)
    done = subprocess.run(command(argv, root), text=True, errors="replace", check=False, **options)
    if check and done.returncode:
        tail = "\n".join((done.stdout or "").splitlines()[-30:])
        raise LabError(f"failed with {done.returncode} in the lab root: "
                       f"{shlex.join(str(a) for a in argv)[:400]}\n{tail}".rstrip())
    return done


def logged(argv, log, what, total=None, nice=0):
    """Run argv inside the root with its output in a log file, and report progress.

    total is the number of lines to expect, for the percentage. Returns the
    exit status.
    """
    if isinstance(argv, str):
        argv = ["bash", "-o", "pipefail", "-ec", argv]
    if nice:
        argv = ["nice", "-n", str(nice), *argv]
    log = pathlib.Path(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()

    def report():
        while not stop.wait(10):
            lines = sum(1 for _ in open(log, "rb"))
            share = f", {min(99, 100 * lines // total)} %" if total else ""
            say(f"  {what}: {lines} lines of output{share}")

    with open(log, "wb") as out:
        watcher = threading.Thread(target=report, daemon=True)
        watcher.start()
        try:
            return subprocess.run(command(argv), stdin=subprocess.DEVNULL, stdout=out,
                                  stderr=subprocess.STDOUT, check=False).returncode
        finally:
            stop.set()
            watcher.join()


def _host_setup():
    """Install what making a root needs on the host, or say what to run."""
    missing = [package for need, package in HOST_PACKAGES.items()
               if not (os.path.exists(need) if need.startswith("/") else shutil.which(need))]
    if os.geteuid() != 0 and not shutil.which("newuidmap"):
        missing.append("uidmap")
    if not missing:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get"):
        raise LabError("the lab needs a Debian or Ubuntu host with: " + " ".join(missing), 2)
    if prefix and not (shutil.which("sudo") and _sudo_works()):
        raise LabError("packages are missing. As root, run:\n    apt-get install -y "
                       + " ".join(missing), 2)
    say("installing on this host: " + " ".join(missing))
    if subprocess.run(install, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
        subprocess.run([*prefix, "apt-get", "update"], stdin=subprocess.DEVNULL, stdout=sys.stderr,
                       check=False)
        if subprocess.run(install, stdin=subprocess.DEVNULL, stdout=sys.stderr,
                          check=False).returncode:
            raise LabError("could not install them. As root, run:\n    apt-get update && "
                           "apt-get install -y " + " ".join(missing), 2)


def _sudo_works():
    """True when sudo needs no password, or can ask for it on this terminal."""
    flags = ["-v"] if sys.stdin.isatty() else ["-n", "true"]
    return subprocess.run(["sudo", *flags], check=False, stdout=subprocess.DEVNULL,
                          stderr=None if sys.stdin.isatty() else subprocess.DEVNULL
                          ).returncode == 0


def _default_mirror():
    """The archive that mmdebstrap takes when it is told none: its program names it."""
    program = shutil.which("mmdebstrap")
    with open(program, encoding="utf-8", errors="replace") as handle:
        found = re.search(r"http://[\w.]+/debian\b(?!-)", handle.read())
    if not found:
        raise LabError("no Debian mirror in apt's configuration: name one with "
                       "IOMMU_AUDIT_MIRROR=http://…/debian", 2)
    return found.group(0)


def mirrors():
    """(archive, security) mirror addresses: the host's own where it has Debian's."""
    found = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN)"],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                           check=False).stdout if shutil.which("apt-get") else ""
    archive = security = None
    for line in found.splitlines():
        uri, _, origin = line.partition(" ")
        uri = uri.rstrip("/")
        if origin != "Debian" or not uri.startswith(("http:", "https:")):
            continue
        if "security" in uri:
            security = security or uri
        else:
            archive = archive or uri
    archive = archive or os.environ.get("IOMMU_AUDIT_MIRROR") or _default_mirror()
    return archive, security or archive + "-security"


def _probe():
    """Fail with advice where this user may not make a namespace."""
    done = subprocess.run([*_namespace(), "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError("cannot make a private mount namespace: "
                       + done.stderr.strip().splitlines()[-1] + "\n"
                       "Run as root, or allow user namespaces:\n"
                       "    sudo sysctl kernel.unprivileged_userns_clone=1 "
                       "kernel.apparmor_restrict_unprivileged_userns=0\n"
                       f"    sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "
                       f"{os.environ.get('USER', 'USER')}", 2)


def _make(final):
    """A new root."""
    say(f"making the lab root from {SUITE} and {SUITE}-backports, {len(packages())} packages and "
        "what they need: 250 MB to download, 1 to 3 minutes")
    debootstrap(final, packages(), ("--variant=apt",), _finish)


def sources(suite):
    """Debian's archive as a host with a suite has it: lines of sources.list."""
    archive, security = mirrors()
    return [f"deb {archive} {suite} main", f"deb {security} {suite}-security main"]


def debootstrap(final, names, options, finish=None, suite=SUITE, origins=None):
    """Make a tree of packages, under a temporary name until it is complete.

    options: of mmdebstrap; finish: what completes the tree; origins: lines of sources.list,
    which are the lab root's own where there are none.
    """
    archive, _ = mirrors()
    fresh = final.with_name(final.name + ".new")
    if fresh.exists():
        remove(fresh)
    argv = ["mmdebstrap", "--format=tar", *options,
            "--mode=root" if os.geteuid() == 0 else "--mode=unshare",
            *[f"--aptopt={option}" for option in APT_OPTIONS
              if not (origins and option.startswith("APT::"))],
            "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg",
            "--include=" + ",".join(names), suite, "-",
            *(origins or (f"deb {archive} {suite} main", f"deb {archive} {suite}-backports main"))]
    # Through tar, so that owners are those of the namespace that we enter
    # later; device nodes cannot be made in one, and /dev is mounted anyway.
    unpack = [*_namespace(), "tar", "-C", str(fresh), "--exclude=./dev/*", "-x"]
    fresh.mkdir(parents=True)
    with subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as maker:
        unpacked = subprocess.run(unpack, stdin=maker.stdout, stdout=sys.stderr, check=False)
        maker.stdout.close()
    if maker.returncode or unpacked.returncode:
        raise LabError("mmdebstrap failed; its messages are above. The host's clock, network or "
                       "proxy (http_proxy) are the usual causes")
    # Packages that are not installed leave a tree without base-files.
    for name in ("lib", "bin", "sbin"):
        if not (fresh / name).is_symlink() and (fresh / "usr" / name).exists():
            run_outside(["ln", "-s", f"usr/{name}", str(fresh / name)])
    if finish:
        finish(fresh)
    if final.exists():
        remove(final)
    fresh.rename(final)


def finish(tree, wanted):
    """Mount points and the mark of a complete tree: what was wanted of it."""
    run_outside(["sh", "-ec", f'mkdir -p "$1"{IN_PROJECT} "$1"{IN_CACHE}; '
                 f'echo "$2" > "$1/{HOLDS}"', "sh", str(tree), "\n".join(wanted)])


def _finish(tree):
    finish(tree, _wanted())


def run_outside(argv):
    """Run a host command with the rights over the root's files that this user has."""
    done = subprocess.run([*_namespace(), *argv], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"{shlex.join(argv)[:300]}: {done.stderr.strip()}")
    return done.stdout


def remove(tree):
    """Delete a tree that may belong to sub-users."""
    run_outside(["rm", "-rf", "--one-file-system", str(tree)])


def ensure(fresh=False):
    """Make, extend or accept the root; returns its folder."""
    final = path()
    if not fresh and _suffices(final):
        return final
    _host_setup()
    _probe()
    with lock("root"):
        if not fresh and _suffices(final):
            return final
        if fresh or not (final / "usr" / "bin" / "apt-get").exists():
            _make(final)
            return final
        say("extending the lab root to the package list")
        # The mark is written last, so an interrupted extension is repeated.
        run_outside(["sh", "-ec", f'mkdir -p "$1"{IN_PROJECT} "$1"{IN_CACHE}', "sh", str(final)])
        run("export DEBIAN_FRONTEND=noninteractive; dpkg --configure -a; apt-get -q update; "
            "apt-get -q install -y --no-install-recommends " + " ".join(packages()))
        _finish(final)
    return final
