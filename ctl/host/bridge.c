// SPDX-License-Identifier: GPL-2.0
/* Bridges, which hand frames over without asking a firewall. */
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/bridge.h"
#include "host/translations.h"
#include "lang/statement.h"

static bool is_bridge(const char *dev)
{
	char path[64 + IFNAMSIZ];

	snprintf(path, sizeof(path), "/sys/class/net/%s/bridge", dev);
	return !access(path, F_OK);
}

/* Of a port, or of the bridge itself. */
static bool find_bridge(const char *dev, char bridge[SFW_DEV_MAX + 1])
{
	char path[64 + IFNAMSIZ], master[PATH_MAX];
	const char *name;

	snprintf(bridge, SFW_DEV_MAX + 1, "%s", dev);
	if (!dev[0] || is_bridge(dev))
		return dev[0];
	snprintf(path, sizeof(path), "/sys/class/net/%s/master", dev);
	name = realpath(path, master) ? strrchr(master, '/') : NULL;
	if (name)
		snprintf(bridge, SFW_DEV_MAX + 1, "%.*s", SFW_DEV_MAX, name + 1);
	return name && is_bridge(bridge);
}

static const __u8 *bytes_of(const struct sockaddr *sa, int family)
{
	if (!sa || sa->sa_family != family)
		return NULL;
	return family == AF_INET ?
	       (const __u8 *)&((const struct sockaddr_in *)sa)->sin_addr :
	       (const __u8 *)&((const struct sockaddr_in6 *)sa)->sin6_addr;
}

static bool is_in(const struct ifaddrs *at, const struct address *addr)
{
	const __u8 *own = bytes_of(at->ifa_addr, addr->family);
	const __u8 *mask = bytes_of(at->ifa_netmask, addr->family);
	size_t size = addr->family == AF_INET ? 4 : 16;

	for (size_t i = 0; own && mask && i < size; i++)
		if ((own[i] ^ addr->bytes[i]) & mask[i])
			return false;
	return own && mask;
}

/* By the prefixes of its addresses, which are those of its guests. */
static bool is_on_link(const char *dev, const struct address *addr)
{
	struct ifaddrs *all = NULL;
	bool found = false;

	if (getifaddrs(&all))
		return false;
	for (const struct ifaddrs *at = all; at && !found; at = at->ifa_next)
		found = !strcmp(at->ifa_name, dev) && is_in(at, addr);
	freeifaddrs(all);
	return found;
}

/**
 * bridge_leads_to() - whether a host is on the link of an interface of this machine
 * @dev: the interface
 * @addr: the host's address
 *
 * Return: false also for this machine's own addresses.
 */
bool bridge_leads_to(const char *dev, const struct address *addr)
{
	return is_on_link(dev, addr) && !nat_address_is_own(addr);
}

/**
 * bridge_keeps() - whether a packet stays within a bridge of this host
 * @probe: the packet
 * @bridge: gets its name
 */
bool bridge_keeps(const struct probe *probe, char bridge[SFW_DEV_MAX + 1])
{
	return probe->dst.family && find_bridge(probe->dev, bridge) &&
	       bridge_leads_to(bridge, &probe->dst);
}
