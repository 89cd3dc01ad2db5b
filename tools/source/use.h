/* SPDX-License-Identifier: GPL-2.0 */
/* use_list.c, use_disks.c, use_nets.c: what the host itself does with PCI functions */
#ifndef IA_SOURCE_USE_H
#define IA_SOURCE_USE_H

#include "reader.h"

/**
 * struct ia_uses - uses as they are found
 * @machine: the machine
 * @root: where they are looked for
 * @host: the first process is the host's, and not a container's
 * @more: there were more than are kept
 * @room: uses there is room for
 */
struct ia_uses {
	struct ia_machine *machine;
	const struct ia_root *root;
	bool host;
	bool more;
	size_t room;
};

/* use_list.c */
void ia_uses_add(struct ia_uses *uses, ia_address address, enum ia_use_kind what,
		 const char *name, const char *path);
char *ia_uses_text(const struct ia_uses *uses, const char *path);
char *ia_uses_line(char **text);
char *ia_uses_word(char **line);

/* use_disks.c */
void ia_uses_disks(struct ia_uses *uses);

/* use_nets.c */
void ia_uses_nets(struct ia_uses *uses);

#endif /* IA_SOURCE_USE_H */
