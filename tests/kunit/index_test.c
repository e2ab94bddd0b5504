// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/core/index.c"
#include "model.h"
#include "sample.h"

#define TABLES	8000
#define PACKETS	100
#define CANARY	0xa5a5a5a5u

static struct sfw_sample *new_sample(struct kunit *test)
{
	struct sfw_sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

static void finds_what_a_search_finds(struct kunit *test)
{
	struct sfw_sample *s = new_sample(test);
	u32 i, j, found = 0, missed = 0;
	struct sfw_facts f;
	struct rnd_state r;

	prandom_seed_state(&r, 20);
	for (i = 0; i < TABLES; i++) {
		const struct sfw_policy *p = &s->policy;

		sfw_sample_policy(&r, s);
		for (j = 0; j < PACKETS; j++) {
			u32 want, got;

			sfw_sample_facts(&r, s, &f);
			want = sfw_model_find(s->place, p->n_entries, &f);
			got = sfw_index_find(&p->index, s->place, &f);
			KUNIT_ASSERT_EQ_MSG(test, got, want,
					    "table %u packet %u: proto %u port %u, %u entries",
					    i, j, f.proto, f.dport,
					    p->n_entries);
			found += want != SFW_NO_ENTRY;
			missed += want == SFW_NO_ENTRY;
		}
	}
	kunit_info(test, "%u packets met an entry, %u did not\n", found,
		   missed);
	KUNIT_EXPECT_GT(test, found, TABLES * PACKETS / 10u);
	KUNIT_EXPECT_GT(test, missed, TABLES * PACKETS / 10u);
}

/* The most specific entry has expired: the next one decides. */
static void expired_entries_hide_nothing(struct kunit *test)
{
	struct sfw_sample *s = new_sample(test);
	struct sfw_facts f = { .family = SFW_AF_INET, .proto = IPPROTO_TCP,
			       .src = sfw_ip4(0x0a000001), .dev = "eth0",
			       .dport = 22 };

	s->entry[0] = (struct sfw_entry){ .proto = IPPROTO_TCP, .first = 22,
					  .last = 22, .expires = 100 };
	s->entry[0].sel.from = sfw_prefix_of(SFW_AF_INET, f.src, 32);
	s->entry[1] = (struct sfw_entry){ .proto = IPPROTO_TCP, .first = 22,
					  .last = 22, .expires = 200 };
	s->entry[2] = (struct sfw_entry){ .proto = IPPROTO_TCP, .first = 1,
					  .last = 65535, .expires = 300 };
	sfw_sample_build(s, 3);
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, s->place, &f),
			0u);
	f.now = 100;
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, s->place, &f),
			1u);
	f.now = 200;
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, s->place, &f),
			2u);
	f.now = 300;
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, s->place, &f),
			SFW_NO_ENTRY);
}

/* Returns how many blocks there are. */
static u32 check_blocks(struct kunit *test, u32 first, u32 last)
{
	struct sfw_entry e = { .first = first, .last = last };
	u32 port, n = 0;

	for (port = first; port <= last; n++) {
		u32 size = 1u << block_level(port, last);

		KUNIT_ASSERT_EQ_MSG(test, port % size, 0u,
				    "%u-%u: block of %u at %u is not aligned",
				    first, last, size, port);
		port += size;
		KUNIT_ASSERT_LE_MSG(test, port, last + 1,
				    "%u-%u: block of %u goes beyond", first,
				    last, size);
	}
	KUNIT_ASSERT_LE_MSG(test, n, (u32)SFW_SAMPLE_BLOCKS, "%u-%u", first,
			    last);
	KUNIT_ASSERT_EQ_MSG(test, count_blocks(&e), n, "%u-%u", first, last);
	return n;
}

static void blocks_cover_the_range(struct kunit *test)
{
	struct rnd_state r;
	u32 i, first;

	KUNIT_EXPECT_EQ(test, check_blocks(test, 0, 65535), 1u);
	KUNIT_EXPECT_EQ(test, check_blocks(test, 1, 65535), 16u);
	KUNIT_EXPECT_EQ(test, check_blocks(test, 1, 65534), 30u);
	KUNIT_EXPECT_EQ(test, check_blocks(test, 32768, 65535), 1u);
	KUNIT_EXPECT_EQ(test, check_blocks(test, 65535, 65535), 1u);
	KUNIT_EXPECT_EQ(test, check_blocks(test, 1, 1), 1u);
	for (first = 0; first < 70; first++)
		for (i = first; i < 70; i++)
			check_blocks(test, first, i);
	prandom_seed_state(&r, 21);
	for (i = 0; i < 50000; i++) {
		first = sfw_pick(&r, 65536);
		check_blocks(test, first, first + sfw_pick(&r, 65536 - first));
	}
}

/* Two ports share a key at one level if, and only if, they share a block. */
static void keys_name_blocks(struct kunit *test)
{
	struct rnd_state r;
	u32 i;

	prandom_seed_state(&r, 22);
	for (i = 0; i < 200000; i++) {
		u8 level_a = sfw_pick(&r, 17), proto_a = sfw_pick(&r, 256);
		u8 level_b = sfw_pick(&r, 2) ? level_a : sfw_pick(&r, 17);
		u8 proto_b = sfw_pick(&r, 2) ? proto_a : sfw_pick(&r, 256);
		u16 a = sfw_pick(&r, 65536);
		u16 b = sfw_pick(&r, 2) ? a ^ 1u << sfw_pick(&r, 16) :
					  sfw_pick(&r, 65536);
		bool same = proto_a == proto_b && level_a == level_b &&
			    (u32)a >> level_a == (u32)b >> level_b;

		KUNIT_ASSERT_EQ_MSG(test,
				    index_key(proto_a, level_a, a) ==
				    index_key(proto_b, level_b, b), same,
				    "%u/%u/%u %u/%u/%u", proto_a, level_a, a,
				    proto_b, level_b, b);
	}
}

static void check_layout(struct kunit *test, const struct sfw_sample *s)
{
	const struct sfw_index *x = &s->policy.index;
	u32 b, i, buckets = 1u << x->bits;

	KUNIT_ASSERT_EQ(test, x->start[0], 0u);
	KUNIT_ASSERT_EQ(test, x->start[buckets], x->n_nodes);
	for (b = 0; b < buckets; b++) {
		for (i = x->start[b]; i < x->start[b + 1]; i++) {
			const struct sfw_index_node *node = &x->nodes[i];

			KUNIT_ASSERT_EQ(test, bucket_of(x, node->key), b);
			KUNIT_ASSERT_LT(test, node->entry,
					s->policy.n_entries);
			if (i > x->start[b])
				KUNIT_ASSERT_LE(test, node[-1].entry,
						node->entry);
		}
	}
}

/* The builder fills the memory that it asked for, and nothing behind it. */
static void stays_within_its_memory(struct kunit *test)
{
	struct sfw_sample *s = new_sample(test);
	struct rnd_state r;
	u32 i, j;

	prandom_seed_state(&r, 23);
	for (i = 0; i < TABLES / 4; i++) {
		struct sfw_index_size size;

		memset(s->node, 0xa5, sizeof(s->node));
		memset(s->start, 0xa5, sizeof(s->start));
		sfw_sample_policy(&r, s);
		size = sfw_index_size(s->place, s->policy.n_entries);
		KUNIT_ASSERT_EQ(test, s->policy.index.n_nodes, size.n_nodes);
		KUNIT_ASSERT_EQ(test, (1u << s->policy.index.bits) + 1,
				size.n_start);
		check_layout(test, s);
		for (j = size.n_nodes; j < ARRAY_SIZE(s->node); j++)
			KUNIT_ASSERT_EQ(test, s->node[j].key, CANARY);
		for (j = size.n_start; j < ARRAY_SIZE(s->start); j++)
			KUNIT_ASSERT_EQ(test, s->start[j], CANARY);
	}
}

static void empty_table_finds_nothing(struct kunit *test)
{
	struct sfw_facts f = { .proto = IPPROTO_TCP, .dport = 22, .dev = "" };
	struct sfw_sample *s = new_sample(test);

	/* A snapshot without entries has no memory at all. */
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, NULL, &f),
			SFW_NO_ENTRY);
	sfw_sample_build(s, 0);
	KUNIT_EXPECT_EQ(test, sfw_index_find(&s->policy.index, s->place, &f),
			SFW_NO_ENTRY);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(finds_what_a_search_finds),
	KUNIT_CASE(expired_entries_hide_nothing),
	KUNIT_CASE(blocks_cover_the_range),
	KUNIT_CASE(keys_name_blocks),
	KUNIT_CASE(stays_within_its_memory),
	KUNIT_CASE(empty_table_finds_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_index",
	.test_cases	= cases,
};

kunit_test_suite(suite);
