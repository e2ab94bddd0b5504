/* SPDX-License-Identifier: GPL-2.0 */
/* One rule of iptables. Pure. */
#ifndef SFWCTL_IMPORT_RULE_H
#define SFWCTL_IMPORT_RULE_H

#include <stddef.h>

#include "import/ipset.h"
#include "import/match.h"
#include "import/rate.h"
#include "lib/compiler.h"
#include "lib/tokenize.h"

#define CHAIN_BYTES	32	/* of a chain's name, with the NUL */
#define REASON_LINE	224
#define REASON_BYTES	640	/* of several lines */

/* The verdict of a rule. */
enum target {
	TARGET_NONE,		/* the next rule: logged, marked, counted */
	TARGET_ACCEPT,
	TARGET_REFUSE,
	TARGET_JUMP,
	TARGET_RETURN,
	TARGET_DNAT,
	TARGET_REDIRECT,	/* to a port of this host */
	TARGET_MASQUERADE,
	TARGET_SNAT,
	TARGET_UNKNOWN,		/* perhaps refused */
};

enum recent_kind { RECENT_NONE, RECENT_SET, RECENT_RCHECK, RECENT_UPDATE };

/**
 * struct recent - a rule's use of a recent list
 * @kind: to put the source in, or to look for it
 * @seconds: how old its stamps may be, 0 for any age
 * @hits: how many of them there must be, 0 for one
 * @rttl: with the same TTL
 * @mask: leading bits that make one source, 0 for all
 * @name: the list
 */
struct recent {
	enum recent_kind kind;
	__u32 seconds;
	__u32 hits;
	bool rttl;
	unsigned int mask;
	char name[SFW_NAME_MAX + 1];
};

/**
 * struct rule - one rule
 * @text: its line; not a copy
 * @file: name of the file, NULL if there is only one
 * @line: number of the line
 * @origin: of several rules that stand for one, which that is; NULL for none
 * @implied: it stands for no rule at all, but for the end of a chain
 * @match: the packets that it is about
 * @srcs: their sources, where these are no single prefix; else NULL
 * @src_count: how many
 * @src_not: they were given as all but some
 * @set: set of ipset with its sources, or ""
 * @set_not: all others
 * @set_other: or with other addresses than that of its sources
 * @fills: sets that it puts its sources in, and takes them out of, or ""
 * @recent: recent list
 * @rate: of packets or connections; all zero for none
 * @untracks: connection tracking never sees the packets
 * @target: verdict on them
 * @reject: how they are refused, an enum sfw_action
 * @unknown: the first word that was not understood, or ""
 * @jump: name of a chain or of the target
 * @is_goto: the way back from the chain leads to the caller
 * @to: new destination, family 0 for none
 * @to_ports: its ports, 0 for the same ones
 * @to_base: the old port that the first of them stands for, or 0
 * @comment: UTF-8, or ""
 * @met: some packet comes to this rule
 * @carried: carried over, by a command or because sfw always does so
 * @rpfilter: the setting of that name stands for it
 * @lost: it is not carried over as it is
 * @reason: why, in one line or several
 * @guard: name of the guard that is offered for its limit, or ""
 * @offer: lines of policy that would carry over more than the rule, or NULL
 */
struct rule {
	const char *text;
	const char *file;
	unsigned int line;
	const void *origin;
	bool implied;
	struct match match;
	struct prefix *srcs;
	unsigned int src_count;
	bool src_not;
	char set[IPSET_BYTES];
	bool set_not;
	bool set_other;
	char fills[2][IPSET_BYTES];
	struct recent recent;
	struct rate rate;
	bool untracks;
	enum target target;
	int reject;
	char unknown[40];
	char jump[CHAIN_BYTES];
	bool is_goto;
	struct address to;
	struct port_range to_ports;
	__u16 to_base;
	char comment[SFW_COMMENT_MAX + 1];
	bool met;
	bool carried;
	bool rpfilter;
	bool lost;
	char reason[REASON_BYTES];
	char guard[SFW_NAME_MAX + 1];
	char *offer;
};

/* Where a rule stands, for people. */
struct place {
	char text[96];
};

struct place rule_place(const struct rule *rule);
bool rule_read(struct rule *rule, const struct tokens *words, int at);
int rule_family(const struct tokens *words);

__printf(2, 3)
void rule_lose(struct rule *rule, const char *format, ...);
__printf(2, 3)
void rule_remark(struct rule *rule, const char *format, ...);
int rule_offer(struct rule *rule, const char *line);

#endif
