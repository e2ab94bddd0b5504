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
	SFW_SCREENS_ALL,
};

/* What becomes of established connections that are forwarded. */
enum sfw_transit {
	SFW_TRANSIT_PASSES,
	SFW_TRANSIT_CLAMPED,	/* passes too, but SYNs are looked at */
	SFW_TRANSIT_OTHER,	/* nobody judges it, or a flow table takes it */
};

struct sfw_list;

/**
 * struct sfw_guard - a limit of new connections a source
 * @name: valid name
 * @windows: the limits, sealed
 * @block_time: how long THEN_BLOCK blocks, nanoseconds
 * @then: enum sfw_guard_then
 * @mask: prefix length of sources that count as one: [0] IPv4, [1] IPv6
 * @list: its recent list; the decision does not look into it
 */
struct sfw_guard {
	char name[SFW_NAME_MAX + 1];
	struct sfw_windows windows;
	u64 block_time;
	u8 then;
	u8 mask[2];
	struct sfw_list *list;
};

/**
 * struct sfw_lock - a knock sequence
 * @name: valid name
 * @sequence: what to knock
 * @list: its recent list
 */
struct sfw_lock {
	char name[SFW_NAME_MAX + 1];
	struct sfw_sequence sequence;
	struct sfw_list *list;
};

/**
 * struct sfw_gate - what stands before an open port
 * @guard: place of its guard in sfw_policy.guards, or SFW_NO_GATE
 * @knock: place of its knock in sfw_policy.locks, or SFW_NO_GATE
 */
struct sfw_gate {
	u8 guard;
	u8 knock;
};

/**
 * struct sfw_policy - everything that an administrator said
 * @index: over @entries
 * @entries: ports and protocols in canonical order
 * @gates: for each entry, what stands before it; NULL when nothing anywhere
 * @forward_index: over @forwards
 * @forwards: forwarded ports in canonical order
 * @lans: interfaces that may start connections through this host, in order
 * @masqs: what is masqueraded: source prefix and outgoing interface
 * @trusts: trusted interfaces and prefixes in canonical order
 * @guards: in order of their names
 * @locks: in order of their names
 * @blocks: blocked prefixes
 * @exempts: prefixes that are never listed, guarded or blocked
 * @n_entries: length of @entries
 * @n_trusts: length of @trusts
 * @n_guards: length of @guards
 * @n_locks: length of @locks
 * @n_forwards: length of @forwards
 * @n_lans: length of @lans
 * @n_masqs: length of @masqs
 * @setting: value of each setting
 * @enabled: whether packets are judged at all
 * @timed: something in it depends on the time
 * @guards_block: some guard blocks
 * @screens: enum sfw_screens
 * @blocks_end: who is blocked by a prefix is refused, whatever else holds
 * @clamps: the MSS of forwarded connections is lowered to what fits
 * @transit: enum sfw_transit
 */
struct sfw_policy {
	struct sfw_index index;
	struct sfw_entry **entries;
	struct sfw_gate *gates;
	struct sfw_index forward_index;
	struct sfw_entry **forwards;
	struct sfw_selector *lans;
	struct sfw_selector *masqs;
	struct sfw_selector *trusts;
	struct sfw_guard *guards;
	struct sfw_lock *locks;
	const struct sfw_prefixes *blocks;
	const struct sfw_prefixes *exempts;
	u32 n_entries;
	u32 n_trusts;
	u32 n_guards;
	u32 n_locks;
	u32 n_forwards;
	u32 n_lans;
	u32 n_masqs;
	u32 setting[SFW_S_MAX];
	bool enabled;
	bool timed;
	bool guards_block;
	u8 screens;
	bool blocks_end;
	bool clamps;
	u8 transit;
};

#endif /* SFW_CORE_POLICY_H */
