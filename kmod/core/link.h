/* SPDX-License-Identifier: GPL-2.0 */
/* Packets by which a link works: neighbours, group membership, DHCP, echo requests. */
#ifndef SFW_CORE_LINK_H
#define SFW_CORE_LINK_H

#include <linux/in.h>
#include <linux/in6.h>

#include "dhcp.h"
#include "facts.h"

/* Types of ICMP (RFC 792, RFC 4443, RFC 4861, RFC 2710, RFC 3810), IGMP (RFC 9776). */
#define ICMP6_MLD_QUERY		130
#define ICMP6_MLD_DONE		132
#define ICMP6_ND_FIRST		133	/* router solicitation */
#define ICMP6_ND_LAST		137	/* redirect */
#define ICMP6_MLD2_REPORT	143
#define IGMP_QUERY		0x11
#define IGMP_V1_REPORT		0x12
#define IGMP_V2_REPORT		0x16
#define IGMP_V2_LEAVE		0x17
#define IGMP_V3_REPORT		0x22

static inline bool sfw_is_link_local(const struct sfw_addr *a)
{
	return (a->w[0] & cpu_to_be32(0xffc00000)) == cpu_to_be32(0xfe800000);
}

static inline bool sfw_is_unspecified(const struct sfw_addr *a)
{
	return !(a->w[0] | a->w[1] | a->w[2] | a->w[3]);
}

/*
 * Group membership of IPv4 (RFC 9776, section 4: TTL 1). The destination must be
 * a group: routers forward none of these, while unicast from afar can arrive
 * with TTL 1.
 * Router Alert is not asked for, since IGMPv1 and some switches leave it out.
 */
static inline bool sfw_is_membership(const struct sfw_facts *f)
{
	if (f->proto != IPPROTO_IGMP || f->hop_limit != 1 || !f->multicast)
		return false;
	return f->icmp_type == IGMP_QUERY || f->icmp_type == IGMP_V1_REPORT ||
	       f->icmp_type == IGMP_V2_REPORT ||
	       f->icmp_type == IGMP_V2_LEAVE || f->icmp_type == IGMP_V3_REPORT;
}

/*
 * Neighbour discovery counts only with the hop limit that no router leaves
 * (RFC 4861, section 7.1), multicast listener discovery only from the link
 * (RFC 3810, section 5: hop limit 1, link-local or unspecified source).
 */
static inline bool sfw_is_neighbour(const struct sfw_facts *f)
{
	if (f->family == SFW_AF_INET)
		return sfw_is_membership(f);
	if (f->proto != IPPROTO_ICMPV6)
		return false;
	if (f->icmp_type >= ICMP6_ND_FIRST && f->icmp_type <= ICMP6_ND_LAST)
		return f->hop_limit == 255;
	if ((f->icmp_type >= ICMP6_MLD_QUERY &&
	     f->icmp_type <= ICMP6_MLD_DONE) ||
	    f->icmp_type == ICMP6_MLD2_REPORT)
		return f->hop_limit == 1 &&
		       (sfw_is_link_local(&f->src) || sfw_is_unspecified(&f->src));
	return false;
}

/**
 * sfw_suppose_on_link - an imagined packet as a neighbour on the link sends it
 * @f: the packet: its TTL or hop limit is set, and of IGMP the type, a query
 */
static inline void sfw_suppose_on_link(struct sfw_facts *f)
{
	bool nd = f->proto == IPPROTO_ICMPV6 &&
		  f->icmp_type >= ICMP6_ND_FIRST &&
		  f->icmp_type <= ICMP6_ND_LAST;

	f->hop_limit = nd ? 255 : 1;
	if (f->proto == IPPROTO_IGMP && !f->icmp_type)
		f->icmp_type = IGMP_QUERY;
}

/*
 * An answer to a DHCP client. Conntrack cannot match it with the broadcast or
 * multicast that asked (RFC 2131, section 4.1). A DHCPv6 server answers from any
 * of its addresses and any port to the link-local address that asked (RFC 8415,
 * sections 7.2 and 18.3.10): no router lets such a packet onto the link from
 * elsewhere.
 */
static inline bool sfw_is_dhcp(const struct sfw_facts *f)
{
	if (f->proto != IPPROTO_UDP)
		return false;
	if (f->family == SFW_AF_INET)
		return f->sport == SFW_DHCP_SERVER && f->dport == SFW_DHCP_CLIENT;
	return f->dport == SFW_DHCP6_CLIENT && sfw_is_link_local(&f->dst);
}

static inline bool sfw_is_ping(const struct sfw_facts *f)
{
	if (f->family == SFW_AF_INET)
		return f->proto == IPPROTO_ICMP && f->icmp_type == SFW_ICMP4_ECHO;
	return f->proto == IPPROTO_ICMPV6 && f->icmp_type == SFW_ICMP6_ECHO;
}

/*
 * The loopback addresses are no other host's to send to (RFC 1122, section
 * 3.2.1.3; RFC 4291, section 2.5.3), but a NAT sees such packets before the kernel
 * would drop them. This host's own have passed as loopback. A packet to another
 * address may be led to 127.0.0.1 by a NAT.
 */
static inline bool sfw_is_to_loopback(const struct sfw_facts *f)
{
	if (f->translated && !f->published)
		return false;
	if (f->family == SFW_AF_INET)
		return (f->dst.w[0] & cpu_to_be32(0xff000000)) ==
		       cpu_to_be32(0x7f000000);
	return !(f->dst.w[0] | f->dst.w[1] | f->dst.w[2]) &&
	       f->dst.w[3] == cpu_to_be32(1);
}

#endif /* SFW_CORE_LINK_H */
