/* SPDX-License-Identifier: GPL-2.0 */
/* quirks.c: the tables of the kernel's quirks as a release has them */
#ifndef IA_DESCRIBE_QUIRKS_H
#define IA_DESCRIBE_QUIRKS_H

#include "../json/json.h"

struct json_object *ia_describe_quirks(const char *release);

#endif /* IA_DESCRIBE_QUIRKS_H */
