// SPDX-License-Identifier: GPL-2.0
/* Sets of prefixes against plain arrays, and their cost at the worst. */
#include <kunit/test.h>
#include <linux/hash.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../../kmod/core/glance.c"
#include "../../kmod/core/prefix_node.c"
#include "../../kmod/core/prefixes.c"
#include "../../kmod/db/policy/comment.c"
#include "../../kmod/db/policy/prefix_alloc.c"
#include "../../kmod/db/policy/prefixset.c"
#include "dbtest.h"
#include "sample.h"

#define STEPS		(60000 / SFW_KUNIT_PART)
#define SETS		4		/* that come from each other */
#define PREFIXES	200
#define NOW		100ull
#define FEED		(100000 / SFW_KUNIT_PART)

/**
 * struct plain - a set, and the same as an array
 * @set: the set
 * @item: its items, in no order
 * @n: how many
 */
struct plain {
	struct sfw_prefixset *set;
	struct sfw_prefix_item item[PREFIXES];
	u32 n;
};

static struct sfw_prefixset *new_set(struct kunit *test)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

/* Few bits vary, so that prefixes nest and addresses meet them. */
static struct sfw_addr random_addr(struct rnd_state *r, u8 family)
{
	u32 i, words = family == SFW_AF_INET ? 1 : 4;
	struct sfw_addr a = {};

	for (i = 0; i < words; i++)
		a.w[i] = cpu_to_be32(prandom_u32_state(r) & 0x81018101);
	return a;
}

static struct sfw_prefix_item random_item(struct rnd_state *r)
{
	u8 family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
	u8 bits = family == SFW_AF_INET ? 32 : 128;
	u8 len = sfw_pick(r, 3) ? sfw_pick(r, bits + 1) : bits;
	struct sfw_prefix_item item = {
		.expires = sfw_pick(r, 4) ? 0 : NOW - 10 + sfw_pick(r, 20),
	};
	struct sfw_addr a = random_addr(r, family);

	item.prefix.family = family;
	sfw_prefix_cut(&item.prefix, &a, len);
	return item;
}

static u32 place_of(const struct plain *p, const struct sfw_prefix *prefix)
{
	u32 i;

	for (i = 0; i < p->n && sfw_prefix_cmp(&p->item[i].prefix, prefix); i++)
		;
	return i;
}

static const struct sfw_prefix_item *
longest_by_walking(const struct plain *p, u8 family, const struct sfw_addr *a)
{
	const struct sfw_prefix_item *best = NULL, *item;

	for (item = p->item; item < p->item + p->n; item++)
		if (sfw_prefix_has(&item->prefix, family, a) &&
		    (!item->expires || item->expires > NOW) &&
		    (!best || item->prefix.len > best->prefix.len))
			best = item;
	return best;
}

static bool same(const struct sfw_prefix_item *a, const struct sfw_prefix_item *b)
{
	return a && b ? !sfw_prefix_cmp(&a->prefix, &b->prefix) &&
			a->expires == b->expires : a == b;
}

static u32 add_wrong(struct plain *p, struct rnd_state *r)
{
	struct sfw_prefix_item item = random_item(r);
	bool there = place_of(p, &item.prefix) < p->n;
	int want = there ? -EEXIST : p->n >= PREFIXES ? -ENOSPC : 0;

	if (!want)
		p->item[p->n++] = item;
	return !sfw_prefixset_own(&p->set) ||
	       sfw_prefixset_add(p->set, &item, PREFIXES) != want;
}

static u32 del_wrong(struct plain *p, struct rnd_state *r)
{
	struct sfw_prefix_item item = random_item(r);
	u32 at;

	if (p->n && sfw_pick(r, 8))
		item = p->item[sfw_pick(r, p->n)];
	at = place_of(p, &item.prefix);
	if (!sfw_prefixset_own(&p->set) ||
	    sfw_prefixset_del(p->set, &item.prefix) != (at < p->n ? 0 : -ENOENT))
		return 1;
	if (at < p->n)
		p->item[at] = p->item[--p->n];
	return 0;
}

static u32 expire_wrong(struct plain *p, struct rnd_state *r)
{
	u64 first = sfw_prefixes_soonest(&p->set->set), least = U64_MAX;
	const struct sfw_prefix_item *item;
	u32 i, wrong = 0;

	for (i = 0; i < p->n; i++)
		if (p->item[i].expires)
			least = min(least, p->item[i].expires);
	if (least < U64_MAX ? !first || first > least : false)
		return 1;
	item = sfw_prefixes_expired(&p->set->set, NOW);
	first = sfw_prefixes_soonest(&p->set->set);
	if (!item)	/* it need not look again before that */
		return least <= NOW || (first && first <= NOW);
	wrong += item->expires > NOW;
	p->item[place_of(p, &item->prefix)] = p->item[p->n - 1];
	p->n--;
	return wrong || !sfw_prefixset_own(&p->set) ||
	       sfw_prefixset_del(p->set, &item->prefix);
}

static u32 copy_wrong(struct plain *p, struct plain *from)
{
	if (p == from)
		return 0;
	sfw_prefixset_put(p->set);
	*p = *from;
	sfw_prefixset_get(p->set);
	return 0;
}

static u32 lookup_wrong(const struct plain *p, struct rnd_state *r)
{
	struct sfw_prefix_item other = random_item(r);
	u32 at = place_of(p, &other.prefix), i, wrong = 0;

	wrong += !same(sfw_prefixes_exact(&p->set->set, &other.prefix),
		       at < p->n ? &p->item[at] : NULL);
	for (i = 0; i < 4; i++) {
		u8 family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
		struct sfw_addr a = random_addr(r, family);

		wrong += !same(sfw_prefixes_find(&p->set->set, family, &a, NOW),
			       longest_by_walking(p, family, &a));
	}
	return wrong;
}

static int order(const struct sfw_prefix *a, const struct sfw_prefix *b)
{
	return a->family != b->family ? a->family - b->family :
	       memcmp(&a->addr, &b->addr, sizeof(a->addr)) ?: a->len - b->len;
}

/* From one on, there or not. */
static u32 walk_wrong(const struct plain *p, struct rnd_state *r)
{
	struct sfw_prefix_item start = random_item(r);
	const struct sfw_prefix *last = sfw_pick(r, 4) ? &start.prefix : NULL;
	const struct sfw_prefix_item *item;
	u32 i, rest = 0, met = 0, wrong = 0;

	for (i = 0; i < p->n; i++)
		rest += !last || order(&p->item[i].prefix, last) > 0;
	while ((item = sfw_prefixes_next(&p->set->set, last))) {
		wrong += last && order(&item->prefix, last) <= 0;
		wrong += place_of(p, &item->prefix) == p->n;
		last = &item->prefix;
		met++;
	}
	return wrong + (met != rest);
}

static void count_difference(void *ctx, const struct sfw_prefix_item *item)
{
	struct { const struct plain *other; u32 n; } *c = ctx;

	c->n += place_of(c->other, &item->prefix) == c->other->n;
}

/* Nothing that the other has not is left out. */
static u32 differ_wrong(const struct plain *a, const struct plain *b)
{
	struct { const struct plain *other; u32 n; } c = { b };
	u32 i, want = 0;

	for (i = 0; i < a->n; i++)
		want += place_of(b, &a->item[i].prefix) == b->n;
	sfw_prefixes_differ(&a->set->set, &b->set->set, count_difference, &c);
	return c.n != want;
}

static u32 step_wrong(struct plain *p, struct plain *other, struct rnd_state *r)
{
	if (p->set->set.n != p->n)
		return 1;
	switch (sfw_pick(r, 16)) {
	case 0:
		return sfw_pick(r, 8) ? 0 : copy_wrong(p, other);
	case 1:
		return walk_wrong(p, r);
	case 2:
		return differ_wrong(p, other);
	case 3:
		return expire_wrong(p, r);
	case 4 ... 8:
		return del_wrong(p, r);
	case 9 ... 13:
		return add_wrong(p, r);
	default:
		return lookup_wrong(p, r);
	}
}

static void walk_beside_an_array(struct kunit *test)
{
	struct plain *p = kunit_kcalloc(test, SETS, sizeof(*p), GFP_KERNEL);
	struct rnd_state r;
	u32 i, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < SETS; i++)
		p[i].set = new_set(test);
	prandom_seed_state(&r, 99);
	for (i = 0; i < STEPS && !wrong; i++) {
		wrong = step_wrong(&p[sfw_pick(&r, SETS)], &p[sfw_pick(&r, SETS)], &r);
		cond_resched();
	}
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0u, "in step %u", i);
	for (i = 0; i < SETS; i++)
		sfw_prefixset_put(p[i].set);
}

static void does_as_a_plain_array(struct kunit *test)
{
	walk_beside_an_array(test);
}

/* As a large set does, which jumps. */
static void a_large_set_does_too(struct kunit *test)
{
	u32 middle = glances[1].most, large = glances[2].most;

	glances[1].most = 8;
	glances[2].most = 16;
	walk_beside_an_array(test);
	glances[1].most = middle;
	glances[2].most = large;
}

static struct sfw_prefix_item host(u32 ip, u64 expires)
{
	return (struct sfw_prefix_item){
		.prefix = { sfw_ip4(ip), SFW_AF_INET, 32 }, .expires = expires,
	};
}

static void add_host(struct kunit *test, struct sfw_prefixset *s, u32 ip)
{
	struct sfw_prefix_item item = host(ip, 0);

	KUNIT_ASSERT_EQ(test, sfw_prefixset_add(s, &item, U32_MAX), 0);
}

static size_t bytes_of(void *slot)
{
	struct sfw_prefix_node *n = slot;
	u32 i, size;
	size_t bytes;

	if (!slot)
		return 0;
	if (sfw_slot_is_item(slot))
		return sizeof(struct sfw_prefix_item);
	size = sfw_prefix_node_size(n);
	bytes = struct_size(n, slot, n->room);
	if (n->room > SFW_NODE_SMALL)
		bytes = roundup_pow_of_two(bytes + SFW_NODE_PLACES);
	for (i = 0; i < size; i++)
		bytes += bytes_of(n->slot[i]);
	return bytes;
}

static size_t bytes_each(const struct sfw_prefixset *s)
{
	return (bytes_of(s->set.root[0]) + bytes_of(s->set.root[1]) + sizeof(*s) +
		(s->set.glance == s->small ? 0 : sfw_glance_bytes(32 - s->set.shift))) / s->set.n;
}

/* Nodes that no other set leads to. */
static u32 alone(void *slot)
{
	struct sfw_prefix_node *n = slot;
	u32 i, size, sum = 1;

	if (!slot || sfw_slot_is_item(slot) || refcount_read(&n->refs) != 1)
		return 0;
	size = sfw_prefix_node_size(n);
	for (i = 0; i < size; i++)
		sum += alone(n->slot[i]);
	return sum;
}

static void count_told(void *ctx, const struct sfw_prefix_item *item)
{
	++*(u32 *)ctx;
}

/* A change beside many copies the way to its place, and shares the rest. */
static void a_change_copies_a_path(struct kunit *test)
{
	struct sfw_prefixset *s = new_set(test), *mine;
	struct sfw_prefix_item one = host(0xcb007107, 0);
	u32 i, told = 0;

	for (i = 0; i < FEED; i++)
		add_host(test, s, i * 40503u);
	mine = sfw_prefixset_get(s);
	KUNIT_ASSERT_NOT_NULL(test, sfw_prefixset_own(&mine));
	KUNIT_EXPECT_EQ(test, sfw_prefixset_add(mine, &one, U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, s->set.n + 1, mine->set.n);
	KUNIT_EXPECT_NULL(test, sfw_prefixes_exact(&s->set, &one.prefix));
	KUNIT_EXPECT_NOT_NULL(test, sfw_prefixes_exact(&mine->set, &one.prefix));
	KUNIT_EXPECT_LE(test, alone(mine->set.root[0]), 6u);
	sfw_prefixes_differ(&mine->set, &s->set, count_told, &told);
	KUNIT_EXPECT_EQ(test, told, 1u);
	sfw_prefixes_differ(&s->set, &mine->set, count_told, &told);
	KUNIT_EXPECT_EQ(test, told, 1u);
	sfw_prefixset_put(s);
	KUNIT_EXPECT_EQ(test, sfw_prefixset_del(mine, &one.prefix), 0);
	KUNIT_EXPECT_NULL(test, sfw_prefixes_exact(&mine->set, &one.prefix));
	sfw_prefixset_put(mine);
}

/* Nodes on the way to an address. */
static u32 depth(const struct sfw_prefixes *t, u8 family, const struct sfw_addr *a)
{
	struct sfw_prefix p = { *a, family, family == SFW_AF_INET ? 32 : 128 };
	void *at = t->root[family != SFW_AF_INET], **slot;
	u32 n = 0;

	while (at && !sfw_slot_is_item(at)) {
		n++;
		slot = sfw_prefix_node_slot(at, &p);
		at = slot ? *slot : NULL;
	}
	return n;
}

static u32 undo_xorshift(u32 h)
{
	return h ^ h >> 15 ^ h >> 30;
}

/*
 * Addresses that an unkeyed multiplicative hash of before, (h ^ h >> 15) times
 * a constant, twice, put into one bucket: made backwards from its result.
 */
static u32 colliding(u32 i)
{
	return (undo_xorshift(i * 0x0e8b2f51u) * 0x0e8b2f51u) ^ 32;
}

/* All that any can cost: nodes met, over all of them, and the longest way. */
static u32 work_of(struct kunit *test, u32 (*address)(u32 i), u32 *longest)
{
	struct sfw_prefixset *s = new_set(test);
	u32 i, sum = 0, d;

	for (i = 0; i < FEED; i++) {
		struct sfw_prefix_item item = host(address(i), 0);

		sfw_prefixset_add(s, &item, U32_MAX);
		if (i % 1024 == 0)
			cond_resched();
	}
	for (i = 0; i < FEED; i++) {
		struct sfw_addr a = sfw_ip4(address(i));

		d = depth(&s->set, SFW_AF_INET, &a);
		sum += d;
		*longest = max(*longest, d);
	}
	KUNIT_EXPECT_LE(test, bytes_each(s), 96u);
	sfw_prefixset_put(s);
	return sum;
}

static u32 scattered(u32 i)
{
	return hash_32(i, 32) ^ i * 0x85ebca6bu;
}

static void chosen_addresses_cost_no_more(struct kunit *test)
{
	u32 longest = 0, bad = work_of(test, colliding, &longest);
	u32 usual = work_of(test, scattered, &longest);

	/* They did collide: their hash has the same first bits. */
	u32 h = (colliding(77) ^ 32) * 0x9e3779b1u;

	KUNIT_EXPECT_EQ(test, ((h ^ h >> 15) * 0x9e3779b1u) >> 15, 0u);
	KUNIT_EXPECT_LE(test, 2 * bad, 3 * usual);
	KUNIT_EXPECT_LE(test, longest, 6u);
}

/* Ways as long as can be, every node as small as can be. */
static void the_worst_is_bounded(struct kunit *test)
{
	struct sfw_prefixset *s = new_set(test);
	struct sfw_prefix_item item = { .prefix.family = SFW_AF_INET6 };
	struct sfw_addr a = sfw_ip6(~0u, ~0u, ~0u, ~0u);
	u32 len;

	for (len = 0; len <= 128; len++) {
		sfw_prefix_cut(&item.prefix, &a, len);
		KUNIT_ASSERT_EQ(test, sfw_prefixset_add(s, &item, U32_MAX), 0);
	}
	KUNIT_EXPECT_EQ(test, depth(&s->set, SFW_AF_INET6, &a), 22u);
	KUNIT_EXPECT_EQ(test, sfw_prefixes_find(&s->set, SFW_AF_INET6, &a, 0)->prefix.len, 128);
	/* Each is found when those below it are gone. */
	for (len = 128; len; len--) {
		sfw_prefix_cut(&item.prefix, &a, len);
		KUNIT_ASSERT_EQ(test, sfw_prefixset_del(s, &item.prefix), 0);
		KUNIT_EXPECT_EQ(test, sfw_prefixes_find(&s->set, SFW_AF_INET6, &a, 0)->prefix.len,
				len - 1);
	}
	sfw_prefixset_put(s);
}

static u32 pairs(u32 i)
{
	return (i / 2 * 0x9e3779b1u & ~1u) | (i & 1);
}

static void memory_is_bounded(struct kunit *test)
{
	u32 longest = 0;

	/* Two and two far apart: a node for each pair, and little else. */
	work_of(test, pairs, &longest);
	KUNIT_EXPECT_LE(test, longest, 6u);
}

/* How many of those that no prefix holds are looked for, of LOOKUPS. */
#define LOOKUPS	500

static u32 asked_in_vain(struct kunit *test, u32 prefixes)
{
	struct sfw_prefixset *s = new_set(test);
	struct sfw_prefix_item item = { .prefix = { .family = SFW_AF_INET } };
	u32 i, asked = 0;
	struct rnd_state r;

	prandom_seed_state(&r, 5);
	for (i = 0; i < 2 * prefixes; i++) {
		struct sfw_addr a = sfw_ip4(prandom_u32_state(&r) >> 1);

		sfw_prefix_cut(&item.prefix, &a, 17 + i % 16);
		if (sfw_prefixset_add(s, &item, U32_MAX) || i % 2)
			continue;
		KUNIT_ASSERT_EQ(test, sfw_prefixset_del(s, &item.prefix), 0);
	}
	for (i = 0; i < LOOKUPS; i++)
		asked += sfw_prefixes_glance4(&s->set,
					      cpu_to_be32(BIT(31) |
							  prandom_u32_state(&r)));
	KUNIT_EXPECT_EQ(test, asked, 0u);
	for (i = 0; i < LOOKUPS; i++)
		asked += sfw_prefixes_glance4(&s->set,
					      cpu_to_be32(prandom_u32_state(&r)));
	sfw_prefixset_put(s);
	return asked;
}

/* Addresses outside must seldom pass, however large the set and however made. */
static void passes_at_a_glance(struct kunit *test)
{
	static const u32 sizes[] = { 1, 10, 100, 2000, 20000 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		KUNIT_EXPECT_LE_MSG(test, asked_in_vain(test, sizes[i]),
				    (u32)LOOKUPS / 10, "of %u", sizes[i]);
}

/* A wide prefix says of all below it that it may be held, until it goes. */
static void a_wide_one_leaves_no_trace(struct kunit *test)
{
	struct sfw_prefixset *s = new_set(test);
	struct sfw_prefix_item all = { .prefix = { .family = SFW_AF_INET } };
	struct sfw_addr a = sfw_ip4(0x7f000001);

	add_host(test, s, 5);
	KUNIT_EXPECT_EQ(test, sfw_prefixset_add(s, &all, U32_MAX), 0);
	KUNIT_EXPECT_NOT_NULL(test, sfw_prefixes_find(&s->set, SFW_AF_INET, &a, 0));
	KUNIT_EXPECT_EQ(test, sfw_prefixset_del(s, &all.prefix), 0);
	KUNIT_EXPECT_NULL(test, sfw_prefixes_find(&s->set, SFW_AF_INET, &a, 0));
	KUNIT_EXPECT_FALSE(test, sfw_prefixes_glance4(&s->set, a.w[0]));
	sfw_prefixset_put(s);
}

static struct kunit_case prefixes_cases[] = {
	KUNIT_CASE(does_as_a_plain_array),
	KUNIT_CASE(a_large_set_does_too),
	KUNIT_CASE(a_change_copies_a_path),
	KUNIT_CASE(chosen_addresses_cost_no_more),
	KUNIT_CASE(the_worst_is_bounded),
	KUNIT_CASE(memory_is_bounded),
	KUNIT_CASE(passes_at_a_glance),
	KUNIT_CASE(a_wide_one_leaves_no_trace),
	{}
};

static struct kunit_suite prefixes_suite = {
	.name		= "sfw_prefixes",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= prefixes_cases,
};

kunit_test_suite(prefixes_suite);
