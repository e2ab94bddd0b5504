// SPDX-License-Identifier: GPL-2.0
/* The words of "stats" and "why". */
#include <errno.h>

#include "parser.h"

/**
 * parse_stats() - the words of "stats"
 * @words: the words of the line
 * @count: how many
 * @prometheus: whether the text format of Prometheus is asked for
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_stats(const char *const words[], int count, bool *prometheus,
		struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};
	unsigned int seen = 0;
	int option;

	*prometheus = count > 1;
	if (*prometheus && parse_option(&p, "--prometheus", &seen, &option))
		return -EINVAL;
	return parse_end(&p);
}

/**
 * parse_why() - the words of "why"
 * @words: the words of the line
 * @count: how many
 * @addr: the address; bytes that mean nothing are zero
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_why(const char *const words[], int count, struct address *addr,
	      struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};

	return parse_addr(&p, addr) ? -EINVAL : parse_end(&p);
}
