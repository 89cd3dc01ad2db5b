# SPDX-License-Identifier: GPL-2.0
"""Twelve hardware classes: machines of the tool's tests, as the module would tell them."""

import json
import pathlib
import subprocess

TESTS = pathlib.Path(__file__).resolve().parents[1] / "tests" / "tool"
REDIRECT = ["SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd"]
MSI = {"start": "0x00000000fee00000", "end": "0x00000000feefffff", "type": "msi"}

# What a dump of configuration space leaves open of a function, as the module finds it on a host
# where nothing is odd.
FUNCTION = {"driver": None, "numa": 0, "dma_mask": "0xffffffffffffffff", "untrusted": False,
            "ats": None, "pri": None, "pasid": None, "flr": False, "vf_of": None, "numvfs": None,
            "totalvfs": None, "vf_index": None}


class Class:
    """A kind of node.

    machine: a file of the tool's tests; system: vendor and product; bios: vendor, version, date;
    share: of a hundred nodes; options: its kernel parameters; port: above a device that is no
    display, whose ACS a firmware update can lose; gpu: the port above a GPU; firmware: of NICs and
    disks; vfs: {PF: VFs} where the dump does not say whose they are.
    """

    def __init__(self, machine, system, bios, share, options="", port=None, gpu=None, firmware=(),
                 vfs=None, kernel=None, cpu="AuthenticAMD"):
        self.machine, self.system, self.bios, self.share = machine, system, bios, share
        self.options, self.port, self.gpu, self.firmware = options, port, gpu, firmware
        self.vfs, self.kernel, self.cpu = vfs or {}, kernel, cpu

    def passes(self):
        """Whether its host devices are not translated."""
        return "iommu=pt" in self.options.split()


INTEL = "GenuineIntel"
CLASSES = (
    Class("real/dell-t630-2x-broadwell-ep.json", ("Dell Inc.", "PowerEdge T630"),
          ("Dell Inc.", "2.13.0", "05/14/2021"), 2, "intel_iommu=on", port="0000:00:03.0",
          cpu=INTEL),
    Class("real/dell-r720-patsburg.json", ("Dell Inc.", "PowerEdge R720"),
          ("Dell Inc.", "2.9.0", "12/06/2019"), 5, "intel_iommu=on", port="0000:00:02.2",
          cpu=INTEL),
    Class("real/lenovo-sr250-v2-tiger-lake-e810.json", ("Lenovo", "ThinkSystem SR250 V2"),
          ("Lenovo", "U8E118J", "03/16/2023"), 20, "intel_iommu=on iommu=pt",
          port="0000:00:01.0", cpu=INTEL,
          firmware=(("0000:01:00.0", "rocep1s0f0", "1.71"),
                    ("0000:01:00.1", "rocep1s0f1", "1.71"))),
    Class("real/supermicro-x10slh-16-vfs.json", ("Supermicro", "X10SLH-F/X10SLM+-F"),
          ("American Megatrends Inc.", "3.4", "09/25/2020"), 8, "intel_iommu=on", cpu=INTEL,
          vfs={"0000:07:00.0": 8, "0000:07:00.1": 8}),
    Class("real/asus-x299-sage-plx-2gpu.json", ("ASUSTeK COMPUTER INC.", "WS X299 SAGE"),
          ("American Megatrends Inc.", "3601", "09/27/2021"), 4, "intel_iommu=on iommu=pt",
          port="0000:18:10.0", gpu="0000:18:08.0", cpu=INTEL,
          firmware=(("0000:02:00.0", "nvme0", "2B2QEXM7"),)),
    Class("dumps/asus-esc8000-g4-8gpu.txt", ("ASUSTeK COMPUTER INC.", "ESC8000 G4 Series"),
          ("American Megatrends Inc.", "6102", "12/02/2020"), 12, "intel_iommu=on iommu=pt",
          port="0000:80:00.0", gpu="0000:1b:08.0", kernel="6.1.0-25-amd64", cpu=INTEL),
    Class("real/m12swa-tf-trpro.json", ("Supermicro", "M12SWA-TF"),
          ("American Megatrends International, LLC.", "2.1", "03/06/2023"), 6,
          port="0000:60:03.1"),
    Class("real/romed8-2t-pve.json", ("ASRockRack", "ROMED8-2T"),
          ("American Megatrends International, LLC.", "P3.50", "11/10/2022"), 8, "iommu=pt",
          port="0000:40:01.1", gpu="0000:c0:01.1",
          firmware=(("0000:01:00.0", "nvme0", "32B3T8EB"), ("0000:41:00.0", "nvme1", "32B3T8EB"))),
    Class("real/asrockrack-b650-raphael.json", ("ASRockRack", "B650D4U-2L2T/BCM"),
          ("American Megatrends International, LLC.", "20.01", "04/30/2024"), 7,
          port="0000:00:02.2", firmware=(("0000:0c:00.0", "nvme0", "4B2QGXA7"),)),
    Class("machines/gpu.json", ("Contoso", "Training Node"), ("Contoso", "1.4", "02/01/2024"), 10,
          "intel_iommu=on iommu=pt", port="0000:00:04.0", gpu="0000:00:03.0", cpu=INTEL,
          firmware=(("0000:06:00.0", "nvme0", "8.2.2"),)),
    Class("machines/nic-vfs.json", ("Contoso", "Network Node"),
          ("Contoso", "1.2", "08/15/2023"), 10, "intel_iommu=on", port="0000:00:02.0", cpu=INTEL,
          firmware=(("0000:02:00.0", "nvme0", "8.2.2"),)),
    Class("machines/amd-strict.json", ("Contoso", "Virtual Machine Host"),
          ("Contoso", "2.0", "06/20/2024"), 8, "iommu.strict=1", port="0000:00:03.0",
          firmware=(("0000:04:00.0", "nvme0", "8.2.2"),)),
)


class Tool:
    """The program that reads each kind of file, and predicts groups."""

    def __init__(self, program):
        self.program = program

    def _run(self, *args, text=None):
        done = subprocess.run([self.program, *args], capture_output=True, input=text, text=True,
                              check=False)
        if done.returncode:
            raise SystemExit(f"{self.program} {' '.join(args)}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def snapshot(self, path):
        """A snapshot of a file."""
        return self._run("snapshot", "--from", str(path), "-o", "-")

    def groups(self, snapshot):
        """Members of each group that the kernel would make."""
        found = self._run("groups", "--predict", "--json", "--from", "-",
                          text=json.dumps(snapshot))["groups"]
        return [[member["dev"] for member in group["members"]] for group in found]


def regroup(snapshot, groups):
    """Give a machine these groups."""
    of = {}
    snapshot["groups"] = []
    for number, members in enumerate(groups):
        snapshot["groups"].append({"group": number, "domain": None, "default": None,
                                   "devices": members, "reserved": [dict(MSI)], "flush": None})
        of.update(dict.fromkeys(members, number))
    for function in snapshot["devices"]:
        function["group"] = of.get(function["dev"])


def set_domain(snapshot, kind):
    """Attach all groups to their default domain of a type."""
    flush = {"DMA": "strict", "DMA-FQ": "lazy"}.get(kind)
    for group in snapshot["groups"]:
        group.update(domain=kind, default=kind, flush=flush)
    for function in snapshot["devices"]:
        if function["group"] is None:
            function.update(domain="none", default="none", flush=None, unit=None)
        else:
            function.update(domain=kind, default=kind, flush=flush,
                            unit=snapshot["units"][0]["unit"])


def lose_acs(snapshot, port):
    """A port that has no ACS capability any more."""
    for entry in snapshot["acs"]:
        if entry["port"] == port:
            entry.update(cap=[], ctl=[], ctl_at_load=[], present=False)


def _known(snapshot):
    """Nothing that the module tells is unknown."""
    for function in snapshot["devices"]:
        unknown = function.pop("unknown", [])
        function.update({key: value for key, value in FUNCTION.items() if key in unknown})
        if function["totalvfs"]:
            function["numvfs"] = function["numvfs"] or 0
    for entry in snapshot["acs"]:
        entry.pop("unknown", None)
        entry.update({key: entry[key] or [] for key in ("cap", "ctl")})
        entry["present"] = bool(entry["present"])
        # With an IOMMU the kernel switches on what a port has.
        if not entry["ctl"] and entry["type"] in ("root_port", "downstream"):
            entry["ctl"] = [bit for bit in REDIRECT if bit in entry["cap"]]
        entry["ctl_at_load"] = entry["ctl"]


def _assign_vfs(snapshot, counts):
    """Whose VFs the functions of a bus are, where a dump does not say: PFs take turns."""
    functions = {function["dev"]: function for function in snapshot["devices"]}
    for offset, (pf, count) in enumerate(counts.items()):
        functions[pf]["numvfs"] = count
        bus = int(pf[5:7], 16) + 1
        for index in range(count):
            devfn = 0x80 + offset + index * len(counts)
            functions[f"0000:{bus:02x}:{devfn >> 3:02x}.{devfn & 7}"].update(
                vf_of=pf, vf_index=index, totalvfs=None, numvfs=None)


def template(tool, kind):
    """The snapshot that all nodes of a class begin with."""
    made = tool.snapshot(TESTS / kind.machine)
    model = tool.snapshot(TESTS / ("machines/storm.json" if kind.cpu == INTEL else
                                   "machines/amd-strict.json"))
    made["kernel"] = kind.kernel or made["kernel"]
    made["cmdline"] = " ".join(["BOOT_IMAGE=/boot/vmlinuz-@KERNEL@ root=UUID=@ROOT@ ro quiet",
                                *kind.options.split()])
    made.update({key: model[key] for key in ("units", "sources", "monitors", "fault_units")})
    del made["unknown"]
    made.update(source="module", arch="x86_64", time="2026-11-10T00:00:00Z",
                boot_id="00000000-0000-4000-8000-000000000000", boottime_ns=10**12, identities=[
        {"format": 1, "module": made["tool"], "kernel": made["kernel"], "loaded_ns": 30000000000,
         "virtualised": False, "hypervisor": "none", "signature": None, "privileged": None,
         "limit": None}],
        faults=[], fault_other=[], fault_log=[], invalidations=[])
    for unit in made["units"]:
        unit["scope"] = ["all"]
    for unit in made["fault_units"]:
        unit.update(interrupts=0, records=0, attributed=0, unattributed=0, overflows=0)
    _known(made)
    _assign_vfs(made, kind.vfs)
    if made["groups"]:
        regroup(made, [group["devices"] for group in made["groups"]])
    else:
        # from a host whose IOMMU was off
        regroup(made, [])
        set_domain(made, "none")
        regroup(made, tool.groups(made))
    strict = "iommu.strict=1" in kind.options.split()
    set_domain(made, "identity" if kind.passes() else "DMA" if strict else "DMA-FQ")
    host = made["host"]
    host["platform"] = {
        "system_vendor": kind.system[0], "product": kind.system[1], "board_vendor": kind.system[0],
        "board": kind.system[1], "bios_vendor": kind.bios[0], "bios_version": kind.bios[1],
        "bios_date": kind.bios[2], "bios_release": None, "cpu_vendor": kind.cpu, "cpu_model": None,
        "microcode": None, "vm_extension": "vmx" if kind.cpu == INTEL else "svm", "kvm": True,
        "unknown": ["bios_release", "cpu_model", "microcode"]}
    host["vfio"] = {"unsafe_interrupts": False, "noiommu": False}
    host["firmware"] = [{"dev": dev, "name": name, "version": version}
                        for dev, name, version in kind.firmware]
    return made
