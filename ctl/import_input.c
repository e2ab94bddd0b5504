// SPDX-License-Identifier: GPL-2.0
/* Chain INPUT of table filter: what comes to this host. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "compiler.h"
#include "import_order.h"
#include "prefix.h"
#include "protocol.h"

#define DHCP4_SERVER	67
#define DHCP4_CLIENT	68
#define DHCP6_SERVER	547
#define DHCP6_CLIENT	546
#define ECHO4		8
#define ECHO6		128

static bool is_one(const struct port_range *range, __u16 port)
{
	return range->first == port && range->last == port;
}

static bool is_link(const struct prefix *prefix)
{
	static const struct prefix link = {
		.addr = { AF_INET6, { 0xfe, 0x80 } }, .len = 10,
	};

	return !prefix->addr.family || !prefix_compare(prefix, &link);
}

static bool is_dhcp(const struct draft *draft, const struct match *m)
{
	struct match rest = *m;
	bool six = draft->family == AF_INET6;

	if (m->proto != IPPROTO_UDP || m->port_count != 1 ||
	    !is_one(&m->ports[0], six ? DHCP6_CLIENT : DHCP4_CLIENT) ||
	    !is_one(&m->sport, six ? DHCP6_SERVER : DHCP4_SERVER))
		return false;
	rest.proto = MATCH_ANY;
	rest.port_count = 0;
	rest.sport.last = 0;
	if (six && is_link(&m->src) && is_link(&m->dst)) {
		rest.src.addr.family = 0;
		rest.dst.addr.family = 0;
	}
	return (m->states & STATE(NEW)) && match_wide(&rest);
}

/* Neighbour discovery and multicast listener discovery, which sfw lets in. */
static bool is_neighbour(const struct match *m)
{
	return m->proto == IPPROTO_ICMPV6 &&
	       ((m->icmp_type >= 130 && m->icmp_type <= 137) ||
		m->icmp_type == 143);
}

static void match_echo(const struct draft *draft, struct match *m)
{
	match_closed(m, draft->family == AF_INET ? IPPROTO_ICMP :
						   IPPROTO_ICMPV6);
	m->icmp_type = draft->family == AF_INET ? ECHO4 : ECHO6;
}

/* What sfw lets in by its nature, whatever a rule says of it. */
static bool is_natural(const struct match *m)
{
	return !strcmp(m->in, "lo") || !(m->states & ~STATES_LIVE) ||
	       is_neighbour(m);
}

/* Why an entry cannot say what a match says, or NULL. */
static const char *beyond_entry(const struct match *m)
{
	if (m->dst.addr.family)
		return "sfw has no destinations, only this host as a whole";
	if (m->sport.last)
		return "sfw has no source ports";
	if (m->port_count && !protocol_has_ports(m->proto))
		return "sfw knows no ports of this protocol";
	if (m->flag_mask && m->proto != IPPROTO_TCP)
		return "sfw knows no flags of this protocol";
	if (m->icmp_type != MATCH_ANY)
		return "sfw opens no ICMP type alone, but echo requests";
	if (m->hop255 || m->path != PATH_ANY || m->out[0])
		return "sfw opens nothing by this match";
	if (!(m->states & STATE(NEW)))
		return "sfw opens only what is new";
	return NULL;
}

/* Takes away what an entry of the same source and interface has opened. */
static void drop_ports(struct entry *entry, const struct entry *old)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < entry->port_count; i++) {
		bool found = false;

		for (unsigned int j = 0; j < old->port_count; j++)
			found |= !memcmp(&entry->ports[i], &old->ports[j],
					 sizeof(old->ports[j]));
		for (unsigned int j = 0; j < kept; j++)
			found |= !memcmp(&entry->ports[i], &entry->ports[j],
					 sizeof(entry->ports[j]));
		if (!found)
			entry->ports[kept++] = entry->ports[i];
	}
	entry->port_count = kept;
}

static bool is_open(const struct draft *draft, enum sfw_cmd cmd,
		    struct entry *entry)
{
	unsigned int asked = entry->port_count;

	drop_ports(entry, &(struct entry){ .port_count = 0 });
	for (size_t i = 0; i < draft->count; i++) {
		const struct entry *old = &draft->items[i].cmd.entry;

		if (draft->items[i].cmd.cmd != cmd ||
		    old->proto != entry->proto ||
		    strcmp(old->dev, entry->dev) ||
		    prefix_compare(&old->from[0], &entry->from[0]))
			continue;
		if (!asked)
			return true;
		drop_ports(entry, old);
	}
	return asked && !entry->port_count;
}

static int add_entry(struct draft *draft, const struct stop *stop,
		     const char *guard)
{
	const struct match *m = &stop->match;
	enum sfw_cmd cmd = protocol_has_ports(m->proto) ? SFW_CMD_PORT_ADD :
							  SFW_CMD_PROTO_ADD;
	struct entry entry;
	struct item *item;

	memset(&entry, 0, sizeof(entry));
	entry.proto = m->proto;
	entry.port_count = m->port_count;
	memcpy(entry.ports, m->ports, m->port_count * sizeof(m->ports[0]));
	if (cmd == SFW_CMD_PORT_ADD && !m->port_count) {
		entry.port_count = 1;
		entry.ports[0] = (struct port_range){ 1, 65535 };
	}
	draft_source(draft, m, &entry);
	strcpy(entry.dev, m->in);
	strcpy(entry.guard, guard);
	if (cmd == SFW_CMD_PORT_ADD)
		strcpy(entry.comment, stop->rule->comment);
	stop->rule->carried = true;
	if (is_open(draft, cmd, &entry))
		return 0;
	item = draft_add(draft, cmd, stop->rule);
	if (!item)
		return -ENOMEM;
	item->cmd.entry = entry;
	return 0;
}

static int open_entry(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	const char *beyond = beyond_entry(&stop->match);
	struct match opened = stop->match;
	char guard[SFW_NAME_MAX + 1];
	int ret;

	if (beyond) {
		rule_lose(stop->rule, "%s", beyond);
		return 0;
	}
	if (!stop->match.some &&
	    (!match_new(&opened) || !match_within(&opened, &stop->match))) {
		rule_lose(stop->rule, "sfw opens TCP only to what begins with SYN");
		return 0;
	}
	match_new(&opened);
	ret = recent_guard(draft, walk, at, &opened, guard);
	if (ret)
		return ret;
	/* A guard's checks are spared for an entry that is carried over. */
	stop->rule->carried = true;
	if (order_may_open(walk, at, &opened, REACH_ENTRY))
		return add_entry(draft, stop, guard);
	return 0;
}

static int open_trust(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	const struct match *m = &stop->match;
	struct match opened, asked = *m;
	struct item *item;

	match_all(&opened);
	opened.src = m->src;
	strcpy(opened.in, m->in);
	asked.states |= STATES_LIVE;
	if (m->in[0] && m->src.addr.family) {
		rule_lose(stop->rule, "trust takes an interface or a source, not both");
		return 0;
	}
	if (!m->some && !match_within(&opened, &asked)) {
		rule_lose(stop->rule, "only trust opens all, INVALID packets too");
		return 0;
	}
	if (!order_may_open(walk, at, &opened, REACH_TRUST))
		return 0;
	item = draft_add(draft, SFW_CMD_TRUST_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	if (m->in[0])
		strcpy(item->cmd.entry.dev, m->in);
	else
		draft_source(draft, m, &item->cmd.entry);
	item->joint = m->in[0];
	return 0;
}

/* Echo requests have a setting, which is for everybody. */
static bool open_echo(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	struct match echo;

	match_echo(draft, &echo);
	if (stop->match.proto != echo.proto)
		return false;
	if (stop->match.icmp_type != MATCH_ANY &&
	    stop->match.icmp_type != echo.icmp_type)
		return false;
	if (match_within(&echo, &stop->match)) {
		if (order_may_open(walk, at, &echo, REACH_ENTRY))
			draft_set(draft, SFW_S_PING, 1, stop->rule);
	} else if (stop->match.icmp_type == echo.icmp_type &&
		   order_may_open(walk, at, &echo, REACH_ENTRY)) {
		rule_lose(stop->rule, "ping is on for everybody or for nobody");
	}
	return stop->match.icmp_type == echo.icmp_type;
}

static int let_in(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	const struct match *m = &stop->match;
	struct match opened = *m;

	if (is_natural(m)) {
		stop->rule->carried = true;
		return 0;
	}
	if (is_dhcp(draft, m)) {
		match_new(&opened);
		if (order_may_open(walk, at, &opened, REACH_ENTRY))
			draft_set(draft, SFW_S_DHCP, 1, stop->rule);
		return 0;
	}
	if (open_echo(draft, walk, at))
		return 0;
	if (m->proto != MATCH_ANY)
		return open_entry(draft, walk, at);
	if (beyond_entry(m)) {
		rule_lose(stop->rule, "%s", beyond_entry(m));
		return 0;
	}
	return open_trust(draft, walk, at);
}

/*
 * A block drops what belongs to a connection as well, so it is the same only
 * before those packets are let in, and must not be before other openings.
 */
static int add_block(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	struct match rest = stop->match;
	struct item *item;
	bool live = false;

	rest.src.addr.family = 0;
	if (!stop->match.src.addr.family || stop->partly ||
	    stop->rule->recent.kind != RECENT_NONE || !match_wide(&rest) ||
	    !(rest.states & STATE(NEW)))
		return 0;
	for (size_t i = 0; i < at; i++) {
		const struct stop *before = &walk->stops[i];

		if (before->rule->target != TARGET_ACCEPT ||
		    !match_meets(&before->match, &stop->match))
			continue;
		if (!is_natural(&before->match))
			return 0;
		live |= !!strcmp(before->match.in, "lo");
	}
	item = draft_add(draft, SFW_CMD_BLOCK_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	draft_source(draft, &stop->match, &item->cmd.entry);
	strcpy(item->cmd.entry.comment, stop->rule->comment);
	stop->instead = INSTEAD_BLOCK;
	if (live || (rest.states & STATES_LIVE) != STATES_LIVE)
		rule_lose(stop->rule, "stricter: a block drops answers from there too");
	else if (stop->rule->answer != SFW_ACT_DROP)
		rule_lose(stop->rule, "refused too, but a block answers nothing");
	return 0;
}

/* Whether packets of live connections get to a stop. */
static bool is_before_live(const struct walk *walk, const struct stop *stop)
{
	const struct stop *first;
	struct match live;

	match_all(&live);
	live.states = STATE(ESTABLISHED);
	first = walk_decide(walk, &live);
	return first && stop < first && (stop->match.states & live.states) &&
	       (stop->match.some || !stop->match.port_count);
}

/* Flags that connection tracking takes for INVALID, which sfw drops. */
static bool is_never_valid(const struct match *m)
{
	enum { FIN = 1, SYN = 2, RST = 4, ACK = 16, URG = 32 };
	static const __u8 valid[] = {
		SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK,
		FIN | ACK | URG, ACK, ACK | URG,
	};
	struct match flags;

	if (m->proto != IPPROTO_TCP)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(valid); i++) {
		match_all(&flags);
		flags.flag_mask = FIN | SYN | RST | ACK | URG;
		flags.flags = valid[i];
		if (match_meets(m, &flags))
			return false;
	}
	return true;
}

static int keep_out(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	struct rule *rule = stop->rule;
	struct match new = stop->match;
	int ret;

	if (rule->target == TARGET_UNKNOWN) {
		rule_lose(rule, "sfw has nothing like %s",
			  stop->odd[0] ? stop->odd : rule->jump);
		return 0;
	}
	if (rule->recent.kind > RECENT_SET) {
		recent_scan(draft, walk, at);
		return 0;
	}
	ret = add_block(draft, walk, at);
	if (ret || stop->instead)
		return ret;
	if (!is_never_valid(&stop->match) && is_before_live(walk, stop))
		rule_lose(rule, "sfw lets in what belongs to a connection before anything else");
	else if (match_new(&new) && !answer_is_same(draft, walk, stop))
		rule_lose(rule, "refused too, but with the answer of a closed port");
	else
		rule->carried = true;
	return 0;
}

static int translate(struct draft *draft, const struct walk *walk)
{
	int ret = 0;

	for (size_t i = 0; i < walk->count && !ret; i++) {
		switch (walk->stops[i].rule->target) {
		case TARGET_ACCEPT:
			ret = let_in(draft, walk, i);
			break;
		case TARGET_REFUSE:
		case TARGET_UNKNOWN:
			ret = keep_out(draft, walk, i);
			break;
		default:
			break;
		}
	}
	return ret;
}

/* ICMP from some sources only, with echo requests among it. */
static void check_echo(const struct draft *draft, const struct walk *walk)
{
	struct match echo;

	match_echo(draft, &echo);
	for (size_t i = 0; i < walk->count; i++) {
		struct rule *rule = walk->stops[i].rule;

		if (rule->target == TARGET_ACCEPT && rule->carried &&
		    walk->stops[i].match.proto == echo.proto &&
		    match_meets(&walk->stops[i].match, &echo))
			rule_lose(rule, "but no echo requests: ping is on for all or none");
	}
}

static bool lets_in(const struct walk *walk, unsigned int states,
		    const char *dev)
{
	const struct stop *stop;
	struct match m;

	match_all(&m);
	m.states = states;
	strcpy(m.in, dev);
	stop = walk_decide(walk, &m);
	return stop && stop->rule->target == TARGET_ACCEPT;
}

static bool lets_neighbours_in(const struct walk *walk)
{
	struct match m;

	match_all(&m);
	m.proto = IPPROTO_ICMPV6;
	m.icmp_type = 135;
	m.hop255 = true;
	for (size_t i = 0; i < walk->count; i++)
		if (walk->stops[i].rule->target == TARGET_ACCEPT &&
		    walk->stops[i].match.proto == IPPROTO_ICMPV6 &&
		    match_meets(&walk->stops[i].match, &m))
			return true;
	m.states = STATE(UNTRACKED);
	return walk_decide(walk, &m) &&
	       walk_decide(walk, &m)->rule->target == TARGET_ACCEPT;
}

/* What sfw does by its nature, and the rules do not. */
static int compare(struct draft *draft, const struct walk *walk)
{
	static const char text[] = "sfw lets in %s, these rules do not";
	int ret = 0;

	if (!lets_in(walk, STATE(NEW), "lo"))
		ret = draft_remark(draft, text, "all that comes over loopback");
	if (!ret && !lets_in(walk, STATE(ESTABLISHED), ""))
		ret = draft_remark(draft, text, "answers to its connections");
	if (!ret && !lets_in(walk, STATE(RELATED), ""))
		ret = draft_remark(draft, text, "errors and helpers of its connections");
	if (!ret && draft->family == AF_INET6 && !lets_neighbours_in(walk))
		ret = draft_remark(draft, text, "neighbour discovery");
	return ret;
}

/**
 * import_input() - translate what comes to this host
 * @draft: the policy
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_input(struct draft *draft)
{
	struct walk walk;
	int ret;

	ret = walk_path(&walk, draft->set, draft->family, "INPUT");
	if (!ret && !walk.count) {
		ret = draft_remark(draft, "nothing about INPUT: it is refused");
	} else if (!ret) {
		answer_choose(draft, &walk);
		draft_set(draft, SFW_S_PING, 0, NULL);
		draft_set(draft, SFW_S_DHCP, 0, NULL);
		ret = translate(draft, &walk);
		if (!draft->value[SFW_S_PING])
			check_echo(draft, &walk);
		if (!ret)
			ret = compare(draft, &walk);
	}
	walk_free(&walk);
	return ret;
}
