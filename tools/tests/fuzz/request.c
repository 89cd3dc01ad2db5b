// SPDX-License-Identifier: GPL-2.0
/* The module's own parser of bench/run, built here: its types are not the tool's. */
#include <stdio.h>

#include "../../../module/core/bench_params.h"

int fuzz_request(const char *device, const char *request, char *reason, size_t size);

/**
 * fuzz_request() - ask the module's parser for its opinion of a line
 * @device: the device
 * @request: what follows it, each value with a blank before it
 * @reason: filled when it is refused
 * @size: bytes in @reason
 *
 * Return: 0, or not when it is refused.
 */
int fuzz_request(const char *device, const char *request, char *reason, size_t size)
{
	struct ia_bench_params params;
	char line[4096];

	snprintf(line, sizeof(line), "dev=%s%s\n", device, request);
	return ia_bench_parse(line, 4096, &params, reason, size);
}
