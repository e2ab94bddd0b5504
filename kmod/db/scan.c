// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "scan.h"

#define PORTS_A_SLOT	4	/* 16-bit port numbers in a word of data */

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
	return is_listed(list, sfw_list_look(list, src), now);
}

/* Note a port that was tried; whether it is one of the known ones. */
static bool know_port(struct sfw_recent *e, u16 port)
{
	u16 *ports = (u16 *)e->data;
	u32 i;

	for (i = 0; i < e->state; i++)
		if (ports[i] == port)
			return true;
	ports[e->state] = port;
	return false;
}

/* One more closed port; enough different ones make it a scanner. */
static void suspect(struct sfw_recent *e, u16 port, u32 ports)
{
	if (e->state == SFW_SCAN_IS_LISTED)
		return;
	if (ports > 1 && e->state < ports - 1)
		e->state += !know_port(e, port);
	else if (ports == 1 || !know_port(e, port))
		WRITE_ONCE(e->state, SFW_SCAN_IS_LISTED);
}

/**
 * sfw_scan_renew - a listed source tried a port
 * @list: the list
 * @src: the source
 * @port: the port
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Without a lock, in one cache line.
 *
 * Context: under rcu_read_lock(). Return: false if it is not listed any more;
 * nothing is noted then.
 */
bool sfw_scan_renew(const struct sfw_list *list,
		    const struct sfw_list_key *src, u16 port, u8 ttl, u64 now)
{
	struct sfw_recent *e = sfw_list_look(list, src);

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
	u8 slots = ports > 1 ? DIV_ROUND_UP(ports, PORTS_A_SLOT) : 0;
	struct sfw_recent *e;
	bool before;

	spin_lock_bh(&src->part->lock);
	e = sfw_list_enter(list, src, slots, now);
	if (e) {
		before = e->state == SFW_SCAN_IS_LISTED;
		suspect(e, port, ports);
		sfw_recent_hit(e, sfw_recent_cause(list->proto, port), ttl,
			       now);
		if (!before && e->state == SFW_SCAN_IS_LISTED)
			sfw_list_tell(list, e, SFW_E_LISTED, SFW_BY_PACKET, 0);
	}
	spin_unlock_bh(&src->part->lock);
}
