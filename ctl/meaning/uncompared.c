// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/format.h"
#include "meaning/uncompared.h"
#include "net/policytext.h"
#include "net/settings.h"

#define NOT_A_NAME	"."	/* names do not begin so */

static bool setting_is_of(enum sfw_setting key, enum uncompared kind)
{
	switch (key) {
	case SFW_S_SCAN:
	case SFW_S_SCAN_WINDOW:
	case SFW_S_SCAN_PORTS:
		return kind == UNCOMPARED_LISTS;
	case SFW_S_RPFILTER:
	case SFW_S_INVALID:
	case SFW_S_PUBLISHED:
	case SFW_S_DISCOVERY:
		return kind == UNCOMPARED_HOST;
	default:
		return false;
	}
}

struct named {
	const char *guard;
	const char *knock;
	bool found;
};

static int find_name(void *ctx, const struct command *cmd)
{
	struct named *named = ctx;

	if (cmd->cmd == SFW_CMD_PORT_ADD || cmd->cmd == SFW_CMD_PROTO_ADD)
		named->found |= !strcmp(cmd->entry.guard, named->guard) ||
				!strcmp(cmd->entry.knock, named->knock);
	return 0;
}

/* A guard or knock of no port judges nothing. */
static bool is_in_use(const struct policy *policy, const struct command *cmd)
{
	bool guard = cmd->cmd == SFW_CMD_GUARD_ADD;
	struct named named = {
		.guard = guard ? cmd->guard.name : NOT_A_NAME,
		.knock = guard ? NOT_A_NAME : cmd->knock.name,
	};

	policytext_each(policy, find_name, &named);
	return named.found;
}

static bool line_is_of(const struct policy *policy, const struct command *cmd,
		       enum uncompared kind)
{
	switch (cmd->cmd) {
	case SFW_CMD_FORWARD_ADD:
	case SFW_CMD_MASQ_ADD:
		return kind == UNCOMPARED_TRANSLATIONS;
	case SFW_CMD_GUARD_ADD:
	case SFW_CMD_KNOCK_ADD:
		return kind == UNCOMPARED_LISTS && is_in_use(policy, cmd);
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_PROTO_ADD:
		return kind == UNCOMPARED_LISTS && (cmd->entry.guard[0] || cmd->entry.knock[0]);
	case SFW_CMD_LAN_ADD:
		return kind == UNCOMPARED_HOST && cmd->entry.out[0];
	default:
		return false;
	}
}

struct lines {
	const struct policy *policy;
	enum uncompared kind;
	FILE *out;
};

static int write_line(void *ctx, const struct command *cmd)
{
	const struct lines *lines = ctx;
	struct command bare = *cmd;
	char line[LINE_MAX_BYTES];

	if (!line_is_of(lines->policy, cmd, lines->kind))
		return 0;
	if (cmd->cmd != SFW_CMD_GUARD_ADD && cmd->cmd != SFW_CMD_KNOCK_ADD) {
		bare.entry.comment[0] = '\0';
		bare.entry.duration = 0;
	}
	fprintf(lines->out, "%s\n", format_command(&bare, line, sizeof(line)));
	return 0;
}

static void write_settings(const struct lines *lines)
{
	struct values values;

	values_read(&values, lines->policy);
	for (enum sfw_setting key = 0; key < SFW_S_MAX; key++)
		if (setting_is_of(key, lines->kind))
			fprintf(lines->out, "%u %u\n", key, values.at[key]);
}

/* In canonical order. */
static int list_lines(const struct policy *policy, enum uncompared kind, char **text)
{
	size_t len;
	struct lines lines = {
		.policy = policy, .kind = kind, .out = open_memstream(text, &len),
	};
	int ret;

	if (!lines.out)
		return -ENOMEM;
	write_settings(&lines);
	ret = policytext_each(policy, write_line, &lines);
	return fclose(lines.out) && !ret ? -ENOMEM : ret;
}

/**
 * uncompared_differ() - whether two policies differ in lines of a kind
 * @policy: the two
 * @kind: the kind
 * @differ: the result; comments and times make no difference
 *
 * Return: 0 or -ENOMEM.
 */
int uncompared_differ(const struct policy policy[2], enum uncompared kind, bool *differ)
{
	char *text[2] = { NULL, NULL };
	int ret = list_lines(&policy[0], kind, &text[0]);

	ret = ret ? ret : list_lines(&policy[1], kind, &text[1]);
	*differ = !ret && strcmp(text[0], text[1]);
	free(text[0]);
	free(text[1]);
	return ret;
}
