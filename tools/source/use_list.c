// SPDX-License-Identifier: GPL-2.0
/* Uses as they are found, and texts of /proc taken apart. */
#include "use.h"

#include <string.h>

#include "../base/clean.h"

/* More than any host has; of more nobody says that those are all. */
#define MOST_USES	4096

/* A text that others chose, as it may be shown. */
static struct ia_string shown(struct ia_arena *arena, const char *text)
{
	struct ia_buf buf = { .arena = arena };
	size_t left, n;

	if (!text)
		return (struct ia_string){ .absent = true };
	for (left = strlen(text); left; left -= n, text += n) {
		n = ia_clean_sequence(text, left);
		if (n)
			ia_buf_add(&buf, "%.*s", (int)n, text);
		else
			ia_buf_add(&buf, "?");
		n = n ? n : 1;
	}
	return ia_text_of(buf.text ? buf.text : "");
}

/* Of what is mounted in many places / says most, then the first one. */
static bool is_known(struct ia_use *use, ia_address address, enum ia_use_kind what,
		     const struct ia_string *name, const struct ia_string *path)
{
	if (use->address != address || use->what != what || use->name.absent != name->absent ||
	    (name->known && strcmp(use->name.text, name->text)))
		return false;
	if (what == IA_USE_HOLDER || what == IA_USE_MEMBER)
		return path->known && use->path.known && !strcmp(use->path.text, path->text);
	if (path->known && !strcmp(path->text, "/"))
		use->path = *path;
	return true;
}

static void add(struct ia_uses *uses, ia_address address, enum ia_use_kind what,
		const char *name, const char *path)
{
	struct ia_arena *arena = uses->machine->arena;
	struct ia_host *host = &uses->machine->host;
	struct ia_string name_ = shown(arena, name), path_ = shown(arena, path);
	size_t i;

	for (i = 0; i < host->nuses; i++) {
		if (is_known(&host->uses[i], address, what, &name_, &path_))
			return;
	}
	if (host->nuses == MOST_USES) {
		uses->more = true;
		return;
	}
	host->uses = ia_grow(arena, host->uses, host->nuses, &uses->room, sizeof(*host->uses));
	host->uses[host->nuses++] = (struct ia_use){ address, what, name_, path_ };
}

/**
 * ia_uses_add() - note a use, once
 * @uses: the uses
 * @address: of which function; IA_UNKNOWN_ADDRESS where that is not known
 * @what: what it is
 * @name: of the disk or the interface, or NULL; any bytes
 * @path: where it is mounted or what is above it, or NULL; any bytes
 *
 * The VMD that the function is behind has the use too: vmd_remove() takes away all that is
 * behind it.
 */
void ia_uses_add(struct ia_uses *uses, ia_address address, enum ia_use_kind what,
		 const char *name, const char *path)
{
	struct ia_arena *arena = uses->machine->arena;
	char text[IA_ADDRESS_SIZE];
	const char *link;
	ia_address vmd;

	add(uses, address, what, name, path);
	link = !ia_is_address(address) ? NULL :
	       ia_root_link(uses->root, arena, ia_format(arena, "/sys/bus/pci/devices/%s",
							 ia_address_text(text, address, true)));
	vmd = link ? ia_sysfs_vmd(link) : IA_NO_ADDRESS;
	if (ia_is_address(vmd) && ia_machine_device(uses->machine, vmd))
		add(uses, vmd, what, name, path);
}

/* A whole file; NULL where it cannot be read. */
char *ia_uses_text(const struct ia_uses *uses, const char *path)
{
	char *text;
	size_t len;

	return ia_slurp(uses->machine->arena, uses->root, path, &text, &len) ? NULL : text;
}

/* The next line of a text, which is taken apart; NULL behind the last one. */
char *ia_uses_line(char **text)
{
	char *line = *text;

	if (!line || !*line)
		return NULL;
	*text += strcspn(line, "\n");
	if (**text)
		*(*text)++ = '\0';
	return line;
}

/* The next word of a line, likewise. */
char *ia_uses_word(char **line)
{
	char *word = *line + strspn(*line, " \t");

	if (!*word)
		return NULL;
	*line = word + strcspn(word, " \t");
	if (**line)
		*(*line)++ = '\0';
	return word;
}

/* So many words of a line, likewise. Return: whether there are. */
bool ia_uses_words(char **line, char **words, size_t count)
{
	while (count--) {
		*words = ia_uses_word(line);
		if (!*words++)
			return false;
	}
	return true;
}

/**
 * ia_uses_plain() - undo how the kernel writes blanks and the like, as \040 (mangle_path())
 * @text: changed in place
 *
 * Return: @text.
 */
char *ia_uses_plain(char *text)
{
	char *from = text, *to = text;

	while (*from) {
		if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
		    from[2] <= '7' && from[3] >= '0' && from[3] <= '7') {
			*to++ = (from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0');
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return text;
}
