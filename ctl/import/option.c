// SPDX-License-Identifier: GPL-2.0
/*
 * The options of iptables' rules. One that is not understood leaves the set of
 * packets as it is, which is then too large.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/option.h"
#include "import/range.h"
#include "import/words.h"
#include "lang/parser.h"
#include "lib/compiler.h"
#include "lib/printable.h"
#include "lib/wordset.h"

static bool read_proto(struct reader *r)
{
	struct match *m = &r->rule->match;
	int proto;

	if (!word_proto(*r->at, &proto))
		return false;
	if (!r->not) {
		m->proto = proto;
		return true;
	}
	if (proto > 0)
		match_not_proto(m, proto);
	return proto > 0;
}

/* Sources that are several prefixes: the rule stands for one rule for each. */
static bool read_sources(struct reader *r, const struct address *first,
			 const struct address *last)
{
	struct rule *rule = r->rule;
	struct prefix *found;
	int count = range_prefixes(first, last, r->not, &found);

	if (count > 0 && rule->srcs)
		count = range_meet(&found, count, rule->srcs, rule->src_count);
	if (count < 0)
		return false;
	free(rule->srcs);
	rule->srcs = found;
	rule->src_count = count;
	rule->src_not |= r->not;
	if (!count)
		rule->match.never = MATCH_NOTHING;
	return true;
}

static bool read_src(struct reader *r)
{
	struct prefix prefix;
	struct address last;

	if (!word_prefix(*r->at, &prefix))
		return false;
	if (!r->not) {
		match_source(&r->rule->match, &prefix);
		return true;
	}
	range_last(&prefix, &last);
	return prefix.addr.family && read_sources(r, &prefix.addr, &last);
}

static bool read_range(struct reader *r)
{
	struct address first, last;

	return word_range(*r->at, &first, &last) &&
	       read_sources(r, &first, &last);
}

static bool read_type(struct reader *r, const unsigned int *bits,
		      unsigned int all, unsigned int *types)
{
	unsigned int found = 0;

	if (!word_types(*r->at, "UNICAST|LOCAL|BROADCAST|MULTICAST|ANYCAST|UNSPEC",
			bits, &found))
		return false;
	*types &= r->not ? all & ~found : found;
	return *types;
}

/* Types of the routing table; those that no packet has here are none of them. */
static bool read_src_type(struct reader *r)
{
	static const unsigned int bits[] = {
		FROM_UNICAST, FROM_NOBODY, FROM_BROADCAST, FROM_NOBODY,
		FROM_NOBODY, FROM_UNSPEC,
	};

	return read_type(r, bits, FROM_ALL, &r->rule->match.src_types);
}

static bool read_dst_type(struct reader *r)
{
	static const unsigned int bits[] = {
		TO_OTHER, TO_LOCAL | TO_LOOPBACK, TO_BROADCAST, TO_MULTICAST, TO_OTHER,
		TO_OTHER,
	};

	return read_type(r, bits, TO_ALL, &r->rule->match.dst_types);
}

static bool read_fragment(struct reader *r)
{
	if (!r->not)
		r->rule->match.never = "packets are whole again when they get here";
	return true;
}

/* Stacks announce 536 bytes at least, and at most the room of a frame. */
static bool read_mss(struct reader *r)
{
	enum { LEAST = 536, MOST = 65495 };
	__u32 first, last;

	/* Behind a target it is one that SYNPROXY answers with. */
	if (r->rule->jump[0] || !word_numbers(*r->at, &first, &last))
		return false;
	if (r->not ? first > LEAST || last < MOST : first <= MOST && last >= LEAST)
		return false;
	r->rule->match.odd = "no TCP in use announces such a segment size, a crafted SYN might";
	return true;
}

static bool read_routing(struct reader *r)
{
	if (r->not || strcmp(*r->at, "0"))
		return false;
	r->rule->match.odd = "nobody sends this routing header (RFC 5095), Linux forwards none";
	return true;
}

/* No match has a rate: the rule counts as not understood, and this tells why. */
static bool read_rate(struct reader *r)
{
	if (!rate_read(&r->rule->rate, *r->at))
		r->rule->rate.hits = 0;
	return false;
}

static bool read_burst(struct reader *r)
{
	parse_number(*r->at, 1, 1000000, &r->rule->rate.burst);
	return false;
}

static bool read_mode(struct reader *r)
{
	/* A port has those of each source, though ports may tell its buckets apart as well. */
	r->rule->rate.each = strstr(*r->at, "srcip") && !strstr(*r->at, "srcport");
	return false;
}

static bool read_live(struct reader *r)
{
	r->rule->rate.each = true;
	parse_number(*r->at, 1, 1000000, &r->rule->rate.hits);
	return false;
}

static bool read_source_bits(struct reader *r)
{
	parse_number(*r->at, 1, 127, &r->rule->rate.mask);
	if (!strcmp(*r->at, "0"))
		r->rule->rate.each = false;
	return false;
}

/* Of each destination: that is this host, or one behind it. */
static bool read_live_there(struct reader *r)
{
	r->rule->rate.each = false;
	return false;
}

static bool read_untracked(struct reader *r)
{
	r->rule->untracks = true;
	return !r->not;
}

static bool read_helper(struct reader *r)
{
	snprintf(r->rule->jump, sizeof(r->rule->jump), "CT --helper");
	return !r->not;
}

/* The members may stand behind the rules: ipset_rules_settle() looks for them. */
static bool read_ipset(struct reader *r)
{
	struct rule *rule = r->rule;

	if (rule->set[0] || strlen(*r->at) >= sizeof(rule->set)) {
		snprintf(rule->unknown, sizeof(rule->unknown), "ipset %.30s",
			 printable(*r->at).text);
		return false;
	}
	strcpy(rule->set, *r->at);
	rule->set_not = r->not;
	rule->set_other = strcmp(r->at[1], "src");
	return true;
}

static bool read_filled(struct reader *r)
{
	char *fills = r->rule->fills[!!r->rule->fills[0][0]];

	if (r->not || *fills)
		return false;
	snprintf(fills, IPSET_BYTES, "%s", *r->at);
	return true;
}

static bool read_dst(struct reader *r)
{
	struct prefix prefix;

	if (r->not || !word_prefix(*r->at, &prefix))
		return false;
	match_destination(&r->rule->match, &prefix);
	return true;
}

static bool read_in(struct reader *r)
{
	struct match *m = &r->rule->match;

	return word_dev(*r->at, r->not ? m->not_in : m->in) &&
	       (!r->not || m->not_in[0]);
}

static bool read_out(struct reader *r)
{
	return !r->not && word_dev(*r->at, r->rule->match.out);
}

static bool read_ports(struct reader *r)
{
	struct match *m = &r->rule->match;
	struct match ports;

	match_all(&ports);
	return word_ports(*r->at, m->proto, &ports) &&
	       (r->not ? match_other_ports(m, &ports) : match_and(m, &ports));
}

static bool read_sport(struct reader *r)
{
	struct match *m = &r->rule->match;
	struct port_range range;

	if (r->not || !word_port(*r->at, m->proto, &range))
		return false;
	if (!range.last)
		m->odd = "no program sends from port 0";
	m->sport = range;
	return true;
}

static bool read_translated(struct reader *r)
{
	r->rule->match.nat &= r->not ? NAT_NONE : NAT_DST;
	return r->rule->match.nat;
}

static bool read_states(struct reader *r)
{
	struct match *m = &r->rule->match;
	unsigned int states;

	if (!strcmp(*r->at, "DNAT"))
		return read_translated(r);
	if (!word_states(*r->at, &states))
		return false;
	m->states &= r->not ? ~states : states;
	return true;
}

static bool read_status(struct reader *r)
{
	return !strcmp(*r->at, "DNAT") && read_translated(r);
}

static bool read_flags(struct reader *r)
{
	struct match *m = &r->rule->match;
	__u8 mask, flags;

	if (!word_flags(r->at[0], &mask) || !word_flags(r->at[1], &flags) ||
	    !mask || (flags & ~mask))
		return false;
	m->flag_mask = mask;
	m->flags = flags;
	m->flags_not = r->not;
	return true;
}

static bool read_syn(struct reader *r)
{
	r->rule->match.flag_mask = SYN_MASK;
	r->rule->match.flags = SYN_ONLY;
	r->rule->match.flags_not = r->not;
	return true;
}

static bool read_icmp(struct reader *r)
{
	struct match *m = &r->rule->match;

	return !r->not && word_icmp(*r->at, m->proto, &m->icmp_type);
}

static bool read_hop(struct reader *r)
{
	bool wanted = !r->not && !strcmp(*r->at, "255");

	r->rule->match.hop255 |= wanted;
	return wanted;
}

static bool read_path(struct reader *r)
{
	r->rule->match.path = PATH_BAD;
	return !r->not;
}

static bool read_loose(struct reader *r)
{
	r->rule->match.loose = true;
	return !r->not;
}

static bool read_recent(struct reader *r, enum recent_kind kind)
{
	r->rule->recent.kind = kind;
	return !r->not;
}

static bool read_set(struct reader *r)
{
	return read_recent(r, RECENT_SET);
}

static bool read_rcheck(struct reader *r)
{
	return read_recent(r, RECENT_RCHECK);
}

static bool read_update(struct reader *r)
{
	return read_recent(r, RECENT_UPDATE);
}

static bool read_seconds(struct reader *r)
{
	return parse_number(*r->at, 1, SFW_DURATION_MAX,
			    &r->rule->recent.seconds);
}

static bool read_hits(struct reader *r)
{
	return parse_number(*r->at, 1, SFW_HITS_MAX, &r->rule->recent.hits);
}

static bool read_rttl(struct reader *r)
{
	r->rule->recent.rttl = true;
	return true;
}

static bool read_name(struct reader *r)
{
	struct parse_error err;
	struct parser p = { .words = r->at, .count = 1, .error = &err };

	return !parse_name(&p, r->rule->recent.name);
}

static bool read_mask(struct reader *r)
{
	return word_mask(*r->at, &r->rule->recent.mask);
}

static bool read_comment(struct reader *r)
{
	struct parse_error err;
	struct parser p = { .words = r->at, .count = 1, .error = &err };

	/* A comment that sfw cannot keep changes nothing. */
	if (parse_comment(&p, r->rule->comment))
		r->rule->comment[0] = '\0';
	return true;
}

static bool read_answer(struct reader *r)
{
	r->rule->reject = word_reject(*r->at);
	return true;
}

static bool read_to(struct reader *r)
{
	return word_target(*r->at, &r->rule->to, &r->rule->to_ports,
			   &r->rule->to_base);
}

/* Several addresses are none that the policy could name. */
static bool read_new_source(struct reader *r)
{
	if (!read_to(r))
		r->rule->to.family = 0;
	return !r->not;
}

/* Those of a MASQUERADE are of the source: no word of the policy depends on them. */
static bool read_new_ports(struct reader *r)
{
	return !r->not && word_target_ports(*r->at, &r->rule->to_ports, &r->rule->to_base);
}

/* Then the setting mss-clamp, which is on by default, does the same. */
static bool read_clamp(struct reader *r)
{
	r->rule->carried = !r->not;
	return !r->not;
}

static bool read_module(struct reader *r)
{
	static const char *const known[] = {
		"tcp", "udp", "sctp", "icmp", "icmp6", "icmpv6", "conntrack",
		"state", "comment", "multiport", "recent", "hl", "addrtype",
		"iprange", "tcpmss", "rt", "set",
	};

	/* Of a rate there are options that are read, but no match holds it. */
	r->foreign = false;
	if (wordset_index("limit|hashlimit|connlimit", *r->at) >= 0 ||
	    !strncmp(*r->at, "nft:", 4))
		return false;
	if (!strcmp(*r->at, "recent")) {
		if (r->rule->recent.name[0])
			return false;
		strcpy(r->rule->recent.name, "DEFAULT");
	}
	if (!strcmp(*r->at, "rpfilter")) {
		r->rule->match.path = PATH_GOOD;
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(*r->at, known[i]))
			return true;
	r->foreign = true;
	return false;
}

static bool read_target(struct reader *r)
{
	static const struct {
		const char *names;
		enum target target;
		int reject;
	} targets[] = {
		{ "ACCEPT", TARGET_ACCEPT, SFW_ACT_ACCEPT },
		{ "DROP", TARGET_REFUSE, SFW_ACT_DROP },
		{ "REJECT", TARGET_REFUSE, SFW_ACT_PORT_UNREACH },
		{ "RETURN", TARGET_RETURN, SFW_ACT_ACCEPT },
		{ "DNAT", TARGET_DNAT, SFW_ACT_ACCEPT },
		{ "MASQUERADE", TARGET_MASQUERADE, SFW_ACT_ACCEPT },
		{ "SNAT", TARGET_SNAT, SFW_ACT_ACCEPT },
		{ "NETMAP", TARGET_DNAT, SFW_ACT_ACCEPT },
		{ "REDIRECT", TARGET_REDIRECT, SFW_ACT_ACCEPT },
		{ "TPROXY", TARGET_NONE, SFW_ACT_ACCEPT },
		{ "LOG|NFLOG|ULOG|AUDIT|TRACE|MARK|CONNMARK|TCPMSS|CT|NOTRACK|SET",
		  TARGET_NONE, SFW_ACT_ACCEPT },
		{ "DSCP|TOS|TTL|HL|CLASSIFY|CHECKSUM|SECMARK|CONNSECMARK|TEE",
		  TARGET_NONE, SFW_ACT_ACCEPT },
	};
	struct rule *rule = r->rule;

	r->foreign = false;
	rule->target = TARGET_UNKNOWN;
	if (strlen(*r->at) >= sizeof(rule->jump))
		return false;
	strcpy(rule->jump, *r->at);
	rule->target = TARGET_JUMP;
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		if (wordset_index(targets[i].names, *r->at) >= 0) {
			rule->target = targets[i].target;
			rule->reject = targets[i].reject;
		}
	}
	rule->untracks |= !strcmp(*r->at, "NOTRACK");
	return !r->not;
}

static bool read_goto(struct reader *r)
{
	r->rule->is_goto = true;
	return read_target(r);
}

static bool read_nothing(struct reader *r)
{
	return !r->not;
}

static const struct option options[] = {
	{ "-p|--protocol|--proto", 1, false, read_proto },
	{ "-s|--source|--src", 1, false, read_src },
	{ "-d|--destination|--dst", 1, false, read_dst },
	{ "-i|--in-interface", 1, false, read_in },
	{ "-o|--out-interface", 1, false, read_out },
	{ "-m|--match", 1, true, read_module },
	{ "-j|--jump", 1, false, read_target },
	{ "-g|--goto", 1, false, read_goto },
	{ "--dport|--destination-port|--dports|--destination-ports", 1, false,
	  read_ports },
	{ "--sport|--source-port", 1, false, read_sport },
	{ "--src-range", 1, false, read_range },
	{ "--src-type", 1, false, read_src_type },
	{ "--dst-type", 1, false, read_dst_type },
	{ "-f|--fragment", 0, false, read_fragment },
	{ "--mss", 1, false, read_mss },
	{ "--rt-type", 1, false, read_routing },
	{ "--match-set", 2, false, read_ipset },
	{ "--add-set|--del-set", 2, false, read_filled },
	{ "--helper", 1, false, read_helper },
	{ "--limit|--hashlimit|--hashlimit-upto|--hashlimit-above", 1, false,
	  read_rate },
	{ "--limit-burst|--hashlimit-burst", 1, false, read_burst },
	{ "--hashlimit-mode", 1, false, read_mode },
	{ "--connlimit-above|--connlimit-upto", 1, false, read_live },
	{ "--connlimit-daddr", 0, false, read_live_there },
	{ "--hashlimit-srcmask|--connlimit-mask", 1, false, read_source_bits },
	{ "--notrack", 0, false, read_untracked },
	{ "--ctstatus", 1, false, read_status },
	{ "-c|--set-counters", 2, false, read_nothing },
	{ "--tcp-flags", 2, false, read_flags },
	{ "--syn", 0, false, read_syn },
	{ "--ctstate|--state", 1, false, read_states },
	{ "--icmp-type|--icmpv6-type", 1, false, read_icmp },
	{ "--hl-eq", 1, false, read_hop },
	{ "--invert", 0, false, read_path },
	{ "--validmark", 0, false, read_nothing },
	{ "--loose", 0, false, read_loose },
	{ "--set", 0, false, read_set },
	{ "--rcheck", 0, false, read_rcheck },
	{ "--update", 0, false, read_update },
	{ "--seconds", 1, false, read_seconds },
	{ "--hitcount", 1, false, read_hits },
	{ "--rttl", 0, false, read_rttl },
	{ "--name", 1, false, read_name },
	{ "--mask", 1, false, read_mask },
	{ "--rsource", 0, false, read_nothing },
	{ "--comment", 1, false, read_comment },
	{ "--reject-with", 1, false, read_answer },
	{ "--to-destination|--to", 1, false, read_to },
	{ "--to-source", 1, false, read_new_source },
	{ "--to-ports", 1, false, read_new_ports },
	{ "--random|--random-fully|--persistent", 0, false, read_nothing },
	{ "--clamp-mss-to-pmtu", 0, false, read_clamp },
	{ "--set-mss", 1, false, read_nothing },
};

/* Whether an option may stand behind any match. */
static bool is_general(const char *word)
{
	return word[1] != '-' || wordset_index("--match|--jump|--goto", word) >= 0 ||
	       wordset_index("--protocol|--source|--src|--destination|--dst", word) >= 0 ||
	       wordset_index("--in-interface|--out-interface|--fragment", word) >= 0;
}

/**
 * option_find() - find an option
 * @r: the words before it
 * @word: its name
 *
 * Return: the option, or NULL.
 */
const struct option *option_find(const struct reader *r, const char *word)
{
	if (r->foreign && !is_general(word))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (wordset_index(options[i].names, word) >= 0)
			return &options[i];
	return NULL;
}
