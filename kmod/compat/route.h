/* SPDX-License-Identifier: GPL-2.0 */
/* The type of service in a route look-up: 6.18 made a type of its own of it. */
#ifndef SFW_COMPAT_ROUTE_H
#define SFW_COMPAT_ROUTE_H

#include <net/flow.h>
#include <net/inet_dscp.h>
#include <net/ip.h>

static inline void sfw_compat_set_tos(struct flowi4 *fl, const struct iphdr *iph)
{
#ifdef SFW_HAVE_FLOWI4_DSCP
	fl->flowi4_dscp = inet_dsfield_to_dscp(iph->tos);
#else
	fl->flowi4_tos = iph->tos & INET_DSCP_MASK;
#endif
}

#endif /* SFW_COMPAT_ROUTE_H */
