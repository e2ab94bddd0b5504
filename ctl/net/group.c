// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/suggest.h"
#include "net/encode.h"
#include "net/group.h"
#include "net/sort.h"

#define UNKNOWN	"no group is called "

/**
 * group_members_get() - ask for the members of a group
 * @nl: the connection
 * @name: its name
 * @policy: the result; policy_free() is due in any case
 *
 * Return: 0, -ENOENT with nl->text, or another negative errno.
 */
int group_members_get(struct nl *nl, const char *name, struct policy *policy)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	int ret;

	memset(policy, 0, sizeof(*policy));
	encode_header(nlh, SFW_CMD_POLICY_GET);
	mnl_attr_put_u8(nlh, SFW_A_OBJECT, SFW_OBJ_MEMBER);
	mnl_attr_put_strz(nlh, SFW_A_NAME, name);
	ret = nl_request(nl, nlh, &policy->reply);
	return ret ? ret : reply_sort(&policy->reply);
}

/* Whether the kernel said that there is no such group; then the name. */
static bool begin(const struct nl *nl, int err, char typed[NL_TEXT],
		  struct suggestion *best)
{
	if (err != -ENOENT || strncmp(nl->text, UNKNOWN, strlen(UNKNOWN)))
		return false;
	snprintf(typed, NL_TEXT, "%s", nl->text + strlen(UNKNOWN));
	suggest_start(best, typed);
	return true;
}

static void end(struct nl *nl, const char *typed, const struct suggestion *best)
{
	snprintf(nl->text, sizeof(nl->text), UNKNOWN "%.200s%s", typed,
		 suggest_hint(best).text);
}

/**
 * group_suggest() - add the nearest name to the kernel's word that there is no such group
 * @nl: the connection; its text may get longer
 * @err: negative errno, or 0
 */
void group_suggest(struct nl *nl, int err)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	struct suggestion best;
	char typed[NL_TEXT];
	struct object obj;

	if (!begin(nl, err, typed, &best))
		return;
	err = policy_get(nl, SFW_OBJ_GROUP, &policy);
	while (!err && policy_next(&policy, &at, &obj))
		suggest_try(&best, obj.command.entry.name);
	policy_free(&policy);
	end(nl, typed, &best);
}

/**
 * group_suggest_of() - the same of the groups that a file defines
 * @nl: the connection; its text may get longer
 * @err: negative errno, or 0
 * @script: commands of the file
 */
void group_suggest_of(struct nl *nl, int err, const struct script *script)
{
	struct suggestion best;
	char typed[NL_TEXT];
	struct command cmd;

	if (!begin(nl, err, typed, &best))
		return;
	for (size_t i = 0; i < script->count; i++) {
		script_command(script, i, &cmd);
		if (cmd.cmd == SFW_CMD_GROUP_NEW || cmd.cmd == SFW_CMD_GROUP_ADD)
			suggest_try(&best, cmd.entry.name);
	}
	end(nl, typed, &best);
}
