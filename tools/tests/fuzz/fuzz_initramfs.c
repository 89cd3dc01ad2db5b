// SPDX-License-Identifier: GPL-2.0
/*
 * An initramfs, packed or not, and a unified kernel image: the first byte says as which of
 * the two the rest is found. What is read of it has to be clean.
 */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include "../../base/clean.h"
#include "../../source/reader.h"
#include "../../source/unpackers.h"

#define KERNEL	"6.12"

static const char *const files[] = {
	"/boot/initrd.img-" KERNEL,
	"/efi/EFI/Linux/a-" KERNEL ".efi",
};

#define FILES	(sizeof(files) / sizeof(*files))

/** LLVMFuzzerInitialize() - make the folders and open the libraries, once */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_tree_make(files, FILES);
	ia_unpackers_load();
	return 0;
}

static void check_text(const char *what, const char *text)
{
	if (!ia_clean(text, strlen(text)))
		fuzz_broken("%s is not clean", what);
}

static void check_names(const char *what, const struct ia_texts *names)
{
	size_t i;

	if (!names->known)
		fuzz_broken("%s: not known of an initramfs that was read", what);
	for (i = 0; i < names->count; i++)
		check_text(what, names->items[i]);
}

static void check(const struct ia_initramfs *found)
{
	if (!ia_is_value(found->state))
		fuzz_broken("it has no state");
	if (found->cmdline)
		check_text("the command line", found->cmdline);
	if (found->state != IA_INITRAMFS_READ) {
		if (found->modprobe || found->files.count)
			fuzz_broken("something of what was not read");
		return;
	}
	if (!ia_is_value(found->packing) || !ia_is_value(found->init) || !found->modprobe)
		fuzz_broken("it was read, and not all of it is there");
	check_names("files", &found->files);
	check_names("first", &found->first);
	check_names("early", &found->early);
	check_names("last", &found->last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_initramfs found;
	struct ia_root root;
	size_t i;

	if (!size)
		return 0;
	for (i = 0; i < FILES; i++)
		fuzz_tree_put(files[i], data + 1, *data % FILES == i ? size - 1 : 0);
	fuzz_tree_open(&root, &arena);
	ia_initramfs_read(&arena, &root, KERNEL, &found);
	check(&found);
	close(root.fd);
	ia_arena_free(&arena);
	return 0;
}
