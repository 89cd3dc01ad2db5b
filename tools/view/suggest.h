/* SPDX-License-Identifier: GPL-2.0 */
/* suggest.c, suggest_files.c, suggest_formats.c, steps.c: the answer of iommu-audit suggest */
#ifndef IA_VIEW_SUGGEST_H
#define IA_VIEW_SUGGEST_H

#include "../judge/suggest.h"
#include "answer.h"

/* The same suggestion as a page, and as files of others: by name. */
extern const struct ia_answer ia_answer_suggestion;

/**
 * struct ia_suggestion_format - how a suggestion is written for people
 * @name: as --format takes it
 * @page: writes it
 * @steps: writes what is done on a host, and the way back; NULL for none
 */
struct ia_suggestion_format {
	const char *name;
	void (*page)(const struct ia_page *page, const void *object);
	void (*steps)(const struct ia_page *page, const void *object);
};

extern const struct ia_suggestion_format ia_suggestion_formats[];
extern const size_t ia_nsuggestion_formats;

/* Files and commands that hosts have for it. */
#define IA_GRUB_FILE		"/etc/default/grub.d/50-iommu-audit.cfg"
#define IA_CMDLINE_FILE		"/etc/kernel/cmdline"
#define IA_PROXMOX_REFRESH	"proxmox-boot-tool refresh"
/* Debian and Ubuntu have no image below /lib/modules. */
#define IA_KERNEL_INSTALL	\
	"kernel-install add \"$(uname -r)\" \"$(ls /lib/modules/\"$(uname -r)\"/vmlinuz " \
	"/boot/vmlinuz-\"$(uname -r)\" 2> /dev/null | head -n 1)\""
/*
 * What kernel-install takes where there is no such file, as 90-loaderentry.install of systemd
 * does; and one line at least, which sed can change.
 */
#define IA_CMDLINE_MAKE		\
	"mkdir -p /etc/kernel\n" \
	"test -e " IA_CMDLINE_FILE " || cp /usr/lib/kernel/cmdline " IA_CMDLINE_FILE \
	" 2> /dev/null ||\n" \
	"    tr -s ' \\t' '\\n' < /proc/cmdline | grep -v -e '^BOOT_IMAGE=' -e '^initrd=' |\n" \
	"    tr '\\n' ' ' > " IA_CMDLINE_FILE "\n" \
	"test -s " IA_CMDLINE_FILE " || echo > " IA_CMDLINE_FILE

/* suggest.c */
void ia_suggest_text(const struct ia_page *page, const void *object);
const char *ia_suggestion_note_text(const struct ia_page *page, const void *object);
const char *ia_suggestion_reason_text(const struct ia_page *page, const void *object);
const char *ia_binding_there(const struct ia_page *page, const void *object);
const char *ia_binding_back(const struct ia_page *page, const void *object);
const char *ia_suggestion_line(const struct ia_page *page, const void *object);

/* suggest_files.c */
const char *ia_suggestion_token(struct ia_arena *arena, const struct ia_suggestion *s,
				const char *token);
const char *ia_suggestion_sed(const struct ia_page *page, struct ia_buf *comments,
			      const struct ia_suggestion *s);
const char *ia_suggestion_grubby(const struct ia_page *page, struct ia_buf *comments,
				 const struct ia_suggestion *s, bool back);
void ia_suggest_grub(const struct ia_page *page, const void *object);
void ia_suggest_grubby(const struct ia_page *page, const void *object);
void ia_suggest_proxmox(const struct ia_page *page, const void *object);
void ia_suggest_systemd_boot(const struct ia_page *page, const void *object);
void ia_suggest_machineconfig(const struct ia_page *page, const void *object);

/* steps.c */
void ia_steps_grub(const struct ia_page *page, const void *object);
void ia_steps_grubby(const struct ia_page *page, const void *object);
void ia_steps_proxmox(const struct ia_page *page, const void *object);
void ia_steps_systemd_boot(const struct ia_page *page, const void *object);
void ia_steps_machineconfig(const struct ia_page *page, const void *object);

#endif /* IA_VIEW_SUGGEST_H */
