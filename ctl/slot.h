/* SPDX-License-Identifier: GPL-2.0 */
/* Which words can come next in a command, read off its usage. */
#ifndef SFWCTL_SLOT_H
#define SFWCTL_SLOT_H

#include "usage.h"

#define SLOT_MAX	64	/* bytes of a word of a usage, with the NUL */

/**
 * struct slot - what can stand behind the words of a command
 * @term: what must, as the usage has it: IFACE, PREFIX[,PREFIX...], a|b, ...;
 *	  "" where one of @keywords, or nothing, can
 * @keyword: the keyword that @term belongs to, or ""
 * @keywords: a set as in choices.h
 */
struct slot {
	char term[SLOT_MAX];
	char keyword[SLOT_MAX];
	char keywords[256];
};

void slot_find(const struct usage *usage, const char *const words[], int count,
	       struct slot *slot);

#endif
