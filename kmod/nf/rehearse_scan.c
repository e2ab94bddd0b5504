// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of scanners of a rehearsal lie over those of the namespace, and hold only the
 * sources of which they would say something else:
 *
 *	a packet counts for	source without an entry here	source with one
 *	both policies, alike	nothing is done			as the rehearsed one says
 *	one, or not alike	it gets one, and then =>	as the rehearsed one says
 *
 * So a flood of scanners that both policies list costs no second list, and a policy meets
 * those that are listed already, as it would if it were applied.
 */
#include <linux/in.h>
#include <linux/ktime.h>

#include "../core/by_port.h"
#include "../db/list/lists.h"
#include "../db/list/scan.h"
#include "early.h"
#include "peers.h"
#include "rehearse_scan.h"

/* NULL where the rehearsed policy keeps none for the protocol. */
static struct sfw_list *list_for(const struct sfw_rehearsal *r,
				 const struct sfw_facts *f)
{
	return f->proto == IPPROTO_TCP || f->proto == IPPROTO_UDP ?
	       sfw_scan_list(&r->lists, f->proto) : NULL;
}

/* Whether two policies that both count a packet make the same of it. */
static bool is_counted_alike(const struct sfw_policy *a, const struct sfw_policy *b)
{
	return a->setting[SFW_S_SCAN_PORTS] == b->setting[SFW_S_SCAN_PORTS] &&
	       a->setting[SFW_S_SCAN_WINDOW] == b->setting[SFW_S_SCAN_WINDOW];
}

/* Whether two lists of peers, of one size, have no entry of a source. */
static bool have_none(const struct sfw_list *a, const struct sfw_list *b,
		      struct sfw_list_key *src)
{
	sfw_list_key_place(a, src);
	return !sfw_list_look(a, src) && !sfw_list_look(b, src);
}

/**
 * sfw_rehearse_blames - whether a rehearsed policy surely refuses a packet that the published
 * one does, and counts it on the list of scanners just so
 * @r: the rehearsal
 * @live: the verdict of the published policy; neither translated nor published
 * @skb: the packet
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Then nothing is to be done. Most packets of a scan are such.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_rehearse_blames(const struct sfw_rehearsal *r,
			 const struct sfw_judged *live, const struct sk_buff *skb,
			 u8 pf)
{
	const struct sfw_policy *p = sfw_rehearsal_policy(r);
	const struct sfw_facts *f = live->f;
	const struct sfw_list *list;
	struct sfw_list_key src;

	if (!(live->v->effects & SFW_EFFECT_SCAN))
		return false;
	list = sfw_scan_list(&r->lists, f->proto);
	if (!list || !list->lower || !is_counted_alike(live->p, p) ||
	    !sfw_early_unscreened(p, skb, pf) || !sfw_port_blames(p, f))
		return false;
	src = sfw_list_key_again(list, f->family, &f->src, f->hash);
	return !sfw_list_look(list, &src) &&
	       (f->listed == SFW_YES ||
		have_none(live->db->peers, r->lists.peers, &src));
}

/**
 * sfw_rehearse_listed - look up whether a rehearsed policy has a source for a scanner
 * @r: the rehearsal
 * @f: the packet; its @listed is set if that policy lists scanners of its protocol
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_rehearse_listed(const struct sfw_rehearsal *r, struct sfw_facts *f)
{
	const struct sfw_list *list = list_for(r, f);
	struct sfw_list_key src;
	bool yes;

	if (!list)
		return;
	src = f->hash ? sfw_list_key_again(list, f->family, &f->src, f->hash) :
			sfw_list_key(list, f->family, &f->src);
	f->hash = src.hash;
	if (!f->now)
		f->now = ktime_get_boottime_ns();
	yes = list->lower ? sfw_scan_listed_over(list, &src, f->now) :
			    sfw_scan_listed(list, &src, f->now);
	f->listed = yes ? SFW_YES : SFW_NO;
}

/* Whether a packet counts as one of a scanner, as for sfw_take_effect(). */
static bool counts(const struct sfw_verdict *v, const struct sfw_facts *f,
		   const struct sfw_db *db, struct net *net)
{
	return v && v->effects & SFW_EFFECT_SCAN &&
	       (f->listed == SFW_YES || !sfw_peer_lives(db->peers, f, net));
}

/* Whether the list of the namespace will go on saying the same as this one. */
static bool stays_alike(const struct sfw_judged *live, const struct sfw_policy *p,
			const struct sfw_facts *f, bool would, struct net *net)
{
	bool does = live->f && counts(live->v, live->f, live->db, net);

	if (does != would)
		return false;
	return !does || (live->f->dport == f->dport && is_counted_alike(live->p, p));
}

/**
 * sfw_rehearse_scan - count a packet on the lists of scanners of a rehearsed policy
 * @r: the rehearsal
 * @f: the packet, as that policy's verdict left it
 * @v: the verdict
 * @live: the verdict of the published policy, not carried out yet
 * @net: the namespace
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_rehearse_scan(const struct sfw_rehearsal *r, const struct sfw_facts *f,
		       const struct sfw_verdict *v,
		       const struct sfw_judged *live, struct net *net)
{
	const struct sfw_policy *p = sfw_rehearsal_policy(r);
	bool would = counts(v, f, &r->lists, net);
	struct sfw_list *list = list_for(r, f);
	struct sfw_list_key src;

	if (!list)
		return;
	src = sfw_list_key_again(list, f->family, &f->src, f->hash);
	if (list->lower && !sfw_list_look(list, &src) &&
	    (stays_alike(live, p, f, would, net) ||
	     !sfw_list_copy_up(list, &src, f->now)))
		return;
	if (would)
		sfw_scan_note(list, &src, f->dport, p->setting[SFW_S_SCAN_PORTS],
			      f->hop_limit, f->now);
}
