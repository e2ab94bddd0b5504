// SPDX-License-Identifier: GPL-2.0
/*
 * Two families, one policy. Where a command or a setting of sfw holds for both,
 * the stricter one is taken, and the rule that asked for the other is told.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "import/order.h"
#include "lang/format.h"
#include "lang/protocol.h"
#include "lib/compiler.h"

static bool same_dev(const struct item *a, const struct item *b)
{
	return a->joint && b->joint && a->cmd.cmd == b->cmd.cmd &&
	       !strcmp(a->cmd.entry.dev, b->cmd.entry.dev) &&
	       !strcmp(a->cmd.entry.out, b->cmd.entry.out);
}

/* Packets that one family alone trusts an interface with: an entry for each protocol. */
static int split_trust(struct draft *draft, struct rule *rule, const char *dev)
{
	const int icmp = draft->family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	struct stop stop = { .rule = rule };
	struct pieces left = { .count = 0 };
	struct match m;
	int ret;

	rule_lose(rule, "so only protocols with a name in sfw are opened");
	match_echo(&m, icmp);
	strcpy(m.in, dev);
	ret = pieces_add(&left, &m);
	for (unsigned int i = 0; protocol_at(i) && !ret; i++) {
		match_all(&m);
		m.proto = protocol_number(protocol_at(i));
		strcpy(m.in, dev);
		if (is_of_family(draft, m.proto))
			ret = pieces_add(&left, &m);
	}
	if (!ret)
		ret = entry_add(draft, &stop, &left, "");
	pieces_free(&left);
	return ret;
}

static int merge_joint(struct draft *a, struct draft *b)
{
	const size_t count = a->count;
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++) {
		char dev[SFW_DEV_MAX + 1];
		bool found = false;

		if (!a->items[i].joint)
			continue;
		for (size_t j = 0; j < b->count; j++)
			found |= same_dev(&a->items[i], &b->items[j]);
		if (found)
			continue;
		a->items[i].left_out = true;
		rule_lose(a->items[i].rule, "it would open more: it would hold for IPv%d too",
			  b->family == AF_INET ? 4 : 6);
		strcpy(dev, a->items[i].cmd.entry.dev);
		if (a->items[i].cmd.cmd == SFW_CMD_TRUST_ADD)
			ret = split_trust(a, a->items[i].rule, dev);
	}
	return ret;
}

/* A port that both open for all their sources is open for all. */
static void merge_entries(struct draft *a, struct draft *b)
{
	for (size_t i = 0; i < a->count; i++) {
		struct item *x = &a->items[i];
		struct command *one = &x->cmd;

		if (x->left_out || (one->cmd != SFW_CMD_PORT_ADD &&
				    one->cmd != SFW_CMD_PROTO_ADD))
			continue;
		for (size_t j = 0; j < b->count; j++) {
			struct item *y = &b->items[j];
			struct command other = y->cmd;

			if (y->left_out || one->entry.from[0].len ||
			    other.entry.from[0].len)
				continue;
			other.entry.from[0] = one->entry.from[0];
			strcpy(other.entry.comment, one->entry.comment);
			if (memcmp(one, &other, sizeof(other)))
				continue;
			one->entry.from_count = 0;
			memset(one->entry.from, 0, sizeof(one->entry.from));
			y->left_out = true;
			break;
		}
	}
}

static struct item *find_guard(struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->count; i++)
		if (draft->items[i].cmd.cmd == SFW_CMD_GUARD_ADD &&
		    !strcmp(draft->items[i].cmd.guard.name, name))
			return &draft->items[i];
	return NULL;
}

/* A port without its guard is left out. */
static void leave_out(struct draft *draft, const struct item *guard)
{
	for (size_t i = 0; i < draft->count; i++) {
		struct item *item = &draft->items[i];

		if (item->cmd.cmd != SFW_CMD_PORT_ADD ||
		    strcmp(item->cmd.entry.guard, guard->cmd.guard.name))
			continue;
		item->left_out = true;
		rule_lose(item->rule, "the IPv%d rules make another guard of the list %s",
			  draft->family == AF_INET ? 6 : 4,
			  guard->cmd.guard.name);
	}
}

static void merge_guards(struct draft *a, struct draft *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct item *item = &b->items[i], *other;
		struct guard guard;

		if (item->cmd.cmd != SFW_CMD_GUARD_ADD)
			continue;
		other = find_guard(a, item->cmd.guard.name);
		if (!other)
			continue;
		guard = item->cmd.guard;
		guard.mask4 = other->cmd.guard.mask4;
		other->cmd.guard.mask6 = guard.mask6;
		item->left_out = true;
		if (memcmp(&guard, &other->cmd.guard, sizeof(guard)))
			leave_out(b, item);
	}
}

/* In which order the values of a setting are strict, the strictest first. */
static int strictness(enum sfw_setting key, int value)
{
	static const int forward[] = {
		[SFW_FORWARD_DROP] = 0, [SFW_FORWARD_REJECT] = 1,
		[SFW_FORWARD_OFF] = 2,
	};
	static const int path[] = {
		[SFW_RPFILTER_STRICT] = 0, [SFW_RPFILTER_LOOSE] = 1,
		[SFW_RPFILTER_OFF] = 2,
	};

	switch (key) {
	case SFW_S_FORWARD:
		return forward[value];
	case SFW_S_RPFILTER:
		return path[value];
	case SFW_S_SCAN:
	case SFW_S_SCAN_WINDOW:
		return -value;
	default:
		return value;
	}
}

/* The value that is not taken, ready to be typed. */
static int offer_value(const struct draft *draft, enum sfw_setting key)
{
	struct command cmd = { .cmd = SFW_CMD_SETTING_SET };
	char line[LINE_MAX_BYTES];

	cmd.setting.key = key;
	cmd.setting.value = draft->value[key];
	return rule_offer(draft->why[key], format_command(&cmd, line, sizeof(line)));
}

static int merge_value(struct draft *a, struct draft *b, enum sfw_setting key)
{
	/* Where rules say nothing of a protection, it is off. */
	bool protects = key == SFW_S_RPFILTER || key == SFW_S_SCAN;
	int x = a->value[key], y = b->value[key];
	struct draft *stricter, *other;
	int ret = 0;

	if (protects && x < 0)
		x = 0;
	if (protects && y < 0)
		y = 0;
	if (x == y || x < 0 || y < 0)
		return 0;
	stricter = strictness(key, x) <= strictness(key, y) ? a : b;
	other = stricter == a ? b : a;
	if (other->why[key]) {
		rule_lose(other->why[key], "stricter, as IPv%d: the setting holds for both",
			  stricter->family == AF_INET ? 4 : 6);
		ret = offer_value(other, key);
	} else if (stricter->why[key]) {
		rule_lose(stricter->why[key], "stricter: the setting holds for IPv%d too",
			  other->family == AF_INET ? 4 : 6);
	}
	if (key == SFW_S_SCAN)
		stricter->value[key] = x | y;
	other->value[key] = stricter->value[key];
	return ret;
}

/* Echo requests of one family alone have an entry in place of the setting. */
static int merge_ping(struct draft *a, const struct draft *b)
{
	struct match all;
	struct item *item;

	if (a->value[SFW_S_PING] <= 0 || b->value[SFW_S_PING])
		return 0;
	item = draft_add(a, SFW_CMD_PROTO_ADD, a->why[SFW_S_PING]);
	if (!item)
		return -ENOMEM;
	match_all(&all);
	item->cmd.entry.proto = IPPROTO_ICMP;
	item->cmd.entry.ping = true;
	draft_use_source(a, &all, &item->cmd.entry);
	a->value[SFW_S_PING] = 0;
	return 0;
}

/**
 * draft_merge() - make one policy of the policies of two families
 * @a: that of IPv4
 * @b: that of IPv6
 *
 * Return: 0 or -ENOMEM.
 */
int draft_merge(struct draft *a, struct draft *b)
{
	static const enum sfw_setting keys[] = {
		SFW_S_DHCP, SFW_S_SCAN, SFW_S_SCAN_WINDOW,
		SFW_S_RPFILTER, SFW_S_FORWARD,
	};
	int ret = merge_joint(a, b);

	if (!ret)
		ret = merge_joint(b, a);
	if (ret)
		return ret;
	merge_guards(a, b);
	merge_entries(a, b);
	for (size_t i = 0; i < ARRAY_SIZE(keys) && !ret; i++)
		ret = merge_value(a, b, keys[i]);
	return ret || merge_ping(a, b) || merge_ping(b, a) ? -ENOMEM : 0;
}
