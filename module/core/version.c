// SPDX-License-Identifier: GPL-2.0
#include "text.h"
#include "version.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const accuracy_names[] = {
	[IA_ACCURACY_NONE] = IOMMU_AUDIT_NONE,
	[IA_ACCURACY_POLL] = "poll",
	[IA_ACCURACY_SNAPSHOT] = "snapshot",
	[IA_ACCURACY_EXACT] = "exact",
};

/**
 * ia_accuracy_name() - the word for an accuracy
 * @accuracy: the accuracy
 *
 * Return: a string that lives as long as the code
 */
const char *ia_accuracy_name(enum ia_accuracy accuracy)
{
	return accuracy_names[accuracy];
}

/**
 * ia_identity_format() - write the line that says who speaks
 * @module: version of the module
 * @kernel: release of the running kernel
 * @loaded_ns: when the module was loaded, CLOCK_BOOTTIME
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_identity_format(const char *module, const char *kernel, u64 loaded_ns,
			  char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_printf(&t, "format=%d module=", IOMMU_AUDIT_FORMAT);
	ia_text_value(&t, module);
	ia_text_printf(&t, " kernel=");
	ia_text_value(&t, kernel);
	ia_text_printf(&t, " loaded_ns=%llu", (unsigned long long)loaded_ns);
	return t.len;
}

static void put_words(struct ia_text *t, const char *words)
{
	ia_text_value(t, *words ? words : IOMMU_AUDIT_NOT_APPLICABLE);
}

/**
 * ia_source_format() - write the line of one source of facts, or one monitor
 * @source: the source
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_source_format(const struct ia_source *source, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_printf(&t, "%s=%s method=%s accuracy=%s reason=",
		       source->is_monitor ? "tap" : "source", source->name,
		       source->method, ia_accuracy_name(source->accuracy));
	put_words(&t, source->reason);
	ia_text_puts(&t, " limit=");
	put_words(&t, source->limit);
	if (source->is_monitor)
		ia_text_printf(&t, " missed=%lu", source->missed);
	return t.len;
}
