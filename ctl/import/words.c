// SPDX-License-Identifier: GPL-2.0
/* The values of iptables' options, as iptables-save prints them and as people write them. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/words.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/wordset.h"

#define ICMP_ALL	255	/* iptables' number for any type */

/* Names that iptables has and sfw has not, or has for something else. */
static const struct {
	const char *name;
	int proto;
} protos[] = {
	{ "all", MATCH_ANY }, { "0", MATCH_ANY }, { "ip", MATCH_ANY },
	{ "ipv6-icmp", IPPROTO_ICMPV6 }, { "icmp6", IPPROTO_ICMPV6 },
	{ "ipv6", IPPROTO_IPV6 },
};

static const struct {
	const char *name;
	int proto;
	int type;
} icmp_types[] = {
	{ "echo-request", IPPROTO_ICMP, 8 }, { "ping", IPPROTO_ICMP, 8 },
	{ "echo-reply", IPPROTO_ICMP, 0 }, { "pong", IPPROTO_ICMP, 0 },
	{ "destination-unreachable", IPPROTO_ICMP, 3 },
	{ "time-exceeded", IPPROTO_ICMP, 11 },
	{ "parameter-problem", IPPROTO_ICMP, 12 },
	{ "echo-request", IPPROTO_ICMPV6, 128 },
	{ "echo-reply", IPPROTO_ICMPV6, 129 },
	{ "router-solicitation", IPPROTO_ICMPV6, 133 },
	{ "router-advertisement", IPPROTO_ICMPV6, 134 },
	{ "neighbour-solicitation", IPPROTO_ICMPV6, 135 },
	{ "neighbor-solicitation", IPPROTO_ICMPV6, 135 },
	{ "neighbour-advertisement", IPPROTO_ICMPV6, 136 },
	{ "neighbor-advertisement", IPPROTO_ICMPV6, 136 },
	{ "redirect", IPPROTO_ICMPV6, 137 },
};

static const struct {
	const char *name;
	int reject;
} answers[] = {
	{ "tcp-reset", SFW_ACT_RST }, { "tcp-rst", SFW_ACT_RST },
	{ "icmp-port-unreachable", SFW_ACT_PORT_UNREACH },
	{ "port-unreach", SFW_ACT_PORT_UNREACH },
	{ "icmp-proto-unreachable", SFW_ACT_PROTO_UNREACH },
	{ "proto-unreach", SFW_ACT_PROTO_UNREACH },
	{ "icmp-host-unreachable", SFW_ACT_HOST_UNREACH },
	{ "host-unreach", SFW_ACT_HOST_UNREACH },
	{ "icmp-admin-prohibited", SFW_ACT_ADMIN_PROHIB },
	{ "admin-prohib", SFW_ACT_ADMIN_PROHIB },
	{ "icmp6-port-unreachable", SFW_ACT_PORT_UNREACH },
	{ "icmp6-adm-prohibited", SFW_ACT_ADMIN_PROHIB },
	{ "adm-prohibited", SFW_ACT_ADMIN_PROHIB },
};

bool word_proto(const char *word, int *proto)
{
	for (size_t i = 0; i < ARRAY_SIZE(protos); i++) {
		if (!strcasecmp(word, protos[i].name)) {
			*proto = protos[i].proto;
			return true;
		}
	}
	*proto = protocol_number(word);
	return *proto >= 0;
}

/* Leading bits of an address, 0 for all of them. */
bool word_mask(const char *word, unsigned int *bits)
{
	if (!prefix_mask_length(word, bits) || !*bits)
		return false;
	if (*bits == address_bits(strchr(word, ':') ? AF_INET6 : AF_INET))
		*bits = 0;
	return true;
}

bool word_prefix(const char *word, struct prefix *prefix)
{
	if (!prefix_read(word, prefix))
		return false;
	if (!prefix->len)	/* everything */
		memset(prefix, 0, sizeof(*prefix));
	return true;
}

/* "+" is any interface; an asterisk is nothing special in iptables. */
bool word_dev(const char *word, char dev[SFW_DEV_MAX + 1])
{
	struct parse_error err;
	struct parser p = { .words = &word, .count = 1, .error = &err };

	if (!strcmp(word, "+")) {
		dev[0] = '\0';
		return true;
	}
	return !strchr(word, '*') && !parse_dev(&p, dev);
}

static bool one_port(const char *word, int proto, __u16 *port)
{
	struct parse_error err;
	struct parser p = { .words = &word, .count = 1, .error = &err };

	return !parse_port(&p, word, proto, port);
}

/* "22", "6000:6010", ":1023", "1024:" */
bool word_port(const char *word, int proto, struct port_range *range)
{
	const char *colon = strchr(word, ':');
	char first[32];

	if (!colon)
		colon = word + strlen(word);
	if ((size_t)(colon - word) >= sizeof(first))
		return false;
	snprintf(first, sizeof(first), "%.*s", (int)(colon - word), word);
	range->first = 0;
	range->last = 65535;
	if (first[0] && strcmp(first, "0") &&
	    !one_port(first, proto, &range->first))
		return false;
	if (!*colon)
		range->last = range->first;
	else if (colon[1] && strcmp(colon + 1, "0") && !one_port(colon + 1, proto, &range->last))
		return false;
	return range->first <= range->last;
}

bool word_ports(const char *word, int proto, struct match *m)
{
	char copy[512];
	char *rest = copy, *piece;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	m->port_count = 0;
	while ((piece = strsep(&rest, ",")))
		if (m->port_count == MATCH_PORTS / 2 ||
		    !word_port(piece, proto, &m->ports[m->port_count++]))
			return false;
	return m->port_count;
}

/* "192.0.2.1-192.0.2.9" */
bool word_range(const char *word, struct address *first, struct address *last)
{
	const char *dash = strchr(word, '-');
	char buf[INET6_ADDRSTRLEN];

	if (!dash || (size_t)(dash - word) >= sizeof(buf))
		return false;
	snprintf(buf, sizeof(buf), "%.*s", (int)(dash - word), word);
	return parse_address(buf, first) && parse_address(dash + 1, last) &&
	       first->family == last->family &&
	       memcmp(first->bytes, last->bytes, sizeof(first->bytes)) <= 0;
}

/* "LOCAL,BROADCAST": the bits of each name. */
bool word_types(const char *word, const char *names, const unsigned int *bits,
		unsigned int *types)
{
	char copy[128];
	char *rest = copy, *piece;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	while ((piece = strsep(&rest, ","))) {
		int at = wordset_index(names, piece);

		if (at < 0)
			return false;
		*types |= bits[at];
	}
	return true;
}

/* "536:65535", "1400" */
bool word_numbers(const char *word, __u32 *first, __u32 *last)
{
	char copy[32];
	char *colon;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	colon = strchr(copy, ':');
	if (colon)
		*colon++ = '\0';
	return parse_number(copy, 0, 65535, first) &&
	       parse_number(colon ? colon : copy, *first, 65535, last);
}

/* "NEW,ESTABLISHED"; SNAT and DNAT are no states of sfw. */
bool word_states(const char *word, unsigned int *states)
{
	char copy[128];
	char *rest = copy, *piece;

	if (strlen(word) >= sizeof(copy))
		return false;
	for (char *to = copy; (*to = tolower((unsigned char)*word)); word++)
		to++;
	*states = 0;
	while ((piece = strsep(&rest, ","))) {
		int state = wordset_index(ct_states, piece);

		if (state < 0)
			return false;
		*states |= 1U << state;
	}
	return true;
}

bool word_flags(const char *word, __u8 *flags)
{
	static const char names[] = "FIN|SYN|RST|PSH|ACK|URG|";
	char copy[64];
	char *rest = copy, *piece;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	*flags = 0;
	while ((piece = strsep(&rest, ","))) {
		int bit = wordset_index(names, piece);

		if (!strcmp(piece, "ALL"))
			*flags = 0x3f;
		else if (bit >= 0)
			*flags |= 1 << bit;
		else if (strcmp(piece, "NONE"))
			return false;
	}
	return true;
}

bool word_icmp(const char *word, int proto, int *type)
{
	__u32 number;

	for (size_t i = 0; i < ARRAY_SIZE(icmp_types); i++) {
		if (icmp_types[i].proto == proto &&
		    !strcmp(icmp_types[i].name, word)) {
			*type = icmp_types[i].type;
			return true;
		}
	}
	if (proto == IPPROTO_ICMP &&
	    (!strcmp(word, "any") || !strcmp(word, "255"))) {
		*type = MATCH_ANY;
		return true;
	}
	if (!parse_number(word, 0, 255, &number))
		return false;
	*type = number;
	return true;
}

/* "80", "6000-6010", "6000-6010/5000" */
bool word_target_ports(const char *word, struct port_range *ports, __u16 *base)
{
	char copy[24], *slash, *dash;
	__u32 first, last, from = 0;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	slash = strchr(copy, '/');
	dash = strchr(copy, '-');
	if (slash)
		*slash++ = '\0';
	if (dash)
		*dash++ = '\0';
	if (!parse_number(copy, 1, 65535, &first) ||
	    !parse_number(dash ? dash : copy, first, 65535, &last) ||
	    (slash && !parse_number(slash, 1, 65535, &from)))
		return false;
	ports->first = first;
	ports->last = last;
	*base = from;
	return true;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80-90" */
bool word_target(const char *word, struct address *to, struct port_range *ports,
		 __u16 *base)
{
	const char *text;

	ports->last = 0;
	return parse_endpoint(word, to, &text) &&
	       (!text || word_target_ports(text, ports, base));
}

/* Returns the answer, REFUSAL_OTHER for one that sfw never gives. */
int word_reject(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++)
		if (!strcmp(word, answers[i].name))
			return answers[i].reject;
	return REFUSAL_OTHER;
}
