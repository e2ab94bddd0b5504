// SPDX-License-Identifier: GPL-2.0
/*
 * Connections through which people sit at this host: those that programs serve which
 * give shells. A shell may have no tie to its connection: run0 and systemd-run start
 * it below PID 1, tmux outlives its ssh, cockpit-tls hands only bytes on.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "host/other_sessions.h"
#include "host/ssh_session.h"
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
 * @listening: ports at which this host listens
 * @found: the result
 * @count: how many
 */
struct people {
	struct owner *owners;
	size_t owner_count;
	struct owner now;
	__u8 proto;
	bool listening[65536];
	struct session *found;
	size_t count;
};

static void add_owner(void *ctx, unsigned long inode)
{
	struct people *people = ctx;
	struct owner *owner = grow(&people->owners, &people->owner_count,
				   sizeof(*owner));

	if (!owner)
		return;
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

static bool is_known(const struct people *people, const struct ip_socket *sock)
{
	for (size_t i = 0; i < people->count; i++) {
		const struct ip_socket *known = &people->found[i].sock;

		if (people->found[i].proto == people->proto &&
		    known->local_port == sock->local_port &&
		    !memcmp(&known->peer, &sock->peer, sizeof(known->peer)) &&
		    !memcmp(&known->local, &sock->local, sizeof(known->local)))
			return true;
	}
	return false;
}

/* The socket of mosh names no peer: the ssh that began it does. */
static bool complete(struct ip_socket *sock, const struct owner *owner)
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

static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct people *people = ctx;

	if (sock->state == SOCKET_LISTENING)
		people->listening[sock->local_port] = true;
	for (size_t i = 0; i < people->owner_count; i++) {
		const struct owner *owner = &people->owners[i];
		struct session *session = &people->found[people->count];
		struct ip_socket whole = *sock;

		if (owner->inode != sock->inode || people->count == SESSIONS_MAX ||
		    owner->program->proto != people->proto || !complete(&whole, owner) ||
		    socket_is_loopback(&whole.peer) || is_known(people, &whole))
			continue;
		session->proto = people->proto;
		session->sock = whole;
		strcpy(session->program, owner->program->name);
		people->count++;
		return;
	}
}

/* A connection that this host opened, such as one that ssh leads on, is no session. */
static void drop_opened(struct people *people)
{
	size_t kept = 0;

	for (size_t i = 0; i < people->count; i++)
		if (people->found[i].proto == IPPROTO_UDP ||
		    people->listening[people->found[i].sock.local_port])
			people->found[kept++] = people->found[i];
	people->count = kept;
}

/**
 * other_sessions() - the connections through which people sit at this host
 * @found: the result; one for all of a source to a port
 *
 * Return: how many.
 */
size_t other_sessions(struct session found[SESSIONS_MAX])
{
	static const __u8 protos[] = { IPPROTO_TCP, IPPROTO_UDP };
	struct people *people = calloc(1, sizeof(*people));
	size_t count;

	if (!people)
		return 0;
	people->found = found;
	process_each(find_owner, people);
	for (size_t i = 0; i < ARRAY_SIZE(protos) && people->owner_count; i++) {
		people->proto = protos[i];
		sockets_each(protos[i], look_at, people);
	}
	drop_opened(people);
	count = people->count;
	free(people->owners);
	free(people);
	return count;
}
