// SPDX-License-Identifier: GPL-2.0
/*
 * Any policy as far as the decision reads it: tables of any content, in any
 * order, with the look-ups of contract.h over them.
 */
#include <linux/string.h>

#include "../../kmod/core/words.h"
#include "contract.h"

u32 sfw_index_find(const struct sfw_index *x, struct sfw_entry *const *entries,
		   const struct sfw_facts *f)
{
	return first_entry(entries, x->n_nodes, f);
}

const struct sfw_prefix_item *sfw_prefixes_find(const struct sfw_prefixes *t,
						u8 family,
						const struct sfw_addr *a,
						u64 now)
{
	return longest_prefix(t, family, a, now);
}

static const struct sfw_prefixes *any_prefixes(struct any_prefixes *t)
{
	u32 i;

	t->set.n = any_below(PREFIXES + 1);
	for (i = 0; i < PREFIXES; i++) {
		t->item[i].prefix = any_prefix();
		t->item[i].expires = ANY(u64);
		assume(t->item[i].prefix.family);
	}
	return &t->set;
}

static void add_entries(struct sfw_policy *p)
{
	static struct sfw_entry entry[ENTRIES], *place[ENTRIES];
	static struct sfw_gate gate[ENTRIES];
	u32 i;

	for (i = 0; i < ENTRIES; i++) {
		entry[i] = any_entry();
		place[i] = &entry[i];
		gate[i] = ANY(struct sfw_gate);
		assume(gate[i].guard == SFW_NO_GATE ||
		       gate[i].guard < p->n_guards);
		assume(gate[i].knock == SFW_NO_GATE ||
		       gate[i].knock < p->n_knocks);
	}
	p->n_entries = any_below(ENTRIES + 1);
	p->entries = place;
	p->index.n_nodes = p->n_entries;
	p->gates = p->n_guards + p->n_knocks || any_bool() ? gate : NULL;
}

static void add_gates(struct sfw_policy *p)
{
	static struct sfw_guard guard[GUARDS];
	static struct sfw_knock knock[KNOCKS];
	u32 i;

	for (i = 0; i < GUARDS; i++)
		guard[i].then = any_below(SFW_THEN_MAX);
	for (i = 0; i < KNOCKS; i++) {
		knock[i].sequence = ANY(struct sfw_sequence);
		assume(knock[i].sequence.n <= STEPS);
	}
	p->guards = guard;
	p->n_guards = any_below(GUARDS + 1);
	p->knocks = knock;
	p->n_knocks = any_below(KNOCKS + 1);
}

/* Some are known by the end of their address in a network. */
static void add_to_dev(struct sfw_target *to)
{
	struct sfw_selector s = any_selector();

	if (to->family != SFW_AF_INET6 || !any_bool())
		return;
	assume(s.dev[0]);
	memcpy(to->dev, s.dev, sizeof(to->dev));
	to->addr.w[0] = 0;
	to->addr.w[1] = 0;
}

static void add_gateway(struct sfw_policy *p)
{
	static struct sfw_entry forward[FORWARDS], *place[FORWARDS];
	static struct sfw_passage lan[LANS], masq[LANS];
	u32 i;

	for (i = 0; i < FORWARDS; i++) {
		forward[i] = any_entry();
		assume(sfw_proto_has_ports(forward[i].proto));
		forward[i].to.family = any_family();
		forward[i].to.addr = any_addr(forward[i].to.family);
		forward[i].to.first = ANY(u16);
		add_to_dev(&forward[i].to);
		assume(forward[i].sel.from.family == forward[i].to.family);
		place[i] = &forward[i];
	}
	for (i = 0; i < LANS; i++) {
		lan[i] = any_passage();
		masq[i] = any_passage();
	}
	p->forwards = place;
	p->n_forwards = any_below(FORWARDS + 1);
	p->forward_index.n_nodes = p->n_forwards;
	p->lans = lan;
	p->n_lans = any_below(LANS + 1);
	p->masqs = masq;
	p->n_masqs = any_below(LANS + 1);
}

/* As sealed. */
static void add_direct(struct sfw_policy *p)
{
	p->direct = any_bool();
	p->direct_udp = p->direct && any_bool();
	assume(!p->direct || (p->setting[SFW_S_EARLY] && !p->setting[SFW_S_SCAN]));
	assume(!p->direct_udp || !p->setting[SFW_S_DISCOVERY]);
}

const struct sfw_policy *any_policy(void)
{
	static struct sfw_policy p;
	static struct sfw_selector trust[TRUSTS];
	static struct any_prefixes blocks, exempts;
	u32 i;

	for (i = 0; i < SFW_S_MAX; i++) {
		p.setting[i] = ANY(u32);
		assume(sfw_setting_valid(i, p.setting[i]));
	}
	for (i = 0; i < TRUSTS; i++)
		trust[i] = any_selector();
	p.trusts = trust;
	p.n_trusts = any_below(TRUSTS + 1);
	p.blocks = any_prefixes(&blocks);
	p.exempts = any_prefixes(&exempts);
	add_gates(&p);
	add_entries(&p);
	add_gateway(&p);
	add_direct(&p);
	return &p;
}
