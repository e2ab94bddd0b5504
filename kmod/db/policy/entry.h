/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Entries of the port table as objects: shared by the snapshots that hold
 * them, so that their counters outlive a change of policy.
 */
#ifndef SFW_DB_POLICY_ENTRY_H
#define SFW_DB_POLICY_ENTRY_H

#include <linux/refcount.h>

#include "../../core/entry.h"
#include "../count.h"

/**
 * struct sfw_port - a counted entry
 * @entry: immutable
 * @refs: one for each snapshot that holds it
 * @published: whether a policy with it has been published: what it counts in stays
 * @heir_of: the port that has its counters, a reference; NULL: its own
 * @own: counters to be freed with it, or NULL
 * @count: packets that it accepted: @own, or those of @heir_of
 */
struct sfw_port {
	struct sfw_entry entry;
	refcount_t refs;
	bool published;
	struct sfw_port *heir_of;
	struct sfw_count __percpu *own;
	struct sfw_count __percpu *count;
};

static inline struct sfw_port *sfw_port_of(const struct sfw_entry *e)
{
	return container_of(e, struct sfw_port, entry);
}

struct sfw_entry *sfw_entry_alloc(const struct sfw_entry *from);
void sfw_entry_get(struct sfw_entry *e);
void sfw_entry_put(struct sfw_entry *e);
void sfw_entry_inherit(struct sfw_entry *e, struct sfw_entry *from);
void sfw_entry_published(struct sfw_entry *e);

#endif /* SFW_DB_POLICY_ENTRY_H */
