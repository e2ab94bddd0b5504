// SPDX-License-Identifier: GPL-2.0
/* Groups: members, lines that name them, and members that are no policy. */
#include <linux/delay.h>

#include "../../kmod/core/decide.h"
#include "../../kmod/db/policy/edit_group.c"
#include "../../kmod/db/policy/group.c"
#include "../../kmod/db/policy/trial.h"
#include "sample.h"
#include "txntest.h"

#define LIMIT	(20 * HZ)	/* far more than any machine needs */

static struct sfw_prefix_item member(u32 ip, u64 expires)
{
	return (struct sfw_prefix_item){
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= expires,
		.since		= 1,
	};
}

static int put(struct kunit *test, struct sfw_snapshot *s, const char *name,
	       u32 ip, u64 expires)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_prefix_item item = member(ip, expires);

	return sfw_snapshot_add_member(s, name, &item, sfw_dbtest_live(&t->db));
}

static int take(struct sfw_snapshot *s, const char *name, u32 ip)
{
	struct sfw_prefix_item item = member(ip, 0);

	return sfw_snapshot_del_member(s, name, &item.prefix);
}

static int make(struct kunit *test, struct sfw_snapshot *s, const char *name,
		bool is_volatile)
{
	struct sfw_dbtest *t = test->priv;

	return sfw_snapshot_add_group(s, name, is_volatile, sfw_dbtest_live(&t->db));
}

/* TCP 22 from members. */
static struct sfw_entry from(const struct sfw_snapshot *s, const char *name)
{
	struct sfw_entry e = sfw_dbtest_tcp(22);

	e.sel.from.family = SFW_AF_GROUP;
	e.sel.group = sfw_group_find(&s->policy, name)->group;
	return e;
}

static bool lets_in(const struct sfw_snapshot *s, u8 family, struct sfw_addr a,
		    u64 now)
{
	struct sfw_facts f = {
		.family = family, .src = a, .proto = IPPROTO_TCP, .dport = 22,
		.dev = "", .now = now,
	};

	return sfw_index_find(&s->policy.index, s->policy.entries, &f) !=
	       SFW_NO_ENTRY;
}

static bool lets_in4(const struct sfw_snapshot *s, u32 ip, u64 now)
{
	return lets_in(s, SFW_AF_INET, sfw_ip4(ip), now);
}

static u32 count(const struct sfw_snapshot *s, const char *name)
{
	const struct sfw_group_place *at = sfw_group_find(&s->policy, name);

	return at ? at->lasting->set.n + at->fleeting->set.n : 0;
}

static u32 live_count(struct kunit *test, const char *name)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	u32 n = count(s, name);

	sfw_snapshot_put(s);
	return n;
}

static void a_name_is_one_group(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_group(s, "a"), -ENOENT);
	KUNIT_EXPECT_EQ(test, make(test, s, "a", false), 0);
	KUNIT_EXPECT_EQ(test, make(test, s, "a", true), -EEXIST);
	KUNIT_EXPECT_EQ(test, put(test, s, "a", 1, 0), 0);
	KUNIT_EXPECT_EQ(test, put(test, s, "a", 1, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, put(test, s, "a", 1, 5), -EEXIST);
	KUNIT_EXPECT_EQ(test, put(test, s, "a", 2, 5), 0);
	KUNIT_EXPECT_EQ(test, put(test, s, "a", 2, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, take(s, "a", 3), -ENOENT);
	KUNIT_EXPECT_EQ(test, count(s, "a"), 2u);
	KUNIT_EXPECT_EQ(test, take(s, "a", 1), 0);
	KUNIT_EXPECT_EQ(test, take(s, "a", 2), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_group(s, "a"), 0);
	KUNIT_EXPECT_NULL(test, sfw_group_find(&s->policy, "a"));
	sfw_snapshot_put(s);
}

/* A line that names it keeps it, of whichever kind. */
static void a_named_group_stays(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_group_place *a;
	struct sfw_entry e;

	KUNIT_ASSERT_EQ(test, make(test, s, "a", false), 0);
	a = sfw_group_find(&s->policy, "a");
	e = from(s, "a");
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &e.sel), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_BLOCKED, false), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_BLOCKED, true), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_BLOCKED, true), -EEXIST);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_EXEMPT, true), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_group_lines(s, a), 4u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_group(s, "a"), -EBUSY);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_BLOCKED, false), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set_role(a, SFW_GROUP_EXEMPT, false), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_TRUST, &e.sel), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_group(s, "a"), -EBUSY);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_group(s, "a"), 0);
	sfw_snapshot_put(s);
}

static void a_port_is_open_to_members(struct kunit *test)
{
	const struct sfw_addr six = sfw_ip6(0x20010db8, 0, 0, 1);
	struct sfw_snapshot *c, *s = sfw_dbtest_clone(test);
	struct sfw_prefix_item item = {
		.prefix = sfw_prefix_of(SFW_AF_INET6, six, 64),
	};
	struct sfw_dbtest *t = test->priv;
	struct sfw_entry e;

	KUNIT_ASSERT_EQ(test, make(test, s, "z", true), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "a", false), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "z", 9, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "a", 1, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "a", 2, 100), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_member(s, "a", &item, sfw_dbtest_live(&t->db)), 0);
	e = from(s, "a");
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_TRUE(test, s->policy.timed);
	KUNIT_EXPECT_EQ(test, s->next_expiry, 100ull);
	KUNIT_EXPECT_TRUE(test, lets_in4(s, 1, 0));
	KUNIT_EXPECT_TRUE(test, lets_in4(s, 2, 99));
	KUNIT_EXPECT_FALSE(test, lets_in4(s, 2, 100));
	KUNIT_EXPECT_FALSE(test, lets_in4(s, 9, 0));
	KUNIT_EXPECT_TRUE(test, lets_in(s, SFW_AF_INET6, sfw_ip6(0x20010db8, 0, 7, 7), 0));
	KUNIT_EXPECT_FALSE(test, lets_in(s, SFW_AF_INET6, sfw_ip6(0x20010db9, 0, 0, 1), 0));

	/* A change in a copy is seen there alone, and the entry is the same. */
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_TRUE(test, sfw_snapshot_same(s, c));
	KUNIT_ASSERT_EQ(test, take(c, "a", 1), 0);
	KUNIT_ASSERT_EQ(test, put(test, c, "a", 9, 0), 0);
	KUNIT_EXPECT_FALSE(test, sfw_snapshot_same(s, c));
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(c, 0), 0);
	KUNIT_EXPECT_PTR_EQ(test, c->policy.entries[0], s->policy.entries[0]);
	KUNIT_EXPECT_FALSE(test, lets_in4(c, 1, 0));
	KUNIT_EXPECT_TRUE(test, lets_in4(c, 9, 0));
	KUNIT_EXPECT_TRUE(test, lets_in4(s, 1, 0));
	KUNIT_EXPECT_FALSE(test, lets_in4(s, 9, 0));
	sfw_snapshot_put(c);
	sfw_snapshot_put(s);
}

/* A forwarded port has the family of its target, whichever its group has. */
static void a_forward_keeps_its_family(struct kunit *test)
{
	struct sfw_entry e = {
		.proto = IPPROTO_TCP, .first = 80, .last = 80,
		.to = { .addr = sfw_ip4(0x0a000005), .first = 80, .family = SFW_AF_INET },
	};
	struct sfw_facts f = { .family = SFW_AF_INET6, .local_dev = "wan" };

	KUNIT_EXPECT_FALSE(test, sfw_entry_takes(&e, &f));
	f.family = SFW_AF_INET;
	KUNIT_EXPECT_TRUE(test, sfw_entry_takes(&e, &f));
}

/* A prefix is more specific than a group, and a group than all of a family, or anybody. */
static void prefixes_come_first(struct kunit *test)
{
	struct sfw_group a = { .name = "a" }, b = { .name = "b" };
	struct sfw_selector sel[] = {
		{ .from = { .family = SFW_AF_INET6, .len = 1 } },
		{ .from = { .family = SFW_AF_GROUP }, .group = &a },
		{ .from = { .family = SFW_AF_GROUP }, .group = &b },
		{ .from = { .family = SFW_AF_INET6 } },
		{ },
	};
	int i, j;

	for (i = 0; i < ARRAY_SIZE(sel); i++)
		for (j = 0; j < ARRAY_SIZE(sel); j++)
			KUNIT_EXPECT_EQ(test, sfw_selector_cmp(&sel[i], &sel[j]) < 0, i < j);
}

/* A policy that is written anew may begin with more, which volatile groups had. */
static void more_than_there_may_be_take_none(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_group_place *places;
	int err;

	KUNIT_ASSERT_EQ(test, make(test, s, "a", false), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "b", true), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "c", false), 0);
	places = s->policy.groups;
	places[0].lasting->set.n = SFW_MEMBERS_MAX;
	places[1].fleeting->set.n = SFW_MEMBERS_MAX;
	err = put(test, s, "c", 1, 0);
	places[0].lasting->set.n = 0;
	places[1].fleeting->set.n = 0;
	KUNIT_EXPECT_EQ(test, err, -ENOSPC);
	KUNIT_EXPECT_EQ(test, put(test, s, "c", 1, 0), 0);
	sfw_snapshot_put(s);
}

static const char *name_of(u32 i)
{
	static char name[8];

	snprintf(name, sizeof(name), "g%u", i);
	return name;
}

static void each_has_a_slot_of_its_own(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	DECLARE_BITMAP(seen, SFW_GROUPS_MAX);
	u32 i;

	for (i = 0; i < SFW_GROUPS_MAX; i++)
		KUNIT_ASSERT_EQ(test, make(test, s, name_of(i), i % 2), 0);
	KUNIT_EXPECT_EQ(test, make(test, s, "more", false), -ENOSPC);
	for (i = 0; i < SFW_GROUPS_MAX; i += 3)
		KUNIT_ASSERT_EQ(test, sfw_snapshot_del_group(s, name_of(i)), 0);
	for (i = 0; i < SFW_GROUPS_MAX; i += 3)
		KUNIT_ASSERT_EQ(test, make(test, s, name_of(1000 + i), false), 0);
	bitmap_zero(seen, SFW_GROUPS_MAX);
	for (i = 0; i < s->policy.n_groups; i++)
		KUNIT_EXPECT_FALSE(test, __test_and_set_bit(s->policy.groups[i].group->slot, seen));
	KUNIT_EXPECT_TRUE(test, bitmap_full(seen, SFW_GROUPS_MAX));
	for (i = 0; i < SFW_GROUPS_MAX; i++)
		if (i % 3)
			KUNIT_ASSERT_EQ(test, put(test, s, name_of(i), i, 0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	for (i = 0; i < SFW_GROUPS_MAX; i++) {
		const struct sfw_group_place *at = sfw_group_find(&s->policy, name_of(i));
		const struct sfw_members *m = at ? &s->policy.members[at->group->slot] : NULL;
		struct sfw_addr a = sfw_ip4(i);

		if (m)
			KUNIT_EXPECT_TRUE(test, sfw_members_have(m, SFW_AF_INET, &a, 0));
	}
	sfw_snapshot_put(s);
}

static u8 reason_of(const struct sfw_snapshot *s, u32 ip, u64 now)
{
	struct sfw_facts f = {
		.family = SFW_AF_INET, .src = sfw_ip4(ip), .proto = IPPROTO_TCP,
		.dport = 22, .tcp_flags = SFW_TCP_SYN, .dev = "", .local_dev = "",
		.now = now, .blocked = SFW_NO, .listed = SFW_NO, .owner = SFW_NO,
	};

	return sfw_decide(&f, &s->policy).reason;
}

static void groups_are_blocked_and_exempt(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry open = sfw_dbtest_tcp(22);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &open), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "bad", true), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "good", false), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "bad", 1, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "bad", 2, 50), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "bad", 3, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "good", 3, 0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.screens, SFW_SCREENS_NOTHING);
	KUNIT_EXPECT_EQ(test, reason_of(s, 1, 0), SFW_R_PORT);

	sfw_snapshot_set_role(sfw_group_find(&s->policy, "bad"), SFW_GROUP_BLOCKED, true);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.screens, SFW_SCREENS_GROUPS);
	KUNIT_EXPECT_TRUE(test, s->policy.blocks_end);
	KUNIT_EXPECT_EQ(test, reason_of(s, 1, 0), SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, reason_of(s, 2, 49), SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, reason_of(s, 2, 50), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, reason_of(s, 3, 0), SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, reason_of(s, 4, 0), SFW_R_PORT);

	sfw_snapshot_set_role(sfw_group_find(&s->policy, "good"), SFW_GROUP_EXEMPT, true);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_FALSE(test, s->policy.blocks_end);
	KUNIT_EXPECT_EQ(test, reason_of(s, 1, 0), SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, reason_of(s, 3, 0), SFW_R_PORT);
	sfw_snapshot_put(s);
}

/* Of "policy" 1 is policy and 2 is for an hour; of "loose" nothing is policy. */
static void publish_two(struct kunit *test)
{
	u64 later = ktime_get_boottime_ns() + 3600ull * NSEC_PER_SEC;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	KUNIT_ASSERT_EQ(test, make(test, s, "policy", false), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "loose", true), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "policy", 1, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "policy", 2, later), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "loose", 3, 0), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "loose", 4, later), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(test->priv, s), 0);
}

static void a_restore_keeps_what_is_no_policy(struct kunit *test)
{
	struct sfw_snapshot *s;

	publish_two(test);
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_groups, 0u);
	/* Written in another order, so with other slots. */
	KUNIT_ASSERT_EQ(test, make(test, s, "policy", false), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "loose", true), 0);
	KUNIT_EXPECT_EQ(test, count(s, "policy"), 1u);
	KUNIT_EXPECT_EQ(test, count(s, "loose"), 2u);
	/* The file has it for good. */
	KUNIT_EXPECT_EQ(test, put(test, s, "policy", 2, 0), 0);
	KUNIT_EXPECT_EQ(test, put(test, s, "policy", 2, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, put(test, s, "loose", 3, 0), 0);
	KUNIT_EXPECT_EQ(test, put(test, s, "loose", 3, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, count(s, "loose"), 2u);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_publish(test->priv, s), 0);

	/* Of the other kind it is another group. */
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_ASSERT_EQ(test, make(test, s, "loose", false), 0);
	KUNIT_EXPECT_EQ(test, count(s, "loose"), 0u);
	sfw_snapshot_put(s);
}

static int change(struct kunit *test, const char *name, u32 ip, u32 confirm)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_txn *txn;
	int err;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	txn->confirm = confirm;
	err = put(test, txn->staged, name, ip, 0);
	txn->changes++;
	mutex_unlock(&t->db.lock);
	return err ?: commit(test, ALICE, 1);
}

static void a_rollback_keeps_what_is_no_policy(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s;

	publish_two(test);
	KUNIT_ASSERT_EQ(test, change(test, "policy", 10, 3600), 0);
	KUNIT_ASSERT_EQ(test, change(test, "loose", 11, 0), 0);
	KUNIT_EXPECT_EQ(test, live_count(test, "policy"), 3u);
	mutex_lock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, sfw_trial_rollback(&t->db), 0);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, live_count(test, "policy"), 2u);
	KUNIT_EXPECT_EQ(test, live_count(test, "loose"), 3u);
	s = sfw_db_get(&t->db);
	KUNIT_EXPECT_EQ(test, s->policy.members[sfw_group_find(&s->policy, "loose")->group->slot]
			.fleeting->n, 3u);
	sfw_snapshot_put(s);
}

static void an_undo_keeps_what_is_no_policy(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	publish_two(test);
	KUNIT_ASSERT_EQ(test, change(test, "policy", 10, 0), 0);
	KUNIT_ASSERT_EQ(test, change(test, "loose", 11, 0), 0);
	mutex_lock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, sfw_txn_begin_undo(&t->db, ALICE), 0);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 0), 0);
	KUNIT_EXPECT_EQ(test, live_count(test, "policy"), 2u);
	KUNIT_EXPECT_EQ(test, live_count(test, "loose"), 3u);
}

static void members_leave_when_their_time_is_over(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	unsigned long end = jiffies + LIMIT;
	u64 soon = ktime_get_boottime_ns() + 50 * NSEC_PER_MSEC;
	u32 i;

	KUNIT_ASSERT_EQ(test, make(test, s, "a", true), 0);
	for (i = 0; i < 100; i++)
		KUNIT_ASSERT_EQ(test, put(test, s, "a", i,
					  i % 2 ? 0 : soon + i * NSEC_PER_MSEC), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(test->priv, s), 0);
	while (live_count(test, "a") != 50 && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_EQ(test, live_count(test, "a"), 50u);
	/* It is the same policy. */
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(test->priv), 1ull);
}

/* A feed that is read again makes nobody younger. */
static void filled_anew_they_keep_their_age(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_prefix_item item = member(1, 0);
	const struct sfw_prefix_item *there;
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, make(test, s, "a", true), 0);
	KUNIT_ASSERT_EQ(test, put(test, s, "a", 1, 0), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_empty_group(s, "a"), 0);
	KUNIT_EXPECT_EQ(test, count(s, "a"), 0u);
	item.since = 7;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_member(s, "a", &item, sfw_dbtest_live(&t->db)), 0);
	there = sfw_prefixes_exact(&sfw_group_find(&s->policy, "a")->fleeting->set, &item.prefix);
	KUNIT_EXPECT_EQ(test, there->since, 1ull);
	sfw_snapshot_put(s);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_name_is_one_group),
	KUNIT_CASE(a_named_group_stays),
	KUNIT_CASE(a_port_is_open_to_members),
	KUNIT_CASE(a_forward_keeps_its_family),
	KUNIT_CASE(prefixes_come_first),
	KUNIT_CASE(more_than_there_may_be_take_none),
	KUNIT_CASE(each_has_a_slot_of_its_own),
	KUNIT_CASE(groups_are_blocked_and_exempt),
	KUNIT_CASE(a_restore_keeps_what_is_no_policy),
	KUNIT_CASE(a_rollback_keeps_what_is_no_policy),
	KUNIT_CASE(an_undo_keeps_what_is_no_policy),
	KUNIT_CASE(members_leave_when_their_time_is_over),
	KUNIT_CASE(filled_anew_they_keep_their_age),
	{ }
};

static struct kunit_suite suite = {
	.name		= "sfw_group",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
