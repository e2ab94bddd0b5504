// SPDX-License-Identifier: GPL-2.0
/* Forwarded ports. */
#include <linux/in.h>
#include <linux/netdevice.h>

#include "../core/gateway.h"
#include "../core/ifname.h"
#include "../db/local_addr.h"
#include "family.h"
#include "txn.h"

static int get_to_ports(const struct genl_info *info, struct sfw_entry *e)
{
	struct nlattr *first = info->attrs[SFW_A_TO_FIRST];
	struct nlattr *last = info->attrs[SFW_A_TO_LAST];
	int from, to;

	e->to.first = first ? nla_get_u16(first) : e->first;
	from = e->last - e->first;
	to = last ? nla_get_u16(last) - e->to.first : first ? 0 : from;
	if (from != to)
		return sfw_nl_err(info, SFW_A_TO_FIRST, -EINVAL,
				  "%u-%u cannot lead to %u-%u: as many ports are needed",
				  e->first, e->last, e->to.first,
				  e->to.first + to);
	return 0;
}

/* With an interface the target is the end of an address. */
static int get_to_dev(const struct genl_info *info, struct sfw_entry *e)
{
	const __be32 *w = e->to.addr.w;
	int err = sfw_nl_get_dev(info, SFW_A_TO_DEV, e->to.dev);

	if (err || !e->to.dev[0])
		return err;
	if (sfw_ifname_stem(e->to.dev) >= 0)
		return sfw_nl_err(info, SFW_A_TO_DEV, -EINVAL,
				  "'%s' is a pattern: a host is behind one interface",
				  e->to.dev);
	if (e->to.family != SFW_AF_INET6 || w[0] || w[1] || !(w[2] | w[3]))
		return sfw_nl_err(info, SFW_A_TO, -EINVAL,
				  "with an interface the target is its last 64 bits, such as ::20");
	return 0;
}

/* All that names one; @e->to.family stays SFW_AF_ANY where no target is given */
static int get_key(const struct sfw_snapshot *s, const struct genl_info *info,
		   struct sfw_entry *e)
{
	int err;

	memset(e, 0, sizeof(*e));
	err = sfw_nl_get_ports(info, e) ?:
	      sfw_nl_need(info, SFW_A_DEV, "the incoming interface") ?:
	      sfw_nl_get_selector(&s->policy, info, &e->sel);
	if (err)
		return err;
	if (!info->attrs[SFW_A_TO])
		return info->attrs[SFW_A_TO_DEV] ?
		       sfw_nl_err(info, SFW_A_TO_DEV, -EINVAL,
				  "an interface of a target without the target") : 0;
	err = sfw_nl_get_addr(info, SFW_A_TO, &e->to.addr, &e->to.family);
	if (err)
		return err;
	if (e->sel.from.family && !e->sel.group &&
	    e->sel.from.family != e->to.family)
		return sfw_nl_err(info, SFW_A_TO, -EINVAL,
				  "source and target are of two families");
	return get_to_dev(info, e);
}

static int check_is_host(const struct genl_info *info, const struct sfw_entry *e)
{
	if (e->to.dev[0] || sfw_addr_is_host(e->to.family, &e->to.addr))
		return 0;
	return sfw_nl_err(info, SFW_A_TO, -EINVAL,
			  e->to.family == SFW_AF_INET ?
			  "target is not the address of a host: %pI4" :
			  "target is not the address of a host: %pI6c",
			  &e->to.addr);
}

/*
 * A packet that is led to this host itself is not forwarded: the port table judges
 * it, and a forwarded port that opens nothing would be a trap.
 */
static int check_is_not_own(const struct genl_info *info, const struct sfw_entry *e)
{
	struct net *net = genl_info_net((struct genl_info *)info);
	struct sfw_addr to = e->to.addr;
	enum sfw_addr_kind kind = SFW_ADDR_ELSEWHERE;

	rcu_read_lock();
	if (!e->to.dev[0] || sfw_local_addr_complete(net, e->to.dev, &to))
		kind = sfw_local_addr_kind(net,
					   dev_get_by_name_rcu(net, e->sel.dev),
					   e->to.family, &to);
	rcu_read_unlock();
	if (kind != SFW_ADDR_OWN)
		return 0;
	if (e->to.family == SFW_AF_INET)
		return sfw_nl_err(info, SFW_A_TO, -EINVAL,
				  "%pI4 is an address of this host: use port add",
				  &to);
	return sfw_nl_err(info, SFW_A_TO, -EINVAL,
			  "%pI6c is an address of this host: use port add", &to);
}

int sfw_nl_add_forward(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	struct sfw_entry e;
	int err;

	err = sfw_nl_need(info, SFW_A_TO, "the target") ?:
	      get_key(s, info, &e) ?:
	      get_to_ports(info, &e) ?:
	      sfw_nl_get_comment(info, e.comment);
	if (err)
		return err;
	err = check_is_host(info, &e) ?: check_is_not_own(info, &e);
	if (err)
		return err;
	if (!e.sel.group)
		e.sel.from.family = e.to.family;
	e.expires = sfw_nl_get_expiry(info);
	err = sfw_snapshot_add_forward(s, &e);
	return sfw_nl_line_err(info, err, s, object, err == -EEXIST ?
			       sfw_snapshot_forward_in_way(s, &e) : &e);
}

int sfw_nl_del_forward(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	struct sfw_entry e;
	int err = get_key(s, info, &e);

	if (err)
		return err;
	return sfw_nl_line_err(info, sfw_snapshot_del_forwards(s, &e), s, object, &e);
}
