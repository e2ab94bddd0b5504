// SPDX-License-Identifier: GPL-2.0
/* The guards, knocks, blocks and exemptions of a random policy. */
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "sample.h"

static void empty(struct sfw_sample_set *t)
{
	t->set = (struct sfw_prefixes){
		.item		= t->item,
		.bucket		= t->bucket,
		.place4		= t->place4,
		.slot4		= t->slot4,
		.slot6		= t->slot6,
		.bucket_bits	= ilog2(ARRAY_SIZE(t->bucket)),
		.place4_bits	= ilog2(ARRAY_SIZE(t->place4)),
		.slot4_bits	= ilog2(ARRAY_SIZE(t->slot4)),
		.slot6_bits	= ilog2(ARRAY_SIZE(t->slot6)),
	};
	memset(t->bucket, 0xff, sizeof(t->bucket));	/* SFW_NO_PREFIX */
	memset(t->place4, 0, sizeof(t->place4));
	memset(t->slot4, 0, sizeof(t->slot4));
	memset(t->slot6, 0, sizeof(t->slot6));
}

/**
 * sfw_sample_add - put a prefix into a set, unless it is there or "any"
 * @t: the set; has room
 * @p: the prefix
 * @expires: when it is none any more, 0 for never
 */
void sfw_sample_add(struct sfw_sample_set *t, struct sfw_prefix p, u64 expires)
{
	u32 *head;

	if (!t->set.n)
		empty(t);
	if (!p.family || sfw_prefixes_exact(&t->set, &p) != SFW_NO_PREFIX)
		return;
	head = &t->bucket[sfw_prefixes_bucket(&t->set, &p)];
	t->item[t->set.n] = (struct sfw_prefix_item){
		.prefix = p, .next = *head, .expires = expires,
	};
	*head = t->set.n;
	sfw_prefixes_note(&t->set, t->set.n++);
}

static void sample_set(struct rnd_state *r, struct sfw_sample_set *t)
{
	u32 i, n = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_ITEMS) : 0;

	for (i = 0; i < n; i++)
		sfw_sample_add(t, sfw_sample_prefix(r),
			       sfw_pick(r, 3) ? 0 : 1 + sfw_pick(r, 6));
}

static void sample_lock(struct rnd_state *r, struct sfw_lock *l)
{
	u32 i;

	memset(l, 0, sizeof(*l));
	l->sequence.n = 1 + sfw_pick(r, SFW_STEPS_MAX);
	for (i = 0; i < l->sequence.n; i++) {
		l->sequence.step[i].proto = sfw_pick(r, 2) ? IPPROTO_TCP :
							     IPPROTO_UDP;
		l->sequence.step[i].port = sfw_sample_edge(r);
	}
}

static void sample_gates(struct rnd_state *r, struct sfw_sample *s)
{
	struct sfw_policy *p = &s->policy;
	u32 i;

	for (i = 0; i < p->n_entries; i++) {
		s->gate[i].guard = SFW_NO_GATE;
		s->gate[i].knock = SFW_NO_GATE;
		if (sfw_entry_is_proto(p->entries[i]))
			continue;
		if (p->n_guards && sfw_pick(r, 2))
			s->gate[i].guard = sfw_pick(r, p->n_guards);
		if (p->n_locks && sfw_pick(r, 2))
			s->gate[i].knock = sfw_pick(r, p->n_locks);
	}
	p->gates = p->n_guards + p->n_locks ? s->gate : NULL;
}

/**
 * sfw_sample_protect - give a policy guards, knocks, blocks and exemptions
 * @r: where from
 * @s: the policy, built
 */
void sfw_sample_protect(struct rnd_state *r, struct sfw_sample *s)
{
	struct sfw_policy *p = &s->policy;
	u32 i;

	p->n_guards = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_GATES) : 0;
	p->n_locks = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_GATES) : 0;
	for (i = 0; i < p->n_guards; i++) {
		s->guard[i].then = sfw_pick(r, SFW_THEN_MAX);
		p->guards_block |= s->guard[i].then == SFW_THEN_BLOCK;
	}
	for (i = 0; i < p->n_locks; i++)
		sample_lock(r, &s->lock[i]);
	sample_gates(r, s);
	sample_set(r, &s->blocks);
	sample_set(r, &s->exempts);
}
