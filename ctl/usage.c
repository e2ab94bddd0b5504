// SPDX-License-Identifier: GPL-2.0
/* Which command is meant. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "parser.h"
#include "usage.h"

/**
 * usage_matches() - whether words name a command
 * @usage: the command
 * @object: first word
 * @verb: second word, or NULL if there is none
 *
 * Return: true if they do.
 */
bool usage_matches(const struct usage *usage, const char *object,
		   const char *verb)
{
	if (strcmp(usage->object, object))
		return false;
	return !usage->verb || (verb && !strcmp(usage->verb, verb));
}

static bool is_object(const struct usage *(*at)(unsigned int index),
		      const char *word)
{
	for (unsigned int i = 0; at(i); i++)
		if (!strcmp(at(i)->object, word))
			return true;
	return false;
}

/* Some objects can do without a verb, but what follows them must be one. */
static bool takes_verb(const struct usage *(*at)(unsigned int index),
		       const char *object)
{
	for (unsigned int i = 0; at(i); i++)
		if (at(i)->verb && !strcmp(at(i)->object, object))
			return true;
	return false;
}

/* Names the word that is wrong, and one that could stand in its place. */
static int unknown(const struct usage *(*at)(unsigned int index),
		   struct parser *p)
{
	const char *object = NULL;
	size_t used = 0;
	char choices[512] = "";

	if (parse_need(p, "a command"))
		return -EINVAL;
	if (is_object(at, p->words[0])) {
		object = p->words[0];
		p->at = 1;
		if (parse_need(p, "a verb"))
			return -EINVAL;
	}
	for (unsigned int i = 0; at(i) && used < sizeof(choices); i++) {
		const char *word = object ? at(i)->verb : at(i)->object;

		if (object && (!word || strcmp(at(i)->object, object)))
			continue;
		if (choice_index(choices, word) < 0)
			used += snprintf(choices + used, sizeof(choices) - used,
					 "%s|", word);
	}
	return parse_unknown(p, choices);
}

/**
 * usage_find() - find the command that words name
 * @at: walks through the table: 0, 1, ... up to a NULL
 * @words: the words of the line
 * @count: how many
 * @err: what is wrong otherwise
 *
 * Return: index in the table, or -EINVAL.
 */
int usage_find(const struct usage *(*at)(unsigned int index),
	       const char *const words[], int count, struct parse_error *err)
{
	struct parser p = { .words = words, .count = count, .error = err };

	for (unsigned int i = 0; count && at(i); i++) {
		if (!usage_matches(at(i), words[0],
				   count > 1 ? words[1] : NULL))
			continue;
		if (count > 1 && !at(i)->verb && takes_verb(at, words[0]))
			break;
		return i;
	}
	return unknown(at, &p);
}
