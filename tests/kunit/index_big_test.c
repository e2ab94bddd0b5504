// SPDX-License-Identifier: GPL-2.0
/* The index at the sizes that the product promises. */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/mm.h>

#include "../../kmod/core/index.h"
#include "sample.h"

#define ENTRIES	30000
#define PIECE	1000

/* The hash is fixed, so this is its behaviour, not a bound on it. */
#define LONGEST	4

struct big {
	struct sfw_entry *entry;
	struct sfw_entry **place;
	struct sfw_index index;
	u32 n;
};

struct shape {
	const char *name;
	u8 protos;
	u16 step;
	u16 width;
};

static const struct shape shapes[] = {
	{ "TCP ports in a row", 1, 1, 1 },
	{ "every second TCP port", 1, 2, 1 },
	{ "TCP and UDP", 2, 4, 1 },
	{ "TCP, UDP and SCTP", 3, 6, 1 },
	{ "blocks of two", 1, 2, 2 },
	{ "ranges of three", 3, 6, 3 },
	{ "multiples of 64", 3, 64, 1 },
};

static void shape_name(const struct shape *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(shape, shapes, shape_name);

static const u8 big_protos[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP };

/* All at once would be more than the page allocator gives. */
static struct sfw_entry *new_entry(struct kunit *test, struct big *b)
{
	u32 i = b->n % PIECE;

	if (!i)
		b->entry = kunit_kcalloc(test, PIECE, sizeof(*b->entry),
					 GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, b->entry);
	return &b->entry[i];
}

/* In precedence order, since all have the same width. */
static void fill(struct kunit *test, struct big *b, const struct shape *s)
{
	u32 proto, port;

	b->place = kunit_kcalloc(test, ENTRIES, sizeof(*b->place), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, b->place);
	for (proto = 0; proto < s->protos; proto++) {
		for (port = s->step;
		     port + s->width <= 65536 && b->n < ENTRIES;
		     port += s->step) {
			struct sfw_entry *e = new_entry(test, b);

			e->proto = big_protos[proto];
			e->first = port;
			e->last = port + s->width - 1;
			b->place[b->n++] = e;
		}
	}
}

static void build(struct kunit *test, struct big *b)
{
	struct sfw_index_size size = sfw_index_size(b->place, b->n);

	b->index.nodes = kunit_kmalloc_array(test, size.n_nodes,
					     sizeof(*b->index.nodes),
					     GFP_KERNEL);
	b->index.start = kunit_kmalloc_array(test, size.n_start,
					     sizeof(*b->index.start),
					     GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, b->index.nodes);
	KUNIT_ASSERT_NOT_NULL(test, b->index.start);
	sfw_index_build(&b->index, b->place, b->n);
}

static void check_find(struct kunit *test, const struct big *b)
{
	struct sfw_facts f = { .family = SFW_AF_INET, .dev = "" };
	u32 port, i, hits = 0, held = 0;

	for (i = 0; i < ARRAY_SIZE(big_protos); i++) {
		f.proto = big_protos[i];
		for (port = 0; port < 65536; port++) {
			const struct sfw_entry *e;
			u32 at;

			f.dport = port;
			at = sfw_index_find(&b->index, b->place, &f);
			if (at == SFW_NO_ENTRY)
				continue;
			e = b->place[at];
			KUNIT_ASSERT_EQ(test, e->proto, f.proto);
			KUNIT_ASSERT_LE(test, (u32)e->first, port);
			KUNIT_ASSERT_GE(test, (u32)e->last, port);
			hits++;
		}
	}
	/* None overlap, so each port that is held is one hit. */
	for (i = 0; i < b->n; i++)
		held += b->place[i]->last - b->place[i]->first + 1;
	KUNIT_EXPECT_EQ(test, hits, held);
}

static void buckets_stay_short(struct kunit *test)
{
	const struct shape *s = test->param_value;
	struct big *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	u32 i, longest = 0;

	KUNIT_ASSERT_NOT_NULL(test, b);
	fill(test, b, s);
	build(test, b);
	for (i = 0; i < 1u << b->index.bits; i++)
		longest = max(longest,
			      b->index.start[i + 1] - b->index.start[i]);
	kunit_info(test, "%u entries, %u nodes, %u buckets, longest %u\n",
		   b->n, b->index.n_nodes, 1u << b->index.bits, longest);
	KUNIT_EXPECT_LE(test, longest, (u32)LONGEST);
	check_find(test, b);
}

/* A look-up tries one key a level, so single ports must leave one level. */
static void single_ports_need_one_level(struct kunit *test)
{
	struct big *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	fill(test, b, &shapes[0]);
	build(test, b);
	KUNIT_EXPECT_EQ(test, b->n, (u32)ENTRIES);
	KUNIT_EXPECT_EQ(test, b->index.levels, 1u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(buckets_stay_short, shape_gen_params),
	KUNIT_CASE(single_ports_need_one_level),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_index_big",
	.test_cases	= cases,
};

kunit_test_suite(suite);
