// SPDX-License-Identifier: GPL-2.0
/*
 * Which words can come next in a command, read off its usage: what is in
 * capitals stands for something, small words are keywords, [] need not be
 * there, | parts one from the other.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "slot.h"

#define TOKENS	32

/**
 * struct token - a word of a usage
 * @text: the word
 * @depth: brackets around it
 * @first: it is the first in them, or is in none
 * @used: the words of the command have it
 */
struct token {
	char text[SLOT_MAX];
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

/* What has its place by order: all before the first keyword. */
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
		    choice_index(tokens->at[i].text, word) >= 0)
			return i;
	return -1;
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
 * there are if the slot is among them.
 */
static int read_keyword(const struct tokens *tokens, int i,
			const char *const words[], int count,
			struct slot *slot)
{
	int taken = 1;

	snprintf(slot->keyword, sizeof(slot->keyword), "%s", words[0]);
	if (!follows(tokens, i + 1))
		return taken;
	if (count == taken++) {
		strcpy(slot->term, tokens->at[i + 1].text);
		return taken;
	}
	if (!follows(tokens, i + 2) ||
	    !is_last_choice(tokens->at[i + 1].text, words[1]))
		return taken;
	if (count == taken) {
		snprintf(slot->keyword, sizeof(slot->keyword), "%s", words[1]);
		strcpy(slot->term, tokens->at[i + 2].text);
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

static void list_keywords(const struct tokens *tokens, struct slot *slot)
{
	size_t used = 0;

	for (int i = 0; i < tokens->count; i++)
		if (tokens->at[i].used && is_exclusive(tokens))
			return;
	for (int i = 0; i < tokens->count; i++)
		if (is_keyword(&tokens->at[i]) && !tokens->at[i].used &&
		    used < sizeof(slot->keywords))
			used += snprintf(slot->keywords + used,
					 sizeof(slot->keywords) - used, "%s|",
					 tokens->at[i].text);
}

/**
 * slot_find() - find out what can come next
 * @usage: of the command
 * @words: the words behind object and verb, before the one in question
 * @count: how many
 * @slot: the result
 */
void slot_find(const struct usage *usage, const char *const words[], int count,
	       struct slot *slot)
{
	struct tokens tokens;
	int at;

	memset(slot, 0, sizeof(*slot));
	read_tokens(usage->args, &tokens);
	at = positional_count(&tokens);
	if (count < at) {
		strcpy(slot->term, tokens.at[count].text);
		return;
	}
	while (at < count) {
		int i = find_keyword(&tokens, words[at]);

		if (i < 0) {
			at++;
			continue;
		}
		tokens.at[i].used = true;
		at += read_keyword(&tokens, i, words + at, count - at, slot);
	}
	if (!slot->term[0])
		list_keywords(&tokens, slot);
}
