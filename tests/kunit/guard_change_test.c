// SPDX-License-Identifier: GPL-2.0
/* Memory of a list outlives a change of its guard or knock. */
#include "gatetest.h"

#define NOW	(1000 * SECOND)

static int publish_guard(struct kunit *test, bool flush,
			 const struct sfw_guard *g)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_snapshot *live = sfw_db_get(&t->db);
	int err = 0;

	if (flush)
		err = sfw_snapshot_flush(s);
	else if (sfw_policy_gate(&s->policy, SFW_OBJ_GUARD, g->base.name))
		err = sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, g->base.name);
	err = err ?: sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g->base, live);
	sfw_snapshot_put(live);
	return err ?: sfw_dbtest_publish(t, s);
}

/* The live guard; valid until the next change. */
static struct sfw_guard live_guard(struct kunit *test, const char *name)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_guard *g = sfw_policy_gate(&s->policy, SFW_OBJ_GUARD, name);
	struct sfw_guard copy = {};

	if (g)
		copy = *g;
	sfw_snapshot_put(s);
	KUNIT_ASSERT_NOT_NULL(test, copy.base.list);
	return copy;
}

static struct sfw_guard change(struct kunit *test, u32 hits, u8 then)
{
	struct sfw_guard g = a_guard("bf", hits, then);

	KUNIT_ASSERT_EQ(test, publish_guard(test, false, &g), 0);
	return live_guard(test, "bf");
}

static void list_stays_with_name_and_mask(struct kunit *test)
{
	struct sfw_guard g = change(test, 3, SFW_THEN_DROP);
	struct sfw_list *list = g.base.list;

	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW, 5), 3u);
	g = change(test, 5, SFW_THEN_REJECT);
	KUNIT_EXPECT_PTR_EQ(test, g.base.list, list);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 1u);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 1, 5), 2u);

	/* A whole new policy, as of a reload. */
	g = a_guard("bf", 6, SFW_THEN_DROP);
	g.windows.window[0].time = 60 * SECOND;
	sfw_windows_seal(&g.windows);
	KUNIT_ASSERT_EQ(test, publish_guard(test, true, &g), 0);
	g = live_guard(test, "bf");
	KUNIT_EXPECT_PTR_EQ(test, g.base.list, list);
	KUNIT_EXPECT_EQ(test, list->window, 60 * SECOND);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 2, 5), 1u);
}

static void list_is_new_with_another_mask(struct kunit *test)
{
	struct sfw_guard g = change(test, 3, SFW_THEN_DROP);
	struct sfw_list *list = sfw_list_get(g.base.list);

	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW, 5), 3u);
	g = a_guard("bf", 3, SFW_THEN_DROP);
	g.mask[0] = 24;
	KUNIT_ASSERT_EQ(test, publish_guard(test, false, &g), 0);
	g = live_guard(test, "bf");
	KUNIT_EXPECT_PTR_NE(test, g.base.list, list);
	KUNIT_EXPECT_EQ(test, g.base.list->mask[0], 24);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW, 2), 2u);
	KUNIT_EXPECT_EQ(test, hits(&g, 254, NOW, 2), 1u);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, refcount_read(&list->refs), 1u);
	sfw_list_put(list);
}

/* With fewer hits than it has stamps, the latest count. */
static void fewer_hits_count_the_latest(struct kunit *test)
{
	struct sfw_guard g = change(test, 5, SFW_THEN_DROP);
	u32 i;

	for (i = 1; i <= 5; i++)
		KUNIT_EXPECT_TRUE(test, hit(&g, 1, NOW + i * SECOND));
	g = change(test, 3, SFW_THEN_DROP);
	/* Those of 2 to 5 seconds are younger than ten. */
	KUNIT_EXPECT_FALSE(test, would_hit(&g, 1, NOW + 11 * SECOND + 500));
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 11 * SECOND + 500, 5), 0u);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 13 * SECOND + 5000, 5), 1u);
}

/* The entries of a guard that blocks hold something else. */
static void switching_blocking_makes_a_new_list(struct kunit *test)
{
	struct sfw_guard g = change(test, 3, SFW_THEN_BLOCK);
	struct sfw_addr a = sfw_ip4(1);

	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW, 5), 3u);
	rcu_read_lock();
	sfw_guard_block(&g, SFW_AF_INET, &a, NOW);
	rcu_read_unlock();
	g = change(test, 3, SFW_THEN_DROP);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 1, 5), 3u);
	g = change(test, 3, SFW_THEN_REJECT);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 2, 5), 0u);
	g = change(test, 3, SFW_THEN_BLOCK);
	rcu_read_lock();
	KUNIT_EXPECT_FALSE(test, sfw_list_promised(g.base.list, SFW_AF_INET, &a, NOW));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, hits(&g, 1, NOW + 3, 5), 3u);
}

/* More hits than its entry has room for, as in a restore. */
static void who_was_put_in_by_hand_stays(struct kunit *test)
{
	struct sfw_guard g = change(test, 1, SFW_THEN_DROP);
	struct sfw_addr a = sfw_ip4(1);
	const struct sfw_recent *e;
	u8 slots;

	KUNIT_ASSERT_EQ(test, sfw_list_fix(g.base.list, SFW_AF_INET, &a, NOW), 0);
	slots = sfw_dbtest_find(g.base.list, SFW_AF_INET, &a)->slots;
	g = a_guard("bf", 9, SFW_THEN_DROP);
	KUNIT_ASSERT_EQ(test, publish_guard(test, true, &g), 0);
	g = live_guard(test, "bf");
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, NOW + SECOND));
	e = sfw_dbtest_find(g.base.list, SFW_AF_INET, &a);
	KUNIT_ASSERT_NOT_NULL(test, e);
	KUNIT_EXPECT_GT(test, (u32)e->slots, (u32)slots);
	KUNIT_EXPECT_TRUE(test, e->fixed);
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, NOW + 3600 * SECOND));
}

static int publish_lock(struct kunit *test, const struct sfw_knock *l)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_snapshot *live = sfw_db_get(&t->db);
	int err = sfw_snapshot_flush(s) ?: sfw_snapshot_add_gate(s, SFW_OBJ_KNOCK, &l->base, live);

	sfw_snapshot_put(live);
	return err ?: sfw_dbtest_publish(t, s);
}

static struct sfw_list *live_knock_list(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_list *list = sfw_list_get(s->policy.knocks[0].base.list);

	sfw_snapshot_put(s);
	return list;
}

static void progress_stays_with_the_sequence(struct kunit *test)
{
	struct sfw_list *list, *other;
	struct sfw_knock l;

	a_knock(&l, "door");
	KUNIT_ASSERT_EQ(test, publish_lock(test, &l), 0);
	list = live_knock_list(test);
	l.sequence.within = 60 * SECOND;
	KUNIT_ASSERT_EQ(test, publish_lock(test, &l), 0);
	other = live_knock_list(test);
	KUNIT_EXPECT_PTR_EQ(test, other, list);
	KUNIT_EXPECT_EQ(test, list->window, 60 * SECOND);
	sfw_list_put(other);
	l.sequence.step[1].port++;
	KUNIT_ASSERT_EQ(test, publish_lock(test, &l), 0);
	other = live_knock_list(test);
	KUNIT_EXPECT_PTR_NE(test, other, list);
	sfw_list_put(other);
	sfw_list_put(list);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(list_stays_with_name_and_mask),
	KUNIT_CASE(list_is_new_with_another_mask),
	KUNIT_CASE(fewer_hits_count_the_latest),
	KUNIT_CASE(switching_blocking_makes_a_new_list),
	KUNIT_CASE(who_was_put_in_by_hand_stays),
	KUNIT_CASE(progress_stays_with_the_sequence),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_guard_change",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
