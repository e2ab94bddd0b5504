/* SPDX-License-Identifier: GPL-2.0 */
/* Usage of the utility, of an object, of a verb; made from the tables. */
#ifndef SFWCTL_HELP_H
#define SFWCTL_HELP_H

#include <stdio.h>

#include "sfwctl.h"

/* The options, a set as in choices.h. */
#define OPTION_WORDS \
	"-j|--json|-n|--dry-run|-f|--force|-q|-h|--help|--version"

const struct usage *usage_at(unsigned int index);
const struct action *action_find(const struct words *words);
void help_short(FILE *out);
void help_all(FILE *out);
bool help_asked(const char *word);
int help(const struct words *words);
int help_words(const struct words *words, const struct parse_error *err);

#endif
