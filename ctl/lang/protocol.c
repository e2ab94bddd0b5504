// SPDX-License-Identifier: GPL-2.0
/*
 * Names of IP protocols. Printing uses only the names below, so that a saved
 * policy is the same on every machine; reading takes /etc/protocols too.
 */
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lang/protocol.h"
#include "lib/compiler.h"

static const struct {
	const char *name;
	__u8 number;
} protocols[] = {
	{ "icmp", IPPROTO_ICMP },
	{ "igmp", IPPROTO_IGMP },
	{ "ipip", IPPROTO_IPIP },
	{ "tcp", IPPROTO_TCP },
	{ "udp", IPPROTO_UDP },
	{ "dccp", IPPROTO_DCCP },
	{ "6in4", IPPROTO_IPV6 },
	{ "rsvp", IPPROTO_RSVP },
	{ "gre", IPPROTO_GRE },
	{ "esp", IPPROTO_ESP },
	{ "ah", IPPROTO_AH },
	{ "icmpv6", IPPROTO_ICMPV6 },
	{ "eigrp", 88 },
	{ "ospf", 89 },
	{ "etherip", 97 },
	{ "pim", IPPROTO_PIM },
	{ "ipcomp", IPPROTO_COMP },
	{ "vrrp", 112 },
	{ "l2tp", 115 },
	{ "isis", 124 },
	{ "sctp", IPPROTO_SCTP },
	{ "udplite", IPPROTO_UDPLITE },
	{ "hip", 139 },
};

static int decimal(const char *word)
{
	size_t len = strspn(word, "0123456789");
	int number = 0;

	if (!len || len > 3 || word[len])
		return -1;
	while (*word)
		number = number * 10 + *word++ - '0';
	return number <= 255 ? number : -1;
}

/**
 * protocol_number() - read the name or number of a protocol
 * @name: name, or number from 0 to 255
 *
 * Return: the number, or -1.
 */
int protocol_number(const char *name)
{
	const struct protoent *known;

	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(protocols[i].name, name))
			return protocols[i].number;
	if (name[strspn(name, "0123456789")] == '\0')
		return decimal(name);
	known = getprotobyname(name);
	return known && known->p_proto >= 0 && known->p_proto <= 255 ?
	       known->p_proto : -1;
}

/**
 * protocol_name() - name of a protocol
 * @number: the protocol
 * @buf: where to, PROTOCOL_NAME_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf; it holds the number itself when there is no name.
 */
const char *protocol_name(__u8 number, char *buf, size_t size)
{
	snprintf(buf, size, "%u", number);
	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (protocols[i].number == number)
			snprintf(buf, size, "%s", protocols[i].name);
	return buf;
}

/**
 * protocol_at() - walk through the names
 * @index: 0, 1, ...
 *
 * Return: a name, or NULL after the last.
 */
const char *protocol_at(unsigned int index)
{
	return index < ARRAY_SIZE(protocols) ? protocols[index].name : NULL;
}

/**
 * protocol_is_extension() - whether IPv6 has it as an extension header, which is walked past
 * @number: the protocol
 */
bool protocol_is_extension(__u8 number)
{
	return number == IPPROTO_HOPOPTS || number == IPPROTO_ROUTING ||
	       number == IPPROTO_FRAGMENT || number == IPPROTO_AH ||
	       number == IPPROTO_DSTOPTS;
}

/**
 * protocol_has_ports() - whether "port" opens it, and not "proto"
 * @number: the protocol
 *
 * Return: true for tcp, udp and sctp.
 */
bool protocol_has_ports(__u8 number)
{
	return number == IPPROTO_TCP || number == IPPROTO_UDP ||
	       number == IPPROTO_SCTP;
}
