// SPDX-License-Identifier: GPL-2.0
#include "evict.h"

/*
 * Kinds of search, known where it is compiled: a search among strangers is the work
 * of each packet of a flood.
 */
enum kind {
	STRANGERS,	/* in this part nobody is promised anything or serves */
	UNPROMISED,
	PROMISED,
};

/**
 * struct search - a search for an entry that may go
 * @best: the first candidate of those looked at
 * @rank: when that was last seen, or until when it is promised something
 * @now: boot-time nanoseconds; not of a search for promises
 * @seen: of how many
 * @asked: of them, how many for sfw_list.keeps
 * @skip: entries of the bucket that an earlier search has passed
 * @spent: no more questions: the next search goes on behind @skip
 */
struct search {
	struct sfw_eviction best;
	u64 rank;
	u64 now;
	u32 seen;
	u32 asked;
	u32 skip;
	bool spent;
};

/* The least rank goes: the longest silence, or the promise that ends soonest. */
static __always_inline bool may_go(const struct sfw_list *list,
				   const struct sfw_recent *e,
				   const struct search *v,
				   enum kind kind, u64 *rank)
{
	u64 until = kind == STRANGERS ? 0 : sfw_recent_until(list, e);

	/* A moment before the boot is negative. */
	*rank = kind == PROMISED ? until : atomic64_read(&e->last) ^ S64_MIN;
	return !e->fixed && (kind == PROMISED ? until : until <= v->now);
}

/*
 * Questions may be dear, so a newcomer asks few. The next search goes on with the
 * entry that this one could not ask.
 */
static __always_inline bool serves(const struct sfw_list *list,
				   const struct sfw_recent *e,
				   struct search *v, enum kind kind)
{
	if (kind == STRANGERS || !list->keeps)
		return false;
	if (v->asked >= SFW_EVICT_CHOICE) {
		v->spent = true;
		return true;
	}
	v->asked++;
	return list->keeps(list, e);
}

static __always_inline void look_in(struct sfw_list *list, u32 bucket,
				    enum kind kind, struct search *v)
{
	struct sfw_recent *e;
	u32 at = 0;
	u64 rank;

	sfw_list_for_each_in(e, list, bucket) {
		if (!may_go(list, e, v, kind, &rank))
			continue;
		if (kind != STRANGERS && (at++ < v->skip || v->spent))
			continue;
		v->seen++;
		if ((v->best.e && rank >= v->rank) || serves(list, e, v, kind)) {
			if (kind != STRANGERS && v->spent)
				v->skip = at - 1;
			continue;
		}
		v->best = (struct sfw_eviction){ e, bucket };
		v->rank = rank;
	}
}

/* Of the next few entries that the hand meets. */
static __always_inline void look_on(struct sfw_list *list,
				    struct sfw_list_part *part,
				    enum kind kind, struct search *v)
{
	u32 turns = (list->bucket_mask + 1) / (list->part_mask + 1);
	u32 hand = part->hand;

	v->spent = false;
	v->skip = part->skip;
	while (v->seen < SFW_EVICT_CHOICE && turns--) {
		look_in(list, hand, kind, v);
		if (kind != STRANGERS && v->spent)
			break;
		v->skip = 0;
		hand = (hand + list->part_mask + 1) & list->bucket_mask;
	}
	part->hand = hand;
	part->skip = v->spent ? v->skip : 0;
}

/* Not inlined, since most newcomers find room. */
static noinline struct sfw_eviction look_for(struct sfw_list *list,
					     const struct sfw_list_key *key,
					     bool crowded, u64 now)
{
	struct search v = { .now = now };

	if (crowded)
		look_in(list, key->bucket, UNPROMISED, &v);
	if (v.best.e || key->part->count < list->part_cap)
		return v.best;
	if (key->part->promised || list->keeps)
		look_on(list, key->part, UNPROMISED, &v);
	else
		look_on(list, key->part, STRANGERS, &v);
	return v.best;
}

/**
 * sfw_evict_oldest - the entry that makes room for a newcomer, if one has to
 * @list: the list
 * @key: the newcomer
 * @crowded: whether there are SFW_LIST_CHAIN_MOST entries in its bucket
 * @now: boot-time nanoseconds
 *
 * In a full part, since a quarter of it is neither fixed nor promised anything,
 * somebody can go; but for a list whose entries all may serve, see sfw_list.keeps.
 *
 * Context: @key->part is locked.
 */
struct sfw_eviction sfw_evict_oldest(struct sfw_list *list,
				     const struct sfw_list_key *key, bool crowded,
				     u64 now)
{
	lockdep_assert_held(&key->part->lock);
	if (crowded || key->part->count >= list->part_cap)
		return look_for(list, key, crowded, now);
	return (struct sfw_eviction){};
}

/**
 * sfw_evict_soonest - whose promise is broken: the one that ends soonest
 * @list: the list
 * @part: the part; there are promises in it
 *
 * Context: @part is locked.
 */
struct sfw_eviction sfw_evict_soonest(struct sfw_list *list,
				      struct sfw_list_part *part)
{
	struct search v = {};

	lockdep_assert_held(&part->lock);
	look_on(list, part, PROMISED, &v);
	return v.best;
}
