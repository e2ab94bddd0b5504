// SPDX-License-Identifier: GPL-2.0
/* Blocked and exempt prefixes of a policy. */
#include "../../kmod/db/policy/edit_prefix.c"
#include "../../kmod/db/policy/comment.h"
#include "dbtest.h"
#include "sample.h"

static struct sfw_snapshot *snapshot_of(struct kunit *test)
{
	return test->priv;
}

static int prefix_init(struct kunit *test)
{
	test->priv = sfw_snapshot_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void prefix_exit(struct kunit *test)
{
	sfw_snapshot_put(test->priv);
	sfw_dbtest_settle();
}

static struct sfw_prefix_item host(u32 ip, u64 expires)
{
	return (struct sfw_prefix_item){
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= expires,
	};
}

static int block(struct sfw_snapshot *s, u32 ip, u64 expires)
{
	struct sfw_prefix_item item = host(ip, expires);

	return sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item);
}

static int unblock(struct sfw_snapshot *s, u32 ip)
{
	struct sfw_prefix_item item = host(ip, 0);

	return sfw_snapshot_del_prefix(s, SFW_OBJ_BLOCK, &item.prefix);
}

static bool is_blocked(const struct sfw_snapshot *s, u32 ip, u64 now)
{
	return sfw_dbtest_block(s, ip, now);
}

static void same_prefix_only_once(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_prefix_item item = host(1, 0);

	KUNIT_EXPECT_EQ(test, unblock(s, 1), -ENOENT);
	KUNIT_EXPECT_EQ(test, block(s, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, block(s, 1, 5), -EEXIST);
	item.prefix.len = 31;
	item.prefix.addr = sfw_ip4(0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), 0);
	item = host(1, 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_EXEMPT, &item.prefix),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), -EEXIST);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_TRUE(test, is_blocked(s, 1, 0));
	KUNIT_EXPECT_EQ(test, unblock(s, 1), 0);
	KUNIT_EXPECT_EQ(test, unblock(s, 1), -ENOENT);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	/* The prefix around it still is. */
	KUNIT_EXPECT_TRUE(test, is_blocked(s, 1, 0));
	KUNIT_EXPECT_FALSE(test, is_blocked(s, 2, 0));
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_EXEMPT, &item.prefix), 0);
}

static void changes_of_a_clone_stay_there(struct kunit *test)
{
	struct sfw_snapshot *c, *s = snapshot_of(test);

	KUNIT_ASSERT_EQ(test, block(s, 1, 0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_PTR_EQ(test, c->blocks, s->blocks);
	KUNIT_EXPECT_EQ(test, block(c, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, unblock(c, 1), 0);
	KUNIT_EXPECT_PTR_NE(test, c->blocks, s->blocks);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(c, 0), 0);
	KUNIT_EXPECT_TRUE(test, is_blocked(s, 1, 0));
	KUNIT_EXPECT_FALSE(test, is_blocked(s, 2, 0));
	KUNIT_EXPECT_TRUE(test, is_blocked(c, 2, 0));
	KUNIT_EXPECT_FALSE(test, is_blocked(c, 1, 0));
	sfw_snapshot_put(c);
}

/* Blocks with a duration are not part of a policy file. */
static void flush_keeps_timed_blocks(struct kunit *test)
{
	struct sfw_prefix_item friend = host(9, 0);
	struct sfw_snapshot *s = snapshot_of(test);
	u32 i;

	for (i = 1; i <= 200; i++)
		KUNIT_ASSERT_EQ(test, block(s, i, i % 2 ? 1000 + i : 0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &friend), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.blocks->n, 0u);
	KUNIT_EXPECT_EQ(test, s->policy.exempts->n, 0u);
	KUNIT_EXPECT_EQ(test, s->timed->set.n, 100u);
	KUNIT_EXPECT_EQ(test, sfw_prefixes_soonest(&s->timed->set), 1001ull);
	KUNIT_EXPECT_EQ(test, s->policy.screens, SFW_SCREENS_BLOCKS);
	KUNIT_EXPECT_TRUE(test, s->policy.timed);
	for (i = 1; i <= 200; i++)
		KUNIT_EXPECT_EQ(test, is_blocked(s, i, 1000), i % 2 == 1);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_empty_sets(&s->blocks, &s->timed), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->timed->set.n, 0u);
	KUNIT_EXPECT_EQ(test, s->policy.screens, SFW_SCREENS_NOTHING);
	KUNIT_EXPECT_FALSE(test, s->policy.timed);
}

/* A prefix that a flush left may be written anew: once, for a time or for good. */
static void kept_gives_way_once(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	u32 i;

	for (i = 1; i <= 3; i++)
		KUNIT_EXPECT_EQ(test, block(s, i, 1000), 0);
	KUNIT_EXPECT_EQ(test, block(s, 1, 0), -EEXIST);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_EXPECT_EQ(test, block(s, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, block(s, 1, 2000), -EEXIST);
	KUNIT_EXPECT_EQ(test, block(s, 2, 2000), 0);
	KUNIT_EXPECT_EQ(test, block(s, 2, 3000), -EEXIST);
	KUNIT_EXPECT_EQ(test, block(s, 2, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_block(s, 2, 0)->expires, 2000ull);
	/* It is there when the policy is taken back. */
	KUNIT_EXPECT_EQ(test, s->blocks->set.n, 1u);
	KUNIT_EXPECT_EQ(test, s->timed->set.n, 3u);
	KUNIT_EXPECT_EQ(test, unblock(s, 1), 0);
	KUNIT_EXPECT_EQ(test, unblock(s, 1), -ENOENT);
	KUNIT_EXPECT_FALSE(test, is_blocked(s, 1, 0));
}

/* As POLICY_GET with STAGED does. */
static void a_read_changes_no_later_write(struct kunit *test)
{
	struct sfw_snapshot *copy, *s = snapshot_of(test);

	KUNIT_EXPECT_EQ(test, block(s, 1, 1000), 0);
	KUNIT_EXPECT_EQ(test, block(s, 2, 1000), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	copy = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_seal(copy, 0), 0);
	KUNIT_EXPECT_EQ(test, block(s, 1, 2000), 0);
	KUNIT_EXPECT_EQ(test, block(s, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_block(copy, 1, 0)->expires, 1000ull);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_block(copy, 2, 0)->expires, 1000ull);
	sfw_snapshot_put(copy);
	KUNIT_EXPECT_EQ(test, block(s, 1, 3000), -EEXIST);
}

static void exempts_have_a_limit(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_prefix_item item;
	u32 i;

	for (i = 0; i < SFW_EXEMPT_MAX; i++) {
		item = host(i, 0);
		KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), 0);
	}
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), -EEXIST);
	item = host(i, 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), -ENOSPC);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	item = host(7, 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_EXEMPT, &item.prefix), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_EXEMPT, &item), 0);
}

static void blocks_have_a_limit(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	u32 i, err = 0;

	for (i = 0; i < SFW_BLOCKS_MAX; i++) {
		err |= block(s, i, 0);
		if (i % 4096 == 0)
			cond_resched();
	}
	KUNIT_ASSERT_EQ(test, err, 0u);
	KUNIT_EXPECT_EQ(test, block(s, i, 0), -ENOSPC);
	KUNIT_EXPECT_EQ(test, block(s, i, 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, block(s, 5, 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, unblock(s, 7), 0);
	KUNIT_EXPECT_EQ(test, block(s, i, 1), 0);
	KUNIT_EXPECT_EQ(test, block(s, 7, 0), -ENOSPC);
	KUNIT_EXPECT_EQ(test, unblock(s, i), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_TRUE(test, is_blocked(s, SFW_BLOCKS_MAX - 1, 0));
	KUNIT_EXPECT_FALSE(test, is_blocked(s, SFW_BLOCKS_MAX, 0));
}

static void comments_live_as_long_as_they_are_used(struct kunit *test)
{
	struct sfw_comment *c = sfw_comment_alloc("spammer");
	struct sfw_prefix_item item = host(1, 0);
	struct sfw_snapshot *clone, *s = snapshot_of(test);

	KUNIT_ASSERT_NOT_NULL(test, c);
	refcount_inc(&c->refs);
	item.comment = c;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), -EEXIST);
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 2u);
	clone = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, clone);
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 2u);
	KUNIT_EXPECT_EQ(test, block(clone, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 2u);
	KUNIT_EXPECT_EQ(test, unblock(clone, 1), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 2u);
	sfw_snapshot_put(clone);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&c->refs), 1u);
	KUNIT_EXPECT_STREQ(test, c->text, "spammer");
	sfw_comment_put(c);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(same_prefix_only_once),
	KUNIT_CASE(changes_of_a_clone_stay_there),
	KUNIT_CASE(flush_keeps_timed_blocks),
	KUNIT_CASE(kept_gives_way_once),
	KUNIT_CASE(a_read_changes_no_later_write),
	KUNIT_CASE(exempts_have_a_limit),
	KUNIT_CASE(blocks_have_a_limit),
	KUNIT_CASE(comments_live_as_long_as_they_are_used),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_edit_prefix",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= prefix_init,
	.exit		= prefix_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
