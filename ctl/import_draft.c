// SPDX-License-Identifier: GPL-2.0
/* What the rules of one family come to in sfw. */
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "import_draft.h"

/**
 * draft_start() - begin with nothing
 * @draft: the result
 * @set: the file
 * @family: AF_INET or AF_INET6
 */
void draft_start(struct draft *draft, struct ruleset *set, int family)
{
	memset(draft, 0, sizeof(*draft));
	draft->family = family;
	draft->set = set;
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		draft->value[i] = -1;
}

/**
 * draft_add() - add a command
 * @draft: the draft
 * @cmd: which
 * @rule: the rule that asks for it
 *
 * Return: the command, to be filled in; NULL without memory.
 */
struct item *draft_add(struct draft *draft, enum sfw_cmd cmd,
		       struct rule *rule)
{
	struct item *item;

	if (draft->count == draft->size) {
		size_t size = draft->size * 2 + 16;

		item = realloc(draft->items, size * sizeof(*item));
		if (!item)
			return NULL;
		draft->items = item;
		draft->size = size;
	}
	item = &draft->items[draft->count++];
	memset(item, 0, sizeof(*item));
	item->cmd.cmd = cmd;
	item->rule = rule;
	rule->carried = true;
	return item;
}

/**
 * draft_gateway() - add a command about forwarding
 * @draft: the draft
 * @rule: the rule that asks for it
 *
 * Return: the command, whose @gateway is to be filled in; NULL without memory.
 */
struct item *draft_gateway(struct draft *draft, struct rule *rule)
{
	return draft_add(draft, SFW_CMD_UNSPEC, rule);
}

/**
 * draft_set() - give a setting its value
 * @draft: the draft
 * @key: the setting
 * @value: its value
 * @rule: the rule that asks for it, or NULL
 */
void draft_set(struct draft *draft, enum sfw_setting key, int value,
	       struct rule *rule)
{
	draft->value[key] = value;
	draft->why[key] = rule;
	if (rule)
		rule->carried = true;
}

/**
 * draft_source() - fill in the source of an entry
 * @draft: the draft
 * @m: the packets
 * @entry: the result; all of the family if @m names no source
 *
 * Return: how many bits of the source are given.
 */
int draft_source(const struct draft *draft, const struct match *m,
		 struct entry *entry)
{
	entry->from_count = 1;
	entry->from[0] = m->src;
	if (!m->src.addr.family)
		entry->from[0].addr.family = draft->family;
	return m->src.len;
}

/**
 * draft_remark() - say how sfw differs from a file as a whole
 * @draft: the draft
 * @format: as of printf
 *
 * Return: 0 or -ENOMEM.
 */
int draft_remark(struct draft *draft, const char *format, ...)
{
	struct rule *rule = ruleset_remark(draft->set);
	va_list args;
	int len;

	if (!rule)
		return -ENOMEM;
	rule->lost = true;
	len = snprintf(rule->reason, sizeof(rule->reason), "IPv%d: ",
		       draft->family == AF_INET ? 4 : 6);
	va_start(args, format);
	vsnprintf(rule->reason + len, sizeof(rule->reason) - len, format,
		  args);
	va_end(args);
	return 0;
}

/**
 * draft_free() - give a draft's memory back
 * @draft: the draft
 */
void draft_free(struct draft *draft)
{
	free(draft->items);
	draft->items = NULL;
}
