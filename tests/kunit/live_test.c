// SPDX-License-Identifier: GPL-2.0
/* Connections at once, with a tracker that says what the test wants. */
#include "../../kmod/db/list/live.c"
#include "fixture.h"
#include "sample.h"

#define MOST	3
/* Look-ups for one more connection: two in passing, those of a full table, its own. */
#define ASKED_MOST	(LOOK + LOOK_FULL * LOOK_FULL + 2 * MOST)

/* The tracker: connection N has state[N]; those above are as @others says. */
struct tracker {
	struct sfw_live *live;
	struct sfw_list *list;
	u8 state[64];
	u8 others;
	u32 asked;
	u32 asked_most;
};

static int ask(void *owner, const struct sfw_live_id *id)
{
	struct tracker *t = owner;

	t->asked++;
	return id->word[0] < ARRAY_SIZE(t->state) ? t->state[id->word[0]] :
						    t->others;
}

static int live_init(struct kunit *test)
{
	struct tracker *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	memset(t->state, SFW_LIVE_OPEN, sizeof(t->state));
	t->others = SFW_LIVE_OPENING;
	t->list = sfw_list_alloc("live", SFW_LIST_GUARD, 64, 32, 64);
	t->live = sfw_live_alloc(ask, t);
	test->priv = t;
	return t->list && t->live ? 0 : -ENOMEM;
}

static void live_exit(struct kunit *test)
{
	struct tracker *t = test->priv;

	if (t)
		sfw_live_free(t->live);
	if (t)
		sfw_list_put(t->list);
}

static struct sfw_list_key source(const struct tracker *t, u32 ip)
{
	struct sfw_addr a = sfw_ip4(ip);

	return sfw_list_key(t->list, SFW_AF_INET, &a);
}

static enum sfw_admission answer(struct tracker *t, u32 ip, u64 connection)
{
	struct sfw_live_id id = { { connection } };
	struct sfw_list_key src = source(t, ip);
	enum sfw_admission admission;
	u32 before = t->asked;

	admission = sfw_live_enter(t->live, &src, &id, MOST);
	t->asked_most = max(t->asked_most, t->asked - before);
	return admission;
}

static bool enter(struct tracker *t, u32 ip, u64 connection)
{
	return answer(t, ip, connection) == SFW_ADMITTED;
}

static bool is_full(struct tracker *t, u32 ip)
{
	struct sfw_list_key src = source(t, ip);

	return sfw_live_is_full(t->live, &src, MOST);
}

/* Let time pass for all that are remembered. */
static void age(struct tracker *t, u32 ticks)
{
	struct conn *c;
	u32 i;

	for (i = 0; i < BUCKETS; i++)
		hlist_for_each_entry(c, &t->live->bucket[i], node)
			c->since -= ticks;
}

static void admits_so_many_and_frees_at_once(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	for (i = 0; i < MOST; i++) {
		KUNIT_EXPECT_FALSE(test, is_full(t, 1));
		KUNIT_EXPECT_TRUE(test, enter(t, 1, i));
	}
	KUNIT_EXPECT_TRUE(test, is_full(t, 1));
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
	KUNIT_EXPECT_TRUE(test, enter(t, 2, 11));	/* another source */
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), MOST + 1);
	t->state[1] = SFW_LIVE_CLOSED;
	KUNIT_EXPECT_FALSE(test, is_full(t, 1));
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 12));
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 13));
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), MOST + 1);
}

static void gives_back_what_does_not_begin(struct kunit *test)
{
	struct tracker *t = test->priv;
	struct sfw_list_key src = source(t, 1);
	struct sfw_live_id id = { { 2 } };

	enter(t, 1, 0);
	enter(t, 1, 1);
	enter(t, 1, 2);
	sfw_live_leave(t->live, &src, &id);
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 3));
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 4));
	/* Its ports are in use again before anybody noticed that it was over. */
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 3));
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), MOST);
}

static void a_handshake_counts_for_a_while(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	memset(t->state, SFW_LIVE_OPENING, MOST);
	for (i = 0; i < MOST; i++)
		enter(t, 1, i);
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
	age(t, HANDSHAKE);
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 11));
	t->state[0] = SFW_LIVE_OPEN;	/* a slow one, after all */
	t->state[1] = SFW_LIVE_OPEN;
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 12));
}

/* A source that ends them late has as many again. */
static void slow_handshakes_are_summed(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	memset(t->state, SFW_LIVE_OPENING, sizeof(t->state));
	for (i = 0; i < MOST; i++)
		enter(t, 1, i);
	age(t, HANDSHAKE);
	for (; i < 2 * MOST; i++)
		KUNIT_EXPECT_TRUE(test, enter(t, 1, i));
	age(t, HANDSHAKE);
	KUNIT_EXPECT_TRUE(test, is_full(t, 1));
	KUNIT_EXPECT_EQ(test, answer(t, 1, 10), SFW_TOO_MANY);
	KUNIT_EXPECT_TRUE(test, enter(t, 2, 11));	/* another source */
	memset(t->state, SFW_LIVE_OPEN, 2 * MOST);
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
	memset(t->state, SFW_LIVE_CLOSED, MOST + 1);
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 10));
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 12));
}

static void one_that_nobody_knows_yet_counts(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	memset(t->state, SFW_LIVE_GONE, MOST);
	for (i = 0; i < MOST; i++)
		enter(t, 1, i);
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
	age(t, SETTLE);
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 11));
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), 1u);
}

/* A server's refusal looks the same. */
static void nobody_is_to_blame_for_those_that_may_be_over(struct kunit *test)
{
	static const enum sfw_live_state doubtful[] = { SFW_LIVE_GONE, SFW_LIVE_LINGERING };
	struct tracker *t = test->priv;
	u32 i, j;

	for (j = 0; j < ARRAY_SIZE(doubtful); j++) {
		memset(t->state, doubtful[j], MOST);
		for (i = 0; i < MOST; i++)
			KUNIT_EXPECT_TRUE(test, enter(t, j, i));
		KUNIT_EXPECT_TRUE(test, is_full(t, j));
		KUNIT_EXPECT_EQ(test, answer(t, j, 10), SFW_NO_ROOM);
		memset(t->state, SFW_LIVE_OPEN, MOST - 1);
		KUNIT_EXPECT_EQ(test, answer(t, j, 10), SFW_NO_ROOM);
		memset(t->state, SFW_LIVE_OPEN, MOST);
		KUNIT_EXPECT_EQ(test, answer(t, j, 10), SFW_TOO_MANY);
	}
}

/* One that may go on keeps its place, with those that take long to begin. */
static void one_that_lingers_counts(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	memset(t->state, SFW_LIVE_LINGERING, sizeof(t->state));
	for (i = 0; i < MOST; i++)
		enter(t, 1, i);
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
	age(t, HANDSHAKE);
	for (; i < 2 * MOST; i++)
		KUNIT_EXPECT_TRUE(test, enter(t, 1, i));
	age(t, 100 * HANDSHAKE);
	KUNIT_EXPECT_EQ(test, answer(t, 1, 10), SFW_NO_ROOM);
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), 2 * MOST);
}

static void flows_without_a_handshake_count(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	memset(t->state, SFW_LIVE_UNASSURED, MOST);
	for (i = 0; i < MOST; i++)
		enter(t, 1, i);
	age(t, 100 * HANDSHAKE);
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 10));
}

/* Each from another source, and none of them is more than that. */
static void check_flood(struct kunit *test, enum sfw_live_state state, u32 n)
{
	struct tracker *t = test->priv;
	u32 i, refused = 0;

	t->others = state;
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 0));
	for (i = 0; i < n; i++) {
		refused += !enter(t, 1000 + i, 1000 + i);
		if (i % 4096 == 0)
			cond_resched();
	}
	KUNIT_EXPECT_EQ(test, refused, 0u);
	KUNIT_EXPECT_LE(test, sfw_live_size(t->live), SFW_LIVE_CAP);
	KUNIT_EXPECT_TRUE(test, enter(t, 2, 1));
	/* The live connection of before is still counted. */
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 2));
	KUNIT_EXPECT_TRUE(test, enter(t, 1, 3));
	KUNIT_EXPECT_FALSE(test, enter(t, 1, 4));
	KUNIT_EXPECT_LE(test, t->asked_most, ASKED_MOST);
	kunit_info(test, "%u sources, %u remembered, asked %u.%u times each",
		   n, sfw_live_size(t->live), t->asked / n, t->asked * 10 / n % 10);
}

static void a_flood_is_bounded_and_locks_nobody_out(struct kunit *test)
{
	check_flood(test, SFW_LIVE_OPENING, 1000000 / SFW_KUNIT_PART);
}

static void nor_does_one_that_ends_at_once(struct kunit *test)
{
	check_flood(test, SFW_LIVE_LINGERING, 2 * SFW_LIVE_CAP);
}

static void nor_does_one_without_handshakes(struct kunit *test)
{
	check_flood(test, SFW_LIVE_UNASSURED, 2 * SFW_LIVE_CAP);
}

static void no_room_is_nobodys_fault(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i;

	t->others = SFW_LIVE_OPEN;
	for (i = 0; i < MOST; i++)
		KUNIT_EXPECT_TRUE(test, enter(t, 1, i));
	for (; i < SFW_LIVE_CAP; i++)
		KUNIT_ASSERT_TRUE(test, enter(t, 1000 + i, 1000 + i));
	KUNIT_EXPECT_EQ(test, answer(t, 2, 10), SFW_NO_ROOM);
	KUNIT_EXPECT_TRUE(test, is_full(t, 2));
	KUNIT_EXPECT_EQ(test, answer(t, 1, 10), SFW_TOO_MANY);
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), SFW_LIVE_CAP);
	KUNIT_EXPECT_LE(test, t->asked_most, ASKED_MOST);
	t->others = SFW_LIVE_UNASSURED;
	KUNIT_EXPECT_FALSE(test, is_full(t, 2));
	KUNIT_EXPECT_TRUE(test, enter(t, 2, 10));
	KUNIT_EXPECT_TRUE(test, is_full(t, 1));
}

/* A flood has filled it, so a newcomer is let in, but a question makes nobody go. */
static void a_question_changes_nothing(struct kunit *test)
{
	struct tracker *t = test->priv;
	u32 i, hand;

	for (i = 0; i < MOST; i++)
		KUNIT_EXPECT_TRUE(test, enter(t, 1, i));
	t->others = SFW_LIVE_OPEN;
	for (; i < SFW_LIVE_CAP; i++)
		KUNIT_ASSERT_TRUE(test, enter(t, 1000 + i, 1000 + i));
	t->others = SFW_LIVE_OPENING;
	memset(t->state, SFW_LIVE_CLOSED, MOST);
	hand = atomic_read(&t->live->hand);
	for (i = 0; i < 100; i++) {
		KUNIT_EXPECT_FALSE(test, is_full(t, 1));
		KUNIT_EXPECT_FALSE(test, is_full(t, 2));
	}
	KUNIT_EXPECT_EQ(test, sfw_live_size(t->live), SFW_LIVE_CAP);
	KUNIT_EXPECT_EQ(test, (u32)atomic_read(&t->live->hand), hand);
	memset(t->state, SFW_LIVE_OPEN, MOST);
	KUNIT_EXPECT_TRUE(test, is_full(t, 1));
	KUNIT_EXPECT_TRUE(test, enter(t, 2, 10));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(admits_so_many_and_frees_at_once),
	KUNIT_CASE(gives_back_what_does_not_begin),
	KUNIT_CASE(a_handshake_counts_for_a_while),
	KUNIT_CASE(slow_handshakes_are_summed),
	KUNIT_CASE(one_that_nobody_knows_yet_counts),
	KUNIT_CASE(nobody_is_to_blame_for_those_that_may_be_over),
	KUNIT_CASE(one_that_lingers_counts),
	KUNIT_CASE(flows_without_a_handshake_count),
	KUNIT_CASE(a_flood_is_bounded_and_locks_nobody_out),
	KUNIT_CASE(nor_does_one_that_ends_at_once),
	KUNIT_CASE(nor_does_one_without_handshakes),
	KUNIT_CASE(no_room_is_nobodys_fault),
	KUNIT_CASE(a_question_changes_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_live",
	.init		= live_init,
	.exit		= live_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
