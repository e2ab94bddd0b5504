// SPDX-License-Identifier: GPL-2.0
/*
 * One comparison of nft as words of iptables. A list of values is one rule for each,
 * or for as many as iptables has room for. Words that iptables has not stand for a
 * match that is not understood.
 */
#include <ctype.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lang/protocol.h"

#define VALUES_MAX	NFT_WAYS
#define PORTS_MAX	15	/* of multiport; a range takes two */

/* The values of a comparison, leaves of the tree. */
struct values {
	unsigned int count;
	const struct jnode *at[VALUES_MAX];
	bool unknown;		/* others come and go, or are too many */
	bool in_set;
};

__printf(2, 3)
static void add_way(struct nft_ways *ways, const char *format, ...)
{
	va_list args;

	if (ways->count == NFT_WAYS) {
		/* The last one stands for all the others: not understood. */
		strcpy(ways->words[NFT_WAYS - 1], " -m nft:list");
		return;
	}
	va_start(args, format);
	vsnprintf(ways->words[ways->count], NFT_WORDS, format, args);
	va_end(args);
	ways->proto[ways->count++][0] = '\0';
}

static bool has_flag(const struct jnode *set, const char *wanted)
{
	const struct jnode *flags = json_get(set, "flags");

	if (!flags || flags->kind != JARRAY)
		return flags && flags->kind == JSTRING &&
		       !strcmp(flags->string, wanted);
	for (const struct jnode *n = flags->first; n; n = n->next)
		if (n->kind == JSTRING && !strcmp(n->string, wanted))
			return true;
	return false;
}

static void collect(const struct nft *nft, const struct jnode *rule,
		    const struct jnode *node, struct values *values);

static void collect_named(const struct nft *nft, const struct jnode *rule,
			  const char *name, struct values *values)
{
	const struct jnode *set = nft_set(nft, rule, name);
	const struct jnode *elems = json_get(set, "elem");

	values->unknown |= !set || has_flag(set, "timeout") ||
			   has_flag(set, "dynamic");
	values->in_set = true;
	for (const struct jnode *n = elems ? elems->first : NULL; n; n = n->next)
		collect(nft, rule, n, values);
}

static void collect(const struct nft *nft, const struct jnode *rule,
		    const struct jnode *node, struct values *values)
{
	const struct jnode *set = json_get(node, "set");
	const struct jnode *elem = json_get(node, "elem");

	if (!node || node->kind == JNULL) {
		values->unknown = true;
	} else if (node->kind == JSTRING && node->string[0] == '@') {
		collect_named(nft, rule, node->string + 1, values);
	} else if (elem) {
		values->unknown |= !!json_get(elem, "timeout");
		collect(nft, rule, json_get(elem, "val"), values);
	} else if (set || node->kind == JARRAY) {
		values->in_set = true;
		node = set ? set->first : node->first;
		for (; node; node = node->next)
			collect(nft, rule, node, values);
	} else if (values->count == VALUES_MAX) {
		values->unknown = true;
	} else {
		values->at[values->count++] = node;
	}
}

/* A string or a number, as it is written. */
static const char *leaf(const struct jnode *node)
{
	return node && (node->kind == JSTRING || node->kind == JNUMBER) ?
	       node->string : NULL;
}

static void unknown(struct nft_ways *ways, const char *name)
{
	char word[32];
	size_t len = 0;

	for (; *name && len < sizeof(word) - 1; name++)
		word[len++] = isalnum((unsigned char)*name) ? *name : '-';
	word[len] = '\0';
	add_way(ways, " -m nft:%s", !strcmp(word, "hoplimit") ? "hl" : word);
}

static bool range_of(const struct jnode *node, const char **first,
		     const char **last)
{
	const struct jnode *range = json_get(node, "range");

	if (!range || range->count != 2)
		return false;
	*first = leaf(range->first);
	*last = leaf(range->first->next);
	return *first && *last;
}

static void address_way(struct nft_ways *ways, bool source, const char *not,
			const struct jnode *value)
{
	const struct jnode *prefix = json_get(value, "prefix");
	const struct jnode *len = json_get(prefix, "len");
	const char *addr = prefix ? json_text(prefix, "addr") : leaf(value);
	const char *last;

	if (range_of(value, &addr, &last))
		add_way(ways, " -m iprange %s--%s-range %s-%s", not,
			source ? "src" : "dst", addr, last);
	else if (addr && len)
		add_way(ways, " %s-%c %s/%lld", not, source ? 's' : 'd', addr,
			len->number);
	else if (addr)
		add_way(ways, " %s-%c %s", not, source ? 's' : 'd', addr);
	else
		unknown(ways, "address");
}

static void addresses(const struct nft *nft, const char *protocol,
		      const char *field, const char *not,
		      const struct values *values, struct nft_ways *ways)
{
	if (strcmp(protocol, nft->family == AF_INET ? "ip" : "ip6") ||
	    (*not && values->count > 1)) {
		unknown(ways, field);
		return;
	}
	for (unsigned int i = 0; i < values->count; i++)
		address_way(ways, !strcmp(field, "saddr"), not, values->at[i]);
}

/* "22", "6000:6010"; how many of multiport's places it takes */
static unsigned int port_text(const struct jnode *value, char *buf, size_t size)
{
	const char *first = leaf(value), *last;

	if (range_of(value, &first, &last)) {
		snprintf(buf, size, "%s:%s", first, last);
		return 2;
	}
	snprintf(buf, size, "%s", first ? first : "?");
	return 1;
}

static void ports(const char *protocol, const char *field, const char *not,
		  const struct values *values, struct nft_ways *ways)
{
	bool th = !strcmp(protocol, "th");
	char list[256] = "", one[24];
	unsigned int places = 0, first = ways->count;

	for (unsigned int i = 0; i < values->count; i++) {
		unsigned int more = port_text(values->at[i], one, sizeof(one));

		if (places + more > PORTS_MAX) {
			add_way(ways, " -m multiport %s--%ss %s", not, field, list);
			list[0] = '\0';
			places = 0;
		}
		places += more;
		snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s%s",
			 *list ? "," : "", one);
	}
	if (*not && ways->count > first)
		unknown(ways, field);
	else if (strchr(list, ','))
		add_way(ways, " -m multiport %s--%ss %s", not, field, list);
	else if (*list)
		add_way(ways, " %s--%s %s", not, field, list);
	for (unsigned int i = first; !th && i < ways->count; i++)
		snprintf(ways->proto[i], sizeof(ways->proto[i]), "%s", protocol);
}

/* Names of types that nft has and iptables has not. */
static const char *icmp_name(const char *name)
{
	static const char *const names[][2] = {
		{ "nd-router-solicit", "133" }, { "nd-router-advert", "134" },
		{ "nd-neighbor-solicit", "135" }, { "nd-neighbor-advert", "136" },
		{ "nd-redirect", "137" }, { "mld-listener-query", "130" },
		{ "mld-listener-report", "131" }, { "mld-listener-done", "132" },
		{ "mld-listener-reduction", "132" }, { "mld2-listener-report", "143" },
		{ "packet-too-big", "2" }, { "router-advertisement", "9" },
		{ "router-solicitation", "10" }, { "source-quench", "4" },
		{ "redirect", "5" }, { "timestamp-request", "13" },
		{ "timestamp-reply", "14" }, { "info-request", "15" },
		{ "info-reply", "16" }, { "address-mask-request", "17" },
		{ "address-mask-reply", "18" }, { "router-renumbering", "138" },
		{ "ind-neighbor-solicit", "141" }, { "ind-neighbor-advert", "142" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i][0], name))
			return names[i][1];
	return name;
}

static const char *icmp6_name(const char *name)
{
	if (!strcmp(name, "destination-unreachable"))
		return "1";
	if (!strcmp(name, "time-exceeded"))
		return "3";
	if (!strcmp(name, "parameter-problem"))
		return "4";
	return icmp_name(name);
}

static void icmp_types(const struct nft *nft, bool six, const char *not,
		       const struct values *values, struct nft_ways *ways)
{
	bool ours = nft->family == AF_INET6;

	if (six != ours)
		return;
	if (*not && values->count > 1) {
		unknown(ways, "icmp");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *type = leaf(values->at[i]);

		if (type)
			add_way(ways, " %s--%s-type %s", not,
				six ? "icmpv6" : "icmp",
				six ? icmp6_name(type) : icmp_name(type));
		else
			unknown(ways, "icmp");
	}
	for (unsigned int i = 0; i < ways->count; i++)
		strcpy(ways->proto[i], six ? "ipv6-icmp" : "icmp");
}

/* ICMP of the other family is nothing that this one has. */
static bool is_other_icmp(const struct nft *nft, const char *name)
{
	int proto = protocol_number(name);

	if (!strcmp(name, "ipv6-icmp"))
		proto = IPPROTO_ICMPV6;
	return proto == (nft->family == AF_INET ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
}

static void protocols(const struct nft *nft, const char *not,
		      const struct values *values, struct nft_ways *ways)
{
	if (*not) {
		unknown(ways, "protocol");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = leaf(values->at[i]);

		if (!name) {
			unknown(ways, "protocol");
			continue;
		}
		if (is_other_icmp(nft, name))
			continue;
		add_way(ways, "%s", "");
		snprintf(ways->proto[ways->count - 1], sizeof(ways->proto[0]),
			 "%s", name);
	}
}

/* Whether a field is one of the other family's packets. */
static bool is_other_family(const struct nft *nft, const struct jnode *left)
{
	const char *protocol = json_text(json_get(left, "payload"), "protocol");

	return protocol &&
	       !strcmp(protocol, nft->family == AF_INET ? "ip6" : "ip");
}

static void payload(const struct nft *nft, const struct jnode *left,
		    const char *not, const struct values *values,
		    struct nft_ways *ways)
{
	const char *protocol = json_text(left, "protocol");
	const char *field = json_text(left, "field");

	if (!protocol || !field)
		unknown(ways, "payload");
	else if (!strcmp(field, "saddr") || !strcmp(field, "daddr"))
		addresses(nft, protocol, field, not, values, ways);
	else if (!strcmp(field, "dport") || !strcmp(field, "sport"))
		ports(protocol, field, not, values, ways);
	else if (!strncmp(protocol, "icmp", 4) && !strcmp(field, "type"))
		icmp_types(nft, !strcmp(protocol, "icmpv6"), not, values, ways);
	else if (!strcmp(field, "nexthdr") ||
		 (!strcmp(protocol, "ip") && !strcmp(field, "protocol")))
		protocols(nft, not, values, ways);
	else
		unknown(ways, field);
}

/* "br*" stands for all names that begin so, "br\*" for one; a set tells neither. */
static void interfaces(char option, const char *not, const struct values *values,
		       struct nft_ways *ways)
{
	if (*not && values->count > 1) {
		unknown(ways, "interface");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = leaf(values->at[i]);
		size_t len = name ? strlen(name) : 0;

		if (!len || strchr(name, '\\') || strchr(name, ' ') ||
		    (values->in_set && strchr(name, '*')))
			unknown(ways, "interface");
		else if (name[len - 1] == '*')
			add_way(ways, " %s-%c %.*s+", not, option, (int)len - 1, name);
		else
			add_way(ways, " %s-%c %s", not, option, name);
	}
}

static bool is_family(const struct nft *nft, const char *name)
{
	return !strcmp(name, nft->family == AF_INET ? "ipv4" : "ipv6") ||
	       !strcmp(name, nft->family == AF_INET ? "ip" : "ip6");
}

static void families(const struct nft *nft, const char *not,
		     const struct values *values, struct nft_ways *ways)
{
	bool found = false;

	for (unsigned int i = 0; i < values->count; i++)
		found |= leaf(values->at[i]) && is_family(nft, leaf(values->at[i]));
	if (found == !*not)
		add_way(ways, "%s", "");
}

static void types(const char *option, const char *not,
		  const struct values *values, struct nft_ways *ways)
{
	char list[128] = "";

	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = leaf(values->at[i]);
		size_t len = strlen(list);

		if (!strcmp(name ? name : "", "host"))
			name = "local";
		snprintf(list + len, sizeof(list) - len, "%s%s", len ? "," : "",
			 name ? name : "?");
	}
	for (char *c = list; *c; c++)
		*c = toupper((unsigned char)*c);
	add_way(ways, " -m addrtype %s--%s %s", not, option, list);
}

static void meta(const struct nft *nft, const struct jnode *left, const char *not,
		 const struct values *values, struct nft_ways *ways)
{
	const char *key = json_text(left, "key");

	if (!key)
		unknown(ways, "meta");
	else if (!strcmp(key, "iifname") || !strcmp(key, "iif"))
		interfaces('i', not, values, ways);
	else if (!strcmp(key, "oifname") || !strcmp(key, "oif"))
		interfaces('o', not, values, ways);
	else if (!strcmp(key, "l4proto"))
		protocols(nft, not, values, ways);
	else if (!strcmp(key, "nfproto") || !strcmp(key, "protocol"))
		families(nft, not, values, ways);
	else if (!strcmp(key, "pkttype"))
		types("dst-type", not, values, ways);
	else
		unknown(ways, key);
}

static void read_conntrack(const struct jnode *left, const char *not,
			   const struct values *values, struct nft_ways *ways)
{
	const char *key = json_text(left, "key");
	bool status = key && !strcmp(key, "status");
	char list[128] = "";

	if (!status && (!key || strcmp(key, "state"))) {
		unknown(ways, key ? key : "ct");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = leaf(values->at[i]);
		size_t len = strlen(list);

		snprintf(list + len, sizeof(list) - len, "%s%s", len ? "," : "",
			 name ? name : "?");
	}
	for (char *c = list; *c; c++)
		*c = toupper((unsigned char)*c);
	add_way(ways, " -m conntrack %s--%s %s", not,
		status ? "ctstatus" : "ctstate", list);
}

/* Flags in a list, or joined by bars within bars. */
static void flag_names(const struct jnode *node, char *list, size_t size)
{
	const struct jnode *bar = json_get(node, "|");
	size_t len = strlen(list);

	if (bar || (node && node->kind == JARRAY)) {
		node = bar ? bar->first : node->first;
		for (; node; node = node->next)
			flag_names(node, list, size);
	} else if (leaf(node)) {
		snprintf(list + len, size - len, "%s%s", len ? "," : "",
			 leaf(node));
	}
}

static bool is_flags(const struct jnode *payload)
{
	const char *field = json_text(json_get(payload, "payload"), "field");

	return field && !strcmp(field, "flags");
}

/* "tcp flags & (fin|syn) == syn", "tcp flags syn" */
static void tcp_flags(const struct jnode *left, const char *op,
		      const struct jnode *right, struct nft_ways *ways)
{
	const struct jnode *and = json_get(left, "&");
	const char *not = !strcmp(op, "!=") ? "! " : "";
	char mask[64] = "", flags[64] = "";

	if (and && and->count > 1)
		for (const struct jnode *n = and->first->next; n; n = n->next)
			flag_names(n, mask, sizeof(mask));
	flag_names(right, flags, sizeof(flags));
	if (!and && !strcmp(op, "in") && !strchr(flags, ','))
		strcpy(mask, flags);
	else if (!and && !strcmp(op, "=="))
		strcpy(mask, "fin,syn,rst,psh,ack,urg");
	if (!strcmp(op, "!")) {
		strcpy(mask, flags);
		strcpy(flags, "none");
	}
	if (!*mask || !*flags) {
		unknown(ways, "tcp-flags");
		return;
	}
	if (!strcmp(flags, "0") || !strcmp(flags, "0x0"))
		strcpy(flags, "none");
	for (char *c = mask; *c; c++)
		*c = toupper((unsigned char)*c);
	for (char *c = flags; *c; c++)
		*c = toupper((unsigned char)*c);
	add_way(ways, " %s--tcp-flags %s %s", not, mask, flags);
	strcpy(ways->proto[ways->count - 1], "tcp");
}

static void fib(const struct jnode *left, const char *not,
		const struct jnode *right, const struct values *values,
		struct nft_ways *ways)
{
	const char *result = json_text(left, "result");

	if (result && !strcmp(result, "type") && has_flag(left, "daddr"))
		types("dst-type", not, values, ways);
	else if (result && !strcmp(result, "type") && has_flag(left, "saddr"))
		types("src-type", not, values, ways);
	else if (result && !strcmp(result, "oif") && has_flag(left, "saddr") &&
		 right && right->kind == JBOOL && !*not)
		add_way(ways, " -m rpfilter%s%s",
			has_flag(left, "iif") ? "" : " --loose",
			right->truth ? "" : " --invert");
	else
		unknown(ways, "fib");
}

/**
 * nft_match() - a comparison as words of iptables
 * @nft: the rules
 * @rule: the rule with the comparison
 * @left: the left side
 * @op: the operator
 * @right: the right side
 * @ways: the result; none where the family has no such packets
 */
void nft_match(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *left, const char *op,
	       const struct jnode *right, struct nft_ways *ways)
{
	struct values values = { .count = 0 };
	const char *not = !strcmp(op, "!=") ? "! " : "";
	const struct jnode *one = left ? left->first : NULL;
	bool plain = *not || !strcmp(op, "==") || !strcmp(op, "in");

	ways->count = 0;
	if (is_other_family(nft, left))
		return;
	if (is_flags(left) || (json_get(left, "&") &&
			       is_flags(json_get(left, "&")->first))) {
		tcp_flags(left, op, right, ways);
		return;
	}
	if (one && !strcmp(one->key ? one->key : "", "ct") && !strcmp(op, "!")) {
		plain = true;
		not = "! ";
	}
	collect(nft, rule, right, &values);
	if (!one || !one->key || !plain || values.unknown)
		unknown(ways, one && one->key ? one->key : "nft");
	else if (!strcmp(one->key, "payload"))
		payload(nft, one, not, &values, ways);
	else if (!strcmp(one->key, "meta"))
		meta(nft, one, not, &values, ways);
	else if (!strcmp(one->key, "ct"))
		read_conntrack(one, not, &values, ways);
	else if (!strcmp(one->key, "fib"))
		fib(one, not, right, &values, ways);
	else
		unknown(ways, one->key);
}
