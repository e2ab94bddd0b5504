// SPDX-License-Identifier: GPL-2.0
/* Recent lists, all of them empty: nobody has come yet. */
#include "kernel_names.h"

#include "../../kmod/db/list/guard.h"
#include "../../kmod/db/list/lists.h"
#include "../../kmod/db/list/scan.h"

struct sfw_list *sfw_list_alloc(const char *name, enum sfw_list_kind kind, u32 cap, u8 mask4,
				u8 mask6)
{
	struct sfw_list *list = calloc(1, sizeof(*list));

	if (list)
		refcount_set(&list->refs, 1);
	return list;
}

struct sfw_list *sfw_list_get(struct sfw_list *list)
{
	refcount_inc(&list->refs);
	return list;
}

void sfw_list_put(struct sfw_list *list)
{
	if (refcount_dec_and_test(&list->refs))
		free(list);
}

struct sfw_list_key sfw_list_key(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr)
{
	return (struct sfw_list_key){ .addr = *addr, .family = family };
}

bool sfw_scan_listed(const struct sfw_list *list, const struct sfw_list_key *src, u64 now)
{
	return false;
}

bool sfw_list_promised(const struct sfw_list *list, u8 family, const struct sfw_addr *addr,
		       u64 now)
{
	return false;
}

bool sfw_guard_would_admit(const struct sfw_guard *g, u8 family, const struct sfw_addr *src,
			   u64 now)
{
	return true;
}

enum sfw_admission sfw_guard_admit(const struct sfw_guard *g, u8 family,
				   const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
				   u64 now)
{
	return SFW_ADMITTED;
}

u8 sfw_guards_block(const struct sfw_policy *p, u8 family, const struct sfw_addr *src, u64 now)
{
	return SFW_NO_GATE;
}
