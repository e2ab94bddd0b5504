// SPDX-License-Identifier: GPL-2.0
/* Lines with an interface, which no packet fits of which none is named. */
#include <stdio.h>
#include <string.h>

#include "cmd/missed.h"
#include "core/ifname.h"
#include "lib/compiler.h"
#include "net/policy.h"

/* A trusted interface lets everything in: that says nothing about this packet. */
static const enum sfw_object objects[] = {
	SFW_OBJ_ENTRY, SFW_OBJ_FORWARD, SFW_OBJ_LAN,
};

/**
 * struct search - for an interface by which a packet is let in
 * @nl: the connection
 * @probe: the packet
 * @tried: interfaces and patterns of lines so far; more of them are not looked at
 * @count: how many
 */
struct search {
	struct nl *nl;
	const struct probe *probe;
	char tried[64][SFW_DEV_MAX + 1];
	size_t count;
};

static bool is_new(struct search *s, const char *dev)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->tried[i], dev))
			return false;
	if (s->count == ARRAY_SIZE(s->tried))
		return false;
	strcpy(s->tried[s->count++], dev);
	return true;
}

/* The verdict may be another line's, but by no other interface. */
static bool lets_in(const struct search *s, const char *dev, struct missed *missed)
{
	struct probe by = *s->probe;
	int stem = sfw_ifname_stem(dev);
	struct verdict verdict;

	if (stem < 0)
		strcpy(by.dev, dev);
	else
		snprintf(by.dev, sizeof(by.dev), "%.*s0", stem, dev);
	format_word(dev, missed->dev, sizeof(missed->dev));
	format_word(by.dev, missed->in, sizeof(missed->in));
	if (verdict_get(s->nl, &by, &verdict) || !verdict.accepted ||
	    !strstr(verdict.line, missed->dev))
		return false;
	strcpy(missed->line, verdict.line);
	return true;
}

static bool find(struct search *s, enum sfw_object object, struct missed *missed)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	struct object obj;
	bool found = false;

	if (!policy_get(s->nl, object, &policy))
		while (!found && policy_next(&policy, &at, &obj)) {
			const char *dev = obj.command.entry.dev;

			found = dev[0] && is_new(s, dev) && lets_in(s, dev, missed);
		}
	policy_free(&policy);
	return found;
}

/**
 * missed_find() - find a line that would let a packet in by its interface
 * @nl: the connection
 * @probe: the packet
 * @verdict: the verdict on it
 * @missed: the result
 *
 * Return: false where there is none, or where the packet is let in or has an interface.
 */
bool missed_find(struct nl *nl, const struct probe *probe, const struct verdict *verdict,
		 struct missed *missed)
{
	struct search s = { .nl = nl, .probe = probe };
	bool found = false;

	for (size_t i = 0; !found && i < ARRAY_SIZE(objects); i++)
		found = !verdict->accepted && !probe->dev[0] && find(&s, objects[i], missed);
	return found;
}
