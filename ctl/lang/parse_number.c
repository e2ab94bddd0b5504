// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>

#include "lang/parser.h"

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
