// SPDX-License-Identifier: GPL-2.0
/* The policy language: the table of its statements, and how a line is read. */
#include <errno.h>
#include <string.h>

#include "statement.h"

#define SELECTORS	"[from PREFIX[,PREFIX...]] [dev IFACE]"

static const struct statement statements[] = {
	{ { "enable", NULL, "", "judge packets" },
	  SFW_CMD_ENABLE_SET, parse_enable_statement },
	{ { "disable", NULL, "", "let every packet pass; the policy is kept" },
	  SFW_CMD_ENABLE_SET, parse_disable_statement },
	{ { "flush", NULL, "[policy|all]",
	    "remove all entries, reset all settings" },
	  SFW_CMD_FLUSH, parse_flush_statement },
	{ { "port", "add",
	    "PROTO PORTS " SELECTORS " [for DURATION] [comment TEXT]",
	    "open ports" },
	  SFW_CMD_PORT_ADD, parse_port_statement },
	{ { "port", "del", "PROTO PORTS " SELECTORS, "close ports" },
	  SFW_CMD_PORT_DEL, parse_port_statement },
	{ { "proto", "add", "PROTOCOL " SELECTORS,
	    "open a protocol without ports" },
	  SFW_CMD_PROTO_ADD, parse_proto_statement },
	{ { "proto", "del", "PROTOCOL " SELECTORS, "close it" },
	  SFW_CMD_PROTO_DEL, parse_proto_statement },
	{ { "trust", "add", "dev IFACE | from PREFIX[,PREFIX...]",
	    "accept everything from there" },
	  SFW_CMD_TRUST_ADD, parse_trust_statement },
	{ { "trust", "del", "dev IFACE | from PREFIX[,PREFIX...]",
	    "trust it no longer" },
	  SFW_CMD_TRUST_DEL, parse_trust_statement },
	{ { "set", NULL, "KEY VALUE", "change a setting" },
	  SFW_CMD_SETTING_SET, parse_set_statement },
};

/**
 * statement_usage() - walk through the statements
 * @index: 0, 1, ...
 *
 * Return: how one is written, or NULL after the last.
 */
const struct usage *statement_usage(unsigned int index)
{
	return index < ARRAY_SIZE(statements) ?
	       &statements[index].usage : NULL;
}

/**
 * parse_command() - read one line of the policy language
 * @words: its words
 * @count: how many
 * @cmd: the result; bytes that mean nothing are zero
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_command(const char *const words[], int count, struct command *cmd,
		  struct parse_error *err)
{
	struct parser p = { .words = words, .count = count, .error = err };
	const struct statement *statement;
	int index = usage_find(statement_usage, words, count, err);

	if (index < 0)
		return index;
	statement = &statements[index];
	memset(cmd, 0, sizeof(*cmd));
	cmd->cmd = statement->cmd;
	p.at = statement->usage.verb ? 2 : 1;
	if (statement->parse(&p, cmd))
		return -EINVAL;
	return parse_end(&p);
}
