/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_NF_QUOTED_H
#define SFW_NF_QUOTED_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

bool sfw_quotes_socket(struct sfw_facts *f, struct sk_buff *skb,
		       const struct nf_hook_state *state);

#endif /* SFW_NF_QUOTED_H */
