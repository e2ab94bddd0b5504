// SPDX-License-Identifier: GPL-2.0
/* The interface by which a peer is reached. */
#include <limits.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/link.h"
#include "host/route.h"
#include "lang/format_value.h"
#include "net/netlink.h"

static int find_oif(const struct nlattr *attr, void *data)
{
	unsigned int *oif = data;

	if (mnl_attr_get_type(attr) == RTA_OIF &&
	    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
		*oif = mnl_attr_get_u32(attr);
	return MNL_CB_OK;
}

/* The VRF that an interface belongs to, or 0. */
static unsigned int vrf_of(const char *dev)
{
	char path[64 + IFNAMSIZ], line[64] = "", *name, master[PATH_MAX];
	bool is_vrf = false;
	FILE *in;

	snprintf(path, sizeof(path), "/sys/class/net/%s/master/uevent", dev);
	in = fopen(path, "re");
	while (in && fgets(line, sizeof(line), in))
		is_vrf |= !strcmp(line, "DEVTYPE=vrf\n");
	if (in)
		fclose(in);
	if (!is_vrf)
		return 0;
	snprintf(path, sizeof(path), "/sys/class/net/%s/master", dev);
	name = realpath(path, master) ? strrchr(master, '/') : NULL;
	return name ? if_nametoindex(name + 1) : 0;
}

static void find_vrf(void *ctx, const char *dev)
{
	unsigned int *vrf = ctx;

	*vrf = *vrf ? *vrf : vrf_of(dev);
}

static void put_question(struct nlmsghdr *nlh, const struct address *peer,
			 const struct address *local)
{
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	unsigned int bits = address_bits(peer->family);
	unsigned int vrf = 0;

	/* The VRF in which this host has an address: its routes lead to the peer. */
	links_with(local, find_vrf, &vrf);
	rtm->rtm_family = peer->family;
	rtm->rtm_dst_len = bits;
	rtm->rtm_src_len = bits;
	mnl_attr_put(nlh, RTA_DST, bits / 8, peer->bytes);
	mnl_attr_put(nlh, RTA_SRC, bits / 8, local->bytes);
	if (vrf)
		mnl_attr_put_u32(nlh, RTA_OIF, vrf);
}

/* Only the link tells which of all links such a peer is on. */
static bool is_link_local(const struct address *addr)
{
	return addr->family == AF_INET6 && addr->bytes[0] == 0xfe &&
	       (addr->bytes[1] & 0xc0) == 0x80;
}

static unsigned int ask_route(const struct address *peer, const struct address *local)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	struct reply reply = { 0 };
	struct nlmsghdr *nlh;
	unsigned int oif = 0;
	struct nl nl;

	if (!nl_open_bus(&nl, NETLINK_ROUTE, RTM_GETROUTE)) {
		nlh = nl_message(&nl, buf, NLM_F_ACK);
		put_question(nlh, peer, local);
		if (!nl_request(&nl, nlh, &reply) && reply_next(&reply, NULL))
			mnl_attr_parse(reply_next(&reply, NULL),
				       sizeof(struct rtmsg), find_oif, &oif);
	}
	reply_free(&reply);
	nl_close(&nl);
	return oif;
}

/**
 * route_dev() - the interface by which the peer of a socket is reached
 * @sock: the socket
 * @dev: the result, "" when there is none
 */
void route_dev(const struct ip_socket *sock, char dev[SFW_DEV_MAX + 1])
{
	unsigned int index = is_link_local(&sock->peer) ? link_of(sock) :
			     ask_route(&sock->peer, &sock->local);
	char name[IF_NAMESIZE] = "";

	dev[0] = '\0';
	if (index && if_indextoname(index, name))
		snprintf(dev, SFW_DEV_MAX + 1, "%s", name);
}
