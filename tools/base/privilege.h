/* SPDX-License-Identifier: GPL-2.0 */
/* privilege.c: what of root's power this process keeps */
#ifndef IA_BASE_PRIVILEGE_H
#define IA_BASE_PRIVILEGE_H

/* What a command may need of root's power; the sum of some is a set. */
enum ia_privilege {
	IA_MAY_OPEN = 1 << 0,	/* read files of any owner */
	IA_MAY_SAVE = 1 << 1,	/* write into a folder of any owner */
	IA_MAY_CONFIG = 1 << 2,	/* read configuration space behind its header */
	IA_MAY_LOAD = 1 << 3,	/* load and unload modules */
	IA_MAY_MEASURE = 1 << 4,	/* start runs of the benchmark, read their results */
	IA_MAY_SWITCH = 1 << 5,	/* write the type of a group */
};

void ia_privilege_keep(unsigned int privileges);

#endif /* IA_BASE_PRIVILEGE_H */
