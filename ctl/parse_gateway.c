// SPDX-License-Identifier: GPL-2.0
/* The statements lan, masquerade and forward. */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "print.h"
#include "statement.h"

static int parse_keyword(struct parser *p, const char *keyword,
			 const char *what)
{
	if (parse_need(p, what))
		return -EINVAL;
	if (strcmp(p->words[p->at], keyword))
		return parse_unknown(p, keyword);
	p->at++;
	return 0;
}

/**
 * parse_lan_statement() - "lan add" and "lan del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_lan_statement(struct parser *p, struct command *cmd)
{
	if (parse_keyword(p, "dev", "dev IFACE"))
		return -EINVAL;
	return parse_dev(p, cmd->entry.dev);
}

/**
 * parse_masquerade_statement() - "masquerade add" and "masquerade del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_masquerade_statement(struct parser *p, struct command *cmd)
{
	if (parse_prefixes(p, &cmd->entry) ||
	    parse_keyword(p, "out", "out IFACE"))
		return -EINVAL;
	return parse_dev(p, cmd->entry.out);
}

/* A port leads to one port, so a range to one of the same size. */
static int check_size(struct parser *p, const struct entry *entry)
{
	int size = entry->to_ports.last - entry->to_ports.first;
	char from[PORTS_TEXT_MAX], to[PORTS_TEXT_MAX];

	for (unsigned int i = 0; i < entry->port_count; i++) {
		const struct port_range *ports = &entry->ports[i];

		if (ports->last - ports->first != size)
			return parse_fail(p, "%s cannot lead to %s: as many ports are needed",
					  print_ports(ports, from,
						      sizeof(from)),
					  print_ports(&entry->to_ports, to,
						      sizeof(to)));
	}
	return 0;
}

static int parse_target(struct parser *p, const struct command *cmd,
			struct entry *entry)
{
	const char *word, *port;

	if (parse_need(p, "ADDR"))
		return -EINVAL;
	word = p->words[p->at];
	if (!parse_endpoint(word, &entry->to, &port))
		return parse_fail(p, "%s is not a target: ADDRESS, ADDRESS:PORTS, [IPV6]:PORTS",
				  shown(word).text);
	if (port && cmd->cmd == SFW_CMD_FORWARD_DEL)
		return parse_fail(p, "%s has a port: an address alone says which",
				  shown(word).text);
	if (port && (parse_port_range(p, port, entry->proto,
				      &entry->to_ports) ||
		     check_size(p, entry)))
		return -EINVAL;
	p->at++;
	return 0;
}

/* The prefixes were read last. */
static int check_families(struct parser *p, const struct entry *entry)
{
	char from[PREFIX_TEXT_MAX], to[INET6_ADDRSTRLEN];

	for (unsigned int i = 0; entry->to.family && i < entry->from_count; i++)
		if (entry->from[i].addr.family != entry->to.family)
			return parse_fail(p, "%s cannot be led to %s: two address families",
					  print_prefix(&entry->from[i], from,
						       sizeof(from)),
					  print_address(&entry->to, to,
							sizeof(to)));
	return 0;
}

/**
 * parse_forward_statement() - "forward add" and "forward del"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_forward_statement(struct parser *p, struct command *cmd)
{
	enum { IN, TO, FROM, COMMENT };
	bool adds = cmd->cmd == SFW_CMD_FORWARD_ADD;
	const char *choices = adds ? "in|to|from|comment" : "in|to|from";
	struct entry *entry = &cmd->entry;
	unsigned int seen = 0;
	int option, ret;

	if (parse_port_protocol(p, &entry->proto) || parse_ports(p, entry))
		return -EINVAL;
	while (p->at < p->count) {
		if (parse_option(p, choices, &seen, &option))
			return -EINVAL;
		if (option == IN)
			ret = parse_dev(p, entry->dev);
		else if (option == TO)
			ret = parse_target(p, cmd, entry);
		else if (option == FROM)
			ret = parse_prefixes(p, entry);
		else
			ret = parse_comment(p, entry->comment);
		if (ret)
			return ret;
	}
	if (!(seen & 1U << IN))
		return parse_need(p, "in IFACE");
	if (adds && !(seen & 1U << TO))
		return parse_need(p, "to ADDR[:PORTS]");
	p->at--;	/* the word that an error is about */
	if (check_families(p, entry))
		return -EINVAL;
	p->at++;
	return 0;
}
