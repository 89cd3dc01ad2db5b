# SPDX-License-Identifier: GPL-2.0
"""contrib/kubernetes and contrib/container: what the manifests say against Kubernetes' published
API, and containers of them in a booted guest, by an OCI runtime that has what a node gives them.

No registry at hand has an API server. kubectl renders; the fields are compared with the models of
Kubernetes' Python client, which are generated from the OpenAPI document of a release, and the
Module with rules that are stated below from the CRD and the webhook of KMM 2.6.
"""

import contextlib
import functools
import json
import re
import shlex
import subprocess

from lablib import boot, build, debian, kernels, root, topology
from lablib.paths import LAB, PROJECT, LabError, Unavailable, cache, inside

from . import container, dockerfile, machine, openapi
from .report import Suite

OVERLAYS = PROJECT / "contrib" / "kubernetes"
# The one with the module last.
ALL = ("base", "overlays/nfd", "overlays/config-space", "overlays/module")
LINE = "6.12"
# The suite of Debian, and packages that are only unpacked.
SUITE = "trixie"
KINDS = {"Namespace": "V1Namespace", "DaemonSet": "V1DaemonSet", "ConfigMap": "V1ConfigMap"}
CAP_SYS_ADMIN = 1 << 21
# The lab root's Python knows YAML.
TO_JSON = ("python3 -c 'import json, sys, yaml; "
           "json.dump(list(yaml.safe_load_all(sys.stdin)), sys.stdout)'")
# $1 folder: the packages and what else the image's Dockerfile wants.
BUILD = """
work=$1
mkdir "$work/tree"
tar -C /src --exclude=./build --exclude=./.git --exclude=__pycache__ -c . | tar -C "$work/tree" -x
cd "$work/tree"
dpkg-buildpackage -us -uc -b
cp contrib/container/* "$work"
rm -r "$work/tree"
"""
# Where a container may write: the folders of its volumes, and what is its own.
OWN = re.compile(r"/(proc|dev)(/|$)")

# The fields of a Module that are used here, from the CRD of KMM 2.6: name: (type, required).
MODULE = {
    "spec": {"selector": (dict, True), "moduleLoader": (dict, False)},
    "spec.moduleLoader": {"container": (dict, True)},
    "spec.moduleLoader.container": {"modprobe": (dict, True), "kernelMappings": (list, True),
                                    "build": (dict, False), "sign": (dict, False)},
    "spec.moduleLoader.container.modprobe": {"moduleName": (str, False), "dirName": (str, False)},
    "spec.moduleLoader.container.kernelMappings[]":
        {"regexp": (str, False), "literal": (str, False), "containerImage": (str, True),
         "build": (dict, False)},
    "build": {"dockerfileConfigMap": (dict, True), "buildArgs": (list, False)},
    "build.dockerfileConfigMap": {"name": (str, False)},
    "build.buildArgs[]": {"name": (str, True), "value": (str, True)},
    "sign": {"keySecret": (dict, True), "certSecret": (dict, True), "filesToSign": (list, False)},
    "sign.keySecret": {"name": (str, False)}, "sign.certSecret": {"name": (str, False)},
}
# Rules that a container cannot judge, as Documentation/kubernetes.md says. Firmware's tables are
# hidden from all of them; the module tells of the IOMMU without.
HEADERS_ONLY = ("iommu-on", "groups-predicted", "peers-apart", "link", "vf-space",
                "no-inv-timeouts")
LOST = {"base": HEADERS_ONLY, "nfd": HEADERS_ONLY, "config-space": ("iommu-on",),
        "module": ("link", "vf-space")}
# Series whose labels have the answer.
JUDGED = ("iommu_audit_check_result", "iommu_audit_profile_answer")
# A tag: the distribution specification of OCI.
TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


def unpacked(name, suite=SUITE):
    """A folder with the files of the newest version of a package."""
    package = kernels.newest(suite, f"^{re.escape(name)}$")
    folder = cache() / "unpacked" / f"{name}_{package.version.replace(':', '%3a')}"
    if not folder.exists():
        path, = kernels.download([package])
        fresh = folder.with_name(folder.name + ".new")
        fresh.parent.mkdir(exist_ok=True)
        root.run(f"rm -rf {inside(fresh)}; dpkg -x {inside(path)} {inside(fresh)}", capture=True)
        fresh.rename(folder)
    return folder


def _kustomize(folder):
    """The documents that kubectl makes of a folder of the project."""
    kubectl = inside(unpacked("kubectl") / "usr/bin/kubectl")
    done = root.run(["bash", "-o", "pipefail", "-ec", f"{kubectl} kustomize {folder} | {TO_JSON}"],
                    stdout=subprocess.PIPE)
    return json.loads(done.stdout)


@functools.lru_cache(maxsize=None)
def rendered(name):
    """The documents of a kustomization, by kubectl."""
    return _kustomize(f"contrib/kubernetes/{name}")


def _one(name, kind):
    found, = [document for document in rendered(name) if document["kind"] == kind]
    return found


def _pod(name):
    return _one(name, "DaemonSet")["spec"]["template"]["spec"]


def _valid(models, name):
    """Every document has fields that are known, of their type, and all that are required."""
    return [text for document in rendered(name) if document["kind"] != "Module"
            for text in models.problems(document, KINDS[document["kind"]], document["kind"])]


def _noticed(models):
    """A misspelled, a mistyped and a missing field are."""
    document = json.loads(json.dumps(_one("base", "DaemonSet")))
    pod = document["spec"]["template"]["spec"]
    pod["hostNetwrk"] = False
    pod["automountServiceAccountToken"] = "no"
    del pod["containers"][0]["name"]
    said = " ".join(models.problems(document, "V1DaemonSet"))
    return [f"{word} is not in: {said}" for word in
            ("hostNetwrk", "automountServiceAccountToken", "containers[0].name: missing")
            if word not in said]


def _rules(name):
    """What the API server's validation wants beyond the schema."""
    daemon = _one(name, "DaemonSet")
    pod, problems = _pod(name), []
    labels = daemon["spec"]["template"]["metadata"]["labels"]
    if not daemon["spec"]["selector"]["matchLabels"].items() <= labels.items():
        problems.append("the selector does not select the template's labels")
    volumes = [volume["name"] for volume in pod["volumes"]]
    for one in pod["containers"]:
        mounted = [mount["name"] for mount in one["volumeMounts"]]
        if sorted(mounted) != sorted(volumes):
            problems.append(f"volumes {volumes}, mounted {mounted}")
        problems += [f"{mount['name']}: recursiveReadOnly without readOnly"
                     for mount in one["volumeMounts"]
                     if "recursiveReadOnly" in mount and not mount.get("readOnly")]
        context = one["securityContext"]
        if "SYS_ADMIN" in context["capabilities"].get("add", ()) and \
                not context["allowPrivilegeEscalation"]:
            problems.append("SYS_ADMIN, and no escalation of privileges")
        if ":" not in one["image"]:
            problems.append(f"image {one['image']} has no tag")
    return problems


def _least(name):
    """Nothing is asked for that the page does not name."""
    pod = _pod(name)
    problems = [f"{key} is set" for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key)]
    if pod["automountServiceAccountToken"]:
        problems.append("a token is mounted")
    if pod["securityContext"]["seccompProfile"]["type"] != "RuntimeDefault":
        problems.append("no seccomp profile")
    wanted = ["SYS_ADMIN"] if name.endswith("config-space") else []
    for one in pod["containers"]:
        context = one["securityContext"]
        if context.get("privileged") or not context["readOnlyRootFilesystem"]:
            problems.append(f"{one['name']}: {context}")
        if context["capabilities"] != {"drop": ["ALL"], **({"add": wanted} if wanted else {})}:
            problems.append(f"{one['name']}: {context['capabilities']}")
        problems += [f"{one['name']}: no limit of {what}" for what in ("memory",)
                     if what not in one["resources"]["limits"]]
    return problems


def _fields(value, where, table):
    """Fields of a value that the table does not have, or that are missing or of another type."""
    known = table.get(where)
    if known is None:
        return []
    found = [f"{where}.{key}: missing" for key, (_, needed) in known.items()
             if needed and key not in value]
    for key, item in value.items():
        if key not in known or not isinstance(item, known[key][0]):
            found.append(f"{where}.{key}: {item!r}")
            continue
        below = key if key in ("build", "sign") else f"{where}.{key}"
        for each in item if isinstance(item, list) else [item]:
            found += _fields(each, below + ("[]" if isinstance(item, list) else ""), table) \
                if isinstance(each, dict) else []
    return found


def _module(releases):
    """The Module: its fields, its webhook's rules, and an image with a tag for each kernel."""
    module = _one("overlays/module", "Module")
    loader = module["spec"]["moduleLoader"]["container"]
    problems = _fields(module["spec"], "spec", MODULE)
    if module["apiVersion"] != "kmm.sigs.x-k8s.io/v1beta1":
        problems.append(f"apiVersion {module['apiVersion']}")
    named = {document["metadata"]["name"] for document in rendered("overlays/module")
             if document["kind"] == "ConfigMap" and "dockerfile" in document["data"]}
    for mapping in loader["kernelMappings"]:
        if ("regexp" in mapping) == ("literal" in mapping):
            problems.append(f"one of regexp and literal: {mapping}")
        config = mapping["build"]["dockerfileConfigMap"]["name"]
        if config not in named:
            problems.append(f"ConfigMap {config} is not among {named}")
    for release in releases:
        found = [mapping for mapping in loader["kernelMappings"]
                 if re.search(mapping["regexp"], release)]
        if len(found) != 1:
            problems.append(f"{release}: {len(found)} mappings")
            continue
        # internal/kernel of KMM: what a tag cannot have becomes "_".
        tag = found[0]["containerImage"].rsplit(":", 1)[1].replace(
            "${KERNEL_FULL_VERSION}", re.sub(r"[^A-Za-z0-9._-]", "_", release))
        if not TAG.fullmatch(tag):
            problems.append(f"{release}: tag {tag}")
    return problems


def _signed():
    """The component for signing, put behind the other one."""
    work = PROJECT / "build" / "kubernetes" / "signed"
    work.mkdir(parents=True, exist_ok=True)
    (work / "kustomization.yaml").write_text(
        "resources: [../../../contrib/kubernetes/base]\ncomponents:\n"
        + "".join(f"- ../../../contrib/kubernetes/components/{name}\n"
                  for name in ("module", "module-signing")), encoding="ascii")
    module, = [document for document in _kustomize("build/kubernetes/signed")
               if document["kind"] == "Module"]
    loader = module["spec"]["moduleLoader"]["container"]
    problems = _fields(module["spec"], "spec", MODULE)
    if not loader["sign"]["filesToSign"]:
        problems.append("nothing is signed")
    return problems + [f"{path} is not below {loader['modprobe']['dirName']}"
                       for path in loader["sign"]["filesToSign"]
                       if not path.startswith(loader["modprobe"]["dirName"] + "/")]


def _label(name):
    return name.rsplit("/", 1)[-1]


def _bundle(name, profile):
    """{guest path: (bytes, mode)} of a kustomization's container, with exports a second apart."""
    pod = json.loads(json.dumps(_pod(name)))
    one, = pod["containers"]
    seconds = one["command"].index("60")
    one["command"][seconds] = "1"
    files = [word.split("=", 1)[1] for word in one["command"] if "=" in word]
    probe = one["livenessProbe"]["exec"]["command"]
    folder = f"bundles/{_label(name)}"
    return {f"{folder}/config.json":
            (json.dumps(container.bundle(_label(name), pod, "/image", profile)).encode(), 0o644),
            f"{folder}/files": (" ".join(files).encode(), 0o644),
            f"{folder}/probe": (shlex.join(probe).encode(), 0o644)}


def _request():
    kernel = kernels.get(LINE)
    profile = json.loads((unpacked("golang-github-containers-common") /
                          "usr/share/containers/seccomp.json").read_text(encoding="utf-8"))
    files = {"iommu-audit-loop":
             ((PROJECT / "contrib/container/iommu-audit-loop").read_bytes(), 0o755)}
    for name in ALL:
        files.update(_bundle(name, profile))
    return boot.Request(
        kernel, topology.load("demo"), "intel", "intel_iommu=on",
        (LAB / "tests" / "kubernetes.sh").read_bytes(), files,
        {"SYSFS": " ".join(_label(name) for name in ALL[:-1])},
        build.module(kernel)["iommu_audit"],
        {"/usr/sbin/iommu-audit": build.tool(), "/usr/bin/crun": "/usr/bin/crun"})


def _text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def _confined(folder, name):
    """The kernel says that the container has what the manifest asks for, and no more."""
    status = dict(re.findall(r"^(\w+):\s*(.*)$", _text(folder / "process"), re.M))
    admin = CAP_SYS_ADMIN if name.endswith("config-space") else 0
    problems = [f"{key} {status[key]}, expected {admin:#x}"
                for key in ("CapEff", "CapBnd", "CapPrm") if int(status[key], 16) != admin]
    if status["Seccomp"] != "2":
        problems.append(f"Seccomp {status['Seccomp']}")
    if status["NoNewPrivs"] != ("0" if admin else "1"):
        problems.append(f"NoNewPrivs {status['NoNewPrivs']}")
    wanted = {mount["mountPath"] for mount in _pod(name)["containers"][0]["volumeMounts"]
              if not mount.get("readOnly")}
    for line in _text(folder / "mounts").splitlines():
        place, options = line.split()[4:6]
        if "rw" in options.split(",") and place not in wanted and not OWN.match(place):
            problems.append(f"{place} can be written to")
    written = _text(folder / "writes.out").split()
    return problems + [f"{path} was written to" for path in written]


def _alive(folder):
    """The probe passes, notices a hang, and passes again; in the end no file is left."""
    said = {name: _text(folder / f"{name}.status").strip() for name in ("fresh", "stale", "again")}
    problems = [] if said == {"fresh": "0", "stale": "1", "again": "0"} else [f"the probe: {said}"]
    left = _text(folder / "left").split()
    return problems + [f"left: {left}"] if left else problems


def _series(path):
    """{series: value} of an export, without what says when."""
    return dict(line.rsplit(" ", 1) for line in _text(path).splitlines()
                if line and not line.startswith("#") and "_timestamp_seconds" not in line)


def _lost(folder, host, wanted):
    """The export is the node's, but for rules that are unknown without a privilege: those named."""
    own, nodes = (_series(path / "iommu_audit.prom") for path in (folder, host))
    differ = [key for key in own.keys() | nodes.keys() if own.get(key) != nodes.get(key)]
    problems = [f"{key}: {own.get(key)}, on the node {nodes.get(key)}"
                for key in sorted(differ) if not key.startswith(JUDGED)]
    lost = {re.search('rule="([^"]*)"', key)[1] for key in differ
            if key in own and key.startswith(JUDGED[0]) and 'result="unknown"' in key}
    others = {re.search('rule="([^"]*)"', key)[1] for key in differ
              if key.startswith(JUDGED[0])} - lost
    if others:
        problems.append(f"judged otherwise: {sorted(others)}")
    if lost != set(wanted):
        problems.append(f"unknown: {sorted(lost)}, expected {sorted(wanted)}")
    return problems


def _features(folder, host):
    """What the feature file says is what the node's says, but for profiles; and it expires."""
    own, nodes = ([line for line in _text(path / "iommu-audit").splitlines()
                   if ".profile." not in line] for path in (folder, host))
    problems = [] if own[0].startswith("# +expiry-time=") else [f"begins with {own[0]}"]
    if len(own) < 5:
        problems.append(f"only {own}")
    return problems + [f"{line}: not on the node" for line in own[1:] if line not in nodes]


def _packages(work):
    """Debian packages of this tree, as a release's are built; in a folder of the cache."""
    root.run(["env", "DEB_BUILD_OPTIONS=nocheck", "sh", "-ec", BUILD, "sh", inside(work)],
             root=debian.get(SUITE, "build"), capture=True)


def _say(tree, script):
    """What a script says in a tree."""
    return root.run(["sh", "-c", script], root=tree, capture=True, check=False).stdout.split()


def _tool_image(tree):
    """The tool answers, in no more than it needs; nothing is left of the installation."""
    problems = []
    if not any(word.startswith("iommu-audit") for word in _say(tree, "iommu-audit --version")):
        problems.append("iommu-audit --version says nothing")
    found = _say(tree, "for name in gcc cc make dpkg-buildpackage; do command -v $name; done; "
                       "find /tmp /var/lib/apt/lists -mindepth 1")
    if found:
        problems.append(f"left in the image: {found}")
    written = _say(tree, "timeout 10 iommu-audit-loop 1 prometheus=/tmp/loop.prom & sleep 5; "
                         "grep -o '^iommu_audit_build_info' /tmp/loop.prom; wait; ls /tmp")
    if written != ["iommu_audit_build_info"]:
        problems.append(f"the loop: {written}")
    return problems


def _module_image(tree, release):
    """The module for the release, an index for modprobe, and no compiler."""
    folder = f"/opt/lib/modules/{release}"
    said = _say(tree, f"ls {folder}/iommu_audit.ko {folder}/modules.dep; "
                      "for name in gcc make cp; do command -v $name; done; "
                      f"grep -ao 'vermagic={release} ' {folder}/iommu_audit.ko")
    wanted = [f"{folder}/iommu_audit.ko", f"{folder}/modules.dep", "/usr/bin/cp",
              f"vermagic={release}"]
    return [] if said == wanted else [f"{said}, expected {wanted}"]


def _images(suite):
    """Both Dockerfiles, step by step, from packages of this tree."""
    release, _ = kernels.resolve(next(line for line in kernels.lines()
                                      if line.line == "6.12-trixie"))
    module = OVERLAYS / "components" / "module"
    with contextlib.ExitStack() as stack:
        work = stack.enter_context(dockerfile.scratch())
        _packages(work)
        with dockerfile.walk(work, {}, {}, "tool") as tree:
            suite.check("the image: answers, and has no build tools", _tool_image(tree))
        source = stack.enter_context(dockerfile.walk(work, {}, {}, "module-source"))
        arguments = {"KERNEL_FULL_VERSION": release, "SOURCE": "source", "DEBIAN": SUITE}
        with dockerfile.walk(module, arguments, {"source": source}) as tree:
            suite.check(f"the module's image for {release}: module, index, no build tools",
                        _module_image(tree, release))


def _containers(suite):
    result = machine.run(suite, LINE, _request)
    if not result:
        return
    out = result.out
    for name in ALL:
        label = _label(name)
        tests = {"privileges and mounts are those of the manifest":
                 lambda f=out / label, n=name: _confined(f, n),
                 "the probe notices a hang, and the end leaves no file":
                 lambda f=out / label: _alive(f)}
        host = out / ("module-host" if label == "module" else "host")
        tests["the export is the node's, but for " + ", ".join(LOST[label])] = \
            lambda f=out / label, h=host, w=LOST[label]: _lost(f, h, w)
        if label == "nfd":
            tests["features are the node's, or left out"] = \
                lambda f=out / label, h=host: _features(f, h)
        machine.check(suite, f"{LINE} {label}", tests)


def _schemas(suite):
    models = openapi.Models(unpacked("python3-kubernetes"))
    release = kernels.newest(SUITE, "^python3-kubernetes$").version.split(".")[0]
    for name in ALL:
        suite.check(f"{_label(name)}: fields as Kubernetes 1.{release} has them",
                    _valid(models, name))
        suite.check(f"{_label(name)}: what the API server checks besides", _rules(name))
        suite.check(f"{_label(name)}: least privileges", _least(name))
    suite.check("mistakes in a manifest are noticed", _noticed(models))
    releases = [kernels.resolve(line)[0] for line in kernels.lines()
                if line.line in ("6.1", "6.12-trixie")]
    suite.check(f"module: KMM 2.6's fields and rules, an image for {' and '.join(releases)}",
                _module(releases))
    suite.check("module-signing: KMM 2.6's fields and rules", _signed())


def run(only="", long=False):
    """Run all, or what the text is part of: manifests, containers, images, which walks the
    Dockerfiles, with long; returns the exit status."""
    suite = Suite("kubernetes")
    try:
        if only in "manifests":
            _schemas(suite)
        if only in "containers":
            _containers(suite)
        if only in "images" and (only or long):
            _images(suite)
    except Unavailable as error:
        suite.skip("packages", str(error).replace("\n", " "))
    except LabError as error:
        suite.check("everything can be had", [error])
    return suite.status()
