// SPDX-License-Identifier: GPL-2.0
/* The life of a rehearsal: it begins, ends, is replaced and forgotten; nothing else is. */
#include <linux/delay.h>

#include "../../kmod/db/policy/rehearsal.c"
#include "../../kmod/db/policy/rehearsed.c"
#include "gatetest.h"
#include "txntest.h"

#define LIMIT	(20 * HZ)	/* far more than any machine needs */

static int rehearse_for(struct kunit *test, u32 owner, u32 changes, u32 seconds)
{
	struct sfw_dbtest *t = test->priv;

	mutex_lock(&t->db.lock);
	sfw_txn_find(&t->db, owner)->rehearse = seconds;
	mutex_unlock(&t->db.lock);
	return commit(test, owner, changes);
}

/* A policy with one port. */
static int start(struct kunit *test, u16 port, u32 seconds)
{
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, port, 0), 0);
	return rehearse_for(test, ALICE, 1, seconds);
}

static int stop(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	int err;

	mutex_lock(&t->db.lock);
	err = sfw_rehearsal_end(&t->db);
	mutex_unlock(&t->db.lock);
	return err;
}

/* A port of the rehearsed policy; 0: nothing is rehearsed. */
static u16 rehearsed_port(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_rehearsal *r = sfw_rehearsal_get(&t->db);
	u16 port = r ? r->s->policy.entries[0]->first : 0;

	sfw_rehearsal_put(r);
	return port;
}

static u32 left(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_rehearsal *r = sfw_rehearsal_get(&t->db);
	u32 seconds = r ? sfw_rehearsal_left(r) : 0;

	sfw_rehearsal_put(r);
	return seconds;
}

static void publishes_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_EQ(test, start(test, 80, 60), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	KUNIT_EXPECT_EQ(test, left(test), 60u);
	KUNIT_EXPECT_NOT_NULL(test, t->rehearsed);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 0u);
	KUNIT_EXPECT_EQ(test, t->prepares, 0);
	KUNIT_EXPECT_TRUE(test, static_key_enabled(&sfw_rehearsing));
}

static void outlives_other_policies(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 22, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, BOB, 1), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	KUNIT_EXPECT_EQ(test, left(test), 60u);
}

/* Another policy in between makes no difference to one that is not published. */
static void asks_for_no_generation(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 22, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, BOB, 1), 0);
	KUNIT_EXPECT_EQ(test, rehearse_for(test, ALICE, 1, 60), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
}

static void is_replaced(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	const void *first;

	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	first = t->rehearsed;
	KUNIT_ASSERT_EQ(test, start(test, 81, 90), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 81);
	KUNIT_EXPECT_EQ(test, left(test), 90u);
	KUNIT_EXPECT_PTR_NE(test, t->rehearsed, first);
	KUNIT_EXPECT_EQ(test, static_key_count(&sfw_rehearsing.key), 1);
}

static void stays_when_another_cannot_begin(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	const void *first;

	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	first = t->rehearsed;
	t->rehearse_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, start(test, 81, 60), -ENOMEM);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	KUNIT_EXPECT_PTR_EQ(test, t->rehearsed, first);
	KUNIT_EXPECT_EQ(test, static_key_count(&sfw_rehearsing.key), 1);
}

static void keeps_its_findings_when_it_ends(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	unsigned long end = jiffies + LIMIT;

	KUNIT_ASSERT_EQ(test, start(test, 80, 1), 0);
	while (READ_ONCE(t->rehearsed) && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_EQ(test, left(test), 0u);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	KUNIT_EXPECT_NULL(test, t->rehearsed);
	KUNIT_EXPECT_FALSE(test, static_key_enabled(&sfw_rehearsing));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->db.rehearsing));
}

static bool is_running(struct sfw_dbtest *t)
{
	bool runs;

	rcu_read_lock();
	runs = sfw_rehearsal_running(&t->db);
	rcu_read_unlock();
	return runs;
}

/* Whenever the work that ends it comes, as behind a long sleep of the machine. */
static void finds_nothing_after_its_time(struct kunit *test)
{
	const struct sfw_finding_key key = { .family = SFW_AF_INET, .proto = 6, .port = 80 };
	const struct sfw_addr src = sfw_ip4(0xc6120001);
	struct sfw_dbtest *t = test->priv;
	struct sfw_finding found;
	struct sfw_rehearsal *r;
	u64 packets = 0;
	u32 i;

	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	KUNIT_EXPECT_TRUE(test, is_running(t));
	mutex_lock(&t->db.lock);
	r = current_of(&t->db);
	sfw_rehearsal_note(r, &key, &src);
	r->until = ktime_get_boottime_ns();
	sfw_rehearsal_note(r, &key, &src);
	for (i = 0; i < SFW_FINDINGS_MAX; i++)
		if (sfw_findings_at(r->findings, i, &found))
			packets += found.packets;
	KUNIT_EXPECT_EQ(test, packets, 1ull);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, left(test), 0u);
}

static void forgets_them_a_day_later(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	KUNIT_ASSERT_EQ(test, stop(test), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	mutex_lock(&t->db.lock);
	current_of(&t->db)->until -= 24ull * 3600 * NSEC_PER_SEC;
	mutex_unlock(&t->db.lock);
	mod_delayed_work(sfw_wq, &t->db.rehearsing, 0);
	flush_delayed_work(&t->db.rehearsing);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 0);
}

static void is_stopped_and_forgotten(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, stop(test), -ENOENT);
	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	KUNIT_EXPECT_EQ(test, stop(test), 0);
	KUNIT_EXPECT_EQ(test, left(test), 0u);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 80);
	KUNIT_EXPECT_EQ(test, stop(test), 0);
	KUNIT_EXPECT_EQ(test, rehearsed_port(test), 0);
	KUNIT_EXPECT_EQ(test, stop(test), -ENOENT);
}

/* A dump may hold it still. */
static void is_there_while_it_is_read(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_rehearsal *r;

	KUNIT_ASSERT_EQ(test, start(test, 80, 60), 0);
	r = sfw_rehearsal_get(&t->db);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, stop(test), 0);
	KUNIT_EXPECT_EQ(test, stop(test), 0);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, r->s->policy.entries[0]->first, 80);
	sfw_rehearsal_put(r);
}

/* Of the same name and meaning, and yet each has its own. */
static void keeps_lists_of_its_own(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_guard g = a_guard("g", 3, SFW_THEN_DROP);
	struct sfw_rehearsal *r;
	struct sfw_txn *txn;

	g.live = 1;
	s->policy.setting[SFW_S_SCAN] = SFW_SCAN_TCP;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g.base, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	KUNIT_EXPECT_EQ(test, txn->staged->policy.n_guards, 1u);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, rehearse_for(test, ALICE, 0, 60), 0);
	r = sfw_rehearsal_get(&t->db);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_PTR_NE(test, r->s->policy.guards[0].base.list,
			    s->policy.guards[0].base.list);
	KUNIT_EXPECT_PTR_NE(test, r->lists.scan[SFW_SCAN_LIST_TCP],
			    t->db.scan[SFW_SCAN_LIST_TCP]);
	KUNIT_EXPECT_NOT_NULL(test, r->lists.peers);
	KUNIT_EXPECT_NOT_NULL(test, r->s->policy.guards[0].base.list->live);
	KUNIT_EXPECT_PTR_EQ(test, r->lists.host, &t->db);
	KUNIT_EXPECT_NULL(test, r->s->policy.guards[0].base.list->events);
	KUNIT_EXPECT_NULL(test, r->lists.scan[SFW_SCAN_LIST_TCP]->events);
	sfw_rehearsal_put(r);
}

static int put(struct sfw_snapshot *s, u32 ip, const struct sfw_snapshot *live)
{
	const struct sfw_prefix_item item = {
		.prefix = { sfw_ip4(ip), SFW_AF_INET, 32 }, .since = 1,
	};

	return sfw_snapshot_add_member(s, "bans", &item, live);
}

/* The published policy with one member less, and another one more. */
static void move(struct kunit *test, u32 gone, u32 comes)
{
	const struct sfw_prefix p = { sfw_ip4(gone), SFW_AF_INET, 32 };
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_del_member(s, "bans", &p), 0);
	KUNIT_ASSERT_EQ(test, put(s, comes, sfw_dbtest_live(&t->db)), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
}

/* Members 1 to 4 of the only group, as bits. */
static u32 members_of(const struct sfw_snapshot *s)
{
	const struct sfw_members *m = s->policy.members;
	struct sfw_addr a;
	u32 i, bits = 0;

	for (i = 1; i <= 4; i++) {
		a = sfw_ip4(i);
		if (sfw_members_have(m, SFW_AF_INET, &a, 0))
			bits |= BIT(i);
	}
	return bits;
}

static u32 met_members(struct sfw_rehearsal *r)
{
	struct sfw_snapshot *met = sfw_rehearsal_get_met(r);
	u32 bits = members_of(met);

	sfw_snapshot_put(met);
	return bits;
}

/* And packets meet those of the moment as well. */
static void holds_members_of_its_own(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_rehearsal *r;
	struct sfw_txn *txn;

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_group(s, "bans", true, s), 0);
	KUNIT_ASSERT_EQ(test, put(s, 1, s), 0);
	KUNIT_ASSERT_EQ(test, put(s, 2, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_group(txn->staged, "bans", true, s), 0);
	KUNIT_EXPECT_EQ(test, put(txn->staged, 3, s), 0);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, rehearse_for(test, ALICE, 0, 60), 0);
	r = sfw_rehearsal_get(&t->db);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, members_of(r->s), (u32)BIT(3));
	KUNIT_EXPECT_EQ(test, met_members(r), (u32)(BIT(1) | BIT(2) | BIT(3)));
	move(test, 1, 4);
	KUNIT_EXPECT_EQ(test, members_of(r->s), (u32)BIT(3));
	KUNIT_EXPECT_EQ(test, met_members(r), (u32)(BIT(2) | BIT(3) | BIT(4)));
	KUNIT_EXPECT_FALSE(test, r->late);
	sfw_rehearsal_put(r);
}

static const struct sfw_prefix_item hour = {
	.prefix = { { .w = { cpu_to_be32(5) } }, SFW_AF_INET, 32 }, .since = 1,
	.expires = 3600ULL * NSEC_PER_SEC * 1000,
};

static void owns_nothing_that_went_meanwhile(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	const struct sfw_prefix p = { sfw_ip4(1), SFW_AF_INET, 32 };
	struct sfw_rehearsal *r;
	struct sfw_txn *txn;

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_group(s, "bans", true, s), 0);
	KUNIT_ASSERT_EQ(test, put(s, 1, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &hour), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_group(txn->staged, "bans", true, s), 0);
	mutex_unlock(&t->db.lock);
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_del_member(s, "bans", &p), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_BLOCK, &hour.prefix), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, rehearse_for(test, ALICE, 0, 60), 0);
	r = sfw_rehearsal_get(&t->db);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, members_of(r->s), 0u);
	KUNIT_EXPECT_EQ(test, met_members(r), 0u);
	KUNIT_EXPECT_EQ(test, r->s->timed->set.n, 0u);
	sfw_rehearsal_put(r);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(owns_nothing_that_went_meanwhile),
	KUNIT_CASE(publishes_nothing),
	KUNIT_CASE(outlives_other_policies),
	KUNIT_CASE(asks_for_no_generation),
	KUNIT_CASE(is_replaced),
	KUNIT_CASE(stays_when_another_cannot_begin),
	KUNIT_CASE(keeps_its_findings_when_it_ends),
	KUNIT_CASE(finds_nothing_after_its_time),
	KUNIT_CASE(forgets_them_a_day_later),
	KUNIT_CASE(is_stopped_and_forgotten),
	KUNIT_CASE(is_there_while_it_is_read),
	KUNIT_CASE(keeps_lists_of_its_own),
	KUNIT_CASE(holds_members_of_its_own),
	{}
};

static struct kunit_suite suite = {
	.name = "sfw_rehearsal",
	.suite_init = sfw_dbtest_suite_init,
	.suite_exit = sfw_dbtest_suite_exit,
	.init = sfw_dbtest_init,
	.exit = sfw_dbtest_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
