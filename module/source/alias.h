/* SPDX-License-Identifier: GPL-2.0 */
/* alias.c: the functions whose requests carry a requester id */
#ifndef IA_SOURCE_ALIAS_H
#define IA_SOURCE_ALIAS_H

struct ia_records;

struct ia_records *ia_fault_functions(struct ia_records *faults);

#endif /* IA_SOURCE_ALIAS_H */
