// SPDX-License-Identifier: GPL-2.0
/* Protocols, ports, ranges and lists of ports. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/protocol.h"
#include "lib/suggest.h"

#define DIGITS	"0123456789"

static struct hint protocol_hint(const char *word)
{
	struct suggestion best;

	suggest_start(&best, word);
	for (unsigned int i = 0; protocol_at(i); i++)
		suggest_try(&best, protocol_at(i));
	return suggest_hint(&best);
}

/* The name or number of an IP protocol. */
int parse_protocol(struct parser *p, __u8 *proto)
{
	int number;

	if (parse_need(p, "PROTOCOL"))
		return -EINVAL;
	number = protocol_number(p->words[p->at]);
	if (number < 0)
		return parse_fail(p, "%s is not a protocol: a name such as gre, or 0 to 255%s",
				  printable(p->words[p->at]).text,
				  protocol_hint(p->words[p->at]).text);
	*proto = number;
	p->at++;
	return 0;
}

static int read_number(struct parser *p, const char *word, size_t len,
		       __u16 *port)
{
	unsigned int n = 0;

	for (size_t i = 0; i < len && n <= 65535; i++)
		n = n * 10 + word[i] - '0';
	if (!n || n > 65535)
		return parse_fail(p, "%.*s is not a port: 1 to 65535",
				  len > 20 ? 20 : (int)len, word);
	*port = n;
	return 0;
}

static struct hint service_hint(const char *word, const char *proto)
{
	const struct servent *known;
	struct suggestion best;

	suggest_start(&best, word);
	setservent(1);
	while (isalpha((unsigned char)*word) && (known = getservent()))
		if (!strcmp(known->s_proto, proto))
			suggest_try(&best, known->s_name);
	endservent();
	return suggest_hint(&best);
}

/**
 * parse_port() - read one port, a number or the name of a service
 * @p: the parser, for the error
 * @word: the whole of it
 * @proto: protocol of the service
 * @port: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_port(struct parser *p, const char *word, __u8 proto, __u16 *port)
{
	size_t digits = strspn(word, DIGITS);
	char name[PROTOCOL_NAME_MAX];
	const struct servent *known;

	if (digits && !word[digits])
		return read_number(p, word, digits, port);
	protocol_name(proto, name, sizeof(name));
	known = getservbyname(word, name);
	if (!known)
		return parse_fail(p, "%s is not a port: 1 to 65535, or a known %s service%s",
				  printable(word).text, name,
				  service_hint(word, name).text);
	*port = ntohs(known->s_port);
	return 0;
}

/* A range is two numbers; a dash may also be part of a service's name. */
static bool is_range(const char *word)
{
	size_t low = strspn(word, DIGITS);

	return low && word[low] == '-' && word[low + 1] &&
	       !word[low + 1 + strspn(word + low + 1, DIGITS)];
}

/**
 * parse_port_range() - read a port, or two with a dash
 * @p: the parser, for the error
 * @word: the whole of it
 * @proto: protocol of a service
 * @ports: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_port_range(struct parser *p, const char *word, __u8 proto,
		     struct port_range *ports)
{
	const char *dash;

	if (!is_range(word)) {
		if (parse_port(p, word, proto, &ports->first))
			return -EINVAL;
		ports->last = ports->first;
		return 0;
	}
	dash = strchr(word, '-');
	if (read_number(p, word, dash - word, &ports->first) ||
	    read_number(p, dash + 1, strlen(dash + 1), &ports->last))
		return -EINVAL;
	if (ports->first > ports->last)
		return parse_fail(p, "%s is not a range: the lower port comes first: %u-%u",
				  word, ports->last, ports->first);
	return 0;
}

static int add_ports(struct parser *p, struct entry *entry,
		     const struct port_range *ports)
{
	char text[PORTS_TEXT_MAX];

	for (unsigned int i = 0; i < entry->port_count; i++)
		if (!memcmp(&entry->ports[i], ports, sizeof(*ports)))
			return parse_fail(p, "%s is given twice",
					  format_ports(ports, text,
						       sizeof(text)));
	if (entry->port_count == LIST_MAX)
		return parse_fail(p, "more than %d ports in one list: use several commands",
				  LIST_MAX);
	entry->ports[entry->port_count++] = *ports;
	return 0;
}

/**
 * parse_ports() - read a port, a range, or a list of them
 * @p: the parser
 * @entry: its @proto is known; its @ports get the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_ports(struct parser *p, struct entry *entry)
{
	const char *at;
	char piece[64];

	if (parse_need(p, "PORTS"))
		return -EINVAL;
	at = p->words[p->at];
	while (at) {
		struct port_range ports = { 0 };

		if (parse_piece(p, &at, piece, sizeof(piece)) ||
		    parse_port_range(p, piece, entry->proto, &ports) ||
		    add_ports(p, entry, &ports))
			return -EINVAL;
	}
	p->at++;
	return 0;
}
