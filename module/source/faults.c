// SPDX-License-Identifier: GPL-2.0
/*
 * Brings the fault monitors up and down, and answers for what they have counted.
 * fault_counts.c knows neither of them: they call it.
 */
#include <linux/errno.h>

#include "alias.h"
#include "faults.h"
#include "source.h"

/**
 * ia_faults_init() - make room, and start the fault monitors
 *
 * A monitor that finds nothing to hook is no error: the file "version" tells.
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL for a module parameter that is not accepted, -ENOMEM
 */
int ia_faults_init(void)
{
	const struct ia_fault_monitor *monitor;

	for (monitor = ia_fault_monitors; monitor->describe; monitor++) {
		if (monitor->check && monitor->check())
			return -EINVAL;
	}
	if (ia_fault_counts_init()) {
		ia_fault_counts_exit();
		return -ENOMEM;
	}
	for (monitor = ia_fault_monitors; monitor->describe; monitor++) {
		if (monitor->start)
			monitor->start();
	}
	return 0;
}

/**
 * ia_faults_exit() - stop the fault monitors; no reader is left
 *
 * Context: process context, may sleep.
 */
void ia_faults_exit(void)
{
	const struct ia_fault_monitor *monitor;

	for (monitor = ia_fault_monitors; monitor->describe; monitor++) {
		if (monitor->stop)
			monitor->stop();
	}
	ia_fault_counts_exit();
}

static void look(void)
{
	const struct ia_fault_monitor *monitor;

	for (monitor = ia_fault_monitors; monitor->describe; monitor++) {
		if (monitor->look)
			monitor->look();
	}
}

/**
 * ia_faults_snapshot() - figures per unit, then per source and reason
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_fault_line, or an ERR_PTR()
 */
struct ia_records *ia_faults_snapshot(void)
{
	const struct ia_fault_monitor *monitor;
	struct ia_records *faults;

	look();
	faults = ia_fault_functions(ia_fault_counts_snapshot());
	for (monitor = ia_fault_monitors; monitor->describe; monitor++) {
		if (monitor->complete)
			faults = monitor->complete(faults);
	}
	return faults;
}

/**
 * ia_fault_log_snapshot() - the recent faults, the oldest first
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_fault_record_line, or an ERR_PTR()
 */
struct ia_records *ia_fault_log_snapshot(void)
{
	look();
	return ia_fault_counts_log_snapshot();
}
