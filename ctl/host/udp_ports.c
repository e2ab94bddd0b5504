// SPDX-License-Identifier: GPL-2.0
/*
 * Ports of UDP that a change would close, though a socket is bound to them: a tunnel, such as
 * WireGuard's, through which somebody came has no peer here that could be judged. A
 * port that is open for some sources alone is left out.
 *
 * A port is open if packets get in by no interface in particular, or by any that a line names
 * for it: those that are there would be hundreds on a host of containers, and most of them
 * are judged alike.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dhcp.h"
#include "core/ifname.h"
#include "host/reach.h"
#include "host/sockets.h"
#include "host/udp_ports.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "net/policy.h"

#define TOLD_MAX	8	/* ports, the others are counted */

/**
 * struct source - an address to ask with
 * @addr: the address
 * @port: the only port that it is asked about, 0 for any
 */
struct source {
	struct address addr;
	__u16 port;
};

/*
 * Sources far apart, of which one policy would hardly name both of a family; a host without an
 * address, for which the reverse path is not looked at; a DHCPv6 server.
 */
static const struct source sources[] = {
	{ .addr = { AF_INET, { 60, 0, 0, 1 } } },
	{ .addr = { AF_INET, { 180, 0, 0, 1 } } },
	{ .addr = { .family = AF_INET } },
	{ .addr = { AF_INET6, { 0x24, [15] = 1 } } },
	{ .addr = { AF_INET6, { 0x2a, [15] = 1 } } },
	{ .addr = { .family = AF_INET6 } },
	{ .addr = { AF_INET6, { 0xfe, 0x80, [8] = 0xff, [15] = 1 } }, .port = SFW_DHCP6_CLIENT },
};

/**
 * struct line - ports that a line of a policy opens by an interface
 * @first: lowest port
 * @last: highest port
 * @dev: the interface, or the beginning of a pattern, which is a name that it matches
 */
struct line {
	__u16 first;
	__u16 last;
	char dev[SFW_DEV_MAX + 1];
};

/**
 * struct lines - the lines of one policy, read when they are first needed
 * @staged: of that which is staged
 * @known: they have been read
 * @count: how many
 * @at: all of them, those of an interface together
 */
struct lines {
	bool staged;
	bool known;
	size_t count;
	struct line *at;
};

/**
 * struct bound - ports that sockets are bound to
 * @udp: the result
 * @seen: those in it, over IPv4 and over IPv6
 * @error: of memory, or 0
 */
struct bound {
	struct udp_ports *udp;
	bool seen[2][SOCKET_PORTS];
	int error;
};

static void add_port(struct bound *bound, int family, __u16 number)
{
	bool *seen = &bound->seen[family == AF_INET6][number];
	struct udp_port *port;

	if (*seen)
		return;
	*seen = true;
	port = grow(&bound->udp->ports, &bound->udp->count, sizeof(*port));
	if (port)
		*port = (struct udp_port){ .family = family, .number = number };
	else
		bound->error = -ENOMEM;
}

/*
 * A socket of IPv6 that is bound to no address serves IPv4 too, unless it was told not to, or
 * is that of a client of DHCPv6.
 */
static void look_at(void *ctx, const struct ip_socket *sock)
{
	static const struct address any6 = { .family = AF_INET6 };

	if (sock->state != SOCKET_UNCONNECTED || socket_is_loopback(&sock->local))
		return;
	add_port(ctx, sock->local.family, sock->local_port);
	if (!memcmp(&sock->local, &any6, sizeof(any6)) && sock->local_port != SFW_DHCP6_CLIENT)
		add_port(ctx, AF_INET, sock->local_port);
}

/* A trusted interface has no ports, and opens them all. */
static int add_line(struct lines *lines, const struct entry *entry)
{
	struct line *line = grow(&lines->at, &lines->count, sizeof(*line));
	int stem = sfw_ifname_stem(entry->dev);

	if (!line)
		return -ENOMEM;
	line->first = entry->ports[0].first;
	line->last = entry->port_count ? entry->ports[0].last : USHRT_MAX;
	memcpy(line->dev, entry->dev, stem < 0 ? strlen(entry->dev) : (size_t)stem);
	return 0;
}

static int by_dev(const void *first, const void *second)
{
	return strcmp(((const struct line *)first)->dev, ((const struct line *)second)->dev);
}

static int read_kind(struct nl *nl, enum sfw_object kind, struct lines *lines)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy;
	struct object obj;
	int ret = lines->staged ? policy_get_staged(nl, kind, &policy) :
				  policy_get(nl, kind, &policy);

	while (!ret && policy_next(&policy, &at, &obj)) {
		const struct entry *entry = &obj.command.entry;

		if (entry->dev[0] && (kind == SFW_OBJ_TRUST || entry->proto == IPPROTO_UDP))
			ret = add_line(lines, entry);
	}
	policy_free(&policy);
	return ret;
}

static int read_lines(struct nl *nl, struct lines *lines)
{
	int ret = read_kind(nl, SFW_OBJ_ENTRY, lines) ?: read_kind(nl, SFW_OBJ_TRUST, lines);

	if (lines->count)
		qsort(lines->at, lines->count, sizeof(*lines->at), by_dev);
	lines->known = true;
	return ret;
}

static bool asks_about(const struct source *source, const struct udp_port *port)
{
	return source->addr.family == port->family &&
	       (!source->port || source->port == port->number);
}

static bool lets_in(const struct verdict *v)
{
	return reach_of(v) == REACH_OPEN && (!v->enabled || v->reason != SFW_R_LO);
}

/* Returns 1, 0 or a negative errno. */
static int is_open_by(struct nl *nl, const struct udp_port *port, const char *dev)
{
	/* Of one port alone that of the source counts: of a DHCP client. */
	struct probe probe = {
		.proto = IPPROTO_UDP, .sport = SFW_DHCP_SERVER, .dport = port->number,
		.state = SFW_CT_NEW,
	};
	struct verdict v;

	snprintf(probe.dev, sizeof(probe.dev), "%s", dev);
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		int ret;

		if (!asks_about(&sources[i], port))
			continue;
		probe.src = sources[i].addr;
		ret = verdict_get(nl, &probe, &v);
		if (ret || lets_in(&v))
			return ret ? ret : 1;
	}
	return 0;
}

/* Returns likewise. */
static int is_open(struct nl *nl, const struct udp_port *port, struct lines *lines)
{
	int ret = is_open_by(nl, port, "");
	const char *asked = "";

	if (!ret && !lines->known)
		ret = read_lines(nl, lines);
	for (size_t i = 0; i < lines->count && !ret; i++) {
		const struct line *line = &lines->at[i];

		if (port->number < line->first || port->number > line->last ||
		    !strcmp(line->dev, asked))
			continue;
		asked = line->dev;
		ret = is_open_by(nl, port, asked);
	}
	return ret;
}

/**
 * udp_ports_begin() - find the ports that are open now
 * @udp: the result; udp_ports_free() is due in any case
 * @nl: the connection, without a transaction
 *
 * Return: 0 or a negative errno.
 */
int udp_ports_begin(struct udp_ports *udp, struct nl *nl)
{
	struct bound *bound = calloc(1, sizeof(*bound));
	struct lines lines = { .staged = false };
	size_t count = 0;
	int ret;

	memset(udp, 0, sizeof(*udp));
	if (!bound)
		return -ENOMEM;
	bound->udp = udp;
	sockets_each(IPPROTO_UDP, look_at, bound);
	ret = bound->error;
	free(bound);
	for (size_t i = 0; i < udp->count && ret >= 0; i++) {
		ret = is_open(nl, &udp->ports[i], &lines);
		if (ret > 0)
			udp->ports[count++] = udp->ports[i];
	}
	udp->count = count;
	free(lines.at);
	return ret < 0 ? ret : 0;
}

static int by_number(const void *first, const void *second)
{
	const struct udp_port *a = first, *b = second;

	return a->number - b->number;
}

/**
 * udp_ports_tell() - warn of those that the staged policy closes
 * @udp: the ports that are open now
 * @nl: the connection, with the transaction
 *
 * Return: 0 or a negative errno.
 */
int udp_ports_tell(const struct udp_ports *udp, struct nl *nl)
{
	struct lines lines = { .staged = true };
	size_t count = 0;
	__u16 told = 0;
	int ret = 0;

	if (udp->count)
		qsort(udp->ports, udp->count, sizeof(*udp->ports), by_number);
	for (size_t i = 0; i < udp->count && ret >= 0; i++) {
		const struct udp_port *port = &udp->ports[i];

		ret = is_open(nl, port, &lines);
		if (ret || told == port->number)
			continue;
		told = port->number;
		if (++count <= TOLD_MAX)
			fprintf(stderr, "%s%u", count > 1 ? ", " :
				"sfwctl: warning: this closes ports of UDP that are in use here: ",
				told);
	}
	if (count > TOLD_MAX)
		fprintf(stderr, " and %zu more", count - TOLD_MAX);
	if (count)
		fputc('\n', stderr);
	free(lines.at);
	return ret < 0 ? ret : 0;
}

/**
 * udp_ports_free() - give the memory back
 * @udp: the ports; none from now on
 */
void udp_ports_free(struct udp_ports *udp)
{
	free(udp->ports);
	memset(udp, 0, sizeof(*udp));
}
