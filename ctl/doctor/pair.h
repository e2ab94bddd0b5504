/* SPDX-License-Identifier: GPL-2.0 */
/* A gateway of a pair: the programs that move addresses and connections. */
#ifndef SFWCTL_DOCTOR_PAIR_H
#define SFWCTL_DOCTOR_PAIR_H

#include <linux/sfw.h>
#include <linux/types.h>
#include <stdbool.h>

struct doctor_findings;
struct policy;

/**
 * struct doctor_pair - this host, if it is one of a pair
 * @enabled: packets are judged
 * @vrrp: a program here listens to VRRP, mostly keepalived
 * @vrrp_open: and packets of VRRP come in
 * @is_gateway: connections are forwarded
 * @is_synced: conntrackd runs here
 * @sync_port: its port, the lowest of several; 0 if it has none of UDP
 * @sync_open: packets come in there
 * @link: interface of its link that is not as it should be, or ""
 * @link_down: the link is down; else nothing was ever heard by it
 * @plain: masquerades behind the address of an interface
 * @has_lan: a local network starts connections
 * @led: families of forwarded ports, as of ip_forward_needed()
 * @moved: likewise of masquerades behind an address that moves
 */
struct doctor_pair {
	bool enabled;
	bool vrrp;
	bool vrrp_open;
	bool is_gateway;
	bool is_synced;
	__u16 sync_port;
	bool sync_open;
	char link[SFW_DEV_MAX + 1];
	bool link_down;
	unsigned int plain;
	bool has_lan;
	unsigned int led;
	unsigned int moved;
};

void doctor_pair(struct doctor_pair *pair, const struct policy *policy);
void doctor_pair_link(struct doctor_pair *pair, const char *told);
void doctor_judge_pair(const struct doctor_pair *pair,
		       struct doctor_findings *findings);

#endif
