// SPDX-License-Identifier: GPL-2.0
/* Numbers, durations, names, comments. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "parser.h"
#include "print.h"
#include "utf8.h"

#define NAME_BYTES	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

static __u32 unit_seconds(const char *unit)
{
	if (!*unit || !strcmp(unit, "s"))
		return 1;
	if (!strcmp(unit, "m"))
		return 60;
	if (!strcmp(unit, "h"))
		return 3600;
	return strcmp(unit, "d") ? 0 : 86400;
}

/**
 * parse_number() - read a number
 * @word: the whole of it
 * @least: lowest value
 * @most: highest value
 * @number: the result
 *
 * Return: false when it is none, or out of range.
 */
bool parse_number(const char *word, __u32 least, __u32 most, __u32 *number)
{
	unsigned long long n = 0;
	const char *c = word;

	while (isdigit((unsigned char)*c) && n <= most)
		n = n * 10 + *c++ - '0';
	*number = n;
	return c != word && !*c && n >= least && n <= most;
}

/**
 * parse_seconds() - read a duration such as 90, 90s, 5m, 2h or 1d
 * @p: the parser, for the error
 * @word: the whole of it
 * @seconds: the result, 1 to SFW_DURATION_MAX
 *
 * Return: 0 or -EINVAL.
 */
int parse_seconds(struct parser *p, const char *word, __u32 *seconds)
{
	char max[DURATION_TEXT_MAX];
	unsigned long long n = 0;
	const char *c;
	__u32 unit;

	for (c = word; isdigit((unsigned char)*c); c++)
		if (n <= SFW_DURATION_MAX)
			n = n * 10 + *c - '0';
	unit = unit_seconds(c);
	if (c == word || !unit)
		return parse_fail(p, "%s is not a duration such as 90, 90s, 5m, 2h or 1d",
				  shown(word).text);
	if (!n)
		return parse_fail(p, "%s is too short: a duration is at least 1s",
				  shown(word).text);
	if (n * unit > SFW_DURATION_MAX)
		return parse_fail(p, "%s is too long: a duration is at most %s",
				  shown(word).text,
				  print_duration(SFW_DURATION_MAX, max,
						 sizeof(max)));
	*seconds = n * unit;
	return 0;
}

/**
 * parse_duration() - read a word that is a duration
 * @p: the parser
 * @seconds: the result, 1 to SFW_DURATION_MAX
 *
 * Return: 0 or -EINVAL.
 */
int parse_duration(struct parser *p, __u32 *seconds)
{
	if (parse_need(p, "DURATION") ||
	    parse_seconds(p, p->words[p->at], seconds))
		return -EINVAL;
	p->at++;
	return 0;
}

/* As the kernel has it: no locale has a say. */
static bool name_valid(const char *name)
{
	return *name && *name != '.' && !name[strspn(name, NAME_BYTES)];
}

/**
 * parse_name() - read the name of a guard, knock or recent list
 * @p: the parser
 * @name: the result; nothing need be called so
 *
 * Return: 0 or -EINVAL.
 */
int parse_name(struct parser *p, char name[SFW_NAME_MAX + 1])
{
	const char *word;

	if (parse_need(p, "NAME"))
		return -EINVAL;
	word = p->words[p->at];
	if (!name_valid(word))
		return parse_fail(p, "%s is not a name: letters, digits, - _ and ., not . first",
				  shown(word).text);
	if (strlen(word) > SFW_NAME_MAX)
		return parse_fail(p, "%s is not a name: %zu bytes, %d at most",
				  shown(word).text, strlen(word), SFW_NAME_MAX);
	strcpy(name, word);
	p->at++;
	return 0;
}

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

/**
 * parse_dev() - read the name of a network interface
 * @p: the parser
 * @dev: the result; no such interface need exist
 *
 * Return: 0 or -EINVAL.
 */
int parse_dev(struct parser *p, char dev[SFW_DEV_MAX + 1])
{
	const char *word;

	if (parse_need(p, "IFACE"))
		return -EINVAL;
	word = p->words[p->at];
	if (!dev_valid(word))
		return parse_fail(p, "%s is not an interface name",
				  shown(word).text);
	if (strlen(word) > SFW_DEV_MAX)
		return parse_fail(p, "%s is not an interface name: %zu bytes, %d at most",
				  shown(word).text, strlen(word), SFW_DEV_MAX);
	strcpy(dev, word);
	p->at++;
	return 0;
}

/**
 * parse_comment() - read a comment, one word
 * @p: the parser
 * @comment: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_comment(struct parser *p, char comment[SFW_COMMENT_MAX + 1])
{
	const char *word;

	if (parse_need(p, "TEXT"))
		return -EINVAL;
	word = p->words[p->at];
	if (!*word)
		return parse_fail(p, "the comment is empty: leave it out");
	if (!utf8_valid(word))
		return parse_fail(p, "the comment is not UTF-8: %s",
				  shown(word).text);
	for (const char *c = word; *c; c += utf8_char(c))
		if (utf8_control(c))
			return parse_fail(p, "the comment has a control character: %s",
					  shown(word).text);
	if (strlen(word) > SFW_COMMENT_MAX)
		return parse_fail(p, "the comment has %zu bytes, %d at most: %s",
				  strlen(word), SFW_COMMENT_MAX,
				  shown(word).text);
	strcpy(comment, word);
	p->at++;
	return 0;
}
