// SPDX-License-Identifier: GPL-2.0
/*
 * Connections that people come by, behind those that only lead them on within this host:
 *
 *	10.0.0.2 --> port 443 of a relay, 127.0.0.1 --> port 22 of sshd --> a shell
 *
 * Relays are haproxy, sslh, socat; sshd itself for "ssh -L"; and ssh to this host. A peer
 * on this host is a socket in the same table. Of the process that holds it, the
 * connections that control it take the place. A relay that serves many by one process
 * does not tell which of them is meant, so that all are.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/relay.h"
#include "lang/format_value.h"
#include "lib/grow.h"

#define DEPTH_MAX	8	/* relays one behind the other */

/**
 * struct holder - a process that has a socket open
 * @inode: of the socket
 * @pid: the process
 */
struct holder {
	unsigned long inode;
	pid_t pid;
};

/**
 * struct relays - a search
 * @holders: of all sockets, once they are needed
 * @holder_count: how many
 * @visited: processes whose connections have been found
 * @visited_count: how many
 * @now: the process whose sockets are read
 * @found: the result
 * @error: of memory, or 0
 */
struct relays {
	struct holder *holders;
	size_t holder_count;
	pid_t *visited;
	size_t visited_count;
	pid_t now;
	struct sessions *found;
	int error;
};

/**
 * struct ends - the other ends of connections
 * @of: the connections
 * @inodes: for each the socket at its other end
 * @here: for each whether that is on this host
 */
struct ends {
	const struct sessions *of;
	unsigned long *inodes;
	bool *here;
};

/*
 * A socket of this host at the peer's address and port is its other end, though a NAT may
 * have led it here from elsewhere; one that names this end too surely is.
 */
static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct ends *ends = ctx;

	if (sock->state != SOCKET_ESTABLISHED)
		return;
	for (size_t i = 0; i < ends->of->count; i++) {
		const struct ip_socket *end = &ends->of->at[i].sock;

		if (sock->local_port != end->peer_port ||
		    !address_equal(&sock->local, &end->peer) ||
		    (ends->here[i] && (sock->peer_port != end->local_port ||
				       !address_equal(&sock->peer, &end->local))))
			continue;
		ends->here[i] = true;
		ends->inodes[i] = sock->inode;
	}
}

static void note_holder(void *ctx, unsigned long inode)
{
	struct relays *relays = ctx;
	struct holder *holder = grow(&relays->holders, &relays->holder_count,
				     sizeof(*holder));

	if (holder)
		*holder = (struct holder){ .inode = inode, .pid = relays->now };
	else
		relays->error = -ENOMEM;
}

static void read_process(void *ctx, pid_t pid)
{
	struct relays *relays = ctx;

	relays->now = pid;
	process_sockets(pid, note_holder, relays);
}

static bool is_visited(struct relays *relays, pid_t pid)
{
	pid_t *visited;

	for (size_t i = 0; i < relays->visited_count; i++)
		if (relays->visited[i] == pid)
			return true;
	visited = grow(&relays->visited, &relays->visited_count, sizeof(*visited));
	if (visited)
		*visited = pid;
	else
		relays->error = -ENOMEM;
	return !visited;
}

static void add(struct relays *relays, const struct session *session)
{
	const struct sessions *found = relays->found;

	for (size_t i = 0; i < found->count; i++) {
		const struct session *known = &found->at[i];

		if (known->proto == session->proto &&
		    known->sock.local_port == session->sock.local_port &&
		    address_equal(&known->sock.peer, &session->sock.peer) &&
		    address_equal(&known->sock.local, &session->sock.local))
			return;
	}
	if (sessions_add(relays->found, session))
		relays->error = -ENOMEM;
}

static void find_origins(struct relays *relays, pid_t pid, unsigned int depth);

static void follow(struct relays *relays, unsigned long inode, unsigned int depth)
{
	if (!relays->holder_count)
		process_each(read_process, relays);
	for (size_t i = 0; i < relays->holder_count && depth < DEPTH_MAX; i++)
		if (relays->holders[i].inode == inode &&
		    !is_visited(relays, relays->holders[i].pid))
			find_origins(relays, relays->holders[i].pid, depth + 1);
}

/* The socket of mosh is no connection: it names the peer of another one. */
static void resolve(struct relays *relays, const struct sessions *from, unsigned int depth)
{
	struct ends ends = {
		.of = from,
		.inodes = calloc(from->count + 1, sizeof(*ends.inodes)),
		.here = calloc(from->count + 1, sizeof(*ends.here)),
	};

	if (ends.inodes && ends.here)
		sockets_each(IPPROTO_TCP, look_at, &ends);
	else
		relays->error = -ENOMEM;
	for (size_t i = 0; i < from->count && !relays->error; i++) {
		const struct session *session = &from->at[i];

		if (session->proto == IPPROTO_TCP && ends.here[i])
			follow(relays, ends.inodes[i], depth);
		else if (!socket_is_loopback(&session->sock.peer))
			add(relays, session);
	}
	free(ends.inodes);
	free(ends.here);
}

/* Connections that lead to nobody hide none of a process further up. */
static void find_origins(struct relays *relays, pid_t pid, unsigned int depth)
{
	size_t before = relays->found->count;
	struct sessions nearest = { 0 };
	int distance = 0;
	bool more;

	do {
		relays->error = relays->error ?: session_nearest(pid, &distance, &nearest);
		more = nearest.count;
		if (!relays->error)
			resolve(relays, &nearest, depth);
		sessions_free(&nearest);
	} while (more && !relays->error && relays->found->count == before);
}

static int finish(struct relays *relays)
{
	free(relays->holders);
	free(relays->visited);
	return relays->error;
}

/**
 * relay_resolve() - put those by which people come in place of those that lead them on
 * @from: connections
 * @found: the result, each source to a port once; sessions_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int relay_resolve(const struct sessions *from, struct sessions *found)
{
	struct relays relays = { .found = found };

	memset(found, 0, sizeof(*found));
	resolve(&relays, from, 0);
	return finish(&relays);
}

/**
 * relay_own() - the connections from outside that control this process
 * @found: the result, as a rule one; sessions_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int relay_own(struct sessions *found)
{
	struct relays relays = { .found = found };

	memset(found, 0, sizeof(*found));
	find_origins(&relays, getpid(), 0);
	return finish(&relays);
}
