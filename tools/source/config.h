/* SPDX-License-Identifier: GPL-2.0 */
/* config.c, function_records.c: functions, from configuration space to a machine's records */
#ifndef IA_SOURCE_CONFIG_H
#define IA_SOURCE_CONFIG_H

#include "../machine/machine.h"

struct pci_dev;

/**
 * struct ia_function - a function while its records are made
 * @device: its record, but for PRI and PASID of a VF, which are its PF's
 * @host: what belongs to it beside that
 * @own: its own ACS registers; present is unknown where nobody could look
 * @af_flr: Function Level Reset of the Advanced Features capability, which counts on a
 *          root bus only
 */
struct ia_function {
	struct ia_device device;
	struct ia_host_device host;
	struct ia_acs own;
	enum ia_flag af_flr;
};

/* config.c */
void ia_function_init(struct ia_function *function, ia_address address);
void ia_function_config(struct ia_arena *arena, struct pci_dev *pci, size_t size,
			struct ia_function *function);

/* function_records.c */
void ia_functions_sort(struct ia_function *functions, size_t count);
struct ia_function *ia_functions_find(struct ia_function *functions, size_t count,
				      ia_address address);
void ia_functions_take(struct ia_machine *machine, struct ia_function *functions, size_t count);

#endif /* IA_SOURCE_CONFIG_H */
