// SPDX-License-Identifier: GPL-2.0
/*
 * What may be typed next, for the completion of the shells, from the tables
 * that the parser and the help have: a line each, WORD or WORD<TAB>TEXT. A line
 * that begins with a tab names what cannot be listed, such as FILE.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "compiler.h"
#include "help.h"
#include "print.h"
#include "protocol.h"
#include "terms.h"
#include "vocabulary.h"

#define OFFERS_MAX	1000	/* nobody reads more */

/**
 * offer() - print a word that may be typed, if what is there begins it
 * @place: where
 * @word: the word
 * @text: about it, or ""
 */
void offer(struct place *place, const char *word, const char *text)
{
	const char *comma = strrchr(place->typed, ',');
	size_t list = 0;

	/* The last of a list with commas. */
	if (comma && (place->list || strstr(place->slot.term, "[,") ||
		      !strcmp(place->slot.term, "PORTS")))
		list = comma + 1 - place->typed;
	if (strncmp(word, place->typed + list, strlen(place->typed + list)) ||
	    place->offered++ >= OFFERS_MAX)
		return;
	printf("%.*s%s%s%s\n", (int)list, place->typed, word,
	       *text ? "\t" : "", text);
}

static void offer_set(struct place *place, const char *choices)
{
	char word[CHOICE_MAX];

	for (unsigned int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");

		snprintf(word, sizeof(word), "%.*s", (int)len, choices);
		offer(place, word, "");
		choices += len + (choices[len] == '|');
	}
}

/* What the help gives as examples, or as all there is. */
static void offer_text(struct place *place)
{
	const char *at = term_text(place->slot.term);
	char word[CHOICE_MAX];

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
		      print_values(&settings[i], values, sizeof(values)));
}

static void offer_values(struct place *place)
{
	int key = choice_index(setting_keys, place->words[0]);

	if (key < 0)
		return;
	if (setting_form(&settings[key]) == SETTING_WORD)
		offer_set(place, settings[key].words);
	place->list = setting_form(&settings[key]) == SETTING_REASONS;
	if (place->list && !strchr(place->typed, ','))
		offer(place, "off", "");
	if (place->list)
		offer_set(place, refusals);
}

static void offer_refusals(struct place *place)
{
	offer_set(place, refusals);
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
	{ "REASON", offer_refusals },
	{ "KEY", offer_keys },
	{ "VALUE", offer_values },
};

/* PREFIX[,PREFIX...] is a PREFIX, and FILE|- a FILE. */
static bool is_term(const char *text, const char *term)
{
	size_t len = strlen(term);

	return strcspn(text, "[|:") == len && !strncmp(text, term, len);
}

static void offer_term(struct place *place)
{
	const char *term = place->slot.term;

	if (islower((unsigned char)*term)) {
		offer_set(place, term);
		return;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(sources); i++)
		if (is_term(term, sources[i].term))
			sources[i].offer(place);
	if (!place->offered)
		printf("\t%.*s\n", (int)strcspn(term, "|"), term);
}

static void offer_objects(struct place *place)
{
	offer(place, "help", "the usage of a command");
	for (unsigned int i = 0; usage_at(i); i++) {
		bool seen = false;

		for (unsigned int j = 0; j < i; j++)
			if (!strcmp(usage_at(j)->object, usage_at(i)->object))
				seen = true;
		if (!seen)
			offer(place, usage_at(i)->object, usage_at(i)->verb ?
			      "" : usage_at(i)->text);
	}
}

/* Returns whether the object has any. */
static bool offer_verbs(struct place *place, const char *object)
{
	bool any = false;

	for (unsigned int i = 0; usage_at(i); i++) {
		if (strcmp(usage_at(i)->object, object) || !usage_at(i)->verb)
			continue;
		offer(place, usage_at(i)->verb, usage_at(i)->text);
		any = true;
	}
	return any;
}

static void offer_args(struct place *place, const struct words *before)
{
	struct parse_error err;
	int index = usage_find(usage_at, before->at, before->count, &err);
	int named;

	if (index < 0)
		return;
	place->usage = usage_at(index);
	named = place->usage->verb ? 2 : 1;
	place->words = before->at + named;
	place->count = before->count - named;
	slot_find(place->usage, place->words, place->count, &place->slot);
	if (place->slot.term[0])
		offer_term(place);
	else
		offer_set(place, place->slot.keywords);
}

static void skip_word(struct words *words)
{
	words->at++;
	words->count--;
}

/**
 * complete() - print what may be typed next
 * @words: all that was typed, the last is not complete and may be empty
 *
 * Return: the exit status.
 */
int complete(const struct words *words)
{
	struct words before = { words->at, words->count - 1 };
	struct place place = { 0 };
	bool helps;

	if (before.count < 0)
		return STATUS_DONE;
	place.typed = words->at[before.count];
	while (before.count && before.at[0][0] == '-')
		skip_word(&before);
	helps = before.count && !strcmp(before.at[0], "help");
	if (helps)
		skip_word(&before);
	if (!before.count && place.typed[0] == '-')
		offer_set(&place, OPTION_WORDS);
	else if (!before.count)
		offer_objects(&place);
	else if (before.count > 1 || !offer_verbs(&place, before.at[0]))
		if (!helps)
			offer_args(&place, &before);
	return STATUS_DONE;
}
