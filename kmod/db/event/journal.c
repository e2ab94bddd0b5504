// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "journal.h"

#define RING_CHUNKS	(SFW_JOURNAL_RING / SFW_JOURNAL_CHUNK)
#define READ_TRIES	8	/* of a place that is being written */

/**
 * sfw_journal_alloc - an empty journal
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_journal *sfw_journal_alloc(void)
{
	struct sfw_journal *j = kvzalloc(sizeof(*j), GFP_KERNEL_ACCOUNT);

	if (!j)
		return NULL;
	j->next = alloc_percpu_gfp(u32, GFP_KERNEL_ACCOUNT);
	if (!j->next) {
		kvfree(j);
		return NULL;
	}
	get_random_bytes(j->key, sizeof(j->key));
	j->key[0] |= 1;
	j->key[1] |= 1;
	return j;
}

/**
 * sfw_journal_free - free a journal
 * @j: the journal, or NULL; no packet writes it any more
 */
void sfw_journal_free(struct sfw_journal *j)
{
	if (j)
		free_percpu(j->next);
	kvfree(j);
}

/* Packets are counted in place meanwhile; the one or other may be lost. */
static void copy(struct sfw_refusal *to, const struct sfw_refusal *from)
{
	data_race(memcpy(to, from, sizeof(*to)));	/* see above */
}

static void write(struct sfw_journal_place *place, const struct sfw_refusal *r)
{
	if (!sfw_record_write(&place->head))
		return;
	copy(&place->r, r);
	sfw_record_written(&place->head);
}

/* Whether all of the ring was taken anew since that chunk was. */
static bool is_lapped(const struct sfw_journal *j, u32 at)
{
	u32 since = atomic_read(&j->chunks) - at / SFW_JOURNAL_CHUNK;

	return since % (1U << 27) > RING_CHUNKS;
}

static_assert(SFW_JOURNAL_CHUNK == 1 << (32 - 27));

/*
 * Each CPU fills chunks of its own, so CPUs share a counter once a chunk. A packet that
 * preempts another one here may write into a chunk of another CPU, and a line is lost.
 */
static struct sfw_journal_place *next_in_ring(struct sfw_journal *j)
{
	u32 at = this_cpu_inc_return(*j->next) - 1;

	if (!(at % SFW_JOURNAL_CHUNK) || is_lapped(j, at)) {
		at = (atomic_inc_return(&j->chunks) - 1) * SFW_JOURNAL_CHUNK;
		this_cpu_write(*j->next, at + 1);
	}
	return &j->ring[at % SFW_JOURNAL_RING];
}

static struct sfw_journal_place *older(struct sfw_journal_place *a,
				       struct sfw_journal_place *b)
{
	return !a || READ_ONCE(b->r.time) < READ_ONCE(a->r.time) ? b : a;
}

/**
 * struct choice - the places of a set, for a newcomer
 * @same: that of the same source, reason and port
 * @own: the oldest one of its source
 * @n_own: how many those are
 * @unused: the first without a refusal
 * @alike: the oldest one of its reason and port
 * @n_alike: how many those are
 */
struct choice {
	struct sfw_journal_place *same;
	struct sfw_journal_place *own;
	u32 n_own;
	struct sfw_journal_place *unused;
	struct sfw_journal_place *alike;
	u32 n_alike;
};

static void weigh(struct choice *c, struct sfw_journal_place *place,
		  const struct sfw_refusal_key *k)
{
	u64 what = READ_ONCE(place->r.what);

	if (!what) {
		c->unused = c->unused ?: place;
	} else if (sfw_refusal_is_from(&place->r, k)) {
		if (what == k->what)
			c->same = place;
		c->own = older(c->own, place);
		c->n_own++;
	}
	if (what == k->what) {
		c->alike = older(c->alike, place);
		c->n_alike++;
	}
}

/* In a full set, more for a reason and port that has more places, and the newcomer's. */
static u32 expendable(const struct sfw_journal_place *set,
		      const struct sfw_journal_place *place, u64 newcomer)
{
	u64 what = READ_ONCE(place->r.what);
	u32 i, n = what == newcomer ? 3 : 0;

	for (i = 0; i < SFW_JOURNAL_WAYS; i++)
		n += 2 * (READ_ONCE(set[i].r.what) == what);
	return n;
}

/* The most expendable goes, of several the oldest. */
static noinline struct sfw_journal_place *
make_room(struct sfw_journal_place *set, u64 newcomer)
{
	struct sfw_journal_place *place = NULL;
	u32 i, n, most = 0;

	for (i = 0; i < SFW_JOURNAL_WAYS; i++) {
		n = expendable(set, &set[i], newcomer);
		if (n > most)
			place = &set[i];
		else if (n == most)
			place = older(place, &set[i]);
		most = max(n, most);
	}
	return place;
}

static struct sfw_journal_place *choose(struct sfw_journal_place *set,
					const struct sfw_refusal_key *k)
{
	struct choice c = {};
	u32 i;

	for (i = 0; i < SFW_JOURNAL_WAYS; i++)
		weigh(&c, &set[i], k);
	if (c.same)
		return c.same;
	if (c.n_own >= SFW_JOURNAL_OWN)
		return c.own;
	if (c.unused)
		return c.unused;
	/* With half of the places no other has more: the usual flood. */
	return c.n_alike >= SFW_JOURNAL_WAYS / 2 ? c.alike :
						   make_room(set, k->what);
}

/**
 * sfw_journal_note - note a refused packet
 * @j: the journal
 * @r: the packet, one
 *
 * Context: a receive hook, under rcu_read_lock(). Takes no lock, allocates nothing.
 */
void sfw_journal_note(struct sfw_journal *j, const struct sfw_refusal *r)
{
	struct sfw_refusal_key k = sfw_refusal_key(&r->src, r->what);
	u64 hash = sfw_journal_hash(j, &k);
	struct sfw_journal_place *place;

	place = choose(&j->place[sfw_journal_set(hash) * SFW_JOURNAL_WAYS], &k);
	WRITE_ONCE(j->hint[sfw_journal_hint(hash, k.what)], place - j->place);
	if (sfw_refusal_goes_on(&place->r, &k)) {
		atomic_inc(&place->r.packets);
		return;
	}
	if (!sfw_record_write(&place->head))
		return;
	if (place->r.what)
		write(next_in_ring(j), &place->r);
	copy(&place->r, r);
	sfw_record_written(&place->head);
}

static bool read(const struct sfw_journal_place *place, struct sfw_refusal *out)
{
	unsigned int i, start;

	for (i = 0; i < READ_TRIES; i++) {
		start = sfw_record_read(&place->head);
		copy(out, &place->r);
		if (!sfw_record_is_lost(&place->head, start))
			return out->what;
	}
	return false;
}

static int by_time(const void *left, const void *right)
{
	const struct sfw_refusal *a = left, *b = right;

	return a->time == b->time ? 0 : a->time < b->time ? -1 : 1;
}

static int by_key(const void *left, const void *right)
{
	const struct sfw_refusal *a = left, *b = right;

	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	return memcmp(&a->src, &b->src, sizeof(a->src)) ?: by_time(a, b);
}

/* Whether @b, which comes behind @a by_key(), is of the second that @a began. */
static bool is_within(const struct sfw_refusal *a, const struct sfw_refusal *b)
{
	return a->what == b->what && sfw_addr_equal(&a->src, &b->src) &&
	       b->time - a->time < NSEC_PER_SEC;
}

/* One that made way while they were read is there twice. */
static void join(struct sfw_refusal *a, const struct sfw_refusal *b)
{
	int n = atomic_read(&a->packets), more = atomic_read(&b->packets);

	atomic_set(&a->packets, a->time == b->time ? max(n, more) : n + more);
}

static u32 join_all(struct sfw_refusal *r, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++) {
		if (kept && is_within(&r[kept - 1], &r[i]))
			join(&r[kept - 1], &r[i]);
		else
			r[kept++] = r[i];
	}
	return kept;
}

/**
 * sfw_journal_read - all refusals
 * @j: the journal, or NULL
 * @out: room for SFW_REFUSED_MAX; the refusals, oldest first
 *
 * Context: may sleep. Return: how many.
 */
u32 sfw_journal_read(struct sfw_journal *j, struct sfw_refusal *out)
{
	u32 i, n = 0;

	if (!j)
		return 0;
	/* In this order: refusals move from the one to the other. */
	for (i = 0; i < ARRAY_SIZE(j->place); i++)
		n += read(&j->place[i], &out[n]);
	for (i = 0; i < ARRAY_SIZE(j->ring); i++)
		n += read(&j->ring[i], &out[n]);
	sort(out, n, sizeof(*out), by_key, NULL);
	n = join_all(out, n);
	sort(out, n, sizeof(*out), by_time, NULL);
	return n;
}
