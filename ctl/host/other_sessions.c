// SPDX-License-Identifier: GPL-2.0
/*
 * Connections through which people sit at this host: those that programs serve which
 * give shells. A shell may have no tie to its connection: run0 and systemd-run start
 * it below PID 1, tmux outlives its ssh, cockpit-tls hands only bytes on.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "host/other_sessions.h"
#include "host/relay.h"
#include "lib/compiler.h"
#include "lib/grow.h"

/* A server of ssh tells in its title whether its user has logged in yet. */
static const struct program {
	const char *name;
	__u8 proto;
	bool has_title;
} programs[] = {
	{ "sshd", IPPROTO_TCP, true },
	{ "sshd-session", IPPROTO_TCP, true },
	{ "cockpit-tls", IPPROTO_TCP, false },
	{ "cockpit-ws", IPPROTO_TCP, false },
	{ "mosh-server", IPPROTO_UDP, false },
};

/**
 * struct owner - a socket of such a program
 * @inode: of the socket
 * @program: the program
 * @pid: the process
 */
struct owner {
	unsigned long inode;
	const struct program *program;
	pid_t pid;
};

/**
 * struct people - a search
 * @owners: sockets that count
 * @owner_count: how many
 * @now: the program whose sockets are read; inode is none
 * @proto: protocol of the sockets that are looked at
 * @listening: ports at which this host listens with TCP
 * @found: their connections, also those by relays
 * @error: of memory, or 0
 */
struct people {
	struct owner *owners;
	size_t owner_count;
	struct owner now;
	__u8 proto;
	bool listening[SOCKET_PORTS];
	struct sessions found;
	int error;
};

static void add_owner(void *ctx, unsigned long inode)
{
	struct people *people = ctx;
	struct owner *owner = grow(&people->owners, &people->owner_count,
				   sizeof(*owner));

	if (!owner) {
		people->error = -ENOMEM;
		return;
	}
	*owner = people->now;
	owner->inode = inode;
}

/* "sshd: root@pts/0" has logged in; "[accepted]", "[priv]", "[listener]" have not. */
static bool has_user(pid_t pid)
{
	char title[256];

	return !strchr(process_title(pid, title, sizeof(title)), '[');
}

static void find_owner(void *ctx, pid_t pid)
{
	struct people *people = ctx;
	char name[PROCESS_NAME_MAX];

	if (!process_name(pid, name))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		if (strcmp(name, programs[i].name) ||
		    (programs[i].has_title && !has_user(pid)))
			continue;
		people->now = (struct owner){ .program = &programs[i], .pid = pid };
		process_sockets(pid, add_owner, people);
	}
}

/* The socket of mosh names no peer: the ssh that began it does. */
static bool find_peer(struct ip_socket *sock, const struct owner *owner)
{
	char *text;
	bool ret;

	if (owner->program->proto == IPPROTO_TCP)
		return sock->state == SOCKET_ESTABLISHED;
	text = process_variable(owner->pid, "SSH_CONNECTION");
	ret = text && session_ends(text, &sock->peer, &sock->local);
	free(text);
	return ret;
}

static void note_listener(void *ctx, const struct ip_socket *sock)
{
	struct people *people = ctx;

	if (sock->state == SOCKET_LISTENING)
		people->listening[sock->local_port] = true;
}

static void add_session(struct people *people, const struct ip_socket *sock,
			const struct program *program)
{
	struct session session = { .proto = people->proto, .sock = *sock };

	strcpy(session.program, program->name);
	if (sessions_add(&people->found, &session))
		people->error = -ENOMEM;
}

/* A connection that this host opened, such as one that ssh leads on, is no session. */
static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct people *people = ctx;

	if (people->proto == IPPROTO_TCP && !people->listening[sock->local_port])
		return;
	for (size_t i = 0; i < people->owner_count; i++) {
		const struct owner *owner = &people->owners[i];
		struct ip_socket whole = *sock;

		if (owner->inode != sock->inode || owner->program->proto != people->proto ||
		    !find_peer(&whole, owner))
			continue;
		add_session(people, &whole, owner->program);
		return;
	}
}

/**
 * other_sessions() - the connections through which people sit at this host
 * @found: the result, one for all of a source to a port; sessions_free() is due in any
 *	   case
 *
 * Return: 0 or a negative errno.
 */
int other_sessions(struct sessions *found)
{
	static const __u8 protos[] = { IPPROTO_TCP, IPPROTO_UDP };
	struct people *people = calloc(1, sizeof(*people));
	int ret;

	memset(found, 0, sizeof(*found));
	if (!people)
		return -ENOMEM;
	process_each(find_owner, people);
	if (people->owner_count)
		sockets_each(IPPROTO_TCP, note_listener, people);
	for (size_t i = 0; i < ARRAY_SIZE(protos) && people->owner_count; i++) {
		people->proto = protos[i];
		sockets_each(protos[i], look_at, people);
	}
	ret = people->error;
	if (!ret && people->found.count)
		ret = relay_resolve(&people->found, found);
	sessions_free(&people->found);
	free(people->owners);
	free(people);
	return ret;
}
