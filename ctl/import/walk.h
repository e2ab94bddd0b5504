/* SPDX-License-Identifier: GPL-2.0 */
/* The way of packets through a chain and those that it jumps to. Pure. */
#ifndef SFWCTL_IMPORT_WALK_H
#define SFWCTL_IMPORT_WALK_H

#include "import/ruleset.h"
#include "import/source_index.h"
#include "lib/compiler.h"

/* The feature of sfw that replaces a rule that refuses. */
enum replacement { REPLACED_NOTHING, REPLACED_SCAN, REPLACED_BLOCK };

/**
 * struct stop - a rule where packets get to
 * @rule: the rule
 * @match: the packets, those that rules before it let through among them
 * @by: the last rule that jumps on the way here, or NULL
 * @partly: a RETURN takes some of them away
 * @unknown: a match on the way here that was not understood, or ""
 * @limit: the rule that takes some of them away by a rate, or NULL
 * @early: packets get there before NAT gives them another destination
 * @leads: NAT gives them another destination there
 * @replaced_by: the feature of sfw in its place
 * @lost: the rule is not carried over as it is for these packets
 */
struct stop {
	struct rule *rule;
	struct match match;
	const struct rule *by;
	bool partly;
	const char *unknown;
	const struct rule *limit;
	bool early;
	bool leads;
	enum replacement replaced_by;
	bool lost;
};

/**
 * struct walk - all rules where packets get to, in their order, jumps followed
 * @stops: those rules; the last may be the chain's policy
 * @count: how many
 * @sources: their sources
 * @visits: how many rules were looked at
 * @table: where the chain is
 * @dst_types: types of destinations that its packets have
 * @led: NAT gives some of them another destination before
 * @through: the way of packets that NAT leads to other hosts, or NULL
 */
struct walk {
	struct stop *stops;
	size_t count;
	struct source_index sources;
	size_t visits;
	const struct table *table;
	unsigned int dst_types;
	bool led;
	const struct walk *through;
};

int walk_chain(struct walk *walk, const struct table *table, const char *name);
int walk_path(struct walk *walk, const struct ruleset *set, int family,
	      const char *hook);
const struct stop *walk_led(const struct walk *walk, const struct match *before,
			    const struct match *behind);
void walk_free(struct walk *walk);
bool stop_certain(const struct stop *stop);
bool stop_refuses(const struct stop *stop);
__printf(2, 3)
void stop_lose(struct stop *stop, const char *format, ...);
const struct stop *walk_decide(const struct walk *walk, const struct match *m);

#endif
