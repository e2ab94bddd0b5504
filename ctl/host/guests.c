// SPDX-License-Identifier: GPL-2.0
/*
 * Bridges whose guests get addresses and names from this host: by the dnsmasq of
 * libvirt, Incus, LXD and NetworkManager, or Podman's aardvark-dns. Letting guests
 * out opens none of these ports.
 */
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/dhcp.h"
#include "core/ifname.h"
#include "host/guests.h"
#include "host/sockets.h"
#include "net/policy.h"

#define DNS	53

static const __u16 wanted[GUEST_PORTS_MAX] = { DNS, SFW_DHCP_SERVER, SFW_DHCP6_SERVER };

/**
 * struct search - a search for servers of the guests
 * @dev: the bridge, or a pattern
 * @addrs: addresses of this host
 * @found: which of @wanted are served
 */
struct search {
	const char *dev;
	struct ifaddrs *addrs;
	bool found[GUEST_PORTS_MAX];
};

static bool is_bridge(const char *dev)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/net/%.15s/bridge", dev);
	return !access(path, F_OK);
}

/* A pattern stands for any bridge that fits it. */
static bool has_bridge(const char *dev)
{
	struct if_nameindex *all = if_nameindex();
	bool found = false;

	for (struct if_nameindex *i = all; i && i->if_index; i++)
		found |= sfw_ifname_matches(dev, i->if_name) &&
			 is_bridge(i->if_name);
	if (all)
		if_freenameindex(all);
	return found;
}

static bool is_any(const struct address *addr)
{
	static const __u8 zero[16];

	return !memcmp(addr->bytes, zero, sizeof(zero));
}

static bool is_on(const struct search *search, const struct address *addr)
{
	for (struct ifaddrs *a = search->addrs; a; a = a->ifa_next) {
		const void *bytes;

		if (!a->ifa_addr || a->ifa_addr->sa_family != addr->family ||
		    !sfw_ifname_matches(search->dev, a->ifa_name))
			continue;
		bytes = addr->family == AF_INET ?
			(void *)&((struct sockaddr_in *)a->ifa_addr)->sin_addr :
			(void *)&((struct sockaddr_in6 *)a->ifa_addr)->sin6_addr;
		if (!memcmp(bytes, addr->bytes, addr->family == AF_INET ? 4 : 16))
			return true;
	}
	return false;
}

static void look_at(void *ctx, const struct ip_socket *sock)
{
	struct search *search = ctx;

	for (unsigned int i = 0; i < GUEST_PORTS_MAX; i++)
		if (sock->local_port == wanted[i] &&
		    sock->state == SOCKET_UNCONNECTED &&
		    (is_any(&sock->local) || is_on(search, &sock->local)))
			search->found[i] = true;
}

/* Whether a line of the policy lets the guests to a port. */
static bool is_open(const struct policy *policy, const char *dev, __u16 port)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj)) {
		const struct entry *e = &obj.command.entry;

		if (obj.command.cmd == SFW_CMD_TRUST_ADD && e->dev[0] &&
		    sfw_ifname_matches(e->dev, dev))
			return true;
		if (obj.command.cmd == SFW_CMD_PORT_ADD &&
		    e->proto == IPPROTO_UDP && e->ports[0].first <= port &&
		    port <= e->ports[0].last &&
		    (!e->dev[0] || sfw_ifname_matches(e->dev, dev)))
			return true;
	}
	return false;
}

/**
 * guests_closed() - UDP ports that serve the guests of a bridge, and are closed to them
 * @policy: its ports and trusts; kinds that are not there close nothing
 * @dev: the bridge, or a pattern
 * @ports: gets them: DNS, DHCP, DHCPv6
 *
 * A server that is bound to another interface is taken for one of this, since the
 * table of sockets does not tell.
 *
 * Return: how many; 0 also where @dev is no bridge.
 */
unsigned int guests_closed(const struct policy *policy, const char *dev,
			   __u16 ports[GUEST_PORTS_MAX])
{
	struct search search = { .dev = dev };
	unsigned int count = 0;

	if (!has_bridge(dev))
		return 0;
	if (getifaddrs(&search.addrs))
		search.addrs = NULL;
	sockets_each(IPPROTO_UDP, look_at, &search);
	for (unsigned int i = 0; i < GUEST_PORTS_MAX; i++)
		if (search.found[i] && !is_open(policy, dev, wanted[i]))
			ports[count++] = wanted[i];
	freeifaddrs(search.addrs);
	return count;
}

/**
 * guests_list() - ports as they are typed
 * @ports: the ports
 * @count: how many
 * @text: gets them
 *
 * Return: @text.
 */
char *guests_list(const __u16 *ports, unsigned int count,
		  char text[GUEST_PORTS_TEXT])
{
	size_t len = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < count; i++)
		len += snprintf(text + len, GUEST_PORTS_TEXT - len, "%s%u",
				i ? "," : "", ports[i]);
	return text;
}
