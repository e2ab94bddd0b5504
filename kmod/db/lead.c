// SPDX-License-Identifier: GPL-2.0
/* Where a packet goes, and where a policy's own translation would lead it. */
#include "../core/gateway.h"
#include "lead.h"
#include "local_addr.h"
#include "route_out.h"

/**
 * sfw_lead_out - find where a packet goes
 * @net: the namespace
 * @in: interface by which it comes, NULL where there is none of its name
 * @f: the packet; @f->forwarded and @f->out are set
 *
 * Context: under rcu_read_lock(), which names of interfaces live under too.
 */
void sfw_lead_out(struct net *net, const struct net_device *in, struct sfw_facts *f)
{
	f->forwarded = sfw_local_addr_kind(net, in, f->family, &f->dst) ==
		       SFW_ADDR_ELSEWHERE;
	f->out = f->forwarded ? sfw_route_out(net, f) : NULL;
}

/**
 * sfw_lead - lead a packet where a policy's own translation would
 * @net: the namespace
 * @in: as for sfw_lead_out()
 * @f: the packet, with its first destination; the one it gets is set
 * @p: the policy
 *
 * Context: as for sfw_lead_out(). Return: false: nowhere else.
 */
bool sfw_lead(struct net *net, const struct net_device *in, struct sfw_facts *f,
	      const struct sfw_policy *p)
{
	u32 i = sfw_forward_find(f, p);
	const struct sfw_target *to;
	struct sfw_addr addr;

	if (i == SFW_NO_ENTRY || sfw_forward_leads(p->forwards[i], f))
		return false;
	to = &p->forwards[i]->to;
	addr = to->addr;
	if (to->dev[0] && !sfw_local_addr_complete(net, to->dev, &addr))
		return false;
	f->dst = addr;
	f->dport = sfw_forward_port(p->forwards[i], f->first_dport);
	sfw_lead_out(net, in, f);
	if (f->forwarded && !f->out && to->dev[0])
		f->out = to->dev;	/* no route is known */
	return true;
}
