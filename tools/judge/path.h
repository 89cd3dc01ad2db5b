/* SPDX-License-Identifier: GPL-2.0 */
/*
 * path.c, handling.c, matrix.c, isolation_impact.c: the path of a peer-to-peer
 * request, and what would change it
 */
#ifndef IA_JUDGE_PATH_H
#define IA_JUDGE_PATH_H

#include "../machine/facts.h"
#include "reason.h"

/*
 * Where a request from one function to another goes, as far as bits tell:
 * X(NAME, "word")
 */
#define IA_ROUTE_LIST(X)							\
	X(DIRECT, "direct")		/* from port to port of one switch */	\
	X(BUS, "conventional_pci")	/* over a conventional PCI bus */	\
	X(REDIRECTED, "redirected")	/* sent up to the root complex by ACS */ \
	X(ROOT, "root_complex")		/* no switch in common: the root complex decides */ \
	X(INSIDE, "same_device")	/* two functions of one device */	\
	X(UNKNOWN, "unknown")

/* What lies between two functions, in the words of nvidia-smi topo. */
#define IA_LEVEL_LIST(X)							\
	X(PIX, "PIX")		/* at most one switch, or bridge to PCI */	\
	X(PXB, "PXB")		/* several of these */				\
	X(PHB, "PHB")		/* a host bridge, that is the root complex */	\
	X(NODE, "NODE")		/* two host bridges of a NUMA node */		\
	X(SYS, "SYS")		/* two NUMA nodes */				\
	X(FAR, "NODE?")		/* two host bridges, whose NUMA nodes are not known */ \
	X(UNKNOWN, "unknown")	/* which bridges are above one of them is not known */

/* What a port does with the request; ports are passed upwards first. */
#define IA_HOP_LIST(X)								\
	X(UP, "up")		/* hands it on towards the root */		\
	X(DOWN, "down")		/* hands it on towards the target */		\
	X(REDIRECT, "redirects")	/* could turn it round and sends it up instead */ \
	X(FORWARD, "forwards")	/* gets it on its way to the root complex */	\
	X(TURN, "turns")	/* turns it round */				\
	X(BACK, "redirects_completions")	/* sends the completion up instead of back */ \
	X(UNKNOWN, "unknown")

/* What the IOMMU does with a request, and whether it gets to see it. */
#define IA_HANDLING_LIST(X)							\
	X(BYPASSED, "bypassed")		/* a switch or a bus hands it over below it */ \
	X(TRANSLATED, "translated")	/* by the domain of the sender */	\
	X(PASSED, "untranslated")	/* identity, or nothing serves the sender */ \
	X(BLOCKED, "blocked")							\
	X(UNKNOWN, "unknown")		/* whether it gets there, or the domain */

#define X(name, word)	IA_ROUTE_##name,
enum ia_route { IA_ROUTE_LIST(X) };
#undef X
#define X(name, word)	IA_LEVEL_##name,
enum ia_level { IA_LEVEL_LIST(X) IA_LEVELS };
#undef X
#define X(name, word)	IA_HOP_##name,
enum ia_hop_kind { IA_HOP_LIST(X) };
#undef X
#define X(name, word)	IA_HANDLING_##name,
enum ia_handling { IA_HANDLING_LIST(X) IA_HANDLINGS };
#undef X

#define IA_ROUTES	(IA_ROUTE_UNKNOWN + 1)

/* Why bits do not tell where a request goes: the code of a path's reason. */
enum ia_path_limit {
	IA_PATH_CLEAR,
	IA_PATH_UNREADABLE,	/* the ACS bits of port {0} */
	IA_PATH_EGRESS,		/* Egress Control is on at port {0} */
	IA_PATH_SILENT,		/* a device without ACS of its own */
	IA_PATH_QUIRK,		/* a device that Linux knows to keep its functions apart */
	IA_PATH_NO_PEERS,	/* a device whose ACS has no Request Redirect to switch on */
	IA_PATH_OPEN,		/* a device whose own Request Redirect is off */
	IA_PATH_ROOT,		/* the root complex */
	IA_PATH_NO_SWITCH,	/* {0} is none, and more than one device is below it */
	IA_PATH_PLACE,		/* the bridges above {0} */
};

/**
 * struct ia_hop - one port on the path
 * @port: where it is
 * @type: its type
 * @acs: its bits; NULL when the records have none
 * @kind: what it does
 * @path: the path that it is on
 */
struct ia_hop {
	ia_address port;
	enum ia_port_type type;
	const struct ia_acs *acs;
	enum ia_hop_kind kind;
	const struct ia_path *path;
};

/**
 * struct ia_path - the path of a request from one function to another
 * @from: who sends it
 * @to: whose memory it is for
 * @route: where it goes
 * @level: what lies between the two
 * @common: the nearest port above both, or IA_NO_ADDRESS
 * @shared: number of ports above both
 * @hops: the ports, from @from up and then down to @to
 * @nhops: number of @hops
 * @enter: the port of the switch where requests come in; NULL without a switch
 * @leave: the port of the switch where completions come in, likewise
 * @requests_up: @enter sends requests up
 * @completions_up: @leave sends completions up
 * @translated_direct: @enter lets requests with translated addresses (ATS) through
 * @translated_blocked: @enter blocks requests with translated addresses
 * @apart: whether every request is for the IOMMU to decide: IA_NO where some get past it,
 *         unknown where neither bits nor the kernel's quirks show it
 * @iommu: what the IOMMU does with it
 * @redirects: ports of the path, and the functions themselves, that redirect
 *             anything: what Linux looks at before it allows P2PDMA
 * @nredirects: number of @redirects
 * @reason: enum ia_path_limit
 */
struct ia_path {
	const struct ia_device *from;
	const struct ia_device *to;
	enum ia_route route;
	enum ia_level level;
	ia_address common;
	size_t shared;
	struct ia_hop *hops;
	size_t nhops;
	const struct ia_acs *enter;
	const struct ia_acs *leave;
	bool requests_up;
	bool completions_up;
	bool translated_direct;
	bool translated_blocked;
	enum ia_flag apart;
	enum ia_handling iommu;
	const struct ia_acs **redirects;
	size_t nredirects;
	struct ia_reason reason;
};

/* Why there is no kernel parameter that changes the ACS bits of ports. */
enum ia_no_token {
	IA_TOKEN_IS_THERE,
	IA_TOKEN_NO_RELEASE,	/* the kernel's version is not known */
	IA_TOKEN_NO_SET,	/* this kernel's parameter only clears bits */
	IA_TOKEN_TOO_OLD,	/* this kernel has none */
	IA_TOKEN_NO_EFFECT,	/* the ports would not be as wanted: a quirk of theirs */
	IA_TOKEN_UNFIXED,	/* the kernel may lack the fix of __pci_config_acs() */
	IA_TOKEN_OWNED,		/* each of the ports would open what user space owns */
	IA_TOKEN_ASYMMETRIC,	/* hardware whose ACS is to differ by direction */
};

/* The parameter of such a token. */
enum ia_acs_parameter {
	IA_ACS_DISABLE_REDIR,
	IA_ACS_CONFIG,
};

/**
 * struct ia_acs_token - a kernel parameter that changes the ACS bits of ports
 * @text: for the kernel command line; NULL when there is none
 * @parameter: which parameter it is
 * @none: why there is none
 */
struct ia_acs_token {
	const char *text;
	enum ia_acs_parameter parameter;
	enum ia_no_token none;
};

/* What to know about a token. */
enum ia_token_note {
	IA_NOTE_QUOTE,		/* it holds a ";" */
	IA_NOTE_EVERY_BIT,	/* why every bit is written out */
	IA_NOTE_ONE_BY_ONE,	/* from 6.11 on bits can be chosen */
	IA_NOTE_OWN_ACS,	/* the functions' own ACS redirects too */
	IA_NOTES
};

enum ia_impact_kind {
	IA_IMPACT_NONE,		/* a port that does not isolate even now */
	IA_IMPACT_JOIN,		/* what is below a port joins its group */
	IA_IMPACT_ONE_GROUP,	/* ports of one slot: one group of all of this */
	IA_IMPACT_REACH,	/* the two reach each other past the IOMMU */
};

/**
 * struct ia_impact - what a token costs in isolation
 * @kind: what
 * @port: of which port
 * @below: what is below it but VFs
 * @nbelow: number of @below
 * @nvfs: VFs below it
 * @path: the path that the token is for
 */
struct ia_impact {
	enum ia_impact_kind kind;
	ia_address port;
	const struct ia_device **below;
	size_t nbelow;
	size_t nvfs;
	const struct ia_path *path;
};

/**
 * struct ia_path_fix - what would keep a request at its switch
 * @path: the path
 * @offered: there is something to be said
 * @token: the kernel parameter, or why there is none
 * @notes: what to know about it
 * @nnotes: number of @notes
 * @impact: what it costs in isolation
 * @nimpact: number of @impact
 */
struct ia_path_fix {
	const struct ia_path *path;
	bool offered;
	struct ia_acs_token token;
	enum ia_token_note notes[IA_NOTES];
	size_t nnotes;
	struct ia_impact *impact;
	size_t nimpact;
};

/**
 * struct ia_acs_bits - what is to become of a port's control bits
 * @clear: bits to switch off
 * @set: bits to switch on, where the port has them
 */
struct ia_acs_bits {
	unsigned int clear;
	unsigned int set;
};

/**
 * struct ia_p2p_matrix - each of some functions with each other
 * @devices: the functions
 * @count: number of @devices
 * @paths: of each to all others, in their order
 * @npaths: number of @paths
 * @left_out: functions that there is no room for
 */
struct ia_p2p_matrix {
	const struct ia_device **devices;
	size_t count;
	struct ia_path *paths;
	size_t npaths;
	size_t left_out;
};

/**
 * struct ia_p2p_line - a row of a matrix as people see it, and a column
 * @first: place of its function in the matrix
 * @count: functions from that one on that share the line; mostly 1
 */
struct ia_p2p_line {
	size_t first;
	size_t count;
};

/* Bits that send requests or completions up; Linux looks at all of them for P2PDMA. */
#define IA_ACS_REDIRECTS	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)

/* path.c */
enum ia_flag ia_sends_translated(const struct ia_device *device);
enum ia_flag ia_root_isolates(const struct ia_machine *machine, const struct ia_device *device);
enum ia_flag ia_switch_isolates(const struct ia_machine *machine,
				const struct ia_device *device, const struct ia_acs *port);
enum ia_flag ia_function_isolates(const struct ia_machine *machine,
				  const struct ia_device *device);
bool ia_same_slot(const struct ia_device *a, const struct ia_device *b);
const struct ia_acs *ia_path_acs(const struct ia_device *device, ia_address port);
void ia_route_at(const struct ia_machine *machine, const struct ia_device *from,
		 const struct ia_device *to, size_t shared, struct ia_path *path);
void ia_route_find(const struct ia_machine *machine, const struct ia_device *from,
		   const struct ia_device *to, struct ia_path *path);
void ia_path_find(const struct ia_machine *machine, const struct ia_device *from,
		  const struct ia_device *to, struct ia_path *path);
bool ia_path_stays(const struct ia_path *path);

/* handling.c */
enum ia_domain ia_domain_in_use(const struct ia_device *device);
enum ia_domain ia_domain_of_path(const struct ia_machine *machine, const struct ia_device *device);
enum ia_handling ia_path_handling(const struct ia_machine *machine, const struct ia_path *path);

/* matrix.c */
size_t ia_cards_find(const struct ia_machine *machine, const struct ia_device ***devices);
void ia_matrix_fill(const struct ia_machine *machine, struct ia_p2p_matrix *matrix);
const struct ia_path *ia_matrix_path(const struct ia_p2p_matrix *matrix, size_t from, size_t to);
size_t ia_matrix_fold(struct ia_arena *arena, const struct ia_p2p_matrix *matrix,
		      struct ia_p2p_line **lines);
const struct ia_path *ia_matrix_cell(const struct ia_p2p_matrix *matrix,
				     const struct ia_p2p_line *from,
				     const struct ia_p2p_line *to);

/* isolation_impact.c */
void ia_path_fix(const struct ia_machine *machine, const struct ia_path *path,
		 struct ia_path_fix *fix);
struct ia_acs_token ia_acs_token(const struct ia_machine *machine, const struct ia_acs **ports,
				 size_t count, const struct ia_acs_bits *bits);
extern const struct ia_acs_bits ia_acs_no_redirect;
const struct ia_device *ia_owned_near(const struct ia_machine *machine, ia_address port);
size_t ia_ports_of_host(const struct ia_machine *machine, const struct ia_acs **ports,
			size_t count);

#endif /* IA_JUDGE_PATH_H */
