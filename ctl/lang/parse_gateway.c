// SPDX-License-Identifier: GPL-2.0
/* The statements lan, masquerade and forward. */
#include <errno.h>
#include <sys/socket.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/grammar.h"
#include "lib/wordset.h"

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

/* A list of one is no list. */
static int parse_dev_or_devs(struct parser *p, bool needed, char dev[SFW_DEV_MAX + 1],
			     struct devs *devs)
{
	if (parse_devs(p, needed, devs))
		return -EINVAL;
	if (devs->count == 1) {
		strcpy(dev, devs->names[0]);
		memset(devs, 0, sizeof(*devs));
	}
	return 0;
}

/* "lan add" and "lan del" */
int parse_lan_statement(struct parser *p, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	if (parse_keyword(p, "dev", "dev IFACE") ||
	    parse_dev_or_devs(p, true, entry->dev, &entry->devs))
		return -EINVAL;
	if (p->at == p->count || strcmp(p->words[p->at], "out"))
		return 0;
	p->at++;
	return parse_dev_or_devs(p, false, entry->out, &entry->outs);
}

/* Such an address need not be there: of a pair of gateways one has it. */
static int parse_new_source(struct parser *p, struct entry *entry)
{
	const char *word;

	if (parse_need(p, "ADDR"))
		return -EINVAL;
	word = p->words[p->at];
	if (!parse_address(word, &entry->to))
		return parse_fail(p, "%s is not an IPv4 or IPv6 address",
				  printable(word).text);
	p->at++;
	return 0;
}

static int check_families(struct parser *p, const struct entry *entry,
			  const char *how)
{
	char from[PREFIX_TEXT_MAX], to[INET6_ADDRSTRLEN];

	for (unsigned int i = 0; entry->to.family && i < entry->from_count; i++)
		if (entry->from[i].addr.family != entry->to.family)
			return parse_fail(p, "%s cannot be %s %s: two address families",
					  format_prefix(&entry->from[i], from,
							sizeof(from)), how,
					  format_address(&entry->to, to,
							 sizeof(to)));
	return 0;
}

/* "masquerade add" and "masquerade del" */
int parse_masquerade_statement(struct parser *p, struct command *cmd)
{
	if (parse_prefixes(p, &cmd->entry) ||
	    parse_keyword(p, "out", "out IFACE") ||
	    parse_dev(p, cmd->entry.out))
		return -EINVAL;
	if (p->at == p->count || strcmp(p->words[p->at], "to"))
		return 0;
	p->at++;
	if (parse_new_source(p, &cmd->entry))
		return -EINVAL;
	p->at--;	/* the word that an error is about */
	if (check_families(p, &cmd->entry, "hidden behind"))
		return -EINVAL;
	p->at++;
	return 0;
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
					  format_ports(ports, from,
						       sizeof(from)),
					  format_ports(&entry->to_ports, to,
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
				  printable(word).text);
	if (port && cmd->cmd == SFW_CMD_FORWARD_DEL)
		return parse_fail(p, "%s has a port: an address alone says which",
				  printable(word).text);
	if (port && (parse_port_range(p, port, entry->proto,
				      &entry->to_ports) ||
		     check_size(p, entry)))
		return -EINVAL;
	p->at++;
	return 0;
}

/* With an interface the target is the end of an address in its network. */
static int check_suffix(struct parser *p, const struct entry *entry)
{
	static const __u8 none[8];
	char to[INET6_ADDRSTRLEN];

	if (!entry->to_dev[0])
		return 0;
	if (!entry->to.family)
		return parse_fail(p, "dev %s is of no target: to ::SUFFIX is missing",
				  entry->to_dev);
	if (entry->to.family == AF_INET6 &&
	    !memcmp(entry->to.bytes, none, sizeof(none)) &&
	    memcmp(entry->to.bytes + 8, none, sizeof(none)))
		return 0;
	return parse_fail(p, "%s is not the end of an IPv6 address behind %s, such as ::20",
			  format_address(&entry->to, to, sizeof(to)),
			  entry->to_dev);
}

/* "forward add" and "forward del" */
int parse_forward_statement(struct parser *p, struct command *cmd)
{
	enum { IN, TO, DEV, FROM, FOR, COMMENT };
	bool adds = cmd->cmd == SFW_CMD_FORWARD_ADD;
	const char *choices = adds ? "in|to|dev|from|for|comment" : "in|to|dev|from";
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
		else if (option == DEV)
			ret = parse_dev(p, entry->to_dev);
		else if (option == FROM)
			ret = parse_sources(p, entry);
		else if (option == FOR)
			ret = parse_duration(p, &entry->duration);
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
	if (check_suffix(p, entry) || check_families(p, entry, "led to"))
		return -EINVAL;
	p->at++;
	return 0;
}
