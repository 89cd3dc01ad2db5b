// SPDX-License-Identifier: GPL-2.0
#include "predict.h"

#include <string.h>

#include "kind.h"

/* Whether an IOMMU was in use when the machine was read. */
bool ia_has_groups(const struct ia_machine *machine)
{
	return machine->ngroups;
}

/*
 * A dump does not always tell of groups. Firmware leaves ACS off, as a rule, and so does
 * a kernel without an IOMMU: where bits of it are on, there was one.
 */
static bool was_dumped_on(const struct ia_machine *machine)
{
	size_t i;

	if (machine->source != IA_FROM_LSPCI && machine->source != IA_FROM_LSPCI_TEXT &&
	    machine->source != IA_FROM_LSPCI_NAMES)
		return false;
	for (i = 0; i < machine->nacs; i++) {
		if (machine->acs[i].ctl.known && (machine->acs[i].ctl.bits & IA_ACS_ISOLATION))
			return true;
	}
	return false;
}

/* Whether every function was seen to be in no group. */
static bool was_off(const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->ndevices; i++) {
		if (!machine->devices[i].group.absent)
			return false;
	}
	return machine->ndevices;
}

static void read_requests(const struct ia_machine *m, const struct ia_cmdline *cmdline,
			  struct ia_acs_requests *redir, struct ia_acs_requests *config)
{
	const char *value = ia_pci_option(m->arena, cmdline, "disable_acs_redir=");

	if (value)
		ia_acs_requests_parse(m->arena, value, true, redir);
	value = ia_pci_option(m->arena, cmdline, "config_acs=");
	if (value)
		ia_acs_requests_parse(m->arena, value, false, config);
}

static void read_line(const struct ia_machine *m, const char *line, struct ia_boot *boot)
{
	struct ia_cmdline cmdline = { 0 };

	/* What is behind that, no kernel reads. */
	ia_cmdline_parse(m->arena, ia_strndup(m->arena, line, strnlen(line, IA_CMDLINE_SIZE - 1)),
			 &cmdline);
	read_requests(m, &cmdline, &boot->redir, &boot->config);
	ia_acs_override_parse(&cmdline, &boot->override);
}

/* On arm64, of_iommu_configure() asks for ACS when functions are there already. */
static bool enables_late(enum ia_arch arch, struct ia_release release)
{
	return (arch == IA_ARCH_ARM64 || release.arch == IA_ARCH_ARM64) &&
	       !ia_release_from(release, 7, 0);
}

/* AMD's processors have their host bridges here, and their IOMMUs are functions. */
#define ATI			0x1002
#define AMD_HOST_BRIDGES	0x18
#define CLASS_HOST_BRIDGE	0x0600
#define CLASS_IOMMU		0x0806

static bool is_of_amd(const struct ia_device *device)
{
	uint64_t class = ia_subclass(device).n;

	if (device->vendor.n != IA_PCI_VENDOR_AMD && device->vendor.n != ATI)
		return false;
	return class == CLASS_IOMMU || (class == CLASS_HOST_BRIDGE &&
	       device->address >> 3 == AMD_HOST_BRIDGES);
}

/* Groups are those of an IOMMU in use: the one of an AMD processor needs an IVRS table. */
static enum ia_flag has_ivrs(const struct ia_machine *machine)
{
	size_t i;

	if (ia_is_value(machine->vendor))
		return machine->vendor == IA_VENDOR_AMD ? IA_YES : IA_NO;
	if (ia_is_value(machine->processor))
		return machine->processor == IA_VENDOR_AMD ? IA_YES : IA_NO;
	for (i = 0; i < machine->ndevices; i++) {
		if (is_of_amd(&machine->devices[i]))
			return IA_YES;
	}
	return IA_FLAG_UNKNOWN;
}

/**
 * ia_boot_read() - the kernel that a machine was read under, as it was told
 * @machine: a joined machine
 * @boot: filled; whether it is patched, only as far as its name or its symbols say
 */
void ia_boot_read(const struct ia_machine *machine, struct ia_boot *boot)
{
	const char *kernel = machine->kernel.known ? machine->kernel.text : NULL;

	*boot = (struct ia_boot){
		.machine = machine, .release = ia_release_parse(kernel),
		.as_read = ia_has_groups(machine) || was_dumped_on(machine),
		.was_off = was_off(machine), .ivrs = has_ivrs(machine),
	};
	read_line(machine, machine->cmdline.known ? machine->cmdline.text : "", boot);
	boot->read_redir = boot->redir;
	boot->read_config = boot->config;
	boot->read_known = machine->cmdline.known;
	boot->late = enables_late(ia_machine_arch(machine), boot->release);
	boot->patched = machine->host.config.acs_override;
	if (!ia_is_value(boot->patched))
		boot->patched = boot->release.override;
}

static void set_kernel(struct ia_boot *boot, const char *kernel)
{
	boot->release = ia_release_parse(kernel);
	boot->patched = boot->release.override;
}

/**
 * ia_boot_change() - boot something else
 * @boot: what was read; changed
 * @with: parameters to add to the command line of its machine, or NULL
 * @kernel: another kernel's release, or NULL
 *
 * An IOMMU is taken to be on, whatever the parameters say of that.
 */
void ia_boot_change(struct ia_boot *boot, const char *with, const char *kernel)
{
	const struct ia_machine *m = boot->machine;

	/* A dump does not tell its kernel: this is it. */
	if (kernel && !with && !m->kernel.known) {
		set_kernel(boot, kernel);
		boot->late = enables_late(ia_machine_arch(m), boot->release);
		return;
	}
	boot->as_read = false;
	boot->redir = (struct ia_acs_requests){ 0 };
	boot->config = (struct ia_acs_requests){ 0 };
	read_line(m, ia_format(m->arena, "%s %s", m->cmdline.known ? m->cmdline.text : "",
			       with ?: ""), boot);
	if (!kernel)
		return;
	set_kernel(boot, kernel);
	boot->late = boot->late && enables_late(IA_ARCH_ARM64, boot->release);
}
