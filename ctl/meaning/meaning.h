/* SPDX-License-Identifier: GPL-2.0 */
/* Packets that two policies judge otherwise, all of them, in classes. */
#ifndef SFWCTL_MEANING_MEANING_H
#define SFWCTL_MEANING_MEANING_H

#include "meaning/opinion.h"
#include "meaning/uncompared.h"

/**
 * struct class - packets with the same two verdicts
 * @opinion: the verdicts
 * @set: pieces of each dimension; the class is all combinations
 */
struct class {
	struct opinion opinion;
	unsigned int set[DIM_COUNT];
};

/**
 * struct meaning - the comparison of two policies
 * @space: packets that they can tell apart
 * @pool: sets of pieces of each dimension
 * @classes: those on which they differ; none has a packet of another
 * @class_count: how many
 * @enabled: whether each judges packets at all; the verdicts are as if both did
 * @lists: whether either has guards, knocks, or lists scanners
 * @timed: whether either has lines for a time
 * @differ: whether lines differ of which the classes tell nothing
 * @host: whether they may differ by facts of a host: routes, sockets, translations
 */
struct meaning {
	struct space space;
	struct pool pool[DIM_COUNT];
	struct class *classes;
	size_t class_count;
	bool enabled[2];
	bool lists;
	bool timed;
	bool differ[UNCOMPARED_KINDS];
	bool host;
};

int meaning_get(struct meaning *m, struct nl *a, struct nl *b);
void meaning_free(struct meaning *m);
void meaning_witness(const struct meaning *m, const struct class *class, struct probe *probe);

#endif
