// SPDX-License-Identifier: GPL-2.0
/* Addresses and prefixes. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "parser.h"
#include "prefix.h"
#include "print.h"

#define PREFIX	"an IPv4 or IPv6 prefix"

/**
 * parse_address() - read an address
 * @word: the whole of it
 * @addr: the result
 *
 * Return: false when it is none.
 */
bool parse_address(const char *word, struct address *addr)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = strchr(word, ':') ? AF_INET6 : AF_INET;
	return inet_pton(addr->family, word, addr->bytes) == 1;
}

/**
 * parse_addr() - read the word ADDR
 * @p: the parser
 * @addr: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_addr(struct parser *p, struct address *addr)
{
	if (parse_need(p, "ADDR"))
		return -EINVAL;
	if (!parse_address(p->words[p->at], addr))
		return parse_fail(p, "%s is not an IPv4 or IPv6 address",
				  shown(p->words[p->at]).text);
	p->at++;
	return 0;
}

/**
 * parse_endpoint() - read ADDR, ADDR:PORT, [ADDR] or [ADDR]:PORT
 * @word: the whole of it
 * @addr: the address
 * @port: where the port stands, which is not read; NULL if there is none
 *
 * Return: false when it is none of these.
 */
bool parse_endpoint(const char *word, struct address *addr, const char **port)
{
	char host[INET6_ADDRSTRLEN + 1];
	const char *start = word, *end;

	*port = NULL;
	if (*word != '[' && parse_address(word, addr))
		return true;
	if (*word == '[') {
		start = word + 1;
		end = strchr(word, ']');
		if (!end || (end[1] && end[1] != ':'))
			return false;
		if (end[1])
			*port = end + 2;
	} else {
		end = strchr(word, ':');
		if (!end)
			return false;
		*port = end + 1;
	}
	snprintf(host, sizeof(host), "%.*s", (int)(end - start), start);
	return parse_address(host, addr) &&
	       (addr->family == AF_INET6) == (*word == '[');
}

static int read_length(struct parser *p, const char *word, const char *digits,
		       struct prefix *prefix)
{
	unsigned int max = address_bits(prefix->addr.family);
	size_t len = strlen(digits);
	unsigned int n = 0;

	for (size_t i = 0; i < len && i < 4; i++) {
		if (!isdigit((unsigned char)digits[i]))
			return parse_fail(p, "%s is not " PREFIX,
					  shown(word).text);
		n = n * 10 + digits[i] - '0';
	}
	if (!len)
		return parse_fail(p, "%s is not " PREFIX, shown(word).text);
	if (len > 3 || n > max)
		return parse_fail(p, "%s has a wrong length: an IPv%d prefix has 0 to %u bits",
				  shown(word).text, max == 32 ? 4 : 6, max);
	prefix->len = n;
	return 0;
}

static int read_prefix(struct parser *p, char *word, struct prefix *prefix)
{
	char copy[PREFIX_TEXT_MAX + 4], net[PREFIX_TEXT_MAX];
	char *slash;

	snprintf(copy, sizeof(copy), "%s", word);
	slash = strchr(word, '/');
	if (slash)
		*slash++ = '\0';
	if (!parse_address(word, &prefix->addr))
		return parse_fail(p, "%s is not " PREFIX, shown(copy).text);
	prefix->len = address_bits(prefix->addr.family);
	if (slash && read_length(p, copy, slash, prefix))
		return -EINVAL;
	if (prefix_trim(prefix))
		return parse_fail(p, "%s has host bits set: did you mean %s?",
				  shown(copy).text,
				  print_prefix(prefix, net, sizeof(net)));
	return 0;
}

static int add_prefix(struct parser *p, struct entry *entry,
		      const struct prefix *prefix)
{
	char text[PREFIX_TEXT_MAX];

	for (unsigned int i = 0; i < entry->from_count; i++)
		if (!memcmp(&entry->from[i], prefix, sizeof(*prefix)))
			return parse_fail(p, "%s is given twice",
					  print_prefix(prefix, text,
						       sizeof(text)));
	if (entry->from_count == LIST_MAX)
		return parse_fail(p, "more than %d prefixes in one list: use several commands",
				  LIST_MAX);
	entry->from[entry->from_count++] = *prefix;
	return 0;
}

/**
 * parse_prefixes() - read a prefix or a list of them
 * @p: the parser
 * @entry: its @from gets the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_prefixes(struct parser *p, struct entry *entry)
{
	char piece[PREFIX_TEXT_MAX + 4];
	const char *at;

	if (parse_need(p, "PREFIX"))
		return -EINVAL;
	at = p->words[p->at];
	while (at) {
		struct prefix prefix;

		memset(&prefix, 0, sizeof(prefix));
		if (parse_piece(p, &at, piece, sizeof(piece)) ||
		    read_prefix(p, piece, &prefix) ||
		    add_prefix(p, entry, &prefix))
			return -EINVAL;
	}
	p->at++;
	return 0;
}
