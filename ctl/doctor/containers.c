// SPDX-License-Identifier: GPL-2.0
/*
 * Container engines beside the firewall. They are known by the names of their
 * interfaces; no rule of theirs is touched, and no line that is shown opens anything
 * to others than their own guests.
 */
#include <ctype.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "core/ifname.h"
#include "doctor/containers.h"
#include "doctor/doctor.h"
#include "lib/compiler.h"
#include "lib/shellword.h"
#include "net/policy.h"
#include "net/settings.h"

#define DOCKER_DIGITS	12	/* of a network's name, behind "br-" */

/* A name, or the begin of one and then an asterisk. */
static const struct {
	const char *dev;
	const char *engine;
} engines[] = {
	{ "docker0", "Docker" }, { "podman*", "Podman" },
	{ "cni-podman*", "Podman" }, { "virbr*", "libvirt" },
	{ "incusbr*", "Incus" }, { "lxdbr*", "LXD" }, { "lxcbr*", "LXC" },
	{ "cni0", "Kubernetes" }, { "cali*", "Calico" },
};

static bool is_docker_network(const char *dev)
{
	size_t digits = 0;

	if (strncmp(dev, "br-", 3))
		return false;
	while (isxdigit((unsigned char)dev[3 + digits]))
		digits++;
	return digits == DOCKER_DIGITS && !dev[3 + digits];
}

/**
 * doctor_engine() - whose interface it is, by its name
 * @dev: the name
 * @guests: gets the engine, and the name or pattern to type
 *
 * Return: false when no engine is known by it.
 */
bool doctor_engine(const char *dev, struct doctor_guests *guests)
{
	const char *pattern = is_docker_network(dev) ? "br-*" : NULL;

	memset(guests, 0, sizeof(*guests));
	guests->engine = "Docker";
	for (size_t i = 0; i < ARRAY_SIZE(engines) && !pattern; i++) {
		if (!sfw_ifname_matches(engines[i].dev, dev))
			continue;
		pattern = engines[i].dev;
		guests->engine = engines[i].engine;
	}
	if (pattern)
		snprintf(guests->dev, sizeof(guests->dev), "%s", pattern);
	return pattern;
}

static bool has_lan(const struct policy *policy, const char *dev)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_LAN_ADD &&
		    sfw_ifname_matches(obj.command.entry.dev, dev))
			return true;
	return false;
}

static void look_at(struct doctor_containers *c, const struct policy *policy,
		    const char *dev)
{
	struct doctor_guests *guests = &c->at[c->count];

	if (c->count == CONTAINERS_MAX || !doctor_engine(dev, guests))
		return;
	for (unsigned int i = 0; i < c->count; i++)
		if (!strcmp(c->at[i].dev, guests->dev))
			return;		/* one of a kind tells enough */
	guests->is_lan = has_lan(policy, dev);
	guests->closed_count = guests_closed(policy, dev, guests->closed);
	c->count++;
}

/**
 * doctor_containers() - find the engines of this network namespace
 * @c: the result
 * @policy: the policy
 */
void doctor_containers(struct doctor_containers *c, const struct policy *policy)
{
	struct if_nameindex *all = if_nameindex();
	struct values values;

	values_read(&values, policy);
	c->forward_off = values.at[SFW_S_FORWARD] == SFW_FORWARD_OFF;
	c->published_off = values.at[SFW_S_PUBLISHED] == SFW_PUBLISHED_OFF;
	for (struct if_nameindex *i = all; i && i->if_index; i++)
		look_at(c, policy, i->if_name);
	if (all)
		if_freenameindex(all);
}

static void judge_way_out(const struct doctor_guests *guests,
			  struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX], dev[DOCTOR_NAME_MAX];

	snprintf(command, sizeof(command), "sfwctl lan add dev %s",
		 shell_word(guests->dev, dev, sizeof(dev)));
	doctor_find(findings, "containers", command,
		    "guests of %s (%s) may start no connections through this host: no lan names their interface",
		    guests->engine, guests->dev);
}

static void judge_services(const struct doctor_guests *guests,
			   struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX], ports[GUEST_PORTS_TEXT], dev[DOCTOR_NAME_MAX];

	guests_list(guests->closed, guests->closed_count, ports);
	snprintf(command, sizeof(command), "sfwctl port add udp %s dev %s",
		 ports, shell_word(guests->dev, dev, sizeof(dev)));
	doctor_find(findings, "containers", command,
		    "guests of %s (%s) get addresses or names from this host, but udp %s is closed to them",
		    guests->engine, guests->dev, ports);
}

/**
 * doctor_judge_containers() - find needs of engines that are not met
 * @c: the engines
 * @findings: gets them
 */
void doctor_judge_containers(const struct doctor_containers *c,
			     struct doctor_findings *findings)
{
	if (!c->enabled || !c->count)
		return;
	if (c->published_off && c->forward_off)
		doctor_find(findings, "containers", "sfwctl set published ports",
			    "each port that containers publish is open to all: neither forwarded packets nor published ports are judged");
	for (unsigned int i = 0; i < c->count; i++) {
		if (!c->forward_off && !c->at[i].is_lan)
			judge_way_out(&c->at[i], findings);
		if (c->at[i].closed_count)
			judge_services(&c->at[i], findings);
	}
}
