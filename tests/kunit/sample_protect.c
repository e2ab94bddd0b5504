// SPDX-License-Identifier: GPL-2.0
/* The guards, knocks, blocks and exemptions of a random policy. */
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "sample.h"

/* Between a slot and the node behind it. */
static void branch(struct sfw_sample_set *t, void **at,
		   const struct sfw_prefix_item *item, u32 parts)
{
	struct sfw_prefix_node *n = (void *)t->node[t->n_nodes++];

	memset(n, 0, sizeof(*n));
	n->pos = parts;
	n->room = SFW_SAMPLE_ITEMS;
	sfw_prefix_node_put(n, &sfw_prefixes_below(*at)->prefix, *at);
	sfw_prefix_node_put(n, &item->prefix, sfw_slot_of(item));
	*at = n;
}

static void insert(struct sfw_sample_set *t, const struct sfw_prefix_item *item)
{
	const struct sfw_prefix_item *near = sfw_prefixes_near(&t->set,
							       &item->prefix);
	void **at = &t->set.root[item->prefix.family == SFW_AF_INET6];
	struct sfw_prefix_node *n;
	u32 parts;

	if (!near) {
		*at = sfw_slot_of(item);
		return;
	}
	parts = sfw_prefix_parts(&near->prefix, &item->prefix);
	while (!sfw_slot_is_item(*at)) {
		n = *at;
		if (n->pos > parts)
			break;
		if (n->pos == parts) {
			sfw_prefix_node_put(n, &item->prefix, sfw_slot_of(item));
			return;
		}
		at = sfw_prefix_node_slot(n, &item->prefix);
	}
	branch(t, at, item, parts);
}

/**
 * sfw_sample_empty - make a set have nothing in it
 * @t: the set
 */
void sfw_sample_empty(struct sfw_sample_set *t)
{
	t->n_nodes = 0;
	t->glance = ~0ul;
	t->set = (struct sfw_prefixes){ .glance = &t->glance, .shift = 31 };
}

/**
 * sfw_sample_add - put a prefix into a set, unless it is there or "any"
 * @t: the set; has room
 * @p: the prefix
 * @expires: when it is none any more, 0 for never
 */
void sfw_sample_add(struct sfw_sample_set *t, struct sfw_prefix p, u64 expires)
{
	struct sfw_prefix_item *item = &t->item[t->set.n];

	if (!p.family || sfw_prefixes_exact(&t->set, &p))
		return;
	*item = (struct sfw_prefix_item){ .prefix = p, .expires = expires };
	insert(t, item);
	t->set.n++;
}

static void sample_set(struct rnd_state *r, struct sfw_sample_set *t)
{
	u32 i, n = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_ITEMS) : 0;

	for (i = 0; i < n; i++)
		sfw_sample_add(t, sfw_sample_prefix(r),
			       sfw_pick(r, 3) ? 0 : 1 + sfw_pick(r, 6));
}

static void sample_knock(struct rnd_state *r, struct sfw_knock *l)
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
		if (sfw_entry_is_proto(p->entries[i]) &&
		    !sfw_entry_is_ping(p->entries[i]))
			continue;
		if (p->n_guards && sfw_pick(r, 2))
			s->gate[i].guard = sfw_pick(r, p->n_guards);
		if (p->n_knocks && sfw_pick(r, 2))
			s->gate[i].knock = sfw_pick(r, p->n_knocks);
	}
	p->gates = p->n_guards + p->n_knocks ? s->gate : NULL;
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
	p->n_knocks = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_GATES) : 0;
	for (i = 0; i < p->n_guards; i++) {
		s->guard[i].then = sfw_pick(r, SFW_THEN_MAX);
		p->guards_block |= s->guard[i].then == SFW_THEN_BLOCK;
	}
	for (i = 0; i < p->n_knocks; i++)
		sample_knock(r, &s->knock[i]);
	sample_gates(r, s);
	sample_set(r, &s->blocks);
	sample_set(r, &s->exempts);
}
