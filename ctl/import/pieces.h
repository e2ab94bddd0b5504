/* SPDX-License-Identifier: GPL-2.0 */
/* The rest of a set of packets when others are taken away. Pure. */
#ifndef SFWCTL_IMPORT_PIECES_H
#define SFWCTL_IMPORT_PIECES_H

#include <stddef.h>

#include "import/match.h"

#define PIECES_MAX	512	/* IPv6 prefixes around four hosts */

/**
 * struct pieces - sets that have no packet in common
 * @at: the sets
 * @count: how many
 */
struct pieces {
	struct match *at;
	size_t count;
};

int pieces_add(struct pieces *pieces, const struct match *m);
int pieces_subtract(struct pieces *pieces, const struct match *b, bool *exact);
void pieces_free(struct pieces *pieces);

#endif
