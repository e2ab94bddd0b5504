// SPDX-License-Identifier: GPL-2.0
/*
 * Packets that NAT gives another destination. The rules judge them by that one, sfw by
 * the one that they were sent to: a port is as open as the one that it leads to.
 */
#include <netinet/in.h>
#include <string.h>

#include "import/dnat.h"
#include "lang/format_value.h"
#include "lang/prefix.h"

/**
 * dnat_packets() - give packets their new destination
 * @rule: the rule of NAT
 * @before: packets that get to it, as nothing has translated them yet
 * @behind: the same packets, as they are then
 */
void dnat_packets(const struct rule *rule, struct match *before, struct match *behind)
{
	before->nat = NAT_NONE;
	*behind = *before;
	behind->nat = NAT_DST;
	memset(&behind->dst, 0, sizeof(behind->dst));
	behind->dst_types = TO_LOCAL;
	if (rule->target == TARGET_DNAT) {
		behind->dst_types = TO_OTHER;
		behind->dst.addr = rule->to;
		behind->dst.len = address_bits(rule->to.family);
	}
	if (rule->to_ports.last) {
		behind->port_count = 1;
		behind->ports[0] = rule->to_ports;
	}
}

/*
 * Whether rules let packets through to a host: then it is not this one. The interface
 * is filled in by which they let them go, if they all agree.
 */
static bool is_through(const struct walk *through, struct match *to)
{
	const char *out = NULL;

	for (size_t i = 0; i < through->count; i++) {
		const struct stop *stop = &through->stops[i];

		if (stop->rule->target != TARGET_ACCEPT || !stop->match.dst.addr.family ||
		    prefix_compare(&stop->match.dst, &to->dst))
			continue;
		if (out && strcmp(out, stop->match.out))
			return true;
		out = stop->match.out;
	}
	if (out)
		strcpy(to->out, out);
	return out;
}

/**
 * dnat_passes() - whether packets are let in, or through, when NAT has led them on
 * @walk: the chain of packets to this host
 * @lead: the rule of NAT
 * @opened: packets that a command lets in by the destination that they come with
 *
 * Return: false if some of them may be refused.
 */
bool dnat_passes(const struct walk *walk, const struct stop *lead,
		 const struct match *opened)
{
	struct match before = *opened, behind;

	if (!match_new(&before) || !match_and(&before, &lead->match))
		return true;
	dnat_packets(lead->rule, &before, &behind);
	if (lead->rule->target == TARGET_REDIRECT)
		return walk_led(walk, &before, &behind);
	if (!lead->rule->to.family || !walk->through)
		return false;
	if (is_through(walk->through, &behind))
		return walk_led(walk->through, &before, &behind);
	/* Its target may be an address of this host. */
	if (!walk_led(walk->through, &before, &behind))
		return false;
	behind.dst_types = TO_LOCAL;
	return walk_led(walk, &before, &behind);
}

/* Rules about packets to a host behind this one are about no address of this one. */
static void mark_behind(const struct ruleset *set, int family, const struct prefix *host)
{
	for (size_t i = 0; i < set->count; i++) {
		struct match *m = &set->rules[i]->match;

		if (m->dst.addr.family == family && !prefix_compare(&m->dst, host) &&
		    (m->dst_types & TO_OTHER))
			m->dst_types = TO_OTHER;
	}
}

/**
 * dnat_hosts() - find hosts that NAT leads packets to, and that FORWARD lets them through to
 * @set: the file, whose rules about such hosts are told that these are others
 * @family: AF_INET or AF_INET6
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many ways.
 */
int dnat_hosts(struct ruleset *set, int family)
{
	const struct table *nat = ruleset_table(set, family, "nat");
	struct walk through;
	int ret;

	ret = walk_chain(&through, ruleset_table(set, family, "filter"), "FORWARD");
	for (size_t i = 0; !ret && nat && i < nat->count; i++) {
		for (size_t j = 0; j < nat->chains[i].count; j++) {
			const struct rule *rule = nat->chains[i].rules[j];
			struct match to = { .dst = { .addr = rule->to } };

			to.dst.len = address_bits(rule->to.family);
			if (rule->target == TARGET_DNAT && rule->to.family == family &&
			    is_through(&through, &to))
				mark_behind(set, family, &to.dst);
		}
	}
	walk_free(&through);
	return ret;
}
