# SPDX-License-Identifier: GPL-2.0
"""Plugin of sos: what iommu-audit says of a host, and what it says that of.

Copy it into sos/report/plugins of sos, or install it there from the package. All commands only read,
and load no module.
"""

from sos.report.plugins import IndependentPlugin, Plugin


class IommuAudit(Plugin, IndependentPlugin):
    """IOMMU groups, domains, ACS, faults and kernel parameters, as iommu-audit reads them"""

    short_desc = "IOMMU state as iommu-audit reads it"
    plugin_name = "iommu_audit"
    profiles = ("hardware", "virt", "kernel")
    packages = ("iommu-audit",)
    commands = ("iommu-audit",)

    def setup(self):
        # one reading for all answers: iommu-audit COMMAND --from snapshot.json
        self.add_cmd_output("iommu-audit snapshot", suggest_filename="snapshot.json")
        self.add_cmd_output([
            "iommu-audit report",
            "iommu-audit check --profile all",
            "iommu-audit lint",
            "iommu-audit version",
        ])
        # files of the module, where it is loaded; events_pipe would wait for an event
        self.add_copy_spec([f"/sys/kernel/debug/iommu_audit/{name}" for name in (
            "version", "units", "groups", "devices", "acs", "faults", "fault_log", "events",
            "vf_requests", "registers", "translations")])
        self.add_copy_spec(["/etc/modprobe.d/*vfio*", "/etc/modprobe.d/iommu_audit.conf"])
