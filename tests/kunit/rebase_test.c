// SPDX-License-Identifier: GPL-2.0
/* Bans that come while a policy is written anew or taken back. */
#include "../../kmod/db/policy/rebase.c"
#include "../../kmod/db/policy/txn.h"
#include "sample.h"
#include "txntest.h"

#define LATER	BIT_ULL(60)

static struct sfw_prefix_item one(u32 ip, u64 expires)
{
	return (struct sfw_prefix_item){
		.prefix = { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires = expires, .since = 1,
	};
}

/* A ban in both ways; 0: none. */
static int ban(struct sfw_snapshot *s, u32 ip, const struct sfw_snapshot *began)
{
	const struct sfw_prefix_item member = one(ip, 0), block = one(ip, LATER);

	if (!ip)
		return 0;
	return sfw_snapshot_add_member(s, "bans", &member, began) ?:
	       sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &block);
}

static int unban(struct sfw_snapshot *s, u32 ip)
{
	const struct sfw_prefix p = one(ip, 0).prefix;

	if (!ip)
		return 0;
	return sfw_snapshot_del_member(s, "bans", &p) ?:
	       sfw_snapshot_del_prefix(s, SFW_OBJ_BLOCK, &p);
}

/* Others put one address in and take another one out. */
static void others(struct kunit *test, u32 comes, u32 goes)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	KUNIT_ASSERT_EQ(test, ban(s, comes, sfw_dbtest_live(&t->db)), 0);
	KUNIT_ASSERT_EQ(test, unban(s, goes), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
}

static void open_port(struct kunit *test, u16 port)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry e = sfw_dbtest_tcp(port);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
}

/* The group, and bans of 1 and 2. */
static void begin_bans(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_group(s, "bans", true, s), 0);
	KUNIT_ASSERT_EQ(test, ban(s, 1, s), 0);
	KUNIT_ASSERT_EQ(test, ban(s, 2, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
}

/* Alice's policy has the group, bans of her own, and TCP 80. */
static void write_anew(struct kunit *test, u32 own)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_txn *txn;

	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_group(txn->staged, "bans", true, txn->began), 0);
	KUNIT_EXPECT_EQ(test, ban(txn->staged, own, txn->began), 0);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
}

/* Banned addresses of 1 to 5, once by the group, once by blocks. */
static void expect_banned(struct kunit *test, const char *wanted)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	char members[6] = "-----", blocks[6] = "-----";
	u32 i;

	for (i = 1; i <= 5; i++) {
		struct sfw_addr a = sfw_ip4(i);

		if (sfw_members_have(s->policy.members, SFW_AF_INET, &a, 0))
			members[i - 1] = '0' + i;
		if (sfw_dbtest_block(s, i, 0))
			blocks[i - 1] = '0' + i;
	}
	sfw_snapshot_put(s);
	KUNIT_EXPECT_STREQ(test, members, wanted);
	KUNIT_EXPECT_STREQ(test, blocks, wanted);
}

static void takes_in_what_came_and_went(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	others(test, 4, 1);
	write_anew(test, 0);
	others(test, 5, 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 80));
	expect_banned(test, "-2-45");
}

static void beside_own_ones(struct kunit *test)
{
	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	write_anew(test, 3);
	others(test, 4, 1);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	expect_banned(test, "-234-");
}

static void the_same_one_is_a_conflict(struct kunit *test)
{
	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	write_anew(test, 4);
	others(test, 4, 1);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), -EBUSY);
	expect_banned(test, "-2-4-");
}

static void so_is_another_policy(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	write_anew(test, 0);
	open_port(test, 443);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), -EBUSY);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 443));
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 80));
}

/* It is tried again, with the words for what it meets then. */
static void a_change_of_something_starts_over(struct kunit *test)
{
	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
	others(test, 4, 1);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), -EBUSY);
}

static void undo_takes_them_in(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	begin_bans(test);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 80, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, BOB, 1), 0);
	mutex_lock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, sfw_txn_begin_undo(&t->db, ALICE), 0);
	mutex_unlock(&t->db.lock);
	others(test, 4, 1);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 0), 0);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 80));
	expect_banned(test, "-2-4-");
}

static struct kunit_case rebase_cases[] = {
	KUNIT_CASE(takes_in_what_came_and_went),
	KUNIT_CASE(beside_own_ones),
	KUNIT_CASE(the_same_one_is_a_conflict),
	KUNIT_CASE(so_is_another_policy),
	KUNIT_CASE(a_change_of_something_starts_over),
	KUNIT_CASE(undo_takes_them_in),
	{}
};

static struct kunit_suite rebase_suite = {
	.name		= "sfw_rebase",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= rebase_cases,
};

kunit_test_suite(rebase_suite);
