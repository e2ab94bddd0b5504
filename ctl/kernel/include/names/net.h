/* SPDX-License-Identifier: GPL-2.0 */
/* A namespace without packets: it has a loopback interface and no address. */
#ifndef SFWCTL_KERNEL_NAMES_NET_H
#define SFWCTL_KERNEL_NAMES_NET_H

struct net;

#define IFNAMSIZ	16
#define IFF_LOOPBACK	1

struct net_device {
	char name[IFNAMSIZ];
	unsigned int flags;
};

#define netif_is_bridge_port(dev)		false
#define netif_is_lag_port(dev)			false
#define netif_is_l3_slave(dev)			false
#define netdev_master_upper_dev_get_rcu(dev)	((struct net_device *)NULL)

struct net_device *dev_get_by_name_rcu(struct net *net, const char *name);
bool dev_valid_name(const char *name);

/* No hooks and no files: their headers are passed over. */
#define SFW_NF_HOOK_H
#define SFW_PROC_PROC_H
struct sfw_nf { };
struct sfw_proc { };

static inline bool ipv4_is_zeronet(__be32 a)
{
	return !(a & cpu_to_be32(0xff000000));
}

static inline bool ipv4_is_loopback(__be32 a)
{
	return (a & cpu_to_be32(0xff000000)) == cpu_to_be32(0x7f000000);
}

static inline bool ipv4_is_multicast(__be32 a)
{
	return (a & cpu_to_be32(0xf0000000)) == cpu_to_be32(0xe0000000);
}

static inline bool ipv4_is_lbcast(__be32 a)
{
	return a == cpu_to_be32(0xffffffff);
}

#define IPV6_ADDR_LINKLOCAL	0x20u

static inline bool ipv6_addr_begins(const struct in6_addr *a, const char *with, int n)
{
	return !memcmp(a, with, n);
}

#define IPV6_ZEROS	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

#define ipv6_addr_any(a)		ipv6_addr_begins(a, IPV6_ZEROS, 16)
#define ipv6_addr_loopback(a)		ipv6_addr_begins(a, IPV6_ZEROS "\1", 16)
#define ipv6_addr_is_multicast(a)	ipv6_addr_begins(a, "\xff", 1)
#define ipv6_addr_v4mapped(a)		\
	ipv6_addr_begins(a, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12)
#define ipv6_addr_type(a)		\
	((a)->s6_addr[0] == 0xfe && ((a)->s6_addr[1] & 0xc0) == 0x80 ? IPV6_ADDR_LINKLOCAL : 0)

#endif
