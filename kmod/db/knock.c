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

	return e && (e->fixed || now < READ_ONCE(e->data[OPEN_UNTIL]));
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
	struct sfw_progress at;
	struct sfw_recent *e;

	if (!sfw_sequence_has(&l->sequence, proto, port))
		return;
	e = sfw_list_lock(l->list, family, src, SLOTS, now);
	if (!e)
		return;
	now = max_t(u64, now, atomic64_read(&e->last));
	at.began = e->data[BEGAN];
	at.open_until = e->data[OPEN_UNTIL];
	at.stage = min(e->state, (u8)(l->sequence.n - 1));
	sfw_knock(&l->sequence, &at, proto, port, now);
	e->data[BEGAN] = at.began;
	WRITE_ONCE(e->data[OPEN_UNTIL], at.open_until);
	e->state = at.stage;
	e->ttl = ttl;
	atomic_inc(&e->hits);
	atomic64_set(&e->last, now);
	sfw_list_unlock(l->list, e);
}
