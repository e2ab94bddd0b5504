// SPDX-License-Identifier: GPL-2.0
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
 * sfw_nl_refuse_edit - say why an object was not added or deleted
 * @info: the request
 * @err: the error
 * @object: the kind, neither guard nor knock
 * @text: the object
 *
 * Return: @err.
 */
int sfw_nl_refuse_edit(const struct genl_info *info, int err,
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
 * sfw_nl_refuse_entry - the same for an open or forwarded port, or a protocol
 * @info: the request
 * @err: the error, or 0
 * @object: SFW_OBJ_ENTRY or SFW_OBJ_FORWARD
 * @e: the object
 *
 * Return: @err.
 */
int sfw_nl_refuse_entry(const struct genl_info *info, int err,
			enum sfw_object object, const struct sfw_entry *e)
{
	char text[SFW_DESCRIPTION_MAX];

	if (!err)
		return 0;
	if (object == SFW_OBJ_FORWARD)
		sfw_describe_forward(text, e);
	else
		sfw_describe_entry(text, e);
	return sfw_nl_refuse_edit(info, err, object, text);
}
