// SPDX-License-Identifier: GPL-2.0
/* Forwarded ports and masquerades that a new policy changes. */
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/core/gateway.h"
#include "sample.h"

/* tcp 80-81 in eth0 to 192.168.1.@host, of the members of a group if there is one. */
static struct sfw_entry lead(const struct sfw_group *group, u8 host)
{
	return (struct sfw_entry){
		.sel = { .from.family = group ? SFW_AF_GROUP : SFW_AF_INET,
			 .group = group, .dev = "eth0" },
		.to = { sfw_ip4(0xc0a80100 + host), 80, SFW_AF_INET },
		.first = 80, .last = 81, .proto = IPPROTO_TCP,
	};
}

/* A policy that leads one port, or none. */
static struct sfw_policy *leading(struct kunit *test, struct sfw_entry *to)
{
	struct sfw_policy *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	struct sfw_index_size size;

	KUNIT_ASSERT_NOT_NULL(test, p);
	p->forwards = kunit_kzalloc(test, sizeof(*p->forwards), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p->forwards);
	p->forwards[0] = to;
	p->n_forwards = to ? 1 : 0;
	size = sfw_index_size(p->forwards, p->n_forwards);
	p->forward_index.nodes = kunit_kzalloc(test, (size.n_nodes + 1) *
					       sizeof(*p->forward_index.nodes), GFP_KERNEL);
	p->forward_index.start = kunit_kzalloc(test, size.n_start *
					       sizeof(*p->forward_index.start), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p->forward_index.nodes);
	KUNIT_ASSERT_NOT_NULL(test, p->forward_index.start);
	sfw_index_build(&p->forward_index, p->forwards, p->n_forwards);
	p->enabled = true;
	return p;
}

static bool some(const struct sfw_policy *before, const struct sfw_policy *now)
{
	struct sfw_forward_changes c;

	sfw_forwards_compare(&c, before, now);
	return c.n;
}

static bool one_is(const struct sfw_policy *before, const struct sfw_policy *now,
		   u8 proto, u16 port)
{
	struct sfw_forward_changes c;

	sfw_forwards_compare(&c, before, now);
	return sfw_forwards_changed(&c, proto, port);
}

static void tells_which_ports_lead_elsewhere(struct kunit *test)
{
	struct sfw_entry to[] = { lead(NULL, 1), lead(NULL, 2), lead(NULL, 1) };
	const struct sfw_policy *none = leading(test, NULL), *one = leading(test, &to[0]);
	const struct sfw_policy *other = leading(test, &to[1]), *same = leading(test, &to[2]);

	KUNIT_EXPECT_FALSE(test, some(none, none));
	KUNIT_EXPECT_FALSE(test, some(one, same));
	KUNIT_EXPECT_FALSE(test, one_is(one, same, IPPROTO_TCP, 80));
	KUNIT_EXPECT_TRUE(test, some(one, other));
	KUNIT_EXPECT_TRUE(test, one_is(one, none, IPPROTO_TCP, 80));
	KUNIT_EXPECT_TRUE(test, one_is(none, one, IPPROTO_TCP, 81));
	KUNIT_EXPECT_FALSE(test, one_is(none, one, IPPROTO_TCP, 79));
	KUNIT_EXPECT_FALSE(test, one_is(none, one, IPPROTO_TCP, 82));
	KUNIT_EXPECT_FALSE(test, one_is(one, none, IPPROTO_UDP, 80));
}

static void leads_none_elsewhere_while_disabled(struct kunit *test)
{
	struct sfw_entry to = lead(NULL, 1);
	const struct sfw_policy *on = leading(test, &to);
	struct sfw_policy *off = leading(test, &to);

	off->enabled = false;
	KUNIT_EXPECT_FALSE(test, some(on, off));
	KUNIT_EXPECT_FALSE(test, some(off, off));
	KUNIT_EXPECT_TRUE(test, some(off, on));
	KUNIT_EXPECT_TRUE(test, one_is(off, on, IPPROTO_TCP, 80));
}

static void leads_others_elsewhere_with_a_group(struct kunit *test)
{
	static const struct sfw_prefixes sets[2];
	const struct sfw_group g = { .name = "g" }, again = { .name = "g", .slot = 1 };
	struct sfw_entry to[] = { lead(&g, 1), lead(&again, 1) };
	struct sfw_policy *a = leading(test, &to[0]), *b = leading(test, &to[1]);
	struct sfw_members of_a[] = { { .lasting = &sets[0] } };
	struct sfw_members of_b[] = { { }, { .lasting = &sets[0] } };

	a->members = of_a;
	b->members = of_b;
	KUNIT_EXPECT_FALSE(test, some(a, b));
	of_b[1].fleeting = &sets[1];
	KUNIT_EXPECT_TRUE(test, one_is(a, b, IPPROTO_TCP, 80));
	of_b[1] = (struct sfw_members){ .lasting = &sets[1] };
	KUNIT_EXPECT_TRUE(test, one_is(a, b, IPPROTO_TCP, 80));
}

/* A list of ranges that would not end: all ports. */
static void takes_very_many_for_all(struct kunit *test)
{
	struct sfw_forward_changes c;
	struct sfw_entry *at[ARRAY_SIZE(c.ports) + 1];
	struct sfw_policy *p = leading(test, NULL), *none = leading(test, NULL);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(at); i++) {
		at[i] = kunit_kzalloc(test, sizeof(*at[i]), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, at[i]);
		*at[i] = lead(NULL, 1);
		at[i]->first = 100 + i;
		at[i]->last = 100 + i;
	}
	p->forwards = at;
	p->n_forwards = ARRAY_SIZE(c.ports);
	sfw_forwards_compare(&c, none, p);
	KUNIT_EXPECT_TRUE(test, sfw_forwards_changed(&c, IPPROTO_TCP, 99 + p->n_forwards));
	KUNIT_EXPECT_FALSE(test, sfw_forwards_changed(&c, IPPROTO_TCP, 99));
	p->n_forwards++;
	sfw_forwards_compare(&c, none, p);
	KUNIT_EXPECT_TRUE(test, sfw_forwards_changed(&c, IPPROTO_TCP, 99));
}

/* 192.168.@net.0/24 out eth0. */
static struct sfw_passage hide(u8 net)
{
	return (struct sfw_passage){
		.sel.from = { sfw_ip4(0xc0a80000 + (net << 8)), SFW_AF_INET, 24 },
		.out = "eth0",
	};
}

static struct sfw_policy *hiding(struct kunit *test, struct sfw_passage *m, u32 n)
{
	struct sfw_policy *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	p->masqs = m;
	p->n_masqs = n;
	p->enabled = true;
	return p;
}

static bool source_is(const struct sfw_policy *before, const struct sfw_policy *now,
		      u8 family, struct sfw_addr src, bool hidden)
{
	struct sfw_masq_changes c;

	sfw_masqs_compare(&c, before, now);
	return sfw_masqs_changed(&c, family, &src, hidden);
}

/* Connections of a network that may leave otherwise: those not translated, translated ones. */
static const char *net_is(const struct sfw_policy *before, const struct sfw_policy *now, u8 net)
{
	static const char *const which[2][2] = { { "none", "hidden" }, { "bare", "all" } };
	struct sfw_addr src = sfw_ip4(0xc0a80009 + (net << 8));

	return which[source_is(before, now, SFW_AF_INET, src, false)]
		    [source_is(before, now, SFW_AF_INET, src, true)];
}

static void tells_which_sources_leave_otherwise(struct kunit *test)
{
	struct sfw_passage m[] = { hide(1), hide(2) }, same[] = { hide(1), hide(2) };
	struct sfw_policy *none = hiding(test, m, 0), *one = hiding(test, m, 1);
	struct sfw_policy *two = hiding(test, same, 2);

	KUNIT_EXPECT_STREQ(test, net_is(none, none, 1), "none");
	KUNIT_EXPECT_STREQ(test, net_is(none, one, 1), "bare");
	KUNIT_EXPECT_STREQ(test, net_is(one, none, 1), "hidden");
	KUNIT_EXPECT_STREQ(test, net_is(one, none, 2), "none");
	KUNIT_EXPECT_FALSE(test, source_is(one, none, SFW_AF_INET6, sfw_ip4(0xc0a80109), true));
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "none");
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 2), "all");
	one->n_masqs = 2;
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "none");
	same[0].to_family = SFW_AF_INET;
	same[0].to = sfw_ip4(0xc6336401);
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "all");
	KUNIT_EXPECT_STREQ(test, net_is(two, one, 1), "all");
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 2), "none");
	m[0] = same[0];
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "none");
	m[0].to = sfw_ip4(0xc6336402);
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "all");
	m[0] = same[0];
	strscpy_pad(m[0].out, "eth1", sizeof(m[0].out));
	KUNIT_EXPECT_STREQ(test, net_is(one, two, 1), "all");
}

static void hides_none_otherwise_while_disabled(struct kunit *test)
{
	struct sfw_passage m = hide(1);
	struct sfw_policy *on = hiding(test, &m, 1), *off = hiding(test, &m, 1);

	off->enabled = false;
	KUNIT_EXPECT_STREQ(test, net_is(on, off, 1), "none");
	KUNIT_EXPECT_STREQ(test, net_is(off, off, 1), "none");
	KUNIT_EXPECT_STREQ(test, net_is(off, on, 1), "bare");
	KUNIT_EXPECT_STREQ(test, net_is(off, on, 2), "none");
}

static void takes_very_many_sources_for_all(struct kunit *test)
{
	const u32 most = ARRAY_SIZE(((struct sfw_masq_changes *)NULL)->at);
	struct sfw_passage *m = kunit_kcalloc(test, most + 1, sizeof(*m), GFP_KERNEL);
	struct sfw_policy *none = hiding(test, m, 0), *many = hiding(test, m, most);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, m);
	for (i = 0; i <= most; i++)
		m[i] = hide(i);
	KUNIT_EXPECT_STREQ(test, net_is(none, many, most - 1), "all");
	KUNIT_EXPECT_STREQ(test, net_is(none, many, 99), "none");
	many->n_masqs++;
	KUNIT_EXPECT_STREQ(test, net_is(none, many, 99), "all");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(tells_which_ports_lead_elsewhere),
	KUNIT_CASE(leads_none_elsewhere_while_disabled),
	KUNIT_CASE(leads_others_elsewhere_with_a_group),
	KUNIT_CASE(takes_very_many_for_all),
	KUNIT_CASE(tells_which_sources_leave_otherwise),
	KUNIT_CASE(hides_none_otherwise_while_disabled),
	KUNIT_CASE(takes_very_many_sources_for_all),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_forwards",
	.test_cases	= cases,
};

kunit_test_suite(suite);
