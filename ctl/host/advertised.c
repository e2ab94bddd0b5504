// SPDX-License-Identifier: GPL-2.0
/*
 * A host that forwards IPv6 is a router, which listens to no others: the kernel removes the
 * default routes that were advertised to it, but for those of links whose accept_ra is 2.
 */
#include <linux/ipv6_route.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "host/advertised.h"
#include "lib/sysctl.h"

#define ROUTES	"/proc/net/ipv6_route"

/**
 * struct link - one that an advertised default route leads to
 * @dev: its name
 * @setting: its accept_ra, as sysctl(8) calls it
 * @path: the file of that
 */
struct link {
	char dev[IFNAMSIZ];
	char setting[64];
	char path[64];
};

static void set_link(struct link *link, const char *dev)
{
	char name[IFNAMSIZ];

	snprintf(link->dev, sizeof(link->dev), "%s", dev);
	snprintf(link->path, sizeof(link->path), "/proc/sys/net/ipv6/conf/%s/accept_ra", dev);
	snprintf(name, sizeof(name), "%s", dev);
	for (char *at = name; *at; at++)
		*at = *at == '.' ? '/' : *at;
	snprintf(link->setting, sizeof(link->setting), "net.ipv6.conf.%s.accept_ra", name);
}

/* The next link that would lose its route. */
static bool next_link(FILE *routes, struct link *link)
{
	unsigned int len, flags;
	char line[256], dev[IFNAMSIZ];

	while (fgets(line, sizeof(line), routes)) {
		if (sscanf(line, "%*s %x %*s %*s %*s %*s %*s %*s %x %15s", &len, &flags,
			   dev) != 3 || len || !(flags & (RTF_DEFAULT | RTF_ADDRCONF)))
			continue;
		set_link(link, dev);
		if (sysctl_read(link->path) == '1')
			return true;
	}
	return false;
}

/**
 * advertised_settings() - sysctls without which forwarding of IPv6 ends such routes
 * @buf: gets the arguments of sysctl(8), each with a space behind it; "" for none
 * @len: its size, ADVERTISED_TEXT_MAX
 *
 * Return: @buf.
 */
const char *advertised_settings(char *buf, size_t len)
{
	FILE *routes = fopen(ROUTES, "re");
	struct link link;
	size_t at = 0;

	buf[0] = '\0';
	while (routes && at < len && next_link(routes, &link))
		if (!strstr(buf, link.setting))
			at += snprintf(buf + at, len - at, "%s=2 ", link.setting);
	if (routes)
		fclose(routes);
	return buf;
}

/**
 * advertised_keep() - let forwarding of IPv6 end no such route
 * @failed: gets the name of the link where that fails
 * @len: its size
 *
 * Return: 0 or a negative errno.
 */
int advertised_keep(char *failed, size_t len)
{
	FILE *routes = fopen(ROUTES, "re");
	struct link link;
	int ret = 0;

	while (routes && !ret && next_link(routes, &link)) {
		ret = sysctl_write(link.path, '2');
		if (ret)
			snprintf(failed, len, "%s", link.dev);
		else
			fprintf(stderr,
				"sfwctl: warning: a router hears no others, and the default route of %s was advertised: accept_ra of %s is 2 now; over a reboot it is by this line in /etc/sysctl.d: %s = 2\n",
				link.dev, link.dev, link.setting);
	}
	if (routes)
		fclose(routes);
	return ret;
}
