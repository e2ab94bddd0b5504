/* SPDX-License-Identifier: GPL-2.0 */
/* Port knocking: progress of each source. */
#ifndef SFW_DB_LIST_KNOCK_H
#define SFW_DB_LIST_KNOCK_H

#include "../../core/policy.h"
#include "list.h"

void sfw_knock_try(const struct sfw_knock *l, u8 family,
		   const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
		   u64 now);

#endif /* SFW_DB_LIST_KNOCK_H */
