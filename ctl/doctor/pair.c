// SPDX-License-Identifier: GPL-2.0
/*
 * A gateway of a pair. Known by sockets that listen to VRRP, and by the process that
 * hands the table of connections over; the other gateway is out of sight.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/doctor.h"
#include "doctor/pair.h"
#include "host/ip_forward.h"
#include "host/sockets.h"
#include "lib/compiler.h"
#include "lib/process.h"
#include "lib/subprocess.h"
#include "net/policy.h"

#define VRRP		112	/* protocol number */
#define SOCKETS_MAX	16

/* Sockets of conntrackd, whichever network namespace they are in. */
struct search {
	struct doctor_pair *pair;
	unsigned long inodes[SOCKETS_MAX];
	unsigned int count;
};

static void note_inode(void *ctx, unsigned long inode)
{
	struct search *search = ctx;

	if (search->count < SOCKETS_MAX)
		search->inodes[search->count++] = inode;
}

static void look_at_process(void *ctx, pid_t pid)
{
	char name[PROCESS_NAME_MAX];

	if (process_name(pid, name) && !strcmp(name, "conntrackd"))
		process_sockets(pid, note_inode, ctx);
}

static void look_at_udp(void *ctx, const struct ip_socket *sock)
{
	struct search *search = ctx;
	struct doctor_pair *pair = search->pair;

	for (unsigned int i = 0; i < search->count; i++) {
		if (search->inodes[i] != sock->inode)
			continue;
		pair->is_synced = true;
		if (!pair->sync_port || sock->local_port < pair->sync_port)
			pair->sync_port = sock->local_port;
	}
}

static void look_at_raw(void *ctx, const struct ip_socket *sock)
{
	struct doctor_pair *pair = ctx;

	pair->vrrp |= sock->local_port == VRRP;
}

static unsigned int bit_of(__u8 family)
{
	return family == AF_INET  ? FORWARDS_IPV4 :
	       family == AF_INET6 ? FORWARDS_IPV6 : 0;
}

/* A trust may let both in. */
static void look_at_line(struct doctor_pair *pair, const struct command *cmd)
{
	const struct entry *entry = &cmd->entry;

	switch (cmd->cmd) {
	case SFW_CMD_TRUST_ADD:
		pair->vrrp_open = true;
		pair->sync_open = true;
		break;
	case SFW_CMD_PROTO_ADD:
		pair->vrrp_open |= entry->proto == VRRP;
		break;
	case SFW_CMD_PORT_ADD:
		if (entry->proto == IPPROTO_UDP)
			for (unsigned int i = 0; i < entry->port_count; i++)
				pair->sync_open |=
					pair->sync_port >= entry->ports[i].first &&
					pair->sync_port <= entry->ports[i].last;
		break;
	case SFW_CMD_MASQ_ADD:
		pair->is_gateway = true;
		pair->plain += !entry->to.family;
		pair->moved |= bit_of(entry->to.family);
		break;
	case SFW_CMD_LAN_ADD:
		pair->has_lan = true;
		break;
	case SFW_CMD_FORWARD_ADD:
		pair->led |= bit_of(entry->to.family);
		break;
	default:
		break;
	}
}

/**
 * doctor_pair_link() - find a link that is not as it should be
 * @pair: gets it
 * @told: output of "conntrackd -s link": a head for each link, and then its counters
 */
void doctor_pair_link(struct doctor_pair *pair, const char *told)
{
	const char *at = told, *recv;
	char status[16];
	unsigned long heard;

	while ((at = strstr(at, " device="))) {
		if (sscanf(at, " device=%15s status=%15s", pair->link,
			   status) != 2)
			break;
		pair->link_down = strcmp(status, "RUNNING");
		recv = strstr(at, "sent");
		if (pair->link_down || !recv ||
		    sscanf(recv, "sent %lu Bytes recv", &heard) != 1 || !heard)
			return;
		at = recv;
	}
	pair->link[0] = '\0';
}

/**
 * doctor_pair() - look whether this host is one of a pair
 * @pair: the result
 * @policy: the policy
 */
void doctor_pair(struct doctor_pair *pair, const struct policy *policy)
{
	static const char *const argv[] = { "conntrackd", "-s", "link", NULL };
	struct search search = { .pair = pair };
	const struct nlmsghdr *at = NULL;
	struct object obj;
	char *told;

	sockets_each(IPPROTO_RAW, look_at_raw, pair);
	process_each(look_at_process, &search);
	sockets_each(IPPROTO_UDP, look_at_udp, &search);
	pair->is_gateway = ip_forward_needed(policy);
	while (policy_next(policy, &at, &obj))
		look_at_line(pair, &obj.command);
	told = pair->is_synced ? process_output(argv) : NULL;
	if (told)
		doctor_pair_link(pair, told);
	free(told);
}

static void judge_sync(const struct doctor_pair *pair,
		       struct doctor_findings *findings)
{
	if (pair->sync_port && !pair->sync_open)
		doctor_find(findings, "pair", "sfwctl port list",
			    "udp %u, the port of conntrackd, is closed: connections of the other gateway do not come here; 'sfwctl port add udp %u dev IFACE' lets them in",
			    pair->sync_port, pair->sync_port);
	else if (pair->link[0] && pair->link_down)
		doctor_find(findings, "pair", "conntrackd -s link",
			    "the link of conntrackd, %s, is down: connections of the other gateway do not come here",
			    pair->link);
	else if (pair->link[0])
		doctor_find(findings, "pair", "conntrackd -s link",
			    "conntrackd has heard nothing from the other gateway by %s",
			    pair->link);
}

/* Of the addresses of the interface there the kernel does not know which one moves. */
static void judge_hairpins(const struct doctor_pair *pair,
			   struct doctor_findings *findings)
{
	unsigned int families = pair->led & ~pair->moved;
	char names[FORWARDS_TEXT_MAX];

	if (!pair->has_lan || !families)
		return;
	doctor_find(findings, "pair", "sfwctl masquerade list",
		    "connections of the local network to forwarded ports of its own hosts (%s) end when the other gateway takes over: 'masquerade add PREFIX out IFACE to ADDR' of that family says that addresses move",
		    ip_forward_names(families, names, sizeof(names)));
}

/**
 * doctor_judge_pair() - find faults that a fall of one gateway would show
 * @pair: facts about this host
 * @findings: gets them
 */
void doctor_judge_pair(const struct doctor_pair *pair,
		       struct doctor_findings *findings)
{
	if (!pair->enabled)
		return;
	if (pair->vrrp && !pair->vrrp_open)
		doctor_find(findings, "pair", "sfwctl proto list",
			    "VRRP of the other gateway is refused, so that both will have the addresses; 'sfwctl proto add vrrp dev IFACE' lets it in");
	if (pair->vrrp && pair->is_gateway && !pair->is_synced)
		doctor_find(findings, "pair", "systemctl start conntrackd",
			    "conntrackd does not run: connections through this host end when the other gateway takes over");
	if (pair->is_synced)
		judge_sync(pair, findings);
	if (pair->vrrp && pair->plain)
		doctor_find(findings, "pair", "sfwctl masquerade list",
			    "connections that are hidden behind an interface's own address end when the other gateway takes over: 'masquerade add PREFIX out IFACE to ADDR' names one that moves");
	else if (pair->vrrp)
		judge_hairpins(pair, findings);
}
