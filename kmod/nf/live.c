// SPDX-License-Identifier: GPL-2.0
#include <linux/netfilter/nf_conntrack_sctp.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "conntrack.h"
#include "live.h"

/* A connection as conntrack finds it. */
struct name {
	struct nf_conntrack_tuple tuple;
	u16 zone;
	u8 dir;
};

static_assert(sizeof(struct name) <= sizeof(struct sfw_live_id));

static enum sfw_live_state tcp_state(const struct nf_conn *ct)
{
	switch (sfw_conntrack_phase(ct)) {
	case SFW_TCP_BEGINS:
		return SFW_LIVE_OPENING;
	case SFW_TCP_OVER:
		return SFW_LIVE_CLOSED;
	default:
		return SFW_LIVE_OPEN;
	}
}

static bool is_assured(const struct nf_conn *ct)
{
	return test_bit(IPS_ASSURED_BIT, &ct->status);
}

/*
 * An INIT of the same ports is one more packet of an association that is over, as long as
 * conntrack keeps that. One that is not assured may be forged.
 */
static enum sfw_live_state sctp_state(const struct nf_conn *ct)
{
	if (READ_ONCE(ct->proto.sctp.state) == SCTP_CONNTRACK_CLOSED)
		return SFW_LIVE_LINGERING;
	return is_assured(ct) ? SFW_LIVE_OPEN : SFW_LIVE_OPENING;
}

/*
 * A server answers forged packets too. Flows that go on for seconds are assured to
 * conntrack.
 */
static enum sfw_live_state state_of(const struct nf_conn *ct)
{
	switch (nf_ct_protonum(ct)) {
	case IPPROTO_TCP:
		return tcp_state(ct);
	case IPPROTO_SCTP:
		return sctp_state(ct);
	default:
		return is_assured(ct) ? SFW_LIVE_OPEN : SFW_LIVE_UNASSURED;
	}
}

/**
 * sfw_live_state - whether a connection lives, by the word of conntrack
 * @net: the namespace
 * @id: its name
 *
 * Context: any but hard interrupts.
 */
enum sfw_live_state sfw_live_state(struct net *net, const struct sfw_live_id *id)
{
	const struct name *name = (const void *)id;
	struct nf_conntrack_tuple_hash *found;
	struct nf_conntrack_zone zone;
	enum sfw_live_state state;
	struct nf_conn *ct;

	nf_ct_zone_init(&zone, name->zone, name->dir, 0);
	found = nf_conntrack_find_get(net, &zone, &name->tuple);
	if (!found)
		return SFW_LIVE_GONE;
	ct = nf_ct_tuplehash_to_ctrack(found);
	state = state_of(ct);
	nf_ct_put(ct);
	return state;
}

static bool get_id(const struct sk_buff *skb, struct sfw_live_id *id)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	struct name *name = (void *)id;

	memset(id, 0, sizeof(*id));
	if (!ct)
		return false;
	name->tuple = *nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL);
	name->zone = nf_ct_zone(ct)->id;
	name->dir = nf_ct_zone(ct)->dir;
	return true;
}

/**
 * sfw_live_admits - whether a source may have one more connection at once
 * @g: the guard, which limits that
 * @f: the first packet of the connection
 * @skb: likewise
 *
 * Conntrack alone knows when one ends: those that it does not track pass.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
enum sfw_admission sfw_live_admits(const struct sfw_guard *g, const struct sfw_facts *f,
				   const struct sk_buff *skb)
{
	struct sfw_list_key src = sfw_list_key(g->base.list, f->family, &f->src);
	struct sfw_live_id id;

	return get_id(skb, &id) ?
	       sfw_live_enter(g->base.list->live, &src, &id, g->live) : SFW_ADMITTED;
}

/**
 * sfw_live_forgets - the same packet was refused for another reason
 * @g: the guard
 * @f: the packet
 * @skb: likewise
 *
 * Context: likewise.
 */
void sfw_live_forgets(const struct sfw_guard *g, const struct sfw_facts *f,
		      const struct sk_buff *skb)
{
	struct sfw_list_key src = sfw_list_key(g->base.list, f->family, &f->src);
	struct sfw_live_id id;

	if (get_id(skb, &id))
		sfw_live_leave(g->base.list->live, &src, &id);
}
