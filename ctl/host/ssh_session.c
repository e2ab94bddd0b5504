// SPDX-License-Identifier: GPL-2.0
/*
 * The TCP connection that this process is controlled by: the nearest of its
 * ancestors that owns one which a peer opened to a port of this host, say sshd.
 *
 * Terminals that outlive their connection (tmux, screen) have no such ancestor.
 * Only then the environment that sshd left in them is believed, and only for
 * connections that are live at this moment: it can add a session, and hide none.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/ssh_session.h"
#include "lang/parser.h"
#include "lib/grow.h"
#include "lib/process.h"

#define ANCESTORS_MAX	1024
#define FAR		ANCESTORS_MAX	/* rank of the environment's word */

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
 * struct search - a search for the session
 * @rank: of the connection found now
 * @clues: connections found so far
 * @clue_count: how many
 * @listening: ports at which this host listens
 * @found: sockets that fit a clue
 * @found_rank: their ranks
 * @found_count: how many
 */
struct search {
	int rank;
	struct clue *clues;
	size_t clue_count;
	bool listening[65536];
	struct ip_socket found[64];
	int found_rank[64];
	size_t found_count;
};

static void add_clue(struct search *search, int rank, unsigned long inode,
		     char *text)
{
	struct clue *clue = grow(&search->clues, &search->clue_count,
				 sizeof(*clue));

	if (clue)
		*clue = (struct clue){ .rank = rank, .inode = inode, .text = text };
	else
		free(text);
}

static void add_inode(void *ctx, unsigned long inode)
{
	struct search *search = ctx;

	add_clue(search, search->rank, inode, NULL);
}

static void find_clues(struct search *search)
{
	pid_t pid = getpid();

	for (; pid && search->rank < ANCESTORS_MAX; search->rank++) {
		char *text = process_variable(pid, "SSH_CONNECTION");

		process_sockets(pid, add_inode, search);
		if (text)
			add_clue(search, FAR + search->rank, 0, text);
		pid = process_parent(pid);
	}
}

/* PEER PORT LOCAL PORT */
static bool read_ends(const char *text, struct ip_socket *ends)
{
	char peer[64], local[64];
	unsigned int peer_port, local_port;

	if (sscanf(text, "%63s %u %63s %u", peer, &peer_port, local, &local_port) != 4)
		return false;
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

static bool same(const struct address *a, const struct address *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static bool is_meant(const struct ip_socket *sock, const char *text)
{
	struct ip_socket ends;

	return read_ends(text, &ends) && sock->peer_port == ends.peer_port &&
	       sock->local_port == ends.local_port &&
	       same(&sock->peer, &ends.peer) && same(&sock->local, &ends.local);
}

static bool fits(const struct ip_socket *sock, const struct clue *clue)
{
	return clue->text ? is_meant(sock, clue->text) :
			    sock->inode == clue->inode;
}

static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct search *search = ctx;

	if (sock->state == SOCKET_LISTENING)
		search->listening[sock->local_port] = true;
	if (sock->state != SOCKET_ESTABLISHED)
		return;
	for (size_t i = 0; i < search->clue_count; i++) {
		if (!fits(sock, &search->clues[i]) ||
		    search->found_count == ARRAY_SIZE(search->found))
			continue;
		search->found[search->found_count] = *sock;
		search->found_rank[search->found_count++] =
			search->clues[i].rank;
		break;
	}
}

/* This host opened the connection: nobody controls it from there. */
static bool choose(const struct search *search, struct ip_socket *session)
{
	int best = -1;

	for (size_t i = 0; i < search->found_count; i++) {
		if (!search->listening[search->found[i].local_port] ||
		    (best >= 0 && search->found_rank[i] >= best))
			continue;
		best = search->found_rank[i];
		*session = search->found[i];
	}
	return best >= 0;
}

/**
 * session_find() - the TCP connection that this process is controlled by
 * @session: the result
 *
 * Return: false when there is none: a console, a service.
 */
bool session_find(struct ip_socket *session)
{
	struct search *search = calloc(1, sizeof(*search));
	bool found;

	if (!search)
		return false;
	find_clues(search);
	if (search->clue_count)
		sockets_each(IPPROTO_TCP, look_at, search);
	found = choose(search, session);
	for (size_t i = 0; i < search->clue_count; i++)
		free(search->clues[i].text);
	free(search->clues);
	free(search);
	return found;
}
