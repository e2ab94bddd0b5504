// SPDX-License-Identifier: GPL-2.0
/* Lines of the policy that name a group, a guard or a knock. */
#include <stdio.h>
#include <string.h>

#include "cmd/named.h"
#include "lang/format.h"
#include "net/policytext.h"

/**
 * struct search - lines that name something
 * @del: the command that would delete it
 * @count: how many there are
 * @first: the first of them
 */
struct search {
	const struct command *del;
	unsigned int count;
	char first[LINE_MAX_BYTES];
};

static bool names(const struct entry *e, const struct command *del)
{
	switch (del->cmd) {
	case SFW_CMD_GROUP_DEL:
		return e->group_count && !strcmp(e->groups[0], del->entry.name);
	case SFW_CMD_GUARD_DEL:
		return !strcmp(e->guard, del->guard.name);
	case SFW_CMD_KNOCK_DEL:
		return !strcmp(e->knock, del->knock.name);
	default:
		return false;
	}
}

static int count(void *ctx, const struct command *cmd)
{
	struct search *s = ctx;

	if (command_form(cmd->cmd) < FORM_ENTRY || !names(&cmd->entry, s->del))
		return 0;
	if (!s->count++)
		format_command(cmd, s->first, sizeof(s->first));
	return 0;
}

/**
 * named_explain() - tell which lines keep something from being deleted
 * @nl: the connection; its text, the kernel's word that there are such, gets longer
 * @del: the command that was refused
 */
void named_explain(struct nl *nl, const struct command *del)
{
	struct search s = { .del = del };
	struct policy policy = { 0 };
	char said[NL_TEXT], more[32] = "";

	memcpy(said, nl->text, sizeof(said));
	if (!policy_get(nl, POLICY_ALL, &policy))
		policytext_each(&policy, count, &s);
	policy_free(&policy);
	if (s.count > 1)
		snprintf(more, sizeof(more), ", and %u more", s.count - 1);
	if (s.count)
		snprintf(nl->text, sizeof(nl->text), "%.200s: %.600s%s", said, s.first, more);
	else
		memcpy(nl->text, said, sizeof(said));
}
