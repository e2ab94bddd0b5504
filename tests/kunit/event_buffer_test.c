// SPDX-License-Identifier: GPL-2.0
/* Notes: when two are the same, how many there can be, and their counts. */
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/db/event/event_buffer.c"
#include "sample.h"

#define SECONDS		10
#define FLOOD		1000000

static struct sfw_event_buffer *new_buffer(struct kunit *test)
{
	struct sfw_event_buffer *n = sfw_event_buffer_alloc();

	KUNIT_ASSERT_NOT_NULL(test, n);
	return n;
}

static struct sfw_facts packet(u32 ip)
{
	return (struct sfw_facts){
		.family = SFW_AF_INET, .src = sfw_ip4(ip),
		.proto = IPPROTO_TCP, .dport = 22,
	};
}

static void refuse(struct sfw_event_buffer *n, const struct sfw_facts *f, u8 reason,
		   u64 time)
{
	rcu_read_lock();
	sfw_event_buffer_refuse(n, f, reason, time);
	rcu_read_unlock();
}

/* Sum of the notes. */
struct sum {
	u32 messages;
	u64 packets;
	u64 lost_packets;
	u64 lost_events;
};

static struct sum sum_of(const struct sfw_event_buffer *n)
{
	struct sfw_event_cursor cursor = { .buffer = n };
	const struct sfw_event_info *info;
	struct sum sum = {};

	while ((info = sfw_event_next(&cursor))) {
		sum.messages++;
		if (info->event == SFW_E_REFUSED)
			sum.packets += info->packets;
		if (info->event == SFW_E_LOST) {
			sum.lost_packets += info->packets;
			sum.lost_events += info->events;
		}
	}
	return sum;
}

static void counted_by_source_reason_and_port(struct kunit *test)
{
	struct sfw_event_buffer *n = new_buffer(test);
	struct sfw_facts f = packet(1), other = f;
	u32 i;

	for (i = 0; i < 5; i++)
		refuse(n, &f, SFW_R_CLOSED_TCP, 10 + i);
	KUNIT_EXPECT_EQ(test, sum_of(n).messages, 1u);
	KUNIT_EXPECT_EQ(test, n->refused[0].packets, 5ull);
	KUNIT_EXPECT_EQ(test, n->refused[0].time, 10ull);

	refuse(n, &f, SFW_R_SCAN, 20);
	other.dport = 23;
	refuse(n, &other, SFW_R_SCAN, 21);
	other.proto = IPPROTO_UDP;
	refuse(n, &other, SFW_R_SCAN, 22);
	other.family = SFW_AF_INET6;
	refuse(n, &other, SFW_R_SCAN, 23);
	other.src.w[3] = 1;
	refuse(n, &other, SFW_R_SCAN, 24);
	f = packet(2);
	refuse(n, &f, SFW_R_SCAN, 25);
	refuse(n, &f, SFW_R_SCAN, 26);
	KUNIT_EXPECT_EQ(test, sum_of(n).messages, 7u);
	KUNIT_EXPECT_EQ(test, sum_of(n).packets, 12ull);
	kvfree(n);
}

/* A million sources, each of them twice, in ten seconds. */
static void a_flood_is_bounded(struct kunit *test)
{
	struct sfw_event_buffer *n = new_buffer(test);
	u32 second, i, ip = 0;
	struct sfw_facts f;
	u64 all = 0;
	struct sum sum;

	for (second = 0; second < SECONDS; second++) {
		for (i = 0; i < FLOOD / SECONDS; i++) {
			f = packet(++ip);
			refuse(n, &f, SFW_R_CLOSED_TCP, ip);
			refuse(n, &f, SFW_R_CLOSED_TCP, ip);
		}
		sum = sum_of(n);
		KUNIT_EXPECT_LT(test, sum.messages, (u32)SFW_EVENTS_MAX);
		KUNIT_EXPECT_EQ(test, sum.packets, 2ull * SFW_EVENTS_REFUSED);
		KUNIT_EXPECT_EQ(test, sum.packets + sum.lost_packets,
				2ull * FLOOD / SECONDS);
		KUNIT_EXPECT_EQ(test, sum.lost_events, 0ull);
		all += sum.packets + sum.lost_packets;
		sfw_event_buffer_reset(n);
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, all, 2ull * FLOOD);
	kvfree(n);
}

/* A flood of packets leaves their room to other events, which is bounded. */
static void others_have_their_own_room(struct kunit *test)
{
	struct sfw_event_info info = { .event = SFW_E_LISTED, .time = 1 };
	struct sfw_event_buffer *n = new_buffer(test);
	struct sfw_facts f;
	struct sum sum;
	u32 i;

	for (i = 0; i < 5000; i++) {
		f = packet(i);
		refuse(n, &f, SFW_R_SCAN, 1);
		sfw_event_buffer_add(n, &info);
	}
	sum = sum_of(n);
	KUNIT_EXPECT_LT(test, sum.messages, (u32)SFW_EVENTS_MAX);
	KUNIT_EXPECT_EQ(test, sum.messages,
			SFW_EVENTS_REFUSED + SFW_EVENTS_OTHER + 1u);
	KUNIT_EXPECT_EQ(test, sum.lost_packets, 5000ull - SFW_EVENTS_REFUSED);
	KUNIT_EXPECT_EQ(test, sum.lost_events, 5000ull - SFW_EVENTS_OTHER);
	kvfree(n);
}

static void in_order_of_time(struct kunit *test)
{
	static const u64 times[] = { 1, 2, 3, 5, 8, 9 };
	struct sfw_event_info info = { .event = SFW_E_LISTED };
	struct sfw_event_buffer *n = new_buffer(test);
	struct sfw_event_cursor cursor = { .buffer = n };
	struct sfw_facts f;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		info.time = times[i];
		f = packet(i);
		if (times[i] % 3)
			refuse(n, &f, SFW_R_SCAN, times[i]);
		else
			sfw_event_buffer_add(n, &info);
	}
	for (i = 0; i < ARRAY_SIZE(times); i++)
		KUNIT_EXPECT_EQ(test, sfw_event_next(&cursor)->time, times[i]);
	KUNIT_EXPECT_PTR_EQ(test, sfw_event_next(&cursor), NULL);
	kvfree(n);
}

static void reset_empties(struct kunit *test)
{
	struct sfw_event_info info = { .event = SFW_E_LISTED };
	struct sfw_event_buffer *n = new_buffer(test);
	struct sfw_facts f = packet(1);

	KUNIT_EXPECT_FALSE(test, sfw_event_buffer_any(n));
	sfw_event_buffer_add(n, &info);
	KUNIT_EXPECT_TRUE(test, sfw_event_buffer_any(n));
	sfw_event_buffer_reset(n);
	KUNIT_EXPECT_FALSE(test, sfw_event_buffer_any(n));
	refuse(n, &f, SFW_R_SCAN, 1);
	KUNIT_EXPECT_TRUE(test, sfw_event_buffer_any(n));
	sfw_event_buffer_reset(n);
	KUNIT_EXPECT_EQ(test, sum_of(n).messages, 0u);
	refuse(n, &f, SFW_R_SCAN, 1);
	KUNIT_EXPECT_EQ(test, sum_of(n).packets, 1ull);
	kvfree(n);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(counted_by_source_reason_and_port),
	KUNIT_CASE(a_flood_is_bounded),
	KUNIT_CASE(others_have_their_own_room),
	KUNIT_CASE(in_order_of_time),
	KUNIT_CASE(reset_empties),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_event_buffer",
	.test_cases	= cases,
};

kunit_test_suite(suite);
