// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "findings.h"

#define NONE	U16_MAX		/* the end of a chain */

/**
 * sfw_findings_alloc - an empty table
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_findings *sfw_findings_alloc(void)
{
	struct sfw_findings *t = kvzalloc(sizeof(*t), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!t)
		return NULL;
	get_random_bytes(&t->key, sizeof(t->key));
	for (i = 0; i < SFW_FINDINGS_PARTS; i++) {
		spin_lock_init(&t->part[i].lock);
		memset(t->part[i].head, 0xff, sizeof(t->part[i].head));
	}
	return t;
}

/**
 * sfw_findings_free - free a table
 * @t: the table, or NULL; no packet writes it any more
 */
void sfw_findings_free(struct sfw_findings *t)
{
	kvfree(t);
}

static u16 *head_of(struct sfw_findings_part *part, u32 hash)
{
	return &part->head[hash / SFW_FINDINGS_PARTS % SFW_FINDINGS_A_PART];
}

static u32 hash_of(const struct sfw_findings *t,
		   const struct sfw_finding_key *key)
{
	return siphash(key, sizeof(*key), &t->key);
}

static struct sfw_finding *find(struct sfw_findings_part *part, u32 hash,
				const struct sfw_finding_key *key)
{
	u16 i;

	for (i = *head_of(part, hash); i != NONE; i = part->at[i].next)
		if (!memcmp(&part->at[i].key, key, sizeof(*key)))
			return &part->at[i];
	return NULL;
}

/* The next one at the hand with the fewest packets. None can have fewer than one. */
static u16 least_of(struct sfw_findings_part *part)
{
	u16 least = part->hand;
	u32 i;

	for (i = 0; i < SFW_FINDINGS_A_PART; i++) {
		u16 at = (part->hand + i) % SFW_FINDINGS_A_PART;

		if (part->at[at].packets < part->at[least].packets)
			least = at;
		if (part->at[least].packets == 1)
			break;
	}
	part->hand = (least + 1) % SFW_FINDINGS_A_PART;
	return least;
}

/* Takes it out of its chain. */
static u16 make_room(struct sfw_findings *t, struct sfw_findings_part *part)
{
	u16 *at, least = least_of(part);

	at = head_of(part, hash_of(t, &part->at[least].key));
	while (*at != least)
		at = &part->at[*at].next;
	*at = part->at[least].next;
	WRITE_ONCE(part->lost, part->lost + part->at[least].packets);
	return least;
}

static struct sfw_finding *enter(struct sfw_findings *t,
				 struct sfw_findings_part *part, u32 hash,
				 const struct sfw_finding_key *key, u64 now)
{
	bool room = part->n < SFW_FINDINGS_A_PART;
	u16 i = room ? part->n : make_room(t, part);
	u16 *head = head_of(part, hash);

	if (room)
		WRITE_ONCE(part->n, i + 1);
	part->at[i] = (struct sfw_finding){
		.key = *key, .next = *head, .first = now,
	};
	*head = i;
	return &part->at[i];
}

/* Length of the longest prefix that two addresses share, @most at the most. */
static u8 shared_len(const struct sfw_addr *a, const struct sfw_addr *b, u8 most)
{
	u32 i, differs;

	for (i = 0; i < ARRAY_SIZE(a->w); i++) {
		differs = be32_to_cpu(a->w[i] ^ b->w[i]);
		if (differs)
			return min_t(u32, most, i * 32 + 32 - fls(differs));
	}
	return most;
}

static void cover(struct sfw_finding *f, const struct sfw_addr *src)
{
	f->len = shared_len(&f->src[0], src, f->len);
}

/* One source too many: from now on a prefix stands for all. */
static void join(struct sfw_finding *f)
{
	u32 i;

	f->n = SFW_FINDING_SOURCES + 1;
	f->len = f->key.family == SFW_AF_INET ? 32 : 128;
	for (i = 1; i < SFW_FINDING_SOURCES; i++)
		cover(f, &f->src[i]);
}

static void note_source(struct sfw_finding *f, const struct sfw_addr *src)
{
	u32 i;

	if (f->n <= SFW_FINDING_SOURCES) {
		for (i = 0; i < f->n; i++)
			if (sfw_addr_equal(&f->src[i], src))
				return;
		if (f->n < SFW_FINDING_SOURCES) {
			f->src[f->n++] = *src;
			return;
		}
		join(f);
	}
	cover(f, src);
}

/**
 * sfw_findings_note - note a packet on which the two policies differ
 * @t: the table
 * @key: its kind
 * @src: its source
 * @now: boot-time nanoseconds
 *
 * Context: a receive hook. Allocates nothing.
 */
void sfw_findings_note(struct sfw_findings *t, const struct sfw_finding_key *key,
		       const struct sfw_addr *src, u64 now)
{
	u32 hash = hash_of(t, key);
	struct sfw_findings_part *part = &t->part[hash % SFW_FINDINGS_PARTS];
	struct sfw_finding *f;

	spin_lock_bh(&part->lock);
	f = find(part, hash, key) ?: enter(t, part, hash, key, now);
	f->packets++;
	f->last = now;
	note_source(f, src);
	spin_unlock_bh(&part->lock);
}

/**
 * sfw_findings_skip - count a packet that was not judged
 * @t: the findings
 *
 * Context: any.
 */
void sfw_findings_skip(struct sfw_findings *t)
{
	atomic64_inc(&t->skipped);
}

/**
 * sfw_findings_count - how many findings there are
 * @t: the table
 * @lost: packets of those that made room for others
 *
 * Context: any; takes no lock, and so holds no packet up.
 */
u32 sfw_findings_count(const struct sfw_findings *t, u64 *lost)
{
	u32 i, n = 0;

	*lost = 0;
	for (i = 0; i < SFW_FINDINGS_PARTS; i++) {
		n += READ_ONCE(t->part[i].n);
		*lost += READ_ONCE(t->part[i].lost);
	}
	return n;
}

/**
 * sfw_findings_at - a copy of the finding at one of the places
 * @t: the table
 * @i: the place, below SFW_FINDINGS_MAX
 * @out: the finding, if there is one; @out->src[0] without host bits where it is a
 *	 prefix
 *
 * Context: any but hard interrupts. Return: false: the place is empty.
 */
bool sfw_findings_at(struct sfw_findings *t, u32 i, struct sfw_finding *out)
{
	struct sfw_findings_part *part = &t->part[i / SFW_FINDINGS_A_PART];
	struct sfw_addr bits;
	bool there;

	i %= SFW_FINDINGS_A_PART;
	spin_lock_bh(&part->lock);
	there = i < part->n;
	if (there)
		*out = part->at[i];
	spin_unlock_bh(&part->lock);
	if (there && out->n > SFW_FINDING_SOURCES) {
		bits = sfw_addr_bits(out->len);
		out->src[0] = sfw_addr_mask(&out->src[0], &bits);
	}
	return there;
}
