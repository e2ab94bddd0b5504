// SPDX-License-Identifier: GPL-2.0
/* The statements set, enable, disable and flush, and the word of get. */
#include <errno.h>

#include "choices.h"
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

/**
 * parse_set_statement() - "set"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_set_statement(struct parser *p, struct command *cmd)
{
	const struct setting *setting;
	int key, value;

	if (parse_key(p, &key))
		return -EINVAL;
	setting = &settings[key];
	if (p->at == p->count)
		return parse_fail(p, "VALUE is missing: %s takes %s",
				  setting->key, setting->words);
	value = choice_index(setting->words, p->words[p->at]);
	if (value < 0)
		return parse_fail(p, "%s takes %s, not %s", setting->key,
				  setting->words,
				  shown(p->words[p->at]).text);
	cmd->setting.key = key;
	cmd->setting.value = value;
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
 * parse_flush_statement() - "flush"; the policy is all that there is
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_flush_statement(struct parser *p, struct command *cmd)
{
	unsigned int seen = 0;
	int what;

	(void)cmd;
	return p->at < p->count ?
	       parse_option(p, "policy|all", &seen, &what) : 0;
}
