// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "gateway.h"

/**
 * sfw_lan_find - whether a packet comes from the local network
 * @f: the packet
 * @p: the policy
 *
 * Return: place of its interface in sfw_policy.lans, or SFW_NO_ENTRY.
 */
u32 sfw_lan_find(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (!strcmp(p->lans[i].dev, f->dev))
			return i;
	return SFW_NO_ENTRY;
}

/* The packet as it came, seen from an interface. */
static u32 find_at(const struct sfw_facts *f, const struct sfw_policy *p,
		   const char *dev)
{
	struct sfw_facts first = *f;

	first.dst = f->first_dst;
	first.dport = f->first_dport;
	first.dev = dev;
	return sfw_index_find(&p->forward_index, p->forwards, &first);
}

/**
 * sfw_forward_find - the forwarded port that a packet was sent to
 * @f: the packet, with its destination before any translation
 * @p: the policy
 *
 * From the local network the forwarded ports of the interface whose address
 * the packet was sent to count as well (hairpin).
 *
 * Return: its place in sfw_policy.forwards, or SFW_NO_ENTRY.
 */
u32 sfw_forward_find(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	if (!p->n_forwards)
		return SFW_NO_ENTRY;
	i = find_at(f, p, f->dev);
	if (i == SFW_NO_ENTRY && f->home[0] &&
	    sfw_lan_find(f, p) != SFW_NO_ENTRY)
		i = find_at(f, p, f->home);
	return i;
}

/**
 * sfw_masqueraded - whether the source of a connection is hidden
 * @p: the policy
 * @family: of @src
 * @src: its source
 * @out: where it leaves
 */
bool sfw_masqueraded(const struct sfw_policy *p, u8 family,
		     const struct sfw_addr *src, const char *out)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (sfw_prefix_has(&p->masqs[i].from, family, src) &&
		    !strcmp(p->masqs[i].dev, out))
			return true;
	return false;
}
