// SPDX-License-Identifier: GPL-2.0
/*
 * A rule of iptables, from words. An option that is not understood leaves the
 * set of its packets as it is, which is then too large, and marked as such.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "compiler.h"
#include "import_rule.h"
#include "import_words.h"
#include "parser.h"
#include "print.h"

/* The words of a rule, as far as they are read. */
struct reader {
	struct rule *rule;
	const char *const *at;	/* value of the option that is read */
	bool not;
	bool strange;		/* words that follow belong to what is odd */
};

static bool read_proto(struct reader *r)
{
	return !r->not && word_proto(*r->at, &r->rule->match.proto);
}

static bool read_prefix(struct reader *r, struct prefix *to)
{
	struct prefix prefix;

	if (r->not || !word_prefix(*r->at, &prefix))
		return false;
	*to = prefix;
	return true;
}

static bool read_src(struct reader *r)
{
	return read_prefix(r, &r->rule->match.src);
}

static bool read_dst(struct reader *r)
{
	return read_prefix(r, &r->rule->match.dst);
}

static bool read_in(struct reader *r)
{
	struct match *m = &r->rule->match;

	if (!r->not)
		return word_dev(*r->at, m->in);
	m->not_lo = !strcmp(*r->at, "lo");
	return m->not_lo;
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
	if (r->not || !word_ports(*r->at, m->proto, &ports))
		return false;
	return match_and(m, &ports);
}

static bool read_sport(struct reader *r)
{
	struct match *m = &r->rule->match;
	struct port_range range;

	if (r->not || !word_port(*r->at, m->proto, &range))
		return false;
	m->sport = range;
	return true;
}

static bool read_states(struct reader *r)
{
	struct match *m = &r->rule->match;
	unsigned int states;

	if (!word_states(*r->at, &states))
		return false;
	m->states &= r->not ? ~states : states;
	return true;
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

	/* One that sfw cannot keep is no part of what the rule does. */
	if (parse_comment(&p, r->rule->comment))
		r->rule->comment[0] = '\0';
	return true;
}

static bool read_answer(struct reader *r)
{
	r->rule->answer = word_answer(*r->at);
	return true;
}

static bool read_to(struct reader *r)
{
	return word_target(*r->at, &r->rule->to, &r->rule->to_port);
}

static bool read_module(struct reader *r)
{
	static const char *const known[] = {
		"tcp", "udp", "sctp", "icmp", "icmp6", "icmpv6", "conntrack",
		"state", "comment", "multiport", "recent", "hl",
	};

	if (!strcmp(*r->at, "recent"))
		strcpy(r->rule->recent.name, "DEFAULT");
	if (!strcmp(*r->at, "rpfilter")) {
		r->rule->match.path = PATH_GOOD;
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(*r->at, known[i]))
			return true;
	return false;
}

static bool read_target(struct reader *r)
{
	static const struct {
		const char *names;
		enum target target;
		int answer;
	} targets[] = {
		{ "ACCEPT", TARGET_ACCEPT, SFW_ACT_ACCEPT },
		{ "DROP", TARGET_REFUSE, SFW_ACT_DROP },
		{ "REJECT", TARGET_REFUSE, SFW_ACT_PORT_UNREACH },
		{ "RETURN", TARGET_RETURN, SFW_ACT_ACCEPT },
		{ "DNAT", TARGET_DNAT, SFW_ACT_ACCEPT },
		{ "MASQUERADE", TARGET_MASQUERADE, SFW_ACT_ACCEPT },
		{ "LOG|NFLOG|ULOG|AUDIT|TRACE|MARK|CONNMARK|TCPMSS|CT|NOTRACK|SET",
		  TARGET_NONE, SFW_ACT_ACCEPT },
		{ "DSCP|TOS|TTL|HL|CLASSIFY|CHECKSUM|SECMARK|CONNSECMARK|TEE",
		  TARGET_NONE, SFW_ACT_ACCEPT },
	};
	struct rule *rule = r->rule;

	rule->target = TARGET_UNKNOWN;
	if (strlen(*r->at) >= sizeof(rule->jump))
		return false;
	strcpy(rule->jump, *r->at);
	rule->target = TARGET_JUMP;
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		if (choice_index(targets[i].names, *r->at) >= 0) {
			rule->target = targets[i].target;
			rule->answer = targets[i].answer;
		}
	}
	return !r->not;
}

/* The chain comes back to the caller's caller: too hard to follow. */
static bool read_goto(struct reader *r)
{
	snprintf(r->rule->jump, sizeof(r->rule->jump), "%s", *r->at);
	r->rule->target = TARGET_UNKNOWN;
	return false;
}

static bool read_nothing(struct reader *r)
{
	return !r->not;
}

static const struct option {
	const char *names;
	int values;
	bool (*read)(struct reader *r);
} options[] = {
	{ "-p|--protocol|--proto", 1, read_proto },
	{ "-s|--source|--src", 1, read_src },
	{ "-d|--destination|--dst", 1, read_dst },
	{ "-i|--in-interface", 1, read_in },
	{ "-o|--out-interface", 1, read_out },
	{ "-m|--match", 1, read_module },
	{ "-j|--jump", 1, read_target },
	{ "-g|--goto", 1, read_goto },
	{ "--dport|--destination-port|--dports|--destination-ports", 1,
	  read_ports },
	{ "--sport|--source-port", 1, read_sport },
	{ "--tcp-flags", 2, read_flags },
	{ "--syn", 0, read_syn },
	{ "--ctstate|--state", 1, read_states },
	{ "--icmp-type|--icmpv6-type", 1, read_icmp },
	{ "--hl-eq", 1, read_hop },
	{ "--invert", 0, read_path },
	{ "--validmark", 0, read_nothing },
	{ "--loose", 0, read_loose },
	{ "--set", 0, read_set },
	{ "--rcheck", 0, read_rcheck },
	{ "--update", 0, read_update },
	{ "--seconds", 1, read_seconds },
	{ "--hitcount", 1, read_hits },
	{ "--rttl", 0, read_rttl },
	{ "--name", 1, read_name },
	{ "--mask", 1, read_mask },
	{ "--rsource", 0, read_nothing },
	{ "--comment", 1, read_comment },
	{ "--reject-with", 1, read_answer },
	{ "--to-destination|--to", 1, read_to },
};

static const struct option *find_option(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (choice_index(options[i].names, word) >= 0)
			return &options[i];
	return NULL;
}

static void find_odd(struct reader *r, const char *word)
{
	struct rule *rule = r->rule;

	rule->match.some = true;
	r->strange = true;
	if (!rule->odd[0])
		snprintf(rule->odd, sizeof(rule->odd), "%s%.36s",
			 r->not ? "! " : "", shown(word).text);
}

/* What makes sense only together. */
static void finish(struct rule *rule)
{
	struct recent *recent = &rule->recent;

	if (recent->name[0] && recent->kind == RECENT_NONE)
		rule->match.some = true;
	if (recent->kind == RECENT_NONE)
		memset(recent, 0, sizeof(*recent));
	if (!rule->odd[0] && rule->match.some)
		snprintf(rule->odd, sizeof(rule->odd), "these matches");
}

/**
 * rule_read() - read a rule
 * @rule: the result; its @text and @line stay
 * @words: the words of its line
 * @at: the first word behind the chain's name
 *
 * Return: false if the words are none of a rule.
 */
bool rule_read(struct rule *rule, const struct split *words, int at)
{
	struct reader r = { .rule = rule };

	match_all(&rule->match);
	while (at < words->count) {
		const char *word = words->at[at];
		const struct option *option = find_option(word);

		r.at = &words->at[++at];
		if (!strcmp(word, "!")) {
			r.not = true;
			continue;
		}
		if (!option && word[0] != '-' && !r.strange)
			return false;
		if (option && at + option->values > words->count)
			return false;
		if (option) {
			at += option->values;
			r.strange = false;
			if (!option->read(&r))
				find_odd(&r, option->values ? *r.at : word);
			r.strange &= option->read == read_module;
		} else {
			find_odd(&r, word);
		}
		r.not = false;
	}
	finish(rule);
	return true;
}

/**
 * rule_family() - which family words of a rule belong to
 * @words: the words of its line
 *
 * Return: AF_INET, AF_INET6, or 0 if nothing tells.
 */
int rule_family(const struct split *words)
{
	for (int i = 2; i < words->count; i++) {
		const char *before = words->at[i - 1], *word = words->at[i];
		struct prefix prefix;
		int proto;

		if ((!strcmp(before, "-s") || !strcmp(before, "-d")) &&
		    (word_prefix(word, &prefix) && prefix.addr.family))
			return prefix.addr.family;
		if (!strcmp(before, "-p") && word_proto(word, &proto)) {
			if (proto == IPPROTO_ICMP)
				return AF_INET;
			if (proto == IPPROTO_ICMPV6)
				return AF_INET6;
		}
		if (!strncmp(word, "icmp6-", 6))
			return AF_INET6;
		if (!strcmp(before, "--reject-with") &&
		    !strncmp(word, "icmp-", 5))
			return AF_INET;
	}
	return 0;
}

/**
 * rule_lose() - say why a rule is not carried over as it is
 * @rule: the rule; its first reason stays
 * @format: as of printf
 */
void rule_lose(struct rule *rule, const char *format, ...)
{
	va_list args;

	if (rule->lost)
		return;
	rule->lost = true;
	va_start(args, format);
	vsnprintf(rule->reason, sizeof(rule->reason), format, args);
	va_end(args);
}
