// SPDX-License-Identifier: GPL-2.0
#include "path.h"

/* Tell whether a request gets along without the root complex. */
bool ia_path_stays(const struct ia_path *path)
{
	return path->route == IA_ROUTE_DIRECT || path->route == IA_ROUTE_BUS;
}

static bool is_new(const struct ia_machine *m, struct ia_path_count *count, ia_address at)
{
	const struct ia_device *port = ia_machine_device(m, at);
	size_t i;

	if (port && count->seen[port - m->devices])
		return false;
	if (port) {
		count->seen[port - m->devices] = true;
		return true;
	}
	/* One that is not listed: the records are not of one moment. */
	for (i = 0; i < count->nports; i++) {
		if (count->ports[i]->port == at)
			return false;
	}
	return true;
}

static void add_ports(const struct ia_machine *m, struct ia_path_count *count,
		      const struct ia_path *path)
{
	size_t i;

	if (!count->ports) {
		count->ports = ia_alloc(m->arena, m->nacs, sizeof(*count->ports));
		count->seen = ia_alloc(m->arena, m->ndevices, sizeof(*count->seen));
	}
	for (i = 0; i < path->nredirects; i++) {
		const struct ia_acs *acs = path->redirects[i];

		if (acs->port != acs->device && is_new(m, count, acs->port))
			count->ports[count->nports++] = acs;
	}
}

/**
 * ia_path_count_add() - count one more path
 * @machine: a joined machine
 * @count: the sums
 * @from: who sends
 * @to: whose memory it is for
 */
void ia_path_count_add(const struct ia_machine *machine, struct ia_path_count *count,
		       const struct ia_device *from, const struct ia_device *to)
{
	struct ia_path path;

	ia_route_find(machine, from, to, &path);
	count->pairs++;
	count->direct += ia_path_stays(&path);
	if (path.route != IA_ROUTE_REDIRECTED)
		return;
	count->redirected++;
	ia_path_find(machine, from, to, &path);
	add_ports(machine, count, &path);
}
