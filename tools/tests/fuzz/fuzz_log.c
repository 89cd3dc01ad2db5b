// SPDX-License-Identifier: GPL-2.0
/* A kernel log, as people paste it: read, held against its counts, and explained. */
#include "fuzz.h"

#include <string.h>

#include "../../base/clean.h"
#include "../../source/log.h"

/* Each line is known, not known or about something else; what is kept is clean. */
static void check_log(const struct ia_log *log)
{
	size_t i, j, lines = log->left_out + log->ncontext;

	for (i = 0; i < log->count; i++) {
		const struct ia_log_entry *entry = &log->entries[i];

		lines += entry->count;
		if (!entry->count || entry->naddresses > IA_LOG_ADDRESSES)
			fuzz_broken("a message of no line, or with too many addresses");
		if (!ia_clean(entry->text, strlen(entry->text)))
			fuzz_broken("a line is not clean");
		for (j = 0; j < IA_LOG_VALUES; j++) {
			const char *text = entry->said.values[j].text;

			if (text && !ia_clean(text, strlen(text)))
				fuzz_broken("a value is not clean");
		}
	}
	/* Lines that were joined, and doublewords, are known and have no entry of their own. */
	if (log->known + log->unknown > log->lines || lines > log->known)
		fuzz_broken("%zu lines: %zu known, %zu not, %zu kept", log->lines, log->known,
			    log->unknown, lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_options options = { 0 };
	struct ia_arena arena = { 0 };
	struct ia_log log;
	char *text = ia_strndup(&arena, (const char *)data, size);

	ia_log_parse(&arena, text, size, &log);
	check_log(&log);
	fuzz_stderr_open();
	fuzz_run(fuzz_machine(), ia_cmd_explain, &options, 1, &text,
		 fuzz_hash(data, size) % FUZZ_LOOKS);
	fuzz_stderr_close("a message");
	ia_arena_free(&arena);
	return 0;
}
