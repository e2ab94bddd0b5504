/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a live local socket owns a packet. */
#ifndef SFW_NF_SOCKET_H
#define SFW_NF_SOCKET_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

bool sfw_socket_is_none(const struct sfw_facts *f, struct net *net);
bool sfw_socket_owns(const struct sfw_facts *f, const struct sk_buff *skb,
		     const struct nf_hook_state *state);

#endif /* SFW_NF_SOCKET_H */
