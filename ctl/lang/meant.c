// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/app.h"
#include "lang/format_value.h"
#include "lang/meant.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

/**
 * service_protocols() - protocols that a service is known for
 * @service: its name
 *
 * Return: as "port add" takes them, or NULL when there is no such service.
 */
const char *service_protocols(const char *service)
{
	bool tcp = getservbyname(service, "tcp");
	bool udp = getservbyname(service, "udp");

	return tcp && udp ? "tcp,udp" : tcp ? "tcp" : udp ? "udp" : NULL;
}

/**
 * meant_prefixes() - prefixes as they are typed here: no mask, no host bits
 * @word: one, or a list of them
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf, or @word when one of them is none.
 */
const char *meant_prefixes(const char *word, char *buf, size_t size)
{
	size_t used = 0;

	for (const char *at = word; at; at = strchr(at, ',')) {
		char piece[2 * INET6_ADDRSTRLEN], text[PREFIX_TEXT_MAX];
		struct prefix prefix;

		at += *at == ',';
		snprintf(piece, sizeof(piece), "%.*s", (int)strcspn(at, ","), at);
		if (!prefix_read(piece, &prefix))
			return word;
		used += snprintf(buf + used, size - used, "%s%s", used ? "," : "",
				 format_prefix(&prefix, text, sizeof(text)));
		if (used >= size)
			return word;
	}
	return buf;
}

/**
 * meant_protocols() - protocols with ports, in any letters
 * @word: one, or a list of them
 *
 * Return: as "port add" takes them, or NULL.
 */
const char *meant_protocols(const char *word)
{
	static const char *const known[] = {
		"tcp", "udp", "sctp", "tcp,udp", "udp,tcp",
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcasecmp(word, known[i]))
			return known[i];
	return NULL;
}

static bool is_app(const char *word)
{
	struct suggestion near;
	char *ports;

	suggest_start(&near, word);
	ports = app_ports(APP_PROFILES, &near);
	free(ports);
	return ports;
}

/**
 * meant_service() - a service, in any letters
 * @word: its name, and not that of a profile
 * @buf: gets it as it is known
 * @size: bytes at @buf
 *
 * Return: its protocols as "port add" takes them, or NULL.
 */
const char *meant_service(const char *word, char *buf, size_t size)
{
	const char *protocols;

	if (snprintf(buf, size, "%s", word) >= (int)size)
		return NULL;
	for (char *c = buf; *c; c++)
		*c = tolower((unsigned char)*c);
	protocols = service_protocols(buf);
	return protocols && strcmp(buf, word) && is_app(word) ? NULL : protocols;
}

/* A port of @len bytes, and one behind it that is not lower; a range may have a colon. */
static bool is_range(const char *word, size_t len)
{
	unsigned long first, last;
	char *end;

	if (!isdigit((unsigned char)word[0]))
		return false;
	first = strtoul(word, &end, 10);
	last = first;
	if ((*end == '-' || *end == ':') && isdigit((unsigned char)end[1]))
		last = strtoul(end + 1, &end, 10);
	return end == word + len && first && first <= last && last <= 65535;
}

/**
 * meant_is_ports() - whether a word names ports by number
 * @word: a port, range, or list of them
 * @len: its bytes
 *
 * Return: true if so.
 */
bool meant_is_ports(const char *word, size_t len)
{
	const char *end = word + len;
	size_t piece;

	if (len >= MEANT_PORTS_MAX)
		return false;
	for (; word <= end; word += piece + 1) {
		piece = strcspn(word, ",");
		if (piece > (size_t)(end - word))
			piece = end - word;
		if (!is_range(word, piece))
			return false;
	}
	return true;
}

/**
 * meant_write_ports() - ports as we write ranges
 * @word: the ports
 * @len: their bytes
 * @buf: where to
 * @size: bytes at @buf
 */
void meant_write_ports(const char *word, size_t len, char *buf, size_t size)
{
	snprintf(buf, size, "%.*s", (int)len, word);
	for (char *c = buf; *c; c++)
		if (*c == ':')
			*c = '-';
}

/* Protocols of ports of which some are known, and others typed beside them; NULL: none. */
static const char *choose(const char *own, const char *typed)
{
	if (!typed || !own)
		return typed ? typed : own;
	if (!strcmp(own, typed) || (!strcmp(own, "tcp,udp") && strcmp(typed, "sctp")))
		return typed;
	return NULL;
}

/* Ports, their own protocol behind a slash, or a service. */
static bool read_ports(const char *word, const char *typed, struct meant *m)
{
	size_t len = strcspn(word, "/");

	if (!meant_is_ports(word, len)) {
		m->proto = meant_service(word, m->ports, sizeof(m->ports));
		m->proto = m->proto ? choose(m->proto, typed) : NULL;
		return m->proto;
	}
	meant_write_ports(word, len, m->ports, sizeof(m->ports));
	if (word[len])
		m->proto = meant_protocols(word + len + 1);
	else
		m->proto = typed ? typed : "tcp,udp";
	return m->proto && (!word[len] || choose(m->proto, typed));
}

/**
 * meant_read() - read a protocol and ports in either order, or ports alone
 * @first: a word
 * @second: the word behind it, or NULL
 * @m: gets them as "port add" takes them
 *
 * Return: false when they are none.
 */
bool meant_read(const char *first, const char *second, struct meant *m)
{
	const char *typed = meant_protocols(first);

	m->taken = 2;
	if (typed || wordset_index("any|all|both", first) >= 0)
		return second && read_ports(second, typed, m);
	if (isalpha((unsigned char)first[0]) && protocol_number(first) >= 0)
		return false;
	typed = second ? meant_protocols(second) : NULL;
	m->taken = typed ? 2 : 1;
	return read_ports(first, typed, m);
}
