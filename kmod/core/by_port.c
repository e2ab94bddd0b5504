// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "by_port.h"
#include "dhcp.h"

/* At all times, from anywhere, and nobody remembers who came. */
static bool is_open_to_all(const struct sfw_policy *p, u32 i)
{
	const struct sfw_entry *e = p->entries[i];

	return e->sel.from.family == SFW_AF_ANY && !e->sel.dev[0] && !e->expires &&
	       !sfw_policy_has_gate(p, i);
}

/* An answer to a DHCP client is let in by something else. */
static bool may_be_dhcp(u8 proto, u16 port)
{
	return proto == IPPROTO_UDP &&
	       (port == SFW_DHCP_CLIENT || port == SFW_DHCP6_CLIENT);
}

/**
 * sfw_by_port - the entry that lets all first packets to a port in
 * @p: a policy in which ports decide, @p->by_port
 * @proto: IPPROTO_TCP, of a SYN, or IPPROTO_UDP
 * @port: destination port
 *
 * It is about packets to this host alone, by a real interface, to no loopback address, of
 * sources that are not blocked.
 *
 * Pure. Any context.
 *
 * Return: the place of the entry; SFW_NO_ENTRY: the port is closed to all, and
 * sfw_closed() is the verdict, for UDP if no local socket owns the packet; or
 * SFW_PORT_UNSURE: sfw_decide_early() is to be asked.
 */
u32 sfw_by_port(const struct sfw_policy *p, u8 proto, u16 port)
{
	u32 i = sfw_index_first(&p->index, proto, port);

	if (may_be_dhcp(proto, port) || (i != SFW_NO_ENTRY && !is_open_to_all(p, i)))
		return SFW_PORT_UNSURE;
	return i;
}

/* By more than its port. */
static bool may_lead_or_answer(const struct sfw_policy *p, u8 proto)
{
	return p->n_forwards ||
	       (proto == IPPROTO_UDP && p->setting[SFW_S_DISCOVERY]);
}

/**
 * sfw_port_agrees - whether a policy surely judges as the ports of another one have
 * @p: the policy
 * @proto: protocol of the packet
 * @port: port that it was sent to
 * @open: the other one has let it in as to an open port, and not refused it as to a
 *	  closed one
 *
 * It is about packets that nobody translates, of sources that @p does not block.
 *
 * Pure. Any context.
 */
bool sfw_port_agrees(const struct sfw_policy *p, u8 proto, u16 port, bool open)
{
	u32 i;

	if (!p->by_port || may_lead_or_answer(p, proto))
		return false;
	i = sfw_by_port(p, proto, port);
	return i != SFW_PORT_UNSURE && (i != SFW_NO_ENTRY) == open;
}

/**
 * sfw_port_blames - whether a policy surely refuses a packet and counts it as a scanner's
 * @p: the policy, which keeps the list of its protocol
 * @f: a packet that nobody translates and another policy so judges, of a source that @p
 *     does not block and that the lists of both, or of none, have
 *
 * Pure. Any context.
 */
bool sfw_port_blames(const struct sfw_policy *p, const struct sfw_facts *f)
{
	return sfw_ports_decide_unlisted(p) && !may_lead_or_answer(p, f->proto) &&
	       sfw_by_port(p, f->proto, f->dport) == SFW_NO_ENTRY &&
	       !sfw_is_exempt(f, p);
}
