// SPDX-License-Identifier: GPL-2.0
/*
 * NAT binds a connection by its first packet, as long as packets come. An answered one
 * stays where it is. A stream of UDP without answers would go by a policy of long ago: to a
 * host that the port leads to no more, or to this one, which refuses it; or out with a
 * private address. So it is forgotten with each change of its port, and of a masquerade of
 * its source, and its next packet begins a connection. A masquerade that begins spares
 * those translated already, where no other one has its links.
 */
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>

#include "../core/gateway.h"
#include "../db/local_addr.h"
#include "rebind.h"

struct change {
	struct net *net;
	struct sfw_forward_changes ports;
	struct sfw_masq_changes sources;
};

static u8 family_of(const struct nf_conn *ct)
{
	return nf_ct_l3num(ct) == NFPROTO_IPV6 ? SFW_AF_INET6 : SFW_AF_INET;
}

/* Translated by anybody, or not because it was sent to a port of this host. */
static bool was_to_this_host(struct net *net, const struct nf_conn *ct)
{
	const union nf_inet_addr *to = &nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->dst.u3;
	bool own;

	if (ct->status & IPS_DST_NAT)
		return true;
	rcu_read_lock();
	own = *sfw_local_addr_dev(net, NULL, family_of(ct), (const struct sfw_addr *)to);
	rcu_read_unlock();
	return own;
}

static bool is_led_elsewhere(const struct change *c, const struct nf_conn *ct)
{
	return sfw_forwards_changed(&c->ports, nf_ct_protonum(ct),
				    ntohs(nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->dst.u.all)) &&
	       was_to_this_host(c->net, ct);
}

static bool leaves_otherwise(const struct change *c, const struct nf_conn *ct)
{
	const union nf_inet_addr *from = &nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->src.u3;

	return sfw_masqs_changed(&c->sources, family_of(ct), (const struct sfw_addr *)from,
				 ct->status & IPS_SRC_NAT);
}

/* One that a helper expected is let through by that alone. */
static int is_stale(struct nf_conn *ct, void *data)
{
	return !(ct->status & (IPS_SEEN_REPLY | IPS_EXPECTED)) &&
	       (is_led_elsewhere(data, ct) || leaves_otherwise(data, ct));
}

/**
 * sfw_rebind - have connections without an answer follow forwarded ports and masquerades
 * that have changed
 * @net: the namespace
 * @before: the policy before
 * @now: the published policy
 *
 * Context: may sleep.
 */
void sfw_rebind(struct net *net, const struct sfw_policy *before,
		const struct sfw_policy *now)
{
	struct change change = { .net = net };
	const struct nf_ct_iter_data walk = { .net = net, .data = &change };

	sfw_forwards_compare(&change.ports, before, now);
	sfw_masqs_compare(&change.sources, before, now);
	if (!change.ports.n && !change.sources.n)
		return;
	synchronize_rcu();	/* packets on their way may be bound by the policy before */
	nf_ct_iterate_cleanup_net(is_stale, &walk);
}
