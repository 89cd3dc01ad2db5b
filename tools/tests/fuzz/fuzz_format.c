// SPDX-License-Identifier: GPL-2.0
/*
 * What the module writes, the tool reads: records of whatever values the module's
 * types hold, formatted by module/core, parsed, and the same as text again. The
 * first byte chooses the record.
 */
#include <stdlib.h>

#include "../../../include/uapi/iommu_audit.h"
#include "../../../module/core/records.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
/* record.c, whose types are the tool's. */
void fuzz_check_line(const char *record, const char *line, size_t len);
size_t fuzz_words(const char *record, size_t key);
u64 fuzz_number(const char *record, size_t key, u64 number);
void fuzz_text(const char *record, size_t key, char *text, size_t room);

static const struct {
	const char *name;
	const struct ia_record_layout *layout;
} records[] = {
	{ "identity", &ia_identity_layout }, { "source", &ia_source_layout },
	{ "monitor", &ia_monitor_layout }, { "unit", &ia_unit_layout },
	{ "group", &ia_group_layout }, { "device", &ia_device_layout },
	{ "acs", &ia_acs_layout }, { "fault_unit", &ia_fault_unit_layout },
	{ "fault", &ia_fault_layout }, { "invalidation", &ia_invalidation_layout },
	{ "fault_other", &ia_fault_other_layout },
	{ "fault_record", &ia_fault_record_layout }, { "event", &ia_event_layout },
	{ "events_lost", &ia_events_lost_layout }, { "bench_state", &ia_bench_state_layout },
	{ "bench_params", &ia_bench_params_layout },
	{ "bench_context", &ia_bench_context_layout }, { "bench_op", &ia_bench_op_layout },
	{ "bench_bin", &ia_bench_bin_layout },
};

#define RECORDS	(sizeof(records) / sizeof(*records))
#define TEXTS	16
/* Room for a UUID, and for what the module keeps by itself. */
#define TEXT_SIZE	64

/* What is left of the input. */
struct input {
	const u8 *data;
	size_t size;
	char texts[TEXTS][TEXT_SIZE];
	size_t used;
};

static u64 take(struct input *in, size_t bytes)
{
	u64 value = 0;

	for (; bytes && in->size; bytes--, in->size--)
		value = value << 8 | *in->data++;
	return value;
}

/* One key of a record. */
struct of {
	const char *record;
	size_t key;
};

/* Printable ASCII, as far as the key takes it. */
static char *take_text(struct input *in, const struct of *of, size_t room)
{
	char *text = in->texts[in->used++ % TEXTS];
	size_t len = take(in, 1) % room, i;

	for (i = 0; i < len; i++)
		text[i] = ' ' + take(in, 1) % ('~' - ' ' + 1);
	text[len] = '\0';
	fuzz_text(of->record, of->key, text, room);
	return text;
}

static const char *take_list(const struct ia_record_field *field, struct input *in)
{
	static const char *const members[] = { "0000:00:1f.0", "0000:00:1f.0,platform-0",
					       "0000:03:00.0,0000:03:00.1", "" };
	static const char *const regions[] = {
		"", "0x00000000fee00000-0x00000000feefffff:msi",
		"0x0000000000000000-0x0000000000000fff:direct,0x1000000000000000-0xffffffffffffffff:reserved",
	};
	static const char *const texts[] = { "", "a", "a,b", "x_y,z" };
	u64 which = take(in, 1);

	if (which >= 0xf0)
		return NULL;
	return field->kind == IA_KIND_MEMBERS ? members[which % 4] :
	       field->kind == IA_KIND_REGIONS ? regions[which % 3] : texts[which % 4];
}

/*
 * One value: often none where there need not be one, and of enumerations and sets
 * only what they have. Without its first key and its addresses no record is made.
 */
static void fill(const struct ia_record_layout *layout, const struct ia_record_field *field,
		 void *value, const struct of *of, struct input *in)
{
	size_t words = fuzz_words(of->record, of->key);
	bool required = (field == layout->fields || field->kind == IA_KIND_ADDRESS) &&
			!field->is_optional && !field->is_guessed;
	static u16 ints[8];
	u64 state = take(in, 1);
	size_t i;

	/* As ia_record_init() left it. */
	if (state >= 0xf8 && !required)
		return;
	switch (field->kind) {
	case IA_KIND_ADDRESS:
		*(u64 *)value = take(in, 4);
		break;
	case IA_KIND_COUNT:
	case IA_KIND_HEX:
		*(u64 *)value = fuzz_number(of->record, of->key,
					    take(in, state % 9) & ~(1ULL << 63));
		break;
	case IA_KIND_NAME:
		memcpy(value, take_text(in, of, IA_NAME_SIZE), IA_NAME_SIZE);
		break;
	case IA_KIND_TEXT:
		*(const char **)value = take_text(in, of, TEXT_SIZE);
		break;
	case IA_KIND_TEXTS:
	case IA_KIND_MEMBERS:
	case IA_KIND_REGIONS:
		*(const char **)value = take_list(field, in);
		break;
	case IA_KIND_BITS:
		for (i = 0; i < 2; i++)
			((struct ia_bits *)value)->set[i] = words <= 64 * i ? 0 :
				take(in, 8) & (words >= 64 * (i + 1) ? ~0ULL :
					       (1ULL << (words - 64 * i)) - 1);
		break;
	case IA_KIND_PATH:
		memset(value, 0, sizeof(struct ia_bridges));
		((struct ia_bridges *)value)->len = state % 4;
		for (i = 0; i < state % 4; i++)
			((struct ia_bridges *)value)->hops[i] = take(in, 2);
		break;
	case IA_KIND_INTS:
		for (i = 0; i < 8; i++)
			ints[i] = take(in, 2);
		*(struct ia_ints *)value = (struct ia_ints){ state % 8, ints };
		break;
	case IA_KIND_ENUM:
		*(int *)value = take(in, 1) % words;
		break;
	case IA_KIND_FLAG:
		*(int *)value = take(in, 1) & 1;
		break;
	case IA_KIND_SEGMENT:
		*(int *)value = take(in, 2);
		break;
	case IA_KIND_REVISION:
		*(int *)value = take(in, 2);
		break;
	default:
		*(int *)value = take(in, 4) & 0x7fffffff;
		break;
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	size_t which = take(&in, 1) % RECORDS, i, len;
	const struct ia_record_layout *layout = records[which].layout;
	u64 room[128];
	char line[4096];

	if (layout->size > sizeof(room))
		abort();
	ia_record_init(layout, room);
	for (i = 0; i < layout->count; i++) {
		const struct of of = { records[which].name, i };

		fill(layout, &layout->fields[i], (char *)room + layout->fields[i].offset, &of,
		     &in);
	}
	len = ia_record_format(layout, room, line, sizeof(line) - 1);
	if (len >= sizeof(line) - 1)
		return 0;
	line[len++] = '\n';
	line[len] = '\0';
	fuzz_check_line(records[which].name, line, len);
	return 0;
}
