// SPDX-License-Identifier: GPL-2.0
/*
 * Programs and translations that serve a port, as far as that can be seen from here:
 * sockets of this network namespace that others can reach, with the names of processes
 * of this PID namespace, and the rules of others' NAT. All of it is read once.
 */
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/served.h"
#include "host/sockets.h"
#include "host/translations.h"
#include "lib/compiler.h"
#include "lib/process.h"

#define WHO_MAX		(TRANSLATION_TO_MAX + 16)

/**
 * struct server - a socket that serves a port
 * @proto: protocol number
 * @port: its port
 * @inode: of the socket
 * @name: of a process that has it open
 */
struct server {
	__u8 proto;
	__u16 port;
	unsigned long inode;
	char name[PROCESS_NAME_MAX];
};

/**
 * struct known - all that is known of this host
 * @read: it has been read
 * @servers: sockets that serve
 * @count: how many
 * @size: how many there is room for
 * @proto: protocol of the sockets that are read
 * @process: name of the process whose sockets are read
 * @rules: rules of others' NAT
 */
struct known {
	bool read;
	struct server *servers;
	size_t count;
	size_t size;
	__u8 proto;
	char process[PROCESS_NAME_MAX];
	struct nat_rules rules;
};

static struct known known;

static void add_server(__u8 proto, __u16 port, unsigned long inode)
{
	if (known.count == known.size) {
		size_t size = known.size * 2 + 64;
		struct server *servers = realloc(known.servers,
						 size * sizeof(*servers));

		if (!servers)
			return;
		known.servers = servers;
		known.size = size;
	}
	known.servers[known.count++] = (struct server){
		.proto = proto, .port = port, .inode = inode,
		.name = "another process",
	};
}

static void look_at(void *ctx, const struct ip_socket *sock)
{
	(void)ctx;
	if (sock->state == (known.proto == IPPROTO_TCP ? SOCKET_LISTENING :
							 SOCKET_UNCONNECTED) &&
	    !socket_is_loopback(&sock->local))
		add_server(known.proto, sock->local_port, sock->inode);
}

/* Endpoints that listen; a socket of SCTP has no address in this table's columns. */
static void read_sctp(void)
{
	FILE *table = fopen("/proc/net/sctp/eps", "re");
	unsigned long inode;
	unsigned int port;
	char line[512];

	while (table && fgets(line, sizeof(line), table))
		if (sscanf(line, " %*s %*s %*d %*d %*d %u %*d %lu", &port,
			   &inode) == 2)
			add_server(IPPROTO_SCTP, port, inode);
	if (table)
		fclose(table);
}

static void name_server(void *ctx, unsigned long inode)
{
	(void)ctx;
	for (size_t i = 0; i < known.count; i++)
		if (known.servers[i].inode == inode)
			snprintf(known.servers[i].name,
				 sizeof(known.servers[i].name), "%s",
				 known.process);
}

static void name_servers(void *ctx, pid_t pid)
{
	(void)ctx;
	if (process_name(pid, known.process))
		process_sockets(pid, name_server, NULL);
}

static void read_all(void)
{
	static const __u8 protos[] = { IPPROTO_TCP, IPPROTO_UDP };

	known.read = true;
	for (size_t i = 0; i < ARRAY_SIZE(protos); i++) {
		known.proto = protos[i];
		sockets_each(protos[i], look_at, NULL);
	}
	read_sctp();
	if (known.count)
		process_each(name_servers, NULL);
	nat_rules_read_all(&known.rules);
}

/* Those told already, so that nobody is told twice. */
struct told {
	char who[32][WHO_MAX];
	size_t count;
	served_fn each;
	void *ctx;
};

static void tell(struct told *told, const char *who)
{
	for (size_t i = 0; i < told->count; i++)
		if (!strcmp(told->who[i], who))
			return;
	if (told->count == ARRAY_SIZE(told->who))
		return;
	snprintf(told->who[told->count++], WHO_MAX, "%s", who);
	told->each(told->ctx, who);
}

/**
 * served_by() - walk through those that serve a port or range
 * @proto: protocol number
 * @first: its first port
 * @last: its last port
 * @each: gets each name once; translations first, since they come first
 * @ctx: for @each
 */
void served_by(__u8 proto, __u16 first, __u16 last, served_fn each, void *ctx)
{
	struct told told = { .each = each, .ctx = ctx };
	char who[WHO_MAX];

	if (!known.read)
		read_all();
	for (size_t i = 0; i < known.rules.count; i++) {
		const struct nat_rule *rule = &known.rules.at[i];
		const char *to;

		if (rule->proto != proto || rule->first > last ||
		    rule->last < first)
			continue;
		to = nat_rule_leads(&known.rules, rule, NULL);
		snprintf(who, sizeof(who), "nat -> %s", to);
		if (to[0])
			tell(&told, who);
	}
	for (size_t i = 0; i < known.count; i++) {
		const struct server *server = &known.servers[i];

		if (server->proto == proto && server->port >= first &&
		    server->port <= last)
			tell(&told, server->name);
	}
}
