// SPDX-License-Identifier: GPL-2.0
/* A packet described by hand, as "test" reads it. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"

#define ECHO4	8
#define ECHO6	128
#define TCP_SYN	0x02

static int add_endpoint(char *buf, size_t size, const struct address *addr, __u16 port)
{
	char text[INET6_ADDRSTRLEN];

	format_address(addr, text, sizeof(text));
	if (!port)
		return snprintf(buf, size, " %s", text);
	return snprintf(buf, size, addr->family == AF_INET6 ? " [%s]:%u" : " %s:%u", text, port);
}

static int add_flags(char *buf, size_t size, __u8 flags)
{
	char letters[9] = "", *at = letters;

	for (unsigned int i = 0; i < 8; i++)
		if (flags & 1 << i)
			*at++ = PROBE_FLAG_LETTERS[i];
	*at = '\0';
	return snprintf(buf, size, " flags %s", flags ? letters : "none");
}

/**
 * format_probe() - the command that asks about a packet
 * @probe: the packet
 * @buf: the result
 * @size: its bytes, at least PROBE_TEXT_MAX
 *
 * Return: @buf.
 */
const char *format_probe(const struct probe *probe, char *buf, size_t size)
{
	char word[PROTOCOL_NAME_MAX + WORDSET_WORD_MAX];
	bool ports = protocol_has_ports(probe->proto);
	char dev[DEV_WORD_MAX];
	__u8 echo = probe->src.family == AF_INET ? ECHO4 : ECHO6;
	int at;

	at = snprintf(buf, size, "test %s",
		      protocol_name(probe->proto, word, sizeof(word)));
	at += add_endpoint(buf + at, size - at, &probe->src,
			   probe->sport == PROBE_SPORT ? 0 : probe->sport);
	if (ports || probe->dst.family)
		at += snprintf(buf + at, size - at, " to");
	if (probe->dst.family)
		at += add_endpoint(buf + at, size - at, &probe->dst, ports ? probe->dport : 0);
	else if (ports)
		at += snprintf(buf + at, size - at, " %u", probe->dport);
	if (probe->dev[0])
		at += snprintf(buf + at, size - at, " in%s",
			       format_word(probe->dev, dev, sizeof(dev)));
	if (probe->proto == IPPROTO_TCP && probe->tcp_flags != TCP_SYN)
		at += add_flags(buf + at, size - at, probe->tcp_flags);
	if ((probe->proto == IPPROTO_ICMP || probe->proto == IPPROTO_ICMPV6) &&
	    probe->icmp_type != echo)
		at += snprintf(buf + at, size - at, " type %u", probe->icmp_type);
	if (probe->state != SFW_CT_NEW)
		snprintf(buf + at, size - at, " state %s",
			 wordset_word(ct_states, probe->state, word, sizeof(word)));
	return buf;
}
