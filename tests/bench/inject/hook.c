// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the way of packets to this host, and the empty firewall: bare
 * connection tracking with hooks that look at nothing.
 */
#include <linux/netfilter_ipv4.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netns/generic.h>

#include "bench.h"

/* Whether accepted packets go on to their sockets. */
bool bench_delivers;

static unsigned int bench_net_id;
static atomic_t namespaces;

struct bench_net {
	struct bench_hook hook;
	struct nf_hook_ops ops[3];
};

/*
 * Sockets are no firewall's work, so most packets end before they reach one. The name
 * is that of a hook of the kernel's own which is not here: any other would be
 * somebody to sfw who has a say too (kmod/nf/foreign_hooks.c).
 */
static unsigned int smack_ip_output(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	if (!bench_owns(state->in))
		return NF_ACCEPT;
	bench_count(BENCH_ACCEPTED);
	if (READ_ONCE(bench_delivers))
		return NF_ACCEPT;
	consume_skb(skb);
	return NF_STOLEN;
}

/*
 * Of equal priority the first to register runs last: behind conntrack's
 * confirmation, which a namespace gets with its first firewall.
 */
static const struct nf_hook_ops end_ops = {
	.hook = smack_ip_output, .pf = NFPROTO_IPV4,
	.hooknum = NF_INET_LOCAL_IN, .priority = INT_MAX,
};

static unsigned int say(void *priv, struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	return *(unsigned int *)priv;
}

static const struct nf_hook_ops empty_ops[] = {
	{ .hook = say, .pf = NFPROTO_IPV4, .hooknum = NF_INET_LOCAL_IN,
	  .priority = NF_IP_PRI_FILTER },
	{ .hook = say, .pf = NFPROTO_IPV4, .hooknum = NF_INET_FORWARD,
	  .priority = NF_IP_PRI_FILTER },
	{ .hook = say, .pf = NFPROTO_IPV4, .hooknum = NF_INET_PRE_ROUTING,
	  .priority = NF_IP_PRI_RAW },
};

/* The early hook is not there unless it has something to say. */
static unsigned int n_ops(const struct bench_hook *hook)
{
	return hook->early == NF_ACCEPT ? 2 : 3;
}

static void hook_off(struct net *net, struct bench_net *bench)
{
	if (!bench->hook.on)
		return;
	nf_unregister_net_hooks(net, bench->ops, n_ops(&bench->hook));
	nf_ct_netns_put(net, NFPROTO_INET);
	bench->hook.on = false;
}

/**
 * bench_hook_set - be the empty firewall of a namespace, or be none
 * @net: the namespace
 * @hook: its verdicts
 *
 * Context: may sleep. Return: 0 or an error.
 */
int bench_hook_set(struct net *net, const struct bench_hook *hook)
{
	struct bench_net *bench = net_generic(net, bench_net_id);
	int err;

	hook_off(net, bench);
	if (!hook->on)
		return 0;
	bench->hook = *hook;
	memcpy(bench->ops, empty_ops, sizeof(bench->ops));
	bench->ops[0].priv = &bench->hook.local;
	bench->ops[1].priv = &bench->hook.forward;
	bench->ops[2].priv = &bench->hook.early;
	err = nf_ct_netns_get(net, NFPROTO_INET);
	if (!err) {
		err = nf_register_net_hooks(net, bench->ops, n_ops(hook));
		if (err)
			nf_ct_netns_put(net, NFPROTO_INET);
	}
	bench->hook.on = !err;
	return err;
}

/* A namespace's state goes with it, hence no lock here and above. */
static int __net_init bench_net_init(struct net *net)
{
	int err = nf_register_net_hook(net, &end_ops);

	if (!err)
		atomic_inc(&namespaces);
	return err;
}

static void __net_exit bench_net_exit(struct net *net)
{
	hook_off(net, net_generic(net, bench_net_id));
	nf_unregister_net_hook(net, &end_ops);
	atomic_dec(&namespaces);
}

static struct pernet_operations bench_net_ops = {
	.init = bench_net_init,
	.exit = bench_net_exit,
	.id = &bench_net_id,
	.size = sizeof(struct bench_net),
};

/* The next firewall begins when the namespace of the one before is gone. */
u32 bench_namespaces(void)
{
	return atomic_read(&namespaces);
}

int bench_hook_init(void)
{
	return register_pernet_subsys(&bench_net_ops);
}

void bench_hook_exit(void)
{
	unregister_pernet_subsys(&bench_net_ops);
}
