// SPDX-License-Identifier: GPL-2.0
/* The statements port, proto, trust, exempt and block. */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "nearest.h"
#include "protocol.h"
#include "statement.h"

/* All options, and those of one statement, in the order of the enum. */
enum option { FROM, DEV, GUARD, KNOCK, FOR, COMMENT };

#define PORT_PROTOCOLS	"tcp|udp|sctp"
#define OPTIONS		"from|dev|guard|knock|for|comment"
#define SELECTORS	"from|dev"
#define BLOCK_OPTIONS	"for|comment"

static int parse_options(struct parser *p, struct entry *entry,
			 const char *choices)
{
	unsigned int seen = 0;

	while (p->at < p->count) {
		const char *word = p->words[p->at];
		int option, ret = 0;

		if (parse_option(p, choices, &seen, &option))
			return -EINVAL;
		switch ((enum option)choice_index(OPTIONS, word)) {
		case FROM:
			ret = parse_prefixes(p, entry);
			break;
		case DEV:
			ret = parse_dev(p, entry->dev);
			break;
		case GUARD:
			ret = parse_name(p, entry->guard);
			break;
		case KNOCK:
			ret = parse_name(p, entry->knock);
			break;
		case FOR:
			ret = parse_duration(p, &entry->duration);
			break;
		case COMMENT:
			ret = parse_comment(p, entry->comment);
			break;
		}
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * parse_port_protocol() - read the name of a protocol with ports
 * @p: the parser
 * @proto: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_port_protocol(struct parser *p, __u8 *proto)
{
	const char *word;
	int number;

	if (parse_need(p, "PROTO"))
		return -EINVAL;
	word = p->words[p->at];
	number = choice_index(PORT_PROTOCOLS, word) >= 0 ?
		 protocol_number(word) : -1;
	if (number >= 0) {
		*proto = number;
		p->at++;
		return 0;
	}
	if (!strncmp(word, "icmp", 4) && protocol_number(word) >= 0)
		return parse_fail(p, "%s has no ports: use 'set ping on|off' or 'proto add %s'",
				  word, word);
	number = protocol_number(word);
	if (number >= 0 && !protocol_has_ports(number))
		return parse_fail(p, "%s has no ports: use 'proto add %s'",
				  shown(word).text, shown(word).text);
	return parse_fail(p, "%s is not a protocol with ports: tcp, udp or sctp%s",
			  shown(word).text,
			  choice_hint(PORT_PROTOCOLS, word).text);
}

/**
 * parse_port_statement() - "port add" and "port del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_port_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	if (parse_port_protocol(p, &entry->proto) || parse_ports(p, entry))
		return -EINVAL;
	return parse_options(p, entry, cmd->cmd == SFW_CMD_PORT_ADD ?
			     OPTIONS : SELECTORS);
}

/**
 * parse_proto_statement() - "proto add" and "proto del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_proto_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;
	char name[PROTOCOL_NAME_MAX];

	if (parse_protocol(p, &entry->proto))
		return -EINVAL;
	if (protocol_has_ports(entry->proto)) {
		protocol_name(entry->proto, name, sizeof(name));
		p->at--;
		return parse_fail(p, "%s has ports: 'port add %s 1-65535' opens all of them",
				  name, name);
	}
	return parse_options(p, entry, SELECTORS);
}

/**
 * parse_trust_statement() - "trust add" and "trust del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_trust_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;
	unsigned int seen = 0;
	int option;

	if (parse_need(p, "dev IFACE or from PREFIX") ||
	    parse_option(p, SELECTORS, &seen, &option))
		return -EINVAL;
	if (option == FROM) {
		if (parse_prefixes(p, entry))
			return -EINVAL;
	} else {
		if (parse_dev(p, entry->dev))
			return -EINVAL;
		if (!strcmp(entry->dev, "lo")) {
			p->at--;
			return parse_fail(p, "lo needs no trust: loopback is always accepted");
		}
	}
	if (p->at < p->count && choice_index(SELECTORS, p->words[p->at]) >= 0)
		return parse_fail(p, "%s is one too many: trust takes either dev or from",
				  p->words[p->at]);
	return 0;
}

/**
 * parse_exempt_statement() - "exempt add" and "exempt del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_exempt_statement(struct parser *p, struct command *cmd)
{
	return parse_prefixes(p, &cmd->entry);
}

/**
 * parse_block_statement() - "block add" and "block del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_block_statement(struct parser *p, struct command *cmd)
{
	if (parse_prefixes(p, &cmd->entry))
		return -EINVAL;
	return cmd->cmd == SFW_CMD_BLOCK_ADD ?
	       parse_options(p, &cmd->entry, BLOCK_OPTIONS) : 0;
}
