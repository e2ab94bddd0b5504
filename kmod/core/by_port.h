/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The short way to a verdict: where the port alone tells the outcome, nothing else of a
 * packet is read. It agrees with sfw_decide_early(), or is not sure.
 */
#ifndef SFW_CORE_BY_PORT_H
#define SFW_CORE_BY_PORT_H

#include "decide.h"

#define SFW_PORT_UNSURE	(SFW_NO_ENTRY - 1)

/* The same but for lists of scanners. */
static inline bool sfw_ports_decide_unlisted(const struct sfw_policy *p)
{
	return p->setting[SFW_S_RPFILTER] == SFW_RPFILTER_OFF &&
	       !p->guards_block && !p->n_trusts && !p->n_knocks;
}

/**
 * sfw_ports_decide - whether the first packet of most connections meets nothing but the
 * table of ports
 * @p: the policy
 *
 * But for blocked prefixes, which are looked at before.
 */
static inline bool sfw_ports_decide(const struct sfw_policy *p)
{
	return !p->setting[SFW_S_SCAN] && sfw_ports_decide_unlisted(p);
}

u32 sfw_by_port(const struct sfw_policy *p, u8 proto, u16 port);
bool sfw_port_agrees(const struct sfw_policy *p, u8 proto, u16 port, bool open);
bool sfw_port_blames(const struct sfw_policy *p, const struct sfw_facts *f);

#endif /* SFW_CORE_BY_PORT_H */
