// SPDX-License-Identifier: GPL-2.0
/* The life of a rehearsal: it begins, ends, is replaced and forgotten; nothing else is. */
#include <linux/delay.h>
#include <linux/prandom.h>

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

/* Of a policy with members of its own, in "bans" beside those that are published. */
static struct sfw_rehearsal *rehearse_own(struct kunit *test, u32 first, u32 own)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_rehearsal *r;
	struct sfw_txn *txn;
	u32 i;

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_group(s, "bans", true, s), 0);
	KUNIT_ASSERT_EQ(test, put(s, 1, s), 0);
	KUNIT_ASSERT_EQ(test, put(s, 2, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_group(txn->staged, "bans", true, s), 0);
	for (i = 0; i < own; i++)
		KUNIT_EXPECT_EQ(test, put(txn->staged, first + i, s), 0);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, rehearse_for(test, ALICE, 0, 60), 0);
	r = sfw_rehearsal_get(&t->db);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_ASSERT_EQ(test, r->s->policy.groups[0].fleeting->set.n, own);
	return r;
}

/* And packets meet those of the moment as well. */
static void holds_members_of_its_own(struct kunit *test)
{
	struct sfw_rehearsal *r = rehearse_own(test, 3, 1);

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

#define CLOSE	0x0a000000	/* addresses from here on */

static const struct sfw_prefix_item *member(const struct sfw_snapshot *s, u32 ip)
{
	const struct sfw_prefix p = { sfw_ip4(ip), SFW_AF_INET, 32 };

	return sfw_prefixes_exact(&s->policy.groups[0].fleeting->set, &p);
}

/* Its own members are not put in anew, and an unchanged set is the same. */
static void a_change_costs_no_more_where_many_are_its_own(struct kunit *test)
{
	struct sfw_rehearsal *r = rehearse_own(test, CLOSE, FEW + 1);
	struct sfw_snapshot *before = sfw_rehearsal_get_met(r), *met;
	struct sfw_dbtest *t = test->priv;

	move(test, 1, 4);
	met = sfw_rehearsal_get_met(r);
	KUNIT_EXPECT_EQ(test, members_of(met), (u32)(BIT(2) | BIT(4)));
	KUNIT_EXPECT_EQ(test, met->policy.groups[0].fleeting->set.n, FEW + 3u);
	KUNIT_EXPECT_PTR_EQ(test, member(met, CLOSE), member(before, CLOSE));
	KUNIT_EXPECT_PTR_EQ(test, member(met, CLOSE + FEW), member(before, CLOSE + FEW));
	sfw_snapshot_put(before);
	before = met;
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, sfw_dbtest_clone(test)), 0);
	met = sfw_rehearsal_get_met(r);
	KUNIT_EXPECT_PTR_NE(test, met, before);
	KUNIT_EXPECT_PTR_EQ(test, met->policy.groups[0].fleeting,
			    before->policy.groups[0].fleeting);
	sfw_snapshot_put(before);
	sfw_snapshot_put(met);
	KUNIT_EXPECT_NOT_NULL(test, r->theirs[0]);
	KUNIT_EXPECT_EQ(test, stop(test), 0);
	KUNIT_EXPECT_NULL(test, r->theirs[0]);
	sfw_rehearsal_put(r);
}

static void few_of_its_own_share_all_others(struct kunit *test)
{
	struct sfw_rehearsal *r = rehearse_own(test, CLOSE, FEW);
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *met;

	move(test, 1, 4);
	met = sfw_rehearsal_get_met(r);
	KUNIT_EXPECT_PTR_EQ(test, member(met, 4), member(sfw_dbtest_live(&t->db), 4));
	KUNIT_EXPECT_EQ(test, members_of(met), (u32)(BIT(2) | BIT(4)));
	sfw_snapshot_put(met);
	sfw_rehearsal_put(r);
}

/* Members come, go, and change, some with prefixes that the rehearsed policy has as well. */
static void change_members(struct kunit *test, struct rnd_state *rnd)
{
	struct sfw_prefix_item item = { .prefix = { .family = SFW_AF_INET } };
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_addr a;
	u32 n;

	if (prandom_u32_state(rnd) % 16 == 0) {
		if (sfw_snapshot_del_group(s, "bans"))
			KUNIT_EXPECT_EQ(test, sfw_snapshot_add_group(s, "bans", true, s), 0);
		KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
		return;
	}
	for (n = prandom_u32_state(rnd) % 8; n && sfw_group_find(&s->policy, "bans"); n--) {
		a = sfw_ip4(CLOSE + prandom_u32_state(rnd) % (2 * FEW));
		sfw_prefix_cut(&item.prefix, &a, 24 + prandom_u32_state(rnd) % 9);
		item.since = prandom_u32_state(rnd);
		item.expires = prandom_u32_state(rnd) % 2 * hour.expires;
		if (prandom_u32_state(rnd) % 2)
			sfw_snapshot_del_member(s, "bans", &item.prefix);
		if (prandom_u32_state(rnd) % 2)
			sfw_snapshot_add_member(s, "bans", &item, s);
	}
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
}

static bool same_sets(const struct sfw_prefixes *a, const struct sfw_prefixes *b)
{
	const struct sfw_prefix_item *x = NULL, *y = NULL;

	do {
		x = sfw_prefixes_next(a, x ? &x->prefix : NULL);
		y = sfw_prefixes_next(b, y ? &y->prefix : NULL);
	} while (x && y && sfw_prefix_equal(&x->prefix, &y->prefix) &&
		 x->since == y->since && x->expires == y->expires);
	return !x && !y && a->n == b->n && a->n4 == b->n4;
}

/* From the change alone comes the same as from all members. */
static void follows_each_change(struct kunit *test)
{
	struct sfw_rehearsal *r = rehearse_own(test, CLOSE, FEW + 1);
	struct sfw_dbtest *t = test->priv;
	struct sfw_prefixset *theirs[1];
	struct sfw_snapshot *met, *anew;
	struct rnd_state rnd;
	u32 i;

	prandom_seed_state(&rnd, 7);
	for (i = 0; i < 300; i++) {
		change_members(test, &rnd);
		theirs[0] = NULL;
		anew = sfw_rehearsed_meet(r->s, sfw_dbtest_live(&t->db), NULL, theirs);
		KUNIT_ASSERT_NOT_NULL(test, anew);
		met = sfw_rehearsal_get_met(r);
		KUNIT_EXPECT_TRUE_MSG(test, same_sets(&met->policy.groups[0].fleeting->set,
						      &anew->policy.groups[0].fleeting->set),
				      "after change %u", i);
		KUNIT_EXPECT_PTR_EQ(test, theirs[0], r->theirs[0]);
		sfw_prefixset_put(theirs[0]);
		sfw_snapshot_put(met);
		sfw_snapshot_put(anew);
	}
	sfw_rehearsal_put(r);
}

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
	KUNIT_CASE(a_change_costs_no_more_where_many_are_its_own),
	KUNIT_CASE(few_of_its_own_share_all_others),
	KUNIT_CASE(follows_each_change),
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
