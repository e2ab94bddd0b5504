/* SPDX-License-Identifier: GPL-2.0 */
/* One rule of iptables. Pure. */
#ifndef SFWCTL_IMPORT_RULE_H
#define SFWCTL_IMPORT_RULE_H

#include <stddef.h>

#include "compiler.h"
#include "import_match.h"
#include "split.h"

#define CHAIN_BYTES	32	/* of a chain's name, with the NUL */
#define REASON_BYTES	160

/* What becomes of a packet. */
enum target {
	TARGET_NONE,		/* the next rule: logged, marked, counted */
	TARGET_ACCEPT,
	TARGET_REFUSE,
	TARGET_JUMP,
	TARGET_RETURN,
	TARGET_DNAT,
	TARGET_MASQUERADE,
	TARGET_UNKNOWN,		/* perhaps refused */
};

enum recent_kind { RECENT_NONE, RECENT_SET, RECENT_RCHECK, RECENT_UPDATE };

/**
 * struct recent - what a rule wants of a recent list
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
 * @line: number of the line
 * @match: the packets that it is about
 * @recent: recent list
 * @target: what becomes of them
 * @answer: how they are refused, an enum sfw_action
 * @odd: the first word that was not understood, or ""
 * @jump: name of a chain or of the target
 * @to: new destination, family 0 for none
 * @to_port: its port, or 0
 * @comment: UTF-8, or ""
 * @met: some packet comes to this rule
 * @carried: what it does is done, by a command or by the nature of sfw
 * @lost: it is not carried over as it is
 * @reason: why
 */
struct rule {
	const char *text;
	unsigned int line;
	struct match match;
	struct recent recent;
	enum target target;
	int answer;
	char odd[40];
	char jump[CHAIN_BYTES];
	struct address to;
	__u16 to_port;
	char comment[SFW_COMMENT_MAX + 1];
	bool met;
	bool carried;
	bool lost;
	char reason[REASON_BYTES];
};

/* An answer that sfw never gives. */
#define ANSWER_OTHER	SFW_ACT_MAX

bool rule_read(struct rule *rule, const struct split *words, int at);
int rule_family(const struct split *words);

__printf(2, 3)
void rule_lose(struct rule *rule, const char *format, ...);

#endif
