/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash index over the port table: from (protocol, port) to the entries
 * that hold it, at a cost that does not depend on how many there are.
 */
#ifndef SFW_CORE_INDEX_H
#define SFW_CORE_INDEX_H

#include "entry.h"

#define SFW_NO_ENTRY	(~0u)

/**
 * struct sfw_index_node - one aligned block of ports of one entry
 * @key: protocol, level and block, see index_key()
 * @entry: place of the entry in the sorted table, which is its precedence
 */
struct sfw_index_node {
	u32 key;
	u32 entry;
};

/**
 * struct sfw_index - immutable once built
 * @nodes: all nodes, bucket by bucket, by precedence within one
 * @start: where each bucket begins in @nodes; one more than there are buckets
 * @levels: bit L set: some entry holds an aligned block of 2^L ports
 * @bits: the number of buckets is 2^@bits
 * @n_nodes: length of @nodes
 * @members: of the groups that entries name, by slot; set by the owner
 *
 * A range is cut into aligned power-of-two blocks, as a prefix table does, so
 * a look-up tries one key per level that is present: one when all entries are
 * single ports, 17 at the very most.
 */
struct sfw_index {
	struct sfw_index_node *nodes;
	u32 *start;
	u32 levels;
	u8 bits;
	u32 n_nodes;
	const struct sfw_members *members;
};

/* Memory that an index needs; the caller provides it. */
struct sfw_index_size {
	u32 n_nodes;
	u32 n_start;
};

struct sfw_index_size sfw_index_size(struct sfw_entry *const *entries,
				     u32 n);
void sfw_index_build(struct sfw_index *x, struct sfw_entry *const *entries,
		     u32 n);
u32 sfw_index_first(const struct sfw_index *x, u8 proto, u16 port);
u32 sfw_index_find(const struct sfw_index *x,
		   struct sfw_entry *const *entries,
		   const struct sfw_facts *f);

#endif /* SFW_CORE_INDEX_H */
