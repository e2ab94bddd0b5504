// SPDX-License-Identifier: GPL-2.0
/* A line of a file, split into words as a shell would. */
#include <stdbool.h>
#include <string.h>

#include "lib/tokenize.h"

#define BLANKS	" \t\r\n"

/**
 * struct quoting - how words are held together
 * @quotes: the quotes that there are
 * @escaped: characters that a backslash in double quotes takes as they are; NULL: any
 */
struct quoting {
	const char *quotes;
	const char *escaped;
};

static bool is_escape(const struct quoting *how, const char *at)
{
	return *at == '\\' && at[1] && (!how->escaped || strchr(how->escaped, at[1]));
}

static const char *split(const char *line, const struct quoting *how, struct tokens *out)
{
	const char *start = line;
	char *to = out->bytes;

	out->count = 0;
	out->column[0] = 1;
	/* A word needs no more room than it has in the line, and a NUL. */
	if (strlen(line) + SPLIT_WORDS > sizeof(out->bytes))
		return "the line is too long";
	for (;;) {
		char quote = '\0';

		line += strspn(line, BLANKS);
		out->column[out->count] = line - start + 1;
		if (!*line || *line == '#')
			return NULL;
		if (out->count == SPLIT_WORDS)
			return "the line has too many words";
		out->at[out->count] = to;
		for (; *line && (quote || !strchr(BLANKS, *line)); line++) {
			if (quote ? *line == quote : !!strchr(how->quotes, *line))
				quote = quote ? '\0' : *line;
			else if (quote == '"' && is_escape(how, line))
				*to++ = *++line;
			else
				*to++ = *line;
		}
		*to++ = '\0';
		if (quote)
			return "a quote is not closed";
		out->count++;
	}
}

/**
 * tokenize() - split a line into words
 * @line: the line; quotes hold words together, and a backslash in double ones takes a
 *	  quote, a backslash, a dollar sign or a backtick as it is; # in front of a
 *	  word begins a remark
 * @out: the words
 *
 * Return: NULL, or why the line is wrong.
 */
const char *tokenize(const char *line, struct tokens *out)
{
	static const struct quoting shell = { "\"'", "\"\\$`" };

	return split(line, &shell, out);
}

/**
 * tokenize_saved() - the same for a line as iptables-save writes it
 * @line: the line; double quotes hold words together, and a backslash in them takes any
 *	  character as it is
 * @out: the words
 *
 * Return: NULL, or why the line is wrong.
 */
const char *tokenize_saved(const char *line, struct tokens *out)
{
	static const struct quoting saved = { "\"", NULL };

	return split(line, &saved, out);
}
