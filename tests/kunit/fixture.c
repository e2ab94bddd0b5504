// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "../../kmod/core/words.h"
#include "fixture.h"

/* from 0 means anybody, otherwise a network of 24 bits. */
static const struct {
	u8 proto;
	u16 first;
	u16 last;
	u32 from;
	const char *dev;
	u64 expires;
} open[] = {
	{ IPPROTO_TCP, 22, 22 },
	{ IPPROTO_TCP, 443, 443, 0, "eth1" },
	{ IPPROTO_TCP, 8000, 8010, OFFICE },
	{ IPPROTO_TCP, 25, 25, 0, NULL, SMTP_EXPIRES },
	{ IPPROTO_UDP, 53, 53 },
	{ IPPROTO_SCTP, 5000, 5000 },
	{ IPPROTO_GRE, 0, 65535 },
	{ IPPROTO_IPV6, 0, 65535, OFFICE },
};

static void open_entry(struct sfw_entry *e, int i)
{
	e->proto = open[i].proto;
	e->first = open[i].first;
	e->last = open[i].last;
	e->expires = open[i].expires;
	if (open[i].from)
		e->sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(open[i].from),
					    24);
	if (open[i].dev)
		strscpy(e->sel.dev, open[i].dev, sizeof(e->sel.dev));
}

/**
 * sfw_fixture - the policy, with default settings
 * @test: owns the memory
 */
struct sfw_sample *sfw_fixture(struct kunit *test)
{
	struct sfw_sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (i = 0; i < ARRAY_SIZE(open); i++)
		open_entry(&s->entry[i], i);
	sfw_sample_build(s, ARRAY_SIZE(open));
	s->trust[TRUST_FRIEND].from =
		sfw_prefix_of(SFW_AF_INET, sfw_ip4(FRIEND), 24);
	s->trust[TRUST_FRIEND6].from =
		sfw_prefix_of(SFW_AF_INET6, sfw_ip6(FRIEND6, 0, 0, 0), 32);
	strscpy(s->trust[TRUST_WG0].dev, "wg0", sizeof(s->trust[0].dev));
	s->policy.n_trusts = 3;
	memcpy(s->policy.setting, sfw_setting_defaults,
	       sizeof(s->policy.setting));
	s->policy.enabled = true;
	s->policy.timed = true;
	return s;
}
