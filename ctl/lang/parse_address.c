// SPDX-License-Identifier: GPL-2.0
/* Addresses, and the ports behind them. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "lang/parser.h"

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
