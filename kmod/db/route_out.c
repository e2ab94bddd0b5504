// SPDX-License-Identifier: GPL-2.0
/* The way that a packet would take through this host. */
#include <linux/netdevice.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/l3mdev.h>

#include "../compat/route.h"
#include "route_out.h"

static const struct net_device *out4(struct net *net, const struct sfw_facts *f,
				     struct net_device *in)
{
	struct fib_result res;
	struct flowi4 flow = {
		.flowi4_iif	= in ? in->ifindex : LOOPBACK_IFINDEX,
		.flowi4_l3mdev	= in ? l3mdev_master_ifindex_rcu(in) : 0,
		.flowi4_scope	= RT_SCOPE_UNIVERSE,
		.flowi4_proto	= f->proto,
		.fl4_sport	= htons(f->sport),
		.fl4_dport	= htons(f->dport),
		.saddr		= f->src.w[0],
		.daddr		= f->dst.w[0],
	};

	if (fib_lookup(net, &flow, &res, 0) || res.type != RTN_UNICAST)
		return NULL;
	return FIB_RES_DEV(res);
}

#if IS_ENABLED(CONFIG_IPV6)
static const char *out6(struct net *net, const struct sfw_facts *f,
			struct net_device *in)
{
	struct flowi6 flow = {
		.flowi6_iif	= in ? in->ifindex : LOOPBACK_IFINDEX,
		.flowi6_l3mdev	= in ? l3mdev_master_ifindex_rcu(in) : 0,
		.flowi6_proto	= f->proto,
		.fl6_sport	= htons(f->sport),
		.fl6_dport	= htons(f->dport),
	};
	const char *name = NULL;
	struct dst_entry *dst;

	memcpy(&flow.saddr, &f->src, sizeof(flow.saddr));
	memcpy(&flow.daddr, &f->dst, sizeof(flow.daddr));
	if (!ipv6_mod_enabled())
		return NULL;
	dst = ip6_route_lookup(net, &flow, NULL, RT6_LOOKUP_F_HAS_SADDR);
	if (!dst->error)
		name = dst->dev->name;
	dst_release(dst);
	return name;
}
#endif

/**
 * sfw_route_out - the interface by which a forwarded packet would leave
 * @net: the namespace
 * @f: the packet, with the destination that it has behind all translation
 *
 * Rules for marks are not followed: a packet made up has none.
 *
 * Context: under rcu_read_lock(), which the name lives under too.
 *
 * Return: its name, or NULL where no route leads on.
 */
const char *sfw_route_out(struct net *net, const struct sfw_facts *f)
{
	struct net_device *in = dev_get_by_name_rcu(net, f->dev);
	const struct net_device *out;

#if IS_ENABLED(CONFIG_IPV6)
	if (f->family == SFW_AF_INET6)
		return out6(net, f, in);
#endif
	out = out4(net, f, in);
	return out ? out->name : NULL;
}
