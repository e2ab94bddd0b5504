// SPDX-License-Identifier: GPL-2.0
/* The life of snapshots, and of the entries that they share. */
#include "../../kmod/core/policy.c"
#include "../../kmod/db/count.c"
#include "../../kmod/db/policy/entry.c"
#include "../../kmod/db/policy/snapshot.c"
#include "dbtest.h"

static struct sfw_snapshot *new_snapshot(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_snapshot_alloc();

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

static void open_port(struct kunit *test, struct sfw_snapshot *s, u16 port,
		      u64 expires)
{
	struct sfw_entry e = sfw_dbtest_tcp(port);

	e.expires = expires;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
}

/* First port of the entry that holds @port, 0 for none. */
static u16 find(const struct sfw_snapshot *s, u16 port, u64 now)
{
	struct sfw_facts f = { .family = SFW_AF_INET, .proto = IPPROTO_TCP,
			       .dport = port, .now = now, .dev = "" };
	u32 i = sfw_index_find(&s->policy.index, s->policy.entries, &f);

	return i == SFW_NO_ENTRY ? 0 : s->policy.entries[i]->first;
}

static void starts_empty(struct kunit *test)
{
	struct sfw_snapshot *s = new_snapshot(test);

	KUNIT_EXPECT_FALSE(test, s->policy.enabled);
	KUNIT_EXPECT_FALSE(test, s->policy.timed);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 0u);
	KUNIT_EXPECT_EQ(test, s->policy.n_trusts, 0u);
	KUNIT_EXPECT_EQ(test, memcmp(s->policy.setting, sfw_setting_defaults,
				     sizeof(s->policy.setting)), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 22, 0), 0);
	sfw_snapshot_put(s);
	sfw_snapshot_put(NULL);
}

static void clone_has_it_all(struct kunit *test)
{
	struct sfw_selector wg0 = { .dev = "wg0" };
	struct sfw_snapshot *c, *s = new_snapshot(test);

	s->policy.enabled = true;
	s->policy.setting[SFW_S_FORWARD] = SFW_FORWARD_REJECT;
	open_port(test, s, 22, 0);
	open_port(test, s, 80, 500);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &wg0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);

	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(c, 0), 0);
	KUNIT_EXPECT_TRUE(test, c->policy.enabled);
	KUNIT_EXPECT_TRUE(test, c->policy.timed);
	KUNIT_EXPECT_EQ(test, c->next_expiry, 500ull);
	KUNIT_EXPECT_EQ(test, memcmp(s->policy.setting, c->policy.setting,
				     sizeof(s->policy.setting)), 0);
	KUNIT_EXPECT_EQ(test, c->policy.n_entries, 2u);
	KUNIT_EXPECT_EQ(test, find(c, 80, 0), 80);
	KUNIT_EXPECT_EQ(test, c->policy.n_trusts, 1u);
	KUNIT_EXPECT_STREQ(test, c->policy.trusts[0].dev, "wg0");
	sfw_snapshot_put(c);
	sfw_snapshot_put(s);
}

static void changes_of_a_clone_stay_there(struct kunit *test)
{
	struct sfw_entry ssh = sfw_dbtest_tcp(22);
	struct sfw_selector wg0 = { .dev = "wg0" }, wg1 = { .dev = "wg1" };
	struct sfw_snapshot *c, *s = new_snapshot(test);

	open_port(test, s, 22, 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_TRUST, &wg0), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(c, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(c, SFW_OBJ_TRUST, &wg0), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(c, SFW_OBJ_TRUST, &wg1), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_set(c, SFW_S_PING, 0), 0);
	open_port(test, c, 80, 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(c, 0), 0);

	KUNIT_EXPECT_EQ(test, find(s, 22, 0), 22);
	KUNIT_EXPECT_EQ(test, find(s, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, find(c, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, find(c, 80, 0), 80);
	KUNIT_EXPECT_STREQ(test, s->policy.trusts[0].dev, "wg0");
	KUNIT_EXPECT_STREQ(test, c->policy.trusts[0].dev, "wg1");
	KUNIT_EXPECT_EQ(test, s->policy.setting[SFW_S_PING], 1);
	sfw_snapshot_put(c);
	sfw_snapshot_put(s);
}

static void count_packet(struct sfw_entry *e, unsigned int bytes)
{
	local_bh_disable();
	sfw_count_add(sfw_port_of(e)->count, bytes);
	local_bh_enable();
}

static void counters_outlive_a_change(struct kunit *test)
{
	struct sfw_snapshot *c, *s = new_snapshot(test);
	struct sfw_sum sum;

	open_port(test, s, 22, 0);
	sum = sfw_count_sum(sfw_port_of(s->policy.entries[0])->count);
	KUNIT_EXPECT_EQ(test, sum.packets, 0ull);
	count_packet(s->policy.entries[0], 100);
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	/* Packets that still read the old policy count for the new one. */
	count_packet(s->policy.entries[0], 20);
	sfw_snapshot_put(s);
	sfw_dbtest_settle();
	count_packet(c->policy.entries[0], 3);
	sum = sfw_count_sum(sfw_port_of(c->policy.entries[0])->count);
	KUNIT_EXPECT_EQ(test, sum.packets, 3ull);
	KUNIT_EXPECT_EQ(test, sum.bytes, 123ull);
	sfw_snapshot_put(c);
}

static void counters_are_summed_over_all_cpus(struct kunit *test)
{
	struct sfw_snapshot *s = new_snapshot(test);
	struct sfw_sum sum, want = {};
	struct sfw_port *port;
	int cpu;

	open_port(test, s, 22, 0);
	port = sfw_port_of(s->policy.entries[0]);
	for_each_possible_cpu(cpu) {
		per_cpu_ptr(port->count, cpu)->packets += cpu + 1;
		per_cpu_ptr(port->count, cpu)->bytes += 1000;
		want.packets += cpu + 1;
		want.bytes += 1000;
	}
	sum = sfw_count_sum(port->count);
	KUNIT_EXPECT_EQ(test, sum.packets, want.packets);
	KUNIT_EXPECT_EQ(test, sum.bytes, want.bytes);
	sfw_snapshot_put(s);
}

/* A reference of the test's own shows when all others are gone. */
static void entries_go_with_their_last_snapshot(struct kunit *test)
{
	struct sfw_entry ssh = sfw_dbtest_tcp(22);
	struct sfw_snapshot *c, *s = new_snapshot(test);
	struct sfw_entry *e;

	open_port(test, s, 22, 0);
	e = s->policy.entries[0];
	sfw_entry_get(e);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 2u);
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_PTR_EQ(test, c->policy.entries[0], e);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 3u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(c, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 2u);
	sfw_snapshot_put(c);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 2u);
	sfw_snapshot_put(s);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 1u);
	sfw_entry_put(e);
}

static void seal_drops_what_expired(struct kunit *test)
{
	struct sfw_snapshot *s = new_snapshot(test);
	struct sfw_entry *e;

	open_port(test, s, 1, 100);
	open_port(test, s, 2, 0);
	open_port(test, s, 3, 300);
	open_port(test, s, 4, 200);
	e = s->policy.entries[0];
	sfw_entry_get(e);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 99), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 4u);
	KUNIT_EXPECT_EQ(test, s->next_expiry, 100ull);
	KUNIT_EXPECT_TRUE(test, s->policy.timed);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 100), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 3u);
	KUNIT_EXPECT_EQ(test, s->next_expiry, 200ull);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 1u);
	KUNIT_EXPECT_EQ(test, find(s, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 2, 0), 2);
	KUNIT_EXPECT_EQ(test, find(s, 3, 0), 3);
	KUNIT_EXPECT_EQ(test, find(s, 4, 0), 4);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 1000), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_entries, 1u);
	KUNIT_EXPECT_EQ(test, s->next_expiry, 0ull);
	KUNIT_EXPECT_FALSE(test, s->policy.timed);
	KUNIT_EXPECT_EQ(test, find(s, 2, 1000), 2);
	sfw_entry_put(e);
	sfw_snapshot_put(s);
}

static void seal_again_after_a_change(struct kunit *test)
{
	struct sfw_snapshot *s = new_snapshot(test);
	struct sfw_entry ssh = sfw_dbtest_tcp(22);

	open_port(test, s, 22, 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 22, 0), 22);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &ssh), 0);
	open_port(test, s, 80, 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 80, 0), 80);
	/* Empty again: no trace of the old index may be left. */
	sfw_snapshot_flush(s);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, find(s, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.index.n_nodes, 0u);
	sfw_snapshot_put(s);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(starts_empty),
	KUNIT_CASE(clone_has_it_all),
	KUNIT_CASE(changes_of_a_clone_stay_there),
	KUNIT_CASE(counters_outlive_a_change),
	KUNIT_CASE(counters_are_summed_over_all_cpus),
	KUNIT_CASE(entries_go_with_their_last_snapshot),
	KUNIT_CASE(seal_drops_what_expired),
	KUNIT_CASE(seal_again_after_a_change),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_snapshot",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
