// SPDX-License-Identifier: GPL-2.0
/* Queries of this host to everybody on a link. */
#include <kunit/test.h>

#include "../../kmod/nf/discovery.c"

#define LINK	3
#define PORT	40000

static struct sfw_discovery *asked(struct kunit *test)
{
	struct sfw_discovery *d = kunit_kzalloc(test, sizeof(*d), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, d);
	sfw_discovery_init(d);
	note(d, LINK, PORT);
	return d;
}

static void age_all(struct sfw_discovery *d, u64 ticks)
{
	u32 i;

	for (i = 0; i < SFW_QUERY_SETS * SFW_QUERY_WAYS; i++)
		d->query[i / SFW_QUERY_WAYS][i % SFW_QUERY_WAYS].since -= ticks;
}

static void answers_come_to_who_asked(struct kunit *test)
{
	struct sfw_discovery *d = asked(test);

	KUNIT_EXPECT_TRUE(test, has_asked(d, LINK, PORT));
	KUNIT_EXPECT_FALSE(test, has_asked(d, LINK + 1, PORT));
	KUNIT_EXPECT_FALSE(test, has_asked(d, LINK, PORT + 1));
	age_all(d, ANSWERS_FOR);
	KUNIT_EXPECT_FALSE(test, has_asked(d, LINK, PORT));
}

/* Nobody asks from that place again, and the machine stays up. */
static void a_query_is_over_for_good(struct kunit *test)
{
	struct sfw_discovery *d = asked(test);

	age_all(d, 1ull << 32);
	KUNIT_EXPECT_FALSE(test, has_asked(d, LINK, PORT));
}

static struct kunit_case discovery_cases[] = {
	KUNIT_CASE(answers_come_to_who_asked),
	KUNIT_CASE(a_query_is_over_for_good),
	{}
};

static struct kunit_suite discovery_suite = {
	.name		= "sfw_discovery",
	.test_cases	= discovery_cases,
};

kunit_test_suite(discovery_suite);
