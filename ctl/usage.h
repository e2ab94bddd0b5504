/* SPDX-License-Identifier: GPL-2.0 */
/* How commands are written, and which one is meant. */
#ifndef SFWCTL_USAGE_H
#define SFWCTL_USAGE_H

#include <stdbool.h>

#include "parse.h"

/**
 * struct usage - how a command is written
 * @object: its first word
 * @verb: its second word, or NULL where it has none
 * @args: the words after that, for people
 * @text: what it does, for people
 */
struct usage {
	const char *object;
	const char *verb;
	const char *args;
	const char *text;
};

bool usage_matches(const struct usage *usage, const char *object,
		   const char *verb);
int usage_find(const struct usage *(*at)(unsigned int index),
	       const char *const words[], int count, struct parse_error *err);

#endif
