// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/string.h>

#include "array.h"
#include "gateway.h"
#include "ifname.h"

static bool leads_out(const struct sfw_passage *lan, const struct sfw_facts *f)
{
	return !lan->out[0] || (f->out && sfw_ifname_matches(lan->out, f->out));
}

/**
 * sfw_lan_find - whether the local network may start a connection
 * @f: its first packet
 * @p: the policy
 *
 * Return: place in sfw_policy.lans of the way that it takes, or SFW_NO_ENTRY.
 */
u32 sfw_lan_find(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (sfw_dev_has(p->lans[i].sel.dev, f) &&
		    leads_out(&p->lans[i], f))
			return i;
	return SFW_NO_ENTRY;
}

/**
 * sfw_lan_is_out - whether a packet leaves by an interface of the local network
 * @f: a forwarded packet
 * @p: the policy
 */
bool sfw_lan_is_out(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; f->out && i < p->n_lans; i++)
		if (sfw_ifname_matches(p->lans[i].sel.dev, f->out))
			return true;
	return false;
}

/*
 * Before routing nobody knows where a packet will leave: the interface with the address
 * that it is sent to stands for that.
 */
static bool is_from_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (sfw_dev_has(p->lans[i].sel.dev, f) &&
		    (!p->lans[i].out[0] ||
		     sfw_ifname_matches(p->lans[i].out, f->local_dev)))
			return true;
	return false;
}

/* The packet as it came, seen from an interface. */
static u32 find_at(const struct sfw_facts *f, const struct sfw_policy *p,
		   const char *dev, const char *vrf)
{
	struct sfw_facts first = *f;

	first.dst = f->first_dst;
	first.dport = f->first_dport;
	first.dev = dev;
	first.vrf = vrf;
	return sfw_index_find(&p->forward_index, p->forwards, &first);
}

/**
 * sfw_forward_find - the forwarded port that a packet was sent to
 * @f: the packet, with its destination before any translation
 * @p: the policy
 *
 * For packets from the local network the forwarded ports of the interface with
 * the destination address count as well (hairpin).
 *
 * Return: its place in sfw_policy.forwards, or SFW_NO_ENTRY.
 */
u32 sfw_forward_find(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	if (!p->n_forwards)
		return SFW_NO_ENTRY;
	i = find_at(f, p, f->dev, f->vrf);
	if (i == SFW_NO_ENTRY && f->local_dev[0] && is_from_lan(f, p))
		i = find_at(f, p, f->local_dev, NULL);
	return i;
}

/**
 * sfw_facts_publish - have a packet judged by the address that it was sent to, where
 * somebody else's translation leads it away from an address of this host
 * @f: the packet, with its destination before any translation
 * @p: the policy
 *
 * To be called once, before sfw_decide(). Our own forwarded ports are left as they are.
 */
void sfw_facts_publish(struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	if (!f->translated || !f->local_dev[0] ||
	    p->setting[SFW_S_PUBLISHED] != SFW_PUBLISHED_PORTS)
		return;
	i = sfw_forward_find(f, p);
	if (i != SFW_NO_ENTRY && sfw_forward_leads(p->forwards[i], f))
		return;
	f->published = true;
	f->dst = f->first_dst;
	f->dport = f->first_dport;
}

static bool leads_from(const struct sfw_entry *e, const struct sfw_facts *f)
{
	return e->proto == f->proto && e->to.family == f->family &&
	       f->sport >= e->to.first &&
	       f->sport - e->to.first <= e->last - e->first &&
	       sfw_target_has(&e->to, &f->src) &&
	       (!e->to.dev[0] || sfw_dev_has(e->to.dev, f));
}

static bool is_from_target(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_forwards; i++)
		if (leads_from(p->forwards[i], f))
			return true;
	return false;
}

/**
 * sfw_masq_find - whether the source of a connection is hidden
 * @p: the policy
 * @family: of @src
 * @src: its source
 * @out: where it leaves
 *
 * Return: its place in sfw_policy.masqs, or SFW_NO_ENTRY.
 */
u32 sfw_masq_find(const struct sfw_policy *p, u8 family,
		  const struct sfw_addr *src, const char *out)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (sfw_prefix_has(&p->masqs[i].sel.from, family, src) &&
		    sfw_ifname_matches(p->masqs[i].out, out))
			return i;
	return SFW_NO_ENTRY;
}

/**
 * sfw_masq_moves - whether addresses of this host move, as those of a pair of gateways
 * @p: the policy, which names one of them as a new source
 * @family: their family
 *
 * A client that is led back to its own network (hairpin) is hidden then behind the
 * address that it asked, else behind that of the interface, which does not move.
 */
bool sfw_masq_moves(const struct sfw_policy *p, u8 family)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (p->masqs[i].to_family == family)
			return true;
	return false;
}

/* A connection hidden behind the address of an interface ends with that. */
static bool ends_with_address(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i = sfw_masq_find(p, f->family, &f->src, f->out);

	return i != SFW_NO_ENTRY && !p->masqs[i].to_family;
}

/**
 * sfw_forward_led - whether a packet of the local network may be of a connection to a
 * forwarded port that another gateway let in
 * @f: the packet, on its way out
 * @p: the policy
 *
 * As the first one of a connection, that of a server gets another source than its
 * answers had, and that of a hidden client maybe another port. It takes a look at each
 * forwarded port.
 */
bool sfw_forward_led(const struct sfw_facts *f, const struct sfw_policy *p)
{
	if (f->proto != IPPROTO_TCP)
		return is_from_target(f, p) && !ends_with_address(f, p);
	return is_from_target(f, p) ||
	       (f->local_dev[0] && !strcmp(f->dev, f->out) &&
		sfw_masq_moves(p, f->family));
}

static bool same_ports(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first == b->first &&
	       a->last == b->last && !strcmp(a->sel.dev, b->sel.dev);
}

static bool same_host(const struct sfw_target *a, const struct sfw_target *b)
{
	return a->family == b->family && sfw_addr_equal(&a->addr, &b->addr) &&
	       !strcmp(a->dev, b->dev);
}

/* A host that packets can name themselves. */
static bool is_global(const struct sfw_target *to)
{
	return to->dev[0] || sfw_addr_is_global(to->family, &to->addr);
}

/**
 * sfw_forwards_contradict - whether two forwarded ports cannot stand side by side
 * @a: the one
 * @b: the other
 *
 * Two of a family that differ in their target alone are ambiguous, except for global
 * targets, which packets name themselves.
 */
bool sfw_forwards_contradict(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return same_ports(a, b) && a->to.family == b->to.family &&
	       !sfw_selector_cmp(&a->sel, &b->sel) &&
	       (same_host(&a->to, &b->to) || !is_global(&a->to) ||
		!is_global(&b->to));
}

/**
 * sfw_forward_fits - whether a forwarded port is meant
 * @e: the forwarded port
 * @like: port and interface; with a target or a source prefix only one that has it
 */
bool sfw_forward_fits(const struct sfw_entry *e, const struct sfw_entry *like)
{
	if (!same_ports(e, like))
		return false;
	if (like->to.family && !same_host(&like->to, &e->to))
		return false;
	return !like->sel.from.family ||
	       (like->sel.group == e->sel.group &&
		!sfw_prefix_cmp(&like->sel.from, &e->sel.from));
}

static bool same_members(const struct sfw_policy *p, const struct sfw_entry *e,
			 const struct sfw_policy *other, const struct sfw_entry *same)
{
	const struct sfw_members *a, *b;

	if (!e->sel.group)
		return true;
	a = &p->members[e->sel.group->slot];
	b = &other->members[same->sel.group->slot];
	return a->lasting == b->lasting && a->fleeting == b->fleeting;
}

/* Whether another policy leads the same packets to the same place by a forwarded port. */
static bool stands_in(const struct sfw_policy *other, const struct sfw_policy *p,
		      const struct sfw_entry *e)
{
	bool there;
	u32 at = sfw_array_place(sfw_array_of(other, SFW_OBJ_FORWARD), e, &there);

	return there && same_members(p, e, other, other->forwards[at]);
}

/* Where there are too many ranges, one of all ports takes their place. */
static void note_lacks(struct sfw_forward_changes *c, const struct sfw_policy *other,
		       const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_forwards; i++) {
		const struct sfw_entry *e = p->forwards[i];

		if (stands_in(other, p, e))
			continue;
		if (c->n < ARRAY_SIZE(c->ports))
			c->ports[c->n++] = (struct sfw_ports){ e->proto, e->first, e->last };
		else
			c->all = true;
	}
}

/* To enable packets to be judged changes all; to disable it, nothing. */
static const struct sfw_policy *judging_before(const struct sfw_policy *before,
					       const struct sfw_policy *now)
{
	static const struct sfw_policy nothing;

	return now->enabled && !before->enabled ? &nothing : before;
}

/**
 * sfw_forwards_compare - the ports that may be led elsewhere than by the policy before
 * @c: the result
 * @before: the policy before
 * @now: the policy that has taken its place
 */
void sfw_forwards_compare(struct sfw_forward_changes *c, const struct sfw_policy *before,
			  const struct sfw_policy *now)
{
	memset(c, 0, sizeof(*c));
	before = judging_before(before, now);
	note_lacks(c, now, before);
	note_lacks(c, before, now);
}

/**
 * sfw_forwards_changed - whether a port is among those that may be led elsewhere
 * @c: all of them
 * @proto: protocol of the port
 * @port: the port
 */
bool sfw_forwards_changed(const struct sfw_forward_changes *c, u8 proto, u16 port)
{
	u32 i;

	for (i = 0; i < c->n; i++)
		if (c->ports[i].proto == proto && port >= c->ports[i].first &&
		    port <= c->ports[i].last)
			return true;
	return c->all;
}

/* Whether another policy hides the same packets behind the same address by a masquerade. */
static bool hides_in(const struct sfw_policy *other, const struct sfw_passage *m)
{
	bool there;
	u32 at = sfw_array_place(sfw_array_of(other, SFW_OBJ_MASQ), m, &there);

	return there && other->masqs[at].to_family == m->to_family &&
	       sfw_addr_equal(&other->masqs[at].to, &m->to);
}

/* Without another one by its links, a translated connection leaves by none of them. */
static bool shares_links(const struct sfw_policy *p, const struct sfw_passage *m)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (&p->masqs[i] != m && (sfw_ifname_matches(p->masqs[i].out, m->out) ||
					  sfw_ifname_matches(m->out, p->masqs[i].out)))
			return true;
	return false;
}

/* Those of a policy that another one lacks: they begin, or end. */
static void note_unhidden(struct sfw_masq_changes *c, const struct sfw_policy *other,
			  const struct sfw_policy *p, bool begins)
{
	const struct sfw_passage *m;

	for (m = p->masqs; m < p->masqs + p->n_masqs; m++) {
		if (hides_in(other, m))
			continue;
		if (c->n < ARRAY_SIZE(c->at))
			c->at[c->n++] = (struct sfw_masq_change){
				.from = m->sel.from, .bare = begins,
				.hidden = !begins || shares_links(p, m),
			};
		else
			c->all = true;
	}
}

/**
 * sfw_masqs_compare - the sources that may leave with another address than by the policy
 * before
 * @c: the result
 * @before: the policy before
 * @now: the policy that has taken its place
 */
void sfw_masqs_compare(struct sfw_masq_changes *c, const struct sfw_policy *before,
		       const struct sfw_policy *now)
{
	memset(c, 0, sizeof(*c));
	before = judging_before(before, now);
	note_unhidden(c, before, now, true);
	note_unhidden(c, now, before, false);
}

/**
 * sfw_masqs_changed - whether a connection is among those that may leave with another
 * address
 * @c: all changes
 * @family: of @src
 * @src: its source
 * @hidden: its source is translated
 */
bool sfw_masqs_changed(const struct sfw_masq_changes *c, u8 family,
		       const struct sfw_addr *src, bool hidden)
{
	u32 i;

	for (i = 0; i < c->n; i++)
		if ((hidden ? c->at[i].hidden : c->at[i].bare) &&
		    sfw_prefix_has(&c->at[i].from, family, src))
			return true;
	return c->all;
}
