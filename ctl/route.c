// SPDX-License-Identifier: GPL-2.0
/* The interface by which a peer is reached. */
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>

#include "netlink.h"
#include "print.h"
#include "route.h"

static int find_oif(const struct nlattr *attr, void *data)
{
	unsigned int *oif = data;

	if (mnl_attr_get_type(attr) == RTA_OIF &&
	    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
		*oif = mnl_attr_get_u32(attr);
	return MNL_CB_OK;
}

static void put_question(struct nlmsghdr *nlh, const struct address *peer,
			 const struct address *local)
{
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	unsigned int bits = address_bits(peer->family);

	rtm->rtm_family = peer->family;
	rtm->rtm_dst_len = bits;
	rtm->rtm_src_len = bits;
	mnl_attr_put(nlh, RTA_DST, bits / 8, peer->bytes);
	mnl_attr_put(nlh, RTA_SRC, bits / 8, local->bytes);
}

/* Only the link tells which of all links such a peer is on. */
static bool is_link_local(const struct address *addr)
{
	return addr->family == AF_INET6 && addr->bytes[0] == 0xfe &&
	       (addr->bytes[1] & 0xc0) == 0x80;
}

/**
 * route_dev() - the interface by which a peer is reached
 * @peer: the peer
 * @local: the address of this host that it talks to
 * @dev: the result, "" when there is none
 */
void route_dev(const struct address *peer, const struct address *local,
	       char dev[SFW_DEV_MAX + 1])
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	struct answer answer = { 0 };
	char name[IF_NAMESIZE] = "";
	struct nlmsghdr *nlh;
	unsigned int oif = 0;
	struct nl nl;

	dev[0] = '\0';
	if (is_link_local(peer))
		return;
	if (!nl_open_route(&nl, RTM_GETROUTE)) {
		nlh = nl_message(&nl, buf, NLM_F_ACK);
		put_question(nlh, peer, local);
		if (!nl_ask(&nl, nlh, &answer) && answer_next(&answer, NULL))
			mnl_attr_parse(answer_next(&answer, NULL),
				       sizeof(struct rtmsg), find_oif, &oif);
	}
	if (oif && if_indextoname(oif, name))
		snprintf(dev, SFW_DEV_MAX + 1, "%s", name);
	answer_free(&answer);
	nl_close(&nl);
}
