// SPDX-License-Identifier: GPL-2.0
/* The ground of the parser: errors, missing and wrong words, lists. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/meant.h"
#include "lang/parser.h"
#include "lib/suggest.h"
#include "lib/wordset.h"

/**
 * parse_fail() - explain why the word that is read next is wrong
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
 * @what: name of the word that is expected
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
 * @choices: the words that are, as in wordset.h
 *
 * Return: -EINVAL.
 */
int parse_unknown(struct parser *p, const char *choices)
{
	const char *word = p->words[p->at];
	int nearest = suggest_index(choices, word);
	char buf[320];

	if (nearest >= 0)
		return parse_fail(p, "%s was not understood: did you mean %s?",
				  printable(word).text,
				  wordset_word(choices, nearest, buf,
					       sizeof(buf)));
	if (word[0] == '-' && word[1])
		return parse_fail(p, "%s was not understood: options come before the object",
				  printable(word).text);
	if (*choices)
		return parse_fail(p, "%s was not understood: expected %s",
				  printable(word).text,
				  listed(choices, buf, sizeof(buf)));
	return parse_fail(p, "%s was not understood: nothing more is expected",
			  printable(word).text);
}

/* A prefix as it is taken here; the text of a comment stays. */
static const char *typable(const struct parser *p, int i, char *buf, size_t size)
{
	return i && !strcmp(p->words[i - 1], "comment") ? p->words[i] :
	       meant_prefixes(p->words[i], buf, size);
}

/**
 * parse_text() - write words as they can be typed
 * @p: the parser
 * @first: first of the words
 * @last: the one behind the last
 * @text: where to
 * @size: its bytes
 *
 * Return: bytes that were written.
 */
size_t parse_text(const struct parser *p, int first, int last, char *text, size_t size)
{
	char prefixes[256];
	size_t used = 0;

	for (int i = first; i < last; i++) {
		format_word(typable(p, i, prefixes, sizeof(prefixes)), text + used, size - used);
		used += strlen(text + used);
	}
	return used;
}

/**
 * parse_offer() - the words in front of a command that takes the place of others
 * @p: the parser
 */
const char *parse_offer(const struct parser *p)
{
	return p->in_file ? "; write:" : "; type: sfwctl";
}

/**
 * parse_meant() - say that the next word is wrong, and the line that was meant
 * @p: the parser
 * @text: the line, with a blank before it
 *
 * Return: -EINVAL.
 */
int parse_meant(struct parser *p, char *text)
{
	return parse_fail(p, "%s was not understood%s%s",
			  printable(p->words[p->at]).text, parse_offer(p), printable_line(text));
}

/**
 * parse_instead() - the same, by the words that stand in the place of others
 * @p: the parser
 * @from: first of the words that others stand for
 * @taken: how many they are; those behind them stay as they are
 * @format: as of printf: the words in their place
 *
 * Return: -EINVAL.
 */
int parse_instead(struct parser *p, int from, int taken, const char *format, ...)
{
	char text[256] = "", words[128];
	size_t used = parse_text(p, 0, from, text, sizeof(text));
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	snprintf(text + used, sizeof(text) - used, " %s", words);
	used += strlen(text + used);
	parse_text(p, from + taken, p->count, text + used, sizeof(text) - used);
	return parse_meant(p, text);
}

/**
 * parse_option() - read the keyword of an option
 * @p: the parser
 * @choices: the keywords, as in wordset.h
 * @seen: bit set of the options read so far
 * @option: index of the keyword
 *
 * Return: 0, or -EINVAL when it is unknown or was there before.
 */
int parse_option(struct parser *p, const char *choices, unsigned int *seen,
		 int *option)
{
	const char *word = p->words[p->at];

	*option = wordset_index(choices, word);
	if (*option < 0 && wordset_index("in|on", word) >= 0 &&
	    wordset_index(choices, "dev") >= 0)
		return parse_instead(p, p->at, 1, "dev");
	if (*option < 0 && p->at > 1 && !strcmp(p->words[p->at - 2], "comment"))
		return parse_fail(p,
				  "%s was not understood: quote a comment of several words: \"%s %s\"",
				  printable(word).text,
				  printable(p->words[p->at - 1]).text,
				  printable(word).text);
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
	size_t kept, len = strcspn(*at, ",");

	if (!len)
		return parse_fail(p, "%s is no list: something is missing at a comma",
				  printable(p->words[p->at]).text);
	kept = len < size ? len : size - 1;
	memcpy(buf, *at, kept);
	buf[kept] = '\0';
	*at = (*at)[len] ? *at + len + 1 : NULL;
	return 0;
}
