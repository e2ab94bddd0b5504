// SPDX-License-Identifier: GPL-2.0
/*
 * A flood makes as many entries as a list holds, so they come from caches of
 * their very sizes: the next of kmalloc's would take up to half as much again.
 */
#include <linux/slab.h>

#include "list_entry.h"

#define SIZES		5	/* caches */
#define STEP		2	/* slots from one to the next */

static struct kmem_cache *caches[SIZES];
static const char *const names[SIZES] = {
	"sfw_recent_0", "sfw_recent_2", "sfw_recent_4", "sfw_recent_6",
	"sfw_recent_8",
};

static u32 size_of(u8 slots)
{
	return DIV_ROUND_UP(slots, STEP);
}

/**
 * sfw_recents_init - make the caches, which all lists share
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_recents_init(void)
{
	u32 i;

	for (i = 0; i < SIZES; i++) {
		caches[i] = kmem_cache_create(names[i],
					      struct_size((struct sfw_recent *)NULL,
							  data, i * STEP),
					      0, 0, NULL);
		if (!caches[i]) {
			sfw_recents_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * sfw_recents_exit - wait until every entry is freed, and free the caches
 *
 * Context: may sleep.
 */
void sfw_recents_exit(void)
{
	u32 i;

	rcu_barrier();
	for (i = 0; i < SIZES; i++) {
		kmem_cache_destroy(caches[i]);
		caches[i] = NULL;
	}
}

/**
 * sfw_recent_alloc - memory for an entry, of which only its slots are set
 * @slots: words of data
 * @gfp: how to get it
 *
 * Return: NULL when there is no memory.
 */
struct sfw_recent *sfw_recent_alloc(u8 slots, gfp_t gfp)
{
	u32 size = size_of(slots);
	struct sfw_recent *e;

	if (size < SIZES)
		e = kmem_cache_alloc(caches[size], gfp | __GFP_NOWARN);
	else
		e = kmalloc(struct_size(e, data, slots), gfp | __GFP_NOWARN);
	if (e)
		e->slots = slots;
	return e;
}

static void free_now(struct rcu_head *rcu)
{
	struct sfw_recent *e = container_of(rcu, struct sfw_recent, rcu);
	u32 size = size_of(e->slots);

	if (size < SIZES)
		kmem_cache_free(caches[size], e);
	else
		kfree(e);
}

/**
 * sfw_recent_free - free an entry once no reader can be at it
 * @e: the entry, out of its list
 *
 * Context: any. Not kfree_rcu(): nothing would say on 6.1 when the last one is
 * back in its cache.
 */
void sfw_recent_free(struct sfw_recent *e)
{
	call_rcu(&e->rcu, free_now);
}
