// SPDX-License-Identifier: GPL-2.0
/* Lines of a policy that may have led the packets of a finding on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/rehearse_ways.h"
#include "core/ifname.h"
#include "lang/prefix.h"
#include "lib/grow.h"

static void read_way(struct way *way, const struct command *cmd)
{
	const struct entry *e = &cmd->entry;

	*way = (struct way){
		.cmd = cmd->cmd, .proto = e->proto, .first = e->ports[0].first,
		.last = e->ports[0].last, .to = e->to, .to_first = e->to_ports.first,
	};
	if (e->from_count)
		way->from = e->from[0];
	if (e->group_count)
		memcpy(way->group, e->groups[0], sizeof(way->group));
	memcpy(way->dev, e->dev, sizeof(way->dev));
	memcpy(way->out, e->out, sizeof(way->out));
	memcpy(way->to_dev, e->to_dev, sizeof(way->to_dev));
}

/**
 * ways_read() - take them out of a policy
 * @ways: all zero; ways_free() is due in any case
 * @policy: the policy, which must last as long
 *
 * Return: 0 or -ENOMEM.
 */
int ways_read(struct ways *ways, const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	ways->policy = policy;
	values_read(&ways->values, policy);
	while (policy_next(policy, &at, &obj)) {
		struct way *way;

		if (obj.command.cmd != SFW_CMD_FORWARD_ADD && obj.command.cmd != SFW_CMD_LAN_ADD)
			continue;
		way = grow(&ways->at, &ways->count, sizeof(*way));
		if (!way)
			return -ENOMEM;
		read_way(way, &obj.command);
	}
	return 0;
}

/**
 * ways_free() - free their memory
 * @ways: the ways
 */
void ways_free(struct ways *ways)
{
	free(ways->at);
}

static bool is_forward(const struct way *way, const struct finding *f, unsigned int source)
{
	return way->cmd == SFW_CMD_FORWARD_ADD && way->proto == f->proto &&
	       way->to.family == f->from[source].addr.family &&
	       f->port >= way->first && f->port <= way->last &&
	       (!way->from.addr.family || prefix_within(&f->from[source], &way->from));
}

static bool meets(const char *a, const char *b)
{
	return sfw_ifname_matches(a, b) || sfw_ifname_matches(b, a);
}

/* Whether packets of the local network are led by the forwarded ports of another interface. */
static bool leads_back(const struct ways *ways, const struct way *forward,
		       const struct finding *f)
{
	for (size_t i = 0; i < ways->count; i++) {
		const struct way *lan = &ways->at[i];

		if (lan->cmd == SFW_CMD_LAN_ADD && sfw_ifname_matches(lan->dev, f->dev) &&
		    (!lan->out[0] || meets(lan->out, forward->dev)))
			return true;
	}
	return false;
}

static bool is_same(const struct way *a, const struct way *b)
{
	return a->cmd == b->cmd && a->proto == b->proto && a->first == b->first &&
	       a->last == b->last && !strcmp(a->dev, b->dev) &&
	       !prefix_compare(&a->from, &b->from) && !strcmp(a->group, b->group) &&
	       a->to_first == b->to_first && !strcmp(a->to_dev, b->to_dev) &&
	       !memcmp(&a->to, &b->to, sizeof(a->to));
}

static bool has(const struct ways *ways, const struct way *way)
{
	for (size_t i = 0; ways && i < ways->count; i++)
		if (is_same(&ways->at[i], way))
			return true;
	return false;
}

/* A forwarded port of the interface, or one of another that leads the local network. */
static long next(const struct ways *ways, const struct ways *other,
		 const struct finding *f, unsigned int source, bool another, long last)
{
	long number = -1;

	for (size_t i = 0; i < ways->count; i++) {
		const struct way *way = &ways->at[i];

		number += way->cmd == SFW_CMD_FORWARD_ADD;
		if (number > last && is_forward(way, f, source) && !has(other, way) &&
		    (another ? leads_back(ways, way, f) : sfw_ifname_matches(way->dev, f->dev)))
			return number;
	}
	return -1;
}

/**
 * forward_find() - the forwarded port that packets were sent to
 * @ways: of the policy that led them
 * @other: of a policy that lacks it; or NULL
 * @f: the packets
 * @source: place of their source
 *
 * Return: its number among the forwarded ports of the policy, or -1.
 */
long forward_find(const struct ways *ways, const struct ways *other,
		  const struct finding *f, unsigned int source)
{
	long number = next(ways, other, f, source, false, -1);

	return number >= 0 ? number : next(ways, other, f, source, true, -1);
}

/**
 * forward_next() - one more of the same interface, to another host
 * @ways: of the policy that led the packets
 * @other: of a policy that lacks it; or NULL
 * @f: the packets
 * @source: place of their source
 * @last: number of the one before
 *
 * Return: its number, or -1.
 */
long forward_next(const struct ways *ways, const struct ways *other,
		  const struct finding *f, unsigned int source, long last)
{
	return next(ways, other, f, source, false, last);
}

/**
 * ways_lead() - whether a policy leads packets on that it does not refuse before
 * @ways: of the policy
 * @f: the packets
 * @source: place of their source
 */
bool ways_lead(const struct ways *ways, const struct finding *f, unsigned int source)
{
	if (ways->values.at[SFW_S_FORWARD] == SFW_FORWARD_OFF ||
	    forward_find(ways, NULL, f, source) >= 0)
		return true;
	for (size_t i = 0; i < ways->count; i++) {
		const struct way *way = &ways->at[i];

		if (way->cmd == SFW_CMD_LAN_ADD && sfw_ifname_matches(way->dev, f->dev) &&
		    (!way->out[0] || sfw_ifname_matches(way->out, f->out)))
			return true;
	}
	return false;
}
