// SPDX-License-Identifier: GPL-2.0
/* Table nat: forwarded ports and masquerading. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/dnat.h"
#include "import/gateway.h"
#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lang/protocol.h"

#define ANY_IFACE	"IFACE"		/* where somebody has to put in a name */

/* Reasons against a command whose words fill a line. */
#define NOT_ONE_BY_ONE "iptables leads all of these ports to the first one there that is free, sfw each to its own"
#define CLOSED "it would open more: FORWARD does not let these through"
#define SHUT "this rule has to stay: INPUT does not let these packets in as they are then"
#define KEEP "this rule has to stay: sfw opens the port that packets are sent to, with or without it"
#define NOT_HERE "a forwarded port has an incoming interface, and is for all addresses of this host there"

/* The rule by which FORWARD lets in the packets of a forwarded port, or NULL. */
static struct rule *passing_rule(const struct gateway *gw, const struct stop *nat)
{
	struct match before = nat->match, behind;
	const struct stop *stop;

	match_new(&before);
	/* Those to others sfw leaves alone. */
	before.dst_types &= TO_LOCAL;
	dnat_packets(nat->rule, &before, &behind);
	stop = walk_led(&gw->filter, &before, &behind);
	if (stop)
		stop->rule->carried = true;
	return stop ? stop->rule : NULL;
}

/*
 * A range of ports that leads to another one: iptables takes the first of it that
 * is free, but with a base behind a slash the one at the same place.
 */
static bool leads_one_by_one(const struct stop *stop)
{
	const struct match *m = &stop->match;
	const struct port_range *to = &stop->rule->to_ports;
	bool single = m->port_count == 1 &&
		      m->ports[0].last - m->ports[0].first ==
		      to->last - to->first;

	return !to->last || (single && (to->first == to->last ||
					stop->rule->to_base == m->ports[0].first));
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
	if (m->group_not || (m->group && m->src.addr.family))
		return "a forwarded port is for a prefix or for a group";
	if (m->sport.last || m->out[0] || m->not_in[0] || m->flag_mask ||
	    m->hop255 || m->path != PATH_ANY || m->odd ||
	    stop->rule->recent.kind != RECENT_NONE ||
	    !(m->states & STATE(NEW)))
		return "a forwarded port has only protocol, interface and source";
	if (!leads_one_by_one(stop))
		return NOT_ONE_BY_ONE;
	if (m->dst.addr.family || m->dst_types != TO_ALL)
		return NOT_HERE;
	if (!m->in[0])
		return "a forwarded port has an incoming interface";
	return NULL;
}

/* Of two rules that make one command, the first one's comment has a place. */
static void take_comment(struct entry *entry, const struct rule *first,
			 struct rule *second)
{
	strcpy(entry->comment, first->comment[0] ? first->comment :
						   second->comment);
	if (second->comment[0] && strcmp(second->comment, entry->comment))
		rule_remark(second,
			    "its comment is left out: the forwarded port has that of %s",
			    rule_place(first).text);
}

static void fill_forward(const struct gateway *gw, struct entry *entry,
			 const struct stop *stop)
{
	const struct match *m = &stop->match;

	entry->proto = m->proto;
	entry->port_count = m->port_count;
	memcpy(entry->ports, m->ports, m->port_count * sizeof(m->ports[0]));
	strcpy(entry->dev, m->in);
	entry->to = stop->rule->to;
	entry->to_ports = stop->rule->to_ports;
	if (match_names_source(m))
		draft_use_source(gw->draft, m, entry);
}

/* The interface to the outside, as far as the rules name only one. */
static const char *outside(const struct gateway *gw)
{
	const char *found = NULL;

	for (size_t i = 0; i < gw->dnat.count + gw->snat.count; i++) {
		bool first = i < gw->dnat.count;
		const struct stop *stop = first ? &gw->dnat.stops[i] :
				&gw->snat.stops[i - gw->dnat.count];
		const char *name = first ? stop->match.in : stop->match.out;

		if (stop->rule->target != (first ? TARGET_DNAT :
					   TARGET_MASQUERADE) || !*name)
			continue;
		if (found && strcmp(found, name))
			return ANY_IFACE;
		found = name;
	}
	return found ? found : ANY_IFACE;
}

/* The line that is nearest, and more than the rule, if it makes sense at all. */
static int offer_forward(const struct gateway *gw, const struct stop *stop)
{
	struct command cmd = { .cmd = SFW_CMD_FORWARD_ADD };
	struct entry *entry = &cmd.entry;
	char line[LINE_MAX_BYTES];
	unsigned int size;

	if (stop->rule->to.family != gw->draft->family ||
	    !protocol_has_ports(stop->match.proto) || !stop->match.port_count)
		return 0;
	fill_forward(gw, entry, stop);
	strcpy(entry->comment, stop->rule->comment);
	if (!entry->dev[0])
		strcpy(entry->dev, outside(gw));
	size = entry->to_ports.last - entry->to_ports.first;
	for (unsigned int i = 0; entry->to_ports.last && i < entry->port_count; i++)
		if ((unsigned int)entry->ports[i].last - entry->ports[i].first != size)
			return 0;
	return rule_offer(stop->rule, format_command(&cmd, line, sizeof(line)));
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
	struct stop *stop = &gw->dnat.stops[at];
	const struct stop *other = other_first(&gw->dnat, at);
	const char *beyond = beyond_forward(gw->draft, stop);
	struct rule *pass = NULL;
	struct item *item;

	if (stop->match.inexact) {
		stop_lose(stop, "sfw has nothing like %s", stop->unknown);
	} else if (beyond) {
		stop_lose(stop, "%s", beyond);
	} else if (other) {
		stop_lose(stop, "%s comes first for some of these packets",
			  rule_place(other->rule).text);
	} else {
		pass = passing_rule(gw, stop);
		if (!pass)
			stop_lose(stop, "%s", CLOSED);
	}
	if (stop->lost)
		return offer_forward(gw, stop);
	item = draft_add(gw->draft, SFW_CMD_FORWARD_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	fill_forward(gw, &item->cmd.entry, stop);
	take_comment(&item->cmd.entry, stop->rule, pass);
	return 0;
}

/* Packets to this host that NAT leads on: a container's, not a forwarded port's. */
static bool is_published(const struct stop *stop)
{
	if (stop->rule->target != TARGET_DNAT)
		return stop->rule->target == TARGET_REDIRECT;
	return !(stop->match.dst_types & ~(TO_LOCAL | TO_LOOPBACK));
}

/* A port that others lead on is open as a port of this host: see set published. */
static int open_published(struct gateway *gw, size_t at)
{
	struct stop *stop = &gw->dnat.stops[at];
	bool redirects = stop->rule->target == TARGET_REDIRECT;
	struct match opened = stop->match;
	bool passes;

	opened.dst_types &= TO_LOCAL;
	if (!match_new(&opened))
		return 0;
	passes = !stop->match.inexact && dnat_passes(&gw->input, stop, &opened);
	if (passes && entry_is_open(gw->draft, &opened)) {
		rule_remark(stop->rule, "%s", KEEP);
		stop->rule->carried = true;
		return 0;
	}
	stop_lose(stop, "%s", passes ? KEEP : redirects ? SHUT : CLOSED);
	if (redirects && !passes)
		return 0;
	return entry_offer(gw->draft, &gw->input, stop,
			   &(struct pieces){ &opened, 1 }, NULL);
}

/**
 * nat_forwards() - translate the forwarded ports
 * @gw: the chains
 *
 * Return: 0 or -ENOMEM.
 */
int nat_forwards(struct gateway *gw)
{
	int ret = 0;

	for (size_t i = 0; i < gw->dnat.count && !ret; i++) {
		struct rule *rule = gw->dnat.stops[i].rule;

		if (is_published(&gw->dnat.stops[i]))
			ret = open_published(gw, i);
		else if (rule->target == TARGET_DNAT)
			ret = forward_port(gw, i);
		else if (rule->target == TARGET_ACCEPT)
			rule->carried = true;
	}
	return ret;
}

/* Whether a rule only brings answers back that a forwarded port of sfw brings back. */
static bool is_hairpin(const struct gateway *gw, const struct match *m)
{
	for (size_t i = 0; i < gw->dnat.count; i++) {
		const struct rule *rule = gw->dnat.stops[i].rule;
		struct prefix to = {
			.addr = rule->to, .len = address_bits(gw->draft->family),
		};

		if (rule->target == TARGET_DNAT && m->dst.addr.family &&
		    !prefix_compare(&to, &m->dst))
			return true;
	}
	return false;
}

/* Why a rule is no masquerading of sfw, or NULL. */
static const char *beyond_masquerade(const struct stop *stop)
{
	const struct match *m = &stop->match;
	struct match asked;

	match_all(&asked);
	asked.src = m->src;
	strcpy(asked.out, m->out);
	if (m->inexact || stop->partly || !match_within(&asked, m) ||
	    stop->rule->recent.kind != RECENT_NONE)
		return "masquerade takes nothing but a source and an interface";
	if (!m->out[0])
		return "masquerade needs an outgoing interface";
	if (stop->rule->target == TARGET_SNAT &&
	    (!stop->rule->to.family || stop->rule->to_ports.last))
		return "masquerade takes one new source, and no ports";
	return NULL;
}

static void fill_masquerade(const struct gateway *gw, const struct stop *stop,
			    struct entry *entry)
{
	draft_use_source(gw->draft, &stop->match, entry);
	strcpy(entry->out, stop->match.out[0] ? stop->match.out : outside(gw));
	if (stop->rule->target == TARGET_SNAT)
		entry->to = stop->rule->to;
}

static int add_masquerade(struct gateway *gw, size_t at)
{
	struct stop *stop = &gw->snat.stops[at];
	const struct stop *other = other_first(&gw->snat, at);
	const char *beyond = beyond_masquerade(stop);
	struct command cmd = { .cmd = SFW_CMD_MASQ_ADD };
	char line[LINE_MAX_BYTES];
	struct item *item;

	if (is_hairpin(gw, &stop->match)) {
		rule_remark(stop->rule, "a forwarded port of sfw brings these back by itself");
		stop->rule->carried = true;
		return 0;
	}
	if (beyond)
		stop_lose(stop, "%s", beyond);
	else if (other)
		stop_lose(stop, "%s comes first for some of these packets",
			  rule_place(other->rule).text);
	if (stop->lost && stop->match.group)
		return 0;
	if (stop->lost) {
		fill_masquerade(gw, stop, &cmd.entry);
		return rule_offer(stop->rule,
				  format_command(&cmd, line, sizeof(line)));
	}
	item = draft_add(gw->draft, SFW_CMD_MASQ_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	fill_masquerade(gw, stop, &item->cmd.entry);
	return 0;
}

/**
 * nat_sources() - translate the masquerading
 * @gw: the chains
 *
 * Return: 0 or -ENOMEM.
 */
int nat_sources(struct gateway *gw)
{
	int ret = 0;

	for (size_t i = 0; i < gw->snat.count && !ret; i++) {
		struct rule *rule = gw->snat.stops[i].rule;

		if (rule->target == TARGET_MASQUERADE ||
		    rule->target == TARGET_SNAT)
			ret = add_masquerade(gw, i);
		else if (rule->target == TARGET_ACCEPT)
			rule->carried = true;
	}
	return ret;
}
