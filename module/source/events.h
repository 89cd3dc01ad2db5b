/* SPDX-License-Identifier: GPL-2.0 */
/*
 * events.c: the ring, what writes to it and what reads from it
 * event_pci.c, event_iommu.c, event_pasid.c, event_sriov.c, event_reset.c: the hooks
 * event_hooks.c: brings the hooks up
 */
#ifndef IA_SOURCE_EVENTS_H
#define IA_SOURCE_EVENTS_H

#include "../core/event.h"

struct kretprobe;

/* events.c */
void ia_events_add(struct ia_event *event);
void ia_events_miss(void);
void ia_events_misread(void);
unsigned long ia_events_missed(void);
unsigned long ia_events_misreads(void);

/**
 * struct ia_event_hook - a part of what feeds the ring
 * @hook: which one it is
 * @blind: what is not seen without it, or NULL where a kernel may lack it
 * @probe: a return probe, or NULL for a hook of another kind:
 * @start: hooks the kernel; returns 0 or a negative errno
 * @stop: undoes a successful @start, and waits for what still runs
 */
struct ia_event_hook {
	enum ia_hook hook;
	const char *blind;
	struct kretprobe *probe;
	int (*start)(void);
	void (*stop)(void);
};

/* event_iommu.c */
extern const struct ia_event_hook ia_event_tracepoints;
extern const struct ia_event_hook ia_event_attach_probe;

/* event_pasid.c */
extern const struct ia_event_hook ia_event_pasid_attach;
extern const struct ia_event_hook ia_event_pasid_replace;
extern const struct ia_event_hook ia_event_pasid_detach;

/* event_sriov.c */
extern const struct ia_event_hook ia_event_sriov_store;
extern const struct ia_event_hook ia_event_sriov_enable;
extern const struct ia_event_hook ia_event_sriov_disable;

/* event_reset.c */
extern const struct ia_event_hook ia_event_reset_function;
extern const struct ia_event_hook ia_event_reset_specific;
extern const struct ia_event_hook ia_event_reset_acpi;
extern const struct ia_event_hook ia_event_reset_flr;
extern const struct ia_event_hook ia_event_reset_af_flr;
extern const struct ia_event_hook ia_event_reset_pm;
extern const struct ia_event_hook ia_event_reset_cxl_bus;
extern const struct ia_event_hook ia_event_reset_bus;
extern const struct ia_event_hook ia_event_reset_asserted;

#endif /* IA_SOURCE_EVENTS_H */
