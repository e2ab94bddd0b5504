// SPDX-License-Identifier: GPL-2.0
/* The policy language: the table of its statements, and how a line is read. */
#include <errno.h>
#include <string.h>

#include "statement.h"

#define PREFIXES	"PREFIX[,PREFIX...]"
#define SELECTORS	"[from " PREFIXES "] [dev IFACE]"

static const struct statement statements[] = {
	{ { "enable", NULL, "", "judge packets" },
	  SFW_CMD_ENABLE_SET, parse_enable_statement },
	{ { "disable", NULL, "", "let every packet pass; the policy is kept" },
	  SFW_CMD_ENABLE_SET, parse_disable_statement },
	{ { "flush", NULL, "[lists|policy|all]",
	    "empty the policy and reset all settings; empty all recent lists" },
	  SFW_CMD_FLUSH, parse_flush_statement },
	{ { "port", "add",
	    "PROTO PORTS " SELECTORS " [guard NAME] [knock NAME] [for DURATION] [comment TEXT]",
	    "open ports" },
	  SFW_CMD_PORT_ADD, parse_port_statement },
	{ { "port", "del", "PROTO PORTS " SELECTORS, "close ports" },
	  SFW_CMD_PORT_DEL, parse_port_statement },
	{ { "proto", "add", "PROTOCOL " SELECTORS,
	    "open a protocol without ports" },
	  SFW_CMD_PROTO_ADD, parse_proto_statement },
	{ { "proto", "del", "PROTOCOL " SELECTORS, "close it" },
	  SFW_CMD_PROTO_DEL, parse_proto_statement },
	{ { "trust", "add", "dev IFACE | from " PREFIXES,
	    "accept everything from there" },
	  SFW_CMD_TRUST_ADD, parse_trust_statement },
	{ { "trust", "del", "dev IFACE | from " PREFIXES,
	    "trust it no longer" },
	  SFW_CMD_TRUST_DEL, parse_trust_statement },
	{ { "exempt", "add", PREFIXES, "never list, guard or block it" },
	  SFW_CMD_EXEMPT_ADD, parse_exempt_statement },
	{ { "exempt", "del", PREFIXES, "exempt it no longer" },
	  SFW_CMD_EXEMPT_DEL, parse_exempt_statement },
	{ { "guard", "add",
	    "NAME HITS/TIME [HITS/TIME...] [rttl] [mask4 N] [mask6 N] [then drop|reject|block [DURATION]]",
	    "limit the new connections of a source" },
	  SFW_CMD_GUARD_ADD, parse_guard_statement },
	{ { "guard", "del", "NAME", "remove a guard" },
	  SFW_CMD_GUARD_DEL, parse_guard_statement },
	{ { "knock", "add",
	    "NAME PROTO/PORT[,PROTO/PORT...] [within DURATION] [open DURATION]",
	    "ports that open others when knocked at in order" },
	  SFW_CMD_KNOCK_ADD, parse_knock_statement },
	{ { "knock", "del", "NAME", "remove a knock" },
	  SFW_CMD_KNOCK_DEL, parse_knock_statement },
	{ { "block", "add", PREFIXES " [for DURATION] [comment TEXT]",
	    "drop everything from there" },
	  SFW_CMD_BLOCK_ADD, parse_block_statement },
	{ { "block", "del", PREFIXES, "block it no longer" },
	  SFW_CMD_BLOCK_DEL, parse_block_statement },
	{ { "list", "add", "NAME ADDR", "put an address into a recent list" },
	  SFW_CMD_LIST_ADD, parse_list_statement },
	{ { "list", "del", "NAME ADDR", "take it out" },
	  SFW_CMD_LIST_DEL, parse_list_statement },
	{ { "list", "flush", "NAME", "empty a recent list" },
	  SFW_CMD_LIST_FLUSH, parse_list_statement },
	{ { "lan", "add", "dev IFACE",
	    "let an interface start connections through this host" },
	  SFW_CMD_LAN_ADD, parse_lan_statement },
	{ { "lan", "del", "dev IFACE", "let it start them no longer" },
	  SFW_CMD_LAN_DEL, parse_lan_statement },
	{ { "masquerade", "add", PREFIXES " out IFACE",
	    "hide these sources behind the address of an interface" },
	  SFW_CMD_MASQ_ADD, parse_masquerade_statement },
	{ { "masquerade", "del", PREFIXES " out IFACE", "hide them no longer" },
	  SFW_CMD_MASQ_DEL, parse_masquerade_statement },
	{ { "forward", "add",
	    "PROTO PORTS in IFACE to ADDR[:PORTS] [from " PREFIXES "] [comment TEXT]",
	    "lead ports to a host behind this one" },
	  SFW_CMD_FORWARD_ADD, parse_forward_statement },
	{ { "forward", "del",
	    "PROTO PORTS in IFACE [to ADDR] [from " PREFIXES "]",
	    "lead them there no longer" },
	  SFW_CMD_FORWARD_DEL, parse_forward_statement },
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
