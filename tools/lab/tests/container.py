# SPDX-License-Identifier: GPL-2.0
"""What a node makes of a pod: the bundle for an OCI runtime, as kubelet and containerd write it.

From the documentation of Kubernetes and of the CRI: a container has the runtime's capabilities
unless it drops them, a sysfs of its own that is mounted read-only, and paths that are masked.
"""

import re

# Kubernetes' defaults for containers that are not privileged.
MASKED = ("/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
          "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi",
          "/sys/firmware", "/sys/devices/virtual/powercap")
READ_ONLY = ("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")
# What a runtime grants where nothing is dropped.
DEFAULT_CAPABILITIES = ("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID",
                        "SETUID", "SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL",
                        "AUDIT_WRITE")
NAMESPACES = ("pid", "ipc", "uts", "mount", "network")
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def capabilities(container):
    """The names that the container has, with CAP_."""
    wanted = container["securityContext"].get("capabilities", {})
    dropped = set(wanted.get("drop", ()))
    kept = set() if "ALL" in dropped else set(DEFAULT_CAPABILITIES) - dropped
    return sorted("CAP_" + name for name in kept | set(wanted.get("add", ())))


def _applies(rule, names, arch):
    """Whether a rule of a profile is for a container with these capabilities."""
    only, never = rule.get("includes", {}), rule.get("excludes", {})
    return (set(only.get("caps", ())) <= set(names)
            and (not only.get("arches") or arch in only["arches"]) and not only.get("minKernel")
            and not set(never.get("caps", ())) & set(names)
            and arch not in never.get("arches", ()))


def seccomp(profile, names, arch="amd64"):
    """RuntimeDefault: a profile of containers-common for these capabilities, as OCI has it."""
    calls = [{key: rule[key] for key in ("names", "action", "errnoRet", "args") if rule.get(key)}
             for rule in profile["syscalls"] if _applies(rule, names, arch)]
    known = next(a for a in profile["archMap"] if a["architecture"] == "SCMP_ARCH_X86_64")
    return {"defaultAction": profile["defaultAction"], "syscalls": calls,
            "defaultErrnoRet": profile["defaultErrnoRet"],
            "architectures": [known["architecture"], *known["subArchitectures"]]}


def _mounts(pod, container):
    paths = {volume["name"]: volume["hostPath"]["path"] for volume in pod["volumes"]}
    found = [
        {"destination": "/proc", "type": "proc", "source": "proc",
         "options": ["nosuid", "noexec", "nodev"]},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
         "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
        {"destination": "/sys", "type": "sysfs", "source": "sysfs",
         "options": ["nosuid", "noexec", "nodev", "ro"]}]
    for mount in sorted(container["volumeMounts"], key=lambda m: m["mountPath"]):
        mode = "rw" if not mount.get("readOnly") else \
            "rro" if mount.get("recursiveReadOnly", "Disabled") != "Disabled" else "ro"
        found.append({"destination": mount["mountPath"], "type": "bind",
                      "source": paths[mount["name"]], "options": ["rbind", "rprivate", mode]})
    return found


def _bytes(limits):
    """The memory of limits."""
    number, unit = re.fullmatch(r"(\d+)(Mi)", limits["memory"]).groups()
    return int(number) << {"Mi": 20}[unit]


def bundle(name, pod, image, profile):
    """config.json of a pod's only container.

    name: of its cgroup; image: the folder of its files; profile: what RuntimeDefault stands for.
    """
    container, = pod["containers"]
    context = container["securityContext"]
    names = capabilities(container)
    config = {
        "ociVersion": "1.0.2",
        "process": {
            "terminal": False, "cwd": "/", "args": container["command"], "env": [PATH],
            "user": {"uid": context["runAsUser"], "gid": context["runAsGroup"]},
            "noNewPrivileges": not context["allowPrivilegeEscalation"],
            "capabilities": {name: names for name in ("bounding", "effective", "permitted")}},
        "root": {"path": image, "readonly": context["readOnlyRootFilesystem"]},
        "hostname": "pod",
        "mounts": _mounts(pod, container),
        "linux": {"cgroupsPath": "/" + name,
                  "resources": {"memory": {"limit": _bytes(container["resources"]["limits"])}},
                  "namespaces": [{"type": name} for name in NAMESPACES],
                  "maskedPaths": list(MASKED), "readonlyPaths": list(READ_ONLY)}}
    if pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault":
        config["linux"]["seccomp"] = seccomp(profile, names)
    return config
