// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses of this host. The kernel's functions look into tables that are not
 * there where IPv6 is switched off (ipv6.disable=1), or not built: then no address
 * of it is ours, and no packet of it ever comes. Look-ups for a request instead of
 * a packet must go through here.
 */
#include <linux/inetdevice.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/l3mdev.h>
#include <net/route.h>

#include "../core/fresh.h"
#include "local_addr.h"

static enum sfw_addr_kind kind4(struct net *net, const struct net_device *dev,
				__be32 addr)
{
	switch (inet_addr_type_dev_table(net, dev, addr)) {
	case RTN_LOCAL:
		return SFW_ADDR_OWN;
	case RTN_BROADCAST:
	case RTN_MULTICAST:
		return SFW_ADDR_GROUP;
	default:
		return SFW_ADDR_ELSEWHERE;
	}
}

/* A link-local address is ours on its own link only. */
static enum sfw_addr_kind kind6(struct net *net, const struct net_device *dev,
				const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	if (type & IPV6_ADDR_MULTICAST)
		return SFW_ADDR_GROUP;
	return ipv6_mod_enabled() &&
	       ipv6_chk_addr(net, addr, dev,
			     dev && type & IPV6_ADDR_LINKLOCAL) ?
	       SFW_ADDR_OWN : SFW_ADDR_ELSEWHERE;
}

/**
 * sfw_local_addr_kind - whose address it is
 * @net: the namespace
 * @dev: interface that a packet to it comes in by, which may be that of a VRF; or
 *	 NULL
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @a: the address
 *
 * Context: under rcu_read_lock().
 *
 * Return: packets to SFW_ADDR_ELSEWHERE are forwarded.
 */
enum sfw_addr_kind sfw_local_addr_kind(struct net *net,
				       const struct net_device *dev, u8 family,
				       const struct sfw_addr *a)
{
	return family == SFW_AF_INET ? kind4(net, dev, a->w[0]) :
	       kind6(net, dev, (const struct in6_addr *)a);
}

static bool has(struct net *net, const struct net_device *dev, u8 family,
		const struct sfw_addr *a)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa;

	if (family == SFW_AF_INET6)
		return ipv6_mod_enabled() &&
		       ipv6_dev_find(net, (const struct in6_addr *)a,
				     (struct net_device *)dev);
	if (in_dev)
		in_dev_for_each_ifa_rcu(ifa, in_dev)
			if (ifa->ifa_local == a->w[0])
				return true;
	return false;
}

/* Both in the same VRF, or in none. */
static bool same_vrf(const struct net_device *a, const struct net_device *b)
{
	return l3mdev_master_dev_rcu(a) == l3mdev_master_dev_rcu(b);
}

/* The kernel's tables of addresses know no VRF, or leave those of VRFs out. */
static const struct net_device *search(struct net *net, const struct net_device *in,
				       u8 family, const struct sfw_addr *a)
{
	const struct net_device *dev;

	if (has(net, in, family, a))
		return in;
	if (sfw_local_addr_kind(net, in, family, a) != SFW_ADDR_OWN)
		return NULL;
	for_each_netdev_rcu(net, dev)
		if (same_vrf(dev, in) && has(net, dev, family, a))
			return dev;
	return NULL;
}

static const struct net_device *find4(struct net *net, const struct net_device *in,
				      const struct sfw_addr *a)
{
	const struct net_device *dev = __ip_dev_find(net, a->w[0], false);

	if (!in || !dev || same_vrf(dev, in) || ipv4_is_loopback(a->w[0]))
		return dev;
	return search(net, in, SFW_AF_INET, a);
}

/* Each link may have the same link-local address. */
static const struct net_device *find6(struct net *net, const struct net_device *in,
				      const struct sfw_addr *a)
{
	const struct in6_addr *addr = (const struct in6_addr *)a;

	if (!ipv6_mod_enabled())
		return NULL;
	if (in && ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL)
		return has(net, in, SFW_AF_INET6, a) ? in : NULL;
	if (!l3mdev_master_dev_rcu(in) || ipv6_addr_loopback(addr))
		return ipv6_dev_find(net, addr, NULL);
	return search(net, in, SFW_AF_INET6, a);
}

static const struct net_device *find(struct net *net, const struct net_device *in,
				     u8 family, const struct sfw_addr *a)
{
	return family == SFW_AF_INET ? find4(net, in, a) : find6(net, in, a);
}

/**
 * sfw_local_addr_dev - the interface of this host that has an address
 * @net: the namespace
 * @in: interface that a packet to it comes in by: another VRF's address is none of this
 *	host there, and a link-local one only if this interface has it; NULL: any, but of
 *	IPv6 none in a VRF
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @a: the address
 *
 * Context: under rcu_read_lock(), which the name lives under too.
 *
 * Return: its name, or "" when no interface has it.
 */
const char *sfw_local_addr_dev(struct net *net, const struct net_device *in,
			       u8 family, const struct sfw_addr *a)
{
	const struct net_device *dev = find(net, in, family, a);

	return dev ? dev->name : "";
}

/*
 * A pair of gateways passes addresses on (VRRP), and the table of connections by a
 * program that begins to fill it then: seconds for a million entries, and TCP
 * sends lost segments again within 7 s of the last try. Those who are left with
 * a dead connection wait for its end as long.
 */
#define FRESH_FOR	(10 * HZ)

static bool is_fresh(unsigned long since)
{
	return sfw_is_fresh(jiffies, since, FRESH_FOR);
}

static bool is_fresh4(const struct net_device *dev, const struct sfw_addr *a)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return false;
	in_dev_for_each_ifa_rcu(ifa, in_dev)
		if ((!a || ifa->ifa_local == a->w[0]) &&
		    is_fresh(READ_ONCE(ifa->ifa_cstamp)))
			return true;
	return false;
}

static bool is_fresh6(const struct net_device *dev, const struct sfw_addr *a)
{
#if IS_ENABLED(CONFIG_IPV6)
	struct inet6_dev *idev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;

	if (!idev)
		return false;
	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list)
		if ((!a || ipv6_addr_equal(&ifa->addr, (const struct in6_addr *)a)) &&
		    is_fresh(READ_ONCE(ifa->cstamp)))
			return true;
#endif
	return false;
}

/* A new source is an address of the VRF that the packet leaves by. */
static const struct net_device *find_near(struct net *net, const struct sfw_facts *f,
					  const struct sfw_addr *a)
{
	const struct net_device *dev;

	dev = find(net, dev_get_by_name_rcu(net, f->dev), f->family, a);
	return dev || !f->out ? dev :
	       find(net, dev_get_by_name_rcu(net, f->out), f->family, a);
}

/**
 * sfw_local_addr_fresh - whether an address came to this host a moment ago
 * @net: the namespace
 * @f: a packet of its family
 * @a: the address, or NULL for any of the interface by which the packet leaves
 *
 * The kernel keeps the time, so nothing has to follow addresses as they come.
 *
 * Context: under rcu_read_lock().
 */
enum sfw_fact sfw_local_addr_fresh(struct net *net, const struct sfw_facts *f,
				   const struct sfw_addr *a)
{
	const struct net_device *dev = a ? find_near(net, f, a) :
					   dev_get_by_name_rcu(net, f->out);
	bool fresh = dev && (f->family == SFW_AF_INET ? is_fresh4(dev, a) :
							is_fresh6(dev, a));

	return fresh ? SFW_YES : SFW_NO;
}

#if IS_ENABLED(CONFIG_IPV6)
/* How well the prefix of an address would do: the world's before a private one. */
static int rank(const struct inet6_ifaddr *ifa)
{
	const struct sfw_addr *a = (const struct sfw_addr *)&ifa->addr;

	if (ifa->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED) ||
	    ifa->prefix_len > 64 ||
	    ipv6_addr_type(&ifa->addr) & IPV6_ADDR_LINKLOCAL)
		return 0;
	return 1 + !(ifa->flags & IFA_F_DEPRECATED) +
	       2 * sfw_addr_is_global(SFW_AF_INET6, a);
}

/* The best, and of equal ones the address that came last: a new prefix. */
static bool take_prefix(struct inet6_dev *idev, struct sfw_addr *a)
{
	const struct inet6_ifaddr *ifa;
	unsigned long since = 0;
	int r, best = 0;

	read_lock_bh(&idev->lock);
	list_for_each_entry(ifa, &idev->addr_list, if_list) {
		r = rank(ifa);
		if (!r || r < best ||
		    (r == best && time_before(ifa->cstamp, since)))
			continue;
		best = r;
		since = ifa->cstamp;
		memcpy(a, &ifa->addr, 8);
	}
	read_unlock_bh(&idev->lock);
	return best;
}
#endif

/**
 * sfw_local_addr_complete - the address of a host in a network of this one
 * @net: the namespace
 * @dev: interface of that network
 * @a: its last 64 bits; the first are set to the prefix that the interface has now
 *
 * Context: under rcu_read_lock(). Return: false where the interface has none, and @a
 * is as it was.
 */
bool sfw_local_addr_complete(struct net *net, const char *dev,
			     struct sfw_addr *a)
{
	bool found = false;
#if IS_ENABLED(CONFIG_IPV6)
	struct net_device *there = dev_get_by_name_rcu(net, dev);
	struct inet6_dev *idev = there ? __in6_dev_get(there) : NULL;

	if (idev)
		found = take_prefix(idev, a);
#endif
	return found;
}
