// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "scan.h"

static bool is_listed(const struct sfw_list *list, const struct sfw_recent *e,
		      u64 now)
{
	return e && READ_ONCE(e->state) == SFW_SCAN_IS_LISTED &&
	       !sfw_recent_expired(list, e, now);
}

/**
 * sfw_scan_listed - whether a source is on a scan list
 * @list: the list
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock and writes nothing.
 */
bool sfw_scan_listed(const struct sfw_list *list,
		     const struct sfw_list_key *src, u64 now)
{
	struct sfw_recent *e;
	bool yes;

	do {
		e = sfw_list_look(list, src);
		yes = is_listed(list, e, now);
	} while (!sfw_list_is_still(e, src));
	return yes;
}

/**
 * sfw_scan_listed_over - whether a source is on a scan list, or else on the one below
 * @list: a list with a lower one
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock and writes nothing.
 */
bool sfw_scan_listed_over(const struct sfw_list *list,
			  const struct sfw_list_key *src, u64 now)
{
	struct sfw_recent *e;
	bool yes;

	do {
		e = sfw_list_look(list, src) ?: sfw_list_look(list->lower, src);
		yes = is_listed(list, e, now);
	} while (!sfw_list_is_still(e, src));
	return yes;
}

/**
 * sfw_scan_renew - a listed source tried a port
 * @list: the list
 * @src: the source
 * @port: the port
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Without a lock, in one cache line. If the entry is evicted meanwhile, its new
 * source may be credited one hit.
 *
 * Context: under rcu_read_lock(). Return: false if it is not listed any more;
 * nothing is noted then.
 */
bool sfw_scan_renew(const struct sfw_list *list,
		    const struct sfw_list_key *src, u16 port, u8 ttl, u64 now)
{
	struct sfw_recent *e = sfw_list_look(list, src);

	/* Not asked whether it is still: it may become another's right after. */
	if (!is_listed(list, e, now))
		return false;
	sfw_recent_hit(e, sfw_recent_cause(list->proto, port), ttl, now);
	return true;
}

/**
 * sfw_scan_note - a source tried a closed port
 * @list: the list
 * @src: the source
 * @port: the port
 * @ports: distinct ports that make a scanner, 1 to SFW_SCAN_PORTS_MAX
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * One that is listed is renewed.
 *
 * Context: a receive hook.
 */
void sfw_scan_note(struct sfw_list *list, const struct sfw_list_key *src,
		   u16 port, u32 ports, u8 ttl, u64 now)
{
	u8 slots = ports > 1 ? DIV_ROUND_UP(ports * sizeof(u16), sizeof(u64)) : 0;
	struct sfw_recent *e;
	bool before;

	spin_lock_bh(&src->part->lock);
	e = sfw_list_enter(list, src, slots, now);
	if (e) {
		before = e->state == SFW_SCAN_IS_LISTED;
		WRITE_ONCE(e->state, sfw_scan_try((u16 *)e->data, e->state, port, ports));
		sfw_recent_hit(e, sfw_recent_cause(list->proto, port), ttl,
			       now);
		if (!before && e->state == SFW_SCAN_IS_LISTED)
			sfw_list_notify(list, e, SFW_E_LISTED, SFW_BY_PACKET, 0);
	}
	spin_unlock_bh(&src->part->lock);
}
