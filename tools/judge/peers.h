/* SPDX-License-Identifier: GPL-2.0 */
/*
 * forks.c, peers.c, apart.c: all paths between some functions, counted where they
 * part and not one by one
 */
#ifndef IA_JUDGE_PEERS_H
#define IA_JUDGE_PEERS_H

#include "check.h"

/**
 * struct ia_peer - a function among others
 * @device: the function
 * @number: its place among those that were given
 * @branch: at a fork: functions of one branch part further down, or are one device
 * @class: at a fork: what its ACS says there is the same in one class
 */
struct ia_peer {
	const struct ia_device *device;
	size_t number;
	size_t branch;
	size_t class;
};

/**
 * struct ia_fork - where the paths between functions part: below a port, or above all
 * @peers: functions below it, by branch
 * @count: number of @peers
 * @shared: number of ports above all of them
 * @nclasses: number of classes
 * @paths: from a function of one class to one of another in another branch: row by row
 *
 * Where a request goes depends on the ports of the two functions at the fork and
 * on nothing else, as far as it is told here.
 */
struct ia_fork {
	struct ia_peer *peers;
	size_t count;
	size_t shared;
	size_t nclasses;
	const struct ia_path *paths;
};

/* Classes that a fork can have: see class_of(). */
#define IA_FORK_CLASSES	99

typedef void (*ia_fork_visit)(void *to, const struct ia_fork *fork);

/**
 * struct ia_path_count - the paths from some functions to some
 * @pairs: how many
 * @direct: those that a switch turns round
 * @bus: those over a conventional PCI bus
 * @redirected: those that ACS sends up
 * @ports: ports of those that redirect, each once
 * @nports: number of @ports
 */
struct ia_path_count {
	size_t pairs;
	size_t direct;
	size_t bus;
	size_t redirected;
	const struct ia_acs **ports;
	size_t nports;
};

/**
 * struct ia_ends - functions between which paths are counted
 * @devices: the functions
 * @count: number of @devices
 * @sends: by place in @devices: it sends
 * @receives: by place: requests are for its memory
 */
struct ia_ends {
	const struct ia_device **devices;
	size_t count;
	bool *sends;
	bool *receives;
};

/**
 * struct ia_apart - how functions reach those of other groups
 * @pairs: two functions of different groups and devices, one of them in question
 * @direct: those that reach each other past the IOMMU, in one direction at least
 * @unknown: those of which neither bits nor the kernel's quirks show whether they do
 * @samples: the first of @direct, or where there are none of @unknown
 * @nsamples: number of @samples
 * @from: the functions in question that have a part in @direct
 * @nfrom: number of @from
 * @to: the others that have one
 * @nto: number of @to
 * @nto_unknown: others that have a part in @unknown alone
 */
struct ia_apart {
	size_t pairs;
	size_t direct;
	size_t unknown;
	const struct ia_device *samples[IA_EVIDENCE_LINES][2];
	size_t nsamples;
	const struct ia_device **from;
	size_t nfrom;
	const struct ia_device **to;
	size_t nto;
	size_t nto_unknown;
};

/* forks.c */
void ia_forks_visit(const struct ia_machine *machine, const struct ia_device *const *devices,
		    size_t count, ia_fork_visit visit, void *to);

/* peers.c */
void ia_path_count(const struct ia_machine *machine, const struct ia_ends *ends,
		   struct ia_path_count *count);
bool ia_is_peer_wanted(const struct ia_check *check, const struct ia_device *device);
void ia_peers_wanted(const struct ia_check *check, struct ia_path_count *count);
void ia_path_count_some(const struct ia_machine *machine, const struct ia_path *paths,
			size_t npaths, struct ia_path_count *count);

/* apart.c */
void ia_apart_find(const struct ia_machine *machine, const struct ia_device *const *devices,
		   size_t count, struct ia_apart *apart);

#endif /* IA_JUDGE_PEERS_H */
