// SPDX-License-Identifier: GPL-2.0
/* Interfaces that the host's routes go through, and those in bridges and bonds. */
#include "use.h"

#include <stdlib.h>
#include <string.h>

#include "../base/path.h"
#include "called.h"

#define NET	"/sys/class/net"
/* Bridges on bonds on VLANs: deeper than anybody stacks them. */
#define DEEPEST	8
/* Of the kernel's uapi/linux/route.h */
#define RTF_REJECT	0x200

/**
 * struct above - what leads down to an interface
 * @what: the use
 * @top: the interface that has it
 */
struct above {
	enum ia_use_kind what;
	const char *top;
};

/*
 * Follows an interface to those that it is made of (netdev_adjacent_sysfs_add()). Return: true
 * if that is known: a function, or another bus, also where some of them lead nowhere.
 */
static bool follow(struct ia_uses *uses, const struct above *above, const char *name, size_t depth)
{
	struct ia_arena *arena = uses->machine->arena;
	const char *link = ia_root_link(uses->root, arena, ia_format(arena, NET "/%s", name));
	ia_address address = ia_sysfs_function(link);
	const char **found;
	bool placed = false;
	size_t i, count;

	if (ia_is_address(address)) {
		ia_uses_add(uses, address, above->what, name,
			    strcmp(name, above->top) ? above->top : NULL);
		return true;
	}
	if (link && !strstr(link, "/virtual/"))
		return true;
	if (depth == DEEPEST)
		return false;
	count = ia_root_list(uses->root, arena, ia_format(arena, NET "/%s", name), &found);
	for (i = 0; i < count; i++) {
		if (!strncmp(found[i], "lower_", 6))
			placed |= follow(uses, above, found[i] + 6, depth + 1);
	}
	return placed;
}

/*
 * PPP, tunnels and ports of Open vSwitch are no interface's upper one: what a default route
 * through them goes through then is not known.
 */
static void use_interface(struct ia_uses *uses, const char *name, bool is_default)
{
	struct above above = { is_default ? IA_USE_DEFAULT_ROUTE : IA_USE_ROUTE, name };

	if (!name || strchr(name, '/') || *name == '.' || !strcmp(name, "lo"))
		return;
	if (!follow(uses, &above, name, 0) && is_default)
		ia_uses_add(uses, IA_UNKNOWN_ADDRESS, above.what, name, NULL);
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask: fib_route_seq_show(). */
static void read_ipv4(struct ia_uses *uses, char *text)
{
	char *line = ia_uses_line(&text), *words[8];

	while ((line = ia_uses_line(&text))) {
		if (ia_uses_words(&line, words, 8) && !(strtoul(words[3], NULL, 16) & RTF_REJECT))
			use_interface(uses, words[0],
				      !strtoul(words[1], NULL, 16) && !strtoul(words[7], NULL, 16));
	}
}

/*
 * Destination, its length, source, its length, gateway, metric, two counts, flags, interface:
 * rt6_info_route(). Each interface that is up has link-local ones, and one for each address.
 */
static void read_ipv6(struct ia_uses *uses, char *text)
{
	char *line, *words[10];

	while ((line = ia_uses_line(&text))) {
		unsigned long length;

		if (!ia_uses_words(&line, words, 10) || strtoul(words[8], NULL, 16) & RTF_REJECT)
			continue;
		length = strtoul(words[1], NULL, 16);
		if (length != 128 && strncmp(words[0], "fe8", 3) && strncmp(words[0], "ff", 2))
			use_interface(uses, words[9], !length);
	}
}

static void read_members(struct ia_uses *uses)
{
	struct ia_arena *arena = uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(uses->root, arena, NET, &found);

	for (i = 0; i < count; i++) {
		const char *master = ia_root_link(uses->root, arena,
						  ia_format(arena, NET "/%s/master", found[i]));
		struct above above = { IA_USE_MEMBER, ia_last_part(master) };

		if (master && *found[i] != '.')
			follow(uses, &above, found[i], 0);
	}
}

/* The text of a file of the first process, where this one has the same. */
static char *shared(struct ia_uses *uses, const char *name)
{
	struct ia_arena *arena = uses->machine->arena;
	char *first = ia_uses_text(uses, ia_format(arena, "/proc/1/net/%s", name));
	const char *own = ia_uses_text(uses, ia_format(arena, "/proc/self/net/%s", name));

	return first && own && !strcmp(first, own) ? first : NULL;
}

static bool ask_kernel(struct ia_uses *uses, bool ipv6)
{
	struct ia_routes routes = ia_routes_read(uses->machine->arena, ipv6);
	size_t i;

	for (i = 0; i < routes.count; i++)
		use_interface(uses, routes.items[i].name, routes.items[i].is_default);
	return routes.whole;
}

/**
 * ia_uses_nets() - read which interfaces the host uses
 * @uses: filled
 *
 * /sys/class/net has the interfaces of this process's network namespace; only where that is
 * the first one's, whose routes and addresses are the same then, it is the host's.
 * Of a tree there is no more than the files show.
 */
void ia_uses_nets(struct ia_uses *uses)
{
	char *ipv4 = shared(uses, "route"), *ipv6 = shared(uses, "ipv6_route");
	bool whole = true, same = ipv4 && (shared(uses, "if_inet6") ||
			     !ia_root_exists(uses->root, "/proc/1/net/if_inet6"));

	if (!same)
		ipv4 = ia_uses_text(uses, "/proc/self/net/route");
	if (!same || !ipv6)
		ipv6 = ia_uses_text(uses, "/proc/self/net/ipv6_route");
	if (ipv4)
		read_ipv4(uses, ipv4);
	if (ipv6)
		read_ipv6(uses, ipv6);
	/* Of several next hops, and of nexthop objects, those files show the first one. */
	if (same && uses->root->kind == IA_ROOT_SYSTEM)
		whole = ask_kernel(uses, ipv6);
	read_members(uses);
	if (uses->host && same && whole && ia_root_exists(uses->root, NET))
		uses->machine->host.usage.network = IA_YES;
}
