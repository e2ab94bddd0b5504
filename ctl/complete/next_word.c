// SPDX-License-Identifier: GPL-2.0
/*
 * Words that can come next in a command, read off its usage: words in
 * capitals stand for something, small words are keywords, [] need not be
 * there, | parts one from the other. A flag, such as -4, stands in front.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "complete/next_word.h"
#include "lib/wordset.h"

#define TOKENS	32

/**
 * struct token - a word of a usage
 * @text: the word
 * @depth: brackets around it
 * @first: it is the first in them, or is in none
 * @used: the words of the command have it
 */
struct token {
	char text[NEXT_WORD_MAX];
	int depth;
	bool first;
	bool used;
};

struct tokens {
	struct token at[TOKENS];
	int count;
};

/* Bytes up to the blank or the bracket that ends a word: "[DST:]PORT". */
static size_t word_length(const char *at)
{
	size_t len = 0;
	int open = 0;

	while (at[len] && (open || (at[len] != ' ' && at[len] != ']'))) {
		open += (at[len] == '[') - (at[len] == ']');
		len++;
	}
	return len;
}

/* A bracket that ends before its word does is part of that. */
static bool opens_group(const char *at)
{
	size_t close = strcspn(at, "]");

	return *at == '[' && (memchr(at, ' ', close) || !at[close] ||
			      strchr(" ]", at[close + 1]));
}

static void read_tokens(const char *args, struct tokens *tokens)
{
	bool first = false;
	int depth = 0;

	tokens->count = 0;
	while (*args && tokens->count < TOKENS) {
		struct token *token = &tokens->at[tokens->count];
		size_t len = 1;

		if (opens_group(args)) {
			depth++;
			first = true;
		} else if (*args == ']') {
			depth--;
		} else if (*args != ' ') {
			len = word_length(args);
			snprintf(token->text, sizeof(token->text), "%.*s",
				 (int)len, args);
			token->depth = depth;
			token->first = first || !depth;
			token->used = false;
			tokens->count++;
			first = false;
		}
		args += len;
	}
}

static bool is_keyword(const struct token *token)
{
	return token->first && token->depth < 2 &&
	       (islower((unsigned char)*token->text) ||
		!strncmp(token->text, "--", 2));
}

/* "[HITS/TIME...]" says that there can be more of the one before. */
static bool repeats(const struct token *token)
{
	size_t len = strlen(token->text);

	return len > 3 && !strcmp(token->text + len - 3, "...");
}

/* Positional arguments: all before the first keyword. */
static int positional_count(const struct tokens *tokens)
{
	int n = 0;

	while (n < tokens->count && !is_keyword(&tokens->at[n]) &&
	       !repeats(&tokens->at[n]))
		n++;
	return n;
}

static int find_keyword(const struct tokens *tokens, const char *word)
{
	for (int i = 0; i < tokens->count; i++)
		if (is_keyword(&tokens->at[i]) &&
		    wordset_index(tokens->at[i].text, word) >= 0)
			return i;
	return -1;
}

/* Of them, those that are given: one that need not be there may be left out. */
static int positional_given(const struct tokens *tokens,
			    const char *const words[], int count)
{
	int n = positional_count(tokens);

	for (int i = 0; i < n && i < count; i++)
		if (tokens->at[i].depth && find_keyword(tokens, words[i]) >= 0)
			return i;
	return n;
}

/* Whether a token belongs to the one before it. */
static bool follows(const struct tokens *tokens, int i)
{
	return i < tokens->count && !is_keyword(&tokens->at[i]) &&
	       strcmp(tokens->at[i].text, "|");
}

static bool is_last_choice(const char *choices, const char *word)
{
	const char *last = strrchr(choices, '|');

	return last && !strcmp(last + 1, word);
}

/*
 * Reads a keyword and its value. Returns how many words that takes; more than
 * there are if the word in question is among them.
 */
static int read_keyword(const struct tokens *tokens, int i,
			const char *const words[], int count,
			struct next_word *next)
{
	int taken = 1;

	snprintf(next->keyword, sizeof(next->keyword), "%s", words[0]);
	if (!follows(tokens, i + 1))
		return taken;
	if (count == taken++) {
		strcpy(next->term, tokens->at[i + 1].text);
		return taken;
	}
	if (!follows(tokens, i + 2) ||
	    !is_last_choice(tokens->at[i + 1].text, words[1]))
		return taken;
	if (count == taken) {
		snprintf(next->keyword, sizeof(next->keyword), "%s", words[1]);
		strcpy(next->term, tokens->at[i + 2].text);
		return taken + 1;
	}
	return find_keyword(tokens, words[2]) < 0 ? taken + 1 : taken;
}

/* A bar on its own: one keyword is all that there may be. */
static bool is_exclusive(const struct tokens *tokens)
{
	for (int i = 0; i < tokens->count; i++)
		if (!strcmp(tokens->at[i].text, "|"))
			return true;
	return false;
}

static void list_keywords(const struct tokens *tokens, struct next_word *next)
{
	size_t used = 0;

	for (int i = 0; i < tokens->count; i++)
		if (tokens->at[i].used && is_exclusive(tokens))
			return;
	for (int i = 0; i < tokens->count; i++)
		if (is_keyword(&tokens->at[i]) && !tokens->at[i].used &&
		    used < sizeof(next->keywords))
			used += snprintf(next->keywords + used,
					 sizeof(next->keywords) - used, "%s|",
					 tokens->at[i].text);
}

/* Takes the flags off the tokens, and says whether the words begin with one. */
static bool take_flags(struct tokens *tokens, const char *const words[], int count,
		       struct next_word *next)
{
	char flags[NEXT_WORD_MAX];

	if (!tokens->count || tokens->at[0].text[0] != '-' ||
	    !isalnum((unsigned char)tokens->at[0].text[1]))
		return false;
	strcpy(flags, tokens->at[0].text);
	tokens->count--;
	memmove(tokens->at, tokens->at + 1, tokens->count * sizeof(*tokens->at));
	if (count)
		return wordset_index(flags, words[0]) >= 0;
	snprintf(next->keywords, sizeof(next->keywords), "%s|", flags);
	return false;
}

/**
 * next_word_find() - find out which words can come next
 * @args: usage of the command, behind object and verb
 * @words: the words behind object and verb, before the one in question
 * @count: how many
 * @next: the result
 */
void next_word_find(const char *args, const char *const words[], int count,
		    struct next_word *next)
{
	struct tokens tokens;
	int at;

	memset(next, 0, sizeof(*next));
	read_tokens(args, &tokens);
	if (take_flags(&tokens, words, count, next)) {
		words++;
		count--;
	}
	at = positional_given(&tokens, words, count);
	if (count < at) {
		strcpy(next->term, tokens.at[count].text);
		if (tokens.at[count].depth)
			list_keywords(&tokens, next);
		return;
	}
	while (at < count) {
		int i = find_keyword(&tokens, words[at]);

		if (i < 0) {
			at++;
			continue;
		}
		tokens.at[i].used = true;
		at += read_keyword(&tokens, i, words + at, count - at, next);
	}
	if (!next->term[0])
		list_keywords(&tokens, next);
}
