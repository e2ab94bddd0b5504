// SPDX-License-Identifier: GPL-2.0
/* The statements set, enable, disable and flush, and the word of get. */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "nearest.h"
#include "print.h"
#include "statement.h"
#include "vocabulary.h"

static int parse_key(struct parser *p, int *key)
{
	if (parse_need(p, "KEY"))
		return -EINVAL;
	*key = choice_index(setting_keys, p->words[p->at]);
	if (*key < 0)
		return parse_unknown(p, setting_keys);
	p->at++;
	return 0;
}

/**
 * parse_setting_key() - the words after "get": one key, or none
 * @words: the words of the line
 * @count: how many
 * @key: the result, -1 for none
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_setting_key(const char *const words[], int count, int *key,
		      struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};

	*key = -1;
	if (count > 1 && parse_key(&p, key))
		return -EINVAL;
	return parse_end(&p);
}

/* "off", or reasons with commas in any order. */
static bool read_refusals(struct parser *p, const char *word, __u32 *set)
{
	const char *at = strcmp(word, "off") ? word : NULL;
	char piece[CHOICE_MAX];

	*set = 0;
	while (at) {
		int index;

		if (parse_piece(p, &at, piece, sizeof(piece)))
			return false;
		index = choice_index(refusals, piece);
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
		return read_refusals(p, word, value);
	default:
		index = choice_index(setting->words, word);
		*value = index;
		return index >= 0;
	}
}

static const char *value_words(const struct setting *setting)
{
	return setting_form(setting) == SETTING_WORD ? setting->words : "";
}

/**
 * parse_set_statement() - "set"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_set_statement(struct parser *p, struct command *cmd)
{
	char values[VALUE_TEXT_MAX];
	const struct setting *setting;
	int key;

	if (parse_key(p, &key))
		return -EINVAL;
	setting = &settings[key];
	print_values(setting, values, sizeof(values));
	if (p->at == p->count)
		return parse_fail(p, "VALUE is missing: %s takes %s",
				  setting->key, values);
	if (!read_value(p, setting, &cmd->setting.value))
		return parse_fail(p, "%s takes %s, not %s%s", setting->key,
				  values, shown(p->words[p->at]).text,
				  choice_hint(value_words(setting),
					      p->words[p->at]).text);
	cmd->setting.key = key;
	p->at++;
	return 0;
}

/**
 * parse_enable_statement() - "enable"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0.
 */
int parse_enable_statement(struct parser *p, struct command *cmd)
{
	(void)p;
	cmd->enabled = true;
	return 0;
}

/**
 * parse_disable_statement() - "disable"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0.
 */
int parse_disable_statement(struct parser *p, struct command *cmd)
{
	(void)p;
	cmd->enabled = false;
	return 0;
}

/**
 * parse_flush_statement() - "flush"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
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
