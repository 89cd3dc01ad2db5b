// SPDX-License-Identifier: GPL-2.0
/* What guests and their devices come up against: NUMA nodes, locked memory, CPUs. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "conf_files.h"

#define NODES		"/sys/devices/system/node"
/* Nodes that are looked at: MAX_NUMNODES of x86. */
#define MOST_NODES	1024

struct place {
	struct ia_machine *machine;
	const struct ia_root *root;
};

static struct ia_number number_in(const char *text)
{
	size_t len = text ? strspn(text, "0123456789") : 0;

	return len && len < 10 && !text[len] ? ia_number_of(strtoul(text, NULL, 10)) :
					       (struct ia_number){ 0 };
}

static char *attribute(const struct place *at, const char *path)
{
	return ia_read_attribute(at->machine->arena, at->root, path);
}

/* A list such as 0-15,32-47. */
static bool is_list(const char *text)
{
	return text && strlen(text) <= 4096 && !text[strspn(text, "0123456789,-")];
}

/**
 * ia_list_count() - count what a list of CPUs or nodes names
 * @list: as sysfs prints it, 0-15,32-47; may be NULL
 *
 * Return: the count, unknown for what is not such a list.
 */
struct ia_number ia_list_count(const char *list)
{
	size_t count = 0;
	char *end;

	if (!is_list(list))
		return (struct ia_number){ 0 };
	while (*list) {
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (end == list)
			return (struct ia_number){ 0 };
		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (last < first || last > 1u << 20)
			return (struct ia_number){ 0 };
		count += last - first + 1;
		list = *end == ',' ? end + 1 : end;
		if (*end && *end != ',')
			return (struct ia_number){ 0 };
	}
	return count ? ia_number_of(count) : (struct ia_number){ 0 };
}

/* hugepages-2048kB */
static struct ia_number size_in(struct ia_arena *arena, const char *name)
{
	const char *size = strchr(name, '-');

	return size ? number_in(ia_strndup(arena, size + 1, strspn(size + 1, "0123456789"))) :
		      (struct ia_number){ 0 };
}

static void read_pages(const struct place *at, unsigned long node, size_t *room)
{
	struct ia_arena *arena = at->machine->arena;
	struct ia_host *host = &at->machine->host;
	const char *folder = ia_format(arena, NODES "/node%lu/hugepages", node), **names;
	size_t i, count = ia_root_list(at->root, arena, folder, &names);

	for (i = 0; i < count; i++) {
		struct ia_number size = size_in(arena, names[i]);
		struct ia_node_pages *pages;
		const char *size_folder;

		if (!size.known)
			continue;
		host->node_pages = ia_grow(arena, host->node_pages, host->nnode_pages, room,
					   sizeof(*host->node_pages));
		pages = &host->node_pages[host->nnode_pages++];
		*pages = (struct ia_node_pages){ .node = ia_number_of(node), .size_kb = size };
		size_folder = ia_format(arena, "%s/%s", folder, names[i]);
		pages->total = number_in(attribute(at, ia_format(arena, "%s/nr_hugepages",
								 size_folder)));
		pages->free = number_in(attribute(at, ia_format(arena, "%s/free_hugepages",
								size_folder)));
	}
}

static void read_node(const struct place *at, unsigned long node, size_t *room)
{
	struct ia_arena *arena = at->machine->arena;
	struct ia_host *host = &at->machine->host;
	const char *cpus = attribute(at, ia_format(arena, NODES "/node%lu/cpulist", node));
	struct ia_numa_node *to;

	host->nodes = ia_grow(arena, host->nodes, host->nnodes, room, sizeof(*host->nodes));
	to = &host->nodes[host->nnodes++];
	*to = (struct ia_numa_node){ .node = ia_number_of(node) };
	if (is_list(cpus) && *cpus)
		to->cpus = ia_text_of(cpus);
	else
		to->cpus.absent = cpus && !*cpus;
}

static void read_nodes(const struct place *at)
{
	const char *list = attribute(at, NODES "/online");
	size_t room = 0, pages_room = 0;

	while (is_list(list) && *list) {
		char *end;
		unsigned long node = strtoul(list, &end, 10), last = node;

		if (end == list)
			return;
		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		for (; node <= last && node < MOST_NODES; node++) {
			read_node(at, node, &room);
			read_pages(at, node, &pages_room);
		}
		list = *end == ',' ? end + 1 : end;
		if (*end && *end != ',')
			return;
	}
}

/* "address sizes\t: 46 bits physical, 48 bits virtual" and "apicid\t\t: 12". */
static void read_cpuinfo(const struct place *at, struct ia_limits *limits)
{
	char *text, *line;
	size_t len;

	if (ia_slurp(at->machine->arena, at->root, "/proc/cpuinfo", &text, &len))
		return;
	for (line = text; *line; line += strcspn(line, "\n"), line += !!*line) {
		const char *value = strchr(line, ':');
		unsigned long n;
		char *end;

		if (!value || (strncmp(line, "address sizes", 13) && strncmp(line, "apicid\t", 7)))
			continue;
		n = strtoul(value + 1, &end, 10);
		if (end == value + 1 || n > UINT32_MAX)
			continue;
		if (*line == 'a' && line[1] == 'd' && !strncmp(end, " bits physical", 14))
			limits->cpu_bits = ia_number_of(n);
		else if (line[1] == 'p' && (!limits->apic_max.known || n > limits->apic_max.n))
			limits->apic_max = ia_number_of(n);
	}
}

/* As rlimit_parse_one() takes it: infinity, or a size with a suffix. */
static bool is_limit(const char *text, size_t len)
{
	size_t digits = strspn(text, "0123456789.");

	if (len == 8 && !strncmp(text, "infinity", 8))
		return true;
	if (!digits || digits > len)
		return false;
	return digits == len || (digits + 1 == len && strchr("BKMGTPE", text[digits]));
}

/* One for both, or the soft and the hard one: rlimit_parse(). A wrong one changes nothing. */
static const char *limit_in(struct ia_arena *arena, const char *value, size_t len)
{
	const char *colon = memchr(value, ':', len);
	size_t soft = colon ? (size_t)(colon - value) : len;
	size_t hard = colon ? len - soft - 1 : len;

	if (len > 100 || !is_limit(value, soft) || (colon && !is_limit(colon + 1, hard)))
		return NULL;
	if (colon && soft == hard && !strncmp(value, colon + 1, hard))
		len = soft;
	return ia_strndup(arena, value, len);
}

/* Blanks around names and values do not count: config_parse(). */
static void take_default(struct ia_arena *arena, const char *text, struct ia_string *to)
{
	static const char key[] = "DefaultLimitMEMLOCK";
	bool manager = false;
	const char *line = text;

	for (; *line; line += strcspn(line, "\n"), line += !!*line) {
		const char *from = line + strspn(line, " \t"), *limit;
		size_t len = strcspn(from, "\n");

		while (len && strchr(" \t\r", from[len - 1]))
			len--;
		if (*from == '[')
			manager = !strncmp(from, "[Manager]", len);
		if (!manager || len <= strlen(key) || strncmp(from, key, strlen(key)))
			continue;
		limit = from + strlen(key) + strspn(from + strlen(key), " \t");
		if (*limit != '=')
			continue;
		limit += 1 + strspn(limit + 1, " \t");
		limit = limit < from + len ? limit_in(arena, limit, from + len - limit) : NULL;
		if (limit)
			*to = ia_text_of(limit);
	}
}

static void read_memlock(const struct place *at, struct ia_limits *limits)
{
	static const char *const files[] = {
		"/etc/systemd/system.conf", "/run/systemd/system.conf",
		"/usr/local/lib/systemd/system.conf", "/usr/lib/systemd/system.conf",
	};
	static const char *const folders[] = {
		"/etc/systemd/system.conf.d", "/run/systemd/system.conf.d",
		"/usr/local/lib/systemd/system.conf.d", "/usr/lib/systemd/system.conf.d",
	};
	static const char *const ends[] = { ".conf" };
	struct ia_arena *arena = at->machine->arena;
	const char **paths;
	struct rlimit limit;
	size_t i, count, len;
	char *text;

	if (at->root->kind == IA_ROOT_SYSTEM && !getrlimit(RLIMIT_MEMLOCK, &limit)) {
		limits->memlock_kb = ia_number_of(limit.rlim_cur >> 10);
		if (limit.rlim_cur == RLIM_INFINITY)
			limits->memlock_kb = (struct ia_number){ .absent = true };
	}
	limits->memlock_default.absent = true;
	/* The first file, then its drop-ins, of which the last counts: systemd-system.conf(5). */
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (ia_slurp(arena, at->root, files[i], &text, &len))
			continue;
		take_default(arena, text, &limits->memlock_default);
		break;
	}
	count = ia_conf_files(arena, at->root, folders, sizeof(folders) / sizeof(*folders), ends, 1,
			      &paths);
	for (i = 0; i < count; i++) {
		if (!ia_slurp(arena, at->root, paths[i], &text, &len))
			take_default(arena, text, &limits->memlock_default);
	}
}

/**
 * ia_read_limits() - read what guests and their devices come up against
 * @machine: nodes, node_pages and limits of its host are filled
 * @root: the running system, or a tree, of which nobody knows what its processes may do
 */
void ia_read_limits(struct ia_machine *machine, const struct ia_root *root)
{
	struct place at = { machine, root };
	struct ia_limits *limits = &machine->host.limits;

	ia_record_clear(&ia_records[IA_RECORD_HOST_LIMITS], limits);
	read_nodes(&at);
	read_cpuinfo(&at, limits);
	read_memlock(&at, limits);
	limits->cpus = ia_list_count(attribute(&at, "/sys/devices/system/cpu/possible"));
}
