// SPDX-License-Identifier: GPL-2.0
/* Prefixes, groups, and the word ADDR. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/prefix.h"

#define PREFIX	"an IPv4 or IPv6 prefix"

/* The word ADDR. */
int parse_addr(struct parser *p, struct address *addr)
{
	if (parse_need(p, "ADDR"))
		return -EINVAL;
	if (!parse_address(p->words[p->at], addr))
		return parse_fail(p, "%s is not an IPv4 or IPv6 address",
				  printable(p->words[p->at]).text);
	p->at++;
	return 0;
}

/* A mask in the place of a length is another way to write one. */
static int fail_prefix(struct parser *p, const char *word)
{
	char meant[PREFIX_TEXT_MAX];
	struct prefix prefix;

	if (!strchr(word, '/') || !prefix_read(word, &prefix))
		return parse_fail(p, "%s is not " PREFIX, printable(word).text);
	return parse_fail(p, "%s is not " PREFIX ": did you mean %s?", printable(word).text,
			  format_prefix(&prefix, meant, sizeof(meant)));
}

static int read_length(struct parser *p, const char *word, const char *digits,
		       struct prefix *prefix)
{
	unsigned int max = address_bits(prefix->addr.family);
	size_t len = strlen(digits);
	unsigned int n = 0;

	for (size_t i = 0; i < len && i < 4; i++) {
		if (!isdigit((unsigned char)digits[i]))
			return fail_prefix(p, word);
		n = n * 10 + digits[i] - '0';
	}
	if (!len)
		return fail_prefix(p, word);
	if (len > 3 || n > max)
		return parse_fail(p, "%s has a wrong length: an IPv%d prefix has 0 to %u bits",
				  printable(word).text, max == 32 ? 4 : 6, max);
	prefix->len = n;
	return 0;
}

static int read_prefix(struct parser *p, char *word, struct prefix *prefix)
{
	char *slash = strchr(word, '/');
	char net[PREFIX_TEXT_MAX];
	bool valid;

	if (slash)
		*slash = '\0';
	valid = parse_address(word, &prefix->addr);
	if (slash)
		*slash = '/';
	if (!valid)
		return fail_prefix(p, word);
	prefix->len = address_bits(prefix->addr.family);
	if (slash && read_length(p, word, slash + 1, prefix))
		return -EINVAL;
	if (prefix_trim(prefix))
		return parse_fail(p, "%s has host bits set: did you mean %s?",
				  printable(word).text,
				  format_prefix(prefix, net, sizeof(net)));
	return 0;
}

static int add_prefix(struct parser *p, struct entry *entry,
		      const struct prefix *prefix)
{
	char text[PREFIX_TEXT_MAX];

	for (unsigned int i = 0; i < entry->from_count; i++)
		if (!memcmp(&entry->from[i], prefix, sizeof(*prefix)))
			return parse_fail(p, "%s is given twice",
					  format_prefix(prefix, text,
							sizeof(text)));
	if (entry->from_count == LIST_MAX)
		return parse_fail(p, "more than %d prefixes in one list: use several commands",
				  LIST_MAX);
	entry->from[entry->from_count++] = *prefix;
	return 0;
}

/* @NAME */
static int add_group(struct parser *p, struct entry *entry, const char *word)
{
	for (unsigned int i = 0; i < entry->group_count; i++)
		if (!strcmp(entry->groups[i], word + 1))
			return parse_fail(p, "%s is given twice", printable(word).text);
	if (entry->group_count == LIST_MAX)
		return parse_fail(p, "more than %d groups in one list: use several commands",
				  LIST_MAX);
	return parse_name_word(p, word + 1, entry->groups[entry->group_count++]);
}

static int read_source(struct parser *p, char *word, struct entry *entry, bool groups)
{
	struct prefix prefix;

	if (*word == '@' && groups)
		return add_group(p, entry, word);
	if (*word == '@')
		return parse_fail(p, "%s is a group: only prefixes can stand here",
				  printable(word).text);
	memset(&prefix, 0, sizeof(prefix));
	return read_prefix(p, word, &prefix) ? -EINVAL :
					       add_prefix(p, entry, &prefix);
}

static int read_sources(struct parser *p, struct entry *entry, bool groups)
{
	char piece[PREFIX_TEXT_MAX + 4];
	const char *at;

	if (parse_need(p, "PREFIX"))
		return -EINVAL;
	at = p->words[p->at];
	while (at)
		if (parse_piece(p, &at, piece, sizeof(piece)) ||
		    read_source(p, piece, entry, groups))
			return -EINVAL;
	p->at++;
	return 0;
}

/* A prefix, or a list of them. */
int parse_prefixes(struct parser *p, struct entry *entry)
{
	return read_sources(p, entry, false);
}

/* A prefix or @GROUP, or a list of them. */
int parse_sources(struct parser *p, struct entry *entry)
{
	return read_sources(p, entry, true);
}
