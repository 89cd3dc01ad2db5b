// SPDX-License-Identifier: GPL-2.0
#include "text.h"
#include "version.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const accuracy_names[] = {
	[IA_ACCURACY_NONE] = IOMMU_AUDIT_NONE,
	[IA_ACCURACY_SNAPSHOT] = "snapshot",
	[IA_ACCURACY_EXACT] = "exact",
};

/**
 * ia_identity_format() - write the line that says who speaks
 * @module: version of the module
 * @kernel: release of the running kernel
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_identity_format(const char *module, const char *kernel,
			  char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_printf(&t, "format=%d module=", IOMMU_AUDIT_FORMAT);
	ia_text_value(&t, module);
	ia_text_printf(&t, " kernel=");
	ia_text_value(&t, kernel);
	return t.len;
}

static void put_words(struct ia_text *t, const char *words)
{
	ia_text_value(t, *words ? words : IOMMU_AUDIT_NOT_APPLICABLE);
}

/**
 * ia_source_format() - write the line of one source of facts
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
	ia_text_printf(&t, "source=%s method=%s accuracy=%s reason=",
		       source->name, source->method,
		       accuracy_names[source->accuracy]);
	put_words(&t, source->reason);
	ia_text_printf(&t, " limit=");
	put_words(&t, source->limit);
	return t.len;
}
