// SPDX-License-Identifier: GPL-2.0
/* The journal of refusals: its lines, and those that outlive a flood. */
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/db/event/journal.c"
#include "sample.h"

#define SECOND	NSEC_PER_SEC
#define QUIET	100		/* sources of which each has one refusal */
#define FLOOD	(1000000 / SFW_KUNIT_PART)

struct journal {
	struct sfw_journal *j;
	struct sfw_refusal *out;
	u32 n;
};

/* By one random key in seventy the quiet sources below crowd in a set. */
#define KEY	0x9e3779b97f4a7c15

static int journal_init(struct kunit *test)
{
	struct journal *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	test->priv = t;
	t->j = sfw_journal_alloc();
	t->out = kvmalloc_array(SFW_REFUSED_MAX, sizeof(*t->out), GFP_KERNEL);
	if (!t->j || !t->out)
		return -ENOMEM;
	t->j->key[0] = KEY;
	return 0;
}

static void journal_exit(struct kunit *test)
{
	struct journal *t = test->priv;

	if (!t)
		return;
	kvfree(t->out);
	sfw_journal_free(t->j);
}

static struct sfw_refusal refusal(u32 ip, u16 port, u8 reason, u64 time)
{
	struct sfw_refusal r = {
		.src	= sfw_ip4(ip),
		.dst	= sfw_ip4(1),
		.dev	= "eth0",
		.what	= sfw_refusal_what(port, SFW_AF_INET, IPPROTO_TCP, reason),
		.time	= time,
		.tick	= jiffies,
		.packets = ATOMIC_INIT(1),
	};

	return r;
}

/* As a hook does it. Returns whether the short way led to its like. */
static bool refuse(struct kunit *test, u32 ip, u16 port, u8 reason, u64 time)
{
	struct sfw_refusal r = refusal(ip, port, reason, time);
	struct sfw_refusal_key k = sfw_refusal_key(&r.src, r.what);
	struct journal *t = test->priv;

	if (sfw_journal_repeats(t->j, &k))
		return true;
	sfw_journal_note(t->j, &r);
	return false;
}

static u32 set_of(struct kunit *test, u32 ip)
{
	struct sfw_refusal r = refusal(ip, 22, SFW_R_GUARD, 0);
	struct sfw_refusal_key k = sfw_refusal_key(&r.src, r.what);
	struct journal *t = test->priv;

	return sfw_journal_set(sfw_journal_hash(t->j, &k));
}

/* A second later in jiffies: nothing before goes on. */
static void let_a_second_pass(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(t->j->place); i++)
		t->j->place[i].r.tick -= HZ;
}

static void look(struct kunit *test)
{
	struct journal *t = test->priv;

	t->n = sfw_journal_read(t->j, t->out);
	KUNIT_ASSERT_LE(test, t->n, (u32)SFW_REFUSED_MAX);
}

/* How many of the quiet sources, 1 to QUIET, are told. */
static u32 quiet_ones(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i, n = 0;

	look(test);
	for (i = 0; i < t->n; i++)
		n += ntohl(t->out[i].src.w[0]) <= QUIET;
	return n;
}

static void is_empty_at_first(struct kunit *test)
{
	struct journal *t = test->priv;

	look(test);
	KUNIT_EXPECT_EQ(test, t->n, 0u);
	KUNIT_EXPECT_EQ(test, sfw_journal_read(NULL, t->out), 0u);
}

static void tells_what_it_was_told(struct kunit *test)
{
	struct sfw_refusal six = {
		.src	= { .w = { cpu_to_be32(0x20010db8), 0, 0, cpu_to_be32(7) } },
		.what	= sfw_refusal_what(53, SFW_AF_INET6, IPPROTO_UDP,
					   SFW_R_CLOSED_UDP),
		.time	= 9,
		.tick	= jiffies,
		.packets = ATOMIC_INIT(1),
		.value	= 4,
		.rule	= 1,
		.setting = 2,
	};
	struct journal *t = test->priv;
	const struct sfw_refusal *r;

	sfw_journal_note(t->j, &six);
	refuse(test, 7, 22, SFW_R_GUARD, 5);
	look(test);
	KUNIT_ASSERT_EQ(test, t->n, 2u);
	r = &t->out[0];		/* the oldest first */
	KUNIT_EXPECT_EQ(test, sfw_refusal_reason(r), (u8)SFW_R_GUARD);
	KUNIT_EXPECT_EQ(test, sfw_refusal_port(r), 22);
	KUNIT_EXPECT_EQ(test, sfw_refusal_proto(r), IPPROTO_TCP);
	KUNIT_EXPECT_EQ(test, sfw_refusal_family(r), SFW_AF_INET);
	KUNIT_EXPECT_STREQ(test, r->dev, "eth0");
	r = &t->out[1];
	KUNIT_EXPECT_EQ(test, sfw_refusal_family(r), SFW_AF_INET6);
	KUNIT_EXPECT_EQ(test, sfw_refusal_proto(r), IPPROTO_UDP);
	KUNIT_EXPECT_TRUE(test, sfw_addr_equal(&r->src, &six.src));
	KUNIT_EXPECT_EQ(test, r->value, 4u);
	KUNIT_EXPECT_EQ(test, r->rule, 1);
	KUNIT_EXPECT_EQ(test, r->setting, 2);
}

static void repeats_within_a_second_are_one(struct kunit *test)
{
	struct journal *t = test->priv;

	refuse(test, 7, 22, SFW_R_GUARD, 1);
	refuse(test, 7, 22, SFW_R_GUARD, 2);
	refuse(test, 7, 22, SFW_R_CLOSED_TCP, 3);	/* another reason */
	refuse(test, 7, 23, SFW_R_GUARD, 4);		/* another port */
	refuse(test, 8, 22, SFW_R_GUARD, 5);		/* another source */
	refuse(test, 7, 22, SFW_R_GUARD, 6);
	look(test);
	KUNIT_ASSERT_EQ(test, t->n, 4u);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->out[0].packets), 3);
	KUNIT_EXPECT_EQ(test, t->out[0].time, 1ull);

	let_a_second_pass(test);
	refuse(test, 7, 22, SFW_R_GUARD, 1 + SECOND);
	look(test);
	KUNIT_ASSERT_EQ(test, t->n, 5u);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->out[0].packets), 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->out[4].packets), 1);
}

/* Sources of one set that come in turn at the same port. */
static void neighbours_keep_the_short_way(struct kunit *test)
{
	u32 ip, round, n = 1, led = 0, turn[4] = { 1 };

	for (ip = 2; n < ARRAY_SIZE(turn); ip++)
		if (set_of(test, ip) == set_of(test, 1))
			turn[n++] = ip;
	for (round = 0; round < 11; round++)
		for (n = 0; n < ARRAY_SIZE(turn); n++)
			led += refuse(test, turn[n], 22, SFW_R_GUARD, 1);
	KUNIT_EXPECT_EQ(test, led, 40u);
}

/* More ports than a source has places: parts of a second are put together. */
static void many_ports_in_turn(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i;

	for (i = 0; i < 100; i++)
		refuse(test, 7, 1 + i % 5, SFW_R_CLOSED_TCP, i);
	look(test);
	KUNIT_ASSERT_EQ(test, t->n, 5u);
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, atomic_read(&t->out[i].packets), 20);
}

static void the_oldest_go(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i;

	for (i = 0; i < 60000; i++)
		refuse(test, 7, 1 + i, SFW_R_CLOSED_TCP, i);
	look(test);
	/* All of the ring but for the chunk that is being filled. */
	KUNIT_EXPECT_GE(test, t->n, (u32)(SFW_JOURNAL_RING - SFW_JOURNAL_CHUNK));
	for (i = 0; i < t->n; i++)
		KUNIT_ASSERT_EQ(test, t->out[i].time, 60000ull - t->n + i);
}

static void be_quiet(struct kunit *test)
{
	u32 i;

	for (i = 1; i <= QUIET; i++)
		refuse(test, i, 1000 + i, SFW_R_CLOSED_TCP, i);
	KUNIT_ASSERT_EQ(test, quiet_ones(test), (u32)QUIET);
}

static void a_noisy_source_leaves_others(struct kunit *test)
{
	u32 i;

	be_quiet(test);
	for (i = 0; i < FLOOD; i++)
		refuse(test, 5000, 1 + i % 65535, SFW_R_CLOSED_TCP, QUIET + i);
	KUNIT_EXPECT_EQ(test, quiet_ones(test), (u32)QUIET);
}

static void a_noisy_port_leaves_others(struct kunit *test)
{
	u32 i;

	be_quiet(test);
	for (i = 0; i < FLOOD; i++)
		refuse(test, 5000 + i, 23, SFW_R_CLOSED_TCP, QUIET + i);
	KUNIT_EXPECT_EQ(test, quiet_ones(test), (u32)QUIET);
}

/* The same flood of all ports: then the ring has the last of it, and no more. */
static void a_flood_of_all_is_bounded(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i;

	for (i = 0; i < FLOOD; i++)
		refuse(test, 5000 + i, 1 + i % 1000, SFW_R_CLOSED_TCP, i);
	look(test);
	KUNIT_EXPECT_GE(test, t->n, (u32)SFW_REFUSED_MAX - SFW_JOURNAL_CHUNK);
	KUNIT_EXPECT_EQ(test, t->out[t->n - 1].time, (u64)FLOOD - 1);
}

/* A place that has a writer is passed over, and a reader gets nothing torn. */
static void nobody_waits(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 i;

	refuse(test, 7, 22, SFW_R_GUARD, 1);
	for (i = 0; i < ARRAY_SIZE(t->j->place); i++)
		sfw_record_write(&t->j->place[i].head);
	refuse(test, 7, 22, SFW_R_CLOSED_TCP, 2);
	look(test);
	KUNIT_EXPECT_EQ(test, t->n, 0u);
	for (i = 0; i < ARRAY_SIZE(t->j->place); i++)
		sfw_record_written(&t->j->place[i].head);
	look(test);
	KUNIT_EXPECT_EQ(test, t->n, 1u);
}

/* A CPU that was idle while others went round takes a new chunk. */
static void an_old_chunk_is_left(struct kunit *test)
{
	struct journal *t = test->priv;
	u32 before;

	next_in_ring(t->j);
	before = atomic_read(&t->j->chunks);
	atomic_add(RING_CHUNKS + 1, &t->j->chunks);
	next_in_ring(t->j);
	KUNIT_EXPECT_EQ(test, (u32)atomic_read(&t->j->chunks),
			before + RING_CHUNKS + 2);
}

static struct kunit_case journal_cases[] = {
	KUNIT_CASE(is_empty_at_first),
	KUNIT_CASE(tells_what_it_was_told),
	KUNIT_CASE(repeats_within_a_second_are_one),
	KUNIT_CASE(neighbours_keep_the_short_way),
	KUNIT_CASE(many_ports_in_turn),
	KUNIT_CASE(the_oldest_go),
	KUNIT_CASE(a_noisy_source_leaves_others),
	KUNIT_CASE(a_noisy_port_leaves_others),
	KUNIT_CASE(a_flood_of_all_is_bounded),
	KUNIT_CASE(nobody_waits),
	KUNIT_CASE(an_old_chunk_is_left),
	{}
};

static struct kunit_suite journal_suite = {
	.name		= "sfw_journal",
	.init		= journal_init,
	.exit		= journal_exit,
	.test_cases	= journal_cases,
};

kunit_test_suite(journal_suite);
