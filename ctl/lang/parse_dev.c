// SPDX-License-Identifier: GPL-2.0
/* Names of interfaces, patterns of names, lists of both. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "core/ifname.h"
#include "lang/parser.h"
#include "lib/utf8.h"

/* The names that the kernel gives to no interface, and unprintable ones. */
static bool dev_valid(const char *dev)
{
	if (!*dev || !strcmp(dev, ".") || !strcmp(dev, ".."))
		return false;
	if (!utf8_valid(dev))
		return false;
	for (; *dev; dev++)
		if (*dev == '/' || *dev == ':' || isspace((unsigned char)*dev) ||
		    utf8_control(dev))
			return false;
	return true;
}

static int read_dev(struct parser *p, const char *word,
		    char dev[SFW_DEV_MAX + 1])
{
	if (!dev_valid(word))
		return parse_fail(p, "%s is not an interface name",
				  printable(word).text);
	if (strchr(word, ','))
		return parse_fail(p, "%s is a list: a line takes one interface",
				  printable(word).text);
	if (strlen(word) > SFW_DEV_MAX)
		return parse_fail(p, "%s is not an interface name: %zu bytes, %d at most",
				  printable(word).text, strlen(word), SFW_DEV_MAX);
	strcpy(dev, word);
	return 0;
}

/*
 * A plus at the end, as iptables has it, becomes an asterisk.
 * @needed: a line without an interface would be none
 */
static int read_pattern(struct parser *p, const char *word, bool needed,
			char dev[SFW_DEV_MAX + 1])
{
	size_t len;

	if (read_dev(p, word, dev))
		return -EINVAL;
	len = strlen(dev);
	if (dev[len - 1] == '+')
		dev[len - 1] = '*';
	if (!strcmp(dev, "*"))
		return parse_fail(p, "%s alone means any interface: %s", word,
				  needed ? "name one, or a pattern such as eth*" :
					   "leave it out");
	if (!sfw_ifname_valid(dev))
		return parse_fail(p, "%s is not a pattern: * stands at the end only",
				  printable(dev).text);
	return 0;
}

/* The name of one network interface, which need not exist. */
int parse_ifname(struct parser *p, char dev[SFW_DEV_MAX + 1])
{
	if (parse_need(p, "IFACE") || read_dev(p, p->words[p->at], dev))
		return -EINVAL;
	if (strchr(dev, '*'))
		return parse_fail(p, "%s is a pattern: name one interface here",
				  dev);
	p->at++;
	return 0;
}

static int parse_pattern(struct parser *p, bool needed, char dev[SFW_DEV_MAX + 1])
{
	if (parse_need(p, "IFACE") || read_pattern(p, p->words[p->at], needed, dev))
		return -EINVAL;
	p->at++;
	return 0;
}

/* The name of a network interface, or a pattern. */
int parse_dev(struct parser *p, char dev[SFW_DEV_MAX + 1])
{
	return parse_pattern(p, true, dev);
}

/* The same where a line may do without. */
int parse_dev_option(struct parser *p, char dev[SFW_DEV_MAX + 1])
{
	return parse_pattern(p, false, dev);
}

static int add_dev(struct parser *p, struct devs *devs, const char *dev)
{
	for (unsigned int i = 0; i < devs->count; i++)
		if (!strcmp(devs->names[i], dev))
			return parse_fail(p, "%s is given twice",
					  printable(dev).text);
	if (devs->count == LIST_MAX)
		return parse_fail(p, "more than %d interfaces in one list: use several commands",
				  LIST_MAX);
	strcpy(devs->names[devs->count++], dev);
	return 0;
}

/* Names or patterns with commas between them; @needed: the line cannot do without. */
int parse_devs(struct parser *p, bool needed, struct devs *devs)
{
	char piece[SFW_DEV_MAX + 2], dev[SFW_DEV_MAX + 1];
	const char *at;

	if (parse_need(p, "IFACE"))
		return -EINVAL;
	at = p->words[p->at];
	while (at)
		if (parse_piece(p, &at, piece, sizeof(piece)) ||
		    read_pattern(p, piece, needed, dev) || add_dev(p, devs, dev))
			return -EINVAL;
	p->at++;
	return 0;
}
