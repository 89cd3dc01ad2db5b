/* SPDX-License-Identifier: GPL-2.0 */
/* next_boot.c: which driver takes a function at the next boot of the same kernel */
#ifndef IA_JUDGE_NEXT_BOOT_H
#define IA_JUDGE_NEXT_BOOT_H

#include "../machine/machine.h"
#include "reason.h"

/* Who has a function when the boot is over; the words are JSON's. */
#define IA_NEXT_LIST(X)								\
	X(UNKNOWN, "unknown")							\
	X(VFIO, "vfio")								\
	X(OTHER, "other")							\
	X(NONE, "none")								\
	X(OPEN, "not_determined")

#define X(name, word)	IA_NEXT_##name,
enum ia_next { IA_NEXT_LIST(X) };
#undef X

extern const struct ia_wordlist ia_words_next;

/*
 * Why that is so. The argument {0} is the driver that takes it, or could, {1} the file of the
 * initramfs, {2} how that is compressed.
 */
enum ia_next_why {
	IA_NEXT_BECAUSE_NOT_READ = 1,	/* nobody read what decides */
	IA_NEXT_BECAUSE_NO_INITRAMFS,	/* no initramfs is in sight */
	IA_NEXT_BECAUSE_DENIED,		/* {1} is for root alone */
	IA_NEXT_BECAUSE_COMPRESSED,	/* nothing here unpacks {1}, which is packed by {2} */
	IA_NEXT_BECAUSE_NO_LIBRARY,	/* of {2}, which {1} is packed by */
	IA_NEXT_BECAUSE_BROKEN,		/* {1} ends too early, or is too large */
	IA_NEXT_BECAUSE_SEVERAL,	/* {1} and others are images of this kernel */
	IA_NEXT_BECAUSE_INIT,		/* when the initramfs loads vfio-pci is not known */
	IA_NEXT_BECAUSE_COMMAND,	/* what the install command of {0} does is not known */
	IA_NEXT_BECAUSE_DRIVERCTL,	/* driverctl binds it, whoever had it before */
	IA_NEXT_BECAUSE_KEPT_AWAY,	/* driverctl's driver is "none" */
	IA_NEXT_BECAUSE_UNBOUND,	/* driverctl takes it away, and gives it to no driver */
	IA_NEXT_BECAUSE_KEPT,		/* driverctl would bind it, and cannot load vfio-pci */
	IA_NEXT_BECAUSE_KEPT_NONE,	/* likewise, and no driver has it before */
	IA_NEXT_BECAUSE_BUILT_IN,	/* {0} is built in, and there before modules */
	IA_NEXT_BECAUSE_BUILT_IN_VFIO,	/* vfio-pci is, and knows its ids */
	IA_NEXT_BECAUSE_BOTH_BUILT_IN,	/* the order of linking decides */
	IA_NEXT_BECAUSE_FIRST,		/* vfio-pci is loaded before devices are looked for */
	IA_NEXT_BECAUSE_SOFTDEP,	/* a softdep of {0} loads vfio-pci before */
	IA_NEXT_BECAUSE_ALONE,		/* no other driver is loaded */
	IA_NEXT_BECAUSE_NO_VFIO,	/* {0} is loaded where vfio-pci is not there */
	IA_NEXT_BECAUSE_NO_IDS,		/* {0} is loaded where no ids= give it to vfio-pci */
	IA_NEXT_BECAUSE_STALE,		/* the initramfs has another modprobe.d than the system */
	IA_NEXT_BECAUSE_NO_ORDER,	/* {0} is loaded, and nothing loads vfio-pci before it */
	IA_NEXT_BECAUSE_AFTER,		/* vfio-pci is loaded when {0} has been */
	IA_NEXT_BECAUSE_EITHER,		/* both are loaded, in an order that nothing says */
	IA_NEXT_BECAUSE_NOT_LOADED,	/* others are kept away, and nothing loads vfio-pci */
	IA_NEXT_BECAUSE_NO_DRIVER,	/* no module matches it */
};

/**
 * struct ia_next_driver - which driver takes a function at the next boot
 * @answer: who
 * @why: enum ia_next_why, and the driver
 * @in_initramfs: it is decided before the root file system is there
 * @wanted: something gives it to vfio-pci: ids=, driverctl
 */
struct ia_next_driver {
	enum ia_next answer;
	struct ia_reason why;
	bool in_initramfs;
	bool wanted;
};

void ia_next_judge(const struct ia_machine *machine, const struct ia_device *device,
		   struct ia_next_driver *next);

/* next_modules.c */
bool ia_vfio_id_matches(const char *id, const struct ia_device *d);

#endif /* IA_JUDGE_NEXT_BOOT_H */
