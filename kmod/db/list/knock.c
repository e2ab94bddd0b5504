// SPDX-License-Identifier: GPL-2.0
/* The data of an entry: until when it is open, and when its sequence began. */
#include <linux/minmax.h>

#include "knock.h"

enum { OPEN_UNTIL, BEGAN, SLOTS };

/* sfw_recent_until() reads that slot. */
static_assert(OPEN_UNTIL == 0 && SLOTS <= SFW_LIST_FIXED_SLOTS);

static void go_on(const struct sfw_knock *l, const struct sfw_list_key *key,
		  struct sfw_recent *e, u8 proto, u16 port, u64 now)
{
	const struct sfw_sequence *s = &l->sequence;
	struct sfw_progress at = {
		.began	= e->data[BEGAN],
		.stage	= min_t(u8, e->state, s->n - 1),
	};
	bool opens = sfw_sequence_step(s, &at, proto, port, now);

	e->data[BEGAN] = at.began;
	e->state = at.stage;
	if (!opens)
		return;
	sfw_list_promise(l->base.list, key, e, at.open_until, now);
	sfw_list_notify(l->base.list, e, SFW_E_OPENED, SFW_BY_PACKET,
			div_u64(s->open, NSEC_PER_SEC));
}

/**
 * sfw_knock_try - a source tries a port
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
void sfw_knock_try(const struct sfw_knock *l, u8 family,
		   const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
		   u64 now)
{
	struct sfw_list_key key;
	struct sfw_recent *e;

	if (!sfw_sequence_has(&l->sequence, proto, port))
		return;
	key = sfw_list_key(l->base.list, family, src);
	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(l->base.list, &key, SLOTS, now);
	if (e)
		go_on(l, &key, e, proto, port,
		      sfw_recent_hit(e, sfw_recent_cause(proto, port), ttl,
				     now));
	spin_unlock_bh(&key.part->lock);
}
