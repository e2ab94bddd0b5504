// SPDX-License-Identifier: GPL-2.0
/*
 * The TCP connection that this process is controlled by: the nearest of its
 * ancestors that owns one which a peer opened to a port of this host, say sshd.
 *
 * Terminals that outlive their connection (tmux, screen) have no such ancestor.
 * Only then the environment is believed, which sshd left in them, and only what
 * is a live connection at this moment: it can add a session, and hide none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parser.h"
#include "process.h"
#include "session.h"

#define ANCESTORS_MAX	1024
#define FAR		ANCESTORS_MAX	/* rank of what the environment says */

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
 * @rank: of what is found now
 * @clues: what was found so far
 * @clue_count: how many
 * @size: how many there is room for
 * @listening: ports at which this host listens
 * @found: sockets that fit a clue
 * @found_rank: their ranks
 * @found_count: how many
 */
struct search {
	int rank;
	struct clue *clues;
	size_t clue_count;
	size_t size;
	bool listening[65536];
	struct tcp_socket found[64];
	int found_rank[64];
	size_t found_count;
};

static void add_clue(struct search *search, int rank, unsigned long inode,
		     char *text)
{
	if (search->clue_count == search->size) {
		size_t size = search->size * 2 + 64;
		struct clue *clues = realloc(search->clues,
					     size * sizeof(*clues));

		if (!clues) {
			free(text);
			return;
		}
		search->clues = clues;
		search->size = size;
	}
	search->clues[search->clue_count++] = (struct clue){
		.rank = rank, .inode = inode, .text = text,
	};
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

static bool same(const struct address *a, const char *text)
{
	struct address b;

	return parse_address(text, &b) && a->family == b.family &&
	       !memcmp(a->bytes, b.bytes, sizeof(a->bytes));
}

/* PEER PORT LOCAL PORT */
static bool is_meant(const struct tcp_socket *sock, const char *text)
{
	char peer[64], local[64];
	unsigned int peer_port, local_port;

	return sscanf(text, "%63s %u %63s %u", peer, &peer_port, local,
		      &local_port) == 4 &&
	       sock->peer_port == peer_port && sock->local_port == local_port &&
	       same(&sock->peer, peer) && same(&sock->local, local);
}

static bool fits(const struct tcp_socket *sock, const struct clue *clue)
{
	return clue->text ? is_meant(sock, clue->text) :
			    sock->inode == clue->inode;
}

static void look_at(void *ctx, const struct tcp_socket *sock)
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

/* Connections that this host opened are not what it is controlled by. */
static bool choose(const struct search *search, struct tcp_socket *session)
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
bool session_find(struct tcp_socket *session)
{
	struct search *search = calloc(1, sizeof(*search));
	bool found;

	if (!search)
		return false;
	find_clues(search);
	if (search->clue_count)
		sockets_each(look_at, search);
	found = choose(search, session);
	for (size_t i = 0; i < search->clue_count; i++)
		free(search->clues[i].text);
	free(search->clues);
	free(search);
	return found;
}
