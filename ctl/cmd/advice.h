/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fewest lines for the needs of many sources.
 *
 *	needs, one a source --sorted--> groups --> lines, each of up to LIST_MAX sources
 *		lines with the same sources --> one, of several ports, then protocols
 */
#ifndef SFWCTL_CMD_ADVICE_H
#define SFWCTL_CMD_ADVICE_H

#include "lang/statement.h"
#include "net/policy.h"
#include "net/rehearsal.h"

/* A line, or a remark on packets that no line lets in. */
enum advice_kind {
	ADVICE_LINE,		/* a line lets them in */
	ADVICE_NONE,		/* none does but trust */
	ADVICE_MANY,		/* too many sources to be exempt */
	ADVICE_LED,		/* a forwarded port led them on, and is gone */
};

/**
 * struct need - a line, or a remark, for packets of one source; all zero before
 * @kind: a line, or a remark
 * @reason: enum sfw_reason, against which
 * @cmd: enum sfw_cmd of the line
 * @setting: enum sfw_setting, of a setting
 * @value: likewise
 * @proto: of a port or protocol
 * @port: likewise
 * @dev: of a way through this host
 * @out: likewise
 * @forward: number of a forwarded port in the policy that runs
 * @from: the source
 * @order: those of the lowest come first
 * @packets: how many there were
 * @covered: @from is a prefix of more sources than a finding names
 */
struct need {
	__u8 kind;
	__u8 reason;
	__u8 cmd;
	__u8 setting;
	__u8 value;
	__u8 proto;
	__u16 port;
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	__u32 forward;
	struct prefix from;
	__u32 order;
	__u64 packets;
	bool covered;
};

/**
 * struct advice - a line, and why
 * @kind: or a remark
 * @reason: enum sfw_reason, of a remark
 * @order: as in struct need
 * @cmd: the line
 * @packets: packets that it is for
 * @sources: their sources
 * @covered: they are more than that, of one prefix
 */
struct advice {
	__u8 kind;
	__u8 reason;
	__u32 order;
	struct command cmd;
	__u64 packets;
	unsigned int sources;
	bool covered;
};

/**
 * struct advices - all of it
 * @needs: of each source
 * @need_count: how many
 * @lines: from advice_join() on
 * @line_count: how many
 */
struct advices {
	struct need *needs;
	size_t need_count;
	struct advice **lines;
	size_t line_count;
};

int advice_find(struct advices *all, const struct findings *findings,
		const struct policy *live, const struct policy *file);
int advice_add(struct advices *all, const struct need *need);
int advice_check(struct advices *all, const struct policy *live,
		 int (*check)(void *ctx, const struct command *cmd), void *ctx);
int advice_join(struct advices *all, const struct policy *live);
void advice_print(const struct advices *all, bool as_json);
void advice_free(struct advices *all);

#endif
