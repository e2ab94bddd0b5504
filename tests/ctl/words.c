// SPDX-License-Identifier: GPL-2.0
/* A line of the policy language, split into words as a shell would. */
#include <string.h>

#include "words.h"

/**
 * split() - split a line into words
 * @line: the line; double quotes hold words together, a backslash in them
 *	  takes the next character as it is
 * @out: the words
 *
 * Return: false if a quote is not closed, or if there is not room enough.
 */
bool split(const char *line, struct split *out)
{
	char *to = out->bytes;

	out->count = 0;
	if (strlen(line) + WORDS_MAX > sizeof(out->bytes))
		return false;
	for (;;) {
		bool quoted = false;

		line += strspn(line, " ");
		if (!*line)
			return true;
		if (out->count == WORDS_MAX)
			return false;
		out->at[out->count++] = to;
		for (; *line && (quoted || *line != ' '); line++) {
			if (*line == '"')
				quoted = !quoted;
			else if (quoted && *line == '\\' && line[1])
				*to++ = *++line;
			else
				*to++ = *line;
		}
		*to++ = '\0';
		if (quoted)
			return false;
	}
}
