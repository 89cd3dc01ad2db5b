// SPDX-License-Identifier: GPL-2.0
/* A text of lspci, as people paste it: read, written as a snapshot, and shown. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_from(data, size);
	return 0;
}
