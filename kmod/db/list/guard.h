/* SPDX-License-Identifier: GPL-2.0 */
/* Guards: recent connections, counted by source. */
#ifndef SFW_DB_LIST_GUARD_H
#define SFW_DB_LIST_GUARD_H

#include "../../core/policy.h"
#include "admission.h"
#include "list.h"

enum sfw_admission sfw_guard_admit(const struct sfw_guard *g, u8 family,
				   const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
				   u64 now);
bool sfw_guard_refuses(const struct sfw_guard *g, const struct sfw_recent *e,
		       u64 now);
bool sfw_guard_would_admit(const struct sfw_guard *g, u8 family,
			   const struct sfw_addr *src, u64 now);
void sfw_guard_block(const struct sfw_guard *g, u8 family,
		     const struct sfw_addr *src, u64 now);
u8 sfw_guards_block(const struct sfw_policy *p, u8 family,
		    const struct sfw_addr *src, u64 now);

#endif /* SFW_DB_LIST_GUARD_H */
