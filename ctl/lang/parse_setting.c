// SPDX-License-Identifier: GPL-2.0
/* The statements set, enable, disable and flush, and the word of get. */
#include <errno.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/grammar.h"
#include "lang/vocabulary.h"
#include "lib/suggest.h"
#include "lib/wordset.h"

static int parse_key(struct parser *p, int *key)
{
	if (parse_need(p, "KEY"))
		return -EINVAL;
	*key = wordset_index(setting_keys, p->words[p->at]);
	if (*key < 0)
		return parse_unknown(p, setting_keys);
	p->at++;
	return 0;
}

/**
 * parse_setting_key() - the words after "get": one key, or none
 * @p: the arguments
 * @key: the result, -1 for none
 *
 * Return: 0 or -EINVAL.
 */
int parse_setting_key(struct parser *p, int *key)
{
	*key = -1;
	if (p->at < p->count && parse_key(p, key))
		return -EINVAL;
	return parse_end(p);
}

/* "off", or reasons with commas in any order. */
static bool read_reasons(struct parser *p, const char *word, __u32 *set)
{
	const char *at = strcmp(word, "off") ? word : NULL;
	char piece[WORDSET_WORD_MAX];

	*set = 0;
	while (at) {
		int index;

		if (parse_piece(p, &at, piece, sizeof(piece)))
			return false;
		index = wordset_index(refused_reasons, piece);
		if (index < 0 || *set & 1U << index)
			return false;
		*set |= 1U << index;
	}
	return true;
}

static bool read_value(struct parser *p, const struct setting *setting,
		       __u32 *value)
{
	const char *word = p->words[p->at];
	int index;

	switch (setting_form(setting)) {
	case SETTING_SECONDS:
		return !parse_seconds(p, word, value) &&
		       *value >= setting->least && *value <= setting->most;
	case SETTING_NUMBER:
		return parse_number(word, setting->least, setting->most, value);
	case SETTING_REASONS:
		return read_reasons(p, word, value);
	default:
		index = wordset_index(setting->words, word);
		*value = index;
		return index >= 0;
	}
}

static const char *value_words(const struct setting *setting)
{
	return setting_form(setting) == SETTING_WORD ? setting->words : "";
}

/* "set" */
int parse_set_statement(struct parser *p, struct command *cmd)
{
	char values[VALUE_TEXT_MAX];
	const struct setting *setting;
	int key;

	if (parse_key(p, &key))
		return -EINVAL;
	setting = &settings[key];
	format_values(setting, values, sizeof(values));
	if (p->at == p->count)
		return parse_fail(p, "VALUE is missing: %s takes %s",
				  setting->key, values);
	if (!read_value(p, setting, &cmd->setting.value))
		return parse_fail(p, "%s takes %s, not %s%s", setting->key,
				  values, printable(p->words[p->at]).text,
				  suggest_choice(value_words(setting),
						 p->words[p->at]).text);
	cmd->setting.key = key;
	p->at++;
	return 0;
}

/* "enable" */
int parse_enable_statement(struct parser *p, struct command *cmd)
{
	(void)p;
	cmd->enabled = true;
	return 0;
}

/* "disable" */
int parse_disable_statement(struct parser *p, struct command *cmd)
{
	(void)p;
	cmd->enabled = false;
	return 0;
}

/* "flush" */
int parse_flush_statement(struct parser *p, struct command *cmd)
{
	enum { LISTS, POLICY, ALL } what = ALL;
	unsigned int seen = 0;
	int option;

	if (p->at < p->count) {
		if (parse_option(p, "lists|policy|all", &seen, &option))
			return -EINVAL;
		what = option;
	}
	if (what == LISTS)
		cmd->cmd = SFW_CMD_LIST_FLUSH;
	else
		cmd->lists_too = what == ALL;
	return 0;
}
