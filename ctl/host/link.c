// SPDX-License-Identifier: GPL-2.0
/* The link that the peer of a socket is on, where its address does not tell. */
#include <ifaddrs.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "host/link.h"
#include "net/netlink.h"

/* Sockets that the kernel is asked for: connections between these ports. */
static void put_question(struct nlmsghdr *nlh, const struct ip_socket *sock)
{
	struct inet_diag_req_v2 *req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));

	req->sdiag_family = sock->peer.family;
	req->sdiag_protocol = IPPROTO_TCP;
	req->idiag_states = 1 << SOCKET_ESTABLISHED;
	req->id.idiag_sport = htons(sock->local_port);
	req->id.idiag_dport = htons(sock->peer_port);
}

/* A connection to a link-local address is bound to its link. */
static unsigned int find_bound(const struct ip_socket *sock)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	unsigned int link = 0;
	struct nl nl;

	if (!nl_open_bus(&nl, NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY)) {
		struct nlmsghdr *nlh = nl_message(&nl, buf, NLM_F_DUMP);

		put_question(nlh, sock);
		if (nl_request(&nl, nlh, &reply))
			reply.len = 0;
	}
	while ((at = reply_next(&reply, at))) {
		const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(at);

		if (mnl_nlmsg_get_payload_len(at) >= sizeof(*msg) &&
		    msg->idiag_inode == sock->inode)
			link = msg->id.idiag_if;
	}
	reply_free(&reply);
	nl_close(&nl);
	return link;
}

static bool is_same(const struct sockaddr *sa, const struct address *addr)
{
	if (!sa || sa->sa_family != addr->family)
		return false;
	return addr->family == AF_INET ?
	       !memcmp(&((const struct sockaddr_in *)sa)->sin_addr, addr->bytes, 4) :
	       !memcmp(&((const struct sockaddr_in6 *)sa)->sin6_addr, addr->bytes, 16);
}

/**
 * links_with() - walk through the interfaces on which this host has an address
 * @local: the address
 * @each: gets their names one by one
 * @ctx: for @each
 */
void links_with(const struct address *local, void (*each)(void *ctx, const char *dev),
		void *ctx)
{
	struct ifaddrs *all = NULL;

	if (getifaddrs(&all))
		return;
	for (const struct ifaddrs *at = all; at; at = at->ifa_next) {
		/* An address of IPv4 may have a label instead, which begins with the name. */
		at->ifa_name[strcspn(at->ifa_name, ":")] = '\0';
		if (is_same(at->ifa_addr, local))
			each(ctx, at->ifa_name);
	}
	freeifaddrs(all);
}

static void note_any(void *ctx, const char *dev)
{
	*(bool *)ctx = dev;
}

/**
 * address_is_own() - whether an interface of this host has an address
 * @addr: the address
 */
bool address_is_own(const struct address *addr)
{
	bool own = false;

	links_with(addr, note_any, &own);
	return own;
}

/**
 * struct only - a search for one link
 * @link: the last that was found, or 0
 * @count: how many were found
 */
struct only {
	unsigned int link;
	size_t count;
};

static void count_link(void *ctx, const char *dev)
{
	struct only *only = ctx;

	only->link = if_nametoindex(dev);
	only->count++;
}

/**
 * link_of() - the link that the peer of a socket is on
 * @sock: the socket, whose peer has a link-local address
 *
 * Without a connection that the kernel tells of, as of mosh: the link where this host has
 * the address that is talked to, if it has that on one only.
 *
 * Return: index of the interface; 0 if there is no telling.
 */
unsigned int link_of(const struct ip_socket *sock)
{
	struct only only = { .link = find_bound(sock) };

	if (!only.link)
		links_with(&sock->local, count_link, &only);
	return only.count > 1 ? 0 : only.link;
}
