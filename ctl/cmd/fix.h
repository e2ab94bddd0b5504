/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_FIX_H
#define SFWCTL_CMD_FIX_H

#include "cmd/missed.h"
#include "lang/action.h"
#include "net/verdict.h"

#define FIXES_MOST	16

/**
 * struct fixes - lines each of which would change a verdict
 * @line: the lines, those that change the least first
 * @count: how many
 */
struct fixes {
	char line[FIXES_MOST][LINE_MAX_BYTES];
	size_t count;
};

void fix_find(const struct action *table, const struct probe *probe,
	      const struct verdict *verdict, const struct missed *missed, struct fixes *fixes);

#endif
