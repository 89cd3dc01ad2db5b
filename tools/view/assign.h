/* SPDX-License-Identifier: GPL-2.0 */
/* assign.c, assign_text.c, assign_commands.c: the answer of iommu-audit assign */
#ifndef IA_VIEW_ASSIGN_H
#define IA_VIEW_ASSIGN_H

#include "../judge/assign.h"
#include "answer.h"

/**
 * struct ia_lines - lines for a shell
 * @items: a line each
 * @count: number of @items
 */
struct ia_lines {
	const char **items;
	size_t count;
};

/**
 * struct ia_assign_shown - whether a device can be assigned, and the commands for it
 * @assign: what was judged
 * @free: what ends mounts and swap that are in the way, in that order
 * @bind: what binds all that goes along, now and at each boot
 * @bind_sysfs: the same without driverctl, until the next boot
 * @back: what undoes @bind
 */
struct ia_assign_shown {
	const struct ia_assign *assign;
	struct ia_lines free;
	struct ia_lines bind;
	struct ia_lines bind_sysfs;
	struct ia_lines back;
};

/**
 * struct ia_assign_list - several devices
 * @items: one each
 * @count: number of @items
 */
struct ia_assign_list {
	struct ia_assign_shown *items;
	size_t count;
};

extern const struct ia_answer ia_answer_assign;

/* assign.c */
void ia_assign_show(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_assign *assign, size_t count, bool json);

/* assign_text.c */
const char *ia_assign_name(const struct ia_machine *m, const struct ia_device *device);
const char *ia_assign_verdict(const struct ia_page *page, const void *object);
const char *ia_assign_finding(const struct ia_page *page, const void *object);
const char *ia_assign_along(const struct ia_page *page, const void *object);
const char *ia_assign_reset(const struct ia_page *page, const void *object);
const char *ia_assign_reach(const struct ia_page *page, const void *object);
const char *ia_assign_uses(const struct ia_page *page, const void *object);
const char *ia_assign_driver(const struct ia_page *page, const void *object);
const char *ia_assign_limits(const struct ia_page *page, const void *object);
const char *ia_assign_settings(const struct ia_page *page, const void *object);
const char *ia_assign_slots(const struct ia_page *page, const void *object);

/* assign_commands.c */
struct ia_lines ia_assign_free(const struct ia_page *page, const struct ia_assign *assign);
struct ia_lines ia_assign_bind(const struct ia_page *page, const struct ia_assign *assign);
struct ia_lines ia_assign_bind_sysfs(const struct ia_page *page, const struct ia_assign *assign);
struct ia_lines ia_assign_back(const struct ia_page *page, const struct ia_assign *assign);

#endif /* IA_VIEW_ASSIGN_H */
