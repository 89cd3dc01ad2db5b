/* SPDX-License-Identifier: GPL-2.0 */
/* path.c, price.c: the way of a peer-to-peer request, and what would change it */
#ifndef IA_JUDGE_PATH_H
#define IA_JUDGE_PATH_H

#include "../machine/facts.h"

/* Where a request from one function to another goes, as far as bits tell. */
enum ia_route {
	IA_ROUTE_DIRECT,	/* from port to port of one switch */
	IA_ROUTE_BUS,		/* over a conventional PCI bus */
	IA_ROUTE_REDIRECTED,	/* sent up to the root complex by ACS */
	IA_ROUTE_ROOT,		/* no switch in common: the root complex decides */
	IA_ROUTE_INSIDE,	/* two functions of one device */
	IA_ROUTE_UNKNOWN,
};

/* What a port does with the request; ports are passed upwards first. */
enum ia_hop_kind {
	IA_HOP_UP,		/* hands it on towards the root */
	IA_HOP_DOWN,		/* hands it on towards the target */
	IA_HOP_REDIRECT,	/* could turn it round and sends it up instead */
	IA_HOP_FORWARD,		/* gets it on its way to the root complex */
	IA_HOP_TURN,		/* turns it round */
	IA_HOP_BACK,		/* sends the completion up instead of back */
	IA_HOP_UNKNOWN,
};

/**
 * struct ia_hop - one port on the way
 * @port: where it is
 * @type: its type, as in the file acs
 * @acs: its bits; NULL when the records have none
 * @kind: what it does
 */
struct ia_hop {
	ia_address port;
	const char *type;
	const struct ia_acs *acs;
	enum ia_hop_kind kind;
};

/**
 * struct ia_path - the way of a request from one function to another
 * @from: who sends it
 * @to: whose memory it is for
 * @route: where it goes
 * @common: the nearest port above both, or IA_NO_ADDRESS
 * @hops: the ports, from @from up and then down to @to
 * @nhops: number of @hops
 * @enter: the port of the switch where requests come in; NULL without a switch
 * @leave: the port of the switch where completions come in, likewise
 * @requests_up: @enter sends requests up
 * @completions_up: @leave sends completions up
 * @translated_direct: @enter lets requests with translated addresses (ATS) through
 * @translated_blocked: @enter refuses requests with translated addresses
 * @redirects: ports of the way, and the functions themselves, that redirect
 *             anything: what Linux looks at before it allows P2PDMA
 * @nredirects: number of @redirects
 * @reason: why the route is not known; NULL when it is
 */
struct ia_path {
	const struct ia_device *from;
	const struct ia_device *to;
	enum ia_route route;
	ia_address common;
	struct ia_hop *hops;
	size_t nhops;
	const struct ia_acs *enter;
	const struct ia_acs *leave;
	bool requests_up;
	bool completions_up;
	bool translated_direct;
	bool translated_blocked;
	const struct ia_acs **redirects;
	size_t nredirects;
	const char *reason;
};

/**
 * struct ia_path_change - what would keep a request at its switch
 * @token: for the kernel command line; NULL when there is none
 * @reason: why there is none
 * @notes: what to know about the token
 * @nnotes: number of @notes
 * @price: what it costs in isolation
 * @nprice: number of @price
 */
struct ia_path_change {
	const char *token;
	const char *reason;
	const char *notes[4];
	size_t nnotes;
	const char **price;
	size_t nprice;
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
 * struct ia_tally - many ways together
 * @pairs: how many
 * @direct: those that do not pass the root complex
 * @redirected: those that ACS sends up
 * @ports: ports that redirect, each once
 * @nports: number of @ports
 */
struct ia_tally {
	size_t pairs;
	size_t direct;
	size_t redirected;
	const struct ia_acs **ports;
	size_t nports;
};

/* path.c */
void ia_path_find(const struct ia_machine *machine, const struct ia_device *from,
		  const struct ia_device *to, struct ia_path *path);
const char *ia_route_word(enum ia_route route);

/* tally.c */
bool ia_path_stays(const struct ia_path *path);
void ia_tally_add(const struct ia_machine *machine, struct ia_tally *tally,
		  const struct ia_path *path);

/* path_text.c */
const char *ia_path_headline(const struct ia_machine *machine,
			     const struct ia_path *path);
const char *ia_path_iommu(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_path_translated(const struct ia_machine *machine,
			       const struct ia_path *path);
const char *ia_path_linux(const struct ia_machine *machine, const struct ia_path *path);
const char *ia_hop_text(const struct ia_machine *machine, const struct ia_path *path,
			const struct ia_hop *hop);
const char *ia_hop_word(enum ia_hop_kind kind);

/* price.c */
void ia_path_change(const struct ia_machine *machine, const struct ia_path *path,
		    struct ia_path_change *change);
const char *ia_acs_token(const struct ia_machine *machine, const struct ia_acs **ports,
			 size_t count, const struct ia_acs_bits *bits,
			 const char **reason);
extern const struct ia_acs_bits ia_acs_no_redirect;

#endif /* IA_JUDGE_PATH_H */
