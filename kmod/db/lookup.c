// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "../core/link.h"
#include "lookup.h"
#include "list/guard.h"
#include "list/lists.h"
#include "list/scan.h"

static enum sfw_fact fact(bool yes)
{
	return yes ? SFW_YES : SFW_NO;
}

/* Find a block that ends by itself: one with a duration, or a guard's. */
static void find_block(const struct sfw_policy *p, struct sfw_facts *f)
{
	const struct sfw_prefixes *t = rcu_dereference(p->timed_blocks);

	f->blocker = SFW_NO_GATE;
	f->blocked = fact(t && sfw_prefixes_find(t, f->family, &f->src, f->now));
	/* It shares a masked entry with others, and is everybody's. */
	if (f->blocked == SFW_YES || !p->guards_block || sfw_is_unspecified(&f->src))
		return;
	f->blocker = sfw_guards_block(p, f->family, &f->src, f->now);
	f->blocked = fact(f->blocker != SFW_NO_GATE);
}

/* Only packets need the list: "test" may ask for a policy that is not published. */
static bool is_listed(const struct sfw_db *db, struct sfw_facts *f)
{
	const struct sfw_list *list = sfw_scan_list(db, f->proto);
	struct sfw_list_key src;

	if (!list)
		return false;
	src = sfw_list_key(list, f->family, &f->src);
	f->hash = src.hash;
	return sfw_scan_listed(list, &src, f->now);
}

static void ask_guard(const struct sfw_guard *g, struct sfw_facts *f, bool peek)
{
	enum sfw_admission answer;

	if (peek) {
		f->admitted = fact(sfw_guard_would_admit(g, f->family, &f->src, f->now));
		return;
	}
	answer = sfw_guard_admit(g, f->family, &f->src, f->proto, f->dport, f->hop_limit,
				 f->now);
	f->admitted = fact(answer == SFW_ADMITTED);
	f->no_room = answer == SFW_NO_ROOM;
}

/**
 * sfw_db_lookup - fill in a fact that the lists know
 * @db: the namespace
 * @p: the policy that asked
 * @v: the question
 * @f: the packet; the fact is set
 * @peek: only look: a guard does not count the packet
 *
 * Context: under rcu_read_lock(); a receive hook unless @peek.
 */
void sfw_db_lookup(const struct sfw_db *db, const struct sfw_policy *p,
		   const struct sfw_verdict *v, struct sfw_facts *f, bool peek)
{
	switch (v->ask) {
	case SFW_ASK_LISTED:
		f->listed = fact(is_listed(db, f));
		break;
	case SFW_ASK_KNOCKED:
		f->knocked = fact(sfw_list_promised(p->knocks[v->index].base.list,
						    f->family, &f->src,
						    f->now));
		break;
	case SFW_ASK_BLOCKED:
		find_block(p, f);
		break;
	case SFW_ASK_ADMITTED:
		ask_guard(&p->guards[v->index], f, peek);
		break;
	}
}
