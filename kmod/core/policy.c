// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "array.h"
#include "by_port.h"
#include "decide.h"

static u8 screens_of(const struct sfw_policy *p, bool timed_blocks)
{
	if (p->guards_block || p->setting[SFW_S_RPFILTER] != SFW_RPFILTER_OFF)
		return SFW_SCREENS_ALL;
	if (p->n_blocked)
		return SFW_SCREENS_GROUPS;
	return p->blocks->n || timed_blocks ? SFW_SCREENS_BLOCKS :
					      SFW_SCREENS_NOTHING;
}

/* False: there are too many to be asked for each packet. */
static bool gather_gated(struct sfw_policy *p)
{
	const struct sfw_entry *e;
	u32 i;

	p->n_gated = 0;
	for (i = 0; p->gates && i < p->n_entries; i++) {
		e = p->entries[i];
		if (e->proto != IPPROTO_TCP || !sfw_policy_has_gate(p, i))
			continue;
		if (p->n_gated == SFW_GATED_MOST)
			return false;
		p->gated[p->n_gated++] = (struct sfw_gated){ e->first, e->last };
	}
	return true;
}

/*
 * Conntrack must have all connections where live ones are asked for, or some are
 * translated.
 */
static bool is_direct(struct sfw_policy *p)
{
	u32 i;

	if (!p->setting[SFW_S_DIRECT] || !p->setting[SFW_S_EARLY] ||
	    p->setting[SFW_S_SCAN] || p->n_masqs || p->n_forwards)
		return false;
	for (i = 0; i < p->n_guards; i++)
		if (p->guards[i].live)
			return false;
	return gather_gated(p);
}

/*
 * An answer to UDP that leaves from an open port must be let in by that port, by
 * whichever interface it comes.
 */
static bool is_open_everywhere(const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_entries; i++)
		if (p->entries[i]->proto == IPPROTO_UDP && p->entries[i]->sel.dev[0])
			return false;
	return true;
}

/**
 * sfw_policy_seal - derive the members that depend on others
 * @p: the policy with all else in it, which no packet reads yet
 * @timed_entries: some entry, or some member of a group, has a duration
 * @timed_blocks: some block has one
 */
void sfw_policy_seal(struct sfw_policy *p, bool timed_entries, bool timed_blocks)
{
	u32 i;

	p->timed = timed_entries || timed_blocks || p->n_guards ||
		   p->n_knocks || p->setting[SFW_S_SCAN];
	p->guards_block = false;
	for (i = 0; i < p->n_guards; i++)
		p->guards_block |= p->guards[i].then == SFW_THEN_BLOCK;
	p->follows = false;
	for (i = 0; i < p->n_forwards; i++)
		p->follows |= p->forwards[i]->to.dev[0] != '\0';
	p->screens = screens_of(p, timed_blocks);
	p->direct = is_direct(p);
	p->direct_udp = p->direct && !p->setting[SFW_S_DISCOVERY] &&
			is_open_everywhere(p);
	p->by_port = sfw_ports_decide(p);
	p->blocks_end = sfw_blocks_end(p);
	p->clamps = p->setting[SFW_S_MSS_CLAMP] &&
		    (p->n_lans || p->n_masqs || p->n_forwards);
	p->offloads = p->setting[SFW_S_OFFLOAD] &&
		      p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF;
}

/**
 * sfw_policy_gate - the guard or knock of a name
 * @p: the policy
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK
 * @name: the name
 *
 * Return: struct sfw_guard or struct sfw_knock, or NULL when there is none.
 */
void *sfw_policy_gate(const struct sfw_policy *p, enum sfw_object object,
		      const char *name)
{
	struct sfw_array a = sfw_array_of(p, object);
	bool there;
	u32 at = sfw_array_place(a, name, &there);

	return there ? sfw_array_item(a, at) : NULL;
}
