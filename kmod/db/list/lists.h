/* SPDX-License-Identifier: GPL-2.0 */
/* The recent lists of a namespace, by name. */
#ifndef SFW_DB_LIST_LISTS_H
#define SFW_DB_LIST_LISTS_H

#include <linux/in.h>

#include "../../core/policy.h"
#include "../db.h"
#include "list.h"

enum sfw_scan_list { SFW_SCAN_LIST_TCP, SFW_SCAN_LIST_UDP };

extern const char *const sfw_scan_list_names[SFW_SCAN_LISTS];

/**
 * sfw_scan_list - the list of scanners of a protocol
 * @db: the namespace
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 *
 * Return: NULL where no published policy has listed scanners of @proto.
 */
static inline struct sfw_list *sfw_scan_list(const struct sfw_db *db, u8 proto)
{
	return db->scan[proto == IPPROTO_TCP ? SFW_SCAN_LIST_TCP :
					       SFW_SCAN_LIST_UDP];
}

/* How many lists a namespace with this policy has. */
static inline u32 sfw_lists_count(const struct sfw_policy *p)
{
	return SFW_SCAN_LISTS + p->n_guards + p->n_knocks;
}

int sfw_lists_prepare(struct sfw_db *db, const struct sfw_policy *p);
void sfw_lists_apply(struct sfw_db *db, const struct sfw_policy *p);
void sfw_lists_exit(struct sfw_db *db);
struct sfw_list *sfw_lists_find(struct sfw_db *db, const struct sfw_policy *p,
				const char *name);
struct sfw_list *sfw_lists_get(struct sfw_db *db, const struct sfw_policy *p,
			       const char *name);
struct sfw_list *sfw_lists_at(struct sfw_db *db, const struct sfw_policy *p,
			      u32 i, const char **name);

#endif /* SFW_DB_LIST_LISTS_H */
