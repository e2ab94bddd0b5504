// SPDX-License-Identifier: GPL-2.0
/* Chain FORWARD of table filter and table nat: what goes through this host. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import_order.h"
#include "print.h"
#include "protocol.h"

#define DEV_BYTES	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@"

/* Both chains that a forwarded port needs. */
struct gateway {
	struct draft *draft;
	struct walk nat;
	struct walk filter;
};

/* A name that need not be quoted. */
static bool is_plain(const char *dev)
{
	return *dev && !dev[strspn(dev, DEV_BYTES)];
}

/* The packets of a forwarded port, as they look behind DNAT. */
static void match_forwarded(const struct draft *draft, const struct stop *nat,
			    struct match *m)
{
	const struct rule *rule = nat->rule;

	*m = nat->match;
	match_new(m);
	m->dst.addr = rule->to;
	m->dst.len = address_bits(draft->family);
	if (rule->to_port) {
		m->port_count = 1;
		m->ports[0].first = rule->to_port;
		m->ports[0].last = rule->to_port;
	}
}

/* Whether chain FORWARD lets in packets that are all alike. */
static bool may_pass(const struct walk *filter, const struct match *m)
{
	const struct stop *stop = walk_decide(filter, m);

	if (!stop || stop->rule->target != TARGET_ACCEPT)
		return false;
	for (size_t i = 0; &filter->stops[i] < stop; i++)
		if (stop_refuses(&filter->stops[i]) &&
		    match_meets(&filter->stops[i].match, m))
			return false;
	stop->rule->carried = true;
	return true;
}

/* Why a DNAT is no forwarded port of sfw, or NULL. */
static const char *beyond_forward(const struct draft *draft,
				  const struct stop *stop)
{
	const struct match *m = &stop->match;

	if (stop->partly)
		return "a RETURN takes some of these packets away before";
	if (stop->rule->to.family != draft->family)
		return "a forwarded port goes to one address, and one port at most";
	if (!protocol_has_ports(m->proto) || !m->port_count)
		return "a forwarded port has a protocol and ports";
	if (!is_plain(m->in))
		return "a forwarded port has an incoming interface";
	if (m->dst.addr.family || m->sport.last || m->out[0] ||
	    m->flag_mask || m->hop255 || m->path != PATH_ANY ||
	    stop->rule->recent.kind != RECENT_NONE ||
	    !(m->states & STATE(NEW)))
		return "a forwarded port has only protocol, interface and source";
	if (stop->rule->to_port &&
	    (m->port_count > 1 || m->ports[0].first != m->ports[0].last))
		return "several ports cannot go to one";
	return NULL;
}

static void format_target(const struct rule *rule, char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	print_address(&rule->to, addr, sizeof(addr));
	if (!rule->to_port)
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, strchr(addr, ':') ? "[%s]:%u" : "%s:%u",
			 addr, rule->to_port);
}

static void format_forward(const struct stop *stop, const char *ports,
			   char *buf, size_t size)
{
	const struct match *m = &stop->match;
	char proto[PROTOCOL_NAME_MAX], from[PREFIX_TEXT_MAX];
	char to[INET6_ADDRSTRLEN + 8];

	format_target(stop->rule, to, sizeof(to));
	snprintf(buf, size, "forward add %s %s in %s to %s%s%s",
		 protocol_name(m->proto, proto, sizeof(proto)), ports, m->in,
		 to, m->src.addr.family ? " from " : "",
		 m->src.addr.family ?
		 print_prefix(&m->src, from, sizeof(from)) : "");
}

/* Rules of a table before a stop that may do something else with its packets. */
static const struct stop *other_first(const struct walk *walk, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (walk->stops[i].rule->target != TARGET_NONE &&
		    match_meets(&walk->stops[i].match, &walk->stops[at].match))
			return &walk->stops[i];
	return NULL;
}

static int forward_port(struct gateway *gw, size_t at)
{
	const struct stop *stop = &gw->nat.stops[at], *other;
	const char *beyond = beyond_forward(gw->draft, stop);
	char ports[MATCH_PORTS * PORTS_TEXT_MAX] = "";
	char one[PORTS_TEXT_MAX];
	struct match passing;
	struct item *item;

	if (stop->match.some)
		rule_lose(stop->rule, "sfw has nothing like %s", stop->odd);
	if (beyond)
		rule_lose(stop->rule, "%s", beyond);
	other = other_first(&gw->nat, at);
	if (other)
		rule_lose(stop->rule, "line %u comes first for some of these packets",
			  other->rule->line);
	if (stop->rule->lost)
		return 0;
	match_forwarded(gw->draft, stop, &passing);
	if (!may_pass(&gw->filter, &passing)) {
		rule_lose(stop->rule, "it would open more: FORWARD does not let these through");
		return 0;
	}
	for (unsigned int i = 0; i < stop->match.port_count; i++)
		snprintf(ports + strlen(ports), sizeof(ports) - strlen(ports),
			 "%s%s", i ? "," : "",
			 print_ports(&stop->match.ports[i], one, sizeof(one)));
	item = draft_gateway(gw->draft, stop->rule);
	if (!item)
		return -ENOMEM;
	format_forward(stop, ports, item->gateway, sizeof(item->gateway));
	return 0;
}

static int prerouting(struct gateway *gw)
{
	int ret = 0;

	for (size_t i = 0; i < gw->nat.count && !ret; i++) {
		struct rule *rule = gw->nat.stops[i].rule;

		if (rule->target == TARGET_DNAT)
			ret = forward_port(gw, i);
		else if (rule->target == TARGET_ACCEPT)
			rule->carried = true;
	}
	return ret;
}

static int add_masquerade(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	const struct match *m = &stop->match;
	const struct stop *other = other_first(walk, at);
	char from[PREFIX_TEXT_MAX];
	struct match asked, all;
	struct item *item;

	match_all(&asked);
	match_all(&all);
	asked.src = m->src;
	strcpy(asked.out, m->out);
	if (m->some || stop->partly || !match_within(&asked, m) ||
	    stop->rule->recent.kind != RECENT_NONE)
		rule_lose(stop->rule, "masquerade takes nothing but a source and an interface");
	else if (!m->src.addr.family || !is_plain(m->out))
		rule_lose(stop->rule, "masquerade needs a source and an outgoing interface");
	else if (other)
		rule_lose(stop->rule, "line %u comes first for some of these packets",
			  other->rule->line);
	if (stop->rule->lost)
		return 0;
	item = draft_gateway(draft, stop->rule);
	if (!item)
		return -ENOMEM;
	snprintf(item->gateway, sizeof(item->gateway),
		 "masquerade add %s out %s",
		 print_prefix(&m->src, from, sizeof(from)), m->out);
	return 0;
}

static int postrouting(struct draft *draft, const struct table *nat)
{
	struct walk walk;
	int ret;

	ret = walk_chain(&walk, nat, "POSTROUTING");
	for (size_t i = 0; i < walk.count && !ret; i++) {
		if (walk.stops[i].rule->target == TARGET_MASQUERADE)
			ret = add_masquerade(draft, &walk, i);
		else if (walk.stops[i].rule->target == TARGET_ACCEPT)
			walk.stops[i].rule->carried = true;
	}
	walk_free(&walk);
	return ret;
}

static int add_lan(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	struct match rest = stop->match, opened = stop->match;
	struct item *item;

	rest.in[0] = '\0';
	if (!stop->match.some &&
	    (!is_plain(stop->match.in) || !match_wide(&rest) ||
	     !(rest.states & STATE(NEW)))) {
		rule_lose(stop->rule, "sfw forwards a whole interface (lan), or a port");
		return 0;
	}
	match_new(&opened);
	if (!order_may_open(walk, at, &opened, REACH_TRUST))
		return 0;
	item = draft_gateway(draft, stop->rule);
	if (!item)
		return -ENOMEM;
	item->joint = true;
	snprintf(item->gateway, sizeof(item->gateway), "lan add dev %s",
		 stop->match.in);
	return 0;
}

/* What becomes of packets that nothing lets through. */
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
		return stop->rule->answer == SFW_ACT_DROP ?
		       SFW_FORWARD_DROP : SFW_FORWARD_REJECT;
	match_closed(&closed, MATCH_ANY);
	if (walk_decide(walk, &closed) != stop)
		return SFW_FORWARD_DROP;
	for (size_t i = 0; i < walk->count; i++)
		if (stop_refuses(&walk->stops[i]))
			return SFW_FORWARD_DROP;
	return SFW_FORWARD_OFF;
}

static int forward_answer(const struct draft *draft)
{
	if (draft->value[SFW_S_FORWARD] != SFW_FORWARD_REJECT)
		return SFW_ACT_DROP;
	return draft->family == AF_INET ? SFW_ACT_HOST_UNREACH :
					  SFW_ACT_ADMIN_PROHIB;
}

static void refuse(const struct draft *draft, const struct stop *stop)
{
	struct rule *rule = stop->rule;
	struct match new = stop->match;

	if (rule->target == TARGET_UNKNOWN)
		rule_lose(rule, "sfw has nothing like %s",
			  stop->odd[0] ? stop->odd : rule->jump);
	else if (match_new(&new) && rule->answer != forward_answer(draft))
		rule_lose(rule, "refused too, but with another answer");
	else
		rule->carried = true;
}

static int filter(struct draft *draft, const struct walk *walk)
{
	struct rule *closing = NULL;
	int ret = 0;

	draft_set(draft, SFW_S_FORWARD, closed_forward(walk, &closing),
		  closing);
	for (size_t i = 0; i < walk->count && !ret; i++) {
		const struct stop *stop = &walk->stops[i];
		struct rule *rule = stop->rule;

		if (rule->target == TARGET_ACCEPT &&
		    (!(stop->match.states & ~STATES_LIVE) ||
		     draft->value[SFW_S_FORWARD] == SFW_FORWARD_OFF))
			rule->carried = true;
		else if (rule->target == TARGET_ACCEPT && rule == closing)
			rule_lose(rule, "sfw forwards nothing that nothing allows");
		else if (rule->target == TARGET_ACCEPT && !rule->carried)
			ret = add_lan(draft, walk, i);
		else if (stop_refuses(stop))
			refuse(draft, stop);
	}
	return ret;
}

/**
 * import_forward() - translate what goes through this host
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
		ret = walk_chain(&gw.nat, nat, "PREROUTING");
	if (!ret)
		ret = prerouting(&gw);
	if (!ret)
		ret = filter(draft, &gw.filter);
	if (!ret)
		ret = postrouting(draft, nat);
	walk_free(&gw.nat);
	walk_free(&gw.filter);
	return ret;
}
