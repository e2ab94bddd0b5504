/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as the decision reads it: complete and immutable. */
#ifndef SFW_CORE_POLICY_H
#define SFW_CORE_POLICY_H

#include <linux/sfw.h>

#include "entry.h"
#include "index.h"
#include "knock.h"
#include "prefixes.h"
#include "window.h"

#define SFW_NO_GATE	0xff

/* Whether any packet may be refused before connection tracking, and why. */
enum sfw_screens {
	SFW_SCREENS_NOTHING,
	SFW_SCREENS_BLOCKS,	/* for its source alone */
	SFW_SCREENS_GROUPS,	/* likewise, which groups may hold */
	SFW_SCREENS_ALL,
};

#define SFW_GATED_MOST	8

/* Ports of TCP with a guard or a knock, of one entry. */
struct sfw_gated {
	u16 first;
	u16 last;
};

struct sfw_list;

/**
 * struct sfw_gate_base - the first member of a guard and of a knock
 * @name: valid name
 * @list: its recent list; the decision does not look into it
 */
struct sfw_gate_base {
	char name[SFW_NAME_MAX + 1];
	struct sfw_list *list;
};

/**
 * struct sfw_guard - a limit of new connections a source
 * @base: its name and list
 * @windows: the limits, sealed
 * @live: connections that a source may have at once, 0 for any number
 * @block_time: how long THEN_BLOCK blocks, nanoseconds
 * @then: enum sfw_guard_then
 * @mask: prefix length of sources that count as one: [0] IPv4, [1] IPv6
 */
struct sfw_guard {
	struct sfw_gate_base base;
	struct sfw_windows windows;
	u32 live;
	u64 block_time;
	u8 then;
	u8 mask[2];
};

/**
 * struct sfw_knock - a knock sequence
 * @base: its name and list
 * @sequence: its ports and times
 */
struct sfw_knock {
	struct sfw_gate_base base;
	struct sfw_sequence sequence;
};

/**
 * struct sfw_gate - guard and knock of an open port
 * @guard: place of its guard in sfw_policy.guards, or SFW_NO_GATE
 * @knock: place of its knock in sfw_policy.knocks, or SFW_NO_GATE
 */
struct sfw_gate {
	u8 guard;
	u8 knock;
};

/**
 * struct sfw_policy - everything that an administrator said
 * @index: over @entries
 * @entries: ports and protocols in canonical order
 * @gates: guard and knock of each entry; NULL when no entry has any
 * @forward_index: over @forwards
 * @forwards: forwarded ports in canonical order
 * @lans: interfaces that may start connections through this host, and where to,
 *	  in canonical order
 * @masqs: masquerades: source prefix, outgoing interface and new address, likewise
 * @groups: named sets of prefixes, in order of their names
 * @members: their prefixes, by slot; behind that those of blocked groups, and those
 *	     of exempt ones
 * @trusts: trusted interfaces and prefixes in canonical order
 * @guards: in order of their names
 * @knocks: in order of their names
 * @blocks: blocked prefixes, beside those in blocked groups
 * @exempts: likewise prefixes that are never listed, guarded or blocked
 * @timed_blocks: prefixes that are blocked for a time, no part of the policy: expired
 *		  ones are taken out without a new one; NULL when there are none.
 *		  Not read by the decision, which asks.
 * @n_groups: length of @groups
 * @n_slots: places in @members by slot
 * @n_blocked: blocked groups
 * @n_exempt: exempt groups
 * @n_entries: length of @entries
 * @n_trusts: length of @trusts
 * @n_guards: length of @guards
 * @n_knocks: length of @knocks
 * @n_forwards: length of @forwards
 * @n_lans: length of @lans
 * @n_masqs: length of @masqs
 * @setting: value of each setting
 * @enabled: whether packets are judged at all
 * @timed: something in it depends on the time
 * @guards_block: some guard blocks
 * @screens: enum sfw_screens
 * @by_port: see sfw_ports_decide()
 * @direct: nothing in the policy keeps sockets' states from letting packets in
 * @n_gated: length of @gated
 * @gated: whose connections conntrack knows all the same
 * @direct_udp: nor open ports from letting in each packet of UDP by itself
 * @blocks_end: a source blocked by a prefix is refused, no exception can apply
 * @clamps: the MSS of forwarded connections is lowered to the MTU
 * @follows: some forwarded port leads to a host whose prefix may change
 * @offloads: a flow table takes established connections that are forwarded
 */
struct sfw_policy {
	struct sfw_index index;
	struct sfw_entry **entries;
	struct sfw_gate *gates;
	struct sfw_index forward_index;
	struct sfw_entry **forwards;
	struct sfw_passage *lans;
	struct sfw_passage *masqs;
	struct sfw_group_place *groups;
	struct sfw_members *members;
	struct sfw_selector *trusts;
	struct sfw_guard *guards;
	struct sfw_knock *knocks;
	const struct sfw_prefixes *blocks;
	const struct sfw_prefixes *exempts;
	const struct sfw_prefixes __rcu *timed_blocks;
	u32 n_groups;
	u16 n_slots;
	u16 n_blocked;
	u16 n_exempt;
	u32 n_entries;
	u32 n_trusts;
	u32 n_guards;
	u32 n_knocks;
	u32 n_forwards;
	u32 n_lans;
	u32 n_masqs;
	u32 setting[SFW_S_MAX];
	bool enabled;
	bool timed;
	bool guards_block;
	u8 screens;
	bool by_port;
	bool direct;
	u8 n_gated;
	struct sfw_gated gated[SFW_GATED_MOST];
	bool direct_udp;
	bool blocks_end;
	bool clamps;
	bool follows;
	bool offloads;
};

/**
 * sfw_policy_gates - whether a guard or a knock stands at some connection to a port
 * @p: the policy, in which packets go @direct
 * @port: local port of TCP
 */
static inline bool sfw_policy_gates(const struct sfw_policy *p, u16 port)
{
	u32 i;

	for (i = 0; i < p->n_gated; i++)
		if (port >= p->gated[i].first && port <= p->gated[i].last)
			return true;
	return false;
}

/* Whether it matters that a packet answers a query of this host to all on a link. */
static inline bool sfw_policy_needs_queries(const struct sfw_policy *p)
{
	return p->setting[SFW_S_DISCOVERY] || p->setting[SFW_S_SCAN] & SFW_SCAN_UDP;
}

/* Whether a guard or a knock stands at an entry. */
static inline bool sfw_policy_has_gate(const struct sfw_policy *p, u32 entry)
{
	return p->gates && (p->gates[entry].guard != SFW_NO_GATE ||
			    p->gates[entry].knock != SFW_NO_GATE);
}

/* The members of blocked and of exempt groups. */
static inline const struct sfw_members *
sfw_policy_blocked(const struct sfw_policy *p)
{
	return p->members + p->n_slots;
}

static inline const struct sfw_members *
sfw_policy_exempt(const struct sfw_policy *p)
{
	return sfw_policy_blocked(p) + p->n_blocked;
}

void *sfw_policy_gate(const struct sfw_policy *p, enum sfw_object object,
		      const char *name);
void sfw_policy_seal(struct sfw_policy *p, bool timed_entries, bool timed_blocks);

#endif /* SFW_CORE_POLICY_H */
