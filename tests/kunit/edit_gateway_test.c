// SPDX-License-Identifier: GPL-2.0
/* Changes of the gateway of a policy. */
#include "../../kmod/db/policy/edit_gateway.c"
#include "../../kmod/db/policy/array.c"
#include "dbtest.h"
#include "sample.h"

static struct sfw_snapshot *snapshot_of(struct kunit *test)
{
	return test->priv;
}

static int gateway_init(struct kunit *test)
{
	test->priv = sfw_snapshot_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void gateway_exit(struct kunit *test)
{
	sfw_snapshot_put(test->priv);
	sfw_dbtest_settle();
}

static struct sfw_passage dev(const char *name)
{
	struct sfw_passage sel = {};

	strscpy(sel.sel.dev, name, sizeof(sel.sel.dev));
	return sel;
}

/* To 192.168.1.@host, or to 2001:db8::@host. */
static struct sfw_entry lead(u8 family, u16 port, u8 host)
{
	struct sfw_entry e = {
		.sel = dev("eth0").sel, .proto = IPPROTO_TCP, .first = port,
		.last = port, .to = { .first = port, .family = family },
	};

	e.sel.from.family = family;
	e.to.addr = family == SFW_AF_INET ? sfw_ip4(0xc0a80100 + host) :
					    sfw_ip6(0x20010db8, 0, 0, host);
	return e;
}

static int add(struct kunit *test, struct sfw_entry e)
{
	return sfw_snapshot_add_forward(snapshot_of(test), &e);
}

static int del(struct kunit *test, struct sfw_entry e)
{
	return sfw_snapshot_del_forwards(snapshot_of(test), &e);
}

static void lans_and_masqs_once(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_passage a = dev("a"), b = dev("b");

	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_LAN, &a), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_LAN, &b), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_LAN, &a), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_LAN, &b), -EEXIST);
	KUNIT_EXPECT_STREQ(test, s->policy.lans[0].sel.dev, "a");
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_MASQ, &a), -ENOENT);
	a.sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000), 8);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &a), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &a), -EEXIST);
	a.sel.from.len = 16;
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &a), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_LAN, &b), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_lans, 1u);
	KUNIT_EXPECT_EQ(test, s->policy.n_masqs, 2u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_MASQ, &a), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_masqs, 1u);
}

/* A new address tells no two apart, but one that is named is meant. */
static void masqs_go_with_their_address(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_passage masq = dev(""), like;

	masq.sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000), 8);
	strscpy(masq.out, "wan0", sizeof(masq.out));
	like = masq;
	like.to_family = SFW_AF_INET;
	like.to = sfw_ip4(0xc0000201);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &masq), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_passage(s, SFW_OBJ_MASQ, &like), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_passage(s, SFW_OBJ_MASQ, &masq), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &like), 0);
	like.to = sfw_ip4(0xc0000202);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_passage(s, SFW_OBJ_MASQ, &like), -ENOENT);
	KUNIT_EXPECT_EQ(test, s->policy.n_masqs, 1u);
	like.to = sfw_ip4(0xc0000201);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_passage(s, SFW_OBJ_MASQ, &like), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &like), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_passage(s, SFW_OBJ_MASQ, &masq), 0);
}

static void lans_and_masqs_have_a_limit(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_passage sel;
	char name[8];
	int i;

	for (i = 0; i <= SFW_LANS_MAX; i++) {
		snprintf(name, sizeof(name), "e%d", i);
		sel = dev(name);
		KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_LAN, &sel),
				i < SFW_LANS_MAX ? 0 : -ENOSPC);
		KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_MASQ, &sel),
				i < SFW_MASQS_MAX ? 0 : -ENOSPC);
	}
}

static void forwards_that_contradict_are_refused(struct kunit *test)
{
	struct sfw_entry e = lead(SFW_AF_INET, 80, 1);

	KUNIT_EXPECT_EQ(test, add(test, e), 0);
	KUNIT_EXPECT_EQ(test, add(test, e), -EEXIST);
	KUNIT_EXPECT_EQ(test, add(test, lead(SFW_AF_INET, 80, 2)), -EEXIST);
	e.to.first = 8080;
	KUNIT_EXPECT_EQ(test, add(test, e), -EEXIST);
	/* Another interface, protocol, source or family is another matter. */
	e.sel.dev[3] = '1';
	KUNIT_EXPECT_EQ(test, add(test, e), 0);
	e = lead(SFW_AF_INET, 80, 2);
	e.proto = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, add(test, e), 0);
	e = lead(SFW_AF_INET, 80, 2);
	e.sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000), 8);
	KUNIT_EXPECT_EQ(test, add(test, e), 0);
	KUNIT_EXPECT_EQ(test, add(test, lead(SFW_AF_INET6, 80, 2)), 0);
	/* Global targets are told apart by their addresses. */
	KUNIT_EXPECT_EQ(test, add(test, lead(SFW_AF_INET6, 80, 2)), -EEXIST);
	KUNIT_EXPECT_EQ(test, add(test, lead(SFW_AF_INET6, 80, 3)), 0);
	e = lead(SFW_AF_INET6, 80, 0);
	e.to.addr = sfw_ip6(0xfd000000, 0, 0, 1);
	KUNIT_EXPECT_EQ(test, add(test, e), -EEXIST);
	KUNIT_EXPECT_EQ(test, snapshot_of(test)->policy.n_forwards, 6u);
}

/* Port 80, of the members of a group. */
static struct sfw_entry lead_group(u8 family, u8 host)
{
	static struct sfw_group group = { .name = "g", .refs = REFCOUNT_INIT(1) };
	struct sfw_entry e = lead(family, 80, host);

	e.sel.from.family = SFW_AF_GROUP;
	e.sel.group = &group;
	return e;
}

static void a_group_leads_each_family_once(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, add(test, lead_group(SFW_AF_INET, 1)), 0);
	KUNIT_EXPECT_EQ(test, add(test, lead_group(SFW_AF_INET, 2)), -EEXIST);
	KUNIT_EXPECT_EQ(test, add(test, lead_group(SFW_AF_INET6, 2)), 0);
}

static void del_takes_all_that_fit(struct kunit *test)
{
	struct sfw_entry any = lead(SFW_AF_ANY, 80, 0), e;
	struct sfw_policy *p = &snapshot_of(test)->policy;
	int i;

	KUNIT_EXPECT_EQ(test, del(test, any), -ENOENT);
	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET, 80, 1)), 0);
		KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET, 81, 1)), 0);
		KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET6, 80, 1)), 0);
		KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET6, 80, 2)), 0);
		e = lead(SFW_AF_INET, 80, 3);
		e.sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000),
					   8);
		KUNIT_ASSERT_EQ(test, add(test, e), 0);
		if (i)
			break;
		any = lead(SFW_AF_ANY, 80, 0);
		KUNIT_EXPECT_EQ(test, del(test, any), 0);
		KUNIT_EXPECT_EQ(test, p->n_forwards, 1u);
		KUNIT_EXPECT_EQ(test, p->forwards[0]->first, 81);
		any = lead(SFW_AF_ANY, 81, 0);
		KUNIT_EXPECT_EQ(test, del(test, any), 0);
	}
	any = lead(SFW_AF_INET6, 80, 2);
	any.sel.from.family = SFW_AF_ANY;
	KUNIT_EXPECT_EQ(test, del(test, any), 0);
	KUNIT_EXPECT_EQ(test, del(test, any), -ENOENT);
	KUNIT_EXPECT_EQ(test, p->n_forwards, 4u);
	any = lead(SFW_AF_ANY, 80, 0);
	any.sel.from = e.sel.from;
	KUNIT_EXPECT_EQ(test, del(test, any), 0);
	KUNIT_EXPECT_EQ(test, p->n_forwards, 3u);
}

static void forwards_have_a_limit(struct kunit *test)
{
	int i;

	for (i = 1; i <= SFW_FORWARDS_MAX; i++)
		KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET, i, 1)), 0);
	KUNIT_EXPECT_EQ(test, add(test, lead(SFW_AF_INET, i, 1)), -ENOSPC);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_seal(snapshot_of(test), 0), 0);
}

static void changes_of_a_clone_stay_there(struct kunit *test)
{
	struct sfw_snapshot *c, *s = snapshot_of(test);
	struct sfw_entry any = lead(SFW_AF_ANY, 80, 0);
	struct sfw_passage lan = dev("eth1");
	struct sfw_entry *e;

	KUNIT_ASSERT_EQ(test, add(test, lead(SFW_AF_INET, 80, 1)), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_LAN, &lan), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	e = s->policy.forwards[0];
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_PTR_EQ(test, c->policy.forwards[0], e);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 2u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_forwards(c, &any), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(c, SFW_OBJ_LAN, &lan), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 1u);
	KUNIT_EXPECT_EQ(test, s->policy.n_forwards, 1u);
	KUNIT_EXPECT_EQ(test, s->policy.n_lans, 1u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_forwards, 0u);
	KUNIT_EXPECT_EQ(test, s->policy.n_lans, 0u);
	sfw_snapshot_put(c);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(lans_and_masqs_once),
	KUNIT_CASE(masqs_go_with_their_address),
	KUNIT_CASE(lans_and_masqs_have_a_limit),
	KUNIT_CASE(forwards_that_contradict_are_refused),
	KUNIT_CASE(a_group_leads_each_family_once),
	KUNIT_CASE(del_takes_all_that_fit),
	KUNIT_CASE(forwards_have_a_limit),
	KUNIT_CASE(changes_of_a_clone_stay_there),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_edit_gateway",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= gateway_init,
	.exit		= gateway_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
