// SPDX-License-Identifier: GPL-2.0
/*
 * A template is the text of a message with a conversion for each thing that differs:
 *
 *	%D	"DRIVER DEVICE: ", at the beginning: dev_printk() of a PCI function
 *	%V	"DRIVER DEVICE: ", of any other device
 *	%b %o	a PCI function: the one it is about, another one
 *	%a %e	an address, and where a region ends that it begins
 *	%r	a resource, as %pR prints it
 *	%x %d	a hexadecimal number, a decimal one
 *	%i	a fault reason: hexadecimal with 0x, else decimal
 *	%p	a PASID, of which all ones are none
 *	%E	an errno: -22, -22 (Invalid argument), Invalid argument, -EINVAL
 *	%w	a word: up to a blank, or to what follows in the template
 *	%s	a text up to what follows in the template
 *	%*	anything up to there
 *	~	blanks, or none
 *
 * A blank stands for one or more. What follows the template's end is no line of it.
 */
#include "log_scan.h"

#include <string.h>

#define NO_PASID	0xffffffffU

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *text)
{
	while (is_blank(*text))
		text++;
	return text;
}

/**
 * ia_log_hex() - read a hexadecimal number, with 0x or without
 * @text: where it begins
 * @n: filled
 *
 * Return: what follows, or NULL where there is none, or one of more than 64 bits.
 */
const char *ia_log_hex(const char *text, uint64_t *n)
{
	int digit, digits = 0;

	if (text[0] == '0' && (text[1] | 0x20) == 'x' && ia_hex_digit(text[2]) >= 0)
		text += 2;
	for (*n = 0; (digit = ia_hex_digit(*text)) >= 0; text++) {
		if (*n >> 60)
			return NULL;
		*n = *n << 4 | digit;
		digits++;
	}
	return digits ? text : NULL;
}

static const char *decimal(const char *text, uint64_t *n)
{
	const char *start = text += *text == '-';

	for (*n = 0; *text >= '0' && *text <= '9'; text++) {
		if (*n > UINT64_MAX / 10 - 1)
			return NULL;
		*n = *n * 10 + (*text - '0');
	}
	return text > start ? text : NULL;
}

/**
 * ia_log_device() - read a PCI function, as the kernel has printed them
 * @text: where it begins
 * @address: filled
 * @segment: filled: whether it has one
 *
 * 0000:03:00.0, 03:00.0, and 0x03:0x00.0 as dmar_fault_do_one() of 5.13 has it.
 *
 * Return: what follows, or NULL.
 */
const char *ia_log_device(const char *text, ia_address *address, bool *segment)
{
	char plain[IA_ADDRESS_SIZE];
	const char *p = text;
	size_t len = 0;

	for (; len < sizeof(plain) - 1; p++) {
		if (p[0] == '0' && p[1] == 'x' && ia_hex_digit(p[2]) >= 0)
			p += 2;
		if (ia_hex_digit(*p) < 0 && *p != ':' && *p != '.')
			break;
		/* A point may also end a sentence. */
		if (*p == '.' && ia_hex_digit(p[1]) < 0)
			break;
		plain[len++] = *p;
	}
	/* "03:00.0:" is followed by a colon of the message. */
	while (len && plain[len - 1] == ':') {
		len--;
		p--;
	}
	*address = ia_address_parse(plain, len, segment);
	return ia_is_address(*address) ? p : NULL;
}

/**
 * ia_log_scan_begin() - look for a device in front of the message
 * @scan: filled
 * @arena: owner of what is taken out of the line
 * @text: the line
 */
void ia_log_scan_begin(struct ia_log_scan *scan, struct ia_arena *arena, const char *text)
{
	const char *at, *end;
	size_t words;

	/* Up to Linux 4.1 drivers/iommu/dmar.c has this in front of all, and "DMAR:" behind it. */
	end = ia_word_end("dmar: ", text);
	if (end)
		text = end;
	/* A unit's own prefix and pr_fmt(): "AMD-Vi: AMD-Vi:   DEV_SPECIAL" */
	end = ia_word_end("AMD-Vi: ", text);
	if (end && ia_word_end("AMD-Vi:", end))
		text = end;
	at = text;
	*scan = (struct ia_log_scan){ .arena = arena, .text = text };
	/* The name of a driver may have blanks, but not many. */
	for (words = 0; words < 4; words++) {
		end = ia_log_device(at, &scan->address, &scan->segment);
		if (end && end[0] == ':' && scan->segment) {
			scan->driver = text;
			scan->driver_len = at > text ? at - text - 1 : 0;
			scan->device = end + 1;
			return;
		}
		at += strcspn(at, " ");
		if (!*at++)
			return;
	}
}

/* [mem 0x80000000-0x8fffffff 64bit pref], [mem size 0x20000], [io  0x1000-0x101f] */
static const char *resource(const struct ia_log_scan *scan, const char *text,
			    struct ia_log_said *said)
{
	const char *end, *p;
	uint64_t n;

	if (*text != '[')
		return NULL;
	end = strchr(text, ']');
	if (!end)
		return NULL;
	p = ++text;
	p += strcspn(p, " ]");
	said->kind = ia_strndup(scan->arena, text, p - text);
	p = skip_blanks(p);
	if (ia_word_end("size ", p)) {
		if (ia_log_hex(p + strlen("size "), &n))
			said->size = ia_number_of(n);
		return end + 1;
	}
	p = ia_log_hex(p, &n);
	if (!p)
		return end + 1;
	said->address = ia_number_of(n);
	if (*p == '-' && ia_log_hex(p + 1, &n))
		said->end = ia_number_of(n);
	if (strstr(p, " pref") && strstr(p, " pref") < end)
		said->kind = ia_format(scan->arena, "%s pref", said->kind);
	return end + 1;
}

/* What a text conversion stands for, until the whole line fits. */
struct span {
	const char *text;
	size_t len;
};

/* Places that are tried before a line is given up, whoever wrote it. */
#define MOST_STEPS	20000

/**
 * struct matching - a line on its way through a template
 * @scan: the line
 * @said: filled
 * @spans: texts of @said, by value
 * @steps: places that were tried
 */
struct matching {
	const struct ia_log_scan *scan;
	struct ia_log_said *said;
	struct span spans[IA_LOG_VALUES];
	unsigned int steps;
};

static const char *match(struct matching *m, const char *template, const char *text,
			 size_t nvalues);

/* Tries each place where what follows in the template may begin. */
static const char *up_to(struct matching *m, const char *template, const char *text,
			 size_t nvalues, bool kept, bool word)
{
	size_t len = strcspn(template, "%~ ");
	const char *p, *end;

	/* Nothing follows: all of the rest. */
	if (!*template && !word) {
		p = text + strlen(text);
		if (kept)
			m->spans[nvalues] = (struct span){ text, p - text };
		return p;
	}
	for (p = text; m->steps++ < MOST_STEPS; p++) {
		bool ends = !*p || is_blank(*p);
		bool here = len ? !strncmp(p, template, len) :
			    !*template ? !*p : word || *template == ' ' ? ends : true;

		if (here && (p > text || !kept)) {
			if (kept)
				m->spans[nvalues] = (struct span){ text, p - text };
			end = match(m, template, p, nvalues + kept);
			if (end)
				return end;
		}
		if (!*p || (word && is_blank(*p)))
			break;
	}
	return NULL;
}

/* A number may have its text behind it, in parentheses. */
static const char *errno_of(const char *text, struct ia_log_said *said)
{
	const struct ia_log_error *found;
	const char *end;
	uint64_t n;
	size_t len;

	text += *text == '-';
	end = decimal(text, &n);
	if (end) {
		said->error = ia_number_of(n);
		if (end[0] == ' ' && end[1] == '(' && strchr(end, ')'))
			end = strchr(end, ')') + 1;
		return end;
	}
	found = ia_log_error_find(text, &len);
	if (!found)
		return NULL;
	said->error = ia_number_of(found->n);
	return text + len;
}

static const char *number(const char *text, char c, struct ia_log_said *said, size_t at)
{
	struct ia_log_value *value = &said->values[at];
	const char *end;

	value->known = true;
	value->text = NULL;
	if (c == 'E') {
		end = errno_of(text, said);
		value->n = said->error.n;
		return end;
	}
	return c == 'd' ? decimal(text, &value->n) : ia_log_hex(text, &value->n);
}

static const char *convert(const struct ia_log_scan *scan, char c, const char *text,
			   struct ia_log_said *said)
{
	bool segment;
	uint64_t n;

	switch (c) {
	case 'b':
		return ia_log_device(text, &said->device, &said->segment);
	case 'o':
		return ia_log_device(text, &said->other, &segment);
	case 'r':
		return resource(scan, text, said);
	case 'i':
		text = text[0] == '0' && text[1] == 'x' ? ia_log_hex(text, &n) : decimal(text, &n);
		said->reason = ia_number_of(n);
		return text;
	case 'p':
		text = ia_log_hex(text, &n);
		said->pasid = n == NO_PASID ? (struct ia_number){ .absent = true } :
					      ia_number_of(n);
		return text;
	default:
		text = ia_log_hex(text, &n);
		*(c == 'a' ? &said->address : &said->end) = ia_number_of(n);
		return text;
	}
}

/* "arm-smmu-v3 arm-smmu-v3.0.auto: ", "iommu ivhd0: " */
static const char *other_device(const struct ia_log_scan *scan, const char *text,
				struct ia_log_said *said)
{
	const char *end = strstr(text, ": ");

	if (!end || end == text || end - text > 64)
		return NULL;
	said->driver = ia_strndup(scan->arena, text, end - text);
	return skip_blanks(end + 1);
}

static const char *match(struct matching *m, const char *template, const char *text,
			 size_t nvalues)
{
	struct ia_log_said *said = m->said;

	for (; text && *template; template++) {
		char c = *template;

		if (c == '~') {
			text = skip_blanks(text);
		} else if (c == ' ') {
			if (!is_blank(*text))
				return NULL;
			text = skip_blanks(text);
		} else if (c != '%') {
			if (*text++ != c)
				return NULL;
		} else {
			c = *++template;
			if (c == '*')
				return up_to(m, template + 1, text, nvalues, false, false);
			if (c == 's' || c == 'w')
				return up_to(m, template + 1, text, nvalues, true, c == 'w');
			if (c == 'x' || c == 'd' || c == 'E') {
				const char *end = number(text, c, said, nvalues);

				/* As it was written: with 0x or without. */
				m->spans[nvalues] = (struct span){
					end && c != 'd' ? text : NULL, end ? end - text : 0,
				};
				nvalues++;
				text = end;
			} else {
				text = c == 'V' ? other_device(m->scan, text, said) :
						  convert(m->scan, c, text, said);
			}
		}
	}
	return text && !*skip_blanks(text) ? text : NULL;
}

/**
 * ia_log_scan_word() - the longest text that each line of a template has
 * @template: the template
 * @len: filled: its length
 *
 * Return: where it begins in the template.
 */
const char *ia_log_scan_word(const struct ia_log_template *template, size_t *len)
{
	const char *word = "", *text = template->text;

	for (*len = 0; *text; ) {
		size_t n = strcspn(text, "%~ ");

		if (n > *len) {
			word = text;
			*len = n;
		}
		text += n;
		text += *text == '%' ? 2 : !!*text;
	}
	return word;
}

/**
 * ia_log_scan() - hold a line against a template
 * @scan: the line
 * @template: the template
 * @said: filled, where the line fits
 *
 * Return: whether it does.
 */
bool ia_log_scan(const struct ia_log_scan *scan, const struct ia_log_template *template,
		 struct ia_log_said *said)
{
	const char *text = template->text, *line = scan->text;
	struct ia_log_said found = {
		.how = template, .device = IA_NO_ADDRESS, .other = IA_NO_ADDRESS,
		.access = IA_ACCESS_ABSENT, .pasid = { .absent = true },
	};
	struct matching matching = { .scan = scan, .said = &found };
	size_t i;

	if (ia_word_end("%D", text)) {
		if (!scan->device)
			return false;
		found.device = scan->address;
		found.segment = scan->segment;
		found.driver = scan->driver_len ? (const char *)scan->driver : NULL;
		text += 2;
		line = skip_blanks(scan->device);
		/* Some kernels before 5.10 have "#define dev_fmt pr_fmt" in vfio_pci.c. */
		if (ia_word_end("vfio_pci: ", line))
			line = ia_word_end("vfio_pci: ", line);
		text += *text == ' ';
	}
	if (!match(&matching, text, line, 0))
		return false;
	for (i = 0; i < IA_LOG_VALUES; i++) {
		const struct span *span = &matching.spans[i];

		if (span->text)
			found.values[i].text = ia_strndup(scan->arena, span->text, span->len);
		found.values[i].known |= !!span->text;
	}
	if (found.driver && found.driver == scan->driver)
		found.driver = ia_strndup(scan->arena, scan->driver, scan->driver_len);
	*said = found;
	return true;
}
