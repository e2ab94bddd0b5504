// SPDX-License-Identifier: GPL-2.0
/* Chain FORWARD of table filter: packets through this host. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "import/gateway.h"
#include "lang/format.h"

static void fill_lan(const struct match *m, struct entry *entry)
{
	memset(entry, 0, sizeof(*entry));
	strcpy(entry->dev, m->in);
	strcpy(entry->out, m->out);
}

static int offer_lan(const struct stop *stop)
{
	struct command cmd = { .cmd = SFW_CMD_LAN_ADD };
	char line[LINE_MAX_BYTES];

	/* It opens all: a rule about one protocol is no step towards that. */
	if (!stop->match.in[0] || stop->match.proto != MATCH_ANY)
		return 0;
	fill_lan(&stop->match, &cmd.entry);
	return rule_offer(stop->rule,
			  format_command(&cmd, line, sizeof(line)));
}

static const char *beyond_lan(const struct match *m)
{
	struct match rest = *m;

	rest.in[0] = '\0';
	rest.out[0] = '\0';
	if (m->inexact)
		return NULL;
	if (!m->in[0] || !match_wide(&rest) || !(rest.states & STATE(NEW)))
		return "sfw forwards a whole interface (lan), or a port";
	return NULL;
}

static int add_lan(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const char *beyond = beyond_lan(&stop->match);
	struct match opened = stop->match;
	struct entry entry;
	struct item *item;

	match_new(&opened);
	if (beyond)
		stop_lose(stop, "%s", beyond);
	if (beyond || !order_may_open(walk, at, &opened, REACH_TRUST))
		return offer_lan(stop);
	fill_lan(&stop->match, &entry);
	stop->rule->carried = true;
	if (draft_has(draft, SFW_CMD_LAN_ADD, &entry))
		return 0;
	item = draft_add(draft, SFW_CMD_LAN_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	item->joint = true;
	item->cmd.entry = entry;
	return 0;
}

/* The verdict on packets that nothing lets through. */
static int closed_forward(const struct walk *walk, struct rule **rule)
{
	const struct stop *stop;
	struct match closed;

	match_closed(&closed, IPPROTO_TCP);
	stop = walk_decide(walk, &closed);
	if (!stop)
		return -1;
	*rule = stop->rule;
	if (stop->rule->target != TARGET_ACCEPT)
		return stop->rule->reject == SFW_ACT_DROP ?
		       SFW_FORWARD_DROP : SFW_FORWARD_REJECT;
	match_closed(&closed, MATCH_ANY);
	if (walk_decide(walk, &closed) != stop)
		return SFW_FORWARD_DROP;
	for (size_t i = 0; i < walk->count; i++)
		if (stop_refuses(&walk->stops[i]))
			return SFW_FORWARD_DROP;
	return SFW_FORWARD_OFF;
}

static int forward_reject(const struct draft *draft)
{
	if (draft->value[SFW_S_FORWARD] != SFW_FORWARD_REJECT)
		return SFW_ACT_DROP;
	return draft->family == AF_INET ? SFW_ACT_HOST_UNREACH :
					  SFW_ACT_ADMIN_PROHIB;
}

static void refuse(const struct draft *draft, struct stop *stop)
{
	struct rule *rule = stop->rule;
	struct match new = stop->match;

	if (rule->target == TARGET_UNKNOWN) {
		if (stop->unknown[0] || rule->jump[0])
			stop_lose(stop, "sfw has nothing like %s",
				  stop->unknown[0] ? stop->unknown : rule->jump);
		return;
	}
	if (match_new(&new) && rule->reject != forward_reject(draft))
		stop_lose(stop, "refused too, but with another answer");
	else
		rule->carried = true;
}

/* Packets that sfw lets through by itself, or by a forwarded port; none come by lo. */
static bool is_natural(const struct draft *draft, const struct match *m)
{
	return !(m->states & ~STATES_LIVE) || !(m->nat & NAT_NONE) ||
	       !strcmp(m->in, "lo") ||
	       draft->value[SFW_S_FORWARD] == SFW_FORWARD_OFF;
}

static int filter(struct draft *draft, const struct walk *walk)
{
	struct rule *closing = NULL;
	int ret = 0;

	draft_set(draft, SFW_S_FORWARD, closed_forward(walk, &closing),
		  closing);
	for (size_t i = 0; i < walk->count && !ret; i++) {
		struct stop *stop = &walk->stops[i];
		struct rule *rule = stop->rule;

		if (rule->target == TARGET_ACCEPT &&
		    is_natural(draft, &stop->match))
			rule->carried = true;
		else if (rule->target == TARGET_ACCEPT && rule == closing)
			stop_lose(stop, "sfw forwards nothing that nothing allows");
		else if (rule->target == TARGET_ACCEPT && !rule->carried)
			ret = add_lan(draft, walk, i);
		else if (stop_refuses(stop))
			refuse(draft, stop);
	}
	return ret;
}

/**
 * import_forward() - translate the rules for packets through this host
 * @draft: the policy
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_forward(struct draft *draft)
{
	const struct table *nat = ruleset_table(draft->set, draft->family,
						"nat");
	struct gateway gw = { .draft = draft };
	int ret;

	ret = walk_path(&gw.filter, draft->set, draft->family, "FORWARD");
	if (!ret)
		ret = walk_path(&gw.input, draft->set, draft->family, "INPUT");
	gw.input.through = &gw.filter;
	if (!ret)
		ret = walk_chain(&gw.dnat, nat, "PREROUTING");
	if (!ret)
		ret = walk_chain(&gw.snat, nat, "POSTROUTING");
	if (!ret)
		ret = nat_forwards(&gw);
	if (!ret)
		ret = filter(draft, &gw.filter);
	if (!ret)
		ret = nat_sources(&gw);
	walk_free(&gw.snat);
	walk_free(&gw.dnat);
	walk_free(&gw.input);
	walk_free(&gw.filter);
	return ret;
}
