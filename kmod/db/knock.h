/* SPDX-License-Identifier: GPL-2.0 */
/* Port knocking: who has come how far. */
#ifndef SFW_DB_KNOCK_H
#define SFW_DB_KNOCK_H

#include "../core/policy.h"
#include "list.h"

u64 sfw_lock_memory(const struct sfw_lock *l);
u64 sfw_lock_open_until(const struct sfw_recent *e);
bool sfw_lock_open(const struct sfw_lock *l, u8 family,
		   const struct sfw_addr *src, u64 now);
void sfw_lock_knock(const struct sfw_lock *l, u8 family,
		    const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
		    u64 now);

#endif /* SFW_DB_KNOCK_H */
