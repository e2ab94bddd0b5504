// SPDX-License-Identifier: GPL-2.0
/* Lines of the policy that name a group, a guard or a knock. */
#include <stdio.h>
#include <string.h>

#include "cmd/named.h"
#include "lang/format.h"
#include "net/policytext.h"

#define MORE	32	/* bytes for ", and N more" */

/**
 * struct search - lines that name something
 * @del: the command that would delete it
 * @text: the message, with as many lines as it has room for
 * @count: how many lines it has
 * @more: how many more there are
 */
struct search {
	const struct command *del;
	char text[NL_TEXT];
	unsigned int count;
	unsigned int more;
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

static int add(void *ctx, const struct command *cmd)
{
	struct search *s = ctx;
	char line[LINE_MAX_BYTES], *end = s->text + strlen(s->text);

	if (command_form(cmd->cmd) < FORM_ENTRY || !names(&cmd->entry, s->del))
		return 0;
	format_command(cmd, line, sizeof(line));
	if (s->more || end + strlen("; ") + strlen(line) >= s->text + sizeof(s->text) - MORE) {
		s->more++;
		return 0;
	}
	end = stpcpy(end, s->count++ ? "; " : ": ");
	strcpy(end, line);
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
	size_t used;

	memcpy(s.text, nl->text, sizeof(s.text));
	if (!policy_get(nl, POLICY_ALL, &policy))
		policytext_each(&policy, add, &s);
	policy_free(&policy);
	used = strlen(s.text);
	if (s.more)
		snprintf(s.text + used, sizeof(s.text) - used, ", and %u more", s.more);
	memcpy(nl->text, s.text, sizeof(s.text));
}
