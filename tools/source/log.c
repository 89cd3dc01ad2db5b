// SPDX-License-Identifier: GPL-2.0
#include "log.h"

#include <string.h>

#include "../base/distinct.h"
#include "../base/limits.h"
#include "log_scan.h"
#include "reader.h"

/* Lines whose memory is given back together, and lines that are not known and are kept. */
#define LINES_AT_ONCE	512
#define STRANGE		16

static const struct ia_log_table *const tables[] = {
	&ia_log_table_vtd, &ia_log_table_amd, &ia_log_table_vfio, &ia_log_table_pci,
	&ia_log_table_other,
};

#define TABLES	(sizeof(tables) / sizeof(*tables))

/* Lines that begin one that was wrapped are few: lines of no meaning are not all tried. */
#define MOST_JOINS	20000

/* Most lines fit no template: the text of one is looked for before its conversions are tried. */
struct word {
	const char *text;
	size_t len;
};

/**
 * struct reading - a log that is being read
 * @arena: owner of what is kept
 * @scratch: of what is not, for some lines
 * @documents: of lines that were JSON
 * @log: filled
 * @seen: messages, to find lines that say the same
 * @room: of @log->entries
 * @context_room: of @log->context
 * @words: by table and template, a text that each of its lines has
 * @cmdline: a command line that was wrapped, as far as it was read
 * @goes_on: the next line of it goes on
 * @joins: attempts to join lines that are left
 */
struct reading {
	struct ia_arena *arena;
	struct ia_arena scratch;
	struct ia_arena documents;
	struct ia_log *log;
	struct ia_distinct seen;
	size_t room;
	size_t context_room;
	struct word *words[TABLES];
	struct ia_buf cmdline;
	bool goes_on;
	size_t joins;
};

static int by_text(const char *a, const char *b)
{
	return !a || !b ? !!a - !!b : strcmp(a, b);
}

static int by_number(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* All that a line says but for the address: what is worth a line of its own. */
static int by_said(const void *one, const void *other, const void *with)
{
	const struct ia_log_said *a = one, *b = other;
	int order = by_number(a->how->message, b->how->message);
	size_t i;

	(void)with;
	order = order ? order : by_number(a->device, b->device);
	order = order ? order : by_number(a->other, b->other);
	order = order ? order : by_number(a->access, b->access);
	order = order ? order : by_number(a->pasid.known ? a->pasid.n + 1 : 0,
					  b->pasid.known ? b->pasid.n + 1 : 0);
	order = order ? order : by_number(a->reason.n, b->reason.n);
	order = order ? order : by_number(a->size.n, b->size.n);
	order = order ? order : by_number(a->bits, b->bits);
	order = order ? order : by_text(a->driver, b->driver);
	/* Where a region ends belongs to where it begins: an entry has one of both. */
	if (!order && (a->end.known || b->end.known)) {
		order = by_number(a->address.n, b->address.n);
		order = order ? order : by_number(a->end.n, b->end.n);
	}
	for (i = 0; !order && i < IA_LOG_VALUES; i++) {
		order = by_number(a->values[i].n, b->values[i].n);
		order = order ? order : by_text(a->values[i].text, b->values[i].text);
	}
	return order;
}

static const char *keep(struct ia_arena *arena, const char *text)
{
	return text ? ia_strndup(arena, text, strlen(text)) : NULL;
}

static struct ia_log_entry entry_of(struct ia_arena *arena, const struct ia_log_said *said,
				    const struct ia_log_line *line)
{
	struct ia_log_entry entry = {
		.said = *said, .text = keep(arena, line->text), .line = line->number,
		.uptime = line->uptime,
	};
	size_t i;

	entry.said.driver = keep(arena, said->driver);
	entry.said.kind = keep(arena, said->kind);
	/* The name of a code is of a table, or a text of the line. */
	entry.said.name = keep(arena, said->name);
	for (i = 0; i < IA_LOG_VALUES; i++)
		entry.said.values[i].text = keep(arena, said->values[i].text);
	return entry;
}

static void add_address(struct ia_log_entry *entry, const struct ia_number *address)
{
	size_t i;

	if (!address->known)
		return;
	for (i = 0; i < entry->naddresses; i++) {
		if (entry->addresses[i] == address->n)
			return;
	}
	if (entry->naddresses == IA_LOG_ADDRESSES)
		entry->more = true;
	else
		entry->addresses[entry->naddresses++] = address->n;
}

/* " \\" ends a line that goes on in the next one. Return: its length without that. */
static size_t wrapped(const char *text)
{
	size_t len = strlen(text);

	return len >= 2 && !strcmp(text + len - 2, " \\") ? len - 2 : 0;
}

/*
 * print_kernel_cmdline() of init/main.c, which 7.2 has and 6.12 does not, wraps what is longer than
 * a record. The line that setup_arch() logs before is cut off there: the wrapped one stands in.
 */
static void take_cmdline(struct reading *r, const char *text)
{
	struct ia_log *log = r->log;
	size_t len = wrapped(text);

	if (!len && !r->goes_on) {
		log->cmdline = log->cmdline ?: keep(r->arena, text);
		return;
	}
	if (!r->goes_on)
		r->cmdline = (struct ia_buf){ .arena = r->arena };
	if (r->cmdline.len < IA_MAX_LOG_LINE)
		ia_buf_add(&r->cmdline, "%s%.*s", r->goes_on ? " " : "",
			   (int)(len ? len : strlen(text)), text);
	r->goes_on = len;
	if (!len && (!log->cmdline ||
		     !strncmp(log->cmdline, r->cmdline.text, strlen(log->cmdline))))
		log->cmdline = r->cmdline.text;
}

static void add_context(struct reading *r, const struct ia_log_said *said,
			const struct ia_log_line *line)
{
	struct ia_log *log = r->log;
	const char *text = said->values[0].text;

	if (said->how->message == IA_LOG_KERNEL && !log->kernel)
		log->kernel = keep(r->arena, text);
	if (said->how->message == IA_LOG_CMDLINE)
		take_cmdline(r, text);
	if (log->ncontext >= IA_MAX_LOG_CONTEXT) {
		log->left_out++;
		return;
	}
	log->context = ia_grow(r->arena, log->context, log->ncontext, &r->context_room,
			       sizeof(*log->context));
	log->context[log->ncontext] = entry_of(r->arena, said, line);
	log->context[log->ncontext].count = 1;
	log->ncontext++;
}

/* Entries move as their list grows, so what is searched is a copy of each. */
static void add_entry(struct reading *r, const struct ia_log_said *said,
		      const struct ia_log_line *line)
{
	struct ia_log *log = r->log;
	struct ia_log_entry *entry;
	size_t number;

	if (log->count >= IA_MAX_LOG_ENTRIES && !ia_distinct_has(&r->seen, said)) {
		log->left_out++;
		return;
	}
	if (!ia_distinct_has(&r->seen, said)) {
		struct ia_log_entry new = entry_of(r->arena, said, line);
		struct ia_log_said *copy = ia_alloc(r->arena, 1, sizeof(*copy));

		*copy = new.said;
		ia_distinct_add(&r->seen, copy, &number);
		log->entries = ia_grow(r->arena, log->entries, log->count, &r->room,
				       sizeof(*log->entries));
		log->entries[log->count++] = new;
	} else {
		ia_distinct_add(&r->seen, said, &number);
	}
	entry = &log->entries[number];
	entry->count++;
	add_address(entry, &said->address);
}

static void find_words(struct reading *r)
{
	size_t i, j;

	for (i = 0; i < TABLES; i++) {
		r->words[i] = ia_alloc(r->arena, tables[i]->count, sizeof(*r->words[i]));
		for (j = 0; j < tables[i]->count; j++)
			r->words[i][j].text = ia_log_scan_word(&tables[i]->templates[j],
							       &r->words[i][j].len);
	}
}

/*
 * ___ratelimit() prints the name of its caller, which may be any of the kernel. Those of IOMMU
 * drivers print what their units refuse.
 */
static bool is_limited(const struct ia_log_said *said)
{
	const char *name = said->values[0].text, *end;
	bool unit = false, found = false;
	size_t i, j;

	for (i = 0; name && i < TABLES; i++) {
		for (j = 0; j < tables[i]->count; j++) {
			const struct ia_log_template *t = &tables[i]->templates[j];
			enum ia_log_subject subject = ia_log_subject(t->message);

			end = t->program ? NULL : ia_word_end(name, t->origin);
			if (!end || strcmp(end, "()"))
				continue;
			found = true;
			unit |= subject == IA_LOG_SUBJECT_VTD || subject == IA_LOG_SUBJECT_AMD ||
				subject == IA_LOG_SUBJECT_SMMU;
		}
	}
	return found && unit == (said->how->message == IA_LOG_SUPPRESSED);
}

static bool is_suppressed(const struct ia_log_said *said)
{
	return said->how->message == IA_LOG_SUPPRESSED ||
	       said->how->message == IA_LOG_SUPPRESSED_OTHER;
}

static bool scan(struct reading *r, const char *text, struct ia_log_said *said)
{
	struct ia_arena *arena = &r->scratch;
	struct ia_log_scan line;
	size_t i, j, len = strlen(text);

	ia_log_scan_begin(&line, arena, text);
	if (ia_log_amd_event(&line, said))
		return true;
	for (i = 0; i < TABLES; i++) {
		for (j = 0; j < tables[i]->count; j++) {
			const struct word *word = &r->words[i][j];

			/* One that begins with a text of its own fails soon enough. */
			if (tables[i]->templates[j].text[0] == '%' &&
			    !memmem(text, len, word->text, word->len))
				continue;
			if (!ia_log_scan(&line, &tables[i]->templates[j], said) ||
			    (is_suppressed(said) && !is_limited(said)))
				continue;
			ia_log_decode(arena, said);
			return true;
		}
	}
	return false;
}

/* Words that a line about the subjects here has. */
static bool is_about(const char *text)
{
	static const char *const words[] = {
		"DMAR", "AMD-Vi", "IOMMU", "iommu", "vfio", "VFIO", "SR-IOV", "SRIOV", "smmu",
		"SMMU", "PASID", "IO_PAGE_FAULT", "x2apic", " ACS ", "dmar", "SVA", "INTR-REMAP",
	};
	const char *offset = strstr(text, "+0x");
	size_t i;

	/* "vfio_pci_ioctl+0x10/0x40 [vfio_pci]": a function in a trace, or of a warning. */
	if (offset && strchr(offset, '/'))
		return false;
	/* What its own module says is no message of an IOMMU. */
	if (ia_word_end("iommu_audit: ", text))
		return false;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strstr(text, words[i]))
			return true;
	}
	return false;
}

/* A line that goes on in the next one: up to three such are joined, as far as that is known. */
#define JOINED	3

/* Events of an SMMU come as a line and four doublewords: they make one message of it. */
struct pending {
	struct ia_log_said event;
	struct ia_log_line line;
	unsigned int doublewords;
	bool open;
};

static void settle(struct reading *r, struct pending *pending)
{
	if (pending->open)
		add_entry(r, &pending->event, &pending->line);
	pending->open = false;
}

static void take(struct reading *r, struct pending *pending, const struct ia_log_said *said,
		 const struct ia_log_line *line)
{
	struct ia_log_entry *last = r->log->count ? &r->log->entries[r->log->count - 1] : NULL;

	r->log->known++;
	if (said->how->message == IA_LOG_SMMU_DWORD) {
		/* The first one repeats the code: else they are of another event. */
		if (pending->open && !pending->doublewords &&
		    (said->address.n & 0xff) != pending->event.reason.n)
			settle(r, pending);
		if (pending->open && pending->doublewords < 4)
			ia_log_smmu_doubleword(&pending->event, pending->doublewords++,
					       said->address.n);
		return;
	}
	settle(r, pending);
	if (said->how->message == IA_LOG_SMMU_RAW) {
		*pending = (struct pending){ *said, *line, 0, true };
		return;
	}
	/* Up to Linux 4.x the reason of a fault is a line of its own. */
	if (said->how->message == IA_LOG_VTD_REASON && last && last->count == 1 &&
	    ia_is_address(last->said.device) && !last->said.reason.known &&
	    (last->said.how->message == IA_LOG_VTD_FAULT ||
	     last->said.how->message == IA_LOG_VTD_INTERRUPT)) {
		last->said.reason = said->reason;
		last->said.name = said->name;
		return;
	}
	if (ia_log_weight(said->how->message) == IA_LOG_CONTEXT_WEIGHT)
		add_context(r, said, line);
	else
		add_entry(r, said, line);
}

/* A word alone says nothing: run_init_process() of init/main.c lists what init gets, one a line. */
static bool is_word(const char *text)
{
	text += strspn(text, " \t");
	return !text[strcspn(text, " \t")];
}

static void add_strange(struct reading *r, const struct ia_log_line *line)
{
	struct ia_log *log = r->log;

	if (!is_about(line->text) || is_word(line->text))
		return;
	log->unknown++;
	if (!log->strange)
		log->strange = ia_alloc(r->arena, STRANGE, sizeof(*log->strange));
	if (log->nstrange < STRANGE)
		log->strange[log->nstrange++] = (struct ia_log_strange){
			keep(r->arena, line->text), line->number,
		};
}

/* The front of a message, as programs and the kernel print it: "qemu-system-x86_64: " */
static bool begins(const char *text)
{
	static const char *const fronts[] = {
		"DMAR", "dmar", "AMD-Vi", "iommu", "vfio", "x2apic", "arm-smmu", "qemu", "kvm", "EAL",
	};
	size_t i, len = strcspn(text, " ");

	if (len < 2 || text[len - 1] != ':')
		return false;
	for (i = 0; i < sizeof(fronts) / sizeof(*fronts); i++) {
		if (ia_word_end(fronts[i], text))
			return true;
	}
	return false;
}

/*
 * A line that means nothing alone may be the beginning of one that was wrapped: with
 * times in front of lines, one without is no line of the kernel's. The joined line is
 * taken only where it is known, with a blank between its parts or, where a terminal
 * broke a word, without.
 */
static bool join(struct reading *r, struct ia_log_lines *lines, struct ia_log_line *line,
		 struct ia_log_said *said)
{
	struct ia_log_lines ahead = *lines;
	const char *text = line->text, *whole;
	struct ia_log_line next;
	size_t i;

	if (!r->joins)
		return false;
	r->joins--;
	for (i = 0; i < JOINED && strlen(text) < IA_MAX_LOG_LINE; i++) {
		size_t len = strlen(text);

		if (!ia_log_lines_next(&r->scratch, &ahead, &next) || next.stamped ||
		    begins(next.text))
			return false;
		/* "=" at the end of a line: quoted-printable, which may break words. */
		if (text[len - 1] == '=')
			text = ia_strndup(&r->scratch, text, len - 1);
		whole = ia_format(&r->scratch, "%s %s", text, next.text);
		if (!scan(r, whole, said)) {
			whole = ia_format(&r->scratch, "%s%s", text, next.text);
			if (!scan(r, whole, said)) {
				text = ia_format(&r->scratch, "%s %s", text, next.text);
				continue;
			}
		}
		line->text = (char *)whole;
		*lines = ahead;
		r->log->lines += i + 1;
		r->log->known += i + 1;
		return true;
	}
	return false;
}

/* Places of a line that are tried: what quotes a line has its own front, and a time or two. */
#define MOST_PLACES	4

/* A message that stands behind a front which is not known. */
static bool within(struct reading *r, struct ia_log_line *line, struct ia_log_said *said)
{
	const char *at = line->text;
	struct ia_log_line inner;
	size_t i;

	for (i = 0; i < MOST_PLACES; i++) {
		if (!ia_log_lines_within(&r->scratch, line, &at, &inner))
			return false;
		if (scan(r, inner.text, said)) {
			*line = inner;
			return true;
		}
	}
	return false;
}

/**
 * ia_log_parse() - read a log
 * @arena: owner of what is kept
 * @text: the log; may be anything
 * @len: its length
 * @log: filled
 */
void ia_log_parse(struct ia_arena *arena, const char *text, size_t len, struct ia_log *log)
{
	struct ia_log_lines lines;
	struct reading r = {
		.arena = arena, .log = log, .seen = { .arena = arena, .order = by_said },
		.joins = MOST_JOINS,
	};
	struct pending pending = { 0 };
	struct ia_log_line line;

	*log = (struct ia_log){ 0 };
	ia_log_json(&r.documents, &text, &len);
	lines = (struct ia_log_lines){ text, text + len, 1 };
	find_words(&r);
	while (ia_log_lines_next(&r.scratch, &lines, &line)) {
		struct ia_log_said said;

		log->lines++;
		if (scan(&r, line.text, &said) || within(&r, &line, &said) ||
		    (is_about(line.text) && join(&r, &lines, &line, &said)))
			take(&r, &pending, &said, &line);
		else
			add_strange(&r, &line);
		/* An event of an SMMU that is not whole keeps what it has in the scratch. */
		if (log->lines % LINES_AT_ONCE == 0 && !pending.open)
			ia_arena_free(&r.scratch);
	}
	settle(&r, &pending);
	ia_arena_free(&r.scratch);
	ia_arena_free(&r.documents);
	ia_distinct_free(&r.seen);
}

/**
 * ia_log_read() - read the file of a log, or standard input
 * @arena: owner of the text
 * @path: the file; - is standard input
 * @text: its content, terminated
 * @len: its length; it may hold anything
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_log_read(struct ia_arena *arena, const char *path, char **text, size_t *len,
		 struct ia_problem *problem)
{
	return ia_slurp_given(arena, &ia_root_named, path, text, len, problem);
}
