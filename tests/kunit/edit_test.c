// SPDX-License-Identifier: GPL-2.0
/* Changes of a policy: refusals, and tables that stay sorted. */
#include "../../kmod/db/policy/edit.c"
#include "dbtest.h"
#include "sample.h"

#define POOL	96
#define STEPS	(20000 / SFW_KUNIT_PART)

static struct sfw_snapshot *snapshot_of(struct kunit *test)
{
	return test->priv;
}

static int edit_init(struct kunit *test)
{
	test->priv = sfw_snapshot_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void edit_exit(struct kunit *test)
{
	sfw_snapshot_put(test->priv);
	sfw_dbtest_settle();
}

static void check_sorted(struct kunit *test, const struct sfw_policy *p)
{
	u32 i;

	for (i = 1; i < p->n_entries; i++)
		KUNIT_ASSERT_LT(test, sfw_entry_cmp(p->entries[i - 1],
						    p->entries[i]), 0);
	for (i = 1; i < p->n_trusts; i++)
		KUNIT_ASSERT_LT(test, sfw_selector_cmp(&p->trusts[i - 1],
						       &p->trusts[i]), 0);
}

static void same_entry_only_once(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_entry e = sfw_dbtest_tcp(22);

	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	/* Comment and duration do not make it another one. */
	strscpy(e.comment, "ssh", sizeof(e.comment));
	e.expires = 1;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), -EEXIST);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 1u);
	KUNIT_EXPECT_STREQ(test, s->policy.entries[0]->comment, "");
	e.last = 23;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	e.last = 22;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), -ENOENT);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 1u);
	KUNIT_EXPECT_EQ(test, s->policy.entries[0]->last, 23);
}

static void entries_are_copied(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_entry e = sfw_dbtest_tcp(22);

	strscpy(e.comment, "ssh", sizeof(e.comment));
	strscpy(e.sel.dev, "eth0", sizeof(e.sel.dev));
	e.expires = 5;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	memset(&e, 0xff, sizeof(e));
	KUNIT_EXPECT_STREQ(test, s->policy.entries[0]->comment, "ssh");
	KUNIT_EXPECT_STREQ(test, s->policy.entries[0]->sel.dev, "eth0");
	KUNIT_EXPECT_EQ(test, s->policy.entries[0]->expires, 5ull);
	KUNIT_EXPECT_EQ(test, s->policy.entries[0]->first, 22);
}

struct pool {
	struct sfw_entry entry[POOL];
	bool there[POOL];
};

/* Different entries, so that presence of one says nothing of another. */
static struct pool *new_pool(struct kunit *test, struct rnd_state *r)
{
	struct pool *pool = kunit_kzalloc(test, sizeof(*pool), GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (i = 0; i < POOL; i++) {
		do {
			sfw_sample_entry(r, &pool->entry[i]);
			for (j = 0; j < i; j++)
				if (!sfw_entry_cmp(&pool->entry[i],
						   &pool->entry[j]))
					break;
		} while (j < i);
	}
	return pool;
}

static void any_order_of_changes(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	u32 i, n = 0, most = 0;
	struct rnd_state r;
	struct pool *pool;

	prandom_seed_state(&r, 40);
	pool = new_pool(test, &r);
	for (i = 0; i < STEPS; i++) {
		u32 which = sfw_pick(&r, POOL);
		bool was = pool->there[which];
		int err;

		if (sfw_pick(&r, 2)) {
			err = sfw_snapshot_add(s, SFW_OBJ_ENTRY, &pool->entry[which]);
			KUNIT_ASSERT_EQ(test, err, was ? -EEXIST : 0);
			pool->there[which] = true;
		} else {
			err = sfw_snapshot_del(s, SFW_OBJ_ENTRY, &pool->entry[which]);
			KUNIT_ASSERT_EQ(test, err, was ? 0 : -ENOENT);
			pool->there[which] = false;
		}
		n += pool->there[which] - was;
		most = max(most, n);
		KUNIT_ASSERT_EQ(test, s->policy.n_entries, n);
		check_sorted(test, &s->policy);
	}
	/* The table grew more than once. */
	KUNIT_EXPECT_GT(test, most, 24u);
}

static void trusts_in_any_order(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_selector sel;
	struct rnd_state r;
	u32 i, j;

	prandom_seed_state(&r, 41);
	for (i = 0; i < STEPS; i++) {
		bool was = false;
		u32 n = s->policy.n_trusts;
		int err;

		sfw_sample_selector(&r, &sel);
		for (j = 0; j < n; j++)
			was |= !sfw_selector_cmp(&s->policy.trusts[j], &sel);
		if (sfw_pick(&r, 2)) {
			int want = was ? -EEXIST :
				   n == SFW_TRUST_MAX ? -ENOSPC : 0;

			err = sfw_snapshot_add(s, SFW_OBJ_TRUST, &sel);
			KUNIT_ASSERT_EQ(test, err, want);
			n += !want;
		} else {
			err = sfw_snapshot_del(s, SFW_OBJ_TRUST, &sel);
			KUNIT_ASSERT_EQ(test, err, was ? 0 : -ENOENT);
			n -= was;
		}
		KUNIT_ASSERT_EQ(test, s->policy.n_trusts, n);
		check_sorted(test, &s->policy);
	}
}

static void trusts_have_a_limit(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_selector sel = {};
	u32 i;

	for (i = 0; i < SFW_TRUST_MAX; i++) {
		sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000 + i),
					 32);
		KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &sel), 0);
	}
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &sel), -EEXIST);
	sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x09000000), 32);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &sel), -ENOSPC);
	KUNIT_EXPECT_EQ(test, s->policy.n_trusts, (u32)SFW_TRUST_MAX);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_TRUST, &sel), -ENOENT);
	sel = s->policy.trusts[0];
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_TRUST, &sel), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &sel), 0);
	check_sorted(test, &s->policy);
}

static void entries_have_a_limit(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_entry e = sfw_dbtest_tcp(0);
	u32 i, err = 0;

	/* In order, for each is put where it belongs at the end. */
	for (i = 0; i < SFW_ENTRIES_MAX; i++) {
		e.proto = IPPROTO_TCP + i / 65535;
		e.first = 1 + i % 65535;
		e.last = e.first;
		err |= sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e);
	}
	KUNIT_ASSERT_EQ(test, err, 0u);
	KUNIT_ASSERT_EQ(test, s->policy.n_entries, (u32)SFW_ENTRIES_MAX);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), -EEXIST);
	e.proto = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), -ENOSPC);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	e.proto = IPPROTO_TCP;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), 0);
	e.proto = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	check_sorted(test, &s->policy);
}

static void settings_take_their_values_only(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	u32 i, value, last;

	for (i = 0; i < SFW_S_MAX; i++) {
		last = s->policy.setting[i];
		for (value = 0; value < 90000; value++) {
			bool valid = sfw_setting_valid(i, value);

			KUNIT_ASSERT_EQ(test, sfw_snapshot_set(s, i, value),
					valid ? 0 : -ERANGE);
			if (valid)
				last = value;
			KUNIT_ASSERT_EQ(test, s->policy.setting[i], last);
		}
		KUNIT_EXPECT_EQ(test, sfw_snapshot_set(s, i, ~0u), -ERANGE);
		KUNIT_EXPECT_EQ(test, s->policy.setting[i], last);
	}
}

static void flush_leaves_enabled_alone(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_selector wg0 = { .dev = "wg0" };
	struct sfw_entry e = sfw_dbtest_tcp(22);
	struct sfw_entry *held;

	s->policy.enabled = true;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &wg0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_set(s, SFW_S_PING, 0), 0);
	held = s->policy.entries[0];
	sfw_entry_get(held);
	sfw_snapshot_flush(s);
	KUNIT_EXPECT_TRUE(test, s->policy.enabled);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 0u);
	KUNIT_EXPECT_EQ(test, s->policy.n_trusts, 0u);
	KUNIT_EXPECT_EQ(test, memcmp(s->policy.setting, sfw_setting_defaults,
				     sizeof(s->policy.setting)), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(held), 1u);
	sfw_entry_put(held);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &wg0), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(same_entry_only_once),
	KUNIT_CASE(entries_are_copied),
	KUNIT_CASE(any_order_of_changes),
	KUNIT_CASE(trusts_in_any_order),
	KUNIT_CASE(trusts_have_a_limit),
	KUNIT_CASE(entries_have_a_limit),
	KUNIT_CASE(settings_take_their_values_only),
	KUNIT_CASE(flush_leaves_enabled_alone),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_edit",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= edit_init,
	.exit		= edit_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
