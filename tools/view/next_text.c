// SPDX-License-Identifier: GPL-2.0
/* Which driver takes a function at the next boot, in words */
#include "why.h"

#include "causes.h"

/* The driver of a reason, as modprobe.d takes it. */
static const char *const sentences[] = {
	[IA_NEXT_BECAUSE_NOT_READ] = NULL,
	[IA_NEXT_BECAUSE_NO_INITRAMFS] = "Not known: no initramfs of this kernel was found in /boot, "
		"/efi and /usr/lib/modules, so what it holds could not be read.",
	[IA_NEXT_BECAUSE_DENIED] = "Not known: {1} could not be read, only root may.",
	[IA_NEXT_BECAUSE_COMPRESSED] = "Not known: {1} could not be read: its compression "
		"({2}) is not supported.",
	[IA_NEXT_BECAUSE_NO_LIBRARY] = "Not known: {1} could not be read: it is compressed by {2}, whose "
		"library is not installed.",
	[IA_NEXT_BECAUSE_BROKEN] = "Not known: {1} could not be read: it is damaged or too "
		"large.",
	[IA_NEXT_BECAUSE_SEVERAL] = "Not known: {1} is one of several unified kernel images of this "
		"kernel, and nothing says which one is booted.",
	[IA_NEXT_BECAUSE_INIT] = "Not known: the initramfs requests vfio-pci, but which tool "
		"built it, so when it loads it, is not known.",
	[IA_NEXT_BECAUSE_COMMAND] = "Not known: an install line in modprobe.d runs a command "
		"instead of loading {0}, and what that command does is not examined.",
	[IA_NEXT_BECAUSE_DRIVERCTL] = "{0}: driverctl has an override for it, and rebinds it "
		"whichever driver had it before.",
	[IA_NEXT_BECAUSE_KEPT_AWAY] = "None: driverctl's override for it is \"none\", which "
		"unbinds it from any driver.",
	[IA_NEXT_BECAUSE_UNBOUND] = "None: driverctl has an override for it, {0}: it unbinds "
		"whichever driver had it, and no other driver binds to it.",
	[IA_NEXT_BECAUSE_KEPT] = "{0}: driverctl has an override for it, but vfio-pci cannot be loaded: "
		"it is not installed, an install line of modprobe.d fails, or module_blacklist= names it.",
	[IA_NEXT_BECAUSE_KEPT_NONE] = "None: driverctl has an override for it, but vfio-pci cannot be "
		"loaded: it is not installed, an install line of modprobe.d fails, or module_blacklist= "
		"names it.",
	[IA_NEXT_BECAUSE_BUILT_IN] = "{0}: it is built in, so it is there before any module. "
		"driverctl set-override rebinds the device later, at each boot.",
	[IA_NEXT_BECAUSE_BUILT_IN_VFIO] = "vfio-pci: it is built in, and vfio-pci.ids= on the "
		"command line names this function.",
	[IA_NEXT_BECAUSE_BOTH_BUILT_IN] = "Not determined: {0} and vfio-pci are both built in, "
		"and link order decides.",
	[IA_NEXT_BECAUSE_FIRST] = "vfio-pci: it is loaded before devices are enumerated, so before {0}.",
	[IA_NEXT_BECAUSE_SOFTDEP] = "vfio-pci: a softdep loads it before {0}.",
	[IA_NEXT_BECAUSE_ALONE] = "vfio-pci: no other driver is loaded for it.",
	[IA_NEXT_BECAUSE_NO_VFIO] = "{0}: vfio-pci is not available when it is loaded.",
	[IA_NEXT_BECAUSE_NO_IDS] = "{0}: nothing gives this function to vfio-pci.",
	[IA_NEXT_BECAUSE_STALE] = "{0}: the initramfs was made before modprobe.d changed, which would "
		"give this function to vfio-pci. Rebuild it: update-initramfs -u, dracut -f.",
	[IA_NEXT_BECAUSE_NO_ORDER] = "{0}: vfio-pci has the ids of this function, but nothing "
		"loads it first. In modprobe.d: softdep {0} pre: vfio-pci.",
	[IA_NEXT_BECAUSE_AFTER] = "{0}: vfio-pci is loaded after udev has loaded the modules "
		"of devices, so after {0}. In modprobe.d: softdep {0} pre: vfio-pci.",
	[IA_NEXT_BECAUSE_EITHER] = "Not determined: {0} and vfio-pci are both loaded, and nothing orders "
		"them. In modprobe.d: softdep {0} pre: vfio-pci.",
	[IA_NEXT_BECAUSE_NOT_LOADED] = "None: other drivers are blocked, and nothing loads "
		"vfio-pci. Add it to a file in /etc/modules-load.d.",
	[IA_NEXT_BECAUSE_NO_DRIVER] = "None: no module is loaded for it.",
};

/**
 * ia_next_text() - say which driver takes a function at the next boot, and why
 * @m: the machine
 * @next: what was judged
 *
 * Return: sentences, or NULL where nobody looked.
 */
const char *ia_next_text(const struct ia_machine *m, const struct ia_next_driver *next)
{
	const char *text = ia_reason_text(m, sentences, &next->why);

	if (!text)
		return NULL;
	if (next->in_initramfs)
		return ia_format(m->arena, "%s That is in the initramfs.", text);
	return text;
}

static const char *in_words(const struct ia_page *page, const void *object)
{
	return ia_next_text(page->machine, object);
}

static const struct ia_field fields[] = {
	IA_F_WORD(struct ia_next_driver, answer, "answer", &ia_words_next,
		  "vfio-pci, another driver, none, or which is not determined or not known"),
	IA_F(struct ia_next_driver, in_initramfs, "in_initramfs", BOOL,
	     "it is decided before the root file system is there"),
	IA_F(struct ia_next_driver, wanted, "wanted", BOOL, "something gives it to vfio-pci"),
	IA_F_SENTENCE("text", in_words, "which driver, and why"),
};

const struct ia_answer ia_answer_next = {
	NULL, "which driver takes a function at the next boot", IA_FIELDS(fields), NULL,
};
