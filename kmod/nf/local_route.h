/* SPDX-License-Identifier: GPL-2.0 */
/* Whether an IPv4 packet is for this host, as the kernel's routing says. */
#ifndef SFW_NF_LOCAL_ROUTE_H
#define SFW_NF_LOCAL_ROUTE_H

#include <linux/skbuff.h>
#include <net/net_namespace.h>

bool sfw_route_is_local(struct sk_buff *skb, struct net *net, bool route);

#endif /* SFW_NF_LOCAL_ROUTE_H */
