// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "../../kmod/db/portids.c"

/* A registered port keeps its place while others come and go. */
static void come_and_go(struct kunit *test)
{
	struct sfw_portids ports = {};
	u32 i;

	for (i = 1; i <= SFW_PORTIDS_MAX; i++)
		KUNIT_EXPECT_EQ(test, sfw_portids_add(&ports, i), 0);
	KUNIT_EXPECT_EQ(test, sfw_portids_add(&ports, 3), -EEXIST);
	KUNIT_EXPECT_EQ(test, sfw_portids_add(&ports, i), -ENOSPC);
	sfw_portids_del(&ports, 3);
	KUNIT_EXPECT_FALSE(test, sfw_portids_have(&ports, 3));
	KUNIT_EXPECT_EQ(test, ports.at[SFW_PORTIDS_MAX - 1], SFW_PORTIDS_MAX);
	KUNIT_EXPECT_EQ(test, sfw_portids_add(&ports, i), 0);
	KUNIT_EXPECT_TRUE(test, sfw_portids_have(&ports, i));
	KUNIT_EXPECT_EQ(test, ports.n, SFW_PORTIDS_MAX);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(come_and_go),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_portids",
	.test_cases	= cases,
};

kunit_test_suite(suite);
