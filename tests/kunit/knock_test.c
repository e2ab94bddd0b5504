// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/prandom.h>

#include "../../kmod/core/knock.c"

#define TCP	IPPROTO_TCP
#define UDP	IPPROTO_UDP
#define WITHIN	100ull
#define OPEN	50ull

static const struct sfw_sequence abc = {
	.step	= { { 7000, TCP }, { 8000, UDP }, { 9000, TCP } },
	.n	= 3,
	.within	= WITHIN,
	.open	= OPEN,
};

struct knock {
	u8 proto;
	u16 port;
	u32 at;
	bool opens;
};

struct sequence_case {
	const char *name;
	struct knock knock[8];
};

static const struct sequence_case sequence_cases[] = {
	{ "in order", {
		{ TCP, 7000, 1 }, { UDP, 8000, 2 }, { TCP, 9000, 3, true } } },
	{ "retransmissions mean nothing", {
		{ TCP, 7000, 1 }, { TCP, 7000, 2 }, { UDP, 8000, 3 },
		{ UDP, 8000, 4 }, { TCP, 9000, 5, true }, { TCP, 9000, 6 } } },
	{ "a wrong port of it begins anew", {
		{ TCP, 7000, 1 }, { TCP, 9000, 2 }, { UDP, 8000, 3 },
		{ TCP, 9000, 4 } } },
	{ "the first port may be that beginning", {
		{ TCP, 7000, 1 }, { UDP, 8000, 2 }, { TCP, 7000, 3 },
		{ UDP, 8000, 4 }, { TCP, 9000, 5, true } } },
	{ "backwards", {
		{ TCP, 9000, 1 }, { UDP, 8000, 2 }, { TCP, 7000, 3 } } },
	{ "one port in a loop", {
		{ TCP, 7000, 1 }, { TCP, 7000, 2 }, { TCP, 7000, 3 },
		{ TCP, 7000, 4 }, { TCP, 7000, 5 } } },
	{ "in time, just", {
		{ TCP, 7000, 1 }, { UDP, 8000, 50 },
		{ TCP, 9000, WITHIN, true } } },
	{ "too late, just", {
		{ TCP, 7000, 1 }, { UDP, 8000, 50 },
		{ TCP, 9000, 1 + WITHIN } } },
	{ "the time runs from the first knock, not from the last", {
		{ TCP, 7000, 1 }, { TCP, 7000, 90 }, { UDP, 8000, 95 },
		{ TCP, 9000, 105 } } },
};

static void describe(const struct sequence_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sequence, sequence_cases, describe);

static void follows_the_sequence(struct kunit *test)
{
	const struct sequence_case *c = test->param_value;
	struct sfw_progress at = {};
	const struct knock *k;
	u64 open_until = 0;

	for (k = c->knock; k->proto; k++) {
		KUNIT_EXPECT_EQ_MSG(test, k->opens,
				    sfw_sequence_step(&abc, &at, k->proto, k->port,
						      k->at),
				    "knock %zu", k - c->knock);
		if (k->opens)
			open_until = k->at + OPEN;
		KUNIT_EXPECT_EQ(test, at.open_until, open_until);
	}
}

static void knows_its_ports(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, sfw_sequence_has(&abc, UDP, 8000));
	KUNIT_EXPECT_FALSE(test, sfw_sequence_has(&abc, TCP, 8000));
	KUNIT_EXPECT_FALSE(test, sfw_sequence_has(&abc, TCP, 0));
}

static void refuses_what_cannot_be_knocked(struct kunit *test)
{
	struct sfw_sequence twice = {
		.step = { { 1, TCP }, { 2, TCP }, { 2, TCP } }, .n = 3,
	};
	struct sfw_sequence none = {};

	KUNIT_EXPECT_TRUE(test, sfw_sequence_valid(&abc));
	KUNIT_EXPECT_FALSE(test, sfw_sequence_valid(&twice));
	KUNIT_EXPECT_FALSE(test, sfw_sequence_valid(&none));
	twice.step[2].proto = UDP;
	KUNIT_EXPECT_TRUE(test, sfw_sequence_valid(&twice));
}

/* Opened only by its ports in order within time, with any knocks between them. */
static void random_knocks_open_only_in_order(struct kunit *test)
{
	static const u16 ports[] = { 7000, 8000, 9000 };
	u32 i, k, stage = 0, wrong = 0, opened = 0;
	struct sfw_progress at = {};
	struct rnd_state r;
	u64 now = 0, began = 0;
	bool opens;

	prandom_seed_state(&r, 31337);
	for (i = 0; i < 1000000; i++) {
		now += prandom_u32_state(&r) % 40;
		k = prandom_u32_state(&r) % 3;
		opens = sfw_sequence_step(&abc, &at, k == 1 ? UDP : TCP, ports[k],
					  now);
		if (stage && now - began >= WITHIN)
			stage = 0;
		if (k == stage) {
			began = stage ? began : now;
			stage++;
		} else if (!(stage && k == stage - 1)) {
			stage = k == 0;
			began = now;
		}
		wrong += opens != (stage == 3);
		opened += opens;
		stage %= 3;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_GT(test, opened, 1000u);
}

static struct kunit_case knock_cases[] = {
	KUNIT_CASE_PARAM(follows_the_sequence, sequence_gen_params),
	KUNIT_CASE(knows_its_ports),
	KUNIT_CASE(refuses_what_cannot_be_knocked),
	KUNIT_CASE(random_knocks_open_only_in_order),
	{}
};

static struct kunit_suite knock_suite = {
	.name		= "sfw_knock",
	.test_cases	= knock_cases,
};

kunit_test_suite(knock_suite);
