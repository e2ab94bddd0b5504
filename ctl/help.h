/* SPDX-License-Identifier: GPL-2.0 */
/* Usage of the utility, of an object, of a verb; made from the tables. */
#ifndef SFWCTL_HELP_H
#define SFWCTL_HELP_H

#include <stdio.h>

#include "lang/action.h"

/* The options, a set as in wordset.h. */
#define OPTION_WORDS \
	"-j|--json|-n|--dry-run|-f|--force|-q|-F|--file|-h|--help|--version"

void help_short(FILE *out);
bool help_asked(struct words *words);
int help(const struct words *words);
int help_words(const struct words *words, const struct parse_error *err);

#endif
