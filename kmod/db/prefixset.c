// SPDX-License-Identifier: GPL-2.0
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "comment.h"
#include "prefixset.h"

#define CAP_LEAST	16
#define TRIM_LEAST	SZ_64K
#define PLACE4_ROOM	4	/* one cell more for so many items */
#define SLOT4_BITS_LEAST	8	/* a kB for the smallest set too */
#define SLOT4_ROOM	2	/* slots for one where a length is noted */
#define SLOT4_MOST	8	/* slots a prefix; wide ones would use more */
#define SLOT6_BITS_LEAST	4
#define SLOT6_BITS_MOST	14

/**
 * sfw_prefixset_alloc - an empty set with one reference
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_prefixset *sfw_prefixset_alloc(void)
{
	struct sfw_prefixset *s = kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT);

	if (!s)
		return NULL;
	refcount_set(&s->refs, 1);
	return s;
}

/**
 * sfw_prefixset_get - take a reference
 * @s: the set
 *
 * Return: @s.
 */
struct sfw_prefixset *sfw_prefixset_get(struct sfw_prefixset *s)
{
	refcount_inc(&s->refs);
	return s;
}

/**
 * sfw_prefixset_put - drop a reference
 * @s: the set, or NULL; no packet may be reading it by this reference
 */
void sfw_prefixset_put(struct sfw_prefixset *s)
{
	u32 i;

	if (!s || !refcount_dec_and_test(&s->refs))
		return;
	for (i = 0; i < s->set.n; i++)
		sfw_comment_put(s->set.item[i].comment);
	kvfree(s->set.item);
	kvfree(s->set.bucket);
	kvfree(s->set.place4);
	kvfree(s->set.slot4);
	kvfree(s->set.slot6);
	kfree(s);
}

static void link_item(struct sfw_prefixes *t, u32 i)
{
	u32 *head = &t->bucket[sfw_prefixes_bucket(t, &t->item[i].prefix)];

	t->item[i].next = *head;
	*head = i;
}

static void unlink_item(struct sfw_prefixes *t, u32 i)
{
	u32 *at = &t->bucket[sfw_prefixes_bucket(t, &t->item[i].prefix)];

	while (*at != i)
		at = &t->item[*at].next;
	*at = t->item[i].next;
}

/* Give the set room for @cap items, a power of two, one bucket for each. */
static int resize(struct sfw_prefixset *s, u32 cap)
{
	struct sfw_prefixes *t = &s->set;
	struct sfw_prefix_item *item;
	u32 i, *bucket;

	item = kvmalloc_array(cap, sizeof(*item), GFP_KERNEL_ACCOUNT);
	bucket = kvmalloc_array(cap, sizeof(*bucket), GFP_KERNEL_ACCOUNT);
	if (!item || !bucket) {
		kvfree(item);
		kvfree(bucket);
		return -ENOMEM;
	}
	if (t->n)
		memcpy(item, t->item, t->n * sizeof(*item));
	memset(bucket, 0xff, cap * sizeof(*bucket));	/* SFW_NO_PREFIX */
	kvfree(t->item);
	kvfree(t->bucket);
	t->item = item;
	t->bucket = bucket;
	t->bucket_bits = ilog2(cap);
	s->cap = cap;
	for (i = 0; i < t->n; i++)
		link_item(t, i);
	return 0;
}

static struct sfw_prefixset *clone(const struct sfw_prefixset *from)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	u32 i, n = from->set.n;

	if (!s || !n)
		return s;
	if (resize(s, max_t(u32, CAP_LEAST, roundup_pow_of_two(n)))) {
		sfw_prefixset_put(s);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		s->set.item[i] = from->set.item[i];
		sfw_comment_get(s->set.item[i].comment);
		link_item(&s->set, i);
	}
	s->set.n = n;
	return s;
}

/**
 * sfw_prefixset_own - make sure that nobody else sees a set that is changed
 * @s: where the reference is kept; may be replaced by one to a copy
 *
 * Context: may sleep. Return: the set, or NULL when there is no memory.
 */
struct sfw_prefixset *sfw_prefixset_own(struct sfw_prefixset **s)
{
	struct sfw_prefixset *mine;

	if (refcount_read(&(*s)->refs) == 1)
		return *s;
	mine = clone(*s);
	if (!mine)
		return NULL;
	sfw_prefixset_put(*s);
	*s = mine;
	return mine;
}

static void remove_item(struct sfw_prefixset *s, u32 i)
{
	struct sfw_prefixes *t = &s->set;
	u32 last = t->n - 1;

	s->sealed = false;
	sfw_comment_put(t->item[i].comment);
	unlink_item(t, i);
	if (i != last) {
		unlink_item(t, last);
		t->item[i] = t->item[last];
		link_item(t, i);
	}
	t->n = last;
}

/**
 * sfw_prefixset_add - put a prefix into a set
 * @s: a set of one's own
 * @item: the prefix; takes over its comment when it succeeds
 * @most: items that the set may have
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_prefixset_add(struct sfw_prefixset *s,
		      const struct sfw_prefix_item *item, u32 most)
{
	struct sfw_prefixes *t = &s->set;
	u32 i = sfw_prefixes_exact(t, &item->prefix);

	if (i != SFW_NO_PREFIX) {
		if (t->item[i].since >= s->kept_before)
			return -EEXIST;
		remove_item(s, i);
	}
	if (t->n >= most)
		return -ENOSPC;
	if (t->n >= s->cap &&
	    resize(s, max_t(u32, CAP_LEAST, roundup_pow_of_two(t->n + 1))))
		return -ENOMEM;
	t->item[t->n] = *item;
	link_item(t, t->n);
	t->n++;
	s->sealed = false;
	return 0;
}

/**
 * sfw_prefixset_del - take a prefix out
 * @s: a set of one's own
 * @p: the prefix
 *
 * Return: 0 or -ENOENT.
 */
int sfw_prefixset_del(struct sfw_prefixset *s, const struct sfw_prefix *p)
{
	u32 i = sfw_prefixes_exact(&s->set, p);

	if (i == SFW_NO_PREFIX)
		return -ENOENT;
	remove_item(s, i);
	return 0;
}

/**
 * sfw_prefixset_next_expiry - when the first prefix of a set expires
 * @s: the set
 *
 * Return: boot-time nanoseconds, 0 for never.
 */
u64 sfw_prefixset_next_expiry(const struct sfw_prefixset *s)
{
	u64 next = 0;
	u32 i;

	if (s->sealed && !s->set.timed)
		return 0;
	for (i = 0; i < s->set.n; i++)
		next = min_not_zero(next, s->set.item[i].expires);
	return next;
}

/**
 * sfw_prefixset_expire - drop what has expired
 * @s: a set of one's own
 * @now: boot-time nanoseconds
 *
 * Return: when the next one expires, 0 for never.
 */
u64 sfw_prefixset_expire(struct sfw_prefixset *s, u64 now)
{
	struct sfw_prefixes *t = &s->set;
	u32 i = 0;

	while (i < t->n) {
		if (t->item[i].expires && now >= t->item[i].expires)
			remove_item(s, i);
		else
			i++;
	}
	return sfw_prefixset_next_expiry(s);
}

/**
 * sfw_prefixset_keep_timed - drop what does not expire
 * @s: a set of one's own
 * @now: boot-time nanoseconds
 *
 * What is left gives way when it is added again, until the set is copied.
 */
void sfw_prefixset_keep_timed(struct sfw_prefixset *s, u64 now)
{
	u32 i = 0;

	while (i < s->set.n)
		if (s->set.item[i].expires)
			i++;
		else
			remove_item(s, i);
	s->kept_before = now;
}

static bool expires_in(const struct sfw_prefixset *s, u32 i)
{
	return i != SFW_NO_PREFIX && s->set.item[i].expires;
}

/* Drop what expires, unless @timed made it last. */
static void drop_timed(struct sfw_prefixset *s,
		       const struct sfw_prefixset *timed)
{
	u32 i = 0, other;

	while (i < s->set.n) {
		other = sfw_prefixes_exact(&timed->set, &s->set.item[i].prefix);
		if (s->set.item[i].expires &&
		    (other == SFW_NO_PREFIX || expires_in(timed, other)))
			remove_item(s, i);
		else
			i++;
	}
}

static int add_timed(struct sfw_prefixset *s, const struct sfw_prefixset *timed)
{
	struct sfw_prefix_item *item;
	u32 i;
	int err;

	for (i = 0; i < timed->set.n; i++) {
		item = &timed->set.item[i];
		if (!item->expires)
			continue;
		err = sfw_prefixset_add(s, item, U32_MAX);
		if (!err)
			sfw_comment_get(item->comment);
		else if (err != -EEXIST)
			return err;
	}
	return 0;
}

/**
 * sfw_prefixset_mix - what does not expire of one set and what does of another
 * @lasting: the one, sealed; what expires in it stays where it lasts in @timed
 * @timed: the other, sealed
 *
 * Context: may sleep. Return: a set with one reference, or NULL when there is
 * no memory.
 */
struct sfw_prefixset *sfw_prefixset_mix(struct sfw_prefixset *lasting,
					const struct sfw_prefixset *timed)
{
	struct sfw_prefixset *s;

	if (!lasting->set.timed && !timed->set.timed)
		return sfw_prefixset_get(lasting);
	s = clone(lasting);
	if (!s)
		return NULL;
	drop_timed(s, timed);
	if (add_timed(s, timed)) {
		sfw_prefixset_put(s);
		return NULL;
	}
	return s;
}

/*
 * Room to grow, and what kvmalloc() rounds up to, may double a large set. No
 * memory for less memory: then it stays as it is.
 */
static void trim(struct sfw_prefixset *s)
{
	struct sfw_prefixes *t = &s->set;
	size_t size = array_size(t->n, sizeof(*t->item));
	struct sfw_prefix_item *item;

	if (t->n == s->cap || size < TRIM_LEAST)
		return;
	item = __vmalloc(size, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!item)
		return;
	memcpy(item, t->item, size);
	kvfree(t->item);
	t->item = item;
	s->cap = t->n;
}

/* Empty cells and slots, as many of these as keep most of them empty. */
static int make_slots(struct sfw_prefixes *t)
{
	u32 i, n4 = 0, n6, used4 = 0;

	kvfree(t->place4);
	kvfree(t->slot4);
	kvfree(t->slot6);
	for (i = 0; i < t->n; i++) {
		if (t->item[i].prefix.family != SFW_AF_INET)
			continue;
		n4++;
		used4 += sfw_prefixes_slots4(&t->item[i].prefix);
	}
	n6 = t->n - n4;
	t->place4_bits = order_base_2(n4 + n4 / PLACE4_ROOM + 2);
	t->slot4_bits = max(SLOT4_BITS_LEAST,
			    order_base_2(min(used4 * SLOT4_ROOM,
					     n4 * SLOT4_MOST)));
	t->slot6_bits = clamp(order_base_2(n6), SLOT6_BITS_LEAST,
			      SLOT6_BITS_MOST);
	t->place4 = kvcalloc(1u << t->place4_bits, sizeof(*t->place4),
			     GFP_KERNEL_ACCOUNT);
	t->slot4 = kvcalloc(1u << t->slot4_bits, sizeof(*t->slot4),
			    GFP_KERNEL_ACCOUNT);
	t->slot6 = kvcalloc(1u << t->slot6_bits, sizeof(*t->slot6),
			    GFP_KERNEL_ACCOUNT);
	return t->place4 && t->slot4 && t->slot6 ? 0 : -ENOMEM;
}

/**
 * sfw_prefixset_seal - make a changed set ready for look-ups
 * @s: a set of one's own, or one that is sealed already
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_prefixset_seal(struct sfw_prefixset *s)
{
	struct sfw_prefixes *t = &s->set;
	u32 i;

	if (s->sealed)
		return 0;
	t->timed = false;
	memset(t->wide, 0, sizeof(t->wide));
	if (t->n && make_slots(t))
		return -ENOMEM;
	for (i = 0; i < t->n; i++)
		sfw_prefixes_note(t, i);
	trim(s);
	s->sealed = true;
	return 0;
}
