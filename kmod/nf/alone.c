// SPDX-License-Identifier: GPL-2.0
/*
 * Whether others judge or change packets as well: then what is refused before
 * connection tracking might have had another fate (translated, marked and
 * routed elsewhere, dropped in silence).
 */
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <net/net_namespace.h>

#include "alone.h"

/* Where packets to this host and the answers to them pass. */
static const u8 points[] = {
	NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_LOCAL_OUT,
	NF_INET_POST_ROUTING,
};

/**
 * struct known - tables of hooks that nobody else is in
 * @since: when they were looked at
 * @table: one for each point
 *
 * A table that has been published only loses hooks; a new one takes its place
 * when one comes. So it is known by its address until that can have been used
 * anew, which takes a grace period.
 */
struct known {
	struct rcu_gp_oldstate since;
	const struct nf_hook_entries *table[ARRAY_SIZE(points)];
};

static DEFINE_PER_CPU(struct known, known[2]);

/*
 * What the kernel itself hooks in: defragmentation, connection tracking, and
 * security modules, which label. IPv6 has the same numbers but for one.
 */
static bool is_kernels_own(const struct nf_hook_ops *ops)
{
	if (ops->hook_ops_type != NF_HOOK_OP_UNDEFINED)
		return false;
	switch (ops->priority) {
	case NF_IP_PRI_CONNTRACK_DEFRAG:
	case NF_IP_PRI_SELINUX_FIRST:
	case NF_IP_PRI_CONNTRACK:
	case NF_IP_PRI_SELINUX_LAST:
	case NF_IP_PRI_CONNTRACK_CONFIRM:
	case NF_IP6_PRI_LAST - 1:	/* the same, for IPv6 */
		return true;
	default:
		return false;
	}
}

static bool is_alone_at(const struct nf_hook_entries *e,
			const struct sfw_db *db)
{
	struct nf_hook_ops **ops;
	u16 i;

	if (!e)
		return true;
	ops = nf_hook_entries_get_hook_ops(e);
	for (i = 0; i < e->num_hook_entries; i++) {
		/* Another CPU may be unregistering it. */
		const struct nf_hook_ops *one = READ_ONCE(ops[i]);

		if (one->priv != db && !is_kernels_own(one))
			return false;
	}
	return true;
}

static bool is_known(struct known *k,
		     struct nf_hook_entries __rcu *const *at)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(points); i++)
		if (k->table[i] != rcu_access_pointer(at[points[i]]))
			return false;
	/* Orders what was read above before what it reads. */
	return !poll_state_synchronize_rcu_full(&k->since);
}

static bool look(struct known *k, struct nf_hook_entries __rcu *const *at,
		 const struct sfw_db *db)
{
	u32 i;

	get_state_synchronize_rcu_full(&k->since);
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		k->table[i] = rcu_dereference(at[points[i]]);
		if (!is_alone_at(k->table[i], db)) {
			k->table[0] = NULL;	/* we are in that one */
			return false;
		}
	}
	return true;
}

/**
 * sfw_is_alone - whether only sfw judges and changes packets of this host
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @db: private pointer of our own hooks
 *
 * The NAT core counts as somebody else, also where we use it: it does not tell
 * for whom it works.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
bool sfw_is_alone(const struct net *net, u8 pf, const struct sfw_db *db)
{
	struct nf_hook_entries __rcu *const *at =
		pf == NFPROTO_IPV6 ? net->nf.hooks_ipv6 : net->nf.hooks_ipv4;
	struct known *k = this_cpu_ptr(&known[pf == NFPROTO_IPV6]);

	return is_known(k, at) || look(k, at, db);
}
