# SPDX-License-Identifier: GPL-2.0
"""What events a doing causes, in which order: from the scenario and sysfs, never from the module.

Sources are the public kernel sources: drivers/pci/iov.c, drivers/base/dd.c and
core.c (order of the bus notifications), drivers/iommu/iommu.c (order of its
tracepoints), drivers/vfio (ownership of a group).
"""

import collections

from . import read

# One line of a scenario. errno, failed_in: how a write to sriov_numvfs ends;
# refused: the driver that the kernel tries in vain.
Step = collections.namedtuple("Step", "line errno failed_in refused")
Step.__new__.__defaults__ = (0, "-", "")
# Drivers whose remove() disables VFs. NVMe leaves them.
DISABLES = ("igb", "virtio-pci")


class Facts:
    """What sysfs said at one moment."""

    def __init__(self, out, suffix):
        self.devices = read.sysfs_devices(out, suffix)
        self.groups = read.sysfs_groups(out, suffix)

    def vfs(self, pf):
        """Addresses of a PF's VFs, by number."""
        count = sum(key.startswith("virtfn") for key in self.devices[pf])
        return [self.devices[pf][f"virtfn{index}"] for index in range(count)]

    def place(self, dev):
        """(group, type of its default domain), or none."""
        group = self.devices[dev]["iommu_group"]
        return ("none", "none") if group == "-" else (group, self.groups[group]["type"])

    def driver(self, dev):
        """The bound driver, - without one."""
        return self.devices[dev]["driver"]


def events_at_load(facts):
    """A baseline for each VF that is there, by address."""
    found = []
    for dev in sorted(facts.devices):
        pf = facts.devices[dev]["physfn"]
        if pf != "-":
            group, domain = facts.place(dev)
            found.append({"kind": "baseline", "dev": dev, "group": group, "domain": domain,
                          "driver": facts.driver(dev), "pf": pf,
                          "vf_index": str(facts.vfs(pf).index(dev))})
    return found


def _event(facts, dev, what, **more):
    """An event of a function, which is a VF or any other."""
    group, domain = facts.place(dev)
    pf = facts.devices[dev]["physfn"]
    found = {"kind": ("dev_" if pf == "-" else "vf_") + what, "dev": dev, "group": group,
             "domain": domain, **more}
    if pf != "-":
        found.update(pf=pf, vf_index=str(facts.vfs(pf).index(dev)))
    return found


def _attach(facts, dev, old, new):
    return {"kind": "domain_attach", "dev": dev, "group": facts.place(dev)[0], "domain": new,
            "old_domain": old}


class Machine:
    """One kernel on one IOMMU; names are the QEMU ids of its functions."""

    def __init__(self, line, iommu, names):
        self._version = tuple(int(part) for part in line.split("-")[0].split("."))
        self._iommu = iommu
        self._names = dict(names)
        self._held = None

    def address(self, name, *moments):
        """The address behind an id or PF.NUMBER in the first of the moments that knows it."""
        pf, _, number = name.partition(".")
        if not number:
            return self._names[name]
        vfs = next(facts.vfs(self._names[pf]) for facts in moments
                   if facts.vfs(self._names[pf]))
        return vfs[int(number)]

    def _joins(self, before, after, dev):
        """What the IOMMU core does with a new function.

        Up to 6.2 it joins its group in iommu_group_add_device(), which attaches
        it to the group's domain if there is one and tells of the group after
        that; then iommu_probe_device() attaches it to the default domain, which
        is the same again: it still joins, and comes from none. Later kernels
        tell of the group first, and attach once.
        """
        group, domain = after.place(dev)
        if group == "none":
            return []
        attach = _attach(after, dev, "none", domain)
        add = {"kind": "group_add", "dev": dev, "group": group, "domain": "-"}
        if self._version < (6, 3) and before.groups.get(group, {}).get("devices"):
            return [attach, add, attach]
        return [add, attach]

    def _appears(self, before, after, dev, refused=""):
        """The IOMMU core's notifier was there first, drivers come last."""
        found = self._joins(before, after, dev) + [_event(after, dev, "add")]
        driver = after.driver(dev)
        if driver != "-":
            found.append(_event(after, dev, "bind", driver=driver))
        elif refused:
            found.append(_event(after, dev, "bind_failed", driver=refused))
        return found

    def _unbinds(self, before, after, dev):
        """The driver's remove() runs behind the notification, and may disable the VFs."""
        driver = before.driver(dev)
        if driver == "-":
            return []
        found = [_event(before, dev, "unbind", driver=driver)]
        vfs = before.vfs(dev)
        if vfs and driver in DISABLES:
            for vf in vfs:
                found += self._disappears(before, after, vf)
            found.append(self._request(before, dev, "driver", "0", "0"))
        return found

    def _disappears(self, before, after, dev):
        group, _ = before.place(dev)
        found = self._unbinds(before, after, dev) + [_event(before, dev, "del")]
        if group != "none":
            found.append({"kind": "group_del", "dev": dev, "group": group, "domain": "-"})
        return found

    @staticmethod
    def _request(before, pf, via, requested, result, errno=0, failed_in="-"):
        return {"kind": "vf_request", "dev": pf, "group": before.place(pf)[0], "domain": "-",
                "via": via, "requested": requested,
                "old_numvfs": before.devices[pf]["sriov_numvfs"], "result": result,
                "errno": str(errno), "failed_in": failed_in}

    def _write(self, step, before, after, pf, value):
        pf = self.address(pf)
        found = []
        if not step.errno:
            for vf in before.vfs(pf) if value == "0" else []:
                found += self._disappears(before, after, vf)
            for vf in after.vfs(pf) if not before.vfs(pf) else []:
                found += self._appears(before, after, vf, step.refused)
        requested = value if value.isdigit() else "unknown"
        return found + [self._request(before, pf, "sysfs", requested,
                                      after.devices[pf]["sriov_numvfs"], step.errno,
                                      step.failed_in)]

    def _unbind(self, _step, before, after, dev):
        return self._unbinds(before, after, self.address(dev, before))

    def _bind(self, step, before, after, dev, _driver=""):
        dev = self.address(dev, before)
        if step.refused:
            return [_event(after, dev, "bind_failed", driver=step.refused)]
        return [_event(after, dev, "bind", driver=after.driver(dev))]

    def _way_out(self):
        """Types that a group passes through on its way to user space.

        5.10 attaches VFIO's domain at once. From 5.19 on the group is claimed
        first: it gets a blocking domain, which is an empty unmanaged one where
        the IOMMU driver has no blocking domain, as both drivers in 6.1.
        """
        if self._version < (5, 19):
            return ["unmanaged"]
        return ["unmanaged" if self._version < (6, 2) else "blocked", "unmanaged"]

    def _hold(self, _step, before, _after, dev):
        dev = self.address(dev, before)
        self._held = dev
        way = [before.place(dev)[1], *self._way_out()]
        return [_attach(before, dev, old, new) for old, new in zip(way, way[1:])]

    def _drop(self, _step, before, _after):
        way = [*reversed(self._way_out()), before.place(self._held)[1]]
        return [_attach(before, self._held, old, new) for old, new in zip(way, way[1:])]

    def _remove(self, _step, before, after, dev):
        return self._disappears(before, after, self.address(dev))

    def _rescan(self, _step, before, after):
        found = []
        for dev in sorted(after.devices):
            if dev not in before.devices:
                found += self._appears(before, after, dev)
        return found

    def _plug(self, step, before, after, _dev, _port):
        return self._rescan(step, before, after)

    def events(self, step, before, after):
        """The events of one step, without seq, time_ns and who did it."""
        verb, *words = step.line.split()
        if verb == "load":
            return events_at_load(after)
        doings = {"unload": lambda *_: [], "write": self._write, "unbind": self._unbind,
                  "bind": self._bind, "hold": self._hold, "drop": self._drop,
                  "remove": self._remove, "unplug": self._remove, "rescan": self._rescan,
                  "plug": self._plug}
        return doings[verb](step, before, after, *words)


def without_probes(event):
    """What is left of an event when the kprobes are switched off, or None."""
    if event["kind"] == "vf_request":
        return None
    if event["kind"] == "domain_attach":
        return {**event, "domain": "unknown", "old_domain": "unknown"}
    return event
