// SPDX-License-Identifier: GPL-2.0
/*
 * Of all entries that hold a packet the first decides, wherever hashing put
 * them; what is built fits the memory that was asked for. Entries of one block
 * each: that a range is cut rightly is index_cut.c.
 *
 * Of: addr entry
 * Loops: 5 --unwindset strcmp.0:4,sfw_index_size.0:3,count_blocks.0:2
 * Loops: --unwindset sfw_index_build.0:2,sfw_index_build.1:3
 * Loops: --unwindset sfw_index_build.2:2,sfw_index_build.3:3
 * Loops: --unwindset sfw_index_find.0:3,sfw_index_find.1:3
 */
#include <linux/string.h>

#include "contract.h"

/* As words: bytes with an address that is not known are slow to reason about. */
static void zero_words(u32 *to, size_t n)
{
	while (n--)
		to[n] = 0;
}

static void move_words_down(u32 *to, const u32 *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = from[i];
}

#define memset(to, zero, size)		zero_words(to, (size) / sizeof(*(to)))
#define memmove(to, from, size)	\
	move_words_down(to, from, (size) / sizeof(*(to)))
#include "../../kmod/core/index.c"

#define TABLE	2

void prove(void)
{
	struct sfw_entry entry[TABLE], *place[TABLE];
	struct sfw_index_node node[TABLE];
	u32 start[2 + 1], i;
	struct sfw_index x = { .nodes = node, .start = start };
	struct sfw_index_size size;
	struct sfw_facts f = any_facts();

	for (i = 0; i < TABLE; i++) {
		entry[i] = any_entry();
		assume(!entry[i].first || entry[i].first == entry[i].last);
		place[i] = &entry[i];
	}
	size = sfw_index_size(place, TABLE);
	claim(size.n_nodes == TABLE && size.n_start == 2 + 1);
	sfw_index_build(&x, place, TABLE);
	claim(sfw_index_find(&x, place, &f) == first_entry(place, TABLE, &f));
}
