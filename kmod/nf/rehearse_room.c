// SPDX-License-Identifier: GPL-2.0
/*
 * Connection tracking drops packets of new connections when its table is full. Where it
 * knows them for a rehearsal alone, they pass it by before that, and are not rehearsed.
 */
#include <linux/jiffies.h>
#include <net/netfilter/nf_conntrack.h>

#include "../db/db.h"
#include "../db/policy/rehearsal.h"
#include "conntrack.h"
#include "foreign_hooks.h"
#include "hook.h"
#include "rehearse_room.h"

/* Answers to packets that nobody tracked look like first ones so long. */
#define SPARED	(10 * HZ)

/**
 * sfw_rehearse_spares - whether connection tracking is to know no more for a rehearsal
 * @db: the namespace
 * @net: the same
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_rehearse_spares(const struct sfw_db *db, const struct net *net)
{
	if (likely(!sfw_conntrack_is_about_full(net)))
		return false;
	WRITE_ONCE(db->nf->spared_until, get_jiffies_64() + SPARED);
	return true;
}

/**
 * sfw_rehearse_spared - whether a packet cannot be rehearsed, as it, or one that it
 * answers, may have passed connection tracking by for want of room
 * @db: the namespace
 *
 * Counts it. Context: a hook, under rcu_read_lock().
 */
bool sfw_rehearse_spared(const struct sfw_db *db)
{
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);

	if (likely(!time_before64(get_jiffies_64(), READ_ONCE(db->nf->spared_until))))
		return false;
	if (r)
		sfw_findings_skip(r->findings);
	return true;
}

/* Hooks of others that look at states have conntrack drop packets without us, too. */
static bool is_unknown(const struct sfw_db *db, const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	struct nf_conn *ct;

	if (!sfw_is_alone(state->net, state->pf, db))
		return false;
	ct = sfw_conntrack_find(skb, state);
	if (ct)
		nf_ct_put(ct);
	return !ct;
}

/**
 * sfw_rehearse_untracked - the hook of all packets before connection tracking
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Registered only while a policy is rehearsed and the published one is disabled.
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_rehearse_untracked(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;

	if (!skb->_nfct && !rcu_dereference(db->live)->policy.enabled &&
	    sfw_rehearse_spares(db, state->net) && is_unknown(db, skb, state))
		nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
	return NF_ACCEPT;
}
