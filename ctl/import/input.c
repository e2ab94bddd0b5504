// SPDX-License-Identifier: GPL-2.0
/* Chain INPUT of table filter: packets for this host. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "core/dhcp.h"
#include "import/order.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/compiler.h"

#define ANY_SERVER "sfw takes them from any server and port: RFC 8415 names neither"

static bool is_one(const struct port_range *range, __u16 port)
{
	return range->first == port && range->last == port;
}

/* Addresses of a link are all in the first half of their prefix: RFC 4291. */
static bool is_link(const struct prefix *prefix)
{
	static const struct prefix link = {
		.addr = { AF_INET6, { 0xfe, 0x80 } }, .len = 10,
	}, half = {
		.addr = { AF_INET6, { 0xfe, 0x80 } }, .len = 64,
	};

	return !prefix_compare(prefix, &link) || !prefix_compare(prefix, &half);
}

static bool is_any(const struct prefix *prefix)
{
	return !prefix->addr.family;
}

/*
 * The answers of DHCP servers. Over IPv6 sfw knows them by the link-local address and
 * the port of the client alone.
 */
static bool is_dhcp(const struct draft *draft, const struct match *m)
{
	struct match rest = *m;
	bool six = draft->family == AF_INET6;
	bool server = is_one(&m->sport, six ? SFW_DHCP6_SERVER : SFW_DHCP_SERVER);

	if (m->proto != IPPROTO_UDP || m->port_count != 1 ||
	    !is_one(&m->ports[0], six ? SFW_DHCP6_CLIENT : SFW_DHCP_CLIENT))
		return false;
	if (!server && (!six || m->sport.last || !is_link(&m->dst)))
		return false;
	rest.proto = MATCH_ANY;
	rest.port_count = 0;
	rest.sport.last = 0;
	if (six && (is_link(&m->src) || is_any(&m->src)) &&
	    (is_link(&m->dst) || is_any(&m->dst))) {
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

/* Packets that sfw lets in without any rule, or by the port that NAT led them from. */
static bool is_natural(const struct match *m)
{
	return !strcmp(m->in, "lo") || m->dst_types == TO_LOOPBACK ||
	       !(m->states & ~STATES_LIVE) || !(m->nat & NAT_NONE) ||
	       is_neighbour(m);
}

/* Errors, which connection tracking takes for RELATED or INVALID, never for new. */
static bool is_error(const struct match *m)
{
	if (m->proto == IPPROTO_ICMP)
		return m->icmp_type == 3 || m->icmp_type == 4 ||
		       m->icmp_type == 11 || m->icmp_type == 12;
	return m->proto == IPPROTO_ICMPV6 && m->icmp_type >= 1 &&
	       m->icmp_type <= 4;
}

static int let_in(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const struct match *m = &stop->match;
	struct match opened = *m;

	if (is_natural(m) || is_error(m)) {
		stop->rule->carried = true;
		return 0;
	}
	if (is_dhcp(draft, m)) {
		match_new(&opened);
		if (!order_may_open(walk, at, &opened, REACH_ENTRY))
			return 0;
		draft_set(draft, SFW_S_DHCP, 1, stop->rule);
		if (draft->family == AF_INET6 && m->sport.last)
			rule_remark(stop->rule, ANY_SERVER);
		return 0;
	}
	return open_stop(draft, walk, at);
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
	       (stop->match.inexact || !stop->match.port_count);
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
		if (stop->unknown[0] || rule->jump[0])
			stop_lose(stop, "sfw has nothing like %s",
				  stop->unknown[0] ? stop->unknown : rule->jump);
		return 0;
	}
	if (rule->recent.kind > RECENT_SET) {
		recent_scan(draft, walk, at);
		return 0;
	}
	ret = block_add(draft, walk, at);
	if (ret || stop->replaced_by)
		return ret;
	if (!is_never_valid(&stop->match) && is_before_live(walk, stop) &&
	    stop->match.src_types != FROM_NOBODY)
		stop_lose(stop, "sfw lets in packets of live connections before anything else");
	else if (match_new(&new) && !reject_is_same(draft, walk, stop))
		stop_lose(stop, "refused too, but with the answer of a closed port");
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

/* Verdicts that are built into sfw, and not into the rules. */
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

static int import_walk(struct draft *draft, struct walk *walk)
{
	int ret;

	if (!walk->count)
		return draft_remark(draft, "nothing about INPUT: it is refused");
	reject_choose(draft, walk);
	draft_set(draft, SFW_S_PING, 0, NULL);
	draft_set(draft, SFW_S_DHCP, 0, NULL);
	ret = translate(draft, walk);
	return ret ? ret : compare(draft, walk);
}

/**
 * import_input() - translate the rules for packets to this host
 * @draft: the policy
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_input(struct draft *draft)
{
	struct walk walk, through;
	int ret;

	ret = walk_path(&walk, draft->set, draft->family, "INPUT");
	if (!ret) {
		ret = walk_path(&through, draft->set, draft->family, "FORWARD");
		walk.through = &through;
		if (!ret)
			ret = import_walk(draft, &walk);
		walk_free(&through);
	}
	walk_free(&walk);
	return ret;
}
