// SPDX-License-Identifier: GPL-2.0
/*
 * Only a command that changes the policy turns forwarding on: writing these
 * sysctls needs a process, as the kernel restarts the system call while the RTNL
 * is held elsewhere. Never turned off: other programs may need it by then, and
 * packets that the policy does not allow are refused while packets are judged.
 */
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "host/advertised.h"
#include "host/ip_forward.h"
#include "lib/compiler.h"
#include "lib/sysctl.h"

/**
 * struct family - a version of IP
 * @bit: FORWARDS_IPV4 or FORWARDS_IPV6
 * @name: for people
 * @sysctl: the sysctl that turns it on
 * @path: its file
 */
struct family {
	unsigned int bit;
	const char *name;
	const char *sysctl;
	const char *path;
};

static const struct family families[] = {
	{ FORWARDS_IPV4, "IPv4", "net.ipv4.ip_forward",
	  "/proc/sys/net/ipv4/ip_forward" },
	{ FORWARDS_IPV6, "IPv6", "net.ipv6.conf.all.forwarding",
	  "/proc/sys/net/ipv6/conf/all/forwarding" },
};

/**
 * ip_forward_needed() - families that a policy needs forwarded, if enabled
 * @policy: its lan interfaces and forwards, at least
 *
 * Return: families, or-ed.
 */
unsigned int ip_forward_needed(const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	unsigned int needed = 0;
	struct object obj;

	while (policy_next(policy, &at, &obj)) {
		if (obj.command.cmd == SFW_CMD_LAN_ADD)
			needed |= FORWARDS_IPV4 | FORWARDS_IPV6;
		if (obj.command.cmd == SFW_CMD_FORWARD_ADD)
			needed |= obj.command.entry.to.family == AF_INET ?
					  FORWARDS_IPV4 : FORWARDS_IPV6;
	}
	return needed;
}

/* 0, 1, or a negative errno. */
static int read_value(const struct family *family)
{
	int value = sysctl_read(family->path);

	return value < 0 ? value : value != '0';
}

/**
 * ip_forward_is() - which families are forwarded, or are not
 * @on: are
 *
 * Return: families, or-ed. One that this kernel does not have, or that was
 * switched off at its boot, is in neither answer.
 */
unsigned int ip_forward_is(bool on)
{
	unsigned int found = 0;

	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (read_value(&families[i]) == on)
			found |= families[i].bit;
	return found;
}

/* "IPv4 IPv6", or with @suffix arguments of sysctl(8). */
static const char *list(unsigned int which, const char *suffix, char *buf,
			size_t len)
{
	int at = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(families) && (size_t)at < len; i++)
		if (which & families[i].bit)
			at += snprintf(buf + at, len - at, "%s%s%s",
				       at ? " " : "",
				       suffix ? families[i].sysctl :
						families[i].name,
				       suffix ? suffix : "");
	return buf;
}

/**
 * ip_forward_names() - families as people call them
 * @which: families, or-ed
 * @buf: gets the text
 * @len: its size, FORWARDS_TEXT_MAX is enough
 *
 * Return: @buf.
 */
const char *ip_forward_names(unsigned int which, char *buf, size_t len)
{
	return list(which, NULL, buf, len);
}

/**
 * ip_forward_command() - the command that turns forwarding on or off
 * @which: families, or-ed
 * @on: on
 * @before: arguments of sysctl(8) that come first, each with a space behind it
 * @buf: gets the text
 * @len: its size, FORWARDS_COMMAND_MAX is enough
 *
 * Return: @buf.
 */
const char *ip_forward_command(unsigned int which, bool on, const char *before,
			       char *buf, size_t len)
{
	int at = snprintf(buf, len, "sysctl -w %s",
			  which & FORWARDS_IPV6 ? before : "");

	list(which, on ? "=1" : "=0", buf + at, len - at);
	return buf;
}

/**
 * ip_forward_concerns() - whether a policy may need it since it was changed
 * @has: by which commands, of struct txn
 *
 * Return: true if it may.
 */
bool ip_forward_concerns(const bool *has)
{
	return has[SFW_CMD_LAN_ADD] || has[SFW_CMD_FORWARD_ADD] ||
	       has[SFW_CMD_ENABLE_SET];
}

static void warn_off(const struct family *family, const char *advertised,
		     int err)
{
	char command[FORWARDS_COMMAND_MAX], settings[ADVERTISED_TEXT_MAX];

	fprintf(stderr,
		"sfwctl: warning: the policy is in force, but forwarding of %s cannot be turned on: %s%s%s%s: %s\n",
		family->name,
		advertised[0] ? "it ends the advertised default route of " : "",
		advertised, advertised[0] ? ", whose accept_ra cannot be 2: " : "",
		strerror(-err),
		ip_forward_command(family->bit, true,
				   advertised_settings(settings, sizeof(settings)),
				   command, sizeof(command)));
}

static void turn_on_all(unsigned int which)
{
	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		char advertised[IFNAMSIZ] = "";
		int ret = 0;

		if (!(which & families[i].bit))
			continue;
		if (families[i].bit == FORWARDS_IPV6)
			ret = advertised_keep(advertised, sizeof(advertised));
		ret = ret ? ret : sysctl_write(families[i].path, '1');
		if (ret)
			warn_off(&families[i], advertised, ret);
	}
}

static void warn_open(unsigned int which)
{
	char names[FORWARDS_TEXT_MAX], command[FORWARDS_COMMAND_MAX];

	if (which)
		fprintf(stderr,
			"sfwctl: warning: packets are not judged, and this host forwards %s: %s\n",
			ip_forward_names(which, names, sizeof(names)),
			ip_forward_command(which, false, "", command,
					   sizeof(command)));
}

/* One kind of objects at a time: there may be very many blocks. */
static int ask(struct nl *nl, unsigned int *needed, bool *enabled)
{
	static const enum sfw_object kinds[] = {
		SFW_OBJ_LAN, SFW_OBJ_FORWARD, SFW_OBJ_ENABLED,
	};
	int ret = 0;

	*needed = 0;
	for (size_t i = 0; i < ARRAY_SIZE(kinds) && !ret; i++) {
		struct policy policy;

		ret = policy_get(nl, kinds[i], &policy);
		*needed |= ip_forward_needed(&policy);
		*enabled = policy.enabled;
		policy_free(&policy);
	}
	return ret;
}

/**
 * ip_forward_settle() - turn on the forwarding that the live policy needs
 * @nl: the connection
 *
 * The policy is in force already, so a failure is only a warning; so is a gateway
 * whose packets are not judged.
 */
void ip_forward_settle(struct nl *nl)
{
	unsigned int needed;
	bool enabled;
	int ret = ask(nl, &needed, &enabled);

	if (ret)
		fprintf(stderr,
			"sfwctl: warning: the policy is in force, but whether it needs forwarding is not known: %s\n",
			strerror(-ret));
	else if (enabled)
		turn_on_all(needed & ip_forward_is(false));
	else
		warn_open(needed & ip_forward_is(true));
}
