/* SPDX-License-Identifier: GPL-2.0 */
/* Rules of a NAT by the chains that they stand in, and that they lead to. */
#ifndef SFWCTL_HOST_NAT_CHAINS_H
#define SFWCTL_HOST_NAT_CHAINS_H

#include <stddef.h>

#include "host/translations.h"

/**
 * struct nat_walk - a walk through rules that share a chain
 * @rules: all rules
 * @by: the order that puts them together
 * @scope: number of their table
 * @chain: the chain
 * @at: place of the next one in its order
 */
struct nat_walk {
	struct nat_rules *rules;
	enum nat_order by;
	unsigned int scope;
	const char *chain;
	size_t at;
};

struct nat_walk nat_walk(struct nat_rules *rules, enum nat_order by,
			 unsigned int scope, const char *chain);
const struct nat_rule *nat_walk_next(struct nat_walk *walk);

#endif
