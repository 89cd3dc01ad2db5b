// SPDX-License-Identifier: GPL-2.0
/*
 * What a record gives away follows from the alphabets of its texts: a text that identifies
 * has one of its own. An alphabet that is not named here is left out.
 */
#include "redact.h"

enum reveals {
	REVEALS_MACHINE,	/* it is left out: unknown */
	REVEALS_LINE,		/* a kernel command line: what is not about devices goes */
	REVEALS_OWNER,		/* names that somebody chose: only those of the kernel stay */
	REVEALS_FOLDERS,	/* a path: folders go, but those of every system */
	REVEALS_PARTS,		/* addresses and UUIDs within it go */
	REVEALS_NOTHING,
};

static const enum reveals of[IA_ALPHABETS] = {
	[IA_ALPHABET_SERIAL] = REVEALS_MACHINE,
	[IA_ALPHABET_UUID] = REVEALS_MACHINE,
	[IA_ALPHABET_CMDLINE] = REVEALS_LINE,
	[IA_ALPHABET_WORDS] = REVEALS_LINE,
	[IA_ALPHABET_OWN] = REVEALS_OWNER,
	[IA_ALPHABET_IFNAME] = REVEALS_OWNER,
	[IA_ALPHABET_BOOT_FILE] = REVEALS_FOLDERS,
	[IA_ALPHABET_FREE] = REVEALS_PARTS,
	[IA_ALPHABET_NAME] = REVEALS_PARTS,
	[IA_ALPHABET_SYSFS] = REVEALS_PARTS,
	[IA_ALPHABET_SCOPE] = REVEALS_NOTHING,
	[IA_ALPHABET_RELEASE] = REVEALS_NOTHING,
	[IA_ALPHABET_REGISTER] = REVEALS_NOTHING,
	[IA_ALPHABET_SIGNATURE] = REVEALS_NOTHING,
	[IA_ALPHABET_TIME] = REVEALS_NOTHING,
};

static const char *redacted(const struct ia_redaction *how, enum reveals what, const char *text)
{
	switch (what) {
	case REVEALS_LINE:
		return ia_redact_cmdline(how, text);
	case REVEALS_OWNER:
		return ia_redact_own(how, text);
	case REVEALS_FOLDERS:
		return ia_redact_path(how, text);
	case REVEALS_PARTS:
		return ia_redact_text(how, text);
	default:
		return text;
	}
}

static void redact_texts(const struct ia_redaction *how, enum reveals what,
			 struct ia_texts *texts)
{
	const char **items = ia_alloc(how->arena, texts->count, sizeof(*items));
	size_t i;

	for (i = 0; i < texts->count; i++)
		items[i] = redacted(how, what, texts->items[i]);
	texts->items = items;
}

static void redact_members(const struct ia_redaction *how, enum reveals what,
			   struct ia_members *members)
{
	struct ia_member *items = ia_alloc(how->arena, members->count, sizeof(*items));
	size_t i;

	for (i = 0; i < members->count; i++) {
		items[i] = members->items[i];
		if (!ia_is_address(items[i].address))
			items[i].name = redacted(how, what, items[i].name);
	}
	members->items = items;
}

static void redact_value(const struct ia_redaction *how, const struct ia_key *key, void *value)
{
	enum reveals what = of[key->alphabet - ia_alphabets];
	struct ia_string *text = value;

	switch (key->kind) {
	case IA_KEY_TEXT:
		if (text->known && what == REVEALS_MACHINE)
			*text = (struct ia_string){ 0 };
		else if (text->known)
			text->text = redacted(how, what, text->text);
		break;
	case IA_KEY_TEXTS:
		redact_texts(how, what, value);
		break;
	case IA_KEY_MEMBERS:
		redact_members(how, what, value);
		break;
	default:
		break;
	}
}

/**
 * ia_redact() - leave out of a record what tells one machine, or its owner, from others
 * @how: what that is
 * @id: which record it is
 * @record: the record; nothing that it points to is changed
 */
void ia_redact(const struct ia_redaction *how, enum ia_record_id id, void *record)
{
	const struct ia_record_info *info = &ia_records[id];
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		if (key->alphabet && ia_key_known(key, record))
			redact_value(how, key, (char *)record + key->offset);
	}
}
