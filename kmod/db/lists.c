// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/string.h>

#include "guard.h"
#include "knock.h"
#include "lists.h"

#define PEERS_CAP	16384

const char *const sfw_scan_list_names[SFW_SCAN_LISTS] = {
	[SFW_SCAN_LIST_TCP] = SFW_LIST_TCP_SCAN,
	[SFW_SCAN_LIST_UDP] = SFW_LIST_UDP_SCAN,
};

/* Packets find a list once a policy that uses it is published. */
static int prepare(const struct sfw_db *db, struct sfw_list **at,
		   const char *name, enum sfw_list_kind kind, u32 cap, u8 proto)
{
	struct sfw_list *list;

	if (*at)
		return 0;
	list = sfw_list_alloc(name, kind, cap, 32, 128);
	if (!list)
		return -ENOMEM;
	list->proto = proto;
	if (db->peers)		/* a packet is hashed once for all of them */
		list->key = db->peers->key;
	/* Whoever sees the list sees what is in it. */
	smp_store_release(at, list);
	return 0;
}

static int prepare_scan(struct sfw_db *db, enum sfw_scan_list which)
{
	lockdep_assert_held(&db->lock);
	return prepare(db, &db->scan[which], sfw_scan_list_names[which],
		       SFW_LIST_SCAN, SFW_LIST_CAP,
		       which == SFW_SCAN_LIST_TCP ? IPPROTO_TCP : IPPROTO_UDP);
}

/**
 * sfw_lists_prepare - make the lists that a policy needs
 * @db: the namespace
 * @p: the policy, about to be published
 *
 * They take memory only once they are needed; then they stay.
 *
 * Context: @db->lock is held; may sleep. Return: 0 or -ENOMEM.
 */
int sfw_lists_prepare(struct sfw_db *db, const struct sfw_policy *p)
{
	u32 scan = p->setting[SFW_S_SCAN];

	if (scan && prepare(db, &db->peers, "peers", SFW_LIST_PEER, PEERS_CAP,
			    0))
		return -ENOMEM;
	if (scan & SFW_SCAN_TCP && prepare_scan(db, SFW_SCAN_LIST_TCP))
		return -ENOMEM;
	if (scan & SFW_SCAN_UDP && prepare_scan(db, SFW_SCAN_LIST_UDP))
		return -ENOMEM;
	return 0;
}

static void apply(struct sfw_db *db, struct sfw_list *list, u64 window)
{
	WRITE_ONCE(list->window, window);
	if (!list->events)
		WRITE_ONCE(list->events, sfw_events_get(db->events));
}

static void apply_guard(struct sfw_db *db, const struct sfw_guard *g)
{
	apply(db, g->list, sfw_guard_memory(g));
	if (g->then == SFW_THEN_BLOCK)
		WRITE_ONCE(g->list->ends, sfw_guard_ends);
}

/**
 * sfw_lists_apply - tell the lists how long their entries count,
 * and where what becomes of them is told
 * @db: the namespace
 * @p: the policy that is being published
 *
 * Context: @db->lock is held.
 */
void sfw_lists_apply(struct sfw_db *db, const struct sfw_policy *p)
{
	u64 window = (u64)p->setting[SFW_S_SCAN_WINDOW] * NSEC_PER_SEC;
	u32 i;

	lockdep_assert_held(&db->lock);
	for (i = 0; i < SFW_SCAN_LISTS; i++)
		if (db->scan[i])
			apply(db, db->scan[i], window);
	if (db->peers)		/* its entries are judged by conntrack */
		WRITE_ONCE(db->peers->window, U64_MAX);
	for (i = 0; i < p->n_guards; i++)
		apply_guard(db, &p->guards[i]);
	for (i = 0; i < p->n_locks; i++)
		apply(db, p->locks[i].list, sfw_lock_memory(&p->locks[i]));
}

/**
 * sfw_lists_exit - free the lists that no policy owns
 * @db: the namespace; no packet reads it any more
 */
void sfw_lists_exit(struct sfw_db *db)
{
	u32 i;

	for (i = 0; i < SFW_SCAN_LISTS; i++)
		sfw_list_put(db->scan[i]);
	sfw_list_put(db->peers);
}

/**
 * sfw_lists_at - the lists of a namespace one by one
 * @db: the namespace
 * @s: a policy of it
 * @i: which one, from 0
 * @name: its name, or NULL behind the last
 *
 * Return: the list, or NULL where it has never been needed.
 */
struct sfw_list *sfw_lists_at(struct sfw_db *db, const struct sfw_snapshot *s,
			      u32 i, const char **name)
{
	const struct sfw_policy *p = &s->policy;

	if (i < SFW_SCAN_LISTS) {
		*name = sfw_scan_list_names[i];
		/* Pairs with the release in prepare(). */
		return smp_load_acquire(&db->scan[i]);
	}
	i -= SFW_SCAN_LISTS;
	if (i < p->n_guards) {
		*name = p->guards[i].name;
		return p->guards[i].list;
	}
	i -= p->n_guards;
	if (i < p->n_locks) {
		*name = p->locks[i].name;
		return p->locks[i].list;
	}
	*name = NULL;
	return NULL;
}

/**
 * sfw_lists_get - the list of a name, made if it is built in and not there yet
 * @db: the namespace
 * @name: the name
 *
 * Context: @db->lock is held; may sleep. Return: a reference, or NULL when
 * there is no such list, or no memory for it.
 */
struct sfw_list *sfw_lists_get(struct sfw_db *db, const char *name)
{
	struct sfw_snapshot *live = sfw_db_live(db);
	struct sfw_list *list;
	const char *each;
	u32 i;

	for (i = 0;; i++) {
		list = sfw_lists_at(db, live, i, &each);
		if (!each)
			return NULL;
		if (!strcmp(each, name))
			break;
	}
	if (!list) {
		if (prepare_scan(db, i))
			return NULL;
		list = db->scan[i];
		sfw_lists_apply(db, &live->policy);
	}
	return sfw_list_get(list);
}
