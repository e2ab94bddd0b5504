/* SPDX-License-Identifier: GPL-2.0 */
/* The policy language: the commands that change something. */
#ifndef SFWCTL_STATEMENT_H
#define SFWCTL_STATEMENT_H

#include "parser.h"
#include "usage.h"

/**
 * struct statement - a command that changes the policy
 * @usage: how it is written
 * @cmd: what it is for the kernel
 * @parse: reads the words after object and verb; @cmd is filled in already
 */
struct statement {
	struct usage usage;
	enum sfw_cmd cmd;
	int (*parse)(struct parser *p, struct command *cmd);
};

const struct usage *statement_usage(unsigned int index);

int parse_port_statement(struct parser *p, struct command *cmd);
int parse_proto_statement(struct parser *p, struct command *cmd);
int parse_trust_statement(struct parser *p, struct command *cmd);
int parse_exempt_statement(struct parser *p, struct command *cmd);
int parse_guard_statement(struct parser *p, struct command *cmd);
int parse_knock_statement(struct parser *p, struct command *cmd);
int parse_block_statement(struct parser *p, struct command *cmd);
int parse_lan_statement(struct parser *p, struct command *cmd);
int parse_masquerade_statement(struct parser *p, struct command *cmd);
int parse_forward_statement(struct parser *p, struct command *cmd);
int parse_list_statement(struct parser *p, struct command *cmd);
int parse_set_statement(struct parser *p, struct command *cmd);
int parse_enable_statement(struct parser *p, struct command *cmd);
int parse_disable_statement(struct parser *p, struct command *cmd);
int parse_flush_statement(struct parser *p, struct command *cmd);

#endif
