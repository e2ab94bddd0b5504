// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>

#include "../../kmod/db/list/list_entry.c"
#include "../../kmod/db/policy/prefix_alloc.h"
#include "../../kmod/db/work.c"
#include "dbtest.h"

int sfw_dbtest_suite_init(struct kunit_suite *suite)
{
	int err = sfw_recents_init();

	if (err)
		return err;
	err = sfw_prefix_nodes_init();
	if (err)
		goto err_nodes;
	err = sfw_work_init();
	if (err)
		goto err_work;
	return 0;

err_work:
	sfw_prefix_nodes_exit();
err_nodes:
	sfw_recents_exit();
	return err;
}

void sfw_dbtest_suite_exit(struct kunit_suite *suite)
{
	sfw_work_exit();
	sfw_prefix_nodes_exit();
	sfw_recents_exit();
}

static int prepare(struct sfw_db *db, const struct sfw_snapshot *next)
{
	struct sfw_dbtest *t = container_of(db, struct sfw_dbtest, db);

	lockdep_assert_held(&db->lock);
	t->prepares++;
	t->prepared = next;
	if (!next->policy.enabled || t->started)
		return 0;
	t->starts++;
	t->live_at_call = sfw_db_live(db)->policy.enabled;
	t->started = !t->start_err;
	return t->start_err;
}

static void settle(struct sfw_db *db, const struct sfw_snapshot *now)
{
	struct sfw_dbtest *t = container_of(db, struct sfw_dbtest, db);

	lockdep_assert_held(&db->lock);
	t->settles++;
	t->settled = now;
	t->settled_live = now == sfw_db_live(db);
	if (now->policy.enabled || !t->started)
		return;
	t->stops++;
	t->live_at_call = sfw_db_live(db)->policy.enabled;
	t->started = false;
}

static void replaced(struct sfw_db *db, const struct sfw_snapshot *before)
{
	lockdep_assert_held(&db->lock);
}

static void send_events(struct sfw_db *db, struct sfw_event_cursor *cursor)
{
	struct sfw_dbtest *t = container_of(db, struct sfw_dbtest, db);
	const struct sfw_event_info *info;

	while ((info = sfw_event_next(cursor)))
		if (t->n_sent++ < SFW_DBTEST_SENT)
			t->sent[t->n_sent - 1] = *info;
}

static int rehearse(struct sfw_db *db, struct sfw_rehearsal *r)
{
	struct sfw_dbtest *t = container_of(db, struct sfw_dbtest, db);

	lockdep_assert_held(&db->lock);
	t->rehearsed = r;
	return r ? t->rehearse_err : 0;
}

static const struct sfw_db_ops ops = {
	.prepare	= prepare,
	.replaced	= replaced,
	.settle		= settle,
	.send_events	= send_events,
	.rehearse	= rehearse,
};

int sfw_dbtest_init(struct kunit *test)
{
	struct sfw_dbtest *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	int err;

	if (!t)
		return -ENOMEM;
	err = sfw_db_init(&t->db, &ops);
	if (!err)
		test->priv = t;
	return err;
}

void sfw_dbtest_exit(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	if (!t)
		return;
	sfw_db_stop(&t->db);
	sfw_db_exit(&t->db);
	sfw_dbtest_settle();
}

struct sfw_entry sfw_dbtest_tcp(u16 port)
{
	return (struct sfw_entry){ .proto = IPPROTO_TCP, .first = port,
				   .last = port };
}

/* Everything that was dropped before this call is freed after it. */
void sfw_dbtest_settle(void)
{
	rcu_barrier();
	flush_workqueue(sfw_wq);
}

/* Seals and publishes @s; it is gone afterwards in any case. */
int sfw_dbtest_publish(struct sfw_dbtest *t, struct sfw_snapshot *s)
{
	int err;

	mutex_lock(&t->db.lock);
	err = sfw_snapshot_seal(s, ktime_get_boottime_ns()) ?:
	      sfw_publish(&t->db, s);
	mutex_unlock(&t->db.lock);
	if (err)
		sfw_snapshot_put(s);
	return err;
}

u64 sfw_dbtest_generation(struct sfw_dbtest *t)
{
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	u64 generation = s->generation;

	sfw_snapshot_put(s);
	return generation;
}

u32 sfw_dbtest_entries(struct sfw_dbtest *t)
{
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	u32 n = s->policy.n_entries;

	sfw_snapshot_put(s);
	return n;
}

/* Forgets the events told so far and has all notes told now. */
u32 sfw_dbtest_send(struct sfw_dbtest *t)
{
	struct delayed_work *work = &t->db.events->work;

	t->n_sent = 0;
	mod_delayed_work(sfw_wq, work, 0);
	flush_delayed_work(work);
	return t->n_sent;
}

/* As a packet sees it: by the index and with the clock. */
bool sfw_dbtest_is_open(struct sfw_dbtest *t, u16 port)
{
	struct sfw_facts f = { .family = SFW_AF_INET, .proto = IPPROTO_TCP,
			       .dport = port, .dev = "" };
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	u32 found;

	f.now = ktime_get_boottime_ns();
	found = sfw_index_find(&s->policy.index, s->policy.entries, &f);
	sfw_snapshot_put(s);
	return found != SFW_NO_ENTRY;
}

/* A copy of the live policy, to be changed and published. */
struct sfw_snapshot *sfw_dbtest_clone(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *live = sfw_db_get(&t->db);
	struct sfw_snapshot *s = sfw_snapshot_clone(live);

	sfw_snapshot_put(live);
	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}
