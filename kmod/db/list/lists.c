// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/string.h>

#include "guard.h"
#include "knock.h"
#include "lists.h"
#include "live.h"

#define PEERS_CAP	16384
#define LIVE_WINDOW	(60ull * NSEC_PER_SEC)	/* of a guard that has none */

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
	list->key = db->key;	/* a packet is hashed once for all of them */
	/* Publish the list after its contents. */
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

/* Of the guards that limit connections at once. */
static int prepare_live(struct sfw_db *db, const struct sfw_guard *g)
{
	struct sfw_list *list = g->base.list;
	struct sfw_live *live;

	lockdep_assert_held(&db->lock);
	if (!g->live || list->live)
		return 0;
	live = sfw_live_alloc(db->ops->ask_live, db->host);
	if (!live)
		return -ENOMEM;
	/* "test" may be looking at the list already. */
	smp_store_release(&list->live, live);
	return 0;
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
	u32 i, scan = p->setting[SFW_S_SCAN];

	for (i = 0; i < p->n_guards; i++)
		if (prepare_live(db, &p->guards[i]))
			return -ENOMEM;
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
	if (!list->events && db->events)
		WRITE_ONCE(list->events, sfw_events_get(db->events));
}

/**
 * sfw_lists_apply - set each list's window and event sink
 * @db: the namespace
 * @p: the policy that is being published
 *
 * The lists of a rehearsal have no sink.
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
		apply(db, p->guards[i].base.list,
		      p->guards[i].windows.longest ?: LIVE_WINDOW);
	for (i = 0; i < p->n_knocks; i++)
		apply(db, p->knocks[i].base.list, p->knocks[i].sequence.within);
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
 * @p: a policy of it
 * @i: which one, from 0
 * @name: its name, or NULL behind the last
 *
 * Return: the list, or NULL where it has never been needed.
 */
struct sfw_list *sfw_lists_at(struct sfw_db *db, const struct sfw_policy *p,
			      u32 i, const char **name)
{
	if (i < SFW_SCAN_LISTS) {
		*name = sfw_scan_list_names[i];
		/* Pairs with the release in prepare(). */
		return smp_load_acquire(&db->scan[i]);
	}
	i -= SFW_SCAN_LISTS;
	if (i < p->n_guards) {
		*name = p->guards[i].base.name;
		return p->guards[i].base.list;
	}
	i -= p->n_guards;
	if (i < p->n_knocks) {
		*name = p->knocks[i].base.name;
		return p->knocks[i].base.list;
	}
	*name = NULL;
	return NULL;
}

/* For sfw_lists_at(); or -ENOENT. */
static int place_of(struct sfw_db *db, const struct sfw_policy *p, const char *name)
{
	const char *each;
	int i;

	for (i = 0;; i++) {
		sfw_lists_at(db, p, i, &each);
		if (!each)
			return -ENOENT;
		if (!strcmp(each, name))
			return i;
	}
}

/**
 * sfw_lists_find - the list of a name, only looked for
 * @db: the namespace
 * @p: its published policy
 * @name: the name
 *
 * Context: @db->lock is held. Return: a reference; NULL where it is built in and has
 * never been needed; or ERR_PTR(-ENOENT).
 */
struct sfw_list *sfw_lists_find(struct sfw_db *db, const struct sfw_policy *p,
				const char *name)
{
	int i = place_of(db, p, name);
	struct sfw_list *list;

	if (i < 0)
		return ERR_PTR(i);
	list = sfw_lists_at(db, p, i, &name);
	return list ? sfw_list_get(list) : NULL;
}

/**
 * sfw_lists_get - sfw_lists_find() for a change: the list is made if it is not there yet
 * @db: the namespace
 * @p: its published policy
 * @name: the name
 *
 * Context: @db->lock is held; may sleep. Return: a reference, or ERR_PTR(): -ENOENT
 * or -ENOMEM.
 */
struct sfw_list *sfw_lists_get(struct sfw_db *db, const struct sfw_policy *p,
			       const char *name)
{
	struct sfw_list *list = sfw_lists_find(db, p, name);
	int i;

	if (list)
		return list;
	i = place_of(db, p, name);
	if (prepare_scan(db, i))
		return ERR_PTR(-ENOMEM);
	sfw_lists_apply(db, p);
	return sfw_list_get(db->scan[i]);
}
