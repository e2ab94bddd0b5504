// SPDX-License-Identifier: GPL-2.0
/*
 * "port add app NAME", and the ports of a profile: "137,138/udp|139,445/tcp". A port
 * without a protocol is of TCP and of UDP; a range has a colon.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/app.h"
#include "lang/parser.h"

/* Words that fill a line. */
#define NO_PROTOCOL "several ports have no protocol in '%s', which ufw refuses too: 80,443/tcp"

static int add_protocol(struct entry *entry, const char *word, __u8 *proto)
{
	if (!strcasecmp(word, "tcp"))
		*proto = IPPROTO_TCP;
	else if (!strcasecmp(word, "udp"))
		*proto = IPPROTO_UDP;
	else
		return -EINVAL;
	entry_add_protocol(entry, *proto);
	return 0;
}

/* "139,445" of one protocol, or of both. */
static int add_list(struct parser *p, char *list, __u8 proto, struct entry *entry)
{
	char *state = NULL;

	for (char *word = strtok_r(list, ",", &state); word;
	     word = strtok_r(NULL, ",", &state)) {
		char *colon = strchr(word, ':');
		struct port_range ports = { .proto = proto };

		if (colon)
			*colon = '-';
		if (parse_port_range(p, app_trimmed(word), proto ? proto : IPPROTO_TCP, &ports))
			return -EINVAL;
		if (entry->port_count == LIST_MAX)
			return parse_fail(p, "more than %d ports in one profile", LIST_MAX);
		entry->ports[entry->port_count++] = ports;
	}
	return 0;
}

/**
 * parse_app_ports() - read the ports of a profile
 * @p: the parser, for the error
 * @text: "137,138/udp|139,445/tcp"
 * @entry: gets protocols and ports
 *
 * Return: 0 or -EINVAL.
 */
int parse_app_ports(struct parser *p, const char *text, struct entry *entry)
{
	char copy[APP_PORTS_MAX], *state = NULL;

	if (snprintf(copy, sizeof(copy), "%s", text) >= (int)sizeof(copy))
		return parse_fail(p, "this profile has too many ports");
	for (char *list = strtok_r(copy, "|", &state); list;
	     list = strtok_r(NULL, "|", &state)) {
		char *slash = strchr(list, '/');
		__u8 proto = 0;

		if (slash)
			*slash = '\0';
		else if (strpbrk(list, ",:"))
			return parse_fail(p, NO_PROTOCOL, printable(text).text);
		if (slash ? add_protocol(entry, app_trimmed(slash + 1), &proto) :
		    add_protocol(entry, "tcp", &proto) || add_protocol(entry, "udp", &proto))
			return parse_fail(p, "'%s' is not a list of ports: 80,443/tcp|53",
					  printable(text).text);
		if (add_list(p, list, slash ? proto : 0, entry))
			return -EINVAL;
	}
	if (!entry->port_count)
		return parse_fail(p, "this profile has no ports");
	return 0;
}

/**
 * parse_app() - read the name of a profile
 * @p: the parser, at the word after "app"
 * @entry: gets protocols and ports
 *
 * Return: 0 or -EINVAL.
 */
int parse_app(struct parser *p, struct entry *entry)
{
	struct suggestion near;
	char *ports;
	int ret;

	if (parse_need(p, "NAME of a profile in " APP_PROFILES))
		return -EINVAL;
	suggest_start(&near, p->words[p->at]);
	ports = app_ports(APP_PROFILES, &near);
	if (!ports)
		return parse_fail(p, "%s is not a profile in " APP_PROFILES "%s",
				  printable(p->words[p->at]).text,
				  suggest_hint(&near).text);
	ret = parse_app_ports(p, ports, entry);
	free(ports);
	if (!ret)
		p->at++;
	return ret;
}
