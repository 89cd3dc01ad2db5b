/* SPDX-License-Identifier: GPL-2.0 */
/* watch.c: what "faults --watch" shows */
#ifndef IA_CMD_FAULTS_H
#define IA_CMD_FAULTS_H

#include "cmd.h"

enum ia_status ia_faults_watch(struct ia_run *run);

#endif /* IA_CMD_FAULTS_H */
