// SPDX-License-Identifier: GPL-2.0
/*
 * Ports of UDP that a change would close, though a socket is bound to them: a tunnel, such as
 * WireGuard's, through which somebody came has no peer here that could be judged. A
 * port that is open for some sources alone is left out.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/sockets.h"
#include "host/udp_ports.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "net/verdict.h"

#define SPORT		40000	/* any that no connection has */
#define TOLD_MAX	8	/* ports, the others are counted */

/* Sources far apart, of which one policy would hardly name both of a family. */
static const struct address sources[] = {
	{ .family = AF_INET, .bytes = { 60, 0, 0, 1 } },
	{ .family = AF_INET, .bytes = { 180, 0, 0, 1 } },
	{ .family = AF_INET6, .bytes = { 0x24, [15] = 1 } },
	{ .family = AF_INET6, .bytes = { 0x2a, [15] = 1 } },
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

/* A socket of IPv6 that is bound to no address serves IPv4 too, unless it was told not to. */
static void look_at(void *ctx, const struct ip_socket *sock)
{
	static const struct address any6 = { .family = AF_INET6 };

	if (sock->state != SOCKET_UNCONNECTED || socket_is_loopback(&sock->local))
		return;
	add_port(ctx, sock->local.family, sock->local_port);
	if (!memcmp(&sock->local, &any6, sizeof(any6)))
		add_port(ctx, AF_INET, sock->local_port);
}

/* Returns 1, 0 or a negative errno. */
static int is_open(struct nl *nl, const struct udp_port *port)
{
	struct probe probe = {
		.proto = IPPROTO_UDP, .sport = SPORT, .dport = port->number,
		.state = SFW_CT_NEW,
	};
	struct verdict v;

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		int ret;

		if (sources[i].family != port->family)
			continue;
		probe.src = sources[i];
		ret = verdict_get(nl, &probe, &v);
		if (ret || !v.enabled || v.accepted)
			return ret ? ret : 1;
	}
	return 0;
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
		ret = is_open(nl, &udp->ports[i]);
		if (ret > 0)
			udp->ports[count++] = udp->ports[i];
	}
	udp->count = count;
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
	size_t count = 0;
	__u16 told = 0;
	int ret = 0;

	if (udp->count)
		qsort(udp->ports, udp->count, sizeof(*udp->ports), by_number);
	for (size_t i = 0; i < udp->count && ret >= 0; i++) {
		const struct udp_port *port = &udp->ports[i];

		ret = is_open(nl, port);
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
