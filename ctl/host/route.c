// SPDX-License-Identifier: GPL-2.0
/* The interface by which a peer is reached. */
#include <ifaddrs.h>
#include <limits.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool is_same(const struct sockaddr *sa, const struct address *addr)
{
	if (!sa || sa->sa_family != addr->family)
		return false;
	return addr->family == AF_INET ?
	       !memcmp(&((const struct sockaddr_in *)sa)->sin_addr, addr->bytes, 4) :
	       !memcmp(&((const struct sockaddr_in6 *)sa)->sin6_addr, addr->bytes, 16);
}

/* The VRF in which this host has an address: its routes lead to the peer. */
static unsigned int find_vrf(const struct address *local)
{
	struct ifaddrs *all = NULL;
	unsigned int vrf = 0;

	if (getifaddrs(&all))
		return 0;
	for (const struct ifaddrs *at = all; at && !vrf; at = at->ifa_next)
		if (is_same(at->ifa_addr, local))
			vrf = vrf_of(at->ifa_name);
	freeifaddrs(all);
	return vrf;
}

static void put_question(struct nlmsghdr *nlh, const struct address *peer,
			 const struct address *local)
{
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	unsigned int bits = address_bits(peer->family);
	unsigned int vrf = find_vrf(local);

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
	struct reply reply = { 0 };
	char name[IF_NAMESIZE] = "";
	struct nlmsghdr *nlh;
	unsigned int oif = 0;
	struct nl nl;

	dev[0] = '\0';
	if (is_link_local(peer))
		return;
	if (!nl_open_bus(&nl, NETLINK_ROUTE, RTM_GETROUTE)) {
		nlh = nl_message(&nl, buf, NLM_F_ACK);
		put_question(nlh, peer, local);
		if (!nl_request(&nl, nlh, &reply) && reply_next(&reply, NULL))
			mnl_attr_parse(reply_next(&reply, NULL),
				       sizeof(struct rtmsg), find_oif, &oif);
	}
	if (oif && if_indextoname(oif, name))
		snprintf(dev, SFW_DEV_MAX + 1, "%s", name);
	reply_free(&reply);
	nl_close(&nl);
}
