// SPDX-License-Identifier: GPL-2.0
/*
 * Words that may be typed next, for the completion of the shells, from the
 * tables that the parser and the help have: a line each, WORD or WORD<TAB>TEXT. A line
 * that begins with a tab names something that cannot be listed, such as FILE.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "complete/complete.h"
#include "complete/live.h"
#include "help.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/compiler.h"
#include "lib/wordset.h"
#include "metavars.h"

static void offer_set(struct place *place, const char *choices)
{
	char word[WORDSET_WORD_MAX];

	for (unsigned int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");

		snprintf(word, sizeof(word), "%.*s", (int)len, choices);
		offer(place, word, "");
		choices += len + (choices[len] == '|');
	}
}

/* The words that the help gives as examples, or as all there are. */
static void offer_text(struct place *place)
{
	const char *at = metavar_text(place->next.term);
	char word[WORDSET_WORD_MAX];

	while (*at) {
		size_t len = strcspn(at, " ");

		snprintf(word, sizeof(word), "%.*s", (int)len, at);
		offer(place, word, "");
		at += len + (at[len] == ' ');
	}
}

static void offer_states(struct place *place)
{
	offer_set(place, ct_states);
}

static void offer_keys(struct place *place)
{
	char values[VALUE_TEXT_MAX];

	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		offer(place, settings[i].key,
		      format_values(&settings[i], values, sizeof(values)));
}

static void offer_values(struct place *place)
{
	int key = wordset_index(setting_keys, place->words[0]);

	if (key < 0)
		return;
	if (setting_form(&settings[key]) == SETTING_WORD)
		offer_set(place, settings[key].words);
	place->list = setting_form(&settings[key]) == SETTING_REASONS;
	if (place->list && !strchr(place->typed, ','))
		offer(place, "off", "");
	if (place->list)
		offer_set(place, refused_reasons);
}

static void offer_reasons(struct place *place)
{
	offer_set(place, refused_reasons);
}

static const struct {
	const char *term;
	void (*offer)(struct place *place);
} sources[] = {
	{ "PROTO", offer_protocols },
	{ "PROTOCOL", offer_protocols },
	{ "PORTS", offer_ports },
	{ "NAME", offer_names },
	{ "IFACE", offer_devices },
	{ "PREFIX", offer_prefixes },
	{ "ADDR", offer_addresses },
	{ "DURATION", offer_text },
	{ "STATE", offer_states },
	{ "REASON", offer_reasons },
	{ "KEY", offer_keys },
	{ "VALUE", offer_values },
};

/* PREFIX[,PREFIX...] is a PREFIX, and FILE|- a FILE. */
static bool is_term(const char *text, const char *term)
{
	size_t len = strlen(term);

	return strcspn(text, "[|:") == len && !strncmp(text, term, len);
}

/* "FILE|-|ufw": words of a term that stand for themselves. */
static void offer_small_words(struct place *place, const char *term)
{
	for (const char *at = term; at; at = strchr(at, '|')) {
		char word[WORDSET_WORD_MAX];

		at += *at == '|';
		snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, "|"), at);
		if (islower((unsigned char)*word))
			offer(place, word, "");
	}
}

static void offer_term(struct place *place)
{
	const char *term = place->next.term;
	unsigned int before = place->offered;

	for (unsigned int i = 0; i < ARRAY_SIZE(sources); i++)
		if (is_term(term, sources[i].term))
			sources[i].offer(place);
	if (place->offered != before)
		return;
	if (isupper((unsigned char)*term))
		printf("\t%.*s\n", (int)strcspn(term, "|"), term);
	offer_small_words(place, term);
}

/* Rows of an object do not all stand together. */
static bool is_first(const struct action *action)
{
	for (const struct action *a = command_table; a < action; a++)
		if (!strcmp(a->object, action->object))
			return false;
	return true;
}

static void offer_objects(struct place *place)
{
	offer(place, "help", "the usage of a command");
	for (const struct action *a = command_table; a->object; a++)
		if (is_first(a))
			offer(place, a->object, a->verb ? "" : a->text);
}

static void offer_verbs(struct place *place, const char *object)
{
	for (const struct action *a = command_table; a->object; a++) {
		if (strcmp(a->object, object) || !a->verb)
			continue;
		offer(place, a->verb, a->text);
	}
}

static void offer_args(struct place *place, const struct words *before)
{
	struct parse_error err;
	struct parser p = {
		.words = before->at, .count = before->count, .error = &err,
	};

	place->action = action_find(command_table, &p);
	if (!place->action)
		return;
	place->words = before->at + p.at;
	place->count = before->count - p.at;
	next_word_find(place->action->args, place->words, place->count,
		       &place->next);
	offer_set(place, place->next.keywords);
	if (place->next.term[0])
		offer_term(place);
}

/* Verbs of an object, or its arguments; some have both. */
static void offer_behind(struct place *place, const struct words *before, bool helps)
{
	if (before->count == 1)
		offer_verbs(place, before->at[0]);
	if (!helps)
		offer_args(place, before);
}

static void skip_word(struct words *words)
{
	words->at++;
	words->count--;
}

/* Returns whether the word in question is the file of an option. */
static bool skip_options(struct words *before)
{
	while (before->count && before->at[0][0] == '-') {
		bool takes_file = wordset_index("-F|--file", before->at[0]) >= 0;

		skip_word(before);
		if (takes_file && !before->count)
			return true;
		if (takes_file)
			skip_word(before);
	}
	return false;
}

/**
 * complete() - print the words that may be typed next
 * @words: all that was typed, the last is not complete and may be empty
 *
 * Return: the exit status.
 */
int complete(const struct words *words)
{
	struct words before = { .at = words->at, .count = words->count - 1 };
	struct place place = { 0 };
	bool helps;

	if (before.count < 0)
		return STATUS_DONE;
	place.typed = words->at[before.count];
	if (skip_options(&before)) {
		puts("\tFILE");
		return STATUS_DONE;
	}
	helps = before.count && !strcmp(before.at[0], "help");
	if (helps)
		skip_word(&before);
	if (!before.count && place.typed[0] == '-')
		offer_set(&place, OPTION_WORDS);
	else if (!before.count)
		offer_objects(&place);
	else
		offer_behind(&place, &before, helps);
	return STATUS_DONE;
}
