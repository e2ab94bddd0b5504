// SPDX-License-Identifier: GPL-2.0
/* Events about policies, blocks and guards. */
#include <linux/delay.h>

#include "../../kmod/db/policy/policy_event.c"
#include "../../kmod/db/list/list_notify.c"
#include "../../kmod/db/list/guard.h"
#include "../../kmod/db/policy/trial.h"
#include "sample.h"
#include "txntest.h"

#define HOUR	(3600ull * NSEC_PER_SEC)
#define SOON	(20 * NSEC_PER_MSEC)
#define LIMIT	(20 * HZ)	/* far more than any machine needs */

static int listen_init(struct kunit *test)
{
	struct sfw_dbtest *t;
	int err = sfw_dbtest_init(test);

	if (err)
		return err;
	t = test->priv;
	return sfw_events_listen(t->db.events, ALICE);
}

static void listen_exit(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	if (t)
		sfw_events_leave(t->db.events, ALICE);
	sfw_dbtest_exit(test);
}

static void expect_change(struct kunit *test, u8 event, u8 by, u8 change,
			  u64 before, u64 after)
{
	struct sfw_dbtest *t = test->priv;
	const struct sfw_event_info *info = &t->sent[0];
	bool mine = by == SFW_BY_ADMIN;

	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	KUNIT_EXPECT_EQ(test, info->event, event);
	KUNIT_EXPECT_EQ(test, info->by, by);
	KUNIT_EXPECT_EQ(test, info->change, change);
	KUNIT_EXPECT_EQ(test, info->before, before);
	KUNIT_EXPECT_EQ(test, info->after, after);
	KUNIT_EXPECT_EQ(test, info->pid, mine ? current->tgid : 0u);
	KUNIT_EXPECT_STREQ(test, info->process, mine ? current->comm : "");
}

static void change(struct kunit *test, u32 confirm)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, enable(test, ALICE, true), 0);
	mutex_lock(&t->db.lock);
	sfw_txn_find(&t->db, ALICE)->confirm = confirm;
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
}

static void finish(struct kunit *test, int (*how)(struct sfw_db *db))
{
	KUNIT_ASSERT_EQ(test, finish_trial(test, how), 0);
}

static void policies_and_who_changed_them(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	change(test, 0);
	expect_change(test, SFW_E_POLICY, SFW_BY_ADMIN, SFW_CHANGE_COMMIT, 0,
		      1);
	change(test, 100);
	expect_change(test, SFW_E_POLICY, SFW_BY_ADMIN, SFW_CHANGE_TRIAL, 1, 2);
	finish(test, sfw_trial_confirm);
	expect_change(test, SFW_E_POLICY, SFW_BY_ADMIN, SFW_CHANGE_CONFIRM, 2,
		      2);
	change(test, 100);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 1u);
	finish(test, sfw_trial_rollback);
	expect_change(test, SFW_E_ROLLBACK, SFW_BY_ADMIN, 0, 3, 4);
	change(test, 100);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 1u);
	atomic64_set(&t->db.trial.until, 1);
	mod_delayed_work(sfw_wq, &t->db.trial.work, 0);
	flush_delayed_work(&t->db.trial.work);
	expect_change(test, SFW_E_ROLLBACK, SFW_BY_TIME, 0, 5, 6);
}

/* A refused command or a dry run is no change. */
static void nothing_of_what_is_not_done(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, end(test, ALICE, 1, false), -ECANCELED);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, end(test, ALICE, 0, true), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 0u);
}

static void block(struct kunit *test, struct sfw_snapshot *s, u32 ip, u64 after)
{
	struct sfw_prefix_item item = {
		.prefix = { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires = after ? ktime_get_boottime_ns() + after : 0,
	};

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), 0);
}

static void expect_source(struct kunit *test, u32 i, u8 event, u8 by, u32 ip)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_addr a = sfw_ip4(ip);

	KUNIT_EXPECT_EQ(test, t->sent[i].event, event);
	KUNIT_EXPECT_EQ(test, t->sent[i].by, by);
	KUNIT_EXPECT_TRUE(test, sfw_addr_equal(&t->sent[i].prefix.addr, &a));
	KUNIT_EXPECT_EQ(test, t->sent[i].prefix.len, 32);
}

static void blocks_that_come_and_go(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_prefix p = { sfw_ip4(1), SFW_AF_INET, 32 };
	unsigned long end = jiffies + LIMIT;

	block(test, s, 1, 0);
	block(test, s, 2, HOUR);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 2u);
	expect_source(test, 0, SFW_E_BLOCKED, SFW_BY_ADMIN, 1);
	KUNIT_EXPECT_EQ(test, t->sent[0].seconds, 0u);
	expect_source(test, 1, SFW_E_BLOCKED, SFW_BY_ADMIN, 2);
	KUNIT_EXPECT_EQ(test, t->sent[1].seconds, 3600u);

	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_BLOCK, &p), 0);
	block(test, s, 3, 50 * NSEC_PER_MSEC);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 2u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_ADMIN, 1);
	expect_source(test, 1, SFW_E_BLOCKED, SFW_BY_ADMIN, 3);

	while (!sfw_dbtest_send(t) && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_ASSERT_EQ(test, t->n_sent, 1u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_TIME, 3);
}

static void put(struct kunit *test, struct sfw_snapshot *s, u32 ip, u64 after)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_prefix_item item = {
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= after ? ktime_get_boottime_ns() + after : 0,
	};

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_member(s, "g", &item, sfw_dbtest_live(&t->db)), 0);
}

static void set_blocked(struct kunit *test, struct sfw_snapshot *s, bool on)
{
	struct sfw_group_place *at = sfw_group_find(&s->policy, "g");

	KUNIT_ASSERT_EQ(test, sfw_snapshot_set_role(at, SFW_GROUP_BLOCKED, on), 0);
}

/* Members of a group that is blocked, as blocks; of another they say nothing. */
static void members_that_come_and_go(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	unsigned long end = jiffies + LIMIT;

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_group(s, "g", true, sfw_dbtest_live(&t->db)), 0);
	put(test, s, 1, 0);
	block(test, s, 2, 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_BLOCKED, SFW_BY_ADMIN, 2);

	s = sfw_dbtest_clone(test);
	put(test, s, 2, 0);
	set_blocked(test, s, true);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_BLOCKED, SFW_BY_ADMIN, 1);

	s = sfw_dbtest_clone(test);
	put(test, s, 3, 50 * NSEC_PER_MSEC);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_BLOCKED, SFW_BY_ADMIN, 3);
	while (!sfw_dbtest_send(t) && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_ASSERT_EQ(test, t->n_sent, 1u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_TIME, 3);

	s = sfw_dbtest_clone(test);
	set_blocked(test, s, false);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_ADMIN, 1);
}

/* A guard of the live policy, one hit in half of its time. */
static const struct sfw_guard *live_guard(struct kunit *test, u8 then, u64 time)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_snapshot *live = sfw_db_get(&t->db);
	struct sfw_guard g = {
		.base = { .name = "bf" }, .mask = { 32, 128 }, .then = then,
		.block_time = time,
		.windows = { .window = { { 1, time / 2 } }, .n = 1 },
	};

	sfw_windows_seal(&g.windows);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g.base, live), 0);
	sfw_snapshot_put(live);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	return &s->policy.guards[0];
}

static bool admit(const struct sfw_guard *g, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);

	return !sfw_guard_admit(g, SFW_AF_INET, &a, IPPROTO_TCP, 22, 64, now);
}

static void a_guard_trips_once(struct kunit *test)
{
	const struct sfw_guard *g = live_guard(test, SFW_THEN_DROP, 2 * HOUR);
	struct sfw_dbtest *t = test->priv;
	u64 now = ktime_get_boottime_ns();
	struct sfw_addr a = sfw_ip4(9);

	KUNIT_EXPECT_TRUE(test, admit(g, 7, now));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 0u);
	KUNIT_EXPECT_FALSE(test, admit(g, 7, now + 1000000));
	KUNIT_EXPECT_FALSE(test, admit(g, 7, now + 2000000));
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_TRIPPED, SFW_BY_GUARD, 7);
	KUNIT_EXPECT_EQ(test, (int)t->sent[0].port, 22);
	KUNIT_EXPECT_STREQ(test, t->sent[0].name, "bf");

	KUNIT_EXPECT_TRUE(test, admit(g, 7, now + 2 * HOUR));
	KUNIT_EXPECT_FALSE(test, admit(g, 7, now + 2 * HOUR + 1000000));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 1u);

	KUNIT_EXPECT_EQ(test, sfw_list_fix(g->base.list, SFW_AF_INET, &a, now), 0);
	KUNIT_EXPECT_FALSE(test, admit(g, 9, now));
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_LISTED, SFW_BY_ADMIN, 9);
}

static void a_guard_blocks(struct kunit *test)
{
	const struct sfw_guard *g = live_guard(test, SFW_THEN_BLOCK, 2 * HOUR);
	struct sfw_dbtest *t = test->priv;
	u64 now = ktime_get_boottime_ns();
	struct sfw_addr a = sfw_ip4(7);

	sfw_guard_block(g, SFW_AF_INET, &a, now);
	sfw_guard_block(g, SFW_AF_INET, &a, now + 1);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_BLOCKED, SFW_BY_GUARD, 7);
	KUNIT_EXPECT_EQ(test, t->sent[0].seconds, 7200u);
	KUNIT_EXPECT_EQ(test, sfw_list_del(g->base.list, SFW_AF_INET, &a), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 1u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_ADMIN, 7);
	sfw_guard_block(g, SFW_AF_INET, &a, now);
	sfw_list_flush(g->base.list);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 2u);
	expect_source(test, 1, SFW_E_UNBLOCKED, SFW_BY_ADMIN, 7);
}

/* It is found by the sweep, or when the source comes again. */
static void the_end_of_a_guards_block(struct kunit *test)
{
	const struct sfw_guard *g = live_guard(test, SFW_THEN_BLOCK, SOON);
	u64 until = ktime_get_boottime_ns() + SOON;
	unsigned long end = jiffies + LIMIT;
	struct sfw_dbtest *t = test->priv;
	struct sfw_addr a = sfw_ip4(7), b = sfw_ip4(8), c = sfw_ip4(9);

	sfw_guard_block(g, SFW_AF_INET, &c, 1);	/* nobody listened then */
	sfw_guard_block(g, SFW_AF_INET, &a, until - SOON);
	sfw_guard_block(g, SFW_AF_INET, &b, until - SOON);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 3u);
	while (ktime_get_boottime_ns() <= until)
		usleep_range(1000, 2000);
	sfw_guard_block(g, SFW_AF_INET, &b, until + 3600 * NSEC_PER_SEC);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_send(t), 2u);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_TIME, 8);
	expect_source(test, 1, SFW_E_BLOCKED, SFW_BY_GUARD, 8);
	while (!sfw_dbtest_send(t) && time_before(jiffies, end))
		mod_delayed_work(sfw_wq, &g->base.list->sweep, 0);
	expect_source(test, 0, SFW_E_UNBLOCKED, SFW_BY_TIME, 7);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(policies_and_who_changed_them),
	KUNIT_CASE(nothing_of_what_is_not_done),
	KUNIT_CASE(blocks_that_come_and_go),
	KUNIT_CASE(members_that_come_and_go),
	KUNIT_CASE(a_guard_trips_once),
	KUNIT_CASE(a_guard_blocks),
	KUNIT_CASE(the_end_of_a_guards_block),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_policy_event",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= listen_init,
	.exit		= listen_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
