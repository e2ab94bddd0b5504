// SPDX-License-Identifier: GPL-2.0
/* Errors of edits, in words. */
#include <linux/ktime.h>
#include <linux/string.h>

#include "../core/array.h"
#include "txn.h"

/* An object is STATE already or not at all, since a line DOES it; MOST MANY are. */
static const struct {
	const char *state;
	const char *does;
	const char *many;
	u32 most;
} words[] = {
	[SFW_OBJ_GROUP]		= { "there", "", "groups", SFW_GROUPS_MAX },
	[SFW_OBJ_MEMBER]	= { "in groups", "holds", "prefixes", SFW_MEMBERS_MAX },
	[SFW_OBJ_TRUST]		= { "trusted", "trusts", "sources", SFW_TRUST_MAX },
	[SFW_OBJ_EXEMPT]	= { "exempt", "exempts", "prefixes", SFW_EXEMPT_MAX },
	[SFW_OBJ_ENTRY]		= { "open", "opens", "entries", SFW_ENTRIES_MAX },
	[SFW_OBJ_BLOCK]		= { "blocked", "blocks", "prefixes", SFW_BLOCKS_MAX },
	[SFW_OBJ_LAN]		= { "in the local network", "holds", "interfaces",
				    SFW_LANS_MAX },
	[SFW_OBJ_MASQ]		= { "masqueraded", "masquerades", "prefixes", SFW_MASQS_MAX },
	[SFW_OBJ_FORWARD]	= { "forwarded", "forwards", "ports", SFW_FORWARDS_MAX },
};

/**
 * sfw_nl_edit_err - say why an object was not added or deleted
 * @info: the request
 * @err: the error
 * @object: the kind, neither guard nor knock
 * @text: the object
 *
 * Return: @err.
 */
int sfw_nl_edit_err(const struct genl_info *info, int err,
		    enum sfw_object object, const char *text)
{
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "%s already: %s", words[object].state,
			   text);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not %s: %s", words[object].state,
			   text);
		break;
	case -ENOSPC:
		sfw_extack(info->extack, "%u %s are %s, the most there may be",
			   words[object].most, words[object].many,
			   words[object].state);
		break;
	}
	return err;
}

/**
 * sfw_nl_named_err - say that something stays as long as lines of the policy name it
 * @info: the request
 * @kind: a group, guard or knock
 * @name: its name
 * @lines: how many name it
 *
 * Return: -EBUSY.
 */
int sfw_nl_named_err(const struct genl_info *info, const char *kind, const char *name,
		     u32 lines)
{
	return sfw_nl_err(info, SFW_A_NAME, -EBUSY, "%s %s is named by %u line%s",
			  kind, name, lines, lines > 1 ? "s" : "");
}

static void describe(char *text, enum sfw_object object, const void *line)
{
	switch (object) {
	case SFW_OBJ_TRUST:
		return sfw_describe_selector(text, line);
	case SFW_OBJ_ENTRY:
		return sfw_describe_entry(text, line);
	case SFW_OBJ_FORWARD:
		return sfw_describe_forward(text, line);
	default:
		return sfw_describe_passage(text, line);
	}
}

static bool is_within(enum sfw_object object, const void *a, const void *b)
{
	switch (object) {
	case SFW_OBJ_TRUST:
		return sfw_selector_within(a, b);
	case SFW_OBJ_ENTRY:
	case SFW_OBJ_FORWARD:
		return sfw_entry_within(a, b);
	default:
		return sfw_passage_within(a, b);
	}
}

static bool meets(enum sfw_object object, const void *a, const void *b)
{
	return object == SFW_OBJ_ENTRY || object == SFW_OBJ_FORWARD ?
	       sfw_entry_meets(a, b) : is_within(object, b, a);
}

/* The line at a place; NULL: it has expired. */
static const void *line_at(struct sfw_array a, u32 i, u64 now)
{
	const struct sfw_entry *e;

	if (a.object != SFW_OBJ_ENTRY && a.object != SFW_OBJ_FORWARD)
		return sfw_array_item(a, i);
	e = *(struct sfw_entry *const *)sfw_array_item(a, i);
	return sfw_entry_expired(e, now) ? NULL : e;
}

/* A line that holds all packets of @line, else one that may hold some, or NULL. */
static const void *find_other(const struct sfw_policy *p, enum sfw_object object,
			      const void *line)
{
	struct sfw_array a = sfw_array_of(p, object);
	u64 now = ktime_get_boottime_ns();
	const void *at, *other = NULL;
	u32 i;

	for (i = 0; i < *a.n; i++) {
		at = line_at(a, i, now);
		if (!at)
			continue;
		if (is_within(object, line, at))
			return at;
		if (!other && meets(object, line, at))
			other = at;
	}
	return other;
}

/**
 * sfw_nl_name_other - say that a line is not there, but another one
 * @info: the request
 * @object: the kind
 * @text: the line
 * @other: the other one; of two long ones that alone is named
 * @within: it does all that @text would
 */
void sfw_nl_name_other(const struct genl_info *info, enum sfw_object object,
		       const char *text, const char *other, bool within)
{
	const char *does = words[object].does;
	char both[SFW_EXTACK_LEN];
	int len;

	len = within ?
	      snprintf(both, sizeof(both), "%s is no line of its own: %s %s it", text,
		       other, does) :
	      snprintf(both, sizeof(both), "%s is no line of its own: there is %s", text,
		       other);
	if (len < sizeof(both))
		sfw_extack(info->extack, "%s", both);
	else if (within)
		sfw_extack(info->extack, "another line %s it: %s", does, other);
	else
		sfw_extack(info->extack, "no such line, but there is %s", other);
}

/**
 * sfw_nl_line_err - sfw_nl_edit_err() for a line of an array
 * @info: the request
 * @err: the error, or 0
 * @s: the policy
 * @object: SFW_OBJ_ENTRY, SFW_OBJ_FORWARD, SFW_OBJ_TRUST, SFW_OBJ_LAN or SFW_OBJ_MASQ
 * @line: the entry, selector or passage
 *
 * A port may well be open without a line of its own: one that is not there to be deleted
 * is told with the line that does the same.
 *
 * Return: @err.
 */
int sfw_nl_line_err(const struct genl_info *info, int err,
		    const struct sfw_snapshot *s, enum sfw_object object,
		    const void *line)
{
	char text[SFW_DESCRIPTION_MAX], there[SFW_DESCRIPTION_MAX];
	const void *other;

	if (!err)
		return 0;
	describe(text, object, line);
	other = err == -ENOENT ? find_other(&s->policy, object, line) : NULL;
	if (!other)
		return sfw_nl_edit_err(info, err, object, text);
	describe(there, object, other);
	sfw_nl_name_other(info, object, text, there, is_within(object, line, other));
	return err;
}
