// SPDX-License-Identifier: GPL-2.0
/*
 * net.ipv4.conf.all.forwarding and its like are more than a variable: changing
 * them tells interfaces, routes and listeners. The kernel does that in the
 * handlers of the sysctls and exports no other way, so these are called.
 */
#include <linux/delay.h>
#include <linux/inetdevice.h>
#include <linux/ipv6.h>
#include <linux/string.h>

#include "../compat/sysctl.h"
#include "forwarding.h"

#define RETRY_MS	1	/* while others hold the RTNL */

static const struct ctl_table *find_entry(const struct ctl_table_header *head,
					  const char *name)
{
	const struct ctl_table *t;

	if (!head)
		return NULL;
	for (t = head->ctl_table; sfw_compat_is_entry(head, t); t++)
		if (!strcmp(t->procname, name))
			return t;
	return NULL;
}

static int write_entry(const struct ctl_table *t, bool on)
{
	char value[] = "0\n";
	int err;

	value[0] += on;
	do {
		size_t len = sizeof(value) - 1;
		loff_t at = 0;

		/* It takes a const one since 6.11. */
		err = t->proc_handler((void *)t, 1, value, &len, &at);
		if (err == -ERESTARTNOINTR)
			msleep(RETRY_MS);
	} while (err == -ERESTARTNOINTR);
	return err;
}

static bool forwards4(const struct net *net)
{
	return IPV4_DEVCONF_ALL(net, FORWARDING);
}

static int set4(struct net *net, bool on)
{
	const struct ctl_table *t = find_entry(net->ipv4.forw_hdr,
					       "ip_forward");

	return t ? write_entry(t, on) : -EOPNOTSUPP;
}

#if IS_ENABLED(CONFIG_IPV6)
static bool forwards6(const struct net *net)
{
	return READ_ONCE(net->ipv6.devconf_all->forwarding);
}

static int set6(struct net *net, bool on)
{
	const struct ctl_table *t;

	t = find_entry(net->ipv6.devconf_all->sysctl_header, "forwarding");
	return t ? write_entry(t, on) : -EOPNOTSUPP;
}
#else
static bool forwards6(const struct net *net)
{
	return true;
}

static int set6(struct net *net, bool on)
{
	return 0;
}
#endif

/* What a policy needs: enum sfw_forwarding, or-ed. */
static u8 needed(const struct sfw_policy *p)
{
	u8 families = 0;
	u32 i;

	if (!p || !p->enabled)
		return 0;
	if (p->n_lans)
		families = SFW_FORWARDING_IPV4 | SFW_FORWARDING_IPV6;
	for (i = 0; i < p->n_forwards; i++)
		families |= p->forwards[i]->to.family == SFW_AF_INET ?
				    SFW_FORWARDING_IPV4 : SFW_FORWARDING_IPV6;
	return families;
}

static void settle(struct sfw_db *db, struct net *net, u8 family, bool want,
		   bool is_on, int (*set)(struct net *net, bool on))
{
	int err;

	/* What the administrator turned on is not ours to turn off. */
	if (want ? is_on : !(db->forwarding & family))
		return;
	err = set(net, want);
	if (err)
		pr_warn("cannot turn forwarding of IPv%d %s: error %d\n",
			family == SFW_FORWARDING_IPV4 ? 4 : 6,
			want ? "on" : "off", err);
	else
		db->forwarding ^= family;
}

/**
 * sfw_forwarding_settle - forward what a policy needs, and no more
 * @db: the namespace
 * @net: the namespace
 * @p: the published policy, or NULL: nothing is needed any more
 *
 * What was off before is off again when it is needed no longer.
 *
 * Context: @db->lock is held; may sleep, waits for the RTNL, which nobody may
 * hold who waits for @db->lock.
 */
void sfw_forwarding_settle(struct sfw_db *db, struct net *net,
			   const struct sfw_policy *p)
{
	u8 need = needed(p);

	settle(db, net, SFW_FORWARDING_IPV4, need & SFW_FORWARDING_IPV4,
	       forwards4(net), set4);
	settle(db, net, SFW_FORWARDING_IPV6, need & SFW_FORWARDING_IPV6,
	       forwards6(net), set6);
}
