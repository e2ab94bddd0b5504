// SPDX-License-Identifier: GPL-2.0
/*
 * The logger is whichever net.netfilter.nf_log names for the family: that of
 * the system log unless the administrator wants another one.
 */
#include <linux/ktime.h>
#include <net/netfilter/nf_log.h>

#include "../core/words.h"
#include "log.h"

/**
 * sfw_log - log a refused packet
 * @limit: how many are
 * @reason: enum sfw_reason
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_log(struct sfw_ratelimit *limit, u8 reason, const struct sk_buff *skb,
	     const struct nf_hook_state *state)
{
	if (sfw_ratelimit_take(limit, SFW_LOGS_MAX, ktime_get_boottime_ns()))
		nf_log_packet(state->net, state->pf, state->hook, skb,
			      state->in, state->out, NULL, "sfw %s: ",
			      sfw_reason_words[reason]);
}

/**
 * sfw_log_start - hold the system log's logger, if it is wanted
 * @on: whether it is held for this namespace
 * @p: the policy
 *
 * modprobe loads it before us: the kernel does not load loggers, and under the
 * lock of the namespace nobody may wait for a program. It may be missing, since
 * it is not needed where another logger is chosen.
 *
 * Context: may sleep.
 */
void sfw_log_start(bool *on, const struct sfw_policy *p)
{
	if (!*on && p->setting[SFW_S_LOG])
		*on = !nf_logger_find_get(NFPROTO_INET, NF_LOG_TYPE_LOG);
}

/**
 * sfw_log_stop - let go of it
 * @on: whether it is held for this namespace
 */
void sfw_log_stop(bool *on)
{
	if (*on)
		nf_logger_put(NFPROTO_INET, NF_LOG_TYPE_LOG);
	*on = false;
}
