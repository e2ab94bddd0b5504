// SPDX-License-Identifier: GPL-2.0
/* The ground of the parser: errors, missing and unknown words, lists. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "parser.h"

/**
 * parse_fail() - say what is wrong with the word that is read next
 * @p: the parser
 * @format: as of printf
 *
 * Return: -EINVAL.
 */
int parse_fail(struct parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->error->text, sizeof(p->error->text), format, args);
	va_end(args);
	p->error->word = p->at;
	return -EINVAL;
}

/**
 * parse_need() - make sure that there is a word to be read
 * @p: the parser
 * @what: what it must be
 *
 * Return: 0, or -EINVAL at the end of the line.
 */
int parse_need(struct parser *p, const char *what)
{
	if (p->at < p->count)
		return 0;
	return parse_fail(p, "%s is missing", what);
}

/**
 * parse_end() - make sure that all words were read
 * @p: the parser
 *
 * Return: 0, or -EINVAL when one is left.
 */
int parse_end(struct parser *p)
{
	return p->at < p->count ? parse_unknown(p, "") : 0;
}

/**
 * parse_no_words() - the words of a command that takes none
 * @words: the words of the line
 * @count: how many
 * @taken: those that name the command
 * @err: what is wrong otherwise
 *
 * Return: 0, or -EINVAL when there are more than @taken.
 */
int parse_no_words(const char *const words[], int count, int taken,
		   struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = taken, .error = err,
	};

	return parse_end(&p);
}

/**
 * parse_file() - the words of a command that takes the name of a file
 * @words: the words of the line
 * @count: how many
 * @taken: those that name the command
 * @dflt: the file if none is named, NULL if one must be
 * @path: the result; "-" is standard input or output
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_file(const char *const words[], int count, int taken,
	       const char *dflt, const char **path, struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = taken, .error = err,
	};

	*path = dflt;
	if (p.at == count && dflt)
		return 0;
	if (parse_need(&p, "FILE"))
		return -EINVAL;
	*path = words[p.at++];
	return parse_end(&p);
}

/**
 * parse_apply() - the words of "apply"
 * @words: the words of the line
 * @count: how many
 * @path: the file; "-" is standard input
 * @confirm: seconds in which it must be confirmed
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_apply(const char *const words[], int count, const char **path,
		__u32 *confirm, struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};
	unsigned int seen = 0;
	int option;

	if (parse_need(&p, "FILE"))
		return -EINVAL;
	*path = words[p.at++];
	if (parse_need(&p, "confirm-within DURATION") ||
	    parse_option(&p, "confirm-within", &seen, &option) ||
	    parse_duration(&p, confirm))
		return -EINVAL;
	return parse_end(&p);
}

/* Writes the words of a set one after the other. */
static const char *listed(const char *choices, char *buf, size_t size)
{
	size_t used = 0;

	while (*choices && used + 1 < size) {
		if (*choices != '|')
			buf[used++] = *choices;
		else if (choices[1])
			buf[used++] = ' ';
		choices++;
	}
	buf[used] = '\0';
	return buf;
}

/**
 * parse_unknown() - say that the next word was not understood
 * @p: the parser
 * @choices: the words that are, as in choices.h
 *
 * Return: -EINVAL.
 */
int parse_unknown(struct parser *p, const char *choices)
{
	const char *word = p->words[p->at];
	int nearest = choice_nearest(choices, word);
	char buf[320];

	if (nearest >= 0)
		return parse_fail(p, "%s was not understood: did you mean %s?",
				  shown(word).text,
				  choice_word(choices, nearest, buf,
					      sizeof(buf)));
	if (word[0] == '-' && word[1])
		return parse_fail(p, "%s was not understood: options come before the object",
				  shown(word).text);
	if (*choices)
		return parse_fail(p, "%s was not understood: expected %s",
				  shown(word).text,
				  listed(choices, buf, sizeof(buf)));
	return parse_fail(p, "%s was not understood: nothing more is expected",
			  shown(word).text);
}

/**
 * parse_option() - read the keyword of an option
 * @p: the parser
 * @choices: the keywords, as in choices.h
 * @seen: bit set of the options read so far
 * @option: index of the keyword
 *
 * Return: 0, or -EINVAL when it is unknown or was there before.
 */
int parse_option(struct parser *p, const char *choices, unsigned int *seen,
		 int *option)
{
	const char *word = p->words[p->at];

	*option = choice_index(choices, word);
	if (*option < 0)
		return parse_unknown(p, choices);
	if (*seen & 1U << *option)
		return parse_fail(p, "%s is given twice", word);
	*seen |= 1U << *option;
	p->at++;
	return 0;
}

/**
 * parse_piece() - cut the next piece off a list with commas
 * @p: the parser, for the error
 * @at: where the list goes on; NULL after the last piece
 * @buf: where to
 * @size: bytes at @buf; a longer piece is cut off, and not valid for that
 *
 * Return: 0, or -EINVAL for an empty piece.
 */
int parse_piece(struct parser *p, const char **at, char *buf, size_t size)
{
	size_t len = strcspn(*at, ",");

	if (!len)
		return parse_fail(p, "%s is no list: something is missing at a comma",
				  shown(p->words[p->at]).text);
	snprintf(buf, size, "%.*s", (int)len, *at);
	*at = (*at)[len] ? *at + len + 1 : NULL;
	return 0;
}
