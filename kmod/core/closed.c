// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "closed.h"

static enum sfw_action reject4(const struct sfw_policy *p, u8 proto)
{
	switch (p->setting[SFW_S_REJECT4]) {
	case SFW_REJECT4_DROP:
		return SFW_ACT_DROP;
	case SFW_REJECT4_ADMIN:
		return proto == IPPROTO_TCP ? SFW_ACT_RST :
					      SFW_ACT_ADMIN_PROHIB;
	default:
		if (proto == IPPROTO_TCP)
			return SFW_ACT_RST;
		return proto == IPPROTO_UDP ? SFW_ACT_PORT_UNREACH :
					      SFW_ACT_PROTO_UNREACH;
	}
}

/* ICMPv6 has no protocol-unreachable: RFC 4443, section 3.1. */
static enum sfw_action reject6(const struct sfw_policy *p, u8 proto)
{
	if (p->setting[SFW_S_REJECT6] == SFW_REJECT6_DROP)
		return SFW_ACT_DROP;
	if (proto == IPPROTO_TCP)
		return SFW_ACT_RST;
	return p->setting[SFW_S_REJECT6] == SFW_REJECT6_RFC ?
		       SFW_ACT_PORT_UNREACH : SFW_ACT_ADMIN_PROHIB;
}

/**
 * sfw_as_closed - the refusal of a host on which nothing listens there
 * @p: the policy; it may say to drop instead
 * @family: of the packet
 * @proto: its protocol
 * @reason: the reason to count it under
 *
 * Pure. Any context.
 */
struct sfw_verdict sfw_as_closed(const struct sfw_policy *p, u8 family, u8 proto,
				 enum sfw_reason reason)
{
	bool six = family == SFW_AF_INET6;

	return (struct sfw_verdict){
		.action = six ? reject6(p, proto) : reject4(p, proto),
		.reason = reason,
		.rule = SFW_RULE_SETTING,
		.index = six ? SFW_S_REJECT6 : SFW_S_REJECT4,
	};
}

/**
 * sfw_closed - the verdict on a packet to a port or protocol that is closed
 * @p: the policy
 * @family: of the packet
 * @proto: its protocol
 *
 * Pure. Any context.
 */
struct sfw_verdict sfw_closed(const struct sfw_policy *p, u8 family, u8 proto)
{
	return sfw_as_closed(p, family, proto,
			     proto == IPPROTO_TCP ? SFW_R_CLOSED_TCP :
			     proto == IPPROTO_UDP ? SFW_R_CLOSED_UDP :
						    SFW_R_CLOSED_PROTO);
}
