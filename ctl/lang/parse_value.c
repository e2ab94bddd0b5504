// SPDX-License-Identifier: GPL-2.0
/* Durations, names, comments. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/parser.h"
#include "lib/utf8.h"

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
				  printable(word).text);
	if (!n)
		return parse_fail(p, "%s is too short: a duration is at least 1s",
				  printable(word).text);
	if (n * unit > SFW_DURATION_MAX)
		return parse_fail(p, "%s is too long: a duration is at most %s",
				  printable(word).text,
				  format_duration(SFW_DURATION_MAX, max,
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
/**
 * word_asks_help() - whether a word asks for the usage of the words around it
 * @word: the word
 *
 * Return: whether it does.
 */
bool word_asks_help(const char *word)
{
	return !strcmp(word, "-h") || !strcmp(word, "--help");
}

static bool name_valid(const char *name)
{
	return *name && *name != '.' && !name[strspn(name, NAME_BYTES)];
}

/**
 * parse_name_word() - read the name of a guard, knock, group or recent list
 * @p: the parser, for the error
 * @word: the whole of it; nothing need be called so
 * @name: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_name_word(struct parser *p, const char *word, char name[SFW_NAME_MAX + 1])
{
	if (!name_valid(word))
		return parse_fail(p, "%s is not a name: letters, digits, - _ and ., not . first",
				  printable(word).text);
	if (word_asks_help(word))
		return parse_fail(p, "%s is not a name: it asks for help", word);
	if (strlen(word) > SFW_NAME_MAX)
		return parse_fail(p, "%s is not a name: %zu bytes, %d at most",
				  printable(word).text, strlen(word), SFW_NAME_MAX);
	strcpy(name, word);
	return 0;
}

/**
 * parse_name() - read a word that is a name
 * @p: the parser
 * @name: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_name(struct parser *p, char name[SFW_NAME_MAX + 1])
{
	if (parse_need(p, "NAME") ||
	    parse_name_word(p, p->words[p->at], name))
		return -EINVAL;
	p->at++;
	return 0;
}

/* A comment, one word. */
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
				  printable(word).text);
	for (const char *c = word; *c; c += utf8_char(c))
		if (utf8_control(c))
			return parse_fail(p, "the comment has a control character: %s",
					  printable(word).text);
	if (strlen(word) > SFW_COMMENT_MAX)
		return parse_fail(p, "the comment has %zu bytes, %d at most: %s",
				  strlen(word), SFW_COMMENT_MAX,
				  printable(word).text);
	strcpy(comment, word);
	p->at++;
	return 0;
}
