// SPDX-License-Identifier: GPL-2.0
/* Routes of all tables with all their next hops, as the running kernel tells by rtnetlink. */
#include "use.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The most that a dump has at once: NLMSG_GOODSIZE, and 32 KiB from Linux 4.7 on. */
#define MOST_BYTES	65536
/* Interfaces that routes are noted of, and seconds that a dump may take. */
#define MOST_SEEN	4096
#define MOST_SECONDS	5

/**
 * struct dump - routes as they come
 * @arena: owner of @routes
 * @routes: where they go
 * @seen: their interfaces by number, the lowest bit for the default route
 */
struct dump {
	struct ia_arena *arena;
	struct ia_routes routes;
	unsigned long seen[MOST_SEEN];
};

static void note(struct dump *dump, int index, bool is_default)
{
	struct ia_routes *routes = &dump->routes;
	unsigned long key = (unsigned long)index << 1 | is_default;
	char name[IF_NAMESIZE];
	size_t i;

	for (i = 0; i < routes->count; i++) {
		if (dump->seen[i] == key)
			return;
	}
	if (routes->count == MOST_SEEN || !if_indextoname(index, name)) {
		routes->whole = false;
		return;
	}
	dump->seen[routes->count] = key;
	routes->items = ia_grow(dump->arena, routes->items, routes->count, &routes->room,
				sizeof(*routes->items));
	routes->items[routes->count].name = ia_strndup(dump->arena, name, strlen(name));
	routes->items[routes->count++].is_default = is_default;
}

static size_t note_hops(struct dump *dump, const struct rtattr *attribute, bool is_default)
{
	const struct rtnexthop *hop = RTA_DATA(attribute);
	int left = RTA_PAYLOAD(attribute);
	size_t n = 0;

	for (; left >= (int)sizeof(*hop) && RTNH_OK(hop, left); hop = RTNH_NEXT(hop)) {
		n++;
		note(dump, hop->rtnh_ifindex, is_default);
		left -= RTNH_ALIGN(hop->rtnh_len);
	}
	return n;
}

/* Each interface that is up has link-local routes and those of multicast. */
static bool is_own(const struct rtmsg *route, const unsigned char *destination)
{
	return route->rtm_family == AF_INET6 && destination &&
	       (route->rtm_dst_len == 128 || destination[0] == 0xff ||
		(destination[0] == 0xfe && (destination[1] & 0xc0) == 0x80));
}

/*
 * fib_dump_info(), rt6_fill_node(): the interface, or the next hops; of a nexthop object
 * only its number, where nexthop_compat_mode is off.
 */
static void take_route(struct dump *dump, const struct nlmsghdr *header)
{
	const struct rtmsg *route = NLMSG_DATA(header);
	const struct rtattr *attribute = RTM_RTA(route);
	const struct rtattr *hops = NULL;
	const unsigned char *destination = NULL;
	size_t left, n = 0;
	int index = 0;

	if (header->nlmsg_type != RTM_NEWROUTE ||
	    header->nlmsg_len < NLMSG_LENGTH(sizeof(*route)) || route->rtm_type != RTN_UNICAST ||
	    route->rtm_flags & RTM_F_CLONED)
		return;
	left = RTM_PAYLOAD(header);
	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
		if (attribute->rta_type == RTA_OIF && RTA_PAYLOAD(attribute) >= sizeof(index))
			memcpy(&index, RTA_DATA(attribute), sizeof(index));
		else if (attribute->rta_type == RTA_MULTIPATH)
			hops = attribute;
		else if (attribute->rta_type == RTA_DST && RTA_PAYLOAD(attribute) >= 2)
			destination = RTA_DATA(attribute);
	}
	if (is_own(route, destination))
		return;
	if (hops)
		n = note_hops(dump, hops, !route->rtm_dst_len);
	if (index) {
		note(dump, index, !route->rtm_dst_len);
		n++;
	}
	dump->routes.whole &= n > 0;
}

/* Return: true where the dump goes on. */
static bool take(struct dump *dump, const struct nlmsghdr *header, size_t left)
{
	for (; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
		if (header->nlmsg_flags & NLM_F_DUMP_INTR || header->nlmsg_type == NLMSG_ERROR)
			dump->routes.whole = false;
		if (header->nlmsg_type == NLMSG_ERROR || header->nlmsg_type == NLMSG_DONE)
			return false;
		take_route(dump, header);
	}
	return true;
}

static bool ask(int fd, unsigned char family)
{
	struct {
		struct nlmsghdr header;
		struct rtmsg route;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = RTM_GETROUTE,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.route = { .rtm_family = family },
	};

	return send(fd, &request, sizeof(request), 0) == sizeof(request);
}

static void read_family(struct dump *dump, int fd, unsigned char family)
{
	time_t end = time(NULL) + MOST_SECONDS;
	static union {
		struct nlmsghdr header;
		char bytes[MOST_BYTES];
	} answer;
	struct iovec io = { &answer, sizeof(answer) };
	struct msghdr message = { .msg_iov = &io, .msg_iovlen = 1 };
	ssize_t len;

	if (!ask(fd, family)) {
		dump->routes.whole = false;
		return;
	}
	do {
		len = recvmsg(fd, &message, 0);
		if (len <= 0 || message.msg_flags & MSG_TRUNC || time(NULL) > end) {
			dump->routes.whole = false;
			return;
		}
	} while (take(dump, &answer.header, len));
}

/**
 * ia_routes_read() - the routes of all tables with all next hops
 * @arena: owner of what is read
 * @ipv6: also those of IPv6, which a kernel need not have
 *
 * Those of this process's network namespace.
 *
 * Return: the interfaces that they go through, and whether those are all.
 */
struct ia_routes ia_routes_read(struct ia_arena *arena, bool ipv6)
{
	const struct timeval timeout = { .tv_sec = MOST_SECONDS };
	struct dump dump = { .arena = arena, .routes.whole = true };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0)
		return (struct ia_routes){ 0 };
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout)))
		dump.routes.whole = false;
	read_family(&dump, fd, AF_INET);
	if (ipv6 && dump.routes.whole)
		read_family(&dump, fd, AF_INET6);
	close(fd);
	return dump.routes;
}
