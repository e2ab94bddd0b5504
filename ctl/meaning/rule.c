// SPDX-License-Identifier: GPL-2.0
/* Lines that may let a packet in, in pieces. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "lang/prefix.h"
#include "lib/grow.h"
#include "meaning/rule.h"

static size_t dst_of(const struct space *s, const struct address *to)
{
	for (size_t i = DST_TARGETS; i < s->dst_count; i++)
		if (!address_compare(&s->dsts[i], to))
			return i;
	return DST_HERE;
}

/* Lines to this host that differ in nothing but the packets that they mean. */
static bool same_effect(const struct rule *a, const struct rule *b)
{
	return a->proto == b->proto && a->ping == b->ping && !a->dst && !b->dst &&
	       !strcmp(a->gate[0], b->gate[0]) && !strcmp(a->gate[1], b->gate[1]);
}

static size_t effect_of(const struct space *s, const struct rule *rule)
{
	size_t i = 0;

	while (!same_effect(&s->rules[i], rule) && &s->rules[i] != rule)
		i++;
	return FIRST_EFFECT + i;
}

static int add_rule(struct space *s, const struct entry *e, bool second)
{
	struct rule *rule = grow(&s->rules, &s->rule_count, sizeof(*rule));

	if (!rule)
		return -ENOMEM;
	rule->second = second;
	rule->proto = e->proto;
	rule->ping = e->ping;
	rule->first_port = e->port_count ? space_port_of(s, e->ports[0].first) : 0;
	rule->end_port = e->port_count ? space_port_of(s, e->ports[0].last) + 1 : s->port_count;
	rule->family = e->from_count ? e->from[0].addr.family : e->to.family;
	rule->end = s->source_count;
	if (e->from_count)
		space_find_sources(s, &e->from[0], &rule->first, &rule->end);
	strcpy(rule->dev, e->dev);
	rule->dst = e->to.family ? dst_of(s, &e->to) : DST_HERE;
	strcpy(rule->gate[0], e->guard);
	strcpy(rule->gate[1], e->knock);
	rule->effect = effect_of(s, rule);
	return 0;
}

/**
 * rule_add() - add a line
 * @s: the space; its dimensions are cut
 * @e: the line
 * @second: whether it is the second policy's
 *
 * Echo requests of IPv6 are another protocol's.
 *
 * Return: 0 or -ENOMEM.
 */
int rule_add(struct space *s, const struct entry *e, bool second)
{
	struct entry echo = *e;

	if (add_rule(s, e, second))
		return -ENOMEM;
	echo.proto = IPPROTO_ICMPV6;
	return e->ping ? add_rule(s, &echo, second) : 0;
}
