// SPDX-License-Identifier: GPL-2.0
/* Connections that a NAT has led to a socket, as the kernel tracks them. */
#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <string.h>

#include "host/tracked.h"
#include "lang/format_value.h"
#include "net/netlink.h"

#define GET	(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET)

/* The answers of a connection go from its socket to its peer, also behind a NAT. */
static void put_answers(struct nlmsghdr *nlh, const struct ip_socket *sock)
{
	struct nfgenmsg *head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));
	bool six = sock->peer.family == AF_INET6;
	size_t size = address_size(sock->peer.family);
	struct nlattr *tuple, *part;

	head->nfgen_family = sock->peer.family;
	head->version = NFNETLINK_V0;
	tuple = mnl_attr_nest_start(nlh, CTA_TUPLE_REPLY);
	part = mnl_attr_nest_start(nlh, CTA_TUPLE_IP);
	mnl_attr_put(nlh, six ? CTA_IP_V6_SRC : CTA_IP_V4_SRC, size, sock->local.bytes);
	mnl_attr_put(nlh, six ? CTA_IP_V6_DST : CTA_IP_V4_DST, size, sock->peer.bytes);
	mnl_attr_nest_end(nlh, part);
	part = mnl_attr_nest_start(nlh, CTA_TUPLE_PROTO);
	mnl_attr_put_u8(nlh, CTA_PROTO_NUM, IPPROTO_TCP);
	mnl_attr_put_u16(nlh, CTA_PROTO_SRC_PORT, htons(sock->local_port));
	mnl_attr_put_u16(nlh, CTA_PROTO_DST_PORT, htons(sock->peer_port));
	mnl_attr_nest_end(nlh, part);
	mnl_attr_nest_end(nlh, tuple);
}

static int read_address(const struct nlattr *attr, void *data)
{
	struct ip_socket *sent = data;
	int type = mnl_attr_get_type(attr);
	bool is_src = type == CTA_IP_V4_SRC || type == CTA_IP_V6_SRC;
	struct address *addr = is_src ? &sent->peer : &sent->local;

	if (mnl_attr_get_payload_len(attr) == address_size(addr->family))
		memcpy(addr->bytes, mnl_attr_get_payload(attr), address_size(addr->family));
	return MNL_CB_OK;
}

static int read_port(const struct nlattr *attr, void *data)
{
	struct ip_socket *sent = data;

	if (mnl_attr_validate(attr, MNL_TYPE_U16) < 0)
		return MNL_CB_OK;
	if (mnl_attr_get_type(attr) == CTA_PROTO_SRC_PORT)
		sent->peer_port = ntohs(mnl_attr_get_u16(attr));
	if (mnl_attr_get_type(attr) == CTA_PROTO_DST_PORT)
		sent->local_port = ntohs(mnl_attr_get_u16(attr));
	return MNL_CB_OK;
}

static int read_tuple(const struct nlattr *attr, void *data)
{
	if (mnl_attr_get_type(attr) == CTA_TUPLE_IP)
		mnl_attr_parse_nested(attr, read_address, data);
	if (mnl_attr_get_type(attr) == CTA_TUPLE_PROTO)
		mnl_attr_parse_nested(attr, read_port, data);
	return MNL_CB_OK;
}

/**
 * struct tuples - both tuples of a connection, the source of each as the peer
 * @sent: of its first packet
 * @answers: of the answers to that
 */
struct tuples {
	struct ip_socket sent;
	struct ip_socket answers;
};

static int read_entry(const struct nlattr *attr, void *data)
{
	struct tuples *tuples = data;

	if (mnl_attr_get_type(attr) == CTA_TUPLE_ORIG)
		mnl_attr_parse_nested(attr, read_tuple, &tuples->sent);
	if (mnl_attr_get_type(attr) == CTA_TUPLE_REPLY)
		mnl_attr_parse_nested(attr, read_tuple, &tuples->answers);
	return MNL_CB_OK;
}

/* The kernel finds it by either tuple, and may have met this end's packets first. */
static bool is_begun_by_peer(const struct tuples *tuples, const struct ip_socket *sock)
{
	const struct ip_socket *answers = &tuples->answers;

	return address_equal(&answers->peer, &sock->local) &&
	       address_equal(&answers->local, &sock->peer) &&
	       answers->peer_port == sock->local_port &&
	       answers->local_port == sock->peer_port;
}

/**
 * tracked_sent() - the ends of a TCP connection as its peer sees them
 * @sock: the socket
 *
 * Return: @sock with the addresses and ports that the connection began with; those of the
 * socket where nothing is known of it.
 */
struct ip_socket tracked_sent(const struct ip_socket *sock)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	struct tuples tuples = { .sent = *sock };
	struct reply reply = { 0 };
	struct nl nl;

	tuples.answers.peer.family = sock->peer.family;
	tuples.answers.local.family = sock->peer.family;
	if (!nl_open_bus(&nl, NETLINK_NETFILTER, GET)) {
		struct nlmsghdr *nlh = nl_message(&nl, buf, NLM_F_ACK);

		put_answers(nlh, sock);
		if (!nl_request(&nl, nlh, &reply) && reply_next(&reply, NULL))
			mnl_attr_parse(reply_next(&reply, NULL), sizeof(struct nfgenmsg),
				       read_entry, &tuples);
	}
	reply_free(&reply);
	nl_close(&nl);
	return is_begun_by_peer(&tuples, sock) ? tuples.sent : *sock;
}
