/* SPDX-License-Identifier: GPL-2.0 */
/* The statements of the policy language: each reads the words after its verb. */
#ifndef SFWCTL_LANG_GRAMMAR_H
#define SFWCTL_LANG_GRAMMAR_H

#include "lang/parser.h"

/**
 * parse_fn - read the arguments of a statement
 * @p: the parser, at the first of them
 * @cmd: gets their meaning; @cmd->cmd is known, the rest is zero
 *
 * Return: 0, or -EINVAL and the parser has the reason.
 */
typedef int parse_fn(struct parser *p, struct command *cmd);

/* Commands: number, words, form of the arguments, and the part of their parser's name. */
#define STATEMENTS(X) \
	X(ENABLE_SET, "enable", ENABLED, enable) \
	X(FLUSH, "flush", BARE, flush) \
	X(SETTING_SET, "set", SETTING, set) \
	X(PORT_ADD, "port add", PROTO, port) \
	X(PORT_DEL, "port del", PROTO, port) \
	X(PROTO_ADD, "proto add", PROTO, proto) \
	X(PROTO_DEL, "proto del", PROTO, proto) \
	X(TRUST_ADD, "trust add", ENTRY, trust) \
	X(TRUST_DEL, "trust del", ENTRY, trust) \
	X(EXEMPT_ADD, "exempt add", PREFIX, exempt) \
	X(EXEMPT_DEL, "exempt del", PREFIX, exempt) \
	X(GUARD_ADD, "guard add", GUARD, guard) \
	X(GUARD_DEL, "guard del", GUARD, guard) \
	X(KNOCK_ADD, "knock add", KNOCK, knock) \
	X(KNOCK_DEL, "knock del", KNOCK, knock) \
	X(BLOCK_ADD, "block add", PREFIX, block) \
	X(BLOCK_DEL, "block del", PREFIX, block) \
	X(LIST_ADD, "list add", MEMBER, list) \
	X(LIST_DEL, "list del", MEMBER, list) \
	X(LIST_FLUSH, "list flush", MEMBER, list) \
	X(LAN_ADD, "lan add", ENTRY, lan) \
	X(LAN_DEL, "lan del", ENTRY, lan) \
	X(MASQ_ADD, "masquerade add", PREFIX, masquerade) \
	X(MASQ_DEL, "masquerade del", PREFIX, masquerade) \
	X(FORWARD_ADD, "forward add", FORWARD, forward) \
	X(FORWARD_DEL, "forward del", FORWARD, forward) \
	X(GROUP_NEW, "group new", GROUP, group) \
	X(GROUP_ADD, "group add", GROUP, group) \
	X(GROUP_DEL, "group del", GROUP, group)

#define PARSER(cmd, words, form, parser), parse_##parser##_statement
parse_fn parse_disable_statement STATEMENTS(PARSER);
#undef PARSER

#endif
