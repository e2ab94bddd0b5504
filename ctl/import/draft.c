// SPDX-License-Identifier: GPL-2.0
/* The policy that the rules of one family come to. */
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/devs.h"
#include "import/draft.h"
#include "lang/prefix.h"
#include "lib/compiler.h"
#include "lib/grow.h"

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
	devs_named(set, family, &draft->devs);
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
	struct item *item = grow(&draft->items, &draft->count, sizeof(*item));

	if (!item)
		return NULL;
	item->cmd.cmd = cmd;
	item->rule = rule;
	rule->carried = true;
	return item;
}

/**
 * entry_has_group() - whether an entry is about the members of a group
 * @entry: the entry
 * @name: the group
 */
bool entry_has_group(const struct entry *entry, const char *name)
{
	return entry->group_count && !strcmp(entry->groups[0], name);
}

/**
 * draft_has() - whether a trust, block or lan is there, or one that holds it
 * @draft: the draft
 * @cmd: which of them
 * @entry: its interfaces, or its source
 */
bool draft_has(const struct draft *draft, enum sfw_cmd cmd,
	       const struct entry *entry)
{
	for (size_t i = 0; i < draft->count; i++) {
		const struct entry *old = &draft->items[i].cmd.entry;

		/* The source first: there may be thousands of blocks. */
		if (draft->items[i].cmd.cmd == cmd &&
		    old->from_count == entry->from_count &&
		    (!entry->from_count ||
		     prefix_within(&entry->from[0], &old->from[0])) &&
		    !strcmp(old->dev, entry->dev) &&
		    !strcmp(old->out, entry->out) &&
		    old->group_count == entry->group_count &&
		    (!entry->group_count || entry_has_group(old, entry->groups[0])))
			return true;
	}
	return false;
}

/**
 * draft_pings() - leave out entries of echo requests that the setting makes needless
 * @draft: the draft, whose settings are final
 */
void draft_pings(struct draft *draft)
{
	for (size_t i = 0; i < draft->count; i++) {
		struct item *item = &draft->items[i];

		if (item->cmd.cmd == SFW_CMD_PROTO_ADD && item->cmd.entry.ping &&
		    !item->cmd.entry.guard[0] && draft->value[SFW_S_PING] > 0)
			item->left_out = true;
	}
}

/* Commands of the language that have room for a comment. */
static bool takes_comment(enum sfw_cmd cmd)
{
	return cmd == SFW_CMD_PORT_ADD || cmd == SFW_CMD_BLOCK_ADD ||
	       cmd == SFW_CMD_FORWARD_ADD;
}

/**
 * draft_comments() - tell which comments have no place in the policy
 * @draft: the draft, whose commands are all there
 */
void draft_comments(struct draft *draft)
{
	for (size_t i = 0; i < draft->count; i++) {
		const struct item *item = &draft->items[i];

		if (!item->left_out && item->rule->comment[0] &&
		    !takes_comment(item->cmd.cmd))
			rule_remark(item->rule, "its comment is left out: the command takes none");
	}
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
 * draft_use_source() - fill in the source of an entry that may be printed
 * @draft: the draft
 * @m: the packets
 * @entry: the result, as of draft_source(); a group that it names is printed, too
 */
void draft_use_source(const struct draft *draft, const struct match *m,
		      struct entry *entry)
{
	if (m->group && !m->group_not)
		m->group->wanted = true;
	draft_source(draft, m, entry);
}

/**
 * draft_source() - fill in the source of an entry
 * @draft: the draft
 * @m: the packets
 * @entry: the result; all of the family if @m names no source
 */
void draft_source(const struct draft *draft, const struct match *m,
		  struct entry *entry)
{
	if (m->group && !m->group_not) {
		entry->group_count = 1;
		strcpy(entry->groups[0], m->group->name);
		return;
	}
	entry->from_count = 1;
	entry->from[0] = m->src;
	if (!m->src.addr.family)
		entry->from[0].addr.family = draft->family;
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
