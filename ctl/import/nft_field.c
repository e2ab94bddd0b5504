// SPDX-License-Identifier: GPL-2.0
/* Fields of packets, and facts that the kernel has on them, compared with values. */
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lang/protocol.h"
#include "lib/compiler.h"

#define PORTS_MAX	15	/* of multiport; a range takes two */

static void address_way(struct nft_ways *ways, bool source, const char *not,
			const struct jnode *value)
{
	const struct jnode *prefix = json_get(value, "prefix");
	const struct jnode *len = json_get(prefix, "len");
	const char *addr = prefix ? json_text(prefix, "addr") : nft_leaf(value);
	const char *last;

	if (nft_range(value, &addr, &last))
		nft_way(ways, " -m iprange %s--%s-range %s-%s", not,
			source ? "src" : "dst", addr, last);
	else if (addr && len)
		nft_way(ways, " %s-%c %s/%lld", not, source ? 's' : 'd', addr,
			len->number);
	else if (addr)
		nft_way(ways, " %s-%c %s", not, source ? 's' : 'd', addr);
	else
		nft_unknown(ways, "address");
}

static void addresses(const struct nft *nft, const char *protocol,
		      const char *field, const char *not,
		      const struct nft_values *values, struct nft_ways *ways)
{
	if (strcmp(protocol, nft->family == AF_INET ? "ip" : "ip6") ||
	    (*not && values->count > 1)) {
		nft_unknown(ways, field);
		return;
	}
	for (unsigned int i = 0; i < values->count; i++)
		address_way(ways, !strcmp(field, "saddr"), not, values->at[i]);
}

/* "22", "6000:6010"; how many of multiport's places it takes */
static unsigned int port_text(const struct jnode *value, char *buf, size_t size)
{
	const char *first = nft_leaf(value), *last;

	if (nft_range(value, &first, &last)) {
		snprintf(buf, size, "%s:%s", first, last);
		return 2;
	}
	snprintf(buf, size, "%s", first ? first : "?");
	return 1;
}

/* Ports of any protocol that has some: a way for each. */
static void name_protocols(struct nft_ways *ways, unsigned int first)
{
	static const char *const names[] = { "tcp", "udp", "sctp", "dccp", "136" };
	const unsigned int end = ways->count;

	for (unsigned int i = first; i < end; i++) {
		for (size_t j = 1; j < ARRAY_SIZE(names); j++)
			nft_way_of(ways, names[j], ways->words[i]);
		strcpy(ways->proto[i], names[0]);
	}
}

static void ports(const char *protocol, const char *field, const char *not,
		  const struct nft_values *values, struct nft_ways *ways)
{
	bool th = !strcmp(protocol, "th");
	char list[256] = "", one[24];
	unsigned int places = 0, first = ways->count;

	for (unsigned int i = 0; i < values->count; i++) {
		unsigned int more = port_text(values->at[i], one, sizeof(one));

		if (places + more > PORTS_MAX) {
			nft_way(ways, " -m multiport %s--%ss %s", not, field, list);
			list[0] = '\0';
			places = 0;
		}
		places += more;
		snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s%s",
			 *list ? "," : "", one);
	}
	if (*not && ways->count > first)
		nft_unknown(ways, field);
	else if (strchr(list, ','))
		nft_way(ways, " -m multiport %s--%ss %s", not, field, list);
	else if (*list)
		nft_way(ways, " %s--%s %s", not, field, list);
	for (unsigned int i = first; !th && i < ways->count; i++)
		snprintf(ways->proto[i], sizeof(ways->proto[i]), "%s", protocol);
	if (th)
		name_protocols(ways, first);
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
		       const struct nft_values *values, struct nft_ways *ways)
{
	bool ours = nft->family == AF_INET6;

	if (six != ours)
		return;
	if (*not && values->count > 1) {
		nft_unknown(ways, "icmp");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *type = nft_leaf(values->at[i]);

		if (type)
			nft_way(ways, " %s--%s-type %s", not,
				six ? "icmpv6" : "icmp",
				six ? icmp6_name(type) : icmp_name(type));
		else
			nft_unknown(ways, "icmp");
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
		      const struct nft_values *values, struct nft_ways *ways)
{
	if (*not) {
		nft_unknown(ways, "protocol");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = nft_leaf(values->at[i]);

		if (!name) {
			nft_unknown(ways, "protocol");
			continue;
		}
		if (is_other_icmp(nft, name))
			continue;
		nft_way(ways, "%s", "");
		snprintf(ways->proto[ways->count - 1], sizeof(ways->proto[0]),
			 "%s", name);
	}
}

static void payload(const struct nft *nft, const struct jnode *left,
		    const char *not, const struct nft_values *values,
		    struct nft_ways *ways)
{
	const char *protocol = json_text(left, "protocol");
	const char *field = json_text(left, "field");

	if (!protocol || !field)
		nft_unknown(ways, "payload");
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
		nft_unknown(ways, field);
}

/* "br*" stands for all names that begin so, "br\*" for one; a set tells neither. */
static void interfaces(char option, const char *not, const struct nft_values *values,
		       struct nft_ways *ways)
{
	if (*not && values->count > 1) {
		nft_unknown(ways, "interface");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = nft_leaf(values->at[i]);
		size_t len = name ? strlen(name) : 0;

		if (!len || strchr(name, '\\') || strchr(name, ' ') ||
		    (values->in_set && strchr(name, '*')))
			nft_unknown(ways, "interface");
		else if (name[len - 1] == '*')
			nft_way(ways, " %s-%c %.*s+", not, option, (int)len - 1, name);
		else
			nft_way(ways, " %s-%c %s", not, option, name);
	}
}

static bool is_family(const struct nft *nft, const char *name)
{
	return !strcmp(name, nft->family == AF_INET ? "ipv4" : "ipv6") ||
	       !strcmp(name, nft->family == AF_INET ? "ip" : "ip6");
}

static void families(const struct nft *nft, const char *not,
		     const struct nft_values *values, struct nft_ways *ways)
{
	bool found = false;

	for (unsigned int i = 0; i < values->count; i++)
		found |= nft_leaf(values->at[i]) && is_family(nft, nft_leaf(values->at[i]));
	if (found == !*not)
		nft_way(ways, "%s", "");
}

/* Types of the link's addresses have names of their own. */
static void types(const char *option, const char *not, bool link,
		  const struct nft_values *values, struct nft_ways *ways)
{
	char list[128] = "";

	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = nft_leaf(values->at[i]);
		size_t len = strlen(list);

		if (link && name && (!strcmp(name, "host") || !strcmp(name, "unicast")))
			name = "local";
		snprintf(list + len, sizeof(list) - len, "%s%s", len ? "," : "",
			 name ? name : "?");
	}
	for (char *c = list; *c; c++)
		*c = toupper((unsigned char)*c);
	nft_way(ways, " -m addrtype %s--%s %s", not, option, list);
}

static void meta(const struct nft *nft, const struct jnode *left, const char *not,
		 const struct nft_values *values, struct nft_ways *ways)
{
	const char *key = json_text(left, "key");

	if (!key)
		nft_unknown(ways, "meta");
	else if (!strcmp(key, "iifname") || !strcmp(key, "iif"))
		interfaces('i', not, values, ways);
	else if (!strcmp(key, "oifname") || !strcmp(key, "oif"))
		interfaces('o', not, values, ways);
	else if (!strcmp(key, "l4proto"))
		protocols(nft, not, values, ways);
	else if (!strcmp(key, "nfproto") || !strcmp(key, "protocol"))
		families(nft, not, values, ways);
	else if (!strcmp(key, "pkttype"))
		types("dst-type", not, true, values, ways);
	else
		nft_unknown(ways, key);
}

/* In front of connection tracking no packet has a state. */
static void read_conntrack(const struct nft *nft, const struct jnode *left,
			   const char *not, const struct nft_values *values,
			   struct nft_ways *ways)
{
	const char *key = json_text(left, "key");
	bool status = key && !strcmp(key, "status");
	char list[128] = "";

	if (nft->early || (!status && (!key || strcmp(key, "state")))) {
		nft_unknown(ways, key ? key : "ct");
		return;
	}
	for (unsigned int i = 0; i < values->count; i++) {
		const char *name = nft_leaf(values->at[i]);
		size_t len = strlen(list);

		snprintf(list + len, sizeof(list) - len, "%s%s", len ? "," : "",
			 name ? name : "?");
	}
	for (char *c = list; *c; c++)
		*c = toupper((unsigned char)*c);
	nft_way(ways, " -m conntrack %s--%s %s", not,
		status ? "ctstatus" : "ctstate", list);
}

static void fib(const struct jnode *left, const char *not,
		const struct nft_values *values, struct nft_ways *ways)
{
	const struct jnode *right = values->count == 1 ? values->at[0] : NULL;
	const char *result = json_text(left, "result");
	const bool by_dev = nft_has_flag(left, "iif") || nft_has_flag(left, "oif");
	const bool type = result && !strcmp(result, "type") && !by_dev &&
			  !nft_has_flag(left, "mark");

	if (type && nft_has_flag(left, "daddr"))
		types("dst-type", not, false, values, ways);
	else if (type && nft_has_flag(left, "saddr"))
		types("src-type", not, false, values, ways);
	else if (result && !strcmp(result, "oif") && nft_has_flag(left, "saddr") &&
		 right && right->kind == JBOOL && !*not)
		nft_way(ways, " -m rpfilter%s%s",
			nft_has_flag(left, "iif") ? "" : " --loose",
			right->truth ? "" : " --invert");
	else
		nft_unknown(ways, type ? "fib" : "fib iif");
}

/**
 * nft_field() - a field compared with values, as words of iptables
 * @nft: the rules
 * @one: the field
 * @not: "! " or ""
 * @values: the values
 * @ways: the result
 *
 * Return: false if it is a field of another kind.
 */
bool nft_field(const struct nft *nft, const struct jnode *one, const char *not,
	       const struct nft_values *values, struct nft_ways *ways)
{
	if (!strcmp(one->key, "payload"))
		payload(nft, one, not, values, ways);
	else if (!strcmp(one->key, "meta"))
		meta(nft, one, not, values, ways);
	else if (!strcmp(one->key, "ct"))
		read_conntrack(nft, one, not, values, ways);
	else if (!strcmp(one->key, "fib"))
		fib(one, not, values, ways);
	else
		return false;
	return true;
}
