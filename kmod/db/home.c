// SPDX-License-Identifier: GPL-2.0
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>

#include "home.h"

static const struct net_device *find(struct net *net, u8 family,
				     const struct sfw_addr *a)
{
	if (family == SFW_AF_INET)
		return __ip_dev_find(net, a->w[0], false);
#if IS_ENABLED(CONFIG_IPV6)
	return ipv6_dev_find(net, (const struct in6_addr *)a, NULL);
#else
	return NULL;
#endif
}

/**
 * sfw_home - the interface of this host that has an address
 * @net: the namespace
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @a: the address
 *
 * Context: under rcu_read_lock(), which the name lives under too.
 *
 * Return: its name, or "" when no interface has it.
 */
const char *sfw_home(struct net *net, u8 family, const struct sfw_addr *a)
{
	const struct net_device *dev = find(net, family, a);

	return dev ? dev->name : "";
}
