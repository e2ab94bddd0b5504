// SPDX-License-Identifier: GPL-2.0
/* Entries of the policy: ports and protocols that are open, for some or for all. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/order.h"
#include "lang/format.h"
#include "lang/prefix.h"
#include "lang/protocol.h"

/**
 * entry_beyond() - why no entry can express a match
 * @m: the match
 *
 * Return: the reason, or NULL.
 */
const char *entry_beyond(const struct match *m)
{
	if (m->dst.addr.family)
		return "sfw has no destinations, only this host as a whole";
	if (m->group_not)
		return "sfw opens to members of a group, not to all others";
	if (m->group && m->src.addr.family)
		return "sfw opens to members of a group or of a prefix, not to those of both";
	if (m->sport.last)
		return "sfw has no source ports; answers come in without a rule";
	if (m->port_count && !protocol_has_ports(m->proto))
		return "sfw knows no ports of this protocol";
	if (m->flag_mask && m->proto != IPPROTO_TCP)
		return "sfw knows no flags of this protocol";
	if (m->icmp_type != MATCH_ANY && !match_is_echo(m))
		return "sfw opens no ICMP type alone, but echo requests";
	if (m->hop255 || m->path != PATH_ANY || m->out[0])
		return "sfw opens nothing by this match";
	if (!(m->nat & NAT_NONE))
		return "sfw opens nothing for translated packets alone";
	if (!(m->states & STATE(NEW)))
		return "sfw opens ports only to new connections";
	return NULL;
}

static bool from_held(const struct entry *entry, const struct entry *old)
{
	if (entry->group_count)
		return entry_has_group(old, entry->groups[0]) ||
		       (old->from_count && !old->from[0].len);
	for (unsigned int i = 0; i < old->from_count; i++)
		if (prefix_within(&entry->from[0], &old->from[i]))
			return true;
	return false;
}

/* Takes away ports that another entry opens. */
static void drop_ports(struct entry *entry, const struct entry *old)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < entry->port_count; i++) {
		const struct port_range *range = &entry->ports[i];
		bool found = false;

		for (unsigned int j = 0; j < old->port_count; j++)
			found |= range->first >= old->ports[j].first &&
				 range->last <= old->ports[j].last;
		for (unsigned int j = 0; j < kept; j++)
			found |= !memcmp(range, &entry->ports[j],
					 sizeof(*range));
		if (!found)
			entry->ports[kept++] = entry->ports[i];
	}
	entry->port_count = kept;
}

static bool is_open(const struct draft *draft, enum sfw_cmd cmd,
		    struct entry *entry)
{
	unsigned int asked = entry->port_count;

	drop_ports(entry, &(struct entry){ .port_count = 0 });
	for (size_t i = 0; i < draft->count; i++) {
		const struct entry *old = &draft->items[i].cmd.entry;

		if (draft->items[i].cmd.cmd != cmd ||
		    old->proto != entry->proto || old->ping != entry->ping ||
		    strcmp(old->dev, entry->dev) || !from_held(entry, old))
			continue;
		if (!asked)
			return true;
		drop_ports(entry, old);
	}
	return asked && !entry->port_count;
}

static enum sfw_cmd command_of(const struct match *m)
{
	return protocol_has_ports(m->proto) ? SFW_CMD_PORT_ADD :
					      SFW_CMD_PROTO_ADD;
}

/**
 * entry_takes_guard() - whether a guard can stand at the entry of some packets
 * @m: the packets
 */
bool entry_takes_guard(const struct match *m)
{
	return command_of(m) == SFW_CMD_PORT_ADD || match_is_echo(m);
}

/* No packet that sfw lets in has port 0. */
static void fill_ports(struct entry *entry, const struct match *m)
{
	entry->port_count = 0;
	for (unsigned int i = 0; i < m->port_count; i++) {
		struct port_range range = m->ports[i];

		if (!range.first)
			range.first = 1;
		if (range.first <= range.last)
			entry->ports[entry->port_count++] = range;
	}
	if (!m->port_count) {
		entry->port_count = 1;
		entry->ports[0] = (struct port_range){ .first = 1, .last = 65535 };
	}
}

static void fill(const struct draft *draft, const struct rule *rule,
		 const struct match *m, const char *guard, struct entry *entry)
{
	memset(entry, 0, sizeof(*entry));
	entry->ping = match_is_echo(m);
	entry->proto = entry->ping ? IPPROTO_ICMP : m->proto;
	draft_use_source(draft, m, entry);
	strcpy(entry->dev, m->in);
	strcpy(entry->guard, guard);
	if (command_of(m) != SFW_CMD_PORT_ADD)
		return;
	fill_ports(entry, m);
	if (rule)
		strcpy(entry->comment, rule->comment);
}

/**
 * entry_is_open() - whether the policy lets packets in already
 * @draft: the policy
 * @m: the packets, as an entry would let them in
 */
bool entry_is_open(const struct draft *draft, const struct match *m)
{
	struct entry entry;

	fill(draft, NULL, m, "", &entry);
	return is_open(draft, command_of(m), &entry);
}

/* Adds the source to an entry of the rule that differs in nothing else. */
static bool join(struct draft *draft, const struct rule *rule,
		 enum sfw_cmd cmd, const struct entry *entry)
{
	for (size_t i = 0; i < draft->count && entry->from_count; i++) {
		struct entry *old = &draft->items[i].cmd.entry, like;
		unsigned int at = old->from_count;

		if (draft->items[i].rule != rule ||
		    draft->items[i].cmd.cmd != cmd || at == LIST_MAX)
			continue;
		like = *entry;
		like.from_count = at;
		memcpy(like.from, old->from, sizeof(like.from));
		if (memcmp(&like, old, sizeof(like)))
			continue;
		for (; at && prefix_compare(&entry->from[0],
					    &old->from[at - 1]) < 0; at--)
			old->from[at] = old->from[at - 1];
		old->from[at] = entry->from[0];
		old->from_count++;
		return true;
	}
	return false;
}

/* The setting says the same. */
static bool is_ping_for_all(const struct entry *entry)
{
	return entry->ping && entry->from_count && !entry->from[0].len &&
	       !entry->dev[0] && !entry->guard[0];
}

/**
 * entry_add() - open the packets of a rule that are left
 * @draft: the policy
 * @stop: the stop with the rule
 * @left: the packets
 * @guard: name of their guard, or ""
 *
 * Return: 0 or -ENOMEM.
 */
int entry_add(struct draft *draft, const struct stop *stop,
	      const struct pieces *left, const char *guard)
{
	struct entry entry;
	struct item *item;

	for (size_t i = 0; i < left->count; i++) {
		enum sfw_cmd cmd = command_of(&left->at[i]);

		stop->rule->carried = true;
		fill(draft, stop->rule, &left->at[i], guard, &entry);
		if (is_ping_for_all(&entry)) {
			draft_set(draft, SFW_S_PING, 1, stop->rule);
			continue;
		}
		if ((cmd == SFW_CMD_PORT_ADD && !entry.port_count) ||
		    is_open(draft, cmd, &entry) ||
		    join(draft, stop->rule, cmd, &entry))
			continue;
		item = draft_add(draft, cmd, stop->rule);
		if (!item)
			return -ENOMEM;
		item->cmd.entry = entry;
	}
	return 0;
}

/* The rate that keeps a rule from being an entry: its own, or another's. */
static const struct rule *find_rate(const struct stop *stop,
				    const struct stop *cut)
{
	const struct rule *rules[] = {
		stop->rule, stop->by, cut ? cut->rule : NULL,
		cut ? cut->by : NULL, cut ? cut->limit : NULL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i] && rules[i]->rate.hits)
			return rules[i];
	return NULL;
}

/* Whether a check of a recent list counts the packet that it judges. */
static bool counts_itself(const struct walk *walk, const struct stop *check,
			  const struct recent *recent)
{
	for (const struct stop *stop = walk->stops; stop < check; stop++)
		if (stop->rule->recent.kind == RECENT_SET &&
		    !strcmp(stop->rule->recent.name, recent->name) &&
		    match_meets(&stop->match, &check->match))
			return true;
	return false;
}

/* The checks of recent lists are rates, too. */
static const struct rule *recent_rate(const struct stop *cut, struct rate *rate)
{
	const struct rule *rule = cut->rule;
	const struct recent *recent;

	if (cut->by && rule->recent.kind <= RECENT_SET)
		rule = cut->by;
	recent = &rule->recent;
	memset(rate, 0, sizeof(*rate));
	rate->hits = recent->hits;
	rate->seconds = recent->seconds;
	rate->each = true;
	rate->mask = recent->mask;
	return recent->kind > RECENT_SET && recent->hits > 1 && recent->seconds ?
	       rule : NULL;
}

/* Whether a name is free, or that of the same rule as the other family has it. */
static bool is_free(const struct draft *draft, const struct rule *limit, const char *name)
{
	const struct ruleset *set = draft->set;

	for (size_t i = 0; i < set->count; i++)
		if (!strcmp(set->rules[i]->guard, name) ||
		    !strcmp(set->rules[i]->recent.name, name))
			return set->rules[i] == limit;
	return true;
}

/* Guards are typed together: each has a name of its own, and is offered once. */
static struct rule *name_guard(const struct draft *draft, const struct rule *limit)
{
	struct rule *rule = NULL;
	size_t size = sizeof(rule->guard);

	for (size_t i = 0; i < draft->set->count && !rule; i++)
		if (draft->set->rules[i] == limit)
			rule = draft->set->rules[i];
	if (!rule || rule->guard[0])
		return NULL;
	for (unsigned int n = 1; !rule->guard[0]; n++) {
		char name[sizeof(rule->guard)];

		if (limit->line)
			snprintf(name, size, n > 1 ? "line%u-%u" : "line%u", limit->line, n);
		else
			snprintf(name, size, n > 1 ? "rate-%u" : "rate", n);
		if (is_free(draft, limit, name))
			strcpy(rule->guard, name);
	}
	return rule;
}

/* The nearest guard, beside the exact numbers; its name goes to @name. */
static int offer_guard(const struct draft *draft, const struct walk *walk,
		       const struct stop *stop, const struct stop *cut,
		       char name[SFW_NAME_MAX + 1])
{
	const struct rule *limit = find_rate(stop, cut);
	struct command cmd = { .cmd = SFW_CMD_GUARD_ADD };
	char line[LINE_MAX_BYTES], text[RATE_TEXT_MAX];
	struct rate rate;
	bool near, first;

	if (limit)
		rate = limit->rate;
	else if (cut)
		limit = recent_rate(cut, &rate);
	if (!limit)
		return 0;
	near = rate_guard(&rate, draft->family, &cmd.guard);
	if (near && limit->recent.hits)
		cmd.guard.windows[0].hits -= counts_itself(walk, cut, &limit->recent);
	rule_remark(stop->rule, "%s has %s%s", rule_place(limit).text,
		    rate_text(&rate, text, sizeof(text)), near ?
		    ": the nearest guard counts the admitted ones of each source" :
		    ", for which there is no guard");
	if (!near)
		return 0;
	first = name_guard(draft, limit);
	strcpy(name, limit->guard);
	strcpy(cmd.guard.name, name);
	return first ? rule_offer(stop->rule, format_command(&cmd, line, sizeof(line))) : 0;
}

/* Lines of entries, which differ in sources at most where they can be joined. */
static int offer_lines(const struct draft *draft, struct rule *rule, const char *guard,
		       const struct pieces *left)
{
	struct draft lines = { .family = draft->family };
	char line[LINE_MAX_BYTES];
	int ret = 0;

	for (size_t i = 0; i < left->count && !ret; i++) {
		enum sfw_cmd cmd = command_of(&left->at[i]);
		struct entry entry;
		struct item *item;

		fill(draft, rule, &left->at[i], guard, &entry);
		if ((cmd == SFW_CMD_PORT_ADD && !entry.port_count) ||
		    is_open(draft, cmd, &entry) || join(&lines, rule, cmd, &entry))
			continue;
		item = draft_add(&lines, cmd, rule);
		if (item)
			item->cmd.entry = entry;
		else
			ret = -ENOMEM;
	}
	for (size_t i = 0; i < lines.count && !ret; i++)
		ret = rule_offer(rule, format_command(&lines.items[i].cmd, line,
						      sizeof(line)));
	draft_free(&lines);
	return ret;
}

/**
 * entry_offer() - note the entries that would open a rule's packets, and more
 * @draft: the policy
 * @walk: the chain
 * @stop: the stop with the rule
 * @left: the packets
 * @cut: the rule before that refuses some of them, or NULL
 *
 * Return: 0 or -ENOMEM.
 */
int entry_offer(const struct draft *draft, const struct walk *walk,
		const struct stop *stop, const struct pieces *left,
		const struct stop *cut)
{
	const struct match *m = left->at;
	char guard[SFW_NAME_MAX + 1] = "";
	int ret = 0;

	if (!left->count || stop->match.proto == MATCH_ANY ||
	    (m->icmp_type != MATCH_ANY && !match_is_echo(m)) ||
	    (command_of(m) == SFW_CMD_PORT_ADD && !m->port_count))
		return 0;
	if (entry_takes_guard(m))
		ret = offer_guard(draft, walk, stop, cut, guard);
	return ret ? ret : offer_lines(draft, stop->rule, guard, left);
}
