// SPDX-License-Identifier: GPL-2.0
/*
 * The TCP connections that a process is controlled by: those of the nearest of its
 * ancestors that owns one which a peer opened to a port of this host, say sshd.
 *
 * Terminals that outlive their connection (tmux, screen) have no such ancestor.
 * Only then the environment that sshd left in them is believed, and only for
 * connections that are live at this moment: it can add a session, and hide none.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/ssh_session.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lib/grow.h"

#define ANCESTORS_MAX	1024
#define INIT		1
#define FAR		ANCESTORS_MAX	/* rank of the environment's word */
#define NOBODY		(2 * FAR)

/**
 * struct clue - something that would make a socket the session
 * @rank: how far away it was found
 * @inode: of the socket, or 0
 * @text: SSH_CONNECTION, or NULL
 */
struct clue {
	int rank;
	unsigned long inode;
	char *text;
};

/**
 * struct search - a search for the sessions of a process
 * @rank: of the connection found now
 * @clues: connections found so far
 * @clue_count: how many
 * @listener: for each port who listens there: 0 nobody, or 1 more than the rank
 * @pid: the process
 * @beyond: only those that are farther away are sought
 * @found: the nearest
 * @distance: how near these are; 0: none
 * @error: of memory, or 0
 */
struct search {
	int rank;
	struct clue *clues;
	size_t clue_count;
	int listener[SOCKET_PORTS];
	pid_t pid;
	int beyond;
	struct sessions *found;
	int distance;
	int error;
};

static void add_clue(struct search *search, int rank, unsigned long inode,
		     char *text)
{
	struct clue *clue = grow(&search->clues, &search->clue_count,
				 sizeof(*clue));

	if (clue) {
		*clue = (struct clue){ .rank = rank, .inode = inode, .text = text };
	} else {
		search->error = -ENOMEM;
		free(text);
	}
}

static void add_inode(void *ctx, unsigned long inode)
{
	struct search *search = ctx;

	add_clue(search, search->rank, inode, NULL);
}

/* The first process is nobody's session; systemd keeps connections of services open. */
static void find_clues(struct search *search)
{
	pid_t pid = search->pid;

	for (; pid && search->rank < ANCESTORS_MAX; search->rank++) {
		char *text = process_variable(pid, "SSH_CONNECTION");

		process_sockets(pid, add_inode, search);
		if (text)
			add_clue(search, FAR + search->rank, 0, text);
		pid = process_parent(pid);
		if (pid == INIT)
			break;
	}
}

/* PEER PORT LOCAL PORT; a link-local address has its link behind it, "fe80::2%eth0". */
static bool read_ends(const char *text, struct ip_socket *ends)
{
	char peer[64], local[64];
	unsigned int peer_port, local_port;

	if (sscanf(text, "%63s %u %63s %u", peer, &peer_port, local, &local_port) != 4)
		return false;
	peer[strcspn(peer, "%")] = '\0';
	local[strcspn(local, "%")] = '\0';
	ends->peer_port = peer_port;
	ends->local_port = local_port;
	return parse_address(peer, &ends->peer) && parse_address(local, &ends->local);
}

/**
 * session_ends() - read the addresses of SSH_CONNECTION
 * @text: its value
 * @peer: the client
 * @local: the server
 *
 * Return: false if these are none.
 */
bool session_ends(const char *text, struct address *peer, struct address *local)
{
	struct ip_socket ends;

	if (!read_ends(text, &ends))
		return false;
	*peer = ends.peer;
	*local = ends.local;
	return true;
}

static bool is_meant(const struct ip_socket *sock, const char *text)
{
	struct ip_socket ends;

	return read_ends(text, &ends) && sock->peer_port == ends.peer_port &&
	       sock->local_port == ends.local_port &&
	       address_equal(&sock->peer, &ends.peer) && address_equal(&sock->local, &ends.local);
}

static bool fits(const struct ip_socket *sock, const struct clue *clue)
{
	return clue->text ? is_meant(sock, clue->text) :
			    sock->inode == clue->inode;
}

/* The rank of the nearest clue that fits, or NOBODY. */
static int rank_of(const struct search *search, const struct ip_socket *sock)
{
	int rank = NOBODY;

	for (size_t i = 0; i < search->clue_count; i++)
		if (search->clues[i].rank < rank && fits(sock, &search->clues[i]))
			rank = search->clues[i].rank;
	return rank;
}

static void note_listener(void *ctx, const struct ip_socket *sock)
{
	struct search *search = ctx;

	if (sock->state == SOCKET_LISTENING)
		search->listener[sock->local_port] = 1 + rank_of(search, sock);
}

/*
 * Where nobody listens, this host opened the connection: nobody controls it from there.
 * Of two of one process, one to a port at which the process itself listens is the
 * other's: ssh -R.
 */
static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct session session = { .proto = IPPROTO_TCP };
	struct search *search = ctx;
	int rank, distance, listener = search->listener[sock->local_port];

	if (!listener || sock->state != SOCKET_ESTABLISHED)
		return;
	rank = rank_of(search, sock);
	distance = 1 + 2 * rank + (listener == 1 + rank);
	if (rank == NOBODY || distance <= search->beyond ||
	    (search->distance && search->distance < distance))
		return;
	if (distance < search->distance)
		sessions_free(search->found);
	search->distance = distance;
	session.sock = *sock;
	process_name(search->pid, session.program);
	if (sessions_add(search->found, &session))
		search->error = -ENOMEM;
}

/**
 * session_nearest() - the TCP connections that a process is controlled by
 * @pid: the process
 * @distance: only farther ones are sought; gets that of those that were found
 * @found: the result, all of one distance; none: a console, a service; sessions_free()
 *	   is due in any case
 *
 * Return: 0 or a negative errno.
 */
int session_nearest(pid_t pid, int *distance, struct sessions *found)
{
	struct search *search = calloc(1, sizeof(*search));
	int ret;

	memset(found, 0, sizeof(*found));
	if (!search)
		return -ENOMEM;
	search->pid = pid;
	search->beyond = *distance;
	search->found = found;
	find_clues(search);
	if (search->clue_count) {
		sockets_each(IPPROTO_TCP, note_listener, search);
		sockets_each(IPPROTO_TCP, look_at, search);
	}
	*distance = search->distance;
	ret = search->error;
	for (size_t i = 0; i < search->clue_count; i++)
		free(search->clues[i].text);
	free(search->clues);
	free(search);
	return ret;
}

/**
 * sessions_add() - add one
 * @sessions: gets it
 * @session: is copied
 *
 * Return: 0 or -ENOMEM.
 */
int sessions_add(struct sessions *sessions, const struct session *session)
{
	struct session *at = grow(&sessions->at, &sessions->count, sizeof(*at));

	if (!at)
		return -ENOMEM;
	*at = *session;
	return 0;
}

/**
 * sessions_free() - give the memory back
 * @sessions: none from now on
 */
void sessions_free(struct sessions *sessions)
{
	free(sessions->at);
	memset(sessions, 0, sizeof(*sessions));
}
