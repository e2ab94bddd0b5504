// SPDX-License-Identifier: GPL-2.0
/* A line of a file, split into words as a shell would. */
#include <stdbool.h>
#include <string.h>

#include "lib/tokenize.h"

#define BLANKS	" \t\r\n"

static bool ends_word(char c, bool quoted)
{
	return !c || (!quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n'));
}

/**
 * tokenize() - split a line into words
 * @line: the line; double quotes hold words together, a backslash in them
 *	  takes the next character as it is; # in front of a word begins a
 *	  remark
 * @out: the words
 *
 * Return: NULL, or why the line is wrong.
 */
const char *tokenize(const char *line, struct tokens *out)
{
	const char *start = line;
	char *to = out->bytes;

	out->count = 0;
	out->column[0] = 1;
	/* A word needs no more room than it has in the line, and a NUL. */
	if (strlen(line) + SPLIT_WORDS > sizeof(out->bytes))
		return "the line is too long";
	for (;;) {
		bool quoted = false;

		line += strspn(line, BLANKS);
		out->column[out->count] = line - start + 1;
		if (!*line || *line == '#')
			return NULL;
		if (out->count == SPLIT_WORDS)
			return "the line has too many words";
		out->at[out->count] = to;
		for (; !ends_word(*line, quoted); line++) {
			if (*line == '"')
				quoted = !quoted;
			else if (quoted && *line == '\\' && line[1])
				*to++ = *++line;
			else
				*to++ = *line;
		}
		*to++ = '\0';
		if (quoted)
			return "a quote is not closed";
		out->count++;
	}
}
