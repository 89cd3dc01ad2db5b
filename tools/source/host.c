// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

#define HUGEPAGES	"/sys/kernel/mm/hugepages"
#define PCI_DEVICES	"/sys/bus/pci/devices"

struct place {
	struct ia_machine *machine;
	const struct ia_root *root;
	struct ia_spaces *spaces;
};

static char *attribute(const struct place *at, const char *path)
{
	return ia_read_attribute(at->machine->arena, at->root, path);
}

static struct ia_number number(const char *text)
{
	char *end;
	unsigned long long n;

	if (!text || *text < '0' || *text > '9')
		return (struct ia_number){ 0 };
	n = strtoull(text, &end, 10);
	return *end ? (struct ia_number){ 0 } : ia_number_of(n);
}

/* Booleans of sysfs are Y and N, or 1 and 0. */
static enum ia_flag flag(const char *text)
{
	if (!text || !*text || text[1])
		return IA_FLAG_UNKNOWN;
	if (*text == 'Y' || *text == '1')
		return IA_YES;
	return *text == 'N' || *text == '0' ? IA_NO : IA_FLAG_UNKNOWN;
}

static void read_numa(const struct place *at)
{
	const char *online = attribute(at, "/sys/devices/system/node/online");

	at->machine->host.numa.nodes = ia_list_count(online);
}

static void read_hugepages(const struct place *at)
{
	struct ia_arena *arena = at->machine->arena;
	struct ia_host *host = &at->machine->host;
	const char **sizes;
	size_t i, count = ia_root_list(at->root, arena, HUGEPAGES, &sizes);

	host->hugepages = ia_alloc(arena, count, sizeof(*host->hugepages));
	for (i = 0; i < count; i++) {
		const char *size = strchr(sizes[i], '-');
		struct ia_hugepages *pages = &host->hugepages[host->nhugepages];

		if (!size)
			continue;
		pages->size_kb = number(ia_strndup(arena, size + 1,
						   strspn(size + 1, "0123456789")));
		pages->total = number(attribute(at, ia_format(arena, HUGEPAGES "/%s/nr_hugepages",
							      sizes[i])));
		pages->free = number(attribute(at, ia_format(arena, HUGEPAGES "/%s/free_hugepages",
							     sizes[i])));
		host->nhugepages++;
	}
}

static void read_vfio(const struct place *at)
{
	struct ia_vfio *vfio = &at->machine->host.vfio;

	at->machine->host.has_vfio = ia_root_exists(at->root, "/sys/module/vfio");
	if (!at->machine->host.has_vfio)
		return;
	vfio->unsafe_interrupts =
		flag(attribute(at,
			       "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"));
	vfio->noiommu = flag(attribute(at,
				       "/sys/module/vfio/parameters/enable_unsafe_noiommu_mode"));
}

/* Splits at blanks, in place. Names that are none leave all of them unknown. */
static void split(struct ia_arena *arena, char *text, struct ia_texts *texts)
{
	const char **items = ia_alloc(arena, strlen(text) / 2 + 1, sizeof(*items));
	size_t count = 0;
	char *word;

	for (word = strtok(text, " "); word; word = strtok(NULL, " ")) {
		if (!ia_text_in(IA_ALPHABET_NAME, word).known)
			return;
		items[count++] = word;
	}
	*texts = (struct ia_texts){ .known = true, .count = count, .items = items };
}

/* Linux names the methods from 5.15 on; before, there is a file "reset" or not. */
static void read_resets(const struct place *at, const char *folder, struct ia_host_device *to)
{
	struct ia_arena *arena = at->machine->arena;
	char *methods = attribute(at, ia_format(arena, "%s/reset_method", folder));

	if (methods) {
		split(arena, methods, &to->reset);
		if (to->reset.known)
			to->resettable = to->reset.count ? IA_YES : IA_NO;
	} else {
		to->resettable = ia_root_exists(at->root, ia_format(arena, "%s/reset", folder)) ?
				 IA_YES : IA_NO;
		/* Of a function without the file it is known that there is none. */
		to->reset.known = to->resettable == IA_NO;
	}
}

/* What its configuration space tells beside its record of devices; it may be known already. */
static void read_space(const struct place *at, const struct ia_device *device,
		       struct ia_host_device *to)
{
	struct ia_function function;
	struct ia_folder folder;
	char name[IA_ADDRESS_SIZE];

	ia_function_init(&function, device->address);
	function.device.path = device->path;
	ia_root_enter(at->root, ia_format(at->machine->arena, PCI_DEVICES "/%s",
					  ia_address_text(name, device->address, true)), &folder);
	ia_spaces_read(at->spaces, &folder, &function);
	ia_root_leave(&folder);
	*to = function.host;
	/* The serial number of a VF is its PF's. */
	if (device->vf_of == IA_NO_ADDRESS)
		return;
	to->serial = (struct ia_string){ .absent = ia_is_address(device->vf_of) };
	to->link_speed = (struct ia_number){ .absent = ia_is_address(device->vf_of) };
	to->link_speed_max = to->link_speed;
	to->link_width = to->link_speed;
	to->link_width_max = to->link_speed;
}

/* The VMD that a function is behind is above the root bus of its segment. */
static ia_address dma_device(const struct place *at, const char *folder)
{
	const char *link = ia_root_link(at->root, at->machine->arena, folder);

	return link ? ia_sysfs_vmd(link) : IA_UNKNOWN_ADDRESS;
}

static void read_device(const struct place *at, const struct ia_device *device,
			struct ia_host_device *to)
{
	struct ia_arena *arena = at->machine->arena;
	char name[IA_ADDRESS_SIZE];
	const char *folder;

	folder = ia_format(arena, PCI_DEVICES "/%s",
			   ia_address_text(name, device->address, true));
	read_resets(at, folder, to);
	if (device->totalvfs.known)
		to->autoprobe = flag(attribute(at, ia_format(arena, "%s/sriov_drivers_autoprobe",
							     folder)));
	else if (device->totalvfs.absent)
		to->autoprobe = IA_FLAG_ABSENT;
	ia_read_resources(arena, attribute(at, ia_format(arena, "%s/resource", folder)), device,
			  to);
	to->dma_device = dma_device(at, folder);
}

/* Of functions that the module told of, and that may be gone by now. */
static void read_spaces(struct place *at)
{
	struct ia_machine *m = at->machine;
	struct ia_host *host = &m->host;
	char name[IA_ADDRESS_SIZE];
	size_t i;

	host->devices = ia_alloc(m->arena, m->ndevices, sizeof(*host->devices));
	host->ndevices = 0;
	at->spaces = ia_spaces_open(m->arena, at->root);
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *device = &m->devices[i];
		const char *folder = ia_format(m->arena, PCI_DEVICES "/%s",
					       ia_address_text(name, device->address, true));

		if (ia_root_exists(at->root, folder))
			read_space(at, device, &host->devices[host->ndevices++]);
	}
	ia_spaces_close(at->spaces);
}

static void read_devices(struct place *at)
{
	struct ia_machine *m = at->machine;
	struct ia_host *host = &m->host;
	size_t i, j = 0;

	for (i = 0; i < m->ndevices && j < host->ndevices; i++) {
		if (host->devices[j].address == m->devices[i].address)
			read_device(at, &m->devices[i], &host->devices[j++]);
	}
}

/**
 * ia_read_host() - read what the kernel itself tells of the host
 * @machine: a machine that was read live, its devices in order; its host is filled
 * @root: the running system, or a tree
 *
 * What is not there stays unknown: no file is required.
 */
void ia_read_host(struct ia_machine *machine, const struct ia_root *root)
{
	struct place at = { .machine = machine, .root = root };

	machine->host.read = true;
	read_numa(&at);
	read_hugepages(&at);
	ia_read_limits(machine, root);
	ia_read_kconfig(machine, root);
	read_vfio(&at);
	/* Where sysfs is the source, it has filled them already. */
	if (machine->source != IA_FROM_SYSFS)
		read_spaces(&at);
	read_devices(&at);
	ia_read_aliases(machine, root);
	ia_read_platform(machine, root);
	ia_read_uses(machine, root);
	ia_machine_join_host(machine);
}
