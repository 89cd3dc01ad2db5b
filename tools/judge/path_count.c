// SPDX-License-Identifier: GPL-2.0
#include "path.h"

/**
 * ia_path_stays() - tell whether a request gets along without the root complex
 * @path: its path
 */
bool ia_path_stays(const struct ia_path *path)
{
	return path->route == IA_ROUTE_DIRECT || path->route == IA_ROUTE_BUS;
}

static void add_ports(struct ia_tally *tally, const struct ia_path *path)
{
	size_t i, j;

	for (i = 0; i < path->nredirects; i++) {
		const struct ia_acs *acs = path->redirects[i];

		for (j = 0; j < tally->nports; j++) {
			if (tally->ports[j]->port == acs->port)
				break;
		}
		if (j == tally->nports && acs->port != acs->device)
			tally->ports[tally->nports++] = acs;
	}
}

/**
 * ia_tally_add() - count one more way
 * @machine: a joined machine
 * @tally: the sums
 * @path: the way
 */
void ia_tally_add(const struct ia_machine *machine, struct ia_tally *tally,
		  const struct ia_path *path)
{
	if (!tally->ports)
		tally->ports = ia_alloc(machine->arena, machine->nacs, sizeof(*tally->ports));
	tally->pairs++;
	tally->direct += ia_path_stays(path);
	if (path->route != IA_ROUTE_REDIRECTED)
		return;
	tally->redirected++;
	add_ports(tally, path);
}
