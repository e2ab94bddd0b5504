// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/core/describe.c"
#include "sample.h"

struct describe_case {
	const char *text;
	u8 proto;
	u16 first;
	u16 last;
	u8 family;
	u8 len;
	u32 addr[4];
	const char *dev;
};

static const struct describe_case entries[] = {
	{ "tcp 22", IPPROTO_TCP, 22, 22 },
	{ "udp 53", IPPROTO_UDP, 53, 53 },
	{ "tcp 22-23", IPPROTO_TCP, 22, 23 },
	{ "sctp 1-65535", IPPROTO_SCTP, 1, 65535 },
	{ "tcp 6000-6010 from 10.0.0.0/8", IPPROTO_TCP, 6000, 6010,
	  SFW_AF_INET, 8, { 0x0a000000 } },
	{ "tcp 22 from 192.0.2.1", IPPROTO_TCP, 22, 22,
	  SFW_AF_INET, 32, { 0xc0000201 } },
	{ "tcp 22 from 0.0.0.0/0", IPPROTO_TCP, 22, 22, SFW_AF_INET, 0 },
	{ "tcp 22 from ::/0", IPPROTO_TCP, 22, 22, SFW_AF_INET6, 0 },
	{ "tcp 22 from 2001:db8::/32 dev eth0", IPPROTO_TCP, 22, 22,
	  SFW_AF_INET6, 32, { 0x20010db8 }, "eth0" },
	{ "tcp 22 from 2001:db8::1", IPPROTO_TCP, 22, 22,
	  SFW_AF_INET6, 128, { 0x20010db8, 0, 0, 1 } },
	{ "proto 47 dev wg0", IPPROTO_GRE, 0, 65535, .dev = "wg0" },
	{ "proto 255", 255, 0, 65535 },
};

static void entry_name(const struct describe_case *c, char *desc)
{
	strscpy(desc, c->text, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(entry, entries, entry_name);

static struct sfw_entry entry_of(const struct describe_case *c)
{
	struct sfw_entry e = { .proto = c->proto, .first = c->first,
			       .last = c->last };

	e.sel.from = sfw_prefix_of(c->family,
				   sfw_ip6(c->addr[0], c->addr[1], c->addr[2],
					   c->addr[3]), c->len);
	if (c->dev)
		strscpy(e.sel.dev, c->dev, sizeof(e.sel.dev));
	return e;
}

static void says_what_was_typed(struct kunit *test)
{
	struct sfw_entry e = entry_of(test->param_value);
	const struct describe_case *c = test->param_value;
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_entry(text, &e);
	KUNIT_EXPECT_STREQ(test, text, c->text);
}

static void selectors_begin_without_a_blank(struct kunit *test)
{
	struct sfw_selector sel = {};
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_selector(text, &sel);
	KUNIT_EXPECT_STREQ(test, text, "");
	strscpy(sel.dev, "eth0", sizeof(sel.dev));
	sfw_describe_selector(text, &sel);
	KUNIT_EXPECT_STREQ(test, text, "dev eth0");
	sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000), 8);
	sfw_describe_selector(text, &sel);
	KUNIT_EXPECT_STREQ(test, text, "from 10.0.0.0/8 dev eth0");
}

static void forwards_say_where_they_lead(struct kunit *test)
{
	struct sfw_entry e = {
		.proto = IPPROTO_TCP, .first = 8000, .last = 8010,
		.sel = { .from.family = SFW_AF_INET, .dev = "eth0" },
		.to = { sfw_ip4(0xc0a80114), 80, SFW_AF_INET },
	};
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_forward(text, &e);
	KUNIT_EXPECT_STREQ(test, text,
			   "tcp 8000-8010 in eth0 to 192.168.1.20");
	e.to.family = SFW_AF_INET6;
	e.to.addr = sfw_ip6(0x20010db8, 0, 0, 0x20);
	sfw_describe_forward(text, &e);
	KUNIT_EXPECT_STREQ(test, text,
			   "tcp 8000-8010 in eth0 to 2001:db8::20");
	e.to.addr = sfw_ip6(0, 0, 0, 0x20);
	strscpy(e.to.dev, "lan0", sizeof(e.to.dev));
	sfw_describe_forward(text, &e);
	KUNIT_EXPECT_STREQ(test, text, "tcp 8000-8010 in eth0 to ::20 dev lan0");
	e.sel.from = sfw_prefix_of(SFW_AF_INET6, sfw_ip6(0x20010db8, 0, 0, 0), 32);
	e.to = (struct sfw_target){};
	sfw_describe_forward(text, &e);
	KUNIT_EXPECT_STREQ(test, text, "tcp 8000-8010 in eth0 from 2001:db8::/32");
}

static void echo_requests_have_a_name(struct kunit *test)
{
	struct sfw_entry e = { .proto = IPPROTO_ICMP, .sel.dev = "eth0" };
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_entry(text, &e);
	KUNIT_EXPECT_STREQ(test, text, "proto ping dev eth0");
}

static void the_longest_is_not_cut(struct kunit *test)
{
	struct sfw_addr a = sfw_ip6(0x2001ffff, ~0u, ~0u, 0xfffffffe);
	struct sfw_entry e = { .proto = IPPROTO_SCTP, .first = 10000,
			       .last = 65535 };
	char text[SFW_DESCRIPTION_MAX];

	e.sel.from = sfw_prefix_of(SFW_AF_INET6, a, 127);
	memset(e.sel.dev, 'x', SFW_DEV_MAX);
	sfw_describe_entry(text, &e);
	KUNIT_EXPECT_STREQ(test, text,
			   "sctp 10000-65535 from 2001:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127 dev xxxxxxxxxxxxxxx");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(says_what_was_typed, entry_gen_params),
	KUNIT_CASE(selectors_begin_without_a_blank),
	KUNIT_CASE(forwards_say_where_they_lead),
	KUNIT_CASE(echo_requests_have_a_name),
	KUNIT_CASE(the_longest_is_not_cut),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_describe",
	.test_cases	= cases,
};

kunit_test_suite(suite);
