// SPDX-License-Identifier: GPL-2.0
/* A suggestion as a file or a call of what keeps the kernel command line on a host */
#include "suggest.h"

#include <string.h>

#include "../base/escape.h"
#include "../machine/cmdline.h"
#include "grubby.h"
#include "text.h"

#define SPLITS_AT	"GRUB splits a line at \";\": see "
#define SPLITS		SPLITS_AT "after a boot whether all of it is in /proc/cmdline."
#define SPLITS_NODE	SPLITS_AT "on one node whether all of it is in /proc/cmdline."

/* A comment, which is one line, whatever it repeats. */
static void add_comment(const struct ia_page *page, struct ia_buf *buf, const char *text)
{
	ia_buf_add(buf, "# %s\n", ia_escape_line(page->arena, text));
}

/* Comments: what all files begin with. */
static void add_comments(const struct ia_page *page, struct ia_buf *buf,
			 const struct ia_suggestion *s)
{
	struct ia_arena *arena = page->arena;
	size_t i;

	add_comment(page, buf, ia_format(arena, "Profile %s, kernel %s: iommu-audit suggest",
					 s->profile->name, ia_text(&s->kernel)));
	for (i = 0; i < s->nadd; i++)
		add_comment(page, buf,
			    ia_format(arena, "%s: %s", s->add[i].text,
				      ia_suggestion_reason_text(page, &s->add[i])));
	for (i = 0; i < s->nhave; i++)
		add_comment(page, buf, ia_format(arena, "There already: %s", s->have[i].text));
	for (i = 0; i < s->ndrop; i++)
		add_comment(page, buf,
			    ia_format(arena, "Take out %s: %s", s->drop[i].text,
				      ia_suggestion_reason_text(page, &s->drop[i])));
	for (i = 0; i < s->nnotes; i++)
		add_comment(page, buf, ia_format(arena, "Note: %s",
						 ia_suggestion_note_text(page, &s->notes[i])));
}

static void print(const struct ia_page *page, const struct ia_buf *buf)
{
	ia_out_text(page->out, IA_PLAIN, buf->text ? buf->text : "");
}

/* What sed can be given between quotes of a shell, but for what it makes a pattern of. */
#define PLAIN	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=,:;@/+%-.*"

static bool is_plain(const char *word)
{
	return !word[strspn(word, PLAIN)];
}

/* A word as a pattern that fits nothing else. */
static const char *pattern(struct ia_arena *arena, const char *word)
{
	struct ia_buf buf = { .arena = arena };

	for (; *word; word++)
		ia_buf_add(&buf, strchr(".*", *word) ? "[%c]" : "%c", *word);
	return buf.text ? buf.text : "";
}

static bool drops(const struct ia_suggestion *s, const char *token, const char *word)
{
	size_t i;

	for (i = 0; i < s->ndrop; i++) {
		if (!strcmp(s->drop[i].token, token) && !strcmp(s->drop[i].text, word))
			return true;
	}
	return false;
}

/**
 * ia_suggestion_token() - what is left of a token of which words are dropped
 * @arena: the owner of the text
 * @s: the suggestion
 * @token: the token as it stands on the line
 *
 * Return: the token without those words, "" where none is left.
 */
const char *ia_suggestion_token(struct ia_arena *arena, const struct ia_suggestion *s,
				const char *token)
{
	const char *equals = strchr(token, '=');
	struct ia_buf buf = { .arena = arena };
	struct ia_words words;
	size_t i;

	if (drops(s, token, token) || !equals)
		return "";
	ia_words_split(arena, equals + 1, ',', &words);
	for (i = 0; i < words.count; i++) {
		const char *whole = ia_format(arena, "%.*s=%s", (int)(equals - token), token,
					      words.items[i]);

		if (!*words.items[i] || drops(s, token, whole))
			continue;
		if (buf.len)
			ia_buf_add(&buf, ",%s", words.items[i]);
		else
			ia_buf_add(&buf, "%s", whole);
	}
	return buf.text ? buf.text : "";
}

/* Whether a drop is the first of its token. */
static bool is_first(const struct ia_suggestion *s, size_t number)
{
	size_t i;

	for (i = 0; i < number; i++) {
		if (!strcmp(s->drop[i].token, s->drop[number].token))
			return false;
	}
	return true;
}

/*
 * Commands of sed that take out what is dropped, of a line with blanks around it and no tabs: ""
 * where nothing is. What sed cannot be given is named in a comment.
 */
static const char *sed_drops(const struct ia_page *page, struct ia_buf *comments,
			     const struct ia_suggestion *s)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i, n = 0;

	for (i = 0; i < s->ndrop; i++) {
		const char *token = s->drop[i].token;
		const char *left = ia_suggestion_token(page->arena, s, token);

		if (!is_first(s, i))
			continue;
		if (!is_plain(token)) {
			add_comment(page, comments,
				    ia_format(page->arena, "Take out %s by hand.", token));
			continue;
		}
		n++;
		ia_buf_add(&buf, " -e ':%zu' -e 's| %s |%s%s |' -e 't%zu'", n,
			   pattern(page->arena, token), *left ? " " : "", left, n);
	}
	return buf.text ? buf.text : "";
}

/* Whether there is something to be done at all; says so in a comment where there is not. */
static bool changes(const struct ia_page *page, const struct ia_suggestion *s, struct ia_buf *buf)
{
	if (!s->nadd && !s->ndrop)
		add_comment(page, buf, "Nothing to add and nothing to drop.");
	return s->nadd || s->ndrop;
}

/**
 * ia_suggest_grub() - a drop-in for /etc/default/grub.d, which a shell reads
 * @page: where it goes
 * @object: the suggestion
 */
void ia_suggest_grub(const struct ia_page *page, const void *object)
{
	static const char *const names[] = { "GRUB_CMDLINE_LINUX", "GRUB_CMDLINE_LINUX_DEFAULT" };
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	const char *gone;
	size_t i;

	add_comment(page, &buf, "Append to " IA_GRUB_FILE "; then update-grub");
	add_comment(page, &buf, "Only grub-mkconfig of Debian, Ubuntu and what is made of them reads it. Elsewhere: --format grubby, or the words by hand in /etc/default/grub");
	add_comments(page, &buf, s);
	changes(page, s, &buf);
	gone = sed_drops(page, &buf, s);
	for (i = 0; *gone && i < sizeof(names) / sizeof(*names); i++)
		ia_buf_add(&buf, "%s=\"$(printf %%s \" $%s \" | sed -e 'y|\\t| |'%s -e 's|^ ||' -e 's| $||')\"\n",
			   names[i], names[i], gone);
	if (s->nadd)
		ia_buf_add(&buf, "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX");
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, " %s", ia_escape_grub(page->arena, s->add[i].text));
	if (s->nadd)
		ia_buf_add(&buf, "\"\n");
	print(page, &buf);
}

/**
 * ia_suggestion_sed() - the call of sed that changes a file with one command line in it
 * @page: for its memory
 * @comments: gets what sed cannot be given
 * @s: the suggestion
 *
 * Words are taken out of all lines, and go behind the first one that is neither blank nor a
 * comment: of more lines systemd makes one, and Proxmox VE takes the first of that kind.
 *
 * Return: the call without its end, or NULL where nothing is left for it to do.
 */
const char *ia_suggestion_sed(const struct ia_page *page, struct ia_buf *comments,
			      const struct ia_suggestion *s)
{
	const char *gone = sed_drops(page, comments, s), *words = ia_suggestion_line(page, s);
	const char *alone = "b", *behind = "";

	if (!*gone && !s->nadd)
		return NULL;
	/* Its hold space tells whether they are there already. */
	if (s->nadd) {
		alone = ia_format(page->arena, "{$!b;x;/./{x;b};x;s|$|\\n%s|;s|^\\n||;b}", words);
		behind = ia_format(page->arena, " -e 'x;/./!{s|^|.|;x;s| *$| %s|;x};x'", words);
	}
	return ia_format(page->arena,
			 "sed -i -e 'y|\\t| |' -e '/^ *\\(#.*\\)\\?$/%s' -e 's|.*| & |'%s%s "
			 "-e 's|^ *||' -e 's| *$||'", alone, gone, behind);
}

/* @make: what is done before, or NULL */
static void cmdline_file(const struct ia_page *page, const struct ia_suggestion *s,
			 const char *what, const char *make, const char *then)
{
	struct ia_buf buf = { .arena = page->arena };
	const char *sed;

	add_comment(page, &buf, what);
	add_comments(page, &buf, s);
	if (changes(page, s, &buf)) {
		sed = ia_suggestion_sed(page, &buf, s);
		if (sed && make)
			ia_buf_add(&buf, "%s\n", make);
		if (sed)
			ia_buf_add(&buf, "%s " IA_CMDLINE_FILE "\n%s\n", sed, then);
	}
	print(page, &buf);
}

/* What Proxmox VE's tool makes boot entries of. */
void ia_suggest_proxmox(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, IA_CMDLINE_FILE ", where proxmox-boot-tool status says uefi; where "
		     "it says grub: --format grub", NULL, IA_PROXMOX_REFRESH);
}

/* What kernel-install makes loader entries of. */
void ia_suggest_systemd_boot(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, IA_CMDLINE_FILE ", of which kernel-install makes the loader entry "
		     "of a kernel, here of the one that runs; entries that were written by hand have "
		     "the same words behind options", IA_CMDLINE_MAKE, IA_KERNEL_INSTALL);
}

/* A MachineConfig of OpenShift. */
void ia_suggest_machineconfig(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	const char *role = s->role ? s->role : "worker";
	size_t i;

	add_comments(page, &buf, s);
	if (s->ndrop)
		add_comment(page, &buf, "A MachineConfig only adds: what to take out is in another one.");
	if (strchr(ia_suggestion_line(page, s), ';'))
		add_comment(page, &buf, SPLITS_NODE);
	ia_buf_add(&buf, "apiVersion: machineconfiguration.openshift.io/v1\n"
		   "kind: MachineConfig\n"
		   "metadata:\n"
		   "  name: 99-%s-iommu-audit-%s\n"
		   "  labels:\n"
		   "    machineconfiguration.openshift.io/role: %s\n"
		   "spec:\n"
		   "  kernelArguments:%s\n", role, s->profile->name, role,
		   s->nadd ? "" : " []");
	for (i = 0; i < s->nadd; i++)
		ia_buf_add(&buf, "    - %s\n", ia_escape_yaml(page->arena, s->add[i].text));
	print(page, &buf);
}

/* The length of the name of a word as grubby takes it: all before its last "=". */
static size_t name_length(const char *word, size_t len)
{
	size_t i;

	for (i = len; i && word[i - 1] != '='; i--)
		;
	return i ? i - 1 : len;
}

/* Whether one of some words has the name of another word. */
static bool has_namesake(const char *words, const char *word)
{
	size_t name = name_length(word, strlen(word)), len;

	for (; *words; words += len + !!words[len]) {
		len = strcspn(words, " ");
		if (name_length(words, len) == name && !strncmp(words, word, name))
			return true;
	}
	return false;
}

/* Whether one of some words is another word. */
static bool has_word(const char *words, const char *word)
{
	size_t len;

	for (; *words; words += len + !!words[len]) {
		len = strcspn(words, " ");
		if (strlen(word) == len && !strncmp(words, word, len))
			return true;
	}
	return false;
}

/*
 * Words to add, behind those of the same name that are to stay: for each word that it adds
 * grubby takes out all of that name (update_args() of grubby-bls).
 */
static const char *with_namesakes(const struct ia_page *page, struct ia_buf *comments,
				  const struct ia_suggestion *s, const char *add)
{
	struct ia_buf buf = { .arena = page->arena };
	const struct ia_machine *m = page->machine;
	struct ia_cmdline line;
	size_t i;

	ia_cmdline_parse(page->arena, m->cmdline.known ? m->cmdline.text : "", &line);
	for (i = 0; i < line.count; i++) {
		const char *word = line.tokens[i].text;

		if (line.tokens[i].init || !has_namesake(add, word) || has_word(add, word) ||
		    (buf.text && has_word(buf.text, word)) ||
		    *ia_suggestion_token(page->arena, s, word) == '\0' ||
		    strcmp(ia_suggestion_token(page->arena, s, word), word))
			continue;
		if (ia_grubby_adds(word))
			ia_buf_add(&buf, "%s ", word);
		else
			add_comment(page, comments,
				    ia_format(page->arena, "grubby takes %s out as well: write it back.",
					      word));
	}
	ia_buf_add(&buf, "%s", add);
	return buf.text;
}

/**
 * ia_suggestion_grubby() - what grubby is called with
 * @page: for its memory
 * @comments: gets what grubby cannot be given
 * @s: the suggestion
 * @back: the call that takes the other one back
 *
 * Return: the call, or NULL where nothing is left for it to do.
 */
const char *ia_suggestion_grubby(const struct ia_page *page, struct ia_buf *comments,
				 const struct ia_suggestion *s, bool back)
{
	struct ia_arena *arena = page->arena;
	struct ia_buf gone = { .arena = arena }, new = { .arena = arena };
	const char *add, *remove;
	size_t i;

	ia_buf_add(&new, "%s", ia_suggestion_line(page, s));
	for (i = 0; i < s->ndrop; i++) {
		const char *token = s->drop[i].token;
		const char *left = ia_suggestion_token(arena, s, token);

		if (!ia_grubby_removes(token) || !ia_grubby_adds(left)) {
			add_comment(page, comments,
				    ia_format(arena, "grubby %s.", ia_format(arena, back ?
					      "left %s: write it back where it was edited out" :
					      "cannot remove %s: edit the line",
					      s->drop[i].text)));
			continue;
		}
		/* One that is there twice it takes out twice, or not at all. */
		ia_buf_add(&gone, "%s%s", gone.len ? " " : "", token);
		if (*left && is_first(s, i))
			ia_buf_add(&new, "%s%s", new.len ? " " : "", left);
	}
	add = new.len ? new.text : "";
	remove = gone.len ? gone.text : "";
	if (!*add && !*remove)
		return NULL;
	if (back)
		remove = with_namesakes(page, comments, s, remove);
	else
		add = with_namesakes(page, comments, s, add);
	return back ? ia_grubby_call(arena, "ALL", remove, add) :
		      ia_grubby_call(arena, "ALL", add, remove);
}

/* A call of grubby. */
void ia_suggest_grubby(const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	struct ia_buf buf = { .arena = page->arena };
	const char *call;

	add_comments(page, &buf, s);
	changes(page, s, &buf);
	call = ia_suggestion_grubby(page, &buf, s, false);
	if (strchr(ia_suggestion_line(page, s), ';'))
		add_comment(page, &buf, SPLITS);
	if (call)
		ia_buf_add(&buf, "%s\n", call);
	print(page, &buf);
}
