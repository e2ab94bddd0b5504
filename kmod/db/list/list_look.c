// SPDX-License-Identifier: GPL-2.0
/* Look-ups in a recent list, which take no lock. */
#include <linux/rcupdate.h>

#include "list.h"

/**
 * sfw_recent_expired - whether an entry means nothing any more
 * @list: its list
 * @e: the entry
 * @now: boot-time nanoseconds
 */
bool sfw_recent_expired(const struct sfw_list *list,
			const struct sfw_recent *e, u64 now)
{
	s64 silent = now - atomic64_read(&e->last);

	if (data_race((bool)e->fixed))	/* as in sfw_recent_until() */
		return false;
	/* Another CPU may have stamped it with a moment after our now. */
	return silent > 0 && (u64)silent >= READ_ONCE(list->window) &&
	       now >= sfw_recent_until(list, e);
}

/**
 * sfw_recent_shows - whether people are shown an entry
 * @list: its list
 * @e: the entry
 * @now: boot-time nanoseconds
 *
 * Expired entries are not shown, nor those of a scan list that are only suspected.
 */
bool sfw_recent_shows(const struct sfw_list *list, const struct sfw_recent *e,
		      u64 now)
{
	return !sfw_recent_expired(list, e, now) &&
	       (list->kind != SFW_LIST_SCAN ||
		READ_ONCE(e->state) == SFW_SCAN_IS_LISTED);
}

/**
 * sfw_list_look - the entry of an address, expired or not
 * @list: the list
 * @key: the address
 *
 * Context: its part is locked; or under rcu_read_lock(), and then the contents of
 * the entry count only if sfw_list_is_still(). Return: NULL without one.
 */
struct sfw_recent *sfw_list_look(const struct sfw_list *list,
				 const struct sfw_list_key *key)
{
	struct sfw_recent *e;

	do {
		sfw_list_for_each_in(e, list, key->bucket)
			if (sfw_list_is_of(e, key))
				return e;
	} while (unlikely(e != sfw_list_end(list, key->bucket)));
	return NULL;
}

/**
 * sfw_list_promised - whether an address is promised something
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock.
 */
bool sfw_list_promised(const struct sfw_list *list, u8 family,
		       const struct sfw_addr *addr, u64 now)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	const struct sfw_recent *e;
	u64 until;

	do {
		e = sfw_list_look(list, &key);
		until = e ? sfw_recent_until(list, e) : 0;
	} while (!sfw_list_is_still(e, &key));
	return now < until;
}
