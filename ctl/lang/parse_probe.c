// SPDX-License-Identifier: GPL-2.0
/* The words of "test": a packet described by hand. */
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/wordset.h"

#define TCP_SYN		0x02
#define FIX		"fix"

static const char flag_letters[] = PROBE_FLAG_LETTERS;

/* "icmp" and "icmpv6" are each at home in one family, some headers are no protocol in one. */
static int check_family(struct parser *p, const struct probe *probe)
{
	if (probe->proto == IPPROTO_ICMP && probe->src.family == AF_INET6)
		return parse_fail(p, "%s is IPv6: its protocol is icmpv6, not icmp",
				  printable(p->words[p->at]).text);
	if (probe->proto == IPPROTO_ICMPV6 && probe->src.family == AF_INET)
		return parse_fail(p, "%s is IPv4: its protocol is icmp, not icmpv6",
				  printable(p->words[p->at]).text);
	if (protocol_is_extension(probe->proto) && probe->src.family == AF_INET6)
		return parse_fail(p,
				  "%s is IPv6, where protocol %u is an extension header: name the protocol behind it",
				  printable(p->words[p->at]).text, probe->proto);
	return 0;
}

static int parse_src(struct parser *p, struct probe *probe, bool any_family)
{
	bool has_ports = protocol_has_ports(probe->proto);
	const char *word, *port;

	if (parse_need(p, "SRC"))
		return -EINVAL;
	word = p->words[p->at];
	if (!parse_endpoint(word, &probe->src, &port))
		return parse_fail(p, "%s is not a source: ADDRESS, ADDRESS:PORT, [IPV6]:PORT",
				  printable(word).text);
	if (port && !has_ports)
		return parse_fail(p, "%s has a port, and the protocol has none",
				  printable(word).text);
	if (port && parse_port(p, port, probe->proto, &probe->sport))
		return -EINVAL;
	if (!any_family && check_family(p, probe))
		return -EINVAL;
	p->at++;
	return 0;
}

static int parse_dst(struct parser *p, struct probe *probe)
{
	bool has_ports = protocol_has_ports(probe->proto);
	const char *word, *port;

	if (parse_need(p, has_ports ? "[DST:]PORT" : "DST"))
		return -EINVAL;
	word = p->words[p->at];
	if (parse_endpoint(word, &probe->dst, &port)) {
		if (probe->dst.family != probe->src.family)
			return parse_fail(p, "%s is of another address family than the source",
					  printable(word).text);
		if (port && !has_ports)
			return parse_fail(p, "%s has a port, and the protocol has none",
					  printable(word).text);
		if (!port && has_ports)
			return parse_fail(p, "%s has no port: PORT, ADDRESS:PORT, [IPV6]:PORT",
					  printable(word).text);
	} else {
		probe->dst.family = 0;
		port = word;
		if (!has_ports || strchr(word, ':') || strchr(word, '['))
			return parse_fail(p, "%s is not a destination: %s",
					  printable(word).text, has_ports ?
					  "PORT, ADDRESS:PORT, [IPV6]:PORT" :
					  "an address");
	}
	if (port && parse_port(p, port, probe->proto, &probe->dport))
		return -EINVAL;
	p->at++;
	return 0;
}

static int parse_flags(struct parser *p, struct probe *probe)
{
	const char *word;

	if (parse_need(p, "FLAGS"))
		return -EINVAL;
	word = p->words[p->at];
	probe->tcp_flags = 0;
	if (wordset_index("-|none", word) < 0) {
		for (const char *c = word; *c; c++) {
			const char *letter = strchr(flag_letters, *c);

			if (!letter)
				return parse_fail(p, "%s are not TCP flags: letters of %s, or none",
						  printable(word).text,
						  flag_letters);
			probe->tcp_flags |= 1 << (letter - flag_letters);
		}
		if (!probe->tcp_flags)
			return parse_fail(p, "FLAGS is missing: letters of %s, or none",
					  flag_letters);
	}
	p->at++;
	return 0;
}

static int parse_state(struct parser *p, struct probe *probe)
{
	int state;

	if (parse_need(p, "STATE"))
		return -EINVAL;
	state = wordset_index(ct_states, p->words[p->at]);
	if (state < 0)
		return parse_unknown(p, ct_states);
	probe->state = state;
	p->at++;
	return 0;
}

static int parse_type(struct parser *p, struct probe *probe)
{
	const char *word;
	int number;

	if (parse_need(p, "TYPE"))
		return -EINVAL;
	word = p->words[p->at];
	number = word[strspn(word, "0123456789")] ? -1 : protocol_number(word);
	if (number < 0)
		return parse_fail(p, "%s is not an ICMP type: 0 to 255",
				  printable(word).text);
	probe->icmp_type = number;
	p->at++;
	return 0;
}

/* Fills in defaults. Returns the options that fit the protocol. */
static const char *defaults(struct probe *probe)
{
	probe->state = SFW_CT_NEW;
	if (protocol_has_ports(probe->proto))
		probe->sport = PROBE_SPORT;
	switch (probe->proto) {
	case IPPROTO_TCP:
		probe->tcp_flags = TCP_SYN;
		return "in|state|flags";
	case IPPROTO_ICMP:
		probe->icmp_type = ICMP_ECHO;
		return "in|state|type";
	case IPPROTO_ICMPV6:
		probe->icmp_type = ICMP6_ECHO_REQUEST;
		return "in|state|type";
	default:
		return "in|state";
	}
}

/* @fix: gets whether that word is among them; NULL: it may not be */
static int parse_options(struct parser *p, struct probe *probe,
			 const char *known, bool *fix)
{
	unsigned int seen = 0;
	char choices[64];

	snprintf(choices, sizeof(choices), "%s%s", known, fix ? "|" FIX : "");
	if (fix)
		*fix = false;

	while (p->at < p->count) {
		const char *word = p->words[p->at];
		int option, ret;

		if (parse_option(p, choices, &seen, &option))
			return -EINVAL;
		if (!strcmp(word, "in"))
			ret = parse_ifname(p, probe->dev);
		else if (!strcmp(word, "state"))
			ret = parse_state(p, probe);
		else if (!strcmp(word, "flags"))
			ret = parse_flags(p, probe);
		else if (!strcmp(word, FIX))
			ret = 0;
		else
			ret = parse_type(p, probe);
		if (ret)
			return ret;
		if (!strcmp(word, FIX))
			*fix = true;
	}
	return 0;
}

/* An echo request is of the family of its source. */
static void become_ping(struct probe *probe)
{
	if (probe->src.family == AF_INET6) {
		probe->proto = IPPROTO_ICMPV6;
		defaults(probe);
	}
}

static int parse_packet(struct parser *p, struct probe *probe, bool *fix)
{
	bool ping = p->at < p->count && !strcmp(p->words[p->at], PROTOCOL_PING);
	const char *choices;

	memset(probe, 0, sizeof(*probe));
	if (ping) {
		probe->proto = IPPROTO_ICMP;
		p->at++;
	} else if (parse_protocol(p, &probe->proto)) {
		return -EINVAL;
	}
	choices = defaults(probe);
	if (parse_src(p, probe, ping))
		return -EINVAL;
	if (ping)
		become_ping(probe);
	if (p->at < p->count && !strcmp(p->words[p->at], "to")) {
		p->at++;
		if (parse_dst(p, probe))
			return -EINVAL;
	} else if (protocol_has_ports(probe->proto)) {
		return p->at < p->count ? parse_unknown(p, "to") :
		       parse_fail(p, "to [DST:]PORT is missing");
	}
	return parse_options(p, probe, ping ? "in|state" : choices, fix);
}

/* A packet in the words of "test"; bytes that mean nothing are zero. */
int parse_probe(struct parser *p, struct probe *probe)
{
	return parse_packet(p, probe, NULL);
}

/* All words of "test". */
int parse_test(struct parser *p, struct probe *probe, bool *fix)
{
	return parse_packet(p, probe, fix);
}
