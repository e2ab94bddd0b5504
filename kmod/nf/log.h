/* SPDX-License-Identifier: GPL-2.0 */
/* Refused packets in the log of netfilter. */
#ifndef SFW_NF_LOG_H
#define SFW_NF_LOG_H

#include <linux/netfilter.h>

#include "../core/policy.h"
#include "../db/event/ratelimit.h"

void sfw_log(struct sfw_ratelimit *limit, u8 reason, const struct sk_buff *skb,
	     const struct nf_hook_state *state);
void sfw_log_start(bool *on, const struct sfw_policy *p);
void sfw_log_stop(bool *on);

#endif /* SFW_NF_LOG_H */
