/* SPDX-License-Identifier: GPL-2.0 */
/* Ranges of addresses as prefixes, and kinds of prefixes. Pure. */
#ifndef SFWCTL_IMPORT_RANGE_H
#define SFWCTL_IMPORT_RANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/statement.h"

int range_prefixes(const struct address *first, const struct address *last,
		   bool others, struct prefix **prefixes);
int range_meet(struct prefix **prefixes, size_t count, const struct prefix *others,
	       size_t other_count);
void range_last(const struct prefix *prefix, struct address *last);
bool range_is_host(const struct prefix *prefix);
bool range_is_private(const struct prefix *prefix);

#endif
