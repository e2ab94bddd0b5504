// SPDX-License-Identifier: GPL-2.0
/* The statements port, proto, trust, exempt, block and group. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "lang/grammar.h"
#include "lang/instead.h"
#include "lang/protocol.h"
#include "lib/suggest.h"
#include "lib/wordset.h"

/* All options, and those of one statement, in the order of the enum. */
enum option { FROM, DEV, GUARD, KNOCK, FOR, COMMENT };

#define PORT_PROTOCOLS	"tcp|udp|sctp"
#define OPTIONS		"from|dev|guard|knock|for|comment"
#define SELECTORS	"from|dev"
#define PING_OPTIONS	"from|dev|guard"
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
		switch ((enum option)wordset_index(OPTIONS, word)) {
		case FROM:
			ret = parse_sources(p, entry);
			break;
		case DEV:
			ret = parse_dev_option(p, entry->dev);
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

/* The name of a protocol with ports. */
int parse_port_protocol(struct parser *p, __u8 *proto)
{
	const char *word;
	int number;

	if (parse_need(p, "PROTO"))
		return -EINVAL;
	word = p->words[p->at];
	number = wordset_index(PORT_PROTOCOLS, word) >= 0 ?
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
	/* A number alone is a port rather. */
	if (number >= 0 && !protocol_has_ports(number) && word[strspn(word, "0123456789")])
		return parse_fail(p, "%s has no ports: use 'proto add %s'",
				  printable(word).text, printable(word).text);
	return parse_fail(p, "%s is not a protocol with ports: tcp, udp or sctp%s",
			  printable(word).text,
			  suggest_choice(PORT_PROTOCOLS, word).text);
}

/* One protocol with ports, or a list of them. */
static int parse_port_protocols(struct parser *p, struct entry *entry)
{
	const char *at;
	char piece[16];

	if (p->at == p->count || !strchr(p->words[p->at], ',')) {
		if (!parse_port_protocol(p, &entry->proto))
			return 0;
		if (p->at < p->count)
			port_instead(p);
		return -EINVAL;
	}
	at = p->words[p->at];
	while (at) {
		int number;

		if (parse_piece(p, &at, piece, sizeof(piece)))
			return -EINVAL;
		number = wordset_index(PORT_PROTOCOLS, piece) >= 0 ?
			 protocol_number(piece) : -1;
		if (number < 0 && !port_instead(p))
			parse_fail(p, "%s is not a protocol with ports: tcp, udp or sctp",
				   printable(piece).text);
		if (number < 0)
			return -EINVAL;
		if (entry_add_protocol(entry, number))
			return parse_fail(p, "%s is given twice", piece);
	}
	p->at++;
	return 0;
}

/* "port add" and "port del" */
int parse_port_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	if (p->at < p->count && !strcmp(p->words[p->at], "app")) {
		p->at++;
		if (parse_app(p, entry))
			return -EINVAL;
	} else if (parse_port_protocols(p, entry)) {
		return -EINVAL;
	} else if (parse_ports(p, entry)) {
		if (p->at < p->count)
			port_instead(p);
		return -EINVAL;
	}
	return parse_options(p, entry, cmd->cmd == SFW_CMD_PORT_ADD ?
			     OPTIONS : SELECTORS);
}

/* "proto add" and "proto del" */
int parse_proto_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;
	char name[PROTOCOL_NAME_MAX];

	if (p->at < p->count && !strcmp(p->words[p->at], PROTOCOL_PING)) {
		entry->proto = IPPROTO_ICMP;
		entry->ping = true;
		p->at++;
		return parse_options(p, entry, cmd->cmd == SFW_CMD_PROTO_ADD ?
				     PING_OPTIONS : SELECTORS);
	}
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

/* "trust add" and "trust del" */
int parse_trust_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;
	unsigned int seen = 0;
	int option;

	if (parse_need(p, "dev IFACE or from PREFIX") ||
	    parse_option(p, SELECTORS, &seen, &option))
		return -EINVAL;
	if (option == FROM) {
		if (parse_sources(p, entry))
			return -EINVAL;
	} else {
		if (parse_dev(p, entry->dev))
			return -EINVAL;
		if (!strcmp(entry->dev, "lo")) {
			p->at--;
			return parse_fail(p, "lo needs no trust: loopback is always accepted");
		}
	}
	if (p->at < p->count && wordset_index(SELECTORS, p->words[p->at]) >= 0)
		return parse_fail(p, "%s is one too many: trust takes either dev or from",
				  p->words[p->at]);
	return 0;
}

/* "exempt add" and "exempt del" */
int parse_exempt_statement(struct parser *p, struct command *cmd)
{
	return parse_sources(p, &cmd->entry);
}

/* "block add" and "block del" */
int parse_block_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	if (parse_sources(p, entry) ||
	    (cmd->cmd == SFW_CMD_BLOCK_ADD && parse_options(p, entry, BLOCK_OPTIONS)))
		return -EINVAL;
	if (!entry->group_count || !(entry->duration || entry->comment[0]))
		return 0;
	p->at = 2;	/* the word that an error is about */
	return parse_fail(p, "@%s is a group: durations and comments belong to its members",
			  entry->groups[0]);
}

/* "group new", "group add" and "group del" */
int parse_group_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;
	unsigned int seen = 0;
	int option;

	if (parse_name(p, entry->name))
		return -EINVAL;
	switch (cmd->cmd) {
	case SFW_CMD_GROUP_NEW:
		entry->is_volatile = p->at < p->count;
		return entry->is_volatile ? parse_option(p, "volatile", &seen, &option) : 0;
	case SFW_CMD_GROUP_ADD:
		return parse_prefixes(p, entry) ? -EINVAL :
		       parse_options(p, entry, BLOCK_OPTIONS);
	default:
		return p->at < p->count ? parse_prefixes(p, entry) : 0;
	}
}
