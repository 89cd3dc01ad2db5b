// SPDX-License-Identifier: GPL-2.0
/* A snapshot: read, written and read again, and shown by every command. */
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
