// SPDX-License-Identifier: GPL-2.0
/* A hex dump of lspci or the probe of a machine: read, written as a snapshot, and shown. */
#include "fuzz.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	return fuzz_mutate_json(data, size, max_size, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_from(data, size);
	return 0;
}
