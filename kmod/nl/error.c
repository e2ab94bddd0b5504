// SPDX-License-Identifier: GPL-2.0
/* Errors of edits, in words. */
#include <linux/ktime.h>
#include <linux/string.h>

#include "../core/array.h"
#include "txn.h"

/* An object is STATE already or not at all; MOST MANY are, at the most. */
static const struct {
	const char *state;
	const char *many;
	u32 most;
} words[] = {
	[SFW_OBJ_GROUP]		= { "there", "groups", SFW_GROUPS_MAX },
	[SFW_OBJ_MEMBER]	= { "in groups", "prefixes", SFW_MEMBERS_MAX },
	[SFW_OBJ_TRUST]		= { "trusted", "sources", SFW_TRUST_MAX },
	[SFW_OBJ_EXEMPT]	= { "exempt", "prefixes", SFW_EXEMPT_MAX },
	[SFW_OBJ_ENTRY]		= { "open", "entries", SFW_ENTRIES_MAX },
	[SFW_OBJ_BLOCK]		= { "blocked", "prefixes", SFW_BLOCKS_MAX },
	[SFW_OBJ_LAN]		= { "in the local network", "interfaces", SFW_LANS_MAX },
	[SFW_OBJ_MASQ]		= { "masqueraded", "prefixes", SFW_MASQS_MAX },
	[SFW_OBJ_FORWARD]	= { "forwarded", "ports", SFW_FORWARDS_MAX },
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

static void describe(char *text, enum sfw_object object,
		     const struct sfw_entry *e)
{
	if (object == SFW_OBJ_FORWARD)
		sfw_describe_forward(text, e);
	else
		sfw_describe_entry(text, e);
}

/**
 * sfw_nl_entry_err - the same for an open or forwarded port, or a protocol
 * @info: the request
 * @err: the error, or 0
 * @object: SFW_OBJ_ENTRY or SFW_OBJ_FORWARD
 * @e: the object
 *
 * Return: @err.
 */
int sfw_nl_entry_err(const struct genl_info *info, int err,
		     enum sfw_object object, const struct sfw_entry *e)
{
	char text[SFW_DESCRIPTION_MAX];

	if (!err)
		return 0;
	describe(text, object, e);
	return sfw_nl_edit_err(info, err, object, text);
}

/* An entry that holds all packets of @e, else one that may hold some, or NULL. */
static const struct sfw_entry *find_other(const struct sfw_policy *p,
					  enum sfw_object object,
					  const struct sfw_entry *e)
{
	struct sfw_array a = sfw_array_of(p, object);
	struct sfw_entry *const *all = *a.items;
	const struct sfw_entry *other = NULL;
	u64 now = ktime_get_boottime_ns();
	u32 i;

	for (i = 0; i < *a.n; i++) {
		if (sfw_entry_expired(all[i], now))
			continue;
		if (sfw_entry_within(e, all[i]))
			return all[i];
		if (!other && sfw_entry_meets(e, all[i]))
			other = all[i];
	}
	return other;
}

/* Of two long ones the one that is there. */
static void name_other(const struct genl_info *info, enum sfw_object object,
		       const struct sfw_entry *e, const struct sfw_entry *other)
{
	const char *does = object == SFW_OBJ_FORWARD ? "forwards" : "opens";
	char text[SFW_DESCRIPTION_MAX], there[SFW_DESCRIPTION_MAX];
	bool within = sfw_entry_within(e, other), fits;

	describe(text, object, e);
	describe(there, object, other);
	fits = strlen(text) + strlen(there) +
	       strlen(" is no line of its own:  forwards it") < SFW_EXTACK_LEN;
	if (within && fits)
		sfw_extack(info->extack, "%s is no line of its own: %s %s it",
			   text, there, does);
	else if (within)
		sfw_extack(info->extack, "another line %s it: %s", does, there);
	else if (fits)
		sfw_extack(info->extack, "%s is no line of its own: there is %s",
			   text, there);
	else
		sfw_extack(info->extack, "no such line, but there is %s", there);
}

/**
 * sfw_nl_no_entry_err - the same for one that was not deleted
 * @info: the request
 * @err: the error, or 0
 * @p: the policy
 * @object: SFW_OBJ_ENTRY or SFW_OBJ_FORWARD
 * @e: the object
 *
 * A port may well be open without a line of its own.
 *
 * Return: @err.
 */
int sfw_nl_no_entry_err(const struct genl_info *info, int err,
			const struct sfw_policy *p, enum sfw_object object,
			const struct sfw_entry *e)
{
	const struct sfw_entry *other = err ? find_other(p, object, e) : NULL;

	if (!other)
		return sfw_nl_entry_err(info, err, object, e);
	name_other(info, object, e, other);
	return err;
}
