// SPDX-License-Identifier: GPL-2.0
/* The data of an entry: when its sequence began, and until when it is open. */
#include <linux/minmax.h>

#include "knock.h"

enum { BEGAN, OPEN_UNTIL, SLOTS };

/**
 * sfw_lock_memory - how long a knock's entries mean something, nanoseconds
 * @l: the knock
 */
u64 sfw_lock_memory(const struct sfw_lock *l)
{
	return max(l->sequence.within, l->sequence.open);
}

/**
 * sfw_lock_open_until - until when a source is let in
 * @e: its entry in the list of a knock
 *
 * Return: boot-time nanoseconds, U64_MAX for ever, 0 for not yet.
 */
u64 sfw_lock_open_until(const struct sfw_recent *e)
{
	return e->fixed ? U64_MAX : READ_ONCE(e->data[OPEN_UNTIL]);
}

/**
 * sfw_lock_open - whether a source has knocked
 * @l: the knock
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock.
 */
bool sfw_lock_open(const struct sfw_lock *l, u8 family,
		   const struct sfw_addr *src, u64 now)
{
	const struct sfw_recent *e = sfw_list_find(l->list, family, src);

	return e && now < sfw_lock_open_until(e);
}

static void go_on(const struct sfw_lock *l, struct sfw_recent *e, u8 proto,
		  u16 port, u64 now)
{
	const struct sfw_sequence *s = &l->sequence;
	struct sfw_progress at = {
		.began		= e->data[BEGAN],
		.open_until	= e->data[OPEN_UNTIL],
		.stage		= min_t(u8, e->state, s->n - 1),
	};

	sfw_knock(s, &at, proto, port, now);
	if (at.open_until > e->data[OPEN_UNTIL])
		sfw_list_tell(l->list, e, SFW_E_OPENED, SFW_BY_PACKET,
			      div_u64(s->open, NSEC_PER_SEC));
	e->data[BEGAN] = at.began;
	WRITE_ONCE(e->data[OPEN_UNTIL], at.open_until);
	e->state = at.stage;
}

/**
 * sfw_lock_knock - a source tries a port
 * @l: the knock
 * @family: of @src
 * @src: the source
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @port: the port; nothing happens where it is not in the sequence
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Context: a receive hook.
 */
void sfw_lock_knock(const struct sfw_lock *l, u8 family,
		    const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
		    u64 now)
{
	struct sfw_list_key key;
	struct sfw_recent *e;

	if (!sfw_sequence_has(&l->sequence, proto, port))
		return;
	key = sfw_list_key(l->list, family, src);
	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(l->list, &key, SLOTS, now);
	if (e)
		go_on(l, e, proto, port,
		      sfw_recent_hit(e, sfw_recent_cause(proto, port), ttl,
				     now));
	spin_unlock_bh(&key.part->lock);
}
