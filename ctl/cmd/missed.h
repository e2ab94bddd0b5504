/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_MISSED_H
#define SFWCTL_CMD_MISSED_H

#include "lang/format.h"
#include "net/verdict.h"

/**
 * struct missed - a line that would let a packet in by its interface
 * @line: the line
 * @dev: its interface or pattern, as format_word() has it
 * @in: an interface that it means, likewise
 */
struct missed {
	char line[LINE_MAX_BYTES];
	char dev[DEV_WORD_MAX];
	char in[DEV_WORD_MAX];
};

bool missed_find(struct nl *nl, const struct probe *probe, const struct verdict *verdict,
		 struct missed *missed);

#endif
