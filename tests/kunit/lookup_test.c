// SPDX-License-Identifier: GPL-2.0
/* The decision and its lists together, packet by packet. */
#include "../../kmod/db/lookup.c"
#include "gatetest.h"

#define NOW	(1000 * SECOND)

/* Guard "bf" before port 22, knock "door" before port 25; scan tcp. */
static void publish(struct kunit *test, u8 then)
{
	struct sfw_entry ssh = sfw_dbtest_tcp(22), smtp = sfw_dbtest_tcp(25);
	struct sfw_guard g = a_guard("bf", 3, then);
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_knock l;

	a_knock(&l, "door");
	strscpy(ssh.guard, "bf", sizeof(ssh.guard));
	strscpy(smtp.knock, "door", sizeof(smtp.knock));
	s->policy.setting[SFW_S_SCAN] = SFW_SCAN_TCP;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g.base, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_KNOCK, &l.base, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &smtp), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(test->priv, s), 0);
}

static void take_effect(const struct sfw_db *db, const struct sfw_policy *p,
			const struct sfw_verdict *v, const struct sfw_facts *f)
{
	u32 i;

	if (v->effects & SFW_EFFECT_KNOCK)
		for (i = 0; i < p->n_knocks; i++)
			sfw_knock_try(&p->knocks[i], f->family, &f->src,
				      f->proto, f->dport, 64, f->now);
	if (v->effects & SFW_EFFECT_BLOCK)
		sfw_guard_block(&p->guards[v->index], f->family, &f->src,
				f->now);
	if (v->effects & SFW_EFFECT_SCAN) {
		struct sfw_list *list = sfw_scan_list(db, f->proto);
		struct sfw_list_key src = sfw_list_key_again(list, f->family,
							     &f->src, f->hash);

		if (f->listed != SFW_YES ||
		    !sfw_scan_renew(list, &src, f->dport, 64, f->now))
			sfw_scan_note(list, &src, f->dport,
				      p->setting[SFW_S_SCAN_PORTS], 64, f->now);
	}
}

/* Why a packet was accepted or refused; as nf/verdict.c goes about it. */
static enum sfw_reason judge(struct kunit *test, u32 src, u8 proto, u16 port,
			     u64 now, bool peek)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_facts f = {
		.family = SFW_AF_INET, .src = sfw_ip4(src), .dev = "eth0",
		.proto = proto, .dport = port, .tcp_flags = SFW_TCP_SYN,
		.now = now, .owner = SFW_NO, .hop_limit = 64,
		.spoofed = SFW_NO,
	};
	struct sfw_verdict v;
	struct sfw_early e;

	rcu_read_lock();
	while ((e = sfw_decide_early(&f, &s->policy)).step == SFW_EARLY_ASK)
		sfw_db_lookup(&t->db, &s->policy, &e.v, &f, peek);
	v = e.v;
	if (e.step == SFW_EARLY_PASS) {
		while ((v = sfw_decide(&f, &s->policy)).ask)
			sfw_db_lookup(&t->db, &s->policy, &v, &f, peek);
	}
	if (!peek)
		take_effect(&t->db, &s->policy, &v, &f);
	rcu_read_unlock();
	sfw_snapshot_put(s);
	return v.reason;
}

static enum sfw_reason syn(struct kunit *test, u32 src, u16 port, u64 now)
{
	return judge(test, src, IPPROTO_TCP, port, now, false);
}

static void guard_refuses_the_fourth(struct kunit *test)
{
	u32 i;

	publish(test, SFW_THEN_DROP);
	for (i = 0; i < 3; i++) {
		/* Looking does not count. */
		KUNIT_EXPECT_EQ(test, judge(test, 1, IPPROTO_TCP, 22, NOW + i,
					    true), SFW_R_PORT);
		KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + i), SFW_R_PORT);
	}
	KUNIT_EXPECT_EQ(test, judge(test, 1, IPPROTO_TCP, 22, NOW + i, true),
			SFW_R_GUARD);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + i), SFW_R_GUARD);
	KUNIT_EXPECT_EQ(test, syn(test, 2, 22, NOW + i), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 11 * SECOND), SFW_R_PORT);
}

static void guard_blocks_everything(struct kunit *test)
{
	u32 i;

	publish(test, SFW_THEN_BLOCK);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW), SFW_R_GUARD);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 80, NOW), SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, syn(test, 2, 22, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 60 * SECOND - 1),
			SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 60 * SECOND), SFW_R_PORT);
}

static void scanner_is_listed_and_renewed(struct kunit *test)
{
	publish(test, SFW_THEN_DROP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, judge(test, 1, IPPROTO_TCP, 23, NOW, true),
			SFW_R_CLOSED_TCP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 23, NOW), SFW_R_CLOSED_TCP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW), SFW_R_SCAN);
	KUNIT_EXPECT_EQ(test, syn(test, 2, 22, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 59 * SECOND), SFW_R_SCAN);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 118 * SECOND),
			SFW_R_SCAN);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 22, NOW + 178 * SECOND),
			SFW_R_PORT);
	/* UDP is not watched. */
	KUNIT_EXPECT_EQ(test, judge(test, 3, IPPROTO_UDP, 23, NOW, false),
			SFW_R_CLOSED_UDP);
	KUNIT_EXPECT_EQ(test, judge(test, 3, IPPROTO_UDP, 23, NOW, false),
			SFW_R_CLOSED_UDP);
	KUNIT_EXPECT_EQ(test, syn(test, 3, 22, NOW), SFW_R_PORT);
}

static void knocking_opens(struct kunit *test)
{
	publish(test, SFW_THEN_DROP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 25, NOW), SFW_R_KNOCK);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 7000, NOW), SFW_R_CLOSED_TCP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 7000, NOW), SFW_R_CLOSED_TCP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 25, NOW), SFW_R_KNOCK);
	KUNIT_EXPECT_EQ(test, judge(test, 1, IPPROTO_UDP, 8000, NOW, false),
			SFW_R_CLOSED_UDP);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 25, NOW), SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 2, 25, NOW), SFW_R_KNOCK);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 25, NOW + 5 * SECOND - 1),
			SFW_R_PORT);
	KUNIT_EXPECT_EQ(test, syn(test, 1, 25, NOW + 5 * SECOND), SFW_R_KNOCK);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(guard_refuses_the_fourth),
	KUNIT_CASE(guard_blocks_everything),
	KUNIT_CASE(scanner_is_listed_and_renewed),
	KUNIT_CASE(knocking_opens),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_lookup",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
