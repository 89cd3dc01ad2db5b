/* SPDX-License-Identifier: GPL-2.0 */
/* explain.c, explain_place.c: what messages of a log are about */
#ifndef IA_JUDGE_EXPLAIN_H
#define IA_JUDGE_EXPLAIN_H

#include "../machine/facts.h"
#include "../machine/log.h"

/* Whose log it is, as far as that can be told. */
#define IA_LOG_OWNERS(X)							\
	X(NOBODY, "unknown", "no machine is known")				\
	X(NAMED, "named", "of the machine that was named")			\
	X(SAME, "this-host", "of this host: kernel and command line are the same")	\
	X(MAYBE, "perhaps-this-host", "it does not say whose it is")		\
	X(OTHER, "another-host", "of another host, or another boot")
#define X(name, word, text)	IA_LOG_OWNER_##name,
enum ia_log_owner { IA_LOG_OWNERS(X) };
#undef X

/**
 * struct ia_explained_address - an address, and what is there
 * @address: the address
 * @place: what it is
 * @range: who says so; NULL for nothing, unknown and what the architecture has
 */
struct ia_explained_address {
	uint64_t address;
	enum ia_log_place place;
	const struct ia_log_range *range;
};

/*
 * Who sends a request, as far as causes depend on it. PERHAPS_IGD: nothing says what is at
 * 00:02.0, where Intel's integrated GPU is on all its platforms. PIN: no function is known
 * there, and its bus is one of those that firmware takes for I/O APICs and HPETs.
 */
enum ia_log_sender {
	IA_LOG_SENDER_UNKNOWN,
	IA_LOG_SENDER_IGD,
	IA_LOG_SENDER_PERHAPS_IGD,
	IA_LOG_SENDER_PIN,
};

/**
 * struct ia_explained - a message, and what is known of what it is about
 * @entry: the message
 * @device: the function as the machine has it, or NULL
 * @missing: the machine is known and has no such function
 * @perhaps: the machine is this host, and the log may be of another one
 * @ids: vendor and device id in the log, or NULL
 * @group: IOMMU group, of the machine or of the log
 * @sender: who sent the request
 * @resized: the log has it that a driver gave up BARs of the function, to make one larger
 * @early: it came before drivers of devices are loaded
 * @seen: by enum ia_log_message, whether the log has it
 * @addresses: what the addresses of the message are
 * @naddresses: number of @addresses
 */
struct ia_explained {
	const struct ia_log_entry *entry;
	const struct ia_device *device;
	bool missing;
	bool perhaps;
	const char *ids;
	struct ia_number group;
	enum ia_log_sender sender;
	bool resized;
	bool early;
	const bool *seen;
	struct ia_explained_address addresses[IA_LOG_ADDRESSES];
	size_t naddresses;
};

/**
 * struct ia_explain - a log that is explained
 * @log: the log
 * @machine: whose devices are known; may be empty
 * @owner: whose log it is
 * @items: its messages
 * @count: number of @items
 * @ranges: what addresses are, by the log and by the machine
 * @has_map: memory is known: an address in none of it is none
 * @has_bars: BARs are known
 * @faults: messages of weight IA_LOG_BROKEN_WEIGHT
 */
struct ia_explain {
	const struct ia_log *log;
	const struct ia_machine *machine;
	enum ia_log_owner owner;
	struct ia_explained *items;
	size_t count;
	struct ia_log_ranges ranges;
	bool has_map;
	bool has_bars;
	size_t faults;
};

/* explain.c */
extern const struct ia_wordlist ia_words_log_owners;

void ia_explain_log(struct ia_explain *explain, const struct ia_machine *machine, bool named,
		    const struct ia_log *log, const struct ia_log_ranges *ranges);

/* explain_place.c */
void ia_explain_ranges(struct ia_explain *explain, const struct ia_log_ranges *ranges);
struct ia_explained_address ia_explain_address(const struct ia_explain *explain,
					       const struct ia_log_said *said, uint64_t address);

#endif /* IA_JUDGE_EXPLAIN_H */
