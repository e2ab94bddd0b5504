// SPDX-License-Identifier: GPL-2.0
/*
 * Search for other hooks that judge or change packets. With one of them, a packet
 * refused before connection tracking might have had another fate (translated,
 * marked and routed elsewhere, dropped in silence).
 */
#include <linux/kallsyms.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <net/net_namespace.h>

#include "../db/db.h"
#include "foreign_hooks.h"
#include "hook.h"

/* Places of those that track what comes in. */
enum { TRACKS_IPV4, TRACKS_IPV6 };

/*
 * Hook functions of the kernel itself, by name: defragmentation, connection
 * tracking, and security modules, which label.
 */
static const char *const own_names[] = {
	[TRACKS_IPV4] = "ipv4_conntrack_in",
	[TRACKS_IPV6] = "ipv6_conntrack_in",
	"ipv4_conntrack_defrag", "ipv6_defrag",
	"ipv4_conntrack_local", "ipv6_conntrack_local", "nf_confirm",
	"ipv4_confirm", "ipv6_confirm",	/* of Linux 6.1 */
	"selinux_ip_output", "selinux_ip_postroute",
	"smack_ip_output", "apparmor_ip_postroute",
};

/* Addresses of those present; none can be unloaded before this module. */
static nf_hookfn *own[ARRAY_SIZE(own_names)];
static DEFINE_MUTEX(own_lock);	/* protects the writing of @own */

static bool is_own(nf_hookfn *fn)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (READ_ONCE(own[i]) == fn)
			return true;
	return false;
}

static bool is_named(nf_hookfn *fn, const char *name)
{
	char text[KSYM_SYMBOL_LEN];

	sprint_symbol_no_offset(text, (unsigned long)fn);
	text[strcspn(text, " .")] = '\0';	/* module; suffix by a compiler */
	return !strcmp(text, name);
}

static void learn(nf_hookfn *fn)
{
	u32 i;

	if (is_own(fn))
		return;
	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (!own[i] && is_named(fn, own_names[i])) {
			WRITE_ONCE(own[i], fn);
			return;
		}
}

static void learn_at(const struct nf_hook_entries *e)
{
	u16 i;

	for (i = 0; e && i < e->num_hook_entries; i++)
		learn(READ_ONCE(e->hooks[i].hook));
}

/**
 * sfw_foreign_hooks_learn - get to know the kernel's own hooks
 * @net: a namespace whose connections are tracked by now
 *
 * A kernel without CONFIG_KALLSYMS has no names for them: then all are foreign.
 *
 * Context: may sleep.
 */
void sfw_foreign_hooks_learn(const struct net *net)
{
	u32 i;

	mutex_lock(&own_lock);
	rcu_read_lock();
	for (i = 0; i < NF_INET_NUMHOOKS; i++) {
		learn_at(rcu_dereference(net->nf.hooks_ipv4[i]));
		learn_at(rcu_dereference(net->nf.hooks_ipv6[i]));
	}
	rcu_read_unlock();
	mutex_unlock(&own_lock);
}

/* Where packets to this host and the answers to them pass. */
static const u8 points[SFW_FOREIGN_HOOKS_POINTS] = {
	NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_LOCAL_OUT,
	NF_INET_POST_ROUTING,
};

static struct nf_hook_entries __rcu *const *hooks_of(const struct net *net, u8 pf)
{
	return pf == NFPROTO_IPV6 ? net->nf.hooks_ipv6 : net->nf.hooks_ipv4;
}

/* By the table alone: others may free their hooks without a grace period. */
static bool none_at(const struct nf_hook_entries *e, const struct sfw_db *db)
{
	u16 i;

	for (i = 0; e && i < e->num_hook_entries; i++)
		if (e->hooks[i].priv != db && !is_own(READ_ONCE(e->hooks[i].hook)))
			return false;
	return true;
}

/**
 * sfw_is_alone - whether nobody else looks at any packet of a namespace
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @db: private pointer of our own hooks
 *
 * As sfw_no_foreign_hooks(), but for forwarded packets as well, and not remembered.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_is_alone(const struct net *net, u8 pf, const struct sfw_db *db)
{
	struct nf_hook_entries __rcu *const *at = hooks_of(net, pf);
	u32 i;

	for (i = 0; i < NF_INET_NUMHOOKS; i++)
		if (!none_at(rcu_dereference(at[i]), db))
			return false;
	return true;
}

/**
 * sfw_is_tracked - whether anybody has the connections of a namespace tracked
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: any.
 */
bool sfw_is_tracked(const struct net *net, u8 pf)
{
	nf_hookfn *fn = READ_ONCE(own[pf == NFPROTO_IPV6 ? TRACKS_IPV6 : TRACKS_IPV4]);
	const struct nf_hook_entries *e;
	bool found = false;
	u16 i;

	rcu_read_lock();
	e = rcu_dereference(hooks_of(net, pf)[NF_INET_PRE_ROUTING]);
	for (i = 0; e && i < e->num_hook_entries && !found; i++)
		found = READ_ONCE(e->hooks[i].hook) == fn;
	rcu_read_unlock();
	return found;
}

static bool is_known(struct sfw_foreign_hooks *k,
		     struct nf_hook_entries __rcu *const *at, bool *none)
{
	unsigned int start = sfw_record_read(&k->record);

	static_assert(ARRAY_SIZE(points) == 4);
	if (k->table[0] != rcu_access_pointer(at[points[0]]) ||
	    k->table[1] != rcu_access_pointer(at[points[1]]) ||
	    k->table[2] != rcu_access_pointer(at[points[2]]) ||
	    k->table[3] != rcu_access_pointer(at[points[3]]))
		return false;
	*none = k->none;
	/* Orders the reads above before its own. */
	return !poll_state_synchronize_rcu_full(&k->since) &&
	       !sfw_record_is_lost(&k->record, start);
}

static noinline bool look(struct sfw_foreign_hooks *k,
			  struct nf_hook_entries __rcu *const *at,
			  const struct sfw_db *db)
{
	const struct nf_hook_entries *table[SFW_FOREIGN_HOOKS_POINTS];
	struct rcu_gp_oldstate since;
	bool none = true;
	u32 i;

	get_state_synchronize_rcu_full(&since);
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		table[i] = rcu_dereference(at[points[i]]);
		none = none && none_at(table[i], db);
	}
	if (sfw_record_write(&k->record)) {
		memcpy(k->table, table, sizeof(table));
		k->since = since;
		k->none = none;
		sfw_record_written(&k->record);
	}
	return none;
}

/**
 * sfw_no_foreign_hooks - whether nothing else judges or changes packets of this host
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @db: private pointer of our own hooks
 *
 * The NAT core counts as another firewall, also where we use it: it does not name
 * its users.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_no_foreign_hooks(const struct net *net, u8 pf, const struct sfw_db *db)
{
	struct sfw_foreign_hooks *k = &db->nf->foreign[pf == NFPROTO_IPV6];
	struct nf_hook_entries __rcu *const *at = hooks_of(net, pf);
	bool none;

	return is_known(k, at, &none) ? none : look(k, at, db);
}
