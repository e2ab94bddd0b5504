/* SPDX-License-Identifier: GPL-2.0 */
/* The way of packets through a chain and those that it jumps to. Pure. */
#ifndef SFWCTL_IMPORT_WALK_H
#define SFWCTL_IMPORT_WALK_H

#include "import_ruleset.h"

/* What sfw has instead of a rule that refuses. */
enum instead { INSTEAD_NOTHING, INSTEAD_SCAN, INSTEAD_BLOCK };

/**
 * struct stop - a rule where packets get to
 * @rule: the rule
 * @match: the packets, those that rules before it let through among them
 * @partly: a RETURN takes some of them away
 * @odd: what was not understood on the way here, or ""
 * @instead: what sfw has instead
 */
struct stop {
	struct rule *rule;
	struct match match;
	bool partly;
	const char *odd;
	enum instead instead;
};

/**
 * struct walk - all rules where packets get to, in their order, jumps followed
 * @stops: those rules; the last may be the chain's policy
 * @count: how many
 * @size: how many there is room for
 * @visits: how many rules were looked at
 * @table: where the chain is
 */
struct walk {
	struct stop *stops;
	size_t count;
	size_t size;
	size_t visits;
	const struct table *table;
};

int walk_chain(struct walk *walk, const struct table *table, const char *name);
int walk_path(struct walk *walk, const struct ruleset *set, int family,
	      const char *hook);
void walk_free(struct walk *walk);
bool stop_certain(const struct stop *stop);
bool stop_refuses(const struct stop *stop);
const struct stop *walk_decide(const struct walk *walk, const struct match *m);

#endif
