// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"
#include "../machine/host.h"

#define HUGEPAGES	"/sys/kernel/mm/hugepages"
#define PCI_DEVICES	"/sys/bus/pci/devices"
/* Attributes of sysfs are no longer than a page. */
#define ATTRIBUTE	4096
/* Resources 0 to 5 are BARs: PCI_STD_NUM_BARS; a flag of the kernel's ioport.h. */
#define BARS		6
#define IORESOURCE_MEM	0x200

struct place {
	struct ia_machine *machine;
	const char *root;
	struct pci_access *pci;
};

/* Return: the whole attribute without its last line end, or NULL. */
static char *attribute(const struct place *at, const char *path)
{
	struct ia_arena *arena = at->machine->arena;
	char text[ATTRIBUTE + 1];
	size_t len = 0;
	ssize_t n = 1;
	int fd;

	fd = open(ia_format(arena, "%s%s", at->root, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	while (n > 0 && len < ATTRIBUTE) {
		n = read(fd, text + len, ATTRIBUTE - len);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			len += n;
	}
	close(fd);
	while (len && text[len - 1] == '\n')
		len--;
	return n < 0 ? NULL : ia_strndup(arena, text, len);
}

static bool exists(const struct place *at, const char *path)
{
	struct stat info;

	return !stat(ia_format(at->machine->arena, "%s%s", at->root, path), &info);
}

/* A value that can stand in a record: one word, printable. */
static const char *word(const char *text)
{
	if (!text || !*text || !ia_clean(text, strlen(text)) || strpbrk(text, " \""))
		return IOMMU_AUDIT_UNKNOWN;
	return text;
}

static struct ia_record *add(const struct place *at, const char *key, const char *value)
{
	struct ia_record *record = ia_records_add(at->machine->arena, &at->machine->host_text);

	ia_record_add(at->machine->arena, record, key, value);
	return record;
}

static void set(const struct place *at, struct ia_record *record, const char *key,
		const char *value)
{
	ia_record_add(at->machine->arena, record, key, value);
}

/* Counts a list such as "0-1,4". */
static const char *count_list(struct ia_arena *arena, const char *list)
{
	unsigned long count = 0;
	char *end;

	while (list && *list) {
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (end == list)
			return IOMMU_AUDIT_UNKNOWN;
		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		count += last - first + 1;
		list = *end == ',' ? end + 1 : end;
		if (*end && *end != ',')
			return IOMMU_AUDIT_UNKNOWN;
	}
	return count ? ia_format(arena, "%lu", count) : IOMMU_AUDIT_UNKNOWN;
}

static void read_numa(const struct place *at)
{
	const char *online = attribute(at, "/sys/devices/system/node/online");

	if (online)
		set(at, add(at, IA_HOST_FACT, IA_FACT_NUMA), "nodes",
		    count_list(at->machine->arena, online));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

static void read_hugepages(const struct place *at)
{
	struct ia_arena *arena = at->machine->arena;
	struct dirent **sizes;
	int count, i;

	count = scandir(ia_format(arena, "%s" HUGEPAGES, at->root), &sizes, NULL, by_name);
	for (i = 0; i < count; i++) {
		const char *name = sizes[i]->d_name, *size = strchr(name, '-');
		struct ia_record *record;

		if (size) {
			record = add(at, IA_HOST_FACT, IA_FACT_HUGEPAGES);
			set(at, record, "size_kb",
			    ia_strndup(arena, size + 1, strspn(size + 1, "0123456789")));
			set(at, record, "total",
			    word(attribute(at, ia_format(arena, HUGEPAGES "/%s/nr_hugepages",
							 name))));
			set(at, record, "free",
			    word(attribute(at, ia_format(arena, HUGEPAGES "/%s/free_hugepages",
							 name))));
		}
		free(sizes[i]);
	}
	if (count >= 0)
		free(sizes);
}

static void read_config(const struct place *at)
{
	struct ia_arena *arena = at->machine->arena;
	const char *value = "n";
	char *text;
	size_t len;

	if (ia_slurp(arena, ia_format(arena, "%s/boot/config-%s", at->root,
				      at->machine->kernel_text), &text, &len))
		return;
	if (strstr(text, "\nCONFIG_PCI_P2PDMA=y\n"))
		value = "y";
	set(at, add(at, IA_HOST_FACT, IA_FACT_CONFIG), "p2pdma", value);
}

static void read_vfio(const struct place *at)
{
	struct ia_record *record;

	if (!exists(at, "/sys/module/vfio"))
		return;
	record = add(at, IA_HOST_FACT, IA_FACT_VFIO);
	set(at, record, "unsafe_interrupts",
	    word(attribute(at, "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts")));
	set(at, record, "noiommu",
	    word(attribute(at, "/sys/module/vfio/parameters/enable_unsafe_noiommu_mode")));
}

/* Linux names the methods from 5.15 on; before, there is a file "reset" or not. */
static const char *resets(const struct place *at, const char *folder)
{
	struct ia_arena *arena = at->machine->arena;
	char *methods = attribute(at, ia_format(arena, "%s/reset_method", folder)), *p;

	if (!methods)
		return exists(at, ia_format(arena, "%s/reset", folder)) ? "some" :
									  IOMMU_AUDIT_NONE;
	for (p = methods; *p; p++) {
		if (*p == ' ')
			*p = ',';
	}
	return *methods ? word(methods) : IOMMU_AUDIT_NONE;
}

static const char *bar_max(const struct place *at, const char *folder)
{
	struct ia_arena *arena = at->machine->arena;
	char *text = attribute(at, ia_format(arena, "%s/resource", folder));
	unsigned long long most = 0, value[3];
	int bar, i;

	if (!text)
		return IOMMU_AUDIT_UNKNOWN;
	for (bar = 0; bar < BARS; bar++) {
		for (i = 0; i < 3; i++)
			value[i] = strtoull(text, &text, 16);
		if (value[2] & IORESOURCE_MEM && value[1] > value[0] &&
		    value[1] - value[0] >= most)
			most = value[1] - value[0] + 1;
	}
	return ia_format(arena, "%llu", most >> 20);
}

/* A function in D3cold is not woken up for this; a VF is found by its PF. */
static const char *serial(const struct place *at, const char *folder,
			  const struct ia_device *device)
{
	struct ia_arena *arena = at->machine->arena;
	const char *power = attribute(at, ia_format(arena, "%s/power_state", folder));

	if (device->pf_text != IA_NO_ADDRESS)
		return IOMMU_AUDIT_NOT_APPLICABLE;
	if (power && !strcmp(power, "D3cold"))
		return IOMMU_AUDIT_UNKNOWN;
	return ia_serial(arena, at->pci, device->address);
}

static void read_device(const struct place *at, const struct ia_device *device)
{
	struct ia_arena *arena = at->machine->arena;
	const char *name = ia_record_get(device->record, "dev");
	const char *folder = ia_format(arena, PCI_DEVICES "/%s", name);
	struct ia_record *record;

	if (!exists(at, folder))
		return;
	record = add(at, "dev", name);
	set(at, record, "reset", resets(at, folder));
	set(at, record, "autoprobe", device->totalvfs_text < 0 ? IOMMU_AUDIT_NOT_APPLICABLE :
	    word(attribute(at, ia_format(arena, "%s/sriov_drivers_autoprobe", folder))));
	set(at, record, "bar_max_mib", bar_max(at, folder));
	set(at, record, "serial", serial(at, folder, device));
}

/**
 * ia_read_host() - read what the kernel itself tells of the host
 * @machine: a machine that was read live; its host records are filled
 * @root: prefix of all paths, "" for the running system
 *
 * What is not there stays unknown: no file is required.
 */
void ia_read_host(struct ia_machine *machine, const char *root)
{
	struct place at = { machine, root, ia_serials_open(machine->arena, root) };
	size_t i;

	read_numa(&at);
	read_hugepages(&at);
	read_config(&at);
	read_vfio(&at);
	for (i = 0; i < machine->ndevices; i++)
		read_device(&at, &machine->devices[i]);
	ia_serials_close(at.pci);
}
