// SPDX-License-Identifier: GPL-2.0
/* Listeners, and no cost without any. */
#include <linux/delay.h>

#include "../../kmod/db/event/events.c"
#include "dbtest.h"
#include "sample.h"

#define LIMIT	(20 * HZ)	/* far more than any machine needs */

static bool is_idle(struct sfw_events *ev)
{
	return !rcu_access_pointer(ev->buffer) &&
	       !delayed_work_pending(&ev->work) && !sfw_events_heard(ev) &&
	       !static_key_enabled(&sfw_events_wanted);
}

static void happen(struct sfw_events *ev)
{
	struct sfw_event_info info = { .event = SFW_E_LISTED };
	struct sfw_facts f = { .family = SFW_AF_INET, .src = sfw_ip4(1) };

	sfw_events_add(ev, &info);
	rcu_read_lock();
	sfw_events_refuse(ev, &f, SFW_R_SCAN);
	rcu_read_unlock();
}

static void nobody_listens(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_events *ev = t->db.events;

	KUNIT_EXPECT_TRUE(test, is_idle(ev));
	happen(ev);
	KUNIT_EXPECT_TRUE(test, is_idle(ev));
	sfw_events_leave(ev, 1);
	KUNIT_ASSERT_EQ(test, sfw_events_listen(ev, 1), 0);
	KUNIT_EXPECT_FALSE(test, is_idle(ev));
	KUNIT_EXPECT_TRUE(test, sfw_events_heard(ev));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 0u);
	sfw_events_leave(ev, 2);
	KUNIT_EXPECT_FALSE(test, is_idle(ev));
	sfw_events_leave(ev, 1);
	KUNIT_EXPECT_TRUE(test, is_idle(ev));
	happen(ev);
	KUNIT_EXPECT_TRUE(test, is_idle(ev));
}

static void so_many_may_listen(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_events *ev = t->db.events;
	u32 i;

	for (i = 1; i <= SFW_LISTENERS_MAX; i++)
		KUNIT_ASSERT_EQ(test, sfw_events_listen(ev, i), 0);
	KUNIT_EXPECT_EQ(test, sfw_events_listen(ev, 3), -EEXIST);
	KUNIT_EXPECT_EQ(test, sfw_events_listen(ev, i), -ENOSPC);
	sfw_events_leave(ev, 3);
	KUNIT_EXPECT_EQ(test, sfw_events_listen(ev, i), 0);
	for (i = 1; i <= SFW_LISTENERS_MAX; i++)
		sfw_events_leave(ev, i);
	KUNIT_EXPECT_FALSE(test, is_idle(ev));
	sfw_events_leave(ev, SFW_LISTENERS_MAX + 1);
	KUNIT_EXPECT_TRUE(test, is_idle(ev));
}

static void told_by_itself(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	unsigned long end = jiffies + LIMIT;
	u64 now = ktime_get_real_ns();

	KUNIT_ASSERT_EQ(test, sfw_events_listen(t->db.events, 1), 0);
	happen(t->db.events);
	while (READ_ONCE(t->n_sent) < 2 && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_EQ(test, t->n_sent, 2u);
	KUNIT_EXPECT_EQ(test, (int)t->sent[0].event, (int)SFW_E_LISTED);
	KUNIT_EXPECT_EQ(test, (int)t->sent[1].event, (int)SFW_E_REFUSED);
	KUNIT_EXPECT_GE(test, t->sent[0].time, now);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 0u);
	happen(t->db.events);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_send(t), 2u);
	sfw_events_leave(t->db.events, 1);
}

/* The namespace goes before its listeners, as when the module does. */
static void stopped_while_somebody_listens(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, sfw_events_listen(t->db.events, 1), 0);
	happen(t->db.events);
	sfw_events_stop(t->db.events);
	KUNIT_EXPECT_TRUE(test, is_idle(t->db.events));
	KUNIT_EXPECT_EQ(test, t->n_sent, 0u);
	sfw_events_stop(t->db.events);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(nobody_listens),
	KUNIT_CASE(so_many_may_listen),
	KUNIT_CASE(told_by_itself),
	KUNIT_CASE(stopped_while_somebody_listens),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_events",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
